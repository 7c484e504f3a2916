"""Certified integrals of what can be evaluated on complex balls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb

from ..errors import DomainError, ProbatumError
from .arithmetic import Analytic, Undecided, ball
from .arrays import entries, refill
from .dual import Dual, Number

Value = Any
EVALUATIONS = 20_000


def integrate_ball(function: Callable[[Number], Value], low: Number, high: Number) -> Value:
    """The integral of a function of one real variable between finite ends.

    The function is called with complex balls; while `Analytic.demanded` is set, it must certify that it is analytic
    there (the elementary functions do). What it raises on the path itself is raised here.
    """
    low, high = ball(low), ball(high)
    middle = function(acb((low + high) / 2))
    numbers = [
        _component(lambda x, place=place: entries(function(x))[place], entry, low, high)
        for place, entry in enumerate(entries(middle))
    ]
    return refill(middle, numbers)


def _component(function: Callable[[Number], Number], like: Number, low: arb, high: arb) -> Number:
    if isinstance(like, Dual):
        value = _component(lambda x: function(x).value, like.value, low, high)
        parts = [
            _component(lambda x, place=place: function(x).partials[place], part, low, high)
            for place, part in enumerate(like.partials)
        ]
        return Dual(like.tag, value, parts)
    if not isinstance(like, acb):
        like = acb(like)
    return _certified(function, low, high)


def _certified(function: Callable[[Number], Number], low: arb, high: arb) -> arb:
    failure: list[Exception] = []

    def integrand(x: acb, analytic: bool) -> acb:
        if failure:
            return acb("nan")
        Analytic.demanded = bool(analytic)
        try:
            return acb(function(x))
        except Undecided:
            return acb("nan")
        except ProbatumError as error:
            if analytic and isinstance(error, DomainError):
                return acb("nan")
            failure.append(error)
            return acb("nan")
        finally:
            Analytic.demanded = False

    found = acb.integral(integrand, acb(low), acb(high), eval_limit=EVALUATIONS)
    if failure:
        raise failure[0]
    if not found.is_finite():
        raise Undecided
    if not found.imag.contains(0):
        raise DomainError("an integrand that is not real")
    return found.real
