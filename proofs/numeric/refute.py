"""The refuter: tries a claim at random interpretations, and certifies where it fails.

It says *refuted* only where ball arithmetic puts the two sides apart at an interpretation that satisfies every
assumption; what merely looks different is inconclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations, product
from random import Random
from time import perf_counter

from flint import fmpq

from ..claim import Claim
from ..errors import BudgetExceeded, DomainError, UnsupportedNotion
from ..terms.build import div, is_array, number, scalar_sort, shape
from ..terms.show import latex
from ..terms.sorts import Family, Matrix, Scalar, Vector
from ..terms.term import CHANCE, ORDERS, Term, chosen_in, fresh, is_chosen, substitute
from . import draw
from .arithmetic import ONE, ZERO, Undecided
from .arrays import entries, refill
from .assume import Assumptions
from .certify import EQUAL, Finding, Judgement, judge, judge_closer
from .chance import error_bound
from .chances import chances
from .evaluate import Evaluator, until, visited
from .interpretation import Defined, Interpretation
from .marginals import by_their_laws
from .measures import Readings, readings
from .membership import in_sort
from .probability import INFINITE
from .random_variables import are_independent
from .realised import Realised, realised
from .replay import replay
from .sample import EXTREME, Plan, draw_valid
from .search import tighten
from .show import decimal, printable
from .simplest import simplify
from .spaces import Family as FamilyTable
from .spaces import RandomTable
from .supply import Supply, supply
from .survey import Survey, nodes, survey

SAMPLES_PER_TRY = 8  # interpretations drawn for one that satisfies the assumptions
SAMPLES_AT_FIRST = 3  # while none does, and they are dear: of 760 searches 9 found one later at such a level
MOST_FAILURES = 4  # levels without a valid interpretation before the search gives up, one of them friendly
MOST_UNDECIDED = 3  # interpretations at which the balls stay too wide
MOST_UNSUPPORTED = 2  # interpretations at which a notion fails before the search gives up
ENOUGH_STEPS, ENOUGH_POINTS = 60_000, 3  # a dear claim gets fewer interpretations, about 0.1 s
SAMPLES_WITHOUT_FACTS = 2
DEAR = 1_000  # nodes visited without a valid interpretation: from there on fewer are drawn at a level
SIDES = tuple(fmpq(n, 2) for n in (-5, -1, 1, 5))
_OF_CHANCE = CHANCE | {"entropy", "information", "kl", "js"}  # of a claim of values alone all combinations are tried
PIECEWISE = frozenset({"max_of", "min_of", "indicator", "cases"})
EVENTFUL = PIECEWISE | {"probability"}  # of values that may be the same almost everywhere
SMALL = fmpq(1, 8)  # below most numbers drawn: the other piece
CLOSER = 2  # of what agrees is looked at again, at higher precision
FEW = 5  # agreement speaks for an equation where both sides have values at one interpretation in five


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Printable values by LaTeX name, the value of each side, and a Python snippet that computes both again."""

    values: Mapping[str, str]
    lhs: str
    rhs: str
    replay: str


