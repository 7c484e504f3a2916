"""Entropy and divergences. All in nats; 0 log 0 = 0."""

from typing import Any

from .entry import denied, identity
from .language import (
    C,
    Concave,
    Eq,
    Ge,
    Le,
    Lt,
    Ne,
    Pmf,
    Point,
    Positive,
    Random,
    Real,
    Smooth,
    Unit,
    X,
    bernoulli,
    cross_entropy,
    entropy,
    expect,
    js,
    kl,
    log,
    mean,
    mixture,
    number,
    total,
)


@identity("divergence.kl_discrete")
def kl_divergence(p: Pmf[X], q: Pmf[X]) -> Any:
    """The Kullback-Leibler divergence of q from p, in nats. Infinite where q vanishes and p does not.

    p, q: (.., k), probabilities along the last axis. Gives (..).
    """
    return Eq(kl(p, q), total(X, lambda x: p(x) * log(p(x) / q(x))))


@kl_divergence.computed
def _(a: Any, p: Any, q: Any) -> Any:
    return a.sum(a.xlogy(p, p) - a.xlogy(p, q), axis=-1)


@kl_divergence.neighbour("the fraction is upside down: this is minus the divergence")
def _(p: Pmf[X], q: Pmf[X]) -> Any:
    return Eq(kl(p, q), total(X, lambda x: p(x) * log(q(x) / p(x))))


@identity("divergence.kl_discrete")
def kl_as_minus_log_ratio(p: Pmf[X], q: Pmf[X]) -> Any:
    """The divergence with the fraction turned round and a minus sign."""
    return Eq(kl(p, q), -total(X, lambda x: p(x) * log(q(x) / p(x))))


@identity("divergence.kl_continuous")
def kl_of_densities(p: Pmf[C], q: Pmf[C]) -> Any:
    """The divergence of one density from another."""
    return Eq(kl(p, q), total(C, lambda x: p(x) * log(p(x) / q(x))))


@denied("divergence.kl_asymmetric")
def kl_symmetric(p: Pmf[X], q: Pmf[X]) -> Any:
    """The divergence is not symmetric: a counterexample is the witness."""
    return Eq(kl(p, q), kl(q, p))


@identity("divergence.kl_asymmetric")
def kl_symmetric_at_mirror(t: Unit) -> Any:
    """On two points, a law and its mirror image are equally far from each other both ways."""
    return Eq(kl(bernoulli(t), bernoulli(1 - t)), kl(bernoulli(1 - t), bernoulli(t)))


@identity("divergence.kl_asymmetric")
def kl_self(p: Pmf[X]) -> Any:
    """The divergence of a law from itself."""
    return Eq(kl(p, p), 0)


@identity("divergence.entropy")
def shannon_entropy(p: Pmf[X]) -> Any:
    """The entropy, in nats.

    p: (.., k), probabilities along the last axis. Gives (..).
    """
    return Eq(entropy(p), -total(X, lambda x: p(x) * log(p(x))))


@shannon_entropy.computed
def _(a: Any, p: Any) -> Any:
    return -a.sum(a.xlogy(p, p), axis=-1)


@shannon_entropy.neighbour("the minus sign is missing: an entropy is not negative")
def _(p: Pmf[X]) -> Any:
    return Eq(entropy(p), total(X, lambda x: p(x) * log(p(x))))


@identity("divergence.cross_entropy")
def cross_entropy_definition(p: Pmf[X], q: Pmf[X]) -> Any:
    """The cross-entropy of q under p, in nats.

    p, q: (.., k), probabilities along the last axis. Gives (..).
    """
    return Eq(cross_entropy(p, q), expect(p, lambda x: -log(q(x))))


@cross_entropy_definition.computed
def _(a: Any, p: Any, q: Any) -> Any:
    return -a.sum(a.xlogy(p, q), axis=-1)


