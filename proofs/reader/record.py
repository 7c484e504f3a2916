"""What a document has stated so far: the equations that a later step may rest on without a word, or by their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Set
from dataclasses import dataclass, field, replace

from .notation import LAWS
from .roles import defined_name, law_call_of
from .syntax import Name, Node, Script, bare, form, open_names, spell, walk

MOST = {"near": 6, "all": 16}  # statements that a step is tried under, the last ones
Places = tuple[tuple[int, int], ...]  # of steps: line and column


@dataclass(frozen=True)
class Stated:
    """A relation with its place, and those of the steps that it is the sum of: a = d where a = b = c = d stands.

    A `goal` is what is to be shown: nothing rests on it. What could not be read is `unread`: no step is proved from
    it, and none refuted that may rest on it. Nor is one proved from what holds under `conditions` of its own. A
    `premise` stands in the statement of what is to be shown before anything is concluded. An `alternative` names what
    it belongs to, and which: of H_0 and H_1 one holds, and so of the branches of a brace. One that has `lapsed` was
    stated under a condition that holds no more: a step rests on it that cites it. One that stands `aside` may hold or
    not: no step is proved from it, and only what is false with it and without it is refuted. What is `told` in words
    is shown by these.
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
    premise: bool = False
    conditions: tuple[Node, ...] = ()
    alternative: tuple[str, str] | None = None
    lapsed: bool = False
    aside: bool = False
    told: str = ""
    names: frozenset[str] = field(init=False)
    words: frozenset[str] = field(init=False)  # those of the names that are notation, unless the document says more
    heads: frozenset[str] = field(init=False)  # what it may do no more than define: L of L(x) = x^2, not of L(x) = L(y)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", open_names(self.left) | open_names(self.right))
        object.__setattr__(self, "words", notation_in(self.left) | notation_in(self.right))
        heads = {_head(self.left), _head(self.right)} - {""}
        object.__setattr__(self, "heads", frozenset(heads - (open_names(self.left) & open_names(self.right))))

    @property
    def is_one_of_two(self) -> bool:
        """Whether it holds or another does, and nothing says when: x = a or x = -a, of x = \\pm a."""
        return self.alternative is not None and self.alternative[0] != "H" and not self.conditions

    def within(self, conditions: Container[object]) -> Stated:
        """The statement where conditions of these forms hold."""
        left = tuple(each for each in self.conditions if form(each) not in conditions)
        return self if len(left) == len(self.conditions) else replace(self, conditions=left)


def _head(side: Node) -> str:
    """What a side names: of the entry a_i all of a, of which it says something, whatever i is."""
    side = bare(side)
    if isinstance(side, Script) and side.sub is not None and any(isinstance(part, Name) for part in walk(side.sub)):
        return spell(side.base)
    return "" if law_call_of(side) else defined_name(side)[0]  # N(x; m, v) has its meaning


@dataclass
class Record:
    """The statements of a section in their order."""

    stated: list[Stated] = field(default_factory=list)
    block: int = 0  # the display that is being read
    cited: frozenset[str] = frozenset()  # labels that the prose before it refers to
    since: int = 0  # how many statements there were when the display before it began

    def add(self, statement: Stated) -> None:
        self.stated.append(statement)

    def near(
        self,
        names: frozenset[str],
        cited: frozenset[str],
        under: Container[object],
        sign: tuple[str, str] | None = None,
    ) -> list[Stated]:
        """What a step over these names is likely to rest on: rows above it, the display before, what is cited; as far
        as it holds under the conditions, of such forms, that the step is `under`, and with its own sign of two."""
        labels = self.cited | cited
        return [
            each
            for at, each in enumerate(self.stated)
            if not (each.goal or each.unread or each.aside)
            and (not each.is_one_of_two or each.alternative == sign)
            and not each.within(under).conditions
            and not each.names.isdisjoint(names)
            and ((not each.lapsed and (each.block == self.block or at >= self.since)) or each.labels & labels)
        ]

    def wide(
        self,
        names: frozenset[str],
        until: int,
        keep: Callable[[Places], bool],
        symbols: Container[str] = (),
        defined: Set[str] = frozenset(),
        open_: Set[str] = frozenset(),
    ) -> list[Stated]:
        """All that the first statements to keep say of these names, and what that says of others; nothing twice.

        A statement that only gives a value to a symbol of its own, which no other one speaks of, says nothing of the
        rest; not where it is in doubt and the symbol is `defined` otherwise. Notation that is none of the `symbols` of
        the document, as `log`, binds no statement to another. One that has lapsed may hold still, of names that are
        `open_`.
        """
        stated = [each for each in self.stated[:until] if each.premise or not each.goal]
        stated = [each for each in stated if not each.lapsed or not open_.isdisjoint(each.names)]
        stated = [each for each in stated if keep(each.steps)]
        stated = _said_once(stated, keep)
        said = {
            place: each.names - {word for word in each.words if word not in symbols}
            for place, each in enumerate(stated)
        }
        own = [each.heads - defined if each.unread or each.aside else each.heads for each in stated]
        found = _connected(said, names)
        while True:
            spoken = Counter(name for place in found for name in said[place])
            kept = {
                place: said[place] for place in found
                if not any(spoken[head] == 1 for head in own[place] - names)
            }  # fmt: skip
            if len(kept) == len(found):
                return [stated[place] for place in found]
            found = _connected(kept, names)

    def lapsed(self, since: int) -> Record:
        """The same, where what was stated since then holds no more."""
        return replace(self, stated=self.stated[:since] + [replace(each, lapsed=True) for each in self.stated[since:]])

    def lapsed_of(self, name: str) -> Record:
        """The same, where nothing that was stated of a name holds any more: it names something else now."""
        return replace(self, stated=[replace(each, lapsed=name in each.names or each.lapsed) for each in self.stated])

    def __len__(self) -> int:
        return len(self.stated)

    def __iter__(self) -> Iterator[Stated]:
        return iter(self.stated)


_NUMBERS = frozenset({r"\pi", r"\infty", r"\top"})


def notation_in(node: Node) -> frozenset[str]:
    """The names in a formula that are words, laws or numbers of their own, where nothing else is known of them."""
    names = (part for part in walk(node) if isinstance(part, Name))
    return frozenset(each.text for each in names if each.word or each.text in LAWS or each.text in _NUMBERS)


def _said_once(statements: list[Stated], keep: Callable[[Places], bool]) -> list[Stated]:
    """Without those that repeat another, or that follow from one by steps that need not be kept: a = d from a = b."""
    found: list[Stated] = []
    said: set[object] = set()
    for each in statements:
        left, where = form(each.left), tuple(map(form, each.conditions))
        whole = left, each.relation, form(each.right), where
        rest = left, tuple(place for place in each.steps if keep((place,))), where
        if each.unread or said.isdisjoint((whole, rest)):
            found.append(each)
        said |= set() if each.unread else {whole, rest}
    return found


def _connected(said: dict[int, frozenset[str]], names: frozenset[str]) -> list[int]:
    """Those that speak of these names, or share others with one that does."""
    reached, left = set(names), dict(said)
    while True:
        new = [place for place, each in left.items() if not each.isdisjoint(reached)]
        if not new:
            return [place for place in said if place not in left]
        for place in new:
            reached |= left.pop(place)
