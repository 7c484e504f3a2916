"""Inverses of sums and products, by their defining equation: sum_b (S^-1)_ib S_bk = delta_ik.

The longest term L of S = L + R is found among the factors beside S^-1, and S^-1 L is written as 1 - S^-1 R. Matching
is by backtracking over atoms of the same head; the terms are short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .contractions import Result, delta
from .poly import Atom, Factor, Mono, Poly, Var, mono, natural, of_atom, of_mono, of_var
from .products import open_binder, substitute, times
from .ring import Ring

Names = Mapping[Var, Poly]


def composite_inverse(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> Result:
    """S^-1 L = 1 - S^-1 R, where a product holds the left side on a bound index."""
    for atom, exponent in factors:
        if atom.head != "inverse" or exponent != 1 or _simple(atom.slots[0]):
            continue
        others = [f for f in factors if f[0] != atom]
        for near, far in ((1, 2), (2, 1)):
            shared = atom.slots[near].variable
            if shared not in bound or shared in atom.slots[far].vars:
                continue
            done = _cancel(ring, bound, atom, others, shared, atom.slots[far], near)
            if done is not None:
                ring.use("the inverse by its defining equation")
                return done
    return None


def _simple(body: Poly) -> bool:
    """Whether a matrix is a single array: the rule `inverse` has that case."""
    return body.atom is not None and body.atom.head != "sum"


def _cancel(
    ring: Ring, bound: tuple[Var, ...], atom: Atom, others: list[Factor], shared: Var, far: Poly, near: int
) -> Result:
    # S^-1 on the right of b multiplies rows of S: there b is the row of S, and the free index its column
    row, column = atom.binds
    turns = ((row, column), (column, row)) if atom.symmetric else ((row, column),) if near == 2 else ((column, row),)
    lead, c = max(atom.slots[0], key=lambda term: (_length(term[0]), b"".join(a.digest for a, _ in term[0])))
    for fixed, free in turns:
        inner, pattern = _opened(ring, lead)
        for names, used in _match(pattern, others, {fixed: of_var(shared)}, {free, *inner}):
            if not _closed(names, inner, bound, [f for f in others if f not in used], used, shared):
                continue
            goal = names.get(free)
            if goal is None or shared in goal.vars or not goal.vars.isdisjoint(_inner(names, inner)):
                continue
            left = of_mono(mono(f for f in others if f not in used))
            rest = atom.slots[0] - of_mono(lead, c)
            remainder = times(ring, of_atom(atom), substitute(ring, rest, {fixed: of_var(shared), free: goal}))
            kept = tuple(v for v in bound if v is not shared and v not in _inner(names, inner))
            body = times(ring, left, delta(ring, far, goal))
            if remainder:
                again = ring.fresh(shared.span)
                moved = substitute(ring, times(ring, left, remainder), {shared: of_var(again)})
                body = body - ring.binders["sum"](ring, Atom("sum"), (again,), (moved,))
            return kept, body.scale(1 / c)
    return None


def _length(factors: Mono) -> int:
    return sum(_length(next(iter(a.slots[0]))[0]) if a.head == "sum" else 1 for a, _ in factors)


def _opened(ring: Ring, factors: Mono) -> tuple[set[Var], list[Factor]]:
    inner: set[Var] = set()
    flat: list[Factor] = []
    for atom, exponent in factors:
        if atom.head == "sum" and natural(exponent):
            for _ in range(int(exponent)):
                opened, (body,) = open_binder(ring, atom)
                inner |= set(opened)
                ((more, _c),) = body.terms.items()
                flat += more
        else:
            flat.append((atom, exponent))
    return inner, flat


def _match(
    pattern: Sequence[Factor], targets: list[Factor], names: Names, holes: set[Var]
) -> Iterator[tuple[Names, list[Factor]]]:
    if not pattern:
        yield names, []
        return
    (first, exponent), rest = pattern[0], pattern[1:]
    for target in targets:
        if target[1] != exponent:
            continue
        for found in _unify(first, target[0], names, holes):
            left = [t for t in targets if t is not target]
            for more, used in _match(rest, left, found, holes):
                yield more, [target, *used]


def _unify(pattern: Atom, target: Atom, names: Names, holes: set[Var]) -> Iterator[Names]:
    if pattern.head != target.head or len(pattern.slots) != len(target.slots):
        return
    if pattern.data is not target.data and pattern.data != target.data:
        return
    orders = [pattern.slots]
    if pattern.symmetric:
        orders.append((*pattern.slots[:-2], pattern.slots[-1], pattern.slots[-2]))
    for slots in orders:
        found: dict[Var, Poly] | None = dict(names)
        for slot, value in zip(slots, target.slots, strict=True):
            var = slot.variable
            assert found is not None
            if var is not None and (var in found or var in holes):
                if found.setdefault(var, value) != value:
                    found = None
            elif slot != value:
                found = None
            if found is None:
                break
        if found is not None:
            yield found


def _inner(names: Names, inner: set[Var]) -> set[Var]:
    return {value.variable for var, value in names.items() if var in inner and value.variable is not None}


def _closed(
    names: Names, inner: set[Var], bound: tuple[Var, ...], left: list[Factor], used: list[Factor], shared: Var
) -> bool:
    """The inner indices of the pattern are bound, distinct, of the right span, and occur nowhere else."""
    values = [names[var] for var in inner if var in names]
    found = _inner(names, inner)
    if len(found) != len(inner) or len(values) != len(inner) or not found <= set(bound) or shared in found:
        return False
    for var in inner:
        value = names[var].variable
        if value is None or value.span.digest != var.span.digest:
            return False
    return not any(atom.vars & (found | {shared}) for atom, _ in left)
