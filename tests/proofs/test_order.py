"""Inequalities by monotonicity, completed squares, the triangle inequality and Jensen's; and false neighbours."""

from __future__ import annotations

import pytest

import probatum
from probatum import Verdict

HOLDS = {
    "roots keep an assumed order": (r"s, t > 0; s \leq t", r"\sqrt{s} \leq \sqrt{t}"),
    "strictly": (r"s, t > 0; s < t", r"\sqrt{s} < \sqrt{t}"),
    "exponentials keep an assumed order": (r"a \leq b", r"e^{a} \leq e^{b}"),
    "exponentials keep it strictly": (r"a < b", r"e^{a} < e^{b}"),
    "exponentials of multiples": (r"a \leq b", r"e^{-2 b} \leq e^{-2 a}"),
    "reciprocals turn an order": (r"s, t > 0; s \leq t", r"\frac{1}{t} \leq \frac{1}{s}"),
    "logarithms keep it strictly": (r"s, t > 0; s < t", r"\log s < \log t"),
    "two means": (r"s, t > 0", r"2 \sqrt{s t} \leq s + t"),
    "two means with weights": (r"s, t > 0", r"4 \sqrt{s t} \leq s + 4 t"),
    "magnitudes of sums": (r"a, b \in \mathbb{R}", r"|a + b| \leq |a| + |b|"),
    "magnitudes of three": (r"a, b, c \in \mathbb{R}", r"|a + b - c| \leq |a| + |b| + |c|"),
    "magnitudes of products": (r"a, b \in \mathbb{R}", r"a b \leq |a b|"),
    "softplus": (r"a \in \mathbb{R}", r"\log(1 + e^a) > 0"),
    "the tangent of a product": (r"a, b \in \mathbb{R}", r"1 + a + b \leq e^{a} e^{b}"),
    "exponentials of means": (r"X real random variable", r"e^{E[X]} \leq E[e^X]"),
    "magnitudes of means": (r"X real random variable", r"|E[X]| \leq E[|X|]"),
    "fourth powers of means": (r"X real random variable", r"E[X]^4 \leq E[X^4]"),
    "two exponentials": (r"a, b \in \mathbb{R}; r \in [0, 1]", r"e^{r a + (1 - r) b} \leq r e^a + (1 - r) e^b"),
    "two logarithms": (
        r"s, t > 0; r \in [0, 1]", r"r \log s + (1 - r) \log t \leq \log(r s + (1 - r) t)"
    ),
    "two magnitudes": (r"a, b \in \mathbb{R}; r \in [0, 1]", r"|r a + (1 - r) b| \leq r |a| + (1 - r) |b|"),
    "entropy of a pmf": (r"p pmf", r"-\sum_x p(x) \log p(x) \geq 0"),
    "entropy of more": (r"p pmf", r"-\sum_x \sum_y p(x, y) \log p(x, y) \geq -\sum_y p(y) \log p(y)"),
    "information within entropy": (r"p pmf", r"I(X; Y) \leq H(X)"),
}  # fmt: skip
FALSE = {
    "roots the other way": (r"s, t > 0; s \leq t", r"\sqrt{t} \leq \sqrt{s}"),
    "strictly from weakly": (r"s, t > 0; s \leq t", r"\sqrt{s} < \sqrt{t}"),
    "strict exponentials from weakly": (r"a \leq b", r"e^{a} < e^{b}"),
    "exponentials of negatives": (r"a \leq b", r"e^{-a} \leq e^{-b}"),
    "reciprocals of either sign": (r"a \leq b; a \neq 0; b \neq 0", r"\frac{1}{b} \leq \frac{1}{a}"),
    "squares keep no order": (r"a \leq b", r"a^2 \leq b^2"),
    "two means, strictly": (r"s, t > 0", r"2 \sqrt{s t} < s + t"),
    "two means, too much": (r"s, t > 0", r"3 \sqrt{s t} \leq s + t"),
    "magnitudes the other way": (r"a, b \in \mathbb{R}", r"|a| + |b| \leq |a + b|"),
    "softplus above one": (r"a \in \mathbb{R}", r"\log(1 + e^a) > 1"),
    "a logarithm below nothing": (r"s > 0", r"\log s \leq 0"),
    "exponentials of means the other way": (r"X real random variable", r"E[e^X] \leq e^{E[X]}"),
    "cubes of means": (r"X real random variable", r"E[X]^3 \leq E[X^3]"),
    "weights beyond one": (r"a, b \in \mathbb{R}; r > 0", r"e^{r a + (1 - r) b} \leq r e^a + (1 - r) e^b"),
    "roots are concave": (r"s, t > 0; r \in [0, 1]", r"\sqrt{r s + (1 - r) t} \leq r \sqrt{s} + (1 - r) \sqrt{t}"),
}
NOT_PROVED = {
    "entropy of a density": (r"p density", r"-\int p(x) \log p(x) \, dx \geq 0"),
    "entropy of more, of densities": (
        r"p density", r"-\int \int p(x, y) \log p(x, y) \, dx \, dy \geq -\int p(y) \log p(y) \, dy"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOLDS)
def test_what_holds_is_proved(name: str) -> None:
    given, text = HOLDS[name]
    (step,) = probatum.check(rf"\[{text}\]", given=given.split("; "))
    assert step.verdict is Verdict.PROVED, step.because


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not_is_refuted(name: str) -> None:
    given, text = FALSE[name]
    (step,) = probatum.check(rf"\[{text}\]", given=given.split("; "))
    assert step.verdict is Verdict.REFUTED, step.because


@pytest.mark.parametrize("name", NOT_PROVED)
def test_densities_may_exceed_one(name: str) -> None:
    given, text = NOT_PROVED[name]
    (step,) = probatum.check(rf"\[{text}\]", given=given.split("; "))
    assert step.verdict in (Verdict.REFUTED, Verdict.UNKNOWN), step.because


@pytest.mark.parametrize("factor", [r"\frac{1}{2}", "e^{-i}", r"\frac{a}{i}"])
def test_a_product_of_ever_more_positive_numbers_may_be_zero(factor: str) -> None:
    endless, ending = (rf"\prod_{{i=1}}^{end} {factor}" for end in (r"\infty", "n"))
    for claim in (f"{endless} > 0", rf"\left| {endless} \right| > 0"):
        (step,) = probatum.check(rf"\[{claim}\]", given=["a > 0"])
        assert step.verdict is Verdict.UNKNOWN, step.because
    (step,) = probatum.check(rf"\[{ending} > 0\]", given=["a > 0"])
    assert step.verdict is Verdict.PROVED, step.because
