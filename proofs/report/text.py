"""The report on a terminal or in a pipe: each step in a line, what there is to say of it below."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console
from rich.text import Text

from ..verdict import DocumentReport, Report, StepReport, Verdict
from .words import MARKS, clean, findings, statement, summary

COLOURS = {
    Verdict.PROVED: "green",
    Verdict.CONFIRMED: "cyan",
    Verdict.REFUTED: "bold red",
    Verdict.UNKNOWN: "yellow",
    Verdict.DEFINITION: "dim",
    Verdict.ASSUMPTION: "dim",
    Verdict.ERROR: "bold magenta",
}
INDENT = " " * 10
PIPE_WIDTH = 110


class TextReport:
    """Prints documents as they are done, to `file` (by default standard output); in colour on a terminal
    only."""

    def __init__(self, file: TextIO | None = None) -> None:
        self._console = Console(file=file or sys.stdout, markup=False, emoji=False, highlight=False, soft_wrap=True)
        self._width = self._console.width if self._console.is_terminal else PIPE_WIDTH

    def document(self, document: DocumentReport) -> None:
        self._print(Text(clean(document.path), style="bold"))
        for step in document.steps:
            self._step(step)
        self._print(Text(summary(document.counts, document.seconds)))
        if document.counts[Verdict.REFUTED]:
            self._print(Text("to replay the counterexamples in Python: --html or --json", style="dim"))
        self._print(Text())

    def total(self, report: Report) -> None:
        """The last line, where there was more than one document."""
        if len(report.documents) > 1:
            seconds = sum(document.seconds for document in report.documents)
            self._print(Text(f"{len(report.documents)} documents: {summary(report.counts, seconds)}", style="bold"))

    def _step(self, step: StepReport) -> None:
        head = Text(f"{MARKS[step.verdict]} {step.line}:{step.column}".ljust(len(INDENT)))
        head.append(f"{step.verdict:<11}")
        head.stylize(COLOURS[step.verdict])
        head.append(shorten(statement(step), self._width - len(head)))
        self._print(head, Text(INDENT + clean(step.because)))
        for label, text in findings(step):
            self._print(Text.assemble((f"{INDENT}{label}: ", "dim"), text))

    def _print(self, *lines: Text) -> None:
        for line in lines:
            self._console.print(line)


def shorten(text: str, width: int) -> str:
    """The first `width` characters, an ellipsis among them where that is not all."""
    return text if len(text) <= width else text[: max(width, 1) - 1] + "…"
