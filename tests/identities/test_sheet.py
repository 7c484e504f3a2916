"""The sheet is there as a whole, and says of each claim what it is."""

from __future__ import annotations

from probatum.identities.sheet import claims

STATUSES = {"holds", "wrong", "garbled", "vague"}
KINDS = {
    "identity", "inequality", "definition", "rule", "derivation", "algorithm", "model", "complexity", "property",
}  # fmt: skip


def test_every_claim_of_the_sheet_is_there() -> None:
    assert len(claims()) == 135


def test_statuses_and_kinds_are_known() -> None:
    assert {claim.status for claim in claims().values()} == STATUSES
    assert {claim.kind for claim in claims().values()} <= KINDS


def test_what_does_not_hold_has_what_does() -> None:
    lacking = {claim.id for claim in claims().values() if claim.status in ("wrong", "garbled") and not claim.correct}
    assert not lacking


def test_the_section_is_the_first_part_of_the_id() -> None:
    assert claims()["vae.gaussian_kl"].section == "vae"
