"""Chains of relations -> steps: a = b = c, what follows from what, and the branches of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..errors import Fault
from ..terms.term import ORDERS, Term
from .branches import bounds_of_set, variants
from .declarations import Declarations
from .draws import entries_of
from .estimates import Estimates, is_zero
from .laws import with_points
from .likelihoods import Likelihoods
from .notation import ARROWS, DEFINITE, STATED
from .probability import Probability
from .roles import defined_name, is_definition, mentions
from .step import Step, error_step
from .syntax import Chain, Group, Name, Node, Script, bare, spell, walk

DECLARING = frozenset(
    {r"\in", r"\sim", ":", r"\perp", *DEFINITE, r"\notin", ":=", "=:", r"\to", r"\mapsto", r"\subset"}
)


def _is_constant(node: Node) -> bool:
    return not isinstance(node, (Name, Script)) or spell(node) in (r"\pi", r"\infty")


class Chains(Estimates, Likelihoods):
    """Reads chains of relations."""

    supposed: bool
    balances: bool  # the prose before the display says that a derivative is zero
    previous: Node | None  # the last side of the row above
    previous_statement: Chain | None

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
        if first_relation in DECLARING and not claimed:
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

    def is_asked(self, chain: Chain) -> bool:
        """Whether prose says that an equation is set up (`setting it to zero`), of a side that is 0 or a symbol."""
        if not (self.asks or self.zeroed) or [relation for relation, _ in chain.relations] != ["="]:
            return False
        return any(is_zero(side) for side in chain.sides if side is not None)

    def is_at_point(self, left: Node | None) -> bool:
        """Whether a side is the value of a declared function at a declared point."""
        name, parameters = defined_name(left) if left is not None else ("", ())
        return name in self.context.declared and any(each in self.context.declared for each in parameters)
