"""`Put $x = 0$`: a value for a letter that stood for any in what was written before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import pairwise

from .prose import Block
from .syntax import Big, Chain, Group, Name, Node, Product, Script, bare, open_names, spell, walk

_SUBSTITUTES = re.compile(
    r"\b(?:let|letting|set|setting|put|putting|take|taking|choos(?:e|ing)|pick|picking|plug(?:ging)?(?: in)?|"
    r"insert(?:ing)?|substitut(?:e|ing)|consider|considering)\b[^\x00]*(?:\x00\s*(?:,|and|, and)\s*)*$",
    re.IGNORECASE,
)
_CONSTANTS = frozenset({r"\infty", r"\pi", "e"})


def arguments(formula: Node) -> Iterator[str]:
    """The letters of a formula that stand for any value: x of f(x), what it is integrated or summed over."""
    for part in walk(formula):
        match part:
            case Product(factors=factors):
                for called, group in pairwise(factors):
                    if isinstance(group, Group) and isinstance(called, (Name, Script)):
                        yield from (spell(item) for item in group.items if isinstance(item, (Name, Script)))
            case Big(by=by) if by is not None:
                yield spell(by)


def substituted(block: Block, variables: Set[str]) -> frozenset[str]:
    """The variables of earlier formulas to which a formula gives a value: a number, or one by the others."""
    items = [bare(item) for row in block.rows for item in row.items]
    if _SUBSTITUTES.search(block.sentence) is None:
        return frozenset()
    return frozenset(
        spell(item.sides[0]) for item in items
        if isinstance(item, Chain) and item.sides[0] is not None and spell(item.sides[0]) in variables
        and all(relation == "=" for relation, _ in item.relations)
        and all(right is None or open_names(right) <= variables | _CONSTANTS for right in item.sides[1:])
    )  # fmt: skip
