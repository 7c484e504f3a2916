"""The words in which entries are written. They make SymPy expressions, and load SymPy only when they are used.

Sorts stand in the signature of an entry: `mu: Real`, `sigma: Positive`, `A: Matrix[N, M]`, `p: Pmf[X]`. Its body
writes with the operators of SymPy and with the functions below.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar, get_args, get_origin

from probatum.proofs.terms import build, sorts
from probatum.proofs.terms.build import Layout
from probatum.proofs.terms.sorts import FAMILY, Function, Outcome, RandomVariable, Sort, closure
from probatum.proofs.terms.term import INFINITY, Term, space, symbol

# ------------------------------------------------------------------ sizes and spaces


class Size:
    """A positive whole number, as the length of a vector."""


class N(Size):
    """n"""


class M(Size):
    """m"""


class J(Size):
    """J"""


class K(Size):
    """k"""


class Space:
    """A sample space. Its docstring says the label of its points and the measure."""


class X(Space):
    """x counting"""


class Y(Space):
    """y counting"""


class W(Space):
    """w counting"""


class C(Space):
    """x lebesgue"""


class Z(Space):
    """z lebesgue"""


# ------------------------------------------------------------------ sorts

Rows = TypeVar("Rows", bound=Size)
Columns = TypeVar("Columns", bound=Size)
Over = TypeVar("Over", bound=Space)


class Symbolic(Any):  # type: ignore[misc] # there is nothing that SymPy could be typed as
    """What a symbol in the body of an entry is: something of SymPy, or a density."""


class Real(Symbolic): ...


class Positive(Symbolic): ...


class Negative(Symbolic): ...


class Nonzero(Symbolic): ...


class Unit(Symbolic):
    """A number in (0, 1)."""


class Label(Symbolic):
    """0 or 1."""


class Whole(Symbolic):
    """A number of 1, 2, 3, .."""


class Vector(Symbolic, Generic[Rows]): ...


class PositiveVector(Symbolic, Generic[Rows]): ...


class Labels(Symbolic, Generic[Rows]):
    """A vector of zeros and ones."""


class Matrix(Symbolic, Generic[Rows, Columns]): ...


class PositiveDefinite(Symbolic, Generic[Rows]): ...


class Invertible(Symbolic, Generic[Rows]): ...


class Orthogonal(Symbolic, Generic[Rows]):
    """A square matrix with orthonormal columns."""


class Point(Symbolic, Generic[Over]):
    """A point of a space."""


class Pmf(Symbolic, Generic[Over]):
    """A probability mass function p, with p(x) at a point; over a space with the Lebesgue measure, a density."""


class Joint(Symbolic):
    """A joint density: p(x, z), p(x), p(x, given=z) all are of it."""


class Random(Symbolic):
    """A real random variable."""


class RandomVector(Symbolic, Generic[Rows]):
    """A random vector."""


class Smooth(Symbolic):
    """A differentiable function f of a real variable: f(x), and f.prime(x) for its derivative there."""


class Smooth2(Symbolic):
    """One of two real variables; f.prime(x, y, by=1) is its partial derivative by the second."""


class Smooth3(Symbolic):
    """One of three real variables; f.prime(x, y, t, by=0) is its partial derivative by the first."""


class Statistic(Symbolic, Generic[Over]):
    """A real function f of an outcome, with f(x) at a point."""


class Discriminator(Symbolic, Generic[Over]):
    """A function D of an outcome with values in (0, 1)."""


class SmoothOf(Symbolic, Generic[Rows]):
    """A differentiable function f of a vector."""


class SmoothFamilyOf(Symbolic, Generic[Rows]):
    """Differentiable functions f_1, f_2, .. of a vector: f(k, x)."""


class SmoothFamily(Symbolic):
    """Differentiable functions f_1, f_2, .. of a real variable: f(k, x), and f.prime(k, x, by=1)."""


class Sequence(Symbolic):
    """A number x(i) for every whole i."""


class Convex(Symbolic):
    """A convex function of a real variable."""


class Concave(Symbolic):
    """A concave function of a real variable."""


_FUNCTIONS = {
    Smooth: Function((sorts.REAL,)),
    Smooth2: Function((sorts.REAL,) * 2),
    Smooth3: Function((sorts.REAL,) * 3),
    SmoothFamily: Function((sorts.INTEGER, sorts.REAL)),
    Sequence: Function((sorts.INTEGER,)),
    Convex: Function((sorts.REAL,), traits=frozenset({"convex"})),
    Concave: Function((sorts.REAL,), traits=frozenset({"concave"})),
}


_LABEL = sorts.Scalar(Fraction(0), Fraction(1), integer=True)
_NUMBERS = {
    Real: sorts.REAL,
    Positive: sorts.POSITIVE,
    Negative: sorts.NEGATIVE,
    Nonzero: sorts.NONZERO,
    Unit: sorts.UNIT,
    Whole: sorts.NATURAL,
    Label: _LABEL,
}


def size(of: type[Size]) -> Term:
    return symbol(str(of.__doc__), sorts.NATURAL)


def _space(of: type[Space]) -> tuple[str, str]:
    label, measure = str(of.__doc__).split()
    return label, measure


def symbols(statement: Callable[..., Any]) -> dict[str, Any]:
    """The symbols of a signature: what the body is called with, by name."""
    signature = inspect.signature(statement)
    return {name: _value(name, parameter.annotation) for name, parameter in signature.parameters.items()}


def _value(name: str, annotation: Any) -> Any:
    kind, of = get_origin(annotation) or annotation, get_args(annotation)
    if kind in (Pmf, Joint):
        return Density(symbol(name, FAMILY), *of)
    if kind is Statistic:
        return Called(symbol(name, Function((Outcome(_space(of[0])[0]),))))
    if kind is Discriminator:
        return Called(symbol(name, Function((Outcome(_space(of[0])[0]),), sorts.UNIT)))
    if kind is SmoothOf:
        return Called(symbol(name, Function((sorts.Vector(size(of[0])),))))
    if kind is SmoothFamilyOf:
        return Called(symbol(name, Function((sorts.INTEGER, sorts.Vector(size(of[0]))))))
    if kind in _FUNCTIONS:
        return Called(symbol(name, _FUNCTIONS[kind]))
    return _sympy(symbol(name, _sort(kind, of)))


def _sort(kind: Any, of: tuple[Any, ...]) -> Sort:
    if kind in _NUMBERS:
        return _NUMBERS[kind]
    if kind is Random:
        return RandomVariable(sorts.REAL)
    if kind is RandomVector:
        return RandomVariable(sorts.Vector(size(of[0])))
    if kind is Point:
        return Outcome(_space(of[0])[0])
    if kind is PositiveVector:
        return sorts.Vector(size(of[0]), sorts.POSITIVE)
    if kind is Labels:
        return sorts.Vector(size(of[0]), _LABEL)
    if kind is Vector:
        return sorts.Vector(size(of[0]))
    if kind is PositiveDefinite:
        return sorts.Matrix(size(of[0]), size(of[0]), closure({"positive_definite"}))
    if kind is Invertible:
        return sorts.Matrix(size(of[0]), size(of[0]), closure({"invertible"}))
    if kind is Orthogonal:
        return sorts.Matrix(size(of[0]), size(of[0]), closure({"orthogonal"}))
    if kind is Matrix:
        return sorts.Matrix(size(of[0]), size(of[1]))
    raise TypeError(f"no such sort: {kind}")


def _sympy(term: Term) -> Any:
    """Bodies run with SymPy's evaluation off, the bridge with it on: it says itself what to leave alone."""
    import sympy

    from probatum.proofs.terms.sympy_bridge import to_sympy

    with sympy.evaluate(True):
        return to_sympy(term)


