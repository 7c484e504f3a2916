"""SymPy's own simplifier, last: for scalar expressions only, in a process that is killed when it is late.

SymPy is not trusted with matrices (`log(Determinant(X)).diff(X)` is 0 in 1.14) nor with chance; see DESIGN. The
process is started at the first question (0.8 s) and kept for the next ones.
"""

from __future__ import annotations

import os
import pickle
import select
import subprocess
import sys

from ..terms import build
from ..terms.term import Term

_HEADS = frozenset(
    "number constant symbol add mul pow fn max_of min_of factorial binomial beta sum product range integral interval "
    "derivative".split()
)
_LARGEST = 200
_START_SECONDS = 2.0


class Simplifier:
    """A SymPy process, started when first asked."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False

    def vanishes(self, left: Term, right: Term, seconds: float) -> bool:
        """Whether SymPy shows left = right in time. False says nothing."""
        if left.size + right.size > _LARGEST or not (_plain(left) and _plain(right)):
            return False
        process = self._running()
        if not self._ready:
            self._ready = _answer(process, _START_SECONDS) == b"r"
        if not self._ready:  # a later question may find it so
            return False
        question = pickle.dumps((left, right))
        assert process.stdin is not None
        process.stdin.write(len(question).to_bytes(4, "little") + question)
        process.stdin.flush()
        answer = _answer(process, seconds)
        if not answer:
            self.stop()
        return answer == b"1"

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._ready = False
            self._process = subprocess.Popen(
                [sys.executable, "-m", "probatum.proofs.normal.sympy_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONHASHSEED": "0"},
            )
        return self._process

    def stop(self) -> None:
        """Kill the process; the next question starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _answer(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """The next byte that the process says in time; b"" for none."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    return process.stdout.read(1) if ready else b""


def _plain(term: Term) -> bool:
    return term.head in _HEADS and not (term.head == "symbol" and build.is_array(term)) and all(map(_plain, term.args))


SIMPLIFIER = Simplifier()
