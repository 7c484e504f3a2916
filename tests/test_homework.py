"""The example homework: every planted mistake is found, no true step is refuted, nothing is unread."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import probatum
from probatum import Verdict

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FILES = ("homework.tex", "homework.md", "homework.ipynb")
MISTAKES = tomllib.loads((EXAMPLES / "homework.solutions.toml").read_text("utf-8"))["mistake"]
FOUND = {Verdict.REFUTED, Verdict.ERROR}


@pytest.fixture(scope="module", params=FILES)
def checked(request: pytest.FixtureRequest) -> tuple[list[dict[str, Any]], probatum.Report]:
    mistakes = [mistake for mistake in MISTAKES if mistake["file"] == request.param]
    return mistakes, probatum.check(EXAMPLES / request.param)


def test_exactly_the_planted_mistakes_are_found(
    checked: tuple[list[dict[str, Any]], probatum.Report],
) -> None:
    mistakes, report = checked
    found = [(step.line, step.rhs, str(step.verdict)) for step in report if step.verdict in FOUND]
    assert found == [(mistake["line"], mistake["written"], mistake["verdict"]) for mistake in mistakes]


def test_mistakes_come_with_a_certified_counterexample_or_both_shapes(
    checked: tuple[list[dict[str, Any]], probatum.Report],
) -> None:
    for step in checked[1]:
        if step.verdict is Verdict.REFUTED:
            assert step.certified and step.counterexample is not None
        if step.verdict is Verdict.ERROR:
            assert "cannot multiply" in step.because


def test_every_other_step_is_proved_or_confirmed(
    checked: tuple[list[dict[str, Any]], probatum.Report],
) -> None:
    fine = {Verdict.PROVED, Verdict.CONFIRMED, Verdict.DEFINITION, Verdict.ASSUMPTION}
    assert not [step for step in checked[1] if step.verdict not in FOUND | fine]
    true = [step.verdict for step in checked[1] if step.verdict in (Verdict.PROVED, Verdict.CONFIRMED)]
    assert len(true) >= 15
    assert true.count(Verdict.PROVED) >= 0.9 * len(true)


@pytest.mark.parametrize("file", FILES)
def test_the_corrected_homework_stands(file: str, tmp_path: Path) -> None:
    text = (EXAMPLES / file).read_text("utf-8")
    for mistake in MISTAKES:
        if mistake["file"] == file:
            text = corrected(text, mistake)
    (tmp_path / file).write_text(text, "utf-8")
    assert not [step for step in probatum.check(tmp_path / file) if step.verdict in FOUND]


def corrected(text: str, mistake: dict[str, Any]) -> str:
    """With what belongs there in the place of what is written; the number of lines stays."""
    lines = text.splitlines(keepends=True)
    before, rest = "".join(lines[: mistake["line"] - 1]), "".join(lines[mistake["line"] - 1 :])
    old, new = f"= {mistake['written']}", f"= {mistake['right']}"
    if "relation" in mistake:
        old, new = rf"\geq {mistake['written']}", f"{mistake['relation']} {mistake['right']}"
    if mistake["file"].endswith(".ipynb"):
        old, new = json.dumps(old)[1:-1], json.dumps(new)[1:-1]
    assert old in rest
    return before + rest.replace(old, new, 1)


def test_there_is_a_handful_of_mistakes_in_each() -> None:
    for file in FILES:
        assert 4 <= sum(mistake["file"] == file for mistake in MISTAKES) <= 6
