"""Functions: what says which one is meant, their inverses, and integrals in which another function runs."""

from __future__ import annotations

import pytest
from strategies.documents import reports, verdicts

from probatum.proofs.check import StepReport, steps
from probatum.proofs.source import Options, Source

LINE = "$$ g(x) = a x + b $$\n\nwith $a > 0$, whose inverse is $g^{-1}$.\n\n"
STANDARD = (
    "Let $m \\in \\mathbb{R}$ and $X \\sim \\mathcal{N}(m, s^2)$ with $s > 0$.\n\n"
    r"$$ Z = g(X) = \frac{X - m}{s} $$"
    "\n\n"
)
QUOTIENT = "Let $a > 0$ and $d > 0$.\n\n" r"$$ g(x) = \frac{a x}{d + x} $$" "\n\n"
PIECES = r"$$ h(y) = \begin{cases} f_X(y), & \text{if } y \in [0, 1] \\ 0, & \text{if } y \notin [0, 1] \end{cases} $$"

DECIDED = {
    "a declared function is defined": (
        "Let $f: \\mathbb{R} \\to \\mathbb{R}$ be a function with\n\n$$ f(x) = x^2 $$\n\n$$ f(3) = 9 $$", "proved"),
    "and not by its values elsewhere": (
        "Let $f: \\mathbb{R} \\to \\mathbb{R}$ be a function with\n\n$$ f(x) = x^2 $$\n\n$$ f(3) = 8 $$", "refuted"),
    "a hypothesis may say which convex function": (
        "Let $f: \\mathbb{R} \\to \\mathbb{R}$ be the convex function with\n\n$$ f(x) = x^2 $$\n\n$$ f(3) = 9 $$",
        "proved"),
    "of a convex function it is a claim": (
        "Let $f: \\mathbb{R} \\to \\mathbb{R}$ be convex.\n\n$$ f(x) = -x^2 $$", "refuted"),
    "and of one of which something is said": (
        "Let $f: \\mathbb{R} \\to \\mathbb{R}$ satisfy $f(x + y) = f(x) + f(y)$.\n\n$$ f(x) = x^2 $$\n\n$$ f(3) = 9 $$",
        "unknown"),
    "what holds at a point says nothing of the slope there": (
        "Let $x \\in \\mathbb{R}$ with\n\n$$ f(x) = 0 $$\n\n$$ f'(x) = 0 $$", "unknown"),
    "a fixed point is no identity": (
        "Let $f: \\mathbb{R} \\to \\mathbb{R}$ and $x \\in \\mathbb{R}$ be such that\n\n$$ f(x) = x $$\n\n"
        "$$ f'(x) = 1 $$", "refuted"),
    "a word before a comma is said of another": (
        "Let $s > 0$. Because $s$ is positive, $g(x)$ rises.\n\n$$ g(x) = s x $$\n\n$$ g(2) = 2 s $$", "proved"),
    "the sign of a value is not said of the function": (
        "Let $g(x) = x - 3$. On this range the positive $g(x)$ rises.\n\n$$ g(1) = -2 $$", "proved"),
    "a function within a chain": (STANDARD + r"$$ X = g^{-1}(Z) $$", "proved"),
    "at other points": (STANDARD + r"$$ g(m + s) = 1 $$", "proved"),
    "and not at these": (STANDARD + r"$$ g(m) = 1 $$", "refuted"),
    "a chain that goes on names none": ("$$ x^2 + x \\\\\n= h(x) \\\\\n= x^2 - x $$", "unknown"),
    "the inverse of a line": (LINE + r"$$ g^{-1}(y) = \frac{y - b}{a} $$", "proved"),
    "which is not one over it": (LINE + r"$$ g^{-1}(y) = \frac{1}{a y + b} $$", "unknown"),
    "the inverse of a quotient of lines": (
        QUOTIENT + r"$$ \frac{\mathrm{d}g^{-1}(y)}{\mathrm{d}y} = \frac{a d}{(a - y)^2} $$", "proved"),
    "with a factor too few": (
        QUOTIENT + r"$$ \frac{\mathrm{d}g^{-1}(y)}{\mathrm{d}y} = \frac{d}{(a - y)^2} $$", "unknown"),
    "a function of two occurrences that is no quotient of lines": (
        "$$ g(x) = x + e^x $$\n\n$$ g^{-1}(y) = y - 1 $$", "unknown"),
    "a Greek function to the power -1": (r"$$ \Gamma^{-1}(x) = \frac{1}{\Gamma(x)} $$", "error"),
    "the inverse error function": (r"$$ \mathrm{erf}^{-1}(\mathrm{erf}(x)) = x $$", "proved"),
    "and its slope": (
        "Let $p \\in (0, 1)$.\n\n" r"$$ \frac{d}{dp} \mathrm{erf}^{-1}(p) = \frac{\sqrt{\pi}}{2} "
        r"e^{\mathrm{erf}^{-1}(p)^2} $$", "proved"),
    "which is not one over the error function": (
        "Let $p \\in (0, 1)$.\n\n" r"$$ \mathrm{erf}^{-1}(p) = \frac{1}{\mathrm{erf}(p)} $$", "refuted"),
    "an interval by name": (
        "Let $\\mathcal{Y} = [0, 1]$.\n\n" r"$$ f(y) = \begin{cases} y, & \text{if } y \in \mathcal{Y} \\ 0, & "
        r"\text{if } y \notin \mathcal{Y} \end{cases} $$" "\n\n$$ f(2) + f(1/2) = 1/2 $$", "proved"),
    "and one value too many": (
        "Let $\\mathcal{Y} = [0, 1]$.\n\n" r"$$ f(y) = \begin{cases} y, & \text{if } y \in \mathcal{Y} \\ 0, & "
        r"\text{if } y \notin \mathcal{Y} \end{cases} $$" "\n\n$$ f(2) + f(1/2) = 5/2 $$", "refuted"),
    "a piece that cannot be evaluated": (
        "Let $X \\sim F(d_1, d_2)$.\n\n" + PIECES + "\n\n$$ h(y) = 0 $$", "unknown"),
}  # fmt: skip

