"""Deliberate bugs: one-line patches, kept as data, that the tests they name must notice. `make mutants` tries them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Mutant:
    """In `file`, the only occurrence of `before` becomes `after`; then one of the tests `killed_by` has to fail."""

    id: str
    file: str
    before: str
    after: str
    why: str
    killed_by: list[str]

    @cached_property
    def original(self) -> str:
        return (ROOT / self.file).read_text("utf-8")

    @property
    def source(self) -> str:
        """The file with the bug in it. Raises a ValueError if the patch does not fit in one way only."""
        if (count := self.original.count(self.before)) != 1:
            raise ValueError(f"{self.id}: {self.before!r} stands {count} times in {self.file}")
        return self.original.replace(self.before, self.after)

    @property
    def module(self) -> str:
        """The name by which the file is imported."""
        parts = Path(self.file).with_suffix("").parts
        return ".".join(["probatum", *(part for part in parts if part not in ("probatum", "__init__"))])

    @property
    def diff(self) -> str:
        lines = unified_diff(*(text.splitlines() for text in (self.original, self.source)), self.file, lineterm="", n=1)
        return "\n".join([*lines][2:])


def mutants() -> dict[str, Mutant]:
    """All of them, by the name of their file and their place in it: `flows:3`."""
    found = [
        Mutant(f"{path.stem}:{number}", **row)
        for path in sorted(Path(__file__).parent.glob("*.toml"))
        for number, row in enumerate(tomllib.loads(path.read_text("utf-8"))["mutant"], 1)
    ]
    return {mutant.id: mutant for mutant in found}
