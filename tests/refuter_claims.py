"""Claims that hold, and false neighbours of them, by name: the refuter must never refute the former."""

from __future__ import annotations

from fractions import Fraction

from probatum.proofs.claim import Claim
from probatum.proofs.terms.build import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    add,
    apply,
    between,
    binomial,
    covariance,
    cross_entropy,
    density,
    derivative,
    det,
    diag,
    div,
    dot,
    entropy,
    equal,
    exp,
    expect,
    extremum,
    factorial,
    fill,
    fn,
    follows,
    hadamard,
    hessian,
    identity,
    independent,
    index,
    indicator,
    information,
    integral,
    interval,
    inverse,
    js,
    kl,
    kron,
    law,
    log,
    matmul,
    max_of,
    mean,
    min_of,
    mul,
    named,
    neg,
    norm,
    number,
    parametrised,
    pdf,
    power,
    prime,
    probability,
    product,
    relation,
    softmax,
    sqrt,
    sub,
    tabulate,
    total,
    trace,
    transpose,
    uncertainty,
    variance,
)
from probatum.proofs.terms.sorts import (
    EVENT,
    FAMILY,
    NATURAL,
    POSITIVE,
    REAL,
    UNIT,
    Function,
    Matrix,
    Outcome,
    RandomVariable,
    Vector,
    closure,
)
from probatum.proofs.terms.term import INFINITY, PI, Term, space, symbol

n, m, k = (symbol(name, NATURAL) for name in "nmk")
i, j = symbol("i", NATURAL), symbol("j", NATURAL)
a, b, c = (symbol(name) for name in "abc")
s, t = symbol("s", POSITIVE), symbol("t", POSITIVE)
r = symbol("r", UNIT)
x, y, z = (symbol(name, Vector(n)) for name in "xyz")
w = symbol("w", Vector(m))
A, B, C = (symbol(name, Matrix(n, n)) for name in "ABC")
X = symbol("X", Matrix(m, n))
S = symbol("S", Matrix(n, n, closure(["positive_definite"])))
Q = symbol("Q", Matrix(n, n, closure(["orthogonal"])))
M = symbol("M", Matrix(n, n, closure(["invertible"])))
f = symbol("f", Function((REAL,)))
g = symbol("g", Function((REAL,)))
h = symbol("h", Function((REAL,), REAL, frozenset({"convex"})))
F = symbol("F", Function((Vector(n),)))
U, V, W = (symbol(name, RandomVariable(REAL)) for name in "UVW")
E1, E2 = symbol("E", EVENT), symbol("G", EVENT)
Y = symbol("Y", RandomVariable(Vector(n)))

p, q = symbol("p", FAMILY), symbol("q", FAMILY)
px_, pz_ = symbol("x", Outcome("x")), symbol("z", Outcome("z"))
in_x, in_z = space("x", "counting"), space("z", "counting")
p_x, q_x = density(p, {"x": px_}), density(q, {"x": px_})
p_xz, p_z = density(p, {"x": px_, "z": pz_}), density(p, {"z": pz_})
p_x_z, p_z_x = density(p, {"x": px_}, {"z": pz_}), density(p, {"z": pz_}, {"x": px_})
q_z_x = density(q, {"z": pz_}, {"x": px_})
P, R = law(px_, in_x, p_x), law(px_, in_x, q_x)
Q_Z = law(pz_, in_z, q_z_x)
mixture = mul(HALF, add(p_x, q_x))

u = symbol("u")  # a real variable of densities on the line
on_line = space("u", "lebesgue")
d_u, e_u = density(p, {"u": u}), density(q, {"u": u})
D, E = law(u, on_line, d_u), law(u, on_line, e_u)

mu, nu = symbol("mu"), symbol("nu")
normal = named("normal", REAL, mu, s)
other_normal = named("normal", REAL, nu, t)
loc = symbol("l", Vector(n))
gaussian = named("normal", Vector(n), loc, S)
everywhere = interval(neg(INFINITY), INFINITY)

quadratic = matmul(transpose(x), A, x)
sigma = fn("sigmoid", a)
logsumexp = log(total(i, between(ONE, n), exp(index(x, i))))
one_n = between(ONE, n)
twice_normal_kl = add(div(s, t), div(power(sub(nu, mu), TWO), t), MINUS_ONE, log(div(t, s)))
weights = symbol("alpha", Vector(n, POSITIVE))
judge = symbol("D", Function((Outcome("x"),)))
bell = exp(neg(div(power(sub(a, mu), TWO), mul(TWO, s))))


def eq(left: Term, right: Term, *assumptions: Term) -> Claim:
    return Claim(left, "=", right, assumptions)


def le(left: Term, right: Term, *assumptions: Term) -> Claim:
    return Claim(left, "<=", right, assumptions)


def sq(term: Term) -> Term:
    return power(term, TWO)


def outer(left: Term, right: Term) -> Term:
    return matmul(left, transpose(right))


