"""Random variables are drawn with the moments that are given, as independent and as alike as they are said to be."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from flint import fmpq

from probatum.proofs.claim import Claim
from probatum.proofs.errors import DomainError
from probatum.proofs.numeric.assume import Assumptions
from probatum.proofs.numeric.given_moments import dependence
from probatum.proofs.numeric.sample import Plan, draw_valid
from probatum.proofs.numeric.spaces import RandomTable
from probatum.proofs.numeric.survey import survey
from probatum.proofs.terms.build import alike, diag, equal, fill, independent, mean, number, uncorrelated, variance
from probatum.proofs.terms.sorts import NATURAL, Matrix, RandomVariable, Scalar, Vector, closure
from probatum.proofs.terms.term import Term, symbol

n, mu, v = symbol("n", NATURAL), symbol("m"), symbol("v", NATURAL)
X = symbol("X", RandomVariable(Vector(n)))
D = symbol("D", RandomVariable(Vector(n, Scalar(number(0).value, number(1).value, integer=True))))
S = symbol("S", Matrix(n, n, closure({"positive_semidefinite"})))
MOMENTS = (equal(mean(X), fill(mu, n)), equal(diag(variance(X)), fill(v, n)))

SAID: dict[str, tuple[Term, ...]] = {
    "moments": MOMENTS,
    "uncorrelated": (*MOMENTS, uncorrelated(X)),
    "independent": (*MOMENTS, independent(X)),
    "alike": (*MOMENTS, independent(X), alike(X)),
    "a covariance": (equal(mean(X), fill(mu, n)), equal(variance(X), S)),
    "no moments": (independent(X), alike(X)),
}
Law = dict[tuple[fmpq, ...], fmpq]


def drawn(facts: tuple[Term, ...], level: int, size: int, of: Term = X) -> tuple[Law, fmpq, fmpq]:
    """The masses of the values of a vector, and the mean and the variance that its entries should have."""
    known = survey(Claim(mean(of), "=", mean(of), facts))
    for seed in range(40):
        try:
            found = draw_valid(known, Assumptions(facts), Random(seed), Plan(level, size))
        except DomainError:
            continue
        if found is not None:
            break
    assert found is not None
    table = found.values[of]
    assert isinstance(table, RandomTable)
    masses: Law = {}
    for value, weight in zip(table.values, found.weights, strict=True):
        assert isinstance(weight, fmpq)
        masses[tuple(value)] = masses.get(tuple(value), fmpq(0)) + weight
    assert sum(masses.values(), fmpq(0)) == 1
    assert all(mass >= 0 for mass in masses.values())
    return masses, found.values.get(mu), found.values.get(v)


def expected(masses: Law, *places: int) -> fmpq:
    total = fmpq(0)
    for value, mass in masses.items():
        for place in places:
            mass = mass * value[place]
        total += mass
    return total


def marginal(masses: Law, place: int) -> dict[fmpq, fmpq]:
    found: dict[fmpq, fmpq] = {}
    for value, mass in masses.items():
        found[value[place]] = found.get(value[place], fmpq(0)) + mass
    return {value: mass for value, mass in found.items() if mass != 0}


def is_independent(masses: Law, size: int) -> bool:
    alone = [marginal(masses, place) for place in range(size)]
    for value in product(*alone):
        mass = fmpq(1)
        for place, each in enumerate(value):
            mass *= alone[place][each]
        if masses.get(value, fmpq(0)) != mass:
            return False
    return True


@pytest.mark.parametrize("level", range(4))
@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("name", ["moments", "uncorrelated", "independent", "alike"])
def test_entries_have_the_moments_that_are_given(name: str, size: int, level: int) -> None:
    masses, m, spread = drawn(SAID[name], level, size)
    for one, other in product(range(size), repeat=2):
        assert expected(masses, one) == m
        centred = expected(masses, one, other) - m * m
        assert centred == spread if one == other else centred == 0 or name == "moments"


@pytest.mark.parametrize("level", range(4))
def test_independent_entries_are_so_and_others_are_not_for_long(level: int) -> None:
    assert is_independent(drawn(SAID["independent"], level, 3)[0], 3)
    assert is_independent(drawn(SAID["alike"], level, 2)[0], 2)
    assert is_independent(drawn(SAID["no moments"], level, 2)[0], 2)


def test_what_is_not_said_to_be_independent_depends() -> None:
    for name in ("moments", "uncorrelated", "a covariance"):
        assert not all(is_independent(drawn(SAID[name], level, 3)[0], 3) for level in range(4))


def test_entries_that_are_alike_have_one_law_and_others_have_not() -> None:
    for level in range(4):
        masses = drawn(SAID["alike"], level, 3)[0]
        assert marginal(masses, 0) == marginal(masses, 1) == marginal(masses, 2)
    different = [drawn(SAID["independent"], level, 3)[0] for level in range(4)]
    assert any(marginal(masses, 0) != marginal(masses, 1) for masses in different)


def test_entries_are_of_their_sort() -> None:
    for level in range(4):
        masses = drawn((independent(D), alike(D)), level, 2, D)[0]
        assert set().union(*masses) <= {fmpq(0), fmpq(1)}


@pytest.mark.parametrize("seed", range(10))
def test_a_tie_keeps_marginals_and_uncorrelated_pairs_so(seed: int) -> None:
    third = fmpq(1, 3)
    laws = [([third] * 3, [fmpq(0), fmpq(1), fmpq(3)]), ([third] * 3, [fmpq(-1), fmpq(0), fmpq(2)])]
    for pairs in ({}, {(0, 1): [laws[0][1]], (1, 0): [laws[1][1]]}):
        factor = dependence(Random(seed), [masses for masses, _ in laws], (), pairs)
        masses = {
            (laws[0][1][a], laws[1][1][b]): third * third * factor((a, b)) for a, b in product(range(3), repeat=2)
        }
        assert all(mass >= 0 for mass in masses.values())
        for place in (0, 1):
            assert set(marginal(masses, place).values()) == {third}
        if pairs:
            assert expected(masses, 0, 1) == expected(masses, 0) * expected(masses, 1)


@pytest.mark.parametrize("seed", range(10))
def test_a_tie_leaves_those_independent_that_are_said_to_be(seed: int) -> None:
    third = fmpq(1, 3)
    factor = dependence(Random(seed), [[third] * 3] * 3, [frozenset({0, 1}), frozenset({0, 2})], {})
    masses = {places: third**3 * factor(places) for places in product(range(3), repeat=3)}
    for other in (1, 2):
        together = {
            (a, b): sum(m for at, m in masses.items() if (at[0], at[other]) == (a, b))
            for a, b in product(range(3), repeat=2)
        }
        assert set(together.values()) == {third**2}
    assert len({m for at, m in masses.items()}) > 1
