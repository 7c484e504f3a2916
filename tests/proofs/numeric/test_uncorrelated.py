"""Uncorrelated variables are drawn as dependent as they may be: their squares are no product in the mean."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

CLAIMS = {
    r"\mathrm{E}[X Y] = \mathrm{E}[X] \mathrm{E}[Y]": "proved",
    r"\mathrm{Var}(X - 2 Y) = \mathrm{Var}(X) + 4 \mathrm{Var}(Y)": "proved",
    r"\mathrm{E}[X^2 Y^2] = \mathrm{E}[X^2] \mathrm{E}[Y^2]": "refuted",
    r"\mathrm{E}[X^2 Y] = \mathrm{E}[X^2] \mathrm{E}[Y]": "refuted",
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_uncorrelated_variables(claim: str) -> None:
    assert verdicts(f"Let $X$ and $Y$ be uncorrelated random variables.\n\n$$ {claim} $$\n") == [CLAIMS[claim]]
