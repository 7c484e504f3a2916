"""What a sentence without a formula says of the names before it holds a refutation back, whatever it is."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

SQUARE = (r"Let $A, B \in \mathbb{R}^{n \times n}$. ", "A^T = A")
NUMBERS = (r"Let $x, y \in \mathbb{R}$. ", r"\sqrt{x^2} = x")
PAIR = ("Let $X$ and $Y$ be random variables. ", r"\mathrm{Var}(X + Y) = \mathrm{Var}(X) + \mathrm{Var}(Y)")

SAID = [
    (SQUARE, "Assume both are symmetric."),
    (SQUARE, "Suppose they are symmetric."),
    (SQUARE, "Both matrices are symmetric."),
    (SQUARE, "These matrices are symmetric."),
    (SQUARE, "Both are assumed to be symmetric."),
    (SQUARE, "The matrix is symmetric."),
    (SQUARE, "It is symmetric."),
    (SQUARE, "We assume symmetry."),
    (SQUARE, "Assume symmetry throughout."),
    (SQUARE, "All matrices are symmetric."),
    (SQUARE, "Throughout, all matrices are symmetric."),
    (NUMBERS, "Both are positive."),
    (NUMBERS, "Assume that they are positive."),
    (NUMBERS, "All numbers are positive."),
    (NUMBERS, "Assume positivity."),
    (PAIR, "The variables are independent."),
    (PAIR, "We assume independence."),
    (PAIR, "Assume independence."),
    (PAIR, "All random variables are independent."),
    (PAIR, "The two are independent."),
    (PAIR, "Both are independent of each other."),
    (PAIR, "They are uncorrelated."),
]
NOT_SAID = [
    (SQUARE, "All vectors are column vectors."),
    (SQUARE, "They are not symmetric."),
    (NUMBERS, "They are not positive."),
    (PAIR, "They are not independent."),
    (PAIR, "All matrices are symmetric."),
]


@pytest.mark.parametrize(("given", "sentence"), SAID)
def test_what_is_said_of_no_name_may_be_said_of_any_such(given: tuple[str, str], sentence: str) -> None:
    before, claim = given
    assert verdicts(f"{before}{sentence}\n\n$$ {claim} $$\n") == ["unknown"]


@pytest.mark.parametrize(("given", "sentence"), NOT_SAID)
def test_what_is_denied_or_said_of_other_things_is_not(given: tuple[str, str], sentence: str) -> None:
    before, claim = given
    assert verdicts(f"{before}{sentence}\n\n$$ {claim} $$\n") == ["refuted"]


def test_they_are_independent() -> None:
    before, claim = PAIR
    assert verdicts(f"{before}Suppose they are independent.\n\n$$ {claim} $$\n") == ["proved"]
