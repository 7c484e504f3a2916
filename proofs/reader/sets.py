"""Sets that symbols lie in: \\mathbb{R}^n, [0, 1]^{n \\times p}, \\{-1, 1\\}, \\{1, \\dots, K\\}."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from ..errors import Fault
from ..terms import build
from ..terms.build import is_array
from ..terms.sorts import INTEGER, NATURAL, REAL, Matrix, Outcome, Scalar, Sort, Vector, closure
from ..terms.term import Term, symbol
from .context import Context, is_upper, label
from .laws import values_sort
from .syntax import Dots, Group, Name, Node, Num, Product, Script, Sum, bare, spell, walk

Condition = Callable[[Term], Term]


class Sets:
    """The sorts of what lies in sets; the rest of what memberships say is in `memberships`."""

    context: Context
    term: Callable[[Node], Term]
    size: Callable[[Node], Term]

    def whole_sort(self, node: Node, name: str) -> Sort:
        """The sort of what lies in a set, where that says all of it. Raises a Fault for \\{1, 2, 5\\} and [a, b]."""
        inner = bare(node)
        base = bare(inner.base) if isinstance(inner, Script) else inner
        sort = self.set_sort(node, name)
        if isinstance(base, Group) and next(self.conditions(base), None) is not None:
            raise Fault(
                f"the set {spell(node)[:40]} is not known here", node.start, "numbers as ends, or all whole ones"
            )
        return sort

    def set_sort(self, node: Node, name: str) -> Sort:
        """The sort of what lies in a set; what the set says beyond it is for `beyond`."""
        node = bare(node)
        base, sub, sup = (bare(node.base), node.sub, node.sup) if isinstance(node, Script) else (node, None, None)
        if isinstance(base, Group):
            return self.interval(base) if sub is sup is None else self.sized(self.interval(base), sup, node)
        written = spell(base)
        letter = (
            written.removeprefix(r"\mathbb{").removeprefix(r"\mathrm{").rstrip("}") if written != r"\reals" else "R"
        )
        if written in (r"\mathbb{C}", r"\mathbb{H}", r"\mathbb{F}", r"\mathbb{K}"):
            raise Fault(f"{written} is not known here, only real numbers", node.start, r"\mathbb{R}")
        if written == r"\mathbb{Q}" and sub is sup is None:
            return REAL  # what holds of all real numbers does of these, and these are tried
        if letter in ("N", "Z") and sup is None and spell(sub) in ("", "0"):
            return (
                Scalar(Fraction(0), integer=True)
                if sub is not None and spell(sub) == "0"
                else (NATURAL if letter == "N" else INTEGER)
            )
        entry = self.entry(sub, letter) if letter != "S" else REAL
        if letter == "S" and sup is not None:
            size = self.size(sup)
            traits = {"++": "positive_definite", "+": "positive_semidefinite"}.get(spell(sub), "symmetric")
            return Matrix(size, size, closure({traits}))
        if letter == "R" and not (written.startswith(r"\mathcal")):
            if sup is None or spell(sup) in ("+", "*"):
                return entry if sup is None else Scalar(Fraction(0), open_lower=False)
            return self.sized(entry, sup, node)
        if written.startswith((r"\mathcal", r"\Omega", r"\mathbb{X}")) or is_upper(written):
            return Outcome(label(name))
        raise Fault(f"the set {spell(node)[:40]} is not known", node.start, r"\mathbb{R}^n, \mathbb{N}, an interval")

    def sized(self, entry: Scalar, sup: Node | None, node: Node) -> Sort:
        """The arrays of \\mathbb{R}^n, [0, 1]^{n \\times p}."""
        if sup is None:
            raise Fault(f"the set {spell(node)[:40]} is not known", node.start, r"\mathbb{R}^n, an interval")
        top = bare(sup)
        if isinstance(top, Product) and "times" in top.marks and len(top.factors) == 2:
            rows, columns = (self.size(part) for part in top.factors)
            if columns is build.ONE:
                return Vector(rows, entry)
            return Matrix(rows, columns, frozenset(), entry)
        size = self.size(sup)
        return entry if size is build.ONE else Vector(size, entry)

    def entry(self, sub: Node | None, letter: str) -> Scalar:
        written = spell(sub)
        if not written:
            return REAL
        if written in ("+", ">=0", r"\geq0", r"\ge0"):
            return Scalar(lower=Fraction(0))
        if written in ("++", ">0"):
            return Scalar(lower=Fraction(0), open_lower=True)
        raise Fault(f"the subscript {written[:20]} of \\mathbb{{{letter}}}", sub.start if sub else 0, "+ or ++")

    def interval(self, node: Group) -> Scalar:
        """The numbers of an interval or a set; what else is said of these is for `beyond`."""
        if node.fence == r"\{}":
            values = [bare(item) for item in node.items]
            numbers = [None if isinstance(value, Dots) else self.constant(value) for value in values]
            exact = [number for number in numbers if number is not None]
            if len(exact) == len(numbers) > 0:
                return values_sort(exact)
            if numbers[0] in (0, 1) and any(isinstance(value, Dots) for value in values):
                return NATURAL if numbers[0] == 1 else Scalar(Fraction(0), integer=True)
            raise Fault("this set of values is not known", node.start, "an interval, or numbers")
        if len(node.items) != 2:
            raise Fault("an interval", node.start, "two ends")
        low, high = (self.constant(bare(item)) for item in node.items)
        return Scalar(low, high, node.fence[0] == "(" and low is not None, node.fence[-1] == ")" and high is not None)

    def beyond(self, name: str, right: Node, index: str = "") -> None:
        """What else a set says of a symbol: x < b in [a, b), y = -1 or y = 1 in \\{-1, 1\\}, and so of all entries."""
        if index and index in {spell(part) for part in walk(right) if isinstance(part, Name)}:
            raise Fault(f"a set that depends on {index}", right.start, "one for all")
        inner = bare(right)
        base = bare(inner.base) if isinstance(inner, Script) else inner
        for condition in self.conditions(base) if isinstance(base, Group) else ():
            self.context.suppose(partial(self.everyone, name, condition))

    def everyone(self, name: str, condition: Condition) -> Term:
        """The condition of a number, or of each entry of a vector."""
        value = self.term(Name(0, 0, name))
        if not is_array(value):
            return condition(value)
        if not isinstance(value.sort, Vector):
            raise Fault(f"the set of values of {name}, which is {build.describe(value.sort)}", 0, "numbers or vectors")
        place = symbol("i", NATURAL, 1)
        return build.forall(place, build.between(build.ONE, value.sort.size), condition(build.index(value, place)))

    def conditions(self, node: Group) -> Iterator[Condition]:
        """What a set of numbers says beyond the sort of its elements."""
        values = [bare(item) for item in node.items]
        numbers = [self.constant(value) for value in values if not isinstance(value, Dots)]
        exact = [number for number in numbers if number is not None]
        if node.fence == r"\{}" and len(exact) == len(values):
            if max(exact) - min(exact) > len(exact) - 1 or any(number.denominator > 1 for number in exact):
                yield partial(_one_of, exact)
            return
        ends = (
            (values[0], ">" if node.fence[0] == "(" else ">="),
            (values[-1], "<" if node.fence[-1] == ")" else "<="),
        )
        for end, relation in ends:
            if not isinstance(end, Dots) and self.constant(end) is None and r"\infty" not in spell(end):
                yield partial(self.compared, end, relation)

    def compared(self, end: Node, relation: str, value: Term) -> Term:
        return build.relation(relation, value, self.term(end))

    def constant(self, node: Node) -> Fraction | None:
        """The value of a number written out."""
        node = bare(node)
        if isinstance(node, Num):
            return node.value
        if isinstance(node, Sum) and len(node.terms) == 1 and abs(node.terms[0][0]) == 1:
            inner = self.constant(node.terms[0][1])
            return None if inner is None else node.terms[0][0] * inner
        if any(isinstance(part, (Name, Script)) for part in walk(node)):
            return None
        found = self.term(node)
        return found.value if found.head == "number" else None


def _one_of(numbers: list[Fraction], value: Term) -> Term:
    return build.equal(build.mul(*(build.sub(value, build.number(each)) for each in numbers)), build.ZERO)
