"""Every entry reaches its verdict, every false statement beside one is refuted, and all of it can be read."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from probatum.identities import Entry, Falsehood, by_name, entries
from probatum.identities.sheet import claims
from probatum.proofs.decide import decide
from probatum.proofs.verdict import Verdict

ENTRIES = list(entries())
FALSEHOODS = {
    f"{entry.name} {'as printed' if false.printed else 'neighbour'} {place}": false
    for entry in ENTRIES
    for place, false in enumerate(entry.falsehoods)
}

# Statements that no proof is found for, with the verdict that they have instead, and why.
NOT_PROVED: dict[str, Verdict] = {}

each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)


@each_entry
def test_an_entry_reaches_its_verdict(entry: Entry) -> None:
    expected = NOT_PROVED.get(entry.name, Verdict.PROVED) if entry.holds else Verdict.REFUTED
    decision = decide(entry.claim)
    assert decision.verdict is expected, decision.because
    assert entry.holds or decision.certified


@pytest.mark.parametrize("false", FALSEHOODS.values(), ids=FALSEHOODS.keys())
def test_a_false_statement_is_refuted(false: Falsehood) -> None:
    decision = decide(false.claim)
    assert decision.verdict is Verdict.REFUTED, decision.because
    assert decision.certified
    assert false.why


# Needs that only say where both sides are defined.
TECHNICAL = {"function_power_rule"}
# Needs without which a strict inequality is an equality, which another entry proves: of two numbers that are equal and
# irrational no interpretation in balls can say that one is not less.
BY_EQUALITY = {"discriminator_bound_only_at_optimum": "discriminator_bound_reached"}
NEEDING = [entry for entry in ENTRIES if entry.needs and entry.name not in TECHNICAL | BY_EQUALITY.keys()]


@pytest.mark.parametrize("entry", NEEDING, ids=lambda entry: entry.name)
def test_what_an_entry_needs_it_needs(entry: Entry) -> None:
    decision = decide(replace(entry.claim, assumptions=()))
    assert decision.verdict is Verdict.REFUTED, decision.because


@each_entry
def test_an_entry_can_be_read(entry: Entry) -> None:
    assert entry.source in claims()
    assert entry.__doc__
    assert entry.latex
    assert entry.lhs is not None and entry.rhs is not None


def test_what_the_sheet_prints_wrongly_is_kept() -> None:
    for entry in ENTRIES:
        if any(false.printed for false in entry.falsehoods):
            assert claims()[entry.source].status in ("wrong", "garbled")


def test_names_are_unique() -> None:
    assert len(by_name()) == len(ENTRIES)


def test_everything_is_imported_by_name() -> None:
    from probatum import identities

    assert {entry.name for entry in ENTRIES} == set(identities.__all__) - {"Entry", "Falsehood", "by_name", "entries"}


def test_importing_a_formula_loads_nothing_slow() -> None:
    code = (
        "from probatum.identities import normal_kl; import sys;"
        "print(sorted({'sympy', 'numpy', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_latex_shows_what_is_written() -> None:
    latex = by_name()["elbo_le_log_evidence"].latex
    assert latex.startswith(r"\log\left(p(x)\right) \geq \mathbb{E}_{z \sim q(z \mid x)}")


def test_an_entry_without_a_rule_says_so() -> None:
    with pytest.raises(TypeError, match="kl_nonneg states a relation"):
        by_name()["kl_nonneg"].numpy(1.0)


def test_a_wrong_number_of_arguments_is_named() -> None:
    with pytest.raises(TypeError, match="normal_kl takes mu_q, sigma_q, mu_p, sigma_p, not 2"):
        by_name()["normal_kl"].numpy(1.0, 2.0)
