"""Claims as people write them, with the verdict each must get: true ones are proved, false neighbours refuted."""

from __future__ import annotations

from typing import Any

import pytest
from strategies.documents import reports, verdicts

from probatum.proofs import decide as deciding
from probatum.proofs.claim import Claim
from probatum.proofs.decide import Decision, decide, falls, forget, provable, settled
from probatum.proofs.document import Step, steps
from probatum.proofs.numeric.refute import Inconclusive, Outcome, refute
from probatum.proofs.source import Source
from probatum.proofs.terms.build import (
    ONE,
    TWO,
    ZERO,
    add,
    apply,
    between,
    covariance,
    det,
    equal,
    log,
    max_of,
    min_of,
    mul,
    number,
    power,
    rank,
    relation,
    sub,
    total,
)
from probatum.proofs.terms.sorts import COUNT, POSITIVE, REAL, Function, Matrix, RandomVariable
from probatum.proofs.terms.term import symbol
from probatum.proofs.verdict import Verdict

SQUARE = r"x, b \in \mathbb{R}^n; A, B \in \mathbb{R}^{n \times n}"
INVERTIBLE = r"A, B \in \mathbb{R}^{n \times n}; A, B invertible"
REGRESSION = r"X \in \mathbb{R}^{n \times d}; y \in \mathbb{R}^n; w \in \mathbb{R}^d"
DEFINITE = r"x \in \mathbb{R}^n; S \in \mathbb{R}^{n \times n}; S positive definite"
PAIR = r"p, q densities"

