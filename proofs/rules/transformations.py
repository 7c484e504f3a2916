"""Distributions of functions of random variables: sums, multiples, powers, quotients of those whose laws are known.

Each rule is a theorem of the form: if X ~ one law (and Y ~ another, independent), then f(X, Y) ~ a third. Laws are
terms again, in few families: chi-square and exponential laws are gamma laws, a Bernoulli law is a binomial one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from ..terms import build
from ..terms.sorts import COUNT, POSITIVE, REAL, UNIT, Matrix, RandomVariable, Scalar, Sort, Vector
from ..terms.term import Term, substitute

HALF = build.number(Fraction(1, 2))


def canonical(law: Term) -> Term:
    """The same law in the family that its rules are stated for."""
    if law.head != "named":
        return law
    args = law.args
    match law.data:
        case "chi_square":
            return build.named("gamma", POSITIVE, build.mul(HALF, args[0]), HALF)
        case "exponential":
            return build.named("gamma", POSITIVE, build.ONE, args[0])
        case "bernoulli":
            return build.named("binomial", COUNT, build.ONE, args[0])
        case "uniform" if args == (build.ZERO, build.ONE):
            return build.named("beta", UNIT, build.ONE, build.ONE)
    return law


@dataclass(frozen=True)
class Laws:
    """What is known of random variables: the laws that they follow, and which of them are independent of each other.

    `equal` and `positive` decide of two terms, and of one, by their normal forms.
    """

    follows: Mapping[Term, Term]
    independent: tuple[frozenset[Term], ...]
    equal: Callable[[Term, Term], bool]
    positive: Callable[[Term], bool]
    use: Callable[[str], None]  # notes a theorem by name

    def of(self, term: Term) -> Term | None:
        """The law of an expression, in its canonical family; None where no rule gives it."""
        if term in self.follows:
            return canonical(self.follows[term])
        if not random_in(term):
            return None
        return self._normal(term) or self._by_rule(term)

    def apart(self, terms: Iterable[Term]) -> bool:
        """Whether the terms depend on random variables that are independent, each term on others."""
        sets = [random_in(term) for term in terms]
        every = frozenset().union(*sets)
        if len(every) < sum(map(len, sets)):
            return False
        return len(every) < 2 or any(every <= group for group in self.independent)

    # ---------------------------------------------------------------- normal laws

    def _normal(self, term: Term) -> Term | None:
        """An affine function of independent normal variables is normal, and so has the law of its first two moments."""
        variables = _affine(term)
        if not variables or not all(self._is_normal(each) for each in variables):
            return None
        if len(variables) > 1 and not any(variables <= group for group in self.independent):
            return None
        if isinstance(build.value_sort(term), Matrix):
            return None
        self.use("an affine function of normal variables is normal")
        return build.named("normal", _free_of_bounds(build.value_sort(term)), build.mean(term), build.variance(term))

    def _is_normal(self, variable: Term) -> bool:
        law = self.follows.get(variable)
        if law is not None and law.head == "entrywise":
            law = law.args[2]
        return law is not None and law.head == "named" and law.data == "normal"

    # ---------------------------------------------------------------- one rule for each operation

    def _by_rule(self, term: Term) -> Term | None:
        if build.is_array(term):
            return None
        match term.head:
            case "add":
                return self._sum(term)
            case "sum":
                return self._series(*term.args)
            case "index" if term.args[0] in self.follows:
                return self._entry(*term.args)
            case "mul":
                return self._product(term)
            case "pow" if not random_in(term.args[1]):
                return self._power(*term.args)
            case "fn" if term.data == "exp":
                return self._exponential(term.args[0])
            case "fn" if term.data == "log":
                return self._logarithm(term.args[0])
        return None

    def _sum(self, term: Term) -> Term | None:
        moving = [arg for arg in term.args if random_in(arg)]
        fixed = [arg for arg in term.args if not random_in(arg)]
        if fixed:
            return self._shifted(build.add(*moving), build.add(*fixed))
        if not self.apart(moving):
            return None
        laws = [self.of(arg) for arg in moving]
        return reduce(self._joined, laws) if all(law is not None for law in laws) else None

    def _entry(self, variable: Term, *places: Term) -> Term | None:
        """The law of one of the independent entries of a vector."""
        law = self.follows[variable]
        if law.head != "entrywise" or len(places) != 1 or random_in(places[0]):
            return None
        index, _, of = law.args
        return canonical(substitute(of, {index: places[0]}))

    def _series(self, index: Term, domain: Term, body: Term) -> Term | None:
        """The law of a sum over the independent entries of a vector, each of which occurs in one term."""
        variables = random_in(body)
        if len(variables) != 1 or domain.head != "range":
            return None
        (variable,) = variables
        place = build.index(variable, index)
        law = self.follows.get(variable)
        if law is None or law.head != "entrywise" or not _only_at(body, variable, place):
            return None
        each = self.of(body)
        if each is None or each.data not in ("gamma", "binomial", "poisson"):
            return None
        first, *second = each.args
        if any(index in other.free for other in second):
            return None
        self.use("a sum of independent variables of one family")
        return build.named(str(each.data), each.sort.outcome, build.total(index, domain, first), *second)  # type: ignore[attr-defined]

    def _joined(self, one: Term | None, other: Term | None) -> Term | None:
        """The law of the sum of two independent variables."""
        if one is None or other is None or one.data != other.data:
            return None
        name, count = str(one.data), build.add(one.args[0], other.args[0])
        if name == "poisson":
            self.use("a sum of independent Poisson variables")
            return build.named(name, COUNT, count)
        if name in ("gamma", "binomial") and self.equal(one.args[1], other.args[1]):
            self.use("a sum of independent variables of one family")
            return build.named(name, POSITIVE if name == "gamma" else COUNT, count, one.args[1])
        return None

    def _shifted(self, moving: Term, by: Term) -> Term | None:
        """1 - X for a beta X, a + X for a uniform one."""
        if moving.head == "mul" and moving.args[0] is build.number(-1) and by is build.ONE:
            law = self.of(build.mul(*moving.args[1:]))
            if law is not None and law.data == "beta":
                self.use("one less a beta variable")
                return build.named("beta", UNIT, law.args[1], law.args[0])
        law = self.of(moving)
        if law is not None and law.data == "uniform":
            return build.named("uniform", REAL, *(build.add(end, by) for end in law.args))
        if law is not None and law.data == "laplace":
            return build.named("laplace", REAL, build.add(law.args[0], by), law.args[1])
        return None

    def _product(self, term: Term) -> Term | None:
        moving = [arg for arg in term.args if random_in(arg)]
        fixed = [arg for arg in term.args if not random_in(arg)]
        if len(moving) == 1:
            law = self.of(moving[0])
            return None if law is None else self._scaled(law, build.mul(*fixed))
        if len(moving) == 2:
            return self._quotient(build.mul(*fixed) if fixed else build.ONE, *moving)
        return None

    def _scaled(self, law: Term, by: Term) -> Term | None:
        """The law of c X; c has to be positive, but for a normal law, which is not one of these."""
        if not self.positive(by):
            return None
        self.use(f"a multiple of a {law.data} variable")
        first, second = (*law.args, build.ONE)[:2]
        match law.data:
            case "gamma":
                return build.named("gamma", POSITIVE, first, build.div(second, by))
            case "uniform" | "laplace":
                return build.named(str(law.data), REAL, build.mul(by, first), build.mul(by, second))
            case "lognormal":
                return build.named("lognormal", POSITIVE, build.add(first, build.log(by)), second)
        return None

    def _power(self, base: Term, exponent: Term) -> Term | None:
        base, exponent = flattened(base, exponent)
        law = self.of(base)
        if law is None:
            return None
        if law.data == "normal" and exponent is build.TWO and self.equal(law.args[0], build.ZERO):
            self.use("the square of a normal variable")
            return build.named("gamma", POSITIVE, HALF, build.div(HALF, law.args[1]))
        if law.data == "lognormal":
            self.use("a power of a log-normal variable")
            mean, variance = law.args
            spread = build.mul(build.power(exponent, build.TWO), variance)
            return build.named("lognormal", POSITIVE, build.mul(exponent, mean), spread)
        if law.data == "gamma" and exponent is build.number(-1):
            return build.named("inverse_gamma", POSITIVE, *law.args)
        if law.data == "fisher_f" and exponent is build.number(-1):
            return build.named("fisher_f", POSITIVE, law.args[1], law.args[0])
        return None

    def _exponential(self, inner: Term) -> Term | None:
        law = self.of(inner)
        if law is None or law.data != "normal":
            return None
        self.use("the definition of the log-normal distribution")
        return build.named("lognormal", POSITIVE, *law.args)

    def _logarithm(self, inner: Term) -> Term | None:
        law = self.of(inner)
        if law is None or law.data != "lognormal":
            return None
        self.use("the definition of the log-normal distribution")
        return build.named("normal", REAL, *law.args)

    def _quotient(self, scale: Term, one: Term, other: Term) -> Term | None:
        """Student's t and Fisher's F: Z / sqrt(V / k), and (U / m) / (V / n), of independent Z and V, U and V."""
        if not self.apart((one, other)):
            return None
        for above, below in ((one, other), (other, one)):
            if below.head != "pow":
                continue
            base, exponent = flattened(*below.args)
            top, bottom = self.of(above), self.of(base)
            if top is None or bottom is None or bottom.data != "gamma":
                continue
            freedom = build.mul(build.TWO, bottom.args[0])
            per = build.mul(build.TWO, bottom.args[1])  # V times this is chi-square
            root = exponent is build.number(Fraction(-1, 2))
            if root and top.data == "normal" and self.equal(top.args[0], build.ZERO):
                spread = build.mul(top.args[1], build.power(scale, build.TWO))
                if self.positive(scale) and self.equal(spread, build.div(freedom, per)):
                    self.use("the definition of Student's t-distribution")
                    return build.named("student_t", REAL, freedom)
            if top.data == "gamma" and exponent is build.number(-1):
                upper = build.mul(build.TWO, top.args[0])
                wanted = build.div(build.mul(build.TWO, top.args[1], freedom), build.mul(upper, per))
                if self.equal(scale, wanted):
                    self.use("the definition of the F-distribution")
                    return build.named("fisher_f", POSITIVE, upper, freedom)
        return None


def _only_at(term: Term, variable: Term, place: Term) -> bool:
    """Whether a random vector occurs in a term only as its entry at one place."""
    if term is place or variable not in term.free:
        return True
    return term is not variable and all(_only_at(arg, variable, place) for arg in term.args)


def flattened(base: Term, exponent: Term) -> tuple[Term, Term]:
    """(x^a)^b as x^(a b), for an x that is not negative."""
    while base.head == "pow":
        sort = build.scalar_sort(base.args[0])
        if sort is None or not sort.nonnegative:
            break
        inner = base.args[1]
        both = inner.head == exponent.head == "number"
        exponent = build.number(inner.value * exponent.value) if both else build.mul(inner, exponent)
        base = base.args[0]
    return base, exponent


def random_in(term: Term) -> frozenset[Term]:
    return frozenset(symbol for symbol in term.free if isinstance(symbol.sort, RandomVariable))


def _affine(term: Term) -> frozenset[Term]:
    """The random variables of an affine function of them; none where it is none."""
    own = random_in(term)
    if not own or term in own:
        return own
    moving = [arg for arg in term.args if random_in(arg)]
    match term.head:
        case "add":
            pass
        case "mul" | "matmul" | "transpose" if len(moving) == 1:
            pass
        case "index" if moving == [term.args[0]]:
            pass
        case "sum" if moving == [term.args[2]]:
            pass
        case _:
            return frozenset()
    parts = [_affine(arg) for arg in moving]
    return own if all(parts) else frozenset()


def _free_of_bounds(sort: Sort) -> Sort:
    if isinstance(sort, Vector):
        return Vector(sort.size)
    return REAL if isinstance(sort, Scalar) else sort
