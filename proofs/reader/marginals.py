"""Subscripts with a place held open, n_{i \\bullet}: names of their own, below the indices that are left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from .notation import SURE_TRANSPOSES
from .prose import Block
from .syntax import Group, Name, Node, Num, Product, Script, bare, rebuilt, spell, walk

_OPEN = r"\bullet"


def open_places(blocks: Sequence[Block], running: Collection[str]) -> list[Block]:
    """The blocks with n_{i \\bullet} as the i-th of what is called n_{- \\bullet}.

    So it is where n_{ij} is written too, with letters for all places, and nothing with a place held open is
    transposed, nor the capital letter written: x_{i \\bullet} may be a row of a matrix X.
    """
    nodes = [node for block in blocks for row in block.rows for item in row.items for node in walk(item)]
    scripts = [node for node in nodes if isinstance(node, Script) and node.sub is not None]
    if not any(_is_open(node) for node in scripts):
        return list(blocks)
    full = {(_letter(node), len(parts_of(node))) for node in scripts if not _is_open(node) and _runs(node, running)}
    rows = {_letter(node) for node in scripts if _is_open(node) and spell(node.sup) in SURE_TRANSPOSES}
    capitals = {node.text for node in nodes if isinstance(node, Name)}

    def change(node: Node) -> Node | None:
        if (
            not isinstance(node, Script)
            or not _is_open(node)
            or _letter(node) in rows
            or _letter(node).upper() in capitals
        ):
            return None
        if (_letter(node), len(parts_of(node))) not in full or not _runs(node, running):
            return None
        return _named(node)

    return [changed(block, change) for block in blocks]


def changed(block: Block, change: Callable[[Node], Node | None]) -> Block:
    return replace(
        block, rows=tuple(replace(row, items=tuple(rebuilt(item, change) for item in row.items)) for row in block.rows)
    )


def _named(node: Script) -> Script:
    parts = parts_of(node)
    pattern = "".join(_OPEN if spell(part) == _OPEN else "-" for part in parts)
    left = tuple(part for part in parts if spell(part) != _OPEN)
    base = Name(node.start, node.end, f"{spell(node.base)}_{{{pattern}}}")
    return replace(
        node, base=base, sub=left[0] if len(left) == 1 else Product(node.start, node.end, left, ("",) * len(left))
    )


def parts_of(node: Script) -> Sequence[Node]:
    if node.sub is None:
        return ()
    sub = bare(node.sub)
    if isinstance(sub, Group) and sub.fence == "{}" and set(sub.separators) <= {","}:
        return tuple(map(bare, sub.items))
    return tuple(map(bare, sub.factors)) if isinstance(sub, Product) and not any(sub.marks) else (sub,)


def _is_open(node: Script) -> bool:
    found = [spell(part) == _OPEN for part in parts_of(node)]
    return any(found) and not all(found)


def _runs(node: Script, running: Collection[str]) -> bool:
    """Whether all places but those held open are indices, or numbers, and one of them runs over a range."""
    left = [part for part in parts_of(node) if spell(part) != _OPEN]
    letters = [spell(part) for part in left if not isinstance(part, Num)]
    return all(len(letter) == 1 for letter in letters) and any(letter in running for letter in letters)


def _letter(node: Script) -> str:
    """The letter below bars and hats: the y of \\bar{y}."""
    written = spell(node.base)
    return written[written.rfind("{") + 1 :].rstrip("}") if "{" in written else written
