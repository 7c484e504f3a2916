"""Integrals of the kernels that densities are made of: e^(-a x^2 + b x), x^(s - 1) e^(-b x), x^(a - 1) (1 - x)^(b - 1).

Each holds wherever the integral converges; elsewhere it has no value, and nothing is claimed of it.
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from ..terms.term import PI
from .contractions import is_infinite
from .distributions import LAWS
from .functions import beta, exponential, gamma, power, raise_to
from .poly import ONE, ZERO, Atom, Exponent, Mono, Poly, Var, constant, mono, of_atom, of_mono
from .products import product_of, times
from .quadratic import gaussian
from .rational import note_positive
from .ring import Ring
from .supports import lies_in

Result = tuple[tuple[Var, ...], Poly] | None


def kernel(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> Result:
    """The integral over one of the bound variables, where the factors that depend on it make up a kernel.

    Normal ones first: what they leave of another variable is often a kernel again.
    """
    if not any(atom.head in ("exp", "power", "base") for atom, _ in factors):
        return None
    for rule in (gaussian, _gaussian, _gamma, _beta):
        for var in bound:
            if any(var in other.span.vars for other in bound):
                continue
            value = rule(ring, var, [f for f in factors if var in f[0].vars])
            if value is not None:
                rest = of_mono(mono(f for f in factors if var not in f[0].vars))
                return tuple(v for v in bound if v is not var), times(ring, rest, value)
    return None


def _ends(var: Var) -> tuple[Poly | None, Poly | None] | None:
    """The ends of the real numbers that a variable runs through, None for an infinite one; None for other spaces."""
    span = var.span
    if span.kind == "interval":
        low, high = span.ends
        return None if is_infinite(low) else low, None if is_infinite(high) else high
    support = lies_in(span)
    return {"line": (None, None), "positive": (ZERO, None), "unit": (ZERO, ONE)}.get(support)


def _scaled(poly: Poly, exponent: Exponent) -> Poly:
    return poly.scale(fmpq(Fraction(exponent).numerator, Fraction(exponent).denominator))


def _coefficients(poly: Poly, var: Var, most: int) -> list[Poly] | None:
    """The coefficients of a polynomial in a variable, up to a degree; None where it is no such polynomial."""
    found = [ZERO] * (most + 1)
    own = Atom("var", var)
    for factors, c in poly:
        degree = dict(factors).get(own, 0)
        rest = of_mono(mono(f for f in factors if f[0] != own), c)
        if not isinstance(degree, int) or not 0 <= degree <= most or var in rest.vars:
            return None
        found[degree] = found[degree] + rest
    return found


def _exponent(mine: list[tuple[Atom, Exponent]], var: Var, most: int) -> list[Poly] | None:
    """The coefficients of the exponent of all exponentials together."""
    total = ZERO
    for atom, exponent in mine:
        if atom.head == "exp":
            total += _scaled(atom.slots[0], exponent)
    return _coefficients(total, var, most)


def _gaussian(ring: Ring, var: Var, mine: list[tuple[Atom, Exponent]]) -> Poly | None:
    """x^k e^(-a x^2 + b x + c) over the real line: a normal density but for a factor, with its k-th moment."""
    if _ends(var) != (None, None):
        return None
    others = [f for f in mine if f[0].head != "exp"]
    k = others[0][1] if others and others[0][0] == Atom("var", var) else 0
    if len(others) > 1 or (others and not k) or not isinstance(k, int) or not 0 <= k <= 12:
        return None
    found = _exponent(mine, var, 2)
    if found is None or not found[2]:
        return None
    c, b, a = found[0], found[1], -found[2]
    note_positive(ring, a)
    twice = raise_to(ring, a.scale(fmpq(2)), -1)
    mean = times(ring, b, twice)
    peak = exponential(ring, c + times(ring, b, mean).scale(fmpq(1, 2)))
    width = raise_to(ring, times(ring, of_atom(Atom("constant", PI)), raise_to(ring, a, -1)), Fraction(1, 2))
    ring.use("the integral of a normal density")
    return product_of(ring, peak, width, LAWS["normal"].moment(ring, (mean, twice), k) if k else ONE)


def _powers(mine: list[tuple[Atom, Exponent]], var: Var, base: Poly) -> tuple[Poly, list[tuple[Atom, Exponent]]]:
    """The exponent of `base` in a product, and the other factors."""
    total, others = ZERO, []
    for atom, exponent in mine:
        if atom.head == "power" and atom.slots[0] == base and var not in atom.slots[1].vars:
            total += _scaled(atom.slots[1], exponent)
        elif of_atom(atom) == base or (atom.head == "base" and atom.slots[0] == base):
            total += constant(Fraction(exponent))
        else:
            others.append((atom, exponent))
    return total, others


def _gamma(ring: Ring, var: Var, mine: list[tuple[Atom, Exponent]]) -> Poly | None:
    """x^(s - 1) e^(-b x + c) over the positive numbers: a gamma density but for a factor."""
    if _ends(var) != (ZERO, None):
        return None
    shape, others = _powers(mine, var, of_atom(Atom("var", var)))
    found = _exponent(others, var, 1)
    if found is None or not found[1] or any(atom.head != "exp" for atom, _ in others):
        return None
    shape = shape + ONE
    note_positive(ring, -found[1])
    ring.use("the integral of a gamma density")
    return product_of(ring, exponential(ring, found[0]), gamma(ring, shape), power(ring, -found[1], -shape))


def _beta(ring: Ring, var: Var, mine: list[tuple[Atom, Exponent]]) -> Poly | None:
    """x^(a - 1) (1 - x)^(b - 1) over the unit interval."""
    if _ends(var) != (ZERO, ONE):
        return None
    own = of_atom(Atom("var", var))
    first, others = _powers(mine, var, own)
    second, others = _powers(others, var, ONE - own)
    if others or (first.constant is not None and second.constant is not None):
        return None
    ring.use("the integral of a beta density")
    return beta(ring, first + ONE, second + ONE)
