"""The benchmark on documents counts what it says, and cannot miss a violation that is there."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from types import ModuleType

import pytest

from probatum.proofs.source import Source, read_source
from probatum.proofs.verdict import Mend, StepReport, Verdict

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
DOCUMENT = r"""
Let $a, b \in \mathbb{R}$ and $A \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^n$.
$$
\begin{aligned}
(a + b)^2 &= (a + b)(a + b) \\
&= a^2 + 2 a b + b^2 = a^2 + b^2 + 2 a b \\[2pt]
  = a^2 + 2 a b + b^2
\end{aligned}
$$
\begin{align} \label{eq:x}
& x^\top A x = (A x)^\top x \\
& \qquad = x^\top A^\top x
\end{align}
$$ \foo{a} = 2 $$
$$ a + a = 3 a $$
"""


@pytest.fixture
def corpus(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import corpus

    return corpus


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "b.tex").write_text(r"\[ \sum_{i=1}^n (x_i - c) = \sum_{i=1}^n x_i - n c \]", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no document", encoding="utf-8")
    return tmp_path


def test_rows_that_continue_a_chain(corpus: ModuleType, folder: Path) -> None:
    source = read_source(folder / "a.md")
    (document,) = corpus.checked([source], 1)
    found = [(step.line, step.rhs) for step, chained in zip(document.report.steps, document.chained, strict=True)
             if chained]  # fmt: skip
    assert found == [(6, "a^2 + 2 a b + b^2"), (7, "a^2 + 2 a b + b^2"), (12, r"x^\top A^\top x")]


def test_a_relation_in_the_middle_of_a_row_over_two_lines_continues_nothing(corpus: ModuleType) -> None:
    source = Source("", "$$ f(x) \n = x $$", "md")
    assert not corpus.continues(source, StepReport(2, 2, "=", "f(x)", "x", Verdict.PROVED, ""))
    again = Source("", "$$ f(x) = y \\\\ \n & = x $$", "md")
    assert corpus.continues(again, StepReport(2, 4, "=", "y", "x", Verdict.PROVED, ""))


REASONS = {
    r"line 4, column 2: the command \foo is not known; expected x; known here: y": "the command .. is not known",
    "missing: a rule for limits; to prove it, a rule for quantiles": "missing: a rule for limits",
    r"in the definition of \beta: cannot add X and 2": "cannot add .. and ..",
    "out of time after 7 s": "out of time after ..",
}


@pytest.mark.parametrize("because", REASONS)
def test_reasons_are_those_of_many_steps(corpus: ModuleType, because: str) -> None:
    from tally import reason

    assert reason(because) == REASONS[because]


def test_counts(corpus: ModuleType) -> None:
    tally = corpus.Tally()
    step = StepReport(1, 1, "=", "a", "b", Verdict.PROVED, "", seconds=0.002)
    mend = Mend("a", "=", "c", "c for b", "", Verdict.PROVED, "")
    for each in (
        step,
        replace(step, verdict=Verdict.REFUTED, mends=(mend,), seconds=0.004),
        replace(step, verdict=Verdict.UNKNOWN, because="missing: a rule for limits", seconds=0.006),
        replace(step, verdict=Verdict.ERROR, because="line 1, column 2: dots"),
        replace(step, verdict=Verdict.DEFINITION, seconds=0.0),
    ):
        tally.add(each)
    counts = tally.as_dict()
    assert (counts["steps"], counts["read"], counts["with a mend"]) == (5, 4, 1)
    assert counts["median milliseconds"] == 4
    assert counts["unknown by reason"] == {"missing: a rule for limits": 1}
    assert counts["errors by reason"] == {"dots": 1}


def test_a_false_mutant_that_is_accepted_is_a_violation(corpus: ModuleType) -> None:
    mutant = corpus.Mutant("a.md", 1, 2, "sign", "the sign of b", "a", "=", "-b", Verdict.PROVED, "", (), True, False)
    assert mutant.is_violation and corpus.remark(mutant) == "VIOLATION"
    assert replace(mutant, verdict=Verdict.CONFIRMED).is_violation
    for change in ({"false": False}, {"false": None}, {"verdict": Verdict.REFUTED}):
        assert not replace(mutant, **change).is_violation
    assert corpus.remark(replace(mutant, false=False, verdict=Verdict.REFUTED)).startswith("REFUTED")
    bent = replace(mutant, bent=True)
    counts = corpus.mutant_counts([mutant, bent, replace(mutant, false=False), replace(mutant, false=None)])
    assert counts["false"] == counts["false, proved"] == 1
    assert counts["stay true"] == counts["undecided"] == counts["read otherwise"] == 1


def test_mutants_of_a_step_are_of_different_kinds_and_judged_by_themselves(corpus: ModuleType, folder: Path) -> None:
    from breaking import broken

    question = corpus.Question(str(folder / "b.tex"), 0, 0, 8, {}, frozenset(), frozenset())
    found = broken(question)
    assert len({mutant.kind for mutant in found}) == len(found) == 8
    assert any(mutant.false and mutant.verdict is Verdict.REFUTED for mutant in found)
    assert not any(mutant.is_violation for mutant in found)
    assert broken(question) == found


def test_a_process_that_is_late_is_replaced(corpus: ModuleType) -> None:
    process = corpus.Killable(partial(resolve_name, "math:factorial"))
    try:
        assert process.ask(5, 20) == 120
        assert process.ask(10**8, 0.3) is None
        assert process.ask(-1, 20) is None  # it raises, and dies
        assert process.ask(4, 20) == 24
    finally:
        process.stop()


def test_a_run_on_a_folder(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    options = ["--peers", "2", "--mutants", "2", "--json", str(path)]
    command = [sys.executable, str(BENCHMARKS / "corpus.py"), str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert "a.md" in done.stdout and "0 violations" in done.stdout
    result = json.loads(path.read_text())
    assert sorted(result["documents"]) == ["a.md", "b.tex"]
    assert result["all"]["steps"] == sum(each["steps"] for each in result["documents"].values()) == 9
    assert result["documents"]["a.md"]["error"] == 1 and result["all"]["refuted"] == 1
    assert result["chains"]["steps"] == 3
    assert result["mutants"]["steps"] == result["all"]["proved"] + result["all"]["confirmed"]
    assert result["mutants"]["all"]["mutants"] == len(result["mutants"]["each"]) > 4