def _term(expression: Any) -> Term:
    from probatum.proofs.terms.sympy_bridge import from_sympy

    return from_sympy(expression)


def _make(maker: Callable[..., Term], *parts: Any, **named: Any) -> Any:
    """A notion of ours over SymPy expressions."""
    return _sympy(maker(*map(_term, parts), **named))


@dataclass(frozen=True)
class Density:
    """A density in the body of an entry: p(x), p(x, z), p(x, given=z), p(x, given=(y, z)).

    `p.law(Z, given=x)` is the law of z.
    """

    family: Term
    over: type[Space] | None = None

    def __call__(self, *targets: Any, given: Any = None) -> Any:
        givens = given if isinstance(given, tuple) else () if given is None else (given,)
        return _sympy(build.density(self.family, _labelled(targets), _labelled(givens)))

    def law(self, over: type[Space] | None = None, given: Any = None) -> Any:
        of = over or self.over
        assert of is not None, "a joint density has a law over a space that is named"
        return law(of, lambda point: self(point, given=given))


@dataclass(frozen=True)
class Called:
    """A function in the body of an entry: f(x), f.prime(x)."""

    function: Term

    def __call__(self, *arguments: Any) -> Any:
        return _sympy(build.apply(self.function, *map(_term, arguments)))

    def prime(self, *arguments: Any, by: int = 0) -> Any:
        """The partial derivative by the argument at place `by`, counted from 0."""
        return _sympy(build.apply(build.prime(self.function, by), *map(_term, arguments)))

    def second(self, argument: Any) -> Any:
        """The second derivative of a function of one variable."""
        return _sympy(build.apply(build.prime(self.function, 0, 0), _term(argument)))


