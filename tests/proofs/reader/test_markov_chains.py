"""Markov chains and conditional independence: what they say of densities and of entropies."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

CHAIN = r"Let $X \to Y \to Z$ be a Markov chain."
LONGER = r"Let $W \to X \to Y \to Z$ be a Markov chain."
GIVEN = r"Let $X$ and $Y$ be conditionally independent given $Z$."
DECIDED = {
    (CHAIN, r"p(z \mid x, y) = p(z \mid y)"): "proved",
    (CHAIN, r"p(x, y, z) = p(x) p(y \mid x) p(z \mid y)"): "proved",
    (CHAIN, r"p(x, z \mid y) = p(x \mid y) p(z \mid y)"): "proved",
    (CHAIN, r"p(x \mid y, z) = p(x \mid y)"): "proved",
    (CHAIN, r"p(z \mid x) = p(z \mid y)"): "unknown",
    (CHAIN, r"I(X; Z \mid Y) = 0"): "confirmed",
    (CHAIN, r"I(X; Y \mid Z) = 0"): "unknown",
    (CHAIN, r"E[X Z] = E[X] E[Z]"): "error",
    (LONGER, r"p(z \mid w, x, y) = p(z \mid y)"): "proved",
    (GIVEN, r"p(x, y \mid z) = p(x \mid z) p(y \mid z)"): "proved",
    (GIVEN, r"p(x, y) = p(x) p(y)"): "unknown",
    (GIVEN, r"H(X, Y \mid Z) = H(X \mid Z) + H(Y \mid Z)"): "unknown",  # open, not refuted
    (GIVEN, r"E[X Y] = E[X] E[Y]"): "error",
}


@pytest.mark.parametrize(("given", "claim"), DECIDED)
def test_what_hangs_together_by_another_variable(given: str, claim: str) -> None:
    assert verdicts(f"{given}\n\n$$ {claim} $$")[-1] == DECIDED[given, claim]
