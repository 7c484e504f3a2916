"""Random variables as the numbers that they may turn out to be: for claims about their values, not their means.

What is said of random variables is said almost surely. It is false where it fails on a whole neighbourhood of values,
if their laws have a density there: each such variable is drawn from the support of its law, and a counterexample has
to stand while all of them move a little, each by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flint import arb, fmpq

from ..claim import Claim
from ..terms import build
from ..terms.sorts import (
    COUNT,
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    Family,
    Function,
    RandomVariable,
    Scalar,
    Sort,
    Vector,
)
from ..terms.term import CHANCE, DERIVATIVES, Term, chosen_in, fresh, is_chosen, substitute, symbol
from .arrays import entries, refill
from .assume import Assumptions
from .certify import Finding, judge
from .interpretation import Defined, Interpretation
from .survey import flatten, nodes

# of a law: where its density (or mass) is positive, and which of its parameters have to be
_LAWS: dict[str, tuple[Scalar, tuple[int, ...]]] = {
    "normal": (REAL, (1,)), "laplace": (REAL, (1,)), "student_t": (REAL, (0,)), "lognormal": (POSITIVE, (1,)),
    "exponential": (POSITIVE, (0,)), "gamma": (POSITIVE, (0, 1)), "chi_square": (POSITIVE, (0,)),
    "fisher_f": (POSITIVE, (0, 1)), "wald": (POSITIVE, (0, 1)), "beta": (UNIT, (0, 1)), "poisson": (COUNT, (0,)),
}  # fmt: skip
_WIDTH = fmpq(1, 1 << 40)  # of a neighbourhood
_WEAKER = {"<": "<=", ">": ">=", "=": "=", "<=": "<=", ">=": ">="}


@dataclass(frozen=True, slots=True)
class Realised:
    """A claim about the values of `random` variables; those that are `drawn` have a law. Where it is false on a
    neighbourhood of these, the claim that it was made of is."""

    claim: Claim
    random: frozenset[Term]
    drawn: frozenset[Term]

    def fails_around(self, found: Interpretation) -> bool:
        """Whether it is certainly false for all values near those drawn, whatever each of them is there."""
        facts = flatten(self.claim.assumptions)
        if not all(self._may_be(symbol, found, facts) for symbol in found.values):
            return False
        around = dict(found.values)
        for each in self.drawn & found.values.keys():
            held = found.values[each]
            numbers = [x if _is_whole(each.sort) else arb(x) + arb(0, _WIDTH) for x in entries(held)]
            around[each] = refill(held, numbers)
        near = Assumptions(facts).satisfied(replace(found, values=around))
        return near is not None and not near.loose and judge(self.claim, near).finding is Finding.REFUTED

    def _may_be(self, symbol: Term, found: Interpretation, facts: list[Term]) -> bool:
        """Whether a symbol may depend on what is drawn as it does: a number only where it is read so at any rate.

        That is a number that the claim does not speak of, and that is no more than a name for its value, or that the
        one equation for a variable gives its value.
        """
        behind = self._drawn_behind(symbol, found)
        if not behind or symbol in self.random:
            return True
        if symbol in self.claim.left.free | self.claim.right.free:
            return False
        of_it = [fact for fact in facts if symbol in fact.free]
        if len(of_it) == 1 and of_it[0].head == "relation" and symbol in of_it[0].args:
            return True
        return len(behind) == 1 and sum(not fact.free.isdisjoint(behind) for fact in facts) == 1

    def _drawn_behind(self, symbol: Term, found: Interpretation) -> set[Term]:
        """What is drawn that the value of a symbol is made of, if by equations for others."""
        todo, seen = [symbol], {symbol}
        while todo:
            held = found.values.get(todo.pop())
            more = set(held.term.free) - seen if isinstance(held, Defined) else set()
            todo += more
            seen |= more
        return (seen & self.drawn) - {symbol}


def realised(claim: Claim) -> Realised | None:
    """The claim about the values of its random variables, where it speaks of nothing else of them but of the moments
    of one: these are those of its law, whatever its value is."""
    claim = replace(claim, assumptions=tuple(fact for fact in claim.assumptions if not _says_parameter(fact, claim)))
    terms = (claim.left, claim.right, *(fact for fact in claim.assumptions if fact.head != "independent"))
    random = frozenset(each for term in terms for each in term.free if is_chosen(each))
    if not random or claim.relation not in _WEAKER or any(node.head in CHANCE for node in nodes(*terms[2:])):
        return None
    if _may_define(claim, random):
        return None
    laws = {fact.args[0]: fact.args[1] for fact in claim.assumptions if fact.head == "follows"}
    apart = {each for fact in claim.assumptions if fact.head == "independent" for each in fact.args}
    if (
        not laws.keys() <= random
        or not apart <= laws.keys()
        or len(laws) < sum(each.head == "follows" for each in terms)
    ):
        return None  # laws, or independence, of what is made of variables restrict these
    whole = [node for side in terms[:2] for node in _of_chance(side)]
    of_laws = frozenset[Term]().union(*(_random(node) for node in whole))
    bound = any(node.is_binder and any(_of_chance(node)) for node in nodes(*terms[:2]))
    if bound or any(len(_random(node)) != 1 for node in whole) or not of_laws <= laws.keys():
        return None
    if not _is_known_together(claim, random & (claim.left.free | claim.right.free), laws):
        return None
    values: dict[Term, Term] = {}
    conditions: list[Term] = []
    taken = frozenset().union(*(term.free for term in terms))
    for each in sorted(random, key=lambda one: one.digest):
        sort = _sort(each, laws.get(each), conditions)
        if sort is None:
            return None
        values[each] = fresh(symbol(each.name, sort), taken - random)
        taken |= {values[each]}
    facts = [fact for fact in claim.assumptions if fact.head not in ("follows", "independent")]
    left, right, *changed = (_at(term, values) for term in (claim.left, claim.right, *facts, *conditions))
    changed += [fact for fact in claim.assumptions if fact.head == "follows" and fact.args[0] in of_laws]
    drawn = frozenset(values[each] for each in laws)
    return Realised(Claim(left, _WEAKER[claim.relation], right, tuple(changed)), frozenset(values.values()), drawn)


def _random(term: Term) -> frozenset[Term]:
    return chosen_in(term)


def _of_chance(term: Term) -> Iterator[Term]:
    """The means and probabilities in a term, those that are in no other."""
    if term.head in CHANCE:
        yield term
        return
    for arg in term.args:
        yield from _of_chance(arg)


def _at(term: Term, values: dict[Term, Term]) -> Term:
    """A term at values of random variables, but for what it says of these as a whole."""
    if term.head in CHANCE:
        return term
    if not any(node.head in CHANCE for node in nodes(term)):
        return substitute(term, values)
    return term.rebuild(tuple(_at(arg, values) for arg in term.args))


def _says_parameter(fact: Term, claim: Claim) -> bool:
    """Whether a fact says no more than a law: the mean and the variance of a normal variable are its parameters."""
    if fact.head != "relation" or fact.data != "=":
        return False
    for moment, value in (fact.args, fact.args[::-1]):
        if moment.head in ("mean", "variance") and len(moment.args) == 1:
            laws = (
                each.args[1] for each in claim.assumptions if each.head == "follows" and each.args[0] in moment.args
            )
            place = ("mean", "variance").index(moment.head)
            return any(law.head == "named" and law.data == "normal" and law.args[place] is value for law in laws)
    return False


def support(law: Term) -> Scalar | None:
    """Where the density of a law of a number is positive, for all of its parameters; None where that is not known."""
    return _LAWS[str(law.data)][0] if law.head == "named" and str(law.data) in _LAWS else None


def _may_define(claim: Claim, random: frozenset[Term]) -> bool:
    """Whether a claim may say what its symbols are: a number of one side alone, a variable by itself, a function.

    What is written beside random variables may be random as well, and then a counterexample does not speak of it; not
    a parameter of a law, or of what another equation says that a variable is. A derivative is taken of what models make
    of the variables, and may be meant of these alone.
    """
    one, other = claim.left.free, claim.right.free
    told = frozenset[Term]().union(*(fact.free for fact in claim.assumptions if not fact.free.isdisjoint(random)))
    numbers = any(each not in random | told for each in one ^ other)
    functions = any(isinstance(each.sort, (Function, Family)) for each in one | other)
    defined = {side for fact in claim.assumptions if fact.head == "relation" and fact.data == "=" for side in fact.args}
    alone = any(
        side in random and side not in rest | defined for side, rest in ((claim.left, other), (claim.right, one))
    )
    return numbers or functions or alone or any(node.head in DERIVATIVES for node in nodes(claim.left, claim.right))


def _is_known_together(claim: Claim, spoken: frozenset[Term], laws: dict[Term, Term]) -> bool:
    """Whether the claim says all of its random variables: it defines none, and ties none that hang together."""
    defined = {
        one: other for fact in claim.assumptions if fact.head == "relation" and fact.data == "="
        for one, other in (fact.args, fact.args[::-1]) if one.head == "symbol" and one not in laws
    }  # fmt: skip
    basic, todo, seen = set(), list(spoken), set(spoken)
    while todo:
        each = todo.pop()
        if each not in defined:
            basic.add(each)
            continue
        more = {part for part in defined[each].free if isinstance(part.sort, RandomVariable)} - seen
        todo += more
        seen |= more
    groups = [set(fact.args) for fact in claim.assumptions if fact.head == "independent"]
    return basic <= laws.keys() and (len(basic) < 2 or any(basic <= group for group in groups))


def _is_whole(sort: Sort) -> bool:
    return isinstance(sort, Scalar) and sort.integer


def _sort(variable: Term, law: Term | None, conditions: list[Term]) -> Sort | None:
    """What the values of a variable may be; what the parameters of its law have to meet goes to `conditions`."""
    if not isinstance(variable.sort, RandomVariable):
        return None
    value = variable.sort.value
    if law is None:
        return value  # it may be a constant
    several = law.head == "entrywise"
    of = law.args[2] if several else law
    if of.head != "named":
        return None
    if isinstance(value, Vector) and not several:
        spread = of.args[1] if of.data == "normal" else None
        definite = spread is not None and "positive_definite" in build.traits(spread)
        return value if definite and value.entry == REAL else None
    support, positive = _LAWS.get(str(of.data), (None, ()))
    entry = value.entry if isinstance(value, Vector) else value
    wider = (REAL, NONNEGATIVE) if support == POSITIVE else (REAL,)
    if support is None or entry not in (*wider, support) or any(build.is_array(part) for part in of.args):
        return None
    for place in positive:
        known = build.scalar_sort(of.args[place])
        if known is None or not known.positive:
            if several:
                return None
            conditions.append(build.relation(">", of.args[place], build.ZERO))
    return replace(value, entry=support) if isinstance(value, Vector) else support
