"""What variables are about in the world, besides their laws: `the lifetime of a bulb`."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

STORIES = {
    r"Let $X \sim \mathrm{Exp}(\lambda)$ be the lifetime of a bulb.": (
        r"\mathrm{Var}(X) = \frac{1}{\lambda^2}", r"\mathrm{Var}(X) = \frac{1}{\lambda}"),
    r"Let $X \sim \mathrm{Exp}(\lambda)$ be the waiting time until the next bus arrives.": (
        r"\mathrm{E}[X] = \frac{1}{\lambda}", r"\mathrm{E}[X] = \lambda"),
    r"Suppose $N \sim \mathrm{Poisson}(\lambda)$ customers arrive per hour.": (
        r"\mathrm{E}[N^2] = \lambda + \lambda^2", r"\mathrm{E}[N^2] = \lambda^2"),
    r"A call centre receives $N \sim \mathrm{Poisson}(\lambda)$ calls per minute.": (
        r"P(N \geq 2) = 1 - e^{-\lambda} - \lambda e^{-\lambda}", r"P(N \geq 2) = 1 - e^{-\lambda}"),
    r"The number of typos on a page is $N \sim \mathrm{Poisson}(\lambda)$.": (
        r"P(N = 0) = e^{-\lambda}", r"P(N = 0) = 1 - e^{-\lambda}"),
}  # fmt: skip


@pytest.mark.parametrize("words", STORIES)
def test_words_of_a_story_beside_a_law(words: str) -> None:
    true, false = STORIES[words]
    assert verdicts(f"{words}\n\n$$ {true} $$\n\n$$ {false} $$\n") == ["proved", "refuted"]


@pytest.mark.parametrize(
    "text",
    [
        r"Let $X$ be the number of typos on a page. $$ P(X = 3) = 0 $$",
        r"Let $X$ be the height of a person. $$ P(X > 0) = \frac12 $$",
        r"Let $X$ be the larger of two arrival times. $$ \mathrm{E}[X] = 3 $$",
    ],
)
def test_words_of_a_story_say_what_a_variable_without_a_law_is(text: str) -> None:
    assert verdicts(text)[-1] not in ("proved", "confirmed", "refuted")


def test_variables_of_one_story_may_hang_together() -> None:
    words = (
        r"Let $X \sim \mathrm{Bin}(n, p)$ be the number of calls received, and let $Y \sim \mathrm{Bin}(n, 1 - p)$ be "
        "the number of visitors"
    )
    assert verdicts(words + r". $$ \mathrm{Cov}(X, Y) = -n p (1 - p) $$")[-1] == "unknown"
    assert verdicts(words + r". $$ \mathrm{E}[X] = n (1 - p) $$")[-1] == "refuted"
    independent = words + r", where $X$ and $Y$ are independent. $$ \mathrm{Cov}(X, Y) = -n p (1 - p) $$"
    assert verdicts(independent)[-1] in ("refuted", "unknown")


FAILURES = (
    r"Let $X \sim \mathrm{Geom}(p)$ be the number of failures before the first success.",
    r"Let $X \sim \mathrm{Geom}(p)$, so that $P(X = k) = p (1-p)^k$ for $k = 0, 1, 2, \dots$.",
    r"Let $X \sim \mathrm{Geometric}(p)$ with values in $\{0, 1, 2, \dots\}$.",
)


@pytest.mark.parametrize("words", FAILURES)
def test_a_geometric_law_may_count_failures(words: str) -> None:
    for claim in (r"P(X = 0) = p", r"P(X = 1) = p", r"\mathrm{E}[X] = \frac{1-p}{p}", r"\mathrm{E}[X] = \frac1p"):
        assert verdicts(f"{words} $$ {claim} $$")[-1] in ("unknown", "error", "assumption"), claim


def test_it_counts_trials_where_the_text_says_nothing_else() -> None:
    text = (
        r"Let $X \sim \mathrm{Geom}(p)$. $$ P(X = 1) = p $$ $$ \mathrm{Var}(X) = \frac{1-p}{p^2} $$ $$ P(X = 0) = p $$"
    )
    assert verdicts(text) == ["proved", "proved", "refuted"]
