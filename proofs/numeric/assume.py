"""Making an interpretation satisfy assumptions: definitions, linear conditions solved, everything else checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flint import fmpq

from ..rules.isolate import isolated, isolated_square
from ..terms import build
from ..terms.sorts import Matrix, RandomVariable, Scalar, Vector
from ..terms.term import Term
from .evaluate import Evaluator
from .interpretation import Defined, Interpretation
from .keep import keeps_laws
from .membership import in_sort
from .probability import at_point
from .solve import Solver, holds, is_equation
from .spaces import RandomTable
from .survey import is_whole

Way = Callable[[Term, Term, Term], Term | None]
Definition = tuple[Term, Term, Term]  # a symbol, its value, and that where it was drawn negative

MOST_PASSES = 3


class Assumptions:
    """Facts that interpretations are to satisfy. It remembers how their symbols are defined."""

    def __init__(self, facts: Sequence[Term]) -> None:
        self.facts = tuple(facts)
        self._definitions: dict[object, _Definitions] = {}
        self._solver = Solver()
        self._without: dict[frozenset[Term], Assumptions] = {}

    def __iter__(self) -> Iterator[Term]:
        return iter(self.facts)

    def __bool__(self) -> bool:
        return bool(self.facts)

    def afresh(self) -> Assumptions:
        """The same, of which it is not known yet what solves them."""
        other = Assumptions(self.facts)
        other._definitions = self._definitions
        return other

    def without(self, symbols: frozenset[Term]) -> Assumptions:
        """Those that do not speak of some symbols."""
        if symbols not in self._without:
            self._without[symbols] = Assumptions([fact for fact in self.facts if fact.free.isdisjoint(symbols)])
        return self._without[symbols]

    def satisfied(self, found: Interpretation) -> Interpretation | None:
        """The interpretation, changed where facts could be solved; None where one stays false or uncertain."""
        found, defined = self._define(found)
        for _ in range(MOST_PASSES):
            run = Evaluator(found)
            held = {fact: holds(fact, run, fact in defined.solved) for fact in self.facts}
            if False not in held.values():
                break
            changed = False
            for fact in (fact for fact in self.facts if held[fact] is False):
                if changed and holds(fact, Evaluator(found)) is not False:  # it follows from those before it
                    continue
                changed = True
                repaired = self._solver.solved(fact, found, defined.values.keys())
                if repaired is None:
                    return None
                found = _with_tables(repaired, defined.values)
        else:
            return None
        if not keeps_laws(self.facts, found, defined.values):
            return None
        for symbol in defined.values:
            if not isinstance(symbol.sort, RandomVariable) and not in_sort(run, symbol.sort, run.value(symbol)):
                return None
        return replace(found, loose=tuple(fact for fact in self.facts if held[fact] is None))

    def _define(self, found: Interpretation) -> tuple[Interpretation, _Definitions]:
        """The interpretation with the symbols that equations isolate defined, and all that are."""
        before = {symbol: held.term for symbol, held in found.values.items() if isinstance(held, Defined)}
        known = frozenset(found.values), found.fixed, tuple(before.items())
        defined = self._definitions.get(known)
        if defined is None:
            defined = self._definitions[known] = self._defined(found, before)
        for symbol, value in defined.values.items():
            if symbol not in before and not isinstance(symbol.sort, RandomVariable):
                value = defined.negative[symbol] if _is_negative(found.values[symbol]) else value
                found = found.with_value(symbol, Defined(value))
        return _with_tables(found, defined.values), defined

    def _defined(self, found: Interpretation, before: dict[Term, Term]) -> _Definitions:
        values, negative = dict(before), {}
        for way in WAYS:
            for fact in self.facts:
                definition = _definition(fact, found, values, way)
                if definition is not None:
                    symbol, values[symbol], negative[symbol] = definition
        return _Definitions(values, negative, frozenset(fact for fact in self.facts if _solved(fact, values)))


@dataclass(frozen=True, slots=True)
class _Definitions:
    """What symbols are defined as, and those newly defined where the value drawn was negative: of two roots the one
    of its sign is taken. And the equations that hold as they are."""

    values: dict[Term, Term]
    negative: dict[Term, Term]
    solved: frozenset[Term]


def _is_negative(drawn: Any) -> bool:
    return isinstance(drawn, fmpq) and drawn < 0


def _bare(left: Term, right: Term, symbol: Term) -> Term | None:
    return right if left is symbol and symbol not in right.free else None


def _root(left: Term, right: Term, symbol: Term) -> Term | None:
    square = isolated_square(left, right, symbol)
    return build.sqrt(square) if square is not None else None


WAYS: tuple[Way, ...] = (_bare, isolated, _root)


def _definition(fact: Term, found: Interpretation, definitions: dict[Term, Term], way: Way) -> Definition | None:
    """A symbol and the terms that an equation isolates it as, unless that goes round in a circle."""
    if not is_equation(fact) or _solved(fact, definitions):
        return None
    for left, right in (fact.args, fact.args[::-1]):
        for symbol in sorted(left.free, key=lambda s: (str(s.data), s.digest)) if way is not _bare else (left,):
            if symbol.head != "symbol" or symbol not in found.values or symbol in definitions or symbol in found.fixed:
                continue
            if not isinstance(symbol.sort, (Scalar, Vector, Matrix, RandomVariable)):
                continue
            if way is not _bare and (isinstance(symbol.sort, RandomVariable) or is_whole(symbol)):
                continue
            value = way(left, right, symbol)
            if value is not None and symbol not in _behind(value, definitions):
                return symbol, value, build.neg(value) if way is _root else value
    return None


def _solved(fact: Term, definitions: dict[Term, Term]) -> bool:
    """Whether an equation holds as one of its symbols is defined to solve it."""
    if not is_equation(fact):
        return False
    for symbol in fact.free & definitions.keys():
        value = definitions[symbol]
        for left, right in (fact.args, fact.args[::-1]):
            if value in (_bare(left, right, symbol), isolated(left, right, symbol)):
                return True
            root = _root(left, right, symbol)
            if root is not None and value in (root, build.neg(root)):
                return True
    return False


def _behind(value: Term, definitions: dict[Term, Term]) -> set[Term]:
    """The symbols that a value is made of, those that these are defined by with them."""
    found, todo = set(value.free), list(value.free)
    while todo:
        top = todo.pop()
        for other in definitions[top].free if top in definitions else ():
            if other not in found:
                found.add(other)
                todo.append(other)
    return found


def _with_tables(found: Interpretation, definitions: dict[Term, Term]) -> Interpretation:
    """The random variables that are defined by others take their values from these, the innermost first."""
    left = [symbol for symbol in definitions if isinstance(symbol.sort, RandomVariable)]
    while left:
        symbol = next(each for each in left if _behind(definitions[each], definitions).isdisjoint(left))
        left.remove(symbol)
        run = Evaluator(found)
        table = [at_point(run, definitions[symbol], point) for point in range(len(found.weights))]
        found = found.with_value(symbol, RandomTable(table))
    return found
