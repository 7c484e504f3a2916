"""Roots of even powers: |x| is -x where x is not positive."""

from __future__ import annotations

import pytest
from strategies.documents import reports

SIGNS = "Let $x < 0$ and $y > 0$."
ROOTS = {
    r"\sqrt{x^2} = -x": "proved",
    r"\sqrt{x^2} = x": "refuted",
    r"(x^2)^{1/4} = \sqrt{-x}": "proved",
    r"\sqrt{x^2 y^2} = -x y": "proved",
    r"\sqrt{x^2 y^2} = x y": "refuted",
    r"\sqrt{x^6} = -x^3": "proved",
    r"\sqrt{x^4} = x^2": "proved",
    r"\frac{1}{\sqrt{x^2}} = -\frac{1}{x}": "proved",
}


@pytest.mark.parametrize("claim", ROOTS)
def test_roots_of_negative_numbers_squared(claim: str) -> None:
    (report,) = reports(f"{SIGNS}\n\n$$ {claim} $$\n")
    assert report.verdict.value == ROOTS[claim]
    if report.verdict.value == "proved" and "frac" not in claim:
        assert report.method == "normal form"
