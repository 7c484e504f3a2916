"""A document to the reports of its steps: read, decide, and mend what is refuted, in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, combinations
from operator import ne
from time import perf_counter

from .carry import carried
from .claim import Claim
from .decide import Decision, decide, doubtful, falls, impossible, provable, refutation, settled
from .document import Reading, Step
from .document import steps as read
from .doubted import either_way, in_doubt
from .mend import mends
from .missing import UNTRIED
from .numeric.survey import exposed
from .reader.elaborate import SPECIFIES, is_of_values
from .reader.likelihoods import UP_TO_A_CONSTANT as MEANT_SO
from .reader.record import Places
from .reader.statistics import DIVISOR
from .reader.step import Supposed
from .source import Options, Source
from .stated import bearing, of_all
from .terms import build
from .terms.sorts import Matrix, RandomVariable, Scalar, Vector
from .terms.term import Term
from .verdict import Place, StepReport, Verdict
from .worker import Announce

SEARCH = 0.05  # of the time for a step, for what of the statements before proves it
LATER = 0.3  # of the time for a step, for a claim under what stands before it, which is harder to meet
MENDING = 0.2  # of the time for a step; the rest of it is for what no clock stops
SHOWN = (Verdict.PROVED, Verdict.CONFIRMED)
Decided = Mapping[tuple[int, int], Verdict]  # by the place of a step
_BEST = (Verdict.PROVED, Verdict.CONFIRMED, Verdict.UNKNOWN, Verdict.REFUTED, Verdict.ERROR)


def steps(source: Source, options: Options, done: Sequence[StepReport], announce: Announce) -> Iterator[StepReport]:
    """The reports of the steps after those that are done; these are read, for what they declare."""
    decided = {(report.line, report.column): report.verdict for report in done}
    resting = {(report.line, report.column) for report in done if rests(report)}
    asserted = set[tuple[int, int]]()
    above = ""  # the right side of the step before
    for position, step in enumerate(read(source, options.layout, options.given)):
        continues, above = step.lhs == above, step.rhs
        if position < len(done):
            asserted |= {(step.line, step.column)} if is_untried(done[position]) and asserts(step) else set()
            continue
        place = Place(step.line, step.column, step.relation, step.lhs, step.rhs)
        if step.kind != "claim" or not step.readings:
            verdict = Verdict.UNKNOWN if step.kind == "claim" else Verdict(step.kind)
            report = replace(StepReport.at(place, verdict, step.because), assumed=step.assumed)
            yield _mended(step, report, continues, options.step_seconds, announce)
            continue
        announce(place)
        began = perf_counter()
        decision, assumed = decide_step(step, options.step_seconds, decided, resting, asserted)
        decided[step.line, step.column] = decision.verdict
        report = StepReport(
            line=step.line, column=step.column, relation=step.relation, lhs=step.lhs, rhs=step.rhs,
            verdict=decision.verdict, because=decision.because, method=decision.method, trusted=decision.trusted,
            assumed=(*step.assumed, *assumed), counterexample=decision.counterexample, certified=decision.certified,
            domain=decision.domain, seconds=perf_counter() - began,
        )  # fmt: skip
        resting |= {(step.line, step.column)} if rests(report) else set()
        asserted |= {(step.line, step.column)} if is_untried(report) and asserts(step) else set()
        yield _mended(step, report, continues, options.step_seconds, announce)


def rests(report: StepReport) -> bool:
    """Whether a step was shown under others: these it names by their lines."""
    return report.verdict in SHOWN and any(re.search(r"\(line \d+\)$", said) for said in report.assumed)


def is_untried(report: StepReport) -> bool:
    """Whether a step is left open as there is no rule to evaluate it."""
    return report.verdict is Verdict.UNKNOWN and report.because.startswith(UNTRIED)


def asserts(step: Step) -> bool:
    """Whether a step is claimed of all values of its symbols: if it is true, it restricts none.

    It must say nothing of what they are: they are numbers and arrays, and at most one variable, the law of which is
    known.
    """
    if step.caveats or step.repeats or not step.readings:
        return False
    for claim in (reading.claim for reading in step.readings):
        spoken = claim.left.free | claim.right.free
        random = [each for each in spoken if not isinstance(each.sort, (Scalar, Vector, Matrix))]
        laws = {fact.args[0] for fact in claim.assumptions if fact.head == "follows" and fact.args[1].head == "named"}
        alone = len(random) <= 1 and laws.issuperset(random) and not (exposed(claim.left) or exposed(claim.right))
        if claim.relation != "=" or not alone:
            return False
    return True


def _mended(step: Step, report: StepReport, continues: bool, seconds: float, announce: Announce) -> StepReport:
    """The report with what would make the step true, where it is refuted or its shapes do not fit."""
    if step.again is None or report.verdict not in (Verdict.REFUTED, Verdict.ERROR):
        return report
    announce(report)
    began = perf_counter()
    found = mends(step, continues, seconds * MENDING)
    return replace(report, mends=found, seconds=report.seconds + perf_counter() - began)


def decide_step(
    step: Step,
    seconds: float,
    decided: Decided,
    resting: Container[tuple[int, int]],
    asserted: Container[tuple[int, int]] = (),
) -> tuple[Decision, tuple[str, ...]]:
    """The verdict on a claim by itself, or else under what the document states before it; and what was assumed.

    The steps that were shown so, `resting` on others, say as much as those that were not shown, and those that are
    `asserted` no more than those that were.
    What is refuted itself is no ground. A claim is refuted only where all that is said of its symbols is known, and a
    counterexample meets it.
    """
    decision, assumed = _best(step.readings, seconds)
    if decision.verdict in SHOWN and step.repeats:
        said = f"this says again what is to be shown of {step.repeats}, of which nothing else is known"
        return Decision(Verdict.DEFINITION, said), assumed
    if decision.verdict is Verdict.PROVED:
        return _settled(step, decision), assumed
    if step.under is None:
        return _alone(step, decision, seconds), assumed

    def is_false(places: Places) -> bool:
        return any(decided.get(place) is Verdict.REFUTED for place in places)

    def is_open(places: Places) -> bool:  # what is proved restricts nothing
        return not is_false(places) and any(decided.get(place) not in SHOWN for place in places)

    def restricts(places: Places) -> bool:
        return is_open(places) and any(decided.get(at) not in SHOWN and at not in asserted for at in places)

    def is_said(places: Places) -> bool:
        return is_open(places) or (not is_false(places) and any(place in resting for place in places))

    known = _without_itself(step.under("near", lambda places: not is_false(places)), decided)
    wider = known.only(is_said)
    share = seconds * LATER
    false = bool(wider.readings) and all(falls(each.claim, share / len(wider.readings)) for each in wider.readings)
    near = _least(known, seconds * SEARCH) if not false else None
    if near is not None:
        again, more = _best(near.readings, seconds, freely=near.only(is_said))
        if again.verdict is Verdict.PROVED:
            return _provided(again, near, decided), (*more, *near.words)
    if decision.verdict is Verdict.CONFIRMED and false:
        return Decision(Verdict.UNKNOWN, f"{decision.because}; and differ under what is stated before"), assumed
    if decision.verdict is Verdict.CONFIRMED:
        return decision, assumed
    if decision.untried and near is None:
        return decision, assumed
    if wider.readings and not false:
        again, more = _best(wider.readings, share, again=True, unproved=near is None)
        if again.verdict is Verdict.PROVED or (again.verdict is Verdict.CONFIRMED and not step.repeats):
            return _provided(again, wider, decided), (*more, *wider.words)
    if decision.verdict is not Verdict.REFUTED:
        return decision, assumed
    wide = in_doubt(step.under("all", restricts), step.readings)
    never = all(impossible(reading.claim) for reading in step.readings)
    by_form = never and all(impossible(replace(reading.claim, assumptions=())) for reading in step.readings)
    caveats = chain(
        (said for said in step.caveats if not ((never and SPECIFIES in said) or (by_form and is_of_values(said)))),
        _of_all(step, wide),
        _both_drawn_and_given((*step.readings, *wide.readings)),
    )
    caveat = next(caveats, "") if never or not wide.unread else ""
    if caveat:  # told first, as it is cheap: to carry a counterexample on to what is stated before takes far longer
        return doubtful(decision, caveat), assumed
    if not never and (wide.unread or not _stands_in_all(step.readings, wide, decided, share)):
        said = (*wide.words, *(words for words, _ in wide.doubted), *wide.unread)[-1]
        return doubtful(decision, f"this may rest on what is stated before, {said}"), assumed
    specified = next(_specified(step.readings, wide.readings, share), "") if not never else ""
    if specified:
        return doubtful(decision, specified), assumed
    decision = _meeting(decision, step.readings, wide, share)
    decision, ground = _settled(step, decision), step.under("near", is_false)
    if decision.verdict is Verdict.REFUTED and len(ground.words) == 1 and _proves(ground):
        decision = replace(decision, because=f"{decision.because}; it follows from {ground.words[0]}, which is refuted")
    return decision, assumed


def _alone(step: Step, decision: Decision, seconds: float) -> Decision:
    """The verdict on a claim that nothing stated before bears on."""
    weaker = step.weaker is not None and decision.verdict is Verdict.REFUTED and not falls(step.weaker, seconds)
    caveats = [*step.caveats, *([MEANT_SO] if weaker else [])]
    if caveats and decision.verdict is Verdict.REFUTED:
        return doubtful(decision, caveats[0])
    return _settled(step, decision)


def _provided(decision: Decision, supposed: Supposed, decided: Decided) -> Decision:
    """The verdict on a claim shown under statements, with the first of them that is unknown itself."""
    stated = zip(supposed.stated, supposed.words, strict=True)
    unknown = [words for places, words in stated if any(decided.get(at) is Verdict.UNKNOWN for at in places)]
    if not unknown:
        return decision
    return replace(decision, because=f"{decision.because}; provided that {unknown[0]} holds, which is unknown")


def _without_itself(near: Supposed, decided: Decided) -> Supposed:
    """What is stated near a claim, without the same claim made before and not shown there: that proves nothing."""
    claims = [reading.claim for reading in near.readings]
    same = {build.relation(claim.relation, *sides) for claim in claims for sides in _both_ways(claim)}
    open_ = {
        places
        for fact, places in zip(near.facts, near.stated, strict=True)
        if fact in same and any(decided.get(place) is Verdict.UNKNOWN for place in places)
    }
    return near.only(lambda places: places not in open_)


def _both_ways(claim: Claim) -> Iterator[tuple[Term, Term]]:
    yield claim.left, claim.right
    if claim.relation == "=":
        yield claim.right, claim.left


def _settled(step: Step, decision: Decision) -> Decision:
    if decision.verdict is not Verdict.REFUTED:
        return decision
    return settled((reading.claim for reading in step.readings), decision)


def _least(near: Supposed, seconds: float) -> Supposed | None:
    """What of the statements is enough for a proof: one or two of them, the last ones first, or as few as can be.

    One may prove what all together do not: each that the prover is given turns the forms that it compares.
    """
    if not near.readings:
        return None
    enough = _proves(near)
    linked = near.only(_linked(near).__contains__) if not enough else near
    if not enough and linked.readings and linked is not near and _proves(linked):
        return linked
    until = perf_counter() + seconds
    stated = tuple(dict.fromkeys(near.stated))
    few = [chosen for count in (1, 2) for chosen in combinations(reversed(stated), count) if count < len(stated)]
    for chosen in few:
        some = near.only(chosen.__contains__)
        if _proves(some):
            return some
        if perf_counter() > until:
            break
    for places in stated if enough and len(stated) > 2 else ():
        if perf_counter() > until:
            break
        fewer = near.only(partial(ne, places))
        if _proves(fewer):
            near = fewer
    return near if enough else None


def _linked(near: Supposed) -> frozenset[Places]:
    """The statements but those of which each speaks of a symbol that nothing else does: that only says what it is."""
    kept = dict(zip(near.facts, near.stated, strict=True))
    spoken = near.readings[0].claim.left.free | near.readings[0].claim.right.free
    while True:
        count = Counter(symbol for fact in kept for symbol in fact.free)
        linked = {f: places for f, places in kept.items() if all(s in spoken or count[s] > 1 for s in f.free)}
        if len(linked) == len(kept):
            return frozenset(kept.values())
        kept = linked


def _proves(supposed: Supposed) -> bool:
    return any(provable(reading.claim) for reading in supposed.readings)


def _stands_in_all(own: tuple[Reading, ...], wide: Supposed, decided: Decided, seconds: float) -> bool:
    """Whether a false claim is so under each choice of alternatives that may be meant, and under one at least."""
    choices = list(either_way(wide, own))
    doubtful = [each for each in choices if not _stands(own, each.readings, seconds)]
    if not doubtful:
        return True
    others = len(choices) > len(doubtful)
    return others and all(_makes_claims_false(each, decided, seconds) for each in doubtful)


def _meeting(decision: Decision, own: tuple[Reading, ...], wide: Supposed, seconds: float) -> Decision:
    """The decision with a counterexample that meets what is stated before, where that restricts the symbols."""
    known = frozenset(fact for reading in own for fact in reading.claim.assumptions)
    for each in either_way(wide, own):
        claims = _restricted(own, each.readings)
        for claim in claims:
            share = seconds / len(claims)
            found = refutation(claim, share) or refutation(carried(claim, known), share)
            if found is not None:
                return replace(decision, tentative=found)
    return decision


def _makes_claims_false(wide: Supposed, decided: Decided, seconds: float) -> bool:
    """Whether what a noun may mean, as a divisor of n or of n - 1, makes something false that the text claims."""
    told = [fact for fact, of in zip(wide.facts, wide.apart, strict=True) if of is not None and of[0] == DIVISOR]
    claimed = [
        fact for fact, places in zip(wide.facts, wide.stated, strict=True)
        if fact not in told and fact.head == "relation" and any(decided.get(at) is Verdict.UNKNOWN for at in places)
    ]  # fmt: skip
    known = tuple(wide.own)
    return bool(told) and any(
        falls(Claim(fact.args[0], str(fact.data), fact.args[1], (*known, *told)), seconds) for fact in claimed
    )


def _stands(own: tuple[Reading, ...], wide: tuple[Reading, ...], seconds: float) -> bool:
    """Whether a claim that is false is so under what is stated before, as far as that restricts its symbols."""
    restricted = _restricted(own, wide)
    if len(restricted) < len(wide) or not wide:
        return True
    share = seconds / len(restricted)
    known = frozenset(fact for reading in own for fact in reading.claim.assumptions)
    return all(
        (falls(claim, share) or falls(carried(claim, known), share)) and not (claim.relation == "=" and provable(claim))
        for claim in restricted
    )


def _restricted(own: tuple[Reading, ...], wide: tuple[Reading, ...]) -> list[Claim]:
    """The claims under what restricts their symbols of what is stated before, those where anything does."""
    known = frozenset(fact for reading in own for fact in reading.claim.assumptions)
    under = (bearing(reading.claim, known) for reading in wide)
    return [claim for claim in under if claim is not None]


def _of_all(step: Step, wide: Supposed) -> Iterator[str]:
    for reading in step.readings:
        facts = (*reading.claim.assumptions, *wide.facts, *(each[0].claim.statement for _, each in wide.doubted))
        yield from of_all(reading.claim, facts, step.certain)


def _both_drawn_and_given(readings: tuple[Reading, ...]) -> Iterator[str]:
    """The reader keeps data that are drawn, {X}, apart from their values X: what is said of one is meant of both."""
    for reading in readings:
        names = {symbol.name for symbol in reading.claim.free}
        values = {symbol.name for symbol in reading.claim.free if not isinstance(symbol.sort, RandomVariable)}
        for name in sorted(name for name in values if f"{{{name}}}" in names):
            yield f"{name} stands for data that are drawn, and for their values"


def _specified(own: tuple[Reading, ...], wide: tuple[Reading, ...], seconds: float) -> Iterator[str]:
    """p = 1 says what p is, where that can be: where all that is known of p can hold with it."""
    left, right = own[0].claim.left, own[0].claim.right
    named, other = (left, right) if left.head == "symbol" else (right, left)
    if own[0].claim.relation == "=" and named.head == "symbol" and not other.free:
        claims = _restricted(own, wide) or [reading.claim for reading in own]
        value = build.equal(named, other)
        if any(falls(Claim(build.ZERO, "=", build.ONE, (*claim.assumptions, value)), seconds) for claim in claims):
            yield f"{SPECIFIES} {named.name} is"


def _best(
    readings: tuple[Reading, ...],
    seconds: float,
    *,
    freely: Supposed | None = None,
    **known: bool,
) -> tuple[Decision, tuple[str, ...]]:
    """The verdict in the layout of derivatives that makes a claim true, or else in the first one; and that layout,
    with what else was assumed.

    `decide` is told what is `known` of the readings; `freely` has those from whose assumptions theirs follow.
    """
    found: list[tuple[Decision, tuple[str, ...]]] = []
    share = seconds / len(readings)
    free = {reading.layout: reading.claim for reading in freely.readings} if freely else {}
    for reading in readings:
        layout = (f"{reading.layout} layout",) if reading.layout else ()
        decision = decide(reading.claim, share, tentative=True, freely=free.get(reading.layout), **known)
        found.append((decision, (*layout, *decision.assumed)))
        if found[-1][0].verdict in SHOWN:
            return found[-1]
    return min(found, key=lambda pair: _BEST.index(pair[0].verdict)) if _any_open(found) else found[0]


def _any_open(found: list[tuple[Decision, tuple[str, ...]]]) -> bool:
    return any(decision.verdict is Verdict.UNKNOWN for decision, _ in found)
