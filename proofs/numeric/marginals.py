"""Means of functions of one random variable that follows a named law, as integrals and sums under that law.

On the common space only polynomials of a variable with infinitely many values have their means; these have no such
bound. Nor have the probabilities of what such a variable does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..claim import Claim
from ..terms import build
from ..terms.sorts import Event, RandomVariable, Scalar
from ..terms.term import INFINITY, Term, fresh, substitute, symbol, transform
from .degree import degree
from .laws import FINITE


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
            return _happens(term.args, laws, independent) or term
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


def _happens(events: tuple[Term, ...], laws: dict[Term, Term], independent: Sequence[frozenset[Term]]) -> Term | None:
    """The probability of the first event, given the others; None where they are not of variables with laws alone."""
    random = {each for event in events for each in event.free if isinstance(each.sort, (RandomVariable, Event))}
    if not random or not random <= laws.keys() or any(isinstance(each.sort, RandomVariable) for each in events):
        return None
    if all(_is_whole(laws[each]) for each in random):
        if len(random) > 1 and not any(random <= group for group in independent):
            return None
        chances = [_chance(build.both(*part), laws) for part in (events, events[1:]) if part]
        return chances[0] if len(chances) == 1 else build.div(*chances)
    return _up_to(events[0], laws) if len(events) == 1 and events[0].head == "relation" else None


def _chance(event: Term, laws: dict[Term, Term]) -> Term:
    """The sum of the chances of what whole numbers make an event happen."""
    variables = sorted((each for each in event.free if each in laws), key=lambda each: each.digest)
    value = _solved(event, variables[0])
    body = build.indicator(event) if value is None else build.pdf(laws[variables[0]], value)
    for variable in variables if value is None else variables[1:]:
        body = _expected(body, variable, laws[variable])
    return body


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
    outcome = law.sort.outcome  # type: ignore[attr-defined]
    return isinstance(outcome, Scalar) and outcome.integer


def _up_to(event: Term, laws: dict[Term, Term]) -> Term | None:
    """The probability of X <= c, or of another relation to c, as an integral; None where it is none."""
    left, right = event.args
    variable, other = (left, right) if left in laws else (right, left)
    if variable not in laws or any(isinstance(each.sort, RandomVariable) for each in other.free):
        return None
    assert isinstance(variable.sort, RandomVariable)
    sort = laws[variable].sort.outcome  # type: ignore[attr-defined]
    if not isinstance(sort, Scalar) or sort.integer:
        return None
    ends = [None if end is None else build.number(end) for end in (sort.lower, sort.upper)]
    point = other if ends[0] is None else build.max_of(other, ends[0])
    point = point if ends[1] is None else build.min_of(point, ends[1])
    drawn = fresh(symbol(variable.name, sort), event.free | laws[variable].free)
    low = build.neg(INFINITY) if ends[0] is None else ends[0]
    below = build.integral(drawn, build.interval(low, point), build.pdf(laws[variable], drawn))
    upwards = event.data in ("<", "<=") if variable is left else event.data in (">", ">=")
    if event.data in ("=", "!="):
        return build.ZERO if event.data == "=" else build.ONE
    return below if upwards else build.sub(build.ONE, below)


def _is_infinite(law: Term) -> bool:
    random = any(isinstance(each.sort, RandomVariable) for each in law.free)
    return law.head == "named" and law.data not in FINITE and not random


def _is_number(variable: Term) -> bool:
    return isinstance(variable.sort, RandomVariable) and isinstance(variable.sort.value, Scalar)


def _expected(body: Term, variable: Term, law: Term) -> Term:
    assert isinstance(variable.sort, RandomVariable)
    drawn = fresh(symbol(variable.name, variable.sort.value), body.free | law.free)
    return build.expect(drawn, law, substitute(body, {variable: drawn}))
