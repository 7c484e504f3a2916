"""What is stated before a false step keeps it from being refuted only where it restricts the symbols of the step."""

from __future__ import annotations

from fractions import Fraction

import pytest

from probatum.proofs import check as module
from probatum.proofs.check import steps as check
from probatum.proofs.claim import Claim
from probatum.proofs.decide import Decision
from probatum.proofs.prove import never
from probatum.proofs.source import Options, Source
from probatum.proofs.stated import bearing
from probatum.proofs.terms.build import (
    ONE,
    TWO,
    ZERO,
    add,
    apply,
    derivative,
    div,
    equal,
    exp,
    follows,
    mean,
    mul,
    named,
    power,
    relation,
)
from probatum.proofs.terms.sorts import POSITIVE, REAL, Function, RandomVariable
from probatum.proofs.terms.term import Term, symbol
from probatum.proofs.verdict import Verdict

a, b, x, y = (symbol(name) for name in "abxy")
s = symbol("s", POSITIVE)
f = symbol("f", Function((REAL,)))
X = symbol("X", RandomVariable(REAL))

FALSE_AND_SAID = {
    "a model of which the step is a row": r"$$ p(x|m) = \mathcal{N}(x; m, 1) = \frac{1}{\sqrt{2 \pi}} e^{-(x-m)^2} $$",
    "moments of which nothing else is known": r"""
Let $X$ be a random variable.

$$ \mathrm{E}(X) = \frac{a}{b} $$

$$ \mathrm{Var}(X) = \frac{a}{b^3} $$

$$ \frac{a}{b^3} = \frac{a}{b} \cdot b^{-1} $$
""",
    "a statistic that has a law": r"""
$$ t \sim \mathrm{t}(n-2) $$

$$ t = \frac{b - a}{\sqrt{c}} $$

$$ \frac{b - a}{\sqrt{c}} = \frac{b + a}{\sqrt{c}} $$
""",
    "a hypothesis and its alternative": r"""
$$
\begin{split}
H_0: &\; \mu = 0 \\
H_1: &\; \mu \neq 0 \; .
\end{split}
$$

$$ a (x - \mu) = a x + a \mu - a $$
""",
    "estimates by moments, with roots": r"""
Let $y \in \mathbb{R}^n$, $\bar{y} = \frac{1}{n} \sum_{i=1}^n y_i$ and $v = \frac{1}{n} \sum_{i=1}^n (y_i - \bar{y})^2$.

$$ \bar{y} = \frac{a}{g} $$

$$ v = \frac{a}{g^3} $$

$$ g = \sqrt{\frac{\bar{y}}{v}} $$

$$ \bar{y} \cdot \sqrt{\frac{\bar{y}}{v}} = \sqrt{\frac{\bar{y}^2}{v}} $$
""",
    "another variable by the same notation": r"""
Let $X$ be a random variable.

$$ \mathrm{E}(X) = \lim_{n \to \infty} ( c_n ) $$

$$ \log(u^2 v^2) = \log(u^2) - \log(v^2) $$
""",
    "a likelihood of all data": r"""
$$ p(y|u) = \prod_{i=1}^n \mathrm{Poiss}(y_i; u) $$

$$ \log(u^2) = \log(u) - \log(u) $$
""",
    "continuous variables that others are made of": r"""
Let $X \sim \chi^2(m)$ and $Y \sim \chi^2(n)$ be independent.

$$ Z = \frac{X}{X+Y} $$

$$ W = Y $$

$$ X = \frac{Z W}{1+Z} $$
""",
    "a slope of a likelihood of data": r"""
Let $\mu \in \mathbb{R}^p$, and let $\Sigma \in \mathbb{R}^{p \times p}$ be positive definite.

$$ p(y|\mu,\Sigma) = \prod_{i=1}^n p(y_i|\mu,\Sigma) $$

$$ \frac{\mathrm{d}}{\mathrm{d}\mu} \log p(y|\mu,\Sigma) = \sum_{i=1}^n \Sigma^{-1} (y_i - \mu) $$

$$ \Sigma^{-1} (\mu + \mu) = 3 \Sigma^{-1} \mu $$
""",
    "what follows from what is not asserted": r"""
Let $x \in \mathbb{R}$.

$$ x > 0 \quad \Rightarrow \quad |x| = x $$

$$ |x| + 1 = x + 1 $$
""",
    "what holds under a condition that need not be met": r"""
Let $c \in \mathbb{R}$.

$$ v w = u, \quad \text{if} \quad c > 1 $$

$$ v w + c = v w - c $$
""",
    "a function at a certain point": r"""
Let $f : \mathbb{R} \to \mathbb{R}$ be a smooth function. Let $x_0$ be a number with $f(-x_0) = f(x_0)$. Then

$$ f(-x_0) + 1 = f(x_0) + 2 $$
""",
    "an equation in passing": r"""
Let $V$ be an invertible matrix, and $P$ the precision matrix: $P = V^{-1}$.

$$ P^2 V^2 = V $$
""",
    "names for the entries of an array": r"""
$$ y = \left[ \begin{matrix} y_1 \\ \vdots \\ y_n \end{matrix} \right] \quad \mathrm{and} \quad
x = \left[ \begin{matrix} x_1 \\ \vdots \\ x_n \end{matrix} \right] $$

$$ \sum_{i=1}^n (2 y_i + 1) = 2 \sum_{i=1}^n y_i $$
""",
    "names for data": r"""
$$ m: \; y = \left\lbrace y_1, \ldots, y_n \right\rbrace, \quad y_i \sim \mathcal{N}(\mu, 1), \quad i = 1, \ldots, n $$

$$ \sum_{i=1}^n (y_i - \mu)^2 = \sum_{i=1}^n (y_i + \mu)^2 $$
""",
    "two things of which each holds where the other does": r"""
**Theorem:** The divergence is positive

$$ \mathrm{KL}[P||Q] \geq 0 $$

with $\mathrm{KL}[P||Q] = 0$, if and only if $P = Q$.

**Proof:** The divergence is

$$ \mathrm{KL}[P||Q] = \sum_{x \in \mathcal{X}} p(x) \log \frac{q(x)}{p(x)} $$
""",
    "something new of which words in doubt say what it is": r"""
Many believe and suppose that $x_0 = n$. Let $n$ and $p$ be numbers.

$$ (n - p)^2 = n^2 - 2 n p $$
""",
    "words that say no more than a name": r"""
Since $p(y)$ is just a normalization factor, we have

$$ p(x|y) p(y) = 2 p(x,y) $$
""",
    "either of two signs": r"""
Let $a > 0$. We find

$$ \frac{x - m}{s} = \pm \sqrt{a} $$

$$ \frac{x - m}{s} + \sqrt{a} = \sqrt{a} - \frac{x - m}{s} $$
""",
    "signs that go with each other": r"""
Let $a > 0$.

$$
\begin{split}
\frac{x - m}{s} &= \pm \sqrt{a} \\
x - m &= \pm \sqrt{a} s \\
x &= \pm \sqrt{a} s + m
\end{split}
$$

$$ (m + a) - (m - a) = 2 m $$
""",
    "a divergence of which nothing else is known": r"""
$$ \mathrm{KL}[P||Q] = u \log \frac{u}{v} $$

$$ u \log \frac{u}{v} = v \log \frac{u}{v} $$
""",
    "data of which each has a density": r"""
Let there be data $y = \{ y_1, \ldots, y_n \}$, where

$$ y_i \sim \mathrm{Poiss}(\lambda), \quad i = 1, \ldots, n $$

$$ p(y_i|\lambda) = \mathrm{Poiss}(y_i; \lambda) = \frac{\lambda^{y_i} \cdot \exp[-\lambda]}{y_i !} $$

$$ p(y|\lambda) = \prod_{i=1}^n p(y_i|\lambda) = \prod_{i=1}^n \frac{\lambda^{y_i} \cdot \exp[-2 \lambda]}{y_i !} $$
""",
    "what no value of a parameter makes true": r"""
$$ X \sim \mathrm{Exp}(\lambda) $$

$$ \lambda^3 \cdot \frac{6}{\lambda^3} - 4 = 10 $$
""",
    "a random vector that data say the value of": r"""
Let $X \in \mathbb{R}^{n \times p}$, and let $\Sigma$ be a positive definite matrix.

$$ y = X b + e, \quad e \sim \mathcal{N}(0, \Sigma) $$

$$ (y - X b)^\mathrm{T} \Sigma^{-1} (y - X b) = 2 y^\mathrm{T} \Sigma^{-1} y $$
""",
    "variables that are made of others": r"""
Let $X \sim \chi^2(m)$ and $Y \sim \chi^2(n)$ be independent.

$$ Z = \frac{X}{X+Y} $$

$$ W = Y $$

$$ \left( \frac{z w}{1-z} \right)^{m} w^n = \left( \frac{z}{1-z} \right)^m w^{m n} $$
""",
    "a sample variance, however it is divided": r"""
Let $x \in \mathbb{R}^n$, where $\bar{x}$ is the sample mean and $s_x^2$ is the sample variance of the $x_i$.

$$ \sum_{i=1}^n (x_i - \bar{x})^2 + s_x^2 = \sum_{i=1}^n x_i^2 $$
""",
    "what is by custom a sample covariance": r"""
Let $x, y \in \mathbb{R}^n$.

$$ n^2 s_{xy} + \sum_{i=1}^n (x_i - \bar{x}) (y_i - \bar{y}) = s_{xy} $$
""",
    "what the text deduces": r"""
The mean is

$$ m = \frac{n a}{a + b} $$

From this, we can deduce:

$$ m a + m b = 2 n a $$
""",
    "an equation in passing that holds anyway": r"""
Let $n, m > 0$ and $q = n/m - 1$. Noting that $1 + q = n/m$ and expanding, one obtains:

$$ m (1 + q) = n + q $$
""",
    "what holds of a law and cannot be tried": r"""
Let $X$ be a positive random variable following a Wald distribution:

$$ X \sim \mathrm{Wald}(\gamma, \alpha) $$

$$ \mathrm{E}(X^2) = \frac{\alpha}{\gamma^3} + \frac{\alpha^2}{\gamma^2} $$

$$ \frac{\alpha}{\gamma^3} + \frac{\alpha^2}{\gamma^2} = \frac{\alpha + \alpha^2}{\gamma^3} $$
""",
    "values of a variable of a law": r"""
Let $X$ be a random variable following a gamma distribution:

$$ X \sim \mathrm{Gam}(a, b) $$

$$ Y = b X $$

$$ X = \frac{Y^2}{b} $$
""",
    "events that exclude each other, one counted twice": r"""
Let $A$ and $B$ be events that are mutually exclusive.

$$ P(A \cup B) = 2 P(A) + P(B) $$
""",
    "a condition of an earlier sentence": r"""
If $x > 0$, the logarithm of it exists. Be that as it may:

$$ (x + 1)^2 = x^2 + x + 1 $$
""",
    "what is the logarithm of itself, whatever words say": r"""
Let $u$ be the residual sum of squares and $v$ a number.

$$ \frac{u}{v} + 1 = \log \left( \frac{u + v}{v} \right) $$
""",
    "a value for a while": r"""
Let $X \sim \mathcal{U}(a, b)$. To measure $h(X)$ in nats, we set $b = e$, such that

$$ h(X) = \ln(b - a) $$

In general it holds that

$$ \frac{1}{b-a} (b-a) \ln(b-a) = 2 \ln(b-a) $$
""",
    "the condition of another item": r"""
Let $x \in \mathbb{R}$.

1) If $x < 0$, the root is not real.

2) We find that

$$ \left| x \right| = -x $$
""",
    "the conditions of the other items in the remaining cases": r"""
Let $x \in \mathbb{R}$.

1) If $x < 0$, the root is not real.

2) If $x = 0$, it is not differentiable.

3) In the remaining cases, we have

$$ \left| x \right| = -x $$
""",
    "what the text may claim or not": r"""
Let $x, a \in \mathbb{R}$. We can see that $x = a^2$, and

$$ x + a = a $$
""",
    "a property of another thing": r"""
The covariance matrix $\Sigma$ of a random vector $X$ is invariant under addition of a constant vector $a$:

$$ \mathrm{Cov}(X + a) = - \mathrm{Cov}(X) $$
""",
    "that a moment is defined": r"""
The first central moment of a random variable $X$ with mean $\mu$ is defined as

$$ \mu_1 = \mathrm{E}[X - \mu] $$

$$ \mathrm{E}(X) - \mu = \mathrm{E}(X) - \mu \mathrm{E}(X) $$
""",
    "a law of data in words and in a formula": r"""
Let $y = \{ y_1, \ldots, y_n \}$ be a set of observed data independent and identically distributed according to a
Wald distribution with drift rate $a$ and threshold $b$:

$$ y_i \sim \mathrm{Wald}(a, b), \quad i = 1, \ldots, n $$

$$ \sqrt{\bar{y}^2} = - \bar{y} $$
""",
    "a precision matrix that an equation gives": r"""
We use the precision matrix $P = V^{-1}$, where $V \in \mathbb{R}^{n \times n}$ is positive definite. Then

$$ P + P = 3 P $$
""",
    "a covariance matrix by its name": r"""
Consider data with the $n \times n$ precision matrix $P$. Then

$$ P + P = 3 P $$
""",
    "a parameter of trials that are independent": r"""
Let $y$ be the number of successes in $n$ independent trials with unknown success probability $p$, such that $y$ follows
a binomial distribution:

$$ y \sim \mathrm{Bin}(n, p) $$

$$ (1 - p)^2 = 1 - p^2 $$
""",
}
TRUE_UNDER_WHAT_IS_SAID = {
    "a law of data that is not known": r"""
Let $y = \{ y_1, \ldots, y_n \}$ be a set of observed data, where

$$ y_i \sim \mathrm{BetBin}(N, a, b), \quad i = 1, \ldots, n $$

We have

$$ \sqrt{\bar{y}^2} = \bar{y} $$
""",
    "a covariance matrix that is symmetric": r"""
Consider data with the $n \times n$ covariance matrix $P$. Then

$$ P^\top = P $$
""",
    "a precision matrix that an equation gives": r"""
We use the precision matrix $P = V^{-1}$, where $V \in \mathbb{R}^{n \times n}$ is positive definite. Then

$$ P V = V P $$
""",
    "a value for a while that may hold still": r"""
Let $X \sim \mathcal{U}(a, b)$. To measure $h(X)$ in nats, we set $b = e$, such that

$$ h(X) = \ln(b - a) $$

Be that as it may:

$$ \ln(b)^2 = \ln(b) $$
""",
    "the condition of an item": r"""
Let $x \in \mathbb{R}$.

1) If $x < 0$, the root is not real.

2) If $x > 0$, the root is real. Be that as it may:

$$ \left| x \right| = x $$
""",
    "the remaining cases": r"""
Let $x \in \mathbb{R}$.

1) If $x < 0$, the root is not real.

2) If $x = 0$, it is not differentiable.

3) In the remaining cases, we have

$$ \left| x \right| = x $$
""",
    "a condition before the items": r"""
Let $x, y \in \mathbb{R}$. If $x > 0$, all roots are real.

1) If $y < 0$, the square is positive.

2) Be that as it may:

$$ \left| x \right| = x $$
""",
    "what the text may claim": r"""
Let $x, a \in \mathbb{R}$. We can see that $x = a^2$, and

$$ x - a^2 = 0 $$
""",
    "what the text may deny": r"""
Let $x, y \in \mathbb{R}$. It is hardly thinkable that $x = y$. Then

$$ (x - y)^2 > 0 $$
""",
    "what holds under a condition that is met": r"""
Let $c > 1$.

$$ v w = u, \quad \text{if} \quad c > 0 $$

$$ (v w)^2 = u v w $$
""",
    "a proportion in what is given": r"""
Let $x \in \mathbb{R}$.

$$ p(x|m) = \mathcal{N}(x; m, 1) $$

$$ p(x|m) \propto e^{x m - m^2/2} $$
""",
    "a density in other variables": r"""
$$ p(x|m,s) = \mathcal{N}(x; m, s^2) $$

$$ p(x|m) = \frac{1}{\sqrt{2 \pi} s} e^{-(x-m)^2/(2 s^2)} $$
""",
    "a law that has positive parameters alone": r"""
$$ p(y|u) = \prod_{i=1}^n \mathrm{Poiss}(y_i; u) $$

$$ \sqrt{u^2} = u $$
""",
    "continuous variables that others are made of": r"""
Let $X \sim \chi^2(m)$ and $Y \sim \chi^2(n)$ be independent.

$$ Z = \frac{X}{X+Y} $$

$$ W = Y $$

$$ X = \frac{Z W}{1-Z} $$
""",
    "variables that others are made of": r"""
Let $X$ and $Y$ be random variables.

$$ Z = X + Y $$

$$ W = Y $$

$$ X = Z - W $$
""",
    "a product that ends at its bracket": r"""
Let $x \in \mathbb{R}^n$ and $a, b > 0$.

$$ \prod_{i=1}^n \left( x_i \right) a b = a b \prod_{i=1}^n x_i $$
""",
    "a density that has two values": r"""
Let $x \in \mathbb{R}$.

$$ p(x|m) = u $$

$$ p(x|m) = v $$

$$ u^2 = u v $$
""",
    "data that are drawn, and given": r"""
Let $X_1, \ldots, X_n$ be independent random variables where each of them is following a normal distribution:

$$ X_i \sim \mathcal{N}(\mu, \sigma^2) \quad \text{for} \quad i = 1, \ldots, n \; . $$

Define the sample mean

$$ \bar{X} = \frac{1}{n} \sum_{i=1}^{n} X_i $$

and the sample variance

$$ s^2 = \frac{1}{n-1} \sum_{i=1}^{n} \left( X_i - \bar{X} \right)^2 \; . $$

$$ \sqrt{n} \, \frac{\bar{X}-\mu}{s} \sim \mathrm{t}(n-1) $$
""",
    "an index that is part of a name": r"""
$$ y_{1i} \sim \mathcal{N}(\mu, \sigma^2), \quad i = 1, \ldots, n $$

$$ \frac{1}{n} \sum_{i=1}^n y_{1i} \sim \mathcal{N}(\mu, \sigma^2/n) $$
""",
    "a hypothesis": r"""
**Theorem:** Let $u, v > 0$. Then, the following holds under the null hypothesis

$$ H_0: \; u = v $$

**Proof:** We have

$$ \frac{a}{u} - \frac{b}{v} = \frac{a - b}{v} $$
""",
    "a hypothesis, with an alternative": r"""
$$
\begin{split}
H_0: &\; u = v \\
H_1: &\; u \neq v \; .
\end{split}
$$

$$ \frac{a}{u} - \frac{b}{v} = \frac{a - b}{v} $$
""",
    "what a size is": r"""
Let $A \in \mathbb{R}^{n \times p}$ be a matrix.

$$ p = 1 $$
""",
    "a statistic that is positive": r"""
$$ t \sim \chi^2(n) $$

$$ t = a - b $$

$$ \left| a - b \right| = a - b $$
""",
    "a premise that no word introduces": r"""
**Theorem:** Let there be matrices which are linked via

$$ A = B C $$

Then, the following holds.

**Proof:** We have

$$ A^\mathrm{T} A = C^\mathrm{T} B^\mathrm{T} A $$
""",
    "a statistic of data": r"""
Let $x, y \in \mathbb{R}^n$.

$$ \sum_{i=1}^n (x_i - \bar{x}) (y_i - \bar{y}) + s_{xy} = n s_{xy} $$
""",
    "a parameter of a law that is spoken of elsewhere": r"""
Let $Y \sim \mathcal{N}(0, u)$ and $Z \sim \mathcal{N}(0, v)$.

$$ u = v^2 $$
""",
    "a function that is even": r"""
Let $f : \mathbb{R} \to \mathbb{R}$ be a smooth function. Since $f(-x) = f(x)$, we have

$$ \int_{-1}^1 f(t) dt = 2 \int_0^1 f(t) dt $$
""",
    "a function that solves an equation": r"""
Let $f$ be a differentiable function with

$$ f'(x) = f(x) $$

Then

$$ f''(x) = f(x) $$
""",
    "entries that are equal": r"""
Let $a, b \in \mathbb{R}^n$. Since $a_i = b_i$, we have

$$ \sum_{j=1}^n a_j^2 = \sum_{j=1}^n b_j^2 $$
""",
    "entries that are those of the transpose": r"""
Let $M \in \mathbb{R}^{n \times n}$. Because $M_{ij} = M_{ji}$, we have

$$ M = M^\top $$
""",
    "densities that are equal": r"""
Let $p(x)$ and $q(x)$ be densities. Because $p(x) = q(x)$,

$$ p(t) + 1 = q(t) + 1 $$
""",
    "a density that a variable has": r"""
Let $X$ be a random variable with density $p(x)$. Since $p(-x) = p(x)$, we have

$$ P(X > 1) = P(X < -1) $$
""",
    "a joint density that factors": r"""
Let $p(x, y)$ be a density. Since $p(x, y) = p(x) p(y)$, we have

$$ I(X, Y) = 0 $$
""",
    "an equation in passing": r"""
Let $u, v > 0$, and $r$ the ratio: $r = u / v$.

$$ r v + 1 = u + 1 $$
""",
    "what is brought up of a function, everywhere": r"""
Let $f : \mathbb{R} \to \mathbb{R}$ be a smooth function. The symmetry is $f(-x) = f(x)$.

$$ f(-3) + 1 = f(3) + 1 $$
""",
    "something new of which words in doubt say what it is, and others": r"""
Let $n$ be a number. Many believe and suppose that $x = n$. Let

$$ x = 5 $$

$$ n^2 + 1 = 2 n + 16 $$
""",
    "something brought up of which others say what it is": r"""
Let $n$ be a number. Pretend that $x = n$. Let

$$ x = 5 $$

$$ n^2 + 1 = 2 n + 16 $$
""",
    "one of two roots": r"""
Let $a > 0$ and $x \in \mathbb{R}$ with $x^2 = a$. Then

$$ x = \pm \sqrt{a} $$
""",
    "one of two signs, squared": r"""
$$ \frac{x - m}{s} = \pm \sqrt{a} $$

$$ (x - m)^2 = a s^2 $$
""",
    "what says what a parameter is": r"""
$$ X \sim \mathrm{Exp}(\lambda) $$

$$ \lambda^3 \cdot \frac{6}{\lambda^3} + 4 \lambda = 10 $$
""",
    "a sample variance that is divided by n": r"""
Let $x \in \mathbb{R}^n$, where $\bar{x}$ is the sample mean and $s_x^2$ is the sample variance of the $x_i$.

$$ \sum_{i=1}^n (x_i - \bar{x})^2 = n s_x^2 $$
""",
    "a sample variance that is divided by n - 1": r"""
Let $x \in \mathbb{R}^n$, where $\bar{x}$ is the sample mean and $s_x^2$ is the sample variance of the $x_i$.

$$ \sum_{i=1}^n (x_i - \bar{x})^2 + s_x^2 = n s_x^2 $$
""",
    "a sample variance of something else": r"""
Let $x \in \mathbb{R}^n$, and $s_x^2$ is the sample variance of the residuals.

$$ \sum_{i=1}^n (x_i - \bar{x})^2 = s_x^2 + 1 $$
""",
    "a second condition": r"""
$$ x + y = 3 $$

$$ x - y = 1 $$
""",
    "a second condition in what the text deduces": r"""
Thus, we get the following:

$$
\begin{split}
x + y &= 3 \\
x - y &= 1
\end{split}
$$
""",
    "a second condition that the text asks for": r"""
$$ m = \frac{n a}{a + b} $$

From this we get a solution if we require

$$ m a + m b = 2 n a $$
""",
    "an equation in passing that may be meant to hold": r"""
Let $n, m, q > 0$. Noting that $1 + q = n/m$ and expanding, one obtains:

$$ m (1 + q) = n $$
""",
    "a positive variable of a law of all numbers": r"""
Let $X$ be a positive random variable following a normal distribution:

$$ X \sim \mathcal{N}(\mu, \sigma^2) $$

$$ \mathrm{E}(|X|) = \mu $$
""",
    "a number that a variable says the value of": r"""
Let $X$ be a random variable following a gamma distribution:

$$ X \sim \mathrm{Gam}(a, b) $$

$$ Y = b X $$

$$ c Y = X $$
""",
    "events that exclude each other, added": r"""
Let $A$ and $B$ be events that are mutually exclusive.

$$ P(A \cup B) = P(A) + P(B) $$
""",
    "events of which one happens": r"""
Let $A$ and $B$ be events that are exhaustive.

$$ P(A) + P(B) = 1 + P(A \cap B) $$
""",
    "events of which just one happens": r"""
Let $A$ and $B$ be events that are exclusive and exhaustive.

$$ P(A)^2 + 2 P(A) P(B) + P(B)^2 = 1 $$
""",
    "an event that is a part of another": r"""
Let $A$ and $B$ be events, where $A$ is a subset of $B$ and excludes nothing else.

$$ P(A \cup B) = P(B) $$
""",
    "an event that implies another": r"""
Let $A$ and $B$ be events. One that is exclusive is not meant, but $A$ implies $B$.

$$ P(A \cap B) = P(A) $$
""",
    "a condition of an earlier sentence that may hold still": r"""
If $x > 0$, the logarithm of it exists. Be that as it may:

$$ \left| x \right| = x $$
""",
    "two conditions of earlier sentences that may hold still": r"""
If $x > 0$, the first logarithm exists. If $y > 0$, the second logarithm exists. Be that as it may:

$$ \left| x y \right| = \left| x \right| y $$
""",
    "what was stated under a condition that may hold still": r"""
If $x > 0$, then

$$ y + z = x $$

Be that as it may:

$$ x y + x z = x^2 $$
""",
    "what may be more than itself by what words say": r"""
Let $u$ be the residual sum of squares and $v$ a number.

$$ \frac{u}{v} + 1 = 2 \frac{u + v}{v} $$
""",
    "what a name stands for only in one formula": r"""
Let $X$ be a random variable following an ex-Gaussian distribution:

$$ X \sim \text{ex-Gaussian}(\mu, \sigma, \lambda) $$

We use

$$ \mathrm{Skew}(X) = \frac{\mathrm{E}(X^3)-3\mu\sigma^2-\mu^3}{\sigma^3} $$

where $\mu$ and $\sigma$ are the mean and standard deviation of $X$. Since $X$ follows an ex-Gaussian distribution:

$$ \mathrm{Var}(X) = \sigma^2 + \frac{1}{\lambda^2} $$
""",
}


