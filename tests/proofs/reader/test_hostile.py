"""Whatever the input, reading ends soon, with steps or errors and never with another exception."""

from __future__ import annotations

import random
import time

import pytest

from probatum.proofs.document import steps
from probatum.proofs.source import Source

HOSTILE = {
    "nested braces": "{" * 100_000 + "}" * 100_000,
    "open braces": "{" * 10_000 + "x = 1",
    "brackets": "(" * 5_000 + "x" + ")" * 5_000 + " = 1",
    "fractions": r"\frac{" * 5_000,
    "powers": "x" + "^{x" * 3_000 + "}" * 3_000 + " = 1",
    "tower": "9^{9^{9^9}} = 1",
    "exponent": "9^{999999999999} = 1",
    "digits": "9" * 100_000 + " = 1",
    "one long product": "x" * 1_000_000 + " = 1",
    "long sum": "+".join(["x"] * 5_000) + " = 1",
    "long chain": "=".join(["x"] * 5_000),
    "bars": "|" * 10_000 + " = 1",
    "logarithms": r"\log " * 5_000 + "x = 1",
    "sums": r"\sum_i " * 2_000 + "x_i = 1",
    "integrals": r"\int " * 2_000 + "x dx = 1",
    "derivatives": r"\frac{d}{dx}" * 2_000 + "x = 1",
    "primes": "f" + "'" * 5_000 + "(x) = 1",
    "factorials": "x" + "!" * 5_000 + " = 1",
    "signs": "-" * 10_000 + "x = 1",
    "a huge sum": r"\sum_{i=1}^{1000000000000} i = 1",
    "a huge matrix": r"\begin{pmatrix}" + "&".join(["1"] * 4_000) + r"\end{pmatrix} = 1",
    "macro in a circle": r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a}$$\a = 1$$",
    "doubling macros": "".join(
        rf"\newcommand{{\a{chr(97 + i)}}}{{\a{chr(98 + i)}\a{chr(98 + i)}}}" for i in range(25)
    ) + r"$$\aa = 1$$",
    "broken macros": r"\newcommand{" * 20_000,
    "dollars": "$" * 50_000,
    "open displays": r"\begin{align}" * 5_000,
    "comments": "<!--" * 20_000,
    "doubling definitions": " ".join(f"let $a_{{{i + 1}}} = a_{{{i}}} + a_{{{i}}}$," for i in range(60))
    + "$$b a_{60} = 1$$",
    "deep definitions": " ".join(f"let $b_{{{i + 1}}} = \\exp(b_{{{i}}})$," for i in range(300))
    + "$$c b_{300} = 1$$",
    "notebook of brackets": "[" * 50_000,
    "binary": "".join(map(chr, range(1, 256))) * 20,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("form", ["math", "md", "tex", "ipynb"])
def test_hostile_input_ends_soon(name: str, form: str) -> None:
    start = time.process_time()
    kinds = {step.kind for step in steps(Source("hostile", HOSTILE[name], form))}  # type: ignore[arg-type]
    assert kinds <= {"claim", "definition", "assumption", "error"}
    assert time.process_time() - start < 10


PIECES = (
    r"x y z n i j A B X Y p q f E H P D \sigma \theta \mu \Sigma \mathbb{E} \mathcal{N} \mathrm{KL} D_{KL} "
    r"+ - = < > \leq \approx \propto := \in \sim \Rightarrow \Leftrightarrow ( ) [ ] \{ \} { } | \| || "
    r"\mid , ; . : ! ' ^ _ & \\ \frac \sqrt \sum \prod \int \log \exp \max_x \arg\max \min \frac{d}{dx} "
    r"\frac{\partial}{\partial x} \nabla \nabla_w \partial d dx \top ^\top ^{-1} ^T _i _{ij} _{i=1} ^n ^2 "
    r"\mathbb{R} \mathbb{R}^n \mathbf{x} \hat{y} \bar \text{if} \begin{pmatrix} \end{pmatrix} "
    r"\begin{cases} \end{cases} \left( \right) \left| \right| \left. \Big| \odot \otimes \cdot / \binom "
    r"\choose \det \operatorname{tr} \operatorname{diag} \operatorname{Var} \operatorname{Cov} \langle "
    r"\rangle \dots \quad \pi \infty e 1 2 0 0.5 \delta_{ij} \mathbf{1} I I_n p(x) p(x|y) q(z|x) f(x) x_i "
    r"x^{(i)} \perp \succ \tag{1} \stackrel{!}{=} % $ $$ # \newcommand \mathbb \foo Let where be density "
    r"convex"
).split(" ")
DOCUMENT = r"""
% given: X \in \mathbb{R}^{n \times d}, y \in \mathbb{R}^n, \lambda > 0
Let $L(w) = \frac{1}{2}\|Xw - y\|^2$. Then
\begin{align}
\nabla_w L(w) &= X^\top (Xw - y) \\
  &= X^\top X w - X^\top y \quad \text{for } n > 1
\end{align}
and with $q$ a density \[ \log p(x) \geq \mathbb{E}_{q(z)}\left[\log\frac{p(x,z)}{q(z)}\right] \]
\[ \sum_{i=1}^n (x_i - \bar x)^2 = \sum_i x_i^2 - n \bar x^2 \]
"""


def soup(rng: random.Random) -> str:
    return " ".join(rng.choice(PIECES) for _ in range(rng.randint(1, 40)))


def noise(rng: random.Random) -> str:
    return rng.randbytes(rng.randint(0, 200)).decode(rng.choice(["latin-1", "utf-8"]), "replace")


def mutant(rng: random.Random) -> str:
    text = DOCUMENT
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text))
        cut = rng.choice([0, 0, 1, 5, 20])
        text = text[:at] + rng.choice(["", rng.choice(PIECES), chr(rng.randrange(32, 1000))]) + text[at + cut :]
    return text


@pytest.mark.parametrize("maker", [soup, noise, mutant])
def test_random_input_gives_steps_or_errors(maker: object) -> None:
    rng = random.Random(20)
    for _ in range(700):
        text = maker(rng)  # type: ignore[operator]
        form = rng.choice(["math", "tex", "md", "ipynb"])
        for step in steps(Source("random", text, form)):  # type: ignore[arg-type]
            assert step.kind in ("claim", "definition", "assumption", "error")
            assert step.line >= 1 and step.column >= 1
            assert step.readings or step.kind != "claim"
            assert step.because or step.kind == "claim"
