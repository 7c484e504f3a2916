"""Laws by their values: P(X = 0) = 1/4 and P(X = 1) = 3/4 say all of how X is distributed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..terms import build
from ..terms.sorts import UNIT, RandomVariable, Scalar
from ..terms.term import Term, symbol
from .context import Context
from .elaborate import settle
from .laws import Laws
from .probability import Probability
from .syntax import Node

MOST = 24  # values
_UNREAD = "its probabilities"
Point = tuple[Term, Term]  # a value and its probability
Sum = dict[tuple[Term, ...], Fraction]  # products of terms, with how often each is there


def masses_in(fact: Term) -> Iterator[tuple[Term, Term, Term]]:
    """The X, the v and the p of a fact P(X = v) = p; of P(X = v) = P(X = u) it is the other way round as well."""
    for side, mass in (fact.args, fact.args[::-1]) if fact.head == "relation" and fact.data == "=" else ():
        found = _one_value(side)
        if found is not None and (not _is_random(mass) or _one_value(mass) is not None):
            yield *found, mass


def _one_value(side: Term) -> tuple[Term, Term] | None:
    """The X and the v of P(X = v)."""
    if side.head != "probability" or len(side.args) > 1 or side.args[0].data != "=":
        return None
    for variable, value in (side.args[0].args, side.args[0].args[::-1]):
        random = isinstance(variable.sort, RandomVariable) and isinstance(variable.sort.value, Scalar)
        if variable.head == "symbol" and random and not _is_random(value):
            return variable, value
    return None


def complete(context: Context, node: Node) -> None:
    """Take it that variables follow the laws that their probabilities give, once these are said of all their values."""
    variables = {of.name: of for fact in context.facts for of, *_ in masses_in(fact.term)}
    for name, variable in variables.items():
        if not any(fact.term.head == "follows" and name in fact.about for fact in context.facts):
            _complete(context, name, variable.sort.value, node)  # type: ignore[attr-defined]


def _complete(context: Context, name: str, sort: Scalar, node: Node) -> None:
    told = [fact for fact in context.facts if any(of.name == name for of, *_ in masses_in(fact.term))]
    limits = [fact for fact in context.facts if fact.about == {name} and _numbers_in(fact.term)]
    values = _numbers_in(limits[0].term) if limits else _all_of(sort)

    def points() -> list[Point]:
        """What is told, and the one probability that is left over."""
        said = [each[1:] for fact in told for each in masses_in(context.statement(fact)) if each[0].name == name]
        found = [point for value, mass in said for point in _branches(value, mass)]
        known = {value: mass for value, mass in found if not _is_random(mass)}
        for _ in found:  # as many as may hang on each other
            known |= {v: known[of[1]] for v, mass in found if (of := _one_value(mass)) and of[1] in known}
        left = set(values) - {value.value for value in known if value.head == "number"}
        if len(left) == 1 and len(known) == len(values) - 1:
            known[build.number(left.pop())] = build.sub(build.ONE, build.add(*known.values()))
        return list(known.items())

    def total() -> Term:
        return build.add(*(mass for _, mass in points()))

    def law() -> Term:
        scope = Probability(context)
        listed = points()
        for _, mass in listed:
            context.guess_within(scope.free_guess(mass), UNIT)
        of = Laws.of_values(listed)
        sort = RandomVariable(of.sort.outcome)  # type: ignore[attr-defined]
        if context.sort_of(name) != sort:
            context.declare(name, sort)
        return build.follows(symbol(name, sort), of)

    listed = points()
    if not listed:
        return
    wrong = _impossible(listed, values)
    if wrong:
        context.opaque[name] = wrong
    whole = _is_one(context, total())
    if wrong or not (whole or len(listed) == len(values)):
        if any(value.head == "symbol" and value.name not in context.declared for value, _ in listed):
            context.unread.setdefault(name, _UNREAD)  # P(X = k) = f(k): of which k it says this
        return
    context.unread = {each: said for each, said in context.unread.items() if (each, said) != (name, _UNREAD)}
    context.facts = [fact for fact in context.facts if fact not in told and fact not in limits]
    context.suppose(lambda: settle(law, node))
    if not whole:
        context.suppose(lambda: build.equal(total(), build.ONE))


def _is_one(context: Context, total: Term) -> bool:
    """Whether a sum is 1, for all values or as an equation says."""
    gap = _expanded(build.sub(total, build.ONE))
    equations = (fact.term.args for fact in context.facts if fact.term.head == "relation" and fact.term.data == "=")
    known = [
        _expanded(build.sub(one, other)) for left, right in equations for one, other in ((left, right), (right, left))
    ]
    return not gap or gap in known


def _branches(value: Term, mass: Term) -> list[Point]:
    """P(X = x) = p where x = 1, q where x = 0: the probabilities of 1 and of 0."""
    pairs, otherwise = build.branches_of(mass.args) if mass.head == "cases" else ([], None)
    found = [
        (other, each)
        for condition, each in pairs if condition.head == "relation" and condition.data == "="
        for one, other in (condition.args, condition.args[::-1]) if one is value
    ]  # fmt: skip
    return found if pairs and len(found) == len(pairs) and otherwise in (None, build.ZERO) else [(value, mass)]


def _impossible(listed: Sequence[Point], values: Sequence[Fraction]) -> str:
    """Why there is no law with such probabilities, or ''."""
    masses = [form.get((), Fraction(0)) for _, mass in listed if (form := _expanded(mass)).keys() <= {()}]
    if any(not 0 <= mass <= 1 for mass in masses):
        return "it has a probability that is not between 0 and 1"
    total = sum(masses, Fraction(0))
    if total > 1 or (len(masses) == len(listed) == len(values) and total != 1):
        return f"its probabilities sum to {total}, and not to 1"
    numbers = [value.value for value, _ in listed if value.head == "number"]
    if len(set(numbers)) < len(numbers):
        return "the probability of one of its values is given twice"
    if values and not set(numbers) <= set(values):
        return "it is given a probability for what is none of its values"
    return ""


def _is_random(term: Term) -> bool:
    return any(isinstance(each.sort, RandomVariable) for each in term.free)


def _all_of(sort: Scalar) -> list[Fraction]:
    """The values of a sort, where it has few."""
    if not sort.integer or sort.lower is None or sort.upper is None or sort.upper - sort.lower >= MOST:
        return []
    return [value for value in map(Fraction, range(int(sort.lower), int(sort.upper) + 1)) if sort.contains(value)]


def _numbers_in(fact: Term) -> list[Fraction]:
    """The numbers that a variable may be by (X - 1) (X - 2) = 0; none for any other fact."""
    if fact.head != "relation" or fact.data != "=" or fact.args[1] is not build.ZERO or len(fact.free) != 1:
        return []
    factors = fact.args[0].args if fact.args[0].head == "mul" else fact.args[:1]
    found: list[Fraction] = []
    for factor in factors:
        form = _expanded(factor)
        (variable,) = fact.free
        if form.keys() - {(), (variable,)} or form.get((variable,)) != 1:
            return []
        found.append(-form.get((), Fraction(0)))
    return found


def _expanded(term: Term) -> Sum:
    """A term as a sum of products; what is no sum or product, or grows too long, is a factor."""
    if term.head == "number":
        return {(): term.value} if term.value else {}
    if term.head == "pow" and term.args[0].head == "number" and term.args[1] is build.MINUS_ONE:
        return {(): 1 / term.args[0].value}
    if term.head == "add":
        return _added([_expanded(arg) for arg in term.args])
    found: Sum = {(): Fraction(1)}
    for factor in _factors(term):
        other = {(term,): Fraction(1)} if factor is term else _expanded(factor)
        if len(found) * len(other) > MOST * MOST:
            return {(term,): Fraction(1)}
        products = ((a + b, x * y) for a, x in found.items() for b, y in other.items())
        found = _added([{tuple(sorted(both, key=lambda each: each.digest)): count} for both, count in products])
    return found


def _factors(term: Term) -> tuple[Term, ...]:
    if term.head == "mul":
        return term.args
    base, exponent = term.args if term.head == "pow" else (term, build.ONE)
    natural = exponent.head == "number" and exponent.value.denominator == 1 and 0 < exponent.value <= 4
    return (base,) * int(exponent.value) if natural else (term,)


def _added(parts: Sequence[Sum]) -> Sum:
    found: Sum = {}
    for part in parts:
        for factors, count in part.items():
            found[factors] = found.get(factors, Fraction(0)) + count
    return {factors: count for factors, count in found.items() if count}
