"""Adjectives that state an equation: unit, orthogonal, orthonormal, uncorrelated, idempotent, commuting, .."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from ..terms import build
from ..terms.sorts import NATURAL, Matrix, RandomVariable, Scalar, Vector
from ..terms.term import Term, symbol

_Stating = Callable[[Sequence[Term]], Iterator[Term]]


def equations(word: str, things: Sequence[Term]) -> list[Term]:
    """What an adjective says of things together; nothing where it is none of these, or said of other things."""
    return list(_ADJECTIVES[word][0](things)) if word in _ADJECTIVES else []


def kind_of(word: str, count: int) -> str | None:
    """Of what an adjective is said: `vector`, `matrix` or something else (''); None where it says nothing of so few."""
    _, kind, least = _ADJECTIVES.get(word, (None, "", 0))
    return kind if 0 < least <= count else None


def _unit(things: Sequence[Term]) -> Iterator[Term]:
    for thing in things:
        if isinstance(thing.sort, Vector):
            yield build.equal(build.matmul(build.transpose(thing), thing), build.ONE)


def _orthogonal(things: Sequence[Term]) -> Iterator[Term]:
    for one, other in combinations(things, 2):
        if isinstance(one.sort, Vector) and isinstance(other.sort, Vector):
            yield build.equal(build.matmul(build.transpose(one), other), build.ZERO)


def _orthonormal(things: Sequence[Term]) -> Iterator[Term]:
    if len(things) > 1:
        yield from _unit(things)
        yield from _orthogonal(things)


def _with_orthonormal_columns(things: Sequence[Term]) -> Iterator[Term]:
    for thing in things:
        if isinstance(thing.sort, Matrix):
            yield build.equal(build.matmul(build.transpose(thing), thing), build.identity(thing.sort.columns))


def _of_full_column_rank(things: Sequence[Term]) -> Iterator[Term]:
    for thing in things:
        if isinstance(thing.sort, Matrix):
            yield build.relation("!=", build.det(build.matmul(build.transpose(thing), thing)), build.ZERO)


def _uncorrelated(things: Sequence[Term]) -> Iterator[Term]:
    for one, other in combinations(things, 2):
        if isinstance(one.sort, RandomVariable) and isinstance(other.sort, RandomVariable):
            yield build.equal(build.covariance(one, other), build.ZERO)


def _square(things: Sequence[Term]) -> Iterator[Term]:
    for thing in things:
        if isinstance(thing.sort, Matrix) and thing.sort.rows is thing.sort.columns:
            yield thing


def _idempotent(things: Sequence[Term]) -> Iterator[Term]:
    for thing in _square(things):
        yield build.equal(build.matmul(thing, thing), thing)


def _skew(things: Sequence[Term]) -> Iterator[Term]:
    for thing in _square(things):
        yield build.equal(build.transpose(thing), build.neg(thing))


def _singular(things: Sequence[Term]) -> Iterator[Term]:
    for thing in _square(things):
        yield build.equal(build.det(thing), build.ZERO)


def _commuting(things: Sequence[Term]) -> Iterator[Term]:
    for one, other in combinations(list(_square(things)), 2):
        yield build.equal(build.matmul(one, other), build.matmul(other, one))


def _one_hot(things: Sequence[Term]) -> Iterator[Term]:
    for thing in things:
        if isinstance(thing.sort, Vector):
            place = symbol("i", NATURAL, 1)
            entry, over = build.index(thing, place), build.between(build.ONE, thing.sort.size)
            yield build.equal(build.total(place, over, entry), build.ONE)
            yield build.forall(place, over, build.equal(build.mul(entry, entry), entry))


def _centred(things: Sequence[Term]) -> Iterator[Term]:
    for thing in things:
        if isinstance(thing.sort, Matrix):
            ones = build.fill(build.ONE, thing.sort.rows)
            yield build.equal(build.matmul(build.transpose(thing), ones), build.fill(build.ZERO, thing.sort.columns))
        elif isinstance(thing.sort, RandomVariable) and isinstance(thing.sort.value, Scalar):
            yield build.equal(build.mean(thing), build.ZERO)


# words that say by themselves that something is a vector
VECTORS = frozenset({"one-hot"})
# of vectors, of square matrices, of random variables; and of how many together at least
_ADJECTIVES: dict[str, tuple[_Stating, str, int]] = {
    "unit": (_unit, "vector", 1), "orthogonal": (_orthogonal, "vector", 2), "perpendicular": (_orthogonal, "vector", 2),
    "orthonormal": (_orthonormal, "vector", 2), "uncorrelated": (_uncorrelated, "", 2),
    "orthonormal-columns": (_with_orthonormal_columns, "matrix", 1),
    "full-column-rank": (_of_full_column_rank, "matrix", 1),
    "idempotent": (_idempotent, "matrix", 1), "skew-symmetric": (_skew, "matrix", 1),
    "antisymmetric": (_skew, "matrix", 1), "singular": (_singular, "matrix", 1),
    "one-hot": (_one_hot, "vector", 1), "centred": (_centred, "", 1), "centered": (_centred, "", 1),
    "commuting": (_commuting, "matrix", 2), "commute": (_commuting, "matrix", 2),
}  # fmt: skip
