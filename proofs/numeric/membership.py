"""Whether a value certainly is of a sort."""

from __future__ import annotations

from typing import Any

from flint import arb, fmpq

from ..errors import UnsupportedNotion
from ..terms.sorts import REAL, Matrix, Scalar, Sort, Vector
from . import arrays, draw
from .arithmetic import ONE, ZERO, Undecided
from .arrays import entries
from .dual import Number
from .evaluate import Evaluator


def in_sort(run: Evaluator, sort: Sort, value: Any) -> bool:
    """Whether a value certainly is of a sort."""
    try:
        match sort:
            case Scalar():
                return _scalar_fits(sort, value)
            case Vector(size=size, entry=entry):
                return len(value) == run.whole(size) and _all_fit(entry, value)
            case Matrix(entry=entry, traits=traits):
                return _all_fit(entry, entries(value)) and has_traits(value, traits)
    except Undecided:
        return False
    return False


def _all_fit(sort: Scalar, values: list[Number]) -> bool:
    if sort is REAL:
        return all(isinstance(x, (fmpq, arb)) for x in values)
    return all(_scalar_fits(sort, x) for x in values)


def _scalar_fits(sort: Scalar, value: Number) -> bool:
    if isinstance(value, fmpq):
        return draw.fits(sort, value)
    if sort.integer or not isinstance(value, arb):
        return False
    low, high = sort.lower, sort.upper
    if low is not None and not value > draw.rational(low):
        return False
    if high is not None and not value < draw.rational(high):
        return False
    return not sort.nonzero or not value.contains(0)


def has_traits(value: list[list[Number]], traits: frozenset[str]) -> bool:
    """Whether a matrix certainly has the traits."""
    size = len(value)
    places = range(size)
    if not traits:
        return True
    if len(value[0]) != size:
        return False
    if "symmetric" in traits and not all(_equal(value[i][j], value[j][i]) for i in places for j in range(i)):
        return False
    if "diagonal" in traits and not all(_equal(value[i][j], ZERO) for i in places for j in places if i != j):
        return False
    if "invertible" in traits and not _nonzero(arrays.det(value)):
        return False
    if "positive_definite" in traits:
        return all(arrays.det([row[:k] for row in value[:k]]) > 0 for k in range(1, size + 1))
    if "positive_semidefinite" in traits and not all(
        arrays.det([[value[i][j] for j in chosen] for i in chosen]) >= 0 for chosen in _subsets(size)
    ):
        return False
    if "orthogonal" in traits:
        square = arrays.product(value, arrays.transpose(value))
        return all(_equal(square[i][j], ONE if i == j else ZERO) for i in places for j in places)
    return True


def _subsets(size: int) -> list[list[int]]:
    if size > 6:
        raise UnsupportedNotion("a large semidefinite matrix")
    return [[i for i in range(size) if mask >> i & 1] for mask in range(1, 1 << size)]


def _equal(a: Number, b: Number) -> bool:
    return isinstance(a, fmpq) and isinstance(b, fmpq) and a == b


def _nonzero(x: Number) -> bool:
    return bool(x != 0) if isinstance(x, fmpq) else not x.contains(0)
