"""Sample spaces, joint tables over them, and the common probability space of random variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flint import arb, fmpq

from ..errors import DomainError, UnsupportedNotion
from .arithmetic import ONE, ZERO, divide, elementary, power
from .arrays import entries
from .dual import Number

Outcome = Any  # an int for an abstract point, a number or a list of numbers otherwise


def key(value: Outcome) -> Any:
    """A hashable form of an outcome."""
    if isinstance(value, list):
        return tuple(key(entry) for entry in value)
    return value


@dataclass(slots=True)
class Space:
    """The finite space of a labelled variable: its outcomes, or cells of the line with a point in each.

    `widths` are the measures of the outcomes: 1 where they are counted, the lengths of the cells otherwise. `ends`
    are the ends of the cells of a Lebesgue space of numbers.
    """

    label: str
    measure: str
    outcomes: list[Outcome]
    widths: list[fmpq]
    ends: list[fmpq] | None = None
    every_integer: bool = False  # a pmf on integers: zero off its outcomes
    _places: dict[object, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places = {key(outcome): place for place, outcome in enumerate(self.outcomes)}

    def place(self, value: Outcome) -> int | None:
        """Which outcome a value is; None for an integer that has no mass."""
        try:
            found = self._places.get(key(value))
        except (TypeError, ValueError):  # a ball has no hash, whole or in a list
            found = None
        if found is None and not (self.every_integer and isinstance(value, fmpq) and value.q == 1):
            raise UnsupportedNotion("a density at a point computed from others")
        return found


def bend(place: int, turn: int, parameter: Number) -> Number:
    """What a parameter, the one of this turn, does to a mass: positive, and another parabola at each place."""
    apart = parameter - fmpq((place * place + 2 * place * turn + turn) % 7 - 3, 2)
    return ONE + apart * apart * ((place + turn) % 3 + 1)


@dataclass(slots=True)
class Family:
    """A joint pmf over labelled variables; densities divide by the measures of the outcomes.

    It is the member of a family with parameters where these are given: `at` is the one for some values of them.
    """

    labels: tuple[str, ...]
    spaces: dict[str, Space]
    table: dict[tuple[int, ...], Number]
    _marginals: dict[tuple[str, ...], dict[tuple[int, ...], Number]] = field(default_factory=dict)
    _last: tuple[list[Number], Family] | None = None  # the values of parameters that it was taken at, and its member

    @property
    def parameters(self) -> int:
        """How many numbers it was given as parameters."""
        return 0 if self._last is None else len(self._last[0])

    def at(self, parameters: list[Number]) -> Family:
        """Each mass times a parabola of each parameter, all divided by their sum; no mass stays none."""
        if self._last is not None and list(map(id, self._last[0])) == list(map(id, parameters)):
            return self._last[1]
        table = dict(self.table)
        for turn, parameter in enumerate(parameters):
            for place, key in enumerate(sorted(table)):
                if not (isinstance(table[key], fmpq) and table[key] == 0):
                    table[key] = table[key] * bend(place, turn, parameter)
        total = sum(table.values(), start=ZERO)
        member = Family(self.labels, self.spaces, {key: divide(mass, total) for key, mass in table.items()})
        self._last = parameters, member
        return member

    def marginal(self, labels: tuple[str, ...]) -> dict[tuple[int, ...], Number]:
        found = self._marginals.get(labels)
        if found is None:
            at = [self.labels.index(label) for label in labels]
            found = {}
            for places, mass in self.table.items():
                short = tuple(places[position] for position in at)
                found[short] = found[short] + mass if short in found else mass
            self._marginals[labels] = found
        return found

    def density(self, targets: Mapping[str, int | None], givens: Mapping[str, int | None]) -> Number:
        """p(targets | givens), with respect to the measures of the targets' spaces; None is a point of no mass."""
        if None in givens.values():
            raise DomainError("a condition of probability zero")
        if None in targets.values():
            return ZERO
        both = {label: place for label, place in (*targets.items(), *givens.items()) if place is not None}
        labels = tuple(sorted(both))
        mass = self.marginal(labels).get(tuple(both[label] for label in labels))
        if mass is None:
            raise DomainError("a density at a point of another space")
        if givens:
            known = tuple(sorted(givens))
            mass = divide(mass, self.marginal(known)[tuple(both[label] for label in known)])
        for label in targets:
            width = self.spaces[label].widths[both[label]]
            if width != 1:
                mass = divide(mass, width)
        return mass


@dataclass(slots=True)
class RandomTable:
    """A random variable: its value at each point of the common probability space."""

    values: list[Outcome]


@dataclass(slots=True)
class EventTable:
    """An event: the points of the common probability space in it."""

    points: frozenset[int]


@dataclass(slots=True)
class SmoothFamily:
    """A joint density that is smooth in some of its variables: given the others, a Gaussian in each of these.

    `table` has the masses of the combinations of discrete variables, `centres` the means of the smooth variables
    for each combination, `spreads` their variances.
    """

    labels: tuple[str, ...]  # the discrete ones
    spaces: dict[str, Space]
    table: dict[tuple[int, ...], Number]
    centres: dict[tuple[int, ...], dict[str, Any]]
    spreads: dict[str, fmpq]

    def density(self, targets: dict[str, Any], givens: dict[str, Any]) -> Number:
        joint = self._joint({**targets, **givens})
        found = divide(joint, self._joint(givens)) if givens else joint
        for label, place in targets.items():
            if label not in self.spreads:
                found = divide(found, self.spaces[label].widths[place])
        return found

    def _joint(self, at: dict[str, Any]) -> Number:
        total: Number = ZERO
        for places, mass in self.table.items():
            if all(at.get(label, place) == place for label, place in zip(self.labels, places, strict=True)):
                for label, centre in self.centres[places].items():
                    if label in at:
                        mass = mass * _bell(at[label], centre, self.spreads[label])
                total = total + mass
        return total


def _bell(at: Any, centre: Any, spread: fmpq) -> Number:
    """The Gaussian density with mean `centre` and the variance `spread` in every direction."""
    values, middle = list(entries(at)), list(entries(centre))
    if len(values) != len(middle):
        raise UnsupportedNotion("a density at points of two shapes")
    pairs = list(zip(values, middle, strict=True))
    squares: Number = ZERO
    for x, m in pairs:
        squares = squares + (x - m) * (x - m)
    scale = power(arb.pi() * 2 * spread, fmpq(-len(pairs), 2))
    return elementary("exp", squares * (fmpq(-1, 2) / spread)) * scale
