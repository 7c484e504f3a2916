"""Matrix and vector basics."""

from typing import Any

from .entry import identity
from .language import Eq, M, Matrix, N, at, norm, sqrt, total, tr


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
