"""The meaning of derivatives, by dual numbers."""

from __future__ import annotations

from ..errors import DomainError, UnsupportedNotion
from ..terms.sorts import Family, Function, Law, Scalar
from ..terms.term import Term, is_chosen
from .arrays import depth, entries, refill
from .dual import partials, seed
from .evaluate import Evaluator, Value, handles
from .functions import FunctionValue
from .survey import value_sort


def _perturbed(run: Evaluator, variable: Term, body: Term, point: Value) -> tuple[int, int, Value]:
    """The tag, the number of variables and the value of `body` with the variable perturbed in every entry."""
    sort = value_sort(variable.sort)
    if isinstance(sort, Scalar) and sort.integer:
        raise DomainError("a derivative by a whole number")
    numbers = entries(point)
    tag = run.fresh_tag()
    with run.binding(variable), run.differentiating(1):
        run.bound[variable] = refill(point, seed(numbers, tag))
        return tag, len(numbers), run.value(body)


_AVERAGES = frozenset("mean variance covariance probability expect integral".split())
_JUMPS, _BENDS = frozenset({"sign", "floor", "ceil"}), frozenset({"abs", "relu"})


def _jumps_in_average(term: Term, variable: Term, *, twice: bool, averaged: frozenset[Term] | None = None) -> bool:
    """Whether a term has a mean or integral, over something else, of what jumps where the variable says: its slope is
    no mean of slopes. What bends there jumps in a derivative that is taken `twice`."""
    if variable not in term.free:
        return False
    jumps = _JUMPS | _BENDS if twice else _JUMPS
    breaks = term.head == "relation" or (term.head == "fn" and term.data in jumps)
    breaks = breaks or (twice and term.head in ("max_of", "min_of"))
    moving = (each in (averaged or ()) or is_chosen(each) for each in term.free)
    if averaged is not None and breaks and any(moving):
        return True
    if term.head in _AVERAGES:
        averaged = (averaged or frozenset()) | (frozenset(term.args[:1]) if term.is_binder else frozenset())
    return any(_jumps_in_average(arg, variable, twice=twice, averaged=averaged) for arg in term.args)


@handles("derivative")
def _derivative(run: Evaluator, term: Term) -> Value:
    variable, body, at = term.args
    if _jumps_in_average(body, variable, twice=run.nesting > 0):
        raise UnsupportedNotion("the derivative of a mean of what jumps")
    point = run.value(at)
    tag, count, value = _perturbed(run, variable, body, point)
    outputs = [partials(number, tag, count) for number in entries(value)]
    if depth(variable.sort) == 0:
        return refill(value, [output[0] for output in outputs])
    if not isinstance(value, list):
        gradient = refill(point, outputs[0])
        if term.data == "denominator":
            return gradient
        if depth(variable.sort) == 1:
            return [gradient]
        return [list(column) for column in zip(*gradient, strict=True)]
    if term.data == "denominator":
        return [[output[place] for output in outputs] for place in range(count)]
    return outputs


@handles("hessian")
def _hessian(run: Evaluator, term: Term) -> Value:
    variable, body, at = term.args
    if _jumps_in_average(body, variable, twice=True):
        raise UnsupportedNotion("the derivative of a mean of what jumps")
    point = run.value(at)
    count = len(entries(point))
    outer = run.fresh_tag()
    once = refill(point, seed(entries(point), outer))
    inner, _, value = _perturbed(run, variable, body, once)
    first = partials(value, inner, count)
    return [partials(slope, outer, count) for slope in first]


@handles("apply")
def _apply(run: Evaluator, term: Term) -> Value:
    if any(isinstance(argument.sort, (Family, Law)) for argument in term.args[1:]):
        raise UnsupportedNotion("a function of densities")
    head, arguments = term.args[0], [run.value(argument) for argument in term.args[1:]]
    positions: tuple[int, ...] = ()
    if head.head == "prime":
        head, positions = head.args[0], head.data
    if not isinstance(head.sort, Function):
        raise UnsupportedNotion("a computed function")
    function = run.value(head)
    assert isinstance(function, FunctionValue)
    if not positions:
        return function(arguments)
    value, tags = None, []
    with run.differentiating(len(positions)):
        for position in positions:
            tag = run.fresh_tag()
            tags.append(tag)
            arguments[position] = seed([arguments[position]], tag)[0]
        value = function(arguments)
    numbers = entries(value)
    for tag in reversed(tags):
        numbers = [partials(number, tag, 1)[0] for number in numbers]
    return refill(value, numbers)
