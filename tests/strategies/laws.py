"""Named laws for the third evaluation: as few weighted points, and by their densities."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb, factorial
from typing import Any

import mpmath
from mpmath import mpf

Number = Any  # Fraction or mpf


class Undefined(Exception):
    """A term has no value in a world."""


def real(x: Number) -> mpf:
    return mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else mpf(x)


def discrete(name: str, params: Sequence[Number]) -> list[tuple[Number, Number]]:
    """Points and weights that give a law's moments up to the fifth (all of them for a law on few points)."""
    check(name, params)
    match name:
        case "bernoulli":
            return [(Fraction(1), params[0]), (Fraction(0), 1 - params[0])]
        case "binomial":
            n, p = int(params[0]), params[1]
            return [(Fraction(k), comb(n, k) * p**k * (1 - p) ** (n - k)) for k in range(n + 1)]
        case "poisson":
            rate = real(params[0])
            if rate > 40:
                raise Undefined("a Poisson law of which 120 terms do not hold all but 1e-20")
            return [(Fraction(k), mpmath.exp(-rate) * rate**k / factorial(k)) for k in range(120)]
        case "normal":
            wide = mpmath.sqrt(3 * real(params[1]))
            return [(real(params[0]) + k * wide, mpf(4 if k == 0 else 1) / 6) for k in (-1, 0, 1)]
        case "uniform":
            middle, wide = (real(params[0]) + real(params[1])) / 2, (real(params[1]) - real(params[0])) / 2
            root = mpmath.sqrt(mpf(3) / 5)
            return [(middle + k * wide * root, mpf(8 if k == 0 else 5) / 18) for k in (-1, 0, 1)]
        case "gamma":
            return _laguerre(real(params[0]), real(params[1]))
        case "exponential":
            return _laguerre(mpf(1), real(params[0]))
        case "chi_square":
            return _laguerre(real(params[0]) / 2, mpf(1) / 2)
    raise Undefined(f"the law {name}")


FINITE = frozenset({"bernoulli", "binomial", "poisson"})  # of these the points are all there are
RULE = 5  # the degree up to which the points of a continuous law give its moments


def support(name: str, params: Sequence[Number]) -> tuple[Number, Number]:
    """The ends of the line on which a continuous law has its mass."""
    check(name, params)
    match name:
        case "normal" | "student_t" | "laplace":
            return -mpmath.inf, mpmath.inf
        case "gamma" | "exponential" | "chi_square":
            return mpf(0), mpmath.inf
        case "beta":
            return mpf(0), mpf(1)
        case "uniform":
            return real(params[0]), real(params[1])
    raise Undefined(f"the support of the law {name}")


def density(name: str, params: Sequence[Number], x: Number) -> Number:
    """The pmf or density of a law at a point, from its textbook form."""
    check(name, params)
    if name in FINITE:
        return dict(discrete(name, params)).get(x, Fraction(0))
    low, high = support(name, params)
    x, values = real(x), [real(param) for param in params]
    if not low <= x <= high:
        return mpf(0)
    if x in (low, high) and name not in ("uniform", "exponential"):
        raise Undefined("a density at the end of its support")
    match name, values:
        case "normal", [mean, variance]:
            return mpmath.exp(-((x - mean) ** 2) / (2 * variance)) / mpmath.sqrt(2 * mpmath.pi * variance)
        case "exponential", [rate]:
            return rate * mpmath.exp(-rate * x)
        case "gamma", [shape, rate]:
            return rate**shape / mpmath.gamma(shape) * x ** (shape - 1) * mpmath.exp(-rate * x)
        case "chi_square", [k]:
            return x ** (k / 2 - 1) * mpmath.exp(-x / 2) / (2 ** (k / 2) * mpmath.gamma(k / 2))
        case "beta", [a, b]:
            return x ** (a - 1) * (1 - x) ** (b - 1) / mpmath.beta(a, b)
        case "uniform", [a, b]:
            return 1 / (b - a)
        case "laplace", [mean, scale]:
            return mpmath.exp(-abs(x - mean) / scale) / (2 * scale)
        case "student_t", [k]:
            below = mpmath.sqrt(k * mpmath.pi) * mpmath.gamma(k / 2)
            return mpmath.gamma((k + 1) / 2) / below * (1 + x**2 / k) ** (-(k + 1) / 2)
    raise Undefined(f"the density of the law {name}")


def _laguerre(shape: mpf, rate: mpf) -> list[tuple[Number, Number]]:
    """Gauss' rule of three points for the gamma law: the roots of a Laguerre polynomial, weights by moments 0 to 2."""
    a = shape + 2
    roots = [
        mpmath.re(root)
        for root in mpmath.polyroots([-1, 3 * a, -3 * a * (a - 1), a * (a - 1) * (a - 2)], maxsteps=200, extraprec=200)
    ]
    moments = [mpf(1), shape, shape * (shape + 1)]
    solved = mpmath.lu_solve(mpmath.matrix([[root**k for root in roots] for k in range(3)]), mpmath.matrix(moments))
    return [(root / rate, weight) for root, weight in zip(roots, solved, strict=True)]


def check(name: str, params: Sequence[Number]) -> None:
    """Parameters outside of their range, or that are arrays, make a law undefined."""
    if any(isinstance(param, list) for param in params):
        raise Undefined(f"the law {name} in several dimensions")
    match name, params:
        case ("bernoulli", [p]) | ("binomial", [_, p]):
            fine = 0 <= p <= 1 and (name == "bernoulli" or (params[0] >= 0 and params[0] == int(params[0])))
        case "uniform", [low, high]:
            fine = real(low) < real(high)
        case ("normal", [_, scale]) | ("laplace", [_, scale]):
            fine = scale > 0
        case _:
            fine = all(param > 0 for param in params)
    if not fine:
        raise Undefined(f"parameters of the law {name}")
