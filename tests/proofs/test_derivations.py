"""The sheet's own derivations: every step is proved."""

from __future__ import annotations

from pathlib import Path

import pytest

import probatum
from probatum import Verdict
from probatum.identities.sheet import claims

FOLDER = Path(__file__).resolve().parents[2] / "proofs" / "derivations"
DOCUMENTS = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_derivation_stands(path: Path) -> None:
    for step in probatum.check(path):
        said = f"{path.name}:{step.line}: {step.verdict}, {step.because}"
        assert step.verdict in (Verdict.PROVED, Verdict.DEFINITION, Verdict.ASSUMPTION), said


def test_each_is_named_for_a_claim_of_the_sheet() -> None:
    assert {path.stem for path in DOCUMENTS} <= set(claims())


def test_the_derivations_are_there() -> None:
    assert {path.stem for path in DOCUMENTS} >= {
        "divergence.kl_nonnegative", "divergence.cross_entropy", "vae.gaussian_kl", "vae.elbo", "gan.global_minimum",
        "vae.mc_gradient", "vae.backprop", "vae.beta", "autoregressive.chain_rule", "autoregressive.nade_recursion",
        "flow.change_of_variables", "flow.coupling_jacobian", "flow.composition", "flow.continuous",
        "gan.non_saturating", "gan.js_saturates",
    }  # fmt: skip
