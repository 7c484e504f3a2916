"""Means of functions of one random variable that follows a named law, as integrals and sums under that law.

On the common space only polynomials of a variable with infinitely many values have their means; these have no such
bound. Nor have the probabilities of what such a variable does, see `events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..claim import Claim
from ..terms import build
from ..terms.sorts import NONNEGATIVE, RandomVariable, Scalar
from ..terms.term import ORDERS, TURNED, Term, fresh, is_chosen, substitute, subterms, symbol, transform
from .degree import degree
from .events import chance
from .laws import FINITE
from .series import WHOLE


def by_their_laws(claim: Claim) -> Claim:
    """The claim with E[g(X)] and Var[g(X)] written as E of g(x) over the law of X, where g is no polynomial, with
    P(X <= c) as the integral of its density up to c, and with the probability of what a whole number X does as a sum.
    """
    laws = {
        fact.args[0]: fact.args[1]
        for fact in claim.assumptions
        if fact.head == "follows" and _is_infinite(fact.args[1]) and _is_number(fact.args[0])
    }
    if not laws or not any(_speaks(side) for side in (claim.left, claim.right, *claim.assumptions)):
        return claim

    independent = [frozenset(fact.args) for fact in claim.assumptions if fact.head == "independent"]

    def change(term: Term) -> Term:
        if term.head == "probability":
            return _of_whole_numbers(term.args, laws, independent) or chance(term, laws, independent) or term
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
    return term.head in ("mean", "variance", "probability") or any(map(_speaks, term.args))


def _of_whole_numbers(
    events: tuple[Term, ...], laws: dict[Term, Term], independent: Sequence[frozenset[Term]]
) -> Term | None:
    """The probability of the first event, given the others; None where they are of anything else than whole numbers
    with laws, which are independent."""
    random = {each for event in events for each in event.free if is_chosen(each)}
    if not random or not random <= laws.keys() or any(isinstance(each.sort, RandomVariable) for each in events):
        return None
    if not all(_is_whole(laws[each]) for each in random):
        return None
    if len(random) > 1 and not any(random <= group for group in independent):
        return None
    chances = [_summed(build.both(*part), laws) for part in (events, events[1:]) if part]
    return chances[0] if len(chances) == 1 else build.div(*chances)


def _summed(event: Term, laws: dict[Term, Term]) -> Term:
    """The sum of the chances of what whole numbers make an event happen."""
    variables = sorted((each for each in event.free if each in laws), key=lambda each: each.digest)
    counted = _up_to(event, variables[0], laws[variables[0]]) if len(variables) == 1 else None
    if counted is not None:
        return counted
    value = _solved(event, variables[0])
    body = build.indicator(event) if value is None else build.pdf(laws[variables[0]], value)
    for variable in variables if value is None else variables[1:]:
        body = _expected(body, variable, laws[variable])
    return body


def _up_to(event: Term, variable: Term, law: Term) -> Term | None:
    """P(X <= k), P(X > k), .. of whole numbers X and k, as finite sums."""
    if event.head != "relation" or variable not in event.args or event.data not in ORDERS:
        return None
    first = event.args[0] is variable
    point, kind = (event.args[1], str(event.data)) if first else (event.args[0], TURNED[str(event.data)])
    sort = build.scalar_sort(point)
    if variable in point.free or sort is None or not sort.integer:
        return None
    last = point if kind in ("<=", ">") else build.sub(point, build.ONE)
    place = fresh(symbol("j", law.sort.outcome), event.free | law.free)  # type: ignore[attr-defined]
    below = build.total(place, build.between(build.number(WHOLE[str(law.data)]), last), build.pdf(law, place))
    return below if kind in ("<", "<=") else build.sub(build.ONE, below)


def _solved(event: Term, variable: Term) -> Term | None:
    """The number c where an event is X = c, or Y + X = c + Y written so."""
    if event.head != "relation" or event.data != "=":
        return None
    for one, other in (event.args, event.args[::-1]):
        terms = one.args if one.head == "add" else (one,)
        rest = [each for each in terms if each is not variable]
        if len(rest) == len(terms) - 1 and all(variable not in each.free for each in (*rest, other)):
            return build.sub(other, build.add(*rest)) if rest else other
    return None


def _is_whole(law: Term) -> bool:
    return law.data in WHOLE


def _is_infinite(law: Term) -> bool:
    random = any(isinstance(each.sort, RandomVariable) for each in law.free)
    return law.head == "named" and law.data not in FINITE and not random


def _is_number(variable: Term) -> bool:
    return isinstance(variable.sort, RandomVariable) and isinstance(variable.sort.value, Scalar)


def _expected(body: Term, variable: Term, law: Term) -> Term:
    assert isinstance(variable.sort, RandomVariable)
    turned = _by_surprise(body, variable) if law.data == "uniform" and law.args == (build.ZERO, build.ONE) else None
    if turned is not None:
        return turned
    drawn = fresh(symbol(variable.name, variable.sort.value), body.free | law.free)
    return build.expect(drawn, law, substitute(body, {variable: drawn}))


def _by_surprise(body: Term, variable: Term) -> Term | None:
    """E of a function of log U, or of log(1 - U), as one of the exponential number that -log U is."""
    rest = build.sub(build.ONE, variable)
    logarithms = {node.args[0] for node in subterms(body) if node.head == "fn" and node.data == "log"}
    base = next((each for each in (rest, variable) if each in logarithms), None)
    if base is None:
        return None
    drawn = fresh(symbol("r", NONNEGATIVE), body.free)
    small = build.exp(build.neg(drawn))

    def change(node: Term) -> Term:
        if node is base:
            return small
        return build.neg(drawn) if node.head == "fn" and node.data == "log" and node.args[0] is small else node

    inside = substitute(transform(body, change), {variable: small if base is variable else build.sub(build.ONE, small)})
    return build.expect(drawn, build.named("exponential", NONNEGATIVE, build.ONE), inside)