TRUE: dict[str, Claim] = {
    # scalars
    "binomial_square": eq(sq(add(a, b)), add(sq(a), mul(TWO, a, b), sq(b))),
    "difference_of_squares": eq(div(sub(sq(a), sq(b)), sub(a, b)), add(a, b)),
    "log_of_product": eq(log(mul(s, t)), add(log(s), log(t))),
    "sqrt_of_square": eq(sqrt(sq(a)), fn("abs", a)),
    "sigmoid_derivative": eq(derivative(a, sigma), mul(sigma, sub(ONE, sigma))),
    "softplus_derivative": eq(derivative(a, log(add(ONE, exp(a)))), sigma),
    "tanh_of_sigmoid": eq(fn("tanh", a), sub(mul(TWO, fn("sigmoid", mul(TWO, a))), ONE)),
    "chain_rule": eq(derivative(a, apply(g, mul(a, b))), mul(b, apply(prime(g, 0), mul(a, b)))),
    "product_rule": eq(derivative(a, mul(apply(f, a), apply(g, a))),
                       add(mul(apply(prime(f, 0), a), apply(g, a)), mul(apply(f, a), apply(prime(g, 0), a)))),
    "gauss_sum": eq(total(i, between(ONE, k), i), div(mul(k, add(k, ONE)), TWO)),
    "binomial_theorem": eq(total(i, between(ZERO, k), mul(binomial(k, i), power(s, i))), power(add(ONE, s), k)),
    "factorial_as_gamma": eq(factorial(k), fn("gamma", add(k, ONE))),
    "factorial_product": eq(product(i, between(ONE, k), i), factorial(k)),
    "max_as_abs": eq(max_of(a, b), mul(HALF, add(a, b, fn("abs", sub(a, b))))),
    "am_gm": le(mul(TWO, a, b), add(sq(a), sq(b))),
    "exp_above_line": le(add(ONE, a), exp(a)),
    "log_below_line": le(log(s), sub(s, ONE)),
    "third_derivative": eq(derivative(a, derivative(a, derivative(a, power(a, number(4))))), mul(number(24), a)),
    # arrays
    "quadratic_gradient": eq(derivative(x, quadratic), matmul(add(A, transpose(A)), x)),
    "quadratic_hessian": eq(hessian(x, quadratic), add(A, transpose(A))),
    "linear_jacobian": eq(derivative(x, matmul(A, x), None, "numerator"), A),
    "linear_jacobian_denominator": eq(derivative(x, matmul(A, x)), transpose(A)),
    "trace_gradient": eq(derivative(A, trace(matmul(A, B))), transpose(B)),
    "logdet_gradient": eq(derivative(S, log(det(S))), transpose(inverse(S))),
    "least_squares_gradient": eq(derivative(x, sq(norm(sub(matmul(X, x), w)))),
                                 mul(TWO, matmul(transpose(X), sub(matmul(X, x), w)))),
    "trace_is_cyclic": eq(trace(matmul(A, B, C)), trace(matmul(C, A, B))),
    "inverse_of_product": eq(inverse(matmul(M, S)), matmul(inverse(S), inverse(M))),
    "det_of_product": eq(det(matmul(A, B)), mul(det(A), det(B))),
    "orthogonal_norm": eq(norm(matmul(Q, x)), norm(x)),
    "orthogonal_inverse": eq(inverse(Q), transpose(Q)),
    "sherman_morrison": eq(inverse(add(S, outer(x, x))), sub(inverse(S), div(
        matmul(inverse(S), outer(x, x), inverse(S)), add(ONE, matmul(transpose(x), inverse(S), x))))),
    "trace_of_kron": eq(trace(kron(A, B)), mul(trace(A), trace(B))),
    "hadamard_as_diag": eq(hadamard(x, y), matmul(diag(x), y)),
    "definite": Claim(matmul(transpose(x), S, x), ">=", ZERO),
    "cauchy_schwarz": le(sq(dot(x, y)), mul(dot(x, x), dot(y, y))),
    "triangle": le(norm(add(x, y)), add(norm(x), norm(y))),
    "softmax_jacobian": eq(derivative(x, index(softmax(x), i)),
                           mul(index(softmax(x), i), sub(tabulate(j, n, indicator(equal(i, j))), softmax(x)))),
    "logsumexp_gradient": eq(derivative(x, logsumexp), softmax(x)),
    "softmax_sums_to_one": eq(total(i, one_n, index(softmax(x), i)), ONE),
    "sum_of_ones": eq(matmul(transpose(fill(ONE, n)), x), total(i, one_n, index(x, i))),
    "gradient_of_function": eq(derivative(x, apply(F, add(x, y))), derivative(x, apply(F, x), add(x, y))),
    "commuting": eq(matmul(A, B), matmul(B, A), equal(B, add(mul(TWO, A), identity(n)))),
    "normalised": eq(total(i, one_n, mul(MINUS_ONE, index(x, i))), MINUS_ONE, equal(total(i, one_n, index(x, i)), ONE)),
    "defined_size": eq(trace(identity(n)), number(3), equal(n, number(3))),
    # families
    "bayes": eq(p_x_z, div(mul(p_z_x, p_x), p_z)),
    "marginal": eq(total(pz_, in_z, p_xz), p_x),
    "sums_to_one": eq(total(px_, in_x, p_x_z), ONE),
    "cross_entropy_split": eq(cross_entropy(P, R), add(entropy(P), kl(P, R))),
    "gibbs": Claim(kl(P, R), ">=", ZERO),
    "js_symmetric": eq(js(P, R), js(R, P)),
    "js_as_entropies": eq(js(P, R), sub(entropy(law(px_, in_x, mixture)), mul(HALF, add(entropy(P), entropy(R))))),
    "js_below_log_two": le(js(P, R), log(TWO)),
    "elbo": eq(log(p_x), add(expect(pz_, Q_Z, log(div(p_xz, q_z_x))), kl(Q_Z, law(pz_, in_z, p_z_x)))),
    "jensen_elbo": le(expect(pz_, Q_Z, log(div(p_xz, q_z_x))), log(p_x)),
    "chain_rule_of_entropy": eq(
        uncertainty(p, (("x", Outcome("x"), "counting"), ("z", Outcome("z"), "counting"))),
        add(uncertainty(p, (("z", Outcome("z"), "counting"),)),
            uncertainty(p, (("x", Outcome("x"), "counting"),), (("z", Outcome("z"), "counting"),)))),
    "information_nonnegative": Claim(
        information(p, (("x", Outcome("x"), "counting"),), (("z", Outcome("z"), "counting"),)), ">=", ZERO),
    "optimal_discriminator": eq(
        derivative(a, add(mul(p_x, log(a)), mul(q_x, log(sub(ONE, a)))), div(p_x, add(p_x, q_x))), ZERO),
    # the line
    "density_integrates_to_one": eq(integral(u, on_line, d_u), ONE),
    "density_over_the_line": eq(integral(u, everywhere, d_u), ONE),
    "gibbs_on_the_line": Claim(kl(D, E), ">=", ZERO),
    "mean_is_linear_on_the_line": eq(expect(u, D, add(mul(a, u), b)), add(mul(a, expect(u, D, u)), b)),
    "variance_on_the_line": eq(expect(u, D, sq(sub(u, expect(u, D, u)))),
                               sub(expect(u, D, sq(u)), sq(expect(u, D, u)))),
    "largest_entropy": le(entropy(D), mul(HALF, log(mul(TWO, PI, exp(ONE),
                          expect(u, D, sq(sub(u, expect(u, D, u)))))))),
    "unconscious": eq(expect(u, D, apply(f, u)), integral(u, on_line, mul(d_u, apply(f, u)))),
    # named laws
    "normal_kl": eq(kl(normal, other_normal), mul(HALF, twice_normal_kl)),
    "normal_entropy": eq(entropy(normal), mul(HALF, log(mul(TWO, PI, exp(ONE), s)))),
    "normal_moments": eq(expect(a, normal, power(a, number(4))),
                         add(power(mu, number(4)), mul(number(6), sq(mu), s), mul(number(3), sq(s)))),
    "normal_density": eq(pdf(normal, a), mul(power(mul(TWO, PI, s), neg(HALF)), bell)),
    "gaussian_quadratic": eq(expect(x, gaussian, quadratic), add(trace(matmul(A, S)), matmul(transpose(loc), A, loc))),
    "gaussian_kl": eq(kl(gaussian, named("normal", Vector(n), fill(ZERO, n), identity(n))),
                      mul(HALF, add(trace(S), dot(loc, loc), neg(n), neg(log(det(S)))))),
    "bernoulli_kl": eq(kl(named("bernoulli", REAL, r), named("bernoulli", REAL, HALF)),
                       add(mul(r, log(r)), mul(sub(ONE, r), log(sub(ONE, r))), log(TWO))),
    "binomial_mean": eq(expect(a, named("binomial", REAL, k, r), a), mul(k, r)),
    "poisson_variance": eq(expect(a, named("poisson", REAL, s), sq(a)), add(sq(s), s)),
    "exponential_kl": eq(kl(named("exponential", REAL, s), named("exponential", REAL, t)),
                         add(log(div(s, t)), div(t, s), MINUS_ONE)),
    "gamma_mean": eq(expect(a, named("gamma", REAL, s, t), a), div(s, t)),
    "beta_log_mean": eq(expect(a, named("uniform", REAL, ZERO, ONE), exp(a)), sub(exp(ONE), ONE)),
    "reparametrised": eq(derivative(mu, expect(a, normal, sq(a))), mul(TWO, mu)),
    # random variables
    "total_expectation": eq(mean(mean(U, V)), mean(U)),
    "total_variance": eq(variance(U), add(mean(variance(U, V)), variance(mean(U, V)))),
    "variance_of_sum": eq(variance(add(U, V)), add(variance(U), variance(V), mul(TWO, covariance(U, V)))),
    "variance_of_independent_sum": eq(variance(add(U, V)), add(variance(U), variance(V)), independent(U, V)),
    "mean_of_independent_product": eq(mean(mul(U, V)), mul(mean(U), mean(V)), independent(U, V)),
    "jensen": le(apply(h, mean(U)), mean(apply(h, U))),
    "union_bound": le(sub(add(probability(E1), probability(E2)), ONE), probability(E1)),
    "bayes_for_events": eq(probability(E1, E2), div(mul(probability(E2, E1), probability(E1)), probability(E2))),
    "indicator_mean": eq(mean(indicator(relation(">", U, ZERO))), probability(relation(">", U, ZERO))),
    "conditional_mean_at_value": eq(mean(mul(c, U), equal(V, a)), mul(c, mean(U, equal(V, a)))),
    "take_out_what_is_known": eq(mean(mul(U, V), V), mul(V, mean(U, V))),
    "covariance_matrix": eq(variance(matmul(A, Y)), matmul(A, variance(Y), transpose(A))),
    "normal_second_moment": eq(mean(sq(U)), add(s, sq(mu)), follows(U, normal)),
    "normal_affine_variance": eq(variance(add(mul(a, U), b)), mul(sq(a), s), follows(U, normal)),
    "markov_by_definition": eq(U, U),
    # ranges
    "largest_entry": le(index(x, i), extremum("maximum", j, one_n, index(x, j))),
    "integral_of_power": eq(integral(a, interval(ZERO, ONE), power(a, k)), div(ONE, add(k, ONE))),
    "integral_of_exp": eq(integral(a, interval(ZERO, b), exp(a)), sub(exp(b), ONE)),
    "bounds_by_assumption": Claim(a, ">", b, (relation(">", a, c), relation(">", c, b))),
}  # fmt: skip

