"""Names with indices: what is one of many, some of many, a part, or a thing of its own."""

from __future__ import annotations

import pytest

from probatum.proofs.check import StepReport, steps
from probatum.proofs.source import Options, Source

MODEL = r"""
Let there be a model with
$$ \begin{split}
y_{ijk} &= \mu + \varepsilon_{ijk} \\
\varepsilon_{ijk} &\overset{\mathrm{i.i.d.}}{\sim} \mathcal{N}(0, \sigma^2), \; k = 1, \ldots, n
\end{split} $$
and all observations $\sum_{i=1}^a \sum_{j=1}^b \sum_{k=1}^n y_{ijk}$.
"""
OF_ONE = {
    "a sum of one variable as often": r"\mathrm{Var}\left( \sum_{k=1}^{n} \varepsilon_{ijk} \right) = n^2 \sigma^2",
    "the same in what is made of it": r"\mathrm{Var}\left( \sum_{k=1}^{n} y_{ijk} \right) = n^2 \sigma^2",
    "its values": r"\sum_{i=1}^{a} \sum_{k=1}^{n} y_{ijk} = a n \mu + n \sum_{i=1}^{a} \varepsilon_{ijk}",
}


@pytest.mark.parametrize("name", OF_ONE)
def test_a_name_with_running_indices_is_not_that_of_one_variable(name: str) -> None:
    assert _last(f"{MODEL}\n$$ {OF_ONE[name]} $$").verdict not in ("proved", "confirmed")


