"""Declarations: what `given` lines, rows like `x \\in \\mathbb{R}^n` and prose say that symbols are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ..errors import Fault, SortError
from ..terms import build
from ..terms.show import latex
from ..terms.sorts import NATURAL, REAL, Matrix, RandomVariable, Scalar, Vector
from ..terms.term import TURNED, Term
from .elaborate import settle, stated_terms
from .kinds import Kinds
from .laws import law_name
from .masses import complete
from .moments import of_all_entries
from .notation import SPACES
from .probability import Probability
from .roles import defined_name, holds_at_points, is_definition, mentions
from .scope import narrow
from .syntax import Chain, Group, Name, Node, Product, Script, Sum, bare, is_square, spell
from .ties import tie

CHANCES = frozenset({"P", "p", r"\Pr", r"\mathbb{P}", r"\mathrm{P}", r"\mathrm{Pr}", "Pr"})


class Declarations(Kinds):
    """Changes a context by what is declared."""

    def state(self, names: Sequence[Node], chain: Chain, *, define: bool = True) -> str:
        """Take a statement for true; says in words what it introduces. `names` stood before it: `x, y \\in ..`."""
        try:
            return self.stated(names, chain, define=define)
        except SortError as wrong:
            raise Fault(str(wrong), chain.start, "", self.context.known()) from wrong

    def stated(self, names: Sequence[Node], chain: Chain, *, define: bool) -> str:
        """`state`, with errors of sort and shape as they come."""
        if any(side is None for side in chain.sides):
            raise Fault("half a declaration", chain.start, "both sides")
        sides = [bare(side) for side in chain.sides if side is not None]
        relations = [relation for relation, _ in chain.relations]
        if relations == [":", r"\sim"] and self.labels_law(sides[0], sides[2]):
            return self.define(sides[0], sides[2])
        if relations[0] == ":" and r"\to" not in relations and r"\mapsto" not in relations:
            self.context.stated.add(spell(sides[0]))
            for side in sides[1:2] if r"\sim" in relations else ():
                self.context.lawless.setdefault(spell(side), f"its distribution under {spell(sides[0])}")
            return f"{spell(sides[0])} names a statement; nothing is taken from it"
        if relations[0] == ":" and len(relations) == 2 and relations[1] in (r"\to", r"\mapsto"):
            return self.function(sides[0], sides[1], sides[2])
        if relations == [r"\in"] and not names and not self.several_names(sides[0]):
            return self.lies_in(sides[0], sides[1])
        if relations == [r"\in"]:
            return self.membership([*names, *self.several(sides[0])], sides[1])
        if relations == [r"\sim"] and isinstance(sides[0], Group) and "|" in sides[0].separators:
            return self.drawn_given(sides[0], sides[1])
        if relations == [r"\sim"]:
            return self.drawn([*names, *self.several(sides[0])], sides[1])
        if relations == [":="] or relations == ["=:"]:
            left, right = sides if relations == [":="] else sides[::-1]
            return self.define(left, right)
        if set(relations) == {r"\perp"}:
            return self.independent([*names, *sides])
        if relations[0] in (r"\succ", r"\succeq") and spell(sides[1]) == "0":
            trait = "positive_definite" if relations[0] == r"\succ" else "positive_semidefinite"
            return self.trait([*names, sides[0]], trait)
        if len(relations) > 1 and any(relation not in TURNED for relation in relations):
            return ", ".join(
                self.stated(
                    names if at == 0 else (),
                    Chain(chain.start, chain.end, chain.sides[at : at + 2], (chain.relations[at],)),
                    define=define,
                )
                for at in range(len(relations))
            )
        if relations == [r"\notin"] and spell(sides[1]).startswith(SPACES):
            return f"{spell(sides[0])} is not in {spell(sides[1])}"
        if any(relation not in TURNED for relation in relations):
            raise Fault(f"a declaration by {relations[0]}", chain.start, r"\in, \sim, =, < or >")
        said = []
        for at, relation in enumerate(relations):
            lefts = [*names, sides[0]] if at == 0 else [sides[at]]
            for left in lefts:
                said.append(self.relate(left, relation, sides[at + 1], define=define))
        return ", ".join(said)

    def labels_law(self, node: Node, law: Node) -> bool:
        """Whether P of `P: X \\sim N(0, 1)` stands for that law of X, as in KL[P || Q], and not for a model."""
        name, cues = spell(node), self.context.cues
        told = name in cues.laws or cues.said(name, "distribution", "distributions")
        of = law.factors[0] if isinstance(law, Product) else law
        return isinstance(node, Name) and told and bool(law_name(bare(of)))

    def relate(self, left: Node, relation: str, right: Node, *, define: bool) -> str:
        left, right = bare(left), bare(right)
        if relation in ("<", "!=") and spell(right) in (r"\infty", r"+\infty"):
            return f"{spell(left)[:60]} is finite"  # as all values are
        found = self.bounded(left, relation, right) or self.bounded(right, TURNED[relation], left)
        if found:
            return found
        if relation == "=":
            if isinstance(left, Name) and isinstance(right, Sum) and self.is_made_of(left.text, right):
                return f"{left.text} := {spell(right)[:60]}"
            trait = self.matrix_equation(left, right) or self.matrix_equation(right, left)
            if trait:
                return trait
            listed = self.listing(left, right)
            if listed:
                return listed
            root = self.root_of_statistic(left, right) or self.root_of_spread(left, right) if define else None
            if root is not None:
                return self.define(*root)
            known, parameters = defined_name(left)
            if known not in self.context.declared and holds_at_points(self.context, parameters, right):
                self.context.note_points(known, f"{spell(left)} = {spell(right)}", parameters)
            elif define and (
                is_definition(self.context, left, right, said=True)
                or (known in self.context.definitions and not mentions(right, known))
            ):
                return self.define(left, right)

        self.random_by_chance(left)

        def attempt() -> Term:
            scope = Probability(self.context)
            return of_all_entries(self.context, build.relation(relation, *stated_terms(scope, left, relation, right)))

        try:
            taken = self.context.suppose(lambda: settle(attempt, left, right))
        except SortError as wrong:
            raise Fault(str(wrong), left.start, "", self.context.known()) from wrong
        if relation == "=":
            self.context.ties.append(tie(left, right))
        complete(self.context, left)
        if any(self.runs(index) for index in taken.free):
            self.context.suppose(lambda: settle(lambda: self.everywhere(left, relation, right), left, right))
        return latex(taken)

    def random_by_chance(self, side: Node) -> None:
        """The x of P(x = 1) is random, whatever numbers it is said to be among."""
        factors = side.factors if isinstance(side, Product) and len(side.factors) == 2 else ()
        called = bare(factors[1]) if factors and spell(factors[0]) in CHANCES else None
        event = bare(called.only) if isinstance(called, Group) and called.only is not None else None
        sides = [each for each in event.sides if each is not None] if isinstance(event, Chain) else []
        for one, other in (sides, sides[::-1]) if len(sides) == 2 else ():
            sort = self.context.sort_of(self.name(one))
            if isinstance(sort, Scalar) and self.constant(other) is not None:
                self.context.declare(self.name(one), RandomVariable(sort))

    def runs(self, index: Term) -> bool:
        """Whether a symbol is an index of which nothing is said but that it runs over a range somewhere."""
        context = self.context
        return index.name in context.cues.running and index.name not in context.declared and index.sort == NATURAL

    def everywhere(self, left: Node, relation: str, right: Node) -> Term:
        """`sum_i n_{ij} a_i = 0`, of a j that is no certain one: it holds for each that there is."""
        scope = Probability(self.context)
        found = build.relation(relation, *stated_terms(scope, left, relation, right))
        for bound in scope.local:
            index, size = bound.args
            if index not in found.free or not self.runs(index):
                continue
            if found.data == "=" and not any(map(build.is_array, found.args)):
                found = build.equal(*(build.tabulate(index, size, side) for side in found.args))
            else:
                found = build.forall(index, build.between(build.ONE, size), found)
        return found

    def bounded(self, left: Node, relation: str, right: Node) -> str:
        """A number or a vector on the right side of a bound becomes a sort."""
        bound = self.constant(right)
        if bound == 0 and relation in (">", ">=") and is_square(left):
            return self.square_bounded(left, relation)
        name = self.name(left)
        if bound is None or not name or relation == "=" or name in self.context.definitions:
            return ""
        if relation == "!=" and bound != 0:
            return ""  # sorts know of no other number left out
        sort = self.context.sort_of(name)
        base = spell(left.base) if isinstance(left, Script) else name
        if sort is None and isinstance(left, Script) and left.sub is not None and self.is_free_index(left.sub):
            base = self.context.array_name(base)
            whole = self.context.sort_of(base)
            entry = whole.entry if isinstance(whole, (Vector, Matrix)) else REAL
            narrowed = narrow(entry, relation, bound)
            if isinstance(whole, (Vector, Matrix)):
                self.context.declare(base, replace(whole, entry=narrowed))
                return f"the entries of {base} are {relation} {bound}"
            if whole is None:
                return self.indexed(left, narrowed)
            return ""
        if sort is None and relation == "!=" and self.context.cues.shapes.get(name, "real") != "real":
            return ""  # a vector v != 0, of which no entry need be
        if sort is None:
            sort = NATURAL if name in self.context.cues.bounds else REAL
            if name in self.context.cues.random:
                sort = RandomVariable(REAL)
        if isinstance(sort, RandomVariable) and isinstance(sort.value, Scalar) and not self.has_law(name):
            self.context.declare(name, RandomVariable(narrow(sort.value, relation, bound)))
            return f"{name} {relation} {bound}"
        if isinstance(sort, Scalar):
            self.context.declare(name, narrow(sort, relation, bound))
            return f"{name} {relation} {bound}"
        if isinstance(sort, Vector) and relation != "!=":
            self.context.declare(name, replace(sort, entry=narrow(sort.entry, relation, bound)))
            return f"the entries of {name} are {relation} {bound}"
        return ""

    def square_bounded(self, square: Script, relation: str) -> str:
        """`\\sigma^2 > 0`: no symbol of its own; a \\sigma is no negative number, and another letter not zero."""
        base = (
            Script(square.start, square.end, square.base, square.sub, None) if square.sub is not None else square.base
        )
        name = self.name(base)
        sort = self.context.sort_of(name) or REAL
        if not name or name in self.context.definitions or not isinstance(sort, Scalar):
            return ""
        deviation = (
            spell(bare(square.base)).strip("{}").endswith((r"\sigma", r"\tau")) and name not in self.context.declared
        )
        if deviation or relation == ">":
            self.context.declare(name, narrow(sort, relation if deviation else "!=", Fraction(0)))
        return f"{spell(square)} {relation} 0"
