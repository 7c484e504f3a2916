"""What fits is made with the right sort; what does not fit is refused in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from probatum.proofs.errors import ShapeError, SortError
from probatum.proofs.terms import build
from probatum.proofs.terms.build import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    add,
    apply,
    beta,
    between,
    binomial,
    derivative,
    det,
    diag,
    dot,
    exp,
    factorial,
    fn,
    hessian,
    identity,
    index,
    integral,
    interval,
    inverse,
    kron,
    literal,
    log,
    matmul,
    mul,
    norm,
    number,
    power,
    product,
    relation,
    scalar_sort,
    shape,
    softmax,
    sub,
    total,
    trace,
    traits,
    transpose,
)  # fmt: skip
from probatum.proofs.terms.show import latex
from probatum.proofs.terms.sorts import NATURAL, POSITIVE, UNIT, Function, Matrix, Scalar, Vector, closure
from probatum.proofs.terms.term import INFINITY, Term, symbol

n, m = symbol("n", NATURAL), symbol("m", NATURAL)
a, s, t = symbol("a"), symbol("s", POSITIVE), symbol("t", UNIT)
x, y = symbol("x", Vector(n)), symbol("y", Vector(m))
A = symbol("A", Matrix(n, m))
S = symbol("S", Matrix(n, n, closure({"positive_definite"})))
i = symbol("i", NATURAL)
f = symbol("f", Function((Vector(n),)))

SHAPES = {
    "x^T y": (lambda: matmul(transpose(x), A, y), (ONE, ONE)),
    "A y": (lambda: matmul(A, y), (n, ONE)),
    "A^T": (lambda: transpose(A), (m, n)),
    "outer": (lambda: matmul(x, transpose(y)), (n, m)),
    "gradient": (lambda: derivative(x, dot(x, x)), (n, ONE)),
    "row gradient": (lambda: derivative(x, dot(x, x), layout="numerator"), (ONE, n)),
    "Jacobian": (lambda: derivative(x, matmul(transpose(A), x)), (n, m)),
    "Jacobian, numerator": (lambda: derivative(x, matmul(transpose(A), x), layout="numerator"), (m, n)),
    "gradient by a matrix": (lambda: derivative(A, trace(matmul(A, transpose(A)))), (n, m)),
    "Hessian": (lambda: hessian(x, dot(x, x)), (n, n)),
    "diag": (lambda: diag(x), (n, n)),
    "Kronecker": (lambda: kron(literal([[a, a], [a, a]]), literal([[a], [a]])), (number(4), TWO)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(name: str) -> None:
    make, expected = SHAPES[name]
    assert shape(make()) == expected


REFUSED: dict[str, tuple[Callable[[], Term], str]] = {
    "sum": (lambda: add(x, y), "cannot add a vector of size n and a vector of size m: x and y"),
    "product": (lambda: matmul(A, x), "cannot multiply A, a n x m matrix, by x, a vector of size n"),
    "trace": (lambda: trace(A), "a trace needs a square matrix, and A is a n x m matrix"),
    "inverse": (lambda: inverse(A), "an inverse needs a square matrix, and A is a n x m matrix"),
    "inner product": (lambda: dot(x, y), "no inner product of a vector of size n and a vector of size m: x and y"),
    "comparison": (lambda: relation("=", x, a), "cannot compare by = a vector of size n and a number: x and a"),
    "argument": (lambda: apply(f, y), "argument 1 of f is a vector of size n, and y is a vector of size m"),
    "indices": (lambda: index(x, i, i), "x is a vector of size n and cannot take 2 indices"),
    "power": (lambda: power(A, TWO), "a power needs a square matrix"),
    "softmax": (lambda: softmax(A), "softmax needs a vector, and A is a n x m matrix"),
    "two arrays": (lambda: mul(x, x), "x and x multiply as matrices"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused_in_words(name: str) -> None:
    make, words = REFUSED[name]
    with pytest.raises((ShapeError, SortError)) as caught:
        make()
    assert words in str(caught.value)


# every sort that a maker claims is a promise: the prover reads signs off it
SIGNS: dict[str, tuple[Term, bool, bool]] = {  # term, not negative, positive
    "a^2": (power(a, TWO), True, False),
    "s^2": (power(s, TWO), True, True),
    "a^2 + s": (add(power(a, TWO), s), True, True),
    "s - 1": (sub(s, ONE), False, False),
    "1 - t": (sub(ONE, t), False, False),
    "-s": (mul(MINUS_ONE, s), False, False),
    "(-s)(-s)": (mul(mul(MINUS_ONE, s), mul(MINUS_ONE, s)), True, True),
    "e^a": (exp(a), True, True),
    "log s": (log(s), False, False),
    "|a|": (fn("abs", a), True, False),
    "sqrt s": (power(s, HALF), True, True),
    "norm": (norm(x), True, False),
    "det S": (det(S), True, True),
    "sum of s over 1..n": (total(i, between(ONE, n), s), True, True),
    "sum of s over 1..n-1": (total(i, between(ONE, sub(n, ONE)), s), True, False),
    "product of s over 1..n": (product(i, between(ONE, n), s), True, True),
    "product of s over 1, 2, ..": (product(i, between(ONE, INFINITY), s), True, False),
    "integral of s upwards": (integral(a, interval(ZERO, ONE), s), True, False),
    "integral of s with symbolic ends": (integral(a, interval(symbol("l"), symbol("h")), s), False, False),
    "integral of s over the line": (integral(a, interval(build.neg(INFINITY), INFINITY), s), True, False),
    "n choose a": (binomial(n, a), False, False),
    "n choose m": (binomial(n, m), True, False),
    "a factorial": (factorial(a), False, False),
    "beta of reals": (beta(a, s), False, False),
}


@pytest.mark.parametrize("name", SIGNS)
def test_signs_are_claimed_only_where_they_hold(name: str) -> None:
    term, nonnegative, positive = SIGNS[name]
    sort = scalar_sort(term)
    assert isinstance(sort, Scalar)
    assert (sort.nonnegative, sort.positive) == (nonnegative, positive)


def test_traits_follow_the_structure() -> None:
    assert "positive_definite" in traits(inverse(S))
    assert "positive_definite" in traits(add(S, identity(n)))
    assert "symmetric" in traits(matmul(A, transpose(A)))
    assert "symmetric" not in traits(matmul(S, S, inverse(S), S, S))
    assert "positive_definite" not in traits(mul(a, S))


def test_nothing_is_simplified() -> None:
    assert latex(add(a, sub(a, a))) == "a+a-a"
