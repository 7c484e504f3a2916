"""Neural network basics: softmax, logistic regression, losses, what one hidden layer can do."""

from math import log as log_of
from math import pi as number_pi
from typing import Any

from .entry import identity
from .language import (
    Convex,
    Eq,
    Ge,
    Label,
    Labels,
    Le,
    M,
    Matrix,
    N,
    Positive,
    Real,
    Unit,
    Vector,
    at,
    average,
    bernoulli,
    density_of,
    derivative,
    diag,
    dot,
    entries,
    exp,
    gradient,
    hadamard,
    hessian,
    log,
    normal,
    ones,
    pi,
    product,
    relu,
    row,
    scalar,
    sigmoid,
    sign,
    softmax,
    softplus,
    total,
    zero,
)

LOG_TWO_PI = log_of(2 * number_pi)

# ------------------------------------------------------------------ softmax


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


@softmax_shift.neighbour("a factor does change it: that is the temperature")
def _(x: Vector[N], c: Positive) -> Any:
    return Eq(softmax(c * x), softmax(x))


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


# ------------------------------------------------------------------ logistic regression


@identity("nn.logistic_mle")
def logistic_likelihood(X: Matrix[N, M], y: Labels[N], w: Vector[M]) -> Any:
    """The likelihood of independent labels y_i, 1 with probability sigma(w^T x_i) and 0 otherwise; x_i a row of X."""
    return Eq(
        product(N, lambda i: density_of(bernoulli(sigmoid(dot(row(X, i), w))), at(y, i))),
        product(
            N,
            lambda i: sigmoid(dot(row(X, i), w)) ** at(y, i) * (1 - sigmoid(dot(row(X, i), w))) ** (1 - at(y, i)),
        ),
    )


@identity("nn.logistic_mle")
def log_likelihood_increases(a: Positive, b: Positive) -> Any:
    """A likelihood greater by b has a greater logarithm: what maximises the one maximises the other."""
    return Ge(log(a + b), log(a))


@identity("nn.logistic_nll")
def logistic_nll(X: Matrix[N, M], y: Vector[N], w: Vector[M]) -> Any:
    """The negative log-likelihood of logistic regression, in nats.

    X: (.., n, d), y in {0, 1}: (.., n), w: (.., d). Gives (..).
    """
    return Eq(
        -log(
            product(
                N,
                lambda i: sigmoid(dot(row(X, i), w)) ** at(y, i) * (1 - sigmoid(dot(row(X, i), w))) ** (1 - at(y, i)),
            )
        ),
        -total(
            N,
            lambda i: at(y, i) * log(sigmoid(dot(row(X, i), w))) + (1 - at(y, i)) * log(1 - sigmoid(dot(row(X, i), w))),
        ),
    )


@logistic_nll.computed
def _(a: Any, X: Any, y: Any, w: Any) -> Any:
    logits = (X @ w[..., None])[..., 0]
    return -a.sum(y * a.log_sigmoid(logits) + (1 - y) * a.log_sigmoid(-logits), axis=-1)


@logistic_nll.printed("the minus sign is lost on the right")
def _(X: Matrix[N, M], y: Vector[N], w: Vector[M]) -> Any:
    return Eq(
        -log(
            product(
                N,
                lambda i: sigmoid(dot(row(X, i), w)) ** at(y, i) * (1 - sigmoid(dot(row(X, i), w))) ** (1 - at(y, i)),
            )
        ),
        total(
            N,
            lambda i: at(y, i) * log(sigmoid(dot(row(X, i), w))) + (1 - at(y, i)) * log(1 - sigmoid(dot(row(X, i), w))),
        ),
    )


@identity("nn.logistic_nll")
def logistic_gradient(X: Matrix[N, M], y: Vector[N], w: Vector[M]) -> Any:
    """The gradient of the negative log-likelihood of logistic regression.

    X: (.., n, d), y in {0, 1}: (.., n), w: (.., d). Gives (.., d).
    """
    return Eq(
        gradient(
            w,
            -total(
                N,
                lambda i: (
                    at(y, i) * log(sigmoid(dot(row(X, i), w))) + (1 - at(y, i)) * log(1 - sigmoid(dot(row(X, i), w)))
                ),
            ),
        ),
        X.T * (sigmoid(X * w) - y),
    )


@logistic_gradient.computed
def _(a: Any, X: Any, y: Any, w: Any) -> Any:
    logits = (X @ w[..., None])[..., 0]
    return (a.transpose(X) @ (a.sigmoid(logits) - y)[..., None])[..., 0]


