"""The multivariate normal distribution over entries: its parameters as slots, its log-density, its moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from ..terms import build
from ..terms.sorts import Law, Vector
from ..terms.term import PI, Term
from . import functions, matrices
from .poly import ONE, ZERO, Atom, Poly, Span, of_mono, of_var
from .products import times
from .ring import Ring
from .sums import sum_over

if TYPE_CHECKING:
    from .lower import Lowering


def parameters(at: Lowering, law: Term) -> tuple[Poly, ...]:
    """The slots of a `pdf` atom after the point.

    Those of `named`, but for a multivariate normal: mean, precision matrix, log-determinant of the covariance,
    covariance, dimension.
    """
    assert isinstance(law.sort, Law)
    if law.data != "normal" or not isinstance(law.sort.outcome, Vector):
        return tuple(at.argument(parameter) for parameter in law.args)
    mean, covariance = law.args
    precision = matrices.table(at, build.inverse(covariance))
    log_det = functions.logarithm(at.ring, matrices.determinant(at, covariance))
    return at.argument(mean), precision, log_det, at.argument(covariance), at.scalar(law.sort.outcome.size)


def log_density(ring: Ring, _atom: Atom, slots: tuple[Poly, ...]) -> Poly:
    """-1/2 (n log 2 pi + log det S + (x - m)^T S^-1 (x - m))."""
    point, mean, precision, log_det, _, size = slots
    ring.use("the density of the normal distribution")
    axis = Span("range", (ONE, size))
    i, j = ring.fresh(axis), ring.fresh(axis)
    x, m = matrices.entries(ring, point), matrices.entries(ring, mean)
    weights = matrices.entries(ring, precision)
    left, right = x(of_var(i)) - m(of_var(i)), x(of_var(j)) - m(of_var(j))
    form = times(ring, times(ring, left, weights(of_var(i), of_var(j))), right)
    square = sum_over(ring, i, sum_over(ring, j, form))
    two_pi = functions.logarithm(ring, of_mono(((Atom("constant", PI), 1),), fmpq(2)))
    return (times(ring, size, two_pi) + log_det + square).scale(fmpq(-1, 2))


def moment(ring: Ring, atom: Atom, places: tuple[Poly, ...]) -> Poly:
    """E[x_i x_j ..] by Isserlis' theorem: the first factor is its mean, or pairs with one of the others."""
    if not places:
        return ONE
    _, mean, _, _, covariance, _ = atom.slots
    first, rest = places[0], places[1:]
    total = times(ring, matrices.entries(ring, mean)(first), moment(ring, atom, rest))
    for position, other in enumerate(rest):
        pair = matrices.entries(ring, covariance)(first, other)
        total += times(ring, pair, moment(ring, atom, rest[:position] + rest[position + 1 :]))
    return total if total else ZERO
