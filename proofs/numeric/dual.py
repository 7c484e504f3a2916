"""Dual numbers: a value with its partial derivatives, for exact forward differentiation.

Nested derivatives have tags of their own: a number of a lower tag is a constant to one of a higher tag.
"""

from __future__ import annotations

from typing import Any

from flint import fmpq

# An fmpq, arb, acb or Dual, mixed freely; the stubs of python-flint do not know operations between kinds.
Number = Any


class Dual:
    """value + sum of partials times infinitesimals of one `tag`; products of two infinitesimals are zero."""

    __slots__ = ("partials", "tag", "value")

    def __init__(self, tag: int, value: Number, partials: list[Number]) -> None:
        self.tag = tag
        self.value = value
        self.partials = partials

    def chain(self, value: Number, slope: Number) -> Dual:
        """The value and the partials of f(self), given f and f' at `self.value`."""
        return Dual(self.tag, value, [slope * part for part in self.partials])

    def __add__(self, other: Number) -> Dual:
        if isinstance(other, Dual) and other.tag >= self.tag:
            if other.tag == self.tag:
                pairs = zip(self.partials, other.partials, strict=True)
                return Dual(self.tag, self.value + other.value, [a + b for a, b in pairs])
            return Dual(other.tag, self + other.value, other.partials)
        return Dual(self.tag, self.value + other, self.partials)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(self.tag, -self.value, [-part for part in self.partials])

    def __sub__(self, other: Number) -> Number:
        return self + (-other)

    def __rsub__(self, other: Number) -> Number:
        return (-self) + other

    def __mul__(self, other: Number) -> Dual:
        if isinstance(other, Dual) and other.tag >= self.tag:
            if other.tag == self.tag:
                a, b = self.value, other.value
                pairs = zip(self.partials, other.partials, strict=True)
                return Dual(self.tag, a * b, [a * y + x * b for x, y in pairs])
            return Dual(other.tag, self * other.value, [self * part for part in other.partials])
        return Dual(self.tag, self.value * other, [part * other for part in self.partials])

    __rmul__ = __mul__


def primal(x: Number) -> Number:
    """The number itself, without derivatives."""
    while isinstance(x, Dual):
        x = x.value
    return x


def seed(values: list[Number], tag: int) -> list[Dual]:
    """Independent variables at `values`, each the infinitesimal of its own position."""
    count = len(values)
    zero, one = fmpq(0), fmpq(1)
    return [
        Dual(tag, value, [one if place == other else zero for other in range(count)])
        for place, value in enumerate(values)
    ]


def partials(x: Number, tag: int, count: int) -> list[Number]:
    """The partial derivatives of x by the variables that `seed` made under `tag`."""
    if isinstance(x, Dual) and x.tag == tag:
        return x.partials
    return [fmpq(0)] * count
