"""Activation functions: the sigmoid, the hyperbolic tangent, rectified linear units."""

from typing import Any

from .entry import identity
from .language import (
    Eq,
    Gt,
    Le,
    Negative,
    Nonzero,
    Positive,
    Real,
    Unit,
    cosh,
    derivative,
    exp,
    expect,
    largest,
    number,
    relu,
    sigmoid,
    sign,
    tanh,
    uniform,
)

# ------------------------------------------------------------------ the sigmoid


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


@identity("activation.sigmoid_derivative", equality="at x = 0 only: sigmoid_slope_at_zero")
def sigmoid_slope_le(x: Real) -> Any:
    """The sigmoid is nowhere steeper than 1/4."""
    return Le(sigmoid(x) * (1 - sigmoid(x)), number(1, 4))


@sigmoid_slope_le.neighbour("1/4 is the least upper bound")
def _(x: Real) -> Any:
    return Le(sigmoid(x) * (1 - sigmoid(x)), number(1, 5))


@identity("activation.sigmoid_derivative")
def sigmoid_slope_at_zero(x: Real) -> Any:
    """The greatest slope of the sigmoid."""
    return Eq(derivative(x, sigmoid(x), at=number(0)), number(1, 4))


@identity("activation.sigmoid_derivative")
def sigmoid_slope_pos(x: Real) -> Any:
    """The sigmoid rises everywhere."""
    return Gt(sigmoid(x) * (1 - sigmoid(x)), 0)


@identity("activation.sigmoid_derivative")
def sigmoid_saturates_above(x: Real) -> Any:
    """The slope of the sigmoid vanishes for great x: it is at most e^-x."""
    return Le(sigmoid(x) * (1 - sigmoid(x)), exp(-x))


@identity("activation.sigmoid_derivative")
def sigmoid_saturates_below(x: Real) -> Any:
    """The slope of the sigmoid vanishes for small x: it is at most e^x."""
    return Le(sigmoid(x) * (1 - sigmoid(x)), exp(x))


# ------------------------------------------------------------------ the hyperbolic tangent


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


@identity("activation.tanh_derivative")
def tanh_slope_at_zero(x: Real) -> Any:
    """The slope of the hyperbolic tangent at zero."""
    return Eq(derivative(x, tanh(x), at=number(0)), 1)


@identity("activation.tanh_derivative")
def tanh_slope_is_four_times_sigmoid_slope(x: Real) -> Any:
    """At zero it is four times as steep as the sigmoid."""
    return Eq(derivative(x, tanh(x), at=number(0)), 4 * derivative(x, sigmoid(x), at=number(0)))


@tanh_slope_is_four_times_sigmoid_slope.neighbour("elsewhere the factor is another")
def _(x: Real) -> Any:
    return Eq(derivative(x, tanh(x)), 4 * derivative(x, sigmoid(x)))


# ------------------------------------------------------------------ rectified linear units


@identity("activation.relu")
def rectified_linear(x: Real) -> Any:
    """The rectified linear unit. x: any shape."""
    return Eq(relu(x), largest(0, x))


@rectified_linear.computed
def _(a: Any, x: Any) -> Any:
    return a.where(x > 0, x, a.zeros_like(x))


@identity("activation.relu")
def relu_slope_of_positive(x: Positive) -> Any:
    """An active unit has the slope 1."""
    return Eq(derivative(x, relu(x)), 1)


@identity("activation.relu")
def relu_slope_of_negative(x: Negative) -> Any:
    """A unit that is negative has no slope: where it is on all data, it gets no gradient and stays so."""
    return Eq(derivative(x, relu(x)), 0)


@identity("activation.relu")
def relu_derivative(x: Nonzero) -> Any:
    """The derivative of the rectified linear unit, away from zero: 1 or 0. At zero, 0 is a convention. x: any shape."""
    return Eq(derivative(x, relu(x)), (1 + sign(x)) / 2)


@relu_derivative.computed
def _(a: Any, x: Any) -> Any:
    return a.where(x > 0, a.ones_like(x), a.zeros_like(x))


@relu_derivative.neighbour("that is the unit itself")
def _(x: Nonzero) -> Any:
    return Eq(derivative(x, relu(x)), relu(x))


@identity("activation.leaky_relu")
def leaky_relu(x: Real, alpha: Unit) -> Any:
    """The leaky rectified linear unit: x for positive x, alpha x for others. Any shapes that broadcast."""
    return Eq(relu(x) - alpha * relu(-x), largest(alpha * x, x))


@leaky_relu.computed
def _(a: Any, x: Any, alpha: Any) -> Any:
    return a.where(x > 0, x, alpha * x)


@leaky_relu.neighbour("for alpha > 1 the smaller of the two")
def _(x: Real, alpha: Positive) -> Any:
    return Eq(relu(x) - alpha * relu(-x), largest(alpha * x, x))


@identity("activation.leaky_relu")
def leaky_relu_of_positive(x: Positive, alpha: Unit) -> Any:
    """It passes what is positive."""
    return Eq(relu(x) - alpha * relu(-x), x)


@identity("activation.leaky_relu")
def leaky_relu_of_negative(x: Negative, alpha: Unit) -> Any:
    """It scales what is negative."""
    return Eq(relu(x) - alpha * relu(-x), alpha * x)


@identity("activation.leaky_relu")
def leaky_relu_slope_of_positive(x: Positive, alpha: Unit) -> Any:
    """The slope of an active leaky unit."""
    return Eq(derivative(x, relu(x) - alpha * relu(-x)), 1)


@identity("activation.leaky_relu")
def leaky_relu_slope_of_negative(x: Negative, alpha: Unit) -> Any:
    """The slope of an inactive leaky unit: it does get a gradient."""
    return Eq(derivative(x, relu(x) - alpha * relu(-x)), alpha)


@leaky_relu_slope_of_negative.neighbour("that is the slope without a leak")
def _(x: Negative, alpha: Unit) -> Any:
    return Eq(derivative(x, relu(x) - alpha * relu(-x)), 0)


@identity("activation.randomised_leaky_relu")
def randomised_leaky_relu_slope(x: Positive, alpha: Unit) -> Any:
    """Whatever slope is drawn for negative x, that of an active unit is 1."""
    return Eq(derivative(x, relu(x) - alpha * relu(-x)), 1)


@randomised_leaky_relu_slope.printed("the slope of an active unit is printed as x")
def _(x: Positive, alpha: Unit) -> Any:
    return Eq(derivative(x, relu(x) - alpha * relu(-x)), x)


@identity("activation.randomised_leaky_relu")
def randomised_leaky_relu_mean_slope(a: Real, b: Real) -> Any:
    """At test time the slope for negative x is its mean, for a slope uniform between a and b."""
    return Eq(expect(uniform(a, b), lambda alpha: alpha), (a + b) / 2)
