"""What every report for people says in the same words. Documents come from strangers: `clean` their text."""

from __future__ import annotations

from collections.abc import Mapping

from ..terms.show import RELATION_SIGNS
from ..verdict import Mend, StepReport, Verdict

MARKS = {
    Verdict.PROVED: "✓",
    Verdict.CONFIRMED: "≈",
    Verdict.REFUTED: "✗",
    Verdict.UNKNOWN: "?",
    Verdict.DEFINITION: "≔",
    Verdict.ASSUMPTION: "∵",
    Verdict.ERROR: "!",
}


def clean(text: str) -> str:
    """On one line, without what drives a terminal or turns the order of characters."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return " ".join(text.split())


def statement(step: StepReport) -> str:
    """The step as written."""
    return clean(f"{step.lhs} {step.relation} {step.rhs}")


def findings(step: StepReport) -> list[tuple[str, str]]:
    """What a report adds to the verdict and its reason: labels with their texts, none of them empty."""
    found = [("domain", finding) for finding in step.domain]
    if step.counterexample is not None:
        values = ", ".join(f"{name} = {value}" for name, value in step.counterexample.values.items())
        certified = "certified" if step.certified else "not certified"
        found.append((f"counterexample ({certified})", values or "no symbols to choose"))
    found += [_mend(step, mend) for mend in step.mends]
    found.append(("trusted", "; ".join(rule for rule in step.trusted if rule != step.method)))
    found.append(("assumed", "; ".join(step.assumed)))
    return [(label, clean(text)) for label, text in found if text]


def _mend(step: StepReport, mend: Mend) -> tuple[str, str]:
    """A suggestion: the side to write instead, or what to assume; and what stands behind it."""
    if mend.assume:
        return "true if you also assume", f"{mend.assume} ({mend.verdict})"
    relation = RELATION_SIGNS.get(mend.relation, mend.relation)
    if mend.lhs != step.lhs:
        text = f"{mend.lhs} {relation} {mend.rhs}"
    elif mend.relation != step.relation:
        text = f"{relation} {mend.rhs}"
    else:
        text = mend.rhs
    return "did you mean", f"{text} ({mend.verdict}; {mend.change})"


def replay(step: StepReport) -> list[str]:
    """The lines of the snippet that replays the counterexample, if there is one, with their indentation."""
    lines = step.counterexample.replay.splitlines() if step.counterexample else []
    return [" " * (len(line) - len(line.lstrip())) + clean(line) for line in lines]


def summary(counts: Mapping[Verdict, int], seconds: float) -> str:
    """As `3 proved, 1 refuted in 0.12 s`."""
    said = [f"{n} {verdict}" for verdict, n in counts.items() if n]
    return f"{', '.join(said) or 'no steps'} in {seconds:.2f} s"
