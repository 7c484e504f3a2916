"""The meaning of densities, laws, expectations, entropies and divergences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product as every_combination
from typing import Any

from flint import fmpq

from ..errors import DomainError, UnsupportedNotion
from ..terms import build
from ..terms.show import latex
from ..terms.sorts import Event, RandomVariable, Statement
from ..terms.term import Term, is_chosen, substitute
from . import arithmetic, arrays, laws
from .arithmetic import HALF, ONE, ZERO, divide, elementary, sign_of
from .arrays import entries, rows_of
from .binders import accumulate, integrate, points, space_of, unbounded
from .degree import LARGEST_DEGREE, degree
from .dual import Number
from .evaluate import Evaluator, Value, handles
from .quadrature import integrate_ball
from .series import WHOLE, of_law, shrinking, sum_of_shrinking
from .spaces import Family, SmoothFamily, key
from .survey import arguments_by_label
from .tails import (
    Growth,
    cubic,
    density_growth,
    density_near_zero,
    growth,
    integrate_from_zero,
    integrate_unbounded,
    near_zero,
)

INFINITE = "an infinite divergence"


def log(x: Number) -> Number:
    return elementary("log", x)


@handles("density")
def _density(run: Evaluator, term: Term) -> Value:
    family = run.value(term.args[0])
    assert isinstance(family, (Family, SmoothFamily))
    places: dict[str, Any] = {}
    for label, argument in arguments_by_label(term):
        if isinstance(family, SmoothFamily) and label in family.spreads:
            places[label] = run.value(argument)
            continue
        cell = run.cells.get(argument)
        if cell is not None:
            places[label] = cell
            continue
        if argument.head not in ("symbol", "index", "number"):
            raise UnsupportedNotion("a density at a point computed from others")
        places[label] = family.spaces[label].place(run.value(argument))
    targets, givens = term.data
    return family.density({label: places[label] for label in targets}, {label: places[label] for label in givens})


@handles("parametrised")
def _parametrised(run: Evaluator, term: Term) -> Value:
    family = run.value(term.args[0])
    if not isinstance(family, Family):
        raise UnsupportedNotion("a smooth density with parameters")
    parameters = [number for value in run.numbers(term.args[1:]) for number in entries(value)]
    run.spend(len(family.table) * len(parameters))
    return family.at(parameters)


@handles("pdf")
def _pdf(run: Evaluator, term: Term) -> Value:
    of, at = term.args
    if of.head != "named":
        raise UnsupportedNotion(f"the density of {latex(of)}")
    density = run.made_of(of, lambda: laws.Density(*laws.settle(str(of.data), run.numbers(of.args))))
    point = run.value(at)
    return density.inside(point) if term in run.within else density(point)


# ------------------------------------------------------------------ expectations over one variable


@handles("expect")
def _expect(run: Evaluator, term: Term) -> Value:
    variable, of, body = term.args
    of = as_named(of)
    with run.binding(variable):
        if of.head == "law":
            return _expect_law(run, variable, of, body)
        if of.head == "named":
            return expect_named(run, variable, *laws.settle(str(of.data), run.numbers(of.args)), body)
    raise UnsupportedNotion(f"an expectation under {latex(of)}")


_ON_THE_POSITIVE = ("exponential", "gamma", "lognormal")


def as_named(of: Term) -> Term:
    """A law that is given by the density of a named one on all of its support is that one."""
    if of.head != "law":
        return of
    variable, domain, density = of.args
    if density.head != "pdf" or density.args[1] is not variable or density.args[0].head != "named":
        return of
    named = density.args[0]
    if variable in named.free:
        return of
    if domain.head == "space":
        return named
    if domain.head == "interval" and unbounded(domain.args[1]):
        low = domain.args[0]
        if unbounded(low) or (named.data in _ON_THE_POSITIVE and low.head == "number" and low.value == 0):
            return named
    return of


def _expect_law(run: Evaluator, variable: Term, of: Term, body: Term) -> Value:
    other, domain, density = of.args

    def weighed() -> Value:
        mass = run.value(density)
        if isinstance(mass, fmpq) and mass == 0:
            return None
        return arrays.scale(mass, run.value(body))

    def weighed_or_zero() -> Value:
        found = weighed()
        if found is None:
            shape = run.value(body) if arrays.depth(body.sort) else ZERO
            return arrays.scale(ZERO, shape)
        return found

    both = [variable] if other is variable else [variable, other]
    with run.binding(other):
        return integrate(run, both, domain, [body, density], weighed_or_zero)


def expect_named(run: Evaluator, variable: Term, name: str, parameters: list[Any], body: Term) -> Value:
    """E of `body` with the variable drawn from a named law: a finite sum, moments, or a certified integral."""
    laws.check(name, parameters)
    rule = laws.finite_masses(name, parameters)
    top = None
    if rule is None:
        top = degree(body, [variable], cubic(run, body))
        if top is not None and top <= LARGEST_DEGREE:
            rule = laws.polynomial_rule(name, parameters, top)
    if rule is None:
        return _expect_by_quadrature(run, variable, name, parameters, body)
    total: Value = None
    for point, weight in rule:
        if top is None and isinstance(weight, fmpq) and weight == 0:
            continue
        run.bound[variable] = point
        total = accumulate(total, weight, run.value(body))
    return total


def _expect_by_quadrature(run: Evaluator, variable: Term, name: str, parameters: list[Any], body: Term) -> Value:
    if isinstance(parameters[0], list):
        raise UnsupportedNotion("the expectation of what is no polynomial over several dimensions")
    density = laws.Density(name, parameters)
    if name in WHOLE:
        known = of_law(name, parameters).times(shrinking(run, body, variable))

        def part() -> Value:
            value = run.value(body)
            return value if _is_zero(value) else arrays.scale(density(run.bound[variable]), value)

        return sum_of_shrinking(run, variable, WHOLE[name], known, part)
    ends = laws.support(name, parameters)

    def weighed(x: Any) -> Value:
        run.bound[variable] = x
        return arrays.scale(density.inside(x), run.value(body))

    def bounds(side: int) -> Growth:
        return density_growth(name, parameters, side) * growth(run, body, variable, side)

    if name == "lognormal":  # the logarithm is normal
        inside = substitute(body, {variable: build.exp(variable)})
        return expect_named(run, variable, "normal", parameters, inside)
    if ends.high is None and ends.low is ZERO:
        near = density_near_zero(name, parameters) * near_zero(run, body, variable)
        return integrate_from_zero(run, weighed, near, ONE) + integrate_unbounded(run, weighed, ONE, None, bounds)
    if ends.low is None or ends.high is None:
        return integrate_unbounded(run, weighed, ends.low, ends.high, bounds)
    return integrate_ball(run, weighed, ends.low, ends.high)


# ------------------------------------------------------------------ entropies and divergences of laws


Integrand = Callable[[list[Number]], Number]  # of the densities at a point


def _over_laws(run: Evaluator, of: tuple[Term, ...], integrand: Integrand) -> Number:
    """The sum or integral of a function of the densities at a point, over the space of the first law."""
    variables = list(dict.fromkeys(law.args[0] for law in of))
    densities = [law.args[2] for law in of]
    for law in of[1:]:
        if law.args[1] is not of[0].args[1]:
            raise UnsupportedNotion("a comparison of laws on different domains")

    def here() -> Value:
        return integrand(run.numbers(densities))

    def scoped(rest: list[Term]) -> Value:
        if not rest:
            return integrate(run, variables, of[0].args[1], densities, here, is_product=False)
        with run.binding(rest[0]):
            return scoped(rest[1:])

    return scoped(variables)


def _is_zero(x: Number) -> bool:
    return isinstance(x, fmpq) and x == 0


def _surprise(p: Number, q: Number) -> Number:
    """- p log q, with 0 log 0 = 0."""
    if _is_zero(p):
        return ZERO
    if _is_zero(q):
        raise DomainError(INFINITE)
    return -(p * log(q))


def _divergence(p: Number, q: Number) -> Number:
    """p log (p / q), with 0 log 0 = 0."""
    if _is_zero(p):
        return ZERO
    if _is_zero(q):
        raise DomainError(INFINITE)
    return p * log(divide(p, q))


def _js_at(p: Number, q: Number) -> Number:
    middle = (p + q) * HALF
    return (_divergence(p, middle) + _divergence(q, middle)) * HALF


_INTEGRANDS: dict[str, Integrand] = {
    "entropy": lambda d: _surprise(d[0], d[0]),
    "cross_entropy": lambda d: _surprise(d[0], d[1]),
    "kl": lambda d: _divergence(d[0], d[1]),
    "js": lambda d: _js_at(d[0], d[1]),
}


@handles("entropy", "cross_entropy", "kl", "js")
def _of_laws(run: Evaluator, term: Term) -> Value:
    of = tuple(as_named(law) for law in term.args)
    kinds = {law.head for law in of}
    if kinds == {"law"}:
        return _over_laws(run, of, _INTEGRANDS[term.head])
    if kinds == {"named"}:
        return _of_named(run, term.head, of)
    written = all(law.head == "law" for law in term.args)
    if written and of[0].head == "law" and term.head in ("kl", "cross_entropy"):  # nothing counts where it has no mass
        return _over_laws(run, term.args, _INTEGRANDS[term.head])
    raise UnsupportedNotion(f"{term.head} of {latex(of[0])}")


def _of_named(run: Evaluator, head: str, of: tuple[Term, ...]) -> Number:
    named = [laws.settle(str(law.data), run.numbers(law.args)) for law in of]
    for name, parameters in named:
        laws.check(name, parameters)
    masses = [laws.finite_masses(*law) for law in named]
    if None not in masses:
        return _of_finite(head, [rule for rule in masses if rule is not None])
    first, last = named[0], named[-1]
    if head == "entropy":
        return -_mean_log(first, [(first, ONE)])
    if head == "cross_entropy":
        return -_mean_log(first, [(last, ONE)])
    if head == "kl":
        return _mean_log(first, [(first, ONE), (last, -ONE)])
    raise UnsupportedNotion("the Jensen-Shannon divergence of named distributions")


def _of_finite(head: str, rules: list[laws.Rule]) -> Number:
    tables = [{key(value): mass for value, mass in rule} for rule in rules]
    total: Number = ZERO
    for value in dict.fromkeys(value for table in tables for value in table):
        p, q = (tables[place].get(value, ZERO) for place in (0, -1))
        total = total + _INTEGRANDS[head]([p, q])
    return total


STEPS_PER_OUTCOME = 20
NamedLaw = tuple[str, list[Any]]


def _mean_log(under: NamedLaw, combination: list[tuple[NamedLaw, Number]]) -> Number:
    """E under a law of a combination of logarithms of densities."""
    name, parameters = under
    if isinstance(parameters[0], list):
        total: Number = ZERO
        rule = laws.polynomial_rule(name, parameters, 2)
        if rule is None:
            raise UnsupportedNotion(f"an entropy or divergence of the {name} distribution")
        for point, weight in rule:
            for law, factor in combination:
                total = total + weight * factor * laws.Density(*law).log(point)
        return total
    coefficients: dict[str, Number] = {}
    for (other, theirs), factor in combination:
        _need_inside(under, (other, theirs))
        for statistic, coefficient in laws.statistics(other, theirs).items():
            coefficients[statistic] = coefficients.get(statistic, ZERO) + factor * coefficient
    total = ZERO
    for statistic, coefficient in sorted(coefficients.items()):
        if not _is_zero(coefficient):
            total = total + coefficient * laws.mean_statistic(name, parameters, statistic)
    return total


def _need_inside(under: NamedLaw, other: NamedLaw) -> None:
    """The divergence is infinite where the support of the first law sticks out of the other's."""
    if under[0] == other[0] != "uniform":
        return
    if "poisson" in (under[0], other[0]) or "geometric" in (under[0], other[0]):
        raise UnsupportedNotion("a divergence between laws of different kinds")
    mine, theirs = laws.support(*under), laws.support(*other)
    for end, limit, side in ((mine.low, theirs.low, 1), (mine.high, theirs.high, -1)):
        if limit is not None and (end is None or sign_of(end - limit) * side < 0):
            raise DomainError(INFINITE)


