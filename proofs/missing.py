"""What an undecided claim lacks, by name: to be tried at values of its symbols, and to be proved."""

from __future__ import annotations

NEVER_VALID = "no valid interpretation found"  # how the refuter begins where it has no values to try
NO_RULE = "no rule here for "  # and where it has none
UNTRIED = "missing: a rule for "  # and how a report begins of a step that was not tried for that
_OBSTACLE = f"{NEVER_VALID}: "
_WORDED = {
    f"{_OBSTACLE}the assumptions": "values that meet the assumptions",
    NEVER_VALID: "values to try",
    "the time for this claim": "time for this claim",
}


def is_never_valid(reason: str) -> bool:
    """Whether no values meet the assumptions or give both sides a meaning, for all that was tried.

    >>> is_never_valid("no valid interpretation found: the assumptions")
    True
    >>> is_never_valid("no valid interpretation found: no rule here for limits")
    False
    """
    return reason.startswith(NEVER_VALID) and not reason.startswith(_OBSTACLE + NO_RULE)


def is_undefined(reason: str) -> bool:
    """Whether values that meet the assumptions were found, and at none of them both sides have a meaning.

    >>> is_undefined("no valid interpretation found: the logarithm of a number that is not positive")
    True
    >>> is_undefined("no valid interpretation found: the assumptions")
    False
    """
    return is_never_valid(reason) and reason not in (NEVER_VALID, f"{_OBSTACLE}the assumptions")


def missing(untried: str, unproved: str) -> str:
    """One phrase, from why a claim could not be tried and why it could not be proved ('' for no reason).

    >>> missing("no rule here for sums over primes", "no rule here for sums over primes")
    'missing: a rule for sums over primes'
    >>> missing("no valid interpretation found: the assumptions", "no rule here for limits")
    'missing: values that meet the assumptions; to prove it, a rule for limits'
    """
    lacks = _in_words(untried)
    proof = _in_words(unproved) if unproved else ""
    return f"missing: {lacks}" + (f"; to prove it, {proof}" if proof and proof != lacks else "")


def _in_words(reason: str) -> str:
    if reason in _WORDED:
        return _WORDED[reason]
    if reason.startswith(_OBSTACLE + NO_RULE):
        return _in_words(reason.removeprefix(_OBSTACLE))
    if reason.startswith(NO_RULE):
        return f"a rule for {reason.removeprefix(NO_RULE)}"
    if reason.startswith(_OBSTACLE):
        return f"values at which both sides have a meaning (tried ones met {reason.removeprefix(_OBSTACLE)})"
    return f"a budget for {reason}"
