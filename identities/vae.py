"""Variational autoencoders: the evidence lower bound, and divergences of normal distributions. All in nats.

A normal distribution is given by its mean and its standard deviation, or by its mean and its covariance matrix.
"""

import math
from typing import Any

from .entry import identity
from .language import (
    Eq,
    Ge,
    Gt,
    J,
    Joint,
    N,
    Point,
    Positive,
    PositiveDefinite,
    PositiveVector,
    Real,
    Smooth,
    Smooth2,
    Vector,
    Whole,
    X,
    Z,
    at,
    density_of,
    derivative,
    det,
    diag,
    expect,
    identity_matrix,
    kl,
    log,
    normal,
    pi,
    scalar,
    squares,
    total,
    tr,
    zero,
)

LOG_TWO_PI = math.log(2 * math.pi)

# ------------------------------------------------------------------ normal distributions


@identity("vae.gaussian_kl", equality="for equal parameters")
def normal_kl(mu_q: Real, sigma_q: Positive, mu_p: Real, sigma_p: Positive) -> Any:
    """The divergence D(q || p) of normal distributions of one variable, in nats.

    Means and standard deviations, of any shapes that broadcast.
    """
    return Eq(
        kl(normal(mu_q, sigma_q**2), normal(mu_p, sigma_p**2)),
        (log(sigma_p**2 / sigma_q**2) + (sigma_q**2 + (mu_q - mu_p) ** 2) / sigma_p**2 - 1) / 2,
    )