@identity("divergence.cross_entropy")
def cross_entropy_eq_entropy_add_kl(p: Pmf[X], q: Pmf[X]) -> Any:
    """Coding with the wrong law costs the divergence on top of the entropy."""
    return Eq(cross_entropy(p, q), entropy(p) + kl(p, q))


@cross_entropy_eq_entropy_add_kl.neighbour("the divergence has its arguments swapped")
def _(p: Pmf[X], q: Pmf[X]) -> Any:
    return Eq(cross_entropy(p, q), entropy(p) + kl(q, p))


# ------------------------------------------------------------------ not negative


@identity("divergence.kl_nonnegative", equality="only for p = q: kl_eq_zero_only_if, kl_self")
def kl_nonneg(p: Pmf[X], q: Pmf[X]) -> Any:
    """Gibbs' inequality."""
    return Ge(kl(p, q), 0)


@kl_nonneg.printed("q has become p inside two fractions: the second step of the printed chain does not follow")
def _(p: Pmf[C], q: Pmf[C]) -> Any:
    return Eq(-total(C, lambda x: p(x) * log(p(x) / q(x))), total(C, lambda x: p(x) * log(p(x) / p(x))))


@kl_nonneg.neighbour("the integrand changes its sign: it is only the sum that does not")
def _(p: Pmf[X], q: Pmf[X], x: Point[X]) -> Any:
    return Ge(p(x) * log(p(x) / q(x)), 0)


@identity("divergence.kl_nonnegative", equality="only for p = q, almost everywhere")
def kl_of_densities_nonneg(p: Pmf[C], q: Pmf[C]) -> Any:
    """Gibbs' inequality for densities."""
    return Ge(kl(p, q), 0)


@identity("divergence.kl_nonnegative")
def kl_eq_zero_only_if(p: Pmf[X], q: Pmf[X], x: Point[X]) -> Any:
    """A divergence of zero is between equal laws."""
    return Eq(p(x), q(x)), Eq(kl(p, q), 0)


@identity("divergence.kl_nonnegative")
def kl_step_to_log_ratio(p: Pmf[C], q: Pmf[C]) -> Any:
    """The first step of the chain: the minus sign turns the fraction round."""
    return Eq(-kl(p, q), total(C, lambda x: p(x) * log(q(x) / p(x))))


@identity("divergence.kl_nonnegative", equality="where q / p is constant, and so 1")
def kl_step_by_jensen(p: Pmf[C], q: Pmf[C]) -> Any:
    """The second step of the chain: the logarithm is concave."""
    return Le(total(C, lambda x: p(x) * log(q(x) / p(x))), log(total(C, lambda x: p(x) * (q(x) / p(x)))))


@identity("divergence.kl_nonnegative", equality="at t = 1 only: log_lt_sub_one")
def log_le_sub_one(t: Positive) -> Any:
    """The tangent of the logarithm at 1 lies above it."""
    return Le(log(t), t - 1)


@identity("divergence.kl_nonnegative")
def log_lt_sub_one(t: Positive) -> Any:
    """The tangent touches at 1 only."""
    return Lt(log(t), t - 1), Ne(t, 1)


# ------------------------------------------------------------------ Jensen-Shannon


@identity("divergence.js")
def js_divergence(p: Pmf[X], q: Pmf[X]) -> Any:
    """The Jensen-Shannon divergence, in nats: between 0 and log 2, finite whatever the supports.

    p, q: (.., k), probabilities along the last axis. Gives (..).
    """
    return Eq(js(p, q), (kl(p, mixture(p, q)) + kl(q, mixture(p, q))) / 2)


@js_divergence.computed
def _(a: Any, p: Any, q: Any) -> Any:
    middle = (p + q) / 2
    return a.sum(a.xlogy(p, p) - a.xlogy(p, middle) + a.xlogy(q, q) - a.xlogy(q, middle), axis=-1) / 2


