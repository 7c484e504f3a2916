"""Random terms to begin with, a function a sort of claim."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from probatum.proofs.terms import build
from probatum.proofs.terms.build import (
    MINUS_ONE,
    ONE,
    TWO,
    add,
    apply,
    between,
    dot,
    exp,
    fn,
    hadamard,
    identity,
    index,
    inverse,
    log,
    matmul,
    mul,
    neg,
    number,
    power,
    sqrt,
    sub,
    total,
    trace,
    transpose,
)
from probatum.proofs.terms.sorts import COUNT, INTEGER, REAL
from probatum.proofs.terms.term import Term, symbol, transform

from . import symbols as sy

Made = tuple[Term, tuple[Term, ...]]  # a term, and the assumptions under which it stands


def scalar(rng: Random, depth: int = 3) -> Term:
    """Rational functions, powers, exponentials, logarithms and their kin."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice((*sy.REALS, *sy.POSITIVES, number(rng.randint(-3, 4)), number(2) if depth else ONE))
    one = scalar(rng, depth - 1)
    way = rng.randrange(12)
    if way < 3:
        return add(one, scalar(rng, depth - 1))
    if way < 6:
        return mul(one, scalar(rng, depth - 1))
    if way == 6:
        return mul(one, power(positive(rng, depth - 1), MINUS_ONE))
    if way == 7:
        return power(one, number(rng.choice((2, 3))))
    if way == 8:
        return fn(rng.choice(("sigmoid", "tanh", "softplus", "exp", "relu", "abs", "cosh", "sin", "cos")), one)
    if way == 9:
        return log(positive(rng, depth - 1))
    if way == 10:
        return rng.choice((build.max_of, build.min_of))(one, scalar(rng, depth - 1))
    return sqrt(positive(rng, depth - 1))


def positive(rng: Random, depth: int = 2) -> Term:
    if depth == 0:
        return rng.choice(sy.POSITIVES)
    way = rng.randrange(5)
    if way == 0:
        return add(positive(rng, depth - 1), positive(rng, depth - 1))
    if way == 1:
        return mul(positive(rng, depth - 1), positive(rng, depth - 1))
    if way == 2:
        return exp(rng.choice(sy.REALS))
    if way == 3:
        return power(positive(rng, depth - 1), rng.choice((TWO, number(3), MINUS_ONE, rng.choice(sy.REALS))))
    return add(ONE, power(rng.choice(sy.REALS), TWO))


def algebra(rng: Random) -> Made:
    return scalar(rng, rng.choice((2, 3))), ()


def domains(rng: Random) -> Made:
    """Powers, roots and logarithms of what may be negative or zero, where a step can lose a sign."""
    x = rng.choice((sy.a, sy.b, sy.u, mul(sy.a, sy.b), neg(sy.a), sub(sy.a, sy.b), sy.w))
    made = rng.choice(
        (
            lambda: sqrt(power(x, TWO)),
            lambda: log(power(x, TWO)),
            lambda: power(power(x, number(4)), build.HALF),
            lambda: mul(x, fn("abs", x)),
            lambda: power(sqrt(mul(x, x)), number(3)),
            lambda: fn("sign", mul(x, sy.s)),
            lambda: sqrt(mul(x, add(ONE, power(sy.c, TWO)))),
            lambda: power(x, mul(TWO, sy.n)),
            lambda: power(neg(x), sy.n),
            lambda: exp(mul(build.HALF, log(power(x, TWO)))),
            lambda: power(sqrt(neg(mul(x, add(ONE, power(sy.c, TWO))))), TWO),
            lambda: build.max_of(x, neg(x)),
            lambda: mul(fn("sign", x), fn("abs", x)),
        )
    )()
    return add(made, scalar(rng, 1)) if rng.random() < 0.5 else mul(made, positive(rng, 1)), ()


# ------------------------------------------------------------------ sums


