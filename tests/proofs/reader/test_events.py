"""Events: the probability of unions, complements, equations between events, families of them."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

from probatum.proofs.check import StepReport, steps
from probatum.proofs.source import Options, Source

SHOWN = {
    "addition law": r"p(A \cup B) = p(A) + p(B) - p(A \cap B)",
    "by conjunction": r"p(A \vee B) = p(A) + p(B) - p(A \wedge B)",
    "a complement": r"p(B) = p(A \cap B) + p(B \cap \overline{A})",
    "a disjoint union": r"A \cup B = A \cup (B \cap \overline{A})",
    "nothing in common": r"A \cap (B \cap \overline{A}) = \emptyset",
    "everything": r"A \cup \overline{A} = \Omega",
    "the sure event": r"p(A \cup B) + p(\Omega) = p(A \cup B) + 1",
    "events as sets of values": (
        r"p(\{X \mid X > 1\} \cup \{X \mid X \leq 1\}) = p(\{X \mid X \leq 1\}) + \mathrm{Pr}(X > 1)"
    ),
    "a union of many and one more": (
        r"p\left( \bigcup_{i=1}^{n} A_i \cup B \right) = "
        r"p\left( \bigcup_{i=1}^{n} A_i \right) + p(B) - p\left( \bigcup_{i=1}^{n} A_i \cap B \right)"
    ),
    "the largest of a set": r"\max(\mathcal{Y}) + \max(\mathcal{Y}) = 2 \max(\mathcal{Y})",
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_what_holds_of_events(name: str) -> None:
    found = _last(f"$$ {SHOWN[name]} $$")
    assert found.verdict == "proved", found.because


OPEN = {  # what words may say of the events is not known: exclusive, exhaustive, a partition
    "exclusive or not": r"p(A \cup B) = p(A) + p(B)",
    "exhaustive or not": r"p\left( \bigcup_{i=1}^{n} A_i \right) = 1",
    "what a set is": r"\max(\mathcal{Y}) = 1",
}


@pytest.mark.parametrize("name", OPEN)
def test_what_words_may_say_of_events_is_not_refuted(name: str) -> None:
    found = _last(f"$$ {OPEN[name]} $$")
    assert found.verdict == "unknown", found.because


def test_a_sum_over_events_is_no_sum_over_outcomes() -> None:
    found = _last(r"$$ p(A \cap B) + \sum_{i=1}^n p(A_i) = 1 $$")
    assert found.verdict == "error" and "A_i is one thing here, whatever the index is" in found.because


def test_a_union_is_no_number() -> None:
    found = _last(r"$$ 1 + \bigcup_{i=1}^n A_i = 2 $$")
    assert found.verdict == "error"
    assert "the union of events where a number belongs" in found.because


def _last(text: str) -> StepReport:
    return list(steps(Source("x.md", text, "md"), Options(), (), lambda _: None))[-1]


INDEPENDENT = [
    "Let $A$ and $B$ be independent events.",
    "Suppose the events $A$ and $B$ are independent.",
    "Let $A$ be an event that is independent of the event $B$.",
    "Let $A$ and $B$ be events. Suppose they are independent.",
]
NOT_INDEPENDENT = [
    "Let $A$ and $B$ be events.",
    "Let $A$ and $B$ be dependent events.",
    "Let $A$ and $B$ be events. They are not independent.",
    "Let $A$ and $B$ be events. Many assume they are independent.",
    "Let $A$ and $B$ be events. We do not assume that they are independent.",
]
PRODUCT = r"$$ P(A \cap B) = P(A) P(B) $$"


@pytest.mark.parametrize("words", INDEPENDENT)
def test_events_are_independent(words: str) -> None:
    assert _last(f"{words}\n\n{PRODUCT}").verdict == "proved"


@pytest.mark.parametrize("words", NOT_INDEPENDENT)
def test_events_are_independent_only_where_it_is_said(words: str) -> None:
    assert _last(f"{words}\n\n{PRODUCT}").verdict in ("refuted", "unknown")


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (r"E[\mathbb{1}_A] = P(A)", r"E[\mathbb{1}_A] = P(A)^2"),
        (r"\mathrm{Var}(1_A) = P(A) (1 - P(A))", r"\mathrm{Var}(1_A) = P(A)"),
        (r"E[1_A 1_B] = P(A \cap B)", "E[1_A 1_B] = P(A) P(B)"),
    ],
)
def test_the_indicator_of_an_event(true: str, false: str) -> None:
    words = "Let $A$ and $B$ be events."
    assert verdicts(f"{words} $$ {true} $$") == ["proved"]
    assert verdicts(f"{words} $$ {false} $$") == ["refuted"]


@pytest.mark.parametrize(
    ("words", "true"),
    [
        (r"Let $A$ and $B$ be events with $A \subseteq B$.", r"P(A \cap B) = P(A)"),
        ("Suppose the event $A$ implies the event $B$.", r"P(A \cap B) = P(A)"),
        ("Whenever $A$ happens, $B$ happens. The events $A$ and $C$ are exclusive.", r"P(A \cap B) = P(A)"),
        ("Let $A$, $B$ and $C$ be mutually exclusive and exhaustive events.", "P(A) + P(B) + P(C) = 1"),
    ],
)
def test_no_step_is_refuted_over_events_of_which_words_say_more(words: str, true: str) -> None:
    assert verdicts(f"{words} $$ {true} $$") != ["refuted"]
