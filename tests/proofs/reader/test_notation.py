"""LaTeX -> terms, on named examples in every notation of the design."""

from __future__ import annotations

from fractions import Fraction

import pytest
from strategies.documents import verdicts

from probatum.proofs.document import Step, steps
from probatum.proofs.source import Source
from probatum.proofs.terms import build as b
from probatum.proofs.terms.sorts import (
    EVENT,
    FAMILY,
    NATURAL,
    POSITIVE,
    REAL,
    Function,
    Matrix,
    Outcome,
    RandomVariable,
    Vector,
    closure,
)
from probatum.proofs.terms.term import INFINITY, PI, Term, space, symbol

n, m, d = (symbol(name, NATURAL) for name in "nmd")
i, j, k = (symbol(name, NATURAL) for name in "ijk")
x, y, z, a, c = (symbol(name) for name in "xyzac")
xv, yv, wv = (symbol(name, Vector(n)) for name in "xyw")
A, B = (symbol(name, Matrix(n, n)) for name in "AB")
X, Y = (symbol(name, RandomVariable(REAL)) for name in "XY")
f = symbol("f", Function((REAL,)))
p, q = symbol("p", FAMILY), symbol("q", FAMILY)
ox, oz = symbol("x", Outcome("x")), symbol("z", Outcome("z"))
mu, sigma = symbol(r"\mu"), symbol(r"\sigma", POSITIVE)

VECTORS = (r"x, y, w \in \mathbb{R}^n", r"A, B \in \mathbb{R}^{n \times n}")


def only(latex: str, given: tuple[str, ...] = (), layout: b.Layout | None = None) -> Step:
    found = list(steps(Source("example", latex, "math"), layout, given))
    assert len(found) == 1, found
    return found[0]


def left(latex: str, given: tuple[str, ...] = ()) -> Term:
    """The meaning of an expression, read as the left side of `= 0`, or of what it equals itself."""
    step = only(f"{latex} = {latex}", given, "denominator")
    assert step.kind == "claim", step.because
    return step.readings[0].claim.left


def p_at(value: Term, family: Term = p, label: str = "x", given: dict[str, Term] | None = None) -> Term:
    return b.density(family, {label: value}, given or {})


def law(family: Term, measure: str = "either") -> Term:
    return b.law(ox, space("x", measure), p_at(ox, family))


ARITHMETIC = {
    "sum and signs": ("x - y + 2", b.add(x, b.neg(y), b.TWO)),
    "unary minus binds less than a power": ("-x^2", b.neg(b.power(x, b.TWO))),
    "juxtaposition": ("2xy", b.mul(b.TWO, x, y)),
    "fraction": (r"\frac{x}{y}", b.div(x, y)),
    "tfrac without braces": (r"\tfrac12 x", b.mul(b.HALF, x)),
    "slash": ("x/y", b.div(x, y)),
    "power of a decimal": ("x^{0.5}", b.power(x, b.HALF)),
    "digit after a caret": ("x^2y", b.mul(b.power(x, b.TWO), y)),
    "root": (r"\sqrt{x}", b.sqrt(x)),
    "cube root": (r"\sqrt[3]{x}", b.power(x, b.div(b.ONE, b.number(3)))),
    "e to the x": ("e^{x}", b.exp(x)),
    "exp in brackets": (r"\exp\left[x\right]", b.exp(x)),
    "log of a fraction": (r"\log\frac{x}{y}", b.log(b.div(x, y))),
    "log of a number and symbols": (r"\log 2\pi x", b.log(b.mul(b.TWO, PI, x))),
    "log to a base": (r"\log_2(x)", b.div(b.log(x), b.log(b.TWO))),
    "power of a function": (r"\tanh^2(x)", b.power(b.fn("tanh", x), b.TWO)),
    "absolute value": ("|x - y|", b.fn("abs", b.sub(x, y))),
    "two absolute values": ("|x||y|", b.mul(b.fn("abs", x), b.fn("abs", y))),
    "max": (r"\max(0, x)", b.max_of(b.ZERO, x)),
    "sigmoid": (r"\sigma(x)", b.fn("sigmoid", x)),
    "function value": ("f(x)", b.apply(f, x)),
    "product before a bracket": ("x(1 - x)", b.mul(x, b.sub(b.ONE, x))),
    "hat": (r"\hat{y} + \bar x", b.add(symbol(r"\hat{y}"), symbol(r"\bar{x}"))),
    "word in a subscript": (r"x_{\text{new}} + x_1", b.add(symbol("x_{new}"), symbol("x_1"))),
    "star": ("x^* + 1", b.add(symbol("x^*"), b.ONE)),
    "gamma function": (r"\Gamma(x)", b.fn("gamma", x)),
    "unicode": ("σ(x) − 1", b.sub(b.fn("sigmoid", x), b.ONE)),
}

