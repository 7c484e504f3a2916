"""E_p[f(X)]: what is drawn from p is the X of the body, whatever letter p is written of; p(X) is its density."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

NORMAL = r"Let $p = \mathcal{N}(0, 1)$ and $q = \mathcal{N}(m, 1)$."
CAPITAL = r"Let $P = \mathcal{N}(0, 1)$ and $Q = \mathcal{N}(m, 1)$."
ANY = r"Let $P$ and $Q$ be distributions on $\mathcal{X}$ with densities $p$ and $q$."
PAIRS = [
    (NORMAL, r"\mathbb{E}_q[X^2] = 1 + m^2", r"\mathbb{E}_q[X^2] = 2 + m^2"),
    (NORMAL, r"\mathbb{E}_{q}[\log q(X)] + 1 = 1 - \frac12 \log (2 \pi e)",
     r"\mathbb{E}_{q}[\log q(X)] + 1 = 1 + \frac12 \log (2 \pi e)"),
    (NORMAL, r"2 q(x) = \frac{2}{\sqrt{2\pi}} e^{-(x-m)^2/2}", r"2 q(x) = \frac{1}{\sqrt{2\pi}} e^{-(x-m)^2/2}"),
    (NORMAL, r"\log \frac{p(x)}{q(x)} = \frac{(x-m)^2 - x^2}{2}", r"\log \frac{p(x)}{q(x)} = \frac{x^2 - (x-m)^2}{2}"),
    (CAPITAL, r"\mathbb{E}_Q[X^2] = 1 + m^2", r"\mathbb{E}_Q[X^2] = 2 + m^2"),
    (CAPITAL, r"\mathrm{KL}(P \| Q) = \mathbb{E}_P\left[\log \frac{p(X)}{q(X)}\right]",
     r"\mathrm{KL}(P \| Q) = \mathbb{E}_P\left[\log \frac{q(X)}{p(X)}\right]"),
    (CAPITAL, r"\mathrm{KL}(P \| Q) = \mathbb{E}_p\left[\log \frac{p(X)}{q(X)}\right]",
     r"\mathrm{KL}(P \| Q) = \mathbb{E}_q\left[\log \frac{p(X)}{q(X)}\right]"),
    (ANY, r"\mathbb{E}_Q\left[ \frac{p(X)}{q(X)} f(X) \right] = \mathbb{E}_P[f(X)]",
     r"\mathbb{E}_Q\left[ \frac{q(X)}{p(X)} f(X) \right] = \mathbb{E}_P[f(X)]"),
    (ANY, r"\mathrm{KL}(P \| Q) = \mathbb{E}_{X \sim P}\left[\log \frac{p(X)}{q(X)}\right]",
     r"\mathrm{KL}(P \| Q) = \mathbb{E}_{X \sim Q}\left[\log \frac{p(X)}{q(X)}\right]"),
    (r"Let $X \sim P_\theta$ with density $p_\theta$.",
     r"\mathbb{E}_\theta[\nabla_\theta \log p_\theta(X)] = 0",
     r"\mathbb{E}_\theta[\nabla_\theta \log p_\theta(X)] = 1"),
    (r"Let $p_\theta$ be a density.",
     r"\nabla_\theta \mathbb{E}_{p_\theta}[f(X)] = \mathbb{E}_{p_\theta}[f(X) \nabla_\theta \log p_\theta(X)]",
     r"\nabla_\theta \mathbb{E}_{p_\theta}[f(X)] = \mathbb{E}_{p_\theta}[f(X)^2 \nabla_\theta \log p_\theta(X)]"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "true", "false"), PAIRS)
def test_it_is_what_the_body_speaks_of(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$")[-1] in ("proved", "confirmed")
    assert verdicts(f"{words} $$ {false} $$")[-1] == "refuted"


def test_where_it_may_be_one_of_several_nothing_is_refuted() -> None:
    assert verdicts(rf"{NORMAL} $$ \mathbb{{E}}_q[Y Z^2] + 1 = 1 $$")[-1] in ("unknown", "error")


def test_a_number_before_a_bracket_is_no_density() -> None:
    text = r"Let $p \sim \mathrm{Beta}(2, 3)$ and $q = 1 - p$. $$ p(1 - p) + 1 = p q + 1 $$"
    assert verdicts(text)[-1] == "proved"


def test_a_number_with_a_density_beside_another_is_not_drawn_alone() -> None:
    text = r"Let $(X, Y)$ have joint density $p(x, y)$. $$ \mathbb{E}[X] = \mathbb{E}_Y[\mathbb{E}[X \mid Y]] $$"
    text += r"$$ \mathbb{E}_{X,Y}[X + Y] = \mathbb{E}_X[X] + \mathbb{E}_Y[Y] $$"
    text += r"$$ \mathbb{E}_{X \sim p(x)}[f(X)] = \int f(x) p(x) dx $$"
    assert "refuted" not in verdicts(text)


DRAWN = r"Let $X \sim \mathcal{N}(0, 1)$"


@pytest.mark.parametrize("words", ["and let $P$ be its distribution", "and let $P$ denote the distribution of $X$"])
def test_the_distribution_of_another_is_not_any(words: str) -> None:
    assert verdicts(rf"{DRAWN} {words}. $$ E_P[X^2] = 1 $$")[-1] != "refuted"


def test_a_mean_under_the_density_of_a_variable_is_one_of_it() -> None:
    said = rf"{DRAWN} and let $p$ be the density of $X$. $$ \int p(x) dx = 1 $$"
    assert verdicts(rf"{said} $$ E_p[X^2] + 1 = 2 $$")[-1] == "proved"
    assert verdicts(rf"{said} $$ E_p[X^2] + 1 = 1 $$")[-1] == "refuted"


@pytest.mark.parametrize("claim", [r"E_q[\theta z] = \theta z", r"E_q[A z] = m z", r"E_q[c Y] = c Y", "E_q[a z] = m z"])
def test_where_one_of_several_is_drawn_that_is_to_be_said(claim: str) -> None:
    """Nothing of the body was drawn where none was the variable of q: E[t z] = t z was proved."""
    assert verdicts(rf"Let $q = \mathcal{{N}}(m, 1)$. $$ {claim} $$")[-1] == "error"


@pytest.mark.parametrize("claim", [r"E_q[z^\top z] = z^\top z", "E_q[z] = z"])
def test_what_is_declared_beside_a_law_may_be_what_is_drawn(claim: str) -> None:
    given = r"Let $z \in \mathbb{R}^d$ and $q = \mathcal{N}(0, I)$."
    assert verdicts(rf"{given} $$ {claim} $$")[-1] == "error"
