"""The named distributions: densities, moments and finite forms, each from its definition.

Parameters: normal(mean, variance) or (mean vector, covariance matrix), bernoulli(p), binomial(n, p),
categorical(p), poisson(rate), exponential(rate), uniform(low, high), gamma(shape, rate), beta(a, b),
laplace(mean, scale), chi_square(k), dirichlet(weights), geometric(p) on 1, 2, .., lognormal(mean, variance of the
logarithm), student_t(k), fisher_f(k, m), inverse_gamma(shape, scale), multinomial(n, p), whole(low, high) of equal
chances, finite(value, mass, value, mass, ..); and those of `array_laws`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from itertools import combinations
from itertools import product as every_combination
from math import comb, prod
from operator import mul
from typing import Any

from flint import acb, arb, fmpq, fmpq_mat

from ..errors import DomainError, UnsupportedNotion
from ..terms.show import latex
from ..terms.sorts import Matrix, Vector
from ..terms.term import Term
from . import arithmetic, array_laws, arrays
from .arithmetic import HALF, ONE, ZERO, divide, elementary, reciprocal, sign_of, whole_power
from .degree import LARGEST_DEGREE, degree
from .dual import Number
from .evaluate import Evaluator
from .spaces import key
from .survey import Survey, value_sort

LARGEST_SAMPLE = 2048  # combinations of values of independent entries
STAR = 3  # up to this degree those are enough that differ from the means in one place
Parameters = list[Any]  # of numbers, vectors, matrices
Rule = list[tuple[Any, Number]]  # points and (possibly negative) weights


def _log(x: Number) -> Number:
    return elementary("log", x)


def _need_positive(*numbers: Number) -> None:
    for number in numbers:
        if sign_of(number) <= 0:
            raise DomainError("a parameter of a distribution that must be positive is not")


# ------------------------------------------------------------------ finite laws


ON_THE_LINE = frozenset({"normal", "laplace", "exponential", "gamma", "chi_square", "lognormal", "beta", "uniform"})
FINITE = frozenset({"bernoulli", "binomial", "categorical", "multinomial", "finite", "whole"})
MOST_COUNTS = 500  # outcomes of a multinomial law


def settle(name: str, parameters: Parameters) -> tuple[str, Parameters]:
    """A law by its name in the tables below: chi_square(k) is gamma(k / 2, 1 / 2)."""
    return ("gamma", [parameters[0] * HALF, HALF]) if name == "chi_square" else (name, parameters)


def finite_masses(name: str, parameters: Parameters) -> Rule | None:
    """All outcomes with their probabilities, where there are finitely many."""
    if name == "bernoulli":
        (p,) = parameters
        return [(ZERO, ONE - p), (ONE, p)]
    if name == "binomial":
        count, p = arithmetic.whole(parameters[0]), parameters[1]
        if not 0 <= count <= 200:
            raise UnsupportedNotion("a binomial distribution of so many trials")
        return [
            (fmpq(k), whole_power(p, k) * whole_power(ONE - p, count - k) * comb(count, k)) for k in range(count + 1)
        ]
    if name == "categorical":
        return [(fmpq(k), p) for k, p in enumerate(parameters[0], 1)]
    if name == "multinomial":
        return _multinomial_masses(arithmetic.whole(parameters[0]), parameters[1])
    if name == "finite":
        return list(zip(parameters[::2], parameters[1::2], strict=True))
    if name == "whole":
        low, high = map(arithmetic.whole, parameters)
        if high - low > MOST_COUNTS:
            raise UnsupportedNotion("so many values of equal chances")
        return [(fmpq(k), fmpq(1, high - low + 1)) for k in range(low, high + 1)]
    return None


def _multinomial_masses(trials: int, shares: list[Number]) -> Rule:
    if not 0 <= trials <= 200 or comb(trials + len(shares) - 1, trials) > MOST_COUNTS:
        raise UnsupportedNotion("a multinomial distribution of so many trials")
    found: Rule = [([], ONE)]
    for place, share in enumerate(shares):
        longer: Rule = []
        for counts, mass in found:
            left = trials - sum(int(count.p) for count in counts)
            for count in range(left + 1) if place < len(shares) - 1 else (left,):
                longer.append(([*counts, fmpq(count)], mass * whole_power(share, count) * comb(left, count)))
        found = longer
    return found


# ------------------------------------------------------------------ moments


def _normal_moments(top: int, mean: Number, variance: Number) -> list[Number]:
    found: list[Number] = [ONE, mean]
    for k in range(2, top + 1):
        found.append(mean * found[k - 1] + variance * found[k - 2] * (k - 1))
    return found[: top + 1]


def _ratio_moments(top: int, step: Callable[[int], Number]) -> list[Number]:
    """Moments each of which is the one before times `step`."""
    found: list[Number] = [ONE]
    for k in range(top):
        found.append(found[-1] * step(k))
    return found


def _uniform_moments(top: int, low: Number, high: Number) -> list[Number]:
    found: list[Number] = []
    for k in range(top + 1):
        total: Number = ZERO
        for i in range(k + 1):
            total = total + whole_power(low, i) * whole_power(high, k - i)
        found.append(total * fmpq(1, k + 1))
    return found


def _laplace_moments(top: int, mean: Number, scale: Number) -> list[Number]:
    found: list[Number] = []
    for k in range(top + 1):
        total: Number = ZERO
        factorial = 1
        for j in range(k + 1):
            factorial *= max(j, 1)
            if j % 2 == 0:
                total = total + whole_power(mean, k - j) * whole_power(scale, j) * (comb(k, j) * factorial)
        found.append(total)
    return found


def _poisson_moments(top: int, rate: Number) -> list[Number]:
    found: list[Number] = [ONE]
    for k in range(1, top + 1):
        total: Number = ZERO
        for j in range(k):
            total = total + found[j] * comb(k - 1, j)
        found.append(rate * total)
    return found


def _geometric_moments(top: int, p: Number) -> list[Number]:
    found: list[Number] = [ONE]
    odds = divide(ONE - p, p)
    for k in range(1, top + 1):
        total: Number = ZERO
        for j in range(k):
            total = total + found[j] * comb(k, j)
        found.append(ONE + odds * total)
    return found


def moments(name: str, parameters: Parameters, top: int) -> list[Number] | None:
    """E[x^k] for k = 0 .. top of a law on the line; None for a law without a row here."""
    match name:
        case "normal":
            return _normal_moments(top, *parameters)
        case "exponential":
            return _ratio_moments(top, lambda k: reciprocal(parameters[0]) * (k + 1))
        case "gamma":
            return _ratio_moments(top, lambda k: divide(parameters[0] + k, parameters[1]))
        case "beta":
            return _ratio_moments(top, lambda k: divide(parameters[0] + k, parameters[0] + parameters[1] + k))
        case "uniform":
            return _uniform_moments(top, *parameters)
        case "laplace":
            return _laplace_moments(top, *parameters)
        case "poisson":
            return _poisson_moments(top, *parameters)
        case "geometric":
            return _geometric_moments(top, *parameters)
        case "lognormal":
            mean, variance = parameters
            return [elementary("exp", mean * k + variance * fmpq(k * k, 2)) for k in range(top + 1)]
        case "student_t":
            return _student_t_moments(top, parameters[0])
        case "fisher_f":
            return _fisher_f_moments(top, *parameters)
        case "inverse_gamma":
            return _ratio_moments(top, lambda k: divide(parameters[1], _above_zero(parameters[0] - k - 1)))
    return None


HEAVY = frozenset({"student_t", "fisher_f", "inverse_gamma"})  # laws with few moments


def _above_zero(x: Number) -> Number:
    if sign_of(x) <= 0:
        raise DomainError("a moment that does not exist")
    return x


def _fisher_f_moments(top: int, above: Number, below: Number) -> list[Number]:
    ratio = divide(below, above)
    return _ratio_moments(top, lambda k: ratio * divide(above * HALF + k, _above_zero(below * HALF - k - 1)))


def _student_t_moments(top: int, freedom: Number) -> list[Number]:
    """Those of odd order vanish; the square follows F(1, freedom)."""
    if top % 2:
        _above_zero(freedom - top)
    squares = _fisher_f_moments(top // 2, ONE, freedom)
    return [squares[k // 2] if k % 2 == 0 else ZERO for k in range(top + 1)]


@cache
def _lagrange(count: int) -> tuple[list[fmpq], list[list[fmpq]]]:
    """Nodes 0, 1, -1, 2, .. and the matrix that turns moments into weights at them."""
    nodes_here = [fmpq((place + 1) // 2 * (1 if place % 2 else -1)) for place in range(count)]
    powers = fmpq_mat([[node**k if k else ONE for node in nodes_here] for k in range(count)])
    return nodes_here, powers.inv().tolist()


def moment_rule(found: list[Number]) -> Rule:
    """Points and weights (of either sign) whose sums are right for every polynomial up to the last moment."""
    points, matrix = _lagrange(len(found))
    return [(point, arrays.inner(row, found)) for point, row in zip(points, matrix, strict=True)]


def polynomial_rule(name: str, parameters: Parameters, top: int) -> Rule | None:
    """A rule under a law that is right for polynomials up to degree `top`."""
    if name == "dirichlet":
        return _dirichlet_rule(parameters[0], top)
    if name == "normal" and isinstance(parameters[0], list):
        return _multivariate_rule(parameters[0], parameters[1], top)
    check(name, parameters)
    found = moments(name, parameters, top)
    return None if found is None else moment_rule(found)


def _dirichlet_rule(weights: list[Number], top: int) -> Rule:
    """By breaking a stick: each part is a beta share of what is left, so x is a polynomial in independent shares."""
    _need_positive(*weights)
    if (top + 1) ** (len(weights) - 1) > 4096:
        raise UnsupportedNotion("an expectation over so many dimensions")
    axes = []
    for place in range(len(weights) - 1):
        after: Number = ZERO
        for weight in weights[place + 1 :]:
            after = after + weight
        share = moments("beta", [weights[place], after], top)
        assert share is not None
        axes.append(moment_rule(share))
    found: Rule = []
    for choice in every_combination(*axes):
        left: Number = ONE
        mass: Number = ONE
        point = []
        for share, weight in choice:
            point.append(left * share)
            left = left * (ONE - share)
            mass = mass * weight
        found.append(([*point, left], mass))
    return found


def _multivariate_rule(mean: list[Number], covariance: list[list[Number]], top: int) -> Rule:
    """x = mean + L z, with L unit lower triangular, z independent normals: covariance = L D L^T."""
    size = len(mean)
    lower, diagonal = _factor(covariance)
    axes = [moment_rule(_normal_moments(top, ZERO, spread)) for spread in diagonal]
    if top > STAR and (top + 1) ** size > 4096:
        raise UnsupportedNotion("an expectation over so many dimensions")
    return [
        ([mean[i] + at[i] + sum((lower[i][j] * at[j] for j in range(i)), ZERO) for i in range(size)], weight)
        for at, weight in _independent(axes, top)
    ]


def _independent(axes: list[Rule], top: int) -> Rule:
    """A rule for independent numbers from rules for each, right up to the degree that these are.

    Every combination of their points; up to degree 3 those are enough that differ from the means in one place. For a
    product of deviations of several numbers has a factor of degree 1 there, and thus the mean 0.
    """
    if top > STAR:
        choices = every_combination(*axes)
        return [([at for at, _ in choice], reduce(mul, (part for _, part in choice))) for choice in choices]
    means = [sum((weight * at for at, weight in axis), ZERO) for axis in axes]
    found: Rule = [(means, fmpq(1 - len(axes)))]
    for place, axis in enumerate(axes):
        found += [([*means[:place], at, *means[place + 1 :]], weight) for at, weight in axis]
    return _merged(found)


def _merged(rule: Rule) -> Rule:
    """The rule with each point of rational numbers once."""
    found: dict[object, tuple[Any, Number]] = {}
    for point, weight in rule:
        place = key(point) if all(isinstance(x, fmpq) for x in point) else len(found)
        found[place] = point, (found[place][1] + weight if place in found else weight)
    return list(found.values())


def _factor(a: list[list[Number]]) -> tuple[list[list[Number]], list[Number]]:
    size = len(a)
    array_laws.need_symmetric(a)
    lower = arrays.unit(size)
    diagonal: list[Number] = []
    for j in range(size):
        pivot = a[j][j]
        for k in range(j):
            pivot = pivot - lower[j][k] * lower[j][k] * diagonal[k]
        _need_positive(pivot)
        diagonal.append(pivot)
        for i in range(j + 1, size):
            entry = a[i][j]
            for k in range(j):
                entry = entry - lower[i][k] * lower[j][k] * diagonal[k]
            lower[i][j] = divide(entry, pivot)
    return lower, diagonal


# ------------------------------------------------------------------ densities


@dataclass(frozen=True, slots=True)
class Support:
    """Where the density of a law on the line lives; None is infinite."""

    low: Number | None
    high: Number | None


def support(name: str, parameters: Parameters) -> Support:
    match name:
        case "normal" | "laplace" | "student_t":
            return Support(None, None)
        case "exponential" | "gamma" | "lognormal" | "fisher_f" | "inverse_gamma":
            return Support(ZERO, None)
        case "beta":
            return Support(ZERO, ONE)
        case "uniform":
            return Support(parameters[0], parameters[1])
    raise UnsupportedNotion(f"the density of the {name} distribution")


def check(name: str, parameters: Parameters) -> None:
    """Raise DomainError where parameters are none of the law."""
    match name:
        case "normal" | "laplace" | "lognormal":
            if not isinstance(parameters[0], list):
                _need_positive(parameters[1])
        case "exponential" | "poisson" | "student_t":
            _need_positive(parameters[0])
        case "gamma" | "beta" | "fisher_f" | "inverse_gamma":
            _need_positive(*parameters)
        case "uniform":
            _need_positive(parameters[1] - parameters[0])
        case "bernoulli" | "geometric":
            _need_probability(parameters[0])
        case "binomial":
            _need_probability(parameters[1])
        case "categorical" | "multinomial":
            _need_probabilities(parameters[-1])
        case "finite":
            _need_probabilities(parameters[1::2])
            values = parameters[::2]
            if any(sign_of(one - other) == 0 for one, other in combinations(values, 2)):
                raise DomainError("values that are the same")
        case "whole":
            _need_positive(parameters[1] - parameters[0] + ONE)


def _need_probabilities(masses: list[Number]) -> None:
    total: Number = ZERO
    for p in masses:
        _need_probability(p)
        total = total + p
    if (total != 1) if isinstance(total, fmpq) else not total.contains(1):
        raise DomainError("probabilities that do not sum to one")


def _need_probability(p: Number) -> None:
    if sign_of(p) < 0 or sign_of(ONE - p) < 0:
        raise DomainError("a probability outside of [0, 1]")


def statistics(name: str, parameters: Parameters) -> dict[str, Number]:
    """The logarithm of the density on its support, as a combination of 1, x, x2, log x, log(1-x), log x!."""
    match name:
        case "normal":
            mean, variance = parameters
            inverse = reciprocal(variance)
            constant = mean * mean * inverse * -HALF - _log(variance * (arb.pi() * 2)) * HALF
            return {"1": constant, "x": mean * inverse, "x2": inverse * -HALF}
        case "exponential":
            return {"1": _log(parameters[0]), "x": -parameters[0]}
        case "gamma":
            shape, rate = parameters
            return {"1": shape * _log(rate) - elementary("loggamma", shape), "x": -rate, "log x": shape - ONE}
        case "beta":
            a, b = parameters
            constant = elementary("loggamma", a + b) - elementary("loggamma", a) - elementary("loggamma", b)
            return {"1": constant, "log x": a - ONE, "log(1-x)": b - ONE}
        case "uniform":
            return {"1": -_log(parameters[1] - parameters[0])}
        case "poisson":
            return {"1": -parameters[0], "x": _log(parameters[0]), "log x!": -ONE}
        case "lognormal":
            mean, variance = parameters
            inverse = reciprocal(variance)
            constant = mean * mean * inverse * -HALF - _log(variance * (arb.pi() * 2)) * HALF
            return {"1": constant, "log x": mean * inverse - ONE, "log2 x": inverse * -HALF}
        case "geometric":
            return {"1": _log(parameters[0]) - _log(ONE - parameters[0]), "x": _log(ONE - parameters[0])}
    raise UnsupportedNotion(f"the logarithm of the {name} density")


def mean_statistic(name: str, parameters: Parameters, statistic: str) -> Number:
    """The expectation of one statistic under a law."""
    if statistic == "1":
        return ONE
    if statistic in ("x", "x2"):
        found = moments(name, parameters, 2)
        assert found is not None
        return found[1 if statistic == "x" else 2]
    match name, statistic:
        case "gamma", "log x":
            return elementary("digamma", parameters[0]) - _log(parameters[1])
        case "exponential", "log x":
            return elementary("digamma", ONE) - _log(parameters[0])
        case "beta", "log x":
            return elementary("digamma", parameters[0]) - elementary("digamma", parameters[0] + parameters[1])
        case "beta", "log(1-x)":
            return elementary("digamma", parameters[1]) - elementary("digamma", parameters[0] + parameters[1])
        case "lognormal", "log x":
            return parameters[0]
        case "lognormal", "log2 x":
            return parameters[0] * parameters[0] + parameters[1]
    raise UnsupportedNotion(f"the expectation of {statistic} under the {name} distribution")


_STATISTICS: dict[str, Callable[[Number], Number]] = {
    "1": lambda x: ONE,
    "x": lambda x: x,
    "x2": lambda x: x * x,
    "log x": _log,
    "log2 x": lambda x: _log(x) * _log(x),
    "log(1-x)": lambda x: _log(ONE - x),
    "log x!": lambda x: elementary("loggamma", x + ONE),
}


def _log_student_t(x: Number, k: Number) -> Number:
    constant = elementary("loggamma", (k + ONE) * HALF) - elementary("loggamma", k * HALF) - _log(k * arb.pi()) * HALF
    return constant - (k + ONE) * HALF * _log(ONE + divide(x * x, k))


def _log_fisher_f(x: Number, above: Number, below: Number) -> Number:
    a, b, ratio = above * HALF, below * HALF, divide(above, below)
    constant = elementary("loggamma", a + b) - elementary("loggamma", a) - elementary("loggamma", b) + a * _log(ratio)
    return constant + (a - ONE) * _log(x) - (a + b) * _log(ONE + ratio * x)


def _log_inverse_gamma(x: Number, shape: Number, scale: Number) -> Number:
    constant = shape * _log(scale) - elementary("loggamma", shape)
    return constant - (shape + ONE) * _log(x) - divide(scale, x)


_BY_A_FORMULA: dict[str, Callable[..., Number]] = {
    "student_t": _log_student_t, "fisher_f": _log_fisher_f, "inverse_gamma": _log_inverse_gamma,
}  # fmt: skip


class Density:
    """The pmf or density of a law, whose parameters are checked. What does not depend on the point is computed once."""

    def __init__(self, name: str, parameters: Parameters) -> None:
        check(name, parameters)
        self.name, self.parameters = name, parameters

    @cached_property
    def _masses(self) -> Rule | None:
        return finite_masses(self.name, self.parameters)

    @cached_property
    def _ends(self) -> list[tuple[Number, int]]:
        """The ends of the support, and on which side of them it lies."""
        ends = support(self.name, self.parameters)
        return [(end, side) for end, side in ((ends.low, 1), (ends.high, -1)) if end is not None]

    @cached_property
    def _statistics(self) -> list[tuple[Callable[[Number], Number], Number]]:
        found = statistics(self.name, self.parameters).items()
        return [(_STATISTICS[name], by) for name, by in found if not (isinstance(by, fmpq) and by == 0)]

    def log(self, at: Any) -> Number:
        """The logarithm at a point inside of the support."""
        name, parameters = self.name, self.parameters
        if name == "laplace":
            mean, scale = parameters
            return -(elementary("abs", at - mean) * reciprocal(scale)) - _log(scale * 2)
        if isinstance(at, list) or isinstance(parameters[0], list):
            return array_laws.log_density(name, parameters, at)
        if name in _BY_A_FORMULA:
            return _BY_A_FORMULA[name](at, *parameters)
        total: Number = ZERO
        for statistic, coefficient in self._statistics:
            total = total + coefficient * statistic(at)
        return total

    def inside(self, at: Any) -> Number:
        """The value at a point inside of the support."""
        return elementary("exp", self.log(at))

    def __call__(self, at: Any) -> Number:
        """The value at a point; zero off the support."""
        if self._masses is not None:
            found = next((mass for value, mass in self._masses if value == at), None)
            if found is None and isinstance(at, list):
                raise UnsupportedNotion("counts of another number of trials")
            return ZERO if found is None else found
        if self.name in ("poisson", "geometric"):
            return _on_integers(self.name, self.parameters, at)
        if isinstance(at, list) or isinstance(self.parameters[0], list):
            return self.inside(at)
        if isinstance(at, acb):  # on the path of an integral: a piece is known where it is on one side of both ends
            sides = [(at.real - end) * side for end, side in self._ends]
            if any(side < 0 for side in sides):
                return acb(0)
            return self.inside(at) if all(side > 0 for side in sides) else acb("nan")
        for end, side in self._ends:
            where = sign_of(at - end) * side
            if where < 0:
                return ZERO
            if where == 0 and self.name not in ("uniform", "exponential"):
                raise DomainError("a density at the end of its support")
        return self.inside(at)


def _on_integers(name: str, parameters: Parameters, at: Any) -> Number:
    if isinstance(at, fmpq) and at.q != 1:
        return ZERO
    count = arithmetic.whole(at)
    if count < (0 if name == "poisson" else 1):
        return ZERO
    if name == "geometric":
        return parameters[0] * whole_power(ONE - parameters[0], count - 1)
    weight = whole_power(parameters[0], count) * elementary("exp", -parameters[0])
    return divide(weight, arithmetic.factorial(fmpq(count)))


# ------------------------------------------------------------------ laws of random variables


def finite_form(run: Evaluator, law: Term, survey: Survey) -> tuple[list[Number], list[Any], int | None]:
    """Weights and values of a random variable with this law; a degree where only polynomials come out right."""
    if law.head == "law":
        return _form_of_a_density(run, law, survey)
    if law.head == "entrywise":
        return _form_of_entries(run, law, survey)
    name, parameters = settle(str(law.data), run.numbers(law.args))
    check(name, parameters)
    masses = finite_masses(name, parameters)
    top = None
    if masses is None:
        several = any(isinstance(value_sort(symbol.sort), (Vector, Matrix)) for symbol in survey.random)
        few = several or len(survey.random) > 2 or name in HEAVY
        top = needed_degree(survey) if few else max(4, needed_degree(survey))
        masses = polynomial_rule(name, parameters, top)
        if masses is None:
            raise UnsupportedNotion(f"a random variable that follows the {name} distribution")
    return [weight for _, weight in masses], [value for value, _ in masses], top


def _form_of_a_density(run: Evaluator, law: Term, survey: Survey) -> tuple[list[Number], list[Any], int | None]:
    """The outcomes of a space with their masses; for cells of the line, points in each that are right for polynomials.

    The density is constant on a cell.
    """
    variable, domain, density = law.args
    if domain.head != "space" or density.head != "density":
        raise UnsupportedNotion(f"a random variable that follows {latex(law)}")
    space = run.interpretation.spaces.get(str(domain.data[0]))
    if space is None or (space.measure == "lebesgue" and space.ends is None):
        raise UnsupportedNotion(f"a random variable that follows {latex(law)}")
    top = None if space.ends is None else max(4, needed_degree(survey))
    weights: list[Number] = []
    values: list[Any] = []
    for place, (outcome, width) in enumerate(zip(space.outcomes, space.widths, strict=True)):
        with run.binding(variable):
            run.bound[variable], run.cells[variable] = outcome, place
            mass = run.value(density) * width
        rule: Rule | None = [(outcome, ONE)]
        if top is not None:
            assert space.ends is not None
            rule = polynomial_rule("uniform", [space.ends[place], space.ends[place + 1]], top)
        assert rule is not None
        weights += [weight * mass for _, weight in rule]
        values += [value for value, _ in rule]
    return weights, values, top


def _form_of_entries(run: Evaluator, law: Term, survey: Survey) -> tuple[list[Number], list[Any], int | None]:
    """Vectors of independent entries."""
    index, domain, of = law.args
    axes: list[Rule] = []
    top = None
    for place in range(1, run.whole(domain.args[1]) + 1):
        with run.binding(index):
            run.bound[index] = fmpq(place)
            own, points, degree_ = finite_form(run, of, survey)
        axes.append(list(zip(points, own, strict=True)))
        top = degree_ if top is None or degree_ is None else min(top, degree_)
    if (top is None or top > STAR) and prod(map(len, axes)) > LARGEST_SAMPLE:
        raise UnsupportedNotion("so many independent random variables")
    rule = _independent(axes, STAR + 1 if top is None else top)
    return [weight for _, weight in rule], [value for value, _ in rule], top


def needed_degree(survey: Survey) -> int:
    """The highest degree of a polynomial of which the claim takes a mean; UnsupportedNotion where one is none."""
    variables = survey.random
    deepest = _definition_degree(survey, variables)
    equal = [fact.args for fact in survey.facts if fact.head == "relation" and fact.data == "="]
    pairs = [pair for sides in equal for pair in (sides, sides[::-1]) if pair[0] in survey.laws]
    for variable, value in pairs:
        if value.free.isdisjoint(variables):
            raise UnsupportedNotion(f"{latex(variable)}, which is random, and equal to a number")
    top = 2 * deepest if pairs else 1  # of what is defined the law is looked at
    for node in survey.averages:
        bodies = node.args[:2] if node.head == "covariance" else node.args[:1]
        found = [degree(body, variables) for body in bodies]
        if None in found:
            raise UnsupportedNotion("a mean of what is no polynomial in a continuous random variable")
        known = sum(part for part in found if part is not None)
        top = max(top, deepest * (2 * known if node.head == "variance" else known))
    if top > LARGEST_DEGREE:
        raise UnsupportedNotion("so high a moment")
    return top


def _definition_degree(survey: Survey, variables: list[Term]) -> int:
    """How far the degree in the basic variables can exceed that in all: Y = X^2 makes E[Y] a second moment."""
    product = 1
    for fact in survey.facts:
        if fact.head == "relation" and fact.data == "=" and not fact.free.isdisjoint(variables):
            for side in fact.args:
                found = degree(side, variables)
                if found is None:
                    raise UnsupportedNotion("a function of a continuous random variable that is no polynomial")
                product *= max(found, 1)
    return product
