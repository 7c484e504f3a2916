"""One name, one thing: facts follow what is said later, definitions see what is bound where they are used."""

from __future__ import annotations

import pytest

from probatum.proofs.check import steps as check
from probatum.proofs.claim import Claim
from probatum.proofs.document import Step, steps
from probatum.proofs.errors import Fault
from probatum.proofs.reader.context import symbols_of
from probatum.proofs.reader.elaborate import one_name_one_thing
from probatum.proofs.source import Options, Source
from probatum.proofs.terms.sorts import NATURAL, POSITIVE, REAL, Scalar, Vector
from probatum.proofs.terms.term import symbol


def read(text: str) -> list[Step]:
    return list(steps(Source("document", text, "md")))


def verdicts(text: str) -> list[str]:
    return [report.verdict.value for report in check(Source("document", text, "md"), Options(), (), lambda _: None)]


def symbols(step: Step) -> dict[str, set[object]]:
    """The sorts that a claim's symbols have, by name."""
    found: dict[str, set[object]] = {}
    claim = step.readings[0].claim
    for term in (claim.left, claim.right, *claim.assumptions):
        for each in symbols_of(term):
            found.setdefault(each.name, set()).add(each.sort)
    return found


def test_a_law_is_over_the_symbols_as_they_were_declared_last() -> None:
    head = "Let $Z \\sim \\mathcal{N}(\\mu, \\sigma^2)$ with $\\sigma > 0$.\n\n"
    (step,) = read(head + r"$$ E[Z^2] = \mu^2 + \sigma^2 $$")
    assert symbols(step)[r"\sigma"] == {POSITIVE}


def test_a_relation_is_over_the_symbols_as_they_were_declared_last() -> None:
    (step,) = read("<!-- given: a > b, a \\geq 0, b > 0 -->\n$$ a > b $$")
    assert symbols(step)["b"] == {POSITIVE}


def test_a_size_that_is_narrowed_is_so_in_the_sorts_it_stands_in() -> None:
    (step,) = read("<!-- given: x \\in \\mathbb{R}^n, n \\geq 2 -->\n$$ x^\\top x + n = n + x^\\top x $$")
    (size,) = symbols(step)["n"]
    assert isinstance(size, Scalar)
    assert size.lower == 2


def test_what_holds_under_a_condition_is_forgotten_after_it() -> None:
    found = read("<!-- given: a > b -->\n$$ a > b, \\quad \\text{if } b > 0 $$\n$$ a > b $$")
    assert [symbols(step)["b"] for step in found] == [{POSITIVE}, {REAL}]


def test_a_claim_of_two_symbols_of_one_name_is_an_error() -> None:
    with pytest.raises(Fault, match="x stands for two things here"):
        one_name_one_thing(Claim(symbol("x"), "=", symbol("x", POSITIVE)), 0)
    with pytest.raises(Fault, match="n stands for two things here"):
        one_name_one_thing(Claim(symbol("x", Vector(symbol("n", NATURAL))), "=", symbol("n")), 0)


def test_a_definition_sees_the_variable_of_the_sum_it_stands_in() -> None:
    head = "<!-- given: x \\in \\mathbb{R}^n -->\n$$ r := x_i^2 $$\n"
    assert verdicts(head + r"$$ \sum_{i=1}^n r = \sum_{i=1}^n x_i^2 $$") == ["definition", "proved"]


def test_a_function_whose_body_names_a_bound_variable_has_two_readings() -> None:
    head = "<!-- given: t \\in \\mathbb{R} -->\n$$ f(s) := s + t $$\n"
    found = read(head + r"$$ \int_0^1 f(t) dt = 1 $$")
    assert found[-1].kind == "error"
    assert "two readings" in found[-1].because


def test_a_gradient_does_not_capture_a_symbol_of_the_definition() -> None:
    head = "<!-- given: u, x \\in \\mathbb{R} -->\n$$ f(s) := u s $$\n"
    assert verdicts(head + r"$$ \nabla f(2 x) = u $$") == ["definition", "proved"]


@pytest.mark.parametrize("row", [r"\Gamma(x) = x", r"B(x, y) = x y", r"I_n = 1", r"\psi(x) = x", r"\Phi(x) = x"])
def test_notation_with_a_meaning_by_custom_is_not_defined_by_an_equation(row: str) -> None:
    (step,) = read(f"$$ {row} $$")
    assert step.kind in ("claim", "error")


def test_prose_may_give_such_notation_another_meaning() -> None:
    assert verdicts("Let $\\psi(x) = x^2$.\n\n$$ \\psi(3) = 9 $$") == ["proved"]


def test_entries_and_transposes_before_a_bracket_are_factors() -> None:
    text = "<!-- given: X \\in \\mathbb{R}^{n \\times d} -->\n$$ X_{ik} (a + b) = X_{ik} a + X_{ik} b $$"
    assert verdicts(text) == ["proved"]
    assert verdicts(r"$$ v^\top (A v + b) = v^\top A v + v^\top b $$") == ["proved"]


def test_an_undeclared_letter_beside_a_matrix_of_unsaid_size_is_its_size() -> None:
    law = r"D_{KL}(\mathcal{N}(\mu, \Sigma) \| \mathcal{N}(0, I))"
    text = rf"$$ {law} = \frac{{1}}{{2}}(\operatorname{{tr}}(\Sigma) + \mu^\top \mu - d - \log |\Sigma|) $$"
    assert any("d x d matrix" in said for said in read(text)[0].assumed)


