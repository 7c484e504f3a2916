"""Densities of which nothing says whether they are with respect to counting or to Lebesgue measure: both are tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from ..claim import Claim
from ..terms.build import Space, measured
from ..terms.sorts import REAL, Outcome, Scalar
from ..terms.term import Term, space, transform
from .survey import Label, survey

_OF_FAMILIES = frozenset({"density", "uncertainty", "information"})
BINARY = Scalar(Fraction(0), Fraction(1), integer=True)


@dataclass(frozen=True, slots=True)
class Readings:
    """The claim in each way that it may be meant, and what its variables then are."""

    claims: tuple[Claim, ...]
    kinds: tuple[tuple[str, Mapping[str, Space]], ...] = ()
    alike: bool = True  # what fails in the first fails in all: a pmf is a density that is constant on cells of length 1

    def said(self, true: int, false: int) -> str:
        """That a claim is true in one reading, and false in another."""
        (one, these), (other, those) = self.kinds[true], self.kinds[false]
        names = ", ".join(label for label in sorted(these.keys() & those.keys()) if these[label] != those[label])
        return f"nothing says whether {names} is {one} or {other}: true if {one}, false if {other}"


def readings(claim: Claim) -> Readings:
    """A claim with counting and with Lebesgue measure for the variables where it leaves that open; and for those of
    which only the values 0 and 1 are spoken of, with more values."""
    terms = (claim.left, claim.right, *claim.assumptions)
    if all(_OF_FAMILIES.isdisjoint(term.heads) for term in terms):
        return Readings((claim,))
    labels = survey(claim).labels
    said = {label: known.measure for label, known in labels.items() if known.measure is not None}
    open_ = {label for label, known in labels.items() if _is_open(known)}
    binary = {label for label, known in labels.items() if _may_be_binary(known)}
    least: dict[str, Space] = {label: (label, Outcome(label), "counting") for label in open_}
    least |= {label: (label, BINARY, "counting") for label in binary}
    more = least | {label: (label, REAL, "counting") for label in binary}
    kinds = [("discrete" if more == least else "0 or 1", least)] if least else []
    if binary:
        kinds.append(("of more values", more))
    if open_:
        kinds.append(("continuous", {label: (label, Outcome(label), "lebesgue") for label in open_}))
    meant = tuple(_measured(claim, said, each) for _, each in kinds)
    return Readings(meant or (claim,), tuple(kinds), not any(labels[label].numeric for label in least))


def _is_open(known: Label) -> bool:
    whole = isinstance(known.sort, Scalar) and known.sort.integer
    return known.measure is None and not (known.smooth or known.ranges or whole)


def _may_be_binary(known: Label) -> bool:
    """Whether nothing is said of a variable but its densities at 0 and at 1, which may be all of its values."""
    unsaid = known.measure != "lebesgue" and isinstance(known.sort or Outcome(""), Outcome)
    return unsaid and bool(known.constants) and known.constants <= {0, 1}


def _measured(claim: Claim, said: Mapping[str, str], chosen: Mapping[str, Space]) -> Claim:
    """The claim where each labelled variable has the measure that is said of it, or that which is chosen for it."""
    known = {**said, **{label: measure for label, _, measure in chosen.values()}}

    def settled(of: Space) -> Space:
        label, sort, measure = of
        return label, sort, known.get(label, "counting") if measure == "either" else measure

    def change(term: Term) -> Term:
        match term.head:
            case "space" if term.data[1] == "either":
                return space(term.data[0], known.get(term.data[0], "counting"))
            case "uncertainty" | "information":
                return Term(term.head, term.args, tuple(tuple(map(settled, part)) for part in term.data), term.sort)
            case "sum" if term.args[1].head == "space" and term.args[1].data[1] == "lebesgue":
                return Term("integral", term.args, term.data, term.sort)
        return term

    more = (measured(chosen[label]) for label in sorted(chosen))
    left, right, *facts = (transform(term, change) for term in (claim.left, claim.right, *claim.assumptions))
    return replace(claim, left=left, right=right, assumptions=(*facts, *more))
