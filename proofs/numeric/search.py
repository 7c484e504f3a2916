"""A short local search for the place at which an inequality is tightest, and beyond it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from time import perf_counter
from typing import Any

from flint import arb, ctx, fmpq

from ..claim import Claim
from ..errors import BudgetExceeded, DomainError, UnsupportedNotion
from ..terms.sorts import REAL, Matrix, RandomVariable, Scalar, Vector
from ..terms.term import Term
from .arithmetic import ZERO, Undecided
from .arrays import entries, refill
from .assume import Assumptions
from .evaluate import Evaluator, visited
from .interpretation import Defined, Interpretation
from .membership import in_sort
from .spaces import EventTable, Family, RandomTable
from .survey import Survey

EVALUATIONS = 80
STEPS = 8000  # nodes visited in all, those of the assumptions too
BITS = 53
_REAL = RandomVariable(REAL)


def tighten(
    claim: Claim, facts: Assumptions, known: Survey, start: Interpretation, seed: int, deadline: float
) -> Interpretation:
    """Where the two sides are nearest (or past) each other, among the neighbours that a short walk visits."""
    rng = Random(f"{seed}:search")
    began = visited()
    best, margin = start, _margin(claim, start)
    for _ in range(EVALUATIONS):
        if margin is None or margin < 0 or visited() - began > STEPS or perf_counter() > deadline:
            break
        moved = _step(rng, best, known)
        if moved is None:
            break
        try:
            valid = facts.satisfied(moved)
            after = None if valid is None else _margin(claim, valid)
        except (DomainError, Undecided, UnsupportedNotion, BudgetExceeded):
            continue
        if valid is not None and after is not None and after < margin:
            best, margin = valid, after
    return best


def _margin(claim: Claim, found: Interpretation) -> float | None:
    """How far the relation is from failing, relative to the size of the sides; None where that is not known."""
    before = ctx.prec
    ctx.prec = BITS
    run = Evaluator(found)
    try:
        left, right = (entries(run.value(side)) for side in (claim.left, claim.right))
    except (DomainError, Undecided, UnsupportedNotion, BudgetExceeded):
        return None
    finally:
        ctx.prec = before
    if claim.relation in (">", ">="):
        left, right = right, left
    margins = []
    for a, b in zip(left, right, strict=True):
        if not (isinstance(a, (fmpq, arb)) and isinstance(b, (fmpq, arb))):
            return None
        low, high = float(arb(a).mid()), float(arb(b).mid())
        margins.append((high - low) / (abs(low) + abs(high) + 1e-300))
    return min(margins)


def _step(rng: Random, found: Interpretation, known: Survey) -> Interpretation | None:
    """A neighbour: one number moved or scaled, one array scaled or made like another, one mass of a table changed, one
    point put into an event or taken out of it."""
    moves = list(_movable(found, known))
    if not moves:
        return None
    symbol, held = rng.choice(moves)
    return found.with_value(symbol, _moved(rng, found, symbol, held))


def _movable(found: Interpretation, known: Survey) -> Iterator[tuple[Term, Any]]:
    apart = frozenset().union(*known.independent)
    for symbol in known.symbols:
        held = found.values.get(symbol)
        if held is None or isinstance(held, Defined) or symbol in found.fixed:
            continue
        if symbol in known.points or symbol in known.data or symbol in known.hits:
            continue
        if isinstance(held, Family):
            yield symbol, held
        elif isinstance(held, EventTable):
            if symbol not in apart:
                yield symbol, held
        elif isinstance(held, RandomTable):
            if symbol.sort == _REAL and symbol not in known.laws and all(isinstance(x, fmpq) for x in held.values):
                yield symbol, held
        elif isinstance(symbol.sort, (Scalar, Vector, Matrix)):
            integer = symbol.sort.integer if isinstance(symbol.sort, Scalar) else symbol.sort.entry.integer
            if not integer and all(isinstance(number, fmpq) for number in entries(held)):
                yield symbol, held


def _moved(rng: Random, found: Interpretation, symbol: Term, held: Any) -> Any:
    if isinstance(held, Family):
        return _reweighed(rng, held)
    if isinstance(held, EventTable):
        return EventTable(held.points ^ {rng.randrange(len(found.weights))})
    if isinstance(held, RandomTable):  # scaled about nought: what it is independent of stays so
        factor = rng.choice((fmpq(1, 8), fmpq(1, 2), fmpq(2)))
        return RandomTable([factor * x for x in held.values])
    numbers = list(entries(held))
    for _ in range(8):
        kind = rng.randrange(3)
        changed = list(numbers)
        if kind == 0 or len(numbers) == 1:
            place = rng.randrange(len(numbers))
            changed[place] = _nudged(rng, numbers[place])
        elif kind == 1:
            factor = rng.choice((fmpq(1, 4), fmpq(1, 2), fmpq(2), fmpq(3)))
            changed = [factor * number for number in numbers]
        else:
            others = [v for s, v in found.values.items() if s is not symbol and s.sort == symbol.sort]
            if others and not isinstance(others[0], Defined):
                changed = list(entries(rng.choice(others)))
        value = refill(held, changed)
        if in_sort(Evaluator(found), symbol.sort, value):
            return value
    return held


def _nudged(rng: Random, x: fmpq) -> fmpq:
    moved = rng.choice((x / 2, x * 2, -x, x + fmpq(1, 4), x - fmpq(1, 4), x + fmpq(1, 20), x - fmpq(1, 20), ZERO))
    return x / 2 if moved.height_bits() > 40 else moved


def _reweighed(rng: Random, held: Family) -> Family:
    place = rng.choice(sorted(held.table))
    table = dict(held.table)
    table[place] = table[place] * rng.choice((fmpq(1, 8), fmpq(1, 3), fmpq(3), fmpq(8)))
    mass = ZERO
    for part in table.values():
        mass = mass + part
    return Family(held.labels, held.spaces, {key: part / mass for key, part in table.items()})