PROVED = {
    # scalars
    "binomial cube": ("", r"(a+b)^3 = a^3 + 3a^2 b + 3ab^2 + b^3"),
    "difference of squares": ("", r"\frac{a^2-b^2}{a-b} = a + b"),
    "log of a product": ("a > 0; b > 0", r"\log(a^2 b) = 2\log a + \log b"),
    "exp of a sum": ("", r"e^{a+b} = e^a e^b"),
    "sigmoid symmetry": ("", r"1 - \sigma(x) = \sigma(-x)"),
    "sigmoid derivative": ("", r"\frac{d}{dx}\sigma(x) = \sigma(x)(1-\sigma(x))"),
    "tanh by the sigmoid": ("", r"\tanh(x) = 2\sigma(2x) - 1"),
    "tanh derivative": ("", r"\frac{d}{dx}\tanh(x) = 1 - \tanh^2(x)"),
    "log-sigmoid derivative": ("", r"\frac{d}{da}\log\sigma(a) = 1 - \sigma(a)"),
    "square root of a square": ("", r"\sqrt{x^2} = |x|"),
    "power rule": ("x > 0", r"\frac{d}{dx} x^r = r x^{r-1}"),
    "quotient rule": (
        "f, g differentiable functions",
        r"\frac{d}{dx}\frac{f(x)}{g(x)} = \frac{f'(x)g(x) - f(x)g'(x)}{g(x)^2}",
    ),
    "chain rule": ("f, g differentiable functions", r"\frac{d}{dx} f(g(x)) = f'(g(x)) g'(x)"),
    # sums and products
    "sum of squares": ("", r"\sum_{i=1}^n i^2 = \frac{n(n+1)(2n+1)}{6}"),
    "geometric sum": ("", r"\sum_{i=0}^{n} r^i = \frac{1-r^{n+1}}{1-r}"),
    "spread of a square": ("", r"\sum_{i=1}^n (x_i - c)^2 = \sum_{i=1}^n x_i^2 - 2c\sum_{i=1}^n x_i + n c^2"),
    "sums exchanged": ("", r"\sum_{i=1}^n \sum_{j=1}^m a_{ij} = \sum_{j=1}^m \sum_{i=1}^n a_{ij}"),
    "log of a product of probabilities": (
        r"0 < p < 1; x \in \mathbb{R}^n",
        r"\log \prod_{i=1}^n p^{x_i}(1-p)^{1-x_i} = "
        r"\sum_{i=1}^n x_i \log p + \left(n - \sum_{i=1}^n x_i\right)\log(1-p)",
    ),
    # matrices
    "transpose of a product": (SQUARE, r"(AB)^\top = B^\top A^\top"),
    "trace of a product": (SQUARE, r"\operatorname{tr}(AB) = \operatorname{tr}(BA)"),
    "inverse of a product": (INVERTIBLE, r"(AB)^{-1} = B^{-1}A^{-1}"),
    "log-determinant of a product": (INVERTIBLE, r"\log|\det(AB)| = \log|\det A| + \log|\det B|"),
    "push-through": (
        r"A \in \mathbb{R}^{n \times m}; B \in \mathbb{R}^{m \times n}",
        r"A (I_m + BA)^{-1} = (I_n + AB)^{-1} A",
    ),
    "Sherman-Morrison": (
        r"A \in \mathbb{R}^{n \times n}; A invertible; u, v \in \mathbb{R}^n",
        r"(A + uv^\top)^{-1} = A^{-1} - \frac{A^{-1}uv^\top A^{-1}}{1 + v^\top A^{-1}u}",
    ),
    "gradient of a linear form": (SQUARE, r"\nabla_x b^\top x = b"),
    "gradient of a quadratic form": (SQUARE, r"\nabla_x x^\top A x = (A + A^\top) x"),
    "gradient of a norm": (SQUARE, r"\nabla_x \|x - b\|_2 = \frac{x-b}{\|x-b\|_2}"),
    "gradient by a matrix": (SQUARE, r"\frac{\partial}{\partial A} b^\top A x = b x^\top"),
    "gradient of a log-determinant": (INVERTIBLE, r"\frac{\partial}{\partial A} \log|\det A| = (A^{-1})^\top"),
    "least-squares gradient": (REGRESSION, r"\nabla_w \|Xw - y\|^2 = 2X^\top(Xw - y)"),
    "least-squares Hessian": (REGRESSION, r"\nabla_w^2 \frac{1}{2}\|Xw - y\|^2 = X^\top X"),
    "normal equations": (REGRESSION, r"(X^\top X)^{-1} X^\top X w = w"),
    "log-sum-exp gradient": (r"x \in \mathbb{R}^n", r"\nabla_x \log \sum_{i=1}^n e^{x_i} = \operatorname{softmax}(x)"),
    "softmax Jacobian": (
        r"x \in \mathbb{R}^n; s = \operatorname{softmax}(x)",
        r"\frac{\partial}{\partial x} \operatorname{softmax}(x) = \operatorname{diag}(\operatorname{softmax}(x)) - "
        r"\operatorname{softmax}(x)\operatorname{softmax}(x)^\top",
    ),
    # densities
    "marginal": (PAIR, r"\sum_y p(x, y) = p(x)"),
    "Bayes": (PAIR, r"p(z|x) = \frac{p(x|z)p(z)}{p(x)}"),
    "cross-entropy": (PAIR, r"H(p, q) = H(p) + D_{KL}(p \| q)"),
    "chain rule of entropy": ("", r"H(X, Y) = H(X) + H(Y|X)"),
    "mutual information": ("", r"I(X; Y) = H(X) - H(X|Y)"),
    "JS is symmetric": (PAIR, r"D_{JS}(p \| q) = D_{JS}(q \| p)"),
    "ELBO": (
        PAIR,
        r"\log p(x) = \mathbb{E}_{z \sim q(z|x)}[\log p(x|z)] - D_{KL}(q(z|x) \| p(z)) + D_{KL}(q(z|x) \| p(z|x))",
    ),
    "Gaussian log-likelihood": (
        r"\sigma > 0; x \in \mathbb{R}^n",
        r"\sum_{i=1}^n \log \mathcal{N}(x_i; \mu, \sigma^2) = "
        r"-\frac{n}{2}\log(2\pi\sigma^2) - \frac{1}{2\sigma^2}\sum_{i=1}^n (x_i-\mu)^2",
    ),
    "Gaussian KL": (
        r"\sigma_1 > 0; \sigma_2 > 0",
        r"D_{KL}(\mathcal{N}(\mu_1, \sigma_1^2) \| \mathcal{N}(\mu_2, \sigma_2^2)) = "
        r"\log\frac{\sigma_2}{\sigma_1} + \frac{\sigma_1^2 + (\mu_1-\mu_2)^2}{2\sigma_2^2} - \frac{1}{2}",
    ),
    # random variables
    "variance": ("", r"\operatorname{Var}(X) = E[X^2] - E[X]^2"),
    "variance of a sum": (
        "",
        r"\operatorname{Var}(X+Y) = \operatorname{Var}(X) + \operatorname{Var}(Y) + 2\operatorname{Cov}(X, Y)",
    ),
    "variance of an independent sum": (
        r"X \perp Y",
        r"\operatorname{Var}(X+Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)",
    ),
    "tower rule": ("", r"E[E[X|Y]] = E[X]"),
    "total variance": ("", r"\operatorname{Var}(X) = E[\operatorname{Var}(X|Y)] + \operatorname{Var}(E[X|Y])"),
    "second moment of a normal": (r"X \sim \mathcal{N}(\mu, \sigma^2)", r"E[X^2] = \mu^2 + \sigma^2"),
    "Bayes for events": ("", r"P(A|B) = \frac{P(A)P(B|A)}{P(B)}"),
    # inequalities
    "KL is not negative": (PAIR, r"D_{KL}(p \| q) \geq 0"),
    "JS is at most log 2": (PAIR, r"D_{JS}(p \| q) \leq \log 2"),
    "evidence bound": (PAIR, r"\log p(x) \geq \mathbb{E}_{z \sim q(z|x)}\left[\log \frac{p(x,z)}{q(z|x)}\right]"),
    "conditioning reduces entropy": ("", r"H(X|Y) \leq H(X)"),
    "Jensen": ("f convex function", r"f(E[X]) \leq E[f(X)]"),
    "tangent": ("f convex function", r"f(y) \geq f(x) + f'(x)(y - x)"),
    "Cauchy-Schwarz": (r"x, y \in \mathbb{R}^n", r"|x^\top y| \leq \|x\|\|y\|"),
    "triangle": (r"x, y \in \mathbb{R}^n", r"\|x + y\| \leq \|x\| + \|y\|"),
    "square": ("", r"2ab \leq a^2 + b^2"),
    "logarithm below its tangent": ("x > 0", r"\log x \leq x - 1"),
    "sigmoid slope": ("", r"\sigma(x)(1-\sigma(x)) \leq \frac{1}{4}"),
    "definite form": (DEFINITE, r"x^\top S x \geq 0"),
}

