"""The common probability space of random variables and events: finite, a product where independence asks for it."""

from __future__ import annotations

from itertools import product as every_combination
from random import Random
from typing import Any

from flint import arb, fmpq

from ..errors import UnsupportedNotion
from ..terms.sorts import Event, Matrix, Outcome, RandomVariable, Scalar, Sort, Vector
from ..terms.term import Term, is_chosen
from . import draw
from .arithmetic import ONE, ZERO
from .arrays import entries
from .chances import chances, meet
from .dual import Number
from .evaluate import Evaluator
from .given_moments import Factor, dependence, weights, with_covariances, with_moments
from .interpretation import Interpretation
from .laws import finite_form
from .spaces import EventTable, RandomTable, key
from .survey import Survey

LARGEST_SPACE = 2048


def common_space(run: Evaluator, survey: Survey, rng: Random, level: int) -> None:
    """Put the random variables and events of a claim into the evaluator's interpretation."""
    found = run.interpretation
    variables = [symbol for symbol in survey.symbols if is_chosen(symbol)]
    told = chances(survey.facts)
    only_events = not survey.independent and all(isinstance(symbol.sort, Event) for symbol in variables)
    if only_events and meet(run, told, variables, rng):
        return
    separate = [symbol for symbol in variables if symbol in survey.laws]
    separate += [
        symbol for symbol in variables
        if symbol not in separate and any(symbol in group for group in survey.independent)
    ]  # fmt: skip
    together = [symbol for symbol in variables if symbol not in separate]
    tied = [symbol for symbol in together if symbol in survey.moments]
    together = [symbol for symbol in together if symbol not in tied]
    tied.sort(key=lambda symbol: isinstance(symbol.sort.value, Vector))  # type: ignore[attr-defined]
    components: list[Component] = []
    laws: dict[Term, Component] = {}
    for symbol in separate:
        if symbol in survey.laws:
            found.fixed |= found.behind(survey.laws[symbol].free)
            masses, values, degree = finite_form(run, survey.laws[symbol], survey)
            if degree is not None:
                found.degree = degree if found.degree is None else min(degree, found.degree)
        elif symbol in survey.moments:
            masses, values = with_moments(run, survey, rng, symbol, level, laws)
        else:
            chance = next((each.value for each in told if each.event is symbol and each.given is None), None)
            share = run.value(chance) if chance is not None else None
            masses = weights(rng, 2 + rng.randint(0, 1)) if share is None else [share, ONE - share]
            values = _values(run, rng, survey, symbol, len(masses), level) if share is None else [True, False]
        components.append((masses, values))
        laws[symbol] = components[-1]
    groups = _with_covariances(survey, tied)
    for group in groups:
        if len(group) > 1:
            masses, rows = with_covariances(run, survey, rng, group, level)
            laws |= {symbol: (masses, [row[at] for row in rows]) for at, symbol in enumerate(group)}
        else:
            masses, _ = laws[group[0]] = with_moments(run, survey, rng, group[0], level, laws)
        components.append((masses, list(range(len(masses)))))
    own = [[symbol] for symbol in separate] + groups  # symbols that have a component, with what they are on it
    if together or not components:
        count = 3 + min(level, 3) if not components else 2
        components.append((weights(rng, count), list(range(count))))
    total = 1
    for masses, _ in components:
        total *= len(masses)
    if total > LARGEST_SPACE:
        raise UnsupportedNotion("so many independent random variables")
    bound = 0 if found.degree is None else len(separate)  # a tie to what is right for polynomials only is no law
    tie = _tie(rng, survey, own[bound:], laws, must=bool(tied))
    points = list(every_combination(*(range(len(masses)) for masses, _ in components)))
    for places in points:
        mass: Number = ONE
        for (masses, _), place in zip(components, places, strict=True):
            mass = mass * masses[place]
        found.weights.append(mass * tie(places[bound:]))
    for position, symbol in [(at, symbol) for at, group in enumerate(own) for symbol in group]:
        values = laws[symbol][1]
        _put(run, symbol, [values[places[position]] for places in points])
        held = found.values[symbol]
        if isinstance(held, RandomTable):
            found.drawn[symbol] = held
    if found.degree is not None and together:  # weights may be negative: only one's own component is a true space
        count = len(components[-1][0])
        for symbol in together:
            values = _values(run, rng, survey, symbol, count, level)
            _put(run, symbol, [values[places[-1]] for places in points])
        return
    for symbol in together:
        _put(run, symbol, _values(run, rng, survey, symbol, len(points), level))


BESIDE = (ZERO, ZERO, *(sign * fmpq(1, n) for n in (2, 5, 23) for sign in (1, -1)))  # what X exceeds, or hardly
Component = tuple[list[Number], list[Any]]  # weights and values


def _with_covariances(survey: Survey, symbols: list[Term]) -> list[list[Term]]:
    """The variables in groups, those of which covariances are given together."""
    groups = [[symbol] for symbol in symbols]
    for pair in survey.covariances:
        joined = [group for group in groups if not pair.isdisjoint(group)]
        if len(joined) > 1 and pair <= set(symbols):
            first, second = joined
            groups = [*(group for group in groups if group not in joined), first + second]
    return groups


