"""The makers of terms. Each checks sorts and shapes and says what does not fit; none simplifies.

Shapes are pairs (rows, columns) of integer terms; a vector is a column, a scalar is 1 by 1. A product that comes
out as 1 by 1 is a scalar, one of a single column a vector. A random variable stands for its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from ..errors import ShapeError, SortError
from . import ranges
from .show import latex
from .sorts import (
    COUNT,
    DOMAIN,
    EVENT,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    PROBABILITY,
    REAL,
    STATEMENT,
    UNIT,
    Event,
    Family,
    Function,
    Law,
    Matrix,
    Outcome,
    RandomVariable,
    Scalar,
    Sort,
    Statement,
    Vector,
    closure,
)
from .term import INFINITY, RELATIONS, Term, substitute

Shape = tuple[Term, Term]
Layout = Literal["denominator", "numerator"]


# ------------------------------------------------------------------ numbers and shapes


def number(value: Fraction | int | str) -> Term:
    """A rational number, exactly."""
    exact = value if type(value) is Fraction else Fraction(value)
    return Term("number", (), exact, Scalar(exact, exact, integer=exact.denominator == 1, nonzero=exact != 0))


ZERO, ONE, TWO, HALF, MINUS_ONE = number(0), number(1), number(2), number(Fraction(1, 2)), number(-1)


def value_sort(term: Term) -> Sort:
    """The sort of the values of `term`: of a random variable, that of its values."""
    return term.sort.value if isinstance(term.sort, RandomVariable) else term.sort


def scalar_sort(term: Term) -> Scalar | None:
    sort = value_sort(term)
    return sort if isinstance(sort, Scalar) else None


def is_array(term: Term) -> bool:
    return isinstance(value_sort(term), (Vector, Matrix))


def shape(term: Term) -> Shape:
    """Rows and columns. Raises SortError for what is no number or array."""
    found = shape_of(value_sort(term))
    if found is None:
        raise SortError(f"{latex(term)} is {describe(value_sort(term))}, where a number, vector or matrix belongs")
    return found


def shape_of(sort: Sort) -> Shape | None:
    """The rows and columns of what is of a sort; None for what is no number or array."""
    match sort:
        case Scalar():
            return ONE, ONE
        case Vector(size=size):
            return size, ONE
        case Matrix(rows=rows, columns=columns):
            return rows, columns
    return None


def describe(sort: Sort) -> str:
    """A sort in words, for messages."""
    match sort:
        case Scalar(integer=True):
            return "an integer"
        case Scalar():
            return "a number"
        case Vector(size=size):
            return f"a vector of size {latex(size)}"
        case Matrix(rows=rows, columns=columns):
            return f"a {latex(rows)} x {latex(columns)} matrix"
        case RandomVariable(value=value):
            return f"a random variable whose value is {describe(value)}"
        case Function():
            return "a function"
        case Family():
            return "a density"
        case Law():
            return "a distribution"
        case Outcome(label=label):
            return f"a point of the sample space of {label}"
        case Statement():
            return "a statement"
        case Event():
            return "an event"
    return "a domain"


def of_shape(rows: Term, columns: Term, traits: frozenset[str] = frozenset()) -> Sort:
    """The sort of arrays of a shape: scalars and columns have sorts of their own."""
    if columns is ONE:
        return REAL if rows is ONE else Vector(rows)
    return Matrix(rows, columns, traits)


def _same_shape(what: str, terms: tuple[Term, ...]) -> Shape:
    first = shape(terms[0])
    for other in terms[1:]:
        if shape(other) != first:
            raise ShapeError(
                f"{what} {describe(value_sort(terms[0]))} and {describe(value_sort(other))}: "
                f"{latex(terms[0])} and {latex(other)}"
            )
    return first


def _square(what: str, term: Term) -> Term:
    rows, columns = shape(term)
    if rows is not columns:
        raise ShapeError(f"{what} needs a square matrix, and {latex(term)} is {describe(value_sort(term))}")
    return rows


def _scalar(what: str, term: Term) -> Term:
    if scalar_sort(term) is None:
        raise SortError(f"{what} needs a number, and {latex(term)} is {describe(term.sort)}")
    return term


# ------------------------------------------------------------------ arithmetic


def add(*terms: Term) -> Term:
    """Sum of terms of one shape, in the order written."""
    if len(terms) == 1:
        return terms[0]
    flat = tuple(part for term in terms for part in (term.args if term.head == "add" else (term,)))
    rows, columns = _same_shape("cannot add", flat)
    sort = of_shape(rows, columns)
    sorts = [scalar_sort(part) for part in flat]
    if rows is ONE and columns is ONE:
        sort = ranges.of_sum([s for s in sorts if s is not None])
    elif isinstance(sort, Matrix) and all("symmetric" in traits(part) for part in flat):
        definite = all("positive_semidefinite" in traits(part) for part in flat)
        strict = definite and any("positive_definite" in traits(part) for part in flat)
        sort = Matrix(
            rows,
            columns,
            closure({"positive_definite" if strict else "positive_semidefinite" if definite else "symmetric"}),
        )
    return Term("add", flat, None, sort)


def traits(term: Term) -> frozenset[str]:
    """What is known of a matrix: symmetric, invertible, .."""
    sort = value_sort(term)
    return sort.traits if isinstance(sort, Matrix) else frozenset()


def mul(*terms: Term) -> Term:
    """Product of scalars and at most one array; arrays multiply with `matmul`."""
    if len(terms) == 1:
        return terms[0]
    flat = tuple(part for term in terms for part in (term.args if term.head == "mul" else (term,)))
    arrays = [part for part in flat if is_array(part)]
    for part in flat:
        if not is_array(part):
            _scalar("a product", part)
    if len(arrays) > 1:
        raise SortError(f"{latex(arrays[0])} and {latex(arrays[1])} multiply as matrices")
    if not arrays:
        return Term("mul", flat, None, ranges.of_product([s for part in flat if (s := scalar_sort(part))]))
    sort = value_sort(arrays[0])
    if isinstance(sort, Vector):
        return Term("mul", flat, None, Vector(sort.size))
    assert isinstance(sort, Matrix)
    factors = [s for part in flat if (s := scalar_sort(part))]
    kept = sort.traits & {"symmetric", "diagonal"}
    if all(factor.never_zero for factor in factors):
        kept |= sort.traits & {"invertible"}
    if all(factor.positive for factor in factors):
        kept |= sort.traits & {"positive_definite"}
    if all(factor.nonnegative for factor in factors):
        kept |= sort.traits & {"positive_semidefinite"}
    return Term("mul", flat, None, Matrix(sort.rows, sort.columns, kept))


def neg(term: Term) -> Term:
    return number(-term.value) if term.head == "number" else mul(MINUS_ONE, term)


def sub(left: Term, right: Term) -> Term:
    return add(left, neg(right))


def power(base: Term, exponent: Term) -> Term:
    """A scalar to a scalar; a square matrix to a whole number (-1 is the inverse)."""
    _scalar("an exponent", exponent)
    if is_array(base):
        _square("a power", base)
        if exponent.head == "number" and exponent.value.denominator == 1:
            count = int(exponent.value)
            if count == -1:
                return inverse(base)
            if 1 <= count <= 16:
                return base if count == 1 else matmul(*[base] * count)
        raise SortError(f"{latex(base)} is a matrix: only whole powers up to 16 and the inverse are known")
    sort = scalar_sort(_scalar("a power", base))
    assert sort is not None
    value = exponent.value if exponent.head == "number" else None
    return Term("pow", (base, exponent), None, ranges.of_power(sort, value))


def div(left: Term, right: Term) -> Term:
    """left / right, with right a scalar."""
    if left.head == right.head == "number" and right.value:
        return number(left.value / right.value)
    return mul(left, power(_scalar("a denominator", right), MINUS_ONE))


def sqrt(term: Term) -> Term:
    return power(term, HALF)


def fn(name: str, argument: Term) -> Term:
    """A named function, entrywise on arrays (`sqrt` is `sqrt(..)`, not a name of this table)."""
    sort = value_sort(argument)
    if isinstance(sort, Scalar):
        return Term("fn", (argument,), name, ranges.of_function(name, sort))
    if isinstance(sort, Vector):
        return Term("fn", (argument,), name, Vector(sort.size, ranges.of_function(name, REAL)))
    if isinstance(sort, Matrix):
        return Term("fn", (argument,), name, Matrix(sort.rows, sort.columns, entry=ranges.of_function(name, REAL)))
    raise SortError(f"{name} of {latex(argument)}, which is {describe(sort)}")


def log(term: Term) -> Term:
    return fn("log", term)


def exp(term: Term) -> Term:
    return fn("exp", term)


def max_of(*terms: Term) -> Term:
    return Term("max_of", tuple(_scalar("a maximum", term) for term in terms), None, _hull(terms))


def min_of(*terms: Term) -> Term:
    return Term("min_of", tuple(_scalar("a minimum", term) for term in terms), None, _hull(terms))


def _hull(terms: tuple[Term, ...]) -> Scalar:
    sorts = [s for term in terms if (s := scalar_sort(term)) is not None]
    return ranges.of_choice(sorts)


def cases(branches: Sequence[tuple[Term, Term]], otherwise: Term | None = None) -> Term:
    """The value of the first condition that holds; undefined where none does and nothing is left for that."""
    values = [value for _, value in branches] + ([otherwise] if otherwise is not None else [])
    _same_shape("cannot choose between", tuple(values))
    args = [part for branch in branches for part in branch] + ([otherwise] if otherwise is not None else [])
    return Term("cases", tuple(args), None, _hull(tuple(values)) if not is_array(values[0]) else value_sort(values[0]))


def branches_of(args: Sequence[Term]) -> tuple[list[tuple[Term, Term]], Term | None]:
    """From the arguments of `cases`: the conditions with their values, and the value where none holds."""
    even = len(args) - len(args) % 2
    pairs = list(zip(args[:even:2], args[1:even:2], strict=True))
    return pairs, args[-1] if len(args) % 2 else None


def factorial(term: Term) -> Term:
    sort = scalar_sort(_scalar("a factorial", term))
    whole = sort is not None and sort.integer and sort.nonnegative
    return Term("factorial", (term,), None, NATURAL if whole else REAL)


def binomial(n: Term, k: Term) -> Term:
    sorts = [scalar_sort(_scalar("a binomial", term)) for term in (n, k)]
    whole = all(sort is not None and sort.integer and sort.nonnegative for sort in sorts)
    return Term("binomial", (n, k), None, COUNT if whole else REAL)


def beta(a: Term, b: Term) -> Term:
    sorts = [scalar_sort(_scalar("beta", term)) for term in (a, b)]
    positive = all(sort is not None and sort.positive for sort in sorts)
    return Term("beta", (a, b), None, POSITIVE if positive else REAL)


def apply(function: Term, *arguments: Term) -> Term:
    """Value of a function; its arguments have to be of its sorts."""
    sort = function.sort
    if not isinstance(sort, Function):
        raise SortError(f"{latex(function)} is {describe(sort)}, not a function")
    if len(sort.arguments) != len(arguments):
        raise SortError(f"{latex(function)} takes {len(sort.arguments)} arguments, not {len(arguments)}")
    for position, (expected, argument) in enumerate(zip(sort.arguments, arguments, strict=True), 1):
        given = value_sort(argument)
        if isinstance(expected, Outcome) or isinstance(given, Outcome):
            fits = isinstance(expected, (Outcome, Scalar, Vector)) and isinstance(given, (Outcome, Scalar, Vector))
        else:
            fits = shape_of(expected) == shape_of(given)
        if not fits:
            raise ShapeError(
                f"argument {position} of {latex(function)} is {describe(expected)}, and {latex(argument)} is "
                f"{describe(given)}"
            )
    return Term("apply", (function, *arguments), None, sort.value)


def prime(function: Term, *positions: int) -> Term:
    """The function's partial derivative by its scalar arguments at `positions`, counted from 0."""
    sort = function.sort
    if not isinstance(sort, Function) or any(not isinstance(sort.arguments[p], Scalar) for p in positions):
        raise SortError(f"{latex(function)} has no derivative by a scalar argument")
    inner, earlier = (function.args[0], function.data) if function.head == "prime" else (function, ())
    assert isinstance(earlier, tuple)
    return Term("prime", (inner,), tuple(sorted((*earlier, *positions))), Function(sort.arguments, REAL))