def term_of(rng: Random, *indices: Term) -> Term:
    """A scalar that depends on indices over 1..n."""
    parts = []
    for at in indices:
        parts.append(index(rng.choice((sy.x, sy.y, sy.q_plus)), at))
    if len(indices) > 1 and rng.random() < 0.5:
        parts.append(index(rng.choice((sy.A, sy.T)), *rng.sample(indices, 2)))
    while rng.random() < 0.4:
        parts.append(rng.choice((sy.a, sy.s, number(2), *parts)))
    made = add(*parts) if rng.random() < 0.3 else mul(*parts)
    way = rng.randrange(6)
    return exp(made) if way == 0 else power(made, TWO) if way == 1 else add(made, ONE) if way == 2 else made


def sums(rng: Random) -> Made:
    one = sy.ONE_N
    low, high = symbol("g", INTEGER), symbol("H", COUNT)
    made = rng.choice(
        (
            lambda: total(sy.i, one, term_of(rng, sy.i)),
            lambda: total(sy.i, one, total(sy.j, one, term_of(rng, sy.i, sy.j))),
            lambda: power(total(sy.i, one, term_of(rng, sy.i)), TWO),
            lambda: mul(total(sy.i, one, term_of(rng, sy.i)), total(sy.j, one, term_of(rng, sy.j))),
            lambda: log(build.product(sy.i, one, index(sy.q_plus, sy.i))),
            lambda: build.product(sy.i, one, exp(term_of(rng, sy.i))),
            lambda: log(total(sy.i, one, exp(index(sy.x, sy.i)))),
            lambda: total(
                sy.i, one, sub(index(sy.x, sy.i), mul(power(sy.n, MINUS_ONE), total(sy.j, one, index(sy.x, sy.j))))
            ),
            lambda: total(sy.i, between(ONE, number(3)), mul(sy.a, power(sy.i, TWO))),
            lambda: total(sy.i, one, add(mul(sy.i, sy.a), sy.b)),
            lambda: total(sy.i, between(ONE, high), sy.a),
            lambda: total(sy.i, between(low, high), mul(sy.a, sy.i)),
            lambda: total(sy.i, one, total(sy.j, between(ONE, sy.i), mul(sy.a, sy.j))),
            lambda: total(sy.i, one, total(sy.k, sy.ONE_M, mul(index(sy.x, sy.i), index(sy.v, sy.k)))),
            lambda: build.product(sy.i, between(low, high), exp(sy.a)),
        )
    )()
    return made, ()


# ------------------------------------------------------------------ arrays


def vector(rng: Random, depth: int = 2) -> Term:
    if depth == 0:
        return rng.choice((sy.x, sy.y, sy.z))
    return rng.choice(
        (
            lambda: add(vector(rng, depth - 1), vector(rng, depth - 1)),
            lambda: matmul(matrix(rng, depth - 1), vector(rng, depth - 1)),
            lambda: mul(rng.choice((sy.a, sy.s, number(2))), vector(rng, depth - 1)),
            lambda: hadamard(vector(rng, 0), vector(rng, 0)),
            lambda: matmul(transpose(sy.R), sy.v),
            lambda: vector(rng, 0),
        )
    )()


def matrix(rng: Random, depth: int = 2) -> Term:
    if depth == 0:
        return rng.choice(sy.SQUARES)
    return rng.choice(
        (
            lambda: matmul(matrix(rng, depth - 1), matrix(rng, depth - 1)),
            lambda: add(matrix(rng, depth - 1), matrix(rng, depth - 1)),
            lambda: transpose(matrix(rng, depth - 1)),
            lambda: inverse(rng.choice((sy.S, sy.M, sy.Q, matmul(sy.M, sy.S)))),
            lambda: mul(rng.choice((sy.s, number(2), number(-1))), matrix(rng, depth - 1)),
            lambda: matmul(vector(rng, 0), transpose(vector(rng, 0))),
            lambda: matmul(transpose(sy.R), sy.R),
            lambda: hadamard(matrix(rng, 0), matrix(rng, 0)),
            lambda: build.diag(sy.x),
            lambda: identity(sy.n),
        )
    )()


