"""Infinite series: a finite part, and a bound of the rest where the terms shrink at least geometrically."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

from ..errors import DomainError, UnsupportedNotion
from ..terms.term import Term
from .arithmetic import ball, whole
from .degree import degree
from .evaluate import Evaluator
from .quadrature import tolerance_bits

Value = Any
LONGEST = 20_000  # terms summed
WHOLE = {"poisson": 0, "geometric": 1}  # laws on the whole numbers from there on


@dataclass(frozen=True, slots=True)
class Shrinking:
    """|term i| <= factor i^power ratio^i / (i!)^factorials for every i >= 1."""

    factor: arb
    power: int
    ratio: arb
    factorials: int

    def times(self, other: Shrinking) -> Shrinking:
        return Shrinking(self.factor * other.factor, self.power + other.power, self.ratio * other.ratio,
                         self.factorials + other.factorials)  # fmt: skip

    def plus(self, other: Shrinking) -> Shrinking:
        return Shrinking(self.factor + other.factor, max(self.power, other.power), self.ratio.max(other.ratio),
                         min(self.factorials, other.factorials))  # fmt: skip

    def rest(self, last: int) -> arb | None:
        """A bound of the sum of all terms after `last` >= 1, where a geometric series bounds it."""
        if self.factorials < 0:
            return None
        first = last + 1
        quotient = self.ratio / arb(first) ** self.factorials
        if self.power > 0:
            quotient *= (arb(first + 1) / first) ** self.power
        if not quotient < 1:
            return None
        start = self.factor * arb(first) ** self.power * self.ratio**first / arb(first).fac() ** self.factorials
        return start / (1 - quotient)


def shrinking(run: Evaluator, term: Term, index: Term) -> Shrinking:
    """How fast a term shrinks in an index; UnsupportedNotion where no rule says."""
    if index not in term.free:
        return Shrinking(abs(ball(run.value(term))), 0, arb(1), 0)
    head, args = term.head, term.args
    if term is index:
        return Shrinking(arb(1), 1, arb(1), 0)
    if head == "indicator" or (head == "expect" and args[2].head == "indicator"):
        return Shrinking(arb(1), 0, arb(1), 0)
    if head in ("add", "mul"):
        parts = [shrinking(run, part, index) for part in args]
        found = parts[0]
        for part in parts[1:]:
            found = found.plus(part) if head == "add" else found.times(part)
        return found
    if head == "pow" and index not in args[0].free:
        base = abs(ball(run.value(args[0])))
        if not base > 0:
            raise UnsupportedNotion("a series in powers of what may be zero")
        return _exponential(run, base.log(), args[1], index)
    if head == "fn" and term.data == "exp":
        return _exponential(run, arb(1), args[0], index)
    if head == "fn" and term.data == "log":
        return _logarithm(run, args[0], index)
    if head == "pow" and args[1].head == "number" and args[1].value.denominator == 1:
        return _whole_power(run, args[0], int(args[1].value), index)
    if head == "binomial":
        return _binomial(run, args[0], args[1], index)
    if head == "pdf" and args[0].head == "named" and args[1] is index and index not in args[0].free:
        return of_law(str(args[0].data), run.numbers(args[0].args))
    if head == "pdf" and args[0].head == "named" and args[0].data in WHOLE and index not in args[0].free:
        return Shrinking(arb(1), 0, arb(1), 0)  # a probability
    raise UnsupportedNotion("an infinite series whose terms have no known bound")


def of_law(name: str, parameters: list[Any]) -> Shrinking:
    """How fast the probabilities of a law on the whole numbers shrink."""
    numbers = [ball(parameter) for parameter in parameters]
    match name:
        case "poisson":
            return Shrinking((-numbers[0]).exp(), 0, numbers[0], 1)
        case "geometric":
            return Shrinking(numbers[0] / (1 - numbers[0]), 0, 1 - numbers[0], 0)
    raise UnsupportedNotion(f"how fast the probabilities of the {name} distribution shrink")


def _exponential(run: Evaluator, rate: arb, exponent: Term, index: Term) -> Shrinking:
    """exp(rate q(i)) of a polynomial q of degree 2 at most: i^2 >= i where the square shrinks it."""
    top = degree(exponent, [index])
    if top is None or top > 2:
        raise UnsupportedNotion("an infinite series with such exponents")
    at = _values(run, exponent, index, 3)
    square = (at[2] - 2 * at[1] + at[0]) / 2 if top == 2 else arb(0)
    if not rate * square <= 0:
        raise DomainError("an infinite series whose terms grow without bound")
    return Shrinking((rate * at[0]).exp(), 0, (rate * (at[1] - at[0])).exp(), 0)


def _logarithm(run: Evaluator, term: Term, index: Term) -> Shrinking:
    """A bound of |log|: those of the factors together, and log(i + c) and log (i + c)! grow no faster than powers."""
    if index not in term.free:
        value = ball(run.value(term))
        return Shrinking(abs(abs(value).log()), 0, arb(1), 0)
    head, args = term.head, term.args
    if head == "mul":
        parts = [_logarithm(run, part, index) for part in args]
        found = parts[0]
        for part in parts[1:]:
            found = found.plus(part)
        return Shrinking(found.factor * len(parts), found.power, found.ratio, found.factorials)
    if head == "pow":
        return shrinking(run, args[1], index).times(_logarithm(run, args[0], index))
    if head == "fn" and term.data == "exp":
        return shrinking(run, args[0], index)
    if head == "factorial":
        start, step = _line(run, args[0], index)
        if step == 1:
            return Shrinking((1 + abs(start)) ** 2, 2, arb(1), 0)
    start, step = _line(run, term, index)
    if start >= 0 and step > 0:
        return Shrinking(abs((start + step).log()) + 1, 1, arb(1), 0)
    raise UnsupportedNotion("an infinite series of such logarithms")


def _binomial(run: Evaluator, top: Term, below: Term, index: Term) -> Shrinking:
    """i + c over k, which is no more than (i + c)^k, or over i + b: the same as over c - b."""
    start, step = _line(run, top, index)
    low, rise = _line(run, below, index)
    chosen = low if rise == 0 else start - low
    if step != 1 or rise not in (0, 1) or not (start.is_exact() and low.is_exact()):
        raise UnsupportedNotion("an infinite series of such binomial coefficients")
    power = max(0, whole(chosen))
    return Shrinking((1 + abs(start)) ** power, power, arb(1), 0)


def _whole_power(run: Evaluator, base: Term, exponent: int, index: Term) -> Shrinking:
    if exponent > 0:
        inner = shrinking(run, base, index)
        return Shrinking(
            inner.factor**exponent, inner.power * exponent, inner.ratio**exponent, inner.factorials * exponent
        )
    if base is index:
        return Shrinking(arb(1), exponent, arb(1), 0)
    if base.head == "factorial":
        start, step = _line(run, base.args[0], index)
        if step == 1 and start.is_exact():  # (i + c)! >= i! for c >= 0, and >= i! / i^|c| below
            return Shrinking(arb(1), max(0, whole(-start)) * -exponent, arb(1), -exponent)
    raise UnsupportedNotion("an infinite series of such quotients")


def _line(run: Evaluator, term: Term, index: Term) -> tuple[arb, arb]:
    """c0 and c1 of a term that is c0 + c1 index."""
    top = degree(term, [index])
    if top is None or top > 1:
        raise UnsupportedNotion("an infinite series with such exponents")
    at = _values(run, term, index, 2)
    return at[0], at[1] - at[0]


def _values(run: Evaluator, term: Term, index: Term, count: int) -> list[arb]:
    values = []
    with run.binding(index):
        for place in range(count):
            run.bound[index] = fmpq(place)
            values.append(ball(run.value(term)))
    return values


def sum_to_infinity(run: Evaluator, index: Term, low: int, body: Term) -> Value:
    """The sum of `body` over the integers from `low` on, with a ball around it for the rest."""
    return sum_of_shrinking(run, index, low, shrinking(run, body, index), lambda: run.value(body))


def sum_of_shrinking(run: Evaluator, index: Term, low: int, known: Shrinking, part: Callable[[], Value]) -> Value:
    """The sum of what `part` gives for the integers from `low` on, where it is known how fast that shrinks."""
    tolerance = arb(2) ** -tolerance_bits()
    total = arb(0)
    with run.binding(index):
        for place in range(low, low + LONGEST):
            run.spend(1)
            run.bound[index] = fmpq(place)
            here = part()
            if isinstance(here, list):
                raise UnsupportedNotion("an infinite series of arrays")
            total = total + ball(here)
            rest = known.rest(place) if place >= 1 else None
            if rest is not None and rest < tolerance:
                return total + arb(0, 1) * rest.abs_upper()
    raise UnsupportedNotion("an infinite series that converges so slowly")
