"""Sums and integrals brought to one span, so that they can cancel.

Ranges of one length, normal laws of one scale, integrals in the variable that the integrand is a function of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from flint import fmpq

from .contractions import is_infinite
from .functions import integral, raise_to
from .poly import ONE, ZERO, Atom, Exponent, Mono, Poly, Span, Var, constant, mono, natural, of_atom, of_mono, of_var
from .products import open_binder, powered, remake, substitute, times
from .ring import Ring
from .signs import nonnegative
from .sums import sum_all

_LONGEST = 8
Ends = tuple[bytes, bytes]  # of a range: its lower end, and its upper one without the number added to it


def _by_sums(ring: Ring, poly: Poly, change: Callable[[Atom], Poly | None]) -> Poly:
    """A polynomial in which `change` has replaced sums."""
    result = ZERO
    for factors, c in poly:
        term = Poly({(): c})
        for atom, exponent in factors:
            new = change(atom) if atom.head == "sum" and natural(exponent) else None
            term = times(ring, term, of_mono(((atom, exponent),)) if new is None else powered(ring, new, exponent))
        result += term
    return result


# ------------------------------------------------------------------ ranges


def peeled(ring: Ring, poly: Poly) -> Poly:
    """Of sums over ranges that end a number apart, the longer ones give their last terms away.

    sum_{a}^{b+c} f = sum_{a}^{b} f + f(b+1) + .. + f(b+c) for a whole c > 0 and b >= a - 1. Only terms of a sum that
    is there are written down, so nothing becomes undefined.
    """
    shortest: dict[Ends, fmpq] = {}
    for atom in poly.atoms:
        for var in _ranges(atom):
            key, extra = _ends(var)
            shortest[key] = min(extra, shortest.get(key, extra))
    return _by_sums(ring, poly, lambda atom: _peel(ring, atom, shortest))


def _ranges(atom: Atom) -> list[Var]:
    """The variables of a sum over ranges of whole numbers that stand by themselves."""
    if atom.head != "sum":
        return []
    return [
        var
        for var in atom.binds
        if var.span.kind == "range"
        and var.span.vars.isdisjoint(atom.binds)
        and all(map(integral, var.span.ends))
        and not any(var in other.span.vars for other in atom.binds)
    ]


def _ends(var: Var) -> tuple[Ends, fmpq]:
    low, high = var.span.ends
    extra = high.terms.get((), fmpq(0))
    return (low.digest, (high - Poly({(): extra}) if extra != 0 else high).digest), extra


def _peel(ring: Ring, atom: Atom, shortest: Mapping[Ends, fmpq]) -> Poly | None:
    for var in _ranges(atom):
        key, extra = _ends(var)
        many = extra - shortest[key]
        low, high = var.span.ends
        last = high - Poly({(): many}) if many != 0 else high
        if not 0 < many <= _LONGEST or many.q != 1 or not nonnegative(last - low + ONE):
            continue
        bound, (body,) = open_binder(ring, atom)
        own = bound[atom.binds.index(var)]
        rest = tuple(v for v in bound if v is not own)
        shorter = ring.fresh(Span("range", (low, last), own.span.data, own.span.sort))
        result = sum_all(ring, (*rest, shorter), substitute(ring, body, {own: of_var(shorter)}))
        for step in range(1, int(many.p) + 1):
            result += sum_all(ring, rest, substitute(ring, body, {own: last + constant(step)}))
        ring.use("the last terms of a sum")
        return result
    return None


# ------------------------------------------------------------------ normal laws


def standardised(ring: Ring, poly: Poly) -> Poly:
    """Means under a normal law as means under the standard one: E[f(z)], z ~ N(m, v), is E[f(m + sqrt(v) e)]."""
    return _by_sums(ring, poly, lambda atom: _standardise(ring, atom))


def _standardise(ring: Ring, atom: Atom) -> Poly | None:
    bound, (body,) = open_binder(ring, atom)
    only = body.only
    for law, exponent in only[0] if only else ():
        var = law.slots[0].variable if law.head == "pdf" and exponent == 1 and law.data[0] == "normal" else None
        if var is None or var not in bound or len(law.slots) != 3 or law.slots[1:] == (ZERO, ONE):
            continue
        mean, variance = law.slots[1:]
        if var.span.data != ("line", "law") or var in mean.vars | variance.vars:
            continue
        if any(var in other.span.vars for other in bound):
            continue
        assert only is not None
        noise = ring.fresh(var.span)
        value = mean + times(ring, raise_to(ring, variance, Fraction(1, 2)), of_var(noise))
        rest: Mono = mono(f for f in only[0] if f[0] != law)
        standard = of_atom(Atom("pdf", law.data, (of_var(noise), ZERO, ONE)))
        inside = times(ring, standard, substitute(ring, of_mono(rest, only[1]), {var: value}))
        ring.use("a normal variable is a standard one, scaled and shifted")
        return sum_all(ring, (*(v for v in bound if v is not var), noise), inside)
    return None


# ------------------------------------------------------------------ intervals


def substituted(ring: Ring, poly: Poly) -> Poly:
    """int_a^b F(g(x)) g'(x) dx = int_{g(a)}^{g(b)} F(u) du, for a function symbol g, which is smooth.

    F is a polynomial in u and in function symbols at it, so it is continuous. Fails where x stands elsewhere too.
    """
    return _by_sums(ring, poly, lambda atom: _substitute(ring, atom))


def _substitute(ring: Ring, atom: Atom) -> Poly | None:
    bound, (body,) = open_binder(ring, atom)
    only = body.only
    if only is None or len(bound) != 1 or bound[0].span.kind != "interval":
        return None
    (var,) = bound
    if any(map(is_infinite, var.span.ends)):
        return None
    for slope, exponent in only[0]:
        if slope.head == "apply" and exponent == 1 and slope.data[1] == (0,) and slope.slots == (of_var(var),):
            found = _in_terms_of(ring, var, slope, of_mono(mono(f for f in only[0] if f[0] != slope), only[1]))
            if found is not None:
                return found
    return None


def _in_terms_of(ring: Ring, var: Var, slope: Atom, rest: Poly) -> Poly | None:
    """The integral of rest times g'(x), as one by u = g(x); None where the rest is no continuous function of u."""
    inner = Atom("apply", (slope.data[0], ()), slope.slots)
    ends = tuple(substitute(ring, of_atom(inner), {var: end}) for end in var.span.ends)
    fresh = ring.fresh(Span("interval", ends, var.span.data, var.span.sort))

    def change(atom: Atom) -> Poly | None:
        return of_var(fresh) if atom == inner else None

    value = remake(ring, rest, change, frozenset((var,)))
    if var in value.vars or not all(_smooth(a, e) for m, _ in value for a, e in m):
        return None
    ring.use("integration by substitution")
    return sum_all(ring, (fresh,), value)


def _smooth(atom: Atom, exponent: Exponent) -> bool:
    """Whether a power is surely a continuous function of the variables in it."""
    if not natural(exponent):
        return not atom.vars
    inside = all(_smooth(a, e) for slot in atom.slots for m, _ in slot for a, e in m)
    return not atom.vars or atom.head == "var" or (atom.head in ("apply", "exp", "sin", "cos") and inside)