# ------------------------------------------------------------------ arrays


def matmul(*terms: Term) -> Term:
    """Product of two or more arrays whose shapes fit."""
    flat = tuple(part for term in terms for part in (term.args if term.head == "matmul" else (term,)))
    for left, right in pairwise(flat):
        if shape(left)[1] is not shape(right)[0]:
            raise ShapeError(
                f"cannot multiply {latex(left)}, {describe(value_sort(left))}, by {latex(right)}, "
                f"{describe(value_sort(right))}"
            )
    rows, columns = shape(flat[0])[0], shape(flat[-1])[1]
    known: set[str] = set()
    if rows is columns and all("invertible" in traits(part) for part in flat):
        known.add("invertible")
    if all("orthogonal" in traits(part) for part in flat):
        known.add("orthogonal")
    half = len(flat) // 2
    if all(transpose(one) is other for one, other in zip(flat[:half], reversed(flat), strict=False)):  # B^T M B
        middle = traits(flat[half]) if len(flat) % 2 else frozenset({"positive_semidefinite", "symmetric"})
        known |= middle & {"positive_semidefinite", "symmetric"}
        if "invertible" in known and "positive_semidefinite" in known:
            known.add("positive_definite")
    sort = of_shape(rows, columns, closure(known))
    if sort == REAL and "positive_semidefinite" in known:
        sort = NONNEGATIVE
    return Term("matmul", flat, None, sort)


