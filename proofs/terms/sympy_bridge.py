"""Terms to SymPy, and SymPy to terms: the same mathematics both ways.

A vector is an n by 1 MatrixSymbol, a number keeps its assumptions, what SymPy lacks is a class of `sympy_notation`.
Nothing is evaluated on the way to SymPy, so a term comes back as it went, up to what SymPy does on its own to the
arguments of Max and Min (it sorts them). What the reader of SymPy cannot hold raises UnsupportedNotion.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.diagonal import DiagMatrix, DiagonalOf
from sympy.matrices.expressions.kronecker import KroneckerProduct

from ..claim import Claim
from ..errors import UnsupportedNotion
from . import build, sorts
from .show import latex
from .sorts import Function, Law, Matrix, RandomVariable, Scalar, Sort, Vector
from .sympy_notation import (
    ArrayNotion,
    AsNumber,
    Datum,
    Entry,
    MatrixVariable,
    NormalCdf,
    Notion,
    NumberNotion,
    OtherNotion,
    Relu,
    Sigmoid,
    Softplus,
    Variable,
    assumptions,
)
from .term import EULER_GAMMA, INFINITY, PI, Term, space, symbol

_FUNCTIONS: dict[str, Any] = {
    "exp": sp.exp, "log": sp.log, "sin": sp.sin, "cos": sp.cos, "tan": sp.tan, "sinh": sp.sinh, "cosh": sp.cosh,
    "tanh": sp.tanh, "sigmoid": Sigmoid, "softplus": Softplus, "relu": Relu, "abs": sp.Abs, "sign": sp.sign,
    "gamma": sp.gamma, "loggamma": sp.loggamma, "digamma": sp.digamma, "erf": sp.erf, "normal_cdf": NormalCdf,
    "arccos": sp.acos, "arcsin": sp.asin, "arctan": sp.atan, "floor": sp.floor, "erfinv": sp.erfinv,
}  # fmt: skip
_FUNCTION_NAMES = {function: name for name, function in _FUNCTIONS.items()}
_CONSTANTS = {"pi": sp.pi, "infinity": sp.oo, "euler_gamma": sp.EulerGamma}
_RELATIONS = {"=": sp.Eq, "!=": sp.Ne, "<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge}
_RELATION_NAMES = {relation: name for name, relation in _RELATIONS.items()}

# Sorts of numbers that SymPy's assumptions say exactly.
_PLAIN = (sorts.REAL, sorts.POSITIVE, sorts.NONNEGATIVE, sorts.NEGATIVE, sorts.NONZERO, sorts.INTEGER, sorts.COUNT,
          Scalar(upper=Fraction(0)))  # fmt: skip
_KNOWN_ASSUMPTIONS = {"real", "positive", "nonnegative", "negative", "nonpositive", "nonzero", "integer", "finite",
                      "extended_real", "commutative", "complex", "rational"}  # fmt: skip


# ------------------------------------------------------------------ terms to SymPy


def to_sympy(term: Term) -> Any:
    """The term in SymPy, nothing evaluated."""
    memo: dict[Term, Any] = {}

    def walk(node: Term) -> Any:
        found = memo.get(node)
        if found is None:
            found = memo[node] = _to_sympy(node, walk)
        return found

    return walk(term)


Walk = Callable[[Term], Any]


def _to_sympy(term: Term, walk: Walk) -> Any:
    if term.head == "symbol":
        return _symbol_to_sympy(term, walk)
    parts = [walk(arg) for arg in term.args]
    own = _OWN.get(term.head)
    found = own(term, parts) if own is not None else None
    return found if found is not None else _notion(term, parts, walk)


def _symbol_to_sympy(term: Term, walk: Walk) -> Any:
    label: Any = term.data
    name, serial = label
    sort = term.sort
    if isinstance(sort, Scalar):
        plain = serial == 0 and (sort in _PLAIN or sort == sorts.NATURAL)
        return sp.Symbol(name, **assumptions(sort)) if plain else Variable(term)
    random = isinstance(sort, RandomVariable)
    value = sort.value if isinstance(sort, RandomVariable) else sort
    if isinstance(value, Vector):
        facts: tuple[Hashable, ...] = (serial, random, frozenset(), value.entry)
        shape = value.size, build.ONE
    elif isinstance(value, Matrix):
        facts = (serial, random, value.traits, value.entry)
        shape = value.rows, value.columns
    else:
        return Variable(term)
    if facts == (0, False, frozenset(), sorts.REAL):
        return sp.MatrixSymbol(name, *map(walk, shape))
    rows, columns = map(walk, shape)
    return MatrixVariable(name, rows, columns, Datum(facts))


def _notion(term: Term, parts: list[Any], walk: Walk) -> Any:
    said = (term.data, term.sort.outcome) if isinstance(term.sort, Law) and term.head == "named" else term.data
    name = Datum((term.head, said))
    value = build.value_sort(term)
    if isinstance(value, Scalar):
        return NumberNotion(name, *parts)
    if isinstance(value, (Vector, Matrix)):
        return ArrayNotion(name, *map(walk, build.shape(term)), *parts)
    return OtherNotion(name, *parts)


def _sum_of(term: Term, parts: list[Any]) -> Any:
    return (sp.MatAdd if build.is_array(term) else _unevaluated(sp.Add))(*parts)


def _unevaluated(function: Any) -> Callable[..., Any]:
    return lambda *parts: function(*parts, evaluate=False)


def _product_of(term: Term, parts: list[Any]) -> Any:
    return sp.MatMul(*parts) if build.is_array(term) else sp.Mul(*parts, evaluate=False)


def _matrix_product(term: Term, parts: list[Any]) -> Any:
    if not all(map(build.is_array, term.args)):
        raise UnsupportedNotion(f"a number among the factors of a matrix product: {latex(term)}")
    return sp.MatMul(*parts) if build.is_array(term) else AsNumber(sp.MatMul(*parts))


def _function_of(term: Term, parts: list[Any]) -> Any:
    return None if build.is_array(term) else _FUNCTIONS[str(term.data)](parts[0], evaluate=False)


def _filled(term: Term, parts: list[Any]) -> Any:
    kind = {build.ZERO: sp.ZeroMatrix, build.ONE: sp.OneMatrix}.get(term.args[0])
    return kind and kind(parts[1], parts[2] if len(parts) == 3 else 1)


def _written_out(term: Term, parts: list[Any]) -> Any:
    rows, columns = (*term.data, 1)[:2]
    return sp.ImmutableDenseMatrix(rows, columns, parts)


def _bound(maker: Any, domain: str) -> Callable[[Term, list[Any]], Any]:
    """A sum, product or integral of numbers over a range; others are notions of ours."""

    def convert(term: Term, parts: list[Any]) -> Any:
        over = term.args[1]
        if over.head != domain or not isinstance(term.sort, Scalar) or not isinstance(parts[0], sp.Symbol):
            return None
        return maker(parts[2], (parts[0], parts[1].parts[0], parts[1].parts[1]))

    return convert


def _derivative(term: Term, parts: list[Any]) -> Any:
    """SymPy's own where it would neither give 0 at once nor change the order of two derivatives."""
    variable, body, point = term.args
    scalar = isinstance(variable.sort, Scalar) and isinstance(term.sort, Scalar)
    if term.data != "denominator" or not scalar or variable not in body.free:
        return None
    if isinstance(parts[1], sp.Derivative) and set(parts[1].variables) != {parts[0]}:
        return None
    derived = sp.Derivative(parts[1], parts[0], evaluate=False)
    return derived if point is variable else sp.Subs(derived, parts[0], parts[2])


