"""Random variables as the numbers that they may turn out to be, beside their moments."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

EXPONENTIAL = r"Let $X \sim \mathrm{Exp}(\lambda)$."
NORMAL = r"Let $X \sim \mathcal{N}(\mu, \sigma^2)$ and $Z = (X - \mu) / \sigma$."
FALSE = {
    "a variance is no value": (EXPONENTIAL, r"\mathrm{Var}(X) = \frac{1}{X} \frac{1}{\lambda^2}"),
    "nor a difference of moments": (EXPONENTIAL, r"\mathrm{E}[X^2] - \mathrm{E}[X]^2 = \frac{1}{\lambda^2} - X^2"),
    "a value below the mean": (EXPONENTIAL, r"X \geq \mathrm{E}[X]"),
    "the sign of what is standardised": (NORMAL, r"Z = \frac{\mathrm{E}[X] - X}{\sigma}"),
}
TRUE = {
    "about the mean": (EXPONENTIAL, r"\mathrm{E}[X] - X = \frac{1}{\lambda} - X"),
    "positive almost surely": (EXPONENTIAL, r"X + \mathrm{E}[X] > \mathrm{E}[X]"),
    "what is standardised": (NORMAL, r"Z = \frac{X - \mathrm{E}[X]}{\sigma}"),
    "what a letter may stand for": (NORMAL, r"W = X - \mathrm{E}[X]"),
    "not almost surely": (NORMAL, r"\frac{X - \mathrm{E}[X]}{X - \mu} = 1"),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_fails_around_a_value_is_false(name: str) -> None:
    said, claim = FALSE[name]
    assert verdicts(f"{said}\n\n$$ {claim} $$\n")[-1] == "refuted"


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_almost_surely_is_not_refuted(name: str) -> None:
    said, claim = TRUE[name]
    assert verdicts(f"{said}\n\n$$ {claim} $$\n")[-1] != "refuted"