def last_verdict(text: str) -> str:
    return list(check(Source("document", text, "md"), Options(), (), lambda _: None))[-1].verdict.value


@pytest.mark.parametrize("name", FALSE_AND_SAID)
def test_what_says_nothing_of_its_symbols_saves_no_step(name: str) -> None:
    assert last_verdict(FALSE_AND_SAID[name]) == "refuted"


@pytest.mark.parametrize("name", TRUE_UNDER_WHAT_IS_SAID)
def test_what_may_be_meant_otherwise_is_not_refuted(name: str) -> None:
    assert last_verdict(TRUE_UNDER_WHAT_IS_SAID[name]) != "refuted"


BRANCHES = r"""
Let $X \sim \mathcal{N}(\mu, \sigma^2)$.

$$ f_X(x) = \left\{ \begin{array}{rl}
a \; , & \text{if} \; x \in \mathcal{X} \\
0 \; , & \text{if} \; x \notin \mathcal{X}
\end{array} \right. $$

"""


@pytest.mark.parametrize("step", [r"$$ f_X(x) + b = b $$", r"$$ a b = 0 $$"])
def test_what_holds_on_one_branch_is_no_ground_elsewhere(step: str) -> None:
    assert last_verdict(BRANCHES + step) not in ("proved", "confirmed")


