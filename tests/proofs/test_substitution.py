"""Equals for equals in terms, and claims that follow by that."""

from __future__ import annotations

from probatum.proofs import kernel
from probatum.proofs.claim import Claim
from probatum.proofs.rules.substitution import replaced
from probatum.proofs.terms.build import (
    add,
    between,
    equal,
    index,
    inverse,
    matmul,
    mul,
    number,
    power,
    total,
    transpose,
)
from probatum.proofs.terms.sorts import NATURAL, Matrix, Vector
from probatum.proofs.terms.term import symbol

n = symbol("n", NATURAL)
A, B, C, D = (symbol(name, Matrix(n, n)) for name in "ABCD")
a, b, c, d = map(symbol, "abcd")
i = symbol("i", NATURAL)
x, y = symbol("x", Vector(n)), symbol("y", Vector(n))


def test_a_part_is_replaced_as_a_whole_or_among_its_neighbours() -> None:
    assert replaced(power(add(a, b), number(2)), add(a, b), c) is power(c, number(2))
    assert replaced(add(a, b, c), add(a, c), d) is add(b, d)
    assert replaced(mul(a, b, c), mul(c, a), d) is mul(b, d)
    assert replaced(matmul(A, B, C), matmul(B, C), D) is matmul(A, D)
    assert replaced(matmul(B, A, C), matmul(B, C), D) is matmul(B, A, C)


def test_an_equation_about_one_index_says_nothing_under_a_sum_over_it() -> None:
    one, other = index(x, i), index(y, i)
    under = total(i, between(number(1), n), one)
    assert replaced(under, one, other) is under


def test_an_equation_times_a_matrix_follows_from_it() -> None:
    fact = equal(matmul(A, transpose(B)), add(C, D))
    claim = Claim(matmul(inverse(C), A, transpose(B)), "=", matmul(inverse(C), add(C, D)), (fact,))
    assert kernel.by_normal_form(claim) is not None
    wrong = Claim(matmul(A, transpose(B), inverse(C)), "=", matmul(inverse(C), add(C, D)), (fact,))
    assert kernel.by_normal_form(wrong) is None
