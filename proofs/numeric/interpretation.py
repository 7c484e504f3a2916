"""An interpretation: a value for every free symbol, and the spaces that bound ones range over."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from ..errors import UnsupportedNotion
from ..terms.show import latex
from ..terms.term import Term, substitute
from .dual import Number
from .spaces import EventTable, RandomTable, Space

Value = Any


@dataclass(frozen=True, slots=True)
class Defined:
    """The value of a symbol that an assumption defines: evaluated anew at every precision."""

    term: Term


@dataclass(slots=True)
class Interpretation:
    """Values of free symbols; `weights` are the probabilities of the points of the common space.

    `degree` is the highest degree of polynomials in continuous random variables whose means the common space has
    right (None where it is a true finite space, and everything is right). `fixed` are the symbols on whose values
    others were built (sizes, parameters of laws): these may not be changed any more. `drawn` are the values of random
    variables by their own laws, whatever else is said of these. `loose` are the assumptions that it meets
    only as far as balls can tell: it is no counterexample where there are any. `special` values are guessed, as that 0
    or 1 solves an equation: that others do as well is not known. `sides` holds what sides of claims came to here, and
    in how many steps: a side of a relation is one of the next relation as well.
    """

    values: dict[Term, Value] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    weights: list[Number] = field(default_factory=list)
    degree: int | None = None
    fixed: frozenset[Term] = frozenset()
    drawn: dict[Term, RandomTable] = field(default_factory=dict)
    loose: tuple[Term, ...] = ()
    special: bool = False
    sides: dict[Hashable, tuple[Any, int]] = field(default_factory=dict, init=False, compare=False)

    def value(self, symbol: Term, point: int | None) -> Value:
        try:
            found = self.values[symbol]
        except KeyError:
            raise UnsupportedNotion(f"a value for {latex(symbol)}") from None
        if isinstance(found, RandomTable):
            if point is None:
                raise UnsupportedNotion(f"{latex(symbol)} outside of an expectation")
            return found.values[point]
        if isinstance(found, EventTable):
            return point in found.points
        return found

    def with_value(self, symbol: Term, value: Value) -> Interpretation:
        """The same with another value for a symbol that nothing was built on."""
        assert symbol not in self.fixed, "a symbol on which others were built"
        values = {**self.values, symbol: value}
        return Interpretation(
            values, self.spaces, self.weights, self.degree, self.fixed, self.drawn, self.loose, self.special
        )

    def behind(self, symbols: frozenset[Term]) -> frozenset[Term]:
        """Symbols, with all that they are defined by."""
        found, todo = set(symbols), list(symbols)
        while todo:
            held = self.values.get(todo.pop())
            more = held.term.free - found if isinstance(held, Defined) else frozenset()
            found |= more
            todo += more
        return frozenset(found)

    def written_out(self, term: Term) -> Term:
        """The term with what its symbols are defined as in their places."""
        while True:
            held = {symbol: self.values.get(symbol) for symbol in term.free}
            defined = {symbol: known.term for symbol, known in held.items() if isinstance(known, Defined)}
            if not defined:
                return term
            term = substitute(term, defined)
