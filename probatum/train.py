"""`probatum train`: runs a study of the models, keeps it in a folder, and goes on from there."""

from __future__ import annotations

import ast
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Column

if TYPE_CHECKING:
    from probatum.models.studies import Run

NEEDED = {"torch": "torch", "sklearn": "scikit-learn", "matplotlib": "matplotlib"}
WEIGHTS, PICTURE = "weights.pt", "picture.png"
SAVE_SECONDS = 20.0  # what a run that is killed loses at most


def lacking() -> list[str]:
    """What would have to be installed first."""
    return [name for module, name in NEEDED.items() if find_spec(module) is None]


def studies() -> dict[str, str]:
    """The studies by name, with what each does in one line. Read, not imported: torch takes seconds to load."""
    models = find_spec("probatum.models")
    assert models is not None
    assert models.origin is not None
    found = {}
    for path in sorted(Path(models.origin).parent.joinpath("studies").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if any(isinstance(node, ast.ClassDef) and "Study" in map(ast.unparse, node.bases) for node in tree.body):
            found[path.stem.replace("_", "-")] = str(ast.get_docstring(tree)).splitlines()[0]
    return found


def train(name: str, folder: Path, steps: int | None, fresh: bool, out: TextIO, err: TextIO) -> bool:
    """Trains up to `steps`, the study's own number if None, and writes picture and weights into the folder. No steps
    at all show the models as they were drawn.

    Goes on from weights that are there unless `fresh`. Returns False if Ctrl-C stopped it: what was done is saved, and
    `out` is told how to go on. Raises a ValueError if the weights are of no use, an OSError if nothing can be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / WEIGHTS
    with _interrupts() as pressed:
        from probatum.models.studies import Run, load

        run = Run.start(name, load(name))
        if weights.exists() and not fresh:
            run.load(weights)
            print(f"{weights}: {run.step} steps done", file=out)
        last = run.study.steps if steps is None else steps
        _advance(run, last, weights, pressed, err)
    try:
        if pressed:
            raise KeyboardInterrupt
        results = run.study.evaluate(run.losses)
        run.study.picture(run.losses).savefig(folder / PICTURE)
    except KeyboardInterrupt:
        again = f"; the same command{' without --fresh' if fresh else ''} goes on from {weights}" if run.step else ""
        print(f"stopped after step {run.step} of {last}{again}", file=out)
        return False
    print_results(results, out)
    print(f"written: {folder / PICTURE}, {weights}", file=out)
    return True


def _advance(run: Run, last: int, weights: Path, pressed: list[int], err: TextIO) -> None:
    """All steps up to the last, or until something is pressed; saved now and then and at the end, unless it was pressed
    before there were any."""
    with _progress(err) as progress:
        first = run.step
        shown = progress.add_task(run.name, total=last, completed=run.step, losses="")
        saved = monotonic()
        while run.step < last and not pressed:
            run.advance()
            said = ", ".join(f"{name} {values[-1]:.4g}" for name, values in run.losses.items())
            progress.update(shown, completed=run.step, losses=said)
            if monotonic() > saved + SAVE_SECONDS:
                run.save(weights)
                saved = monotonic()
        if run.step > first or not pressed:
            run.save(weights)


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """A list that has something in it after Ctrl-C, so that no step, and no import, is left half done; again ends at
    once."""
    pressed: list[int] = []

    def press(number: int, _frame: object) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _progress(err: TextIO) -> Progress:
    """A line on a terminal, nothing in a pipe. Where it is narrow, the losses are cut off, and nothing else."""
    console = Console(file=err, markup=False, emoji=False, highlight=False)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=16),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn(
            "{task.fields[losses]}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
        ),
        console=console,
        expand=True,
        transient=True,
        disable=not console.is_terminal,
    )


def print_results(results: Mapping[str, float], out: TextIO) -> None:
    """Names with their units, and values: whole numbers whole, others to four digits."""
    width = max(map(len, results))
    for name, value in results.items():
        print(f"{name:<{width}}  {int(value) if float(value).is_integer() else format(value, '.4g')}", file=out)


def print_studies(out: TextIO) -> None:
    known = studies()
    width = max(map(len, known))
    for name, line in known.items():
        print(f"{name:<{width}}  {line}", file=out)