def times(left: Term, right: Term) -> Term:
    """The product that juxtaposition means: of matrices where both are arrays, of numbers otherwise."""
    return matmul(left, right) if is_array(left) and is_array(right) else mul(left, right)


def dot(left: Term, right: Term) -> Term:
    """Inner product of two vectors, x^T y; of two matrices, tr(A^T B)."""
    _same_shape("no inner product of", (left, right))
    if not is_array(left):
        return mul(left, right)
    if isinstance(value_sort(left), Vector):
        return matmul(transpose(left), right)
    return trace(matmul(transpose(left), right))


def transpose(term: Term) -> Term:
    rows, columns = shape(term)
    if term.head == "transpose":
        return term.args[0]
    if not is_array(term):
        return term
    kept = traits(term)
    return Term("transpose", (term,), None, of_shape(columns, rows, kept))


def inverse(term: Term) -> Term:
    if not is_array(term):
        return power(term, MINUS_ONE)
    size = _square("an inverse", term)
    return Term(
        "inverse",
        (term,),
        None,
        Matrix(size, size, closure((traits(term) - {"diagonal"}) | {"invertible"} | (traits(term) & {"diagonal"}))),
    )


def trace(term: Term) -> Term:
    _square("a trace", term)
    sort = NONNEGATIVE if "positive_semidefinite" in traits(term) else REAL
    return Term("trace", (term,), None, sort) if is_array(term) else term