def arrays(rng: Random) -> Made:
    made = rng.choice(
        (
            lambda: vector(rng),
            lambda: matrix(rng),
            lambda: trace(matrix(rng)),
            lambda: matmul(transpose(vector(rng, 1)), matrix(rng, 1), vector(rng, 1)),
            lambda: transpose(matrix(rng)),
            lambda: dot(vector(rng), vector(rng, 1)),
            lambda: power(build.norm(vector(rng, 1)), TWO),
            lambda: build.det(
                rng.choice(
                    (
                        matmul(sy.A, sy.B),
                        mul(sy.s, sy.A),
                        inverse(sy.M),
                        transpose(sy.A),
                        matmul(sy.S, sy.M),
                        matmul(sy.Q, sy.A, transpose(sy.Q)),
                    )
                )
            ),
            lambda: log(build.det(rng.choice((sy.S, mul(sy.s, sy.S), inverse(sy.S))))),
            lambda: matmul(sy.R, vector(rng, 1)),
            lambda: inverse(
                rng.choice((matmul(sy.M, sy.S), mul(sy.s, sy.M), transpose(sy.M), add(sy.S, identity(sy.n))))
            ),
            lambda: trace(matmul(sy.R, matrix(rng, 1), transpose(sy.R))),
            lambda: matmul(transpose(sy.Q), sy.Q, vector(rng, 1)),
            lambda: build.softmax(vector(rng, 1)),
        )
    )()
    return made, ()


def literal(rng: Random, rows: int = 2, columns: int = 2) -> Term:
    """An array written out."""
    return build.literal([[scalar(rng, rng.choice((0, 0, 1))) for _ in range(columns)] for _ in range(rows)])


def literals(rng: Random) -> Made:
    one, other, side = literal(rng), literal(rng), literal(rng, 2, 1)
    size = rng.choice((2, 2, 3))
    square = rng.choice((one, other, literal(rng, size, size)))
    made = rng.choice(
        (
            lambda: matmul(one, other),
            lambda: matmul(one, side),
            lambda: add(one, mul(rng.choice((sy.a, sy.s)), other)),
            lambda: transpose(matmul(one, literal(rng, 2, 3))),
            lambda: trace(matmul(one, other)),
            lambda: trace(square),
            lambda: build.det(square),
            lambda: build.det(matmul(one, other)),
            lambda: inverse(one),
            lambda: matmul(inverse(one), side),
            lambda: matmul(transpose(side), one, side),
            lambda: hadamard(one, other),
            lambda: power(build.norm(side), TWO),
            lambda: build.softmax(side),
            lambda: build.derivative(sy.a, _smooth(build.det(one))),
            lambda: build.derivative(sy.a, _smooth(trace(matmul(one, other)))),
            lambda: index(one, ONE, TWO),
            lambda: dot(side, literal(rng, 2, 1)),
        )
    )()
    return made, ()


# ------------------------------------------------------------------ derivatives


