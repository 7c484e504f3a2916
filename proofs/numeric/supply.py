"""Interpretations that are drawn once for all claims that need the same of them, as the steps of a derivation do."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from ..errors import DomainError
from .arithmetic import Undecided
from .assume import Assumptions
from .evaluate import visit, visited
from .interpretation import Interpretation
from .sample import Plan, draw_valid
from .survey import Survey


class Supply:
    """What is drawn for a seed, at each level and attempt, and the nodes that were visited for it.

    To take it again counts as many: what a search may spend does not depend on those before it.
    """

    def __init__(self, known: Survey, seed: int) -> None:
        self.facts = Assumptions(known.facts)
        self._known, self._seed = known, seed
        self._drawn: dict[tuple[int, int], tuple[Interpretation | DomainError | Undecided | None, int]] = {}

    def draw(self, level: int, attempt: int) -> Interpretation | None:
        """As `draw_valid` does."""
        kept = self._drawn.get((level, attempt))
        if kept is None:
            before = visited()
            kept = self._drawn[level, attempt] = self._draw(level, attempt), visited() - before
        else:
            visit(kept[1])
        found = kept[0]
        if isinstance(found, (DomainError, Undecided)):
            raise found.with_traceback(None)
        return found

    def _draw(self, level: int, attempt: int) -> Interpretation | DomainError | Undecided | None:
        plan = Plan(level)
        rng = Random(f"{self._seed}:{plan.level}:{plan.size}:{attempt}")
        try:
            return draw_valid(self._known, self.facts, rng, plan)
        except (DomainError, Undecided) as error:
            return error


supply = lru_cache(maxsize=1 << 8)(Supply)
