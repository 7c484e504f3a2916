"""Infinite series: a finite part, and a bound of the rest where the terms shrink at least geometrically."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

from ..errors import UnsupportedNotion
from ..terms.term import Term
from .arithmetic import ball, whole
from .degree import degree
from .evaluate import Evaluator
from .quadrature import tolerance_bits

Value = Any
LONGEST = 20_000  # terms summed


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
    if head in ("add", "mul"):
        parts = [shrinking(run, part, index) for part in args]
        found = parts[0]
        for part in parts[1:]:
            found = found.plus(part) if head == "add" else found.times(part)
        return found
    if head == "pow" and index not in args[0].free:
        start, step = _line(run, args[1], index)
        base = abs(ball(run.value(args[0])))
        if not base > 0:
            raise UnsupportedNotion("a series in powers of what may be zero")
        return Shrinking(base**start, 0, base**step, 0)
    if head == "fn" and term.data == "exp":
        start, step = _line(run, args[0], index)
        return Shrinking(start.exp(), 0, step.exp(), 0)
    if head == "pow" and args[1].head == "number" and args[1].value.denominator == 1:
        return _whole_power(run, args[0], int(args[1].value), index)
    raise UnsupportedNotion("an infinite series whose terms have no known bound")


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
    values = []
    with run.binding(index):
        for place in (0, 1):
            run.bound[index] = fmpq(place)
            values.append(ball(run.value(term)))
    return values[0], values[1] - values[0]


def sum_to_infinity(run: Evaluator, index: Term, low: int, body: Term) -> Value:
    """The sum of `body` over the integers from `low` on, with a ball around it for the rest."""
    known = shrinking(run, body, index)
    tolerance = arb(2) ** -tolerance_bits()
    total = arb(0)
    with run.binding(index):
        for place in range(low, low + LONGEST):
            run.spend(1)
            run.bound[index] = fmpq(place)
            part = run.value(body)
            if isinstance(part, list):
                raise UnsupportedNotion("an infinite series of arrays")
            total = total + ball(part)
            rest = known.rest(place) if place >= 1 else None
            if rest is not None and rest < tolerance:
                return total + arb(0, 1) * rest.abs_upper()
    raise UnsupportedNotion("an infinite series that converges so slowly")
