"""Subscripts: places held open, more than two indices, sizes of groups, equations that hold at every index."""

from __future__ import annotations

import pytest

from probatum.proofs.check import StepReport, steps
from probatum.proofs.source import Options, Source

TWO_WAY = r"""
$$ \begin{split}
n_{i \bullet} &= \sum_{j=1}^{b} n_{ij} \\
\bar{y}_{i \bullet \bullet} &= \frac{1}{n_{i \bullet}} \sum_{j=1}^{b} \sum_{k=1}^{n_{ij}} y_{ijk}
\end{split} $$
"""

SHOWN = {  # the claim, and whether it is true
    "a mean over two indices": (
        r"\sum_{i=1}^a n_{i \bullet} \bar{y}_{i \bullet \bullet} = "
        r"\sum_{i=1}^a \sum_{j=1}^b \sum_{k=1}^{n_{ij}} y_{ijk}", True),
    "deviations from it": (
        r"\sum_{j=1}^b \sum_{k=1}^{n_{ij}} (y_{ijk} - \bar{y}_{i \bullet \bullet}) = 0", True),
    "a constant as often as there are members": (
        r"\sum_{i=1}^a \sum_{j=1}^b \sum_{k=1}^{n_{ij}} c = c \sum_{i=1}^a n_{i \bullet}", True),
    "not as often as there are groups": (
        r"\sum_{i=1}^a \sum_{j=1}^b \sum_{k=1}^{n_{ij}} c = a b c", False),
    "three indices exchanged": (
        r"\sum_{i=1}^a \sum_{j=1}^b \sum_{k=1}^c y_{ijk} = \sum_{k=1}^c \sum_{j=1}^b \sum_{i=1}^a y_{ijk}", True),
    "one of them dropped": (
        r"\sum_{i=1}^a \sum_{j=1}^b \sum_{k=1}^c y_{ijk} = c \sum_{i=1}^a \sum_{j=1}^b y_{ij1}", False),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_open_places_and_many_indices(name: str) -> None:
    latex, true = SHOWN[name]
    found = _all(f"{TWO_WAY}\n\n$$ {latex} $$\n")[-1]
    assert found.verdict in (("proved", "confirmed") if true else ("refuted",)), found.because


def test_a_constraint_for_every_index_is_used_at_every_index() -> None:
    text = r"Let $\sum_{i=1}^a n_{ij} \alpha_i = 0$ for $j = 1, \ldots, b$." "\n\n"
    claim = r"$$ \sum_{i=1}^a \sum_{j=1}^b n_{ij} \alpha_i = 0 $$"
    assert _all(text + claim)[-1].verdict in ("proved", "confirmed")
    twice = r"$$ \sum_{i=1}^a \sum_{j=1}^b n_{ij} \alpha_i = \frac{1}{n} \sum_{i=1}^a \sum_{j=1}^b n_{ij} \alpha_i $$"
    assert _all(text + twice)[-1].verdict != "refuted"  # both are zero


DOTS = {
    "a multinomial coefficient": (r"{n \choose {x_{1}, \ldots, x_{k}}} = \frac{n!}{\prod_{j=1}^k x_j!}", True),
    "of doubly indexed counts": (r"{n \choose {x_{21}, \ldots, x_{2k}}} = \frac{n!}{\prod_{j=1}^k x_{2j}!}", True),
    "an odd double factorial": (r"\sum_{i=1}^n (2i-1)!! = \sum_{i=1}^n \frac{(2i)!}{2^i \, i!}", True),
    "an even one": (r"\sum_{i=1}^n (2i)!! = \sum_{i=1}^n 2^i \, i!", True),
    "of a number": ("7!! = 105", True),
    "no factorial of a factorial": ("3!! = 720", False),
}


@pytest.mark.parametrize("name", DOTS)
def test_factorials(name: str) -> None:
    latex, true = DOTS[name]
    found = _all(f"$$ {latex} $$")[-1]
    assert found.verdict in (("proved", "confirmed") if true else ("refuted",)), found.because


def test_a_double_factorial_of_any_number_has_no_closed_form() -> None:
    (found,) = _all("$$ n!! = 3 $$")
    assert found.verdict == "error"
    assert "what may be odd or even" in found.because


LIMITS = {
    "a fraction that vanishes": (r"\lim_{n \to \infty} \frac{2 k^2 + 2 k}{n - k - 1} = 0", "proved"),
    "leading terms": (r"\lim_{n \to \infty} \frac{3 n^2 + n}{n^2 + 5} = 3", "proved"),
    "a sum of limits": (r"\lim_{n \to \infty} \left[ a + \frac{b}{n} \right] = \lim_{n \to \infty} a", "proved"),
    "to minus infinity": (r"\lim_{x \to -\infty} \frac{2 x}{x + 1} = 2", "proved"),
    "an exponential that vanishes": (r"\lim_{x \to \infty} (x^2 + 1) e^{-3 x} = 0", "proved"),
    "a function that levels off": (r"\lim_{x \to \infty} \mathrm{erf}(3 - 2 x) = -1", "proved"),
    "at the other level": (r"\lim_{x \to \infty} \mathrm{erf}(3 - 2 x) = 1", "unknown"),
    "of an argument of either sign": (r"\lim_{x \to \infty} \mathrm{erf}(a x) = 1", "unknown"),
    "at a point": (r"\lim_{x \to 2} (x^2 + 1) = 5", "proved"),
    "not another number": (r"\lim_{n \to \infty} \frac{3 n^2 + n}{n^2 + 5} = 2", "unknown"),
    "where the denominator vanishes": (r"\lim_{x \to 0} \frac{a x}{x} = a", "proved"),
    "and the numerator does not": (r"\lim_{x \to 0} \frac{a}{x} = 0", "unknown"),
    "of a sign that is not known": (r"\lim_{x \to \infty} e^{a x} = 0", "unknown"),
    "of a leading term that may be lost": (r"\lim_{n \to \infty} \frac{n}{a n + 1} = \frac{1}{a}", "unknown"),
    "of what depends on chance": (r"\lim_{n \to \infty} \mathrm{E}[X] = \mathrm{E}[X]", "unknown"),
}  # fmt: skip


@pytest.mark.parametrize("name", LIMITS)
def test_limits(name: str) -> None:
    latex, verdict = LIMITS[name]
    (found,) = _all(f"$$ {latex} $$")
    assert found.verdict == verdict, found.because


PRODUCTS = {  # where one ends; what may be meant otherwise is not refuted
    "before another": (r"\prod_{i=1}^n x_i \prod_{i=1}^n y_i = \prod_{i=1}^n (x_i y_i)", "proved"),
    "before a sum": (r"\prod_{i=1}^n x_i \cdot \sum_{i=1}^n y_i = \sum_{i=1}^n y_i \prod_{i=1}^n x_i", "proved"),
    "before another letter": (
        r"\prod_{i=1}^n x_i \prod_{j=1}^n y_j = \prod_{j=1}^n (x_j y_j)", "proved"),
    "not where the letter is in it": (
        r"\prod_{i=1}^2 x_i \prod_{j=1}^2 (y_i + y_j) = (y_1 + y_2) \prod_{i=1}^2 (x_i (y_i + y_1))", "refuted"),
    "before a dot": (r"\prod_{i=1}^n x_i \cdot c = c \prod_{i=1}^n x_i", "proved"),
    "after a bracket": (r"\prod_{i=1}^n \left( \frac{x_i}{2} \right) c = c \prod_{i=1}^n \frac{x_i}{2}", "proved"),
    "not before a factor beside it": (r"\prod_{i=1}^n x_i c = c^n \prod_{i=1}^n x_i", "proved"),
    "which may stand after it": (r"\prod_{i=1}^n x_i c = c \prod_{i=1}^n x_i", "unknown"),
    "and its letter is needed": (r"\prod_{i=1}^n c \cdot x_i = c^n \prod_{i=1}^n x_i", "proved"),
    "and not forgotten": (r"\prod_{i=1}^n c \cdot x_i = c \prod_{i=1}^n x_i", "refuted"),
}  # fmt: skip


@pytest.mark.parametrize("name", PRODUCTS)
def test_where_a_product_ends(name: str) -> None:
    latex, verdict = PRODUCTS[name]
    found = _all(f"Let $x, y \\in \\mathbb{{R}}^n$ and $c > 0$.\n\n$$ {latex} $$")[-1]
    assert found.verdict == verdict, found.because


def _all(text: str) -> list[StepReport]:
    return list(steps(Source("x.md", text, "md"), Options(), (), lambda _: None))
