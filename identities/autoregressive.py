"""Autoregressive models: the chain rule of probabilities, what it costs to store and to compute, gates and masks."""

from typing import Any

from .entry import identity
from .language import (
    Eq,
    Joint,
    Lt,
    M,
    Matrix,
    N,
    Point,
    Random,
    Real,
    Vector,
    W,
    Whole,
    X,
    Y,
    Z,
    at,
    exp,
    independent,
    log,
    sigmoid,
    tanh,
    total,
    total_from,
    variance,
)

# ------------------------------------------------------------------ the chain rule


@identity("autoregressive.chain_rule")
def chain_rule_of_probability(p: Joint, x: Point[X], y: Point[Y], z: Point[Z]) -> Any:
    """A joint probability is the product of each variable's given those before it."""
    return Eq(p(x, y, z), p(x) * p(y, given=x) * p(z, given=(x, y)))


@chain_rule_of_probability.neighbour("the last variable is conditioned on its predecessor only: a Markov chain")
def _(p: Joint, x: Point[X], y: Point[Y], z: Point[Z]) -> Any:
    return Eq(p(x, y, z), p(x) * p(y, given=x) * p(z, given=y))


@chain_rule_of_probability.neighbour("the product of the marginals: independent variables")
def _(p: Joint, x: Point[X], y: Point[Y], z: Point[Z]) -> Any:
    return Eq(p(x, y, z), p(x) * p(y) * p(z))


@identity("autoregressive.chain_rule")
def chain_rule_step(p: Joint, x: Point[X], y: Point[Y]) -> Any:
    """One more variable y after all earlier ones, x: by this step the chain rule holds for any number of them."""
    return Eq(p(x, y), p(x) * p(y, given=x))


@identity("autoregressive.chain_rule")
def chain_rule_any_order(p: Joint, x: Point[X], y: Point[Y], z: Point[Z]) -> Any:
    """The order of the variables does not matter."""
    return Eq(p(x) * p(y, given=x) * p(z, given=(x, y)), p(z) * p(y, given=z) * p(x, given=(y, z)))


@identity("autoregressive.chain_rule")
def log_chain_rule(p: Joint, x: Point[X], y: Point[Y], z: Point[Z]) -> Any:
    """The log-likelihood of an autoregressive model is the sum of the log-conditionals, in nats.

    log p(x_i | x_1, .., x_{i-1}) along the last axis, (.., n). Gives (..).
    """
    return Eq(log(p(x, y, z)), log(p(x)) + log(p(y, given=x)) + log(p(z, given=(x, y))))


@log_chain_rule.computed
def _(a: Any, log_conditionals: Any) -> Any:
    return a.sum(log_conditionals, axis=-1)


@identity("autoregressive.chain_rule")
def chain_rule_normalised(p: Joint) -> Any:
    """Conditionals that sum to one make a joint that does."""
    return Eq(total(X, lambda x: p(x) * total(Y, lambda y: p(y, given=x))), 1)


@identity("autoregressive.pixelcnn")
def colour_chain_rule(p: Joint, x: Point[X], y: Point[Y], z: Point[Z], w: Point[W]) -> Any:
    """Of a pixel's colours x, y, z each is predicted from those before it, and all from the earlier pixels w."""
    return Eq(p(x, y, z, given=w), p(x, given=w) * p(y, given=(x, w)) * p(z, given=(x, y, w)))


@colour_chain_rule.neighbour("the colours of a pixel, predicted independently of each other")
def _(p: Joint, x: Point[X], y: Point[Y], z: Point[Z], w: Point[W]) -> Any:
    return Eq(p(x, y, z, given=w), p(x, given=w) * p(y, given=w) * p(z, given=w))


# ------------------------------------------------------------------ linear autoregression


@identity("autoregressive.linear")
def ar_variance_step(b: Real, x: Random, e: Random) -> Any:
    """One step of x' = b x + e carries the variance on, where the noise does not depend on the past."""
    return Eq(variance(b * x + e), b**2 * variance(x) + variance(e)), independent(x, e)


@identity("autoregressive.linear")
def ar_stationary_variance(v: Real, b: Real, s: Real) -> Any:
    """The variance of a stationary AR(1) series with coefficient b and noise of standard deviation s.

    b, s: of any shapes that broadcast, |b| < 1.
    """
    return Eq(v, s**2 / (1 - b**2)), Eq(v, b**2 * v + s**2)


@ar_stationary_variance.computed
def _(_a: Any, b: Any, s: Any) -> Any:
    return s**2 / ((1 - b) * (1 + b))


@ar_stationary_variance.neighbour("the coefficient is not squared")
def _(v: Real, b: Real, s: Real) -> Any:
    return Eq(v, s**2 / (1 - b)), Eq(v, b**2 * v + s**2)


# ------------------------------------------------------------------ parameters and operations


@identity("autoregressive.tabular")
def tabular_parameters(n: Whole) -> Any:
    """A table for each of n binary variables given all earlier ones: one parameter for each of their 2^(i-1) values."""
    return Eq(total(N, lambda i: 2 ** (i - 1)), 2**n - 1)


