"""From terms to the index normal form: every array becomes its entries, every operator a sum of products.

`Lowering` reads a term under an environment: what its bound symbols have become, and the outcome of chance at which
random variables are read. Arrays are lowered entry by entry, at polynomials for row and column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce

from flint import fmpq

from ..errors import UnsupportedNotion
from ..terms import build
from ..terms.show import latex
from ..terms.sorts import Law, Matrix, Outcome, RandomVariable, Scalar, Sort, Vector
from ..terms.term import Term, fresh, substitute
from . import functions, gaussian, matrices, supports
from .calculus import differentiate
from .contractions import delta, indicator
from .distributions import log_density
from .poly import ONE, ZERO, Atom, Poly, Span, constant, of_atom, of_var
from .products import times, to_the
from .rational import cancel
from .ring import Ring
from .sums import product_over, sum_over

_MOST = 200  # terms of a power that is written out


@dataclass(frozen=True)
class Lowering:
    """Terms to polynomials. `values` are the bound symbols' polynomials, `chance` the current outcome."""

    ring: Ring
    values: dict[Term, Poly]
    chance: Poly | None = None

    def bind(self, symbol: Term, value: Poly) -> Lowering:
        return replace(self, values={**self.values, symbol: value})

    # -------------------------------------------------------------- scalars

    def scalar(self, term: Term) -> Poly:
        """The normal form of a number."""
        if build.is_array(term):
            raise UnsupportedNotion(f"the array {latex(term)} where a number is needed")
        rule = _SCALARS.get(term.head)
        if rule is None:
            raise UnsupportedNotion(_WORDS.get(term.head, term.head))
        return rule(self, term)

    def span(self, domain: Term, variable: Term) -> Span:
        """What a bound symbol ranges over."""
        sort = build.value_sort(variable)
        match domain.head:
            case "range":
                return Span("range", (self.scalar(domain.args[0]), self.scalar(domain.args[1])))
            case "interval":
                low, high = (self.scalar(end) for end in domain.args)
                return Span("interval", (low, high), sort=sort)
            case "space":
                return Span("space", (), domain.data, sort)
        raise UnsupportedNotion(f"the range {latex(domain)}")

    def over(self, variable: Term, span: Span, body: Callable[[Lowering], Poly]) -> Poly:
        """The sum of `body` over a span, with the symbol bound."""
        var = self.ring.fresh(span)
        return sum_over(self.ring, var, body(self.bind(variable, of_var(var))))

    def across(self, size: Term, body: Callable[[Poly], Poly]) -> Poly:
        """The sum of `body` over the indices of an axis."""
        if size is build.ONE:
            return body(ONE)
        var = self.ring.fresh(self.axis(size))
        return sum_over(self.ring, var, body(of_var(var)))

    def axis(self, size: Term) -> Span:
        return Span("range", (ONE, self.scalar(size)))

    # -------------------------------------------------------------- arrays

    def entry(self, term: Term, row: Poly, column: Poly = ONE) -> Poly:
        """The entry of an array; a vector is a column, a number its own only entry."""
        if not build.is_array(term):
            return self.scalar(term)
        rule = _ENTRIES.get(term.head)
        if rule is None:
            raise UnsupportedNotion(_WORDS.get(term.head, term.head))
        return rule(self, term, row, column)

    def table(self, term: Term) -> Callable[[Poly, Poly], Poly]:
        """The entries of an array as a function of row and column."""
        return lambda row, column: self.entry(term, row, column)

    def argument(self, term: Term) -> Poly:
        """An argument of a function or density: a number, an outcome, or an array as one closed table."""
        if not build.is_array(term):
            return self.scalar(term)
        if term.head != "symbol":
            return matrices.table(self, term)
        if term in self.values:
            return self.values[term]
        places = (self.outcome(term),) if isinstance(term.sort, RandomVariable) else ()
        return of_atom(Atom("whole", term, places))

    # -------------------------------------------------------------- chance

    def expectation(self, body: Callable[[Lowering], Poly]) -> Poly:
        """The sum over outcomes of chance times `body`."""
        var = self.ring.fresh(Span("chance"))
        at = of_var(var)
        inner = replace(self, chance=at)
        return sum_over(self.ring, var, times(self.ring, of_atom(Atom("chance", slots=(at,))), body(inner)))

    def conditional(self, body: Callable[[Lowering], Poly], givens: tuple[Term, ...]) -> Poly:
        """E[body | givens]: a ratio for events, a random variable again for random variables."""
        if not givens:
            return self.expectation(body)
        events = [g for g in givens if not isinstance(g.sort, (RandomVariable, Scalar, Vector, Matrix))]
        if len(events) == len(givens):

            def happens(at: Lowering) -> Poly:
                return reduce(lambda p, g: times(self.ring, p, at.holds(g)), events, ONE)

            above = self.expectation(lambda at: times(self.ring, body(at), happens(at)))
            return times(self.ring, above, functions.raise_to(self.ring, self.expectation(happens), -1))
        if events or any(g.head != "symbol" for g in givens):
            raise UnsupportedNotion("conditioning on something else than random variables or events")
        if self.chance is None:
            raise UnsupportedNotion("a conditional expectation outside an expectation")
        var = self.ring.fresh(Span("chance"))
        inner = replace(self, chance=of_var(var))
        return matrices.condition(self.ring, var, body(inner), frozenset(givens), self.chance)

    def holds(self, statement: Term) -> Poly:
        """The indicator of a statement or event, as 0 or 1."""
        ring = self.ring
        match statement.head:
            case "and":
                return reduce(lambda p, s: times(ring, p, self.holds(s)), statement.args, ONE)
            case "not":
                return ONE - self.holds(statement.args[0])
            case "symbol":
                return of_atom(Atom("event", statement, (self.outcome(statement),)))
            case "relation":
                return self._relation(statement)
        raise UnsupportedNotion(f"the indicator of {latex(statement)}")

    def _relation(self, statement: Term) -> Poly:
        left, right = statement.args
        kind = statement.data
        if isinstance(build.value_sort(left), Outcome) or build.is_array(left):
            raise UnsupportedNotion("an event about what is not a number")
        one, other = self.scalar(left), self.scalar(right)
        if kind in ("=", "!=") and functions.integral(one) and functions.integral(other):
            same = delta(self.ring, one, other)
        elif kind in ("=", "!="):
            same = indicator("=", cancel(self.ring, one - other))
        elif kind in ("<", "<="):
            return indicator(str(kind), cancel(self.ring, one - other))
        elif kind in (">", ">="):
            return indicator("<" if kind == ">" else "<=", cancel(self.ring, other - one))
        else:
            raise UnsupportedNotion(f"an event by {kind}")
        return same if kind == "=" else ONE - same

    def outcome(self, culprit: Term) -> Poly:
        if self.chance is None:
            raise UnsupportedNotion(f"the random variable {latex(culprit)} outside an expectation")
        return self.chance

    # -------------------------------------------------------------- laws

    def under(self, law: Term, variable: Term, body: Callable[[Lowering], Poly]) -> Poly:
        """The expectation of `body` with `variable` drawn from `law`."""
        ring = self.ring
        if law.head == "law":
            own, domain, at = law.args
            var = ring.fresh(self.span(domain, own))
            weight = self.bind(own, of_var(var)).scalar(at)
            return sum_over(ring, var, times(ring, weight, body(self.bind(variable, of_var(var)))))
        if law.head == "named":
            assert isinstance(law.sort, Law)
            space = supports.space_of(str(law.data), gaussian.parameters(self, law), law.sort.outcome)
            var = ring.fresh(space)
            weight = self.pdf(law, of_var(var))
            return sum_over(ring, var, times(ring, weight, body(self.bind(variable, of_var(var)))))
        raise UnsupportedNotion(f"the distribution {latex(law)}")

    def pdf(self, law: Term, point: Poly) -> Poly:
        """The density atom of a named law at a variable, with the parameters as slots."""
        return of_atom(Atom("pdf", (law.data, law.sort), (point, *gaussian.parameters(self, law))))

    def log_density(self, law: Term, at: Lowering, variable: Term) -> Poly:
        """The logarithm of the density of a law at a bound variable."""
        if law.head == "law":
            own, _, body = law.args
            return functions.logarithm(self.ring, self.bind(own, at.values[variable]).scalar(body))
        if law.head == "named":
            point = at.values[variable]
            (atom,) = self.pdf(law, point).atoms
            if supports.of_a_law(point) and not supports.inside(point, str(law.data), atom.slots[1:]):
                raise UnsupportedNotion("laws of different supports")
            return log_density(self.ring, atom)
        raise UnsupportedNotion(f"the distribution {latex(law)}")

    def divergence(self, p: Term, q: Term) -> Poly:
        """KL(p || q)."""
        _same_measure(p, q)
        variable = _variable_of(p)
        return self.under(
            p, variable,
            lambda at: self.log_density(p, at, variable) - self.log_density(q, at, variable),
        )  # fmt: skip

    def surprise(self, p: Term, q: Term) -> Poly:
        """The cross-entropy of p and q."""
        _same_measure(p, q)
        variable = _variable_of(p)
        return self.under(p, variable, lambda at: -self.log_density(q, at, variable))


