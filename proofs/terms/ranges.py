"""Where values lie: the sorts of sums, products, powers and functions of numbers, from the sorts of their parts.

Each holds every value that there is; most hold more, as no more is looked at than signs, and the ends of sums.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from .sorts import INTEGER, NONNEGATIVE, POSITIVE, REAL, UNIT, Scalar

_ZERO, _ONE = Fraction(0), Fraction(1)
_OF_FUNCTIONS = {
    "exp": POSITIVE, "cosh": Scalar(lower=_ONE), "sigmoid": UNIT, "softplus": POSITIVE, "relu": NONNEGATIVE,
    "abs": NONNEGATIVE, "normal_cdf": UNIT, "floor": INTEGER,
    "tanh": Scalar(-_ONE, _ONE, True, True), "sin": Scalar(-_ONE, _ONE),
    "cos": Scalar(-_ONE, _ONE), "sign": Scalar(-_ONE, _ONE, integer=True),
    "erf": Scalar(-_ONE, _ONE, True, True),
}  # fmt: skip


def of_sum(sorts: Collection[Scalar]) -> Scalar:
    lower: Fraction | None = _ZERO
    upper: Fraction | None = _ZERO
    open_lower = open_upper = False
    for sort in sorts:
        lower = None if lower is None or sort.lower is None else lower + sort.lower
        upper = None if upper is None or sort.upper is None else upper + sort.upper
        open_lower |= sort.open_lower or (sort.lower == 0 and sort.nonzero)
        open_upper |= sort.open_upper or (sort.upper == 0 and sort.nonzero)
    return Scalar(
        lower,
        upper,
        open_lower and lower is not None,
        open_upper and upper is not None,
        integer=all(sort.integer for sort in sorts),
    )


def of_product(sorts: Collection[Scalar]) -> Scalar:
    nonzero = all(sort.never_zero for sort in sorts)
    integer = all(sort.integer for sort in sorts)
    negatives = sum(sort.nonpositive for sort in sorts)
    if all(sort.nonnegative or sort.nonpositive for sort in sorts):
        if negatives % 2:
            return Scalar(upper=_ZERO, open_upper=nonzero, integer=integer)
        return Scalar(lower=_ZERO, open_lower=nonzero, integer=integer)
    return Scalar(integer=integer, nonzero=nonzero)


def of_power(base: Scalar, exponent: Fraction | None) -> Scalar:
    """Of a power by a certain number, or by any."""
    if base.positive:
        return POSITIVE
    if exponent is not None and exponent.denominator == 1:
        even = exponent % 2 == 0
        return Scalar(
            lower=_ZERO if even or base.nonnegative else None,
            nonzero=base.never_zero,
            integer=base.integer and exponent >= 0,
        )
    return NONNEGATIVE if base.nonnegative else REAL


def of_function(name: str, argument: Scalar) -> Scalar:
    if (name == "gamma" and argument.positive) or (name == "abs" and argument.never_zero):
        return POSITIVE
    return _OF_FUNCTIONS.get(name, REAL)


def of_choice(sorts: Collection[Scalar]) -> Scalar:
    """Of one of several values."""
    return NONNEGATIVE if all(sort.nonnegative for sort in sorts) else REAL


def of_mean(sort: Scalar) -> Scalar:
    return Scalar(sort.lower, sort.upper, sort.open_lower, sort.open_upper)


def of_total(sort: Scalar, *, filled: bool) -> Scalar:
    """Of a sum of values of one sort, of which there is at least one where it is `filled`."""
    low = _ZERO if sort.nonnegative else None
    high = _ZERO if sort.nonpositive else None
    return Scalar(low, high, filled and sort.positive, filled and sort.negative, integer=sort.integer)


def of_running_product(sort: Scalar, *, endless: bool) -> Scalar:
    """Of a product of values of one sort, perhaps of none; an `endless` one of halves is 0."""
    if endless:
        return NONNEGATIVE if sort.nonnegative else REAL
    return POSITIVE if sort.positive else NONNEGATIVE if sort.nonnegative else Scalar(nonzero=sort.never_zero)