INTEGRALS = {
    "over a multiple": (r"\int_0^1 x \, \mathrm{d}(s x) = \frac{s}{2}", "proved"),
    "which is not the multiple's own end": (r"\int_0^1 x \, \mathrm{d}(s x) = \frac{1}{2}", "refuted"),
    "over a curve": (r"\int_0^1 x \, \mathrm{d}[x^2] = \frac{2}{3}", "proved"),
    "with infinite ends": (
        r"\int_{(-\infty - m)/s}^{(\infty - m)/s} e^{-x^2} \, \mathrm{d}(s x + m) = s \sqrt{\pi}", "proved"),
    "with the slope forgotten": (
        r"\int_{(-\infty - m)/s}^{(\infty - m)/s} e^{-x^2} \, \mathrm{d}(s x + m) = \sqrt{\pi}", "refuted"),
    "an end without a sign": (r"\int_{m \infty}^{\infty} e^{-x^2} \, \mathrm{d}x = 1", "error"),
    "over one of two": (r"\int_0^1 u v \, \mathrm{d}(u v) = \frac{1}{2}", "error"),
    "a dot before the differential": (r"\int_0^1 x^2 \cdot dx = \frac{1}{3}", "proved"),
    "and a wrong value": (r"\int_0^1 x^2 \cdot dx = \frac{1}{2}", "refuted"),
}  # fmt: skip


@pytest.mark.parametrize("name", DECIDED)
def test_which_function_is_meant(name: str) -> None:
    text, verdict = DECIDED[name]
    found = _last(text)
    assert found.verdict == verdict, found.because


@pytest.mark.parametrize("name", INTEGRALS)
def test_integrals_in_which_a_function_runs(name: str) -> None:
    latex, verdict = INTEGRALS[name]
    found = _last(f"Let $s > 0$ and $m \\in \\mathbb{{R}}$.\n\n$$ {latex} $$")
    assert found.verdict == verdict, found.because


def _last(text: str) -> StepReport:
    return list(steps(Source("x.md", text, "md"), Options(), (), lambda _: None))[-1]


def test_r_is_a_function_where_nothing_calls_it_a_density() -> None:
    assert verdicts(r"Consider the ReLU $r(x) = \max(0, x)$. $$ r(x) - r(-x) = x $$") == ["proved"]
    assert verdicts("Let $r(x) = x^2$. $$ r(2) = 5 $$") == ["refuted"]


@pytest.mark.parametrize(
    "said",
    [
        r"Let $w > 0$ be a weight function.",
        r"Let $w \geq 0$ be some function.",
        r"Let $\lambda > 0$ be the intensity function.",
        r"Let $f$ be a scalar-valued function of $x \in \mathbb{R}^n$.",
        r"Let $f$ be a real function.",
    ],
)
def test_what_is_called_a_function_is_no_number(said: str) -> None:
    name = said.split("$")[1].split(" ")[0]
    assert verdicts(f"{said}\n\n$$ {name}(x + y) = {name}(x) + {name}(y) $$")[-1] in ("refuted", "unknown")


