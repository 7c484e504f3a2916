"""Distribution functions that are any: of an X with distribution function F, P(X <= t) is F(t).

So a claim of the chances of such numbers is one about F. What is said of chances of X that are not read so stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..claim import Claim
from ..terms import build
from ..terms.preimages import Between, preimage
from ..terms.sorts import REAL, RandomVariable, Scalar, Vector
from ..terms.term import INFINITY, TURNED, Term, chosen_in, fresh, substitute, symbol, transform
from .reduction import Reduction

CHANCES = "chances are differences of a distribution function"
MEANS = "a mean is an integral by the slope of the distribution function"
_OF_LAWS = ("independent", "alike", "follows")


def by_distribution_functions(claim: Claim) -> Reduction:
    """The claim with chances by distribution functions."""
    unused: list[str] = []
    theorems: dict[str, None] = {}
    for fact in [fact for fact in claim.assumptions if fact.head == "distributed"]:
        variable, function = fact.args
        orders = frozenset(each for each in claim.assumptions if each.head == "relation")
        law = _Law(variable, function, bool(fact.data), orders, lambda theorem: theorems.setdefault(theorem))
        others = tuple(each for each in claim.assumptions if each is not fact)
        claim = replace(claim, assumptions=others).changed(law.change)
        sides = (claim.left, claim.right)
        about = [each for each in claim.assumptions if variable in each.free]
        if any(variable in side.free for side in sides) or any(each.head not in _OF_LAWS for each in about):
            name = variable.name.strip("{}")
            unused.append(f"that {function.name} is the distribution function of {name} is not used here")
        else:
            claim = claim.without(frozenset(about))
    return Reduction(claim, tuple(theorems), unused=tuple(unused))


@dataclass(frozen=True)
class _Law:
    """That a random number, or any entry of a vector, has a distribution function."""

    variable: Term
    function: Term
    continuous: bool
    orders: frozenset[Term]  # relations that are known
    use: Callable[[str], object]  # notes a theorem by name

    def change(self, term: Term) -> Term:
        return transform(term, self._node)

    def _node(self, node: Term) -> Term:
        if node.head == "probability" and chosen_in(node) == {self.variable}:
            found = self._chance(node)
            if found is not None:
                self.use(CHANCES)
            return node if found is None else found
        number = isinstance(self.variable.sort, RandomVariable) and isinstance(self.variable.sort.value, Scalar)
        if (
            node.head == "mean"
            and len(node.args) == 1
            and chosen_in(node) == {self.variable}
            and number
            and self.continuous
        ):
            self.use(MEANS)
            return self._mean(node.args[0])
        return node

    def _mean(self, body: Term) -> Term:
        drawn = fresh(symbol("x", REAL), body.free)
        density = build.apply(build.prime(self.function, 0), drawn)
        line = build.interval(build.neg(INFINITY), INFINITY)
        return build.integral(drawn, line, build.mul(substitute(body, {self.variable: drawn}), density))

    def _chance(self, node: Term) -> Term | None:
        event, *givens = node.args
        one = self._one(node)
        if one is None or any(given.head not in ("relation", "and") for given in givens):
            return None
        both, given = (
            self._mass(build.both(event, *givens), one),
            self._mass(build.both(*givens), one) if givens else None,
        )
        if both is None or (givens and given is None):
            return None
        return both if given is None else build.div(both, given)

    def _one(self, node: Term) -> Term | None:
        """What is random in a chance: the number itself, or the first of the entries."""
        if not isinstance(self.variable.sort.value, Vector):  # type: ignore[attr-defined]
            return self.variable
        entry = build.index(self.variable, build.ONE)
        alone = transform(node, lambda part: build.ZERO if part is entry else part)
        return entry if self.variable not in alone.free else None

    def _mass(self, event: Term, one: Term) -> Term | None:
        taken = event.free | {self.function}
        drawn = fresh(symbol("X", RandomVariable(REAL)), taken)
        event = transform(event, lambda part: drawn if part is one else part)
        if not self.continuous:
            left, right = event.args if event.head == "relation" else (event, event)
            kind = str(event.data) if left is drawn else TURNED.get(str(event.data), "")
            point = right if left is drawn else left
            if drawn not in (left, right) or drawn in point.free or kind not in ("<=", ">"):
                return None
            below = build.apply(self.function, point)
            return below if kind == "<=" else build.sub(build.ONE, below)
        if event.head == "relation" and event.data == "=" and drawn in event.args:
            return build.ZERO
        where = preimage(event, drawn, REAL)
        return None if where is None or not self._ordered(where) else self._between(where)

    def _ordered(self, where: Between) -> bool:
        if where.ordered or where.low is None or where.high is None:
            return True
        one, other = where.low, where.high
        known = [build.relation(sign, one, other) for sign in ("<", "<=")]
        known += [build.relation(TURNED[sign], other, one) for sign in ("<", "<=")]
        return not self.orders.isdisjoint(known)

    def _between(self, where: Between) -> Term:
        high = build.ONE if where.high is None else build.apply(self.function, where.high)
        low = build.ZERO if where.low is None else build.apply(self.function, where.low)
        inside = build.sub(high, low)
        return inside if where.inside else build.sub(build.ONE, inside)
