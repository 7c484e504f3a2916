"""What follows from convexity under assumptions, and neighbours with one condition less."""

from __future__ import annotations

import pytest

import probatum
from probatum import Verdict

CONVEX = r"f convex function; x, y \in \mathbb{R}"
PROVED = {
    "a second derivative": (CONVEX, "f''(x) \\geq 0"),
    "a local minimum": (rf"{CONVEX}; t \in (0, 1); f(t x + (1 - t) y) \geq f(x)", r"f(y) \geq f(x)"),
    "a better point": (rf"{CONVEX}; t \in (0, 1); f(y) < f(x)", "f(t x + (1 - t) y) < f(x)"),
    "a scaled assumption": (r"a, b \in \mathbb{R}; t \in (0, 1); a \geq b", r"t a + (1 - t) b \geq b"),
    "the angle of two vectors": (r"x, y \in \mathbb{R}^n", r"x^\top y \leq \|x\| \|y\|"),
    "the other end of it": (r"x, y \in \mathbb{R}^n", r"-x^\top y \leq \|x\| \|y\|"),
}
REFUTED = {
    "a second derivative of the wrong sign": (CONVEX, "f''(x) \\leq 0"),
    "a local minimum, t at the point itself": (
        rf"{CONVEX}; t \in [0, 1]; f(t x + (1 - t) y) \geq f(x)",
        r"f(y) \geq f(x)",
    ),
    "a better point, t at the point itself": (rf"{CONVEX}; t \in [0, 1]; f(y) < f(x)", "f(t x + (1 - t) y) < f(x)"),
    "beyond the better point": (rf"{CONVEX}; t > 0; f(y) < f(x)", "f(t y + (1 - t) x) < f(x)"),
    "no convexity": (r"f differentiable function; x \in \mathbb{R}", "f''(x) \\geq 0"),
}


@pytest.mark.parametrize("name", PROVED)
def test_it_follows(name: str) -> None:
    given, text = PROVED[name]
    assert [step.verdict for step in probatum.check(rf"\[{text}\]", given=given.split("; "))] == [Verdict.PROVED]


@pytest.mark.parametrize("name", REFUTED)
def test_it_does_not_follow(name: str) -> None:
    given, text = REFUTED[name]
    assert [step.verdict for step in probatum.check(rf"\[{text}\]", given=given.split("; "))] == [Verdict.REFUTED]
