"""What a claim needs of an interpretation: its symbols, the labels of its densities, where indices must lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import prod

from ..claim import Claim
from ..errors import UnsupportedNotion
from ..terms.build import ZERO, traits, uncorrelated_in
from ..terms.sorts import (
    REAL,
    Event,
    Function,
    Matrix,
    Outcome,
    RandomVariable,
    Scalar,
    Sort,
    Statement,
    Vector,
)
from ..terms.term import BINDERS, CHANCE, DERIVATIVES, ORDERS, Term, is_chosen

ANGULAR = frozenset({"abs", "relu", "sign"})  # functions with an angle or a step at 0
PIECES = frozenset(
    "argmax argmin cases indicator max_of maximum min_of minimum pdf probability rank relation not and or iff implies "
    "forall".split()
)


def is_in_pieces(*terms: Term) -> bool:
    """Whether terms may behave in another way at some values than at most: a law has a density on its support only."""
    return any(
        node.head in PIECES or (node.head == "fn" and node.data in {*ANGULAR, "floor"}) for node in nodes(*terms)
    )


@dataclass(slots=True)
class Label:
    """What is known of a labelled variable of densities."""

    sort: Sort | None = None
    measure: str | None = None
    constants: set[Fraction] = field(default_factory=set)  # numbers at which a density is taken
    ranges: list[Term] = field(default_factory=list)  # integer ranges that its variable runs over
    numeric: bool = False  # whether its variable occurs as a number, and not only as a point
    smooth: bool = False  # whether a density is differentiated by it, or taken at a computed point


@dataclass(slots=True)
class Survey:
    """All that sampling needs to know of a claim, in an order that does not depend on the run.

    Those of two claims are equal where the same interpretations serve both.
    """

    heads: set[str] = field(default_factory=set, compare=False)
    averages: set[Term] = field(default_factory=set)  # means, variances and covariances
    facts: list[Term] = field(default_factory=list)  # assumptions, conjunctions taken apart
    symbols: list[Term] = field(default_factory=list)
    sizes: list[Term] = field(default_factory=list)
    limits: dict[Term, list[Term]] = field(default_factory=dict)  # free indices: sizes they must not pass
    labels: dict[str, Label] = field(default_factory=dict)
    families: dict[Term, set[str]] = field(default_factory=dict)
    points: dict[Term, str] = field(default_factory=dict)  # free symbols at which a density is taken
    data: dict[Term, str] = field(default_factory=dict)  # arrays whose entries or rows are such points
    hits: dict[Term, Term] = field(default_factory=dict)  # free symbols, and the random value each is compared with
    bars: dict[Term, Term] = field(default_factory=dict)  # free symbols, and the random value each may exceed
    laws: dict[Term, Term] = field(default_factory=dict)  # random variable: the law it follows
    idle: list[Term] = field(default_factory=list)  # laws of variables of which nothing else is said: without values
    independent: list[tuple[Term, ...]] = field(default_factory=list)
    moments: dict[Term, dict[str, Term]] = field(default_factory=dict)  # of random numbers and vectors, as is said
    apart: set[Term] = field(default_factory=set)  # random vectors of independent entries
    uncorrelated: set[Term] = field(default_factory=set)  # and of uncorrelated ones
    pairs: set[frozenset[Term]] = field(default_factory=set)  # of random numbers that are uncorrelated
    covariances: dict[frozenset[Term], Term] = field(default_factory=dict)  # of two random numbers, as is said
    alike: dict[Term, Term | None] = field(default_factory=dict)  # random vectors whose entries have one law: whose
    eventful: bool = False  # of events, which happen or not by the order of values
    thresholds: list[Fraction] = field(default_factory=list)  # numbers of a claim with events: where values matter
    start: int = 1  # the largest number that a whole number meets: from 6 to n, and n - 6, are special up to there
    shares: set[Term] = field(default_factory=set)  # vectors that are probabilities of outcomes
    counts: dict[Term, Term] = field(default_factory=dict)  # vectors of counts, and of how many trials these are
    kept: frozenset[Term] = frozenset()  # symbols that no assumption gives a value
    narrowed: dict[Term, Scalar] = field(default_factory=dict)  # sorts of symbols that assumptions bound by numbers

    def __hash__(self) -> int:
        return hash((*self.facts, *self.symbols))

    @property
    def random(self) -> list[Term]:
        return [symbol for symbol in self.symbols if isinstance(symbol.sort, RandomVariable)]


def nodes(*terms: Term) -> Iterator[Term]:
    """Every node, each once, sizes of sorts included."""
    stack, seen = list(terms), set(terms)
    while stack:
        node = stack.pop()
        yield node
        for part in (*node.args, *sort_sizes(node.sort)) if node.head == "symbol" else node.args:
            if part not in seen:
                seen.add(part)
                stack.append(part)


def _narrow(found: Survey, fact: Term) -> None:
    """x > 2 narrows the sort that x is drawn from."""
    if fact.head != "relation" or fact.data not in ORDERS:
        return
    strict, upward = fact.data in ("<", ">"), fact.data in (">", ">=")
    left, right = fact.args
    for symbol, bound, above in ((left, right, upward), (right, left, not upward)):
        sort = found.narrowed.get(symbol, value_sort(symbol.sort))
        if symbol.head == "symbol" and isinstance(sort, Scalar) and bound.head == "number":
            narrow = sort.above if above else sort.below
            found.narrowed[symbol] = narrow(bound.value, strict=strict)


def flatten(assumptions: tuple[Term, ...]) -> list[Term]:
    return [part for fact in assumptions for part in (flatten(fact.args) if fact.head == "and" else [fact])]


def sort_sizes(sort: Sort) -> tuple[Term, ...]:
    match sort:
        case Vector(size=size):
            return (size,)
        case Matrix(rows=rows, columns=columns):
            return rows, columns
        case RandomVariable(value=value):
            return sort_sizes(value)
        case Function(arguments=arguments, value=value):
            return tuple(size for part in (*arguments, value) for size in sort_sizes(part))
    return ()


def value_sort(sort: Sort) -> Sort:
    return sort.value if isinstance(sort, RandomVariable) else sort


def whole(term: Term) -> Fraction | None:
    """The value of arithmetic on numbers alone, however it is written; None for anything else."""
    if term.head == "number":
        return term.value
    if term.head not in ("add", "mul"):
        return None
    values = [whole(arg) for arg in term.args]
    numbers = [value for value in values if value is not None]
    if len(numbers) < len(values):
        return None
    return sum(numbers, Fraction(0)) if term.head == "add" else prod(numbers, start=Fraction(1))


def _counts(size: Term) -> frozenset[Term]:
    """The symbols of a size that are numbers; an array in it (n_i rows) has its own values."""
    return frozenset(symbol for symbol in size.free if isinstance(symbol.sort, Scalar))


def survey(claim: Claim) -> Survey:
    """Look a claim over, once."""
    found = Survey()
    every = list(nodes(claim.left, claim.right, *claim.assumptions))
    free = set(claim.free)
    for node in every:
        if node.head in ("identity", "fill", "tabulate"):
            for size in {"identity": node.args, "fill": node.args[1:], "tabulate": node.args[1:2]}[node.head]:
                found.sizes.extend(_counts(size) & free - set(found.sizes))
    for symbol in [node for node in every if node.head == "symbol"]:
        for size in sort_sizes(symbol.sort):
            free |= size.free
            found.sizes.extend(_counts(size) - set(found.sizes))
    events = [node for node in nodes(claim.left, claim.right) if node.head == "relation"]
    found.eventful = bool(events) or any(node.head in ("indicator", "probability", "cases") for node in every)
    if found.eventful:
        sides = {value for node in events for side in node.args if (value := whole(side)) is not None}
        found.thresholds = sorted(sides or {node.value for node in every if node.head == "number"})
    found.symbols = sorted(free, key=lambda symbol: (str(symbol.data), symbol.digest))
    found.sizes.sort(key=lambda symbol: (str(symbol.data), symbol.digest))
    for node in sorted(every, key=lambda node: node.digest):
        _look(found, node, free)
    found.facts = flatten(claim.assumptions)
    for fact in found.facts:
        if fact.head == "follows" and fact.args[0].head == "symbol":
            found.laws[fact.args[0]] = fact.args[1]
        _narrow(found, fact)
        if fact.head == "independent" and len(fact.args) > 1:
            found.independent.append(fact.args)
        elif fact.head in ("independent", "alike") and is_vector(fact.args[0]):
            found.moments.setdefault(fact.args[0], {})
            if fact.head == "independent":
                found.apart.add(fact.args[0])
            else:
                found.alike[fact.args[0]] = fact.args[1] if len(fact.args) > 1 else None
                for model in fact.args[1:]:
                    found.moments.setdefault(model, {})
        if fact.head == "relation" and fact.data == "=" and fact.args[0].head == "covariance" and fact.args[1] is ZERO:
            found.pairs.add(frozenset(fact.args[0].args))
            for variable in fact.args[0].args:  # drawn as if moments were given: as dependent as may be
                if variable.head == "symbol" and variable.sort == RandomVariable(REAL):
                    found.moments.setdefault(variable, {})
        _look_at_covariance(found, fact)
        vector = uncorrelated_in(fact)
        if vector is not None:
            found.uncorrelated.add(vector)
            found.moments.setdefault(vector, {})
        _look_at_moment(found, fact)
    of_laws = frozenset[Term]().union(*(law.free for law in found.laws.values()))  # settled before anything is drawn
    found.hits = {symbol: value for symbol, value in found.hits.items() if symbol not in of_laws}
    _leave_out_idle(found, claim)
    return found


def is_vector(term: Term) -> bool:
    """Whether a term is a random vector."""
    return isinstance(term.sort, RandomVariable) and isinstance(term.sort.value, Vector)


def _look_at_covariance(found: Survey, fact: Term) -> None:
    """Cov(X, Y) = c of two random numbers."""
    for moment, value in (fact.args, fact.args[::-1]) if fact.head == "relation" and fact.data == "=" else ():
        numbers = moment.head == "covariance" and all(each.sort == RandomVariable(REAL) for each in moment.args)
        random = any(map(is_chosen, value.free))
        if numbers and all(each.head == "symbol" for each in moment.args) and value is not ZERO and not random:
            found.covariances.setdefault(frozenset(moment.args), value)
            for variable in moment.args:
                found.moments.setdefault(variable, {})


def _look_at_moment(found: Survey, fact: Term) -> None:
    """E[X] = m, Var[X] = v of a random number or vector that may be any; diag(Var[X]) = v of a vector."""
    if fact.head != "relation" or fact.data != "=":
        return
    for moment, value in (fact.args, fact.args[::-1]):
        inner = moment.args[0] if moment.head == "diagonal" else moment
        if inner.head not in ("mean", "variance") or len(inner.args) != 1 or inner.args[0].head != "symbol":
            continue
        (variable,) = inner.args
        kind = "covariance" if moment is inner and is_vector(variable) and inner.head == "variance" else inner.head
        known = not any(map(is_chosen, value.free))
        values = value_sort(variable.sort)
        free = variable.sort == RandomVariable(REAL) or (isinstance(values, Vector) and values.entry == REAL)
        loose = kind == "covariance" and value.head == "symbol" and "positive_semidefinite" not in traits(value)
        if known and free and not loose and (is_vector(variable) or moment is inner):
            found.moments.setdefault(variable, {}).setdefault(kind, value)


def _leave_out_idle(found: Survey, claim: Claim) -> None:
    spoken = claim.left.free | claim.right.free
    for fact in found.facts:
        if fact.head == "follows" and fact.args[0].head == "symbol":
            spoken |= fact.args[1].free
        elif fact.head != "independent":
            spoken |= fact.free
    for variable in found.laws.keys() - spoken:
        found.idle.append(found.laws.pop(variable))
        found.symbols.remove(variable)
    found.idle.sort(key=lambda law: law.digest)


def _look(found: Survey, node: Term, free: set[Term]) -> None:
    found.heads.add(node.head)
    if node.head == "fn" and node.data in (*ANGULAR, "floor"):
        found.heads.add("abs" if node.data in ANGULAR else "floor")
    match node.head:
        case "mean" | "variance" | "covariance":
            found.averages.add(node)
        case "named" | "pdf":
            _look_at_law(found, node)
        case "density":
            _look_at_density(found, node, free)
        case "measured":
            label, sort, measure = node.data
            _note(found, label, None if isinstance(sort, Outcome) else sort, measure)
        case "range" | "add" | "relation" if any(is_whole(symbol) for symbol in node.free):
            parts = nodes(*node.args) if node.head == "range" else iter(node.args)
            found.start = max(found.start, *(abs(int(part.value)) for part in parts if part.head == "number"), 1)
        case "index":
            for position, place in enumerate(node.args[1:]):
                if place.head == "symbol" and place in free:
                    size = sort_sizes(value_sort(node.args[0].sort))
                    if position < len(size):
                        found.limits.setdefault(place, []).append(size[position])
        case "uncertainty" | "information":
            for part in node.data:
                for label, sort, measure in part:
                    _note(found, label, sort, measure)
                    found.families.setdefault(family_of(node), set()).add(label)
        case "relation" if node.data == "=":
            for one, other in (node.args, node.args[::-1]):
                if other.head == "symbol" and other in free and exposed(one) and other.sort == value_sort(one.sort):
                    others = found.hits.keys() | frozenset().union(*(each.free for each in found.hits.values()))
                    if other not in others and one.free.isdisjoint({other, *found.hits}):
                        found.hits[other] = one
    if node.head == "relation" and node.data in ORDERS:
        for one, other in (node.args, node.args[::-1]):
            if other.head == "symbol" and other in free and isinstance(other.sort, Scalar) and exposed(one):
                found.bars.setdefault(other, one)
    if node.head in BINDERS and len(node.args) == 3:
        _look_at_binder(found, node)
    if node.head in DERIVATIVES:
        for inner in nodes(node.args[1]):
            if inner.head == "density":
                for label, argument in arguments_by_label(inner):
                    if node.args[0] in argument.free:
                        found.labels.setdefault(label, Label()).smooth = True


def _look_at_law(found: Survey, node: Term) -> None:
    """Parameters, and points, that have to be probabilities of all outcomes or counts of them."""
    if node.head == "named" and node.data == "multinomial":
        found.shares.add(node.args[-1])
    if node.head == "pdf" and node.args[0].data == "multinomial":
        found.counts[node.args[1]] = node.args[0].args[0]


def family_of(node: Term) -> Term:
    """The symbol of the family that a density, an entropy or an information is of, whatever its parameters."""
    family = node.args[0].args[0] if node.args[0].head == "parametrised" else node.args[0]
    if family.head != "symbol":
        raise UnsupportedNotion("a computed density")
    return family


def arguments_by_label(node: Term) -> list[tuple[str, Term]]:
    """The arguments of a density with the names of the variables that they are for."""
    targets, givens = node.data
    return list(zip((*targets, *givens), node.args[1:], strict=True))


def is_whole(symbol: Term) -> bool:
    return isinstance(symbol.sort, Scalar) and symbol.sort.integer


def _note(found: Survey, label: str, sort: Sort | None, measure: str | None = None) -> None:
    known = found.labels.setdefault(label, Label())
    rank = {Outcome: 0, Scalar: 1, Vector: 2}
    if sort is not None:
        old = rank.get(type(known.sort), -1)
        if rank.get(type(sort), -1) > old or (rank.get(type(sort), -1) == old and repr(sort) < repr(known.sort)):
            known.sort = sort
    if measure not in (None, "either"):
        if known.measure not in (None, measure):
            raise UnsupportedNotion("a variable that is summed over and integrated over")
        known.measure = measure


def _look_at_density(found: Survey, node: Term, free: set[Term]) -> None:
    family = family_of(node)
    for label, argument in arguments_by_label(node):
        found.families.setdefault(family, set()).add(label)
        if argument.head not in ("symbol", "index", "number"):
            found.labels.setdefault(label, Label()).smooth = True
        if argument.head == "number":
            _note(found, label, None)
            found.labels[label].constants.add(argument.value)
            continue
        _note(found, label, value_sort(argument.sort))
        if argument.head == "symbol" and argument in free:
            found.points[argument] = label
        if argument.head == "index" and argument.args[0] in free:
            found.data[argument.args[0]] = label


def _look_at_binder(found: Survey, node: Term) -> None:
    variable, domain, body = node.args
    over = domain.args[1] if domain.head == "law" else domain
    if over.head == "space":
        label, measure = over.data
        _note(found, label, value_sort(variable.sort), measure)
    else:
        here = {label for inner in nodes(body) if inner.head == "density"
                for label, argument in arguments_by_label(inner) if argument is variable}  # fmt: skip
        for label in here:
            if over.head == "range":
                found.labels.setdefault(label, Label()).ranges.append(over)
            elif over.head == "interval":
                found.labels.setdefault(label, Label()).measure = "lebesgue"
        if len(here) != 1:
            return
        label = here.pop()
    if numeric_use(body, variable):
        found.labels[label].numeric = True


def numeric_use(body: Term, variable: Term) -> bool:
    """Whether a variable occurs as a number, and not only as the point of densities and function tables."""
    if body is variable:
        return True
    if variable not in body.free:
        return False
    parts = body.args
    if body.head == "density" or (body.head == "apply" and body.args[0].head == "symbol"):
        parts = tuple(part for part in parts if part is not variable)
    if body.head in BINDERS or body.head in DERIVATIVES:
        parts = parts[1:]
    return any(numeric_use(part, variable) for part in parts)


def event_symbols(found: Survey) -> list[Term]:
    return [symbol for symbol in found.symbols if isinstance(symbol.sort, Event)]


@lru_cache(maxsize=1 << 12)  # asked of every fact at every interpretation
def exposed(term: Term) -> frozenset[Term]:
    """The random variables whose value at a single point a term depends on: those outside of expectations."""
    if term.head in CHANCE:
        givens = term.args[2:] if term.head == "covariance" else term.args[1:]
        parts = [given for given in givens if not isinstance(given.sort, (Statement, Event))]
    elif term.head == "symbol":
        return frozenset((term,)) if is_chosen(term) else frozenset()
    else:
        parts = [part for part in term.args if any(map(is_chosen, part.free))]
    return frozenset().union(*map(exposed, parts)) if parts else frozenset()
