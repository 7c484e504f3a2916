"""What would make a refuted step true: a small edit of it, or an assumption more.

Candidates are cheap to make and many; a look at a few interpretations leaves few, and these are decided as any step is.
Nothing is suggested that is not proved or confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter

from .claim import Claim
from .decide import Decision, decide
from .errors import Fault
from .numeric.refute import Agreement, refute, stands
from .provisos import provisos
from .reader.edits import EDITS, RELATIONS, edits
from .reader.elaborate import Reading
from .reader.slips import Pair
from .reader.step import SHOWN, Rereader, Step
from .reader.syntax import open_names
from .reader.written import Written
from .reduce import reduced
from .terms import build
from .terms.term import Term
from .verdict import Mend, Verdict

MOST_PROVISOS = 2
DECIDING = 2.0  # seconds for one suggestion at most
GLANCE = 0.2  # seconds for a look at one candidate at most
_TRUE = (Verdict.PROVED, Verdict.CONFIRMED)
# an inequality is made true by whatever loosens it: only edits that exchange what is there are of use
_EXCHANGES = ("difference", "transpose", "order", "inverse", "fraction", "condition", "logarithm", "index")
_SHAPES = ("transpose", "order")  # what a step whose shapes do not fit may need


def mends(step: Step, continues: bool, seconds: float) -> tuple[Mend, ...]:
    """At most one edit, and one assumption or, without an edit, two; each makes the step true by itself.

    Where the step `continues` a chain, its left side is taken to be right.
    """
    deadline = perf_counter() + seconds
    found: list[Mend] = []
    if step.again is not None and max(len(step.lhs), len(step.rhs)) < SHOWN:
        with suppress(Fault, RecursionError):  # of sides that cannot be read by themselves, apart from their display
            found += _Edited(step, step.again, deadline).mends(continues)
    turned = any(mend.relation != step.relation for mend in found)
    if step.readings and not (turned and step.relation != "="):  # which says the contrary of what is true
        found += _supposed(step, bool(found) and not turned, deadline)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A step with an edit made to it."""

    lhs: str
    relation: str
    rhs: str
    change: str
    readings: tuple[Reading, ...]

    def mend(self, decision: Decision, layout: str) -> Mend:
        trusted = (*decision.trusted, *([f"{layout} layout"] if layout else []), *decision.assumed)
        return Mend(self.lhs, self.relation, self.rhs, self.change, "", decision.verdict, decision.method, trusted)


