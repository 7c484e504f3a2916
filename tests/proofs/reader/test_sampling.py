"""Random variables without a law: what sentences say of their moments is used, and what else they say is no secret."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

SHOWN = ("proved", "confirmed")
SUMS = (
    (r"\mathrm{E}[\bar{X}] = \mu", "proved"),
    (r"\mathrm{Var}(\bar{X}) = \frac{\sigma^2}{n}", "proved"),
    (r"\mathrm{Var}(\bar{X}) = \sigma^2", "refuted"),
    (r"\mathrm{E}\left[\sum_{i=1}^n (X_i - \bar{X})^2\right] = (n - 1) \sigma^2", "proved"),
    (r"\mathrm{E}\left[\sum_{i=1}^n (X_i - \bar{X})^2\right] = n \sigma^2", "refuted"),
    (r"\mathrm{Cov}(X_i, \bar X) = \frac{\sigma^2}{n}", "proved"),
    (r"\mathrm{E}[X_i^2] = \mu^2", "refuted"),
    (r"\mathrm{Cov}(X_1, X_2) = 0", "proved"),
)
THREE = r"\mathrm{E}[X_1 X_2 X_3] = \mu^3"
MEAN_OF = r"\mathrm{Var}(\bar X) = \frac{\sigma^2}{n}"

SAMPLES = {
    "iid": r"Let $X_1, \ldots, X_n$ be i.i.d. random variables with mean $\mu$ and variance $\sigma^2$.",
    "in words": r"Let $X_1, X_2, \ldots, X_n$ be independent and identically distributed random variables with "
    r"mean $\mu$ "
    r"and finite variance $\sigma^2$, and let $\bar X = \frac1n \sum_{i=1}^n X_i$.",
    "by formulas": r"Suppose $X_1, \dots, X_n$ are iid with $E[X_i] = \mu$ and $\operatorname{Var}(X_i) = "
    r"\sigma^2 < \infty$.",
    "of the first": r"Let $X_1, \ldots, X_n$ be i.i.d. with $\mathrm{E}[X_1] = \mu$ and $\mathrm{Var}(X_1) = "
    r"\sigma^2$.",
    "a random sample": r"Let $X_1, \ldots, X_n$ be a random sample of size $n$ from a population with mean $\mu$ and "
    r"variance $\sigma^2$.",
    "independent": r"Let $X_1, \ldots, X_n$ be independent random variables with common mean $\mu$ and variance "
    r"$\sigma^2$.",
    "a deviation": r"Assume that $X_1,\ldots,X_n$ are i.i.d. with expected value $\mu$ and standard deviation "
    r"$\sigma$.",
    "in two sentences": r"Let $X_1, \ldots, X_n$ be i.i.d. random variables. Let $\mu = \mathrm{E}[X_i]$ and "
    r"$\sigma^2 = \mathrm{Var}(X_i)$.",
    "denoted": r"Let $X_1, \ldots, X_n$ be i.i.d. random variables. Denote $\mathrm{E}[X_i]$ by $\mu$ and "
    r"$\mathrm{Var}(X_i)$ by $\sigma^2$.",
    "given": r"Given i.i.d. samples $X_1, \ldots, X_n$ with mean $\mu$ and variance $\sigma^2$,",
    "in a display": r"Let $X_1, \ldots, X_n$ be i.i.d. random variables with"
    "\n\n"
    r"$$ \mathrm{E}[X_i] = \mu, \quad \mathrm{Var}(X_i) = \sigma^2 . $$"
    "\n\nThen",
    "independent afterwards": r"Let $X_1, \ldots, X_n$ be random variables with mean $\mu$ and variance "
    r"$\sigma^2$. The "
    r"$X_i$ are independent.",
}


def documents(said: str, *claims: str) -> list[str]:
    """The verdict of each claim after the same words."""
    return [verdicts(f"{said}\n\n$$ {claim} $$\n")[-1] for claim in claims]


@pytest.mark.parametrize("name", SAMPLES)
def test_moments_of_a_sample_without_a_law(name: str) -> None:
    claims = [claim for claim, _ in SUMS]
    assert documents(SAMPLES[name], *claims, THREE) == [*(verdict for _, verdict in SUMS), "proved"]


@pytest.mark.parametrize("word", ["uncorrelated", "pairwise independent"])
def test_uncorrelated_is_not_independent(word: str) -> None:
    said = rf"Let $X_1, \ldots, X_n$ be {word} random variables with mean $\mu$ and variance $\sigma^2$."
    assert documents(said, *(claim for claim, _ in SUMS), THREE) == [*(verdict for _, verdict in SUMS), "refuted"]


def test_independent_is_not_identically_distributed() -> None:
    said = r"Let $X_1, \ldots, X_n$ be independent random variables with means $\mu_i$ and variances $\sigma_i^2$."
    claims = (
        r"\mathrm{E}[\bar{X}] = \frac1n \sum_{i=1}^n \mu_i",
        r"\mathrm{Var}\left(\sum_{i=1}^n a_i X_i\right) = \sum_{i=1}^n a_i^2 \sigma_i^2",
        r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = n \sigma_1^2",
    )
    assert documents(said, *claims) == ["proved", "proved", "refuted"]


IN_DOUBT = {
    "nothing of dependence": r"Let $X_1, \ldots, X_n$ be random variables with mean $\mu$ and variance $\sigma^2$.",
    "independent of another": r"Let $X_1, \ldots, X_n$ be random variables with mean $\mu$ and variance "
    r"$\sigma^2$ that are "
    r"independent of $Y$.",
    "not necessarily": r"Let $X_1, \ldots, X_n$ be not necessarily independent random variables with mean $\mu$ "
    r"and variance "
    r"$\sigma^2$.",
    "without replacement": r"Let $X_1, \ldots, X_n$ be a simple random sample without replacement from a finite "
    r"population "
    r"with mean $\mu$ and variance $\sigma^2$.",
    "given another": r"Suppose $X_1, \ldots, X_n$ are conditionally i.i.d. given $\theta$ with mean $\mu$ and variance "
    r"$\sigma^2$.",
    "correlated": r"Let $X_1, \ldots, X_n$ be random variables with mean $\mu$, variance $\sigma^2$ and "
    r"correlation $\rho$.",
    "by a pronoun": r"Let $X_1, \ldots, X_n$ be random variables with mean $\mu$ and variance $\sigma^2$. "
    r"Assume that they "
    r"are independent.",
}


@pytest.mark.parametrize("name", IN_DOUBT)
def test_what_is_not_said_of_dependence_decides_nothing(name: str) -> None:
    assert not {*SHOWN, "refuted"}.intersection(documents(IN_DOUBT[name], MEAN_OF))


MORE_SAID = {
    "exponential": (r"i.i.d. exponential random variables with mean $\mu$", r"\mathrm{Var}(X_i) = \mu^2"),
    "values": (r"i.i.d. random variables with values in $\{0, 1\}$ and with mean $p$", r"\mathrm{E}[X_i^2] = p"),
    "a sign": (r"i.i.d. nonnegative random variables with mean $\mu$", r"\mathrm{E}[|X_i|] = \mu"),
    "a symmetry": (r"i.i.d. with mean $0$ and a symmetric distribution", r"\mathrm{E}[X_i^3] = 0"),
    "a uniform law": (r"i.i.d. from the uniform distribution on $[0, \theta]$", r"\mathrm{E}[X_i] = \theta / 2"),
    "a density": (r"i.i.d. random variables with density $f(x) = e^{-x}$ for $x > 0$", r"\mathrm{E}[X_i] = 1"),
}


@pytest.mark.parametrize("name", MORE_SAID)
def test_what_else_a_clause_says_holds_back_a_refutation(name: str) -> None:
    said, claim = MORE_SAID[name]
    assert "refuted" not in documents(rf"Let $X_1, \ldots, X_n$ be {said}.", claim)


def test_a_law_in_words_is_that_of_each() -> None:
    for said in ("i.i.d. normal random variables", "a random sample from a normal distribution"):
        text = rf"Let $X_1, \ldots, X_n$ be {said} with mean $\mu$ and variance $\sigma^2$."
        fourth = r"\mathrm{E}[(X_i - \mu)^4] = "
        assert documents(text, MEAN_OF, fourth + r"3 \sigma^4", fourth + r"\sigma^4") == ["proved", "proved", "refuted"]


STATISTICS = {
    "unbiased": (
        r"Let $X_1, \ldots, X_n$ be i.i.d. with mean $\mu$ and variance $\sigma^2$. Show that $S^2 = \frac{1}{n-1} "
        r"\sum_{i=1}^n (X_i - \bar X)^2$ is unbiased.",
        r"\mathrm{E}[S^2] = \sigma^2", r"\mathrm{E}[S^2] = \frac{n}{n-1} \sigma^2"),
    "biased": (
        r"Let $X_1, \ldots, X_n$ be i.i.d. with mean $\mu$ and variance $\sigma^2$. Define $\hat\sigma^2 = \frac{1}{n} "
        r"\sum_{i=1}^n (X_i - \bar X)^2$.",
        r"\mathrm{E}[\hat\sigma^2] = \frac{n-1}{n} \sigma^2", r"\mathrm{E}[\hat\sigma^2] = \sigma^2"),
    "a sum": (
        r"Let $X_1, X_2, \ldots$ be i.i.d. with mean $\mu$ and variance $\sigma^2$ and $S_n = X_1 + \cdots + X_n$.",
        r"\mathrm{Var}(S_n) = n \sigma^2", r"\mathrm{Var}(S_n) = n^2 \sigma^2"),
    "weights": (
        r"Let $X_1, \ldots, X_n$ be i.i.d. with mean $\mu$ and variance $\sigma^2$ and let $w_1, \ldots, w_n$ "
        r"be real numbers "
        r"with $\sum_{i=1}^n w_i = 1$. Let $T = \sum_{i=1}^n w_i X_i$.",
        r"\mathrm{Cov}(T, \bar X) = \frac{\sigma^2}{n}", r"\mathrm{Var}(T) = \sigma^2"),
    "two samples": (
        r"Let $X_1, \ldots, X_n$ and $Y_1, \ldots, Y_m$ be independent random samples. Let $\mathrm{Var}(X_i) = "
        r"\sigma^2$ and "
        r"$\mathrm{Var}(Y_j) = \tau^2$.",
        r"\mathrm{Var}(\bar X - \bar Y) = \frac{\sigma^2}{n} + \frac{\tau^2}{m}",
        r"\mathrm{Var}(\bar X - \bar Y) = \frac{\sigma^2}{n} - \frac{\tau^2}{m}"),
    "errors of a model": (
        r"Let $\varepsilon_1, \ldots, \varepsilon_n$ be uncorrelated with mean zero and variance $\sigma^2$. Consider "
        r"$y_i = \alpha + \beta x_i + \varepsilon_i$ for $i = 1, \ldots, n$, where the $x_i$ are fixed.",
        r"\mathrm{Cov}(y_i, \bar y) = \frac{\sigma^2}{n}", r"\mathrm{Var}(\bar y) = \sigma^2"),
    "independent of data": (
        r"Let $X_1, \ldots, X_n$ be i.i.d. with mean $\mu$ and variance $\sigma^2$. Let $N$ be a random "
        r"variable independent "
        r"of the $X_i$.",
        r"\mathrm{E}[N X_1] = \mu \mathrm{E}[N]", r"\mathrm{E}[N X_1] = \mu"),
    "three numbers": (
        r"Let $X_1, X_2, X_3$ be uncorrelated random variables, each with mean $\mu$ and variance $\sigma^2$.",
        r"\mathrm{Cov}(X_1 + X_2, X_2 + X_3) = \sigma^2", r"\mathrm{Var}(X_1 + X_2 + X_3) = 9 \sigma^2"),
    "two means": (
        r"Let $X$ and $Y$ be independent random variables with means $m$ and $k$ and variances $s^2$ and $t^2$.",
        r"\mathrm{E}[X Y] = m k", r"\mathrm{E}[X + Y] = 2 m"),
}  # fmt: skip


@pytest.mark.parametrize("name", STATISTICS)
def test_statistics_of_a_sample(name: str) -> None:
    said, true, false = STATISTICS[name]
    assert documents(said, true, false) == ["proved", "refuted"]


VECTORS = {
    "in words": r"Let $x \in \mathbb{R}^n$ be a random vector with mean $\mu$ and covariance matrix $\Sigma$, let "
    r"$A \in \mathbb{R}^{n \times n}$ and $b, w \in \mathbb{R}^n$.",
    "by formulas": r"Let $x$ be a random vector with $\mathbb{E}[x] = \mu$ and $\mathrm{Cov}(x) = \Sigma$. Let "
    r"$A$ be a "
    r"constant $n \times n$ matrix and $b, w$ constant vectors.",
    "with its size": r"Let $A \in \mathbb{R}^{n \times n}$ and let $b, w \in \mathbb{R}^n$ be constant vectors. "
    r"Suppose $x$ is "
    r"an $n$-dimensional random vector with mean vector $\mu$ and covariance $\Sigma$.",
    "moments first": r"Let $\mu$ and $\Sigma$ denote the mean and the covariance matrix of the random vector "
    r"$x \in \mathbb{R}^n$. Let $A \in \mathbb{R}^{n \times n}$ and $b, w \in \mathbb{R}^n$.",
}
OF_VECTORS = (
    (r"\mathrm{Cov}(A x + b) = A \Sigma A^\top", "proved"),
    (r"\mathrm{Cov}(A x) = A^\top \Sigma A", "refuted"),
    (r"\mathrm{Cov}(A x) = A \Sigma", "refuted"),
    (r"\mathbb{E}[x x^\top] = \Sigma + \mu \mu^\top", "proved"),
    (r"\mathbb{E}[x x^\top] = \Sigma", "refuted"),
    (r"\mathbb{E}[x^\top A x] = \operatorname{tr}(A \Sigma) + \mu^\top A \mu", "proved"),
    (r"\mathbb{E}[\|x - \mu\|^2] = \operatorname{tr}(\Sigma)", "proved"),
    (r"\mathrm{Var}(w^\top x) = w^\top \Sigma w", "proved"),
    (r"\mathrm{Var}(w^\top x) = w^\top w", "refuted"),
)


@pytest.mark.parametrize("name", VECTORS)
def test_moments_of_a_random_vector(name: str) -> None:
    assert documents(VECTORS[name], *(claim for claim, _ in OF_VECTORS)) == [verdict for _, verdict in OF_VECTORS]


COORDINATES = {
    "whitened": (
        r"Let $X$ be a random vector with mean $\mu$ and positive definite covariance matrix $\Sigma$.",
        r"\mathrm{Cov}(\Sigma^{-1/2} (X - \mu)) = I", r"\mathrm{Cov}(\Sigma^{-1} (X - \mu)) = I"),
    "by a factor": (
        r"Let $x \in \mathbb{R}^d$ be a random vector with mean $\mu$ and covariance $\Sigma = L L^T$, where "
        r"$L$ is invertible. "
        r"Let $z = L^{-1}(x - \mu)$.",
        r"\mathrm{Cov}(z) = I", r"\mathrm{Cov}(z) = \Sigma"),
    "principal": (
        r"Let $x \in \mathbb{R}^d$ be a random vector with $\mathrm{Cov}(x) = \Sigma$ and $\Sigma = U \Lambda "
        r"U^T$ with $U$ "
        r"orthogonal. Let $z = U^T x$.",
        r"\mathrm{Cov}(z) = \Lambda", r"\mathrm{Cov}(z) = \Sigma"),
    "white noise": (
        r"Let $x \in \mathbb{R}^d$ be a random vector with zero mean and identity covariance.",
        r"\mathbb{E}[x^\top x] = d", r"\mathbb{E}[x^\top x] = 1"),
}  # fmt: skip


@pytest.mark.parametrize("name", COORDINATES)
def test_a_random_vector_in_other_coordinates(name: str) -> None:
    said, true, false = COORDINATES[name]
    assert documents(said, true, false) == ["proved", "refuted"]


MODELS = {
    "errors first": r"Let $y = X\beta + \varepsilon$ with $\mathbb{E}[\varepsilon] = 0$ and "
    r"$\mathrm{Cov}(\varepsilon) = "
    r"\sigma^2 I$, where $X \in \mathbb{R}^{n \times p}$ has full column rank. Let $\hat\beta = (X^T X)^{-1} X^T y$.",
    "the design first": r"Consider the linear model $y = X\beta + \varepsilon$, where $X$ is an $n \times p$ "
    r"matrix of full "
    r"column rank, $\mathbb{E}[\varepsilon] = 0$ and $\mathrm{Var}(\varepsilon) = \sigma^2 I_n$. The least "
    r"squares estimator "
    r"is $\hat\beta = (X^\top X)^{-1} X^\top y$.",
    "in words": r"Consider the model $y = X\beta + \varepsilon$ with $X \in \mathbb{R}^{n \times p}$ and "
    r"$\beta \in \mathbb{R}^p$, where $\varepsilon$ is a random vector with mean $0$ and covariance matrix "
    r"$\sigma^2 I_n$. "
    r"Assume that $X^T X$ is invertible. Let $\hat\beta = (X^T X)^{-1} X^T y$.",
}
OF_MODELS = (
    (r"\mathbb{E}[\hat\beta] = \beta", "proved"),
    (r"\mathrm{Cov}(\hat\beta) = \sigma^2 (X^T X)^{-1}", "proved"),
    (r"\mathrm{Cov}(\hat\beta) = \sigma^2 X^T X", "refuted"),
    (r"\hat\beta = \beta + (X^T X)^{-1} X^T \varepsilon", "proved"),
    (r"\hat\beta = \beta + X^T \varepsilon", "refuted"),
    (r"\mathbb{E}[\varepsilon^T \varepsilon] = n \sigma^2", "proved"),
    (r"\mathbb{E}[\|y - X\hat\beta\|^2] = (n - p) \sigma^2", "proved"),
)


@pytest.mark.parametrize("name", MODELS)
def test_least_squares_without_a_law(name: str) -> None:
    assert documents(MODELS[name], *(claim for claim, _ in OF_MODELS)) == [verdict for _, verdict in OF_MODELS]


def test_one_wrong_row_of_a_derivation() -> None:
    text = r"""**Exercise.** Let $X_1, \ldots, X_n$ be independent random variables with common mean $\mu$ and
