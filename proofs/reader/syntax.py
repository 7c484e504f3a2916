"""The syntax of formulas: what stands beside, above and below what. No meaning yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

LONG = 200  # characters of what is spelt that is not kept


class _Kept:
    """What was found of a formula, once: see `spell` and `open_names`."""

    __slots__ = ("opened", "spelt")

    opened: frozenset[str]
    spelt: str


@dataclass(frozen=True, slots=True)
class Node(_Kept):
    """A piece of a formula between two offsets of its passage."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Num(Node):
    value: Fraction


@dataclass(frozen=True, slots=True)
class Name(Node):
    """One letter or command with its font and decorations: `x`, `\\theta`, `\\hat{x}`, `\\mathbf{w}`."""

    text: str
    word: str = ""  # a row of notation.WORDS, where it is one by its letters or its font


@dataclass(frozen=True, slots=True)
class Script(Node):
    """A base with a subscript, a superscript and primes."""

    base: Node
    sub: Node | None
    sup: Node | None
    primes: int = 0


@dataclass(frozen=True, slots=True)
class Group(Node):
    """Bracketed things: `fence` is the opening and the closing bracket; items are separated by , ; | or double bars."""

    fence: str
    items: tuple[Node, ...]
    separators: tuple[str, ...]

    @property
    def only(self) -> Node | None:
        return self.items[0] if len(self.items) == 1 else None


@dataclass(frozen=True, slots=True)
class Frac(Node):
    over: Node
    under: Node


@dataclass(frozen=True, slots=True)
class Root(Node):
    body: Node
    degree: Node | None


@dataclass(frozen=True, slots=True)
class Binom(Node):
    over: Node
    under: Node


