"""What runs is shown by running it: the tests of a checkout that are marked with claims of the sheet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Literal

ALL_PASSED, SOME_FAILED, NONE_FOUND = 0, 1, 5  # pytest's exit status


@dataclass(frozen=True, slots=True)
class MarkedTest:
    """A test that was run: the claims that it is marked with, and what became of it, with a reason if it failed."""

    node: str
    claims: tuple[str, ...]
    outcome: Literal["passed", "failed", "skipped"]
    because: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The tests that were run; `absent` says why they are not all there, if so."""

    tests: tuple[MarkedTest, ...] = ()
    absent: str = ""

    def of(self, claim: str) -> tuple[MarkedTest, ...]:
        return tuple(test for test in self.tests if claim in test.claims)


def gather(checkout: Path, sections: Iterable[str], say: Callable[[str], None]) -> Evidence:
    """Runs the tests marked with claims of these sections; `say` hears which one."""
    if reason := _hindrance(checkout):
        return Evidence(absent=reason)
    found, status = [], None
    with _pytest(checkout, sections) as (lines, log):
        for line in lines:
            told: dict[str, Any] = json.loads(line)
            if "begins" in told:
                say(told["begins"])
            elif "ends" in told:
                status = told["ends"]
            else:
                found.append(MarkedTest(**told | {"claims": tuple(told["claims"])}))
        log.seek(0)
        said = log.read().decode(errors="replace").strip().splitlines()
    if status in (ALL_PASSED, SOME_FAILED):
        return Evidence(tuple(found))
    # What passed says little of a claim if other tests of it were not reached.
    reason = "no test is marked with them" if status == NONE_FOUND else f"pytest ended early: {' '.join(said[-1:])}"
    return Evidence(tuple(test for test in found if test.outcome == "failed"), reason)


def _hindrance(checkout: Path) -> str:
    """Why the tests cannot be run; empty if they can."""
    project, tests = checkout / "pyproject.toml", checkout / "tests"
    try:
        ours = tomllib.loads(project.read_text("utf-8"))["project"]["name"] == "probatum" and tests.is_dir()
    except (OSError, ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        return "the tests that show it are in a checkout of probatum, and this folder is none"
    missing = [module for module in ("pytest", "torch") if find_spec(module) is None]
    return f"{' and '.join(missing)} not installed" if missing else ""


@contextmanager
def _pytest(checkout: Path, sections: Iterable[str]) -> Iterator[tuple[Iterator[bytes], Any]]:
    """The lines that the plugin writes, as they come, and a file of what pytest prints. The tests meet the installed
    package, as `-P` keeps the folders of the checkout from being imported in its place."""
    reader, writer = os.pipe()
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "probatum.pytest_plugin",
               "--evidence", str(writer), "--sections", ",".join(sections), "tests"]  # fmt: skip
    with TemporaryFile() as log, os.fdopen(reader, "rb") as lines:
        process = subprocess.Popen(
            command, cwd=checkout, pass_fds=[writer], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        os.close(writer)
        try:
            yield iter(lines.readline, b""), log
        finally:
            process.kill()
            process.wait()
