"""The state of one computation: fresh variables, what is assumed, which rules were used, how much may be spent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Protocol

from ..errors import BudgetExceeded
from ..terms.term import Term
from .poly import Atom, Mono, Poly, Span, Var

if TYPE_CHECKING:
    from .lower import Lowering

Maker = Callable[["Ring", Atom, tuple[Poly, ...]], Poly]
ScalarRule = Callable[["Lowering", Term], Poly]
EntryRule = Callable[["Lowering", Term, Poly, Poly], Poly]
Contraction = Callable[["Ring", tuple[Var, ...], Mono], tuple[tuple[Var, ...], Poly] | None]
Binder = Callable[["Ring", Atom, tuple[Var, ...], tuple[Poly, ...]], Poly]


class Equation(Protocol):
    """An assumed equation that can be applied to a normal form (see equations.py)."""

    def apply(self, ring: Ring, poly: Poly) -> Poly: ...


@dataclass(frozen=True)
class Moments:
    """What is assumed of a random number or vector: the mean at a place, the variance at one, the covariance at two;
    whether the entries of a vector are uncorrelated, even independent, and alike; and what they are alike to."""

    is_vector: bool
    mean: Callable[[Poly], Poly] | None = None
    variance: Callable[[Poly], Poly] | None = None
    covariance: Callable[[Poly, Poly], Poly] | None = None
    uncorrelated: bool = False
    independent: bool = False
    alike: bool = False
    model: Term | None = None


@dataclass
class Ring:
    """What the rules of the normal form share while they work on one claim.

    `makers` gives for each head of an atom the rule that builds it anew over other slots, `binders` the one that
    closes it over variables that stand free in its slots (see makers.py).
    `contractions` are the rules by which a bound variable disappears from a product (see contractions.py).
    `scalars` and `entries` lower the operators of terms.
    `known` are equations assumed, as rewrites, and `equations` those between numbers, as forms that are zero.
    `ordered` are forms that assumptions say are not negative, `apart` ones that they say are not zero; `logged` are
    numbers, not negative, that are not zero either, as the claim takes their logarithm. `positive` holds forms, up to
    a positive factor, that are positive wherever the claim is defined: parameters of laws, rates of decay. `reaches`
    says of a free index what it is assumed not to exceed. `stuck` are forms that nothing but assumed equations can show
    to be zero, with what was `positive`: rings that differ in equations alone share them.
    `independent` holds groups of random variables that are independent of each other; `laws` has what a variable
    follows by name, `densities` makes where its values lie and their density, `samples` the laws of a vector's
    independent entries, each at its index, `moments` what is assumed of a variable without a law.
    """

    makers: dict[str, Maker]
    binders: dict[str, Binder]
    contractions: tuple[Contraction, ...]
    scalars: dict[str, ScalarRule]
    entries: dict[str, EntryRule]
    independent: tuple[frozenset[Term], ...] = ()
    known: tuple[Equation, ...] = ()
    equations: tuple[Poly, ...] = ()
    ordered: tuple[Poly, ...] = ()
    apart: tuple[Poly, ...] = ()
    logged: frozenset[Poly] = frozenset()
    positive: set[Poly] = field(default_factory=set)
    reaches: dict[Term, tuple[Poly, ...]] = field(default_factory=dict)
    laws: dict[Term, tuple[str, tuple[Poly, ...]]] = field(default_factory=dict)
    densities: dict[Term, Callable[[], tuple[Span, Callable[[Poly], Poly]]]] = field(default_factory=dict)
    samples: dict[Term, Callable[[Poly], tuple[str, tuple[Poly, ...]]]] = field(default_factory=dict)
    moments: dict[Term, Moments] = field(default_factory=dict)
    stuck: set[tuple[Poly, frozenset[Poly]]] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    budget: int = 200_000
    _serial: Iterator[int] = field(default_factory=count)

    def fresh(self, span: Span) -> Var:
        return Var(f"v{next(self._serial)}", span)

    def use(self, rule: str) -> None:
        """Notes that a rule beyond commutative algebra was needed; reports name it."""
        self.used.add(rule)

    def spend(self, cost: int) -> None:
        self.budget -= cost
        if self.budget < 0:
            raise BudgetExceeded("the expression grows past the budget of the normal form")
