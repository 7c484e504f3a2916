"""`probatum verify`: every claim of the sheet that has an entry is decided by the engine that checks anyone's
homework, and so is every step of the sheet's own derivations; what runs is shown by tests, which are run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from importlib.resources import as_file, files
from pathlib import Path
from time import perf_counter

from probatum.identities import Entry, Falsehood, entries
from probatum.identities.sheet import SheetClaim, claims
from probatum.proofs.decide import decide
from probatum.proofs.source import Options, read_source
from probatum.proofs.verdict import Counterexample, DocumentReport, Verdict
from probatum.proofs.worker import supervise

from .evidence import Evidence, MarkedTest, gather

SCHEMA = "probatum.verify/1"
SHOWN = (Verdict.PROVED, Verdict.CONFIRMED)
BY_TESTS = ("model", "algorithm")  # what runs is shown by running it: no formula is enough
_FROM_BEST = (Verdict.PROVED, Verdict.CONFIRMED, Verdict.UNKNOWN, Verdict.REFUTED, Verdict.ERROR)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said of one statement of the catalogue. `denied` ones have to be refuted, all others shown."""

    name: str
    latex: str
    verdict: Verdict
    because: str
    denied: bool
    printed: bool
    certified: bool
    counterexample: Counterexample | None
    seconds: float

    @property
    def stands(self) -> bool:
        return (self.verdict is Verdict.REFUTED and self.certified) if self.denied else self.verdict in SHOWN


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """A claim of the sheet with its statements: those that say it, and the false ones beside them; and with the tests
    that were run for it, or why there were none."""

    claim: SheetClaim
    statements: tuple[Statement, ...]
    falsehoods: tuple[Statement, ...]
    tests: tuple[MarkedTest, ...] = ()
    absent: str = ""

    @property
    def stated(self) -> bool:
        return bool(self.statements)

    @property
    def stands(self) -> bool:
        """Whether nothing speaks against it."""
        return all(each.stands for each in (*self.statements, *self.falsehoods)) and not self.failed_tests

    @property
    def failed_tests(self) -> tuple[MarkedTest, ...]:
        return tuple(test for test in self.tests if test.outcome == "failed")

    @property
    def by_tests(self) -> bool:
        """Whether a run has to show it: it is a model or an algorithm, or no formula says it."""
        return self.claim.kind in BY_TESTS or not self.stated

    @property
    def shown(self) -> bool:
        """Whether all that the claim says is shown; of what runs, by tests that were just seen to pass, all of them."""
        tested = bool(self.tests) and all(test.outcome == "passed" for test in self.tests)
        return self.stands and (tested or not self.by_tests)

    @property
    def pending(self) -> bool:
        """Whether it stands, but nothing shows it here."""
        return self.stands and not self.shown

    @property
    def why_pending(self) -> str:
        """Why nothing shows it here."""
        skipped = [f"{test.node} was skipped: {test.because}" for test in self.tests if test.outcome == "skipped"]
        return self.absent or "; ".join(skipped) or "no test shows it yet"

    @property
    def verdict(self) -> Verdict | None:
        """The weakest of its statements; what is denied counts as proved by its counterexample."""
        found = [Verdict.PROVED if each.denied and each.stands else each.verdict for each in self.statements]
        return max(found, key=_FROM_BEST.index, default=None)

    @property
    def erratum(self) -> Statement | None:
        """The statement as the sheet prints it, where it is false."""
        return next((each for each in self.falsehoods if each.printed), None)

    @property
    def printed_verdict(self) -> Verdict | None:
        if self.erratum is not None:
            return self.erratum.verdict
        return self.verdict if self.claim.status == "holds" else None

    @property
    def shown_by(self) -> tuple[str, ...]:
        """Proofs and confirmations with their reasons, tests by their node ids."""
        if not self.shown:
            return ()
        passed = [test.node for test in self.tests if test.outcome == "passed"]
        return (*(f"{each.name}: {each.verdict}, {each.because}" for each in self.statements), *passed)

    @property
    def seconds(self) -> float:
        decided, run = (*self.statements, *self.falsehoods), self.tests
        return sum(each.seconds for each in decided) + sum(each.seconds for each in run)