ARRAYS = {
    "quadratic form": (r"x^\top A x", b.matmul(b.transpose(xv), A, xv)),
    "T for transpose": ("x^T A y", b.matmul(b.transpose(xv), A, yv)),
    "inverse": ("A^{-1} x", b.matmul(b.inverse(A), xv)),
    "inverse of a transpose": (r"A^{-\top} x", b.matmul(b.transpose(b.inverse(A)), xv)),
    "scalar times vector": (r"\frac{1}{n} x", b.mul(b.div(b.ONE, n), xv)),
    "squared norm": (r"\|x - y\|_2^2", b.power(b.norm(b.sub(xv, yv)), b.TWO)),
    "norm in bars": (r"||x||_1", b.norm(xv, "1")),
    "Frobenius": (r"\|A\|_F", b.norm(A)),
    "inner product": (r"\langle x, y \rangle", b.dot(xv, yv)),
    "cdot of vectors": (r"x \cdot y", b.dot(xv, yv)),
    "trace": (r"\operatorname{tr}(AB)", b.trace(b.matmul(A, B))),
    "determinant in bars": ("|A|", b.det(A)),
    "log det": (r"\log\det A", b.log(b.det(A))),
    "Hadamard": (r"x \odot y", b.hadamard(xv, yv)),
    "Kronecker": (r"A \otimes B", b.kron(A, B)),
    "identity": ("A + I_n", b.add(A, b.identity(n))),
    "identity without a size": ("A + I", b.add(A, b.identity(n))),
    "diag": (r"\operatorname{diag}(x)", b.diag(xv)),
    "entry": ("A_{ij}", b.index(A, i, j)),
    "sum of entries": (r"\sum_{i=1}^n x_i y_i", b.total(i, b.between(b.ONE, n), b.mul(b.index(xv, i), b.index(yv, i)))),
    "range inferred": (r"\sum_i x_i", b.total(i, b.between(b.ONE, n), b.index(xv, i))),
    "softmax entry": (r"\operatorname{softmax}(x)_i", b.index(b.softmax(xv), i)),
    "elementwise": (r"\exp(x)", b.exp(xv)),
    "literal": (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
                b.literal([[b.number(1), b.number(2)], [b.number(3), b.number(4)]])),
    "zero added": ("x + 0", b.add(xv, b.fill(b.ZERO, n))),
}  # fmt: skip

CALCULUS = {
    "d/dx": (r"\frac{d}{dx} x^2", b.derivative(x, b.power(x, b.TWO))),
    "upright d": (r"\frac{\mathrm{d}}{\mathrm{d}x} x^2", b.derivative(x, b.power(x, b.TWO))),
    "in the numerator": (r"\frac{\partial x^2 y}{\partial x}", b.derivative(x, b.mul(b.power(x, b.TWO), y))),
    "second": (r"\frac{d^2}{dx^2} x^3", b.derivative(x, b.derivative(x, b.power(x, b.number(3))))),
    "mixed": (r"\frac{\partial^2}{\partial x \partial y} x y", b.derivative(x, b.derivative(y, b.mul(x, y)))),
    "stops at a sum": (r"\frac{d}{dx} x + y", b.add(b.derivative(x, x), y)),
    "prime": ("f'(x)", b.apply(b.prime(f, 0), x)),
    "at a point": (r"\frac{d}{dx} x^2 \Big|_{x=a}", b.derivative(x, b.power(x, b.TWO), a)),
    "integral": (r"\int_0^1 x^2 \, dx", b.integral(x, b.interval(b.ZERO, b.ONE), b.power(x, b.TWO))),
    "whole line": (r"\int x \, dx", b.integral(x, b.interval(b.neg(INFINITY), INFINITY), x)),
    "differential in a fraction": (r"\int_1^a \frac{dx}{x}", b.integral(x, b.interval(b.ONE, a), b.div(b.ONE, x))),
    "unbracketed integrand": (r"\int_0^1 x - y \, dx", b.integral(x, b.interval(b.ZERO, b.ONE), b.sub(x, y))),
    "product sign": (r"\prod_{k=1}^{n} k", b.product(k, b.between(b.ONE, n), k)),
    "argmax": (r"\arg\max_x -x^2", b.extremum("argmax", x, b.interval(b.neg(INFINITY), INFINITY),
                                             b.neg(b.power(x, b.TWO)))),
}  # fmt: skip

