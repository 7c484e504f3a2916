"""What a document has stated so far: the equations that a later step may rest on without a word, or by their number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .syntax import Node, open_names

NEAR, WIDE = 4, 8  # statements that a step is tried under


@dataclass(frozen=True)
class Stated:
    """A relation with its place. A `goal` is what is to be shown: nothing rests on it. `prose`: within a sentence."""

    line: int
    column: int
    left: Node
    relation: str
    right: Node
    block: int
    labels: frozenset[str] = frozenset()
    goal: bool = False
    prose: bool = False
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", open_names(self.left) | open_names(self.right))


@dataclass
class Record:
    """The statements of a section in their order."""

    stated: list[Stated] = field(default_factory=list)
    block: int = 0  # the display that is being read
    cited: frozenset[str] = frozenset()  # labels that the prose before it refers to
    since: int = 0  # how many statements there were when the prose before it began

    def add(self, statement: Stated) -> None:
        self.stated.append(statement)

    def near(self, names: frozenset[str], cited: frozenset[str] = frozenset()) -> list[Stated]:
        """What a step over these names is likely to rest on: rows above it, formulas in the prose, what is cited."""
        labels = self.cited | cited
        found = [
            each
            for at, each in enumerate(self.stated)
            if not each.goal
            and not each.names.isdisjoint(names)
            and (each.block == self.block or (each.prose and at >= self.since) or each.labels & labels)
        ]
        return found[-NEAR:]

    def wide(self, names: frozenset[str]) -> list[Stated]:
        """All that was stated of these names, the last ones first; what it says of others comes with it."""
        found: list[Stated] = []
        reached = set(names)
        for each in reversed(self.stated):
            if not each.goal and not each.names.isdisjoint(reached):
                found.append(each)
                reached |= each.names
            if len(found) == WIDE:
                break
        return found[::-1]

    def __iter__(self) -> Iterator[Stated]:
        return iter(self.stated)
