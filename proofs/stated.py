"""What is stated before a claim can make it true only where it restricts the symbols of the claim.

A counterexample stands where it can be carried on to the other symbols such that all of it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from .claim import Claim
from .decide import provable
from .terms.show import latex
from .terms.sorts import Function, RandomVariable, Scalar
from .terms.term import Term, fresh, substitute, symbol


def bearing(claim: Claim, own: frozenset[Term]) -> Claim | None:
    """The claim without those assumptions that say nothing of its symbols; None where only its `own` are left."""
    stated = [fact for fact in claim.assumptions if fact not in own and not _says_nothing(fact, claim, own)]
    if not stated:
        return None
    inside = claim.left.free | claim.right.free
    facts = _unfolded([fact for fact in claim.assumptions if fact in own or fact in stated], inside)
    facts = [fact for fact in _with_names_for_values(facts, inside) if fact in own or not _is_trivial(fact)]
    return replace(claim, assumptions=tuple(facts))


def _says_nothing(fact: Term, claim: Claim, own: frozenset[Term]) -> bool:
    """Whether a fact holds anyway, under what else is known of its symbols."""
    if fact.head != "relation" or _is_trivial(fact):
        return fact.head == "relation"
    left, right = fact.args
    known = tuple(each for each in claim.assumptions if each in own)
    return provable(Claim(left, str(fact.data), right, known))


def _is_trivial(fact: Term) -> bool:
    return fact.head == "relation" and fact.data in ("=", "<=", ">=") and fact.args[0] is fact.args[1]


# ------------------------------------------------------------------ functions that a fact defines


def _unfolded(facts: list[Term], inside: frozenset[Term]) -> list[Term]:
    """The facts without the functions that one of them defines, and that are not `inside` the claim."""
    for fact in facts:
        definition = _definition(fact, inside)
        if definition is not None:
            applied, body = definition
            others = [_with_value(other, applied, body) for other in facts if other is not fact]
            if all(other is not None and applied.args[0] not in other.free for other in others):
                return _unfolded([other for other in others if other is not None], inside)
    return facts


def _definition(fact: Term, inside: frozenset[Term]) -> tuple[Term, Term] | None:
    """F(x, y) and what it is for all x and y, where a fact says so."""
    if fact.head != "relation" or fact.data != "=":
        return None
    for applied, body in (fact.args, fact.args[::-1]):
        if applied.head != "apply" or applied.args[0].head != "symbol":
            continue
        function, *points = applied.args
        plain = len(set(points)) == len(points) and all(point.head == "symbol" for point in points)
        plain &= body.free.issuperset(points)  # g(x) = y says what y is
        free = isinstance(function.sort, Function) and not function.sort.traits - {"differentiable"}
        if plain and free and function not in inside | body.free and isinstance(applied.sort, Scalar):
            return applied, body
    return None


def _with_value(term: Term, applied: Term, body: Term, bound: frozenset[Term] = frozenset()) -> Term | None:
    """The term with F(a, b) replaced by its value for all a and b; None where a symbol of the body is bound there."""
    if applied.args[0] not in term.free:
        return term
    if term.is_binder:
        bound |= {term.args[0]}
    args = [_with_value(arg, applied, body, bound) for arg in term.args]
    if any(arg is None for arg in args):
        return None
    rebuilt = term.rebuild(tuple(arg for arg in args if arg is not None))
    if rebuilt.head == "apply" and rebuilt.args[0] is applied.args[0]:
        points = applied.args[1:]
        if not bound.isdisjoint(body.free - set(points)):
            return None
        return substitute(body, dict(zip(points, rebuilt.args[1:], strict=True)))
    return rebuilt


# ------------------------------------------------------------------ values of what may be anything


def _with_names_for_values(facts: list[Term], inside: frozenset[Term]) -> list[Term]:
    """The facts with symbols in the place of values that can be any number: F(x) of a function that is not `inside`
    the claim, E[X] and Var[X] of a random variable of which nothing else is known.

    A function is named only where it is taken at one place: its values at several may be bound to each other.
    """
    values: dict[Term, set[Term | None]] = defaultdict(set)
    for fact in facts:
        for holder, value in _values(fact, fact.free):
            values[holder].add(value)
    names: dict[Term, Term] = {}
    taken = inside.union(*(fact.free for fact in facts))
    for holder in sorted(values.keys() - inside, key=lambda each: each.digest):
        found = [value for value in values[holder] if value is not None]
        places = {_applied(value).args[1:] for value in found if isinstance(holder.sort, Function)}
        if len(found) < len(values[holder]) or len(places) > 1:
            continue
        for value in sorted(found, key=lambda each: each.digest):
            names[value] = fresh(symbol(latex(value), value.sort), taken)
            taken |= {names[value]}
    return [_renamed(fact, names) for fact in facts]


def _values(term: Term, outside: frozenset[Term]) -> Iterator[tuple[Term, Term | None]]:
    """The functions and random variables of a term, each with a value of it that is a number, or None."""
    applied = _applied(term)
    if applied.head == "apply" and applied.args[0].head == "symbol" and _is_number(term) and term.free <= outside:
        yield applied.args[0], term
        for arg in applied.args[1:]:
            yield from _values(arg, outside)
    elif term.head in ("mean", "variance") and len(term.args) == 1 and _is_random(term.args[0]):
        yield term.args[0], term
    elif term.head == "symbol" and isinstance(term.sort, (Function, RandomVariable)):
        yield term, None
    else:
        for arg in term.args:
            yield from _values(arg, outside)


def _applied(term: Term) -> Term:
    """F(x) of F(x) and of its derivative: the two are free of each other."""
    return term.args[1] if term.head == "derivative" and term.args[2] is term.args[0] else term


def _is_number(term: Term) -> bool:
    return isinstance(term.sort, Scalar)


def _is_random(term: Term) -> bool:
    return term.head == "symbol" and isinstance(term.sort, RandomVariable) and isinstance(term.sort.value, Scalar)


def _renamed(term: Term, names: dict[Term, Term]) -> Term:
    if term in names:
        return names[term]
    return term.rebuild(tuple(_renamed(arg, names) for arg in term.args)) if term.args else term
