"""Probabilities of events, entropies, divergences; and which notation of probability stands where."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from ..terms import build
from ..terms.build import value_sort
from ..terms.preimages import interval
from ..terms.show import latex
from ..terms.sorts import (
    EVENT,
    FAMILY,
    Event,
    Family,
    Law,
    RandomVariable,
    Scalar,
    Vector,
)
from ..terms.term import ORDERS, Term, fresh, is_chosen, space, substitute, symbol
from .context import is_upper, label
from .densities import between, names_in, split_at, whole_names
from .dots import general_term
from .exclusive import IN_WORDS
from .expectations import Expectations
from .functions import is_turned, without_power
from .laws import law_name
from .notation import STATED
from .scope import index_sort
from .syntax import (
    Big,
    Chain,
    Dots,
    Frac,
    Group,
    Name,
    Node,
    Num,
    Product,
    Script,
    Sum,
    Words,
    bare,
    chosen_by,
    spell,
    walk,
)


def _is_number(sup: Node) -> bool:
    """Whether a superscript is a power for sure: p^2(x), and not p^{-1}(x)."""
    return isinstance(bare(sup), Num)


def is_inequality(node: Node) -> bool:
    node = bare(node)
    return isinstance(node, Chain) and {relation for relation, _ in node.relations} <= set(ORDERS)


def _unplaced(event: Node) -> Node:
    """A relation without the places where its signs stand in the text."""
    inner = bare(event)
    if not isinstance(inner, Chain):
        return inner
    return replace(inner, relations=tuple((sign, 0) for sign, _ in inner.relations))


_DIVERGENCES = {"KL": "KL", "JS": "JS", "JSD": "JS", "kl": "KL", "js": "JS"}
_ENTROPIES = ("H", "h", "CE")
_CALCULUS_LETTERS = ("E", "H", "I", "V")


_SURE = {r"(\Omega)": build.ONE, r"(\emptyset)": build.ZERO, r"(\varnothing)": build.ZERO}
_IN_WORDS = f"{IN_WORDS}, is not known here"

_UP_TO = {"binomial": 0, "whole": 1}  # laws with a largest value, by the place of this among their parameters


class Probability(Expectations):
    """The meaning of p(x | y), E, Var, Cov, P, H, I, KL, JS and of named distributions."""

    def head(self, factors: Sequence[Node], marks: Sequence[str], at: int) -> tuple[Term, int] | None:
        node = bare(factors[at])
        if isinstance(node, Group) and node.fence == "<>" and len(node.items) == 1:
            found = self.mean_of_no_law(node.items[0]) or self.bare_mean(node.items[0], (), node)
            return found, at + 1
        if (
            isinstance(node, Script)
            and isinstance(node.base, Group)
            and node.base.fence == "<>"
            and (node.base.only is not None and node.sub is not None)
        ):
            value = self.expectation(node.sub, node.base.items[0], (), node)
            return (value if node.sup is None else self.raised(value, node.sup, node)), at + 1
        base = bare(node.base) if isinstance(node, Script) else node
        if not isinstance(base, Name):
            return super().head(factors, marks, at)
        sub = node.sub if isinstance(node, Script) else None
        following = factors[at + 1] if at + 1 < len(factors) and not marks[at + 1] else None
        inside = bare(following.base) if isinstance(following, Script) else following
        called = inside if isinstance(inside, Group) and inside.fence in ("()", "[]", r"\{}") else None
        names_divergence = spell(sub) in _DIVERGENCES and not self.is_known(spell(node))
        if not self.is_known(base.text) or base.text.startswith(r"\mathbb") or names_divergence:
            meant = self.operator(base, sub, node, called)
            if meant is not None:
                if isinstance(node, Script) and node.sup is not None and spell(node.sup) != "*":
                    meant = self.raised(meant, node.sup, node)
                return self.after_call(meant, following, node), at + 2
            if base.word == "E" and following is not None and called is None and (base.text != "E" or sub is not None):
                found = self.mean_of(sub, following, (), node)
                return found, at + 2
        if called is None or (called.fence != "()" and "||" not in called.separators):
            return super().head(factors, marks, at)
        power = node.sup if isinstance(node, Script) and node.sup is not None and _is_number(node.sup) else None
        found_density = self.law_or_density(base, sub, node if power is None else without_power(node), called)
        if found_density is None:
            return super().head(factors, marks, at)
        if power is not None:
            found_density = self.raised(found_density, power, node)
        return self.after_call(found_density, following, node), at + 2

    def operator(self, base: Name, sub: Node | None, node: Node, called: Group | None) -> Term | None:
        """E, Var, Cov, Pr, H, I, KL and JS with their bracket."""
        turned = is_turned(node) or (isinstance(node, Script) and spell(node.sup) == "-1")
        if called is None or (turned and base.text in (r"\Sigma", "V")):  # \Sigma^{-1} (x - \mu)
            return None
        if base.text == r"\Sigma" and sub is None and called.fence == "()" and len(called.items) == 1:
            random = any(self.is_chance(each) for each in self.context.closure(called.items[0]))
            if random and self.context.sort_of(r"\Sigma") is None:
                self.remarks[r"\Sigma(..) the covariance matrix"] = None
                with self.chance():
                    return build.variance(self.numeric(self.term(called.items[0])))
        word = base.word or (base.text if base.text in _CALCULUS_LETTERS else "")
        under = _DIVERGENCES.get(spell(sub)) if sub is not None else None
        if isinstance(sub, Words):
            under = _DIVERGENCES.get(sub.text)
        if word in ("KL", "JS") or (under and base.text in ("D", r"\mathbb{D}", r"\mathrm{D}", "d", r"\mathcal{D}")):
            return self.divergence(under or word, called, node)
        if base.text == "D" and "||" in called.separators:
            return self.divergence("KL", called, node)
        if word == "E":
            body, givens = split_at(called, "|")
            if len(body) != 1:
                raise self.fault("an expectation of several things", node, "one expression")
            point = bare(body[0])
            lone = isinstance(point, Name) and not is_upper(point.text) and not self.is_chance(point.text)
            if lone and base.text == "E" and called.fence == "()":
                self.caveats[f"E may be a function: {spell(point)} is not said to be random"] = None
            return self.mean_of(sub, body[0], givens, node)
        if word == "Var" or (base.text == "V" and called.fence == "[]"):
            body, givens = split_at(called, "|")
            if len(body) != 1:
                raise self.fault("a variance of several things", node, "one expression")
            return self.variance_of(sub, body[0], givens, node)
        if word == "Cov":
            body, givens = split_at(called, "|")
            return self.covariance_of(sub, body, givens, node)
        if word == "Pr":
            return self.probability_of(called, node)
        if word in _ENTROPIES or base.text in (r"\mathbb{H}", r"\mathcal{H}"):
            found = self.entropy_of(called, node)
            if found is None and len(base.text) > 1 and any(map(self.is_chance, self.context.names_in(called))):
                raise self.fault(f"the entropy {spell(node)} of this", node, "random variables, or a distribution")
            return found
        if word == "I" or base.text in (r"\mathbb{I}", r"\mathcal{I}") or word == "MI":
            pair = len(called.items) == 2 and all(self.is_variable_name(self.name_of(item)) for item in called.items)
            if ";" in called.separators or (pair and called.separators == (",",)):
                return self.information_of(called, node)
        if word == "Corr" and len(called.items) == 2 and called.separators == (",",) and sub is None:
            covariance = self.covariance_of(sub, called.items, (), node)
            spread = [build.sqrt(self.variance_of(None, item, (), node)) for item in called.items]
            return build.div(covariance, build.mul(*spread))
        if (
            base.text in (r"\mathbb{I}", r"\mathbb{1}", r"\mathbf{1}")
            and len(called.items) == 1
            and isinstance(bare(called.items[0]), Chain)
        ):
            return build.indicator(self.statement(bare(called.items[0])))
        measures = ("P", r"\mathbb{P}", *self.context.cues.measures)
        if base.text in ("p", "P") and sub is None and called.fence == "()" and any(map(is_inequality, called.items)):
            return self.probability_of(called, node)
        if base.text in measures and called.fence in ("()", "[]") and spell(called) in _SURE:
            return _SURE[spell(called)]
        if base.text in measures and called.fence in ("()", "[]") and self.is_event(called):
            found = self.probability_of(called, node)
            events = [each for each in found.free if isinstance(each.sort, Event)]
            declared = all(each.name in self.context.declared for each in events)
            told = not self.context.nests and (declared or self.context.excludes)
            if base.text in self.context.cues.measures and events and not told:
                self.caveats[_IN_WORDS] = None
            return found
        return None

    # ---------------------------------------------------------------- events

    def is_event(self, called: Group) -> bool:
        """Whether all that stands in P(..) is an event: a statement, or a capital letter that is no variable."""
        for item in called.items:
            item = bare(item)
            if (isinstance(item, Chain) and item.relations[0][0] in STATED[:6]) or chosen_by(item) is not None:
                continue
            if isinstance(item, Product) and set(item.marks[1:]) <= {"cap", "cup"}:
                continue
            if isinstance(item, Big) and item.kind in ("union", "intersection"):
                continue
            if isinstance(item, Script) and item.sup is not None and spell(item.sup) in ("c", r"\complement"):
                continue
            name = self.name_of(item)
            if not name or not is_upper(complement_of(name) or name) or name in self.context.cues.valued:
                return False
            sort = self.context.sort_of(name)
            if sort is not None and not isinstance(sort, Event):
                return False
        return bool(called.items)

    def occurrence(self, node: Node) -> Term:
        """An event as a side of an equation: 1 where it happens, else 0."""
        if f"({spell(bare(node))})" in _SURE:
            return _SURE[f"({spell(bare(node))})"]
        self.caveats[_IN_WORDS] = None
        if spell(bare(node)).startswith(r"\mathcal{") and self.is_variable(spell(bare(node))[9:-1]):
            return build.ONE  # the values that X may have
        return build.indicator(self.event(node))

    def joined_events(self, node: Node) -> Term:
        """The union of events A_i, of so many that it is any event, for all that is known here."""
        if any(isinstance(part, Name) and part.text in self.bound for part in walk(node)):
            raise self.fault("a union of events that changes with an index", node, "one that is the same")
        self.caveats["what a union or intersection of many events is made of is not known here"] = None
        written = " ".join(spell(part) for part in walk(node) if isinstance(part, (Name, Num, Script)))
        return self.guessed(rf"\bigcup({written})", "event")

    def event_of_index(self, called: Group) -> Term | None:
        """p(A_i), with an i that runs: a number for each i."""
        node = bare(called.only) if called.only is not None else None
        if not isinstance(node, Script) or node.sub is None or node.sup is not None or not is_upper(spell(node.base)):
            return None
        if not self.mentions_index(node.sub) or self.is_known(spell(node)):
            return None
        place = self.place(node.sub)
        self.caveats[f"how the {spell(node.base)}_i depend on each other is not known here"] = None
        return build.apply(self.function_symbol(rf"p({spell(node.base)}_{{\cdot}})", [place], node), place)

    def event(self, node: Node) -> Term:
        node = chosen_by(node) or bare(node)
        if isinstance(node, Chain):
            statement = self.statement(node)
            several = statement.args if statement.head == "and" else (statement,)
            for relation in several:
                self.within_support(relation)
            self.between_ends(several)
            return statement
        if isinstance(node, Product) and set(node.marks[1:]) in ({"cap"}, {"cup"}):
            parts = [self.event(part) for part in node.factors]
            if node.marks[1] == "cap":
                return build.both(*parts)
            return build.negation(build.both(*[build.negation(part) for part in parts]))
        if isinstance(node, Group) and node.only is not None and node.fence == "()":
            return self.event(node.only)
        if isinstance(node, Script) and node.sup is not None and spell(node.sup) in ("c", r"\complement"):
            return build.negation(self.event(node.base))
        endless = isinstance(node, Product) and any(isinstance(bare(part), Dots) for part in node.factors)
        if endless or (isinstance(node, Big) and node.kind in ("union", "intersection")):
            return self.joined_events(node)
        name = self.name_of(node)
        if complement_of(name) and not self.is_known(name):
            return build.negation(self.event(Name(node.start, node.end, complement_of(name))))
        if not name:
            raise self.fault(f"{spell(node)[:40]} is no event", node, "a statement or an event")
        if self.outcomes.get(name) == self.context.cues.variable_of(name):
            raise self.fault(f"{name} has values, and is no event", node, f"{name} = x, or a density p({name})")
        sort = self.context.sort_of(name)
        if sort is None:
            if self.context.kind(name) not in ("", "event"):
                return self.guessed(f"{{{name}}}", "event")  # beside the number of that name elsewhere
            return self.guessed(name, "event")
        if sort is not EVENT:
            raise self.fault(f"{name} is {build.describe(sort)}", node, "an event")
        return symbol(name, EVENT)

    def between_ends(self, relations: Sequence[Term]) -> None:
        """In `a < X <= b`, a is no larger than b."""
        if len(relations) != 2 or any(relation.head != "relation" for relation in relations):
            return
        (first, middle), (again, last) = (relation.args for relation in relations)
        ways = {relation.data for relation in relations}
        fixed = first.head == last.head == "number" or any(map(self.is_by_chance, (first, last)))
        if middle is again and not fixed and (ways <= {"<", "<="} or ways <= {">", ">="}):
            upwards = "<" in ways or "<=" in ways
            self.local[build.relation("<=" if upwards else ">=", first, last)] = None
            low, high = (first, last) if upwards else (last, first)
            self.remarks[f"{latex(low)} at most {latex(high)}"] = None

    @staticmethod
    def is_by_chance(term: Term) -> bool:
        return any(map(is_chosen, term.free))

    def within_support(self, relation: Term) -> None:
        """The t of `X > t` is a value that X may have, where nothing is said of it, and so are s and t of X > s + t."""
        sides = relation.args if relation.head == "relation" else ()
        for variable, bound in (sides, sides[::-1]) if len(sides) == 2 else ():
            number = isinstance(variable.sort, RandomVariable) and isinstance(variable.sort.value, Scalar)
            law = self.declared_law(variable.name) if number and variable.head == "symbol" else None
            support = between(law) or value_sort(variable) if law is not None else self.values_between(variable)
            if not isinstance(support, Scalar):
                continue
            sums = bound.head == "add" and support.upper is None and support.lower == 0
            for part in bound.args if sums else (bound,):
                self.context.guess_within(self.free_guess(part), support)
            if law is not None and relation.data == "=" and law.data in _UP_TO and self.free_guess(bound):
                self.local[build.relation("<=", bound, law.args[_UP_TO[law.data]])] = None

    def values_between(self, made: Term) -> Scalar | None:
        """Between which numbers a function of random numbers lies that have laws; None where these are no bounds."""
        random = [each for each in made.free if is_chosen(each)]
        drawn: dict[Term, Term] = {}
        for each in random:
            law = self.declared_law(each.name)
            support = (between(law) or law.sort.outcome) if law is not None and isinstance(law.sort, Law) else None
            if not isinstance(support, Scalar):
                return None
            drawn[each] = fresh(symbol(each.name, support), made.free)
        plain = set(made.args) <= set(random)
        whole = made.head in ("max_of", "min_of", "add") and plain
        kinds = {each.sort.integer for each in drawn.values()}  # type: ignore[attr-defined]
        if len(kinds) != 1 or (True in kinds and not whole):  # of numbers with a density, or a sum of whole ones, ..
            return None
        low, high = interval(substitute(made, drawn))
        return Scalar(low, high, integer=True in kinds) if (low, high) != (None, None) else None

    def probability_of(self, called: Group, node: Node) -> Term:
        of_index = self.event_of_index(called)
        if of_index is not None:
            return of_index
        events, givens = split_at(called, "|")
        for part in (*events, *givens):
            self.note_random(part)
        conditions = []
        for given in map(bare, givens):
            with self.happening():
                conditions.append(self.event(given))
        with self.happening():
            happens = self.conjunction(events)
        for each in sorted(happens.free, key=lambda symbol: symbol.digest):
            number = isinstance(each.sort, RandomVariable) and isinstance(each.sort.value, Scalar)
            told = self.declared_law(each.name) or self.has_distribution(each.name)
            if number and label(each.name).lower() in self.context.cues.integrated and not told:
                self.caveats[f"{each.name} is continuous, and is tried with few values"] = None
        return build.probability(happens, *conditions)

    def conjunction(self, events: Sequence[Node]) -> Term:
        if len(events) in (3, 4) and isinstance(bare(events[-2]), Dots):
            found = self.all_events(events)
            if found is not None:
                return found
        return build.both(*[self.event(event) for event in events])

    def has_distribution(self, name: str) -> bool:
        """Whether the distribution function of a random number is a function of the text."""
        return any(fact.term.head == "distributed" and name in fact.about for fact in self.context.facts)

    def all_events(self, events: Sequence[Node]) -> Term | None:
        """X_1 <= x, .., X_n <= x: X_i <= x for all i."""
        start, end = events[0].start, events[-1].end
        index = "i" if "i" not in self.bound and "i" not in self.context.declared else "j"
        placed = [_unplaced(event) for event in events]
        found = general_term(placed[:-2], placed[-1], Name(start, end, index))
        if found is None or index in self.bound or index in self.context.names_in(found[2]) - {index}:
            return None
        place = self.new_variable(index, index_sort(build.ONE))
        domain = build.between(build.ONE, self.number(found[1]))
        self.ranges[place] = domain.args[1]
        with self.binding(index, place):
            happens = self.event(found[2])
        return build.forall(place, domain, happens)

    def note_random(self, node: Node) -> None:
        """In P(X > a), an undeclared capital is a random variable."""
        for name in names_in(node):
            bounds = self.context.cues.bounds
            new = not self.is_known(name) and name not in self.context.samples
            if is_upper(name) and new and isinstance(bare(node), Chain) and name not in bounds:
                self.context.guess(name, "random")

    # ---------------------------------------------------------------- information

    def divergence(self, word: str, called: Group, node: Node) -> Term:
        separators = [separator for separator in called.separators if separator != r"\quad"]
        items = called.items
        if separators == ["|", "|"] and len(items) == 3:
            raise self.fault("a divergence of three things", node, r"p \| q")
        if "||" in separators:
            split = called.separators.index("||")
            left, right = (
                _regroup(items[: split + 1], called.separators[:split]),
                _regroup(items[split + 1 :], called.separators[split + 1 :]),
            )
        elif len(items) == 2:
            left, right = items
        else:
            raise self.fault("a divergence", node, r"p \| q")
        joint = self.joint_divergence(word, left, right, node)
        if joint is not None:
            return joint
        p, name = self.law(left)
        q, _ = self.law(right, name)
        of = [law.sort.outcome for law in (p, q) if isinstance(law.sort, Law)]
        if len(of) == 2 and isinstance(of[0], Vector) and isinstance(of[1], Vector):
            self.context.unify(of[0].size, of[1].size)
        return build.kl(p, q) if word == "KL" else build.js(p, q)

    def joint_divergence(self, word: str, left: Node, right: Node, node: Node) -> Term | None:
        """KL of two densities of several variables, by its definition."""
        names = _targets(left)
        if word != "KL" or len(names) < 2 or self.law_call(left) is not None or self.law_at(left) is not None:
            return None
        with ExitStack() as stack:
            variables = []
            for name in names:
                variable = self.variable(name)
                variables.append((variable, self.context.cues.variable_of(name)))
                stack.enter_context(self.drawing(name, variable))
            p, q = self.number(left), self.number(right)
        body = build.mul(p, build.log(build.div(p, q)))
        for variable, of in reversed(variables):
            measure = self.measure(of)
            body = (build.integral if measure == "lebesgue" else build.total)(variable, space(of, measure), body)
        return body

    def is_law(self, node: Node) -> bool:
        node = bare(node)
        name = self.name_of(node)
        if name and name in self.context.definitions:
            return self.is_defined_law(name)
        if name:
            return self.is_family_name(name) and not self.is_random(name)
        if isinstance(node, Product) and len(node.factors) == 2:
            base, called = bare(node.factors[0]), bare(node.factors[1])
            return isinstance(called, Group) and (bool(law_name(base)) or self.is_family_name(self.name_of(base)))
        return isinstance(node, (Frac, Sum, Product)) and any(self.is_family_name(name) for name in whole_names(node))

    def entropy_of(self, called: Group, node: Node) -> Term | None:
        items = called.items
        if not items:
            return None
        if all(self.is_law(item) for item in items) and set(called.separators) <= {",", ";"}:
            if any(
                self.name_of(item)
                and self.name_of(item) not in self.context.definitions
                and self.name_of(item) in self.context.cues.alone
                and self.name_of(item) not in self.context.cues.families
                and self.name_of(item) not in self.context.cues.laws
                and not isinstance(self.context.sort_of(self.name_of(item)), Family)
                for item in items
            ):
                return None
            p, name = self.law(items[0])
            if len(items) == 1:
                return build.entropy(p)
            if len(items) == 2:
                return build.cross_entropy(p, self.law(items[1], name)[0])
            return None
        targets, givens = split_at(called, "|")
        if all(self.name_of(item) and self.is_variable_name(self.name_of(item)) for item in items):
            if len(items) > 1 and not self.told_together(items, node):
                return build.add(*(self.entropy_alone(item, node) for item in targets))
            if len(items) == 1:
                return self.entropy_alone(items[0], node)
            given = tuple(self.space_of(self.name_of(item)) for item in givens)
            spaces = tuple(self.space_of(self.name_of(item)) for item in targets)
            return build.uncertainty(self.family_of(items), spaces, given)
        return None

    def entropy_alone(self, item: Node, node: Node) -> Term:
        """H(X), by the law of X where that is known."""
        name = self.name_of(item)
        follows = self.declared_law(name)
        if follows is not None:
            return build.entropy(follows)
        self.told_together((item,), node)
        return build.uncertainty(self.family_of((item,)), (self.space_of(name),))

    def told_together(self, items: Sequence[Node], node: Node) -> bool:
        """Whether variables may depend on each other. What else is said of them, and is not used here, is a caveat."""
        names = {self.name_of(item) for item in items}
        for name in sorted(names):
            self.warn(name, node)
            if name in self.context.definitions:
                self.caveats[f"what {name} is is not used in what it shares with others"] = None
        for fact in self.context.facts:
            if names & fact.about and fact.term.head not in ("independent", "follows"):
                self.caveats[f"what is said of {', '.join(sorted(names & fact.about))} is not used here"] = None
        return not self.told_independent(names, len(items))

    def is_variable_name(self, name: str) -> bool:
        sort = self.context.sort_of(name)
        if sort is not None:
            return isinstance(sort, RandomVariable)
        return is_upper(name) or label(name) in self.context.cues.labels

    def family_of(self, items: Sequence[Node]) -> Term:
        small = self.context.cues.variable_of(self.name_of(items[0]))
        family = self.family_over(small, items[0])
        for name in map(self.name_of, items):
            if self.declared_law(name) is not None:
                self.caveats[f"the law of {name} is not used in what it shares with others"] = None
        if family not in self.context.cues.families and family in self.context.cues.parameters:
            family += r"(\cdot)"  # X ~ Bern(p) has a number of that letter
        self.context.guess(family, "family")
        self.used[family] = None
        return symbol(family, FAMILY)

    def space_of(self, name: str) -> build.Space:
        small = self.context.cues.variable_of(name)
        sort = value_sort(self.variable(small))
        return small, sort, self.measure(small)

    def information_of(self, called: Group, node: Node) -> Term:
        targets, givens = split_at(called, "|")
        split = called.separators.index(";" if ";" in called.separators else ",") + 1
        names = [self.name_of(item) for item in called.items]
        if not all(names):
            raise self.fault("the information between what", node, "random variables")
        if not self.told_together(called.items, node):
            return build.ZERO
        one, other = targets[:split], targets[split:]
        parts = [tuple(self.space_of(self.name_of(item)) for item in part) for part in (one, other, givens)]
        return build.information(self.family_of(called.items), *parts)


def _regroup(items: Sequence[Node], separators: Sequence[str]) -> Node:
    if len(items) == 1:
        return items[0]
    return Group(items[0].start, items[-1].end, "{}", tuple(items), tuple(separators))


def _targets(node: Node) -> list[str]:
    node = bare(node)
    if isinstance(node, Product) and isinstance(bare(node.factors[-1]), Group):
        called = bare(node.factors[-1])
        assert isinstance(called, Group)
        return [spell(bare(item)) for item in split_at(called, "|")[0]]
    return []


def complement_of(name: str) -> str:
    """The A of \\bar{A}, or ''."""
    inner = name.removeprefix(r"\bar{").removesuffix("}") if name.startswith(r"\bar{") else ""
    return inner if is_upper(inner) else ""
