"""The type of an entry: one statement of the sheet, its symbols in its signature, its two sides in its body.

    @identity("vae.gaussian_kl")
    def normal_kl(mu_q: Real, sigma_q: Positive, mu_p: Real, sigma_p: Positive) -> Any:
        '''The divergence of one normal distribution from another, in nats.'''
        return Eq(kl(normal(mu_q, sigma_q**2), normal(mu_p, sigma_p**2)), ...)

Nothing of the body runs before it is asked for, so importing an entry loads neither SymPy nor NumPy nor torch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from inspect import getdoc, signature
from typing import TYPE_CHECKING, Any

from probatum.proofs.claim import Claim
from probatum.proofs.terms.show import latex
from probatum.proofs.terms.term import Term, symbol, transform

from .arrays import NumpyArrays, TorchArrays
from .language import symbols

if TYPE_CHECKING:
    import numpy
    import torch

Statement = Callable[..., Any]
Rule = Callable[..., Any]

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi"
    " omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega".split()
)


class Stated:
    """A statement over symbols of a signature: a SymPy relation, or a tuple of one and of what it needs."""

    statement: Statement

    @cached_property
    def symbols(self) -> dict[str, Any]:
        """The SymPy symbols, by name."""
        return symbols(self.statement)

    @cached_property
    def _said(self) -> tuple[Any, ...]:
        import sympy

        with sympy.evaluate(False):  # what is written is what is claimed, and shown
            said = self.statement(**self.symbols)
        return said if isinstance(said, tuple) else (said,)

    @property
    def sympy(self) -> Any:
        """The statement in SymPy, nothing evaluated."""
        return self._said[0]

    @property
    def needs(self) -> tuple[Any, ...]:
        """The assumptions that the signature does not say, in SymPy."""
        return self._said[1:]

    @cached_property
    def claim(self) -> Claim:
        """The statement as the prover and the refuter take it."""
        from probatum.proofs.terms.sympy_bridge import claim

        return claim(*self._said)

    @cached_property
    def latex(self) -> str:
        """The statement in LaTeX."""
        return latex(in_greek(self.claim.statement))


@dataclass(eq=False)
class Falsehood(Stated):
    """A false statement beside a true one: what the sheet prints, or a neighbour that one would plausibly write."""

    statement: Statement
    why: str
    printed: bool


@dataclass(eq=False)
class Entry(Stated):
    """One statement of the catalogue.

    `source` is the id of the claim of the sheet. `holds` is False where the sheet denies the statement, and a
    counterexample is what shows it. `equality` says when an inequality is an equality.
    """

    statement: Statement
    source: str
    holds: bool = True
    equality: str = ""
    falsehoods: list[Falsehood] = field(default_factory=list)
    _rule: Rule | None = None

    def __post_init__(self) -> None:
        self.__module__ = self.statement.__module__
        self.__doc__ = getdoc(self.statement)

    @property
    def name(self) -> str:
        return self.statement.__name__

    @property
    def section(self) -> str:
        return self.source.partition(".")[0]

    @property
    def lhs(self) -> Any:
        return self.sympy.lhs

    @property
    def rhs(self) -> Any:
        return self.sympy.rhs

    @property
    def computes(self) -> bool:
        return self._rule is not None

    @property
    def arguments(self) -> tuple[str, ...]:
        """What `numpy` and `torch` take, in order."""
        return tuple(signature(self._rule).parameters)[1:] if self._rule else ()

    def numpy(self, *arguments: numpy.ndarray | float) -> numpy.ndarray:
        """The right side, of NumPy arrays: batched over leading axes, broadcasting."""
        return self._compute(NumpyArrays(), arguments)  # type: ignore[no-any-return]

    def torch(self, *arguments: torch.Tensor | float) -> torch.Tensor:
        """The right side, of torch tensors: batched over leading axes, broadcasting, differentiable."""
        return self._compute(TorchArrays(), arguments)

    def _compute(self, arrays: NumpyArrays | TorchArrays, arguments: tuple[Any, ...]) -> Any:
        if self._rule is None:
            raise TypeError(f"{self.name} states a relation, and computes nothing")
        if len(arguments) != len(self.arguments):
            raise TypeError(f"{self.name} takes {', '.join(self.arguments)}, not {len(arguments)} arguments")
        return self._rule(arrays, *map(arrays.asarray, arguments))

    # What stands below an entry in its file.

    def computed(self, rule: Rule) -> Rule:
        """How to compute the right side with NumPy or torch: stable where the textbook form is not."""
        self._rule = rule
        return rule

    def printed(self, why: str) -> Callable[[Statement], Statement]:
        """The statement as the sheet prints it, and what is wrong with it."""
        return self._false(why, printed=True)

    def neighbour(self, why: str) -> Callable[[Statement], Statement]:
        """A false statement that one would plausibly write."""
        return self._false(why, printed=False)

    def _false(self, why: str, printed: bool) -> Callable[[Statement], Statement]:
        def keep(statement: Statement) -> Statement:
            self.falsehoods.append(Falsehood(statement, why, printed))
            return statement

        return keep


def identity(source: str, *, equality: str = "") -> Callable[[Statement], Entry]:
    """The statement below holds."""
    return lambda statement: Entry(statement, source, equality=equality)


def denied(source: str) -> Callable[[Statement], Entry]:
    """The statement below does not hold in general; the sheet says so."""
    return lambda statement: Entry(statement, source, holds=False)


def in_greek(term: Term) -> Term:
    """Names as LaTeX: mu_q as \\mu_{q}."""

    def rename(node: Term) -> Term:
        if node.head != "symbol":
            return node
        label: Any = node.data
        name, _, below = str(label[0]).partition("_")
        name = f"\\{name}" if name in GREEK else name
        return symbol(f"{name}_{{{below}}}" if below else name, node.sort, label[1])

    return transform(term, rename)
