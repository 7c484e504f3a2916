"""Draws: X \\sim \\mathcal{N}(m, v), data x_i \\sim p, y given w, and what is independent of what."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from ..errors import Fault, SortError
from ..terms import build
from ..terms.sorts import REAL, Law, RandomVariable, Vector
from ..terms.term import Term, symbol
from .context import Sample, is_upper, label
from .definitions import Definitions
from .densities import split_at
from .elaborate import settle
from .laws import law_name, support_of
from .probability import Probability
from .syntax import Array, Chain, Group, Name, Node, Num, Product, Script, Sum, bare, open_names, rebuilt, spell, walk


def turned_draw(node: Node, law: Node) -> tuple[Node, Node] | None:
    """X and its law where \\ln X is normal: log-normal; and where \\exp X is log-normal: normal."""
    parts = node.factors if isinstance(node, Product) and not any(node.marks) else ()
    of = law.factors if isinstance(law, Product) and not any(law.marks) else ()
    word = parts[0].word if len(parts) == 2 and isinstance(parts[0], Name) else ""
    variable = bare(parts[1]) if word in ("log", "exp") else None
    if isinstance(variable, Group) and variable.fence in ("()", "[]") and variable.only is not None:
        variable = bare(variable.only)
    if not isinstance(variable, (Name, Script)) or (isinstance(variable, Script) and variable.sup is not None):
        return None
    names = [law_name(factor) for factor in of[:-1]]
    logarithm = len(of) == 3 and isinstance(of[0], Name) and of[0].word == "log"
    if word == "log" and len(of) == 2 and names == [r"N"]:
        start = law.start
        return variable, Product(start, law.end, (Name(start, start, "Lognormal"), of[1]), ("", ""))
    if word == "exp" and logarithm and names[1:] == [r"N"]:
        return variable, Product(of[1].start, law.end, of[1:], ("", ""))
    return None


def is_vec(node: Node) -> bool:
    """vec(X), the columns of X in one."""
    first = bare(node.factors[0]) if isinstance(node, Product) and len(node.factors) == 2 else None
    return isinstance(first, Name) and first.word == "vec"


def entries_of(node: Node) -> list[Node]:
    """The names that a column is written out of, [X; Y; Z]; nothing for anything else."""
    node = bare(node)
    only = bare(node.items[0]) if isinstance(node, Group) and len(node.items) == 1 else node
    entries = [bare(entry) for row in only.rows for entry in row] if isinstance(only, Array) else []
    return entries if all(isinstance(entry, (Name, Script)) for entry in entries) else []


class Draws(Definitions):
    """Takes it that variables are random."""

    def drawn(self, lefts: Sequence[Node], right: Node) -> str:
        known, said = self.context.knowing, []
        one = bare(known.sides[0] or known) if isinstance(known, Chain) else known
        if known is not None and one is not None and spell(one) not in map(spell, lefts):  # and $Y \sim ..$, of itself
            items = tuple(lefts)
            marks = (",",) * (len(items) - 1) + ("|",)
            return self.drawn_given(Group(right.start, right.start, "{}", (*items, known), marks), right)
        for left in lefts:
            node = bare(left)
            name = self.name(node)
            if entries_of(node):
                names = [self.name(entry) for entry in entries_of(node)]
                self.context.lawless |= dict.fromkeys(names, "the distribution of several variables together")
                said.append(f"{', '.join(names)} have a distribution together, of which nothing is used")
                continue
            if not name and is_vec(node):
                self.context.lawless |= {each: f"the law of {spell(node)[:40]}" for each in open_names(node)}
                said.append(f"{spell(node)[:40]} has a distribution, of which nothing is used")
                continue
            turned = turned_draw(node, bare(right))
            if turned is not None:
                said.append(self.drawn(turned[:1], turned[1]))
                continue
            if isinstance(node, Script) and node.sub is not None and self.is_free_index(node.sub):
                self.context.samples[spell(node.base)] = Sample(spell(bare(node.sub)), right)
                self.of_support(spell(node.base), right)
                index = spell(bare(node.sub))
                with suppress(Fault, SortError):  # the parameters of all lie where their law has a meaning
                    if index not in open_names(right):
                        law = settle(lambda node=right: Probability(self.context).law_call(node, drawn=True), right)  # type: ignore[misc]
                        family = spell(bare(right)).split("(")[0]
                        if law is None and not Probability(self.context).is_family_name(family):
                            unknown = f"the distribution {spell(bare(right))[:40]} is not known"
                            self.context.lawless[spell(node.base)] = unknown
                said.append(f"{spell(node)} are independent draws, and numbers where nothing is said of their chance")
                continue
            if not name:
                raise Fault(f"a draw of {spell(node)[:40]}", left.start, "a variable")
            self.context.opaque.pop(name, None)
            self.context.lawless.pop(name, None)
            law = settle(lambda node=right: Probability(self.context).law_call(node, drawn=True), right)  # type: ignore[misc]
            if law is None:
                family = spell(bare(right)).split("(")[0]
                if not Probability(self.context).is_family_name(family):
                    self.context.lawless[name] = f"the distribution {spell(bare(right))[:40]} is not known"
                    said.append(f"{name} has a distribution that is not known here: {spell(bare(right))[:40]}")
                    continue
                self.context.cues.families.setdefault(family, label(name).lower())
                self.context.cues.labels.add(label(name).lower())
                said.append(f"{name} is drawn from {spell(bare(right))}")
                continue
            self.follow(name, law, right)
            said.append(f"{name} is a random variable")
        return ", ".join(said)

    def drawn_given(self, left: Group, right: Node) -> str:
        """`y \\mid w \\sim N(w, 1)`: y has a law where w is known, and its own is another.

        Of a normal one with a variance that does not depend on w, y is its mean and an error independent of w.
        """
        targets, written = split_at(left, "|")
        givens, right = self.at_variables(written, right)
        below = self.is_below(written, right)
        with suppress(Fault, SortError):
            if len(targets) == 1 and not below and self.with_error(bare(targets[0]), givens, bare(right)):
                return f"{spell(targets[0])} is the mean and an error"
        said = f"the distribution of {', '.join(map(spell, targets))} given {', '.join(map(spell, givens))}"
        with suppress(Fault, SortError):
            if len(targets) == 1 and not below and self.follow_given(self.name(targets[0]), givens, right):
                return said
        law: Term | None = None
        with suppress(Fault, SortError):
            law = settle(lambda: Probability(self.context).law_call(right, drawn=True), right)
        for target in targets:
            for name in {spell(bare(target)), *open_names(target)}:
                self.context.lawless[name] = said
                if law is None or len(targets) > 1 or "_" in spell(target):
                    if not is_upper(name):  # it would be no random variable
                        self.context.opaque[name] = said
                elif name not in self.context.declared:
                    self.context.declare(name, RandomVariable(self.context.settle(law.sort.outcome)))  # type: ignore[attr-defined]
        return f"{said}, which is not used"

    def is_below(self, givens: Sequence[Node], law: Node) -> bool:
        """Whether the value of what is given stands in a subscript: \\mu_z chooses one of several parameters."""
        values = {self.name(side) for each in map(bare, givens) for side in getattr(each, "sides", (each,)) if side}
        below = [part.sub for part in walk(law) if isinstance(part, Script) and part.sub is not None]
        return any(not values.isdisjoint(open_names(sub)) for sub in below)

    def at_variables(self, givens: Sequence[Node], law: Node) -> tuple[list[Node], Node]:
        """What is given, and a law, with N for its value n, where N = n is given: whatever n is, the law is that."""
        found: list[Node] = []
        for given in map(bare, givens):
            sides = given.sides if isinstance(given, Chain) and given.relations[0][0] == "=" else ()
            name, value = (self.name(side) if side is not None else "" for side in sides[:2]) if sides else ("", "")
            if not name or not value or value in self.context.definitions:
                found.append(given)
                continue
            found.append(bare(sides[0]))  # type: ignore[arg-type]

            def change(node: Node, value: str = value, variable: Node = found[-1]) -> Node | None:
                return variable if isinstance(node, (Name, Script)) and spell(node) == value else None

            law = rebuilt(law, change)
        return found, law

    def follow_given(self, name: str, givens: Sequence[Node], right: Node) -> bool:
        """Whether X takes a law with random numbers for parameters: `X \\mid N \\sim \\mathrm{Bin}(N, p)`."""
        context, known = self.context, [self.name(given) for given in givens]
        told = name in context.definitions or name in context.samples or self.has_law(name)
        if not name or told or "_" in name or not all(known):
            return False
        for variable in known:
            if isinstance(context.sort_of(variable), RandomVariable):
                continue
            if variable in context.declared or variable in context.definitions or not is_upper(variable):
                return False
            context.declare(variable, RandomVariable(REAL))

        def make() -> Term:
            law = settle(lambda: Probability(context).law_call(right, drawn=True), right)
            random = [symbol(variable, context.sort_of(variable) or REAL) for variable in known]
            if law is None or not law.free.issuperset(random):
                raise Fault(f"{spell(bare(right))[:40]} is no distribution by what is known", right.start)
            assert isinstance(law.sort, Law)
            sort = RandomVariable(law.sort.outcome)
            if context.sort_of(name) != sort:
                context.declare(name, sort)
            return build.follows_given(symbol(name, sort), law, *random)

        context.suppose(make)
        return True

    def with_error(self, target: Node, givens: Sequence[Node], law: Node) -> bool:
        """Whether y can be taken for its mean, given w, and an error of a name of its own."""
        name = self.name(target)
        factors = law.factors if isinstance(law, Product) and len(law.factors) == 2 else None
        called = bare(factors[1]) if factors is not None else None
        if factors is None or not isinstance(called, Group) or len(called.items) != 2 or law_name(factors[0]) != "N":
            return False
        mean, spread = called.items
        known = name in self.context.declared or name in self.context.definitions
        if not name or known or "_" in name or not self.context.closure(spread).isdisjoint(map(spell, givens)):
            return False
        for each in map(self.name, givens):
            if each in self.context.cues.drawn and each not in {*self.context.declared, *self.context.definitions}:
                self.context.declare(each, RandomVariable(REAL))  # its law is told later
        random = self.random_in(givens)
        if random is None:
            return False
        at = law.start, law.end
        error = Name(*at, rf"\epsilon_{{{name}}}")
        noise = Group(*at, "()", (Num(*at, Fraction(0)), spread), (",",))
        given, self.context.knowing = self.context.knowing, None
        self.drawn([error], Product(*at, (factors[0], noise), ("", "")))
        self.context.knowing = given
        if not isinstance(self.context.sort_of(error.text), RandomVariable):
            return False
        if random:
            self.independent([error, *(Name(*at, each) for each in random)])
        self.define(target, Sum(*at, ((1, mean), (1, error))))
        return True

    def random_in(self, nodes: Sequence[Node]) -> list[str] | None:
        """The random variables that some formulas are made of; None where these may depend on each other."""
        names = sorted(set().union(*map(self.context.made_of, nodes)))
        found = [name for name in names if isinstance(self.context.sort_of(name), RandomVariable)]
        groups = [{arg.name for arg in f.term.args} for f in self.context.facts if f.term.head == "independent"]
        return found if len(found) < 2 or any(group >= set(found) for group in groups) else None

    def of_support(self, name: str, right: Node) -> None:
        """Data that are drawn are values of their law."""
        law, sort = bare(right), self.context.sort_of(name)
        entry = support_of(law) if isinstance(law, Product) else None
        if entry is None or name in self.context.definitions:
            return
        if sort is None:
            self.context.declare(name, Vector(self.context.size(f"n_{{{name}}}"), entry))
        elif isinstance(sort, Vector) and sort.entry == REAL:
            self.context.declare(name, replace(sort, entry=entry))

    def follow(self, name: str, law: Term, right: Node) -> None:
        """A random variable has a law; its values are whatever the law's are, also where they turn out later."""
        context = self.context
        assert isinstance(law.sort, Law)
        sort, outcome = context.sort_of(name), law.sort.outcome
        known = sort.value if isinstance(sort, RandomVariable) else sort
        if isinstance(known, Vector) and isinstance(outcome, Vector):
            context.unify_quietly(outcome.size, known.size)
        context.declare(name, RandomVariable(context.settle(outcome)))
        context.facts = [
            fact for fact in context.facts if not (fact.term.head == "follows" and fact.term.args[0].name == name)
        ]

        def make() -> Term:
            found = settle(lambda: Probability(context).law_call(right, drawn=True), right)
            if found is None:
                raise Fault(f"{spell(bare(right))[:40]} is no distribution any more", right.start)
            assert isinstance(found.sort, Law)
            sort = RandomVariable(found.sort.outcome)
            if context.sort_of(name) != sort:
                context.declare(name, sort)
            return build.follows(symbol(name, sort), found)

        context.suppose(make)

    def has_law(self, name: str) -> bool:
        return any(fact.term.head == "follows" and name in fact.about for fact in self.context.facts)

    def independent(self, nodes: Sequence[Node]) -> str:
        names = [self.name(node) for node in nodes]
        if any(name in self.context.definitions for name in names):
            for name in names:
                self.context.described.setdefault(name, "that it is independent of what is made of others")
            return f"{', '.join(names)} are independent, of which nothing is used"
        for name, node in zip(names, nodes, strict=True):
            if not name:
                raise Fault(f"independence of {spell(bare(node))[:40]}", node.start, "random variables")
            if name not in self.context.declared and name not in self.context.samples:
                self.context.declare(name, RandomVariable(REAL))

        def drawn(name: str, node: Node) -> Term:
            sampled = name in self.context.samples
            return settle(lambda: Probability(self.context).sample(name, node), node) if sampled else self.term(node)

        self.context.suppose(lambda: build.independent(*map(drawn, names, nodes)))
        return f"{', '.join(names)} are independent"
