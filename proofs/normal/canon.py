"""Canonical names for the bound variables of a product of atoms.

Colour refinement by incidence; at the first tie one variable is individualised and the refinement goes on, the
least result wins. Variables that can be exchanged without changing the product need one branch only. The number of
branches is bounded: highly symmetric contractions beyond it raise BudgetExceeded and are left to other methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..errors import BudgetExceeded
from .poly import Mono, Poly, Var, data_digest, mono, of_mono, rename, rename_span, shade, shade_poly

_BRANCHES = 720


def name_bound(bound: Sequence[Var], factors: Mono) -> tuple[tuple[Var, ...], Poly]:
    """The bound variables under their canonical names, and the product in them."""
    height = max(atom.height for atom, _ in factors) + 1
    order = _order(list(bound), factors) if len(bound) > 1 else list(bound)
    names = {var: Var(f"#{height}.{position}", var.span) for position, var in enumerate(order)}
    for _ in order:  # spans may name other bound variables, to any depth
        names = {var: Var(f"#{height}.{position}", rename_span(var.span, names)) for position, var in enumerate(order)}
    body = rename(of_mono(factors), names)
    return tuple(names[var] for var in order), body


def _order(bound: list[Var], factors: Mono) -> list[Var]:
    marks = {var: (var.span.kind, var.span.data, _incidence(var, factors)) for var in bound}
    ranks = {mark: b"%04d" % rank for rank, mark in enumerate(sorted(set(marks.values())))}
    colours = {var: ranks[mark] for var, mark in marks.items()}
    if len(ranks) < len(bound):  # the cheap marks settle three contractions of four
        _, colours = _search(bound, factors, colours, [_BRANCHES])
    return sorted(bound, key=lambda var: colours[var])


def _incidence(var: Var, factors: Mono) -> tuple[tuple[str, bytes, str, tuple[int, ...]], ...]:
    """Where a variable stands as an index: heads, powers and positions, whatever the other indices are called."""
    found = []
    for atom, exponent in factors:
        if var in atom.vars:
            last = len(atom.slots) - 1
            places = (place for place, slot in enumerate(atom.slots) if slot.variable is var)
            turned = tuple(sorted(last if atom.symmetric and place == last - 1 else place for place in places))
            found.append(
                (atom.head, b"" if isinstance(atom.data, Var) else data_digest(atom.data), str(exponent), turned)
            )
    return tuple(sorted(found))


def _search(
    bound: list[Var], factors: Mono, colours: dict[Var, bytes], budget: list[int]
) -> tuple[bytes, dict[Var, bytes]]:
    colours = _refine(bound, factors, colours)
    cells: dict[bytes, list[Var]] = {}
    for var in bound:
        cells.setdefault(colours[var], []).append(var)
    ties = [colour for colour, cell in sorted(cells.items()) if len(cell) > 1]
    if not ties:
        return _key(bound, factors, colours), colours
    cell = cells[ties[0]]
    branches = cell[:1] if _interchangeable(cell, factors) else cell
    results = []
    for var in branches:
        budget[0] -= 1
        if budget[0] < 0:
            raise BudgetExceeded("a contraction too symmetric to name its indices")
        results.append(_search(bound, factors, {**colours, var: colours[var] + b"!"}, budget))
    return min(results, key=lambda result: result[0])


def _refine(bound: list[Var], factors: Mono, colours: dict[Var, bytes]) -> dict[Var, bytes]:
    classes = len(set(colours.values()))
    while True:
        marks = {
            var: (
                colours[var],
                b"".join(shade_poly(end, colours) for end in var.span.ends),
                tuple(
                    sorted(
                        shade(atom, {**colours, var: b"*"}) + str(exponent).encode()
                        for atom, exponent in factors
                        if var in atom.vars
                    )
                ),
            )
            for var in bound
        }
        ranks = {mark: b"%04d" % rank for rank, mark in enumerate(sorted(set(marks.values())))}
        colours = {var: ranks[mark] for var, mark in marks.items()}
        if len(ranks) in (classes, len(bound)):
            return colours
        classes = len(ranks)


def _key(bound: list[Var], factors: Mono, colours: dict[Var, bytes]) -> bytes:
    spans = b"".join(
        shade_poly(end, colours) for var in sorted(bound, key=lambda v: colours[v]) for end in var.span.ends
    )
    return spans + b"".join(sorted(shade(atom, colours) + str(e).encode() for atom, e in factors))


def _interchangeable(cell: list[Var], factors: Mono) -> bool:
    """Whether every exchange of two neighbours in the cell leaves the product as it is."""
    product = mono(factors)
    for one, other in pairwise(cell):
        if one.span.digest != other.span.digest:
            return False
        swapped = rename(of_mono(product), {one: other, other: one})
        if next(iter(swapped.terms)) != product:
            return False
    return True