REFUTED = {
    "sign": ("", r"(a-b)^2 = a^2 + 2ab + b^2"),
    "square of a sum": ("", r"(a+b)^2 = a^2 + b^2"),
    "log of a sum": ("a > 0; b > 0", r"\log(a + b) = \log a + \log b"),
    "root of a square": ("", r"\sqrt{x^2} = x"),
    "sigmoid derivative": ("", r"\frac{d}{dx}\sigma(x) = \sigma(x)(1+\sigma(x))"),
    "printed tanh": ("", r"\tanh(x) = \frac{2}{\cosh(2x)} - 1"),
    "quotient rule": (
        "f, g differentiable functions",
        r"\frac{d}{dx}\frac{f(x)}{g(x)} = \frac{f(x)g'(x) - f'(x)g(x)}{g(x)^2}",
    ),
    "factor": (REGRESSION, r"\nabla_w \|Xw - y\|^2 = X^\top(Xw - y)"),
    "transpose dropped": (SQUARE, r"\nabla_x x^\top A x = 2Ax"),
    "products commuted": (SQUARE, r"AB = BA"),
    "inverse of a product": (INVERTIBLE, r"(AB)^{-1} = A^{-1}B^{-1}"),
    "trace of three": (SQUARE + r"; C \in \mathbb{R}^{n \times n}", r"\operatorname{tr}(ABC) = \operatorname{tr}(ACB)"),
    "log-determinant": (INVERTIBLE, r"\frac{\partial}{\partial A} \log|\det A| = A^{-1}"),
    "joint summed over one": (PAIR, r"\sum_x p(x, y) = 1"),
    "KL swapped": (PAIR, r"D_{KL}(p \| q) = D_{KL}(q \| p)"),
    "posterior for prior": (PAIR, r"\log p(x) = \mathbb{E}_{z \sim q(z|x)}[\log p(x|z)] - D_{KL}(q(z|x) \| p(z))"),
    "bound the wrong way": (PAIR, r"\log p(x) \leq \mathbb{E}_{z \sim q(z|x)}\left[\log \frac{p(x,z)}{q(z|x)}\right]"),
    "evidence is not negative": (PAIR, r"\mathbb{E}_{z \sim q(z|x)}[\log p(x|z)] - D_{KL}(q(z|x) \| p(z)) \geq 0"),
    "missing normaliser": (
        r"\sigma > 0; x \in \mathbb{R}^n",
        r"\sum_{i=1}^n \log \mathcal{N}(x_i; \mu, \sigma^2) = -\frac{1}{2\sigma^2}\sum_{i=1}^n (x_i-\mu)^2",
    ),
    "variance scaled once": (r"X \sim \mathcal{N}(\mu, \sigma^2)", r"\operatorname{Var}(aX + b) = a\sigma^2"),
    "variance of a dependent sum": ("", r"\operatorname{Var}(X+Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)"),
    "expectation of a product": ("", r"E[XY] = E[X]E[Y]"),
    "Jensen the wrong way": ("f convex function", r"f(E[X]) \geq E[f(X)]"),
    "Jensen for any function": ("f a function", r"f(E[X]) \leq E[f(X)]"),
    "strict where equality occurs": (PAIR, r"D_{KL}(p \| q) > 0"),
    "JS at most a half": (PAIR, r"D_{JS}(p \| q) \leq \frac{1}{2}"),
}


