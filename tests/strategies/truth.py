"""Whether a claim is true, as far as random worlds can tell: the third evaluation, of claims from anywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from random import Random
from time import perf_counter
from typing import Any

from probatum.proofs.claim import Claim
from probatum.proofs.terms import build
from probatum.proofs.terms.sorts import Family, Matrix, Outcome, RandomVariable, Scalar, Vector
from probatum.proofs.terms.term import Term, fresh, substitute

from .exact import Exact, compare, degree, flat, holds
from .laws import Undefined, check
from .line import continuous
from .worlds import World, world

WORLDS, FEW, SECONDS = 8, 3, 3.0
MOST_LABELS = 5  # of the variables of a joint table


def truth(claim: Claim, seed: str) -> bool | None:
    """False where a claim fails in a world that meets its assumptions, True where it stands in a few and fails in none.

    None where it cannot be evaluated, or where too few worlds meet its assumptions: those may be special ones.
    """
    if claim.relation == "propto":
        claim = _crosswise(claim)
    found = list(answers(claim, Random(seed)))
    return False if False in found else True if found.count(True) >= FEW else None


def _crosswise(claim: Claim) -> Claim:
    """f propto g as f(x) g(y) = g(x) f(y), of any two entries where they are arrays."""
    others = {variable: fresh(variable, claim.free) for variable in claim.variables}
    left, right = substitute(claim.left, others), substitute(claim.right, others)
    facts = tuple(substitute(fact, others) for fact in claim.assumptions if not fact.free.isdisjoint(others))
    return Claim(_entries(claim.left, right), "=", _entries(claim.right, left), claim.assumptions + facts)


def _entries(first: Term, second: Term) -> Term:
    """The product of two numbers, or of every entry of an array with every one of another."""
    if not build.is_array(first):
        return build.mul(first, second)
    return build.matmul(build.vec(first), build.transpose(build.vec(second)))


def answers(claim: Claim, rng: Random) -> Iterator[bool | None]:
    """What each of some worlds says of a claim, up to the first that says it is false."""
    deadline = perf_counter() + SECONDS
    for _ in range(WORLDS):
        if perf_counter() > deadline:
            return
        try:
            here = _world(claim, rng)
            here.deadline = deadline
            answer = holds(claim, here) if _meets(claim, here) else None
        except (Undefined, ZeroDivisionError, OverflowError, ValueError, KeyError):
            answer = None  # KeyError: something that this evaluation has no value for
        yield answer
        if answer is False:
            return


def _world(claim: Claim, rng: Random) -> World:
    """A world for a claim, in which the symbols that assumptions define are what these say."""
    free = claim.left.free | claim.right.free
    facts = [fact for fact in claim.assumptions if fact.head == "relation"]
    while grown := {symbol for fact in facts if fact.free & free for symbol in fact.free} - free:
        free = free | grown
    sizes = {part for symbol in free for size in _sizes(symbol.sort) for part in size.free}
    behind = {part for fact in _laws(claim, free) for part in fact.args[1].free}
    labels, numeric, points = _labels(claim)
    made = world(rng, free | sizes | behind, claim.assumptions, labels, numeric, points, _evaluated)
    for label in sorted({*continuous(claim.left), *continuous(claim.right)}):
        cells = range(made.spaces[label])
        made.widths[label] = [Fraction(rng.randint(1, 6), rng.choice((1, 2, 4, 8))) for _ in cells]
    _define(made, [fact for fact in facts if fact.data == "=" and fact.free & free])
    return made


def _laws(claim: Claim, symbols: Collection[Term]) -> list[Term]:
    """The laws that say something of symbols, if only by what their parameters may be."""
    follows = [fact for fact in claim.assumptions if fact.head == "follows"]
    return [fact for fact in follows if fact.args[0] in symbols or not fact.args[1].free.isdisjoint(symbols)]


def _evaluated(made: World, parameter: Term) -> Any:
    return Exact(made).value(parameter)


def _sizes(sort: object) -> tuple[Term, ...]:
    match sort:
        case Vector(size=size):
            return (size,)
        case Matrix(rows=rows, columns=columns):
            return rows, columns
        case RandomVariable(value=value):
            return _sizes(value)
    return ()


def _labels(claim: Claim) -> tuple[tuple[str, ...], dict[str, Scalar], dict[Term, str]]:
    """The labels of the densities of a claim, those of which the outcomes are numbers, and symbols for such."""
    labels: set[str] = set()
    numeric: dict[str, Scalar] = {}
    points: dict[Term, str] = {}
    free = claim.free
    for term in (claim.left, claim.right, *claim.assumptions):
        for node in _nodes(term):
            if node.head == "space":
                labels.add(str(node.data[0]))
            if node.head in ("uncertainty", "information"):
                labels.update(label for part in node.data for label, *_ in part)
            if node.head == "density" and isinstance(node.args[0].sort, Family):
                for label, point in zip((*node.data[0], *node.data[1]), node.args[1:], strict=True):
                    labels.add(label)
                    if isinstance(point.sort, Scalar) and point.head in ("symbol", "index"):
                        numeric[label] = point.sort
                        holder = point.args[0] if point.head == "index" else point
                        if holder.head != "symbol" or not isinstance(holder.sort, (Scalar, Vector)):
                            raise Undefined("a density at an entry of a computed array")
                        if holder in free:
                            points[holder] = label
                    elif not isinstance(point.sort, Outcome):
                        raise Undefined("a density at a point that is no symbol")
    if len(labels) > MOST_LABELS:
        raise Undefined("a joint table of so many variables")
    return tuple(sorted(labels)) or ("x",), numeric, points


def _nodes(term: Term) -> Iterator[Term]:
    pending, seen = [term], {term}
    while pending:
        node = pending.pop()
        yield node
        fresh = set(node.args) - seen
        seen |= fresh
        pending += fresh


def _define(made: World, facts: list[Term]) -> None:
    """Give each symbol that an equation isolates its value there, the ones first that others are made of."""
    defined: dict[Term, Term] = {}
    for fact in facts:
        for symbol, value in (fact.args, fact.args[::-1]):
            known = symbol in made.values or symbol in made.chances
            if symbol.head == "symbol" and known and symbol not in defined and symbol not in value.free:
                defined[symbol] = value
                break
    for _ in defined:
        for symbol, value in defined.items():
            if symbol in made.chances:
                run = Exact(made)
                made.chances[symbol] = [run.at(k).value(value) for k in range(len(made.chance_weights))]
                smooth = {**dict.fromkeys(made.smooth, 1), **made.degrees}
                found = degree(value, smooth)
                if not smooth.keys().isdisjoint(value.free):
                    made.degrees[symbol] = 99 if found is None else found
            else:
                made.values[symbol] = Exact(made).value(value)
    for symbol in defined:
        _check_sort(made, symbol)


def _check_sort(made: World, symbol: Term) -> None:
    value = made.values.get(symbol)
    sort = symbol.sort
    entry = sort.entry if isinstance(sort, (Vector, Matrix)) else sort
    if value is None or not isinstance(entry, Scalar):
        return
    if isinstance(sort, Matrix) and sort.traits:
        raise Undefined("a matrix with traits that is defined by others")
    if any(not entry.contains(part) for part in flat(value) if isinstance(part, Fraction)) or (
        any(not isinstance(part, Fraction) for part in flat(value)) and entry != Scalar()
        and not (entry.positive and all(part > 0 for part in flat(value)) and not entry.integer and not entry.upper)
    ):  # fmt: skip
        raise Undefined("a value that is not of its sort")


def _meets(claim: Claim, here: World) -> bool:
    """Whether the assumptions about the symbols of a claim surely stand in a world."""
    for fact in _laws(claim, here.values):
        check(str(fact.args[1].data), [Exact(here).value(parameter) for parameter in fact.args[1].args])
    for fact in claim.assumptions:
        if fact.head in ("independent", "follows"):
            continue
        if fact.head != "relation":
            return False
        known = here.values.keys() | here.chances.keys() | here.families.keys() | here.functions.keys()
        known |= here.events.keys()
        if not fact.free <= known:
            if fact.free & (claim.left.free | claim.right.free):
                return False
            continue
        if not all(_stands(fact, here, k) for k in _outcomes(fact, here)):
            return False
    return True


def _outcomes(fact: Term, here: World) -> list[int | None]:
    random = any(symbol in here.chances for symbol in fact.free)
    return [None, *range(len(here.chance_weights))] if random else [None]


def _stands(fact: Term, here: World, outcome: int | None) -> bool:
    run = Exact(here, chance=outcome)
    try:
        left, right = (flat(run.value(side)) for side in fact.args)
    except Undefined:
        return outcome is None and any(symbol in here.chances for symbol in fact.free)  # means nothing off an outcome
    return all(compare(str(fact.data), one, other) is True for one, other in zip(left, right, strict=True))
