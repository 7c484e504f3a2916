"""Integrals: over which variable, from where to where, and what stands between the ends of [F(x)]_a^b."""

from __future__ import annotations

from ..terms import build
from ..terms.sorts import REAL, Matrix, Scalar, Vector
from ..terms.term import INFINITY, Term, space, substitute
from .context import label
from .sums import Sums
from .syntax import Big, Chain, Group, Name, Node, Script, bare, spell, walk


def has_density(term: Term, variable: Term) -> bool:
    """Whether a term has a density of no known law at a variable."""
    return (term.head == "density" and variable in term.args) or any(has_density(arg, variable) for arg in term.args)


def has_law(term: Term, variable: Term) -> bool:
    """Whether a term has a density, of a named law or not, at what a variable is part of."""
    at = term.head in ("density", "pdf") and variable in term.free
    return at or any(has_law(arg, variable) for arg in term.args)


def infinite_sign(term: Term) -> int | None:
    """1 or -1 for what is infinite, with that sign; 0 for a number; None for what may be neither: oo - oo, x oo."""
    if term is INFINITY:
        return 1
    signs = [infinite_sign(arg) for arg in term.args] if term.head in ("add", "mul") else []
    if not any(sign != 0 for sign in signs):
        return 0
    if term.head == "add":
        found = {sign for sign in signs if sign != 0}
        return found.pop() if len(found) == 1 else None
    sign = 1
    for arg, each in zip(term.args, signs, strict=True):
        sort = build.scalar_sort(arg)
        if each is None or (each == 0 and (sort is None or not (sort.positive or sort.negative))):
            return None
        sign *= each or (1 if sort is not None and sort.positive else -1)
    return sign


class Integrals(Sums):
    """The meaning of integrals."""

    def integral(self, node: Big) -> Term:
        name = self.integrated(node)
        sub = bare(node.sub) if node.sub is not None else None
        if self.is_whole(sub):
            found = self.integral_over_all(name, node)
            if sub is None and found.args[1].head == "interval" and not has_law(found.args[2], found.args[0]):
                if name in self.bound:
                    raise self.fault(f"an integral over {name} without ends, where {name} is something", node, "ends")
                self.endless.add(name)
            return found
        if node.sup is None:
            raise self.fault("an integral with a lower end and no upper one", node, "both ends")
        assert sub is not None
        low, high = self.end(sub), self.end(node.sup)
        if (
            low is build.neg(INFINITY)
            and high is INFINITY
            and self.context.cues.variable_of(name) in self.context.cues.labels
        ):
            found = self.integral_over_all(name, node)
            if has_density(found.args[2], found.args[0]):
                return found
        variable = self.real_variable(name)
        with self.binding(name, variable):
            body = self.integrand(node, variable)
        return build.integral(variable, build.interval(low, high), body)

    def integrated(self, node: Big) -> str:
        """The variable of an integral: in \\int f(x) \\mathrm{d}(s x + m) the one that the section integrates over,
        or the only one that is nothing outside.
        """
        assert node.by is not None
        inner = bare(node.by)
        if not isinstance(inner, Group) or inner.only is None:
            name = self.name_of(node.by)
            if not name:
                raise self.fault(f"an integral over {spell(node.by)[:40]}", node, "a variable after d")
            return name
        written = [
            part for part in walk(inner) if isinstance(part, Name) or (isinstance(part, Script) and not part.sup)
        ]
        parts = {spell(part) for each in written if isinstance(each, Script) for part in (each.base, each.sub)}
        names = {name for name in map(self.name_of, written) if name and name not in self.bound and name not in parts}
        context = self.context
        running = {name for name in names if label(name) in context.cues.integrated}
        if len(running) != 1:
            running = {name for name in names if name not in context.declared and name not in context.definitions}
        if len(running) != 1:
            expected = "one variable there that is nothing outside"
            raise self.fault(f"an integral over {spell(inner)[:40]}", node, expected)
        (name,) = running
        self.remarks[f"the integral with d{spell(inner)[:40]} one over {name}"] = None
        return name

    def integrand(self, node: Big, variable: Term) -> Term:
        """What is integrated over a variable: f(x) g'(x) of \\int f(x) \\mathrm{d}[g(x)]."""
        body = self.numeric(self.term(node.body))
        inner = bare(node.by) if node.by is not None else None
        if not isinstance(inner, Group) or inner.only is None:
            return body
        return build.mul(body, build.derivative(variable, self.number(inner.only), variable))

    def end(self, node: Node) -> Term:
        """An end of an integral, infinite where it is the sum of something infinite and of numbers, or a multiple."""
        found = self.number(node)
        sign = infinite_sign(found)
        if sign is None:
            raise self.fault(f"the end {spell(bare(node))[:40]} of an integral", node, "one that has a sign")
        return (INFINITY if sign > 0 else build.neg(INFINITY)) if sign else found

    @staticmethod
    def is_whole(sub: Node | None) -> bool:
        """Whether an integral runs over all of a space, named or not."""
        return (
            sub is None
            or (isinstance(sub, Name) and sub.text.startswith((r"\mathcal", r"\mathbb", r"\Omega", r"\Theta")))
            or (isinstance(sub, Script) and spell(sub.base).startswith((r"\mathbb", r"\mathcal")))
            or isinstance(sub, Chain)
        )

    def integral_over_all(self, name: str, node: Big) -> Term:
        of = self.context.cues.variable_of(name)
        known = of in self.context.cues.labels
        variable = self.variable(name, "outcome" if known else "real")
        with self.drawing(name, variable):
            value = self.integrand(node, variable)
        sort = variable.sort
        unnamed = known and (has_density(value, variable) or not isinstance(sort, Scalar))
        if isinstance(sort, (Vector, Matrix)) or unnamed:
            return build.integral(variable, space(of, "lebesgue"), value)
        low, high = build.neg(INFINITY), INFINITY
        if isinstance(sort, Scalar) and known:  # a variable of densities that are given by formulas
            low = low if sort.lower is None else build.number(sort.lower)
            high = high if sort.upper is None else build.number(sort.upper)
        return build.integral(variable, build.interval(low, high), value)

    def real_variable(self, name: str) -> Term:
        """The variable of an integral with ends: a real number, whatever the name stands for elsewhere."""
        return self.new_variable(name, REAL)

    def between(self, value: Term, low: Node, high: Node, node: Node) -> Term:
        """[F(x)]_a^b = F(b) - F(a), in the variable that the section integrates over.

        Where an end is infinite that is a limit, here the integral of the slope.
        """
        below = bare(low)
        named = spell(below.sides[0]) if isinstance(below, Chain) and below.sides[0] is not None else ""
        start = below.sides[-1] if isinstance(below, Chain) and below.sides[-1] is not None else low
        integrated = self.context.cues.integrated
        free = [each for each in value.free if each.name == named or (not named and label(each.name) in integrated)]
        if len(free) != 1:
            what = " or ".join(sorted(each.name for each in free)) or "none that is integrated over"
            raise self.fault(f"the variable between the ends is {what}", node, "x = a below the bracket")
        (variable,) = free
        ends = self.number(start), self.number(high)
        if any(part is INFINITY for end in ends for part in (end, *end.args)):
            inner = self.new_variable(variable.name, REAL)
            return build.integral(inner, build.interval(*ends), build.derivative(variable, value, inner))
        return build.sub(*(substitute(value, {variable: end}) for end in reversed(ends)))
