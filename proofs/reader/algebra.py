"""Sums and products: the meaning of arithmetic notation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from math import prod

from ..errors import Fault, SortError
from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.sorts import Scalar, Vector
from ..terms.term import Term
from .context import is_capital, is_upper
from .functions import Functions
from .syntax import (
    Array,
    Big,
    Binom,
    Chain,
    Dots,
    Evaluated,
    Factorial,
    Frac,
    Group,
    Name,
    Node,
    Num,
    Product,
    Root,
    Script,
    Sum,
    Words,
    bare,
    spell,
)

_ONE = Num(0, 0, Fraction(1))
_MOST = 300  # a double factorial of a number up to this one is multiplied out


class Algebra(Functions):
    """The meaning of sums and products."""

    offset = 0  # of the product that is being read

    def term(self, node: Node) -> Term:
        with self.deeper(node):
            try:
                return self.meaning(node)
            except SortError as wrong:
                raise self.fault(str(wrong), node) from wrong

    def meaning(self, node: Node) -> Term:
        match node:
            case Num():
                return build.number(node.value)
            case Name() | Script() | Group() | Frac():
                return self.product((node,), ("",))
            case Product():
                return self.product(node.factors, node.marks)
            case Sum():
                return self.sum(node)
            case Root():
                return self.root(node)
            case Binom():
                return self.binomial(node)
            case Array():
                return self.array(node)
            case Big():
                return self.big(node)
            case Factorial(double=True):
                return self.double_factorial(node)
            case Factorial():
                return build.factorial(self.whole(node.body))
            case Evaluated():
                return self.evaluated(node)
            case Dots():
                raise self.fault("dots stand for something that is not written", node, "a sum with an index")
            case Words():
                raise self.fault(f"words where an expression should stand: {node.text[:40]!r}", node)
            case Chain():
                raise self.fault("a relation where an expression should stand", node)
        raise self.fault("this has no meaning here", node)

    def big(self, node: Big) -> Term:
        raise NotImplementedError

    def evaluated(self, node: Evaluated) -> Term:
        raise NotImplementedError

    # ---------------------------------------------------------------- sums and products

    def sum(self, node: Sum) -> Term:
        if any(isinstance(bare(term), Dots) for _, term in node.terms):
            return self.dotted(node)
        terms: list[Term] = []
        for sign, part in node.terms:
            if abs(sign) > 1:
                raise self.fault("plus-minus states two formulas at once", part, "one of them")
            found = self.numeric(self.term(part))
            terms.append(build.neg(found) if sign < 0 else found)
        if self.entrywise or any(map(_is_entrywise, (part for _, part in node.terms))):
            terms = self.in_all_entries(terms)
        return self.add(terms)

    def in_all_entries(self, terms: list[Term]) -> list[Term]:
        """The 1 of `1 - a \\odot a` is a vector of ones."""
        array = next((term for term in terms if is_array(term)), None)
        if array is None or not any(term.head == "number" and term.value != 0 for term in terms):
            return terms
        self.remarks["a number beside an entrywise product in all of its entries"] = None
        rows, columns = shape(array)
        sizes = (rows,) if columns is build.ONE else (rows, columns)
        return [build.fill(term, *sizes) if term.head == "number" else term for term in terms]

    def dotted(self, node: Sum) -> Term:
        """x_1 + .. + x_n."""
        places = [at for at, (_, term) in enumerate(node.terms) if isinstance(bare(term), Dots)]
        signs = {sign for sign, _ in node.terms}
        found = self.series([term for _, term in node.terms], places) if signs <= {1} or signs <= {-1} else None
        if found is None:
            written = [spell(term) for _, term in node.terms if not isinstance(bare(term), Dots)]
            shown = " + ".join(written)[:60]
            raise self.fault(f"a sum with dots, {shown}", node, r"the sum with an index, \sum_{i=1}^n")
        index, last, body = found
        total = Big(
            node.start, node.end, "sum", Chain(node.start, node.start, (index, _ONE), (("=", node.start),)), last, body
        )
        value = self.term(total)
        return build.neg(value) if signs == {-1} else value

    def binomial(self, node: Binom) -> Term:
        """n over k; n over k_1, .., k_m, the number of ways to part n things into groups of these sizes."""
        under = bare(node.under)
        if not isinstance(under, Group):
            return build.binomial(self.whole(node.over), self.whole(node.under))
        dots = [at for at, item in enumerate(under.items) if isinstance(bare(item), Dots)]
        above = build.factorial(self.whole(node.over))
        if not dots:
            below = [build.factorial(self.whole(item)) for item in under.items]
            return build.div(above, build.mul(*below))
        found = self.series(under.items, dots)
        if found is None:
            raise self.fault("a multinomial coefficient", node, r"n over k_1, \ldots, k_m")
        index, last, body = found
        start = Chain(node.start, node.start, (index, _ONE), (("=", node.start),))
        ways = Big(node.start, node.end, "product", start, last, Factorial(node.start, node.end, body))
        return build.div(above, self.term(ways))

    def double_factorial(self, node: Factorial) -> Term:
        """n!! = n (n - 2) (n - 4) .., in factorials where the notation shows whether n is odd: (2m)! / (2^m m!)."""
        value = self.whole(node.body)
        if value.head == "number" and 0 <= value.value <= _MOST:
            return build.number(prod(range(int(value.value), 0, -2)))
        parts = value.args if value.head == "add" else (value,)
        constant = sum((part.value for part in parts if part.head == "number"), Fraction(0))
        halves = [self.half(part) for part in parts if part.head != "number"]
        odd = constant % 2 == 1
        rest = (constant + odd) / 2
        if None in halves or rest.denominator != 1:
            raise self.fault("a double factorial of what may be odd or even", node, "(2m - 1)!! or (2m)!!")
        terms = [half for half in halves if half is not None] + ([build.number(rest)] if rest else [])
        half = build.add(*terms) if len(terms) > 1 else terms[0]
        scaled = build.mul(build.power(build.TWO, half), build.factorial(half))
        return build.div(build.factorial(build.mul(build.TWO, half)), scaled) if odd else scaled

    @staticmethod
    def half(term: Term) -> Term | None:
        """Half of an even multiple of whole numbers."""
        factors = term.args if term.head == "mul" else (term,)
        whole = all(isinstance(factor.sort, Scalar) and factor.sort.integer for factor in factors)
        if not whole or factors[0].head != "number" or factors[0].value % 2:
            return None
        first = build.number(factors[0].value / 2)
        return build.mul(*factors[1:]) if first is build.ONE else build.mul(first, *factors[1:])

    def add(self, terms: list[Term]) -> Term:
        arrays = [term for term in terms if is_array(term)]
        if arrays:
            first = arrays[0]
            rows, columns = shape(first)
            for at, term in enumerate(terms):
                if term is build.ZERO:
                    terms[at] = build.fill(build.ZERO, *((rows,) if columns is build.ONE else (rows, columns)))
                elif term is not first:
                    self.same_shape(first, term)
        return build.add(*terms)

    def product(self, factors: Sequence[Node], marks: Sequence[str]) -> Term:
        """Factors side by side; an entrywise or Kronecker product binds less than juxtaposition."""
        if not self.entrywise and _is_joint(marks):
            with self.by_entries():
                return self.product(factors, marks)
        start = 0
        result: Term | None = None
        joint = ""
        for at in range(1, len(factors) + 1):
            if at < len(factors) and not (marks[at] in ("odot", "otimes") or marks[at] == "circ"):
                continue
            part = self.juxtaposed(factors[start:at], marks[start:at])
            if result is None:
                result = part
            elif joint == "otimes":
                result = build.kron(result, part)
            else:
                for side in (result, part):
                    if self.free_guess(side) and is_capital(side.name):
                        self.make_array(side)
                self.same_shape(result, part)
                result = build.hadamard(result, part)
            joint = marks[at] if at < len(factors) else ""
            start = at
        assert result is not None
        return result

    @contextmanager
    def by_entries(self) -> Iterator[None]:
        """Within the factors of an entrywise product."""
        self.entrywise = True
        try:
            yield
        finally:
            self.entrywise = False

    def juxtaposed(self, factors: Sequence[Node], marks: Sequence[str]) -> Term:
        self.offset = factors[0].start
        terms: list[Term] = []
        at = 0
        while at < len(factors):
            mark = marks[at]
            start = at
            if mark in ("cap", "cup"):
                raise self.fault("a conjunction of things that are no events", factors[at], "numbers or arrays")
            found, at = self.take(factors, marks, at)
            if at < len(factors) or start:
                found = self.numeric(found)
            if mark == "/":
                self.check_slash(factors, marks, start, at)
                found = build.inverse(found) if is_array(found) else build.power(found, build.MINUS_ONE)
            elif mark in ("cdot", "times") and terms and self.are_vectors(terms[-1], found):
                self.context.unify(shape(terms[-1])[0], shape(found)[0])
                found = build.dot(terms.pop(), found)
            terms.append(found)
        return self.multiply(terms)

    @staticmethod
    def are_vectors(left: Term, right: Term) -> bool:
        return isinstance(value_sort(left), Vector) and isinstance(value_sort(right), Vector)

    def check_slash(self, factors: Sequence[Node], marks: Sequence[str], start: int, end: int) -> None:
        """1/2x: a half of x, or one over 2x?"""
        if end >= len(factors) or marks[end]:
            return
        after = bare(factors[end])
        if isinstance(after, (Big, Group, Frac)) or (isinstance(after, Script) and isinstance(after.base, Group)):
            return
        if isinstance(after, Name) and after.word:
            return
        above, below, then = spell(factors[start - 1]), spell(factors[start]), spell(after)
        raise self.fault(
            f"{above}/{below} {then} has two readings: ({above}/{below}) {then} and {above}/({below} {then})",
            factors[start],
            "brackets",
        )

    def multiply(self, terms: list[Term]) -> Term:
        """Scalars commute out of a product; arrays multiply as matrices in the order written."""
        if len(terms) == 1:
            return terms[0]
        if any(is_array(term) for term in terms):
            for term in terms:
                name = self.free_guess(term)
                if name and is_capital(name) and self.context.kind(name) == "real":
                    self.context.guess(name, "matrix")
        scalars: list[Term] = []
        arrays: list[Term] = []
        for term in terms:
            if is_array(term):
                if arrays:
                    self.fit(arrays[-1], term)
                arrays.append(term)
            else:
                scalars.append(term)
        if not arrays:
            self.check_capitals(scalars)
            return build.mul(*scalars)
        matrix = self.chain(arrays)
        return build.mul(*scalars, matrix) if scalars else matrix

    def check_capitals(self, scalars: list[Term]) -> None:
        """A product of undeclared capitals: of numbers, or of matrices, which do not commute?"""
        names = [
            name
            for term in scalars
            if (name := self.free_guess(term))
            and is_upper(name)
            and self.context.kind(name) == "real"
            and "_" not in name
        ]
        if len(set(names)) > 1:
            one, other = list(dict.fromkeys(names))[:2]
            raise Fault(
                f"{one} {other} has two readings: a product of numbers, and one of matrices, which need not commute",
                self.offset,
                f"a declaration of {one} and {other}",
                self.context.known(),
            )

    def chain(self, arrays: list[Term]) -> Term:
        """A product of arrays in order. Inner products within it are numbers: x (y^T z) and x^T A y z."""
        done: list[Term] = []
        for array in arrays:
            if done and shape(done[-1])[1] is not shape(array)[0]:
                whole = build.matmul(*done) if len(done) > 1 else done[0]
                if not is_array(whole):
                    done = [array]
                    return build.mul(whole, self.chain([array, *arrays[arrays.index(array) + 1 :]]))
            done.append(array)
        return build.matmul(*done) if len(done) > 1 else done[0]


def _is_joint(marks: Sequence[str]) -> bool:
    return any(mark in ("odot", "circ") for mark in marks)


def _is_entrywise(node: Node) -> bool:
    """Whether a term is an entrywise product."""
    inner = bare(node)
    return isinstance(inner, Product) and _is_joint(inner.marks)