def det(term: Term) -> Term:
    _square("a determinant", term)
    if not is_array(term):
        return term
    known = traits(term)
    sort = POSITIVE if "positive_definite" in known else Scalar(nonzero="invertible" in known)
    return Term("det", (term,), None, sort)


def rank(term: Term) -> Term:
    shape(term)
    return Term("rank", (term,), None, COUNT)


def norm(term: Term, kind: Literal["1", "2", "inf", "fro"] = "2") -> Term:
    """Norm of a vector, or the Frobenius norm of a matrix. The operator norms are not known here."""
    shape(term)
    if isinstance(value_sort(term), Matrix):
        kind = "fro"
    if not is_array(term):
        return fn("abs", term)
    return Term("norm", (term,), kind, NONNEGATIVE)


def diag(term: Term) -> Term:
    """The diagonal matrix of a vector, or the diagonal of a matrix."""
    sort = value_sort(term)
    if isinstance(sort, Vector):
        known = {"diagonal"}
        if sort.entry.positive:
            known.add("positive_definite")
        elif sort.entry.never_zero:
            known.add("invertible")
        return Term("diag", (term,), None, Matrix(sort.size, sort.size, closure(known)))
    return Term("diagonal", (term,), None, Vector(_square("a diagonal", term)))


def hadamard(left: Term, right: Term) -> Term:
    rows, columns = _same_shape("no entrywise product of", (left, right))
    return Term("hadamard", (left, right), None, of_shape(rows, columns)) if is_array(left) else mul(left, right)


def kron(left: Term, right: Term) -> Term:
    (rows, columns), (more_rows, more_columns) = shape(left), shape(right)
    return Term(
        "kron", (left, right), None, of_shape(size_product(rows, more_rows), size_product(columns, more_columns))
    )


def vec(term: Term) -> Term:
    """The columns of a matrix one below the other, as a vector."""
    rows, columns = shape(term)
    return Term("vec", (term,), None, Vector(size_product(rows, columns))) if columns is not ONE else term


def size_product(left: Term, right: Term) -> Term:
    if left is ONE or right is ONE:
        return right if left is ONE else left
    if left.head == right.head == "number":
        return number(left.value * right.value)
    return mul(*sorted((left, right), key=lambda term: term.digest))


def identity(size: Term) -> Term:
    return Term("identity", (size,), None, Matrix(size, size, closure({"positive_definite", "orthogonal", "diagonal"})))


def fill(value: Term, rows: Term, columns: Term | None = None) -> Term:
    """A vector or matrix with every entry equal to `value`: the zero matrix, the vector of ones."""
    args = (_scalar("a fill", value), rows) if columns is None else (_scalar("a fill", value), rows, columns)
    entry = scalar_sort(value) or REAL
    return Term("fill", args, None, Vector(rows, entry) if columns is None else Matrix(rows, columns, entry=entry))


def index(array: Term, *indices: Term) -> Term:
    """Entry of a vector (one index) or matrix (two; one gives a row, as a vector), counted from 1."""
    sort = value_sort(array)
    for place in indices:
        _scalar("an index", place)
    if isinstance(sort, Vector) and len(indices) == 1:
        return Term("index", (array, *indices), None, sort.entry)
    if isinstance(sort, Matrix) and len(indices) == 2:
        return Term("index", (array, *indices), None, sort.entry)
    if isinstance(sort, Matrix) and len(indices) == 1:
        return Term("index", (array, *indices), None, Vector(sort.columns, sort.entry))
    raise ShapeError(f"{latex(array)} is {describe(array.sort)} and cannot take {len(indices)} indices")