# ------------------------------------------------------------------ variables of a family


def _family_entropy(run: Evaluator, family: Family, labels: tuple[str, ...], givens: tuple[str, ...]) -> Number:
    total: Number = ZERO
    counts = {label: range(len(family.spaces[label].outcomes)) for label in (*labels, *givens)}
    for places in every_combination(*counts.values()):
        run.spend(STEPS_PER_OUTCOME)
        at = dict(zip(counts, places, strict=True))
        measure: Number = ONE
        for label, place in at.items():
            measure = measure * family.spaces[label].widths[place]
        joint = family.density(dict(at), {})
        if not _is_zero(joint):
            conditional = family.density({label: at[label] for label in labels}, {label: at[label] for label in givens})
            total = total - measure * joint * log(conditional)
    return total


def _labels(part: Any) -> tuple[str, ...]:
    return tuple(label for label, _, _ in part)


@handles("uncertainty")
def _uncertainty(run: Evaluator, term: Term) -> Value:
    family = run.value(term.args[0])
    if not isinstance(family, Family):
        raise UnsupportedNotion("the entropy of a smooth density")
    targets, givens = map(_labels, term.data)
    return _family_entropy(run, family, targets, givens)


@handles("information")
def _information(run: Evaluator, term: Term) -> Value:
    """Straight from the definition: E log p(x, y | z) / (p(x | z) p(y | z))."""
    family = run.value(term.args[0])
    if not isinstance(family, Family):
        raise UnsupportedNotion("the information of a smooth density")
    one, other, givens = map(_labels, term.data)
    if set(one) & set(other):
        raise UnsupportedNotion("the information of a variable about itself")
    total: Number = ZERO
    labels = (*one, *other, *givens)
    for places in every_combination(*(range(len(family.spaces[label].outcomes)) for label in labels)):
        run.spend(STEPS_PER_OUTCOME)
        at = dict(zip(labels, places, strict=True))
        measure: Number = ONE
        for label, place in at.items():
            measure = measure * family.spaces[label].widths[place]
        mass = measure * family.density(dict(at), {})
        if _is_zero(mass):
            continue
        known = {label: at[label] for label in givens}
        joint = family.density({label: at[label] for label in (*one, *other)}, known)
        apart = family.density({k: at[k] for k in one}, known) * family.density({k: at[k] for k in other}, known)
        total = total + mass * log(divide(joint, apart))
    return total