FALSE: dict[str, Claim] = {
    # scalars
    "square_without_middle": eq(sq(add(a, b)), add(sq(a), sq(b))),
    "log_of_sum": eq(log(add(s, t)), add(log(s), log(t))),
    "sqrt_of_square_is_it": eq(sqrt(sq(a)), a),
    "sigmoid_derivative_sign": eq(derivative(a, sigma), mul(sigma, sub(sigma, ONE))),
    "chain_rule_without_factor": eq(derivative(a, apply(g, mul(a, b))), apply(prime(g, 0), mul(a, b))),
    "product_rule_without_term": eq(derivative(a, mul(apply(f, a), apply(g, a))),
                                    mul(apply(prime(f, 0), a), apply(g, a))),
    "gauss_sum_short": eq(total(i, between(ONE, k), i), div(mul(k, sub(k, ONE)), TWO)),
    "exp_below_line": le(exp(a), add(ONE, a)),
    "exp_above_square": le(add(ONE, a, mul(HALF, sq(a))), exp(a)),
    "log_below_line_shifted": le(log(s), sub(s, number(Fraction(11, 10)))),
    "strict_am_gm": Claim(mul(TWO, a, b), "<", add(sq(a), sq(b))),
    "unequal": Claim(a, "!=", b),
    # arrays
    "gradient_of_asymmetric": eq(derivative(x, quadratic), mul(TWO, matmul(A, x))),
    "gradient_half": eq(derivative(x, quadratic), matmul(A, x)),
    "jacobian_in_other_layout": eq(derivative(x, matmul(A, x), None, "numerator"), transpose(A)),
    "trace_gradient_untransposed": eq(derivative(A, trace(matmul(A, B))), B),
    "logdet_gradient_sign": eq(derivative(S, log(det(S))), neg(inverse(S))),
    "trace_not_any_order": eq(trace(matmul(A, B, C)), trace(matmul(A, C, B))),
    "matrices_commute": eq(matmul(A, B), matmul(B, A)),
    "inverse_of_product_order": eq(inverse(matmul(M, S)), matmul(inverse(M), inverse(S))),
    "det_of_sum": eq(det(add(A, B)), add(det(A), det(B))),
    "invertible_is_orthogonal": eq(inverse(M), transpose(M)),
    "det_scales_once": eq(det(mul(c, A)), mul(c, det(A))),
    "sherman_morrison_sign": eq(inverse(add(S, outer(x, x))), add(inverse(S), div(
        matmul(inverse(S), outer(x, x), inverse(S)), add(ONE, matmul(transpose(x), inverse(S), x))))),
    "kron_commutes": eq(trace(kron(A, B)), trace(matmul(A, B))),
    "softmax_jacobian_without_delta": eq(derivative(x, index(softmax(x), i)),
                                         mul(index(softmax(x), i), neg(softmax(x)))),
    "cauchy_schwarz_without_square": le(dot(x, y), mul(dot(x, x), dot(y, y))),
    "norm_is_linear": eq(norm(add(x, y)), add(norm(x), norm(y))),
    # families
    "bayes_swapped": eq(p_x_z, p_z_x),
    "independence": eq(p_xz, mul(p_x, p_z)),
    "conditional_sums_over_given": eq(total(pz_, in_z, p_x_z), ONE),
    "kl_symmetric": eq(kl(P, R), kl(R, P)),
    "kl_is_cross_entropy": eq(kl(P, R), cross_entropy(P, R)),
    "cross_entropy_sign": eq(cross_entropy(P, R), sub(entropy(P), kl(P, R))),
    "kl_below": le(kl(P, R), js(P, R)),
    "elbo_is_evidence": eq(expect(pz_, Q_Z, log(div(p_xz, q_z_x))), log(p_x)),
    "elbo_above": Claim(expect(pz_, Q_Z, log(div(p_xz, q_z_x))), ">=", log(p_x)),
    "js_below_half": le(js(P, R), number(Fraction(1, 2))),
    "entropies_add": eq(
        uncertainty(p, (("x", Outcome("x"), "counting"), ("z", Outcome("z"), "counting"))),
        add(uncertainty(p, (("z", Outcome("z"), "counting"),)), uncertainty(p, (("x", Outcome("x"), "counting"),)))),
    # the line
    "differential_entropy_nonnegative": Claim(entropy(D), ">=", ZERO),
    "kl_on_the_line_symmetric": eq(kl(D, E), kl(E, D)),
    "second_moment_is_square": eq(expect(u, D, sq(u)), sq(expect(u, D, u))),
    # named laws
    "normal_kl_without_half": eq(kl(normal, other_normal), twice_normal_kl),
    "normal_kl_swapped": eq(kl(other_normal, normal), mul(HALF, twice_normal_kl)),
    "normal_density_unnormalised": eq(pdf(normal, a), exp(neg(div(sq(sub(a, mu)), mul(TWO, s))))),
    "gaussian_quadratic_without_mean": eq(expect(x, gaussian, quadratic), trace(matmul(A, S))),
    "bernoulli_kl_sign": eq(kl(named("bernoulli", REAL, r), named("bernoulli", REAL, HALF)),
                            add(mul(r, log(r)), mul(sub(ONE, r), log(sub(ONE, r))), neg(log(TWO)))),
    "exponential_mean": eq(expect(a, named("exponential", REAL, s), a), s),
    "uniform_exp": eq(expect(a, named("uniform", REAL, ZERO, ONE), exp(a)), exp(HALF)),
    # random variables
    "mean_of_square": eq(mean(sq(U)), sq(mean(U))),
    "variance_adds": eq(variance(add(U, V)), add(variance(U), variance(V))),
    "variance_scales_once": eq(variance(mul(a, U)), mul(a, variance(U))),
    "mean_of_product": eq(mean(mul(U, V)), mul(mean(U), mean(V))),
    "jensen_turned": le(mean(apply(h, U)), apply(h, mean(U))),
    "total_variance_one_term": eq(variance(U), mean(variance(U, V))),
    "events_independent": eq(probability(E1, E2), probability(E1)),
    "a_bound_that_few_events_exceed": le(probability(E1), mul(number(12), probability(E2))),
    "covariance_matrix_untransposed": eq(variance(matmul(A, Y)), matmul(A, variance(Y), A)),
    "normal_second_moment_short": eq(mean(sq(U)), s, follows(U, normal)),
    # ranges
    "integral_of_power_short": eq(integral(a, interval(ZERO, ONE), power(a, k)), div(ONE, k)),
    "integral_of_log": eq(integral(a, interval(ONE, TWO), log(a)), log(TWO)),
    "smallest_entry": le(extremum("maximum", j, one_n, index(x, j)), index(x, i)),
    "assumption_does_not_help": Claim(a, ">", b, (relation(">", a, c),)),
}  # fmt: skip


