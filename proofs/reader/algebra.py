"""Sums, products, powers, functions, arrays: the meaning of arithmetic notation."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..errors import Fault, SortError
from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.sorts import REAL, Function, Matrix, Outcome, RandomVariable, Scalar, Vector
from ..terms.term import Term, substitute, symbol
from .context import is_capital, is_upper
from .notation import FUNCTION_LETTERS, FUNCTION_WORDS, FUNCTIONS, GREEK_FUNCTIONS, INVERSES
from .scope import Scope
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

TRANSPOSES = frozenset({r"\top", r"\intercal", "T", r"\mathrm{T}", "t", r"\prime", r"\mathsf{T}"})
INVERSE_TRANSPOSES = frozenset("-" + mark for mark in TRANSPOSES)
INDEX_LETTERS = frozenset("i j k l m n r s t".split())
_MAX_EXPONENT = 10**6
Factors = tuple[Sequence[Node], Sequence[str]]


class Algebra(Scope):
    """The meaning of sums, products, powers and function values."""

    offset = 0  # of the product that is being read

    # ---------------------------------------------------------------- dispatch

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
                return build.binomial(self.whole(node.over), self.whole(node.under))
            case Array():
                return self.array(node)
            case Big():
                return self.big(node)
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

    def head(self, factors: Sequence[Node], marks: Sequence[str], at: int) -> tuple[Term, int] | None:
        """What an operator of calculus or probability at `at` makes of the factors after it, and where it ends."""
        raise NotImplementedError

    def number(self, node: Node) -> Term:
        found = self.numeric(self.term(node))
        if is_array(found):
            raise self.fault(f"{build.latex(found)} is {build.describe(value_sort(found))}", node, "a number")
        return found

    def whole(self, node: Node) -> Term:
        """A number that stands in a factorial or a binomial: its undeclared symbols are positive integers."""
        found = self.number(node)
        for part in found.args if found.head == "add" else (found,):
            name = self.free_guess(part)
            if name and self.context.kind(name) == "real":
                self.context.guess(name, "natural")
        return found

    # ---------------------------------------------------------------- sums and products

    def sum(self, node: Sum) -> Term:
        if any(isinstance(bare(term), Dots) for _, term in node.terms):
            return self.dotted(node)
        terms: list[Term] = []
        for sign, part in node.terms:
            if sign == 0:
                raise self.fault("plus-minus states two formulas at once", part, "one of them")
            found = self.numeric(self.term(part))
            terms.append(build.neg(found) if sign < 0 else found)
        return self.add(terms)

    def dotted(self, node: Sum) -> Term:
        """x_1 + .. + x_n."""
        written = [spell(term) for _, term in node.terms if not isinstance(bare(term), Dots)]
        raise self.fault(f"a sum with dots, {' + '.join(written)[:60]}", node, r"the sum with an index, \sum_{i=1}^n")

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
        start = 0
        result: Term | None = None
        joint = ""
        for at in range(1, len(factors) + 1):
            if at < len(factors) and not (marks[at] in ("odot", "otimes") or self.is_entrywise(marks[at])):
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

    @staticmethod
    def is_entrywise(mark: str) -> bool:
        return mark == "circ"

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
            factors[start], "brackets",
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
        names = [name for term in scalars if (name := self.free_guess(term)) and is_upper(name)
                 and self.context.kind(name) == "real" and "_" not in name]
        if len(set(names)) > 1:
            one, other = list(dict.fromkeys(names))[:2]
            raise Fault(f"{one} {other} has two readings: a product of numbers, and one of matrices, which need not "
                        f"commute", self.offset, f"a declaration of {one} and {other}", self.context.known())

    def fit(self, left: Term, right: Term) -> None:
        """Correct guesses until the inner sizes of a matrix product agree."""
        columns, rows = shape(left)[1], shape(right)[0]
        if columns is build.ONE and shape(left)[0] is not build.ONE and isinstance(value_sort(left), Vector):
            name = self.free_guess(left)
            if name and is_upper(name):
                self.context.guess(name, "matrix")
        if rows is not build.ONE or shape(right)[1] is not build.ONE:
            self.context.unify(columns, rows)

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

    # ---------------------------------------------------------------- one factor and its arguments

    def take(self, factors: Sequence[Node], marks: Sequence[str], at: int) -> tuple[Term, int]:
        """The value of the factor at `at` with the arguments it takes, and the place after them."""
        node = factors[at]
        base, sub, sup = _parts(node)
        special = self.head(factors, marks, at)
        if special is not None:
            return special
        if isinstance(base, Name):
            called = factors[at + 1] if at + 1 < len(factors) and not marks[at + 1] else None
            if base.word in FUNCTIONS or base.word in ("tr", "det", "rank", "diag", "softmax", "max", "min", "logit",
                                                        "lse", "vec"):
                return self.function(base, node, factors, marks, at)
            arguments = _call(called)
            if arguments is not None and arguments.fence == "()" and len(arguments.items) > 1:
                self.check_called(base, node)
            if arguments is not None and self.is_callable(base, node, arguments):
                return self.applied(node, called, arguments), at + 2  # type: ignore[arg-type]
        return self.single(node), at + 1

    def check_called(self, base: Name, node: Node) -> None:
        """What is declared a number or an array takes no arguments."""
        name = spell(_without_power(node))
        sort = self.context.sort_of(name)
        if sort is not None and not isinstance(sort, Function) and name not in self.alias:
            raise self.fault(f"{name} is {build.describe(sort)}, and stands before several arguments", base,
                             "a function or a density")

    def is_callable(self, base: Name, node: Node, arguments: Group) -> bool:
        """Whether a name before a bracket is applied to it, or multiplied by it."""
        context = self.context
        name = spell(_without_power(node))
        if name in self.alias:
            return True
        if name in self.bound:
            return isinstance(self.bound[name].sort, Function)
        if name in context.definitions:
            return bool(context.definitions[name].parameters) and not context.definitions[name].indexed
        sort = context.sort_of(name)
        if isinstance(sort, Function):
            return True
        if isinstance(node, Script) and node.primes and isinstance(context.sort_of(base.text), Function):
            return True
        if base.text in GREEK_FUNCTIONS and not (isinstance(node, Script) and node.sub is not None):
            if sort is None and name not in context.cues.alone:
                return True
            if base.text == r"\sigma" and not isinstance(node, Script):
                self.two_readings(name, "the sigmoid of what follows", f"{name} times what follows", node)
            return False
        if sort is not None:
            return False
        if arguments.fence != "()" or base.text in ("d", "e", r"\pi"):
            return arguments.fence == "()" and base.text == r"\pi" and "|" in arguments.separators
        if isinstance(node, Script) and node.primes:
            return True
        if len(arguments.items) > 1:
            return True
        if context.cues.said(name, "function", "convex", "concave", "differentiable", "increasing", "decreasing"):
            return True
        if name in context.cues.alone:
            if name in context.functions:
                self.two_readings(name, "a function of what follows", f"{name} times what follows", node)
            return False
        inside = bare(arguments.items[0]) if arguments.items else None
        plain = isinstance(inside, (Name, Num)) or (isinstance(inside, Script) and isinstance(inside.base, Name))
        if base.text in FUNCTION_LETTERS or base.text.startswith((r"\mathcal", r"\hat", r"\tilde")) or plain:
            return True
        if name in context.functions or (len(base.text.lstrip("\\")) > 1 and not base.text.startswith("\\")):
            return True
        self.two_readings(name, "a function of what follows", f"{name} times what follows", node)
        return False

    def two_readings(self, name: str, one: str, other: str, node: Node) -> None:
        raise self.fault(f"{name} before a bracket has two readings: {one}, or {other}", node,
                         rf"a declaration of {name}, or \cdot between factors")

    def applied(self, node: Node, called: Node, arguments: Group) -> Term:
        """f(x), with powers of the value and primes of the function."""
        base, _, above = _parts(node)
        name = spell(_without_power(node))
        primes = node.primes if isinstance(node, Script) else 0
        value = self.value(name, base, arguments, primes, node)
        if above is not None and not self.part_of_name(above):
            value = self.raised(value, above, node)
        return self.after_call(value, called, node)

    def after_call(self, value: Term, called: Node, node: Node) -> Term:
        """Scripts that stand after the bracket of a call."""
        if isinstance(called, Script):
            if called.sub is not None:
                value = self.indexed(value, called.sub, node)
            if called.sup is not None:
                value = self.raised(value, called.sup, node)
        return value

    def value(self, name: str, base: Node, arguments: Group, primes: int, node: Node) -> Term:
        context = self.context
        plain = spell(_without_power(node, primes=False))
        if name in self.alias:
            name = plain = self.alias[name]
        if name in context.definitions and name not in self.bound:
            return self.unfold_call(name, arguments.items, node)
        if primes and plain in context.definitions:
            return self.differentiated(plain, primes, arguments, node)
        if isinstance(base, Name) and base.text in GREEK_FUNCTIONS and context.sort_of(plain) is None:
            argument = self.numeric(self.term(self.single_argument(arguments)))
            function = GREEK_FUNCTIONS[base.text]
            return self.derived(function, argument, primes, node) if primes else build.fn(function, argument)
        values = [self.term(item) for item in arguments.items]
        if any(separator not in (",", ";") for separator in arguments.separators):
            raise self.fault(f"the arguments of {name}", node, "commas between them")
        function_symbol = self.function_symbol(plain, values, node)
        for _ in range(primes):
            function_symbol = build.prime(function_symbol, 0)
        return build.apply(function_symbol, *values)

    def differentiated(self, name: str, primes: int, arguments: Group, node: Node) -> Term:
        """f'(x) of a defined f."""
        (parameter,) = self.context.definitions[name].parameters[:1] or ("x",)
        variable = symbol(parameter, REAL)
        body = self.unfold(name, (variable,), node)
        for _ in range(primes - 1):
            body = build.derivative(variable, body)
        return build.derivative(variable, body, self.number(self.single_argument(arguments)))

    def derived(self, function: str, argument: Term, primes: int, node: Node) -> Term:
        """The derivative of a named function, at an argument."""
        if is_array(argument):
            rows, columns = shape(argument)
            if columns is not build.ONE:
                raise self.fault("the entrywise derivative at a matrix", node, "a number or a vector")
            place = symbol("i", Scalar(Fraction(1), integer=True))
            while place in argument.free:
                place = symbol(place.name + "i", place.sort)
            entry = self.derived(function, build.index(argument, place), primes, node)
            return build.tabulate(place, rows, entry)
        variable = symbol("t", REAL)
        body = build.fn(function, variable)
        for _ in range(primes - 1):
            body = build.derivative(variable, body)
        return build.derivative(variable, body, argument)

    def single_argument(self, arguments: Group) -> Node:
        if len(arguments.items) != 1:
            raise self.fault(f"{len(arguments.items)} arguments", arguments, "one")
        return arguments.items[0]

    def function_symbol(self, name: str, values: list[Term], node: Node) -> Term:
        """A function that is declared, or guessed from the sorts of its arguments."""
        context = self.context
        if name in self.bound:
            return self.bound[name]
        sort = context.sort_of(name)
        if isinstance(sort, Function):
            for expected, value in zip(sort.arguments, values, strict=False):
                self.fit_argument(expected, value)
            return symbol(name, sort)
        arguments = context.functions.get(name)
        sorts = tuple(value_sort(value) for value in values)
        if arguments is None or len(arguments) != len(sorts):
            if arguments is not None:
                raise self.fault(f"{name} takes {len(arguments)} arguments elsewhere, and {len(sorts)} here", node)
            arguments = sorts
        merged = []
        for old, new in zip(arguments, sorts, strict=True):
            merged.append(_wider(context.settle(old), context.settle(new)))
        context.functions[name] = tuple(_generic(sort) for sort in merged)
        for expected, value in zip(merged, values, strict=True):
            self.fit_argument(expected, value)
        self.used[name] = None
        traits = frozenset(word for word in FUNCTION_WORDS if context.cues.said(name, word))
        return symbol(name, Function(context.functions[name], REAL, traits))

    def fit_argument(self, expected: object, value: Term) -> None:
        """A vector argument of a function makes the other things it is applied to vectors."""
        if isinstance(expected, (Vector, Matrix)) and not is_array(value):
            self.make_array(self.numeric(value))
        elif isinstance(expected, Vector) and isinstance(value_sort(value), Vector):
            self.context.unify(expected.size, shape(value)[0])

    # ---------------------------------------------------------------- functions by name

    def function(self, base: Name, node: Node, factors: Sequence[Node], marks: Sequence[str], at: int,
                 ) -> tuple[Term, int]:
        """log, exp, tr, max and their like, with brackets or without."""
        primes = node.primes if isinstance(node, Script) else 0
        _, sub, sup = _parts(node)
        if base.word in ("max", "min"):
            return self.largest(base, factors, at)
        argument, end, called = self.argument(base, factors, marks, at + 1)
        exponent = sup
        name = base.word
        if sup is not None and spell(sup) == "-1" and name in INVERSES:
            name, exponent = INVERSES[name], None
        if sup is not None and spell(sup) == "-1" and exponent is not None:
            raise self.fault(f"{name}^{{-1}} has two readings: the inverse function, or one over {name}", node)
        value = self.named_function(name, argument, primes, node)
        if sub is not None:
            if name == "log":
                value = build.div(value, build.log(self.number(sub)))
            else:
                value = self.indexed(value, sub, node)
        if called is not None:
            value = self.after_call(value, called, node)
        if exponent is not None:
            value = self.raised(value, exponent, node)
        return value, end

    def named_function(self, name: str, argument: Term, primes: int, node: Node) -> Term:
        if primes:
            return self.derived(name, argument, primes, node)
        match name:
            case "tr":
                self.square(argument)
                return build.trace(argument)
            case "det":
                self.square(argument)
                return build.det(argument)
            case "rank":
                return build.rank(argument)
            case "diag":
                if not is_array(argument):
                    self.make_array(argument)
                return build.diag(argument)
            case "softmax":
                if not is_array(argument):
                    self.make_array(argument)
                return build.softmax(argument)
            case "logit":
                return build.sub(build.log(argument), build.log(build.sub(build.ONE, argument)))
            case "lse":
                if not is_array(argument):
                    self.make_array(argument)
                place = symbol("i", Scalar(Fraction(1), integer=True))
                entries = build.exp(build.index(argument, place))
                return build.log(build.total(place, build.between(build.ONE, shape(argument)[0]), entries))
            case "vec":
                raise self.fault("vec is not known here", node)
        return build.fn(FUNCTIONS[name], argument)

    def square(self, term: Term) -> None:
        """What has a trace or a determinant is square; a letter alone is a matrix."""
        if not is_array(term):
            self.make_array(term)
        name = self.free_guess(term)
        if name and self.context.kind(name) == "vector":
            self.context.guess(name, "matrix")
        rows, columns = shape(term)
        self.context.unify(rows, columns)

    def largest(self, base: Name, factors: Sequence[Node], at: int) -> tuple[Term, int]:
        called = _call(factors[at + 1]) if at + 1 < len(factors) else None
        if called is None or called.fence not in ("()", "[]", r"\{}"):
            raise self.fault(f"{base.word} of what", base, f"{base.word}(a, b) or {base.word}_x")
        values = [self.number(item) for item in called.items]
        return (build.max_of if base.word == "max" else build.min_of)(*values), at + 2

    def argument(self, base: Name, factors: Sequence[Node], marks: Sequence[str], at: int,
                 ) -> tuple[Term, int, Node | None]:
        """The argument of a function name: the bracket after it, or what stands there without brackets."""
        if at >= len(factors) or marks[at]:
            raise self.fault(f"{base.word} of what", base, "an argument")
        called = _call(factors[at])
        if called is not None and called.fence in ("()", "[]", r"\{}"):
            if len(called.items) != 1:
                raise self.fault(f"{base.word} of {len(called.items)} things", base, "one argument")
            return self.numeric(self.term(called.items[0])), at + 1, factors[at]
        first = bare(factors[at])
        if isinstance(first, Num):
            end = at + 1
            while end < len(factors) and not marks[end] and self.is_plain(factors[end]):
                end += 1
            return self.numeric(self.product(factors[at:end], marks[at:end])), end, None
        if isinstance(first, Sum):
            return self.numeric(self.term(first)), at + 1, None
        with self.deeper(base):
            found, end = self.take(factors, marks, at)
        if end < len(factors) and not marks[end] and self.goes_on(first, factors[end]):
            inside, then = spell(first), spell(bare(factors[end]))
            raise self.fault(
                f"{base.text} {inside} .. {then} has two readings: {base.text} of all that follows, or of {inside} "
                f"alone", base, "brackets",
            )
        return self.numeric(found), end, None

    @staticmethod
    def is_plain(node: Node) -> bool:
        node = bare(node)
        base = node.base if isinstance(node, Script) else node
        return isinstance(base, Name) and not base.word

    @staticmethod
    def goes_on(first: Node, after: Node) -> bool:
        """Whether a bare argument may be meant to go on with the factor after it."""
        after = bare(after)
        base = after.base if isinstance(after, Script) else after
        if isinstance(first, (Frac, Big, Group, Root)) or isinstance(after, (Big, Frac)):
            return False
        return not (isinstance(base, Name) and base.word in FUNCTIONS)

    # ---------------------------------------------------------------- single factors

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
        if node.text in (r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{I}", r"\mathbf{0}") and not self.is_known(node.text):
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
                f"division by {build.latex(under)}, which is {build.describe(value_sort(under))}", node,
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
            left, right = (self.numeric(self.term(item)) for item in node.items)
            self.make_array(left)
            self.make_array(right)
            self.same_shape(left, right)
            return build.dot(left, right)
        if len(node.items) == 2 and node.fence == "()" and node.separators == (",",):
            raise self.fault("a pair where an expression should stand", node)
        if node.fence in (r"\lfloor\rfloor",):
            return build.fn("floor", self.number(node.items[0]))
        if len(node.items) != 1:
            raise self.fault(f"{len(node.items)} things in brackets where one belongs", node, "one expression")
        inside = node.items[0]
        if node.fence == r"\|":
            found = self.numeric(self.term(inside))
            self.make_array(found)
            return build.norm(found)
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

    def array(self, node: Array) -> Term:
        if "cases" in node.environment:
            raise self.fault("a definition by cases is not known here", node)
        rows = [[self.number(entry) for entry in row] for row in node.rows]
        if len(rows) * max(map(len, rows), default=0) > 400:
            raise self.fault("a matrix of more than 400 entries", node)
        if not rows:
            raise self.fault("an empty matrix", node)
        return build.literal(rows)

    # ---------------------------------------------------------------- scripts

    def scripted(self, node: Script) -> Term:
        base, sub, sup = bare(node.base), node.sub, node.sup
        whole = spell(node)
        if self.is_known(whole) or whole in self.at_point:
            return self.at_point.get(whole) or self.symbol(whole, node)
        if isinstance(base, Name):
            text = base.text
            if text == "e" and sup is not None and sub is None and not self.is_known("e"):
                return build.fn("exp", self.numeric(self.term(sup)))
            if text in ("I", r"\mathbf{I}") and sub is not None and not self.is_known(text) and sup is None:
                return build.identity(self.number(sub))
            if text == r"\delta" and sub is not None and sup is None and self.context.kind(text) == "":
                places = self.places(sub)
                if places is not None and len(places) == 2:
                    return build.indicator(build.equal(self.place(places[0]), self.place(places[1])))
            if text in (r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{0}") and sub is not None and not self.is_known(text):
                filled = build.fill(build.ZERO if text == r"\mathbf{0}" else build.ONE, self.number(sub))
                return filled if sup is None else self.raised(filled, sup, node)
        if isinstance(base, Group) and base.fence in (r"\|", "||") and sub is not None:
            return self.norm(base, sub, sup, node)
        if isinstance(base, Group):
            value = self.term(base)
            if sub is not None:
                value = self.indexed(value, sub, node)
        else:
            value, sup = self.named(node, base, sub, sup)
        if sup is not None:
            value = self.raised(value, sup, node)
        return value

    def named(self, node: Script, base: Node, sub: Node | None, sup: Node | None) -> tuple[Term, Node | None]:
        """A symbol with scripts: those that belong to its name, an index, and the power that is left over."""
        if isinstance(base, Script):
            value = self.scripted(base)
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
        if self.is_known(whole):
            return self.symbol(whole, node), sup
        definition = self.context.definitions.get(text)
        if definition is not None and definition.indexed and len(self.places(sub) or ()) == 1:
            return self.unfold(text, (self.place(self.places(sub)[0]),), node), sup  # type: ignore[index]
        if self.is_index(text, sub):
            return self.indexed(self.element(text + kept + primes, sub, node), sub, node), sup
        return self.symbol(whole, node), sup

    def part_of_name(self, sup: Node) -> bool:
        """Superscripts that belong to a name: *, (t), a word."""
        sup = bare(sup)
        if isinstance(sup, Group):
            return sup.fence == "()" and not (isinstance(bare(sup.items[0]), Name) and
                                              spell(sup.items[0]) in self.bound) if sup.items else False
        if isinstance(sup, Words):
            return True
        return isinstance(sup, Name) and (
            sup.text in ("*", r"\ast", r"\star", "+", "-", r"\dagger", r"\circ") or
            (len(sup.text) > 1 and sup.text[0] not in "\\" and not sup.word))

    def is_index(self, text: str, sub: Node) -> bool:
        """Whether a subscript is an index into something, rather than a part of a name."""
        declared = self.context.sort_of(text)
        if isinstance(declared, RandomVariable):
            declared = declared.value
        if isinstance(declared, (Vector, Matrix)):
            places = self.places(sub)
            return places is not None and all(self.may_be_place(place) or self.mentions_index(place) or
                                              isinstance(bare(place), Sum) for place in places)
        if text in self.bound:
            return is_array(self.bound[text])
        places = self.places(sub)
        if places is None:
            return False
        if any(self.mentions_index(place) for place in places):
            return declared is None
        if text in self.context.definitions:
            return self.context.definitions[text].indexed
        return self.context.kind(text) in ("vector", "matrix") and all(map(self.may_be_place, places))

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
        """The indices in a subscript: `ij` and `i,j` are two; None where it is no index."""
        sub = bare(sub)
        if isinstance(sub, Group) and sub.fence == "{}":
            return list(sub.items) if set(sub.separators) <= {","} and len(sub.items) <= 2 else None
        if isinstance(sub, Product):
            names = [bare(part) for part in sub.factors]
            if any(sub.marks) or len(names) > 2:
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
        if self.is_known(text):
            return self.symbol(text, node)
        places = self.places(sub) or []
        for whole in (rf"\mathbf{{{text}}}", rf"\vec{{{text}}}", *((text.upper(), rf"\mathbf{{{text.upper()}}}")
                                                               if len(places) == 2 and text.islower() else ())):
            cues = self.context.cues
            if text not in cues.alone and (whole in cues.alone or whole in self.context.declared):
                found = self.symbol(whole, node)  # w_i are the entries of bold w, a_ij those of A
                if is_array(found) or self.free_guess(found):
                    return found
        kind = "vector" if len(places) == 1 else "matrix"
        if self.context.kind(text) not in ("vector", "matrix", "random"):
            if text in self.context.cues.bounds or self.context.kind(text) == "natural":
                text += r"_{\cdot}"  # n_i beside n: sizes of groups, and their number
            self.context.guess(text, kind)
        return self.guessed(text)

    def indexed(self, array: Term, sub: Node, node: Node) -> Term:
        places = self.places(sub)
        if places is None:
            raise self.fault(f"the subscript {spell(sub)}", node, "an index")
        if not is_array(array):
            name = self.free_guess(array)
            if not name:
                raise self.fault(f"{build.latex(array)} is {build.describe(array.sort)} and has no entries", node)
            self.context.guess(name, "vector" if len(places) == 1 else "matrix")
        if len(places) == 2 and isinstance(value_sort(array), Vector) and self.free_guess(array):
            self.context.guess(self.free_guess(array), "matrix")
        indices = [self.place(place) for place in places]
        for size, place in zip(shape(array), indices, strict=False):
            self.within(size, place)
        if array.head == "tabulate" and len(indices) == 1:
            return substitute(array.args[2], {array.args[0]: indices[0]})
        return build.index(array, *indices)

    def place(self, node: Node) -> Term:
        """An index; a letter that is nothing else is a free one, from 1 up."""
        node = bare(node)
        if isinstance(node, Name) and not self.is_known(node.text) and self.context.kind(node.text) != "natural":
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
        elif (place.head == "symbol" and place.name not in self.bound and place is not size) or (place.head == "number" and size.head != "number"):
            self.local[build.relation("<=", place, size)] = None

    @property
    def ranges(self) -> dict[Term, Term]:
        raise NotImplementedError

    def norm(self, base: Group, sub: Node, sup: Node | None, node: Node) -> Term:
        inside = self.numeric(self.term(base.items[0])) if base.only else None
        if inside is None:
            raise self.fault("a norm of several things", node, "one expression")
        self.make_array(inside)
        written = spell(sub)
        kinds = {"1": "1", "2": "2", r"\infty": "inf", "F": "fro", r"\mathrm{F}": "fro", "Fro": "fro"}
        if written in kinds:
            if isinstance(value_sort(inside), Matrix) and kinds[written] != "fro":
                raise self.fault(f"the operator norm of {build.latex(inside)} is not known here", node,
                                 "the Frobenius norm, _F")
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
        if written in TRANSPOSES and (written != "t" or is_array(value)) and not (
                written in ("T", r"\mathrm{T}") and not is_array(value) and self.is_known("T")):
            if not is_array(value):
                self.make_array(value)
            return build.transpose(value)
        if written in INVERSE_TRANSPOSES:
            self.square(value)
            return build.transpose(self.inverse(value))
        if written == "-1" and not is_array(value) and not isinstance(value_sort(value), Function):
            for part in value.args if value.head == "mul" else (value,):
                if self.free_guess(part) and is_upper(part.name) and "_" not in part.name:
                    self.make_array(part)
        if written == "-1" and is_array(value):
            return self.inverse(value)
        if written in (r"\odot2", r"\circ2"):
            return build.power(value, build.TWO) if not is_array(value) else build.hadamard(value, value)
        if isinstance(sup, Name) and sup.text in ("*", r"\ast", r"\star", r"\dagger", r"\circ", "+"):
            raise self.fault(f"the superscript {sup.text} on {build.latex(value)}", node, "a power")
        exponent = self.number(sup)
        if exponent.head == "number" and abs(exponent.value) > _MAX_EXPONENT:
            raise self.fault(f"an exponent beyond {_MAX_EXPONENT}", sup)
        if is_array(value):
            if isinstance(value_sort(value), Vector):
                raise self.fault(
                    f"a power of {build.latex(value)}, which is {build.describe(value_sort(value))}", node,
                    r"a norm, an inner product, or \odot",
                )
            self.square(value)
            if exponent is build.HALF or exponent.head != "number":
                raise self.fault(f"the power {written} of a matrix is not known here", node)
        return build.power(value, exponent)

    def inverse(self, value: Term) -> Term:
        self.square(value)
        name = self.free_guess(value)
        if name and not self.context.guesses[name].invertible:
            self.context.guesses[name].invertible = True
            value = self.guessed(name)
        return build.inverse(value)


def _parts(node: Node) -> tuple[Node, Node | None, Node | None]:
    """Base, subscript and superscript of a factor."""
    node = bare(node)
    if isinstance(node, Script):
        return bare(node.base), node.sub, node.sup
    return node, None, None


def _without_power(node: Node, *, primes: bool = True) -> Node:
    """The name that is called: its superscript is a power of the value, unless it belongs to the name."""
    node = bare(node)
    if isinstance(node, Script):
        sup = node.sup if node.sup is not None and spell(node.sup) in ("*", r"\ast", r"\star") else None
        count = node.primes if primes else 0
        if node.sub is None and sup is None and not count:
            return bare(node.base)
        return Script(node.start, node.end, node.base, node.sub, sup, count)
    return node


def _call(node: Node | None) -> Group | None:
    """The bracket that a call's arguments stand in."""
    if node is None:
        return None
    base = node.base if isinstance(node, Script) else node
    return base if isinstance(base, Group) and base.fence in ("()", "[]", r"\{}") else None


def _generic(sort: object) -> object:
    """An argument sort that admits all things of its shape."""
    match sort:
        case Scalar():
            return REAL
        case Vector(size=size):
            return Vector(size)
        case Matrix(rows=rows, columns=columns):
            return Matrix(rows, columns)
    return sort


def _wider(old: object, new: object) -> object:
    ranks = {Outcome: 0, Scalar: 1, Vector: 2, Matrix: 3}
    return new if ranks.get(type(new), 0) > ranks.get(type(old), 0) else old


