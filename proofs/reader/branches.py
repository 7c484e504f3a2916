"""What is written of several cases at once: branches of a brace, and formulas with a plus-minus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..terms.term import TURNED
from .syntax import Array, Chain, Group, Name, Node, Product, Sum, Words, bare, rebuilt, spell, walk

CONDITIONS = frozenset(TURNED)
_CASE = re.compile(r"(?:if|for|when|otherwise|else|elsewhere)\b", re.IGNORECASE)
_OTHERWISE = ("otherwise", "else", "elsewhere", "in all other cases")


def is_infinite(node: Node) -> bool:
    return r"\infty" in spell(node)


def has_cases(node: Array) -> bool:
    """Whether a table is one of values with their conditions: `cases`, or an array with an `if` in it."""
    if "cases" in node.environment:
        return True
    later = [part for row in node.rows for entry in row[1:] for part in list(_parts(entry))[:1]]
    later += [part for row in node.rows for part in list(_parts(row[0]))[1:]]
    return any(isinstance(part, Words) and _CASE.match(part.text.strip()) is not None for part in later)


def bounds_of_set(condition: Node) -> bool:
    """Whether a condition is by the least or the largest element of a set, y > max(\\mathcal{Y})."""
    for part in walk(condition):
        factors = part.factors if isinstance(part, Product) else ()
        for one, other in pairwise(factors):
            head = bare(one)
            if isinstance(head, Name) and head.word in ("max", "min") and r"\mathcal" in spell(other):
                return True
    return False


def case_of(row: Sequence[Node]) -> tuple[Node, list[Chain] | None]:
    """The value of a branch and its conditions; None for one that takes all that is left."""
    parts = [part for entry in row for part in _parts(entry)]
    value, rest = parts[0], parts[1:]
    conditions = [bare(part) for part in rest if not isinstance(bare(part), Words)]
    words = " ".join(part.text for part in map(bare, rest) if isinstance(part, Words)).lower()
    chains = [part for part in conditions if isinstance(part, Chain)]
    if not chains and (not words or any(word in words for word in _OTHERWISE)):
        return value, None
    return value, chains


def _parts(entry: Node) -> Iterator[Node]:
    entry = bare(entry)
    if isinstance(entry, Group) and entry.fence == "{}":
        for item in entry.items:
            yield from _parts(item)
    else:
        yield entry


def variants(left: Node, right: Node) -> Iterator[tuple[Node, Node, list[Chain]]]:
    """The claims that an equation makes: one with the upper signs and one with the lower, one for each case."""
    for one, other in _signed(left, right):
        array = bare(other)
        if not isinstance(array, Array) or not has_cases(array):
            yield one, other, []
            continue
        for row in array.rows:
            value, conditions = case_of(row)
            if conditions:
                yield one, value, conditions


def _signed(left: Node, right: Node) -> Iterator[tuple[Node, Node]]:
    sums = [part for part in (*walk(left), *walk(right)) if isinstance(part, Sum)]
    if all(abs(sign) == 1 for part in sums for sign, _ in part.terms):
        yield left, right
        return
    for upper in (1, -1):

        def chosen(node: Node, upper: int = upper) -> Node | None:
            if not isinstance(node, Sum) or all(abs(sign) == 1 for sign, _ in node.terms):
                return None
            terms = ((sign // 2 * upper if abs(sign) > 1 else sign, rebuilt(term, chosen)) for sign, term in node.terms)
            return Sum(node.start, node.end, tuple(terms))

        yield rebuilt(left, chosen), rebuilt(right, chosen)
