"""Densities, expectations, divergences and named distributions: the meaning of probabilistic notation."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from fractions import Fraction

from ..errors import ShapeError, SortError
from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.sorts import (
    COUNT,
    EVENT,
    FAMILY,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    Event,
    Family,
    Outcome,
    RandomVariable,
    Sort,
    Vector,
)
from ..terms.term import Term, space, substitute, symbol
from .calculus import Calculus
from .context import is_capital, is_upper, label
from .notation import FAMILY_LETTERS, LAWS, STATED
from .syntax import Big, Chain, Frac, Group, Name, Node, Num, Product, Script, Sum, Words, bare, spell, walk

_DIVERGENCES = {"KL": "KL", "JS": "JS", "JSD": "JS", "kl": "KL", "js": "JS"}
_ENTROPIES = ("H", "h", "CE")
_CALCULUS_LETTERS = ("E", "H", "I", "V")


class Probability(Calculus):
    """The meaning of p(x | y), E, Var, Cov, P, H, I, KL, JS and of named distributions."""

    def head(self, factors: Sequence[Node], marks: Sequence[str], at: int) -> tuple[Term, int] | None:
        node = bare(factors[at])
        if isinstance(node, Group) and node.fence == "<>" and len(node.items) == 1:
            return self.bare_mean(node.items[0], (), node), at + 1
        if isinstance(node, Script) and isinstance(node.base, Group) and node.base.fence == "<>" and (
                node.base.only is not None and node.sub is not None):
            value = self.expectation(node.sub, node.base.items[0], (), node)
            return (value if node.sup is None else self.raised(value, node.sup, node)), at + 1
        base = bare(node.base) if isinstance(node, Script) else node
        if not isinstance(base, Name):
            return super().head(factors, marks, at)
        sub = node.sub if isinstance(node, Script) else None
        following = factors[at + 1] if at + 1 < len(factors) and not marks[at + 1] else None
        inside = bare(following.base) if isinstance(following, Script) else following
        called = inside if isinstance(inside, Group) and inside.fence in ("()", "[]", r"\{}") else None
        if not self.is_known(base.text) or base.text.startswith(r"\mathbb"):
            value = self.operator(base, sub, node, called)
            if value is not None:
                if isinstance(node, Script) and node.sup is not None and spell(node.sup) not in ("*",):
                    value = self.raised(value, node.sup, node)
                return self.after_call(value, following, node), at + 2  # type: ignore[arg-type]
            if base.word == "E" and following is not None and called is None and (base.text != "E" or sub is not None):
                found = self.mean_of(sub, following, (), node)
                return found, at + 2
        if called is None or (called.fence != "()" and "||" not in called.separators):
            return super().head(factors, marks, at)
        value = self.law_or_density(base, sub, node, called)
        if value is None:
            return super().head(factors, marks, at)
        return self.after_call(value, following, node), at + 2  # type: ignore[arg-type]

    def operator(self, base: Name, sub: Node | None, node: Node, called: Group | None) -> Term | None:
        """E, Var, Cov, Pr, H, I, KL and JS with their bracket."""
        if called is None:
            return None
        word = base.word or (base.text if base.text in _CALCULUS_LETTERS else "")
        under = _DIVERGENCES.get(spell(sub)) if sub is not None else None
        if isinstance(sub, Words):
            under = _DIVERGENCES.get(sub.text)
        if word in ("KL", "JS") or (under and base.text in ("D", r"\mathbb{D}", r"\mathrm{D}", "d", r"\mathcal{D}")):
            return self.divergence(under or word, called, node)
        if base.text == "D" and "||" in called.separators:
            return self.divergence("KL", called, node)
        if word == "E" or (base.text in (r"\mathbf{E}", r"\mathcal{E}") and False):
            body, givens = _split(called, "|")
            if len(body) != 1:
                raise self.fault("an expectation of several things", node, "one expression")
            return self.mean_of(sub, body[0], givens, node)
        if word == "Var" or (base.text == "V" and called.fence == "[]"):
            body, givens = _split(called, "|")
            if len(body) != 1:
                raise self.fault("a variance of several things", node, "one expression")
            return self.variance_of(sub, body[0], givens, node)
        if word == "Cov":
            body, givens = _split(called, "|")
            return self.covariance_of(sub, body, givens, node)
        if word == "Pr":
            return self.probability_of(called, node)
        if word in _ENTROPIES or base.text in (r"\mathbb{H}", r"\mathcal{H}"):
            return self.entropy_of(called, node)
        if (word == "I" or base.text in (r"\mathbb{I}", r"\mathcal{I}") or word == "MI") and ";" in called.separators:
            return self.information_of(called, node)
        if base.text in (r"\mathbb{I}", r"\mathbb{1}", r"\mathbf{1}") and len(called.items) == 1 and isinstance(
                bare(called.items[0]), Chain):
            return build.indicator(self.statement(bare(called.items[0])))
        if base.text in ("P", r"\mathbb{P}") and called.fence in ("()", "[]") and self.is_event(called):
            return self.probability_of(called, node)
        return None

    # ---------------------------------------------------------------- statements and events

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

    def is_event(self, called: Group) -> bool:
        """Whether all that stands in P(..) is an event: a statement, or a capital letter that is no variable."""
        for item in called.items:
            item = bare(item)
            if isinstance(item, Chain) and item.relations[0][0] in STATED[:6]:
                continue
            if isinstance(item, Product) and set(item.marks[1:]) <= {"cap", "cup"}:
                continue
            if isinstance(item, Script) and item.sup is not None and spell(item.sup) in ("c", r"\complement"):
                continue
            name = self.name_of(item)
            if not name or not is_upper(name):
                return False
            sort = self.context.sort_of(name)
            if sort is not None and not isinstance(sort, Event):
                return False
        return bool(called.items)

    def event(self, node: Node) -> Term:
        node = bare(node)
        if isinstance(node, Chain):
            return self.statement(node)
        if isinstance(node, Product) and set(node.marks[1:]) in ({"cap"}, {"cup"}):
            parts = [self.event(part) for part in node.factors]
            if node.marks[1] == "cap":
                return build.both(*parts)
            return build.negation(build.both(*[build.negation(part) for part in parts]))
        if isinstance(node, Group) and node.only is not None and node.fence == "()":
            return self.event(node.only)
        if isinstance(node, Script) and node.sup is not None and spell(node.sup) in ("c", r"\complement"):
            return build.negation(self.event(node.base))
        name = self.name_of(node)
        if not name:
            raise self.fault(f"{spell(node)[:40]} is no event", node, "a statement or an event")
        sort = self.context.sort_of(name)
        if sort is None:
            if self.context.kind(name) not in ("", "event"):
                raise self.fault(f"{name} is used as a number elsewhere", node, "an event")
            return self.guessed(name, "event")
        if sort is not EVENT:
            raise self.fault(f"{name} is {build.describe(sort)}", node, "an event")
        return symbol(name, EVENT)

    def probability_of(self, called: Group, node: Node) -> Term:
        events, givens = _split(called, "|")
        for part in (*events, *givens):
            self.note_random(part)
        conditions = []
        for given in givens:
            found = bare(given)
            conditions.append(self.statement(found) if isinstance(found, Chain) else self.event(found))
        return build.probability(self.conjunction(events), *conditions)

    def conjunction(self, events: Sequence[Node]) -> Term:
        return build.both(*[self.event(event) for event in events])

    def note_random(self, node: Node) -> None:
        """In P(X > a), an undeclared capital is a random variable."""
        for name in _names(node):
            if is_upper(name) and not self.is_known(name) and isinstance(bare(node), Chain):
                if name not in self.context.cues.bounds:
                    self.context.guess(name, "random")

    # ---------------------------------------------------------------- densities

    def is_family(self, name: str, base: Name, called: Group, sub: Node | None = None) -> bool:
        context = self.context
        if name in self.bound or name in context.definitions:
            return False
        sort = context.sort_of(name)
        if sort is not None:
            return isinstance(sort, Family)
        if not called.items or not all(self.is_point(item) for item in called.items):
            return False
        if context.cues.said(name, "function") or name in context.functions:
            return False
        if "|" in called.separators or context.cues.said(name, "density", "densities", "pmf", "pdf", "distribution",
                                                         "distributions", "probability", "prior", "posterior"):
            return True
        subs = _flat(sub) if sub is not None else []
        if subs and base.text in ("f", "p", "q") and all(is_upper(spell(part)) for part in subs):
            return True
        return base.text in FAMILY_LETTERS and (name not in context.cues.alone or name in context.cues.families)

    def is_point(self, node: Node) -> bool:
        node = bare(node)
        if isinstance(node, Chain):
            return len(node.relations) == 1 and node.relations[0][0] == "="
        if isinstance(node, Product) and len(node.factors) == 2:  # p(G(z))
            return isinstance(bare(node.factors[1]), Group)
        return isinstance(node, Name) or (isinstance(node, Script) and isinstance(bare(node.base), (Name, Script)))

    def law_or_density(self, base: Name, sub: Node | None, node: Node, called: Group) -> Term | None:
        by_name = law_name(node)
        if by_name and self.context.sort_of(spell(node)) is None and not self.is_known(spell(node)):
            split = _law_separator(called, by_name)
            if split is not None:
                point, parameters = split
                law = self.named_law(by_name, parameters, node)
                at = self.numeric(self.term(point))
                outcome = law.sort.outcome  # type: ignore[attr-defined]
                if isinstance(outcome, Vector):
                    self.make_array(at)
                    self.context.unify(outcome.size, shape(at)[0])
                return build.pdf(law, at)
        name = spell(node if not isinstance(node, Script) or node.sup is None else node)
        if not self.is_family(name, base, called, sub):
            return None
        targets, givens = _split(called, "|")
        return self.density(name, sub, base, targets, givens, node)

    def density(self, name: str, sub: Node | None, base: Name, targets: Sequence[Node], givens: Sequence[Node],
                node: Node) -> Term:
        family, family_name, labels, extra = self.family(name, sub, base, node)
        above = [self.point(item, labels[at] if at < len(labels) else "", family_name)
                 for at, item in enumerate(targets)]
        below = [self.point(item, labels[at + len(above)] if at + len(above) < len(labels) else "", family_name)
                 for at, item in enumerate(givens)]
        below += [entry for entry in extra if entry[0] not in dict(above) and entry[0] not in dict(below)]
        for given_label, _ in below:
            if given_label in dict(above):
                raise self.fault(f"{name} of {given_label} given {given_label}", node)
        if len(dict(above)) < len(above) or len(dict(below)) < len(below):
            raise self.fault(f"{name} names one variable twice", node, "variables with names of their own")
        return build.density(family, dict(above), dict(below))

    def family(self, name: str, sub: Node | None, base: Name, node: Node,
               ) -> tuple[Term, str, list[str], list[tuple[str, Term]]]:
        """The family symbol; the labels that its subscript names (f_X, p_{X|Y}); its parameters that vary."""
        labels: list[str] = []
        extra: list[tuple[str, Term]] = []
        if sub is not None:
            parts = _flat(sub)
            if parts and all(is_upper(spell(part)) for part in parts):
                labels = [spell(part).lower() for part in parts]
                name = base.text
            elif parts and all(spell(part) in self.context.cues.moving or spell(part) in self.bound for part in parts):
                for part in parts:
                    extra.append((label(spell(part)), self.numeric(self.term(part))))
        else:
            whole = self.whole_family(name)
            if whole:
                self.remarks[f"{name}(..) a marginal or conditional of {whole}"] = None
                name = whole
                parameter = whole[whole.index("_") + 1 :].strip("{}")
                if parameter in self.context.cues.moving:
                    extra.append((parameter, self.numeric(self.symbol(parameter, node))))
        if not self.is_known(name):
            self.context.guess(name, "family")
            self.used[name] = None
        return symbol(name, FAMILY), name, labels, extra

    def whole_family(self, name: str) -> str:
        """p(z) beside p_\\theta(x | z): one joint density, where no marginal is written in both ways."""
        cues = self.context.cues
        found = [other for other in cues.families if other.startswith(name + "_{\\") and other.count("_") == 1]
        if len(found) != 1 or name in self.context.declared or len(name) > 1:
            return ""
        return "" if cues.signatures.get(name, set()) & cues.signatures.get(found[0], set()) else found[0]

    def point(self, node: Node, given_label: str, family: str) -> tuple[str, Term]:
        """Label and value of one argument of a density."""
        node = bare(node)
        if isinstance(node, Chain):
            left, right = node.sides
            if left is None or right is None:
                raise self.fault("half an argument", node)
            return label(spell(left)).lower(), self.term(right)
        found = given_label or self.label_of(node, family)
        name = self.name_of(node)
        if name and not self.is_known(name) and name not in self.context.guesses and not self.has_index(node):
            return found, self.guessed(name, "outcome" if not is_upper(name) or name in self.context.cues.labels else "")
        return found, self.term(node)

    def has_index(self, node: Node) -> bool:
        return isinstance(node, Script) and node.sub is not None and self.is_index(spell(node.base), node.sub)

    def label_of(self, node: Node, family: str) -> str:
        if isinstance(node, Script) and node.sub is not None and self.has_index(node):
            return label(spell(node.base))
        if isinstance(node, Script) and node.sup is not None and isinstance(bare(node.sup), Group):
            return label(spell(node.base))
        name = self.name_of(node)
        if name:
            sort = self.context.sort_of(name)
            if isinstance(sort, RandomVariable) or self.context.kind(name) == "random":
                return label(name).lower()
            return label(name)
        return self.default_label(family)

    def default_label(self, family: str) -> str:
        """The variable that a density named without one is a density of."""
        families = self.context.cues.families
        if family in families:
            return families[family]
        return next(iter(families.values()), "x")

    # ---------------------------------------------------------------- laws

    def named_law(self, name: str, parameters: Sequence[Node], node: Node) -> Term:
        law, outcome, arities = LAWS[name]
        if len(parameters) not in arities:
            raise self.fault(f"{name} with {len(parameters)} parameters", node,
                             " or ".join(map(str, arities)) + f" parameters of the {law} distribution")
        values = [self.numeric(self.term(parameter)) for parameter in parameters]
        if law == "normal":
            self.fit_normal(values)
        elif outcome in ("natural", "simplex", "table") and law in ("categorical", "dirichlet", "multinomial"):
            self.make_array(values[-1])
        return build.named(law, self.outcome_sort(outcome, values), *values)

    def fit_normal(self, values: list[Term]) -> None:
        mean, spread = values
        if not is_array(spread):
            for part in spread.args if spread.head == "mul" else (spread,):
                if self.free_guess(part) and is_capital(part.name):
                    self.make_array(part)
        if spread.head == "identity" or (is_array(spread) and not is_array(mean)):
            size = shape(spread)[0]
            if mean.head == "number":
                values[0] = mean = build.fill(mean, size)
            else:
                self.make_array(mean)
        if is_array(mean) and not is_array(spread):
            name = self.free_guess(spread)
            if name:
                self.context.guess(name, "matrix")
            raise SortError(f"the variance of a normal vector is a matrix, and {build.latex(spread)} is a number")
        if is_array(mean):
            self.context.unify(shape(mean)[0], shape(spread)[0])
            self.context.unify(*shape(spread))
            if shape(mean)[0] is not shape(spread)[0]:
                raise ShapeError(
                    f"{build.latex(mean)} is {build.describe(value_sort(mean))} and {build.latex(spread)} "
                    f"{build.describe(value_sort(spread))}"
                )

    def outcome_sort(self, outcome: str, values: list[Term]) -> Sort:
        scalar = {"count": COUNT, "natural": NATURAL, "nonnegative": NONNEGATIVE, "real": REAL, "positive": POSITIVE,
                  "unit": UNIT}
        if outcome in scalar:
            return scalar[outcome]
        last = values[-1 if outcome == "table" else 0]
        if not is_array(last):
            return REAL
        entry = UNIT if outcome == "simplex" else COUNT if outcome == "table" else REAL
        return Vector(shape(last)[0], entry)

    def law_call(self, node: Node) -> Term | None:
        """A named law with its parameters, N(0, 1), or None."""
        node = bare(node)
        if not isinstance(node, Product) or len(node.factors) != 2:
            return None
        name, called = law_name(bare(node.factors[0])), bare(node.factors[1])
        if not name or not isinstance(called, Group) or self.is_known(spell(bare(node.factors[0]))):
            return None
        if called.fence not in ("()", "[]") or not set(called.separators) <= {",", ";"}:
            return None
        return self.named_law(name, called.items, node)

    def law(self, node: Node, name: str = "") -> tuple[Term, str]:
        """A law and the name of its variable, from p, p(x | z), N(0, 1), or a mixture of densities."""
        node = bare(node)
        found = self.law_call(node)
        if found is not None:
            return found, name or "x"
        if isinstance(node, Product) and len(node.factors) == 2:
            base_node, called = bare(node.factors[0]), bare(node.factors[1])
            base = base_node.base if isinstance(base_node, Script) else base_node
            if isinstance(called, Group) and isinstance(base, Name):
                targets, givens = _split(called, "|")
                written = [name if spell(target) in ("\\cdot", "") and name else self.name_of(target)
                           for target in targets]
                if spell(targets[0]) == r"\cdot" and not name:
                    written = [self.default_label(spell(base_node))]
                if len(written) == 1 and written[0]:
                    name = written[0]
                    variable = self.variable(name)
                    with self.binding(name, variable):
                        sub = base_node.sub if isinstance(base_node, Script) else None
                        target = Name(node.start, node.end, name)
                        value = self.density(spell(base_node), sub, base, (target,), givens, node)
                    return build.law(variable, space(label(name), self.measure(label(name))), value), name
        family = self.name_of(node)
        definition = self.context.definitions.get(family)
        if definition is not None and len(definition.parameters) == 1:  # a density written out
            name = name or definition.parameters[0]
            variable = self.variable(name)
            if isinstance(variable.sort, Outcome):
                self.numeric(variable)
            value = self.unfold(family, (variable,), node)
            return build.law(variable, space(label(name), self.measure(label(name))), value), name
        if family and self.is_family_name(family):
            return self.law_of_family(family, name, node)
        return self.mixture(node, name)

    def is_family_name(self, name: str) -> bool:
        context = self.context
        sort = context.sort_of(name)
        if sort is not None:
            return isinstance(sort, Family)
        if name in self.bound or name in context.definitions:
            return False
        if name in context.cues.families or context.kind(name) == "family":
            return True
        return name.split("_")[0] in FAMILY_LETTERS and context.kind(name) in ("", "family")

    def law_of_family(self, family: str, name: str, node: Node) -> tuple[Term, str]:
        cues = self.context.cues
        small = family.lower() if family[:1] in "PQ" else family
        if family not in cues.families and family not in self.context.declared and small in cues.families:
            family = small
        name = name or self.default_label(family)
        variable = self.variable(name)
        with self.binding(name, variable):
            parts = node.sub if isinstance(node, Script) else None
            base = bare(node.base) if isinstance(node, Script) else node
            assert isinstance(base, Name) or parts is None
            found, _, _, extra = self.family(family, parts, base if isinstance(base, Name) else Name(0, 0, family), node)
            value = build.density(found, {label(name): variable}, dict(extra))
        return build.law(variable, space(label(name), self.measure(label(name))), value), name

    def mixture(self, node: Node, name: str) -> tuple[Term, str]:
        """(p + q) / 2 and the like: the law whose density is that expression of densities."""
        families = [found for found in _names(node) if self.is_family_name(found)]
        if not families or isinstance(node, (Name, Num)):
            raise self.fault(f"{spell(node)[:40]} is no distribution", node, "a density, or a distribution by name")
        name = name or self.default_label(families[0])
        variable = self.variable(name)
        before, self.at_point = self.at_point, dict(self.at_point)
        try:
            with self.binding(name, variable):
                for family in families:
                    law, _ = self.law_of_family(family, name, Name(node.start, node.end, family))
                    self.at_point[family] = substitute(law.args[2], {law.args[0]: variable})
                value = self.number(node)
        finally:
            self.at_point = before
        return build.law(variable, space(label(name), self.measure(label(name))), value), name

    # ---------------------------------------------------------------- expectations

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
        names = [self.name_of(item) for item in items]
        if all(name and self.is_random(name) for name in names):
            return self.bare_mean(body, (), node)
        with ExitStack() as stack:
            laws: list[tuple[Term, Term]] = []
            for item in _joined(items):
                for variable, law, name in self.draw(bare(item), node):
                    laws.append((variable, law))
                    stack.enter_context(self.binding(name, variable))
            found = self.numeric(self.term(body))
        for variable, law in reversed(laws):
            if law.head == "space":
                raise self.fault("an expectation without a law", node)
            found = build.expect(variable, law, found)
        return found

    def is_random(self, name: str) -> bool:
        sort = self.context.sort_of(name)
        if sort is not None:
            return isinstance(sort, RandomVariable)
        return self.context.kind(name) == "random" or (
            is_upper(name) and name not in self.context.cues.families and not self.is_family_name(name)
            and name in self.context.cues.random)

    def draw(self, item: Node, node: Node) -> list[tuple[Term, Term, str]]:
        """x ~ p, p(x | z), p, x: variables and their laws, outermost first."""
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
            targets_of, _ = _split(called, "|")
            if len(targets_of) > 1:
                return self.joint(item, [self.name_of(each) for each in targets_of], node)
            law, name = self.law(item)
            return [(self.law_variable(law, name), law, name)]
        name = self.name_of(item)
        if name and self.is_family_name(name):
            law, drawn = self.law(item)
            return [(law.args[0], law, drawn)]
        if name and (label(name) in self.context.cues.labels):
            family = next((each for each, of in self.context.cues.families.items() if of == label(name)), "p")
            law, _ = self.law_of_family(family, name, Name(item.start, item.end, family))
            self.remarks[f"{name} drawn from {family}"] = None
            return [(law.args[0], law, name)]
        raise self.fault(f"an expectation over {spell(item)[:40]}, whose law is not known", node, r"x \sim p")

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
        givens = list(_split(called, "|")[1]) if isinstance(called, Group) else []
        found: list[tuple[Term, Term, str]] = []
        sub = base_node.sub if isinstance(base_node, Script) else None
        with ExitStack() as stack:
            for name in names:
                variable = self.variable(name)
                stack.enter_context(self.binding(name, variable))
                target = Name(node.start, node.end, name)
                value = self.density(spell(base_node), sub, base, (target,), givens, node)
                law = build.law(variable, space(label(name), self.measure(label(name))), value)
                found.append((variable, law, name))
                givens.append(target)
        return found

    def candidates(self, body: Node) -> list[str]:
        """The names in a body that may stand for random variables."""
        return [name for name in dict.fromkeys(_names(body))
                if not self.is_known(name) and name not in self.context.functions
                and name not in (r"\pi", "e", "d", r"\infty", r"\top", "T", "E", r"\nabla", r"\partial", r"\mathbb{E}")
                and name not in self.context.cues.called]

    def bare_mean(self, body: Node, givens: Sequence[Node], node: Node) -> Term:
        """E[..] over the random variables within."""
        self.find_random(body, givens, node)
        bound = self.family_variables((body, *givens))
        if bound and not givens:
            return self.mean_by_family(bound, body, node)
        value = self.numeric(self.term(body))
        return build.mean(value, *[self.given(given) for given in givens])

    def given(self, node: Node) -> Term:
        node = bare(node)
        return self.statement(node) if isinstance(node, Chain) else self.term(node)

    def find_random(self, body: Node, givens: Sequence[Node], node: Node) -> None:
        """Make sure that something in E[..] is random; an undeclared capital is, and a lone undeclared letter."""
        for part in (body, *givens):
            for name in _names(part):
                if name in self.context.samples:
                    raise self.fault(f"{name} is a sample, and the joint law of a sample is not known here", node)
        for part in (body, *givens):
            for name in self.candidates(part):
                if is_upper(name) and name not in self.context.cues.bounds and (
                        self.context.kind(name) in ("", "real", "outcome")):
                    self.context.guess(name, "random")
        if any(self.is_random(name) for part in (body, *givens) for name in _names(part)):
            return
        loose = self.candidates(body)
        if len(loose) == 1:
            self.context.guess(loose[0], "random")
        elif len(loose) > 1:
            raise self.fault(f"which of {', '.join(loose[:6])} is random", node,
                             r"a declaration, or the law below the E: \mathbb{E}_{x \sim p}")

    def family_variables(self, parts: Sequence[Node]) -> list[tuple[str, str]]:
        """The undeclared random variables X whose density p(x) the section writes, with their families."""
        found = []
        for name in dict.fromkeys(name for part in parts for name in _names(part)):
            small = label(name).lower()
            if self.context.kind(name) == "random" and name not in self.context.declared and (
                    small in self.context.cues.labels):
                family = next((each for each, of in self.context.cues.families.items() if of == small), "p")
                found.append((name, family))
        return found

    def mean_by_family(self, random: list[tuple[str, str]], body: Node, node: Node) -> Term:
        """E[g(X)] with X of density p(x): the sum of p(x) g(x)."""
        with ExitStack() as stack:
            laws = []
            given: dict[str, Term] = {}
            for name, family in random:
                small = label(name).lower()
                found = self.variable(small)
                variable = symbol(name, found.sort)
                domain = space(small, self.measure(small))
                self.context.guess(family, "family")
                laws.append((variable, build.law(variable, domain, build.density(
                    symbol(family, FAMILY), {small: variable}, dict(given)))))
                given[small] = variable
                stack.enter_context(self.binding(name, variable))
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
            square = Script(body.start, body.end, Group(body.start, body.end, "()", (body,), ()), None,
                            Num(body.start, body.end, Fraction(2)))
            return build.sub(self.expectation(sub, square, givens, node), build.power(mean, build.TWO))
        self.find_random(body, givens, node)
        random = self.family_variables((body, *givens))
        if random and not givens:
            mean = self.mean_by_family(random, body, node)
            square = Script(body.start, body.end, Group(body.start, body.end, "()", (body,), ()), None,
                            Num(body.start, body.end, Fraction(2)))
            return build.sub(self.mean_by_family(random, square, node), build.power(mean, build.TWO))
        return build.variance(self.numeric(self.term(body)), *[self.given(given) for given in givens])

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
            product = Product(left.start, right.end, (Group(left.start, left.end, "()", (left,), ()),
                                                      Group(right.start, right.end, "()", (right,), ())), ("", ""))
            separate = build.mul(self.mean_by_family(random, left, node), self.mean_by_family(random, right, node))
            return build.sub(self.mean_by_family(random, product, node), separate)
        one, other = (self.numeric(self.term(part)) for part in body)
        return build.covariance(one, other, *[self.given(given) for given in givens])

    # ---------------------------------------------------------------- information

    def divergence(self, word: str, called: Group, node: Node) -> Term:
        separators = [separator for separator in called.separators if separator != r"\quad"]
        items = called.items
        if separators == ["|", "|"] and len(items) == 3:
            raise self.fault("a divergence of three things", node, r"p \| q")
        if "||" in separators:
            split = called.separators.index("||")
            left, right = _regroup(items[: split + 1], called.separators[:split]), _regroup(
                items[split + 1 :], called.separators[split + 1 :])
        elif len(items) == 2:
            left, right = items
        else:
            raise self.fault("a divergence", node, r"p \| q")
        joint = self.joint_divergence(word, left, right, node)
        if joint is not None:
            return joint
        if self.law_call(left) is not None or self.law_call(right) is not None:
            p, name = self.law(left)
            q, _ = self.law(right, name)
        else:
            p, name = self.law(left)
            q, _ = self.law(right, name)
        return build.kl(p, q) if word == "KL" else build.js(p, q)

    def joint_divergence(self, word: str, left: Node, right: Node, node: Node) -> Term | None:
        """KL of two densities of several variables, by its definition."""
        names = _targets(left)
        if word != "KL" or len(names) < 2 or self.law_call(left) is not None:
            return None
        with ExitStack() as stack:
            variables = []
            for name in names:
                variable = self.variable(name)
                variables.append((variable, label(name)))
                stack.enter_context(self.binding(name, variable))
            p, q = self.number(left), self.number(right)
        body = build.mul(p, build.log(build.div(p, q)))
        for variable, of in reversed(variables):
            measure = self.measure(of)
            body = (build.integral if measure == "lebesgue" else build.total)(variable, space(of, measure), body)
        return body

    def is_law(self, node: Node) -> bool:
        node = bare(node)
        name = self.name_of(node)
        if name:
            return self.is_family_name(name) and not self.is_random(name)
        if isinstance(node, Product) and len(node.factors) == 2:
            base, called = bare(node.factors[0]), bare(node.factors[1])
            return isinstance(called, Group) and (
                bool(law_name(base)) or self.is_family_name(self.name_of(base)))
        return isinstance(node, (Frac, Sum, Product)) and any(self.is_family_name(name) for name in _names(node))

    def entropy_of(self, called: Group, node: Node) -> Term | None:
        items = called.items
        if not items:
            return None
        if all(self.is_law(item) for item in items) and set(called.separators) <= {",", ";"}:
            if any(self.name_of(item) and self.name_of(item) in self.context.cues.alone and
                   self.name_of(item) not in self.context.cues.families and
                   self.name_of(item) not in self.context.cues.laws and
                   not isinstance(self.context.sort_of(self.name_of(item)), Family) for item in items):
                return None
            p, name = self.law(items[0])
            if len(items) == 1:
                return build.entropy(p)
            if len(items) == 2:
                return build.cross_entropy(p, self.law(items[1], name)[0])
            return None
        targets, givens = _split(called, "|")
        if all(self.name_of(item) and self.is_variable_name(self.name_of(item)) for item in items):
            if len(items) == 1:
                follows = self.declared_law(self.name_of(items[0]))
                if follows is not None:
                    return build.entropy(follows)
            spaces = tuple(self.space_of(self.name_of(item)) for item in targets)
            return build.uncertainty(self.family_of(items), spaces,
                                     tuple(self.space_of(self.name_of(item)) for item in givens))
        return None

    def declared_law(self, name: str) -> Term | None:
        for fact in self.context.facts:
            if fact.head == "follows" and fact.args[0].name == name:
                return fact.args[1]
        return None

    def is_variable_name(self, name: str) -> bool:
        sort = self.context.sort_of(name)
        if sort is not None:
            return isinstance(sort, RandomVariable)
        return is_upper(name) or label(name) in self.context.cues.labels

    def family_of(self, items: Sequence[Node]) -> Term:
        small = label(self.name_of(items[0])).lower()
        family = next((each for each, of in self.context.cues.families.items() if of == small), "p")
        self.context.guess(family, "family")
        self.used[family] = None
        return symbol(family, FAMILY)

    def space_of(self, name: str) -> build.Space:
        small = label(name).lower()
        sort = value_sort(self.variable(small))
        return small, sort, self.measure(small)

    def information_of(self, called: Group, node: Node) -> Term:
        targets, givens = _split(called, "|")
        split = called.separators.index(";") + 1
        names = [self.name_of(item) for item in called.items]
        if not all(names):
            raise self.fault("the information between what", node, "random variables")
        one, other = targets[:split], targets[split:]
        parts = [tuple(self.space_of(self.name_of(item)) for item in part) for part in (one, other, givens)]
        return build.information(self.family_of(called.items), *parts)


def _split(called: Group, separator: str) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The items before and after a separator; a semicolon separates parameters, which count as given."""
    for at, found in enumerate(called.separators):
        if found == separator or (found == ";" and separator == "|" and "|" not in called.separators
                                  and not all(is_upper(spell(item)) for item in called.items)):
            return called.items[: at + 1], called.items[at + 1 :]
    return called.items, ()


