"""Arrays made of blocks: sums, products and transposes taken block by block, so that the blocks come outermost."""

from __future__ import annotations

from functools import reduce

from ..terms import build
from ..terms.term import Term, symbol, transform

Rows = list[list[Term]]


def outermost(term: Term) -> Term:
    """The same array or number, with blocks inside only where no rule brings them out."""
    return transform(term, _step) if "block" in term.heads else term


def abstracted(left: Term, right: Term) -> tuple[Term, Term] | None:
    """Two sides with symbols for the arrays made of blocks in both; None where there are none.

    What holds of any arrays in their places holds of these.
    """
    if "block" not in left.heads | right.heads:
        return None
    found: dict[Term, Term] = {}

    def change(node: Term) -> Term:
        if node.head != "block":
            return node
        return found.setdefault(node, symbol(rf"\text{{block {len(found) + 1}}}", node.sort))

    return transform(left, change), transform(right, change)


def pairs(left: Term, right: Term) -> list[tuple[Term, Term]] | None:
    """Two arrays that are parted alike, block by block; None where they are not."""
    if left.head == right.head == "vec" and build.shape(left.args[0]) == build.shape(right.args[0]):
        return [(left.args[0], right.args[0])]
    one, other = _rows(left), _rows(right)
    if "block" not in (left.head, right.head) or not (one and other and _alike(one, other)):
        return None
    return [pair for row, line in zip(one, other, strict=True) for pair in zip(row, line, strict=True)]


def _rows(term: Term) -> Rows | None:
    """The blocks of an array; an array that is written out has numbers for blocks."""
    return build.blocks_of(term) if term.head in ("block", "literal") else None


def _heights(rows: Rows) -> list[Term]:
    return [build.shape(row[0])[0] for row in rows]


def _widths(rows: Rows) -> list[Term]:
    return [build.shape(part)[1] for part in rows[0]]


def _alike(one: Rows, other: Rows) -> bool:
    return _heights(one) == _heights(other) and _widths(one) == _widths(other)


def _step(term: Term) -> Term:
    parts = [_rows(arg) for arg in term.args]
    if not any(arg.head == "block" for arg in term.args):
        return term
    match term.head:
        case "transpose":
            columns = zip(*build.blocks_of(term.args[0]), strict=True)
            return build.block([[build.transpose(part) for part in column] for column in columns])
        case "add":
            return _sum(term, [part for part in parts if part])
        case "mul":
            return _multiple(term)
        case "matmul":
            return reduce(_product, term.args)
        case "trace":
            rows = build.blocks_of(term.args[0])
            if _heights(rows) == _widths(rows):
                return build.add(*(build.trace(rows[at][at]) for at in range(len(rows))))
    return term


def _sum(term: Term, parts: list[Rows]) -> Term:
    if len(parts) < len(term.args) or not all(_alike(parts[0], part) for part in parts):
        return term
    return build.block([[build.add(*each) for each in zip(*lines, strict=True)] for lines in zip(*parts, strict=True)])


def _multiple(term: Term) -> Term:
    numbers = [arg for arg in term.args if not build.is_array(arg)]
    array = next(arg for arg in term.args if build.is_array(arg))
    return build.block([[build.mul(*numbers, part) for part in row] for row in build.blocks_of(array)])


def _product(left: Term, right: Term) -> Term:
    """Rows of blocks times columns of blocks; an array that is not parted is a single block."""
    one, other = _rows(left) or [[left]], _rows(right) or [[right]]
    if "block" not in (left.head, right.head) or _widths(one) != _heights(other):
        return build.times(left, right)
    columns = list(zip(*other, strict=True))
    return build.block(
        [[_total([build.times(a, b) for a, b in zip(row, column, strict=True)]) for column in columns] for row in one]
    )


def _total(terms: list[Term]) -> Term:
    return build.add(*terms) if len(terms) > 1 else terms[0]