theta = symbol(r"\theta", Vector(n))
p_x_theta = density(p, {"x": px_}, {r"\theta": theta})
score = derivative(theta, log(p_x_theta))
posterior_score = derivative(theta, log(density(p, {r"\theta": theta}, {"x": px_})))
prior_score = derivative(theta, log(density(p, {r"\theta": theta})))
loglogistic = log(add(ONE, exp(a)))

TRUE |= {
    "score_has_mean_zero": eq(total(px_, in_x, mul(p_x_theta, score)), fill(ZERO, n)),
    "posterior_score": eq(posterior_score, add(score, prior_score)),
    "gaussian_integral": eq(integral(a, everywhere, bell), sqrt(mul(TWO, PI, s))),
    "gamma_integral": eq(integral(a, interval(ZERO, INFINITY), mul(power(a, k), exp(neg(a)))), factorial(k)),
    "normal_generating_function": eq(expect(a, normal, exp(a)), exp(add(mu, div(s, TWO)))),
    "stein": eq(expect(a, normal, mul(sub(a, mu), apply(f, a))), mul(s, expect(a, normal, apply(prime(f, 0), a)))),
    "jensen_logistic": le(loglogistic, add(log(TWO), fn("relu", a))),
    "normal_density_in_proportion": Claim(pdf(normal, a), "propto", bell, (), (a,)),
    "posterior_in_proportion": Claim(p_z_x, "propto", mul(p_x_z, p_z), (), (pz_,)),
    "kl_of_written_laws": eq(kl(law(a, everywhere, pdf(normal, a)), law(a, everywhere, pdf(other_normal, a))),
                             kl(normal, other_normal)),
    "nothing_of_log_nothing": eq(mul(ZERO, log(ZERO)), ZERO),
    "cube_of_normal": eq(mean(sq(V)), mul(number(15), power(s, number(3))),
                         follows(U, named("normal", REAL, ZERO, s)), equal(V, power(U, number(3)))),
    "variance_beside_a_normal": Claim(variance(V), ">=", ZERO, (follows(U, normal),)),
    "entropy_of_written_density": eq(
        entropy(law(a, interval(ZERO, ONE), add(a, HALF))),
        sub(HALF, mul(number(Fraction(1, 8)), add(mul(number(9), log(number(Fraction(3, 2)))), log(TWO))))),
}  # fmt: skip

