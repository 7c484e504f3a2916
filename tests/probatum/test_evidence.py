"""Marked tests are run, and what becomes of them is told as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from probatum import evidence as module
from probatum.evidence import Evidence, gather
from probatum.verify import verify

PROJECT = """
[project]
name = "probatum"
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib", "--strict-markers"]
markers = ["shows(*ids)"]
xfail_strict = true
"""
TESTS = """
import pytest
shows = pytest.mark.shows

@pytest.fixture
def broken():
    raise RuntimeError("no fixture")

@pytest.fixture
def left_open():
    yield
    raise RuntimeError("not closed")

@pytest.mark.shows("nn.perceptron")
def test_passes(): pass

@pytest.mark.shows("nn.perceptron", "gan.training")
@pytest.mark.parametrize("x", [1, 2])
def test_one_of_two(x): assert x == 1, "x is not one"

@shows("nn.sigmoid")
def test_skipped(): pytest.skip("no time")

@shows("nn.sigmoid")
@pytest.mark.xfail(reason="known")
def test_expected_to_fail(): assert False

@shows("nn.sigmoid")
@pytest.mark.xfail(reason="known")
def test_unexpectedly_passes(): pass

@shows("nn.softmax")
def test_without_fixture(broken): pass

@shows("nn.softmax")
def test_left_open(left_open): pass

@shows("vae.model")
def test_of_another_section(): pass

def test_unmarked(): assert False
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text(TESTS)
    (tmp_path / "tests" / "test_unmarked.py").write_text("raise RuntimeError('need not be imported')")
    return tmp_path


def told(found: Evidence) -> dict[str, tuple[str, str]]:
    return {test.node.removeprefix("tests/test_a.py::"): (test.outcome, test.because) for test in found.tests}


def test_each_outcome_is_told(checkout: Path) -> None:
    heard: list[str] = []
    found = gather(checkout, ["nn", "gan"], heard.append)
    assert found.absent == ""
    assert told(found) == {
        "test_passes": ("passed", ""),
        "test_one_of_two[1]": ("passed", ""),
        "test_one_of_two[2]": ("failed", "AssertionError: x is not one"),
        "test_skipped": ("skipped", "Skipped: no time"),
        "test_expected_to_fail": ("skipped", "assert False"),
        "test_unexpectedly_passes": ("failed", "[XPASS(strict)] known"),
        "test_without_fixture": ("failed", "RuntimeError: no fixture"),
        "test_left_open": ("failed", "RuntimeError: not closed"),
    }
    assert heard == [test.node for test in found.tests]
    assert [test.outcome for test in found.of("gan.training")] == ["passed", "failed"]
    assert found.of("vae.model") == ()


def test_a_test_that_passes_shows_its_claim_and_one_that_fails_is_named(checkout: Path) -> None:
    passing = verify(["vae"], checkout=checkout)
    assert passing.stands
    [model] = [report for report in passing.claims if report.claim.id == "vae.model"]
    assert model.shown_by == ("tests/test_a.py::test_of_another_section",)
    failing = verify(["gan"], checkout=checkout)
    assert failing.failing == ("tests/test_a.py::test_one_of_two[2]: AssertionError: x is not one",)
    [training] = [report for report in failing.claims if report.claim.id == "gan.training"]
    assert not training.shown
    assert not training.pending


def test_a_file_that_cannot_be_collected_fails(checkout: Path) -> None:
    (checkout / "tests" / "test_b.py").write_text("import no_such_module  # shows(")
    found = gather(checkout, ["nn"], lambda text: None)
    [broken] = found.tests
    assert (broken.node, broken.outcome) == ("tests/test_b.py", "failed")
    assert "no_such_module" in broken.because
    assert found.absent.startswith("pytest ended early: ")


def test_tests_that_are_not_reached_leave_nothing_shown(checkout: Path) -> None:
    (checkout / "tests" / "test_a.py").write_text(
        TESTS + "\n@shows('vae.model')\ndef test_crashes():\n    import os\n    os._exit(0)\n"
    )
    found = gather(checkout, ["vae"], lambda text: None)
    assert found.tests == ()
    assert found.absent.startswith("pytest ended early: ")


def test_no_marked_test_shows_nothing(checkout: Path) -> None:
    assert gather(checkout, ["flow"], lambda text: None) == Evidence((), "no test is marked with them")


NO_CHECKOUTS = {
    "nothing": None,
    "another project": '[project]\nname = "other"',
    "no project": "[tool]",
    "no TOML": "[",
    "odd TOML": 'project = "probatum"',
}


@pytest.mark.parametrize("text", NO_CHECKOUTS.values(), ids=NO_CHECKOUTS)
def test_the_tests_of_others_are_not_run(tmp_path: Path, text: str | None) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("import pytest\n@pytest.mark.shows('nn.sigmoid')\ndef test(): pass")
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text)
    found = gather(tmp_path, ["nn"], lambda text: None)
    assert found == Evidence((), "the tests that show it are in a checkout of probatum, and this folder is none")


def test_what_is_not_installed_is_said(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == "torch" else name)
    assert gather(checkout, ["nn"], lambda text: None).absent == "torch not installed"
