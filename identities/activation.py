"""Activation functions: the sigmoid and the hyperbolic tangent."""

from typing import Any

from .entry import identity
from .language import Eq, Real, cosh, derivative, exp, sigmoid, tanh


@identity("nn.sigmoid")
def logistic_sigmoid(x: Real) -> Any:
    """The logistic sigmoid. x: any shape."""
    return Eq(sigmoid(x), 1 / (1 + exp(-x)))


@logistic_sigmoid.computed
def _(a: Any, x: Any) -> Any:
    return a.sigmoid(x)


@identity("nn.sigmoid")
def sigmoid_from_positive_exponent(x: Real) -> Any:
    """The sigmoid as a fraction of growing exponentials."""
    return Eq(sigmoid(x), exp(x) / (exp(x) + 1))


@identity("activation.sigmoid_derivative")
def sigmoid_derivative(x: Real) -> Any:
    """The derivative of the sigmoid, at most 1/4. x: any shape."""
    return Eq(derivative(x, sigmoid(x)), sigmoid(x) * (1 - sigmoid(x)))


@sigmoid_derivative.computed
def _(a: Any, x: Any) -> Any:
    return a.sigmoid(x) * a.sigmoid(-x)


@sigmoid_derivative.neighbour("the sign of a decreasing function")
def _(x: Real) -> Any:
    return Eq(derivative(x, sigmoid(x)), sigmoid(x) * (sigmoid(x) - 1))


@identity("activation.tanh_definition")
def hyperbolic_tangent(x: Real) -> Any:
    """The hyperbolic tangent. x: any shape."""
    return Eq(tanh(x), (exp(x) - exp(-x)) / (exp(x) + exp(-x)))


@hyperbolic_tangent.computed
def _(a: Any, x: Any) -> Any:
    return a.tanh(x)


@identity("activation.tanh_definition")
def tanh_from_sigmoid(x: Real) -> Any:
    """The hyperbolic tangent is a sigmoid, stretched and moved."""
    return Eq(tanh(x), 2 * sigmoid(2 * x) - 1)


@tanh_from_sigmoid.printed("cosh stands where the sigmoid belongs, and the 2 below the line")
def _(x: Real) -> Any:
    return Eq(tanh(x), 2 / cosh(2 * x) - 1)


@identity("activation.tanh_derivative")
def tanh_derivative(x: Real) -> Any:
    """The derivative of the hyperbolic tangent. x: any shape."""
    return Eq(derivative(x, tanh(x)), 1 - tanh(x) ** 2)


@tanh_derivative.computed
def _(a: Any, x: Any) -> Any:
    small = a.exp(-2 * a.abs(x))
    return 4 * small / (1 + small) ** 2


@tanh_derivative.neighbour("the square is lost")
def _(x: Real) -> Any:
    return Eq(derivative(x, tanh(x)), 1 - tanh(x))
