"""Steps broken in several ways: what is said of each, and whether it is false, by an evaluation of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from strategies.truth import truth

from probatum.proofs.check import SHOWN, asserts, decide_step
from probatum.proofs.document import Reading, Step, steps
from probatum.proofs.errors import ProbatumError
from probatum.proofs.reader.edits import RELATIONS, edits
from probatum.proofs.reader.slips import Pair
from probatum.proofs.reader.step import SHOWN as LONGEST
from probatum.proofs.reader.written import Written
from probatum.proofs.source import read_source
from probatum.proofs.verdict import Verdict

SECONDS = 2.0  # for deciding a mutant
Place = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """Step `number` of a document, to be broken in `count` ways; `decided` are the verdicts on the steps before,
    `resting` those of them that were shown under others, `untried` those that could not be evaluated."""

    path: str
    number: int
    seed: int
    count: int
    decided: dict[Place, Verdict]
    resting: frozenset[Place]
    untried: frozenset[Place]


@dataclass(frozen=True)
class Mutant:
    """A step with an edit, what was said of it, and whether it is false; None where that evaluation cannot tell.

    `bent` says that symbols mean something else in it: whoever reads it takes it for another statement.
    """

    document: str
    line: int
    column: int
    kind: str
    words: str
    lhs: str
    relation: str
    rhs: str
    verdict: Verdict
    method: str
    assumed: tuple[str, ...]
    false: bool | None
    bent: bool

    @property
    def is_violation(self) -> bool:
        return self.false is True and self.verdict in SHOWN


def breaker() -> Callable[[Question], list[Mutant]]:
    return broken


@lru_cache(maxsize=1)
def read(path: str) -> tuple[Step, ...]:
    return tuple(steps(read_source(Path(path))))


def broken(question: Question) -> list[Mutant]:
    """The mutants of a step, of as many kinds as asked for where there are so many."""
    *before, step = read(question.path)[: question.number + 1]
    asserted = {(each.line, each.column) for each in before if asserts(each)} & question.untried
    found: list[Mutant] = []
    for kind, words, new in _edited(step, Random(f"{question.seed}:{step.line}:{step.column}:{step.rhs}")):
        found.append(_judged(step, new, kind, words, question, asserted))
        if len(found) == question.count:
            break
    return found


def _edited(step: Step, rng: Random) -> Iterator[tuple[str, str, Step | ProbatumError]]:
    """One edit a kind, the kinds in any order: of the right side, or of the relation."""
    if step.again is None or max(len(step.lhs), len(step.rhs)) >= LONGEST:
        return  # a claim of a kind that is not read again, as that something follows a law
    try:
        if step.again.read(step.lhs, step.relation, step.rhs).readings != step.readings:
            return  # read by itself, the step is another claim than in its display
        sides = Written(step.rhs, step.again.parse(step.rhs)), Written(step.lhs, step.again.parse(step.lhs))
    except ProbatumError:
        return
    by_kind: dict[str, list[tuple[str, str, str]]] = {}
    for edit in edits(Pair(*sides)):
        by_kind.setdefault(edit.kind, []).append((edit.words, step.relation, edit.text))
    for relation in RELATIONS.get(step.relation, ()):
        by_kind.setdefault("relation", []).append((relation, relation, step.rhs))
    for kind in rng.sample(sorted(by_kind), len(by_kind)):
        words, relation, rhs = rng.choice(by_kind[kind])
        try:
            yield kind, words, step.again.read(step.lhs, relation, rhs)
        except ProbatumError as fault:
            yield kind, f"{words}: {rhs}", fault
        except RecursionError:
            continue


def _judged(
    step: Step, new: Step | ProbatumError, kind: str, words: str, question: Question, asserted: Set[Place]
) -> Mutant:
    place = question.path, step.line, step.column, kind, words
    if isinstance(new, ProbatumError):
        return Mutant(*place, step.lhs, step.relation, "", Verdict.ERROR, str(new), (), None, False)
    sides = new.lhs, new.relation, new.rhs
    false = _is_false(new.readings)
    try:
        decision, assumed = decide_step(new, SECONDS, question.decided, question.resting, asserted)
    except ProbatumError as error:
        return Mutant(*place, *sides, Verdict.ERROR, str(error), (), false, _is_bent(step, new))
    except Exception as error:  # noqa: BLE001 - a bug, to be reported
        because = f"internal error: {type(error).__name__}: {error}"
        return Mutant(*place, *sides, Verdict.ERROR, because, (), false, _is_bent(step, new))
    if false and assumed and new.under is not None and decision.verdict in SHOWN:
        refuted = {at for at, verdict in question.decided.items() if verdict is Verdict.REFUTED}
        near = new.under("near", lambda places: refuted.isdisjoint(places))  # it was decided under some of these
        false = _is_false(near.readings)
    return Mutant(
        *place, *sides, decision.verdict, decision.method or decision.because, assumed, false, _is_bent(step, new)
    )


def _is_false(readings: tuple[Reading, ...]) -> bool | None:
    """Whether a claim is false in every layout."""
    found = [truth(reading.claim, "corpus") for reading in readings]
    return False if True in found else None if None in found or not found else True


def _is_bent(step: Step, new: Step) -> bool:
    names = {each.name: each for reading in step.readings for each in reading.claim.free}
    lefts = [reading.claim.left for reading in step.readings]
    return not any(
        reading.claim.left in lefts and all(names.get(each.name, each) is each for each in reading.claim.free)
        for reading in new.readings
    )
