"""An equation between densities is assumed as it is said, and no more: what it does not speak of stays general."""

from __future__ import annotations

import pytest

from probatum.proofs.decide import decide
from probatum.proofs.document import steps
from probatum.proofs.source import Source
from probatum.proofs.verdict import Verdict

X_AND_Y = r"p density; p(x, y) = p(x) p(y)"
GIVEN_Y = r"p density; p(z \mid x, y) = p(z \mid y)"
BOTH_GIVEN_Z = r"p density; p(x, y \mid z) = p(x \mid z) p(y \mid z)"

FOLLOWS = {
    "independent: the conditional": (X_AND_Y, r"p(x \mid y) = p(x)"),
    "independent: the entropy": (X_AND_Y, r"H(X, Y) = H(X) + H(Y)"),
    "independent: beside a third": (X_AND_Y, r"p(x, y, z) = p(x) p(y) p(z \mid x, y)"),
    "given the second": (GIVEN_Y, r"p(x, y, z) = p(x) p(y \mid x) p(z \mid y)"),
    "given the second: the entropy": (GIVEN_Y, r"H(Z \mid X, Y) = H(Z \mid Y)"),
    "given the third": (BOTH_GIVEN_Z, r"p(x \mid y, z) = p(x \mid z)"),
}
DOES_NOT = {
    "independent of a third as well": (X_AND_Y, r"p(x, z) = p(x) p(z)"),
    "independent given a third": (X_AND_Y, r"p(x, y, z) = p(x) p(y \mid x) p(z \mid y)"),
    "all three independent": (X_AND_Y, r"H(X, Y, Z) = H(X) + H(Y) + H(Z)"),
    "given the second, independent": (GIVEN_Y, r"p(x, z) = p(x) p(z)"),
    "given the second, the first two independent": (GIVEN_Y, r"p(x, y) = p(x) p(y)"),
    "given the third, independent": (BOTH_GIVEN_Z, r"p(x, y) = p(x) p(y)"),
}


def verdict(given: str, text: str) -> Verdict:
    (step,) = steps(Source("", text, "math"), given=(given,))
    return decide(step.readings[0].claim).verdict


@pytest.mark.parametrize("name", FOLLOWS)
def test_what_follows_is_proved_or_confirmed(name: str) -> None:
    assert verdict(*FOLLOWS[name]) in (Verdict.PROVED, Verdict.CONFIRMED)


@pytest.mark.parametrize("name", DOES_NOT)
def test_what_does_not_follow_is_refuted(name: str) -> None:
    assert verdict(*DOES_NOT[name]) is Verdict.REFUTED


SPREAD = r"X random variable; \mathrm{Var}(X) = s^2; \mathrm{E}(X) = m"


def test_a_number_of_which_only_the_square_is_known_may_have_either_sign() -> None:
    assert verdict(SPREAD, r"\frac{\mathrm{E}[(X - m)^2]}{k} = \frac{s^2}{k}") is Verdict.PROVED
    assert verdict(SPREAD, r"\frac{\mathrm{E}[(X - m)^2]}{k} = \frac{2 s^2}{k}") is Verdict.REFUTED
    assert verdict(SPREAD, r"\sqrt{\mathrm{Var}(X)} = |s|") is Verdict.PROVED
    assert verdict(SPREAD, r"\sqrt{\mathrm{Var}(X)} = s") is Verdict.REFUTED
    assert verdict(SPREAD + "; s > 0", r"\sqrt{\mathrm{Var}(X)} = s") is Verdict.PROVED
