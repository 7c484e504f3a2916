"""Random functions with the traits and ranges that their sorts ask for, made of operations that have derivatives."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from random import Random
from typing import Any

from flint import fmpq

from ..errors import UnsupportedNotion
from ..terms.sorts import REAL, UNIT, Function, Matrix, Scalar, Sort, Vector
from .arithmetic import HALF, ONE, ZERO, elementary, power, reciprocal
from .arrays import entries
from .code import Code, text_of
from .dual import Number

Formula = Callable[[list[Number]], Number]
FLAVOURS = ("rational", "exponential", "unit")  # the last has values between 0 and 1 where any are allowed


@dataclass(slots=True)
class FunctionValue:
    """A function; abstract arguments (outcomes) choose one of its formulas, numbers enter into it."""

    name: str
    sort: Function
    seed: int
    flavour: str
    shape: list[int]  # of a value: [], [n] or [m, n]
    _count: int = 0
    _formulas: dict[tuple[int, ...], list[Formula]] = field(default_factory=dict)

    def __call__(self, arguments: list[Any]) -> Any:
        chosen: list[int] = []
        numbers: list[Number] = []
        for argument in arguments:
            if isinstance(argument, int):
                chosen.append(argument)
            else:
                numbers.extend(entries(argument))
        formulas = self.formulas(tuple(chosen), len(numbers))
        values = [formula(numbers) for formula in formulas]
        if not self.shape:
            return values[0]
        if len(self.shape) == 1:
            return values
        width = self.shape[1]
        return [values[start : start + width] for start in range(0, len(values), width)]

    @property
    def abstract(self) -> bool:
        """Whether an argument is an outcome, and the function a table."""
        return any(chosen for chosen in self._formulas)

    @property
    def known(self) -> dict[tuple[int, ...], list[Formula]]:
        """The formulas drawn so far, by the outcomes that choose them."""
        return self._formulas

    @property
    def is_cubic(self) -> bool:
        """Whether the function is a polynomial of degree 3 in its numbers."""
        value = self.sort.value
        unbounded = isinstance(value, Scalar) and value == REAL
        return unbounded and self.flavour == "rational" and not self.sort.traits - {"differentiable"}

    def describe(self) -> str:
        """The formula, in u1, u2, ..; of a table, only that it is one."""
        if self.abstract or () not in self._formulas:
            return "a function of outcomes, drawn at random"
        at = [Code(f"u{place + 1}") for place in range(self._count)]
        texts = [text_of(formula(at)).replace("np.", "") for formula in self._formulas[()]]
        inside = ", ".join(part.text for part in at)
        return f"({inside}) -> {texts[0] if not self.shape else '[' + ', '.join(texts) + ']'}"

    def formulas(self, chosen: tuple[int, ...], count: int) -> list[Formula]:
        found = self._formulas.get(chosen)
        if found is None:
            self._count = count
            rng = Random(f"{self.seed}:{self.name}:{chosen}")
            components = 1
            for size in self.shape:
                components *= size
            found = self._formulas[chosen] = [
                make_formula(rng, entry_sort(self.sort.value), self.sort.traits, count, self.flavour)
                for _ in range(components)
            ]
        return found


def entry_sort(sort: Sort) -> Scalar:
    if isinstance(sort, Scalar):
        return sort
    if isinstance(sort, (Vector, Matrix)):
        return sort.entry
    raise UnsupportedNotion("a function whose value is neither a number nor an array")


def _small(rng: Random) -> fmpq:
    return fmpq(rng.choice((-3, -2, -1, 1, 2, 3)), rng.choice((1, 1, 2)))


def _positive(rng: Random) -> fmpq:
    return fmpq(rng.choice((1, 2, 3)), rng.choice((1, 1, 2)))


def _linear(coefficients: list[fmpq], at: list[Number]) -> Number:
    total: Number = ZERO
    for coefficient, number in zip(coefficients, at, strict=True):
        total = total + coefficient * number
    return total


def make_formula(rng: Random, value: Scalar, traits: frozenset[str], count: int, flavour: str) -> Formula:
    """A formula in `count` numbers with values in `value`."""
    if value.integer:
        raise UnsupportedNotion("a function with whole values")
    if count == 0:
        constant = _constant(rng, UNIT if flavour == "unit" and value == REAL else value)
        return lambda at: constant
    if "constant" in traits:
        level = _constant(rng, value)
        return lambda at: level
    shaped = traits - {"differentiable", "invertible", "strictly"}
    if "invertible" in traits and not shaped & {"increasing", "decreasing"}:
        shaped |= {rng.choice(("increasing", "decreasing"))}
    free = value.lower is None and value.upper is None
    touching = _touching(rng, count, value, shaped)
    if touching is not None:
        return touching
    if "odd" in shaped and (shaped - {"odd", "increasing", "decreasing"} or value.nonzero or not _symmetric(value)):
        raise UnsupportedNotion("an odd function of this kind")
    if not shaped:
        inner = _plain(rng, count, flavour)
    elif shaped & {"convex", "concave"}:
        inner = _curved(rng, count, shaped, flavour)
        if not free:
            return _curved_in_range(inner, value, shaped)
    elif shaped & {"increasing", "decreasing"}:
        inner = _monotone(rng, count, shaped, flavour)
    else:
        inner = _of_parity(rng, count, shaped)
    if flavour == "unit" and not shaped and value == REAL:
        return _into(UNIT, inner, False, "exponential")
    if free and not value.nonzero:
        return inner
    if free and shaped & {"convex", "concave"}:
        raise UnsupportedNotion("a convex function without zeros")
    return _into(value, inner, bool(shaped), flavour)


def _touching(rng: Random, count: int, value: Scalar, shaped: Set[str]) -> Formula | None:
    """At times, a function that reaches a bound of its values: that value, or a square over it. Else None."""
    ends = ((value.lower, value.open_lower, value.upper), (value.upper, value.open_upper, value.lower))
    closed = [(end, other) for end, is_open, other in ends if end is not None and not is_open]
    if not closed or value.nonzero or not shaped <= {"even", "convex", "concave"} or rng.random() < 0.5:
        return None
    end, other = rng.choice(closed)
    start, sign = fmpq(end.numerator, end.denominator), ONE if end is value.lower else -ONE
    curved = "convex" if end is value.lower else "concave"
    if rng.random() < 0.25:
        return lambda at: start
    if not shaped <= ({"even", curved} if other is None else {"even"}):
        return None
    form, constant = [_small(rng) for _ in range(count)], ZERO if "even" in shaped else _small(rng)
    width = ONE if other is None else abs(fmpq(other.numerator, other.denominator) - start)

    def square(at: list[Number]) -> Number:
        line = constant + _linear(form, at)
        over = line * line
        return start + sign * width * (over if other is None else over * reciprocal(over + ONE))

    return square


def _symmetric(value: Scalar) -> bool:
    low, high = value.lower, value.upper
    return (low is None and high is None) or (low is not None and high is not None and low == -high)


def _constant(rng: Random, value: Scalar) -> fmpq:
    low = None if value.lower is None else fmpq(value.lower.numerator, value.lower.denominator)
    high = None if value.upper is None else fmpq(value.upper.numerator, value.upper.denominator)
    if low is not None and high is not None:
        return low + (high - low) * fmpq(rng.randint(1, 6), 7)
    if low is not None:
        return low + _positive(rng)
    if high is not None:
        return high - _positive(rng)
    return _small(rng)


def _plain(rng: Random, count: int, flavour: str) -> Formula:
    """A cubic polynomial, with an exponential where the flavour says so."""
    constant, cubic = _small(rng), _small(rng)
    first = [_small(rng) for _ in range(count)]
    squares = [_small(rng) for _ in range(count)]
    other = [_small(rng) for _ in range(count)]
    rate = [fmpq(rng.choice((-1, 1)), rng.choice((2, 3))) for _ in range(count)]

    def polynomial(at: list[Number]) -> Number:
        line = _linear(other, at)
        total = constant + _linear(first, at) + cubic * line * line * line
        for coefficient, number in zip(squares, at, strict=True):
            total = total + coefficient * number * number
        return total

    if flavour == "rational":
        return polynomial
    return lambda at: polynomial(at) + elementary("exp", _linear(rate, at))


def _curved(rng: Random, count: int, traits: frozenset[str], flavour: str) -> Formula:
    """Convex (or concave): squares of linear forms, one for each coordinate, and a line; at times a line alone.

    What holds of all strictly convex functions may fail of the line.
    """
    sign = -ONE if "concave" in traits else ONE
    weights = [_positive(rng) for _ in range(count)]
    slopes = [_small(rng) for _ in range(count)]
    form = [_small(rng) for _ in range(count)]
    direction = 1 if "increasing" in traits else -1 if "decreasing" in traits else 0
    if direction:
        if count != 1:
            raise UnsupportedNotion("a monotone convex function of several numbers")
        rate, slope = weights[0] * direction * sign, fmpq(direction) * abs(slopes[0])
        if rng.random() < 0.25:
            return lambda at: direction * weights[0] * at[0]
        return lambda at: sign * elementary("exp", rate * at[0]) + slope * at[0]
    even = "even" in traits
    if not even and rng.random() < 0.25:
        return lambda at: _linear(slopes, at)

    def curved(at: list[Number]) -> Number:
        total = _linear(form, at)
        total = total * total
        for weight, number in zip(weights, at, strict=True):
            total = total + weight * number * number
        if flavour == "exponential":
            line = _linear(form, at)
            total = total + elementary("exp", line)
            if even:
                total = total + elementary("exp", -line)
        return sign * total + (ZERO if even else _linear(slopes, at))

    return curved


def _curved_in_range(inner: Formula, value: Scalar, traits: frozenset[str]) -> Formula:
    """Convex and bounded below: above the bound, what is convex and increases of what is convex. Concave and bounded
    above likewise."""
    bound, sign = (value.lower, ONE) if "convex" in traits else (value.upper, -ONE)
    other = value.upper if "convex" in traits else value.lower
    if bound is None or other is not None:
        raise UnsupportedNotion("a convex function with such values")
    start = fmpq(bound.numerator, bound.denominator)
    return lambda at: start + sign * _above_zero(sign * inner(at))


def _monotone(rng: Random, count: int, traits: frozenset[str], flavour: str) -> Formula:
    sign = -ONE if "decreasing" in traits else ONE
    first = [_positive(rng) for _ in range(count)]
    cubes = [_positive(rng) for _ in range(count)]
    constant = ZERO if "odd" in traits else _small(rng)
    if "even" in traits:
        raise UnsupportedNotion("an even monotone function")
    if rng.random() < 0.5:
        return lambda at: constant + sign * _linear(cubes, [_level(x) for x in at])

    def monotone(at: list[Number]) -> Number:
        total = constant + _linear(first, at) + _linear(cubes, [x * x * x for x in at])
        if flavour == "exponential" and "odd" not in traits:
            total = total + elementary("exp", _linear(first, at))
        return sign * total

    return monotone


def _level(x: Number) -> Number:
    """The integral of (x (x - 1) (x + 1))^2: it increases strictly, and is level at -1, 0 and 1."""
    square = x * x
    return x * square * (fmpq(1, 3) - square * (fmpq(2, 5) - square * fmpq(1, 7)))


def _of_parity(rng: Random, count: int, traits: frozenset[str]) -> Formula:
    first = [_small(rng) for _ in range(count)]
    form = [_small(rng) for _ in range(count)]
    constant = _small(rng)
    if "odd" in traits:

        def odd(at: list[Number]) -> Number:
            line = _linear(form, at)
            return _linear(first, at) + line * line * line

        return odd

    def even(at: list[Number]) -> Number:
        line = _linear(form, at)
        return constant + line * line + _linear(first, [x * x for x in at])

    return even


def _root(x: Number) -> Number:
    return x.apply("sqrt") if isinstance(x, Code) else power(x, HALF)


def _above_zero(x: Number) -> Number:
    """Positive, increasing and convex."""
    return x + _root(ONE + x * x)


def _into(value: Scalar, inner: Formula, monotone: bool, flavour: str) -> Formula:
    """Bend a real function into an interval, increasing where order must be kept.

    Far out it nears an end as a fraction does: exponentials would seem to reach it, and what differs to be equal.
    """
    low = None if value.lower is None else fmpq(value.lower.numerator, value.lower.denominator)
    high = None if value.upper is None else fmpq(value.upper.numerator, value.upper.denominator)
    exact = not monotone and flavour == "rational"

    def above(x: Number) -> Number:
        return ONE + x * x if exact else _above_zero(x)

    if low is not None and high is not None:
        width = high - low

        def unit(x: Number) -> Number:
            return reciprocal(ONE + ONE + x * x) if exact else (x * reciprocal(_root(ONE + x * x)) + ONE) * HALF

        return lambda at: low + width * unit(inner(at))
    if low is not None:
        return lambda at: low + above(inner(at))
    if high is not None:
        return lambda at: high - above(-inner(at))
    return lambda at: above(inner(at))