def read(given: str, text: str) -> Step:
    found = list(steps(Source("", text, "math"), given=(given,) if given else ()))
    assert [step.kind for step in found] == ["claim"], [(step.kind, step.because) for step in found]
    return found[0]


def verdict(given: str, text: str) -> Decision:
    return decide(read(given, text).readings[0].claim)


@pytest.mark.parametrize("name", PROVED)
def test_what_holds_is_proved(name: str) -> None:
    found = verdict(*PROVED[name])
    assert found.verdict is Verdict.PROVED, found.because


@pytest.mark.parametrize("name", REFUTED)
def test_false_neighbours_are_refuted(name: str) -> None:
    found = verdict(*REFUTED[name])
    assert found.verdict is Verdict.REFUTED, found.because
    assert found.certified
    assert found.counterexample is not None


def test_a_change_of_domain_is_reported_with_the_proof() -> None:
    found = verdict("", r"\log(x^2) = 2 \log x")
    assert found.verdict is Verdict.PROVED
    assert any("right side is undefined" in finding for finding in found.domain)


def test_the_assumption_bears_the_load() -> None:
    equation = r"\operatorname{Var}(X+Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)"
    assert verdict(r"X \perp Y", equation).verdict is Verdict.PROVED
    assert verdict("", equation).verdict is Verdict.REFUTED


def test_agreement_at_one_value_of_a_symbol_does_not_confirm() -> None:
    """log(2s - s^5) is defined at s = 1 alone, of the whole numbers, and there it is log s."""
    s, a = symbol("s", POSITIVE), symbol("a")
    wrong = log(sub(mul(TWO, s), power(s, number(5))))
    found = decide(Claim(mul(a, log(s)), "=", mul(a, wrong)))
    assert found.verdict in (Verdict.REFUTED, Verdict.UNKNOWN), found.because


def test_where_pieces_meet_values_on_all_sides_are_tried_together() -> None:
    s, b = symbol("s", POSITIVE), symbol("b")
    claim = Claim(max_of(s, min_of(number(1), b)), "=", max_of(s, number(1)))
    assert decide(claim).verdict is Verdict.REFUTED


def looks(monkeypatch: pytest.MonkeyPatch, claim: Claim) -> tuple[Verdict, list[int]]:
    """The verdict, and how many assumptions each search for a counterexample was made under."""
    made: list[int] = []

    def search(tried: Claim, **more: Any) -> Outcome:
        made.append(len(tried.assumptions))
        return refute(tried, **more)

    monkeypatch.setattr("probatum.proofs.decide.refute", search)
    forget()
    return decide(claim).verdict, made


