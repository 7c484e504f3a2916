"""The command, as a process and, with a toy in the place of the engine, from within."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from probatum import __version__
from probatum.cli import main, run_check
from probatum.proofs.source import Options, Source
from probatum.proofs.verdict import Place, StepReport, Verdict
from probatum.proofs.worker import Announce


def steps(source: Source, options: Options, done: Sequence[StepReport], announce: Announce) -> Iterator[StepReport]:
    """A toy: each line of a document is the verdict that it gets; `stop` is Ctrl-C."""
    for k, line in enumerate(source.text.split()[len(done) :], len(done)):
        place = Place(k + 1, 1, "=", f"x_{k}", "y")
        announce(place)
        yield StepReport.at(place, Verdict(line), f"the layout is {options.layout}")


EXIT_STATUS = {
    "all well": ("proved confirmed definition assumption", 0, 0),
    "nothing": ("", 0, 0),
    "unknown": ("proved unknown", 0, 1),
    "refuted": ("refuted proved", 1, 1),
    "error": ("error", 1, 1),
}


def document(folder: Path, text: str, name: str = "a.md") -> Path:
    path = folder / name
    path.write_text(text.replace(" ", "\n"), encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "status", "strict"), EXIT_STATUS.values(), ids=EXIT_STATUS)
def test_exit_status(tmp_path: Path, text: str, status: int, strict: int) -> None:
    path = document(tmp_path, text)
    assert run_check(steps, [path], Options()) == status
    assert run_check(steps, [path], Options(), strict=True) == strict


def test_the_text_has_every_document_and_a_total(tmp_path: Path) -> None:
    path, text = document(tmp_path, "proved refuted"), StringIO()
    run_check(steps, [path, path], Options(layout="numerator"), jobs=2, text_file=text)
    lines = text.getvalue().splitlines()
    assert lines[:5] == [
        str(path),
        "✓ 1:1     proved     x_0 = y",
        "          the layout is numerator",
        "✗ 2:1     refuted    x_1 = y",
        "          the layout is numerator",
    ]
    assert lines[-1].startswith("2 documents: 2 proved, 2 refuted in ")


def test_every_report_is_written(tmp_path: Path) -> None:
    files = {"text_file": StringIO(), "json_file": StringIO(), "html_file": StringIO()}
    run_check(steps, [document(tmp_path, "proved")], Options(), **files)
    data = json.loads(files["json_file"].getvalue())
    assert [step["verdict"] for step in data["documents"][0]["steps"]] == ["proved"]
    assert "x_0 = y" in files["text_file"].getvalue()
    assert "x_0 = y" in files["html_file"].getvalue()


def test_an_unreadable_file_is_reported_in_its_place_and_the_others_are_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing, json_file = tmp_path / "missing.tex", StringIO()
    paths = [document(tmp_path, "proved", "a.md"), missing, document(tmp_path, "refuted", "b.md")]
    assert run_check(steps, paths, Options(), json_file=json_file) == 2
    assert capsys.readouterr().err == f"probatum: {missing}: No such file or directory\n"
    documents = json.loads(json_file.getvalue())["documents"]
    assert [(document["path"], [step["verdict"] for step in document["steps"]]) for document in documents] == [
        (str(paths[0]), ["proved"]),
        (str(missing), ["error"]),
        (str(paths[2]), ["refuted"]),
    ]


INTERRUPTED = """
import os, signal, sys, time
from test_cli import *
def stopped(source, options, done, announce):
    yield from steps(source, options, done, announce)
    os.kill(os.getppid(), signal.SIGINT)
    time.sleep(60)
status = run_check(stopped, [Path(sys.argv[1])], Options(), text_file=sys.stdout, json_file=sys.stdout)
print("status", status)
"""


def test_an_interrupt_shows_and_writes_what_was_done(tmp_path: Path) -> None:
    path = document(tmp_path, "proved")
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(path)],
        cwd=Path(__file__).parent,
        env=os.environ | {"PYTHONSAFEPATH": "", "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "x_0 = y" in done.stdout
    assert '"because": "the rest of the document was not checked: interrupted"' in done.stdout
    assert done.stdout.endswith("status 130\n")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


WRONG_CALLS = {
    "no file": ([], "Missing argument 'FILE..'"),
    "no time": (["--step-seconds", "0", "a.md"], "a step takes more than 0 and at most 86400 seconds, not 0"),
    "not a number": (["--step-seconds", "nan", "a.md"], "a step takes more than 0 and at most 86400 seconds"),
    "no jobs": (["--jobs", "0", "a.md"], "Invalid value for '--jobs'"),
    "no such layout": (["--layout", "mixed", "a.md"], "'mixed' is not one of 'numerator', 'denominator'"),
    "nowhere to write": (["--json", "no/such/folder/f", "a.md"], "Invalid value for '--json'"),
    "one output for two": (["--json", "-", "--html", "-", "a.md"], "only one of --json and --html"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_a_wrong_call_says_what_is_wrong(arguments: list[str], message: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "probatum", "--version"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == f"probatum, version {__version__}\n"


needs_engine = pytest.mark.skipif(
    find_spec("probatum.proofs.check") is None, reason="the engine behind the command is not there yet"
)


def probatum(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "probatum", *map(str, arguments)], capture_output=True, text=True, timeout=60
    )


@needs_engine
@pytest.mark.parametrize(("right_side", "status"), [("2 x", 0), ("3 x", 1)])
def test_a_step_from_end_to_end(tmp_path: Path, right_side: str, status: int) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"Let $x$ be real.\n\n$$x + x = {right_side}$$\n", encoding="utf-8")
    done = probatum("check", path, "--json", "-", "--html", tmp_path / "a.html")
    assert (done.returncode, done.stderr) == (status, "")
    (document,) = json.loads(done.stdout)["documents"]
    (step,) = document["steps"]
    assert (step["line"], step["column"], step["relation"]) == (3, 9, "=")
    assert step["verdict"] == ("refuted" if status else "proved")
    assert f"x + x = {right_side}" in (tmp_path / "a.html").read_text(encoding="utf-8")


@needs_engine
def test_in_a_pipe_there_are_neither_colours_nor_progress(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("$$x + x = 2 x$$", encoding="utf-8")
    done = probatum("check", path)
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr
