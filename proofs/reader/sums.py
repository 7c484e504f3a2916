"""Sums and products: what runs below the sign, over what, and how far the sign reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import pairwise

from ..terms import build
from ..terms.sorts import Matrix, Outcome, RandomVariable, Scalar, Sort, Vector
from ..terms.term import INFINITY, ORDERS, Term, space
from .algebra import Algebra
from .context import label
from .notation import SPACES, WHOLE_VALUES
from .scope import index_sort
from .syntax import Big, Chain, Dots, Frac, Group, Name, Node, Product, Script, Sum, bare, children, spell, walk


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


class Sums(Algebra):
    """The meaning of sums and products over indices."""

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
                        bind = self.drawing if domain.head == "space" else self.binding
                        stack.enter_context(bind(name, variable))
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
        self.remarks[f"the sum over {written} one over the outcomes of {whole}"] = None
        with self.drawing(written, variable, self.context.cues.variable_of(whole)):
            yield

    @contextmanager
    def drawing(self, name: str, variable: Term, of: str = "") -> Iterator[None]:
        """`name` stands for `variable`, which is drawn: p(X) is the density of x at it."""
        outer, self.outcomes = self.outcomes, {**self.outcomes, name: of or self.context.cues.variable_of(name)}
        with self.binding(name, variable):
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
        measure = "lebesgue" if kind == "integral" else "counting"
        return self.variable(name), space(of or self.context.cues.variable_of(name), measure)

    def size_of_space(self, element: str) -> Term:
        variable, domain = self.outcome(element, "sum")
        return build.total(variable, domain, build.ONE)

    def measure(self, of: str) -> str:
        """That of the space of a labelled variable, for all that is written and said."""
        return self.context.cues.measure(of)

    def variable(self, name: str, kind: str = "outcome") -> Term:
        """The symbol that a binder over a sample space binds."""
        sort = self.drawn_sort(name, kind)
        if sort == Outcome(label(name)):
            sort = Outcome(self.context.cues.variable_of(name))
        return self.new_variable(name, sort)

    def drawn_sort(self, name: str, kind: str) -> Sort:
        """What a symbol is of which a binder gives each value."""
        sort = self.context.sort_of(name) or self.context.sort_of(label(name))
        if isinstance(sort, RandomVariable):
            sort = sort.value
        if isinstance(sort, (Scalar, Vector, Matrix, Outcome)):
            return sort
        base = label(name)
        if base != name and base in self.context.guesses:
            kind = self.context.guesses[base].kind
        if self.context.kind(name) in ("outcome", "real", "vector", "matrix", ""):
            if self.context.kind(name) != "" and kind in ("real", "vector"):
                self.context.guess(name, kind)
            return self.guessed(name, kind).sort
        return Outcome(base)
