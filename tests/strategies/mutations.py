"""Mutations: small mistakes as people make them. A mutant may happen to stay true; that is for the caller to see."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from probatum.proofs.errors import ProbatumError
from probatum.proofs.terms import build
from probatum.proofs.terms.build import MINUS_ONE, ONE, TWO, add, fn, mul, number, power, transpose
from probatum.proofs.terms.sorts import Law, Matrix, Scalar, Vector
from probatum.proofs.terms.term import Term

from . import symbols as sy
from .terms import Path, at, places, put, remake

Mutation = Callable[[Random, Term], Term | None]


def sign(rng: Random, term: Term) -> Term | None:
    return build.neg(term) if _valued(term) else None


def factor(rng: Random, term: Term) -> Term | None:
    if not _valued(term):
        return None
    return mul(rng.choice((TWO, build.HALF)), term) if rng.random() < 0.6 else mul(sy.s, term)


def exponent(rng: Random, term: Term) -> Term | None:
    if term.head == "pow":
        return (
            power(term.args[0], add(term.args[1], rng.choice((ONE, MINUS_ONE)))) if rng.random() < 0.6 else term.args[0]
        )
    return power(term, TWO) if isinstance(term.sort, Scalar) and rng.random() < 0.3 else None


def dropped(rng: Random, term: Term) -> Term | None:
    """A summand, a factor or an array of a product left out."""
    if term.head not in ("add", "mul", "matmul", "max_of", "min_of") or len(term.args) < 2:
        return None
    gone = rng.randrange(len(term.args))
    return remake(term, term.args[:gone] + term.args[gone + 1 :]) if len(term.args) > 2 else term.args[1 - gone]


def swapped(rng: Random, term: Term) -> Term | None:
    """Two arguments exchanged: base and exponent, the arguments of a divergence, the order of a matrix product."""
    if term.head not in ("pow", "kl", "cross_entropy", "matmul", "covariance", "relation") or len(term.args) < 2:
        return None
    place = rng.randrange(len(term.args) - 1)
    args = list(term.args)
    args[place], args[place + 1] = args[place + 1], args[place]
    return remake(term, tuple(args))


def transposed(rng: Random, term: Term) -> Term | None:
    if term.head in ("transpose", "inverse"):
        return term.args[0]
    sort = build.value_sort(term)
    return transpose(term) if isinstance(sort, Matrix) and sort.rows is sort.columns else None


def symbol_for_another(rng: Random, term: Term) -> Term | None:
    if term.head != "symbol":
        return None
    pools = (
        sy.REALS,
        sy.POSITIVES,
        (sy.x, sy.y, sy.z),
        (sy.A, sy.B, sy.C),
        (sy.U, sy.V, sy.W),
        (sy.i, sy.j),
        (sy.n, sy.m),
    )
    others = [other for pool in pools if term in pool for other in pool if other is not term]
    return rng.choice(others) if others else None


def bound(rng: Random, term: Term) -> Term | None:
    if term.head != "range":
        return None
    low, high = term.args
    return rng.choice(
        (
            build.between(add(low, ONE), high),
            build.between(low, add(high, MINUS_ONE)),
            build.between(low, add(high, ONE)),
        )
    )


def function_for_another(rng: Random, term: Term) -> Term | None:
    if term.head != "fn":
        return None
    other = rng.choice(("exp", "sigmoid", "tanh", "softplus", "cos", "sin", "log", "abs", "relu"))
    return fn(other, term.args[0]) if other != term.data else None


def constant(rng: Random, term: Term) -> Term | None:
    return number(term.value + rng.choice((1, -1, 2))) if term.head == "number" else None


def condition(rng: Random, term: Term) -> Term | None:
    """A conditional read as a joint, the other way round, or with its condition forgotten."""
    if term.head != "density":
        return None
    family, *points = term.args
    targets, givens = term.data
    held = dict(zip((*targets, *givens), points, strict=True))
    first, second = {k: held[k] for k in targets}, {k: held[k] for k in givens}
    if not givens:
        return build.density(sy.q if family is sy.p else sy.p, first)
    return rng.choice((build.density(family, held), build.density(family, second, first), build.density(family, first)))


def law(rng: Random, term: Term) -> Term | None:
    if term.head in ("kl", "js", "cross_entropy") and isinstance(term.args[0].sort, Law):
        return rng.choice((build.kl, build.js, build.cross_entropy))(*term.args)
    if term.head == "mean":
        return term.args[0] if term.args[1:] else None
    return None


TABLE: tuple[Mutation, ...] = (
    sign,
    factor,
    exponent,
    dropped,
    swapped,
    transposed,
    symbol_for_another,
    bound,
    function_for_another,
    constant,
    condition,
    law,
)


def _valued(term: Term) -> bool:
    return isinstance(build.value_sort(term), (Scalar, Vector, Matrix))


def _within_range(term: Term, path: Path) -> bool:
    """Whether a place belongs to a bound of a range, which means nothing where it is no whole number."""
    return any(at(term, path[:length]).head == "range" for length in range(len(path)))


def mutate(rng: Random, term: Term) -> tuple[Term, str] | None:
    """One mistake somewhere in a term of which the shape stays what it was, and its name."""
    spots: list[tuple[Path, Term]] = list(places(term))
    for _ in range(60):
        path, _here = rng.choice(spots)
        mutation = rng.choice(TABLE)
        try:
            new = mutation(rng, at(term, path))
            if new is None or (_within_range(term, path) and not new.sort.integer):
                continue
            made = put(term, path, new)
            if made is not term and build.shape(made) == build.shape(term):
                return made, mutation.__name__
        except ProbatumError:
            continue  # no term at all, as a sum of shapes that do not fit
    return None
