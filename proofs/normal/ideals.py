"""Equations that follow from equations: Hilbert's theorem of zeros, by a Groebner basis of bounded size.

A polynomial g vanishes at every common zero of h1, .., hk at which d1, .., dm are not zero if 1 lies in the ideal of
h1, .., hk, s0 g - 1, s1 d1 - 1, .., sm dm - 1. FLINT computes the basis; beyond its bounds nothing is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import lcm
from typing import Any

from flint import fmpq, fmpz_mpoly, fmpz_mpoly_ctx, fmpz_mpoly_vec

from ..errors import BudgetExceeded
from .poly import Poly, of_atom
from .rational import Table, over_common, undivided
from .ring import Ring
from .signs import power_sign

_MOST_ATOMS, _MOST_TERMS = 16, 300
_BOUNDS = 40, 200, 500  # members of a basis, terms of each, bits of a coefficient
_Row = list[tuple[tuple[int, ...], fmpq]]


def follows(ring: Ring, goal: Poly) -> bool:
    """Whether a form is zero wherever the assumed equations hold and all of them is defined.

    Equations that contradict each other show nothing.
    """
    try:
        return _follows(ring, goal)
    except BudgetExceeded:
        return False


def _follows(ring: Ring, goal: Poly) -> bool:
    tops: list[Poly] = []
    apart = list(ring.apart)
    for form in (goal, *_connected(goal, ring.equations)):
        top, below = over_common(ring, form)
        divisors = {a: e for factors, _ in top for a, e in factors if e < 0}
        apart += [atom.slots[0] for atom, _ in below] + [of_atom(atom) for atom in divisors]
        tops.append(undivided(ring, top))
    apart = [undivided(ring, over_common(ring, form)[0]) for form in apart]
    table = Table((*tops, *apart))
    apart += [of_atom(atom) for atom in table.atoms if 0 not in power_sign(atom, 1)]
    large = len(table.atoms) > _MOST_ATOMS or sum(len(form.terms) for form in tops) > _MOST_TERMS
    if large or not tops[0] or not any(tops[1:]):
        return False
    first, *equations = [_row(table, form) for form in tops if form]
    nonzero = list({form.digest: _row(table, form) for form in apart if form}.values())
    return _contradict(equations, [first, *nonzero]) and not _contradict(equations, nonzero)


def _connected(goal: Poly, equations: tuple[Poly, ...]) -> list[Poly]:
    """The equations about atoms of the goal, and about those that these equations speak of."""
    found: list[Poly] = []
    reached, left = set(goal.atoms), list(equations)
    while True:
        near = [form for form in left if not reached.isdisjoint(form.atoms)]
        if not near:
            return found
        found += near
        left = [form for form in left if form not in near]
        reached |= {atom for form in near for atom in form.atoms}


def _row(table: Table, form: Poly) -> _Row:
    return [
        (tuple(int(dict(factors).get(atom, 0) * table.roots[atom]) for atom in table.atoms), c) for factors, c in form
    ]


def _contradict(zero: list[_Row], nonzero: list[_Row]) -> bool:
    """Whether no point makes all of the first zero and none of the others."""
    spent = [f"s{k}" for k in range(len(nonzero))]
    names = [*spent, *(f"x{k}" for k in range(len(zero[0][0][0])))]
    ring = fmpz_mpoly_ctx.get(names, "degrevlex")

    def entire(row: _Row) -> fmpz_mpoly:
        scale = lcm(*(int(c.q) for _, c in row))
        return ring.from_dict({(0,) * len(spent) + powers: int((c * scale).p) for powers, c in row})

    moving = [any(any(powers) for powers, _ in row) for row in nonzero]
    members = [entire(row) for row in zero]
    members += [ring.gen(at) * entire(row) - 1 for at, row in enumerate(nonzero) if moving[at]]
    found: Any = fmpz_mpoly_vec(members, ring).buchberger_naive(limits=_BOUNDS)
    basis: Iterable[fmpz_mpoly] = found[0]  # and whether it is a Groebner basis: of the ideal it is one in any case
    return any(each.is_constant() and not each.is_zero() for each in basis)
