"""What sentences say of two random numbers together: `$X$ and $Y$ be jointly normal with means .. and correlation ..`,
`uncorrelated with unit variances`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from ..errors import Fault, SortError
from ..terms import build
from ..terms.sorts import POSITIVE, REAL, WITHIN_ONE, RandomVariable, Scalar
from ..terms.term import symbol
from .context import Context, Fact
from .declarations import Declarations
from .said import with_marks
from .standing import is_supposed
from .syntax import Chain, Group, Name, Node, Num, Product, Script, bare, is_square, open_names, spell
from .vocabulary import unknown_words

_JOINED = r"#(?:\s*(?:,\s*and|,|and)\s*#)*"
_SUBJECT = (
    rf"(?:.*?[\s,(])??(?P<of>{_JOINED})\s*(?:be|are|is|being|has|have|follows?|following)\s+"
    r"(?:(?:an?|two|the|real)\s+)*"
)
_LAW = (
    r"(?:(?P<uncorrelated>(?:mutually\s+|pairwise\s+)?uncorrelated)|(?P<standard>standard\s+)?(?:jointly|bivariate)[\s-]+(?P<between>standard\s+)?(?:normal|Gaussian)(?:ly)?)"
    r"(?:\s+distribut(?:ed|ion))?(?:\s+(?:random\s+)?(?:variables?|vector|pair|numbers?))?"
)
_WITH = r"\s*,?\s*(?:each\s+)?(?:with|having|that\s+have|which\s+have|both\s+with|and\s+with)\s+"
_START = re.compile(f"{_SUBJECT}{_LAW}(?P<with>{_WITH})?", re.IGNORECASE)
_NOUN = r"(?P<noun>mean|expected value|expectation|variance|standard deviation|correlation|covariance)"
_CLAUSE = re.compile(
    rf"(?:(?:the|an?|common|equal|both|and)\s+)*(?:(?P<before>zero|unit)[\s-]+)?(?P<common>common\s+|equal\s+)?"
    rf"{_NOUN}(?:\s+coefficient)?(?P<several>s?)(?:\s+(?:equal\s+to|both|each|of|given\s+by|are|is))?"
    rf"\s*(?P<value>{_JOINED}|zero\b|one\b|0\b|1\b)?",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s*(?:,\s*and|,|and|and\s+with|,\s*with)\s*", re.IGNORECASE)
_END = re.compile(r"\s*(?:[.,;:]|$)")
_MORE = re.compile(
    r"\b(?:mean|expectation|varianc|deviation|correlat|covarian|zero|unit|with|given|condition)", re.IGNORECASE
)
_WORDED = {"zero": 0, "0": 0, "unit": 1, "one": 1, "1": 1}
_CALLED = {"expected value": "mean", "expectation": "mean"}
_HEADS = {
    "mean": "mean", "variance": "variance", "standard deviation": "variance", "correlation": "covariance",
    "covariance": "covariance",
}  # fmt: skip
_OF_BOTH = ("correlation", "covariance")


@dataclass(frozen=True)
class Pair:
    """How many formulas back the subjects begin and end, and the moments: each a noun with the places of its values in
    the text, or a number."""

    subjects: range
    moments: tuple[tuple[str, tuple[int, ...] | int, bool], ...]
    uncorrelated: bool = False


def jointly_normal(text: str) -> Pair | None:
    """What a sentence says up to some words after its last formula; formulas are NULs."""
    text = with_marks(text)
    start = _START.match(text)
    if start is None or not is_supposed(text[: start.start("of")]):
        return None
    moments: list[tuple[str, tuple[int, ...] | int, bool]] = []
    if start["standard"] or start["between"]:
        moments += [("mean", 0, True), ("variance", 1, True)]
    at = start.end()
    while start["with"]:
        if text[at : at + 1] == "#":  # $E[X] = 0$
            moments.append(("", (text.count("#", 0, at),), True))
            at += 1
            following = _NEXT.match(text, at)
            if following is None or not (_CLAUSE.match(text, following.end()) or text[following.end() :][:1] == "#"):
                break
            at = following.end()
            continue
        clause = _CLAUSE.match(text, at)
        told = _told(clause, text) if clause is not None else None
        if clause is None or told is None or told[0] in [noun for noun, *_ in moments]:
            return None
        moments.append(told)
        at = clause.end()
        following = _NEXT.match(text, at)
        if following is None or not (_CLAUSE.match(text, following.end()) or text[following.end() :][:1] == "#"):
            break
        at = following.end()
    rest = text[at:]
    if _END.match(rest) is None or _MORE.search(rest) or "#" in rest or unknown_words(rest):
        return None
    first = text.count("#", 0, start.start("of"))
    subjects = range(first, first + start["of"].count("#"))
    return Pair(subjects, tuple(moments), start["uncorrelated"] is not None)


def _told(clause: re.Match[str], text: str) -> tuple[str, tuple[int, ...] | int, bool] | None:
    noun = _CALLED.get(clause["noun"].lower(), clause["noun"].lower())
    value, before = (clause["value"] or "").strip().lower(), (clause["before"] or "").lower()
    if bool(value) == bool(before):
        return None
    if not value.startswith("#"):
        number = _WORDED[value or before]
        return None if noun in ("correlation", "standard deviation") or (before and noun == "covariance") else (
            noun, number, True)  # fmt: skip
    first = text.count("#", 0, clause.start("value"))
    common = not clause["several"] or bool(clause["common"])
    return noun, tuple(range(first, first + value.count("#"))), common


class Together:
    """Reads that two random numbers are jointly normal."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.before: list[Fact] = []  # the facts that the sentence found

    def begins(self) -> None:
        """At the first formula of a sentence."""
        self.before = list(self.context.facts)

    def read(self, text: str, items: Sequence[tuple[Node, ...]]) -> None:
        """Take what a sentence says; `items` are what its formulas list."""
        told = jointly_normal(text)
        if told is None or told.subjects.stop > len(items):
            return
        names = [each for at in told.subjects for each in _listed(items[at])]
        formulas = [each for noun, of, _ in told.moments if not noun for at in of for each in items[at]]  # type: ignore[union-attr]
        if not all(map(_gives_moment, formulas)):
            return
        values = {
            noun: _values(items, of, common and noun not in _OF_BOTH) for noun, of, common in told.moments if noun
        }
        plain = all(isinstance(each, (Name, Script)) for each in names) and len(names) == 2
        sorts = [self.context.sort_of(spell(each)) for each in names]
        plain = plain and not any(spell(each) in self.context.definitions for each in names)
        if not plain or any(sort not in (None, RandomVariable(REAL)) for sort in sorts):
            return
        counts = all(len(each) == (1 if noun in _OF_BOTH else 2) for noun, each in values.items())
        if not counts or any(isinstance(value, Chain) for each in values.values() for value in each):
            return
        if told.uncorrelated and not any(spell(each) in self.context.described for each in names):
            return  # it is known by now
        with suppress(Fault, SortError):
            self.take(names, values, uncorrelated=told.uncorrelated)

    def take(self, pair: Sequence[Node], values: dict[str, list[Node]], *, uncorrelated: bool) -> None:
        """Two names are jointly normal, or uncorrelated, with these moments."""
        context, names = self.context, [spell(each) for each in pair]
        heads = {_HEADS[noun] for noun in values}
        context.facts = [
            fact for fact in context.facts
            if fact in self.before or fact.about.isdisjoint(names) or heads.isdisjoint(fact.term.heads)
        ]  # fmt: skip
        for name in names:
            context.declare(name, RandomVariable(REAL))
            for table in (context.described, context.unread, context.lawless, context.opaque):
                table.pop(name, None)
        for noun, listed in values.items():
            of = [tuple(pair)] if noun in _OF_BOTH else [(each,) for each in pair]
            for subjects, value in zip(of, listed, strict=True):
                self.moment(noun, subjects, value)
        if uncorrelated:
            self.moment("covariance", tuple(pair), Num(0, 0, Fraction(0)))
            return
        context.suppose(lambda: build.jointly_normal(*(symbol(name, RandomVariable(REAL)) for name in names)))

    def moment(self, noun: str, subjects: tuple[Node, ...], value: Node) -> None:
        start, end = value.start, value.end
        if noun == "standard deviation":
            self.within(value, POSITIVE)
            value = Script(start, end, Group(start, end, "()", (value,), ()), None, Num(end, end, Fraction(2)))
        elif noun == "variance" and is_square(value):
            root = Script(start, end, value.base, value.sub, None) if value.sub is not None else value.base
            self.within(root, POSITIVE)
        else:
            self.within(value, {"variance": POSITIVE, "correlation": WITHIN_ONE}.get(noun, REAL))
        word = {"mean": "E", "covariance": "Cov", "correlation": "Corr"}.get(noun, "Var")
        called = Group(start, end, "()", subjects, (",",) * (len(subjects) - 1))
        moment = Product(start, end, (Name(start, start, word, word), called), ("", ""))
        Declarations(self.context).relate(moment, "=", value, define=False)

    def within(self, node: Node, sort: Scalar) -> None:
        """Where a letter lies of which nothing else is known: it is a number of its own."""
        inner = bare(node)
        name = spell(inner) if isinstance(inner, (Name, Script)) and open_names(inner) else ""
        plain = name and (isinstance(inner, Name) or (isinstance(inner, Script) and inner.sup is None))
        if plain and self.context.sort_of(name) is None and name not in self.context.definitions:
            self.context.declare(name, sort)


