"""What is known under a condition, for the rest of its sentence or of its case, and no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from dataclasses import replace

from ..claim import Claim
from ..errors import Fault, SortError
from ..terms import build
from ..terms.sorts import COUNT, INTEGER, NATURAL, REAL, Function, Matrix, RandomVariable, Scalar, Sort, Vector
from ..terms.term import Term, substitute, symbol
from .context import Context, Definition, Saved
from .elaborate import settle
from .independence import names_independence
from .items import Items
from .notation import TRAITS_IN_WORDS
from .probability import Probability
from .prose import Block, phrases_of
from .record import Record
from .said import adjective
from .standing import Standing, ends_case, ends_sentence, is_condition, is_hypothetical, may_not_be
from .syntax import Chain, bare

_OF_STATEMENTS = (Standing.CASE, Standing.SUBSTITUTION)  # what is stated meanwhile holds no more after it
LAPSED = "what an earlier sentence says under a condition"


class Conditions:
    """The condition that a text is under, if any: one at a time, the first of a sentence or case."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.before: Saved | None = None  # what was known before
        self.span = Standing.FIRM  # how long it holds
        self.stated: int | None = None  # how many statements stand without it, where the later ones rest on it
        self.may_not_be = False  # whether it need not hold ever
        self.given: frozenset[str] = frozenset()  # variables that have a value meanwhile
        self.ahead = False  # whether the last formula belongs to the sentence of the display that comes
        self.items = Items(context)

    def reaches(self, block: Block, record: Record) -> Record:
        """Before a formula is read: a case ends where the text goes on to others."""
        if self.span in _OF_STATEMENTS and ends_case(block):
            record = self.end(record)
        self.items.reaches(block, LAPSED)
        if block.piece.kind == "display" and is_condition(block) and not block.stated:
            self.begin(block, Standing.SENTENCE, record)
        return record

    def take(self, block: Block, how: Standing, record: Record) -> None:
        """Before a formula in prose says what it says, if that holds under a condition."""
        told = _says_something(block) or is_hypothetical(block)
        if how in _OF_STATEMENTS or (how is Standing.SENTENCE and told):
            self.begin(block, how, record)

    def begin(self, block: Block, span: Standing, record: Record) -> None:
        if self.before is None:
            self.before, self.span, self.may_not_be = self.context.save(), span, may_not_be(block)
            self.stated = len(record) if span in _OF_STATEMENTS or is_hypothetical(block) else None

    def passed(self, block: Block, record: Record) -> Record:
        """After a formula was read: a condition ends with its sentence."""
        ends = ends_sentence(block) or (self.ahead and block.piece.kind == "display")
        self.ahead = block.ahead
        if self.span is Standing.SUBSTITUTION:
            ends = block.piece.kind == "display"
        return self.end(record) if self.span in (Standing.SENTENCE, Standing.SUBSTITUTION) and ends else record

    def end(self, record: Record) -> Record:
        """What was said under the condition holds no more; the record without what rests on it. New symbols stay. What
        the others are worth is left open: no step over them rests on it, and none is refuted without it."""
        context, before = self.context, self.before
        if before is None:
            return record
        since, given = self.stated, self.given
        self.before, self.span, self.given = None, Standing.FIRM, frozenset()
        kept = {id(fact) for fact in before.facts}
        left_open = {name for fact in context.facts if id(fact) not in kept for name in fact.about}
        declared, definitions = dict(context.declared), dict(context.definitions)
        left_open |= {name for name, sort in before.declared.items() if declared.get(name) != sort}
        facts = [fact for fact in context.facts if id(fact) not in kept]
        context.restore(before)
        for name, sort in declared.items():
            if name not in context.declared:
                context.declare(name, _widened(sort))
                left_open |= {name} if _widened(sort) != sort else set()
        lost: set[str] = set()  # new symbols that had a value if something holds
        for name, definition in definitions.items():
            new = name not in context.declared and name not in context.definitions and name not in given
            if new and self.may_not_be:
                lost.add(name)
            elif new and definition.names:
                context.define(name, definition)
        for name in lost | given:
            value = self._value(name, definitions[name]) if name in given & definitions.keys() else None
            if value is None or name in context.described:
                context.described.setdefault(name, LAPSED)
            else:
                self._may_hold(name, (value,))
        for name in left_open:
            told = _bounds(name, declared.get(name), context.declared.get(name))
            if told is None or name in context.described:
                context.described.setdefault(name, LAPSED)
            else:
                self._may_hold(name, told + tuple(fact.term for fact in facts if name in fact.about))
        return record if since is None else record.lapsed(since)

    def _may_hold(self, name: str, told: tuple[Term, ...]) -> None:
        self.context.lapsed[name] = tuple(dict.fromkeys((*self.context.lapsed.get(name, ()), *told)))

    def _value(self, name: str, definition: Definition) -> Term | None:
        """The equation of a number with the value that it had."""
        if definition.parameters or definition.indexed or not isinstance(self.context.sort_of(name), Scalar | None):
            return None
        with suppress(Fault, SortError):
            value = settle(lambda: Probability(self.context).term(definition.body), definition.body)
            return build.equal(symbol(name, REAL), value) if build.scalar_sort(value) is not None else None
        return None

    def widen(self, name: str, record: Record, *, defined: bool = False) -> Record:
        """What was said of the values of a name may hold no more, nor, where it is `defined`, what it is; the record
        without what rests on it."""
        context = self.context
        if defined and context.definitions.pop(name, None) is not None:
            context.described.setdefault(name, LAPSED)
            context.touch(name)
        sort = context.sort_of(name)
        facts = [fact for fact in context.facts if name not in fact.about]
        words = context.cues.words.get(name, set())
        as_wide = sort is None or _widened(sort) == sort
        if as_wide and len(facts) == len(context.facts) and words.isdisjoint(TRAITS_IN_WORDS):
            return record
        if sort is not None:
            context.declared[name] = _widened(sort)
        context.facts = facts
        context.cues.words[name] = words - TRAITS_IN_WORDS
        context.described.setdefault(name, LAPSED)
        context.touch(name)
        return record.lapsed_of(name)


