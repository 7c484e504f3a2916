"""A number that is known to lie past a point, and the smaller and the larger of two numbers."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

EXPONENTIAL = r"Let $X \sim \operatorname{Exp}(\lambda)$ with $\lambda > 0$ and let $t > 0$."
UNIFORM = r"Let $X$ be uniform on $(0, 1)$ and $0 < a < 1$."
NORMAL = r"Let $X \sim \mathcal{N}(0, 1)$ with density $\phi$ and distribution function $\Phi$."
RACE = (
    r"Let $X \sim \operatorname{Exp}(\lambda)$ and $Y \sim \operatorname{Exp}(\mu)$ be independent, $\lambda, \mu > 0$."
)
SQUARE = r"Let $X$ and $Y$ be independent and uniform on $[0, 1]$. Put $M = \max(X, Y)$ and $m = \min(X, Y)$."
UNTOLD = r"Let $X \sim \operatorname{Exp}(1)$ and $Y \sim \operatorname{Exp}(1)$."
SHOWN = {
    EXPONENTIAL: (
        r"E[X \mid X > t] = t + \frac{1}{\lambda}", r"\operatorname{Var}(X \mid X > t) = \frac{1}{\lambda^2}",
        r"E[X \mathbf{1}_{\{X > t\}}] = (t + \frac{1}{\lambda}) e^{-\lambda t}",
        r"E[X] = E[X \mid X > t] P(X > t) + E[X \mid X \leq t] P(X \leq t)"),
    UNIFORM: (r"E[X \mid X > a] = \frac{1 + a}{2}", r"\operatorname{Var}(X \mid X < a) = \frac{a^2}{12}"),
    NORMAL: (r"E[X \mid X > t] = \frac{\phi(t)}{1 - \Phi(t)}", r"\Phi(-t) = 1 - \Phi(t)", r"\phi'(t) = -t \phi(t)"),
    RACE: (
        r"P(X < Y) = \frac{\lambda}{\lambda + \mu}", r"P(\min(X, Y) > 1) = e^{-\lambda - \mu}",
        r"E[\min(X, Y)] = \frac{1}{\lambda + \mu}",
        r"E[\max(X, Y)] = \frac{1}{\lambda} + \frac{1}{\mu} - \frac{1}{\lambda + \mu}"),
    SQUARE: ("P(M \\leq t) = t^2", r"E[M] = \frac{2}{3}", r"E[M - m] = \frac{1}{3}", r"E[|X - Y|] = \frac{1}{3}"),
}  # fmt: skip
FALSE = {
    EXPONENTIAL: (r"E[X \mid X > t] = \frac{1}{\lambda}", "E[X \\mid X > t] = t", r"E[X \mid X < t] = \frac{t}{2}"),
    UNIFORM: (r"E[X \mid X > a] = \frac{1}{2}", r"\operatorname{Var}(X \mid X < a) = \frac{1}{12}"),
    NORMAL: (r"E[X \mid X > t] = \frac{\phi(t)}{\Phi(t)}", r"\Phi(-t) = -\Phi(t)"),
    RACE: (r"P(X < Y) = \frac{\mu}{\lambda + \mu}", r"E[\min(X, Y)] = \frac{1}{\lambda} + \frac{1}{\mu}"),
    SQUARE: ("P(M \\leq t) = t", r"E[m] = \frac{1}{2}", r"P(X < Y) = \frac{1}{3}"),
}


@pytest.mark.parametrize(("given", "claim"), [(given, claim) for given in SHOWN for claim in SHOWN[given]])
def test_what_holds_is_shown(given: str, claim: str) -> None:
    assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] in ("proved", "confirmed")


@pytest.mark.parametrize(("given", "claim"), [(given, claim) for given in FALSE for claim in FALSE[given]])
def test_what_does_not_is_refuted(given: str, claim: str) -> None:
    assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] == "refuted"


@pytest.mark.parametrize("claim", [r"P(X < Y) = \frac{1}{2}", r"E[\min(X, Y)] = \frac{1}{2}"])
def test_how_two_numbers_hang_together_is_to_be_said(claim: str) -> None:
    assert verdicts(f"{UNTOLD}\n\n$$ {claim} $$")[-1] == "unknown"