def calculus(rng: Random) -> Made:
    if rng.random() < 0.5:
        body = scalar(rng, 3)
        return build.derivative(sy.a, _smooth(body)), ()
    layout = rng.choice(("denominator", "numerator"))
    x = sy.x
    body = rng.choice(
        (
            lambda: dot(sy.y, x),
            lambda: matmul(transpose(x), matrix(rng, 1), x),
            lambda: power(build.norm(sub(matmul(sy.A, x), sy.y)), TWO),
            lambda: log(total(sy.i, sy.ONE_N, exp(index(x, sy.i)))),
            lambda: total(sy.i, sy.ONE_N, term_of(rng, sy.i)),
            lambda: fn("sigmoid", dot(sy.y, x)),
            lambda: exp(neg(dot(x, x))),
            lambda: build.norm(x),
            lambda: log(add(ONE, exp(neg(mul(sy.a, dot(sy.y, x)))))),
            lambda: matmul(matrix(rng, 1), x),
            lambda: build.softmax(x),
            lambda: hadamard(x, sy.y),
            lambda: fn("tanh", x),
            lambda: matmul(sy.R, x),
            lambda: mul(dot(sy.y, x), x),
        )
    )()
    if build.is_array(body):
        return build.derivative(x, body, layout=layout), ()
    if rng.random() < 0.25:
        return build.hessian(x, body), ()
    if rng.random() < 0.3:
        X = sy.A
        by = rng.choice(
            (
                trace(matmul(sy.B, X, sy.C)),
                matmul(transpose(sy.y), X, sy.z),
                trace(matmul(transpose(X), sy.B, X)),
                power(build.norm(X), TWO),
                log(power(build.det(X), TWO)),
                trace(matmul(X, X)),
            )
        )
        return build.derivative(X, by, layout=layout), ()
    return build.derivative(x, body, layout=layout), ()


_KINKED = ("relu", "abs", "sign")


def _smooth(term: Term) -> Term:
    """The term with functions that have a kink replaced by smooth ones."""

    def change(node: Term) -> Term:
        if node.head == "fn" and node.data in _KINKED:
            return fn("softplus", node.args[0])
        return add(*node.args) if node.head in ("max_of", "min_of") else node

    return transform(term, change)


# ------------------------------------------------------------------ densities


def density(rng: Random, family: Term) -> Term:
    return sy.joint(
        family, *rng.choice((("x", ""), ("xy", ""), ("x", "y"), ("y", "x"), ("xy", "z"), ("x", "yz"), ("z", "")))
    )


def densities(rng: Random) -> Made:
    x, y = sy.OUTCOMES["x"], sy.OUTCOMES["y"]
    over_x, over_y = sy.SPACES["x"], sy.SPACES["y"]
    P, R = sy.law_of(sy.p, "x"), sy.law_of(sy.q, "x")
    given = rng.choice(("", "z"))
    Pz, Rz = sy.law_of(sy.p, "x", given), sy.law_of(sy.q, "x", given)
    spaces = tuple((label, sy.OUTCOMES[label].sort, "counting") for label in sy.LABELS)
    one, other, third = ((spaces[k],) for k in range(3))
    value = rng.choice((log(density(rng, sy.q)), density(rng, sy.q), sy.a, mul(sy.a, log(sy.joint(sy.p, "x", "y")))))
    made = rng.choice(
        (
            lambda: density(rng, sy.p),
            lambda: mul(density(rng, sy.p), density(rng, sy.q)),
            lambda: log(density(rng, sy.p)),
            lambda: total(x, over_x, mul(sy.joint(sy.p, "x"), value)),
            lambda: total(x, over_x, mul(sy.joint(sy.p, "xy"), value)),
            lambda: total(y, over_y, mul(sy.joint(sy.p, "y", "x"), value)),
            lambda: build.expect(x, Pz, value),
            lambda: build.kl(Pz, Rz),
            lambda: build.js(P, R),
            lambda: build.entropy(Pz),
            lambda: build.cross_entropy(Pz, Rz),
            lambda: build.uncertainty(sy.p, one, other),
            lambda: build.uncertainty(sy.p, one + other),
            lambda: build.information(sy.p, one, other),
            lambda: build.information(sy.p, one, other, third),
            lambda: build.uncertainty(sy.p, one + other, third),
            lambda: sub(log(sy.joint(sy.p, "x")), build.kl(sy.law_of(sy.q, "z", "x"), sy.law_of(sy.p, "z", "x"))),
        )
    )()
    return made, ()


