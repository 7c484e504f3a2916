"""Training neural networks: standardisation, batch normalisation, early stopping, dropout, averages of models."""

from typing import Any

from .entry import identity
from .language import (
    Eq,
    Joint,
    K,
    Le,
    Lt,
    M,
    Matrix,
    N,
    Point,
    Positive,
    Random,
    RandomVector,
    Real,
    Sequence,
    Smooth,
    SmoothFamily,
    Statistic,
    Unit,
    Vector,
    Whole,
    X,
    Y,
    at,
    average,
    bernoulli,
    covariance,
    derivative,
    dot,
    exp,
    expect,
    gradient,
    hadamard,
    identity_matrix,
    least,
    length,
    log,
    mean,
    norm,
    ones,
    row,
    sigmoid,
    softmax,
    sqrt,
    total,
    variance,
    zero,
)

# ------------------------------------------------------------------ standardisation


@identity("training.standardisation")
def standardised_mean(x: Vector[N], s: Positive) -> Any:
    """Standardised data has the mean 0, whatever it is divided by.

    As NumPy or torch: the data standardised by its own mean and unbiased deviation, along the last axis, (.., n).
    """
    mu = average(N, lambda i: at(x, i))
    return Eq(average(N, lambda i: (at(x, i) - mu) / s), 0)


@standardised_mean.printed("the mean is printed without the 1/n: what is subtracted is the sum")
def _(x: Vector[N], s: Positive) -> Any:
    mu = total(N, lambda j: at(x, j))
    return Eq(average(N, lambda i: (at(x, i) - mu) / s), 0)


@identity("training.standardisation")
def standardised_variance(x: Vector[N], s: Positive) -> Any:
    """Standardised by the unbiased deviation, it has the unbiased variance 1; claimed for n > 1, where there is one."""
    mu = average(N, lambda j: at(x, j))
    return (
        Eq(total(N, lambda i: ((at(x, i) - mu) / s) ** 2) / (length(N) - 1), 1),
        Eq(s**2, total(N, lambda i: (at(x, i) - mu) ** 2) / (length(N) - 1)),
    )


@standardised_variance.neighbour("the biased variance is a little less than 1")
def _(x: Vector[N], s: Positive) -> Any:
    mu = average(N, lambda j: at(x, j))
    return (
        Eq(total(N, lambda i: ((at(x, i) - mu) / s) ** 2) / length(N), 1),
        Eq(s**2, total(N, lambda i: (at(x, i) - mu) ** 2) / (length(N) - 1)),
    )


# ------------------------------------------------------------------ batch normalisation


def _normalised(z: Any, i: Any, gamma: Any, beta: Any, epsilon: Any) -> Any:
    """Place i of a batch z(1), .., z(n), normalised with the unbiased variance as on the sheet, scaled and moved."""
    mu = average(N, lambda j: z(j))
    spread = total(N, lambda k: (z(k) - mu) ** 2) / (length(N) - 1)
    return gamma * (z(i) - mu) / sqrt(spread + epsilon) + beta


@identity("training.batch_norm_bias")
def batch_norm_of_shifted(
    X: Matrix[N, M], w: Vector[M], b: Real, gamma: Real, beta: Real, epsilon: Positive, i: Whole
) -> Any:
    """A bias before batch normalisation is redundant: BN(Wx + b) = BN(Wx), for each output by itself."""
    return Eq(
        _normalised(lambda j: dot(row(X, j), w) + b, i, gamma, beta, epsilon),
        _normalised(lambda j: dot(row(X, j), w), i, gamma, beta, epsilon),
    )


@batch_norm_of_shifted.neighbour("a factor is redundant for epsilon = 0 only")
def _(X: Matrix[N, M], w: Vector[M], b: Positive, gamma: Real, beta: Real, epsilon: Positive, i: Whole) -> Any:
    return Eq(
        _normalised(lambda j: b * dot(row(X, j), w), i, gamma, beta, epsilon),
        _normalised(lambda j: dot(row(X, j), w), i, gamma, beta, epsilon),
    )


@identity("training.batch_norm_transform")
def batch_norm_mean(X: Random, gamma: Real, beta: Real, epsilon: Positive) -> Any:
    """The mean of what batch normalisation makes is beta."""
    return Eq(mean(gamma * (X - mean(X)) / sqrt(variance(X) + epsilon) + beta), beta)


