"""Chances of what independent numbers with densities do, as integrals of the densities."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..terms import build
from ..terms.preimages import Between, clipped, ends_of, preimage, without_extreme
from ..terms.sorts import Scalar, Statement
from ..terms.term import INFINITY, Term, chosen_in, fresh, substitute, symbol

Laws = dict[Term, Term]
Groups = Sequence[frozenset[Term]]


def chance(term: Term, laws: Laws, independent: Groups) -> Term | None:
    """P(A) or P(A | B, ..) of events of numbers with densities; None where no rule says what it is."""
    event, *givens = term.args
    if any(not isinstance(each.sort, Statement) for each in givens):
        return None
    inside = _of_event(build.both(event, *givens), laws, independent)
    below = _of_event(build.both(*givens), laws, independent) if givens else build.ONE
    if inside is None or below is None:
        return None
    return inside if not givens else build.div(inside, below)


def _random(term: Term) -> list[Term]:
    return sorted(chosen_in(term), key=lambda each: each.digest)


def _of_event(event: Term, laws: Laws, independent: Groups) -> Term | None:
    random = _random(event)
    if not random or any(each not in laws or support_of(laws[each]) is None for each in random):
        return None
    if len(random) == 1:
        return _of_one(event, random[0], laws[random[0]])
    if not any(group.issuperset(random) for group in independent):
        return None
    event = _without_extremes(event)
    if event.head == "not":
        inner = _of_event(event.args[0], laws, independent)
        return None if inner is None else build.sub(build.ONE, inner)
    if event.head == "and":
        return _of_all(event.args, laws, independent)
    return _of_two(event, random, laws) if len(random) == 2 else None


def _of_one(event: Term, variable: Term, law: Term) -> Term | None:
    support = support_of(law)
    assert support is not None
    if event.head == "relation" and event.data in ("=", "!=") and variable in event.args:
        return build.ZERO if event.data == "=" else build.ONE
    where = preimage(event, variable, support)
    return None if where is None else _mass(where, law, support)


def _of_all(events: Sequence[Term], laws: Laws, independent: Groups) -> Term | None:
    """The product of the chances of events that speak of other variables each."""
    groups: list[tuple[set[Term], list[Term]]] = []
    for event in events:
        about, together = set(_random(event)), [event]
        for group in [group for group in groups if group[0] & about]:
            groups.remove(group)
            about |= group[0]
            together = [*group[1], *together]
        groups.append((about, together))
    if len(groups) == 1:
        return None
    found = [_of_event(build.both(*together), laws, independent) for _, together in groups]
    parts = [each for each in found if each is not None]
    return build.mul(*parts) if len(parts) == len(found) else None


def _of_two(event: Term, random: Sequence[Term], laws: Laws) -> Term | None:
    """P(X < Y) as the mean over X of P(x < Y)."""
    for drawn, other in (random, random[::-1]):
        support, own = support_of(laws[other]), support_of(laws[drawn])
        if support is None or own is None:
            continue
        point = fresh(symbol("x", own), event.free | laws[drawn].free | laws[other].free)
        where = preimage(substitute(event, {drawn: point}), other, support)
        if where is not None:
            return build.expect(point, laws[drawn], _mass(where, laws[other], support))
    return None


def _without_extremes(event: Term) -> Term:
    """The event without the largest or the smallest of several numbers."""
    if event.head in ("and", "not"):
        return event.rebuild(tuple(map(_without_extremes, event.args)))
    return without_extreme(event)


# ------------------------------------------------------------------ of one number


def _mass(where: Between, law: Term, support: Scalar) -> Term:
    """The probability of what lies between two ends."""
    low, high = _ends(where, law)
    above = build.ONE if where.high is None or high is None else _below(law, high, support)
    under = build.ZERO if where.low is None or low is None else _below(law, low, support)
    inside = build.sub(above, under)
    if not where.ordered:
        inside = build.max_of(inside, build.ZERO)
    return inside if where.inside else build.sub(build.ONE, inside)


def _ends(where: Between, law: Term) -> tuple[Term | None, Term | None]:
    """Both ends, moved into the support of the law; None for an end that is infinite."""
    lowest, highest = ends_of(law) or (None, None)
    low, high = (None if end is None else clipped(end, lowest, highest) for end in (where.low, where.high))
    return lowest if low is None else low, highest if high is None else high


def _below(law: Term, point: Term, support: Scalar) -> Term:
    """P(X <= c) for a c in the support: by a formula for it, or the integral of the density."""
    if law.data in _DISTRIBUTIONS:
        return _DISTRIBUTIONS[str(law.data)](point, *law.args)
    lowest, _ = ends_of(law) or (None, None)
    drawn = fresh(symbol("x", support), point.free | law.free)
    return build.integral(
        drawn, build.interval(build.neg(INFINITY) if lowest is None else lowest, point), build.pdf(law, drawn)
    )


def support_of(law: Term) -> Scalar | None:
    """Where a number with a density lies, as far as its law says it by itself."""
    sort = law.sort.outcome  # type: ignore[attr-defined]
    if not isinstance(sort, Scalar) or sort.integer:
        return None
    if law.data == "uniform" and all(end.head == "number" for end in law.args):
        low, high = (end.value for end in law.args)
        return Scalar(low, high, open_lower=True, open_upper=True) if low < high else None
    return sort


def _normal_below(point: Term, mean: Term, variance: Term) -> Term:
    return build.fn("normal_cdf", build.div(build.sub(point, mean), build.sqrt(variance)))


_DISTRIBUTIONS: dict[str, Callable[..., Term]] = {
    "normal": _normal_below,
    "exponential": lambda point, rate: build.sub(build.ONE, build.exp(build.neg(build.mul(rate, point)))),
    "uniform": lambda point, low, high: build.div(build.sub(point, low), build.sub(high, low)),
}