@logistic_gradient.neighbour("that is the direction of descent, not the gradient")
def _(X: Matrix[N, M], y: Vector[N], w: Vector[M]) -> Any:
    return Eq(
        gradient(
            w,
            -total(
                N,
                lambda i: (
                    at(y, i) * log(sigmoid(dot(row(X, i), w))) + (1 - at(y, i)) * log(1 - sigmoid(dot(row(X, i), w)))
                ),
            ),
        ),
        X.T * (y - sigmoid(X * w)),
    )


@identity("nn.logistic_nll")
def logistic_hessian(X: Matrix[N, M], y: Vector[N], w: Vector[M]) -> Any:
    """The Hessian of the negative log-likelihood of logistic regression.

    X: (.., n, d), w: (.., d); the labels do not matter. Gives (.., d, d).
    """
    return Eq(
        hessian(
            w,
            -total(
                N,
                lambda i: (
                    at(y, i) * log(sigmoid(dot(row(X, i), w))) + (1 - at(y, i)) * log(1 - sigmoid(dot(row(X, i), w)))
                ),
            ),
        ),
        X.T * diag(hadamard(sigmoid(X * w), ones(N) - sigmoid(X * w))) * X,
    )


@logistic_hessian.computed
def _(a: Any, X: Any, w: Any) -> Any:
    logits = (X @ w[..., None])[..., 0]
    return (a.transpose(X) * (a.sigmoid(logits) * a.sigmoid(-logits))[..., None, :]) @ X


@identity("nn.logistic_nll", equality="for X v = 0")
def logistic_hessian_psd(X: Matrix[N, M], w: Vector[M], v: Vector[M]) -> Any:
    """The Hessian is positive semidefinite: the loss is convex in the weights."""
    return Ge(scalar(v.T * X.T * diag(hadamard(sigmoid(X * w), ones(N) - sigmoid(X * w))) * X * v), 0)


# ------------------------------------------------------------------ losses


@identity("nn.squared_loss")
def squared_loss(y: Real, m: Real) -> Any:
    """Half the squared error is the negative log-likelihood of N(m, 1), up to a constant.

    Target y and prediction m, of any shapes that broadcast.
    """
    return Eq(-log(density_of(normal(m, 1), y)) - log(2 * pi()) / 2, (y - m) ** 2 / 2)


@squared_loss.computed
def _(a: Any, y: Any, m: Any) -> Any:
    return (y - m) ** 2 / 2


@squared_loss.neighbour("at another variance it is not: the error counts in units of the deviation")
def _(y: Real, m: Real, s: Positive) -> Any:
    return Eq(-log(density_of(normal(m, s**2), y)) - log(2 * pi()) / 2, (y - m) ** 2 / 2)


@identity("nn.squared_loss")
def squared_loss_gradient(y: Real, m: Real) -> Any:
    """The derivative of the squared loss by the prediction. Any shapes that broadcast."""
    return Eq(derivative(m, (y - m) ** 2 / 2), m - y)


@squared_loss_gradient.computed
def _(a: Any, y: Any, m: Any) -> Any:
    return m - y


@squared_loss_gradient.neighbour("the inner derivative -1 is lost")
def _(y: Real, m: Real) -> Any:
    return Eq(derivative(m, (y - m) ** 2 / 2), y - m)


@identity("nn.cross_entropy_loss")
def binary_cross_entropy(y: Label, p: Unit) -> Any:
    """The cross-entropy loss is the negative log-likelihood of a Bernoulli law, in nats.

    Label y in {0, 1} and probability p, of any shapes that broadcast; 0 log 0 = 0.
    """
    return Eq(-log(density_of(bernoulli(p), y)), -y * log(p) - (1 - y) * log(1 - p))


@binary_cross_entropy.computed
def _(a: Any, y: Any, p: Any) -> Any:
    return -a.xlogy(y, p) - a.xlogy(1 - y, 1 - p)


@binary_cross_entropy.neighbour("the part of the negative label is lost")
def _(y: Label, p: Unit) -> Any:
    return Eq(-log(density_of(bernoulli(p), y)), -y * log(p))


@identity("nn.cross_entropy_loss")
def binary_cross_entropy_of_logit(y: Real, a: Real) -> Any:
    """The cross-entropy loss from a logit, in nats: nothing overflows.

    Label and logit, of any shapes that broadcast.
    """
    return Eq(-y * log(sigmoid(a)) - (1 - y) * log(1 - sigmoid(a)), softplus(a) - y * a)


@binary_cross_entropy_of_logit.computed
def _(arrays: Any, y: Any, a: Any) -> Any:
    return -y * arrays.log_sigmoid(a) - (1 - y) * arrays.log_sigmoid(-a)