@normal_kl.computed
def _(a: Any, mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return a.log(sigma_p) - a.log(sigma_q) + ((sigma_q / sigma_p) ** 2 + ((mu_q - mu_p) / sigma_p) ** 2 - 1) / 2


@normal_kl.neighbour("the variances in the logarithm have changed places")
def _(mu_q: Real, sigma_q: Positive, mu_p: Real, sigma_p: Positive) -> Any:
    return Eq(
        kl(normal(mu_q, sigma_q**2), normal(mu_p, sigma_p**2)),
        (log(sigma_q**2 / sigma_p**2) + (sigma_q**2 + (mu_q - mu_p) ** 2) / sigma_p**2 - 1) / 2,
    )


@identity("vae.gaussian_kl", equality="for equal parameters")
def normal_kl_diagonal(mu_q: Vector[J], sigma_q: PositiveVector[J], mu_p: Vector[J], sigma_p: PositiveVector[J]) -> Any:
    """The divergence D(q || p) of normal distributions with independent components, in nats.

    Means and standard deviations: (.., J). Gives (..).
    """
    return Eq(
        kl(normal(mu_q, diag(squares(sigma_q))), normal(mu_p, diag(squares(sigma_p)))),
        total(
            J,
            lambda j: (
                log(at(sigma_p, j) ** 2 / at(sigma_q, j) ** 2)
                + (at(sigma_q, j) ** 2 + (at(mu_q, j) - at(mu_p, j)) ** 2) / at(sigma_p, j) ** 2
                - 1
            ),
        )
        / 2,
    )


@normal_kl_diagonal.computed
def _(a: Any, mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    scale, distance = sigma_q / sigma_p, (mu_q - mu_p) / sigma_p
    return a.sum(scale**2 + distance**2 - 1 - 2 * a.log(scale), axis=-1) / 2


@normal_kl_diagonal.printed(
    "the right side is (with a J missing in its first term) the cross term E_q[log p], no divergence: normal_cross_term"
)
def _(mu_q: Vector[J], sigma_q: PositiveVector[J], mu_p: Vector[J], sigma_p: PositiveVector[J]) -> Any:
    return Eq(
        -kl(normal(mu_p, diag(squares(sigma_p))), normal(mu_q, diag(squares(sigma_q)))),
        -log(2 * pi()) / 2
        - total(J, lambda j: log(at(sigma_p, j) ** 2)) / 2
        - total(J, lambda j: (at(sigma_q, j) ** 2 + (at(mu_q, j) - at(mu_p, j)) ** 2) / at(sigma_p, j) ** 2) / 2,
    )


@identity("vae.gaussian_kl", equality="for equal parameters")
def normal_kl_full(mu_q: Vector[N], Sigma_q: PositiveDefinite[N], mu_p: Vector[N], Sigma_p: PositiveDefinite[N]) -> Any:
    """The divergence D(q || p) of normal distributions with full covariance, in nats.

    Means: (.., n), covariance matrices: (.., n, n), positive definite. Gives (..).
    """
    d = mu_p - mu_q
    return Eq(
        kl(normal(mu_q, Sigma_q), normal(mu_p, Sigma_p)),
        (tr(Sigma_p.I * Sigma_q) + scalar(d.T * Sigma_p.I * d) - mu_q.shape[0] + log(det(Sigma_p) / det(Sigma_q))) / 2,
    )


@normal_kl_full.computed
def _(a: Any, mu_q: Any, Sigma_q: Any, mu_p: Any, Sigma_p: Any) -> Any:
    lower_q, lower_p = a.linalg.cholesky(Sigma_q), a.linalg.cholesky(Sigma_p)
    spread, distance = a.lower_solve(lower_p, lower_q), a.lower_solve(lower_p, (mu_p - mu_q)[..., None])
    squared = a.sum(spread**2, axis=(-2, -1)) + a.sum(distance**2, axis=(-2, -1)) - mu_q.shape[-1]
    return squared / 2 + a.sum(a.log(a.diagonal(lower_p)) - a.log(a.diagonal(lower_q)), axis=-1)


@normal_kl_full.neighbour("the covariance of q weighs the distance, not that of p")
def _(mu_q: Vector[N], Sigma_q: PositiveDefinite[N], mu_p: Vector[N], Sigma_p: PositiveDefinite[N]) -> Any:
    d = mu_p - mu_q
    return Eq(
        kl(normal(mu_q, Sigma_q), normal(mu_p, Sigma_p)),
        (tr(Sigma_p.I * Sigma_q) + scalar(d.T * Sigma_q.I * d) - mu_q.shape[0] + log(det(Sigma_p) / det(Sigma_q))) / 2,
    )


@identity("vae.gaussian_kl", equality="for mu = 0 and sigma = 1")
def normal_kl_standard(mu: Vector[J], sigma: PositiveVector[J]) -> Any:
    """The divergence of a normal distribution with independent components from N(0, I): the VAE's, in nats.

    Mean and standard deviations: (.., J). Gives (..).
    """
    return Eq(
        kl(normal(mu, diag(squares(sigma))), normal(zero(J), identity_matrix(J))),
        total(J, lambda j: at(mu, j) ** 2 + at(sigma, j) ** 2 - 1 - log(at(sigma, j) ** 2)) / 2,
    )


@normal_kl_standard.computed
def _(a: Any, mu: Any, sigma: Any) -> Any:
    return a.sum(mu**2 + sigma**2 - 1 - 2 * a.log(sigma), axis=-1) / 2


@normal_kl_standard.neighbour("minus the divergence, as in the objective that is maximised")
def _(mu: Vector[J], sigma: PositiveVector[J]) -> Any:
    return Eq(
        kl(normal(mu, diag(squares(sigma))), normal(zero(J), identity_matrix(J))),
        total(J, lambda j: 1 + log(at(sigma, j) ** 2) - at(mu, j) ** 2 - at(sigma, j) ** 2) / 2,
    )


@identity("vae.gaussian_kl")
def normal_cross_term(mu_q: Real, sigma_q: Positive, mu_p: Real, sigma_p: Positive) -> Any:
    """The mean of the log-density of p under q, minus their cross-entropy, in nats.

    Means and standard deviations, of any shapes that broadcast.
    """
    return Eq(
        expect(normal(mu_q, sigma_q**2), lambda z: log(density_of(normal(mu_p, sigma_p**2), z))),
        -(log(2 * pi()) + log(sigma_p**2) + (sigma_q**2 + (mu_q - mu_p) ** 2) / sigma_p**2) / 2,
    )


@normal_cross_term.computed
def _(a: Any, mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return -a.log(sigma_p) - ((sigma_q / sigma_p) ** 2 + ((mu_q - mu_p) / sigma_p) ** 2 + LOG_TWO_PI) / 2


# ------------------------------------------------------------------ the evidence lower bound


@identity("vae.elbo")
def elbo_decomposition(p: Joint, q: Joint, x: Point[X]) -> Any:
    """The log-evidence is the reconstruction, less the divergence from the prior, and the gap."""
    return Eq(
        log(p(x)),
        expect(q.law(Z, given=x), lambda z: log(p(x, given=z)))
        - kl(q.law(Z, given=x), p.law(Z))
        + kl(q.law(Z, given=x), p.law(Z, given=x)),
    )


@elbo_decomposition.printed("the last divergence is not negative, but the whole, a log-evidence, may be")
def _(p: Joint, q: Joint, x: Point[X]) -> Any:
    return Ge(
        expect(q.law(Z, given=x), lambda z: log(p(x, given=z)))
        - kl(q.law(Z, given=x), p.law(Z))
        + kl(q.law(Z, given=x), p.law(Z, given=x)),
        0,
    )


@elbo_decomposition.neighbour("the divergence from the prior is turned round")
def _(p: Joint, q: Joint, x: Point[X]) -> Any:
    return Eq(
        log(p(x)),
        expect(q.law(Z, given=x), lambda z: log(p(x, given=z)))
        - kl(p.law(Z), q.law(Z, given=x))
        + kl(q.law(Z, given=x), p.law(Z, given=x)),
    )


@identity("vae.elbo", equality="where q(z|x) is the posterior p(z|x)")
def elbo_le_log_evidence(p: Joint, q: Joint, x: Point[X]) -> Any:
    """The evidence lower bound is one."""
    return Ge(log(p(x)), expect(q.law(Z, given=x), lambda z: log(p(x, given=z))) - kl(q.law(Z, given=x), p.law(Z)))


@identity("vae.elbo")
def elbo_gap(p: Joint, q: Joint, x: Point[X]) -> Any:
    """What the bound lacks is the divergence from the posterior, in nats.

    For a latent variable with k values: log p(x, z) and q(z|x) along the last axis, (.., k). Gives (..).
    """
    return Eq(
        log(p(x)) - expect(q.law(Z, given=x), lambda z: log(p(x, z) / q(z, given=x))),
        kl(q.law(Z, given=x), p.law(Z, given=x)),
    )


@elbo_gap.computed
def _(a: Any, log_joint: Any, q: Any) -> Any:
    log_posterior = log_joint - a.logsumexp(log_joint)[..., None]
    return a.sum(a.xlogy(q, q) - q * a.where(q == 0, a.zeros_like(q), log_posterior), axis=-1)


@identity("vae.elbo")
def elbo_as_one_expectation(p: Joint, q: Joint, x: Point[X]) -> Any:
    """The objective of the VAE as one expectation, in nats.

    For a latent variable with k values: log p(x, z) and q(z|x) along the last axis, (.., k). Gives (..).
    """
    return Eq(
        expect(q.law(Z, given=x), lambda z: log(p(x, given=z))) - kl(q.law(Z, given=x), p.law(Z)),
        expect(q.law(Z, given=x), lambda z: log(p(x, z) / q(z, given=x))),
    )


@elbo_as_one_expectation.computed
def _(a: Any, log_joint: Any, q: Any) -> Any:
    return a.sum(q * a.where(q == 0, a.zeros_like(q), log_joint) - a.xlogy(q, q), axis=-1)


# ------------------------------------------------------------------ the reparameterised gradient


@identity("vae.reparameterisation")
def reparameterised_density(mu: Real, sigma: Positive, e: Real) -> Any:
    """z = mu + sigma e has the density N(mu, sigma^2): p(z) dz = p(e) de, with dz = sigma de."""
    return Eq(
        density_of(normal(mu, sigma**2), mu + sigma * e) * derivative(e, mu + sigma * e), density_of(normal(0, 1), e)
    )


@reparameterised_density.neighbour("without the dz / de that keeps the mass")
def _(mu: Real, sigma: Positive, e: Real) -> Any:
    return Eq(density_of(normal(mu, sigma**2), mu + sigma * e), density_of(normal(0, 1), e))


@identity("vae.reparameterisation")
def reparameterised_mean(f: Smooth, mu: Real, sigma: Positive) -> Any:
    """A mean under N(mu, sigma^2) is one under the standard normal law, of mu + sigma e."""
    return Eq(expect(normal(mu, sigma**2), lambda z: f(z)), expect(normal(0, 1), lambda e: f(mu + sigma * e)))


@reparameterised_mean.neighbour("the noise is scaled by the variance, not by the deviation")
def _(f: Smooth, mu: Real, sigma: Positive) -> Any:
    return Eq(expect(normal(mu, sigma**2), lambda z: f(z)), expect(normal(0, 1), lambda e: f(mu + sigma**2 * e)))


@identity("vae.reparameterisation")
def reparameterised_sample(mu: Real, sigma: Positive, e: Real) -> Any:
    """The sample z = mu + sigma e, of which e is the standardised value.

    mu, sigma, e: of any shapes that broadcast.
    """
    return Eq((mu + sigma * e - mu) / sigma, e)


@identity("vae.reparameterisation")
def reparameterised_variance(mu: Real, sigma: Positive) -> Any:
    """The sample has the variance sigma^2 about its mean mu."""
    return Eq(expect(normal(0, 1), lambda e: (mu + sigma * e - mu) ** 2), sigma**2)


@identity("vae.reparameterisation")
def sample_derivative_by_mean(mu: Real, sigma: Positive, e: Real) -> Any:
    """The sample moves with its mean."""
    return Eq(derivative(mu, mu + sigma * e), 1)


@identity("vae.reparameterisation")
def sample_derivative_by_deviation(mu: Real, sigma: Positive, e: Real) -> Any:
    """The sample moves with its deviation by the noise."""
    return Eq(derivative(sigma, mu + sigma * e), e)


@identity("vae.mc_gradient")
def reparameterised_gradient(f: Smooth, g: Smooth2, phi: Real) -> Any:
    """The gradient of a mean over z = g(e, phi) is the mean of the gradients: the noise does not depend on phi."""
    return Eq(
        derivative(phi, expect(normal(0, 1), lambda e: f(g(e, phi)))),
        expect(normal(0, 1), lambda e: f.prime(g(e, phi)) * g.prime(e, phi, by=1)),
    )


@reparameterised_gradient.neighbour("the chain rule stops at the sample")
def _(f: Smooth, g: Smooth2, phi: Real) -> Any:
    return Eq(
        derivative(phi, expect(normal(0, 1), lambda e: f(g(e, phi)))),
        expect(normal(0, 1), lambda e: f.prime(g(e, phi))),
    )


@identity("vae.mc_gradient")
def normal_gradient_by_mean(f: Smooth, mu: Real, sigma: Positive) -> Any:
    """The gradient by the mean of a normal law, through the sample."""
    return Eq(
        derivative(mu, expect(normal(0, 1), lambda e: f(mu + sigma * e))),
        expect(normal(0, 1), lambda e: f.prime(mu + sigma * e)),
    )


@identity("vae.mc_gradient")
def normal_gradient_by_deviation(f: Smooth, mu: Real, sigma: Positive) -> Any:
    """The gradient by the deviation of a normal law, through the sample."""
    return Eq(
        derivative(sigma, expect(normal(0, 1), lambda e: f(mu + sigma * e))),
        expect(normal(0, 1), lambda e: f.prime(mu + sigma * e) * e),
    )


@identity("vae.mc_gradient")
def score_function_gradient(f: Smooth, mu: Real, sigma: Positive) -> Any:
    """The same gradient without a derivative of f: the score of the law weighs its values."""
    return Eq(
        derivative(mu, expect(normal(mu, sigma**2), lambda z: f(z))),
        expect(normal(mu, sigma**2), lambda z: f(z) * (z - mu) / sigma**2),
    )


@identity("vae.mc_gradient")
def sample_mean_unbiased(f: Smooth, n: Whole) -> Any:
    """The mean over n samples has the mean of one: each of them has it, and means add up."""
    return Eq(total(N, lambda i: expect(normal(0, 1), lambda e: f(e))) / n, expect(normal(0, 1), lambda e: f(e)))


@sample_mean_unbiased.neighbour("the sum of the samples is not divided by their number")
def _(f: Smooth, n: Whole) -> Any:
    return Eq(total(N, lambda i: expect(normal(0, 1), lambda e: f(e))), expect(normal(0, 1), lambda e: f(e)))


@identity("vae.mc_gradient")
def pathwise_variance(mu: Real, sigma: Positive) -> Any:
    """For f(z) = z^2 the gradient 2 mu by the mean, through the sample: the variance of 2 z."""
    return Eq(expect(normal(mu, sigma**2), lambda z: (2 * z) ** 2) - (2 * mu) ** 2, 4 * sigma**2)


@identity("vae.mc_gradient")
def score_function_variance(mu: Real, sigma: Positive) -> Any:
    """The same gradient by the score: the variance of z^2 (z - mu) / sigma^2."""
    return Eq(
        expect(normal(mu, sigma**2), lambda z: (z**2 * (z - mu) / sigma**2) ** 2) - (2 * mu) ** 2,
        mu**4 / sigma**2 + 14 * mu**2 + 15 * sigma**2,
    )


@identity("vae.mc_gradient", equality="never")
def score_function_variance_greater(mu: Real, sigma: Positive) -> Any:
    """For f(z) = z^2 the score's variance is greater than that through the sample, for all parameters."""
    return Gt(mu**4 / sigma**2 + 14 * mu**2 + 15 * sigma**2, 4 * sigma**2)


@identity("vae.backprop")
def elbo_for_sampling(p: Joint, q: Joint, x: Point[X]) -> Any:
    """The objective as one mean, of log p(x, z) / q(z|x): what is averaged over samples z_k, and differentiated."""
    return Eq(
        expect(q.law(Z, given=x), lambda z: log(p(x, given=z))) - kl(q.law(Z, given=x), p.law(Z)),
        expect(q.law(Z, given=x), lambda z: log(p(x, z) / q(z, given=x))),
    )


@identity("vae.backprop")
def elbo_gradient(w: Smooth2, g: Smooth2, phi: Real) -> Any:
    """The gradient of a mean of w(z, phi) over z = g(e, phi): through the sample, and through w itself.

    With w = log p(x, z) / q(z|x), where q depends on phi, it is the mean of the gradients that backpropagation gives.
    """
    return Eq(
        derivative(phi, expect(normal(0, 1), lambda e: w(g(e, phi), phi))),
        expect(
            normal(0, 1),
            lambda e: w.prime(g(e, phi), phi) * g.prime(e, phi, by=1) + w.prime(g(e, phi), phi, by=1),
        ),
    )


@elbo_gradient.neighbour("the sample is held fixed")
def _(w: Smooth2, g: Smooth2, phi: Real) -> Any:
    return Eq(
        derivative(phi, expect(normal(0, 1), lambda e: w(g(e, phi), phi))),
        expect(normal(0, 1), lambda e: w.prime(g(e, phi), phi, by=1)),
    )


# ------------------------------------------------------------------ beta


@identity("vae.beta")
def beta_objective(p: Joint, q: Joint, x: Point[X], beta: Real) -> Any:
    """What a beta-VAE minimises: minus the evidence lower bound, and the divergence beta - 1 times more."""
    return Eq(
        -expect(q.law(Z, given=x), lambda z: log(p(x, given=z))) + beta * kl(q.law(Z, given=x), p.law(Z)),
        -expect(q.law(Z, given=x), lambda z: log(p(x, z) / q(z, given=x)))
        + (beta - 1) * kl(q.law(Z, given=x), p.law(Z)),
    )


@beta_objective.printed("the sign of the reconstruction: minimising it would make the data unlikely")
def _(p: Joint, q: Joint, x: Point[X], beta: Real) -> Any:
    return Eq(
        expect(q.law(Z, given=x), lambda z: log(p(x, given=z))) + beta * kl(q.law(Z, given=x), p.law(Z)),
        -expect(q.law(Z, given=x), lambda z: log(p(x, z) / q(z, given=x)))
        + (beta - 1) * kl(q.law(Z, given=x), p.law(Z)),
    )


@identity("vae.beta")
def beta_one_objective(p: Joint, q: Joint, x: Point[X]) -> Any:
    """For beta = 1 it is the VAE's: minus the evidence lower bound."""
    return Eq(
        -expect(q.law(Z, given=x), lambda z: log(p(x, given=z))) + 1 * kl(q.law(Z, given=x), p.law(Z)),
        -expect(q.law(Z, given=x), lambda z: log(p(x, z) / q(z, given=x))),
    )


@identity("vae.beta", equality="where q(z|x) is the posterior p(z|x), and either beta = 1 or that is the prior")
def beta_objective_ge(p: Joint, q: Joint, x: Point[X], b: Positive) -> Any:
    """With beta = 1 + b above 1 it is still a bound on minus the log-evidence, a looser one."""
    return Ge(
        -expect(q.law(Z, given=x), lambda z: log(p(x, given=z))) + (1 + b) * kl(q.law(Z, given=x), p.law(Z)),
        -log(p(x)),
    )
