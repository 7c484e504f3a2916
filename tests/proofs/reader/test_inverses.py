"""Inverse functions, and distribution functions at random points."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

from probatum.proofs.check import steps
from probatum.proofs.source import Options, Source

RISING = r"Let $X$ be a random variable and let $g$ be a strictly increasing function."
FALLING = r"Let $X$ be a random variable and let $g$ be a strictly decreasing function."
SOME = r"Let $X$ be a random variable and let $g$ be a function."

INVERSES = {  # what is said of g, the claim, and whether it is true (None: it cannot be said)
    "a bound under a rising function": (
        RISING, r"\mathrm{Pr}(g(X) \leq y) = \mathrm{Pr}(X \leq g^{-1}(y))", True),
    "turned": (RISING, r"\mathrm{Pr}(g(X) \leq y) = \mathrm{Pr}(X \geq g^{-1}(y))", False),
    "a strict one": (RISING, r"\mathrm{Pr}(g(X) < y) = \mathrm{Pr}(X \leq g^{-1}(y))", False),
    "under a falling function": (FALLING, r"\mathrm{Pr}(g(X) > y) = \mathrm{Pr}(X < g^{-1}(y))", True),
    "under a falling function, not turned": (FALLING, r"\mathrm{Pr}(g(X) > y) = \mathrm{Pr}(X > g^{-1}(y))", False),
    "a value of any function with an inverse": (SOME, r"\mathrm{Pr}(g(X) = y) = \mathrm{Pr}(X = g^{-1}(y))", True),
    "a bound under any": (SOME, r"\mathrm{Pr}(g(X) \leq y) = \mathrm{Pr}(X \leq g^{-1}(y))", None),
    "the slope": (SOME, r"\frac{\mathrm{d}}{\mathrm{d}y} g^{-1}(y) = \frac{1}{g'(g^{-1}(y))}", True),
    "the slope elsewhere": (RISING, r"\frac{\mathrm{d}}{\mathrm{d}y} g^{-1}(y) = \frac{1}{g'(y)}", False),
    "there and back": (SOME, "g(g^{-1}(y)) = y", True),
}  # fmt: skip


@pytest.mark.parametrize("name", INVERSES)
def test_an_inverse_is_one(name: str) -> None:
    said, latex, true = INVERSES[name]
    verdict = _verdict(f"{said}\n\n$$ {latex} $$\n")
    allowed = {True: ("proved",), False: ("refuted",), None: ("unknown", "refuted")}[true]
    assert verdict in allowed


def test_an_inverse_in_a_bound_range_is_left_alone() -> None:
    """The y of the sum is no y for which a value could be put."""
    text = r"\sum_{y=1}^n g(g^{-1}(y)) + y = \sum_{y=1}^n g(g^{-1}(y)) + y + 1"
    assert _verdict(f"{RISING}\n\n$$ {text} $$\n") != "proved"


CHANCE = {
    "a distribution function at its own variable": (
        r"\mathrm{Pr}(F_X(X) \leq y) = \mathrm{Pr}(X \leq F_X^{-1}(y))", ("proved",)),
    "which is not certain": (r"\mathrm{E}[F_X(X)] = 1", ("unknown",)),
    "an exponential variable below a number": (
        r"\mathrm{Pr}(Y \leq y) = 1 - e^{-\lambda y}", ("proved", "confirmed")),
    "above it": (r"\mathrm{Pr}(Y > y) = e^{-\lambda y}", ("proved", "confirmed")),
    "at it": (r"\mathrm{Pr}(Y = y) = 0", ("proved",)),
    "the wrong tail": (r"\mathrm{Pr}(Y > y) = 1 - e^{-\lambda y}", ("refuted",)),
    "below what may be no value": (r"\mathrm{Pr}(Y \leq a) = 1 - e^{-\lambda a}", ("unknown", "refuted")),
    "both sides of a density": (r"\mathrm{Pr}(Y \leq y) + \mathrm{Pr}(Y > y) = 1", ("proved",)),
    "a slope": (r"\frac{\mathrm{d}}{\mathrm{d}y} F_Y(y) = \lambda e^{-\lambda y}", ("proved", "confirmed", "unknown")),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANCE)
def test_chances_of_bounds(name: str) -> None:
    latex, allowed = CHANCE[name]
    said = r"Let $X$ be a random variable, $Y \sim \mathrm{Exp}(\lambda)$ with $\lambda > 0$, $y > 0$ and "
    said += r"$a \in \mathbb{R}$."
    assert _verdict(f"{said}\n\n$$ {latex} $$\n") in allowed


def test_a_law_with_random_parameters_gives_no_chance() -> None:
    said = r"Let $T \sim \mathcal{N}(0, 1)$ and $X \sim \mathcal{N}(T, 1)$, $c \in \mathbb{R}$."
    claim = r"\mathrm{Pr}(X \leq c) = \int_{-\infty}^c \mathcal{N}(t; T, 1) \, \mathrm{d}t"
    assert _verdict(f"{said}\n\n$$ {claim} $$\n") != "proved"


def _verdict(text: str) -> str:
    return str(list(steps(Source("a.md", text, "md"), Options(), (), lambda _news: None))[-1].verdict)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("with the inverse function $g^{-1}$", "refuted"),
        ("of which we take $g^{-1}$", "unknown"),
        ("of which $g^{-1}$ is the reciprocal, not the inverse function", "unknown"),
    ],
)
def test_an_inverse_function_is_meant_where_one_is_spoken_of(said: str, verdict: str) -> None:
    assert verdicts(f"Let $b, y > 0$ and $g(x) = b x$, {said}.\n\n$$ g^{{-1}}(y) + 1 = y / b + 2 $$")[-1] == verdict
