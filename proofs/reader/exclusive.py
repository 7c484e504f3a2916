"""Events that a text may say exclude each other, or exhaust all: a counterexample has them do both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from ..claim import Claim
from ..terms import build
from ..terms.sorts import Event
from ..terms.term import Term

IN_WORDS = "what is said of the events in words, exclusive or not"
_NESTED = re.compile(
    r"\bimpl(?:y|ies)\b(?=\s*(?:\$|(?:the |an? )?(?:event|other|first|second|latter)))"
    r"|\bsubsets?\b(?!\s+of\s+(?:an?|the)\s+\[?sample space)|\bcontain\w*|\bincluded\b"
    r"|\bsupersets?\b|\\subset|\\supset|\bwhenever\b|\bonly if\b|\bentail\w*|\b(?:occurs?|happens?) if\b"
    r"|\bpart of\b|\bso does\b",
    re.IGNORECASE,
)
_PARTITION = re.compile(r"the (?:[\w-]+ )*(?:exclusive|disjoint|exhaustive)", re.IGNORECASE)


def is_partition(noun: str) -> bool:
    """Whether a noun says of events no more than what `partitions` says."""
    return _PARTITION.fullmatch(noun) is not None


def nests(text: str) -> bool:
    """Whether a text may say of events that one is a part of another."""
    return _NESTED.search(text) is not None


def partitions(claims: Iterable[Claim]) -> Iterator[Term]:
    """That of the events of claims no two happen together, and that one of several happens."""
    events = {each for claim in claims for each in claim.left.free | claim.right.free if isinstance(each.sort, Event)}
    ordered = sorted(events, key=lambda each: (each.name, each.digest))
    for one, other in combinations(ordered, 2):
        yield build.equal(build.probability(build.both(one, other)), build.ZERO)
    if len(ordered) > 1:
        none = build.both(*map(build.negation, ordered))
        yield build.equal(build.probability(build.negation(none)), build.ONE)
