"""Normal forms are idempotent, and depend neither on order, nor on names of bound variables, nor on the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from strategies import SORTS, sample
from strategies.rewrites import RULES
from strategies.terms import places, put, scope

from probatum.proofs import kernel
from probatum.proofs.claim import Claim
from probatum.proofs.decide import decide
from probatum.proofs.errors import ProbatumError
from probatum.proofs.normal.poly import Poly
from probatum.proofs.normal.products import remake
from probatum.proofs.terms import build
from probatum.proofs.terms.term import Term

EQUATIONS = [sort for sort in SORTS if sort not in ("inequalities", "laws")]
SEEDS = range(40)
HARMLESS = ("commute", "commute_factors", "rename_bound", "swap_sums")


def terms(sort: str) -> list[tuple[Term, kernel.Setting]]:
    """Left sides of random claims, as numbers, each with where it is worked on."""
    found = []
    for seed in SEEDS:
        made = sample(sort, f"confluence.{seed}")
        if made is not None and not build.is_array(made.claim.left):
            found.append((made.claim.left, kernel.setting(made.claim)))
    return found


def normal(term: Term, work: kernel.Setting) -> Poly | None:
    try:
        return work.at.scalar(term)
    except ProbatumError:
        return None  # a notion that the prover does not have, or too large


@pytest.mark.parametrize("sort", EQUATIONS)
def test_a_normal_form_is_its_own(sort: str) -> None:
    for term, work in terms(sort):
        found = normal(term, work)
        if found is not None:
            again = remake(work.ring, found, lambda atom: None, found.symbols | found.vars)
            assert again == found, term


@pytest.mark.parametrize("sort", EQUATIONS)
def test_order_and_bound_names_do_not_matter(sort: str) -> None:
    rng = Random(sort)
    compared = 0
    for term, work in terms(sort):
        turned = shuffled(rng, term)
        one, other = normal(term, work), normal(turned, work)
        if one is not None and other is not None and turned is not term:
            compared += 1
            assert kernel.vanishes(work.ring, one - other), (term, turned)
            if not any(head in repr(term) for head in ("pow(", "fn(")):  # those are brought to common factors later
                assert one == other, (term, turned)
    assert compared


def shuffled(rng: Random, term: Term) -> Term:
    """The term with its sums, products and binders in another order and under other names."""
    for path, _ in list(places(term)):
        here = at(term, path)
        for name in HARMLESS:
            heads, rule = RULES[name]
            new = rule(rng, here, scope(term, path)) if here is not None and here.head in heads else None
            if new is not None and new.head == here.head and len(new.args) == len(here.args):
                term, here = put(term, path, new), new
    return term


def at(term: Term, path: tuple[int, ...]) -> Term | None:
    for position in path:
        if position >= len(term.args):
            return None
        term = term.args[position]
    return term


def fingerprint() -> str:
    """Digests of normal forms and verdicts of some random claims, as text."""
    lines = []
    for sort in SORTS:
        for seed in range(6):
            made = sample(sort, f"hash.{seed}")
            if made is None:
                continue
            decision = decide(made.claim)
            lines.append(f"{sort} {seed} {digest(made.claim)} {decision.verdict} {decision.because} "
                         f"{decision.counterexample}")  # fmt: skip
    return "\n".join(lines)


def digest(claim: Claim) -> str:
    work = kernel.setting(claim)
    if build.is_array(claim.left):
        return ""
    found = normal(claim.left, work)
    return "" if found is None else found.digest.hex()


def test_the_hash_seed_does_not_matter() -> None:
    tests = Path(__file__).parents[2]
    code = (f"import sys; sys.path[:0] = [{str(tests)!r}, {str(Path(__file__).parent)!r}]\n"
            "import test_confluence\nprint(test_confluence.fingerprint())")  # fmt: skip
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True, text=True, check=True, timeout=120,
        ).stdout
        for seed in (1, 2)
    }  # fmt: skip
    assert len(said) == 1
    assert "proved" in said.pop()