def literal(rows: list[list[Term]]) -> Term:
    """An array written out; one column makes a vector."""
    if len({len(row) for row in rows}) != 1 or not rows[0]:
        raise ShapeError("the rows of a matrix differ in length: " + ", ".join(str(len(row)) for row in rows))
    entries = tuple(_scalar("an entry of a matrix", entry) for row in rows for entry in row)
    if len(rows[0]) == 1:
        return Term("literal", entries, (len(rows),), Vector(number(len(rows))))
    return Term("literal", entries, (len(rows), len(rows[0])), Matrix(number(len(rows)), number(len(rows[0]))))


def block(rows: list[list[Term]]) -> Term:
    """An array of arrays: those in a row have the same rows, those in a column the same columns."""
    shapes = [[shape(part) for part in row] for row in rows]
    for row in shapes:
        if len(row) != len(shapes[0]) or any(part[0] is not row[0][0] for part in row):
            raise ShapeError(f"the blocks of a row have the same rows: {_sizes(row)}")
        if any(part[1] is not first[1] for part, first in zip(row, shapes[0], strict=True)):
            raise ShapeError(f"the blocks of a column have the same columns: {_sizes(shapes[0])} above {_sizes(row)}")
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    height, width = size_sum(row[0][0] for row in shapes), size_sum(part[1] for part in shapes[0])
    parts = tuple(part for row in rows for part in row)
    if height.head == width.head == "number" and all(not is_array(part) for part in parts):
        return literal(rows)
    return Term("block", parts, (len(rows), len(rows[0])), of_shape(height, width))


def _sizes(shapes: list[Shape]) -> str:
    return ", ".join(f"{latex(rows)} x {latex(columns)}" for rows, columns in shapes)


def blocks_of(term: Term) -> list[list[Term]]:
    """The blocks of an array, row by row; an array that is written out has numbers for blocks."""
    width = term.data[-1] if len(term.data) == 2 else 1
    return [list(term.args[start : start + width]) for start in range(0, len(term.args), width)]


def size_sum(sizes: Iterable[Term]) -> Term:
    """A sum of sizes, in an order that does not depend on theirs."""
    flat = [part for size in sizes for part in (size.args if size.head == "add" else (size,))]
    count = sum(int(part.value) for part in flat if part.head == "number")
    named = sorted((part for part in flat if part.head != "number"), key=lambda term: term.digest)
    terms = [*named, number(count)] if count else named
    return terms[0] if len(terms) == 1 else add(*terms)


def tabulate(variable: Term, size: Term, body: Term) -> Term:
    """The vector (body at 1, .., body at size); of vectors, the matrix with these rows."""
    sort = value_sort(body)
    if isinstance(sort, Vector):
        return Term("tabulate", (variable, size, body), None, Matrix(size, sort.size, entry=sort.entry))
    return Term("tabulate", (variable, size, body), None, Vector(size, scalar_sort(_scalar("a table", body)) or REAL))


def softmax(term: Term) -> Term:
    sort = value_sort(term)
    if not isinstance(sort, Vector):
        raise SortError(f"softmax needs a vector, and {latex(term)} is {describe(sort)}")
    return Term("softmax", (term,), None, Vector(sort.size, UNIT))


# ------------------------------------------------------------------ binders


def between(low: Term, high: Term) -> Term:
    """The integers from `low` to `high`, both included."""
    return Term("range", (_scalar("a bound", low), _scalar("a bound", high)), None, DOMAIN)


def interval(low: Term, high: Term) -> Term:
    """The reals between two ends, each possibly infinite."""
    return Term("interval", (_scalar("a bound", low), _scalar("a bound", high)), None, DOMAIN)


def _bind(head: str, variable: Term, domain: Term, body: Term, sort: Sort) -> Term:
    if variable.head != "symbol":
        raise SortError(f"{latex(variable)} cannot be a bound variable")
    return Term(head, (variable, domain, body), None, sort)


def total(variable: Term, domain: Term, body: Term) -> Term:
    """Sum of `body` over a range or a counted space."""
    rows, columns = shape(body)
    sort = scalar_sort(body)
    if sort is None:
        return _bind("sum", variable, domain, body, of_shape(rows, columns))
    return _bind("sum", variable, domain, body, ranges.of_total(sort, filled=_never_empty(domain)))


def _never_empty(domain: Term) -> bool:
    if domain.head != "range":
        return domain.head == "space"
    low, high = (scalar_sort(bound) for bound in domain.args)
    if low is None or high is None or low.upper is None or high.lower is None:
        return False
    return low.upper <= high.lower


def product(variable: Term, domain: Term, body: Term) -> Term:
    sort = scalar_sort(_scalar("a product", body))
    assert sort is not None
    endless = domain.head == "range" and INFINITY in domain.args
    return _bind("product", variable, domain, body, ranges.of_running_product(sort, endless=endless))