def _variable_of(*laws: Term) -> Term:
    """A symbol for a point of the first law; free in none of them."""
    sort = laws[0].sort
    assert isinstance(sort, Law)
    return fresh(Term("symbol", (), ("outcome", 0), sort.outcome), frozenset().union(*(law.free for law in laws)))


def _same_measure(p: Term, q: Term) -> None:
    measures = {law.args[1].data[1] if law.args[1].head == "space" else law.args[1].head
                for law in (p, q) if law.head == "law"}  # fmt: skip
    if len(measures - {"interval", "lebesgue"}) + (not measures.isdisjoint({"interval", "lebesgue"})) > 1:
        raise UnsupportedNotion("a comparison of a pmf with a density")


# ------------------------------------------------------------------ rules for scalars, a row an operator


def _symbol(self: Lowering, term: Term) -> Poly:
    if term in self.values:
        return self.values[term]
    if isinstance(term.sort, RandomVariable):
        return of_atom(Atom("random", term, (self.outcome(term),)))
    return of_atom(Atom("symbol", term))


def _constant(self: Lowering, term: Term) -> Poly:
    return of_atom(Atom("constant", term))


def _add(self: Lowering, term: Term) -> Poly:
    return reduce(Poly.__add__, map(self.scalar, term.args))


def _mul(self: Lowering, term: Term) -> Poly:
    return reduce(lambda p, arg: times(self.ring, p, self.scalar(arg)), term.args, ONE)


