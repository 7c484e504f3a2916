"""Random true and false claims of every sort against the prover, the refuter and both together.

    python benchmarks/fuzz.py [CLAIMS] [--seed N] [--sort SORT] [--jobs N] [--replay SEED]

Prints counts by sort and every violation, with the seed that makes its claim again. Exit status 1 if there is any:
a false claim proved or confirmed, a true claim refuted, a disagreement of the two legs, a crash.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from strategies import SORTS, sample
from strategies.trial import Trial, trial

from probatum.proofs.terms.show import latex

CHUNK = 50


def attempts(job: tuple[str, tuple[str, ...]]) -> list[Trial]:
    sort, seeds = job
    trials = []
    for seed in seeds:
        try:
            found = sample(sort, seed)
        except Exception as error:  # noqa: BLE001 - a wrong rewrite or a gap of the third evaluation: to be mended
            trials.append(Trial(sort, seed, True, "crash", f"the generator: {type(error).__name__}: {error}"))
            continue
        if found is not None:
            trials.append(trial(found))
    return trials


def run(sorts: list[str], seed: int, claims: int, workers: int) -> list[Trial]:
    """Rounds of trials until there are as many as asked for; the same ones whatever the number of workers."""
    found: list[Trial] = []
    start = 0
    with get_context("forkserver").Pool(workers) as pool:
        while len(found) < claims:
            seeds = tuple(f"{seed}.{start + k}" for k in range(CHUNK))
            start += CHUNK
            for trials in pool.imap(attempts, [(sort, seeds) for sort in sorts]):
                found += trials
                for one in trials:
                    if one.violation:
                        print(f"VIOLATION --replay {one.sort}:{one.seed}: {one.violation}", flush=True)
    return found


def table(found: list[Trial]) -> None:
    words = ("proved", "confirmed", "refuted", "unknown")
    print(f"{'sort':14}{'truth':7}{'claims':>8}" + "".join(f"{word:>11}" for word in words) + f"{'violations':>12}")
    for sort in (*dict.fromkeys(one.sort for one in found), "all"):
        for truth in (True, False):
            part = [one for one in found if sort in (one.sort, "all") and one.true == truth]
            said = Counter(one.verdict for one in part)
            counts = "".join(f"{said[word]:>11}" for word in words)
            bad = sum(bool(one.violation) for one in part)
            print(f"{sort:14}{'true' if truth else 'false':7}{len(part):>8}{counts}{bad:>12}")


def replay(name: str) -> int:
    sort, _, seed = name.partition(":")
    found = sample(sort, seed)
    if found is None:
        print("that seed gives no claim")
        return 2
    claim = found.claim
    print(f"{'true' if found.true else 'false'}, by {', '.join(found.how)}")
    print(f"{latex(claim.left)}\n  {claim.relation} {latex(claim.right)}")
    for assumption in claim.assumptions:
        print("  given", latex(assumption))
    outcome = trial(found)
    print(outcome.verdict, outcome.violation)
    return int(bool(outcome.violation))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sort", action="append", choices=SORTS)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--replay", metavar="SORT:SEED")
    wanted = parser.parse_args()
    if wanted.replay:
        return replay(wanted.replay)
    start = perf_counter()
    found = run(wanted.sort or list(SORTS), wanted.seed, wanted.claims, wanted.jobs)
    table(found)
    violations = sum(bool(one.violation) for one in found)
    print(f"{len(found)} claims, {violations} violations, {perf_counter() - start:.0f} s, seed {wanted.seed}")
    return int(bool(violations))


if __name__ == "__main__":
    sys.exit(main())