def _applied(term: Term, parts: list[Any]) -> Any:
    function = term.args[0]
    arity = len(parts) - 1
    if function.head == "symbol" and function.data[1] == 0 and function.sort == _plain_function(arity):
        return sp.Function(function.name)(*parts[1:])
    return None


def _plain_function(arity: int) -> Function:
    return Function((sorts.REAL,) * arity)


def _relation(term: Term, parts: list[Any]) -> Any:
    kind = _RELATIONS.get(str(term.data))
    return kind and kind(*parts, evaluate=False)


# What SymPy has itself; a converter that returns None leaves the term to a notion of ours.
_OWN: dict[str, Callable[[Term, list[Any]], Any]] = {
    "number": lambda term, _: sp.Rational(term.value.numerator, term.value.denominator),
    "constant": lambda term, _: _CONSTANTS[str(term.data)],
    "add": _sum_of,
    "mul": _product_of,
    "pow": lambda _, parts: sp.Pow(*parts, evaluate=False),
    "fn": _function_of,
    "max_of": lambda _, parts: sp.Max(*parts, evaluate=False),
    "min_of": lambda _, parts: sp.Min(*parts, evaluate=False),
    "factorial": lambda _, parts: sp.factorial(*parts, evaluate=False),
    "binomial": lambda _, parts: sp.binomial(*parts, evaluate=False),
    "beta": lambda _, parts: sp.beta(*parts, evaluate=False),
    "apply": _applied,
    "matmul": _matrix_product,
    "transpose": lambda _, parts: sp.Transpose(*parts),
    "inverse": lambda _, parts: sp.Inverse(*parts),
    "trace": lambda _, parts: sp.Trace(*parts),
    "det": lambda _, parts: sp.Determinant(*parts),
    "hadamard": lambda _, parts: sp.HadamardProduct(*parts),
    "kron": lambda _, parts: KroneckerProduct(*parts),
    "identity": lambda _, parts: sp.Identity(*parts),
    "fill": _filled,
    "index": lambda term, parts: Entry(*parts) if isinstance(term.sort, Scalar) else None,
    "literal": _written_out,
    "sum": _bound(sp.Sum, "range"),
    "product": _bound(sp.Product, "range"),
    "integral": _bound(sp.Integral, "interval"),
    "derivative": _derivative,
    "relation": _relation,
}


