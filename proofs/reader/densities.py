"""Densities p(x | y), distributions by name, and the laws that either stands for."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.sorts import (
    BIT,
    FAMILY,
    REAL,
    Family,
    Function,
    Matrix,
    Outcome,
    RandomVariable,
    Scalar,
    Vector,
)
from ..terms.term import CHANCE, INFINITY, Term, fresh, space, substitute, symbol
from .context import Again, Factor, is_upper, label
from .laws import Laws, law_name, point_and_parameters
from .notation import FAMILY_LETTERS
from .roles import is_made_of_laws
from .syntax import Big, Chain, Group, Name, Node, Num, Product, Script, bare, children, open_names, spell

# of which all that a text may say of their densities is known here
_KNOWN_WELL = frozenset("normal bernoulli binomial poisson geometric exponential uniform gamma beta chi_square".split())


class Densities(Laws):
    """The meaning of densities and laws."""

    # ---------------------------------------------------------------- densities

    def is_family(self, name: str, base: Name, called: Group, sub: Node | None = None) -> bool:
        context = self.context
        if name in self.bound or name in context.definitions:
            return False
        sort = context.sort_of(name)
        if sort is not None and not self.is_also_family(name):
            return isinstance(sort, Family)
        if not called.items or not all(self.is_point(item) for item in called.items):
            return False
        if name in context.functions or (context.cues.said(name, "function") and "|" not in called.separators):
            return False
        if "|" in called.separators or context.cues.said(
            name,
            "density",
            "densities",
            "pmf",
            "pdf",
            "distribution",
            "distributions",
            "probability",
            "prior",
            "posterior",
        ):
            return True
        subs = _flat(sub) if sub is not None else []
        if subs and base.text in ("f", "p", "q") and all(is_upper(spell(part)) for part in subs):
            return True
        drawn = name in context.cues.laws and name in context.cues.families  # pi(a) where a \\sim \\pi stands
        return drawn or (
            base.text in FAMILY_LETTERS and (name not in context.cues.alone or name in context.cues.families)
        )

    def is_also_family(self, name: str) -> bool:
        """Whether a number has the letter of the densities p(x | y) of the section as well."""
        sort = self.context.sort_of(name)
        several = any(len(each) > 1 for each in self.context.cues.signatures.get(name, ()))
        return name in FAMILY_LETTERS and several and isinstance(sort, Scalar)

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
            split = point_and_parameters(called, by_name)
            if split is not None:
                point, parameters = split
                law = self.named_law(by_name, parameters, node)
                return self.density_at(law, point)
        name = spell(node)
        by_law = self.of_variable(base, sub, called, node)
        if by_law is not None:
            return by_law
        found = (self.of_parameters(name, called, node) or self.of_law(name, called, node)) if sub is None else None
        if found is not None:
            return found
        if not self.is_family(name, base, called, sub):
            return None
        targets, givens = split_at(called, "|")
        return self.density(name, sub, base, targets, givens, node)

    def of_variable(self, base: Name, sub: Node | None, called: Group, node: Node) -> Term | None:
        """f_X(x), F_X(x) and M_X(t) of a random variable X: its density, distribution function and moments."""
        name = spell(sub) if sub is not None else self.owner(called, spell(node))
        upright = name[8:-1] if name.startswith(r"\mathrm{") else ""
        name = upright if upright and self.is_variable(upright) else name
        if base.text not in ("f", "p", "F", "M") or len(called.items) != 1:
            return None
        if self.is_known(spell(node)) and not isinstance(self.context.sort_of(spell(node)), Family):
            return None
        law, made = self.declared_law(name), bool(sub) and is_made_of_laws(self.context, name)
        if law is None and not made and (sub is None or not self.is_variable_alone(name)):
            return None
        above = spell(node.sup) if isinstance(node, Script) else ""
        if above == "-1" and base.text == "F":
            return self.inverse_function(f"F_{name}", called, node)
        if above:
            raise self.fault(f"{spell(node)} has several readings", node, f"{base.text}_{name} without what is above")
        if law is None and base.text in ("f", "p"):
            bound = spell(bare(called.items[0])) in self.bound
            if base.text == "f" and sub is not None and made and not bound:
                return self.slope_of_cdf(sub, called)
            if name in self.context.definitions:
                self.caveats[f"the density of {name} is not derived from its definition here"] = None
            return None
        point = self.numeric(self.term(called.items[0]))
        self.warn(name, node)
        if made:
            assert sub is not None
            variable = self.defined_variable(sub)
        else:
            runs = sub and self.runs_in_name(name)
            variable = self.numeric(self.term(sub)) if sub and runs else self.symbol(name, sub or node)
        outcome = value_sort(variable)
        if base.text == "M":
            if isinstance(outcome, Matrix):
                raise self.fault("the moment-generating function of a matrix is not known here", node)
            if isinstance(outcome, Vector) and isinstance(node, Script) and node.primes:
                raise self.fault("a derivative of a moment-generating function of a vector is not known here", node)
            if isinstance(outcome, Vector):
                self.make_array(point)
                self.context.unify(outcome.size, shape(point)[0])
                return build.mean(build.exp(build.matmul(build.transpose(point), variable)))
            return self.generating_function(variable, point, node)
        if base.text == "F" and isinstance(node, Script) and node.primes:
            raise self.fault(f"{spell(node)} is the density of {name}", node, f"f_{name}")
        if base.text == "F" and _is_random(point):  # F_X(X) is no P(X <= X)
            function = self.function_symbol(f"F_{name}", [point], node)
            assert isinstance(function.sort, Function)
            rising = replace(function.sort, traits=function.sort.traits | {"increasing"})
            return build.apply(symbol(f"F_{name}", rising), point)
        if base.text in ("f", "p"):
            assert law is not None
            if law.head == "law":
                return None  # it is written as the density of its family
            if isinstance(outcome, Vector) and isinstance(node, Script) and node.primes:
                raise self.fault("a derivative of a moment-generating function of a vector is not known here", node)
            if isinstance(outcome, Vector):
                self.make_array(point)
                self.context.unify(outcome.size, shape(point)[0])
            elif isinstance(outcome, Scalar):
                self.context.guess_within(self.free_guess(point), outcome)
            return self.derived_density(law, point, node)
        if not isinstance(outcome, Scalar):
            self.caveats["the distribution function of a vector is not known here"] = None
            return build.apply(self.function_symbol(f"F_{name}", [point], node), point)
        if law is None or outcome.integer or law.head == "law":
            below = build.relation("<=", variable, point)
            self.within_support(below)
            return build.probability(below)
        self.context.guess_within(self.free_guess(point), between(law) or outcome)
        low = build.neg(INFINITY) if outcome.lower is None else build.number(outcome.lower)
        drawn = self.new_variable(label(name).lower(), outcome)
        if drawn in point.free:
            drawn = fresh(drawn, point.free)
        return build.integral(drawn, build.interval(low, point), build.pdf(law, drawn))

    def of_parameters(self, family: str, called: Group, node: Node) -> Term | None:
        """p(x \\mid \\lambda), p(x_i; \\lambda) of an X or of data with a law of these parameters: its density."""
        context = self.context
        if family not in ("f", "p") or family in self.bound or family in context.definitions:
            return None
        targets, givens = split_at(called, "|")
        point = bare(targets[0])
        name = spell(point.base) if isinstance(point, Script) and self.has_index(point) else self.name_of(point)
        law = self.law_behind(name, point) if len(targets) == 1 and givens else None
        if law is None or law.head != "named" or any(map(_is_random, law.free)):
            return None
        if not {spell(bare(root_of(item))) for item in givens} <= {each.name for each in law.free}:
            return None
        if law.data not in _KNOWN_WELL:
            self.caveats[f"{family} may be the density of the {law.data} distribution"] = None
            return None
        support = between(law) or law.sort.outcome  # type: ignore[attr-defined]
        bounded = isinstance(support, Scalar) and support != REAL
        if isinstance(point, Script) and bounded and context.sort_of(name) is None and not context.frozen:
            context.declare(name, Vector(context.size(f"n_{{{name}}}"), support))
            raise Again
        return self.density_at(law, point)

    def of_law(self, family: str, called: Group, node: Node) -> Term | None:
        """p(x), p(X = x) where p is a distribution by name, or where P is and no more is said of p: its density."""
        law = self.law_of_letter(family, node) if len(called.items) == 1 else None
        if law is None:
            return None
        point = bare(called.items[0])
        if isinstance(point, Chain):
            point = point.sides[-1] or point
        return self.density_at(law, point)

    def law_of_letter(self, family: str, node: Node) -> Term | None:
        """The distribution by name that p is, or that P is, where p is written of one variable alone and is nothing
        else."""
        context = self.context
        if family in context.definitions and self.is_defined_law(family):
            return self.law(context.definitions[family].body)[0]
        variable = self.default_label(family).upper()
        written = context.cues.signatures.get(family, set())
        free = not self.is_known(family) or isinstance(context.sort_of(family), Family)
        if family in ("f", "p") and written and all(len(way) == 1 for way in written) and free:
            drawn = self.declared_law(variable)
            if drawn is not None and drawn.head == "named":
                return drawn  # as p(x) is the density of X
        own = family.upper()
        if own == family or own not in context.definitions or not self.is_defined_law(own):
            return None
        if family in context.cues.numbers or self.is_known(family):
            return None
        if any(len(way) > 1 for way in context.cues.signatures.get(family, ())):
            self.caveats[f"{family} may be the density of {own}"] = None
            return None
        return self.law(context.definitions[own].body)[0]

    def density_at(self, law: Term, point: Node) -> Term:
        """The density of a law by its name at a point, which is a value that it may have."""
        at = self.numeric(self.term(point))
        outcome = law.sort.outcome  # type: ignore[attr-defined]
        if isinstance(outcome, Vector):
            self.make_array(at)
            self.context.unify(outcome.size, shape(at)[0])
        elif isinstance(outcome, Scalar):
            self.context.guess_within(self.free_guess(at), between(law) or outcome)
        return build.pdf(law, at)

    def law_behind(self, name: str, point: Node) -> Term | None:
        """The law of which a point x, or x_i of some data, is a value: that of x or X."""
        for each in (name, name.upper()) if len(name) == 1 else ():
            sample = self.context.samples.get(each)
            known = sample is not None and sample.law is not None and sample.index not in open_names(sample.law)
            if sample is not None and (not known or not isinstance(point, Script)):
                return None
            law = self.law_call(sample.law, drawn=True) if sample and sample.law else self.declared_law(each)
            if law is not None:
                return law
        return None

    def defined_variable(self, sub: Node) -> Term:
        """The value of a random variable that is defined by others."""
        with self.happening():
            return self.numeric(self.term(sub))

    def slope_of_cdf(self, sub: Node, called: Group) -> Term:
        """f_Y(y) of a Y that is defined: the derivative of P(Y <= t) at y."""
        point, variable = self.numeric(self.term(called.items[0])), self.defined_variable(sub)
        self.within_support(build.relation("<=", variable, point))
        sort = value_sort(point)
        place = fresh(symbol("t", sort if isinstance(sort, Scalar) else REAL), variable.free | point.free)
        return build.derivative(place, build.probability(build.relation("<=", variable, place)), point)

    def generating_function(self, variable: Term, point: Term, node: Node) -> Term:
        """M_X(t), or M_X'(t)."""
        primes = node.primes if isinstance(node, Script) else 0
        if not primes:
            return build.mean(build.exp(build.mul(point, variable)))
        at = symbol("t", REAL, 1)
        body = build.mean(build.exp(build.mul(at, variable)))
        for _ in range(primes - 1):
            body = build.derivative(at, body)
        return build.derivative(at, body, point)

    def within_support(self, relation: Term) -> None:
        """The t of `X > t` is a value that X may have."""
        raise NotImplementedError

    def declared_law(self, name: str) -> Term | None:
        """The law that a random variable is said to follow."""
        for fact in self.context.facts:
            if fact.term.head == "follows" and fact.term.args[0].name == name:
                return self.context.statement(fact).args[1]
        return None

    def is_variable_alone(self, name: str) -> bool:
        """Whether a name with a density f_X or a distribution function F_X is that of a random variable without a law.

        Where its density is written, that is its law.
        """
        context = self.context
        definition = context.definitions.get(name)
        if definition is not None:
            return not definition.parameters and any(self.is_variable(each) for each in definition.names)
        if not self.is_variable(name):
            return False
        family = context.cues.owners.get(name, "")
        if family and self.is_family_name(family) and not context.frozen:
            small = label(name).lower()

            def make() -> Term:
                variable = symbol(small, REAL)
                density = build.density(symbol(family, FAMILY), {small: variable}, {})
                law = self.law_over(variable, small, density)
                return build.follows(symbol(name, RandomVariable(REAL)), law)

            for each, kind in ((family, "family"), (small, "real")):
                if context.kind(each) in ("", "outcome"):
                    context.guess(each, kind)
            if context.sort_of(name) is None:
                context.declare(name, RandomVariable(REAL))
            context.suppose(make, local=True)
            raise Again
        return True

    def is_variable(self, name: str) -> bool:
        """Whether a name is that of a random number."""
        context = self.context
        sort = context.sort_of(name)
        if sort is not None:
            return isinstance(sort, RandomVariable) and isinstance(sort.value, Scalar)
        if not is_upper(name) or name in context.definitions:
            return False
        return name in context.cues.random or context.cues.said(name, "random variable")

    def owner(self, called: Group, family: str) -> str:
        """The X of p(x), where X is the one thing with a law, and p is written of x alone."""
        written = spell(bare(called.items[0])) if len(called.items) == 1 else ""
        signatures = self.context.cues.signatures.get(family, set())
        alone = all(len(signature) == 1 for signature in signatures)
        return written.upper() if written.isalpha() and written.islower() and alone and signatures else ""

    def derived_density(self, law: Term, point: Term, node: Node) -> Term:
        """f_X(x), or f_X'(x)."""
        primes = node.primes if isinstance(node, Script) else 0
        if not primes:
            return build.pdf(law, point)
        variable = symbol("t", value_sort(point), 1)
        body = build.pdf(law, variable)
        for _ in range(primes - 1):
            body = build.derivative(variable, body)
        return build.derivative(variable, body, point)

    def density(
        self, name: str, sub: Node | None, base: Name, targets: Sequence[Node], givens: Sequence[Node], node: Node
    ) -> Term:
        family, family_name, labels, extra = self.family(name, sub, base, node)
        above = [
            self.point(item, labels[at] if at < len(labels) else "", family_name) for at, item in enumerate(targets)
        ]
        stated = self.context.stated if len(self.context.stated) == 1 else ()  # one model holds, not two
        givens = [root_of(item) for item in givens if spell(item) not in stated]
        below = [
            self.point(item, labels[at + len(above)] if at + len(above) < len(labels) else "", family_name)
            for at, item in enumerate(givens)
        ]
        below += [entry for entry in extra if entry[0] not in dict(above) and entry[0] not in dict(below)]
        for given_label, _ in below:
            if given_label in dict(above):
                raise self.fault(f"{name} of {given_label} given {given_label}", node)
        if len(dict(above)) < len(above) or len(dict(below)) < len(below):
            raise self.fault(f"{name} names one variable twice", node, "variables with names of their own")
        by_model = self.by_factors(family_name, dict(above), dict(below), node)
        if by_model is not None:
            return by_model
        if self.are_independent({each for each, _ in (*above, *below)}):
            return build.mul(*(build.density(family, {each: value}) for each, value in above))
        return build.density(family, dict(above), dict(below))

    def are_independent(self, labels: set[str]) -> bool:
        """Whether the variables X, Y of p(x, y) are said to be independent; of some of them that is not used."""
        return self.told_independent({each.upper() for each in labels if len(each) == 1}, len(labels))

    def told_independent(self, names: Set[str], count: int) -> bool:
        """Whether so many variables are said to be independent, all of them; a caveat where only some are."""
        facts = [fact.about & names for fact in self.context.facts if fact.term.head == "independent"]
        together = max(facts, key=len, default=frozenset[str]())
        whole = len(together) == count > 1
        said = f"{', '.join(sorted(together))} independent"
        if whole:
            self.remarks[said] = None
        elif len(together) > 1:
            self.caveats[f"that {said} is not used here"] = None
        return whole

    # ---------------------------------------------------------------- densities that the document gives

    def by_factors(self, family: str, above: dict[str, Term], below: dict[str, Term], node: Node) -> Term | None:
        """A density by the formulas that the document gives for it, or for the factors of the joint density.

        p(x, m | n) = p(x | m, n) p(m | n), and p(m | x) = p(x, m) / p(x) with p(x) the integral of p(x, m).
        """
        factors = self.context.factors.get(family, ()) if family not in self.context.abstract else ()
        at = {**above, **below}
        direct = self.joint_of(factors, tuple(above), frozenset(below), at, node)
        if direct is not None or not factors:
            return direct
        every: dict[str, None] = {}
        chain: list[Factor] = []
        while following := [f for f in factors if set(f.givens) == every.keys() and f not in chain]:
            chain.append(following[0])
            every |= dict.fromkeys(following[0].targets)
        if not at.keys() <= every.keys():
            return None
        symbols = {label: symbol for factor in chain for label, symbol in self.variables_of(factor, node)}
        if any(symbol.head != "symbol" for symbol in symbols.values()):
            return None
        joint = self.joint_of(factors, tuple(every), frozenset(), symbols, node)
        if joint is None:
            return None
        marginal = self.marginal(joint, [symbols[each] for each in every if each not in at], node)
        points = {symbols[each]: value for each, value in at.items()}
        if not all(_alike(symbol, value) for symbol, value in points.items()):
            return None
        if marginal is None or not below:
            return None if marginal is None else substitute(marginal, points)
        evidence = self.marginal(joint, [symbols[each] for each in every if each not in below], node)
        return None if evidence is None else substitute(build.div(marginal, evidence), points)

    def variables_of(self, factor: Factor, node: Node) -> list[tuple[str, Term]]:
        labels = (*factor.targets, *factor.givens)
        points = (self.symbol(point.name, node) if point.head == "symbol" else point for point in factor.points)
        return list(zip(labels, points, strict=True))

    def marginal(self, joint: Term, variables: list[Term], node: Node) -> Term | None:
        """The integral of a joint density over all values of some of its variables; None where these are matrices."""
        for variable in variables:
            sort = variable.sort
            if isinstance(sort, Vector):
                joint = build.integral(variable, space(label(variable.name), "lebesgue"), joint)
                continue
            if not isinstance(sort, Scalar):
                return None
            low = build.neg(INFINITY) if sort.lower is None else build.number(sort.lower)
            high = INFINITY if sort.upper is None else build.number(sort.upper)
            if not sort.integer:
                joint = build.integral(variable, build.interval(low, high), joint)
            elif sort.lower is None or sort.upper is None:
                return None
            else:
                joint = build.total(variable, build.between(low, high), joint)
        return joint

    def joint_of(
        self, factors: Sequence[Factor], targets: Sequence[str], given: frozenset[str], at: dict[str, Term], node: Node
    ) -> Term | None:
        """p(targets | given) as the product of given factors, each of which has all before it as its condition."""
        left, known, parts = set(targets), set(given), list[Term]()
        while left:
            fitting = (f for f in factors if set(f.targets) <= left and set(f.givens) == known)
            found = ((f, self.factor_at(f, at, node)) for f in fitting)  # p(y_i) is one of other points than p(y)
            factor, value = next((pair for pair in found if pair[1] is not None), (None, None))
            if factor is None or value is None:
                return None
            parts.append(value)
            left -= set(factor.targets)
            known |= set(factor.targets)
        return build.mul(*reversed(parts)) if parts else None

    def factor_at(self, factor: Factor, at: dict[str, Term], node: Node) -> Term | None:
        """A factor at points of its variables; None where one of these is of another shape, y_i for y."""
        labels = (*factor.targets, *factor.givens)
        values = dict(zip(factor.names, (at[each] for each in labels), strict=True))
        for point, value in zip(factor.points, values.values(), strict=True):
            own = self.symbol(point.name, node) if point.head == "symbol" else point  # as it is by now
            if not _alike(own, value):
                return None
            if is_array(own) and self.context.settle(value_sort(own)) != self.context.settle(value_sort(value)):
                return None
        outer = self.bound
        self.bound = {**outer, **values}
        try:
            with self.deeper(node):
                found = self.number(factor.body)
        finally:
            self.bound = outer
        self.remarks[factor.supposed] = None
        return found

    def family(
        self,
        name: str,
        sub: Node | None,
        base: Name,
        node: Node,
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
        self.warn(name, node)
        letter = name
        also = self.is_also_family(name)
        if also or not self.is_known(name):
            if also or (name in self.context.cues.numbers and name not in self.context.cues.laws):
                letter += r"(\cdot)"  # p(x) beside 1 - p: a density, and a number of the same letter
            self.context.guess(letter, "family")
            self.used[letter] = None
        return symbol(letter, FAMILY), name, labels, extra

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
        self.warn(name, node)
        if name in self.context.definitions and self.context.definitions[name].parameters:
            self.caveats[f"{name} is a function of other symbols"] = None
        if name and not self.is_known(name) and name not in self.context.guesses and not self.has_index(node):
            return found, self.guessed(
                name, "outcome" if not is_upper(name) or name in self.context.cues.labels else ""
            )
        return found, self.term(node)

    def has_index(self, node: Node) -> bool:
        return isinstance(node, Script) and node.sub is not None and self.is_index(spell(node.base), node.sub)

    def label_of(self, node: Node, family: str) -> str:
        name = self.name_of(node)
        if name in self.outcomes:
            return self.outcomes[name]
        if isinstance(node, Script) and node.sub is not None and self.has_index(node):
            return label(spell(node.base))
        if isinstance(node, Script) and node.sup is not None and isinstance(bare(node.sup), Group):
            return label(spell(node.base))
        if name:
            sort = self.context.sort_of(name)
            chosen = isinstance(sort, RandomVariable) or self.context.kind(name) == "random"
            return self.context.cues.variable_of(name) if chosen else label(name)
        return self.default_label(family)

    def default_label(self, family: str) -> str:
        """The variable that a density named without one is a density of."""
        families = self.context.cues.families
        if family in families:
            return families[family]
        return next(iter(families.values()), "x")

    def family_over(self, small: str, node: Node) -> str:
        """The one density of a variable: in this claim, or else in this section, or else by custom p."""
        cues = self.context.cues
        found = [family for family, of in cues.families.items() if of == small]
        for near in (self.written, cues.signatures, ("p",)):
            if len(found) > 1:
                found = [family for family in found if family in near] or found
        if len(found) > 1:
            raise self.fault(f"the density of {small} is {' or '.join(found[:4])}", node, "the one that is meant")
        return found[0] if found else "p"

    # ---------------------------------------------------------------- laws by density

    def law(self, node: Node, name: str = "") -> tuple[Term, str]:
        """A law and the name of its variable, from p, p(x | z), N(0, 1), or a mixture of densities."""
        node = bare(node)
        found = self.law_call(node)
        if found is not None:
            return found, name or "x"
        at = self.law_at(node)
        if at is not None:
            return at[0], name or at[1]
        if isinstance(node, Product) and len(node.factors) == 2:
            base_node, called = bare(node.factors[0]), bare(node.factors[1])
            base = base_node.base if isinstance(base_node, Script) else base_node
            if isinstance(called, Group) and isinstance(base, Name):
                targets, givens = split_at(called, "|")
                own = self.law_of_letter(spell(base_node), node) if len(called.items) == 1 else None
                if own is not None:
                    return own, name or self.name_of(targets[0])
                written = [
                    name if spell(target) in ("\\cdot", "") and name else self.name_of(target) for target in targets
                ]
                if spell(targets[0]) == r"\cdot" and not name:
                    written = [self.default_label(spell(base_node))]
                if len(written) == 1 and written[0]:
                    name = written[0]
                    variable = self.variable(name)
                    with self.drawing(name, variable):
                        sub = base_node.sub if isinstance(base_node, Script) else None
                        target = Name(node.start, node.end, name)
                        value = self.density(spell(base_node), sub, base, (target,), givens, node)
                    return self.law_over(variable, name, value), name
        family = self.name_of(node)
        own = self.law_of_letter(family, node)
        if own is not None:
            return own, name or self.default_label(family)
        definition = self.context.definitions.get(family)
        if definition is not None and not definition.parameters and not definition.indexed:
            with self.deeper(node):
                return self.law(definition.body, name)  # m = (p + q) / 2
        if definition is not None and len(definition.parameters) == 1:  # a density written out
            name = name or definition.parameters[0]
            variable = self.variable(name)
            if isinstance(variable.sort, Outcome):
                self.numeric(variable)
            value = self.unfold(family, (variable,), node)
            return self.law_over(variable, name, value), name
        if family and self.is_family_name(family):
            return self.law_of_family(family, name, node)
        return self.mixture(node, name)

    def law_over(self, variable: Term, name: str, density: Term) -> Term:
        """The law of what is called `name`, with a density at `variable`."""
        small = self.context.cues.variable_of(name)
        return build.law(variable, space(small, self.measure(small)), density)

    def is_defined_law(self, name: str) -> bool:
        """Whether a name stands for a law by its name, as after p = N(mu, sigma^2)."""
        definition = self.context.definitions[name]
        plain = not definition.parameters and not definition.indexed
        return plain and self.law_call(bare(definition.body)) is not None

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
        if small in cues.families and small != family and not cues.signatures.get(family):
            family = small  # KL[P || Q], with P and Q written p(x) and q(x)
        if not name and len({len(each) for each in cues.signatures.get(family, ()) if "|" not in each}) > 1:
            self.caveats[f"{family} is read as the law of {self.default_label(family)} alone"] = None
        name = name or self.default_label(family)
        variable = self.variable(name)
        with self.drawing(name, variable):
            parts = node.sub if isinstance(node, Script) else None
            base = bare(node.base) if isinstance(node, Script) else node
            assert isinstance(base, Name) or parts is None
            found, called, _, extra = self.family(
                family, parts, base if isinstance(base, Name) else Name(0, 0, family), node
            )
            at = {cues.variable_of(name): variable}
            given = self.by_factors(called, at, dict(extra), node)
            value = build.density(found, at, dict(extra)) if given is None else given
        return self.law_over(variable, name, value), name

    def mixture(self, node: Node, name: str) -> tuple[Term, str]:
        """(p + q) / 2 and the like: the law whose density is that expression of densities."""
        families = [found for found in whole_names(node) if self.is_family_name(found)]
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
        return self.law_over(variable, name, value), name


def root_of(given: Node) -> Node:
    """To condition on sigma^2 is to condition on sigma > 0."""
    inner = bare(given)
    square = isinstance(inner, Script) and spell(inner.sup) == "2" and inner.sub is None
    return inner.base if square and isinstance(inner.base, Name) else given  # type: ignore[attr-defined]


def split_at(called: Group, separator: str) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The items before and after a separator; a semicolon separates parameters, which count as given."""
    for at, found in enumerate(called.separators):
        if found == separator or (
            found == ";"
            and separator == "|"
            and "|" not in called.separators
            and not all(is_upper(spell(item)) for item in called.items)
        ):
            return called.items[: at + 1], called.items[at + 1 :]
    return called.items, ()


def whole_names(node: Node) -> list[str]:
    """All names, each with its subscript."""
    if isinstance(node, (Name, Script)):
        return [spell(node)]
    return [name for part in children(node) for name in whole_names(part)]


def names_in(node: Node) -> list[str]:
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
                found.append(
                    base.text
                    if part.sub is None or (len(spell(part.sub)) == 1 and spell(part.sub).isalpha())
                    else whole
                )
            else:
                pending.append(base)
            if part.sup is not None:
                pending.append(part.sup)
        elif isinstance(part, Big):
            pending.append(part.body)
        else:
            pending.extend(reversed(children(part)))
    return found


def _flat(sub: Node) -> list[Node]:
    """The names in a subscript like `\\theta`, `XY`, `X,Y` or `X|Y`."""
    sub = bare(sub)
    if isinstance(sub, Group):
        return [bare(item) for item in sub.items]
    if isinstance(sub, Product) and not any(sub.marks):
        return [bare(part) for part in sub.factors]
    return [sub] if isinstance(sub, (Name, Script)) else []


def between(law: Term) -> Scalar | None:
    """Where the values of a law lie, if that is between two numbers: a Bernoulli law, a uniform one, of whole numbers
    as well."""
    if law.data == "bernoulli":
        return BIT
    if law.data not in ("uniform", "whole") or any(end.head != "number" for end in law.args):
        return None
    low, high = law.args
    return Scalar(lower=low.value, upper=high.value, integer=law.data == "whole")


def _is_random(term: Term) -> bool:
    """Whether a value depends on chance."""
    if term.head in CHANCE:
        return any(map(_is_random, term.args[1:]))
    return isinstance(term.sort, RandomVariable) or any(map(_is_random, term.args))


def _alike(point: Term, value: Term) -> bool:
    """Whether both are numbers, columns or matrices: y_i and y^T are no values of y."""
    one, other = (build.shape_of(value_sort(each)) or (build.ONE, build.ONE) for each in (point, value))
    return [size is build.ONE for size in one] == [size is build.ONE for size in other]
