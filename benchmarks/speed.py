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
from pathlib import Path
from time import perf_counter

from killable import Killable
from peers import Answer, sympy

from probatum.proofs.decide import decide, forget
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
    return [step for step in found if step.readings], share


def ours(step: Step) -> tuple[float, Verdict]:
    """Milliseconds to decide a step, warm but with nothing known of it, and its verdict."""
    claim = step.readings[0].claim
    decide(claim)
    forget()
    began = perf_counter()
    verdict = decide(claim).verdict
    return (perf_counter() - began) * 1e3, verdict


def compare(paths: Sequence[Path]) -> None:
    peer = Killable(sympy)
    times, ratios, decided, decided_there, read_there = [], [], 0, 0, 0
    for path in paths:
        found, share = claims(read_source(path))
        for step in found:
            here, verdict = ours(step)
            answer = peer.ask((step.lhs, step.rhs), PATIENCE) or Answer(False, PATIENCE * 1e3)
            times.append(here + share)
            decided += verdict in DECIDED
            if answer.equal is not None:
                read_there += 1
                decided_there += answer.equal
                ratios.append(answer.milliseconds / (here + share))
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
