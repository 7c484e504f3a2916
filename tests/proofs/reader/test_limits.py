"""A function that is given for some numbers only has no value at others."""

from __future__ import annotations

import pytest
from strategies.documents import reports, verdicts

SQUARE = "Let $f(x) = x^2$ for $x > 0$. "

GIVEN = {
    "inside": (SQUARE, "f(2) = 4", "proved"),
    "outside": (SQUARE, "f(-1) = 1", "error"),
    "its derivative inside": (SQUARE, "f'(2) = 4", "proved"),
    "its derivative outside": (SQUARE, "f'(-1) = -2", "error"),
    "at what is inside": (SQUARE + "Let $y > 1$.", "f(y) = y^2", "proved"),
    "at what is outside": (SQUARE + "Let $y < 0$.", "f(y) = y^2", "error"),
    "at what may be either": (SQUARE + r"Let $y \in \mathbb{R}$.", "f(y) = y^2", "proved"),
    "at its own name": (SQUARE, "f(x) = x^2", "proved"),
    "an equation that holds inside alone": ("Let $f(x) = x$ for $x > 0$.", "f(x) = |x|", "unknown"),
    "an interval": (r"Let $f(x) = x^2$ for $x \in [0, 1]$.", "f(2) = 4", "error"),
    "its end": (r"Let $f(x) = x^2$ for $x \in [0, 1]$.", "f(1) = 1", "proved"),
    "two bounds": ("Let $f(x) = x^2$ for $0 < x < 1$.", r"f(\frac{1}{2}) = \frac{1}{4}", "proved"),
    "a point": ("Let $f(x) = 1$ for $x = 0$.", "f(1) = 1", "error"),
    "all numbers": (r"Let $f(x) = x^2$ for all $x \in \mathbb{R}$.", "f(-1) = 1", "proved"),
    "a display": ("Let $$ f(x) = x^2 \\quad \\text{for } x > 0. $$ Then", "f(-1) = 1", "error"),
    "a display, inside": ("Let $$ f(x) = x^2, \\quad x > 0. $$ Then", "f(2) = 4", "proved"),
    "a display, all vectors": (
        r"Let $$ f(x) = x^\top x, \quad x \in \mathbb{R}^n. $$ Then", r"\nabla_x f(x) = 2 x", "proved"),
    "what else is said": (
        r"Let $f(w) = w^\top z$ with $z = 2 w$ and $w \in \mathbb{R}^n$.", r"f(w) = 2 w^\top w", "proved"),
    "moved off an interval": (
        r"Let $a < b$ and $f(x) = \frac{1}{b-a}$ for $x \in [a, b]$.", r"f(a - 1) = \frac{1}{b-a}", "error"),
    "moved off a half line": (SQUARE, "f(x - 1) = (x - 1)^2", "error"),
    "turned off a half line": (SQUARE, "f(-y) = y^2", "error"),
    "moved along a half line": (SQUARE, "f(x + 1) = x^2 + 2 x + 1", "proved"),
}  # fmt: skip


@pytest.mark.parametrize("name", GIVEN)
def test_where_a_function_is_given(name: str) -> None:
    before, claim, verdict = GIVEN[name]
    assert verdicts(f"{before}\n\n$$ {claim} $$\n")[-1] == verdict


def test_an_error_says_where_a_function_is_given() -> None:
    assert "f is given for x>0 only" in reports(f"{SQUARE}\n\n$$ f(-1) = 1 $$\n")[-1].because


def test_an_error_says_which_value_may_be_none() -> None:
    assert "f is given for x>0 only, and x-1 may be no such value" in (
        reports(f"{SQUARE}\n\n$$ f(x - 1) = (x - 1)^2 $$\n")[-1].because
    )
