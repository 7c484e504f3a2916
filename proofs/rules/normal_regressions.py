"""Conditional moments of sums of independent normal variables: E[T | B] is the linear regression of T on B.

Where T and B are affine in normal variables that are independent of each other, they are jointly normal, and

    E[T | B] = E[T] + Cov(T, B) Var(B)^{-1} (B - E[B]),   Cov(S, T | B) = Cov(S, T) - Cov(S, B) Var(B)^{-1} Cov(B, T),

wherever Var(B) has an inverse: so of a prior and a noisy measurement, and for each step of a Kalman filter. What is
claimed of random variables outside of all means is claimed of all values that they may have.
"""

from __future__ import annotations

from ..claim import Claim
from ..errors import SortError
from ..terms import build
from ..terms.sorts import RandomVariable, Sort
from ..terms.term import OF_LAWS, Term, chosen_in, fresh, is_chosen, subterms, symbol
from .reduction import Reduction

REGRESSION = "conditional moments of jointly normal variables are those of a linear regression"

_MOMENTS = {"mean": 1, "variance": 1, "covariance": 2}
_CHANCE = {*_MOMENTS, "probability", "expect"}


def by_regressions(claim: Claim) -> Reduction:
    """The claim without conditional moments of that kind, or the same where there are none, or others as well."""
    normal = _independent_normals(claim)
    sides = (claim.left, claim.right, *(fact for fact in claim.assumptions if fact.head == "relation"))
    found = {node for side in sides for node in subterms(side) if _is_regression(node, normal)}
    if not any(node in found for side in sides[:2] for node in subterms(side)):
        return Reduction(claim)
    outside = {each for side in sides for each in _outside(side, found) if is_chosen(each)}
    if not outside <= normal:
        return Reduction(claim)
    taken = frozenset(node for side in sides for node in subterms(side) if node.head == "symbol") | claim.free
    points: dict[Term, Term] = {}
    for each in sorted(normal, key=lambda each: each.digest):
        points[each] = fresh(symbol(each.name.lower(), _value_sort(each)), taken | {*points.values()})
    try:
        return Reduction(claim.changed(lambda term: _rewritten(term, found, points)), (REGRESSION,))
    except SortError:
        return Reduction(claim)


def _independent_normals(claim: Claim) -> frozenset[Term]:
    """The normal variables of the largest set that is said to be independent."""
    laws = {fact.args[0] for fact in claim.assumptions if fact.head == "follows" and _is_normal(fact.args[1])}
    told = [frozenset(fact.args) & laws for fact in claim.assumptions if fact.head == "independent"]
    return max(told, key=len, default=frozenset())


def _is_normal(law: Term) -> bool:
    return law.head == "named" and law.data == "normal" and not chosen_in(law)


def _value_sort(variable: Term) -> Sort:
    return variable.sort.value if isinstance(variable.sort, RandomVariable) else variable.sort


def _given(node: Term) -> tuple[Term, Term] | None:
    """The random side of the one condition of a conditional moment, and its value."""
    count = _MOMENTS.get(node.head, 0)
    if not count or len(node.args) != count + 1:
        return None
    given = node.args[count]
    if given.head == "relation" and given.data == "=":
        for one, value in (given.args, given.args[::-1]):
            if chosen_in(one) and not chosen_in(value):
                return one, value
        return None
    return given, given


def _is_regression(node: Term, normal: frozenset[Term]) -> bool:
    found = _given(node)
    if found is None or found[0].head == "symbol":
        return False
    bodies = node.args[: _MOMENTS[node.head]]
    return all(_is_affine(each, normal) for each in (*bodies, found[0]))


def _is_affine(term: Term, normal: frozenset[Term]) -> bool:
    """Whether a term is a sum of multiples of normal variables, and of what is not random."""
    random = chosen_in(term)
    if not random:
        return not any(node.head in _CHANCE for node in subterms(term))
    if not random <= normal:
        return False
    if term.head == "symbol":
        return True
    if term.head == "add":
        return all(_is_affine(arg, normal) for arg in term.args)
    if term.head in ("mul", "matmul"):
        inner = [arg for arg in term.args if chosen_in(arg)]
        return len(inner) == 1 and _is_affine(inner[0], normal)
    return False


def _outside(term: Term, found: set[Term]) -> set[Term]:
    """The symbols that stand outside of moments, or in the value of what is known in one that is rewritten."""
    if term in found:
        given = _given(term)
        return set(given[1].free) if given is not None else set()
    if term.head in _CHANCE | OF_LAWS:
        return set()
    return {term} if term.head == "symbol" else {each for arg in term.args for each in _outside(arg, found)}


def _rewritten(term: Term, found: set[Term], points: dict[Term, Term]) -> Term:
    if term in found:
        return _regression(term, points)
    if term in points:
        return points[term]
    if term.head in _CHANCE | OF_LAWS or not term.args:
        return term
    return term.rebuild(tuple(_rewritten(arg, found, points) for arg in term.args))


def _regression(node: Term, points: dict[Term, Term]) -> Term:
    given = _given(node)
    assert given is not None
    known, value = given[0], _rewritten(given[1], set(), points)
    if node.head == "mean":
        [body] = node.args[:1]
        return build.add(build.mean(body), _slope(body, known, build.sub(value, build.mean(known))))
    one, other = node.args[:2] if node.head == "covariance" else (node.args[0], node.args[0])
    whole = build.covariance(one, other) if node.head == "covariance" else build.variance(one)
    return build.sub(whole, _slope(one, known, build.covariance(known, other)))


def _slope(body: Term, known: Term, times: Term) -> Term:
    """Cov(T, B) Var(B)^{-1} times something."""
    if build.is_array(build.variance(known)):
        return build.matmul(build.covariance(body, known), build.inverse(build.variance(known)), times)
    return build.mul(build.div(build.covariance(body, known), build.variance(known)), times)
