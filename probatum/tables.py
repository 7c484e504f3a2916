"""What `verify` and `formulas` print."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import signature
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.table import Table

from probatum.identities import Entry
from probatum.identities.sheet import claims
from probatum.proofs.report.words import summary
from probatum.proofs.verdict import Verdict

from .verify import ClaimReport, Verification, sections

WIDTH = 110


def console(file: TextIO) -> Console:
    made = Console(file=file, markup=False, emoji=False, highlight=False)
    return made if made.is_terminal else Console(file=file, markup=False, emoji=False, highlight=False, width=WIDTH)


# ------------------------------------------------------------------ verify


def print_verification(found: Verification, file: TextIO) -> None:
    """A table by section, the errata, the derivations, and one line that says whether all of it stands."""
    out = console(file)
    out.print(_by_section(found.claims))
    errata = [report for report in found.claims if report.erratum]
    if errata:
        out.print("\nErrata of the sheet:")
    for report in errata:
        _print_erratum(report, out)
    _print_restored(found.claims, out)
    if found.derivations:
        out.print("\nDerivations:")
    for document in found.derivations:
        out.print(f"  {Path(document.path).name}: {summary(document.counts, document.seconds)}", soft_wrap=True)
    _print_pending(found.claims, out)
    if found.failing:
        out.print("\nWhat does not stand:")
        for line in found.failing:
            out.print(f"  {line}", soft_wrap=True)
    out.print(f"\n{closing_line(found)}", soft_wrap=True, style="bold green" if found.stands else "bold red")


def closing_line(found: Verification) -> str:
    shown, waiting = sum(report.shown for report in found.claims), sum(report.pending for report in found.claims)
    steps = sum(len(document.steps) for document in found.derivations)
    counted = f"{shown} of {len(found.claims)} claims are shown, {steps} steps derived, in {found.seconds:.1f} s"
    later = f"; {waiting} not shown here" if waiting else ""
    if found.stands:
        return f"Everything stated stands: {counted}{later}."
    return f"{len(found.failing)} do not stand: {counted}{later}."


HEADS = ("claims", "proved", "confirmed", "tested", "refuted as printed", "not shown here", "open", "seconds")


def section_rows(reports: Iterable[ClaimReport]) -> list[tuple[str, ...]]:
    """Counts by section, and of all. A claim is proved where all its statements are, tested where a run has to show
    it and did; each counts in one column.

    Those refuted as printed are counted besides: what is right in their place is proved or not.
    """
    known = tuple(reports)
    rows = []
    for section in sections():
        own = [report for report in known if report.claim.section == section]
        if own:
            rows.append((section, *_counts(own)))
    return [*rows, ("all", *_counts(list(known)))]


def _by_section(reports: Iterable[ClaimReport]) -> Table:
    table = Table("section", box=None, pad_edge=False, header_style="bold")
    for head in HEADS:
        table.add_column(head, justify="right")
    *rows, last = section_rows(reports)
    for row in rows:
        table.add_row(*row)
    table.add_section()
    table.add_row(*last, style="bold")
    return table


def _counts(rows: list[ClaimReport]) -> list[str]:
    verdicts = [report.verdict for report in rows if report.shown and not report.by_tests]
    tested = sum(report.shown and report.by_tests for report in rows)
    refuted = sum(report.erratum is not None and report.erratum.stands for report in rows)
    proved, confirmed = verdicts.count(Verdict.PROVED), verdicts.count(Verdict.CONFIRMED)
    waiting = sum(report.pending for report in rows)
    remaining = len(rows) - proved - confirmed - tested - waiting
    numbers = (len(rows), proved, confirmed, tested, refuted, waiting, remaining)
    return [*map(str, numbers), f"{sum(report.seconds for report in rows):.2f}"]


def _print_erratum(report: ClaimReport, out: Console) -> None:
    erratum = report.erratum
    assert erratum is not None
    out.print(f"  {report.claim.id}")
    rows = [("printed", report.claim.printed), (erratum.verdict, erratum.because),
            ("correct", report.claim.correct or report.statements[0].latex)]  # fmt: skip
    for word, text in rows:
        out.print(f"    {word:<10}{text}", soft_wrap=True)


def _print_restored(reports: Iterable[ClaimReport], out: Console) -> None:
    """What the sheet prints damaged or says vaguely, with the statement in its place; errata stand above."""
    for status, title, word in (("garbled", "Damaged in print:", "restored"), ("vague", "Made precise:", "precise")):
        found = [r.claim for r in reports if r.claim.status == status and r.stated and not r.erratum]
        if found:
            out.print(f"\n{title}")
        for claim in found:
            out.print(f"  {claim.id}")
            for said, text in (("printed", claim.printed), (word, claim.correct)):
                if text:
                    out.print(f"    {said:<10}{text}", soft_wrap=True)


def _print_pending(reports: Iterable[ClaimReport], out: Console) -> None:
    """What is not shown here, by the reason."""
    reasons: dict[str, list[str]] = {}
    for report in reports:
        if report.pending:
            reasons.setdefault(report.why_pending, []).append(report.claim.id)
    for reason, ids in reasons.items():
        out.print(f"\nNot shown here, as {reason}:\n  {', '.join(ids)}")


# ------------------------------------------------------------------ formulas


def print_formulas(entries: Iterable[Entry], file: TextIO) -> None:
    """Names with the first line of what each says, by section."""
    out = console(file)
    section = ""
    for entry in sorted(entries, key=lambda entry: sections().index(entry.section)):
        if entry.section != section:
            section = entry.section
            out.print(f"{section}", style="bold")
        mark = " " if entry.holds else "✗"
        out.print(f" {mark} {entry.name:<44} {str(entry.__doc__).splitlines()[0]}", soft_wrap=True)
    out.print("\n✗ does not hold; `probatum formulas NAME` shows one of them in full", style="dim")


def print_formula(entry: Entry, verdict: str, file: TextIO) -> None:
    """One entry in full; `verdict` is what the engine says of it."""
    out = console(file)
    sheet = claims()[entry.source]
    symbols = {name: _sort(each.annotation) for name, each in signature(entry.statement).parameters.items()}
    rows = [
        ("formula", entry.latex),
        ("where", ", ".join(f"{name}: {sort}" for name, sort in symbols.items())),
        ("given", ", ".join(map(str, entry.needs))),
        ("equality", entry.equality),
        ("verdict", verdict),
        ("source", f"{entry.source}, {_STATUS[sheet.status]}"),
        ("printed", sheet.printed),
    ]
    out.print(entry.name, style="bold")
    for line in str(entry.__doc__).splitlines():
        out.print(f"  {line}".rstrip(), soft_wrap=True)
    out.print()
    for false in entry.falsehoods:
        rows.append(("as printed" if false.printed else "not", f"{false.latex}\n            {false.why}"))
    rows.append(("import", f"from probatum.identities import {entry.name}"))
    rows.append(("forms", f"{entry.name}.sympy, {entry.name}.latex"))
    if entry.computes:
        called = ", ".join(entry.arguments)
        rows.append(("computes", f"{entry.name}.numpy({called}), {entry.name}.torch({called})"))
    for word, text in rows:
        if text:
            out.print(f"  {word:<10}{text}", soft_wrap=True)


_STATUS = {
    "holds": "which holds as printed",
    "wrong": "which is printed wrongly",
    "garbled": "which is damaged in print",
    "vague": "which is made precise here",
}


def _sort(annotation: object) -> str:
    inside = getattr(annotation, "__args__", ())
    name = getattr(annotation, "__origin__", annotation)
    shown = ", ".join(str(each.__doc__).split()[0] for each in inside)
    return f"{name.__name__}[{shown}]" if shown else f"{name.__name__}"  # type: ignore[attr-defined]
