"""The order of matrices: M \\succ N says that v^T (M - N) v > 0 for all v that are not 0."""

from __future__ import annotations

import pytest
from strategies.documents import reports, verdicts

GIVEN = (
    r"Let $X \in \mathbb{R}^{n \times d}$, $\lambda > 0$, $x \in \mathbb{R}^d$, "
    r"and let $A \in \mathbb{R}^{d \times d}$ be positive definite."
)
SHOWN = ("proved", "confirmed")
ORDERS = {
    "a Gram matrix": (r"X^\top X \succeq 0", ("proved",)),
    "is not definite": (r"X^\top X \succ 0", ("refuted",)),
    "ridge": (r"X^\top X + \lambda I \succ 0", SHOWN),
    "two matrices": (r"A + X^\top X \succeq A", ("proved",)),
    "turned": (r"A \preceq A + x x^\top", ("proved",)),
    "turned, false": (r"A - x x^\top \preceq 0", ("refuted",)),
    "strictly": (r"A \prec A + \lambda I", SHOWN),
    "an inverse": (r"A^{-1} \succ 0", SHOWN),
    "its negative": (r"-A \succ 0", ("refuted",)),
    "vectors": (r"X x \succeq 0", ("error",)),
}


@pytest.mark.parametrize("name", ORDERS)
def test_the_order_of_matrices(name: str) -> None:
    claim, expected = ORDERS[name]
    assert verdicts(f"{GIVEN}\n\n$$ {claim} $$\n")[-1] in expected


def test_it_goes_on_in_a_chain() -> None:
    text = GIVEN + r" $$ 2 X^\top X + 2 \lambda I = 2 (X^\top X + \lambda I) \succeq 2 \lambda I \succ 0 $$"
    first, *others = verdicts(text)
    assert first == "proved"
    assert len(others) == 2
    assert set(others) <= set(SHOWN)


def test_a_name_is_declared_so() -> None:
    found = reports(r"Let $S \succ 0$ and $v \in \mathbb{R}^d$. $$ v^\top S v \geq 0 $$ $$ S^\top = S $$")
    assert [report.verdict.value for report in found] == ["proved", "proved"]
