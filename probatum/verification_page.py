"""What `verify --html` writes: one page that needs nothing else, and no script."""

from __future__ import annotations

from html import escape

from probatum.proofs.report.html import STYLE, fragment
from probatum.proofs.verdict import Report

from .evidence import MarkedTest
from .tables import HEADS, closing_line, section_rows
from .verify import ClaimReport, Statement, Verification


def verification_page(found: Verification) -> str:
    """The table by section, every claim with its statements, the derivations, and the line that sums it up."""
    claims = "\n".join(map(_claim, found.claims))
    derivations = fragment(Report(found.derivations)) if found.derivations else ""
    failing = "".join(f"<li>{escape(line)}</li>" for line in found.failing)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="viewport" content="width=device-width">\n<title>probatum verify</title>\n'
        f'<style>\n{STYLE}\n</style>\n</head>\n<body>\n<div class="probatum">\n'
        f"<h1>The sheet, verified</h1>\n<p>{escape(closing_line(found))}</p>\n"
        + (f"<ul>{failing}</ul>\n" if failing else "")
        + f"{_sections(found)}\n<h2>Claims</h2>\n{claims}\n</div>\n"
        + (f"<h2>Derivations</h2>\n{derivations}\n" if derivations else "")
        + "</body>\n</html>\n"
    )


def _sections(found: Verification) -> str:
    head = "".join(f"<th>{escape(word)}</th>" for word in ("section", *HEADS))
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in section_rows(found.claims)
    )
    return f"<table>\n<tr>{head}</tr>\n{rows}\n</table>"


def _claim(report: ClaimReport) -> str:
    claim = report.claim
    said = [("printed", claim.printed), ("correct", claim.correct), ("needs", claim.needs), ("note", claim.note)]
    lines = "".join(f"<div><span class=\"finding\">{word}:</span> <code>{escape(text)}</code></div>"
                    for word, text in said if text)  # fmt: skip
    pending = f'<p class="finding">not shown here: {escape(report.why_pending)}</p>\n' if report.pending else ""
    rows = "\n".join([*map(_statement, (*report.statements, *report.falsehoods)), *map(_test, report.tests)])
    table = f"<table>\n{rows}\n</table>\n" if rows else ""
    return f'<h3 id="{escape(claim.id)}">{escape(claim.id)}</h3>\n{lines}\n{pending}{table}'


def _statement(each: Statement) -> str:
    return (
        f'<tr class="{each.verdict}"><td class="verdict">{each.verdict}</td>'
        f"<td><div>{escape(each.name)}</div><code>{escape(each.latex)}</code>"
        f'<div class="finding">{escape(each.because)}</div></td></tr>'
    )


def _test(each: MarkedTest) -> str:
    colour = {"passed": "proved", "failed": "refuted", "skipped": "unknown"}[each.outcome]
    return (
        f'<tr class="{colour}"><td class="verdict">{each.outcome}</td>'
        f'<td><div>{escape(each.node)}</div><div class="finding">{escape(each.because)}</div></td></tr>'
    )
