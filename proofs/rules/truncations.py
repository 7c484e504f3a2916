"""Moments of a number that is known to lie past a point, and of the smaller of two numbers, as integrals.

    E[g(X) | X > a] = (integral of g f from a on) / P(X > a)

for an X with a density f by name, and for independent X and Y that lie between the same ends

    P(X < Y) = integral of f(x) P(Y > x),   P(min(X, Y) > t) = P(X > t) P(Y > t),

and E[min(X, Y)] is the low end and the integral of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..claim import Claim
from ..errors import SortError
from ..terms import build
from ..terms.preimages import clipped, ends_of, preimage, without_extreme
from ..terms.sorts import REAL, RandomVariable, Scalar, Statement
from ..terms.term import INFINITY, ORDERS, Term, chosen_in, fresh, subterms, symbol, transform
from .copies import APART
from .reduction import Reduction

TRUNCATED = "a mean where an event happens is an integral of the density over it, by its probability"
OF_TWO = "chances and means of the smaller of two independent numbers are integrals of a density"


def by_integrals(claim: Claim) -> Reduction:
    """The claim with such moments and chances as integrals."""
    laws = {fact.args[0]: fact.args[1] for fact in claim.assumptions if fact.head == "follows"}
    known = {each: law for each, law in laws.items() if _has_density(each, law)}
    told = [frozenset(fact.args) for fact in claim.assumptions if fact.head == "independent"]
    try:
        found = _Integrals(claim, known, told)
        turned = replace(claim, left=found.of(claim.left), right=found.of(claim.right))
    except SortError:
        return Reduction(claim)
    return Reduction(turned, tuple(found.theorems))


def _has_density(variable: Term, law: Term) -> bool:
    number = isinstance(variable.sort, RandomVariable) and isinstance(variable.sort.value, Scalar)
    return number and ends_of(law) is not None and not chosen_in(law)


class _Integrals:
    def __init__(self, claim: Claim, laws: dict[Term, Term], independent: list[frozenset[Term]]) -> None:
        self.laws, self.independent = laws, independent
        sides = (claim.left, claim.right)
        self.taken = frozenset(node for side in sides for node in subterms(side) if node.head == "symbol") | claim.free
        self.theorems: dict[str, None] = {}

    def of(self, term: Term) -> Term:
        return transform(term, self.change)

    def change(self, node: Term) -> Term:
        theorem, found = self.integral_of(node)
        if found is None:
            return node
        self.theorems[theorem] = None
        return found

    def integral_of(self, node: Term) -> tuple[str, Term | None]:
        if node.head in ("mean", "variance") and len(node.args) == 2 and isinstance(node.args[1].sort, Statement):
            return TRUNCATED, self.truncated(node)
        if node.head == "mean" and len(node.args) == 1:
            [body] = node.args
            return (TRUNCATED, self.part(body.args)) if body.head == "mul" else (OF_TWO, self.mean_of_two(body))
        if node.head == "probability" and len(node.args) == 1:
            event = without_extreme(node.args[0])
            return OF_TWO if event.head == "relation" else APART, self.chance(event)
        return "", None

    # ---------------------------------------------------------------- two numbers

    def pair(self, one: Term, other: Term) -> bool:
        """Whether two terms are independent numbers with densities."""
        apart = any({one, other} <= each for each in self.independent)
        return one is not other and apart and one in self.laws and other in self.laws

    def survival(self, variable: Term, point: Term) -> Term | None:
        """P(X > x) for an x where the density of X is positive."""
        law = self.laws[variable]
        if law.data == "exponential":
            return build.exp(build.neg(build.mul(law.args[0], point)))
        if law.data == "uniform":
            low, high = law.args
            return build.div(build.sub(high, point), build.sub(high, low))
        return None

    def common(self, one: Term, other: Term) -> tuple[Term, Term] | None:
        """Where both numbers lie, if that is the same."""
        ends = self.ends(one)
        return ends if ends == self.ends(other) else None

    def ends(self, variable: Term) -> tuple[Term, Term]:
        low, high = ends_of(self.laws[variable]) or (None, None)
        return build.neg(INFINITY) if low is None else low, INFINITY if high is None else high

    def least(self, one: Term, other: Term) -> Term | None:
        """E[min(X, Y)]."""
        ends, point = self.common(one, other), fresh(symbol("x", REAL), self.taken)
        beyond = [self.survival(each, point) for each in (one, other)]
        if ends is None or beyond[0] is None or beyond[1] is None:
            return None
        return build.add(ends[0], build.integral(point, build.interval(*ends), build.mul(beyond[0], beyond[1])))

    def mean_of_two(self, body: Term) -> Term | None:
        """E[min(X, Y)], E[max(X, Y)] and E[|X - Y|], and sums with such terms."""
        if body.head == "add":
            parts = [self.mean_of_two(each) for each in body.args]
            if all(each is None for each in parts):
                return None
            rest = zip(parts, body.args, strict=True)
            return build.add(*(build.mean(each) if part is None else part for part, each in rest))
        if body.head == "mul" and len(body.args) == 2 and body.args[0].head == "number":
            inner = self.mean_of_two(body.args[1])
            return None if inner is None else build.mul(body.args[0], inner)
        if body.head == "fn" and body.data == "abs":
            two = self.apart(body.args[0])
            least = self.least(*two) if two is not None else None
            return None if two is None or least is None else build.sub(
                build.add(*map(build.mean, two)), build.mul(build.TWO, least))  # fmt: skip
        if body.head not in ("min_of", "max_of") or len(body.args) != 2 or not self.pair(*body.args):
            return None
        least = self.least(*body.args)
        if least is None or body.head == "min_of":
            return least
        return build.sub(build.add(*map(build.mean, body.args)), least)

    def apart(self, body: Term) -> tuple[Term, Term] | None:
        """The X and Y of X - Y."""
        for one in body.args if body.head == "add" and len(body.args) == 2 else ():
            other = next(each for each in body.args if each is not one)
            if other.head == "mul" and other.args[0] is build.MINUS_ONE and len(other.args) == 2:
                return (one, other.args[1]) if self.pair(one, other.args[1]) else None
        return None

    def chance(self, event: Term) -> Term | None:
        """P(X < Y), and chances of what each of two numbers does."""
        if event.head == "not":
            found = self.chance(event.args[0]) if event.args[0].head == "and" else None
            return None if found is None else build.sub(build.ONE, found)
        if event.head == "and":
            return self.chance_of_each(event.args)
        if event.head != "relation" or event.data not in ORDERS or not self.pair(*event.args):
            return None
        one, other = event.args if event.data in ("<", "<=") else event.args[::-1]
        ends, point = self.common(one, other), fresh(symbol("x", REAL), self.taken)
        beyond = self.survival(other, point)
        if ends is None or beyond is None:
            return None
        return build.integral(point, build.interval(*ends), build.mul(build.pdf(self.laws[one], point), beyond))

    def chance_of_each(self, events: Sequence[Term]) -> Term | None:
        """P(X > t, Y > t) = P(X > t) P(Y > t) of independent numbers."""
        about = [chosen_in(event) for event in events]
        whole = frozenset().union(*about)
        alone = all(len(each) == 1 for each in about) and len(whole) == len(events) and whole <= self.laws.keys()
        if not alone or not any(whole <= each for each in self.independent):
            return None
        return build.mul(*map(build.probability, events))

    # ---------------------------------------------------------------- one number

    def part(self, factors: tuple[Term, ...]) -> Term | None:
        """E[g(X) 1_{X > a}]."""
        indicators = [each for each in factors if each.head == "indicator"]
        past = self.past(indicators[0].args[0]) if len(indicators) == 1 else None
        if past is None:
            return None
        body = build.mul(*(each for each in factors if each is not indicators[0]))
        variable, low, high = past
        return self.integral(variable, body, low, high) if self.is_of(variable, body) else None

    def is_of(self, variable: Term, body: Term) -> bool:
        """Whether a term speaks of this random variable alone, and of no moment."""
        moments = ("mean", "variance", "covariance", "probability", "indicator")
        return chosen_in(body) == {variable} and not any(each.head in moments for each in subterms(body))

    def truncated(self, node: Term) -> Term | None:
        body, event = node.args
        past = self.past(event)
        if past is None or not self.is_of(past[0], body):
            return None

        def mean(of: Term) -> Term:
            return build.div(self.integral(past[0], of, *past[1:]), build.probability(event))

        if node.head == "mean":
            return mean(body)
        return build.sub(mean(build.power(body, build.TWO)), build.power(mean(body), build.TWO))

    def past(self, event: Term) -> tuple[Term, Term, Term] | None:
        """The variable of X > a, X < a, a < X < b, and the ends of where it lies then."""
        random = chosen_in(event)
        (variable,) = random if len(random) == 1 else (None,)
        law = self.laws.get(variable) if variable is not None else None
        if variable is None or law is None:
            return None
        bounds = ends_of(law) or (None, None)
        lower, upper = (end.value if end is not None and end.head == "number" else None for end in bounds)
        where = preimage(event, variable, Scalar(lower, upper))
        if where is None or not where.inside:
            return None
        low, high = self.ends(variable)
        ends = [None if end is None else clipped(end, *bounds) for end in (where.low, where.high)]
        return variable, ends[0] or low, ends[1] or high

    def integral(self, variable: Term, body: Term, low: Term, high: Term) -> Term:
        point = fresh(symbol(variable.name.lower(), REAL), self.taken)
        value = transform(body, lambda node: point if node is variable else node)
        return build.integral(point, build.interval(low, high), build.mul(value, build.pdf(self.laws[variable], point)))