@dataclass(frozen=True, slots=True)
class Verification:
    """All of it. `stands` says whether every statement and every step does, and every test that was run."""

    claims: tuple[ClaimReport, ...]
    derivations: tuple[DocumentReport, ...]
    seconds: float
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def failing(self) -> tuple[str, ...]:
        """What does not stand, by name and place."""
        statements = [
            f"{each.name} ({report.claim.id}): {each.verdict}, {each.because}"
            for report in self.claims
            for each in (*report.statements, *report.falsehoods)
            if not each.stands
        ]
        steps = [
            f"{document.path}:{step.line}: {step.verdict}, {step.because}"
            for document in self.derivations
            for step in document.steps
            if step.verdict in (Verdict.UNKNOWN, Verdict.REFUTED, Verdict.ERROR)
        ]
        tests = [f"{test.node}: {test.because}" for test in self.evidence.tests if test.outcome == "failed"]
        return (*statements, *steps, *tests)

    @property
    def stands(self) -> bool:
        return not self.failing

    def as_dict(self) -> dict[str, object]:
        """In the schema `probatum.verify/1`; a verdict is null where there is no statement yet."""
        return {
            "schema": SCHEMA,
            "claims": [_claim_as_dict(report) for report in self.claims],
            "derivations": [
                {"path": each.path, "counts": each.counts, "seconds": each.seconds, "steps": [*map(asdict, each.steps)]}
                for each in self.derivations
            ],
        }


def _claim_as_dict(report: ClaimReport) -> dict[str, object]:
    claim = report.claim
    printed = {"latex": claim.printed, "verdict": report.printed_verdict} if claim.printed else None
    return {
        "id": claim.id,
        "section": claim.section,
        "kind": claim.kind,
        "status": claim.status,
        "printed": printed,
        "correct": {"latex": claim.correct or claim.printed, "verdict": report.verdict},
        "shown_by": report.shown_by,
        "seconds": report.seconds,
    }


def sections() -> tuple[str, ...]:
    """The sections of the sheet, in its order."""
    return tuple(dict.fromkeys(claim.section for claim in claims().values()))


def verify(only: Sequence[str] = (), say: Say = lambda text: None, checkout: Path | None = None) -> Verification:
    """Decides the claims and the derivations of some sections, or of all; `say` hears what is being done.

    The marked tests of the checkout are run, where it is one; without it the claims that need them are not shown.
    """
    began = perf_counter()
    chosen = [claim for claim in claims().values() if not only or claim.section in only]
    by_source = defaultdict(list)
    for entry in entries():
        by_source[entry.source].append(entry)
    evidence = Evidence(absent="no tests were run")
    if checkout is not None:
        evidence = gather(checkout, dict.fromkeys(claim.section for claim in chosen), say)
    reports = []
    for claim in chosen:
        reports.append(_report(claim, by_source[claim.id], evidence, say))
    documents = tuple(_derivations({claim.id for claim in chosen}, say))
    return Verification(tuple(reports), documents, perf_counter() - began, evidence)


def _report(claim: SheetClaim, stated: list[Entry], evidence: Evidence, say: Say) -> ClaimReport:
    statements, falsehoods = [], []
    for entry in stated:
        say(f"{claim.id}: {entry.name}")
        statements.append(_decided(entry.name, entry, denied=not entry.holds))
        falsehoods += [_decided(_name(entry, false), false, denied=True) for false in entry.falsehoods]
    return ClaimReport(claim, tuple(statements), tuple(falsehoods), evidence.of(claim.id), evidence.absent)


def _name(entry: Entry, false: Falsehood) -> str:
    return f"{entry.name}, as printed" if false.printed else f"{entry.name}, a false neighbour"


def _decided(name: str, statement: Entry | Falsehood, denied: bool) -> Statement:
    began = perf_counter()
    found = decide(statement.claim)
    printed = isinstance(statement, Falsehood) and statement.printed
    return Statement(
        name, statement.latex, found.verdict, found.because, denied, printed, found.certified, found.counterexample,
        perf_counter() - began,
    )  # fmt: skip


def _derivations(ids: set[str], say: Say) -> Iterator[DocumentReport]:
    """The documents named for these claims, each checked as anyone's."""
    from probatum.proofs.check import steps

    with as_file(files("probatum.proofs") / "derivations") as folder:
        paths = sorted(path for path in Path(folder).glob("*.md") if path.stem in ids)
        sources = [read_source(path) for path in paths]
        progress = lambda name, done, place: say(f"{Path(name).name}: step {done + 1}")  # noqa: E731
        with closing(supervise(steps, sources, Options(), progress=progress)) as checked:
            yield from checked