def _pow(self: Lowering, term: Term) -> Poly:
    base, exponent = (self.scalar(arg) for arg in term.args)
    number = exponent.constant
    if number is not None and number.q == 1 and number > 3 and len(base.terms) ** min(int(number), 99) > _MOST:
        return (
            of_atom(Atom("base", slots=(base,)), int(number))
            if len(base.terms) == 1
            else to_the(self.ring, base, int(number))
        )
    return functions.power(self.ring, base, exponent)


def _fn(self: Lowering, term: Term) -> Poly:
    return functions.FUNCTIONS[str(term.data)](self.ring, self.scalar(term.args[0]))


def _extreme(self: Lowering, term: Term) -> Poly:
    """max(a, b) = (a + b + |a - b|) / 2."""
    turn = 1 if term.head == "max_of" else -1
    result = self.scalar(term.args[0])
    for arg in term.args[1:]:
        other = self.scalar(arg)
        gap = functions.absolute(self.ring, cancel(self.ring, result - other))
        result = (result + other + gap.scale(fmpq(turn))).scale(fmpq(1, 2))
    return result


def _apply(self: Lowering, term: Term) -> Poly:
    function, *arguments = term.args
    primes: tuple[int, ...] = ()
    if function.head == "prime":
        function, primes = function.args[0], function.data
    if function.head != "symbol":
        raise UnsupportedNotion(f"the function {latex(function)}")
    slots = tuple(self.argument(argument) for argument in arguments)
    return functions.apply(self.ring, Atom("apply", (function, primes)), slots)


def _index(self: Lowering, term: Term) -> Poly:
    array, *places = term.args
    return self.entry(array, *(self.scalar(place) for place in places))


def _trace(self: Lowering, term: Term) -> Poly:
    return self.across(build.shape(term.args[0])[0], lambda i: self.entry(term.args[0], i, i))


def _matmul_scalar(self: Lowering, term: Term) -> Poly:
    return _matmul(self, term, ONE, ONE)


def _norm(self: Lowering, term: Term) -> Poly:
    array = term.args[0]
    rows, columns = build.shape(array)
    ring = self.ring
    if term.data in ("2", "fro"):
        squares = self.across(rows, lambda i: self.across(columns, lambda j: to_the(ring, self.entry(array, i, j), 2)))
        return functions.raise_to(ring, squares, functions.HALF)
    if term.data == "1":
        return self.across(rows, lambda i: functions.absolute(ring, self.entry(array, i, ONE)))
    raise UnsupportedNotion("the maximum norm")


