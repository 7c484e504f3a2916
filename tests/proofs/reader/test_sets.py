"""Sets that symbols lie in: a claim is decided at their elements, at all of them and at no others."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

SHOWN = ("proved", "confirmed")
# what is said; what holds of the elements of the set, and what does not
SETS = {
    r"Let $x \in \{1, 2, 5\}$.": (r"(x - 1) (x - 2) (x - 5) = 0", r"(x - 1) (x - 2) = 0"),
    r"Let $x \in \{0, 2\}$.": (r"x (x - 2) = 0", r"x (x - 1) = 0"),
    r"Let $x \in \{\frac12, 2\}$.": (r"x + \frac{1}{x} = \frac{5}{2}", r"x^2 + x = 6"),
    r"Let $x \in \{1, \dots, K\}$.": (r"x \leq K", r"x < K"),
    r"Let $x \in [a, b]$.": (r"(x - a) (b - x) \geq 0", r"(x - a) (b - x) > 0"),
    r"Let $x \in (a, b)$.": (r"(x - a) (b - x) > 0", r"(x - a) (b - x) > 1"),
    r"Let $y \in \{-1, 1\}$.": (r"\frac{1}{y} = y", r"y^3 = 1"),
    r"Let $y \in \{-1, +1\}$.": (r"y^4 = 1", r"y = 0 \cdot y"),
    r"Let $y_1, \dots, y_n \in \{-1, 1\}$.": (r"\sum_{i=1}^n y_i^2 = n", r"\sum_{i=1}^n y_i^3 = n"),
    r"Let $y \in \{-1, 1\}^n$.": (r"y^\top y = n", r"y^\top y = n + 1"),
    r"Let $x \in \{0, 1\}^d$.": (r"x^\top x = \sum_{i=1}^d x_i", r"x^\top x = 2 \sum_{i=1}^d x_i"),
    r"Let $x \in [0, 1]^d$.": (r"x^\top x \leq d", r"x^\top x \leq d - 1"),
    r"Let $a_i \geq 0$ for $i = 1, \dots, n$ and $y_i \in \{-1, 1\}$.": (
        r"\sum_{i=1}^n a_i y_i \leq \sum_{i=1}^n a_i", r"\sum_{i=1}^n a_i y_i = \sum_{i=1}^n a_i"),
    r"Let $X \in [a, b]$ be a random variable.": (r"a \leq \mathrm{E}[X]", r"\mathrm{E}[X] = \frac{a + b}{2}"),
    r"Let $X$ be a random variable with values in $[0, 1]$.": (
        r"\mathrm{Var}(X) \leq \frac14", r"\mathrm{Var}(X) \leq \frac18"),
    r"Let $X \in \{-1, 1\}$ be a random variable with $P(X = 1) = p$.": (
        r"\mathrm{E}[X] = 2p - 1", r"\mathrm{E}[X] = p"),
}  # fmt: skip


@pytest.mark.parametrize("words", SETS)
def test_what_lies_in_a_set(words: str) -> None:
    true, false = SETS[words]
    assert verdicts(f"{words} $$ {true} $$")[0] in SHOWN
    assert verdicts(f"{words} $$ {false} $$")[0] == "refuted"


def test_of_a_square_the_root_may_be_negative() -> None:
    assert verdicts(r"$$ x^2 = 4 $$ Hence $$ x = 2 $$")[-1] not in SHOWN
    assert verdicts(r"Let $y \in \{-1, 1\}$. $$ y^2 = 1 $$ Hence $$ y = 1 $$")[-1] not in SHOWN


def test_a_list_may_begin_with_a_plus_sign() -> None:
    assert verdicts(r"Let $x, y \in \mathbb{R}$. $$ (x, + y) = 1 $$") == ["error"]


def test_a_function_that_is_given_on_a_set_is_given_there_alone() -> None:
    assert verdicts(r"Let $f(x) = x^2$ for $x \in \{1, 2, 5\}$. $$ f(3) = 9 $$") == ["error"]
    assert verdicts(r"Let $f(x) = x^2$ for $x \in [a, b]$. $$ f(3) = 9 $$") == ["error"]


def test_a_set_that_depends_on_its_index_is_not_that_of_all() -> None:
    words = r"Let $x_i \in [a_i, b_i]$ for $i = 1, \dots, n$."
    assert verdicts(rf"{words} $$ x_1 \geq a_2 $$")[0] not in SHOWN
