"""Rules of differentiation. Where a rule divides by a function, it is claimed where that is not zero."""

from typing import Any

from .entry import identity
from .language import (
    Eq,
    Gt,
    M,
    Matrix,
    N,
    Negative,
    Nonzero,
    Positive,
    Real,
    Smooth,
    Smooth3,
    SmoothFamilyOf,
    SmoothOf,
    Vector,
    Whole,
    at,
    derivative,
    entries,
    gradient,
    gradient_at,
    log,
    sign,
    softmax,
    total,
)


@identity("calculus.product")
def product_rule(f: Smooth, g: Smooth, x: Real) -> Any:
    """The derivative of a product."""
    return Eq(derivative(x, f(x) * g(x)), f.prime(x) * g(x) + f(x) * g.prime(x))


@product_rule.neighbour("the product of the derivatives")
def _(f: Smooth, g: Smooth, x: Real) -> Any:
    return Eq(derivative(x, f(x) * g(x)), f.prime(x) * g.prime(x))


@identity("calculus.quotient")
def quotient_rule(f: Smooth, g: Smooth, x: Real) -> Any:
    """The derivative of a quotient."""
    return Eq(derivative(x, f(x) / g(x)), (f.prime(x) * g(x) - f(x) * g.prime(x)) / g(x) ** 2)


@quotient_rule.printed("the derivative above the line is of the wrong function, and a prime is lost")
def _(f: Smooth, g: Smooth, x: Real) -> Any:
    return Eq(derivative(x, f(x) / g(x)), (f(x) * g(x) - f.prime(x) * g(x)) / g(x) ** 2)


@quotient_rule.neighbour("the two products have changed places")
def _(f: Smooth, g: Smooth, x: Real) -> Any:
    return Eq(derivative(x, f(x) / g(x)), (f(x) * g.prime(x) - f.prime(x) * g(x)) / g(x) ** 2)


@identity("calculus.chain")
def chain_rule(f: Smooth, g: Smooth, x: Real) -> Any:
    """The derivative of a function of a function."""
    return Eq(derivative(x, f(g(x))), f.prime(g(x)) * g.prime(x))


@chain_rule.neighbour("the inner derivative is lost")
def _(f: Smooth, g: Smooth, x: Real) -> Any:
    return Eq(derivative(x, f(g(x))), f.prime(g(x)))


@identity("calculus.power")
def power_rule(x: Positive, r: Real) -> Any:
    """The derivative of a power, for a positive base and any exponent."""
    return Eq(derivative(x, x**r), r * x ** (r - 1))


@power_rule.neighbour("the exponent is not lowered")
def _(x: Positive, r: Real) -> Any:
    return Eq(derivative(x, x**r), r * x**r)


@identity("calculus.power")
def power_rule_whole(x: Nonzero, k: Whole) -> Any:
    """The derivative of a whole power, for a base of either sign."""
    return Eq(derivative(x, x**k), k * x ** (k - 1))


@identity("calculus.reciprocal")
def reciprocal_rule(f: Smooth, x: Real) -> Any:
    """The derivative of a reciprocal."""
    return Eq(derivative(x, 1 / f(x)), -f.prime(x) / f(x) ** 2)


@reciprocal_rule.neighbour("the sign is lost")
def _(f: Smooth, x: Real) -> Any:
    return Eq(derivative(x, 1 / f(x)), f.prime(x) / f(x) ** 2)


@identity("calculus.function_power")
def function_power_rule(f: Smooth, g: Smooth, x: Real) -> Any:
    """The derivative of a positive function to the power of another."""
    return (
        Eq(derivative(x, f(x) ** g(x)), f(x) ** g(x) * (f.prime(x) * g(x) / f(x) + g.prime(x) * log(f(x)))),
        Gt(f(x), 0),
    )


@function_power_rule.neighbour("the power rule for a constant exponent")
def _(f: Smooth, g: Smooth, x: Real) -> Any:
    return Eq(derivative(x, f(x) ** g(x)), g(x) * f(x) ** (g(x) - 1) * f.prime(x)), Gt(f(x), 0)


# ------------------------------------------------------------------ several variables


@identity("calculus.multivariate_chain")
def multivariate_chain_rule(z: SmoothOf[M], g: SmoothFamilyOf[N], x: Vector[N], y: Vector[M], j: Whole) -> Any:
    """The derivative of z(g_1(x), .., g_m(x)) by x_j: a sum over what lies between."""
    middle = entries(M, lambda i: g(i, x))
    return Eq(
        at(gradient(x, z(middle)), j),
        total(M, lambda i: at(gradient_at(y, z(y), middle), i) * at(gradient(x, g(i, x)), j)),
    )


@identity("calculus.multivariate_chain")
def chain_rule_vectors_row(A: Matrix[M, N], x: Vector[N], y: Vector[M]) -> Any:
    """In numerator layout the outer derivative stands first: here of the softmax of A x."""
    return Eq(
        gradient(x, softmax(A * x), "numerator"),
        gradient_at(y, softmax(y), A * x, "numerator") * gradient(x, A * x, "numerator"),
    )


@chain_rule_vectors_row.neighbour("the order of denominator layout; told apart where all sizes are equal")
def _(A: Matrix[N, N], x: Vector[N], y: Vector[N]) -> Any:
    return Eq(
        gradient(x, softmax(A * x), "numerator"),
        gradient(x, A * x, "numerator") * gradient_at(y, softmax(y), A * x, "numerator"),
    )


@identity("calculus.multivariate_chain")
def chain_rule_vectors(A: Matrix[M, N], x: Vector[N], y: Vector[M]) -> Any:
    """In denominator layout the inner derivative stands first."""
    return Eq(gradient(x, softmax(A * x)), gradient(x, A * x) * gradient_at(y, softmax(y), A * x))


@identity("calculus.total_derivative")
def total_derivative(f: Smooth3, x: Smooth, y: Smooth, t: Real) -> Any:
    """The derivative along a path, where the function depends on the parameter directly too."""
    at = (x(t), y(t), t)
    return Eq(derivative(t, f(*at)), f.prime(*at) * x.prime(t) + f.prime(*at, by=1) * y.prime(t) + f.prime(*at, by=2))


@total_derivative.printed("the direct dependence on t is left out: f(x, y, t) = t is a counterexample")
def _(f: Smooth3, x: Smooth, y: Smooth, t: Real) -> Any:
    at = (x(t), y(t), t)
    return Eq(derivative(t, f(*at)), f.prime(*at) * x.prime(t) + f.prime(*at, by=1) * y.prime(t))


@identity("calculus.log")
def log_derivative(x: Positive) -> Any:
    """The derivative of the logarithm."""
    return Eq(derivative(x, log(x)), 1 / x)


@log_derivative.neighbour("the derivative of the reciprocal has a square and a sign")
def _(x: Positive) -> Any:
    return Eq(derivative(x, log(x)), -1 / x**2)


@identity("calculus.abs")
def abs_derivative(x: Nonzero) -> Any:
    """The derivative of the absolute value, away from zero."""
    return Eq(derivative(x, abs(x)), sign(x))


@abs_derivative.neighbour("the printed (-1)^|x| (x > 0), read as 1 for positive x and 0 for others")
def _(x: Negative) -> Any:
    return Eq(derivative(x, abs(x)), 0)