def _regroup(items: Sequence[Node], separators: Sequence[str]) -> Node:
    if len(items) == 1:
        return items[0]
    return Group(items[0].start, items[-1].end, "{}", tuple(items), tuple(separators))


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


def _names(node: Node) -> list[str]:
    """All names with their subscripts, in order; not those of subscripts themselves."""
    found: list[str] = []
    pending: list[Node] = [node]
    while pending:
        part = bare(pending.pop())
        if isinstance(part, Name):
            found.append(part.text)
        elif isinstance(part, Script):
            base = bare(part.base)
            if isinstance(base, Name):
                whole = spell(Script(part.start, part.end, base, part.sub, None))
                found.append(base.text if part.sub is None or (len(spell(part.sub)) == 1 and spell(part.sub).isalpha())
                             else whole)
            else:
                pending.append(base)
            if part.sup is not None:
                pending.append(part.sup)
        elif isinstance(part, Big):
            pending.append(part.body)
        else:
            pending.extend(reversed([child for child in _below(part)]))
    return found


def _below(node: Node) -> list[Node]:
    return [part for part in walk(node) if part is not node] if not isinstance(node, (Product, Sum, Group, Frac, Chain)) \
        else list(_direct(node))


def _direct(node: Node) -> tuple[Node, ...]:
    match node:
        case Product():
            return node.factors
        case Sum():
            return tuple(term for _, term in node.terms)
        case Group():
            return node.items
        case Frac():
            return node.over, node.under
        case Chain():
            return tuple(side for side in node.sides if side is not None)
    return ()