def _labelled(points: tuple[Any, ...]) -> dict[str, Term]:
    terms = [_term(point) for point in points]
    return {term.sort.label: term for term in terms if isinstance(term.sort, Outcome)}


# ------------------------------------------------------------------ relations


def _relation(kind: str) -> Callable[[Any, Any], Any]:
    def relate(left: Any, right: Any) -> Any:
        import sympy

        return getattr(sympy, kind)(left, right, evaluate=False)

    return relate


Eq, Ne = _relation("Eq"), _relation("Ne")
Le, Lt, Ge, Gt = _relation("Le"), _relation("Lt"), _relation("Ge"), _relation("Gt")


def everywhere(statement: Callable[[Any], Any]) -> Any:
    """For all real numbers."""
    point = symbol(next(iter(inspect.signature(statement).parameters)), sorts.REAL)
    line = build.interval(build.neg(INFINITY), INFINITY)
    return _sympy(build.forall(point, line, _term(statement(_sympy(point)))))


# ------------------------------------------------------------------ functions of numbers


def _of_sympy(name: str) -> Callable[[Any], Any]:
    def call(x: Any) -> Any:
        import sympy

        return getattr(sympy, name)(x)

    return call


log, sqrt, cosh, tanh, sign, cos, arccos = map(_of_sympy, ("log", "sqrt", "cosh", "tanh", "sign", "cos", "acos"))


def exp(x: Any) -> Any:
    """Of a vector, entrywise."""
    return _make(lambda t: build.fn("exp", t), x)


def pi() -> Any:
    import sympy

    return sympy.pi


def number(numerator: int, denominator: int = 1) -> Any:
    import sympy

    return sympy.Rational(numerator, denominator)


def sigmoid(x: Any) -> Any:
    """Of a vector, entrywise."""
    return _make(lambda t: build.fn("sigmoid", t), x)


def relu(x: Any) -> Any:
    return _make(lambda t: build.fn("relu", t), x)


def softplus(x: Any) -> Any:
    """log(1 + e^x)"""
    return _make(lambda t: build.fn("softplus", t), x)


def largest(*numbers: Any) -> Any:
    return _make(build.max_of, *numbers)


