"""Quadratic forms in the coordinates of a vector, and the integrals of their exponentials over all of its values.

A polynomial over normal forms is -1/2 x^T A x + b^T x + c in the coordinates of x; A and b are functions of indices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from ..terms.sorts import Vector
from ..terms.term import PI
from . import functions, matrices
from .contractions import delta
from .poly import ONE, ZERO, Atom, Exponent, Mono, Poly, Span, Var, mono, of_mono, of_var
from .products import open_binder, product_of, substitute, times
from .rational import cancel, factor
from .ring import Ring
from .sums import sum_all, sum_over


@dataclass(frozen=True)
class _Term:
    """A product under sums: `places` are the indices of the coordinates in it, `rest` is what else stands there."""

    binds: tuple[Var, ...]
    rest: Poly
    places: tuple[Poly, ...]

    def at(self, ring: Ring, *indices: Poly) -> Poly:
        """The coefficient of the coordinates at the indices."""
        binds, rest, left = self.binds, self.rest, list(self.places)
        for position, index in enumerate(indices):
            own = left[position].variable
            if own in binds:
                binds = tuple(var for var in binds if var is not own)
                rest = substitute(ring, rest, {own: index})
                left = [substitute(ring, place, {own: index}) for place in left]
            else:
                rest = times(ring, rest, delta(ring, left[position], index))
        return sum_all(ring, binds, rest)


def gaussian(ring: Ring, var: Var, mine: list[tuple[Atom, Exponent]]) -> Poly | None:
    """e^(-1/2 x^T A x + b^T x + c) over all vectors x: (2 pi)^(n/2) |A|^(-1/2) e^(c + 1/2 b^T A^-1 b)."""
    if var.span.kind != "space" or not isinstance(var.span.sort, Vector) or any(a.head != "exp" for a, _ in mine):
        return None
    exponent = ZERO
    for atom, power in mine:
        exponent += atom.slots[0].scale(fmpq(Fraction(power).numerator, Fraction(power).denominator))
    found = [term for factors, c in exponent for term in _opened(ring, var, factors, c)]
    square = [term for term in found if len(term.places) == 2]
    line = [term for term in found if len(term.places) == 1]
    axis = next((place.variable.span for term in square for place in term.places if place.variable), None)
    if axis is None or len(square) + len(line) + sum(not term.places for term in found) < len(found):
        return None
    fixed = sum((sum_all(ring, term.binds, term.rest) for term in found if not term.places), ZERO)
    if var in fixed.vars:
        return None
    return _integral(ring, axis, square, line, fixed)


def _opened(ring: Ring, var: Var, factors: Mono, c: fmpq) -> Iterator[_Term]:
    """A product with its sums over the variable opened: a sum of products."""
    for atom, exponent in factors:
        if atom.head != "sum" or var not in atom.vars or not isinstance(exponent, int) or exponent < 1:
            continue
        binds, (body,) = open_binder(ring, atom)
        left = [(a, e - (a is atom)) for a, e in factors if a is not atom or e > 1]
        for inner, d in body:
            for term in _opened(ring, var, mono([*left, *inner]), c * d):
                yield _Term((*binds, *term.binds), term.rest, term.places)
        return
    places: list[Poly] = []
    rest: list[tuple[Atom, Exponent]] = []
    for atom, exponent in factors:
        if atom.head == "coordinate" and atom.data is var and isinstance(exponent, int) and exponent > 0:
            places += [atom.slots[0]] * exponent
        else:
            rest.append((atom, exponent))
    yield _Term((), of_mono(mono(rest), c), tuple(places))


def _integral(ring: Ring, axis: Span, square: list[_Term], line: list[_Term], fixed: Poly) -> Poly | None:
    def precision(i: Poly, j: Poly) -> Poly:
        return -sum((term.at(ring, i, j) + term.at(ring, j, i) for term in square), ZERO)

    def slope(i: Poly) -> Poly:
        return sum((term.at(ring, i) for term in line), ZERO)

    r, c, i, j = (ring.fresh(axis) for _ in range(4))
    body = cancel(ring, precision(of_var(r), of_var(c)))
    if not body:
        return None
    scale, table = _scaled(ring, body, (r, c))
    size = axis.ends[1] - axis.ends[0] + ONE
    inverse = matrices.close_inverse(ring, Atom("inverse"), (r, c), (body, of_var(i), of_var(j)))
    form = product_of(ring, slope(of_var(i)), inverse, slope(of_var(j)))
    peak = fixed + sum_over(ring, i, sum_over(ring, j, form)).scale(fmpq(1, 2))
    det = matrices.close_determinant(ring, Atom("det", "positive"), (r, c), (table,))
    two_pi = of_mono(((Atom("constant", PI), 1),), fmpq(2))
    each = times(ring, two_pi, functions.raise_to(ring, scale, -1))
    ring.use("the integral of a multivariate normal density")
    return product_of(
        ring, functions.exponential(ring, peak), functions.power(ring, each, size.scale(fmpq(1, 2))),
        functions.raise_to(ring, det, Fraction(-1, 2)),
    )  # fmt: skip


def _scaled(ring: Ring, body: Poly, indices: tuple[Var, Var]) -> tuple[Poly, Poly]:
    """The table of a matrix as a number times another table."""
    parts = factor(ring, body)
    scale = of_mono(mono(f for f in parts.atoms if not f[0].vars.intersection(indices)), parts.content)
    for piece, exponent in parts.sums:
        if not piece.vars.intersection(indices):
            scale = times(ring, scale, functions.raise_to(ring, piece, exponent))
    return scale, cancel(ring, times(ring, body, functions.raise_to(ring, scale, -1)))