def test_what_holds_whatever_is_assumed_is_not_tried_under_it(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = symbol("a"), symbol("b")
    cross = equal(mul(a, b), ZERO)
    square, squares = power(add(a, b), TWO), add(power(a, TWO), power(b, TWO))
    whole = add(squares, mul(TWO, a, b))
    assert looks(monkeypatch, Claim(square, "=", whole, (cross,))) == (Verdict.PROVED, [0])
    assert looks(monkeypatch, Claim(square, "=", squares, (cross,))) == (Verdict.PROVED, [0, 1])
    assert looks(monkeypatch, Claim(square, "=", squares, (equal(a, b),))) == (Verdict.REFUTED, [0, 1])


def test_what_may_be_special_is_tried_as_assumed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random matrices have full rank, and few sizes drawn are 1."""
    n, i = symbol("n", COUNT), symbol("i", COUNT)
    late = total(i, between(number(3), n), ONE)
    found, made = looks(monkeypatch, Claim(late, "=", sub(n, TWO), (equal(n, ONE),)))
    assert found in (Verdict.REFUTED, Verdict.UNKNOWN)
    assert 0 not in made[:1]
    matrix = symbol("A", Matrix(TWO, TWO))
    found, made = looks(monkeypatch, Claim(rank(matrix), "=", TWO, (equal(det(matrix), ZERO),)))
    assert found in (Verdict.REFUTED, Verdict.UNKNOWN)
    assert 0 not in made[:1]


def test_a_search_is_made_again_only_for_more_time_than_was_short(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[float] = []

    def search(claim: Claim, *, seconds: float, **_: object) -> Inconclusive:
        made.append(seconds)
        moments.append(moments[-1] + seconds if len(made) == 1 else moments[-1])
        return Inconclusive("nothing")

    moments = [0.0]
    monkeypatch.setattr("probatum.proofs.decide.refute", search)
    monkeypatch.setattr("probatum.proofs.decide.perf_counter", lambda: moments[-1])
    forget()
    claim = Claim(symbol("a"), "<", symbol("b"))
    for seconds in (0.5, 0.25, 0.5, 1.0, 2.0):  # the first one takes all of its time, the second one none
        falls(claim, 4 * seconds)
    assert made == [0.5, 1.0]
    forget()


def test_a_tentative_refutation_is_shown_once_it_is_settled() -> None:
    claim = read("", "(a+b)^2 = a^2 + b^2").readings[0].claim
    tentative = decide(claim, tentative=True)
    assert tentative.verdict is Verdict.REFUTED
    assert tentative.counterexample is None
    found = settled([claim], tentative)
    assert found == decide(claim)
    assert found.counterexample is not None and found.certified


def test_a_side_that_is_seldom_defined_is_tried_again() -> None:
    """The covariances of the first few draws are all negative."""
    x, y = (symbol(name, RandomVariable(REAL)) for name in "XY")
    mixed = covariance(x, y)
    assert decide(Claim(mixed, "=", log(mixed))).verdict is Verdict.REFUTED
    assert decide(Claim(log(covariance(y, x)), "=", log(mixed))).verdict is Verdict.PROVED


def test_what_an_unknown_symbol_is_is_not_tried_to_be_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c, n = symbol("a"), symbol("b"), symbol("c"), symbol("n", COUNT)
    size = rank(symbol("A", Matrix(n, n, frozenset({"invertible"}))))
    assert provable(Claim(b, "=", mul(a, c), (equal(c, ONE), equal(a, b))))  # b is spoken of elsewhere
    assert provable(Claim(mul(b, TWO), "=", add(b, b)))
    assert provable(Claim(n, "=", size))  # the size of what the other side speaks of
    monkeypatch.setattr(deciding, "prove", None)
    assert not provable(Claim(b, "=", mul(a, c), (equal(c, ONE),)))
    assert not provable(Claim(mul(a, c), "=", b))


def test_a_strict_claim_is_tried_where_what_is_assumed_is_an_equation() -> None:
    value = apply(symbol("f", Function((REAL,), REAL)), symbol("x"))
    weak = (relation(">=", value, ZERO),)
    assert decide(Claim(value, ">", ZERO, weak)).verdict is Verdict.REFUTED
    assert decide(Claim(add(value, log(TWO)), ">", ZERO, weak)).verdict is Verdict.PROVED
    assert decide(Claim(value, ">", ZERO, (relation(">", value, ZERO),))).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"1 + e^{-100} = 1", r"\log(1 + e^{-200}) = 0", r"\sum_{k=1}^{400} 2^{-k} = 1", r"\tanh(40 + x^2) = 1",
        r"\int_0^{10} x e^{-x^2} dx = \frac{1}{2}",
    ],
)  # fmt: skip
def test_what_is_nearly_equal_is_not(claim: str) -> None:
    assert verdicts(f"Let $x$ be a real number. $$ {claim} $$") == ["refuted"]


def test_functions_with_bounded_values_do_not_seem_to_reach_their_ends() -> None:
    words = "Let $f$ be a periodic function with values in $[0, 1]$. $$ f(x + 2 T) = f(x) $$ Then"
    assert verdicts(f"{words} $$ f(x + T / 2) = f(x) $$")[-1] == "unknown"


def test_a_replay_does_not_say_that_what_differs_is_equal() -> None:
    (near,), (far,) = (reports(f"$$ {claim} $$") for claim in ("1 + e^{-100} = 1", "1 + e^{-1} = 1"))
    assert near.counterexample is not None
    assert far.counterexample is not None
    assert near.counterexample.replay.endswith('print("they differ by less than double precision shows")\n')
    assert "equal:" not in near.counterexample.replay
    assert "equal:" in far.counterexample.replay


def test_a_proof_that_nests_too_deeply_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    x = symbol("x")
    claim = Claim(add(x, x), "=", mul(TWO, x))
    assert provable(claim)

    def too_deep(_: Claim) -> None:
        raise RecursionError

    forget()
    monkeypatch.setattr(deciding, "prove", too_deep)
    assert not provable(claim)
    forget()
