"""Derivatives of normal forms by a scalar symbol or by an entry of an array symbol: our own rules, one a head."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from flint import fmpq

from ..errors import UnsupportedNotion
from ..terms.term import PI, Term
from . import functions
from .contractions import delta
from .distributions import log_density
from .poly import ONE, ZERO, Atom, Exponent, Poly, Var, constant, mono, of_atom, of_mono, of_var
from .products import open_binder, settle, substitute, times
from .ring import Ring
from .sums import sum_over

REGULARITY = "regularity: derivative and integral are exchanged"


def differentiate(ring: Ring, poly: Poly, by: Term, places: tuple[Poly, ...]) -> Poly:
    """d poly / d by, or by the entry of the array `by` at `places`."""
    if by not in poly.symbols:
        return ZERO
    result = ZERO
    for factors, c in poly:
        for position, (atom, exponent) in enumerate(factors):
            if by not in atom.symbols:
                continue
            ring.spend(1)
            rest = of_mono(mono(f for place, f in enumerate(factors) if place != position), c)
            result += times(ring, rest, _power_rule(ring, atom, exponent, by, places))
    return result


def _power_rule(ring: Ring, atom: Atom, exponent: Exponent, by: Term, places: tuple[Poly, ...]) -> Poly:
    if atom.head == "base":
        inner = differentiate(ring, atom.slots[0], by, places)
    else:
        inner = _atom(ring, atom, by, places)
    if not inner or exponent == 1:
        return inner
    less = Fraction(exponent) - 1
    outer = settle(ring, mono([(atom, less)]))
    scale = Fraction(exponent)
    return times(ring, outer, inner).scale(fmpq(scale.numerator, scale.denominator))


def _atom(ring: Ring, atom: Atom, by: Term, places: tuple[Poly, ...]) -> Poly:
    own = of_atom(atom)

    def inner(slot: int = 0) -> Poly:
        return differentiate(ring, atom.slots[slot], by, places)

    match atom.head:
        case "symbol":
            return ONE
        case "entry":
            pairs = zip(atom.slots, places, strict=True)
            return reduce(lambda p, pair: times(ring, p, delta(ring, *pair)), pairs, ONE)
        case "exp":
            return times(ring, own, inner())
        case "log":
            return times(ring, inner(), functions.raise_to(ring, atom.slots[0], -1))
        case "power":
            base, exponent = atom.slots
            grow = times(ring, inner(1), functions.logarithm(ring, base))
            scale = times(ring, times(ring, exponent, inner(0)), functions.raise_to(ring, base, -1))
            return times(ring, own, grow + scale)
        case "sin":
            return times(ring, functions.FUNCTIONS["cos"](ring, atom.slots[0]), inner())
        case "cos":
            return -times(ring, functions.FUNCTIONS["sin"](ring, atom.slots[0]), inner())
        case "abs":
            return times(ring, functions.sign_of(ring, atom.slots[0]), inner())
        case "sign" | "floor" if any(var.span.kind != "range" for var in atom.vars):
            raise UnsupportedNotion("the derivative of a mean of what jumps")
        case "sign" | "floor":
            ring.use("a step function is flat where it is differentiable")
            return ZERO
        case "gamma":
            return times(ring, own, times(ring, functions.digamma(ring, atom.slots[0]), inner()))
        case "erf":
            bell = functions.exponential(ring, -times(ring, atom.slots[0], atom.slots[0]))
            scale = times(ring, constant(2), settle(ring, mono([(Atom("constant", PI), Fraction(-1, 2))])))
            return times(ring, times(ring, scale, bell), inner())
        case "erfinv":
            bell = functions.exponential(ring, times(ring, own, own))
            scale = settle(ring, mono([(Atom("constant", PI), Fraction(1, 2))])).scale(fmpq(1, 2))
            return times(ring, times(ring, scale, bell), inner())
        case "normal_cdf":
            square = times(ring, atom.slots[0], atom.slots[0]).scale(fmpq(-1, 2))
            two_pi = functions.raise_to(ring, of_mono(((Atom("constant", PI), 1),), fmpq(2)), Fraction(-1, 2))
            return times(ring, times(ring, two_pi, functions.exponential(ring, square)), inner())
        case "arctan":
            below = ONE + times(ring, atom.slots[0], atom.slots[0])
            return times(ring, functions.raise_to(ring, below, -1), inner())
        case "apply" | "density":
            return _chain(ring, atom, by, places)
        case "pdf":
            return times(ring, own, differentiate(ring, log_density(ring, atom), by, places))
        case "sum":
            return _sum(ring, atom, by, places)
        case "product":
            opened, (body,) = open_binder(ring, atom)
            slope = times(ring, differentiate(ring, body, by, places), functions.raise_to(ring, body, -1))
            return times(ring, own, sum_over(ring, opened[0], slope))
        case "inverse":
            return _inverse(ring, atom, by, places)
        case "det":
            return _determinant(ring, atom, by, places)
        case "coordinate" | "var" | "delta":
            return ZERO
    raise UnsupportedNotion(f"the derivative of {atom.head}")


def _chain(ring: Ring, atom: Atom, by: Term, places: tuple[Poly, ...]) -> Poly:
    """The chain rule over the arguments of a function symbol, or the parameters and points of a density."""
    *_, primes = atom.data
    labels = atom.data[1:-1]
    named: tuple[str, ...] = labels[0] if labels else ()
    count = len(atom.slots) - len([p for p in primes if isinstance(p, tuple)])
    result = ZERO
    for position in range(count):
        slot = atom.slots[position]
        if by not in slot.symbols:
            continue
        key: str | int = named[position] if position < len(named) else position - len(named)
        array = slot.atom if slot.atom is not None and slot.atom.head in ("whole", "table") else None
        if array is None:
            made = _primed(atom, (*primes, key), ())
            result += times(ring, of_atom(made), differentiate(ring, slot, by, places))
        elif array.head == "whole":
            if len(places) != 1:
                raise UnsupportedNotion("the derivative of a function of a matrix")
            result += of_atom(_primed(atom, (*primes, (key,)), places))
        else:
            opened, (body,) = open_binder(ring, array)
            made = _primed(atom, (*primes, (key,)), tuple(map(of_var, opened)))
            change = times(ring, of_atom(made), differentiate(ring, body, by, places))
            for var in opened:
                change = sum_over(ring, var, change)
            result += change
    return result


def _primed(atom: Atom, primes: tuple[object, ...], extra: tuple[Poly, ...]) -> Atom:
    arrays = [p for p in primes if isinstance(p, tuple)]
    scalars = sorted((p for p in primes if not isinstance(p, tuple)), key=repr)
    twice = len(arrays) == 2 and arrays[0] == arrays[1]
    if len(arrays) > 2:
        raise UnsupportedNotion("a third derivative by arrays")
    data = (*atom.data[:-1], (*scalars, *arrays))
    return Atom(atom.head, data, (*atom.slots, *extra), symmetric=twice)


def _sum(ring: Ring, atom: Atom, by: Term, places: tuple[Poly, ...]) -> Poly:
    if any(by in end.symbols for var in atom.binds for end in var.span.ends):
        return _leibniz(ring, atom, by, places)
    if any(var.span.kind != "range" for var in atom.binds):
        ring.use(REGULARITY)
    opened, (body,) = open_binder(ring, atom)
    result = differentiate(ring, body, by, places)
    for var in reversed(opened):
        result = sum_over(ring, var, result)
    return result


def _leibniz(ring: Ring, atom: Atom, by: Term, places: tuple[Poly, ...]) -> Poly:
    """d/dy of an integral from a(y) to b(y) of f(x, y): f(b, y) b' - f(a, y) a', and the integral of df/dy."""
    opened, (body,) = open_binder(ring, atom)
    if len(opened) != 1 or opened[0].span.kind != "interval":
        raise UnsupportedNotion("a derivative by what a range depends on")
    ring.use(REGULARITY)
    var = opened[0]
    result = sum_over(ring, var, differentiate(ring, body, by, places))
    for turn, end in zip((-1, 1), var.span.ends, strict=True):
        if by in end.symbols:
            at_end = times(ring, substitute(ring, body, {var: end}), differentiate(ring, end, by, places))
            result += at_end.scale(fmpq(turn))
    return result


def _inverse(ring: Ring, atom: Atom, by: Term, places: tuple[Poly, ...]) -> Poly:
    """d A^-1 = - A^-1 dA A^-1."""
    row, column = atom.binds
    body, left, right = atom.slots
    k, m = ring.fresh(row.span), ring.fresh(column.span)
    inside = differentiate(ring, substitute(ring, body, {row: of_var(k), column: of_var(m)}), by, places)
    first = _entry_of(ring, atom, left, of_var(k))
    second = _entry_of(ring, atom, of_var(m), right)
    return -_over(ring, (k, m), times(ring, times(ring, first, inside), second))


def _determinant(ring: Ring, atom: Atom, by: Term, places: tuple[Poly, ...]) -> Poly:
    """d det A = det A tr(A^-1 dA)."""
    row, column = atom.binds
    k, m = ring.fresh(row.span), ring.fresh(column.span)
    inside = differentiate(ring, substitute(ring, atom.slots[0], {row: of_var(k), column: of_var(m)}), by, places)
    shell = Atom("inverse", None, (atom.slots[0], ONE, ONE), atom.binds)
    turned = _entry_of(ring, shell, of_var(m), of_var(k))
    return times(ring, of_atom(atom), _over(ring, (k, m), times(ring, turned, inside)))


def _entry_of(ring: Ring, atom: Atom, row: Poly, column: Poly) -> Poly:
    return ring.binders["inverse"](ring, atom, atom.binds, (atom.slots[0], row, column))


def _over(ring: Ring, bound: tuple[Var, ...], body: Poly) -> Poly:
    for var in bound:
        body = sum_over(ring, var, body)
    return body
