"""What a text says that its signs mean, where that is not what they mean by custom: logarithms, norms, inner products,
bars."""

from __future__ import annotations

import re
from typing import Literal

from .prose import SENTENCE, Block
from .syntax import Group, Name, Script, bare, spell

_BASE = r"(?:the )?base[\s-]*(?:of )?\$?\s*(?P<base{}>\d+|two|ten)\b\$?"
_CONVENTION = re.compile(
    rf"\bbase[\s-]*(?P<base0>\d+|two|ten) log(?:arithm)?s?\b"
    r"|\blog(?:arithm)?s?,?\s+(?:(?:are|is|here|throughout|always|taken|to be|with respect|computed|understood)\s+)*"
    rf"(?:(?:to|in|of|with|at)\s+)?{_BASE.format(1)}"
    rf"|\\log\$?\s+(?:denotes|is|means|stands for|refers to)\s+(?:the )?"
    rf"(?:{_BASE.format(2)} logarithm|logarithm (?:to|in|of|with) {_BASE.format(3)}|(?P<binary>binary logarithm))",
    re.IGNORECASE,
)


def logarithm_base(text: str) -> int | None:
    """The base that a text says \\log has: `all logarithms are to base 2`."""
    for found in _CONVENTION.finditer(text):
        said = next((found[f"base{at}"] for at in range(4) if found[f"base{at}"]), "two")
        base = {"two": 2, "ten": 10}.get(said.lower()) or int(said)
        if base > 1:
            return base
    return None


_NORM = re.compile(
    r"(?:\\\||\\[lr]?Vert\b)\s*(?:\\cdot|\.)\s*(?:\\\||\\[lr]?Vert\b)\$?\s*(?:be|is|denotes?|stands for)\s+"
    r"(?P<said>(?:an?|any|some|the)\s+(?:[\w$^\\-]+\s+){0,3}?norm)\b",
    re.IGNORECASE,
)
_EUCLIDEAN = re.compile(r"euclid|2|two|usual|standard|frobenius", re.IGNORECASE)
_NORM_SIGN = r"(?:\\[lr]?Vert\b|\\\|)"
_FENCED = rf"{_NORM_SIGN}[^$|]{{1,20}}?{_NORM_SIGN}(?:\^2)?|\\langle[^$]{{1,30}}?\\rangle(?:_[^$\s=]+)?"
_GIVEN_FENCE = re.compile(
    r"\b(?:let|define|defined|denote|write|put|set|where|with|by|consider|and)\b[^.$]*\$\s*(?:\\left\s*)?"
    rf"(?P<left>{_FENCED})\s*(?::=|=)(?P<right>[^$]+)\$",
    re.IGNORECASE,
)
_USUAL = re.compile(  # x^T y, the sum of x_i y_i
    r"\^\{?\s*(?:\\top|\\intercal|T|\\mathrm\{T\}|\\mathsf\{T\})\s*\}?\s*(?:[a-z]\b|\\mathbf|\\boldsymbol)|_\{?\w\}?\^|_2\b|"
    r"_\{?\w\}?\s*[a-z]_"
)


def another_norm(text: str) -> str:
    """What a text calls \\|\\cdot\\| where that is not the Euclidean norm, nor that of Frobenius: `any norm`, or ''."""
    said = next((found["said"] for found in _NORM.finditer(text)), "")
    return given_fence(text, "norm") if not said or _EUCLIDEAN.search(said) else said


def given_fence(text: str, kind: Literal["norm", "product"]) -> str:
    """What a text gives as its norm or its inner product, if that is not the usual one; or ''."""
    for found in _GIVEN_FENCE.finditer(text):
        is_product = found["left"].startswith(r"\langle")
        points = re.findall(r"(?<![a-zA-Z\\])[a-zA-Z](?![a-zA-Z])", found["left"])
        of_points = bool(points) and all(re.search(rf"(?<![a-zA-Z\\]){each}", found["right"]) for each in points)
        if of_points and is_product == (kind == "product") and not _USUAL.search(found["right"]):
            return f"{found['left']} = {found['right'].strip()[:60]}"
    return ""


_DETERMINANT = re.compile(r"[^.;]*\bdeterminants?\b")


def of_determinant(block: Block) -> str:
    """The A of `$|A|$ denotes the determinant`, `the determinant $|A|$`; or ''."""
    item = bare(block.rows[0].items[0]) if len(block.rows) == 1 and len(block.rows[0].items) == 1 else None
    if not isinstance(item, Group) or item.fence != "||" or item.only is None:
        return ""
    inner, before = bare(item.only), SENTENCE.split(block.lead)[-1]
    named = isinstance(inner, (Name, Script))
    return spell(inner) if named and (_DETERMINANT.match(block.after) or _DETERMINANT.search(before)) else ""


_GEOMETRIC = re.compile(r"\bgeom(?:etric)?\b(?! mean| series| sum)|\bGeo\b", re.IGNORECASE)
_FROM_ZERO = re.compile(
    r"\bfail(?:ures?|s|ed)?\b|\bk\s*(?:=|\\geq?\b|\\geqslant)\s*0|\\\{\s*0\s*,"
    r"|=\s*k\b[^=.$]*=[^=.$]*\(\s*1\s*-\s*[\w\\]+\s*\)\s*\^\s*(?:k\b|\{\s*k\s*\})"
)


def counts_failures(text: str) -> bool:
    """Whether a geometric law of a text may be that of the failures before a success, 0 among them, and not that of the
    trials up to it."""
    return _GEOMETRIC.search(text) is not None and _FROM_ZERO.search(text) is not None