FALSE |= {
    "score_is_zero": eq(score, fill(ZERO, n)),
    "posterior_score_without_prior": eq(posterior_score, score),
    "gaussian_integral_short": eq(integral(a, everywhere, bell), sqrt(mul(PI, s))),
    "normal_generating_function_twice": eq(expect(a, normal, exp(a)), exp(add(mu, s))),
    "stein_without_variance": eq(expect(a, normal, mul(sub(a, mu), apply(f, a))),
                                 expect(a, normal, apply(prime(f, 0), a))),
    "normal_density_out_of_proportion": Claim(pdf(normal, a), "propto", exp(neg(div(sq(sub(a, mu)), s))), (), (a,)),
    "likelihood_is_posterior": Claim(p_z_x, "propto", p_x_z, (), (pz_,)),
    "sixth_moment": eq(mean(sq(V)), mul(number(9), power(s, number(3))),
                       follows(U, named("normal", REAL, ZERO, s)), equal(V, power(U, number(3)))),
}  # fmt: skip

TRUE |= {
    "geometric_series": eq(total(i, between(ZERO, INFINITY), power(r, i)), div(ONE, sub(ONE, r))),
    "exponential_series": eq(total(i, between(ZERO, INFINITY), div(power(s, i), factorial(i))), exp(s)),
    "mean_of_poisson_by_series": eq(
        total(i, between(ZERO, INFINITY), div(mul(i, power(s, i), exp(neg(s))), factorial(i))), s),
    "chi_square_mean": eq(expect(a, named("chi_square", REAL, k), a), k),
    "dirichlet_mean": eq(expect(x, named("dirichlet", Vector(n), weights), index(x, i)),
                         div(index(weights, i), total(j, one_n, index(weights, j)))),
    "discriminator_bound": le(
        add(expect(px_, P, log(apply(judge, px_))), expect(px_, R, log(sub(ONE, apply(judge, px_))))),
        add(expect(px_, P, log(div(p_x, add(p_x, q_x)))), expect(px_, R, log(div(q_x, add(p_x, q_x)))))),
    "markov": le(probability(relation(">=", U, s)), div(mean(U), s), relation(">=", U, ZERO)),
}  # fmt: skip

