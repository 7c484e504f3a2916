"""What is drawn from is a distribution, whatever letter it has; estimators are random."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

POLICY = r"Let $\pi_\theta(a)$ be a policy over actions and $J(\theta) = \sum_a \pi_\theta(a) R(a)$."
POSTERIOR = r"Let $q_\phi(z \mid x)$ be the approximate posterior and $p_\theta(x, z) = p_\theta(x \mid z) p(z)$."
ESTIMATOR = r"Let $\hat\theta$ be an estimator of $\theta$."
BOUND = r"\mathbb{E}_{q_\phi(z \mid x)}[\log p_\theta(x \mid z)] - D_{KL}(q_\phi(z \mid x) \| p(z))"


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        (
            POLICY,
            r"\nabla_\theta J(\theta) = \mathbb{E}_{a \sim \pi_\theta}[R(a) \nabla_\theta \log \pi_\theta(a)]",
            r"\nabla_\theta J(\theta) = \mathbb{E}_{a \sim \pi_\theta}[\nabla_\theta \log \pi_\theta(a)]",
        ),
        (
            POLICY,
            r"\mathbb{E}_{a \sim \pi_\theta}[\nabla_\theta \log \pi_\theta(a)] = 0",
            r"\mathbb{E}_{a \sim \pi_\theta}[\nabla_\theta \log \pi_\theta(a)] = 1",
        ),
        (POSTERIOR, rf"\log p_\theta(x) \geq {BOUND}", rf"\log p_\theta(x) \leq {BOUND}"),
        (
            ESTIMATOR,
            r"E[(\hat\theta - \theta)^2] = \mathrm{Var}(\hat\theta) + (E[\hat\theta] - \theta)^2",
            r"E[(\hat\theta - \theta)^2] = \mathrm{Var}(\hat\theta) + E[\hat\theta] - \theta",
        ),
    ],
)
def test_what_is_drawn(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$") == ["proved"]
    assert verdicts(f"{words} $$ {false} $$")[0] in ("refuted", "unknown")


def test_a_distribution_function_is_no_density() -> None:
    assert verdicts(r"Let $X \sim F$ with $F(x) = P(X \leq x)$. $$ F(x) \leq 1 $$")[0] != "refuted"
