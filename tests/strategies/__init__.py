"""Random claims of every sort, true by construction or false by mutation. For the tests and for benchmarks/fuzz.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from probatum.proofs.claim import Claim
from probatum.proofs.errors import ProbatumError
from probatum.proofs.terms.term import Term

from .expressions import SORTS as _SORTS
from .inequalities import inequality
from .line import bound, families, onto_the_line, unsaid
from .mutations import mutate
from .rewrites import rewrite
from .truth import answers

SORTS = (*_SORTS, "families", "line", "inequalities")


@dataclass(frozen=True)
class Sample:
    """A claim with its truth value, and how it came about; `seed` makes it again."""

    sort: str
    seed: str
    claim: Claim
    true: bool
    how: tuple[str, ...]


def sample(sort: str, seed: str) -> Sample | None:
    """The claim of a seed; None where nothing came of it (a mutant that is not clearly false, say).

    Of some claims about the line nothing then says that they are: true is what holds for pmfs as well.
    """
    found = _sample(sort, seed)
    if found is not None and sort == "line" and Random(seed).random() < 0.3:
        return replace(found, claim=unsaid(found.claim), how=(*found.how, "nothing says so"))
    return found


def _sample(sort: str, seed: str) -> Sample | None:
    rng = Random(f"{sort}:{seed}")
    try:
        if sort == "line" and rng.random() < 0.3:
            wrong = _onto_the_line(rng, Claim(*bound(rng)))
            return Sample(sort, seed, wrong, False, ("a bound for pmfs",)) if _fails(wrong, rng) else None
        left, relation, right, assumptions, how = _true(rng, sort)
        if rng.random() < 0.5:
            claim = Claim(left, relation, right, assumptions)
            if sort == "line":
                claim = _onto_the_line(rng, claim)
            return Sample(sort, seed, claim, True, how) if left is not right and _meets(claim, rng) else None
        return _false(rng, sort, seed, Claim(left, relation, right, assumptions), how)
    except ProbatumError:
        return None  # a rewrite that fits no term of the engine, as a power of a matrix


def _onto_the_line(rng: Random, claim: Claim) -> Claim:
    labels = rng.choice(("xyz", "xyz", "x", "y", "xz"))
    return onto_the_line(claim, frozenset(labels))


def _true(rng: Random, sort: str) -> tuple[Term, str, Term, tuple[Term, ...], tuple[str, ...]]:
    if sort == "inequalities":
        left, relation, right, assumptions = inequality(rng)
    else:
        start = families if sort == "families" else _SORTS["densities" if sort == "line" else sort]
        left, assumptions = start(rng)
        relation, right = "=", left
    right, how = rewrite(rng, right, rng.randint(1, 5))
    if rng.random() < 0.4:
        left, more = rewrite(rng, left, rng.randint(1, 3))
        how += more
    return left, relation, right, assumptions, how


def _false(rng: Random, sort: str, seed: str, claim: Claim, how: tuple[str, ...]) -> Sample | None:
    left, relation, right, assumptions = claim.left, claim.relation, claim.right, claim.assumptions
    way = rng.random()
    if relation != "=" and way < 0.3:
        turned = {"<=": ("<", ">="), "<": (">=", ">"), ">=": (">", "<="), ">": ("<=", "<")}[relation]
        relation, how = rng.choice(turned), (*how, "relation")
    elif assumptions and way < 0.5:
        assumptions, how = assumptions[1:], (*how, "dropped assumption")
    else:
        found = mutate(rng, right)
        if found is None:
            return None
        right, name = found
        how = (*how, name)
    wrong = Claim(left, relation, right, assumptions)
    if sort == "line":
        wrong = _onto_the_line(rng, wrong)
    wrong.statement
    return Sample(sort, seed, wrong, False, how) if _fails(wrong, rng) else None


def _fails(claim: Claim, rng: Random) -> bool:
    return False in list(answers(claim, rng))


def _meets(claim: Claim, rng: Random) -> bool:
    """Whether a claim made to be true is so where it is tried; a failure is a bug of the rewrites."""
    found = list(answers(claim, rng))
    if False in found:
        raise AssertionError(f"a rewrite is wrong: {claim}")
    return True in found


def samples(sorts: tuple[str, ...], seed: int, count: int) -> Iterator[Sample]:
    """`count` claims, the sorts by turns."""
    made = attempt = 0
    while made < count:
        found = sample(sorts[attempt % len(sorts)], f"{seed}.{attempt}")
        attempt += 1
        if found is not None:
            made += 1
            yield found
