"""`probatum verify`: what is counted, what is said, and what makes it fail."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from probatum import verify as module
from probatum.cli import main
from probatum.identities import by_name
from probatum.identities.sheet import claims
from probatum.proofs.decide import Decision
from probatum.proofs.verdict import DocumentReport, Place, StepReport, Verdict
from probatum.tables import closing_line, print_verification, section_rows
from probatum.verify import SCHEMA, ClaimReport, Statement, Verification, sections, verify


def statement(verdict: Verdict, *, denied: bool = False, printed: bool = False, certified: bool = False) -> Statement:
    return Statement("name", "a = b", verdict, "because", denied, printed, certified, None, 0.5)


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
    assert closing_line(found).endswith("; 1 not yet shown.")


def test_a_model_is_not_shown_by_its_formulas() -> None:
    report = ClaimReport(SHEET["flow.coupling"], (statement(Verdict.PROVED),), ())
    assert report.stands
    assert report.verdict is Verdict.PROVED
    assert not report.shown
    assert report.pending
    assert report.shown_by == ()
    assert section_rows([report]) == [(each, "1", "0", "0", "0", "1", "0", "0.50") for each in ("flow", "all")]


def test_each_claim_counts_in_one_column() -> None:
    reports = [
        ClaimReport(SHEET["divergence.js"], (statement(Verdict.PROVED),), ()),
        ClaimReport(SHEET["divergence.entropy"], (statement(Verdict.CONFIRMED),), ()),
        ClaimReport(SHEET["divergence.kl_discrete"], (statement(Verdict.UNKNOWN),), ()),
        ClaimReport(SHEET["divergence.kl_continuous"], (), ()),
    ]
    assert section_rows(reports)[0] == ("divergence", "4", "1", "1", "0", "1", "1", "1.50")


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
    names = {Path(each["path"]).name for each in report["derivations"]}
    assert names >= {"vae.elbo.md", "vae.gaussian_kl.md"}


def test_a_page_has_all_of_it(tmp_path: Path) -> None:
    page = tmp_path / "v.html"
    result = CliRunner().invoke(main, ["verify", "gan", "--html", str(page)])
    assert result.exit_code == 0, result.output
    text = page.read_text("utf-8")
    assert all(f'id="{id}"' in text for id, claim in SHEET.items() if claim.section == "gan")
    assert "gan.global_minimum.md" in text
    assert "not yet shown" in text
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
