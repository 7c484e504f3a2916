"""Bounds of integrands far out, so that integrals over unbounded intervals can be certified.

A `Growth` says |f(x)| <= factor r^power exp(rate r - decay r^2) for r = |x| >= 1 on one side of zero.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from typing import Any

from flint import arb, fmpq

from ..errors import UnsupportedNotion
from ..terms.build import is_array, scalar_sort, sub
from ..terms.preimages import interval
from ..terms.sorts import Scalar
from ..terms.term import Term
from . import arrays, draw
from .arithmetic import ONE, TWO, ZERO, Undecided, ball, elementary
from .degree import LARGEST_DEGREE, degree
from .dual import Dual, Number
from .evaluate import Evaluator
from .functions import FunctionValue
from .laws import _lagrange, check, settle
from .quadrature import integrate_ball, tolerance_bits
from .scalars import range_of

Value = Any
_BOUNDED = frozenset({"sigmoid", "tanh", "sin", "cos", "erf", "normal_cdf", "sign"})
MOST_DOUBLINGS = 40
MOST_TERMS = 50  # of a sum or product that is bounded term by term


@dataclass(frozen=True, slots=True)
class Growth:
    factor: arb
    power: int = 0
    rate: arb = arb(0)  # noqa: RUF009 - balls are immutable
    decay: arb = arb(0)  # noqa: RUF009

    def __add__(self, other: Growth) -> Growth:
        return Growth(self.factor + other.factor, max(self.power, other.power), self.rate.max(other.rate),
                      self.decay.min(other.decay))  # fmt: skip

    def __mul__(self, other: Growth) -> Growth:
        return Growth(self.factor * other.factor, self.power + other.power, self.rate + other.rate,
                      self.decay + other.decay)  # fmt: skip

    def tail(self, start: arb) -> arb | None:
        """A bound of the integral from `start` >= 1 to infinity, where one follows."""
        if self.factor == 0:
            return arb(0)
        if self.decay > 0:
            room = self.decay / 2
            settled = room * start * start >= self.rate * start + self.power * start.log()
            rising = 2 * room * start >= self.rate + self.power / start
            if settled and rising:
                return self.factor * (-room * start * start).exp() / (2 * room * start)
        elif self.decay >= 0 and self.rate < 0:
            room = -self.rate / 2
            if room * start >= self.power * start.log() and room >= self.power / start:
                return self.factor * (-room * start).exp() / room
        return None


def growth(run: Evaluator, term: Term, variable: Term, side: int) -> Growth:
    """How fast a term can grow in a variable on one side; UnsupportedNotion where no rule says."""
    if variable not in term.free:
        return Growth(abs(ball(run.value(term))))
    top = degree(term, [variable], cubic(run, term))
    if top is not None and top <= LARGEST_DEGREE:
        coefficients = polynomial_coefficients(run, term, variable, top)
        return Growth(sum((abs(c) for c in coefficients), arb(0)), top)
    head, args = term.head, term.args
    if head in ("add", "max_of", "min_of"):
        return _join([growth(run, part, variable, side) for part in args], Growth.__add__)
    if head == "mul":
        return _join([growth(run, part, variable, side) for part in args], Growth.__mul__)
    if head == "pow" and variable not in args[1].free:
        return _growth_of_power(run, term, variable, side)
    if head == "fn":
        return _growth_of_function(run, term, variable, side)
    if head == "pdf" and args[0].head == "named" and args[1] is variable and variable not in args[0].free:
        return density_growth(*settle(str(args[0].data), run.numbers(args[0].args)), side)
    if head == "pdf" and args[0].data == "normal" and variable not in args[0].args[1].free:
        return _growth_around_a_mean(run, term, variable, side)
    if head in ("sum", "product") and args[1].head == "range" and variable not in args[1].free:
        return _growth_over_a_range(run, term, variable, side)
    raise UnsupportedNotion("an integral over an unbounded interval of a function without a known bound")


def _growth_around_a_mean(run: Evaluator, term: Term, variable: Term, side: int) -> Growth:
    """Of a normal density whose point, or mean, is a line in the variable."""
    mean, spread = term.args[0].args
    apart = sub(term.args[1], mean)
    if is_array(apart) or degree(apart, [variable]) != 1:
        raise UnsupportedNotion("an integral over an unbounded interval of such a density")
    (start, slope), variance = polynomial_coefficients(run, apart, variable, 1), ball(run.value(spread))
    check("normal", [ZERO, variance])
    peak = (-start * start / (2 * variance)).exp() / (2 * arb.pi() * variance).sqrt()
    return Growth(peak, 0, -side * start * slope / variance, slope * slope / (2 * variance))


def _growth_over_a_range(run: Evaluator, term: Term, variable: Term, side: int) -> Growth:
    index, domain, body = term.args
    low, high = range_of(run, domain)
    if high - low > MOST_TERMS:
        raise UnsupportedNotion("an integral over an unbounded interval of so many terms")
    found = Growth(arb(0 if term.head == "sum" else 1))
    with run.binding(index):
        for place in range(low, high + 1):
            run.bound[index] = fmpq(place)
            part = growth(run, body, variable, side)
            found = found + part if term.head == "sum" and place > low else found * part if place > low else part
    return found


def cubic(run: Evaluator, term: Term) -> list[Term]:
    """The function symbols in a term that stand for cubic polynomials at this interpretation."""
    held = run.interpretation.values
    return [symbol for symbol in term.free if isinstance(f := held.get(symbol), FunctionValue) and f.is_cubic]


def _join(parts: list[Growth], by: Callable[[Growth, Growth], Growth]) -> Growth:
    found = parts[0]
    for part in parts[1:]:
        found = by(found, part)
    return found


def density_growth(name: str, parameters: list[Any], side: int) -> Growth:
    """The tail of the density of a named law."""
    numbers = [ball(parameter) for parameter in parameters]
    match name:
        case "normal":
            return normal_growth(numbers[0], numbers[1], side)
        case "exponential":
            return Growth(numbers[0], 0, -numbers[0])
        case "gamma":
            shape, rate = numbers
            return Growth((shape * rate.log() - shape.lgamma()).exp(), max(0, _above(shape - 1)), -rate)
        case "laplace":
            mean, scale = numbers
            return Growth((abs(mean) / scale).exp() / (2 * scale), 0, -1 / scale)
    raise UnsupportedNotion(f"the tail of the {name} density")


def _above(x: arb) -> int:
    return ceil(float(x.upper()))


def normal_growth(mean: arb, spread: arb, side: int) -> Growth:
    peak = (-mean * mean / (2 * spread)).exp() / (2 * arb.pi() * spread).sqrt()
    return Growth(peak, 0, side * mean / spread, 1 / (2 * spread))


def polynomial_coefficients(run: Evaluator, term: Term, variable: Term, top: int) -> list[arb]:
    """Coefficients of a polynomial, by interpolation at whole numbers."""
    nodes, matrix = _lagrange(top + 1)
    values = []
    with run.binding(variable):
        for node in nodes:
            run.bound[variable] = node
            values.append(run.value(term))
    if any(isinstance(value, Dual) for value in values):
        raise UnsupportedNotion("the derivative of an integral over an unbounded interval")
    return [ball(arrays.inner(list(column), values)) for column in zip(*matrix, strict=True)]


def _growth_of_power(run: Evaluator, term: Term, variable: Term, side: int) -> Growth:
    base, exponent = term.args[0], ball(run.value(term.args[1]))
    if exponent < 0:
        sort = scalar_sort(base)
        assert isinstance(sort, Scalar)
        if sort.lower is None or sort.lower <= 0:
            raise UnsupportedNotion("an integral over an unbounded interval of a quotient without a known bound")
        return Growth(arb(draw.rational(sort.lower)) ** exponent)
    if not exponent < LARGEST_DEGREE:
        raise UnsupportedNotion("an integral over an unbounded interval of so high a power")
    inner = growth(run, base, variable, side)
    whole = int(float(exponent.upper()) + 1)
    return _join([inner + Growth(arb(1))] * whole, Growth.__mul__)


def _growth_of_function(run: Evaluator, term: Term, variable: Term, side: int) -> Growth:
    name, inner = str(term.data), term.args[0]
    if name in _BOUNDED:
        return Growth(arb(1))
    if name == "arctan":
        return Growth(arb(2))
    if name == "exp":
        top, (_, highest) = degree(inner, [variable]), interval(inner)
        if (top is None or top > 2) and highest is not None:
            return Growth(arb(draw.rational(highest)).exp())
        if top is None or top > 2:
            raise UnsupportedNotion("an integral over an unbounded interval of such an exponential")
        c = [*polynomial_coefficients(run, inner, variable, top), arb(0), arb(0)]
        return Growth(c[0].exp(), 0, side * c[1], -c[2])
    if name in ("abs", "relu"):
        return growth(run, inner, variable, side)
    if name == "softplus":
        return growth(run, inner, variable, side) + Growth(arb(1))
    if name == "log":
        return _growth_of_log(run, inner, variable, lambda part: growth(run, part, variable, side))
    raise UnsupportedNotion(f"an integral over an unbounded interval of {name}")


def _growth_of_log(run: Evaluator, term: Term, variable: Term, grows: Callable[[Term], Growth]) -> Growth:
    """A bound of |log| of a term, by that of its factors: log x is no more than x where that grows, and r near zero."""
    head, args = term.head, term.args
    if variable not in term.free:
        return Growth(abs(abs(ball(run.value(term))).log()))
    if term is variable:
        return Growth(arb(1), 1)
    if head == "mul":
        return _join([_growth_of_log(run, part, variable, grows) for part in args], Growth.__add__)
    if head == "pow" and variable not in args[1].free:
        return Growth(abs(ball(run.value(args[1])))) * _growth_of_log(run, args[0], variable, grows)
    if head == "fn" and term.data == "exp":
        return grows(args[0])
    sort = scalar_sort(term)
    if sort is not None and sort.lower is not None and sort.lower > 0:
        return grows(term) + Growth(abs(arb(draw.rational(sort.lower)).log()))
    raise UnsupportedNotion("an integral over an unbounded interval of such a logarithm")


def integrate_unbounded(
    run: Evaluator,
    at: Callable[[Number], Value],
    low: Number | None,
    high: Number | None,
    bounds: Callable[[int], Growth],
) -> Value:
    """The integral where an end is infinite (None): certified on a finite part, bounded beyond it."""
    error = arb(0)
    ends: list[Number] = [low, high]
    for place, side in ((0, -1), (1, 1)):
        if ends[place] is not None:
            continue
        other = ends[1 - place]
        start = arb(1) if other is None else (abs(ball(other)) + 1)
        known = bounds(side)
        for _ in range(MOST_DOUBLINGS):
            tail = known.tail(start)
            if tail is not None and tail < TWO ** -tolerance_bits():
                break
            start = (start * arb(1.3)).mid()
        else:
            raise UnsupportedNotion("an integral over an unbounded interval that decays so slowly")
        ends[place] = start * side
        error += tail.abs_upper()
    found = integrate_ball(run, at, ends[0], ends[1])
    spread = arb(0, float(error.abs_upper()) * 1.001 + 1e-300) if error > 0 else ZERO
    if isinstance(found, (list, Dual)):
        raise UnsupportedNotion("an array or derivative integrated over an unbounded interval")
    return found + spread * ONE


# ------------------------------------------------------------------ near zero


def near_zero(run: Evaluator, term: Term, variable: Term) -> Growth:
    """How fast a term can grow as its variable x falls to 0 from 1: in r, where x = exp(-r)."""
    if variable not in term.free:
        return Growth(abs(ball(run.value(term))))
    if term is variable:
        return Growth(arb(1), 0, arb(-1))
    head, args = term.head, term.args
    if head in ("add", "mul"):
        return _join(
            [near_zero(run, part, variable) for part in args], Growth.__add__ if head == "add" else Growth.__mul__
        )
    if head == "pow" and args[0] is variable and variable not in args[1].free:
        return Growth(arb(1), 0, -ball(run.value(args[1])))
    if head == "fn" and term.data == "log":
        return _growth_of_log(run, args[0], variable, lambda part: near_zero(run, part, variable))
    if head == "pdf" and args[0].head == "named" and args[1] is variable and variable not in args[0].free:
        return density_near_zero(*settle(str(args[0].data), run.numbers(args[0].args)))
    found: Value = None
    with run.binding(variable), suppress(Undecided):
        run.bound[variable] = arb(0.5, 0.5)
        found = run.value(term)
    if not isinstance(found, (fmpq, arb)) or not ball(found).is_finite():
        raise UnsupportedNotion("an integral from 0 of a function without a known bound there")
    return Growth(arb(abs(ball(found)).upper()))


def density_near_zero(name: str, parameters: list[Any]) -> Growth:
    numbers = [ball(parameter) for parameter in parameters]
    match name:
        case "exponential":
            return Growth(numbers[0])
        case "gamma":
            shape, rate = numbers
            return Growth((shape * rate.log() - shape.lgamma()).exp(), 0, 1 - shape)
        case "normal":
            return Growth(1 / (2 * arb.pi() * numbers[1]).sqrt())
        case "chi_square":
            return density_near_zero("gamma", [numbers[0] / 2, fmpq(1, 2)])
    raise UnsupportedNotion(f"the {name} density near 0")


def integrate_from_zero(run: Evaluator, at: Callable[[Number], Value], known: Growth, high: Number) -> Value:
    """The integral from 0 to `high` <= 1 of a function f that may have no value at 0: with x = high exp(-r), that of
    f(x) x from r = 0 on, where -log x = r + c for c = -log high."""
    beyond = -elementary("log", high)
    c = ball(beyond)
    shifted = Growth(known.factor * (1 + c) ** known.power * (known.rate * c).exp(), known.power, known.rate)

    def turned(r: Number) -> Value:
        x = high * elementary("exp", -r)
        return arrays.scale(x, at(x))

    return integrate_unbounded(run, turned, ZERO, None, lambda side: shifted * Growth(arb(1), 0, arb(-1)))
