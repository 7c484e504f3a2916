"""Counts over the steps of documents: by verdict, by reason, and of those that continue a chain."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from probatum.proofs.source import Source
from probatum.proofs.verdict import StepReport, Verdict

REASONS = 25  # that are printed
CLAIMS = (Verdict.PROVED, Verdict.CONFIRMED, Verdict.REFUTED, Verdict.UNKNOWN)

# where a row begins, and what may stand before it
_ROW = re.compile(
    r"\\\\(?:\[[^\[\]]*\])?|\\begin\{[a-z*]+\}(?:\{[^{}]*\}|\[[^\[\]]*\])*|\$\$|\\\[|\\label\{[^{}]*\}|\\(?:notag|nonumber)\b"
)
_MARKS = re.compile(r'[\s&"]|\\(?:q?quad\b|[,;:! ])')  # with the quotation mark that opens a line of a notebook
_RELATION = re.compile(r"[\s&]*(?:=|<|>|\\(?:leq?|geq?|approx|propto|equiv)\b)")
_DETAILS = re.compile(r"; (?:known here|expected|no proof|to prove it|as it stands)|, the left side is about| at the ")
_SYMBOLS = re.compile(r"'[^']*'|\\[A-Za-z]+(?:\{[^{}]*\})*|\S*[\\_^{}=]\S*|\b\d+\b|\b(?!a\b)[A-Za-z]\b")


def continues(source: Source, report: StepReport) -> bool:
    """Whether only alignment marks stand between the start of a row and its relation."""
    if not report.rhs:  # a row that could not be read, as a whole
        return bool(_RELATION.match(report.lhs))
    lines = source.text.splitlines()[: report.line]
    if not lines:
        return False
    before = "\n".join([*lines[:-1], lines[-1][: report.column - 1]])
    return not _MARKS.sub("", _ROW.split(before[-4000:])[-1])


def reason(because: str) -> str:
    """The kind of a reason: without its place, what is known there, and the symbols it is about."""
    text = re.sub(r"^(?:cell \d+: )?line \d+, column \d+: ", "", because)
    text = re.sub(r"^in the definition of .*?: ", "", text)
    text = _SYMBOLS.sub("..", _DETAILS.split(text)[0])
    return re.sub(r"(?:\.\.[\s,()\[\]|+-]*)+", ".. ", text)[:100].strip()


@dataclass
class Tally:
    """Counts over some steps."""

    steps: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)  # of the steps that were decided
    mended: int = 0

    def add(self, report: StepReport) -> None:
        self.steps += 1
        self.verdicts[report.verdict] += 1
        self.mended += bool(report.mends)
        if report.verdict is Verdict.UNKNOWN:
            self.unknown[reason(report.because)] += 1
        elif report.verdict is Verdict.ERROR:
            self.errors[reason(report.because)] += 1
        if report.verdict in CLAIMS:
            self.seconds.append(report.seconds)

    def as_dict(self) -> dict[str, object]:
        return {
            "steps": self.steps,
            "read": self.steps - self.verdicts[Verdict.ERROR],
            **{str(verdict): self.verdicts[verdict] for verdict in Verdict},
            "with a mend": self.mended,
            "median milliseconds": round(median(self.seconds) * 1e3, 3) if self.seconds else None,
            "unknown by reason": dict(self.unknown.most_common()),
            "errors by reason": dict(self.errors.most_common()),
        }


COLUMNS = ("steps", "read", *map(str, Verdict))


def line(name: str, tally: Tally, seconds: float | None = None) -> str:
    counts = tally.as_dict()
    numbers = "".join(f"{counts[column]!s:>11}" for column in COLUMNS)
    return f"{name[:32]:32}{numbers}" + (f"{seconds:9.2f}" if seconds is not None else "")


def print_reasons(what: str, reasons: Counter[str]) -> None:
    print(f"\n{what}, by reason")
    for text, count in reasons.most_common(REASONS):
        print(f"{count:7} {text}")
    if len(reasons) > REASONS:
        print(f"{sum(count for _, count in reasons.most_common()[REASONS:]):7} others")
