"""Random worlds for the third evaluation: a value for every symbol, small and exact, that satisfies its sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import inf
from random import Random
from typing import Any

import mpmath

from probatum.proofs.terms.sorts import Event, Family, Function, Matrix, Outcome, RandomVariable, Scalar, Vector
from probatum.proofs.terms.term import Term

from .laws import FINITE, Undefined, discrete, real

LABELS = ("x", "y", "z")
SIDE = 5  # outcomes of random variables that hang together, some of which take a value twice


@dataclass
class Joint:
    """A joint pmf over labelled variables, as a table of the places of their outcomes."""

    table: dict[tuple[int, ...], Fraction]
    labels: tuple[str, ...] = LABELS

    def mass(self, at: dict[str, int]) -> Fraction:
        fixed = [(self.labels.index(label), value) for label, value in at.items()]
        return sum((w for key, w in self.table.items() if all(key[k] == v for k, v in fixed)), Fraction(0))

    def at(self, parameters: list[Any]) -> Joint:
        """The joint law for values of the parameters: each weight times a parabola of them."""
        weights = dict(self.table)
        for turn, parameter in enumerate(parameters, 1):
            for place, key in enumerate(weights):
                weights[key] = weights[key] * (1 + (parameter - Fraction(place * turn % 5 - 2, 2)) ** 2)
        mass = sum(weights.values())
        return Joint({key: weight / mass for key, weight in weights.items()}, self.labels)

    def entropy(self, labels: list[str], widths: dict[str, list[Fraction]]) -> Any:
        """The joint entropy of some variables, those with cells of some width on the line."""
        places = [self.labels.index(label) for label in labels]
        marginal: dict[tuple[int, ...], Fraction] = {}
        for key, weight in self.table.items():
            short = tuple(key[k] for k in places)
            marginal[short] = marginal.get(short, Fraction(0)) + weight
        total = mpmath.mpf(0)
        for cells, weight in marginal.items():
            lengths = [widths[label][cell] for label, cell in zip(labels, cells, strict=True) if label in widths]
            if weight:
                total -= real(weight) * mpmath.log(real(weight / _product(lengths)))
        return total


@dataclass
class World:
    values: dict[Term, Any] = field(default_factory=dict)
    spaces: dict[str, int] = field(default_factory=dict)
    families: dict[Term, Joint] = field(default_factory=dict)
    functions: dict[Term, list[Fraction]] = field(default_factory=dict)
    chances: dict[Term, list[Fraction]] = field(default_factory=dict)
    chance_weights: list[Fraction] = field(default_factory=list)
    widths: dict[str, list[Fraction]] = field(default_factory=dict)  # of the cells on which densities are constant
    outcomes: dict[str, list[Fraction]] = field(default_factory=dict)  # of a variable whose outcomes are numbers
    events: dict[Term, frozenset[int]] = field(default_factory=dict)  # the points of the chances in them
    smooth: dict[Term, tuple[str, list[Any]]] = field(default_factory=dict)  # random variables of continuous laws
    degrees: dict[Term, int] = field(default_factory=dict)  # in these, of random variables that are defined by others
    deadline: float = inf

    def place(self, label: str, value: Any) -> int:
        """Which outcome of a variable a value is."""
        if label not in self.outcomes:
            return int(value)
        if value not in self.outcomes[label]:
            raise Undefined("a density at a point that is no outcome")
        return self.outcomes[label].index(value)


def _plainly(made: World, parameter: Term) -> Any:
    return made.values.get(parameter, parameter.data)


def world(
    rng: Random,
    symbols: Iterable[Term],
    assumptions: tuple[Term, ...] = (),
    labels: tuple[str, ...] = LABELS,
    numeric: dict[str, Scalar] | None = None,
    points: dict[Term, str] | None = None,
    evaluate: Callable[[World, Term], Any] = _plainly,
) -> World:
    """Values for symbols (sizes among them); random variables are independent where `assumptions` say so.

    Densities are over the `labels`. The outcomes of the `numeric` ones are numbers, and `points` are symbols that
    stand for such an outcome, or for a vector of them. `evaluate` gives the parameters of laws.
    """
    made = World(spaces={label: rng.choice((2, 2, 3)) for label in labels})
    for label, sort in (numeric or {}).items():
        made.outcomes[label] = sorted({scalar(rng, sort) for _ in range(made.spaces[label])})
        made.spaces[label] = len(made.outcomes[label])
    ordered = sorted(symbols, key=lambda s: s.digest)
    for symbol in ordered:
        if points and symbol in points and isinstance(symbol.sort, Scalar):
            made.values[symbol] = rng.choice(made.outcomes[points[symbol]])
        elif isinstance(symbol.sort, Scalar):
            made.values[symbol] = scalar(rng, symbol.sort)
    for symbol in ordered:
        match symbol.sort:
            case Vector(size=size) if points and symbol in points:
                drawn = made.outcomes[points[symbol]]
                made.values[symbol] = _slim([[rng.choice(drawn)] for _ in range(_size(made, size))])
            case Vector(size=size, entry=entry):
                made.values[symbol] = _slim([[scalar(rng, entry)] for _ in range(_size(made, size))])
            case Matrix():
                made.values[symbol] = _slim(_matrix(rng, made, symbol.sort))
            case Outcome(label=label):
                made.values[symbol] = rng.randrange(made.spaces[label])
            case Family():
                made.families[symbol] = _joint(rng, made, labels)
            case Function(traits=traits):
                made.functions[symbol] = _polynomial(rng, traits)
    laws = {
        fact.args[0]: (str(fact.args[1].data), [evaluate(made, p) for p in fact.args[1].args])
        for fact in assumptions
        if fact.head == "follows" and fact.args[0] in ordered
    }
    _chance(rng, made, [s for s in ordered if isinstance(s.sort, RandomVariable)], assumptions, laws)
    for symbol in ordered:
        if isinstance(symbol.sort, Event):
            made.events[symbol] = frozenset(k for k in range(len(made.chance_weights)) if rng.random() < 0.5)
    return made


def scalar(rng: Random, sort: Scalar) -> Fraction:
    for _ in range(200):
        value = Fraction(rng.randint(-6, 6), 1 if sort.integer else rng.choice((1, 1, 2, 3)))
        if sort.upper is not None and sort.lower is not None:
            value = sort.lower + (sort.upper - sort.lower) * Fraction(rng.randint(0, 8), 8)
        if sort.integer and sort.lower is not None:
            value = sort.lower + rng.randint(0, 2)
        if sort.contains(value):
            return value
    raise Undefined("a number of this sort")


def _size(made: World, size: Term) -> int:
    return int(size.value if size.head == "number" else made.values[size])


def _slim(rows: list[list[Fraction]]) -> Any:
    if all(len(row) == 1 for row in rows):
        return rows[0][0] if len(rows) == 1 else [row[0] for row in rows]
    return rows


def _matrix(rng: Random, made: World, sort: Matrix) -> list[list[Fraction]]:
    rows, columns = _size(made, sort.rows), _size(made, sort.columns)
    free = [[scalar(rng, Scalar()) for _ in range(columns)] for _ in range(rows)]
    span = range(rows)
    if "orthogonal" in sort.traits:
        return _orthogonal(rng, rows, sort.traits)
    if "diagonal" in sort.traits:
        raised = [abs(free[i][i]) + ("invertible" in sort.traits) for i in span]
        chosen = raised if "positive_semidefinite" in sort.traits else [free[i][i] for i in span]
        if "invertible" in sort.traits and 0 in chosen:
            raise Undefined("a singular diagonal matrix")
        return [[chosen[i] if i == j else Fraction(0) for j in span] for i in span]
    if "positive_semidefinite" in sort.traits:
        shift = int("positive_definite" in sort.traits)
        return [
            [sum((free[i][k] * free[j][k] for k in span), Fraction(0)) + shift * (i == j) for j in span] for i in span
        ]
    if "symmetric" in sort.traits:
        large = 30 if "invertible" in sort.traits else 0
        return [[free[min(i, j)][max(i, j)] + (large if i == j else 0) for j in span] for i in span]
    if "invertible" in sort.traits:  # a large diagonal
        return [[free[i][j] + (30 if i == j else 0) for j in span] for i in span]
    return free


def _orthogonal(rng: Random, size: int, traits: frozenset[str]) -> list[list[Fraction]]:
    """A signed permutation, two of its axes turned by (3/5, 4/5); a reflection where it has to be symmetric."""
    span = range(size)
    if traits & {"diagonal", "positive_semidefinite"}:
        signs = [1 if "positive_semidefinite" in traits else rng.choice((-1, 1)) for _ in span]
        return [[Fraction(signs[i] if i == j else 0) for j in span] for i in span]
    if "symmetric" in traits:
        normal = [Fraction(rng.randint(1, 3)) for _ in span]
        length = sum(entry * entry for entry in normal)
        return [[Fraction(i == j) - 2 * normal[i] * normal[j] / length for j in span] for i in span]
    order = rng.sample(range(size), size)
    rows = [[Fraction(rng.choice((-1, 1)) if order[i] == j else 0) for j in range(size)] for i in range(size)]
    if size > 1:
        c, s = Fraction(3, 5), Fraction(4, 5)
        rows[0], rows[1] = ([c * a - s * b for a, b in zip(*rows[:2], strict=True)],
                            [s * a + c * b for a, b in zip(*rows[:2], strict=True)])  # fmt: skip
    return rows


def _joint(rng: Random, made: World, labels: tuple[str, ...]) -> Joint:
    weights = {key: Fraction(rng.randint(1, 9)) for key in product(*(range(made.spaces[label]) for label in labels))}
    mass = sum(weights.values())
    return Joint({key: weight / mass for key, weight in weights.items()}, labels)


def _polynomial(rng: Random, traits: frozenset[str]) -> list[Fraction]:
    some = [Fraction(rng.randint(-3, 3)) for _ in range(5)]
    if traits & {"increasing", "decreasing", "invertible"}:
        falls = "decreasing" in traits or ("increasing" not in traits and rng.random() < 0.5)
        bent = not traits & {"convex", "concave"}
        rising = [some[0] * ("odd" not in traits), abs(some[1]) + 1, Fraction(0), abs(some[3]) * bent]
        return [-c for c in rising] if falls else rising
    if "even" in traits:
        return [some[0], Fraction(0), some[2], Fraction(0), some[4]]
    if "odd" in traits:
        return [Fraction(0), some[1], Fraction(0), some[3]]
    if traits & {"convex", "concave"}:
        bend = [some[0], some[1], abs(some[2]), Fraction(0), abs(some[4])]
        return bend if "convex" in traits else [-c for c in bend]
    return some


NamedLaw = tuple[str, list[Any]]


def _chance(
    rng: Random, made: World, variables: list[Term], assumptions: tuple[Term, ...], laws: dict[Term, NamedLaw]
) -> None:
    """One finite space: a coordinate for each variable that is independent or has a law, one for all others."""
    made.smooth = {variable: law for variable, law in laws.items() if law[0] not in FINITE}
    alone = [v for a in assumptions if a.head == "independent" for v in a.args]
    alone += [v for v in laws if v not in alone]
    alone = [v for v in dict.fromkeys(alone) if v in variables]
    axes = [_points(rng, laws.get(v), 2) for v in alone] + [_points(rng, None, SIDE)]
    made.chance_weights = [_product([weight for _, weight in point]) for point in product(*axes)]
    for variable in variables:
        place = alone.index(variable) if variable in alone else len(alone)
        values = {k: _value(rng, made, variable.sort.value) for k in range(len(axes[place]))}
        made.chances[variable] = [
            point[place][0] if variable in laws else values[point[place][0]] for point in product(*axes)
        ]


def _value(rng: Random, made: World, sort: Any) -> Any:
    """A value of a random variable of some sort."""
    if isinstance(sort, Vector):
        return _slim([[_value(rng, made, sort.entry)] for _ in range(_size(made, sort.size))])
    value = Fraction(rng.randint(-3, 4))
    return value if not isinstance(sort, Scalar) or sort.contains(value) else scalar(rng, sort)


def _points(rng: Random, law: NamedLaw | None, count: int) -> list[tuple[Any, Any]]:
    if law is not None:
        return discrete(*law)
    weights = [Fraction(rng.randint(1, 5)) for _ in range(count)]
    return [(k, weight / sum(weights)) for k, weight in enumerate(weights)]


def _product(weights: list[Any]) -> Any:
    result: Any = Fraction(1)
    for weight in weights:
        result = result * weight
    return result
