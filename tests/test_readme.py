"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from probatum.cli import main

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SESSIONS = [text for kind, text in BLOCKS if not kind and text.startswith("$ ")]
PYTHON = [text for kind, text in BLOCKS if kind == "python"]


@pytest.mark.parametrize("session", SESSIONS, ids=lambda text: text.splitlines()[0])
def test_commands_print_what_is_shown(session: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command, *shown = session.splitlines()
    result = CliRunner().invoke(main, command.removeprefix("$ probatum ").split())
    printed = re.sub(r" in \d+\.\d\d s", "", result.output).splitlines()
    at = 0
    for line in shown:
        if line != "...":
            assert line in printed[at:]
            at = printed.index(line, at) + 1


@pytest.mark.parametrize("block", PYTHON)
def test_python_runs(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(block, {})  # noqa: S102 - the README's own code
    capsys.readouterr()


def test_there_is_something_to_test() -> None:
    assert SESSIONS
    assert PYTHON
