"""Edits of a side: each is a small change of the text as written, and reads."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from probatum.proofs.document import steps
from probatum.proofs.errors import Fault
from probatum.proofs.reader.edits import EDITS, Edit, edits
from probatum.proofs.reader.parser import Parser
from probatum.proofs.reader.slips import Pair
from probatum.proofs.reader.step import unaligned
from probatum.proofs.reader.tokens import Macro, tokenize
from probatum.proofs.reader.written import Written
from probatum.proofs.source import Source, read_source

DOCUMENTS = sorted((Path(__file__).parents[2] / "documents").iterdir())

# name: (side, other side, kind, the side with the slip undone)
SLIPS = {
    "sign of a term": (r"a + b", "0", "sign", r"a - b"),
    "sign of a first term": (r"-a + b", "0", "sign", r"a + b"),
    "sign of a first term, none written": (r"a + b", "0", "sign", r"-a + b"),
    "sign of a side": (r"\sin(x)", "0", "sign", r"-\sin(x)"),
    "sign in an exponent": (r"e^{x}", "0", "sign", r"e^{-x}"),
    "sign of an argument": (r"f(x)", "0", "sign", r"f(-x)"),
    "sign within brackets": (r"X^\top (y - X w)", "0", "sign", r"X^\top (y + X w)"),
    "difference": (r"X^\top (y - X w)", "0", "difference", r"X^\top (X w - y)"),
    "difference in sized brackets": (r"2\left(a - b\right)", "0", "difference", r"2\left(b - a\right)"),
    "sign of all": (r"a + b + c", "0", "sign", r"-\left( a + b + c \right)"),
    "transpose added": (r"X w", "0", "transpose", r"X^\top w"),
    "transpose added, nothing after it": (r"Xw", "0", "transpose", r"Xw^\top"),
    "transpose added as it is spelled": (r"A b", r"x^T A", "transpose", r"A^T b"),
    "transpose spelled with a font": (r"A b", r"x^\mathrm{T} A", "transpose", r"A^{\mathrm{T}} b"),
    "transpose dropped": (r"A^\top b", "0", "transpose", r"A b"),
    "transpose of an inverse": (r"A^{-1}", r"x^\top", "transpose", r"A^{-\top}"),
    "transpose in a square": (r"\operatorname{tr}(A^2)", r"x^\top", "transpose", r"\operatorname{tr}(A^\top A)"),
    "order of a divergence": (r"D_{KL}(p \| q)", "0", "order", r"D_{KL}(q \| p)"),
    "order of a condition": (r"p(x \mid y)", "0", "order", r"p(y \mid x)"),
    "order of a product": (r"A^{-1} B^{-1}", "0", "order", r"B^{-1} A^{-1}"),
    "arguments of two calls": (r"\frac{p(y)}{p(x)}", "0", "order", r"\frac{p(x)}{p(y)}"),
    "factor 2": (r"a + b c", "0", "factor", r"a + 2 b c"),
    "factor 2 of a sum": (r"a + b", "0", "factor", r"2 \left( a + b \right)"),
    "factor dropped": (r"2 X^\top X", "0", "factor", r"X^\top X"),
    "factor with a dot dropped": (r"n \cdot 2", "0", "factor", r"n"),
    "half dropped": (r"\frac{1}{2} x", "0", "factor", r"x"),
    "denominator dropped": (r"\frac{a + b}{2} c", "0", "factor", r"\left( a + b \right) c"),
    "another number": (r"\frac{1}{2}", "0", "factor", r"\frac{1}{3}"),
    "square added": (r"\log \sigma", "0", "exponent", r"\log \sigma^2"),
    "square dropped": (r"\sigma^2 + 1", "0", "exponent", r"\sigma + 1"),
    "exponent lowered": (r"x^3", "0", "exponent", r"x^{2}"),
    "exponent with a symbol": (r"1 - r^{n}", "0", "exponent", r"1 - r^{n + 1}"),
    "inverse added": (r"A x", "0", "inverse", r"A^{-1} x"),
    "inverse dropped": (r"A^{-1} x", "0", "inverse", r"A x"),
    "fraction": (r"\log \frac{a}{b}", "0", "fraction", r"\log \frac{b}{a}"),
    "fraction without braces": (r"\frac ab", "0", "fraction", r"\frac {b}{a}"),
    "one over": (r"\frac{1}{a + b} c", "0", "fraction", r"\left( a + b \right) c"),
    "slash": (r"a / b", "0", "fraction", r"b / a"),
    "condition dropped": (r"H(X \mid Y)", "0", "condition", r"H(X)"),
    "joint for a conditional": (r"p(x \mid y)", "0", "condition", r"p(x, y)"),
    "condition added": (r"p(z \mid y)", r"p(x \mid y)", "condition", r"p(z \mid y, x)"),
    "logarithm inside": (r"\log \mathbb{E}_{x \sim p}[f(x)]", "0", "logarithm",
                         r"\mathbb{E}_{x \sim p}[\log \left( f(x) \right)]"),
    "logarithm outside": (r"\mathbb{E}[\log X]", "0", "logarithm", r"\log \mathbb{E}[X]"),
    "function dropped": (r"2 \log x", "0", "function", r"2 x"),
    "one function for another": (r"\sin x", "0", "function", r"\cos x"),
    "index": (r"x_i y_j", "0", "index", r"x_{j} y_j"),
    "order of indices": (r"A_{ij}", "0", "index", r"A_{ji}"),
    "lower bound": (r"\sum_{i=1}^n i", "0", "index", r"\sum_{i=0}^n i"),
    "upper bound": (r"\sum_{i=1}^n i", "0", "index", r"\sum_{i=1}^{n - 1} i"),
    "term dropped": (r"a + b - c", "0", "dropped", r"a + b"),
    "first term dropped": (r"a - b", "0", "dropped", r"- b"),
    "first of a sum dropped": (r"a + b", "0", "dropped", r"b"),
    "factor dropped that is a symbol": (r"n \sigma x", "0", "dropped", r"n x"),
    "product for a sum": (r"\log(a + b)", "0", "product", r"\log(a b)"),
    "quotient for a difference": (r"\log(a - b)", "0", "product", r"\log(\frac{a}{b})"),
    "root dropped": (r"\frac{1}{\sqrt{2 \pi}}", "0", "root", r"\frac{1}{2 \pi}"),
    "root added": (r"\frac{1}{2 \pi v}", "0", "root", r"\frac{1}{\sqrt{2 \pi v}}"),
    "normaliser of a logarithm": (r"-\frac{x^2}{2 v}", r"\log \mathcal{N}(x; 0, v)", "normaliser",
                                  r"-\frac{x^2}{2 v} - \frac{1}{2} \log(2 \pi v)"),
    "covariance": (r"\operatorname{Var}(X)", r"\operatorname{Var}(X + Y)", "added",
                   r"\operatorname{Var}(X) + 2 \operatorname{Cov}(X, Y)"),
    "mixed term": (r"a^2 + b^2", r"(a + b)^2", "added", r"a^2 + b^2 + 2 a b"),
    "square of the mean": (r"\mathbb{E}[X^2]", r"\operatorname{Var}(X)", "added", r"\mathbb{E}[X^2] - \mathbb{E}[X]^2"),
    "number of terms": (r"\sum_{i=1}^n x_i - c", "0", "symbol", r"\sum_{i=1}^n x_i - n c"),
}  # fmt: skip
# name: (side, what no edit may be)
NEVER = {
    "a command run into a letter": (r"\log x", r"\logx"),
    "numbers run together": (r"2 x", r"22 x"),
    "a bracket without its size": (r"2 \left( a \right)", r"\left 2"),
}


def side(text: str, macros: dict[str, Macro] | None = None) -> Written:
    (item,), _ = Parser(tokenize(text, 0, macros), len(text)).row()
    return Written(text, item)


def made(text: str, other: str, kind: str) -> list[Edit]:
    return list(edits(Pair(side(text), side(other)), (kind,)))


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_undone(name: str) -> None:
    text, other, kind, wanted = SLIPS[name]
    assert wanted in [edit.text for edit in made(text, other, kind)]


@pytest.mark.parametrize("name", NEVER)
def test_what_is_joined_stays_apart(name: str) -> None:
    text, never = NEVER[name]
    assert not [edit for edit in edits(Pair(side(text), side("0"))) if never in edit.text]


def test_every_kind_has_a_slip() -> None:
    assert {kind for _, _, kind, _ in SLIPS.values()} == set(EDITS)


def test_edits_come_in_order_and_each_once() -> None:
    found = list(edits(Pair(side(r"2 A^\top (x - b) + \frac{1}{2} y"), side(r"\nabla_x f(x)"))))
    kinds = [list(EDITS).index(edit.kind) for edit in found]
    assert kinds == sorted(kinds)
    texts = ["".join(edit.text.split()) for edit in found]
    assert len(set(texts)) == len(texts)
    assert "".join(r"2 A^\top (x - b) + \frac{1}{2} y".split()) not in texts
    assert all(edit.words for edit in found)


def test_what_a_macro_stands_for_is_one_piece() -> None:
    macros = {r"\norm": Macro(1, r"\left\lVert #1 \right\rVert"), r"\half": Macro(0, r"\frac{1}{2} a")}
    for edit in edits(Pair(side(r"\half + \norm{x - y}", macros), side("0"))):
        assert r"\lVert" not in edit.text and r"\frac{1}{2} a" not in edit.text
        side(edit.text, macros)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_edits_of_documents_read(path: Path) -> None:
    count = unread = 0
    for step in steps(read_source(path)):
        if step.again is None:
            continue
        pair = Pair(Written(step.rhs, step.again.parse(step.rhs)), Written(step.lhs, step.again.parse(step.lhs)))
        for edit in edits(pair):
            count += 1
            try:
                step.again.parse(edit.text)
            except Fault:
                unread += 1
    assert count > 100
    assert unread < 0.01 * count


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_claim_read_again_as_it_is_stays_what_it_is(path: Path) -> None:
    claims = [step for step in steps(read_source(path)) if step.readings]
    assert claims
    for step in claims:
        assert step.again is not None
        assert step.again.read(step.lhs, step.relation, step.rhs).readings == step.readings


def test_a_side_over_two_rows_and_a_matrix_can_be_read_again() -> None:
    text = r"""$$\begin{aligned}
    (a + b)^2 &= a^2 + 2 a b \\ &\quad + b^2 \\
    \begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{pmatrix} 1 \\ 0 \end{pmatrix}
      &= \begin{pmatrix} a \\ c \end{pmatrix}
    \end{aligned}$$"""
    found = [step for step in steps(Source("", text, "md")) if step.readings]
    assert len(found) == 2
    for step in found:
        assert step.again is not None
        assert step.again.read(step.lhs, step.relation, step.rhs).readings == step.readings


def test_column_marks_of_matrices_stay() -> None:
    text = r"a &= \begin{matrix} a & b \\ c & d \end{matrix} & \& x"
    assert unaligned(text) == r"a = \begin{matrix} a & b \\ c & d \end{matrix}  \& x"


def test_a_long_side_has_a_bounded_number_of_edits() -> None:
    long = " + ".join(f"a_{{{k}}} b" for k in range(300))
    found = list(edits(Pair(side(long), side("0"))))
    per_kind = [sum(edit.kind == kind for edit in found) for kind in EDITS]
    assert 0 < max(per_kind) <= 80
    assert not any(one.text == other.text for one, other in pairwise(found))
