"""Terms go to SymPy and come back the same; SymPy's own expressions are understood; ours survive SymPy."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from probatum.proofs.errors import UnsupportedNotion
from probatum.proofs.terms import build as b
from probatum.proofs.terms import sorts
from probatum.proofs.terms.sorts import FAMILY, Function, Matrix, Outcome, RandomVariable, Scalar, Vector, closure
from probatum.proofs.terms.sympy_bridge import claim, from_sympy, to_sympy
from probatum.proofs.terms.sympy_notation import AsNumber, Entry, MatrixVariable, Notion, Sigmoid
from probatum.proofs.terms.term import EULER_GAMMA, FUNCTIONS, INFINITY, OPERATORS, PI, Term, space, symbol

n, m = symbol("n", sorts.NATURAL), symbol("m", sorts.NATURAL)
i, j = symbol("i", sorts.INTEGER), symbol("j", sorts.NATURAL)
r, s = symbol("r"), symbol("s", sorts.POSITIVE)
x, y = symbol("x", Vector(n)), symbol("y", Vector(n, sorts.POSITIVE))
A = symbol("A", Matrix(n, n))
B = symbol("B", Matrix(n, m))
S = symbol("S", Matrix(n, n, closure({"positive_definite"})))
f, g = symbol("f", Function((sorts.REAL,))), symbol("g", Function((sorts.REAL,), traits=frozenset({"convex"})))
X, Y = symbol("X", RandomVariable(sorts.REAL)), symbol("Y", RandomVariable(Vector(n)))
p, q = symbol("p", FAMILY), symbol("q", FAMILY)
u, z = symbol("u", Outcome("u")), symbol("z", Outcome("z"))
U, Z = space("u", "counting"), space("z", "lebesgue")
one_to_n = b.between(b.ONE, n)
line = b.interval(b.neg(INFINITY), INFINITY)
law_p, law_q = b.law(u, U, b.density(p, {"u": u})), b.law(u, U, b.density(q, {"u": u}))
normal = b.named("normal", sorts.REAL, r, s)

# At least one term for every head.
EXAMPLES: list[Term] = [
    b.number(Fraction(-3, 7)), PI, EULER_GAMMA, INFINITY, r, s, i, symbol("r", sorts.REAL, 2), symbol("t", sorts.UNIT),
    symbol("t", sorts.NONZERO), symbol("t", Scalar(Fraction(1, 3), Fraction(2))), x, y, A, S, X, Y, u, p, f, g,
    b.add(s, r, b.ONE), b.mul(b.TWO, s, r), b.mul(b.TWO, A), b.add(A, b.mul(r, A)), b.power(s, r), b.sqrt(s),
    b.exp(b.log(s)), b.fn("log", y), b.fn("sigmoid", x), b.max_of(b.ZERO, r), b.min_of(b.ZERO, r), b.factorial(j),
    b.cases([(b.relation("<", r, s), r)], s), b.cases([(b.relation("<", r, s), r), (b.equal(r, s), b.ONE)]),
    b.binomial(n, j), b.beta(s, s), b.apply(f, r), b.apply(g, r), b.apply(b.prime(g, 0), r), b.matmul(A, x),
    b.dot(x, y), b.mul(r, b.matmul(b.transpose(x), A, x)), b.inverse(S), b.trace(A), b.det(A), b.rank(B), b.norm(x),
    b.norm(x, "1"), b.norm(B), b.diag(x), b.diag(A), b.hadamard(x, y), b.kron(A, B), b.vec(B), b.identity(n),
    b.fill(b.ZERO, n),
    b.fill(b.ONE, n, m), b.fill(r, n), b.index(x, i), b.index(x, b.add(i, b.ONE)), b.index(B, i, j), b.index(B, i),
    b.literal([[r, s], [b.ONE, b.ZERO]]), b.literal([[r], [s]]), b.tabulate(j, n, b.power(r, j)), b.softmax(x),
    b.tabulate(i, n, b.tabulate(j, n, b.power(r, b.add(i, j)))),
    b.block([[x, A], [r, b.transpose(x)]]), b.block([[A, B]]), b.block([[x], [r]]),
    b.total(j, one_to_n, b.index(x, j)), b.total(i, one_to_n, b.total(j, one_to_n, b.index(A, i, j))),
    b.total(u, U, b.density(p, {"u": u})), b.total(j, one_to_n, b.mul(b.index(x, j), x)),
    b.product(j, one_to_n, b.index(y, j)), b.integral(r, line, b.exp(r)),
    b.integral(z, Z, b.density(p, {"z": z}, {"u": u})), b.extremum("argmin", r, line, b.exp(r)),
    b.limit(r, INFINITY, b.div(s, r)),
    b.extremum("maximum", r, line, b.exp(r)), b.extremum("argmax", r, line, b.power(r, b.TWO)),
    b.extremum("minimum", r, b.interval(b.ZERO, b.ONE), b.exp(r)), b.derivative(r, b.power(r, b.TWO)),
    b.derivative(r, b.power(r, b.TWO), b.add(r, b.ONE)), b.derivative(r, s),
    b.derivative(r, b.derivative(s, b.mul(r, s))), b.derivative(r, b.derivative(r, b.exp(r))),
    b.derivative(x, b.dot(x, x)), b.derivative(x, b.matmul(A, x), layout="numerator"), b.hessian(x, b.dot(x, x)),
    b.density(b.parametrised(p, r), {"u": u, "z": z}), b.density(p, {"u": u}, {"z": z}), law_p, normal,
    b.entrywise(j, n, normal),
    b.pdf(normal, r), b.expect(r, normal, b.power(r, b.TWO)), b.mean(b.mul(r, X)), b.mean(X, Y), b.variance(Y),
    b.covariance(X, Y), b.probability(b.relation("<=", X, r)), b.entropy(law_p), b.cross_entropy(law_p, law_q),
    b.kl(law_p, law_q), b.js(law_p, law_q), b.uncertainty(p, (("u", Outcome("u"), "counting"),)),
    b.information(p, (("u", Outcome("u"), "counting"),), (("z", Outcome("z"), "lebesgue"),)),
    *(b.relation(kind, r, s) for kind in ("=", "!=", "<", "<=", ">", ">=", "approx", "propto")), b.equal(A, S),
    b.both(b.equal(r, s), b.relation("<", r, s)), b.negation(b.equal(r, s)), b.implies(b.equal(r, s), b.equal(s, r)),
    b.iff(b.equal(r, s), b.equal(s, r)), b.forall(j, one_to_n, b.equal(b.index(x, j), r)), b.independent(X, Y),
    b.independent(Y), b.alike(Y), b.jointly_normal(X, Y), b.same_law(X, Y),
    b.distributed(X, f), b.measured(("u", Outcome("u"), "counting")),
    b.follows(X, normal), b.follows_given(X, normal, Y),
    b.indicator(b.relation("<", r, s)), *(b.fn(name, s) for name in sorted(FUNCTIONS)),
]  # fmt: skip


@pytest.mark.parametrize("term", EXAMPLES, ids=str)
def test_a_term_comes_back_from_sympy_as_it_went(term: Term) -> None:
    assert from_sympy(to_sympy(term)) is term


def test_the_examples_cover_every_head() -> None:
    def heads(term: Term) -> set[str]:
        return {term.head}.union(*map(heads, term.args)) if term.args else {term.head}

    assert set().union(*map(heads, EXAMPLES)) >= set(OPERATORS)


OURS = [term for term in EXAMPLES if isinstance(to_sympy(term), (Notion, MatrixVariable, Entry, AsNumber, Sigmoid))]


@pytest.mark.parametrize("term", EXAMPLES, ids=str)
def test_sympy_prints_what_it_gets(term: Term) -> None:
    expression = to_sympy(term)
    assert sp.latex(expression) and str(expression)


@pytest.mark.parametrize("term", OURS, ids=str)
def test_sympy_rebuilds_our_classes(term: Term) -> None:
    expression = to_sympy(term)
    if expression.args:
        assert expression.func(*expression.args) == expression


@pytest.mark.parametrize("term", [Y, S, law_p, b.kl(law_p, law_q), b.softmax(x), b.index(x, i)], ids=str)
def test_our_classes_pickle(term: Term) -> None:
    expression = to_sympy(term)
    assert pickle.loads(pickle.dumps(expression)) == expression


numbers = st.fractions(max_denominator=9, min_value=-9, max_value=9).map(b.number)
scalars = st.deferred(lambda: _scalars)
vectors = st.deferred(lambda: _vectors)
_scalars = st.recursive(
    st.sampled_from([r, s, i, b.index(x, i), b.apply(f, r)]) | numbers,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda terms: b.add(*terms)),
        st.lists(inner, min_size=2, max_size=4).map(lambda terms: b.mul(*terms)),
        st.builds(b.power, inner, numbers | inner),
        st.builds(b.fn, st.sampled_from(sorted(FUNCTIONS)), inner),
        st.builds(b.div, inner, inner),
        st.builds(lambda body: b.total(j, one_to_n, body), inner),
        st.builds(lambda body: b.integral(r, line, body), inner),
        st.builds(lambda body: b.derivative(r, body), inner),
        st.builds(lambda body: b.expect(r, normal, body), inner),
        st.builds(b.dot, vectors, vectors),
        st.builds(lambda v: b.matmul(b.transpose(v), S, v), vectors),
    ),
    max_leaves=8,
)
_vectors = st.recursive(
    st.sampled_from([x, y, b.fill(b.ZERO, n)]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda terms: b.add(*terms)),
        st.builds(b.mul, st.sampled_from([r, s, b.TWO]), inner),
        st.builds(lambda v: b.matmul(A, v), inner),
        st.builds(lambda v: b.matmul(b.inverse(S), v), inner),
        st.builds(b.hadamard, inner, inner),
        st.builds(b.softmax, inner),
        st.builds(lambda v: b.fn("tanh", v), inner),
    ),
    max_leaves=5,
)


@given(_scalars | _vectors)
@settings(max_examples=200, deadline=None)
def test_random_terms_come_back_as_they_went(term: Term) -> None:
    assert from_sympy(to_sympy(term)) is term


# ------------------------------------------------------------------ what people write in SymPy

N = sp.Symbol("n", integer=True, positive=True)
v, M = sp.MatrixSymbol("v", N, 1), sp.MatrixSymbol("M", N, N)
a, t, k = sp.Symbol("a", real=True), sp.Symbol("t", positive=True), sp.Symbol("k", integer=True)
SYMPY_EXAMPLES = {
    "a quadratic form": (v.T * M * v, "matmul"),
    "an entry": (sp.matrices.expressions.matexpr.MatrixElement(v, k - 1, 0), "index"),
    "an indexed base": (sp.IndexedBase("w", shape=(N,))[k], "index"),
    "a power of a matrix": (M**2, "matmul"),
    "a double sum": (sp.Sum(a, (k, 1, N), (sp.Symbol("l", integer=True), 1, k)), "sum"),
    "the whole line": (sp.Integral(sp.exp(-(a**2)), a), "integral"),
    "a second derivative": (sp.Derivative(sp.sin(a), a, a), "derivative"),
    "a derivative at a point": (sp.Subs(sp.Derivative(sp.sin(a), a), a, 0), "derivative"),
    "e": (sp.E, "fn"),
    "an undefined function": (sp.Function("h")(a), "apply"),
    "a relation": (sp.Le(sp.log(t), t - 1), "relation"),
    "digamma": (sp.digamma(t), "fn"),
}


@pytest.mark.parametrize(("expression", "head"), SYMPY_EXAMPLES.values(), ids=SYMPY_EXAMPLES.keys())
def test_sympy_is_understood(expression: sp.Basic, head: str) -> None:
    term = from_sympy(expression)
    assert term.head == head
    assert from_sympy(to_sympy(term)) is term


@pytest.mark.parametrize(
    ("expression", "named"),
    {
        "complex numbers": (sp.I, "ImaginaryUnit"),
        "functions without a row": (sp.besselj(0, a), "besselj"),
        "decimals": (sp.Float("0.1"), "Float"),
        "assumptions without a sort": (sp.Symbol("e", even=True), "even"),
        "indefinite products": (sp.Integral(a, (a, 1)), "without a lower bound"),
        "derivatives of a digamma": (sp.polygamma(1, t), "polygamma"),
    }.values(),
)
def test_what_has_no_term_is_named(expression: sp.Basic, named: str) -> None:
    with pytest.raises(UnsupportedNotion, match=named):
        from_sympy(expression)


def test_a_claim_of_sympy() -> None:
    made = claim(sp.Le(sp.log(t), t - 1, evaluate=False), sp.Gt(t, 1))
    assert made.relation == "<="
    assert made.left is b.log(symbol("t", sorts.POSITIVE))
    assert [assumption.head for assumption in made.assumptions] == ["relation"]


# ------------------------------------------------------------------ what SymPy does with ours


def test_substitution_leaves_bound_variables_alone() -> None:
    w = symbol("w", Vector(n))
    gradient = to_sympy(b.derivative(x, b.dot(x, w)))
    assert gradient.subs(to_sympy(x), to_sympy(w)) == to_sympy(b.derivative(x, b.dot(x, w), w))


def test_substitution_renames_what_would_capture() -> None:
    mean = to_sympy(b.expect(r, b.named("normal", sorts.REAL, b.ZERO, b.ONE), b.mul(s, r)))
    term = from_sympy(mean.subs(to_sympy(s), to_sympy(r)))
    assert term.args[0] is not r
    assert term.free == {r}


def test_sizes_are_substituted_with_the_rest() -> None:
    assert to_sympy(b.softmax(x)).subs(to_sympy(n), 3).shape == (3, 1)


def test_an_entry_of_numbers_is_a_number() -> None:
    assert Entry(to_sympy(x), 2).subs(to_sympy(x), sp.ImmutableMatrix([5, 7])) == 7


def test_named_functions_evaluate_and_differentiate() -> None:
    assert Sigmoid(a).diff(a) == Sigmoid(a) * (1 - Sigmoid(a))
    assert sp.N(Sigmoid(sp.Integer(0))) == 0.5


PRINTED = {
    "a conditional density": (b.density(p, {"u": u}, {"z": z}), "p(u | z)", r"p(u \mid z)"),
    "a divergence": (b.kl(law_p, law_q), "kl(p(u), q(u))", r"D_{KL}\left(p(u) \,\|\, q(u)\right)"),
    "a law": (normal, "normal(r, s)", r"\mathcal{N}\left(r, s\right)"),
    "a gradient": (
        b.derivative(x, b.norm(x), layout="numerator"),
        "gradient(norm(2, x), x, numerator layout)",
        r"\frac{\partial}{\partial x} \left(\left\|x\right\|_2\right)",
    ),
    "a gradient at a point": (
        b.derivative(x, b.norm(x), y),
        "gradient(norm(2, x), x, at y)",
        r"\frac{\partial}{\partial x} \left(\left\|x\right\|_2\right)\Big|_{x=y}",
    ),
    "an entry": (b.index(B, i, j), "B[i, j]", "B_{i, j}"),
}


@pytest.mark.parametrize(("term", "text", "tex"), PRINTED.values(), ids=PRINTED.keys())
def test_our_classes_print_as_mathematics(term: Term, text: str, tex: str) -> None:
    assert str(to_sympy(term)) == text
    assert sp.latex(to_sympy(term)) == tex