@dataclass(frozen=True)
class Refutation:
    """The claim is false, certified at a counterexample, which is made simple and printable once that is asked for."""

    show: Callable[[], Counterexample]
    domain: tuple[str, ...] = ()

    @cached_property
    def counterexample(self) -> Counterexample:
        return self.show()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Both sides agreed (or stood in the relation) at every interpretation tried.

    `digits` is the least number of digits; `rational` says that every value was an exact rational, and then
    `error_bound` may bound the probability that a false identity of such a size passes (Schwartz-Zippel). A `caveat`
    says why the interpretations tried were too special to speak for the others.
    """

    points: int
    digits: int
    rational: bool
    error_bound: Fraction | None = None
    domain: tuple[str, ...] = ()
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Inconclusive:
    """Neither: why, and the value of each side where they differ without a certificate.

    It is a counterexample for sure where all that is `owed` holds: equations that agree there as far as balls can tell,
    with numbers for all that is rational there.
    """

    reason: str
    lhs: str | None = None
    rhs: str | None = None
    domain: tuple[str, ...] = ()
    owed: tuple[Term, ...] = ()


Outcome = Refutation | Agreement | Inconclusive


def refute(claim: Claim, *, tries: int = 8, seed: int = 0, seconds: float = 2.0, closely: bool = True) -> Outcome:
    """Look for a counterexample to a claim; deterministic for a seed, as long as the time suffices.

    Of an inequality it also looks, `closely`, where the sides are nearest to each other, which takes most of the time.
    """
    meant = Readings((claim,))
    with suppress(UnsupportedNotion, RecursionError):  # which a search will tell
        meant = readings(claim)
    share = seconds / len(meant.claims)
    found: list[Outcome] = []
    for each in meant.claims:
        found.append(_refute(each, tries, seed, share, closely))
        if isinstance(found[-1], Inconclusive) or (isinstance(found[0], Refutation) and meant.alike):
            return found[-1]
        if type(found[-1]) is not type(found[0]):
            return _apart(found, meant)
    return found[0]


def _apart(found: list[Outcome], meant: Readings) -> Inconclusive:
    """A claim that one reading makes true, and another false."""
    true, false = (0, len(found) - 1) if isinstance(found[-1], Refutation) else (len(found) - 1, 0)
    refutation = found[false]
    assert isinstance(refutation, Refutation)
    example = refutation.counterexample
    return Inconclusive(meant.said(true, false), example.lhs, example.rhs)


def _refute(claim: Claim, tries: int, seed: int, seconds: float, closely: bool) -> Outcome:
    deadline = perf_counter() + seconds
    found = _searched(_Search(claim, tries, seed, deadline, closely))
    if isinstance(found, Inconclusive) and found.lhs is None:
        with suppress(RecursionError):
            values = realised(claim)
            again = _searched(_Values(values, tries, seed, deadline)) if values is not None else found
            return again if isinstance(again, Refutation) else found
    return found


def _searched(search: _Search) -> Outcome:
    try:
        with until(search.deadline):
            return search.run()
    except (UnsupportedNotion, BudgetExceeded) as error:
        return search.inconclusive(str(error))
    except RecursionError:
        return search.inconclusive("an expression nested so deep")


def _as_equal_ratios(claim: Claim) -> Claim:
    """`f propto g` in some variables: the ratio f / g is the same at any two values of them."""
    taken = claim.free
    others: dict[Term, Term] = {}
    sizes = {part for each in taken if is_array(each) for size in shape(each) for part in size.free}
    if not sizes.isdisjoint(claim.variables):
        raise UnsupportedNotion("proportionality as functions of the size of an array")
    for variable in claim.variables:
        others[variable] = fresh(variable, taken | frozenset(others.values()))
    ratio = div(claim.left, claim.right)
    more = tuple(substitute(fact, others) for fact in claim.assumptions if not fact.free.isdisjoint(others))
    return Claim(ratio, "=", substitute(ratio, others), claim.assumptions + more)


def _of_thresholds(claim: Claim, known: Survey) -> Iterator[Term]:
    """Probabilities that a random variable without a law meets a number that is not given: it may never do so."""
    for node in nodes(claim.left, claim.right):
        if node.head == "probability" and node.free <= set(known.symbols):
            random = chosen_in(node)
            if random and random.isdisjoint(known.laws) and not random.issuperset(node.free):
                yield node


def _with_numbers(term: Term, run: Evaluator, bound: frozenset[Term] = frozenset()) -> Term:
    """The term with its exact values at an interpretation for the numbers in it that have such."""
    known = run.interpretation.values.keys() - bound
    if scalar_sort(term) is not None and term.free <= known:
        with suppress(DomainError, Undecided, UnsupportedNotion):
            value = run.value(term)
            if isinstance(value, fmpq):
                return number(Fraction(int(value.p), int(value.q)))
    bound |= {term.args[0]} if term.is_binder else set()
    return term.rebuild(tuple(_with_numbers(arg, run, bound) for arg in term.args)) if term.args else term


def _vanishes(run: Evaluator, side: Term) -> bool:
    """Whether a side is 0 at an interpretation, and not written so."""
    if _is_nought(side):
        return False
    with suppress(UnsupportedNotion, DomainError, Undecided, BudgetExceeded):
        return all(isinstance(entry, fmpq) and entry == 0 for entry in entries(run.value(side)))
    return False


def _is_nought(side: Term) -> bool:
    if side.head in ("tabulate", "fill"):
        return _is_nought(side.args[-1 if side.head == "tabulate" else 0])
    return side.head == "number"


def _is_certain(event: Term, found: Interpretation) -> bool:
    with suppress(DomainError, Undecided, UnsupportedNotion, BudgetExceeded):
        return Evaluator(found).value(event) in (ZERO, ONE)
    return False


def _may_vanish(sort: Vector | Matrix) -> bool:
    """Whether an array of zeros is of a sort."""
    return draw.fits(sort.entry, ZERO) and not (isinstance(sort, Matrix) and sort.traits)


class _Search:
    most = 6_000  # nodes visited without a valid interpretation

    def __init__(self, claim: Claim, tries: int, seed: int, deadline: float, closely: bool = True) -> None:
        self.claim, self.tries, self.seed, self.deadline, self.closely = claim, tries, seed, deadline, closely
        self.facts = Assumptions(())
        self.supply: Supply
        self.equal = 0  # of a strict inequality
        self.domain: list[str] = []
        self.agreed: list[Judgement] = []
        self.undecided: Judgement | None = None
        self.loosely: Judgement | None = None  # false where the assumptions hold only as far as balls can tell
        self.owed: tuple[Term, ...] = ()  # these assumptions
        self.tried = self.unsure = 0  # interpretations, and those that were undecided
        self.plain = 0  # those that agreed, and met the assumptions by no special values
        self.drawn: dict[Term, set[str]] = {}  # the numbers tried for a symbol, and those at which both sides agreed
        self.kept: dict[Term, set[str]] = {}
        self.cut = False  # whether interpretations were left when the time or the budget was spent
        self.unsupported = 0  # interpretations at which a notion failed, and which
        self.failed = ""
        self.first: Interpretation | None = None
        self.certain: dict[Term, int] = {}  # probabilities, and at how many points that agreed they were not 0 or 1
        self.open = 0  # and at how many none of them was
        self.apart: set[frozenset[Term]] = set()  # pairs of random variables that were independent wherever both agreed
        self.hopeless = 0
        self.steps = 0
        self.obstacle = ""  # the last reason for which no interpretation was found

    def run(self) -> Outcome:
        if self.claim.relation == "approx":
            raise UnsupportedNotion("an approximate equation")
        if self.claim.relation == "propto" and not self.claim.variables:
            raise UnsupportedNotion("proportionality that names no variable")
        if self.claim.relation == "propto":
            self.claim = _as_equal_ratios(self.claim)
        self.claim = by_their_laws(self.claim)
        known = self.survey()
        self.supply = supply(known, self.seed)
        self.facts = self.supply.facts.afresh()
        self.certain = dict.fromkeys(_of_thresholds(self.claim, known), 0)
        chosen = [s for s in known.symbols if is_chosen(s)]
        pairs = {frozenset(pair) for pair in combinations(chosen, 2)} if known.heads & _OF_CHANCE else set()
        self.apart = {pair for pair in pairs if not any(pair <= set(group) for group in known.independent)}
        try:
            for found in self._interpretations(known):
                refutation = self._try(found, known)
                if refutation is not None:
                    return refutation
                if not self.agreed and self.hopeless > MOST_UNDECIDED:
                    break
                if perf_counter() > self.deadline or (self.steps > ENOUGH_STEPS and len(self.agreed) >= ENOUGH_POINTS):
                    self.cut = True
                    break
        except BudgetExceeded:
            if not self.agreed:
                raise
            self.cut = True
        if self.loosely is not None:
            self.undecided = self.loosely
            loosely = self.inconclusive("the sides differ where the assumptions hold as far as balls can tell")
            return replace(loosely, owed=self.owed)
        if not self.agreed:
            reason = "undecided at every interpretation tried" if self.undecided else (
                "no valid interpretation found" + (f": {self.obstacle}" if self.obstacle else ""))  # fmt: skip
            return self.inconclusive(reason)
        rational = all(judgement.exact for judgement in self.agreed)
        bound = None
        if rational and self.first is not None:
            bound = error_bound(self.claim, known, self.first, self.seed)
        return Agreement(
            points=len(self.agreed),
            digits=min(judgement.digits for judgement in self.agreed),
            rational=rational,
            error_bound=bound,
            domain=tuple(self.domain),
            caveat=self._caveat(known),
        )

    def survey(self) -> Survey:
        return survey(self.claim)

    def _caveat(self, known: Survey) -> str:
        if self.unsupported and known.heads & PIECEWISE:  # which piece was tried is no chance
            return f"at some of the interpretations tried there is {self.failed}"
        if any(f"({INFINITE})" in words for words in self.domain):
            return "one side is infinite at some of the interpretations tried"
        if self.unsure >= len(self.agreed):
            return "undecided at most of the interpretations tried"
        if self.equal:
            return f"both sides are {EQUAL} at some of the interpretations tried"
        if self.unsure and known.eventful:  # where a value is at its bar, which is what matters
            return "undecided at some of the interpretations tried"
        if self.tried > FEW * len(self.agreed):
            return "both sides are defined at few of the interpretations tried"
        plain = self.plain >= min(ENOUGH_POINTS, len(self.agreed))  # not t = 1 by chance among many solved by t = 0
        if not plain or self._is_met_by_units():
            return "the assumptions were met by special values only"
        if self.claim.relation in ORDERS and chances(self.facts.facts):  # which may be least at one of many corners
            return "the probabilities that are given leave others open"
        if self.cut and self.claim.relation in ORDERS:  # no point speaks for another; the closest ones are last
            return "out of time before the sides were brought close to each other"
        constant = all(judgement.left == self.agreed[0].left for judgement in self.agreed) and self.tried > 1
        if constant and known.heads & EVENTFUL and self.claim.left.free and self.claim.right.free:
            return "both sides have the same value at all interpretations tried"
        if self.certain and self.open < min(ENOUGH_POINTS, len(self.agreed)):
            often = min(self.certain, key=self.certain.__getitem__)  # X is far below z by chance, and Y matters no more
            return f"{latex(often)} is 0 or 1 at most interpretations tried"
        for symbol, values in self.kept.items():
            if len(values) == 1 < len(self.drawn[symbol]):
                return f"both sides are defined only where {latex(symbol)} = {next(iter(values))}, of what was tried"
        # laws get coordinates of their own, and all variables where these are right for polynomials only
        apart = set(known.laws)
        if self.first is not None and self.first.degree is not None:
            apart |= {s for s in known.symbols if is_chosen(s)}
        if self.apart or (len(apart) > 1 and not any(apart <= set(group) for group in known.independent)):
            return "random variables were tried as independent that may depend on each other"
        return ""

    def _is_met_by_units(self) -> bool:
        """Whether a number that an assumed equation speaks of was 0, 1 or -1 wherever both sides agreed."""
        told = {each for fact in self.facts if fact.head == "relation" and fact.data == "=" for each in fact.free}
        return any(
            len(self.agreed) > 1 and values <= {"0", "1", "-1"}
            for symbol, values in self.kept.items()
            if symbol in told and isinstance(symbol.sort, Scalar) and not symbol.sort.integer
        )

    def inconclusive(self, reason: str) -> Inconclusive:
        if self.undecided is None or self.undecided.left is None or self.undecided.right is None:
            return Inconclusive(reason, domain=tuple(self.domain))
        sides = decimal(self.undecided.left), decimal(self.undecided.right)
        return Inconclusive(reason, *sides, domain=tuple(self.domain))

    # -------------------------------------------------------------- interpretations

    def _interpretations(self, known: Survey) -> Iterator[Interpretation]:
        levels = list(range(self.tries))
        if self.claim.relation in ORDERS:
            levels += [EXTREME + place for place in range(self.tries)]
        failures = 0
        found: list[Interpretation] = []
        for level in levels:
            valid = self._sample(level)
            if valid is None:
                failures += 1
                if not found and (failures >= MOST_FAILURES or self._in_vain()):
                    break
                continue
            found.append(valid)
            self.first = found[0]
            yield valid
            if not known.symbols:
                return
        nought = self._by_noughts(known) if not found and self.obstacle == "the assumptions" else None
        if nought is not None:
            self.first = nought
            yield nought
        if found:
            yield from self._special(found[0], known)
            if self.closely and self.claim.relation in ORDERS:
                for start in (found[0], found[-1]):
                    yield tighten(self.claim, self.facts, known, start, self.seed, self.deadline)

    def _sample(self, level: int) -> Interpretation | None:
        """An interpretation that satisfies the assumptions."""
        for attempt in range(SAMPLES_PER_TRY if self.facts else SAMPLES_WITHOUT_FACTS):
            if attempt >= SAMPLES_AT_FIRST and self.first is None and visited() > DEAR:
                break
            try:
                found = self.supply.draw(level, attempt)
            except (DomainError, Undecided) as error:
                self.obstacle = str(error)
                continue
            if found is not None:
                return found
            if perf_counter() > self.deadline:
                return None
            self.obstacle = "the assumptions"
            if perf_counter() > self.deadline or self._in_vain():
                return None
        return None

    def _in_vain(self) -> bool:
        """Whether so much was drawn without one interpretation that a search had better end."""
        return self.first is None and visited() > self.most

    def _valid(self, changed: Interpretation) -> Interpretation | None:
        """A changed interpretation that satisfies the assumptions, None where they have no meaning there."""
        try:
            return self.facts.satisfied(changed)
        except (DomainError, Undecided):
            return None

    def _special(self, first: Interpretation, known: Survey) -> Iterator[Interpretation]:
        """Symbols of one sort made equal, for relations that exclude it; numbers set to 0, 1 and -1, one at a time."""
        if self.claim.relation in ("<", ">", "!="):
            yield from self._degenerate(first, known)
            yield from self._all_nought(first, known)
        if self.claim.relation in ("<", ">", "!=") or "indicator" in known.heads:
            yield from self._coincidences(first, known)
        if self.claim.relation in (*ORDERS, "!=") or known.heads & PIECEWISE or "abs" in known.heads:
            yield from self._past_constants(first, known)
        if not known.heads & {"pow", "fn", "inverse", "derivative", "norm", *PIECEWISE}:
            return
        values = (ZERO, ONE, -ONE, SMALL) if known.heads & PIECEWISE else (ZERO, ONE, -ONE)
        yield from self._mirrored(first, known)
        numbers = [s for s in self._adjustable(first, known) if isinstance(s.sort, Scalar) and not s.sort.integer][:4]
        for symbol in numbers:
            for value in values:
                if isinstance(symbol.sort, Scalar) and draw.fits(symbol.sort, value):
                    found = self._valid(first.with_value(symbol, value))
                    if found is not None:
                        yield found
        if known.heads & PIECEWISE or "abs" in known.heads:
            yield from self._pieces(first, numbers[:3])

    def _pieces(self, first: Interpretation, numbers: list[Term]) -> Iterator[Interpretation]:
        """A few numbers on all sides of 0, 1 and -1 together: max(s, min(1, b)) is max(s, 1) where one exceeds 1."""
        for values in product(SIDES, repeat=len(numbers)):
            found = first
            for symbol, value in zip(numbers, values, strict=True):
                if isinstance(symbol.sort, Scalar) and draw.fits(symbol.sort, value):
                    found = found.with_value(symbol, value)
            valid = self._valid(found) if found is not first else None
            if valid is not None:
                yield valid

    def _past_constants(self, first: Interpretation, known: Survey) -> Iterator[Interpretation]:
        """Numbers at the constants of a claim and past them: n <= 30 holds of every small n."""
        sides = nodes(self.claim.left, self.claim.right)
        constants = {node.value for node in sides if node.head == "number" and abs(node.value) >= 2}
        numbers = [s for s in self._adjustable(first, known) if isinstance(s.sort, Scalar)][:4]
        for constant in sorted(constants, key=lambda value: (abs(value), value))[-4:]:
            for value in (fmpq(constant.numerator, constant.denominator) * factor for factor in (1, 3, -3)):
                for symbol in numbers:
                    if isinstance(symbol.sort, Scalar) and draw.fits(symbol.sort, value):
                        found = self._valid(first.with_value(symbol, value))
                        if found is not None:
                            yield found

    def _all_nought(self, first: Interpretation, known: Survey) -> Iterator[Interpretation]:
        """Every number and array that may be 0 made so at once."""
        found, run = first, Evaluator(first)
        for symbol in self._adjustable(first, known):
            if isinstance(symbol.sort, (Scalar, Vector, Matrix)):
                held = first.values[symbol]
                value = refill(held, [ZERO for _ in entries(held)])
                found = found.with_value(symbol, value) if in_sort(run, symbol.sort, value) else found
        valid = self._valid(found)
        if valid is not None:
            yield valid

    def _by_noughts(self, known: Survey) -> Interpretation | None:
        """One that meets the assumptions since the arrays in their equations are 0: these do not exclude each other.

        The sum of n_i a_i is 0 where a is, however many such equations there are.
        """
        equations = [fact for fact in self.facts if fact.head == "relation" and fact.data == "="]
        arrays = frozenset().union(*(fact.free for fact in equations)).intersection(known.symbols)
        arrays = frozenset(s for s in arrays if isinstance(s.sort, (Vector, Matrix)) and _may_vanish(s.sort))
        if not arrays:
            return None
        try:
            found = draw_valid(known, self.facts.without(arrays), Random(f"{self.seed}:noughts"), Plan(0))
        except (DomainError, Undecided):
            return None
        if found is None or not arrays <= set(self._adjustable(found, known)):
            return None
        for symbol in arrays:
            held = found.values[symbol]
            found = found.with_value(symbol, refill(held, [ZERO for _ in entries(held)]))
        return self._valid(found)

    def _mirrored(self, first: Interpretation, known: Survey) -> Iterator[Interpretation]:
        """Everything that may be negative made so at once: where log a + log b is undefined and log a b is not."""
        found, run = first, Evaluator(first)
        for symbol in self._adjustable(first, known):
            held = first.values[symbol]
            if isinstance(symbol.sort, (Scalar, Vector)) and all(isinstance(x, fmpq) for x in entries(held)):
                value = refill(held, [-abs(x) for x in entries(held)])
                found = found.with_value(symbol, value) if in_sort(run, symbol.sort, value) else found
        valid = self._valid(found)
        if valid is not None and found is not first:
            yield valid

    def _degenerate(self, first: Interpretation, known: Survey) -> Iterator[Interpretation]:
        """Arrays of zeros, constant random variables, families with all mass at one point, one at a time."""
        run = Evaluator(first)
        for symbol in self._adjustable(first, known):
            held = first.values[symbol]
            value: object = None
            if isinstance(symbol.sort, (Vector, Matrix)):
                value = refill(held, [ZERO for _ in entries(held)])
                value = value if in_sort(run, symbol.sort, value) else None
            elif isinstance(held, RandomTable) and symbol not in known.laws and symbol not in known.alike:
                value = RandomTable([held.values[0]] * len(held.values))
            elif isinstance(held, FamilyTable):
                chosen = min(held.table)
                table = {place: ONE if place == chosen else ZERO for place in held.table}
                value = FamilyTable(held.labels, held.spaces, table)
            if value is not None and (found := self._valid(first.with_value(symbol, value))) is not None:
                yield found

    def _coincidences(self, first: Interpretation, known: Survey) -> Iterator[Interpretation]:
        free = [s for s in self._adjustable(first, known) if isinstance(s.sort, (Scalar, Vector, Matrix, Family))]
        for place, symbol in enumerate(free):
            for other in free[:place]:
                held = first.values[other]
                alike = other.sort == symbol.sort and known.families.get(symbol) == known.families.get(other)
                if alike and (found := self._valid(first.with_value(symbol, held))) is not None:
                    yield found

    @staticmethod
    def _adjustable(found: Interpretation, known: Survey) -> list[Term]:
        """Symbols whose values nothing else depends on."""
        bound = found.fixed | known.points.keys() | known.data.keys() | known.hits.keys()
        return [
            s for s in known.symbols
            if s in found.values and s not in bound and not isinstance(found.values[s], Defined)
        ]  # fmt: skip

    # -------------------------------------------------------------- judging

    def _try(self, found: Interpretation, known: Survey) -> Refutation | None:
        self.tried += 1
        self._note(self.drawn, found)
        try:
            judgement = judge(self.claim, found)
        except UnsupportedNotion as error:
            self.obstacle = self.failed = str(error)
            self.unsupported += 1
            if self.unsupported > MOST_UNSUPPORTED and not self.agreed:
                raise
            return None
        except BudgetExceeded as error:
            if not self.agreed:
                raise
            self.obstacle = str(error)
            self.steps = ENOUGH_STEPS + 1
            return None
        if judgement.finding is Finding.AGREES and not judgement.exact and self.closely and len(self.agreed) < CLOSER:
            judgement = judge_closer(self.claim, found, judgement)
        self.steps += judgement.steps
        match judgement.finding:
            case Finding.REFUTED if found.loose:
                if self.loosely is None:
                    run = Evaluator(found)
                    self.loosely = judgement
                    self.owed = tuple(_with_numbers(found.written_out(fact), run) for fact in found.loose)
            case Finding.REFUTED:
                return self._refutation(found, judgement, known)
            case Finding.AGREES | Finding.HOLDS:
                self.agreed.append(judgement)
                open_ones = [event for event in self.certain if not _is_certain(event, found)]
                self.certain |= {event: self.certain[event] + 1 for event in open_ones}
                self.open += len(open_ones) == len(self.certain)
                self.apart = {pair for pair in self.apart if are_independent(found, *pair)}
                if not self._forced(found):
                    self.plain += 1
                    self._note(self.kept, found)
            case Finding.UNDECIDED:
                self.undecided = self.undecided or judgement
                self.equal += judgement.reason == EQUAL
                self.unsure += 1
                self.hopeless += 1
            case Finding.UNDEFINED:
                self.obstacle = judgement.reason
            case Finding.LEFT_UNDEFINED | Finding.RIGHT_UNDEFINED:
                self._note_domain(found, judgement)
        return None

    def _note(self, values: dict[Term, set[str]], found: Interpretation) -> None:
        for symbol in sorted(self.claim.left.free | self.claim.right.free, key=lambda s: s.digest):
            value = found.values.get(symbol)
            if isinstance(value, fmpq):
                values.setdefault(symbol, set()).add(str(value))

    def _forced(self, found: Interpretation) -> bool:
        """Whether an assumed equation may hold only because an array vanishes, both its sides do, a number is guessed,
        or two coincide."""
        if found.special:
            return True
        run = Evaluator(found)
        for fact in self.facts:
            if fact.head != "relation" or fact.data != "=":
                continue
            held = [found.values[symbol] for symbol in fact.free if symbol in found.values]
            numbers = [value for value in held if isinstance(value, fmpq)]
            if len(set(numbers)) < len(numbers):
                return True
            if any(isinstance(value, list) and all(x == 0 for x in entries(value)) for value in held):
                return True
            if all(_vanishes(run, side) for side in fact.args):
                return True
        return False

    def _note_domain(self, found: Interpretation, judgement: Judgement) -> None:
        self.obstacle = judgement.reason
        names = ("left", "right") if judgement.finding is Finding.LEFT_UNDEFINED else ("right", "left")
        start = f"the {names[0]} side is undefined"
        if any(words.startswith(start) for words in self.domain):
            return
        values = printable(found, sorted(self.claim.free, key=lambda s: (str(s.data), s.digest)))
        where = ", ".join(f"{name} = {value}" for name, value in values.items())
        at = f" at {where}" if where and len(where) < 80 else ""
        self.domain.append(f"{start}{at} ({judgement.reason}), the {names[1]} is not")

    def _refutation(self, found: Interpretation, judgement: Judgement, known: Survey) -> Refutation | None:
        seconds = self.deadline - perf_counter()
        return Refutation(partial(self._shown, found, judgement, known, seconds), tuple(self.domain))

    def _shown(self, found: Interpretation, judgement: Judgement, known: Survey, seconds: float) -> Counterexample:
        """The simplest counterexample that is found in so many seconds."""
        deadline = perf_counter() + seconds
        with until(deadline), suppress(UnsupportedNotion, BudgetExceeded, RecursionError):
            found, judgement = simplify(self.claim, self.facts, known, found, judgement, deadline)
        return self._printable(found, judgement, known)

    def _printable(self, found: Interpretation, judgement: Judgement, known: Survey) -> Counterexample:
        symbols = sorted(self.claim.free | set(known.sizes), key=lambda s: (str(s.data), s.digest))
        with until(float("inf")):  # what is found is shown
            return Counterexample(
                values=printable(found, symbols),
                lhs=decimal(judgement.left, judgement.right),
                rhs=decimal(judgement.right, judgement.left),
                replay=self._replay(found, symbols, judgement),
            )

    def _replay(self, found: Interpretation, symbols: list[Term], judgement: Judgement) -> str:
        try:
            return replay(self.claim, found, symbols, judgement)
        except UnsupportedNotion as error:
            return f"# {error}\n"


class _Values(_Search):
    """A search among the values of random variables, where a counterexample has to stand on a neighbourhood."""

    most = 4_000

    def __init__(self, values: Realised, tries: int, seed: int, deadline: float) -> None:
        super().__init__(values.claim, tries, seed, deadline, closely=False)
        self.values = values

    def survey(self) -> Survey:
        return replace(super().survey(), kept=self.values.drawn)

    def _try(self, found: Interpretation, known: Survey) -> Refutation | None:
        with suppress(DomainError, Undecided):
            return super()._try(found, known)
        return None

    def _refutation(self, found: Interpretation, judgement: Judgement, known: Survey) -> Refutation | None:
        found, judgement = simplify(self.claim, self.facts, known, found, judgement, self.deadline)
        if not self.values.fails_around(found):
            return None
        return Refutation(partial(self._printable, found, judgement, known), tuple(self.domain))


def stands(claim: Claim, *, tries: int = 2, seconds: float = 0.2) -> bool | None:
    """Whether a claim stands at a few interpretations: a quick look, for choosing between claims.

    False where one of them refutes it, None where none could be tried.
    """
    try:
        search = _Search(claim, tries, 0, perf_counter() + seconds)
        with until(search.deadline):
            found = search.run()
    except (UnsupportedNotion, BudgetExceeded, RecursionError):
        return None
    return None if isinstance(found, Inconclusive) else isinstance(found, Agreement)


__all__ = ["Agreement", "Counterexample", "Inconclusive", "Refutation", "refute", "stands"]
