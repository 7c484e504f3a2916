"""Text of strangers, made harmless."""

import pytest

from probatum.proofs.report.words import MARKS, clean, replay, summary
from probatum.proofs.verdict import Counterexample, Place, StepReport, Verdict

UNCLEAN = {
    "escape sequence": ("\x1b[2Jx\x9b1m", "�[2Jx�1m"),
    "line breaks": ("a\r\n  b\u2028c\x85d", "a b c d"),
    "turned around": ("\u202eabc\u2066", "�abc�"),
    "lone surrogate": ("a\ud800", "a�"),
    "nothing to clean": (r"\frac{\partial}{\partial x} σ² ≤ 漢", r"\frac{\partial}{\partial x} σ² ≤ 漢"),
}


@pytest.mark.parametrize(("text", "expected"), UNCLEAN.values(), ids=UNCLEAN)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_every_verdict_has_its_own_mark() -> None:
    assert set(MARKS) == set(Verdict)
    assert len(set(MARKS.values())) == len(Verdict)


def test_replay_keeps_the_indentation_of_code() -> None:
    step = StepReport(
        1,
        1,
        "=",
        "a",
        "b",
        Verdict.REFUTED,
        "",
        counterexample=Counterexample({}, "", "", "if a:\n    b\x1b"),
    )
    assert replay(step) == ["if a:", "    b�"]
    assert replay(StepReport.at(Place(1, 1), Verdict.PROVED, "")) == []


def test_summary_says_only_what_there_is() -> None:
    assert summary({Verdict.PROVED: 2, Verdict.REFUTED: 0, Verdict.ERROR: 1}, 1.234) == "2 proved, 1 error in 1.23 s"
    assert summary({}, 0) == "no steps in 0.00 s"
