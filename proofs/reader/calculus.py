"""Sums, products and integrals over variables; derivatives and gradients; maxima."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import pairwise

from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.sorts import POSITIVE, REAL, Family, Function, Matrix, Outcome, RandomVariable, Scalar, Vector
from ..terms.term import DERIVATIVES, INFINITY, ORDERS, Term, fresh, space, substitute, symbol
from .algebra import Algebra
from .context import is_spread, label
from .notation import GREEK_FUNCTIONS, SPACES, STATED, TRANSPOSES, WHOLE_VALUES
from .scope import index_sort
from .syntax import (
    Big,
    Chain,
    Dots,
    Evaluated,
    Frac,
    Group,
    Name,
    Node,
    Num,
    Product,
    Script,
    Sum,
    bare,
    children,
    spell,
    walk,
)
from .ties import moved_by


def has_density(term: Term, variable: Term) -> bool:
    """Whether a term has a density of no known law at a variable."""
    return (term.head == "density" and variable in term.args) or any(has_density(arg, variable) for arg in term.args)


def has_law(term: Term, variable: Term) -> bool:
    """Whether a term has a density, of a named law or not, at what a variable is part of."""
    at = term.head in ("density", "pdf") and variable in term.free
    return at or any(has_law(arg, variable) for arg in term.args)


def infinite_sign(term: Term) -> int | None:
    """1 or -1 for what is infinite, with that sign; 0 for a number; None for what may be neither: oo - oo, x oo."""
    if term is INFINITY:
        return 1
    signs = [infinite_sign(arg) for arg in term.args] if term.head in ("add", "mul") else []
    if not any(sign != 0 for sign in signs):
        return 0
    if term.head == "add":
        found = {sign for sign in signs if sign != 0}
        return found.pop() if len(found) == 1 else None
    sign = 1
    for arg, each in zip(term.args, signs, strict=True):
        sort = build.scalar_sort(arg)
        if each is None or (each == 0 and (sort is None or not (sort.positive or sort.negative))):
            return None
        sign *= each or (1 if sort is not None and sort.positive else -1)
    return sign


_NEARS = (r"\to", r"\rightarrow", r"\longrightarrow")
_DIFFERENTIALS = ("d", r"\partial", r"\mathrm{d}")
Binder = Callable[[Term, Term, Term], Term]


def reaches_far(body: Node, names: list[str]) -> bool:
    """Whether a product covers, past a bracket, factors without its index: `\\prod_i (x_i) a` may mean one a alone."""
    inner = bare(body)
    if not isinstance(inner, Product) or not isinstance(bare(inner.factors[0]), Group):
        return False
    return not all(any(mentions_name(factor, name) for name in names) for factor in inner.factors[1:])


def mentions_name(node: Node, name: str) -> bool:
    return any(isinstance(part, (Name, Script)) and spell(part) == name for part in walk(node))


def _where_free(node: Node, name: str) -> Iterator[Node]:
    """The parts of a formula, but for sums in it that bind a name of their own."""
    bound = node.sub if isinstance(node, Big) and node.kind in ("sum", "product") else None
    if bound is not None and mentions_name(bound, name):
        return
    yield node
    for part in children(node):
        yield from _where_free(part, name)


def _split(node: Node, at: int) -> tuple[Node, Node]:
    assert isinstance(node, Product)
    return (
        replace(node, end=node.factors[at - 1].end, factors=node.factors[:at], marks=node.marks[:at]),
        replace(node, start=node.factors[at].start, factors=node.factors[at:], marks=("", *node.marks[at + 1 :])),
    )


class Calculus(Algebra):
    """The meaning of binders and of derivatives."""

    # ---------------------------------------------------------------- sums, products, integrals

    def big(self, node: Big) -> Term:
        if node.kind == "integral":
            return self.integral(node)
        if node.kind in ("sum", "product"):
            return self.indexed_sum(node)
        if node.kind in ("union", "intersection"):
            raise self.fault(f"the {node.kind} of events where a number belongs", node)
        if node.kind == "lim":
            return self.limit(node)
        return self.extremum(node)

    def indexed_sum(self, node: Big) -> Term:
        if node.sub is None:
            raise self.fault("a sum over what", node, "an index below the sign")
        sub = bare(node.sub)
        items = sub.items if isinstance(sub, Group) and sub.fence == "{}" else (sub,)
        if node.kind == "product":
            letters = {name for item in items for name, _ in self.indices(bare(item), node)}
            within, beyond = self.where_it_ends(node.body, letters)
            if beyond is not None:
                return self.multiply([self.indexed_sum(replace(node, body=within)), self.numeric(self.term(beyond))])
        variables: list[tuple[Term, Term]] = []
        standing: dict[str, Term] = {}  # x_i, for an outcome of x
        conditions: list[Node] = []
        with ExitStack() as stack:
            for item in items:
                for name, domain_of in self.indices(bare(item), node):
                    if any(name == variable.name for variable, _ in variables):
                        continue
                    whole = self.outcomes_at(name, node.body) if node.kind == "sum" else ""
                    if whole:
                        variable, domain = self.outcome(whole, node.kind)
                        standing[f"{whole}_{name}"] = variable
                        stack.enter_context(self.standing_for(f"{whole}_{name}", whole, variable))
                    else:
                        variable, domain = domain_of(name)
                        stack.enter_context(self.binding(name, variable))
                    variables.append((variable, domain))
                if isinstance(bare(item), Chain) and bare(item).relations[0][0] in (*ORDERS, "!="):  # type: ignore[attr-defined]
                    conditions.append(bare(item))
            if not variables:
                raise self.fault(f"a sum over {spell(sub)[:40]}", node, "an index that is not bound already")
            if node.kind == "product" and reaches_far(node.body, [variable.name for variable, _ in variables]):
                self.caveats["how far the product reaches may be meant otherwise"] = None
            body = self.numeric(self.term(node.body))
            conditions_met = [self.condition(condition) for condition in conditions]
        for written, variable in standing.items():
            if variable not in body.free:
                raise self.fault(
                    f"{written} is one thing here, whatever the index is", node, "something for each index"
                )
        if conditions_met:
            if node.kind == "product":  # 1 where the index is left out
                body = build.cases([(build.both(*conditions_met), body)], build.ONE)
            else:
                body = build.mul(*map(build.indicator, conditions_met), body)
        for variable, domain in reversed(variables):
            body = (build.total if node.kind == "sum" else build.product)(variable, domain, body)
        return body

    def where_it_ends(self, body: Node, letters: set[str]) -> tuple[Node, Node | None]:
        """What a product is of, and the factors after it.

        It ends before a sum or product over the same letter. Factors at the end that are without the letter stand
        after it where a dot is before them, where brackets are all of the rest, or where they are a sum or product:
        that may be meant otherwise.
        """
        factors, marks = (body.factors, body.marks) if isinstance(body, Product) else ((body,), ("",))
        for at in range(1, len(factors)):
            again = bare(factors[at])
            if isinstance(again, Big) and again.sub is not None and any(mentions_name(again.sub, i) for i in letters):
                return _split(body, at)
            rest = [part for factor in factors[at:] for letter in letters for part in _where_free(factor, letter)]
            if any(isinstance(part, Name) and part.text in letters for part in rest):
                continue
            bracketed = at == 1 and isinstance(bare(factors[0]), Group) and not marks[at]
            begins = " ".join(map(spell, factors[at:]))[:40]
            where = f"the product over {', '.join(sorted(letters))} ends before {begins}"
            self.caveats[f"whether {where} is open"] = None
            self.remarks[where] = None
            if marks[at] in ("cdot", "times") or bracketed or isinstance(again, Big):
                return _split(body, at)
            self.remarks.pop(where)
        return body, None

    @contextmanager
    def standing_for(self, written: str, whole: str, variable: Term) -> Iterator[None]:
        """`x_i` stands for an outcome of x within."""
        outer, self.outcomes = self.outcomes, {**self.outcomes, written: whole}
        self.remarks[f"the sum over {written} one over the outcomes of {whole}"] = None
        with self.binding(written, variable):
            yield
        self.outcomes = outer

    def outcomes_at(self, name: str, body: Node) -> str:
        """The x of `\\sum_i p(x_i) g(x_i)`, which is a sum over the outcomes of x, each with its weight p(x_i).

        So it is where x is no data that is declared, i stands nowhere but below x, and a density at x_i is a
        factor of what is summed. `\\sum_i \\log p(x_i)` is one over data.
        """
        under: set[str] = set()
        parts = list(_where_free(body, name))
        for part in parts:
            if isinstance(part, Script) and part.sub is not None and spell(part.sub) == name and part.sup is None:
                under.add(spell(part.base))
            elif isinstance(part, Script) and any(spell(each) == name for each in walk(part.sub or part.base)):
                return ""
        alone = sum(1 for part in parts if isinstance(part, Name) and part.text == name)
        below = sum(
            1 for part in parts if isinstance(part, Script) and part.sub is not None and spell(part.sub) == name
        )
        context = self.context
        if len(under) != 1 or alone != below:
            return ""
        (whole,) = under
        kind = context.sort_of(whole)
        if whole in context.samples or whole in context.definitions or whole in self.bound:
            return ""
        if kind is not None and not isinstance(kind, (Outcome, RandomVariable)):
            return ""
        return whole if self.is_weighted(body, f"{whole}_{name}") else ""

    def is_weighted(self, body: Node, at: str) -> bool:
        """Whether a density at a point is a factor of a body, of each of its terms where it is a sum."""
        body = bare(body)
        if isinstance(body, Sum):
            return all(self.is_weighted(term, at) for _, term in body.terms)
        if isinstance(body, Group) and body.only is not None:
            return self.is_weighted(body.only, at)
        if isinstance(body, Frac):
            return self.is_weighted(body.over, at)
        if isinstance(body, Big):
            return body.kind == "sum" and self.is_weighted(body.body, at)
        if not isinstance(body, Product):
            return False
        before: Node | None = None
        for place, factor in enumerate(body.factors):
            called = bare(factor)
            if isinstance(called, Group) and before is not None and not body.marks[place]:
                name = spell(before.base) if isinstance(before, Script) else spell(before)
                points = [spell(bare(item)) for item in called.items]
                if at in points and (spell(before) in self.context.cues.families or name in ("p", "q")):
                    after_word = place > 1 and isinstance(bare(body.factors[place - 2]), Name)
                    if not (after_word and bare(body.factors[place - 2]).word):  # type: ignore[attr-defined]
                        return True
            before = called
            if isinstance(called, Name) and called.word:
                before = None
        return False

    def condition(self, node: Node) -> Term:
        assert isinstance(node, Chain)
        left, right = node.sides[0], node.sides[1]
        if left is None or right is None:
            raise self.fault("half a relation", node)
        return build.relation(node.relations[0][0], self.term(left), self.term(right))

    def indices(self, item: Node, node: Big) -> list[tuple[str, Callable[[str], tuple[Term, Term]]]]:
        """The names that an item below a sum binds, each with the way to its symbol and range."""
        if isinstance(item, Product) and all(isinstance(bare(part), Name) for part in item.factors):
            return [found for part in item.factors for found in self.indices(bare(part), node)]
        if isinstance(item, (Name, Script)):
            return [(spell(item), lambda name: self.loose_index(name, node))]
        if not isinstance(item, Chain) or item.sides[0] is None or item.sides[1] is None or len(item.relations) > 2:
            raise self.fault(f"a sum over {spell(item)[:40]}", node, "an index")
        left, right = bare(item.sides[0]), bare(item.sides[1])
        relation = item.relations[0][0]
        name = spell(left)
        if relation == "=" and len(item.relations) == 1:
            return [(name, lambda name: self.range_index(name, right, node))]
        if relation == r"\in":
            if isinstance(right, Group) and right.fence == "[]" and len(right.items) == 1:
                return [(name, lambda name: self.to_range(name, build.ONE, self.number(right.items[0])))]
            if isinstance(right, Group) and right.fence == r"\{}":
                low, high = self.consecutive(right)
                return [(name, lambda name: self.to_range(name, low, high))]
            whole = self.values_of(spell(right))
            if whole is not None:
                return [(name, lambda name: self.to_range(name, *whole))]
            of = self.owner_of(spell(right))
            if of and of != label(name) and label(name) not in self.context.cues.labels:
                return [(name, lambda name: self.outcome(name, node.kind, of))]
            if not spell(right).startswith(SPACES):
                self.caveats[f"{spell(right)[:40]} is taken to hold all values of {name}"] = None
            names = [spell(bare(part)) for part in left.items] if isinstance(left, Group) else [name]
            return [(each, lambda name: self.outcome(name, node.kind)) for each in names]
        found = []
        compared = [side for side in (left, right) if isinstance(side, Name)]
        body = {part.text for part in walk(node.body) if isinstance(part, Name)}
        for side in item.sides:
            each = bare(side) if side is not None else None
            if (
                isinstance(each, Name)
                and each.text not in self.bound
                and each.text not in self.context.declared
                and (relation in (*ORDERS, "!="))
                and not self.is_size(each.text)
                and (len(compared) < 2 or each.text in body)  # x is something outside in t <= x
            ):
                found.append((each.text, lambda name: self.loose_index(name, node)))
        return found

    def values_of(self, space: str) -> tuple[Term, Term] | None:
        """The ends of \\mathcal{X}, the values of an X with a named law on whole numbers."""
        if not space.startswith(r"\mathcal{"):
            return None
        owner = space.removeprefix(r"\mathcal{").removesuffix("}")
        law = self.declared_law(owner)
        if law is None:
            if isinstance(self.context.sort_of(owner), RandomVariable):
                self.caveats[f"{space} is taken to hold all values of its elements"] = None
            return None
        if law.head == "named" and law.data in WHOLE_VALUES:
            low, high = WHOLE_VALUES[law.data]
            end = {"1": build.ONE, "oo": INFINITY}.get(high)
            return build.number(low), law.args[0] if end is None else end
        if law.head == "named":
            self.caveats[f"{space} is taken to hold all values of its elements"] = None
        return None

    def owner_of(self, space: str) -> str:
        """The label of the random variable X whose values \\mathcal{X} holds; '' for none."""
        owner = space.removeprefix(r"\mathcal{").removesuffix("}")
        random = owner != space and isinstance(self.context.sort_of(owner), RandomVariable)
        return label(owner.lower()) if random else ""

    def declared_law(self, name: str) -> Term | None:
        """The law that a random variable is said to follow."""
        raise NotImplementedError

    def consecutive(self, node: Group) -> tuple[Term, Term]:
        """The ends of a set of whole numbers in a row, {0, 1} or {1, .., n}."""
        written = [bare(item) for item in node.items]
        dots = [at for at, item in enumerate(written) if isinstance(item, Dots)]
        values = [self.number(item) for item in written if not isinstance(item, Dots)]
        known = [each.value for each in values[: dots[0]] if each.head == "number"] if dots else []
        if len(dots) == 1 and dots[0] == len(written) - 2 and len(known) == dots[0]:
            return values[0], values[-1]
        numbers = [each.value for each in values if each.head == "number"]
        steps = {after - before for before, after in pairwise(numbers)}
        if dots or len(numbers) < len(written) or steps != {1} or numbers[0].denominator != 1:
            raise self.fault("this set of values is not known here", node, "whole numbers in a row")
        return values[0], values[-1]

    def is_size(self, name: str) -> bool:
        return name in self.context.cues.bounds

    def to_range(self, name: str, low: Term, high: Term) -> tuple[Term, Term]:
        variable = self.new_variable(name, index_sort(low))
        if low is build.ONE:
            self.ranges[variable] = high
        return variable, build.between(low, high)

    def range_index(self, name: str, low: Node, node: Big) -> tuple[Term, Term]:
        start = self.number(low)
        if node.sup is None:
            raise self.fault(f"the sum over {name} has no upper end", node, "a bound above the sign")
        return self.to_range(name, start, self.number(node.sup))

    def loose_index(self, name: str, node: Big) -> tuple[Term, Term]:
        """An index without a range: it runs over a sample space, or over what it indexes."""
        cues = self.context.cues
        if node.sup is not None:
            raise self.fault(f"the sum over {name} has an upper end and no lower one", node, f"{name}=1 below the sign")
        if label(name) in cues.labels or not self.is_subscript(name, node.body):
            return self.outcome(name, node.kind)
        size = self.context.size(f"n_{{{name}@{node.start}}}")
        return self.to_range(name, build.ONE, size)

    @staticmethod
    def is_subscript(name: str, body: Node) -> bool:
        for part in walk(body):
            if isinstance(part, Script) and part.sub is not None:
                for inside in walk(part.sub):
                    if isinstance(inside, Name) and inside.text == name:
                        return True
        return False

    def outcome(self, name: str, kind: str, of: str = "") -> tuple[Term, Term]:
        """A symbol and the sample space that it runs over: that of its own label, or the one it is said to be `of`."""
        return self.variable(name), space(of or label(name), "lebesgue" if kind == "integral" else "counting")

    def size_of_space(self, element: str) -> Term:
        variable, domain = self.outcome(element, "sum")
        return build.total(variable, domain, build.ONE)

    def measure(self, of: str) -> str:
        """That of the space of a labelled variable, for all that is written and said."""
        return self.context.cues.measure(of)

    def variable(self, name: str, kind: str = "outcome") -> Term:
        """The symbol that a binder over a sample space binds."""
        sort = self.context.sort_of(name) or self.context.sort_of(label(name))
        if isinstance(sort, RandomVariable):
            sort = sort.value
        if isinstance(sort, (Scalar, Vector, Matrix, Outcome)):
            return self.new_variable(name, sort)
        base = label(name)
        if base != name and base in self.context.guesses:
            kind = self.context.guesses[base].kind
        if self.context.kind(name) in ("outcome", "real", "vector", "matrix", ""):
            if self.context.kind(name) != "" and kind in ("real", "vector"):
                self.context.guess(name, kind)
            return self.new_variable(name, self.guessed(name, kind).sort)
        return self.new_variable(name, Outcome(base))

    def integral(self, node: Big) -> Term:
        name = self.integrated(node)
        sub = bare(node.sub) if node.sub is not None else None
        if self.is_whole(sub):
            found = self.integral_over_all(name, node)
            if sub is None and found.args[1].head == "interval" and not has_law(found.args[2], found.args[0]):
                if name in self.bound:
                    raise self.fault(f"an integral over {name} without ends, where {name} is something", node, "ends")
                self.endless.add(name)
            return found
        if node.sup is None:
            raise self.fault("an integral with a lower end and no upper one", node, "both ends")
        assert sub is not None
        low, high = self.end(sub), self.end(node.sup)
        if low is build.neg(INFINITY) and high is INFINITY and label(name) in self.context.cues.labels:
            found = self.integral_over_all(name, node)
            if has_density(found.args[2], found.args[0]):
                return found
        variable = self.real_variable(name)
        with self.binding(name, variable):
            body = self.integrand(node, variable)
        return build.integral(variable, build.interval(low, high), body)

    def integrated(self, node: Big) -> str:
        """The variable of an integral: in \\int f(x) \\mathrm{d}(s x + m) the one that the section integrates over,
        or the only one that is nothing outside.
        """
        assert node.by is not None
        inner = bare(node.by)
        if not isinstance(inner, Group) or inner.only is None:
            name = self.name_of(node.by)
            if not name:
                raise self.fault(f"an integral over {spell(node.by)[:40]}", node, "a variable after d")
            return name
        written = [
            part for part in walk(inner) if isinstance(part, Name) or (isinstance(part, Script) and not part.sup)
        ]
        parts = {spell(part) for each in written if isinstance(each, Script) for part in (each.base, each.sub)}
        names = {name for name in map(self.name_of, written) if name and name not in self.bound and name not in parts}
        context = self.context
        running = {name for name in names if label(name) in context.cues.integrated}
        if len(running) != 1:
            running = {name for name in names if name not in context.declared and name not in context.definitions}
        if len(running) != 1:
            expected = "one variable there that is nothing outside"
            raise self.fault(f"an integral over {spell(inner)[:40]}", node, expected)
        (name,) = running
        self.remarks[f"the integral with d{spell(inner)[:40]} one over {name}"] = None
        return name

    def integrand(self, node: Big, variable: Term) -> Term:
        """What is integrated over a variable: f(x) g'(x) of \\int f(x) \\mathrm{d}[g(x)]."""
        body = self.numeric(self.term(node.body))
        inner = bare(node.by) if node.by is not None else None
        if not isinstance(inner, Group) or inner.only is None:
            return body
        return build.mul(body, build.derivative(variable, self.number(inner.only), variable))

    def end(self, node: Node) -> Term:
        """An end of an integral, infinite where it is the sum of something infinite and of numbers, or a multiple."""
        found = self.number(node)
        sign = infinite_sign(found)
        if sign is None:
            raise self.fault(f"the end {spell(bare(node))[:40]} of an integral", node, "one that has a sign")
        return (INFINITY if sign > 0 else build.neg(INFINITY)) if sign else found

    @staticmethod
    def is_whole(sub: Node | None) -> bool:
        """Whether an integral runs over all of a space, named or not."""
        return (
            sub is None
            or (isinstance(sub, Name) and sub.text.startswith((r"\mathcal", r"\mathbb", r"\Omega", r"\Theta")))
            or (isinstance(sub, Script) and spell(sub.base).startswith((r"\mathbb", r"\mathcal")))
            or isinstance(sub, Chain)
        )

    def integral_over_all(self, name: str, node: Big) -> Term:
        base = label(name)
        known = base in self.context.cues.labels
        variable = self.variable(name, "outcome" if known else "real")
        with self.binding(name, variable):
            value = self.integrand(node, variable)
        sort = variable.sort
        unnamed = known and (has_density(value, variable) or not isinstance(sort, Scalar))
        if isinstance(sort, (Vector, Matrix)) or unnamed:
            return build.integral(variable, space(base, "lebesgue"), value)
        low, high = build.neg(INFINITY), INFINITY
        if isinstance(sort, Scalar) and known:  # a variable of densities that are given by formulas
            low = low if sort.lower is None else build.number(sort.lower)
            high = high if sort.upper is None else build.number(sort.upper)
        return build.integral(variable, build.interval(low, high), value)

    def real_variable(self, name: str) -> Term:
        """The variable of an integral with ends: a real number, whatever the name stands for elsewhere."""
        return self.new_variable(name, REAL)

    def between(self, value: Term, low: Node, high: Node, node: Node) -> Term:
        """[F(x)]_a^b = F(b) - F(a), in the variable that the section integrates over.

        Where an end is infinite that is a limit, here the integral of the slope.
        """
        below = bare(low)
        named = spell(below.sides[0]) if isinstance(below, Chain) and below.sides[0] is not None else ""
        start = below.sides[-1] if isinstance(below, Chain) and below.sides[-1] is not None else low
        integrated = self.context.cues.integrated
        free = [each for each in value.free if each.name == named or (not named and label(each.name) in integrated)]
        if len(free) != 1:
            what = " or ".join(sorted(each.name for each in free)) or "none that is integrated over"
            raise self.fault(f"the variable between the ends is {what}", node, "x = a below the bracket")
        (variable,) = free
        ends = self.number(start), self.number(high)
        if any(part is INFINITY for end in ends for part in (end, *end.args)):
            inner = self.new_variable(variable.name, REAL)
            return build.integral(inner, build.interval(*ends), build.derivative(variable, value, inner))
        return build.sub(*(substitute(value, {variable: end}) for end in reversed(ends)))

    def limit(self, node: Big) -> Term:
        """The limit as a variable nears a point; conditions below it hold of the claim."""
        assert node.sub is not None
        sub = bare(node.sub)
        first, *conditions = map(bare, sub.items if isinstance(sub, Group) and sub.fence == "{}" else (sub,))
        if not isinstance(first, Chain) or first.relations[0][0] not in _NEARS or None in first.sides:
            raise self.fault(f"a limit over {spell(sub)[:40]}", node, r"x \to a")
        target, point = first.sides[0], first.sides[1]
        name = self.name_of(target) if target is not None and len(first.sides) == 2 else ""
        if not name or point is None:
            raise self.fault(f"a limit over {spell(sub)[:40]}", node, r"x \to a")
        for condition in conditions:
            if not isinstance(condition, Chain):
                raise self.fault(f"the condition {spell(condition)[:40]}", node, "an inequality")
            self.local[self.condition(condition)] = None
        found = self.number(point)
        variable = self.variable(name, "natural" if name in self.context.cues.bounds else "real")
        if not isinstance(variable.sort, Scalar):
            raise self.fault(f"a limit over {name}, which is {build.describe(variable.sort)}, is not known here", node)
        with self.binding(name, variable):
            return build.limit(variable, found, self.number(node.body))

    def extremum(self, node: Big) -> Term:
        assert node.sub is not None
        sub = bare(node.sub)
        target, within = (sub, None)
        if isinstance(sub, Chain) and sub.relations[0][0] == r"\in" and sub.sides[0] is not None:
            target, within = bare(sub.sides[0]), sub.sides[1]
        ends = ends_of_index(sub)
        target = target if ends is None else ends[1]
        name = self.name_of(target)
        if not name:
            raise self.fault(f"an extremum over {spell(sub)[:40]}", node, "a variable")
        if ends is not None and self.is_subscript(name, node.body):
            low = build.ONE if ends[0] is None else self.number(ends[0])
            variable, domain = self.to_range(name, low, self.number(ends[2]))
            with self.binding(name, variable):
                return build.extremum(node.kind, variable, domain, self.number(node.body))  # type: ignore[arg-type]
        sort = self.context.sort_of(name)
        if isinstance(sort, Function) or name in self.context.functions or name in self.context.cues.called:
            raise self.fault(f"an extremum over the function {name} is not known here", node)
        values = bare(within) if within is not None else None
        if within is None and self.is_subscript(name, node.body) and sort is None:
            variable, domain = self.loose_index(name, node)
        elif isinstance(values, Group) and values.fence == r"\{}" and self.is_subscript(name, node.body):
            variable, domain = self.to_range(name, *self.consecutive(values))
        else:
            variable = self.variable(name, "real")
            if not isinstance(variable.sort, Scalar):
                raise self.fault(
                    f"an extremum over {name}, which is {build.describe(variable.sort)}, is not known here", node
                )
            domain = self.interval(within) if within is not None else build.interval(build.neg(INFINITY), INFINITY)
        with self.binding(name, variable):
            body = self.number(node.body)
        return build.extremum(node.kind, variable, domain, body)  # type: ignore[arg-type]

    def interval(self, node: Node) -> Term:
        node = bare(node)
        if isinstance(node, Group) and len(node.items) == 2 and node.fence in ("[]", "()", "(]", "[)"):
            return build.interval(self.number(node.items[0]), self.number(node.items[1]))
        if spell(node) == r"\mathbb{R}":
            return build.interval(build.neg(INFINITY), INFINITY)
        raise self.fault(f"the set {spell(node)[:40]}", node, "an interval")

    # ---------------------------------------------------------------- derivatives

    def head(self, factors: Sequence[Node], marks: Sequence[str], at: int) -> tuple[Term, int] | None:
        node = bare(factors[at])
        if isinstance(node, Frac):
            return self.derivative_fraction(node, factors, marks, at)
        base, order, sub = node, 1, None
        if isinstance(node, Script):
            base, sub = bare(node.base), node.sub
            if isinstance(base, Name) and base.text in (r"\nabla", r"\partial") and node.sup is not None:
                if spell(node.sup) != "2":
                    return None
                order = 2
        if not isinstance(base, Name) or base.text not in (r"\nabla", r"\partial"):
            return None
        if at + 1 >= len(factors) or marks[at + 1]:
            raise self.fault(f"{base.text} of what", node, "a function after it")
        if base.text == r"\nabla" and sub is None:
            return self.gradient(node, order, factors, marks, at + 1)
        if sub is None:
            raise self.fault(r"\partial without a variable", node)
        end = self.gradient_end(factors, marks, at + 1)
        return self.differentiate(sub, order, factors[at + 1 : end], marks[at + 1 : end], node), end

    def gradient_end(self, factors: Sequence[Node], marks: Sequence[str], at: int) -> int:
        """A gradient that is transposed, as in \\nabla_x f(x)^\\top y, is that of the value before the transpose."""
        for place in range(at, min(at + 2, len(factors))):
            node = factors[place]
            if (
                isinstance(node, Script)
                and node.sup is not None
                and spell(node.sup) in TRANSPOSES
                and (isinstance(node.base, Group) and place == at + 1 and isinstance(bare(factors[at]), (Name, Script)))
            ):
                return place + 1
        return len(factors)

    def gradient(
        self,
        node: Node,
        order: int,
        factors: Sequence[Node],
        marks: Sequence[str],
        at: int,
    ) -> tuple[Term, int]:
        """\\nabla f(x): the derivative of f by its one argument, at x."""
        called = bare(factors[at])
        group = factors[at + 1] if at + 1 < len(factors) and not marks[at + 1] else None
        inside = group.base if isinstance(group, Script) else group
        if not isinstance(called, (Name, Script)) or not isinstance(inside, Group) or len(inside.items) != 1:
            raise self.fault("a gradient by what", node, r"\nabla_x, or \nabla f(x)")
        point = self.numeric(self.term(inside.items[0]))
        transposed = isinstance(group, Script) and group.sup is not None and spell(group.sup) in TRANSPOSES
        if transposed and not is_array(point):
            self.make_array(point)
        variable = point if point.head == "symbol" else symbol("u", value_sort(point), 1)  # no written name
        name = spell(called)
        if name in self.context.definitions:
            body = self.unfold(name, (variable,), node)
        else:
            body = build.apply(self.function_symbol(name, [variable], node), variable)
        self.free_of_ties(variable, body, node)
        found = self.by(variable, body, order, node)
        if variable is not point:
            found = substitute(found, {variable: point})
        if isinstance(group, Script):
            found = self.after_call(found, group, node)
        return found, at + 2

    def derivative_fraction(
        self,
        node: Frac,
        factors: Sequence[Node],
        marks: Sequence[str],
        at: int,
    ) -> tuple[Term, int] | None:
        over, under = bare(node.over), bare(node.under)
        parts = over.factors if isinstance(over, Product) else (over,)
        first = bare(parts[0])
        order = 1
        if isinstance(first, Script) and first.sup is not None and spell(first.base) in _DIFFERENTIALS:
            exponent = bare(first.sup)
            if not isinstance(exponent, Num) or not 1 <= exponent.value <= 9 or exponent.value.denominator != 1:
                raise self.fault(f"a derivative of order {spell(exponent)[:20]}", node, "a number up to 9")
            order = int(exponent.value)
            first = bare(first.base)
        if spell(first) not in _DIFFERENTIALS or not isinstance(under, Product):
            return None
        if spell(bare(under.factors[0])) not in _DIFFERENTIALS:
            return None
        variables = self.denominator(under, node)
        if order == 1 and len(under.factors) == 2 and len(variables) > 1:
            variables = [bare(under.factors[1])]  # d / d sigma^2
        if len(variables) != order:
            raise self.fault(f"a derivative of order {order} by {len(variables)} variables", node)
        if len(parts) > 1:
            assert isinstance(over, Product)
            body: tuple[Sequence[Node], Sequence[str]] = (parts[1:], ("", *over.marks[2:]))
            end = at + 1
            if len(parts) == 2:
                found, end = self.plain_function(parts[1], variables, factors, marks, at, node)
                if found is not None:
                    return found, end
        else:
            if at + 1 >= len(factors) or marks[at + 1]:
                raise self.fault("the derivative of what", node, "a function after the fraction")
            end = self.gradient_end(factors, marks, at + 1)
            body = (factors[at + 1 : end], ("", *marks[at + 2 : end]))
        return self.repeated(variables, body, node), end

    def plain_function(
        self, function: Node, variables: list[Node], factors: Sequence[Node], marks: Sequence[str], at: int, node: Node
    ) -> tuple[Term | None, int]:
        """df/dx with f a function: the derivative of f(x). A bracket after it is the point: df/dx (a)."""
        name = self.name_of(function)
        context = self.context
        if not name or name in self.bound or self.is_entry_of_defined(function):
            return None, at + 1
        names = [self.name_of(variable) for variable in variables]
        definition = context.definitions.get(name)
        if definition is not None and definition.parameters:
            values = tuple(self.own_value(parameter, node) for parameter in definition.parameters)
            body = self.unfold(name, values, node)
        elif isinstance(context.sort_of(name), Function) or (
            name in context.cues.called and name not in context.cues.alone and context.sort_of(name) is None
        ):
            variable = self.numeric(self.symbol(names[0], node))
            greek = GREEK_FUNCTIONS.get(name) if context.sort_of(name) is None else None
            body = build.fn(greek, variable) if greek else build.apply(
                self.function_symbol(name, [variable], node), variable)  # fmt: skip
        else:
            return None, at + 1
        for written in variables:
            body = self.partial(written, body, node)
        return body, at + 1

    def denominator(self, under: Product, node: Node) -> list[Node]:
        """The variables of a derivative's denominator, each as often as it counts."""
        found: list[Node] = []
        expect = False
        for part in under.factors:
            part = bare(part)
            if not expect:
                if spell(part) not in _DIFFERENTIALS:
                    raise self.fault("a derivative by several things", node, "d before each variable")
                expect = True
                continue
            count = 1
            if isinstance(part, Script) and part.sup is not None:
                exponent = bare(part.sup)
                if isinstance(exponent, Num) and exponent.value.denominator == 1 and 1 <= exponent.value <= 9:
                    count = int(exponent.value)
                    part = (
                        bare(part.base)
                        if part.sub is None
                        else Script(part.start, part.end, part.base, part.sub, None, part.primes)
                    )
            found.extend([part] * count)
            expect = False
        return found

    def elsewhere(
        self, written: Node, body: tuple[Sequence[Node], Sequence[str]]
    ) -> tuple[tuple[Sequence[Node], Sequence[str]], Node] | None:
        """df(a)/dx is the derivative of f(x) at a, where x is the parameter of f that a stands for.

        Gives f(x) and a.
        """
        factors, marks = body
        called = bare(factors[1]) if len(factors) == 2 and not marks[1] else None
        name = spell(written)
        if not isinstance(called, Group) or called.fence != "()" or name in map(spell, called.items):
            return None
        function = spell(factors[0])
        definition = self.context.definitions.get(function)
        if definition is not None:
            parameters = definition.parameters
        elif len(called.items) == 1 and function.startswith("f_") and function[2:].lower() == name:
            parameters = (name,)
        else:
            return None
        if name not in parameters or len(parameters) != len(called.items) or set(called.separators) > {","}:
            return None
        place = parameters.index(name)
        if mentions_name(called.items[place], name):
            return None
        items = (*called.items[:place], written, *called.items[place + 1 :])
        return ((factors[0], replace(called, items=items)), marks), called.items[place]

    def moved_to(self, written: Node, point: Node, found: Term, node: Node) -> Term:
        variable, value = self.numeric(self.term(written)), self.numeric(self.term(point))
        self.same_shape(variable, value)
        return substitute(found, {variable: value})

    def by_defined(self, written: Node, derivative: Callable[[], Term], node: Node) -> Term:
        """dL/dh where h is defined: by a variable in its place, where L is made of it, and at its value."""
        inner = bare(written)
        name = spell(inner.base) if isinstance(inner, Script) and spell(inner) not in self.context.definitions else ""
        name = name or self.name_of(written)
        definition = self.context.definitions.get(name)
        value = None
        if definition is not None and name not in self.bound and not definition.parameters and self.unfolds(name):
            value = self.numeric(self.symbol(name, node))
        if value is None or value.head == "symbol" or isinstance(value.sort, RandomVariable):
            return derivative()
        own = fresh(symbol(name, build.of_shape(*shape(value))), value.free)
        outer, self.bound = self.bound, {**self.bound, name: own}
        try:
            found = derivative()
        finally:
            self.bound = outer
        return substitute(found, {own: value}) if _moves(found, own) else derivative()

    def repeated(self, variables: list[Node], body: tuple[Sequence[Node], Sequence[str]], node: Node) -> Term:
        if len({spell(each) for each in variables}) > 1:
            return self.repeated_by(variables, body, node)
        return self.by_defined(variables[0], lambda: self.repeated_by(variables, body, node), node)

    def repeated_by(self, variables: list[Node], body: tuple[Sequence[Node], Sequence[str]], node: Node) -> Term:
        moved = self.elsewhere(variables[0], body) if len({spell(each) for each in variables}) == 1 else None
        if moved is not None:
            return self.moved_to(variables[0], moved[1], self.repeated(variables, moved[0], node), node)
        if len(variables) == 2:
            first, second = variables
            bottom = (
                second.base
                if isinstance(second, Script) and second.sup is not None and (spell(second.sup) in TRANSPOSES)
                else second
            )
            variable = self.symbol(self.name_of(first), node) if self.name_of(first) else None
            if (
                variable is not None
                and spell(first) == spell(bottom)
                and (bottom is not second or isinstance(variable.sort, Vector))
            ):
                return self.differentiate(first, 2, *body, node)
        found = self.numeric(self.product(*body))
        if len(variables) == 1 and isinstance(found.sort, RandomVariable) and found.name != self.name_of(variables[0]):
            on = spell(variables[0])
            self.caveats[f"how {found.name} depends on {on} is not known here"] = None
            return self.guessed(rf"\frac{{d{found.name}}}{{d{on}}}", "real")
        self.depends(variables[0], found, node)
        for written in reversed(variables):
            found = self.partial(written, found, node)
        return found

    def depends(self, written: Node, body: Term, node: Node) -> None:
        """dy/dx of a symbol y that is not known to be a function of x has no meaning."""
        if body.head == "symbol" and body.name != self.name_of(written):
            raise self.fault(
                f"{body.name} is not known to depend on {spell(written)}", node, f"a definition of {body.name}"
            )

    def free_of_ties(self, variable: Term, body: Term, node: Node) -> None:
        """What is differentiated has no symbol that the text may have depend on the variable: y, where y = x^2."""
        over = node.over if isinstance(node, Frac) else None
        total = over is not None and not any(isinstance(part, Name) and part.text == r"\partial" for part in walk(over))
        moved = moved_by(variable.name, self.context.ties, self.context.made_of, total=total)
        for name in sorted(moved & {each.name for each in body.free} - self.context.definitions.keys()):
            said = f"{name} may depend on {variable.name} by an equation before"
            raise self.fault(said, node, f"a definition of {name}")

    def differentiate(
        self, written: Node, order: int, factors: Sequence[Node], marks: Sequence[str], node: Node
    ) -> Term:
        return self.by_defined(written, lambda: self.differentiate_by(written, order, factors, marks, node), node)

    def differentiate_by(
        self, written: Node, order: int, factors: Sequence[Node], marks: Sequence[str], node: Node
    ) -> Term:
        moved = self.elsewhere(written, (factors, marks))
        if moved is not None:
            (factors, marks), point = moved
            return self.moved_to(written, point, self.differentiate(written, order, factors, marks, node), node)
        if order == 1:
            found = self.numeric(self.product(factors, marks))
            self.depends(written, found, node)
            return self.partial(written, found, node)
        name = self.name_of(written)
        variable = self.numeric(self.symbol(name, node)) if name else None
        if variable is None or variable.head != "symbol":
            raise self.fault(f"a second derivative by {spell(written)[:40]}", node, "a variable")
        body = self.numeric(self.product(factors, marks))
        self.free_of_ties(variable, body, node)
        return self.by(variable, body, 2, node)

    def partial(self, written: Node, body: Term, node: Node) -> Term:
        """The derivative by a variable, or by one entry of it."""
        variable = self.numeric(self.term(written))
        base = next((each for each in (variable, *variable.args[:1]) if each.head == "symbol"), None)
        if base is not None:
            self.free_of_ties(base, body, node)
        if variable.head == "pow" and variable.args[0].head == "symbol" and variable.args[1].head == "number":
            return self.by_power(variable, body)
        if variable.head == "index":
            array, places = variable.args[0], variable.args[1:]
            if array.head != "symbol" or (len(shape(body)) and is_array(body)):
                raise self.fault(f"a derivative by {spell(written)[:40]}", node, "a variable or an entry of one")
            found = build.index(build.derivative(array, body), *places)
            if isinstance(value_sort(array), Matrix) and len(places) == 1:
                self.layout_matters = True
                return build.transpose(found) if self.layout == "numerator" else found
            return found
        if variable.head != "symbol" or isinstance(variable.sort, (RandomVariable, Function, Family)):
            raise self.fault(f"a derivative by {spell(written)[:40]}, which is no free variable", node)
        return self.by(variable, body, 1, node)

    def by_power(self, power: Term, body: Term) -> Term:
        """d / d sigma^2 of what is written in sigma: by s at sigma^2, where sigma is the root of s."""
        base, exponent = power.args
        if exponent.value % 2 == 0:
            self.context.guess_within(self.free_guess(base), POSITIVE)
            if not build.scalar_sort(base).positive:  # type: ignore[union-attr]
                self.remarks[f"{base.name} > 0"] = None
        root = fresh(symbol("s", POSITIVE), body.free)
        inner = substitute(body, {base: build.power(root, build.div(build.ONE, exponent))})
        return build.derivative(root, inner, power)

    def by(self, variable: Term, body: Term, order: int, node: Node) -> Term:
        if order == 2:
            return build.hessian(variable, body)
        if not is_array(variable) and not is_array(body):
            return build.derivative(variable, body)
        if is_array(variable):
            self.layout_matters = True
        return build.derivative(variable, body, None, self.layout)

    def evaluated(self, node: Evaluated) -> Term:
        at = bare(node.at)
        chains = at.items if isinstance(at, Group) else (at,)
        body = self.term(node.body)
        values: dict[Term, Term] = {}
        for chain in chains:
            if not isinstance(chain, Chain) or len(chain.relations) != 1 or chain.relations[0][0] not in STATED[:1]:
                raise self.fault(f"the point {spell(at)[:40]}", node, "x = a")
            left, right = chain.sides
            if left is None or right is None:
                raise self.fault("half a point", node, "x = a")
            variable, value = self.term(left), self.term(right)
            spread = variable.head == "pow" and variable.args[1] is build.TWO and variable.args[0].head == "symbol"
            if spread and is_spread(variable.args[0].name):  # s^2 = a, for an s that is no less than 0
                variable, value = variable.args[0], build.sqrt(self.numeric(value))
            if variable.head != "symbol":
                raise self.fault(f"the point {spell(at)[:40]}", node, "a variable on the left")
            self.same_shape(variable, value)
            values[variable] = value
        return substitute(body, values)


def _moves(term: Term, variable: Term) -> bool:
    """Whether something in a term is differentiated that depends on a variable."""
    if term.head in DERIVATIVES and variable in (term.args[0], *term.args[1].free):
        return term.args[0] is variable and variable in term.args[1].free
    return any(_moves(arg, variable) for arg in term.args)


def ends_of_index(sub: Node) -> tuple[Node | None, Node, Node] | None:
    """The ends and the index of 1 \\leq i \\leq n and of i \\leq n."""
    if not isinstance(sub, Chain) or {relation for relation, _ in sub.relations} != {"<="}:
        return None
    *first, index, last = (bare(side) if side is not None else None for side in sub.sides)
    if len(first) > 1 or index is None or last is None or (first and first[0] is None):
        return None
    return first[0] if first else None, index, last
