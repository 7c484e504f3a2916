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
_WITH_DENSITY = (
    r"\x00\s*,?\s*(?:with|having|has|have|whose)\s+(?:(?:an?|the)\s+)?"
    r"(?:probability\s+)?(?:density|pdf)(?:\s+function)?"
)
_DENSITY = re.compile(rf"{_WITH_DENSITY}\s*$", re.IGNORECASE)
_BOTH = re.compile(rf"{_WITH_DENSITY}\s*\x00\s*(?:,\s*)?and\s+(?:(?:an?|the)\s+)?{_CDF}\s*$", re.IGNORECASE)
_POINT = "t"


def is_of_next(lead: str) -> bool:
    """Whether the last formula is said to be the distribution function of the next."""
    return _OF.search(lead) is not None


def is_next(lead: str) -> bool:
    """Whether the next formula is said to be the distribution function of the last."""
    return _HAS.search(lead) is not None


def is_after_density(lead: str) -> bool:
    """Whether the next formula is said to be the distribution function of the last but one, whose density is the last:
    `$X \\sim \\mathcal{N}(0, 1)$ with density $\\phi$ and distribution function`."""
    return _BOTH.search(lead) is not None


def is_density(lead: str) -> bool:
    """Whether the next formula is said to be the density of the last."""
    return _DENSITY.search(lead) is not None


def drawn(node: Node | None) -> Node | None:
    """The X of X \\sim .., and of X alone."""
    if isinstance(node, Chain) and [relation for relation, _ in node.relations] == [r"\sim"]:
        return node.sides[0]
    return node if isinstance(node, (Name, Script)) else None


def define_density(context: Context, function: Node, variable: Node) -> None:
    """Take it that a name, \\phi, is that of the density f_X of an X whose law is known."""
    name, of, start, end = spell(function), spell(variable), function.start, function.end
    known = any(fact.term.head == "follows" and of in fact.about for fact in context.facts)
    if (
        not (known and _is_name(function) and _is_name(variable))
        or name in context.definitions
        or name.startswith("f_")
    ):
        return
    called = Group(start, end, "()", (Name(start, end, _POINT),), ())
    density = Script(start, end, Name(start, start, "f"), variable, None)
    context.declared.pop(name, None)
    context.define(name, Definition((_POINT,), Product(start, end, (density, called), ("", ""))))


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
