"""The table that joins the rules: for each head of an atom, what builds it anew over other slots."""

from __future__ import annotations

from collections.abc import Iterable

from ..terms.term import Term
from . import arrays, chance, functions, gaussian, matrices, scalars
from .composite import composite_inverse
from .contractions import CONTRACTIONS, delta, indicator
from .distributions import (
    by_density,
    by_values,
    generating,
    log_density,
    moment,
    random_entries,
    random_moment,
    random_vector,
    two_points,
)
from .given_moments import apart_entries, assumed_moments
from .kernels import kernel
from .log_moments import log_moment
from .masses import masses
from .poly import Atom, Poly, Var, of_atom, to_fraction
from .ring import Binder, Maker, Ring
from .sums import antiderivative, count, geometric, log_product, power_sum, product_over, sum_all, sum_over


def _same(_ring: Ring, atom: Atom, slots: tuple[Poly, ...]) -> Poly:
    return of_atom(Atom(atom.head, atom.data, slots, symmetric=atom.symmetric))


def _named(name: str) -> Maker:
    return lambda ring, _atom, slots: functions.FUNCTIONS[name](ring, slots[0])


def _base(ring: Ring, _atom: Atom, slots: tuple[Poly, ...]) -> Poly:
    return slots[0]


def _raise(ring: Ring, _atom: Atom, slots: tuple[Poly, ...]) -> Poly:
    exponent = slots[1].constant
    assert exponent is not None
    return functions.raise_to(ring, slots[0], to_fraction(exponent))


def _indicator(_ring: Ring, atom: Atom, slots: tuple[Poly, ...]) -> Poly:
    return indicator(atom.data, slots[0])


def _sum(ring: Ring, _atom: Atom, opened: tuple[Var, ...], slots: tuple[Poly, ...]) -> Poly:
    body = slots[0]
    if len(opened) == 1:
        return sum_over(ring, opened[0], body)
    return sum_all(ring, opened, body)


def _product(ring: Ring, _atom: Atom, opened: tuple[Var, ...], slots: tuple[Poly, ...]) -> Poly:
    return product_over(ring, opened[0], slots[0])


MAKERS: dict[str, Maker] = {
    **{name: _named(name) for name in functions.FUNCTIONS},
    **dict.fromkeys(
        ["entry", "coordinate", "random", "event", "chance", "density", "pdf", "whole", "size", "symbol", "constant",
         "var", "prime", "orthodet"],
        _same,
    ),
    "base": _base,
    "^": _raise,
    "power": lambda ring, _atom, slots: functions.power(ring, *slots),
    "delta": lambda ring, _atom, slots: delta(ring, *slots),
    "indicator": _indicator,
    "count": lambda _ring, _atom, slots: count(*slots),
    "apply": functions.apply,
    "log product": log_product,
    "log normal": gaussian.log_density,
    "normal moment": gaussian.moment,
    "log pdf": lambda ring, atom, _slots: log_density(ring, atom),
}  # fmt: skip

BINDERS: dict[str, Binder] = {
    "sum": _sum,
    "product": _product,
    "inverse": matrices.close_inverse,
    "det": matrices.close_determinant,
    "rank": matrices.close_rank,
    "table": matrices.close_table,
    "given": matrices.close_given,
}


def ring(independent: Iterable[frozenset[Term]] = ()) -> Ring:
    """A fresh ring with all rules."""
    of_laws = (moment, log_moment, masses, random_moment, random_vector, random_entries, generating, two_points)
    of_sums = (power_sum, geometric, antiderivative, kernel)
    last = (by_values, by_density)
    rules = (*CONTRACTIONS, composite_inverse, *of_laws, assumed_moments, apart_entries, *of_sums, *last)
    scalar_rules = {**scalars.SCALARS, **arrays.SCALARS, **chance.SCALARS}
    return Ring(MAKERS, BINDERS, rules, scalar_rules, {**arrays.ENTRIES, **chance.ENTRIES}, tuple(independent))
