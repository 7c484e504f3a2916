"""Degrees of polynomials: how a term depends on some variables, where it is certain that it is a polynomial."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ..terms.sorts import RandomVariable, Scalar
from ..terms.term import BINDERS, CHANCE, DERIVATIVES, Term

LARGEST_DEGREE = 12
_ADDITIVE = frozenset("add literal block vec trace transpose diag diagonal sum integral tabulate fill".split())
_MULTIPLICATIVE = frozenset({"mul", "matmul", "hadamard", "kron"})


def degree(term: Term, variables: Collection[Term], cubic: Collection[Term] = ()) -> int | None:
    """An upper bound of the degree of a polynomial in the variables, or None where it may be none.

    The function symbols in `cubic` are known to be polynomials of degree 3.
    """
    if term in variables:
        return 1
    if term.free.isdisjoint(variables):
        return 0
    head, args = term.head, term.args
    if head in CHANCE and all(isinstance(v.sort, RandomVariable) for v in term.free.intersection(variables)):
        given = args[2:] if head == "covariance" else args[1:]
        return None if given else 0
    if head in BINDERS:
        variable, domain, body = args
        if not domain.free.isdisjoint(variables):
            return None
        inner = [other for other in variables if other is not variable]
        if head == "expect":
            return degree(body, inner, cubic)
        return degree(body, inner, cubic) if head in _ADDITIVE else None
    if head in DERIVATIVES:
        return _of_derivative(term, variables, cubic) if head == "derivative" else None
    if head in _ADDITIVE:
        return _worst(args, variables, max, cubic)
    if head in _MULTIPLICATIVE:
        return _worst(args, variables, sum, cubic)
    if head == "index":
        return degree(args[0], variables, cubic) if all(i.free.isdisjoint(variables) for i in args[1:]) else None
    if head == "pow" and args[1].head == "number" and args[1].value.denominator == 1 and 0 <= args[1].value <= 12:
        base = degree(args[0], variables, cubic)
        return None if base is None else base * int(args[1].value)
    if head == "apply":
        function = args[0].args[0] if args[0].head == "prime" else args[0]
        if function in cubic:
            inside = _worst(args[1:], variables, max, cubic)
            return None if inside is None else 3 * inside
    if head == "fn" and term.data == "log":
        return log_degree(args[0], variables)
    return None


def _of_derivative(term: Term, variables: Collection[Term], cubic: Collection[Term]) -> int | None:
    """One less than of what is differentiated, where that is a function of a number and of none of the variables."""
    by, body, point = term.args
    if not isinstance(by.sort, Scalar) or not body.free.isdisjoint(other for other in variables if other is not by):
        return None
    inside, at = degree(body, [by], cubic), degree(point, variables, cubic)
    return None if inside is None or at is None else max(inside - 1, 0) * at


def _worst(
    parts: Collection[Term],
    variables: Collection[Term],
    join: Callable[[list[int]], int],
    cubic: Collection[Term],
) -> int | None:
    found = [degree(part, variables, cubic) for part in parts]
    known = [part for part in found if part is not None]
    return join(known) if len(known) == len(found) else None


def log_degree(term: Term, variables: Collection[Term]) -> int | None:
    """The degree of the logarithm of a term: that of an exponent, or of a Gaussian density."""
    if term.free.isdisjoint(variables):
        return 0
    head, args = term.head, term.args
    if head == "fn" and term.data == "exp":
        return degree(args[0], variables)
    if head in ("mul", "product"):
        if head == "product" and not args[1].free.isdisjoint(variables):
            return None
        parts = args if head == "mul" else args[2:]
        found = [log_degree(part, variables) for part in parts]
        known = [part for part in found if part is not None]
        return max(known) if len(known) == len(found) else None
    if head == "pow" and args[1].free.isdisjoint(variables):
        return log_degree(args[0], variables)
    if head == "pdf" and args[0].head == "named" and args[0].data == "normal":
        mean, spread = args[0].args
        if spread.free.isdisjoint(variables):
            parts_of = [degree(args[1], variables), degree(mean, variables)]
            return None if None in parts_of else 2 * max(part for part in parts_of if part is not None)
    return None