SAID = {  # a document, and what may be said of its last step
    "data of a model are what they are": (
        MODEL + r"$$ \frac{d}{d\mu} \sum_{i=1}^a \sum_{j=1}^b \sum_{k=1}^n (y_{ijk} - \mu)^2 = "
        r"- 2 \sum_{i=1}^a \sum_{j=1}^b \sum_{k=1}^n (y_{ijk} - \mu) $$", "proved"),
    "groups of different sizes": (
        r"$$ \sum_{i=1}^a \sum_{j=1}^{n_i} (y_{ij} - m) = "
        r"\sum_{i=1}^a \sum_{j=1}^{n_i} y_{ij} - m \sum_{i=1}^a n_i $$", "proved"),
    "as if they were of one size": (
        r"$$ \sum_{i=1}^a \sum_{j=1}^{n_i} (y_{ij} - m) = "
        r"\sum_{i=1}^a \sum_{j=1}^{n_i} y_{ij} - a m n_1 $$", "refuted"),
    "all entries": (
        r"Let $x \in \mathbb{R}^n$. Suppose $$ x_1 = \ldots = x_n = 0 $$ Then $$ \sum_{i=1}^n x_i = 0 $$", "proved"),
    "some entries": (
        r"Let $x \in \mathbb{R}^n$ and $k \leq n$, $k \in \mathbb{N}$. Suppose that $$ x_1 = \ldots = x_k = 0 $$ "
        r"Then $$ \sum_{i=1}^n x_i = 0 $$", "refuted"),
    "some entries in a list": (
        r"Let $x \in \mathbb{R}^n$ and $k \leq n$, $k \in \mathbb{N}$. Suppose that $$ [x_1, \ldots, x_k] = 0 $$ "
        r"Then $$ \sum_{i=1}^n x_i = 0 $$", "refuted"),
    "some entries by an index": (
        r"Let $x \in \mathbb{R}^n$ and $k \leq n$, $k \in \mathbb{N}$. Suppose that "
        r"$$ x_i = 0 \quad \text{for} \; i = 1, \ldots, k $$ Then $$ \sum_{i=1}^n x_i = 0 $$", "not shown"),
    "all entries by an index": (
        r"Let $x \in \mathbb{R}^n$. Suppose that $$ x_i = 0 \quad \text{for} \; i = 1, \ldots, n $$ "
        r"Then $$ \sum_{i=1}^n x_i = 0 $$", "proved"),
    "parts that are matrices": (
        r"Let $y$ be a vector with $y = \begin{pmatrix} y_1 \\ y_2 \end{pmatrix}$. "
        r"$$ X_1^\top P_1 y_1 + X_2^\top P_2 y_2 = X_2^\top P_2 y_2 + X_1^\top P_1 y_1 $$", "proved"),
    "of which one is dropped": (
        r"Let $y$ be a vector with $y = \begin{pmatrix} y_1 \\ y_2 \end{pmatrix}$. "
        r"$$ X_1^\top P_1 y_1 + X_2^\top P_2 y_2 = X_2^\top P_2 y_2 $$", "not shown"),
    "a name given again": (
        r"Let $x$ be real, $F = x + 1$ and $A \in \mathbb{R}^{n \times n}$. We use $A$, where the matrix $F$ is given "
        r"as follows: $$ F = A A $$ Then $$ \mathrm{tr}(F) = \mathrm{tr}(A^2) $$", "proved"),
    "a derivative by what has a value": (
        r"Let $x$ be real and $y = x^2$. $$ \frac{d}{dy} y^3 = 3 y^2 $$", "proved"),
    "a bar may be a mean": (
        r"$$ \sum_{i=1}^a \sum_{j=1}^{n_i} (y_{ij} - \bar{y}_i) = 0 $$", "unknown"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_names_stand_for(name: str) -> None:
    text, verdict = SAID[name]
    found = _last(text)
    if verdict == "not shown":
        assert found.verdict not in ("proved", "confirmed"), found.because
    else:
        assert found.verdict == verdict, found.because


def test_a_sum_of_independent_variables_is_not_independent_of_them() -> None:
    said = r"We have $X = A + B$ where $A$ and $B$ are independent, $A \sim \mathcal{N}(0, 1)$ and "
    said += r"$B \sim \mathcal{N}(0, 1)$."
    assert _last(said + r"$$ \mathrm{Cov}(X, A) = 0 $$").verdict not in ("proved", "confirmed")
    assert _last(said + r"$$ \mathrm{Var}(A + B) = 2 $$").verdict == "proved"


STATEMENT = r"""
**Theorem:** Let $X, Y, T \in \mathbb{R}^{n \times n}$ be matrices with

$$ \label{eq:a}
X = Y T \; .
$$

Then, both estimates are the same.

**Proof:** By \eqref{eq:a},

$$ X^\top X = X^\top Y T $$
"""


def test_what_is_given_before_a_conclusion_in_words_may_be_used() -> None:
    assert _last(STATEMENT).verdict == "proved"
    goal = STATEMENT.replace("Let $", "For all $").replace("be matrices with", "it is shown that")
    assert _last(goal).verdict != "proved"


def _last(text: str) -> StepReport:
    return list(steps(Source("a.md", text, "md"), Options(), (), lambda _news: None))[-1]


INCREMENTS = r"Let $\Delta x = x_2 - x_1$, where $x_1 = a - b$ and $x_2 = a + b$." "\n\n"
MATRIX = r"Let $\Delta \in \mathbb{R}^{n \times n}$ and $x \in \mathbb{R}^n$." "\n\n"
DELTAS = {
    "an increment": (INCREMENTS + r"$$ 2 \Delta x = 4 b $$", "proved"),
    "another value": (INCREMENTS + r"$$ 2 \Delta x = 2 b $$", "refuted"),
    "a matrix": (MATRIX + r"$$ x^\top \Delta x = x^\top \Delta^\top x $$", "proved"),
    "no transpose": (MATRIX + r"$$ \Delta x = \Delta^\top x $$", "refuted"),
}


@pytest.mark.parametrize("name", DELTAS)
def test_an_increment_is_one_name(name: str) -> None:
    text, verdict = DELTAS[name]
    found = _last(text)
    assert found.verdict == verdict, found.because
