"""What a sentence says of independence: of which of its formulas, and of what each of these is independent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .denials import doubts
from .said import SUBJECTS
from .standing import holds_only

PAIRWISE = re.compile(r"\bpair-?wise\b", re.IGNORECASE)
_INDEPENDENT = re.compile(
    r"(?<!linearly )(?<!not )\bindependent\b(?! (?:identically|and identically|samples|draws|data))", re.IGNORECASE
)
_ALIKE = re.compile(r"\b(?:i\.?i\.?d\b|independent(?:,| and)? identically\b)", re.IGNORECASE)  # and independent
_CONDITIONAL = re.compile(  # conditionally independent; given Z, X and Y are independent
    r"\bconditional(?:ly)?\s+$|"
    r"\b(?:given|conditional(?:ly)? on|conditioned on)\s+\x00\s*,[^.;]*\b(?:are|is)\b[^\x00.;]*$",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"[^\x00.;,]*\b(?:given|conditional(?:ly)? on)\b", re.IGNORECASE)
_SUBJECT = re.compile(rf"(?P<of>{SUBJECTS})\s+(?:(?:both|all|are|be|is|being|that|which)\b[^\x00]*)?$")
_OBJECT = re.compile(rf"[^\x00.;,]*?(?P<of>{SUBJECTS})")
_NEAR = re.compile(rf"(?P<of>{SUBJECTS})[^\x00]*$")
_OTHER = re.compile(rf"\s*(?:of|from)\s+(?:all\s+|the\s+)*(?:[\w-]+\s+){{0,2}}(?P<of>{SUBJECTS})")
_OF_OTHERS = re.compile(  # not `of each other`
    r"\s*(?:of|from)\b(?!\s+(?:(?:each|one\s+an|one\s+the|the|all)\s*others?\b|all\s+the\s+others?\b))"
)


@dataclass(frozen=True)
class Independence:
    """What one word of a sentence says, by the places of formulas, counted from 0.

    Those of `of` are each independent of which, and nothing is said of these among themselves: `$X$ and $Y$ are
    independent of $Z$`; empty where it is no formula, or yet to be read. Those of `places` are independent of each
    other; None where the word stands next to no formula.
    """

    of: tuple[tuple[int, ...], tuple[int, ...]] | None
    places: tuple[int, ...] | None
    conditional: bool  # given something else
    given: tuple[int, ...]  # and what, where that is read
    pairwise: bool
    alike: bool  # said as `i.i.d.`


def names_independence(sentence: str) -> bool:
    """Whether a sentence says that something is independent, or that it is and alike."""
    return _INDEPENDENT.search(sentence) is not None or _ALIKE.search(sentence) is not None


def independences(sentence: str) -> Iterator[Independence]:
    """Everything that a sentence says of independence, and means."""
    alike = _INDEPENDENT.search(sentence) is None
    for said in (_ALIKE if alike else _INDEPENDENT).finditer(sentence):
        before, after = sentence[: said.start()], sentence[said.end() :]
        if doubts(re.split(r"[,;\x00]", before)[-1]) or holds_only(after):
            continue
        conditional = _CONDITIONAL.search(before) is not None or _GIVEN.match(after) is not None
        yield Independence(
            of=_of(sentence, said),
            places=_next_to(sentence, said),
            conditional=conditional,
            given=_given(sentence, said.end()) if conditional else (),
            pairwise=PAIRWISE.search(sentence) is not None,
            alike=alike,
        )


_GIVEN_ONE = re.compile(r"\s*(?:given|conditional(?:ly)? on)\s+(?P<of>\x00)\s*(?:[.;]|$)", re.IGNORECASE)


def _given(sentence: str, start: int) -> tuple[int, ...]:
    """`conditionally independent given $Z$`, and nothing more."""
    found = _GIVEN_ONE.match(sentence[start:])
    return _places(sentence, found, start) if found is not None else ()


def markov(family: str, letters: Sequence[str]) -> Iterator[str]:
    """What a Markov chain says of densities: each given all before it has the density that it has given the last."""
    for at in range(2, len(letters)):
        before = ", ".join(letters[:at])
        yield rf"{family}({letters[at]} \mid {before}) = {family}({letters[at]} \mid {letters[at - 1]})"


def _next_to(sentence: str, said: re.Match[str]) -> tuple[int, ...] | None:
    """`such that $X$ and $Y$ are independent`, `independent variables $X$ and $Y$`."""
    subject = _SUBJECT.search(sentence[: said.start()])
    if subject is not None:
        return _places(sentence, subject)
    named = _OBJECT.match(sentence[said.end() :])
    return _places(sentence, named, said.end()) if named is not None else None


def _of(sentence: str, said: re.Match[str]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    if _OF_OTHERS.match(sentence, said.end()) is None:
        return None
    before, after = sentence[: said.start()], sentence[said.end() :]
    subject = _SUBJECT.search(before) or _NEAR.search(before)
    other = _OTHER.match(after)
    if subject is None or other is None:
        return (), ()
    return _places(sentence, subject), _places(sentence, other, said.end())


def _places(sentence: str, found: re.Match[str], start: int = 0) -> tuple[int, ...]:
    """A formula may name several."""
    first = sentence.count("\x00", 0, start + found.start("of"))
    return tuple(range(first, first + found["of"].count("\x00")))
