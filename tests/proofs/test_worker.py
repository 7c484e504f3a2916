"""The supervisor, against children that hang, allocate, die, raise and recurse.

The text of a document here is the name of what the child does at each step, one a line.
"""

import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from probatum.proofs.errors import ReadError, UnsupportedNotion
from probatum.proofs.source import Options, Source
from probatum.proofs.verdict import DocumentReport, Mend, Place, StepReport, Verdict
from probatum.proofs.worker import Announce, Limits, obituary, supervise

MB = 1 << 20


def hang() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def allocate() -> None:
    bytearray(1 << 40)


def allocate_bit_by_bit() -> None:
    blocks = []
    while True:
        blocks.append(bytearray(8 * MB))


def leave() -> None:
    os._exit(7)


def abort() -> None:
    os.abort()


def ignore_signals_and_hang() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    hang()


def fill_flint() -> None:
    import flint

    flint.fmpz(3) ** (1 << 36)


def recurse() -> None:
    recurse()


def fail() -> None:
    raise KeyError("x")


def lack() -> None:
    raise UnsupportedNotion("Lie brackets")


def chatter() -> None:
    print("this is no JSON", flush=True)


def look_for_cycles_seldom() -> None:
    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold()[0] > 10_000


def succeed() -> None:
    pass


DEEDS: dict[str, Callable[[], None]] = {
    deed.__name__: deed
    for deed in (
        hang, sleep, allocate, allocate_bit_by_bit, leave, abort, ignore_signals_and_hang, fill_flint,
        recurse, fail, lack, chatter, look_for_cycles_seldom, succeed,
    )
}  # fmt: skip


def steps(source: Source, options: Options, done: Sequence[StepReport], announce: Announce) -> Iterator[StepReport]:
    for k, line in enumerate(source.text.split()):
        if line.startswith("read:"):
            DEEDS[line.removeprefix("read:")]()
        if k < len(done):
            continue
        place = Place(k + 1, 3, "=", line, "b")
        if line.startswith("mend:"):
            announce(place)
            report = StepReport.at(place, Verdict.REFUTED, "it is not so")
            announce(report)
            DEEDS[line.removeprefix("mend:")]()
            yield replace(report, mends=(MEND,))
            continue
        if not line.startswith("read:"):
            announce(place)
            DEEDS[line]()
        yield StepReport.at(place, Verdict.PROVED, "it did")


MEND = Mend("a", "=", "c", "c for b", "", Verdict.PROVED, "normal form")


def misread(source: Source, options: Options, done: Sequence[StepReport], announce: Announce) -> Iterator[StepReport]:
    raise ReadError("no closing brace", 4, 2)
    yield


def run(*texts: str, seconds: float = 0.4, reading: float = 5.0, jobs: int = 1) -> list[DocumentReport]:
    sources = [Source(f"{number}.md", text, "md") for number, text in enumerate(texts)]
    limits = Limits(memory=200 * MB, reading_seconds=reading)
    return list(supervise(steps, sources, Options(step_seconds=seconds), jobs=jobs, limits=limits))


def said(document: DocumentReport) -> list[tuple[int, str, str]]:
    return [(step.line, step.verdict.value, step.because) for step in document.steps]


FATAL = {
    "hang": ("unknown", "out of time after 0.4 s"),
    "sleep": ("unknown", "out of time after 0.4 s"),
    "ignore_signals_and_hang": ("unknown", "out of time after 0.4 s"),
    "allocate": ("unknown", "out of memory (the cap is 200 MB)"),
    "allocate_bit_by_bit": ("unknown", "out of memory (the cap is 200 MB)"),
    "leave": ("unknown", "the worker ended by itself (exit status 7)"),
    "abort": ("unknown", "the worker was aborted (SIGABRT), as FLINT does when memory runs out"),
    "recurse": ("unknown", "nested too deeply"),
    "lack": ("error", "no rule here for Lie brackets"),
}


