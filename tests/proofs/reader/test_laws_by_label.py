r"""`P: X \sim N(0, 1)` beside a divergence KL[P || Q]: P is that law of X, and p(x) its density."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

BERNOULLI = (
    "Assume two Bernoulli distributions $P$ and $Q$ specifying the distribution of $X$ as\n\n"
    r"$$\begin{split} P: \; X &\sim \mathrm{Bern}(p_1) \\ Q: \; X &\sim \mathrm{Bern}(p_2) \; . \end{split}$$" + "\n\n"
)
TRUE = [
    r"\mathrm{KL}[P\,||\,Q] = \ln \frac{1-p_1}{1-p_2} + p_1 \cdot \ln \frac{p_1 \, (1-p_2)}{p_2 \, (1-p_1)}",
    r"\mathrm{KL}[P\,||\,Q] = \sum_{x \in \mathcal{X}} p(x) \, \ln \frac{p(x)}{q(x)}",
    r"\mathrm{KL}[P\,||\,Q] = p(X=0) \ln \frac{p(X=0)}{q(X=0)} + p(X=1) \ln \frac{p(X=1)}{q(X=1)}",
    r"\sum_{x \in \{0, 1\}} x \, p(x) + 1 = 1 + p_1",
    r"\mathrm{KL}[P\,||\,Q] = \left\langle \ln \frac{p(x)}{q(x)} \right\rangle_{p(x)}",
    r"D_{KL}(p \| q) = \mathrm{KL}[P\,||\,Q]",
]
FALSE = [
    r"\mathrm{KL}[P\,||\,Q] = \ln \frac{1-p_1}{1-p_2} - p_1 \cdot \ln \frac{p_1 \, (1-p_2)}{p_2 \, (1-p_1)}",
    r"\mathrm{KL}[P\,||\,Q] = p(X=0) \ln \frac{q(X=0)}{p(X=0)} + p(X=1) \ln \frac{q(X=1)}{p(X=1)}",
    r"\sum_{x \in \{0, 1\}} x \, p(x) + 1 = 1 + 2 p_1",
]


@pytest.mark.parametrize("claim", TRUE)
def test_what_is_true_is_proved(claim: str) -> None:
    assert verdicts(f"{BERNOULLI}$$ {claim} $$\n")[-1] == "proved"


@pytest.mark.parametrize("claim", FALSE)
def test_what_is_false_is_refuted(claim: str) -> None:
    assert verdicts(f"{BERNOULLI}$$ {claim} $$\n")[-1] == "refuted"


def test_models_are_no_laws() -> None:
    said = r"$$ m_0: \; y \sim \mathcal{N}(0, 1) $$ $$ m_1: \; y \sim \mathcal{N}(\mu, 1) $$"
    assert verdicts(rf"Consider two models. {said} $$ \mathrm{{E}}[2 y] - \mu = \mu $$")[-1] == "unknown"


def test_a_parameter_of_the_letter_is_no_density() -> None:
    text = r"Let $P = \mathrm{Bern}(p)$ and $Q = \mathrm{Bern}(q)$. $$ \mathrm{KL}(P \| Q) = p(\ln p - \ln q) + {} $$"
    text = text.replace("+ {}", r"+ (1 - p) (\ln(1 - p) - \ln(1 - q))")
    assert verdicts(text)[-1] == "proved"


@pytest.mark.parametrize(
    ("one", "other"),
    [(r"\mathrm{Dir}(\alpha)", r"\mathrm{Dir}(\beta)"), (r"\mathcal{N}(0, 1)", r"\mathcal{N}(1, 1)")],
)
def test_what_holds_of_any_densities_holds_of_these(one: str, other: str) -> None:
    said = rf"Let $P = {one}$ and $Q = {other}$."
    true, false = (rf"\mathrm{{KL}}(P \| Q) = \int p(x) \log \frac{{p(x)}}{{{q}(x)}} \, dx" for q in "qp")
    assert verdicts(f"{said} $$ {true} $$")[-1] == "proved"
    assert verdicts(f"{said} $$ {false} $$")[-1] in ("refuted", "unknown")


def test_an_infinite_divergence_is_not_the_value_of_its_formula() -> None:
    """KL(U(0, 2) || U(0, c)) is infinite for c < 2: that both agree for c > 2 confirms nothing."""
    said = r"Let $P = \mathcal{U}(0, 2)$ and $Q = \mathcal{U}(0, c)$ with"
    claim = r"$$ \mathrm{KL}(P \| Q) = \ln(c/2) $$"
    assert verdicts(f"{said} $c > 0$. {claim}")[-1] == "unknown"
    assert verdicts(f"{said} $c > 2$. {claim}")[-1] in ("proved", "confirmed")