@js_divergence.neighbour("the divergence of the mixture from each, not of each from the mixture")
def _(p: Pmf[X], q: Pmf[X]) -> Any:
    return Eq(js(p, q), (kl(mixture(p, q), p) + kl(mixture(p, q), q)) / 2)


@identity("gan.js_symmetric")
def js_symmetric(p: Pmf[X], q: Pmf[X]) -> Any:
    """The Jensen-Shannon divergence is symmetric."""
    return Eq(js(p, q), js(q, p))


@identity("divergence.js", equality="only for p = q: js_eq_zero_only_if, js_self")
def js_nonneg(p: Pmf[X], q: Pmf[X]) -> Any:
    """A mean of two divergences is not negative."""
    return Ge(js(p, q), 0)


@identity("divergence.js")
def js_self(p: Pmf[X]) -> Any:
    """The Jensen-Shannon divergence of a law from itself."""
    return Eq(js(p, p), 0)


@identity("divergence.js")
def js_eq_zero_only_if(p: Pmf[X], q: Pmf[X], x: Point[X]) -> Any:
    """A divergence of zero is between equal laws."""
    return Eq(p(x), q(x)), Eq(js(p, q), 0)


@identity("divergence.js", equality="for disjoint supports")
def js_le_log_two(p: Pmf[X], q: Pmf[X]) -> Any:
    """The mixture gives each at least half of its probability back."""
    return Le(js(p, q), log(2))


@js_le_log_two.neighbour("log 2 is the least upper bound")
def _(p: Pmf[X], q: Pmf[X]) -> Any:
    return Le(js(p, q), log(2) / 4)


@identity("divergence.js")
def js_as_entropies(p: Pmf[X], q: Pmf[X]) -> Any:
    """The entropy of the mixture beyond the mean of the entropies."""
    return Eq(js(p, q), entropy(mixture(p, q)) - (entropy(p) + entropy(q)) / 2)


@js_as_entropies.neighbour("the entropies of the parts count half each")
def _(p: Pmf[X], q: Pmf[X]) -> Any:
    return Eq(js(p, q), entropy(mixture(p, q)) - entropy(p) - entropy(q) + number(1, 2))


# ------------------------------------------------------------------ concave functions


@identity("divergence.concave_trick", equality="for a constant X, or where psi is straight on the range of X")
def jensen_concave(psi: Concave, X: Random) -> Any:
    """The mean of a concave function is at most the function of the mean."""
    return Le(mean(psi(X)), psi(mean(X)))


@jensen_concave.neighbour("the direction for a convex function")
def _(psi: Concave, X: Random) -> Any:
    return Ge(mean(psi(X)), psi(mean(X)))


@jensen_concave.neighbour("without concavity")
def _(psi: Smooth, X: Random) -> Any:
    return Le(mean(psi(X)), psi(mean(X)))


@identity("divergence.concave_trick")
def chord_as_mean(psi: Smooth, x: Real, y: Real, t: Unit) -> Any:
    """A point of a chord is the mean of psi over an X that is x with probability t, and y otherwise."""
    return Eq(expect(bernoulli(t), lambda b: psi(b * x + (1 - b) * y)), t * psi(x) + (1 - t) * psi(y))


@identity("divergence.concave_trick")
def chord_point_as_mean(x: Real, y: Real, t: Unit) -> Any:
    """The mean of that X is the point below."""
    return Eq(expect(bernoulli(t), lambda b: b * x + (1 - b) * y), t * x + (1 - t) * y)


@identity("divergence.concave_trick")
def concave_of_jensen(psi: Smooth, x: Real, y: Real, t: Unit) -> Any:
    """So a function for which the inequality holds for every X, and so for that one, is concave."""
    return (
        Ge(psi(t * x + (1 - t) * y), t * psi(x) + (1 - t) * psi(y)),
        Le(
            expect(bernoulli(t), lambda b: psi(b * x + (1 - b) * y)),
            psi(expect(bernoulli(t), lambda b: b * x + (1 - b) * y)),
        ),
    )
