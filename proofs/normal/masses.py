"""Sums over the values of a law on the whole numbers: of what is 1 at one of them, or up to one, and 0 elsewhere."""

from __future__ import annotations

from functools import partial

from flint import fmpq

from . import supports
from .contractions import indicator
from .distributions import is_of_nought, pdf_as_formula
from .functions import integral
from .poly import ONE, ZERO, Mono, Poly, Var, all_added, constant, mono, natural, of_atom, of_mono, of_var
from .products import powered, substitute, times
from .ring import Ring
from .signs import nonnegative

MOST_VALUES = 12  # whose probabilities are added one by one


def masses(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """sum_x p(x) [x = c] f(x) = p(c) f(c), where c is a value of the law, and 0 where it surely is none; with [x <= c],
    of a number c, the sum of the first ones; with [x >= c] what these leave."""
    for law, exponent in factors:
        name = law.data[0] if law.head == "pdf" and exponent == 1 else ""
        var = law.slots[0].variable if supports.least(name) is not None else None
        if var is None or var not in bound or not supports.covers(var.span, name, law.slots[1:]):
            continue
        if any(var in param.vars for param in law.slots[1:]) or any(var in other.span.vars for other in bound):
            continue
        for atom, power in factors:
            if atom.head not in ("delta", "indicator") or var not in atom.vars or not natural(power):
                continue
            others = of_mono(mono(f for f in factors if f[0] != atom))
            if any(is_of_nought(substitute(ring, of_atom(each), {var: ZERO})) for each in others.atoms):
                continue
            at = partial(_at, ring, others, var)
            step, rest = _line(ring, atom.slots[0] - atom.slots[1] if atom.head == "delta" else atom.slots[0], var)
            left = tuple(v for v in bound if v is not var)
            if step == 0:
                continue
            if atom.head == "delta" or atom.data == "=":
                value = rest.scale(fmpq(-step))
                if supports.inside(value, name, law.slots[1:]):
                    ring.use("the mass of one value")
                    return left, at(value)
                if integral(value) and nonnegative(constant(supports.least(name) or 0) - ONE - value):
                    return left, ZERO
            elif rest.constant is not None and step > 0:
                values = range(supports.least(name) or 0, int((-rest.constant).floor()) + 1)
                points = [constant(value) for value in values[: MOST_VALUES + 1]]
                if len(points) <= MOST_VALUES and all(supports.inside(x, name, law.slots[1:]) for x in points):
                    ring.use("a probability is a sum of masses")
                    return left, all_added(map(at, points))
            elif rest.constant is not None:
                below = of_var(var) - constant(int(rest.constant.ceil()) - 1)
                return bound, times(ring, others, ONE - indicator("<=", below))
    return None


def _at(ring: Ring, body: Poly, var: Var, value: Poly) -> Poly:
    """A body at a value; masses without symbols in them as the numbers that they are."""
    found = substitute(ring, body, {var: value})
    numbers = [atom for atom in found.atoms if atom.head == "pdf" and not (atom.symbols or atom.vars)]
    for atom in numbers:
        mass = pdf_as_formula(ring, atom)
        if mass is not None:
            found = all_added(
                times(ring, of_mono(mono(f for f in factors if f[0] != atom), c), powered(ring, mass, exponent))
                for factors, c in found
                for exponent in [next((e for a, e in factors if a == atom), 0)]
            )
    return found


def _line(ring: Ring, gap: Poly, var: Var) -> tuple[int, Poly]:
    """The 1 or -1 and the c of x + c or c - x; 0 where a gap is not so."""
    rest = substitute(ring, gap, {var: ZERO})
    for step in (1, -1):
        if gap == of_var(var).scale(fmpq(step)) + rest:
            return step, rest
    return 0, rest
