"""Dice and coins: `A fair die is rolled twice. Let $X$ and $Y$ be the numbers shown`, `a fair coin is flipped $n$
times, and $X$ is the number of heads`.

A sentence says what is done, and a clause what a letter counts. Of both no word may be left over: where one is, nothing
is taken, and no step over the letter is refuted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..errors import Fault, SortError
from ..terms.sorts import REAL, RandomVariable
from .context import Context, Definition
from .declarations import Declarations
from .descriptions import follows
from .said import with_marks
from .syntax import Group, Name, Node, Num, Product, Script, Sum, bare, spell

Items = Sequence[tuple[Node, ...]]

_COUNTS = {"once": 1, "one": 1, "a": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_COUNT = r"(?:one|two|three|four|five|six|ten|\d+|#)"
_TIMES = rf"(?P<times>once|twice|{_COUNT} times)"
_OPENS = r"(?:(?:suppose|assume|consider|imagine|let us say)(?: that)?\s+)?(?:we\s+|you\s+|i\s+|someone\s+)?"
_DIE = r"fair (?:six-sided |6-sided |standard )?(?:die|dice)"
_ROLLED = r"(?:roll|throw|toss)(?:s|ed|n)?|thrown"
_HEADS = (
    r"(?:with probability (?P<of>#|\d+/\d+) of (?:heads|landing heads|showing heads)"
    r"|(?:that|which) (?:shows|lands on|lands|comes up) heads with probability (?P<shows>#)"
    r"|(?:with|whose) (?:heads |head )?probability (?P<plain>#)(?: of heads)?)"
)
_APART = r"(?:,? (?:independently|in a row|in succession))?"
_DICE = (
    rf"{_OPENS}(?:{_ROLLED}) (?P<many>a|one|two|three) {_DIE}(?: {_TIMES})?{_APART}",
    rf"{_OPENS}(?P<many>a|one|two|three) {_DIE} (?:is|are) (?:{_ROLLED})(?: {_TIMES})?{_APART}",
)
_COINS = (
    rf"{_OPENS}(?:flip|toss|throw)(?:s|ed|n)? a (?:(?P<fair>fair )coin|(?:biased )?coin {_HEADS}) (?:{_TIMES}"
    rf"|(?P<until>until (?:the first head|heads|a head|it shows heads)(?: appears| shows| comes up)?)){_APART}",
    rf"{_OPENS}a (?:(?P<fair>fair )coin|(?:biased )?coin {_HEADS}) is (?:flipped|tossed|thrown) (?:{_TIMES}"
    rf"|(?P<until>until (?:the first head|heads|a head|it shows heads)(?: appears| shows| comes up)?)){_APART}",
)
_EXPERIMENTS = [(re.compile(p, re.IGNORECASE), "die") for p in _DICE]
_EXPERIMENTS += [(re.compile(p, re.IGNORECASE), "coin") for p in _COINS]
_ABOUT = re.compile(
    r"\b(?:die|dice|coins?|heads?|tails?|sums?|totals?|numbers?|outcomes?|results?|values?|rolls?|throws?|toss\w*|flips?|"
    r"sixe?s?|even|odd)\b", re.IGNORECASE,
)  # fmt: skip
_ASKS = re.compile(
    r"\W*(?:find|compute|calculate|determine|show|prove|what|how|then|hence|thus|so|therefore|by|recall|"
    r"we (?:find|compute|want|show|get|have|obtain|calculate)|its|"
    r"the (?:expected|expectation|mean|variance|probability|distribution))\b",
    re.IGNORECASE,
)
_ANY = re.compile(r"\b(?:die|dice|coins?)\b", re.IGNORECASE)

_LETTERS = r"(?P<of>#(?:\s*(?:,\s*and|,|and)\s*#)*)\s*"
_SHOWN = (
    r"(?: (?:shown|rolled|thrown|obtained|observed|that (?:appears?|shows?|comes? up)|"
    r"on the (?:die|dice|two dice|faces)|of the (?:(?:two|three) )?(?:die|dice|rolls?|throws?)|"
    r"of (?:the )?(?:first and (?:the )?second|each|both) "
    r"(?:rolls?|throws?|di(?:e|ce))))?"
)
_VALUES = r"(?:numbers?|outcomes?|results?|values?|scores?)"
_OF_THEM = rf"(?: of the (?:two |three )?(?:{_VALUES}{_SHOWN}|dice|rolls|throws))?"
_SEEN = r"(?: (?:obtained|observed|that (?:appear|show|come up)|seen|in the # (?:flips|tosses)))?"
_MEANINGS = [
    (re.compile(pattern, re.IGNORECASE), meaning)
    for pattern, meaning in (
        (rf"the (?:two |three |respective )?{_VALUES}{_SHOWN}", "values"),
        (
            rf"the {_VALUES}(?: shown| obtained| rolled)? (?:on|of|by) the (?P<which>first|second|third) "
            r"(?:die|roll|throw)",
            "one",
        ),
        (rf"(?:the|their) (?:sum|total){_OF_THEM}", "sum"),
        (rf"(?:the|their) (?:larger|largest|maximum|greater|greatest){_OF_THEM}", "max"),
        (rf"(?:the|their) (?:smaller|smallest|minimum){_OF_THEM}", "min"),
        (
            r"the (?:total )?number of (?P<face>one|two|three|four|five|sixe)s(?: (?:rolled|obtained|shown|thrown))?",
            "faces",
        ),
        (rf"the (?:total )?number of (?P<side>head|tail)s{_SEEN}", "sides"),
        (
            r"the (?:total )?number of (?:flips|tosses|throws|trials)"
            r"(?: (?:needed|required|made|until the first head))?",
            "waiting",
        ),
    )
]
_CLAUSE = re.compile(
    rf"{_LETTERS}(?:be|is|are|denotes?|represents?|counts?|equals?)\s+(?P<said>the(?:ir)?\s[^,.;:#]*)", re.IGNORECASE
)
_OPENING = re.compile(r"[.;:]|,\s*(?:and\s+)?(?:let|where|#)|\band let\b", re.IGNORECASE)
_BEFORE = re.compile(r"(?:^|,\s*(?:and\s+)?|\band\s+)(?:and\s+)?(?:let|where|suppose|denote by)?\s*$", re.IGNORECASE)
_END = re.compile(r"\s*(?:$|[.;])|,?\s*(?:and\s+)?(?:let|where)?\s*$", re.IGNORECASE)
_JOINS = re.compile(r"\s+and(?:\s+let)?\s*$", re.IGNORECASE)
# what may say of a trial how it came out
_CONDITION = re.compile(
    r"\b(?:given|condition\w*|provided|if|unless|assum\w+|suppose|until|know\w*|told|observed|only|but|except|least|most)\b",
    re.IGNORECASE,
)
_DIES = r"\mathrm{die}"


@dataclass(frozen=True)
class Experiment:
    """What is done: `count` times, or until heads where that is None; with which chance of heads."""

    thing: str
    count: Node | None
    chance: Node | None = None


class Trials:
    """Reads what is done with dice and coins, and what letters count."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.experiment: Experiment | None = None
        self.names: list[str] = []  # of the dice, once they have any
        self.heads = ""  # what the number of heads is called
        self.taken: set[str] = set()  # letters that count something

    def does(self, sentence: str, items: Items) -> bool:
        """Whether a sentence, or the clause that it begins with, says what is done; another one that is not understood
        says that it is something else."""
        text = with_marks(sentence)
        if _ANY.search(text) is None:
            return False
        opening = _OPENING.split(text.strip())[0].strip()
        for pattern, thing in _EXPERIMENTS:
            found = pattern.fullmatch(opening)
            if found is not None:
                made = _experiment(found, thing, items)
                if made is not None and (self.experiment is None or _said(made) != _said(self.experiment)):
                    self.experiment, self.names, self.heads = made, [], ""
                return made is not None
        if re.search(r"\b(?:roll|throw|toss|flip)", opening, re.IGNORECASE):
            self.doubt(text)
        return False

    def doubt(self, said: str) -> None:
        """What is counted may be so under a condition, or otherwise than it was read: nothing is known of it."""
        for name in self.taken:
            self.context.forget(name)
            self.context.declare(name, RandomVariable(REAL))
            self.context.described[name] = said[:80]
        self.experiment, self.taken, self.names, self.heads = None, set(), [], ""

    def says(self, sentence: str) -> None:
        """A sentence without formulas may say how what is done came out, or how else it is done."""
        if self.does(sentence, ()) or self.experiment is None:
            return
        if _ABOUT.search(sentence) and not _ASKS.match(sentence):
            self.doubt(sentence.strip())

    def counts(self, text: str, items: Items) -> None:
        """`let $X$ be the number of heads`."""
        self.does(text, items)
        text = with_marks(text)
        found = next(reversed(list(_CLAUSE.finditer(text))), None)
        if found is None or not _BEFORE.search(text[: found.start("of")]) or "#" in text[found.end("of") :]:
            return
        first = text.count("#", 0, found.start("of"))
        names = [each for at in range(first, first + found["of"].count("#")) for each in items[at]]
        said, rest = _JOINS.sub("", found["said"].strip()), text[found.end("said") :]
        meaning = next(((of, m) for pattern, of in _MEANINGS if (m := pattern.fullmatch(said)) is not None), None)
        letters = [spell(each) for each in names if isinstance(each, (Name, Script))]
        if len(letters) < len(names) or any(each in self.context.definitions for each in letters):
            return
        opening = text[: found.start("of")]
        conditional = _CONDITION.search(re.sub(r"^\W*(?:suppose|assume)(?: that)?\b", "", opening, flags=re.IGNORECASE))
        if conditional or (rest.strip() and _CONDITION.search(rest)):
            meaning = None
            self.doubt(text)
            for name in letters:
                self.context.described[name] = said
        if meaning is None or not _END.fullmatch(rest) or self.experiment is None:
            if _ANY.search(text) or self.experiment is not None:
                for name in (each for each in letters if not follows(self.context, each)):
                    self.context.described.setdefault(name, said)
            return
        try:
            taken = self.take(meaning[0], meaning[1], names)
        except (Fault, SortError):
            taken = False
        for name in letters:
            for table in (self.context.described, self.context.lawless, self.context.unread) if taken else ():
                table.pop(name, None)
            if not taken:
                self.context.described.setdefault(name, said)
        for name in letters if taken else ():
            self.context.statistics.pop(name, None)
            self.taken.add(name)

    def take(self, meaning: str, found: re.Match[str], names: Sequence[Node]) -> bool:
        """Whether what letters count has a law here."""
        done = self.experiment
        assert done is not None
        if done.thing == "coin" and meaning == "waiting" and done.count is None and len(names) == 1:
            return self.follows(names[0], "Geom", done.chance)
        if done.thing == "coin" and meaning == "sides" and done.count is not None and len(names) == 1:
            return self.tosses(found["side"].lower() == "head", names[0], done)
        if done.thing != "die" or done.count is None:
            return False
        if meaning == "faces" and len(names) == 1:
            share = Num(0, 0, Fraction(1, 6))
            return not self.names and self.follows(names[0], "Bin", done.count, share)
        count = done.count.value if isinstance(done.count, Num) else 0
        if not 0 < count <= 3:
            return False
        if meaning == "values":
            return len(names) == count and self.dice(names)
        if len(names) != 1 or count < 2:
            return False
        if meaning == "one":
            which = ("first", "second", "third").index(found["which"].lower())
            return which < count and self.one_of(names[0], which, int(count))
        return self.of_dice(meaning, names[0], int(count))

    def dice(self, names: Sequence[Node]) -> bool:
        if self.names:
            for name, die in zip(names, self.names, strict=True):
                self.context.declared.pop(spell(name), None)
                self.context.define(spell(name), Definition((), Name(0, 0, die), model=True))
            return True
        self.names = [spell(each) for each in names]
        six = tuple(Num(0, 0, Fraction(each)) for each in range(1, 7))
        law = Product(0, 0, (Name(0, 0, "Uniform"), Group(0, 0, r"\{}", six, (",",) * 5)), ("", ""))
        declarations = Declarations(self.context)
        for each in names:
            declarations.drawn([each], law)
        if len(names) > 1:
            declarations.independent(list(names))
        return True

    def one_of(self, name: Node, which: int, count: int) -> bool:
        if not self.names and not self.dice([Name(0, 0, f"{_DIES}_{at}") for at in range(1, count + 1)]):
            return False
        self.context.declared.pop(spell(name), None)
        self.context.define(spell(name), Definition((), Name(0, 0, self.names[which]), model=True))
        return True

    def of_dice(self, meaning: str, name: Node, count: int) -> bool:
        """The sum, the largest or the smallest of the numbers."""
        if not self.names and not self.dice([Name(0, 0, f"{_DIES}_{at}") for at in range(1, count + 1)]):
            return False
        dice = tuple(Name(0, 0, each) for each in self.names)
        if meaning == "sum":
            body: Node = Sum(0, 0, tuple((1, each) for each in dice))
        else:
            called = Group(0, 0, "()", dice, (",",) * (count - 1))
            body = Product(0, 0, (Name(0, 0, rf"\{meaning}", meaning), called), ("", ""))
        self.context.declared.pop(spell(name), None)
        self.context.define(spell(name), Definition((), body, model=True))
        return True

    def tosses(self, of_heads: bool, name: Node, done: Experiment) -> bool:
        assert done.count is not None
        assert done.chance is not None
        if self.heads:  # heads and tails make all
            if self.heads.startswith("-") is not of_heads:
                return False
            other = Sum(0, 0, ((1, done.count), (-1, Name(0, 0, self.heads.lstrip("-")))))
            self.context.declared.pop(spell(name), None)
            self.context.define(spell(name), Definition((), other, model=True))
            return True
        self.heads = spell(name) if of_heads else f"-{spell(name)}"
        rest = Sum(0, 0, ((1, Num(0, 0, Fraction(1))), (-1, done.chance)))
        return self.follows(name, "Bin", done.count, done.chance if of_heads else rest)

    def follows(self, name: Node, law: str, *parameters: Node | None) -> bool:
        values = tuple(each for each in parameters if each is not None)
        called = Group(0, 0, "()", values, (",",) * (len(values) - 1))
        Declarations(self.context).drawn([name], Product(0, 0, (Name(0, 0, law), called), ("", "")))
        return isinstance(self.context.sort_of(spell(name)), RandomVariable)


