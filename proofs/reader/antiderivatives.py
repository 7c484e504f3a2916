"""Integrals without ends of a variable that is something outside: x^2 / 2 + C for the integral of x dx.

An equation between such is one up to a constant: both sides have the same slope.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from ..claim import Claim
from ..terms import build
from ..terms.sorts import Scalar
from ..terms.term import Term, substitute, transform


def by_slopes(claim: Claim, endless: Collection[str]) -> Claim | None:
    """The claim that both sides have the same slope, by the one variable of their `endless` integrals.

    None where it is no equation, and where such an integral is no term of a side, perhaps times what is constant.
    """
    sides = claim.left, claim.right
    moving = [each for each in claim.left.free | claim.right.free if each.name in endless]
    if claim.relation != "=" or len(moving) != 1 or len(endless) != 1:
        return None
    (variable,) = moving
    if not isinstance(variable.sort, Scalar) or variable.sort.integer or any(map(build.is_array, sides)):
        return None
    if not all(_is_affine(side, variable) for side in sides):
        return None
    left, right = (_slope(side, variable) for side in sides)
    return replace(claim, left=left, right=right)


def _is_endless(term: Term, variable: Term) -> bool:
    return term.head == "integral" and term.args[0].name == variable.name and term.args[1].head == "interval"


def _integrals(term: Term, variable: Term) -> Iterator[Term]:
    if _is_endless(term, variable):
        yield term
    else:
        for arg in term.args:
            yield from _integrals(arg, variable)


def _is_affine(term: Term, variable: Term) -> bool:
    """Whether the integrals are terms of a sum, each with factors that are constant."""
    if _is_endless(term, variable):
        return not any(_integrals(term.args[2], variable))
    holding = [arg for arg in term.args if any(_integrals(arg, variable))]
    if not holding:
        return True
    if term.head == "mul" and len(holding) == 1:
        others = [arg for arg in term.args if arg is not holding[0]]
        return all(variable not in arg.free for arg in others) and _is_affine(holding[0], variable)
    return term.head == "add" and all(_is_affine(arg, variable) for arg in holding)


def _slope(side: Term, variable: Term) -> Term:
    """The slope of c F + g is c f + g', for the integral F of f."""

    def without(node: Term) -> Term:
        return build.ZERO if _is_endless(node, variable) else node

    def with_slopes(node: Term) -> Term:
        return substitute(node.args[2], {node.args[0]: variable}) if _is_endless(node, variable) else node

    rest = transform(side, without)
    return build.add(build.derivative(variable, rest), build.sub(transform(side, with_slopes), rest))
