"""What lies where: x \\in \\mathbb{R}^n, x_i \\in [0, 1] of a vector x, functions from set to set, and sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..errors import Fault
from ..terms import build
from ..terms.build import value_sort
from ..terms.sorts import NATURAL, Function, Matrix, Outcome, RandomVariable, Scalar, Sort, Vector
from ..terms.term import Term, symbol
from .elaborate import settle
from .named_functions import is_function
from .notation import INDICES
from .probability import Probability
from .roles import defined_name
from .sets import Sets
from .syntax import Group, Name, Node, Num, Product, Script, Sum, bare, children, spell


def letters_of(node: Node) -> Iterator[str]:
    """The names in a size: p_0 is one, and its p none."""
    node = bare(node)
    if isinstance(node, Name) or (isinstance(node, Script) and node.sup is None and isinstance(bare(node.base), Name)):
        yield spell(node)
        return
    for part in children(node):
        yield from letters_of(part)


class Memberships(Sets):
    """Takes it that symbols lie in sets."""

    def term(self, node: Node) -> Term:
        return settle(lambda: Probability(self.context).term(node), node)

    def several_names(self, node: Node) -> bool:
        """Whether what is declared are names, or a value that is made of others."""
        return all(self.name(each) for each in self.several(node))

    def several(self, node: Node) -> list[Node]:
        if isinstance(node, Group) and node.fence in ("{}", "()") and len(node.items) > 1:
            return list(node.items)
        return [node]

    def name(self, node: Node) -> str:
        node = bare(node)
        if isinstance(node, Name):
            return node.text
        if isinstance(node, Script) and isinstance(bare(node.base), Name):
            return spell(node)
        return ""

    def membership(self, lefts: Sequence[Node], right: Node) -> str:
        said = []
        for left in lefts:
            name = self.name(left)
            if not name:
                raise Fault(f"a declaration of {spell(bare(left))[:40]}", left.start, "a name")
            sort = self.set_sort(right, name)
            if isinstance(sort, Outcome):
                self.context.cues.labels.add(sort.label)  # what kind of thing it is, its use will show
                said.append(f"{name} lies in {spell(right)[:40]}")
                continue
            node, index = bare(left), ""
            if isinstance(node, Script) and node.sub is not None and self.is_free_index(node.sub):
                index = spell(bare(node.sub))
                said.append(self.indexed(node, sort))
                name = self.context.array_name(spell(node.base))
            else:
                self.shaped(name, sort)
                said.append(f"{name} is {build.describe(sort)}")
            self.beyond(name, right, index)
        return ", ".join(said)

    def has_values(self, name: str, space: Node) -> bool:
        """Take where the values of a function lie, if that is an interval."""
        sort = self.set_sort(space, name)
        if not isinstance(sort, Scalar) or sort.integer:
            return False
        self.context.reached[name] = sort
        return True

    def lies_in(self, value: Node, space: Node) -> str:
        """`X = [X_0, X_1] \\in \\mathbb{R}^{n \\times p}`: the size that a value is said to have."""
        called, arguments = defined_name(value)
        if arguments and is_function(self.context, called) and self.has_values(called, space):
            return f"{called} has values in {spell(space)[:40]}"
        sort = self.whole_sort(space, "")
        wanted = build.shape_of(sort)
        if wanted is None or sort != build.of_shape(*wanted):
            raise Fault(f"that {spell(value)[:40]} lies in {spell(space)[:40]} is not known here", space.start)
        for size, said in zip(build.shape(self.term(value)), wanted, strict=True):
            self.context.unify_quietly(size, said)
            self.context.same_size(said, size)
        if build.shape(self.term(value)) != build.shape_of(self.context.settle(sort)):
            raise Fault(f"{spell(value)[:40]} has another size than what lies in {spell(space)[:40]}", space.start)
        return f"{spell(value)[:60]} lies in {spell(space)[:40]}"

    @staticmethod
    def is_free_index(sub: Node) -> bool:
        written = spell(bare(sub))
        return written in (*INDICES, "ij", "i,j")

    def indexed(self, node: Script, sort: Sort) -> str:
        """x_i in a set: x is the whole of them."""
        name = self.context.array_name(spell(node.base))
        rows = self.context.size(f"n_{{{name}}}")
        assert node.sub is not None
        if len(spell(bare(node.sub)).replace(",", "")) == 2 and isinstance(sort, Scalar):
            whole: Sort = Matrix(rows, self.context.size(f"m_{{{name}}}"), frozenset(), sort)
        elif isinstance(sort, Scalar):
            whole = Vector(rows, sort)
        elif isinstance(sort, Vector):
            whole = Matrix(rows, sort.size, frozenset(), sort.entry)
        else:
            raise Fault(f"a family of {build.describe(sort)}", node.start, "numbers or vectors")
        self.context.declare(name, whole)
        return f"{spell(node)} are the {'entries' if isinstance(sort, Scalar) else 'rows'} of {name}"

    def of_size(self, name: str, size: Product) -> None:
        """A symbol is an array of the size n \\times p; a law that is said of it stays."""
        rows, columns = (self.size(part) for part in size.factors)
        self.shaped(name, Vector(rows) if columns is build.ONE else Matrix(rows, columns))

    def shaped(self, name: str, sort: Sort) -> None:
        """A symbol is of a sort; what is random stays so, and its law that of something of this size."""
        known = self.context.sort_of(name)
        if not isinstance(known, RandomVariable):
            if isinstance(known, Matrix) and isinstance(sort, Matrix):
                sort = replace(sort, traits=sort.traits | known.traits)
            self.context.declare(name, sort)
            return
        for old, new in zip(build.shape_of(known.value) or (), build.shape_of(sort) or (), strict=False):
            self.context.unify_quietly(old, new)
        self.context.declare(name, RandomVariable(sort))

    def size(self, node: Node) -> Term:
        """A size: its letters are positive integers."""
        for name in letters_of(node):
            if name not in self.context.declared and not self.is_size(name):
                self.context.declare(name, NATURAL)
        found = self.context.settled(self.term(node))
        if not isinstance(value_sort(found), Scalar):
            raise Fault(f"the size {spell(node)[:40]}", node.start, "a whole number")
        return found

    def is_made_of(self, name: str, sizes: Sum) -> bool:
        """Whether a size is now a sum of others."""
        known = self.context.declared
        plain = all(isinstance(bare(term), (Name, Script, Num)) for _, term in sizes.terms)
        whole = all(known.get(letter, NATURAL) == NATURAL for letter in letters_of(sizes))
        if not plain or not whole or known.get(name) != NATURAL or any(sign < 0 for sign, _ in sizes.terms):
            return False
        return self.context.same_size(symbol(name, NATURAL), self.size(sizes))

    def is_size(self, name: str) -> bool:
        """Whether a name is defined as a sum of sizes."""
        return name in self.context.definitions and symbol(name, NATURAL) in self.context.sizes

    def function(self, left: Node, domain: Node, codomain: Node) -> str:
        name = self.name(left)
        if not name:
            raise Fault(f"a function named {spell(left)[:40]}", left.start, "a name")
        sorts: list[Sort] = []
        parts = domain.factors if isinstance(domain, Product) and "times" in domain.marks else (domain,)
        for part in parts:
            sorts.append(self.whole_sort(part, "x"))
        value = self.whole_sort(codomain, name)
        traits = self.context.cues.traits(name)
        self.context.declare(name, Function(tuple(sorts), value, traits))
        return f"{name} is a function"
