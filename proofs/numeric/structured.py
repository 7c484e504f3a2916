"""Matrices that are built to satisfy an equation: with orthonormal columns, U^T U = I, and projections, A A = A."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..terms import build
from ..terms.sorts import Matrix
from ..terms.term import Term
from . import arrays
from .arithmetic import ONE, ZERO

Rows = list[list[Any]]  # of numbers


def structure_of(fact: Term) -> tuple[Term, Callable[[Rows], Rows | None]] | None:
    """The symbol that an equation is about, and how a value that satisfies it is made from any value."""
    for product, other in (fact.args, fact.args[::-1]):
        if product.head != "matmul" or len(product.args) != 2:
            continue
        first, second = product.args
        if first is second is other and first.head == "symbol" and isinstance(first.sort, Matrix):
            return first, _symmetric_projection if "symmetric" in first.sort.traits else _projection
        if other.head == "identity" and second.head == "symbol" and build.transpose(second) is first:
            return (second, with_orthonormal_columns) if isinstance(second.sort, Matrix) else None
    return None


def with_orthonormal_columns(rows: Rows) -> Rows | None:
    """The first columns of a product of reflections, each along a column of what is given."""
    size, count = len(rows), len(rows[0])
    if count > size:
        return None
    found = arrays.unit(size)
    for place in range(count):
        found = arrays.product(found, reflection([row[place] for row in rows]))
    return [row[:count] for row in found]


def reflection(normal: list[Any]) -> Rows:
    length = arrays.inner(normal, normal)
    if length == 0:
        normal, length = [ONE] + [ZERO] * (len(normal) - 1), ONE
    size = range(len(normal))
    return [[(ONE if i == j else ZERO) - 2 * normal[i] * normal[j] / length for j in size] for i in size]


def _projection(rows: Rows) -> Rows | None:
    """Onto the first columns along the others, S D S^-1."""
    kept = _rank(rows)
    return arrays.product([[*row[:kept], *(ZERO for _ in row[kept:])] for row in rows], arrays.inverse(rows))


def _symmetric_projection(rows: Rows) -> Rows | None:
    """Onto the span of some orthonormal columns."""
    kept = _rank(rows)
    if kept == 0:
        return [[ZERO for _ in row] for row in rows]
    columns = with_orthonormal_columns([row[:kept] for row in rows])
    return None if columns is None else arrays.product(columns, arrays.transpose(columns))


def _rank(rows: Rows) -> int:
    """Any from 0 to the size, as chance has it."""
    return sum(bool(entry > 0) for entry in rows[0])
