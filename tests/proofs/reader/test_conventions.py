"""What a text says about how its formulas are meant: bases, complex numbers, conditions, what it takes back."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

from probatum.proofs.reader.conventions import logarithm_base
from probatum.proofs.reader.prose import qualifies

COMPLEX = {
    "in words": (r"Let $z$ be a complex number.", r"z^2 \ge 0"),
    "a set": (r"Let $z \in \mathbb{C}$.", r"z^2 \ge 0"),
    "a set in words": (r"For $z$ in $\mathbb{C}$,", r"z^2 \ge 0"),
    "Euler": (r"For real $\theta$,", r"e^{i\theta} = \cos\theta + i \sin\theta"),
    "a characteristic function": (
        r"Let $X$ be a random variable and $t \in \mathbb{R}$.",
        r"\mathrm{E}[e^{itX}] \ge 0",
    ),
    "with exp": (r"Let $X$ be a random variable and $t \in \mathbb{R}$.", r"\mathrm{E}[\exp(itX)] \ge 0"),
}


@pytest.mark.parametrize("name", COMPLEX)
def test_complex_numbers_are_no_real_ones(name: str) -> None:
    said, claim = COMPLEX[name]
    assert set(verdicts(f"{said}\n\n$$ {claim} $$\n")) <= {"unknown", "error"}


def test_an_index_in_an_exponent_is_one() -> None:
    text = r"Let $x \in \mathbb{R}^n$." "\n\n" r"$$ \sum_{i=1}^n e^{x_i} e^i = \sum_{i=1}^n e^{i + x_i} $$"
    assert verdicts(text) == ["proved"]


BASES = {
    "all": ("All logarithms are to base 2.", 2),
    "in formulas": ("Logarithms are taken to the base $2$ throughout.", 2),
    "denotes": (r"Here $\log$ denotes the logarithm to base ten.", 10),
    "binary": (r"In this note, $\log$ is the binary logarithm.", 2),
    "none": ("The base 2 representation of the logarithm is long.", None),
    "natural": ("All logarithms are natural.", None),
}


@pytest.mark.parametrize("name", BASES)
def test_the_base_of_logarithms_may_be_said(name: str) -> None:
    text, base = BASES[name]
    assert logarithm_base(text) == base


def test_entropies_are_in_the_base_of_the_logarithms() -> None:
    head = "All logarithms are to base 2. Let $X$ be a discrete random variable with mass function $p$.\n\n"
    assert verdicts(head + r"$$ \log 8 = 3 $$" "\n\n" r"$$ \log 8 = 3 \log e $$" "\n\n" r"$$ \ln e = 1 $$") == [
        "proved", "refuted", "proved"]  # fmt: skip
    assert verdicts(head + r"$$ \frac{\mathrm{d}}{\mathrm{d}x} \log x = \frac{1}{x} $$") != ["proved"]
    assert verdicts(head + r"$$ \mathrm{H}(X) = - \sum_x p(x) \log p(x) $$") != ["refuted"]


QUALIFIED = {
    "up to a constant": (
        r"Let $\sigma > 0$. Up to an additive constant, the log-likelihood is",
        r"\log \frac{2}{\sigma} = - \log \sigma"),
    "ignoring": (r"Let $\sigma > 0$. Ignoring constants, we get", r"\log \frac{2}{\sigma} = - \log \sigma"),
    "dropping": (
        r"Let $a, b \in \mathbb{R}$. Dropping terms that do not depend on $a$ gives", r"(a + b)^2 = a^2 + 2 a b"),
    "first order": (r"Let $x, h \in \mathbb{R}$. To first order in $h$,", r"(x + h)^2 = x^2 + 2 h x"),
    "small": (r"Let $x \in \mathbb{R}$. For small $x$ we have", r"\sin x = x"),
    "an update": (r"Let $w, g \in \mathbb{R}$. The update is", r"w = w - 2 g"),
    "a mistake": (r"Let $x \in \mathbb{R}$. It is a common mistake to write", r"(x + 1)^2 = x^2 + 1"),
    "not so": (r"Let $x \in \mathbb{R}$. It is not true that", r"(x + 1)^2 = x^2 + 1"),
    "a search": (r"Let $x \in \mathbb{R}$. We look for $x$ with", r"x^2 = 4"),
    "an optimum": (r"Let $w \in \mathbb{R}^d$. At the minimum the gradient vanishes:", r"\nabla_w \|w\|^2 = 0"),
}  # fmt: skip


@pytest.mark.parametrize("name", QUALIFIED)
def test_what_is_not_said_in_full_is_not_refuted(name: str) -> None:
    before, claim = QUALIFIED[name]
    assert not {"refuted", "proved", "confirmed"} & set(verdicts(f"{before}\n\n$$ {claim} $$\n"))


@pytest.mark.parametrize(
    "before",
    ["We obtain", "Expanding the square of the sum of all terms gives", "For large matrices too, the same holds."],
)
def test_what_is_said_in_full_is_refuted(before: str) -> None:
    assert verdicts(f"Let $x \\in \\mathbb{{R}}$. {before}\n\n$$ (x + 1)^2 = x^2 + 1 $$\n") == ["refuted"]
    assert qualifies(before) == ""


CONDITIONS = [
    r"\sqrt{x^2} = x, \quad x \ge 0",
    r"\sqrt{x^2} = x \qquad (x \ge 0)",
    r"\sqrt{x^2} = x \quad \text{if } x \ge 0",
]


@pytest.mark.parametrize("row", CONDITIONS)
def test_a_bound_beside_an_equation_is_its_condition(row: str) -> None:
    assert verdicts(f"Let $x \\in \\mathbb{{R}}$.\n\n$$ {row} $$\n") == ["proved"]
    assert verdicts(f"Let $x \\in \\mathbb{{R}}$.\n\n$$ {row.replace('= x', '= -x')} $$\n") == ["refuted"]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = r"Let $X_1, \dots, X_n$ be i.i.d. random variables with mean $\mu \in \mathbb{R}$ and variance $4$."
    assert verdicts(text + "\n\n" r"$$ \mathrm{Var}\left(\sum_{i=1}^n X_i\right) = 4 n $$") != ["refuted"]


def test_words_around_a_formula_in_prose_keep_their_order() -> None:
    text = r"For $x$ in $\mathbb{R}^n$ and $A$ in $\mathbb{R}^{n \times n}$," "\n\n"
    assert verdicts(text + r"$$ x^T A x = x^T A^T x $$" "\n\n" r"$$ x^T A x = x^T x $$") == ["proved", "refuted"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Define $\|x\| = \sqrt{x^\top M x}$. $$ \|x\|^2 = x^\top x $$", "error"),
        (r"Let $\|x\| = \sum_i |x_i|$. $$ \|x\|^2 = x^\top x $$", "error"),
        (r"Let $\langle x, y \rangle = x^\top M y$. $$ \langle x, y \rangle = x^\top y $$", "error"),
        (r"Let $\|x\| = \sqrt{x^\top x}$. $$ \|x\|^2 = x^\top x $$", "proved"),
        (r"Let $\langle x, y \rangle = x^\top y$. $$ \langle x, y \rangle = y^\top x $$", "proved"),
        (r"Let $x, y$ be vectors with $\langle x, y \rangle = 0$. $$ \|x + y\|^2 = \|x\|^2 + \|y\|^2 $$", "proved"),
        (r"Write $|A|$ for the determinant of $A$. $$ |2 A| = 2 |A| $$", "refuted"),
        (r"Write $|A|$ for the determinant of $A$. $$ |A B| = |A| |B| $$", "proved"),
        (r"Write $|a|$ for the absolute value of $a$. $$ |2 a| = 2 |a| $$", "proved"),
    ],
)
def test_fences_are_what_the_text_says(text: str, expected: str) -> None:
    assert verdicts(text)[-1] == expected
