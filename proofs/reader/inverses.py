"""Inverse functions: y is written as f(x), and f^{-1}(y) is that x.

What is said of all y where f^{-1}(y) has a meaning is said of all x, with f(x) in the place of y.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ..claim import Claim
from ..terms import build
from ..terms.sorts import REAL, Function, RandomVariable, Scalar, Sort
from ..terms.term import Term, fresh, substitute, subterms, symbol

Of = Callable[[Term], Term]  # f: a point to the value there


def without_inverses(claim: Claim, inverses: Mapping[Term, str]) -> Claim:
    """The claim with x and f(x) for f^{-1}(y) and y, wherever y is a number and nothing but a symbol.

    `inverses` says which symbol is the inverse of the function of which name.
    """
    for inverse, name in sorted(inverses.items(), key=lambda item: item[1]):
        claim = _invertible(claim, name) if inverse in claim.free else claim
        for point in sorted(_points(claim, inverse), key=lambda each: each.digest):
            claim = _at_value(claim, inverse, name, point) or claim
    return claim


def _invertible(claim: Claim, name: str) -> Claim:
    """A function that has an inverse takes no value twice."""
    function = _function(claim, name)
    if function is None:
        return claim
    assert isinstance(function.sort, Function)
    sort = replace(function.sort, traits=function.sort.traits | {"invertible"})
    return claim.changed(lambda term: substitute(term, {function: Term("symbol", (), function.data, sort)}))


def _function(claim: Claim, name: str) -> Term | None:
    for each in claim.free:
        match each.sort:
            case Function(arguments=(Scalar(),)) if each.name == name:
                return each
    return None


def _points(claim: Claim, inverse: Term) -> set[Term]:
    """The free numbers at which an inverse is taken."""
    taken = (node for side in _sides(claim) for node in subterms(side) if node.head == "apply")
    at = {node.args[1] for node in taken if node.args[0] is inverse}
    return {point for point in at if point in claim.free and point.head == "symbol" and _is_number(point)}


def _is_number(point: Term) -> bool:
    return isinstance(point.sort, Scalar) and not point.sort.integer


def _sides(claim: Claim) -> tuple[Term, ...]:
    return claim.left, claim.right, *claim.assumptions


def _at_value(claim: Claim, inverse: Term, name: str, point: Term) -> Claim | None:
    """The claim at point = f(x); None where that cannot be written."""
    taken = frozenset(node for side in _sides(claim) for node in subterms(side) if node.head == "symbol")
    function = _function(claim, name)
    if function is not None:
        assert isinstance(function.sort, Function)
        assert isinstance(function.sort.arguments[0], Scalar)
        of: Of = _Values(function)
        place = fresh(symbol("x", function.sort.arguments[0]), taken)
    else:
        variable = next((each for each in claim.free if f"F_{each.name}" == name), None)
        if variable is None or variable.sort != RandomVariable(REAL):
            return None
        of = lambda at: build.probability(build.relation("<=", variable, at))  # noqa: E731
        place = fresh(symbol("x", REAL), taken)

    def change(term: Term) -> Term:
        return substitute(_rewritten(term, inverse, of, point, place), {point: of(place)})

    try:
        found = claim.changed(change)
    except _NotWritten:
        return None
    return replace(found, assumptions=(*found.assumptions, *_bounds(point.sort, of(place))))


def _bounds(sort: Sort, value: Term) -> Iterator[Term]:
    """What it says of a value to be of a sort."""
    assert isinstance(sort, Scalar)
    if sort.lower is not None:
        yield build.relation(">" if sort.open_lower else ">=", value, build.number(sort.lower))
    if sort.upper is not None:
        yield build.relation("<" if sort.open_upper else "<=", value, build.number(sort.upper))
    if sort.nonzero:
        yield build.relation("!=", value, build.ZERO)


class _NotWritten(Exception):
    """An inverse is left where it would have to go."""


class _Values:
    """A function that is a symbol, and its slope."""

    def __init__(self, function: Term) -> None:
        self.function = function

    def __call__(self, at: Term) -> Term:
        return build.apply(self.function, at)

    def slope(self, at: Term) -> Term:
        return build.apply(build.prime(self.function, 0), at)


def _rewritten(term: Term, inverse: Term, of: Of, point: Term, place: Term) -> Term:
    """The term with the place for the inverse at the point; a derivative by the point goes by the place instead."""
    if inverse not in term.free:
        return term
    if term.head == "apply" and term.args[0] is inverse and term.args[1] is point:
        return place
    if term.head == "derivative" and term.args[2] is point and inverse in term.args[1].free:
        return _derivative(term, inverse, of, place)
    if term.is_binder and term.args[0] is point:
        return term
    return term.rebuild(tuple(_rewritten(arg, inverse, of, point, place) for arg in term.args))


def _derivative(term: Term, inverse: Term, of: Of, place: Term) -> Term:
    """d/dy b(y) at f(x) is d/dx b(f(x)) over f'(x)."""
    variable, body, _ = term.args
    own = fresh(place, frozenset((place, *(node for node in subterms(term) if node.head == "symbol"))))
    body = substitute(_rewritten(body, inverse, of, variable, own), {variable: of(own)})
    if inverse in body.free or not isinstance(of, _Values) or not _is_number(variable):
        raise _NotWritten
    return build.div(build.derivative(own, body, place), of.slope(place))
