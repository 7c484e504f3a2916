"""What dots stand for: the general term of x_1, x_2, .., x_n."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from .syntax import Array, Chain, Dots, Group, Name, Node, Num, Product, Script, bare, rebuilt, spell, walk

_TURNED = frozenset({r"\top", "T", r"\mathrm{T}", r"\intercal"})


def general_term(first: Sequence[Node], last: Node, index: Name) -> tuple[Node, Node, Node] | None:
    """The index, the value it ends at and the term with it, of what runs from `first` (one or two terms) to `last`.

    The terms may differ in one number only, which starts at 1 and goes up by one: x_1, x_2, .., x_n. Where the last
    differs in nothing, dots say nothing.
    """
    if any(isinstance(part, Script) and isinstance(bare(part.sub or part), Product) for part in walk(last)):
        first = [rebuilt(term, _in_digits) for term in first]  # x_{21}, .., x_{2k}
    places = _differences(first[0], last)
    if not places or len(first) > 2:
        return None
    ends = {spell(end) for _, end in places}
    if len(ends) != 1 or any(not isinstance(one, Num) or one.value != 1 for one, _ in places):
        return None
    if len(first) == 2 and not _follows(first[0], first[1], places):
        return None
    changed = {id(one) for one, _ in places}
    body = rebuilt(first[0], lambda node: index if id(node) in changed else None)
    return index, places[0][1], body


def lists_entries(left: Node, right: Node) -> bool:
    """Whether an equation only names the entries of an array, or the data of a set: y = {y_1, .., y_n}."""
    items = [bare(each) for each in _listed(bare(right))]
    entries = [each for each in items if not isinstance(each, Dots)]
    own = {
        spell(each)
        for each in entries
        if isinstance(each, Script) and spell(each.base) == spell(left) and each.sup is None and not each.primes
    }
    return isinstance(bare(left), Name) and len(items) > len(entries) == len(own) > 1


def _listed(node: Node) -> Sequence[Node]:
    """What stands in brackets, or in the rows of an array in brackets, turned or not."""
    if isinstance(node, Script) and node.sub is None and node.sup is not None and spell(node.sup) in _TURNED:
        return _listed(bare(node.base))
    if isinstance(node, Array):
        return [each for row in node.rows for each in row]
    if isinstance(node, Group):
        return _listed(bare(node.items[0])) if len(node.items) == 1 else node.items
    return ()


def in_one(chain: Chain) -> Chain:
    """a_1 = .. = a_k = 0 as [a_1, .., a_k] = 0."""
    sides, relations = chain.sides, chain.relations
    for at in range(len(sides) - 3):
        first, dots, last, value = map(_bare, sides[at : at + 4])
        equal = {relation for relation, _ in relations[at : at + 3]} == {"="}
        zero = isinstance(value, Num) and value.value == 0
        if equal and zero and isinstance(dots, Dots) and isinstance(first, Script) and isinstance(last, Script):
            items = (first, dots, last)
            listed = Group(first.start, last.end, "[]", items, (",", ","))
            kept = (*sides[:at], listed, *sides[at + 3 :]), (*relations[:at], *relations[at + 2 :])
            return replace(chain, sides=kept[0], relations=kept[1])
    return chain


def _bare(side: Node | None) -> Node | None:
    return None if side is None else bare(side)


def general_entry(
    corners: tuple[tuple[Node, Node], tuple[Node, Node]], row: Name, column: Name
) -> tuple[Node, Node, Node] | None:
    """Where the rows and the columns of a matrix with dots end, and its entry at a row and a column, by its corners."""
    (first, right), (below, last) = corners
    first = rebuilt(first, _in_digits)
    down, along = _differences(first, below), _differences(first, right)
    if not down or not along or {id(one) for one, _ in down} & {id(one) for one, _ in along}:
        return None
    ends = [{spell(end) for _, end in places} for places in (down, along)]
    ones = all(isinstance(one, Num) and one.value == 1 for one, _ in (*down, *along))
    if not ones or [len(each) for each in ends] != [1, 1]:
        return None

    def at(rows: Node, columns: Node) -> Node:
        new = {id(one): rows for one, _ in down} | {id(one): columns for one, _ in along}
        return rebuilt(first, lambda node: new.get(id(node)))

    if _differences(at(down[0][1], along[0][1]), last) != []:
        return None
    return down[0][1], along[0][1], at(row, column)


def _in_digits(node: Node) -> Node | None:
    """A name below a number of several digits, with each of them as an index."""
    sub = bare(node.sub) if isinstance(node, Script) and node.sub is not None else None
    if not isinstance(node, Script) or not isinstance(sub, Num) or sub.value < 10 or sub.value.denominator != 1:
        return None
    digits = tuple(Num(sub.start, sub.end, Fraction(int(digit))) for digit in str(sub.value))
    return replace(node, sub=Product(sub.start, sub.end, digits, ("",) * len(digits)))


def _follows(one: Node, two: Node, places: Sequence[tuple[Node, Node]]) -> bool:
    """Whether the second term has a 2 where the first has its running 1, and is the same elsewhere."""
    steps = _differences(one, two)
    if steps is None or {id(each) for each, _ in steps} != {id(each) for each, _ in places}:
        return False
    return all(isinstance(after, Num) and after.value == 2 for _, after in steps)


def _differences(one: Any, other: Any) -> list[tuple[Node, Node]] | None:
    """The places where two terms differ, each a number in the first; None where they differ in their build."""
    one, other = (bare(node) if isinstance(node, Node) else node for node in (one, other))
    if isinstance(one, Num) and isinstance(other, Node) and not (isinstance(other, Num) and other.value == one.value):
        return [(one, other)]
    if type(one) is not type(other):
        return None
    if isinstance(one, Node):
        found: list[tuple[Node, Node]] = []
        for each in fields(one):
            if each.name in ("start", "end"):
                continue
            below = _differences(getattr(one, each.name), getattr(other, each.name))
            if below is None:
                return None
            found += below
        return found
    if isinstance(one, tuple):
        if len(one) != len(other):
            return None
        parts = [_differences(a, b) for a, b in zip(one, other, strict=True)]
        return None if any(part is None for part in parts) else [pair for part in parts if part for pair in part]
    return [] if one == other else None
