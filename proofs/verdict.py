"""The words of a verdict, as types. Everything here is immutable, picklable and turns into JSON by
`asdict`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What is said of a step. Only `PROVED` says that it is true; see the README for what each one
    promises."""

    PROVED = "proved"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNKNOWN = "unknown"
    DEFINITION = "definition"
    ASSUMPTION = "assumption"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """An interpretation at which a relation is false: printable values by name, the value of each side there,
    and a Python snippet that computes both again."""

    values: Mapping[str, str]
    lhs: str
    rhs: str
    replay: str


@dataclass(frozen=True, slots=True)
class Mend:
    """What would make a step true: an edit of it, or an assumption more.

    The statement as it would stand; `change` says in words what is edited, `assume` is the assumption, as it could
    stand in a `given` line; one of the two is empty. `verdict` is `PROVED` or `CONFIRMED`, as for any step."""

    lhs: str
    relation: str
    rhs: str
    change: str
    assume: str
    verdict: Verdict
    method: str
    trusted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A step as it stands in the document: where its relation is (from 1), and both sides as written."""

    line: int
    column: int
    relation: str = ""
    lhs: str = ""
    rhs: str = ""


@dataclass(frozen=True, slots=True)
class StepReport:
    """What is said of one step. `because` is one sentence; `trusted`, `assumed` and `domain` are short
    phrases; `certified` says that ball arithmetic stands behind the verdict; `seconds` is wall-clock time; `mends`
    are what would make a false step true."""

    line: int
    column: int
    relation: str
    lhs: str
    rhs: str
    verdict: Verdict
    because: str
    method: str = ""
    trusted: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    certified: bool = False
    domain: tuple[str, ...] = ()
    seconds: float = 0.0
    mends: tuple[Mend, ...] = ()

    @classmethod
    def at(cls, place: Place, verdict: Verdict, because: str, seconds: float = 0.0) -> StepReport:
        """A report with nothing to add to its one sentence."""
        return cls(place.line, place.column, place.relation, place.lhs, place.rhs, verdict, because, seconds=seconds)


def count(steps: Iterable[StepReport]) -> dict[Verdict, int]:
    """The number of steps by verdict, every verdict named, in the order of `Verdict`."""
    counts = dict.fromkeys(Verdict, 0)
    for step in steps:
        counts[step.verdict] += 1
    return counts


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """The steps of one document, in its order. What ails the document as a whole is a last step, an
    `error`."""

    path: str
    steps: tuple[StepReport, ...]
    seconds: float

    @property
    def counts(self) -> dict[Verdict, int]:
        return count(self.steps)


@dataclass(frozen=True)
class Report:
    """Documents in the order in which they were given; iterating gives their steps."""

    documents: tuple[DocumentReport, ...]

    def __iter__(self) -> Iterator[StepReport]:
        return (step for document in self.documents for step in document.steps)

    def __len__(self) -> int:
        return sum(len(document.steps) for document in self.documents)

    @property
    def counts(self) -> dict[Verdict, int]:
        return count(self)

    def exit_status(self, strict: bool = False) -> int:
        """0 if nothing is refuted or an error (nor, when strict, unknown); 1 otherwise."""
        failing = {Verdict.REFUTED, Verdict.ERROR} | ({Verdict.UNKNOWN} if strict else set())
        return int(any(step.verdict in failing for step in self))
