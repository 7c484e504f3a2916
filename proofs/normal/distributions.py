"""Named laws: their densities and moments, over normal forms. A row a law; parameters in the order of `named`.

A `pdf` atom has as slots the point and then what `slots_of` makes of the parameters: for a multivariate normal the
mean, the precision matrix, the logarithm of the covariance's determinant, the covariance and the dimension.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import factorial as _ways

from flint import fmpq

from ..errors import UnsupportedNotion
from ..terms.term import PI, Term
from .contractions import variables_of
from .functions import beta, binomial, exponential, factorial, gamma, logarithm, raise_to
from .given_moments import MOST_FACTORS, of_independent
from .poly import ONE, ZERO, Atom, Exponent, Mono, Poly, Span, Var, all_added, constant, mono, of_atom, of_mono, of_var
from .products import product_of, remake, substitute, times, to_the
from .ring import Ring
from .sums import sum_over, unrolled
from .supports import covers, inside

Params = tuple[Poly, ...]
Samples = Callable[[Poly], tuple[str, Params]]


@dataclass(frozen=True)
class Law:
    """log pmf or density at x, and E[x^k] for natural k (None where there is no closed form here)."""

    log_density: Callable[[Ring, Poly, Params], Poly]
    moment: Callable[[Ring, Params, int], Poly]


def _square(ring: Ring, x: Poly) -> Poly:
    return times(ring, x, x)


def _no_density(ring: Ring, x: Poly, params: Params) -> Poly:
    raise UnsupportedNotion("the mass function of a distribution that is given by its values")


def _normal(ring: Ring, x: Poly, params: Params) -> Poly:
    mean, variance = params
    two_pi = of_mono(((Atom("constant", PI), 1),), fmpq(2))
    scaled = times(ring, _square(ring, x - mean), raise_to(ring, variance, -1))
    return (logarithm(ring, times(ring, two_pi, variance)) + scaled).scale(fmpq(-1, 2))


def _normal_moment(ring: Ring, params: Params, k: int) -> Poly:
    """E[x^k] = m E[x^(k-1)] + (k-1) s^2 E[x^(k-2)]."""
    mean, variance = params
    before, now = ZERO, ONE
    for step in range(k):
        before, now = now, times(ring, mean, now) + times(ring, variance, before).scale(fmpq(step))
    return now


def _bernoulli(ring: Ring, x: Poly, params: Params) -> Poly:
    (p,) = params
    return times(ring, x, logarithm(ring, p)) + times(ring, ONE - x, logarithm(ring, ONE - p))


def _rising(ring: Ring, start: Poly, k: int) -> Poly:
    return product_of(ring, *(start + constant(step) for step in range(k)))


def _gamma(ring: Ring, x: Poly, params: Params) -> Poly:
    shape, rate = params
    return (times(ring, shape, logarithm(ring, rate)) - logarithm(ring, gamma(ring, shape))
            + times(ring, shape - ONE, logarithm(ring, x)) - times(ring, rate, x))  # fmt: skip


def _gamma_moment(ring: Ring, params: Params, k: int) -> Poly:
    shape, rate = params
    return times(ring, _rising(ring, shape, k), raise_to(ring, rate, -k))


def _beta(ring: Ring, x: Poly, params: Params) -> Poly:
    a, b = params
    return (times(ring, a - ONE, logarithm(ring, x)) + times(ring, b - ONE, logarithm(ring, ONE - x))
            - logarithm(ring, beta(ring, a, b)))  # fmt: skip


def _beta_moment(ring: Ring, params: Params, k: int) -> Poly:
    a, b = params
    return times(ring, _rising(ring, a, k), raise_to(ring, _rising(ring, a + b, k), -1))


def _from_factorial(falling: Callable[[Ring, Params, int], Poly]) -> Callable[[Ring, Params, int], Poly]:
    """E[x^k] from E[x (x-1) .. (x-j+1)], by Stirling numbers."""

    def moment(ring: Ring, params: Params, k: int) -> Poly:
        row = [1]
        for n in range(1, k + 1):
            row = [0] + [j * (row[j] if j < len(row) else 0) + row[j - 1] for j in range(1, n + 1)]
        total = ZERO
        for j, count in enumerate(row):
            total += falling(ring, params, j).scale(fmpq(count))
        return total

    return moment


def _binomial(ring: Ring, x: Poly, params: Params) -> Poly:
    n, p = params
    ways = logarithm(ring, binomial(ring, n, x))
    return ways + times(ring, x, logarithm(ring, p)) + times(ring, n - x, logarithm(ring, ONE - p))


def _binomial_falling(ring: Ring, params: Params, j: int) -> Poly:
    n, p = params
    return times(ring, product_of(ring, *(n - constant(step) for step in range(j))), to_the(ring, p, j))


def _poisson(ring: Ring, x: Poly, params: Params) -> Poly:
    (rate,) = params
    return times(ring, x, logarithm(ring, rate)) - rate - logarithm(ring, factorial(ring, x))


def _geometric(ring: Ring, x: Poly, params: Params) -> Poly:
    (p,) = params
    return logarithm(ring, p) + times(ring, x - ONE, logarithm(ring, ONE - p))


def _geometric_falling(ring: Ring, params: Params, j: int) -> Poly:
    """E[x (x-1) .. (x-j+1)] = j! (1-p)^(j-1) / p^j."""
    (p,) = params
    if not j:
        return ONE
    return times(ring, to_the(ring, ONE - p, j - 1), raise_to(ring, p, -j)).scale(fmpq(_ways(j)))


def _exponential(ring: Ring, x: Poly, params: Params) -> Poly:
    return logarithm(ring, params[0]) - times(ring, params[0], x)


def _uniform_moment(ring: Ring, params: Params, k: int) -> Poly:
    a, b = params
    total = ZERO
    for j in range(k + 1):
        total += times(ring, to_the(ring, a, j), to_the(ring, b, k - j))
    return total.scale(fmpq(1, k + 1))


def _whole_moment(ring: Ring, params: Params, k: int) -> Poly:
    var = ring.fresh(Span("range", params))
    return times(ring, chance_of_each(ring, params), sum_over(ring, var, to_the(ring, of_var(var), k)))


def chance_of_each(ring: Ring, params: Params) -> Poly:
    """The probability of each whole number from `low` to `high`."""
    low, high = params
    return raise_to(ring, high - low + ONE, -1)


def points_of(ring: Ring, name: str, params: Params) -> list[tuple[Poly, Poly]] | None:
    """The values of a law with their probabilities, where they can be listed."""
    if name == "finite":
        return list(zip(params[::2], params[1::2], strict=True))
    if name == "bernoulli":
        return [(ZERO, ONE - params[0]), (ONE, params[0])]
    if name == "whole":
        values = unrolled(Span("range", params))
        if values is not None:
            return [(constant(value), chance_of_each(ring, params)) for value in values]
    return None


def _finite_moment(ring: Ring, params: Params, k: int) -> Poly:
    points = zip(params[::2], params[1::2], strict=True)
    return all_added(times(ring, mass, to_the(ring, value, k)) for value, mass in points) if k else ONE


def _chi(params: Params) -> Params:
    return params[0].scale(fmpq(1, 2)), constant(Fraction(1, 2))


LAWS: dict[str, Law] = {
    "normal": Law(_normal, _normal_moment),
    "bernoulli": Law(_bernoulli, lambda ring, params, k: params[0] if k else ONE),
    "binomial": Law(_binomial, _from_factorial(_binomial_falling)),
    "poisson": Law(_poisson, _from_factorial(lambda ring, params, j: to_the(ring, params[0], j))),
    "geometric": Law(_geometric, _from_factorial(_geometric_falling)),
    "exponential": Law(_exponential, lambda ring, params, k: _gamma_moment(ring, (ONE, params[0]), k)),
    "gamma": Law(_gamma, _gamma_moment),
    "beta": Law(_beta, _beta_moment),
    "uniform": Law(lambda ring, x, params: -logarithm(ring, params[1] - params[0]), _uniform_moment),
    "finite": Law(_no_density, _finite_moment),
    "whole": Law(_no_density, _whole_moment),
    "chi_square": Law(
        lambda ring, x, params: _gamma(ring, x, _chi(params)),
        lambda ring, params, k: _gamma_moment(ring, _chi(params), k),
    ),
}


LISTED = frozenset({"finite", "whole"})  # laws that are given by their values, and have no density


def log_density(ring: Ring, atom: Atom) -> Poly:
    """The logarithm of a `pdf` atom by its formula."""
    name, *_ = atom.data
    point, *params = atom.slots
    if name == "normal" and len(params) == 5:
        return ring.makers["log normal"](ring, atom, (point, *params))
    if name not in LAWS:
        raise UnsupportedNotion(f"the density of the {name} distribution")
    ring.use(f"the density of the {name.replace('_', '-')} distribution")
    return LAWS[name].log_density(ring, point, tuple(params))


def moment(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """The integral of x^k against a named density, by the table of moments."""
    for atom, exponent in factors:
        if atom.head != "pdf" or exponent != 1:
            continue
        var = atom.slots[0].variable
        if var not in bound or any(var in slot.vars for slot in atom.slots[1:]):
            continue
        name = atom.data[0]
        if not covers(var.span, name, atom.slots[1:]):
            continue
        others = [(a, e) for a, e in factors if var in a.vars and a != atom]
        rest = of_mono(mono(f for f in factors if var not in f[0].vars))
        left = tuple(v for v in bound if v is not var)
        if not others:
            ring.use(f"the density of the {name.replace('_', '-')} distribution integrates to one")
            return left, rest
        if any(not isinstance(e, int) or e < 0 for _, e in others):
            continue
        if len(atom.slots) == 6 and all(a.head == "coordinate" and not a.slots[0].vars & {var} for a, _ in others):
            places = [a.slots[0] for a, e in others for _ in range(int(e))]
            if len(places) <= 6:
                ring.use("moments of the normal distribution")
                return left, times(ring, rest, ring.makers["normal moment"](ring, atom, tuple(places)))
        if len(others) == 1 and others[0][0].head == "var" and name in LAWS and others[0][1] <= 12:
            ring.use(f"moments of the {name.replace('_', '-')} distribution")
            return left, times(ring, rest, LAWS[name].moment(ring, atom.slots[1:], int(others[0][1])))
    return None


def _normal_mgf(ring: Ring, params: Params, t: Poly) -> Poly:
    mean, variance = params
    return exponential(ring, times(ring, mean, t) + times(ring, variance, times(ring, t, t)).scale(fmpq(1, 2)))


def _bernoulli_mgf(ring: Ring, params: Params, t: Poly) -> Poly:
    return ONE + times(ring, params[0], exponential(ring, t) - ONE)


def _gamma_mgf(ring: Ring, params: Params, t: Poly) -> Poly:
    shape, rate = params
    ratio = times(ring, rate, raise_to(ring, rate - t, -1))
    return ring.makers["power"](ring, Atom("power"), (ratio, shape))


GENERATING: dict[str, Callable[[Ring, Params, Poly], Poly]] = {  # E[e^(t x)], where it exists
    "normal": _normal_mgf,
    "bernoulli": _bernoulli_mgf,
    "binomial": lambda ring, params, t: ring.makers["power"](
        ring, Atom("power"), (_bernoulli_mgf(ring, params[1:], t), params[0])
    ),
    "poisson": lambda ring, params, t: exponential(ring, times(ring, params[0], exponential(ring, t) - ONE)),
    "exponential": lambda ring, params, t: times(ring, params[0], raise_to(ring, params[0] - t, -1)),
    "gamma": _gamma_mgf,
    "uniform": lambda ring, params, t: times(
        ring,
        exponential(ring, times(ring, t, params[1])) - exponential(ring, times(ring, t, params[0])),
        raise_to(ring, times(ring, t, params[1] - params[0]), -1),
    ),
}


def generating(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """E[e^(t x)] by the table of moment-generating functions, for a density or a random variable that has a law."""
    for atom, exponent in factors:
        var = atom.slots[0].variable if atom.head in ("pdf", "chance") else None
        others = [(a, e) for a, e in factors if var is not None and var in a.vars and a != atom]
        if var not in bound or exponent != 1 or not others or any(a.head != "exp" for a, _ in others):
            continue
        at = Atom("var", var) if atom.head == "pdf" else _only_random(others)
        law = (atom.data[0], atom.slots[1:]) if atom.head == "pdf" else ring.laws.get(at.data) if at else None
        if at is None or law is None or law[0] not in GENERATING or len(atom.slots) == 6:
            continue
        if atom.head == "pdf" and not covers(var.span, *law):
            continue
        power = ZERO
        for a, e in others:
            power += a.slots[0].scale(fmpq(Fraction(e).numerator, Fraction(e).denominator))
        rate = times(ring, power, of_mono(((at, -1),)))
        if var in rate.vars or any(var in slot.vars for slot in law[1]):
            continue
        ring.use(f"the moment-generating function of the {law[0].replace('_', '-')} distribution")
        rest = of_mono(mono(f for f in factors if var not in f[0].vars))
        return tuple(v for v in bound if v is not var), times(ring, rest, GENERATING[law[0]](ring, law[1], rate))
    return None


def random_vector(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """E[X_i X_j ..] for a random vector that follows a normal law."""
    for atom, exponent in factors:
        if atom.head != "chance" or exponent != 1:
            continue
        var = atom.slots[0].variable
        others = [(a, e) for a, e in factors if var in a.vars and a != atom]
        variables = {a.data for a, _ in others}
        if var not in bound or len(variables) != 1 or any(a.head != "random" or len(a.slots) != 2 for a, _ in others):
            continue
        (variable,) = variables
        if variable not in ring.densities or any(not isinstance(e, int) or e < 0 for _, e in others):
            continue
        places = [a.slots[1] for a, e in others for _ in range(int(e))]
        span, density = ring.densities[variable]()
        law = density(of_var(ring.fresh(span))).atom
        if law is None or law.head != "pdf" or len(law.slots) != 6 or len(places) > 6:
            continue
        ring.use("moments of the normal distribution")
        rest = of_mono(mono(f for f in factors if var not in f[0].vars))
        left = tuple(v for v in bound if v is not var)
        return left, times(ring, rest, ring.makers["normal moment"](ring, law, tuple(places)))
    return None


def random_entries(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """E[X_i X_j ..] for a vector of independent entries, each with a named law."""
    for atom, exponent in factors:
        if atom.head != "chance" or exponent != 1:
            continue
        var = atom.slots[0].variable
        others = [(a, e) for a, e in factors if var in a.vars and a != atom]
        variables = {a.data for a, _ in others}
        if var not in bound or len(variables) != 1 or any(a.head != "random" or len(a.slots) != 2 for a, _ in others):
            continue
        (variable,) = variables
        if variable not in ring.samples or any(not isinstance(e, int) or e < 0 for _, e in others):
            continue
        places = [a.slots[1] for a, e in others for _ in range(int(e))]
        name, _ = ring.samples[variable](places[0])
        if name not in LAWS or len(places) > MOST_FACTORS or any(var in place.vars for place in places):
            continue
        ring.use("independence")
        ring.use(f"moments of the {name.replace('_', '-')} distribution")

        def of_entry(place: Poly, k: int, samples: Samples = ring.samples[variable]) -> Poly:
            name, params = samples(place)
            return LAWS[name].moment(ring, params, k)

        total = of_independent(ring, places, of_entry)
        rest = of_mono(mono(f for f in factors if var not in f[0].vars))
        return tuple(v for v in bound if v is not var), times(ring, rest, total)
    return None


def _only_random(others: list[tuple[Atom, Exponent]]) -> Atom | None:
    found = {b for a, _ in others for factors, _ in a.slots[0] for b, _ in factors if b.head == "random"}
    return next(iter(found)) if len(found) == 1 else None


def random_moment(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """E[X^k] for a random variable that follows a named law."""
    for atom, exponent in factors:
        if atom.head != "chance" or exponent != 1:
            continue
        var = atom.slots[0].variable
        others = [(a, e) for a, e in factors if var in a.vars and a != atom]
        if var not in bound or len(others) != 1 or others[0][0].head != "random":
            continue
        (variable, k) = others[0]
        law = ring.laws.get(variable.data)
        if law is None or not isinstance(k, int) or not 0 < k <= 12:
            continue
        name, params = law
        if name not in LAWS or len(variable.slots) != 1:
            continue
        ring.use(f"moments of the {name.replace('_', '-')} distribution")
        rest = of_mono(mono(f for f in factors if var not in f[0].vars))
        left = tuple(v for v in bound if v is not var)
        return left, times(ring, rest, LAWS[name].moment(ring, params, k))
    return None


def by_density(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """E[g(X)] as the sum or integral of g against the density of X, where g speaks of nothing else that is random."""
    for atom, exponent in factors:
        if atom.head != "chance" or exponent != 1:
            continue
        var = atom.slots[0].variable
        others = of_mono(mono(f for f in factors if var in f[0].vars and f[0] != atom))
        variables = frozenset().union(*(variables_of(a) for a in others.atoms))
        if var not in bound or len(variables) != 1 or not variables <= ring.densities.keys():
            continue
        (variable,) = variables
        span, density = ring.densities[variable]()
        drawn = ring.fresh(span)

        def at_point(a: Atom, of: Term = variable, point: Var = drawn) -> Poly | None:
            return of_var(point) if a.head == "random" and a.data is of and len(a.slots) == 1 else None

        body = remake(ring, others, at_point, frozenset((variable,)))
        if var in body.vars:
            continue
        ring.use("an expectation by the density of its variable")
        rest = of_mono(mono(f for f in factors if var not in f[0].vars))
        left = tuple(v for v in bound if v is not var)
        return (*left, drawn), times(ring, rest, times(ring, density(of_var(drawn)), body))
    return None


def by_values(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """E[g(X, ..)] as the sum over the values of an X that has few, and is independent of what else is random there."""
    for atom, exponent in factors:
        var = atom.slots[0].variable if atom.head == "chance" and exponent == 1 else None
        if var is None or var not in bound:
            continue
        others = of_mono(mono(f for f in factors if var in f[0].vars and f[0] != atom))
        variables = frozenset().union(*(variables_of(a) for a in others.atoms))
        together = len(variables) == 1 or any(variables <= group for group in ring.independent)
        if not together or any(a.head == "given" for a in others.atoms):
            continue
        for variable in sorted(variables & ring.laws.keys(), key=lambda each: each.digest):
            name, params = ring.laws[variable]
            points = points_of(ring, name, params)
            if points is None or any(each.span.kind == "chance" for param in params for each in param.vars):
                continue
            ring.use("a mean over the values of a variable")
            rest = times(ring, of_mono(mono(f for f in factors if var not in f[0].vars)), of_atom(atom))

            def at_value(a: Atom, of: Term = variable, value: Poly = ZERO, at: Poly = atom.slots[0]) -> Poly | None:
                return value if a.head == "random" and a.data is of and a.slots == (at,) else None

            changes = [partial(at_value, value=value) for value, _ in points]
            made = (remake(ring, of_atom(a), each, frozenset((variable,))) for each in changes for a in others.atoms)
            if any(map(is_of_nought, made)):
                continue
            bodies = (remake(ring, others, each, frozenset((variable,))) for each in changes)
            sums = (times(ring, mass, body) for (_, mass), body in zip(points, bodies, strict=True))
            return bound, times(ring, rest, all_added(sums))
    return None


def is_of_nought(value: Poly) -> bool:
    """Whether a factor is a logarithm or a power of 0, where the whole may be 0: U^4 U^{-2s} at U = 0, 1 for s = 2."""
    return any(
        (atom.head in ("log", "power", "base") and not atom.slots[0]) or any(map(is_of_nought, atom.slots))
        for atom in value.atoms
    )


def pdf_as_formula(ring: Ring, atom: Atom) -> Poly | None:
    """A named density written out, where its point surely lies in the support: elsewhere it is 0."""
    point, *params = atom.slots
    return exponential(ring, log_density(ring, atom)) if inside(point, atom.data[0], tuple(params)) else None


def two_points(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """E[f(b)] = p f(1) + (1 - p) f(0) for a Bernoulli b, where f is of no other kind that is known."""
    for atom, exponent in factors:
        var = atom.slots[0].variable if atom.head == "pdf" and atom.data[0] == "bernoulli" and exponent == 1 else None
        if var is None or var not in bound or not covers(var.span, "bernoulli", atom.slots[1:]):
            continue
        (p,) = atom.slots[1:]
        if var in p.vars or any(var in other.span.vars for other in bound):
            continue
        rest = of_mono(mono(f for f in factors if f[0] != atom))
        if any(is_of_nought(substitute(ring, of_atom(a), {var: at})) for a in rest.atoms for at in (ZERO, ONE)):
            continue
        ring.use("a mean over two points")
        ends = (times(ring, share, substitute(ring, rest, {var: at})) for share, at in ((p, ONE), (ONE - p, ZERO)))
        return tuple(v for v in bound if v is not var), next(ends) + next(ends)
    return None
