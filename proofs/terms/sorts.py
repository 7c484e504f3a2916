"""Sorts: what kind of thing a term stands for, with the facts that hold for every thing of that kind.

Sizes are terms of an integer sort, so a matrix may be n by n + 1 with n a symbol.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .term import Term


class Ratio(Protocol):
    """A rational number, of Python's or of FLINT's, in lowest terms."""

    @property
    def numerator(self) -> Any: ...

    @property
    def denominator(self) -> Any: ...


class Sort:
    """The kind of thing that a term stands for."""

    __slots__ = ()


def _in_order(traits: frozenset[str]) -> str:
    """Traits as text that does not depend on the run's hash seed: digests of terms are made of it."""
    return f"{{{', '.join(sorted(traits))}}}"


@dataclass(frozen=True, slots=True)
class Scalar(Sort):
    """A real number in an interval; `None` as an end is infinite. `integer` and `nonzero` restrict further."""

    lower: Fraction | None = None
    upper: Fraction | None = None
    open_lower: bool = False
    open_upper: bool = False
    integer: bool = False
    nonzero: bool = False

    def __hash__(self) -> int:
        low, high = self.lower, self.upper  # to hash fractions takes several times as long
        ends = None if low is None else low.numerator, None if high is None else high.numerator
        return hash((ends, self.open_lower, self.open_upper, self.integer, self.nonzero))

    @property
    def positive(self) -> bool:
        low = self.lower
        return low is not None and (low > 0 or (low == 0 and (self.open_lower or self.nonzero)))

    @property
    def nonnegative(self) -> bool:
        return self.lower is not None and self.lower >= 0

    @property
    def negative(self) -> bool:
        high = self.upper
        return high is not None and (high < 0 or (high == 0 and (self.open_upper or self.nonzero)))

    @property
    def nonpositive(self) -> bool:
        return self.upper is not None and self.upper <= 0

    @property
    def never_zero(self) -> bool:
        return self.nonzero or self.positive or self.negative

    def above(self, bound: Fraction | int, *, strict: bool) -> Scalar:
        """The part of this sort that lies above `bound`."""
        bound = Fraction(bound)
        if self.lower is not None and (self.lower > bound or (self.lower == bound and self.open_lower)):
            return self
        return replace(self, lower=bound, open_lower=strict)

    def below(self, bound: Fraction | int, *, strict: bool) -> Scalar:
        """The part of this sort that lies below `bound`."""
        bound = Fraction(bound)
        if self.upper is not None and (self.upper < bound or (self.upper == bound and self.open_upper)):
            return self
        return replace(self, upper=bound, open_upper=strict)

    def contains(self, value: Ratio) -> bool:
        p, q = value.numerator, value.denominator  # to compare fractions takes several times as long
        if (self.integer and q != 1) or (self.nonzero and p == 0):
            return False
        low, high = self.lower, self.upper
        above = 1 if low is None else p * low.denominator - low.numerator * q
        below = 1 if high is None else high.numerator * q - p * high.denominator
        return not (above < 0 or below < 0 or (self.open_lower and above == 0) or (self.open_upper and below == 0))


_ZERO, _ONE = Fraction(0), Fraction(1)
REAL = Scalar()
NONZERO = Scalar(nonzero=True)
POSITIVE = Scalar(lower=_ZERO, open_lower=True)
NONNEGATIVE = Scalar(lower=_ZERO)
NEGATIVE = Scalar(upper=_ZERO, open_upper=True)
UNIT = Scalar(lower=_ZERO, upper=_ONE, open_lower=True, open_upper=True)
PROBABILITY = Scalar(lower=_ZERO, upper=_ONE)
WITHIN_ONE = Scalar(lower=-_ONE, upper=_ONE, open_lower=True, open_upper=True)
INTEGER = Scalar(integer=True)
COUNT = Scalar(lower=_ZERO, integer=True)
BIT = Scalar(_ZERO, Fraction(1), integer=True)
NATURAL = Scalar(lower=_ONE, integer=True)


@dataclass(frozen=True, slots=True)
class Vector(Sort):
    """A column of `size` entries, each of the sort `entry`."""

    size: Term
    entry: Scalar = REAL


TRAITS = frozenset({"symmetric", "positive_definite", "positive_semidefinite", "invertible", "orthogonal", "diagonal"})
_IMPLIED = {
    "positive_definite": {"symmetric", "invertible", "positive_semidefinite"},
    "positive_semidefinite": {"symmetric"},
    "orthogonal": {"invertible"},
    "diagonal": {"symmetric"},
}


def closure(traits: Iterable[str]) -> frozenset[str]:
    """The traits and all that follows from them: a positive definite matrix is symmetric and invertible."""
    found = set(traits)
    for trait in tuple(found):
        if trait not in TRAITS:
            raise ValueError(f"no such trait of a matrix: {trait}")
        found |= _IMPLIED.get(trait, set())
    return frozenset(found)


@dataclass(frozen=True, slots=True, repr=False)
class Matrix(Sort):
    """A matrix of `rows` by `columns`. `traits` holds all that is known (see `closure`)."""

    rows: Term
    columns: Term
    traits: frozenset[str] = frozenset()
    entry: Scalar = REAL

    def __repr__(self) -> str:
        return f"Matrix({self.rows!r}, {self.columns!r}, {_in_order(self.traits)}, {self.entry!r})"


@dataclass(frozen=True, slots=True)
class Outcome(Sort):
    """A point of an abstract sample space, the one that densities write as the variable `label`."""

    label: str


@dataclass(frozen=True, slots=True)
class Family(Sort):
    """A joint pmf or density over named variables: one letter p for p(x, y), p(x), p(y | x)."""


@dataclass(frozen=True, slots=True)
class Law(Sort):
    """A probability distribution over things of sort `outcome`."""

    outcome: Sort


@dataclass(frozen=True, slots=True)
class RandomVariable(Sort):
    """A random variable with values of sort `value`; all live on one probability space."""

    value: Sort


# `strictly` is said of what increases or decreases
FUNCTION_TRAITS = frozenset(
    {"differentiable", "convex", "concave", "even", "odd", "increasing", "decreasing", "strictly", "constant",
     "invertible"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Function(Sort):
    """A function of `arguments` with values of sort `value`; smooth unless said otherwise."""

    arguments: tuple[Sort, ...]
    value: Sort = REAL
    traits: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"Function({self.arguments!r}, {self.value!r}, {_in_order(self.traits)})"


@dataclass(frozen=True, slots=True)
class Domain(Sort):
    """What a bound variable ranges over."""


@dataclass(frozen=True, slots=True)
class Statement(Sort):
    """Something true or false."""


@dataclass(frozen=True, slots=True)
class Event(Sort):
    """An event of the one probability space on which random variables live."""


FAMILY, DOMAIN, STATEMENT, EVENT = Family(), Domain(), Statement(), Event()