variance $\sigma^2$.

$$
\begin{aligned}
\mathrm{E}\left[\sum_{i=1}^n (X_i - \bar X)^2\right] &= \sum_{i=1}^n \mathrm{E}[X_i^2] - n \mathrm{E}[\bar X^2] \\
&= n (\sigma^2 + \mu^2) - n \left(\frac{\sigma^2}{n} + \mu^2\right) \\
&= n \sigma^2
\end{aligned}
$$
"""
    assert verdicts(text) == ["proved", "proved", "refuted"]
    assert verdicts(text.replace(r"&= n \sigma^2", r"&= (n - 1) \sigma^2")) == ["proved", "proved", "proved"]


def test_another_exercise_has_another_sample() -> None:
    first = r"**Exercise 1.** Let $X_1, \ldots, X_n$ be i.i.d. with mean $\mu$ and variance $\sigma^2$."
    second = r"**Exercise 2.** Let $X_1, \ldots, X_n$ be i.i.d. with mean $\mu$ and variance $\tau^2$."
    text = f"{first}\n\n$$ {MEAN_OF} $$\n\n{second}\n\n$$ {MEAN_OF} $$\n"
    assert verdicts(text)[0] == "proved"
    assert verdicts(text)[1] not in SHOWN


def test_a_condition_on_a_sample_ends_with_its_sentence() -> None:
    said = (
        r"If $X_1, \ldots, X_n$ are i.i.d. with mean $\mu$ and variance $\sigma^2$, then $\bar X$ is unbiased. Consider"
    )
    assert not {*SHOWN, "refuted"}.intersection(documents(said, MEAN_OF))


def test_chebyshev_and_the_weak_law() -> None:
    said = r"Let $X_1, \ldots, X_n$ be i.i.d. with mean $\mu$ and variance $\sigma^2$. Let $\epsilon > 0$."
    far = r"P(|\bar X - \mu| \geq \epsilon)"
    claims = (
        rf"{far} \leq \frac{{\mathrm{{Var}}(\bar X)}}{{\epsilon^2}}",
        rf"{far} \leq \frac{{\sigma^2}}{{n \epsilon^2}}",
        rf"{far} \leq \frac{{\sigma^2}}{{n^2 \epsilon^2}}",
        r"P(|\bar X - \mu| < \epsilon) \geq 1 - \frac{\sigma^2}{n \epsilon^2}",
    )
    assert documents(said, *claims) == ["proved", "proved", "refuted", "proved"]


COPIES = {
    "of what is named after": r"Let $X_1, \ldots, X_n$ be i.i.d. copies of a random variable $X$ with "
    r"$\mathrm{E}[X] = \mu$ and "
    r"$\mathrm{Var}(X) = \sigma^2$.",
    "of what is known": r"Let $X$ be a random variable with mean $\mu$ and variance $\sigma^2$, and let $X_1, "
    r"\ldots, X_n$ be "
    r"independent copies of $X$.",
}


@pytest.mark.parametrize("name", COPIES)
def test_copies_have_the_law_of_what_they_are_copies_of(name: str) -> None:
    claims = (
        r"\mathrm{E}[\bar X] = \mathrm{E}[X]",
        MEAN_OF,
        r"\mathrm{Var}(\bar X) = \mathrm{Var}(X)",
        r"\mathrm{E}[X_1 X] = \mu^2",
    )
    assert documents(COPIES[name], *claims) == ["proved", "proved", "refuted", "refuted"]


MARKOV = {
    "of what is not negative": (r"Let $X$ be a nonnegative random variable. Let $a > 0$.", "proved"),
    "of what may be": (r"Let $X$ be a real random variable. Let $a > 0$.", "refuted"),
    "at what may be negative": (
        r"Let $X$ be a nonnegative random variable. Let $a \in \mathbb{R}$, $a \neq 0$.",
        "refuted",
    ),
}


@pytest.mark.parametrize("name", MARKOV)
def test_markovs_inequality(name: str) -> None:
    said, verdict = MARKOV[name]
    claims = (r"P(X \geq a) \leq \frac{\mathrm{E}[X]}{a}", r"P(X > a) \leq \frac{\mathrm{E}[X]}{a}")
    assert documents(said, *claims) == [verdict, verdict]


@pytest.mark.parametrize("of", [r"from $\mathcal{N}(\mu, \sigma^2)$", r"with mean $\mu$ and variance $\sigma^2$"])
def test_the_sample_variance_is_what_it_is_said_to_be(of: str) -> None:
    text = (
        rf"Let $X_1, \dots, X_n$ be i.i.d. {of}. The sample variance is "
        r"$$ S^2 = \frac{1}{FREE} \sum_{i=1}^n (X_i - \bar{X})^2 $$ $$ \mathrm{E}[S^2] = \sigma^2 $$"
    )
    assert verdicts(text.replace("FREE", "n - 1")) == ["definition", "proved"]
    assert verdicts(text.replace("FREE", "n"))[-1] in ("refuted", "unknown")
