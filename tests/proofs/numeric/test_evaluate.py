"""The evaluator against SymPy on random terms, and against NumPy and SciPy on arrays and laws."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
import sympy
from flint import arb, fmpq

from probatum.proofs.errors import DomainError
from probatum.proofs.numeric.evaluate import Evaluator
from probatum.proofs.numeric.interpretation import Interpretation
from probatum.proofs.terms.build import (
    add,
    derivative,
    det,
    diag,
    fn,
    hadamard,
    hessian,
    inverse,
    kron,
    matmul,
    mul,
    norm,
    number,
    power,
    softmax,
    sub,
    trace,
    transpose,
)
from probatum.proofs.terms.sorts import Matrix, Vector
from probatum.proofs.terms.term import Term, symbol

x, y = symbol("x"), symbol("y")
sx, sy = sympy.symbols("x y", real=True)
FUNCTIONS = {"exp": sympy.exp, "sin": sympy.sin, "cos": sympy.cos, "tanh": sympy.tanh, "arctan": sympy.atan,
             "erf": sympy.erf}  # fmt: skip


def random_pair(rng: Random, depth: int) -> tuple[Term, sympy.Expr]:
    """The same random expression in both languages."""
    if depth == 0:
        kind = rng.randrange(3)
        if kind == 0:
            value = rng.randint(-3, 3)
            return number(value), sympy.Integer(value)
        return (x, sx) if kind == 1 else (y, sy)
    kind = rng.randrange(5)
    one, left = random_pair(rng, depth - 1)
    if kind == 0:
        other, right = random_pair(rng, depth - 1)
        return add(one, other), left + right
    if kind == 1:
        other, right = random_pair(rng, depth - 1)
        return mul(one, other), left * right
    if kind == 2:
        return power(one, number(2)), left**2
    if kind == 3:
        return power(add(number(1), power(one, number(2))), number(-1)), 1 / (1 + left**2)
    name = rng.choice(sorted(FUNCTIONS))
    return fn(name, power(add(number(2), power(one, number(2))), number(-1))), FUNCTIONS[name](1 / (2 + left**2))


@pytest.mark.parametrize("seed", range(40))
def test_values_and_derivatives_are_those_of_sympy(seed: int) -> None:
    term, expression = random_pair(Random(seed), 4)
    run = Evaluator(Interpretation({x: fmpq(1, 3), y: fmpq(-2, 5)}))
    at = {sx: sympy.Rational(1, 3), sy: sympy.Rational(-2, 5)}
    pairs = [(term, expression), (derivative(x, term), expression.diff(sx)),
             (derivative(x, derivative(y, term)), expression.diff(sx, sy)),
             (derivative(x, derivative(x, term)), expression.diff(sx, 2))]  # fmt: skip
    for mine, theirs in pairs:
        expected = float(theirs.subs(at).evalf(30))
        assert float(arb(run.value(mine))) == pytest.approx(expected, rel=1e-10, abs=1e-12)


n = number(3)
A, B = symbol("A", Matrix(n, n)), symbol("B", Matrix(n, n))
u, v = symbol("u", Vector(n)), symbol("v", Vector(n))
DATA = Random(5)
VALUES = {
    A: [[fmpq(DATA.randint(-5, 5)) for _ in range(3)] for _ in range(3)],
    B: [[fmpq(DATA.randint(-5, 5)) for _ in range(3)] for _ in range(3)],
    u: [fmpq(2), fmpq(-1), fmpq(1, 2)],
    v: [fmpq(1), fmpq(3), fmpq(-2)],
}
a_, b_, u_, v_ = (np.array([[float(e) if not isinstance(e, list) else 0 for e in row] for row in VALUES[s]])
                  if isinstance(VALUES[s][0], list) else np.array([float(arb(e)) for e in VALUES[s]])
                  for s in (A, B, u, v))  # fmt: skip


def soft(z: np.ndarray) -> np.ndarray:
    return np.exp(z) / np.exp(z).sum()


ARRAYS = {
    "product": (matmul(A, B), a_ @ b_),
    "chain": (matmul(transpose(u), A, B, v), u_ @ a_ @ b_ @ v_),
    "outer": (matmul(u, transpose(v)), np.outer(u_, v_)),
    "inverse": (inverse(A), np.linalg.inv(a_)),
    "det": (det(matmul(A, B)), np.linalg.det(a_ @ b_)),
    "trace": (trace(kron(A, B)), np.trace(np.kron(a_, b_))),
    "kron of vectors": (kron(u, v), np.kron(u_, v_)),
    "diag": (matmul(diag(u), A), np.diag(u_) @ a_),
    "diagonal": (diag(A), np.diag(a_)),
    "hadamard": (hadamard(A, B), a_ * b_),
    "norm": (norm(u), np.linalg.norm(u_)),
    "norm 1": (norm(u, "1"), np.abs(u_).sum()),
    "norm inf": (norm(u, "inf"), np.abs(u_).max()),
    "frobenius": (norm(A), np.linalg.norm(a_)),
    "softmax": (softmax(u), soft(u_)),
    "softmax jacobian": (derivative(u, softmax(u)), np.diag(soft(u_)) - np.outer(soft(u_), soft(u_))),
    "jacobian": (derivative(u, matmul(A, u)), a_.T),
    "jacobian, numerator": (derivative(u, matmul(A, u), None, "numerator"), a_),
    "gradient, numerator": (derivative(u, matmul(transpose(u), A, u), None, "numerator"), (u_ @ (a_ + a_.T))[None]),
    "gradient by a matrix": (derivative(A, matmul(transpose(u), A, v)), np.outer(u_, v_)),
    "by a matrix, numerator": (derivative(A, matmul(transpose(u), A, v), None, "numerator"), np.outer(v_, u_)),
    "gradient of det": (derivative(A, det(A)), np.linalg.det(a_) * np.linalg.inv(a_).T),
    "hessian": (hessian(u, matmul(transpose(u), A, u)), a_ + a_.T),
    "hessian of a norm": (hessian(u, fn("log", fn("exp", mul(number(2), norm(u))))),
                           2 * (np.eye(3) / np.linalg.norm(u_) - np.outer(u_, u_) / np.linalg.norm(u_) ** 3)),
    "derivative of an inverse": (derivative(x, trace(inverse(sub(A, mul(x, B))))),
                                 np.trace(np.linalg.inv(a_ - b_ / 3) @ b_ @ np.linalg.inv(a_ - b_ / 3))),
}  # fmt: skip


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays_are_those_of_numpy(name: str) -> None:
    term, expected = ARRAYS[name]
    found = Evaluator(Interpretation({**VALUES, x: fmpq(1, 3)})).value(term)

    def floats(value: object) -> object:
        return [floats(part) for part in value] if isinstance(value, list) else float(arb(value))

    assert np.asarray(floats(found)).shape == np.shape(expected)
    assert np.allclose(floats(found), expected, rtol=1e-9)


def test_a_singular_matrix_has_no_inverse() -> None:
    singular = [[fmpq(1)] * 3] * 3
    with pytest.raises(DomainError, match="singular"):
        Evaluator(Interpretation({A: singular})).value(inverse(A))