def _sum(self: Lowering, term: Term) -> Poly:
    variable, domain, body = term.args
    return self.over(variable, self.span(domain, variable), lambda at: at.scalar(body))


def _product(self: Lowering, term: Term) -> Poly:
    variable, domain, body = term.args
    var = self.ring.fresh(self.span(domain, variable))
    return product_over(self.ring, var, self.bind(variable, of_var(var)).scalar(body))


def _derivative(self: Lowering, term: Term) -> Poly:
    return _derivative_entry(self, term, ONE, ONE)


def _indicator(self: Lowering, term: Term) -> Poly:
    return self.holds(term.args[0])


def _density(self: Lowering, term: Term) -> Poly:
    family, *values = term.args
    targets, givens = term.data
    parameters = family.args[1:] if family.head == "parametrised" else ()
    symbol = family.args[0] if parameters else family
    extra = tuple(self.argument(p) for p in parameters)
    arguments = dict(zip((*targets, *givens), map(self.argument, values), strict=True))

    def joint(labels: tuple[str, ...]) -> Poly:
        ordered = tuple(sorted(labels))
        return of_atom(Atom("density", (symbol, ordered, ()), tuple(arguments[label] for label in ordered) + extra))

    if not givens:
        return joint(targets)
    self.ring.use("a conditional is the joint over the marginal")
    return times(self.ring, joint((*targets, *givens)), functions.raise_to(self.ring, joint(givens), -1))


def _pdf(self: Lowering, term: Term) -> Poly:
    law, point = term.args
    if law.head != "named":
        raise UnsupportedNotion(f"the distribution {latex(law)}")
    return self.pdf(law, self.argument(point))


def _expect(self: Lowering, term: Term) -> Poly:
    variable, law, body = term.args
    return self.under(law, variable, lambda at: at.scalar(body))


def _mean(self: Lowering, term: Term) -> Poly:
    body, *givens = term.args
    return self.conditional(lambda at: at.scalar(body), tuple(givens))


def _probability(self: Lowering, term: Term) -> Poly:
    event, *givens = term.args
    return self.conditional(lambda at: at.holds(event), tuple(givens))


def _variance(self: Lowering, term: Term) -> Poly:
    body, *givens = term.args
    return _covary(self, body, body, tuple(givens), ONE, ONE)


def _covariance(self: Lowering, term: Term) -> Poly:
    left, right, *givens = term.args
    return _covary(self, left, right, tuple(givens), ONE, ONE)


def _covary(self: Lowering, left: Term, right: Term, givens: tuple[Term, ...], row: Poly, column: Poly) -> Poly:
    ring = self.ring
    both = self.conditional(lambda at: times(ring, at.entry(left, row), at.entry(right, column)), givens)
    one = self.conditional(lambda at: at.entry(left, row), givens)
    other = self.conditional(lambda at: at.entry(right, column), givens)
    return both - times(ring, one, other)


def _kl(self: Lowering, term: Term) -> Poly:
    return self.divergence(*term.args)


def _entropy(self: Lowering, term: Term) -> Poly:
    return self.surprise(term.args[0], term.args[0])


def _cross_entropy(self: Lowering, term: Term) -> Poly:
    return self.surprise(*term.args)


def _js(self: Lowering, term: Term) -> Poly:
    p, q = term.args
    if p.head != "law" or q.head != "law":
        raise UnsupportedNotion("the Jensen-Shannon divergence of named distributions")
    if p.args[1] is not q.args[1]:
        raise UnsupportedNotion("the Jensen-Shannon divergence of laws on different spaces")
    variable = _variable_of(p, q)
    density, other = (build.pdf(law, variable) for law in (p, q))
    mixture = build.law(variable, p.args[1], build.mul(build.HALF, build.add(density, other)))
    return (self.divergence(p, mixture) + self.divergence(q, mixture)).scale(fmpq(1, 2))


def _uncertainty(self: Lowering, term: Term) -> Poly:
    targets, givens = term.data
    return _surprise_of(self, term.args[0], targets + givens) - _surprise_of(self, term.args[0], givens)


