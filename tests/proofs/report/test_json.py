"""The JSON report, key for key."""

import json

from probatum.proofs.report.json import as_json
from probatum.proofs.verdict import DocumentReport, Place, Report, StepReport, Verdict

STEP_KEYS = [
    "line",
    "column",
    "relation",
    "lhs",
    "rhs",
    "verdict",
    "because",
    "method",
    "trusted",
    "assumed",
    "counterexample",
    "certified",
    "domain",
    "seconds",
    "mends",
]


def test_the_schema(report: Report) -> None:
    data = json.loads(as_json(report))
    assert list(data) == ["schema", "documents"]
    assert data["schema"] == "probatum.check/1"
    (document,) = data["documents"]
    assert list(document) == ["path", "counts", "seconds", "steps"]
    assert document["counts"] == dict.fromkeys(map(str, Verdict), 1)
    assert all(list(step) == STEP_KEYS for step in document["steps"])


def test_a_proved_and_a_refuted_step(report: Report) -> None:
    steps = {step["verdict"]: step for step in json.loads(as_json(report))["documents"][0]["steps"]}
    assert steps["proved"] == {
        "line": 7,
        "column": 14,
        "relation": "=",
        "lhs": r"\nabla_x x^\top A x",
        "rhs": r"(A + A^\top) x",
        "verdict": "proved",
        "because": "both sides have the same normal form",
        "method": "index normal form",
        "trusted": ["derivative of a sum"],
        "assumed": ["x, A real", "A is n by n"],
        "counterexample": None,
        "certified": False,
        "domain": [],
        "seconds": 0.002,
        "mends": [],
    }
    assert steps["refuted"]["certified"] is True
    assert steps["refuted"]["counterexample"] == {
        "values": {"x": "1", "y": "1/2"},
        "lhs": "0",
        "rhs": "1",
        "replay": "for x in [1]:\n    print(x)",
    }


def test_what_would_make_it_true(report: Report) -> None:
    steps = {step["verdict"]: step for step in json.loads(as_json(report))["documents"][0]["steps"]}
    edit, *_, assumption = steps["refuted"]["mends"]
    assert edit == {
        "lhs": r"\log x^2",
        "relation": "=",
        "rhs": r"2 \log x",
        "change": "without the term 1",
        "assume": "",
        "verdict": "proved",
        "method": "normal form",
        "trusted": ["logarithms"],
    }
    assert (assumption["change"], assumption["assume"], assumption["verdict"]) == ("", "x > 0", "confirmed")


def test_it_can_be_written_anywhere() -> None:
    step = StepReport.at(Place(1, 1, "=", "σ \ud800 \x1b", '"'), Verdict.PROVED, "</script>")
    text = as_json(Report((DocumentReport("\udcff.tex", (step,), 0.0),)))
    assert text.isascii()
    assert json.loads(text)["documents"][0]["steps"][0]["lhs"] == "σ \ud800 \x1b"