def integral(variable: Term, domain: Term, body: Term) -> Term:
    """Lebesgue integral over an interval or a space."""
    rows, columns = shape(body)
    sort = scalar_sort(body)
    upright = sort is not None and sort.nonnegative and _never_backwards(domain)
    result = of_shape(rows, columns) if sort is None else NONNEGATIVE if upright else REAL
    return _bind("integral", variable, domain, body, result)


def _never_backwards(domain: Term) -> bool:
    """Whether an integral surely runs from the left to the right."""
    if domain.head != "interval":
        return True
    low, high = domain.args
    if high is INFINITY or low == neg(INFINITY):
        return True
    ends = scalar_sort(low), scalar_sort(high)
    upper, lower = (ends[0].upper if ends[0] else None), (ends[1].lower if ends[1] else None)
    return upper is not None and lower is not None and upper <= lower


def extremum(head: Literal["maximum", "minimum", "argmax", "argmin"], variable: Term, domain: Term, body: Term) -> Term:
    _scalar("an extremum", body)
    return _bind(head, variable, domain, body, REAL if head.endswith("imum") else value_sort(variable))


def limit(variable: Term, point: Term, body: Term) -> Term:
    """Where a number goes as the variable nears a point, or infinity."""
    return Term("limit", (variable, point, _scalar("a limit", body)), None, REAL)


def derivative(variable: Term, body: Term, point: Term | None = None, layout: Layout = "denominator") -> Term:
    """d body / d variable at `point` (by default, at the variable itself).

    In denominator layout a scalar's gradient has the shape of the variable and d f / d x of a vector by a vector
    has entry (i, j) = d f_j / d x_i; numerator layout is the transpose of both.
    """
    if variable.head != "symbol":
        raise SortError(f"a derivative by {latex(variable)}, which is no variable")
    rows, columns = shape(variable)
    over, under = shape(body)
    by_scalar = rows is ONE and columns is ONE
    of_scalar = over is ONE and under is ONE
    if by_scalar:
        sort = of_shape(over, under)
    elif of_scalar:
        sort = of_shape(rows, columns) if layout == "denominator" else of_shape(columns, rows)
    elif columns is ONE and under is ONE:
        sort = of_shape(rows, over) if layout == "denominator" else of_shape(over, rows)
    else:
        raise SortError(
            f"the derivative of {describe(value_sort(body))} by {describe(value_sort(variable))} is no matrix"
        )
    return Term("derivative", (variable, body, point or variable), layout, sort)


def hessian(variable: Term, body: Term, point: Term | None = None) -> Term:
    """Matrix of second derivatives of a scalar by a vector (by a number, the second derivative)."""
    _scalar("a Hessian", body)
    sort = value_sort(variable)
    if isinstance(sort, Scalar):
        return derivative(variable, derivative(variable, body), point)
    if not isinstance(sort, Vector):
        raise SortError(f"a Hessian by {latex(variable)}, which is {describe(sort)}")
    return Term(
        "hessian", (variable, body, point or variable), None, Matrix(sort.size, sort.size, frozenset({"symmetric"}))
    )


# ------------------------------------------------------------------ probability


def parametrised(family: Term, *parameters: Term) -> Term:
    """A family that depends on parameters: p_theta, whose densities can be differentiated by theta."""
    if not isinstance(family.sort, Family):
        raise SortError(f"{latex(family)} is {describe(family.sort)}, not a density")
    for parameter in parameters:
        shape(parameter)
    return Term("parametrised", (family, *parameters), None, family.sort)


def density(family: Term, targets: dict[str, Term], givens: dict[str, Term] | None = None) -> Term:
    """p(targets | givens) of a joint family; the keys are the names of the variables."""
    if not isinstance(family.sort, Family):
        raise SortError(f"{latex(family)} is {describe(family.sort)}, not a density")
    givens = givens or {}
    labels = (tuple(sorted(targets)), tuple(sorted(givens)))
    if set(targets) & set(givens) or not targets:
        raise SortError(f"{latex(family)} is conditioned on its own argument, or has none")
    values = tuple(targets[label] for label in labels[0]) + tuple(givens[label] for label in labels[1])
    return Term("density", (family, *values), labels, NONNEGATIVE)


def law(variable: Term, domain: Term, at: Term) -> Term:
    """The law whose pmf or density at `variable` is `at`."""
    _scalar("a density", at)
    return _bind("law", variable, domain, at, Law(value_sort(variable)))


def entrywise(variable: Term, size: Term, of: Term) -> Term:
    """The law of a vector of independent entries, the i-th of which has the law `of` (over i = `variable`)."""
    outcome = of.sort.outcome if isinstance(of.sort, Law) else None
    if not isinstance(outcome, Scalar):
        raise SortError(f"{latex(of)} is no distribution of numbers")
    return _bind("entrywise", variable, between(ONE, size), of, Law(Vector(size, outcome)))