def _tie(rng: Random, survey: Survey, groups: list[list[Term]], laws: dict[Term, Component], *, must: bool) -> Factor:
    """What makes variables depend on each other that are not said to be independent, whose laws stay what they are;
    none where such a factor is no rational number, unless there `must` be one."""
    place = {symbol: at for at, group in enumerate(groups) for symbol in group}
    independent = [frozenset(place[each] for each in group if each in place) for group in survey.independent]
    independent.append(frozenset(place[each] for each in place if each in survey.laws))  # as they are tried
    uncorrelated: dict[tuple[int, int], list[list[Number]]] = {}
    for pair in survey.pairs:
        for one in pair if pair <= place.keys() else ():
            (other,) = pair - {one}
            if place[one] != place[other]:
                uncorrelated.setdefault((place[one], place[other]), []).append(laws[one][1])
    masses = [laws[group[0]][0] for group in groups]
    needed = [*masses, *(values for each in uncorrelated.values() for values in each)]
    if not all(isinstance(number, fmpq) for numbers in needed for number in numbers):
        if must:
            raise UnsupportedNotion("variables of irrational probabilities that others may depend on")
        return lambda places: ONE
    return dependence(rng, masses, independent, uncorrelated)


def _put(run: Evaluator, symbol: Term, values: list[Any]) -> None:
    if isinstance(symbol.sort, Event):
        points = frozenset(place for place, value in enumerate(values) if value)
        run.interpretation.values[symbol] = EventTable(points)
    else:
        run.interpretation.values[symbol] = RandomTable(values)


def _values(run: Evaluator, rng: Random, survey: Survey, symbol: Term, count: int, level: int) -> list[Any]:
    """Values at `count` points; of few different ones, so that conditions have more than one point."""
    if isinstance(symbol.sort, Event):
        inside = set(rng.sample(range(count), rng.randint(1, max(1, count - 1))))
        return [place in inside for place in range(count)]
    assert isinstance(symbol.sort, RandomVariable)
    sort = survey.narrowed.get(symbol, symbol.sort.value)
    pool = [_value(run, rng, sort, level) for _ in range(max(2, (count + 1) // 2))]
    bars = [draw.rational(each) for each in survey.thresholds] + (_drawn(run) if survey.eventful else [])
    if bars and isinstance(sort, Scalar) and rng.random() < 0.75:
        near = rng.choice(bars) + rng.choice(BESIDE)
        pool[0] = near if draw.fits(sort, near) else pool[0]
    return [pool[place % len(pool)] if place < 2 else rng.choice(pool) for place in range(count)]


def _drawn(run: Evaluator) -> list[fmpq]:
    """The numbers that random variables have been given."""
    tables = [table for table in run.interpretation.values.values() if isinstance(table, RandomTable)]
    return list(dict.fromkeys(value for table in tables for value in table.values if isinstance(value, fmpq)))


def _value(run: Evaluator, rng: Random, sort: Sort, level: int) -> Any:
    match sort:
        case Outcome():
            return rng.randrange(3)
        case Scalar():
            return draw.scalar(rng, sort, level)
        case Vector(size=size, entry=entry):
            return [draw.scalar(rng, entry, level) for _ in range(run.whole(size))]
        case Matrix(rows=rows, columns=columns, traits=traits, entry=entry):
            return draw.matrix(rng, run.whole(rows), run.whole(columns), traits, lambda: draw.scalar(rng, entry, level))
    raise UnsupportedNotion("a random variable with such values")


def are_independent(found: Interpretation, one: Term, other: Term) -> bool:
    """Whether two random variables or events are independent on the common space, as far as balls can tell."""
    held = [found.values.get(symbol) for symbol in (one, other)]
    sides = [
        [key(value) if isinstance(value, list) and _is_exact(value) else str(value) for value in table.values]
        if isinstance(table, RandomTable)  # of numbers their text, as to hash fractions takes longer
        else [point in table.points for point in range(len(found.weights))]
        for table in held if isinstance(table, (RandomTable, EventTable))
    ]  # fmt: skip
    if len(sides) < 2:
        return False
    alone: list[dict[object, Number]] = [{}, {}]
    together: dict[tuple[object, object], Number] = {}
    for mass, x, y in zip(found.weights, *sides, strict=True):
        for masses, value in zip(alone, (x, y), strict=True):
            masses[value] = masses.get(value, ZERO) + mass
        together[x, y] = together.get((x, y), ZERO) + mass
    apart = (together.get((x, y), ZERO) - a * b for x, a in alone[0].items() for y, b in alone[1].items())
    return all(each.contains(0) if isinstance(each, arb) else each == 0 for each in apart)


def _is_exact(value: Any) -> bool:
    return all(isinstance(entry, (fmpq, int)) for entry in entries(value))