# ------------------------------------------------------------------ SymPy to terms


def from_sympy(expression: Any) -> Term:
    """The term that a SymPy expression stands for. A 1 by 1 matrix stands for its entry."""
    memo: dict[Any, Term] = {}

    def walk(node: Any) -> Term:
        found = memo.get(node)
        if found is None:
            found = memo[node] = _from_sympy(node, walk)
        return found

    return walk(sp.S(expression) if isinstance(expression, (int, Fraction)) else expression)


def claim(statement: Any, *needs: Any) -> Claim:
    """The claim that a SymPy relation makes, under others: `claim(Ge(x**2, 0))`."""
    term = from_sympy(statement)
    if term.head != "relation":
        raise UnsupportedNotion(f"a claim that is no relation: {statement}")
    return Claim(term.args[0], str(term.data), term.args[1], tuple(map(from_sympy, needs)))


Back = Callable[[Any], Term]


def _from_sympy(node: Any, walk: Back) -> Term:
    if isinstance(node, Notion):
        return _MAKERS[node.head](node.data, [walk(part) for part in node.parts])
    if isinstance(node, sp.Rational):
        return build.number(Fraction(int(node.p), int(node.q)))
    if isinstance(node, sp.MatrixBase):
        rows = [[walk(node[i, j]) for j in range(node.cols)] for i in range(node.rows)]
        return rows[0][0] if node.shape == (1, 1) else build.literal(rows)
    for kind in type(node).__mro__:
        if kind in _FUNCTION_NAMES:
            return build.fn(_FUNCTION_NAMES[kind], walk(node.args[0]))
        if kind in _BACK:
            return _BACK[kind](node, walk)
    raise UnsupportedNotion(f"{node} ({type(node).__name__} of SymPy)")


