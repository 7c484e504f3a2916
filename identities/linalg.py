"""Matrix and vector basics."""

from typing import Any

from .entry import identity
from .language import (
    Eq,
    Le,
    M,
    Matrix,
    N,
    Orthogonal,
    Vector,
    Whole,
    arccos,
    at,
    cos,
    det,
    dot,
    identity_matrix,
    inverse,
    norm,
    rank,
    sqrt,
    total,
    tr,
)

# ------------------------------------------------------------------ products


@identity("linalg.matmul")
def matrix_product(A: Matrix[N, M], B: Matrix[M, N], i: Whole, k: Whole) -> Any:
    """An entry of a product of matrices: a row of the first with a column of the second.

    A: (.., n, m), B: (.., m, n'). Gives (.., n, n'), all entries.
    """
    return Eq(at(A * B, i, k), total(M, lambda j: at(A, i, j) * at(B, j, k)))


@matrix_product.neighbour("rows with rows: that is the product with the transpose")
def _(A: Matrix[N, N], B: Matrix[N, N], i: Whole, k: Whole) -> Any:
    return Eq(at(A * B, i, k), total(N, lambda j: at(A, i, j) * at(B, k, j)))


@matrix_product.neighbour("matrices do not commute")
def _(A: Matrix[N, N], B: Matrix[N, N]) -> Any:
    return Eq(A * B, B * A)


@identity("linalg.outer_product")
def outer_product(u: Vector[N], v: Vector[M], i: Whole, j: Whole) -> Any:
    """An entry of an outer product.

    u: (.., n), v: (.., m). Gives (.., n, m), all entries.
    """
    return Eq(at(u * v.T, i, j), at(u, i) * at(v, j))


@outer_product.neighbour("the two vectors have changed places")
def _(u: Vector[N], v: Vector[N], i: Whole, j: Whole) -> Any:
    return Eq(at(u * v.T, i, j), at(v, i) * at(u, j))


@identity("linalg.inner_product")
def inner_product(x: Vector[N], y: Vector[N]) -> Any:
    """The inner product.

    x, y: (.., n). Gives (..).
    """
    return Eq(dot(x, y), total(N, lambda i: at(x, i) * at(y, i)))


@inner_product.computed
def _(a: Any, x: Any, y: Any) -> Any:
    return a.sum(x * y, axis=-1)


@identity("linalg.inner_product_square")
def inner_product_of_sum(x: Vector[N], y: Vector[N]) -> Any:
    """The square of a sum."""
    return Eq(dot(x + y, x + y), dot(x, x) + 2 * dot(x, y) + dot(y, y))


@inner_product_of_sum.neighbour("the mixed term is lost: so it is for orthogonal vectors only")
def _(x: Vector[N], y: Vector[N]) -> Any:
    return Eq(dot(x + y, x + y), dot(x, x) + dot(y, y))


@identity("linalg.inner_product_square")
def inner_product_of_difference(x: Vector[N], y: Vector[N]) -> Any:
    """The square of a difference."""
    return Eq(dot(x - y, x - y), dot(x, x) - 2 * dot(x, y) + dot(y, y))


@inner_product_of_difference.neighbour("the last square is not subtracted")
def _(x: Vector[N], y: Vector[N]) -> Any:
    return Eq(dot(x - y, x - y), dot(x, x) - 2 * dot(x, y) - dot(y, y))


@identity("linalg.inner_product_additive")
def inner_product_additive(x: Vector[N], y: Vector[N], z: Vector[N]) -> Any:
    """The inner product is additive in its second argument."""
    return Eq(dot(x, y + z), dot(x, z) + dot(x, y))


# ------------------------------------------------------------------ norms and angles


@identity("linalg.euclidean_norm")
def euclidean_norm(x: Vector[N]) -> Any:
    """The Euclidean norm.

    x: (.., n). Gives (..).
    """
    return Eq(norm(x), sqrt(total(N, lambda i: at(x, i) ** 2)))


@euclidean_norm.computed
def _(a: Any, x: Any) -> Any:
    return a.linalg.norm(x, axis=-1)


@identity("linalg.euclidean_norm")
def euclidean_norm_by_inner_product(x: Vector[N]) -> Any:
    """The Euclidean norm by the inner product."""
    return Eq(norm(x), sqrt(dot(x, x)))


@euclidean_norm_by_inner_product.neighbour("the inner product is the square of the norm")
def _(x: Vector[N]) -> Any:
    return Eq(norm(x), dot(x, x))


@identity("linalg.cosine")
def inner_product_by_angle(x: Vector[N], y: Vector[N]) -> Any:
    """The inner product by the norms and the angle between the vectors, where neither is zero."""
    return Eq(dot(x, y), norm(x) * norm(y) * cos(arccos(dot(x, y) / (norm(x) * norm(y)))))


@inner_product_by_angle.neighbour("the cosine belongs to it unless the vectors are parallel")
def _(x: Vector[N], y: Vector[N]) -> Any:
    return Eq(dot(x, y), norm(x) * norm(y))


@identity("linalg.cosine", equality="where one vector is a multiple of the other that is not negative")
def cauchy_schwarz(x: Vector[N], y: Vector[N]) -> Any:
    """There is such an angle: the inner product is at most the product of the norms."""
    return Le(dot(x, y), norm(x) * norm(y))


