"""What a document has stated so far: the equations that a later step may rest on without a word, or by their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .roles import defined_name
from .syntax import Node, open_names

MOST = {"near": 6, "all": 12}  # statements that a step is tried under, the last ones
Places = tuple[tuple[int, int], ...]  # of steps: line and column


@dataclass(frozen=True)
class Stated:
    """A relation with its place, and those of the steps that it is the sum of: a = d where a = b = c = d stands.

    A `goal` is what is to be shown: nothing rests on it. What could not be read, or holds under conditions of its
    own, is `unread`: no step is proved from it, and none refuted that may rest on it.
    """

    line: int
    steps: Places
    left: Node
    relation: str
    right: Node
    block: int
    labels: frozenset[str] = frozenset()
    goal: bool = False
    unread: bool = False
    names: frozenset[str] = field(init=False)
    heads: frozenset[str] = field(init=False)  # what it may do no more than define: L of L(x) = x^2

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", open_names(self.left) | open_names(self.right))
        heads = (defined_name(side)[0] for side in (self.left, self.right))
        object.__setattr__(self, "heads", frozenset(filter(None, heads)))


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
            if not (each.goal or each.unread)
            and not each.names.isdisjoint(names)
            and (each.block == self.block or at >= self.since or each.labels & labels)
        ]

    def wide(self, names: frozenset[str], until: int) -> list[Stated]:
        """All that the first statements say of these names, and what that says of others.

        A statement that only gives a value to a symbol of its own, which no other one speaks of, says nothing of the
        rest.
        """
        found = _connected([each for each in self.stated[:until] if not each.goal], names)
        while True:
            spoken = Counter(name for each in found for name in each.names)
            kept = [each for each in found if not any(spoken[head] == 1 for head in each.heads - names)]
            if len(kept) == len(found):
                return found
            found = _connected(kept, names)

    def __len__(self) -> int:
        return len(self.stated)

    def __iter__(self) -> Iterator[Stated]:
        return iter(self.stated)


def _connected(statements: list[Stated], names: frozenset[str]) -> list[Stated]:
    """Those that speak of these names, or share others with one that does."""
    reached, left = set(names), list(range(len(statements)))
    while True:
        new = [at for at in left if not statements[at].names.isdisjoint(reached)]
        if not new:
            return [each for at, each in enumerate(statements) if at not in left]
        reached.update(*(statements[at].names for at in new))
        left = [at for at in left if at not in new]
