"""Where a random number lies if an event of it happens: -log(1 - U) > t where U > 1 - e^{-t}, X^2 <= t where X is
between -sqrt(t) and sqrt(t).

All that is said holds up to single values, so it is of variables without any of positive probability.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from . import build
from .sorts import Law, Scalar
from .term import DENIED, ORDERS, TURNED, Term, fresh, substitute, symbol

Ends = tuple[Fraction | None, Fraction | None]
_DEEPEST = 12  # functions of functions


@dataclass(frozen=True)
class Between:
    """From `low` to `high`, of which None is no bound; or, where it is not `inside`, all but that. Where it is not
    `ordered`, the low end may lie above the high one, and nothing is between."""

    low: Term | None
    high: Term | None
    inside: bool = True
    ordered: bool = True


def preimage(event: Term, variable: Term, support: Scalar) -> Between | None:
    """Where a variable with values in `support` lies if a relation of what it makes to a number holds; None where no
    rule says."""
    if event.head == "and":
        return _meet([preimage(each, variable, support) for each in event.args])
    if event.head == "not":
        found = preimage(event.args[0], variable, support)
        return None if found is None else replace(found, inside=not found.inside)
    if event.head != "relation":
        return None
    left, right, kind = *event.args, str(event.data)
    if variable in right.free:
        left, right, kind = right, left, TURNED.get(kind, "")
    if variable in right.free or kind not in ("<", "<=", ">", ">="):
        return None
    drawn = fresh(symbol(variable.name, support), event.free)
    found = Between(None, right) if kind in ("<", "<=") else Between(right, None)
    return _solved(substitute(left, {variable: drawn}), drawn, found, _DEEPEST)


def without_extreme(event: Term) -> Term:
    """max(X, Y) <= t as X <= t and Y <= t, max(X, Y) > t as what is not that; of min(X, Y) the other way round."""
    if event.head != "relation" or event.data not in ORDERS:
        return event
    left, right, kind = *event.args, str(event.data)
    if left.head not in ("max_of", "min_of"):
        left, right, kind = right, left, TURNED[kind]
    if left.head not in ("max_of", "min_of"):
        return event
    if kind in (("<", "<=") if left.head == "max_of" else (">", ">=")):
        return build.both(*(build.relation(kind, each, right) for each in left.args))
    return build.negation(build.both(*(build.relation(DENIED[kind], each, right) for each in left.args)))


def ends_of(law: Term) -> tuple[Term | None, Term | None] | None:
    """Where the density of a law of numbers begins and ends, None where that is infinite; None of any other law."""
    outcome = law.sort.outcome if isinstance(law.sort, Law) else None
    if law.head != "named" or not isinstance(outcome, Scalar) or outcome.integer:
        return None
    if law.data == "uniform":
        low, high = law.args
        return low, high
    low_, high_ = (None if end is None else build.number(end) for end in (outcome.lower, outcome.upper))
    return low_, high_


def clipped(end: Term, lowest: Term | None, highest: Term | None) -> Term:
    """An end moved between two bounds, None for none, as far as it is not surely there."""
    low, high = interval(end)
    if lowest is not None and not (low is not None and lowest.head == "number" and low >= lowest.value):
        end = build.max_of(end, lowest)
    if highest is not None and not (high is not None and highest.head == "number" and high <= highest.value):
        end = build.min_of(end, highest)
    return end


def _meet(parts: list[Between | None]) -> Between | None:
    """In all of some."""
    lows: list[Term] = []
    highs: list[Term] = []
    for part in parts:
        if part is None or not part.inside:
            return None
        lows += [part.low] if part.low is not None else []
        highs += [part.high] if part.high is not None else []
    low = build.max_of(*lows) if len(lows) > 1 else lows[0] if lows else None
    high = build.min_of(*highs) if len(highs) > 1 else highs[0] if highs else None
    return Between(low, high, ordered=low is None or high is None)


def _solved(value: Term, variable: Term, at: Between, deep: int) -> Between | None:
    """Where the variable is if a value that it makes lies there."""
    if value is variable:
        return at
    moving = [arg for arg in value.args if variable in arg.free]
    if len(moving) != 1 or not deep:
        return None
    (inner,) = moving
    rest = [arg for arg in value.args if arg is not inner]
    if len(rest) != len(value.args) - 1:
        return None  # it stands there twice
    found: Between | None = None
    match value.head:
        case "add":
            apart = build.add(*rest)
            found = _ends(at, lambda end: build.sub(end, apart))
        case "mul":
            factor = build.mul(*rest)
            side = _sign(factor, variable)
            found = _ends(at, lambda end: build.div(end, factor)) if side else None
            found = _turned(found) if side < 0 and found is not None else found
        case "pow" if value.args[0] is inner and value.args[1].head == "number":
            found = _of_power(inner, value.args[1].value, at, variable)
        case "fn" if value.data == "abs" and _nonnegative(at):
            bounds = [end for end in (at.low, at.high) if end is not None]
            inside = at.inside if at.low is None else not at.inside
            found = Between(build.neg(bounds[0]), bounds[0], inside) if len(bounds) == 1 else None
        case "fn" if value.data == "exp" and _positive(at, variable):
            found = _ends(at, build.log)
        case "fn" if value.data == "log" and _sign(inner, variable) > 0:
            found = _ends(at, build.exp)
    return None if found is None else _solved(inner, variable, found, deep - 1)


def _of_power(base: Term, exponent: Fraction, at: Between, variable: Term) -> Between | None:
    """Where x lies if x^n does."""
    if exponent == 0 or not (_positive(at, variable) if exponent < 0 else _nonnegative(at)):
        return None
    if _sign(base, variable) > 0:
        found = _ends(at, lambda end: build.power(end, build.number(1 / exponent)))
        return found if exponent > 0 else _turned(found)
    if exponent.denominator != 1 or exponent <= 0:
        return None
    root = build.number(1 / exponent)
    if exponent % 2:
        return _ends(at, lambda end: build.power(end, root))
    bounds = [end for end in (at.low, at.high) if end is not None]
    if len(bounds) != 1:
        return None
    top = build.power(bounds[0], root)
    return Between(build.neg(top), top, inside=at.inside if at.low is None else not at.inside)


def _ends(at: Between, change: Callable[[Term], Term]) -> Between:
    low, high = (None if end is None else change(end) for end in (at.low, at.high))
    return replace(at, low=low, high=high)


def _turned(at: Between) -> Between:
    return replace(at, low=at.high, high=at.low)


def _positive(at: Between, variable: Term) -> bool:
    """Whether all bounds are positive numbers."""
    return all(_sign(end, variable) > 0 for end in (at.low, at.high) if end is not None)


def _nonnegative(at: Between) -> bool:
    """Whether no bound is a negative number."""
    return all(_side(interval(end)) > 0 for end in (at.low, at.high) if end is not None)


def _sign(term: Term, variable: Term) -> int:
    """1 or -1 where a number surely has that sign, else 0. What the variable makes by functions that are solved here
    takes no single value with positive probability."""
    low, high = interval(term)
    sort = build.scalar_sort(term)
    never = variable in term.free or (sort is not None and (sort.nonzero or sort.positive or sort.negative))
    if low is not None and (low > 0 or (low == 0 and never)):
        return 1
    return -1 if high is not None and (high < 0 or (high == 0 and never)) else 0


def interval(term: Term) -> Ends:
    """Bounds of a number."""
    sort = build.scalar_sort(term)
    ends: Ends = (None, None) if sort is None else (sort.lower, sort.upper)
    match term.head:
        case "number":
            return term.value, term.value
        case "add":
            return _narrower(ends, _total([interval(arg) for arg in term.args]))
        case "mul":
            numbers = [arg.value for arg in term.args if arg.head == "number"]
            others = [arg for arg in term.args if arg.head != "number"]
            if len(numbers) == 1 and len(others) == 1:
                low, high = (None if end is None else end * numbers[0] for end in interval(others[0]))
                return _narrower(ends, (low, high) if numbers[0] > 0 else (high, low))
            signs = [_side(interval(arg)) for arg in term.args]
            if all(signs):
                zero = Fraction(0)
                return _narrower(ends, (zero, None) if signs.count(-1) % 2 == 0 else (None, zero))
        case "pow" if term.args[1].head == "number" and term.args[1].value > 0:
            return _narrower(ends, _power(interval(term.args[0]), term.args[1].value))
        case "max_of" | "min_of":
            pairs = [interval(arg) for arg in term.args]
            lows, highs = [low for low, _ in pairs if low is not None], [high for _, high in pairs if high is not None]
            every_low, every_high = len(lows) == len(pairs), len(highs) == len(pairs)
            if term.head == "max_of":  # no less than any of them
                found = max(lows, default=None), max(highs) if every_high else None
            else:
                found = min(lows) if every_low else None, min(highs, default=None)
            return _narrower(ends, found)
        case "fn" if term.data == "log":
            low, high = interval(term.args[0])
            zero = Fraction(0)
            return _narrower(ends, (zero if low is not None and low >= 1 else None,
                                    zero if high is not None and high <= 1 else None))  # fmt: skip
        case "fn" if term.data == "exp":
            low, high = interval(term.args[0])
            one, zero = Fraction(1), Fraction(0)
            return _narrower(ends, (one if low is not None and low >= 0 else zero,
                                    one if high is not None and high <= 0 else None))  # fmt: skip
    return ends


def _power(base: Ends, exponent: Fraction) -> Ends:
    """Bounds of x^n, for n > 0."""
    low, high = base
    zero, one = Fraction(0), Fraction(1)
    if exponent.denominator != 1:
        return (one if low is not None and low >= 1 else zero, one if high is not None and high <= 1 else None)
    n = int(exponent)
    ends = [None if end is None else end**n for end in base]
    if n % 2 or (low is not None and low >= 0):
        return ends[0], ends[1]
    if high is not None and high <= 0:
        return ends[1], ends[0]
    known = [end for end in ends if end is not None]
    return zero, max(known) if len(known) == 2 else None


def _total(parts: list[Ends]) -> Ends:
    lows, highs = [low for low, _ in parts if low is not None], [high for _, high in parts if high is not None]
    zero = Fraction(0)
    return (sum(lows, zero) if len(lows) == len(parts) else None,
            sum(highs, zero) if len(highs) == len(parts) else None)  # fmt: skip


def _side(ends: Ends) -> int:
    """1 or -1 for what is no negative, or no positive number; else 0."""
    low, high = ends
    return 1 if low is not None and low >= 0 else -1 if high is not None and high <= 0 else 0


def _narrower(one: Ends, other: Ends) -> Ends:
    lows = [end for end in (one[0], other[0]) if end is not None]
    highs = [end for end in (one[1], other[1]) if end is not None]
    return max(lows, default=None), min(highs, default=None)
