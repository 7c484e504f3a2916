"""Claims by which the tool was once wrong, or might have been: smallest first, each with the verdicts it may get.

The prover must never prove one of FALSE, and both legs together must neither prove nor confirm it; CAREFUL ones hold
only where both sides are defined, and must not pass without saying so.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest

from probatum.proofs.claim import Claim
from probatum.proofs.decide import decide
from probatum.proofs.errors import ProbatumError
from probatum.proofs.prove import prove
from probatum.proofs.terms.build import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    add,
    apply,
    between,
    cross_entropy,
    density,
    derivative,
    div,
    dot,
    entropy,
    equal,
    exp,
    expect,
    fn,
    follows,
    independent,
    index,
    indicator,
    integral,
    interval,
    inverse,
    js,
    kl,
    law,
    log,
    matmul,
    max_of,
    mean,
    mul,
    named,
    neg,
    norm,
    number,
    parametrised,
    pdf,
    power,
    probability,
    product,
    relation,
    sqrt,
    sub,
    total,
    trace,
    transpose,
    variance,
)  # fmt: skip
from probatum.proofs.terms.sorts import (
    COUNT,
    FAMILY,
    INTEGER,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    Function,
    Matrix,
    Outcome,
    RandomVariable,
    Vector,
    closure,
)  # fmt: skip
from probatum.proofs.terms.term import INFINITY, PI, Term, space, symbol
from probatum.proofs.verdict import Verdict

a, b, c = (symbol(name) for name in "abc")
s, t, r = symbol("s", POSITIVE), symbol("t", POSITIVE), symbol("r", UNIT)
n, m, i, j, k = (symbol(name, NATURAL) for name in "nmijk")
low, high, count = symbol("l", INTEGER), symbol("h", INTEGER), symbol("N", COUNT)
x, y = symbol("x", Vector(n)), symbol("y", Vector(n))
A, B = symbol("A", Matrix(n, n)), symbol("B", Matrix(n, n))
S = symbol("S", Matrix(n, n, closure(["positive_definite"])))
P0 = symbol("P", Matrix(n, n, closure(["positive_semidefinite"])))
U, V, W = (symbol(name, RandomVariable(REAL)) for name in "UVW")
f, phi = symbol("f", Function((REAL,))), symbol("phi", Function((REAL,), REAL, frozenset({"convex"})))
p, q, theta = symbol("p", FAMILY), symbol("q", FAMILY), symbol("theta")
at_x, at_y = symbol("x", Outcome("x")), symbol("y", Outcome("y"))
over_x = space("x", "counting")
p_x, q_x = density(p, {"x": at_x}), density(q, {"x": at_x})
P, Q = law(at_x, over_x, p_x), law(at_x, over_x, q_x)
p_theta = density(parametrised(p, theta), {"x": at_x})
u, v = symbol("u0"), symbol("v0")
on_u, on_v = space("u0", "lebesgue"), space("v0", "lebesgue")
normal, other_normal = named("normal", REAL, a, s), named("normal", REAL, b, t)
rate, uniform, coin = named("exponential", REAL, s), named("uniform", REAL, a, b), named("bernoulli", REAL, r)
one_n = between(ONE, n)


def eq(left: Term, right: Term, *assumptions: Term) -> Claim:
    return Claim(left, "=", right, assumptions)


def le(left: Term, right: Term, *assumptions: Term) -> Claim:
    return Claim(left, "<=", right, assumptions)


def lt(left: Term, right: Term, *assumptions: Term) -> Claim:
    return Claim(left, "<", right, assumptions)


FALSE = {
    # ranges that are empty or run backwards
    "count_of_a_range_that_runs_backwards": eq(total(i, between(low, high), ONE), add(high, neg(low), ONE)),
    "sum_of_integers_over_such_a_range": eq(
        total(i, between(low, high), i), div(mul(add(low, high), add(high, neg(low), ONE)), TWO)
    ),
    "product_over_such_a_range": eq(product(i, between(low, high), exp(a)), exp(mul(a, add(high, neg(low), ONE)))),
    "an_empty_product_of_zeros": eq(product(i, between(ONE, count), ZERO), ZERO),
    "an_empty_sum_is_not_positive": lt(ZERO, total(i, between(ONE, count), exp(a))),
    "an_integral_may_run_backwards": le(ZERO, integral(a, interval(b, c), exp(a))),
    "an_integral_of_squares_may_run_backwards": le(ZERO, integral(a, interval(b, c), power(apply(f, a), TWO))),
    "an_integral_of_a_positive_product": le(ZERO, integral(a, interval(b, c), mul(exp(a), power(a, TWO)))),
    "an_integral_over_a_point": lt(ZERO, integral(a, interval(ZERO, symbol("w", NONNEGATIVE)), exp(a))),
    "dependent_bounds_swapped_wrongly": eq(
        total(i, one_n, total(j, between(ONE, i), index(A, i, j))),
        total(j, one_n, total(i, between(ONE, j), index(A, i, j))),
    ),
    "a_delta_outside_of_its_range": eq(total(i, one_n, mul(indicator(equal(i, number(3))), i)), number(3)),
    "ranges_of_different_length": eq(total(i, one_n, total(j, between(ONE, m), indicator(equal(i, j)))), n),
    # roots, signs, absolute values
    "a_root_of_a_square": eq(sqrt(power(a, TWO)), a),
    "a_root_of_a_negative_product": eq(
        power(sqrt(neg(mul(a, add(power(b, TWO), ONE)))), TWO), neg(mul(fn("abs", a), add(power(b, TWO), ONE)))
    ),
    "the_sign_of_zero": eq(mul(fn("sign", a), fn("sign", a)), ONE),
    "half_the_logarithm_of_a_square": eq(exp(mul(HALF, log(power(a, TWO)))), a),
    "minus_one_to_a_real": eq(power(MINUS_ONE, mul(TWO, a)), ONE),
    "an_indicator_at_equality": eq(indicator(relation("<=", a, b)), indicator(relation("<", a, b))),
    # named laws beyond their supports
    "a_power_of_a_mass_beyond_its_support": eq(
        product(i, one_n, pdf(coin, a)), product(i, one_n, mul(power(r, a), power(sub(ONE, r), sub(ONE, a))))
    ),
    "half_a_normal_law": eq(integral(c, interval(ZERO, INFINITY), pdf(normal, c)), ONE),
    "the_mean_over_a_part_of_the_line": eq(integral(c, interval(ZERO, ONE), mul(c, pdf(normal, c))), a),
    "part_of_an_exponential_law": eq(integral(c, interval(ZERO, ONE), pdf(rate, c)), ONE),
    "a_density_counted": eq(total(c, space("c", "counting"), pdf(normal, c)), ONE),
    "an_exponential_density_below_zero": eq(pdf(rate, a), mul(s, exp(neg(mul(s, a))))),
    "a_bernoulli_mass_anywhere": eq(pdf(coin, n), mul(power(r, n), power(sub(ONE, r), sub(ONE, n)))),
    "a_uniform_density_anywhere": eq(pdf(uniform, c), div(ONE, sub(b, a))),
    "importance_weights_of_another_support": eq(expect(c, rate, div(pdf(other_normal, c), pdf(rate, c))), ONE),
    "a_poisson_law_on_the_line": eq(
        integral(c, interval(neg(INFINITY), INFINITY), pdf(named("poisson", REAL, s), c)), ONE
    ),
    # families
    "a_derivative_of_a_density_has_no_sign": le(ZERO, derivative(theta, p_theta)),
    "a_bound_outcome_captures_a_free_one": eq(
        cross_entropy(law(u, on_u, density(p, {"u0": u})), named("normal", REAL, u, ONE)), div(log(mul(TWO, PI)), TWO)
    ),
    "a_bound_outcome_captures_a_free_one_of_a_law": eq(
        cross_entropy(
            law(u, on_u, density(p, {"u0": u})),
            law(v, on_v, mul(exp(neg(power(sub(v, u), TWO))), power(PI, neg(HALF)))),
        ),
        div(log(PI), TWO),
    ),
    "a_divergence_is_zero_only_of_laws": eq(p_x, mul(TWO, q_x), equal(kl(P, law(at_x, over_x, mul(TWO, q_x))), ZERO)),
    "a_jensen_shannon_divergence_of_no_laws": le(js(law(at_x, over_x, mul(number(4), p_x)), Q), log(TWO)),
    "marginal_over_the_wrong_variable": eq(
        total(at_x, over_x, density(p, {"x": at_x, "y": at_y})), density(p, {"x": at_x})
    ),
    # random variables
    "a_threshold_hidden_in_arithmetic": eq(
        mean(U, relation(">", U, ONE)), mean(U, relation(">", U, sub(ONE, mul(TWO, number(Fraction(1, 6))))))
    ),
    "pairs_are_independent_and_triples_not": eq(
        mean(mul(U, V, W)), mul(mean(U), mean(V), mean(W)), independent(U, V), independent(V, W), independent(U, W)
    ),
    "independence_is_not_transitive": eq(
        variance(add(U, W)), add(variance(U), variance(W)), independent(U, V), independent(V, W)
    ),
    "laws_say_nothing_of_dependence": eq(mean(mul(U, V)), mul(a, b), follows(U, normal), follows(V, other_normal)),
    "independence_given_a_third": eq(
        mean(mul(W, mean(mul(U, V), W))), mul(mean(W), mean(U), mean(V)), independent(U, V)
    ),
    "deviations_below_one": le(mul(s, probability(relation(">=", fn("abs", sub(U, mean(U))), s))), variance(U)),
    # strict where only the other holds
    "a_form_is_zero_at_zero": lt(ZERO, matmul(transpose(x), S, x)),
    "a_norm_is_zero_at_zero": lt(ZERO, norm(x)),
    "a_constant_has_no_variance": lt(ZERO, variance(U)),
    "a_certain_outcome_has_no_entropy": lt(ZERO, entropy(P)),
    "a_law_does_not_diverge_from_itself": lt(ZERO, kl(P, Q)),
    "a_semidefinite_trace": lt(ZERO, trace(P0)),
    "the_logarithm_touches_its_tangent": lt(log(s), sub(s, ONE)),
    "two_things_may_vanish_together": lt(ZERO, add(symbol("w", NONNEGATIVE), power(a, TWO))),
    "a_maximum_may_be_taken_twice": lt(a, max_of(a, b)),
    "strict_from_weak": lt(a, b, relation("<=", a, b)),
    # inequalities whose conditions fail
    "weights_that_do_not_sum_to_one": le(
        apply(phi, add(mul(s, a), mul(t, b))), add(mul(s, apply(phi, a)), mul(t, apply(phi, b)))
    ),
    "weights_of_either_sign": le(
        apply(phi, add(mul(c, a), mul(sub(ONE, c), b))), add(mul(c, apply(phi, a)), mul(sub(ONE, c), apply(phi, b)))
    ),
    "squares_keep_no_order": le(power(a, TWO), power(b, TWO), relation("<=", a, b)),
    "half_of_cauchy_schwarz": le(power(dot(x, y), TWO), dot(x, x)),
    "the_inverse_of_a_definite_sum": le(
        matmul(transpose(x), inverse(add(S, matmul(sub(A, B), transpose(sub(A, B))))), x), ZERO
    ),
    # assumptions
    "one_entry_is_not_all": eq(total(i, one_n, index(x, i)), ZERO, equal(index(x, i), ZERO)),
    "an_assumption_at_a_point_has_no_slope": eq(derivative(a, b), TWO, equal(b, mul(TWO, a))),
    "a_value_at_one_point": eq(apply(f, b), power(b, TWO), equal(apply(f, a), power(a, TWO))),
    "a_square_has_two_roots": eq(a, ONE, equal(power(a, TWO), ONE)),
    "an_eigenvalue_once_too_few": eq(matmul(A, A, x), mul(a, x), equal(matmul(A, x), mul(a, x))),
    "zero_divisors": eq(A, mul(ZERO, A), equal(matmul(A, B), mul(ZERO, A))),
    "a_function_that_is_not_one_to_one": eq(a, b, equal(apply(f, a), apply(f, b))),
    "a_form_with_a_part_of_the_vector": le(
        ZERO, total(i, between(ONE, count), mul(index(matmul(S, x), i), index(x, i)))
    ),
    # symbols of one name
    "one_name_two_sorts": eq(symbol("a", REAL), symbol("a", POSITIVE)),
    "one_name_two_sizes": eq(trace(symbol("A", Matrix(n, n))), trace(symbol("A", Matrix(count, count)))),
    "a_prime_in_the_name": eq(symbol("a'"), symbol("a", REAL, 1)),
}

CAREFUL = {
    "log_of_a_square": eq(log(power(a, TWO)), mul(TWO, log(a))),
    "log_of_a_product": eq(log(mul(a, b)), add(log(a), log(b))),
    "a_number_over_itself": eq(div(a, a), ONE),
    "log_of_an_absolute_value": eq(log(fn("abs", a)), log(a)),
    "a_cube_root": eq(power(power(a, number(3)), number(Fraction(1, 3))), a),
    "a_kink": eq(derivative(a, fn("abs", a)), fn("sign", a)),
}

TRUE = {
    "dependent_bounds_swapped": eq(
        total(i, one_n, total(j, between(ONE, i), index(A, i, j))),
        total(j, one_n, total(i, between(j, n), index(A, i, j))),
    ),
    "a_form_with_all_of_the_vector": le(ZERO, total(i, one_n, mul(index(matmul(S, x), i), index(x, i)))),
    "all_of_a_normal_law": eq(integral(c, interval(neg(INFINITY), INFINITY), pdf(normal, c)), ONE),
    "divergence_of_one_support": eq(kl(rate, named("exponential", REAL, t)), add(log(div(s, t)), div(t, s), MINUS_ONE)),
    "a_product_over_an_empty_range": eq(product(i, between(ONE, count), TWO), power(TWO, count)),
    "a_divergence_is_zero_of_equal_laws": eq(p_x, q_x, equal(kl(P, Q), ZERO)),
}


@pytest.mark.parametrize("name", FALSE)
def test_no_proof_of_what_is_false(name: str) -> None:
    with suppress(ProbatumError):  # a notion that the prover does not have
        assert prove(FALSE[name]) is None


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_does_not_pass(name: str) -> None:
    assert decide(FALSE[name]).verdict in (Verdict.REFUTED, Verdict.UNKNOWN)


@pytest.mark.parametrize("name", CAREFUL)
def test_a_change_of_domain_is_told(name: str) -> None:
    assert decide(CAREFUL[name]).domain


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_passes(name: str) -> None:
    assert decide(TRUE[name]).verdict in (Verdict.PROVED, Verdict.CONFIRMED)