GRADIENTS = {
    "nabla": (r"\nabla_x x^\top A x", b.derivative(xv, b.matmul(b.transpose(xv), A, xv))),
    "partial by a vector": (r"\frac{\partial}{\partial x} x^\top y", b.derivative(xv, b.matmul(b.transpose(xv), yv))),
    "by an entry": (r"\frac{\partial}{\partial x_i} x^\top y",
                    b.index(b.derivative(xv, b.matmul(b.transpose(xv), yv)), i)),
    "Hessian": (r"\nabla^2_x x^\top A x", b.hessian(xv, b.matmul(b.transpose(xv), A, xv))),
    "by a matrix": (r"\frac{\partial}{\partial A} \operatorname{tr}(A B)", b.derivative(A, b.trace(b.matmul(A, B)))),
}  # fmt: skip

PROBABILITY = {
    "density": ("p(x)", p_at(ox)),
    "conditional": (r"p(x \mid z)", p_at(ox, given={"z": oz})),
    "joint": ("p(x, z)", b.density(p, {"x": ox, "z": oz})),
    "expectation under a density": (r"\mathbb{E}_{x \sim p}[\log p(x)]", b.expect(ox, law(p), b.log(p_at(ox)))),
    "law in the subscript": (r"\mathbb{E}_{p(x)}[\log p(x)]", b.expect(ox, law(p), b.log(p_at(ox)))),
    "angle brackets": (r"\langle \log p(x) \rangle_{p(x)}", b.expect(ox, law(p), b.log(p_at(ox)))),
    "under a normal": (r"\mathbb{E}_{x \sim \mathcal{N}(0, 1)}[x]",
                       b.expect(x, b.named("normal", REAL, b.ZERO, b.ONE), x)),
    "bare expectation": ("E[X^2]", b.mean(b.power(X, b.TWO))),
    "conditional expectation": (r"\mathbb{E}[X \mid Y]", b.mean(X, Y)),
    "constants beside random variables": ("E[aX]", b.mean(b.mul(a, X))),
    "variance": (r"\operatorname{Var}(X)", b.variance(X)),
    "blackboard variance": (r"\mathbb{V}[X]", b.variance(X)),
    "covariance": (r"\text{Cov}(X, Y)", b.covariance(X, Y)),
    "probability of a statement": (r"P(X \geq a)", b.probability(b.relation(">=", X, a))),
    "events": (r"P(A \mid B)", b.probability(symbol("A", EVENT), symbol("B", EVENT))),
    "union of events": (r"\Pr(A \cap B)", b.probability(b.both(symbol("A", EVENT), symbol("B", EVENT)))),
    "KL": (r"D_{KL}(p \,\|\, q)", b.kl(law(p), law(q))),
    "KL upright": (r"\mathrm{KL}[p||q]", b.kl(law(p), law(q))),
    "KL in letters": ("KL(p(x) || q(x))", b.kl(law(p), law(q))),
    "JS": (r"D_{\mathrm{JS}}(p \| q)", b.js(law(p), law(q))),
    "entropy of a density": (r"H(p) + D_{KL}(p \| q)", b.add(b.entropy(law(p)), b.kl(law(p), law(q)))),
    "entropy of variables": ("H(X|Y)", b.uncertainty(p, (("x", Outcome("x"), "either"),),
                                                       (("y", Outcome("y"), "either"),))),
    "information": ("I(X;Y)", b.information(p, (("x", Outcome("x"), "either"),),
                                            (("y", Outcome("y"), "either"),))),
    "sum over a space": (r"\sum_x p(x)", b.total(ox, space("x", "counting"), p_at(ox))),
    "sum over a set": (r"\sum_{x \in \mathcal{X}} p(x)", b.total(ox, space("x", "counting"), p_at(ox))),
    "integral over a space": (r"\int p(x) \, dx", b.integral(ox, space("x", "lebesgue"), p_at(ox))),
    "normal density": (r"\mathcal{N}(x; \mu, 1)", b.pdf(b.named("normal", REAL, mu, b.ONE), x)),
    "normal KL": (r"D_{KL}(\mathcal{N}(\mu, 1) \| \mathcal{N}(0, 1))",
                  b.kl(b.named("normal", REAL, mu, b.ONE), b.named("normal", REAL, b.ZERO, b.ONE))),
    "mixture": (r"D_{KL}(p \| \tfrac12(p + q))",
                b.kl(law(p), b.law(ox, space("x", "either"), b.mul(b.HALF, b.add(p_at(ox), p_at(ox, q)))))),
}  # fmt: skip


