"""Displays -> steps: chains over rows, definitions, implications, conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from ..claim import Claim
from ..errors import Fault, SortError
from ..terms import build
from ..terms.sorts import NATURAL, REAL, Event, Family, Outcome, RandomVariable, Scalar
from ..terms.term import ORDERS, Term, symbol
from .blocks import Passage
from .branches import bounds_of_set, variants
from .conditions import LAPSED, lapsed
from .context import Context, Definition
from .declarations import Declarations, entries_of
from .dots import in_one, lists_entries
from .elaborate import SPECIFIES, Meaning, Reading, families_in, relate, settle, stated_terms
from .estimates import Estimates, is_zero
from .exclusive import partitions
from .laws import support_of, with_points
from .likelihoods import Likelihoods, likelihood_in
from .models import is_density
from .notation import ARROWS, DEFINITE, SPACES, STATED
from .parser import Parser
from .probability import Probability
from .prose import CITED, CONCLUDES, CONDITION, Block, Row, changes, qualifies
from .record import MOST, Places, Record, Stated, notation_in
from .roles import (
    defined_name,
    holds_at_points,
    introduced,
    is_definition,
    is_moment_of_unknown,
    mentions,
    names_written,
)
from .rows import rows
from .standing import deduces
from .statistics import called
from .step import SHOWN, Kind, Rereader, Step, Supposed, Which, error_step, first_relation, unaligned
from .syntax import (
    Chain,
    Dots,
    Group,
    Name,
    Node,
    Num,
    Product,
    Root,
    Script,
    Words,
    bare,
    form,
    open_names,
    spell,
    walk,
)
from .ties import tie
from .tokens import Macro, tokenize
from .vocabulary import unknown_words

_ASKED = re.compile(r"\\(?:overset|stackrel)\s*\{\s*(\?|!)")  # a `?=` b


def without_ranges(items: tuple[Node, ...], context: Context) -> list[Node]:
    """The items but for index ranges, i = 1, \\dots, n; their last value is a size."""
    kept: list[Node] = []
    at = 0
    while at < len(items):
        first = bare(items[at])
        if isinstance(first, Chain) and first.relations[0][0] in ("=", r"\in") and at + 2 < len(items):
            end = at + 1
            while end < len(items) and end < at + 3 and not isinstance(bare(items[end]), Dots):
                end += 1
            last = bare(items[end + 1]) if end + 1 < len(items) and isinstance(bare(items[end]), Dots) else None
            left = bare(first.sides[0]) if first.sides[0] is not None else None
            right = bare(first.sides[-1]) if first.sides[-1] is not None else None
            if last is not None and isinstance(left, Name) and isinstance(right, Num):
                context.ends[left.text] = spell(last)
                for part in walk(last):
                    if isinstance(part, Name):
                        context.cues.bounds.add(part.text)
                at = end + 2
                continue
        kept.append(items[at])
        at += 1
    return kept


def without_series(items: tuple[Node, ...], context: Context) -> tuple[Node, ...]:
    """`x_1, \\dots, x_n \\in \\mathbb{R}` as `x_i \\in \\mathbb{R}`, with n the number of them."""
    for at, item in enumerate(items):
        if not isinstance(bare(item), Dots) or at + 1 >= len(items) or at == 0:
            continue
        end = bare(items[at + 1])
        chain = end if isinstance(end, Chain) else None
        last = bare(chain.sides[0]) if chain is not None and chain.sides[0] is not None else end
        first = at - 1
        while first > 0 and spell(getattr(bare(items[first]), "sub", None)) != "1":
            first -= 1
        one = bare(items[first])
        if not (isinstance(one, Script) and isinstance(last, Script) and spell(one.sub) == "1"):
            continue
        if spell(one.base) != spell(last.base) or last.sub is None or one.sup is not None or last.sup is not None:
            continue
        base, count = context.array_name(spell(one.base)), bare(last.sub)
        if isinstance(count, Name) and count.text not in context.declared:
            context.declare(count.text, NATURAL)
        if isinstance(count, Name):
            size = symbol(count.text, NATURAL)
        elif isinstance(count, Num) and count.value.denominator == 1 and count.value > 0:
            size = build.number(count.value)
        else:
            continue
        guessed = context.size(f"n_{{{base}}}")
        sort = context.sort_of(base)
        single = isinstance(sort, RandomVariable) and isinstance(sort.value, Scalar)  # beside those that are its copies
        if guessed is not size and (sort is None or single):
            context.unify_quietly(guessed, size)
        whole = Script(one.start, last.end, one.base, Name(one.start, one.end, "i"), None)
        kept: Node = whole
        if chain is not None:
            kept = Chain(one.start, chain.end, (whole, *chain.sides[1:]), chain.relations)
        return (*items[:first], kept, *without_series(items[at + 2 :], context))
    return items


def mark_unknown(context: Context, statement: Chain, fault: Fault) -> None:
    """Something was said of symbols that the reader does not have: no step may use them as if it had not been said."""
    left = statement.sides[0]
    relation = statement.relations[0][0]
    named = left is not None and isinstance(bare(left), (Name, Script)) and bool(defined_name(left)[0])
    defines = relation == "=" and named
    if relation in (r"\sim", r"\in") and not named:
        return  # the law of something that is made of other symbols follows from theirs
    for part in walk(left if left is not None and (defines or relation in (r"\in", r"\sim", ":=", ":")) else statement):
        if isinstance(part, Name) and part.text in context.cues.summed | context.cues.bounds:
            continue  # an index, or where it ends: nothing is said of it
        notation = isinstance(part, Name) and (part.word or part.text in (r"\pi", "e", r"\top", "I", r"\mathbb{R}"))
        if isinstance(part, Name) and (not notation or (defines and left is not None and part is bare(left))):
            table = context.unread if relation in STATED else context.opaque
            table.setdefault(part.text, fault.message)


_DECLARING = frozenset(
    {r"\in", r"\sim", ":", r"\perp", *DEFINITE, r"\notin", ":=", "=:", r"\to", r"\mapsto", r"\subset"}
)


def _is_constant(node: Node) -> bool:
    return not isinstance(node, (Name, Script)) or spell(node) in (r"\pi", r"\infty")


def is_equation(node: Node) -> bool:
    return isinstance(node, Chain) and {relation for relation, _ in node.relations} == {"="}


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


MORE = "what is said of its symbols in words, or under a condition"


class Display(Estimates, Likelihoods):
    """Reads the rows of one display."""

    def __init__(
        self,
        context: Context,
        passage: Passage,
        supposed: bool,
        asks: bool,
        balances: bool,
        zeroed: bool,
        qualified: str,
        previous: Node | None,
        layout: build.Layout | None,
        macros: dict[str, Macro],
        record: Record,
        goal: bool,
        premise: bool,
    ) -> None:
        self.macros, self.record, self.goal, self.premise = macros, record, goal, premise
        self.asks = asks  # the prose before it sets up an equation
        self.balances = balances  # and says that a derivative is zero
        self.zeroed = zeroed  # or the prose before the displays above it does
        self.qualified = qualified  # its words that take back some of what is said: `up to a constant`
        self.sign: tuple[str, str] | None = None  # of a row with two, the one that is read
        self.remark = ""  # words in the row that may take it back, or are not known
        self.asked = ""  # how the row says that it is none that is claimed: `?=`, `or`
        self.under: tuple[Node, ...] = ()  # the conditions that hold for the row that is read
        self.context, self.passage, self.supposed, self.layout = context, passage, supposed, layout
        self.previous = previous  # the last side of the display above
        self.previous_statement: Chain | None = None

    def read(self, block: Block) -> Iterator[Step]:
        self.labels = block.labels
        self.changes, self.likelihood = changes(block.before), likelihood_in(block)
        self.known_from = tuple(self.record.stated) if deduces(block.before) else ()  # what the display is deduced from
        self.context.goal = self.goal and not self.supposed
        try:
            yield from self.all_rows(block)
        finally:
            self.context.goal = False

    def all_rows(self, block: Block) -> Iterator[Step]:
        for row in block.rows:
            if row.fault is not None:
                wrong = error_step(self.passage, row.fault, first_relation(row.text), row.text[:SHOWN], "")
                for item in row.items[:1]:
                    self.note([(wrong.line, wrong.column)], item, "=", item, unread=True)
                yield wrong
                continue
            yield from self.row(row)
            for item in row.items:
                self.context.seen |= names_written(self.context, item)

    def row(self, row: Row) -> Iterator[Step]:
        """The statements of a row; conditions after `if`, `for`, `where` hold for it alone."""
        self.hear(row)
        main: list[Node] = []
        conditions: list[Node] = []
        target, word = main, ""
        self.context.ends.clear()
        for item in without_series(tuple(without_ranges(row.items, self.context)), self.context):
            inner = bare(item)
            if main and isinstance(inner, Group) and inner.fence == "()" and isinstance(inner.only, Chain):
                conditions.append(inner.only)  # F(x) = 1 - e^{-x} \qquad (x > 0)
                continue
            if isinstance(inner, Words):
                word = inner.text
                target = conditions if CONDITION.search(inner.text) and not CONCLUDES.search(inner.text) else main
                continue
            says = isinstance(inner, Chain) and {relation for relation, _ in inner.relations} == {r"\in"}
            (main if says and main and word.strip() in ("where", "with", "and") else target).append(inner)
        if conditions and not main:
            main, conditions = conditions, []
        saved = None
        bounds = [item for item in main[1:] if self.is_bound(item, declared=is_equation(main[0]))]
        if bounds and isinstance(main[0], Chain) and not self.is_bound(main[0]):
            main = [item for item in main if item not in bounds]
            conditions = [*conditions, *bounds]  # F(x) = 1 - e^{-x}, x > 0
        self.under = tuple(conditions)
        self.context.given_for = tuple(conditions)
        if conditions:
            saved = self.context.save()
            yield from self.conditions(conditions)
        statements: list[tuple[Chain, list[Node]]] = []
        names: list[Node] = []
        for item in main:
            if isinstance(item, Product) and isinstance(item.factors[-1], Words):
                item = bare(Product(item.start, item.end, item.factors[:-1], item.marks[:-1]))
            if isinstance(item, Chain):
                statements.append((in_one(item), names))
                names = []
            elif isinstance(item, (Name, Script)):
                names.append(item)
        last = bare(main[-1]) if main else None
        # y = X b + e, e \sim N(0, 1): what e is comes first
        declaring = [each for each in statements if each[0].relations[0][0] in _DECLARING and each[0].sides[0]]
        found = {id(each[0]): list(self.chain(*each)) for each in declaring} if len(statements) > 1 else {}
        named = bool(statements) and statements[0][0].relations[0][0] == ":"
        for chain, before in statements:
            if named and chain is not statements[0][0] and {relation for relation, _ in chain.relations} <= set(STATED):
                yield self.hypothesis(chain)
            elif found and declaring and id(chain) not in found and self.is_of_model(chain):
                yield self.declared(chain, before)
            else:
                yield from found.get(id(chain)) or self.chain(chain, before)
        if last is not None and not isinstance(last, Chain):
            self.previous = last
        self.context.given_for = ()
        if saved is not None:
            self.context.restore(saved)

    def hear(self, row: Row) -> None:
        """What the words and marks in a row say of its relations."""
        items = [bare(item) for item in row.items]
        words = " ".join(item.text for item in items if isinstance(item, Words))
        offsets = [offset for item in items if isinstance(item, Chain) for _, offset in item.relations]
        marks = filter(None, (_ASKED.match(self.passage.text, offset) for offset in offsets))
        alternatives = re.search(r"\bor\b(?! equal)", words) is not None
        self.asked = next((mark[1] for mark in marks), "or" if alternatives else qualifies(words))
        self.remark = self.asked or " ".join(unknown_words(words))

    def is_of_model(self, chain: Chain) -> bool:
        """`y = X b + e, e \\sim N(0, s^2 V), s^2 V = P^{-1}`: an equation beside a draw that defines nothing itself."""
        left, right = chain.sides[:2]
        if left is None or right is None or [relation for relation, _ in chain.relations] != ["="]:
            return False
        return not is_definition(self.context, left, right) and not defined_name(left)[0]

    def hypothesis(self, chain: Chain) -> Step:
        """What holds here alone: of a parameter in a named model (`m_0: y \\sim \\mathrm{Bin}(n, p), p = 1/2`), or of a
        symbol in a special case (`c = 0 \\in \\mathbb{R}`).
        """
        relation, offset = chain.relations[0]
        line, column = self.passage.place(offset)
        lhs, rhs = self.shown(chain.sides[0]), self.shown(chain.sides[-1])
        self.note_all(chain, 0, line, column)
        return Step(line, column, relation, lhs, rhs, "assumption", (), (), f"{lhs} {relation} {rhs}, here")

    def note_all(
        self, chain: Chain, start: int, line: int, column: int, alternative: tuple[str, str] | None = None
    ) -> None:
        for at in range(start, len(chain.relations)):
            one, other = chain.sides[at : at + 2]
            if one is not None and other is not None and chain.relations[at][0] in STATED:
                relation = chain.relations[at][0]
                self.note([(line, column)], one, relation, other, hypothesis=True, alternative=alternative)

    def is_placed(self, chain: Chain) -> bool:
        """Whether a declared symbol gets a value that lies in a set: `c = 0 \\in \\mathbb{R}`."""
        name = defined_name(chain.sides[0])[0] if chain.sides[0] is not None else ""
        placed = [relation for relation, _ in chain.relations] == ["=", r"\in"]
        return placed and bool(name) and name not in self.context.definitions

    def is_bound(self, item: Node, *, declared: bool = False) -> bool:
        """Whether a statement bounds a symbol by a number: `x > 0`. That is no claim about every x where it is
        undeclared, and beside an equation."""
        if not isinstance(item, Chain) or not {relation for relation, _ in item.relations} <= {*ORDERS, "!="}:
            return False
        sides = [bare(side) for side in item.sides if side is not None]
        names = [side for side in sides if isinstance(side, (Name, Script))]
        numbers = [side for side in sides if side not in names and all(map(_is_constant, walk(side)))]
        context = self.context
        if len(names) != 1 or len(names) + len(numbers) != len(item.sides):
            return False
        name = spell(names[0])
        new = declared or name not in context.declared
        return new and name not in context.definitions and bool(defined_name(names[0])[0])

    def conditions(self, conditions: list[Node]) -> Iterator[Step]:
        before: list[Node] = []
        for item in conditions:
            if isinstance(item, Chain):
                try:
                    Declarations(self.context).state(before, item)
                except Fault as fault:
                    yield error_step(self.passage, fault, "", self.shown(item), "")
                before = []
            elif isinstance(item, (Name, Script)):
                before.append(item)

    # ---------------------------------------------------------------- chains

    def chain(self, chain: Chain, names: list[Node]) -> Iterator[Step]:
        chain = with_points(chain)
        arrows = [at for at, (relation, _) in enumerate(chain.relations) if relation in ARROWS]
        if not arrows:
            yield from self.plain(chain, names, ())
            return
        statements: list[Chain | None] = []
        start = 0
        for at in [*arrows, len(chain.relations)]:
            sides = chain.sides[start : at + 1]
            relations = chain.relations[start:at]
            known = [side for side in sides if side is not None]
            if not relations:
                inner = bare(known[0]) if known else None
                statements.append(inner if isinstance(inner, Chain) else None)
                if inner is not None and not isinstance(inner, Chain):
                    yield error_step(
                        self.passage,
                        Fault(f"{spell(inner)[:40]} is no statement", inner.start, "a relation"),
                        chain.relations[arrows[0]][0],
                        self.shown(chain),
                        "",
                    )
                    return
            else:
                statements.append(
                    Chain(
                        known[0].start if known else chain.start,
                        known[-1].end if known else chain.end,
                        sides,
                        relations,
                    )
                )
            start = at + 1
        asserted = statements[0] is None  # it stands in the row above
        if statements[0] is None:
            statements[0] = self.previous_statement
        if self.supposed:
            for each in statements:
                if each is not None:
                    yield from self.plain(each, [], ())
            return
        first = statements[0]
        if first is not None and not asserted and self.derives(first):  # dl/dm = .. = 0 \\implies ..
            asks, self.asks = self.asks, False
            yield from self.plain(replace(first, sides=first.sides[:-1], relations=first.relations[:-1]), [], ())
            self.asks = asks
            statements[0] = replace(first, sides=first.sides[-2:], relations=first.relations[-1:])
        for place, at in enumerate(arrows):
            arrow = chain.relations[at][0]
            premise, conclusion = statements[place], statements[place + 1]
            if premise is None or conclusion is None:
                yield error_step(
                    self.passage,
                    Fault(
                        "an arrow without a statement on both sides", chain.relations[at][1], "a relation on each side"
                    ),
                    arrow,
                    self.shown(chain),
                    "",
                )
                continue
            under = self.under
            for one, other in ((premise, conclusion),) * (arrow != "<=_arrow") + ((conclusion, premise),) * (
                arrow != "=>"
            ):
                self.under = under if asserted else (*under, one)
                yield from self.implied(one, other)
            self.under = under
        self.previous_statement = statements[-1]

    def implied(self, premise: Chain, conclusion: Chain) -> Iterator[Step]:
        """The conclusion, with the premise taken for true. Where nothing asserts that, it holds under it alone."""
        context = self.context
        left, right = premise.sides[:2]
        new = [relation for relation, _ in premise.relations] == ["="] and left is not None and right is not None
        if new and is_definition(context, left, right):  # type: ignore[arg-type]
            Declarations(context).define(left, right)  # type: ignore[arg-type]
            yield from self.plain(conclusion, [], (), define=False)
            return
        self.renew(conclusion.sides[0], conclusion.sides[-1])
        solved = self.solved(premise, conclusion)
        if solved is not None:
            yield solved
            return
        saved = context.save()
        try:
            Declarations(context).state([], premise, define=False)
        except Fault as fault:
            context.restore(saved)
            yield error_step(self.passage, fault, "=>", self.shown(premise), self.shown(conclusion))
            return
        relation, offset = conclusion.relations[0]
        if relation in (*STATED, r"\sim"):
            drawn = len(conclusion.relations) > 1 and r"\sim" in [each for each, _ in conclusion.relations]
            yield from self.plain(conclusion, [], (), define=drawn)  # Y = a X + b \sim .. says what Y is
        else:
            unknown = Fault(
                f"that {self.shown(conclusion)[:60]} follows is a claim of a kind that is not known here", offset
            )
            yield error_step(
                self.passage,
                unknown,
                relation,
                self.shown(conclusion.sides[0]),
                self.shown(conclusion.sides[-1]),
                offset,
            )
        context.restore(saved)

    def renew(self, left: Node | None, right: Node | None) -> None:
        """What another exercise defined is something else where this one gives it a value."""
        name = defined_name(left)[0] if left is not None and right is not None else ""
        known = name in self.context.earlier and name in self.context.definitions
        if known and right is not None and not mentions(right, name):
            self.context.forget(name)
            self.context.earlier = self.context.earlier - {name}

    def plain(self, chain: Chain, names: list[Node], local: tuple[Term, ...], *, define: bool = True) -> Iterator[Step]:
        sides = list(chain.sides)
        if sides[0] is None:
            sides[0] = self.previous
            define = False  # what goes on from the row above is a claim
        first_relation = chain.relations[0][0]
        claimed = self.is_of_known(sides[0], first_relation, define=define) or self.compares(sides, first_relation)
        if first_relation in _DECLARING and not claimed:
            whole = Chain(chain.start, chain.end, tuple(sides), chain.relations)
            yield self.declared(whole, names)
            self.previous, self.previous_statement = sides[-1], whole
            return
        left, right = sides[0], sides[1]
        if define:
            self.renew(left, right)
        defines = (
            first_relation == "="
            and left is not None
            and right is not None
            and (is_definition(self.context, left, right))
        )
        asked = define and chain.sides[0] is not None and (self.is_bound(chain) or self.is_asked(chain))
        equation = define and self.balances and not defines and chain.sides[0] is not None
        told = self.balanced(chain) if equation and [each for each, _ in chain.relations] == ["="] else None
        if told is not None:
            with self.context.within_section():
                self.declared(chain, names)
            yield told
            self.previous = sides[-1]
            return
        if asked:
            with self.context.within_section():
                found = self.declared(Chain(chain.start, chain.end, tuple(sides), chain.relations), names)
            yield found
            self.previous = sides[-1]
            return
        defines = defines and not (self.supposed and self.is_at_point(left))
        if self.supposed and define and not defines:
            yield self.declared(Chain(chain.start, chain.end, tuple(sides), chain.relations), names)
            self.previous = sides[-1]
            return
        if define and len(sides) > 2 and right is not None and self.is_renamed(left, right):
            define = False
        own = chain.sides[0] is not None
        named = self.named_within(sides, chain.relations) if define and own else {}
        passed: list[tuple[int, int]] = []  # the places of the steps that are claims
        for at, (relation, offset) in enumerate(chain.relations):
            left, right = sides[at], sides[at + 1]
            if left is None or right is None:
                missing = "left" if left is None else "right"
                yield error_step(
                    self.passage,
                    Fault(f"a relation without a {missing} side", offset, "an expression"),
                    relation,
                    self.shown(left),
                    self.shown(right),
                )
                continue
            if relation == r"\in":  # X = [X_0, X_1] \in \mathbb{R}^{n \times p}
                yield self.declared(Chain(left.start, right.end, (left, right), ((relation, offset),)), [])
                continue
            if define and at == 0 and not defines and self.is_placed(chain):
                yield self.hypothesis(Chain(left.start, right.end, (left, right), ((relation, offset),)))
                continue
            asked = self.asks and define and len(chain.relations) > 1 and relation == "="
            if asked and (is_zero(right) or (at == 0 and is_zero(left))):  # f'(x) = 0 = ..
                with self.context.within_section():
                    found = self.declared(Chain(left.start, right.end, (left, right), ((relation, offset),)), [])
                yield found
                continue
            if relation == r"\sim" and entries_of(left) and not self.is_of_known(left, relation, define=define):
                yield self.declared(Chain(left.start, right.end, (left, right), ((relation, offset),)), [])
                continue
            defining = define and at == 0
            several = [(left, right, [])] if relation not in STATED else list(variants(left, right))
            if defining and relation == "=" and is_definition(self.context, left, right):
                several = [(left, self.telling(chain, left, right), [])]
            elif len(several) < 2:
                several = [(left, right, [])]
            for branch, (one, other, conditions) in enumerate(several):
                saved, outer = self.context.save() if conditions else None, self.under
                self.under = (*outer, *conditions)
                # of x = \pm a one holds, and upper signs go with upper ones all over a display
                either = len(several) > 1 and not conditions and relation == "=" and (one is left or other is right)
                self.sign = (f"signs in {self.record.block}", str(branch)) if either else None
                yield from self.conditions(list(conditions))
                told = named.get(at)
                if told is None and defining and self.zeroed and relation == "=":
                    told = self.stationary(one, other, offset)
                if told is None and defining and self.likelihood and is_definition(self.context, one, other):
                    told = self.of_data(one, other, offset)
                found = told or self.step(
                    one, relation, offset, other, define=defining and len(several) == 1, local=local
                )
                if saved is not None:
                    self.context.restore(saved)
                self.under = outer
                if either:
                    found = replace(found, caveats=(*found.caveats, "it may hold with one of the two signs"))
                if any(map(bounds_of_set, conditions)):
                    why = "where the least and the largest element of a set lie is not known here"
                    found = replace(found, caveats=(*found.caveats, why))
                if found.kind in ("claim", "error"):
                    self.context.rely(self.context.names_in(left) | self.context.names_in(right))
                yield found
                if found.kind != "definition":
                    passed.append((found.line, found.column))
                said = sides[0] if own and at in (0, len(chain.relations) - 1) else None  # what goes on is a claim
                if found.kind == "error":
                    # shapes that do not fit say nothing
                    if said is not None and (found.again is None or not self.is_declared(left, right)):
                        self.note([(found.line, found.column)], said, relation, right, unread=True)
                elif said is not None and relation in STATED:
                    case = (f"branches at {offset}", str(branch)) if conditions else None
                    self.note(passed, said, relation, other, conditions=conditions, alternative=case or self.sign)
        self.previous = sides[-1]
        self.previous_statement = Chain(chain.start, chain.end, tuple(sides), chain.relations)

    def telling(self, chain: Chain, left: Node, right: Node) -> Node:
        """The side that says what f(a, b) is: of `\\sum_i e_i^2 = \\sum_i (y_i - a - b x_i)^2` the one with a and b."""
        parameters = set(defined_name(left)[1])
        if not parameters or {relation for relation, _ in chain.relations} != {"="}:
            return right
        sides = [side for side in chain.sides[1:] if side is not None]
        return next((side for side in sides if parameters <= self.context.closure(side)), right)

    def named_within(self, sides: list[Node | None], relations: tuple[tuple[str, int], ...]) -> dict[int, Step]:
        """`Z = g(X) = (X - m) / s`: the second equation says which function g is, where that is any."""
        found = {}
        for at, (relation, offset) in enumerate(relations[1:], 1):
            left, right = sides[at], sides[at + 1]
            if relation != "=" or left is None or right is None or not defined_name(left)[1]:
                continue
            if is_definition(self.context, left, right):
                found[at] = self.step(left, relation, offset, right, define=True, local=())
        return found

    def is_declared(self, left: Node, right: Node) -> bool:
        """Whether the document declares all symbols of two sides, so that none has a guessed shape."""
        names = self.context.closure(left) | self.context.closure(right)
        return names.isdisjoint(self.context.guesses)

    def is_renamed(self, left: Node | None, right: Node) -> bool:
        """`g(x) = y = 2x`: y is a name for the value of g, which is not this y for every x."""
        parameters = defined_name(left)[1] if left is not None else ()
        name = defined_name(right)[0] if isinstance(bare(right), (Name, Script)) else ""
        known = {*parameters, *self.context.declared, *self.context.definitions}
        return bool(parameters and name) and name not in known

    def compares(self, sides: Sequence[Node | None], relation: str) -> bool:
        """Whether `A A^\\top \\succeq 0` is a claim: A \\succ 0 says what an A is that has a name only."""
        left, right = sides[:2]
        if relation not in DEFINITE or left is None or right is None:
            return False
        inner = bare(left)
        plain = isinstance(inner, Name) or (isinstance(inner, Script) and inner.sup is None)
        given = plain and spell(inner) not in self.context.definitions and is_zero(right)
        return not (given and relation in (r"\succ", r"\succeq"))

    def is_of_known(self, left: Node | None, relation: str, *, define: bool) -> bool:
        """Whether `Y \\sim ..` is a claim: the law of something that is made of other random variables."""
        if relation != r"\sim" or left is None:
            return False
        inner = bare(left)
        if isinstance(inner, Group) and len(inner.items) > 1:
            return False
        scope = Probability(self.context)
        names = self.context.closure(inner)
        random = any(scope.is_chance(name) or name in self.context.samples for name in names)
        if entries_of(inner):
            return any(scope.declared_law(name) is not None for name in names)
        if isinstance(inner, (Name, Script)):
            known = spell(inner) in self.context.definitions
            return random and (known or (not define and scope.declared_law(spell(inner)) is not None))
        return random

    def note(
        self,
        steps: list[tuple[int, int]],
        left: Node,
        relation: str,
        right: Node,
        *,
        unread: bool = False,
        hypothesis: bool = False,
        conditions: Sequence[Node] = (),
        alternative: tuple[str, str] | None = None,
    ) -> None:
        """A row with a left side of its own is something that later steps may rest on."""
        if relation == "=":
            self.context.ties.append(tie(left, right, local=True))
        if steps:
            self.record.add(
                Stated(
                    steps[-1][0], tuple(steps), left, relation, right, self.record.block, self.labels,
                    self.goal and not hypothesis, unread or bool(self.qualified or self.remark), self.premise,
                    (*self.under, *conditions), alternative,
                )
            )  # fmt: skip

    def is_asked(self, chain: Chain) -> bool:
        """Whether prose says that an equation is set up (`setting it to zero`), of a side that is 0 or a symbol."""
        if not (self.asks or self.zeroed) or [relation for relation, _ in chain.relations] != ["="]:
            return False
        return any(is_zero(side) for side in chain.sides if side is not None)

    def is_at_point(self, left: Node | None) -> bool:
        """Whether a side is the value of a declared function at a declared point."""
        name, parameters = defined_name(left) if left is not None else ("", ())
        return name in self.context.declared and any(each in self.context.declared for each in parameters)

    def is_set(self, left: Node, right: Node) -> bool:
        """Whether an equation says what a set \\mathcal{Y} is. To what follows it stays any set."""
        name, inside = spell(bare(left)), bare(right)
        plain = name.startswith(SPACES) and not name.startswith(r"\mathbb") and name not in self.context.declared
        return plain and isinstance(inside, Group) and inside.fence == r"\{}"

    def declared(self, chain: Chain, names: list[Node]) -> Step:
        relation, offset = chain.relations[0]
        line, column = self.passage.place(offset)
        lhs, rhs = self.shown(chain.sides[0]), self.shown(chain.sides[-1])
        try:
            said = Declarations(self.context).state(names, chain)
        except Fault as fault:
            mark_unknown(self.context, chain, fault)
            return error_step(self.passage, fault, relation, lhs, rhs, offset)
        if relation == ":" and len(chain.sides) == 2 and chain.sides[1] is not None:  # H_0: \\mu = 0
            self.note([(line, column)], chain.sides[1], "=", chain.sides[1], unread=True, hypothesis=True)
        if relation == ":":  # H_0: \\mu_1 = \\mu_2
            test = lhs.startswith("H_")
            self.note_all(chain, 1, line, column, ("H", lhs) if test else None)
        kind: Kind = "definition" if relation in (":=", "=:") else "assumption"
        said = f"{lhs} := {rhs}" if kind == "definition" else said[:SHOWN]
        return Step(line, column, relation, lhs, rhs, kind, (), (), said)

    def step(
        self, left: Node, relation: str, offset: int, right: Node, *, define: bool, local: tuple[Term, ...]
    ) -> Step:
        line, column = self.passage.place(offset)
        lhs, rhs = self.shown(left), self.shown(right)
        try:
            listed = Declarations(self.context).listing(bare(left), bare(right)) if relation == "=" and define else ""
            if listed:
                return Step(line, column, relation, lhs, rhs, "assumption", (), (), listed)
            if relation == "=" and define and is_definition(self.context, left, right):
                errors = Declarations(self.context).of_errors(left, right)
                Declarations(self.context).define(left, right)
                said = (
                    f"{lhs} := {rhs}"
                    if errors is None
                    else f"{lhs} is data, and {self.shown(errors[0])} the rest of it"
                )
                return Step(line, column, relation, lhs, rhs, "definition", (), (), said)
            root = Declarations(self.context).root_of_statistic(left, right) if relation == "=" and define else None
            if root is not None:
                Declarations(self.context).define(*root)
                return Step(line, column, relation, lhs, rhs, "definition", (), (), f"{lhs} := {rhs}")
            if relation == "=" and define and self.is_set(left, right):
                return Step(line, column, relation, lhs, rhs, "definition", (), (), f"{lhs} := {rhs}")
            if relation not in (*STATED, *DEFINITE, r"\sim"):
                raise Fault(f"the relation {relation} is not known here", offset, "=, <, >, \\approx, ..")
            given = introduced(self.context, left, right) if relation == "=" and define else None
            if given is None and relation == "=" and define and is_moment_of_unknown(self.context, left, right):
                self.suppose(left, right, local=True)
                said = "nothing else is known of what is random here: it is taken to be so"
                return Step(line, column, relation, lhs, rhs, "assumption", (), (), said)
            if given is not None:
                return self.supposition(*given, Step(line, column, relation, lhs, rhs, "assumption"))
            meaning = relate(
                self.context, left, relation, right, self.layout, lambda scope: self.variables(scope, left), local
            )
        except Fault as fault:
            wrong = error_step(self.passage, fault, relation, lhs, rhs, offset)
            shapes = isinstance(fault.__cause__, SortError) and relation in STATED
            return self.within(wrong, left, right, local) if shapes else wrong
        except RecursionError:
            return error_step(self.passage, Fault("nested too deep", offset), relation, lhs, rhs, offset)
        claim = meaning.readings[0].claim
        if relation == "=" and define and not self.goal and is_density(claim.left, claim.right):
            Declarations(self.context).take_factor(claim.left, left, right, f"{lhs} = {rhs}"[:120])
            said = "the density is taken to be this"
            return Step(line, column, relation, lhs, rhs, "assumption", (), meaning.assumed, said)
        readings, caveats = meaning.readings, self.doubts(meaning)
        if self.asks:
            caveats = (*caveats, "the text may set this equation up")
        for said in filter(None, (self.qualified, self.asked)):
            caveats = (*caveats, f"the text says: {said}")
        if define and self.changes and defined_name(left)[0] in self.context.definitions:
            caveats = (*caveats, f"the text may give {lhs} another value here")
        repeats = self.repeated(left, right) if relation == "=" else ""
        one = certain(self.context, readings)
        step = Step(line, column, relation, lhs, rhs, "claim", readings, meaning.assumed, "", caveats, repeats, one)
        return self.within(step, left, right, local)

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

    def repeated(self, left: Node, right: Node) -> str:
        """The symbol of an equation that only what is to be shown gives a value to."""
        definitions = self.context.definitions
        sides = ((defined_name(one)[0], other) for one, other in ((left, right), (right, left)))
        names = [name for name, other in sides if name in definitions and not mentions(other, name)]
        return next((name for name in names if definitions[name].goal), "")

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
            meaning = relate(here, one, relation, other, self.layout, lambda scope: self.variables(scope, one), local)
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
            meaning = relate(
                context, left, relation, right, self.layout, lambda scope: self.variables(scope, left),
                (*local, *facts),
            )  # fmt: skip
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
            return relate(
                context, left, relation, right, self.layout, lambda scope: self.variables(scope, left), local
            ).readings
        return ()

    def said(self, statement: Stated) -> str:
        if statement.told:
            return statement.told + (f" (line {statement.line})" if statement.line else "")
        left, right = self.shown(statement.left), self.shown(statement.right)
        where = "; ".join(self.shown(each) for each in statement.conditions)
        return f"{left} {statement.relation} {right}{where and f', where {where}'} (line {statement.line})"

    def supposition(self, name: Node, value: Node, step: Step) -> Step:
        """An equation that says what a symbol is, or what is asked of it: it holds from here to the section's end."""
        try:
            settle(lambda: Probability(self.context).term(value), value)  # its faults are told here
        except SortError as wrong:
            raise Fault(str(wrong), value.start, "", self.context.known()) from wrong
        said = f"{step.lhs} = {step.rhs}"
        written, parameters = defined_name(name)
        places = Declarations(self.context).running_places(name, value)
        inner = bare(name)
        array = self.context.array_name(spell(inner.base), len(places)) if isinstance(inner, Script) else ""
        if holds_at_points(self.context, parameters, value) and not self.goal:
            self.suppose(name, value, local=True)
            self.context.note_points(written, said, parameters)
            return replace(step, because=f"{self.shown(name)} is taken to be this: nothing else is known of it")
        known = self.context.definitions.get(array)
        if places and (known is None or known.model):
            model = Declarations(self.context).awaits_chance(inner, value)
            self.context.define(array, Definition(places, value, indexed=True, supposed=said[:120], model=model))
            return replace(step, because=f"{self.shown(name)} is taken to be this: nothing else is known of it")
        base = self.context.kind(written.split("_")[0])
        if base in ("vector", "matrix") and "_" in written and not self.context.is_named_by_size(name):
            self.suppose(name, value, local=True)  # an entry of an array
            return replace(step, because=f"{self.shown(name)} is taken to be this: nothing else is known of it")
        if isinstance(value, Root) and value.start == value.body.start:
            said += rf", {written} \geq 0"  # of a square
        self.context.define(written, Definition(parameters, value, supposed=said[:120]))
        return replace(step, because=f"{self.shown(name)} is taken to be this: nothing else is known of it")

    def suppose(self, left: Node, right: Node, *, local: bool = False) -> None:
        """Take an equation for true from here on."""

        def attempt() -> Term:
            return build.equal(*stated_terms(Probability(self.context), left, "=", right))

        try:
            if local:
                with self.context.within_section():
                    self.context.suppose(lambda: settle(attempt, left, right))
            else:
                self.context.suppose(lambda: settle(attempt, left, right))
        except SortError as wrong:
            raise Fault(str(wrong), left.start, "", self.context.known()) from wrong

    def variables(self, scope: Probability, left: Node) -> tuple[Term, ...]:
        """What the two sides of a proportionality are functions of."""
        inner = bare(left)
        if isinstance(inner, Product) and isinstance(bare(inner.factors[-1]), Group) and len(inner.factors) == 2:
            called = bare(inner.factors[-1])
            assert isinstance(called, Group)
            cut = next((at + 1 for at, mark in enumerate(called.separators) if mark in ("|", ";")), len(called.items))
            if cut < len(called.items):
                scope.caveats["this may be proportional as a function of what is given"] = None
            found = [scope.term(item) for item in called.items[:cut]]
            free = [symbol for term in found for symbol in sorted(term.free, key=lambda each: each.digest)]
            if free:
                return tuple(dict.fromkeys(free))
        raise Fault(
            "proportional as functions of what", left.start, "a density or a function of a variable on the left"
        )

    def shown(self, node: Node | None) -> str:
        """A side as it stands in the document."""
        if node is None:
            return ""
        return unaligned(self.passage.text[node.start : node.end]).strip()[:SHOWN]