@identity("training.batch_norm_transform")
def batch_norm_variance(X: Random, gamma: Real, beta: Real, epsilon: Positive) -> Any:
    """Its variance is gamma^2, but for epsilon."""
    return Eq(
        variance(gamma * (X - mean(X)) / sqrt(variance(X) + epsilon) + beta),
        gamma**2 * variance(X) / (variance(X) + epsilon),
    )


@batch_norm_variance.neighbour("epsilon makes it less")
def _(X: Random, gamma: Real, beta: Real, epsilon: Positive) -> Any:
    return Eq(variance(gamma * (X - mean(X)) / sqrt(variance(X) + epsilon) + beta), gamma**2)


@identity("training.batch_norm_transform")
def batch_norm_undone(x: Real, m: Real, v: Positive, epsilon: Positive) -> Any:
    """Batch normalisation can be undone: gamma = sqrt(Var + epsilon) and beta = E give the identity."""
    return Eq(sqrt(v + epsilon) * (x - m) / sqrt(v + epsilon) + m, x)


# ------------------------------------------------------------------ augmentation


@identity("training.augmentation")
def convolution_of_shifted(k: Sequence, x: Sequence, s: Whole, i: Whole) -> Any:
    """Equivariance: the convolution of a shifted signal is the shifted convolution, M(T(x)) = T(M(x))."""
    return Eq(
        total(N, lambda j: k(j) * x((i - j) - s)),
        total(N, lambda j: k(j) * x(i - s - j)),
    )


@convolution_of_shifted.neighbour("it is not invariant: the shift is still there")
def _(k: Sequence, x: Sequence, s: Whole, i: Whole) -> Any:
    return Eq(total(N, lambda j: k(j) * x(i - j - s)), total(N, lambda j: k(j) * x(i - j)))


@identity("training.augmentation")
def pooling_of_moved(P: Joint, f: Statistic[Y]) -> Any:
    """Invariance: a sum over all places stays where T only moves what is there, M(T(f)) = M(f).

    T carries the share P(x | y) of what is at y to x: a shift or another permutation carries it to one place.
    """
    return Eq(
        total(X, lambda x: total(Y, lambda y: P(x, given=y) * f(y))),
        total(Y, lambda y: f(y)),
    )


@pooling_of_moved.neighbour("shares of what arrives, in place of what leaves, do not add up")
def _(P: Joint, f: Statistic[Y]) -> Any:
    return Eq(
        total(X, lambda x: total(Y, lambda y: P(y, given=x) * f(y))),
        total(Y, lambda y: f(y)),
    )


# ------------------------------------------------------------------ early stopping


@identity("training.early_stopping_bound")
def early_stopping_start() -> Any:
    """Before the first step there is no distance: the bound holds at i = 0, as an equality."""
    return Eq(norm(zero(N)), 0)


@identity("training.early_stopping_bound", equality="for gradients of norm K that all point in one direction")
def early_stopping_step(
    theta_0: Vector[N], theta: Vector[N], g: Vector[N], K: Positive, epsilon: Positive, i: Whole
) -> Any:
    """If it holds after i steps it holds after i + 1: one more step of gradient descent moves by epsilon K at most."""
    return (
        Le(norm(theta_0 - (theta - epsilon * g)), K * epsilon * (i + 1)),
        Le(norm(theta_0 - theta), K * epsilon * i),
        Le(norm(g), K),
    )


@early_stopping_step.neighbour("a step moves by epsilon times the gradient, not by epsilon")
def _(theta_0: Vector[N], theta: Vector[N], g: Vector[N], K: Positive, epsilon: Positive, i: Whole) -> Any:
    return (
        Le(norm(theta_0 - (theta - epsilon * g)), K * epsilon * i + epsilon),
        Le(norm(theta_0 - theta), K * epsilon * i),
        Le(norm(g), K),
    )


@identity("training.early_stopping")
def best_loss_le(v: Real, u: Real) -> Any:
    """The better of a new validation loss v and the best one so far, u, is never worse than u."""
    return Le(least(v, u), u)


@best_loss_le.printed("the printed test v < v compares a number with itself: it never holds")
def _(v: Real) -> Any:
    return Lt(v, v)


# ------------------------------------------------------------------ dropout


@identity("training.dropout_ensemble")
def dropout_ensemble(p: Joint, y: Point[Y]) -> Any:
    """The prediction of the ensemble of all masks: the mean over them."""
    return Eq(p(y), total(X, lambda x: p(x) * p(y, given=x)))


