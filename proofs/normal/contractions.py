"""Rules by which a bound variable disappears from a product, beyond sums of deltas.

Each takes the bound variables and a product and gives fewer variables and a polynomial with the same sum, or None.
"""

from __future__ import annotations

from ..terms.term import INFINITY, Term
from .poly import ONE, Atom, Mono, Poly, Var, content, mono, of_atom, of_mono, shade
from .products import substitute, times
from .ring import Ring
from .signs import sign

Result = tuple[tuple[Var, ...], Poly] | None


def _without(bound: tuple[Var, ...], var: Var) -> tuple[Var, ...]:
    return tuple(v for v in bound if v is not var)


def _rest(factors: Mono, *atoms: Atom) -> Poly:
    return of_mono(mono(f for f in factors if f[0] not in atoms))


def marginal(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> Result:
    """sum_x p(x, y) = p(y) and sum_x p(x) = 1, over the whole space of x and with nothing else that contains x."""
    for atom, exponent in factors:
        if atom.head not in ("density", "chance") or exponent != 1:
            continue
        for position, slot in enumerate(atom.slots):
            var = slot.variable
            if var not in bound or any(var in other.vars for other, _ in factors if other != atom):
                continue
            if any(var in other.vars for other in atom.slots[:position] + atom.slots[position + 1 :]):
                continue
            if atom.head == "chance":
                return _without(bound, var), _rest(factors, atom)
            family, labels, primes = atom.data
            if position >= len(labels) or not _covers(var, labels[position]):
                continue
            ring.use("a marginal is the sum of the joint" if len(labels) > 1 else "a density sums to one")
            left = labels[:position] + labels[position + 1 :]
            slots = atom.slots[:position] + atom.slots[position + 1 :]
            rest = _rest(factors, atom)
            if left:
                rest = times(ring, rest, of_atom(Atom("density", (family, left, primes), slots)))
            elif primes:
                rest = Poly({})
            return _without(bound, var), rest
    return None


def _covers(var: Var, label: str) -> bool:
    if var.span.kind == "interval":
        return all(is_infinite(end) for end in var.span.ends)
    return var.span.kind == "space" and var.span.data[0] == label


def is_infinite(end: Poly) -> bool:
    return any(atom.head == "constant" and atom.data is INFINITY for atom in end.atoms)


def inverse(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> Result:
    """sum_b (A^-1)_ib A_bk = delta_ik, for a matrix A that is a single entry atom."""
    for atom, exponent in factors:
        if atom.head != "inverse" or exponent != 1:
            continue
        _, left, right = atom.slots
        for shared, other in ((right, left), (left, right)):
            var = shared.variable
            if var not in bound or var in other.vars:
                continue
            for entry, power in factors:
                if entry == atom or power != 1 or var not in entry.vars:
                    continue
                far = _matches(ring, atom, entry, shared, first=shared is right)
                holders = [a for a, _ in factors if var in a.vars]
                if far is None or len(holders) != 2:
                    continue
                ring.use("the inverse by its defining equation")
                return _without(bound, var), times(ring, _rest(factors, atom, entry), delta(ring, other, far))
    return None


def _matches(ring: Ring, atom: Atom, entry: Atom, shared: Poly, *, first: bool) -> Poly | None:
    """The far index of `entry`, where it is the matrix that `atom` inverts with its near index at `shared`."""
    row, column = atom.binds
    body = atom.slots[0].atom
    if body is None or body.head != entry.head or body.data != entry.data or len(entry.slots) < 2:
        return None
    for near, far in (entry.slots[-2:], entry.slots[-2:][::-1]):
        places = {row: near, column: far} if first else {row: far, column: near}
        if near == shared and shared.variable not in far.vars and substitute(ring, atom.slots[0], places).atom == entry:
            return far
    return None


def orthogonal(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> Result:
    """sum_b Q_bi Q_bj = delta_ij and sum_b Q_ib Q_jb = delta_ij, for an orthogonal Q."""
    for position, (atom, exponent) in enumerate(factors):
        if atom.head != "entry" or not _has(atom, "orthogonal"):
            continue
        for other, power in factors[position:]:
            if other.head != "entry" or other.data is not atom.data:
                continue
            same = other == atom
            if (exponent, power) != ((2, 2) if same else (1, 1)):
                continue
            for place in (0, 1):
                var = atom.slots[place].variable
                if var not in bound or other.slots[place] != atom.slots[place]:
                    continue
                far, near = atom.slots[1 - place], other.slots[1 - place]
                holders = [a for a, _ in factors if var in a.vars]
                if var in far.vars or var in near.vars or len(holders) != (1 if same else 2):
                    continue
                ring.use("orthogonal columns")
                return _without(bound, var), times(ring, _rest(factors, atom, other), delta(ring, far, near))
    return None


def _has(atom: Atom, trait: str) -> bool:
    return isinstance(atom.data, Term) and trait in getattr(atom.data.sort, "traits", ())


def delta(ring: Ring, left: Poly, right: Poly) -> Poly:
    """The Kronecker delta."""
    gap = left - right
    if not gap:
        return ONE
    if gap.constant is not None:
        return Poly({})
    return of_atom(Atom("delta", slots=(left, right), symmetric=True))


def indicator(kind: str, gap: Poly) -> Poly:
    """1 where gap = 0 (or < 0, or <= 0), else 0; an equation holds for gap and -gap alike."""
    if kind == "<":
        return ONE - indicator("<=", -gap)
    low, high = sign(gap)
    if high <= 0 if kind == "<=" else low == high == 0:
        return ONE
    if low > 0 or (high < 0 and kind == "="):
        return Poly({})
    gap = gap.scale(1 / content(gap))
    if kind == "=":
        return of_atom(Atom("indicator", kind, (gap, -gap), symmetric=True))
    return of_atom(Atom("indicator", kind, (gap,)))


def tower(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> Result:
    """E[g(Y) E[f | Y]] = E[g(Y) f]; which of several goes does not depend on names."""
    outcomes = dict.fromkeys(bound, b"*")
    inner = [atom for atom, exponent in factors if atom.head == "given" and exponent == 1]
    for atom in sorted(inner, key=lambda atom: shade(atom, outcomes)):
        var = atom.slots[1].variable
        known = frozenset(atom.data)
        others = [a for a, _ in factors if var in a.vars and a != atom]
        chance = [a for a in others if a.head == "chance"]
        if var not in bound or len(chance) != 1:
            continue
        if any(not variables_of(a) <= known for a in others if a.head != "chance"):
            continue
        ring.use("the tower rule")
        inside = substitute_bound(ring, atom, var)
        return bound, times(ring, _rest(factors, atom), inside)
    return None


def substitute_bound(ring: Ring, atom: Atom, var: Var) -> Poly:
    """The body of a conditional expectation at the outcome `var`."""
    from_var = atom.binds[0]
    return substitute(ring, atom.slots[0], {from_var: of_atom(Atom("var", var))})


def variables_of(atom: Atom) -> frozenset[Term]:
    """The random variables and events that an atom depends on."""
    if atom.head == "given":
        return frozenset[Term](atom.data)
    whole = atom.head == "whole" and bool(atom.slots)  # a random vector as an argument
    own = frozenset[Term]((atom.data,) if whole or atom.head in ("random", "event") else ())
    return own.union(*(variables_of(a) for slot in atom.slots for a in slot.atoms))


def independence(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> Result:
    """E[f(X) g(Y)] = E[f(X)] E[g(Y)] for independent X and Y."""
    for atom, exponent in factors:
        if atom.head != "chance" or exponent != 1:
            continue
        var = atom.slots[0].variable
        if var not in bound:
            continue
        others = [(a, e) for a, e in factors if var in a.vars and a != atom]
        variables = frozenset().union(*(variables_of(a) for a, _ in others))
        for group in ring.independent:
            if not variables <= group or len(variables) < 2:
                continue
            first = next(iter(sorted(variables, key=lambda v: v.digest)))
            block = {first}
            for _ in others:  # as often as a variable can bring in another
                for a, _ in others:
                    if variables_of(a) & block:
                        block |= variables_of(a)
            mine = [f for f in others if variables_of(f[0]) & block]
            if len(mine) == len(others):
                continue
            ring.use("independence")
            other = ring.fresh(var.span)
            swap = {var: of_atom(Atom("var", other))}
            moved = substitute(ring, of_mono(mono([*mine, (atom, 1)])), swap)
            rest = of_mono(mono(f for f in factors if f not in mine))
            return (*bound, other), times(ring, rest, moved)
    return None


CONTRACTIONS = (marginal, inverse, orthogonal, tower, independence)
