"""A simpler counterexample: smaller sizes, then smaller numbers, as long as it stays certified."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from time import perf_counter
from typing import Any

from flint import fmpq

from ..claim import Claim
from ..errors import BudgetExceeded, DomainError, UnsupportedNotion
from ..terms.sorts import Matrix, Scalar, Vector
from ..terms.term import Term
from .arithmetic import ONE, ZERO, Undecided
from .arrays import entries, refill
from .assume import Assumptions
from .certify import Finding, Judgement, judge
from .evaluate import Evaluator, visited
from .interpretation import Defined, Interpretation
from .membership import in_sort
from .sample import Plan, draw_valid
from .survey import Survey

STEPS = 2_000  # nodes visited in all, those of the assumptions too, and entries of matrices held against traits
SIZES_TRIED = (1, 2)
DRAWS = 2


def simplify(
    claim: Claim, facts: Assumptions, known: Survey, found: Interpretation, judgement: Judgement, deadline: float
) -> tuple[Interpretation, Judgement]:
    """The simplest certified counterexample that a short search finds."""
    best, began = (found, judgement), visited()

    def enough() -> bool:
        return visited() - began > STEPS or perf_counter() > deadline

    def accept(candidate: Interpretation) -> bool:
        nonlocal best
        try:
            valid = facts.satisfied(candidate)
            after = judge(claim, valid) if valid is not None else None
        except (DomainError, UnsupportedNotion, BudgetExceeded, Undecided):
            return False
        if valid is None or valid.loose or after is None or after.finding is not Finding.REFUTED:
            return False
        best = valid, after
        return True

    for candidate in _smaller(known, facts, found):
        if enough() or accept(candidate):
            break
    changed = True
    while changed and not enough():
        changed = False
        for symbol in known.symbols:
            if enough():
                return best
            for candidate in _simpler_values(best[0], symbol, known):
                if enough():
                    return best
                if accept(candidate):
                    changed = True
                    break
    return best


def _smaller(known: Survey, facts: Assumptions, found: Interpretation) -> Iterator[Interpretation]:
    """Fresh interpretations in which all sizes are 1, then 2."""
    if not known.sizes:
        return
    largest = max(found.values[size] for size in known.sizes)
    for size in SIZES_TRIED:
        for draw in range(DRAWS):
            if size < largest:
                try:
                    candidate = draw_valid(known, facts, Random(f"{size}:{draw}"), Plan(0, size))
                except (DomainError, UnsupportedNotion, BudgetExceeded, Undecided):
                    continue
                if candidate is not None:
                    yield candidate


def weight(x: fmpq) -> int:
    """How complicated a number is."""
    return abs(int(x.p)) + 3 * (int(x.q) - 1) + (1 if x < 0 else 0)


def _simpler_values(found: Interpretation, symbol: Term, known: Survey) -> Iterator[Interpretation]:
    held = found.values.get(symbol)
    if isinstance(held, Defined) or held is None or symbol in found.fixed:
        return
    if symbol in known.points or symbol in known.data or symbol in known.hits:
        return
    sort = symbol.sort
    if not isinstance(sort, (Scalar, Vector, Matrix)):
        return
    run = Evaluator(found)
    numbers = entries(held)
    if not all(isinstance(number, fmpq) for number in numbers):
        return

    def fits(value: Any) -> bool:
        if isinstance(sort, Matrix) and sort.traits:  # determinants
            run.allowance.visited += len(numbers)
        return in_sort(run, sort, value)

    simple = (ZERO, ONE, fmpq(2), -ONE, fmpq(1, 2), fmpq(3))
    if len(numbers) > 1:
        for filled in (ZERO, ONE):
            whole = [filled] * len(numbers)
            simpler = sum(map(weight, whole)) < sum(map(weight, numbers))
            if simpler and fits(refill(held, whole)):
                yield found.with_value(symbol, refill(held, whole))
    for place, number in enumerate(numbers):
        for candidate in simple:
            if weight(candidate) >= weight(number):
                continue
            changed = refill(held, [*numbers[:place], candidate, *numbers[place + 1 :]])
            if isinstance(sort, Matrix) and "symmetric" in sort.traits:
                changed = _mirrored(changed, place)
            if fits(changed):
                yield found.with_value(symbol, changed)


def _mirrored(rows: list[list[fmpq]], place: int) -> list[list[fmpq]]:
    width = len(rows)
    i, j = divmod(place, width)
    rows[j][i] = rows[i][j]
    return rows
