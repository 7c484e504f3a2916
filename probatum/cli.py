"""The command `probatum`. Exit status: 0 nothing refuted or unread, 1 something was, 2 a wrong call or a file
that cannot be read, 130 interrupted (what was done is shown)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from probatum import __version__
from probatum.proofs.source import Layout, Options, Source, SourceError, read_source
from probatum.proofs.verdict import DocumentReport, Place, Report, StepReport, Verdict

if TYPE_CHECKING:
    from probatum.proofs.worker import Steps

UNREADABLE = 2
INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="probatum")
def main() -> None:
    """Verified mathematics for machine learning."""


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..")
@click.option(
    "--json",
    "json_file",
    metavar="F",
    type=click.File("w", "utf-8", lazy=False),
    help="Write the report as JSON.",
)
@click.option(
    "--html",
    "html_file",
    metavar="F",
    type=click.File("w", "utf-8", lazy=False),
    help="Write it as a web page.",
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Documents at once.")
@click.option("--step-seconds", metavar="S", type=float, default=5.0, show_default=True, help="Time for one step.")
@click.option("--strict", is_flag=True, help="Exit with 1 for any unknown step too.")
@click.option(
    "--layout",
    type=click.Choice(["numerator", "denominator"]),
    help="Of derivatives, if not the variable's shape.",
)
@click.pass_context
def check(
    context: click.Context,
    files: tuple[Path, ...],
    json_file: TextIO | None,
    html_file: TextIO | None,
    jobs: int,
    step_seconds: float,
    strict: bool,
    layout: Layout | None,
) -> None:
    """Check every step of derivations in .tex, .md and .ipynb files.

    A report that goes to standard output, by the name -, takes the place of the text there.
    """
    taken = [is_stdout(json_file), is_stdout(html_file)]
    if all(taken):
        raise click.UsageError("only one of --json and --html can go to standard output")
    try:
        options = Options(step_seconds, layout)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="--step-seconds") from wrong

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # not every terminal can show every mark

    from probatum.proofs.check import steps

    status = run_check(
        steps,
        files,
        options,
        jobs=jobs,
        strict=strict,
        text_file=None if any(taken) else sys.stdout,
        json_file=json_file,
        html_file=html_file,
    )
    context.exit(status)


def run_check(
    steps: Steps,
    files: Sequence[Path],
    options: Options,
    *,
    jobs: int = 1,
    strict: bool = False,
    text_file: TextIO | None = None,
    json_file: TextIO | None = None,
    html_file: TextIO | None = None,
) -> int:
    """Checks the files, prints what is found as it is found, writes the reports; returns the exit status."""
    from probatum.proofs.report.progress import ProgressLine
    from probatum.proofs.report.text import TextReport
    from probatum.proofs.worker import supervise

    read = [read_or_report(path) for path in files]
    sources = [source for source in read if isinstance(source, Source)]
    progress = ProgressLine(sys.stderr)
    text = TextReport(text_file) if text_file else None
    documents: list[DocumentReport] = []
    interrupted = False
    with closing(supervise(steps, sources, options, jobs=jobs, progress=progress)) as checked:
        try:
            for document in in_order(read, checked):
                documents.append(document)
                progress.clear()
                if text:
                    text.document(document)
        except KeyboardInterrupt:
            interrupted = True

    report = Report(tuple(documents))
    if text:
        text.total(report)
    write(report, json_file, html_file)
    if interrupted:
        return INTERRUPTED
    return UNREADABLE if len(sources) < len(read) else report.exit_status(strict)


def read_or_report(path: Path) -> Source | DocumentReport:
    """The document, or a report that says why it cannot be read."""
    try:
        return read_source(path)
    except SourceError as failure:
        click.echo(f"probatum: {failure}", err=True)
        step = StepReport.at(Place(1, 1), Verdict.ERROR, str(failure))
        return DocumentReport(str(path), (step,), 0.0)


def in_order(read: Sequence[Source | DocumentReport], checked: Iterator[DocumentReport]) -> Iterator[DocumentReport]:
    """The reports in the order of the files; raises at last what ended the check."""
    for source in read:
        yield next(checked) if isinstance(source, Source) else source
    yield from checked


def write(report: Report, json_file: TextIO | None, html_file: TextIO | None) -> None:
    """Writes the reports that were asked for."""
    if json_file:
        from probatum.proofs.report.json import as_json

        json_file.write(as_json(report))
    if html_file:
        from probatum.proofs.report.html import page

        html_file.write(page(report))


def is_stdout(file: TextIO | None) -> bool:
    """click opens `-` as standard output, at times in a wrapper of its own that keeps the name."""
    return file is not None and file.name == "<stdout>"


@main.command()
@click.argument("names", nargs=-1, metavar="[SECTION]..")
@click.option(
    "--json",
    "json_file",
    metavar="F",
    type=click.File("w", "utf-8", lazy=False),
    help="Write the report as JSON.",
)
@click.option(
    "--html",
    "html_file",
    metavar="F",
    type=click.File("w", "utf-8", lazy=False),
    help="Write it as a web page.",
)
@click.pass_context
def verify(context: click.Context, names: tuple[str, ...], json_file: TextIO | None, html_file: TextIO | None) -> None:
    """Prove the claims of the sheet, refute its errata, check its derivations; of some sections, or of all.

    In a checkout of probatum, also run the tests that show its models and algorithms.

    Exit status 1 if something does not stand.
    """
    import json

    from probatum.proofs.report.progress import ProgressLine

    from .tables import print_verification
    from .verify import sections
    from .verify import verify as run

    taken = [is_stdout(json_file), is_stdout(html_file)]
    if all(taken):
        raise click.UsageError("only one of --json and --html can go to standard output")
    for name in names:
        if name not in sections():
            raise click.BadParameter(f"{name} is none of {', '.join(sections())}", param_hint="SECTION")
    progress = ProgressLine(sys.stderr)
    found = run(names, progress.show, Path.cwd())
    progress.clear()
    if not any(taken):
        print_verification(found, sys.stdout)
    if json_file:
        json_file.write(json.dumps(found.as_dict(), indent=2, allow_nan=False) + "\n")
    if html_file:
        from .verification_page import verification_page

        html_file.write(verification_page(found))
    context.exit(0 if found.stands else 1)


@main.command()
@click.argument("name", required=False)
def formulas(name: str | None) -> None:
    """List the verified formulas, or show one: what it says, under which assumptions, why, and how to call it."""
    from probatum.identities import by_name

    from .tables import print_formula, print_formulas

    known = by_name()
    if name is None:
        print_formulas(known.values(), sys.stdout)
        return
    if name not in known:
        raise click.BadParameter(f"no formula is called {name}{nearest(name, known, 'formulas')}", param_hint="NAME")

    from probatum.proofs.decide import decide

    decision = decide(known[name].claim)
    print_formula(known[name], f"{decision.verdict}: {decision.because}", sys.stdout)


@main.command()
@click.argument("name", required=False)
@click.option(
    "--out",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where picture and weights go.  [default: trained/NAME]",
)
@click.option(
    "--steps",
    metavar="N",
    type=click.IntRange(0),
    help="How many, if not those of the gallery; with 0 nothing is trained.",
)
@click.option("--fresh", is_flag=True, help="Start again, and overwrite what is there.")
@click.pass_context
def train(context: click.Context, name: str | None, folder: Path | None, steps: int | None, fresh: bool) -> None:
    """Train a model of the sheet, on data that needs no download, or list the studies that do.

    A run that was stopped goes on from its weights.
    """
    try:
        from .train import lacking, print_studies, studies
        from .train import train as run

        if name is None:
            print_studies(sys.stdout)
            return
        if name not in studies():
            raise click.BadParameter(f"no study is called {name}{nearest(name, studies(), 'train')}", param_hint="NAME")
        if missing := lacking():
            raise click.ClickException(f"{', '.join(missing)} not installed: pip install 'probatum[models,train]'")
        done = run(name, folder or Path("trained", name), steps, fresh, sys.stdout, sys.stderr)
    except BrokenPipeError:
        raise  # who read it has gone: click ends without a word
    except (OSError, ValueError) as failure:
        click.echo(f"probatum: {failure}", err=True)
        context.exit(UNREADABLE)
    except KeyboardInterrupt:
        done = False
    context.exit(0 if done else INTERRUPTED)


def nearest(name: str, known: Iterable[str], command: str) -> str:
    """What a wrong name may have meant, or which command lists the right ones."""
    from difflib import get_close_matches

    close = get_close_matches(name, known)
    return f"; did you mean {' or '.join(close)}?" if close else f"; `probatum {command}` lists all"
