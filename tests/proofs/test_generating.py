"""E[exp(t^T x)] of a multivariate normal x, by its moment-generating function, which the report names."""

from __future__ import annotations

import pytest
from strategies.documents import reports, verdicts

NORMAL = r"Let $x \sim \mathcal{N}(\mu, \Sigma)$ be an $n$-dimensional random vector."
PAIRS = [
    (r"\mathrm{E}[\exp(t^\top x)] = \exp(t^\top \mu + \frac12 t^\top \Sigma t)",
     r"\mathrm{E}[\exp(t^\top x)] = \exp(t^\top \mu + t^\top \Sigma t)"),
    (r"\mathrm{E}[e^{x^\top t}] = e^{\mu^\top t} e^{t^\top \Sigma t / 2}",
     r"\mathrm{E}[e^{x^\top t}] = e^{\mu^\top t} e^{-t^\top \Sigma t / 2}"),
    (r"\mathrm{E}[2 e^{t^\top x} e^{s^\top x}] = 2 \exp((t+s)^\top \mu + \frac12 (t+s)^\top \Sigma (t+s))",
     r"\mathrm{E}[2 e^{t^\top x} e^{s^\top x}] = 2 \exp((t+s)^\top \mu + \frac12 t^\top \Sigma t)"),
    (r"\mathrm{Var}[e^{t^\top x}] = \exp(2 t^\top \mu + t^\top \Sigma t) (\exp(t^\top \Sigma t) - 1)",
     r"\mathrm{Var}[e^{t^\top x}] = \exp(2 t^\top \mu + t^\top \Sigma t) (\exp(t^\top \Sigma t) + 1)"),
    (r"\mathrm{E}[\exp(t^\top (A x + b))] = \exp(t^\top (A \mu + b) + \frac12 t^\top A \Sigma A^\top t)",
     r"\mathrm{E}[\exp(t^\top (A x + b))] = \exp(t^\top (A \mu + b) + \frac12 t^\top A^\top \Sigma A t)"),
]  # fmt: skip


@pytest.mark.parametrize(("true", "false"), PAIRS)
def test_it_is_an_exponential(true: str, false: str) -> None:
    assert verdicts(f"{NORMAL} $$ {true} $$")[-1] == "proved"
    assert verdicts(f"{NORMAL} $$ {false} $$")[-1] == "refuted"


def test_the_theorem_is_named() -> None:
    (report,) = reports(rf"{NORMAL} $$ {PAIRS[0][0]} $$")
    assert "the moment-generating function of a multivariate normal distribution" in report.trusted


def test_of_what_is_no_line_nothing_is_said() -> None:
    assert verdicts(rf"{NORMAL} $$ \mathrm{{E}}[\exp(x^\top x)] = 1 $$")[-1] == "unknown"
