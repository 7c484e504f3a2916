"""The words of entries: what a signature says becomes a symbol of that sort, and mistakes in a body are named."""

from typing import Any

import pytest
import sympy as sp

from probatum.identities.entry import identity
from probatum.identities.language import (
    C,
    Convex,
    Eq,
    Joint,
    M,
    Matrix,
    N,
    Nonzero,
    Pmf,
    Point,
    Positive,
    PositiveDefinite,
    PositiveVector,
    Real,
    Unit,
    Vector,
    X,
    Z,
    dot,
    exp,
    log,
    number,
    symbols,
    total,
)
from probatum.proofs.errors import ShapeError
from probatum.proofs.terms import sorts
from probatum.proofs.terms.sympy_bridge import from_sympy
from probatum.proofs.terms.term import space


def statement(
    r: Real, s: Positive, t: Nonzero, u: Unit, x: Vector[N], v: PositiveVector[N], A: Matrix[N, M],
    S: PositiveDefinite[N], p: Pmf[X], j: Joint, z: Point[Z], f: Convex,
) -> None:  # fmt: skip
    """Every sort there is."""


n = from_sympy(sp.Symbol("n", integer=True, positive=True))
m = from_sympy(sp.Symbol("m", integer=True, positive=True))
SORTS = {
    "r": sorts.REAL,
    "s": sorts.POSITIVE,
    "t": sorts.NONZERO,
    "u": sorts.UNIT,
    "x": sorts.Vector(n),
    "v": sorts.Vector(n, sorts.POSITIVE),
    "A": sorts.Matrix(n, m),
    "S": sorts.Matrix(n, n, sorts.closure({"positive_definite"})),
    "z": sorts.Outcome("z"),
}


@pytest.mark.parametrize("name", SORTS)
def test_a_signature_says_the_sort(name: str) -> None:
    term = from_sympy(symbols(statement)[name])
    assert term.name == name
    assert term.sort == SORTS[name]


def test_a_density_is_called_at_points() -> None:
    made = symbols(statement)
    j, z, p = made["j"], made["z"], made["p"]
    assert from_sympy(j(z)).data == (("z",), ())
    assert from_sympy(p.law()).args[1] is space("x", "counting")
    assert from_sympy(j.law(Z)).args[1] is space("z", "lebesgue")


def test_a_function_is_called_and_differentiated() -> None:
    f = symbols(statement)["f"]
    assert from_sympy(f(1)).args[0].sort == sorts.Function((sorts.REAL,), traits=frozenset({"convex"}))
    assert from_sympy(f.prime(1)).args[0].head == "prime"


def test_a_sum_is_over_numbers_outcomes_or_the_line() -> None:
    p = symbols(statement)["p"]
    assert from_sympy(total(N, lambda i: i)).head == "sum"
    assert from_sympy(total(X, lambda x: p(x))).head == "sum"
    assert from_sympy(total(C, lambda x: p(x))).head == "integral"
    assert from_sympy(total(N, lambda i: i)).args[0].name == "i"


def test_bodies_are_written_and_not_evaluated() -> None:
    @identity("nn.sigmoid")
    def sum_of_halves(x: Real) -> Any:
        """Halves add up."""
        return Eq(x / 2 + x / 2, exp(log(1)) * x * number(1))

    assert sum_of_halves.latex == r"\frac{x}{2}+\frac{x}{2} = \exp\left(\log\left(1\right)\right) x \cdot 1"


def test_shapes_that_do_not_fit_are_named() -> None:
    @identity("matcalc.linear")
    def misfit(x: Vector[N], y: Vector[M]) -> Any:
        """Vectors of different sizes."""
        return Eq(dot(x, y), 0)

    with pytest.raises(ShapeError, match="a vector of size n and a vector of size m"):
        misfit.claim


def test_a_sort_that_is_none_is_named() -> None:
    def of_nothing(x: int) -> None: ...

    with pytest.raises(TypeError, match="no such sort: <class 'int'>"):
        symbols(of_nothing)
