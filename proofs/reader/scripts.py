"""Single factors: names, brackets, fractions, and what stands above and below them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from ..errors import Fault
from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.show import latex
from ..terms.sorts import EVENT, Function, Matrix, RandomVariable, Scalar, Vector
from ..terms.term import Term, substitute, symbol
from .arrays import Arrays
from .context import is_upper
from .notation import INVERSE_TRANSPOSES, TRANSPOSES
from .said import says_singular
from .scope import INDEX_LETTERS
from .syntax import (
    Chain,
    Dots,
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
    walk,
)

_UNIT_ARRAYS = frozenset({r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{I}", r"\mathbf{0}"})
_INDICATORS = frozenset({"1", "I", r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{I}", r"\mathbb{I}", r"\mathcal{I}"})
_NUMBERING = frozenset("i j k l".split())  # letters that number entries, where nothing runs: x_t may be another x
_MAX_EXPONENT = 10**6
Factors = tuple[Sequence[Node], Sequence[str]]


def _rational(term: Term) -> Fraction | None:
    """The value of a fraction of numbers, as an exponent is written."""
    if term.head == "number":
        return term.value
    parts = [_rational(arg) for arg in term.args]
    if term.head == "mul" and None not in parts:
        return prod((part for part in parts if part is not None), start=Fraction(1))
    whole = term.head == "pow" and parts[0] and parts[1] is not None and parts[1].denominator == 1
    return parts[0] ** int(parts[1]) if whole and parts[0] and parts[1] else None


class Scripts(Arrays):
    """The meaning of one factor with its scripts."""

    def of_entries(self, function: str, argument: Term, node: Node) -> None:
        """A power series of a square matrix is that of the matrix, to most writers, and not of its entries."""
        rows, columns = shape(argument)
        if function in _SERIES and rows is columns and rows is not build.ONE:
            what = f"{_SERIES[function]} of {latex(argument)[:40]}, a square matrix, has two readings"
            raise self.fault(f"{what}: of the matrix, or of each entry", node, "an index below it")

    def single(self, node: Node) -> Term:
        node = bare(node)
        match node:
            case Num():
                return build.number(node.value)
            case Name():
                return self.name(node)
            case Script():
                return self.scripted(node)
            case Group():
                return self.group(node)
            case Frac():
                return self.fraction(node)
        return self.term(node)

    def name(self, node: Name) -> Term:
        if node.text in self.at_point:
            return self.at_point[node.text]
        if node.text == "I" and not self.is_known("I") and self.context.kind("I") == "":
            return build.identity(self.context.size(f"n_{{I@{node.start}}}"))
        if node.text in _UNIT_ARRAYS and not self.is_known(node.text):
            size = self.context.size(f"n_{{{node.text}@{node.start}}}")
            if node.text == r"\mathbf{I}":
                return build.identity(size)
            return build.fill(build.ZERO if node.text == r"\mathbf{0}" else build.ONE, size)
        return self.symbol(node.text, node)

    def fraction(self, node: Frac) -> Term:
        over = self.numeric(self.term(node.over))
        under = self.numeric(self.term(node.under))
        if is_array(under):
            raise self.fault(
                f"division by {latex(under)}, which is {build.describe(value_sort(under))}",
                node,
                "a number, or an inverse",
            )
        return build.div(over, under)

    def root(self, node: Root) -> Term:
        body = self.numeric(self.term(node.body))
        if node.degree is None:
            return build.sqrt(body)
        return build.power(body, build.div(build.ONE, self.number(node.degree)))

    def group(self, node: Group) -> Term:
        if node.fence == "<>":
            if len(node.items) != 2 or node.separators[0] not in (",", "|"):
                raise self.fault("an inner product", node, "two things and a comma")
            if self.context.product:
                raise self.fault(f"the inner product {self.context.product} is not known here", node, r"x^\top y")
            left, right = (self.numeric(self.term(item)) for item in node.items)
            self.make_array(left)
            self.make_array(right)
            self.same_shape(left, right)
            return build.dot(left, right)
        if len(node.items) == 2 and node.fence == "()" and node.separators == (",",):
            raise self.fault("a pair where an expression should stand", node)
        if node.fence in (r"\lfloor\rfloor",):
            return build.fn("floor", self.number(node.items[0]))
        dotted = node.fence == "()" and any(isinstance(bare(item), Dots) for item in node.items)
        if len(node.items) > 1 and (node.fence == "[]" or dotted) and set(node.separators) == {","}:
            return self.listed(node)
        if len(node.items) != 1:
            raise self.fault(f"{len(node.items)} things in brackets where one belongs", node, "one expression")
        inside = node.items[0]
        if node.fence == r"\|":
            if self.context.norm:
                raise self.fault(
                    f"what the norm is, {self.context.norm}, is not known here", node, "a norm with a subscript"
                )
            found = self.numeric(self.term(inside))
            self.make_array(found)
            return build.norm(found)
        if node.fence == "||" and spell(inside) in self.context.cues.sets:
            return self.size_of_space(self.context.cues.sets[spell(inside)])
        if node.fence == "||":
            found = self.numeric(self.term(inside))
            if not is_array(found):
                name = self.free_guess(found)
                if name and is_upper(name) and self.context.cues.said(name, "matrix"):
                    self.make_array(found)
                return build.fn("abs", found)
            if isinstance(value_sort(found), Vector):
                return build.norm(found)
            self.square(found)
            return build.det(found)
        if node.fence in ("()", "[]", "{}", r"\{}"):
            return self.term(inside)
        raise self.fault(f"the bracket {node.fence} is not known here", node)

    def size_of_space(self, element: str) -> Term:
        """How many values there are of a variable."""
        raise NotImplementedError

    # ---------------------------------------------------------------- scripts

    def scripted(self, node: Script) -> Term:
        base, sub, sup = bare(node.base), node.sub, node.sup
        whole = spell(node)
        inside = bare(sub) if sub is not None else None
        if spell(base) in _INDICATORS and isinstance(inside, Group) and inside.fence == r"\{}":
            sub = inside.only or sub  # 1_{\{X > t\}}
        if (self.is_known(whole) and not self.is_of_many(whole)) or whole in self.at_point:
            return self.at_point.get(whole) or self.symbol(whole, node)
        if sub is not None and isinstance(bare(sub), Chain) and spell(base) in _INDICATORS:
            found = self.indicated(bare(sub))
            return found if sup is None else self.raised(found, sup, node)
        if isinstance(sub, Name) and self.context.sort_of(sub.text) == EVENT and spell(base) in _INDICATORS:
            found = build.indicator(self.symbol(sub.text, sub))
            return found if sup is None else self.raised(found, sup, node)
        if isinstance(base, Name):
            text = base.text
            if text == "e" and sup is not None and sub is None and not (self.is_known("e") or self.context.cues.own_e):
                exponent = self.numeric(self.term(sup))
                self.of_entries("exp", exponent, node)
                return build.fn("exp", exponent)
            if text in ("I", r"\mathbf{I}") and sub and not self.is_bessel(whole) and not self.is_known(text):
                if sup is None:
                    return build.identity(self.size_of(sub))
                if spell(sup) in TRANSPOSES or spell(sup) == "-1":
                    return self.raised(build.identity(self.size_of(sub)), sup, node)
            if text == r"\delta" and sub is not None and sup is None and self.context.kind(text) == "":
                places = self.places(sub)
                if places is not None and len(places) == 2:
                    return build.indicator(build.equal(self.place(places[0]), self.place(places[1])))
            if text in _UNIT_ARRAYS and sub is None and sup is not None and not self.is_known(text):
                return self.raised(self.name(base), sup, node)
            if text in (r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{0}") and sub is not None and not self.is_known(text):
                filled = build.fill(build.ZERO if text == r"\mathbf{0}" else build.ONE, self.number(sub))
                return filled if sup is None else self.raised(filled, sup, node)
        if self.is_column(base) and sub is None and sup is not None and spell(sup) in TRANSPOSES:
            assert isinstance(base, Group)
            return self.listed(base)
        if isinstance(base, Num) and base.value in (0, 1) and sub is not None:
            filled = self.filled(build.number(base.value), sub, node)
            return filled if sup is None else self.raised(filled, sup, node)
        if isinstance(base, Group) and base.fence in (r"\|", "||") and sub is not None:
            return self.norm(base, sub, sup, node)
        if isinstance(base, Group) and base.fence in ("[]", "()") and base.only is not None and sub is not None:
            value = self.numeric(self.term(base.only))
            if sup is not None and not is_array(value) and spell(sup) not in TRANSPOSES:
                return self.between(value, sub, sup, node)
        if not isinstance(base, (Name, Script)):
            value = self.term(base)
            if sub is not None:
                value = self.indexed(value, sub, node)
        else:
            value, sup = self.named(node, base, sub, sup)
        if sup is not None:
            value = self.raised(value, sup, node)
        return value

    @staticmethod
    def is_column(node: Node) -> bool:
        """Whether a bracket holds the entries of a vector one by one: (1, 2, 3) below a transpose."""
        if not isinstance(node, Group) or node.fence != "()" or set(node.separators) != {","}:
            return False
        return not any(isinstance(bare(item), Dots) for item in node.items)

    def indicated(self, node: Node) -> Term:
        """1 where a relation holds, else 0; of a set that is not known, some function of what may lie in it."""
        assert isinstance(node, Chain)
        left, right = node.sides[0], node.sides[-1]
        try:
            return build.indicator(self.condition_of(node))
        except Fault:
            if [relation for relation, _ in node.relations] != [r"\in"] or left is None:
                raise
        value = self.term(left)
        return build.apply(self.function_symbol(rf"I_{{\cdot \in {spell(right)}}}", [value], node), value)

    def named(self, node: Script, base: Node, sub: Node | None, sup: Node | None) -> tuple[Term, Node | None]:
        """A symbol with scripts: those that belong to its name, an index, and the power that is left over."""
        if isinstance(base, Script):
            entry = self.entry_by_definition(spell(base), sub) if sub is not None and not node.primes else None
            if entry is not None:
                return entry, sup
            plain = sub is not None and base.sup is None and not base.primes and self.is_index(spell(base), sub)
            value = self.element(spell(base), sub, node) if plain and sub is not None else self.scripted(base)
            if node.primes:
                value = build.transpose(value)
            return (value if sub is None else self.indexed(value, sub, node)), sup
        text = spell(base)
        kept = ""
        if sup is not None and self.part_of_name(sup):
            kept, sup = "^" + (f"{{{spell(sup)}}}" if len(spell(sup)) > 1 else spell(sup)), None
        primes = "'" * node.primes
        if sub is None:
            if primes and not self.is_known(text + primes) and isinstance(self.context.sort_of(text), (Matrix, Vector)):
                return build.transpose(self.symbol(text, node)), sup  # X'X
            return self.symbol(text + kept + primes, node), sup
        whole = spell(Script(node.start, node.end, base, sub, None)) + kept + primes
        if whole in self.at_point:
            return self.at_point[whole], sup
        places = self.all_places(sub) or []
        many = self.context.is_no_array(text, len(places)) and any(map(self.mentions_index, places))
        many = many and not self.by_chance
        if self.is_known(whole) and not ((many or self.is_of_many(whole)) and whole not in self.context.definitions):
            if whole not in self.bound and whole not in self.context.definitions:
                self.no_running_index(sub, node)
            return self.symbol(whole, node), sup
        entry = self.entry_by_definition(text, sub)
        if entry is not None:
            return entry, sup
        line = self.row_or_column(text, bare(sub)) if not kept and not primes else None
        if line is not None:
            return line, sup
        by_custom = self.moment(text, sub)
        if by_custom is not None and not kept and not primes:
            self.remarks[f"{whole} the {by_custom[0]} of {spell(sub)}"] = None
            return by_custom[1], sup
        if many:
            return self.of_many_indices(text + kept + primes, places, node), sup
        if whole not in self.context.parts and self.is_index(text, sub) and not self.context.is_named_by_size(node):
            return self.indexed(self.element(text + kept + primes, sub, node), sub, node), sup
        self.no_running_index(sub, node)
        return self.symbol(whole, node), sup

    def is_of_many(self, name: str) -> bool:
        """Whether a number with an index of its own, n_i of an n_i x n_j matrix, is one of many: the index runs."""
        declared = self.context.sort_of(name) if name not in self.bound else None
        return isinstance(declared, Scalar) and self.runs_in_name(name)

    def entry_by_definition(self, text: str, sub: Node) -> Term | None:
        """x_i of an x that is defined by its entries."""
        places = self.all_places(sub) or []
        array = self.context.array_name(text, len(places))
        definition = self.context.definitions.get(array)
        if definition is None or not definition.indexed or len(places) != len(definition.parameters):
            return None
        apart = (array == text and definition.model) or self.context.is_no_array(text, len(places))
        if apart and not self.unfolds(array):
            return None
        return self.unfold(array, tuple(map(self.place, places)), sub)

    def row_or_column(self, text: str, sub: Node) -> Term | None:
        """x_{i \\bullet} and x_{\\bullet j}: the i-th row and the j-th column of a matrix x or X."""
        places = sub.factors if isinstance(sub, Product) and not any(sub.marks) else ()
        written = [spell(place) for place in places]
        if len(written) != 2 or written.count(r"\bullet") != 1:
            return None
        for name in dict.fromkeys((text, text.upper())):
            if self.is_known(name) or self.context.kind(name) == "matrix":
                array = self.symbol(name, places[0])
                if isinstance(value_sort(array), Matrix):
                    at = self.place(places[written.index(r"\bullet") - 1])
                    of_row = written[1] == r"\bullet"
                    return (
                        build.transpose(build.index(array, at)) if of_row else build.index(build.transpose(array), at)
                    )
        return None

    def of_many_indices(self, name: str, places: Sequence[Node], node: Node) -> Term:
        """y_{ijk}: a function of its indices, as no array is like that."""
        values = [self.place(place) for place in places]
        return build.apply(self.function_symbol(name + r"_{\cdot}", values, node), *values)

    def no_running_index(self, sub: Node, node: Node) -> None:
        """A name that belongs to one symbol is not that of others: x_{i+} within a sum over i."""
        for part in walk(sub):
            value = self.bound.get(part.text) if isinstance(part, Name) and part.text in self.running else None
            if value is not None and isinstance(value.sort, Scalar) and value.sort.integer:
                raise self.fault(f"{spell(part)} runs, and the subscript {spell(sub)} is no index", node, "an index")

    def moment(self, text: str, sub: Node) -> tuple[str, Term] | None:
        """mu_X, sigma_X, sigma_XY and rho_XY of random numbers X and Y, of which nothing else is said."""
        if text not in (r"\mu", r"\sigma", r"\rho"):
            return None
        inner = bare(sub)
        parts = inner.factors if isinstance(inner, Product) else inner.items if isinstance(inner, Group) else (inner,)
        names = [spell(part) for part in parts]
        if len(parts) == 1 and text == r"\sigma" and self.is_random_entry(bare(parts[0])):
            return "standard deviation", build.sqrt(build.variance(self.term(parts[0])))
        wanted = {r"\mu": (1,), r"\sigma": (1, 2), r"\rho": (2,)}[text]
        if len(names) not in wanted or not all(map(self.is_random_number, names)):
            return None
        variables = [self.symbol(name, sub) for name in names]
        if any(map(is_array, variables)):
            return None
        if text == r"\mu":
            return "mean", build.mean(variables[0])
        if len(variables) == 1:
            return "standard deviation", build.sqrt(build.variance(variables[0]))
        shared = build.covariance(*variables)
        if text == r"\sigma":
            return "covariance", shared
        spread = build.mul(*(build.sqrt(build.variance(each)) for each in variables))
        return "correlation", build.div(shared, spread)

    def is_random_entry(self, node: Node) -> bool:
        """X_i of a random vector X, where an index runs."""
        if not isinstance(node, Script) or node.sub is None or node.sup is not None:
            return False
        sort = self.context.sort_of(spell(node.base))
        random = isinstance(sort, RandomVariable) and isinstance(sort.value, Vector)
        return random and (self.mentions_index(node.sub) or isinstance(bare(node.sub), Num))

    def is_random_number(self, name: str) -> bool:
        sort = self.context.sort_of(name)
        return is_upper(name) and (
            isinstance(sort, RandomVariable) or (sort is None and self.context.kind(name) == "random")
        )

    def part_of_name(self, sup: Node) -> bool:
        """Superscripts that belong to a name: *, (t), a word."""
        sup = bare(sup)
        if isinstance(sup, Group):
            return (
                sup.fence == "()" and not (isinstance(bare(sup.items[0]), Name) and spell(sup.items[0]) in self.bound)
                if sup.items
                else False
            )
        if isinstance(sup, Words):
            return True
        return isinstance(sup, Name) and (
            sup.text in ("*", r"\ast", r"\star", "+", "-", r"\dagger", r"\circ")
            or (len(sup.text) > 1 and sup.text[0] not in "\\" and not sup.word)
        )

    def between(self, value: Term, low: Node, high: Node, node: Node) -> Term:
        """[F(x)]_a^b."""
        raise NotImplementedError

    # ---------------------------------------------------------------- indices

    def is_index(self, text: str, sub: Node) -> bool:
        """Whether a subscript is an index into something, rather than a part of a name."""
        declared = self.context.sort_of(text)
        of_data = declared is None or self.context.is_copied(text)
        if text in self.context.samples and text not in self.bound and of_data:
            places = self.places(sub)
            if places is not None and len(places) == 1 and self.may_be_place(places[0]):
                return True
        if text in self.context.cues.separate and text not in self.bound:
            return any(self.runs(place) for place in self.places(sub) or ())
        if isinstance(declared, RandomVariable):
            places = self.places(sub)
            if isinstance(declared.value, Scalar) and places is not None:
                return any(self.mentions_index(place) or isinstance(bare(place), Name) for place in places)
            declared = declared.value
        if isinstance(declared, (Vector, Matrix)):
            places = self.places(sub)
            one = len(places or ()) == 1 and isinstance(declared, Matrix)
            if places is None or (one and not (self.runs(places[0]) or self.is_free_index(places[0]))):
                return False
            return all(
                self.may_be_place(place) or self.mentions_index(place) or isinstance(bare(place), Sum)
                for place in places
            )
        if text in self.bound:
            return is_array(self.bound[text])
        places = self.places(sub)
        if places is None:
            return False
        if any(self.mentions_index(place) for place in places):
            return declared is None
        if text in self.context.definitions:
            definition = self.context.definitions[text]
            return definition.indexed or (not definition.parameters and self.has_entries(text, places, sub))
        if any(self.runs(place) for place in places):
            return declared is None
        letters = all(spell(place) in _NUMBERING for place in places)
        indexed = text in self.context.cues.indexed or len(places) == 2 or letters
        return indexed and self.context.kind(text) in ("vector", "matrix") and all(map(self.may_be_place, places))

    def has_entries(self, name: str, places: Sequence[Node], sub: Node) -> bool:
        """Whether p_i is an entry of a p that is defined as a whole, with so many indices. p_1 may be a part."""
        letters = all(isinstance(bare(place), Name) and self.may_be_place(place) for place in places)
        if not letters or not self.unfolds(name):
            return False
        value = value_sort(self.symbol(name, sub))
        return isinstance(value, (Vector, Matrix)) and len(places) == (1 if isinstance(value, Vector) else 2)

    def runs(self, node: Node) -> bool:
        """Whether a subscript names a letter that runs over a range somewhere in the section."""
        node = bare(node)
        if isinstance(node, Sum):
            return any(self.runs(part) for _, part in node.terms)
        return isinstance(node, Name) and (node.text in self.context.cues.running or self.mentions_index(node))

    def is_free_index(self, node: Node) -> bool:
        """Whether a subscript is an integer that is declared, and no size."""
        name = spell(bare(node))
        sort = self.context.sort_of(name)
        return isinstance(sort, Scalar) and sort.integer and name not in self.context.cues.bounds

    def may_be_place(self, node: Node) -> bool:
        """A number from 1, or a letter that is an index by custom."""
        node = bare(node)
        if isinstance(node, Num):
            return node.value >= 1 and node.value.denominator == 1
        return isinstance(node, Name) and node.text in INDEX_LETTERS

    def mentions_index(self, node: Node) -> bool:
        """Whether a subscript names an integer that is bound here."""
        node = bare(node)
        if isinstance(node, Name):
            found = self.bound.get(node.text)
            return found is not None and isinstance(found.sort, Scalar) and found.sort.integer
        if isinstance(node, Sum):
            return any(self.mentions_index(part) for _, part in node.terms)
        return False

    def places(self, sub: Node) -> list[Node] | None:
        """The indices of an array in a subscript: `ij` and `i,j` are two; None where it is no index."""
        found = self.all_places(sub)
        return found if found is None or len(found) <= 2 else None

    def all_places(self, sub: Node) -> list[Node] | None:
        """The indices in a subscript, however many: y_{ijk} has three."""
        sub = bare(sub)
        if isinstance(sub, Group) and sub.fence == "{}":
            return list(sub.items) if set(sub.separators) <= {","} else None
        if isinstance(sub, Product):
            names = [bare(part) for part in sub.factors]
            if any(sub.marks):
                return None
            single = all(isinstance(part, Num) or (isinstance(part, Name) and len(part.text) == 1) for part in names)
            return list(names) if single else None
        if isinstance(sub, (Num, Sum)):
            return [sub]
        if isinstance(sub, Name) and not sub.text.startswith(("\\", "*", "+", "-")) and len(sub.text) == 1:
            return [sub]
        return None

    def element(self, text: str, sub: Node, node: Node) -> Term:
        """The array that is indexed, guessed to be one where it is undeclared."""
        cues = self.context.cues
        places = self.places(sub) or []
        if text in self.context.samples and self.by_chance and text not in self.bound:
            return self.sample(text, node)
        if self.context.is_copied(text) and text not in self.bound:
            return self.of_copies(text, node)
        kind = "vector" if len(places) == 1 and text not in cues.rows else "matrix"
        held = isinstance(self.context.sort_of(text), (Vector, Matrix)) or is_array(self.bound.get(text, build.ONE))
        if text in cues.separate and not held:
            if text in cues.random:
                self.caveats[f"how the {text}_i are drawn is not known here"] = None
                kind = "random"
            text += r"_{\cdot}"  # n_i beside n: sizes of groups, and their number
            if not self.is_known(text):
                if self.context.kind(text) not in ("vector", "matrix", "random"):
                    self.context.guess(text, kind)
                self.warn(text.removesuffix(r"_{\cdot}"), node)
                return self.guessed(text)
        if self.is_known(text):
            return self.symbol(text, node)
        for whole in (
            rf"\mathbf{{{text}}}",
            rf"\vec{{{text}}}",
            *((text.upper(), rf"\mathbf{{{text.upper()}}}") if len(places) == 2 and text.islower() else ()),
        ):
            if text not in cues.alone and (whole in cues.alone or whole in self.context.declared):
                found = self.symbol(whole, node)  # w_i are the entries of bold w, a_ij those of A
                if is_array(found) or self.free_guess(found):
                    return found
        if self.context.kind(text) not in ("vector", "matrix", "random"):
            if text in cues.bounds or self.context.kind(text) == "natural":
                text += r"_{\cdot}"
            self.context.guess(text, kind)
        self.warn(text.removesuffix(r"_{\cdot}"), node)
        return self.guessed(text)

    def indexed(self, array: Term, sub: Node, node: Node) -> Term:
        places = self.places(sub)
        if places is None:
            raise self.fault(f"the subscript {spell(sub)}", node, "an index")
        if isinstance(array.sort, RandomVariable) and isinstance(array.sort.value, Scalar) and len(places) == 1:
            self.context.several(array.name if array.head == "symbol" else "")  # X_i, each of them random
        if not is_array(array):
            name = self.free_guess(array)
            if not name:
                raise self.fault(f"{latex(array)} is {build.describe(array.sort)} and has no entries", node)
            self.context.guess(name, "vector" if len(places) == 1 else "matrix")
        if len(places) == 2 and isinstance(value_sort(array), Vector) and self.free_guess(array):
            self.context.guess(self.free_guess(array), "matrix")
        indices = [self.place(place) for place in places]
        if len(indices) == 1 and isinstance(value_sort(array), Matrix) and shape(array)[0] is build.ONE:
            indices = [build.ONE, *indices]  # the i-th of a row
        for size, place in zip(shape(array), indices, strict=False):
            self.within(size, place)
        if array.head == "tabulate" and len(indices) == 1:
            return substitute(array.args[2], {array.args[0]: indices[0]})
        return build.index(array, *indices)

    def place(self, node: Node) -> Term:
        """An index; a letter that is nothing else is a free one, from 1 up."""
        node = bare(node)
        if isinstance(node, Name) and not self.is_known(node.text) and self.context.kind(node.text) != "natural":
            self.warn(node.text, node)
            return self.guessed_index(node.text)
        return self.number(node)

    def guessed_index(self, name: str) -> Term:
        self.context.guess(name, "natural")
        return self.guessed(name)

    def within(self, size: Term, place: Term) -> None:
        """An index that runs over a range says how long what it indexes is."""
        top = self.ranges.get(place)
        if top is not None:
            self.context.unify(size, top)
        elif (self.is_free_place(place) and place is not size) or (place.head == "number" and size.head != "number"):
            self.local[build.relation("<=", place, size)] = None

    def is_free_place(self, place: Term) -> bool:
        """Whether an index is a letter that nothing runs over, that of a definition too, y_i = x_i + e_i."""
        if place.head != "symbol":
            return False
        return place.name not in self.bound or (self.bound[place.name] is place and place.name not in self.running)

    # ---------------------------------------------------------------- powers, inverses, norms

    def norm(self, base: Group, sub: Node, sup: Node | None, node: Node) -> Term:
        inside = self.numeric(self.term(base.items[0])) if base.only else None
        if inside is None:
            raise self.fault("a norm of several things", node, "one expression")
        self.make_array(inside)
        written = spell(sub)
        kinds = {"1": "1", "2": "2", r"\infty": "inf", "F": "fro", r"\mathrm{F}": "fro", "Fro": "fro"}
        if written in kinds:
            if isinstance(value_sort(inside), Matrix) and kinds[written] != "fro":
                raise self.fault(
                    f"the operator norm of {latex(inside)} is not known here", node, "the Frobenius norm, _F"
                )
            found = build.norm(inside, kinds[written])  # type: ignore[arg-type]
        else:  # a norm weighted by a matrix
            weight = self.term(sub)
            if not isinstance(value_sort(weight), Matrix):
                raise self.fault(f"the norm with subscript {written} is not known here", node, "1, 2, F or a matrix")
            self.fit(weight, inside)
            found = build.sqrt(build.matmul(build.transpose(inside), weight, inside))
        return found if sup is None else self.raised(found, sup, node)

    def raised(self, value: Term, sup: Node, node: Node) -> Term:
        """A power, an inverse or a transpose."""
        sup = bare(sup)
        written = spell(sup)
        value = self.numeric(value)
        if (
            written in TRANSPOSES
            and (written != "t" or is_array(value))
            and not (written in ("T", r"\mathrm{T}") and not is_array(value) and self.is_known("T"))
        ):
            if not is_array(value):
                self.make_array(value)
            return build.transpose(value)
        if written in INVERSE_TRANSPOSES:
            self.square(value)
            return build.transpose(self.inverse(value, node))
        if written == "-1" and not is_array(value) and not isinstance(value_sort(value), Function):
            for part in value.args if value.head == "mul" else (value,):
                if self.free_guess(part) and is_upper(part.name) and "_" not in part.name:
                    self.make_array(part)
        if written == "-1" and is_array(value):
            return self.inverse(value, node)
        if written in (r"\odot2", r"\circ2"):
            return build.power(value, build.TWO) if not is_array(value) else build.hadamard(value, value)
        if isinstance(sup, Name) and sup.text in ("*", r"\ast", r"\star", r"\dagger", r"\circ", "+"):
            raise self.fault(f"the superscript {sup.text} on {latex(value)}", node, "a power")
        exponent = self.number(sup)
        if exponent.head == "number" and abs(exponent.value) > _MAX_EXPONENT:
            raise self.fault(f"an exponent beyond {_MAX_EXPONENT}", sup)
        if is_array(value):
            if isinstance(value_sort(value), Vector):
                raise self.fault(
                    f"a power of {latex(value)}, which is {build.describe(value_sort(value))}",
                    node,
                    r"a norm, an inner product, or \odot",
                )
            self.square(value)
            half = _rational(exponent)
            if half is not None and abs(half) == build.HALF.value and value.head == "symbol":
                found = self.square_root(value)
                return found if half > 0 else build.inverse(found)
            if exponent is build.HALF or exponent.head != "number":
                raise self.fault(f"the power {written} of a matrix is not known here", node)
        return build.power(value, exponent)

    def square_root(self, value: Term) -> Term:
        """The positive definite root of a matrix, S with S S = A; A is taken to be positive definite."""
        if "positive_definite" not in build.traits(value):
            self.context.definite(value.name)
        root = symbol(rf"{value.name}^{{1/2}}", value.sort)
        self.local[build.equal(value, build.matmul(root, root))] = None
        self.remarks[f"{latex(value)} positive definite"] = None
        return root

    def inverse(self, value: Term, node: Node) -> Term:
        self.square(value)
        context = self.context
        if value.head == "symbol" and says_singular(
            " ".join((context.described.get(value.name, ""), *context.cues.words.get(value.name, ())))
        ):
            raise self.fault(f"{value.name} is said to be singular: it has no inverse", node, "an invertible matrix")
        name = self.free_guess(value)
        if name and not self.context.guesses[name].invertible:
            self.context.guesses[name].invertible = True
            self.context.corrected(name)
            value = self.guessed(name)
        return build.inverse(value)


# functions that are also those of a matrix: with activations, relu or tanh, those of its entries are meant
_SERIES = {"exp": "the exponential", "log": "the logarithm", "sin": "the sine", "cos": "the cosine"}
