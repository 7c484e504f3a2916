"""Elementary functions: their values and slopes against mpmath, where they are undefined, what is too large."""

from __future__ import annotations

import mpmath
import pytest
from flint import acb, arb, ctx, fmpq

from probatum.proofs.errors import BudgetExceeded, DomainError
from probatum.proofs.numeric.arithmetic import (
    Analytic,
    Undecided,
    at_precision,
    divide,
    elementary,
    factorial,
    polygamma,
    power,
    whole,
)
from probatum.proofs.numeric.dual import seed

MPMATH = {
    "exp": mpmath.exp, "log": mpmath.log, "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan,
    "sinh": mpmath.sinh, "cosh": mpmath.cosh, "tanh": mpmath.tanh, "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log(1 + mpmath.exp(x)), "relu": lambda x: max(x, mpmath.mpf(0)), "abs": abs,
    "gamma": mpmath.gamma, "loggamma": mpmath.loggamma, "digamma": mpmath.digamma, "erf": mpmath.erf,
    "normal_cdf": mpmath.ncdf, "arccos": mpmath.acos, "arcsin": mpmath.asin, "arctan": mpmath.atan,
    "sign": mpmath.sign, "floor": mpmath.floor, "erfinv": mpmath.erfinv,
}  # fmt: skip
ONLY_POSITIVE = {"log", "loggamma", "digamma", "gamma"}
POINTS = [fmpq(1, 3), fmpq(4, 5), fmpq(-2, 7), fmpq(1, 1000)]


def close(x: object, y: object) -> bool:
    return abs(float(x) - float(y)) <= 1e-9 * (1 + abs(float(y)))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def precision():
    before = ctx.prec
    at_precision(128)
    yield
    at_precision(before)


@pytest.mark.parametrize("name", MPMATH)
@pytest.mark.parametrize("point", POINTS, ids=str)
def test_values_and_slopes_are_those_of_mpmath(name: str, point: fmpq) -> None:
    if point < 0 and name in ONLY_POSITIVE:
        pytest.skip("not defined or not unique there")
    at = mpmath.mpf(int(point.p)) / int(point.q)
    (x,) = seed([point], 1)
    if name == "floor":
        assert close(elementary(name, point), MPMATH[name](at))
        return
    found = elementary(name, x)
    assert close(arb(found.value), MPMATH[name](at))
    assert close(arb(found.partials[0]), mpmath.diff(MPMATH[name], at))


@pytest.mark.parametrize("name", MPMATH)
def test_exact_values_lie_in_the_balls(name: str) -> None:
    for point in (fmpq(0), fmpq(1), fmpq(2)):
        try:
            exact = elementary(name, point)
        except DomainError:
            continue
        if name not in ("sign", "floor", "arccos", "arcsin"):
            assert arb(exact).overlaps(elementary(name, arb(point) + arb(0, 1e-30)))


UNDEFINED = {
    "division by zero": lambda: divide(fmpq(1), fmpq(0)),
    "logarithm of zero": lambda: elementary("log", fmpq(0)),
    "logarithm of a negative number": lambda: elementary("log", arb(-1)),
    "root of a negative number": lambda: power(fmpq(-1), fmpq(1, 2)),
    "zero to a negative power": lambda: power(fmpq(0), fmpq(-1)),
    "gamma at a pole": lambda: elementary("gamma", fmpq(-1)),
    "arcsine of two": lambda: elementary("arcsin", fmpq(2)),
    "factorial of a negative number": lambda: factorial(fmpq(-1)),
    "half as a whole number": lambda: whole(fmpq(1, 2)),
    "slope of abs at zero": lambda: elementary("abs", seed([fmpq(0)], 1)[0]),
    "slope of the root at zero": lambda: power(seed([fmpq(0)], 1)[0], fmpq(1, 2)),
}


@pytest.mark.parametrize("case", UNDEFINED)
def test_what_is_undefined_says_so(case: str) -> None:
    with pytest.raises(DomainError):
        UNDEFINED[case]()


UNCERTAIN = {
    "log": lambda: elementary("log", arb(0, 1)),
    "sign": lambda: elementary("sign", arb(0, 1)),
    "reciprocal": lambda: divide(fmpq(1), arb(0, 1)),
    "floor": lambda: elementary("floor", arb(1, 0.5)),
    "root": lambda: power(arb(0, 1), fmpq(1, 2)),
}


@pytest.mark.parametrize("case", UNCERTAIN)
def test_wide_balls_are_undecided(case: str) -> None:
    with pytest.raises(Undecided):
        UNCERTAIN[case]()


TOO_LARGE = {
    "9 to the 9 to the 9": lambda: power(fmpq(9), power(fmpq(9), fmpq(9))),
    "exp of exp": lambda: elementary("exp", elementary("exp", fmpq(100))),
    "power of a ball": lambda: power(arb(3).sqrt(), fmpq(2) ** 40 + fmpq(1, 3)),
    "factorial of a billion": lambda: factorial(fmpq(10**9)),
    "a long exponent": lambda: power(fmpq(2), fmpq(2) ** 100),
    "a long whole number": lambda: whole(fmpq(2) ** 100),
}


@pytest.mark.parametrize("case", TOO_LARGE)
def test_what_is_too_large_is_refused_beforehand(case: str) -> None:
    with pytest.raises(BudgetExceeded):
        TOO_LARGE[case]()


def test_polygamma_is_the_derivative_of_digamma() -> None:
    for m in (1, 2, 3):
        assert close(polygamma(m, arb(fmpq(7, 3))), mpmath.polygamma(m, mpmath.mpf(7) / 3))


@pytest.mark.parametrize("name", ["log", "arctan", "loggamma", "abs", "softplus"])
def test_no_ball_across_a_cut_is_called_analytic(name: str) -> None:
    wide = acb(arb(0, 3), arb(0, 3))
    Analytic.demanded = True
    try:
        assert not elementary(name, wide).is_finite()
    finally:
        Analytic.demanded = False


def test_nested_derivatives_keep_apart() -> None:
    """d/dx (x d/dy (x + y)) = 1, the textbook case of perturbations confused."""
    (x,) = seed([fmpq(1)], 1)
    (y,) = seed([fmpq(2)], 2)
    inner = (x + y).partials[0]
    assert (x * inner).partials == [1]
