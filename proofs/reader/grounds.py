"""What a step may rest on: its claim under what the document states near it, or anywhere before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from ..claim import Claim
from ..errors import Fault, SortError
from ..terms import build
from ..terms.sorts import REAL, Event, Family, Outcome, RandomVariable
from ..terms.term import Term
from .blocks import Passage
from .conditions import LAPSED, lapsed
from .context import Context
from .dots import lists_entries
from .elaborate import SPECIFIES, Meaning, Reading, families_in, relate, settle, stated_terms
from .exclusive import partitions
from .laws import support_of
from .notation import STATED
from .parser import Parser
from .probability import Probability
from .prose import CITED
from .record import MOST, Places, Record, Stated, notation_in
from .rows import rows
from .statistics import called
from .step import SHOWN, Rereader, Step, Supposed, Which, unaligned
from .syntax import Chain, Node, Product, bare, form, open_names
from .tokens import Macro, tokenize

MORE = "what is said of its symbols in words, or under a condition"


def is_of_chance(claim: Claim) -> bool:
    """Whether a claim speaks of random variables, events or densities, and not of numbers alone."""
    free = claim.left.free | claim.right.free
    return any(isinstance(each.sort, (RandomVariable, Event, Family, Outcome)) for each in free)


def certain(context: Context, readings: Sequence[Reading]) -> frozenset[str]:
    """The letters that stand for one thing: what is declared and spoken of here, and what a given line declares."""
    sides = [side for reading in readings for side in (reading.claim.left, reading.claim.right)]
    spoken = {each.name for side in sides for each in side.free}
    return frozenset(context.given | (context.declared.keys() & spoken))


def stated_fact(scope: Probability, stated: Stated) -> tuple[Term, bool]:
    """What a statement says: that it holds wherever its conditions do, of those that can be read. And whether there are
    others."""

    def relations(left: Node | None, relation: str, right: Node | None) -> Term:
        if left is None or right is None or relation not in STATED:
            raise Fault("no condition that can be tested", stated.left.start)
        return build.relation(relation, *stated_terms(scope, left, relation, right))

    fact = relations(stated.left, stated.relation, stated.right)
    tests: list[Term] = []
    unread = False
    for each in stated.conditions:
        if isinstance(each, Chain):
            try:
                for at, (relation, _) in enumerate(each.relations):
                    tests.append(relations(each.sides[at], relation, each.sides[at + 1]))
            except Fault:  # it holds, as far as is known
                unread = True
    held = build.indicator(fact)
    for test in tests:
        held = build.cases([(test, held)], build.ONE)
    return (build.equal(held, build.ONE) if tests else fact), unread


class Grounds:
    """What a step may rest on, and how it may be read instead, as far as that is known where the step stands; the rest
    of a display is in `relations`, `chains` and `display`."""

    context: Context
    passage: Passage
    layout: build.Layout | None
    macros: dict[str, Macro]
    record: Record
    under: tuple[Node, ...]  # the conditions that hold for the row that is read
    sign: tuple[str, str] | None  # of a row with two, the one that is read
    known_from: tuple[Stated, ...]  # what the display is deduced from

    def within(self, step: Step, left: Node, right: Node, local: tuple[Term, ...]) -> Step:
        """A step with what can be asked of it later: under what the document states, and with other sides."""
        context, macros = self.context.snapshot(), self.macros
        names = frozenset(self.context.closure(left) | self.context.closure(right))
        conditions = frozenset(map(form, self.under))
        cited = frozenset(CITED.findall(self.passage.text[left.end : right.start]))
        near, record, until = self.record.near(names, cited, conditions, self.sign), self.record, len(self.record)
        symbols = context.declared.keys() | context.definitions.keys() | context.guesses.keys()
        notation = notation_in(left) | notation_in(right)
        subjects = names - {word for word in notation if word not in symbols}

        def under(
            one: Node, relation: str, other: Node, own: tuple[Reading, ...]
        ) -> Callable[[Which, Callable[[Places], bool]], Supposed]:
            known = frozenset(fact for reading in own for fact in reading.claim.assumptions)
            chance = any(is_of_chance(reading.claim) for reading in own)

            def bears(stated: Stated) -> bool:
                """A law that allows all numbers says no more of numbers than what its parameters may be."""
                law = bare(stated.right)
                any_number = stated.relation == r"\sim" and isinstance(law, Product) and support_of(law) == REAL
                return chance or not any_number or not open_names(law).isdisjoint(subjects)

            sides = [side for reading in own for side in (reading.claim.left, reading.claim.right)]
            spoken = frozenset[str]().union(*map(families_in, sides))
            about = subjects.union(*(self.spoken(context, side) for side in sides))
            free = {each.name for side in sides for each in side.free}
            free |= {each.removesuffix(r"_{\cdot}") for each in free} | {each.strip("{}") for each in free}

            def supposed(which: Which, keep: Callable[[Places], bool]) -> Supposed:
                kept = [each for each in near if keep(each.steps)]
                if which == "all":
                    kept = record.wide(
                        about, until, keep, symbols, context.definitions.keys(), free & context.lapsed.keys()
                    )
                kept = [each.within(conditions) for each in kept if not lists_entries(each.left, each.right)]
                doubted = [each for each in kept if each.unread and bears(each)]
                kept = [each for each in kept if not each.unread]
                unread: list[str] = []
                more: list[Term] = []
                if len(kept) > MOST[which]:
                    unread += [self.said(each) for each in kept[: -MOST[which]]]
                    kept = kept[-MOST[which] :]
                if which == "all":
                    kept += called(context, about.union(*(each.names for each in kept)))
                    claims = [each.claim for each in own]
                    more = list(partitions(claims)) if context.excludes else []
                    try:
                        more += lapsed(context, free, claims)
                    except SortError:
                        unread.append(LAPSED)
                here = context.snapshot()
                with here.abstracting(spoken & here.factors.keys()):  # what p is is said by statements, if at all
                    found = self.supposing(here, one, relation, other, local, kept, tuple(more))
                told = tuple((self.said(each), self.as_claim(context.snapshot(), each, local)) for each in doubted)
                return replace(found, own=known, unread=(*unread, *found.unread), doubted=told)

            return supposed

        @lru_cache(maxsize=8)
        def parse(text: str) -> Node:
            found = rows(tokenize(text, 0, macros), "")
            items = Parser(found[0], len(text)).row()[0] if len(found) == 1 else ()
            if len(items) != 1:
                raise Fault("no single expression", 0, "one")
            return items[0]

        def read(lhs: str, relation: str, rhs: str) -> Step:
            one, other, here = parse(lhs), parse(rhs), context.snapshot()
            meaning = relate(here, one, relation, other, self.layout, local)
            return replace(
                step, relation=relation, lhs=lhs, rhs=rhs, kind="claim", readings=meaning.readings,
                assumed=meaning.assumed, because="", caveats=self.doubts(meaning),
                certain=certain(here, meaning.readings),
                under=under(one, relation, other, meaning.readings),
            )  # fmt: skip

        again = Rereader(parse, read) if step.relation in STATED else None
        return replace(
            step, again=again, under=under(left, step.relation, right, step.readings) if step.readings else None
        )

    def spoken(self, context: Context, side: Term) -> Iterator[str]:
        """The names of what a side came to speak of: of the density p too in I(X, Y), of X in p(x) and of x in P(X)."""
        for each in side.free:
            name = each.name.removesuffix(r"(\cdot)")
            yield name
            if len(name) == 1 and any(isinstance(context.sort_of(one), RandomVariable) for one in (name, name.upper())):
                yield name.swapcase()

    def supposing(
        self,
        context: Context,
        left: Node,
        relation: str,
        right: Node,
        local: tuple[Term, ...],
        stated: list[Stated],
        more: tuple[Term, ...],
    ) -> Supposed:
        """A claim with statements of the document taken for true, as far as they can be read here, and with `more` that
        its words may say."""
        facts: list[Term] = []
        kept: list[Stated] = []
        unread: list[str] = []
        apart: list[tuple[str, str] | None] = []
        for each in stated:

            def attempt(each: Stated = each) -> tuple[Term, bool]:
                return stated_fact(Probability(context), each)

            try:
                fact, open_ = settle(attempt, each.left, each.right)
            except (Fault, SortError):
                unread.append(self.said(each))
                continue  # the claim is tried without
            facts.append(fact)
            kept.append(each)
            apart.append(each.alternative if open_ or not each.conditions else None)
        facts += more
        apart += [None] * len(more)
        if not facts:
            return Supposed(unread=tuple(unread))
        try:
            meaning = relate(context, left, relation, right, self.layout, (*local, *facts))
        except Fault:
            return Supposed(unread=(*unread, *map(self.said, kept), *(MORE for _ in more[:1])))
        words = (*map(self.said, kept), *(MORE for _ in more))
        steps: tuple[Places, ...] = (*(each.steps for each in kept), *(() for _ in more))
        return Supposed(meaning.readings, tuple(facts), words, steps, unread=tuple(unread), apart=tuple(apart))

    def as_claim(self, context: Context, statement: Stated, local: tuple[Term, ...]) -> tuple[Reading, ...]:
        """The readings of a statement as a claim of its own; none where it has no meaning here."""
        if statement.relation not in STATED or statement.conditions:
            return ()
        with suppress(Fault, SortError):
            left, relation, right = statement.left, statement.relation, statement.right
            return relate(context, left, relation, right, self.layout, local).readings
        return ()

    def said(self, statement: Stated) -> str:
        if statement.told:
            return statement.told + (f" (line {statement.line})" if statement.line else "")
        left, right = self.shown(statement.left), self.shown(statement.right)
        where = "; ".join(self.shown(each) for each in statement.conditions)
        return f"{left} {statement.relation} {right}{where and f', where {where}'} (line {statement.line})"

    def doubts(self, meaning: Meaning) -> tuple[str, ...]:
        """Why a counterexample would not speak against a claim. It says what no symbol is where the text deduces it and
        has told of all of its symbols before."""
        if not (self.known_from and any(SPECIFIES in said for said in meaning.caveats)):
            return meaning.caveats
        sides = [side for each in self.known_from if not (each.goal or each.unread) for side in (each.left, each.right)]
        known = set[str]().union(*map(self.context.closure, sides))
        claims = [reading.claim for reading in meaning.readings]
        spoken = {each.name for claim in claims for each in claim.left.free | claim.right.free}
        return tuple(said for said in meaning.caveats if not (spoken <= known and SPECIFIES in said))

    def shown(self, node: Node | None) -> str:
        """A side as it stands in the document."""
        if node is None:
            return ""
        return unaligned(self.passage.text[node.start : node.end]).strip()[:SHOWN]
