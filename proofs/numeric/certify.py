"""One interpretation, both sides: what ball arithmetic can certify there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from time import perf_counter

from flint import arb, ctx, fmpq

from ..claim import Claim
from ..errors import BudgetExceeded, DomainError, UnsupportedNotion
from ..terms.sorts import Function, Matrix, Scalar, Vector
from ..terms.term import Term
from .arithmetic import Undecided
from .arrays import entries
from .dual import Number
from .evaluate import Evaluator
from .interpretation import Interpretation
from .probability import at_point
from .survey import exposed

PRECISIONS = (128, 512, 2048)
CLOSER_INTEGRALS = (1024, 512)  # the first that can be paid
EQUAL = "equal as far as can be told"
AGREEMENT_DIGITS = 15  # an agreement is this good at least
_SAME = 10.0**-AGREEMENT_DIGITS
Side = list[Number] | str | None  # its numbers, why it has none, or nothing where the balls are too wide


class Finding(Enum):
    """What is certain of the two sides of a relation at an interpretation."""

    REFUTED = "certainly false"
    AGREES = "equal as far as balls can tell"
    HOLDS = "certainly true"
    LEFT_UNDEFINED = "only the right side is defined"
    RIGHT_UNDEFINED = "only the left side is defined"
    UNDEFINED = "neither side is defined"
    UNDECIDED = "the balls are too wide"


@dataclass(slots=True)
class Judgement:
    """A finding with the values of both sides where the difference lies, and why a side is undefined."""

    finding: Finding
    left: Number | None = None
    right: Number | None = None
    digits: int = 0
    exact: bool = False
    reason: str = ""
    steps: int = 0  # what it cost


def judge(claim: Claim, found: Interpretation, precisions: Sequence[int] = PRECISIONS) -> Judgement:
    """Evaluate both sides at rising precision until the relation is decided there."""
    before = ctx.prec
    at_random = bool(exposed(claim.left) | exposed(claim.right))
    if at_random and found.degree is not None:
        raise UnsupportedNotion("a value of a continuous random variable")
    verdict, spent = Judgement(Finding.UNDECIDED), 0
    try:
        for bits in precisions:
            ctx.prec = bits
            run = Evaluator(found)
            if perf_counter() > run.allowance.deadline:
                raise BudgetExceeded("the time for this claim")
            verdict = _judge_once(claim, run, at_random)
            spent += run.steps
            verdict.steps = spent
            if verdict.finding is not Finding.UNDECIDED:
                return verdict
    except RecursionError:
        raise BudgetExceeded("an expression nested so deep") from None
    finally:
        ctx.prec = before
    return verdict


def judge_closer(claim: Claim, found: Interpretation, judgement: Judgement) -> Judgement:
    """What was found to agree, at higher precision: 1 + e^{-100} is 1 to forty digits. As it was, where that costs
    too much."""
    numbers = all(isinstance(each.sort, (Scalar, Vector, Matrix, Function)) for each in claim.free)
    integrals = "integral" in claim.left.heads | claim.right.heads or not numbers
    for bits in CLOSER_INTEGRALS if integrals else PRECISIONS[2:]:
        try:
            closer = judge(claim, found, (bits,))
        except (BudgetExceeded, UnsupportedNotion):
            continue
        closer.steps += judgement.steps
        return closer if closer.finding in (Finding.REFUTED, judgement.finding) else judgement
    return judgement


def _side(run: Evaluator, term: Term, at_random: bool) -> Side:
    """A side at an interpretation, once for all claims that it is a side of. To take it again counts as many steps:
    what a search may spend does not depend on those before it."""
    kept, key = run.interpretation.sides, (term, ctx.prec, at_random)
    if key in kept:
        found, steps = kept[key]
        run.spend(steps)
        side: Side = found
    else:
        before = run.steps
        side = _evaluated(run, term, at_random)
        kept[key] = side, run.steps - before
    return side


def _evaluated(run: Evaluator, term: Term, at_random: bool) -> Side:
    try:
        if at_random:
            values = [at_point(run, term, point) for point in range(len(run.interpretation.weights))]
            return [number for value in values for number in entries(value)]
        return list(entries(run.value(term)))
    except DomainError as error:
        return str(error)
    except Undecided:
        return None


def _judge_once(claim: Claim, run: Evaluator, at_random: bool) -> Judgement:
    left = _side(run, claim.left, at_random)
    right = _side(run, claim.right, at_random) if left is not None else None
    if left is None or right is None:
        return Judgement(Finding.UNDECIDED)
    if isinstance(left, str) and isinstance(right, str):
        return Judgement(Finding.UNDEFINED, reason=left)
    if isinstance(left, str):
        return Judgement(Finding.LEFT_UNDEFINED, reason=left)
    if isinstance(right, str):
        return Judgement(Finding.RIGHT_UNDEFINED, reason=right)
    return compare(claim.relation, left, right)


def compare(kind: str, left: list[Number], right: list[Number]) -> Judgement:
    """The relation between two lists of numbers, which holds where it holds at every place."""
    if len(left) != len(right):
        raise UnsupportedNotion("a comparison of arrays of different sizes")
    if kind == "!=":
        return _unequal(left, right)
    worst = Judgement(Finding.AGREES if kind == "=" else Finding.HOLDS, left[0], right[0], digits=30, exact=True)
    for a, b in zip(left, right, strict=True):
        here = _compare(kind, a, b)
        if here.finding is Finding.REFUTED:
            return here
        if _RANK[here.finding] > _RANK[worst.finding]:
            worst.finding, worst.left, worst.right, worst.reason = here.finding, a, b, here.reason
        worst.digits = min(worst.digits, here.digits)
        worst.exact &= here.exact
    return worst


_RANK = {Finding.HOLDS: 0, Finding.AGREES: 1, Finding.UNDECIDED: 2}


def _unequal(left: list[Number], right: list[Number]) -> Judgement:
    same = compare("=", left, right)
    if same.finding is Finding.REFUTED:
        return Judgement(Finding.HOLDS, same.left, same.right, 30, same.exact)
    if same.exact and same.finding is Finding.AGREES:
        return Judgement(Finding.REFUTED, left[0], right[0], exact=True)
    return Judgement(Finding.UNDECIDED, left[0], right[0])


def _compare(kind: str, a: Number, b: Number) -> Judgement:
    if isinstance(a, (bool, int)) or isinstance(b, (bool, int)):
        if kind != "=":
            raise UnsupportedNotion(f"{kind} between statements")
        if bool(a == b):
            return Judgement(Finding.AGREES, fmpq(int(a)), fmpq(int(b)), 30, True)
        return Judgement(Finding.REFUTED, fmpq(int(a)), fmpq(int(b)), exact=True)
    for number in (a, b):
        if not isinstance(number, (fmpq, arb)):
            raise UnsupportedNotion("a value that is no real number")
        if isinstance(number, arb) and not number.is_finite():
            return Judgement(Finding.UNDECIDED, a, b)
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return _compare_exact(kind, a, b)
    if kind == "=":
        if a < b or a > b:
            return Judgement(Finding.REFUTED, a, b)
        return _agreement(arb(a), arb(b))
    if kind in (">", ">="):
        flipped = _compare("<" if kind == ">" else "<=", b, a)
        return Judgement(flipped.finding, a, b, flipped.digits, flipped.exact)
    if (kind == "<" and a >= b) or (kind == "<=" and a > b):
        return Judgement(Finding.REFUTED, a, b)
    if a < b:
        return Judgement(Finding.HOLDS, a, b, 30)
    same = _agreement(arb(a), arb(b))
    if kind == "<" and same.finding is Finding.AGREES:
        return Judgement(Finding.UNDECIDED, a, b, reason=EQUAL)
    return same


_EXACT = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _compare_exact(kind: str, a: fmpq, b: fmpq) -> Judgement:
    if not _EXACT[kind](a, b):
        return Judgement(Finding.REFUTED, a, b, exact=True)
    return Judgement(Finding.AGREES if a == b else Finding.HOLDS, a, b, 30, True)


def _agreement(a: arb, b: arb) -> Judgement:
    """Overlapping balls agree where both are tight: relative to their size, or absolutely around zero."""
    width = float(a.rad()) + float(b.rad())
    size = min(float(a.abs_lower()), float(b.abs_lower()))
    relative = width / size if size > 0 else width * 1e10
    if not relative < _SAME:
        return Judgement(Finding.UNDECIDED, a, b)
    digits = AGREEMENT_DIGITS
    while digits < 60 and relative < 10.0 ** -(digits + 1):
        digits += 1
    return Judgement(Finding.AGREES, a, b, digits)
