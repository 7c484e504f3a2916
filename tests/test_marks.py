"""Claims that only a run can show have tests that are marked with them, and every mark names a claim."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from probatum.identities import entries
from probatum.identities.sheet import claims
from probatum.verify import BY_TESTS

TESTS = Path(__file__).parent
SECTIONS = ("nn", "training", "activation", "vae", "gan", "autoregressive", "flow")  # whose models are there


def marks() -> dict[str, list[str]]:
    """Claims by the place of each mark."""
    found = {}
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.shows":
                found[f"{path.relative_to(TESTS)}:{node.lineno}"] = [ast.literal_eval(id) for id in node.args]
    return found


MARKED = {id for ids in marks().values() for id in ids}
STATED = {entry.source for entry in entries()}


@pytest.mark.parametrize(
    "id",
    [
        claim.id
        for claim in claims().values()
        if claim.section in SECTIONS and (claim.kind in BY_TESTS or claim.id not in STATED)
    ],
)
def test_what_runs_has_a_test(id: str) -> None:
    assert id in MARKED


def test_every_mark_names_claims_of_the_sheet() -> None:
    wrong = {place: ids for place, ids in marks().items() if not ids or not set(ids) <= set(claims())}
    assert not wrong
