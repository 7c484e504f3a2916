"""`probatum train`, as a process: it trains, stops on Ctrl-C, goes on, and says what is wrong."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner, Result
from rich.console import Console

from probatum import train as module
from probatum.cli import main
from probatum.models.studies import Study, load
from probatum.models.studies.perceptron import ThreesAndEights
from probatum.train import studies


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["train", *map(str, arguments)])


def one_line(result: Result) -> str:
    return " ".join(result.output.split())


def test_without_a_name_the_studies_are_listed() -> None:
    result = call()
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"{name:<{max(map(len, studies()))}}  {line}" for name, line in studies().items()
    ]
    assert "perceptron" in studies()
    assert "run" not in studies()


def test_listing_loads_no_torch() -> None:
    code = "import sys\nfrom probatum.train import studies\nassert studies()\nassert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-P", "-c", code], check=True, timeout=60)


def test_a_wrong_name_is_a_wrong_call() -> None:
    result = call("percepton")
    assert result.exit_code == 2
    assert "no study is called percepton; did you mean perceptron?" in one_line(result)
    assert "no study is called x; `probatum train` lists all" in one_line(call("x"))
    assert "no study is called ../run;" in one_line(call("../run"))


def test_fewer_steps_than_none_are_a_wrong_call(tmp_path: Path) -> None:
    result = call("perceptron", "--out", tmp_path, "--steps", -1)
    assert result.exit_code == 2
    assert "-1 is not in the range x>=0" in one_line(result)
    assert not [*tmp_path.iterdir()]


def test_no_steps_show_the_first_weights_and_keep_them(tmp_path: Path) -> None:
    result = call("perceptron", "--out", tmp_path, "--steps", 0)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0].split() == ["mistakes", "while", "learning", "0"]
    assert (tmp_path / "picture.png").exists()
    assert torch.load(tmp_path / "weights.pt", weights_only=True)["step"] == 0
    assert call("perceptron", "--out", tmp_path, "--steps", 1).output.startswith(
        f"{tmp_path / 'weights.pt'}: 0 steps done\n"
    )


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(module.NEEDED, "no_such_module", "no-such-package")
    result = call("perceptron")
    assert result.exit_code == 1
    assert "no-such-package not installed: pip install 'probatum[models,train]'" in one_line(result)


def test_a_run_writes_picture_and_weights_and_prints_the_result(tmp_path: Path) -> None:
    result = call("perceptron", "--out", tmp_path, "--steps", 3)
    assert result.exit_code == 0, result.output
    *results, written = result.output.splitlines()
    assert [line.rsplit("  ", 1)[0].strip() for line in results] == [
        "mistakes while learning",
        "most mistakes possible, by Novikoff's bound",
        "accuracy on test images",
    ]
    assert written == f"written: {tmp_path / 'picture.png'}, {tmp_path / 'weights.pt'}"
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    assert torch.load(tmp_path / "weights.pt", weights_only=True)["step"] == 3


def test_the_same_command_goes_on(tmp_path: Path) -> None:
    whole = call("perceptron", "--out", tmp_path / "a", "--steps", 4).output
    call("perceptron", "--out", tmp_path / "b", "--steps", 2)
    assert call("perceptron", "--out", tmp_path / "b", "--steps", 4).output.replace(str(tmp_path / "b"), "F") == (
        "F/weights.pt: 2 steps done\n" + whole.replace(str(tmp_path / "a"), "F")
    )
    assert torch.load(tmp_path / "b" / "weights.pt", weights_only=True)["step"] == 4
    again = call("perceptron", "--out", tmp_path / "b", "--steps", 1, "--fresh")
    assert "steps done" not in again.output
    assert torch.load(tmp_path / "b" / "weights.pt", weights_only=True)["step"] == 1


def test_weights_of_no_use_are_refused_and_kept(tmp_path: Path) -> None:
    weights = tmp_path / "weights.pt"
    weights.write_text("not weights")
    result = call("perceptron", "--out", tmp_path)
    assert result.exit_code == 2
    assert result.output == (
        f"probatum: {weights} is not what `probatum train` writes, or is damaged: File is not a zip file\n"
    )
    assert weights.read_text() == "not weights"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = call("perceptron", "--out", tmp_path / "file" / "below")
    assert result.exit_code == 2
    assert "Not a directory" in result.output


@pytest.fixture
def interrupting(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Ctrl-C comes in the middle of the third step."""
    step, taken = ThreesAndEights.step, []

    def interrupted(self: ThreesAndEights, generator: torch.Generator) -> Mapping[str, float]:
        taken.append(1)
        if len(taken) == 3:
            os.kill(os.getpid(), signal.SIGINT)
        return step(self, generator)

    monkeypatch.setattr(ThreesAndEights, "step", interrupted)
    return monkeypatch


