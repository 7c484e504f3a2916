"""`probatum verify`: what is counted, what is said, and what makes it fail."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from probatum import verify as module
from probatum.cli import main
from probatum.evidence import Evidence, MarkedTest
from probatum.identities import by_name
from probatum.identities.sheet import claims
from probatum.proofs.decide import Decision
from probatum.proofs.verdict import DocumentReport, Place, StepReport, Verdict
from probatum.tables import closing_line, print_verification, section_rows
from probatum.verify import SCHEMA, ClaimReport, Statement, Verification, sections, verify


def statement(verdict: Verdict, *, denied: bool = False, printed: bool = False, certified: bool = False) -> Statement:
    return Statement("name", "a = b", verdict, "because", denied, printed, certified, None, 0.5)


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No marked tests within these."""
    monkeypatch.chdir(tmp_path)


def marked(outcome: str, claim: str = "flow.coupling") -> MarkedTest:
    return MarkedTest(f"tests/a.py::test_{outcome}", (claim,), outcome, "because", 0.25)  # type: ignore[arg-type]


SHEET = claims()
STANDING = {
    "proved": (statement(Verdict.PROVED), True),
    "confirmed": (statement(Verdict.CONFIRMED), True),
    "unknown": (statement(Verdict.UNKNOWN), False),
    "refuted": (statement(Verdict.REFUTED, certified=True), False),
    "error": (statement(Verdict.ERROR), False),
    "denied and refuted": (statement(Verdict.REFUTED, denied=True, certified=True), True),
    "denied, refuted without a certificate": (statement(Verdict.REFUTED, denied=True), False),
    "denied and proved": (statement(Verdict.PROVED, denied=True), False),
}


@pytest.mark.parametrize(("given", "stands"), STANDING.values(), ids=STANDING)
def test_what_stands(given: Statement, stands: bool) -> None:
    assert given.stands is stands
    claim = SHEET["divergence.js"]
    report = ClaimReport(claim, (given,), ()) if not given.denied else ClaimReport(claim, (), (given,))
    assert Verification((report,), (), 1.0).stands is stands


def test_a_claim_is_as_strong_as_its_weakest_statement() -> None:
    report = ClaimReport(SHEET["divergence.js"], (statement(Verdict.PROVED), statement(Verdict.CONFIRMED)), ())
    assert report.verdict is Verdict.CONFIRMED
    assert report.printed_verdict is Verdict.CONFIRMED


def test_a_denied_claim_is_proved_by_its_counterexample() -> None:
    denied = statement(Verdict.REFUTED, denied=True, certified=True)
    assert ClaimReport(SHEET["divergence.kl_asymmetric"], (denied,), ()).verdict is Verdict.PROVED


def test_a_claim_without_statements_is_not_counted_as_shown() -> None:
    report = ClaimReport(SHEET["gan.dcgan"], (), ())
    assert not report.stated
    assert report.verdict is None
    found = Verification((report,), (), 0.0)
    assert found.stands
    assert closing_line(found).startswith("Everything stated stands: 0 of 1 claims are shown")
    assert closing_line(found).endswith("; 1 not shown here.")


def test_a_model_is_not_shown_by_its_formulas() -> None:
    report = ClaimReport(SHEET["flow.coupling"], (statement(Verdict.PROVED),), (), (), "there is no torch")
    assert report.stands
    assert report.verdict is Verdict.PROVED
    assert not report.shown
    assert report.pending
    assert report.why_pending == "there is no torch"
    assert report.shown_by == ()
    assert section_rows([report]) == [(each, "1", "0", "0", "0", "0", "1", "0", "0.50") for each in ("flow", "all")]


OUTCOMES = {
    "passed": (["passed"], True, False),
    "passed twice": (["passed", "passed"], True, False),
    "one of two was skipped": (["passed", "skipped"], False, True),
    "one of two failed": (["passed", "failed"], False, False),
    "none": ([], False, True),
}


@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize(("outcomes", "shown", "pending"), OUTCOMES.values(), ids=OUTCOMES)
def test_what_runs_is_shown_by_all_of_its_tests(outcomes: list[str], shown: bool, pending: bool, stated: bool) -> None:
    statements = (statement(Verdict.PROVED),) if stated else ()
    report = ClaimReport(SHEET["flow.coupling"], statements, (), tuple(map(marked, outcomes)))
    assert (report.shown, report.pending) == (shown, pending)
    assert report.stands is ("failed" not in outcomes)
    proofs = ["name: proved, because"] if stated else []
    nodes = [f"tests/a.py::test_{outcome}" for outcome in outcomes]
    assert report.shown_by == (tuple(proofs + nodes) if shown else ())


def test_a_model_whose_formulas_do_not_stand_is_not_shown_by_its_tests() -> None:
    report = ClaimReport(SHEET["flow.coupling"], (statement(Verdict.UNKNOWN),), (), (marked("passed"),))
    assert not report.shown
    assert not report.pending


def test_a_formula_needs_no_test_but_none_that_fails() -> None:
    claim = SHEET["divergence.js"]
    assert ClaimReport(claim, (statement(Verdict.PROVED),), (), (marked("skipped"),)).shown
    assert not ClaimReport(claim, (statement(Verdict.PROVED),), (), (marked("failed"),)).shown


def test_a_test_that_fails_does_not_stand() -> None:
    report = ClaimReport(SHEET["flow.coupling"], (), (), (marked("failed"),))
    found = Verification((report,), (), 1.0, Evidence((marked("failed"), marked("passed"))))
    assert found.failing == ("tests/a.py::test_failed: because",)
    assert closing_line(found) == "1 do not stand: 0 of 1 claims are shown, 0 steps derived, in 1.0 s."


