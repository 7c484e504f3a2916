"""`Gamma(k, \\theta) with scale \\theta`: which of its parametrisations a text gives a law by."""

from __future__ import annotations

import re

from .notation import LAWS
from .prose import Block
from .syntax import Group, Name, Product, Script, bare, spell, walk

_ROLES = r"inverse scale|scale|rate|precision(?: matrix)?|standard deviation|mean|expectation|expected value|variance"
_BEFORE = re.compile(rf"\b(?P<role>{_ROLES})(?:\s+parameter)?\s*$", re.IGNORECASE)
_AFTER = re.compile(rf"\s*(?:is|denotes|being)\s+(?:the|its|a)\s+(?P<role>{_ROLES})\b", re.IGNORECASE)
_OF_ANYTHING = frozenset({"mean", "expectation", "expected value", "variance"})  # other variables have these as well


def role_of(block: Block, previous: Block | None, name: str) -> str:
    """What the words next to a name say that it is for a law; a mean only next to a law with this parameter."""
    found = _BEFORE.search(block.lead) or _AFTER.match(block.after)
    role = found["role"].lower() if found is not None else ""
    near = previous is not None and "\x00" in block.lead and name in _parameters(previous)
    return role if role not in _OF_ANYTHING or near else ""


def _parameters(block: Block) -> set[str]:
    """The letters that are parameters of laws in a formula by themselves."""
    found: set[str] = set()
    for part in (part for row in block.rows for item in row.items for part in walk(item)):
        match part:
            case Product(factors=(law, Group(items=items))) if _is_law(spell(law)):
                found |= {spell(item) for item in map(bare, items) if isinstance(item, (Name, Script))}
    return found


def _is_law(written: str) -> bool:
    return written.removeprefix(r"\mathcal{").removeprefix(r"\mathrm{").removeprefix(r"\text{").rstrip("}") in LAWS
