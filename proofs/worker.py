"""Checks documents in child processes, so that no input can take the run with it.

A child streams what it does over a pipe. The parent holds the clock: a child that is late is killed, a child
that dies is replaced by one that goes on after the step it died at. That step is `unknown`, all others keep
their verdicts. No timeout by signal or thread, because neither interrupts FLINT; the memory cap is the
kernel's, because FLINT aborts the process when memory runs out.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Protocol, assert_never

from .errors import ProbatumError, ReadError
from .source import Options, Source
from .verdict import DocumentReport, Place, StepReport, Verdict

Announce = Callable[[Place | StepReport], None]
Progress = Callable[[str, int, Place], None]


class Steps(Protocol):
    """What a child does; picklable, so a function at the top level of a module.

    Reads all of the source, but yields the reports of the steps after those that are `done` only, one for each,
    in order. Before it decides a step it announces its place; where it goes on with a step that is decided, to
    mend it, it announces the report so far, which then has the time of a step again and cannot be lost. What it
    raises ends the step announced last, or, where none is, the document: a ProbatumError with its own text,
    MemoryError and RecursionError as `unknown`, anything else as an internal error.
    """

    def __call__(
        self, source: Source, options: Options, done: Sequence[StepReport], announce: Announce, /
    ) -> Iterator[StepReport]: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take: bytes of address space beyond those it starts with (held on Linux only), and
    seconds for what is not deciding a step; a second more for every `CHARACTERS_PER_SECOND` of the
    document."""

    memory: int = 2 << 30
    reading_seconds: float = 10.0


CHARACTERS_PER_SECOND = 50_000
YOUNG = 200_000  # objects made between two looks for cycles: a child lives for one document, most cycles to its end


@dataclass(frozen=True, slots=True)
class Announced:
    place: Place


@dataclass(frozen=True, slots=True)
class Settled:
    """A step is decided, and more may follow on it."""

    report: StepReport


@dataclass(frozen=True, slots=True)
class Decided:
    report: StepReport


@dataclass(frozen=True, slots=True)
class Failed:
    verdict: Verdict
    because: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    pass


Message = Announced | Settled | Decided | Failed | Finished


