"""Named laws against SciPy: densities, moments, divergences; rules that reproduce moments."""

from __future__ import annotations

from itertools import product
from math import exp, log, prod, sqrt

import pytest
from flint import arb, fmpq
from scipy import integrate, stats

from probatum.proofs.claim import Claim
from probatum.proofs.errors import DomainError
from probatum.proofs.numeric import laws
from probatum.proofs.numeric.refute import refute
from probatum.proofs.terms.build import ZERO, entropy, kl, named, number
from probatum.proofs.terms.sorts import REAL

Q = fmpq
LAWS = {
    "normal": ([Q(1, 2), Q(3)], stats.norm(0.5, sqrt(3))),
    "exponential": ([Q(3, 2)], stats.expon(scale=2 / 3)),
    "gamma": ([Q(5, 2), Q(3)], stats.gamma(2.5, scale=1 / 3)),
    "beta": ([Q(2), Q(7, 2)], stats.beta(2, 3.5)),
    "uniform": ([Q(-1), Q(3)], stats.uniform(-1, 4)),
    "laplace": ([Q(1, 2), Q(2)], stats.laplace(0.5, 2)),
    "lognormal": ([Q(1, 4), Q(1, 2)], stats.lognorm(sqrt(0.5), scale=exp(0.25))),
    "poisson": ([Q(5, 2)], stats.poisson(2.5)),
    "geometric": ([Q(1, 3)], stats.geom(1 / 3)),
}


@pytest.mark.parametrize("name", LAWS)
def test_moments(name: str) -> None:
    parameters, reference = LAWS[name]
    found = laws.moments(name, parameters, 4)
    assert found is not None
    assert [float(arb(m)) for m in found] == pytest.approx([1, *(reference.moment(k) for k in range(1, 5))], rel=1e-8)


@pytest.mark.parametrize("top", [3, 4])
def test_a_multivariate_rule_is_right_up_to_its_degree(top: int) -> None:
    """Up to degree 3 by points that differ from the mean in one place; those of degree 4 need all combinations."""
    mean = [Q(1, 3), Q(-2), Q(5)]
    covariance = [[Q(4), Q(1), Q(-1)], [Q(1), Q(3), Q(1, 2)], [Q(-1), Q(1, 2), Q(2)]]
    rule = laws.polynomial_rule("normal", [mean, covariance], top)
    assert rule is not None
    assert len(rule) == {3: 10, 4: 125}[top]

    def average(*places: int) -> fmpq:
        return sum((weight * prod((at[k] - mean[k] for k in places), start=Q(1)) for at, weight in rule), Q(0))

    assert average() == 1
    for i, j, k in product(range(3), repeat=3):
        assert (average(i), average(i, j), average(i, j, k)) == (0, covariance[i][j], 0)
    fourth = covariance[0][0] * covariance[1][1] + 2 * covariance[0][1] ** 2
    assert (average(0, 0, 1, 1) == fourth) is (top == 4)


@pytest.mark.parametrize("name", LAWS)
def test_densities(name: str) -> None:
    parameters, reference = LAWS[name]
    discrete = name in ("poisson", "geometric")
    for point in (Q(1), Q(2)) if discrete else (Q(1, 3), Q(2, 3)):
        at = float(arb(point))
        expected = reference.pmf(at) if discrete else reference.pdf(at)
        assert float(arb(laws.Density(name, parameters)(point))) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", ["bernoulli", "binomial", "categorical"])
def test_finite_masses_sum_to_one(name: str) -> None:
    parameters = {"bernoulli": [Q(1, 3)], "binomial": [Q(5), Q(2, 7)], "categorical": [[Q(1, 2), Q(1, 3), Q(1, 6)]]}
    masses = laws.finite_masses(name, parameters[name])
    assert masses is not None
    assert sum((mass for _, mass in masses), Q(0)) == 1


