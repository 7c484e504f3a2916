"""Moments that are said of X_i, for each i: facts about the vector of all of them."""

from __future__ import annotations

from ..terms import build
from ..terms.sorts import RandomVariable, Scalar, Vector
from ..terms.term import Term
from .context import Context
from .syntax import Group, Name, Node, Product, Script, bare, spell


def moment_of(node: Node) -> tuple[str, str] | None:
    """Which moment of what E[X], Var(X_i) or Cov(X) is, by the heads of terms and the name as it is written."""
    inner = bare(node)
    if not isinstance(inner, Product) or len(inner.factors) != 2 or any(inner.marks):
        return None
    head, called = bare(inner.factors[0]), bare(inner.factors[1])
    if not isinstance(head, Name) or head.word not in ("E", "Var", "Cov") or not isinstance(called, Group):
        return None
    variable = bare(called.only) if called.only is not None else None
    if not isinstance(variable, (Name, Script)) or (isinstance(variable, Script) and variable.sup is not None):
        return None
    return "mean" if head.word == "E" else "variance", spell(variable)


def is_new_moment(context: Context, left: Node) -> bool:
    """Whether a side is a moment of a variable of which this one is not known yet, nor any definition."""
    found = moment_of(left)
    if found is None:
        return False
    kind, name = found
    base = name.partition("_")[0]
    if name in context.definitions or base in context.definitions:
        return False
    sample = context.samples.get(base)
    if (sample is not None and sample.law is not None) or name in context.lawless or base in context.lawless:
        return False
    for fact in context.facts:
        if not fact.about.isdisjoint((name, base, f"{{{base}}}")):
            heads = fact.term.args[0].heads if fact.term.head == "relation" else frozenset()
            if fact.term.head == "follows" or kind in heads:
                return False
    return True


def of_all_entries(context: Context, fact: Term) -> Term:
    """E[X_i] = m and Var(X_i) = v, of an i that is no certain one, said of the vector; so E[X_1] = m where the X_i are
    identically distributed. Any other fact as it is."""
    if fact.head != "relation" or fact.data != "=":
        return fact
    for moment, value in (fact.args, fact.args[::-1]):
        if moment.head not in ("mean", "variance") or len(moment.args) != 1 or moment.args[0].head != "index":
            continue
        vector, *places = moment.args[0].args
        if len(places) != 1 or not isinstance(vector.sort, RandomVariable) or not isinstance(vector.sort.value, Vector):
            continue
        (place,) = places
        if any(isinstance(each.sort, RandomVariable) for each in value.free) or _is_of_one(value, place):
            continue
        alike = any(known.term.head == "alike" and known.term.args[0] is vector for known in context.facts)
        if not alike and not _is_any(context, place):
            continue
        size = vector.sort.value.size
        every = build.tabulate(place, size, value) if place in value.free else build.fill(value, size)
        return build.equal(build.mean(vector) if moment.head == "mean" else build.diag(build.variance(vector)), every)
    return fact


def _is_any(context: Context, place: Term) -> bool:
    """Whether a place is a letter of which nothing is known but that it is an index."""
    return place.head == "symbol" and isinstance(place.sort, Scalar) and place.name not in context.declared


def _is_of_one(value: Term, place: Term) -> bool:
    """Whether a value names the place in what is one symbol here, as \\sigma_i may be."""
    below = place.name if place.head == "symbol" else str(place.value)
    return any(each.name.partition("_")[2].strip("{}") == below for each in value.free)
