"""The report for programs, in the schema `probatum.check/1`."""

from __future__ import annotations

import json
from dataclasses import asdict

from ..verdict import DocumentReport, Report

SCHEMA = "probatum.check/1"


def as_dict(report: Report) -> dict[str, object]:
    """`{"schema", "documents": [{"path", "counts": {verdict: n}, "seconds", "steps": [..]}]}`; the keys of a
    step are the fields of `StepReport`."""
    return {"schema": SCHEMA, "documents": [_document(document) for document in report.documents]}


def as_json(report: Report) -> str:
    """ASCII only, so that it can be written anywhere."""
    return json.dumps(as_dict(report), indent=2, allow_nan=False) + "\n"


def _document(document: DocumentReport) -> dict[str, object]:
    return {
        "path": document.path,
        "counts": document.counts,
        "seconds": document.seconds,
        "steps": [asdict(step) for step in document.steps],
    }
