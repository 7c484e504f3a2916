"""Every value drawn is of its sort: numbers, matrices with traits, functions with traits."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from flint import arb, ctx, fmpq

from probatum.proofs.errors import UnsupportedNotion
from probatum.proofs.numeric import draw
from probatum.proofs.numeric.functions import FLAVOURS, make_formula
from probatum.proofs.numeric.membership import has_traits
from probatum.proofs.terms.sorts import (
    COUNT,
    INTEGER,
    NATURAL,
    NEGATIVE,
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    PROBABILITY,
    REAL,
    TRAITS,
    UNIT,
    Scalar,
    closure,
)

SORTS = {
    "real": REAL, "nonzero": NONZERO, "positive": POSITIVE, "nonnegative": NONNEGATIVE, "negative": NEGATIVE,
    "unit": UNIT, "probability": PROBABILITY, "integer": INTEGER, "count": COUNT, "natural": NATURAL,
    "above five": Scalar(lower=Fraction(5), open_lower=True), "whole below": Scalar(upper=Fraction(-3), integer=True),
    "whole between": Scalar(Fraction(1), Fraction(3), integer=True),
}  # fmt: skip
LEVELS = (0, 1, 3, 8, 100)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", SORTS)
def test_numbers_are_of_their_sort(name: str, level: int) -> None:
    rng = Random(1)
    drawn = [draw.scalar(rng, SORTS[name], level) for _ in range(100)]
    assert all(draw.fits(SORTS[name], value) for value in drawn)
    assert len(set(drawn)) > 1


@pytest.mark.parametrize("traits", [c for n in range(4) for c in combinations(sorted(TRAITS), n)], ids="-".join)
def test_matrices_have_their_traits(traits: tuple[str, ...]) -> None:
    rng = Random(2)
    for size in (1, 2, 3, 4):
        found = draw.matrix(rng, size, size, closure(traits), lambda: fmpq(rng.randint(-3, 3)))
        assert has_traits(found, closure(traits))


def test_traits_are_not_taken_for_granted() -> None:
    swap = [[fmpq(0), fmpq(1)], [fmpq(1), fmpq(0)]]
    assert has_traits(swap, closure(["orthogonal", "symmetric"]))
    assert not has_traits(swap, closure(["positive_definite"]))
    assert not has_traits(swap, closure(["diagonal"]))
    shear = [[fmpq(1), fmpq(1)], [fmpq(0), fmpq(1)]]
    assert has_traits(shear, closure(["invertible"]))
    assert not has_traits(shear, closure(["symmetric"]))
    assert not has_traits([[fmpq(0)]], closure(["invertible"]))
    indefinite = [[fmpq(0), fmpq(0)], [fmpq(0), fmpq(-1)]]
    assert not has_traits(indefinite, closure(["positive_semidefinite"]))


SHAPES = [set(), {"convex"}, {"concave"}, {"increasing"}, {"decreasing"}, {"even"}, {"odd"}, {"convex", "increasing"},
          {"convex", "decreasing"}, {"concave", "increasing"}, {"convex", "even"}, {"odd", "increasing"},
          {"invertible"}]  # fmt: skip
VALUES = {"real": REAL, "positive": POSITIVE, "unit": UNIT, "nonzero": NONZERO, "negative": NEGATIVE}
GRID = [fmpq(k, 2) for k in range(-5, 6)]


@pytest.fixture
def tight():
    """Precise enough to tell sigmoid from 1."""
    before, ctx.prec = ctx.prec, 3000
    yield
    ctx.prec = before


@pytest.mark.usefixtures("tight")
@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "-".join(sorted(shape)) or "plain")
def test_functions_have_their_traits(shape: set[str], value: str, flavour: str) -> None:
    for number in range(4):
        try:
            formula = make_formula(Random(number), VALUES[value], frozenset(shape), 1, flavour)
        except UnsupportedNotion:
            assert value != "real"
            return
        at = {x: arb(formula([x])) for x in GRID}
        low, high = VALUES[value].lower, VALUES[value].upper
        assert all(low is None or y > int(low) for y in at.values())
        assert all(high is None or y < int(high) for y in at.values())
        if VALUES[value].nonzero:
            assert not any(y.contains(0) for y in at.values())
        for left, middle, right in zip(GRID, GRID[1:], GRID[2:], strict=False):
            bend = at[left] + at[right] - 2 * at[middle]
            assert "convex" not in shape or bend > 0
            assert "concave" not in shape or bend < 0
            if "increasing" in shape:
                assert at[left] < at[middle]
            if "decreasing" in shape:
                assert at[left] > at[middle]
            if "invertible" in shape:
                assert (at[middle] - at[left]) * (at[right] - at[middle]) > 0
        for x in GRID:
            assert "even" not in shape or at[x].overlaps(at[-x])
            assert "odd" not in shape or at[x].overlaps(-at[-x])


def test_convexity_holds_in_several_variables() -> None:
    rng = Random(4)
    for flavour in FLAVOURS:
        formula = make_formula(Random(3), REAL, frozenset({"convex"}), 3, flavour)
        for _ in range(20):
            a, b = ([fmpq(rng.randint(-4, 4), 2) for _ in range(3)] for _ in range(2))
            middle = formula([(x + y) / 2 for x, y in zip(a, b, strict=True)])
            assert a == b or arb(middle) < (arb(formula(a)) + arb(formula(b))) / 2


@pytest.mark.parametrize("name", SORTS)
def test_a_number_fits_where_it_lies_between_the_ends(name: str) -> None:
    sort = SORTS[name]
    for value in (Fraction(n, 6) for n in range(-36, 37)):
        inside = (
            (sort.lower is None or value > sort.lower or (value == sort.lower and not sort.open_lower))
            and (sort.upper is None or value < sort.upper or (value == sort.upper and not sort.open_upper))
            and (value.denominator == 1 or not sort.integer)
            and (value != 0 or not sort.nonzero)
        )  # fmt: skip
        assert sort.contains(value) is draw.fits(sort, fmpq(value.numerator, value.denominator)) is inside
