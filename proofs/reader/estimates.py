"""Estimates that solve an equation: `.. = 0 \\implies \\hat{m} = ..`, and `setting it to zero gives` the same."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..errors import Fault
from .context import Definition
from .declarations import Declarations
from .elaborate import unsettled
from .record import MOST, Stated
from .relations import Relations
from .roles import is_definition, undecorated
from .step import Step
from .syntax import Chain, Evaluated, Frac, Group, Name, Node, Num, Product, Script, bare, spell, walk

_NABLA = r"\nabla"
_SLOPES = ("d", r"\partial")


class Estimates(Relations):
    """Reads what a display says of estimates."""

    zeroed: bool  # the prose before it, or before the displays above it, says that a derivative is zero

    def derives(self, statement: Chain) -> bool:
        """Whether a premise begins with what a derivative is: \\partial l / \\partial m = .. = 0."""
        left = statement.sides[0]
        if left is None or None in statement.sides or len(statement.relations) < 2:
            return False
        primed = any(isinstance(part, Script) and part.primes for part in walk(left))
        equations = all(relation == "=" for relation, _ in statement.relations)
        return equations and (self._moves(left) or primed) and is_zero(statement.sides[-1] or left)

    def solved(self, premise: Chain, conclusion: Chain) -> Step | None:
        """`.. = 0 \\implies \\hat{m} = \\bar{x}`: the premise at m = \\bar{x}, where nothing is known of \\hat{m}."""
        context = self.context
        relations = [relation for relation, _ in (*premise.relations, *conclusion.relations)]
        left, right = conclusion.sides[0], conclusion.sides[-1]
        if relations != ["=", "="] or left is None or right is None or None in premise.sides:
            return None
        name = undecorated(left)
        known = context.names_in(premise)
        if not name or name not in known or name in context.definitions or not is_definition(context, left, right):
            return None
        if name in context.made_of(right):
            return None
        saved = context.save()
        try:
            context.define(name, Definition((), right))
            one, other = (side for side in premise.sides if side is not None)
            step = self._estimate(left, right, one, other, conclusion.relations[0][1])
        finally:
            context.restore(saved)
        Declarations(context).define(left, right)
        return step

    def stationary(self, left: Node, right: Node, offset: int) -> Step | None:
        """`Setting it to zero gives \\hat{m} = \\bar{x}`: the derivative by m that was written last is 0 there."""
        context = self.context
        of, square = _without_square(left)
        name = undecorated(of)
        slope = self._slope(name + square) if name else None
        if slope is None or spell(of) in context.seen or name in context.definitions or name in context.made_of(right):
            return None
        values: list[tuple[Node, Node]] = [(_variable(name, square, left), right)]
        for part in walk(right):  # of sigma at \\hat{m}: there m is that as well
            other = undecorated(part)
            if other not in ("", name) and other not in context.definitions and spell(part) in context.definitions:
                values.append((_variable(other, "", part), part))
        points = tuple(Chain(left.start, right.end, pair, (("=", offset),)) for pair in dict.fromkeys(values))
        at = Group(left.start, right.end, "{}", points, (",",) * (len(points) - 1))
        nought = Num(right.end, right.end, Fraction(0))
        step = self._estimate(left, right, Evaluated(left.start, right.end, slope.left, at), nought, offset)
        if step.kind != "claim":
            return None
        self.step(left, "=", offset, right, define=True, local=())  # from here on the estimate is that
        known = {name, *(spell(variable) for variable, _ in values)}
        others = [each for each in self._others(name + square) if each.removesuffix("^2") not in known]
        return replace(
            step, caveats=(*step.caveats, *(f"what {each} is there is not known" for each in sorted(others)))
        )

    def _others(self, variable: str) -> set[str]:
        """The other variables by which something is differentiated near here: at the solution they have values too."""
        return {by for by, _ in self._slopes()} - {variable}

    def _slopes(self) -> list[tuple[str, Stated]]:
        """The derivatives that are stated near here, with what they are by."""
        near = (each for each in self.record.stated[-MOST["near"] :] if each.relation == "=")
        return [(by, each) for each in near if (by := differentiated_by(each.left))]

    def balanced(self, chain: Chain) -> Step | None:
        """`Setting it to zero gives X^T X \\hat{w} = X^T y`: where that holds, the derivative by w is 0."""
        context = self.context
        left, right = chain.sides
        if left is None or right is None or self._moves(left) or self._moves(right):
            return None
        names = {spell(part): part for side in (left, right) for part in walk(side) if isinstance(part, (Name, Script))}
        values = {undecorated(part): part for part in names.values() if undecorated(part)}
        stated = next(filter(None, map(self._slope, (*values, *names))), None)
        if stated is None or not context.definitions.keys().isdisjoint(map(spell, values.values())):
            return None
        slope, variable = stated.left, differentiated_by(stated.left)
        if variable in values:
            pair = (_variable(variable, "", left), values[variable])
            slope = Evaluated(left.start, right.end, slope, Chain(left.start, right.end, pair, chain.relations))
        saved, offset = context.save(), chain.relations[0][1]
        try:
            Declarations(context).state([], chain, define=False)
            step = self._estimate(left, right, slope, Num(right.end, right.end, Fraction(0)), offset)
        except Fault:
            return None
        finally:
            context.restore(saved)
        others = tuple(f"the derivative by {each} may be meant" for each in sorted(self._others(variable)))
        return replace(step, caveats=(*step.caveats, *others)) if step.kind == "claim" else None

    @staticmethod
    def _moves(node: Node) -> bool:
        return any(isinstance(part, Name) and part.text in (*_SLOPES, _NABLA) for part in walk(node))

    def _slope(self, variable: str) -> Stated | None:
        """The last derivative by a variable, of something that is defined, that the displays before have: if of one
        thing only, as which is meant of several is said in words."""
        slopes = [each for by, each in self._slopes() if by == variable]
        of = {frozenset(self.context.names_in(each.left) & self.context.definitions.keys()) for each in slopes}
        return slopes[-1] if len(of) == 1 and all(of) else None

    def _estimate(self, left: Node, right: Node, one: Node, other: Node, offset: int) -> Step:
        """The step that an estimate solves an equation, of which its own two sides are shown."""
        asks, self.asks = self.asks, False
        try:
            step = self.step(one, "=", offset, other, define=False, local=())
        finally:
            self.asks = asks
        open_ = {said for reading in step.readings for said in unsettled(self.context, reading.claim)}
        unknown = (part for part in walk(right) if undecorated(part) and spell(part) not in self.context.definitions)
        alone = next(unknown, None) is None  # of no other unknowns: the data are given
        caveats = tuple(said for said in step.caveats if not (alone and said in open_))
        assumed = (*step.assumed, "it solves the equation; whether another value does is not looked at")
        return replace(step, lhs=self.shown(left), rhs=self.shown(right), again=None, caveats=caveats, assumed=assumed)


def is_zero(node: Node) -> bool:
    """0, 0_p, \\mathbf{0}."""
    node = bare(node)
    base = bare(node.base) if isinstance(node, Script) and node.sup is None else node
    return (isinstance(base, Num) and base.value == 0) or spell(base) == r"\mathbf{0}"


def differentiated_by(node: Node) -> str:
    """The m of \\partial l / \\partial m, \\nabla_m l, \\nabla l(m) and l'(m), which may be s^2; or ''."""
    node = bare(node)
    factors = tuple(map(bare, node.factors)) if isinstance(node, Product) else (node,)
    first, last = factors[0], factors[-1]
    called = spell(last.only) if isinstance(last, Group) and last.fence == "()" and last.only is not None else ""
    if isinstance(first, Frac):
        over, under = bare(first.over), bare(first.under)
        sign = bare(over.factors[0]) if isinstance(over, Product) else over
        by = under.factors if isinstance(under, Product) else ()
        return spell(by[1]) if len(by) == 2 and spell(sign) == spell(by[0]) and spell(sign) in _SLOPES else ""
    if spell(first) == _NABLA:
        return called
    if isinstance(first, Script) and first.sup is None:
        if spell(first.base) == _NABLA and first.sub is not None:
            return spell(first.sub)
        return called if first.primes == 1 and len(factors) == 2 else ""
    return ""


def _without_square(left: Node) -> tuple[Node, str]:
    """\\hat{s} and `^2` for \\hat{s}^2."""
    left = bare(left)
    square = isinstance(left, Script) and left.sub is None and left.sup is not None and spell(left.sup) == "2"
    return (left.base, "^2") if isinstance(left, Script) and square else (left, "")


def _variable(name: str, square: str, at: Node) -> Node:
    node = Name(at.start, at.end, name)
    return Script(at.start, at.end, node, None, Num(at.start, at.end, Fraction(2))) if square else node
