"""Slips of the pen, one function a kind: what each could have done to a piece of a side, or what undoes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from .notation import FUNCTIONS, INVERSE_TRANSPOSES, TRANSPOSES
from .syntax import Big, Chain, Frac, Group, Name, Node, Num, Product, Root, Script, Sum, bare, spell
from .written import Spot, Written, bracketed


@dataclass(frozen=True, slots=True)
class Pair:
    """The side to edit, the other side of its relation, and the spelling of a transpose there."""

    side: Written
    other: Written

    @property
    def transpose(self) -> str:
        for written in (self.side, self.other):
            for spot in written.spots:
                if spot.role == "sup" and spell(spot.node).lstrip("-") in TRANSPOSES:
                    return written.piece(spot.node).lstrip("-")
        return r"\top"


Found = Iterator[tuple[str, str | None]]  # in words, and the text if the edit can be made

# ------------------------------------------------------------------ what an edit is made to


def _sum_of_more(node: Node) -> bool:
    return isinstance(node, Sum) and len(node.terms) > 1


def is_function(node: Node | None) -> bool:
    """Whether a name is that of a function or an operator: `\\log`, E, Var, tr."""
    if isinstance(node, Script):
        node = node.base
    return isinstance(node, Name) and bool(node.word)


def is_transpose(node: Node | None) -> bool:
    return node is not None and spell(node) in TRANSPOSES


def _is_atom(spot: Spot) -> bool:
    """Whether a superscript could be put on a piece: a name, a bracket that holds no arguments, without one so far."""
    node = spot.node
    if spot.role in ("base", "sub", "sup", "bound", "other") or is_function(node):
        return False
    if isinstance(node, Script):
        return node.sup is None and not node.primes
    return isinstance(node, Name) or (
        isinstance(node, Group) and node.fence in ("()", "[]") and not spot.is_argument_of_name
    )


def shown(pair: Pair, node: Node) -> str:
    text = " ".join(pair.side.piece(node).split())
    return text if len(text) <= 30 else text[:29] + "…"


# ------------------------------------------------------------------ the slips


def sign(pair: Pair, spot: Spot) -> Found:
    """+ for -, of a term, of a whole side, of the argument of a function."""
    side, node = pair.side, spot.node
    if isinstance(node, Sum):
        for at, (turn, term) in enumerate(node.terms):
            span = side.sign(node, at)
            if span is not None and turn:
                mark = "-" if turn > 0 else "+" if at else ""
                yield f"the sign of {shown(pair, term)}", side.put((*span, mark))
    elif spot.role == "root" or (
        spot.above is not None
        and ((spot.role == "sup" and spell(bare(spot.above.node.base)) == "e")  # type: ignore[attr-defined]
             or _is_only_argument(spot))
    ):  # fmt: skip
        yield f"the sign of {shown(pair, node)}", side.ahead(node, "-")
    if spot.role == "root" and _sum_of_more(node) and not _is_difference(node):
        yield "the sign of all", side.instead(node, "-" + bracketed(side.piece(node)))


def _is_difference(node: Node) -> bool:
    return isinstance(node, Sum) and [turn for turn, _ in node.terms] == [1, -1]


def _is_only_argument(spot: Spot) -> bool:
    """Whether this is x in f(x)."""
    above = spot.above
    if spot.role != "item" or above is None or not above.is_argument_of_name:
        return False
    return isinstance(above.node, Group) and len(above.node.items) == 1


def difference(pair: Pair, spot: Spot) -> Found:
    """a - b for b - a."""
    side, node = pair.side, spot.node
    if isinstance(node, Sum) and _is_difference(node):
        yield "the order of a difference", side.swapped(node.terms[0][1], node.terms[1][1])


def transpose(pair: Pair, spot: Spot) -> Found:
    """A transpose too many or too few: also A^2 for A^T A."""
    side, node, mark = pair.side, spot.node, script(pair.transpose)
    if isinstance(node, Script) and node.sup is not None:
        written = spell(node.sup)
        if written in TRANSPOSES:
            yield f"a transpose: {shown(pair, node)}", side.without_script(node.sup)
        elif written in INVERSE_TRANSPOSES:
            yield f"a transpose: {shown(pair, node)}", side.argument(node.sup, "-1")
        elif written == "-1":
            yield f"a transpose: {shown(pair, node)}", side.argument(node.sup, f"-{pair.transpose}")
        elif written == "2":
            start = side.start(node)
            base = side.text[start : node.base.end]
            yield f"a transpose in {shown(pair, node)}", side.put((start, node.end, base + mark + " " + base))
    elif _is_atom(spot):
        yield f"a transpose of {shown(pair, node)}", side.after(node, mark)


def script(text: str) -> str:
    plain = len(text) == 1 or re.fullmatch(r"\\[A-Za-z]+", text)
    return f"^{text}" if plain else f"^{{{text}}}"


def order(pair: Pair, spot: Spot) -> Found:
    """Arguments exchanged, D(p || q) for D(q || p); matrices multiplied in the other order."""
    node = spot.node
    if isinstance(node, Group) and len(node.items) == 2 and node.separators[0] in ("||", "|", ",", ";"):
        yield "the order of the arguments", pair.side.swapped(*node.items)
    if isinstance(node, Product):
        for at in range(1, len(node.factors)):
            one, other = node.factors[at - 1 : at + 1]
            plain = not any(isinstance(each, (Num, Frac)) for each in (one, other))
            called = isinstance(other, Group) and isinstance(one, (Name, Script)) and not _is_transposed(one)
            if plain and not called and not is_function(one) and node.marks[at] in ("", "cdot", "times"):
                words = f"the order of {shown(pair, one)} and {shown(pair, other)}"
                yield words, pair.side.swapped(one, other)

    if spot.role == "root":
        for first, second in combinations(_calls(pair.side), 2):
            if spell(first.before) == spell(second.before):
                words = f"the arguments {shown(pair, first.node)} and {shown(pair, second.node)}"
                yield words, pair.side.swapped(first.node, second.node)


def _calls(side: Written) -> list[Spot]:
    """The brackets after names, as in p(x), none within another."""
    found: list[Spot] = []
    for spot in side.spots:
        if spot.is_argument_of_name and not (found and spot.node.end <= found[-1].node.end):
            found.append(spot)
    return found[:6]


def _is_transposed(node: Node) -> bool:
    return isinstance(node, Script) and is_transpose(node.sup)


NUMBERS = {"2": "2", "1/2": r"\frac{1}{2}", "3": "3"}


def factor(pair: Pair, spot: Spot) -> Found:
    """A 2 or a half too many or too few; another number."""
    side, node = pair.side, spot.node
    if isinstance(node, Product):
        for at, part in enumerate(node.factors):
            if _is_numeric(part):
                yield f"the factor {shown(pair, part)}", side.without_factor(node, at)
    if isinstance(node, Frac) and isinstance(bare(node.under), Num) and not _is_numeric(node):
        yield f"the factor 1/{shown(pair, node.under)}", side.instead(node, _opened(pair, spot, node.over))
    if isinstance(node, Num) and node.value.denominator == 1 and spot.role not in ("sub", "sup", "bound", "other"):
        for value in _near(int(node.value)):
            if value != 1 or spot.role != "factor":
                yield f"{value} for {node.value}", side.instead(node, str(value))
    if (spot.role in ("root", "term", "body") or _is_only_argument(spot)) and not isinstance(node, (Sum, Chain)):
        first = node.factors[0] if isinstance(node, Product) else node
        if not _is_numeric(first):
            for words, number in NUMBERS.items():
                yield f"a factor {words}", side.ahead(node, f"{number} ")
    if spot.role == "root" and _sum_of_more(node):
        for words, number in NUMBERS.items():
            yield f"a factor {words}", side.instead(node, f"{number} {bracketed(side.piece(node))}")


def _near(value: int) -> list[int]:
    found = [2 * value, value // 2 if value % 2 == 0 else 0, value + 1, value - 1]
    return [each for each in dict.fromkeys(found) if each not in (0, value)]


def _is_numeric(node: Node) -> bool:
    node = bare(node)
    if isinstance(node, Frac):
        return _is_numeric(node.over) and _is_numeric(node.under)
    return isinstance(node, Num)


def _opened(pair: Pair, spot: Spot, node: Node) -> str:
    """What stands in braces, to be put in the place of the whole."""
    alone = spot.role in ("root", "item", "argument", "sup")
    return pair.side.piece(node) if alone and not isinstance(node, Sum) else pair.side.as_factor(node)


def exponent(pair: Pair, spot: Spot) -> Found:
    """A square forgotten, or one too many."""
    side, node = pair.side, spot.node
    if isinstance(node, Script) and node.sup is not None and isinstance(node.sup, Num):
        yield f"the exponent of {shown(pair, node)}", side.without_script(node.sup)
        for value in (node.sup.value + 1, node.sup.value - 1):
            if value > 1:
                yield f"the exponent of {shown(pair, node)}", side.argument(node.sup, str(value))
    elif isinstance(node, Script) and isinstance(node.sup, (Name, Script)) and not is_transpose(node.sup):
        for more in ("+ 1", "- 1"):
            yield f"the exponent of {shown(pair, node)}", side.argument(node.sup, f"{side.piece(node.sup)} {more}")
    elif _is_atom(spot):
        yield f"the square of {shown(pair, node)}", side.after(node, "^2")


def inverse(pair: Pair, spot: Spot) -> Found:
    side, node = pair.side, spot.node
    if isinstance(node, Script) and node.sup is not None and spell(node.sup) == "-1":
        yield f"an inverse: {shown(pair, node)}", side.without_script(node.sup)
    elif _is_atom(spot):
        yield f"the inverse of {shown(pair, node)}", side.after(node, "^{-1}")


def fraction(pair: Pair, spot: Spot) -> Found:
    """Numerator and denominator exchanged."""
    side, node = pair.side, spot.node
    if isinstance(node, Frac):
        if isinstance(bare(node.over), Num) and spell(node.over) == "1":
            yield f"{shown(pair, node)} upside down", side.instead(node, _opened(pair, spot, node.under))
        else:
            over, under = side.piece(node.over), side.piece(node.under)
            (first, _), (_, last) = side.braced(node.over), side.braced(node.under)
            yield f"{shown(pair, node)} upside down", side.put((first, last, f"{{{under}}}{{{over}}}"))
    if isinstance(node, Product):
        for at in range(1, len(node.factors)):
            if node.marks[at] == "/":
                yield "a quotient upside down", side.swapped(node.factors[at - 1], node.factors[at])


def condition(pair: Pair, spot: Spot) -> Found:
    """p(x) or p(x, y) for p(x | y); a condition more."""
    side, node = pair.side, spot.node
    if isinstance(node, Group) and "|" in node.separators:
        at = node.separators.index("|")
        one, other = node.items[at : at + 2]
        yield f"the condition in {shown(pair, node)}", side.put((one.end, node.items[-1].end, ""))
        yield f"a joint for {shown(pair, node)}", side.put((*side.gap(one, other), ", "))
        held = [spell(item) for item in node.items]
        for name in _conditions(pair):
            if name not in held:
                yield f"{name} in the condition of {shown(pair, node)}", side.after(node.items[-1], f", {name}")


def _conditions(pair: Pair) -> list[str]:
    """The names in brackets with a bar, of both sides."""
    found = [
        spell(item)
        for written in (pair.side, pair.other)
        for spot in written.spots
        if isinstance(spot.node, Group) and "|" in spot.node.separators
        for item in spot.node.items
        if isinstance(item, Name)
    ]
    return list(dict.fromkeys(found))[:4]


# by the word that it is read as: what is written for it by mistake
RELATIVES = {"sin": r"\cos", "cos": r"\sin", "sinh": r"\cosh", "cosh": r"\sinh", "max": r"\min", "min": r"\max",
             "det": r"\operatorname{tr}", "tr": r"\det", "exp": r"\log", "log": r"\exp"}  # fmt: skip


def function(pair: Pair, spot: Spot) -> Found:
    """A logarithm or an exponential forgotten; one function for another."""
    side, node = pair.side, spot.node
    if isinstance(node, Product):
        for at, part in enumerate(node.factors[:-1]):
            if isinstance(part, Name) and part.word in FUNCTIONS:
                yield f"{shown(pair, part)} dropped", side.without_factor(node, at) if at == 0 else side.put(
                    (side.start(part), side.start(node.factors[at + 1]), ""))  # fmt: skip
            if isinstance(part, Name) and part.word in RELATIVES:
                new = RELATIVES[part.word]
                yield f"{new} for {shown(pair, part)}", side.instead(part, new)
    if spot.role == "root":
        for name in (r"\log", r"\exp"):
            yield f"{name} of the whole", side.instead(node, f"{name} {bracketed(side.piece(node))}")


def logarithm(pair: Pair, spot: Spot) -> Found:
    """log E for E log, and the other way round."""
    for at in range(len(spot.node.factors) - 1 if isinstance(spot.node, Product) else 0):
        yield from _log_of_mean(pair, spot.node, at)  # type: ignore[arg-type]


def _log_of_mean(pair: Pair, node: Product, at: int) -> Found:
    side, first = pair.side, node.factors[at]
    if isinstance(first, Name) and first.word == "log" and at + 2 < len(node.factors):
        mean, held = node.factors[at + 1 : at + 3]
        if is_mean(mean) and isinstance(held, Group) and len(held.items) == 1:
            inner = held.items[0]
            body_too = (side.start(inner), inner.end, rf"\log {bracketed(side.piece(inner))}")
            yield "the logarithm inside the expectation", side.put((side.start(first), side.start(mean), ""), body_too)
    if is_mean(first):
        held = node.factors[at + 1]
        body = bare(held.items[0]) if isinstance(held, Group) and len(held.items) == 1 else None
        if isinstance(body, Product) and isinstance(body.factors[0], Name) and body.factors[0].word == "log":
            before, within = side.start(first), (body.factors[0].start, side.start(body.factors[1]))
            yield "the logarithm outside the expectation", side.put((before, before, r"\log "), (*within, ""))


def is_mean(node: Node) -> bool:
    node = node.base if isinstance(node, Script) else node
    return isinstance(node, Name) and node.word == "E"


def index(pair: Pair, spot: Spot) -> Found:
    """One index for another; the indices of an entry exchanged; a bound off by one."""
    side, node = pair.side, spot.node
    if spot.role == "sub" and isinstance(node, Name):
        for letter in _indices(pair):
            if letter != node.text:
                yield f"the index {letter} for {node.text}", side.argument(node, letter)
    if spot.role == "sub" and isinstance(node, Product) and len(node.factors) == 2:
        yield "the order of the indices", side.swapped(*node.factors)
    if isinstance(node, Big) and isinstance(node.sub, Name):
        for name in _conditions(pair):
            if name != node.sub.text:
                yield f"{name} for {node.sub.text} below", side.argument(node.sub, name)
    if isinstance(node, Big) and node.kind in ("sum", "product"):
        low = bare(node.sub) if node.sub is not None else None
        if isinstance(low, Chain) and len(low.sides) == 2 and isinstance(low.sides[1], Num):
            for value in (low.sides[1].value + 1, low.sides[1].value - 1):
                if value >= 0:
                    yield f"the lower bound {value}", side.instead(low.sides[1], str(value))
        if node.sup is not None and isinstance(node.sup, (Name, Num, Script)):
            for more in ("- 1", "+ 1"):
                bound = f"{side.piece(node.sup)} {more}"
                yield f"the upper bound {bound}", side.argument(node.sup, bound)


def _indices(pair: Pair) -> list[str]:
    """The letters that the two sides use as indices."""
    found: list[str] = []
    for written in (pair.side, pair.other):
        for spot in written.spots:
            if spot.role == "sub" and isinstance(spot.node, Name) and len(spot.node.text) == 1:
                found.append(spot.node.text)
    return list(dict.fromkeys(found))[:4]


def dropped(pair: Pair, spot: Spot) -> Found:
    """A term or a factor too many."""
    side, node = pair.side, spot.node
    if _sum_of_more(node):
        assert isinstance(node, Sum)
        for at, (_, term) in enumerate(node.terms):
            yield f"without the term {shown(pair, term)}", side.without_term(node, at)
    if isinstance(node, Product):
        for at, part in enumerate(node.factors):
            if not _is_numeric(part) and not is_function(part):
                yield f"without the factor {shown(pair, part)}", side.without_factor(node, at)


def product(pair: Pair, spot: Spot) -> Found:
    """log(a b) for log(a + b), e^a e^b for e^a + e^b; a quotient for a difference."""
    side, node = pair.side, spot.node
    if isinstance(node, Sum) and len(node.terms) == 2 and node.terms[0][0] > 0:
        (_, one), (sign, other) = node.terms
        new = f"{side.piece(one)} {side.piece(other)}" if sign > 0 else (
            rf"\frac{{{side.piece(one)}}}{{{side.piece(other)}}}")  # fmt: skip
        yield f"{shown(pair, node)} as a {'product' if sign > 0 else 'quotient'}", side.instead(node, new)


def root(pair: Pair, spot: Spot) -> Found:
    """A square root forgotten, or one too many; an absolute value forgotten."""
    side, node = pair.side, spot.node
    if isinstance(node, Root) and node.degree is None:
        yield f"without the root of {shown(pair, node.body)}", side.instead(node, _opened(pair, spot, node.body))
    if isinstance(node, Frac):
        rooted = rf"\sqrt{{{side.piece(node.under)}}}"
        yield f"the root of {shown(pair, node.under)}", side.argument(node.under, rooted)
    if spot.role in ("root", "factor", "term") and _is_atom(spot) and not isinstance(node, Group):
        yield f"the absolute value of {shown(pair, node)}", side.instead(node, rf"\left| {side.piece(node)} \right|")
