"""The symbols of random claims, by sort."""

from __future__ import annotations

from probatum.proofs.terms.build import ONE, between, density, law
from probatum.proofs.terms.sorts import (
    FAMILY,
    NATURAL,
    NONNEGATIVE,
    NONZERO,
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
from probatum.proofs.terms.term import Term, space, symbol

n, m = symbol("n", NATURAL), symbol("m", NATURAL)
i, j, k = (symbol(name, NATURAL) for name in "ijk")
ONE_N, ONE_M = between(ONE, n), between(ONE, m)
a, b, c = (symbol(name) for name in "abc")
s, t = symbol("s", POSITIVE), symbol("t", POSITIVE)
r, u = symbol("r", UNIT), symbol("u", NONZERO)
w = symbol("w", NONNEGATIVE)
REALS, POSITIVES = (a, b, c, u), (s, t, r)

x, y, z = (symbol(name, Vector(n)) for name in "xyz")
v = symbol("v", Vector(m))
q_plus = symbol("h", Vector(n, POSITIVE))
A, B, C = (symbol(name, Matrix(n, n)) for name in "ABC")
R = symbol("R", Matrix(m, n))
S = symbol("S", Matrix(n, n, closure(["positive_definite"])))
T = symbol("T", Matrix(n, n, closure(["symmetric"])))
Q = symbol("Q", Matrix(n, n, closure(["orthogonal"])))
M = symbol("M", Matrix(n, n, closure(["invertible"])))
D = symbol("D", Matrix(n, n, closure(["diagonal"])))
SQUARES = (A, B, C, S, T, Q, M, D)

f, g = symbol("f", Function((REAL,))), symbol("g", Function((REAL,)))
convex = symbol("phi", Function((REAL,), REAL, frozenset({"convex"})))
concave = symbol("psi", Function((REAL,), REAL, frozenset({"concave"})))
even = symbol("e", Function((REAL,), REAL, frozenset({"even"})))
odd = symbol("o", Function((REAL,), REAL, frozenset({"odd"})))

p, q = symbol("p", FAMILY), symbol("q", FAMILY)
LABELS = ("x", "y", "z")
OUTCOMES = {label: symbol(label, Outcome(label)) for label in LABELS}
SPACES = {label: space(label, "counting") for label in LABELS}

U, V, W = (symbol(name, RandomVariable(REAL)) for name in "UVW")


def joint(family: Term, targets: str, givens: str = "") -> Term:
    """p(x, y | z) at the outcomes of those names, for joint(p, "xy", "z")."""
    return density(family, {label: OUTCOMES[label] for label in targets}, {label: OUTCOMES[label] for label in givens})


def law_of(family: Term, label: str, givens: str = "") -> Term:
    """The law of one variable of a family, given others."""
    return law(OUTCOMES[label], SPACES[label], joint(family, label, givens))
