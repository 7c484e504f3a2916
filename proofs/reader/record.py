"""What a document has stated so far: the equations that a later step may rest on without a word, or by their number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .syntax import Node, open_names

MOST = {"near": 6, "all": 12}  # statements that a step is tried under, the last ones
Places = tuple[tuple[int, int], ...]  # of steps: line and column


@dataclass(frozen=True)
class Stated:
    """A relation with its place, and those of the steps that it is the sum of: a = d where a = b = c = d stands.

    A `goal` is what is to be shown: nothing rests on it.
    """

    line: int
    steps: Places
    left: Node
    relation: str
    right: Node
    block: int
    labels: frozenset[str] = frozenset()
    goal: bool = False
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", open_names(self.left) | open_names(self.right))


@dataclass
class Record:
    """The statements of a section in their order."""

    stated: list[Stated] = field(default_factory=list)
    block: int = 0  # the display that is being read
    cited: frozenset[str] = frozenset()  # labels that the prose before it refers to
    since: int = 0  # how many statements there were when the display before it began

    def add(self, statement: Stated) -> None:
        self.stated.append(statement)

    def near(self, names: frozenset[str], cited: frozenset[str] = frozenset()) -> list[Stated]:
        """What a step over these names is likely to rest on: rows above it, the display before, what is cited."""
        labels = self.cited | cited
        return [
            each
            for at, each in enumerate(self.stated)
            if not each.goal
            and not each.names.isdisjoint(names)
            and (each.block == self.block or at >= self.since or each.labels & labels)
        ]

    def wide(self, names: frozenset[str]) -> list[Stated]:
        """All that was stated of these names, and what it says of others."""
        found: list[Stated] = []
        reached = set(names)
        for each in reversed(self.stated):
            if not each.goal and not each.names.isdisjoint(reached):
                found.append(each)
                reached |= each.names
        return found[::-1]

    def __iter__(self) -> Iterator[Stated]:
        return iter(self.stated)
