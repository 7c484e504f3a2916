"""One claim of known truth through the prover, the refuter and both together; what must not be is a violation."""

from __future__ import annotations

from dataclasses import dataclass

from probatum.proofs.decide import decide
from probatum.proofs.errors import ProbatumError
from probatum.proofs.prove import prove
from probatum.proofs.verdict import Verdict

from . import Sample

SECONDS = 2.0


@dataclass(frozen=True)
class Trial:
    """What was said of a claim. `violation` is empty where it is allowed; unknown always is."""

    sort: str
    seed: str
    true: bool
    verdict: str
    violation: str = ""


def trial(sample: Sample) -> Trial:
    """Never is a false claim proved or confirmed, a true one refuted, or a leg at odds with the other."""
    try:
        decision = decide(sample.claim, SECONDS)
        proved = decision.verdict is Verdict.PROVED or (not sample.true and _proves(sample))
    except Exception as error:  # noqa: BLE001 - any exception is a violation, and is reported as one
        return Trial(sample.sort, sample.seed, sample.true, "crash", f"{type(error).__name__}: {error}")
    verdict = str(decision.verdict)
    violation = ""
    if decision.verdict is Verdict.ERROR:
        violation = "the legs disagree: " + decision.because
    elif not sample.true and proved:
        violation = "a false claim is proved"
    elif not sample.true and decision.verdict is Verdict.CONFIRMED:
        violation = "a false claim is confirmed"
    elif sample.true and decision.verdict is Verdict.REFUTED:
        violation = "a true claim is refuted: " + decision.because
    return Trial(sample.sort, sample.seed, sample.true, verdict, violation)


def _proves(sample: Sample) -> bool:
    try:
        return prove(sample.claim) is not None
    except ProbatumError:
        return False
