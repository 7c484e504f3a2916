"""Sorts that operations are said to give hold every value that they give; the prover reads signs off them."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest

from probatum.proofs.terms import ranges
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
    UNIT,
    WITHIN_ONE,
    Scalar,
)

POINTS = tuple(map(Fraction, (-3, -2, -1, "-1/2", 0, "1/3", "1/2", 1, 2, "5/2", 3)))
SORTS = {
    "real": REAL, "nonzero": NONZERO, "positive": POSITIVE, "nonnegative": NONNEGATIVE, "negative": NEGATIVE,
    "unit": UNIT, "probability": PROBABILITY, "within one": WITHIN_ONE, "integer": INTEGER, "count": COUNT,
    "natural": NATURAL, "not positive": Scalar(upper=Fraction(0)),
    "nonzero integer": Scalar(integer=True, nonzero=True),
    "not negative nor zero": Scalar(lower=Fraction(0), nonzero=True), "zero": Scalar(Fraction(0), Fraction(0)),
    "at least -1/2": Scalar(lower=Fraction(-1, 2)),
}  # fmt: skip


def values(sort: Scalar) -> list[Fraction]:
    return [point for point in POINTS if sort.contains(point)]


@pytest.mark.parametrize("pair", list(combinations_with_replacement(SORTS, 2)), ids=" and ".join)
def test_of_two_numbers(pair: tuple[str, str]) -> None:
    sorts = [SORTS[name] for name in pair]
    for one, other in product(*map(values, sorts)):
        assert ranges.of_sum(sorts).contains(one + other)
        assert ranges.of_product(sorts).contains(one * other)
        for each in (one, other):
            assert ranges.of_choice(sorts).contains(each)


@pytest.mark.parametrize("name", SORTS)
def test_of_many_of_one_sort(name: str) -> None:
    sort = SORTS[name]
    for drawn in ((), *((value,) for value in values(sort)), *product(values(sort), repeat=3)):
        for filled in (True, False) if drawn else (False,):
            assert ranges.of_total(sort, filled=filled).contains(sum(drawn, Fraction(0)))
        for endless in (True, False):
            assert ranges.of_running_product(sort, endless=endless).contains(math.prod(drawn, start=Fraction(1)))
        if drawn:
            assert ranges.of_mean(sort).contains(sum(drawn, Fraction(0)) / len(drawn))


@pytest.mark.parametrize("name", SORTS)
def test_of_powers(name: str) -> None:
    sort = SORTS[name]
    for value, exponent in product(values(sort), range(-3, 4)):
        if value or exponent > 0:
            assert ranges.of_power(sort, Fraction(exponent)).contains(value**exponent)
            if value > 0:
                assert ranges.of_power(sort, None).contains(value**exponent)


FUNCTIONS = {
    "exp": math.exp, "cosh": math.cosh, "sigmoid": lambda x: 1 / (1 + math.exp(-x)), "sin": math.sin, "cos": math.cos,
    "softplus": lambda x: math.log1p(math.exp(x)), "relu": lambda x: max(x, 0.0), "abs": abs, "tanh": math.tanh,
    "normal_cdf": lambda x: (1 + math.erf(x / math.sqrt(2))) / 2, "erf": math.erf, "floor": math.floor,
    "sign": lambda x: (x > 0) - (x < 0), "sinh": math.sinh, "tan": math.tan,
}  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_of_functions(name: str) -> None:
    for sort in SORTS.values():
        for value in values(sort):
            assert ranges.of_function(name, sort).contains(Fraction(FUNCTIONS[name](float(value))))


def test_of_logarithms_and_gamma() -> None:
    for value in values(POSITIVE):
        assert ranges.of_function("log", POSITIVE).contains(Fraction(math.log(value)))
        assert ranges.of_function("gamma", POSITIVE).contains(Fraction(math.gamma(value)))
    assert not ranges.of_function("gamma", REAL).nonnegative