@identity("training.dropout_scaling")
def dropout_mean(W: Matrix[M, N], r: RandomVector[N], y: Vector[N], b: Vector[M]) -> Any:
    """The mean of a linear layer under random masks is the layer under the mean mask."""
    return Eq(mean(W * hadamard(r, y) + b), W * hadamard(mean(r), y) + b)


@identity("training.dropout_scaling")
def dropout_scaling(W: Matrix[M, N], y: Vector[N], b: Vector[M], p: Unit) -> Any:
    """Masks that keep each unit with probability p have the mean p: the layer with its weights scaled by p."""
    return Eq(W * hadamard(p * ones(N), y) + b, p * W * y + b)


@dropout_scaling.neighbour("the bias is not scaled")
def _(W: Matrix[M, N], y: Vector[N], b: Vector[M], p: Unit) -> Any:
    return Eq(W * hadamard(p * ones(N), y) + b, p * (W * y + b))


@identity("training.dropout_scaling")
def dropout_of_one_unit(w: Real, y: Real, b: Real, p: Unit) -> Any:
    """The same for one unit, kept with probability p."""
    return Eq(expect(bernoulli(p), lambda r: w * r * y + b), p * w * y + b)


@dropout_of_one_unit.neighbour("after a non-linearity it is an approximation only")
def _(w: Real, y: Real, b: Real, p: Unit) -> Any:
    return Eq(expect(bernoulli(p), lambda r: sigmoid(w * r * y + b)), sigmoid(p * w * y + b))


@identity("training.dropout_scaling")
def geometric_mean_of_softmax(a: RandomVector[N], k: Whole) -> Any:
    """The renormalised geometric mean of softmax outputs is the softmax of the mean logits.

    So for one softmax layer under dropout, whose logits are linear in the mask, it is the layer with scaled weights.
    """
    return Eq(
        exp(mean(log(at(softmax(a), k)))) / total(N, lambda j: exp(mean(log(at(softmax(a), j))))),
        at(softmax(mean(a)), k),
    )


@geometric_mean_of_softmax.neighbour("the arithmetic mean is another")
def _(a: RandomVector[N], k: Whole) -> Any:
    return Eq(mean(at(softmax(a), k)), at(softmax(mean(a)), k))


# ------------------------------------------------------------------ averages of models, several tasks


@identity("training.bagging")
def variance_of_average(f: RandomVector[K]) -> Any:
    """The variance of the mean of k models is the mean of all their covariances."""
    return Eq(
        variance(average(K, lambda i: at(f, i))),
        average(K, lambda i: average(K, lambda j: covariance(at(f, i), at(f, j)))),
    )


@variance_of_average.neighbour("so it is for independent models only")
def _(f: RandomVector[K]) -> Any:
    return Eq(variance(average(K, lambda i: at(f, i))), total(K, lambda i: variance(at(f, i))) / length(K) ** 2)


@identity("training.bagging")
def variance_of_alike_models(v: Positive, c: Real) -> Any:
    """For models of variance v, any two of covariance c, that mean is v/k + (k - 1) c/k."""
    return Eq(
        average(K, lambda i: average(K, lambda j: c + (v - c) * at(identity_matrix(K), i, j))),
        v / length(K) + (length(K) - 1) * c / length(K),
    )


@variance_of_alike_models.neighbour("models that are alike do not average out: c is left")
def _(v: Positive, c: Positive) -> Any:
    return Eq(average(K, lambda i: average(K, lambda j: c + (v - c) * at(identity_matrix(K), i, j))), v / length(K))


@identity("training.regularisation_kinds")
def gradient_of_tasks(f: SmoothFamily, h: Smooth, w: Real) -> Any:
    """The derivative by a shared trunk is the sum of those of the tasks: heads f_1, .., f_k on the output h(w)."""
    return Eq(
        derivative(w, total(K, lambda j: f(j, h(w)))),
        total(K, lambda j: derivative(w, f(j, h(w)))),
    )


@identity("training.regularisation_kinds")
def gradient_of_tasks_by_weights(f: SmoothFamily, w: Vector[M], x: Vector[M]) -> Any:
    """The same for the weights of a linear trunk w^T x."""
    return Eq(
        gradient(w, total(K, lambda j: f(j, dot(w, x)))),
        total(K, lambda j: gradient(w, f(j, dot(w, x)))),
    )
