"""A side of a step as it is written: its text, what stands where in it, and the text with a piece of it changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .syntax import Array, Big, Chain, Evaluated, Factorial, Frac, Group, Name, Node, Product, Root, Script, Sum

Role = Literal["root", "term", "factor", "item", "argument", "body", "base", "sub", "sup", "bound", "other"]

_SIZED = re.compile(r"\\(?:left|right|middle|[bB]ig{1,2}[lrm]?)\s*$")
_SIGNS = re.compile(r"[+\-−]|\\[pm]{2}(?![A-Za-z])")
_OPEN_COMMAND = re.compile(r"\\[A-Za-z]+$")
_OPENED, _CLOSED = re.compile(r"(?<!\\)\{\s*$"), re.compile(r"\s*\}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A node, what it is to the node above it, and that node's spot; `at` counts the children of one role."""

    node: Node
    role: Role = "root"
    above: Spot | None = None
    at: int = 0

    @property
    def before(self) -> Node | None:
        """What stands before a factor in its product."""
        if self.role != "factor" or self.at == 0 or self.above is None:
            return None
        assert isinstance(self.above.node, Product)
        return self.above.node.factors[self.at - 1]

    @property
    def is_argument_of_name(self) -> bool:
        """Whether these are brackets that may hold the arguments of what stands before them."""
        before = self.before
        return isinstance(self.node, Group) and isinstance(before, (Name, Script)) and not _is_number(before)


def _is_number(node: Node) -> bool:
    return isinstance(node, Script) and not isinstance(node.base, (Name, Group))


def _roles(node: Node) -> list[tuple[Node | None, Role]]:
    match node:
        case Sum():
            return [(term, "term") for _, term in node.terms]
        case Product():
            return [(factor, "factor") for factor in node.factors]
        case Group():
            return [(item, "item") for item in node.items]
        case Frac():
            return [(node.over, "argument"), (node.under, "argument")]
        case Root():
            return [(node.body, "argument"), (node.degree, "other")]
        case Script():
            return [(node.base, "base"), (node.sub, "sub"), (node.sup, "sup")]
        case Big():
            return [(node.sub, "bound"), (node.sup, "bound"), (node.body, "body"), (node.by, "other")]
        case Chain():
            return [(side, "other") for side in node.sides]
        case Array():
            return [(entry, "item") for row in node.rows for entry in row]
        case Evaluated():
            return [(node.body, "body"), (node.at, "bound")]
        case Factorial():
            return [(node.body, "base")]
    return []


def spots(node: Node) -> Iterator[Spot]:
    """The node and all below it that stand apart in the text, parents first. What a macro stands for is one piece."""
    pending = [Spot(node)]
    while pending:
        spot = pending.pop()
        yield spot
        below = [(child, role) for child, role in _roles(spot.node) if child is not None]
        ordered = sorted((child for child, _ in below), key=lambda child: child.start)
        if any(one.end > other.start for one, other in pairwise(ordered)):
            continue
        if any(child.end - child.start <= 0 for child in ordered):
            continue
        if len(ordered) == 1 and (ordered[0].start, ordered[0].end) == (spot.node.start, spot.node.end):
            continue
        pending.extend(Spot(child, role, spot, at) for at, (child, role) in reversed(list(enumerate(below))))


class Written:
    """The text of a side with its syntax."""

    def __init__(self, text: str, root: Node) -> None:
        self.text, self.root = text, root
        self.spots = tuple(spots(root))

    # ---------------------------------------------------------------- where things stand

    def start(self, node: Node) -> int:
        r"""Where a piece begins, the \left of its bracket included."""
        sized = _SIZED.search(self.text, 0, node.start)
        return sized.start() if sized else node.start

    def piece(self, node: Node) -> str:
        return self.text[self.start(node) : node.end]

    def braced(self, node: Node) -> tuple[int, int]:
        """The span of a script or an argument, with the braces around it where there are any."""
        opened = _OPENED.search(self.text, 0, node.start)
        closed = _CLOSED.match(self.text, node.end)
        return (opened.start(), closed.end()) if opened and closed else (node.start, node.end)

    def gap(self, one: Node, other: Node) -> tuple[int, int]:
        return one.end, self.start(other)

    def sign(self, node: Sum, at: int) -> tuple[int, int] | None:
        """The span of the sign before a term; empty where none is written, None where there are several."""
        start = node.terms[at - 1][1].end if at else node.start
        end = self.start(node.terms[at][1])
        found = list(_SIGNS.finditer(self.text, start, max(start, end)))
        if not found:
            return (end, end) if at == 0 else None
        return found[0].span() if len(found) == 1 else None

    # ---------------------------------------------------------------- the text, changed

    def put(self, *changes: tuple[int, int, str]) -> str:
        """The text with spans replaced, a blank set where a command would run into a letter, or number into number."""
        text = self.text
        for start, end, new in sorted(changes, reverse=True):
            text = _join(_join(text[:start], new), text[end:])
        return text

    def instead(self, node: Node, new: str) -> str:
        """With something else in the place of a piece; an argument without braces gets them."""
        return self.put((self.start(node), node.end, new))

    def argument(self, node: Node, new: str) -> str:
        """With something else in the place of a script, a numerator, a denominator or a radicand."""
        start, end = self.braced(node)
        return self.put((start, end, f"{{{new}}}"))

    def without_script(self, spot: Node) -> str:
        """Without a superscript: its mark, its braces and what stands in them."""
        start, end = self.braced(spot)
        mark = self.text.rfind("^", 0, start)
        return self.put((mark, end, ""))

    def after(self, node: Node, new: str) -> str:
        return self.put((node.end, node.end, new))

    def ahead(self, node: Node, new: str) -> str:
        start = self.start(node)
        return self.put((start, start, new))

    def swapped(self, one: Node, other: Node) -> str:
        return self.put((self.start(one), one.end, self.piece(other)), (self.start(other), other.end, self.piece(one)))

    def without_factor(self, node: Product, at: int) -> str | None:
        """Without a factor; None where what is left would be divided by nothing."""
        factors = node.factors
        if at:
            return self.put((factors[at - 1].end, factors[at].end, ""))
        if node.marks[1] == "/":
            return None
        return self.put((self.start(factors[0]), self.start(factors[1]), ""))

    def without_term(self, node: Sum, at: int) -> str | None:
        if at:
            return self.put((node.terms[at - 1][1].end, node.terms[at][1].end, ""))
        sign = self.sign(node, 1)
        if sign is None:
            return None
        return self.put((self.start(node), sign[0] if node.terms[1][0] < 0 else self.start(node.terms[1][1]), ""))

    def as_factor(self, node: Node) -> str:
        """A piece that may stand beside others in a product."""
        return bracketed(self.piece(node)) if isinstance(node, Sum) else self.piece(node)


def bracketed(text: str) -> str:
    return rf"\left( {text} \right)"


def _join(one: str, other: str) -> str:
    runs_on = (other[:1].isalpha() and _OPEN_COMMAND.search(one)) or (other[:1].isdigit() and one[-1:].isdigit())
    return f"{one} {other}" if runs_on else one + other
