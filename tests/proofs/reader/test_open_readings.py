"""Notation that may stand for more than is known of it: read as anything of its kind, never refuted for it."""

from __future__ import annotations

import pytest

from probatum.proofs.check import StepReport, steps
from probatum.proofs.source import Options, Source

CASES = r"f(y) = \left\{ \begin{array}{rl} y^2 , & \text{if} \; y \in \mathcal{Y} \\ 0 , & \text{if} \; y \notin \mathcal{Y} \end{array} \right."  # noqa: E501

READ = {
    "membership of a set": (f"$$ {CASES} $$\n\n$$ 2 f(y) = f(y) + f(y) $$", "proved"),
    "what the set is": (f"$$ {CASES} $$\n\n$$ f(y) = y^2 $$", "unknown"),
    "a set that is described": (r"$$ \mathcal{Y} = \left\{ y = g(x): x \in \mathcal{X} \right\} $$", "definition"),
    "a function named like an entropy": (r"$$ H(x) = 2 x^2 $$", "unknown"),
    "a function named like a mean": (r"$$ E(x) = 2 x^2 $$", "unknown"),
    "a function named like a differential": (r"$$ d(x) = 2 x^2 $$", "error"),
    "three dots": (r"$$ \sum_{i=1}^n x_i = x_1 + x_2 + ... + x_n $$", "proved"),
    "a derivative at a place": (
        r"$$ K(x) = \frac{\mathrm{d}}{\mathrm{d}x} x^2 $$" "\n\n" r"$$ K(2 y) = 4 y $$",
        "proved",
    ),
    "and not another": (r"$$ K(x) = \frac{\mathrm{d}}{\mathrm{d}x} x^2 $$" "\n\n" r"$$ K(2 y) = 2 y $$", "refuted"),
    "a list in round brackets": (
        r"Let $x \in \mathbb{R}^n$." "\n\n" r"$$ (2 x_1, \ldots, 2 x_n) = x + x $$",
        "proved",
    ),
    "parameters with dots": (
        r"Let $X \sim \mathrm{Dir}(\alpha_1, \ldots, \alpha_k)$."
        "\n\n"
        r"$$ \mathrm{E}(X_1) = \frac{\alpha_1}{\sum_{i=1}^k \alpha_i} $$",
        "confirmed",
    ),
    "the probability of an inequality": (
        r"Let $X \sim \mathrm{Exp}(\lambda)$." "\n\n" r"$$ p(X > 1) = 1 - \mathrm{Pr}(X \leq 1) $$",
        "proved",
    ),
    "a parameter with the letter of a density": (
        r"Let $X \sim \mathrm{Bern}(p)$." "\n\n" r"$$ p(x) + \mathrm{E}(X) = p(x) + p $$",
        "proved",
    ),
    "a mean with the law below it": (
        r"$$ \left\langle x^2 \right\rangle_{\mathcal{N}(\mu, \sigma^2)} = \mu^2 + \sigma^2 $$",
        "proved",
    ),
    "a mean of two under one law": (
        r"$$ \left\langle x y \right\rangle_{\mathcal{N}(\mu, \sigma^2)} = \sigma^2 $$",
        "error",
    ),
    "a mean under a law that is not known": (
        r"$$ \left\langle Y \right\rangle_{\mathcal{Q}(V, \nu)} = Y $$",
        "error",
    ),
    "the mean of data of which a density is written": (
        r"Let $y = \{y_1, \ldots, y_n\}$ with $y_i \sim \mathrm{Poiss}(\lambda)$ for $i = 1, \ldots, n$."
        "\n\n"
        r"$$ p(\lambda|y) = \mathrm{Gam}(\lambda; a, b) $$"
        "\n\n"
        r"$$ n \bar{y} = \sum_{i=1}^n y_i $$",
        "proved",
    ),
    "a sum in upright letters": (r"$$ 2 \mathrm{1-R^2} = 2 - 2 R^2 $$", "proved"),
    "how a variable depends on another": (
        r"Let $X \sim \mathcal{N}(0, 1)$ and $T \sim \mathcal{N}(0, 1)$."
        "\n\n"
        r"$$ \frac{\mathrm{d}X}{\mathrm{d}T} = 3 $$",
        "unknown",
    ),
    "the distribution function of a vector": (
        r"Let $X$ be an $n \times 1$ random vector." "\n\n" r"$$ F_X(x) = \frac{1}{2} $$",
        "unknown",
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_read(name: str) -> None:
    text, verdict = READ[name]
    found = _last(text)
    assert found.verdict == verdict, found.because


def test_the_moment_generating_function_of_a_vector() -> None:
    text = (
        r"Let $\mu \in \mathbb{R}^n$, let $\Sigma$ be positive definite and $X \sim \mathcal{N}(\mu, \Sigma)$." "\n\n"
    )
    shown = r"$$ M_X(t) = \mathrm{E}\left[ \exp\left( t^\mathrm{T} X \right) \right] $$"
    assert _last(text + shown).verdict == "proved"
    assert _last(text + shown.replace(r"\exp", r"2 \exp")).verdict != "proved"


def _last(text: str) -> StepReport:
    return list(steps(Source("x.md", text, "md"), Options(), (), lambda _: None))[-1]
