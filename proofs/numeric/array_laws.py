"""Densities of laws over vectors and matrices, from their definitions; and who is outside of their supports.

Parameters: normal(mean vector, covariance), matrix_normal(mean, covariance of rows, covariance of columns),
multivariate_t(location, scale, degrees of freedom), wishart(scale, degrees of freedom).
"""

from __future__ import annotations

from typing import Any

from flint import arb, fmpq

from ..errors import DomainError, UnsupportedNotion
from . import arrays
from .arithmetic import HALF, ONE, Undecided, divide, elementary, sign_of
from .dual import Number, primal

Parameters = list[Any]
Rows = list[list[Number]]


def _log(x: Number) -> Number:
    return elementary("log", x)


def _loggamma(x: Number) -> Number:
    return elementary("loggamma", x)


def need_symmetric(a: Rows) -> None:
    for i in range(len(a)):
        for j in range(i):
            apart = primal(a[i][j] - a[j][i])
            if apart != 0:
                if isinstance(apart, arb) and apart.contains(0):
                    raise Undecided
                raise DomainError("a covariance matrix that is not symmetric")


def _log_volume(a: Rows) -> Number:
    """log |A| of a matrix that has to be positive definite."""
    need_symmetric(a)
    for size in range(1, len(a) + 1):
        if sign_of(arrays.det([row[:size] for row in a[:size]])) <= 0:
            raise DomainError("a matrix that is not positive definite")
    return _log(arrays.det(a))


def _need_shape(fits: bool) -> None:
    if not fits:
        raise UnsupportedNotion("distributions in different dimensions")


def _squared(apart: list[Number], scale: Rows) -> Number:
    """x^T A^-1 x."""
    solved = arrays.product(arrays.inverse(scale), [[part] for part in apart])
    return arrays.inner(apart, [row[0] for row in solved])


def log_density(name: str, parameters: Parameters, at: Any) -> Number:
    """The logarithm of a density at a point; DomainError where the point is none of the law's."""
    match name:
        case "normal":
            return _normal(parameters, at)
        case "matrix_normal":
            return _matrix_normal(parameters, at)
        case "multivariate_t":
            return _multivariate_t(parameters, at)
        case "wishart":
            return _wishart(parameters, at)
    raise UnsupportedNotion(f"the logarithm of the {name} density")


def _normal(parameters: Parameters, at: list[Number]) -> Number:
    mean, covariance = parameters
    _need_shape(len(at) == len(mean))
    apart = [a - b for a, b in zip(at, mean, strict=True)]
    squared = _squared(apart, covariance)
    return -((squared + _log_volume(covariance) + _log(arb.pi() * 2) * len(mean)) * HALF)


def _matrix_normal(parameters: Parameters, at: Any) -> Number:
    at, mean, rows, columns = map(arrays.rows_of, (at, *parameters))
    _need_shape((len(at), len(at[0])) == (len(mean), len(mean[0])) == (len(rows), len(columns)))
    apart = arrays.add(at, arrays.scale(-ONE, mean))
    inner = arrays.product(arrays.product(arrays.transpose(apart), arrays.inverse(rows)), apart)
    squared = arrays.trace(arrays.product(arrays.inverse(columns), inner))
    size = len(rows) * len(columns)
    volumes = _log_volume(rows) * len(columns) + _log_volume(columns) * len(rows)
    return -((squared + volumes + _log(arb.pi() * 2) * size) * HALF)


def _multivariate_t(parameters: Parameters, at: list[Number]) -> Number:
    location, scale, freedom = parameters
    size = len(location)
    _need_shape(len(at) == size)
    if sign_of(freedom) <= 0:
        raise DomainError("a parameter of a distribution that must be positive is not")
    apart = [a - b for a, b in zip(at, location, strict=True)]
    whole = freedom + size
    start = _loggamma(whole * HALF) - _loggamma(freedom * HALF) - _log(freedom * arb.pi()) * fmpq(size, 2)
    return start - _log_volume(scale) * HALF - whole * HALF * _log(ONE + divide(_squared(apart, scale), freedom))


def _wishart(parameters: Parameters, at: Rows) -> Number:
    scale, freedom = parameters
    size = len(scale)
    _need_shape(len(at) == size)
    if sign_of(freedom - (size - 1)) <= 0:
        raise DomainError("a Wishart distribution of too few degrees of freedom")
    inside = _log_volume(at) * (freedom - size - 1) * HALF
    inside = inside - arrays.trace(arrays.product(arrays.inverse(scale), at)) * HALF
    gamma = _log(arb.pi()) * fmpq(size * (size - 1), 4)
    for place in range(size):
        gamma = gamma + _loggamma((freedom - place) * HALF)
    return inside - freedom * HALF * (_log(arb(2)) * size + _log_volume(scale)) - gamma
