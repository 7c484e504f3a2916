"""Generative adversarial networks: the optimal discriminator, and what the generator then minimises.

p is the law of the data, g that of the generator, D(x) in (0, 1) the discriminator. All in nats.
"""

from typing import Any

from .entry import identity
from .language import (
    Discriminator,
    Eq,
    Ge,
    Joint,
    Le,
    Lt,
    M,
    N,
    Ne,
    Pmf,
    Point,
    Positive,
    PositiveVector,
    Real,
    Smooth,
    Statistic,
    Unit,
    Vector,
    X,
    Y,
    at,
    derivative,
    exp,
    expect,
    integral,
    js,
    kl,
    law,
    log,
    mixture,
    norm_one,
    normal,
    number,
    sigmoid,
    total,
)

# ------------------------------------------------------------------ the game


def cross_entropy_loss(y: Any, d: Any) -> Any:
    """Of a discriminator that says d of what is data (y = 1) or made (y = 0)."""
    return -(y * log(d) + (1 - y) * log(1 - d))


@identity("gan.discriminator_loss")
def discriminator_loss(p: Pmf[X], g: Pmf[X], D: Discriminator[X]) -> Any:
    """The mean cross-entropy of a discriminator that is shown data and made points alike often, in nats."""
    return Eq(
        expect(p, lambda x: cross_entropy_loss(1, D(x))) / 2 + expect(g, lambda x: cross_entropy_loss(0, D(x))) / 2,
        -(expect(p, lambda x: log(D(x))) + expect(g, lambda x: log(1 - D(x)))) / 2,
    )


@discriminator_loss.printed("the minus sign is lost between the lines")
def _(p: Pmf[X], g: Pmf[X], D: Discriminator[X]) -> Any:
    return Eq(
        expect(p, lambda x: cross_entropy_loss(1, D(x))) / 2 + expect(g, lambda x: cross_entropy_loss(0, D(x))) / 2,
        (expect(p, lambda x: log(D(x))) + expect(g, lambda x: log(1 - D(x)))) / 2,
    )


@identity("gan.value_function")
def gan_value(p: Pmf[X], g: Pmf[X], D: Discriminator[X]) -> Any:
    """The value of the game, in nats: what the discriminator raises and the generator lowers.

    p, g, D: (.., k), probabilities and outputs along the last axis. Gives (..).
    """
    return Eq(
        expect(p, lambda x: log(D(x))) + expect(g, lambda x: log(1 - D(x))),
        total(X, lambda x: p(x) * log(D(x)) + g(x) * log(1 - D(x))),
    )


@gan_value.computed
def _(a: Any, p: Any, g: Any, d: Any) -> Any:
    return a.sum(a.xlogy(p, d) + a.xlogy(g, 1 - d), axis=-1)


@identity("gan.value_function")
def generated_expectation(D: Smooth, m: Real, s: Positive) -> Any:
    """A mean over what the generator makes of noise is one over its law: of G(z) = m + s z, that is N(m, s^2)."""
    return Eq(
        expect(normal(0, 1), lambda z: log(1 - sigmoid(D(m + s * z)))),
        expect(normal(m, s**2), lambda x: log(1 - sigmoid(D(x)))),
    )


@identity("gan.generator_optimum", equality="only for p = g: gan_equal_at_minimum")
def generator_lowers_best_value(p: Pmf[X], g: Pmf[X]) -> Any:
    """Against the best discriminator no generator does better than the one that has the law of the data."""
    return Ge(
        expect(p, lambda x: log(p(x) / (p(x) + g(x)))) + expect(g, lambda x: log(g(x) / (p(x) + g(x)))),
        expect(p, lambda x: log(p(x) / (p(x) + p(x)))) + expect(p, lambda x: log(p(x) / (p(x) + p(x)))),
    )


@generator_lowers_best_value.printed("the generator minimises: the law of the data does not give the greatest value")
def _(p: Pmf[X], g: Pmf[X]) -> Any:
    return Le(
        expect(p, lambda x: log(p(x) / (p(x) + g(x)))) + expect(g, lambda x: log(g(x) / (p(x) + g(x)))),
        expect(p, lambda x: log(p(x) / (p(x) + p(x)))) + expect(p, lambda x: log(p(x) / (p(x) + p(x)))),
    )


