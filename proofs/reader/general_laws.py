"""Distribution functions that are any: of an X with distribution function F, P(X <= t) is F(t), and of independent
copies P(max X_i <= t) is F(t)^n.

So a claim of the chances of such numbers is one about F. What is said of chances of X that are not read so stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..claim import Claim
from ..terms import build
from ..terms.preimages import Between, preimage
from ..terms.sorts import REAL, Event, RandomVariable, Scalar, Vector
from ..terms.term import INFINITY, TURNED, Term, fresh, substitute, subterms, symbol, transform

CONTINUOUS = "continuous"
_OF_LAWS = ("independent", "alike", "follows")
_OPPOSITES = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def by_distribution_functions(claim: Claim) -> tuple[Claim, str]:
    """The claim with chances by distribution functions; why it is not all said so, or ''."""
    for fact in [fact for fact in claim.assumptions if fact.head == "same_law"]:
        claim = _as_entries(claim, fact)
    told = [fact for fact in claim.assumptions if fact.head == "distributed"]
    for vector in _alike(claim):
        claim = _Copies(claim, vector).turned()
    left = ""
    for fact in told:
        variable, function = fact.args
        orders = frozenset(each for each in claim.assumptions if each.head == "relation")
        law = _Law(variable, function, fact.data == CONTINUOUS, orders)
        others = tuple(each for each in claim.assumptions if each is not fact)
        claim = replace(claim, assumptions=others).changed(law.change)
        sides = (claim.left, claim.right)
        about = [each for each in claim.assumptions if variable in each.free]
        if any(variable in side.free for side in sides) or any(each.head not in _OF_LAWS for each in about):
            left = f"that {function.name} is the distribution function of {variable.name.strip('{}')} is not used here"
        else:
            claim = claim.without(frozenset(about))
    return claim, left


def _as_entries(claim: Claim, fact: Term) -> Claim:
    """The claim with identically distributed numbers as the entries of a vector that are so; or each with their law,
    where one of them has one."""
    numbers = fact.args
    follow = {each.args[0]: each.args[1] for each in claim.assumptions if each.head == "follows"}
    laws = {follow[each] for each in numbers if each in follow}
    if len(laws) > 1:
        return claim  # that these are one says something of their parameters
    if laws:
        (law,) = laws
        others = (build.follows(each, law) for each in numbers if each not in follow)
        return replace(claim, assumptions=(*(each for each in claim.assumptions if each is not fact), *others))
    independent = any(each.head == "independent" and {*numbers} <= {*each.args} for each in claim.assumptions)
    said = [each for each in claim.assumptions if each is not fact and not (
        each.head == "independent" and {*each.args} == {*numbers})]  # fmt: skip
    if any(each.head == "independent" and not {*each.args}.isdisjoint(numbers) for each in said):
        return claim  # of others besides
    taken = frozenset(
        node for term in (claim.left, claim.right, *said) for node in subterms(term) if node.head == "symbol"
    )
    sort = RandomVariable(Vector(build.number(len(numbers))))
    vector = fresh(symbol(f"({', '.join(each.name for each in numbers)})", sort), taken)
    entries = {each: build.index(vector, build.number(at)) for at, each in enumerate(numbers, 1)}
    about = (build.alike(vector), *((build.independent(vector),) if independent else ()))
    claim = replace(claim, assumptions=tuple(said)).changed(lambda term: substitute(term, entries))
    return replace(claim, assumptions=(*claim.assumptions, *about))


def _free(claim: Claim) -> frozenset[Term]:
    return claim.left.free | claim.right.free


def _random(term: Term) -> set[Term]:
    return {each for each in term.free if isinstance(each.sort, (RandomVariable, Event))}


def _alike(claim: Claim) -> Iterator[Term]:
    """The random vectors of independent entries with one distribution."""
    independent = {fact.args[0] for fact in claim.assumptions if fact.head == "independent" and len(fact.args) == 1}
    for fact in claim.assumptions:
        if fact.head == "alike" and fact.args[0] in independent:
            yield fact.args[0]
        elif fact.head == "follows" and fact.args[1].head == "entrywise":
            index, _, of = fact.args[1].args
            if index not in of.free:
                yield fact.args[0]


@dataclass(frozen=True)
class _Copies:
    """A claim about independent entries X_1, .., X_n of one distribution."""

    claim: Claim
    vector: Term

    def turned(self) -> Claim:
        """With P(max X_i <= t) as P(X_1 <= t)^n; where the entries have a law by name, so has the X_1."""
        law = next(
            (f.args[1] for f in self.claim.assumptions if f.head == "follows" and f.args[0] is self.vector), None
        )
        taken = frozenset(node for term in self.terms() for node in subterms(term) if node.head == "symbol")
        one = build.index(self.vector, build.ONE)
        if law is not None:
            name = self.vector.name.strip("{}") + "_1"
            outcome = law.args[2].sort.outcome  # type: ignore[attr-defined]
            one = fresh(symbol(name, RandomVariable(outcome)), taken)
        claim = self.claim.changed(lambda term: transform(term, lambda node: self.change(node, one)))
        if law is None or one not in _free(claim):
            return claim
        return replace(claim, assumptions=(*claim.assumptions, build.follows(one, law.args[2])))

    def terms(self) -> tuple[Term, ...]:
        return self.claim.left, self.claim.right, *self.claim.assumptions

    def change(self, node: Term, one: Term) -> Term:
        if node.head != "probability" or len(node.args) != 1 or _random(node) != {self.vector}:
            return node
        found = self.chance(node.args[0], one)
        return node if found is None else found

    def chance(self, event: Term, one: Term) -> Term | None:
        """The probability of an event of the largest or smallest entry, of one entry, or of each by itself."""
        if event.head == "and":
            places = [self.place(each) for each in event.args]
            numbers = {place for place in places if place is not None and place.head == "number"}
            found = [self.chance(each, one) for each in event.args]
            apart = len(numbers) == len(places)
            return build.mul(*(each for each in found if each is not None)) if apart and None not in found else None
        if event.head == "forall":
            index, domain, each = event.args
            whole = domain.head == "range" and domain.args[0] is build.ONE and self.place(each) is index
            found_one = self.chance(each, one) if whole else None
            return None if found_one is None or index in found_one.free else build.power(found_one, domain.args[1])
        if event.head != "relation":
            return None
        place = self.place(event)
        if place is not None:
            return build.probability(_with_entry(event, self.vector, place, one))
        return self.of_extreme(event, one)

    def of_extreme(self, event: Term, one: Term) -> Term | None:
        left, right, kind = *event.args, str(event.data)
        if left.head not in ("maximum", "minimum"):
            left, right, kind = right, left, TURNED.get(kind, "")
        if left.head not in ("maximum", "minimum") or kind not in _OPPOSITES or _random(right):
            return None
        index, domain, body = left.args
        whole = domain.head == "range" and domain.args[0] is build.ONE and body is build.index(self.vector, index)
        if not whole:
            return None
        every = kind in ("<", "<=") if left.head == "maximum" else kind in (">", ">=")
        of_one = build.probability(build.relation(kind if every else _OPPOSITES[kind], one, right))
        all_of_them = build.power(of_one, domain.args[1])
        return all_of_them if every else build.sub(build.ONE, all_of_them)

    def place(self, event: Term) -> Term | None:
        """Of which one entry an event speaks, and of nothing else that is random."""
        found = {node.args[1] for node in subterms(event) if node.head == "index" and node.args[0] is self.vector}
        if len(found) != 1:
            return None
        (place,) = found
        alone = _with_entry(event, self.vector, place, build.ZERO)
        known = place.head == "number" or place in event.free  # and bound by nothing in it
        return place if self.vector not in alone.free and known else None


def _with_entry(event: Term, vector: Term, place: Term, one: Term) -> Term:
    entry = build.index(vector, place)
    return transform(event, lambda node: one if node is entry else node)


@dataclass(frozen=True)
class _Law:
    """That a random number, or any entry of a vector, has a distribution function."""

    variable: Term
    function: Term
    continuous: bool
    orders: frozenset[Term] = frozenset()  # relations that are known

    def change(self, term: Term) -> Term:
        return transform(term, self._node)

    def _node(self, node: Term) -> Term:
        if node.head == "probability" and _random(node) == {self.variable}:
            found = self._chance(node)
            return node if found is None else found
        number = isinstance(self.variable.sort, RandomVariable) and isinstance(self.variable.sort.value, Scalar)
        if (
            node.head == "mean"
            and len(node.args) == 1
            and _random(node) == {self.variable}
            and number
            and self.continuous
        ):
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
