"""Numbered items, `1) If $a < 1$, .. 2) If $a = 1$, .. 3) In the remaining cases, ..`: what one says under a condition
holds in no other, and in the remaining cases not at all."""

from __future__ import annotations

import re

from ..terms import build
from ..terms.term import DENIED, Term
from .context import Context
from .prose import Block

_ITEM = re.compile(r"(?:^|\n)\s*\(?(?P<mark>\d|[a-h]|i{1,3}|iv|vi{0,3})[).]\s(?P<words>[^\x00]*)$")
_FIRST = frozenset("1 a i".split())
_REST = re.compile(r"\b(?:remaining|other|otherwise|else)\b", re.IGNORECASE)


class Items:
    """What is open at the first of the items that a text is in: all that those before say is left there."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.before: tuple[dict[str, tuple[Term, ...]], dict[str, str]] | None = None
        self.said: dict[str, tuple[Term, ...]] = {}

    def reaches(self, block: Block, lapsed: str) -> None:
        """Before a formula is read; names are `described` by `lapsed` where it is not known what holds of them."""
        item = _ITEM.search(block.before.rpartition("\x00")[2])
        if item is None:
            return
        context = self.context
        if item["mark"] in _FIRST:
            self.before, self.said = (dict(context.lapsed), dict(context.described)), {}
        elif self.before is not None:
            told, described = self.before
            for name, terms in context.lapsed.items():
                new = tuple(term for term in terms if term not in told.get(name, ()))
                self.said[name] = tuple(dict.fromkeys((*self.said.get(name, ()), *new)))
            rest = _REST.search(item["words"]) is not None
            denied = {
                name: tuple(map(_denied, filter(_may_be_denied, terms))) for name, terms in self.said.items() if rest
            }
            context.lapsed = {
                name: (*told.get(name, ()), *denied.get(name, ())) for name in told.keys() | denied.keys()
            }
            for name in denied:
                if not all(map(_may_be_denied, self.said[name])):
                    context.described.setdefault(name, lapsed)
            left = {name for name, said in context.described.items() if said == lapsed and name not in described}
            context.described = {name: said for name, said in context.described.items() if rest or name not in left}


def _may_be_denied(term: Term) -> bool:
    return term.head == "relation" and term.data in DENIED


def _denied(term: Term) -> Term:
    left, right = term.args
    return build.relation(DENIED[str(term.data)], left, right)
