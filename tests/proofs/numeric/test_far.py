"""What holds of small sizes and numbers only is not confirmed: sizes and numbers are tried past a claim's constants."""

from __future__ import annotations

import pytest

from probatum.proofs.decide import decide
from probatum.proofs.document import steps
from probatum.proofs.source import Source
from probatum.proofs.verdict import Verdict

VECTOR = r"n \in \mathbb{N}; x \in \mathbb{R}^n"
MATRIX = r"n \in \mathbb{N}; A \in \mathbb{R}^{n \times n}"
NUMBER = r"x \in \mathbb{R}"

FALSE = {
    "a sum that begins late": (VECTOR, r"\sum_{i=6}^{n} x_i^2 = 0"),
    "a bound on what begins late": (VECTOR, r"\left(\sum_{i=1}^n x_i\right)^2 \geq \sum_{i=4}^n x_i^2"),
    "a polynomial of a size": (VECTOR, r"(n - 1) (n - 2) (n - 3) (n - 4) (n - 5) \sum_{i=1}^n x_i = 0"),
    "a polynomial of the size of a matrix": (MATRIX, r"(n - 2) (n - 3) (n - 4) A = 0"),
    "a sign of small sizes": (MATRIX, r"(n - 1) (10 - n) \operatorname{tr}(A^\top A) \geq 0"),
    "a bound of whole numbers": (r"n \in \mathbb{N}", r"n \leq 30"),
    "a number that is excluded": (r"n \in \mathbb{N}", r"n \neq 30"),
    "a bound of numbers": (NUMBER, r"x \leq 1000"),
    "a maximum": (NUMBER, r"\max(x, 1000) = 1000"),
    "an absolute value": (NUMBER, r"|x - 1000| = 1000 - x"),
}
TRUE = {
    "a sum that begins late": (VECTOR, r"\sum_{i=6}^{n} x_i^2 \geq 0"),
    "a sum split": (VECTOR, r"\sum_{i=1}^{n} x_i = x_1 + \sum_{i=2}^{n} x_i"),
    "a maximum": (NUMBER, r"\max(x, 1000) \geq 1000"),
    "an absolute value": (NUMBER, r"|x - 1000| = |1000 - x|"),
}


def verdict(given: str, text: str) -> Verdict:
    (step,) = steps(Source("", text, "math"), given=(given,))
    return decide(step.readings[0].claim, 2.0).verdict


@pytest.mark.parametrize("name", FALSE)
def test_what_fails_far_off_is_refuted(name: str) -> None:
    assert verdict(*FALSE[name]) is Verdict.REFUTED


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_far_off_is_not(name: str) -> None:
    assert verdict(*TRUE[name]) in (Verdict.PROVED, Verdict.CONFIRMED)


def test_what_begins_beyond_every_size_tried_is_not_confirmed() -> None:
    assert verdict(VECTOR, r"\sum_{i=500}^{n} x_i^2 = 0") is Verdict.UNKNOWN
