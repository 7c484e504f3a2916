"""Sums brought to one span: what is proved by it, and what must not be."""

from __future__ import annotations

import pytest

import probatum
from probatum import Verdict

GIVEN = (
    r"n \in \mathbb{N}, m \in \mathbb{N}, x \in \mathbb{R}^n, y \in \mathbb{R}^n, \mu \in \mathbb{R}, s > 0",
    r"a \in \mathbb{R}, b \in \mathbb{R}, q \in (0, 1)",
    "f differentiable function",
    "g differentiable function",
)

HOLDS = {
    "the last term": r"\sum_{j=1}^{m} f(j) - \sum_{j=1}^{m-1} f(j) = f(m)",
    "the last two": r"\sum_{j=1}^{m+1} f(j) = \sum_{j=1}^{m-1} f(j) + f(m) + f(m+1)",
    "with another sum inside": r"\sum_{j=1}^{m} \sum_{k=1}^n f(j x_k) - \sum_{j=1}^{m-1} \sum_{k=1}^n f(j x_k)"
    r" = \sum_{k=1}^n f(m x_k)",
    "a shifted normal variable": r"\mathbb{E}_{z \sim \mathcal{N}(\mu, s^2)}[f(z)]"
    r" = \mathbb{E}_{\epsilon \sim \mathcal{N}(0, 1)}[f(\mu + s \epsilon)]",
    "a difference whose sign is free": r"\sum_{i=1}^n |x_i - y_i| = \sum_{k=1}^n |y_k - x_k|",
    "by symmetry of neither sign": r"\mathbb{E}_{z \sim \mathcal{N}(\mu, 4)}[f(z)]"
    r" = \mathbb{E}_{\epsilon \sim \mathcal{N}(0, 1)}[f(\mu + 2 \epsilon)]",
    "a mean over two points": r"\mathbb{E}_{k \sim \mathrm{Bernoulli}(q)}[f(a + k b)] = q f(a + b) + (1 - q) f(a)",
    "a substitution": r"\int_a^b f(g(t)) g'(t) dt = \int_{g(a)}^{g(b)} f(u) du",
    "a substitution in a product": r"\int_a^b g(t)^2 f(g(t)) g'(t) dt = \int_{g(a)}^{g(b)} u^2 f(u) du",
}
FALSE = {
    "the wrong term": r"\sum_{j=1}^{m} f(j) - \sum_{j=1}^{m-1} f(j) = f(m-1)",
    "too many terms": r"\sum_{j=1}^{m+1} f(j) = \sum_{j=1}^{m-1} f(j) + f(m)",
    "the variance for the deviation": r"\mathbb{E}_{z \sim \mathcal{N}(\mu, s^2)}[f(z)]"
    r" = \mathbb{E}_{\epsilon \sim \mathcal{N}(0, 1)}[f(\mu + s^2 \epsilon)]",
    "without the shift": r"\mathbb{E}_{z \sim \mathcal{N}(\mu, s^2)}[f(z)]"
    r" = \mathbb{E}_{\epsilon \sim \mathcal{N}(0, 1)}[f(s \epsilon)]",
    "two points, exchanged": r"\mathbb{E}_{k \sim \mathrm{Bernoulli}(q)}[f(a + k b)] = q f(a) + (1 - q) f(a + b)",
    "a substitution of the ends alone": r"\int_a^b f(g(t)) dt = \int_{g(a)}^{g(b)} f(u) du",
    "the old variable is left": r"\int_a^b t f(g(t)) g'(t) dt = \int_{g(a)}^{g(b)} u f(u) du",
    # the shorter sum would run backwards, from 1 to m - 3, and is 0 there
    "a sum that may run backwards": r"\sum_{j=1}^{m} f(j) = \sum_{j=1}^{m-3} f(j) + f(m-2) + f(m-1) + f(m)",
}


def verdict(step: str) -> Verdict:
    (found,) = probatum.check(step, given=GIVEN)
    return found.verdict


@pytest.mark.parametrize("step", HOLDS.values(), ids=HOLDS)
def test_what_holds_is_proved(step: str) -> None:
    assert verdict(step) is Verdict.PROVED


@pytest.mark.parametrize("step", FALSE.values(), ids=FALSE)
def test_what_does_not_is_not_proved(step: str) -> None:
    assert verdict(step) is Verdict.REFUTED
