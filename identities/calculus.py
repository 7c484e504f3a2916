"""Rules of differentiation. Where a rule divides by a function, it is claimed where that is not zero."""

from typing import Any

from .entry import identity
from .language import Eq, Gt, Nonzero, Positive, Real, Smooth, Smooth3, derivative, log, sign


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


@identity("calculus.total_derivative")
def total_derivative(f: Smooth3, x: Smooth, y: Smooth, t: Real) -> Any:
    """The derivative along a path, where the function depends on the parameter directly too."""
    at = (x(t), y(t), t)
    return Eq(
        derivative(t, f(*at)), f.prime(*at) * x.prime(t) + f.prime(*at, by=1) * y.prime(t) + f.prime(*at, by=2)
    )


@total_derivative.printed("the direct dependence on t is left out: f(x, y, t) = t is a counterexample")
def _(f: Smooth3, x: Smooth, y: Smooth, t: Real) -> Any:
    at = (x(t), y(t), t)
    return Eq(derivative(t, f(*at)), f.prime(*at) * x.prime(t) + f.prime(*at, by=1) * y.prime(t))


@identity("calculus.log")
def log_derivative(x: Positive) -> Any:
    """The derivative of the logarithm."""
    return Eq(derivative(x, log(x)), 1 / x)


@identity("calculus.abs")
def abs_derivative(x: Nonzero) -> Any:
    """The derivative of the absolute value, away from zero."""
    return Eq(derivative(x, abs(x)), sign(x))