# ------------------------------------------------------------------ random variables


@dataclass(frozen=True, slots=True)
class _Condition:
    """The points of the common space that satisfy the conditions, with their total probability."""

    points: list[int]
    mass: Number


def _condition(run: Evaluator, givens: tuple[Term, ...]) -> _Condition:
    weights = run.interpretation.weights
    if not weights:
        raise UnsupportedNotion("an expectation or probability in which nothing is random")
    inside = list(range(len(weights)))
    if givens and run.interpretation.degree is not None:
        raise UnsupportedNotion("a condition on a continuous random variable")
    for given in givens:
        if isinstance(given.sort, RandomVariable) and run.outcome is None:
            raise UnsupportedNotion(f"{latex(given)} outside of an expectation")
        event = isinstance(given.sort, (Statement, Event))
        if not event and run.outcome is None and any(is_chosen(symbol) for symbol in given.free):
            raise UnsupportedNotion(f"{latex(given)} outside of an expectation")
        here = True if event else run.value(given)
        inside = [point for point in inside if _same(at_point(run, given, point), here)]
    mass: Number = ZERO
    for point in inside:
        mass = mass + weights[point]
    if _is_zero(mass):
        raise DomainError("a condition of probability zero")
    return _Condition(inside, mass)


def _same(one: Value, other: Value) -> bool:
    if not isinstance(one, (bool, int)) and not all(
        isinstance(number, fmpq) for value in (one, other) for number in entries(value)
    ):
        raise UnsupportedNotion("a condition on a value that is not exact")
    return bool(one == other)