def supervise(
    steps: Steps,
    sources: Sequence[Source],
    options: Options,
    *,
    jobs: int = 1,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Generator[DocumentReport, None, None]:
    """Checks the sources, `jobs` of them at once; yields their reports in the order of the sources.

    `progress` is called with the source's name, the number of steps done and the place of the step begun. On
    KeyboardInterrupt what was done is yielded, the unfinished documents ending in an error; then it is
    raised."""
    watches = [Watch(steps, source, options, limits or Limits(), progress) for source in sources]
    queue, active, unshown = deque(watches), list[Watch](), deque(watches)
    try:
        while unshown:
            while queue and len(active) < jobs:
                active.append(queue.popleft())
                active[-1].launch()
            attend(active)
            active = [watch for watch in active if not watch.finished]
            while unshown and unshown[0].finished:
                yield unshown.popleft().report()
    except KeyboardInterrupt:
        for watch in unshown:
            watch.interrupt()
            yield watch.report()
        raise
    finally:
        for watch in active:
            watch.stop()


def attend(active: Sequence[Watch]) -> None:
    """Waits for the next message or the next deadline, and deals with it. What was sent in time is not late,
    however long the parent was away."""
    timeout = max(0.0, min(watch.deadline for watch in active) - time.monotonic())
    ready = wait([watch.channel for watch in active], timeout)
    now = time.monotonic()
    for watch in active:
        if watch.channel in ready:
            watch.receive()
        elif now >= watch.deadline:
            watch.expire()


class Watch:
    """One document under check: what was reported so far, and the child at work on the rest."""

    channel: Connection
    process: BaseProcess

    def __init__(
        self, steps: Steps, source: Source, options: Options, limits: Limits, progress: Progress | None
    ) -> None:
        self.source = source
        self.finished = False
        self.deadline = 0.0
        self._work = (steps, source, options)
        self._limits = limits
        self._progress = progress
        self._step_seconds = options.step_seconds
        self._reading_seconds = limits.reading_seconds + len(source.text) / CHARACTERS_PER_SECOND
        self._reports: list[StepReport] = []
        self._first = 0  # number of the step that the child at work was started for
        self._place: Place | None = None  # of the step being decided, if one is
        self._settled: StepReport | None = None  # of the step at work, once it is decided
        self._began = self._since = self._ended = time.monotonic()
        self._running = False

    def launch(self) -> None:
        """Starts a child for the steps that have no report yet."""
        if not self._reports:
            self._began = time.monotonic()
        # Forking costs 2 ms, a fresh interpreter 150; but only a process with one thread forks safely.
        safe = sys.platform == "linux" and threading.active_count() == 1
        context: ForkContext | SpawnContext = get_context("fork") if safe else get_context("spawn")
        self._first = len(self._reports)
        self.channel, theirs = context.Pipe(duplex=False)
        self.process = context.Process(target=work, args=(theirs, *self._work, tuple(self._reports), self._limits))
        self.process.start()
        self._running = True
        theirs.close()
        self._begin(None)

    def receive(self) -> None:
        """Takes one message, or the end of the child, which the channel has ready."""
        try:
            message: Message = self.channel.recv()
        except (EOFError, OSError):  # OSError: it ended within a message
            self.process.join(1.0)
            self._replace(Verdict.UNKNOWN, obituary(self.process.exitcode))
            return
        match message:
            case Announced(place):
                self._begin(place)
                if self._progress:
                    self._progress(self.source.name, len(self._reports), place)
            case Settled(report):
                self._begin(None, report)
            case Decided(report):
                self._reports.append(report)
                self._begin(None)
            case Failed(verdict, because, place):
                self._replace(verdict, because, place)
            case Finished():
                self._finish()
            case _:
                assert_never(message)

    def expire(self) -> None:
        """Ends a child that is past its deadline."""
        self._replace(Verdict.UNKNOWN, f"out of time after {round(self.deadline - self._since, 2):g} s")

    def interrupt(self) -> None:
        """Ends the check here; the report says so, and has what the child had sent."""
        if self.finished:
            return
        if self._running:
            self._kill()
            for message in last_messages(self.channel):
                if isinstance(message, Decided):
                    self._reports.append(message.report)
                self._settled = message.report if isinstance(message, Settled) else None
            self._keep_settled()
        else:
            self._began = time.monotonic()  # it was never started
        self._close("interrupted")

    def stop(self) -> None:
        """Ends the child and whatever it has started."""
        if not self._running:
            return
        self._running = False
        self._kill()
        self.process.join()
        self.process.close()
        self.channel.close()

    def report(self) -> DocumentReport:
        """What was reported so far."""
        return DocumentReport(self.source.name, tuple(self._reports), self._ended - self._began)

    def _finish(self) -> None:
        self.stop()
        self.finished = True
        self._ended = time.monotonic()

    def _kill(self) -> None:
        assert self.process.pid is not None
        try:
            # The child leads a group of its own; until it is joined, nobody else can have its number.
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:  # it has not come that far
            self.process.kill()

    def _begin(self, place: Place | None, settled: StepReport | None = None) -> None:
        self._place, self._settled = place, settled
        self._since = time.monotonic()
        self.deadline = self._since + (self._step_seconds if place or settled else self._reading_seconds)

    def _keep_settled(self) -> bool:
        """Whether there was a step that is decided, of which the report stays as it is."""
        if self._settled is None:
            return False
        self._reports.append(self._settled)
        self._settled = None
        return True

    def _replace(self, verdict: Verdict, because: str, place: Place | None = None) -> None:
        if self._keep_settled():
            pass
        elif self._place is not None:
            seconds = time.monotonic() - self._since
            self._reports.append(StepReport.at(self._place, verdict, because, seconds))
        elif len(self._reports) == self._first:  # nothing came of this child, nor would of another
            self._close(because, place)
            return
        self.stop()
        self.launch()

    def _close(self, because: str, place: Place | None = None) -> None:
        self._finish()
        last = self._reports[-1].line if self._reports else 1
        what = "the rest of the document was not checked" if self._reports else "the document was not checked"
        self._reports.append(StepReport.at(place or Place(last, 1), Verdict.ERROR, f"{what}: {because}"))


def last_messages(channel: Connection) -> Iterator[Message]:
    """What a child that has ended had sent."""
    while True:
        try:
            yield channel.recv()
        except (EOFError, OSError):
            return


def obituary(exitcode: int | None) -> str:
    """Why a child that said nothing has ended, as a phrase."""
    if exitcode is None or exitcode >= 0:
        return f"the worker ended by itself (exit status {exitcode})"
    name = signal.Signals(-exitcode).name
    if name == "SIGABRT":
        return "the worker was aborted (SIGABRT), as FLINT does when memory runs out"
    return f"the worker was killed by {name}"


def work(
    channel: Connection,
    steps: Steps,
    source: Source,
    options: Options,
    done: Sequence[StepReport],
    limits: Limits,
) -> None:
    """The life of a child: bounds itself, then sends what it announces and what it decides."""
    os.setpgid(0, 0)  # so that the parent can kill all of it, and Ctrl-C reaches the parent only
    os.dup2(2, 1)  # standard output is the report's
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    bound_memory(limits.memory)
    gc.freeze()  # what was imported is never garbage
    gc.set_threshold(YOUNG)

    def announce(news: Place | StepReport) -> None:
        bound_cpu(options.step_seconds + limits.reading_seconds)
        channel.send(Announced(news) if isinstance(news, Place) else Settled(news))

    last: Message
    try:
        for report in steps(source, options, done, announce):
            channel.send(Decided(report))
        last = Finished()
    except ReadError as failure:
        last = Failed(Verdict.ERROR, str(failure), Place(failure.line, failure.column))
    except ProbatumError as failure:
        last = Failed(Verdict.ERROR, str(failure))
    except MemoryError:
        last = Failed(Verdict.UNKNOWN, f"out of memory (the cap is {limits.memory >> 20} MB)")
    except RecursionError:
        last = Failed(Verdict.UNKNOWN, "nested too deeply")
    except Exception as failure:  # noqa: BLE001 - where bugs surface, as errors in the report
        last = Failed(Verdict.ERROR, f"internal error: {describe(failure)}")
    channel.send(last)


def describe(failure: Exception) -> str:
    """A bug in one line: its type and text, and the innermost calls with their lines."""
    calls: deque[str] = deque(maxlen=4)
    frame = failure.__traceback__
    while frame is not None:
        calls.appendleft(f"{os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}")
        frame = frame.tb_next
    return f"{type(failure).__name__}: {failure} ({' < '.join(calls)})"


def bound_memory(more: int) -> None:
    """Lets the address space of this process grow by `more` bytes at most. Only Linux holds such a bound."""
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[0])
        lower_limit(resource.RLIMIT_AS, pages * resource.getpagesize() + more)


def bound_cpu(seconds: float) -> None:
    """Lets this process compute that much longer at most: a child whose parent was killed ends too."""
    lower_limit(resource.RLIMIT_CPU, ceil(time.process_time() + seconds))


def lower_limit(kind: int, value: int) -> None:
    """Sets the soft limit, never above the hard one."""
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
