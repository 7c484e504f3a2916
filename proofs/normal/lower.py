"""From terms to the index normal form: every array becomes its entries, every operator a sum of products.

`Lowering` reads a term under an environment: what its bound symbols have become, and the outcome of chance at which
random variables are read. Arrays are lowered entry by entry, at polynomials for row and column. The rules, one an
operator, are in scalars.py, arrays.py and chance.py; the ring carries them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..errors import UnsupportedNotion
from ..terms import build
from ..terms.show import latex
from ..terms.sorts import RandomVariable
from ..terms.term import Term
from . import matrices
from .poly import ONE, Atom, Poly, Span, of_atom, of_var
from .ring import Ring
from .sums import sum_over


@dataclass(frozen=True)
class Lowering:
    """Terms to polynomials. `values` are the bound symbols' polynomials, `chance` the current outcome."""

    ring: Ring
    values: dict[Term, Poly]
    chance: Poly | None = None

    def bind(self, symbol: Term, value: Poly) -> Lowering:
        return replace(self, values={**self.values, symbol: value})

    # -------------------------------------------------------------- scalars

    def scalar(self, term: Term) -> Poly:
        """The normal form of a number."""
        if build.is_array(term):
            raise UnsupportedNotion(f"the array {latex(term)} where a number is needed")
        rule = self.ring.scalars.get(term.head)
        if rule is None:
            raise UnsupportedNotion(_WORDS.get(term.head, term.head))
        return rule(self, term)

    def span(self, domain: Term, variable: Term) -> Span:
        """What a bound symbol ranges over."""
        sort = build.value_sort(variable)
        match domain.head:
            case "range":
                return Span("range", (self.scalar(domain.args[0]), self.scalar(domain.args[1])))
            case "interval":
                low, high = (self.scalar(end) for end in domain.args)
                return Span("interval", (low, high), sort=sort)
            case "space":
                return Span("space", (), domain.data, sort)
        raise UnsupportedNotion(f"the range {latex(domain)}")

    def over(self, variable: Term, span: Span, body: Callable[[Lowering], Poly]) -> Poly:
        """The sum of `body` over a span, with the symbol bound."""
        var = self.ring.fresh(span)
        return sum_over(self.ring, var, body(self.bind(variable, of_var(var))))

    def across(self, size: Term, body: Callable[[Poly], Poly]) -> Poly:
        """The sum of `body` over the indices of an axis."""
        if size is build.ONE:
            return body(ONE)
        var = self.ring.fresh(self.axis(size))
        return sum_over(self.ring, var, body(of_var(var)))

    def axis(self, size: Term) -> Span:
        return Span("range", (ONE, self.scalar(size)))

    # -------------------------------------------------------------- arrays

    def entry(self, term: Term, row: Poly, column: Poly = ONE) -> Poly:
        """The entry of an array; a vector is a column, a number its own only entry."""
        if not build.is_array(term):
            return self.scalar(term)
        rule = self.ring.entries.get(term.head)
        if rule is None:
            raise UnsupportedNotion(_WORDS.get(term.head, term.head))
        return rule(self, term, row, column)

    def table(self, term: Term) -> Callable[[Poly, Poly], Poly]:
        """The entries of an array as a function of row and column."""
        return lambda row, column: self.entry(term, row, column)

    def argument(self, term: Term) -> Poly:
        """An argument of a function or density: a number, an outcome, or an array as one closed table."""
        if not build.is_array(term):
            return self.scalar(term)
        if term.head != "symbol":
            return matrices.table(self, term)
        if term in self.values:
            return self.values[term]
        places = (self.outcome(term),) if isinstance(term.sort, RandomVariable) else ()
        return of_atom(Atom("whole", term, places))

    def outcome(self, culprit: Term) -> Poly:
        if self.chance is None:
            raise UnsupportedNotion(f"the random variable {latex(culprit)} outside an expectation")
        return self.chance


_WORDS = {
    "kron": "the Kronecker product",
    "vec": "the columns of a matrix in one",
    "block": "an entry of a matrix made of blocks",
    "maximum": "the maximum over a variable",
    "minimum": "the minimum over a variable",
    "argmax": "arg max",
    "argmin": "arg min",
}
