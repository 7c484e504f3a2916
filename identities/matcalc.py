"""Derivatives by vectors and matrices, in both layouts.

In denominator layout, the default, a derivative has the shape of what it is taken by: gradients are columns. In
numerator layout it is the transpose of that. Functions named `.._row` are in numerator layout.
"""

from typing import Any

from .entry import identity
from .language import (
    Eq,
    M,
    Matrix,
    N,
    Real,
    Smooth,
    SmoothFamily,
    SmoothOf,
    Vector,
    Whole,
    at,
    derivative,
    dot,
    entries,
    gradient,
    norm,
    scalar,
)

# ------------------------------------------------------------------ the layouts


@identity("matcalc.layout")
def vector_by_scalar(f: SmoothFamily, t: Real, i: Whole) -> Any:
    """A vector by a number, in numerator layout: a column, entry by entry."""
    return Eq(at(derivative(t, entries(N, lambda k: f(k, t))), i), f.prime(i, t, by=1))


@identity("matcalc.layout")
def matrix_by_scalar(A: Matrix[N, M], f: Smooth, t: Real, i: Whole, j: Whole) -> Any:
    """A matrix by a number, in numerator layout: of its own shape, entry by entry."""
    return Eq(at(derivative(t, f(t) * A), i, j), derivative(t, f(t) * at(A, i, j)))


@identity("matcalc.layout")
def scalar_by_vector(f: SmoothOf[N], x: Vector[N]) -> Any:
    """A number by a vector: a row in numerator layout, a column in denominator layout."""
    return Eq(gradient(x, f(x), "numerator"), gradient(x, f(x)).T)


@identity("matcalc.layout")
def vector_by_vector_row(A: Matrix[M, N], x: Vector[N]) -> Any:
    """A vector by a vector in numerator layout: the rows are the gradients of its entries."""
    return Eq(gradient(x, A * x, "numerator"), A)


@vector_by_vector_row.neighbour("that is denominator layout")
def _(A: Matrix[N, N], x: Vector[N]) -> Any:
    return Eq(gradient(x, A * x, "numerator"), A.T)


@identity("matcalc.layout")
def vector_by_vector(A: Matrix[M, N], x: Vector[N]) -> Any:
    """A vector by a vector in denominator layout: the columns are the gradients of its entries."""
    return Eq(gradient(x, A * x), A.T)


@identity("matcalc.layout")
def scalar_by_matrix(X: Matrix[N, M], c: Vector[N], b: Vector[M], i: Whole, j: Whole) -> Any:
    """A number by a matrix: of the shape of the matrix in denominator layout, of its transpose in numerator layout."""
    f = scalar(c.T * X * b)
    return Eq(at(gradient(X, f, "numerator"), j, i), at(gradient(X, f), i, j))


@scalar_by_matrix.printed("the title says numerator layout; the table below it, as c b^T here, is in the other")
def _(X: Matrix[N, N], c: Vector[N], b: Vector[N]) -> Any:
    return Eq(gradient(X, scalar(c.T * X * b), "numerator"), c * b.T)


# ------------------------------------------------------------------ by a vector


@identity("matcalc.linear")
def gradient_of_linear(b: Vector[N], x: Vector[N]) -> Any:
    """The gradient of b^T x."""
    return Eq(gradient(x, dot(b, x)), b)


@gradient_of_linear.neighbour("the gradient by x of what is linear in x is free of x")
def _(b: Vector[N], x: Vector[N]) -> Any:
    return Eq(gradient(x, dot(b, x)), x)


@identity("matcalc.linear")
def gradient_of_linear_turned(b: Vector[N], x: Vector[N]) -> Any:
    """The gradient of x^T b."""
    return Eq(gradient(x, dot(x, b)), b)


@identity("matcalc.linear")
def gradient_of_linear_row(b: Vector[N], x: Vector[N]) -> Any:
    """The derivative of b^T x in numerator layout."""
    return Eq(gradient(x, dot(b, x), "numerator"), b.T)


@identity("matcalc.square")
def gradient_of_square(x: Vector[N]) -> Any:
    """The gradient of x^T x."""
    return Eq(gradient(x, dot(x, x)), 2 * x)


@gradient_of_square.neighbour("the factor 2 is lost")
def _(x: Vector[N]) -> Any:
    return Eq(gradient(x, dot(x, x)), x)


@identity("matcalc.square")
def gradient_of_square_row(x: Vector[N]) -> Any:
    """The derivative of x^T x in numerator layout."""
    return Eq(gradient(x, dot(x, x), "numerator"), 2 * x.T)


@identity("matcalc.quadratic")
def gradient_of_quadratic(A: Matrix[N, N], x: Vector[N]) -> Any:
    """The gradient of x^T A x.

    A: (.., n, n), x: (.., n). Gives (.., n).
    """
    return Eq(gradient(x, scalar(x.T * A * x)), (A + A.T) * x)


@gradient_of_quadratic.computed
def _(a: Any, A: Any, x: Any) -> Any:
    return ((A + a.transpose(A)) @ x[..., None])[..., 0]


@gradient_of_quadratic.neighbour("2 A x is the gradient for a symmetric A only")
def _(A: Matrix[N, N], x: Vector[N]) -> Any:
    return Eq(gradient(x, scalar(x.T * A * x)), 2 * A * x)