def test_what_was_shown_under_something_else_is_not_forgotten() -> None:
    said = r"$$ v w = n \log r - n \log t $$" "\n\n" r"$$ e^{v w} = e^{n \log r - n \log t} $$" "\n\n"
    found = list(
        check(Source("document", said + r"$$ (e^{v w})^{1/n} = r / t $$", "md"), Options(), (), lambda _: None)
    )
    assert [report.verdict.value for report in found] == ["unknown", "proved", "confirmed"]


def left_of(*facts: Term) -> tuple[Term, ...] | None:
    found = bearing(Claim(a, "=", b, facts), frozenset())
    return None if found is None else found.assumptions


def test_what_holds_anyway_is_left_out() -> None:
    assert left_of(equal(power(add(a, b), TWO), add(power(a, TWO), mul(TWO, a, b), power(b, TWO)))) is None
    assert left_of(equal(a, power(b, TWO))) == (equal(a, power(b, TWO)),)


def test_what_follows_from_definitions_is_left_out_and_they_are_not() -> None:
    defined, twice = equal(y, power(a, TWO)), equal(x, add(y, ONE))
    assert left_of(defined, twice, equal(add(x, y), add(power(a, TWO), power(a, TWO), ONE))) == (defined, twice)
    assert left_of(defined, twice, equal(add(x, y), add(power(a, TWO), ONE))) != (defined, twice)
    again = left_of(defined, equal(y, mul(a, a)))
    assert again is not None
    assert len(again) == 1


