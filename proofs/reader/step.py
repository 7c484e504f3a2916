"""Steps: what a document claims, introduces, or fails to say, with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, product
from math import prod
from typing import Literal

from ..claim import Claim
from ..errors import Fault, ReadError
from ..terms.term import Term
from .blocks import Passage
from .elaborate import Reading
from .record import Places
from .syntax import Node

Kind = Literal["claim", "definition", "assumption", "error"]
Which = Literal["near", "all"]
MOST_CHOICES = 4  # of alternatives
SHOWN = 2000  # characters of a side that a step quotes


@dataclass(frozen=True)
class Supposed:
    """The readings of a claim under statements of the document: as facts, in words, and the steps that state them.

    Without any statement there are no readings. `own` are the facts that the claim has anyway. `unread` says in words
    what is stated besides, and not known here; of a statement `doubted`, with its words, it is not known whether it is
    meant to hold. Statements that are `apart` belong to one of a group of alternatives: of the others in it none holds.
    """

    readings: tuple[Reading, ...] = ()
    facts: tuple[Term, ...] = ()
    words: tuple[str, ...] = ()
    stated: tuple[Places, ...] = ()
    own: frozenset[Term] = frozenset()
    unread: tuple[str, ...] = ()
    apart: tuple[tuple[str, str] | None, ...] = ()
    doubted: tuple[tuple[str, tuple[Reading, ...]], ...] = ()

    def only(self, keep: Callable[[Places], bool]) -> Supposed:
        """The same under some of the statements."""
        return self._selected([keep(places) for places in self.stated])

    def alternatives(self) -> Iterator[Supposed]:
        """The same under each choice of one alternative in every group; under all at once where there are many."""
        groups: dict[str, list[str]] = {}
        for each in filter(None, self.apart):
            groups[each[0]] = list(dict.fromkeys((*groups.get(each[0], ()), each[1])))
        if prod(map(len, groups.values())) > MOST_CHOICES:
            yield self
            return
        for chosen in product(*groups.values()):
            choice = dict(zip(groups, chosen, strict=True))
            yield self._selected([each is None or choice[each[0]] == each[1] for each in self.apart])

    def _selected(self, kept: Sequence[bool]) -> Supposed:
        if all(kept):
            return self
        facts, words = tuple(compress(self.facts, kept)), tuple(compress(self.words, kept))
        stated, apart = tuple(compress(self.stated, kept)), tuple(compress(self.apart, kept))
        dropped = frozenset(self.facts).difference(self.own, facts)
        readings = tuple(Reading(reading.claim.without(dropped), reading.layout) for reading in self.readings if facts)
        return replace(self, readings=readings, facts=facts, words=words, stated=stated, apart=apart)


@dataclass(frozen=True)
class Rereader:
    """Reads at the place of a step: `parse` a side from LaTeX, `read` two sides in a relation (a row of STATED), as a
    claim made there. Both raise Fault.
    """

    parse: Callable[[str], Node]
    read: Callable[[str, str, str], Step]


@dataclass(frozen=True)
class Step:
    """One relation of a document. `line` and `column` are those of the relation in the file, from 1.

    `readings` is what to decide for a claim, one reading a derivative layout where these differ. `because` says
    what a definition or an assumption introduces, and for an error the whole message. `again` reads other sides in
    the place of a claim, and of one whose shapes do not fit. `under` gives the readings of this claim under what
    the document states near it, or anywhere before, as far as the places of the steps that state it are to be kept.
    `caveats` say why a counterexample would not speak against the claim. `repeats` is the symbol whose value the
    claim repeats, where only what is to be shown gives it one: that proves nothing. `certain` are the letters that
    stand for one thing, and not for all of a kind. `weaker` is what it may be meant as: refuted is only what is false
    as that as well. A claim without readings is not decided, and `because` says why.
    """

    line: int
    column: int
    relation: str
    lhs: str
    rhs: str
    kind: Kind
    readings: tuple[Reading, ...] = ()
    assumed: tuple[str, ...] = ()
    because: str = ""
    caveats: tuple[str, ...] = ()
    repeats: str = ""
    certain: frozenset[str] = field(default=frozenset(), compare=False)
    weaker: Claim | None = None
    under: Callable[[Which, Callable[[Places], bool]], Supposed] | None = field(default=None, compare=False)
    again: Rereader | None = field(default=None, compare=False)


def unaligned(text: str) -> str:
    """Without the column marks of the display; those of matrices in it stay."""
    depth, kept = 0, []
    for part in re.split(r"(\\begin\b|\\end\b|(?<!\\)&)", text):
        depth += (part == r"\begin") - (part == r"\end")
        if part != "&" or depth > 0:
            kept.append(part)
    return "".join(kept)


def first_relation(text: str) -> str:
    found = re.search(r"=|<|>|\\(?:leq?|geq?|approx|propto|equiv|sim|in)\b", text)
    return found.group() if found else ""


def error_step(passage: Passage, fault: Fault, relation: str, lhs: str, rhs: str, offset: int | None = None) -> Step:
    """A step that says what cannot be read, and where."""
    line, column = passage.place(fault.offset)
    where = f"{passage.where}: " if passage.where else ""
    error = ReadError(fault.message, line, column, fault.expected, fault.known)
    if offset is not None:
        line, column = passage.place(offset)
    return Step(line, column, relation, lhs, rhs, "error", (), (), f"{where}{error}")