@pytest.mark.parametrize("name", ARITHMETIC)
def test_arithmetic(name: str) -> None:
    latex, expected = ARITHMETIC[name]
    assert left(latex) is expected


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays(name: str) -> None:
    latex, expected = ARRAYS[name]
    assert left(latex, VECTORS) is expected


@pytest.mark.parametrize("name", CALCULUS)
def test_calculus(name: str) -> None:
    latex, expected = CALCULUS[name]
    assert left(latex) is expected


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradients(name: str) -> None:
    latex, expected = GRADIENTS[name]
    assert left(latex, VECTORS) is expected


@pytest.mark.parametrize("name", PROBABILITY)
def test_probability(name: str) -> None:
    latex, expected = PROBABILITY[name]
    assert left(latex) is expected


AMBIGUOUS = {
    "slash": ("1/2x = y", "1/2 x has two readings: (1/2) x and 1/(2 x)"),
    "bare logarithm": (r"\log x y = 0", r"\log x .. y has two readings"),
    "sigma": (r"\sigma(x + y) = 1", r"\sigma before a bracket has two readings", r"\sigma > 0"),
    "capitals": ("A B = B A", "A B has two readings: a product of numbers, and one of matrices"),
    "call or product": ("c(x + y) = 1", "c before a bracket has two readings"),
    "inverse function": (r"\log^{-1}(x) = 1", "has two readings: the inverse function"),
    "which is random": ("E[ax] = 1", "which of a, x is random"),
    "dots": (r"x_1 + x_3 + \dots + x_n = 1", "a sum with dots"),
    "two digits above": ("x^10 = y", "only the 1 of 10 is a superscript in LaTeX"),
    "two digits below": ("x_12 = y", "only the 1 of 12 is a subscript in LaTeX"),
    "a sign above": ("e^-x = y", "only the - of -x is a superscript in LaTeX"),
    "thousands": ("y = 10,000", "10,000 may be a number or a list"),
    "a decimal comma": ("1,5 x = y", "1,5 may be a number or a list"),
}


NUMBERS = {
    r"10{,}000": 10_000,
    r"10\,000": 10_000,
    r"1{,}000{,}000": 1_000_000,
    "1{,}5": Fraction(3, 2),
    "2.50": Fraction(5, 2),
}


@pytest.mark.parametrize("written", NUMBERS)
def test_the_digits_of_a_number(written: str) -> None:
    assert left(f"{written} x") is b.mul(b.number(NUMBERS[written]), x)


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_two_readings_are_an_error(name: str) -> None:
    latex, message, *given = AMBIGUOUS[name]
    step = only(latex, tuple(given))
    assert step.kind == "error"
    assert message in step.because


MEANINGLESS = {
    "shapes in a product": (
        "A y = 0", (r"A \in \mathbb{R}^{n \times m}", r"y \in \mathbb{R}^n"),
        "cannot multiply A, a n x m matrix, by y, a vector of size n",
    ),
    "shapes in a sum": ("x + y = 0", (r"x \in \mathbb{R}^n", r"y \in \mathbb{R}^m"),
                        "cannot add a vector of size n and a vector of size m: x and y"),
    "shapes of the sides": ("A x = x", (r"A \in \mathbb{R}^{m \times n}", r"x \in \mathbb{R}^n"),
                            "cannot compare by = a vector of size m and a vector of size n"),
    "trace": (r"\operatorname{tr}(A) = 1", (r"A \in \mathbb{R}^{m \times n}",), "a trace needs a square matrix"),
    "division by a vector": (r"\frac{1}{x} = 1", (r"x \in \mathbb{R}^n",),
                             "division by x, which is a vector of size n"),
    "power of a vector": ("x^2 = 1", (r"x \in \mathbb{R}^n",), "a power of x, which is a vector of size n"),
    "dependence": (r"\frac{dy}{dx} = 0", (), "y is not known to depend on x"),
}  # fmt: skip


@pytest.mark.parametrize("name", MEANINGLESS)
def test_what_has_no_meaning_is_an_error(name: str) -> None:
    latex, given, message = MEANINGLESS[name]
    step = only(latex, given)
    assert step.kind == "error"
    assert message in step.because


