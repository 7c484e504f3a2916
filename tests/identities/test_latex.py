"""The LaTeX of an entry reads back: the reader takes it as a step, and the engine reaches the entry's verdict."""

from __future__ import annotations

import pytest

import probatum
from probatum import Verdict
from probatum.identities import Entry, entries
from probatum.identities.entry import in_greek
from probatum.proofs.terms.show import latex
from probatum.proofs.terms.sorts import Family, Function, Matrix, RandomVariable, Scalar, Vector
from probatum.proofs.terms.term import Term

ENTRIES = [entry for entry in entries() if entry.holds]

# What does not read back, and why.
OTHERWISE = {
    "total_derivative": "a partial derivative by place, as \\partial_1 f, is not read",
    "multivariate_chain_rule": "a vector written by its entries, (g_i(x))_i, is not read",
    "vector_by_scalar": "a vector written by its entries, (f_k(t))_k, is not read",
    "scalar_by_vector": "it speaks of both layouts, which LaTeX does not show",
    "scalar_by_matrix": "it speaks of both layouts, which LaTeX does not show",
    "jensen_concave": "\\psi is read as the digamma function, whatever a given line says of it",
    "coupling_jacobian": "a partial derivative by place, as \\partial_1 f, is not read",
    "coupling_corner": "a partial derivative by place, as \\partial_1 f, is not read",
    "log_slope_rate": "a partial derivative by place, as \\partial_1 f, is not read",
    "instantaneous_change_of_variables": "a partial derivative by place, as \\partial_1 f, is not read",
    "reparameterised_gradient": "a partial derivative by place, as \\partial_1 f, is not read",
    "elbo_gradient": "a partial derivative by place, as \\partial_1 f, is not read",
    "softmax_definition": "a vector written by its entries, (e^{x_i})_i, is not read",
    "normal_kl_diagonal": "names with a subscript of their own take no index in a declaration",
    "convex_of_second_derivative_nonneg": "an assumption for all numbers is not read in a given line",
    "probability_of_independent": "the independence of three variables is not read as it is printed",
    "kl_eq_zero_only_if": "an assumption about a divergence is not read in a given line",
    "js_eq_zero_only_if": "an assumption about a divergence is not read in a given line",
    "gan_equal_at_minimum": "an assumption about a divergence is not read in a given line",
}


TRAITS = {"positive_definite": r", {} \succ 0", "orthogonal": r", {} orthogonal"}


def declarations(term: Term) -> str:
    """A symbol as a given line declares it."""
    name, sort = latex(term), term.sort
    match sort:
        case Scalar() if sort.integer and sort.upper == 1:
            return rf"{name} \in \{{0, 1\}}"
        case Scalar() if sort.positive and sort.upper is not None:
            return rf"{name} \in (0, 1)"
        case Scalar() if sort.negative:
            return rf"{name} \in \mathbb{{R}}, {name} < 0"
        case Scalar():
            domain = r"\mathbb{N}" if sort.integer else r"\mathbb{R}"
            return rf"{name} \in {domain}, {name} > 0" if sort.positive else rf"{name} \in {domain}"
        case Vector() if sort.entry.integer:
            return rf"{name}_i \in \{{0, 1\}}"
        case Vector():
            positive = f", {name}_i > 0" if sort.entry.positive else ""
            return rf"{name} \in \mathbb{{R}}^{{{latex(sort.size)}}}{positive}"
        case Matrix():
            trait = next((said for key, said in TRAITS.items() if key in sort.traits), "").format(name)
            return rf"{name} \in \mathbb{{R}}^{{{latex(sort.rows)} \times {latex(sort.columns)}}}{trait}"
        case RandomVariable(value=Scalar()):
            return f"{name} random variable"
        case RandomVariable(value=Vector()):
            return rf"{name} \in \mathbb{{R}}^{{{latex(sort.value.size)}}}, {name} random vector"
        case Family():
            return f"{name} density"
        case Function() if "convex" in sort.traits:
            return f"{name} convex function"
        case Function() if "concave" in sort.traits:
            return f"{name} concave function"
        case Function():
            return f"{name} function"
    return ""


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_latex_of_an_entry_reads_back(entry: Entry) -> None:
    if entry.name in OTHERWISE:
        pytest.skip(OTHERWISE[entry.name])
    symbols = [in_greek(symbol) for symbol in sorted(entry.claim.free, key=str)]
    given = [said for symbol in symbols if (said := declarations(symbol))]
    given += [latex(in_greek(need)) for need in entry.claim.assumptions]
    layout = "numerator" if entry.name.endswith("_row") else "denominator"
    verdicts = [step.verdict for step in probatum.check(entry.latex, given=tuple(given), layout=layout)]
    assert verdicts == [Verdict.PROVED]