def test_ctrl_c_ends_the_step_saves_and_says_how_to_go_on(tmp_path: Path, interrupting: pytest.MonkeyPatch) -> None:
    weights = tmp_path / "weights.pt"
    result = call("perceptron", "--out", tmp_path)
    assert result.exit_code == 130
    assert result.output == f"stopped after step 3 of 40; the same command goes on from {weights}\n"
    assert torch.load(weights, weights_only=True)["step"] == 3
    interrupting.undo()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    resumed = call("perceptron", "--out", tmp_path, "--steps", 6).output
    assert (
        resumed.splitlines()[1:3] == call("perceptron", "--out", tmp_path / "b", "--steps", 6).output.splitlines()[:2]
    )


def test_ctrl_c_before_the_first_step_waits_for_what_is_being_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To leave an import half done would be a fault of its own: NumPy then calls itself without end."""
    start = ThreesAndEights.__init__

    def interrupted(self: ThreesAndEights) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        start(self)

    call("perceptron", "--out", tmp_path, "--steps", 2)
    before = (tmp_path / "weights.pt").read_bytes()
    monkeypatch.setattr(ThreesAndEights, "__init__", interrupted)
    result = call("perceptron", "--out", tmp_path, "--fresh")
    assert result.exit_code == 130
    assert result.output == "stopped after step 0 of 40\n"
    assert (tmp_path / "weights.pt").read_bytes() == before  # nothing was done that could take its place


@pytest.mark.parametrize("name", studies())
def test_ctrl_c_lets_the_first_step_of_every_study_end(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = load(name)
    step = study.step

    def interrupted(self: Study, generator: torch.Generator) -> Mapping[str, float]:
        os.kill(os.getpid(), signal.SIGINT)
        return step(self, generator)

    monkeypatch.setattr(study, "step", interrupted)
    weights = tmp_path / "weights.pt"
    result = call(name, "--out", tmp_path)
    assert result.exit_code == 130
    assert result.output == f"stopped after step 1 of {study.steps}; the same command goes on from {weights}\n"
    assert torch.load(weights, weights_only=True)["step"] == 1
    assert call(name, "--out", tmp_path, "--steps", 1).exit_code == 0


def test_ctrl_c_in_the_last_step_is_heard(tmp_path: Path, interrupting: pytest.MonkeyPatch) -> None:
    result = call("perceptron", "--out", tmp_path, "--steps", 3)
    assert result.exit_code == 130
    assert result.output.startswith("stopped after step 3 of 3; the same command goes on")
    assert not (tmp_path / "picture.png").exists()


def test_who_asked_for_a_fresh_start_is_told_not_to_ask_again(tmp_path: Path, interrupting: pytest.MonkeyPatch) -> None:
    result = call("perceptron", "--out", tmp_path, "--fresh")
    assert result.output == (
        f"stopped after step 3 of 40; the same command without --fresh goes on from {tmp_path / 'weights.pt'}\n"
    )


def test_ctrl_c_twice_ends_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(self: ThreesAndEights, generator: torch.Generator) -> Mapping[str, float]:
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("the step went on")

    monkeypatch.setattr(ThreesAndEights, "step", stuck)
    assert call("perceptron", "--out", tmp_path).exit_code == 130
    assert not (tmp_path / "weights.pt").exists()


def test_a_reader_that_has_gone_is_no_fault(tmp_path: Path) -> None:
    theirs, ours = os.pipe()
    os.close(theirs)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "probatum", "train", "perceptron", "--steps", "2", "--out", str(tmp_path)],
        stdout=ours,
        stderr=subprocess.PIPE,
        timeout=120,
    )
    os.close(ours)
    assert (done.returncode, done.stderr) == (1, b"")


def test_on_a_narrow_terminal_only_the_losses_are_cut_off() -> None:
    progress = module._progress(StringIO())
    progress.add_task("linear-gaussian", total=6000, completed=1234, losses="minus the bound 106.6, divergence " * 9)
    console = Console(file=StringIO(), width=80)
    console.print(progress.get_renderable())
    [line] = console.file.getvalue().splitlines()
    assert re.fullmatch(r"linear-gaussian \S+ +1234/6000 0:00:0\d -:--:-- minus the bound .*…", line)


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_for_terminals(tmp_path: Path, terminal: bool) -> None:
    ours, theirs = pty.openpty() if terminal else os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "probatum", "train", "perceptron", "--steps", "2", "--out", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm"},
    )
    os.close(theirs)
    out, _ = process.communicate(timeout=120)
    said = b""
    with suppress(OSError):  # the other end of a terminal that is closed
        while chunk := os.read(ours, 4096):
            said += chunk
    os.close(ours)
    assert process.returncode == 0
    assert b"\x1b" not in out
    assert (b"2/2" in said and b"mistakes" in said) if terminal else not said


def test_ctrl_c_in_the_evaluation_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: ThreesAndEights, losses: object) -> Mapping[str, float]:
        signal.raise_signal(signal.SIGINT)
        return {}

    monkeypatch.setattr(ThreesAndEights, "evaluate", interrupted)
    weights = tmp_path / "weights.pt"
    result = call("perceptron", "--out", tmp_path, "--steps", 2)
    assert result.exit_code == 130
    assert result.output == f"stopped after step 2 of 2; the same command goes on from {weights}\n"
    monkeypatch.undo()
    assert call("perceptron", "--out", tmp_path, "--steps", 2).exit_code == 0
