"""Neural network basics: softmax and log-sum-exp."""

from typing import Any

from .entry import identity
from .language import Eq, N, Real, Vector, at, diag, entries, exp, gradient, log, ones, sigmoid, softmax, total


@identity("nn.softmax")
def softmax_definition(x: Vector[N]) -> Any:
    """Softmax: positive numbers that sum to 1.

    x: (.., n). Gives (.., n).
    """
    return Eq(softmax(x), entries(N, lambda i: exp(at(x, i)) / total(N, lambda j: exp(at(x, j)))))


@softmax_definition.computed
def _(a: Any, x: Any) -> Any:
    return a.softmax(x)


@identity("nn.softmax")
def softmax_total(x: Vector[N]) -> Any:
    """The entries of a softmax sum to 1."""
    return Eq(total(N, lambda i: at(softmax(x), i)), 1)


@identity("nn.softmax")
def softmax_shift(x: Vector[N], c: Real) -> Any:
    """A constant added to all entries changes nothing."""
    return Eq(softmax(x + c * ones(N)), softmax(x))


@identity("nn.softmax")
def softmax_jacobian(x: Vector[N]) -> Any:
    """The Jacobian of softmax, symmetric: the same in both layouts.

    x: (.., n). Gives (.., n, n).
    """
    return Eq(gradient(x, softmax(x)), diag(softmax(x)) - softmax(x) * softmax(x).T)


@softmax_jacobian.computed
def _(a: Any, x: Any) -> Any:
    s = a.softmax(x)
    return s[..., :, None] * a.identity_like(s) - s[..., :, None] * s[..., None, :]


@softmax_jacobian.neighbour("the part off the diagonal is lost")
def _(x: Vector[N]) -> Any:
    return Eq(gradient(x, softmax(x)), diag(softmax(x)))


@identity("nn.softmax")
def softmax_of_two(a: Real, b: Real) -> Any:
    """Of two numbers, softmax is the sigmoid of their difference."""
    return Eq(exp(a) / (exp(a) + exp(b)), sigmoid(a - b))


@identity("nn.softmax")
def logsumexp_gradient(x: Vector[N]) -> Any:
    """The gradient of log-sum-exp is softmax.

    x: (.., n). Gives (.., n).
    """
    return Eq(gradient(x, log(total(N, lambda j: exp(at(x, j))))), softmax(x))


@logsumexp_gradient.computed
def _(a: Any, x: Any) -> Any:
    return a.softmax(x)


@identity("nn.nll_loss")
def softmax_cross_entropy_gradient(x: Vector[N], y: Vector[N]) -> Any:
    """The gradient in the logits of softmax followed by the negative log-likelihood, for labels that sum to 1.

    x, y: (.., n). Gives (.., n).
    """
    return (
        Eq(gradient(x, -total(N, lambda i: at(y, i) * log(at(softmax(x), i)))), softmax(x) - y),
        Eq(total(N, lambda i: at(y, i)), 1),
    )


@softmax_cross_entropy_gradient.computed
def _(a: Any, x: Any, y: Any) -> Any:
    return a.softmax(x) - y


@softmax_cross_entropy_gradient.neighbour("the two are subtracted the wrong way round")
def _(x: Vector[N], y: Vector[N]) -> Any:
    return (
        Eq(gradient(x, -total(N, lambda i: at(y, i) * log(at(softmax(x), i)))), y - softmax(x)),
        Eq(total(N, lambda i: at(y, i)), 1),
    )
