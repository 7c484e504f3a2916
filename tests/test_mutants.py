"""The mutants are what they say, and the runner tells those that the tests notice from those that they do not."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from mutants import ROOT, Mutant, mutants

MUTANTS = mutants()
each = pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)


@each
def test_a_mutant_is_one_change_of_the_code(mutant: Mutant) -> None:
    assert mutant.original.count(mutant.before) == 1
    assert "\n" not in mutant.before + mutant.after
    assert ast.dump(ast.parse(mutant.source)) != ast.dump(ast.parse(mutant.original))


@each
def test_a_mutant_says_which_bug_it_is_and_names_tests_that_exist(mutant: Mutant) -> None:
    assert mutant.why
    assert mutant.killed_by
    for path in mutant.killed_by:
        assert (ROOT / path.partition("::")[0]).is_file()


def test_no_mutant_is_there_twice() -> None:
    assert len({(mutant.file, mutant.source) for mutant in MUTANTS.values()}) == len(MUTANTS)


def test_every_file_of_the_models_has_mutants() -> None:
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "models").glob("*/*.py")}
    unhurt = {path for path in code if not path.endswith("__init__.py") and not path.startswith("models/studies/")}
    assert not unhurt - {mutant.file for mutant in MUTANTS.values()}


def run(*names: str, tests: Path = ROOT / "tests") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "mutants", *names],
        env=os.environ | {"PYTHONPATH": str(tests)},
        capture_output=True,
        text=True,
        timeout=300,
    )


# One of each file; `make mutants` tries them all.
SAMPLE = [id for id in MUTANTS if id.endswith(":1")]


def test_the_tests_notice_a_sample() -> None:
    done = run(*SAMPLE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("killed    ") == len(SAMPLE)


PERCEPTRON = ["tests/models/neural/test_perceptron.py::test_zero_is_the_label_at_the_threshold"]
ODD = {
    "survivor": ("eta * error * x", "x * error", PERCEPTRON, "SURVIVED  odd:1", 1),
    "no import": ("from torch import", "from touch import", PERCEPTRON, "BROKEN (4)  odd:1", 1),
    "no such line": ("eta * error * y", "y", PERCEPTRON, "stands 0 times in models/neural/perceptron.py", 2),
    "no such test": ("error * x", "x", [PERCEPTRON[0] + "s"], "fails without any mutant", 2),
}


@pytest.mark.parametrize(("before", "after", "tests", "said", "status"), ODD.values(), ids=ODD)
def test_the_runner_says_what_was_not_noticed(
    tmp_path: Path, before: str, after: str, tests: list[str], said: str, status: int
) -> None:
    # A copy of the runner, with other data: it finds the sources beside its own folder.
    folder = tmp_path / "tests" / "mutants"
    folder.mkdir(parents=True)
    for path in (ROOT / "tests" / "mutants").glob("*.py"):
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    for name in ("models", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "tests" / "models").symlink_to(ROOT / "tests" / "models")
    (folder / "odd.toml").write_text(
        f'[[mutant]]\nfile = "models/neural/perceptron.py"\nbefore = {before!a}\nafter = {after!a}\n'
        f'why = "to see"\nkilled_by = {tests!a}\n',
        "utf-8",
    )
    done = run(tests=tmp_path / "tests")
    assert done.returncode == status, done.stdout + done.stderr
    assert said in done.stdout


def test_a_wrong_name_is_a_wrong_call() -> None:
    done = run("neural:10000")
    assert done.returncode == 2
    assert "no mutants are called neural:10000" in done.stderr
