"""Random variables that have a law, or are independent, and are defined by others besides: both have to hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement as chosen
from itertools import product as every_combination

from flint import fmpq

from ..terms.sorts import RandomVariable
from ..terms.term import Term
from .arithmetic import ONE, ZERO
from .arrays import entries
from .degree import degree
from .dual import Number
from .interpretation import Interpretation
from .spaces import RandomTable, key

ENOUGH = 2  # the degree up to which moments are compared at least


def keeps_laws(facts: Sequence[Term], found: Interpretation, definitions: dict[Term, Term]) -> bool:
    """Whether what is defined certainly follows the laws, and is as independent, as the facts say.

    On a true finite space distributions are compared; elsewhere moments, as far as these are right there.
    """
    defined = {symbol for symbol in definitions if isinstance(symbol.sort, RandomVariable)}
    for fact in facts:
        if fact.head == "follows" and fact.args[0] in defined:
            symbol = fact.args[0]
            old, new = found.drawn.get(symbol), found.values[symbol]
            assert isinstance(new, RandomTable)
            if old is None or not _same(found, old, new, _depth(symbol, definitions)):
                return False
        if (fact.head == "alike" or (fact.head == "independent" and len(fact.args) == 1)) and fact.args[0] in defined:
            return False  # its entries are made as they come
        if fact.head == "independent" and not defined.isdisjoint(fact.args):
            held = [found.values[symbol] for symbol in fact.args]
            deepest = max(_depth(symbol, definitions) for symbol in fact.args)
            if not _apart(found, [each for each in held if isinstance(each, RandomTable)], deepest, len(held)):
                return False
    return True


def _depth(symbol: Term, definitions: dict[Term, Term]) -> int:
    """The degree of a variable as a polynomial in those that nothing defines; large where it is none."""
    if symbol not in definitions:
        return 1
    random = [each for each in definitions[symbol].free if isinstance(each.sort, RandomVariable)]
    own = degree(definitions[symbol], random)
    return 99 if own is None else own * max((_depth(each, definitions) for each in random), default=0)


def _top(found: Interpretation, depth: int) -> int:
    """Moments up to here are right of variables of a degree; 0 where these are too few."""
    assert found.degree is not None
    top = found.degree // max(depth, 1)
    return top if top >= ENOUGH else 0


def _moments(found: Interpretation, table: RandomTable, top: int) -> list[Number]:
    """The means of all products of up to `top` entries of a table; of many entries, of at most two."""
    rows = [entries(value) for value in table.values]
    most = top if len(rows[0]) == 1 else ENOUGH
    means = []
    for factors in (each for count in range(1, most + 1) for each in chosen(range(len(rows[0])), count)):
        mean: Number = ZERO
        for row, weight in zip(rows, found.weights, strict=True):
            for place in factors:
                weight = weight * row[place]
            mean = mean + weight
        means.append(mean)
    return means


def _same(found: Interpretation, one: RandomTable, other: RandomTable, depth: int) -> bool:
    if found.degree is None:
        return _masses(found, [one]) == _masses(found, [other])
    top = _top(found, depth)
    pairs = zip(_moments(found, one, top), _moments(found, other, top), strict=True)
    return top > 0 and all(isinstance(a, fmpq) and isinstance(b, fmpq) and a == b for a, b in pairs)


def _masses(found: Interpretation, tables: list[RandomTable]) -> dict[object, Number]:
    masses: dict[object, Number] = {}
    for point, weight in enumerate(found.weights):
        at = tuple(key(table.values[point]) for table in tables)
        masses[at] = masses.get(at, ZERO) + weight
    return {at: mass for at, mass in masses.items() if mass != 0}


def _apart(found: Interpretation, tables: list[RandomTable], depth: int, count: int) -> bool:
    """Whether variables are independent of each other."""
    if len(tables) < count:
        return False
    if found.degree is None:
        alone = [_masses(found, [table]) for table in tables]
        together = _masses(found, tables)
        for ats in every_combination(*alone):
            mass: Number = ONE
            for masses, at in zip(alone, ats, strict=True):
                mass = mass * masses[at]
            if together.get(tuple(at[0] for at in ats), ZERO) != mass:  # type: ignore[index]
                return False
        return True
    top = _top(found, depth)
    if top == 0 or any(isinstance(table.values[0], list) for table in tables):
        return False
    return _factors(found, tables, top)


def _factors(found: Interpretation, tables: list[RandomTable], top: int) -> bool:
    """Whether the mean of each product of powers is the product of their means."""
    columns = [table.values for table in tables]

    def mean(powers: tuple[int, ...]) -> Number:
        total: Number = ZERO
        for point, weight in enumerate(found.weights):
            part = weight
            for column, power in zip(columns, powers, strict=True):
                part = part * column[point] ** power if power else part
            total = total + part
        return total

    for powers in every_combination(range(top + 1), repeat=len(tables)):
        if sum(powers) <= top:
            apart: Number = ONE
            for place, power in enumerate(powers):
                apart = apart * mean(tuple(power if place == other else 0 for other in range(len(powers))))
            both = mean(powers)
            if not (isinstance(both, fmpq) and isinstance(apart, fmpq) and both == apart):
                return False
    return True
