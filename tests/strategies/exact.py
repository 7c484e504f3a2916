"""A third evaluation of terms, next to the prover's and the refuter's: plain Python, fractions and mpmath.

It shares nothing with `proofs`: derivatives are difference quotients at 60 digits, expectations are finite sums. It
says whether a claim holds in a `World` (see worlds.py), clearly fails there, or neither.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from math import comb, factorial
from time import perf_counter
from typing import Any

import mpmath
from mpmath import mp, mpf

from probatum.proofs.claim import Claim
from probatum.proofs.terms import build
from probatum.proofs.terms.sorts import RandomVariable, Scalar
from probatum.proofs.terms.term import INFINITY, Term

from .laws import FINITE, RULE, Number, Undefined, density, discrete, real, support
from .worlds import Joint, World

mp.dps = 60
STEP = Fraction(1, 10**16)
CLOSE, APART = mpf(10) ** -10, mpf(10) ** -5
SMALL, LARGE = mpf(10) ** -25, mpf(10) ** 12
VANISHING, LONGEST = mpf(10) ** -30, 1500  # of the terms of a series, and how many
PRECISE = mpf(10) ** -12  # a quadrature errs by less


def holds(claim: Claim, world: World) -> bool | None:
    """Whether the relation stands in a world; None where a side is undefined there or the answer is not clear."""
    try:
        run = Exact(world)
        outcomes = range(len(world.chance_weights)) if exposed(claim.left) or exposed(claim.right) else (None,)
        answers = [answer for k in outcomes for answer in _at(claim, run if k is None else run.at(k))]
    except (Undefined, ZeroDivisionError, OverflowError, ValueError, mpmath.libmp.NoConvergence):
        return None
    return False if False in answers else None if None in answers else True


def _at(claim: Claim, run: Exact) -> list[bool | None]:
    pairs = zip(flat(run.value(claim.left)), flat(run.value(claim.right)), strict=True)
    return [compare(claim.relation, one, other) for one, other in pairs]


def exposed(term: Term) -> bool:
    """Whether a term has a value for each outcome: a random variable stands in it outside of expectations."""
    if term.head == "symbol":
        return isinstance(term.sort, RandomVariable)
    if term.head in ("mean", "variance", "covariance", "probability"):
        givens = term.args[2:] if term.head == "covariance" else term.args[1:]
        return any(exposed(given) for given in givens if given.head not in ("relation", "and", "not"))
    return any(map(exposed, term.args))


def compare(relation: str, left: Number, right: Number) -> bool | None:
    """Whether two numbers stand in a relation; None where that is not clear at these digits."""
    if relation == "!=":
        same = compare("=", left, right)
        return None if same is None else not same
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return {"=": left == right, "<=": left <= right, ">=": left >= right, "<": left < right, ">": left > right}[
            relation
        ]
    gap, size = real(left) - real(right), 1 + abs(real(left)) + abs(real(right))
    if size > LARGE or 0 < max(abs(real(left)), abs(real(right))) < CLOSE:
        return None  # so close to zero, two numbers are hardly told apart
    equal = True if abs(gap) < CLOSE * size else False if abs(gap) > APART * size else None
    if relation == "=":
        return equal
    if equal or equal is None:
        return True if equal and relation in ("<=", ">=") else None
    return bool(gap < 0) == (relation in ("<", "<="))


def integrated(rule: Callable[[mpf], Number], low: mpf, high: mpf) -> mpf:
    """By quadrature, at half the digits; what does not converge is undefined."""
    with mpmath.workdps(25):
        found, error = mpmath.quad(lambda x: real(rule(x)), [low, high], error=True)
    if not mpmath.isfinite(found) or error > PRECISE * (1 + abs(found)):
        raise Undefined("an integral that is not found precisely")
    return found


def degree(term: Term, variables: dict[Term, int]) -> int | None:
    """The degree of a polynomial in some variables, each counted so often; None for what is none."""
    if term in variables:
        return variables[term]
    if term.free.isdisjoint(variables):
        return 0
    if term.head in ("mean", "variance", "covariance"):
        return None if len(term.args) > (2 if term.head == "covariance" else 1) else 0
    parts = [degree(arg, variables) for arg in (term.args[2:] if term.head == "sum" else term.args)]
    if None in parts or (term.head == "sum" and not term.args[1].free.isdisjoint(variables)):
        return None
    known = [part for part in parts if part is not None]
    if term.head in ("add", "literal", "block", "trace", "transpose", "diag", "diagonal", "sum", "index"):
        return max(known)
    if term.head in ("mul", "matmul", "hadamard"):
        return sum(known)
    if term.head == "pow" and term.args[1].head == "number" and term.args[1].value in range(RULE + 1):
        return known[0] * int(term.args[1].value)
    return None


def fits(found: int | None) -> bool:
    return found is not None and found <= RULE


def flat(value: Any) -> list[Number]:
    return [part for entry in value for part in flat(entry)] if isinstance(value, list) else [value]


def rows_of(value: Any) -> list[list[Number]]:
    """Any value as a matrix: a vector is a column."""
    if not isinstance(value, list):
        return [[value]]
    if not value:
        raise Undefined("an array without entries")
    return value if isinstance(value[0], list) else [[entry] for entry in value]


def slim(rows: list[list[Number]]) -> Any:
    """A matrix of one column as a vector, of one entry as a number."""
    if not rows:
        raise Undefined("an array without entries")
    if all(len(row) == 1 for row in rows):
        return rows[0][0] if len(rows) == 1 else [row[0] for row in rows]
    return rows


def product(left: list[list[Number]], right: list[list[Number]]) -> list[list[Number]]:
    return [[sum((a * b for a, b in zip(row, column, strict=True)), Fraction(0)) for column in zip(*right, strict=True)]
            for row in left]  # fmt: skip


def flipped(rows: list[list[Number]]) -> list[list[Number]]:
    return [list(column) for column in zip(*rows, strict=True)]


def determinant(rows: list[list[Number]]) -> Number:
    total: Number = Fraction(0)
    for order in permutations(range(len(rows))):
        turns = sum(order[a] > order[b] for b in range(len(order)) for a in range(b))
        part: Number = Fraction(-1 if turns % 2 else 1)
        for row, column in zip(rows, order, strict=True):
            part = part * row[column]
        total = total + part
    return total


def inverse(rows: list[list[Number]]) -> list[list[Number]]:
    """By cofactors."""
    below = determinant(rows)
    if abs(real(below)) < SMALL:
        raise Undefined("a singular matrix")
    if len(rows) == 1:
        return [[1 / below]]
    span = range(len(rows))
    minors = {
        (i, j): determinant([[rows[a][b] for b in span if b != i] for a in span if a != j]) for i in span for j in span
    }
    return [[(-1) ** (i + j) * minors[i, j] * (1 / below) for j in span] for i in span]


class Exact:
    """Values of terms in a world. `bound` holds what bound symbols are, `chance` the outcome at which one stands."""

    def __init__(self, world: World, bound: dict[Term, Any] | None = None, chance: int | None = None) -> None:
        self.world, self.bound, self.chance = world, bound or {}, chance
        self.memo: dict[tuple[Term, int | None], Any] = {}

    def given(self, symbol: Term, value: Any) -> Exact:
        return Exact(self.world, {**self.bound, symbol: value}, self.chance)

    def at(self, outcome: int) -> Exact:
        there = Exact(self.world, self.bound, outcome)
        there.memo = self.memo  # nested conditional expectations are the same ones again and again
        return there

    def value(self, term: Term) -> Any:
        key = term, self.chance
        if key not in self.memo:
            rule = getattr(self, "_" + term.head, None)
            if rule is None or perf_counter() > self.world.deadline:
                raise Undefined(f"no evaluation of {term.head}, or no time for it")
            self.memo[key] = rule(term)
        return self.memo[key]

    def number(self, term: Term) -> Number:
        value = self.value(term)
        if isinstance(value, list):
            raise Undefined("an array where a number belongs")
        return value

    def whole(self, term: Term) -> int:
        value = settled(self.number(term))
        if value != int(value):
            raise Undefined("a fraction where a whole number belongs")
        return int(value)

    def matrix(self, term: Term) -> list[list[Number]]:
        return rows_of(self.value(term))

    # -------------------------------------------------------------- leaves and arithmetic

    def _number(self, term: Term) -> Number:
        return term.value

    def _constant(self, term: Term) -> Number:
        return {"pi": mp.pi, "euler_gamma": mp.euler, "infinity": mp.inf}[str(term.data)] + mpf(0)

    def _symbol(self, term: Term) -> Any:
        if term in self.bound:
            return self.bound[term]
        if term in self.world.chances:
            if self.chance is None:
                raise Undefined("a random variable outside an expectation")
            return self.world.chances[term][self.chance]
        if term not in self.world.values:
            raise Undefined(f"a value of {term}")
        return self.world.values[term]

    def _add(self, term: Term) -> Any:
        parts = [self.matrix(arg) for arg in term.args]
        return slim(
            [[sum(entries, Fraction(0)) for entries in zip(*rows, strict=True)] for rows in zip(*parts, strict=True)]
        )

    def _mul(self, term: Term) -> Any:
        scale: Number = Fraction(1)
        array: list[list[Number]] = [[Fraction(1)]]
        for arg in term.args:
            value = self.value(arg)
            if isinstance(value, list):
                array = rows_of(value)
            else:
                scale = scale * value
        return slim([[scale * entry for entry in row] for row in array])

    def _pow(self, term: Term) -> Number:
        return power(*(self.number(arg) for arg in term.args))

    def _fn(self, term: Term) -> Any:
        rule = FUNCTIONS.get(str(term.data))
        if rule is None:
            raise Undefined(f"the function {term.data}")
        return slim([[rule(entry) for entry in row] for row in self.matrix(term.args[0])])

    def _max_of(self, term: Term) -> Number:
        return max((self.number(arg) for arg in term.args), key=real)

    def _min_of(self, term: Term) -> Number:
        return min((self.number(arg) for arg in term.args), key=real)

    def _factorial(self, term: Term) -> Number:
        return Fraction(factorial(self.whole(term.args[0])))

    def _binomial(self, term: Term) -> Number:
        n, k = (self.whole(arg) for arg in term.args)
        return Fraction(comb(n, k) if k >= 0 else 0)

    def _beta(self, term: Term) -> Number:
        a, b = (real(self.number(arg)) for arg in term.args)
        if a <= 0 or b <= 0:
            raise Undefined("the beta function of what is not positive")
        return mpmath.beta(a, b)

    def _cases(self, term: Term) -> Any:
        *branches, otherwise = term.args if len(term.args) % 2 else (*term.args, None)
        for condition, value in zip(branches[::2], branches[1::2], strict=True):
            if self.truth(condition):
                return self.value(value)
        if otherwise is None:
            raise Undefined("no case that holds")
        return self.value(otherwise)

    def _apply(self, term: Term) -> Number:
        """A polynomial, made to fit where the values of the function are bounded."""
        function, *arguments = term.args
        order = 0
        if function.head == "prime":
            order, function = len(function.data), function.args[0]
        coefficients = self.world.functions.get(function)
        bounds = function.sort.value
        if coefficients is None or len(arguments) > 1 or not isinstance(bounds, Scalar):
            raise Undefined("a function of several arguments, or with values that are no numbers")
        for _ in range(order):
            coefficients = [k * c for k, c in enumerate(coefficients)][1:]
        x = self.number(arguments[0])
        found = sum((c * x**k for k, c in enumerate(coefficients)), Fraction(0))
        if bounds.lower is None and bounds.upper is None:
            return found
        if order or bounds.integer or bounds.lower is None or function.sort.traits:
            raise Undefined("a derivative of a bounded function")
        if bounds.upper is None:
            return bounds.lower + 1 + found * found
        return bounds.lower + (bounds.upper - bounds.lower) * (1 + found / (1 + abs(found))) / 2

    # -------------------------------------------------------------- arrays

    def _matmul(self, term: Term) -> Any:
        result = self.matrix(term.args[0])
        for arg in term.args[1:]:
            result = product(result, self.matrix(arg))
        return slim(result)

    def _transpose(self, term: Term) -> Any:
        return slim(flipped(self.matrix(term.args[0])))

    def _inverse(self, term: Term) -> Any:
        return slim(inverse(self.matrix(term.args[0])))

    def _trace(self, term: Term) -> Number:
        rows = self.matrix(term.args[0])
        return sum((rows[k][k] for k in range(len(rows))), Fraction(0))

    def _det(self, term: Term) -> Number:
        return determinant(self.matrix(term.args[0]))

    def _norm(self, term: Term) -> Number:
        entries = flat(self.value(term.args[0]))
        if term.data == "1":
            return sum((abs(entry) for entry in entries), Fraction(0))
        if term.data == "inf":
            return max((abs(entry) for entry in entries), key=real)
        return mpmath.sqrt(real(sum((entry * entry for entry in entries), Fraction(0))))

    def _literal(self, term: Term) -> Any:
        entries = [self.number(arg) for arg in term.args]
        columns = term.data[1] if len(term.data) > 1 else 1
        return slim([entries[k : k + columns] for k in range(0, len(entries), columns)])

    def _vec(self, term: Term) -> Any:
        return [x for column in zip(*self.matrix(term.args[0]), strict=True) for x in column]

    def _block(self, term: Term) -> Any:
        rows: list[list[Number]] = []
        for start in range(0, len(term.args), term.data[1]):
            parts = [self.matrix(arg) for arg in term.args[start : start + term.data[1]]]
            rows += [[x for part in parts for x in part[k]] for k in range(len(parts[0]))]
        return slim(rows)

    def _diag(self, term: Term) -> Any:
        entries = flat(self.value(term.args[0]))
        return slim([[a if i == j else Fraction(0) for j in range(len(entries))] for i, a in enumerate(entries)])

    def _diagonal(self, term: Term) -> Any:
        rows = self.matrix(term.args[0])
        return slim([[rows[k][k]] for k in range(len(rows))])

    def _hadamard(self, term: Term) -> Any:
        one, other = (self.matrix(arg) for arg in term.args)
        return slim([[a * b for a, b in zip(r, s, strict=True)] for r, s in zip(one, other, strict=True)])

    def _identity(self, term: Term) -> Any:
        size = self.whole(term.args[0])
        return slim([[Fraction(i == j) for j in range(size)] for i in range(size)])

    def _fill(self, term: Term) -> Any:
        rows, *columns = (self.whole(arg) for arg in term.args[1:])
        return slim([[self.number(term.args[0])] * (columns[0] if columns else 1) for _ in range(rows)])

    def _index(self, term: Term) -> Number:
        rows = self.matrix(term.args[0])
        row, *column = (self.whole(arg) for arg in term.args[1:])
        if not (1 <= row <= len(rows) and 1 <= (column or [1])[0] <= len(rows[0])):
            raise Undefined("an entry outside of an array")
        return rows[row - 1][column[0] - 1 if column else 0]

    def _softmax(self, term: Term) -> Any:
        weights = [mpmath.exp(real(entry)) for entry in flat(self.value(term.args[0]))]
        return slim([[weight / sum(weights)] for weight in weights])

    def _tabulate(self, term: Term) -> Any:
        variable, size, body = term.args
        return slim([[self.given(variable, Fraction(k)).number(body)] for k in range(1, self.whole(size) + 1)])

    # -------------------------------------------------------------- binders

    def points(self, variable: Term, domain: Term) -> list[Any]:
        if domain.head == "range":
            low, high = (self.whole(end) for end in domain.args)
            if high - low > LONGEST:
                raise Undefined("a sum of so many terms")
            return [Fraction(k) for k in range(low, high + 1)]
        label = domain.data[0] if domain.head == "space" else ""
        if label not in self.world.spaces:
            raise Undefined("the points of a domain")
        return list(self.world.outcomes.get(label, range(self.world.spaces[label])))

    def laws_at(self, variable: Term, body: Term) -> list[tuple[str, tuple[Number, ...]]]:
        """The named laws of which a body has the density at a variable; they say what it ranges over."""
        found, pending = [], [body]
        while pending:
            node = pending.pop()
            pending += node.args
            if node.head == "pdf" and node.args[1] is variable and node.args[0].head == "named":
                law = node.args[0]
                found.append((str(law.data), tuple(self.number(arg) for arg in law.args)))
        return found

    def series(self, variable: Term, low: Term, body: Term) -> Number:
        """A sum without end, of which the terms soon vanish."""
        total, start, small = mpf(0), self.whole(low), 0
        for k in range(start, start + LONGEST):
            part = real(self.given(variable, Fraction(k)).number(body))
            total += part
            small = small + 1 if abs(part) < VANISHING * (1 + abs(total)) else 0
            if small == 8:
                return total
        raise Undefined("a series that does not converge fast")

    def _sum(self, term: Term) -> Any:
        variable, domain, body = term.args
        if domain.head == "range" and domain.args[1] is INFINITY:
            return self.series(variable, domain.args[0], body)
        if domain.head == "space" and (laws := self.laws_at(variable, body)):
            places = {tuple(at for at, _ in discrete(*law)) for law in laws if law[0] in FINITE}
            if len(places) != 1 or any(law[0] not in FINITE for law in laws):
                raise Undefined("a sum over laws on different spaces")
            return sum((self.given(variable, at).number(body) for at in places.pop()), Fraction(0))
        parts = [rows_of(self.given(variable, at).value(body)) for at in self.points(variable, domain)]
        if not parts:
            return Fraction(0)
        return slim(
            [[sum(entries, Fraction(0)) for entries in zip(*rows, strict=True)] for rows in zip(*parts, strict=True)]
        )

    def _product(self, term: Term) -> Number:
        variable, domain, body = term.args
        result: Number = Fraction(1)
        for at in self.points(variable, domain):
            result = result * self.given(variable, at).number(body)
        return result

    def _integral(self, term: Term) -> Number:
        """Over a bounded interval, of what is smooth there; over the line, of what is constant on its cells."""
        variable, domain, body = term.args
        if domain.head == "space" and (laws := self.laws_at(variable, body)):
            ends = {support(*law) for law in laws}
            if len(ends) > 1:
                raise Undefined("an integral over laws on different spaces")
            return integrated(lambda x: self.given(variable, x).number(body), *ends.pop())
        if domain.head == "space":
            cells = [(self.width(domain, at), at) for at in self.points(variable, domain)]
            return sum((width * self.given(variable, at).number(body) for width, at in cells), Fraction(0))
        low, high = (real(self.number(end)) for end in domain.args)
        return integrated(lambda x: self.given(variable, x).number(body), low, high)

    def _derivative(self, term: Term) -> Any:
        variable, body, at = term.args
        here = self.value(at)
        place = rows_of(here)
        slopes = {}
        for i, row in enumerate(place):
            for j in range(len(row)):
                up, down = (
                    rows_of(self.given(variable, _moved(place, i, j, step)).value(body)) for step in (STEP, -STEP)
                )
                slopes[i, j] = [[(real(a) - real(b)) / (2 * real(STEP)) for a, b in zip(r, s, strict=True)]
                                for r, s in zip(up, down, strict=True)]  # fmt: skip
        if not isinstance(here, list):
            return slim(slopes[0, 0])
        if all(len(s) == 1 and len(s[0]) == 1 for s in slopes.values()):
            rows = [[slopes[i, j][0][0] for j in range(len(place[0]))] for i in range(len(place))]
        else:
            rows = [[entry[0] for entry in slopes[i, 0]] for i in range(len(place))]
        return slim(rows if term.data == "denominator" else flipped(rows))

    def _hessian(self, term: Term) -> Any:
        variable, body, at = term.args
        place = rows_of(self.value(at))
        step = Fraction(1, 10**12)

        def value(*moves: tuple[int, int]) -> mpf:
            rows = place
            for i, sign in moves:
                rows = rows_of(_moved(rows, i, 0, sign * step))
            return real(self.given(variable, slim(rows)).number(body))

        def slope(i: int, j: int) -> mpf:
            same = value((i, 1), (j, 1)) + value((i, -1), (j, -1))
            return (same - value((i, 1), (j, -1)) - value((i, -1), (j, 1))) / (4 * real(step) ** 2)

        return slim([[slope(i, j) for j in range(len(place))] for i in range(len(place))])

    # -------------------------------------------------------------- families and laws

    def _density(self, term: Term) -> Number:
        family, *points = term.args
        targets, givens = term.data
        labels = (*targets, *givens)
        if any(isinstance(self.value(point), list) for point in points):
            raise Undefined("a density at an array")
        at = {label: self.world.place(label, self.value(point)) for label, point in zip(labels, points, strict=True)}
        joint = self.joint(family)
        volume = Fraction(1)
        for label in targets:
            volume *= self.world.widths[label][at[label]] if label in self.world.widths else 1
        below = joint.mass({label: at[label] for label in givens}) if givens else Fraction(1)
        if below == 0:
            raise Undefined("a condition of probability 0")
        return joint.mass(at) / below / volume

    def joint(self, family: Term) -> Joint:
        if family.head != "parametrised":
            if family not in self.world.families:
                raise Undefined("a family that is not in this world")
            return self.world.families[family]
        base, *parameters = family.args
        return self.world.families[base].at([self.number(parameter) for parameter in parameters])

    def width(self, domain: Term, point: Any) -> Fraction:
        """The length of a cell of the line; 1 in a countable space."""
        if domain.head != "space":
            raise Undefined("the measure of a domain")
        label, measure = domain.data[:2]
        return self.world.widths[label][self.world.place(label, point)] if measure == "lebesgue" else Fraction(1)

    def weights(self, law: Term) -> list[tuple[Any, Number]]:
        """The points of a law and their probabilities."""
        if law.head == "named":
            return discrete(str(law.data), [self.number(arg) for arg in law.args])
        variable, domain, at = law.args
        return [(point, self.width(domain, point) * self.given(variable, point).number(at))
                for point in self.points(variable, domain)]  # fmt: skip

    def mass(self, law: Term, point: Any) -> Number:
        if law.head == "named":
            if isinstance(point, list) and law.data == "normal":
                return self.normal(law, point)
            return density(str(law.data), [self.number(arg) for arg in law.args], point)
        return self.given(law.args[0], point).number(law.args[2])

    def normal(self, law: Term, point: list[Number]) -> Number:
        """The density of a normal law in several dimensions, from its textbook form."""
        mean, covariance = flat(self.value(law.args[0])), self.matrix(law.args[1])
        if isinstance(point[0], list) or covariance != flipped(covariance):
            raise Undefined("a normal density of a matrix, or with a covariance that is not symmetric")
        if any(real(determinant([row[:k] for row in covariance[:k]])) <= 0 for k in range(1, len(covariance) + 1)):
            raise Undefined("a covariance that is not positive definite")
        apart = [[a + -b] for a, b in zip(point, mean, strict=True)]
        square = product(product(flipped(apart), inverse(covariance)), apart)[0][0]
        volume = (2 * mpmath.pi) ** len(point) * real(determinant(covariance))
        return mpmath.exp(-real(square) / 2) / mpmath.sqrt(volume)

    def _pdf(self, term: Term) -> Number:
        return self.mass(term.args[0], self.value(term.args[1]))

    def averaged(self, law: Term, rule: Callable[[Any], Number]) -> Number:
        """The expectation of a rule under a law; by quadrature where the law is continuous."""
        if law.head == "named" and law.data not in FINITE:
            params = [self.number(arg) for arg in law.args]
            low, high = support(str(law.data), params)
            return integrated(lambda x: density(str(law.data), params, x) * real(rule(x)), low, high)
        return sum((weight * rule(at) for at, weight in self.weights(law) if weight), Fraction(0))

    def _expect(self, term: Term) -> Number:
        variable, law, body = term.args
        if law.head == "named" and law.data not in FINITE and fits(degree(body, {variable: 1})):
            weights = self.weights(law)
            return sum((weight * self.given(variable, at).number(body) for at, weight in weights), Fraction(0))
        return self.averaged(law, lambda at: self.given(variable, at).number(body))

    def _entropy(self, term: Term) -> Number:
        (law,) = term.args
        return -self.averaged(law, lambda at: _log(self.mass(law, at)))

    def _cross_entropy(self, term: Term) -> Number:
        p, q = term.args
        return -self.averaged(p, lambda at: _log(self.mass(q, at)))

    def _kl(self, term: Term) -> Number:
        p, q = term.args
        return self.averaged(p, lambda at: _log(self.mass(p, at)) - _log(self.mass(q, at)))

    def _js(self, term: Term) -> Number:
        p, q = term.args
        if p.head == "named":
            raise Undefined("a divergence of named laws")
        points = [at for at, _ in self.weights(p)]
        total = mpf(0)
        for at in points:
            a, b = self.mass(p, at), self.mass(q, at)
            excess = xlog(a, a) - xlog(a, (a + b) / 2) + xlog(b, b) - xlog(b, (a + b) / 2)
            total += real(self.width(p.args[1], at)) * excess / 2
        return total

    def _uncertainty(self, term: Term) -> Number:
        targets, givens = term.data
        joint, widths = self.joint(term.args[0]), self.world.widths
        return joint.entropy([s[0] for s in targets + givens], widths) - joint.entropy([s[0] for s in givens], widths)

    def _information(self, term: Term) -> Number:
        one, other, givens = ([s[0] for s in part] for part in term.data)
        joint, widths = self.joint(term.args[0]), self.world.widths
        return (joint.entropy(one + givens, widths) + joint.entropy(other + givens, widths)
                - joint.entropy(one + other + givens, widths) - joint.entropy(givens, widths))  # fmt: skip

    # -------------------------------------------------------------- random variables

    def average(self, rule: Callable[[Exact], Number], givens: tuple[Term, ...]) -> Number:
        """The expectation of `rule`, given that random variables are what they are here, or that events happen."""
        total, mass = Fraction(0), Fraction(0)
        for outcome, weight in enumerate(self.world.chance_weights):
            there = self.at(outcome)
            if all(self._agrees(there, given) for given in givens):
                total, mass = total + weight * rule(there), mass + weight
        if not mass:
            raise Undefined("a condition of probability 0")
        return total / mass

    def _agrees(self, there: Exact, given: Term) -> bool:
        if given.head in ("relation", "and", "not") or given in self.world.events:
            return there.truth(given)
        if self.chance is None:
            raise Undefined("a condition on a random variable outside an expectation")
        return bool(self.value(given) == there.value(given))

    def known(self, body: Term, givens: tuple[Term, ...], times: int = 1) -> bool:
        """Whether the points of the continuous laws give the moments of a body; if not, it is to be integrated."""
        smooth = {**dict.fromkeys(self.world.smooth, 1), **self.world.degrees}
        if smooth.keys().isdisjoint(body.free.union(*(given.free for given in givens))):
            return True
        found = degree(body, smooth)
        return fits(None if found is None else times * found) and smooth.keys().isdisjoint(
            frozenset().union(*(given.free for given in givens if given.head in ("relation", "and", "not")))
        )

    def _mean(self, term: Term) -> Any:
        body, *givens = term.args
        if not self.known(body, tuple(givens)):
            return self.integrated_mean(body, tuple(givens))
        if build.is_array(body):
            rows, columns = (self.whole(size) for size in build.shape(body))
            return slim([[self.average(lambda there, i=i, j=j: there.entry(body, i, j), tuple(givens))  # type: ignore[misc]
                          for j in range(columns)] for i in range(rows)])  # fmt: skip
        return self.average(lambda there: there.number(body), tuple(givens))

    def entry(self, body: Term, i: int, j: int) -> Number:
        """One of an array, which may have other sizes here than its symbols say: these are drawn by themselves."""
        rows = self.matrix(body)
        if i >= len(rows) or j >= len(rows[i]):
            raise Undefined("an array of another size")
        return rows[i][j]

    def integrated_mean(self, body: Term, givens: tuple[Term, ...]) -> Number:
        """The mean of a function of one variable of a continuous law."""
        variables = [each for each in body.free if each in self.world.chances]
        if givens or len(variables) != 1 or variables[0] not in self.world.smooth or build.is_array(body):
            raise Undefined("the mean of a function of several continuous variables")
        name, params = self.world.smooth[variables[0]]
        low, high = support(name, params)

        def rule(x: Number) -> Number:
            return density(name, params, x) * real(self.given(variables[0], x).number(body))

        return integrated(rule, low, high)

    def _variance(self, term: Term) -> Any:
        body, *givens = term.args
        return self._cov(body, body, tuple(givens))

    def _covariance(self, term: Term) -> Any:
        left, right, *givens = term.args
        return self._cov(left, right, tuple(givens))

    def _cov(self, left: Term, right: Term, givens: tuple[Term, ...]) -> Any:
        if build.is_array(left):
            pairs = [(k, m) for k in self.indices(left) for m in self.indices(right)]
            entries = {pair: self._cov_of(left, right, givens, *pair) for pair in pairs}
            return slim([[entries[k, m] for m in self.indices(right)] for k in self.indices(left)])
        return self._cov_of(left, right, givens, 0, 0)

    def indices(self, vector: Term) -> range:
        return range(self.whole(build.shape(vector)[0]))

    def _cov_of(self, left: Term, right: Term, givens: tuple[Term, ...], k: int, m: int) -> Number:
        if not self.known(left, givens, 2) or not self.known(right, givens, 2):
            raise Undefined("the covariance of what is no polynomial in continuous variables")
        one = self.average(lambda there: there.matrix(left)[k][0], givens)
        other = self.average(lambda there: there.matrix(right)[m][0], givens)
        return self.average(
            lambda there: (there.matrix(left)[k][0] + -one) * (there.matrix(right)[m][0] + -other), givens
        )

    def _probability(self, term: Term) -> Number:
        event, *givens = term.args
        if not self.world.smooth.keys().isdisjoint(event.free.union(*(given.free for given in givens))):
            raise Undefined("the probability of an event of continuous variables")
        return self.average(lambda there: Fraction(there.truth(event)), tuple(givens))

    def _indicator(self, term: Term) -> Number:
        return Fraction(self.truth(term.args[0]))

    def truth(self, statement: Term) -> bool:
        if statement.head == "and":
            return all(self.truth(part) for part in statement.args)
        if statement.head == "not":
            return not self.truth(statement.args[0])
        if statement.head == "symbol":
            if self.chance is None or statement not in self.world.events:
                raise Undefined("an event outside of a probability")
            return self.chance in self.world.events[statement]
        left, right = (settled(self.value(arg)) for arg in statement.args)
        if not (isinstance(left, Fraction) and isinstance(right, Fraction)):
            left, right = real(left), real(right)
            right = left if abs(left - right) < SMALL else right
        return {"=": left == right, "!=": left != right, "<": left < right, "<=": left <= right, ">": left > right,
                ">=": left >= right}[str(statement.data)]  # fmt: skip


def settled(value: Number) -> Number:
    """A number that rounding has left next to a whole one, as that one."""
    if isinstance(value, mpf) and abs(value - round(value)) < SMALL:
        return Fraction(round(value))
    return value


def _moved(rows: list[list[Number]], i: int, j: int, step: Fraction) -> Any:
    return slim(
        [[entry + step if (a, b) == (i, j) else entry for b, entry in enumerate(row)] for a, row in enumerate(rows)]
    )


def xlog(weight: Number, value: Number) -> mpf:
    if weight == 0:
        return mpf(0)
    if value <= 0:
        raise Undefined("an infinite divergence")
    return real(weight) * mpmath.log(real(value))


def power(base: Number, exponent: Number) -> Number:
    if exponent == int(exponent) and abs(exponent) < 40:
        if exponent <= 0 and abs(real(base)) < SMALL and exponent != 0:
            raise Undefined("a division by zero")
        return base ** int(exponent)
    if real(base) < 0 or (real(base) == 0 and real(exponent) <= 0):
        raise Undefined("a fractional power of a negative number")
    return real(base) ** real(exponent)


def _exp(x: Number) -> mpf:
    if abs(real(x)) > 60:
        raise Undefined("a number of which the digits would be lost in a difference")
    return mpmath.exp(real(x))


def _log(x: Number) -> mpf:
    if real(x) <= 0:
        raise Undefined("the logarithm of what is not positive")
    return mpmath.log(real(x))


def _within(rule: Callable[[mpf], mpf], x: Number) -> mpf:
    return rule(real(x)) if abs(real(x)) <= 1 else _fail("a number that is no sine")


def _off_poles(rule: Callable[[mpf], mpf], x: Number) -> mpf:
    return _fail("a pole") if x <= 0 and x == int(x) else rule(real(x))


def _sign(x: Number) -> Fraction:
    return Fraction((x > 0) - (x < 0)) if isinstance(x, Fraction) or abs(x) > CLOSE else Fraction(_fail("a jump"))


def _floor(x: Number) -> Fraction:
    value = real(x)
    jumps = not isinstance(x, Fraction) and abs(value - mpmath.nint(value)) < CLOSE
    return Fraction(_fail("a jump")) if jumps else Fraction(int(mpmath.floor(value)))


def _fail(what: str) -> mpf:
    raise Undefined(what)


FUNCTIONS: dict[str, Callable[[Number], Number]] = {
    "exp": _exp,
    "log": _log,
    "sin": lambda x: mpmath.sin(real(x)),
    "cos": lambda x: mpmath.cos(real(x)),
    "cosh": lambda x: mpmath.cosh(real(x)),
    "sinh": lambda x: mpmath.sinh(real(x)),
    "tanh": lambda x: mpmath.tanh(real(x)),
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-real(x))),
    "softplus": lambda x: mpmath.log(1 + mpmath.exp(real(x))),
    "relu": lambda x: x if x > 0 else x * 0,
    "abs": abs,
    "sign": _sign,
    "tan": lambda x: mpmath.tan(real(x)),
    "arctan": lambda x: mpmath.atan(real(x)),
    "arcsin": lambda x: _within(mpmath.asin, x),
    "arccos": lambda x: _within(mpmath.acos, x),
    "erf": lambda x: mpmath.erf(real(x)),
    "erfinv": lambda x: mpmath.erfinv(real(x)) if abs(real(x)) < 1 else _fail("no value of erf"),
    "normal_cdf": lambda x: mpmath.ncdf(real(x)),
    "gamma": lambda x: _off_poles(mpmath.gamma, x),
    "digamma": lambda x: _off_poles(mpmath.digamma, x),
    "loggamma": lambda x: mpmath.loggamma(real(x)) if x > 0 else _fail("the logarithm of the gamma function"),
    "floor": _floor,
}
