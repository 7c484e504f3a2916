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

from ..errors import DomainError, UnsupportedNotion
from ..terms.sorts import POSITIVE, REAL, Event, Matrix, Outcome, RandomVariable, Scalar, Sort, Vector
from ..terms.term import Term
from . import draw
from .arithmetic import ONE, ZERO
from .chances import chances, meet
from .dual import Number
from .evaluate import Evaluator
from .laws import finite_form
from .spaces import EventTable, RandomTable
from .survey import Survey

LARGEST_SPACE = 2048
MANY = 3  # random variables with laws or moments that are given


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
    components: list[tuple[list[Number], list[Any]]] = []
    for symbol in separate:
        if symbol in survey.laws:
            found.fixed |= survey.laws[symbol].free
            weights, values, degree = finite_form(run, survey.laws[symbol], survey)
            if degree is not None:
                found.degree = degree if found.degree is None else min(degree, found.degree)
        elif symbol in survey.moments:
            weights, values = _with_moments(run, survey, rng, symbol, level)
        else:
            chance = next((each.value for each in told if each.event is symbol and each.given is None), None)
            share = run.value(chance) if chance is not None else None
            weights = _weights(rng, 2 + rng.randint(0, 1)) if share is None else [share, ONE - share]
            values = _values(run, rng, survey, symbol, len(weights), level) if share is None else [True, False]
        components.append((weights, values))
    components += [_with_moments(run, survey, rng, symbol, level) for symbol in tied]
    first, last = len(separate), len(components)
    factor = _dependence(rng, [weights for weights, _ in components[first:last]])
    if together or not components:
        count = 3 + min(level, 3) if not components else 2
        components.append((_weights(rng, count), list(range(count))))
    total = 1
    for weights, _ in components:
        total *= len(weights)
    if total > LARGEST_SPACE:
        raise UnsupportedNotion("so many independent random variables")
    points = list(every_combination(*(range(len(weights)) for weights, _ in components)))
    for places in points:
        mass: Number = ONE
        for (weights, _), place in zip(components, places, strict=True):
            mass = mass * weights[place]
        found.weights.append(mass * factor(places[first:last]) if tied else mass)
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


def _put(run: Evaluator, symbol: Term, values: list[Any]) -> None:
    if isinstance(symbol.sort, Event):
        points = frozenset(place for place, value in enumerate(values) if value)
        run.interpretation.values[symbol] = EventTable(points)
    else:
        run.interpretation.values[symbol] = RandomTable(values)


def _weights(rng: Random, count: int) -> list[Number]:
    parts = [fmpq(rng.randint(1, 5)) for _ in range(count)]
    mass = ZERO
    for part in parts:
        mass += part
    return [part / mass for part in parts]


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


def _with_moments(
    run: Evaluator, survey: Survey, rng: Random, symbol: Term, level: int
) -> tuple[list[Number], list[Any]]:
    """A law with the mean m and the variance v that are given: a mixture of laws on two points, each of which has
    m + v t with the weight 1 / (1 + v t^2), and m - 1 / t with the rest."""
    told = survey.moments[symbol]
    mean = run.value(told["mean"]) if "mean" in told else draw.scalar(rng, REAL, level)
    variance = run.value(told["variance"]) if "variance" in told else draw.scalar(rng, POSITIVE, level)
    if not isinstance(mean, fmpq) or not isinstance(variance, fmpq):
        raise UnsupportedNotion("a random variable of irrational moments")
    if variance < 0:
        raise DomainError("a negative variance")
    if variance == 0:
        return [ONE], [mean]
    weights: list[Number] = []
    values: list[Any] = []
    for share in _weights(rng, 2 if len(survey.moments) + len(survey.laws) < MANY else 1):
        turn = rng.choice((fmpq(1, 2), ONE, fmpq(2), fmpq(3)))
        spread = ONE + variance * turn * turn
        weights += [share / spread, share * (1 - 1 / spread)]
        values += [mean + variance * turn, mean - 1 / turn]
    return weights, values


def _dependence(rng: Random, components: list[list[Number]]) -> Callable[[Sequence[int]], Number]:
    """What makes the product of some laws a joint law of variables that depend on each other, with the same marginals:
    a factor 1 + sum of f(x) g(y) .. over all that are two or more, where f and g have mean 0."""
    tilts: list[list[Number]] = []
    for weights in components:
        drawn = [fmpq(rng.randint(-3, 3)) for _ in weights]
        mean = sum((weight * x for weight, x in zip(weights, drawn, strict=True)), start=ZERO)
        largest = max(abs(x - mean) for x in drawn)
        tilts.append([(x - mean) / largest if largest != 0 else ZERO for x in drawn])
    groups = [group for many in range(2, len(tilts) + 1) for group in combinations(range(len(tilts)), many)]

    def factor(places: Sequence[int]) -> Number:
        tilt = [tilts[at][place] for at, place in enumerate(places)]
        parts = (reduce(mul, (tilt[at] for at in group)) for group in groups)
        return ONE + sum(parts, start=ZERO) / (2 * max(len(groups), 1))

    return factor


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
