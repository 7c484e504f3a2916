"""What entries compute: as the SymPy form says, as SciPy and torch say, batched, differentiable, stable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp
import torch
from numpy.testing import assert_allclose
from scipy import special, stats
from scipy.spatial.distance import jensenshannon

from probatum import identities as ids
from probatum.identities import Entry, entries
from probatum.identities.language import Density
from probatum.proofs.terms.sympy_notation import Notion

RNG = np.random.default_rng(7)
K, DIGITS = 3, 30


def simplex(*batch: int) -> np.ndarray:
    return RNG.dirichlet(np.ones(K), batch)


def vector(*batch: int) -> np.ndarray:
    return RNG.normal(size=(*batch, K))


def positive(*batch: int) -> np.ndarray:
    return RNG.uniform(0.3, 2.0, size=(*batch, K))


def scale(*batch: int) -> np.ndarray:
    return RNG.uniform(0.3, 2.0, size=batch)


def real(*batch: int) -> np.ndarray:
    return RNG.normal(size=batch)


def share(*batch: int) -> np.ndarray:
    return RNG.uniform(0.1, 0.9, size=batch)


def labels(*batch: int) -> np.ndarray:
    return RNG.uniform(0.1, 0.9, size=(*batch, K))


def shares(*batch: int) -> np.ndarray:
    return RNG.uniform(0.1, 0.9, size=(*batch, K))


def whole(*batch: int) -> np.ndarray:
    return RNG.integers(1, 7, size=batch).astype(float)


def matrix(*batch: int) -> np.ndarray:
    return RNG.normal(size=(*batch, K, K))


def covariance(*batch: int) -> np.ndarray:
    a = matrix(*batch)
    return a @ np.swapaxes(a, -1, -2) + np.eye(K)


# Each entry that computes, with what draws its arguments.
DRAWS: dict[str, tuple[Callable[..., np.ndarray], ...]] = {
    "iid_log_likelihood": (positive,),
    "inner_product": (vector, vector),
    "euclidean_norm": (vector,),
    "frobenius_norm": (matrix,),
    "gradient_of_quadratic": (matrix, vector),
    "gradient_of_bilinear": (matrix, vector),
    "gradient_of_distance": (vector, vector),
    "gradient_of_matrix_bilinear": (vector, vector),
    "gradient_of_matrix_bilinear_transpose": (vector, vector),
    "kl_divergence": (simplex, simplex),
    "shannon_entropy": (simplex,),
    "cross_entropy_definition": (simplex, simplex),
    "js_divergence": (simplex, simplex),
    "softmax_definition": (vector,),
    "softmax_jacobian": (vector,),
    "logsumexp_gradient": (vector,),
    "logistic_nll": (matrix, labels, vector),
    "logistic_gradient": (matrix, labels, vector),
    "logistic_hessian": (matrix, vector),
    "squared_loss": (real, real),
    "squared_loss_gradient": (real, real),
    "binary_cross_entropy": (real, share),
    "binary_cross_entropy_of_logit": (real, real),
    "binary_cross_entropy_gradient": (real, real),
    "nll_of_logits": (vector, simplex),
    "softmax_cross_entropy_gradient": (vector, simplex),
    "logistic_sigmoid": (real,),
    "sigmoid_derivative": (real,),
    "rectified_linear": (real,),
    "relu_derivative": (real,),
    "leaky_relu": (real, share),
    "hyperbolic_tangent": (real,),
    "tanh_derivative": (real,),
    "normal_kl": (real, scale, real, scale),
    "normal_kl_diagonal": (vector, positive, vector, positive),
    "normal_kl_full": (vector, covariance, vector, covariance),
    "normal_kl_standard": (vector, positive),
    "normal_cross_term": (real, scale, real, scale),
    "elbo_gap": (vector, simplex),
    "elbo_as_one_expectation": (vector, simplex),
    "log_chain_rule": (vector,),
    "ar_stationary_variance": (share, real),
    "receptive_field": (whole, whole),
    "gated_activation": (real, real),
    "log_prob_of_scaled_normal": (real, real, scale),
    "affine_coupling_log_det": (vector,),
    "composed_log_det_of_many": (positive,),
    "optimal_discriminator": (scale, scale),
    "gan_value": (simplex, simplex, shares),
    "saturating_gradient": (real,),
    "non_saturating_gradient": (real,),
    "wasserstein_of_point_masses": (real,),
    "l1_loss": (vector, vector),
    "gan_value_at_optimum": (simplex, simplex),
}
# Their arguments are no symbols of the statement: log p(x, z) and q(z|x), values of p and g at one point,
# log-conditionals, outputs of a discriminator; or their right side speaks of a named density.
OF_OTHER_ARGUMENTS = {
    "elbo_gap", "elbo_as_one_expectation", "optimal_discriminator", "log_chain_rule", "log_prob_of_scaled_normal",
    "gan_value",
}  # fmt: skip
COMPUTING = [entry for entry in entries() if entry.computes]
each = pytest.mark.parametrize("entry", COMPUTING, ids=lambda entry: entry.name)


def test_the_draws_cover_what_computes() -> None:
    assert set(DRAWS) == {entry.name for entry in COMPUTING}


def drawn(entry: Entry, *batch: int) -> list[np.ndarray]:
    return [draw(*batch) for draw in DRAWS[entry.name]]


# ------------------------------------------------------------------ the SymPy form, by its meaning


def exactly(x: Any) -> Any:
    return sp.Float(float(x), DIGITS)


def point(entry: Entry, arguments: list[np.ndarray]) -> tuple[dict[Any, Any], dict[str, np.ndarray]]:
    """Values for the symbols of the statement, and tables for its densities."""
    values: dict[Any, Any] = {sp.Symbol(n, integer=True, positive=True): sp.Integer(K) for n in ("n", "m", "J")}
    tables: dict[str, np.ndarray] = {}
    for name, argument in zip(entry.arguments, arguments, strict=True):
        symbol = entry.symbols[name]
        if isinstance(symbol, Density):
            tables[name] = argument
        elif argument.ndim == 0:
            values[symbol] = exactly(argument)
        else:
            rows = argument.reshape(K, -1)
            values[symbol] = sp.ImmutableMatrix(K, rows.shape[1], [exactly(x) for x in rows.flat])
    return values, tables


def meaning(e: Any, values: dict[Any, Any], tables: dict[str, np.ndarray]) -> Any:
    """The value of a SymPy expression, walked from the top: spaces are finite, vectors are written out."""

    def walk(e: Any) -> Any:
        if e in values:
            return values[e]
        if isinstance(e, Notion):
            return notion(e)
        if isinstance(e, sp.Sum):
            *inner, (variable, low, high) = e.limits
            body = sp.Sum(e.function, *inner) if inner else e.function
            return sp.Add(*(walk(body.subs(variable, i)) for i in range(int(walk(low)), int(walk(high)) + 1)))
        found = e.func(*map(walk, e.args)) if e.args else e
        return found.doit() if isinstance(found, sp.MatrixExpr | sp.Determinant | sp.Trace) else found

    def over(law: Any) -> list[Any]:
        return [walk(law.parts[2].subs(law.parts[0], sp.Integer(k))) for k in range(K)]

    def notion(e: Any) -> Any:
        parts = e.parts
        match e.head:
            case "density":
                return exactly(tables[str(parts[0])][int(parts[1])])
            case "sum":
                return sp.Add(*(walk(parts[2].subs(parts[0], sp.Integer(k))) for k in range(K)))
            case "expect":
                masses = over(parts[1])
                return sp.Add(*(masses[k] * walk(parts[2].subs(parts[0], sp.Integer(k))) for k in range(K)))
            case "kl":
                return sp.Add(*(p * sp.log(p / q) for p, q in zip(*map(over, parts), strict=True)))
            case "js":
                p, q = map(over, parts)
                pairs = list(zip(p, q, strict=True))
                return sp.Add(*(a * sp.log(2 * a / (a + b)) + b * sp.log(2 * b / (a + b)) for a, b in pairs)) / 2
            case "softmax":
                powers = walk(parts[0]).applyfunc(sp.exp)
                return powers / sum(powers)
            case "tabulate":
                return sp.ImmutableMatrix([walk(parts[2].subs(parts[0], i)) for i in range(1, K + 1)])
            case "diag":
                return sp.ImmutableMatrix(sp.diag(*walk(parts[0]).as_explicit()))
            case "index":
                array, place = map(walk, e.parts)
                return sp.ImmutableMatrix(array.row(int(place) - 1)).T
            case "fn":
                return walk(e.parts[0]).applyfunc(lambda x: 1 / (1 + sp.exp(-x)))  # of an array: a sigmoid
            case "norm":
                return sp.sqrt(sum(x**2 for x in walk(parts[0])))
        raise NotImplementedError(e.head)

    return walk(e)


def as_array(value: Any, shape: tuple[int, ...]) -> np.ndarray:
    numbers = list(value) if getattr(value, "is_Matrix", False) else [value]
    return np.array([float(sp.N(x, DIGITS)) for x in numbers]).reshape(shape)


@each
def test_numpy_and_torch_compute_the_sympy_form(entry: Entry) -> None:
    if entry.name in OF_OTHER_ARGUMENTS:
        pytest.skip("computed from other arguments than its symbols; tested below by its formula")
    for _ in range(3):
        arguments = drawn(entry)
        computed = entry.numpy(*arguments)
        values, tables = point(entry, arguments)
        for side in SIDES.get(entry.name, ("rhs",)):
            expected = as_array(meaning(getattr(entry, side), values, tables), np.shape(computed))
            assert_allclose(computed, expected, rtol=1e-12, atol=1e-13)
        assert_allclose(entry.torch(*map(torch.tensor, arguments)).numpy(), computed, rtol=1e-12, atol=1e-13)


# Where the left side has a meaning by itself here, it is held against it too.
SIDES = dict.fromkeys(("kl_divergence", "js_divergence", "gan_value_at_optimum", "softmax_definition"), ("lhs", "rhs"))

# ------------------------------------------------------------------ others have the same quantities


def _normal(mean: np.ndarray, deviation: np.ndarray) -> torch.distributions.Normal:
    return torch.distributions.Normal(torch.tensor(mean), torch.tensor(deviation))


def _multivariate(mean: np.ndarray, cov: np.ndarray) -> torch.distributions.MultivariateNormal:
    return torch.distributions.MultivariateNormal(torch.tensor(mean), torch.tensor(cov))


def _kl(q: Any, p: Any) -> np.ndarray:
    return torch.distributions.kl_divergence(q, p).numpy()  # type: ignore[no-any-return]


def _gap(log_joint: np.ndarray, q: np.ndarray) -> np.ndarray:
    return stats.entropy(q, special.softmax(log_joint, axis=-1), axis=-1)


OTHERS: dict[str, Callable[..., Any]] = {
    "inner_product": lambda x, y: np.einsum("...i,...i", x, y),
    "euclidean_norm": lambda x: np.sqrt(np.square(x).sum(-1)),
    "frobenius_norm": lambda a: np.linalg.norm(a, axis=(-2, -1)),
    "kl_divergence": lambda p, q: stats.entropy(p, q, axis=-1),
    "shannon_entropy": lambda p: stats.entropy(p, axis=-1),
    "cross_entropy_definition": lambda p, q: stats.entropy(p, axis=-1) + special.rel_entr(p, q).sum(-1),
    "js_divergence": lambda p, q: jensenshannon(p, q, axis=-1) ** 2,
    "softmax_definition": lambda x: special.softmax(x, axis=-1),
    "logsumexp_gradient": lambda x: special.softmax(x, axis=-1),
    "logistic_sigmoid": special.expit,
    "hyperbolic_tangent": np.tanh,
    "normal_kl": lambda a, b, c, d: _kl(_normal(a, b), _normal(c, d)),
    "normal_kl_diagonal": lambda a, b, c, d: _kl(_normal(a, b), _normal(c, d)).sum(-1),
    "normal_kl_full": lambda a, b, c, d: _kl(_multivariate(a, b), _multivariate(c, d)),
    "normal_kl_standard": lambda a, b: _kl(_normal(a, b), _normal(0 * a, 0 * b + 1)).sum(-1),
    "normal_cross_term": lambda a, b, c, d: -(_normal(a, b).entropy().numpy() + _kl(_normal(a, b), _normal(c, d))),
    "gan_value_at_optimum": lambda p, g: 2 * jensenshannon(p, g, axis=-1) ** 2 - np.log(4),
    "elbo_gap": _gap,
    "elbo_as_one_expectation": lambda j, q: special.logsumexp(j, axis=-1) - _gap(j, q),
    "log_chain_rule": lambda logs: np.log(np.prod(np.exp(logs), axis=-1)),
    "log_prob_of_scaled_normal": lambda x, m, s: _normal(m, s).log_prob(torch.tensor(x)).numpy(),
    "gan_value": lambda p, g, d: (p * np.log(d) + g * np.log1p(-d)).sum(-1),
    "ar_stationary_variance": lambda b, s: s**2 * sum(b ** (2 * k) for k in range(400)),
    "affine_coupling_log_det": lambda s: np.linalg.slogdet(np.exp(s)[..., None] * np.eye(K))[1],
    "wasserstein_of_point_masses": lambda theta: np.vectorize(lambda t: stats.wasserstein_distance([0.0], [t]))(theta),
    "saturating_gradient": lambda a: -special.expit(a),
    "optimal_discriminator": lambda p, g: special.expit(np.log(p) - np.log(g)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_others_compute_the_same(name: str) -> None:
    entry = getattr(ids, name)
    arguments = drawn(entry, 2, 5)
    expected = OTHERS[name](*arguments)
    assert_allclose(entry.numpy(*arguments), expected, rtol=1e-12, atol=1e-12)
    assert_allclose(entry.torch(*map(torch.tensor, arguments)).numpy(), expected, rtol=1e-12, atol=1e-12)


# ------------------------------------------------------------------ shapes, gradients


@each
def test_batches_are_computed_as_their_parts(entry: Entry) -> None:
    arguments = drawn(entry, 4)
    together = entry.numpy(*arguments)
    apart = [entry.numpy(*(argument[k] for argument in arguments)) for k in range(4)]
    assert_allclose(together, apart, rtol=1e-13, atol=1e-14)
    first, *rest = arguments
    if rest:
        whole = entry.numpy(np.broadcast_to(first[:1], first.shape), *rest)
        assert_allclose(entry.numpy(first[0], *rest), whole, rtol=1e-13, atol=1e-14)


@each
def test_torch_differentiates(entry: Entry) -> None:
    if entry.name == "normal_kl_full":
        mean_q, cov_q, mean_p, cov_p = drawn(entry)
        factors = [torch.tensor(np.linalg.cholesky(c), requires_grad=True) for c in (cov_q, cov_p)]
        means = [torch.tensor(m, requires_grad=True) for m in (mean_q, mean_p)]
        assert torch.autograd.gradcheck(
            lambda m, f, n, g: entry.torch(m, f @ f.mT, n, g @ g.mT), (means[0], factors[0], means[1], factors[1])
        )
        return
    inputs = tuple(torch.tensor(argument, requires_grad=True) for argument in drawn(entry, 2))
    assert torch.autograd.gradcheck(entry.torch, inputs)


# ------------------------------------------------------------------ where the textbook form breaks

STABLE = {
    "a sigmoid far out": (ids.logistic_sigmoid, [np.array([-800.0, 800.0])], [0.0, 1.0]),
    "its derivative": (ids.sigmoid_derivative, [np.array([-40.0, 40.0])], [np.exp(-40.0)] * 2),
    "the derivative of tanh": (ids.tanh_derivative, [np.array([-30.0, 30.0])], [4 * np.exp(-60.0)] * 2),
    "a softmax of large numbers": (ids.softmax_definition, [np.array([1000.0, 1000.0])], [0.5, 0.5]),
    "0 log 0": (ids.kl_divergence, [np.array([1.0, 0.0]), np.array([0.5, 0.5])], np.log(2)),
    "0 log 0 / 0": (ids.kl_divergence, [np.array([1.0, 0.0]), np.array([1.0, 0.0])], 0.0),
    "an outcome that q excludes": (ids.kl_divergence, [np.array([0.5, 0.5]), np.array([1.0, 0.0])], np.inf),
    "disjoint supports": (ids.js_divergence, [np.array([1.0, 0.0]), np.array([0.0, 1.0])], np.log(2)),
    "a sure outcome": (ids.shannon_entropy, [np.array([1.0, 0.0])], 0.0),
    "the best generator": (ids.gan_value_at_optimum, [np.array([0.5, 0.5, 0.0])] * 2, -np.log(4)),
    "an impossible latent value": (ids.elbo_gap, [np.array([0.0, -np.inf]), np.array([1.0, 0.0])], 0.0),
}


@pytest.mark.parametrize(("entry", "arguments", "expected"), STABLE.values(), ids=STABLE.keys())
def test_computation_is_stable(entry: Entry, arguments: list[np.ndarray], expected: Any) -> None:
    with np.errstate(all="raise", under="ignore"):
        assert_allclose(entry.numpy(*arguments), expected, rtol=1e-12, atol=1e-300)
    assert_allclose(entry.torch(*map(torch.tensor, arguments)).numpy(), expected, rtol=1e-12, atol=1e-300)


def test_whole_numbers_are_taken_as_reals() -> None:
    assert ids.logistic_sigmoid.numpy(0) == 0.5
    assert ids.logistic_sigmoid.torch(0) == 0.5


def test_single_precision_stays() -> None:
    assert ids.normal_kl.torch(*(torch.ones(2) for _ in range(4))).dtype is torch.float32
    assert ids.normal_kl.numpy(*(np.ones(2, np.float32) for _ in range(4))).dtype == np.float32
