"""A document to the reports of its steps: read, decide, and mend what is refuted, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

from .decide import Decision, decide
from .document import Step
from .document import steps as read
from .mend import mends
from .source import Options, Source
from .verdict import Place, StepReport, Verdict
from .worker import Announce

MENDING = 0.5  # of the time for a step: the other half is for what no clock stops
_BEST = (Verdict.PROVED, Verdict.CONFIRMED, Verdict.UNKNOWN, Verdict.REFUTED, Verdict.ERROR)


def steps(source: Source, options: Options, start: int, announce: Announce) -> Iterator[StepReport]:
    """The reports of the steps from number `start` on; earlier ones are read, for what they declare."""
    above = ""  # the right side of the step before
    for position, step in enumerate(read(source, options.layout, options.given)):
        continues, above = step.lhs == above, step.rhs
        if position < start:
            continue
        began = perf_counter()
        report = _decided(step, options.step_seconds, announce)
        if step.again is not None and report.verdict in (Verdict.REFUTED, Verdict.ERROR):
            announce(report)
            found = mends(step, continues, options.step_seconds * MENDING)
            report = replace(report, mends=found, seconds=perf_counter() - began)
        yield report


def _decided(step: Step, seconds: float, announce: Announce) -> StepReport:
    place = Place(step.line, step.column, step.relation, step.lhs, step.rhs)
    if step.kind != "claim":
        return replace(StepReport.at(place, Verdict(step.kind), step.because), assumed=step.assumed)
    announce(place)
    began = perf_counter()
    decision, layout = _best(step, seconds)
    assumed = (*step.assumed, f"{layout} layout") if layout else step.assumed
    return StepReport(
        line=step.line, column=step.column, relation=step.relation, lhs=step.lhs, rhs=step.rhs,
        verdict=decision.verdict, because=decision.because, method=decision.method, trusted=decision.trusted,
        assumed=assumed, counterexample=decision.counterexample, certified=decision.certified,
        domain=decision.domain, seconds=perf_counter() - began,
    )  # fmt: skip


def _best(step: Step, seconds: float) -> tuple[Decision, str]:
    """The verdict in the layout of derivatives that makes the step true, or else in the first one."""
    found: list[tuple[Decision, str]] = []
    share = seconds / len(step.readings)
    for reading in step.readings:
        found.append((decide(reading.claim, share), reading.layout))
        if found[-1][0].verdict in (Verdict.PROVED, Verdict.CONFIRMED):
            return found[-1]
    return min(found, key=lambda pair: _BEST.index(pair[0].verdict)) if _any_open(found) else found[0]


def _any_open(found: list[tuple[Decision, str]]) -> bool:
    return any(decision.verdict is Verdict.UNKNOWN for decision, _ in found)
