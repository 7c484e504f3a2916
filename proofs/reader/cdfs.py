"""Distribution functions: `let $F$ be the cdf of $X$` says that F(t) = P(X <= t)."""

from __future__ import annotations

import re

from ..terms.sorts import RandomVariable
from .context import Context, Definition, is_upper
from .syntax import Chain, Group, Name, Node, Product, Script, spell

_CDF = r"(?:(?:cumulative\s+)?distribution\s+function|cumulative\s+distribution|cdf|c\.d\.f\.?)"
_OF = re.compile(
    rf"\x00\s*(?:be|is|denotes?|for)\s+(?:the\s+)?{_CDF}\s+of\s+(?:(?:the|an?)\s+)?"
    r"(?:(?:real(?:-valued)?|continuous|discrete)\s+)*(?:random\s+)?(?:variable\s+)?$",
    re.IGNORECASE,
)
_HAS = re.compile(
    rf"\x00(?:\s*(?:be|is)\s+an?\s+(?:(?:real(?:-valued)?|continuous|discrete|scalar)\s+)*random\s+variable)?,?\s*"
    rf"(?:with|having|has|have|whose)\s+(?:(?:an?|the)\s+)?{_CDF}(?:\s+is)?\s*$",
    re.IGNORECASE,
)
_POINT = "t"


def is_of_next(lead: str) -> bool:
    """Whether the last formula is said to be the distribution function of the next."""
    return _OF.search(lead) is not None


def is_next(lead: str) -> bool:
    """Whether the next formula is said to be the distribution function of the last."""
    return _HAS.search(lead) is not None


def define(context: Context, function: Node, variable: Node) -> None:
    """Take it that F(t) = P(X <= t), for every t."""
    plain = all(
        isinstance(each, Name) or (isinstance(each, Script) and each.sup is None) for each in (function, variable)
    )
    name, of, start, end = spell(function), spell(variable), function.start, function.end
    sort = context.sort_of(of)
    if (
        not plain
        or name in context.definitions
        or not (isinstance(sort, RandomVariable) or (sort is None and is_upper(of)))
    ):
        return
    point = Name(start, end, _POINT)
    event = Chain(start, end, (variable, point), (("<=", start),))
    called = Group(start, end, "()", (event,), ())
    context.declared.pop(name, None)
    context.define(name, Definition((_POINT,), Product(start, end, (Name(start, start, "Pr", "Pr"), called), ("", ""))))


def _is_name(node: Node) -> bool:
    return isinstance(node, Name) or (isinstance(node, Script) and node.sup is None)
