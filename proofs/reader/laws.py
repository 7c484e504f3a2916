"""Distributions by name: which row of the table a name spells, and where its parameters lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ..errors import ShapeError, SortError
from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.show import latex
from ..terms.sorts import (
    BIT,
    COUNT,
    INTEGER,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    Matrix,
    RandomVariable,
    Scalar,
    Sort,
    Vector,
)
from ..terms.term import Term, symbol
from .context import Again, is_capital
from .derivatives import Derivatives
from .notation import BY_VALUES, LAWS, MEANT, PARAMETERS, NamedLaw
from .scope import index_sort
from .syntax import Chain, Dots, Group, Name, Node, Product, Script, bare, spell

_SUPPORTS: dict[str, Scalar] = {
    "count": COUNT,
    "natural": NATURAL,
    "nonnegative": NONNEGATIVE,
    "real": REAL,
    "positive": POSITIVE,
    "unit": UNIT,
}
_ENTRIES: dict[str, Scalar] = {"simplex": UNIT, "table": COUNT, "like": REAL}


class Laws(Derivatives):
    """The meaning of N(0, 1), Gam(a, b), .."""

    def uniform_on(self, items: Sequence[Node], node: Node) -> Term:
        """Uniform(\\{-1, 1\\}), Uniform\\{1, \\dots, n\\}."""
        values = [None if isinstance(bare(item), Dots) else self.numeric(self.term(item)) for item in items]
        known = [value for value in values if value is not None]
        if len(known) == len(values):
            return self.of_values([(value, build.number(Fraction(1, len(known)))) for value in known])
        next_one = len(known) < 3 or build.sub(known[1], known[0]) is build.ONE
        if values.index(None) != len(values) - 2 or len(known) not in (2, 3) or not next_one:
            raise self.fault(f"the values {spell(node)[:40]}", node, "a list of them, or 1, \\dots, n")
        for value in (known[0], known[-1]):
            self.fit_parameter(value, "natural")
        low = value_sort(known[0])
        sort = next((each for each in (NATURAL, COUNT) if low == each or _holds(each, known[0])), INTEGER)
        return build.named("whole", sort, known[0], known[-1])

    @staticmethod
    def of_values(points: Sequence[tuple[Term, Term]]) -> Term:
        """A law by its values and their probabilities."""
        numbers = [value.value for value, _ in points if value.head == "number"]
        sort = values_sort(numbers) if len(numbers) == len(points) else REAL
        return build.named("finite", sort, *(part for point in points for part in point))

    def named_law(self, name: str, parameters: Sequence[Node], node: Node) -> Term:
        if any(isinstance(bare(each), Dots) for each in parameters):  # Dir(a_1, .., a_k), Mult(n, p_1, .., p_k)
            first = LAWS[name][0].arity - 1
            last = tuple(parameters[first:])
            vector = Group(last[0].start, last[-1].end, "[]", last, (",",) * (len(last) - 1))
            parameters = [*parameters[:first], vector]
        row = _row(name, len(parameters))
        if row is None:
            arities = " or ".join(str(each.arity) for each in LAWS[name])
            raise self.fault(
                f"{name} with {len(parameters)} parameters",
                node,
                f"{arities} parameters of the {LAWS[name][0].law} distribution",
            )
        if row.law in BY_VALUES:
            return self.of_values([(build.number(value), build.number(mass)) for value, mass in BY_VALUES[row.law]])
        if row.law == "geometric" and self.context.counts_failures:
            raise self.fault("a geometric distribution that may count trials or failures", node, "one that begins at 1")
        values = [self.numeric(self.term(parameter)) for parameter in parameters]
        for at, (value, wanted) in enumerate(zip(values, PARAMETERS.get(row.law, ()), strict=False)):
            if wanted == "spread":
                values[at] = self.spread(value)
            elif wanted in ("array", "vector") and value.head != "number":
                self.make_array(value)
                values[at] = value if wanted == "array" else self.as_vector(value)
            elif wanted != "any":
                self.fit_parameter(value, wanted)
        for at, parameter in enumerate(parameters):
            meant = MEANT.get((row.law, at), {}).get(self.context.roles.get(spell(bare(parameter)), ""))
            if meant is not None:  # N(m, s) of a standard deviation s
                values[at] = build.power(values[at], build.TWO) if meant == "square" else build.inverse(values[at])
        if row.law == "normal":
            self.fit_normal(values)
        elif row.law == "matrix_normal":
            self.fit_matrix_normal(values)
        return build.named(row.law, self.outcome_sort(row.outcome, values), *values)

    @staticmethod
    def as_vector(value: Term) -> Term:
        """A parameter with an entry for each category, where it is a single row of them too."""
        rows, columns = shape(value)
        if columns is not build.ONE and rows is not build.ONE:
            raise ShapeError(f"{latex(value)} is {build.describe(value_sort(value))}, where a vector belongs")
        return build.transpose(value) if columns is not build.ONE else value

    def fit_parameter(self, value: Term, wanted: str) -> None:
        """An undeclared parameter lies where its law has a meaning: s > 0 in a variance s^2, a and b > 0 in a / b."""
        if wanted == "positive" and value.head == "mul":
            for part in value.args:
                self.fit_parameter(part, wanted)
            return
        if wanted == "positive" and value.head == "pow" and value.args[1].head == "number":
            self.fit_parameter(value.args[0], wanted)
            return
        name = self.free_guess(value)
        if name and wanted == "natural" and self.context.kind(name) == "real":
            self.context.guess(name, "natural")
        elif name and self.context.kind(name) == "real" and not is_capital(name):
            self.context.guess_within(name, {"positive": POSITIVE, "unit": UNIT}[wanted])

    def spread(self, value: Term) -> Term:
        """A covariance or precision matrix, or its multiple, is positive definite where nothing is said of it."""
        if not is_array(value):
            self.fit_parameter(value, "positive")
        for part in value.args[:-1] if value.head == "mul" and is_array(value) else ():
            self.fit_parameter(part, "positive")
        inner = value
        while inner.head in ("mul", "inverse"):
            inner = inner.args[-1]
        name = self.free_guess(inner)
        if name and self.context.kind(name) == "matrix":
            self.context.definite(name)
        elif (
            inner.head == "symbol"
            and inner.name in self.context.declared
            and isinstance(inner.sort, Matrix)
            and inner.sort.rows is inner.sort.columns
            and "positive_definite" not in inner.sort.traits
        ):
            self.context.definite(inner.name)
        return value

    def fit_normal(self, values: list[Term]) -> None:
        mean, spread = values
        if not is_array(spread):
            for part in spread.args if spread.head == "mul" else (spread,):
                if self.free_guess(part) and is_capital(part.name):
                    self.make_array(part)
        if spread.head == "identity" or (is_array(spread) and not is_array(mean)):
            size = shape(spread)[0]
            if mean.head == "number":
                values[0] = mean = build.fill(mean, size)
            else:
                self.make_array(mean)
        if is_array(mean) and not is_array(spread):
            name = self.free_guess(spread)
            if name:
                self.context.guess(name, "matrix")
            raise SortError(f"the variance of a normal vector is a matrix, and {latex(spread)} is a number")
        if mean.head == "mul" and build.ZERO in mean.args and isinstance(value_sort(mean), Matrix):  # A 0
            values[0] = mean = build.fill(build.ZERO, shape(mean)[0])
        if is_array(mean) and shape(mean)[1] is not build.ONE:
            raise ShapeError(f"the mean {latex(mean)} of a normal vector is {build.describe(value_sort(mean))}")
        if is_array(mean):
            self.context.unify(shape(mean)[0], shape(spread)[0])
            self.context.unify(*shape(spread))
            if shape(mean)[0] is not shape(spread)[0]:
                raise ShapeError(
                    f"{latex(mean)} is {build.describe(value_sort(mean))} and {latex(spread)} "
                    f"{build.describe(value_sort(spread))}"
                )

    def fit_matrix_normal(self, values: list[Term]) -> None:
        mean, *spreads = values
        for spread in spreads:
            self.make_array(spread)
            self.context.unify(*shape(spread))
        if mean.head == "number":
            values[0] = mean = build.fill(mean, *(shape(spread)[0] for spread in spreads))
        for size, spread in zip(shape(mean), spreads, strict=True):
            self.context.unify(size, shape(spread)[0])

    def outcome_sort(self, outcome: str, values: list[Term]) -> Sort:
        if outcome in _SUPPORTS:
            return _SUPPORTS[outcome]
        last = values[-1 if outcome == "table" else 0]
        if not is_array(last):
            return REAL
        sort = value_sort(last)
        if isinstance(sort, Matrix):
            return Matrix(sort.rows, sort.columns)
        return Vector(shape(last)[0], _ENTRIES[outcome])

    def law_call(self, node: Node, *, drawn: bool = False) -> Term | None:
        """A named law with its parameters, N(0, 1), or None. After X \\sim also t(3), t_3 and F(2, 5) are laws."""
        node = bare(node)
        if drawn and isinstance(node, Script) and node.sub is not None:
            name = law_name(replace(node, sub=None) if node.sup is not None else node.base, drawn=True)
            inner = bare(node.sub)
            below = inner.items if isinstance(inner, Group) else (inner,)
            row = _row(name, len(below)) if not self.is_known(spell(node.base)) else None
            return self.named_law(name, below, node) if row is not None else None
        if drawn and isinstance(node, Name) and _row(law_name(node), 0) is not None and not self.is_known(node.text):
            return self.named_law(law_name(node), (), node)
        if not isinstance(node, Product):
            return None
        if len(node.factors) == 3 and spell(node.factors[0]) in (r"\ln", r"\log"):  # \ln N(mu, sigma^2)
            node = Product(node.start, node.end, (Name(node.start, node.start, "Lognormal"), node.factors[2]), ("", ""))
        if len(node.factors) != 2:
            return None
        first, called = bare(node.factors[0]), bare(node.factors[1])
        if isinstance(first, Script) and first.sup is None and law_name(first.base) in ("N", "Normal"):
            first = first.base  # N_p(mu, Sigma)
        name = law_name(first, drawn=drawn)
        if not name or not isinstance(called, Group) or self.is_known(spell(first)):
            return None
        listed = bare(called.only) if called.only is not None else called
        if isinstance(listed, Group) and listed.fence == r"\{}" and _row(name, 2) in LAWS["Uniform"]:
            return self.uniform_on(listed.items, node)
        if called.fence not in ("()", "[]") or not set(called.separators) <= {",", ";"}:
            return None
        if point_and_parameters(called, name) is not None:
            return None  # N(x; mu, sigma^2) is a density at x
        return self.named_law(name, called.items, node)

    def law_at(self, node: Node) -> tuple[Term, str] | None:
        """The law of which N(x; mu, sigma^2) is the density, and its variable: so it is written below a mean."""
        node = bare(node)
        name = law_name(bare(node.factors[0])) if isinstance(node, Product) and len(node.factors) == 2 else ""
        called = bare(node.factors[1]) if isinstance(node, Product) and name else None
        split = point_and_parameters(called, name) if isinstance(called, Group) else None
        variable = self.name_of(split[0]) if split is not None else ""
        if split is None or not variable or self.is_known(name):
            return None
        return self.named_law(name, split[1], node), variable

    def sample(self, name: str, node: Node) -> Term:
        """The vector of data that are drawn one by one: their law is known by their entries', if at all."""
        context, drawn = self.context, self.context.samples[name]
        data = symbol(f"{{{name}}}")  # beside the numbers that the data are elsewhere
        numbers = self.numbers_of(name)
        if not isinstance(value_sort(numbers), Vector):
            raise self.fault(f"{name} is {build.describe(value_sort(numbers))}, each part of it drawn", node, "numbers")
        size = shape(numbers)[0]
        of_each = drawn.law
        if of_each is None:
            self.warn(name, node)
            self.warn(data.name, node)
            return symbol(data.name, RandomVariable(value_sort(numbers)))

        def make() -> Term:
            scope = type(self)(context)
            place = scope.new_variable(drawn.index, index_sort(build.ONE))
            with scope.binding(drawn.index, place):
                law = scope.law_call(of_each, drawn=True)
            if law is None:
                raise self.fault(f"the distribution {spell(of_each)[:40]} is not known", node, "one by name")
            whole = build.entrywise(place, context.settled(size), law)
            return build.follows(symbol(data.name, RandomVariable(whole.sort.outcome)), whole)  # type: ignore[attr-defined]

        fact = next((f for f in context.facts if f.term.head == "follows" and f.term.args[0].name == data.name), None)
        if fact is None:
            context.suppose(make)
            raise Again
        return context.statement(fact).args[0]

    def numbers_of(self, name: str) -> Term:
        """Data as numbers: a vector where nothing else is said."""
        context = self.context
        name = context.numbers_name(name)
        sort = context.sort_of(name)
        if sort is not None and name not in context.definitions:
            return symbol(name, sort)
        if context.kind(name) not in ("vector", "matrix"):
            context.guess(name, "vector")
        return self.guessed(name)