@tabular_parameters.neighbour("as the sheet has it, read with m = n")
def _(n: Whole) -> Any:
    return Eq(total(N, lambda i: 2 ** (i - 1)), 2 ** (n + 1))


@tabular_parameters.neighbour("the last probability follows from the others, as they sum to one")
def _(n: Whole) -> Any:
    return Eq(total(N, lambda i: 2 ** (i - 1)), 2**n)


@identity("autoregressive.fvsbn")
def fvsbn_parameters(n: Whole) -> Any:
    """Logistic regression of each of n variables on all earlier ones: i - 1 weights and a bias for the i-th."""
    return Eq(total(N, lambda i: (i - 1) + 1), n * (n + 1) / 2)


@fvsbn_parameters.neighbour("without the biases")
def _(n: Whole) -> Any:
    return Eq(total(N, lambda i: (i - 1) + 1), n * (n - 1) / 2)


@identity("autoregressive.nade_recursion")
def nade_recursion(b: Vector[M], w: Matrix[M, N], x: Vector[N], i: Whole, k: Whole) -> Any:
    """The activations of the hidden unit k for two neighbouring outputs differ by one product."""
    return Eq(
        (at(b, k) + total_from(1, i, lambda j: at(w, k, j) * at(x, j)))
        - (at(b, k) + total_from(1, i - 1, lambda j: at(w, k, j) * at(x, j))),
        at(w, k, i) * at(x, i),
    )


@identity("autoregressive.nade_complexity")
def nade_operations(t: Whole, n: Whole, m: Whole) -> Any:
    """Multiplications for t samples of n dimensions with m hidden units, by the recursion: O(tn) for a fixed m.

    Each dimension costs m for the update of the activations and m for the output.
    """
    return Eq(total_from(1, t, lambda s: total(N, lambda i: m + m)), 2 * m * t * n)


@nade_operations.neighbour("without the recursion: the activations of output i, computed anew, cost m (i - 1)")
def _(t: Whole, n: Whole, m: Whole) -> Any:
    return Eq(total_from(1, t, lambda s: total(N, lambda i: m * (i - 1) + m)), 2 * m * t * n)


@identity("autoregressive.nade_complexity")
def nade_operations_direct(t: Whole, n: Whole, m: Whole) -> Any:
    """The multiplications without the recursion grow with the square of the dimension."""
    return Eq(total_from(1, t, lambda s: total(N, lambda i: m * (i - 1) + m)), m * t * n * (n + 1) / 2)


@identity("autoregressive.dilated_convolution")
def receptive_field(k: Whole, l: Whole) -> Any:  # noqa: E741
    """How many inputs l causal layers of kernel size k with dilations 1, 2, 4, .. see.

    k, l: of any shapes that broadcast.
    """
    return Eq(1 + total_from(1, l, lambda i: (k - 1) * 2 ** (i - 1)), 1 + (k - 1) * (2**l - 1))


@receptive_field.computed
def _(_a: Any, k: Any, l: Any) -> Any:  # noqa: E741
    return 1 + (k - 1) * (2**l - 1)


@receptive_field.neighbour("without dilation the field grows linearly only")
def _(k: Whole, l: Whole) -> Any:  # noqa: E741
    return Eq(1 + total_from(1, l, lambda i: (k - 1) * 2 ** (i - 1)), 1 + (k - 1) * l)


# ------------------------------------------------------------------ gates and masks


@identity("autoregressive.gated_activation")
def gated_activation(a: Real, b: Real) -> Any:
    """The gated activation of a filter's output a and a gate's output b: each entry of h is tanh(a) sigmoid(b).

    a, b: of any shapes that broadcast.
    """
    return Eq(tanh(a) * (1 + tanh(b / 2)) / 2, tanh(a) * sigmoid(b))


@gated_activation.computed
def _(x: Any, a: Any, b: Any) -> Any:
    return x.tanh(a) * x.sigmoid(b)


@gated_activation.printed(
    "the gate has lost its sigmoid: it multiplies by any number, and may let through more than all"
)
def _(a: Real, b: Real) -> Any:
    return Eq(tanh(a) * (1 + tanh(b / 2)) / 2, tanh(a) * b)


@identity("autoregressive.gated_activation")
def gated_activation_lt_one(a: Real, b: Real) -> Any:
    """A gate lets a part of the activation through, so that it stays below one."""
    return Lt(tanh(a) * sigmoid(b), 1)


@identity("autoregressive.attention")
def masked_attention_total(s: Vector[N], i: Whole) -> Any:
    """The weights that position i gives to itself and to those before it sum to one; the masked ones are zero."""
    return Eq(total_from(1, i, lambda j: exp(at(s, j)) / total_from(1, i, lambda k: exp(at(s, k)))), 1)


@masked_attention_total.neighbour("the mask is applied after the softmax over all positions")
def _(s: Vector[N], i: Whole) -> Any:
    return Eq(total_from(1, i, lambda j: exp(at(s, j)) / total(N, lambda k: exp(at(s, k)))), 1)