FALSE |= {
    "geometric_series_from_one": eq(total(i, between(ONE, INFINITY), power(r, i)), div(ONE, sub(ONE, r))),
    "exponential_series_without_factorial": eq(
        total(i, between(ZERO, INFINITY), power(div(s, add(s, ONE)), i)), exp(s)),
    "chi_square_variance_is_mean": eq(expect(a, named("chi_square", REAL, k), sq(sub(a, k))), k),
    "dirichlet_mean_unnormalised": eq(
        expect(x, named("dirichlet", Vector(n), weights), index(x, i)), index(weights, i)),
    "discriminator_bound_turned": Claim(
        add(expect(px_, P, log(apply(judge, px_))), expect(px_, R, log(sub(ONE, apply(judge, px_))))),
        ">=", neg(log(number(4)))),
    "markov_reversed": le(div(mean(U), s), probability(relation(">=", U, s)), relation(">=", U, ZERO)),
}  # fmt: skip

gamma = named("gamma", REAL, s, t)
poisson = named("poisson", REAL, s)
waiting = named("exponential", REAL, s)
heavy = follows(V, named("student_t", REAL, k))

TRUE |= {
    "gamma_log_mean": eq(expect(a, gamma, log(a)), sub(fn("digamma", s), log(t))),
    "gamma_integral_of_any_shape": eq(
        integral(a, interval(ZERO, INFINITY), mul(power(a, sub(s, ONE)), exp(neg(a)))), fn("gamma", s)),
    "gamma_density_everywhere": eq(integral(a, everywhere, pdf(gamma, a)), ONE),
    "lognormal_log_square": eq(expect(a, named("lognormal", REAL, mu, s), sq(log(a))), add(s, sq(mu))),
    "generating_function_of_a_variable": eq(mean(exp(U)), exp(add(mu, div(s, TWO))), follows(U, normal)),
    "variance_of_an_exponential": eq(
        variance(exp(U)), sub(exp(add(mul(TWO, mu), mul(TWO, s))), exp(add(mul(TWO, mu), s))), follows(U, normal)),
    "poisson_generating_function": eq(expect(a, poisson, power(r, a)), exp(mul(s, sub(r, ONE)))),
    "negative_binomial_series": eq(
        total(i, between(ZERO, INFINITY), mul(binomial(add(i, TWO), TWO), power(r, i))),
        power(sub(ONE, r), number(-3))),
    "series_of_logarithms": eq(
        total(i, between(ONE, INFINITY), mul(power(r, i), log(mul(TWO, power(t, i))))),
        add(mul(log(TWO), div(r, sub(ONE, r))), mul(log(t), div(r, sq(sub(ONE, r)))))),
    "exponential_up_to_a_point": eq(
        integral(a, interval(neg(ONE), t), pdf(waiting, a)), sub(ONE, exp(neg(mul(s, t))))),
    "gamma_below_its_support": eq(integral(a, interval(neg(INFINITY), ZERO), pdf(gamma, a)), ZERO),
    "beside_an_idle_law": eq(mul(TWO, a), add(a, a), heavy),
}  # fmt: skip

# an assumption that an expression in a continuous variable has a value, which no interpretation here meets
HIT = eq(b, mul(TWO, b), follows(U, normal), equal(div(sub(U, mu), s), b))

FALSE |= {
    "gamma_log_mean_is_the_log_of_the_mean": eq(expect(a, gamma, log(a)), sub(log(s), log(t))),
    "gamma_integral_of_the_next_shape": eq(
        integral(a, interval(ZERO, INFINITY), mul(power(a, s), exp(neg(a)))), fn("gamma", s)),
    "generating_function_of_a_variable_twice": eq(mean(exp(U)), exp(add(mu, s)), follows(U, normal)),
    "poisson_generating_function_off": eq(expect(a, poisson, power(r, a)), exp(mul(s, r))),
    "negative_binomial_series_short": eq(
        total(i, between(ZERO, INFINITY), mul(binomial(add(i, TWO), TWO), power(r, i))),
        power(sub(ONE, r), number(-2))),
    "series_with_squares": eq(
        total(i, between(ZERO, INFINITY), power(r, sq(i))), div(ONE, sub(ONE, r))),
    "exponential_as_if_it_had_no_end": eq(
        integral(a, interval(neg(ONE), ONE), pdf(waiting, a)), sub(exp(s), exp(neg(s)))),
    "twice_beside_an_idle_law": eq(mul(TWO, a), a, heavy),
    "max_without_its_min": eq(max_of(s, min_of(ONE, b)), max_of(s, ONE)),
}  # fmt: skip

p_a = parametrised(p, a)
p_a_x, p_a_xz = density(p_a, {"x": px_}), density(p_a, {"x": px_, "z": pz_})
score_of_a, Q_a = derivative(a, log(p_a_x)), law(px_, in_x, density(parametrised(p, b), {"x": px_}))
at_moved_point = density(p, {"u": add(u, ONE)})

TRUE |= {
    "score_of_a_parameter_has_mean_zero": eq(total(px_, in_x, mul(p_a_x, score_of_a)), ZERO),
    "information_of_a_parameter": eq(total(px_, in_x, mul(p_a_x, sq(score_of_a))),
                                     neg(total(px_, in_x, mul(p_a_x, derivative(a, score_of_a))))),
    "marginal_at_a_parameter": eq(total(pz_, in_z, p_a_xz), p_a_x),
    "integral_over_a_parameter": eq(
        integral(a, interval(ZERO, ONE), p_a_x),
        integral(a, interval(ZERO, ONE), mul(p_a_x, sub(add(ONE, sq(a)), sq(a))))),
    "integral_of_a_density_at_moved_points": eq(integral(u, interval(ZERO, ONE), at_moved_point),
                                                integral(u, interval(ONE, TWO), density(p, {"u": add(u, ZERO)}))),
}  # fmt: skip

