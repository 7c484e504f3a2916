"""Documents -> steps: places in the file, chains, declarations in given lines and prose, definitions."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from probatum.proofs.document import Step, steps
from probatum.proofs.source import Source
from probatum.proofs.terms import build as b
from probatum.proofs.terms.sorts import (
    NATURAL,
    POSITIVE,
    REAL,
    UNIT,
    Function,
    Matrix,
    RandomVariable,
    Scalar,
    Vector,
    closure,
)
from probatum.proofs.terms.term import symbol

n = symbol("n", NATURAL)


def read(text: str, form: str = "tex") -> list[Step]:
    return list(steps(Source("document", text, form)))  # type: ignore[arg-type]


def shown(found: list[Step]) -> list[tuple[str, str, str, str]]:
    return [(step.kind, step.lhs, step.relation, step.rhs) for step in found]


def free(step: Step, name: str) -> object:
    """The sort of a symbol in a claim."""
    assert step.kind == "claim", step.because
    claim = step.readings[0].claim
    return {symbol.name: symbol.sort for symbol in claim.free}[name]


CHAINS = {
    "one relation": (r"\[ x + y = y + x \]", [("claim", "x + y", "=", "y + x")]),
    "two in a row": (r"\[ x + x = 2x = x 2 \]", [("claim", "x + x", "=", "2x"), ("claim", "2x", "=", "x 2")]),
    "over rows": (
        "\\begin{align}\nx + x &= 2x \\\\\n &\\leq 3x + 1 \\nonumber \\\\ &= 1 + 3x\n\\end{align}",
        [("claim", "x + x", "=", "2x"), ("claim", "2x", "<=", r"3x + 1"), ("claim", r"3x + 1", "=", "1 + 3x")],
    ),
    "split in an equation": (
        "\\begin{equation}\\begin{split}\nx+x &= 2x \\\\ &= x2\n\\end{split}\\end{equation}",
        [("claim", "x+x", "=", "2x"), ("claim", "2x", "=", "x2")],
    ),
    "a row that only goes on": (
        "\\begin{align*}\nx + y + x &= x \\\\ &\\quad + x + y \\\\ &= 2x + y\n\\end{align*}",
        [("claim", "x + y + x", "=", r"x \\ \quad + x + y"), ("claim", r"x \\ \quad + x + y", "=", "2x + y")],
    ),
    "an expression, then relations": (
        "\\begin{align*}\n& x + x \\\\ =& 2x\n\\end{align*}",
        [("claim", "x + x", "=", "2x")],
    ),
    "multline": ("\\begin{multline}\nx + x \\\\ + x = 3x\n\\end{multline}", [("claim", r"x + x \\ + x", "=", "3x")]),
    "two statements in a row": (
        r"\[ x + x = 2x, \qquad y + y = 2y. \]",
        [("claim", "x + x", "=", "2x"), ("claim", "y + y", "=", "2y")],
    ),
    "separate displays do not chain": (
        r"\[ x + x = 2x \] and \[ y + y = 2 y \]",
        [("claim", "x + x", "=", "2x"), ("claim", "y + y", "=", "2 y")],
    ),
    "a display that starts with a relation does": (
        r"\[ x + x = 2x \] which is \[ = x 2 \]",
        [("claim", "x + x", "=", "2x"), ("claim", "2x", "=", "x 2")],
    ),
    "relations with remarks above": (
        r"\[ x + x \overset{\text{(1)}}{=} 2x \stackrel{!}{=} x2 \]",
        [("claim", "x + x", "=", "2x"), ("claim", "2x", "=", "x2")],
    ),
    "equivalence": (
        r"\[ x = y \iff x - y = 0 \]",
        [("claim", "x - y", "=", "0"), ("claim", "x", "=", "y")],
    ),
    "definition": (r"\[ L := x^2 \]", [("definition", "L", ":=", "x^2")]),
    "membership": (r"\[ x \in \mathbb{R}^n \]", [("assumption", "x", r"\in", r"\mathbb{R}^n")]),
}


@pytest.mark.parametrize("name", CHAINS)
def test_chains(name: str) -> None:
    text, expected = CHAINS[name]
    assert shown(read(text)) == expected


def test_an_unread_row_is_an_error_and_the_rest_is_read() -> None:
    found = read("\\begin{align}\nx + x &= 2x \\\\ y &= \\frac{1} \\\\ z + z &= 2z\n\\end{align}")
    assert [step.kind for step in found] == ["claim", "error", "claim"]


def test_the_place_of_a_relation_in_tex() -> None:
    found = read("% a comment\n\\section{One}\ntext $a$\n\\begin{align}\n  x + x &= 2x \\\\\n  &= x 2\n\\end{align}\n")
    assert [(step.line, step.column) for step in found] == [(5, 10), (6, 4)]


def test_the_place_of_a_relation_in_markdown() -> None:
    found = read("# One\n\n```\n$$ not = read $$\n```\n\nand `$$x=1$$` $$\nx + x\n= 2x\n$$\n", "md")
    assert [(step.line, step.column) for step in found] == [(9, 1)]


def test_the_place_of_a_relation_in_a_notebook() -> None:
    cells = [
        {"cell_type": "code", "source": ["$$ 1 = 2 $$"], "outputs": [{"text": ["$$ 3 = 4 $$"]}]},
        {"cell_type": "markdown", "source": ["Let $\\sigma > 0$.\n", "\n", "$$\\sqrt{\\sigma^2} = \\sigma$$"]},
        {"cell_type": "markdown", "source": "$$ x + \\frac{1} = 2 $$"},
    ]
    text = json.dumps({"cells": cells, "metadata": {}}, indent=1)
    found = read(text, "ipynb")
    assert [step.kind for step in found] == ["claim", "error"]
    line = text.splitlines()[found[0].line - 1]
    assert line[found[0].column - 1] == "="
    assert line[found[0].column :].startswith(" \\\\sigma")
    assert found[1].because.startswith("cell 3: line ")
    assert free(found[0], r"\sigma") == POSITIVE


def test_a_broken_notebook_is_an_error() -> None:
    (step,) = read('{"cells": [', "ipynb")
    assert step.kind == "error"
    assert "this is no notebook" in step.because


def test_macros_are_expanded_and_keep_their_place() -> None:
    text = (
        "\\newcommand{\\R}{\\mathbb{R}}\\newcommand{\\norm}[1]{\\left\\| #1 \\right\\|}\n"
        "\\DeclareMathOperator{\\tr}{tr}\\def\\T{^\\top}\n% given: x \\in \\R^n\n\\[ \\norm{x}^2 = \\tr(x x\\T) \\]\n"
    )
    (step,) = read(text)
    x = symbol("x", Vector(n))
    assert step.readings[0].claim.left is b.power(b.norm(x), b.TWO)
    assert step.readings[0].claim.right is b.trace(b.matmul(x, b.transpose(x)))
    assert (step.line, step.column) == (4, 15)


SORTS = {
    "given line": ("% given: x > 0\n\\[ x + x = 2x \\]", "x", POSITIVE),
    "given with a chain": ("% given: 0 < x < 1\n\\[ x + x = 2x \\]", "x", UNIT),
    "interval": ("% given: x \\in (0, 1)\n\\[ x + x = 2x \\]", "x", UNIT),
    "whole numbers": ("% given: x \\in \\{0, 1\\}\n\\[ x + x = 2x \\]", "x",
                      Scalar(Fraction(0), Fraction(1), integer=True)),
    "several names": ("% given: y, x \\in \\mathbb{R}^n\n\\[ x + y = y + x \\]", "x", Vector(n)),
    "orthant": ("% given: x \\in \\mathbb{R}^n_{++}\n\\[ x + x = 2x \\]", "x", Vector(n, POSITIVE)),
    "symmetric": ("% given: x \\in \\mathbb{R}^{n \\times n}, x = x^\\top\n\\[ x + x = 2x \\]", "x",
                  Matrix(n, n, frozenset({"symmetric"}))),
    "function": ("% given: x: \\mathbb{R}^n \\to \\mathbb{R}\n\\[ x(y) + x(y) = 2x(y) \\]", "x",
                 Function((Vector(n),))),
    "prose": ("Let $x > 0$.\n\\[ x + x = 2x \\]", "x", POSITIVE),
    "prose after": ("\\[ x + x = 2x \\] Here \\[ y + x = x + y \\] where $z \\in \\mathbb{R}^n$.", "x", REAL),
    "prose with a noun": ("Let $x$ be a positive integer.\n\\[ x + x = 2x \\]", "x", NATURAL),
    "adjectives before": ("For a symmetric positive definite matrix $S$ in $\\mathbb{R}^{n \\times n}$ with "
                          "$S \\in \\mathbb{R}^{n \\times n}$ we have\n\\[ S + S = 2 S \\]", "S",
                          Matrix(n, n, closure({"positive_definite"}))),
    "random variable": ("Let $x$ be a random variable.\n\\[ E[x] + E[x] = 2 E[x] \\]", "x", RandomVariable(REAL)),
    "convex": ("Suppose that $f$ is convex.\n\\[ f(y) + f(y) = 2 f(y) \\]", "f",
               Function((REAL,), REAL, frozenset({"convex"}))),
    "data": ("Let $x_i \\in \\mathbb{R}^n$ for $i = 1, \\dots, m$.\n"
             "\\[ \\sum_{i=1}^m x_i + y = y + \\sum_{i=1}^m x_i \\]",
             "x", Matrix(symbol("m", NATURAL), n)),
}  # fmt: skip


@pytest.mark.parametrize("name", SORTS)
def test_declared_sorts(name: str) -> None:
    text, who, sort = SORTS[name]
    assert free(read(text)[0], who) == sort


def test_a_condition_holds_for_its_row_alone() -> None:
    found = read("\\begin{align}\nx + x &= 2x \\quad \\text{for } x > 0 \\\\ y x &= x y\n\\end{align}")
    assert [free(step, "x") for step in found] == [POSITIVE, REAL]


def test_facts_that_no_sort_can_say_become_assumptions_of_claims_that_share_symbols() -> None:
    text = "% given: y \\in \\mathbb{R}^n, \\sum_k y_k = 1\n\\[ \\sum_k 2 y_k = 2 \\] \\[ a + a = 2a \\]"
    first, second = read(text)
    assert [fact.head for fact in first.readings[0].claim.assumptions] == ["relation"]
    assert second.readings[0].claim.assumptions == ()


def test_laws_and_independence_in_prose() -> None:
    text = (
        "Let $X \\sim \\mathcal{N}(0, 1)$ and $Y \\sim \\mathrm{Bern}(\\theta)$ be independent random variables.\n"
        "\\[ E[XY] = 0 \\]"
    )
    (step,) = read(text)
    assert sorted(fact.head for fact in step.readings[0].claim.assumptions) == ["follows", "follows", "independent"]


def test_what_prose_says_and_the_reader_does_not_know_speaks_against_a_refutation() -> None:
    (step,) = read("Let $X \\sim \\mathrm{Cauchy}(0)$.\n\\[ E[X] = 0 \\]")
    assert step.kind == "claim"
    assert any("what was said of X is not known here" in caveat for caveat in step.caveats)


def test_a_sample_is_data_and_random_only_within_a_moment() -> None:
    text = (
        "Let $x_i \\sim \\mathcal{N}(\\mu, 1)$ be i.i.d.\n"
        "\\[ \\sum_{i=1}^n x_i + 1 = 1 + \\sum_{i=1}^n x_i \\] \\[ E[x_i] = \\mu \\]"
    )
    first, second = read(text)
    assert free(first, "x") == Vector(n)
    assert second.kind == "claim"
    assert free(second, "{x}") == RandomVariable(Vector(n))


def test_prose_definitions_unfold() -> None:
    text = (
        "% given: X \\in \\mathbb{R}^{m \\times n}, y \\in \\mathbb{R}^m\nLet $L(w) = \\|Xw - y\\|^2$. Then\n"
        "\\[ \\nabla_w L(w) = 2X^\\top(Xw - y) \\]"
    )
    (step,) = read(text)
    assert step.kind == "claim"
    assert step.readings[0].claim.left.args[1].head == "pow"


def test_a_function_may_be_a_parameter() -> None:
    text = (
        "\\[ V(D) = \\mathbb{E}_{x \\sim p}[\\log D(x)] \\] Let $D^*(x) = \\frac{p(x)}{p(x) + q(x)}$.\n"
        "\\[ V(D^*) = \\mathbb{E}_{x \\sim p}\\left[\\log \\frac{p(x)}{p(x) + q(x)}\\right] \\]"
    )
    definition, claim = read(text)
    assert definition.kind == "definition"
    assert claim.readings[0].claim.left is claim.readings[0].claim.right


def test_prose_that_concludes_declares_nothing() -> None:
    (step,) = read("We let $y$ vary and show that $x > 0$. Hence\n\\[ x + y = y + x \\]")
    assert free(step, "x") == REAL


def test_what_was_guessed_is_said() -> None:
    (step,) = read(r"\[ x^\top A x = \sum_i \sum_j A_{ij} x_i x_j \]")
    assert "x a vector of size" in " ".join(step.assumed)


def test_a_contradiction_is_an_error() -> None:
    found = read("% given: x > 0, x < 0\n\\[ x = x \\]")
    assert "contradicts what was declared before" in found[0].because


def test_a_density_given_by_a_formula_is_an_assumption() -> None:
    (step,) = read(r"\[ p(y \mid m) = \mathcal{N}(y; m, 1) \]")
    assert step.kind == "assumption"
