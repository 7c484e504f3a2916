"""Rules that lower numbers, one an operator."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from flint import fmpq

from ..errors import UnsupportedNotion
from ..terms import build
from ..terms.show import latex
from ..terms.sorts import RandomVariable
from ..terms.term import INFINITY, Term, fresh, substitute
from . import functions, limits, matrices
from .lower import Lowering
from .poly import ONE, Atom, Poly, constant, of_atom, of_var
from .products import times, to_the
from .rational import cancel
from .sums import product_over

_MOST = 200  # terms of a power that is written out


def _symbol(here: Lowering, term: Term) -> Poly:
    if term in here.values:
        return here.values[term]
    if isinstance(term.sort, RandomVariable):
        return of_atom(Atom("random", term, (here.outcome(term),)))
    return of_atom(Atom("symbol", term))


def _constant(here: Lowering, term: Term) -> Poly:
    return of_atom(Atom("constant", term))


def _add(here: Lowering, term: Term) -> Poly:
    return reduce(Poly.__add__, map(here.scalar, term.args))


def _mul(here: Lowering, term: Term) -> Poly:
    return reduce(lambda p, arg: times(here.ring, p, here.scalar(arg)), term.args, ONE)


def _pow(here: Lowering, term: Term) -> Poly:
    if term.args[0].head == "norm" and term.args[1] is build.TWO and term.args[0].data in ("2", "fro"):
        return _squares(here, term.args[0].args[0])
    base, exponent = (here.scalar(arg) for arg in term.args)
    number = exponent.constant
    if number is not None and number.q == 1 and number > 3 and len(base.terms) ** min(int(number), 99) > _MOST:
        return (
            of_atom(Atom("base", slots=(base,)), int(number))
            if len(base.terms) == 1
            else to_the(here.ring, base, int(number))
        )
    return functions.power(here.ring, base, exponent)


def _fn(here: Lowering, term: Term) -> Poly:
    return functions.FUNCTIONS[str(term.data)](here.ring, here.scalar(term.args[0]))


def _extreme(here: Lowering, term: Term) -> Poly:
    """max(a, b) = (a + b + |a - b|) / 2."""
    turn = 1 if term.head == "max_of" else -1
    result = here.scalar(term.args[0])
    for arg in term.args[1:]:
        other = here.scalar(arg)
        gap = functions.absolute(here.ring, cancel(here.ring, result - other))
        result = (result + other + gap.scale(fmpq(turn))).scale(fmpq(1, 2))
    return result


def _apply(here: Lowering, term: Term) -> Poly:
    function, *arguments = term.args
    primes: tuple[int, ...] = ()
    if function.head == "prime":
        function, primes = function.args[0], function.data
    if function.head != "symbol":
        raise UnsupportedNotion(f"the function {latex(function)}")
    slots = tuple(here.argument(argument) for argument in arguments)
    return functions.apply(here.ring, Atom("apply", (function, primes)), slots)


def _index(here: Lowering, term: Term) -> Poly:
    array, *places = term.args
    return here.entry(array, *(here.scalar(place) for place in places))


def _trace(here: Lowering, term: Term) -> Poly:
    return here.across(build.shape(term.args[0])[0], lambda i: here.entry(term.args[0], i, i))


def _norm(here: Lowering, term: Term) -> Poly:
    array = term.args[0]
    ring = here.ring
    if term.data in ("2", "fro"):
        return functions.raise_to(ring, _squares(here, array), functions.HALF)
    if term.data == "1":
        return here.across(build.shape(array)[0], lambda i: functions.absolute(ring, here.entry(array, i, ONE)))
    raise UnsupportedNotion("the maximum norm")


def _squares(here: Lowering, array: Term) -> Poly:
    rows, columns = build.shape(array)
    return here.across(rows, lambda i: here.across(columns, lambda j: to_the(here.ring, here.entry(array, i, j), 2)))


def _sum(here: Lowering, term: Term) -> Poly:
    variable, domain, body = term.args
    return here.over(variable, here.span(domain, variable), lambda at: at.scalar(body))


def _limit(here: Lowering, term: Term) -> Poly:
    variable, point, body = term.args
    if any(isinstance(symbol.sort, RandomVariable) for symbol in body.free):
        raise UnsupportedNotion("the limit of what depends on chance")  # and may do so on the size of a sample
    own = fresh(variable, body.free | point.free)
    form = here.scalar(substitute(body, {variable: own}))
    if point in (INFINITY, build.neg(INFINITY)):
        turned = form if point is INFINITY else here.scalar(substitute(body, {variable: build.neg(own)}))
        return limits.at_infinity(here.ring, turned, own)
    return limits.at_point(here.ring, form, own, here.scalar(point))


def _product(here: Lowering, term: Term) -> Poly:
    variable, domain, body = term.args
    var = here.ring.fresh(here.span(domain, variable))
    return product_over(here.ring, var, here.bind(variable, of_var(var)).scalar(body))


SCALARS: dict[str, Callable[[Lowering, Term], Poly]] = {
    "number": lambda _, term: constant(term.value),
    "constant": _constant,
    "symbol": _symbol,
    "add": _add,
    "mul": _mul,
    "pow": _pow,
    "fn": _fn,
    "max_of": _extreme,
    "min_of": _extreme,
    "factorial": lambda here, term: functions.factorial(here.ring, here.scalar(term.args[0])),
    "binomial": lambda here, term: functions.binomial(here.ring, *map(here.scalar, term.args)),
    "beta": lambda here, term: functions.beta(here.ring, *map(here.scalar, term.args)),
    "apply": _apply,
    "trace": _trace,
    "rank": lambda here, term: matrices.rank(here, term.args[0]),
    "det": lambda here, term: matrices.determinant(here, term.args[0]),
    "norm": _norm,
    "index": _index,
    "sum": _sum,
    "integral": _sum,
    "product": _product,
    "limit": _limit,
}
