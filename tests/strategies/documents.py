"""What is said of the steps of a short document."""

from __future__ import annotations

from probatum.proofs.check import steps as check
from probatum.proofs.source import Options, Source
from probatum.proofs.verdict import StepReport


def reports(text: str) -> list[StepReport]:
    """The report of every step of some Markdown, which has one at least."""
    found = list(check(Source("document", text, "md"), Options(), (), lambda _: None))
    assert found, "no step is read"
    return found


def verdicts(text: str) -> list[str]:
    return [report.verdict.value for report in reports(text)]
