"""What is known of the sign of a polynomial, from the sorts of its atoms."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from ..terms.sorts import Function, Matrix, RandomVariable, Scalar, Vector
from ..terms.term import INFINITY, Term
from .poly import ONE, Atom, Exponent, Mono, Poly, Span, Var, scalar_span, to_fraction

# as intervals: -1 negative, 0 zero, 1 positive; the pair is (least, greatest)
Sign = tuple[int, int]
ANY, POSITIVE, NONNEGATIVE, NEGATIVE = (-1, 1), (1, 1), (0, 1), (-1, -1)
_ALWAYS = {
    "exp": POSITIVE, "abs": NONNEGATIVE, "gamma": ANY, "chance": NONNEGATIVE, "indicator": NONNEGATIVE,
    "event": NONNEGATIVE, "delta": NONNEGATIVE, "density": NONNEGATIVE, "pdf": NONNEGATIVE, "prime": POSITIVE,
    "normal_cdf": POSITIVE, "size": POSITIVE, "factorial": POSITIVE,
}  # fmt: skip


def sign(poly: Poly) -> Sign:
    """Bounds of the sign of a polynomial; ANY where nothing is known."""
    low, high = 0, 0
    seen = False
    for factors, c in poly:
        part = POSITIVE if c > 0 else NEGATIVE
        for atom, exponent in factors:
            part = _product(part, power_sign(atom, exponent))
        if not seen:
            low, high, seen = part[0], part[1], True
        else:
            low = min(low, part[0]) if -1 in (low, part[0]) else max(low, part[0])
            high = max(high, part[1]) if 1 in (high, part[1]) else min(high, part[1])
    if (low, high) == ANY and len(poly.terms) > 1:
        return _by_bounds(poly)
    return low, high


def _by_bounds(poly: Poly) -> Sign:
    """The sign from numeric bounds of the atoms, as of 1 - t for t in [0, 1]."""
    below, above = _lower(poly), _lower(-poly)
    low = -1 if below is None or below[0] < 0 else 1 if below[0] > 0 or below[1] else 0
    high = 1 if above is None or above[0] < 0 else -1 if above[0] > 0 or above[1] else 0
    return low, high


def _lower(poly: Poly) -> tuple[Fraction, bool] | None:
    """A lower bound of a polynomial that is linear in atoms, and whether it is not reached."""
    total, strict = Fraction(0), False
    for factors, c in poly:
        if not factors:
            total += to_fraction(c)
            continue
        if len(factors) > 1 or factors[0][1] != 1:
            part = _product(POSITIVE if c > 0 else NEGATIVE, _sign_of(factors))
            if part[0] < 0:
                return None
            strict |= part[0] > 0
            continue
        sort = _range(factors[0][0])
        end, open_end = (sort.lower, sort.open_lower) if c > 0 else (sort.upper, sort.open_upper)
        if end is None:
            return None
        total += to_fraction(c) * end
        strict |= open_end
    return total, strict


def of_a_pmf(point: Poly) -> bool:
    """Whether a variable runs through a countable space, over which a density is a probability."""
    var = point.variable
    return var is not None and var.span.kind == "space" and var.span.data[1] == "counting"


def _sign_of(factors: Mono) -> Sign:
    result = POSITIVE
    for atom, exponent in factors:
        result = _product(result, power_sign(atom, exponent))
    return result


_UNIT_RANGE = Scalar(lower=Fraction(0), upper=Fraction(1))


def _range(atom: Atom) -> Scalar:
    """Numeric bounds of an atom."""
    if atom.head in ("indicator", "event", "delta"):
        return _UNIT_RANGE
    if atom.head == "density" and not atom.data[2] and all(map(of_a_pmf, atom.slots[: len(atom.data[1])])):
        return _UNIT_RANGE
    if atom.head in ("symbol", "entry", "random", "constant"):
        assert isinstance(atom.data, Term)
        return _entry(atom.data)
    if atom.head == "var":
        assert isinstance(atom.data, Var)
        return scalar_span(atom.data.span)
    if atom.head == "apply" and not atom.data[1]:
        value = atom.data[0].sort.value
        return value if isinstance(value, Scalar) else Scalar()
    if atom.head in ("sin", "cos", "erf"):
        return Scalar(lower=Fraction(-1), upper=Fraction(1))
    low, high = atom_sign(atom)
    return Scalar(lower=Fraction(0) if low >= 0 else None, upper=Fraction(0) if high <= 0 else None,
                  open_lower=low > 0, open_upper=high < 0)  # fmt: skip


def _product(one: Sign, other: Sign) -> Sign:
    ends = [a * b for a in one for b in other]
    return min(ends), max(ends)


def power_sign(atom: Atom, exponent: Exponent) -> Sign:
    """The sign of a power: a fractional one is of a non-negative base."""
    base = atom_sign(atom)
    if isinstance(exponent, Fraction):
        return POSITIVE if base[0] > 0 or exponent < 0 else NONNEGATIVE
    if exponent % 2 == 0:
        return POSITIVE if base in (POSITIVE, NEGATIVE) or exponent < 0 else NONNEGATIVE
    if exponent < 0 and base in (NONNEGATIVE, (-1, 0)):
        return POSITIVE if base == NONNEGATIVE else NEGATIVE
    return base


def positive(poly: Poly) -> bool:
    return sign(poly)[0] > 0


def nonnegative(poly: Poly) -> bool:
    return sign(poly)[0] >= 0


@lru_cache(maxsize=1 << 14)
def atom_sign(atom: Atom) -> Sign:
    """Bounds of the sign of an atom."""
    data = atom.data
    match atom.head:
        case "symbol" | "entry" | "random" | "constant":
            assert isinstance(data, Term)
            return of_scalar(_entry(data))
        case "var":
            assert isinstance(data, Var)
            return of_scalar(scalar_span(data.span))
        case "apply":
            function = data[0] if isinstance(data, tuple) else data
            assert isinstance(function, Term)
            assert isinstance(function.sort, Function)
            value = function.sort.value
            primes = data[1] if isinstance(data, tuple) else ()
            if primes:
                return _slope_sign(function.sort, primes)
            return of_scalar(value) if isinstance(value, Scalar) else ANY
        case "base" | "power":
            inner = sign(atom.slots[0])
            return inner if atom.head == "base" else POSITIVE if inner[0] > 0 else ANY
        case "sum" | "product":
            return _binder_sign(atom)
        case "det":
            return POSITIVE if atom.data == "positive" else ANY
        case "density" if data[-1]:
            return ANY  # a derivative of a density
        case "gamma":
            return POSITIVE if positive(atom.slots[0]) else ANY
        case "log":
            return _log_sign(atom.slots[0])
        case _:
            return _ALWAYS.get(atom.head, ANY)


def _log_sign(argument: Poly) -> Sign:
    """Of log|u|: that of u - 1 for u >= 0."""
    if sign(argument)[0] < 0:
        return ANY
    excess = sign(argument - ONE)
    return excess if excess[0] >= 0 or excess[1] <= 0 else ANY


_OF_SLOPES: dict[tuple[str, tuple[object, ...]], Sign] = {
    ("increasing", (0,)): NONNEGATIVE, ("decreasing", (0,)): (-1, 0),
    ("convex", (0, 0)): NONNEGATIVE, ("concave", (0, 0)): (-1, 0),
}  # fmt: skip


def _slope_sign(sort: Function, primes: tuple[object, ...]) -> Sign:
    """Of a derivative, where it exists: what rises has no negative slope, what is convex no falling slope."""
    if len(sort.arguments) != 1:
        return ANY
    return next((_OF_SLOPES[trait, primes] for trait in sorted(sort.traits) if (trait, primes) in _OF_SLOPES), ANY)


def _binder_sign(atom: Atom) -> Sign:
    inner = sign(atom.slots[0])
    if atom.head == "product" and any(_infinity(end) for var in atom.binds for end in var.span.ends):
        return NONNEGATIVE if inner[0] >= 0 else ANY  # one of halves is 0
    least = min(extent(var.span) for var in atom.binds)
    filled = atom.head == "product" or least > 0
    if (atom.head == "product" and inner[0] < 0) or (least < 0 and inner != (0, 0)):
        return ANY
    return inner if filled or 0 in inner or inner == ANY else (min(inner[0], 0), max(inner[1], 0))


def extent(span: Span) -> int:
    """1 where a span surely holds something, 0 where it may be empty, -1 where it may run backwards.

    Sizes of arrays are at least 1. An integral from a to b is minus the one from b to a, where a range that runs
    backwards is empty.
    """
    if span.kind not in ("range", "interval"):
        return 1
    low, high = span.ends
    if span.kind == "range":
        return 1 if sign(high - low)[0] >= 0 else 0
    if any(_infinity(end) for end in span.ends):
        return 1 if _infinity(low) <= 0 <= _infinity(high) else -1
    return sign(high - low)[0]


def _infinity(end: Poly) -> int:
    """1 or -1 for an infinite end, 0 for another."""
    infinite = [c for factors, c in end for atom, _ in factors if atom.head == "constant" and atom.data is INFINITY]
    return 0 if not infinite else 1 if infinite[0] > 0 else -1


def _entry(term: Term) -> Scalar:
    sort = term.sort.value if isinstance(term.sort, RandomVariable) else term.sort
    if isinstance(sort, Scalar):
        return sort
    return sort.entry if isinstance(sort, (Vector, Matrix)) else Scalar()


def of_scalar(sort: Scalar) -> Sign:
    low = 1 if sort.positive else 0 if sort.nonnegative else -1
    high = -1 if sort.negative else 0 if sort.nonpositive else 1
    return low, high
