"""The meaning of sums, products and integrals over ranges, sample spaces and intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

from flint import arb, fmpq

from ..errors import BudgetExceeded, DomainError, UnsupportedNotion
from ..terms.show import latex
from ..terms.sorts import Matrix, Scalar, Vector
from ..terms.term import Term, substitute
from . import arithmetic, arrays
from .arithmetic import ONE, ZERO
from .degree import LARGEST_DEGREE, degree
from .evaluate import Evaluator, Value, handles
from .gaussian_integrals import SEVERAL, is_gaussian, over_all
from .laws import ON_THE_LINE, _lagrange, settle, support
from .quadrature import integrate_ball
from .scalars import product_over_range, range_of, sum_over_range, values_over_range, zero_of
from .series import sum_to_infinity
from .spaces import Space
from .survey import arguments_by_label, nodes, numeric_use
from .tails import Growth, cubic, growth, integrate_from_zero, integrate_unbounded, near_zero


def label_at(body: Term, variable: Term) -> str | None:
    """The label of the densities that are taken at a variable, where there is exactly one."""
    found = {
        label
        for node in nodes(body)
        if node.head == "density"
        for label, argument in arguments_by_label(node)
        if argument is variable
    }
    return found.pop() if len(found) == 1 else None


def space_of(run: Evaluator, label: str) -> Space:
    found = run.interpretation.spaces.get(label)
    if found is None:
        raise UnsupportedNotion(f"a sample space of {label}")
    return found


def points(run: Evaluator, space: Space, variables: list[Term]) -> Iterator[fmpq]:
    """Put the variables at each outcome in turn; yields the measure of the outcome."""
    for place, (outcome, width) in enumerate(zip(space.outcomes, space.widths, strict=True)):
        for variable in variables:
            run.bound[variable] = outcome
            run.cells[variable] = place
        yield width


def accumulate(total: Value, weight: Any, part: Value) -> Value:
    if weight is not ONE:
        part = arrays.scale(weight, part)
    if total is None:
        return part
    return arrays.add(total, part) if isinstance(part, list) else arithmetic.slim(total + part)


def integrate(
    run: Evaluator,
    variables: list[Term],
    domain: Term,
    bodies: list[Term],
    integrand: Callable[[], Value],
    is_product: bool = True,
) -> Value:
    """The integral (or sum) of what `integrand` gives with the variables bound to a point of the domain.

    `bodies` are the terms that the integrand evaluates: they say whether the variables occur as numbers. Where the
    integrand is their product, polynomials are integrated exactly and tails are bounded.
    """
    if domain.head == "range":
        low, high = range_of(run, domain)
        if high - low >= 100_000:
            raise BudgetExceeded("a sum of too many terms")
        total: Value = None
        for place in range(low, high + 1):
            for variable in variables:
                run.bound[variable] = fmpq(place)
            total = accumulate(total, ONE, integrand())
        return ZERO if total is None else total
    if domain.head == "space":
        label = str(domain.data[0])
        return _over_space(run, space_of(run, label), variables, bodies, integrand, is_product)
    if domain.head == "interval":
        return _over_interval(run, variables, domain, bodies, integrand, is_product)
    raise UnsupportedNotion(f"an integral over {latex(domain)}")


def _over_space(
    run: Evaluator,
    space: Space,
    variables: list[Term],
    bodies: list[Term],
    integrand: Callable[[], Value],
    is_product: bool,
) -> Value:
    total: Value = None
    numeric = space.measure == "lebesgue" and any(
        numeric_use(body, variable) for body in bodies for variable in variables
    )
    if not numeric:
        for width in points(run, space, variables):
            total = accumulate(total, width, integrand())
        return total
    if space.ends is None and is_product and len(variables) == 1 and is_gaussian(variables[0], bodies):
        return over_all(run, variables[0], integrand)
    if space.ends is None:
        raise UnsupportedNotion(SEVERAL)
    for place, (low, high) in enumerate(zip(space.ends, space.ends[1:], strict=False)):
        for variable in variables:
            run.cells[variable] = place
        total = accumulate(total, ONE, _between(run, variables, low, high, bodies, integrand, is_product))
    return total


def _between(
    run: Evaluator,
    variables: list[Term],
    low: Any,
    high: Any,
    bodies: list[Term],
    integrand: Callable[[], Value],
    is_product: bool,
) -> Value:
    """An integral between finite ends: exact for polynomials, in certified balls otherwise."""
    top = _polynomial_degree(run, bodies, variables) if is_product else None
    if top is not None:
        rule = _lagrange(top + 1)
        moments = [(arithmetic.whole_power(high, k + 1) - arithmetic.whole_power(low, k + 1)) * fmpq(1, k + 1)
                   for k in range(top + 1)]  # fmt: skip
        total: Value = None
        for node, row in zip(*rule, strict=True):
            for variable in variables:
                run.bound[variable] = node
            total = accumulate(total, arrays.inner(row, moments), integrand())
        return total

    at = _at(run, variables, integrand)
    if is_product and isinstance(low, fmpq) and low == 0 and not all(map(_is_smooth, bodies)):
        with suppress(UnsupportedNotion):
            near = _joint(bodies, variables, partial(near_zero, run))
            if arithmetic.sign_of(high - ONE) <= 0:
                return integrate_from_zero(run, at, near, high)
            return integrate_from_zero(run, at, near, ONE) + integrate_ball(run, at, ONE, high)
    return integrate_ball(run, at, low, high)


def _polynomial_degree(run: Evaluator, bodies: list[Term], variables: list[Term]) -> int | None:
    total = 0
    for body in bodies:
        if body.head == "density" and all(arg in run.cells or arg.free.isdisjoint(variables) for arg in body.args):
            continue  # constant on a cell
        found = degree(body, variables, cubic(run, body))
        if found is None:
            return None
        total += found
    return total if total <= LARGEST_DEGREE else None


@lru_cache(maxsize=1 << 12)
def unbounded(end: Term) -> bool:
    return any(node.head == "constant" and node.data == "infinity" for node in nodes(end))


def _over_interval(
    run: Evaluator,
    variables: list[Term],
    domain: Term,
    bodies: list[Term],
    integrand: Callable[[], Value],
    is_product: bool,
) -> Value:
    label = next((found for body in bodies for variable in variables if (found := label_at(body, variable))), None)
    ends: list[Any] = [None if unbounded(end) else run.value(end) for end in domain.args]
    if label is not None:
        space = space_of(run, label)
        if not _covers(space, ends):
            raise UnsupportedNotion("an integral of a density over a part of the line")
        return _over_space(run, space, variables, bodies, integrand, is_product)
    if None in ends:
        if not is_product:
            raise UnsupportedNotion("a divergence over an unbounded interval")
        if (ends[0] is None and not _is_minus(domain.args[0])) or (ends[1] is None and _is_minus(domain.args[1])):
            raise DomainError("an integral from or to the wrong infinity")
        return _within_supports(run, variables, ends, bodies, integrand)
    order = arithmetic.sign_of(ends[1] - ends[0])
    if not is_product:
        low, high = ends if order >= 0 else ends[::-1]
        found = _between(run, variables, low, high, bodies, integrand, is_product)
    else:
        found = _within_supports(run, variables, ends if order >= 0 else ends[::-1], bodies, integrand)
    return found if order >= 0 else arrays.scale(-ONE, found)


def _within_supports(
    run: Evaluator, variables: list[Term], ends: list[Any], bodies: list[Term], integrand: Callable[[], Value]
) -> Value:
    """The integral of a product from one end to the other, no further than the densities in it reach."""
    low, high = ends
    before = run.within
    for factor in _densities(bodies, variables):
        known = support(*settle(str(factor.args[0].data), run.numbers(factor.args[0].args)))
        run.within |= {factor}
        if known.low is not None and (low is None or arithmetic.sign_of(known.low - low) > 0):
            low = known.low
        if known.high is not None and (high is None or arithmetic.sign_of(high - known.high) > 0):
            high = known.high
    try:
        if low is not None and high is not None:
            beyond = run.within != before and arithmetic.sign_of(high - low) <= 0
            return ZERO if beyond else _between(run, variables, low, high, bodies, integrand, is_product=True)
        return _unbounded(run, variables, [low, high], bodies, integrand)
    finally:
        run.within = before


def _densities(bodies: list[Term], variables: list[Term]) -> Iterator[Term]:
    """The factors that are densities of named laws on the line at a variable."""
    for body in bodies:
        for factor in body.args if body.head == "mul" else (body,):
            if factor.head == "pdf" and factor.args[0].head == "named" and factor.args[1] in variables:
                one = not any(isinstance(part.sort, (Vector, Matrix)) for part in factor.args[0].args)
                if one and factor.args[0].free.isdisjoint(variables) and factor.args[0].data in ON_THE_LINE:
                    yield factor


def _unbounded(
    run: Evaluator, variables: list[Term], ends: list[Any], bodies: list[Term], integrand: Callable[[], Value]
) -> Value:
    def bounds(side: int) -> Growth:
        return _joint(bodies, variables, lambda body, variable: growth(run, body, variable, side))

    at = _at(run, variables, integrand)
    if isinstance(ends[0], fmpq) and ends[0] == 0 and not all(map(_is_smooth, bodies)):
        near = _joint(bodies, variables, partial(near_zero, run))
        return integrate_from_zero(run, at, near, ONE) + integrate_unbounded(run, at, ONE, None, bounds)
    return integrate_unbounded(run, at, ends[0], ends[1], bounds)


def _at(run: Evaluator, variables: list[Term], integrand: Callable[[], Value]) -> Callable[[Any], Value]:
    def at(x: Any) -> Value:
        for variable in variables:
            run.bound[variable] = x
        return integrand()

    return at


def _joint(bodies: list[Term], variables: list[Term], grows: Callable[[Term, Term], Growth]) -> Growth:
    """The growth of a product."""
    found = Growth(arb(1))
    for body in bodies:
        alike = substitute(body, dict.fromkeys(variables[1:], variables[0])) if variables[1:] else body
        found = found * grows(alike, variables[0])
    return found


def _is_smooth(body: Term) -> bool:
    """Whether nothing in a term keeps it from having derivatives at 0, by its form: no roots, no logarithms."""
    powers = all(
        node.args[1].head == "number" and node.args[1].value.denominator == 1 and node.args[1].value > 0
        for node in nodes(body) if node.head == "pow"
    )  # fmt: skip
    return powers and not any(node.head == "pdf" or node.data == "log" for node in nodes(body))


def _is_minus(end: Term) -> bool:
    """Whether an infinite end is minus infinity."""
    return end.head == "mul" and any(part.head == "number" and part.value < 0 for part in end.args)


def _covers(space: Space, ends: list[Any]) -> bool:
    if space.ends is None:
        return ends == [None, None]
    low, high = ends
    return (low is None or low <= space.ends[0]) and (high is None or high >= space.ends[-1])


@handles("sum", "integral")
def _total(run: Evaluator, term: Term) -> Value:
    variable, domain, body = term.args
    if domain.head == "range" and term.head == "sum":
        if unbounded(domain.args[1]) and not unbounded(domain.args[0]) and not _is_minus(domain.args[1]):
            return sum_to_infinity(run, variable, run.whole(domain.args[0]), body)
        return sum_over_range(run, term)
    if domain.head == ("range" if term.head == "integral" else "interval"):
        raise UnsupportedNotion(f"{'an integral' if term.head == 'integral' else 'a sum'} over {latex(domain)}")
    with run.binding(variable):
        found = integrate(run, [variable], domain, [body], lambda: run.value(body))
    return zero_of(run, term.sort) if found is None else found


def _values(run: Evaluator, term: Term) -> list[Value]:
    variable, domain, body = term.args
    if domain.head == "range":
        return values_over_range(run, variable, domain, body)
    if domain.head == "space" and domain.data[1] == "counting":
        with run.binding(variable):
            space = space_of(run, str(domain.data[0]))
            return [run.value(body) for _ in points(run, space, [variable])]
    raise UnsupportedNotion(f"a {term.head} over {latex(domain)}")


@handles("product")
def _product(run: Evaluator, term: Term) -> Value:
    if term.args[1].head == "range":
        return product_over_range(run, term)
    found = _values(run, term)
    result = found[0]
    for part in found[1:]:
        result = result * part
    return result


@handles("maximum", "minimum")
def _extremum(run: Evaluator, term: Term) -> Value:
    found = _values(run, term)
    if not found:
        raise DomainError("an extremum over nothing")
    return arithmetic.largest(found) if term.head == "maximum" else arithmetic.least(found)


@handles("argmax", "argmin")
def _argument(run: Evaluator, term: Term) -> Value:
    """The first place at which the extremum is taken; none where two balls cannot be told apart."""
    if term.args[1].head != "range" or not isinstance(term.sort, Scalar):
        raise UnsupportedNotion(f"{term.head} over {latex(term.args[1])}")
    found = _values(run, term)
    if not found:
        raise DomainError("an extremum over nothing")
    side = 1 if term.head == "argmax" else -1
    best = 0
    for place in range(1, len(found)):
        order = arithmetic.sign_of(found[place] - found[best]) * side
        if order == 0:
            raise DomainError("an extremum that is taken twice")
        best = place if order > 0 else best
    low, _ = range_of(run, term.args[1])
    return fmpq(low + best)


@handles("forall")
def _forall(run: Evaluator, term: Term) -> Value:
    return all(_values(run, term))
