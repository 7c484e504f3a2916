"""Small edits of a side: the slips that people make, and what undoes them, as data.

Each is a splice of the text, so that the writer's own notation is kept; nothing here says whether an edit is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from . import forgotten, slips
from .slips import Found, Pair
from .written import Spot


@dataclass(frozen=True, slots=True)
class Edit:
    """A side with one slip made or undone: of which kind (a row of `EDITS`), in words, and the new text."""

    kind: str
    words: str
    text: str


# in the order in which a mend is looked for: the slighter the slip, the earlier
EDITS: dict[str, Callable[[Pair, Spot], Found]] = {
    "sign": slips.sign,
    "difference": slips.difference,
    "transpose": slips.transpose,
    "order": slips.order,
    "factor": slips.factor,
    "exponent": slips.exponent,
    "inverse": slips.inverse,
    "fraction": slips.fraction,
    "condition": slips.condition,
    "logarithm": slips.logarithm,
    "function": slips.function,
    "index": slips.index,
    "dropped": slips.dropped,
    "product": slips.product,
    "root": slips.root,
    "normaliser": forgotten.normaliser,
    "added": forgotten.added,
    "symbol": forgotten.symbol,
}

# a relation, and those that are written for it by mistake
RELATIONS = {
    "<=": (">=", "="), ">=": ("<=", "="), "<": ("<=", ">", ">="), ">": (">=", "<", "<="), "=": ("<=", ">=", "propto"),
    "!=": ("=",), "propto": ("=",), "approx": ("=",),
}  # fmt: skip

MOST_OF_A_KIND = 80  # of a long side, those that come first


def edits(pair: Pair, kinds: tuple[str, ...] = tuple(EDITS)) -> Iterator[Edit]:
    """The edits of a side in the order of `EDITS`, each text once and never the text as it is."""
    seen = {_bare_text(pair.side.text)}
    for kind in kinds:
        found = (each for spot in pair.side.spots for each in EDITS[kind](pair, spot))
        for words, text in islice(found, MOST_OF_A_KIND):
            if text is not None and _is_balanced(text) and (plain := _bare_text(text)) not in seen:
                seen.add(plain)
                yield Edit(kind, words, text)


def _is_balanced(text: str) -> bool:
    """Whether every brace closes: `{n \\choose k}` begins, as a piece, after its brace."""
    return text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")


def _bare_text(text: str) -> str:
    return "".join(text.split())
