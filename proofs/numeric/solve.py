"""Equations solved at an interpretation: for a number, or the scale or one entry of an array, where they are a quotient
of lines in it, and for all entries of an array where they are linear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Set
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from flint import ctx, fmpq, fmpq_mat

from ..errors import DomainError, UnsupportedNotion
from ..terms.sorts import Function, Matrix, RandomVariable, Scalar, Vector
from ..terms.term import Term, is_chosen
from . import arrays
from .arithmetic import ONE, ZERO, Undecided, divide
from .arrays import entries, refill
from .certify import PRECISIONS, Finding, compare
from .dual import Number
from .evaluate import Evaluator
from .interpretation import Interpretation
from .membership import in_sort
from .probability import at_point
from .spaces import Family
from .structured import structure_of
from .survey import exposed

MOST_UNKNOWNS = 25  # entries of an array for which equations are solved
SIMPLE = (ONE, fmpq(2), -ONE, ZERO)
MOST_ENTRIES = 3  # that are tried one at a time
MISSED, UNLUCKY, ENOUGH_MISSES = 4, 1, 8  # draws at which no value of a symbol solves an equation, and when to stop


def is_equation(fact: Term) -> bool:
    return fact.head == "relation" and fact.data == "="


def by_construction(fact: Term) -> bool:
    """Whether the common probability space is built so that this holds."""
    if fact.head == "measured":
        return True
    if fact.head not in ("independent", "alike", "follows"):
        return False
    variables = fact.args[:1] if fact.head == "follows" else fact.args
    if any(v.head != "symbol" or not is_chosen(v) for v in variables):
        raise UnsupportedNotion("the independence or law of what is no variable")
    return True


def holds(fact: Term, run: Evaluator, solved: bool = False) -> bool | None:
    """Whether a fact certainly holds, as one that is solved does where its sides have values. None for an equation
    whose sides agree as far as balls can tell: that is all there is where they are irrational."""
    if by_construction(fact):
        return True
    if solved:
        return all(_is_defined(side, run) for side in fact.args)
    found = run.interpretation
    by_points = any(isinstance(symbol.sort, RandomVariable) for symbol in exposed(fact))
    try:
        if by_points and fact.head == "relation":
            return all(bool(at_point(run, fact, point)) for point in range(len(found.weights)))
        return bool(run.value(fact))
    except Undecided:
        return None if is_equation(fact) and not by_points and _agrees(fact, found) else False
    except DomainError:
        return False


def _agrees(fact: Term, found: Interpretation) -> bool:
    before, ctx.prec = ctx.prec, PRECISIONS[0]
    try:
        run = Evaluator(found)
        left, right = (list(entries(side)) for side in run.numbers(fact.args))
        return compare("=", left, right).finding is Finding.AGREES
    except (Undecided, DomainError):
        return False
    finally:
        ctx.prec = before


def _is_defined(side: Term, run: Evaluator) -> bool:
    if any(isinstance(symbol.sort, RandomVariable) for symbol in side.free):
        return True  # it is evaluated at each point where it is used
    try:
        run.value(side)
    except (Undecided, DomainError):
        return False
    return True


class Solver:
    """Solves equations. It remembers what no value of a symbol solved: an equation that is not linear at one draw is
    not at another."""

    def __init__(self) -> None:
        self._misses: Counter[tuple[Term, Term]] = Counter()

    def solved(self, fact: Term, found: Interpretation, fixed: Set[Term]) -> Interpretation | None:
        """The interpretation in which one symbol has another value and an equation holds; None where there is none."""
        if not is_equation(fact):
            return None
        for side in fact.args:
            if side.head in ("kl", "js"):
                return _with_equal_laws(side, found)
        built = _built(fact, found, fixed)
        if built is not None:
            return built
        gaps, drawn = _Gaps(fact, found), any(isinstance(symbol.sort, Function) for symbol in fact.free)
        for symbol in sorted(fact.free - fixed - found.fixed, key=lambda s: (str(s.data), s.digest)):
            value = found.values.get(symbol)
            if isinstance(value, Family):
                for joint in _as_stated(fact, symbol, value, found):
                    return found.with_value(symbol, joint)
            if not isinstance(value, (fmpq, list)) or not isinstance(symbol.sort, (Scalar, Vector, Matrix)):
                continue
            if self._misses[fact, symbol] >= ENOUGH_MISSES:
                continue
            luck = drawn  # whether other values of the other symbols might do
            for way in _ways(gaps, symbol, value):
                try:
                    changed = way()
                except (Undecided, DomainError):
                    luck = True
                    continue
                if changed is None:
                    continue
                after = found.with_value(symbol, changed)
                if not in_sort(Evaluator(after), symbol.sort, changed):
                    luck = True
                elif holds(fact, Evaluator(after)):
                    guessed = isinstance(changed, fmpq) and (changed == 0 or way.func is _simple)
                    return replace(after, special=after.special or guessed)
            self._misses[fact, symbol] += UNLUCKY if luck else MISSED
        return None


def _built(fact: Term, found: Interpretation, fixed: Set[Term]) -> Interpretation | None:
    """The interpretation with a matrix that is built to satisfy the equation."""
    structure = structure_of(fact)
    if structure is None:
        return None
    symbol, make = structure
    value = found.values.get(symbol)
    if symbol in fixed | found.fixed or not isinstance(value, list) or not isinstance(value[0], list):
        return None
    with suppress(Undecided, DomainError):
        changed = make(value)
        if changed is not None:
            after = found.with_value(symbol, changed)
            run = Evaluator(after)
            if in_sort(run, symbol.sort, changed) and holds(fact, run):
                return after
    return None


class _Gaps:
    """The differences of the sides of an equation, as a function of the value of a symbol."""

    def __init__(self, fact: Term, found: Interpretation) -> None:
        self.sides, self.run = fact.args, Evaluator(found)
        self._here: list[Number] | None = None

    def __call__(self, symbol: Term, value: Any) -> list[Number]:
        return self._of(self.run.changed(symbol, value))

    def here(self) -> list[Number]:
        if self._here is None:
            self._here = self._of(self.run)
        return self._here

    def _of(self, run: Evaluator) -> list[Number]:
        left, right = (entries(side) for side in run.numbers(self.sides))
        return [a - b for a, b in zip(left, right, strict=True)]


def _ways(gaps: _Gaps, symbol: Term, value: Any) -> Iterator[partial[Any]]:
    """Ways to a value of a symbol that solves an equation, were it linear in all entries, or a quotient of lines in the
    scale or in one entry. Then a small whole number, and a vector of length 1."""
    numbers = entries(value)

    def with_entry(place: int, t: Number) -> Any:
        return refill(value, [*numbers[:place], t, *numbers[place + 1 :]])

    if isinstance(value, list):
        if 1 < len(numbers) <= MOST_UNKNOWNS:
            yield partial(_array, gaps, symbol, value)
        yield partial(_root, gaps, symbol, lambda t: arrays.scale(t, value), ONE)
    for place in range(len(numbers))[::-1][:MOST_ENTRIES]:
        yield partial(_root, gaps, symbol, partial(with_entry, place), numbers[place])
    if isinstance(value, fmpq):
        yield partial(_simple, gaps, symbol)
    if isinstance(symbol.sort, Vector):
        yield partial(_unit, numbers)


def _simple(gaps: _Gaps, symbol: Term) -> Number | None:
    """A small whole number that solves an equation."""
    return next((t for t in SIMPLE if all(isinstance(gap, fmpq) and gap == 0 for gap in gaps(symbol, t))), None)


def _unit(numbers: list[Number]) -> list[Number]:
    """A rational point of the unit sphere: on the line from its pole through a point of the plane across."""
    *plane, _ = numbers
    square = sum((x * x for x in plane), start=ZERO)
    return [divide(x, square + 1) for x in (*(2 * x for x in plane), square - 1)]


def _array(gaps: _Gaps, symbol: Term, value: Any) -> Any:
    """The array that solves an equation, were it linear in all entries, as A u = x u in those of A; or None."""
    numbers = entries(value)
    here = gaps.here()
    if not all(isinstance(gap, fmpq) for gap in here):
        return None
    columns = []
    for k, number in enumerate(numbers):
        moved = gaps(symbol, refill(value, [*numbers[:k], number + 1, *numbers[k + 1 :]]))
        if not all(isinstance(gap, fmpq) for gap in moved):
            return None
        columns.append([b - a for a, b in zip(here, moved, strict=True)])
    rows = [[*(column[k] for column in columns), -gap] for k, gap in enumerate(here)]
    reduced, rank = fmpq_mat(rows).rref()
    solution = list(numbers)
    for k in range(rank):
        pivot = next(j for j in range(len(numbers) + 1) if reduced[k, j] != 0)
        if pivot == len(numbers):
            return None
        solution[pivot] += reduced[k, len(numbers)]
    return refill(value, solution)


def _root(gaps: _Gaps, symbol: Term, way: Callable[[Number], Any], here: Number) -> Any:
    """The value at which the first gap that depends on the parameter is zero, were it a quotient of lines, as
    (a t + b) / (c t + d); None where none does.

    `way` gives the value at a parameter, `here` is the parameter of the value that the symbol has. Such quotients keep
    the cross ratio of four points.
    """
    first, second = here + 1, here + 2
    found = zip(gaps.here(), gaps(symbol, way(first)), gaps(symbol, way(second)), strict=True)
    for at_here, at_first, at_second in found:
        if not all(isinstance(gap, fmpq) for gap in (at_here, at_first, at_second)):
            return None
        if at_here == at_first == at_second:
            continue
        if at_second == 0:
            return way(second)
        ratio = divide(at_first * (at_here - at_second), 2 * at_second * (at_here - at_first))
        return way(divide(first - ratio * second, 1 - ratio))
    return None


def _as_stated(fact: Term, family: Term, held: Family, found: Interpretation) -> Iterator[Family]:
    """The joint in which a density is what an equation says it is: p(x, y) = p(x) p(y), p(z | x, y) = p(z | y).

    Whatever the equation does not speak of stays as general as it was: other variables keep their law given these.
    """
    for side, other in (fact.args, fact.args[::-1]):
        if side.head != "density" or side.args[0] is not family or any(point.head != "symbol" for point in side.args):
            continue
        targets, givens = side.data
        labels = (*targets, *givens)
        old, below = held.marginal(labels), held.marginal(givens)
        points: dict[tuple[int, ...], Interpretation] = {}
        new: dict[tuple[int, ...], Number] = {}
        for places in old:
            outcomes = (held.spaces[label].outcomes[place] for label, place in zip(labels, places, strict=True))
            values = {**found.values, **dict(zip(side.args[1:], outcomes, strict=True))}
            points[places] = Interpretation(values, found.spaces, found.weights, found.degree)
            mass = Evaluator(points[places]).value(other) * below[places[len(targets) :]]
            for label, place in zip(targets, places, strict=False):
                mass = mass * held.spaces[label].widths[place]
            new[places] = mass
        order = [held.labels.index(label) for label in labels]
        table: dict[tuple[int, ...], Number] = {}
        for places, mass in held.table.items():
            here = tuple(places[position] for position in order)
            table[places] = divide(mass, old[here]) * new[here] if mass != 0 else ZERO
        joint = Family(held.labels, held.spaces, table)
        sound = all(mass >= 0 for mass in table.values()) and sum(table.values(), start=ZERO) == 1
        if sound and all(holds(fact, Evaluator(point.with_value(family, joint))) for point in points.values()):
            yield joint


def _with_equal_laws(divergence: Term, found: Interpretation) -> Interpretation | None:
    """A divergence can be made zero: the second law takes the table of the first."""
    first, second = (law.args[2].args[0] if law.head == "law" and law.args[2].head == "density" else None
                     for law in divergence.args)  # fmt: skip
    if first is None or second is None:
        return None
    mine, theirs = found.values.get(first), found.values.get(second)
    if not isinstance(mine, Family) or not isinstance(theirs, Family) or mine.labels != theirs.labels:
        return None
    return found.with_value(second, mine)