def test_an_error_names_line_and_column_and_what_is_known() -> None:
    step = only("x = \\frac{1}{2", (r"x \in \mathbb{R}^n",))
    assert step.because == "line 1, column 13: this brace is never closed; expected '}'"
    step = only("x + 1 = y", (r"x \in \mathbb{R}^n",))
    assert "known here: n is an integer, x is a vector of size n" in step.because


def test_a_gradient_reads_in_the_layouts_that_give_it_a_meaning() -> None:
    given = (r"x \in \mathbb{R}^n", r"A \in \mathbb{R}^{m \times n}")
    assert [r.layout for r in only(r"\frac{\partial}{\partial x} A x = A^\top", given).readings] == ["denominator"]
    assert [r.layout for r in only(r"\frac{\partial}{\partial x} A x = A", given).readings] == ["numerator"]
    square = (r"x \in \mathbb{R}^n", r"A \in \mathbb{R}^{n \times n}")
    both = only(r"\frac{\partial}{\partial x} A x = A", square).readings
    assert [r.layout for r in both] == ["denominator", "numerator"]
    neither = only(r"\frac{\partial}{\partial x} A x = x", given)
    assert neither.kind == "error"
    assert only(r"\frac{\partial}{\partial x} A x = A", given, "denominator").kind == "error"


def test_a_definition_is_unfolded_without_capture() -> None:
    text = r"s_k := \sum_{j=1}^n (z_j - z_k) \\ s_j = 0"
    claim = list(steps(Source("example", text, "math"), None, (r"z \in \mathbb{R}^n",)))[-1].readings[0].claim
    assert claim.left.head == "sum"
    assert claim.left.args[0] is not j
    assert j in claim.left.free


def test_same_family_for_a_prior_beside_a_parametrised_likelihood() -> None:
    step = only(r"p_\theta(x, z) = p_\theta(x \mid z) p(z)")
    families = {term.name for term in step.readings[0].claim.free if term.sort is FAMILY}
    assert families == {r"p_{\theta}"}
    assert r"p(..) a marginal or conditional of p_{\theta}" in step.assumed


def test_a_parameter_that_is_differentiated_by_is_part_of_the_density() -> None:
    theta = symbol(r"\theta")
    claim = only(r"\nabla_\theta \log p_\theta(x) = 0").readings[0].claim
    assert theta in claim.left.args[1].free


def test_matrix_traits_come_from_declarations() -> None:
    spd = symbol("S", Matrix(n, n, closure({"positive_definite"})))
    assert left("S", (r"S \in \mathbb{S}^n_{++}",)) is spd
    assert left("S", (r"S \in \mathbb{R}^{n \times n}, S symmetric positive definite",)) is spd
    assert left("S", (r"S \in \mathbb{R}^{n \times n}; S \succ 0",)) is spd


WRITTEN_LAWS = [
    r"\text{Bernoulli}(p)", r"\textrm{Bern}(p)", r"\mathsf{Bernoulli}(p)", r"\mathbf{Bern}(p)", "Bernoulli(p)",
    r"\mbox{Bernoulli}\left(p\right)", r"\text{Binom}(1, p)", r"\text{Bernoulli }(p)",
]  # fmt: skip


@pytest.mark.parametrize("law", WRITTEN_LAWS)
def test_a_law_by_its_name(law: str) -> None:
    found = verdicts(rf"Let $X \sim {law}$. $$ \mathrm{{E}}[X] = p $$ $$ \mathrm{{E}}[X] = 1 - p $$")
    assert found == ["proved", "refuted"]


def test_a_law_with_its_parameters_below() -> None:
    assert verdicts(r"Let $X \sim \chi^2_k$. $$ \mathrm{E}[X] = k $$ $$ \mathrm{E}[X] = k + 1 $$") == [
        "proved",
        "refuted",
    ]
    assert verdicts(r"Let $X \sim t_\nu$. $$ \mathrm{E}[X] = 0 $$")[0] in ("proved", "confirmed")
    text = r"Let $x \sim \mathcal{N}_d(\mu, \Sigma)$. $$ \mathrm{E}[x] = \mu $$ $$ \mathrm{E}[x] = \Sigma \mu $$"
    assert verdicts(text) == ["proved", "refuted"]


def test_what_is_said_of_a_law_that_is_not_known_is_no_definition() -> None:
    assert verdicts(r"Let $X \sim \text{Foo}(p)$. $$ \mathrm{E}[X] = p $$") == ["unknown"]
