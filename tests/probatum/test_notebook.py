"""`probatum.check` and the report that shows itself."""

from importlib.util import find_spec
from pathlib import Path

import pytest

import probatum
from probatum.notebook import ShownReport
from probatum.proofs.source import Source, SourceError
from probatum.proofs.verdict import DocumentReport, Place, StepReport, Verdict

needs_engine = pytest.mark.skipif(
    find_spec("probatum.proofs.check") is None, reason="the engine behind the function is not there yet"
)

STEP = StepReport.at(Place(1, 3, "=", "x", "x < y"), Verdict.PROVED, "same normal form")


def test_a_report_shows_itself() -> None:
    report = ShownReport((DocumentReport("a.md", (STEP,), 0.5),))
    assert "<code>x = x &lt; y</code>" in report._repr_html_()
    assert str(report).splitlines() == [
        "a.md",
        "✓ 1:3     proved     x = x < y",
        "          same normal form",
        "1 proved in 0.50 s",
    ]


def test_the_public_names() -> None:
    assert {name for name in vars(probatum) if not name.startswith("_")} >= set(probatum.__all__) - {"__version__"}


@needs_engine
def test_a_formula_a_text_a_file_and_a_source_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.tex"
    path.write_text(r"\[x + x = 2 x\]", encoding="utf-8")
    for given in ("x + x = 2 x", "Thus $$x + x = 2 x.$$", path, Source("a.md", "$$x + x = 2 x$$", "md")):
        assert [step.verdict for step in probatum.check(given)] == [Verdict.PROVED]


@needs_engine
def test_given_declares_symbols() -> None:
    formula = r"\sqrt{x^2} = x"
    assert [step.verdict for step in probatum.check(formula, given="x > 0")] == [Verdict.PROVED]
    assert [step.verdict for step in probatum.check(formula, given=(r"x \in \mathbb{R}",))] == [Verdict.REFUTED]


@needs_engine
def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        probatum.check(tmp_path / "missing.tex")
