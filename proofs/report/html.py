"""The report for a browser: one page that needs nothing else, and no script."""

from __future__ import annotations

from html import escape

from ..verdict import DocumentReport, Report, StepReport
from .words import MARKS, clean, findings, replay, statement, summary

STYLE = """
.probatum { font: 15px/1.45 system-ui, sans-serif; max-width: 70em; margin: 1em auto; padding: 0 1em; }
.probatum table { border-collapse: collapse; width: 100%; margin: .5em 0 2em; }
.probatum td { border-top: 1px solid #8884; padding: .4em .6em; vertical-align: top; text-align: left; }
.probatum code, .probatum pre { font: 13px/1.4 ui-monospace, monospace; white-space: pre-wrap; margin: 0;
  overflow-wrap: anywhere; }
.probatum .place { color: #888; white-space: nowrap; }
.probatum .verdict { font-weight: 600; white-space: nowrap; }
.probatum .finding { color: #888; }
.probatum .proved .verdict { color: #1a7f37; }
.probatum .confirmed .verdict { color: #0a7a94; }
.probatum .refuted .verdict { color: #cf222e; }
.probatum .unknown .verdict { color: #9a6700; }
.probatum .error .verdict { color: #a626a4; }
.probatum .definition .verdict, .probatum .assumption .verdict { color: #888; font-weight: 400; }
""".strip()


def page(report: Report) -> str:
    """A whole page."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="viewport" content="width=device-width">\n<title>probatum report</title>\n</head>\n'
        f"<body>\n{fragment(report)}\n</body>\n</html>\n"
    )


def fragment(report: Report) -> str:
    """The report as one element, to be put into a page or a notebook."""
    documents = "\n".join(_document(document) for document in report.documents)
    return f'<div class="probatum">\n<style>\n{STYLE}\n</style>\n{documents}\n</div>'


def _document(document: DocumentReport) -> str:
    rows = "\n".join(_row(step) for step in document.steps)
    return (
        f"<h2>{_text(document.path)}</h2>\n<p>{_text(summary(document.counts, document.seconds))}</p>\n"
        f"<table>\n{rows}\n</table>"
    )


def _row(step: StepReport) -> str:
    details = "".join(
        f'<div><span class="finding">{_text(label)}:</span> {_text(text)}</div>' for label, text in findings(step)
    )
    if lines := replay(step):
        code = escape("\n".join(lines))
        details += f"<details><summary>replay with Python</summary><pre>{code}</pre></details>"
    return (
        f'<tr class="{step.verdict}"><td class="place">{step.line}:{step.column}</td>'
        f'<td class="verdict">{MARKS[step.verdict]} {step.verdict}</td>'
        f"<td><code>{_text(statement(step))}</code><div>{_text(step.because)}</div>{details}</td></tr>"
    )


def _text(text: str) -> str:
    return escape(clean(text))
