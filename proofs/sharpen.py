"""What assumptions say of a symbol as a whole moves into its sort, where every rule can see it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from .claim import Claim
from .errors import ShapeError, SortError
from .normal.supports import DISCRETE
from .terms import build
from .terms.sorts import BIT, FAMILY, REAL, Function, Law, Matrix, RandomVariable, Scalar, Sort, Vector, closure
from .terms.term import CHANCE, INFINITY, ORDERS, Term, fresh, substitute, subterms, symbol, transform

_OF_CHANCE = CHANCE | frozenset("expect entropy uncertainty information kl js".split())
_THE_LINE = build.interval(build.neg(INFINITY), INFINITY)


def sharpened(claim: Claim) -> Claim:
    """The same claim, with these assumptions in the sorts of the symbols that they speak of:

    - A^T A = I, or A A^T = I, for a square A: it is orthogonal, since a left inverse of a square matrix is its inverse.
    - f''(x) >= 0 for all real x: f is convex; <= 0: concave.
    - x > 0, or another bound by a number: what x is lies there.
    - Cov(X) = S, or B S B^T with an invertible B: S is positive semidefinite.
    """
    for assumption in claim.assumptions:
        covariance = _covariance(assumption)
        if covariance is not None:
            names = dict([covariance])
            left, right = (substitute(side, names) for side in (claim.left, claim.right))
            kept = tuple(substitute(other, names) for other in claim.assumptions)
            return sharpened(replace(claim, left=left, right=right, assumptions=kept))
        sharper = _orthogonal(assumption) or _bent(assumption) or _bounded(assumption)
        if sharper is not None:
            rest = tuple(other for other in claim.assumptions if other is not assumption)
            names = dict([sharper])
            left, right = (substitute(side, names) for side in (claim.left, claim.right))
            rest = tuple(substitute(other, names) for other in rest)
            return sharpened(replace(claim, left=left, right=right, assumptions=rest))
    return claim


def _orthogonal(fact: Term) -> tuple[Term, Term] | None:
    """A symbol and itself with the trait, where the fact says A^T A = I or A A^T = I."""
    if fact.head != "relation" or fact.data != "=":
        return None
    for product, unit in (fact.args, fact.args[::-1]):
        if unit.head != "identity" or product.head != "matmul" or len(product.args) != 2:
            continue
        first, second = product.args
        symbol = first if first.head == "symbol" else second
        if symbol.head == "symbol" and build.transpose(first) is second and _is_square(symbol):
            assert isinstance(symbol.sort, Matrix)
            sort = replace(symbol.sort, traits=closure(symbol.sort.traits | {"orthogonal"}))
            return symbol, Term("symbol", (), symbol.data, sort)
    return None


def _is_square(symbol: Term) -> bool:
    return isinstance(symbol.sort, Matrix) and symbol.sort.rows is symbol.sort.columns


def _bounded(fact: Term) -> tuple[Term, Term] | None:
    """A number and itself within a bound, where there are such."""
    if fact.head != "relation" or fact.data not in ORDERS:
        return None
    strict, upward = fact.data in ("<", ">"), fact.data in (">", ">=")
    left, right = fact.args
    for one, bound, above in ((left, right, upward), (right, left, not upward)):
        if one.head == "symbol" and isinstance(one.sort, Scalar) and bound.head == "number":
            narrow = one.sort.above if above else one.sort.below
            sort = narrow(bound.value, strict=strict)
            low, high = sort.lower, sort.upper
            if not sort.integer and (low is None or high is None or low < high):  # sizes stay what they are
                return one, Term("symbol", (), one.data, sort)
    return None


def _covariance(fact: Term) -> tuple[Term, Term] | None:
    """A matrix and itself with the trait, where the fact says that it is a covariance, perhaps in other coordinates."""
    if fact.head != "relation" or fact.data != "=":
        return None
    for spread, value in (fact.args, fact.args[::-1]):
        if spread.head != "variance" or not build.is_array(spread):
            continue
        if value.head == "matmul" and len(value.args) == 3 and "invertible" in build.traits(value.args[0]):
            value = value.args[1] if build.transpose(value.args[0]) is value.args[2] else value
        if value.head == "symbol" and _is_square(value) and "positive_semidefinite" not in build.traits(value):
            assert isinstance(value.sort, Matrix)
            more = {"positive_semidefinite"} | ({"positive_definite"} if "invertible" in value.sort.traits else set())
            sort = replace(value.sort, traits=closure(value.sort.traits | more))
            return value, Term("symbol", (), value.data, sort)
    return None


def _bent(fact: Term) -> tuple[Term, Term] | None:
    """A function and itself with the trait, where the fact says that its second derivative has a sign everywhere."""
    if fact.head != "forall" or fact.args[1] is not _THE_LINE:
        return None
    variable, _, statement = fact.args
    if statement.head != "relation" or statement.data not in ("<=", ">=") or build.ZERO not in statement.args:
        return None
    zero_is_right = statement.args[1] is build.ZERO
    second = statement.args[0 if zero_is_right else 1]
    if second.head != "apply" or second.args[1:] != (variable,):
        return None
    prime = second.args[0]
    if prime.head != "prime" or prime.data != (0, 0) or prime.args[0].head != "symbol":
        return None
    function = prime.args[0]
    if not isinstance(function.sort, Function) or function.sort.arguments != (REAL,) or function.sort.value != REAL:
        return None
    trait = "convex" if (statement.data == ">=") == zero_is_right else "concave"
    sort = replace(function.sort, traits=function.sort.traits | {trait})
    return function, Term("symbol", (), function.data, sort)


def as_values(claim: Claim) -> Claim | None:
    """The claim about all values that its random variables may have; None where it speaks of chance, or of none.

    It is the stronger one: nothing is left of what is said of their chance but that a Wishart matrix is positive
    definite.
    """
    random = [each for each in claim.free if isinstance(each.sort, RandomVariable)]
    if (
        not random
        or claim.relation not in ("=", "<=", ">=", "<", ">")
        or not _OF_CHANCE.isdisjoint(claim.left.heads | claim.right.heads)
    ):
        return None
    laws = {fact.args[0]: fact.args[1] for fact in claim.assumptions if fact.head == "follows"}
    kept = [fact for fact in claim.assumptions if fact.head == "relation" and _OF_CHANCE.isdisjoint(fact.heads)]
    taken = claim.free.difference(random)
    values: dict[Term, Term] = {}
    for each in sorted(random, key=lambda one: one.digest):
        values[each] = fresh(symbol(each.name, _value_sort(each, laws.get(each))), taken)
        taken |= {values[each]}
    left, right, *facts = (substitute(term, values) for term in (claim.left, claim.right, *kept))
    return replace(claim, left=left, right=right, assumptions=tuple(facts))


def _value_sort(variable: Term, law: Term | None) -> Sort:
    assert isinstance(variable.sort, RandomVariable)
    value = variable.sort.value
    definite = law is not None and law.head == "named" and law.data == "wishart"
    if isinstance(value, Matrix) and value.columns is build.ONE:
        return Vector(value.rows, value.entry)
    if isinstance(value, Matrix) and definite:
        return replace(value, traits=closure(value.traits | {"positive_definite"}))
    return value


def as_any_laws(claim: Claim) -> Claim | None:
    """The claim about any densities in the place of those of laws by name; None where it is not about densities.

    It is the stronger one: a divergence is the integral of p log(p / q) whatever p and q are.
    """
    parts = {part for side in (claim.left, claim.right) for part in subterms(side)}
    domains = {(part.args[1], part.args[0]) for part in parts if part.is_binder}
    wholes = {(domain, x.sort, x.name) for domain, x in domains if domain is _THE_LINE or domain.head == "space"}
    if len(wholes) != 1 or claim.relation != "=":
        return None
    ((domain, outcome, name),) = wholes
    label = str(domain.data[0]) if domain.head == "space" else name
    laws = [part for part in parts if part.head == "named" and part.free <= claim.free]
    if not laws or not all(_is_over(law, domain) and _holds(outcome, law) for law in laws):
        return None
    taken = claim.free
    any_law: dict[Term, Term] = {}
    for law in sorted(laws, key=lambda each: each.digest):
        family = fresh(symbol("p", FAMILY), taken)
        taken |= {family}
        variable = symbol(label, outcome, 1)
        any_law[law] = build.law(variable, domain, build.density(family, {label: variable}))

    def change(part: Term) -> Term:
        return build.pdf(*part.args) if part.head == "pdf" else any_law.get(part, part)

    with suppress(ShapeError, SortError):
        left, right = (transform(side, change) for side in (claim.left, claim.right))
        return replace(claim, left=left, right=right, assumptions=())
    return None


def _is_over(law: Term, domain: Term) -> bool:
    """Whether the density of a law is one on a domain: to be summed there, or to be integrated."""
    measure = domain.data[1] if domain.head == "space" else "lebesgue"
    return bool(measure == ("counting" if law.data in DISCRETE else "lebesgue"))


def _holds(sort: Sort, law: Term) -> bool:
    """Whether all values of a law are of a sort: a normal one has others than positive numbers."""
    assert isinstance(law.sort, Law)
    outcome = BIT if law.data == "bernoulli" else law.sort.outcome
    if isinstance(sort, Vector) and isinstance(outcome, Vector) and sort.size is outcome.size:
        return sort.entry in (outcome.entry, REAL)
    if not isinstance(sort, Scalar) or not isinstance(outcome, Scalar):
        return sort == outcome
    below = sort.lower is None or (outcome.lower is not None and outcome.lower >= sort.lower)
    above = sort.upper is None or (outcome.upper is not None and outcome.upper <= sort.upper)
    return below and above and sort.integer == outcome.integer and not sort.nonzero
