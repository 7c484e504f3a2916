"""One claim to a verdict. Two independent legs: the refuter looks for a counterexample, the prover for a proof.

Every proof is also tried against the refuter, and every refuted equation against the prover: where the two disagree
one of them has a bug, and the claim gets neither verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from time import perf_counter

from .claim import Claim
from .errors import ProbatumError, SortError
from .kernel import Proved, by_sympy, entries, forms, stuck
from .missing import NEVER_VALID, NO_RULE, is_never_valid, is_undefined, missing
from .numeric.marginals import by_their_laws
from .numeric.refute import Agreement, Inconclusive, Refutation, refute
from .numeric.supply import supply
from .numeric.survey import is_in_pieces, is_whole
from .prove import never, prove
from .reduce import reduced
from .sharpen import as_any_laws, as_values, sharpened
from .terms import build
from .terms.sorts import Function, Law
from .terms.term import Term, fresh, substitute, symbol
from .verdict import Counterexample, Verdict

FIRST_TRIES, TRIES = 4, 16
_TRUE = (Verdict.PROVED, Verdict.CONFIRMED)
ONCE = "both sides agree at the one interpretation tried"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is said of a claim; the fields are those of a step's report."""

    verdict: Verdict
    because: str
    method: str = ""
    trusted: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    certified: bool = False
    domain: tuple[str, ...] = ()
    untried: bool = False  # there is no rule to evaluate it at any values, whatever is assumed
    assumed: tuple[str, ...] = ()  # besides what the claim assumes
    tentative: Refutation | None = None  # what `settled` is to hold against the prover, and to show


def decide(
    claim: Claim,
    seconds: float = 4.0,
    *,
    tentative: bool = False,
    again: bool = False,
    unproved: bool = False,
    freely: Claim | None = None,
) -> Decision:
    """The verdict on a claim. The refuter gets half of the seconds at most.

    What refutes it is held against the prover, and shown, unless that is `tentative`: see `settled`. `again` is a claim
    that was decided before, under fewer assumptions. Where it is known that it is `unproved` even under more, no proof
    is looked for. Where its assumptions follow from those of `freely`, it is that which is tried, unless a
    counterexample shows that they do not.
    """
    by = reduced(claim)
    free = _plain(freely) if freely is not None else None
    found = _decide(sharpened(by.claim), seconds, tentative, again, unproved, free)
    if found.verdict is Verdict.REFUTED and by.unused:
        found = doubtful(found, by.unused[0])
    trusted = (*by.theorems, *found.trusted) if found.verdict in _TRUE else found.trusted
    return replace(found, trusted=trusted, assumed=by.assumed)


def _plain(claim: Claim) -> Claim:
    """The claim as both legs see it."""
    return sharpened(reduced(claim).claim)


