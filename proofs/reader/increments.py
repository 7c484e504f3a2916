"""\\Delta x as one name, where \\Delta is nothing by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .marginals import changed
from .prose import Block
from .syntax import Name, Node, Product, Script, bare, walk

_DELTA = r"\Delta"


def increments(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the name `\\Delta x` for \\Delta times x. So it is where each \\Delta stands before a name, none
    of them after something with a superscript: in a section with \\Delta^{-1} or x^\\top \\Delta x it is a matrix.
    """
    nodes = [node for block in blocks for row in block.rows for item in row.items for node in walk(item)]
    alone = sum(isinstance(node, Name) and node.text == _DELTA for node in nodes)
    named = [_joined(node) for node in nodes if isinstance(node, Product)]
    if not alone or sum(found is not None and found[1] for found in named) < alone:
        return list(blocks)

    def change(node: Node) -> Node | None:
        found = _joined(node) if isinstance(node, Product) else None
        return None if found is None else found[0]

    return [changed(block, change) for block in blocks]


def _joined(node: Product) -> tuple[Node, int] | None:
    """A product with a name for each \\Delta and the name after it, and how many there are; None for none."""
    factors: list[Node] = []
    marks: list[str] = []
    count = at = 0
    while at < len(node.factors):
        before = bare(factors[-1]) if factors else None
        plain = not (isinstance(before, Script) and before.sup is not None)
        named = _named(node.factors[at], node.factors[at + 1]) if at + 1 < len(node.factors) and plain else None
        if named is not None and not node.marks[at + 1]:
            factors.append(named)
            count += 1
        else:
            factors.append(node.factors[at])
        marks.append(node.marks[at])
        at += 2 if factors[-1] is named else 1
    if not count:
        return None
    return (factors[0] if len(factors) == 1 else replace(node, factors=tuple(factors), marks=tuple(marks))), count


def _named(delta: Node, of: Node) -> Node | None:
    """\\Delta and a name, perhaps with a subscript, as one name."""
    delta, of = bare(delta), bare(of)
    if not isinstance(delta, Name) or delta.text != _DELTA:
        return None
    if isinstance(of, Name):
        return Name(delta.start, of.end, _DELTA + of.text)
    if isinstance(of, Script) and isinstance(of.base, Name) and of.sup is None and not of.primes:
        return replace(of, start=delta.start, base=Name(delta.start, of.base.end, _DELTA + of.base.text))
    return None
