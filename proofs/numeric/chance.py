"""The chance that a false rational identity passes one test at wide random integers (Schwartz and Zippel).

A polynomial of degree d that is not zero vanishes on at most d / |S| of the points with coordinates drawn from S.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from flint import fmpq

from ..claim import Claim
from ..errors import BudgetExceeded, UnsupportedNotion
from ..terms.sorts import Matrix, Scalar, Vector
from ..terms.term import Term
from .arrays import refill
from .certify import Finding, judge
from .evaluate import Evaluator
from .interpretation import Interpretation
from .survey import Survey

WIDTH = 1 << 40  # how many integers a coordinate is drawn from
LARGEST_COUNT = 64

Degrees = tuple[int, int]  # of a numerator and a denominator that all entries share


def error_bound(claim: Claim, known: Survey, found: Interpretation, seed: int) -> Fraction | None:
    """A bound for a claim in numbers and arrays of given sizes, all drawn freely; None for any other."""
    if claim.relation != "=" or known.facts or known.sizes or known.kept:
        return None
    try:
        left, right = (_degrees(Evaluator(found), side) for side in (claim.left, claim.right))
        wide = _wide(known, found, Random(f"{seed}:wide"))
        judgement = judge(claim, wide)
    except (UnsupportedNotion, BudgetExceeded):
        return None
    if judgement.finding is not Finding.AGREES or not judgement.exact:
        return None
    top = max(left[0] + right[1], right[0] + left[1])
    return min(Fraction(1), Fraction(top, WIDTH))


def _wide(known: Survey, found: Interpretation, rng: Random) -> Interpretation:
    for symbol in known.symbols:
        sort = symbol.sort
        if not isinstance(sort, (Scalar, Vector, Matrix)) or (isinstance(sort, Matrix) and sort.traits):
            raise UnsupportedNotion("a bound on the error of a test with such symbols")
        entry = sort if isinstance(sort, Scalar) else sort.entry
        if entry.integer or (entry.lower, entry.upper) not in ((None, None), (0, None)):
            raise UnsupportedNotion("a bound on the error of a test with such numbers")
        start = 1 if entry.lower is not None else -WIDTH // 2
        held = found.values[symbol]
        count = len(held) if isinstance(held, list) else 1
        if count and isinstance(held, list) and isinstance(held[0], list):
            count *= len(held[0])
        found = found.with_value(symbol, refill(held, [fmpq(start + rng.randrange(WIDTH)) for _ in range(count)]))
    return found


def _degrees(run: Evaluator, term: Term) -> Degrees:
    """Upper bounds of the degrees of numerator and denominator in all coordinates together."""
    head, args = term.head, term.args
    if head in ("number", "identity"):
        return 0, 0
    if head == "symbol":
        return 1, 0
    if head in ("transpose", "trace", "diag", "diagonal", "vec"):
        return _degrees(run, args[0])
    if head == "index":
        return _degrees(run, args[0])
    if head in ("add", "literal", "block"):
        return _sum([_degrees(run, part) for part in args])
    if head in ("mul", "matmul", "hadamard", "kron"):
        parts = [_degrees(run, part) for part in args]
        return sum(part[0] for part in parts), sum(part[1] for part in parts)
    if head == "fill":
        return _degrees(run, args[0])
    if head == "pow" and args[1].head == "number" and args[1].value.denominator == 1:
        above, below = _degrees(run, args[0])
        exponent = int(args[1].value)
        return (above * exponent, below * exponent) if exponent >= 0 else (below * -exponent, above * -exponent)
    if head in ("inverse", "det"):
        size = len(run.value(args[0]))
        above, below = _degrees(run, args[0])
        if head == "det":
            return size * above, size * below
        return (size - 1) * above + below, size * above
    raise UnsupportedNotion("a bound on the error of a test of what is not rational")


def _sum(parts: list[Degrees]) -> Degrees:
    if len(parts) > LARGEST_COUNT:
        raise UnsupportedNotion("a bound on the error of so long a sum")
    below = sum(part[1] for part in parts)
    return max(part[0] + below - part[1] for part in parts), below