def _decide(
    claim: Claim, seconds: float, tentative: bool, again: bool, unproved: bool, freely: Claim | None
) -> Decision:
    if claim.relation == "~":
        return _decide_law(claim, seconds)
    found = _first_look(claim, freely, seconds / 4)
    if isinstance(found, Inconclusive) and found.owed and (idle := _identities(claim)):
        return _decide(sharpened(claim.without(idle)), seconds, tentative, again, unproved, None)
    if isinstance(found, Inconclusive) and is_undefined(found.reason):  # by chance, of few
        more = _attempt(claim, TRIES, 0, closely=False).within(seconds / 4)
        found = more if isinstance(more, Refutation) else found
    if isinstance(found, Inconclusive) and is_never_valid(found.reason) and not again:
        under_fewer = _under_fewer(claim, _fewer(claim), seconds / 2, unproved)
        if under_fewer is not None:
            return under_fewer
    if isinstance(found, Refutation) and tentative:
        return Decision(Verdict.REFUTED, "false", domain=found.domain, tentative=found)
    if isinstance(found, Refutation) and claim.relation not in ("=", "propto"):
        return _refuted(found)  # a search for inequalities that is bound to fail takes long
    proof, why = _prove(claim) if not unproved else (None, "")
    if isinstance(found, Refutation):
        return _disagreement(proof) if proof else _refuted(found)
    if proof is not None and isinstance(found, Inconclusive) and is_never_valid(found.reason):
        found = refute(claim, tries=TRIES, seconds=seconds / 4, closely=False)  # that they are rare is no reason
        if isinstance(found, Refutation):
            return _disagreement(proof)
        if isinstance(found, Inconclusive) and not again:
            return _of_more(claim, seconds / 4, unproved) or _proved(proof, found)
    if proof is not None:
        return _proved(proof, found)
    looks = (1,) if claim.relation in ("=", "propto") else (0, 1)  # the first one at an inequality was not close
    for seed in looks:
        if isinstance(found, Agreement):
            found = _attempt(claim, TRIES if seed else FIRST_TRIES, seed, closely=True).within(seconds / 4)
        if isinstance(found, Refutation):
            return _refuted(found)
    if isinstance(found, Agreement):
        proof = by_sympy(claim, seconds / 4)
        if proof is not None:
            return _proved(proof, found)
        caveat = found.caveat or (ONCE if found.points == 1 and _is_open(claim) else "")
        if claim.relation == "!=" and claim.free:
            caveat = "that sides differ where they were tried says nothing of other values"
        if caveat:
            because = caveat + (f"; no proof: {why}" if why else "")
            return Decision(Verdict.UNKNOWN, because, domain=found.domain)
        at_edge = next(filter(None, (refutation(edge, seconds / 4) for edge in _edges(claim))), None)
        if at_edge is not None:
            return Decision(Verdict.REFUTED, "false", tentative=at_edge) if tentative else _refuted(at_edge)
        level = next((name for name, each in _level(claim) if refutation(each, seconds / 4) is not None), "")
        if level:
            because = f"that {level} increases or decreases strictly is not said, and it is false of a constant"
            return Decision(Verdict.UNKNOWN, because, domain=found.domain)
        return _confirmed(found, why)
    if found.lhs is not None or again:
        return _unknown(found, why)
    fewer = (*_without_idle_laws(claim), *_fewer(claim))
    shown = _under_fewer(claim, fewer, seconds / 4, unproved) or _of_more(claim, seconds / 4, unproved)
    return shown or _unknown(found, why)


class _Attempt:
    """To refute a claim, which is done again only for more time, where that was short."""

    def __init__(self, claim: Claim, tries: int, seed: int, closely: bool) -> None:
        self._refute = partial(refute, claim, tries=tries, seed=seed, closely=closely)
        self._found: Agreement | Inconclusive | Refutation | None = None
        self._seconds = 0.0  # that were enough, or all that there were

    def within(self, seconds: float) -> Agreement | Inconclusive | Refutation:
        if self._found is None or seconds > self._seconds:
            began = perf_counter()
            self._found = self._refute(seconds=seconds)
            self._seconds = seconds if perf_counter() - began >= seconds else float("inf")
        return self._found


_attempt = lru_cache(maxsize=1 << 6)(_Attempt)  # one step asks for the same looks and proofs


def _look(claim: Claim, seconds: float) -> Agreement | Inconclusive | Refutation:
    return _attempt(claim, FIRST_TRIES, 0, closely=False).within(seconds)


def _edges(claim: Claim) -> Iterator[Claim]:
    """A strict claim where one weak inequality that is assumed holds with equality: few interpretations lie there."""
    if claim.relation not in ("<", ">"):
        return
    for fact in claim.assumptions:
        if fact.head == "relation" and fact.data in ("<=", ">="):
            others = tuple(other for other in claim.assumptions if other is not fact)
            yield replace(claim, assumptions=(*others, build.equal(*fact.args)))