FALSE |= {
    "score_of_a_parameter_is_zero": eq(score_of_a, ZERO),
    "information_of_a_parameter_sign": eq(total(px_, in_x, mul(p_a_x, sq(score_of_a))),
                                          total(px_, in_x, mul(p_a_x, derivative(a, score_of_a)))),
    "member_is_the_same_at_any_parameter": eq(p_a_x, density(parametrised(p, b), {"x": px_})),
    "kl_of_members_without_sign": eq(derivative(b, kl(law(px_, in_x, p_a_x), Q_a)), ZERO),
    "integral_over_a_parameter_is_its_middle": eq(integral(a, interval(ZERO, ONE), p_a_x),
                                                  density(parametrised(p, HALF), {"x": px_})),
}  # fmt: skip

Z, standard = symbol("Z", RandomVariable(REAL)), named("normal", REAL, ZERO, ONE)
lognormal, wider = named("lognormal", REAL, ZERO, ONE), named("normal", REAL, mu, t)
both_standard = follows(U, standard), follows(V, standard)
half_normal = follows(U, named("gamma", POSITIVE, s, t))
ratio = (independent(U, V), half_normal, follows(V, named("gamma", POSITIVE, r, t)), equal(W, div(U, add(U, V))))

TRUE |= {
    "definitions_in_any_order": eq(mean(W), mul(number(3), mean(V)), equal(W, add(U, V)), equal(U, mul(TWO, V))),
    "a_law_whose_mean_is_another_number": eq(mean(sub(U, a)), ZERO, follows(U, wider), equal(mu, a)),
    "a_law_whose_mean_another_number_is": eq(mean(sub(U, a)), ZERO, follows(U, wider), equal(a, mu)),
    "a_law_limits_a_factor": eq(sq(c), ONE, *both_standard, equal(V, mul(c, U))),
    "sum_and_difference_are_independent": eq(
        covariance(W, Z), ZERO, independent(U, V), *both_standard, equal(W, add(U, V)), equal(Z, sub(U, V)),
        independent(W, Z)),
}  # fmt: skip

FALSE |= {
    "definitions_in_any_order_short": eq(mean(W), mean(V), equal(W, add(U, V)), equal(U, mul(TWO, V))),
    "values_of_a_ratio_sign": eq(mul(U, add(ONE, W)), mul(W, V), *ratio),
    "value_of_a_normal_is_its_size": eq(fn("abs", U), U, follows(U, standard)),
    "square_of_a_continuous_variable_above_one": Claim(sq(U), ">", ONE, (follows(U, standard),)),
    "numbers_beside_a_variable_by_another": eq(mul(s, t), add(s, t), follows(U, lognormal), equal(U, exp(V))),
    "numbers_beside_a_value_of_a_variable": eq(mul(s, t), add(s, t), follows(U, lognormal), equal(U, exp(a))),
    "values_of_two_variables": eq(sq(U), sq(V), independent(U, V), *both_standard),
}  # fmt: skip

# what cannot be tried: values that are so almost surely or by definition, and a law that a definition does not give
UNTRIED: dict[str, Claim] = {
    "a_law_holds_beside_a_definition": eq(variance(V), ONE, follows(V, standard), equal(V, mul(c, U))),
    "values_of_a_ratio": eq(mul(U, sub(ONE, W)), mul(W, V), *ratio),
    "value_of_a_gamma_is_its_size": eq(fn("abs", U), U, half_normal),
    "square_of_a_continuous_variable": Claim(sq(U), ">", ZERO, (follows(U, standard),)),
    "sign_of_a_square": eq(fn("sign", sq(U)), ONE, follows(U, standard)),
    "a_variable_that_the_claim_defines": eq(W, exp(U), follows(U, standard)),
    "a_number_that_the_claim_defines": eq(mul(a, U), sq(U), follows(U, standard)),
    "a_function_that_the_claim_defines": eq(apply(f, U), mul(a, U, a), follows(U, standard)),
    "parameters_of_independent_sums": eq(
        sq(s), mul(s, t), independent(U, V), follows(U, named("normal", REAL, mu, s)), follows(V, wider),
        equal(W, add(U, V)), equal(Z, sub(U, V)), independent(W, Z)),
    "parameter_of_a_sum_by_its_law": eq(
        sq(s), mul(s, t), follows(U, wider), follows(add(U, U), named("normal", REAL, mu, mul(TWO, add(s, t))))),
    "a_slope_of_a_model": eq(derivative(a, sq(sub(U, a))), mul(TWO, sub(a, mul(TWO, U))), follows(U, standard)),
    "variables_that_may_hang_together": eq(V, exp(U), follows(U, standard), follows(V, lognormal)),
    "values_that_are_the_same": eq(add(U, V), mul(TWO, U), *both_standard, equal(U, V)),
    "a_number_by_two_variables": eq(s, t, follows(U, normal), follows(V, wider), equal(V, mul(c, U))),
    "a_number_that_a_continuous_variable_hits": HIT,
}  # fmt: skip

around = named("normal", REAL, u, s)
of_two = product(i, between(ONE, TWO), pdf(around, mul(i, b)))

TRUE |= {
    "normal_with_a_normal_mean": eq(
        integral(u, everywhere, mul(pdf(around, b), pdf(named("normal", REAL, mu, t), u))),
        pdf(named("normal", REAL, mu, add(s, t)), b)),
    "integral_of_a_product_over_a_range": eq(
        integral(u, everywhere, of_two), integral(u, everywhere, mul(pdf(around, b), pdf(around, mul(TWO, b))))),
    "integral_of_a_sum_over_a_range": eq(
        integral(u, everywhere, total(i, between(ONE, k), pdf(around, i))), k),
}  # fmt: skip