def _information(self: Lowering, term: Term) -> Poly:
    one, other, givens = term.data
    family = term.args[0]
    return (_surprise_of(self, family, one + givens) + _surprise_of(self, family, other + givens)
            - _surprise_of(self, family, one + other + givens) - _surprise_of(self, family, givens))  # fmt: skip


def _surprise_of(self: Lowering, family: Term, spaces: tuple[tuple[str, Sort, str], ...]) -> Poly:
    """The joint entropy of variables of a family."""
    if not spaces:
        return ZERO
    bound = [self.ring.fresh(Span("space", (), (label, measure), sort)) for label, sort, measure in spaces]
    labels = tuple(sorted(label for label, _, _ in spaces))
    places = {var.span.data[0]: of_var(var) for var in bound}
    joint = of_atom(Atom("density", (family, labels, ()), tuple(places[label] for label in labels)))
    result = -times(self.ring, joint, functions.logarithm(self.ring, joint))
    for var in bound:
        result = sum_over(self.ring, var, result)
    return result


_SCALARS: dict[str, Callable[[Lowering, Term], Poly]] = {
    "number": lambda _, term: constant(term.value),
    "constant": _constant,
    "symbol": _symbol,
    "add": _add,
    "mul": _mul,
    "pow": _pow,
    "fn": _fn,
    "max_of": _extreme,
    "min_of": _extreme,
    "factorial": lambda self, term: functions.factorial(self.ring, self.scalar(term.args[0])),
    "binomial": lambda self, term: functions.binomial(self.ring, *map(self.scalar, term.args)),
    "beta": lambda self, term: functions.beta(self.ring, *map(self.scalar, term.args)),
    "apply": _apply,
    "matmul": _matmul_scalar,
    "trace": _trace,
    "det": lambda self, term: matrices.determinant(self, term.args[0]),
    "norm": _norm,
    "index": _index,
    "sum": _sum,
    "integral": _sum,
    "product": _product,
    "derivative": _derivative,
    "indicator": _indicator,
    "density": _density,
    "pdf": _pdf,
    "expect": _expect,
    "mean": _mean,
    "variance": _variance,
    "covariance": _covariance,
    "probability": _probability,
    "kl": _kl,
    "js": _js,
    "entropy": _entropy,
    "cross_entropy": _cross_entropy,
    "uncertainty": _uncertainty,
    "information": _information,
}


# ------------------------------------------------------------------ rules for entries, a row an operator


def _symbol_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    sort = build.value_sort(term)
    places = (row,) if isinstance(sort, Vector) else (row, column)
    bound = self.values.get(term)
    if bound is not None:
        if bound.variable is None:
            raise UnsupportedNotion(f"an entry of {latex(term)}")
        return of_atom(Atom("coordinate", bound.variable, places))
    symmetric = False
    if isinstance(sort, Matrix):
        if "diagonal" in sort.traits:
            row = column if (row - column).constant is None else row
            return times(self.ring, delta(self.ring, *places), of_atom(Atom("entry", term, (column, column))))
        symmetric = "symmetric" in sort.traits
    if isinstance(term.sort, RandomVariable):
        return of_atom(Atom("random", term, (self.outcome(term), *places), symmetric=symmetric))
    return of_atom(Atom("entry", term, places, symmetric=symmetric))