def least(*numbers: Any) -> Any:
    return _make(build.min_of, *numbers)


# ------------------------------------------------------------------ vectors and matrices


def at(x: Any, *places: Any) -> Any:
    """An entry, counted from 1."""
    return _make(build.index, x, *places)


def dot(x: Any, y: Any) -> Any:
    return _make(build.dot, x, y)


def scalar(product: Any) -> Any:
    """A 1 by 1 product, as the number that it is."""
    return _make(lambda t: t, product)


def norm(x: Any) -> Any:
    return _make(build.norm, x)


def norm_one(x: Any) -> Any:
    return _make(lambda t: build.norm(t, "1"), x)


def by_rows(*rows: list[Any]) -> Any:
    """A matrix written out."""
    return _sympy(build.literal([[_term(entry) for entry in row] for row in rows]))


def tr(a: Any) -> Any:
    return _make(build.trace, a)


def det(a: Any) -> Any:
    return _make(build.det, a)


def rank(a: Any) -> Any:
    return _make(build.rank, a)


def inverse(a: Any) -> Any:
    return _make(build.inverse, a)


def diag(x: Any) -> Any:
    return _make(build.diag, x)


def hadamard(x: Any, y: Any) -> Any:
    """The entrywise product."""
    return _make(build.hadamard, x, y)


def squares(x: Any) -> Any:
    """The entries of a vector, squared."""
    return hadamard(x, x)


def row(a: Any, i: Any) -> Any:
    """A row of a matrix, as a vector."""
    return _make(build.index, a, i)


def zero(of: type[Size]) -> Any:
    return _sympy(build.fill(build.ZERO, size(of)))


def ones(of: type[Size]) -> Any:
    return _sympy(build.fill(build.ONE, size(of)))


def identity_matrix(of: type[Size]) -> Any:
    return _sympy(build.identity(size(of)))


def softmax(x: Any) -> Any:
    return _make(build.softmax, x)


# ------------------------------------------------------------------ sums, derivatives


def total(over: type[Size] | type[Space], body: Callable[[Any], Any]) -> Any:
    """Sum over 1, .., n or over a space; over one with the Lebesgue measure, an integral."""
    name = next(iter(inspect.signature(body).parameters))
    if issubclass(over, Size):
        place = symbol(name, sorts.NATURAL)
        return _sympy(build.total(place, build.between(build.ONE, size(over)), _term(body(_sympy(place)))))
    label, measure = _space(over)
    point = symbol(name, Outcome(label))
    maker = build.total if measure == "counting" else build.integral
    return _sympy(maker(point, space(label, measure), _term(body(_sympy(point)))))


def total_from(low: Any, high: Any, body: Callable[[Any], Any]) -> Any:
    """Sum over the whole numbers from `low` to `high`, both included."""
    place = symbol(next(iter(inspect.signature(body).parameters)), sorts.NATURAL)
    return _sympy(build.total(place, build.between(_term(low), _term(high)), _term(body(_sympy(place)))))


def product(over: type[Size], body: Callable[[Any], Any]) -> Any:
    """Product over 1, .., n."""
    place = symbol(next(iter(inspect.signature(body).parameters)), sorts.NATURAL)
    return _sympy(build.product(place, build.between(build.ONE, size(over)), _term(body(_sympy(place)))))


def integral(low: Any, high: Any, body: Callable[[Any], Any]) -> Any:
    """The integral from `low` to `high`."""
    point = symbol(next(iter(inspect.signature(body).parameters)), sorts.REAL)
    return _sympy(build.integral(point, build.interval(_term(low), _term(high)), _term(body(_sympy(point)))))


def length(over: type[Size]) -> Any:
    """The n of vectors of that length."""
    return _sympy(size(over))


def average(over: type[Size], body: Callable[[Any], Any]) -> Any:
    """The mean over 1, .., n."""
    return total(over, body) / length(over)


