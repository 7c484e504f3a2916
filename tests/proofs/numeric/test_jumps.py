"""Slopes of means of what jumps, and of integrals by their ends."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{d}{dt} P(X \leq t) = 0",
        r"\frac{d}{dt} E[\mathbb{1}[X \leq t]] = 0",
        r"\frac{d}{dt} E[\operatorname{sign}(X - t)] = 0",
        r"\frac{d^2}{dt^2} E[|X - t|] = 0",
    ],
)
def test_a_mean_of_what_jumps_has_a_slope(claim: str) -> None:
    assert verdicts(f"Let $X$ be a random variable and $t$ real.\n\n$$ {claim} $$") == ["unknown"]


def test_a_distribution_function_has_a_slope() -> None:
    given = r"Let $X \sim \mathcal{N}(0, 1)$ and $t \in \mathbb{R}$."
    slope = r"\frac{d}{dt} P(X \leq t)"
    assert verdicts(f"{given}\n\n$$ {slope} = 0 $$")[-1] == "refuted"
    assert verdicts(rf"{given}" + f"\n\n$$ {slope} = " + r"\frac{1}{\sqrt{2 \pi}} e^{-t^2/2} $$")[-1] == "proved"


def test_an_integral_moves_with_its_end() -> None:
    given = r"Let $t \in \mathbb{R}$."
    integral = r"\frac{d}{dt} \int_{-\infty}^t e^{-x^2} dx"
    assert verdicts(f"{given}\n\n$$ {integral} = 0 $$")[-1] != "proved"
    assert verdicts(f"{given}\n\n$$ {integral} = e^{{-t^2}} $$")[-1] == "proved"
