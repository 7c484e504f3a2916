"""Arrays written out, made of blocks and taken apart: what they mean, and what is decided of them."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

from probatum.proofs.check import StepReport, steps
from probatum.proofs.source import Options, Source

MATRICES = (
    r"Let $A \in \mathbb{R}^{n \times p}$, $B \in \mathbb{R}^{n \times q}$, $C \in \mathbb{R}^{p \times m}$, "
    r"$S \in \mathbb{R}^{n \times n}$, $T \in \mathbb{R}^{q \times q}$ and $x \in \mathbb{R}^n$."
)

SHOWN = {  # the claim, and whether it is true
    "blocks transposed and multiplied": (
        r"\begin{pmatrix} A & B \end{pmatrix}^T \begin{pmatrix} A & B \end{pmatrix} = "
        r"\begin{pmatrix} A^T A & A^T B \\ B^T A & B^T B \end{pmatrix}", True),
    "a block in the wrong place": (
        r"\begin{pmatrix} A & B \end{pmatrix}^T \begin{pmatrix} A & B \end{pmatrix} = "
        r"\begin{pmatrix} A^T A & B^T A \\ A^T B & B^T B \end{pmatrix}", None),
    "a sum of products of blocks": (
        r"\begin{pmatrix} A & B \end{pmatrix} \begin{pmatrix} A^T \\ B^T \end{pmatrix} = A A^T + B B^T", True),
    "a sign in it": (
        r"\begin{pmatrix} A & B \end{pmatrix} \begin{pmatrix} A^T \\ B^T \end{pmatrix} = A A^T - B B^T", False),
    "columns beside each other": (
        r"\begin{pmatrix} 1_n & x \end{pmatrix}^T \begin{pmatrix} 1_n & x \end{pmatrix} = "
        r"\begin{pmatrix} n & \sum_{i=1}^n x_i \\ \sum_{i=1}^n x_i & x^T x \end{pmatrix}", True),
    "zeros as large as their place": (
        r"\begin{pmatrix} S & 0 \\ 0 & T \end{pmatrix} \begin{pmatrix} A \\ 0 \end{pmatrix} = "
        r"\begin{pmatrix} S A \\ 0 \end{pmatrix}", True),
    "what holds of any matrix": (
        r"\mathrm{tr}\left( \begin{pmatrix} A & B \end{pmatrix}^T \begin{pmatrix} A & B \end{pmatrix} \right) = "
        r"\mathrm{tr}\left( \begin{pmatrix} A & B \end{pmatrix} \begin{pmatrix} A & B \end{pmatrix}^T \right)", True),
    "a block-diagonal matrix": (r"\mathrm{tr}(\mathrm{diag}(S, T)) = \mathrm{tr}(S) + \mathrm{tr}(T)", True),
    "one with a block too few": (r"\mathrm{tr}(\mathrm{diag}(S, T)) = \mathrm{tr}(S)", False),
    "a diagonal of numbers": (r"\mathrm{tr}(\mathrm{diag}(a, b)) = a + b", True),
    "a diagonal with dots": (r"\mathrm{tr}(\mathrm{diag}(x_1, \ldots, x_n)) = \sum_{i=1}^n x_i", True),
    "a diagonal matrix by its corners": (
        r"\mathrm{tr} \begin{bmatrix} x_1 & \ldots & 0 \\ \vdots & \ddots & \vdots \\ 0 & \ldots & x_n \end{bmatrix} = "
        r"\sum_{i=1}^n x_i", True),
    "the identity": (
        r"\begin{bmatrix} 1 & \ldots & 0 \\ \vdots & \ddots & \vdots \\ 0 & \ldots & 1 \end{bmatrix} = I_n", True),
    "entries by their corners": (
        r"\begin{bmatrix} x_1 y_1 & \ldots & x_1 y_n \\ \vdots & \ddots & \vdots \\ x_n y_1 & \ldots & x_n y_n "
        r"\end{bmatrix} = x y^T", True),
    "rows for columns in them": (
        r"\begin{bmatrix} x_1 y_1 & \ldots & x_1 y_n \\ \vdots & \ddots & \vdots \\ x_n y_1 & \ldots & x_n y_n "
        r"\end{bmatrix} = y x^T", False),
    "corners that do not agree": (
        r"\begin{bmatrix} x_1 y_1 & \ldots & x_1 y_n \\ \vdots & \ddots & \vdots \\ x_n y_1 & \ldots & x_n z_n "
        r"\end{bmatrix} = x y^T", None),
    "columns with a row of dots": (
        r"\begin{bmatrix} 1 & x_1 \\ \vdots & \vdots \\ 1 & x_n \end{bmatrix}^T x = "
        r"\begin{bmatrix} \sum_{i=1}^n x_i \\ x^T x \end{bmatrix}", True),
    "rows with a column of dots": (
        r"\begin{bmatrix} 1 & \ldots & 1 \\ x_1 & \ldots & x_n \end{bmatrix} x = "
        r"\begin{bmatrix} x^T x \\ \sum_{i=1}^n x_i \end{bmatrix}", False),
    "what stands below a column with dots": (
        r"\begin{bmatrix} x_1 \\ \vdots \\ x_n \\ 3 \end{bmatrix}^T \begin{bmatrix} x_1 \\ \vdots \\ x_n \\ 2 "
        r"\end{bmatrix} = x^T x + 6", True),
    "and is not forgotten": (
        r"\begin{bmatrix} x_1 \\ \vdots \\ x_n \\ 3 \end{bmatrix}^T \begin{bmatrix} x_1 \\ \vdots \\ x_n \\ 2 "
        r"\end{bmatrix} = x^T x", False),
    "vec of a product": (r"\mathrm{vec}(S A C) = (C^T \otimes S) \mathrm{vec}(A)", True),
    "its factors exchanged": (r"\mathrm{vec}(S A C) = (S \otimes C^T) \mathrm{vec}(A)", False),
    "rows by bullets": (r"(A^T S A)_{ij} = a_{\bullet i}^T S a_{\bullet j}", True),
    "rows for columns": (r"(A A^T)_{ij} = a_{i \bullet} a_{j \bullet}^T", True),
    "the largest entry": (r"\max(x) \geq x_1", True),
    "a row of equal entries": (r"\sum_{i=1}^k [1/k, \ldots, 1/k]_i = 1", True),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_arrays_made_of_others(name: str) -> None:
    latex, true = SHOWN[name]
    found = _last(f"{MATRICES}\n\n$$ {latex} $$\n")
    allowed = {True: ("proved", "confirmed"), False: ("refuted",), None: ("refuted", "unknown", "error")}[true]
    assert found.verdict in allowed, found.because


def test_blocks_that_do_not_fit_are_an_error() -> None:
    found = _last(
        f"{MATRICES}\n\n" + r"$$ \begin{pmatrix} A & C \end{pmatrix} = \begin{pmatrix} A & A \end{pmatrix} $$"
    )
    assert found.verdict == "error"
    assert "the blocks of a row have the same rows: n x p, p x m" in found.because


SIZES = {
    "said in prose": r"with $p = p_0 + p_1$, $X_0 \in \mathbb{R}^{n \times p_0}$, "
    r"$X_1 \in \mathbb{R}^{n \times p_1}$" "\n\n" r"$$ X = \begin{pmatrix} X_0 & X_1 \end{pmatrix} $$",
    "said by the space": r"where $X_0 \in \mathbb{R}^{n \times p_0}$ and $X_1 \in \mathbb{R}^{n \times p_1}$"
    "\n\n" r"$$ X = \begin{pmatrix} X_0 & X_1 \end{pmatrix} \in \mathbb{R}^{n \times p} $$",
}  # fmt: skip


@pytest.mark.parametrize("name", SIZES)
def test_a_size_may_be_the_sum_of_others(name: str) -> None:
    text = rf"Let $y \in \mathbb{{R}}^n$, $b \in \mathbb{{R}}^p$, {SIZES[name]}" "\n\n"
    assert (
        _last(text + r"$$ \mathrm{tr}(X X^T) = \mathrm{tr}(X_0 X_0^T) + \mathrm{tr}(X_1 X_1^T) $$").verdict == "proved"
    )
    assert _last(text + r"$$ y^T X b = b^T X^T y $$").verdict in ("proved", "confirmed")


def test_columns_that_are_written_out_make_a_matrix_where_the_prose_says_so() -> None:
    text = r"Let $Y = [y_1, \ldots, y_v]$ be an $n \times v$ data matrix." "\n\n"
    assert _last(text + r"$$ \mathrm{tr}(n Y^T Y) = n \, \mathrm{tr}(Y Y^T) $$").verdict in ("proved", "confirmed")


def test_what_follows_and_is_said_of_its_own() -> None:
    text = r"where $p$ belongs to the design matrix $X$ and $n$ is the number of rows." "\n\n"
    assert _last(text + r"$$ \frac{2 n p}{n} = p + p $$").verdict == "proved"


ROOTS = {
    "whitened": (r"\Sigma^{-1/2} \Sigma \Sigma^{-1/2} = \Sigma \Sigma^{-1}", ("proved", "confirmed")),
    "squared": (r"\Sigma^{1/2} \Sigma^{1/2} = \Sigma", ("proved", "confirmed")),
    "not twice": (r"\Sigma^{1/2} \Sigma^{1/2} = 2 \Sigma", ("refuted",)),
}


@pytest.mark.parametrize("name", ROOTS)
def test_square_roots_of_matrices(name: str) -> None:
    latex, allowed = ROOTS[name]
    assert _last(f"Let $\\Sigma$ be a positive definite matrix.\n\n$$ {latex} $$").verdict in allowed


def test_laws_with_arrays_are_the_same_where_their_parameters_are() -> None:
    text = r"Let $A \in \mathbb{R}^{n \times n}$ be positive definite and $m \in \mathbb{R}^n$." "\n\n"
    assert _last(text + r"$$ \mathcal{N}(m + m, A A^{-1} A) = \mathcal{N}(2 m, A) $$").verdict == "proved"
    assert _last(text + r"$$ \mathcal{N}(m + m, A A^{-1} A) = \mathcal{N}(2 m, 2 A) $$").verdict == "refuted"


def _last(text: str) -> StepReport:
    return list(steps(Source("x.md", text, "md"), Options(), (), lambda _: None))[-1]


def test_rows_that_nothing_declares_are_what_the_equation_says() -> None:
    words = r"Let $Q, K \in \mathbb{R}^{n \times d}$ and $S = Q K^\top$."
    assert verdicts(rf"{words} $$ \operatorname{{tr}}(S) = \sum_{{i=1}}^n q_i^\top k_i $$") == ["unknown"]


def test_what_is_squared_is_a_number_and_so_a_network_gets_its_shapes() -> None:
    network = r"Let $z = W x + b$, $h = \mathrm{ReLU}(z)$, $y = u^\top h + c$ and $L = \frac12 (y - t)^2$."
    assert verdicts(rf"{network} $$ \frac{{\partial L}}{{\partial u}} = (y - t) h $$") == ["proved"]
    assert verdicts(rf"{network} $$ \frac{{\partial L}}{{\partial u}} = (t - y) h $$") == ["refuted"]


def test_numbers_in_round_brackets_below_a_transpose_are_a_column() -> None:
    words = r"Let $a = (1, 2)^\top$, $b = (3, -1)^\top$ and $u = (1, 2, 2)^T$."
    assert verdicts(rf"{words} $$ a^\top b = 1 $$ $$ \|u\| = 3 $$") == ["proved"] * 2
    assert verdicts(rf"{words} $$ a^\top b = 5 $$ $$ \|u\| = 5 $$") == ["refuted"] * 2


def test_what_is_given_to_begin_with_lies_where_it_does_for_good() -> None:
    words = r"Given $x \in \mathbb{R}^n$ and a symmetric matrix $A \in \mathbb{R}^{n \times n}$, let"
    assert verdicts(rf"{words} $f(x) = x^\top A x$. $$ \nabla f(x) = 2 A x $$") == ["proved"]
    assert verdicts(rf"{words} $f(x) = x^\top A x$. $$ \nabla f(x) = A x $$") == ["refuted"]
