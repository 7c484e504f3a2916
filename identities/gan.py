"""Generative adversarial networks: the optimal discriminator, and what the generator then minimises.

p is the law of the data, g that of the generator. All in nats.
"""

from typing import Any

from .entry import identity
from .language import (
    Eq,
    Ge,
    Le,
    Lt,
    Pmf,
    Point,
    Positive,
    Unit,
    X,
    derivative,
    expect,
    js,
    kl,
    law,
    log,
    mixture,
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


@identity("gan.optimal_discriminator", equality="at y = a / (a + b) only")
def discriminator_bound(a: Positive, b: Positive, y: Unit) -> Any:
    """The greatest value of a log y + b log(1 - y)."""
    return Le(a * log(y) + b * log(1 - y), a * log(a / (a + b)) + b * log(b / (a + b)))


@identity("gan.optimal_discriminator")
def optimal_discriminator(p: Pmf[X], g: Pmf[X], x: Point[X], y: Unit) -> Any:
    """The best output of a discriminator at x, whatever the generator: p(x) / (p(x) + g(x)).

    p, g: probabilities or densities at a point, of any shapes that broadcast; positive in one of the two.
    """
    return Eq(derivative(y, p(x) * log(y) + g(x) * log(1 - y), at=p(x) / (p(x) + g(x))), 0)


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
        -log(4)
        + kl(p, law(X, lambda x: p(x) / (p(x) + g(x))))
        + kl(g, law(X, lambda x: g(x) / (p(x) + g(x)))),
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
    return Ge(
        expect(p, lambda x: log(p(x) / (p(x) + g(x)))) + expect(g, lambda x: log(g(x) / (p(x) + g(x)))), -log(4)
    )


@identity("gan.global_minimum")
def gan_value_at_equal(p: Pmf[X]) -> Any:
    """A generator that has the law of the data reaches -log 4."""
    return Eq(
        expect(p, lambda x: log(p(x) / (p(x) + p(x)))) + expect(p, lambda x: log(p(x) / (p(x) + p(x)))), -log(4)
    )


@identity("gan.global_minimum")
def gan_equal_at_minimum(p: Pmf[X], g: Pmf[X], x: Point[X]) -> Any:
    """Only a generator that has the law of the data does: -log 4 is reached where the divergence vanishes."""
    return Eq(p(x), g(x)), Eq(js(p, g), 0)