def _level(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """Functions that increase or decrease, if not strictly, and the claim with each of them constant."""
    for each in sorted(claim.free, key=lambda each: each.digest):
        sort = each.sort
        if not isinstance(sort, Function) or sort.traits & {"strictly", "invertible"}:
            continue
        if sort.traits & {"increasing", "decreasing"}:
            constant = Term("symbol", (), each.data, replace(sort, traits=sort.traits | {"constant"}))
            yield each.name, claim.changed(partial(substitute, values={each: constant}))


def _identities(claim: Claim) -> frozenset[Term]:
    """The equations assumed that hold anyway."""
    equations = [fact for fact in claim.assumptions if fact.head == "relation" and fact.data == "="]
    return frozenset(each for each in equations if _prove(_plain(Claim(each.args[0], "=", each.args[1])))[0])


def _first_look(claim: Claim, freely: Claim | None, seconds: float) -> Agreement | Inconclusive | Refutation:
    """What a quick look finds: where an equation holds whatever is assumed, no values that meet that are looked for."""
    free = _unrestricted(claim)
    if free is not None:
        found = _look(sharpened(free), seconds)
        if isinstance(found, Agreement) and not found.caveat and not found.domain:
            return found
    found = _look(freely or claim, seconds)
    return _look(claim, seconds) if freely is not None and isinstance(found, Refutation) else found


def _unrestricted(claim: Claim) -> Claim | None:
    """An equation without the relations assumed, if that it holds at random then says that it does where these hold.

    Not where it is in pieces, nor where whole numbers are restricted: those may be special.
    """
    kept = tuple(a for a in claim.assumptions if a.head not in ("relation", "forall"))
    left_out = [a for a in claim.assumptions if a not in kept]
    if claim.relation != "=" or not left_out or any(all(map(is_whole, a.free)) for a in left_out):
        return None
    return None if is_in_pieces(claim.left, claim.right) else replace(claim, assumptions=kept)


def forget() -> None:
    """Empties what is kept of claims, so that they are looked at, proved and brought to normal forms again."""
    for kept in (_attempt, _prove, reduced, forms, entries, stuck, supply):
        kept.cache_clear()


def falls(claim: Claim, seconds: float) -> bool:
    """Whether a quick look refutes a claim: then nothing proves it. To `decide` it again takes no second look.

    Where its assumptions hold only as far as balls can tell, the prover says whether they do.
    """
    if claim.relation == "~" or reduced(claim).unused:
        return False  # only moments are compared; and what is not used may make it true
    found = _first_look(_plain(claim), None, seconds / 4)
    if isinstance(found, Inconclusive) and found.owed:
        equations = (Claim(fact.args[0], "=", fact.args[1]) for fact in found.owed)
        return all(_prove(_plain(equation))[0] is not None for equation in equations)
    return isinstance(found, Refutation)


def refutation(claim: Claim, seconds: float) -> Refutation | None:
    """What a quick look finds, if it refutes a claim."""
    if claim.relation == "~" or reduced(claim).unused:
        return None
    found = _first_look(_plain(claim), None, seconds / 4)
    return found if isinstance(found, Refutation) else None


def settled(claims: Iterable[Claim], decision: Decision) -> Decision:
    """A tentative refutation, held against the prover."""
    proofs = (_prove(_plain(claim))[0] for claim in claims if claim.relation in ("=", "propto"))
    return next((_disagreement(proof) for proof in proofs if proof is not None), shown(decision))


def shown(decision: Decision) -> Decision:
    """A tentative refutation with its counterexample."""
    return _refuted(decision.tentative) if decision.tentative is not None else decision


def doubtful(decision: Decision, caveat: str) -> Decision:
    """A claim that is false as it stands, but may have been meant under more than is known of it."""
    example = shown(decision).counterexample
    assert example is not None
    at = ", ".join(f"{name} = {value}" for name, value in list(example.values.items())[:4])
    because = f"{caveat}; as it stands, the left side is {example.lhs}, the right side {example.rhs}"
    return Decision(Verdict.UNKNOWN, because + (f" at {at}"[:300] if at else ""), domain=decision.domain)


def _under_fewer(claim: Claim, fewer: Iterable[tuple[Term, ...]], seconds: float, unproved: bool) -> Decision | None:
    """What holds under some of the assumptions holds under all of them."""
    for kept in fewer:
        found = decide(replace(claim, assumptions=kept), seconds, tentative=True, unproved=unproved)
        if found.verdict in _TRUE:
            return found
    return None


def _fewer(claim: Claim) -> Iterator[tuple[Term, ...]]:
    """Fewer assumptions: none of all entries of an array; then no relations at all."""
    general = tuple(a for a in claim.assumptions if not (a.head == "forall" or _of_tables(a)))
    none = tuple(a for a in general if a.head != "relation")
    if general not in (claim.assumptions, none):
        yield general
    if none != claim.assumptions:
        yield none


def _without_idle_laws(claim: Claim) -> Iterator[tuple[Term, ...]]:
    """The assumptions without the laws of random variables that nothing else speaks of, where there are such."""
    rest = [side.free for side in (claim.left, claim.right)]
    rest += [fact.free for fact in claim.assumptions if fact.head != "follows"]
    kept = tuple(a for a in claim.assumptions if a.head != "follows" or any(a.args[0] in free for free in rest))
    if kept != claim.assumptions:
        yield kept


def _of_more(claim: Claim, seconds: float, unproved: bool) -> Decision | None:
    """What holds of all numbers holds of random variables, where no chance is spoken of; what holds of all densities,
    of those of laws by name."""
    for stronger in filter(None, (as_values(claim), as_any_laws(claim))):
        found = decide(stronger, seconds, tentative=True, unproved=unproved)
        if found.verdict in _TRUE:
            return found
    return None


def _of_tables(fact: Term) -> bool:
    return fact.head == "relation" and any(side.head == "tabulate" for side in fact.args)


def _decide_law(claim: Claim, seconds: float) -> Decision:
    """What is said of a distribution: false where its mean or variance is another, true by the rules for laws alone."""
    proof, unproved = _prove(claim)
    found: Agreement | Inconclusive = Inconclusive(NEVER_VALID)
    for what, moment in _moments(claim):
        tried = refute(moment, tries=FIRST_TRIES, seconds=seconds / 4)
        if isinstance(tried, Refutation):
            if proof is not None:
                return _disagreement(proof)
            refuted = _refuted(tried)
            return replace(refuted, because=refuted.because.replace("the left side", f"the {what} of the left side"))
        if not isinstance(tried, Inconclusive) or isinstance(found, Inconclusive):
            found = tried
    if proof is not None:
        return _proved(proof, found)
    because = "no rule gives the distribution of the left side" + (f" ({unproved})" if unproved else "")
    return Decision(Verdict.UNKNOWN, because, domain=found.domain)


def _moments(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """The mean and the variance of both sides of `X ~ law`, as claims of their own."""
    left, law = claim.left, claim.right
    assert isinstance(law.sort, Law)
    drawn = fresh(symbol("x", law.sort.outcome), left.free | law.free)
    with suppress(SortError):
        mean = build.expect(drawn, law, drawn)
        yield "mean", replace(claim, left=build.mean(left), relation="=", right=mean)
        if not build.is_array(drawn):
            square = build.sub(build.expect(drawn, law, build.power(drawn, build.TWO)), build.power(mean, build.TWO))
        elif build.shape(drawn)[1] is build.ONE:
            square = build.sub(
                build.expect(drawn, law, build.matmul(drawn, build.transpose(drawn))),
                build.matmul(mean, build.transpose(mean)),
            )
        else:
            return
        yield "variance", replace(claim, left=build.variance(left), relation="=", right=square)


def provable(claim: Claim) -> bool:
    """Whether there is a proof; whether the claim's assumptions can hold is not asked."""
    return not _defines(claim) and _prove(_plain(claim))[0] is not None


def _defines(claim: Claim) -> bool:
    """Whether an equation says what a symbol is of which nothing else is known: it may be another, so nothing proves
    that. A whole number may be the size of what the other side speaks of."""
    if claim.relation != "=":
        return False
    known = frozenset().union(*(fact.free for fact in claim.assumptions))
    sides = (claim.left, claim.right), (claim.right, claim.left)
    return any(
        one.head == "symbol" and not is_whole(one) and one not in known and one not in other.free
        for one, other in sides
    )


def impossible(claim: Claim) -> bool:
    """Whether no further assumption can make a claim true: it is false at all values, by a sign."""
    return never(_plain(claim))


@lru_cache(maxsize=1 << 6)
def _prove(claim: Claim) -> tuple[Proved | None, str]:
    """A proof, or why there is none."""
    why = ""
    for each in filter(None, (claim, as_any_laws(claim))):
        try:
            proof = prove(each)
        except ProbatumError as error:
            proof, why = None, why or str(error)
        except RecursionError:
            proof, why = None, why or "its normal form nests too deeply"
        if proof is not None:
            return proof, ""
    return None, why


def _is_open(claim: Claim) -> bool:
    """Whether the sides may have other values: all that is random may follow a law without parameters."""
    by_laws = by_their_laws(claim)
    return bool(by_laws.left.free | by_laws.right.free)


def _refuted(found: Refutation) -> Decision:
    example = found.counterexample
    because = f"false: the left side is {example.lhs}, the right side {example.rhs}"
    because += " at the counterexample" if example.values else ""
    return Decision(
        Verdict.REFUTED, because, "counterexample", (), _printable(found), certified=True, domain=found.domain
    )


def _printable(found: Refutation) -> Counterexample:
    example = found.counterexample
    return Counterexample(dict(example.values), example.lhs, example.rhs, example.replay)


def _proved(proof: Proved, found: Agreement | Inconclusive) -> Decision:
    if isinstance(found, Inconclusive):
        if found.lhs is not None or is_never_valid(found.reason):
            return _unknown(found, "")
        untried = f"not tried numerically: {found.reason}"
        return Decision(Verdict.PROVED, _by(proof), proof.method, (*proof.rules, untried), domain=found.domain)
    return Decision(Verdict.PROVED, _by(proof), proof.method, proof.rules, domain=found.domain)


def _by(proof: Proved) -> str:
    match proof.method:
        case "normal form":
            return "both sides have the same normal form"
        case "sign":
            return "the difference of the sides has a sign by itself"
        case "transformation":
            return "the distribution of the left side follows from those of its variables"
        case "SymPy":
            return "SymPy simplifies the difference to zero"
        case method:
            return f"by {method}"


def _confirmed(found: Agreement, unproved: str) -> Decision:
    why = f" ({unproved})" if unproved else ""
    because = f"no proof found{why}; both sides agree at {found.points} interpretations"
    because += " exactly" if found.rational else f" to {found.digits} digits"
    if found.error_bound is not None:
        because += f" (error bound {float(found.error_bound):.1e})"
    return Decision(Verdict.CONFIRMED, because, "interpretation", domain=found.domain)


def _unknown(found: Inconclusive, unproved: str) -> Decision:
    if found.lhs is not None:
        because = f"{found.reason}: the left side is about {found.lhs}, the right side about {found.rhs}"
        because += f"; no proof: {unproved}" if unproved else ""
    else:
        because = missing(found.reason, unproved)
    return Decision(Verdict.UNKNOWN, because, domain=found.domain, untried=found.reason.startswith(NO_RULE))


def _disagreement(proof: Proved) -> Decision:
    because = f"internal error: refuted, and yet there is a proof ({_by(proof)}); one of the two is wrong"
    return Decision(Verdict.ERROR, because)
