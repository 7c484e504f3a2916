"""Integrals of one function over several intervals: each is the difference of a primitive at its ends."""

from __future__ import annotations

from ..terms.sorts import REAL, Function
from ..terms.term import Term
from .poly import ZERO, Atom, Poly, Span, Var, mono, of_atom, of_mono, rename
from .products import open_binder, times
from .ring import Ring

_ANYWHERE = Var("primitive", Span("space", (), ("primitive", "lebesgue")))


def over_ends(ring: Ring, poly: Poly) -> Poly:
    """Each integral from a to b as F(b) - F(a), with one F for one integrand: what lies between two ends is no matter.

    int_a^b f + int_b^c f = int_a^c f. The same where these are no factors but terms; ends may be infinite.
    """
    primitives: dict[Poly, Term] = {}
    result = ZERO
    for factors, c in poly:
        whole = of_mono(mono(f for f in factors if not _is_integral(f[0], f[1])), c)
        for atom, _ in (f for f in factors if _is_integral(*f)):
            whole = times(ring, whole, _difference(ring, atom, primitives))
        result += whole
    return result


def _is_integral(atom: Atom, exponent: object) -> bool:
    return atom.head == "sum" and exponent == 1 and len(atom.binds) == 1 and atom.binds[0].span.kind == "interval"


def _difference(ring: Ring, atom: Atom, primitives: dict[Poly, Term]) -> Poly:
    (var,), (body,) = open_binder(ring, atom)
    integrand = rename(body, {var: _ANYWHERE})
    name = (r"\int", len(primitives))
    function = primitives.setdefault(integrand, Term("symbol", (), name, Function((REAL,), REAL)))
    low, high = (of_atom(Atom("apply", (function, ()), (end,))) for end in var.span.ends)
    return high - low
