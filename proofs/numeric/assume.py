"""Making an interpretation satisfy assumptions: definitions, linear conditions solved, everything else checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from flint import arb, fmpq, fmpq_mat

from ..errors import DomainError, UnsupportedNotion
from ..rules.isolate import isolated, isolated_square
from ..terms import build
from ..terms.sorts import Event, Matrix, RandomVariable, Scalar, Sort, Vector
from ..terms.term import Term
from . import arrays, draw
from .arithmetic import ONE, ZERO, Undecided, divide
from .arrays import entries, refill
from .dual import Number
from .evaluate import Evaluator
from .interpretation import Defined, Interpretation
from .probability import at_point
from .spaces import Family, RandomTable

Way = Callable[[fmpq], Any]  # from a parameter to a value of a symbol

MOST_PASSES = 3
MOST_UNKNOWNS = 25  # entries of an array for which equations are solved


def by_construction(fact: Term) -> bool:
    """Whether the common probability space is built so that this holds."""
    if fact.head not in ("independent", "follows"):
        return False
    variables = fact.args if fact.head == "independent" else fact.args[:1]
    if any(v.head != "symbol" or not isinstance(v.sort, (RandomVariable, Event)) for v in variables):
        raise UnsupportedNotion("the independence or law of what is no variable")
    return True


def satisfy(facts: list[Term], found: Interpretation) -> Interpretation | None:
    """The interpretation, changed where assumptions could be solved; None where one stays false or uncertain."""
    definitions = {symbol: held.term for symbol, held in found.values.items() if isinstance(held, Defined)}
    for way in (_bare, isolated, _rooted):
        for fact in facts:
            defined = _definition(fact, found, definitions, way)
            if defined is not None:
                symbol, value = defined
                definitions[symbol] = value
                found = found.with_value(symbol, _defined_value(symbol, value, found))
    for _ in range(MOST_PASSES):
        broken = [fact for fact in facts if not _holds(fact, found, definitions)]
        if not broken:
            break
        for fact in broken:
            repaired = _repair(fact, found, set(definitions))
            if repaired is None:
                return None
            found = repaired
    else:
        return None
    run = Evaluator(found)
    for symbol in definitions:
        if not isinstance(symbol.sort, RandomVariable) and not in_sort(run, symbol.sort, run.value(symbol)):
            return None
    return found


def _bare(left: Term, right: Term, symbol: Term) -> Term | None:
    return right if left is symbol and symbol not in right.free else None


def _rooted(left: Term, right: Term, symbol: Term) -> Term | None:
    square = isolated_square(left, right, symbol)
    return build.sqrt(square) if square is not None else None


def _definition(
    fact: Term, found: Interpretation, definitions: dict[Term, Term], way: Callable[[Term, Term, Term], Term | None]
) -> tuple[Term, Term] | None:
    """A symbol and the term that an equation isolates it as, unless that goes round in a circle."""
    if fact.head != "relation" or fact.data != "=" or _solved(fact, definitions):
        return None
    for left, right in (fact.args, fact.args[::-1]):
        for symbol in sorted(left.free, key=lambda s: (str(s.data), s.digest)) if way is not _bare else (left,):
            if symbol.head != "symbol" or symbol not in found.values or symbol in definitions or symbol in found.fixed:
                continue
            if not isinstance(symbol.sort, (Scalar, Vector, Matrix, RandomVariable)):
                continue
            if way is not _bare and (isinstance(symbol.sort, RandomVariable) or _is_whole(symbol)):
                continue
            value = way(left, right, symbol)
            if value is not None and symbol not in _behind(value, definitions):
                held = found.values[symbol]
                below = way is _rooted and isinstance(held, fmpq) and held < 0  # the root that is drawn
                return symbol, build.neg(value) if below else value
    return None


def _is_whole(symbol: Term) -> bool:
    return isinstance(symbol.sort, Scalar) and symbol.sort.integer


def _solved(fact: Term, definitions: dict[Term, Term]) -> bool:
    """Whether an equation holds as one of its symbols is defined to solve it."""
    left, right = fact.args
    for symbol in fact.free & definitions.keys():
        value = definitions[symbol]
        if value in (_bare(left, right, symbol), _bare(right, left, symbol)):
            return True
        if value in (isolated(left, right, symbol), isolated(right, left, symbol)):
            return True
        if value.args[-1:] and build.HALF in (value.args[-1], *value.args[-1].args):
            root = _rooted(left, right, symbol) or _rooted(right, left, symbol)
            if root is not None and value in (root, build.neg(root)):
                return True
    return False


def _behind(value: Term, definitions: dict[Term, Term]) -> set[Term]:
    """The symbols that a value is made of, those that these are defined by with them."""
    found, todo = set(value.free), list(value.free)
    while todo:
        top = todo.pop()
        for other in definitions[top].free if top in definitions else ():
            if other not in found:
                found.add(other)
                todo.append(other)
    return found


def _defined_value(symbol: Term, value: Term, found: Interpretation) -> Any:
    if not isinstance(symbol.sort, RandomVariable):
        return Defined(value)
    run = Evaluator(found)
    return RandomTable([at_point(run, value, point) for point in range(len(found.weights))])


def _holds(fact: Term, found: Interpretation, definitions: dict[Term, Term]) -> bool:
    if by_construction(fact):
        return True
    if fact.head == "relation" and fact.data == "=" and _solved(fact, definitions):
        return all(_is_defined(side, found) for side in fact.args)
    run = Evaluator(found)
    exposed = any(isinstance(symbol.sort, RandomVariable) for symbol in fact.free)
    try:
        if exposed and fact.head == "relation":
            return all(bool(at_point(run, fact, point)) for point in range(len(found.weights)))
        return bool(run.value(fact))
    except (Undecided, DomainError):
        return False


def _is_defined(side: Term, found: Interpretation) -> bool:
    if any(isinstance(symbol.sort, RandomVariable) for symbol in side.free):
        return True  # it is evaluated at each point where it is used
    try:
        Evaluator(found).value(side)
    except (Undecided, DomainError):
        return False
    return True


def _repair(fact: Term, found: Interpretation, fixed: set[Term]) -> Interpretation | None:
    """Solve an equation for the scale or for one entry of a symbol, where it is linear in it."""
    if fact.head != "relation" or fact.data != "=":
        return None
    for side in fact.args:
        if side.head in ("kl", "js"):
            return _with_equal_laws(side, found)
    for symbol in sorted(fact.free - fixed - found.fixed, key=lambda s: (str(s.data), s.digest)):
        value = found.values.get(symbol)
        if isinstance(value, Family):
            for joint in _as_stated(fact, symbol, value, found):
                return found.with_value(symbol, joint)
        if not isinstance(value, (fmpq, list)) or not isinstance(symbol.sort, (Scalar, Vector, Matrix)):
            continue
        for changed in _solutions(fact, found, symbol, value):
            after = found.with_value(symbol, changed)
            run = Evaluator(after)
            if in_sort(run, symbol.sort, changed) and _holds(fact, after, {}):
                return after
    return None


def _as_stated(fact: Term, family: Term, held: Family, found: Interpretation) -> Iterator[Family]:
    """The joint in which a density is what an equation says it is: p(x, y) = p(x) p(y), p(z | x, y) = p(z | y).

    Whatever the equation does not speak of stays as general as it was: other variables keep their law given these.
    """
    for side, other in (fact.args, fact.args[::-1]):
        if side.head != "density" or side.args[0] is not family or any(point.head != "symbol" for point in side.args):
            continue
        targets, givens = side.data
        labels = (*targets, *givens)
        old, below = held.marginal(labels), held.marginal(givens)
        points: dict[tuple[int, ...], Interpretation] = {}
        new: dict[tuple[int, ...], Number] = {}
        for places in old:
            outcomes = (held.spaces[label].outcomes[place] for label, place in zip(labels, places, strict=True))
            values = {**found.values, **dict(zip(side.args[1:], outcomes, strict=True))}
            points[places] = Interpretation(values, found.spaces, found.weights, found.degree)
            mass = Evaluator(points[places]).value(other) * below[places[len(targets) :]]
            for label, place in zip(targets, places, strict=False):
                mass = mass * held.spaces[label].widths[place]
            new[places] = mass
        order = [held.labels.index(label) for label in labels]
        table: dict[tuple[int, ...], Number] = {}
        for places, mass in held.table.items():
            here = tuple(places[position] for position in order)
            table[places] = divide(mass, old[here]) * new[here] if mass != 0 else ZERO
        joint = Family(held.labels, held.spaces, table)
        sound = all(mass >= 0 for mass in table.values()) and sum(table.values(), start=ZERO) == 1
        if sound and all(_holds(fact, point.with_value(family, joint), {}) for point in points.values()):
            yield joint


def _with_equal_laws(divergence: Term, found: Interpretation) -> Interpretation | None:
    """A divergence can be made zero: the second law takes the table of the first."""
    first, second = (law.args[2].args[0] if law.head == "law" and law.args[2].head == "density" else None
                     for law in divergence.args)  # fmt: skip
    if first is None or second is None:
        return None
    mine, theirs = found.values.get(first), found.values.get(second)
    if not isinstance(mine, Family) or not isinstance(theirs, Family) or mine.labels != theirs.labels:
        return None
    return found.with_value(second, mine)


def _solutions(fact: Term, found: Interpretation, symbol: Term, value: Any) -> Iterator[object]:
    numbers = entries(value)

    def scaled(t: fmpq) -> Any:
        return arrays.scale(t, value)

    def with_entry(place: int, t: fmpq) -> Any:
        return refill(value, [*numbers[:place], t, *numbers[place + 1 :]])

    if isinstance(value, list) and 1 < len(numbers) <= MOST_UNKNOWNS:
        correction = _linear(fact, found, symbol, value)
        if correction is not None:
            yield refill(value, [a + b for a, b in zip(numbers, correction, strict=True)])
    ways: list[Way] = [scaled] if isinstance(value, list) else []
    ways += [partial(with_entry, place) for place in reversed(range(len(numbers)))]
    for way in ways:
        t = _root(fact, found, symbol, way)
        if t is not None:
            yield way(t)


def _linear(fact: Term, found: Interpretation, symbol: Term, value: Any) -> list[Number] | None:
    """What to add to the entries of an array, were the equation linear in all of them: A u = x u, solved for A."""
    numbers = entries(value)

    def residual(entries_: list[Number]) -> list[Number] | None:
        run = Evaluator(found.with_value(symbol, refill(value, entries_)))
        try:
            left, right = (entries(side) for side in run.numbers(fact.args))
        except (Undecided, DomainError):
            return None
        gaps = [a - b for a, b in zip(left, right, strict=True)]
        return gaps if all(isinstance(gap, fmpq) for gap in gaps) else None

    here = residual(numbers)
    moved = [residual([*numbers[:k], numbers[k] + 1, *numbers[k + 1 :]]) for k in range(len(numbers))]
    if here is None or any(after is None for after in moved):
        return None
    columns = [[b - a for a, b in zip(here, after or (), strict=True)] for after in moved]
    rows = [[*(column[k] for column in columns), -gap] for k, gap in enumerate(here)]
    reduced, rank = fmpq_mat(rows).rref()
    correction: list[Number] = [ZERO] * len(numbers)
    for k in range(rank):
        pivot = next(j for j in range(len(numbers) + 1) if reduced[k, j] != 0)
        if pivot == len(numbers):
            return None
        correction[pivot] = reduced[k, len(numbers)]
    return correction


def _root(fact: Term, found: Interpretation, symbol: Term, way: Way) -> Number | None:
    """Where the first entry of the equation that depends on the parameter is zero, were it linear."""
    residuals: list[list[Number]] = []
    for t in (ONE, ONE + ONE):
        run = Evaluator(found.with_value(symbol, way(t)))
        try:
            left, right = (entries(side) for side in run.numbers(fact.args))
        except (Undecided, DomainError):
            return None
        residuals.append([a - b for a, b in zip(left, right, strict=True)])
    for first, second in zip(*residuals, strict=True):
        slope = second - first
        if not isinstance(slope, fmpq):
            return None
        if slope != 0:
            return ONE - divide(first, slope)
    return None


# ------------------------------------------------------------------ sorts


def in_sort(run: Evaluator, sort: Sort, value: Any) -> bool:
    """Whether a value certainly is of a sort."""
    try:
        match sort:
            case Scalar():
                return _scalar_fits(sort, value)
            case Vector(size=size, entry=entry):
                return len(value) == run.whole(size) and all(_scalar_fits(entry, x) for x in value)
            case Matrix(entry=entry, traits=traits):
                return all(_scalar_fits(entry, x) for x in entries(value)) and has_traits(value, traits)
    except Undecided:
        return False
    return False


def _scalar_fits(sort: Scalar, value: Number) -> bool:
    if isinstance(value, fmpq):
        return draw.fits(sort, value)
    if sort.integer or not isinstance(value, arb):
        return False
    low, high = sort.lower, sort.upper
    if low is not None and not value > draw.rational(low):
        return False
    if high is not None and not value < draw.rational(high):
        return False
    return not sort.nonzero or not value.contains(0)


def has_traits(value: list[list[Number]], traits: frozenset[str]) -> bool:
    """Whether a matrix certainly has the traits."""
    size = len(value)
    places = range(size)
    if not traits:
        return True
    if len(value[0]) != size:
        return False
    if "symmetric" in traits and not all(_equal(value[i][j], value[j][i]) for i in places for j in range(i)):
        return False
    if "diagonal" in traits and not all(_equal(value[i][j], ZERO) for i in places for j in places if i != j):
        return False
    if "invertible" in traits and not _nonzero(arrays.det(value)):
        return False
    if "positive_definite" in traits:
        return all(arrays.det([row[:k] for row in value[:k]]) > 0 for k in range(1, size + 1))
    if "positive_semidefinite" in traits and not all(
        arrays.det([[value[i][j] for j in chosen] for i in chosen]) >= 0 for chosen in _subsets(size)
    ):
        return False
    if "orthogonal" in traits:
        square = arrays.product(value, arrays.transpose(value))
        return all(_equal(square[i][j], ONE if i == j else ZERO) for i in places for j in places)
    return True


def _subsets(size: int) -> list[list[int]]:
    if size > 6:
        raise UnsupportedNotion("a large semidefinite matrix")
    return [[i for i in range(size) if mask >> i & 1] for mask in range(1, 1 << size)]


def _equal(a: Number, b: Number) -> bool:
    return isinstance(a, fmpq) and isinstance(b, fmpq) and a == b


def _nonzero(x: Number) -> bool:
    return bool(x != 0) if isinstance(x, fmpq) else not x.contains(0)
