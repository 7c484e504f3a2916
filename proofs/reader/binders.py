"""Large signs by what they are: sums and integrals, and limits, maxima and minima with what stands below them."""

from __future__ import annotations

from ..terms import build
from ..terms.sorts import Function, Scalar
from ..terms.term import INFINITY, Term
from .integrals import Integrals
from .syntax import Big, Chain, Group, Node, bare, spell

_NEARS = (r"\to", r"\rightarrow", r"\longrightarrow")


def ends_of_index(sub: Node) -> tuple[Node | None, Node, Node] | None:
    """The ends and the index of 1 \\leq i \\leq n and of i \\leq n."""
    if not isinstance(sub, Chain) or {relation for relation, _ in sub.relations} != {"<="}:
        return None
    *first, index, last = (bare(side) if side is not None else None for side in sub.sides)
    if len(first) > 1 or index is None or last is None or (first and first[0] is None):
        return None
    return first[0] if first else None, index, last


class Binders(Integrals):
    """The meaning of what a large sign binds."""

    def big(self, node: Big) -> Term:
        if node.kind == "integral":
            return self.integral(node)
        if node.kind in ("sum", "product"):
            return self.indexed_sum(node)
        if node.kind in ("union", "intersection"):
            raise self.fault(f"the {node.kind} of events where a number belongs", node)
        if node.kind == "lim":
            return self.limit(node)
        return self.extremum(node)

    def limit(self, node: Big) -> Term:
        """The limit as a variable nears a point; conditions below it hold of the claim."""
        assert node.sub is not None
        sub = bare(node.sub)
        first, *conditions = map(bare, sub.items if isinstance(sub, Group) and sub.fence == "{}" else (sub,))
        if not isinstance(first, Chain) or first.relations[0][0] not in _NEARS or None in first.sides:
            raise self.fault(f"a limit over {spell(sub)[:40]}", node, r"x \to a")
        target, point = first.sides[0], first.sides[1]
        name = self.name_of(target) if target is not None and len(first.sides) == 2 else ""
        if not name or point is None:
            raise self.fault(f"a limit over {spell(sub)[:40]}", node, r"x \to a")
        for condition in conditions:
            if not isinstance(condition, Chain):
                raise self.fault(f"the condition {spell(condition)[:40]}", node, "an inequality")
            self.local[self.condition(condition)] = None
        found = self.number(point)
        variable = self.variable(name, "natural" if name in self.context.cues.bounds else "real")
        if not isinstance(variable.sort, Scalar):
            raise self.fault(f"a limit over {name}, which is {build.describe(variable.sort)}, is not known here", node)
        with self.binding(name, variable):
            return build.limit(variable, found, self.number(node.body))

    def extremum(self, node: Big) -> Term:
        assert node.sub is not None
        sub = bare(node.sub)
        target, within = (sub, None)
        if isinstance(sub, Chain) and sub.relations[0][0] == r"\in" and sub.sides[0] is not None:
            target, within = bare(sub.sides[0]), sub.sides[1]
        ends = ends_of_index(sub)
        target = target if ends is None else ends[1]
        name = self.name_of(target)
        if not name:
            raise self.fault(f"an extremum over {spell(sub)[:40]}", node, "a variable")
        if ends is not None and self.is_subscript(name, node.body):
            low = build.ONE if ends[0] is None else self.number(ends[0])
            variable, domain = self.to_range(name, low, self.number(ends[2]))
            with self.binding(name, variable):
                return build.extremum(node.kind, variable, domain, self.number(node.body))  # type: ignore[arg-type]
        sort = self.context.sort_of(name)
        if isinstance(sort, Function) or name in self.context.functions or name in self.context.cues.called:
            raise self.fault(f"an extremum over the function {name} is not known here", node)
        values = bare(within) if within is not None else None
        if within is None and self.is_subscript(name, node.body) and sort is None:
            variable, domain = self.loose_index(name, node)
        elif isinstance(values, Group) and values.fence == r"\{}" and self.is_subscript(name, node.body):
            variable, domain = self.to_range(name, *self.consecutive(values))
        else:
            variable = self.variable(name, "real")
            if not isinstance(variable.sort, Scalar):
                raise self.fault(
                    f"an extremum over {name}, which is {build.describe(variable.sort)}, is not known here", node
                )
            domain = self.interval(within) if within is not None else build.interval(build.neg(INFINITY), INFINITY)
        with self.binding(name, variable):
            body = self.number(node.body)
        return build.extremum(node.kind, variable, domain, body)  # type: ignore[arg-type]

    def interval(self, node: Node) -> Term:
        node = bare(node)
        if isinstance(node, Group) and len(node.items) == 2 and node.fence in ("[]", "()", "(]", "[)"):
            return build.interval(self.number(node.items[0]), self.number(node.items[1]))
        if spell(node) == r"\mathbb{R}":
            return build.interval(build.neg(INFINITY), INFINITY)
        raise self.fault(f"the set {spell(node)[:40]}", node, "an interval")
