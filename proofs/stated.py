"""What is stated before a claim can make it true only where it restricts the symbols of the claim.

A counterexample stands where it can be carried on to the other symbols such that all of it holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from .carry import is_total
from .claim import Claim
from .decide import provable
from .numeric.realised import support
from .rules.isolate import solved
from .terms import build
from .terms.show import latex
from .terms.sorts import (
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    Event,
    Family,
    Function,
    RandomVariable,
    Scalar,
    Sort,
    Vector,
)
from .terms.term import Term, fresh, is_chosen, substitute, subterms, symbol, transform

_LETTER = re.compile(r"[A-Za-z]|\\[a-z]+")  # not one with a mark: x_0, x^*, \hat{x} are some certain x
DEEPEST = 3  # definitions that rest on each other
LARGEST = 1_000  # nodes of a fact in which others are put: each may double it


def bearing(claim: Claim, own: frozenset[Term]) -> Claim | None:
    """The claim without those assumptions that say nothing of its symbols; None where only its `own` are left."""
    stated = _restricting(claim, own)
    if not stated:
        return None
    inside = claim.left.free | claim.right.free
    facts = _without_outcomes([fact for fact in claim.assumptions if fact in own or fact in stated], inside)
    facts = _unfolded(facts, inside)
    facts = _with_names_for_values(_told_apart(facts, inside), inside)
    facts = [fact for fact in _without_products(facts, inside) if fact in own or not _is_trivial(fact)]
    return replace(claim, assumptions=tuple(facts))


def _restricting(claim: Claim, own: frozenset[Term]) -> list[Term]:
    """The facts besides its `own` that do not hold anyway, nor by what others that are kept define."""
    known = tuple(fact for fact in claim.assumptions if fact in own)
    kept = [fact for fact in claim.assumptions if fact not in own and not _says_nothing(fact, known)]
    for fact in sorted(kept, key=lambda fact: any(side.head == "symbol" for side in fact.args)):
        meant = _with_definitions(fact, [other for other in kept if other is not fact])
        if meant is not fact and _says_nothing(meant, known):
            kept.remove(fact)
    return kept


def _says_nothing(fact: Term, known: tuple[Term, ...]) -> bool:
    """Whether a fact holds anyway, under what else is known of its symbols."""
    if fact.head != "relation" or _is_trivial(fact):
        return fact.head == "relation"
    left, right = fact.args
    return provable(Claim(left, str(fact.data), right, known))


def _with_definitions(fact: Term, others: list[Term]) -> Term:
    """A fact with the values of the symbols in it that other facts give: |J| with what J is, or x by a x + b = c."""
    before = fact
    equations = [other for other in others if other.head == "relation" and other.data == "="]
    for _ in range(DEEPEST):
        for equation in equations:
            for named in sorted(fact.free & equation.free, key=lambda each: each.digest):
                value = solved(equation, named)
                if value is not None and named in fact.free:
                    fact = substitute(fact, {named: value})
                    break
            if fact.size > LARGEST:
                return before
    return fact


def _is_trivial(fact: Term) -> bool:
    return fact.head == "relation" and fact.data in ("=", "<=", ">=") and fact.args[0] is fact.args[1]


# ------------------------------------------------------------------ what is said of all values at once


def of_all(claim: Claim, facts: Iterable[Term], certain: Set[str]) -> Iterator[str]:
    """What facts say of a function, a density or an array of the claim at a letter, as f(-x) = f(x), a_i = b_i: it is
    said of every x and i, for all that is known, but where they are `certain` ones. A counterexample that meets it at
    one x may not meet that."""
    spoken = claim.left.free | claim.right.free
    names = {each.name for each in spoken}
    drawn = {each.name.lower() for each in spoken if isinstance(each.sort, RandomVariable)}
    for fact in facts:
        letters: set[str] = set()
        for node in subterms(fact):
            if node.head not in ("apply", "index", "density"):
                continue
            labels = {label for group in node.data for label in group} if node.head == "density" else set()
            if not (labels.isdisjoint(drawn) and names.isdisjoint(each.name for each in node.args[0].free)):
                letters |= {each.name for place in node.args[1:] for each in place.free & fact.free}
        letters = set(filter(_LETTER.fullmatch, letters - certain))
        if letters and not _says_nothing(fact, tuple(other for other in claim.assumptions if other is not fact)):
            yield f"{latex(fact)} may be said of every {min(letters)}"


# ------------------------------------------------------------------ what random numbers turn out to be


def _without_outcomes(facts: list[Term], inside: frozenset[Term]) -> list[Term]:
    """The facts without those that say what number a random one is, as t = b / s where t has a law.

    It may be any at which its law has a density. That is so for claims about numbers, of which no chance is told.
    """
    if any(isinstance(each.sort, (RandomVariable, Event, Family)) for each in inside):
        return facts
    found: list[Term] = []
    for fact in facts:
        outcome = _outcome(fact, facts)
        if outcome is None:
            found.append(fact)
        elif outcome[1] != REAL:
            found.append(build.relation(">", outcome[0], build.ZERO))
    return found


def _outcome(fact: Term, facts: list[Term]) -> tuple[Term, Scalar] | None:
    """What a fact says that something random is, and where its law has a density, where nothing else is said of it.

    Of y = X b + e that is e = y - X b.
    """
    if fact.head != "relation" or fact.data != "=":
        return None
    random = [each for each in fact.free if is_chosen(each)]
    laws = [other for other in facts if other is not fact and random[0] in other.free] if len(random) == 1 else []
    if len(laws) != 1 or laws[0].head != "follows" or laws[0].args[0] is not random[0]:
        return None
    value = solved(fact, random[0])
    if value is None or not (value in fact.args or is_total(value)):
        return None
    where = _where_dense(random[0], laws[0].args[1])
    return (value, where) if where in (REAL, POSITIVE) else None


def _where_dense(random: Term, law: Term) -> Scalar | None:
    """Where the density of a law is positive, of a vector in each of its entries; None where that is not known."""
    if _is_random(random, "mean"):
        return support(law)
    whole = isinstance(random.sort, RandomVariable) and isinstance(random.sort.value, Vector)
    normal = law.head == "named" and law.data == "normal" and "positive_definite" in build.traits(law.args[1])
    return REAL if whole and normal else None


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
        free = _is_any(function) and _is_in(applied.sort, body)
        if plain and free and function not in inside | body.free and isinstance(applied.sort, Scalar):
            return applied, body
    return None


def _is_any(function: Term) -> bool:
    """Whether a symbol is a function of no shape: any smooth one will do."""
    return isinstance(function.sort, Function) and not function.sort.traits - {"differentiable"}


def _is_in(sort: Sort, body: Term) -> bool:
    """Whether a value is one of a function, by its form."""
    own = build.scalar_sort(body)
    if own is None or not isinstance(sort, Scalar):
        return False
    return sort in (REAL, own) or (sort == NONNEGATIVE and own.nonnegative) or (sort == POSITIVE and own.positive)


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
    the claim, E[X] and Var[X] of a random variable of which nothing else is known, p(x) of a joint density, and the
    divergence of two of them.

    A function is named only where it is taken at one place: its values at several may be bound to each other. So is a
    density, which has any value between 0 and 1 at one point, and any slope there.
    """
    values: dict[Term, set[Term | None]] = defaultdict(set)
    for fact in facts:
        for holder, value in _values(fact, fact.free):
            values[holder].add(value)
    free = [holder for holder in values.keys() - inside if _is_taken_once(holder, values[holder])]
    names: dict[Term, Term] = {}
    taken = inside.union(*(fact.free for fact in facts))
    for value in sorted({one for holder in free for one in values[holder] if one is not None}, key=lambda v: v.digest):
        if all(holder in free for holder, held in values.items() if value in held):
            sort = UNIT if value.head == "density" else value.sort
            names[value] = fresh(symbol(latex(value), sort), taken)
            taken |= {names[value]}
    return [_renamed(fact, names) for fact in facts]