def test_a_number_of_a_function_is_one() -> None:
    assert verdicts(r"Let $c > 0$ be the constant of the function. $$ c (x + y) = c x + c y $$") == ["proved"]
    assert verdicts(r"Let $c > 0$ be the slope of a function $f$. $$ c (x + y) = c x + c y $$") == ["proved"]


@pytest.mark.parametrize("said", ["a positive function", "a nonnegative function", "a positive increasing function"])
def test_the_values_of_a_function_are_positive_and_it_is_no_number(said: str) -> None:
    words = f"Let $f$ be {said}."
    assert verdicts(f"{words} $$ f(x + y) = f(x) + f(y) $$") == ["refuted"]
    assert verdicts(rf"{words} $$ f(x) \geq 0 $$") == ["proved"]
    assert verdicts(rf"{words} Let $x < y$. $$ f(x) > 1 $$") == ["refuted"]


def test_what_the_values_of_a_function_are_is_named_as_assumed() -> None:
    (report,) = reports("Let $f$ be a positive increasing function. $$ f(x) > 0 $$")
    assert "f a positive increasing smooth function of 1 argument" in report.assumed


def test_a_nonnegative_function_may_vanish() -> None:
    assert verdicts("Let $f$ be a nonnegative convex function, and $x < y$. $$ f(x) > 0 $$") == ["refuted"]


@pytest.mark.parametrize(
    "said",
    [
        r"Let $\sigma$ be an activation function.",
        r"Let $\sigma$ be a monotone function.",
        r"Let $\sigma$ be an elementwise nonlinearity.",
        r"Let $h = \sigma(w x)$, where $\sigma$ is an arbitrary activation function.",
        r"A neuron with activation function $\sigma$ takes $x$.",
        r"Let $\sigma$ be differentiable.",
        r"Let $f$, $\sigma$ be differentiable functions.",
        r"Let $\sigma$ denote the ReLU.",
        r"Let $\sigma$ be tanh.",
        r"The nonlinearity $\sigma(\cdot)$ is smooth.",
    ],
)
def test_any_activation_is_no_sigmoid(said: str) -> None:
    slope = r"$$ \sigma'(z) = \sigma(z) (1 - \sigma(z)) $$"
    assert verdicts(f"{said}\n\n{slope}")[-1] in ("unknown", "refuted")
    assert verdicts(rf"Let $\sigma$ be the logistic activation function. {slope}") == ["proved"]


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        (r"Let $\sigma$ be the sigmoid.", r"\sigma'(x) = \sigma(x) (1 - \sigma(x))"),
        (r"Here $\sigma$ is applied to each entry.", r"\sigma'(x) = \sigma(x) (1 - \sigma(x))"),
        (r"Let $\Phi$ be the cdf of the standard normal.", r"\Phi(-x) = 1 - \Phi(x)"),
        (r"Let $\Gamma$ be the gamma function.", r"\Gamma(x + 1) = x \Gamma(x)"),
    ],
)
def test_a_letter_of_custom_stays_what_it_is(said: str, claim: str) -> None:
    assert verdicts(f"{said} Let $x > 0$.\n\n$$ {claim} $$")[0] in ("proved", "confirmed")


def test_the_cdf_of_any_variable_is_not_that_of_a_normal_one() -> None:
    assert verdicts(r"Let $\Phi$ be the cdf of $X$. $$ \Phi(-x) = 1 - \Phi(x) $$")[-1] in ("unknown", "refuted")


@pytest.mark.parametrize("noun", ["transformation", "functional", "operator", "map", "function"])
def test_no_step_over_a_linear_function_is_refuted(noun: str) -> None:
    assert verdicts(f"Let $T$ be a linear {noun}. $$ T(x + y) = T(x) + T(y) $$") == ["unknown"]


@pytest.mark.parametrize(
    "words",
    [
        "Let $f$ be a function with values in $[0, 1]$.", "Let $f$ take values in $[0, 1]$.",
        r"Let $f(x) \in [0, 1]$ for all $x$.", r"Let $f : \mathbb{R} \to [0, 1]$.",
    ],
)  # fmt: skip
def test_where_the_values_of_a_function_lie(words: str) -> None:
    words += " Let $x$ and $y$ be real."
    assert verdicts(f"{words} $$ f(x) \\leq 1 $$")[-1] == "proved"
    assert verdicts(f"{words} $$ f(x) < 1 $$")[-1] in ("refuted", "unknown")
    assert verdicts(f"{words} $$ f(x) = f(y) $$")[-1] in ("refuted", "unknown")
