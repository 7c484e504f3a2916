"""Names and guesses while a formula is given its meaning. The rest of elaboration builds on this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

from ..errors import Fault, SortError
from ..terms import build
from ..terms.build import Layout, is_array, shape, value_sort
from ..terms.show import latex
from ..terms.sorts import Family, Function, Matrix, Outcome, RandomVariable, Scalar, Sort, Vector
from ..terms.term import EULER_GAMMA, INFINITY, PI, Term, fresh, substitute, symbol
from .context import Context, is_bold, is_capital, is_upper, label
from .notation import BESSEL, FUNCTION_WORDS, IMAGINARY, SIGNS
from .syntax import Frac, Name, Node, Script, bare, has_running_entries, is_multiplier, is_only_called, spell, walk

MAX_DEPTH = 90
MAX_UNFOLDED = 50_000  # nodes of definitions unfolded into one side


INDEX_LETTERS = frozenset("i j k l m n r s t".split())


def moves(body: Node, name: str) -> bool:
    """Whether an expression has a derivative by a name."""
    under = {f"{sign}{name}" for sign in ("d", r"\mathrm{d}", r"\partial")}
    return any(isinstance(part, Frac) and spell(part.under) in under for part in walk(body))


ALONE = " is one symbol here"


class Scope:
    """Looks names up, binds them, and corrects guesses."""

    def __init__(self, context: Context, layout: Layout = "denominator") -> None:
        self.context = context
        self.layout: Layout = layout
        self.layout_matters = False
        self.entrywise = False  # within the factors of an entrywise product
        self.written: frozenset[str] = frozenset()  # the names in the claim that is read
        self.bound: dict[str, Term] = {}
        self.running: frozenset[str] = frozenset()  # those bound names that a sum or an integral runs over
        self.at_point: dict[str, Term] = {}  # family -> its value, while a mixture of densities is read
        self.used: dict[str, None] = {}  # names whose sort was guessed
        self.opened: dict[str, None] = {}  # definitions unfolded
        self.remarks: dict[str, None] = {}
        self.endless: set[str] = set()  # what integrals without ends run over, all of the line as it seems
        self.caveats: dict[str, None] = {}  # what is said of the symbols and not known here: no proof needs it
        self.alias: dict[str, str] = {}  # a parameter that is a function -> the function it stands for
        self.local: dict[Term, None] = {}  # facts that the notation implies: an index stays within its array
        self.inverses: dict[Term, str] = {}  # the symbol for f^{-1} -> f
        self.outcomes: dict[str, str] = {}  # x_i, where a sum over i is one over the outcomes of x -> x
        self.ranges: dict[Term, Term] = {}  # bound indices that run from 1, with where they end
        self.by_chance = 0  # how many expectations and probabilities are open
        self.in_event = 0  # how many events
        self.depth = 0
        self.unfolded = 0

    def term(self, node: Node) -> Term:
        """The meaning of an expression."""
        raise NotImplementedError

    def product(self, factors: Sequence[Node], marks: Sequence[str]) -> Term:
        """The meaning of factors side by side."""
        raise NotImplementedError

    def fault(self, message: str, node: Node, expected: str = "") -> Fault:
        return Fault(message, node.start, expected, self.context.known())

    @contextmanager
    def deeper(self, node: Node) -> Iterator[None]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Fault(f"nested more than {MAX_DEPTH} levels deep, definitions unfolded", node.start)
        yield
        self.depth -= 1

    @contextmanager
    def chance(self) -> Iterator[None]:
        """Within an expectation or a probability: what a model says of data is meant."""
        self.by_chance += 1
        yield
        self.by_chance -= 1

    @contextmanager
    def happening(self) -> Iterator[None]:
        """Within an event: Z = 2 is of what Z is defined to be."""
        self.in_event += 1
        with self.chance():
            yield
        self.in_event -= 1

    @contextmanager
    def binding(self, name: str, variable: Term) -> Iterator[None]:
        """`name` stands for `variable` within."""
        before, running = self.bound.get(name), self.running
        self.bound[name] = variable
        self.running = running | {name}
        yield
        self.running = running
        if before is None:
            del self.bound[name]
        else:
            self.bound[name] = before

    def new_variable(self, name: str, sort: Sort) -> Term:
        """A symbol to bind: not one that occurs in what other names stand for here."""
        inside = [value.free for other, value in self.bound.items() if other != name]
        return fresh(symbol(name, sort), frozenset().union(*inside))

    # ---------------------------------------------------------------- names

    def is_known(self, name: str) -> bool:
        return name in self.bound or name in self.context.declared or name in self.context.definitions

    def symbol(self, name: str, node: Node) -> Term:
        """The term that a name stands for."""
        context = self.context
        if name in self.bound:
            return self.bound[name]
        if isinstance(node, Name) and node.word == "d" and node.end - node.start > 1:  # an upright one
            self.caveats[f"the differential {name} is a number of its own here"] = None
        if name in context.definitions and self.unfolds(name):
            return self.unfold(name, (), node)
        if name in context.samples and self.by_chance and not context.is_copied(name):
            return self.sample(name, node)
        self.warn(name, node)
        self.not_of_others(name, node)
        if name in IMAGINARY and context.cues.imaginary and not (name in context.declared or name in self.running):
            raise self.fault(f"{name} may be the imaginary unit here: complex numbers are not known", node)
        sort = context.sort_of(name)
        if sort is not None:
            return symbol(name, sort)
        if name == r"\pi" and context.kind(name) in ("", "real"):
            return PI
        if name == r"\infty":
            return INFINITY
        if name == "e" and not context.cues.own_e:
            return build.exp(build.ONE)
        inner = context.array_name(name[5:-1]) if name.startswith(r"\bar{") else ""
        told = any(name in fact.about for fact in context.facts)
        if inner and not told and (inner in context.samples or (name not in context.guesses and self.is_data(inner))):
            return self.sample_mean(name, inner, node)
        if name == r"\gamma" and context.cues.said(name, "euler"):
            return EULER_GAMMA
        if name in context.cues.sets:
            raise self.fault(f"{name} is a set", node, "a number, vector or matrix")
        return self.guessed(name)

    def sample(self, name: str, node: Node) -> Term:
        """The vector of data that are drawn one by one."""
        raise NotImplementedError

    def of_copies(self, name: str, node: Node) -> Term:
        """The vector of X_1, .., X_n that are copies of X: random, or of their values."""
        return self.sample(name, node) if self.by_chance else self.guessed(self.context.numbers_name(name), "vector")

    def warn(self, name: str, node: Node) -> None:
        """Note what was said of a symbol and is not known here. What kind of thing it is must be known."""
        if name in self.context.opaque and (self.by_chance or name not in self.context.by_density):
            raise self.fault(f"what was said of {name} is not known here: {self.context.opaque[name]}", node)
        for said in (*self.context.not_known(name), *self.context.doubts(name)):
            self.caveats[f"what was said of {name} is not known here: {said}"] = None
        for index in self.running_below(name):
            self.caveats[f"{name}{ALONE}, whatever {index} is"] = None
        for term in self.defined_terms(name):
            self.caveats[f"{term} is defined, and other terms of {name} are not"] = None

    def defined_terms(self, name: str) -> list[str]:
        """Of a name that is read as an array, the terms that are defined by themselves: a_t of a_t = a_0 / t."""
        context = self.context
        letters = INDEX_LETTERS - context.declared.keys() - context.cues.bounds
        held = (f"{name}_{letter}" for letter in sorted(letters))
        return [each for each in held if each in context.definitions and not context.definitions[each].parameters]

    def running_below(self, name: str) -> list[str]:
        """The letters of a name's subscript that run here."""
        below = _below(name)
        return [index for index in sorted(self.running) if len(index) == 1 and index in below and below.isalnum()]

    def not_of_others(self, name: str, node: Node) -> None:
        """A name with indices that belongs to one symbol, x_{ij} ~ N(0, 1), is not that of all of them."""
        if self.runs_in_name(name):
            self.context.one_of_several(name)
            index = self.running_below(name)[0]
            raise self.fault(f"{index} runs, and {name} is a symbol of its own", node, "an index")

    def runs_in_name(self, name: str) -> bool:
        """Whether all letters of a name's subscript are indices, by custom at least, and one of them runs here."""
        letters = {letter for letter in _below(name) if not letter.isdigit()}
        return bool(self.running_below(name)) and letters <= self.context.cues.running | self.running | INDEX_LETTERS

    def unfolds(self, name: str) -> bool:
        """Whether a defined name is read by its definition: one by a model only where its chance is spoken of."""
        definition = self.context.definitions[name]
        point = name in self.context.cues.labels and not self.written.isdisjoint(self.context.cues.signatures)
        if point and not (self.in_event and definition.model):
            return False  # the point of a density is a variable of its own
        if not definition.model or self.by_chance:
            return True
        return self.is_drawn(self.behind(definition.names) & self.spoken())

    def is_sampled(self, name: str) -> bool:
        """Whether a name is that of data that are drawn one by one, or made of such."""
        several = self.context.definitions.get(name + r"_{\cdot}")
        return name in self.context.samples or (several is not None and several.model)

    def spoken(self) -> set[str]:
        """The names that are written here, with those that models put in the place of them: X + Y for Z beside X."""
        found = set(self.written)
        models = [self.context.definitions[each].names for each in self.behind(found) if self.is_by_model(each)]
        for _ in models:
            for names in models:
                if self.is_drawn(self.behind(names) & found):
                    found |= names
        return found

    def behind(self, names: Set[str]) -> set[str]:
        """The names, and those that models make them of."""
        found, pending = set(names), list(names)
        while pending:
            name = pending.pop()
            more = self.context.definitions[name].names - found if self.is_by_model(name) else frozenset()
            found |= more
            pending += more
        return found

    def is_by_model(self, name: str) -> bool:
        return name in self.context.definitions and self.context.definitions[name].model

    def is_drawn(self, names: Set[str]) -> bool:
        return any(self.is_chance(each) or self.is_sampled(each) for each in names)

    def is_chance(self, name: str) -> bool:
        """Whether a name is that of a random variable, or of something made of one."""
        context = self.context
        definition = context.definitions.get(name)
        if definition is not None:
            return definition.model
        return isinstance(context.sort_of(name), RandomVariable) or name in context.lawless

    def is_data(self, name: str) -> bool:
        """Whether a name is a vector of numbers."""
        sort = self.context.sort_of(name)
        definition = self.context.definitions.get(name)
        if name in self.bound or (definition and len(definition.parameters) > 1):
            return False
        if definition is None and name.removesuffix(r"_{\cdot}") in self.context.cues.separate:
            return sort is None or isinstance(sort, Vector)
        if definition and (definition.indexed or self.unfolds(name)):
            return definition.indexed
        return isinstance(sort, Vector) or (sort is None and self.context.kind(name) == "vector")

    def sample_mean(self, name: str, inner: str, node: Node) -> Term:
        """x with a bar, of which nothing is said, beside data x_1, .., x_n: the mean of them."""
        data = self.of_copies(inner, node) if self.context.is_copied(inner) else self.symbol(inner, node)
        if inner.endswith(r"_{\cdot}"):  # entries that are written apart from the array of that name
            self.make_array(data)
        if not is_array(data):
            raise self.fault(f"{name} is a mean of what", node, f"the entries of {name[5:-1]}")
        size = shape(data)[0]
        place = self.new_variable("i", index_sort(build.ONE))
        self.remarks[f"{name} the mean of the entries of {name[5:-1]}"] = None
        total = build.total(place, build.between(build.ONE, size), build.index(data, place))
        return build.div(total, size)

    def guessed(self, name: str, kind: str = "") -> Term:
        context = self.context
        if name not in context.guesses:
            context.guess(name, kind or self.first_guess(name))
        self.used[name] = None
        return symbol(name, context.guessed_sort(name))

    def first_guess(self, name: str) -> str:
        cues = self.context.cues
        if name in cues.bounds:
            return "natural"
        base = name.partition("_")[0]
        fixed = cues.said(name, "matrix", "constant", "scalar") or self.is_beside_random(name)  # the A of E[A X]
        if name in cues.random and (not fixed or cues.said(name, "random variable", "random vector")):
            return "random"
        if base != name and isinstance(self.context.sort_of(base), RandomVariable):
            return "random"
        if name in self.context.beside:
            self.context.described.setdefault(name, "whether it is random")
            return "random"
        if base != name and self.is_of_process(base):
            self.context.described.setdefault(name, "how it depends on what is drawn besides")
            return "random"
        if is_bold(name):
            return "matrix" if is_upper(name) else "vector"
        if cues.said(name, "matrix", "matrices"):
            return "matrix"
        if cues.said(name, "vector", "vectors"):
            return "vector"
        definitions = self.context.definitions.values()
        if any(name in each.parameters and has_running_entries(each.body, name) for each in definitions):
            return "vector"
        shape = cues.shapes.get(name, "")
        if shape in ("vector", "matrix"):
            return shape
        if label(name) in cues.labels:
            return "outcome"
        return "real"

    def is_of_process(self, base: str) -> bool:
        """Whether X_t is made of X_{t-1} and of what is random: so is X_{t-1}, of which nothing else is said."""
        context = self.context
        made = context.made_of(context.processes[base]) if base in context.processes else set()
        random = any(isinstance(context.sort_of(name), RandomVariable) for name in made)
        return random or not {each.partition("_")[0] for each in made}.isdisjoint(context.samples)

    def is_beside_random(self, name: str) -> bool:
        """Whether a letter is a matrix that stands within means beside what is said to be random, and never alone: the
        A of E[x^\\top A x] where x has a law."""
        cues, declared = self.context.cues, self.context.declared.values()
        matrix = cues.shapes.get(name) == "matrix" and name not in cues.moments | cues.sole and name in cues.alone
        return matrix and any(isinstance(sort, RandomVariable) for sort in declared)

    def unfold_call(self, name: str, items: tuple[Node, ...], node: Node) -> Term:
        """A defined name applied to arguments. A parameter that the definition calls stands for a function."""
        definition = self.context.definitions[name]
        alias: dict[str, str] = {}
        values: list[Term] = []
        for parameter, item in zip(definition.parameters, items, strict=False):
            inner = bare(item)
            function = self.name_of(inner) or spell(inner)
            called = parameter in self.context.cues.called and is_only_called(definition.body, parameter)
            called = called and not is_multiplier(definition.body, parameter)
            if called and isinstance(inner, (Name, Script)):
                alias[parameter] = self.alias.get(function, function)
                values.append(build.ZERO)
            else:
                values.append(self.of_parameter(name, parameter, self.term(item), node))
        if len(items) != len(definition.parameters):
            raise self.fault(f"{name} is defined with {len(definition.parameters)} arguments, not {len(items)}", node)
        return self.unfold(name, tuple(values), node, alias)

    def is_entry_of_defined(self, node: Node) -> bool:
        """Whether p_i is an entry of a p that is defined, as a whole or by its entries."""
        inner = bare(node)
        if not isinstance(inner, Script) or inner.sub is None or not isinstance(inner.base, Name):
            return False
        held = self.context.definitions
        defined = held.get(self.context.array_name(inner.base.text)) or held.get(inner.base.text)
        return defined is not None and (defined.indexed or not defined.parameters)

    def own_value(self, parameter: str, node: Node) -> Term:
        """What a parameter stands for by itself: \\sigma^2 is the square of \\sigma, where it is no name of its own."""
        base = parameter.removesuffix("^2")
        if base != parameter and not self.is_known(parameter):
            return build.power(self.symbol(base, node), build.TWO)
        return self.symbol(parameter, node)

    def of_parameter(self, name: str, parameter: str, value: Term, node: Node) -> Term:
        """The value of a parameter: a number is none for what is a vector in the definition."""
        sort = self.context.sort_of(parameter)
        sort = sort.value if isinstance(sort, RandomVariable) else sort
        other = is_array(value) or self.free_guess(value) or isinstance(value.sort, Outcome)
        if isinstance(sort, (Vector, Matrix)) and not other:
            raise self.fault(f"{name} is defined of {build.describe(sort)}, and {latex(value)} is none", node)
        return value

    def given_at(self, name: str, values: Mapping[str, Term], node: Node) -> None:
        """Whether a function is given at some values of its parameters: where it is not, it has none. A letter is taken
        to stand for such values."""
        for limit in self.context.definitions[name].limits:
            value = values.get(limit.parameter)
            holds = limit.holds(value) if value is not None else True
            if holds is True or value is None:
                continue
            words = f"{name} is given for {limit.words} only"
            if holds is False:
                raise self.fault(words, node)
            if value.head != "symbol":
                raise self.fault(f"{words}, and {latex(value)[:40]} may be no such value", node)
            self.caveats[words] = None

    def unfold(self, name: str, arguments: tuple[Term, ...], node: Node, alias: dict[str, str] | None = None) -> Term:
        """The meaning of a defined name, here."""
        definition = self.context.definitions[name]
        if len(arguments) != len(definition.parameters):
            wanted = len(definition.parameters)
            if definition.indexed and not arguments:
                return self.tabulated(name, node)
            if arguments:
                raise self.fault(f"{name} is defined with {wanted} arguments, not {len(arguments)}", node)
            arguments = tuple(self.own_value(parameter, node) for parameter in definition.parameters)  # L for L(w)
        values = {
            parameter: value
            for parameter, value in zip(definition.parameters, arguments, strict=True)
            if parameter not in (alias or {})
        }
        self.given_at(name, values, node)
        moved: dict[str, Term] = {}  # dF(x)/dx at a place that is no x
        for each, value in values.items():
            if value.head != "symbol" and moves(definition.body, each):
                own = symbol(each, value_sort(value))
                moved[each] = fresh(own, frozenset({own}).union(*(other.free for other in values.values())))
        outer, running = self.bound, self.running
        self.bound = {**self.inherited(name, node), **values, **moved}
        moving = frozenset().union(*(outer[each].free for each in running if each in outer))
        over = {each for each, value in values.items() if definition.indexed and not moving.isdisjoint(value.free)}
        self.running = (running.intersection(self.bound) - values.keys()) | over
        renamed, self.alias = self.alias, alias or {}
        kept = self.context.definitions.pop(name)  # a definition does not see itself
        try:
            with self.deeper(node):
                found = self.term(definition.body)
        except Fault as fault:
            raise Fault(
                f"in the definition of {name}: {fault.message}".replace(
                    f"in the definition of {name}: in the", "in the"
                ),
                node.start,
                fault.expected,
                fault.known,
            ) from fault
        finally:
            self.context.definitions[name] = kept
            self.bound, self.running, self.alias = outer, running, renamed
        found = substitute(found, {moved[each]: values[each] for each in moved})
        self.opened[name] = None
        if kept.supposed:
            self.remarks[kept.supposed] = None
        if kept.goal:
            self.caveats[f"what {name} is was taken from what is to be shown"] = None
        self.unfolded += found.size
        if self.unfolded > MAX_UNFOLDED:
            raise self.fault(f"{name} grows past {MAX_UNFOLDED} symbols when it is unfolded", node)
        return found

    def inherited(self, name: str, node: Node) -> dict[str, Term]:
        """The bound variables that a defined name sees where it is used.

        `r := x - a` within a sum over x is `x - a` of that x, and so is what an index of a name stands for. But in
        `\\sum_x f(x)` with f(y) := x + y, the x of the definition may be another: that has two readings.
        """
        definition = self.context.definitions[name]
        names, pending = set(definition.names), list(definition.names)
        while pending:
            inner = self.context.definitions.get(pending.pop())
            if inner is not None:
                pending.extend(inner.names - names)
                names |= inner.names
        found = {each: self.bound[each] for each in names if each in self.bound}
        for each, value in found.items() if definition.parameters and not definition.indexed else ():
            outside = self.context.sort_of(each)
            runs = isinstance(value.sort, Scalar) and value.sort.integer  # an index, which means nothing outside
            if outside is None or runs or (each not in self.running and value is symbol(each, outside)):
                continue
            raise self.fault(
                f"{each} in the definition of {name} has two readings: the {each} that is bound here, or another",
                node,
                f"{each} among the arguments of {name}",
            )
        return found

    def tabulated(self, name: str, node: Node) -> Term:
        """y, where y_i was defined: the vector of them."""
        definition = self.context.definitions[name]
        if len(definition.parameters) > 1:
            raise self.fault(f"{name} without its indices", node, f"{name}_{{{''.join(definition.parameters)}}}")
        place = symbol(definition.parameters[0], index_sort(build.ONE))
        size = self.context.size(f"n_{{{name}}}")
        self.ranges[place] = size
        return build.tabulate(place, size, self.numeric(self.unfold(name, (place,), node)))

    def is_bessel(self, name: str) -> bool:
        """Whether I_0 and I_1 are functions by their names: an identity matrix has no size 0."""
        return name in BESSEL and "I_0" in self.context.cues.alone

    def name_of(self, node: Node) -> str:
        """The name of a symbol, perhaps with a subscript, or '' for anything else."""
        node = bare(node)
        if isinstance(node, Name):
            return node.text
        if isinstance(node, Script) and isinstance(node.base, (Name, Script)) and node.sup is None:
            return spell(node)
        return ""

    # ---------------------------------------------------------------- guesses

    def free_guess(self, term: Term) -> str:
        """The name of a symbol whose sort was guessed, so that it may be corrected; else ''."""
        if term.head != "symbol":
            return ""
        name = str(term.data[0])
        known = name in self.context.declared or name not in self.context.guesses
        return "" if known else name

    def numeric(self, term: Term) -> Term:
        """What stands where a number or array must: a point of an unnamed space turns out to be a number."""
        if isinstance(term.sort, Outcome):
            name = self.free_guess(term)
            if name:
                self.context.guess(name, "real")
            if term.head == "symbol" and term.sort.label in self.context.guesses:
                self.context.guess(term.sort.label, "real")
        return term

    def make_array(self, term: Term) -> None:
        """A number that stands where an array must: correct the guesses that made it a number."""
        if is_array(term):
            return
        name = self.free_guess(term)
        if name and self.context.kind(name) in ("outcome", "real"):
            self.context.guess(name, "matrix" if is_capital(name) else "vector")
        elif term.head == "index" and len(term.args) == 2 and self.free_guess(term.args[0]):
            self.context.guess(self.free_guess(term.args[0]), "matrix")
        elif term.head == "add":
            for arg in term.args:
                self.make_array(arg)
        elif term.head in ("sum", "integral", "expect"):
            self.make_array(term.args[2])
        elif term.head in ("mean", "fn") or term.head == "derivative":
            self.make_array(term.args[0])
        elif term.head == "mul":
            for arg in reversed(term.args):
                self.make_array(arg)

    def same_shape(self, left: Term, right: Term) -> None:
        """Correct guesses until the two have one shape, where that can be."""
        (rows, columns), (other_rows, other_columns) = shape(left), shape(right)
        for array, plain in ((left, right), (right, left)):
            if not is_array(array) or is_array(plain):
                continue
            if self.free_guess(plain):
                self.context.random_array(self.free_guess(plain), *shape(array))
            elif plain.head == "mean" and self.free_guess(plain.args[0]):
                self.context.random_array(self.free_guess(plain.args[0]), *shape(array))
            elif plain.head == "variance" and self.free_guess(plain.args[0]):
                self.context.random_array(self.free_guess(plain.args[0]), shape(array)[0], build.ONE)
        if is_array(left) and not is_array(right):
            self.make_array(right)
        elif is_array(right) and not is_array(left):
            self.make_array(left)
        else:
            for one, other in ((left, right), (right, left)):  # a vector that must be a matrix
                if isinstance(value_sort(one), Matrix) and isinstance(value_sort(other), Vector):
                    name = self.free_guess(other)
                    if name and is_upper(name):
                        self.context.guess(name, "matrix")
                    for factor in reversed(one.args if one.head == "mul" else ()):  # X w with w read as a number
                        name = self.free_guess(factor)
                        if name and not is_capital(name) and self.context.kind(name) == "real":
                            self.context.guess(name, "vector")
            self.context.unify(rows, other_rows)
            self.context.unify(columns, other_columns)

    def number(self, node: Node) -> Term:
        found = self.numeric(self.term(node))
        if is_array(found):
            raise self.fault(f"{latex(found)} is {build.describe(value_sort(found))}", node, "a number")
        return found

    def whole(self, node: Node) -> Term:
        """A number that stands in a factorial or a binomial: its undeclared symbols are positive integers."""
        found = self.number(node)
        for part in found.args if found.head == "add" else (found,):
            name = self.free_guess(part)
            if name and self.context.kind(name) == "real":
                self.context.guess(name, "natural")
            if part.head == "index" and self.free_guess(part.args[0]):
                self.context.tallied(self.free_guess(part.args[0]))
        return found

    def square(self, term: Term) -> None:
        """What has a trace or a determinant is square; a letter alone is a matrix."""
        if not is_array(term):
            self.make_array(term)
        name = self.free_guess(term)
        if name and self.context.kind(name) == "vector":
            self.context.guess(name, "matrix")
        rows, columns = shape(term)
        self.context.unify(rows, columns)

    def fit(self, left: Term, right: Term) -> None:
        """Correct guesses until the inner sizes of a matrix product agree."""
        columns, rows = shape(left)[1], shape(right)[0]
        if columns is build.ONE and shape(left)[0] is not build.ONE and isinstance(value_sort(left), Vector):
            name = self.free_guess(left)
            if name and is_upper(name):
                self.context.guess(name, "matrix")
        if rows is not build.ONE or shape(right)[1] is not build.ONE:
            self.context.unify(columns, rows)

    def guess_words(self) -> tuple[str, ...]:
        """What was guessed and mattered, in words."""
        groups: dict[str, list[str]] = {}
        for name in self.used:
            sort = self.context.guessed_sort(name) if name in self.context.guesses else None
            if sort is None or name in self.context.declared:
                continue
            groups.setdefault(_word(sort), []).append(name)
        found = [f"{', '.join(names)} {_counted(word, len(names))}" for word, names in groups.items()]
        for name, arguments in self.context.functions.items():
            if name in self.used:
                cues = self.context.cues
                known = cues.traits(name) | {word for word in SIGNS if cues.said(name, word)}
                traits = [word for word in ("strictly", *SIGNS, *FUNCTION_WORDS) if word in known]
                kind = " ".join([*traits, "smooth"])
                of = f"function of {len(arguments)} argument{'s' * (len(arguments) > 1)}"
                values = " with values in an interval" if name in self.context.reached else ""
                found.append(f"{name} {_counted(f'{kind} {of}', 1)}{values}")
        return (*found, *self.remarks)


