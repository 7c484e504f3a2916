"""The common probability space of random variables and events: finite, a product where independence asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import combinations
from itertools import product as every_combination
from operator import mul
from random import Random
from typing import Any

from flint import fmpq

from ..errors import UnsupportedNotion
from ..terms.sorts import Event, Matrix, Outcome, RandomVariable, Scalar, Sort, Vector
from ..terms.term import Term
from . import draw
from .arithmetic import ONE, ZERO
from .chances import chances, meet
from .dual import Number
from .evaluate import Evaluator
from .given_moments import dependence, weights, with_moments
from .laws import finite_form
from .spaces import EventTable, RandomTable
from .survey import Survey

LARGEST_SPACE = 2048


def common_space(run: Evaluator, survey: Survey, rng: Random, level: int) -> None:
    """Put the random variables and events of a claim into the evaluator's interpretation."""
    found = run.interpretation
    variables = [symbol for symbol in survey.symbols if isinstance(symbol.sort, (RandomVariable, Event))]
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
    for symbol in tied:
        components.append(with_moments(run, survey, rng, symbol, level, laws))
        laws[symbol] = components[-1]
    first, last = len(separate), len(components)
    if together or not components:
        count = 3 + min(level, 3) if not components else 2
        components.append((weights(rng, count), list(range(count))))
    total = 1
    for masses, _ in components:
        total *= len(masses)
    if total > LARGEST_SPACE:
        raise UnsupportedNotion("so many independent random variables")
    bound = first if found.degree is not None else 0  # a tie to what is right for polynomials only is no law
    tie = _tie(rng, components[bound:last], first - bound, _apart(survey, tied)) if tied else None
    points = list(every_combination(*(range(len(masses)) for masses, _ in components)))
    for places in points:
        mass: Number = ONE
        for (masses, _), place in zip(components, places, strict=True):
            mass = mass * masses[place]
        found.weights.append(mass if tie is None else mass * tie(places[bound:last]))
    for position, symbol in enumerate([*separate, *tied]):
        values = components[position][1]
        _put(run, symbol, [values[places[position]] for places in points])
        held = found.values[symbol]
        if isinstance(held, RandomTable):
            found.drawn[symbol] = held
    if found.degree is not None and together:  # weights may be negative: only one's own component is a true space
        count = len(components[-1][0])
        for symbol in together:
            own = _values(run, rng, survey, symbol, count, level)
            _put(run, symbol, [own[places[-1]] for places in points])
        return
    for symbol in together:
        _put(run, symbol, _values(run, rng, survey, symbol, len(points), level))


Component = tuple[list[Number], list[Any]]  # weights and values


def _apart(survey: Survey, symbols: list[Term]) -> list[tuple[int, int]]:
    """The pairs of variables, by their places, that are uncorrelated."""
    places = combinations(range(len(symbols)), 2)
    return [(i, j) for i, j in places if frozenset((symbols[i], symbols[j])) in survey.pairs]


def _tie(
    rng: Random, laws: list[Component], apart: int, uncorrelated: list[tuple[int, int]]
) -> Callable[[Sequence[int]], Number]:
    """What makes some variables depend on each other, and on the first ones, whose law together is left as it is."""
    masses = [law[0] for law in laws]
    together = list(every_combination(*(range(len(each)) for each in masses[:apart])))
    joint: list[Number] = [
        reduce(mul, (each[at] for each, at in zip(masses[:apart], places, strict=True)), ONE) for places in together
    ]
    if not all(isinstance(mass, fmpq) for each in (joint, *masses[apart:]) for mass in each):
        raise UnsupportedNotion("variables of irrational probabilities that others may depend on")
    pairs = [(i + 1, j + 1) for i, j in uncorrelated]  # after the first ones, which are one here
    factor = dependence(rng, [(joint, []), *laws[apart:]], pairs)
    number = {places: at for at, places in enumerate(together)}
    return lambda places: factor((number[tuple(places[:apart])], *places[apart:]))


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
    if survey.thresholds and isinstance(sort, Scalar) and rng.random() < 0.75:
        near = draw.rational(rng.choice(survey.thresholds)) + rng.choice((ZERO, ZERO, fmpq(1, 2), fmpq(-1, 2)))
        pool[0] = near if draw.fits(sort, near) else pool[0]
    return [pool[place % len(pool)] if place < 2 else rng.choice(pool) for place in range(count)]


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
