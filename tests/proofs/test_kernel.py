"""The kernel alone makes proofs, and it recomputes whatever is proposed to it."""

from __future__ import annotations

import pytest

from probatum.proofs import kernel
from probatum.proofs.claim import Claim
from probatum.proofs.decide import forget
from probatum.proofs.kernel import Given, Proved
from probatum.proofs.normal.poly import ONE, Poly, constant
from probatum.proofs.normal.ring import Ring
from probatum.proofs.terms.build import TWO, ZERO, add, mul, neg, power, relation, sub
from probatum.proofs.terms.sorts import POSITIVE
from probatum.proofs.terms.term import symbol

a, b, s = symbol("a"), symbol("b"), symbol("s", POSITIVE)


class Liar:
    """A proposal that says that -1 is not negative, by conditions that fail."""

    name = "a lie"
    strict = False

    def holds(self, ring: Ring) -> Poly | None:
        return None


def test_nobody_else_makes_a_proof() -> None:
    with pytest.raises(TypeError, match="only the kernel"):
        Proved(Claim(a, "=", b), "because", ())


def test_a_lemma_whose_conditions_fail_proves_nothing() -> None:
    claim = Claim(neg(s), ">=", ZERO)
    assert kernel.by_lemmas(claim, ((ONE, Liar()),), kernel.setting(claim)) is None


def test_an_assumption_that_is_not_the_claims_own_proves_nothing() -> None:
    claim = Claim(a, ">=", ZERO)
    foreign = Given(relation(">=", a, ZERO))
    assert kernel.by_lemmas(claim, ((ONE, foreign),), kernel.setting(claim)) is None
    own = Claim(a, ">=", ZERO, (foreign.assumption,))
    assert kernel.by_lemmas(own, ((ONE, foreign),), kernel.setting(own)) is not None


def test_a_negative_weight_proves_nothing() -> None:
    assumption = relation(">=", a, ZERO)
    claim = Claim(neg(a), ">=", ZERO, (assumption,))
    assert kernel.by_lemmas(claim, ((constant(-1), Given(assumption)),), kernel.setting(claim)) is None


def test_a_strict_claim_needs_something_strict() -> None:
    weak, strict = relation(">=", a, ZERO), relation(">", a, ZERO)
    for assumption, proved in ((weak, False), (strict, True)):
        claim = Claim(a, ">", ZERO, (assumption,))
        found = kernel.by_lemmas(claim, ((ONE, Given(assumption)),), kernel.setting(claim))
        assert (found is not None) is proved


def test_equations_assumed_are_used_and_no_others() -> None:
    claim = Claim(mul(a, a), "=", mul(b, b))
    assert kernel.by_normal_form(claim) is None
    assumed = Claim(mul(a, a), "=", mul(b, b), (relation("=", a, b),))
    assert kernel.by_normal_form(assumed) is not None


def test_an_expanded_square_is_one_normal_form() -> None:
    claim = Claim(power(add(a, b), TWO), "=", add(power(a, TWO), mul(TWO, a, b), power(b, TWO)))
    proof = kernel.by_normal_form(claim)
    assert proof is not None
    assert proof.method == "normal form"
    assert kernel.by_normal_form(Claim(power(sub(a, b), TWO), "=", claim.right)) is None


def test_what_one_equation_does_not_show_another_does() -> None:
    """Forms that are known to be stuck without equations are tried with each."""
    left, right = mul(a, a, s), mul(b, b, s)
    for assumption, proved in ((relation("=", a, s), False), (relation("=", a, b), True), (relation("=", b, s), False)):
        assert (kernel.by_normal_form(Claim(left, "=", right, (assumption,))) is not None) is proved


def test_a_side_has_one_form_at_the_end_of_a_step_and_at_the_start_of_the_next() -> None:
    first, middle, last = power(add(a, b), TWO), mul(add(a, b), add(b, a)), add(power(a, TWO), power(b, TWO))
    forget()
    assert kernel.by_normal_form(Claim(first, "=", middle)) is not None
    before = kernel.entries.cache_info().misses
    assert kernel.by_normal_form(Claim(middle, "=", last)) is None
    assert kernel.entries.cache_info().misses == before + 1
    assert kernel.by_normal_form(Claim(middle, "=", first)) is not None