def laws(rng: Random) -> Made:
    """Expectations under named laws, of polynomials of low degree."""
    count = symbol("N", sy.n.sort)
    name, params = rng.choice(
        (
            ("normal", (sy.a, sy.s)),
            ("bernoulli", (sy.r,)),
            ("poisson", (sy.s,)),
            ("uniform", (sy.r, add(sy.r, sy.s))),
            ("exponential", (sy.s,)),
            ("gamma", (sy.s, sy.t)),
            ("binomial", (count, sy.r)),
        )
    )
    law, at = build.named(name, REAL, *params), symbol("o")
    body = rng.choice(
        (
            at,
            power(at, TWO),
            add(mul(sy.b, at), sy.c),
            power(sub(at, sy.b), TWO),
            mul(at, add(at, sy.c)),
            power(at, number(3)),
            sub(power(at, TWO), power(params[0], TWO)),
        )
    )
    if rng.random() < 0.6 or name == "uniform" or any(part.head != "symbol" for part in params):
        return build.expect(at, law, body), ()
    random = rng.choice(
        (
            build.variance(sy.U),
            build.mean(power(sy.U, TWO)),
            build.variance(add(mul(sy.b, sy.U), sy.c)),
            build.mean(mul(sy.U, sub(sy.U, sy.b))),
        )
    )
    return random, (build.follows(sy.U, law),)


# ------------------------------------------------------------------ random variables


def chance_body(rng: Random) -> Term:
    U, V = rng.sample((sy.U, sy.V, sy.W), 2)
    return rng.choice(
        (
            U,
            mul(U, V),
            add(mul(sy.a, U), V),
            power(U, TWO),
            mul(number(2), U),
            add(U, V),
            mul(U, power(V, TWO)),
            sub(U, sy.b),
        )
    )


def chance(rng: Random) -> Made:
    assumptions: tuple[Term, ...] = ()
    if rng.random() < 0.5:
        assumptions = (build.independent(*rng.sample((sy.U, sy.V, sy.W), rng.choice((2, 3)))),)
    event = build.relation(
        rng.choice(("<=", ">", "<")), rng.choice((sy.U, sy.V)), rng.choice((number(0), number(1), sy.W))
    )
    U, V = rng.sample((sy.U, sy.V, sy.W), 2)
    made = rng.choice(
        (
            lambda: build.mean(chance_body(rng)),
            lambda: build.variance(chance_body(rng)),
            lambda: build.covariance(chance_body(rng), chance_body(rng)),
            lambda: build.mean(build.mean(mul(U, V), V)),
            lambda: build.probability(event),
            lambda: build.mean(mul(U, build.indicator(event))),
            lambda: build.mean(mul(V, build.mean(U, V))),
            lambda: build.variance(build.mean(U, V)),
            lambda: build.mean(U, event),
            lambda: sub(build.variance(U), build.mean(build.variance(U, V))),
        )
    )()
    return made, assumptions


def functions(rng: Random) -> Made:
    inside = rng.choice((sy.a, mul(sy.a, sy.b), power(sy.a, TWO), sub(sy.a, sy.b), neg(sy.a)))
    function = rng.choice((sy.f, sy.g, sy.even, sy.odd, sy.convex))
    made = rng.choice(
        (
            lambda: apply(function, inside),
            lambda: build.derivative(sy.a, apply(function, inside)),
            lambda: mul(apply(sy.f, sy.a), apply(function, inside)),
            lambda: build.derivative(sy.a, mul(apply(sy.f, sy.a), apply(function, inside))),
            lambda: apply(build.prime(function, 0), inside),
            lambda: build.derivative(sy.a, apply(sy.f, apply(function, inside))),
            lambda: total(sy.i, sy.ONE_N, apply(function, index(sy.x, sy.i))),
            lambda: build.derivative(sy.a, exp(apply(function, inside))),
            lambda: build.mean(apply(function, sy.U)),
        )
    )()
    return made, ()


SORTS: dict[str, Callable[[Random], Made]] = {
    "algebra": algebra,
    "domains": domains,
    "sums": sums,
    "arrays": arrays,
    "literals": literals,
    "calculus": calculus,
    "densities": densities,
    "laws": laws,
    "chance": chance,
    "functions": functions,
}
