"""Where a function is given: `f(x) = x^2 for x > 0` says nothing of f(-1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..errors import Fault, SortError
from ..terms.build import add, mul, scalar_sort
from ..terms.sorts import REAL, Scalar, Sort
from ..terms.term import TURNED, Term, symbol, transform
from .syntax import Chain, Node, bare, open_names, spell

_SORTED = {"add": add, "mul": mul}  # what finds the sort of a sum anew


@dataclass(frozen=True)
class Limit:
    """The numbers for which a function is given, by its parameter; None where these are not known here."""

    parameter: str
    numbers: Scalar | None
    words: str

    def holds(self, value: Term) -> bool | None:
        """Whether a value is one of the numbers, where the parameter in it is; None where it may be."""
        numbers = self.numbers

        def narrowed(node: Term) -> Term:
            if node.head == "symbol" and node.name == self.parameter and isinstance(node.sort, Scalar):
                wider = numbers is not None and not _bounds(node.sort, numbers)[0]
                return symbol(node.name, numbers) if numbers is not None and wider else node
            return _SORTED[node.head](*node.args) if node.head in _SORTED else node

        if value.head != "symbol":
            value = transform(value, narrowed)
        sort = scalar_sort(value)
        if sort is None or numbers is None:
            return False if value.head == "number" else None
        within, apart = _bounds(sort, numbers)
        return True if within else False if apart else None


def limits(
    conditions: Iterable[Node],
    parameters: tuple[str, ...],
    in_set: Callable[[Node], Sort],
    constant: Callable[[Node], Fraction | None],
) -> tuple[Limit, ...]:
    """What conditions say of the parameters of a function; nothing where any number is allowed."""
    found: list[Limit] = []
    for condition in map(bare, conditions):
        spoken = [parameter for parameter in parameters if parameter in open_names(condition)]
        if spoken and isinstance(condition, Chain) and not _says_another(condition, parameters):
            try:
                numbers = _numbers(condition, spoken[0], in_set, constant) if len(spoken) == 1 else None
            except (Fault, SortError):
                numbers = None
            if numbers != REAL:
                found.append(Limit(spoken[0], numbers, spell(condition)[:60]))
    return tuple(found)


def _says_another(condition: Chain, parameters: tuple[str, ...]) -> bool:
    """Whether an equation says what something else is: `where $z = X w$`."""
    equation = all(relation == "=" for relation, _ in condition.relations)
    return equation and not any(side is not None and spell(bare(side)) in parameters for side in condition.sides)


def _numbers(
    condition: Chain, parameter: str, in_set: Callable[[Node], Sort], constant: Callable[[Node], Fraction | None]
) -> Scalar | None:
    found = REAL
    for left, relation, right in _pairs(condition):
        if relation == r"\in" and spell(left) == parameter:
            sort = in_set(right)
            return sort if isinstance(sort, Scalar) else REAL
        if spell(right) == parameter:
            left, relation, right = right, TURNED.get(relation, ""), left
        bound = constant(right)
        if spell(left) != parameter or bound is None or relation not in ("<", "<=", ">", ">="):
            return None
        narrow = found.above if relation[0] == ">" else found.below
        found = narrow(bound, strict=len(relation) == 1)
    return found


def _pairs(chain: Chain) -> Iterator[tuple[Node, str, Node]]:
    for left, (relation, _), right in zip(chain.sides, chain.relations, chain.sides[1:], strict=False):
        if left is not None and right is not None:
            yield bare(left), relation, bare(right)


def _bounds(sort: Scalar, wanted: Scalar) -> tuple[bool, bool]:
    """Whether all numbers of a sort are among others, and whether none is."""
    above = _compared(sort.lower, sort.open_lower, wanted.lower, wanted.open_lower)
    below = _compared(_neg(sort.upper), sort.open_upper, _neg(wanted.upper), wanted.open_upper)
    within = above and below and (sort.integer or not wanted.integer) and (sort.nonzero or not wanted.nonzero)
    under = _is_past(sort.upper, wanted.lower, sort.open_upper or wanted.open_lower)
    over = _is_past(wanted.upper, sort.lower, wanted.open_upper or sort.open_lower)
    return within, under or over


def _neg(bound: Fraction | None) -> Fraction | None:
    return None if bound is None else -bound


def _compared(bound: Fraction | None, is_open: bool, wanted: Fraction | None, wanted_open: bool) -> bool:
    """Whether a lower bound is no lower than another."""
    if wanted is None:
        return True
    return bound is not None and (bound > wanted or (bound == wanted and (is_open or not wanted_open)))


def _is_past(upper: Fraction | None, lower: Fraction | None, is_open: bool) -> bool:
    return upper is not None and lower is not None and (upper < lower or (upper == lower and is_open))
