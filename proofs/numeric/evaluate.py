"""The evaluator: what a term means at an interpretation. Written from the meaning of each head, with no rules.

It shares nothing with the prover on purpose: the two check each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from flint import fmpq

from ..errors import BudgetExceeded, UnsupportedNotion
from ..terms.term import Term
from .arithmetic import whole
from .interpretation import Defined, Interpretation

Value = Any
Handler = Callable[["Evaluator", Term], Value]
HANDLERS: dict[str, Handler] = {}

LARGEST_LOOP = 100_000  # terms of one sum
MOST_NESTED = 8  # derivatives of derivatives
LOOPS = frozenset({"sum", "product", "tabulate"})
MOST_STEPS = 150_000  # nodes visited in one evaluation


@dataclass
class Allowance:
    """When evaluations give up, as a moment of `perf_counter`, and how many nodes they have visited together."""

    deadline: float = float("inf")
    visited: int = 0


_UNBOUNDED = Allowance()
_allowance: ContextVar[Allowance] = ContextVar("allowance", default=_UNBOUNDED)


@contextmanager
def until(deadline: float) -> Iterator[Allowance]:
    """A scope in which evaluations give up at a moment of `perf_counter`."""
    token = _allowance.set(Allowance(deadline))
    try:
        yield _allowance.get()
    finally:
        _allowance.reset(token)


def visited() -> int:
    """The nodes visited in this scope so far."""
    return _allowance.get().visited


def visit(steps: int) -> None:
    """Counts nodes that were visited before, for what is kept of that."""
    _allowance.get().visited += steps


def handles(*heads: str) -> Callable[[Handler], Handler]:
    """Register the meaning of some heads."""

    def register(handler: Handler) -> Handler:
        for head in heads:
            HANDLERS[head] = handler
        return handler

    return register


class _Binding:
    """A scope of `Evaluator.binding`; there are so many that a generator for each would be a tenth of a sum."""

    __slots__ = ("before", "cell", "run", "symbol")

    def __init__(self, run: Evaluator, symbol: Term) -> None:
        self.run, self.symbol = run, symbol

    def __enter__(self) -> None:
        self.before, self.cell = self.run.bound.get(self.symbol), self.run.cells.pop(self.symbol, None)

    def __exit__(self, *raised: object) -> None:
        run, symbol = self.run, self.symbol
        if self.before is None:
            run.bound.pop(symbol, None)
        else:
            run.bound[symbol] = self.before
        run.cells.pop(symbol, None)
        if self.cell is not None:
            run.cells[symbol] = self.cell


class Evaluator:
    """Values of terms at one interpretation and one precision.

    `bound` maps the symbols bound around the current node to their values; what is free of them is evaluated once.
    `cells` maps bound symbols to the cell of a Lebesgue space that they are in.
    """

    def __init__(self, interpretation: Interpretation) -> None:
        self.interpretation = interpretation
        self.bound: dict[Term, Value] = {}
        self.cells: dict[Term, int] = {}
        self.outcome: int | None = None  # where we are in the common probability space
        self.allowance = _allowance.get()
        self.steps = 0
        self._next_look = 1000
        self.nesting = 0  # of derivatives
        self.within: frozenset[Term] = frozenset()  # densities that are taken inside of their supports only
        self.tags = 0
        self._memo: dict[Term, Value] = {}
        self._loops: dict[tuple[Term, frozenset[tuple[Term, int, int]]], Value] = {}

    def value(self, term: Term) -> Value:
        head = term.head
        if head == "symbol":
            found = self.bound.get(term)
            if found is None:
                found = self.interpretation.values.get(term)
                if type(found) is fmpq:  # nearly always
                    return found
                found = self.interpretation.value(term, self.outcome)
                if isinstance(found, Defined):
                    found = self._defined(term, found)
            return found
        if head == "number":
            found = self._memo.get(term)
            if found is None:
                exact = term.value
                found = self._memo[term] = fmpq(exact.numerator, exact.denominator)
            return found
        self.steps += 1
        self.allowance.visited += 1
        if self.steps > self._next_look:
            self._look()
        handler = HANDLERS.get(head)
        if handler is None:
            raise UnsupportedNotion(head)
        if self.bound and not term.free.isdisjoint(self.bound):
            return self._in_a_loop(term, handler) if head in LOOPS else handler(self, term)
        found = self._memo.get(term)
        if found is None:
            found = self._memo[term] = handler(self, term)
        return found

    def _in_a_loop(self, term: Term, handler: Handler) -> Value:
        """A loop within others, which is run once for the same values of those of their variables that it speaks of."""
        plain = not (self.cells or self.nesting or self.within) and self.outcome is None
        own = {symbol: at for symbol, at in self.bound.items() if symbol in term.free} if plain else self.bound
        if len(own) == len(self.bound) or any(type(at) is not fmpq for at in own.values()):
            return handler(self, term)
        key = term, frozenset((symbol, int(at.p), int(at.q)) for symbol, at in own.items())
        found = self._loops.get(key)
        if found is None:
            found = self._loops[key] = handler(self, term)
        return found

    def made_of(self, term: Term, make: Callable[[], Value]) -> Value:
        """What is made of the arguments of a term that has no value, once where nothing in it is bound."""
        if self.bound and not term.free.isdisjoint(self.bound):
            return make()
        found = self._memo.get(term)
        if found is None:
            found = self._memo[term] = make()
        return found

    def changed(self, symbol: Term, value: Value) -> Evaluator:
        """One at the interpretation with another value of a symbol, which keeps what does not depend on it."""
        run = Evaluator(self.interpretation.with_value(symbol, value))
        held = self.interpretation.values.items()
        stale = {symbol, *(other for other, known in held if isinstance(known, Defined))}
        run._memo = {term: known for term, known in self._memo.items() if term.free.isdisjoint(stale)}
        return run

    def spend(self, steps: int) -> None:
        """Count work, and give up where it is too much."""
        self.steps += steps
        self.allowance.visited += steps
        if self.steps > self._next_look:
            self._look()

    def _look(self) -> None:
        self._next_look = self.steps + 1000
        if self.steps > MOST_STEPS or perf_counter() > self.allowance.deadline:
            raise BudgetExceeded("an evaluation of too many steps")

    def definition(self, symbol: Term) -> Term | None:
        """What a symbol is defined as at this interpretation, if it is."""
        held = self.interpretation.values.get(symbol)
        return held.term if isinstance(held, Defined) and symbol not in self.bound else None

    def _defined(self, symbol: Term, by: Defined) -> Value:
        found = self._memo.get(symbol)
        if found is None:
            with self.outside():
                found = self._memo[symbol] = self.value(by.term)
        return found

    @contextmanager
    def outside(self) -> Iterator[None]:
        """A scope with nothing bound."""
        bound, cells = self.bound, self.cells
        self.bound, self.cells = {}, {}
        try:
            yield
        finally:
            self.bound, self.cells = bound, cells

    def whole(self, term: Term) -> int:
        return whole(self.value(term))

    def numbers(self, terms: Iterable[Term]) -> list[Value]:
        return [self.value(term) for term in terms]

    def binding(self, symbol: Term) -> _Binding:
        """A scope in which `symbol` may be put into `bound`, and after which it is as before."""
        return _Binding(self, symbol)

    @contextmanager
    def differentiating(self, times: int) -> Iterator[None]:
        """A scope in which everything costs twice for each derivative."""
        self.nesting += times
        if self.nesting > MOST_NESTED:
            raise BudgetExceeded(f"derivatives of an order above {MOST_NESTED}")
        try:
            yield
        finally:
            self.nesting -= times

    def fresh_tag(self) -> int:
        self.tags += 1
        return self.tags
