"""Means and entropies whose law, base or variable the notation around them shows."""

from __future__ import annotations

import pytest

from probatum.proofs.check import StepReport, steps
from probatum.proofs.source import Options, Source

BASES = {
    "base 2": (r"\mathrm{H}(X) = - \sum_{x} p(x) \log_2 p(x)", "proved"),
    "any base": (r"\mathrm{H}(X) = - \sum_{x} p(x) \log_b p(x)", "proved"),
    "nats": (r"\mathrm{H}(X) = - \sum_{x} p(x) \log p(x)", "proved"),
    "twice": (r"\mathrm{H}(X) = - 2 \sum_{x} p(x) \log_2 p(x)", "refuted"),
    "two bases": (r"\mathrm{H}(X) = - \sum_{x} p(x) \log_2 p(x) \log p(x)", "error"),
}


@pytest.mark.parametrize("name", BASES)
def test_an_entropy_is_in_the_base_written_beside_it(name: str) -> None:
    latex, verdict = BASES[name]
    found = _last(f"Let $X$ be a random variable with $p(x)$.\n\n$$ {latex} $$")
    assert found.verdict == verdict, found.because


NORMAL = "Let $X$ follow a multivariate normal distribution:\n\n$$ X \\sim \\mathcal{N}(\\mu, \\Sigma) $$\n\n"


def test_a_small_letter_in_a_mean_is_the_random_variable() -> None:
    text = NORMAL + r"$$ \mathrm{E}\left[ (x-\mu) (x-\mu)^\mathrm{T} \right] = \Sigma $$"
    assert _last(text).verdict == "proved"
    doubled = NORMAL + r"$$ \mathrm{E}\left[ (x-\mu) (x-\mu)^\mathrm{T} \right] = 2 \Sigma $$"
    assert _last(doubled).verdict == "refuted"


def test_what_a_law_takes_is_not_random() -> None:
    text = NORMAL + r"$$ \mathrm{E}\left[ X - \mu \right] = \mathrm{E}[X] - \mu $$"
    assert _last(text).verdict == "proved"


MEANS = {  # of an x that the section writes no density of its own of: under any law
    "linear": (r"\left\langle 2 \beta + 1 \right\rangle = 2 \left\langle \beta \right\rangle + 1", ("proved",)),
    "a sum": (
        r"\left\langle \beta + \tau \right\rangle = \left\langle \beta \right\rangle + "
        r"\left\langle \tau \right\rangle", ("proved",)),
    "not known": (r"\left\langle \beta \right\rangle = 3", ("unknown",)),
    "not of a product": (
        r"\left\langle \beta \tau \right\rangle = \left\langle \beta \right\rangle \left\langle \tau \right\rangle",
        ("unknown",)),
}  # fmt: skip


@pytest.mark.parametrize("name", MEANS)
def test_means_under_a_law_that_is_not_said(name: str) -> None:
    latex, verdicts = MEANS[name]
    text = "$$ p(y, \\beta, \\tau) = p(y|\\beta,\\tau) \\, p(\\beta,\\tau) $$\n\n"
    found = _last(f"{text}$$ {latex} $$")
    assert found.verdict in verdicts, found.because


def test_what_variables_share_is_not_that_of_any_law_where_they_have_laws() -> None:
    text = "Let $X \\sim \\mathcal{N}(0, 1)$ and $Y \\sim \\mathcal{N}(0, 1)$.\n\n"
    shared = r"$$ \mathrm{I}(X, Y) = \mathrm{h}(X) + \mathrm{h}(Y) - \mathrm{h}(X, Y) $$"
    assert _last(text + shared).verdict == "unknown"
    assert _last(shared).verdict == "proved"


def _last(text: str) -> StepReport:
    return list(steps(Source("x.md", text, "md"), Options(), (), lambda _: None))[-1]
