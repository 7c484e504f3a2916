"""a_t that is given for every t, and the entries of what is a vector by what is done with it."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

SCHEDULE = r"Let $a_t = \prod_{s=1}^t (1 - \beta_s)$."
SUMS = r"Let $S_n = \sum_{k=1}^n k$."
SQUARES = "Let $c_k = k^2$."
SOFTMAX = r"Let $y = \mathrm{softmax}(z)$."
ENTROPY = r"Let $\mathcal{L} = -\sum_{k=1}^K t_k \log y_k$ with $y = \mathrm{softmax}(z)$ and $\sum_k t_k = 1$."


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        (SCHEDULE, r"a_t = (1 - \beta_t) a_{t-1}", r"a_t = \beta_t a_{t-1}"),
        (SUMS, "S_{n+1} = S_n + n + 1", "S_{n+1} = S_n + n"),
        (SQUARES, "c_{k+1} - c_k = 2 k + 1", "c_{k+1} - c_k = 2 k"),
        (SOFTMAX, r"\frac{\partial y_i}{\partial z_j} = y_i (\delta_{ij} - y_j)",
         r"\frac{\partial y_i}{\partial z_j} = - y_i y_j"),
        (ENTROPY, r"\frac{\partial \mathcal{L}}{\partial z_j} = y_j - t_j",
         r"\frac{\partial \mathcal{L}}{\partial z_j} = t_j - y_j"),
    ],
)  # fmt: skip
def test_sequences_and_entries(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$")[-1] in ("proved", "confirmed")
    assert verdicts(f"{words} $$ {false} $$")[-1] == "refuted"


@pytest.mark.parametrize("words", [r"Let $a_n = a_{n-1} + b_n$.", r"Let $x_{t+1} = x_t - \eta g_t$."])
def test_a_recursion_is_an_equation_of_two_symbols(words: str) -> None:
    assert verdicts(f"{words} $$ a_n - a_{{n-1}} = 0 $$")[-1] not in ("proved", "confirmed")
    assert verdicts(f"{words} $$ 1 + 1 = 2 $$")[-1] == "proved"


@pytest.mark.parametrize(
    ("words", "false"),
    [
        (r"Let $X_t = a X_{t-1} + \epsilon_t$ with $\epsilon_t \sim \mathcal{N}(0, \sigma^2)$ i.i.d.",
         r"\mathrm{Var}(X_t) = \sigma^2"),
        (r"Let $S_n = S_{n-1} + X_n$ with $X_n \sim \mathcal{N}(0, 1)$ independent.", r"\mathrm{Var}(S_n) = 1"),
        (r"Let $x_t = a x_{t-1} + b \epsilon_t$ with $\epsilon_t \sim \mathcal{N}(0, 1)$.",
         r"\mathrm{Var}(x_t) = b^2"),
    ],
)  # fmt: skip
def test_what_is_made_of_the_one_before_and_of_chance_is_random_before(words: str, false: str) -> None:
    assert verdicts(f"{words} $$ {false} $$")[-1] not in ("proved", "confirmed")


def test_how_a_process_depends_on_its_noise_is_not_known() -> None:
    words = r"Let $X_t = a X_{t-1} + \epsilon_t$ with $\epsilon_t \sim \mathcal{N}(0, \sigma^2)$ i.i.d."
    assert verdicts(rf"{words} $$ E[X_t] = a E[X_{{t-1}}] $$") == ["proved"]
    assert verdicts(rf"{words} $$ \mathrm{{Var}}(X_t) = a^2 \mathrm{{Var}}(X_{{t-1}}) + \sigma^2 $$") != ["refuted"]


@pytest.mark.parametrize(
    ("said", "strict"),
    [
        ("increasing", "unknown"), ("monotonically increasing", "unknown"), ("non-decreasing", "unknown"),
        ("strictly increasing", "proved"), ("strictly monotonically increasing", "proved"),
    ],
)  # fmt: skip
def test_what_increases_may_be_level_unless_it_does_so_strictly(said: str, strict: str) -> None:
    words = f"Let $f$ be a {said} function and $a < b$."
    assert verdicts(rf"{words} $$ f(a) \leq f(b) $$") == ["proved"]
    assert verdicts(rf"{words} $$ f(a) \geq f(b) $$") == ["refuted"]
    assert verdicts(rf"{words} $$ f(a) < f(b) $$") == [strict]
    words = f"Let $f$ be {said} and let $X$ be a random variable."
    found = verdicts(rf"{words} $$ P(f(X) \leq f(a)) = P(X \leq a) $$")
    assert found == [strict]


def test_a_strictly_convex_function_is_no_line() -> None:
    words = "Let $f$ be strictly convex and $x < y$."
    assert verdicts(rf"{words} $$ f(\frac{{x + y}}{{2}}) < \frac{{f(x) + f(y)}}{{2}} $$") != ["refuted"]


def test_strictly_is_said_of_each_of_two() -> None:
    words = "Let $f$ be increasing and strictly convex."
    middle = r"f(\frac{x + y}{2})", r"\frac{f(x) + f(y)}{2}"
    assert verdicts(rf"{words} $$ {middle[0]} \leq {middle[1]} $$") == ["proved"]
    assert verdicts(rf"{words} Let $x < y$. $$ {middle[0]} < {middle[1]} $$") != ["refuted"]
    assert verdicts(rf"{words} $$ {middle[0]} \geq {middle[1]} $$") != ["proved"]


def test_increasing_and_convex_functions_may_be_lines_and_level_at_a_point() -> None:
    words = "Let $f$ be increasing and convex, and $x < y$."
    assert verdicts(rf"{words} $$ f(\frac{{x + y}}{{2}}) < \frac{{f(x) + f(y)}}{{2}} $$") == ["refuted"]
    assert verdicts(rf"{words} $$ f'(x) > 0 $$") == ["unknown"]  # a constant one is level
    words = "Let $f$ be strictly increasing and convex."
    assert verdicts(rf"{words} $$ f'(x) > 0 $$") == ["confirmed"]  # no convex one is level
    assert verdicts(r"Let $f$ be strictly increasing, and $x < y$. $$ f'(x) > 0 $$") == ["refuted"]
