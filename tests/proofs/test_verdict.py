"""The types of a verdict: counts, exit status, and that they travel."""

import json
import pickle
from dataclasses import FrozenInstanceError, asdict

import pytest

from probatum.proofs.verdict import Counterexample, DocumentReport, Place, Report, StepReport, Verdict

EXIT_STATUS = {
    "nothing at all": ([], 0, 0),
    "all well": ([Verdict.PROVED, Verdict.CONFIRMED, Verdict.DEFINITION, Verdict.ASSUMPTION], 0, 0),
    "an unknown": ([Verdict.PROVED, Verdict.UNKNOWN], 0, 1),
    "a refuted step": ([Verdict.PROVED, Verdict.REFUTED], 1, 1),
    "an error": ([Verdict.ERROR], 1, 1),
}


def step(verdict: Verdict) -> StepReport:
    return StepReport.at(Place(3, 7, "=", "a", "b"), verdict, "because it is so")


def report(*verdicts: Verdict) -> Report:
    return Report(tuple(DocumentReport(f"{v}.md", (step(v),), 0.5) for v in verdicts))


@pytest.mark.parametrize(("verdicts", "status", "strict"), EXIT_STATUS.values(), ids=EXIT_STATUS)
def test_exit_status(verdicts: list[Verdict], status: int, strict: int) -> None:
    assert report(*verdicts).exit_status() == status
    assert report(*verdicts).exit_status(strict=True) == strict


def test_words_are_those_of_the_schema() -> None:
    assert [str(v) for v in Verdict] == (
        ["proved", "confirmed", "refuted", "unknown", "definition", "assumption", "error"]
    )


def test_report_iterates_over_the_steps_of_all_documents() -> None:
    both = report(Verdict.PROVED, Verdict.ERROR)
    assert [s.verdict for s in both] == [Verdict.PROVED, Verdict.ERROR]
    assert len(both) == 2


def test_counts_name_every_verdict() -> None:
    counts = report(Verdict.PROVED, Verdict.PROVED, Verdict.ERROR).counts
    assert list(counts) == list(Verdict)
    assert (counts[Verdict.PROVED], counts[Verdict.ERROR], counts[Verdict.REFUTED]) == (2, 1, 0)


def test_a_step_travels_and_cannot_be_changed() -> None:
    refuted = StepReport(
        3,
        7,
        "=",
        "a",
        "b",
        Verdict.REFUTED,
        "no",
        counterexample=Counterexample({"a": "1"}, "1", "2", "print(1)"),
    )
    assert pickle.loads(pickle.dumps(refuted)) == refuted
    assert json.loads(json.dumps(asdict(refuted)))["counterexample"] == {
        "values": {"a": "1"},
        "lhs": "1",
        "rhs": "2",
        "replay": "print(1)",
    }
    with pytest.raises(FrozenInstanceError):
        refuted.verdict = Verdict.PROVED  # type: ignore[misc]
