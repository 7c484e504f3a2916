"""Applies the mutants one at a time and runs the tests that must notice.

    python -m mutants [FAMILY | FAMILY:NUMBER]..      (with tests/ on the path; `make mutants` does it)

Exit status 0 if every mutant is killed, 1 if one survives, or cannot be tried, 2 for a wrong call or if the tests
fail without any. A mutant is killed by a test that fails, not by one that cannot be collected.

Importing torch takes seconds and a test often milliseconds, so each trial is a fork of one process that has imported
it. The fork imports the mutated module through a hook; the files stay as they are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from multiprocessing import connection, get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from types import CodeType, ModuleType
from typing import Any

import pytest
import torch
import torch._dynamo  # what an optimiser imports at its first step, in another two seconds

from . import ROOT, Mutant, mutants

JOBS = os.cpu_count() or 1
SECONDS = 120.0  # for one trial: many times what the slowest takes

Trial = tuple[Mutant | None, tuple[str, ...]]


class Hook(MetaPathFinder):
    """Imports one module with its bug, from where it is installed."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self.mutant.module:
            return None
        spec = PathFinder.find_spec(name, path)
        assert spec and spec.origin
        assert Path(spec.origin).read_text("utf-8") == self.mutant.original, f"{spec.origin} is another version"
        spec.loader = MutatedLoader(name, spec.origin, self.mutant.source)
        return spec


class MutatedLoader(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec")


def attempt(trial: Trial, log: Path) -> None:
    """The life of a fork: ends with pytest's exit status."""
    mutant, tests = trial
    output = os.open(log, os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    torch.set_num_threads(1)
    if mutant:
        assert mutant.module not in sys.modules
        sys.meta_path.insert(0, Hook(mutant))
    status = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", *tests])
    sys.stdout.flush()
    os._exit(status)


def attempts(trials: Iterable[Trial]) -> Iterator[tuple[Trial, int | None, str]]:
    """Each trial with its exit status, None if it took too long, and what it printed; as they end."""
    fork = get_context("fork")
    waiting, running = list(trials)[::-1], {}
    with TemporaryDirectory() as folder:
        while waiting or running:
            while waiting and len(running) < JOBS:
                trial, log = waiting.pop(), Path(folder, str(len(waiting)))
                process = fork.Process(target=attempt, args=(trial, log))
                process.start()
                running[process.sentinel] = (process, trial, log, monotonic() + SECONDS)
            ended = connection.wait(running, timeout=1.0)
            for sentinel, (process, trial, log, deadline) in [*running.items()]:
                overdue = sentinel not in ended and monotonic() > deadline
                if overdue:
                    process.kill()
                if overdue or sentinel in ended:
                    process.join()
                    del running[sentinel]
                    yield trial, None if overdue else process.exitcode, log.read_text("utf-8", errors="replace")


def chosen(names: list[str]) -> list[Mutant]:
    known = mutants()
    wrong = [name for name in names if not any(name in (id, id.partition(":")[0]) for id in known)]
    if wrong:
        print(f"no mutants are called {', '.join(wrong)}", file=sys.stderr)
        sys.exit(2)
    return [mutant for id, mutant in known.items() if not names or id in names or id.partition(":")[0] in names]


def main(names: list[str]) -> int:
    os.chdir(ROOT)
    began = monotonic()
    try:
        trials = [(mutant, tuple(mutant.killed_by)) for mutant in chosen(names) if mutant.source]
    except ValueError as wrong:
        print(wrong)
        return 2

    paths = dict.fromkeys(path for _, tests in trials for path in tests)
    for (_, [path]), status, log in attempts((None, (path,)) for path in paths):
        if status != pytest.ExitCode.OK:
            print(log, f"\n{path} fails without any mutant", sep="")
            return 2
    print(f"{len(paths)} test files and tests pass without mutants, in {monotonic() - began:.0f} s", flush=True)

    killed = 0
    for (mutant, _), status, log in attempts(trials):
        assert mutant
        if status == pytest.ExitCode.TESTS_FAILED:
            killed += 1
            print(f"killed    {mutant.id}, {mutant.file}: {mutant.why}", flush=True)
            continue
        said = "SURVIVED" if status == pytest.ExitCode.OK else "OVERDUE" if status is None else f"BROKEN ({status})"
        print(f"{said}  {mutant.id}, {mutant.file}: {mutant.why}\n{mutant.diff}\ntests: {' '.join(mutant.killed_by)}")
        print(*log.splitlines()[-12:], sep="\n", flush=True)
    print(f"{killed} of {len(trials)} mutants killed, in {monotonic() - began:.0f} s")
    return 0 if killed == len(trials) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
