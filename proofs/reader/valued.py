"""What sentences say of the values of a random variable: `takes the values $0$ and $1$ with probabilities ..`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..errors import Fault, SortError
from ..terms.sorts import REAL, RandomVariable
from .context import Context, is_upper
from .declarations import Declarations
from .descriptions import follows
from .prose import Block
from .said import without_points
from .standing import Standing
from .syntax import Chain, Group, Name, Node, Num, Product, Script, Sum, bare, spell
from .vocabulary import unknown_words

Pairs = list[tuple[Node, Node]]  # values and their probabilities

_TAKES = re.compile(
    r"(?:^|.*\b(?:that|which|variable|and|let|be)\b|,)?\s*(?:takes?|taking|assumes?|assuming)\s+(?:on\s+)?(?:only\s+)?"
    r"(?:the\s+)?values?\s*$"
    r"|(?:.*\b(?:that|which)\s+)?\s*(?:is|be|equals?)\s*$",
    re.IGNORECASE,
)
_WITH_MASSES = re.compile(
    r"\s*,?\s*(?:each\s+)?(?:only\s+)?with\s+(?:the\s+)?(?:respective\s+|corresponding\s+)?"
    r"probabilit(?:y|ies)\s*$", re.IGNORECASE,
)  # fmt: skip
_NEXT_VALUE = re.compile(r"\s*(?:,\s*and|,|and|, or|or)?\s*(?:(?:the\s+)?values?)?\s*$", re.IGNORECASE)
EQUALLY = re.compile(r"\s*,?\s*(?:each\s+)?with\s+(?:equal|the same)\s+probabilit(?:y|ies)\b", re.IGNORECASE)
OTHERWISE = re.compile(r"\s*,?\s*(?:otherwise|else)\b", re.IGNORECASE)
MASS_OF_CHAIN = re.compile(r"\x00\s+with\s+probability\s*$", re.IGNORECASE)
AFTER_MASS = re.compile(  # what may stand after a value or its probability, which says no more of it
    r"\s*,?\s*(?:$|[,.;:]|(?:and|each|otherwise|else|respectively|where|with|the value|so that)\b)", re.IGNORECASE
)
EACH = re.compile(r"\s*,?\s*each\b", re.IGNORECASE)


@dataclass(frozen=True)
class Listed:
    """Of which formula, from the front of its sentence, a sentence lists the values; the formulas that are values and
    those that are their probabilities, up to the next one; whether that is a probability."""

    subject: int
    pairs: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    of_mass: bool


def listed(lead: str, counts: Sequence[int]) -> Listed | None:
    """`$X$ takes the values $1$ and $2$ with probabilities $p$ and`, before the next formula; `counts` says how many
    expressions each formula has."""
    parts = re.sub(r"[ \n]+", " ", without_points(lead)).split("\x00")
    first = next((at for at in range(len(parts) - 1, 0, -1) if _TAKES.match(parts[at])), None)
    if first is None:
        return None
    pairs: list[tuple[list[int], list[int]]] = [([], [])]
    masses = False
    for at in range(first, len(parts)):  # the formula after each part
        values, chances = pairs[-1]
        full = masses and sum(counts[each] for each in chances) >= sum(counts[each] for each in values)
        if at > first and _WITH_MASSES.match(parts[at]):
            if masses:
                return None
            masses = True
        elif at > first and not _NEXT_VALUE.match(parts[at]):
            return None
        elif full:
            pairs.append(([], []))
            masses = False
        pairs[-1][masses].append(at)
    return Listed(first - 1, tuple((tuple(one), tuple(other)) for one, other in pairs), masses)


class Valued:
    """Reads which values a variable has, with which probabilities: P(X = v) = p of each."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.items: list[tuple[Node, ...]] = []  # all expressions in each of the last formulas
        self.once_random: dict[str, list[Callable[[], None]]] = {}  # what was said of letters that may turn out to be
        self.standing = Standing.FIRM  # of what the formula says
        self.unclear = ""  # the words for which it is not clear how the formula stands

    @property
    def is_doubtful(self) -> bool:
        """Whether nothing is supposed by the words and relations of the sentence."""
        return self.standing in (Standing.NOT, Standing.UNCLEAR)

    def masses(self, block: Block) -> None:
        """`$X$ takes the values $1, 2$ with probabilities $p$ and $1 - p$`, `$X = 1$ with probability $p$`."""
        self.items = [*self.items[-20:], tuple(bare(item) for row in block.rows for item in row.items)]
        count = block.lead.count("\x00") + 1
        items = self.items[-count:]
        likely = self.unclear.lower() == "with probability"  # which is what is read here
        likely = likely and not unknown_words(OTHERWISE.sub("", f"{block.lead} {block.predicate}"))
        if len(items) < count or (self.is_doubtful and not likely):
            return
        end = block.piece.start
        said = self.chains_with_masses(block, items)
        if said:
            self.have_masses(block, *said)
            return
        told = listed(block.lead, list(map(len, items)))
        if told is None or len(items[told.subject]) != 1:
            return
        known = [[[each for at in part for each in items[at]] for part in pair] for pair in told.pairs]
        values, masses = known[-1]
        if told.of_mass:
            masses = masses * len(values) if EACH.match(block.rest) and len(masses) == 1 else masses
        elif EQUALLY.match(block.rest) and len(known) == 1:
            masses = [Num(end, end, Fraction(1, len(values)))] * len(values)
        elif OTHERWISE.match(block.rest) and len(values) == 1 and len(known) > 1:
            masses = [_left_over([each for _, of in known[:-1] for each in of], end)]
        else:
            return
        self.have_masses(block, items[told.subject][0], list(zip(values, masses, strict=False)))

    @staticmethod
    def chains_with_masses(
        block: Block, items: Sequence[tuple[Node, ...]]
    ) -> tuple[Node, list[tuple[Node, Node]]] | None:
        """`$X = 1$ with probability $p$ and $X = 0$ with probability`, up to a probability or `otherwise`."""
        parts = block.lead.split("\x00")
        chains = [each[0] if len(each) == 1 and isinstance(each[0], Chain) else None for each in items]
        found = [
            (chain, items[at][0]) for at, chain in enumerate(chains[:-1], 1)
            if chain is not None and MASS_OF_CHAIN.search(f"\x00{parts[at]}") and len(items[at]) == 1
        ]  # fmt: skip
        if found and chains[-1] is not None and OTHERWISE.match(block.rest):
            found.append((chains[-1], _left_over([mass for _, mass in found], block.piece.start)))
        elif MASS_OF_CHAIN.search(block.lead) is None:
            return None
        sides = [([side for side in chain.sides if side is not None], chain, mass) for chain, mass in found]
        if not sides or any(len(both) != 2 or chain.relations[0][0] != "=" for both, chain, _ in sides):
            return None
        subject = bare(sides[-1][0][0])
        return subject, [(both[1], mass) for both, _, mass in sides if spell(both[0]) == spell(subject)]

    def have_masses(self, block: Block, subject: Node, pairs: Pairs) -> None:
        """P(X = v) = p, for each of some values and their probabilities."""
        if not isinstance(subject, (Name, Script)):
            return
        name, start, end = spell(subject), subject.start, subject.end
        self.random_numbers([subject])
        try:
            if AFTER_MASS.match(block.rest) is None:
                raise Fault(f"its probabilities{block.predicate}", end)
            for value, mass in pairs:
                event = Chain(start, end, (subject, value), (("=", start),))
                called = Group(start, end, "()", (event,), ())
                chance = Product(start, end, (Name(start, start, "Pr", "Pr"), called), ("", ""))
                Declarations(self.context).relate(chance, "=", mass, define=False)
        except (Fault, SortError) as wrong:
            self.context.unread.setdefault(name, str(wrong))
        if follows(self.context, name) and self.context.described.get(name, "").lower() == "with probability":
            del self.context.described[name]

    def random_numbers(self, names: Sequence[Node]) -> None:
        """What has moments is random: capitals of which nothing is known."""
        for name in map(spell, names):
            if is_upper(name) and self.context.sort_of(name) is None and name not in self.context.definitions:
                self.context.declare(name, RandomVariable(REAL))
                for takes in self.once_random.pop(name, ()):
                    takes()


def _left_over(masses: Sequence[Node], at: int) -> Sum:
    """1 - p - .."""
    return Sum(at, at, ((1, Num(at, at, Fraction(1))), *((-1, each) for each in masses)))
