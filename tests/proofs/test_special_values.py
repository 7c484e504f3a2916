"""Where whole numbers and matrices of full rank are special, others are tried; what is assumed and holds anyway."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

REALS = r"Let $x, y \in \mathbb{R}$."
MATRICES = r"Let $A, B \in \mathbb{R}^{n \times n}$."
SHOWN = ("proved", "confirmed")


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        (REALS, r"\lfloor x + y \rfloor = \lfloor x \rfloor + \lfloor y \rfloor"),
        (REALS, r"\lfloor x y \rfloor = \lfloor x \rfloor \lfloor y \rfloor"),
        (REALS, r"\lfloor x \rfloor < x"),
        (MATRICES, r"\operatorname{rank}(A B) = \operatorname{rank}(B A)"),
        (MATRICES, r"\operatorname{rank}(A B) = \min(\operatorname{rank}(A), \operatorname{rank}(B))"),
        (MATRICES, r"\operatorname{rank}(A^2) = \operatorname{rank}(A)"),
        (r"Let $\sigma(x) = \frac{1}{1 + e^{-x}}$.", r"\sigma'(x) = \sigma(x)^2"),
        (r"Let $\sigma(x) = \frac{1}{1 + e^{-x}}$.", r"\sigma(x) \geq \frac12"),
    ],
)
def test_what_fails_at_others_is_refuted(words: str, claim: str) -> None:
    assert verdicts(f"{words} $$ {claim} $$") == ["refuted"]


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        (REALS, r"\lfloor x + 1 \rfloor = \lfloor x \rfloor + 1"),
        (REALS, r"\lfloor x + y \rfloor \geq \lfloor x \rfloor + \lfloor y \rfloor"),
        (MATRICES, r"\operatorname{rank}(A^\top A) = \operatorname{rank}(A)"),
        (MATRICES, r"\operatorname{rank}(A B) \leq \min(\operatorname{rank}(A), \operatorname{rank}(B))"),
        (r"Let $\sigma(x) = \frac{1}{1 + e^{-x}}$.", r"\tanh(x) = 2 \sigma(2x) - 1"),
    ],
)
def test_what_holds_at_all_is_not(words: str, claim: str) -> None:
    assert verdicts(f"{words} $$ {claim} $$")[0] in SHOWN


@pytest.mark.parametrize(
    "claim",
    [
        r"\operatorname{tr}(\log A) = \log \det A",
        r"\det e^A = e^{\operatorname{tr} A}",
        r"\exp(A + B) = \exp(A) \exp(B)",
    ],
)
def test_the_series_of_a_matrix_may_be_that_of_its_entries(claim: str) -> None:
    assert verdicts(f"{MATRICES} $$ {claim} $$") == ["error"]


def test_a_power_of_zero_is_one_where_its_exponent_vanishes() -> None:
    text = (
        r"Let $U \sim \mathrm{Bern}(p)$ and let $s$ be a real number. $$ \mathrm{E}[U^2] = \mathrm{E}[U^{4 - 2 s}] $$"
    )
    assert verdicts(text)[-1] in ("refuted", "unknown")  # it fails at s = 2 alone