def test_what_follows_from_equations_that_are_solved_is_left_out() -> None:
    solved = equal(add(mul(TWO, x), b), a)
    assert left_of(solved, equal(power(add(mul(TWO, x), b), TWO), power(a, TWO))) == (solved,)
    assert left_of(solved, equal(power(x, TWO), power(a, TWO))) != (solved,)


@pytest.mark.parametrize("step", ["3 a = 5 a", "u x - m = m - u x"])
def test_of_two_signs_only_one_is_meant(step: str) -> None:
    assert last_verdict(r"We find" "\n\n" r"$$ u x - m = \pm a $$" f"\n\n$$ {step} $$") not in ("proved", "confirmed")


def test_of_two_signs_in_a_bound_both_are_meant() -> None:
    assert last_verdict(r"We know that" "\n\n" r"$$ 0 \leq u x \pm a $$" "\n\n" r"$$ -a \leq u x $$") == "proved"


def test_a_function_that_a_fact_defines_is_unfolded() -> None:
    defined = equal(apply(f, x), mul(a, x))
    assert left_of(defined, equal(apply(f, ONE), b)) == (equal(mul(a, ONE), b),)
    assert left_of(defined, equal(derivative(x, apply(f, x)), b)) == (equal(derivative(x, mul(a, x)), b),)
    assert left_of(equal(apply(f, x), y), equal(apply(f, ONE), b)) != (equal(y, b),)
    never_negative = symbol("g", Function((REAL,), POSITIVE))
    found = left_of(equal(apply(never_negative, x), x))
    assert found is not None
    assert {side.sort for side in found[0].args} == {POSITIVE, REAL}
    rising = symbol("h", Function((REAL,), REAL, frozenset({"increasing"})))
    slope = equal(derivative(x, apply(rising, x)), a)
    assert left_of(slope) == (slope,)