@identity("matcalc.quadratic")
def gradient_of_quadratic_row(A: Matrix[N, N], x: Vector[N]) -> Any:
    """The derivative of x^T A x in numerator layout."""
    return Eq(gradient(x, scalar(x.T * A * x), "numerator"), x.T * (A + A.T))


@identity("matcalc.bilinear")
def gradient_of_bilinear(A: Matrix[M, N], b: Vector[M], x: Vector[N]) -> Any:
    """The gradient of b^T A x.

    A: (.., m, n), b: (.., m), x: any. Gives (.., n).
    """
    return Eq(gradient(x, scalar(b.T * A * x)), A.T * b)


@gradient_of_bilinear.computed
def _(a: Any, A: Any, b: Any) -> Any:
    return (a.transpose(A) @ b[..., None])[..., 0]


@identity("matcalc.bilinear")
def gradient_of_bilinear_row(A: Matrix[M, N], b: Vector[M], x: Vector[N]) -> Any:
    """The derivative of b^T A x in numerator layout."""
    return Eq(gradient(x, scalar(b.T * A * x), "numerator"), b.T * A)


@gradient_of_bilinear.neighbour("A is not transposed; told from the truth for a square A")
def _(A: Matrix[N, N], b: Vector[N], x: Vector[N]) -> Any:
    return Eq(gradient(x, scalar(b.T * A * x)), A * b)


@identity("matcalc.norm")
def gradient_of_distance(b: Vector[N], x: Vector[N]) -> Any:
    """The gradient of the distance from b, where x is not b: a unit vector.

    b, x: (.., n). Gives (.., n).
    """
    return Eq(gradient(x, norm(x - b)), (x - b) / norm(x - b))


@gradient_of_distance.computed
def _(a: Any, b: Any, x: Any) -> Any:
    return (x - b) / a.linalg.norm(x - b, axis=-1)[..., None]


@identity("matcalc.norm")
def gradient_of_distance_row(b: Vector[N], x: Vector[N]) -> Any:
    """The derivative of the distance from b in numerator layout."""
    return Eq(gradient(x, norm(x - b), "numerator"), (x - b).T / norm(x - b))


@identity("matcalc.norm_squared")
def gradient_of_norm_squared(x: Vector[N]) -> Any:
    """The gradient of the squared norm."""
    return Eq(gradient(x, norm(x) ** 2), 2 * x)


@identity("matcalc.norm_squared")
def gradient_of_norm_squared_row(x: Vector[N]) -> Any:
    """The derivative of the squared norm in numerator layout."""
    return Eq(gradient(x, norm(x) ** 2, "numerator"), 2 * x.T)


# ------------------------------------------------------------------ by a matrix


@identity("matcalc.matrix_bilinear")
def gradient_of_matrix_bilinear(X: Matrix[N, M], c: Vector[N], b: Vector[M]) -> Any:
    """The gradient of c^T X b by X: an outer product.

    c: (.., n), b: (.., m). Gives (.., n, m).
    """
    return Eq(gradient(X, scalar(c.T * X * b)), c * b.T)


@gradient_of_matrix_bilinear.computed
def _(a: Any, c: Any, b: Any) -> Any:
    return c[..., :, None] * b[..., None, :]


@gradient_of_matrix_bilinear.neighbour("that is the derivative in numerator layout; told apart for a square X")
def _(X: Matrix[N, N], c: Vector[N], b: Vector[N]) -> Any:
    return Eq(gradient(X, scalar(c.T * X * b)), b * c.T)


@identity("matcalc.matrix_bilinear")
def gradient_of_matrix_bilinear_row(X: Matrix[N, M], c: Vector[N], b: Vector[M]) -> Any:
    """The derivative of c^T X b by X in numerator layout."""
    return Eq(gradient(X, scalar(c.T * X * b), "numerator"), b * c.T)


@identity("matcalc.matrix_bilinear_transpose")
def gradient_of_matrix_bilinear_transpose(X: Matrix[M, N], c: Vector[N], b: Vector[M]) -> Any:
    """The gradient of c^T X^T b by X.

    c: (.., n), b: (.., m). Gives (.., m, n).
    """
    return Eq(gradient(X, scalar(c.T * X.T * b)), b * c.T)


@gradient_of_matrix_bilinear_transpose.computed
def _(a: Any, c: Any, b: Any) -> Any:
    return b[..., :, None] * c[..., None, :]


@identity("matcalc.matrix_bilinear_transpose")
def gradient_of_matrix_bilinear_transpose_row(X: Matrix[M, N], c: Vector[N], b: Vector[M]) -> Any:
    """The derivative of c^T X^T b by X in numerator layout."""
    return Eq(gradient(X, scalar(c.T * X.T * b), "numerator"), c * b.T)


@identity("matcalc.frobenius_squared")
def gradient_of_frobenius_squared(X: Matrix[N, M]) -> Any:
    """The gradient of the squared Frobenius norm."""
    return Eq(gradient(X, norm(X) ** 2), 2 * X)


@identity("matcalc.frobenius_squared")
def gradient_of_frobenius_squared_row(X: Matrix[N, M]) -> Any:
    """The derivative of the squared Frobenius norm in numerator layout."""
    return Eq(gradient(X, norm(X) ** 2, "numerator"), 2 * X.T)
