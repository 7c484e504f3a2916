"""Expectations, variances and covariances, under a law written below them or over random variables."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from fractions import Fraction

from ..terms import build
from ..terms.sorts import (
    FAMILY,
    Outcome,
    RandomVariable,
    Scalar,
)
from ..terms.term import ORDERS, Term, is_chosen, symbol
from .context import is_upper, label
from .densities import Densities, names_in, split_at
from .laws import law_name, point_and_parameters
from .notation import COMMAND_WORDS, STATED, TRANSPOSES
from .syntax import Chain, Group, Name, Node, Num, Product, Script, bare, spell, walk

_COEFFICIENTS = frozenset("ABCDHJKLMPQRS")


class Expectations(Densities):
    """The meaning of E, Var and Cov."""

    def mean_of(self, sub: Node | None, body: Node, givens: Sequence[Node], node: Node) -> Term:
        if sub is not None:
            return self.expectation(sub, body, givens, node)
        return self.bare_mean(body, givens, node)

    def expectation(self, sub: Node, body: Node, givens: Sequence[Node], node: Node) -> Term:
        """E with the law, or the variable, below it."""
        if givens:
            raise self.fault("a conditional expectation with a law below it is not known here", node)
        drawn = bare(sub)
        items = drawn.items if isinstance(drawn, Group) and drawn.fence == "{}" else (drawn,)
        if all(name and self.is_random(name) for name in map(self.name_of, items)):
            return self.bare_mean(body, (), node)
        of_named = _drawn_from(drawn, body)
        items = (of_named,) if of_named is not None else items
        with ExitStack() as stack:
            laws: list[tuple[Term, Term]] = []
            implied = False  # E_p[f(X)], where nothing but the body says what is drawn
            for item in _joined(items):
                for variable, law, name in self.draw(bare(item), body, node):
                    laws.append((variable, law))
                    implied |= not isinstance(bare(item), Chain) and name not in map(self.name_of, named_points(item))
                    stack.enter_context(self.drawing(name, variable))
                    for capital in self.capitals_of(name, body):
                        stack.enter_context(self.drawing(capital, variable))
            found = self.numeric(self.term(body))
        if implied and found.free and not any(variable in found.free for variable, _ in laws):
            what = f"nothing in {spell(body)[:40]} is drawn from {spell(drawn)[:40]}"
            raise self.fault(what, node, r"x \sim p, for an x that is there")
        for variable, law in reversed(laws):
            if law.head == "space":
                raise self.fault("an expectation without a law", node)
            found = build.expect(variable, law, found)
        return found

    def capitals_of(self, name: str, body: Node) -> list[str]:
        """The X of E_{p(x)}[f(X)], which is what is drawn."""
        names = set(names_in(body))
        if is_upper(name) or name in names:
            return []
        context = self.context
        found = [
            each for each in sorted(names)
            if is_upper(each) and context.cues.variable_of(each) == label(name)
            and each not in self.bound and each not in context.definitions
            and (each not in context.declared or self.is_random(each))
        ]  # fmt: skip
        self.remarks |= {f"{each} in a mean is the {name} that is drawn": None for each in found}
        return found

    def is_random(self, name: str) -> bool:
        sort = self.bound[name].sort if name in self.bound else self.context.sort_of(name)
        if sort is not None:
            return isinstance(sort, RandomVariable)
        return self.context.kind(name) == "random" or (
            is_upper(name)
            and name not in self.context.cues.families
            and not self.is_family_name(name)
            and name in self.context.cues.random
        )

    def draw(self, item: Node, body: Node, node: Node) -> list[tuple[Term, Term, str]]:
        """x ~ p, p(x | z), p, x below E[body]: variables and their laws, outermost first."""
        if isinstance(item, Chain) and item.relations[0][0] == r"\sim" and len(item.relations) == 1:
            left, right = item.sides
            if left is None or right is None:
                raise self.fault("half a law", item, "x \\sim p")
            targets = bare(left)
            many = targets.items if isinstance(targets, Group) else (targets,)
            if len(many) > 1 or (isinstance(targets, Group)):
                return self.joint(right, [self.name_of(each) for each in many], node)
            name = self.name_of(targets)
            if not name:
                raise self.fault(f"a draw of {spell(targets)[:40]}", item, "a variable")
            return [self.drawn(name, right)]
        if isinstance(item, Product) and len(item.factors) == 2 and isinstance(bare(item.factors[1]), Group):
            called = bare(item.factors[1])
            assert isinstance(called, Group)
            targets_of, _ = split_at(called, "|")
            if len(targets_of) > 1:
                return self.joint(item, [self.name_of(each) for each in targets_of], node)
            law, name = self.law(item)
            return [(self.law_variable(law, name), law, name)]
        name = self.name_of(item)
        defined = name in self.context.definitions and self.is_defined_law(name)
        of = self.family_at(item)
        if name and (defined or of is not None or self.is_family_name(name)):
            law, drawn = self.law(of or item, self.drawn_in(body, spell(of) if of is not None else name))
            return [(self.law_variable(law, drawn), law, drawn)]
        if name and (label(name) in self.context.cues.labels):
            family = self.family_over(label(name), item)
            law, _ = self.law_of_family(family, name, Name(item.start, item.end, family))
            self.remarks[f"{name} drawn from {family}"] = None
            return [(law.args[0], law, name)]
        raise self.fault(f"an expectation over {spell(item)[:40]}, whose law is not known", node, r"x \sim p")

    def family_at(self, parameter: Node) -> Node | None:
        """The p_\\theta of which a mean E_\\theta is one, where that is the one density with this parameter."""
        name = self.name_of(parameter)
        below = [each for each in self.context.cues.families if name and each.partition("_")[2].strip("{}") == name]
        below = [each for each in below if each[:1].islower() or each[:1].lower() + each[1:] not in below]
        if len(below) != 1 or not isinstance(parameter, Name) or self.context.sort_of(name) == FAMILY:
            return None
        base = Name(parameter.start, parameter.start, below[0].partition("_")[0])
        return Script(parameter.start, parameter.end, base, parameter, None)

    def drawn_in(self, body: Node, law: str) -> str:
        """What is drawn in E_p[body], where that is not the variable that p is written of: the X of E_p[X^2]."""
        names, own = list(dict.fromkeys(names_in(body))), self.default_label(law)
        if any(own in (name, label(name)) for name in names):
            return ""
        called = self.context.cues.called | self.context.functions.keys() | self.context.cues.families.keys()
        open_ = [
            name for name in names
            if name not in called and name not in self.bound and name not in self.context.definitions
            and (name not in self.context.declared or self.is_random(name))
        ]  # fmt: skip
        found = [name for name in open_ if is_upper(name) and name.lower() == own] or open_
        if len(found) > 1:
            raise self.fault(f"which of {', '.join(found)} is drawn from {law} is not said", body, r"x \sim p")
        return found[0] if found else ""

    def drawn(self, name: str, right: Node) -> tuple[Term, Term, str]:
        law, _ = self.law(right, name)
        return self.law_variable(law, name), law, name

    def law_variable(self, law: Term, name: str) -> Term:
        if law.head == "law":
            return law.args[0]
        outcome = law.sort.outcome  # type: ignore[attr-defined]
        return symbol(name, outcome)

    def joint(self, right: Node, names: list[str], node: Node) -> list[tuple[Term, Term, str]]:
        """A draw of several variables at once: the last given the others, and so on."""
        right = bare(right)
        called = bare(right.factors[1]) if isinstance(right, Product) and len(right.factors) == 2 else None
        base_node = bare(right.factors[0]) if called is not None else right  # type: ignore[attr-defined]
        base = base_node.base if isinstance(base_node, Script) else base_node
        if not isinstance(base, Name) or not all(names):
            raise self.fault(f"a draw from {spell(right)[:40]}", node, "a joint density")
        givens = list(split_at(called, "|")[1]) if isinstance(called, Group) else []
        found: list[tuple[Term, Term, str]] = []
        sub = base_node.sub if isinstance(base_node, Script) else None
        with ExitStack() as stack:
            for name in names:
                variable = self.variable(name)
                stack.enter_context(self.drawing(name, variable))
                target = Name(node.start, node.end, name)
                value = self.density(spell(base_node), sub, base, (target,), givens, node)
                found.append((variable, self.law_over(variable, name, value), name))
                givens.append(target)
        return found

    # ---------------------------------------------------------------- random variables

    def candidates(self, body: Node) -> list[str]:
        """The names in a body that may stand for random variables."""
        return [
            name
            for name in dict.fromkeys(names_in(body))
            if not self.is_known(name)
            and name not in self.context.functions
            and name not in self.context.cues.bounds | self.context.cues.parameters
            and name not in TRANSPOSES
            and name not in COMMAND_WORDS
            and name not in (r"\pi", "e", "d", r"\infty", r"\top", "T", "E", r"\nabla", r"\partial", r"\mathbb{E}")
            and name not in self.context.cues.called
        ]

    def bare_mean(self, body: Node, givens: Sequence[Node], node: Node) -> Term:
        """E[..] over the random variables within."""
        small = self.small_for_capital(body, givens)
        if small:
            self.remarks[f"{small} in a mean is the random variable {small.upper()}"] = None
            with self.binding(small, self.symbol(small.upper(), node)):
                return self.bare_mean(body, givens, node)
        self.find_random(body, givens, node)
        bound = self.family_variables((body, *givens))
        if bound and not givens:
            return self.mean_by_family(bound, body, node)
        with self.chance():
            value = self.numeric(self.term(body))
            conditions = [self.given(given) for given in givens]
        self.check_random(value, body, node)
        return build.mean(value, *conditions)

    def small_for_capital(self, body: Node, givens: Sequence[Node]) -> str:
        """The x of E[g(x)], where X is a random variable and nothing in the bracket is: it is X that is meant."""
        if any(self.is_random(name) for part in (body, *givens) for name in names_in(part)):
            return ""
        loose = [name for name in self.candidates(body) if len(name) == 1 and name.islower()]
        known = [name for name in loose if isinstance(self.context.sort_of(name.upper()), RandomVariable)]
        return known[0] if len(known) == 1 and not givens and self.context.kind(known[0]) != "random" else ""

    def mean_of_no_law(self, body: Node) -> Term | None:
        """<x> of an x that the section writes conditional or joint densities of and none of its own, p(x): the law is
        one of these, and which is not said. What holds of the mean under any law holds of this one."""
        signatures = [each for found in self.context.cues.signatures.values() for each in found]
        names = [
            name
            for name in dict.fromkeys(names_in(body))
            if label(name) in self.context.cues.labels
            and self.context.kind(name) in ("", "outcome", "real", "vector", "matrix")
            and name not in (*self.bound, *self.context.declared, *self.context.definitions)
        ]
        if not names or any(signature == (label(name),) for name in names for signature in signatures):
            return None
        with ExitStack() as stack:
            for name in names:
                value = self.numeric(self.guessed(name)).sort
                stack.enter_context(self.binding(name, symbol(f"{{{name}}}", RandomVariable(value))))
            self.caveats[f"over which law the mean of {spell(body)[:40]} is taken is not said"] = None
            return build.mean(self.numeric(self.term(body)))

    def check_random(self, value: Term, body: Node, node: Node) -> None:
        """What looks random in E[..] must be so: X_i is no number where X is random."""
        if any(map(is_chosen, value.free)):
            return
        found = [name for name in names_in(body) if self.is_random(name) and name not in self.bound]
        if found and not any(name in self.context.definitions for name in found):
            raise self.fault(f"{found[0]} is random, and what is written of it is not", node, "a declaration")
        lone = next((name for name in names_in(body) if self.may_be_random(name)), "")
        if lone:
            raise self.fault(f"the mean of {lone}, of which nothing says that it is random", node, "a declaration")
        if not any(name in self.context.definitions for name in found) and value.head != "number":
            self.caveats[f"nothing in {spell(body)[:40]} is known to be random"] = None

    def may_be_random(self, name: str) -> bool:
        """Whether the text writes E[N] of a capital that is taken for a number, and is not said to be a constant."""
        context = self.context
        number = isinstance(context.sort_of(name), Scalar) or context.kind(name) in ("real", "natural")
        written = is_upper(name) and name in context.cues.moments and name not in context.definitions
        return written and number and name not in self.bound and not context.cues.said(name, *_NO_CHANCE)

    def given(self, node: Node) -> Term:
        """What is known: a statement, of which the t of X > t is a value that X may have, or a variable."""
        node = bare(node)
        if not isinstance(node, Chain):
            return self.term(node)
        happens = self.statement(node)
        for each in happens.args if happens.head == "and" else (happens,):
            if each.data in ORDERS:
                self.within_support(each)
        return happens

    def statement(self, node: Node) -> Term:
        node = bare(node)
        if not isinstance(node, Chain):
            raise self.fault(f"{spell(node)[:40]} is no statement", node, "a relation")
        found: list[Term] = []
        for at, (relation, _) in enumerate(node.relations):
            left, right = node.sides[at], node.sides[at + 1]
            if left is None or right is None or relation not in STATED[:6]:
                raise self.fault(f"the statement {spell(node)[:40]}", node, "an equation or inequality")
            one, other = self.numeric(self.term(left)), self.numeric(self.term(right))
            found.append(build.relation(relation, one, other))
        return build.both(*found)

    def find_random(self, body: Node, givens: Sequence[Node], node: Node) -> None:
        """Make sure that something in E[..] is random; an undeclared capital is, and a lone undeclared letter."""
        if any(name in self.context.samples for part in (body, *givens) for name in self.context.closure(part)):
            return
        for part in (body, *givens):
            for name in self.candidates(part):
                if (
                    is_upper(name)
                    and name not in self.context.cues.bounds | self.context.cues.parameters
                    and (self.context.kind(name) in ("", "real", "outcome"))
                    and not (self.is_coefficient(name, body) or self.is_beside_random(name))
                ):
                    self.context.guess(name, "random")
        if any(self.is_random(name) for part in (body, *givens) for name in self.context.made_of(part)):
            return
        loose = self.candidates(body)
        if len(loose) == 1:
            self.context.guess(loose[0], "random")
        elif len(loose) > 1:
            raise self.fault(
                f"which of {', '.join(loose[:6])} is random",
                node,
                r"a declaration, or the law below the E: \mathbb{E}_{x \sim p}",
            )

    def is_coefficient(self, name: str, body: Node) -> bool:
        """Whether a capital letter beside a random variable is by custom no such thing: the A of E[A X]."""
        if name in self.context.cues.moments or name[:1] not in _COEFFICIENTS or len(name.split("_")[0]) > 1:
            return False
        known = (other for other in names_in(body) if other != name)
        return any(self.is_random(other) and other in self.context.declared for other in known)

    def family_variables(self, parts: Sequence[Node]) -> list[tuple[str, str]]:
        """The undeclared random variables X whose density p(x) the section writes, with their families; none where they
        stand beside others."""
        found: list[tuple[str, str]] = []
        others: list[str] = []
        drawn = {each.text for part in parts for each in walk(part) if isinstance(each, Name) and not each.word}
        for name in dict.fromkeys(name for part in parts for name in names_in(part)):
            small = self.context.cues.variable_of(name)
            if (
                self.context.kind(name) == "random"
                and name not in self.context.declared
                and (small in self.context.cues.labels)
            ):
                family = self.family_over(small, parts[0])
                found.append((name, family))
            elif isinstance(self.context.sort_of(name), RandomVariable) or (name in drawn and self.is_random(name)):
                others.append(name)
        if found and others:
            said = f"how {found[0][0]}, of a density, and {others[0]} hang together is not said"
            self.caveats[said] = None
            return []
        return found

    def mean_by_family(self, random: list[tuple[str, str]], body: Node, node: Node) -> Term:
        """E[g(X)] with X of density p(x): the sum of p(x) g(x)."""
        with ExitStack() as stack:
            laws = []
            given: dict[str, Term] = {}
            for name, family in random:
                small = self.context.cues.variable_of(name)
                found = self.variable(small)
                variable = symbol(name, found.sort)
                self.context.guess(family, "family")
                density = build.density(symbol(family, FAMILY), {small: variable}, dict(given))
                laws.append((variable, self.law_over(variable, name, density)))
                given[small] = variable
                stack.enter_context(self.drawing(name, variable))
                self.remarks[f"{name} of density {family}({small})"] = None
            value = self.mean_body(body)
        for variable, law in reversed(laws):
            value = build.expect(variable, law, value)
        return value

    def mean_body(self, body: Node) -> Term:
        value = self.term(body)
        if isinstance(value.sort, Outcome) and value.head == "symbol":
            self.context.guess(value.sort.label, "real")
        for part in value.free:
            if isinstance(part.sort, Outcome) and part is value:
                self.context.guess(part.sort.label, "real")
        return self.numeric(value)

    def variance_of(self, sub: Node | None, body: Node, givens: Sequence[Node], node: Node) -> Term:
        if sub is not None and not (self.name_of(sub) and self.is_random(self.name_of(sub))):
            mean = self.expectation(sub, body, givens, node)
            square = Script(
                body.start,
                body.end,
                Group(body.start, body.end, "()", (body,), ()),
                None,
                Num(body.start, body.end, Fraction(2)),
            )
            return build.sub(self.expectation(sub, square, givens, node), build.power(mean, build.TWO))
        self.find_random(body, givens, node)
        random = self.family_variables((body, *givens))
        if random and not givens:
            mean = self.mean_by_family(random, body, node)
            square = Script(
                body.start,
                body.end,
                Group(body.start, body.end, "()", (body,), ()),
                None,
                Num(body.start, body.end, Fraction(2)),
            )
            return build.sub(self.mean_by_family(random, square, node), build.power(mean, build.TWO))
        with self.chance():
            value = self.numeric(self.term(body))
            conditions = [self.given(given) for given in givens]
        self.check_random(value, body, node)
        return build.variance(value, *conditions)

    def covariance_of(self, sub: Node | None, body: Sequence[Node], givens: Sequence[Node], node: Node) -> Term:
        if len(body) == 1:
            return self.variance_of(sub, body[0], givens, node)
        if len(body) != 2 or sub is not None:
            raise self.fault("a covariance", node, "two things and a comma")
        for part in body:
            self.find_random(part, givens, node)
        random = self.family_variables((*body, *givens))
        if random and not givens:
            left, right = body
            product = Product(
                left.start,
                right.end,
                (Group(left.start, left.end, "()", (left,), ()), Group(right.start, right.end, "()", (right,), ())),
                ("", ""),
            )
            separate = build.mul(self.mean_by_family(random, left, node), self.mean_by_family(random, right, node))
            return build.sub(self.mean_by_family(random, product, node), separate)
        with self.chance():
            one, other = (self.numeric(self.term(part)) for part in body)
            conditions = [self.given(given) for given in givens]
        return build.covariance(one, other, *conditions)


_NO_CHANCE = ("constant", "constants", "scalar", "scalars", "real number", "real numbers")


def _drawn_from(law: Node, body: Node) -> Chain | None:
    """x \\sim N(a, b), for a mean <x> with N(a, b) below it: of the one x that is not named there."""
    if not isinstance(law, Product) or len(law.factors) != 2:
        return None
    name, called = law_name(bare(law.factors[0])), bare(law.factors[1])
    if not name or not isinstance(called, Group) or point_and_parameters(called, name) is not None:
        return None
    free = [each for each in dict.fromkeys(names_in(body)) if each not in names_in(law)]
    if len(free) != 1:
        return None
    return Chain(law.start, law.end, (Name(body.start, body.end, free[0]), law), ((r"\sim", law.start),))


def named_points(item: Node) -> Sequence[Node]:
    """The x of p(x | y) and of x: what a mean below which it stands is one over. \\mathcal{Q}(V, n) may be a law."""
    inner = bare(item)
    if not isinstance(inner, Product) or len(inner.factors) != 2:
        return (inner,)
    letter, called = map(bare, inner.factors)
    return split_at(called, "|")[0] if isinstance(called, Group) and not spell(letter).startswith(r"\mathcal") else ()


def _joined(items: Sequence[Node]) -> list[Node]:
    """x, y \\sim p: names before a draw belong to it."""
    found: list[Node] = []
    waiting: list[Node] = []
    for item in items:
        inner = bare(item)
        if isinstance(inner, Chain) and waiting and inner.sides[0] is not None:
            names = (*waiting, inner.sides[0])
            left = Group(item.start, item.end, "()", names, (",",) * (len(names) - 1))
            found.append(Chain(inner.start, inner.end, (left, *inner.sides[1:]), inner.relations))
            waiting = []
        elif isinstance(inner, Name):
            waiting.append(inner)
        else:
            found.append(item)
    return [*waiting, *found] if not found or waiting else found
