"""Random numbers and vectors with the moments that are given: laws on finitely many points that have just these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, reduce
from itertools import combinations
from itertools import product as every_combination
from operator import mul
from random import Random
from typing import Any

from flint import fmpq

from ..errors import DomainError, UnsupportedNotion
from ..terms.sorts import POSITIVE, REAL, RandomVariable, Scalar, Vector
from ..terms.term import Term
from . import arrays, draw
from .arithmetic import ONE, ZERO
from .dual import Number
from .evaluate import Evaluator
from .survey import Survey

SIMPLE = 1  # levels at which a variable has two values
MANY = 3  # random variables with laws or moments that are given
MOST_POINTS, MOST_MIXED = 512, 64  # of a random vector, and of one whose entries have more than two values
FEW = 4  # variables that depend on each other in all ways; of more than these only pairs and triples are tied
Points = tuple[list[Number], list[Any]]  # weights and values
Uncorrelated = Mapping[tuple[int, int], list[list[Number]]]  # values of the one that are so with the other


def with_moments(
    run: Evaluator, survey: Survey, rng: Random, symbol: Term, level: int, laws: Mapping[Term, Points]
) -> Points:
    """A law of a random number or vector with the moments that are given, and any others; or with the one of `laws` of
    a number that entries are alike to."""
    assert isinstance(symbol.sort, RandomVariable)
    told = survey.moments[symbol]
    several = len(survey.moments) + len(survey.laws) >= MANY or level < SIMPLE
    if any(symbol in pair for pair in survey.pairs):  # what has two values is independent where it is uncorrelated
        several = False
    if isinstance(symbol.sort.value, Scalar):
        mean = _number(run.value(told["mean"])) if "mean" in told else draw.scalar(rng, REAL, level)
        variance = _number(run.value(told["variance"])) if "variance" in told else draw.scalar(rng, POSITIVE, level)
        return _mixed([_two_points(rng, mean, variance) for _ in range(1 if several else 2)], weights(rng, 2))
    assert isinstance(symbol.sort.value, Vector)
    size = run.whole(symbol.sort.value.size)
    return _Vector(run, survey, rng, symbol, level, size, laws).points(1 if several else 2)


def weights(rng: Random, count: int) -> list[Number]:
    parts = [fmpq(rng.randint(1, 5)) for _ in range(count)]
    mass = sum(parts, start=ZERO)
    return [part / mass for part in parts]


def _number(value: Any) -> fmpq:
    if not isinstance(value, fmpq):
        raise UnsupportedNotion("a random variable of irrational moments")
    return value


def _two_points(rng: Random, mean: fmpq, variance: fmpq) -> Points:
    """m + v t with the weight 1 / (1 + v t^2), and m - 1 / t with the rest: the mean m and the variance v."""
    if variance < 0:
        raise DomainError("a negative variance")
    if variance == 0:
        return [ONE], [mean]
    turn = rng.choice((fmpq(1, 2), ONE, fmpq(2), fmpq(3)))
    spread = ONE + variance * turn * turn
    return [1 / spread, 1 - 1 / spread], [mean + variance * turn, mean - 1 / turn]


def _mixed(laws: Sequence[Points], shares: Sequence[Number]) -> Points:
    """One of some laws, each with its share: what moments they have in common, the mixture has."""
    if len(laws) == 1 or all(len(law[0]) == 1 for law in laws):
        return laws[0]
    mixed: Points = ([], [])
    for share, (masses, values) in zip(shares, laws, strict=True):
        mixed[0].extend(share * mass for mass in masses)
        mixed[1].extend(values)
    return mixed


def with_covariances(run: Evaluator, survey: Survey, rng: Random, symbols: Sequence[Term], level: int) -> Points:
    """A law of several random numbers together, with the moments of each and the covariances that are given."""
    told = [survey.moments[symbol] for symbol in symbols]
    mean = [_number(run.value(each["mean"])) if "mean" in each else draw.scalar(rng, REAL, level) for each in told]
    size = len(symbols)
    covariance = [[ZERO] * size for _ in symbols]
    for i, j in combinations(range(size), 2):
        given = survey.covariances.get(frozenset((symbols[i], symbols[j])))
        apart = frozenset((symbols[i], symbols[j])) in survey.pairs
        value = _number(run.value(given)) if given is not None else ZERO if apart else fmpq(rng.randint(-1, 1), 2)
        covariance[i][j] = covariance[j][i] = value
    for i, each in enumerate(told):
        enough = sum(map(abs, covariance[i]), start=ZERO) + draw.scalar(rng, POSITIVE, level)
        covariance[i][i] = _number(run.value(each["variance"])) if "variance" in each else enough
    lower, spreads = _factor(covariance)
    entries = [_two_points(rng, ZERO, spread) for spread in spreads]
    masses, values = _product(entries, _uncorrelated(rng, entries))
    return masses, [[m + arrays.inner(row, z) for m, row in zip(mean, lower, strict=True)] for z in values]


def _uncorrelated(rng: Random, entries: Sequence[Points]) -> Factor:
    apart = {(i, j): [entries[i][1]] for i in range(len(entries)) for j in range(len(entries)) if i != j}
    return dependence(rng, [masses for masses, _ in entries], (), apart)


class _Vector:
    """A random vector with given moments, perhaps of entries that are independent, or alike."""

    def __init__(
        self,
        run: Evaluator,
        survey: Survey,
        rng: Random,
        symbol: Term,
        level: int,
        size: int,
        laws: Mapping[Term, Points],
    ) -> None:
        told = survey.moments[symbol]
        self.rng, self.size, self.level, self.entry = rng, size, level, symbol.sort.value.entry  # type: ignore[attr-defined]
        self.independent, self.alike = symbol in survey.apart, symbol in survey.alike
        uncorrelated = symbol in survey.uncorrelated
        model = survey.alike.get(symbol)
        self.model = laws.get(model) if model is not None else None
        same = draw.scalar(rng, REAL, level), draw.scalar(rng, POSITIVE, level)
        drawn = [same[0] if self.alike else draw.scalar(rng, REAL, level) for _ in range(size)]
        self.mean = list(map(_number, run.value(told["mean"]))) if "mean" in told else drawn
        self.covariance: list[list[fmpq]] | None = None
        if "covariance" in told:
            self.covariance = [list(map(_number, row)) for row in run.value(told["covariance"])]
        elif not (self.independent or self.alike or uncorrelated or "variance" in told):
            root = [[draw.plain(rng, 0) for _ in range(size)] for _ in range(size)]
            self.covariance = arrays.product(root, arrays.transpose(root))
        drawn = [same[1] if self.alike else draw.scalar(rng, POSITIVE, level) for _ in range(size)]
        self.variance = list(map(_number, run.value(told["variance"]))) if "variance" in told else drawn
        if self.covariance is None and uncorrelated:
            self.covariance = [[v if i == j else ZERO for j in range(size)] for i, v in enumerate(self.variance)]
        elif self.covariance is not None:
            self.variance = [self.covariance[place][place] for place in range(size)]

    def points(self, mixed: int) -> Points:
        """All values, with their weights."""
        diagonal = self.covariance is None or all(
            self.covariance[i][j] == 0 for i in range(self.size) for j in range(self.size) if i != j
        )
        if (self.independent and not diagonal) or (self.alike and len({*self.mean}) + len({*self.variance}) > 2):
            raise DomainError("entries that are not as they are said to be")
        if self.entry != REAL and (self.covariance is not None or not diagonal):
            raise UnsupportedNotion("uncorrelated entries of such a sort")
        if not diagonal and self.alike:
            raise UnsupportedNotion("entries that are alike and depend on each other")
        entries = self._entries(mixed if (2 * mixed) ** self.size <= MOST_MIXED else 1, diagonal)
        if self.independent:
            return _product(entries)
        if self.covariance is None:
            return _product(entries, dependence(self.rng, [masses for masses, _ in entries], (), {}))
        found = _product(entries, _uncorrelated(self.rng, entries))
        return found if diagonal else (found[0], self._turned(found[1]))

    def _entries(self, mixed: int, diagonal: bool) -> list[Points]:
        """A law for each entry, the same where they are alike; or for each z of m + L z."""
        means, spreads = self.mean, self.variance
        if not diagonal:
            means, spreads = [ZERO] * self.size, self._factors[1]
        if self.model is not None:
            return [self.model] * self.size
        found: list[Points] = []
        for mean, spread in zip(means, spreads, strict=True):
            laws = [self._two_points(mean, spread) for _ in range(mixed)]
            found.append(found[0] if self.alike and found else _mixed(laws, weights(self.rng, mixed)))
        return found

    def _two_points(self, mean: fmpq, variance: fmpq) -> Points:
        if self.entry == REAL:
            return _two_points(self.rng, mean, variance)
        return weights(self.rng, 2), [draw.scalar(self.rng, self.entry, self.level) for _ in range(2)]

    @cached_property
    def _factors(self) -> tuple[list[list[fmpq]], list[fmpq]]:
        """L and D of a covariance L D L^T."""
        assert self.covariance is not None
        return _factor(self.covariance)

    def _turned(self, values: list[Any]) -> list[Any]:
        """m + L z."""
        lower = self._factors[0]
        return [[m + arrays.inner(row, z) for m, row in zip(self.mean, lower, strict=True)] for z in values]


def _product(entries: Sequence[Points], factor: Factor | None = None) -> Points:
    """Vectors of independent entries, or of ones that depend on each other by a factor that leaves each its law."""
    found: Points = ([], [])
    if reduce(mul, (len(masses) for masses, _ in entries), 1) > MOST_POINTS:
        raise UnsupportedNotion("so many independent random variables")
    for places in every_combination(*(range(len(masses)) for masses, _ in entries)):
        mass: Number = reduce(mul, (masses[at] for (masses, _), at in zip(entries, places, strict=True)), ONE)
        found[0].append(mass if factor is None else mass * factor(places))
        found[1].append([values[at] for (_, values), at in zip(entries, places, strict=True)])
    return found


def _factor(a: list[list[fmpq]]) -> tuple[list[list[fmpq]], list[fmpq]]:
    """L and D with L D L^T = a, for a covariance, which may be singular; DomainError where it is none."""
    size = len(a)
    if any(a[i][j] != a[j][i] for i in range(size) for j in range(i)):
        raise DomainError("a covariance that is not symmetric")
    left = [list(row) for row in a]
    lower, spreads = arrays.unit(size), []
    for k in range(size):
        pivot = left[k][k]
        column = [left[i][k] for i in range(size)]
        if pivot < 0 or (pivot == 0 and any(column[k:])):
            raise DomainError("a covariance that is not positive semidefinite")
        spreads.append(pivot)
        for i in range(k + 1, size) if pivot != 0 else ():
            lower[i][k] = column[i] / pivot
            for j in range(size):
                left[i][j] -= lower[i][k] * column[j]
    return lower, spreads


# ------------------------------------------------------------------ how variables depend on each other

Factor = Callable[[Sequence[int]], Number]  # of the mass at a place of each


def dependence(
    rng: Random, masses: Sequence[list[Number]], independent: Sequence[frozenset[int]], uncorrelated: Uncorrelated
) -> Factor:
    """What makes the product of some laws a joint law of variables that depend on each other, with the same marginals:
    a factor 1 + sum of f(x) g(y) .. over all that are two or more, where f and g have mean 0.

    No such product is of variables that are `independent`: summed over the others, the rest leave these so. Of a pair
    that is to be `uncorrelated` the one of f and g is orthogonal to what is so as well.
    """
    tilts = [_tilt(rng, each) for each in masses]
    terms = [term for term in _groups(tilts) if tuple(term) not in uncorrelated]
    for (one, other), values in uncorrelated.items():
        terms.append({one: _tilt(rng, masses[one], *values), other: tilts[other]})
    return _joined([term for term in terms if not any(term.keys() <= group for group in independent)])


def _groups(tilts: list[list[Number]]) -> list[dict[int, list[Number]]]:
    sizes = range(2, (len(tilts) if len(tilts) <= FEW else FEW - 1) + 1)
    return [{at: tilts[at] for at in group} for many in sizes for group in combinations(range(len(tilts)), many)]


def _joined(terms: list[dict[int, list[Number]]]) -> Factor:
    def factor(places: Sequence[int]) -> Number:
        parts = (reduce(mul, (tilt[places[at]] for at, tilt in term.items())) for term in terms)
        return ONE + sum(parts, start=ZERO) / (2 * max(len(terms), 1))

    return factor


def _tilt(rng: Random, masses: list[Number], *apart: list[Number]) -> list[Number]:
    """A function of absolute value 1 at most, of mean 0 and orthogonal to what it is to be `apart` from."""
    found: list[Number] = [fmpq(rng.randint(-3, 3)) for _ in masses]
    basis: list[list[Number]] = []
    for other in ([ONE] * len(masses), *apart, found):
        for axis in basis:
            length = _mean(masses, axis, axis)
            share = _mean(masses, other, axis) / length if length != 0 else ZERO
            other = [x - share * y for x, y in zip(other, axis, strict=True)]
        basis.append(other)
    largest = max(map(abs, basis[-1]))
    return [x / largest if largest != 0 else ZERO for x in basis[-1]]


def _mean(masses: list[Number], one: list[Number], other: list[Number]) -> Number:
    return sum((mass * x * y for mass, x, y in zip(masses, one, other, strict=True)), start=ZERO)
