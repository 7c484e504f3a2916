"""What prose says of symbols in words: some state equations, and no step over what is not understood is refuted."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

from probatum.proofs.reader.said import adjective, unread

# what is said, and a claim that is true of what it is said of, and of nothing else
SAID = {
    "an even integer": (r"Let $n$ be an even integer.", "(-1)^n = 1"),
    "a non-negative integer": (r"Let $k$ be a non-negative integer.", "(-1)^{2k} = 1"),
    "an odd number": (r"Let $k \in \mathbb{Z}$ be odd.", "(-1)^k = -1"),
    "normalised": (r"Let $u \in \mathbb{R}^n$ be normalised.", "u^T u = 1"),
    "of unit norm": (r"Let $u \in \mathbb{R}^n$ be a vector of unit norm.", "u^T u = 1"),
    "a probability vector": (r"Let $p \in \mathbb{R}^n$ be a probability vector.", r"\sum_{i=1}^n p_i = 1"),
    "a stochastic matrix": (r"Let $P \in \mathbb{R}^{n \times n}$ be a stochastic matrix.", "P 1_n = 1_n"),
    "before the name": (r"Consider an even integer $n$.", "(-1)^n = 1"),
    "periodic": (r"Let $f: \mathbb{R} \to \mathbb{R}$ be periodic with period $T$.", "f(x + T) = f(x)"),
    "linear": (
        r"Let $f: \mathbb{R} \to \mathbb{R}$ be a linear function and $x, y \in \mathbb{R}$.", "f(x+y) = f(x)+f(y)"),
    "a sign of a function": (
        r"Let $f: \mathbb{R} \to \mathbb{R}$ be non-negative and $x \in \mathbb{R}$.", r"f(x) \ge 0"),
    "binary": (r"Let $X$ be a binary random variable.", r"\mathrm{E}[X^2] = \mathrm{E}[X]"),
    "a law by its name": (r"Let $X$ be a Bernoulli variable.", r"\mathrm{E}[X^2] = \mathrm{E}[X]"),
    "values in words": (
        r"Let $X$ be a discrete random variable that takes the values 0 and 1.", r"\mathrm{E}[X^2] = \mathrm{E}[X]"),
    "on the diagonal": (
        r"Let $L \in \mathbb{R}^{n \times n}$ be lower triangular with ones on the diagonal.", r"\det(L) = 1"),
    "a noun": (r"Let $R \in \mathbb{R}^{n \times n}$ be a rotation.", r"\det(R) = 1"),
    "of two": (r"Let $a, b \in \mathbb{R}$ be reciprocal.", "a b = 1"),
    "a relative clause": (r"Let $a$ and $b$ be real numbers that sum to one.", "a + b = 1"),
    "a verb": (r"Suppose the real numbers $a$ and $b$ sum to one.", "a + b = 1"),
    "a probability": (r"Let $t$ be a probability.", r"t^2 \leq t"),
    "with a size between": (r"Let $A$ be an idempotent $n \times n$ matrix.", r"A = A^3"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_nothing_is_refuted_over_what_is_not_understood(name: str) -> None:
    said, claim = SAID[name]
    assert "refuted" not in verdicts(f"{said}\n\n$$ {claim} $$\n")


@pytest.mark.parametrize(
    "said",
    [
        r"Let $n$ be an integer.",
        r"Let $n$ be a given, fixed integer, the number of observations.",
        r"Suppose the learning rate $n \in \mathbb{R}$ is known.",
        r"Let $n$ be a real number and let $k$ be an even integer.",
        r"Let $n$ be a real number. The square of $n$ is even.",
    ],
)
def test_words_that_say_nothing_of_a_value_are_no_excuse(said: str) -> None:
    assert verdicts(f"{said}\n\n$$ (n + 1)^2 = n^2 + 1 $$\n") == ["refuted"]


# what is supposed, what follows from it, and what does not
STATED = {
    "unit": (r"Let $u, v \in \mathbb{R}^n$ be unit vectors.", r"\|u - v\|^2 = 2 - 2 u^T v", r"\|u - v\|^2 = 2 - u^T v"),
    "orthogonal": (r"Let $x, y \in \mathbb{R}^n$ be orthogonal.", "x^T y = 0", "x^T x = 0"),
    "of two formulas": (r"Let $x$ and $y$ be orthogonal vectors.", "x^T y = 0", "x^T x = 0"),
    "orthonormal": (r"Let $x, y \in \mathbb{R}^n$ be orthonormal vectors.", r"\|x + y\|^2 = 2", r"\|x + y\|^2 = 1"),
    "uncorrelated": (
        r"Let $X$ and $Y$ be uncorrelated random variables.",
        r"\mathrm{Var}(X + Y) = \mathrm{Var}(X) + \mathrm{Var}(Y)",
        r"\mathrm{Var}(X + Y) = \mathrm{Var}(X) - \mathrm{Var}(Y)"),
    "orthonormal columns": (
        r"Let $U \in \mathbb{R}^{d \times k}$ be a matrix with orthonormal columns.", "U U^T U = U", "U U^T = I"),
    "idempotent": (r"Let $A$ be an idempotent matrix.", "A A = A", "A = I"),
    "one-hot": (r"Let $y \in \mathbb{R}^n$ be one-hot.", r"\sum_{i=1}^n y_i = 1", r"\sum_{i=1}^n y_i = n"),
    "a one-hot label": (r"Let $y \in \mathbb{R}^n$ be a one-hot label.", r"\sum_{i=1}^n y_i = 1", r"y^T y = 2"),
    "centred": (r"Let $X \in \mathbb{R}^{n \times d}$ be centred.", r"X^T 1_n = 0_d", r"X 1_d = 0_n"),
    "a centred variable": (
        r"Let $X$ be a centered random variable.", r"\mathrm{Var}(X) = \mathrm{E}[X^2]", r"\mathrm{Var}(X) = 0"),
    "commuting": (r"Let $A, B \in \mathbb{R}^{n \times n}$ be commuting matrices.", "AB = BA", "AB = B"),
    "a verb": (r"Suppose that $A, B \in \mathbb{R}^{n \times n}$ commute.", "AB = BA", "AB = B"),
    "singular": (r"Let $A \in \mathbb{R}^{n \times n}$ be singular.", r"\det(A) = 0", r"A = 0"),
}  # fmt: skip


@pytest.mark.parametrize("name", STATED)
def test_some_adjectives_state_equations(name: str) -> None:
    said, true, false = STATED[name]
    found = verdicts(f"{said}\n\n$$ {true} $$\n\n$$ {false} $$\n")
    assert found[0] == "proved"
    assert found[1] not in ("proved", "confirmed")


@pytest.mark.parametrize(
    "said",
    [
        r"Let $x, y, z \in \mathbb{R}^n$. The vectors $x$ and $y$ are orthogonal if $z$ is.",
        r"Let $z \in \mathbb{R}^n$. Let $x, y \in \mathbb{R}^n$ be orthogonal to $z$.",
        r"Let $x, y \in \mathbb{R}^n$. Suppose we ask whether $x$ and $y$ are orthogonal.",
        r"Let $x, y \in \mathbb{R}^n$. Suppose that $x$ and $y$ are not orthogonal.",
        r"Let $x, y \in \mathbb{R}^n$. We do not assume that $x$ and $y$ are orthogonal.",
    ],
)
def test_an_adjective_is_supposed_of_nothing_else(said: str) -> None:
    assert verdicts(f"{said}\n\n$$ x^T y = 0 $$\n")[-1] not in ("proved", "confirmed")


def test_what_is_said_of_a_list_is_said_of_each() -> None:
    assert adjective("Let \x00 and \x00 be positive definite matrices") == (2, "positive-definite", "matrices")
    assert list(unread("Let \x00, \x00 and \x00 be idempotent matrices")) == [(3, "idempotent matrices")]
    assert list(unread("the covariance of \x00 and \x00 is small")) == []
    text = r"Let $A$ and $B$ be symmetric matrices in $\mathbb{R}^{n \times n}$."
    assert verdicts(f"{text}\n\n$$ (AB)^T = BA $$\n\n$$ (AB)^T = AB $$\n") == ["proved", "refuted"]


PLACES = {
    "an apposition": r"Let $A$ be an $m \times n$ matrix and $x$ a vector in $\mathbb{R}^n$, and $y \in \mathbb{R}^m$.",
    "in words": r"For $A$ in $\mathbb{R}^{m \times n}$, $x$ in $\mathbb{R}^n$ and $y$ in $\mathbb{R}^m$,",
    "of several": r"Let $x$ be a vector in $\mathbb{R}^n$, $y$ a vector in $\mathbb{R}^m$, $A$ an $m \times n$ matrix.",
}


@pytest.mark.parametrize("name", PLACES)
def test_what_lies_where_may_be_said_in_words(name: str) -> None:
    claims = (r"y^T A x = x^T A^T y", r"y^T A x = x^T A^T y + 1")
    assert verdicts(PLACES[name] + "".join(f"\n\n$$ {claim} $$" for claim in claims)) == ["proved", "refuted"]


ALIKE = {
    "by letters": r"Let $X$, $Y$ be i.i.d. random variables.",
    "in words": r"Let $X$ and $Y$ be independent and identically distributed random variables.",
}


@pytest.mark.parametrize("name", ALIKE)
def test_variables_that_are_alike_are_independent(name: str) -> None:
    claims = (r"\mathrm{E}[X Y] = \mathrm{E}[X] \mathrm{E}[Y]", r"\mathrm{E}[X] = \mathrm{E}[Y]")
    found = verdicts(ALIKE[name] + "".join(f"\n\n$$ {claim} $$" for claim in claims))
    assert found[0] == "proved"
    assert found[1] != "refuted"


PAIRWISE = [
    "Let $X, Y, Z$ be pairwise independent random variables.",
    "Let $X$, $Y$ and $Z$ be random variables that are pairwise independent.",
    "Consider three pairwise independent random variables $X$, $Y$ and $Z$.",
]


@pytest.mark.parametrize("words", PAIRWISE)
def test_what_is_independent_in_pairs_may_depend_in_threes(words: str) -> None:
    claims = (
        r"\mathrm{E}[X Y Z] = \mathrm{E}[X] \mathrm{E}[Y] \mathrm{E}[Z]",
        r"\mathrm{Var}(X + Y + Z) = \mathrm{Var}(X) + \mathrm{Var}(Y) + \mathrm{Var}(Z)",
    )
    assert verdicts(words + "".join(f"\n\n$$ {claim} $$" for claim in claims)) == ["unknown", "proved"]


@pytest.mark.parametrize("where", ["with values in", "taking values in"])
def test_a_variable_has_the_values_that_are_said(where: str) -> None:
    text = rf"Let $X$ be a random variable {where} $[0, 1]$." "\n\n"
    assert verdicts(text + r"$$ \mathrm{E}[X] \leq 1 $$")[0] in ("proved", "confirmed")
    assert verdicts(text + r"$$ \mathrm{E}[X] \leq \frac{1}{2} $$") == ["refuted"]


@pytest.mark.parametrize("said", ["The loss is", "Suppose the loss is", "Let the loss be"])
def test_a_function_is_defined_in_a_sentence(said: str) -> None:
    text = rf"{said} $L(w) = (w - 1)^2$." "\n\n"
    assert verdicts(text + "$$ L'(w) = 2 (w - 1) $$") == ["proved"]
    assert verdicts(text + "$$ L'(3) = 5 $$") == ["refuted"]


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("Let $k$ be a positive definite kernel.", "k(x, y) = k(y, x)"),
        (r"Consider a kernel $k$ with feature map $\phi$.", "k(x, y) = k(y, x)"),
        (r"Let $i$ be the index of the largest entry of $x \in \mathbb{R}^n$.", r"x_i \geq x_1"),
        ("Let $a$ be a prime and $b > 0$.", r"a^2 b \geq 4 b"),
    ],
)
def test_a_noun_that_is_not_known_here_may_say_what_a_symbol_is_worth(words: str, claim: str) -> None:
    assert verdicts(f"{words} $$ {claim} $$") == ["unknown"]


@pytest.mark.parametrize("words", ["Let $a$ be the learning rate.", "Let $a$ be a small step size."])
def test_the_name_of_a_role_says_nothing_of_a_value(words: str) -> None:
    assert verdicts(rf"{words} $$ a^2 \geq a $$") == ["refuted"]


@pytest.mark.parametrize("said", ["singular", "a singular matrix", "a rank-deficient square matrix", "not invertible"])
def test_what_is_singular_has_no_inverse(said: str) -> None:
    assert verdicts(rf"Let $A$ be {said}. $$ A A^{{-1}} = I $$") == ["error"]


@pytest.mark.parametrize("said", ["non-singular", "nonsingular", "invertible"])
def test_what_is_not_singular_has_one(said: str) -> None:
    assert verdicts(rf"Let $A$ be {said}. $$ A A^{{-1}} = I $$") == ["proved"]


def test_its_names_what_is_not_known_here() -> None:
    words = r"Let $A$ be a $2 \times 3$ matrix and $B$ its Moore-Penrose pseudoinverse."
    assert verdicts(rf"{words} $$ A B A = A $$") == ["unknown"]


@pytest.mark.parametrize(
    "words", [r"$A \in \mathbb{R}^{n \times n}$ be normal", r"$A$ be a normal $n \times n$ matrix"]
)
def test_a_normal_matrix_is_none_of_a_normal_law(words: str) -> None:
    assert verdicts(rf"Let {words}. $$ A^\top A = A A^\top $$")[-1] == "unknown"