@pytest.mark.parametrize("deed", FATAL)
def test_a_death_costs_one_step(deed: str) -> None:
    late = FATAL[deed][1].startswith("out of time")
    (document,) = run(f"succeed {deed} succeed {deed}", seconds=0.4 if late else 30)
    assert said(document) == [
        (1, "proved", "it did"),
        (2, *FATAL[deed]),
        (3, "proved", "it did"),
        (4, *FATAL[deed]),
    ]
    assert document.steps[1].lhs == deed
    assert document.steps[1].column == 3


@pytest.mark.parametrize("deed", [*FATAL, "fail"])
def test_a_death_while_mending_costs_nothing_but_the_mends(deed: str) -> None:
    late = deed in FATAL and FATAL[deed][1].startswith("out of time")
    (document,) = run(f"succeed mend:{deed} mend:succeed succeed", seconds=0.4 if late else 30)
    assert said(document) == [
        (1, "proved", "it did"),
        (2, "refuted", "it is not so"),
        (3, "refuted", "it is not so"),
        (4, "proved", "it did"),
    ]
    assert [step.mends for step in document.steps] == [(), (), (MEND,), ()]


def test_mending_has_the_time_of_a_step_for_itself() -> None:
    began = time.monotonic()
    run("mend:hang", seconds=0.4)
    assert 0.4 <= time.monotonic() - began < 3


def test_flint_out_of_memory_costs_one_step() -> None:
    (document,) = run("fill_flint succeed", seconds=30)
    assert [step.verdict for step in document.steps] == [Verdict.UNKNOWN, Verdict.PROVED]


def test_a_child_looks_for_cycles_seldom() -> None:
    (document,) = run("look_for_cycles_seldom", seconds=30)
    assert said(document) == [(1, "proved", "it did")]


def test_a_bug_is_an_error_that_says_where_it_is() -> None:
    (document,) = run("fail succeed", seconds=30)
    assert document.steps[0].verdict is Verdict.ERROR
    assert document.steps[0].because.startswith("internal error: KeyError: 'x' (test_worker.py:")
    assert document.steps[1].verdict is Verdict.PROVED


def test_time_is_bounded() -> None:
    began = time.monotonic()
    (document,) = run("hang hang", seconds=0.2)
    assert all(0.2 <= step.seconds < 2 for step in document.steps)
    assert 0.4 <= document.seconds <= time.monotonic() - began < 10


UNREADABLE = {"hang": "out of time after 0.3 s", "recurse": "nested too deeply"}


@pytest.mark.parametrize(("deed", "because"), UNREADABLE.items())
def test_what_cannot_be_read_is_an_error_and_loses_nothing(deed: str, because: str) -> None:
    texts = f"read:{deed}", f"succeed leave succeed read:{deed}"
    alone, later = run(*texts, seconds=30, reading=0.3)
    assert said(alone) == [(1, "error", f"the document was not checked: {because}")]
    assert said(later) == [
        (1, "proved", "it did"),
        (2, "unknown", "the worker ended by itself (exit status 7)"),
        (3, "proved", "it did"),
        (3, "error", f"the rest of the document was not checked: {because}"),
    ]


def test_an_unreadable_text_is_reported_where_it_stands() -> None:
    (document,) = supervise(misread, [Source("a.md", "", "md")], Options())
    assert said(document) == [(4, "error", "the document was not checked: line 4, column 2: no closing brace")]
    assert document.steps[0].column == 2


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_documents_come_in_order_whatever_their_pace(jobs: int) -> None:
    documents = run("hang", "succeed", "succeed succeed", "", jobs=jobs, seconds=0.2)
    assert [document.path for document in documents] == ["0.md", "1.md", "2.md", "3.md"]
    assert [len(document.steps) for document in documents] == [1, 1, 2, 0]


def test_jobs_run_at_once() -> None:
    began = time.monotonic()
    run("sleep", "sleep", "sleep", "sleep", jobs=4, seconds=1.0)
    assert time.monotonic() - began < 3