def lapsed(context: Context, names: Set[str], claims: Iterable[Claim]) -> Iterator[Term]:
    """What was said of names under conditions, over the symbols of claims: it may hold still. Raises SortError where
    the symbols stand for other things by now."""
    now = {each.name: each for claim in claims for each in claim.free}
    for name in sorted(context.lapsed.keys() & names):
        for said in context.lapsed[name]:
            yield substitute(said, {each: now[each.name] for each in said.free if now.get(each.name, each) is not each})


def _bounds(name: str, sort: Sort | None, after: Sort | None) -> tuple[Term, ...] | None:
    """What a number was said to be, beyond what it may be after; None where no bounds say that."""
    if sort == after or sort is None:
        return ()
    if not isinstance(sort, Scalar) or not isinstance(after, Scalar) or sort.integer != after.integer:
        return None
    each = symbol(name, after)
    found = [build.relation("!=", each, build.ZERO)] if sort.nonzero else []
    if sort.lower is not None:
        found.append(build.relation(">" if sort.open_lower else ">=", each, build.number(sort.lower)))
    if sort.upper is not None:
        found.append(build.relation("<" if sort.open_upper else "<=", each, build.number(sort.upper)))
    return tuple(found)


def _says_something(block: Block) -> bool:
    """Whether a formula and the words next to it say more than its names."""
    items = [bare(item) for row in block.rows for item in row.items]
    sentence = f"{block.lead}\x00{block.rest}"
    in_words = phrases_of(block) or names_independence(sentence) or adjective(sentence)[0]
    return any(isinstance(item, Chain) for item in items) or bool(in_words)


def _widened(sort: Sort) -> Sort:
    """A sort without what a condition may say of its values."""
    match sort:
        case Scalar():
            return _widened_number(sort)
        case Vector():
            return replace(sort, entry=_widened_number(sort.entry))
        case Matrix():
            return replace(sort, traits=frozenset(), entry=_widened_number(sort.entry))
        case Function():
            return replace(sort, traits=frozenset())
        case RandomVariable():
            return RandomVariable(_widened(sort.value))
    return sort


def _widened_number(sort: Scalar) -> Scalar:
    """Sizes stay what they are."""
    return sort if sort in (NATURAL, COUNT) else INTEGER if sort.integer else REAL