def at_point(run: Evaluator, term: Term, point: int) -> Value:
    """The value of a term at a point of the common space."""
    before = run.outcome
    hidden = {symbol: run.bound.get(symbol) for symbol in term.free if is_chosen(symbol)}
    run.outcome = point
    for symbol in hidden:
        run.bound[symbol] = run.interpretation.value(symbol, point)
    try:
        return run.value(term)
    finally:
        run.outcome = before
        for symbol, old in hidden.items():
            if old is None:
                del run.bound[symbol]
            else:
                run.bound[symbol] = old


def _average(run: Evaluator, condition: _Condition, integrand: Callable[[int], Value]) -> Value:
    total: Value = None
    for point in condition.points:
        total = accumulate(total, run.interpretation.weights[point], integrand(point))
    return total if condition.mass == 1 else arrays.scale(arithmetic.reciprocal(condition.mass), total)


@handles("mean")
def _mean(run: Evaluator, term: Term) -> Value:
    body, *givens = term.args
    condition = _condition(run, tuple(givens))
    return _average(run, condition, lambda point: at_point(run, body, point))


def _covary(run: Evaluator, term: Term, left: Term, right: Term, givens: tuple[Term, ...]) -> Value:
    condition = _condition(run, givens)
    ones = {point: rows_of(at_point(run, left, point)) for point in condition.points}
    others = ones if left is right else {point: rows_of(at_point(run, right, point)) for point in condition.points}
    one_mean = _average(run, condition, ones.__getitem__)
    other_mean = _average(run, condition, others.__getitem__)

    def deviation(point: int) -> Value:
        a = arrays.add(ones[point], arrays.scale(-ONE, one_mean))
        b = arrays.add(others[point], arrays.scale(-ONE, other_mean))
        return arrays.product(a, arrays.transpose(b))

    apart = arrays.product(one_mean, arrays.transpose(other_mean))
    weights = [run.interpretation.weights[point] for point in condition.points]
    together = arrays.exact_products(weights, list(ones.values()), list(others.values()))
    if together is None:  # E[A B^T] - E[A] E[B]^T would cancel digits
        return arrays.of_depth(_average(run, condition, deviation), arrays.depth(term.sort))
    mean = arrays.scale(arithmetic.reciprocal(condition.mass), together)
    return arrays.of_depth(arrays.add(mean, arrays.scale(-ONE, apart)), arrays.depth(term.sort))


@handles("variance")
def _variance(run: Evaluator, term: Term) -> Value:
    return _covary(run, term, term.args[0], term.args[0], term.args[1:])


@handles("covariance")
def _covariance(run: Evaluator, term: Term) -> Value:
    return _covary(run, term, term.args[0], term.args[1], term.args[2:])


@handles("probability")
def _probability(run: Evaluator, term: Term) -> Value:
    event, *givens = term.args
    if run.interpretation.degree is not None:
        raise UnsupportedNotion("the probability of an event of continuous random variables")
    condition = _condition(run, tuple(givens))
    total: Number = ZERO
    for point in condition.points:
        if at_point(run, event, point):
            total = total + run.interpretation.weights[point]
    return divide(total, condition.mass)


@handles("law")
def _law(run: Evaluator, term: Term) -> Value:
    """A law on a finite space as the list of its densities: two laws are equal where these are."""
    variable, domain, density = term.args
    if domain.head != "space":
        raise UnsupportedNotion(f"a law on {latex(domain)} as such")
    with run.binding(variable):
        return [run.value(density) for _ in points(run, space_of(run, str(domain.data[0])), [variable])]