class _Edited:
    """The edits of one step."""

    def __init__(self, step: Step, again: Rereader, deadline: float) -> None:
        self.step, self.again, self.deadline = step, again, deadline
        self.left, self.right = again.parse(step.lhs), again.parse(step.rhs)
        self.base = again.read(step.lhs, step.relation, step.rhs).readings if step.readings else ()

    def mends(self, continues: bool) -> Iterator[Mend]:
        """The first that is proved, or else the first that is confirmed."""
        if self.base != self.step.readings:
            return  # read by itself, it is another claim than in its display
        confirmed: Mend | None = None
        for candidates in self.sources(continues):
            for candidate in candidates:
                found = self.decided(candidate)
                if found is not None and self.needs_proof(candidate) and found.verdict is not Verdict.PROVED:
                    continue
                if found is not None and found.verdict is Verdict.PROVED:
                    yield found
                    return
                confirmed = confirmed or found
            if confirmed is not None:
                yield confirmed
                return

    def needs_proof(self, candidate: _Candidate) -> bool:
        """Whether agreement is little to go by: for bounds, which are loose, and for what the step goes on from."""
        if candidate.relation != self.step.relation:
            return self.step.relation == "="
        return candidate.lhs != self.step.lhs or self.step.relation not in ("=", "propto")

    def sources(self, continues: bool) -> Iterator[Iterator[_Candidate]]:
        """Where edits are looked for, the likelier first; a later source only if an earlier one has none."""
        relation, equation = self.step.relation, self.step.relation == "="
        if not self.step.readings:
            yield self.edited(_SHAPES, right=True)
            yield self.edited(_SHAPES, right=False)
            return
        kinds = tuple(EDITS) if equation or relation == "propto" else _EXCHANGES
        if not equation:
            yield self.related()
        yield self.edited(kinds, right=True)
        if not continues:
            yield self.edited(kinds, right=False)
        if equation and not build.is_array(self.base[0].claim.left):
            yield self.related()

    def edited(self, kinds: tuple[str, ...], *, right: bool) -> Iterator[_Candidate]:
        step = self.step
        one, other = Written(step.rhs, self.right), Written(step.lhs, self.left)
        for edit in edits(Pair(one, other) if right else Pair(other, one), kinds):
            if perf_counter() > self.deadline:
                return
            lhs, rhs = (step.lhs, edit.text) if right else (edit.text, step.rhs)
            if "".join(lhs.split()) != "".join(rhs.split()):
                readings = tuple(each for each in self.read(lhs, step.relation, rhs) if self.keeps(each.claim, right))
                if readings:
                    yield _Candidate(lhs, step.relation, rhs, edit.words, readings)

    def read(self, lhs: str, relation: str, rhs: str) -> tuple[Reading, ...]:
        try:
            return self.again.read(lhs, relation, rhs).readings
        except (Fault, RecursionError):
            return ()

    def keeps(self, claim: Claim, right: bool) -> bool:
        """Whether the side that was not edited, and every symbol by its name, is what it was; none is new."""
        if claim.left is claim.right:
            return False
        if not self.base:
            return _names(claim) <= open_names(self.left) | open_names(self.right)
        names = {each.name: each for reading in self.base for each in reading.claim.free}
        if any(names.get(each.name) is not each for each in claim.left.free | claim.right.free):
            return False
        kept = "left" if right else "right"
        return any(getattr(claim, kept) is getattr(reading.claim, kept) for reading in self.base)

    def related(self) -> Iterator[_Candidate]:
        """The same sides in another relation."""
        step = self.step
        for relation in RELATIONS.get(step.relation, ()):
            if relation == "propto" and self.base[0].claim.left.head not in ("density", "pdf"):
                continue  # true of much, and seldom meant
            yield _Candidate(step.lhs, relation, step.rhs, "the relation", self.read(step.lhs, relation, step.rhs))

    def decided(self, candidate: _Candidate) -> Mend | None:
        for reading in candidate.readings:
            if candidate.rhs != self.step.rhs and _is_nothing(reading.claim):
                continue
            decision = _certified(reading.claim, self.deadline)
            if decision is not None:
                return candidate.mend(decision, reading.layout)
        return None


def _names(claim: Claim) -> set[str]:
    return {each.name for each in claim.left.free | claim.right.free}


def _certified(claim: Claim, deadline: float) -> Decision | None:
    """The verdict on a claim that stands, if it is true; None where it could not be tried numerically."""
    left = deadline - perf_counter()
    if left <= 0 or not stands(reduced(claim).claim, seconds=min(left, GLANCE)):
        return None
    decision = decide(claim, min(max(deadline - perf_counter(), 0.01), DECIDING))
    return decision if decision.verdict in _TRUE else None


# ------------------------------------------------------------------ assumptions


def _supposed(step: Step, edited: bool, deadline: float) -> list[Mend]:
    """Assumptions under which the step holds as written, the weakest about a symbol only."""
    found: list[Mend] = []
    spoken: list[frozenset[Term]] = []
    for proviso in provisos(step.readings[0].claim):
        if len(found) == MOST_PROVISOS - edited or perf_counter() > deadline:
            break
        if (proviso.vanishing and (edited or found)) or any(about <= proviso.about for about in spoken):
            continue
        decision = _certified(proviso.claim, deadline)
        if proviso.vanishing and _is_nothing(proviso.claim):
            continue
        if decision is not None and not _is_special(proviso.claim, deadline):
            lhs, relation, rhs = step.lhs, step.relation, step.rhs
            found.append(
                Mend(lhs, relation, rhs, "", proviso.given, decision.verdict, decision.method, decision.trusted)
            )
            spoken.append(proviso.about)
    return found


def _is_nothing(claim: Claim) -> bool:
    """Whether both sides are zero, which says little."""
    if claim.relation != "=" or build.scalar_sort(claim.left) is None:
        return False
    claim = reduced(claim).claim
    return stands(claim, seconds=GLANCE) is True and stands(replace(claim, right=build.ZERO), seconds=GLANCE) is True


def _is_special(claim: Claim, deadline: float) -> bool:
    """Whether the interpretations that meet the assumptions are none, or too special to speak for others."""
    found = refute(reduced(claim).claim, tries=4, seconds=min(max(deadline - perf_counter(), 0.01), DECIDING))
    return not isinstance(found, Agreement) or bool(found.caveat)