def test_which_density_a_random_variable_has_is_asked_where_it_is_open() -> None:
    text = r"$$ \sum_x r(x) = \sum_x q(x) $$" "\n" r"$$ H(X) = 0 $$"
    assert "the density of x is r or q" in read(text)[-1].because


def test_a_letter_of_its_own_runs_over_the_values_of_the_variable_that_is_named() -> None:
    head = "Let $X$ be a discrete random variable with possible values $\\mathcal{X}$ and mass function $f_X(x)$.\n\n"
    cumulative = r"$$ F_X(x) = \sum_{\substack{t \in \mathcal{X} \\ t %s x}} f_X(t) $$"
    assert verdicts(head + cumulative % r"\leq") == ["proved"]
    assert verdicts(head + cumulative % r"\geq") == ["refuted"]


POSTERIOR = r"""
Let $X \in \mathbb{R}^{n \times p}$, let $\Sigma \in \mathbb{R}^{n \times n}$ and $S \in \mathbb{R}^{p \times p}$ be
positive definite.

$$ \Sigma_n = \left( X^\top \Sigma^{-1} X + S \right)^{-1} $$

"""


def test_a_matrix_with_a_size_below_is_a_name_where_an_equation_says_what_it_is() -> None:
    assert verdicts(POSTERIOR + r"$$ \Sigma_n^{-1} = S + X^\top \Sigma^{-1} X $$")[-1] == "proved"
    assert verdicts(POSTERIOR + r"$$ \Sigma_n^{-1} = S - X^\top \Sigma^{-1} X $$")[-1] == "refuted"


def test_what_stands_first_below_a_vector_may_be_part_of_its_name() -> None:
    head = "Let $y \\in \\mathbb{R}^k$.\n\n$$ \\alpha_{nj} = \\alpha_{0j} + y_j $$\n\n$$ s = 1_k^\\top \\alpha_0 $$\n\n"
    total = r"$$ \sum_{j=1}^k \alpha_{nj} = s %s \sum_{j=1}^k y_j $$"
    assert verdicts(head + total % "+")[-1] == "proved"
    assert verdicts(head + total % "-")[-1] == "refuted"
    by_rows = "Let $X \\in \\mathbb{R}^{n \\times k}$.\n\n"
    assert verdicts(by_rows + r"$$ \sum_{i=1}^n \sum_{j=1}^k x_{ij} - \sum_{j=1}^k x_{1j} = x_1 $$")[-1] != "proved"


def test_a_law_below_a_mean_may_be_written_at_its_variable() -> None:
    mean = r"$$ \left\langle x^2 \right\rangle_{\mathcal{N}(x; m, s^2)} = m^2 %s $$"
    assert verdicts(mean % "+ s^2") == ["proved"]
    assert verdicts(mean % "") == ["refuted"]


def test_an_arrow_follows_from_what_is_declared_above_it() -> None:
    rows = r"$$ X \sim \mathrm{Bet}(a, b) \\ \quad \Rightarrow \quad \mathrm{E}(X) = \frac{a}{a + %s} $$"
    assert verdicts(rows % "b")[-1] == "proved"
    assert verdicts(rows % "2 b")[-1] == "refuted"


def test_a_premise_is_no_goal_where_a_conclusion_follows() -> None:
    text = (
        "**Theorem:** %s the estimate\n\n$$ v = \\frac{a}{b} $$\n\n%s\n\n**Proof:** We have\n\n$$ v = \\frac{a}{b} $$\n"
    )
    then = "Then, this holds:\n\n$$ b^2 v^2 = a^2 $$"
    assert verdicts(text % ("Consider", then))[-1] == "proved"
    assert verdicts(text % ("This is", ""))[-1] == "definition"


def test_a_sum_within_another_may_bind_the_same_letter() -> None:
    mean = r"$$ \frac{\sum_i p(y|m_i) p(m_i)}{\sum_i p(m_i)} = \sum_i p(y|m_i) \frac{p(m_i)}{%s p(m_i)} $$"
    assert verdicts(mean % r"\sum_i") == ["proved"]
    assert verdicts(mean % "") == ["refuted"]


def test_a_variable_may_be_drawn_by_its_logarithm() -> None:
    head = "Let $m \\in \\mathbb{R}$ and $s > 0$.\n\n" r"$$ \ln X \sim \mathcal{N}(m, s^2) $$" "\n\n"
    assert verdicts(head + r"$$ \mathrm{E}(\ln X) = m $$")[-1] == "confirmed"
    assert verdicts(head + r"$$ \mathrm{E}(\ln X) = m + 1 $$")[-1] == "refuted"


RESIDUALS = r"Let $e$ be the vector of residuals, $e = y - X \hat\beta$ with $\hat\beta = (X^\top X)^{-1} X^\top y$."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RESIDUALS + r" $$ X^\top e = 0 $$", "proved"),
        (r"Let $e = y - X b$. $$ e^\top e = y^\top y - 2 b^\top X^\top y + b^\top X^\top X b $$", "proved"),
        (r"Let $e = y - X b$. $$ e^\top e = y^\top y - b^\top X^\top y + b^\top X^\top X b $$", "refuted"),
        (r"Let $e = a + b$. $$ e^2 = a^2 + 2 a b + b^2 $$", "proved"),
        (r"$$ \log e = 1 $$", "proved"),
        (r"$$ e^{x + y} = e^x e^y $$", "proved"),
        (r"Let $y = X \beta + e$ with $e \sim \mathcal{N}(0, \sigma^2 I)$. $$ \mathrm{E}[y] = X \beta $$", "proved"),
    ],
)
def test_e_is_what_the_text_calls_it(text: str, expected: str) -> None:
    assert verdicts(text)[-1] == expected