# ------------------------------------------------------------------ the discriminator, at one point


@identity("gan.optimal_discriminator")
def discriminator_stationary(a: Positive, b: Positive, y: Unit) -> Any:
    """a log y + b log(1 - y) is stationary at a / (a + b)."""
    return Eq(derivative(y, a * log(y) + b * log(1 - y), at=a / (a + b)), 0)


@discriminator_stationary.neighbour("that is the share of the generator")
def _(a: Positive, b: Positive, y: Unit) -> Any:
    return Eq(derivative(y, a * log(y) + b * log(1 - y), at=b / (a + b)), 0)


@identity("gan.optimal_discriminator")
def discriminator_second_derivative(a: Positive, b: Positive, y: Unit) -> Any:
    """The second derivative of a log y + b log(1 - y)."""
    return Eq(derivative(y, derivative(y, a * log(y) + b * log(1 - y))), -a / y**2 - b / (1 - y) ** 2)


@identity("gan.optimal_discriminator")
def discriminator_concave(a: Positive, b: Positive, y: Unit) -> Any:
    """a log y + b log(1 - y) is strictly concave on (0, 1), so its stationary point is its only maximum."""
    return Lt(-a / y**2 - b / (1 - y) ** 2, 0)


@identity(
    "gan.optimal_discriminator",
    equality="at y = a / (a + b) only: discriminator_bound_reached, discriminator_bound_only_at_optimum",
)
def discriminator_bound(a: Positive, b: Positive, y: Unit) -> Any:
    """The greatest value of a log y + b log(1 - y)."""
    return Le(a * log(y) + b * log(1 - y), a * log(a / (a + b)) + b * log(b / (a + b)))


@identity("gan.optimal_discriminator")
def discriminator_bound_reached(a: Positive, b: Positive) -> Any:
    """At a / (a + b) the bound is reached: what it leaves to 1 - y is b / (a + b)."""
    return Eq(a * log(a / (a + b)) + b * log(1 - a / (a + b)), a * log(a / (a + b)) + b * log(b / (a + b)))


@identity("gan.optimal_discriminator")
def discriminator_bound_only_at_optimum(a: Positive, b: Positive, y: Unit) -> Any:
    """Away from a / (a + b) the value is less."""
    return (
        Lt(a * log(y) + b * log(1 - y), a * log(a / (a + b)) + b * log(b / (a + b))),
        Ne(y, a / (a + b)),
    )


@identity("gan.optimal_discriminator")
def optimal_discriminator_at_equal(p: Pmf[X], x: Point[X]) -> Any:
    """A perfect generator leaves the best discriminator with a half."""
    return Eq(p(x) / (p(x) + p(x)), number(1, 2))


@identity("gan.optimal_discriminator")
def optimal_discriminator(p: Pmf[X], g: Pmf[X], x: Point[X], y: Unit) -> Any:
    """The best output of a discriminator at x, whatever the generator: p(x) / (p(x) + g(x)).

    p, g: probabilities or densities at a point, of any shapes that broadcast; positive in one of the two.
    """
    return Eq(derivative(y, p(x) * log(y) + g(x) * log(1 - y), at=p(x) / (p(x) + g(x))), 0)


@optimal_discriminator.printed("the sheet asks for p = g: the output is then 1/2, and the formula holds for every g")
def _(p: Pmf[X], g: Pmf[X], x: Point[X]) -> Any:
    return Eq(p(x) / (p(x) + g(x)), number(1, 2))


@optimal_discriminator.computed
def _(_a: Any, p: Any, g: Any) -> Any:
    return p / (p + g)


# ------------------------------------------------------------------ the value of the game


@identity("gan.js_objective")
def gan_value_at_optimum(p: Pmf[X], g: Pmf[X]) -> Any:
    """The value of the game against the best discriminator, in nats: -log 4 and twice the Jensen-Shannon divergence.

    p, g: (.., k), probabilities along the last axis. Gives (..).
    """
    return Eq(
        expect(p, lambda x: log(p(x) / (p(x) + g(x)))) + expect(g, lambda x: log(1 - p(x) / (p(x) + g(x)))),
        -log(4) + 2 * js(p, g),
    )