def named(name: str, outcome: Sort, *parameters: Term) -> Term:
    """A law from the table of distributions, such as normal(mu, sigma^2)."""
    for parameter in parameters:
        shape(parameter)
    return Term("named", parameters, name, Law(outcome))


def pdf(of: Term, point: Term) -> Term:
    """The pmf or density of a law at a point."""
    if not isinstance(of.sort, Law):
        raise SortError(f"{latex(of)} is {describe(of.sort)}, not a distribution")
    if of.head == "law":
        return substitute(of.args[2], {of.args[0]: point})
    outcome, value = shape_of(of.sort.outcome), shape_of(value_sort(point))
    if outcome and value and outcome != value:
        raise ShapeError(
            f"{latex(point)} is {describe(value_sort(point))}, and the density is one of {describe(of.sort.outcome)}"
        )
    return Term("pdf", (of, point), None, NONNEGATIVE)


def expect(variable: Term, of: Term, body: Term) -> Term:
    """E of `body` with `variable` drawn from a law."""
    if not isinstance(of.sort, Law):
        raise SortError(f"{latex(of)} is {describe(of.sort)}, not a distribution")
    rows, columns = shape(body)
    return _bind("expect", variable, of, body, _mean_sort(body, rows, columns))


def _mean_sort(body: Term, rows: Term, columns: Term) -> Sort:
    sort = scalar_sort(body)
    if sort is None:
        return of_shape(rows, columns, traits(body) & {"symmetric", "positive_semidefinite", "diagonal"})
    return ranges.of_mean(sort)


def mean(body: Term, *givens: Term) -> Term:
    """E[body | givens], over the random variables in `body`."""
    return Term("mean", (body, *givens), None, _mean_sort(body, *shape(body)))


def variance(body: Term, *givens: Term) -> Term:
    """Var[body | givens]; of a random vector, its covariance matrix."""
    rows, columns = shape(body)
    if columns is not ONE:
        raise SortError(f"the variance of {latex(body)}, which is {describe(value_sort(body))}")
    sort = NONNEGATIVE if rows is ONE else Matrix(rows, rows, closure({"positive_semidefinite"}))
    return Term("variance", (body, *givens), None, sort)


def covariance(left: Term, right: Term, *givens: Term) -> Term:
    """Cov[left, right | givens], a matrix where these are vectors."""
    for side in (left, right):
        if shape(side)[1] is not ONE:
            raise ShapeError(f"a covariance is of numbers or columns; {latex(side)} is {describe(value_sort(side))}")
    rows, columns = shape(left)[0], shape(right)[0]
    return Term("covariance", (left, right, *givens), None, of_shape(rows, columns))


def probability(event: Term, *givens: Term) -> Term:
    if event.sort not in (STATEMENT, EVENT):
        raise SortError(f"{latex(event)} is {describe(event.sort)}, not an event")
    return Term("probability", (event, *givens), None, PROBABILITY)


def entropy(of: Term) -> Term:
    return _of_laws("entropy", REAL, of)


def cross_entropy(p: Term, q: Term) -> Term:
    return _of_laws("cross_entropy", REAL, p, q)


def kl(p: Term, q: Term) -> Term:
    """D_KL(p || q) = E_p[log p / q]."""
    return _of_laws("kl", NONNEGATIVE, p, q)


def js(p: Term, q: Term) -> Term:
    """D_JS(p || q), half the two divergences to the mixture (p + q) / 2."""
    return _of_laws("js", NONNEGATIVE, p, q)


def _of_laws(head: str, sort: Sort, *laws: Term) -> Term:
    for of in laws:
        if not isinstance(of.sort, Law):
            raise SortError(f"{latex(of)} is {describe(of.sort)}, not a distribution")
    outcomes = {of.sort.outcome for of in laws if isinstance(of.sort, Law)}
    if len({type(outcome) for outcome in outcomes}) > 1:
        raise SortError(f"{latex(laws[0])} and {latex(laws[1])} live on different spaces")
    return Term(head, laws, None, sort)


Space = tuple[str, Sort, str]  # label, sort of the values, measure


def uncertainty(family: Term, targets: tuple[Space, ...], givens: tuple[Space, ...] = ()) -> Term:
    """H(targets | givens) of the variables of a family."""
    return Term("uncertainty", (family,), (tuple(sorted(targets, key=_label)), tuple(sorted(givens, key=_label))), REAL)


def information(family: Term, one: tuple[Space, ...], other: tuple[Space, ...], givens: tuple[Space, ...] = ()) -> Term:
    """I(one; other | givens) of the variables of a family."""
    data = tuple(tuple(sorted(part, key=_label)) for part in (one, other, givens))
    return Term("information", (family,), data, NONNEGATIVE)


