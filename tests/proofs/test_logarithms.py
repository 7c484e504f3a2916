"""The logarithm below its tangents: of products and ratios, strictly where one is excluded; and what is not proved."""

from __future__ import annotations

import pytest

import probatum
from probatum import Verdict

HOLDS = {
    "strict where one is excluded": ((r"t > 0", r"t \neq 1"), r"\log t < t - 1"),
    "excluded by a square": ((r"t > 0", r"(t - 1)^2 > 0"), r"\log t < t - 1"),
    "strict above one": ((r"t > 1",), r"\log t < t - 1"),
    "at a square": ((r"s > 0",), r"s^2 - 1 - \log s^2 \geq 0"),
    "at a ratio": ((r"a > 0", r"b > 0"), r"\log \frac{a}{b} \leq \frac{a}{b} - 1"),
    "strictly, at a ratio": ((r"a > 0", r"b > 0", r"a \neq b"), r"\log \frac{a}{b} < \frac{a}{b} - 1"),
    "a ratio of densities": (("p density", "q density"), r"\log \frac{q(x)}{p(x)} \leq \frac{q(x)}{p(x)} - 1"),
    "a concave maximum": (
        (r"a > 0", r"b > 0", r"y \in (0, 1)"),
        r"a \log y + b \log(1 - y) \leq a \log \frac{a}{a + b} + b \log \frac{b}{a + b}",
    ),
}
FALSE = {
    "not strict at one": ((r"t > 0",), r"\log t < t - 1"),
    "something else excluded": ((r"t > 0", r"t \neq 2"), r"\log t < t - 1"),
    "something else excluded, by a square": ((r"t > 0", r"(t - 2)^2 > 0"), r"\log t < t - 1"),
    "not strict at a ratio": ((r"a > 0", r"b > 0", r"a \neq 1"), r"\log \frac{a}{b} < \frac{a}{b} - 1"),
    "not strict at a square": ((r"s > 0",), r"s^2 - 1 - \log s^2 > 0"),
    "half the tangent": ((r"t > 0",), r"\log t \leq \frac{t - 1}{2}"),
    "the maximum elsewhere": (
        (r"a > 0", r"b > 0", r"y \in (0, 1)"),
        r"a \log y + b \log(1 - y) \leq a \log \frac{b}{a + b} + b \log \frac{a}{a + b}",
    ),
    "a ratio with a logarithm that a factor hides": (
        ("p density", "q density"), r"q(x) \log \frac{q(x)}{p(x)} < q(x) \left(\frac{q(x)}{p(x)} - 1\right)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("given", "step"), HOLDS.values(), ids=HOLDS)
def test_what_holds_is_proved(given: tuple[str, ...], step: str) -> None:
    (found,) = probatum.check(step, given=given)
    assert found.verdict is Verdict.PROVED, found.because


@pytest.mark.parametrize(("given", "step"), FALSE.values(), ids=FALSE)
def test_what_does_not_is_refuted(given: tuple[str, ...], step: str) -> None:
    (found,) = probatum.check(step, given=given)
    assert found.verdict is Verdict.REFUTED, found.because
