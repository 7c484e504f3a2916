"""The sheet's own derivations: every step is proved, or confirmed and named here."""

from __future__ import annotations

from pathlib import Path

import pytest

import probatum
from probatum import Verdict
from probatum.identities.sheet import claims

FOLDER = Path(__file__).resolve().parents[2] / "proofs" / "derivations"
DOCUMENTS = sorted(FOLDER.glob("*.md"))

# Steps that no proof is found for: the document, and what stands to the right of the relation.
CONFIRMED = {
    ("gan.global_minimum", "0"): "a sum of negative terms whose sign needs 1 - y > 0",
    ("gan.global_minimum", r"a \log \frac{a}{a + b} + b \log \frac{b}{a + b}"): "the tangent of the logarithm, twice",
    ("vae.gaussian_kl", "0"): "the tangent of the logarithm at a square",
    ("divergence.kl_nonnegative", r"\frac{q(x)}{p(x)} - 1"): "the tangent of the logarithm at a ratio of densities",
}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_derivation_stands(path: Path) -> None:
    for step in probatum.check(path):
        said = f"{path.name}:{step.line}: {step.verdict}, {step.because}"
        if step.verdict is Verdict.CONFIRMED:
            assert (path.stem, step.rhs) in CONFIRMED, said
        else:
            assert step.verdict in (Verdict.PROVED, Verdict.DEFINITION), said


def test_each_is_named_for_a_claim_of_the_sheet() -> None:
    assert {path.stem for path in DOCUMENTS} <= set(claims())


def test_the_derivations_are_there() -> None:
    assert {path.stem for path in DOCUMENTS} >= {
        "divergence.kl_nonnegative", "divergence.cross_entropy", "vae.gaussian_kl", "vae.elbo", "gan.global_minimum",
    }  # fmt: skip
