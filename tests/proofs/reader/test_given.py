"""`y | x ~ N(x, 1)` is a law of y where x is known: neither the law of y nor that of x."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

NORMALS = r"Let $x \sim \mathcal{N}(m, v)$ with $v > 0$ and $y \mid x \sim \mathcal{N}(x, 1)$."
CHAIN = r"Let $x \sim \mathcal{N}(0, 1)$, $y \mid x \sim \mathcal{N}(x, 1)$ and $z \mid y \sim \mathcal{N}(y, 1)$."
FACTORS = (
    r"Let $W \in \mathbb{R}^{d \times k}$, $\sigma > 0$, $z \sim \mathcal{N}(0, I)$ and "
    r"$x \mid z \sim \mathcal{N}(W z, \sigma^2 I)$."
)


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        (NORMALS, r"\mathrm{Var}(y) = v + 1", r"\mathrm{Var}(y) = 1"),
        (NORMALS, r"\mathrm{E}[x] = m", r"\mathrm{Var}(x) = 1"),
        (NORMALS, r"\mathrm{E}[y \mid x] = x", r"\mathrm{E}[x y] = m^2"),
        (NORMALS, r"y \sim \mathcal{N}(m, v + 1)", r"y \sim \mathcal{N}(m, v)"),
        (CHAIN, r"\mathrm{Var}(z) = 3", r"\mathrm{Var}(z) = 2"),
        (CHAIN, r"\mathrm{Cov}(x, z) = 1", r"\mathrm{Cov}(x, z) = 0"),
        (FACTORS, r"\mathrm{E}[x x^\top] = W W^\top + \sigma^2 I", r"\mathrm{E}[x x^\top] = W W^\top"),
    ],
)
def test_a_normal_law_given_another_variable(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$") == ["proved"]
    assert verdicts(f"{words} $$ {false} $$") == ["refuted"]


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        (r"Let $x \sim \mathcal{N}(0, 1)$ and $y \mid x \sim \mathcal{N}(x, x^2)$.", r"\mathrm{Var}(y) = 1"),
        (r"Let $x \sim \mathcal{N}(0, 1)$ and $y \mid x \sim \mathcal{N}(x, x^2)$.", r"\mathrm{E}[x y] = 0"),
        (r"Let $t \sim \text{Beta}(a, b)$ and $x \mid t \sim \text{Bin}(n, t)$.", r"\mathrm{E}[x] = n t"),
        (r"Let $t \sim \text{Beta}(a, b)$ and $x \mid t \sim \text{Bin}(n, t)$.", r"\mathrm{E}[t] = n"),
        (NORMALS[:-1] + r" and $u \sim \mathcal{N}(0, 1)$.", r"\mathrm{Cov}(y, u) = 0"),
    ],
)
def test_nothing_false_is_shown_of_others(words: str, claim: str) -> None:
    assert verdicts(f"{words} $$ {claim} $$")[0] not in ("proved", "confirmed")
