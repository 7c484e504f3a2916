"""`Let $v$ be an eigenvector of $A$ with eigenvalue $\\lambda$`: the equation that it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from .prose import Block
from .syntax import Chain, Group, Name, Node, Num, Product, Script

_LIKE = r"(?:(?:right|real|corresponding|associated|non-?zero)\s+)*"
_FIRST = rf"(?:be|is|denotes?)\s+(?:an?|the)\s+{_LIKE}(?P<unit>(?:unit|normali[sz]ed)\s+)?"
_MATRIX = r"of\s+(?:(?:the|an?|real|square|symmetric|invertible|matrix)\s+)*\x00"
_WITH = rf"\s*,?\s*(?:with|for|to|corresponding to|associated with|belonging to)\s+(?:(?:an?|the|its)\s+)?{_LIKE}"
_ENDS = re.compile(
    rf"\x00\s*{_FIRST}(?P<first>eigenvector|eigenvalue)\s+{_MATRIX}{_WITH}(?P<last>eigenvector|eigenvalue)\s*$",
    re.IGNORECASE,
)


def eigenvector(block: Block, formulas: Sequence[Node | None]) -> tuple[list[Node], list[Chain]] | None:
    """v and \\lambda, and what a sentence has said of them by the last of its formulas: A v = \\lambda v, v \\neq 0."""
    found = _ENDS.search(block.lead)
    last = formulas[-3:]
    if found is None or found["first"].lower() == found["last"].lower() or len(last) < 3:
        return None
    one, matrix, other = last
    vector, value = (one, other) if found["first"].lower() == "eigenvector" else (other, one)
    if not all(isinstance(each, (Name, Script)) for each in (vector, matrix, value)):
        return None
    assert vector is not None
    assert matrix is not None
    assert value is not None
    at = vector.start
    sides = tuple(Product(each.start, vector.end, (each, vector), ("", "")) for each in (matrix, value))
    said = [Chain(at, at, sides, (("=", at),)), Chain(at, at, (vector, Num(at, at, Fraction(0))), (("!=", at),))]
    if found["unit"]:
        norm = Group(at, at, r"\|", (vector,), ())
        said.append(Chain(at, at, (norm, Num(at, at, Fraction(1))), (("=", at),)))
    return [vector, value], said
