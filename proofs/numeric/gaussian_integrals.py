"""Integrals over all vectors, of what is the exponential of a quadratic polynomial: by its values at a few points.

With f(x) = f(0) exp(b^T x - x^T A x / 2), where A is positive definite, the integral of f over R^p is
f(0) exp(b^T A^-1 b / 2) (2 pi)^(p/2) / sqrt(det A).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flint import arb, fmpq

from ..errors import DomainError, UnsupportedNotion
from ..terms.sorts import REAL, Vector
from ..terms.term import Term
from . import arithmetic, arrays
from .arithmetic import ZERO
from .degree import log_degree
from .dual import Number
from .evaluate import Evaluator

SEVERAL = "an integral over several dimensions"
MOST_DIMENSIONS = 8
_HALF = fmpq(1, 2)


def is_gaussian(variable: Term, bodies: Sequence[Term]) -> bool:
    """Whether the product of terms is the exponential of a polynomial of degree 2 in a vector, for certain."""
    degrees = [log_degree(body, [variable]) for body in bodies]
    whole = isinstance(variable.sort, Vector) and variable.sort.entry == REAL
    return whole and all(degree is not None and degree <= 2 for degree in degrees)


def over_all(run: Evaluator, variable: Term, integrand: Callable[[], Any]) -> Number:
    """The integral of a Gaussian integrand; DomainError where it diverges."""
    assert isinstance(variable.sort, Vector)
    size = run.whole(variable.sort.size)
    if not 1 <= size <= MOST_DIMENSIONS:
        raise UnsupportedNotion(SEVERAL)

    def at(*places: tuple[int, int]) -> Number:
        point = [ZERO] * size
        for place, step in places:
            point[place] += step
        run.bound[variable] = point
        value = integrand()
        if not isinstance(value, (fmpq, arb)):
            raise UnsupportedNotion(SEVERAL)
        return value

    middle = at()
    if arithmetic.certainly_zero(middle):
        return ZERO

    def log_ratio(*places: tuple[int, int]) -> Number:
        return arithmetic.elementary("log", arithmetic.divide(at(*places), middle))

    up, down = ([log_ratio((i, step)) for i in range(size)] for step in (1, -1))
    slopes = [(one - other) * _HALF for one, other in zip(up, down, strict=True)]
    bends = [[ZERO] * size for _ in range(size)]
    for i in range(size):
        bends[i][i] = -(up[i] + down[i])
        for j in range(i):
            bends[i][j] = bends[j][i] = up[i] + up[j] - log_ratio((i, 1), (j, 1))
    for part in range(1, size + 1):
        if arithmetic.sign_of(arrays.det([row[:part] for row in bends[:part]])) <= 0:
            raise DomainError("an integral that diverges")
    column = [[each] for each in slopes]
    gain = arrays.product(arrays.transpose(column), arrays.product(arrays.inverse(bends), column))[0][0]
    spread = arithmetic.power(2 * arb.pi(), fmpq(size)) * arithmetic.reciprocal(arrays.det(bends))
    return middle * arithmetic.elementary("exp", gain * _HALF) * arithmetic.power(spread, _HALF)
