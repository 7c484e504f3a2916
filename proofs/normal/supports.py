"""Where named laws live: whether a span holds all of a law, and whether a point surely lies where it has mass."""

from __future__ import annotations

from ..terms.sorts import Scalar, Sort, Vector
from .functions import integral
from .poly import ONE, Poly, Span
from .signs import nonnegative, positive

_FIXED = {
    "normal": "line", "exponential": "positive", "gamma": "positive", "chi_square": "positive", "beta": "unit",
    "bernoulli": "bits", "poisson": "counts", "geometric": "naturals",
}  # fmt: skip
DISCRETE = frozenset({"bernoulli", "binomial", "poisson", "geometric", "finite", "whole"})
_WITHIN = {("positive", "line"), ("unit", "line"), ("unit", "positive"), ("bits", "counts"), ("naturals", "counts")}
_LEAST = {"bernoulli": 0, "binomial": 0, "poisson": 0, "geometric": 1}


def support(name: str, params: tuple[Poly, ...]) -> str:
    """The support of a law by a name of its own; that of a uniform or binomial law depends on its parameters."""
    ends = params[:1] if name == "binomial" else params
    return _FIXED.get(name) or name + b"".join(end.digest for end in ends).hex()


def least(name: str) -> int | None:
    """The least value of a law on the whole numbers."""
    return _LEAST.get(name)


def space_of(name: str, params: tuple[Poly, ...], outcome: Sort) -> Span:
    """The support of a law as the span of a variable."""
    return Span("space", (), (support(name, params), "law"), outcome)


def covers(span: Span, name: str, params: tuple[Poly, ...]) -> bool:
    """Whether a span holds the whole support of a law, and measures as the law's density wants it."""
    own = support(name, params)
    if span.kind == "space" and span.data[1] == "law":
        return span.data[0] == own
    if name in DISCRETE:
        return False
    if span.kind == "interval":
        low, high = span.ends
        return (_infinite(low, -1) or _reaches(own, name, params, low, 0)) and (
            _infinite(high, 1) or _reaches(own, name, params, high, 1)
        )
    if span.kind != "space" or span.data[1] != "lebesgue":
        return False
    sort = span.sort.entry if isinstance(span.sort, Vector) else span.sort
    if not isinstance(sort, Scalar) or sort.integer:
        return False
    below = sort.lower is None or (own in ("positive", "unit") and sort.lower <= 0)
    return below and (sort.upper is None or (own == "unit" and sort.upper >= 1))


def _infinite(end: Poly, side: int) -> bool:
    only = end.only
    return only is not None and len(only[0]) == 1 and only[1] * side > 0 and _named_infinity(end)


def _named_infinity(end: Poly) -> bool:
    return any(a.head == "constant" and a.data.data == "infinity" for a in end.atoms)


def _reaches(own: str, name: str, params: tuple[Poly, ...], end: Poly, side: int) -> bool:
    """Whether an end of an interval is at or beyond the end of the support on that side."""
    if name == "uniform":
        return end == params[side]
    if own == "unit":
        return nonnegative(end - ONE) if side else nonnegative(-end)
    return own == "positive" and not side and nonnegative(-end)


def lies_in(span: Span) -> str:
    """The name of the set of numbers that a space is, `line`, `positive` or `unit`; '' for other spaces."""
    return span.data[0] if span.kind == "space" and span.data[1] == "law" else ""


def of_a_law(point: Poly) -> bool:
    """Whether a point is drawn from a named law."""
    var = point.variable
    return var is not None and var.span.kind == "space" and var.span.data[1] == "law"


def inside(point: Poly, name: str, params: tuple[Poly, ...]) -> bool:
    """Whether a point surely lies in the support of a law, away from its ends."""
    own = support(name, params)
    var = point.variable
    if var is not None and of_a_law(point):
        drawn = var.span.data[0]
        return drawn == own or (drawn, own) in _WITHIN
    match own:
        case "line":
            return True
        case "positive":
            return positive(point)
        case "unit":
            return positive(point) and positive(ONE - point)
        case "bits":
            return integral(point) and nonnegative(point) and nonnegative(ONE - point)
        case "counts":
            return integral(point) and nonnegative(point)
        case "naturals":
            return integral(point) and nonnegative(point - ONE)
    if name == "binomial":
        return integral(point) and nonnegative(point) and nonnegative(params[0] - point)
    return name == "uniform" and positive(point - params[0]) and positive(params[1] - point)
