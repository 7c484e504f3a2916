"""Hierarchies: of an X with a law given Y, moments are moments of Y, by the tower property and total variance.

    E[X] = E[m(Y)],   Var(X) = E[v(Y)] + Var(m(Y)),   E[X | Y] = m(Y),   P(X = k) = E[f(k; Y)],

with the mean m(y), the variance v(y) and the mass f(k; y) of the law that X has given Y = y.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..claim import Claim
from ..errors import Fault, SortError
from ..terms import build
from ..terms.sorts import Event, RandomVariable, Scalar
from ..terms.term import Term, fresh, substitute, subterms, symbol
from .probability import Probability

_MOMENTS = {"mean": 1, "variance": 1, "covariance": 2, "probability": 1}
_LAWS = {"follows", "independent", "alike", "jointly_normal", "distributed", "same_law"}
_DISCRETE = ("binomial", "bernoulli", "poisson")


def _binomial(n: Term, p: Term) -> tuple[Term, Term]:
    return build.mul(n, p), build.mul(n, p, build.sub(build.ONE, p))


def _exponential(rate: Term) -> tuple[Term, Term]:
    return build.div(build.ONE, rate), build.div(build.ONE, build.power(rate, build.TWO))


def _gamma(shape: Term, rate: Term) -> tuple[Term, Term]:
    return build.div(shape, rate), build.div(shape, build.power(rate, build.TWO))


# the mean and the variance of laws of numbers, by their parameters
_OF_LAWS: dict[str, Callable[..., tuple[Term, Term]]] = {
    "bernoulli": lambda p: _binomial(build.ONE, p),
    "binomial": _binomial,
    "poisson": lambda rate: (rate, rate),
    "exponential": _exponential,
    "gamma": _gamma,
    "normal": lambda mean, variance: (mean, variance),
}


def with_hierarchies(scope: Probability, claim: Claim, said_of: Callable[[Term, Term], Iterable[Term]]) -> Claim:
    """The claim without the variables of which the text gives the law given another, where it can be said so; `said_of`
    gives what is known of the symbols of two sides."""
    for name, (given, law) in scope.context.hierarchies.items():
        variable = next((each for each in claim.left.free | claim.right.free if each.name == name), None)
        known = scope.context.sort_of(given)
        if variable is None or not isinstance(known, RandomVariable) or not isinstance(known.value, Scalar):
            continue
        try:
            told = scope.law_call(law, drawn=True)
            if told is not None and told.head == "named" and told.data in _OF_LAWS:
                level = _Level(claim, variable, symbol(given, known), told)
                claim = level.turned(tuple(said_of(level.given, level.law)))
        except (Fault, SortError):
            continue
        if variable not in claim.left.free | claim.right.free:
            scope.caveats = {said: None for said in scope.caveats if not said.startswith(f"what was said of {name} is")}
    return claim


class _Level:
    """A claim of a variable that has a law given another."""

    def __init__(self, claim: Claim, variable: Term, given: Term, law: Term) -> None:
        self.claim, self.variable, self.given, self.law = claim, variable, given, law
        self.mean, self.variance = _OF_LAWS[str(law.data)](*law.args)
        taken = frozenset(
            node for side in (claim.left, claim.right) for node in subterms(side) if node.head == "symbol"
        )
        assert isinstance(given.sort, RandomVariable)
        self.point = fresh(symbol(given.name.lower(), given.sort.value), taken | claim.free)

    def turned(self, said: tuple[Term, ...]) -> Claim:
        """The claim under what is said of the other variable as well, which must have a law."""
        left, right = self.rewritten(self.claim.left), self.rewritten(self.claim.right)
        random = {each for each in self.law.free if _is_random(each)}
        followed = any(fact.head == "follows" and fact.args[0] is self.given for fact in said)
        known = dict.fromkeys((*self.claim.assumptions, *said))
        facts = [self.rewritten(fact) if fact.head == "relation" else fact for fact in known]
        if left is None or right is None or None in facts or not random <= {self.given} or not followed:
            return self.claim
        kept = tuple(fact for fact in facts if fact is not None and self.variable not in fact.free)
        return Claim(left, self.claim.relation, right, kept, self.claim.variables)

    def rewritten(self, term: Term) -> Term | None:
        """The term without the variable; None where it stands where no rule is for it."""
        if term.head in _MOMENTS and self.variable in term.free:
            return self.moment(term)
        if term is self.variable:
            return None
        if term is self.given:
            return self.point
        if not term.args or term.head in _MOMENTS or term.head in _LAWS:
            return term if self.variable not in term.free else None
        args = [self.rewritten(arg) for arg in term.args]
        return None if None in args else term.rebuild(tuple(arg for arg in args if arg is not None))

    def moment(self, node: Term) -> Term | None:
        count = _MOMENTS[node.head]
        bodies, givens = node.args[:count], node.args[count:]
        if node.head == "probability":
            return self.chance(bodies[0]) if not givens else None
        if node.head == "mean" and bodies[0].head == "add" and not givens:
            parts = [self.rewritten(build.mean(each)) for each in bodies[0].args]
            return None if None in parts else build.add(*(each for each in parts if each is not None))
        value = self.value_of(givens)
        if givens and value is None:
            return None
        products = bodies if node.head == "mean" else (bodies[0], bodies[-1], build.mul(bodies[0], bodies[-1]))
        found = [self.given_mean(each) for each in products]
        if any(each is None for each in found):
            return None
        means = [each for each in found if each is not None]
        if value is not None:
            means = [substitute(each, {self.given: value}) for each in means]
        else:
            means = [build.mean(each) if any(map(_is_random, each.free)) else each for each in means]
        return means[0] if node.head == "mean" else build.sub(means[2], build.mul(means[0], means[1]))

    def value_of(self, givens: tuple[Term, ...]) -> Term | None:
        """What the other variable is known to be."""
        if len(givens) != 1:
            return None
        if givens[0] is self.given:
            return self.point
        if givens[0].head == "relation" and givens[0].data == "=":
            for one, other in (givens[0].args, givens[0].args[::-1]):
                if one is self.given and not any(map(_is_random, other.free)):
                    return other
        return None

    def chance(self, event: Term) -> Term | None:
        """P(X = k) of a variable with values that are whole numbers."""
        if event.head != "relation" or event.data != "=" or self.law.data not in _DISCRETE:
            return None
        for one, other in (event.args, event.args[::-1]):
            if one is self.variable and not any(map(_is_random, other.free)):
                return build.mean(build.pdf(self.law, other))
        return None

    def given_mean(self, body: Term) -> Term | None:
        """E[body | Y], of a polynomial in X of degree two at most and of Y."""
        if not {each for each in body.free if _is_random(each)} <= {self.variable, self.given}:
            return None
        parts = self.polynomial(body)
        if parts is None or len(parts) > 3:
            return None
        moments = (build.ONE, self.mean, build.add(self.variance, build.power(self.mean, build.TWO)))
        return build.add(*(build.mul(part, moment) for part, moment in zip(parts, moments, strict=False)))

    def polynomial(self, body: Term) -> list[Term] | None:
        """The coefficients by powers of X."""
        if self.variable not in body.free:
            return [body]
        if body is self.variable:
            return [build.ZERO, build.ONE]
        if body.head not in ("add", "mul", "pow"):
            return None
        if body.head == "pow":
            return self.product([body.args[0], body.args[0]]) if body.args[1] is build.TWO else None
        if body.head == "mul":
            return self.product(list(body.args))
        found = [self.polynomial(arg) for arg in body.args]
        if any(each is None for each in found):
            return None
        parts = [each for each in found if each is not None]
        size = max(map(len, parts))
        return [build.add(*(part[at] for part in parts if at < len(part))) for at in range(size)]

    def product(self, factors: list[Term]) -> list[Term] | None:
        result: list[Term] = [build.ONE]
        for factor in factors:
            part = self.polynomial(factor)
            if part is None or len(result) + len(part) > 4:
                return None
            sums: list[list[Term]] = [[] for _ in range(len(result) + len(part) - 1)]
            for at, one in enumerate(result):
                for other_at, other in enumerate(part):
                    sums[at + other_at].append(build.mul(one, other))
            result = [build.add(*each) for each in sums]
        return result


def _is_random(term: Term) -> bool:
    return isinstance(term.sort, (RandomVariable, Event))
