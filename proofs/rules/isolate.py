"""Equations solved for a symbol: where it occurs once what stands around it is undone, from the outside in, and where
it is in a quotient of lines, (a x + b) / (c x + d), by what these are.

Only what has one solution is undone, so that the value found is no special one among others: a square of what may be
negative is not, nor a product that is zero of factors that may be.
"""

from __future__ import annotations

from ..errors import ProbatumError
from ..terms import build
from ..terms.sorts import NONNEGATIVE, Scalar
from ..terms.term import Term, fresh
from ..terms.term import symbol as symbol_of
from .substitution import replaced

_UNDO = {"exp": "log", "log": "exp"}


def isolated(left: Term, right: Term, symbol: Term) -> Term | None:
    """The value of a symbol that makes both sides equal, where the right one does not speak of it; or None.

    Where the value is defined it solves the equation.
    """
    if symbol in right.free:
        return None
    try:
        while left is not symbol:
            if _occurrences(left, symbol) != 1:
                return _of_a_factor(left, right, symbol) or _of_lines(left, right, symbol)
            step = _undone(left, right, symbol)
            if step is None:
                return None
            left, right = step
    except ProbatumError:
        return None
    return right


def solved(equation: Term, symbol: Term) -> Term | None:
    """The value of a symbol by an equation, whichever side it stands on."""
    left, right = equation.args
    return isolated(left, right, symbol) or isolated(right, left, symbol)


def isolated_square(left: Term, right: Term, symbol: Term) -> Term | None:
    """The value of the square of a number by an equation that speaks of its square alone: s is one of two roots."""
    if not isinstance(symbol.sort, Scalar) or symbol in right.free:
        return None
    square = fresh(symbol_of("u", NONNEGATIVE), left.free | right.free)
    by_square = replaced(left, build.power(symbol, build.TWO), square)
    return isolated(by_square, right, square) if symbol not in by_square.free else None


def _of_a_factor(left: Term, right: Term, symbol: Term) -> Term | None:
    """A product is zero where one of its factors is, if the others never are."""
    if left.head != "mul" or not _is_zero(right):
        return None
    for factor in reversed(left.args):
        if all(_never_zero(other) for other in left.args if other is not factor):
            zero = right if build.is_array(factor) or not build.is_array(right) else build.ZERO
            return isolated(factor, zero, symbol) if build.shape(zero) == build.shape(factor) else None
    return None


def _of_lines(left: Term, right: Term, symbol: Term) -> Term | None:
    """(a x + b) / (c x + d) = y for x = (d y - b) / (a - c y), and no other."""
    factors = left.args if left.head == "mul" else (left,)
    below = [factor for factor in factors if factor.head == "pow" and factor.args[1] is build.MINUS_ONE]
    above = [factor for factor in factors if factor not in below]
    over = _line(build.mul(*above) if above else build.ONE, symbol)
    under = _line(build.mul(*(factor.args[0] for factor in below)) if below else build.ONE, symbol)
    if over is None or under is None or build.is_array(right):
        return None
    (a, b), (c, d) = over, under
    return build.div(build.sub(build.mul(d, right), b), build.sub(a, build.mul(c, right)))


def _line(term: Term, symbol: Term) -> tuple[Term, Term] | None:
    """The a and b of a number a x + b."""
    if build.is_array(term):
        return None
    if symbol not in term.free:
        return build.ZERO, term
    if term is symbol:
        return build.ONE, build.ZERO
    if term.head == "add":
        parts = [_line(arg, symbol) for arg in term.args]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        slopes = [slope for slope, _ in known if slope is not build.ZERO]
        return build.add(*slopes), build.add(*(rest for _, rest in known))
    if term.head == "mul":
        holding = [arg for arg in term.args if symbol in arg.free]
        inner = _line(holding[0], symbol) if len(holding) == 1 else None
        if inner is None:
            return None
        others = [arg for arg in term.args if arg is not holding[0]]
        return build.mul(*others, inner[0]), build.mul(*others, inner[1])
    return None


def _never_zero(term: Term) -> bool:
    if build.is_array(term):
        return "invertible" in build.traits(term)
    if term.head == "pdf" and term.args[0].data == "normal":
        return True
    sort = build.scalar_sort(term)
    return sort is not None and sort.never_zero


def _is_zero(term: Term) -> bool:
    return term is build.ZERO or (term.head == "fill" and term.args[0] is build.ZERO)


def _occurrences(term: Term, symbol: Term) -> int:
    """How often a symbol occurs; more than once where something binds or repeats what it occurs in."""
    if term is symbol:
        return 1
    if symbol not in term.free:
        return 0
    return sum(_occurrences(arg, symbol) for arg in term.args)


def _undone(left: Term, right: Term, symbol: Term) -> tuple[Term, Term] | None:
    inner = next(arg for arg in left.args if symbol in arg.free)
    others = [arg for arg in left.args if arg is not inner]
    if left.head in ("mul", "matmul") and _is_zero(right) and not all(map(_never_zero, others)):
        return None
    match left.head:
        case "add":
            return inner, build.sub(right, build.add(*others))
        case "mul" if not build.is_array(inner):
            return (inner, build.div(right, build.mul(*others))) if not build.is_array(right) else None
        case "mul":
            return inner, build.mul(build.power(build.mul(*others), build.number(-1)), right)
        case "pow" if inner is left.args[0] and left.args[1] is build.MINUS_ONE and not build.is_array(right):
            return inner, build.div(build.ONE, right)
        case "pow" if inner is left.args[0] and left.args[1].head == "number" and _not_negative(inner):
            return inner, build.power(right, build.div(build.ONE, left.args[1]))
        case "pow" if inner is left.args[1]:
            return inner, build.div(build.log(right), build.log(left.args[0]))
        case "fn" if left.data in ("exp", "log"):
            return inner, build.fn(_UNDO[left.data], right)
        case "transpose" | "inverse":
            return inner, getattr(build, left.head)(right)
        case "matmul":
            return _factor(left, right, inner)
    return None


def _not_negative(term: Term) -> bool:
    sort = build.scalar_sort(term)
    return sort is not None and sort.nonnegative


def _factor(left: Term, right: Term, inner: Term) -> tuple[Term, Term] | None:
    """A X B = R where A and B are square: X = A^-1 R B^-1."""
    place = left.args.index(inner)
    before, after = left.args[:place], left.args[place + 1 :]
    if any(build.shape(arg)[0] is not build.shape(arg)[1] for arg in (*before, *after)):
        return None
    for arg in before:
        right = build.matmul(build.inverse(arg), right)
    for arg in reversed(after):
        right = build.matmul(right, build.inverse(arg))
    return inner, right
