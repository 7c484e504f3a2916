"""What prose supposes is believed only where each word of its sentence is known, and until it is taken back."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

from probatum.proofs.reader.vocabulary import unknown_words

SQUARE = r"Let $A, B \in \mathbb{R}^{n \times n}$. "
REAL = r"Let $a, b \in \mathbb{R}$. "
PAIR = "Let $X$ and $Y$ be independent random variables. "
SUM = r"\mathrm{Var}(X + Y) = \mathrm{Var}(X) + \mathrm{Var}(Y)"
ROOT = r"\sqrt{a^2} = a"

# none of these supposes that A is symmetric, or not here
NOT_SYMMETRIC = [
    "Let $A$ be symmetric; we will see that this is too strong.",
    "Let $A$ be symmetric, which turns out to be wrong.",
    "Unless $A$ is symmetric, we proceed as follows.",
    "We show that $A$ is symmetric.",
    "Many students believe $A$ is symmetric.",
    "Pretend $A$ is symmetric.",
    "One is tempted to take $A$ to be symmetric.",
    "It is a mistake to suppose $A$ symmetric.",
    "Suppose wrongly that $A$ is symmetric.",
    "Hence $A$ is symmetric.",
    "It is rare that $A$ is symmetric.",
    "Nobody said that $A$ is symmetric.",
    "We hope that $A$ is symmetric.",
    "In general it is false that $A$ is symmetric.",
    "It remains to see that $A$ is symmetric.",
    "Hardly ever $A$ is symmetric.",
    "The student assumed that $A$ is symmetric.",
    "Had we assumed that $A$ is symmetric, things were easy.",
    "In the previous exercise, $A$ was assumed to be symmetric.",
    "If only $A$ were symmetric!",
    "We drop the assumption that $A$ is symmetric.",
    "We no more assume that $A$ is symmetric.",
    "The claim holds too rarely when $A$ is symmetric.",
    "Instead of assuming that $A$ is symmetric, we proceed directly.",
    "Rather than let $A$ be symmetric, we argue as follows.",
    "There is no need to let $A$ be symmetric.",
    "Is $A$ symmetric?",
    "Let us see what goes wrong for symmetric $A$.",
    "The proof in the book takes a symmetric $A$.",
    "We should avoid taking $A$ symmetric.",
    "Beware of assuming that $A$ is symmetric.",
    "Some authors let $A$ be symmetric.",
    "Relax the assumption that $A$ is symmetric.",
    "It suffices to show that $A$ is symmetric.",
    "Our goal: $A$ is symmetric.",
    "Contrast this with the case where $A$ is symmetric.",
    "The only matrices for which it fails are symmetric matrices $A$.",
    "Few matrices $A$ are symmetric.",
    "Either $A$ is symmetric or $B$ is.",
    "$A$ or $B$ is symmetric.",
    "At least one of $A$ and $B$ is symmetric.",
    "One of the matrices $A$ and $B$ is symmetric.",
    "Exactly one of $A, B$ is symmetric.",
    "Consider the statement that $A$ is symmetric.",
    "Consider the hypothesis that $A$ is symmetric.",
    "Possibly, $A$ is symmetric.",
    "Given the problem that $A$ is symmetric,",
    "The alternative is that $A$ is symmetric.",
    "Suppose $A$ is symmetric or diagonal.",
    "Suppose $A$ is symmetric, or that $B$ is.",
    "Suppose that one of them, $A$, is symmetric. Or suppose that $B$ is. In both cases",
    "Assume $A$ is symmetric (we remove this assumption below). Below,",
    "Let $A$ be similar to a symmetric matrix.",
    "Let $A$ be the product of symmetric matrices.",
    "Let $A$ be a submatrix of a symmetric matrix $B$.",
    "Let $A$ be the inverse of a symmetric matrix's square root.",
    "Let $A$ have a symmetric part.",
    "Let $A = B C$ with symmetric $B$ and $C$.",
    "Let $A$ be symmetric about the antidiagonal.",
    "Let $A$ be symmetric up to a sign.",
    "Let $A$ be symmetric in its first block.",
    "$A$ is symmetric exactly when $B = 0$.",
    "$A$ is symmetric on condition that $B=0$.",
    "$A$ is symmetric as long as $B = 0$.",
    "$A$ is symmetric in the case $n = 1$.",
    "The trace of the symmetric matrix is that of $A$.",
    "Let $A$ be symmetric. This assumption is now removed. For any $A$,",
    "Let $A$ be symmetric. Now drop the symmetry.",
    "Let $A$ be symmetric. What if it is not? Then",
    "Let $A$ be symmetric. If $A$ is not symmetric,",
    "Let $A$ be symmetric, which is wrong in general.",
    "Let $A$ be symmetric, but only in the next section.",
    "Suppose $A$ is symmetric, although it is not.",
    "If $A$ is symmetric, the claim holds. If $A$ is general, then",
    "$A$ is symmetric only in part (b). In part (a),",
    "Assume $A$ is symmetric. We shall see that this assumption is not satisfied. Then",
    "Let $A$ be symmetric. Now let $A$ be asymmetric.",
    "Let $A$ be symmetric. Now let $A$ be a nonsymmetric matrix.",
    "In the lecture, Bob assumes that $A$ is symmetric.",
    "The lemma assumes that $A$ is symmetric.",
    "The error of taking $A$ symmetric is this:",
    "The difference from the case of a symmetric $A$ is this:",
    "Many assume that $A$ is symmetric.",
    "All models assume that $A$ is symmetric.",
    "It is common to assume that $A$ is symmetric.",
    "Both proofs take $A$ symmetric.",
    "Bayesian methods assume that $A$ is symmetric.",
    "The condition to assume is that $A$ is symmetric.",
]

# nor these that a = 1
NOT_ONE = [
    "Suppose falsely that $a = 1$.",
    "The naive student would let $a = 1$.",
    "One is tempted to let $a = 1$.",
    "It is a mistake to let $a = 1$.",
    "Instead of setting $a = 1$, keep $a$ free.",
    "Avoid setting $a = 1$.",
    "Since nobody assumed $a = 1$,",
    "As some believe that $a = 1$,",
    "With the mistaken value $a = 1$ one gets nothing.",
    "We drop the constraint $a = 1$.",
    "Given that we removed the assumption $a = 1$,",
    "In the old version of the exercise, where $a = 1$, this was easy.",
    "Using the wrong identity $a = 1$,",
    "By the (false) assumption $a = 1$,",
    "Either $a = 1$ or $b = 0$.",
    "Suppose $a = 1$ or $a = 2$.",
    "Suppose $a = 1$ or $b = 3$.",
    "where $a = 1$ or $2$,",
    "Let $a = 1$ or $a = -1$.",
    "For $a = 1$ and $a = 2$ we have",
    "For $a = 1, 2, 3$:",
    "Using $a = 1$ or otherwise, show that",
    "Let $a = 1$ be a first guess.",
    "Let $a = 1$ initially.",
    "Let $a = 1$ at step zero. Later",
    "Suppose $a = 1$. Suppose instead $a = 2$.",
    "Set $a = 1$ in (3) only.",
    "If $a = 1$ then the claim is clear. Else",
    "Let $a = 1$ in the first part. In the second part,",
    r"Since $a \neq 1$,",
    "Since $a = 1$ is the other case,",
    "where $a = 1$ for the first class only,",
    "with $a = 1$ for men and $a = 0$ for women,",
    "Suppose $a = 1$. This is absurd. So",
    "On the set where $a = 1$, the claim is trivial. Elsewhere",
    "On the set where $a = 1$ is excluded,",
    "The equation below has the solution $a=1$:",
    "Suppose $a = 1$. Then the claim is easy. Now suppose $a = 2$.",
    "Case 1: $a = 1$.\n\n$$ab=b$$\n\nCase 2: $a \\neq 1$.",
]

ELSEWHERE = {
    "a sign, for": (REAL + "Let $a > 0$. For $a < 0$ we have", ROOT),
    "a sign, if": (REAL + "Let $a > 0$. Now if $a < 0$,", ROOT),
    "a sign, the same argument": (REAL + "Let $a > 0$. The same argument works for $a < 0$:", ROOT),
    "a sign, let us": (REAL + "Let $a$ be positive. Let us now look at negative $a$:", ROOT),
    "a sign, when": (REAL + "Let $a$ be positive. When $a$ is negative,", ROOT),
    "concave": (
        REAL + "Let $f$ be a convex function. Let $X$ be a random variable. If $f$ is concave instead,",
        r"f(\mathrm{E}[X]) \le \mathrm{E}[f(X)]"),
    "dependent": (PAIR + "Now suppose that $X$ and $Y$ are dependent.", SUM),
    "without independence": (PAIR + "Without independence we have", SUM),
    "correlated": (PAIR + "If $X$ and $Y$ are correlated, then", SUM),
    "more generally": (PAIR + "More generally, for dependent $X$ and $Y$,", SUM),
    "another value": (r"Let $\mu = 0$. If instead $\mu = 1$, then", r"\mu = 0"),
    "another law": (
        r"Let $X \sim \mathcal{N}(0, 1)$. If $X \sim \mathrm{Exp}(1)$ instead, then", r"\mathrm{E}[X] = 0"),
    "a law": (r"Let $X$ be a random variable. Many textbooks assume $X \sim \mathcal{N}(0, 1)$.", r"\mathrm{E}[X] = 0"),
    "a law in words": ("Let $X$ be a random variable. Pretend $X$ is standard normal.", r"\mathrm{E}[X^2] = 1"),
    "a mean": ("Let $X$ be a random variable which is rarely zero-mean.", r"\mathrm{E}[X] = 0"),
    "a reason": (r"Let $X$ be a random variable. Nobody believes that $\mathrm{E}[X] = 0$.", r"\mathrm{E}[X+1] = 1"),
    "an interval": (r"Let $a \in \mathbb{R}$. Some mistakenly take $a \in (0, \infty)$.", ROOT),
    "a density": ("Let $p$ be a density. It is doubtful that $p(x) = e^{-x}$ for $x > 0$.", "p(1) = e^{-1}"),
    "orthogonal": (r"Let $u, v \in \mathbb{R}^n$. Students think $u$ and $v$ are orthogonal.", "u^T v = 0"),
    "a unit vector": (r"Let $u \in \mathbb{R}^n$. Pretend that $u$ is a unit vector.", "u^T u = 1"),
    "commute": (r"Let $A, B \in \mathbb{R}^{n \times n}$. Some believe that $A$ and $B$ commute.", "A B = B A"),
    "columns": (r"Let $Q \in \mathbb{R}^{n \times n}$. If only $Q$ had orthonormal columns.", "Q^T Q = I"),
    "independent": (
        "Let $X$ and $Y$ be random variables. Optimists say $X$ and $Y$ are independent.", SUM),
    "an integer": ("Let $n$ be an integer. Some think $n$ is even.", "(-1)^n = 1"),
    "definite": (r"Let $M \in \mathbb{R}^{n\times n}$. Optimists hope $M \succ 0$.", "M^T = M"),
    "a contradiction": (REAL + "Suppose that\n\n$$ a = 1. $$\n\nThis is a contradiction. Hence", "a b = b"),
    "a contradiction, in the middle": (
        REAL + "Suppose that\n\n$$ a = 1 $$\n\nand compute. This contradicts the theorem above, so we have", "a b = b"),
}  # fmt: skip

SYMMETRIC = [
    "Let $A$ be square. In this problem we assume that $A$ is symmetric.",
    "As above, assume that $A$ is symmetric.",
    "You may assume that $A$ is symmetric.",
    "From now on, suppose $A$ is symmetric.",
    "Let $A$ be a real symmetric matrix.",
    "In this exercise, $A$ denotes a symmetric matrix.",
    "Throughout, $A$ is a symmetric matrix.",
    "For a symmetric matrix $A$, we have",
    "Recall that $A$ is symmetric.",
    "As $A$ is symmetric,",
    "Since the Hessian $A$ is symmetric, we get",
    r"We are given a symmetric matrix $A \in \mathbb{R}^{n\times n}$.",
    r"Fix a symmetric matrix $A \in \mathbb{R}^{n \times n}$.",
    r"Suppose $A \in \mathbb{R}^{n\times n}$ is symmetric and positive definite.",
    "By assumption, $A$ is symmetric.",
    "Note that the matrix $A$ is symmetric, so",
    "Assume throughout that $A$ is symmetric.",
    "Unless stated otherwise, $A$ is symmetric.",
    "In what follows, $A$ is a symmetric matrix.",
    "Here and below, $A$ is symmetric.",
    "Let $A$ be the symmetric matrix of the quadratic form.",
    "The covariance matrix $A$ is symmetric.",
    "Because of the assumption that $A$ is symmetric:",
    "Hence, as $A$ is symmetric,",
    r"\textbf{Exercise 1.} Let $A$ be symmetric.",
    r"\textbf{(a)} Let $A \in \mathbb{R}^{n \times n}$ be symmetric. Show that",
    "Exercise 3.2 (Symmetric matrices). Let $A$ be symmetric. Prove that",
    "Given: $A$ is symmetric.",
    "Setup. $A$ is symmetric.",
    "Suppose we have a symmetric matrix $A$.",
    "Assume you are given a symmetric matrix $A$.",
    "Consider any symmetric $A$.",
    "Take $A$ to be symmetric.",
    "Now let $A$ be symmetric.",
    "In the following we assume that $A$ is symmetric.",
    "For simplicity we assume $A$ is symmetric.",
    "Without loss of generality, let $A$ be symmetric.",
]

POSITIVE = [
    "For $x > 0$ we have",
    "Assume $x > 0$. Then",
    "Let us assume that $x>0$, so that",
    "Since $x > 0$ by assumption,",
    "If $x > 0$, then",
    "Suppose now that $x > 0$.",
    "where we used that $x > 0$,",
    "Because probabilities are positive, $x > 0$, and",
    r"For all $x \ge 0$:",
    "Whenever $x > 0$,",
    "With $x > 0$,",
]


@pytest.mark.parametrize("words", NOT_SYMMETRIC)
def test_no_trait_is_supposed_by_words_that_may_take_it_back(words: str) -> None:
    assert verdicts(f"{SQUARE}{words}\n\n$$ A^T = A $$\n")[-1] not in ("proved", "confirmed")


@pytest.mark.parametrize("words", NOT_ONE)
def test_no_value_is_supposed_by_words_that_may_take_it_back(words: str) -> None:
    assert verdicts(f"{REAL}{words}\n\n$$ a b = b $$\n")[-1] not in ("proved", "confirmed")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_supposed_ends_where_it_is_taken_back(name: str) -> None:
    before, claim = ELSEWHERE[name]
    assert verdicts(f"{before}\n\n$$ {claim} $$\n")[-1] not in ("proved", "confirmed")


@pytest.mark.parametrize("words", SYMMETRIC)
def test_a_trait_is_supposed(words: str) -> None:
    assert verdicts(f"{words}\n\n$$ A^T = A $$\n")[-1] == "proved"


@pytest.mark.parametrize("words", POSITIVE)
def test_a_bound_is_supposed(words: str) -> None:
    assert verdicts(f"Let $x \\in \\mathbb{{R}}$. {words}\n\n$$ \\sqrt{{x^2}} = x $$\n")[-1] in ("proved", "confirmed")


def test_the_words_that_are_not_known() -> None:
    assert unknown_words("By Jensen's inequality (i.e. since \x00 is convex), \x00 is non-negative") == []
    assert unknown_words("Nobody doubts that \x00 is symmetric") == ["Nobody", "doubts"]
    assert unknown_words(r"As in \eqref{eq:wrong}, the ill-known \x00") == ["ill-known"]
    assert unknown_words("**Wrong:** let \x00") == ["Wrong"]
    assert unknown_words("either \x00 or \x00") == ["either", "or"]


def test_a_claim_that_was_not_shown_does_not_prove_itself_again() -> None:
    text = REAL + "Pretend that $a = 1$. Then\n\n$$ a b = b $$\n\nand again\n\n$$ b = a b $$\n"
    assert verdicts(text) == ["unknown", "unknown"]


NO_PREMISE = {
    "wrong": r"a = 1 \quad \text{(wrong!)}",
    "it is wrong": r"\text{It is wrong that } a = 1",
    "false": r"a = 1 \text{ is false}",
    "a question": r"a \overset{?}{=} 1",
    "one or the other": r"a = 1 \text{ or } b = 0",
    "words not known": r"\text{Pretend } a = 1",
}


@pytest.mark.parametrize("name", NO_PREMISE)
def test_words_in_a_display_may_take_it_back(name: str) -> None:
    assert verdicts(f"{REAL}\n\n$$ {NO_PREMISE[name]} $$\n\nThus\n\n$$ a b = b $$\n")[-1] not in ("proved", "confirmed")


def test_what_is_asked_is_not_refuted() -> None:
    assert verdicts(REAL + r"We ask whether $$ a b \stackrel{?}{=} b $$") == ["unknown"]
    assert verdicts(REAL + r"For all numbers $$ a > 0 \text{ or } a \leq 0 $$") == ["unknown", "unknown"]


def test_what_is_struck_out_is_not_read() -> None:
    for struck in ("~~Suppose $a = 1$.~~", "<del>Suppose $a = 1$.</del>", "<s>Suppose $a = 1$.</s>"):
        assert verdicts(f"{REAL}{struck} Thus\n\n$$ a b = b $$\n") == ["refuted"]


def test_spaces_of_latex_are_spaces() -> None:
    assert (
        verdicts(r"Let~$a > 0$ and let~$B$ be a symmetric\ matrix. $$ \sqrt{a^2} = a $$ $$ B^T = B $$")
        == ["proved"] * 2
    )
