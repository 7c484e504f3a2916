"""Hierarchies: a number X with a law where others are known, X | N ~ Bin(N, p).

By the law of total expectation E[g(X)] is the mean over N of what it is where N is known, so a claim of moments of X up
to the second is one of N alone, with the mean and the variance of that law; and P(X = k) is the mean of its density.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ..claim import Claim
from ..terms import build
from ..terms.build import ONE, TWO
from ..terms.term import CHANCE, OF_LAWS, Term, chosen_in, substitute
from .reduction import Reduction

TOTAL = "the law of total expectation"
KNOWN = "moments of a law where its parameters are known"
MOST_COEFFICIENTS = 3  # of a square


def _beta(a: Term, b: Term) -> tuple[Term, Term]:
    both = build.add(a, b)
    spread = build.div(build.mul(a, b), build.mul(build.power(both, TWO), build.add(both, ONE)))
    return build.div(a, both), spread


MOMENTS: dict[str, Callable[..., tuple[Term, Term]]] = {  # mean and variance
    "normal": lambda mean, variance: (mean, variance),
    "bernoulli": lambda p: (p, build.mul(p, build.sub(ONE, p))),
    "binomial": lambda n, p: (build.mul(n, p), build.mul(n, p, build.sub(ONE, p))),
    "poisson": lambda rate: (rate, rate),
    "geometric": lambda p: (build.div(ONE, p), build.div(build.sub(ONE, p), build.power(p, TWO))),
    "exponential": lambda rate: (build.div(ONE, rate), build.div(ONE, build.power(rate, TWO))),
    "gamma": lambda shape, rate: (build.div(shape, rate), build.div(shape, build.power(rate, TWO))),
    "beta": _beta,
    "uniform": lambda low, high: (
        build.div(build.add(low, high), TWO), build.div(build.power(build.sub(high, low), TWO), build.number(12)),
    ),
}  # fmt: skip


def by_total_expectation(claim: Claim) -> Reduction:
    """The claim without the numbers that have a law only where others are known."""
    found = Reduction(claim)
    while (fact := _lowest(found.claim)) is not None:
        others = tuple(each for each in found.claim.assumptions if each is not fact)
        rest = replace(found.claim, assumptions=others)
        level = _Level.of(fact)
        turned = rest.changed(level.change) if level is not None else rest
        about = [each for each in turned.assumptions if fact.args[0] in each.free]
        if level is None or about or fact.args[0] in turned.left.free | turned.right.free:
            return _unused(found)
        open_ = sorted(each.name for each in fact.args[2:] if not _has_law(each, rest))
        unused = tuple(f"the distribution of {name} is not known here" for name in open_)
        found = replace(found, claim=turned, theorems=(TOTAL, KNOWN), unused=(*found.unused, *unused))
    return found


def _unused(found: Reduction) -> Reduction:
    """Without the laws that are left, of which no more can be used."""
    left = [fact for fact in found.claim.assumptions if fact.head == "follows_given"]
    words = (
        f"the distribution of {fact.args[0].name} given {', '.join(each.name for each in fact.args[2:])}"
        for fact in left
    )
    unused = tuple(f"{each} is not used here" for each in words)
    return replace(found, claim=found.claim.without(frozenset(left)), unused=(*found.unused, *unused))


def _has_law(variable: Term, claim: Claim) -> bool:
    return any(fact.head in ("follows", "follows_given") and fact.args[0] is variable for fact in claim.assumptions)


def _lowest(claim: Claim) -> Term | None:
    """The law of a number that is no parameter of another one."""
    facts = [fact for fact in claim.assumptions if fact.head == "follows_given"]
    return next((fact for fact in facts if not any(fact.args[0] in other.args[2:] for other in facts)), None)


@dataclass(frozen=True)
class _Level:
    """A number, what is known where it has its law, and its mean and variance there."""

    variable: Term
    known: frozenset[Term]
    law: Term
    mean: Term
    variance: Term

    @staticmethod
    def of(fact: Term) -> _Level | None:
        variable, law, *known = fact.args
        moments = MOMENTS.get(str(law.data)) if law.head == "named" else None
        if moments is None or build.is_array(variable):
            return None
        return _Level(variable, frozenset(known), law, *moments(*law.args))

    def change(self, term: Term) -> Term:
        """The term with the moments and the chances of the number by those of what its law hangs on."""
        if self.variable not in term.free or term.head in OF_LAWS:
            return term
        if term.head in CHANCE:
            count = 2 if term.head == "covariance" else 1
            at = self._known(term.args[count:])
            if at and not all(chosen_in(body) <= self.known | {self.variable} for body in term.args[:count]):
                return term  # of what else is random nothing is known there
            found = self._moment(term.head, term.args[:count]) if at is not None else None
            return term if found is None or at is None else found(at)
        return term.rebuild(tuple(map(self.change, term.args))) if term.args else term

    def _known(self, givens: tuple[Term, ...]) -> Mapping[Term, Term] | None:
        """The values of what is known, {N: n} of E[X | N = n]; {} where nothing is, and None where it is of others."""
        values: dict[Term, Term] = {}
        for given in givens:
            sides = given.args if given.head == "relation" and given.data == "=" else (given, given)
            for one, value in (sides, sides[::-1]):
                if one in self.known and (value is one or not chosen_in(value)):
                    values[one] = value
        return values if len(values) == len(givens) and (not values or values.keys() == self.known) else None

    def _moment(self, head: str, bodies: tuple[Term, ...]) -> Callable[[Mapping[Term, Term]], Term] | None:
        if head == "probability":
            return self._chance(bodies[0])
        if head == "mean":
            return self._mean(bodies[0])
        one, other = bodies[0], bodies[-1]
        if build.is_array(one) or build.is_array(other):
            return None
        together, first, second = self._mean(build.mul(one, other)), self._mean(one), self._mean(other)
        if together is None or first is None or second is None:
            return None
        return lambda at: build.sub(together(at), build.mul(first(at), second(at)))

    def _mean(self, body: Term) -> Callable[[Mapping[Term, Term]], Term] | None:
        """E[a + b X + c X^2]: with the mean and the variance of X where N is known, that is one of N.

        Not where b or c hangs on anything else that is random: how that and X go together is not said.
        """
        parts = _coefficients(body, self.variable)
        if parts is None or not all(chosen_in(each) <= self.known for each in parts[1:]):
            return None
        moments = (ONE, self.mean, build.add(self.variance, build.power(self.mean, TWO)))
        value = build.add(*(build.mul(part, moment) for part, moment in zip(parts, moments, strict=False)))
        return self._over(value)

    def _chance(self, event: Term) -> Callable[[Mapping[Term, Term]], Term] | None:
        if event.head != "relation" or event.data != "=" or self.variable not in event.args:
            return None
        left, right = event.args
        value = right if left is self.variable else left
        sort = build.scalar_sort(self.variable)
        whole = sort is not None and sort.integer
        if self.law.data == "bernoulli" and value in (build.ZERO, ONE):
            return self._over(self.mean if value is ONE else build.sub(ONE, self.mean))
        return self._over(build.pdf(self.law, value)) if whole and not chosen_in(value) else None

    def _over(self, value: Term) -> Callable[[Mapping[Term, Term]], Term]:
        """The mean of a value over what is known, or the value at that."""

        def at(known: Mapping[Term, Term]) -> Term:
            if known:
                return substitute(value, {each: to for each, to in known.items() if to is not each})
            return build.mean(value) if chosen_in(value) else value

        return at


def _coefficients(body: Term, variable: Term) -> list[Term] | None:
    """Those of a polynomial in a variable by its powers, up to the second; None where a term is none by its form."""
    if variable not in body.free:
        return [body]
    if body is variable:
        return [build.ZERO, ONE]
    if body.head == "pow" and body.args[1] is TWO:
        return _product(body.args[:1] * 2, variable)
    if body.head == "mul":
        return _product(body.args, variable)
    if body.head != "add":
        return None
    found = [_coefficients(arg, variable) for arg in body.args]
    parts = [each for each in found if each is not None]
    if len(parts) < len(found):
        return None
    return [build.add(*(part[at] for part in parts if at < len(part))) for at in range(max(map(len, parts)))]


def _product(factors: tuple[Term, ...], variable: Term) -> list[Term] | None:
    result: list[Term] = [ONE]
    for factor in factors:
        part = _coefficients(factor, variable)
        if part is None or len(result) + len(part) > MOST_COEFFICIENTS + 1:
            return None
        sums: list[list[Term]] = [[] for _ in range(len(result) + len(part) - 1)]
        for at, one in enumerate(result):
            for beside, other in enumerate(part):
                sums[at + beside].append(build.mul(one, other))
        result = [build.add(*each) for each in sums]
    return result
