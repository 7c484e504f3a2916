"""An undecided claim says by name what is missing."""

from __future__ import annotations

import doctest

import pytest

from probatum.proofs import missing as module
from probatum.proofs.decide import decide
from probatum.proofs.document import steps
from probatum.proofs.missing import missing
from probatum.proofs.source import Source
from probatum.proofs.verdict import Verdict

NEVER = "no valid interpretation found"
SAID = {
    "a notion": ("no rule here for limits", "", "missing: a rule for limits"),
    "the same notion twice": ("no rule here for limits", "no rule here for limits", "missing: a rule for limits"),
    "two notions": ("no rule here for limits", "no rule here for quantiles",
                    "missing: a rule for limits; to prove it, a rule for quantiles"),
    "a notion behind values": (f"{NEVER}: no rule here for limits", "", "missing: a rule for limits"),
    "assumptions": (f"{NEVER}: the assumptions", "", "missing: values that meet the assumptions"),
    "nothing to try": (NEVER, "", "missing: values to try"),
    "a meaning": (f"{NEVER}: a division by zero", "",
                  "missing: values at which both sides have a meaning (tried ones met a division by zero)"),
    "a budget": ("a sum of too many terms", "", "missing: a budget for a sum of too many terms"),
}  # fmt: skip
# claims that nothing here decides, and what each is said to lack
UNDECIDED = {
    "an assumption that none meets": (r"a, b \in \mathbb{R}; a^2 + b^2 = -1", r"a^2 = b^3", "meet the assumptions"),
    "no place of meaning": (r"x \in \mathbb{R}", r"\log(-x^2 - 1) = x", "the logarithm of a number"),
    "a notion": (r"x \in \mathbb{R}", r"\max_{t \in \mathbb{R}} (x - t^2) = x + 1", "a rule for a maximum"),
    "nothing random": (r"c \in \mathbb{R}", r"E[c^2] = E[c]^2", "in which nothing is random"),
}


@pytest.mark.parametrize("name", SAID)
def test_reasons_in_words(name: str) -> None:
    untried, unproved, said = SAID[name]
    assert missing(untried, unproved) == said


@pytest.mark.parametrize("name", UNDECIDED)
def test_an_unknown_names_what_is_missing(name: str) -> None:
    given, text, lacks = UNDECIDED[name]
    (step,) = steps(Source("", text, "math"), given=(given,))
    found = decide(step.readings[0].claim)
    assert found.verdict is Verdict.UNKNOWN
    assert found.because.startswith("missing: ") and lacks in found.because


def test_examples() -> None:
    assert doctest.testmod(module).failed == 0