def _label(of: Space) -> str:
    return of[0]


# ------------------------------------------------------------------ statements


def relation(kind: str, left: Term, right: Term) -> Term:
    """left kind right, with kind one of RELATIONS; both of one sort and shape."""
    if kind not in RELATIONS:
        raise ValueError(f"no such relation: {kind}")
    sides = value_sort(left), value_sort(right)
    if kind == "~":
        _same_outcome(left, right)
    elif all(isinstance(side, (Scalar, Vector, Matrix)) for side in sides):
        _same_shape(f"cannot compare by {kind}", (left, right))
    elif type(sides[0]) is not type(sides[1]):
        raise SortError(
            f"cannot compare {latex(left)}, {describe(sides[0])}, with {latex(right)}, {describe(sides[1])}"
        )
    return Term("relation", (left, right), kind, STATEMENT)


def _same_outcome(left: Term, right: Term) -> None:
    """A distribution is that of things of the shape that it is said of."""
    if not isinstance(right.sort, Law):
        raise SortError(f"{latex(right)} is {describe(right.sort)}, not a distribution")
    one = left.sort.outcome if isinstance(left.sort, Law) else value_sort(left)
    other = right.sort.outcome
    kinds = (Scalar, Vector, Matrix)
    if not isinstance(one, kinds) or not isinstance(other, kinds):
        return
    if shape_of(one) != shape_of(other):
        of = describe(other).removeprefix("a ")
        raise ShapeError(f"{latex(left)} is {describe(one)}, and {latex(right)} a distribution of {of}")


def equal(left: Term, right: Term) -> Term:
    return relation("=", left, right)


def both(*statements: Term) -> Term:
    return statements[0] if len(statements) == 1 else Term("and", statements, None, STATEMENT)


def negation(statement: Term) -> Term:
    return Term("not", (statement,), None, STATEMENT)


def implies(premise: Term, conclusion: Term) -> Term:
    return Term("implies", (premise, conclusion), None, STATEMENT)


def iff(left: Term, right: Term) -> Term:
    return Term("iff", (left, right), None, STATEMENT)


def forall(variable: Term, domain: Term, statement: Term) -> Term:
    return _bind("forall", variable, domain, statement, STATEMENT)


def independent(*variables: Term) -> Term:
    """Random variables are independent of each other; of a single vector, its entries are."""
    return Term("independent", variables, None, STATEMENT)


def jointly_normal(*variables: Term) -> Term:
    """Random numbers are jointly normal, with whatever moments are said of them."""
    return Term("jointly_normal", variables, None, STATEMENT)


def distributed(variable: Term, function: Term, *, continuous: bool = False) -> Term:
    """A random number, or each entry of a random vector, has this distribution function, perhaps a density as well."""
    return Term("distributed", (variable, function), continuous, STATEMENT)


def same_law(*variables: Term) -> Term:
    """Random numbers are identically distributed."""
    return Term("same_law", variables, None, STATEMENT)


def alike(vector: Term, *of: Term) -> Term:
    """The entries of a random vector are identically distributed: as a random number is, where one is given."""
    if not isinstance(vector.sort, RandomVariable) or not isinstance(vector.sort.value, Vector):
        raise SortError(f"{latex(vector)} is {describe(vector.sort)}, and no random vector")
    if any(each.sort != RandomVariable(vector.sort.value.entry) for each in of):
        raise SortError(f"the entries of {latex(vector)} are of another sort than {latex(of[0])}")
    return Term("alike", (vector, *of), None, STATEMENT)


def uncorrelated(vector: Term) -> Term:
    """The entries of a random vector are uncorrelated: its covariance matrix is that of its variances."""
    spread = variance(vector)
    return equal(spread, diag(diag(spread)))


def uncorrelated_in(fact: Term) -> Term | None:
    """The random vector of which a fact says that its entries are uncorrelated."""
    spread = fact.args[0] if fact.head == "relation" else fact
    return spread.args[0] if spread.head == "variance" and fact is uncorrelated(spread.args[0]) else None


def follows(variable: Term, of: Term) -> Term:
    """variable ~ law."""
    return Term("follows", (variable, of), None, STATEMENT)


def follows_given(variable: Term, of: Term, *known: Term) -> Term:
    """variable | known ~ law, of which they are parameters."""
    return Term("follows_given", (variable, of, *known), None, STATEMENT)


def measured(of: Space) -> Term:
    """The densities of a labelled variable, which has such values, are with respect to this measure."""
    return Term("measured", (), of, STATEMENT)


def indicator(statement: Term) -> Term:
    return Term("indicator", (statement,), None, Scalar(Fraction(0), Fraction(1), integer=True))