@dataclass(frozen=True, slots=True)
class Array(Node):
    """A matrix written out, or the branches of `cases`."""

    environment: str
    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Terms with their signs, +1 or -1; 2 for a plus-minus and -2 for a minus-plus."""

    terms: tuple[tuple[int, Node], ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Factors side by side; `marks` says what stands before each: '' for the first and for juxtaposition."""

    factors: tuple[Node, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Big(Node):
    """A sum, product or integral sign, or max, min, argmax, argmin, lim over a variable, with all that it covers."""

    kind: str
    sub: Node | None
    sup: Node | None
    body: Node
    by: Node | None = None  # the variable of an integral's differential


@dataclass(frozen=True, slots=True)
class Factorial(Node):
    body: Node
    double: bool = False  # n!!, the product of every second number


@dataclass(frozen=True, slots=True)
class Evaluated(Node):
    """What stands before a bar with `x = a` at its foot."""

    body: Node
    at: Node


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Sides joined by relations; a side may be empty (None) where a row goes on from the row above."""

    sides: tuple[Node | None, ...]
    relations: tuple[tuple[str, int], ...]  # the relation as of notation.RELATIONS, and its offset


@dataclass(frozen=True, slots=True)
class Dots(Node):
    pass


@dataclass(frozen=True, slots=True)
class Words(Node):
    """Text within a formula."""

    text: str


def _present(*parts: Node | None) -> tuple[Node, ...]:
    return tuple([part for part in parts if part is not None])


# by class: a table is three times as fast as a match, and this is called for every node several times
_CHILDREN: dict[type, Callable[[Any], tuple[Node, ...]]] = {
    Script: lambda node: _present(node.base, node.sub, node.sup),
    Group: lambda node: node.items,
    Frac: lambda node: (node.over, node.under),
    Binom: lambda node: (node.over, node.under),
    Root: lambda node: _present(node.body, node.degree),
    Array: lambda node: tuple([entry for row in node.rows for entry in row]),
    Sum: lambda node: tuple([term for _, term in node.terms]),
    Product: lambda node: node.factors,
    Big: lambda node: _present(node.sub, node.sup, node.body, node.by),
    Factorial: lambda node: (node.body,),
    Evaluated: lambda node: (node.body, node.at),
    Chain: lambda node: _present(*node.sides),
}


def children(node: Node) -> tuple[Node, ...]:
    below = _CHILDREN.get(type(node))
    return () if below is None else below(node)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, parents first."""
    pending = [node]
    while pending:
        found = pending.pop()
        yield found
        below = _CHILDREN.get(type(found))
        if below is not None:
            pending.extend(below(found)[::-1])


def is_only_called(body: Node, name: str) -> bool:
    """Whether a name stands before a bracket wherever it occurs: f in f(x)^2 + f'(x), and no p in p^x (1 - p)."""
    called: set[int] = set()
    for part in walk(body):
        followed = (
            zip(part.factors, part.factors[1:], part.marks[1:], strict=False) if isinstance(part, Product) else ()
        )
        for factor, after, mark in followed:
            if not mark and isinstance(bare(after.base) if isinstance(after, Script) else bare(after), Group):
                called.update(id(each) for each in walk(factor) if isinstance(each, Name))
    return all(id(part) in called for part in walk(body) if isinstance(part, Name) and part.text == name)


def has_running_entries(body: Node, name: str) -> bool:
    """Whether a sum or product runs over the entries of a vector: x_i below a sum over i."""
    for big in walk(body):
        if isinstance(big, Big) and big.kind in ("sum", "product") and big.sub is not None:
            running = {part.text for part in walk(big.sub) if isinstance(part, Name)}
            for part in walk(big.body):
                entry = part if isinstance(part, Script) and spell(part.base) == name else None
                if entry is not None and entry.sub is not None and spell(bare(entry.sub)) in running:
                    return True
    return False


_MULTIPLIERS = frozenset(r"\lambda \mu \nu \eta \alpha \beta \gamma \rho \tau \xi \zeta \kappa \omega".split())


def is_multiplier(body: Node, name: str) -> bool:
    """Whether a letter that is none of a function by custom stands before a sum in brackets: \\lambda (x + y - 1)."""
    if name.partition("_")[0] not in _MULTIPLIERS:
        return False
    products = (part.factors for part in walk(body) if isinstance(part, Product))
    followed = ((one, bare(after)) for factors in products for one, after in pairwise(factors) if spell(one) == name)
    return any(isinstance(after, Group) and isinstance(bare(after.items[0]), Sum) for _, after in followed)


def joins_events(node: Node) -> bool:
    """Whether an expression is made of others as events are: A \\cap B."""
    node = bare(node)
    if isinstance(node, Product):
        return not {"cap", "cup"}.isdisjoint(node.marks)
    return isinstance(node, Big) and node.kind in ("union", "intersection")


def chosen_by(node: Node) -> Chain | None:
    """The statement about X in \\{X \\mid X > x\\}, which is an event."""
    node = bare(node)
    if not isinstance(node, Group) or node.fence != r"\{}" or node.separators not in (("|",), (":",)):
        return None
    element, condition = map(bare, node.items)
    return condition if isinstance(element, Name) and isinstance(condition, Chain) else None


def rebuilt(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """The node with every part for which `change` gives another one replaced by that."""
    new = change(node)
    if new is not None:
        return new
    below = {}
    for field in fields(node):
        value = getattr(node, field.name)
        after = _rebuilt(value, change)
        if after is not value:
            below[field.name] = after
    return replace(node, **below) if below else node


def _rebuilt(value: Any, change: Callable[[Node], Node | None]) -> Any:
    if isinstance(value, Node):
        return rebuilt(value, change)
    if isinstance(value, tuple):
        after = tuple([_rebuilt(part, change) for part in value])
        return value if all(a is b for a, b in zip(after, value, strict=True)) else after
    return value


def form(value: Any) -> Any:
    """What a formula is wherever it stands: two are written alike where their forms are equal."""
    if isinstance(value, Chain):
        return "Chain", form(value.sides), tuple(relation for relation, _ in value.relations)
    if isinstance(value, Node):
        value = bare(value)
        parts = [form(getattr(value, each.name)) for each in fields(value) if each.name not in ("start", "end")]
        return type(value).__name__, *parts
    return tuple(map(form, value)) if isinstance(value, tuple) else value


def open_names(node: Node) -> frozenset[str]:
    """The names in a formula, but for those that a sum, an integral or a draw in it binds."""
    try:
        return node.opened
    except AttributeError:
        object.__setattr__(node, "opened", _open_names(node))
        return node.opened


def _open_names(node: Node) -> frozenset[str]:
    found: set[str] = set()
    bound: set[str] = set()
    for part in walk(node):
        match part:
            case Name() | Script():
                found.add(spell(part))
            case Big(sub=sub, by=by):
                heads = sub.items if isinstance(sub, Group) else (sub,) if sub is not None else ()
                lefts = [head.sides[0] if isinstance(head, Chain) else head for head in map(bare, heads)]
                bound.update(spell(left) for left in (*lefts, by) if left is not None)
            case Chain(sides=(left, *_), relations=((r"\sim", _), *_)) if left is not None:
                bound.update(spell(each) for each in walk(left) if isinstance(each, (Name, Script)))
    return frozenset(found - bound)


def spell(node: Node | None) -> str:
    """A name as one string, as it goes into the name of a symbol: `p_{data}`, `x_1`, `\\mu_{k}`."""
    if type(node) is Name:
        return node.text
    if node is None:
        return ""
    try:
        return node.spelt
    except AttributeError:
        spelt = _spelt(node)
        if len(spelt) < LONG:
            object.__setattr__(node, "spelt", spelt)
        return spelt


def _spelt(node: Node) -> str:
    match node:
        case Script():
            below = f"_{braces(spell(node.sub))}" if node.sub is not None else ""
            above = f"^{braces(spell(node.sup))}" if node.sup is not None else ""
            return spell(node.base) + below + above + "'" * node.primes
        case Num():
            return str(node.value)
        case Words():
            return node.text.strip()
        case Product():
            pairs = zip(node.factors, node.marks, strict=False)
            return "".join(("/" if mark == "/" else "") + spell(factor) for factor, mark in pairs)
        case Group():
            inside = spell(node.items[0]) if node.items else ""
            for item, separator in zip(node.items[1:], node.separators, strict=False):
                inside += separator + spell(item)
            return inside if node.fence == "{}" else f"{node.fence[:-1]}{inside}{node.fence[-1:]}"
        case Sum():
            return "".join(
                ("-" if sign < 0 else "+" if at else "") + spell(term) for at, (sign, term) in enumerate(node.terms)
            )
        case Chain():
            return "".join(
                spell(side) + (node.relations[at][0] if at < len(node.relations) else "")
                for at, side in enumerate(node.sides)
            )
    return "?"


def braces(text: str) -> str:
    return text if len(text) == 1 else "{" + text + "}"


_HOLDING = frozenset({Group, Chain, Sum, Product})


def bare(node: Node) -> Node:
    """What invisible braces, and a chain or group of one, hold."""
    while type(node) in _HOLDING:
        if isinstance(node, Group) and node.fence == "{}" and len(node.items) == 1:
            node = node.items[0]
        elif isinstance(node, Chain) and not node.relations and node.sides[0] is not None:
            node = node.sides[0]
        elif isinstance(node, Sum) and len(node.terms) == 1 and node.terms[0][0] == 1:
            node = node.terms[0][1]
        elif isinstance(node, Product) and len(node.factors) == 1:
            node = node.factors[0]
        else:
            break
    return node
