"""Limits of normal forms: of fractions of polynomials in the variable, and of what an exponential makes vanish."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from ..errors import UnsupportedNotion
from ..terms.term import Term
from .functions import raise_to
from .poly import ONE, ZERO, Atom, Exponent, Mono, Poly, constant, mono, natural, of_mono
from .products import remake, times
from .rational import cancel, over_common
from .ring import Ring
from .signs import sign

NAME = "the limit of a fraction by its leading terms"


def at_infinity(ring: Ring, poly: Poly, variable: Term) -> Poly:
    """The limit where the variable grows without bound: that of the leading terms above and below."""
    poly = remake(ring, poly, lambda atom: _level(atom, variable), frozenset((variable,)))
    top, below = over_common(ring, cancel(ring, poly))
    base = ONE
    for atom, exponent in below:
        for _ in range(int(exponent)):
            base = times(ring, base, atom.slots[0])
    above, under = _by_degree(top, variable, vanishing=True), _by_degree(base, variable, vanishing=False)
    low = max(under)
    lead = under[low]
    if sign(lead)[0] < 1 and sign(lead)[1] > -1:
        raise UnsupportedNotion("a limit whose denominator may lose its leading term")
    if any(part and degree > low for degree, part in above.items()):
        raise UnsupportedNotion("a limit that grows without bound")
    ring.use(NAME)
    return times(ring, above.get(low, ZERO), raise_to(ring, lead, -1))


_LEVELS = {"erf": (-1, 1), "normal_cdf": (0, 1)}  # at minus infinity, and at infinity


def _level(atom: Atom, variable: Term) -> Poly | None:
    """What a function tends to that levels off, where its argument grows without bound; None for other atoms."""
    if atom.head not in _LEVELS or variable not in atom.symbols:
        return None
    try:
        degrees = _by_degree(atom.slots[0], variable, vanishing=False)
    except UnsupportedNotion:
        return None
    top = max(degrees)
    side = sign(degrees[top])
    if top <= 0 or (side[0] < 1 and side[1] > -1):
        return None
    return constant(_LEVELS[atom.head][side[0] > 0])


def _by_degree(poly: Poly, variable: Term, *, vanishing: bool) -> dict[Exponent, Poly]:
    """The coefficients of the powers of the variable; terms with exp(-c x), c > 0, count for nothing."""
    found: dict[Exponent, Poly] = {}
    for factors, c in poly:
        tame = vanishing and all(_is_tame(atom, exponent, variable) for atom, exponent in factors)
        if tame and any(_vanishes(atom, exponent, variable) for atom, exponent in factors):
            continue
        degree: Exponent = 0
        rest: list[tuple[Atom, Exponent]] = []
        for atom, exponent in factors:
            if atom.head == "symbol" and atom.data is variable:
                degree = exponent
            elif variable in atom.symbols:
                raise UnsupportedNotion("the limit of what is no fraction of polynomials")
            else:
                rest.append((atom, exponent))
        found[degree] = found.get(degree, ZERO) + of_mono(mono(rest), c)
    return {degree: part for degree, part in found.items() if part} or {0: ZERO}


def _vanishes(atom: Atom, exponent: Exponent, variable: Term) -> bool:
    """Whether a power of an exponential goes to zero: its exponent is a polynomial with a leading term below zero."""
    if atom.head != "exp" or variable not in atom.symbols:
        return False
    degrees = _by_degree(
        atom.slots[0].scale(fmpq(Fraction(exponent).numerator, Fraction(exponent).denominator)),
        variable,
        vanishing=False,
    )
    top = max(degrees)
    return top > 0 and sign(degrees[top])[1] < 0


def _is_tame(atom: Atom, exponent: Exponent, variable: Term) -> bool:
    """Whether a factor is free of the variable, a power of it, or an exponential that vanishes."""
    free = variable not in atom.symbols
    return free or (atom.head == "symbol" and atom.data is variable) or _vanishes(atom, exponent, variable)


def at_point(ring: Ring, poly: Poly, variable: Term, point: Poly) -> Poly:
    """The limit at a point where the form is defined: a fraction of polynomials is continuous there."""
    top, below = over_common(ring, cancel(ring, poly))
    parts = [top, *(atom.slots[0] for atom, _ in below)]
    if any(not _is_polynomial(part, variable) for part in parts):
        raise UnsupportedNotion("the limit of what is no fraction of polynomials")

    def there(form: Poly) -> Poly:
        return remake(ring, form, lambda atom: point if atom.data is variable else None, frozenset((variable,)))

    value = there(top)
    for atom, exponent in below:
        under = there(atom.slots[0])
        if sign(under)[0] < 1 and sign(under)[1] > -1:
            raise UnsupportedNotion("a limit whose denominator may vanish")
        value = times(ring, value, raise_to(ring, under, -int(exponent)))
    ring.use("the limit of what is continuous")
    return value


def _is_polynomial(poly: Poly, variable: Term) -> bool:
    def fits(factors: Mono) -> bool:
        return all(
            variable not in atom.symbols or (atom.head == "symbol" and natural(exponent)) for atom, exponent in factors
        )

    return all(fits(factors) for factors, _ in poly)