def _matmul(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    def chain(parts: tuple[Term, ...], at: Poly) -> Poly:
        if len(parts) == 1:
            return self.entry(parts[0], at, column)
        return self.across(
            build.shape(parts[0])[1], lambda k: times(self.ring, self.entry(parts[0], at, k), chain(parts[1:], k))
        )

    return chain(term.args, row)


def _add_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return reduce(Poly.__add__, (self.entry(arg, row, column) for arg in term.args))


def _mul_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return reduce(lambda p, arg: times(self.ring, p, self.entry(arg, row, column)), term.args, ONE)


def _fn_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return functions.FUNCTIONS[str(term.data)](self.ring, self.entry(term.args[0], row, column))


def _fill_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return self.scalar(term.args[0])


def _diag_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return times(self.ring, delta(self.ring, row, column), self.entry(term.args[0], row))


def _tabulate_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return self.bind(term.args[0], row).scalar(term.args[2])


def _literal_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    count = term.data[1] if len(term.data) == 2 else 1
    total = ZERO
    for place, value in enumerate(term.args):
        here = times(
            self.ring, delta(self.ring, row, constant(place // count + 1)),
            ONE if count == 1 else delta(self.ring, column, constant(place % count + 1)),
        )  # fmt: skip
        total += times(self.ring, here, self.scalar(value))
    return total


def _softmax_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    logits = term.args[0]
    below = self.across(build.shape(logits)[0], lambda j: functions.exponential(self.ring, self.entry(logits, j)))
    above = functions.exponential(self.ring, self.entry(logits, row))
    return times(self.ring, above, functions.raise_to(self.ring, below, -1))


def _index_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return self.entry(term.args[0], self.scalar(term.args[1]), row)


def _sum_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    variable, domain, body = term.args
    return self.over(variable, self.span(domain, variable), lambda at: at.entry(body, row, column))


def _derivative_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    """Entry (row, column) of a derivative; see build.derivative for the layouts."""
    variable, body, point = term.args
    if term.data == "numerator":
        row, column = column, row
    return _derive(self, variable, body, point, (row, column))


def _derive(self: Lowering, variable: Term, body: Term, point: Term, at: tuple[Poly, Poly]) -> Poly:
    row, column = at
    _, columns = build.shape(variable)
    own = _free_of_traits(variable, body.free | point.free)
    inner = substitute(body, {variable: own})
    scalar_body = not build.is_array(body)
    if not build.is_array(variable):
        value = self.entry(inner, row, column)
        result = differentiate(self.ring, value, own, ())
    elif scalar_body:
        places = (row,) if columns is build.ONE else (row, column)
        result = differentiate(self.ring, self.scalar(inner), own, places)
    else:
        result = differentiate(self.ring, self.entry(inner, column), own, (row,))
    return matrices.evaluate_at(self, result, own, point)


def _free_of_traits(variable: Term, avoid: frozenset[Term]) -> Term:
    """A variable to differentiate by: its entries are independent, whatever is known of the matrix."""
    sort = variable.sort
    if isinstance(sort, Matrix):
        sort = Matrix(
            sort.rows,
            sort.columns,
            sort.traits & {"invertible", "positive_definite"} and frozenset({"invertible"}),
            sort.entry,
        )
    base = fresh(Term("symbol", (), variable.data, sort), avoid)
    return Term("symbol", (), (base.data[0], base.data[1] + 1_000), sort)


def _hessian_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    variable, body, point = term.args
    own = _free_of_traits(variable, body.free | point.free)
    first = differentiate(self.ring, self.scalar(substitute(body, {variable: own})), own, (row,))
    return matrices.evaluate_at(self, differentiate(self.ring, first, own, (column,)), own, point)


def _expect_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    variable, law, body = term.args
    return self.under(law, variable, lambda at: at.entry(body, row, column))


def _mean_entry(self: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    body, *givens = term.args
    return self.conditional(lambda at: at.entry(body, row, column), tuple(givens))


_ENTRIES: dict[str, Callable[[Lowering, Term, Poly, Poly], Poly]] = {
    "symbol": _symbol_entry,
    "matmul": _matmul,
    "add": _add_entry,
    "mul": _mul_entry,
    "fn": _fn_entry,
    "transpose": lambda self, term, row, column: self.entry(term.args[0], column, row),
    "inverse": lambda self, term, row, column: matrices.inverse_entry(self, term.args[0], row, column),
    "diag": _diag_entry,
    "diagonal": lambda self, term, row, column: self.entry(term.args[0], row, row),
    "hadamard": _mul_entry,
    "identity": lambda self, term, row, column: delta(self.ring, row, column),
    "fill": _fill_entry,
    "index": _index_entry,
    "literal": _literal_entry,
    "tabulate": _tabulate_entry,
    "softmax": _softmax_entry,
    "sum": _sum_entry,
    "integral": _sum_entry,
    "derivative": _derivative_entry,
    "hessian": _hessian_entry,
    "expect": _expect_entry,
    "mean": _mean_entry,
    "variance": lambda self, term, row, column: _covary(
        self, term.args[0], term.args[0], tuple(term.args[1:]), row, column
    ),
    "covariance": lambda self, term, row, column: _covary(
        self, term.args[0], term.args[1], tuple(term.args[2:]), row, column
    ),
}
_WORDS = {
    "rank": "the rank of a matrix",
    "kron": "the Kronecker product",
    "maximum": "the maximum over a variable",
    "minimum": "the minimum over a variable",
    "argmax": "arg max",
    "argmin": "arg min",
}
