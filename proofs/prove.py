"""Claims to proofs: the strategies in order, cheap before dear. The kernel makes what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from . import kernel, propose
from .claim import Claim
from .errors import BudgetExceeded, DomainError, ProbatumError, UnsupportedNotion
from .kernel import Proved, Setting
from .normal.poly import ONE, Poly
from .terms.term import CHANCE, ORDERS, Term, is_chosen

FEW, MORE = (1, 2), (3, 4)  # instances of named inequalities together
Weights = tuple[tuple[Poly, kernel.Lemma | kernel.Given], ...]


def prove(claim: Claim) -> Proved | None:
    """A proof, or None where no strategy finds one.

    Raises UnsupportedNotion naming what the prover has no rule for, BudgetExceeded where the claim is too large.
    """
    if claim.relation == "~":
        return kernel.by_transformation(claim)
    if not _random(claim) and not CHANCE.isdisjoint(claim.left.heads | claim.right.heads):
        raise UnsupportedNotion("an expectation or probability in which nothing is random")
    if claim.relation in ("=", "propto"):
        return kernel.by_normal_form(claim) or kernel.by_equality_case(claim)
    if claim.relation in ORDERS:
        return kernel.by_sort(claim) or _inequality(claim)
    return None


def never(claim: Claim) -> bool:
    """Whether an equation or inequality is false at all values: by the sign that the difference of its sides has, or
    since e^x > x > log x."""
    if claim.relation == "=" and any(_is_past(*sides, claim) for sides in _both_ways(claim)):
        return True
    for relation in _NEGATED.get(claim.relation, ()):
        opposite = replace(claim, relation=relation)
        try:
            if kernel.by_sort(opposite) or _combined(opposite, (), kernel.setting(opposite)):
                return True
        except (ProbatumError, RecursionError):
            continue
    return False


def _both_ways(claim: Claim) -> tuple[tuple[Term, Term], tuple[Term, Term]]:
    return (claim.left, claim.right), (claim.right, claim.left)


def _is_past(side: Term, other: Term, claim: Claim) -> bool:
    """Whether a side is the exponential or the logarithm of the other."""
    if side.head != "fn" or side.data not in ("exp", "log"):
        return False
    with suppress(ProbatumError, RecursionError):
        return kernel.by_normal_form(replace(claim, left=side.args[0], right=other)) is not None
    return False


_NEGATED = {"=": ("<", ">"), "<=": (">",), "<": (">=",), ">=": ("<",), ">": ("<=",)}


def _random(claim: Claim) -> bool:
    """Whether anything in a claim is random; if not, its expectations were hardly meant so."""
    return any(map(is_chosen, claim.free))


def _inequality(claim: Claim) -> Proved | None:
    work = kernel.setting(claim)
    gap = kernel.excess(claim, work)
    if gap is None:
        return None
    by_itself = _combined(claim, (), kernel.setting(claim))
    if by_itself is not None:
        return by_itself
    candidates = propose.candidates_for(claim, gap, work)

    def plainly(depths: Sequence[int]) -> Proved | None:
        found = (_combined(claim, w, work) for w in propose.combine(gap, work, candidates, depths))
        return next((proof for proof in found if proof is not None), None)

    return plainly(FEW) or _from_assumptions(claim, gap, work) or plainly(MORE)


def _combined(claim: Claim, weights: Weights, work: Setting, scale: Poly = ONE) -> Proved | None:
    try:
        return kernel.by_lemmas(claim, weights, work, scale)
    except DomainError:
        return None  # weights that divide by zero


def _from_assumptions(claim: Claim, gap: Poly, work: Setting) -> Proved | None:
    """Both sides times a positive number, less an assumption times another; then as above."""
    for scale, weight, given, left in propose.combined_with_assumptions(claim, gap, work):
        first = ((weight, given),)
        proof = _combined(claim, first, work, scale)
        if proof is not None:
            return proof
        candidates = propose.candidates_for(claim, left, work)
        for weights in propose.combine(left, work, candidates, FEW):
            proof = _combined(claim, (*first, *weights), work, scale)
            if proof is not None:
                return proof
    return None


__all__ = ["BudgetExceeded", "Proved", "UnsupportedNotion", "never", "prove"]
