"""Subscripts of which the first place belongs to the name: the \\alpha_{0j} of a vector \\alpha_0 are its entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from .marginals import changed, parts_of
from .prose import Block
from .syntax import Group, Name, Node, Num, Script, bare, spell, walk


def entries_of_names(blocks: Sequence[Block], running: Collection[str]) -> list[Block]:
    """The blocks with \\alpha_{0j} as the j-th of \\alpha_0.

    So it is where \\alpha_0 is written too, or \\bar{\\alpha}_0, j runs, and nothing that runs stands in the first of
    two places: x_{1j} is an entry of x where x_{ij} is.
    """
    nodes = [node for block in blocks for row in block.rows for item in row.items for node in walk(item)]
    scripts = [node for node in nodes if isinstance(node, Script) and node.sub is not None and not _is_marked(node)]
    names = {_first(node) for node in scripts if len(parts_of(node)) == 1}
    names |= {(base.removeprefix(r"\bar{")[:-1], place) for base, place in names if base.startswith(r"\bar{")}
    pairs = [node for node in scripts if isinstance(node.base, Name) and len(parts_of(node)) == 2]
    by_rows = {spell(node.base) for node in pairs if not _is_fixed(parts_of(node)[0], running)}
    vectors = {_first(node) for node in pairs if spell(parts_of(node)[1]) in running}
    vectors = {each for each in vectors & names if each[0] not in by_rows}
    if not vectors:
        return list(blocks)

    def change(node: Node) -> Node | None:
        if not isinstance(node, Script) or not isinstance(node.base, Name) or len(parts_of(node)) != 2:
            return None
        if _is_marked(node) or _first(node) not in vectors:
            return None
        first, second = parts_of(node)
        return replace(node, base=Script(node.start, first.end, node.base, first, None), sub=second)

    return [changed(block, change) for block in blocks]


def _first(node: Script) -> tuple[str, str]:
    return spell(node.base), spell(parts_of(node)[0])


def _is_marked(node: Script) -> bool:
    """Whether something in brackets stands above: y_{1j}^{(i)} is of another name."""
    return node.sup is not None and isinstance(bare(node.sup), Group)


def _is_fixed(place: Node, running: Collection[str]) -> bool:
    return isinstance(place, Num) or (isinstance(place, Name) and place.text not in running)
