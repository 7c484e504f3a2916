"""Dice and coins in words."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

TWICE = "A fair die is rolled twice. Let $X$ and $Y$ be the numbers shown."
SUM = "Two fair dice are rolled. Let $S$ be the sum of the numbers shown. Let $X$ and $Y$ be the numbers shown."
FLIPS = "A fair coin is flipped $n$ times. Let $X$ be the number of heads."
BIASED = "A biased coin with probability $p$ of heads is tossed $n$ times. Let $X$ be the number of heads."
BOTH = "A fair coin is tossed twice. Let $X$ be the number of heads and let $Y$ be the number of tails."
DECIDED = {
    (TWICE, r"P(X + Y = 7) = \frac{1}{6}"): True,
    (TWICE, r"P(X = Y) = \frac{1}{36}"): False,
    (SUM, r"\mathrm{Cov}(S, X) = \frac{35}{12}"): True,
    (SUM, r"\mathrm{Cov}(S, X) = 0"): False,
    (FLIPS, r"\mathrm{Var}(X) = \frac{n}{4}"): True,
    (FLIPS, r"\mathrm{Var}(X) = \frac{n}{2}"): False,
    (BIASED, r"P(X = k) = \binom{n}{k} p^k (1 - p)^{n - k}"): True,
    (BIASED, r"\mathrm{Var}(X) = n p"): False,
    (BOTH, r"E[X Y] = \frac{1}{2}"): True,
    (BOTH, r"\mathrm{Cov}(X, Y) = 0"): False,
}


@pytest.mark.parametrize(("given", "claim"), DECIDED)
def test_what_is_counted(given: str, claim: str) -> None:
    found = verdicts(f"{given}\n\n$$ {claim} $$")[-1]
    assert found in (("proved", "confirmed") if DECIDED[given, claim] else ("refuted",))


@pytest.mark.parametrize(
    "given",
    [
        "A fair coin is flipped three times. Let $X$ be the number of heads, given that at least one flip shows heads.",
        "A coin is flipped three times. Let $X$ be the number of heads.",
        "A fair coin is flipped three times. The flips are not independent. Let $X$ be the number of heads.",
        "A fair coin is flipped three times. Let $X$ be the number of heads. Suppose that the first flip shows heads.",
        "A fair coin is flipped three times. Let $X$ be the number of heads in the first $m$ flips.",
    ],
)
def test_a_condition_is_not_passed_over(given: str) -> None:
    for claim in (r"\mathrm{Var}(X) = \frac{3}{4}", r"E[X] = \frac{3}{2}", r"P(X = 3) = \frac{1}{4}"):
        assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] in ("unknown", "assumption")