def test_a_rule_has_the_moments_it_was_made_of() -> None:
    moments = laws.moments("gamma", [Q(5, 2), Q(3)], 6)
    assert moments is not None
    rule = laws.moment_rule(moments)
    for k in range(7):
        assert sum((weight * point**k if k else weight for point, weight in rule), Q(0)) == moments[k]


def test_a_multivariate_rule_has_the_covariance() -> None:
    mean = [Q(1), Q(-2)]
    covariance = [[Q(2), Q(1)], [Q(1), Q(3)]]
    rule = laws.polynomial_rule("normal", [mean, covariance], 2)
    assert rule is not None
    for i in range(2):
        assert sum((w * p[i] for p, w in rule), Q(0)) == mean[i]
        for j in range(2):
            second = sum((w * p[i] * p[j] for p, w in rule), Q(0))
            assert second - mean[i] * mean[j] == covariance[i][j]


CONTINUOUS = ["normal", "exponential", "gamma", "beta", "uniform", "lognormal"]


def _law(name: str, parameters: list[fmpq]):
    return named(name, REAL, *(number(f"{p.p}/{p.q}") for p in parameters))


def _value(left) -> float:
    """What the refuter says a closed term is, from a claim that is false."""
    found = refute(Claim(left, "=", number(12345)))
    return float(found.counterexample.lhs)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", CONTINUOUS)
def test_entropies(name: str) -> None:
    parameters, reference = LAWS[name]
    assert _value(entropy(_law(name, parameters))) == pytest.approx(float(reference.entropy()), rel=1e-6)


PAIRS = [("normal", "normal"), ("exponential", "exponential"), ("gamma", "gamma"), ("beta", "beta"),
         ("exponential", "normal"), ("gamma", "exponential"), ("beta", "uniform"), ("lognormal", "gamma")]  # fmt: skip
OTHER = {
    "normal": ([Q(-1), Q(2)], stats.norm(-1, sqrt(2))),
    "exponential": ([Q(1, 2)], stats.expon(scale=2)),
    "gamma": ([Q(3), Q(1)], stats.gamma(3, scale=1)),
    "beta": ([Q(3), Q(2)], stats.beta(3, 2)),
    "uniform": ([Q(-1), Q(2)], stats.uniform(-1, 3)),
}


@pytest.mark.parametrize(("one", "other"), [pair for pair in PAIRS if pair != ("lognormal", "gamma")])
def test_divergences(one: str, other: str) -> None:
    (mine, p), (theirs, q) = LAWS[one], OTHER[other]
    low, high = p.support()
    low, high = max(low, -40), min(high, 60)
    expected, _ = integrate.quad(lambda x: p.pdf(x) * (p.logpdf(x) - q.logpdf(x)), low, high, limit=400)
    assert _value(kl(_law(one, mine), _law(other, theirs))) == pytest.approx(expected, rel=1e-5, abs=1e-7)


def test_a_divergence_beyond_the_support_is_undefined() -> None:
    claim = Claim(kl(_law("normal", [Q(0), Q(1)]), _law("exponential", [Q(1)])), "=", ZERO)
    found = refute(claim)
    assert "infinite divergence" in " ".join(found.domain)


@pytest.mark.parametrize(("name", "parameters"), [("normal", [Q(0), Q(-1)]), ("bernoulli", [Q(2)]),
                                                  ("uniform", [Q(1), Q(0)]), ("gamma", [Q(1), Q(0)])])  # fmt: skip
def test_parameters_are_checked(name: str, parameters: list[fmpq]) -> None:
    with pytest.raises(DomainError):
        laws.check(name, parameters)


def test_logarithms_under_beta() -> None:
    expected, _ = integrate.quad(lambda x: stats.beta(2, 3.5).pdf(x) * log(x), 0, 1)
    assert float(laws.mean_statistic("beta", [Q(2), Q(7, 2)], "log x")) == pytest.approx(expected, rel=1e-7)
