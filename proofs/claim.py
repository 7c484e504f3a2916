"""A claim: two sides and a relation, under assumptions. The one thing that provers and refuters are asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from .terms.build import relation
from .terms.term import RELATIONS, Term


@dataclass(frozen=True)
class Claim:
    """`left relation right` at every interpretation that satisfies `assumptions` and defines both sides.

    Assumptions are statements (see `build`): relations, `independent(X, Y)`, `follows(X, law)`. What the sorts of
    symbols say (positive, symmetric, convex) holds besides. For `propto`, `variables` are the symbols that the
    factor of proportionality must be free of.
    """

    left: Term
    relation: str
    right: Term
    assumptions: tuple[Term, ...] = ()
    variables: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise ValueError(f"no such relation: {self.relation}")

    @property
    def statement(self) -> Term:
        return relation(self.relation, self.left, self.right)

    @property
    def free(self) -> frozenset[Term]:
        """Free symbols of both sides and of the assumptions."""
        return frozenset().union(self.left.free, self.right.free, *(a.free for a in self.assumptions))

    def changed(self, change: Callable[[Term], Term]) -> Claim:
        """Both sides and the assumptions changed alike."""
        assumptions = tuple(map(change, self.assumptions))
        return replace(self, left=change(self.left), right=change(self.right), assumptions=assumptions)

    def without(self, facts: frozenset[Term]) -> Claim:
        """The same under the other assumptions."""
        return replace(self, assumptions=tuple(fact for fact in self.assumptions if fact not in facts))
