"""SymPy in a process of its own: reads pickled pairs of terms, answers whether it simplifies their difference to 0.

Run by `last_resort` only, with a fixed hash seed, since SymPy's results change with it. One byte a question,
and one before the first.
"""

from __future__ import annotations

import pickle
import sys
from typing import BinaryIO

import sympy

from ..terms.sympy_bridge import to_sympy
from ..terms.term import Term


def vanishes(left: Term, right: Term) -> bool:
    """Whether SymPy simplifies left - right to zero."""
    difference = (to_sympy(left) - to_sympy(right)).doit()
    return bool(sympy.simplify(sympy.expand_func(difference)) == 0)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Say that all is imported, then answer until the questions end."""
    answers.write(b"r")
    answers.flush()
    while len(size := questions.read(4)) == 4:
        left, right = pickle.loads(questions.read(int.from_bytes(size, "little")))
        answers.write(b"1" if vanishes(left, right) else b"0")
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
