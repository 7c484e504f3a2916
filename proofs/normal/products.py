"""Multiplication: what becomes of a product of atoms when their exponents have been added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import permutations
from math import floor

from flint import fmpq

from ..errors import BudgetExceeded
from ..terms.term import Term
from .poly import (
    ONE,
    ZERO,
    Atom,
    Exponent,
    Mono,
    Poly,
    Span,
    Var,
    all_added,
    constant,
    joined,
    mono,
    of_atom,
    of_mono,
    rename,
    rename_span,
)  # fmt: skip
from .ring import Ring
from .signs import nonnegative

# Heads whose products obey an equation of their own; see `_settle`.
_SPECIAL = frozenset({"base", "prime", "delta", "indicator", "event", "abs", "sign", "cos", "orthodet"})
_LARGEST = 64


def times(ring: Ring, left: Poly, right: Poly) -> Poly:
    """The product, distributed."""
    if not left.terms or not right.terms:
        return ZERO
    if left is ONE or right is ONE:
        return right if left is ONE else left
    ring.spend(len(left.terms) * len(right.terms))
    result: dict[Mono, fmpq] = {}
    special: list[Poly] = []
    rights = [(other, d, _is_special(other)) for other, d in right.terms.items()]
    for one, c in left.terms.items():
        apart = _is_special(one)
        for other, d, also in rights:
            merged = joined(one, other)
            if apart or also:
                special.append(settle(ring, merged).scale(c * d))
            else:
                result[merged] = result[merged] + c * d if merged in result else c * d
    plain = Poly({m: c for m, c in result.items() if c != 0})
    return all_added([plain, *special]) if special else plain


def _is_special(factors: Mono) -> bool:
    for atom, _ in factors:  # noqa: SIM110 - half of the time of `any`
        if atom.head in _SPECIAL:
            return True
    return False


def product_of(ring: Ring, *factors: Poly) -> Poly:
    result = ONE
    for factor in factors:
        result = times(ring, result, factor)
    return result


def to_the(ring: Ring, poly: Poly, exponent: int) -> Poly:
    """A natural power, by squaring."""
    if (exponent > _LARGEST and len(poly.terms) > 1) or exponent > 10_000:
        raise BudgetExceeded(f"a power of {exponent}")
    result, square = ONE, poly
    while exponent:
        if exponent & 1:
            result = times(ring, result, square)
        exponent >>= 1
        if exponent:
            square = times(ring, square, square)
    return result


def settle(ring: Ring, factors: Mono) -> Poly:
    """A product of atoms, with the equations that hold between them applied."""
    return _settle(ring, factors) if _is_special(factors) else of_mono(factors)


def _settle(ring: Ring, factors: Mono) -> Poly:
    kept: list[tuple[Atom, Exponent]] = []
    others: list[Poly] = []
    coefficient = fmpq(1)
    for atom, exponent in factors:
        match atom.head:
            case "base" if exponent >= 1:
                whole = floor(exponent)
                others.append(to_the(ring, atom.slots[0], whole))
                if whole != exponent:
                    kept.append((atom, Fraction(exponent) - whole))
            case "prime":
                whole = exponent.numerator // exponent.denominator
                coefficient *= fmpq(atom.data) ** whole
                if exponent != whole:
                    kept.append((atom, exponent - whole))
            case "indicator" | "event" | "delta" if exponent > 0:
                kept.append((atom, 1))
            case "orthodet" if isinstance(exponent, int):
                if exponent % 2:
                    kept.append((atom, 1))
            case "abs" if isinstance(exponent, int) and exponent % 2 == 0:
                if exponent > 0:
                    others.append(to_the(ring, atom.slots[0], exponent))
                else:
                    inner = atom.slots[0].atom
                    kept.append((inner, exponent) if inner else (atom, exponent))
            case "sign" if isinstance(exponent, int) and exponent > 2:
                kept.append((atom, 2 - exponent % 2))
            case "cos" if isinstance(exponent, int) and exponent >= 2:
                sine = of_atom(Atom("sin", slots=atom.slots), 2)
                others.append(to_the(ring, ONE - sine, exponent // 2))
                if exponent % 2:
                    kept.append((atom, 1))
            case _:
                kept.append((atom, exponent))
    merged = _contract_free(ring, _within(ring, _signs(mono(kept))))
    result = merged.scale(coefficient)
    for other in others:
        result = times(ring, result, other)
    return result


def _signs(factors: Mono) -> Mono:
    """sign(u) u = |u|, sign(u) |u| = u."""
    powers = dict(factors)
    for atom, exponent in factors:
        if atom.head != "sign" or exponent != 1:
            continue
        inner = atom.slots[0].atom
        size = Atom("abs", slots=atom.slots)
        if inner is not None and isinstance(powers.get(inner, 0), int) and powers.get(inner, 0) > 0:
            powers[atom] = 0
            powers[inner] -= 1
            powers[size] = powers.get(size, 0) + 1
        elif inner is not None and powers.get(size, 0) == 1:
            powers[atom] = 0
            powers[size] = 0
            powers[inner] = powers.get(inner, 0) + 1
    return mono(powers.items())


def _within(ring: Ring, factors: Mono) -> Mono:
    """[x <= a] [x <= b] = [x <= a] where a <= b."""
    least = [atom for atom, _ in factors if atom.head == "indicator" and atom.data == "<="]
    follow: set[Atom] = set()
    for one, other in permutations(least, 2) if len(least) > 1 else ():
        room = one.slots[0] - other.slots[0]
        if one not in follow and (nonnegative(room) or room in ring.ordered):
            follow.add(other)
    return tuple(each for each in factors if each[0] not in follow) if follow else factors


def _contract_free(ring: Ring, factors: Mono) -> Poly:
    """In a product with delta(i, j), j is written as i everywhere else."""
    for atom, _ in factors:
        if atom.head != "delta":
            continue
        old, new = _which(atom)
        if old is None:
            continue
        rest = tuple(f for f in factors if f[0] != atom)
        if any(old in other.vars for other, _ in rest):
            replaced = substitute(ring, of_mono(rest), {old: new})
            return times(ring, replaced, of_atom(atom))
    return of_mono(factors)


def _which(delta: Atom) -> tuple[Var | None, Poly]:
    """The variable of a delta to be written as its other slot: never one that the other slot contains."""
    left, right = delta.slots
    one, other = left.variable, right.variable
    if one is not None and other is not None:
        return (other, left) if one.digest < other.digest else (one, right)
    if one is not None and one not in right.vars:
        return one, right
    if other is not None and other not in left.vars:
        return other, left
    return None, ZERO


Change = Callable[[Atom], Poly | None]


def substitute(ring: Ring, poly: Poly, values: Mapping[Var, Poly]) -> Poly:
    """Variables replaced by polynomials, every atom above them built anew."""
    return remake(ring, poly, lambda atom: values.get(atom.data) if atom.head == "var" else None, frozenset(values))


def remake(ring: Ring, poly: Poly, change: Change, among: frozenset[Var | Term]) -> Poly:
    """Every atom for which `change` gives a polynomial replaced by it, and all above them built anew.

    Only atoms in which one of the variables or symbols `among` those given occurs are looked at.
    """
    return _Remaking(ring, change, among).poly(poly)


class _Remaking:
    """One change, in all places. What it makes of an atom is kept: a form has the same ones in many terms."""

    def __init__(self, ring: Ring, change: Change, among: frozenset[Var | Term]) -> None:
        self._ring, self._change, self._among = ring, change, among
        self._made: dict[Atom, Poly] = {}

    def poly(self, poly: Poly) -> Poly:
        if self._among.isdisjoint(poly.vars) and self._among.isdisjoint(poly.symbols):
            return poly
        return all_added(self._mono(factors, c) for factors, c in poly)

    def _mono(self, factors: Mono, c: fmpq) -> Poly:
        kept = tuple([(atom, e) for atom, e in factors if self._is_apart(atom)])
        term = of_mono(kept, c)
        for atom, exponent in factors if len(kept) < len(factors) else ():
            if not self._is_apart(atom):
                made = self._made.get(atom)
                if made is None:
                    made = self._made[atom] = self._atom(atom)
                term = times(self._ring, term, powered(self._ring, made, exponent))
        return term

    def _is_apart(self, atom: Atom) -> bool:
        return self._among.isdisjoint(atom.vars) and self._among.isdisjoint(atom.symbols)

    def _atom(self, atom: Atom) -> Poly:
        replaced = self._change(atom)
        if replaced is not None:
            return replaced
        if not atom.slots:
            return of_atom(atom)
        if not atom.binds:
            return self._ring.makers[atom.head](self._ring, atom, tuple(self.poly(slot) for slot in atom.slots))
        opened, slots = open_binder(self._ring, atom, self._span)
        return self._ring.binders[atom.head](self._ring, atom, opened, tuple(self.poly(slot) for slot in slots))

    def _span(self, span: Span) -> Span:
        return Span(span.kind, tuple(self.poly(end) for end in span.ends), span.data, span.sort)


def open_binder(
    ring: Ring, atom: Atom, change: Callable[[Span], Span] | None = None
) -> tuple[tuple[Var, ...], tuple[Poly, ...]]:
    """Fresh variables for those that an atom binds, and its slots in them; `change` is made in the spans."""
    names: dict[Var, Var] = {}
    for var in atom.binds:
        span = rename_span(var.span, names)
        names[var] = ring.fresh(change(span) if change is not None else span)
    return tuple(names.values()), tuple(rename(slot, names) for slot in atom.slots)


def powered(ring: Ring, value: Poly, exponent: Exponent) -> Poly:
    """A polynomial to a rational power."""
    if isinstance(exponent, int) and exponent >= 0:
        return to_the(ring, value, exponent)
    if value.atom is not None:
        return settle(ring, ((value.atom, exponent),))
    return ring.makers["^"](ring, Atom("^"), (value, constant(Fraction(exponent))))
