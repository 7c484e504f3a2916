"""Syntax -> claims: the sides of a relation with their meaning, in the layouts that give them one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from ..claim import Claim
from ..errors import Fault, SortError
from ..terms import build
from ..terms.build import is_array, shape
from ..terms.sorts import Outcome, Statement
from ..terms.term import Term
from .context import Again, Context
from .probability import Probability
from .syntax import Node, walk

_MAX_REPAIRS, _MIN_REPAIRS, _MAX_VISITS = 400, 20, 50_000
_LAYOUTS: tuple[build.Layout, ...] = ("denominator", "numerator")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Reading:
    """A claim, and the derivative layout it was read in ('' where that makes no difference)."""

    claim: Claim
    layout: Literal["", "denominator", "numerator"]


@dataclass(frozen=True)
class Meaning:
    """The readings of a relation, what was guessed for them, and the definitions unfolded."""

    readings: tuple[Reading, ...]
    assumed: tuple[str, ...]


def settle(attempt: Callable[[], Found], *nodes: Node) -> Found:
    """Try until no guess is corrected any more. A long formula is tried less often: the cost stays bounded."""
    length = sum(1 for node in nodes for _ in walk(node))
    for _ in range(max(_MIN_REPAIRS, min(_MAX_REPAIRS, _MAX_VISITS // max(length, 1)))):
        try:
            return attempt()
        except Again:
            continue
    raise Fault("what the symbols are does not settle", nodes[0].start, "declarations")


def side_terms(scope: Probability, left: Node, relation: str, right: Node) -> tuple[Term, Term]:
    """Both sides, made comparable: guesses corrected until their shapes agree, 0 made an array where it must be."""
    one, other = scope.term(left), scope.term(right)
    for first, second in ((one, other), (other, one)):
        if isinstance(first.sort, Outcome) and not isinstance(second.sort, Outcome):
            scope.numeric(first)
    if isinstance(one.sort, Statement) or isinstance(other.sort, Statement):
        raise scope.fault("a statement where a value belongs", left)
    if is_array(one) != is_array(other):
        array, plain = (one, other) if is_array(one) else (other, one)
        if plain is build.ZERO:
            rows, columns = shape(array)
            zero = build.fill(build.ZERO, *((rows,) if columns is build.ONE else (rows, columns)))
            return (one, zero) if plain is other else (zero, other)
    if not (isinstance(one.sort, Outcome) or isinstance(other.sort, Outcome)):
        try:
            scope.same_shape(one, other)
        except SortError as wrong:
            raise scope.fault(str(wrong), right) from wrong
    return one, other


def relate(
    context: Context,
    left: Node,
    relation: str,
    right: Node,
    layout: build.Layout | None,
    variables: Callable[[Probability], tuple[Term, ...]],
    local: tuple[Term, ...],
) -> Meaning:
    """The claim that a relation between two expressions makes, in each layout in which it has a meaning."""
    readings: list[Reading] = []
    assumed: tuple[str, ...] = ()
    failures: list[Fault] = []
    for tried in _LAYOUTS if layout is None else (layout,):

        def attempt(tried: build.Layout = tried) -> tuple[Probability, Claim]:
            scope = Probability(context, tried)
            try:
                one, other = side_terms(scope, left, relation, right)
                facts = related(one, other, (*context.facts, *local, *scope.local))
                shared = variables(scope) if relation == "propto" else ()
                claim = Claim(one, relation, other, facts, shared)
                claim.statement  # noqa: B018 - raises where the sides cannot be compared
            except SortError as wrong:
                raise _ShapeFault(str(wrong), left.start, context.known(), matters=scope.layout_matters) from wrong
            except Fault as fault:
                fault.layout_matters = scope.layout_matters  # type: ignore[attr-defined]
                raise
            return scope, claim

        try:
            if readings:  # the second layout is not to bend what the first one showed
                with context.fixed():
                    scope, claim = settle(attempt, left, right)
            else:
                scope, claim = settle(attempt, left, right)
        except Fault as fault:
            failures.append(fault)
            if not getattr(fault, "layout_matters", False):
                break
            continue
        assumed = assumed or scope.guess_words()
        if not scope.layout_matters:
            return Meaning((Reading(claim, ""),), scope.guess_words())
        if not any(reading.claim == claim for reading in readings):
            readings.append(Reading(claim, tried))
    if not readings:
        raise failures[0]
    return Meaning(tuple(readings), assumed)


class _ShapeFault(Fault):
    def __init__(self, message: str, offset: int, known: str, *, matters: bool) -> None:
        super().__init__(message, offset, "", known)
        self.layout_matters = matters


def related(one: Term, other: Term, facts: tuple[Term, ...]) -> tuple[Term, ...]:
    """The facts about the symbols of two sides, and about those that these facts bring in."""
    known = one.free | other.free
    left = list(facts)
    kept: list[Term] = []
    grown = True
    while grown:
        grown = False
        for fact in list(left):
            if not fact.free.isdisjoint(known):
                kept.append(fact)
                left.remove(fact)
                known |= fact.free
                grown = True
    return tuple(fact for fact in facts if fact in kept)
