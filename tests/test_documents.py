"""Derivations in every notation of the design. A step whose line says `wrong` is false; every other one holds."""

from __future__ import annotations

from pathlib import Path

import pytest

import probatum
from probatum import StepReport, Verdict

DOCUMENTS = sorted((Path(__file__).parent / "documents").iterdir())
HOLDS = (Verdict.PROVED, Verdict.CONFIRMED, Verdict.DEFINITION, Verdict.ASSUMPTION)


@pytest.fixture(scope="module", params=DOCUMENTS, ids=lambda path: path.name)
def steps(request: pytest.FixtureRequest) -> list[tuple[bool, StepReport]]:
    lines = request.param.read_text("utf-8").splitlines()
    return [("wrong" in lines[step.line - 1], step) for step in probatum.check(request.param)]


def test_every_false_step_is_refuted_with_a_certified_counterexample(steps: list[tuple[bool, StepReport]]) -> None:
    false = [step for wrong, step in steps if wrong]
    assert false
    for step in false:
        assert step.verdict is Verdict.REFUTED or "cannot " in step.because, step
        assert step.certified or step.verdict is Verdict.ERROR


def test_no_true_step_is_refuted_or_unread(steps: list[tuple[bool, StepReport]]) -> None:
    assert not [step for wrong, step in steps if not wrong and step.verdict not in HOLDS]


def test_most_true_steps_are_proved(steps: list[tuple[bool, StepReport]]) -> None:
    claims = [step for wrong, step in steps if not wrong and step.verdict in (Verdict.PROVED, Verdict.CONFIRMED)]
    assert sum(step.verdict is Verdict.PROVED for step in claims) >= 0.9 * len(claims)