def test_values_that_may_be_any_get_names() -> None:
    found = left_of(equal(mean(X), div(a, b)))
    assert found is not None
    assert X not in found[0].free
    of_law = (follows(X, named("normal", REAL, a, s)), equal(mean(X), b))
    assert left_of(*of_law) == of_law


def test_what_number_a_random_one_turns_out_to_be_restricts_no_other() -> None:
    of_any, of_positive = follows(X, named("student_t", REAL, s)), follows(X, named("chi_square", POSITIVE, s))
    value = equal(X, div(a, b))
    assert left_of(of_any, value) == (of_any,)
    assert left_of(of_positive, value) == (of_positive, relation(">", div(a, b), ZERO))
    said_twice = (of_any, value, equal(mean(X), b))
    assert left_of(*said_twice) == said_twice
    assert left_of(value) == (value,)


def test_a_difference_with_a_sign_is_never_zero() -> None:
    assert never(Claim(exp(a), "=", mul(TWO, exp(a))))
    assert never(Claim(add(power(a, TWO), ONE), "<=", power(a, TWO)))
    assert not never(Claim(a, "=", mul(TWO, a)))
    assert not never(Claim(power(a, TWO), "=", mul(TWO, power(a, TWO))))


def test_what_is_false_under_what_is_near_is_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "$$ a b = c $$\n\n$$ a^2 b = a c $$"
    monkeypatch.setattr(module, "decide", lambda *_, **__: Decision(Verdict.CONFIRMED, "both sides agree"))
    assert last_verdict(text) == "confirmed"
    monkeypatch.setattr(module, "falls", lambda *_: True)
    assert last_verdict(text) == "unknown"