def _plain_symbol(node: Any, _walk: Back) -> Term:
    if isinstance(node, Variable):
        return node.term
    strange = {name for name, holds in node._assumptions_orig.items() if name not in _KNOWN_ASSUMPTIONS or not holds}
    if strange:
        raise UnsupportedNotion(f"the symbol {node} with the assumption {', '.join(sorted(strange))}")
    known = {"real": True} | {
        name: True
        for name in ("integer", "positive", "negative", "nonnegative", "nonpositive", "nonzero")
        if getattr(node, f"is_{name}")
    }
    for sort in (*_PLAIN, sorts.NATURAL):
        told = sp.Symbol("x", **assumptions(sort))
        if known == {"real": True} | {name: True for name in known if getattr(told, f"is_{name}")} and all(
            name in known for name in assumptions(sort)
        ):
            return symbol(node.name, sort)
    return symbol(node.name, _sort_of(known))


def _sort_of(known: dict[str, bool]) -> Scalar:
    zero = Fraction(0)
    low = zero if {"positive", "nonnegative"} & set(known) else None
    high = zero if {"negative", "nonpositive"} & set(known) else None
    return Scalar(low, high, "positive" in known, "negative" in known, "integer" in known, "nonzero" in known)


def _array_symbol(node: Any, walk: Back) -> Term:
    rows, columns = walk(node.args[1]), walk(node.args[2])
    serial, random, traits, entry = (
        node.facts if isinstance(node, MatrixVariable) else (0, False, frozenset(), sorts.REAL)
    )
    sort: Sort = Matrix(rows, columns, traits, entry)
    if columns is build.ONE:
        sort = entry if rows is build.ONE else Vector(rows, entry)
    return symbol(node.name, RandomVariable(sort) if random else sort, serial)


def _array_product(node: Any, walk: Back) -> Term:
    """Numbers commute and stand before; a product of one array keeps its order."""
    arrays = [part for part in node.args if getattr(part, "is_Matrix", False)]
    terms = [walk(part) for part in node.args]
    if len(arrays) < 2:
        return build.mul(*terms)
    of_arrays = build.matmul(*map(walk, arrays))
    numbers = [term for part, term in zip(node.args, terms, strict=True) if not getattr(part, "is_Matrix", False)]
    return build.mul(*numbers, of_arrays)


def _nested(maker: Callable[[Term, Term, Term], Term], domain: Callable[[Term, Term], Term]) -> Callable[..., Term]:
    def convert(node: Any, walk: Back) -> Term:
        body = walk(node.args[0])
        for limit in node.limits:
            if len(limit) == 3:
                over = domain(walk(limit[1]), walk(limit[2]))
            elif len(limit) == 1:  # SymPy asks for the bounds of sums and products itself
                over = build.interval(build.neg(INFINITY), INFINITY)
            else:
                raise UnsupportedNotion(f"{node} without a lower bound")
            body = maker(walk(limit[0]), over, body)
        return body

    return convert


def _derived(node: Any, walk: Back) -> Term:
    body = walk(node.expr)
    for variable in node.variables:
        body = build.derivative(walk(variable), body)
    return body


def _substituted(node: Any, walk: Back) -> Term:
    expression, variables, points = node.args
    if isinstance(expression, sp.Derivative) and expression.variables == tuple(variables):
        inner = walk(expression)
        return build.derivative(inner.args[0], inner.args[1], walk(points[0]))
    raise UnsupportedNotion(f"{node} (Subs of SymPy)")


def _undefined(node: Any, walk: Back) -> Term:
    name = symbol(node.func.__name__, _plain_function(len(node.args)))
    return build.apply(name, *map(walk, node.args))


def _entry(node: Any, walk: Back) -> Term:
    """SymPy counts from 0, we from 1."""
    array = walk(node.args[0])
    places = [walk(place + 1) for place in node.args[1:]]
    if not build.is_array(array):
        return array
    return build.index(array, *places[: len(build.shape(array)) if isinstance(array.sort, Matrix) else 1])


