"""Displays -> rows of tokens: where a row ends, and which rows belong together."""

from __future__ import annotations

from .notation import PRODUCTS, RELATIONS, ROWED
from .tokens import Token, braced

_OPEN, _CLOSE = {"(", "[", r"\{", r"\lvert", r"\lVert", r"\langle"}, {")", "]", r"\}", r"\rvert", r"\rVert", r"\rangle"}


def rows(tokens: list[Token], environment: str) -> list[list[Token]]:
    """The rows of a display. Rows that only go on with an expression are joined to the one above."""
    found: list[list[Token]] = [[]]
    depth = nested = at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text in (r"\begin", r"\end") and at + 1 < len(tokens) and tokens[at + 1].text == "{":
            first, last = braced(tokens, at + 1)
            name = "".join(part.text for part in tokens[first:last])
            if name in ROWED and nested == 0:
                at = last + 1
                if token.text == r"\begin":
                    at = _skip_options(tokens, at)
                elif found[-1]:
                    found.append([])
                continue
            nested += 1 if token.text == r"\begin" else -1
        depth += (token.text == "{") - (token.text == "}")
        if token.text == r"\\" and depth <= 0 and nested <= 0:
            at += 1
            if at + 1 < len(tokens) and tokens[at].text == "[" and tokens[at + 1].kind in ("number", "mark"):
                at = _skip_options(tokens, at)
            if at < len(tokens) and tokens[at].text == "*":
                at += 1
            found.append([])
            continue
        found[-1].append(token)
        at += 1
    found = [_tight(row) for row in found]
    kept = [row for row in found if any(token.text not in ("&", r"\quad") for token in row)]
    if environment.startswith("multline"):
        kept = [[token for row in kept for token in row]] if kept else []
    return [_unmarked(row) for row in _joined(kept)]


def _tight(row: list[Token]) -> list[Token]:
    """Without the wide spaces around relations, which separate nothing."""
    kept: list[Token] = []
    for token in row:
        if token.text == r"\quad" and kept and (kept[-1].text in RELATIONS or kept[-1].text == r"\quad"):
            continue
        if token.text in RELATIONS and kept and kept[-1].text == r"\quad":
            kept.pop()
        kept.append(token)
    return kept


def _unmarked(row: list[Token]) -> list[Token]:
    """Without the column marks of the display; those of matrices within it stay."""
    kept: list[Token] = []
    nested = 0
    for token in row:
        nested += (token.text == r"\begin") - (token.text == r"\end")
        if token.text != "&" or nested > 0:
            kept.append(token)
    return kept


def _skip_options(tokens: list[Token], at: int) -> int:
    """Past [t] and {2} after the opening of an environment, or [5pt] after a row."""
    while at < len(tokens) and tokens[at].text in ("[", "{"):
        if tokens[at].text == "{":
            return braced(tokens, at)[1] + 1
        end = at
        while end < len(tokens) and end < at + 8 and tokens[end].text != "]":
            end += 1
        if end >= len(tokens) or tokens[end].text != "]":
            return at
        at = end + 1
        return at
    return at


def _joined(found: list[list[Token]]) -> list[list[Token]]:
    joined: list[list[Token]] = []
    balance = 0
    for row in found:
        if joined and (balance > 0 or _goes_on(joined[-1], row)):
            while joined[-1] and joined[-1][-1].text in ("&", r"\quad"):
                joined[-1].pop()
            joined[-1].extend(row[next(at for at, token in enumerate(row) if token.text not in ("&", r"\quad")) :])
        else:
            joined.append(list(row))
            balance = 0
        balance += sum((token.text in _OPEN) - (token.text in _CLOSE) for token in row)
    return joined


def _goes_on(above: list[Token], row: list[Token]) -> bool:
    """Whether a row starts or the one above ends in the middle of an expression."""
    plain = [token for token in above if token.text not in ("&", r"\quad")]
    if plain and (plain[-1].text in ("+", "-") or plain[-1].text in PRODUCTS or plain[-1].text in RELATIONS):
        return True
    at = 0
    while at < len(row) and row[at].text in ("&", r"\quad"):
        at += 1
    if at >= len(row):
        return False
    first = row[at].text
    if first in (r"\times", r"\cdot"):
        return True
    has_relation = any(token.text in RELATIONS for token in row)
    return (first in ("+", "-") and (at > 0 or not has_relation) and row[0].text == "&") or (
        first in ("+", "-") and not has_relation
    )
