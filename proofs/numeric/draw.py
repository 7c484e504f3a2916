"""Random numbers and arrays of a sort: small and simple at low levels, fractions and extremes at higher ones."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from flint import fmpq

from ..errors import DomainError, UnsupportedNotion
from ..terms.sorts import REAL, Scalar
from . import arrays
from .arithmetic import ONE, ZERO
from .structured import reflection

Entry = Callable[[], fmpq]
ATTEMPTS = 40


def rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def fits(sort: Scalar, value: fmpq) -> bool:
    return sort is REAL or sort.contains(value)


def plain(rng: Random, level: int) -> fmpq:
    """A number of either sign."""
    if level < 1:
        return fmpq(rng.choice((-2, -1, 1, 2, 3)))
    if level < 3:
        return fmpq(rng.randint(-4, 5))
    if level < 8:
        return fmpq(rng.randint(-9, 9), rng.choice((1, 2, 3, 4)))
    if level < 100:
        return fmpq(rng.randint(-99, 99), rng.choice((1, 2, 7, 10)))
    return _extreme(rng) * rng.choice((-1, 1))


def fraction(rng: Random) -> fmpq:
    """A number of either sign that is seldom whole."""
    return fmpq(rng.randint(-19, 19), rng.choice((2, 3, 4, 5)))


def beyond_zero(rng: Random, level: int) -> fmpq:
    """A positive number."""
    if level < 1:
        return fmpq(rng.choice((1, 2, 3)))
    if level < 3:
        return fmpq(rng.randint(1, 6), rng.choice((1, 1, 2)))
    if level < 100:
        return fmpq(rng.randint(1, 12), rng.choice((1, 2, 3, 5)))
    return _extreme(rng)


def inside(rng: Random, level: int) -> fmpq:
    """A number strictly between 0 and 1."""
    if level < 100:
        below = rng.choice((2, 3, 4) if level < 3 else (3, 4, 5, 7, 10))
        return fmpq(rng.randint(1, below - 1), below)
    return rng.choice((fmpq(1, 1000), fmpq(1, 20), fmpq(1, 2), fmpq(19, 20), fmpq(999, 1000)))


def _extreme(rng: Random) -> fmpq:
    return fmpq(10) ** rng.randint(-3, 2) * rng.randint(1, 3)


def scalar(rng: Random, sort: Scalar, level: int) -> fmpq:
    """A number of the sort. Levels from 100 on give extremes."""
    if sort is REAL:
        return plain(rng, level)
    low = None if sort.lower is None else rational(sort.lower)
    high = None if sort.upper is None else rational(sort.upper)
    for _ in range(ATTEMPTS):
        if sort.integer:
            value = _integer(rng, low, high, level)
        elif low is not None and high is not None:
            on_edge = rng.random() < 0.15
            value = rng.choice((low, high)) if on_edge else low + (high - low) * inside(rng, level)
        elif low is not None:
            value = low + (ZERO if rng.random() < 0.1 else beyond_zero(rng, level))
        elif high is not None:
            value = high - (ZERO if rng.random() < 0.1 else beyond_zero(rng, level))
        else:
            value = plain(rng, level)
        if fits(sort, value):
            return value
    if low is not None and low == high and fits(sort, low):
        return low
    raise DomainError("no number satisfies the bounds")


def _integer(rng: Random, low: fmpq | None, high: fmpq | None, level: int) -> fmpq:
    width = 4 + min(level, 4)
    if low is None and high is None:
        return fmpq(rng.randint(-2 - min(level, 4), width))
    if low is None:
        assert high is not None
        return high.floor() - fmpq(rng.randint(0, width))
    top = width if high is None else min(width, int((high - low).floor()))
    return fmpq(low.ceil() + rng.randint(0, max(top, 0)))


# ------------------------------------------------------------------ matrices


def matrix(rng: Random, rows: int, columns: int, traits: frozenset[str], entry: Entry) -> list[list[fmpq]]:
    """A matrix with the traits, over entries that `entry` draws."""
    if traits and rows != columns:
        raise UnsupportedNotion("a matrix that is square by its traits and not by its shape")
    for _ in range(ATTEMPTS):
        found = [[entry() for _ in range(columns)] for _ in range(rows)]
        if traits:
            found = _square(rng, rows, traits, entry)
        if "invertible" not in traits or arrays.det(found) != 0:
            return found
    raise UnsupportedNotion("an invertible matrix of this sort")


def _square(rng: Random, size: int, traits: frozenset[str], entry: Entry) -> list[list[fmpq]]:
    if "orthogonal" in traits:
        return _orthogonal(rng, size, traits, entry)
    if "diagonal" in traits:
        sign = abs if "positive_semidefinite" in traits else fmpq
        return [[sign(entry()) if i == j else ZERO for j in range(size)] for i in range(size)]
    if "positive_definite" in traits:
        lower = [[entry() if j < i else ZERO for j in range(size)] for i in range(size)]
        for place in range(size):
            lower[place][place] = _nonzero(entry)
        return arrays.product(lower, arrays.transpose(lower))
    if "positive_semidefinite" in traits:
        rank = size if "invertible" in traits else max(1, size - rng.randint(0, 1))
        short = [[entry() for _ in range(rank)] for _ in range(size)]
        return arrays.product(short, arrays.transpose(short))
    found = [[entry() for _ in range(size)] for _ in range(size)]
    if "symmetric" in traits:
        return [[found[max(i, j)][min(i, j)] for j in range(size)] for i in range(size)]
    return found


def _nonzero(entry: Entry) -> fmpq:
    for _ in range(ATTEMPTS):
        value = entry()
        if value != 0:
            return value
    return ONE


def _orthogonal(rng: Random, size: int, traits: frozenset[str], entry: Entry) -> list[list[fmpq]]:
    """A reflection, times another and a permutation unless it has to be symmetric."""
    if "diagonal" in traits:
        sign = 1 if "positive_semidefinite" in traits else rng.choice((-1, 1))
        return [[fmpq(sign if i else 1) if i == j else ZERO for j in range(size)] for i in range(size)]
    if "positive_semidefinite" in traits:
        return arrays.unit(size)
    found = reflection([entry() for _ in range(size)])
    if "symmetric" not in traits:
        if rng.random() < 0.7:
            found = arrays.product(found, reflection([entry() for _ in range(size)]))
        order = rng.sample(range(size), size)
        found = [found[place] for place in order]
    return found


def of_rank_one(rng: Random, rows: int, columns: int) -> list[list[fmpq]]:
    """A matrix u v^T, where many entries of u and v are 0: products of such are often 0."""

    def vector(size: int) -> list[fmpq]:
        only = rng.randrange(size) if rng.random() < 0.6 else None
        return [fmpq(rng.choice((0, 1, 1, -2)) if only is None else place == only) for place in range(size)]

    u, v = vector(rows), vector(columns)
    return [[a * b for b in v] for a in u]
