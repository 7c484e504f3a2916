"""Deciding whether a normal form is zero: common denominators, densities by formula, sums joined, assumptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from flint import fmpq

from ..terms.term import Term
from .aligned import peeled, standardised, substituted
from .distributions import pdf_as_formula
from .functions import exponential, raise_to
from .ideals import follows
from .poly import ZERO, Atom, Exponent, Mono, Poly, Span, Var, all_added, mono, mono_digest, of_atom, of_mono, rename
from .primitives import over_ends
from .products import open_binder, remake, substitute, times
from .rational import cancel, factor, over_common, undivided
from .ring import Ring
from .signs import sign
from .sums import sum_all

_ROUNDS = 4


@dataclass(frozen=True)
class Rewrite:
    """An equation read from left to right: a product of atoms, or every entry of an array, and what it equals."""

    lead: Mono
    value: Poly
    places: tuple[Var, ...] = ()

    def apply(self, ring: Ring, poly: Poly) -> Poly:
        if self.places:
            return self._entries(ring, poly)
        rests = [(factors, c, _quotient(factors, self.lead)) for factors, c in poly]
        result = all_added(
            of_mono(factors, c) if rest is None else times(ring, of_mono(rest, c), self.value)
            for factors, c, rest in rests
        ) if any(rest is not None for _, _, rest in rests) else poly  # fmt: skip
        if len(self.lead) == 1 and self.lead[0][1] == 1:
            atom = self.lead[0][0]
            if atom.symbols and atom in _deep(result):
                result = remake(ring, result, lambda a: self.value if a == atom else None, atom.symbols)
        return result

    def _entries(self, ring: Ring, poly: Poly) -> Poly:
        pattern = self.lead[0][0]
        if all((atom.head, atom.data) != (pattern.head, pattern.data) for atom in _deep(poly)):
            return poly

        def change(atom: Atom) -> Poly | None:
            if atom.head != pattern.head or atom.data != pattern.data or len(atom.slots) != len(self.places):
                return None
            return substitute(ring, self.value, dict(zip(self.places, atom.slots, strict=True)))

        return remake(ring, poly, change, pattern.symbols)


def _quotient(factors: Mono, lead: Mono) -> Mono | None:
    powers = dict(factors)
    for atom, exponent in lead:
        have = powers.get(atom, 0)
        if not isinstance(have, int) or have < exponent:
            return None
        powers[atom] = have - exponent
    return mono(powers.items())


def rewrite_of(
    ring: Ring, equation: Poly, places: tuple[Var, ...], axes: Callable[[Term], tuple[Span, ...]]
) -> Rewrite | None:
    """The equation `equation = 0`, solved for one atom or product of atoms; None where there is none to solve for.

    One that holds at all `places` is solved for an array with no entries besides, by the `axes` that arrays have.
    """
    over_others = _divided(ring, equation) if not places else None
    if over_others is not None:
        return over_others
    top, _ = over_common(ring, equation)
    within = {factors: frozenset().union(*(_within(atom) for atom, _ in factors)) for factors, _c in top}
    count = Counter(atom for atoms in within.values() for atom in atoms)
    named = Counter(name for atoms in within.values() for name in {(a.head, a.data) for a in atoms} if places)
    best: tuple[tuple[bool, bool, Exponent, bytes], Mono] | None = None
    for factors in within:
        if not factors or any(not isinstance(e, int) or e < 0 for _, e in factors):
            continue
        first = factors[0][0]
        alone = len(factors) == 1 and factors[0][1] == 1
        if places and not (alone and _is_pattern(first, places, axes) and named[first.head, first.data] == 1):
            continue
        if alone and count[first] > 1:
            continue
        given = any(a.head == "pdf" for a, _ in factors)  # p(x) = N(x; m, v) says what p is
        rank = (not alone, given, -sum(e for _, e in factors), b"".join(a.digest for a, _ in factors))
        if best is None or rank < best[0]:
            best = rank, factors
    if best is None:
        return None
    lead = best[1]
    value = of_mono(lead) - top.scale(1 / top.terms[lead])
    return Rewrite(lead, value, places)


def _divided(ring: Ring, equation: Poly) -> Rewrite | None:
    """a / d + r = 0 solved for a density a that stands nowhere else: p(x, y) / p(y) is what p(x | y) is."""
    count = Counter(atom for factors, _ in equation for inner, _e in factors for atom in _within(inner))
    for factors, c in equation:
        above = [f for f in factors if f[1] > 0]
        below = mono((atom, -exponent) for atom, exponent in factors if exponent < 0)
        if len(above) == 1 and below and above[0][1] == 1 and above[0][0].head == "density" and count[above[0][0]] == 1:
            rest = of_mono(factors, c) - equation
            return Rewrite(mono(above), times(ring, rest, raise_to(ring, of_mono(below), 1)).scale(1 / c))
    return None


@lru_cache(maxsize=1 << 13)
def _within(atom: Atom) -> frozenset[Atom]:
    """An atom and all that stand in it."""
    return frozenset((atom,)).union(*(_within(inner) for slot in atom.slots for inner in slot.atoms))


def _is_pattern(atom: Atom, places: tuple[Var, ...], axes: Callable[[Term], tuple[Span, ...]]) -> bool:
    """Whether an atom is an entry of an array at these places, and these are all that the array has."""
    if atom.head not in ("entry", "density") or tuple(slot.variable for slot in atom.slots) != places:
        return False
    if atom.head == "density":
        return True
    assert isinstance(atom.data, Term)
    return all(axis.digest == var.span.digest for axis, var in zip(axes(atom.data), places, strict=False))


def vanishes(ring: Ring, poly: Poly) -> bool:
    """Whether a normal form is zero, by all means of this module; False says only that none of them showed it."""
    known = len(ring.positive)
    if any(not stage for stage in _stages(ring, poly)):
        return True
    if len(ring.positive) > known:  # on the way it turned out where it is defined
        poly = remake(ring, poly, lambda _: None, poly.symbols | poly.vars)
        if any(not stage for stage in _stages(ring, poly)):
            return True
    if not ring.equations or not follows(ring, poly):
        return False
    ring.use("the assumed equations together")
    return True


def _stages(ring: Ring, poly: Poly) -> Iterator[Poly]:
    poly = over_common(ring, poly)[0]
    yield poly
    if ring.known:
        poly = over_common(ring, reduced(ring, poly))[0]
        yield poly
        whole = undivided(ring, poly)
        if whole is not poly:
            yield over_common(ring, reduced(ring, whole))[0]
    under = poly, frozenset(ring.positive)
    if under not in ring.stuck:
        yield from _without_equations(ring, poly)
        if len(ring.positive) == len(under[1]):
            ring.stuck.add(under)


def _without_equations(ring: Ring, poly: Poly) -> Iterator[Poly]:
    if any(atom.head == "pdf" for atom in _deep(poly)):
        yield over_common(ring, standardised(ring, poly))[0]
        poly = over_common(ring, by_formula(ring, poly))[0]
        yield poly
    if any(atom.head == "exp" and _is_fraction(atom.slots[0]) for atom in poly.atoms):
        poly = over_common(ring, exponents_joined(ring, poly))[0]
        yield poly
    if any(atom.head == "sum" for atom in poly.atoms):
        poly = over_common(ring, join_sums(ring, poly))[0]
        yield poly
        yield over_common(ring, peeled(ring, poly))[0]
        yield over_common(ring, substituted(ring, poly))[0]
        yield over_common(ring, over_ends(ring, poly))[0]


def surely_nonzero(ring: Ring, poly: Poly) -> bool:
    """Whether a form is not zero by its sign, or by an assumption: as one of the factors of what is not."""
    low, high = sign(poly)
    if low > 0 or high < 0:
        return True
    top = _numerator(ring, poly)
    return bool(top) and any(_of_one(top) == _of_one(part) for known in ring.apart for part in _factors(ring, known))


def _numerator(ring: Ring, poly: Poly) -> Poly:
    return undivided(ring, over_common(ring, poly)[0])


def _factors(ring: Ring, poly: Poly) -> Iterator[Poly]:
    """The factors of the numerator of a form: where it is not zero, none of them is."""
    top = _numerator(ring, poly)
    if top:
        yield top
        yield from (piece for piece, _ in factor(ring, top).sums)


def _of_one(poly: Poly) -> Poly:
    """A form divided by one of its coefficients, always the same one: equal for multiples of each other."""
    lead = min(poly.terms, key=mono_digest)
    return poly.scale(1 / poly.terms[lead])


def reduced(ring: Ring, poly: Poly) -> Poly:
    """A normal form under the equations assumed, applied until nothing changes (a few rounds at most)."""
    for _ in range(_ROUNDS if ring.known else 0):
        before = poly
        for rule in ring.known:
            poly = rule.apply(ring, poly)
        if poly == before:
            break
    return poly


def _deep(poly: Poly) -> frozenset[Atom]:
    return frozenset().union(*map(_within, poly.atoms))


def by_formula(ring: Ring, poly: Poly) -> Poly:
    """Named densities written out."""

    def change(atom: Atom) -> Poly | None:
        return pdf_as_formula(ring, atom) if atom.head == "pdf" else None

    return remake(ring, poly, change, poly.symbols | poly.vars)


def _is_fraction(poly: Poly) -> bool:
    return any(atom.head == "base" for atom in poly.atoms)


def exponents_joined(ring: Ring, poly: Poly) -> Poly:
    """The exponentials of each term gathered into one, whose exponent is one fraction in lowest terms."""
    result = ZERO
    for factors, c in poly:
        total, others = ZERO, []
        for atom, exponent in factors:
            if atom.head == "exp":
                total += atom.slots[0].scale(fmpq(Fraction(exponent).numerator, Fraction(exponent).denominator))
            else:
                others.append((atom, exponent))
        result += times(ring, of_mono(mono(others), c), exponential(ring, cancel(ring, total)))
    return result


def join_sums(ring: Ring, poly: Poly) -> Poly:
    """Sums over the same span gathered into one, so that their bodies can cancel: f/(f+g) + g/(f+g) = 1."""
    groups: dict[tuple[bytes, ...], list[tuple[Mono, fmpq, Atom]]] = {}
    result = ZERO
    for factors, c in poly:
        sums = [a for a, e in factors if a.head == "sum" and e == 1]
        if len(sums) != 1:
            result += of_mono(factors, c)
            continue
        key = tuple(sorted(v.span.digest for v in sums[0].binds))
        groups.setdefault(key, []).append((mono(f for f in factors if f[0] != sums[0]), c, sums[0]))
    for parts in groups.values():
        shared, _ = open_binder(ring, parts[0][2])
        total = ZERO
        for outside, c, atom in parts:
            names = _match(atom.binds, shared)
            if names is None:  # spans that name each other's variables
                result += times(ring, of_mono(outside, c), of_atom(atom))
                continue
            total += times(ring, of_mono(outside, c), rename(atom.slots[0], names))
        result += sum_all(ring, shared, cancel(ring, total))
    return result


def _match(binds: tuple[Var, ...], shared: tuple[Var, ...]) -> dict[Var, Var] | None:
    """Bound variables to shared ones of the same span, in order; None where there are none."""
    left = list(shared)
    names: dict[Var, Var] = {}
    for var in binds:
        found = next((other for other in left if other.span.digest == var.span.digest), None)
        if found is None:
            return None
        left.remove(found)
        names[var] = found
    return names
