"""E[x^k log x] of positive laws, and E[log(1 - x)] of beta: slopes of E[x^s] by s, with digamma functions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import fmpq

from .distributions import LAWS
from .functions import digamma, logarithm
from .poly import ONE, Atom, Mono, Poly, Var, constant, mono, natural, of_mono, of_var
from .products import times
from .ring import Ring
from .supports import covers

Params = tuple[Poly, ...]
MOST = 12  # the power of x beside the logarithm


def _gamma(ring: Ring, params: Params, k: int) -> Poly:
    shape, rate = params
    return digamma(ring, shape + constant(k)) - logarithm(ring, rate)


def _beta(ring: Ring, params: Params, k: int) -> Poly:
    a, b = params
    return digamma(ring, a + constant(k)) - digamma(ring, a + b + constant(k))


RATIOS: dict[str, Callable[[Ring, Params, int], Poly]] = {  # E[x^k log x] / E[x^k]
    "gamma": _gamma,
    "beta": _beta,
    "exponential": lambda ring, params, k: _gamma(ring, (ONE, params[0]), k),
    "chi_square": lambda ring, params, k: _gamma(ring, (params[0].scale(fmpq(1, 2)), constant(Fraction(1, 2))), k),
}


def log_moment(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """The integral of x^k log x, or of log(1 - x), against a named density."""
    for law, exponent in factors:
        var = law.slots[0].variable if law.head == "pdf" and law.data[0] in RATIOS and exponent == 1 else None
        if var is None or var not in bound or any(var in slot.vars for slot in law.slots[1:]):
            continue
        if not covers(var.span, law.data[0], law.slots[1:]):
            continue
        value = _against(ring, law, var, mono(f for f in factors if var in f[0].vars and f[0] != law))
        if value is None:
            continue
        ring.use(f"the mean of the logarithm of the {law.data[0].replace('_', '-')} distribution")
        rest = of_mono(mono(f for f in factors if var not in f[0].vars))
        return tuple(each for each in bound if each is not var), times(ring, rest, value)
    return None


def _against(ring: Ring, law: Atom, var: Var, factors: Mono) -> Poly | None:
    logs = [atom for atom, exponent in factors if atom.head == "log" and exponent == 1]
    if len(logs) != 1:
        return None
    name, params, of = law.data[0], law.slots[1:], logs[0].slots[0]
    others = [f for f in factors if f[0] is not logs[0]]
    if of == of_var(var):
        k = others[0][1] if others else 0
        if len(others) > 1 or any(atom.head != "var" for atom, _ in others) or (k and not natural(k)) or k > MOST:
            return None
        return times(ring, LAWS[name].moment(ring, params, int(k)), RATIOS[name](ring, params, int(k)))
    if of == ONE - of_var(var) and name == "beta" and not others:
        return _beta(ring, params[::-1], 0)
    return None