def _counted(word: str, count: int) -> str:
    """`density` as `a density`, or of several `densities`."""
    if word[:1] in "=" or word in ("real",) or word.startswith("in "):
        return word
    if count == 1:
        return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
    first, *rest = word.split(" of ")
    plural = {"density": "densities", "matrix": "matrices"}
    head, _, last = first.rpartition(" ")
    return " of ".join([f"{head} {plural.get(last, last + 's')}".strip(), *rest])


def _word(sort: object) -> str:
    match sort:
        case Scalar(integer=True, lower=low):
            return "positive integer" if low == 1 else "nonnegative integer"
        case Scalar(upper=None, positive=True):
            return "positive number"
        case Scalar(upper=None, nonnegative=True):
            return "nonnegative number"
        case Scalar(lower=low, upper=high) if low is not None and high is not None:
            return f"number from {low} to {high}"
        case Scalar():
            return "real"
        case Vector(size=size):
            return f"vector of size {latex(size)}"
        case Matrix(rows=rows, columns=columns, traits=traits):
            kind = "positive definite " if "positive_definite" in traits else "invertible " * ("invertible" in traits)
            return f"{kind}{latex(rows)} x {latex(columns)} matrix"
        case Outcome():
            return "in an unnamed sample space"
        case RandomVariable():
            return "real random variable"
        case Family():
            return "density"
        case Function():
            return "smooth function"
    return "event"


def index_sort(low: Term) -> Scalar:
    """The sort of an index that starts at `low`."""
    if low.head == "number" and low.value.denominator == 1:
        return Scalar(lower=low.value, integer=True)
    return Scalar(integer=True)


def _below(name: str) -> str:
    """The subscript of a name, without its brackets and commas."""
    return name.partition("_")[2].strip("{}").replace(",", "")


def narrow(sort: Scalar, relation: str, bound: Fraction) -> Scalar:
    """The part of a sort of numbers that a relation to a number leaves. Raises SortError where nothing is left."""
    found = sort
    if relation in (">", ">="):
        found = sort.above(bound, strict=relation == ">")
    elif relation in ("<", "<="):
        found = sort.below(bound, strict=relation == "<")
    low, high = found.lower, found.upper
    if (
        low is not None
        and high is not None
        and (low > high or (low == high and (found.open_lower or found.open_upper)))
    ):
        raise SortError(f"{relation} {bound} contradicts what was declared before")
    if relation != "!=":
        return found
    return replace(sort, nonzero=sort.nonzero or bound == 0)