FALSE |= {
    "normal_with_a_normal_mean_short": eq(
        integral(u, everywhere, mul(pdf(around, b), pdf(named("normal", REAL, mu, t), u))),
        pdf(named("normal", REAL, mu, s), b)),
    "integral_of_a_product_is_one": eq(integral(u, everywhere, of_two), ONE),
}  # fmt: skip

shares, points = symbol("pi", Vector(n)), symbol("xi", Vector(n))
counts = named("multinomial", Vector(n), k, shares)
t_law, f_law = named("student_t", REAL, k), named("fisher_f", POSITIVE, s, t)
loc_X, V_m, P_m = (
    symbol("N", Matrix(m, n)),
    symbol("V", S.sort),
    symbol("P", Matrix(m, m, closure(["positive_definite"]))),
)
of_matrix = named("matrix_normal", Matrix(m, n), loc_X, P_m, V_m)
apart = sub(X, loc_X)
matrix_bell = exp(mul(neg(HALF), trace(matmul(inverse(V_m), transpose(apart), inverse(P_m), apart))))
matrix_scale = mul(power(mul(TWO, PI), div(mul(m, n), TWO)), power(det(V_m), div(m, TWO)), power(det(P_m), div(n, TWO)))
t_scale = mul(sqrt(mul(k, PI)), fn("gamma", div(k, TWO)))
t_bell = power(add(ONE, div(sq(a), k)), neg(div(add(k, ONE), TWO)))


def wishart(freedom: Term) -> Term:
    """The logarithm of the density of a Wishart law at V, but for what does not depend on V."""
    return sub(mul(HALF, sub(freedom, add(n, ONE)), log(det(V_m))), mul(HALF, trace(matmul(inverse(S), V_m))))


of_spread, of_one = (pdf(named("wishart", S.sort, S, add(n, t)), at) for at in (V_m, identity(n)))
at_one = sub(wishart(add(n, t)), mul(neg(HALF), trace(inverse(S))))

TRUE |= {
    "student_t_density": eq(pdf(t_law, a), mul(div(fn("gamma", div(add(k, ONE), TWO)), t_scale), t_bell)),
    "fisher_f_density": eq(
        pdf(f_law, r), div(mul(power(mul(s, r), div(s, TWO)), power(t, div(t, TWO)), fn("gamma", div(add(s, t), TWO))),
                           mul(r, power(add(mul(s, r), t), div(add(s, t), TWO)), fn("gamma", div(s, TWO)),
                               fn("gamma", div(t, TWO))))),
    "student_t_variance": eq(variance(V), div(k, sub(k, TWO)), follows(V, t_law)),
    "fisher_f_mean": eq(mean(V), div(t, sub(t, TWO)), follows(V, f_law)),
    "inverse_gamma_mean": eq(expect(a, named("inverse_gamma", POSITIVE, add(s, ONE), t), a), div(t, s)),
    "multinomial_mean": eq(expect(x, counts, index(x, i)), mul(k, index(shares, i))),
    "multinomial_density": eq(pdf(counts, points), mul(
        factorial(k), product(i, one_n, div(power(index(shares, i), index(points, i)), factorial(index(points, i)))))),
    "matrix_normal_density": eq(pdf(of_matrix, X), div(matrix_bell, matrix_scale)),
    "wishart_density": eq(log(div(of_spread, of_one)), at_one),
    "t_of_one_variable": eq(
        pdf(named("multivariate_t", Vector(ONE), fill(ZERO, ONE), identity(ONE), k), fill(a, ONE)), pdf(t_law, a)),
}  # fmt: skip

FALSE |= {
    "student_t_density_unscaled": eq(pdf(t_law, a), div(t_bell, sqrt(mul(k, PI)))),
    "fisher_f_mean_of_the_other": eq(mean(V), div(s, sub(t, TWO)), follows(V, f_law)),
    "fisher_f_density_at_its_square": eq(pdf(f_law, r), pdf(f_law, sq(r))),
    "inverse_gamma_density_turned": eq(pdf(named("inverse_gamma", POSITIVE, s, t), r),
                                       pdf(named("gamma", POSITIVE, s, t), r)),
    "multinomial_mean_without_trials": eq(expect(x, counts, index(x, i)), index(shares, i)),
    "multinomial_density_without_ways": eq(
        pdf(counts, points), product(i, one_n, power(index(shares, i), index(points, i)))),
    "matrix_normal_density_swapped": eq(pdf(of_matrix, X), div(matrix_bell, power(mul(TWO, PI), div(mul(m, n), TWO)))),
    "wishart_density_off": eq(log(div(of_spread, of_one)), mul(TWO, at_one)),
    "multivariate_t_is_normal": eq(
        pdf(named("multivariate_t", Vector(n), loc, S, k), x), pdf(named("normal", Vector(n), loc, S), x)),
}  # fmt: skip

freedom = follows(V, named("student_t", REAL, sub(n, mul(m, TWO))))
TRUE |= {
    "beside_a_law_of_what_is_left": eq(dot(x, x), total(i, one_n, sq(index(x, i))), freedom, equal(dot(w, w), ONE))
}
FALSE |= {"beside_a_law_of_what_is_left_off": eq(dot(x, x), total(i, one_n, index(x, i)), freedom)}

on_the_line = law(u, on_line, pdf(standard, u))
TRUE |= {
    "kl_to_a_normal": eq(kl(D, on_the_line), sub(cross_entropy(D, on_the_line), entropy(D))),
    "kl_to_a_normal_in_moments": eq(
        kl(D, on_the_line), sub(mul(HALF, add(log(mul(TWO, PI)), expect(u, D, sq(u)))), entropy(D))),
}  # fmt: skip
FALSE |= {"kl_to_a_normal_without_entropy": eq(kl(D, on_the_line), cross_entropy(D, on_the_line))}
