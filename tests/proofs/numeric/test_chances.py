"""Events with probabilities that are given: such that all hold, and nothing else is supposed."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

TEST = r"Suppose that $P(A) = 0.01$, $P(B \mid A) = 0.9$ and $P(B \mid A^c) = 0.1$."
INDEPENDENT = r"Let $A$ and $B$ be independent events with $P(A) = 1/2$ and $P(B) = 1/3$."
HALF = r"Let $A$ and $B$ be events with $P(A) = 1/2$ and $P(B) = 2/3$."

CLAIMS = {
    "total probability": (TEST, "P(B) = 0.108", "proved"),
    "Bayes": (TEST, r"P(A \mid B) = \frac{1}{12}", "proved"),
    "the base rate forgotten": (TEST, r"P(A \mid B) = 0.9", "refuted"),
    "independent, both": (INDEPENDENT, r"P(A \cap B) = \frac{1}{6}", "proved"),
    "independent, one of them": (INDEPENDENT, r"P(A \cup B) = \frac{2}{3}", "proved"),
    "as if exclusive": (INDEPENDENT, r"P(A \cup B) = \frac{5}{6}", "refuted"),
    "not said to be independent": (HALF, r"P(A \cap B) = \frac{1}{3}", "refuted"),
    "at least so much": (HALF, r"P(A \cap B) \geq \frac{1}{6}", ("proved", "unknown")),
    "at least more": (HALF, r"P(A \cap B) \geq \frac{1}{5}", "refuted"),
    "exclusive": (
        r"Let $A$ and $B$ be mutually exclusive events.", r"P(A \cup B) = P(A) + P(B)", ("proved", "unknown")),
    "any events": (r"Let $A$ and $B$ be events.", r"P(A \cup B) = P(A) + P(B)", "refuted"),
    "a parameter": (r"Let $p \in (0, 1)$. Let $P(A) = p$.", "P(A^c) = 1 - p", "proved"),
    "none such": (r"Let $A$ and $B$ be events with $P(A) = 1/2$ and $P(A \cap B) = 2/3$.", "P(B) = 1", "unknown"),
}  # fmt: skip


@pytest.mark.parametrize("name", CLAIMS)
def test_events_with_given_probabilities(name: str) -> None:
    before, claim, verdict = CLAIMS[name]
    assert verdicts(f"{before}\n\n$$ {claim} $$\n")[-1] in ((verdict,) if isinstance(verdict, str) else verdict)
