"""Functions: which names are applied to what follows, to how much of it, and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from ..errors import Fault
from ..rules.isolate import isolated
from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.sorts import REAL, Function, Matrix, Outcome, RandomVariable, Scalar, Sort, Vector
from ..terms.term import Term, fresh, symbol
from .context import is_upper
from .notation import (
    FUNCTION_LETTERS,
    FUNCTIONS,
    GREEK_FUNCTIONS,
    INVERSE_TRANSPOSES,
    INVERSES,
    SIGNS,
    SURE_TRANSPOSES,
)
from .scope import index_sort, narrow
from .scripts import Scripts
from .syntax import (
    Big,
    Dots,
    Frac,
    Group,
    Name,
    Node,
    Num,
    Root,
    Script,
    Sum,
    bare,
    spell,
    walk,
)

LOGARITHM = "logarithms to the base "


def is_natural(node: Node) -> bool:
    """Whether a node is a logarithm whose base goes without saying."""
    return isinstance(node, Name) and node.text in (r"\ln", "ln")


ABOVE_ONE = Scalar(Fraction(1), open_lower=True)  # what a base is of which nothing is said


class Functions(Scripts):
    """The meaning of function values."""

    def head(self, factors: Sequence[Node], marks: Sequence[str], at: int) -> tuple[Term, int] | None:
        """What an operator of calculus or probability at `at` makes of the factors after it, and where it ends."""
        raise NotImplementedError

    def take(self, factors: Sequence[Node], marks: Sequence[str], at: int) -> tuple[Term, int]:
        """The value of the factor at `at` with the arguments it takes, and the place after them."""
        node = factors[at]
        base, _, _ = _parts(node)
        special = self.head(factors, marks, at)
        if special is not None:
            return special
        if isinstance(base, Name):
            called = factors[at + 1] if at + 1 < len(factors) and not marks[at + 1] else None
            if base.word in FUNCTIONS or base.word in (
                "tr",
                "det",
                "rank",
                "diag",
                "softmax",
                "max",
                "min",
                "logit",
                "lse",
                "vec",
            ):
                return self.function(base, node, factors, marks, at)
            arguments = _call(called)
            if arguments is not None and arguments.fence == "()" and len(arguments.items) > 1:
                self.check_called(base, node)
            if arguments is not None and self.is_callable(base, node, arguments):
                return self.applied(node, called, arguments), at + 2  # type: ignore[arg-type]
        return self.single(node), at + 1

    def check_called(self, base: Name, node: Node) -> None:
        """What is declared a number or an array takes no arguments."""
        name = spell(without_power(node))
        sort = self.context.sort_of(name)
        if sort is not None and not isinstance(sort, Function) and name not in self.alias:
            raise self.fault(
                f"{name} is {build.describe(sort)}, and stands before several arguments",
                base,
                "a function or a density",
            )

    def is_callable(self, base: Name, node: Node, arguments: Group) -> bool:
        """Whether a name before a bracket is applied to it, or multiplied by it."""
        context = self.context
        name = spell(without_power(node))
        if is_turned(node):
            return False
        if name in self.alias or (self.is_bessel(name) and not self.is_known(name)):
            return True
        if name in self.bound:
            return isinstance(self.bound[name].sort, Function)
        if isinstance(node, Script) and node.sub is not None and name not in context.definitions:
            whole = self.bound[base.text].sort if base.text in self.bound else context.sort_of(base.text)
            if isinstance(whole, (Vector, Matrix, RandomVariable)) and context.sort_of(name) is None:
                return False  # an entry of it
            if self.is_entry_of_defined(node):
                return False
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
        if arguments.fence == "[]" and base.text.startswith(r"\mathrm{"):
            self.two_readings(name, "a functional of what follows", f"{name} times what follows", node)
        if base.text == "d" and arguments.fence == "()" and isinstance(arguments.only, Name):
            if context.cues.said(name, "function"):
                return True
            self.two_readings(name, "a function of what follows", f"{name} times what follows", node)
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
        word = len(base.text) > 1 and not base.text.startswith("\\") and "_" not in base.text
        if name in context.functions or word:
            return True
        custom = base.text.startswith("\\") or base.text in context.cues.bounds or name != base.text
        if custom and name not in context.cues.applied and not is_upper(base.text):
            return False  # \lambda (a - b), n_i (a - b): functions only where they are applied to a variable somewhere
        self.two_readings(name, "a function of what follows", f"{name} times what follows", node)
        return False

    def two_readings(self, name: str, one: str, other: str, node: Node) -> None:
        raise self.fault(
            f"{name} before a bracket has two readings: {one}, or {other}",
            node,
            rf"a declaration of {name}, or \cdot between factors",
        )

    # ---------------------------------------------------------------- calls

    def applied(self, node: Node, called: Node, arguments: Group) -> Term:
        """f(x), with powers of the value and primes of the function."""
        base, _, above = _parts(node)
        name = spell(without_power(node))
        primes = node.primes if isinstance(node, Script) else 0
        inverts = above is not None and spell(above) == "-1"
        if inverts and (self.is_unnamed(name) or name == r"\Phi"):
            return self.after_call(self.inverse_function(name, arguments, node), called, node)
        value = self.value(name, base, arguments, primes, node)
        if inverts and not is_array(value):
            if name in GREEK_FUNCTIONS:
                raise self.fault(f"{name}^{{-1}} has two readings: the inverse function, or one over {name}", node)
            return self.after_call(self.inverse_function(name, arguments, node), called, node)
        if above is not None and not self.part_of_name(above):
            value = self.raised(value, above, node)
        return self.after_call(value, called, node)

    def inverse_function(self, name: str, arguments: Group, node: Node) -> Term:
        """f^{-1}(y): the x of f(x) = y where that can be solved for it, or else any function."""
        definition = self.context.definitions.get(name)
        if definition is not None and len(definition.parameters) == len(arguments.items) == 1:
            value = self.number(arguments.items[0])
            sort = self.context.sort_of(definition.parameters[0])
            own = fresh(symbol("x", sort if isinstance(sort, Scalar) else REAL), value.free)
            solved = isolated(self.numeric(self.unfold(name, (own,), node)), value, own)
            if solved is not None:
                if not self.context.inverts:
                    said = f"{name}^{{-1}} is taken to be the inverse function of {name}, not one over {name}"
                    self.caveats[said] = None
                return solved
        values = [self.numeric(self.term(item)) for item in arguments.items]
        inverse = self.function_symbol(f"{name}^{{-1}}", values, node)
        self.inverses[inverse] = name
        return build.apply(inverse, *values)

    def is_unnamed(self, name: str) -> bool:
        """Whether a function is any one, or one that is declared: nothing says what its values are."""
        known = self.context.sort_of(name)
        defined = name in self.context.definitions or name in self.alias or name in GREEK_FUNCTIONS
        return not defined and (known is None or isinstance(known, Function))

    def after_call(self, value: Term, called: Node | None, node: Node) -> Term:
        """Scripts that stand after the bracket of a call."""
        if isinstance(called, Script):
            if called.sub is not None:
                value = self.indexed(value, called.sub, node)
            if called.sup is not None:
                value = self.raised(value, called.sup, node)
        return value

    def value(self, name: str, base: Node, arguments: Group, primes: int, node: Node) -> Term:
        context = self.context
        plain = spell(without_power(node, primes=False))
        if name in self.alias:
            name = plain = self.alias[name]
        if name in context.definitions and name not in self.bound:
            return self.unfold_call(name, arguments.items, node)
        if primes and plain in context.definitions:
            return self.differentiated(plain, primes, arguments, node)
        if isinstance(base, Name) and plain.rstrip("'") in GREEK_FUNCTIONS and context.sort_of(plain) is None:
            argument = self.numeric(self.term(self.single_argument(arguments)))
            function = GREEK_FUNCTIONS[base.text]
            return self.derived(function, argument, primes, node) if primes else build.fn(function, argument)
        values = [self.term(item) for item in arguments.items]
        if any(separator not in (",", ";") for separator in arguments.separators):
            raise self.fault(f"the arguments of {name}", node, "commas between them")
        if len(values) == 2 and not primes and self.is_beta(plain):
            return build.beta(*map(self.numeric, values))
        function_symbol = self.function_symbol(plain, values, node)
        for _ in range(primes):
            function_symbol = build.prime(function_symbol, 0)
        return build.apply(function_symbol, *values)

    def is_beta(self, name: str) -> bool:
        """Whether B(a, b) is the beta function: a B of which nothing else is said."""
        cues = self.context.cues
        return (
            name in ("B", r"\mathrm{B}")
            and not self.is_known(name)
            and name not in cues.alone
            and not cues.said(name, "function", "density")
        )

    def differentiated(self, name: str, primes: int, arguments: Group, node: Node) -> Term:
        """f'(x) of a defined f."""
        (parameter,) = self.context.definitions[name].parameters[:1] or ("x",)
        variable = symbol(parameter, REAL)
        argument = self.number(self.single_argument(arguments))
        self.given_at(name, {parameter: argument}, node)
        body = self.unfold(name, (variable,), node)
        for _ in range(primes - 1):
            body = build.derivative(variable, body)
        return build.derivative(variable, body, argument)

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
        self.warn(name, node)
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
        generic = tuple(_generic(sort) for sort in merged)
        if context.functions.get(name) != generic:
            context.functions[name] = generic
            context.corrected(name)
        for expected, value in zip(merged, values, strict=True):
            self.fit_argument(expected, value)
        self.used[name] = None
        traits = context.cues.traits(name)
        reached = context.reached.get(name, REAL)
        for word, sign in SIGNS.items():
            if context.cues.said(name, word):
                reached = narrow(reached, sign, Fraction(0))
        return symbol(name, Function(context.functions[name], reached, traits))

    def fit_argument(self, expected: object, value: Term) -> None:
        """A vector argument of a function makes the other things it is applied to vectors."""
        if isinstance(expected, (Vector, Matrix)) and not is_array(value):
            self.make_array(self.numeric(value))
        elif isinstance(expected, Vector) and isinstance(value_sort(value), Vector):
            self.context.unify(expected.size, shape(value)[0])

    # ---------------------------------------------------------------- functions by name

    def function(
        self,
        base: Name,
        node: Node,
        factors: Sequence[Node],
        marks: Sequence[str],
        at: int,
    ) -> tuple[Term, int]:
        """log, exp, tr, max and their like, with brackets or without."""
        primes = node.primes if isinstance(node, Script) else 0
        _, sub, sup = _parts(node)
        if base.word in ("max", "min"):
            return self.largest(base, factors, at)
        several = _call(factors[at + 1]) if base.word == "diag" and at + 1 < len(factors) else None
        if several is not None and len(several.items) > 1 and set(several.separators) == {","} and sub is None:
            value = self.along_diagonal(several)
            return (value if sup is None else self.raised(value, sup, node)), at + 2
        argument, end, called = self.argument(base, factors, marks, at + 1)
        exponent = sup
        name = base.word
        if sup is not None and spell(sup) == "-1" and name in INVERSES:
            name, exponent = INVERSES[name], None
        if sup is not None and spell(sup) in INVERSE_TRANSPOSES:
            raise self.fault(f"{name}^{{{spell(sup)}}} before its argument", node, "a power of the value")
        if sup is not None and spell(sup) == "-1" and exponent is not None:
            raise self.fault(f"{name}^{{-1}} has two readings: the inverse function, or one over {name}", node)
        value = self.named_function(name, argument, primes, node)
        if sub is not None:
            if name == "log":
                basis = self.number(sub)
                self.context.guess_within(self.free_guess(basis), ABOVE_ONE)
                self.remarks[f"{LOGARITHM}{spell(sub)}"] = None
                value = build.div(value, build.log(basis))
            else:
                value = self.indexed(value, sub, node)
        elif name == "log" and not is_natural(base) and self.context.base is not None:
            self.remarks[f"{LOGARITHM}{self.context.base}"] = None
            value = build.div(value, build.log(build.number(self.context.base)))
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
                self.make_array(argument)
                return build.vec(argument)
        self.of_entries(FUNCTIONS[name], argument, node)
        return build.fn(FUNCTIONS[name], argument)

    def largest(self, base: Name, factors: Sequence[Node], at: int) -> tuple[Term, int]:
        called = _call(factors[at + 1]) if at + 1 < len(factors) else None
        if called is None or called.fence not in ("()", "[]", r"\{}"):
            raise self.fault(f"{base.word} of what", base, f"{base.word}(a, b) or {base.word}_x")
        if len(called.items) == 1:
            only = spell(called.items[0])
            if only.startswith(r"\mathcal{") and not self.is_known(only):
                self.caveats[f"the {base.word} of {only} is any number, for all that is known here"] = None
                return self.guessed(rf"{base.word}({only})", "real"), at + 2
            found = self.numeric(self.term(called.items[0]))
            if not isinstance(value_sort(found), Vector):
                raise self.fault(f"{base.word} over what", base, f"{base.word}(a, b) or {base.word}_x")
            place = self.new_variable("i", index_sort(build.ONE))  # the largest entry of a vector
            domain = build.between(build.ONE, shape(found)[0])
            kind: Literal["maximum", "minimum"] = "maximum" if base.word == "max" else "minimum"
            return build.extremum(kind, place, domain, build.index(found, place)), at + 2
        listed = self.largest_of_series(base, called)
        if listed is not None:
            return listed, at + 2
        values = [self.number(item) for item in called.items]
        return (build.max_of if base.word == "max" else build.min_of)(*values), at + 2

    def largest_of_series(self, base: Name, called: Group) -> Term | None:
        """max(X_1, .., X_n), the largest of all X_i."""
        items = [bare(item) for item in called.items]
        first, last = items[0], items[-1]
        dotted = len(items) in (3, 4) and isinstance(items[-2], Dots)
        if not dotted or not isinstance(first, Script) or not isinstance(last, Script) or last.sub is None:
            return None
        if spell(first.base) != spell(last.base) or spell(first.sub) != "1" or first.sup is not None:
            return None
        place = self.new_variable("i", index_sort(build.ONE))
        domain = build.between(build.ONE, self.number(last.sub))
        self.ranges[place] = domain.args[1]
        written = Script(first.start, first.end, first.base, Name(first.start, first.end, place.name), None)
        with self.binding(place.name, place):
            body = self.number(written)
        kind: Literal["maximum", "minimum"] = "maximum" if base.word == "max" else "minimum"
        return build.extremum(kind, place, domain, body)

    def argument(
        self,
        base: Name,
        factors: Sequence[Node],
        marks: Sequence[str],
        at: int,
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
                f"alone",
                base,
                "brackets",
            )
        return self.numeric(found), end, None

    def along_diagonal(self, called: Group) -> Term:
        """diag(a, b, ..): the vector of numbers, or the matrix with these blocks on its diagonal."""
        items = [bare(item) for item in called.items]
        if any(isinstance(item, Dots) for item in items):
            try:
                return build.diag(self.enumerated(items, called))
            except Fault:
                return self.many_blocks(called)
        parts = [self.numeric(self.term(item)) for item in items]
        if not any(map(is_array, parts)):
            return build.diag(build.literal([[part] for part in parts]))
        rows = [[part if row == at else build.ZERO for at, part in enumerate(parts)] for row in range(len(parts))]
        return self.stacked(rows, called)

    def many_blocks(self, called: Group) -> Term:
        """diag(A_1, .., A_k): of so many blocks that it is any matrix, for all that is known here."""
        if any(isinstance(part, Name) and part.text in self.bound for part in walk(called)):
            raise self.fault("blocks that change with an index", called, "blocks that are the same")
        name = rf"\operatorname{{diag}}({', '.join(map(spell, called.items))})"
        self.caveats["a block-diagonal matrix with dots is taken to be any matrix"] = None
        size = self.context.size(f"n_{{{name}}}")
        return symbol(name, Matrix(size, size))

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


def is_turned(node: Node) -> bool:
    """Whether a factor is transposed: then it is no function, whatever stands after it."""
    node = bare(node)
    return isinstance(node, Script) and node.sup is not None and spell(node.sup) in SURE_TRANSPOSES | INVERSE_TRANSPOSES


def _parts(node: Node) -> tuple[Node, Node | None, Node | None]:
    """Base, subscript and superscript of a factor."""
    node = bare(node)
    if isinstance(node, Script):
        return bare(node.base), node.sub, node.sup
    return node, None, None


def without_power(node: Node, *, primes: bool = True) -> Node:
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


def _generic(sort: Sort) -> Sort:
    """An argument sort that admits all things of its shape."""
    match sort:
        case Scalar():
            return REAL
        case Vector(size=size):
            return Vector(size)
        case Matrix(rows=rows, columns=columns):
            return Matrix(rows, columns)
    return sort


def _wider(old: Sort, new: Sort) -> Sort:
    ranks = {Outcome: 0, Scalar: 1, Vector: 2, Matrix: 3}
    return new if ranks.get(type(new), 0) > ranks.get(type(old), 0) else old
