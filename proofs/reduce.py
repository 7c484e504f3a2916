"""Claims by theorems as claims of fewer notions, before they are proved or refuted; the theorems are named."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from .claim import Claim
from .rules.copies import of_one_copy
from .rules.distribution_functions import by_distribution_functions
from .rules.generating import by_generating_functions
from .rules.hierarchies import by_total_expectation
from .rules.joint_normals import by_independent_parts
from .rules.normal_regressions import by_regressions
from .rules.reduction import Reduction
from .rules.truncations import by_integrals

_RULES = (
    by_total_expectation,
    by_independent_parts,
    by_regressions,
    by_integrals,
    by_generating_functions,
    of_one_copy,
    by_distribution_functions,
)


@lru_cache(maxsize=1 << 6)
def reduced(claim: Claim) -> Reduction:
    """The claim by all that the rules know, with the theorems that were used."""
    found = Reduction(claim)
    for rule in _RULES:
        more = rule(found.claim)
        found = replace(
            more, theorems=(*found.theorems, *more.theorems), assumed=(*found.assumed, *more.assumed),
            unused=(*found.unused, *more.unused),
        )  # fmt: skip
    return found
