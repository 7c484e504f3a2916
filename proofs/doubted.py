"""Statements of which it is not known whether they are meant to hold: what is false if they do, and if they do not, is
false."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from .decide import provable
from .reader.elaborate import Reading
from .reader.step import Supposed
from .terms.term import DENIED, Term

MOST = 2  # statements in doubt: each doubles the claims


def in_doubt(wide: Supposed, own: tuple[Reading, ...]) -> Supposed:
    """Of the statements in doubt those that do not hold anyway; what cannot be denied as it is read is `unread`."""
    open_ = [each for each in wide.doubted if not _hold(each[1], wide.facts)]
    names = {each.name: each for reading in (*own, *wide.readings) for each in reading.claim.free}
    told = [each for each in open_ if _is_told(each[1], names)]
    if len(told) > MOST:
        told = []
    unread = tuple(words for words, readings in open_ if (words, readings) not in told)
    return replace(wide, doubted=tuple(told), unread=(*wide.unread, *unread))


def either_way(wide: Supposed, own: tuple[Reading, ...]) -> Iterator[Supposed]:
    """The alternatives, with each statement in doubt taken to hold, and taken not to."""
    claims = [readings[0].claim for _, readings in wide.doubted]
    for each in wide.alternatives():
        for relations in product(*((claim.relation, DENIED[claim.relation]) for claim in claims)):
            told = [replace(claim, relation=relation) for claim, relation in zip(claims, relations, strict=True)]
            facts = [fact for claim in told for fact in (*claim.assumptions, claim.statement)]
            readings = (each.readings or own) if facts else each.readings
            yield replace(each, readings=tuple(_under(reading, facts) for reading in readings))


def _under(reading: Reading, facts: list[Term]) -> Reading:
    assumptions = tuple(dict.fromkeys((*reading.claim.assumptions, *facts)))
    return Reading(replace(reading.claim, assumptions=assumptions), reading.layout)


def _hold(readings: tuple[Reading, ...], facts: tuple[Term, ...]) -> bool:
    """Whether a statement holds anyway, or where what is stated besides does, whether it is meant to or not."""
    claims = [reading.claim for reading in readings]
    under = (replace(claim, assumptions=(*claim.assumptions, *facts)) for claim in claims if facts)
    return any(map(provable, claims)) or any(map(provable, under))


def _is_told(readings: tuple[Reading, ...], names: dict[str, Term]) -> bool:
    """Whether a statement has one reading, over the symbols of a claim, and is of a kind that may be denied."""
    claims = [reading.claim for reading in readings]
    return (
        len(claims) == 1
        and claims[0].relation in DENIED
        and all(names.get(each.name, each) is each for each in claims[0].free)
    )