def _said(done: Experiment) -> tuple[str, str, str]:
    return done.thing, spell(done.count), spell(done.chance)


def _experiment(found: re.Match[str], thing: str, items: Items) -> Experiment | None:
    groups = found.groupdict()

    def formula(group: str) -> Node | None:
        at = found.string.count("#", 0, found.start(group))
        return bare(items[at][0]) if at < len(items) and len(items[at]) == 1 else None

    def count(group: str) -> Node | None:
        word = groups[group].lower().removesuffix(" times")
        if word == "#":
            return formula(group)
        return Num(0, 0, Fraction(_COUNTS[word] if word in _COUNTS else int(word)))

    if thing == "die":
        many, times = count("many"), count("times") if groups["times"] else Num(0, 0, Fraction(1))
        if not isinstance(many, Num) or times is None or (many.value > 1 and groups["times"] not in (None, "once")):
            return None
        return Experiment("die", times if many.value == 1 else many)
    chance: Node | None = Num(0, 0, Fraction(1, 2))
    for group in ("of", "shows", "plain"):
        if groups[group]:
            chance = formula(group) if groups[group] == "#" else Num(0, 0, Fraction(groups[group]))
    times = count("times") if groups["times"] else None
    if not isinstance(chance, (Num, Name, Script)) or (groups["times"] and times is None):
        return None
    return Experiment("coin", times, chance)
