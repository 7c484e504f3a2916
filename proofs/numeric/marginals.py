"""Claims about continuous random variables in terms of one variable at a time, or of values alone.

On the common space only polynomials of continuous variables have their means, and these have no values there.
"""

from __future__ import annotations

from dataclasses import replace

from ..claim import Claim
from ..terms import build
from ..terms.sorts import COUNT, POSITIVE, REAL, UNIT, Event, Matrix, RandomVariable, Scalar, Sort, Vector
from ..terms.term import Term, fresh, substitute, symbol, transform
from .degree import degree
from .laws import FINITE
from .survey import exposed


def by_their_laws(claim: Claim) -> Claim:
    """The claim with E[g(X)] and Var[g(X)] written as E of g(x) over the law of X, where g is no polynomial."""
    laws = {
        fact.args[0]: fact.args[1]
        for fact in claim.assumptions
        if fact.head == "follows" and _is_infinite(fact.args[1]) and _is_number(fact.args[0])
    }
    if not laws or not any(_speaks(side) for side in (claim.left, claim.right, *claim.assumptions)):
        return claim

    def change(term: Term) -> Term:
        if term.head not in ("mean", "variance") or len(term.args) != 1:
            return term
        (body,) = term.args
        random = [each for each in body.free if isinstance(each.sort, RandomVariable)]
        if len(random) != 1 or random[0] not in laws or degree(body, random) is not None:
            return term
        if term.head == "mean":
            return _expected(body, random[0], laws[random[0]])
        if build.is_array(body):
            return term
        mean, square = (_expected(each, random[0], laws[random[0]]) for each in (body, build.power(body, build.TWO)))
        return build.sub(square, build.power(mean, build.TWO))

    left, right, *facts = (transform(term, change) for term in (claim.left, claim.right, *claim.assumptions))
    return replace(claim, left=left, right=right, assumptions=tuple(facts))


def _speaks(term: Term) -> bool:
    return term.head in ("mean", "variance") or any(map(_speaks, term.args))


def _is_infinite(law: Term) -> bool:
    random = any(isinstance(each.sort, RandomVariable) for each in law.free)
    return law.head == "named" and law.data not in FINITE and not random


def _is_number(variable: Term) -> bool:
    return isinstance(variable.sort, RandomVariable) and isinstance(variable.sort.value, Scalar)


def _expected(body: Term, variable: Term, law: Term) -> Term:
    assert isinstance(variable.sort, RandomVariable)
    drawn = fresh(symbol(variable.name, variable.sort.value), body.free | law.free)
    return build.expect(drawn, law, substitute(body, {variable: drawn}))


# ------------------------------------------------------------------ equations between values

_CHANCE = frozenset({"mean", "variance", "covariance", "probability"})
_WHOLE_LINE = frozenset({"normal", "laplace", "student_t", "matrix_normal"})
_ABOVE_ZERO = frozenset({"exponential", "gamma", "chi_square", "lognormal", "fisher_f", "wald", "inverse_gamma"})
_COUNTS = frozenset({"poisson"})


def at_an_outcome(claim: Claim) -> Claim:
    """A claim between values of continuous random variables as one between numbers of their supports.

    Where it is false and both sides are defined around, it is false with positive probability: the variables may be
    independent, and then they have a density above zero. Whatever else is said of them has to be an equation that
    gives a value to one without a law.
    """
    random = {each for each in claim.free if isinstance(each.sort, RandomVariable)}
    if any(isinstance(each.sort, Event) for each in claim.free) or random.isdisjoint(exposed_in(claim)):
        return claim
    laws, others = {}, []
    for fact in claim.assumptions:
        if fact.head == "follows" and fact.args[0] in random:
            laws[fact.args[0]] = fact.args[1]
        elif fact.head != "independent" and not fact.free.isdisjoint(random):
            others.append(fact)
    if not any(map(_is_infinite, laws.values())) or any(map(_of_chance, (claim.left, claim.right, *others))):
        return claim
    if any(not random.isdisjoint(law.free) or law.head != "named" for law in laws.values()):
        return claim
    if not all(_gives_a_value(fact, random - laws.keys()) for fact in others):
        return claim
    numbers: dict[Term, Term] = {}
    for each in random:
        assert isinstance(each.sort, RandomVariable)
        sort = each.sort.value if each not in laws else _support(str(laws[each].data), each.sort.value)
        if sort is None:
            return claim
        numbers[each] = fresh(symbol(str(each.data[0]), sort, int(each.data[1])), claim.free - random)
    kept = [fact for fact in claim.assumptions if fact.head not in ("independent", "follows")]
    left, right, *facts = (substitute(term, numbers) for term in (claim.left, claim.right, *kept))
    settled = tuple(fact for fact in claim.assumptions if fact.head == "follows")
    return replace(claim, left=left, right=right, assumptions=(*settled, *facts))


def exposed_in(claim: Claim) -> frozenset[Term]:
    return exposed(claim.left) | exposed(claim.right)


def _of_chance(term: Term) -> bool:
    return term.head in _CHANCE or any(map(_of_chance, term.args))


def _gives_a_value(fact: Term, lawless: set[Term]) -> bool:
    return fact.head == "relation" and fact.data == "=" and any(
        one in lawless and one not in other.free for one, other in (fact.args, fact.args[::-1])
    )  # fmt: skip


def _support(law: str, sort: Sort) -> Sort | None:
    """The numbers or arrays around which a law has mass; None where no rule says."""
    match sort:
        case Scalar():
            if law in _WHOLE_LINE:
                return REAL
            if law in _ABOVE_ZERO:
                return POSITIVE
            return UNIT if law == "beta" else COUNT if law in _COUNTS else None
        case Vector() | Matrix():
            return sort if law in _WHOLE_LINE and sort.entry == REAL else None
    return None
