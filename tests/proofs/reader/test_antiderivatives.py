"""Integrals without ends: equations up to a constant. Integrals over intervals that adjoin."""

from __future__ import annotations

import pytest

from probatum.proofs.check import StepReport, steps
from probatum.proofs.source import Options, Source

INTEGRALS = {  # the claim, and whether it is true
    "by parts": (r"\int x e^x \, dx = x e^x - \int e^x \, dx", True),
    "with a constant": (r"\int x e^x \, dx = x e^x - e^x + C", True),
    "a wrong factor": (r"\int x \, dx = x^2 + C", False),
    "a wrong sign": (r"\int x \cos x \, dx = x \sin x + \int \sin x \, dx", False),
    "within a bracket": (r"2 \left[ x + \int x \, dx \right] = 2 x + x^2", True),
    "parts of an interval": (r"\int_a^c f(x) \, dx = \int_a^b f(x) \, dx + \int_b^c f(x) \, dx", True),
    "taken away": (r"\int_a^c f(x) \, dx - \int_b^c f(x) \, dx = \int_a^b f(x) \, dx", True),
    "in the other direction": (r"\int_a^b f(x) \, dx = - \int_b^a f(x) \, dx", True),
    "of another function": (r"\int_a^c f(x) \, dx = \int_a^b f(x) \, dx + \int_b^c f(2 x) \, dx", False),
    "over what does not adjoin": (r"\int_a^c f(x) \, dx = \int_a^b f(x) \, dx - \int_b^c f(x) \, dx", False),
}


@pytest.mark.parametrize("name", INTEGRALS)
def test_integrals(name: str) -> None:
    latex, true = INTEGRALS[name]
    found = _last(rf"Let $f$ be a function and $a, b, c \in \mathbb{{R}}$." f"\n\n$$ {latex} $$\n")
    assert found.verdict == ("proved" if true else "refuted"), found.because


def test_what_holds_up_to_a_constant_is_no_equation_for_what_follows() -> None:
    text = r"Let $x$ be real. $$ \int x \, dx = \frac{x^2}{2} $$ Then "
    assert _last(text + r"$$ \int_{-\infty}^\infty x \, dx = \frac{x^2}{2} $$").verdict != "proved"


def test_a_product_with_what_moves_is_not_read() -> None:
    found = _last(r"Let $x$ be real. $$ x \int x \, dx = \frac{x^3}{2} $$")
    assert found.verdict == "error"
    assert "an integral without ends" in found.because


def _last(text: str) -> StepReport:
    return list(steps(Source("a.md", text, "md"), Options(), (), lambda _news: None))[-1]
