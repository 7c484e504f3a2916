"""The refuter never refutes what holds, and always what does not; each counterexample replays."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from flint import fmpq
from refuter_claims import FALSE, TRUE, UNTRIED, U, a, b, c, f
from strategies.documents import verdicts

from probatum.proofs.claim import Claim
from probatum.proofs.numeric.interpretation import Interpretation
from probatum.proofs.numeric.refute import Agreement, Inconclusive, Refutation, refute
from probatum.proofs.numeric.solve import Solver
from probatum.proofs.terms.build import (
    ONE,
    TWO,
    ZERO,
    add,
    apply,
    between,
    div,
    equal,
    exp,
    index,
    mul,
    number,
    power,
    probability,
    relation,
    sub,
    total,
)
from probatum.proofs.terms.sorts import NATURAL, Vector
from probatum.proofs.terms.term import Term, symbol


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_agrees(name: str) -> None:
    found = refute(TRUE[name])
    assert isinstance(found, Agreement), found
    assert found.points >= (2 if TRUE[name].free else 1)
    assert found.digits >= 15


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("name", TRUE)
def test_what_holds_is_never_refuted(name: str, seed: int) -> None:
    assert not isinstance(refute(TRUE[name], seed=seed), Refutation)


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not_hold_is_refuted(name: str) -> None:
    found = refute(FALSE[name])
    assert isinstance(found, Refutation), found
    assert found.counterexample.lhs != found.counterexample.rhs or FALSE[name].relation in ("<", ">", "!=")


@pytest.mark.parametrize("name", FALSE)
def test_counterexamples_replay(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = refute(FALSE[name])
    assert isinstance(found, Refutation)
    exec(found.counterexample.replay, {})  # noqa: S102 - printed by us, from terms written in this test suite
    printed = capsys.readouterr().out
    assert re.search(r"(equal|right): *False", printed), printed


def test_a_rational_identity_has_a_bound_on_the_error() -> None:
    found = refute(TRUE["binomial_square"])
    assert isinstance(found, Agreement)
    assert found.rational
    assert found.error_bound == Fraction(2, 1 << 40)
    assert getattr(refute(TRUE["sigmoid_derivative"]), "error_bound", 0) is None
    assert getattr(refute(TRUE["quadratic_gradient"]), "error_bound", 0) is None  # of symbolic size


def test_probabilities_that_are_always_nought_tell_nothing() -> None:
    met = probability(equal(U, exp(apply(f, a))))
    other = probability(relation("<=", U, ZERO))
    found = refute(Claim(add(other, met), "=", add(other, power(met, TWO))))
    assert isinstance(found, Agreement), found
    assert "is 0 or 1 at most" in found.caveat


@pytest.mark.parametrize(
    ("fact", "guessed"),
    [
        (equal(exp(b), add(power(b, TWO), ONE)), True),  # 0 among others
        (equal(mul(b, c), ZERO), True),
        (equal(add(b, ONE), c), False),
    ],
)
def test_values_that_are_guessed_are_told_apart(fact: Term, guessed: bool) -> None:
    solved = Solver().solved(fact, Interpretation({b: fmpq(5), c: fmpq(3)}), frozenset())
    assert solved is not None
    assert solved.special is guessed


def test_what_agrees_where_a_number_is_one_is_told_apart() -> None:
    """The moments of data are matched by few fractions but b = 1, and there b^2 = b^-2."""
    n, i = symbol("n", NATURAL), symbol("i", NATURAL)
    y = symbol("y", Vector(n))
    mean = div(total(i, between(ONE, n), index(y, i)), n)
    spread = div(total(i, between(ONE, n), power(sub(index(y, i), mean), TWO)), sub(n, ONE))
    cubed = div(a, power(b, number(3)))
    claim = Claim(cubed, "=", mul(a, b), (equal(mean, div(a, b)), equal(spread, cubed)))
    found = [refute(claim, tries=16, seed=seed) for seed in range(3)]
    assert not any(isinstance(each, Agreement) and not each.caveat for each in found)


def test_a_seed_gives_the_same_counterexample() -> None:
    found, again = (refute(FALSE["bayes_swapped"], seed=3) for _ in range(2))
    assert isinstance(found, Refutation) and isinstance(again, Refutation)
    assert found.counterexample == again.counterexample


@pytest.mark.parametrize("name", UNTRIED)
def test_what_cannot_be_tried_is_not_refuted(name: str) -> None:
    assert isinstance(refute(UNTRIED[name]), Inconclusive)


NEARLY = {
    "bars that are close": r"P(\log e^U \leq 1) = P(U \leq \frac{1}{2})",
    "bars that move": r"E[V \mid U \leq W] = E[V \mid U \leq \log(s e^W)]",
    "an inequality that may be an equation": r"|\operatorname{Corr}(U, V)| < 1",
    "its square": r"\operatorname{Cov}(U, V)^2 < \operatorname{Var}(U) \operatorname{Var}(V)",
}


@pytest.mark.parametrize("name", NEARLY)
def test_what_fails_at_few_values_is_not_confirmed(name: str) -> None:
    words = "Let $U, V, W$ be random variables and $s > 0$."
    assert verdicts(f"{words} $$ {NEARLY[name]} $$")[-1] in ("refuted", "unknown")
