"""Jointly normal random numbers: a claim of two is one of independent normal numbers.

Of X and Y that are jointly normal, X is m + s (Y - n) + Z, with a normal Z of mean 0 that is independent of Y: so all
that is claimed of both is claimed of Y and Z. What is claimed of one of them is claimed of a normal number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt

from ..claim import Claim
from ..terms import build
from ..terms.sorts import POSITIVE, REAL, WITHIN_ONE, RandomVariable, Scalar
from ..terms.term import Term, chosen_in, fresh, substitute, subterms, symbol, transform
from .reduction import Reduction
from .transformations import flattened

INDEPENDENT_PARTS = "a jointly normal pair is a linear map of independent normal numbers"
EACH_ALONE = "each of jointly normal numbers is normal"
KNOWN = "a mean given an independent number is one at each value of it"
_SAID = ("follows", "independent", "alike", "jointly_normal")
_OF_CHANCE = ("mean", "variance", "covariance", "probability")


def by_independent_parts(claim: Claim) -> Reduction:
    """The claim over independent normal numbers."""
    found = Reduction(claim)
    for group in [fact for fact in claim.assumptions if fact.head == "jointly_normal"]:
        others = tuple(fact for fact in found.claim.assumptions if fact is not group)
        rest = replace(found.claim, assumptions=others)
        pair = _of_pair(rest, *group.args) if len(group.args) == 2 else None
        if pair is None:
            unused = f"that {', '.join(each.name for each in group.args)} are jointly normal is not used here"
            return replace(found, claim=rest, unused=(unused,))
        theorems = tuple(dict.fromkeys((*found.theorems, *pair.theorems)))
        found = replace(pair, theorems=theorems, assumed=(*found.assumed, *pair.assumed))
    return found


@dataclass(frozen=True)
class _Moments:
    """The mean and the deviation of each of two numbers, their variances, and how these go together: by a correlation
    or a covariance."""

    means: dict[Term, Term]
    variances: dict[Term, Term]
    covariance: Term | None
    correlation: Term | None

    def deviation(self, of: Term) -> Term:
        return root(self.variances[of])

    def slope(self, of: Term, by: Term) -> Term:
        """Of the mean of one where the other is known."""
        if self.correlation is not None:
            return build.div(build.mul(self.correlation, self.deviation(of)), self.deviation(by))
        assert self.covariance is not None
        return build.div(self.covariance, self.variances[by])

    def agreeing(self, is_correlation: bool, value: Term) -> Term:
        """That another correlation or covariance is the same."""
        held = self.covariance if self.correlation is None else self.correlation
        assert held is not None
        if self.correlation is not None and not is_correlation and value is not build.ZERO:
            value = build.div(value, build.mul(*map(self.deviation, self.means)))
        return build.equal(value, held)

    def rest(self, of: Term, by: Term) -> Term:
        """The variance of one where the other is known."""
        if self.correlation is not None:
            left = build.sub(build.ONE, build.power(self.correlation, build.TWO))
            return build.mul(self.variances[of], left)
        assert self.covariance is not None
        square = build.power(self.covariance, build.TWO)
        return build.sub(self.variances[of], build.div(square, self.variances[by]))


def root(variance: Term) -> Term:
    """The square root, of s^2 with an s that is no negative number this."""
    if variance.head == "pow" and variance.args[1] is build.TWO:
        sort = build.scalar_sort(variance.args[0])
        if sort is not None and sort.lower is not None and sort.lower >= 0:
            return variance.args[0]
    return variance if variance is build.ONE else build.sqrt(variance)


def _of_pair(claim: Claim, one: Term, other: Term) -> Reduction | None:
    """The claim with one of two numbers by the other, where it speaks of both; None where that cannot be done."""
    pair = (one, other)
    if any(each.sort != RandomVariable(REAL) for each in pair):
        return None
    moments, facts = _moments(claim, pair)
    if moments is None:
        return None
    claim, moments = _within_bounds(replace(claim, assumptions=facts), moments)
    facts = claim.assumptions
    sides = (claim.left, claim.right, *facts)
    named = [each for each in pair if any(each in side.free for side in sides)]
    law = {each: build.named("normal", REAL, moments.means[each], moments.variances[each]) for each in pair}
    if len(named) < 2:
        drawn = tuple(build.follows(each, law[each]) for each in named)
        claim = replace(claim, assumptions=(*facts, *drawn))
        return _at_values(claim, frozenset(named), (EACH_ALONE,) if named else ())
    given = {each for side in sides for node in subterms(side) for each in _known(node) if each in pair}
    if len(given) > 1:
        return None
    base = given.pop() if given else other
    turned = one if base is other else other
    taken = frozenset(node for side in sides for node in subterms(side) if node.head == "symbol")
    noise = fresh(symbol(rf"\epsilon_{{{turned.name}}}", RandomVariable(REAL)), taken)
    apart = build.sub(base, moments.means[base])
    value = build.add(moments.means[turned], build.mul(moments.slope(turned, base), apart), noise)
    rest = moments.rest(turned, base)
    drawn = (
        build.follows(base, law[base]),
        build.follows(noise, build.named("normal", REAL, build.ZERO, rest)),
        build.independent(base, noise),
        build.relation(">", rest, build.ZERO),
    )
    claim = claim.changed(lambda term: substitute(term, {turned: value}))
    found = _at_values(claim, frozenset((base, noise)), (INDEPENDENT_PARTS,))
    claim = replace(found.claim, assumptions=(*found.claim.assumptions, *drawn))
    return replace(found, claim=claim, assumed=(f"the correlation of {one.name} and {other.name} is neither 1 nor -1",))


def _known(node: Term) -> Iterator[Term]:
    """What is known in a conditional mean or the like."""
    for given in node.args[1 if node.head != "covariance" else 2 :] if node.head in _OF_CHANCE else ():
        if given.head == "relation" and given.data == "=":
            yield from given.args
        else:
            yield given


def _at_values(claim: Claim, normal: frozenset[Term], theorems: tuple[str, ...]) -> Reduction:
    """What theorems have given, with E[f(X, Z) | X = x] as E[f(x, Z)], for an X that all else in it is independent of;
    with E[f(X, Z) | X] at each x that X may be."""
    sides = (claim.left, claim.right, *claim.assumptions)
    taken = frozenset(node for side in sides for node in subterms(side) if node.head == "symbol")
    points: dict[Term, Term] = {}
    for each in sorted({given for side in sides for given in _told(side)} & normal, key=lambda each: each.digest):
        points[each] = fresh(symbol(each.name.lower(), REAL), taken | {*points.values()})
    found = claim.changed(lambda term: _at(term, normal, points))
    return Reduction(found, theorems if found == claim else (*theorems, KNOWN))


def _told(term: Term) -> Iterator[Term]:
    """The random variables that conditional means, which stand in no other mean, are given."""
    if term.head in _OF_CHANCE:
        yield from term.args[_bodies(term) :]
        return
    for arg in term.args if term.head not in _SAID else ():
        yield from _told(arg)


def _bodies(term: Term) -> int:
    return 2 if term.head == "covariance" else 1


def _at(term: Term, normal: frozenset[Term], points: dict[Term, Term]) -> Term:
    if term.head in _SAID:
        return term
    if term.head not in _OF_CHANCE:
        return (
            points.get(term, term) if not term.args else term.rebuild(tuple(_at(a, normal, points) for a in term.args))
        )
    count = _bodies(term)
    if len(term.args) != count + 1:
        return term
    given, bodies = term.args[count], term.args[:count]
    if not frozenset().union(*map(chosen_in, bodies)) <= normal:
        return term
    if given in points:
        return term.rebuild(tuple(substitute(arg, {given: points[given]}) for arg in bodies))
    for variable, value in (given.args, given.args[::-1]) if given.head == "relation" and given.data == "=" else ():
        if variable in normal and not chosen_in(value):
            return term.rebuild(tuple(substitute(arg, {variable: value}) for arg in bodies))
    return term


def _moments(claim: Claim, pair: tuple[Term, Term]) -> tuple[_Moments | None, tuple[Term, ...]]:
    """What is said of the moments of a pair, or any where nothing is; and all else that is said."""
    one, other = pair
    sought = {build.mean(each) for each in pair} | {build.variance(each) for each in pair}
    tied = {build.covariance(one, other), build.covariance(other, one)}
    correlations = {build.div(each, build.mul(*spread)) for each in tied for spread in _spreads(pair)}
    told: dict[Term, Term] = {}
    ties: list[tuple[bool, Term]] = []  # correlations or not, and covariances
    facts: list[Term] = []
    of_themselves: list[Term] = []  # equations of moments that give none its value
    for fact in claim.assumptions:
        found = next(_given(fact, (sought - told.keys()) | tied | correlations), None)
        if fact.head == "follows" and fact.args[0] in pair:
            law = fact.args[1]
            if law.head != "named" or law.data != "normal":
                return None, ()
            told |= dict(zip((build.mean(fact.args[0]), build.variance(fact.args[0])), law.args, strict=True))
        elif fact.head == "independent" and set(pair) <= set(fact.args):
            ties.append((False, build.ZERO))
            facts += [fact] if set(fact.args) != set(pair) else []
        elif found is None:
            facts.append(fact)
        elif found[0] in subterms(found[1]):
            of_themselves += [fact] if not _is_square_of_root(found[1], found[0]) else []
        elif found[0] in sought:
            told[found[0]] = found[1]
        else:
            ties.append((found[0] in correlations, found[1]))
    for each in pair:
        spread = fresh(symbol(rf"\sigma_{{{each.name}}}", POSITIVE), claim.free)
        told.setdefault(build.mean(each), fresh(symbol(rf"\mu_{{{each.name}}}"), claim.free))
        told.setdefault(build.variance(each), build.power(spread, build.TWO))
    for _ in told:
        told = {each: _replaced(value, told) for each, value in told.items()}
    ties = [(kind, _replaced(value, told)) for kind, value in ties] or [
        (True, fresh(symbol(r"\rho", WITHIN_ONE), claim.free))
    ]
    if any(map(chosen_in, (*told.values(), *(value for _, value in ties)))):
        return None, ()
    means = {each: told[build.mean(each)] for each in pair}
    variances = {each: told[build.variance(each)] for each in pair}
    is_correlation, tie = base = max(ties, key=lambda each: each[0])
    if any(number.head == "number" and number.value <= 0 for number in variances.values()):
        return None, ()
    if is_correlation and tie.head == "number" and abs(tie.value) >= 1:
        return None, ()
    moments = _Moments(means, variances, *((None, tie) if is_correlation else (tie, None)))
    facts += [_replaced(fact, told) for fact in of_themselves]
    facts += [moments.agreeing(*each) for each in dict.fromkeys(ties) if each != base]
    return moments, tuple(facts)


def _given(fact: Term, sought: Set[Term]) -> Iterator[tuple[Term, Term]]:
    """A moment that is sought and its value, by an equation."""
    if fact.head == "relation" and fact.data == "=" and fact.args[0] is not fact.args[1]:
        yield from (sides for sides in (fact.args, fact.args[::-1]) if sides[0] in sought)  # type: ignore[misc]


def _is_square_of_root(value: Term, variance: Term) -> bool:
    """Whether a value is \\sigma_X^2 of a \\sigma_X that is the root of the variance: this gives it no value."""
    return value.head == "pow" and flattened(*value.args) == (variance, build.ONE)


def _within_bounds(claim: Claim, moments: _Moments) -> tuple[Claim, _Moments]:
    """A letter for the covariance of numbers of given variances is less than the product of their deviations."""
    letter, spreads = moments.covariance, list(moments.variances.values())
    if letter is None or letter.sort != REAL or letter.head != "symbol" or any(v.head != "number" for v in spreads):
        return claim, moments
    whole = spreads[0].value * spreads[1].value
    bound = Fraction(isqrt(whole.numerator), isqrt(whole.denominator))
    if bound**2 != whole:
        return claim, moments
    narrow = Term("symbol", (), letter.data, Scalar(-bound, bound, open_lower=True, open_upper=True))
    return claim.changed(lambda term: substitute(term, {letter: narrow})), replace(moments, covariance=narrow)


def _spreads(pair: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    deviations = [build.sqrt(build.variance(each)) for each in pair]
    yield tuple(deviations)
    yield tuple(deviations[::-1])


def _replaced(value: Term, told: dict[Term, Term]) -> Term:
    """A value with the moments in it that are told."""
    return transform(value, lambda node: told.get(node, node))