def test_two_of_many_statements_are_found_to_be_enough() -> None:
    inside = r"$$ \begin{aligned} a u &= b^2 \\ k u + b &= a v \\ b v &= c + 1 \\ a u v^2 &= "
    for last, verdict, lines in (("(c + 1)^2", "proved", 2), ("(c - 1)^2", "unknown", 0)):
        text = f"{inside}{last} \\end{{aligned}} $$"
        found = list(check(Source("document", text, "md"), Options(), (), lambda _: None))[-1]
        assert found.verdict.value == verdict, found.because
        assert sum("(line" in each for each in found.assumed) == lines


def test_a_density_over_another_is_solved_for() -> None:
    said = r"$$ \frac{p(x, y)}{p(y)} = \frac{h}{k} $$" "\n\n"
    assert last_verdict(said + r"$$ p(x, y) = \frac{h}{k} p(y) $$") == "proved"
    assert last_verdict(said + r"$$ p(x, y) = \frac{h}{k} p(x) $$") not in ("proved", "confirmed")


def test_a_counterexample_that_is_shown_meets_what_is_stated() -> None:
    text = r"""
Let $u, v > 0$. Then, the following holds under the null hypothesis

$$ H_0: \; u = v + 1 $$

$$ \frac{a}{u} - \frac{a}{u} = \frac{a + v}{v} $$
"""
    report = list(check(Source("document", text, "md"), Options(), (), lambda _: None))[-1]
    assert report.verdict is Verdict.REFUTED
    assert report.counterexample is not None
    values = report.counterexample.values
    assert Fraction(values["u"]) == Fraction(values["v"]) + 1


def test_what_is_shown_under_an_unknown_step_says_so() -> None:
    text = "Let $k$ be a positive definite kernel. $$ k(x, x) = 1 $$ Therefore $$ k(x, x) > 0 $$"
    reports = list(check(Source("document", text, "md"), Options(), (), lambda _: None))
    assert [report.verdict.value for report in reports] == ["unknown", "proved"]
    assert "provided that k(x, x) = 1 (line 1) holds, which is unknown" in reports[-1].because