def _is_taken_once(holder: Term, values: set[Term | None]) -> bool:
    """Whether nothing but values that may be any are spoken of, and those of a function at one place."""
    found = [value for value in values if value is not None]
    places = {_at(_applied(value)) for value in found if not isinstance(holder.sort, RandomVariable)}
    return len(found) == len(values) and len(places) <= 1


def _values(term: Term, outside: frozenset[Term]) -> Iterator[tuple[Term, Term | None]]:
    """The functions, densities and random variables of a term, each with a value of it that may be any, or None."""
    applied = _applied(term)
    if applied.head in ("apply", "density") and _is_value(term, applied) and term.free <= outside:
        yield applied.args[0], term
        for arg in applied.args[1:]:
            yield from _values(arg, outside)
    elif term.head == "kl" and len(term.free) == 2 and all(isinstance(each.sort, Family) for each in term.free):
        yield from ((each, term) for each in term.free)
    elif term.head in ("mean", "variance") and len(term.args) == 1 and _is_random(term.args[0], term.head):
        yield term.args[0], term
    elif term.head == "symbol" and isinstance(term.sort, (Function, RandomVariable, Family)):
        yield term, None
    else:
        for arg in term.args:
            yield from _values(arg, outside)


def _applied(term: Term) -> Term:
    """F(x) of F(x) and of its derivative: the two are free of each other. So are p(x) and the slope of log p(x)."""
    if term.head != "derivative" or term.args[2] is not term.args[0]:
        return term
    inner = term.args[1]
    return inner.args[0] if inner.head == "fn" and inner.data == "log" and inner.args[0].head == "density" else inner


