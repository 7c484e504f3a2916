"""Rules that lower arrays entry by entry, one an operator; derivatives by and of arrays."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from ..errors import UnsupportedNotion
from ..terms import build
from ..terms.show import latex
from ..terms.sorts import Matrix, RandomVariable, Vector
from ..terms.term import Term, fresh, substitute
from . import functions, matrices
from .calculus import differentiate
from .contractions import delta
from .lower import Lowering
from .poly import ONE, ZERO, Atom, Poly, constant, of_atom
from .products import times


def _symbol_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    sort = build.value_sort(term)
    places = (row,) if isinstance(sort, Vector) else (row, column)
    bound = here.values.get(term)
    if bound is not None:
        if bound.variable is None:
            raise UnsupportedNotion(f"an entry of {latex(term)}")
        return of_atom(Atom("coordinate", bound.variable, places))
    symmetric = False
    if isinstance(sort, Matrix):
        if "diagonal" in sort.traits:
            row = column if (row - column).constant is None else row
            return times(here.ring, delta(here.ring, *places), of_atom(Atom("entry", term, (column, column))))
        symmetric = "symmetric" in sort.traits
    if isinstance(term.sort, RandomVariable):
        return of_atom(Atom("random", term, (here.outcome(term), *places), symmetric=symmetric))
    return of_atom(Atom("entry", term, places, symmetric=symmetric))


def _matmul(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    def chain(parts: tuple[Term, ...], at: Poly) -> Poly:
        if len(parts) == 1:
            return here.entry(parts[0], at, column)
        return here.across(
            build.shape(parts[0])[1], lambda k: times(here.ring, here.entry(parts[0], at, k), chain(parts[1:], k))
        )

    return chain(term.args, row)


def _add_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return reduce(Poly.__add__, (here.entry(arg, row, column) for arg in term.args))


def _mul_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return reduce(lambda p, arg: times(here.ring, p, here.entry(arg, row, column)), term.args, ONE)


def _fn_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return functions.FUNCTIONS[str(term.data)](here.ring, here.entry(term.args[0], row, column))


def _fill_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return here.scalar(term.args[0])


def _diag_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return times(here.ring, delta(here.ring, row, column), here.entry(term.args[0], row))


def _tabulate_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return here.bind(term.args[0], row).entry(term.args[2], column)


def _literal_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    count = term.data[1] if len(term.data) == 2 else 1
    total = ZERO
    for place, value in enumerate(term.args):
        there = times(
            here.ring, delta(here.ring, row, constant(place // count + 1)),
            ONE if count == 1 else delta(here.ring, column, constant(place % count + 1)),
        )  # fmt: skip
        total += times(here.ring, there, here.scalar(value))
    return total


def _softmax_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    logits = term.args[0]
    below = here.across(build.shape(logits)[0], lambda j: functions.exponential(here.ring, here.entry(logits, j)))
    above = functions.exponential(here.ring, here.entry(logits, row))
    return times(here.ring, above, functions.raise_to(here.ring, below, -1))


def _index_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    return here.entry(term.args[0], here.scalar(term.args[1]), row)


def _sum_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    variable, domain, body = term.args
    return here.over(variable, here.span(domain, variable), lambda at: at.entry(body, row, column))


def _derivative_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    """Entry (row, column) of a derivative; see build.derivative for the layouts."""
    variable, body, point = term.args
    if term.data == "numerator":
        row, column = column, row
    return _derive(here, variable, body, point, (row, column))


def _derive(here: Lowering, variable: Term, body: Term, point: Term, at: tuple[Poly, Poly]) -> Poly:
    row, column = at
    _, columns = build.shape(variable)
    own = _free_of_traits(variable, body.free | point.free)
    inner = substitute(body, {variable: own})
    scalar_body = not build.is_array(body)
    if not build.is_array(variable):
        value = here.entry(inner, row, column)
        result = differentiate(here.ring, value, own, ())
    elif scalar_body:
        places = (row,) if columns is build.ONE else (row, column)
        result = differentiate(here.ring, here.scalar(inner), own, places)
    else:
        result = differentiate(here.ring, here.entry(inner, column), own, (row,))
    return matrices.evaluate_at(here, result, own, point)


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


def _hessian_entry(here: Lowering, term: Term, row: Poly, column: Poly) -> Poly:
    variable, body, point = term.args
    own = _free_of_traits(variable, body.free | point.free)
    first = differentiate(here.ring, here.scalar(substitute(body, {variable: own})), own, (row,))
    return matrices.evaluate_at(here, differentiate(here.ring, first, own, (column,)), own, point)


ENTRIES: dict[str, Callable[[Lowering, Term, Poly, Poly], Poly]] = {
    "symbol": _symbol_entry,
    "matmul": _matmul,
    "add": _add_entry,
    "mul": _mul_entry,
    "fn": _fn_entry,
    "transpose": lambda here, term, row, column: here.entry(term.args[0], column, row),
    "inverse": lambda here, term, row, column: matrices.inverse_entry(here, term.args[0], row, column),
    "diag": _diag_entry,
    "diagonal": lambda here, term, row, column: here.entry(term.args[0], row, row),
    "hadamard": _mul_entry,
    "identity": lambda here, term, row, column: delta(here.ring, row, column),
    "fill": _fill_entry,
    "index": _index_entry,
    "literal": _literal_entry,
    "tabulate": _tabulate_entry,
    "softmax": _softmax_entry,
    "sum": _sum_entry,
    "integral": _sum_entry,
    "derivative": _derivative_entry,
    "hessian": _hessian_entry,
}
SCALARS: dict[str, Callable[[Lowering, Term], Poly]] = {  # arrays that come out as one number
    "matmul": lambda here, term: _matmul(here, term, ONE, ONE),
    "derivative": lambda here, term: _derivative_entry(here, term, ONE, ONE),
}
