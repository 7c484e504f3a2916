"""What a text supposes stands where it says so, and nowhere else: conditions, cases, doubts, other exercises."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

REAL = r"Let $a, b, x \in \mathbb{R}$. "
SQUARE = r"Let $A \in \mathbb{R}^{n \times n}$. "
PAIR = "Let $X$ and $Y$ be random variables. "
SUM = r"\mathrm{Var}(X + Y) = \mathrm{Var}(X) + \mathrm{Var}(Y)"
ROOT, TURNED, SAME = r"\sqrt{x^2} = x", "A^T = A", "a b = b"

HOLDS = {
    "if, in words": (PAIR + "If $X$ and $Y$ are independent, then", SUM),
    "for, in words": (PAIR + "For independent $X$ and $Y$, we have", SUM),
    "supposed": (PAIR + "Suppose that $X$ and $Y$ are independent. Then", SUM),
    "since": (PAIR + "Since $X$ and $Y$ are independent,", SUM),
    "if": (REAL + "If $x > 0$, then", ROOT),
    "when": (REAL + "When $x$ is negative,", r"\sqrt{x^2} = -x"),
    "a sign": (r"Let $x$ be a negative real number.", r"\sqrt{x^2} = -x"),
    "as": (SQUARE + "As $A$ is symmetric,", TURNED),
    "a case": (REAL + "Case 1: $a = 1$. Then", SAME),
    "a special case": (REAL + "Consider the special case $a = 1$. Here", SAME),
    "at first": (REAL + "Suppose first that $a = 1$. We get", SAME),
    "a doubt of another": (REAL + "Let $x > 0$ and let $a$ not be zero. We have", ROOT),
    "two in a formula": (PAIR + "Suppose $X, Y$ are independent.", SUM),
    "a pair": ("Let $(X, Y)$ be a pair of independent random variables.", SUM),
    "drawn together": (r"Let $X, Y \sim \mathcal{N}(0, 1)$ be independent.", SUM),
    "if uncorrelated": (PAIR + "If $X$ and $Y$ are uncorrelated, this equals", SUM),
    "a variance and its bound": (
        r"Let $X$ be a random variable with mean $\mu$ and variance $\sigma^2 > 0$.",
        r"\mathrm{E}[X^2] = \mu^2 + \sigma^2"),
    "a square that is positive": (r"Let $\sigma^2 > 0$ and $\sigma > 0$.", r"\sqrt{\sigma^2} = \sigma"),
    "independent of": (PAIR + "Suppose $X$ is independent of $Y$.", SUM),
    "convex everywhere": (
        r"Let $f$ be convex on $\mathbb{R}$. Let $X$ be a random variable.", r"f(\mathrm{E}[X]) \le \mathrm{E}[f(X)]"),
    "a symmetric matrix with": (r"Let $A$ be a symmetric matrix with eigenvalues $\lambda_i$.", TURNED),
    "the hypothesis of a theorem": (
        "**Theorem.** If $X$ and $Y$ are independent random variables, then this holds.\n\n**Proof.** We have", SUM),
    "the next exercise goes on": ("**Exercise 1.** Let $x > 0$.\n\n**Exercise 2.** Show that", ROOT),
}  # fmt: skip


@pytest.mark.parametrize("name", HOLDS)
def test_what_is_supposed_holds(name: str) -> None:
    before, claim = HOLDS[name]
    assert verdicts(f"{before}\n\n$$ {claim} $$\n")[-1] == "proved"


IS_OPEN = {
    "not independent": ("Let $X$ and $Y$ be random variables that are not independent.", SUM),
    "not necessarily": ("Let $X$ and $Y$ be random variables, not necessarily independent.", SUM),
    "not assumed": (PAIR + "We do not assume that $X$ and $Y$ are independent.", SUM),
    "were": (PAIR + "If $X$ and $Y$ were independent, the covariance would vanish. They need not be.", SUM),
    "a prefix": (r"Let $A \in \mathbb{R}^{n \times n}$ be a non-symmetric matrix.", TURNED),
    "the sentence before": (SQUARE + "If $A$ is symmetric, then $A^T = A$. Now let $A$ be arbitrary.", TURNED),
    "the case before": (REAL + r"Case 1: $x \geq 0$. Then $\lvert x \rvert = x$. Case 2: $x < 0$. Then", ROOT),
    "at first": (REAL + "Assume first that $a = 1$. Then $ab = b$. Now let $a$ be arbitrary. Then", SAME),
    "in general": (REAL + "If $a = 1$, then $ab = b$. In general,", SAME),
    "a contradiction": (
        REAL + "Suppose for contradiction that $a = b$. Then $a - b = 0$, which is absurd.", "a - b = 0"),
    "all others": (REAL + "For $a = 1$ this is trivial. For all other $a$ we have", SAME),
    "a display of a case": (REAL + "Consider the special case $a = 1$.\n\n$$ a b = b $$\n\nIn the general case,", SAME),
    "another value": (REAL + "For $a = 1$ we get\n\n$$ a b = b $$\n\nFor $a = 2$ we get", SAME),
    "another section": ("# One\n\nLet $x > 0$.\n\n# Two\n\nLet $x$ be a real number.", ROOT),
    "another exercise": ("**Exercise 1.** Let $x > 0$.\n\n**Exercise 2.** Let $x$ be a real number.", ROOT),
    "after its title": ("\\section{One} Let $x > 0$.\n\n\\section{Two} Let $x$ be a real number.", ROOT),
    "with, and then if": (r"Let $x$ be a number and $a$ one with $a = 1$, if $x > 0$.", "a x = x"),
    "where, and then if": ("It is real,\n\n$$ x^2 \\geq 0 $$\n\nwhere $a = 1$, if $x > 0$.", "a x = x"),
    "only if": (REAL + "We have $a = 1$ only if $x = 0$. Then", SAME),
    "would": (REAL + "It would be nice if $a = b$, but", "a - b = 0"),
    "unless": (REAL + "Unless $a = b$,", "a - b = 0"),
    "asked": (REAL + "We ask whether $a = b$.", "a - b = 0"),
    "whether": (REAL + "It does not matter whether $x$ is positive.", ROOT),
    "or": (REAL + "Note that $x$ is positive or negative.", ROOT),
    "a definite matrix": (r"Let $x$ be a number and $A$ a negative definite matrix.", r"\sqrt{x^2} = -x"),
    "a display under another condition": (
        PAIR + f"If $X$ and $Y$ are uncorrelated, this equals\n\n$$ {SUM} . $$\n\nOne cannot conclude that", SUM),
    "at the end of a section": (REAL + "If $a = 1$:\n\n$$ a b = b $$\n\n# Next\n\nWe get", SAME),
    "a case at its end": (REAL + "Case 1: $a = 1$. Then\n\n$$ a b = b $$\n\n# Next\n\nWe get", SAME),
    "if possible": (r"Let $x, y \in \mathbb{R}^n$ be orthogonal, if possible.", "x^T y = 0"),
    "for positive numbers": (REAL + "For positive $x$ we have\n\n$$ \\sqrt{x^2} = x . $$\n\nIn general,", ROOT),
    "for a bound": (REAL + "For $x > 0$ we have\n\n$$ \\sqrt{x^2} = x . $$\n\nIn general,", ROOT),
    "under": (REAL + "Under $a = 1$,\n\n$$ a b = b . $$\n\nIn general,", SAME),
    "for alike variables": (
        PAIR + f"For independent $X$ and $Y$ we have\n\n$$ {SUM} . $$\n\nIn general,", SUM),
    "excluded": (REAL + "By assumption, $a = 1$ is excluded.", SAME),
    "given": (REAL + "Given $a = 1$ the claim is trivial. For general $a$,", SAME),
    "with": (REAL + "With $a = 1$, things are easy. In general,", SAME),
    "an example": (REAL + "As an example, take $a = 1$. In general,", SAME),
    "for instance": (REAL + "For instance, let $a = 1$. In general,", SAME),
    "such as": (r"Let $a, b \in \mathbb{R}$, e.g. $a = 1$.", SAME),
    "if and only if": (PAIR + "Recall that $X$ and $Y$ are independent iff $p(x, y) = p(x) p(y)$.", SUM),
    "symmetric if": (SQUARE + "The matrix $A$ is symmetric if its entries are zero.", TURNED),
    "any square": ("Let $x^2 > 0$.", ROOT),
    "a display as condition": (REAL + "If\n\n$$ a = 1 $$\n\nthen $ab = b$. In general,", SAME),
    "another definition": ("Let $f(x) = x^2$.\n\n$$ f(2) = 4 $$\n\nNow let $f(x) = x^3$.", "f(2) = 4"),
    "redefined": ("Define $a = 2$.\n\n$$ a + a = 4 $$\n\nNow redefine $a = 3$.", "a + a = 4"),
    "another example": (
        r"**Example 1.** Let $X \sim \mathcal{N}(0, 1)$." "\n\n" r"$$ \mathrm{E}[X] = 0 $$" "\n\n"
        r"**Example 2.** Let $X \sim \mathrm{Exp}(\lambda)$.", r"\mathrm{E}[X] = 0"),
    "another item": ("(a) Let $x > 0$.\n\n$$ \\sqrt{x^2} = x $$\n\n(b) Let $x < 0$.", ROOT),
    "a convex function of before": (
        r"**Exercise 1.** Let $f$ be convex." "\n\n" r"**Exercise 2.** Let $f: \mathbb{R} \to \mathbb{R}$ be a map. "
        r"Let $X$ be a random variable.", r"f(\mathrm{E}[X]) \le \mathrm{E}[f(X)]"),
    "two of three": ("Let $X$, $Z$ and $Y$ be random variables such that $X$ and $Z$ are independent.", SUM),
    "two and another": ("Let $X$ and $Z$ be independent random variables, and let $Y$ be a random variable.", SUM),
    "of another": ("Let $X$, $Y$ and $Z$ be random variables. Suppose $X$ is independent of $Z$.", SUM),
    "almost": (r"Let $A \in \mathbb{R}^{n \times n}$ be almost symmetric.", TURNED),
    "skew": (r"Let $A \in \mathbb{R}^{n \times n}$ be a skew symmetric matrix.", TURNED),
    "before a name": (r"Consider the almost symmetric matrix $A$.", TURNED),
    "with high probability": ("Let $x$ be positive with high probability.", ROOT),
    "convex somewhere": (
        r"Let $f: \mathbb{R} \to \mathbb{R}$ be convex on $[0, 1]$. Let $X$ be a random variable.",
        r"f(\mathrm{E}[X]) \le \mathrm{E}[f(X)]"),
    "an unnormalised density": (r"Let $q$ be an unnormalised density.", r"\int q(x) dx = 1"),
    "another matrix": (r"Let $A$ be a symmetric matrix and $B \in \mathbb{R}^{n \times n}$.", "B^T = B"),
    "the next of a list": (
        r"Let $A$ invert a symmetric matrix $B \in \mathbb{R}^{k \times k}$, and $C \in \mathbb{R}^{k \times k}$.",
        "C^T = C"),
}  # fmt: skip


@pytest.mark.parametrize("name", IS_OPEN)
def test_what_is_supposed_elsewhere_proves_nothing(name: str) -> None:
    before, claim = IS_OPEN[name]
    assert verdicts(f"{before}\n\n$$ {claim} $$\n")[-1] not in ("proved", "confirmed")


def test_what_holds_under_a_condition_is_not_refuted_without_it() -> None:
    """The next sentence may still be about it."""
    text = REAL + "If $a = 1$, things are easy. Then\n\n$$ a b = b $$\n"
    assert verdicts(text) == ["unknown"]


def test_a_statement_under_a_condition_is_used_where_it_is_cited() -> None:
    text = (
        REAL + "If $a = 1$, we have\n\n$$ \\label{eq:one} a b = b . $$\n\nIn general, by \\eqref{eq:one},\n\n"
        "$$ a b + b = 2 b $$\n"
    )
    assert verdicts(text)[-1] == "proved"


def test_what_something_is_not_may_make_a_step_true() -> None:
    assert verdicts(r"Suppose $A \in \mathbb{R}^{n \times n}$ is not symmetric." "\n\n$$ A^T \\neq A $$\n") == [
        "unknown"
    ]


def test_draws_that_are_independent_are_the_parts_of_one_thing() -> None:
    text = (
        r"Let $X_1, \ldots, X_n$ be independent random variables where each of them follows a normal distribution with "
        r"mean $\mu$ and variance $\sigma^2$: $X_i \sim \mathcal{N}(\mu, \sigma^2)$, and let" "\n\n"
        r"$$ \bar{X} = \frac{1}{n} \sum_{i=1}^n X_i . $$" "\n\nThen\n\n" r"$$ \mathrm{E}[\bar{X}] = \mu $$"
    )  # fmt: skip
    assert verdicts(text)[-1] in ("proved", "confirmed")


def test_words_that_contradict_each_other_stop_nothing() -> None:
    assert verdicts("Let $x > 0$. The number $x$ is negative.\n\n$$ x + x = 2 x $$\n") == ["proved"]


def test_what_follows_a_display_in_its_sentence_holds_for_it() -> None:
    text = r"Let $X \sim \mathrm{Exp}(\lambda)$. Then" "\n\n" r"$$ P(X > t) = e^{-\lambda t} $$" "\n\nfor $t \\geq 0$. "
    assert verdicts(text)[0] in ("proved", "confirmed")
    assert verdicts(text + "In general,\n\n" + r"$$ P(X > t) = e^{-\lambda t} $$")[1] not in ("proved", "confirmed")


def test_a_size_is_of_what_its_sentence_names() -> None:
    text = r"Let $A$ be a symmetric $n \times n$ matrix. For an eigenvector $v$ of $A$ we have" "\n\n"
    assert verdicts(text + r"$$ v^\top A v = (A v)^\top v $$") == ["proved"]


def test_standard_normal_variables_are_some() -> None:
    text = "Suppose that $X$ and $Y$ are independent standard normal random variables.\n\n"
    claims = (r"\mathrm{Var}(X) = 1", r"\mathrm{E}[X Y] = 0", r"\mathrm{Var}(Y) = 2")
    assert verdicts(text + "\n\n".join(f"$$ {claim} $$" for claim in claims)) == [
        "proved", "proved", "refuted"]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "Recall that $ab = b$ if $a = 1$.",
        "We have $ab = b$ provided that $a = 1$.",
        "The identity $ab = b$ is wrong.",
        "Bob claims that $ab = b$.",
        "We want to show that $ab = b$.",
        "Prove that $ab = b$.",
        "Is $ab = b$?",
        "One expects that $ab = b$.",
        "Give a counterexample to $ab = b$.",
        "It follows that $ab = b$.",
    ],
)
def test_an_equation_in_prose_that_is_no_reason_proves_nothing(said: str) -> None:
    assert verdicts(f"{REAL}{said}\n\n$$ a b = b $$\n") == ["unknown"]


@pytest.mark.parametrize("said", ["Since $ab = b$,", "Let $ab = b$. Then", "Because of the hypothesis $ab = b$,"])
def test_an_equation_in_prose_that_is_a_reason_is_one(said: str) -> None:
    assert verdicts(f"{REAL}{said}\n\n$$ a b + b = 2 b $$\n") == ["proved"]


def test_a_case_that_is_looked_at_ends() -> None:
    text = "Consider the case $x = 1$ first. $$ x^2 = 1 $$ In general, $$ x^2 = 1 $$"
    assert verdicts(text)[0] == "proved"
    assert verdicts(text)[1] not in ("proved", "confirmed")


def test_a_value_at_a_point_says_nothing_of_others() -> None:
    assert verdicts(r"Let $f$ be convex and $x^*$ its minimiser. $$ f(x^*) = 0 $$ $$ f(x^*) \geq f(x) $$")[-1] not in (
        "proved",
        "confirmed",
    )


def test_a_value_that_goes_on_from_a_display_holds_for_its_sentence() -> None:
    text = r"Let $x \in \mathbb{R}$. Here $$ z = 2 x $$ with $x = 3$ we get $$ z = 6 $$ Now $$ x = 3 $$"
    assert verdicts(text)[1] == "proved"
    assert verdicts(text)[2] not in ("proved", "confirmed")


def test_a_value_is_not_taken_at_one_root_of_two() -> None:
    assert verdicts(r"Let $x \in \mathbb{R}$. $$ \left. x \right|_{x^2 = 4} = 2 $$") == ["error"]