def _at(applied: Term) -> tuple[object, ...]:
    return applied.data, *applied.args[1:]


def _is_value(term: Term, applied: Term) -> bool:
    """Whether a term is the value of a function or density that may be any, or its slope by an argument."""
    holder, *points = applied.args
    if holder.head != "symbol":
        return False
    if applied.head == "apply":
        return _is_any(holder) and isinstance(term.sort, Scalar)
    return term is applied or term.args[0] in points


def _is_random(term: Term, moment: str) -> bool:
    """Whether a symbol is a random number, of which a mean or a variance may be any that its sort allows."""
    if term.head != "symbol" or not isinstance(term.sort, RandomVariable):
        return False
    return isinstance(term.sort.value, Scalar) and (moment == "mean" or term.sort.value == REAL)


# ------------------------------------------------------------------ densities of which the claim does not speak


def _told_apart(facts: list[Term], inside: frozenset[Term]) -> list[Term]:
    """The facts with p(y) and p(y_i), of all data and of one, as the two functions that they are.

    One letter stands for both where its points have different shapes and the same names.
    """
    forms: dict[Term, set[tuple[object, ...]]] = defaultdict(set)
    nodes = [node for fact in facts for node in subterms(fact)]
    for node in nodes:
        if node.head == "density" and node.args[0].head == "symbol":
            forms[node.args[0]].add((node.data, *map(_form, node.args[1:])))
    taken = inside.union(*(fact.free for fact in facts))
    others: dict[tuple[object, ...], Term] = {}
    for family in sorted(forms.keys() - inside, key=lambda each: each.digest):
        spoken = {node.data for node in nodes if node.head != "density" and family in node.args}
        if len({form[0] for form in forms[family]}) == 1 and not spoken:
            for form in sorted(forms[family], key=repr)[1:]:
                others[family, *form] = fresh(family, taken)
                taken |= {others[family, *form]}

    def change(term: Term) -> Term:
        if term.head != "density":
            return term
        other = others.get((term.args[0], term.data, *map(_form, term.args[1:])))
        return term if other is None else term.rebuild((other, *term.args[1:]))

    return [transform(fact, change) for fact in facts] if others else facts


def _form(point: Term) -> object:
    return build.shape(point) if build.is_array(point) else 1


def _without_products(facts: list[Term], inside: frozenset[Term]) -> list[Term]:
    """The facts but those that a value of a density is a product of other such values, and nothing more of either."""
    for fact in facts:
        if fact.head == "relation" and fact.data == "=":
            rest = inside.union(*(other.free for other in facts if other is not fact))
            for value, product in (fact.args, fact.args[::-1]):
                named = value.head == "symbol" and value.sort == UNIT
                if named and value not in rest and _is_product_of_densities(product, rest):
                    return _without_products([other for other in facts if other is not fact], inside)
    return facts


def _is_product_of_densities(term: Term, rest: frozenset[Term]) -> bool:
    """Whether a term is a product of densities of which the `rest` does not speak."""
    if term.head == "mul":
        return all(_is_product_of_densities(factor, rest) for factor in term.args)
    if term.head == "product":
        return _is_product_of_densities(term.args[2], rest)
    return term.head == "density" and term.args[0].head == "symbol" and term.args[0] not in rest


def _renamed(term: Term, names: dict[Term, Term]) -> Term:
    if term in names:
        return names[term]
    return term.rebuild(tuple(_renamed(arg, names) for arg in term.args)) if term.args else term
