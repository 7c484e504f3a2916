"""Under which further assumption might a claim hold? Candidates from what it speaks of, the weaker before the stronger.

Each is as it could stand in a `given` line of the document. Whether it makes the claim true is for others to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, permutations

from .claim import Claim
from .terms import build
from .terms.build import ONE, ZERO
from .terms.show import RELATION_SIGNS, latex
from .terms.sorts import Event, Family, Function, Matrix, Outcome, RandomVariable, Scalar, Sort, Vector, closure
from .terms.term import ORDERS, Term, substitute, symbol

MOST_SYMBOLS = 8  # a claim about more gets no suggestions


@dataclass(frozen=True, slots=True)
class Proviso:
    """A claim with an assumption more; `about` are the symbols that it speaks of, `vanishing` says that it makes
    something zero or one, which makes many a false claim true for no good reason."""

    given: str
    claim: Claim
    about: frozenset[Term]
    vanishing: bool = False


def provisos(claim: Claim) -> Iterator[Proviso]:
    """Those that fit the sorts of a claim's symbols; none that the claim says itself or assumes already."""
    free = sorted(claim.left.free | claim.right.free, key=lambda each: (str(each.data), each.digest))
    if len(free) > MOST_SYMBOLS:
        return
    ordered = claim.relation in ORDERS
    for each in free:
        yield from _of_one(claim, each, ordered)
    for one, other in combinations(free, 2):
        yield from _of_two(claim, one, other, ordered)
    yield from _of_families(claim)
    yield from _of_many(claim, [each for each in free if isinstance(each.sort, RandomVariable)])


# ------------------------------------------------------------------ of one symbol

# traits of a square matrix, and of a function: the trait, how it is said, and for which claims
TRAITS = (
    ("symmetric", "{0} = {1}", "any"),
    ("positive_definite", "{0} \\succ 0", "ordered"),
    ("orthogonal", "{1} {0} = I", "any"),
    ("diagonal", "{0} diagonal", "any"),
)
SHAPES = (("convex", "ordered"), ("concave", "ordered"), ("even", "equal"), ("odd", "equal"))


def _of_one(claim: Claim, each: Term, ordered: bool) -> Iterator[Proviso]:
    match each.sort:
        case Matrix(rows=rows, columns=columns, traits=traits) if rows is columns:
            if any(_says(claim, fact) for fact in _traits_as_facts(each)):
                return
            for trait, form, where in TRAITS:
                if trait not in traits and (where == "any" or ordered):
                    given = form.format(latex(each), latex(build.transpose(each)))
                    yield _with_sort(claim, each, replace(each.sort, traits=closure({*traits, trait})), given)
        case Function(traits=traits):
            for trait, where in SHAPES:
                if trait not in traits and (where == "ordered") == ordered and len(each.sort.arguments) == 1:
                    yield _with_sort(claim, each, replace(each.sort, traits=traits | {trait}), f"{latex(each)} {trait}")
        case Scalar() if not each.sort.integer and not each.sort.nonpositive:
            for relation, known in ((">=", each.sort.nonnegative), (">", each.sort.positive)):
                if not known and not _says(claim, build.relation(relation, each, ZERO)):
                    above = each.sort.above(0, strict=relation == ">")
                    yield _with_sort(claim, each, above, f"{latex(each)} {RELATION_SIGNS[relation]} 0")
        case RandomVariable(value=Scalar() as value):
            if ordered and not value.nonnegative and not any(each in fact.free for fact in claim.assumptions):
                sort = RandomVariable(value.above(0, strict=False))
                yield _with_sort(claim, each, sort, rf"{latex(each)} \geq 0")
            yield from _fact(claim, _centred(each), given=_centred_in_words(each), vanishing=True)
        case Vector():
            yield from _fact(claim, build.equal(build.matmul(build.transpose(each), each), ONE), vanishing=True)
            yield from _sizes(claim, each)


def _traits_as_facts(each: Term) -> tuple[Term, ...]:
    turned, unit = build.transpose(each), build.identity(build.shape(each)[0])
    return (
        build.equal(each, turned),
        build.equal(build.matmul(turned, each), unit),
        build.equal(build.matmul(each, turned), unit),
    )


def _sizes(claim: Claim, each: Term) -> Iterator[Proviso]:
    """A size that nobody has named is a number of the claim: x in R^n."""
    assert isinstance(each.sort, Vector)
    size = each.sort.size
    if size.head != "symbol" or not size.name.startswith("n_{"):
        return
    for other in claim.left.free | claim.right.free:
        if isinstance(other.sort, Scalar) and other.name in ("n", "m", "d", "k", "p", "N", "D", "K"):
            given = rf"{latex(each)} \in \mathbb{{R}}^{latex(other)}"
            yield Proviso(given, _renamed(claim, {other: size}), frozenset())


# ------------------------------------------------------------------ of two, and more