def _listed(items: Sequence[Node]) -> list[Node]:
    """The names in a formula, X and Y of (X, Y) too."""
    only = items[0] if len(items) == 1 else None
    if isinstance(only, Group) and only.fence == "()" and len(only.items) > 1:
        return [bare(each) for each in only.items]
    return list(items)


def _gives_moment(node: Node) -> bool:
    """E[X] = 0, Var(X) = Var(Y) = 1."""
    left = bare(node.sides[0]) if isinstance(node, Chain) and node.sides[0] is not None else None
    signs = {sign for sign, _ in node.relations} if isinstance(node, Chain) else set()
    head = bare(left.factors[0]) if isinstance(left, Product) and len(left.factors) == 2 else None
    return signs == {"="} and isinstance(head, Name) and head.word in ("E", "Var", "Cov", "Corr")


def _values(items: Sequence[tuple[Node, ...]], of: tuple[int, ...] | int, common: bool) -> list[Node]:
    """A value for each of two, where it is one for both."""
    if isinstance(of, int):
        return [Num(0, 0, Fraction(of))] * (2 if common else 1)
    found = [_value(each) for at in of for each in items[at]]
    return found * 2 if len(found) == 1 and common else found


def _value(node: Node) -> Node:
    """The s of s > 0, the r of r in (-1, 1)."""
    inner = bare(node)
    if isinstance(inner, Chain) and inner.sides[0] is not None and "=" not in {sign for sign, _ in inner.relations}:
        return bare(inner.sides[0])
    return inner
