"""The terminal report, as a pipe and as a terminal get it."""

import io

import pytest

from probatum.proofs.report.text import TextReport, shorten
from probatum.proofs.verdict import DocumentReport, Place, Report, StepReport, Verdict

IN_A_PIPE = r"""
homework.tex
≔ 2:5     definition L(w) := \|X w - y\|^2
          introduces L
∵ 3:5     assumption x \in \mathbb{R}^n
          declares x
✓ 7:14    proved     \nabla_x x^\top A x = (A + A^\top) x
          both sides have the same normal form
          trusted: derivative of a sum
          assumed: x, A real; A is n by n
≈ 8:14    confirmed  a \leq b
          held at 20 random points to 30 digits
✗ 9:14    refuted    \log x^2 = 2 \log x + 1
          the sides differ at x = 1
          domain: the right side needs x > 0
          counterexample (certified): x = 1, y = 1/2
          did you mean: 2 \log x (proved; without the term 1)
          did you mean: \leq 2 \log x + 1 (confirmed; the relation)
          did you mean: \log x = 2 \log x + 1 (proved; the exponent of x^2)
          true if you also assume: x > 0 (confirmed)
? 10:1    unknown    u = v
          out of time after 5 s
! 11:1    error      A x = x^T
          A x is n by 1, x^T is 1 by n
1 proved, 1 confirmed, 1 refuted, 1 unknown, 1 definition, 1 assumption, 1 error in 0.25 s
to replay the counterexamples in Python: --html or --json
""".lstrip()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(document: DocumentReport, file: io.StringIO) -> str:
    TextReport(file).document(document)
    return file.getvalue()


def of(step: StepReport) -> DocumentReport:
    return DocumentReport("a.md", (step,), 0.0)


def test_in_a_pipe(report: Report) -> None:
    assert printed(report.documents[0], io.StringIO()) == IN_A_PIPE + "\n"


def test_colours_are_for_a_terminal(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31m✗ 9:14" in printed(report.documents[0], Terminal())


def test_text_of_the_document_is_no_markup() -> None:
    latex = r"[bold]\mathbb{E}[x] :smile: [/] [link=file:///]"
    text = printed(of(StepReport.at(Place(1, 1, "=", latex, "0"), Verdict.PROVED, f"by {latex}")), io.StringIO())
    assert text.count(latex) == 2


def test_text_of_the_document_cannot_drive_the_terminal() -> None:
    text = printed(of(StepReport.at(Place(1, 1, "=", "\x1b]0;x\x07", "\n✓"), Verdict.ERROR, "\x1b[2J")), Terminal())
    assert "\x1b]0" not in text
    assert "\x1b[2J" not in text
    assert "\x07" not in text


def test_a_long_step_is_shortened_and_its_reason_is_not() -> None:
    step = StepReport.at(Place(1, 1, "=", "x + " * 100, "y"), Verdict.PROVED, "because " * 50)
    lines = printed(of(step), io.StringIO()).splitlines()
    assert len(lines[1]) == 110
    assert lines[1].endswith("…")
    assert lines[2].strip() == ("because " * 50).strip()


def test_the_total_is_said_of_several_documents(report: Report) -> None:
    one, two = io.StringIO(), io.StringIO()
    TextReport(one).total(report)
    TextReport(two).total(Report(report.documents * 2))
    assert one.getvalue() == ""
    assert two.getvalue().startswith("2 documents: 2 proved, 2 confirmed, 2 refuted")
    assert two.getvalue().endswith("in 0.50 s\n")


def test_shorten() -> None:
    assert shorten("abcdef", 6) == "abcdef"
    assert shorten("abcdefg", 6) == "abcde…"
    assert shorten("abc", -3) == "…"