def support_of(node: Product) -> Scalar | None:
    """The values of a law of numbers, as far as its name says them."""
    called = bare(node.factors[-1])
    row = _row(law_name(node.factors[0]), len(called.items)) if isinstance(called, Group) else None
    if row is not None and row.law == "bernoulli":
        return BIT
    return _SUPPORTS.get(row.outcome) if row is not None else None


def values_sort(values: Sequence[Fraction]) -> Scalar:
    """The sort of what has one of some values."""
    whole = all(value.denominator == 1 for value in values)
    return Scalar(min(values), max(values), integer=whole, nonzero=0 not in values)


def _holds(sort: Scalar, value: Term) -> bool:
    return value.head == "number" and sort.contains(value.value)


def _row(name: str, count: int) -> NamedLaw | None:
    return next((row for row in LAWS.get(name, ()) if row.arity == count), None)


def law_name(node: Node, *, drawn: bool = False) -> str:
    """The row of LAWS that a name spells, or ''; a plain letter but N is one only where something is drawn."""
    node = bare(node)
    if isinstance(node, Script):
        written = spell(node)
        return written if written in LAWS else ""
    if not isinstance(node, Name):
        return ""
    text = node.text
    for style in (r"\mathcal{", r"\mathrm{", r"\mathscr{"):
        if text.startswith(style):
            text = text[len(style) : -1]
            return text if text in LAWS else ""
    return text if text in LAWS and (drawn or len(text) > 1 or text == "N") else ""


