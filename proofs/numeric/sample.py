"""Interpretations at random, from simple to wide."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from itertools import product as every_combination
from random import Random
from typing import Any

from flint import fmpq

from ..errors import DomainError, UnsupportedNotion
from ..terms.show import latex
from ..terms.sorts import (
    INTEGER,
    POSITIVE,
    REAL,
    Family,
    Function,
    Matrix,
    Outcome,
    Scalar,
    Sort,
    Vector,
    closure,
)
from ..terms.term import Term, is_chosen
from . import draw
from .arithmetic import ONE, ZERO
from .assume import Assumptions
from .evaluate import Evaluator
from .functions import FLAVOURS, FunctionValue
from .gaussian_integrals import SEVERAL
from .interpretation import Interpretation
from .laws import check, settle
from .membership import in_sort
from .probability import at_point
from .random_variables import common_space
from .spaces import Family as FamilyTable
from .spaces import SmoothFamily, Space, key
from .survey import Label, Survey, sort_sizes

LARGEST_SIZE = 12
LARGEST_START = 20  # of a range, so that arrays stay small
LARGEST_TABLE = 1024
FRIENDLY_EVERY = 4  # at every fourth level, whatever may be positive (definite) is: logarithms are defined there
NEAR = 0.6  # how often a number that random values are compared with is one of these
EXTREME = 100  # levels from here on draw extremes


@dataclass(slots=True)
class Plan:
    """How to draw: the level, and the size that all sizes have (None: sizes that differ from each other)."""

    level: int
    size: int | None = None


def draw_valid(survey: Survey, facts: Assumptions, rng: Random, plan: Plan) -> Interpretation | None:
    """An interpretation that gives each symbol a value of its sort and satisfies the facts; None where this one fails.

    Random variables come last: the parameters of their laws have to be settled before.
    """
    found = Interpretation()
    sampler = _Sampler(survey, facts, rng, plan, found)
    sampler.run()
    late = [symbol for symbol in survey.symbols if is_chosen(symbol)]
    if not late:
        return _with_laws(survey, facts.satisfied(found))
    settled = _with_laws(survey, facts.without(frozenset(late).union(survey.hits)).satisfied(found))
    if settled is None:
        return None
    common_space(Evaluator(settled), survey, rng, plan.level)
    for symbol, variable in survey.hits.items():
        value = at_point(Evaluator(settled), variable, rng.randrange(len(settled.weights)))
        if not in_sort(Evaluator(settled), symbol.sort, value):
            return None
        settled.values[symbol] = value
    for symbol, variable in survey.bars.items():
        if symbol not in settled.fixed and symbol not in survey.hits and settled.degree is None and rng.random() < NEAR:
            _bring_near(settled, symbol, variable, rng)
    return facts.satisfied(settled)


def _bring_near(found: Interpretation, symbol: Term, variable: Term, rng: Random) -> None:
    """Give the t of X <= t a value that X has, so that it may exceed it or not."""
    with suppress(DomainError, UnsupportedNotion):
        value = at_point(Evaluator(found), variable, rng.randrange(len(found.weights)))
        if in_sort(Evaluator(found), symbol.sort, value):
            found.values[symbol] = value


def _with_laws(survey: Survey, found: Interpretation | None) -> Interpretation | None:
    """The interpretation, where the parameters of laws that nothing is drawn from are such; DomainError elsewhere."""
    if found is None:
        return None
    for law in survey.idle:
        if law.head == "named":
            check(*settle(str(law.data), Evaluator(found).numbers(law.args)))
    return found


class _Sampler:
    def __init__(self, survey: Survey, facts: Assumptions, rng: Random, plan: Plan, found: Interpretation) -> None:
        self.survey, self.facts, self.rng, self.plan, self.found = survey, facts, rng, plan, found
        self.evaluator = Evaluator(found)
        level = plan.level
        self.friendly = level % FRIENDLY_EVERY == FRIENDLY_EVERY - 1
        self.flavour = "unit" if self.friendly else FLAVOURS[level % 2]

    def run(self) -> None:
        survey, values = self.survey, self.found.values
        self._sizes()
        for label in sorted(survey.labels):
            if survey.labels[label].smooth:
                continue
            self.found.spaces[label] = self._space(label, survey.labels[label], len(self.found.spaces))
        for symbol in survey.symbols:
            late = symbol in survey.hits or is_chosen(symbol)
            if symbol not in values and not late:
                values[symbol] = self._value(symbol)

    # -------------------------------------------------------------- sizes and indices

    def _sizes(self) -> None:
        survey, plan, values = self.survey, self.plan, self.found.values
        if survey.sizes and survey.start > LARGEST_START:
            raise UnsupportedNotion(f"a range that begins or ends at {survey.start}")
        count = len(survey.sizes)
        apart = 1 + plan.level // 2 % 3 if count < 4 else 1  # m + 1 = n is special as well
        for place, symbol in enumerate(survey.sizes):
            size = plan.size or 2 + (place + plan.level) % max(count, 2) * apart + (plan.level // 3) % 2
            if plan.size is None and plan.level % 2:  # past where ranges begin: these are not empty
                size += survey.start - 1
            values[symbol] = fmpq(self._near(survey.narrowed.get(symbol, symbol.sort), size))
        tall = self._tallest() if self.friendly and plan.size is None else None
        if tall is not None:  # X^T X has an inverse
            others = sum(int(values[symbol].p) for symbol in survey.sizes if symbol is not tall)
            values[tall] = fmpq(self._near(survey.narrowed.get(tall, tall.sort), min(others + 1, LARGEST_SIZE)))
        built_on = set(survey.sizes)
        for label in survey.labels.values():
            built_on |= {symbol for domain in label.ranges for symbol in domain.free}
        self._given_sizes(built_on)
        self.found.fixed = frozenset(built_on) | survey.kept
        integers = [
            symbol for symbol in survey.symbols
            if symbol not in values and isinstance(symbol.sort, Scalar) and symbol.sort.integer
            and symbol not in survey.points and symbol not in survey.hits
        ]  # fmt: skip
        for symbol in integers:
            limits = survey.limits.get(symbol)
            if limits:
                values[symbol] = fmpq(self.rng.randint(1, max(1, min(map(self._size, limits)))))
            else:
                assert isinstance(symbol.sort, Scalar)
                values[symbol] = draw.scalar(self.rng, survey.narrowed.get(symbol, symbol.sort), plan.level)
        self._large_enough()

    def _tallest(self) -> Term | None:
        """The size that matrices have as their rows and not as their columns, where there is one: that of data."""
        rows: set[Term] = set()
        columns: set[Term] = set()
        for symbol in self.survey.symbols:
            sort = symbol.sort
            if isinstance(sort, Matrix) and sort.rows is not sort.columns:
                rows.add(sort.rows)
                columns |= sort.columns.free
        found = [size for size in self.survey.sizes if size in rows - columns]
        return found[0] if len(found) == 1 else None

    def _given_sizes(self, built_on: set[Term]) -> None:
        """Sizes that an assumption states, as n = 3."""
        for fact in self.facts:
            if fact.head == "relation" and fact.data == "=":
                for symbol, value in (fact.args, fact.args[::-1]):
                    if symbol in built_on and value.free <= self.found.values.keys() and symbol not in value.free:
                        self.found.values[symbol] = Evaluator(self.found).value(value)
                        break

    def _large_enough(self) -> None:
        """Whole numbers that give laws parameters of theirs where these are made of such: n - p degrees of freedom."""
        values = self.found.values
        for law in (*self.survey.idle, *self.survey.laws.values()):
            if law.head != "named" or not law.free or not law.free <= values.keys() or self._is_met(law):
                continue
            for symbol in sorted(law.free, key=lambda each: (str(each.data), each.digest)):
                before = values[symbol]
                for size in range(int(before) + 1, LARGEST_SIZE + 1):
                    values[symbol] = fmpq(size)
                    if self._is_met(law):
                        return
                values[symbol] = before

    def _is_met(self, law: Term) -> bool:
        try:
            check(*settle(str(law.data), Evaluator(self.found).numbers(law.args)))
        except DomainError:
            return False
        return True

    def _near(self, sort: Sort, size: int) -> int:
        scalar = sort if isinstance(sort, Scalar) else INTEGER
        if scalar.lower is not None and size < scalar.lower:
            size += int(scalar.lower)
        candidates: list[int] = [size, *range(1, LARGEST_SIZE)]
        for other in candidates:
            if draw.fits(scalar, fmpq(other)):
                return other
        raise UnsupportedNotion("an array so large")

    def _size(self, term: Term) -> int:
        if not term.free <= self.found.values.keys():
            raise UnsupportedNotion("an array whose size is an entry of another")
        size: int = int(self.evaluator.whole(term))
        if not 1 <= size <= 4 * LARGEST_SIZE:
            raise UnsupportedNotion("an array so large" if size > 0 else "an array of no entries")
        return size

    # -------------------------------------------------------------- values

    def _value(self, symbol: Term) -> Any:
        label = self.survey.points.get(symbol)
        if label in self.found.spaces:
            return self._outcome(self.found.spaces[label].outcomes, symbol.sort)
        if self.survey.data.get(symbol) in self.found.spaces:
            return self._data(symbol)
        sort = symbol.sort
        trials = self.survey.counts.get(symbol)
        if isinstance(sort, Vector) and (symbol in self.survey.shares or trials is not None):
            return self._shares(self._size(sort.size), None if trials is None else self._size(trials))
        if isinstance(sort, Outcome):
            space = self.found.spaces.get(sort.label)
            return self.rng.choice(space.outcomes) if space else self.rng.randrange(3)
        if isinstance(sort, Family):
            return self._family(symbol)
        if isinstance(sort, Function):
            shape = [self._size(size) for size in sort_sizes(sort.value)]
            return FunctionValue(symbol.name, sort, self.rng.randrange(1 << 30), self.flavour, shape)
        if isinstance(sort, (Scalar, Vector, Matrix)):
            return self.of_sort(self.survey.narrowed.get(symbol, sort))
        raise UnsupportedNotion(f"a value for {latex(symbol)}")

    def _shares(self, size: int, trials: int | None) -> list[fmpq]:
        """Probabilities of so many outcomes, or counts of them in so many trials."""
        if trials is not None:
            cuts = sorted(self.rng.randint(0, trials) for _ in range(size - 1))
            return [fmpq(high - low) for low, high in pairwise([0, *cuts, trials])]
        parts = [self.rng.randint(1, 3 + min(self.plan.level, 4)) for _ in range(size)]
        return [fmpq(part, sum(parts)) for part in parts]

    def _outcome(self, outcomes: list[Any], sort: Sort) -> Any:
        """One of the outcomes that is of a sort."""
        fitting = [o for o in outcomes if isinstance(sort, Outcome) or in_sort(self.evaluator, sort, o)]
        if not fitting:
            raise DomainError("a point of a sample space that is not of its sort")
        return self.rng.choice(fitting)

    def of_sort(self, sort: Sort) -> Any:
        rng, level = self.rng, self.plan.level
        match sort:
            case Scalar():
                fraction = sort == REAL and "floor" in self.survey.heads  # between whole numbers, which are special
                return draw.fraction(rng) if fraction else draw.scalar(rng, self._entry(sort), level)
            case Vector(size=size, entry=entry):
                return [draw.scalar(rng, self._entry(entry), level) for _ in range(self._size(size))]
            case Matrix(rows=rows, columns=columns, traits=traits, entry=entry):
                small = min(level, 2) if traits else level
                shape = self._size(rows), self._size(columns)
                if "rank" in self.survey.heads and level % 2 and not traits and entry == REAL:  # most are of full rank
                    return draw.of_rank_one(rng, *shape)
                if self.friendly and "orthogonal" not in traits and shape[0] == shape[1]:
                    traits = closure({*traits, "positive_definite"})
                for _ in range(draw.ATTEMPTS):
                    found = draw.matrix(rng, *shape, traits, lambda: draw.scalar(rng, entry, small))
                    if entry == REAL or all(draw.fits(entry, x) for row in found for x in row):
                        return found
        raise UnsupportedNotion("a value of such a sort")

    def _entry(self, sort: Scalar) -> Scalar:
        return POSITIVE if self.friendly and sort == REAL else sort

    def _data(self, symbol: Term) -> Any:
        outcomes = self.found.spaces[self.survey.data[symbol]].outcomes
        sizes = [self._size(size) for size in sort_sizes(symbol.sort)]
        assert isinstance(symbol.sort, (Vector, Matrix))
        if not sizes or (isinstance(outcomes[0], list) and len(sizes) != 2):
            raise UnsupportedNotion("data of such a shape")
        if len(sizes) == 1 or isinstance(outcomes[0], list):
            sort: Sort = symbol.sort.entry
            if isinstance(symbol.sort, Matrix):
                sort = Vector(symbol.sort.columns, symbol.sort.entry)
            return [self._outcome(outcomes, sort) for _ in range(sizes[0])]
        return [[self._outcome(outcomes, symbol.sort.entry) for _ in range(sizes[1])] for _ in range(sizes[0])]

    # -------------------------------------------------------------- spaces and families

    def _space(self, label: str, known: Label, place: int) -> Space:
        count = 2 + (place + self.plan.level) % 3
        if len(self.survey.labels) > 4:
            count = 2 + (place + self.plan.level) % 2
        measure = known.measure or "counting"
        sort = known.sort or Outcome(label)
        if measure == "lebesgue":
            return self._cells(label, sort, known, count)
        if known.ranges:
            low, high = (self.evaluator.whole(end) for end in known.ranges[0].args)
            if not 0 <= high - low < 24:
                raise UnsupportedNotion("a sum over so many outcomes")
            outcomes: list[Any] = [fmpq(k) for k in range(low, high + 1)]
            return Space(label, measure, outcomes, [ONE] * len(outcomes), every_integer=True)
        outcomes = self._outcomes(sort, known, count)
        return Space(label, measure, outcomes, [ONE] * len(outcomes))

    def _outcomes(self, sort: Sort, known: Label, count: int) -> list[Any]:
        if isinstance(sort, Outcome):
            if known.constants:
                sort = REAL
            else:
                return list(range(count))
        if isinstance(sort, Scalar) and sort.integer and sort.lower is not None and sort.upper is not None:
            return [fmpq(k) for k in range(int(sort.lower), int(sort.upper) + 1)][:16]
        found: dict[object, object] = {}
        for value in sorted(known.constants):
            found[draw.rational(value)] = draw.rational(value)
        for _ in range(20 * count):
            if len(found) >= count:
                break
            value = self.of_sort(sort)
            found.setdefault(key(value), value)
        return list(found.values())

    def _cells(self, label: str, sort: Sort, known: Label, count: int) -> Space:
        rng = self.rng
        widths = [fmpq(rng.choice((1, 2, 3)), rng.choice((2, 3, 4))) for _ in range(count)]
        if not isinstance(sort, Scalar):
            if known.numeric and any(label in labels for labels in self.survey.families.values()):
                raise UnsupportedNotion(SEVERAL)
            if known.numeric:
                return Space(label, "lebesgue", [], [])
            return Space(label, "lebesgue", self._outcomes(sort, known, count), widths)
        if known.constants and (sort.lower is not None or sort.upper is not None):
            raise UnsupportedNotion("the value of a density at a given number")
        if known.constants:
            return _on_the_line(label, _around([draw.rational(each) for each in sorted(known.constants)], *widths[:2]))
        start = fmpq(rng.randint(-2, 1))
        if sort.lower is not None:
            start = draw.rational(sort.lower)
        if sort.upper is not None:
            room = draw.rational(sort.upper) - start if sort.lower is not None else sum(widths[1:], widths[0])
            factor = room / sum(widths[1:], widths[0])
            widths = [width * factor for width in widths]
            start = draw.rational(sort.upper) - room
        ends = [start]
        for width in widths:
            ends.append(ends[-1] + width)
        return _on_the_line(label, ends)

    def _family(self, symbol: Term) -> FamilyTable | SmoothFamily:
        every = sorted(self.survey.families.get(symbol, ()))
        labels = tuple(label for label in every if not self.survey.labels[label].smooth)
        spaces = {label: self.found.spaces[label] for label in labels}
        counts = [len(space.outcomes) for space in spaces.values()]
        total = 1
        for count in counts:
            total *= count
        if total > LARGEST_TABLE:
            raise UnsupportedNotion("a joint density of so many variables")
        most = 4 if self.plan.level < 3 else 9
        extreme = self.plan.level >= EXTREME
        table = {
            places: fmpq(10 ** self.rng.randint(0, 4) if extreme else self.rng.randint(1, most))
            for places in every_combination(*map(range, counts))
        }
        mass = ZERO
        for part in table.values():
            mass += part
        table = {places: part / mass for places, part in table.items()}
        if len(labels) == len(every):
            return FamilyTable(labels, spaces, table)
        smooth = {label: self.survey.labels[label].sort or REAL for label in every if label not in labels}
        if any(not isinstance(sort, (Scalar, Vector)) for sort in smooth.values()):
            raise UnsupportedNotion("the derivative of a density by what is no number or vector")
        centres = {places: {label: self.of_sort(sort) for label, sort in smooth.items()} for places in table}
        return SmoothFamily(labels, spaces, table, centres, {label: fmpq(self.rng.randint(1, 3)) for label in smooth})


def _on_the_line(label: str, ends: list[fmpq]) -> Space:
    cells = list(pairwise(ends))
    return Space(
        label, "lebesgue", [(low + high) / 2 for low, high in cells], [high - low for low, high in cells], ends
    )


def _around(numbers: list[fmpq], before: fmpq, after: fmpq) -> list[fmpq]:
    """The ends of cells of which some have these numbers in their middles, and the first and the last have widths."""
    half = min([fmpq(1, 2), *((high - low) / 3 for low, high in pairwise(numbers))])
    inner = [end for middle in numbers for end in (middle - half, middle + half)]
    return [inner[0] - before, *inner, inner[-1] + after]