def test_what_is_not_shown_is_listed_by_its_reason() -> None:
    reports = tuple(ClaimReport(SHEET[id], (), (), (), "torch is not here") for id in ("gan.dcgan", "gan.pix2pix"))
    text = StringIO()
    print_verification(Verification(reports, (), 1.0), text)
    assert "\nNot shown here, as torch is not here:\n  gan.dcgan, gan.pix2pix\n" in text.getvalue()


def test_each_claim_counts_in_one_column() -> None:
    reports = [
        ClaimReport(SHEET["divergence.js"], (statement(Verdict.PROVED),), ()),
        ClaimReport(SHEET["divergence.entropy"], (statement(Verdict.CONFIRMED),), ()),
        ClaimReport(SHEET["divergence.kl_discrete"], (statement(Verdict.UNKNOWN),), ()),
        ClaimReport(SHEET["divergence.kl_continuous"], (), ()),
    ]
    assert section_rows(reports)[0] == ("divergence", "4", "1", "1", "0", "0", "1", "1", "1.50")


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.REFUTED, Verdict.ERROR])
def test_a_step_that_fails_is_said(verdict: Verdict) -> None:
    step = StepReport.at(Place(7, 1, "=", "a", "b"), verdict, "why")
    found = Verification((), (DocumentReport("a.md", (step,), 0.1),), 0.1)
    assert found.failing == (f"a.md:7: {verdict}, why",)
    text = StringIO()
    print_verification(found, text)
    assert text.getvalue().endswith("1 do not stand: 0 of 0 claims are shown, 1 steps derived, in 0.1 s.\n")


def test_a_section_is_verified_from_end_to_end(tmp_path: Path) -> None:
    said = tmp_path / "v.json"
    result = CliRunner().invoke(main, ["verify", "activation", "vae", "--json", str(said)])
    assert result.exit_code == 0, result.output
    assert result.output.rstrip().splitlines()[-1].startswith("Everything stated stands: ")
    assert "\x1b" not in result.output
    report = json.loads(said.read_text("utf-8"))
    assert report["schema"] == SCHEMA
    assert [claim["id"] for claim in report["claims"]] == [
        id for id, claim in SHEET.items() if claim.section in ("activation", "vae")
    ]
    [tanh] = [claim for claim in report["claims"] if claim["id"] == "activation.tanh_definition"]
    assert tanh["printed"]["verdict"] == "refuted"
    assert tanh["correct"]["verdict"] == "proved"
    assert tanh["shown_by"][0].startswith("hyperbolic_tangent: proved, ")
    assert set(tanh) == {"id", "section", "kind", "status", "printed", "correct", "shown_by", "seconds"}
    [model] = [claim for claim in report["claims"] if claim["id"] == "vae.model"]
    assert model["correct"]["verdict"] is None
    assert model["shown_by"] == []
    names = {Path(each["path"]).name for each in report["derivations"]}
    assert names >= {"vae.elbo.md", "vae.gaussian_kl.md"}


def test_in_a_checkout_the_marked_tests_are_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(main, ["verify", "nn", "--json", "-"])
    assert result.exit_code == 0, result.output
    report = {claim["id"]: claim for claim in json.loads(result.output)["claims"]}
    nodes = report["nn.perceptron"]["shown_by"]
    assert "tests/models/neural/test_perceptron.py::test_it_never_ends_on_exclusive_or" in nodes
    assert all((ROOT / node.partition("::")[0]).is_file() for node in nodes)


def test_a_page_has_all_of_it(tmp_path: Path) -> None:
    page = tmp_path / "v.html"
    result = CliRunner().invoke(main, ["verify", "gan", "--html", str(page)])
    assert result.exit_code == 0, result.output
    text = page.read_text("utf-8")
    assert all(f'id="{id}"' in text for id, claim in SHEET.items() if claim.section == "gan")
    assert "gan.global_minimum.md" in text
    assert "not shown here: the tests that show it are in a checkout of probatum" in text
    assert "<script" not in text
    assert "http" not in text


def test_something_that_does_not_stand_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "decide", lambda claim: Decision(Verdict.PROVED, "of course"))
    result = CliRunner().invoke(main, ["verify", "activation"])
    assert result.exit_code == 1
    assert "tanh_from_sigmoid, as printed (activation.tanh_definition): proved, of course" in result.output


def test_progress_is_told() -> None:
    heard: list[str] = []
    verify(["activation"], heard.append)
    assert "activation.tanh_derivative: tanh_derivative" in heard


def test_a_section_that_is_none_is_a_wrong_call() -> None:
    result = CliRunner().invoke(main, ["verify", "cooking"])
    assert result.exit_code == 2
    assert f"cooking is none of {', '.join(sections())}" in " ".join(result.output.split())


def test_json_on_standard_output_takes_the_place_of_the_text() -> None:
    result = CliRunner().invoke(main, ["verify", "activation", "--json", "-"])
    assert json.loads(result.output)["schema"] == SCHEMA


def test_formulas_are_listed() -> None:
    result = CliRunner().invoke(main, ["formulas"])
    assert result.exit_code == 0
    assert all(name in result.output for name in by_name())


@pytest.mark.parametrize("name", by_name())
def test_a_formula_is_shown(name: str) -> None:
    result = CliRunner().invoke(main, ["formulas", name])
    assert result.exit_code == 0
    entry = by_name()[name]
    assert entry.latex in result.output
    assert f"from probatum.identities import {name}" in result.output
    assert (f"{name}.numpy(" in result.output) is entry.computes


def test_a_formula_that_is_none_is_a_wrong_call() -> None:
    result = CliRunner().invoke(main, ["formulas", "normal_kll"])
    assert result.exit_code == 2
    assert "did you mean normal_kl" in " ".join(result.output.split())