def _of_two(claim: Claim, one: Term, other: Term, ordered: bool) -> Iterator[Proviso]:
    match one.sort, other.sort:
        case Matrix(), Matrix() if one.sort.rows is one.sort.columns and build.shape(one) == build.shape(other):
            yield from _fact(claim, build.equal(build.matmul(one, other), build.matmul(other, one)))
        case Vector(), Vector() if one.sort.size is other.sort.size:
            yield from _fact(claim, build.equal(build.matmul(build.transpose(one), other), ZERO), vanishing=True)
        case Event(), Event():
            joint, apart = build.probability(build.both(one, other)), map(build.probability, (one, other))
            written = rf"P({latex(one)} \cap {latex(other)})"
            apart_too = f"P({latex(one)}) P({latex(other)})"
            yield from _fact(claim, build.equal(joint, build.mul(*apart)), given=f"{written} = {apart_too}")
            yield from _fact(claim, build.equal(joint, ZERO), given=f"{written} = 0", vanishing=True)
        case Scalar(), Scalar() if ordered:
            yield from _fact(claim, build.relation("<=", one, other))
            yield from _fact(claim, build.relation(">=", one, other))


def _of_families(claim: Claim) -> Iterator[Proviso]:
    """Variables of a joint density independent, or so given a third."""
    for family, labels in _labels(claim).items():
        for one, other in combinations(sorted(labels), 2):
            x, y = labels[one], labels[other]
            apart = build.mul(build.density(family, {one: x}), build.density(family, {other: y}))
            yield from _fact(claim, build.equal(build.density(family, {one: x, other: y}), apart))
        for one, other, third in permutations(sorted(labels), 3):
            if one < other:
                x, y, z = labels[one], labels[other], labels[third]
                both = build.density(family, {one: x}, {other: y, third: z})
                yield from _fact(claim, build.equal(both, build.density(family, {one: x}, {third: z})))


def _of_many(claim: Claim, random: list[Term]) -> Iterator[Proviso]:
    """Random variables independent, two of them or all; some of mean zero besides."""
    groups = [group for count in {2, len(random)} for group in combinations(random, count) if count > 1]
    known = [set(fact.args) for fact in claim.assumptions if fact.head == "independent"]
    for group in groups:
        if any(set(group) <= other for other in known):
            continue
        alone = build.independent(*group)
        yield from _fact(claim, alone)
        for centred in group:
            if isinstance(centred.sort, RandomVariable) and isinstance(centred.sort.value, Scalar):
                yield from _fact(claim, alone, _centred(centred), given=f"{latex(alone)}, {_centred_in_words(centred)}")


def _labels(claim: Claim) -> dict[Term, dict[str, Term]]:
    """The families of a claim with the labels of their variables, and a point for each."""
    found: dict[Term, dict[str, Term]] = {}
    pending = [claim.left, claim.right]
    while pending:
        node = pending.pop()
        if node.head == "density" and isinstance(node.args[0].sort, Family) and node.args[0].head == "symbol":
            targets, givens = node.data
            for label, point in zip((*targets, *givens), node.args[1:], strict=True):
                if point.head == "symbol":
                    found.setdefault(node.args[0], {})[label] = point
        if node.head in ("uncertainty", "information"):
            for label, sort, _ in (space for part in node.data for space in part):
                point = symbol(label, sort if isinstance(sort, (Outcome, Scalar)) else Outcome(label))
                found.setdefault(node.args[0], {}).setdefault(label, point)
        pending += node.args
    return found


# ------------------------------------------------------------------ a claim with more assumed


def _centred(variable: Term) -> Term:
    return build.equal(build.mean(variable), ZERO)


def _centred_in_words(variable: Term) -> str:
    return rf"\mathbb{{E}}[{latex(variable)}] = 0"


def _fact(claim: Claim, *facts: Term, given: str = "", vanishing: bool = False) -> Iterator[Proviso]:
    if any(fact in claim.assumptions or _says(claim, fact) for fact in facts):
        return
    about = frozenset().union(*(fact.free for fact in facts))
    more = replace(claim, assumptions=(*claim.assumptions, *facts))
    yield Proviso(given or ", ".join(map(latex, facts)), more, about, vanishing)


def _says(claim: Claim, fact: Term) -> bool:
    """Whether the claim is the assumption itself."""
    return fact.head == "relation" and {claim.left, claim.right} == set(fact.args)


def _with_sort(claim: Claim, each: Term, sort: Sort, given: str) -> Proviso:
    sharper = Term("symbol", (), each.data, sort)
    return Proviso(given, _renamed(claim, {each: sharper}), frozenset({each}))


def _renamed(claim: Claim, names: dict[Term, Term]) -> Claim:
    left, right, *assumptions = (substitute(term, names) for term in (claim.left, claim.right, *claim.assumptions))
    variables = tuple(names.get(each, each) for each in claim.variables)
    return Claim(left, claim.relation, right, tuple(assumptions), variables)
