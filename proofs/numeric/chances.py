"""Events with probabilities that are given: P(A) = 1/100, P(B | A) = 9/10."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from flint import fmpq, fmpq_mat

from ..terms.sorts import Event, RandomVariable
from ..terms.term import Term
from .arithmetic import ONE, ZERO
from .evaluate import Evaluator
from .probability import at_point
from .spaces import EventTable

MOST_EVENTS = 4
MOST_TRIES, CORNERS = 200, 6  # choices of cells that are tried, and solutions that are mixed


@dataclass(frozen=True)
class Chance:
    """What a fact says the probability of an event is, under another or not."""

    event: Term
    given: Term | None
    value: Term


def chances(facts: Sequence[Term]) -> list[Chance]:
    return [found for fact in facts for found in _told(fact)]


def _told(fact: Term) -> Iterator[Chance]:
    for side, value in (fact.args, fact.args[::-1]) if fact.head == "relation" and fact.data == "=" else ():
        numeric = not any(isinstance(symbol.sort, (Event, RandomVariable)) for symbol in value.free)
        events = all(isinstance(symbol.sort, Event) for symbol in side.free)
        if side.head == "probability" and len(side.args) <= 2 and numeric and events and side.free:
            yield Chance(side.args[0], side.args[1] if len(side.args) == 2 else None, value)
            return


def meet(run: Evaluator, told: Sequence[Chance], events: Sequence[Term], rng: Random) -> bool:
    """Put events with such probabilities into the interpretation, where it can be done."""
    if not told or len(events) > MOST_EVENTS:
        return False
    found = run.interpretation
    cells = list(product((True, False), repeat=len(events)))
    found.weights = [fmpq(1, len(cells))] * len(cells)
    for at, event in enumerate(events):
        found.values[event] = EventTable(frozenset(place for place, cell in enumerate(cells) if cell[at]))
    rows = [[ONE] * len(cells) + [ONE]]
    for chance in told:
        value = run.value(chance.value)
        if not isinstance(value, fmpq):
            return False
        inside = [_is_in(run, chance.event, place) for place in range(len(cells))]
        under = [chance.given is None or _is_in(run, chance.given, place) for place in range(len(cells))]
        row = [(ONE if one else ZERO) - value if other else ZERO for one, other in zip(inside, under, strict=True)]
        rows.append([*row, ZERO])
    weights = _masses(rows, rng)
    if weights is None:
        return False
    found.weights = weights
    return True


def _is_in(run: Evaluator, event: Term, place: int) -> bool:
    return bool(at_point(run, event, place))


def _masses(rows: list[list[fmpq]], rng: Random) -> list[fmpq] | None:
    """A solution of linear equations without negative numbers: one with as many zeros as can be, or a mixture."""
    reduced, rank = fmpq_mat(len(rows), len(rows[0]), [x for row in rows for x in row]).rref()
    count = len(rows[0]) - 1
    kept = [[reduced[i, j] for j in range(count + 1)] for i in range(rank)]
    if any(all(x == 0 for x in row[:-1]) for row in kept):
        return None  # 0 = 1
    corners: list[list[fmpq]] = []
    for _ in range(MOST_TRIES):
        chosen = sorted(rng.sample(range(count), rank))
        corner = _corner(kept, chosen, count)
        if corner is not None and corner not in corners:
            corners.append(corner)
            if len(corners) == CORNERS:
                break
    if not corners:
        return None
    if rng.random() < 0.5:
        return rng.choice(corners)
    shares = [fmpq(rng.randint(1, 5)) for _ in corners]
    total = sum(shares, start=ZERO)
    return [sum((s * c[at] for s, c in zip(shares, corners, strict=True)), start=ZERO) / total for at in range(count)]


def _corner(rows: list[list[fmpq]], chosen: list[int], count: int) -> list[fmpq] | None:
    square = fmpq_mat(len(rows), len(rows), [row[at] for row in rows for at in chosen])
    if square.det() == 0:
        return None
    solved = square.solve(fmpq_mat(len(rows), 1, [row[-1] for row in rows]))
    masses = [ZERO] * count
    for place, at in enumerate(chosen):
        masses[at] = solved[place, 0]
    return masses if all(mass >= 0 for mass in masses) else None
