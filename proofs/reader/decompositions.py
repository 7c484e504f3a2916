"""`Let $A = U S V^\\top$ be a singular value decomposition`: what the name of a product says of its factors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .notation import SURE_TRANSPOSES
from .prose import Block
from .syntax import Chain, Name, Node, Product, Script, bare, spell

_FACTORED = r"(?:decompositions?|factori[sz]ations?)"
ORTHONORMAL = "orthonormal columns"


@dataclass(frozen=True)
class Decomposition:
    """How a product is called, its factors as letters, and what is said of these; of the others more than is known
    here: a diagonal matrix that is not square, a triangular one."""

    words: re.Pattern[str]
    form: str
    told: dict[str, str]


DECOMPOSITIONS = (
    Decomposition(
        re.compile(rf"\b(?:singular[- ]values? {_FACTORED}|SVD)\b", re.IGNORECASE),
        "a b c^T", {"a": ORTHONORMAL, "c": ORTHONORMAL}),
    Decomposition(
        re.compile(rf"\b(?:(?:eigen(?:values?)?|spectral)[- ]?{_FACTORED}|diagonali[sz]ation)\b", re.IGNORECASE),
        "a b a^T", {"a": "orthogonal", "b": "diagonal"}),
    Decomposition(
        re.compile(rf"\b(?:eigen(?:values?)?[- ]?{_FACTORED}|diagonali[sz]ation)\b", re.IGNORECASE),
        "a b a^{-1}", {"a": "invertible", "b": "diagonal"}),
    Decomposition(re.compile(rf"\bQR[- ]{_FACTORED}\b"), "a b", {"a": ORTHONORMAL}),
)  # fmt: skip
_ANY = re.compile(rf"(?:{_FACTORED}|diagonali[sz]ation|\bSVD)\b", re.IGNORECASE)


def decomposed(block: Block) -> Iterator[tuple[str, str]]:
    """The factors of the product that a sentence calls a decomposition, each with what that says of it, or ''."""
    chains = [item for row in block.rows for item in map(bare, row.items) if isinstance(item, Chain)]
    words = f"{block.lead.rpartition(chr(0))[2]} {block.predicate}"
    if len(chains) != 1 or _ANY.search(words) is None:
        return
    product = bare(chains[0].sides[-1]) if chains[0].sides[-1] is not None else None
    if chains[0].relations[-1][0] != "=" or not isinstance(product, Product):
        return
    found = [_factor(factor) for factor in product.factors]
    letters = dict.fromkeys(name for name, _ in found if name)
    form = (
        " ".join(f"{'abc'[[*letters].index(name)]}{mark}" for name, mark in found) if _is_short(found, letters) else ""
    )
    told = next((row.told for row in DECOMPOSITIONS if row.words.search(words) and row.form == form), {})
    for letter, name in zip("abc", letters, strict=False):
        yield name, told.get(letter, "")


def _is_short(found: list[tuple[str, str]], letters: dict[str, None]) -> bool:
    return all(name for name, _ in found) and len(letters) <= len("abc")


def _factor(node: Node) -> tuple[str, str]:
    """The name of a factor, and what stands above it."""
    node = bare(node)
    if isinstance(node, Name):
        return node.text, ""
    if isinstance(node, Script) and node.sup is not None:
        above = spell(node.sup)
        name = (
            spell(Script(node.start, node.end, node.base, node.sub, None)) if node.sub is not None else spell(node.base)
        )
        return name, "^T" if above in SURE_TRANSPOSES else "^{-1}" if above == "-1" else f"^{above}"
    return (spell(node), "") if isinstance(node, Script) else ("", "")
