"""Steps: what a document claims, introduces, or fails to say, with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Literal

from ..errors import Fault, ReadError
from ..terms.term import Term
from .blocks import Passage
from .elaborate import Reading
from .record import Places
from .syntax import Node

Kind = Literal["claim", "definition", "assumption", "error"]
Which = Literal["near", "all"]
SHOWN = 2000  # characters of a side that a step quotes


@dataclass(frozen=True)
class Supposed:
    """The readings of a claim under statements of the document: as facts, in words, and the steps that state them.

    Without any statement there are no readings. `own` are the facts that the claim has anyway. `unread` says in words
    what is stated besides, and not known here.
    """

    readings: tuple[Reading, ...] = ()
    facts: tuple[Term, ...] = ()
    words: tuple[str, ...] = ()
    stated: tuple[Places, ...] = ()
    own: frozenset[Term] = frozenset()
    unread: tuple[str, ...] = ()

    def only(self, keep: Callable[[Places], bool]) -> Supposed:
        """The same under some of the statements."""
        kept = [keep(places) for places in self.stated]
        if all(kept):
            return self
        facts, words = tuple(compress(self.facts, kept)), tuple(compress(self.words, kept))
        dropped = frozenset(self.facts).difference(self.own, facts)
        readings = tuple(Reading(reading.claim.without(dropped), reading.layout) for reading in self.readings if facts)
        return replace(self, readings=readings, facts=facts, words=words, stated=tuple(compress(self.stated, kept)))


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
    the place of a claim, and of one whose shapes do not fit. `under` gives the readings of this claim under what the
    document states near it, or anywhere before, as far as the places of the steps that state it are to be kept.
    `caveats` say why a counterexample would not speak against the claim. `repeats` is the symbol whose value the
    claim repeats, where only what is to be shown gives it one: that proves nothing. A claim without readings is not
    decided, and `because` says why.
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
