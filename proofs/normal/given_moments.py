"""Means and variances that are assumed of a random variable, and what the entries of a random vector have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from math import comb
from typing import TYPE_CHECKING, Any

from flint import fmpq

from ..errors import UnsupportedNotion
from ..terms import build
from ..terms.sorts import RandomVariable, Scalar, Vector
from ..terms.term import Term, is_chosen
from .contractions import Result, delta, variables_of
from .poly import ONE, Atom, Mono, Poly, Span, Var, mono, natural, of_atom, of_mono, of_var
from .products import powered, product_of, remake, substitute, times
from .ring import Moments, Ring
from .sums import sum_over

if TYPE_CHECKING:
    from .lower import Lowering

MOST_FACTORS = 4  # of a mean of a product of entries


def is_about_moments(fact: Term) -> bool:
    """Whether a fact gives a mean or a variance to a random variable, or says what the entries of a vector have in
    common."""
    return bool(_common(fact)) or any(True for _ in _given(fact))


def _common(fact: Term) -> str:
    """What a fact says of all entries of a random vector: that they are independent, alike or uncorrelated; or ''."""
    if fact.head == "alike" or (fact.head == "independent" and len(fact.args) == 1):
        return fact.head
    return "uncorrelated" if build.uncorrelated_in(fact) is not None else ""


def _given(fact: Term) -> Iterator[tuple[Term, str, Term]]:
    """A random number or vector, which moment of it a fact gives, and what this is: nothing that is random."""
    for moment, value in (fact.args, fact.args[::-1]) if fact.head == "relation" and fact.data == "=" else ():
        inner = moment.args[0] if moment.head == "diagonal" else moment
        kind = "variance" if moment is not inner else moment.head
        if inner.head not in ("mean", "variance") or len(inner.args) != 1 or inner.head != kind:
            continue
        (variable,) = inner.args
        sort = variable.sort.value if isinstance(variable.sort, RandomVariable) else None
        if variable.head != "symbol" or not isinstance(sort, (Scalar, Vector)):
            continue
        if not any(map(is_chosen, value.free)):
            covers = kind == "variance" and isinstance(sort, Vector) and moment is inner
            yield variable, "covariance" if covers else kind, value


def read_moments(at: Lowering, facts: tuple[Term, ...]) -> dict[Term, Moments]:
    """What facts say of the moments of variables. Of two that give the same one the first counts; the other is an
    equation between what they say."""
    found: dict[Term, dict[str, Any]] = defaultdict(dict)
    for fact in facts:
        for variable, kind, value in _given(fact):
            if kind not in found[variable] and _can_be_used(at, kind, value):
                found[variable][kind] = partial(at.entry, value)
        common = _common(fact)
        vector = build.uncorrelated_in(fact) or (fact.args[0] if common else None)
        if vector is not None and vector.head == "symbol":
            found[vector][common] = True
            if common == "alike" and len(fact.args) > 1:
                found[vector]["model"] = fact.args[1]
    return {each: Moments(isinstance(build.value_sort(each), Vector), **told) for each, told in found.items()}


def _can_be_used(at: Lowering, kind: str, value: Term) -> bool:
    """Whether a value has a normal form, and is symmetric in this where it is a covariance."""
    with suppress(UnsupportedNotion):
        axis = at.axis(build.shape(value)[0])
        row, column = (of_var(at.ring.fresh(axis)) for _ in range(2))
        if kind != "covariance":
            at.entry(value, row)
            return True
        return at.entry(value, row, column) == at.entry(value, column, row)
    return False


def assumed_moments(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> Result:
    """E[X_i] = m_i and E[X_i X_j] = C_ij + E[X_i] E[X_j], for the mean m and the covariance C that are assumed of X.

    Of more factors, and of entries without a covariance, where they are independent: see `of_independent`. A power of
    one entry is that of the first, where they are identically distributed.
    """
    for atom, exponent in factors:
        var = atom.slots[0].variable if atom.head == "chance" and exponent == 1 else None
        others = [(a, e) for a, e in factors if var is not None and var in a.vars and a != atom]
        variables = {a.data for a, _ in others}
        if var not in bound or len(variables) != 1 or any(a.head != "random" or len(a.slots) > 2 for a, _ in others):
            continue
        (variable,) = variables
        if variable not in ring.moments or not all(natural(e) for _, e in others):
            continue
        places = [a.slots[1] if len(a.slots) == 2 else ONE for a, e in others for _ in range(int(e))]
        if any(var in place.vars for place in places):
            continue
        value = _mean(ring, variable, places)
        if value is not None:
            rest = of_mono(mono(f for f in factors if var not in f[0].vars))
            return tuple(v for v in bound if v is not var), times(ring, rest, value)
    return None


def _mean(ring: Ring, variable: Term, places: list[Poly]) -> Poly | None:
    """The mean of the product of the entries at some places; None where it is not known by others."""
    known, first = ring.moments[variable], places[0]
    same = all(place == first for place in places)
    if len(places) == 1 and known.mean is not None:
        ring.use("the mean that is assumed")
        return known.mean(first)
    if len(places) == 2:
        spread = known.covariance(*places) if known.covariance is not None else None
        if spread is None and same and known.variance is not None:
            spread = known.variance(first)
        if spread is not None:
            ring.use("the variance that is assumed")
            return spread + product_of(ring, *(power_mean(ring, variable, place, 1) for place in places))
    if same and (known.model or (known.alike and first != ONE)):
        ring.use("identically distributed entries")
        return power_mean(ring, variable, first, len(places), model=True)
    apart = known.independent or (known.uncorrelated and len(places) == 2)
    if not same and apart and len(places) <= MOST_FACTORS:
        ring.use("independence" if known.independent else "uncorrelated entries")
        return of_independent(ring, places, lambda place, k: power_mean(ring, variable, place, k))
    return None


def power_mean(ring: Ring, variable: Term, place: Poly, k: int, *, model: bool = False) -> Poly:
    """E[X_i^k], or E[X^k] of a number; by the `model` of entries that are alike."""
    var = ring.fresh(Span("chance"))
    at = of_var(var)
    known = ring.moments[variable]
    slots = (at, place) if known.is_vector else (at,)
    entry = _model(known, variable, at) if model else of_atom(Atom("random", variable, slots))
    return sum_over(ring, var, times(ring, of_atom(Atom("chance", slots=(at,))), powered(ring, entry, k)))


def _model(known: Moments, variable: Term, at: Poly) -> Poly:
    """What stands for any of the entries that are alike: the number that they are alike to, or the first one."""
    if known.model is not None:
        return of_atom(Atom("random", known.model, (at,)))
    return of_atom(Atom("random", variable, (at, ONE)))


def of_independent(ring: Ring, places: list[Poly], moment: Callable[[Poly, int], Poly]) -> Poly:
    """E[X_i X_j ..] for a vector of independent entries, from the moments E[X_i^k] of each.

    The sum over the partitions of the factors: a block stands for a cumulant where all its indices are equal, else
    for 0, since joint cumulants of independent variables vanish.
    """
    total = Poly({})
    for blocks in _partitions(places):
        total += product_of(ring, *(_joint_cumulant(ring, block, moment) for block in blocks))
    return total


def _partitions(things: list[Poly]) -> Iterator[list[list[Poly]]]:
    if not things:
        yield []
        return
    first, rest = things[0], things[1:]
    for smaller in _partitions(rest):
        yield [[first], *smaller]
        for at in range(len(smaller)):
            yield [*smaller[:at], [first, *smaller[at]], *smaller[at + 1 :]]


def _joint_cumulant(ring: Ring, places: list[Poly], moment: Callable[[Poly, int], Poly]) -> Poly:
    """The joint cumulant of entries: that of one of them where all are the same, else 0."""
    m = [ONE, *(moment(places[0], k) for k in range(1, len(places) + 1))]
    cumulants = [Poly({})]
    for n in range(1, len(m)):  # k_n = m_n - sum of (n-1 choose k-1) k_k m_(n-k)
        value = m[n]
        for k in range(1, n):
            value -= times(ring, cumulants[k], m[n - k]).scale(fmpq(comb(n - 1, k - 1)))
        cumulants.append(value)
    return product_of(ring, cumulants[-1], *(delta(ring, places[0], other) for other in places[1:]))


# ------------------------------------------------------------------ functions of entries


def apart_entries(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> Result:
    """E[f(X_1) g(X_2)] = E[f(X_1)] E[g(X_2)] for a vector of independent entries, at places that surely differ; and
    E[f(X_i)] = E[f(X_1)] where they are identically distributed."""
    for atom, exponent in factors:
        var = atom.slots[0].variable if atom.head == "chance" and exponent == 1 else None
        others = [f for f in factors if var is not None and var in f[0].vars and f[0] != atom]
        variables = frozenset().union(*(variables_of(a) for a, _ in others))
        if var not in bound or len(variables) != 1:
            continue
        (variable,) = variables
        known = ring.moments.get(variable)
        if known is None or not known.is_vector:
            continue
        at = [_places(a, variable) for a, _ in others]
        if any(found is None or var in _vars(found) for found in at):
            continue
        rest = of_mono(mono(f for f in factors if f not in others))
        blocks = _connected([found for found in at if found is not None])
        if blocks == [frozenset((ONE,))] and known.model is None:
            continue
        if len(blocks) == 1 and len(blocks[0]) == 1 and known.alike:
            ring.use("identically distributed entries")
            return bound, times(ring, rest, _by_model(ring, of_mono(mono(others)), variable))
        first, further = blocks[0], frozenset().union(*blocks[1:])
        if known.independent and further and all((one - other).constant for one in first for other in further):
            ring.use("independence")
            mine = mono(f for f, found in zip(others, at, strict=True) if found is not None and found <= first)
            again = ring.fresh(var.span)
            moved = substitute(ring, of_mono(mono((*mine, (atom, 1)))), {var: of_var(again)})
            left = of_mono(mono(f for f in factors if f not in mine))
            return (*bound, again), times(ring, left, moved)
    return None


def _places(atom: Atom, variable: Term) -> frozenset[Poly] | None:
    """The entries of a vector that an atom depends on; None where they are not known one by one."""
    if atom.head in ("whole", "given"):
        return None
    if atom.head == "random":
        return frozenset((atom.slots[1],)) if atom.data is variable else None
    within = [_places(a, variable) for slot in atom.slots for a in slot.atoms if variable in variables_of(a)]
    if any(found is None or not _vars(found).isdisjoint(atom.binds) for found in within):
        return None
    return frozenset().union(*(found for found in within if found is not None))


def _vars(places: frozenset[Poly]) -> frozenset[Var]:
    return frozenset().union(*(place.vars for place in places))


def _connected(at: list[frozenset[Poly]]) -> list[frozenset[Poly]]:
    """Sets of places joined where they share one, in the order of the first of them."""
    blocks: list[frozenset[Poly]] = []
    for places in at:
        touched = [block for block in blocks if not block.isdisjoint(places)]
        blocks = [block for block in blocks if block not in touched] + [places.union(*touched)]
    return blocks


def _by_model(ring: Ring, body: Poly, variable: Term) -> Poly:
    """What stands for any entry, in the place of each."""

    def change(atom: Atom) -> Poly | None:
        if atom.head != "random" or atom.data is not variable:
            return None
        return _model(ring.moments[variable], variable, atom.slots[0])

    return remake(ring, body, change, frozenset((variable,)))
