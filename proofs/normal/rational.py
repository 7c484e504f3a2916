"""Rational functions over atoms: common denominators, cancelling, factoring. FLINT does the arithmetic.

A denominator that is a sum stands in a `Poly` as an atom `base` with its polynomial as slot, to a negative power.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

from flint import fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from ..errors import BudgetExceeded, DomainError
from .poly import Atom, Exponent, Mono, Poly, content, mono, of_atom, of_mono, shade_mono
from .products import times
from .ring import Ring
from .signs import power_sign, sign

_TERMS, _DEGREE = 3000, 48


@dataclass(frozen=True)
class Factors:
    """content * product of atoms to powers * product of irreducible sums to powers."""

    content: fmpq
    atoms: Mono
    sums: tuple[tuple[Poly, int], ...]


def over_common(ring: Ring, poly: Poly) -> tuple[Poly, Mono]:
    """Numerator and denominator: the latter a product of `base` atoms to natural powers."""
    below: list[tuple[Atom, Exponent]] = []
    for _ in range(8):
        needed: dict[Atom, int] = {}
        for factors, _c in poly:
            for atom, exponent in factors:
                if atom.head == "base" and exponent < 0:
                    needed[atom] = max(needed.get(atom, 0), ceil(-exponent))
        if not needed:
            return poly, mono(below)
        below += needed.items()
        poly = times(ring, poly, of_mono(mono(needed.items())))
    raise BudgetExceeded("denominators within denominators")


def undivided(ring: Ring, poly: Poly) -> Poly:
    """A form times all that it divides by, which is not zero where the form is defined."""
    least: dict[Atom, Exponent] = {}
    for factors, _ in poly:
        for atom, exponent in factors:
            if exponent < 0:
                least[atom] = min(exponent, least.get(atom, 0))
    return times(ring, poly, of_mono(mono((atom, -exponent) for atom, exponent in least.items()))) if least else poly


def cancel(ring: Ring, poly: Poly) -> Poly:
    """One fraction in lowest terms, its numerator distributed over the denominator."""
    top, below = over_common(ring, poly)
    if not below or not top:
        return top
    table = Table((top, *(atom.slots[0] for atom, _ in below)))
    numerator, shift = table.read(top)
    kept: list[tuple[Atom, Exponent]] = []
    for atom, exponent in below:
        if not atom.slots[0]:
            raise DomainError("a division by zero")
        divisor, _ = table.read(atom.slots[0])
        left = int(exponent)
        while left:
            quotient, remainder = divmod(numerator, divisor)
            if remainder:
                break
            numerator, left = quotient, left - 1
        if left:
            kept.append((atom, -left))
    return times(ring, times(ring, table.write(numerator), of_mono(shift)), of_mono(mono(kept)))


def factor(ring: Ring, poly: Poly) -> Factors:
    """The factors of a polynomial that is not zero."""
    only = poly.only
    if only:
        return Factors(only[1], only[0], ())
    top, below = over_common(ring, poly)
    only = top.only
    if only:
        return Factors(only[1], mono((*only[0], *((a, -e) for a, e in below))), ())
    table = Table((top,))
    numerator, shift = table.read(top)
    lead, parts = numerator.factor()
    number = fmpq(lead)
    atoms: list[tuple[Atom, Exponent]] = [*shift, *((a, -e) for a, e in below)]
    sums: list[tuple[Poly, int]] = []
    for part, exponent in parts:
        piece = table.write(part)
        if piece.only:
            ((factors, c),) = piece.terms.items()
            number *= c ** int(exponent)
            atoms += [(a, e * int(exponent)) for a, e in factors]
            continue
        scale = _leading(piece)
        number *= scale ** int(exponent)
        sums.append((piece.scale(1 / scale), int(exponent)))
    return Factors(number, mono(atoms), tuple(sums))


def note_positive(ring: Ring, poly: Poly) -> None:
    """What a claim is defined for makes a form positive: then one of its factors is, if all others are known to be."""
    if poly.vars or not poly or sign(poly)[0] > 0:
        return
    parts = factor(ring, cancel(ring, poly))
    open_ = [piece for piece, exponent in parts.sums if exponent % 2 and not _positive_piece(ring, piece)]
    if len(open_) == 1 and parts.content > 0 and all(power_sign(atom, e)[0] > 0 for atom, e in parts.atoms):
        ring.positive.add(open_[0])
    elif len(open_) == 1 and parts.content < 0 and all(power_sign(atom, e)[0] > 0 for atom, e in parts.atoms):
        ring.positive.add(-open_[0])


def known_positive(ring: Ring, poly: Poly) -> bool:
    """Whether a form is positive wherever the claim is defined."""
    if not ring.positive or not poly:
        return False
    parts = factor(ring, cancel(ring, poly))
    negative = parts.content < 0
    for piece, exponent in parts.sums:
        if exponent % 2 and not _positive_piece(ring, piece):
            if -piece not in ring.positive:
                return False
            negative = not negative
    return not negative and all(power_sign(atom, exponent)[0] > 0 for atom, exponent in parts.atoms)


def _positive_piece(ring: Ring, piece: Poly) -> bool:
    return sign(piece)[0] > 0 or piece in ring.positive


def _leading(piece: Poly) -> fmpq:
    """What to divide a sum by so that its integer coefficients have no common factor and its sign is settled."""
    scale = content(piece)
    low, high = sign(piece)
    if low == -1 and high <= 0:
        return -scale
    if high == 1 and low >= 0:
        return scale
    # a term such as x^2 shows which way up a sum is likely to be positive: its root may be wanted; what variables are
    # called says nothing, as they may be bound later: |x_i - y_i| is |y_i - x_i| under any name of i
    unnamed = dict.fromkeys(piece.vars, b"")
    first = min(
        piece.terms,
        key=lambda factors: (
            not _plainly_positive(factors),
            shade_mono(factors, unnamed),
            b"".join(a.digest for a, _ in factors),
        ),
    )
    return scale if piece.terms[first] > 0 else -scale


def _plainly_positive(factors: Mono) -> bool:
    return all(power_sign(atom, exponent)[0] >= 0 for atom, exponent in factors)


class Table:
    """Atoms as the generators of a FLINT ring; fractional powers are whole powers of a root of the atom."""

    def __init__(self, polys: tuple[Poly, ...]) -> None:
        roots: dict[Atom, int] = {}
        count = 0
        for poly in polys:
            count += len(poly.terms)
            for factors, _ in poly:
                for atom, exponent in factors:
                    roots[atom] = lcm(roots.get(atom, 1), exponent.denominator)
        if count > _TERMS:
            raise BudgetExceeded(f"a fraction of {count} terms")
        self.atoms = sorted(roots, key=lambda atom: atom.digest)
        self.roots = roots
        self.place = {atom: position for position, atom in enumerate(self.atoms)}
        self.ring = fmpq_mpoly_ctx.get([f"x{k}" for k in range(len(self.atoms))], "lex")

    def read(self, poly: Poly) -> tuple[fmpq_mpoly, Mono]:
        """The polynomial with the least power of each atom taken out, and what was taken out."""
        rows = []
        for factors, c in poly:
            row = [0] * len(self.atoms)
            for atom, exponent in factors:
                row[self.place[atom]] = int(exponent * self.roots[atom])
            rows.append((row, c))
        low = [min(column) for column in zip(*(row for row, _ in rows), strict=True)] if self.atoms else []
        if any(max(row, default=0) - min(low, default=0) > _DEGREE for row, _ in rows):
            raise BudgetExceeded("a fraction of high degree")
        terms = {tuple(e - m for e, m in zip(row, low, strict=True)): c for row, c in rows}
        shift = mono((atom, Fraction(m, self.roots[atom])) for atom, m in zip(self.atoms, low, strict=True) if m)
        return self.ring.from_dict(terms), shift

    def write(self, value: fmpq_mpoly) -> Poly:
        terms = {}
        for exponents, c in value.to_dict().items():
            factors = (
                (atom, int(e) if self.roots[atom] == 1 else Fraction(int(e), self.roots[atom]))
                for atom, e in zip(self.atoms, exponents, strict=True) if e
            )  # fmt: skip
            terms[mono(factors)] = fmpq(c)
        return Poly(terms)


def whole(ring: Ring, factors: Factors) -> Poly:
    """Factors multiplied out again, sums under `base` atoms where their powers are negative."""
    result = of_mono(factors.atoms, factors.content)
    for piece, exponent in factors.sums:
        result = times(ring, result, of_atom(Atom("base", slots=(piece,)), exponent))
    return result