@identity("linalg.cosine")
def cauchy_schwarz_equality(x: Vector[N]) -> Any:
    """A vector is parallel to itself: the angle is zero."""
    return Eq(dot(x, x), norm(x) * norm(x))


@identity("linalg.frobenius_norm")
def frobenius_norm(A: Matrix[N, M]) -> Any:
    """The Frobenius norm.

    A: (.., n, m). Gives (..).
    """
    return Eq(norm(A), sqrt(total(N, lambda i: total(M, lambda j: at(A, i, j) ** 2))))


@frobenius_norm.computed
def _(a: Any, A: Any) -> Any:
    return a.sqrt(a.sum(A**2, axis=(-2, -1)))


@identity("linalg.frobenius_norm")
def frobenius_norm_as_trace(A: Matrix[N, M]) -> Any:
    """The Frobenius norm as a trace."""
    return Eq(norm(A), sqrt(tr(A.T * A)))


@frobenius_norm_as_trace.neighbour("the trace is the square of the norm")
def _(A: Matrix[N, M]) -> Any:
    return Eq(norm(A), tr(A.T * A))


# ------------------------------------------------------------------ orthogonal matrices


@identity("linalg.orthogonal_inverse")
def orthogonal_inverse(A: Matrix[N, N]) -> Any:
    """A square matrix with orthonormal columns has its transpose as inverse."""
    return Eq(inverse(A), A.T), Eq(A.T * A, identity_matrix(N))


@identity("linalg.orthogonal_inverse")
def orthogonal_columns(A: Orthogonal[N]) -> Any:
    """The columns are orthonormal."""
    return Eq(A.T * A, identity_matrix(N))


@identity("linalg.orthogonal_inverse")
def orthogonal_rows(A: Matrix[N, N]) -> Any:
    """A square matrix with orthonormal columns has orthonormal rows."""
    return Eq(A * A.T, identity_matrix(N)), Eq(A.T * A, identity_matrix(N))


@identity("linalg.orthogonal_det")
def orthogonal_det(A: Orthogonal[N]) -> Any:
    """The determinant of an orthogonal matrix is 1 or -1."""
    return Eq(abs(det(A)), 1)


@orthogonal_det.neighbour("a reflection has the determinant -1")
def _(A: Orthogonal[N]) -> Any:
    return Eq(det(A), 1)


@identity("linalg.orthogonal_det")
def orthogonal_det_squared(A: Orthogonal[N]) -> Any:
    """The determinant squared: 1 and -1 are all it can be."""
    return Eq(det(A) ** 2, 1)


@identity("linalg.orthogonal_det")
def orthogonal_gram_det(A: Orthogonal[N]) -> Any:
    """The determinant of A^T A."""
    return Eq(det(A.T * A), 1)


@orthogonal_gram_det.neighbour("for a square matrix in general it is the square of the determinant")
def _(A: Matrix[N, N]) -> Any:
    return Eq(det(A.T * A), 1)


@identity("linalg.orthogonal_preserves")
def orthogonal_preserves_inner_product(A: Orthogonal[N], x: Vector[N], y: Vector[N]) -> Any:
    """An orthogonal matrix preserves inner products."""
    return Eq(dot(A * x, A * y), dot(x, y))


@orthogonal_preserves_inner_product.neighbour("a matrix in general does not")
def _(A: Matrix[N, N], x: Vector[N], y: Vector[N]) -> Any:
    return Eq(dot(A * x, A * y), dot(x, y))


@identity("linalg.orthogonal_preserves")
def orthogonal_preserves_norm(A: Orthogonal[N], x: Vector[N]) -> Any:
    """An orthogonal matrix preserves norms."""
    return Eq(norm(A * x), norm(x))


@identity("linalg.orthogonal_preserves")
def orthogonal_preserves_distance(A: Orthogonal[N], x: Vector[N], y: Vector[N]) -> Any:
    """An orthogonal matrix preserves distances."""
    return Eq(norm(A * x - A * y), norm(x - y))


@identity("linalg.orthogonal_preserves")
def orthogonal_preserves_angle(A: Orthogonal[N], x: Vector[N], y: Vector[N]) -> Any:
    """An orthogonal matrix preserves angles."""
    return Eq(
        arccos(dot(A * x, A * y) / (norm(A * x) * norm(A * y))),
        arccos(dot(x, y) / (norm(x) * norm(y))),
    )


@identity("linalg.orthogonal_preserves")
def orthogonal_preserves_rank(A: Orthogonal[N], B: Matrix[N, M]) -> Any:
    """An orthogonal matrix preserves ranks."""
    return Eq(rank(A * B), rank(B))


@orthogonal_preserves_rank.neighbour("a matrix in general may lower the rank, as one of rank one does")
def _(u: Vector[N], v: Vector[N], B: Matrix[N, M]) -> Any:
    return Eq(rank(u * v.T * B), rank(B))


@identity("linalg.orthogonal_preserves")
def orthogonal_product(A: Orthogonal[N], B: Orthogonal[N]) -> Any:
    """A product of orthogonal matrices is orthogonal."""
    return Eq((A * B).T * (A * B), identity_matrix(N))
