"""Other tools on the same steps: whether both sides are read, whether they are taken for equal, in milliseconds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

Equation = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """What a tool says of an equation: `equal` is None where it could not read a side."""

    equal: bool | None
    milliseconds: float


def sympy() -> Callable[[Equation], Answer]:
    """SymPy's own reader, and its simplifier on the difference. What is left of a difference counts as a no."""
    from sympy import simplify
    from sympy.parsing.latex import parse_latex

    parse_latex("x")

    def equal(lhs: str, rhs: str) -> bool:
        left, right = parse_latex(lhs), parse_latex(rhs)
        return bool(simplify(left - right) == 0)

    return timed(equal)


def math_verify() -> Callable[[Equation], Answer]:
    """Math-Verify on what latex2sympy2_extended reads. Its clocks are off: the process is killed when it is late."""
    from math_verify import parse, verify

    logging.disable(logging.WARNING)

    def read(text: str) -> list[Any]:
        found: list[Any] = parse(f"${text}$", parsing_timeout=None)
        if not found or isinstance(found[0], str):
            raise ValueError("not read")
        return found

    def equal(lhs: str, rhs: str) -> bool:
        return bool(verify(read(lhs), read(rhs), timeout_seconds=None))

    return timed(equal)


PEERS: dict[str, Callable[[], Callable[[Equation], Answer]]] = {"SymPy": sympy, "Math-Verify": math_verify}
NEEDS = {"SymPy": ("sympy", "antlr4"), "Math-Verify": ("math_verify", "latex2sympy2_extended")}


def timed(equal: Callable[[str, str], bool]) -> Callable[[Equation], Answer]:
    def answer(question: Equation) -> Answer:
        began = perf_counter()
        try:
            found: bool | None = equal(*question)
        except Exception:  # noqa: BLE001 - whatever a peer raises counts as unread
            found = None
        return Answer(found, (perf_counter() - began) * 1e3)

    return answer