@identity("nn.cross_entropy_loss")
def binary_cross_entropy_gradient(y: Real, a: Real) -> Any:
    """The derivative of the cross-entropy loss by the logit. Label and logit, of any shapes that broadcast."""
    return Eq(derivative(a, -y * log(sigmoid(a)) - (1 - y) * log(1 - sigmoid(a))), sigmoid(a) - y)


@binary_cross_entropy_gradient.computed
def _(arrays: Any, y: Any, a: Any) -> Any:
    return arrays.sigmoid(a) - y


@binary_cross_entropy_gradient.neighbour("that is the derivative by the logit of the squared loss of a sigmoid")
def _(y: Real, a: Real) -> Any:
    return Eq(
        derivative(a, -y * log(sigmoid(a)) - (1 - y) * log(1 - sigmoid(a))),
        (sigmoid(a) - y) * sigmoid(a) * (1 - sigmoid(a)),
    )


@identity("nn.nll_loss")
def nll_of_logits(x: Vector[N], y: Vector[N]) -> Any:
    """The negative log-likelihood of softmax outputs, in nats: log-sum-exp of the logits, less that of the label.

    x, and y that sums to 1: (.., n). Gives (..).
    """
    return (
        Eq(
            -total(N, lambda i: at(y, i) * log(at(softmax(x), i))),
            log(total(N, lambda j: exp(at(x, j)))) - dot(y, x),
        ),
        Eq(total(N, lambda i: at(y, i)), 1),
    )


@nll_of_logits.computed
def _(a: Any, x: Any, y: Any) -> Any:
    return a.logsumexp(x) - a.sum(y * x, axis=-1)


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


@identity("nn.accuracy_gradient")
def accuracy_gradient(X: Matrix[N, M], y: Vector[N], w: Vector[M]) -> Any:
    """The share of labels y_i in {-1, 1} that sign(w^T x_i) hits has no slope: its gradient is zero where it exists."""
    return Eq(gradient(w, average(N, lambda i: (1 + at(y, i) * sign(dot(row(X, i), w))) / 2)), zero(M))


@accuracy_gradient.neighbour("without the sign there is a slope")
def _(X: Matrix[N, M], y: Vector[N], w: Vector[M]) -> Any:
    return Eq(gradient(w, average(N, lambda i: (1 + at(y, i) * dot(row(X, i), w)) / 2)), zero(M))


# ------------------------------------------------------------------ approximation by one hidden layer


@identity("nn.universal_approximation")
def relu_interpolates(a: Real, h: Positive, t: Unit, u: Real, v: Real) -> Any:
    """Between knots a and a + h, two ReLU units make the straight line from u to v; beyond them, a constant.

    A network with two units an interval therefore interpolates any function on a grid.
    """
    x = a + t * h
    return Eq(u + (v - u) / h * (relu(x - a) - relu(x - a - h)), (1 - t) * u + t * v)


@identity("nn.universal_approximation", equality="at t = 1/2, for f'' = -c constant")
def interpolation_error(g: Convex, c: Positive, a: Real, h: Positive, t: Unit) -> Any:
    """A function f with f'' >= -c exceeds its straight interpolation on a grid of width h by at most c h^2 / 8.

    That f'' >= -c says that g(x) = f(x) + c x^2 / 2 is convex; so f is written as g(x) - c x^2 / 2. For -f it is the
    bound from the other side, so a grid with h^2 < 8 epsilon / max |f''| gives a network within epsilon.
    """
    x, b = a + t * h, a + h
    return Le(
        g(x) - c * x**2 / 2,
        (1 - t) * (g(a) - c * a**2 / 2) + t * (g(b) - c * b**2 / 2) + c * h**2 / 8,
    )


@interpolation_error.neighbour("half of the bound is too little")
def _(g: Convex, c: Positive, a: Real, h: Positive, t: Unit) -> Any:
    x, b = a + t * h, a + h
    return Le(
        g(x) - c * x**2 / 2,
        (1 - t) * (g(a) - c * a**2 / 2) + t * (g(b) - c * b**2 / 2) + c * h**2 / 16,
    )


@identity("nn.universal_approximation")
def interpolation_error_of_parabola(c: Real, a: Real, h: Positive) -> Any:
    """The bound is reached: by the parabola -c x^2 / 2, in the middle of an interval."""
    return Eq(
        -c * (a + h / 2) ** 2 / 2,
        (-c * a**2 / 2 - c * (a + h) ** 2 / 2) / 2 + c * h**2 / 8,
    )
