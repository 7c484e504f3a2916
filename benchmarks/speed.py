"""How fast a step is decided, beside SymPy on the same steps in the same run, and how cost grows with length.

    python benchmarks/speed.py [DOCUMENT..]      (default: the examples; needs antlr4-python3-runtime 4.11)

For each claim of the documents: milliseconds here (reading shared out evenly, then deciding, warm) and for SymPy's
`parse_latex` of both sides with `simplify(lhs - rhs)`, in a process that is killed after `PATIENCE` seconds. Ratios
are over the steps that SymPy reads at all. Wall-clock times depend on the machine, the ratios much less.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from probatum.proofs.decide import decide
from probatum.proofs.document import Step, steps
from probatum.proofs.source import Source, read_source
from probatum.proofs.verdict import Verdict

PATIENCE = 20.0
EXAMPLES = [Path(__file__).parent.parent / "examples" / f"homework.{kind}" for kind in ("tex", "md", "ipynb")]
DECIDED = (Verdict.PROVED, Verdict.CONFIRMED, Verdict.REFUTED)


def claims(source: Source) -> tuple[list[Step], float]:
    """The claims of a document, and the milliseconds that reading took for each of its steps."""
    list(steps(source))
    began = perf_counter()
    found = list(steps(source))
    share = (perf_counter() - began) * 1e3 / max(len(found), 1)
    return [step for step in found if step.kind == "claim"], share


def ours(step: Step) -> tuple[float, Verdict]:
    """Milliseconds to decide a step, warm, and its verdict."""
    claim = step.readings[0].claim
    decide(claim)
    began = perf_counter()
    verdict = decide(claim).verdict
    return (perf_counter() - began) * 1e3, verdict


def sympy_worker(channel: Connection) -> None:
    """Answers (milliseconds, decided) for pairs of LaTeX; (None, False) for what SymPy cannot read."""
    from sympy import simplify
    from sympy.parsing.latex import parse_latex

    parse_latex("x")
    channel.send("ready")
    while True:
        try:
            lhs, rhs = channel.recv()
        except EOFError:
            return
        began = perf_counter()
        try:
            left, right = parse_latex(lhs), parse_latex(rhs)
            zero = simplify(left - right) == 0
        except Exception:  # noqa: BLE001 - whatever a peer raises counts as unread
            channel.send((None, False))
            continue
        channel.send(((perf_counter() - began) * 1e3, bool(zero)))


class SymPy:
    """A SymPy process, replaced when it is late."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.channel, other = get_context("spawn").Pipe()
        self.process = get_context("spawn").Process(target=sympy_worker, args=(other,), daemon=True)
        self.process.start()
        self.channel.recv()

    def ask(self, step: Step) -> tuple[float | None, bool]:
        self.channel.send((step.lhs, step.rhs))
        if self.channel.poll(PATIENCE):
            return self.channel.recv()
        self.process.kill()
        self.start()
        return PATIENCE * 1e3, False


def compare(paths: Sequence[Path]) -> None:
    sympy = SymPy()
    times, ratios, decided, decided_there, read_there = [], [], 0, 0, 0
    for path in paths:
        found, share = claims(read_source(path))
        for step in found:
            here, verdict = ours(step)
            there, shown = sympy.ask(step)
            times.append(here + share)
            decided += verdict in DECIDED
            if there is not None:
                read_there += 1
                decided_there += shown
                ratios.append(there / (here + share))
    if not times:
        sys.exit("no claims in these documents")
    print(f"{len(times)} steps, {decided} decided here")
    print(f"median {statistics.median(times):.1f} ms, largest {max(times):.0f} ms")
    print(f"SymPy reads {read_there} of them and shows {decided_there}")
    if ratios:
        print(f"where SymPy reads: {statistics.median(ratios):.0f} times faster here (median of the ratios)")


def growth() -> None:
    """Milliseconds against the length of a step (symbols) and the number of steps."""
    print("\nlength of a step, symbols: ms")
    for terms in (5, 25, 100, 250, 500):
        left = " + ".join(f"a_{{{k}}} b" for k in range(terms))
        right = " + ".join(f"b a_{{{k}}}" for k in reversed(range(terms)))
        (step,) = steps(Source("", f"{left} = {right}", "math"))
        began = perf_counter()
        list(steps(Source("", f"{left} = {right}", "math")))
        reading = (perf_counter() - began) * 1e3
        here, verdict = ours(step)
        print(f"{4 * terms:6d}: {reading:8.1f} to read, {here:8.1f} to decide ({verdict})")
    print("\nsteps in a document: ms a step")
    for count in (10, 100, 1000):
        text = "\n".join(rf"$$ (x + {k})^2 = x^2 + {2 * k} x + {k * k} $$" for k in range(count))
        began = perf_counter()
        for step in steps(Source("", text, "md")):
            decide(step.readings[0].claim)
        print(f"{count:6d}: {(perf_counter() - began) * 1e3 / count:8.2f}")


if __name__ == "__main__":
    compare([Path(name) for name in sys.argv[1:]] or EXAMPLES)
    growth()