@gan_value_at_optimum.computed
def _(a: Any, p: Any, g: Any) -> Any:
    return a.sum(a.xlogy(p, p) + a.xlogy(g, g) - a.xlogy(p, p + g) - a.xlogy(g, p + g), axis=-1)


@gan_value_at_optimum.printed("p / (p + g) is no law: the divergences are from the mixture (p + g) / 2")
def _(p: Pmf[X], g: Pmf[X]) -> Any:
    return Eq(
        -log(4) + kl(p, law(X, lambda x: p(x) / (p(x) + g(x)))) + kl(g, law(X, lambda x: g(x) / (p(x) + g(x)))),
        -log(4) + 2 * js(p, g),
    )


@gan_value_at_optimum.neighbour("the Jensen-Shannon divergence counts twice")
def _(p: Pmf[X], g: Pmf[X]) -> Any:
    return Eq(
        expect(p, lambda x: log(p(x) / (p(x) + g(x)))) + expect(g, lambda x: log(1 - p(x) / (p(x) + g(x)))),
        -log(4) + js(p, g),
    )


@identity("gan.js_objective")
def gan_value_as_divergences(p: Pmf[X], g: Pmf[X]) -> Any:
    """The value of the game against the best discriminator, by divergences from the mixture."""
    return Eq(
        expect(p, lambda x: log(p(x) / (p(x) + g(x)))) + expect(g, lambda x: log(g(x) / (p(x) + g(x)))),
        -log(4) + kl(p, mixture(p, g)) + kl(g, mixture(p, g)),
    )


@identity("gan.global_minimum", equality="only for p = g: gan_value_at_equal, gan_equal_at_minimum")
def gan_value_ge(p: Pmf[X], g: Pmf[X]) -> Any:
    """No generator gets below -log 4."""
    return Ge(expect(p, lambda x: log(p(x) / (p(x) + g(x)))) + expect(g, lambda x: log(g(x) / (p(x) + g(x)))), -log(4))


@identity("gan.global_minimum")
def gan_value_at_equal(p: Pmf[X]) -> Any:
    """A generator that has the law of the data reaches -log 4."""
    return Eq(expect(p, lambda x: log(p(x) / (p(x) + p(x)))) + expect(p, lambda x: log(p(x) / (p(x) + p(x)))), -log(4))


@identity("gan.global_minimum")
def gan_equal_at_minimum(p: Pmf[X], g: Pmf[X], x: Point[X]) -> Any:
    """Only a generator that has the law of the data does: -log 4 is reached where the divergence vanishes."""
    return Eq(p(x), g(x)), Eq(js(p, g), 0)


# ------------------------------------------------------------------ saturation


@identity("gan.non_saturating")
def saturating_gradient(a: Real) -> Any:
    """The generator's gradient in the logit a of D, as the game has it.

    a: of any shape.
    """
    return Eq(derivative(a, log(1 - sigmoid(a))), -sigmoid(a))


@saturating_gradient.computed
def _(x: Any, a: Any) -> Any:
    return -x.sigmoid(a)


@identity("gan.non_saturating")
def non_saturating_gradient(a: Real) -> Any:
    """The generator's gradient in the logit a of D where it raises log D instead.

    a: of any shape.
    """
    return Eq(derivative(a, log(sigmoid(a))), 1 - sigmoid(a))


@non_saturating_gradient.computed
def _(x: Any, a: Any) -> Any:
    return x.sigmoid(-a)


@identity("gan.non_saturating")
def saturating_gradient_vanishes(a: Real) -> Any:
    """Where the discriminator sees through the generator, as a goes to -inf, the first is exponentially small."""
    return Le(abs(-sigmoid(a)), exp(a))


@identity("gan.non_saturating")
def non_saturating_gradient_stays(a: Real) -> Any:
    """There the second tends to 1."""
    return Ge(1 - sigmoid(a), 1 - exp(a))


@non_saturating_gradient_stays.neighbour("the gradient of the game itself does not stay")
def _(a: Real) -> Any:
    return Ge(sigmoid(a), 1 - exp(a))


