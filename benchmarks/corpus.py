"""How the checker does on a folder of documents, and what it says of their steps once these are broken.

    python benchmarks/corpus.py FOLDER [--jobs N] [--mutants N] [--peers N] [--seed N] [--json F]

For each document and in total: what became of its steps, by verdict and by reason, and how long that took. Apart
from all of them, the rows that continue a chain are counted: those with only alignment marks before their relation.

Then every step that was proved or confirmed is broken in `--mutants` ways, by the edits that mending tries. Whether
a mutant is false is for an evaluation that shares nothing with the checker (tests/strategies/exact.py): those that
stay true are left out, those on which it cannot tell are counted apart. A false one that is proved or confirmed is a
violation, printed with all that is needed to look into it; then the exit status is 1.

Last, `--peers` of the equations, and a false mutant of each, are given to SymPy and to Math-Verify where these are
installed: a peer is wrong where it accepts the mutant, or rejects an equation that is proved.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from random import Random
from statistics import median
from threading import local
from time import perf_counter
from typing import Any

from breaking import Mutant, Question, breaker
from killable import Killable
from peers import NEEDS, PEERS, Answer
from tally import CLAIMS, COLUMNS, Tally, continues, line, print_reasons

from probatum.proofs.check import SHOWN, is_untried, rests, steps
from probatum.proofs.source import FORMATS, Options, Source, read_source
from probatum.proofs.verdict import DocumentReport, Verdict
from probatum.proofs.worker import supervise

MUTANT_SECONDS = 30.0  # for all mutants of a step
PEER_SECONDS = 5.0  # for an equation


# ------------------------------------------------------------------ the mutants


@dataclass(frozen=True)
class Checked:
    """A document with its report, and which of its steps continue a chain."""

    source: Source
    report: DocumentReport
    chained: tuple[bool, ...]


def checked(sources: Sequence[Source], jobs: int) -> Iterable[Checked]:
    reports = supervise(steps, sources, Options(), jobs=jobs)
    for source, report in zip(sources, reports, strict=True):
        yield Checked(source, report, tuple(continues(source, step) for step in report.steps))


def in_parallel(
    prepare: Callable[[], Any], jobs: int, work: Callable[[Killable, Any], Any], items: Sequence[Any]
) -> list[Any]:
    """The work on each item, by `jobs` processes; in the order of the items."""
    mine = local()
    started: list[Killable] = []

    def run(item: Any) -> Any:
        if not hasattr(mine, "process"):
            mine.process = Killable(prepare)
            started.append(mine.process)
        return work(mine.process, item)

    with ThreadPoolExecutor(jobs) as pool:
        found = list(pool.map(run, items))
    for process in started:
        process.stop()
    return found


@dataclass
class Broken:
    """The mutants of steps, those of rows that continue a chain, and the steps of which none came in time."""

    mutants: list[Mutant] = field(default_factory=list)
    chains: list[Mutant] = field(default_factory=list)
    steps: int = 0
    late: int = 0

    def add(self, found: list[Mutant] | None, chained: bool) -> None:
        self.steps += 1
        self.late += found is None
        self.mutants += found or []
        self.chains += found or [] if chained else []

    def __iadd__(self, other: Broken) -> Broken:
        self.mutants += other.mutants
        self.chains += other.chains
        self.steps += other.steps
        self.late += other.late
        return self


def break_document(process: Killable, item: tuple[Checked, int, int]) -> Broken:
    document, count, seed = item
    decided: dict[tuple[int, int], Verdict] = {}
    found = Broken()
    for number, (step, chained) in enumerate(zip(document.report.steps, document.chained, strict=True)):
        if step.verdict in SHOWN:
            before = document.report.steps[:number]
            resting = frozenset((each.line, each.column) for each in before if rests(each))
            untried = frozenset((each.line, each.column) for each in before if is_untried(each))
            question = Question(document.source.name, number, seed, count, dict(decided), resting, untried)
            found.add(process.ask(question, MUTANT_SECONDS), chained)
        decided[step.line, step.column] = step.verdict
    return found


def mutant_counts(mutants: Sequence[Mutant]) -> dict[str, int]:
    """What became of mutants: those without a meaning, those that stay true, and the false ones by verdict."""
    counts = Counter[str]()
    for mutant in mutants:
        counts["mutants"] += 1
        if not mutant.rhs:
            counts["no meaning"] += 1
        elif mutant.bent:
            counts["read otherwise"] += 1
        elif mutant.false is None:
            counts["undecided"] += 1
            counts[f"undecided, {mutant.verdict}"] += 1
        elif not mutant.false:
            counts["stay true"] += 1
            counts[f"stay true, {mutant.verdict}"] += 1
        else:
            counts["false"] += 1
            counts[f"false, {mutant.verdict}"] += 1
    return dict(counts)


def print_mutants(what: str, mutants: Sequence[Mutant]) -> None:
    counts = Counter(mutant_counts(mutants))
    false = max(counts["false"], 1)
    print(f"\n{what}: {counts['mutants']} mutants; left out: {counts['no meaning']} have no meaning, "
          f"{counts['read otherwise']} have symbols that mean something else, {counts['stay true']} stay true, "
          f"{counts['undecided']} undecided")  # fmt: skip
    shares = ", ".join(
        f"{counts[f'false, {verdict}']} {verdict} ({100 * counts[f'false, {verdict}'] / false:.1f} %)"
        for verdict in (Verdict.REFUTED, Verdict.UNKNOWN, Verdict.ERROR, Verdict.PROVED, Verdict.CONFIRMED)
    )
    print(f"  of {counts['false']} false ones: {shares}")
    print("  of those that stay true: " + (", ".join(
        f"{counts[f'stay true, {verdict}']} {verdict}" for verdict in Verdict if counts[f"stay true, {verdict}"]
    ) or "none"))  # fmt: skip


def remark(mutant: Mutant) -> str:
    """What calls for a look at a mutant; '' for nothing."""
    if mutant.is_violation:
        return "VIOLATION"
    if mutant.method.startswith("internal error"):
        return "CRASH"
    if mutant.false is False and mutant.verdict is Verdict.REFUTED:
        return "REFUTED, and true as far as the other evaluation tells:"
    return ""


def print_mutant(label: str, mutant: Mutant) -> None:
    print(f"{label} {mutant.document}:{mutant.line}:{mutant.column} {mutant.verdict} by {mutant.method}")
    print(f"    {mutant.kind}: {mutant.words}{' (read otherwise)' if mutant.bent else ''}")
    print(f"    {mutant.lhs}\n      {mutant.relation} {mutant.rhs}")
    for text in mutant.assumed:
        print(f"    assumed: {text}")


# ------------------------------------------------------------------ the peers


@dataclass(frozen=True)
class Equation:
    """Both sides; `true` where it is a step that was proved, or confirmed, and not where it is a false mutant."""

    lhs: str
    rhs: str
    true: bool
    proved: bool
    chained: bool


def equations(
    documents: Sequence[Checked], mutants: Sequence[tuple[Mutant, bool]], count: int, seed: int
) -> list[Equation]:
    """A sample of the equations that were read, and of those with a false mutant that mutant too."""
    false = {
        (mutant.document, mutant.line, mutant.column): mutant
        for mutant in mutants
        if mutant.false and not mutant.bent and mutant.relation == "="
    }
    all_steps = [
        (document.source.name, step, chained)
        for document in documents
        for step, chained in zip(document.report.steps, document.chained, strict=True)
        if step.verdict in CLAIMS and step.relation == "="
    ]
    found = []
    for name, step, chained in Random(seed).sample(all_steps, min(count, len(all_steps))):
        proved = step.verdict is Verdict.PROVED
        found.append(Equation(step.lhs, step.rhs, True, proved, chained))
        mutant = false.get((name, step.line, step.column))
        if mutant is not None:
            found.append(Equation(mutant.lhs, mutant.rhs, False, False, chained))
    return found


def ask_peer(process: Killable, equation: Equation) -> Answer | None:
    found: Answer | None = process.ask((equation.lhs, equation.rhs), PEER_SECONDS)
    return found


def peer_counts(asked: Sequence[Equation], answers: Sequence[Answer | None]) -> dict[str, object]:
    pairs = [(equation, answer) for equation, answer in zip(asked, answers, strict=True)]
    steps_ = [(equation, answer) for equation, answer in pairs if equation.true]
    read = [answer for _, answer in steps_ if answer is not None and answer.equal is not None]
    return {
        "steps": len(steps_),
        "read": len(read),
        "late": sum(answer is None for _, answer in steps_),
        "accepted": sum(bool(answer.equal) for answer in read),
        "rejected": sum(not answer.equal for answer in read),
        "rejected, though proved": sum(e.proved and a is not None and a.equal is False for e, a in steps_),
        "false mutants": len(pairs) - len(steps_),
        "false mutants accepted": sum(not e.true and a is not None and a.equal is True for e, a in pairs),
        "median milliseconds": round(median(answer.milliseconds for answer in read), 2) if read else None,
    }


# ------------------------------------------------------------------ the run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--mutants", type=int, default=3, help="of a step (0: none)")
    parser.add_argument("--peers", type=int, default=200, help="equations given to other tools (0: none)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    paths = sorted(path for path in wanted.folder.iterdir() if path.suffix in FORMATS)
    if not paths:
        parser.error(f"no documents in {wanted.folder}")
    result: dict[str, Any] = {"documents": {}}

    began = perf_counter()
    print(f"{'':32}" + "".join(f"{column:>11}" for column in COLUMNS) + "  seconds")
    documents, total, chains = [], Tally(), Tally()
    for document in checked([read_source(path) for path in paths], wanted.jobs):
        own = Tally()
        for step, chained in zip(document.report.steps, document.chained, strict=True):
            for tally in (own, total, *((chains,) if chained else ())):
                tally.add(step)
        documents.append(document)
        name = Path(document.source.name).name
        print(line(name, own, document.report.seconds), flush=True)
        result["documents"][name] = own.as_dict() | {"seconds": document.report.seconds}
    seconds = perf_counter() - began
    if not any(document.report.steps for document in documents):
        parser.error(f"no step in the documents of {wanted.folder}: folders in it are not searched")
    print(line("all", total, seconds))
    print(line("rows that continue a chain", chains))
    for what, tally in (("all", total), ("chains", chains)):
        result[what] = tally.as_dict()
        median_ms = result[what]["median milliseconds"]
        print(f"{what}: median {median_ms} ms a claim; {tally.mended} false steps with a mend")
    result["seconds"] = seconds
    print_reasons("unknown", total.unknown)
    print_reasons("errors", total.errors)

    broken = Broken()
    if wanted.mutants:
        items = [(document, wanted.mutants, wanted.seed) for document in documents]
        for found in in_parallel(breaker, wanted.jobs, break_document, items):
            broken += found
        print(f"\n{broken.steps} steps that were proved or confirmed are broken; late: the mutants of {broken.late}")
        print_mutants("all steps", broken.mutants)
        print_mutants("rows that continue a chain", broken.chains)
        for mutant in broken.mutants:
            if label := remark(mutant):
                print_mutant(label, mutant)
        result["mutants"] = {
            "steps": broken.steps,
            "late": broken.late,
            "all": mutant_counts(broken.mutants),
            "chains": mutant_counts(broken.chains),
            "each": [asdict(mutant) for mutant in broken.mutants],
        }
    violations = sum(mutant.is_violation for mutant in broken.mutants)

    if wanted.peers:
        asked = equations(documents, broken.mutants, wanted.peers, wanted.seed)
        result["peers"] = {}
        for name, prepare in PEERS.items():
            if any(find_spec(module) is None for module in NEEDS[name]):
                print(f"\n{name} is left out: {', '.join(NEEDS[name])} not installed")
                continue
            counts = peer_counts(asked, in_parallel(prepare, wanted.jobs, ask_peer, asked))
            result["peers"][name] = counts
            print(f"\n{name}: " + ", ".join(f"{key} {value}" for key, value in counts.items()))
    if wanted.json:
        wanted.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(f"\n{violations} violations, {perf_counter() - began:.0f} s")
    return int(bool(violations))


if __name__ == "__main__":
    sys.exit(main())