def _indexed(node: Any, walk: Back) -> Term:
    """x[i] of an IndexedBase with a shape."""
    base = node.base
    if base.shape is None:
        raise UnsupportedNotion(f"{base} without a shape")
    sizes = [walk(size) for size in base.shape]
    sort = Vector(sizes[0]) if len(sizes) == 1 else Matrix(sizes[0], sizes[1])
    return build.index(symbol(str(base.label), sort), *map(walk, node.indices))


def _polygamma(node: Any, walk: Back) -> Term:
    if node.args[0] != 0:
        raise UnsupportedNotion(f"{node} (polygamma of SymPy)")
    return build.fn("digamma", walk(node.args[1]))


def _matrix_power(node: Any, walk: Back) -> Term:
    return build.power(walk(node.args[0]), walk(node.args[1]))


def _constant(value: Term) -> Callable[[Any, Back], Term]:
    return lambda _node, _walk: value


def _each(maker: Callable[..., Term]) -> Callable[[Any, Back], Term]:
    return lambda node, walk: maker(*map(walk, node.args))


def _filled_with(value: Term) -> Callable[[Any, Back], Term]:
    def convert(node: Any, walk: Back) -> Term:
        rows, columns = map(walk, node.shape)
        return build.fill(value, rows) if columns is build.ONE else build.fill(value, rows, columns)

    return convert


def _compared(node: Any, walk: Back) -> Term:
    return build.relation(_RELATION_NAMES[type(node)], walk(node.lhs), walk(node.rhs))


_BACK: dict[type, Callable[[Any, Back], Term]] = {
    sp.Symbol: _plain_symbol,
    sp.MatrixSymbol: _array_symbol,
    type(sp.pi): _constant(PI),
    type(sp.oo): _constant(INFINITY),
    type(-sp.oo): _constant(build.neg(INFINITY)),
    type(sp.EulerGamma): _constant(EULER_GAMMA),
    type(sp.E): _constant(build.exp(build.ONE)),
    sp.Add: _each(build.add),
    sp.MatAdd: _each(build.add),
    sp.Mul: _each(build.mul),
    sp.MatMul: _array_product,
    sp.MatPow: _matrix_power,
    sp.Pow: _each(build.power),
    sp.Max: _each(build.max_of),
    sp.Min: _each(build.min_of),
    sp.factorial: _each(build.factorial),
    sp.binomial: _each(build.binomial),
    sp.beta: lambda node, walk: build.beta(walk(node.args[0]), walk(node.args[1])),
    sp.polygamma: _polygamma,
    AppliedUndef: _undefined,
    sp.Transpose: _each(build.transpose),
    sp.Inverse: lambda node, walk: build.inverse(walk(node.args[0])),
    sp.Trace: _each(build.trace),
    sp.Determinant: _each(build.det),
    DiagMatrix: _each(build.diag),
    DiagonalOf: _each(build.diag),
    sp.HadamardProduct: lambda node, walk: _paired(build.hadamard, node, walk),
    KroneckerProduct: lambda node, walk: _paired(build.kron, node, walk),
    sp.Identity: _each(build.identity),
    sp.ZeroMatrix: _filled_with(build.ZERO),
    sp.OneMatrix: _filled_with(build.ONE),
    AsNumber: lambda node, walk: walk(node.args[0]),
    Entry: _each(build.index),
    sp.matrices.expressions.matexpr.MatrixElement: _entry,
    sp.Indexed: _indexed,
    sp.Sum: _nested(build.total, build.between),
    sp.Product: _nested(build.product, build.between),
    sp.Integral: _nested(build.integral, build.interval),
    sp.Derivative: _derived,
    sp.Subs: _substituted,
    **dict.fromkeys(_RELATION_NAMES, _compared),
}


