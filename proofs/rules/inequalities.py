"""Named inequalities. Each lemma says what it takes, checks its conditions, and gives what is non-negative by it.

An instance is a proposal of a strategy; `holds` computes everything anew and returns None where a condition fails.
All are stated over normal forms, for a weighted sum (or integral) over the variables `bound`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from ..errors import UnsupportedNotion
from ..normal import functions
from ..normal.contractions import indicator
from ..normal.equations import reduced, surely_nonzero
from ..normal.poly import ONE, Atom, Poly, Var, of_atom, of_var
from ..normal.products import substitute, times, to_the
from ..normal.rational import cancel
from ..normal.ring import Ring
from ..normal.signs import extent, nonnegative, of_a_pmf, positive
from ..normal.sums import sum_over
from ..terms import build
from ..terms.sorts import Function, Scalar
from ..terms.term import Term


def total(ring: Ring, bound: Sequence[Var], body: Poly) -> Poly:
    """The sum of `body` over several variables."""
    for var in reversed(bound):
        body = sum_over(ring, var, body)
    return body


def _weighed(ring: Ring, bound: Sequence[Var], body: Poly) -> Poly:
    """A sum that keeps the sign of its body: no integral that may run backwards."""
    if any(extent(var.span) < 0 for var in bound):
        raise UnsupportedNotion("an inequality under an integral that may run backwards")
    return total(ring, bound, body)


def _ordered(ring: Ring, greater: Poly, smaller: Poly) -> bool:
    """Whether the one is surely no less than the other: by its signs, or by a positive multiple of an assumption."""
    gap = reduced(ring, cancel(ring, greater - smaller))
    if nonnegative(gap) or _marginal_of(greater, smaller):
        return True
    for given in ring.ordered:
        ratios = {c / given.terms[factors] for factors, c in gap if factors in given.terms}
        if any(ratio > 0 and nonnegative(gap - given.scale(ratio)) for ratio in ratios):
            return True
    return False


def _marginal_of(greater: Poly, smaller: Poly) -> bool:
    """Whether p(y) and p(x, y) are meant, where x takes one of countably many values: a sum is no less than a term."""
    one, other = greater.atom, smaller.atom
    if one is None or other is None or one.head != "density" or other.head != "density":
        return False
    (family, labels, primes), (same, more, slopes) = one.data, other.data
    if family is not same or primes or slopes or one.slots[len(labels) :] != other.slots[len(more) :]:
        return False
    here, there = dict(zip(labels, one.slots, strict=False)), dict(zip(more, other.slots, strict=False))
    return all(there.get(label) == slot for label, slot in here.items()) and all(
        of_a_pmf(slot) for label, slot in there.items() if label not in here
    )


class Inequality:
    """What all lemmas share: here none is ever strict."""

    strict = False


@dataclass(frozen=True)
class Gibbs(Inequality):
    """sum w log(w / v) >= (sum w) log(sum w / sum v), the log-sum inequality, for w >= 0 and v >= 0.

    With w and v two distributions it is Gibbs' inequality, D_KL(w || v) >= 0. Fails for weights of either sign.
    """

    bound: tuple[Var, ...]
    weight: Poly
    other: Poly
    name = "Gibbs' inequality"

    def holds(self, ring: Ring) -> Poly | None:
        if not (nonnegative(self.weight) and nonnegative(self.other)):
            return None
        ratio = functions.logarithm(ring, self.weight) - functions.logarithm(ring, self.other)
        mass, other = _weighed(ring, self.bound, self.weight), _weighed(ring, self.bound, self.other)
        excess = functions.logarithm(ring, mass) - functions.logarithm(ring, other)
        return _weighed(ring, self.bound, times(ring, self.weight, ratio)) - times(ring, mass, excess)


@dataclass(frozen=True)
class LogJensen(Inequality):
    """log(sum w g) >= sum w log g, for weights w >= 0 that sum to 1 and g > 0: the logarithm is concave."""

    bound: tuple[Var, ...]
    weight: Poly
    value: Poly
    name = "Jensen's inequality"

    def holds(self, ring: Ring) -> Poly | None:
        if not (nonnegative(self.weight) and nonnegative(self.value)):
            return None
        if reduced(ring, _weighed(ring, self.bound, self.weight)) != ONE:
            return None
        outside = functions.logarithm(ring, _weighed(ring, self.bound, times(ring, self.weight, self.value)))
        inside = times(ring, self.weight, functions.logarithm(ring, self.value))
        return outside - _weighed(ring, self.bound, inside)


@dataclass(frozen=True)
class Jensen(Inequality):
    """f(sum w g) <= sum w f(g) for a convex function symbol f and weights w >= 0 that sum to 1.

    With `bound` empty there is one weight a point: f(sum w_k x_k) <= sum w_k f(x_k). For a concave f, reversed.
    """

    function: Term
    bound: tuple[Var, ...]
    points: tuple[tuple[Poly, Poly], ...]
    name = "Jensen's inequality"

    def holds(self, ring: Ring) -> Poly | None:
        sort = self.function.sort
        assert isinstance(sort, Function)
        turn = ("convex" in sort.traits) - ("concave" in sort.traits)
        if not turn or any(not nonnegative(weight) for weight, _ in self.points):
            return None
        mass, middle, mean = Poly({}), Poly({}), Poly({})
        for weight, point in self.points:
            mass += _weighed(ring, self.bound, weight)
            middle += _weighed(ring, self.bound, times(ring, weight, point))
            mean += _weighed(ring, self.bound, times(ring, weight, self._at(ring, point)))
        if reduced(ring, cancel(ring, mass)) != ONE:
            return None
        return (mean - self._at(ring, middle)).scale(fmpq(turn))

    def _at(self, ring: Ring, point: Poly) -> Poly:
        return functions.apply(ring, Atom("apply", (self.function, ())), (point,))


@dataclass(frozen=True)
class NamedJensen(Inequality):
    """f(sum w g) <= sum w f(g) for f = exp, |.| and powers, and weights w >= 0 that sum to 1; reversed if concave.

    x^r is convex for even r, and on x >= 0 for r >= 1; log and x^r with 0 < r < 1 are concave there, and 1 / x^r is
    convex on x > 0. `points` and `bound` are as in Jensen.
    """

    function: str
    bound: tuple[Var, ...]
    points: tuple[tuple[Poly, Poly], ...]
    exponent: Fraction = Fraction(1)
    name = "Jensen's inequality"

    def holds(self, ring: Ring) -> Poly | None:
        turn = self._turn()
        if not turn or any(not nonnegative(weight) for weight, _ in self.points):
            return None
        mass, middle, mean = Poly({}), Poly({}), Poly({})
        for weight, point in self.points:
            mass += _weighed(ring, self.bound, weight)
            middle += _weighed(ring, self.bound, times(ring, weight, point))
            mean += _weighed(ring, self.bound, times(ring, weight, self._at(ring, point)))
        if reduced(ring, cancel(ring, mass)) != ONE:
            return None
        return (mean - self._at(ring, cancel(ring, middle))).scale(fmpq(turn))

    def _turn(self) -> int:
        values = [point for _, point in self.points]
        match self.function:
            case "exp" | "abs":
                return 1
            case "log" if all(map(nonnegative, values)):
                return -1
            case "power" if self.exponent.denominator == 1 and self.exponent > 0 and self.exponent % 2 == 0:
                return 1
            case "power" if all(map(nonnegative if self.exponent > 0 else positive, values)):
                return -1 if 0 < self.exponent < 1 else 1
        return 0

    def _at(self, ring: Ring, point: Poly) -> Poly:
        match self.function:
            case "exp":
                return functions.exponential(ring, point)
            case "abs":
                return functions.absolute(ring, point)
            case "log":
                return functions.logarithm(ring, point)
        return functions.raise_to(ring, point, self.exponent)


@dataclass(frozen=True)
class Tangent(Inequality):
    """f(y) >= f(x) + f'(x) (y - x) for a differentiable convex function symbol; for a concave one, reversed.

    With `bound`, summed over these variables with a weight that is not negative.
    """

    function: Term
    at: Poly
    other: Poly
    bound: tuple[Var, ...] = ()
    weight: Poly = ONE
    name = "a convex function lies above its tangents"

    def holds(self, ring: Ring) -> Poly | None:
        sort = self.function.sort
        assert isinstance(sort, Function)
        turn = ("convex" in sort.traits) - ("concave" in sort.traits)
        if not turn or len(sort.arguments) != 1 or not nonnegative(self.weight):
            return None

        def value(point: Poly, primes: tuple[int, ...]) -> Poly:
            return functions.apply(ring, Atom("apply", (self.function, primes)), (point,))

        slope = times(ring, value(self.at, (0,)), self.other - self.at)
        gap = (value(self.other, ()) - value(self.at, ()) - slope).scale(fmpq(turn))
        return _weighed(ring, self.bound, times(ring, self.weight, gap))


@dataclass(frozen=True)
class CauchySchwarz(Inequality):
    """(sum w f g)^2 <= (sum w f^2) (sum w g^2) for weights w >= 0."""

    bound: tuple[Var, ...]
    weight: Poly
    one: Poly
    other: Poly
    name = "the Cauchy-Schwarz inequality"

    def holds(self, ring: Ring) -> Poly | None:
        if not nonnegative(self.weight):
            return None

        def inner(f: Poly, g: Poly) -> Poly:
            return _weighed(ring, self.bound, times(ring, self.weight, times(ring, f, g)))

        cross = inner(self.one, self.other)
        return times(ring, inner(self.one, self.one), inner(self.other, self.other)) - times(ring, cross, cross)


@dataclass(frozen=True)
class Triangle(Inequality):
    """|f + g| <= |f| + |g| for the Euclidean norm, |f| = sqrt(sum f^2)."""

    bound: tuple[Var, ...]
    one: Poly
    other: Poly
    name = "the triangle inequality"

    def holds(self, ring: Ring) -> Poly | None:
        def norm(f: Poly) -> Poly:
            return functions.raise_to(ring, cancel(ring, _weighed(ring, self.bound, times(ring, f, f))), functions.HALF)

        return norm(self.one) + norm(self.other) - norm(self.one + self.other)


@dataclass(frozen=True)
class CauchySchwarzNorm(Inequality):
    """|sum f g| <= |f| |g| for the Euclidean norm; with `signed`, of the sum itself in place of its absolute value."""

    bound: tuple[Var, ...]
    one: Poly
    other: Poly
    signed: bool = False
    name = "the Cauchy-Schwarz inequality"

    def holds(self, ring: Ring) -> Poly | None:
        def inner(f: Poly, g: Poly) -> Poly:
            return cancel(ring, _weighed(ring, self.bound, times(ring, f, g)))

        norms = (functions.raise_to(ring, inner(f, f), functions.HALF) for f in (self.one, self.other))
        product = inner(self.one, self.other)
        return times(ring, *norms) - (product if self.signed else functions.absolute(ring, product))


@dataclass(frozen=True)
class NonNegative(Inequality):
    """sum f g .. >= 0 for factors that are not negative anywhere."""

    bound: tuple[Var, ...]
    factors: tuple[Poly, ...]
    name = "a sum of what is not negative"

    def holds(self, ring: Ring) -> Poly | None:
        if not all(map(nonnegative, self.factors)):
            return None
        body = ONE
        for factor in self.factors:
            body = times(ring, body, factor)
        return _weighed(ring, self.bound, body)


@dataclass(frozen=True)
class Markov(Inequality):
    """sum w g^k >= c^k sum w 1[g >= c], for w >= 0, g >= 0, c >= 0 and k = 1, 2, ..; 1[g > c] where that is `beyond`.

    With the distance of a variable from its mean and k = 2 it is Chebyshev's. Fails for a g that may be negative:
    P(X >= 1) <= E[X] for X = -1 or 1.
    """

    bound: tuple[Var, ...]
    weight: Poly
    value: Poly
    least: Poly
    power: int
    beyond: bool
    name = "Markov's inequality"

    def holds(self, ring: Ring) -> Poly | None:
        if not all(map(nonnegative, (self.weight, self.value, self.least))) or self.power < 1:
            return None
        happens = indicator("<" if self.beyond else "<=", cancel(ring, self.least - self.value))
        above = to_the(ring, self.value, self.power)
        below = times(ring, to_the(ring, self.least, self.power), happens)
        return _weighed(ring, self.bound, times(ring, self.weight, above - below))


@dataclass(frozen=True)
class Square(Inequality):
    """sum w f^2 >= 0 for weights w >= 0; with no variables, a square is not negative."""

    bound: tuple[Var, ...]
    weight: Poly
    value: Poly
    name = "a square is not negative"

    def holds(self, ring: Ring) -> Poly | None:
        if not nonnegative(self.weight):
            return None
        return _weighed(ring, self.bound, times(ring, self.weight, times(ring, self.value, self.value)))


@dataclass(frozen=True)
class QuadraticForm(Inequality):
    """sum_ij f_i S_ij f_j >= 0 for a positive semidefinite S, or the inverse of a positive definite one.

    `matrix` is the entry of S at the variables `row` and `column`, `value` is f at `row`.
    """

    matrix: Atom
    row: Var
    column: Var
    value: Poly
    name = "a positive semidefinite form"

    def holds(self, ring: Ring) -> Poly | None:
        if self.row is self.column or self.column in self.value.vars:
            return None
        if self.row.span.digest != self.column.span.digest:  # S is no form between different ranges
            return None
        places = {slot.variable for slot in self.matrix.slots[-2:]}
        if places != {self.row, self.column} or not self._definite():
            return None
        other = substitute(ring, self.value, {self.row: of_var(self.column)})
        form = times(ring, times(ring, self.value, of_atom(self.matrix)), other)
        return total(ring, (self.row, self.column), form)

    def _definite(self) -> bool:
        inverted = self.matrix.head == "inverse"
        entry = self.matrix.slots[0].atom if inverted else self.matrix
        if entry is None or entry.head != "entry":
            return False
        known = build.traits(entry.data)
        return ("positive_definite" if inverted else "positive_semidefinite") in known


@dataclass(frozen=True)
class LogBound(Inequality):
    """log x <= x - 1 for x > 0."""

    value: Poly
    bound: tuple[Var, ...] = ()
    weight: Poly = ONE
    name = "log x <= x - 1"

    def holds(self, ring: Ring) -> Poly | None:
        if not (positive(self.value) or (self.bound and nonnegative(self.value))) or not nonnegative(self.weight):
            return None
        gap = self.value - ONE - functions.logarithm(ring, self.value)
        return _weighed(ring, self.bound, times(ring, self.weight, gap))


@dataclass(frozen=True)
class LogRatioBound(Inequality):
    """log x <= x - 1 for a product x of powers of positive numbers, and log x < x - 1 where x is not 1.

    What is only known not to be negative is positive where the claim takes its logarithm.
    """

    factors: tuple[tuple[Poly, Fraction], ...]
    strict: bool = False
    name = "log x <= x - 1"

    def holds(self, ring: Ring) -> Poly | None:
        value, logarithm = ONE, Poly({})
        for factor, exponent in self.factors:
            if not (positive(factor) or (nonnegative(factor) and factor in ring.logged)):
                return None
            value = times(ring, value, functions.raise_to(ring, factor, exponent))
            scale = fmpq(exponent.numerator, exponent.denominator)
            logarithm += functions.logarithm(ring, factor).scale(scale)
        if self.strict and not surely_nonzero(ring, value - ONE):
            return None
        return value - ONE - logarithm


@dataclass(frozen=True)
class ExpBound(Inequality):
    """e^x >= 1 + x."""

    value: Poly
    name = "e^x >= 1 + x"

    def holds(self, ring: Ring) -> Poly | None:
        return functions.exponential(ring, self.value) - self.value - ONE


@dataclass(frozen=True)
class Monotone(Inequality):
    """sum w F(a) >= sum w F(b) where a >= b and w >= 0: log, exp and positive powers increase, negative ones fall.

    `function` is 'log', 'exp' or 'power'; a and b are not negative for the logarithm and for powers. That a >= b may
    be one of the claim's assumptions.
    """

    function: str
    greater: Poly
    smaller: Poly
    exponent: Fraction = Fraction(1)
    bound: tuple[Var, ...] = ()
    weight: Poly = ONE
    strict: bool = False
    name = "monotonicity"

    def holds(self, ring: Ring) -> Poly | None:
        if not _ordered(ring, self.greater, self.smaller) or not nonnegative(self.weight):
            return None
        if self.strict and (self.bound or self.weight != ONE or not surely_nonzero(ring, self.greater - self.smaller)):
            return None
        gap = self._gap(ring)
        return None if gap is None else _weighed(ring, self.bound, times(ring, self.weight, gap))

    def _gap(self, ring: Ring) -> Poly | None:
        match self.function:
            case "log" if nonnegative(self.smaller):
                return functions.logarithm(ring, self.greater) - functions.logarithm(ring, self.smaller)
            case "exp":
                return functions.exponential(ring, self.greater) - functions.exponential(ring, self.smaller)
            case "power" if nonnegative(self.smaller) and self.exponent > 0:
                above = functions.raise_to(ring, self.greater, self.exponent)
                return above - functions.raise_to(ring, self.smaller, self.exponent)
            case "power" if positive(self.smaller) and self.exponent < 0:
                above = functions.raise_to(ring, self.smaller, self.exponent)
                return above - functions.raise_to(ring, self.greater, self.exponent)
        return None


@dataclass(frozen=True)
class MonotoneFunction(Inequality):
    """f(a) >= f(b) where a >= b, for an increasing function symbol f; for a decreasing one, reversed.

    With `strict`, f(a) > f(b) where a > b and f is strictly so.
    """

    function: Term
    greater: Poly
    smaller: Poly
    strict: bool = False
    name = "monotonicity"

    def holds(self, ring: Ring) -> Poly | None:
        sort = self.function.sort
        assert isinstance(sort, Function)
        turn = ("increasing" in sort.traits) - ("decreasing" in sort.traits)
        if not turn or not isinstance(sort.arguments[0], Scalar) or len(sort.arguments) != 1:
            return None
        if not _ordered(ring, self.greater, self.smaller):
            return None
        apart = not sort.traits.isdisjoint(("strictly", "invertible")) and self.greater != self.smaller
        if self.strict and not (apart and surely_nonzero(ring, self.greater - self.smaller)):
            return None
        above, below = (
            functions.apply(ring, Atom("apply", (self.function, ())), (at,)) for at in (self.greater, self.smaller)
        )
        return (above - below).scale(fmpq(turn))


@dataclass(frozen=True)
class Magnitude(Inequality):
    """|x| >= x and |x| >= -x."""

    value: Poly
    turn: int
    name = "|x| >= x"

    def holds(self, ring: Ring) -> Poly | None:
        return functions.absolute(ring, self.value) - self.value.scale(fmpq(self.turn))


@dataclass(frozen=True)
class MagnitudeOfSum(Inequality):
    """|x + y + ..| <= |x| + |y| + .., the triangle inequality of numbers."""

    parts: tuple[Poly, ...]
    name = "the triangle inequality"

    def holds(self, ring: Ring) -> Poly | None:
        apart, whole = Poly({}), Poly({})
        for part in self.parts:
            apart += functions.absolute(ring, part)
            whole += part
        return apart - functions.absolute(ring, whole)
