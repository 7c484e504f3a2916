"""Probability and statistics basics."""

from typing import Any

from .entry import identity
from .language import (
    C,
    Eq,
    Joint,
    N,
    Pmf,
    Point,
    PositiveVector,
    Random,
    Real,
    Statistic,
    X,
    Y,
    Z,
    at,
    expect,
    independent,
    log,
    mean,
    probability,
    product,
    total,
    variance,
)


@identity("prob.marginal")
def marginal(P: Joint, x: Point[X]) -> Any:
    """A marginal is a sum of the joint."""
    return Eq(P(x), total(Y, lambda y: P(x, y)))


@identity("prob.product_rule")
def product_rule_of_probability(P: Joint, x: Point[X], y: Point[Y]) -> Any:
    """The joint is the conditional times the marginal."""
    return Eq(P(x, y), P(x, given=y) * P(y))


@identity("prob.normalisation")
def conditional_normalised(P: Joint, y: Point[Y]) -> Any:
    """A conditional sums to one."""
    return Eq(total(X, lambda x: P(x, given=y)), 1)


@conditional_normalised.printed("the sum of the joint over x alone is P(y)")
def _(P: Joint, y: Point[Y]) -> Any:
    return Eq(total(X, lambda x: P(x, y)), 1)


@identity("prob.conditional")
def conditional(P: Joint, x: Point[X], y: Point[Y]) -> Any:
    """The conditional, where P(y) > 0."""
    return Eq(P(x, given=y), P(x, y) / P(y))


@identity("prob.bayes")
def bayes(P: Joint, x: Point[X], y: Point[Y]) -> Any:
    """Bayes' rule."""
    return Eq(P(x, given=y), P(x) * P(y, given=x) / P(y))


@bayes.neighbour("the conditional turned round, as if it were symmetric")
def _(P: Joint, x: Point[X], y: Point[Y]) -> Any:
    return Eq(P(x, given=y), P(y, given=x))


@bayes.neighbour("the prior and the evidence have changed places")
def _(P: Joint, x: Point[X], y: Point[Y]) -> Any:
    return Eq(P(x, given=y), P(y) * P(y, given=x) / P(x))


@identity("prob.iid")
def probability_of_independent(X: Random, Y: Random, W: Random, a: Real, b: Real, c: Real) -> Any:
    """The joint probability of values of independent variables is the product of the probabilities."""
    return (
        Eq(
            probability(Eq(X, a), Eq(Y, b), Eq(W, c)),
            probability(Eq(X, a)) * probability(Eq(Y, b)) * probability(Eq(W, c)),
        ),
        independent(X, Y, W),
    )


@identity("prob.iid")
def iid_normalised(p: Pmf[X]) -> Any:
    """Such a product is a pmf of the pair."""
    return Eq(total(X, lambda x: total(X, lambda y: p(x) * p(y))), 1)


@identity("prob.iid")
def iid_log_likelihood(q: PositiveVector[N]) -> Any:
    """The log-likelihood of n independent draws, of probability q_i each, is a sum.

    q: (.., n). Gives (..).
    """
    return Eq(log(product(N, lambda i: at(q, i))), total(N, lambda i: log(at(q, i))))


@iid_log_likelihood.computed
def _(a: Any, q: Any) -> Any:
    return a.sum(a.log(q), axis=-1)


@identity("prob.independence")
def conditional_of_independent(P: Joint, x: Point[X], y: Point[Y]) -> Any:
    """Where the joint is the product of the marginals, conditioning changes nothing."""
    return Eq(P(y, given=x), P(y)), Eq(P(x, y), P(x) * P(y))


@identity("prob.independence")
def independent_of_conditional(P: Joint, x: Point[X], y: Point[Y]) -> Any:
    """Where conditioning changes nothing, the joint is the product of the marginals."""
    return Eq(P(x, y), P(x) * P(y)), Eq(P(y, given=x), P(y))


@independent_of_conditional.printed("the marginal of y is lost")
def _(P: Joint, x: Point[X], y: Point[Y]) -> Any:
    return Eq(P(x, y), P(x)), Eq(P(y, given=x), P(y))


@identity("prob.expectation")
def expectation_as_sum(P: Pmf[X], f: Statistic[X]) -> Any:
    """The mean of a function of a discrete variable."""
    return Eq(expect(P, lambda x: f(x)), total(X, lambda x: P(x) * f(x)))


@identity("prob.expectation")
def expectation_as_integral(P: Pmf[C], f: Statistic[C]) -> Any:
    """The mean of a function of a continuous variable."""
    return Eq(expect(P, lambda x: f(x)), total(C, lambda x: P(x) * f(x)))


@identity("prob.variance")
def variance_as_sum(P: Pmf[X], f: Statistic[X]) -> Any:
    """The variance of a function of a discrete variable: summed around its mean, or by its moments."""
    middle = expect(P, lambda x: f(x))
    return Eq(total(X, lambda x: (f(x) - middle) ** 2 * P(x)), expect(P, lambda x: f(x) ** 2) - middle**2)


@identity("prob.variance")
def variance_as_moments(X: Random) -> Any:
    """The variance is the second moment less the squared mean."""
    return Eq(variance(X), mean(X**2) - mean(X) ** 2)


@variance_as_moments.neighbour("the mean of the square and the square of the mean have changed places")
def _(X: Random) -> Any:
    return Eq(variance(X), mean(X) ** 2 - mean(X**2))


@identity("prob.variance")
def variance_definition(X: Random) -> Any:
    """The mean squared distance from the mean."""
    return Eq(variance(X), mean((X - mean(X)) ** 2))


@identity("prob.expectation_linear")
def mean_of_sum(X: Random, Y: Random) -> Any:
    """The mean of a sum, of independent variables or not."""
    return Eq(mean(X + Y), mean(X) + mean(Y))


@identity("prob.expectation_linear")
def mean_of_multiple(a: Real, X: Random) -> Any:
    """The mean of a multiple."""
    return Eq(mean(a * X), a * mean(X))


@identity("prob.expectation_constant")
def mean_of_constant(p: Pmf[X], c: Real) -> Any:
    """The mean of a constant."""
    return Eq(expect(p, lambda x: c), c)


@identity("prob.expectation_constant")
def log_evidence_as_mean(P: Joint, q: Pmf[Z], x: Point[X]) -> Any:
    """The log-probability of a given x as a mean over z, on which it does not depend."""
    return Eq(log(P(x)), expect(q, lambda z: log(P(x))))


@log_evidence_as_mean.neighbour("the joint does depend on z")
def _(P: Joint, q: Pmf[Z], x: Point[X]) -> Any:
    return Eq(log(P(x)), expect(q, lambda z: log(P(x, z))))


@identity("prob.expectation_idempotent")
def mean_of_mean(X: Random) -> Any:
    """A mean is a constant."""
    return Eq(mean(mean(X)), mean(X))


@identity("prob.expectation_idempotent")
def tower_rule(X: Random, Y: Random) -> Any:
    """The mean of the conditional mean is the mean."""
    return Eq(mean(mean(X, Y)), mean(X))