def _paired(maker: Callable[[Term, Term], Term], node: Any, walk: Back) -> Term:
    first, *rest = map(walk, node.args)
    for other in rest:
        first = maker(first, other)
    return first


def _density(data: Any, parts: list[Term]) -> Term:
    targets, givens = data
    values = parts[1:]
    return build.density(parts[0], dict(zip(targets, values, strict=False)),
                         dict(zip(givens, values[len(targets) :], strict=True)))  # fmt: skip


def _law_by_name(data: Any, parts: list[Term]) -> Term:
    name, outcome = data
    return build.named(name, outcome, *parts)


def _plainly(maker: Callable[..., Term]) -> Callable[[Any, list[Term]], Term]:
    return lambda _data, parts: maker(*parts)


def _extremum(head: Any) -> Callable[[Any, list[Term]], Term]:
    return lambda _data, parts: build.extremum(head, *parts)


# How a notion of ours becomes a term again.
_MAKERS: dict[str, Callable[[Any, list[Term]], Term]] = {
    "fn": lambda data, parts: build.fn(data, *parts),
    "apply": _plainly(build.apply),
    "prime": lambda data, parts: build.prime(parts[0], *data),
    "rank": _plainly(build.rank),
    "norm": lambda data, parts: build.norm(parts[0], data),
    "fill": _plainly(build.fill),
    "index": _plainly(build.index),
    "block": lambda data, parts: build.block([parts[at : at + data[1]] for at in range(0, len(parts), data[1])]),
    "vec": _plainly(build.vec),
    "tabulate": _plainly(build.tabulate),
    "softmax": _plainly(build.softmax),
    "diag": _plainly(build.diag),  # SymPy's DiagMatrix and DiagonalOf are read, but do not print as mathematics
    "diagonal": _plainly(build.diag),
    "range": _plainly(build.between),
    "interval": _plainly(build.interval),
    "space": lambda data, _: space(*data),
    "sum": _plainly(build.total),
    "product": _plainly(build.product),
    "integral": _plainly(build.integral),
    "limit": _plainly(build.limit),
    **{head: _extremum(head) for head in ("maximum", "minimum", "argmax", "argmin")},
    "derivative": lambda data, parts: build.derivative(parts[0], parts[1], parts[2], data),
    "hessian": _plainly(build.hessian),
    "parametrised": _plainly(build.parametrised),
    "density": _density,
    "law": _plainly(build.law),
    "entrywise": lambda _, parts: build.entrywise(parts[0], parts[1].args[1], parts[2]),
    "named": _law_by_name,
    "pdf": _plainly(build.pdf),
    "expect": _plainly(build.expect),
    "mean": _plainly(build.mean),
    "variance": _plainly(build.variance),
    "covariance": _plainly(build.covariance),
    "probability": _plainly(build.probability),
    "entropy": _plainly(build.entropy),
    "cross_entropy": _plainly(build.cross_entropy),
    "kl": _plainly(build.kl),
    "js": _plainly(build.js),
    "uncertainty": lambda data, parts: build.uncertainty(parts[0], *data),
    "information": lambda data, parts: build.information(parts[0], *data),
    "relation": lambda data, parts: build.relation(data, *parts),
    "and": _plainly(build.both),
    "not": _plainly(build.negation),
    "implies": _plainly(build.implies),
    "iff": _plainly(build.iff),
    "forall": _plainly(build.forall),
    "independent": _plainly(build.independent),
    "alike": _plainly(build.alike),
    "same_law": _plainly(build.same_law),
    "distributed": lambda data, parts: build.distributed(*parts, continuous=data),
    "jointly_normal": _plainly(build.jointly_normal),
    "follows": _plainly(build.follows),
    "follows_given": _plainly(build.follows_given),
    "measured": lambda data, _: build.measured(data),
    "indicator": _plainly(build.indicator),
    "cases": lambda _, parts: build.cases(*build.branches_of(parts)),
}
