"""What undeclared symbols are, numbers, vectors or matrices: from all formulas of a section at once.

Shapes spread from what is certain (a transpose, a trace, `n \\times p matrix $X$` in the prose) through sums, products
and relations to what is not; only then does custom decide, that matrices have capital letters. What is found here is a
first guess: giving the formulas their meaning may still correct it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product as every_choice

from .context import Cues
from .notation import BESSEL, FUNCTIONS, INVERSE_TRANSPOSES, LAWS, PARAMETERS, SURE_TRANSPOSES, TRANSPOSES
from .syntax import (
    Array,
    Big,
    Chain,
    Evaluated,
    Frac,
    Group,
    Name,
    Node,
    Num,
    Product,
    Root,
    Script,
    Sum,
    bare,
    children,
    spell,
    walk,
)

NUMBER, ROW, COLUMN, MATRIX = 0, 1, 2, 3  # two bits: more than one row, more than one column
Shape = int | None  # None: not known

_TO_NUMBER = frozenset("tr det rank KL JS H I CE Pr MSE".split())
_LIKE_BODY = frozenset({"E"})
_OPERATORS = frozenset({"d", r"\partial", r"\nabla", r"\mathrm{d}"})
_ROUNDS = 6
_MOST_UNKNOWN = 4  # factors of one product that are tried in all combinations
_SCALAR_GREEK = frozenset(r"\lambda \sigma \tau \alpha \nu \kappa \rho \gamma \delta \eta \phi \pi".split())


def turned(shape: int) -> int:
    return (shape & 1) << 1 | shape >> 1


@dataclass
class Use:
    """How a letter is used below an index: in how many places, and whether it also stands by itself."""

    places: set[int] = field(default_factory=set)
    runs: bool = False  # below an index that a sum or a range runs over
    alone: bool = False  # by itself, other than as an argument of a function


class Shapes:
    """The shapes of names, found step by step."""

    def __init__(self, cues: Cues) -> None:
        self.running = set(cues.running)
        self.called, self.families, self.by_itself = set(cues.called), set(cues.families), set(cues.alone)
        self.constants = {r"\infty", r"\pi", *(() if cues.own_e else ("e",))}
        self.known: dict[str, int] = {}
        self.elements: dict[str, int] = {}  # of x_i, by x
        self.uses: dict[str, Use] = {}
        self.formulas: list[Node] = []
        self.changed = False

    # ---------------------------------------------------------------- names

    def index_places(self, sub: Node | None) -> int:
        """How many indices a subscript is; 0 where it belongs to the name."""
        if sub is None:
            return 0
        sub = bare(sub)
        if isinstance(sub, Group) and sub.fence == "{}":
            parts: Sequence[Node] = sub.items
        elif isinstance(sub, Product) and not any(sub.marks):
            parts = sub.factors
        else:
            parts = (sub,)
        if len(parts) > 3 or not any(self.runs(part) for part in parts):
            return 0
        return len(parts) if all(self.runs(part) or isinstance(bare(part), (Num, Name, Sum)) for part in parts) else 0

    def runs(self, node: Node) -> bool:
        return any(isinstance(part, Name) and part.text in self.running for part in walk(bare(node)))

    def key(self, node: Node) -> tuple[str, int]:
        """The name that a symbol goes by, and the number of its indices; '' for what is no symbol."""
        node = bare(node)
        if isinstance(node, Name):
            return node.text, 0
        if not isinstance(node, Script) or not isinstance(bare(node.base), (Name, Script)):
            return "", 0
        base, places = bare(node.base), self.index_places(node.sub)
        sup = node.sup if node.sup is not None and isinstance(bare(node.sup), Group) else None
        if places:
            whole = Script(node.start, node.end, base, None, sup, node.primes) if sup or node.primes else base
            return spell(whole), places
        if isinstance(base, Script) and node.sub is None and sup is None and not node.primes:
            return self.key(base)
        return spell(Script(node.start, node.end, base, node.sub, sup, node.primes)), 0

    def shape_of(self, name: str, places: int) -> Shape:
        if not places:
            return self.known.get(name)
        whole = self.known.get(name)
        found = self.elements.get(name)
        if found is not None:
            return found
        if whole == MATRIX and places == 1:
            return None  # a row, or one of several
        return NUMBER if whole in (COLUMN, MATRIX) or self.by_custom else None

    def give(self, name: str, places: int, shape: int) -> None:
        """A symbol is found to have a shape; what is known stays."""
        table = self.elements if places else self.known
        if name and name not in table and shape != ROW:
            table[name] = shape
            self.changed = True

    # ---------------------------------------------------------------- from parts to wholes

    def shape(self, node: Node) -> Shape:
        """The shape of an expression, as far as the shapes of its symbols are known."""
        node = bare(node)
        match node:
            case Num():
                return None if node.value == 0 else NUMBER
            case Name():
                return self.shape_of_name(node)
            case Script():
                return self.scripted(node)
            case Group():
                return self.group(node)
            case Frac():
                return None if self.is_derivative(node) else self.shape(node.over)
            case Root():
                return NUMBER
            case Sum():
                return next((s for _, term in node.terms if (s := self.shape(term)) is not None), None)
            case Product():
                return self.chained([unit.shape(self) for unit in self.units(node)])
            case Big(kind="maximum" | "minimum" | "lim"):
                return NUMBER
            case Big(kind="argmax" | "argmin", sub=sub):
                return self.shape(sub) if sub is not None and not isinstance(bare(sub), Chain) else None
            case Big() | Evaluated():
                return self.shape(node.body)
            case Array():
                return self.written_out(node)
        return None

    def shape_of_name(self, node: Name) -> Shape:
        if node.text in (r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{0}") and node.text not in self.known:
            return COLUMN
        if node.text in self.constants:
            return NUMBER
        return self.known.get(node.text)

    def scripted(self, node: Script) -> Shape:
        base = bare(node.base)
        above = spell(node.sup) if node.sup is not None else ""
        if isinstance(base, Num) and node.sub is not None:
            found: Shape = MATRIX if len(self.parts(node.sub)) == 2 else COLUMN
        elif isinstance(base, Name) and base.text in ("I", r"\mathbf{I}") and self.is_size(node.sub):
            found = MATRIX
        else:
            name, places = self.key(node)
            found = self.shape_of(name, places) if name else self.shape(base)
            if name and places == 0 and found is None and node.sub is None and above:
                found = self.shape(base)
            if not name and node.sub is not None:
                found = NUMBER if found is not None else None
        if found is None:
            return None
        if above in TRANSPOSES or above in INVERSE_TRANSPOSES:
            return turned(found)
        return found

    @staticmethod
    def parts(sub: Node) -> Sequence[Node]:
        sub = bare(sub)
        if isinstance(sub, Group) and sub.fence == "{}":
            return sub.items
        return sub.factors if isinstance(sub, Product) and not any(sub.marks) else (sub,)

    @staticmethod
    def is_size(sub: Node | None) -> bool:
        """Whether what stands below an I says how large it is."""
        if sub is None:
            return False
        inner = bare(sub)
        return isinstance(inner, (Name, Script)) or (isinstance(inner, Num) and inner.value > 1)

    def group(self, node: Group) -> Shape:
        if node.fence in ("||", r"\|") or (node.fence == "<>" and len(node.items) == 2):
            return NUMBER
        if len(node.items) == 1:
            return self.shape(node.items[0])
        return COLUMN if node.fence == "[]" and set(node.separators) == {","} else None

    def written_out(self, node: Array) -> Shape:
        if "cases" in node.environment:
            return self.shape(node.rows[0][0]) if node.rows and node.rows[0] else None
        rows = 2 if len(node.rows) > 1 else 0
        columns = 1 if max(map(len, node.rows), default=0) > 1 else 0
        for row in node.rows:
            for entry in row:
                inside = self.shape(entry) or 0
                rows |= inside & 2
                columns |= inside & 1
        return rows | columns

    def is_derivative(self, node: Frac) -> bool:
        over, under = bare(node.over), bare(node.under)
        first = bare(over.factors[0]) if isinstance(over, Product) else over
        first = bare(first.base) if isinstance(first, Script) else first
        below = bare(under.factors[0]) if isinstance(under, Product) else under
        return spell(first) in _OPERATORS and spell(below) in _OPERATORS

    @staticmethod
    def chained(shapes: Sequence[Shape]) -> Shape:
        """The shape of a product; None where a factor is not known or the shapes do not fit."""
        result = NUMBER
        for shape in shapes:
            if shape is None:
                return None
            if result == NUMBER or shape == NUMBER:
                result |= shape
            elif (result & 1) == (shape >> 1):
                result = (result & 2) | (shape & 1)
            else:
                return None
        return result

    # ---------------------------------------------------------------- factors with their arguments

    def units(self, node: Product) -> list[Unit]:
        """The factors of a product, each function with its argument."""
        found: list[Unit] = []
        at = 0
        factors = node.factors
        while at < len(factors):
            factor = bare(factors[at])
            base = bare(factor.base) if isinstance(factor, Script) else factor
            after = factors[at + 1] if at + 1 < len(factors) and not node.marks[at + 1] else None
            inside = bare(after.base) if isinstance(after, Script) else bare(after) if after is not None else None
            called = inside if isinstance(inside, Group) and inside.fence in ("()", "[]", r"\{}") else None
            if isinstance(base, Name) and after is not None and self.takes_argument(factor, base, called):
                found.append(Unit(factor, base, called if called is not None else bare(after)))
                at += 2
                continue
            found.append(Unit(factor, None, None))
            at += 1
        return found

    def takes_argument(self, factor: Node, base: Name, called: Group | None) -> bool:
        if base.word in FUNCTIONS or base.word in ("tr", "det", "rank", "diag", "vec", "softmax"):
            return True
        if base.word in ("E", "Var", "Cov", "Corr", "Pr", "KL", "JS"):
            return called is not None
        if called is None or (
            isinstance(factor, Script) and spell(factor.sup) in TRANSPOSES | INVERSE_TRANSPOSES | {"-1"}
        ):
            return False
        name, _ = self.key(factor)
        law = upright(base.text)
        if name in self.families or base.text in self.families or (law in LAWS and len(called.items) > 1):
            return True
        plain = name in self.called and name not in self.by_itself and name not in self.known
        return called.fence == "()" and (plain or name in BESSEL)

    # ---------------------------------------------------------------- from wholes to parts

    def force(self, node: Node, shape: int) -> None:
        """An expression must have a shape: so must its symbols."""
        node = bare(node)
        match node:
            case Name() if node.text not in self.constants | {"0"}:
                self.give(node.text, 0, shape)
            case Script():
                self.force_scripted(node, shape)
            case Group() if node.only is not None and node.fence not in ("||", r"\|", "<>"):
                self.force(node.only, shape)
            case Sum():
                for _, term in node.terms:
                    self.force(term, shape)
            case Frac() if not self.is_derivative(node):
                self.force(node.over, shape)
            case Product():
                self.solve(node, shape)
            case Big(kind="sum" | "integral"):
                self.force(node.body, shape)

    def force_scripted(self, node: Script, shape: int) -> None:
        base = bare(node.base)
        above = spell(node.sup) if node.sup is not None else ""
        if isinstance(base, Num):
            return
        if above in TRANSPOSES:
            shape = turned(shape)
        name, places = self.key(node)
        if not name:
            if node.sub is None and (above in TRANSPOSES or shape in (NUMBER, MATRIX)):
                self.force(base, shape)
            return
        if above and above not in TRANSPOSES and shape not in (NUMBER, MATRIX):
            return
        if self.shape_of(name, places) is None:
            self.give(name, places, shape)

    def solve(self, node: Product, wanted: Shape) -> None:
        """Shapes for the unknown factors of a product that make it fit; the likeliest by custom."""
        if any(mark in ("odot", "circ", "otimes", "cap", "cup") for mark in node.marks):
            if wanted is not None and set(node.marks[1:]) <= {"odot", "circ"}:
                for factor in node.factors:
                    self.force(factor, wanted)
            return
        units = self.units(node)
        shapes = [unit.shape(self) for unit in units]
        for at, unit in enumerate(units if "/" in node.marks else ()):
            if at and node.marks[node.factors.index(unit.node) if unit.node in node.factors else 0] == "/":
                shapes[at] = NUMBER if shapes[at] is None else shapes[at]
        unknown = [at for at, shape in enumerate(shapes) if shape is None]
        if not unknown or len(unknown) > _MOST_UNKNOWN:
            return
        if wanted is None and not any(shapes):
            return
        best: list[tuple[float, tuple[int, ...]]] = []
        for choice in every_choice((NUMBER, COLUMN, MATRIX, ROW), repeat=len(unknown)):
            tried = list(shapes)
            cost = 0.0
            for at, shape in zip(unknown, choice, strict=True):
                tried[at] = shape
                late = shape == NUMBER and at > 0 and tried[at - 1] not in (NUMBER, None)
                cost += units[at].cost(self, shape) + _LATE_NUMBER * late
            result = self.chained(tried)
            if result is not None and (wanted is None or result == wanted):
                best.append((cost + _ROW_ALONE * (result == ROW and wanted is None), choice))
        if not best:
            return
        best.sort()
        cost, choice = best[0]
        if cost >= _NEVER or (len(best) > 1 and best[1][0] - cost < _CLEARLY):
            return
        for at, shape in zip(unknown, choice, strict=True):
            units[at].force(self, shape)

    # ---------------------------------------------------------------- all formulas

    def look(self, node: Node) -> None:
        """Note how letters are used in a formula, and what its notation says of their shapes for certain."""
        self.formulas.append(node)
        arguments = {id(part) for each in walk(node) for part in self.arguments_in(each)}
        for part in walk(node):
            if not isinstance(part, (Name, Script)):
                continue
            name, places = self.key(part)
            if not name:
                continue
            use = self.uses.setdefault(name, Use())
            if places:
                use.places.add(places)
                use.runs = True
            elif isinstance(part, Script) or id(part) not in arguments:
                use.alone = use.alone or (id(part) not in arguments)
        for part in walk(node):
            self.certain(part)
        if isinstance(node, Chain) and node.relations[0][0] == r"\in" and node.sides[0] is not None:
            self.declared([node.sides[0]], node.sides[1])

    def declared(self, names: Sequence[Node], where: Node | None) -> None:
        """x \\in \\mathbb{R}^n, A \\in \\mathbb{R}^{m \\times n}."""
        inside = bare(where) if where is not None else None
        base, sup = (inside.base, inside.sup) if isinstance(inside, Script) else (inside, None)
        if base is None or spell(base) not in (r"\mathbb{R}", r"\reals"):
            return
        above = bare(sup) if sup is not None else None
        matrix = isinstance(above, Product) and "times" in above.marks
        for node in names:
            name, places = self.key(node)
            self.give(name, places, NUMBER if above is None else MATRIX if matrix else COLUMN)

    def arguments_in(self, node: Node) -> Iterable[Node]:
        """The plain names that stand as arguments of functions, and those that are bases of others."""
        if isinstance(node, Script):
            yield bare(node.base)
        if isinstance(node, Product):
            for unit in self.units(node):
                if isinstance(unit.argument, Group):
                    yield from (bare(item) for item in unit.argument.items)

    def certain(self, node: Node) -> None:
        if isinstance(node, Script) and node.sup is not None and spell(node.sup) in SURE_TRANSPOSES:
            name, places = self.key(node)
            if name:
                self.give(name, places, MATRIX if is_large(name) else COLUMN)
            else:
                self.turned_group(bare(node.base))
        elif isinstance(node, Script) and node.sup is not None and isinstance(bare(node.sup), Num):
            self.squared_group(bare(node.base))
        elif isinstance(node, Product):
            for unit in self.units(node):
                if unit.word in ("tr", "det") and unit.argument is not None:
                    only = unit.argument.only if isinstance(unit.argument, Group) else None
                    name, places = self.key(only or unit.argument)
                    self.give(name, places, MATRIX)
                elif unit.word == "softmax" and unit.argument is not None:
                    self.force(unit.argument, COLUMN)

    def squared_group(self, node: Node) -> None:
        """(y - m)^2: what has small letters and a power is a number."""
        inner = node.only if isinstance(node, Group) and node.fence in ("()", "[]") else None
        terms = [bare(term) for _, term in inner.terms] if isinstance(inner, Sum) else []
        keys = [self.key(term) for term in terms]
        if any(name for name, _ in keys) and not any(name and is_large(name) for name, _ in keys):
            for name, places in keys:
                self.give(name, places, NUMBER)

    def turned_group(self, node: Node) -> None:
        """(y - X b)^T: the small letter by itself is a vector; (Y - X B)^T: the large one a matrix."""
        while isinstance(node, Group) and node.only is not None:
            node = bare(node.only)
        terms = [bare(term) for _, term in node.terms] if isinstance(node, Sum) else [node]
        keys = [self.key(term) for term in terms]
        small = [(name, places) for name, places in keys if name and not is_large(name)]
        for name, places in keys:
            if name:
                self.give(name, places, COLUMN if small else MATRIX)

    def spread(self, *, by_custom: bool = True) -> None:
        """Shapes through sums, products and relations, until nothing is news; custom decides last."""
        for custom in (False, True) if by_custom else (False,):
            for _ in range(_ROUNDS):
                self.changed = False
                self.by_custom = custom
                for formula in self.formulas:
                    self.through(formula)
                if not self.changed:
                    break

    by_custom = False

    def through(self, node: Node) -> None:
        for part in above_subscripts(node):
            match part:
                case Chain():
                    self.scaled(part)
                    self.alike([side for side in part.sides if side is not None], part)
                case Sum() if len(part.terms) > 1:
                    self.alike([term for _, term in part.terms])
                case Product():
                    self.products(part)
                case Frac() if not self.is_derivative(part):
                    self.force(part.under, NUMBER)
                case Array() if "cases" not in part.environment and self.by_custom:
                    self.blocks(part)
                case Script(sup=sup) if sup is not None and isinstance(bare(sup), (Sum, Product, Frac)):
                    for each in children(bare(sup)):
                        if isinstance(bare(each), (Name, Script)):
                            self.force(each, NUMBER)

    def scaled(self, chain: Chain) -> None:
        """A v = \\lambda v: what a matrix multiplies by a number is a vector."""
        sides = [bare(side) for side in chain.sides if side is not None]
        if [relation for relation, _ in chain.relations] != ["="] or len(sides) != 2:
            return
        one, other = ([self.key(factor)[0] for factor in getattr(side, "factors", ())] for side in sides)
        if one and is_large(one[0]):
            one, other = other, one
        if not (len(one) == len(other) == 2 and one[1] == other[1] and one[0] and one[1]):
            return
        if is_large(other[0]) and not (is_large(one[0]) or is_large(one[1])):
            for name, shape in ((one[0], NUMBER), (one[1], COLUMN), (other[0], MATRIX)):
                self.give(name, 0, shape)

    def alike(self, parts: list[Node], chain: Chain | None = None) -> None:
        if chain is not None and not {relation for relation, _ in chain.relations} <= _COMPARE:
            if chain.relations[0][0] == r"\sim" and len(parts) > 1:
                self.drawn(parts[0], parts[1])
            return
        found = next((shape for part in parts if (shape := self.shape(part)) is not None), None)
        if found is not None:
            for part in parts:
                if self.shape(part) is None:
                    self.force(part, found)

    def blocks(self, node: Array) -> None:
        """What stands beside a column has as many rows: [1_n, x]."""
        for row in node.rows:
            tall = any((self.shape(entry) or 0) & 2 for entry in row)
            for entry in row if tall else ():
                name, places = self.key(entry)
                if name and self.shape(entry) is None:
                    self.give(name, places, MATRIX if is_large(name) else COLUMN)

    def drawn(self, left: Node, law: Node) -> None:
        """x ~ N(mu, Sigma)."""
        law = bare(law)
        if isinstance(law, Product) and len(law.factors) == 2 and isinstance(bare(law.factors[1]), Group):
            called = bare(law.factors[1])
            assert isinstance(called, Group)
            if spell(law.factors[0]) in (r"\mathcal{N}", "N", r"\mathrm{N}") and len(called.items) == 2:
                self.normal([left, called.items[0]], called.items[1])
            for row in LAWS.get(upright(spell(law.factors[0])), ()):
                kinds = PARAMETERS.get(row.law, ()) if row.arity == len(called.items) else ()
                for kind, parameter in zip(kinds, called.items, strict=False):
                    if kind == "vector" and isinstance(bare(parameter), Name) and self.shape(parameter) is None:
                        self.force(parameter, COLUMN)

    def normal(self, alike: list[Node], spread: Node) -> None:
        inside = self.shape(spread)
        found = next((shape for part in alike if (shape := self.shape(part)) not in (None, NUMBER)), None)
        if inside is None and found == COLUMN:
            self.force(spread, MATRIX)
        if inside == MATRIX or (inside is None and self.is_identity(spread)):
            found = COLUMN
        if found is None and inside is None and self.by_custom and is_large(self.key(spread)[0]):
            self.force(spread, MATRIX)
            found = COLUMN
        for part in alike:
            if found is not None and self.shape(part) is None:
                self.force(part, found)

    def is_identity(self, node: Node) -> bool:
        """Whether I, of a size that is not said, ends what stands where a variance may."""
        node = bare(node)
        last = bare(node.factors[-1]) if isinstance(node, Product) and not any(node.marks) else node
        return isinstance(last, Name) and last.text in ("I", r"\mathbf{I}") and last.text not in self.known

    def products(self, node: Product) -> None:
        for unit in self.units(node):
            if isinstance(unit.argument, Group) and unit.argument.separators[:1] in ((";",), ("|",)):
                point, *parameters = unit.argument.items
                if spell(unit.node) in (r"\mathcal{N}", "N") and len(parameters) == 2:
                    self.normal([point, parameters[0]], parameters[1])
            elif unit.word in FUNCTIONS and unit.argument is not None and self.by_custom:
                inside = self.shape(unit.argument)
                self.force(unit.argument, NUMBER if inside is None else inside)
        if self.by_custom:
            self.by_custom = False  # an x_i is a number by custom, but in w^T x_i
            self.solve(node, None)
            self.by_custom = True

    # ---------------------------------------------------------------- what came out

    def is_array(self, name: str) -> bool:
        return self.known.get(name, NUMBER) != NUMBER

    def separate(self) -> set[str]:
        """Letters that stand for one thing by themselves and for others below an index: n, and n_1, .., n_k."""
        return {
            name for name, use in self.uses.items()
            if use.runs and use.alone and self.known.get(name, NUMBER) == NUMBER
        }  # fmt: skip


def upright(name: str) -> str:
    """A name without its style."""
    return name.removeprefix(r"\mathcal{").removeprefix(r"\mathrm{").rstrip("}")


def above_subscripts(node: Node) -> Iterator[Node]:
    """The node and all below it, but for subscripts of names: the xy in s_{xy} is no product."""
    pending = [node]
    while pending:
        found = pending.pop()
        yield found
        skipped = found.sub if isinstance(found, Script) else None
        pending.extend(part for part in reversed(children(found)) if part is not skipped)


@dataclass
class Unit:
    """A factor, or a function with its argument."""

    node: Node
    function: Name | None
    argument: Node | None

    @property
    def word(self) -> str:
        return self.function.word if self.function is not None else ""

    def shape(self, of: Shapes) -> Shape:
        if self.function is None or self.argument is None:
            return of.shape(self.node)
        word = self.word
        if word in _TO_NUMBER:
            return NUMBER
        if word == "softmax":
            return COLUMN
        inside = of.shape(self.argument)
        if word == "E":
            return inside
        if word in ("Var", "Cov"):
            return None if inside is None else MATRIX if inside else NUMBER
        if word in FUNCTIONS:
            return inside
        if word == "diag":
            return MATRIX
        text = self.function.text
        return NUMBER if text in of.families or text in LAWS or "{" in text else None

    def force(self, of: Shapes, shape: int) -> None:
        if self.function is None:
            of.force(self.node, shape)
        elif self.word == "E" or (self.word in FUNCTIONS and shape in (NUMBER, COLUMN)):  # of each entry
            of.force(self.argument, shape)  # type: ignore[arg-type]

    def cost(self, of: Shapes, shape: int) -> float:
        """How unlikely it is by custom that a factor of unknown shape has this one."""
        name, _ = of.key(self.node) if self.function is None else ("", 0)
        if not name:
            return (0.2, _NEVER, 0.4, 0.6)[shape]
        if isinstance(self.node, Script) and self.node.sup is not None and spell(self.node.sup) in TRANSPOSES:
            shape = turned(shape)
        if shape == ROW:
            return _NEVER
        if is_large(name):
            return (0.9, _NEVER, 1.5, 0.4)[shape]
        greek = name.split("_")[0] in _SCALAR_GREEK
        return (0.1 if greek else 0.5, _NEVER, 1.5 if greek else 0.9, 4.0)[shape]


_NEVER = 100.0
_CLEARLY = 0.15
_ROW_ALONE = 0.6
_LATE_NUMBER = 0.6  # a number stands before an array
_COMPARE = frozenset({"=", "<", ">", "<=", ">=", "!=", ":=", "=:", "approx", "propto", "=>", "<=>", "<=_arrow"})
_LARGE_GREEK = frozenset(r"\Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon \Phi \Psi \Omega".split())


def is_large(name: str) -> bool:
    """Whether a name is a capital letter, decorated or not."""
    base = name.split("_")[0].split("^")[0].rstrip("'")
    while "{" in base:
        base = base[base.index("{") + 1 : base.rindex("}") if "}" in base else len(base)]
    return base in _LARGE_GREEK or (len(base) == 1 and base.isascii() and base.isupper())
