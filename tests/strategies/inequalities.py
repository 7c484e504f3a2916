"""True inequalities to begin with, as (left, relation, right, assumptions)."""

from __future__ import annotations

from random import Random

from probatum.proofs.terms import build
from probatum.proofs.terms.build import (
    HALF,
    ONE,
    TWO,
    ZERO,
    add,
    apply,
    dot,
    exp,
    fn,
    index,
    inverse,
    log,
    matmul,
    mean,
    mul,
    number,
    power,
    relation,
    sqrt,
    sub,
    total,
    transpose,
)
from probatum.proofs.terms.term import Term

from . import symbols as sy
from .expressions import positive, scalar, vector

Ordered = tuple[Term, str, Term, tuple[Term, ...]]


def inequality(rng: Random) -> Ordered:
    e, d, pos = scalar(rng, 1), scalar(rng, 1), positive(rng, 1)
    x, y = vector(rng, 0), vector(rng, 1)
    U, V = rng.sample((sy.U, sy.V, sy.W), 2)
    P, R = sy.law_of(sy.p, "x"), sy.law_of(sy.q, "x")
    spaces = tuple((label, sy.OUTCOMES[label].sort, "counting") for label in sy.LABELS)
    weight = add(mul(sy.r, e), mul(sub(ONE, sy.r), d))
    at, over = sy.OUTCOMES["x"], sy.SPACES["x"]
    table: tuple[Ordered, ...] = (
        (mul(TWO, e, d), "<=", add(power(e, TWO), power(d, TWO)), ()),
        (mul(TWO, sqrt(mul(sy.s, sy.t))), "<=", add(sy.s, sy.t), ()),
        (log(pos), "<=", sub(pos, ONE), ()),
        (add(ONE, e), "<=", exp(e), ()),
        (ZERO, "<", exp(e), ()),
        (fn("abs", add(e, d)), "<=", add(fn("abs", e), fn("abs", d)), ()),
        (e, "<=", fn("abs", e), ()),
        (ZERO, "<=", build.variance(U), ()),
        (power(mean(U), TWO), "<=", mean(power(U, TWO)), ()),
        (power(mean(mul(U, V)), TWO), "<=", mul(mean(power(U, TWO)), mean(power(V, TWO))), ()),
        (power(build.covariance(U, V), TWO), "<=", mul(build.variance(U), build.variance(V)), ()),
        (power(dot(x, y), TWO), "<=", mul(dot(x, x), dot(y, y)), ()),
        (ZERO, "<=", matmul(transpose(x), sy.S, x), ()),
        (ZERO, "<=", matmul(transpose(x), inverse(sy.S), x), ()),
        (ZERO, "<=", build.kl(P, R), ()),
        (ZERO, "<=", build.js(P, R), ()),
        (build.js(P, R), "<=", log(TWO), ()),
        (build.entropy(P), "<=", build.cross_entropy(P, R), ()),
        (build.uncertainty(sy.p, spaces[:1], spaces[1:2]), "<=", build.uncertainty(sy.p, spaces[:1]), ()),
        (ZERO, "<=", build.information(sy.p, spaces[:1], spaces[1:2]), ()),
        (
            apply(sy.convex, weight),
            "<=",
            add(mul(sy.r, apply(sy.convex, e)), mul(sub(ONE, sy.r), apply(sy.convex, d))),
            (),
        ),
        (apply(sy.concave, mean(U)), ">=", mean(apply(sy.concave, U)), ()),
        (apply(sy.convex, mean(U)), "<=", mean(apply(sy.convex, U)), ()),
        (
            apply(sy.convex, sy.a),
            ">=",
            add(apply(sy.convex, sy.b), mul(apply(build.prime(sy.convex, 0), sy.b), sub(sy.a, sy.b))),
            (),
        ),
        (
            total(at, over, mul(sy.joint(sy.p, "x"), log(sy.joint(sy.q, "x")))),
            "<=",
            total(at, over, mul(sy.joint(sy.p, "x"), log(sy.joint(sy.p, "x")))),
            (),
        ),
        (add(sy.a, sy.c), "<=", add(sy.b, sy.c), (relation("<=", sy.a, sy.b),)),
        (mul(sy.a, sy.s), "<=", mul(sy.b, sy.s), (relation("<=", sy.a, sy.b),)),
        (exp(sy.a), "<=", exp(sy.b), (relation("<=", sy.a, sy.b),)),
        (log(sy.s), "<=", log(sy.t), (relation("<=", sy.s, sy.t),)),
        (sqrt(sy.s), "<=", sqrt(sy.t), (relation("<=", sy.s, sy.t),)),
        (
            power(total(sy.i, sy.ONE_N, index(sy.x, sy.i)), TWO),
            "<=",
            mul(sy.n, total(sy.i, sy.ONE_N, power(index(sy.x, sy.i), TWO))),
            (),
        ),
        (fn("sigmoid", e), "<", ONE, ()),
        (mul(number(4), sy.r, sub(ONE, sy.r)), "<=", ONE, ()),
        (fn("relu", e), ">=", e, ()),
        (mul(fn("tanh", e), HALF), "<", HALF, ()),
        (ZERO, "<=", mul(sy.w, power(e, TWO)), ()),
        (fn("softplus", e), ">", ZERO, ()),
    )
    return rng.choice(table)
