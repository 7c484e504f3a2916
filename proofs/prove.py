"""Claims to proofs: the strategies in order, cheap before dear. The kernel makes what comes out."""

from __future__ import annotations

from . import kernel, propose
from .claim import Claim
from .errors import BudgetExceeded, DomainError, UnsupportedNotion
from .kernel import Proved, Setting
from .normal.poly import ONE, Poly
from .normal.products import times
from .terms.sorts import Event, RandomVariable
from .terms.term import Term

Weights = tuple[tuple[Poly, kernel.Lemma | kernel.Given], ...]


def prove(claim: Claim) -> Proved | None:
    """A proof, or None where no strategy finds one.

    Raises UnsupportedNotion naming what the prover has no rule for, BudgetExceeded where the claim is too large.
    """
    if not _random(claim) and any(_speaks_of_chance(side) for side in (claim.left, claim.right)):
        raise UnsupportedNotion("an expectation or probability in which nothing is random")
    if claim.relation in ("=", "propto"):
        return kernel.by_normal_form(claim) or kernel.by_equality_case(claim)
    if claim.relation in ("<", "<=", ">", ">="):
        return kernel.by_sort(claim) or _inequality(claim)
    return None


def _random(claim: Claim) -> bool:
    """Whether anything in a claim is random; if not, its expectations were hardly meant so."""
    return any(isinstance(symbol.sort, (RandomVariable, Event)) for symbol in claim.free)


def _speaks_of_chance(term: Term) -> bool:
    return term.head in ("mean", "variance", "covariance", "probability") or any(map(_speaks_of_chance, term.args))


def _inequality(claim: Claim) -> Proved | None:
    work = kernel.setting(claim)
    gap = kernel.excess(claim, work)
    if gap is None:
        return None
    return _plainly(claim, gap, work, 2) or _from_assumptions(claim, gap, work) or _plainly(claim, gap, work)


def _plainly(claim: Claim, gap: Poly, work: Setting, most: int = propose.DEPTH) -> Proved | None:
    for weights in propose.combine(claim, gap, work, most):
        proof = _combined(claim, weights, kernel.setting(claim) if not weights else work)
        if proof is not None:
            return proof
    return None


def _combined(claim: Claim, weights: Weights, work: Setting, scale: Poly = ONE) -> Proved | None:
    try:
        return kernel.by_lemmas(claim, weights, work, scale)
    except DomainError:
        return None  # weights that divide by zero


def _from_assumptions(claim: Claim, gap: Poly, work: Setting) -> Proved | None:
    """Both sides times a positive number, less an assumption times another; then as above."""
    for scale, weight, given in propose.combined_with_assumptions(claim, gap, work):
        first = ((weight, given),)
        value = kernel.value_of(claim, given, work)
        if value is None:
            continue
        left = times(work.ring, scale, gap) - times(work.ring, weight, value)
        for weights in propose.combine(claim, left, work, 2):
            proof = _combined(claim, (*first, *weights), work, scale)
            if proof is not None:
                return proof
    return None


__all__ = ["BudgetExceeded", "Proved", "UnsupportedNotion", "prove"]