@identity("gan.non_saturating")
def non_saturating_same_direction(a: Real) -> Any:
    """The two point the same way, the second exp(-a) times as far: what one leaves fixed, so does the other."""
    return Eq(-derivative(a, log(sigmoid(a))), exp(-a) * derivative(a, log(1 - sigmoid(a))))


@identity("gan.js_saturates")
def js_of_disjoint(p: PositiveVector[N], q: PositiveVector[M]) -> Any:
    """Two laws with nothing in common, p on n points and q on m others: each is twice the mixture on its own points.

    The sum of the Jensen-Shannon divergence, written out over the two supports.
    """
    return (
        Eq(
            total(N, lambda i: at(p, i) * log(at(p, i) / (at(p, i) / 2))) / 2
            + total(M, lambda j: at(q, j) * log(at(q, j) / (at(q, j) / 2))) / 2,
            log(2),
        ),
        Eq(total(N, lambda i: at(p, i)), 1),
        Eq(total(M, lambda j: at(q, j)), 1),
    )


@identity("gan.js_saturates")
def wasserstein_of_point_masses(theta: Real) -> Any:
    """The Wasserstein-1 distance of point masses at 0 and theta, as that of their quantiles: all are 0, all theta.

    theta: of any shape.
    """
    return Eq(integral(0, 1, lambda u: abs(0 - theta)), abs(theta))


@wasserstein_of_point_masses.computed
def _(a: Any, theta: Any) -> Any:
    return a.abs(theta)


@identity("gan.js_saturates")
def wasserstein_by_distribution_functions(theta: Positive) -> Any:
    """The same distance, as the area between the two distribution functions: they differ by 1 from 0 to theta."""
    return Eq(integral(0, theta, lambda t: 1 - 0), theta)


# ------------------------------------------------------------------ Pix2Pix


@identity("gan.pix2pix")
def conditional_gan_value(p: Joint, g: Joint, D: Discriminator[X], y: Point[Y]) -> Any:
    """The value of the conditional game at an input y is minus the discriminator's two cross-entropies."""
    return Eq(
        expect(p.law(X, given=y), lambda x: log(D(x))) + expect(g.law(X, given=y), lambda x: log(1 - D(x))),
        -expect(p.law(X, given=y), lambda x: cross_entropy_loss(1, D(x)))
        - expect(g.law(X, given=y), lambda x: cross_entropy_loss(0, D(x))),
    )


@conditional_gan_value.printed("the one and the logarithm have changed places in the second term")
def _(p: Joint, g: Joint, D: Discriminator[X], y: Point[Y]) -> Any:
    return Eq(
        expect(p.law(X, given=y), lambda x: log(D(x))) + expect(g.law(X, given=y), lambda x: 1 - log(D(x))),
        -expect(p.law(X, given=y), lambda x: cross_entropy_loss(1, D(x)))
        - expect(g.law(X, given=y), lambda x: cross_entropy_loss(0, D(x))),
    )


@identity("gan.pix2pix_l1")
def l1_loss(y: Vector[N], g: Vector[N]) -> Any:
    """The L1 distance of an image from a made one.

    y, g: (.., n). Gives (..).
    """
    return Eq(norm_one(y - g), total(N, lambda i: abs(at(y, i) - at(g, i))))


@l1_loss.computed
def _(a: Any, y: Any, g: Any) -> Any:
    return a.sum(a.abs(y - g), axis=-1)


@identity("gan.pix2pix_l1", equality="for y = g")
def l1_loss_nonneg(y: Vector[N], g: Vector[N]) -> Any:
    """A distance is not negative."""
    return Ge(norm_one(y - g), 0)


@identity("gan.pix2pix_l1")
def pix2pix_objective(p: Pmf[X], u: Statistic[X], d: Statistic[X], l: Real) -> Any:  # noqa: E741
    """The L1 loss counts l times, in the mean as for each image: u is its term of the game, d its distance."""
    return Eq(expect(p, lambda x: u(x)) + l * expect(p, lambda x: d(x)), expect(p, lambda x: u(x) + l * d(x)))
