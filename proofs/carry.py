"""A counterexample carried on to symbols that the claim does not speak of: facts that can be met whatever it is.

Some follow from others, and some do no more than give a value to a symbol that nothing else speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .claim import Claim
from .decide import provable
from .numeric.realised import support
from .numeric.survey import exposed
from .rules.isolate import solved
from .terms import build
from .terms.sorts import POSITIVE, REAL, UNIT, Matrix, RandomVariable, Scalar, Sort, Vector
from .terms.term import Term, substitute, subterms

MOST_FACTS = 8  # of which each is held against the others
LARGE = 150  # nodes of one
_CONTINUOUS = (REAL, POSITIVE, UNIT)  # where laws have a density: no number has a chance of its own
_TOTAL_FUNCTIONS = frozenset("exp sin cos sinh cosh tanh sigmoid softplus relu abs sign erf normal_cdf".split())
_TOTAL = frozenset("add mul matmul transpose trace det norm diag diagonal hadamard kron vec identity fill literal "
                   "block index number symbol constant".split())  # fmt: skip


def carried(claim: Claim, own: frozenset[Term]) -> Claim:
    """The claim under fewer facts: those that are not its `own` can be met wherever these are."""
    inside = claim.left.free | claim.right.free
    facts = list(claim.assumptions)
    for _ in range(len(facts)):
        fewer = _without_one(facts, own, inside)
        if fewer is None:
            break
        facts = fewer
    return replace(claim, assumptions=tuple(facts))


def _without_one(facts: list[Term], own: frozenset[Term], inside: frozenset[Term]) -> list[Term] | None:
    equations = [fact for fact in facts if fact not in own and fact.head == "relation" and fact.data == "="]
    equations = [fact for fact in equations if fact.args[0] is not fact.args[1]]
    for fact in reversed(equations):
        others = [other for other in facts if other is not fact]
        spoken = inside.union(*(other.free for other in others))
        for symbol in sorted(fact.free - spoken, key=lambda each: each.digest):
            value = solved(fact, symbol)
            if value is None or not _is_of(symbol.sort, value):
                continue
            if exposed(value):
                if _may_be_defined(value, facts):
                    return others
            else:
                return others if is_total(value) else [*others, build.equal(value, value)]
    for fact in reversed(equations) if len(facts) > 1 and len(equations) <= MOST_FACTS else ():
        if _follows(fact, [other for other in facts if other is not fact], inside):
            return [other for other in facts if other is not fact]
    return None


# ------------------------------------------------------------------ what only names a value


def _is_of(sort: Sort, value: Term) -> bool:
    """Whether a value is of a sort by its form. A whole number may be the size of an array: it is none that is free."""
    if isinstance(sort, RandomVariable):
        return _is_of(sort.value, value)
    if isinstance(sort, Scalar):
        given = build.scalar_sort(value)
        return given is not None and not sort.integer and sort in (REAL, given)
    if isinstance(sort, Vector):
        return sort.entry == REAL and build.is_array(value) and build.shape(value) == build.shape_of(sort)
    plain = isinstance(sort, Matrix) and sort.entry == REAL and not sort.traits
    return plain and build.is_array(value) and build.shape(value) == build.shape_of(sort)


def is_total(term: Term) -> bool:
    """Whether a term is defined whatever its symbols are, as far as its form shows."""
    return all(map(_is_total, subterms(term)))


def _is_total(part: Term) -> bool:
    """Whether an operation is defined wherever its arguments are."""
    if part.head == "fn":
        return part.data in _TOTAL_FUNCTIONS or (part.data == "log" and _sort(part.args[0]).positive)
    if part.head != "pow":
        return part.head in _TOTAL
    base, exponent = part.args
    if _sort(base).positive:
        return True
    if exponent.head != "number":
        return False
    if exponent.value.denominator == 1:
        return exponent.value > 0 or _sort(base).never_zero
    return exponent.value > 0 and _sort(base).nonnegative


def _sort(term: Term) -> Scalar:
    return build.scalar_sort(term) or REAL


def _may_be_defined(value: Term, facts: list[Term]) -> bool:
    """Whether what is random in a value leaves it defined with certainty: 1 / X is, where X has a density."""
    discrete = {fact.args[0] for fact in facts if fact.head == "follows" and support(fact.args[1]) not in _CONTINUOUS}
    partial = [part for part in subterms(value) if not _is_total(part)]
    random = all(isinstance(each.sort, RandomVariable) for part in partial for each in part.free)
    return random and all(part.free.isdisjoint(discrete) for part in partial)


# ------------------------------------------------------------------ what follows


def _is_dear(fact: Term) -> bool:
    """Whether a proof that fails takes longer than a search for values."""
    return fact.size > LARGE or any(isinstance(each.sort, Matrix) for each in fact.free)


def _follows(fact: Term, others: list[Term], inside: frozenset[Term]) -> bool:
    """Whether an equation holds where others do: as it stands, or with what one of them says that a symbol is."""
    claims = (Claim(meant.args[0], "=", meant.args[1], tuple(rest)) for meant, rest in _meant(fact, others, inside))
    return any(map(provable, claims))


def _meant(fact: Term, others: list[Term], inside: frozenset[Term]) -> Iterator[tuple[Term, list[Term]]]:
    yield fact, others
    for other in others:
        if other.head != "relation" or other.data != "=":
            continue
        for symbol in sorted((fact.free & other.free) - inside, key=lambda each: each.digest):
            value = solved(other, symbol)
            meant = substitute(fact, {symbol: value}) if value is not None else fact
            if meant is not fact and meant.size <= LARGE:
                yield meant, [each for each in others if each is not other]
