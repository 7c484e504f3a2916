"""Certified integrals of what can be evaluated on complex balls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, ctx

from ..errors import DomainError, ProbatumError
from .arithmetic import Analytic, Undecided, ball
from .arrays import entries, refill
from .dual import Dual, Number
from .evaluate import Evaluator

Value = Any
EVALUATIONS = 20_000
STEPS_PER_CALL = 30  # on top of the nodes visited, as complex balls are dear
_NAN = acb("nan")


def tolerance_bits() -> int:
    """How tight an integral is asked for: half of the working precision, which is what an agreement needs."""
    return min(ctx.prec // 2, 400)


def integrate_ball(run: Evaluator, function: Callable[[Number], Value], low: Number, high: Number) -> Value:
    """The integral of a function of one real variable between finite ends.

    The function is called with complex balls; while `Analytic.demanded` is set, it must certify that it is analytic
    there (the elementary functions do). What it raises on the path itself is raised here.
    """
    low, high = ball(low), ball(high)

    def counted(x: Number) -> Value:
        run.spend(STEPS_PER_CALL)
        return function(x)

    middle = counted(acb((low + high) / 2))
    if not isinstance(middle, list):
        return _component(counted, middle, low, high)

    def part_of(place: int) -> Callable[[Number], Number]:
        return lambda x: entries(counted(x))[place]

    numbers = [_component(part_of(place), entry, low, high) for place, entry in enumerate(entries(middle))]
    return refill(middle, numbers)


def _component(function: Callable[[Number], Number], like: Number, low: arb, high: arb) -> Number:
    if isinstance(like, Dual):
        value = _component(lambda x: function(x).value, like.value, low, high)

        def slope_of(place: int) -> Callable[[Number], Number]:
            return lambda x: function(x).partials[place]

        parts = [_component(slope_of(place), part, low, high) for place, part in enumerate(like.partials)]
        return Dual(like.tag, value, parts)
    if not isinstance(like, acb):
        like = acb(like)
    return _certified(function, low, high)


def _certified(function: Callable[[Number], Number], low: arb, high: arb) -> arb:
    failure: list[Exception] = []

    def integrand(x: acb, analytic: bool) -> acb:
        if failure:
            return _NAN
        Analytic.demanded = bool(analytic)
        try:
            return acb(function(x))
        except Undecided:
            return _NAN
        except ProbatumError as error:
            if analytic and isinstance(error, DomainError):
                return _NAN
            failure.append(error)
            return _NAN
        finally:
            Analytic.demanded = False

    tolerance = arb(2) ** -tolerance_bits()
    found = acb.integral(integrand, acb(low), acb(high), rel_tol=tolerance, abs_tol=tolerance, eval_limit=EVALUATIONS)
    if failure:
        raise failure[0]
    if not found.is_finite():
        raise Undecided
    if not found.imag.contains(0):
        raise DomainError("an integrand that is not real")
    return found.real
