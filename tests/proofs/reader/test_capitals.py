"""p(X), P(X), E_{p(x)}[f(X)]: a capital that runs over values is a variable, that of its small letter."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

PAIRS = [
    (r"H(X) = -\sum_X p(X) \log p(X)", r"H(X) = \sum_X p(X) \log p(X)"),
    (r"H(X \mid Y) = -\sum_{X, Y} p(X, Y) \log p(X \mid Y)", r"H(X \mid Y) = -\sum_{X, Y} p(X, Y) \log p(Y \mid X)"),
    (r"I(X; Y) = \mathrm{KL}(p(X, Y) \| p(X) p(Y))", r"I(X; Y) = \mathrm{KL}(p(X) p(Y) \| p(X, Y))"),
    (r"\mathrm{KL}(p(X, Y) \| q(X, Y)) = \mathbb{E}_{p(X, Y)}[\log p(X, Y) - \log q(X, Y)]",
     r"\mathrm{KL}(p(X, Y) \| q(X, Y)) = \mathbb{E}_{q(X, Y)}[\log p(X, Y) - \log q(X, Y)]"),
    (r"\log p(X) = \sum_Z q(Z) \log \frac{p(X, Z)}{q(Z)} + \mathrm{KL}(q(Z) \| p(Z \mid X))",
     r"\log p(X) = \sum_Z q(Z) \log \frac{p(X, Z)}{q(Z)} - \mathrm{KL}(q(Z) \| p(Z \mid X))"),
    (r"\mathbb{E}_{q(V)}[f(V)] = \sum_V q(V) f(V)", r"\mathbb{E}_{q(V)}[f(V)] = \sum_V q(V) f(V) + 1"),
    (r"\mathbb{E}_{q(V, w)}[c] = c", r"\mathbb{E}_{q(V, w)}[c] = 2 c"),
    (r"\mathbb{E}_{p(x)}[f(X)] = \sum_x p(x) f(x)", r"\mathbb{E}_{p(x)}[f(X)] = \sum_x p(x) f(x)^2"),
    (r"P(Y) = \sum_X P(Y \mid X) P(X)", r"P(Y) = \sum_X P(X \mid Y)"),
    (r"P(Z \mid X) = \frac{P(X \mid Z) P(Z)}{\sum_Z P(X \mid Z) P(Z)}",
     r"P(Z \mid X) = \frac{P(X \mid Z)}{\sum_Z P(X \mid Z) P(Z)}"),
    (r"\mathrm{KL}(P \| Q) = \mathbb{E}_{X \sim P}[\log P(X) - \log Q(X)]",
     r"\mathrm{KL}(P \| Q) = \mathbb{E}_{X \sim Q}[\log P(X) - \log Q(X)]"),
]  # fmt: skip


@pytest.mark.parametrize(("true", "false"), PAIRS)
def test_it_is_one_variable_wherever_it_stands(true: str, false: str) -> None:
    assert verdicts(f"$$ {true} $$")[-1] == "proved"
    assert verdicts(f"$$ {false} $$")[-1] == "refuted"


def test_a_mean_of_a_capital_is_no_constant() -> None:
    assert verdicts(r"$$ \mathbb{E}_{q(x)}[X] = X $$")[-1] not in ("proved", "confirmed")
    assert verdicts(r"$$ \mathbb{E}_{q(x)}[f(X)] = f(X) $$")[-1] not in ("proved", "confirmed")


def test_in_a_density_of_both_they_are_two() -> None:
    assert verdicts(r"$$ p(x) = \sum_X p(x \mid X) p(X) $$")[-1] == "proved"
    assert verdicts(r"$$ p(x) = \mathbb{E}_{p(X)}[p(x \mid X)] $$")[-1] == "proved"


def test_events_stay_events() -> None:
    text = r"$$ P(A \cup B) = P(A) + P(B) - P(A \cap B) $$ $$ P(A) = P(A \mid B) P(B) + P(A \mid B^c) P(B^c) $$"
    assert verdicts(text) == ["proved", "proved"]
    assert verdicts(r"$$ \Pr(Y) = \sum_X \Pr(Y \mid X) \Pr(X) $$")[-1] == "error"  # an event for each X


def test_a_function_of_a_density_is_not_evaluated() -> None:
    assert verdicts(r"Let $q$ be a density. $$ F(q) + 1 = F(q) + \mathrm{KL}(q(z) \| p(z)) $$")[-1] == "unknown"