def _flat(sub: Node) -> list[Node]:
    """The names in a subscript like `\\theta`, `XY`, `X,Y` or `X|Y`."""
    sub = bare(sub)
    if isinstance(sub, Group):
        return [bare(item) for item in sub.items]
    if isinstance(sub, Product) and not any(sub.marks):
        return [bare(part) for part in sub.factors]
    return [sub] if isinstance(sub, (Name, Script)) else []


def _targets(node: Node) -> list[str]:
    node = bare(node)
    if isinstance(node, Product) and isinstance(bare(node.factors[-1]), Group):
        called = bare(node.factors[-1])
        assert isinstance(called, Group)
        return [spell(bare(item)) for item in _split(called, "|")[0]]
    return []


def law_name(node: Node) -> str:
    """The row of LAWS that a name spells, or ''."""
    node = bare(node)
    if isinstance(node, Script):
        written = spell(node)
        return written if written in LAWS else ""
    if not isinstance(node, Name):
        return ""
    text = node.text
    for style in (r"\mathcal{", r"\mathrm{", r"\mathscr{"):
        if text.startswith(style):
            text = text[len(style) : -1]
            return text if text in LAWS else ""
    return text if text in LAWS and (len(text) > 1 or text in ("N",)) else ""


def _law_separator(called: Group, name: str) -> tuple[Node, Sequence[Node]] | None:
    """Point and parameters of N(x; mu, Sigma), or None where the bracket holds parameters only."""
    if called.separators and called.separators[0] in (";", "|") and len(called.items) - 1 in LAWS[name][2]:
        return called.items[0], called.items[1:]
    return None


