"""Arrays of numbers: vectors are lists, matrices are lists of rows, over any of the arithmetics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import permutations
from operator import mul
from typing import Any

from flint import arb, arb_mat, fmpq, fmpq_mat

from ..errors import BudgetExceeded, DomainError, UnsupportedNotion
from ..terms.sorts import Matrix, RandomVariable, Sort, Vector
from .arithmetic import ONE, ZERO, Undecided, certainly_zero, reciprocal
from .dual import Dual, Number, primal

Array = list  # of numbers, or of such lists
Value = Any

LARGEST_ARRAY = 4096  # entries


def depth(sort: Sort) -> int:
    """0 for a number, 1 for a vector, 2 for a matrix."""
    if isinstance(sort, RandomVariable):
        sort = sort.value
    return 1 if isinstance(sort, Vector) else 2 if isinstance(sort, Matrix) else 0


def rows_of(value: Value) -> list[list[Number]]:
    """A number, vector or matrix as a matrix."""
    if not isinstance(value, list):
        return [[value]]
    if value and not isinstance(value[0], list):
        return [[entry] for entry in value]
    return value


def of_depth(rows: list[list[Number]], wanted: int) -> Value:
    """The matrix as the number or vector that its sort says it is."""
    if wanted == 0:
        return rows[0][0]
    return [row[0] for row in rows] if wanted == 1 else rows


def entries(value: Value) -> list[Number]:
    """All numbers of a value, row by row."""
    if not isinstance(value, list):
        return [value]
    if value and isinstance(value[0], list):
        return [entry for row in value for entry in row]
    return value


def refill(value: Value, numbers: list[Number]) -> Value:
    """The shape of `value` with other numbers in it."""
    if not isinstance(value, list):
        return numbers[0]
    if value and isinstance(value[0], list):
        width = len(value[0])
        return [numbers[start : start + width] for start in range(0, len(numbers), width)]
    return list(numbers)


def add(a: Value, b: Value) -> Value:
    if isinstance(a, list):
        return [add(x, y) for x, y in zip(a, b, strict=True)]
    return a + b


def scale(factor: Number, a: Value) -> Value:
    if isinstance(a, list):
        return [scale(factor, x) for x in a]
    return factor * a


def product(a: list[list[Number]], b: list[list[Number]]) -> list[list[Number]]:
    if len(a) * len(b[0]) > LARGEST_ARRAY:
        raise BudgetExceeded("a large matrix")
    columns = list(zip(*b, strict=True))
    return [[inner(row, column) for column in columns] for row in a]


def chain(factors: Sequence[list[list[Number]]]) -> list[list[Number]]:
    """The product of matrices, from the right where it is a column."""
    if all(map(_exact, factors)) and all(len(rows) * len(rows[0]) <= LARGEST_ARRAY for rows in factors):
        exact: list[list[Number]] = _from_the_right([fmpq_mat(rows) for rows in factors], mul).tolist()
        return exact
    return _from_the_right(factors, product) if len(factors[-1][0]) == 1 else reduce(product, factors)


def exact_products(
    weights: Sequence[Number], ones: Sequence[list[list[Number]]], others: Sequence[list[list[Number]]]
) -> list[list[Number]] | None:
    """The sum of w A B^T over weights and pairs of matrices, where all is rational; None elsewhere."""
    if not (_exact([list(weights)]) and all(map(_exact, ones)) and all(map(_exact, others))):
        return None
    left = [[w * x for w, a in zip(weights, ones, strict=True) for x in a[row]] for row in range(len(ones[0]))]
    right = [[x for b in others for x in b[row]] for row in range(len(others[0]))]
    found: list[list[Number]] = (fmpq_mat(left) * fmpq_mat(right).transpose()).tolist()
    return found


def _from_the_right(factors: Sequence[Any], times: Callable[[Any, Any], Any]) -> Any:
    return reduce(lambda right, left: times(left, right), reversed(factors))


def inner(a: Sequence[Number], b: Sequence[Number]) -> Number:
    total = a[0] * b[0]
    for x, y in zip(a[1:], b[1:], strict=True):
        total = total + x * y
    return total


def transpose(a: list[list[Number]]) -> list[list[Number]]:
    return [list(column) for column in zip(*a, strict=True)]


def kron(a: list[list[Number]], b: list[list[Number]]) -> list[list[Number]]:
    if len(a) * len(b) * len(a[0]) * len(b[0]) > LARGEST_ARRAY:
        raise BudgetExceeded("a large Kronecker product")
    return [[x * y for x in row for y in other] for row in a for other in b]


def unit(size: int) -> list[list[Number]]:
    if size * size > LARGEST_ARRAY:
        raise BudgetExceeded("a large matrix")
    return [[ONE if i == j else ZERO for j in range(size)] for i in range(size)]


def _exact(a: list[list[Number]]) -> bool:
    return all(isinstance(entry, fmpq) for row in a for entry in row)


def _real(a: list[list[Number]]) -> bool:
    return all(isinstance(entry, (fmpq, arb)) for row in a for entry in row)


def inverse(a: list[list[Number]]) -> list[list[Number]]:
    if _exact(a):
        try:
            return fmpq_mat(a).inv().tolist()
        except ZeroDivisionError:
            raise DomainError("the inverse of a singular matrix") from None
    if _real(a):
        try:
            return arb_mat(a).inv().tolist()
        except ZeroDivisionError:
            raise Undecided from None
    return _eliminate(a)


def _eliminate(a: list[list[Number]]) -> list[list[Number]]:
    """Gauss and Jordan's inverse, for arithmetics that FLINT does not have."""
    size = len(a)
    work = [list(row) + unit_row for row, unit_row in zip(a, unit(size), strict=True)]
    for place in range(size):
        best = max(range(place, size), key=lambda row: _lower(work[row][place]))
        if _lower(work[best][place]) <= 0:
            if all(certainly_zero(work[row][place]) for row in range(place, size)):
                raise DomainError("the inverse of a singular matrix")
            raise Undecided
        work[place], work[best] = work[best], work[place]
        factor = reciprocal(work[place][place])
        pivot = work[place] = [factor * entry for entry in work[place]]
        for row in range(size):
            head = work[row][place]
            if row != place and (isinstance(head, Dual) or not certainly_zero(head)):
                work[row] = [x - head * y for x, y in zip(work[row], pivot, strict=True)]
    return [row[size:] for row in work]


