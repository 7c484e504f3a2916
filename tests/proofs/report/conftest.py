"""One report with every verdict and everything that rides along."""

import pytest

from probatum.proofs.verdict import Counterexample, DocumentReport, Mend, Report, StepReport, Verdict

STEPS = (
    StepReport(2, 5, ":=", "L(w)", r"\|X w - y\|^2", Verdict.DEFINITION, "introduces L"),
    StepReport(3, 5, r"\in", "x", r"\mathbb{R}^n", Verdict.ASSUMPTION, "declares x"),
    StepReport(
        7,
        14,
        "=",
        r"\nabla_x x^\top A x",
        r"(A + A^\top) x",
        Verdict.PROVED,
        "both sides have the same normal form",
        method="index normal form",
        trusted=("derivative of a sum",),
        assumed=("x, A real", "A is n by n"),
        seconds=0.002,
    ),
    StepReport(8, 14, r"\leq", "a", "b", Verdict.CONFIRMED, "held at 20 random points to 30 digits"),
    StepReport(
        9,
        14,
        "=",
        r"\log x^2",
        r"2 \log x + 1",
        Verdict.REFUTED,
        "the sides differ at x = 1",
        counterexample=Counterexample({"x": "1", "y": "1/2"}, "0", "1", "for x in [1]:\n    print(x)"),
        certified=True,
        domain=("the right side needs x > 0",),
        mends=(
            Mend(
                r"\log x^2", "=", r"2 \log x", "without the term 1", "", Verdict.PROVED, "normal form", ("logarithms",)
            ),
            Mend(r"\log x^2", "<=", r"2 \log x + 1", "the relation", "", Verdict.CONFIRMED, "interpretation"),
            Mend(r"\log x", "=", r"2 \log x + 1", "the exponent of x^2", "", Verdict.PROVED, "normal form"),
            Mend(r"\log x^2", "=", r"2 \log x + 1", "", "x > 0", Verdict.CONFIRMED, "interpretation"),
        ),
    ),
    StepReport(10, 1, "=", "u", "v", Verdict.UNKNOWN, "out of time after 5 s"),
    StepReport(11, 1, "=", "A x", "x^T", Verdict.ERROR, "A x is n by 1, x^T is 1 by n"),
)


@pytest.fixture
def report() -> Report:
    return Report((DocumentReport("homework.tex", STEPS, 0.25),))
