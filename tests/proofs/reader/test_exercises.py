"""Exercises in one document: each has a notation of its own."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

COIN = (
    "**Problem 1.** Let $X \\sim \\text{Bernoulli}(p)$ and let $\\lambda$ be a number.\n\n$$ \\mathbb{E}[X] = p $$\n\n"
)
OTHERS = {
    "a matrix": (
        r"Let $$ L(w) = \|y - Xw\|^2, $$ where $X \in \mathbb{R}^{n \times d}$ and $y \in \mathbb{R}^n$.",
        r"\nabla L(w) = -2 X^\top (y - X w)"),
    "a list of numbers": (
        r"Let $D$ be the diagonal matrix with $$ D_{ij} = \lambda_i \delta_{ij}. $$",
        r"\sum_{i=1}^n 2 \lambda_i = 2 \sum_{i=1}^n \lambda_i"),
    "a variable with a law of its own": (r"Let $X \sim \mathcal{N}(\mu, 1)$.", r"\mathbb{E}[X] = \mu"),
    "the same": (r"With $X$ as before,", r"\mathbb{E}[X^2] = p"),
}  # fmt: skip


@pytest.mark.parametrize("opens", ["**Problem 2.** ", "\\textbf{Exercise 2.} ", "## Question 2\n\n"])
@pytest.mark.parametrize("name", OTHERS)
def test_a_name_of_another_exercise_is_another_thing(name: str, opens: str) -> None:
    before, claim = OTHERS[name]
    found = verdicts(f"{COIN}{opens}{before}\n\n$$ {claim} $$\n")
    assert (found[0], found[-1]) == ("proved", "proved")


def test_a_name_that_was_defined_may_be_a_density() -> None:
    text = (
        "**Exercise 1.** Let $z \\in \\mathbb{R}^K$ and let $p = \\mathrm{softmax}(z)$.\n\n$$ p_k > 0 $$\n\n"
        "**Exercise 2.** Let $p$ and $q$ be densities.\n\n$$ \\int p(x) q(y) \\, dx = q(y) $$\n"
    )
    assert verdicts(text)[-1] == "proved"


def test_another_exercise_gives_a_name_another_value() -> None:
    text = (
        "**Example 1.** Let $a = 2$.\n\n$$ m = 3 a $$\n\n$$ m = 6 $$\n\n"
        "**Example 2.** Let $b = 1$.\n\n$$ m = 2 b $$\n\n$$ m = 2 $$\n\n$$ m = 6 $$\n"
    )
    first, six, second, two, again = verdicts(text)
    assert (first, six, two) == ("definition", "proved", "proved")
    assert second in ("definition", "assumption")
    assert again not in ("proved", "confirmed")
