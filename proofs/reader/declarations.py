"""Declarations: what `given` lines, rows like `x \\in \\mathbb{R}^n` and prose say that symbols are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from typing import TypeGuard

from ..errors import Fault, SortError
from ..terms import build
from ..terms.build import value_sort
from ..terms.show import latex
from ..terms.sorts import (
    EVENT,
    FAMILY,
    INTEGER,
    NATURAL,
    REAL,
    Function,
    Law,
    Matrix,
    Outcome,
    RandomVariable,
    Scalar,
    Sort,
    Vector,
    closure,
)
from ..terms.term import TURNED, Term, symbol
from .context import Definition, Sample, is_spread, is_upper, label
from .densities import split_at
from .elaborate import settle, stated_terms
from .laws import law_name, support_of
from .limits import Limit, limits
from .masses import complete
from .models import Models
from .moments import of_all_entries
from .named_functions import are_of_values, is_function
from .notation import (
    CHANCE_WORDS,
    FUNCTION_WORDS,
    INDICES,
    MEASURE_WORDS,
    MONOTONE_WORDS,
    SIGN_WORDS,
    SPACES,
    TRANSPOSES,
)
from .probability import Probability
from .roles import (
    UNIT_ARRAYS,
    defined_name,
    holds_at_points,
    is_definition,
    is_mentioned,
    law_call_of,
    mentions,
    names_written,
)
from .scope import narrow
from .sets import Sets
from .syntax import (
    Array,
    Chain,
    Dots,
    Group,
    Name,
    Node,
    Num,
    Product,
    Root,
    Script,
    Sum,
    bare,
    children,
    open_names,
    rebuilt,
    spell,
    walk,
)
from .ties import tie

TRAIT_WORDS = {
    "symmetric": "symmetric", "positive definite": "positive_definite", "positive-definite": "positive_definite",
    "positive semidefinite": "positive_semidefinite", "positive semi-definite": "positive_semidefinite",
    "positive-semidefinite": "positive_semidefinite", "spd": "positive_definite", "psd": "positive_semidefinite",
    "invertible": "invertible", "nonsingular": "invertible", "non-singular": "invertible", "regular": "invertible",
    "orthogonal": "orthogonal", "diagonal": "diagonal",
}  # fmt: skip
FAMILY_WORDS = (*MEASURE_WORDS["lebesgue"], *MEASURE_WORDS["counting"], "distributions", "distribution",
                "probability distributions")  # fmt: skip
CONTINUOUS = ("continuous", "continuous random variable", "continuous random variables", "continuous random vector")
DISCRETE = tuple(phrase.replace("continuous", "discrete") for phrase in CONTINUOUS)
NUMBER_WORDS = {
    "integer": INTEGER, "integers": INTEGER, "natural number": NATURAL, "positive integer": NATURAL,
    "integer-valued": INTEGER, "integer valued": INTEGER,
    "positive integer-valued": NATURAL, "positive integer valued": NATURAL,
}  # fmt: skip
RANDOM_NUMBERS = {"random number": REAL, "random numbers": REAL, "random integer": INTEGER, "random integers": INTEGER}
_PHRASES = sorted({*TRAIT_WORDS, *FUNCTION_WORDS, *MONOTONE_WORDS, *FAMILY_WORDS, *NUMBER_WORDS,
                   *RANDOM_NUMBERS, "random variables", "random variable", *CONTINUOUS, *DISCRETE, "estimator",
                   "estimators", "event", "events",
                   "random vector", "random matrix", "random matrices",
                   "independent", "function", "functions", "matrix", "matrices", "vector", "vectors",
                   *SIGN_WORDS, "sigmoid", "logistic", "scalar", "scalars", "real", "real number", "real numbers",
                   "constant", "constants"}, key=len, reverse=True)  # fmt: skip
PHRASE: re.Pattern[str] = re.compile(r"\b(" + "|".join(map(re.escape, _PHRASES)) + r")\b", re.IGNORECASE)


def is_recursive(base: str, right: Node) -> bool:
    """Whether what defines X_t speaks of other X_s."""
    return any(isinstance(part, Script) and spell(part.base) == base for part in walk(right))


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


CHANCES = frozenset({"P", "p", r"\Pr", r"\mathbb{P}", r"\mathrm{P}", r"\mathrm{Pr}", "Pr"})
_OPPOSITES = {"convex": "concave", "increasing": "decreasing", "even": "odd"}
_OPPOSITES |= {other: one for one, other in _OPPOSITES.items()}
TRAITS_IN_WORDS = frozenset({*TRAIT_WORDS, *FUNCTION_WORDS, *MONOTONE_WORDS, "strictly", *SIGN_WORDS, "independent"})
ARRAY_WORDS = frozenset({"vector", "vectors", "matrix", "matrices"})
REAL_WORDS = frozenset({"scalar", "real", "real number", "constant", "scalars", "real numbers", "constants"})


class Declarations(Sets, Models):
    """Changes a context by what is declared."""

    def term(self, node: Node) -> Term:
        return settle(lambda: Probability(self.context).term(node), node)

    # ---------------------------------------------------------------- one statement

    def state(self, names: Sequence[Node], chain: Chain, *, define: bool = True) -> str:
        """Take a statement for true; says in words what it introduces. `names` stood before it: `x, y \\in ..`."""
        try:
            return self.stated(names, chain, define=define)
        except SortError as wrong:
            raise Fault(str(wrong), chain.start, "", self.context.known()) from wrong

    def stated(self, names: Sequence[Node], chain: Chain, *, define: bool) -> str:
        """`state`, with errors of sort and shape as they come."""
        if any(side is None for side in chain.sides):
            raise Fault("half a declaration", chain.start, "both sides")
        sides = [bare(side) for side in chain.sides if side is not None]
        relations = [relation for relation, _ in chain.relations]
        if relations[0] == ":" and r"\to" not in relations and r"\mapsto" not in relations:
            self.context.stated.add(spell(sides[0]))
            return f"{spell(sides[0])} names a statement; nothing is taken from it"
        if relations[0] == ":" and len(relations) == 2 and relations[1] in (r"\to", r"\mapsto"):
            return self.function(sides[0], sides[1], sides[2])
        if relations == [r"\in"] and not names and not self.several_names(sides[0]):
            return self.lies_in(sides[0], sides[1])
        if relations == [r"\in"]:
            return self.membership([*names, *self.several(sides[0])], sides[1])
        if relations == [r"\sim"] and isinstance(sides[0], Group) and "|" in sides[0].separators:
            return self.drawn_given(sides[0], sides[1])
        if relations == [r"\sim"]:
            return self.drawn([*names, *self.several(sides[0])], sides[1])
        if relations == [":="] or relations == ["=:"]:
            left, right = sides if relations == [":="] else sides[::-1]
            return self.define(left, right)
        if set(relations) == {r"\perp"}:
            return self.independent([*names, *sides])
        if relations[0] in (r"\succ", r"\succeq") and spell(sides[1]) == "0":
            trait = "positive_definite" if relations[0] == r"\succ" else "positive_semidefinite"
            return self.trait([*names, sides[0]], trait)
        if len(relations) > 1 and any(relation not in TURNED for relation in relations):
            return ", ".join(
                self.stated(
                    names if at == 0 else (),
                    Chain(chain.start, chain.end, chain.sides[at : at + 2], (chain.relations[at],)),
                    define=define,
                )
                for at in range(len(relations))
            )
        if relations == [r"\notin"] and spell(sides[1]).startswith(SPACES):
            return f"{spell(sides[0])} is not in {spell(sides[1])}"
        if any(relation not in TURNED for relation in relations):
            raise Fault(f"a declaration by {relations[0]}", chain.start, r"\in, \sim, =, < or >")
        said = []
        for at, relation in enumerate(relations):
            lefts = [*names, sides[0]] if at == 0 else [sides[at]]
            for left in lefts:
                said.append(self.relate(left, relation, sides[at + 1], define=define))
        return ", ".join(said)

    def several_names(self, node: Node) -> bool:
        """Whether what is declared are names, or a value that is made of others."""
        return all(self.name(each) for each in self.several(node))

    def several(self, node: Node) -> list[Node]:
        if isinstance(node, Group) and node.fence in ("{}", "()") and len(node.items) > 1:
            return list(node.items)
        return [node]

    def name(self, node: Node) -> str:
        node = bare(node)
        if isinstance(node, Name):
            return node.text
        if isinstance(node, Script) and isinstance(bare(node.base), Name):
            return spell(node)
        return ""

    # ---------------------------------------------------------------- sets

    def membership(self, lefts: Sequence[Node], right: Node) -> str:
        said = []
        for left in lefts:
            name = self.name(left)
            if not name:
                raise Fault(f"a declaration of {spell(bare(left))[:40]}", left.start, "a name")
            sort = self.set_sort(right, name)
            if isinstance(sort, Outcome):
                self.context.cues.labels.add(sort.label)  # what kind of thing it is, its use will show
                said.append(f"{name} lies in {spell(right)[:40]}")
                continue
            node, index = bare(left), ""
            if isinstance(node, Script) and node.sub is not None and self.is_free_index(node.sub):
                index = spell(bare(node.sub))
                said.append(self.indexed(node, sort))
                name = self.context.array_name(spell(node.base))
            else:
                self.shaped(name, sort)
                said.append(f"{name} is {build.describe(sort)}")
            self.beyond(name, right, index)
        return ", ".join(said)

    def has_values(self, name: str, space: Node) -> bool:
        """Take where the values of a function lie, if that is an interval."""
        sort = self.set_sort(space, name)
        if not isinstance(sort, Scalar) or sort.integer:
            return False
        self.context.reached[name] = sort
        return True

    def lies_in(self, value: Node, space: Node) -> str:
        """`X = [X_0, X_1] \\in \\mathbb{R}^{n \\times p}`: the size that a value is said to have."""
        called, arguments = defined_name(value)
        if arguments and is_function(self.context, called) and self.has_values(called, space):
            return f"{called} has values in {spell(space)[:40]}"
        sort = self.whole_sort(space, "")
        wanted = build.shape_of(sort)
        if wanted is None or sort != build.of_shape(*wanted):
            raise Fault(f"that {spell(value)[:40]} lies in {spell(space)[:40]} is not known here", space.start)
        for size, said in zip(build.shape(self.term(value)), wanted, strict=True):
            self.context.unify_quietly(size, said)
            self.context.same_size(said, size)
        if build.shape(self.term(value)) != build.shape_of(self.context.settle(sort)):
            raise Fault(f"{spell(value)[:40]} has another size than what lies in {spell(space)[:40]}", space.start)
        return f"{spell(value)[:60]} lies in {spell(space)[:40]}"

    @staticmethod
    def is_free_index(sub: Node) -> bool:
        written = spell(bare(sub))
        return written in (*INDICES, "ij", "i,j")

    def indexed(self, node: Script, sort: Sort) -> str:
        """x_i in a set: x is the whole of them."""
        name = self.context.array_name(spell(node.base))
        rows = self.context.size(f"n_{{{name}}}")
        assert node.sub is not None
        if len(spell(bare(node.sub)).replace(",", "")) == 2 and isinstance(sort, Scalar):
            whole: Sort = Matrix(rows, self.context.size(f"m_{{{name}}}"), frozenset(), sort)
        elif isinstance(sort, Scalar):
            whole = Vector(rows, sort)
        elif isinstance(sort, Vector):
            whole = Matrix(rows, sort.size, frozenset(), sort.entry)
        else:
            raise Fault(f"a family of {build.describe(sort)}", node.start, "numbers or vectors")
        self.context.declare(name, whole)
        return f"{spell(node)} are the {'entries' if isinstance(sort, Scalar) else 'rows'} of {name}"

    def of_size(self, name: str, size: Product) -> None:
        """A symbol is an array of the size n \\times p; a law that is said of it stays."""
        rows, columns = (self.size(part) for part in size.factors)
        self.shaped(name, Vector(rows) if columns is build.ONE else Matrix(rows, columns))

    def shaped(self, name: str, sort: Sort) -> None:
        """A symbol is of a sort; what is random stays so, and its law that of something of this size."""
        known = self.context.sort_of(name)
        if not isinstance(known, RandomVariable):
            if isinstance(known, Matrix) and isinstance(sort, Matrix):
                sort = replace(sort, traits=sort.traits | known.traits)
            self.context.declare(name, sort)
            return
        for old, new in zip(build.shape_of(known.value) or (), build.shape_of(sort) or (), strict=False):
            self.context.unify_quietly(old, new)
        self.context.declare(name, RandomVariable(sort))

    def size(self, node: Node) -> Term:
        """A size: its letters are positive integers."""
        for name in letters_of(node):
            if name not in self.context.declared and not self.is_size(name):
                self.context.declare(name, NATURAL)
        found = self.context.settled(self.term(node))
        if not isinstance(value_sort(found), Scalar):
            raise Fault(f"the size {spell(node)[:40]}", node.start, "a whole number")
        return found

    def is_made_of(self, name: str, sizes: Sum) -> bool:
        """Whether a size is now a sum of others."""
        known = self.context.declared
        plain = all(isinstance(bare(term), (Name, Script, Num)) for _, term in sizes.terms)
        whole = all(known.get(letter, NATURAL) == NATURAL for letter in letters_of(sizes))
        if not plain or not whole or known.get(name) != NATURAL or any(sign < 0 for sign, _ in sizes.terms):
            return False
        return self.context.same_size(symbol(name, NATURAL), self.size(sizes))

    def is_size(self, name: str) -> bool:
        """Whether a name is defined as a sum of sizes."""
        return name in self.context.definitions and symbol(name, NATURAL) in self.context.sizes

    def function(self, left: Node, domain: Node, codomain: Node) -> str:
        name = self.name(left)
        if not name:
            raise Fault(f"a function named {spell(left)[:40]}", left.start, "a name")
        sorts: list[Sort] = []
        parts = domain.factors if isinstance(domain, Product) and "times" in domain.marks else (domain,)
        for part in parts:
            sorts.append(self.whole_sort(part, "x"))
        value = self.whole_sort(codomain, name)
        traits = self.context.cues.traits(name)
        self.context.declare(name, Function(tuple(sorts), value, traits))
        return f"{name} is a function"

    # ---------------------------------------------------------------- laws

    def drawn(self, lefts: Sequence[Node], right: Node) -> str:
        known, said = self.context.knowing, []
        one = bare(known.sides[0] or known) if isinstance(known, Chain) else known
        if known is not None and spell(one) not in map(spell, lefts):  # and $Y \sim ..$, of itself
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
        law: Term | None = None
        with suppress(Fault, SortError):
            law = settle(lambda: Probability(self.context).law_call(right, drawn=True), right)
        one, known = self.name(targets[0]), self.name(givens[0])
        if law is not None and not below and len(targets) == len(givens) == 1 and one and known and "_" not in one:
            self.context.hierarchies[one] = known, right
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

    # ---------------------------------------------------------------- relations

    def relate(self, left: Node, relation: str, right: Node, *, define: bool) -> str:
        left, right = bare(left), bare(right)
        if relation in ("<", "!=") and spell(right) in (r"\infty", r"+\infty"):
            return f"{spell(left)[:60]} is finite"  # as all values are
        found = self.bounded(left, relation, right) or self.bounded(right, TURNED[relation], left)
        if found:
            return found
        if relation == "=":
            if isinstance(left, Name) and isinstance(right, Sum) and self.is_made_of(left.text, right):
                return f"{left.text} := {spell(right)[:60]}"
            trait = self.matrix_equation(left, right) or self.matrix_equation(right, left)
            if trait:
                return trait
            listed = self.listing(left, right)
            if listed:
                return listed
            root = self.root_of_statistic(left, right) or self.root_of_spread(left, right) if define else None
            if root is not None:
                return self.define(*root)
            known, parameters = defined_name(left)
            if known not in self.context.declared and holds_at_points(self.context, parameters, right):
                self.context.note_points(known, f"{spell(left)} = {spell(right)}", parameters)
            elif define and (
                is_definition(self.context, left, right, said=True)
                or (known in self.context.definitions and not mentions(right, known))
            ):
                return self.define(left, right)

        self.random_by_chance(left)

        def attempt() -> Term:
            scope = Probability(self.context)
            return of_all_entries(self.context, build.relation(relation, *stated_terms(scope, left, relation, right)))

        try:
            taken = self.context.suppose(lambda: settle(attempt, left, right))
        except SortError as wrong:
            raise Fault(str(wrong), left.start, "", self.context.known()) from wrong
        if relation == "=":
            self.context.ties.append(tie(left, right))
        complete(self.context, left)
        if any(self.runs(index) for index in taken.free):
            self.context.suppose(lambda: settle(lambda: self.everywhere(left, relation, right), left, right))
        return latex(taken)

    def random_by_chance(self, side: Node) -> None:
        """The x of P(x = 1) is random, whatever numbers it is said to be among."""
        factors = side.factors if isinstance(side, Product) and len(side.factors) == 2 else ()
        called = bare(factors[1]) if factors and spell(factors[0]) in CHANCES else None
        event = bare(called.only) if isinstance(called, Group) and called.only is not None else None
        sides = [each for each in event.sides if each is not None] if isinstance(event, Chain) else []
        for one, other in (sides, sides[::-1]) if len(sides) == 2 else ():
            sort = self.context.sort_of(self.name(one))
            if isinstance(sort, Scalar) and self.constant(other) is not None:
                self.context.declare(self.name(one), RandomVariable(sort))

    def root_of_statistic(self, left: Node, right: Node) -> tuple[Node, Node] | None:
        """S and its value, where S^2 = .. is made of data X_1, .., X_n and nothing else is known of an S."""
        return None if self.context.made_of(right).isdisjoint(self.context.samples) else self.root(left, right)

    def root_of_spread(self, left: Node, right: Node) -> tuple[Node, Node] | None:
        """The same for a letter of standard deviations, which are no less than 0."""
        found = self.root(left, right)
        return found if found is not None and is_spread(self.name(found[0])) else None

    def root(self, left: Node, right: Node) -> tuple[Node, Node] | None:
        """The S of S^2 = .. and its value, where that defines it."""
        if not is_square(left):
            return None
        inner = Script(left.start, left.end, left.base, left.sub, None) if left.sub is not None else bare(left.base)
        if any(isinstance(part, Name) and part.word in CHANCE_WORDS for part in walk(right)):
            return None
        if self.name(inner) in self.context.closure(right) or not is_definition(self.context, inner, right, said=True):
            return None
        return inner, Root(right.start, right.end, right, None)

    def runs(self, index: Term) -> bool:
        """Whether a symbol is an index of which nothing is said but that it runs over a range somewhere."""
        context = self.context
        return index.name in context.cues.running and index.name not in context.declared and index.sort == NATURAL

    def everywhere(self, left: Node, relation: str, right: Node) -> Term:
        """`sum_i n_{ij} a_i = 0`, of a j that is no certain one: it holds for each that there is."""
        scope = Probability(self.context)
        found = build.relation(relation, *stated_terms(scope, left, relation, right))
        for bound in scope.local:
            index, size = bound.args
            if index not in found.free or not self.runs(index):
                continue
            if found.data == "=" and not any(map(build.is_array, found.args)):
                found = build.equal(*(build.tabulate(index, size, side) for side in found.args))
            else:
                found = build.forall(index, build.between(build.ONE, size), found)
        return found

    def bounded(self, left: Node, relation: str, right: Node) -> str:
        """A number or a vector on the right side of a bound becomes a sort."""
        bound = self.constant(right)
        if bound == 0 and relation in (">", ">=") and is_square(left):
            return self.square_bounded(left, relation)
        name = self.name(left)
        if bound is None or not name or relation == "=" or name in self.context.definitions:
            return ""
        if relation == "!=" and bound != 0:
            return ""  # sorts know of no other number left out
        sort = self.context.sort_of(name)
        base = spell(left.base) if isinstance(left, Script) else name
        if sort is None and isinstance(left, Script) and left.sub is not None and self.is_free_index(left.sub):
            base = self.context.array_name(base)
            whole = self.context.sort_of(base)
            entry = whole.entry if isinstance(whole, (Vector, Matrix)) else REAL
            narrowed = narrow(entry, relation, bound)
            if isinstance(whole, (Vector, Matrix)):
                self.context.declare(base, replace(whole, entry=narrowed))
                return f"the entries of {base} are {relation} {bound}"
            if whole is None:
                return self.indexed(left, narrowed)
            return ""
        if sort is None and relation == "!=" and self.context.cues.shapes.get(name, "real") != "real":
            return ""  # a vector v != 0, of which no entry need be
        if sort is None:
            sort = NATURAL if name in self.context.cues.bounds else REAL
            if name in self.context.cues.random:
                sort = RandomVariable(REAL)
        if isinstance(sort, RandomVariable) and isinstance(sort.value, Scalar) and not self.has_law(name):
            self.context.declare(name, RandomVariable(narrow(sort.value, relation, bound)))
            return f"{name} {relation} {bound}"
        if isinstance(sort, Scalar):
            self.context.declare(name, narrow(sort, relation, bound))
            return f"{name} {relation} {bound}"
        if isinstance(sort, Vector) and relation != "!=":
            self.context.declare(name, replace(sort, entry=narrow(sort.entry, relation, bound)))
            return f"the entries of {name} are {relation} {bound}"
        return ""

    def square_bounded(self, square: Script, relation: str) -> str:
        """`\\sigma^2 > 0`: no symbol of its own; a \\sigma is no negative number, and another letter not zero."""
        base = (
            Script(square.start, square.end, square.base, square.sub, None) if square.sub is not None else square.base
        )
        name = self.name(base)
        sort = self.context.sort_of(name) or REAL
        if not name or name in self.context.definitions or not isinstance(sort, Scalar):
            return ""
        deviation = (
            spell(bare(square.base)).strip("{}").endswith((r"\sigma", r"\tau")) and name not in self.context.declared
        )
        if deviation or relation == ">":
            self.context.declare(name, narrow(sort, relation if deviation else "!=", Fraction(0)))
        return f"{spell(square)} {relation} 0"

    def has_law(self, name: str) -> bool:
        return any(fact.term.head == "follows" and name in fact.about for fact in self.context.facts)

    def ones(self, name: str) -> str:
        """A name is that of a vector of ones, as long as it is said to be."""
        sort = self.context.sort_of(name)
        size = sort.size.name if isinstance(sort, Vector) and sort.size.head == "symbol" else ""
        self.context.forget(name)
        if size and size in self.context.declared:
            self.context.define(name, Definition((), Script(0, 0, Num(0, 0, Fraction(1)), Name(0, 0, size), None)))
        elif name not in UNIT_ARRAYS:
            self.context.define(name, Definition((), Name(0, 0, r"\mathbf{1}")))
        return f"{name} is a vector of ones"

    def listing(self, left: Node, right: Node) -> str:
        """x = (x_1, .., x_n): x is the vector of them."""
        name = self.name(left)
        inner = bare(right.base) if isinstance(right, Script) and spell(right.sup) in TRANSPOSES else right
        if not name or not isinstance(inner, (Group, Array)):
            return ""
        only = bare(inner.only) if isinstance(inner, Group) and inner.only is not None else inner
        if isinstance(only, Array) and (len(only.rows) == 1 or all(len(row) == 1 for row in only.rows)):
            written = [bare(entry) for row in only.rows for entry in row]  # a row or a column written out
        elif isinstance(inner, Group) and inner.fence in ("()", "[]", r"\{}") and len(inner.items) > 2:
            written = [bare(item) for item in inner.items]
        else:
            return ""
        own = all(isinstance(item, Script) and item.sup is None and spell(item.base) == name for item in written)
        if own and isinstance(only, Array) and name not in self.context.declared:
            self.context.define(name, Definition((), right))
            return f"{name} is the vector of {', '.join(map(spell, written))}"[:200]
        if not any(isinstance(item, Dots) for item in written):
            return ""
        if all(isinstance(item, Dots) or spell(item) == "1" for item in written):
            return self.ones(name)
        first, last = written[0], written[-1]
        if not (
            isinstance(first, Script)
            and isinstance(last, Script)
            and spell(first.base) == spell(last.base)
            and spell(first.sub) == "1"
            and last.sub is not None
        ):
            return ""
        element = spell(first.base)
        size = self.size(last.sub)
        for each in dict.fromkeys((name, element)):
            known = self.context.sort_of(each)
            if isinstance(known, (Vector, Matrix)):
                self.context.unify_quietly(known.size if isinstance(known, Vector) else known.rows, size)
            else:
                doubly = rf"{re.escape(element)}_\{{\w,?\w\}}"
                if any(re.fullmatch(doubly, written) for written in self.context.cues.alone):
                    self.context.declare(each, Matrix(size, self.context.size(f"n_{{{each}}}")))
                else:
                    self.context.declare(each, Vector(size))
        if name != element:
            self.context.declared.pop(name)
            self.context.define(name, Definition((), Name(left.start, left.end, element)))
        return f"{name} is the vector of the {latex(size)} entries {element}_i"

    def matrix_equation(self, left: Node, right: Node) -> str:
        """A = A^T; Q^T Q = I."""
        name = self.name(left)
        transposes = (r"^\top", "^T", r"^{\top}", r"^{\intercal}", "^{T}", r"^{\mathrm{T}}")
        if name and spell(right) in {name + mark for mark in transposes}:
            return self.trait([left], "symmetric")
        if spell(right).startswith(("I", r"\mathbf{I}")) and isinstance(left, Product) and len(left.factors) == 2:
            one, other = (bare(factor) for factor in left.factors)
            for plain, turned in ((one, other), (other, one)):
                if self.name(plain) and spell(turned) in {spell(plain) + mark for mark in transposes}:
                    sort = self.context.sort_of(self.name(plain))
                    if isinstance(sort, Matrix) and sort.rows is sort.columns:
                        return self.trait([plain], "orthogonal")
        return ""

    def trait(self, nodes: Sequence[Node], trait: str) -> str:
        names = []
        for node in nodes:
            name = self.name(node)
            if not name:
                raise Fault(f"{trait.replace('_', ' ')}: {spell(bare(node))[:40]}", node.start, "the name of a matrix")
            sort = self.context.sort_of(name)
            if sort is None:
                size = self.context.size(f"n_{{{name}}}")
                sort = Matrix(size, size)
            if not isinstance(sort, Matrix):
                raise Fault(f"{name} is {build.describe(sort)}, and cannot be {trait.replace('_', ' ')}", node.start)
            if sort.rows is not sort.columns:
                raise Fault(
                    f"{name} is {build.describe(sort)}, and cannot be {trait.replace('_', ' ')}",
                    node.start,
                    "a square matrix",
                )
            self.context.declare(name, replace(sort, traits=closure(sort.traits | {trait})))
            names.append(name)
        return f"{', '.join(names)} {'are' if len(names) > 1 else 'is'} {trait.replace('_', ' ')}"

    def trait_of_defined(self, name: str, trait: str) -> bool:
        """Take it that a matrix has a trait, or a number a sign, whatever it is defined as; False where no relation
        says so."""
        node = Name(0, 0, name)

        def symmetric() -> Term:
            matrix = self.term(node)
            self.context.unify(*build.shape(matrix))
            return build.equal(build.transpose(matrix), matrix)

        def signed() -> Term:
            return build.relation(SIGN_WORDS[trait], self.term(node), build.ZERO)

        equation = signed if trait in SIGN_WORDS else symmetric if trait == "symmetric" else None
        if equation is not None:
            with suppress(Fault, SortError):
                self.context.suppose(lambda: settle(equation, node))
                return True
        return trait == "orthogonal" and self.orthonormal(name)

    def orthonormal(self, name: str) -> bool:
        """Take it that A^T A = I."""
        node = Name(0, 0, name)

        def equation() -> Term:
            matrix = self.term(node)
            return build.equal(build.matmul(build.transpose(matrix), matrix), build.identity(build.shape(matrix)[1]))

        with suppress(Fault, SortError):
            self.context.suppose(equation)
            return True
        return False

    def define(self, left: Node, right: Node) -> str:
        """`left := right`. The errors of a model, y = X b + e, are what is defined by it: y is data."""
        left, right = self.of_errors(left, right) or (left, right)
        name, parameters = defined_name(left)
        if not name:
            raise Fault(f"a definition of {spell(bare(left))[:40]}", left.start, "a name, or f(x)")
        if is_mentioned(self.context, right, name):
            raise Fault(f"{name} is defined by itself", left.start)
        if law_call_of(left):
            raise Fault(f"{name} is a distribution by name already", left.start)
        inner = bare(left)
        self.context.beside |= self.beside_random(right)
        if isinstance(inner, Script) and inner.sub is not None and is_recursive(spell(inner.base), right):
            self.context.processes[spell(inner.base)] = right
        self.of_all(inner)
        self.context.declared.pop(name, None)
        places = self.running_places(inner, right)
        if places and isinstance(inner, Script):
            name = self.context.array_name(spell(inner.base), len(places))
            data = len(places) == 1 and self.has_errors(right)
            model = data or self.is_model(right) or self.awaits_chance(inner, right)
            self.context.define(name, Definition(places, right, indexed=True, model=model, data=data))
            return f"{spell(inner)} := {spell(bare(right))[:60]}"
        data = not parameters and self.has_errors(right)
        model = data or (not parameters and self.is_model(right))
        given_for = self.limits(self.context.given_for, parameters)
        self.context.define(name, Definition(parameters, right, model=model, data=data, limits=given_for))
        return f"{name}{'(' + ', '.join(parameters) + ')' if parameters else ''} := {spell(bare(right))[:60]}"

    def beside_random(self, right: Node) -> set[str]:
        """Capitals of which nothing is known beside a random variable, Z of X + Z: these may be random as well."""
        context, cues = self.context, self.context.cues
        names = context.names_in(right)
        if not any(isinstance(context.sort_of(name), RandomVariable) or name in cues.drawn for name in names):
            return set()
        known = {*context.declared, *context.definitions, *context.samples, *cues.drawn, *cues.bounds, *cues.parameters}
        return {
            name for name in names - known
            if is_upper(name) and cues.shapes.get(name, "real") == "real" and name not in cues.called
            and not cues.said(name, "matrix", "constant", "scalar", "number")
        }  # fmt: skip

    def limits(self, conditions: Iterable[Node], parameters: tuple[str, ...]) -> tuple[Limit, ...]:
        """Where a function of these parameters is given under conditions."""
        return limits(conditions, parameters, lambda space: self.whole_sort(space, ""), self.constant)

    def of_all(self, left: Node) -> None:
        """x_i = i for i = 1, .., k is no definition of an x that has n entries."""
        if not isinstance(left, Script) or left.sub is None:
            return
        places = tuple(map(spell, Probability(self.context).all_places(left.sub) or ()))
        array = self.context.array_name(spell(left.base), len(places))
        sort = self.context.sort_of(array)
        sizes = (
            (sort.size,) if isinstance(sort, Vector) else (sort.rows, sort.columns) if isinstance(sort, Matrix) else ()
        )
        for place, size in zip(places, sizes, strict=False):
            end = self.context.ends.get(place, "")
            if end in self.context.declared and size.head == "symbol" and size.name != end:
                raise Fault(f"{array} has {size.name} entries, and is given for {place} up to {end}", left.start)

    def running_places(self, left: Node, right: Node) -> tuple[str, ...]:
        """The indices of what is defined, x_i or x_{ij}, where the right side runs over each of them."""
        left = bare(left)
        if not isinstance(left, Script) or left.sub is None or left.sup is not None or left.primes:
            return ()
        places = tuple(map(spell, Probability(self.context).all_places(left.sub) or ()))
        distinct = len(set(places)) == len(places)
        if len(places) == 1 and self.is_sequence(spell(left.base), places[0], right):
            return places
        return places if distinct and all(self.is_running_index(place, right) for place in places) else ()

    def is_sequence(self, base: str, place: str, right: Node) -> bool:
        """Whether a_t is given for every t, where the text has an a_{t-1} or a_{t+1}; not by others of its own."""
        named = names_written(self.context, right)
        return (base, place) in self.context.cues.shifted and place in named and not is_recursive(base, right)

    def is_running_index(self, written: str, right: Node) -> bool:
        """Whether a letter in a subscript of what is defined is an index that the right side runs over."""
        if written not in ("i", "j", "k", "l", "n", "m", "t") or written in self.context.declared:
            return False
        below = [part for part in walk(right) if isinstance(part, Script) and part.sub is not None]
        below = [part for part in below if written in spell(part.sub)]
        bases = {spell(part.base) for part in below}
        arrays = any(isinstance(self.context.sort_of(base), (Vector, Matrix)) for base in bases)
        arrays = arrays or not bases.isdisjoint(self.context.samples)
        return bool(below) and (arrays or written in self.context.cues.summed)

    def is_one_of_many(self, name: str) -> bool:
        """Whether X_i is an entry of random variables that are declared: X_1, .., X_n."""
        base, _, below = name.partition("_")
        sort = self.context.sort_of(self.context.array_name(base))
        random = isinstance(sort, RandomVariable) and isinstance(sort.value, Vector)
        return random and below.strip("{}") in self.context.cues.running

    # ---------------------------------------------------------------- words

    def words(self, names: Sequence[str], phrases: Sequence[str]) -> None:
        """What words say of symbols: `symmetric`, `density`, `random variable`, .."""
        context = self.context
        if not ARRAY_WORDS.isdisjoint(phrases):
            phrases = [phrase for phrase in phrases if phrase not in REAL_WORDS]  # a constant vector is no number
        for name in names:
            node = Name(0, 0, name)
            of_values = are_of_values(context, name, phrases)
            for phrase in phrases:
                context.cues.call(name, phrase)
                if of_values and phrase in (*SIGN_WORDS, *NUMBER_WORDS, *REAL_WORDS):
                    continue  # its values are, and it is none
                if phrase in CONTINUOUS and (phrase != "continuous" or is_upper(name)):  # a function may be so as well
                    context.cues.integrated.add(label(name).lower())
                elif phrase in DISCRETE:
                    context.cues.counted.add(label(name).lower())
                sort = context.sort_of(name)
                function = not {"function", "functions", "differentiable", "random variable"}.isdisjoint(phrases)
                if phrase in TRAIT_WORDS and not function and (sort is None or isinstance(sort, Matrix)):
                    if isinstance(sort, Matrix) or is_upper(name) or name.startswith("\\"):
                        self.trait([node], TRAIT_WORDS[phrase])
                elif phrase in FAMILY_WORDS and sort is None and name not in context.definitions:
                    context.declare(name, FAMILY)
                elif "random v" in phrase and (name in context.definitions or self.is_one_of_many(name)):
                    continue  # it is what it was defined to be
                elif "estimator" in phrase:
                    if sort is None and name not in context.definitions and name in context.cues.random:
                        context.declare(name, RandomVariable(REAL))
                elif "random variable" in phrase and not isinstance(sort, RandomVariable):
                    context.declare(name, RandomVariable(sort or REAL))
                elif phrase in RANDOM_NUMBERS and not isinstance(sort, RandomVariable):
                    context.declare(name, RandomVariable(sort or RANDOM_NUMBERS[phrase]))
                elif phrase.endswith("random vector") and not isinstance(sort, RandomVariable):
                    context.declare(name, RandomVariable(sort or Vector(context.size(f"n_{{{name}}}"))))
                elif phrase.startswith("random matri") and not isinstance(sort, RandomVariable):
                    rows, columns = context.size(f"m_{{{name}}}"), context.size(f"n_{{{name}}}")
                    context.declare(name, RandomVariable(sort or Matrix(rows, columns)))
                elif phrase in ("event", "events"):
                    if sort is None and name not in context.definitions and is_upper(name):
                        context.declare(name, EVENT)
                elif phrase in NUMBER_WORDS and (sort is None or isinstance(sort, Scalar)):
                    whole = NUMBER_WORDS[phrase]
                    bounds = whole if whole.lower is not None or sort is None else replace(sort, integer=True)
                    context.declare(name, bounds)
                elif phrase in SIGN_WORDS and (sort is None or isinstance(sort, Scalar)):
                    if "positive definite" not in phrases:
                        context.declare(name, narrow(sort or REAL, SIGN_WORDS[phrase], Fraction(0)))
                elif phrase in REAL_WORDS:
                    if sort is None and name not in context.definitions:
                        context.declare(name, REAL)
                elif (phrase in FUNCTION_WORDS or phrase == "strictly") and isinstance(sort, Function):
                    opposite = _OPPOSITES.get(phrase, "")
                    if opposite in sort.traits and opposite not in phrases:
                        raise SortError(f"{name} was {opposite} before")
                    context.declare(name, replace(sort, traits=sort.traits | {phrase}))
        if "independent" in phrases and len(names) > 1 and any("random" in phrase for phrase in phrases):
            self.independent([Name(0, 0, name) for name in names])


def letters_of(node: Node) -> Iterator[str]:
    """The names in a size: p_0 is one, and its p none."""
    node = bare(node)
    if isinstance(node, Name) or (isinstance(node, Script) and node.sup is None and isinstance(bare(node.base), Name)):
        yield spell(node)
        return
    for part in children(node):
        yield from letters_of(part)


def is_square(node: Node) -> TypeGuard[Script]:
    """x^2, x_i^2."""
    return isinstance(node, Script) and node.sup is not None and spell(node.sup) == "2"


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
