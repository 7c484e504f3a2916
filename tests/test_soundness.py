"""The one promise: no false claim proved or confirmed, no true one refuted, and the two legs never at odds.

A short run of `make fuzz`; and the generators themselves, which have to make what they say.
"""

from __future__ import annotations

from collections import Counter

import pytest
from strategies import SORTS, sample, samples
from strategies.trial import trial

A_SORT = 1_000 // len(SORTS)


@pytest.mark.parametrize("sort", SORTS)
def test_no_violation_among_random_claims(sort: str) -> None:
    trials = [trial(one) for one in samples((sort,), 1, A_SORT)]
    assert [one for one in trials if one.violation] == []
    said = Counter((one.true, one.verdict) for one in trials)
    assert said[True, "proved"] > 0
    assert said[False, "refuted"] > 0


@pytest.mark.parametrize("sort", SORTS)
def test_generators_make_true_and_false_claims(sort: str) -> None:
    made = list(samples((sort,), 0, 20))
    assert {one.true for one in made} == {True, False}
    assert all(one.how for one in made if not one.true)


def test_a_seed_gives_the_same_claim() -> None:
    assert sample("arrays", "5.3") == sample("arrays", "5.3")
