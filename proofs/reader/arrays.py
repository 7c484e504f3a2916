"""Arrays written out: entries and blocks in rows and columns, values by cases, lists with dots."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import ShapeError
from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.show import latex
from ..terms.sorts import Vector
from ..terms.term import Term
from .branches import CONDITIONS, case_of, has_cases, is_infinite
from .context import is_capital
from .dots import general_entry, general_term
from .notation import SPACES
from .scope import Scope, index_sort
from .syntax import Array, Chain, Dots, Group, Name, Node, Script, bare, spell, walk

_MEMBER = {r"\in": "=", r"\notin": "!="}  # of the function that is 1 on a set


def is_interval(node: Node) -> bool:
    """[a, b], or one that is open at an end."""
    return isinstance(node, Group) and len(node.items) == 2 and node.fence[0] in "[(]" and set(node.separators) <= {","}


class Arrays(Scope):
    """The meaning of what is written in rows and columns."""

    def function_symbol(self, name: str, values: list[Term], node: Node) -> Term:
        """A function that is declared, or guessed from the sorts of its arguments."""
        raise NotImplementedError

    def places(self, sub: Node) -> list[Node] | None:
        """The indices in a subscript, or None."""
        raise NotImplementedError

    def element(self, text: str, sub: Node, node: Node) -> Term:
        """The array that is indexed."""
        raise NotImplementedError

    def array(self, node: Array) -> Term:
        if has_cases(node):
            return self.by_cases(node)
        if any(isinstance(bare(entry), Dots) for row in node.rows for entry in row):
            return self.dotted_array(node)
        if len(node.rows) * max(map(len, node.rows), default=0) > 400:
            raise self.fault("a matrix of more than 400 entries", node)
        if not node.rows:
            raise self.fault("an empty matrix", node)
        return self.stacked([[self.numeric(self.term(entry)) for entry in row] for row in node.rows], node)

    def stacked(self, rows: list[list[Term]], node: Node) -> Term:
        """Numbers in rows and columns, or arrays as blocks of a larger one: 0 is then as large as its place."""
        if not any(is_array(part) for row in rows for part in row) or len({len(row) for row in rows}) > 1:
            return build.literal(rows)
        columns = list(zip(*rows, strict=True))
        heights = [self.agreed([shape(part)[0] for part in row if is_array(part)]) for row in rows]
        widths = [self.agreed([shape(part)[1] for part in column if is_array(part)]) for column in columns]
        for sizes, lines, others in ((heights, rows, widths), (widths, columns, heights)):
            for at, line in enumerate(lines):
                if set(line) == {build.ZERO} and set(others) != {build.ONE}:  # as many rows of zeros as it takes
                    sizes[at] = self.context.size(f"n_{{0@{node.start}+{at}}}")
        blocks = [
            [self.fitted(part, height, width) for part, width in zip(row, widths, strict=True)]
            for row, height in zip(rows, heights, strict=True)
        ]
        try:
            return build.block(blocks)
        except ShapeError as wrong:
            raise self.fault(str(wrong), node) from wrong

    def agreed(self, sizes: list[Term]) -> Term:
        """The size that blocks side by side share; that of numbers is 1."""
        for size in sizes[1:]:
            self.context.unify(sizes[0], size)
        return sizes[0] if sizes else build.ONE

    def fitted(self, part: Term, height: Term, width: Term) -> Term:
        """A number in the place of a block: 0 for zeros, and a guess that was wrong."""
        if is_array(part) or height is width is build.ONE:
            return part
        if part is build.ZERO:
            return build.fill(part, height) if width is build.ONE else build.fill(part, height, width)
        name = self.free_guess(part)
        if name and self.context.kind(name) == "real" and self.context.cues.shapes.get(name) != "real":
            self.context.guess(name, "vector" if width is build.ONE and not is_capital(name) else "matrix")
        return part

    def by_cases(self, node: Array) -> Term:
        """Values with their conditions; a last one may be for all that is left."""
        branches: list[tuple[Term, Term]] = []
        otherwise: Term | None = None
        for row in node.rows:
            value, conditions = case_of(row)
            found = self.numeric(self.term(value))
            if conditions is None:
                otherwise = found
            else:
                branches.append((build.both(*map(self.condition_of, conditions)), found))
        values = [*(value for _, value in branches), *([otherwise] if otherwise is not None else [])]
        for other in values[1:]:
            self.same_shape(values[0], other)
        return build.cases(branches, otherwise)

    def is_any_set(self, node: Node) -> bool:
        """Whether a name is that of a set of which nothing is known, or more than is understood here."""
        written = spell(node)
        unknown = not self.is_known(written) or written in self.context.definitions
        return written.startswith(SPACES) and not written.startswith(r"\mathbb") and unknown

    def set_named(self, node: Node) -> Node:
        """The interval that a name is defined as, or what is written."""
        definition = self.context.definitions.get(spell(node))
        inside = bare(definition.body) if definition is not None and not definition.parameters else node
        return inside if is_interval(inside) else node

    def condition_of(self, node: Chain) -> Term:
        """A relation between numbers, or membership in an interval or a set of numbers."""
        found: list[Term] = []
        for at, (relation, _) in enumerate(node.relations):
            left, right = node.sides[at], node.sides[at + 1]
            if left is None or right is None:
                raise self.fault("half a condition", node)
            inside = self.set_named(bare(right))
            if relation in _MEMBER and isinstance(inside, Group) and is_interval(inside):
                low, high = inside.items
                value = self.number(left)
                lower, upper = (">=" if inside.fence[0] == "[" else ">"), ("<=" if inside.fence[-1] == "]" else "<")
                ends = [(kind, end) for kind, end in ((lower, low), (upper, high)) if not is_infinite(end)]
                within = [build.relation(kind, value, self.number(end)) for kind, end in ends]
                if relation == r"\in":
                    found += within
                else:
                    found.append(build.relation("=", build.indicator(build.both(*within)), build.ZERO))
            elif relation in _MEMBER and self.is_any_set(inside):
                self.caveats[f"what is in {spell(right)} is not known here"] = None
                value = self.numeric(self.term(left))
                belongs = build.apply(self.function_symbol(f"1_{{{spell(right)}}}", [value], node), value)
                found.append(build.relation(_MEMBER[relation], belongs, build.ONE))
            elif relation in CONDITIONS:
                found.append(build.relation(relation, self.numeric(self.term(left)), self.numeric(self.term(right))))
            else:
                raise self.fault(f"the condition {spell(node)[:40]}", node, "an equation, an inequality or an interval")
        return build.both(*found)

    def dotted_array(self, node: Array) -> Term:
        """A column or row of entries with dots; a matrix of x_11 .. x_np is x."""
        if len(node.rows) == 1:
            return build.transpose(self.enumerated(node.rows[0], node))
        if all(len(row) == 1 for row in node.rows):
            return self.column([row[0] for row in node.rows], node)
        by_lines = self.by_lines([[bare(entry) for entry in row] for row in node.rows], node)
        if by_lines is not None:
            return by_lines
        corners = [bare(node.rows[0][0]), bare(node.rows[-1][-1])]
        first, last = corners
        if isinstance(first, Script) and isinstance(last, Script) and spell(first.base) == spell(last.base):
            one, end = self.places(first.sub) if first.sub else None, self.places(last.sub) if last.sub else None
            if one is not None and end is not None and len(end) == 2 and [spell(each) for each in one] == ["1", "1"]:
                whole = self.element(spell(first.base), first.sub, node)  # type: ignore[arg-type]
                for size, place in zip(shape(whole), end, strict=True):
                    self.context.unify(size, self.whole(place))
                return whole
        found = self.by_corners(node)
        if found is None:
            raise self.fault("a matrix with dots", node, "x_{11} in its first corner and x_{np} in its last")
        return found

    def column(self, written: Sequence[Node], node: Node) -> Term:
        """x_1, .., x_n below each other, and what may stand below these."""
        dots = next(at for at, item in enumerate(written) if isinstance(bare(item), Dots))
        last = written[dots + 2 :]
        if not last or any(isinstance(bare(item), Dots) for item in last):
            return self.enumerated(written, node)
        return self.stacked(
            [[self.enumerated(written[: dots + 2], node)], *([self.numeric(self.term(item))] for item in last)], node
        )

    def by_lines(self, rows: list[list[Node]], node: Array) -> Term | None:
        """A matrix with a single row of dots, or a single column of them: its columns or rows are series, 1 and x_1
        to 1 and x_n.
        """
        if len({len(row) for row in rows}) > 1:
            return None
        columns = [list(column) for column in zip(*rows, strict=True)]
        for lines, across in ((rows, columns), (columns, rows)):
            dotted = [all(isinstance(entry, Dots) for entry in line) for line in lines]
            others = [entry for line, is_dotted in zip(lines, dotted, strict=True) if not is_dotted for entry in line]
            if dotted.count(True) == 1 and not any(isinstance(entry, Dots) for entry in others):
                series = [self.enumerated(line, node) for line in across]
                if lines is rows:
                    return self.stacked([series], node)
                return self.stacked([[build.transpose(each)] for each in series], node)
        return None

    def by_corners(self, node: Array) -> Term | None:
        """A matrix of which the corners are written: diagonal, or of one expression in its row and its column."""
        rows = [[bare(entry) for entry in row] for row in node.rows]
        shown = sum(not isinstance(entry, Dots) for row in rows for entry in row)
        corners = ((rows[0][0], rows[0][-1]), (rows[-1][0], rows[-1][-1]))
        if shown != 4 or any(isinstance(corner, Dots) for pair in corners for corner in pair):
            return None
        (first, right), (below, last) = corners
        if spell(right) == spell(below) == "0":
            return build.diag(self.enumerated([first, Dots(node.start, node.end), last], node))
        names = self.fresh_index([first, right, below, last])
        other = self.fresh_index([first, right, below, last, names])
        found = general_entry(corners, names, other)
        if found is None:
            return None
        height, width = self.whole(found[0]), self.whole(found[1])
        row, column = (self.new_variable(name.text, index_sort(build.ONE)) for name in (names, other))
        self.ranges |= {row: height, column: width}
        with self.binding(names.text, row), self.binding(other.text, column):
            entry = self.number(found[2])
        return build.tabulate(row, height, build.tabulate(column, width, entry))

    def enumerated(self, written: Sequence[Node], node: Node) -> Term:
        """The vector of t_1, .., t_n."""
        dots = [at for at, item in enumerate(written) if isinstance(bare(item), Dots)]
        found = self.series(written, dots)
        if found is not None:
            index, last, body = found
            size = self.whole(last)
            variable = self.new_variable(spell(index), index_sort(build.ONE))
            self.ranges[variable] = size
            with self.binding(spell(index), variable):
                value = self.numeric(self.term(body))
            if not is_array(value):
                return build.tabulate(variable, size, value)
        elif len(dots) == 1 and len({spell(item) for item in written if not isinstance(bare(item), Dots)}) == 1:
            return build.fill(self.number(written[0]), self.context.size(f"n_{{0@{node.start}}}"))
        raise self.fault("a list with dots", node, "x_1, .., x_n")

    def series(self, written: Sequence[Node], places: Sequence[int]) -> tuple[Node, Node, Node] | None:
        """The index, its last value and the general term of t_1, t_2, .., t_n."""
        if len(places) != 1 or not 0 < places[0] == len(written) - 2:
            return None
        first = [bare(term) for term in written[: places[0]]]
        return general_term(first, bare(written[-1]), self.fresh_index(written))

    def fresh_index(self, written: Sequence[Node]) -> Name:
        """A letter to run over dots, which is nothing else here."""
        taken = {part.text for term in written for part in walk(term) if isinstance(part, Name)}
        letter = next((each for each in "ijklrst" if each not in taken and each not in self.bound), "i")
        return Name(written[0].start, written[0].start, letter)

    def filled(self, value: Term, sub: Node, node: Node) -> Term:
        """0_n, 1_n, 0_{np}: arrays of zeros or of ones."""
        places = self.places(sub)
        if places is None and isinstance(bare(sub), Script):
            places = [sub]
        if places is None:
            raise self.fault(f"the size {spell(sub)[:20]}", node, "one or two whole numbers")
        return build.fill(value, *map(self.size_of, places))

    def size_of(self, node: Node) -> Term:
        """The size that stands below an I or a 0: an undeclared letter is a positive integer."""
        name = self.name_of(node)
        if name and not self.is_known(name):
            self.context.guess(name, "natural")
        return self.context.settled(self.number(node))

    def listed(self, node: Group) -> Term:
        """[a, b]: the vector of these; [x_1, .., x_n]: the vector x, where it has n entries."""
        items = [bare(item) for item in node.items]
        dots = [at for at, item in enumerate(items) if isinstance(item, Dots)]
        if not dots:
            return build.literal([[self.number(item)] for item in items])
        first, last = items[0], items[-1]
        if not (isinstance(first, Script) and isinstance(last, Script) and last.sub is not None and len(dots) == 1):
            return self.enumerated(items, node)
        if spell(first.base) != spell(last.base) or spell(first.sub) != "1" or spell(first.sup) != spell(last.sup):
            return self.enumerated(items, node)
        whole = self.element(spell(first.base), first.sub or first, node)
        if not isinstance(value_sort(whole), Vector):
            raise self.fault(f"{latex(whole)} is {build.describe(whole.sort)}", node, "a vector")
        if not self.context.unify(shape(whole)[0], self.whole(last.sub)):
            return self.enumerated(items, node)  # some of its entries
        return whole
