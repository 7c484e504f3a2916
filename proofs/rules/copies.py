"""Identically distributed numbers: a chance of what each of independent copies does is one of a single copy.

P(max X_i <= t) is P(X_1 <= t)^n. What is said of chances of such numbers that is not read so stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..claim import Claim
from ..terms import build
from ..terms.sorts import RandomVariable, Vector
from ..terms.term import DENIED, ORDERS, TURNED, Term, chosen_in, fresh, substitute, subterms, symbol, transform
from .reduction import Reduction

EACH_OF_THEM = "the chance of what each of independent copies does is a power of that of one"
APART = "the chance of what independent numbers do together is the product of theirs"


def of_one_copy(claim: Claim) -> Reduction:
    """The claim with chances of what all copies do by those of one, and numbers with one law as entries of a vector."""
    for fact in [fact for fact in claim.assumptions if fact.head == "same_law"]:
        claim = _as_entries(claim, fact)
    theorems: dict[str, None] = {}
    for vector in _alike(claim):
        claim = _Copies(claim, vector, lambda theorem: theorems.setdefault(theorem)).reduced()
    return Reduction(claim, tuple(theorems))


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
    use: Callable[[str], object]  # notes a theorem by name

    def reduced(self) -> Claim:
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
        if law is None or one not in claim.left.free | claim.right.free:
            return claim
        return replace(claim, assumptions=(*claim.assumptions, build.follows(one, law.args[2])))

    def terms(self) -> tuple[Term, ...]:
        return self.claim.left, self.claim.right, *self.claim.assumptions

    def change(self, node: Term, one: Term) -> Term:
        if node.head != "probability" or len(node.args) != 1 or chosen_in(node) != {self.vector}:
            return node
        (event,) = node.args
        found = self.chance(event, one)
        if found is not None and self.place(event) is None:
            self.use(APART if event.head == "and" else EACH_OF_THEM)
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
        if left.head not in ("maximum", "minimum") or kind not in ORDERS or chosen_in(right):
            return None
        index, domain, body = left.args
        whole = domain.head == "range" and domain.args[0] is build.ONE and body is build.index(self.vector, index)
        if not whole:
            return None
        every = kind in ("<", "<=") if left.head == "maximum" else kind in (">", ">=")
        of_one = build.probability(build.relation(kind if every else DENIED[kind], one, right))
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