def _lower(x: Number) -> float:
    """A lower bound of |x|, rounded, to choose pivots by."""
    value = primal(x)
    return float(abs(int(value.p)) / int(value.q)) if isinstance(value, fmpq) else float(value.abs_lower())


_LARGEST_EXPANSION = 5


def det(a: list[list[Number]]) -> Number:
    if _exact(a):
        return fmpq_mat(a).det()
    if _real(a):
        return arb_mat(a).det()
    if len(a) > _LARGEST_EXPANSION:
        raise UnsupportedNotion("the derivative of a determinant of more than 5 rows")
    total: Number = ZERO
    for order in permutations(range(len(a))):
        term: Number = ONE if _even(order) else -ONE
        for row, column in enumerate(order):
            term = term * a[row][column]
        total = total + term
    return total


def _even(order: tuple[int, ...]) -> bool:
    return sum(a > b for place, a in enumerate(order) for b in order[place + 1 :]) % 2 == 0


def rank(a: list[list[Number]]) -> int:
    if _exact(a):
        return int(fmpq_mat(a).rank())
    if _real(a) and len(a) == len(a[0]) and not arb_mat(a).det().contains(0):
        return len(a)
    raise Undecided


def trace(a: list[list[Number]]) -> Number:
    total: Number = ZERO
    for place in range(len(a)):  # none in a matrix of no rows
        total = total + a[place][place]
    return total
