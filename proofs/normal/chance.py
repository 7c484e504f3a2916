"""Chance: expectations over random variables and over laws, events, entropies and divergences by definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from flint import fmpq

from ..errors import UnsupportedNotion
from ..terms import build
from ..terms.preimages import without_extreme
from ..terms.show import latex
from ..terms.sorts import Function, Law, Matrix, Outcome, RandomVariable, Scalar, Sort, Vector
from ..terms.term import INFINITY, ORDERS, TURNED, Term, fresh
from . import functions, gaussian, matrices, supports
from .contractions import delta, indicator
from .distributions import LISTED, chance_of_each, log_density, points_of
from .lower import Lowering
from .poly import ONE, ZERO, Atom, Poly, Span, all_added, constant, mono, of_atom, of_mono, of_var
from .products import times
from .rational import cancel
from .signs import atom_sign, nonnegative, sign
from .sums import sum_over


def expectation(here: Lowering, body: Callable[[Lowering], Poly]) -> Poly:
    """The sum over outcomes of chance times `body`."""
    var = here.ring.fresh(Span("chance"))
    at = of_var(var)
    inner = replace(here, chance=at)
    return sum_over(here.ring, var, times(here.ring, of_atom(Atom("chance", slots=(at,))), body(inner)))


def conditional(here: Lowering, body: Callable[[Lowering], Poly], givens: tuple[Term, ...]) -> Poly:
    """E[body | givens]: a ratio for events, a random variable again for random variables."""
    if not givens:
        return expectation(here, body)
    events = [g for g in givens if not isinstance(g.sort, (RandomVariable, Scalar, Vector, Matrix))]
    if len(events) == len(givens):

        def happens(at: Lowering) -> Poly:
            return reduce(lambda p, g: times(here.ring, p, holds(at, g)), events, ONE)

        above = expectation(here, lambda at: times(here.ring, body(at), happens(at)))
        return times(here.ring, above, functions.raise_to(here.ring, expectation(here, happens), -1))
    if events:
        raise UnsupportedNotion("conditioning on something else than random variables or events")
    if here.chance is None:
        raise UnsupportedNotion("a conditional expectation outside an expectation")
    var = here.ring.fresh(Span("chance"))
    inner = replace(here, chance=of_var(var))
    known = frozenset(g if g.head == "symbol" else _told(here, g) for g in givens)
    return matrices.condition(here.ring, var, body(inner), known, here.chance)


def _told(here: Lowering, given: Term) -> Term:
    """The random variable that an expression tells as much as: c X + d, e^X, X^3, .. tell X, as X^2 does not."""
    poly, outcome = cancel(here.ring, here.scalar(given)), here.outcome(given)
    while True:
        moving = [factors for factors, _ in poly if not of_mono(factors).vars.isdisjoint(outcome.vars)]
        if len(moving) != 1:
            break
        turning = [f for f in moving[0] if not f[0].vars.isdisjoint(outcome.vars)]
        fixed = of_mono(mono(f for f in moving[0] if f not in turning))
        if len(turning) != 1 or 0 in sign(fixed) or sign(fixed) == (-1, 1):
            break
        atom, exponent = turning[0]
        if not (exponent % 2 == 1 and exponent > 0) and atom_sign(atom)[0] < 1:
            break
        if atom.head == "random" and isinstance(getattr(atom.data.sort, "value", None), Scalar):
            assert isinstance(atom.data, Term)
            return atom.data
        if atom.head != "exp" and not (atom.head == "log" and nonnegative(atom.slots[0])):
            break
        poly = atom.slots[0]
    raise UnsupportedNotion("conditioning on something else than random variables or events")


def holds(here: Lowering, statement: Term) -> Poly:
    """The indicator of a statement or event, as 0 or 1."""
    ring = here.ring
    match statement.head:
        case "and":
            return reduce(lambda p, s: times(ring, p, holds(here, s)), statement.args, ONE)
        case "not":
            return ONE - holds(here, statement.args[0])
        case "symbol":
            return of_atom(Atom("event", statement, (here.outcome(statement),)))
        case "relation":
            return _relation(here, statement)
    raise UnsupportedNotion(f"the indicator of {latex(statement)}")


def _relation(here: Lowering, statement: Term) -> Poly:
    left, right = statement.args
    kind = statement.data
    if isinstance(build.value_sort(left), Outcome) or build.is_array(left):
        raise UnsupportedNotion("an event about what is not a number")
    plain = without_extreme(statement)
    if plain is not statement:
        return holds(here, plain)
    one, other = here.scalar(left), here.scalar(right)
    ordered = _by_one_function(one, other, str(kind))
    if ordered is not None:
        here.ring.use("the order of the values of a monotone function")
        one, other = ordered
    if kind in ("=", "!=") and functions.integral(one) and functions.integral(other):
        same = delta(here.ring, one, other)
    elif kind in ("=", "!="):
        same = indicator("=", cancel(here.ring, one - other))
    elif kind in ("<", "<="):
        return indicator(str(kind), cancel(here.ring, one - other))
    elif kind in (">", ">="):
        return indicator("<" if kind == ">" else "<=", cancel(here.ring, other - one))
    else:
        raise UnsupportedNotion(f"an event by {kind}")
    return same if kind == "=" else ONE - same


def _by_one_function(one: Poly, other: Poly, kind: str) -> tuple[Poly, Poly] | None:
    """f(a) <= f(b) is a <= b for a strictly increasing f, and b <= a for a decreasing one; f(a) = f(b) is a = b for any
    with an inverse. None where it is not so."""
    left, right = one.atom, other.atom
    if left is None or right is None or left.head != "apply" or (right.head, right.data) != ("apply", left.data):
        return None
    function, primes = left.data
    assert isinstance(function, Term)
    assert isinstance(function.sort, Function)
    if primes or len(left.slots) != 1 or function.sort.traits.isdisjoint({"invertible", "strictly"}):
        return None
    if kind in ("=", "!=") or "increasing" in function.sort.traits:
        return left.slots[0], right.slots[0]
    return (right.slots[0], left.slots[0]) if "decreasing" in function.sort.traits else None


def density_of(here: Lowering, law: Term) -> tuple[Span, Callable[[Poly], Poly]]:
    """Where the outcomes of a law lie, and its density at a point."""
    if law.head == "law":
        own, domain, at = law.args
        return here.span(domain, own), lambda point: here.bind(own, point).scalar(at)
    if law.head == "named":
        assert isinstance(law.sort, Law)
        space = supports.space_of(str(law.data), gaussian.parameters(here, law), law.sort.outcome)
        return space, lambda point: pdf(here, law, point)
    raise UnsupportedNotion(f"the distribution {latex(law)}")


def under(here: Lowering, law: Term, variable: Term, body: Callable[[Lowering], Poly]) -> Poly:
    """The expectation of `body` with `variable` drawn from `law`."""
    if law.head == "named" and law.data in LISTED:
        return _over_values(here, law, variable, body)
    span, density = density_of(here, law)
    var = here.ring.fresh(span)
    weight = density(of_var(var))
    return sum_over(here.ring, var, times(here.ring, weight, body(here.bind(variable, of_var(var)))))


def _over_values(here: Lowering, law: Term, variable: Term, body: Callable[[Lowering], Poly]) -> Poly:
    ring, params = here.ring, tuple(here.scalar(each) for each in law.args)
    points = points_of(ring, str(law.data), params)
    if points is None:  # the whole numbers from one to another
        return times(ring, chance_of_each(ring, params), here.over(variable, Span("range", params), body))
    return all_added(times(ring, mass, body(here.bind(variable, value))) for value, mass in points if mass)


def _log_mass(here: Lowering, law: Term, value: Poly) -> Poly:
    """The logarithm of the probability of a value, of a law that has finitely many."""
    params = tuple(here.scalar(each) for each in law.args)
    points = points_of(here.ring, str(law.data), params)
    mass = next((m for v, m in points if v == value), None) if points is not None else None
    if points is None and value.variable is not None and value.variable.span.ends == params:
        mass = chance_of_each(here.ring, params)
    if mass is None:
        raise UnsupportedNotion("laws of different supports")
    return functions.logarithm(here.ring, mass)


def pdf(here: Lowering, law: Term, point: Poly) -> Poly:
    """The density atom of a named law at a variable, with the parameters as slots."""
    return of_atom(Atom("pdf", (law.data, law.sort), (point, *gaussian.parameters(here, law))))


def log_law(here: Lowering, law: Term, at: Lowering, variable: Term) -> Poly:
    """The logarithm of the density of a law at a bound variable."""
    if law.head == "law":
        own, _, body = law.args
        return functions.logarithm(here.ring, here.bind(own, at.values[variable]).scalar(body))
    if law.head == "named" and law.data in LISTED:
        return _log_mass(here, law, at.values[variable])
    if law.head == "named":
        point = at.values[variable]
        (atom,) = pdf(here, law, point).atoms
        if supports.of_a_law(point) and not supports.inside(point, str(law.data), atom.slots[1:]):
            raise UnsupportedNotion("laws of different supports")
        return log_density(here.ring, atom)
    raise UnsupportedNotion(f"the distribution {latex(law)}")


def divergence(here: Lowering, p: Term, q: Term) -> Poly:
    """KL(p || q)."""
    _same_measure(p, q)
    variable = _variable_of(p)
    return under(here,
        p, variable,
        lambda at: log_law(here, p, at, variable) - log_law(here, q, at, variable),
    )  # fmt: skip


def surprise(here: Lowering, p: Term, q: Term) -> Poly:
    """The cross-entropy of p and q."""
    _same_measure(p, q)
    variable = _variable_of(p)
    return under(here, p, variable, lambda at: -log_law(here, q, at, variable))


def _variable_of(*laws: Term) -> Term:
    """A symbol for a point of the first law; free in none of them."""
    sort = laws[0].sort
    assert isinstance(sort, Law)
    return fresh(Term("symbol", (), ("outcome", 0), sort.outcome), frozenset().union(*(law.free for law in laws)))


def _same_measure(p: Term, q: Term) -> None:
    measures = {law.args[1].data[1] if law.args[1].head == "space" else law.args[1].head
                for law in (p, q) if law.head == "law"}  # fmt: skip
    if len(measures - {"interval", "lebesgue"}) + (not measures.isdisjoint({"interval", "lebesgue"})) > 1:
        raise UnsupportedNotion("a comparison of a pmf with a density")


# ------------------------------------------------------------------ rules, one an operator


def _density(here: Lowering, term: Term) -> Poly:
    family, *values = term.args
    targets, givens = term.data
    parameters = family.args[1:] if family.head == "parametrised" else ()
    symbol = family.args[0] if parameters else family
    extra = tuple(here.argument(p) for p in parameters)
    arguments = dict(zip((*targets, *givens), map(here.argument, values), strict=True))

    def joint(labels: tuple[str, ...]) -> Poly:
        ordered = tuple(sorted(labels))
        return of_atom(Atom("density", (symbol, ordered, ()), tuple(arguments[label] for label in ordered) + extra))

    if not givens:
        return joint(targets)
    here.ring.use("a conditional is the joint over the marginal")
    return times(here.ring, joint((*targets, *givens)), functions.raise_to(here.ring, joint(givens), -1))


def _pdf(here: Lowering, term: Term) -> Poly:
    law, point = term.args
    if law.head != "named":
        raise UnsupportedNotion(f"the distribution {latex(law)}")
    return pdf(here, law, here.argument(point))


def _expect(here: Lowering, term: Term) -> Poly:
    variable, law, body = term.args
    return under(here, law, variable, lambda at: at.scalar(body))


def _mean(here: Lowering, term: Term) -> Poly:
    body, *givens = term.args
    return conditional(here, lambda at: at.scalar(body), tuple(givens))


def _probability(here: Lowering, term: Term) -> Poly:
    event, *givens = term.args
    found = _below(here, event) if not givens and event.head == "relation" else None
    return conditional(here, lambda at: holds(at, event), tuple(givens)) if found is None else found


def _below(here: Lowering, event: Term) -> Poly | None:
    """P(X <= c) of an X with a density is the integral of it up to c, P(X > c) is the rest, and P(X = c) is 0.

    None where X has none, and where c may lie below all its values: there P(X <= c) is 0 and no integral up to c.
    """
    left, right, kind = *event.args, str(event.data)
    if left not in here.ring.densities:
        left, right, kind = right, left, TURNED.get(kind, kind)
    if left not in here.ring.densities or build.is_array(left):
        return None
    try:
        point = replace(here, chance=None).scalar(right)
    except UnsupportedNotion:
        return None  # it depends on chance as well
    span, density = here.ring.densities[left]()
    sort = span.sort
    if span.kind != "space" or span.data[1] not in ("law", "lebesgue") or not isinstance(sort, Scalar) or sort.integer:
        return None
    low = None if sort.lower is None else constant(fmpq(sort.lower.numerator, sort.lower.denominator))
    if kind not in ORDERS or (low is not None and not nonnegative(point - low)) or sort.upper is not None:
        return ZERO if kind == "=" else None
    here.ring.use("a probability is an integral of the density")
    start = here.scalar(build.neg(INFINITY)) if low is None else low
    var = here.ring.fresh(Span("interval", (start, point), sort=sort))
    below = sum_over(here.ring, var, density(of_var(var)))
    if any(each.span.kind == "chance" for each in below.vars):
        return None  # its law depends on chance as well
    return below if kind in ("<", "<=") else ONE - below


def _variance(here: Lowering, term: Term) -> Poly:
    body, *givens = term.args
    return _covary(here, body, body, tuple(givens), ONE, ONE)


def _covariance(here: Lowering, term: Term) -> Poly:
    left, right, *givens = term.args
    return _covary(here, left, right, tuple(givens), ONE, ONE)


def _covary(here: Lowering, left: Term, right: Term, givens: tuple[Term, ...], row: Poly, column: Poly) -> Poly:
    ring = here.ring
    both = conditional(here, lambda at: times(ring, at.entry(left, row), at.entry(right, column)), givens)
    one = conditional(here, lambda at: at.entry(left, row), givens)
    other = conditional(here, lambda at: at.entry(right, column), givens)
    return both - times(ring, one, other)


def _kl(here: Lowering, term: Term) -> Poly:
    return divergence(here, *term.args)


def _entropy(here: Lowering, term: Term) -> Poly:
    return surprise(here, term.args[0], term.args[0])


def _cross_entropy(here: Lowering, term: Term) -> Poly:
    return surprise(here, *term.args)


def _js(here: Lowering, term: Term) -> Poly:
    p, q = term.args
    if p.head != "law" or q.head != "law":
        raise UnsupportedNotion("the Jensen-Shannon divergence of named distributions")
    if p.args[1] is not q.args[1]:
        raise UnsupportedNotion("the Jensen-Shannon divergence of laws on different spaces")
    variable = _variable_of(p, q)
    density, other = (build.pdf(law, variable) for law in (p, q))
    mixture = build.law(variable, p.args[1], build.mul(build.HALF, build.add(density, other)))
    return (divergence(here, p, mixture) + divergence(here, q, mixture)).scale(fmpq(1, 2))


def _uncertainty(here: Lowering, term: Term) -> Poly:
    targets, givens = term.data
    return _surprise_of(here, term.args[0], targets + givens) - _surprise_of(here, term.args[0], givens)


def _information(here: Lowering, term: Term) -> Poly:
    one, other, givens = term.data
    family = term.args[0]
    return (_surprise_of(here, family, one + givens) + _surprise_of(here, family, other + givens)
            - _surprise_of(here, family, one + other + givens) - _surprise_of(here, family, givens))  # fmt: skip


def _surprise_of(here: Lowering, family: Term, spaces: tuple[tuple[str, Sort, str], ...]) -> Poly:
    """The joint entropy of variables of a family."""
    if not spaces:
        return ZERO
    bound = [here.ring.fresh(Span("space", (), (label, measure), sort)) for label, sort, measure in spaces]
    labels = tuple(sorted(label for label, _, _ in spaces))
    places = {var.span.data[0]: of_var(var) for var in bound}
    joint = of_atom(Atom("density", (family, labels, ()), tuple(places[label] for label in labels)))
    result = -times(here.ring, joint, functions.logarithm(here.ring, joint))
    for var in bound:
        result = sum_over(here.ring, var, result)
    return result


def _expect_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    variable, law, body = term.args
    return under(here, law, variable, lambda at: at.entry(body, row, column))


def _mean_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    body, *givens = term.args
    return conditional(here, lambda at: at.entry(body, row, column), tuple(givens))


def _indicator(here: Lowering, term: Term) -> Poly:
    return holds(here, term.args[0])


def _cases(here: Lowering, term: Term) -> Poly:
    """Each value times whether its condition is the first that holds; where none does, nothing is claimed."""
    pairs, otherwise = build.branches_of(term.args)
    left, total = ONE, ZERO
    for condition, value in pairs:
        happens = holds(here, condition)
        chosen = times(here.ring, left, happens)
        if chosen:
            total += times(here.ring, chosen, here.scalar(value))
        left = times(here.ring, left, ONE - happens)
    return total if not left or otherwise is None else total + times(here.ring, left, here.scalar(otherwise))


SCALARS: dict[str, Callable[[Lowering, Term], Poly]] = {
    "indicator": _indicator,
    "cases": _cases,
    "density": _density,
    "pdf": _pdf,
    "expect": _expect,
    "mean": _mean,
    "variance": _variance,
    "covariance": _covariance,
    "probability": _probability,
    "kl": _kl,
    "js": _js,
    "entropy": _entropy,
    "cross_entropy": _cross_entropy,
    "uncertainty": _uncertainty,
    "information": _information,
}
ENTRIES: dict[str, Callable[[Lowering, Term, Poly, Poly], Poly]] = {
    "expect": _expect_entry,
    "mean": _mean_entry,
    "variance": lambda here, term, row, column: _covary(
        here, term.args[0], term.args[0], tuple(term.args[1:]), row, column
    ),
    "covariance": lambda here, term, row, column: _covary(
        here, term.args[0], term.args[1], tuple(term.args[2:]), row, column
    ),
}
