"""What a row lists: index ranges, i = 1, \\dots, n, and series, x_1, \\dots, x_n, whose last number is a size."""

from __future__ import annotations

from ..terms import build
from ..terms.sorts import NATURAL, RandomVariable, Scalar
from ..terms.term import symbol
from .context import Context
from .syntax import Chain, Dots, Name, Node, Num, Script, bare, spell, walk


def without_ranges(items: tuple[Node, ...], context: Context) -> list[Node]:
    """The items but for index ranges, i = 1, \\dots, n; their last value is a size."""
    kept: list[Node] = []
    at = 0
    while at < len(items):
        first = bare(items[at])
        if isinstance(first, Chain) and first.relations[0][0] in ("=", r"\in") and at + 2 < len(items):
            end = at + 1
            while end < len(items) and end < at + 3 and not isinstance(bare(items[end]), Dots):
                end += 1
            last = bare(items[end + 1]) if end + 1 < len(items) and isinstance(bare(items[end]), Dots) else None
            left = bare(first.sides[0]) if first.sides[0] is not None else None
            right = bare(first.sides[-1]) if first.sides[-1] is not None else None
            if last is not None and isinstance(left, Name) and isinstance(right, Num):
                context.ends[left.text] = spell(last)
                for part in walk(last):
                    if isinstance(part, Name):
                        context.cues.bounds.add(part.text)
                at = end + 2
                continue
        kept.append(items[at])
        at += 1
    return kept


def without_series(items: tuple[Node, ...], context: Context) -> tuple[Node, ...]:
    """`x_1, \\dots, x_n \\in \\mathbb{R}` as `x_i \\in \\mathbb{R}`, with n the number of them."""
    for at, item in enumerate(items):
        if not isinstance(bare(item), Dots) or at + 1 >= len(items) or at == 0:
            continue
        end = bare(items[at + 1])
        chain = end if isinstance(end, Chain) else None
        last = bare(chain.sides[0]) if chain is not None and chain.sides[0] is not None else end
        first = at - 1
        while first > 0 and spell(getattr(bare(items[first]), "sub", None)) != "1":
            first -= 1
        one = bare(items[first])
        if not (isinstance(one, Script) and isinstance(last, Script) and spell(one.sub) == "1"):
            continue
        if spell(one.base) != spell(last.base) or last.sub is None or one.sup is not None or last.sup is not None:
            continue
        base, count = context.array_name(spell(one.base)), bare(last.sub)
        if isinstance(count, Name) and count.text not in context.declared:
            context.declare(count.text, NATURAL)
        if isinstance(count, Name):
            size = symbol(count.text, NATURAL)
        elif isinstance(count, Num) and count.value.denominator == 1 and count.value > 0:
            size = build.number(count.value)
        else:
            continue
        guessed = context.size(f"n_{{{base}}}")
        sort = context.sort_of(base)
        single = isinstance(sort, RandomVariable) and isinstance(sort.value, Scalar)  # beside those that are its copies
        if guessed is not size and (sort is None or single):
            context.unify_quietly(guessed, size)
        whole = Script(one.start, last.end, one.base, Name(one.start, one.end, "i"), None)
        kept: Node = whole
        if chain is not None:
            kept = Chain(one.start, chain.end, (whole, *chain.sides[1:]), chain.relations)
        return (*items[:first], kept, *without_series(items[at + 2 :], context))
    return items