def with_points(chain: Chain) -> Chain:
    """`q(z|x) = N(m, s^2)` as `q(z|x) = N(z; m, s^2)`: a density is not the law, but what this is at its point."""
    point = point_of(chain.sides[0])
    if point is None or {relation for relation, _ in chain.relations} != {"="}:
        return chain
    return replace(chain, sides=(chain.sides[0], *(side and _at(point, side) for side in chain.sides[1:])))


def point_of(side: Node | None) -> Node | None:
    """The z of q(z|x), the one thing that it is the density of."""
    inner = bare(side) if side is not None else None
    if not isinstance(inner, Product) or len(inner.factors) != 2 or law_name(inner.factors[0]):
        return None
    name, called = bare(inner.factors[0]), bare(inner.factors[1])
    if not isinstance(name, (Name, Script)) or not isinstance(called, Group) or called.fence != "()":
        return None
    first = called.separators[0] if called.separators else "|"
    return called.items[0] if first in ("|", ";") and isinstance(bare(called.items[0]), (Name, Script)) else None


def _at(point: Node, side: Node) -> Node:
    """The density of a named law at a point; anything else as it is."""
    inner = bare(side)
    if not isinstance(inner, Product) or len(inner.factors) != 2:
        return side
    name, called = law_name(inner.factors[0]), bare(inner.factors[1])
    if not name or not isinstance(called, Group) or called.fence != "()" or set(called.separators) > {","}:
        return side
    if _row(name, len(called.items)) is None or point_and_parameters(called, name) is not None:
        return side
    at = replace(called, items=(point, *called.items), separators=(";", *called.separators))
    return replace(inner, factors=(inner.factors[0], at))


def point_and_parameters(called: Group, name: str) -> tuple[Node, Sequence[Node]] | None:
    """Point and parameters of N(x; mu, Sigma), or None where the bracket holds parameters only."""
    if called.separators and called.separators[0] in (";", "|") and _row(name, len(called.items) - 1) is not None:
        return called.items[0], called.items[1:]
    return None