def test_progress_names_each_step_begun() -> None:
    seen: list[tuple[str, int, int]] = []
    source = Source("a.md", "succeed leave succeed", "md")
    list(
        supervise(
            steps,
            [source],
            Options(),
            progress=lambda name, done, place: seen.append((name, done, place.line)),
        )
    )
    assert seen == [("a.md", 0, 1), ("a.md", 1, 2), ("a.md", 2, 3)]


def test_time_that_the_reader_of_the_reports_takes_is_not_the_steps() -> None:
    slow = supervise(
        steps,
        [Source("a.md", "succeed", "md"), Source("b.md", "succeed succeed", "md")],
        Options(step_seconds=0.3),
        jobs=2,
    )
    documents = []
    for document in slow:
        documents.append(document)
        time.sleep(0.6)
    assert [step.verdict for document in documents for step in document.steps] == [Verdict.PROVED] * 3


def test_a_process_with_threads_does_not_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"))
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        # A fresh interpreter could not import a function of this file; one that cannot be called so will do.
        (document,) = supervise(obituary, [Source("a.md", "", "md")], Options())  # type: ignore[arg-type]
    finally:
        done.set()
        thread.join()
    assert "internal error: TypeError" in document.steps[0].because


def script(tmp_path: Path, body: str) -> list[str]:
    """A Python process that has the children of this file and runs `body`."""
    path = tmp_path / "script.py"
    path.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_worker import *\n" + textwrap.dedent(body),
        encoding="utf-8",
    )
    return [sys.executable, str(path)]


def test_children_print_nothing_on_standard_output(tmp_path: Path) -> None:
    done = subprocess.run(script(tmp_path, "run('chatter')"), capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == ""
    assert done.stderr == "this is no JSON\n"


INTERRUPTED = """
texts = {"a.md": "succeed", "b.md": "succeed DEED succeed", "c.md": ""}
try:
    for document in supervise(
        steps,
        [Source(name, text, "md") for name, text in texts.items()],
        Options(step_seconds=50),
        progress=lambda name, done, place: print("begun", name, done, flush=True),
    ):
        print(document.path, said(document), flush=True)
except KeyboardInterrupt:
    print("interrupted")
"""


def wait_for(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdout is not None
    while (read := process.stdout.readline()) != f"{line}\n":
        assert read, f"ended before {line!r}"


DECIDED = {"hang": "", "mend:hang": "(2, 'refuted', 'it is not so'), "}  # of the step that is interrupted


@pytest.mark.parametrize("deed", DECIDED)
def test_an_interrupt_shows_what_was_done_and_leaves_no_child(deed: str, tmp_path: Path) -> None:
    body = script(tmp_path, INTERRUPTED.replace("DEED", deed))
    with subprocess.Popen(body, stdout=subprocess.PIPE, text=True) as process:
        wait_for(process, "begun b.md 1")
        time.sleep(0.5)  # the step is begun, and with time for it decided
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)  # ends only when no child holds the pipe
    assert rest.splitlines() == [
        f"b.md [(1, 'proved', 'it did'), {DECIDED[deed]}"
        f"({2 if DECIDED[deed] else 1}, 'error', 'the rest of the document was not checked: interrupted')]",
        "c.md [(1, 'error', 'the document was not checked: interrupted')]",
        "interrupted",
    ]


ORPHANED = """
list(supervise(steps, [Source("a.md", "hang", "md")], Options(step_seconds=0.1),
    limits=Limits(reading_seconds=0.1), progress=lambda *_: os.kill(os.getpid(), signal.SIGKILL)))
"""


def test_a_child_does_not_outlive_a_parent_that_was_killed(tmp_path: Path) -> None:
    # The child inherits the pipe, which closes when the child has ended: after a second of computing.
    process = subprocess.run(script(tmp_path, ORPHANED), capture_output=True, timeout=30)
    assert process.returncode == -signal.SIGKILL