def entries(over: type[Size], body: Callable[[Any], Any]) -> Any:
    """The vector of the values of the body at 1, .., n."""
    place = symbol(next(iter(inspect.signature(body).parameters)), sorts.NATURAL)
    return _sympy(build.tabulate(place, size(over), _term(body(_sympy(place)))))


def derivative(x: Any, of: Any, at: Any = None) -> Any:
    """d of / d x; of a number by a number, at a point where one is given."""
    return _sympy(build.derivative(_term(x), _term(of), None if at is None else _term(at)))


def gradient(x: Any, of: Any, layout: Layout = "denominator") -> Any:
    """In denominator layout it has the shape of x."""
    return _make(build.derivative, x, of, layout=layout)


def gradient_at(x: Any, of: Any, point: Any, layout: Layout = "denominator") -> Any:
    """The gradient by x, taken at a point."""
    return _make(build.derivative, x, of, point, layout=layout)


def hessian(x: Any, of: Any) -> Any:
    """The matrix of second derivatives."""
    return _make(build.hessian, x, of)


# ------------------------------------------------------------------ laws


def law(over: type[Space], density: Callable[[Any], Any]) -> Any:
    """The law with that density."""
    label, measure = _space(over)
    point = symbol(label, Outcome(label))
    return _sympy(build.law(point, space(label, measure), _term(density(_sympy(point)))))


def mixture(p: Any, q: Any) -> Any:
    """(p + q) / 2."""
    return law(p.over, lambda x: (p(x) + q(x)) / 2)


def normal(mean: Any, variance: Any) -> Any:
    """N(mean, variance): of a number, or of a vector with its covariance matrix."""
    middle = _term(mean)
    outcome = sorts.REAL if isinstance(middle.sort, sorts.Scalar) else build.value_sort(middle)
    return _sympy(build.named("normal", outcome, middle, _term(variance)))


def density_of(of: Any, point: Any) -> Any:
    """The pmf or density of a named law at a point."""
    return _make(build.pdf, of, point)


def bernoulli(p: Any) -> Any:
    return _sympy(build.named("bernoulli", sorts.COUNT, _term(p)))


def uniform(low: Any, high: Any) -> Any:
    return _sympy(build.named("uniform", sorts.REAL, _term(low), _term(high)))


def expect(of: Any, body: Callable[[Any], Any]) -> Any:
    """E of the body, its variable drawn from a law."""
    drawn = _as_law(of)
    outcome = drawn.sort.outcome  # type: ignore[attr-defined]
    name = outcome.label if isinstance(outcome, Outcome) else next(iter(inspect.signature(body).parameters))
    point = symbol(name, outcome)
    return _sympy(build.expect(point, drawn, _term(body(_sympy(point)))))


def mean(of: Any, *givens: Any) -> Any:
    """E of what depends on random variables, under conditions."""
    return _make(build.mean, of, *givens)


def probability(*events: Any) -> Any:
    """P of all of these at once: relations between random variables and numbers."""
    return _make(lambda *parts: build.probability(build.both(*parts)), *events)


def variance(of: Any) -> Any:
    return _make(build.variance, of)


def covariance(x: Any, y: Any) -> Any:
    return _make(build.covariance, x, y)


def follows(of: Any, law: Any) -> Any:
    """The assumption that a random variable has a law."""
    return _make(build.follows, of, law)


def independent(*of: Any) -> Any:
    """The assumption that random variables are independent of each other."""
    return _make(build.independent, *of)


def _as_law(of: Any) -> Term:
    return _term(of.law() if isinstance(of, Density) else of)


def _of_laws(maker: Callable[..., Term]) -> Callable[..., Any]:
    return lambda *laws: _sympy(maker(*map(_as_law, laws)))


kl, js = _of_laws(build.kl), _of_laws(build.js)
entropy, cross_entropy = _of_laws(build.entropy), _of_laws(build.cross_entropy)
