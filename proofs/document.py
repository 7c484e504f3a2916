"""Documents and their steps: every relation of every display, in order, with its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from .errors import Fault, ReadError
from .reader.blocks import Passage, Piece, passages, pieces
from .reader.context import Context, Cues, is_upper
from .reader.cues import scan
from .reader.declarations import PHRASE, Declarations, has_density, is_definition
from .reader.elaborate import Reading, relate
from .reader.notation import ARROWS, STATED
from .reader.parser import Parser
from .reader.probability import Probability
from .reader.rows import rows
from .reader.syntax import Chain, Dots, Group, Name, Node, Num, Product, Script, Words, bare, spell, walk
from .reader.tokens import Macro, tokenize
from .source import Source
from .terms import build
from .terms.sorts import RandomVariable
from .terms.term import Term

Kind = Literal["claim", "definition", "assumption", "error"]
_SHOWN = 2000  # characters of a side that a step quotes


@dataclass(frozen=True)
class Step:
    """One relation of a document. `line` and `column` are those of the relation in the file, from 1.

    `readings` is what to decide for a claim, one reading a derivative layout where these differ. `because` says
    what a definition or an assumption introduces, and for an error the whole message.
    """

    line: int
    column: int
    relation: str
    lhs: str
    rhs: str
    kind: Kind
    readings: tuple[Reading, ...] = ()
    assumed: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a display (or an inline formula), parsed, or the fault that kept it from being."""

    items: tuple[Node, ...]
    separators: tuple[str, ...]
    fault: Fault | None
    start: int
    text: str


@dataclass(frozen=True)
class Block:
    """A piece with its parsed rows."""

    piece: Piece
    rows: tuple[Row, ...]
    before: str  # the prose of the same sentence before it
    after: str  # the prose right after it


def steps(source: Source, layout: build.Layout | None = None, given: tuple[str, ...] = ()) -> Iterator[Step]:
    """The steps of a document, in order. What cannot be read is a step of kind `error`; nothing is left out."""
    reader = _Reader(layout)
    for declaration in given:
        passage = Passage(declaration, False, "given", None, [0])
        yield from reader.given(passage, Piece("given", declaration, 0), report=False)
    try:
        for passage in passages(source.text, source.format):
            yield from reader.passage(passage, source.format == "math")
    except Fault as fault:
        yield _error(Passage(source.text, False, "", None, _starts(source.text)), fault, "", "", "")


def _starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


class _Reader:
    """Reads passages one after the other; holds what is known so far."""

    def __init__(self, layout: build.Layout | None) -> None:
        self.layout = layout
        self.context = Context()
        self.macros: dict[str, Macro] = {}
        self.grouped: list[str] = []
        self.previous: Node | None = None  # the last side of the display above

    # ---------------------------------------------------------------- passages and sections

    def passage(self, passage: Passage, formula: bool) -> Iterator[Step]:
        parts = iter([Piece("display", passage.text, 0)]) if formula else pieces(passage, self.macros)
        section: list[Block] = []
        prose = ""
        pending: Block | None = None
        for part in parts:
            if part.kind == "prose":
                if pending is not None:
                    section.append(replace(pending, after=part.text))
                    pending = None
                prose = (prose + part.text)[-600:]
                continue
            if pending is not None:
                section.append(pending)
            pending = None
            if part.kind == "heading":
                yield from self.section(passage, section)
                section, prose = [], ""
                continue
            pending = self.block(part, prose)
            prose = prose + " \x00 " if part.kind == "inline" else ""
        if pending is not None:
            section.append(pending)
        yield from self.section(passage, section)

    def block(self, piece: Piece, prose: str) -> Block:
        if piece.kind in ("broken", "given"):
            return Block(piece, (), prose, "")
        try:
            tokens = tokenize(piece.text, piece.start, self.macros)
            found = rows(tokens, piece.environment) if piece.kind == "display" else [tokens]
        except Fault as fault:
            return Block(piece, (Row((), (), fault, piece.start, piece.text[:_SHOWN]),), prose, "")
        parsed = []
        for row in found:
            if not row:
                continue
            start, end = row[0].start, row[-1].end
            text = piece.text[start - piece.start : end - piece.start]
            try:
                items, separators = Parser(row, end).row()
                parsed.append(Row(items, separators, None, start, text))
            except Fault as fault:
                parsed.append(Row((), (), fault, start, text))
        return Block(piece, tuple(parsed), prose, "")

    def section(self, passage: Passage, blocks: list[Block]) -> Iterator[Step]:
        """Read a section twice: once to settle what its symbols are, once for its steps."""
        if not blocks:
            return
        context = self.context
        words = context.cues.words
        context.cues = Cues(words=words, families=dict(context.cues.families), labels=set(context.cues.labels),
                            integrated=set(context.cues.integrated))
        context.guesses, context.functions = {}, {}
        for block in blocks:
            self.prose_words(block)
        for block in blocks:
            if block.piece.kind == "inline" and _plain_names(block):
                continue
            for row in block.rows:
                for item in row.items:
                    scan(item, context.cues)
        context.cues.random -= context.cues.called | context.cues.bounds
        saved = (dict(context.declared), dict(context.definitions), list(context.facts), set(context.seen))
        opaque, samples = dict(context.opaque), set(context.samples)
        self.previous = None
        for block in blocks:
            for _ in self.read(passage, block):
                pass
        self.previous = None
        context.declared, context.definitions, context.facts, context.seen = saved
        context.opaque, context.samples = opaque, samples
        for block in blocks:
            yield from self.read(passage, block)

    # ---------------------------------------------------------------- prose

    def prose_words(self, block: Block) -> None:
        """Nouns and adjectives around inline names, for the cues: `density $p$`, `$f$ is convex`."""
        if block.piece.kind != "inline":
            return
        names = _plain_names(block)
        for name in names:
            for phrase in _phrases(block):
                self.context.cues.words.setdefault(name, set()).add(phrase)

    def read(self, passage: Passage, block: Block) -> Iterator[Step]:
        if block.piece.kind == "broken":
            yield _error(passage, Fault(block.piece.text, block.piece.start), "", "", "")
        elif block.piece.kind == "given":
            yield from self.given(passage, block.piece, report=True)
        elif block.piece.kind == "inline":
            self.inline(block)
        else:
            yield from _Display(self, passage, _introduces(block.before)).read(block)

    def given(self, passage: Passage, piece: Piece, *, report: bool) -> Iterator[Step]:
        """A line of declarations; only what cannot be read of it becomes a step."""
        for text, start in _parts(piece.text, piece.start):
            try:
                self.declaration(text, start)
            except Fault as fault:
                yield _error(passage, fault, "given", text, "")

    def declaration(self, text: str, start: int) -> None:
        worded = _WORDED.match(text)
        if worded is not None:
            names = [name.strip() for name in re.split(r",|\band\b", worded.group("names")) if name.strip()]
            parsed = [self.name_of(name, start) for name in names]
            if all(parsed):
                phrases = [found.lower() for found in PHRASE.findall(worded.group("words"))]
                Declarations(self.context).words(parsed, phrases)
                return
        tokens = tokenize(text, start, self.macros)
        items, separators = Parser(tokens, start + len(text)).row()
        for item in items:
            scan(item, self.context.cues)
        names_before: list[Node] = []
        for item in without_ranges(items, self.context):
            inner = bare(item)
            if isinstance(inner, Chain):
                Declarations(self.context).state(names_before, inner)
                names_before = []
            elif isinstance(inner, (Name, Script)):
                names_before.append(inner)
            elif not isinstance(inner, Words):
                raise Fault(f"'{spell(inner)[:40]}' declares nothing", item.start, r"x \in \mathbb{R}, \sigma > 0, ..")
        if names_before:
            raise Fault(f"'{spell(names_before[0])}' without a declaration", names_before[0].start,
                        r"x \in \mathbb{R}, \sigma > 0, ..")

    def independence(self, block: Block, names: list[str]) -> None:
        """`Let $X$ and $Y$ be independent`: of the random variables that one sentence names."""
        before = _SENTENCE.split(block.before)[-1]
        sentence = before + _SENTENCE.split(block.after)[0]
        if "\x00" not in before:
            self.grouped = []
        context = self.context
        for name in names:
            known = context.sort_of(name)
            if isinstance(known, RandomVariable) or (known is None and is_upper(name)):
                self.grouped.append(name)
        if _INDEPENDENT.search(sentence) is None:
            return
        if re.search(r"conditional(ly)? independen", sentence, re.IGNORECASE):
            for name in self.grouped:
                context.opaque.setdefault(name, "conditional independence")
        elif len(set(self.grouped)) > 1:
            chosen = list(dict.fromkeys(self.grouped))
            context.facts = [fact for fact in context.facts if fact.head != "independent" or not
                             {arg.name for arg in fact.args} < set(chosen)]
            Declarations(context).independent([Name(0, 0, name) for name in chosen])

    def name_of(self, text: str, start: int) -> str:
        items, _ = Parser(tokenize(text, start, self.macros), start + len(text)).row()
        inner = bare(items[0]) if len(items) == 1 else None
        return spell(inner) if isinstance(inner, (Name, Script)) else ""

    def inline(self, block: Block) -> None:
        """A formula in prose declares what its sentence says it does; it is never a claim."""
        names = _plain_names(block)
        phrases = _phrases(block)
        declarations = Declarations(self.context)
        if names:
            if phrases:
                try:
                    declarations.words(names, phrases)
                except Fault:
                    return  # prose that says something of a symbol that cannot be: the steps will show it
            self.independence(block, names)
            return
        supposes = _supposes(block.before)
        for row in block.rows:
            before: list[Node] = []
            for item in without_ranges(row.items, self.context):
                inner = bare(item)
                if isinstance(inner, (Name, Script)):
                    before.append(inner)
                if not isinstance(inner, Chain) or None in inner.sides:
                    continue
                relations = {relation for relation, _ in inner.relations}
                if not (supposes or relations <= {r"\in", r"\sim", ":", r"\to", ":="}):
                    continue
                if relations == {r"\in"} and not isinstance(bare(inner.sides[0]), (Name, Script, Group)):  # type: ignore[arg-type]
                    continue
                try:
                    declarations.state(before, inner)
                    if phrases and isinstance(bare(inner.sides[0]), (Name, Script)):  # type: ignore[arg-type]
                        names_declared = [spell(bare(inner.sides[0]))]  # type: ignore[arg-type]
                        declarations.words(names_declared, [word for word in phrases if "random" not in word])
                except Fault as fault:
                    _mark_unknown(self.context, inner, fault)
                    continue
                self.independence(block, [*map(spell, before), spell(bare(inner.sides[0]))])  # type: ignore[arg-type]
                before = []


_INDEPENDENT = re.compile(r"(?<!linearly )(?<!not )\bindependent\b(?! (?:identically|and identically|samples|draws|data))",
                          re.IGNORECASE)


def without_ranges(items: tuple[Node, ...], context: Context) -> list[Node]:
    """The items but for index ranges, i = 1, \\dots, n; their last value is a size."""
    kept: list[Node] = []
    at = 0
    while at < len(items):
        first = bare(items[at])
        if (isinstance(first, Chain) and first.relations[0][0] in ("=", r"\in") and at + 2 < len(items)):
            end = at + 1
            while end < len(items) and end < at + 3 and not isinstance(bare(items[end]), Dots):
                end += 1
            last = bare(items[end + 1]) if end + 1 < len(items) and isinstance(bare(items[end]), Dots) else None
            left = bare(first.sides[0]) if first.sides[0] is not None else None
            right = bare(first.sides[-1]) if first.sides[-1] is not None else None
            if last is not None and isinstance(left, Name) and isinstance(right, Num):
                for part in walk(last):
                    if isinstance(part, Name):
                        context.cues.bounds.add(part.text)
                at = end + 2
                continue
        kept.append(items[at])
        at += 1
    return kept


def _mark_unknown(context: Context, statement: Chain, fault: Fault) -> None:
    """Something was said of symbols that the reader does not have: no step may use them as if it had not been said."""
    left = statement.sides[0]
    relation = statement.relations[0][0]
    defines = relation == "=" and left is not None and isinstance(bare(left), Name)
    for part in walk(left if left is not None and (defines or relation in (r"\in", r"\sim", ":=", ":")) else statement):
        if isinstance(part, Name) and not part.word and part.text not in (r"\pi", "e", r"\top", "I", r"\mathbb{R}"):
            context.opaque.setdefault(part.text, fault.message)


_WORDED = re.compile(r"\s*(?P<names>[^=<>]*?)(?:\s+(?:is|are|be|a|an)\b)*\s+(?P<words>(?:(?:"
                     + PHRASE.pattern.removeprefix(r"\b(").removesuffix(r")\b")
                     + r"|on|over|of|a|an|and|smooth|all)\b[\s,]*)+)[.;]?\s*$", re.IGNORECASE)  # fmt: skip
_TRIGGER = re.compile(r"\b(let|assume|assuming|suppose|supposing|where|with(?! respect)|for|given(?! by)|define|denote|"
                      r"such that|be|take|consider|setting|put|provided|subject to)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(if|for|where|with|when|whenever|provided|given|such that|as|all)\b", re.IGNORECASE)
_CONCLUDES = re.compile(r"\b(show|prove|implies|imply|follows|hence|thus|therefore|get|obtain|then|that is|iff|only if|"
                        r"because|have|yields|gives|so|conclude|find|is|equals|holds)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[.!?:](?:\s|$)|\n\s*\n)")


_ANY = PHRASE.pattern.removeprefix(r"\b").removesuffix(r"\b")
_BEFORE = re.compile(rf"(?:\b{_ANY}[\s,]+(?:and\s+)?)+$", re.IGNORECASE)
_AFTER = re.compile(rf"\s*(?:is|are|be|denotes?)\s+(?:(?:an?|the|some|two|and|strictly|both|all)\s+)*"
                    rf"(?:\b{_ANY}(?:\s*,\s*|\s+and\s+|\s+)?(?:an?\s+)?)+", re.IGNORECASE)
_LINKS = re.compile(r"\[([^\[\]\n]{0,80})\]\([^()\s]{0,80}\)")
_INTRODUCES = re.compile(r"\b(?:let|assume|assuming|suppose|supposing|where|define|denote|given)\b(?:\s+(?!by\b)[\w-]+){0,4}"
                         r"\s*[:,]?\s*$", re.IGNORECASE)


def _introduces(before: str) -> bool:
    """Whether a display is a hypothesis: it follows `Let`, `where`, `assume that` at once."""
    sentence = _SENTENCE.split(before.rstrip().rstrip(":"))[-1]
    found = _INTRODUCES.search(sentence[-120:])
    return found is not None and _CONCLUDES.search(found.group()) is None


def _supposes(before: str) -> bool:
    """Whether the sentence up to a formula introduces it: `Let`, `where`, `assume that`, .."""
    sentence = _SENTENCE.split(before.rstrip())[-1] if before.strip() else ""
    trigger = None
    for trigger in _TRIGGER.finditer(sentence):  # noqa: B007 - the last one
        pass
    if trigger is None or (trigger.group().lower() == "if" and "only if" in sentence.lower()):
        return False
    return _CONCLUDES.search(sentence, trigger.end()) is None


def _phrases(block: Block) -> list[str]:
    """The words that say what the names of an inline formula are."""
    sentence = _SENTENCE.split(block.before)[-1].split("\x00")
    before = sentence[-1] if not re.fullmatch(r"\s*(,|and|,\s*and)?\s*", sentence[-1]) or len(sentence) < 2 else (
        sentence[-2])
    found: list[str] = []
    tail = _BEFORE.search(_LINKS.sub(r"\1", before)[-200:])
    if tail is not None:
        found += [phrase.lower() for phrase in PHRASE.findall(tail.group())]
    after = _AFTER.match(_LINKS.sub(r"\1", block.after[:300]))
    if after is not None:
        found += [phrase.lower() for phrase in PHRASE.findall(after.group())]
    return found


def _plain_names(block: Block) -> list[str]:
    """The names in an inline formula that is nothing but names."""
    found = []
    for row in block.rows:
        for item in row.items:
            inner = bare(item)
            if isinstance(inner, Product) and len(inner.factors) == 2 and isinstance(bare(inner.factors[1]), Group):
                inner = bare(inner.factors[0])  # density $p(x)$
            if not isinstance(inner, (Name, Script)):
                return []
            found.append(spell(inner))
    return found


def _parts(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The declarations of a given line: separated by semicolons, or by commas outside brackets."""
    depth = begin = since = 0
    for at, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter != ";" and (letter != "," or depth > 0):
            continue
        names_only = letter == "," and _is_list(text[since:at])
        since = at + 1
        if not names_only:
            if text[begin:at].strip():
                yield text[begin:at], start + begin
            begin = at + 1
    if text[begin:].strip():
        yield text[begin:], start + begin


def _is_list(text: str) -> bool:
    """Whether what stands before a comma is only names, so that the declaration is still to come."""
    return re.search(r"\\in\b|\\sim\b|[=<>]|\\leq?\b|\\geq?\b|\\perp|\\succ|\\neq?\b|\bis\b|\bare\b|:|"
                     + PHRASE.pattern, text, re.IGNORECASE) is None


class _Display:
    """Reads the rows of one display."""

    def __init__(self, reader: _Reader, passage: Passage, supposed: bool) -> None:
        self.reader, self.passage, self.supposed = reader, passage, supposed
        self.context = reader.context
        self.previous: Node | None = reader.previous
        self.previous_statement: Chain | None = None

    def read(self, block: Block) -> Iterator[Step]:
        for row in block.rows:
            if row.fault is not None:
                yield _error(self.passage, row.fault, _first_relation(row.text), row.text[:_SHOWN], "")
                continue
            yield from self.row(row)
            for item in row.items:
                for part in walk(item):
                    if isinstance(part, (Name, Script)):
                        self.context.seen.add(spell(part))
        self.reader.previous = self.previous

    def row(self, row: Row) -> Iterator[Step]:
        """The statements of a row; conditions after `if`, `for`, `where` hold for it alone."""
        main: list[Node] = []
        conditions: list[Node] = []
        target = main
        for item in without_ranges(row.items, self.context):
            inner = bare(item)
            if isinstance(inner, Words):
                target = conditions if _CONDITION.search(inner.text) and not _CONCLUDES.search(inner.text) else main
                continue
            target.append(inner)
        if conditions and not main:
            main, conditions = conditions, []
        saved = None
        if conditions:
            saved = (dict(self.context.declared), list(self.context.facts), dict(self.context.definitions))
            yield from self.conditions(conditions)
        names: list[Node] = []
        for item in main:
            if isinstance(item, Product) and isinstance(item.factors[-1], Words):
                item = bare(Product(item.start, item.end, item.factors[:-1], item.marks[:-1]))
            if isinstance(item, Chain):
                yield from self.chain(item, names)
                names = []
            else:
                if isinstance(item, (Name, Script)):
                    names.append(item)
                self.previous = item
        if saved is not None:
            self.context.declared, self.context.facts, self.context.definitions = saved

    def conditions(self, conditions: list[Node]) -> Iterator[Step]:
        before: list[Node] = []
        for item in conditions:
            if isinstance(item, Chain):
                try:
                    Declarations(self.context).state(before, item)
                except Fault as fault:
                    yield _error(self.passage, fault, "", self.shown(item), "")
                before = []
            elif isinstance(item, (Name, Script)):
                before.append(item)

    # ---------------------------------------------------------------- chains

    def chain(self, chain: Chain, names: list[Node]) -> Iterator[Step]:
        arrows = [at for at, (relation, _) in enumerate(chain.relations) if relation in ARROWS]
        if not arrows:
            yield from self.plain(chain, names, ())
            return
        statements: list[Chain | None] = []
        start = 0
        for at in [*arrows, len(chain.relations)]:
            sides = chain.sides[start : at + 1]
            relations = chain.relations[start:at]
            known = [side for side in sides if side is not None]
            if not relations:
                inner = bare(known[0]) if known else None
                statements.append(inner if isinstance(inner, Chain) else None)
                if inner is not None and not isinstance(inner, Chain):
                    yield _error(self.passage, Fault(f"{spell(inner)[:40]} is no statement", inner.start, "a relation"),
                                 chain.relations[arrows[0]][0], self.shown(chain), "")
                    return
            else:
                statements.append(Chain(known[0].start if known else chain.start, known[-1].end if known else chain.end,
                                        sides, relations))
            start = at + 1
        if statements[0] is None:
            statements[0] = self.previous_statement
        for place, at in enumerate(arrows):
            arrow = chain.relations[at][0]
            premise, conclusion = statements[place], statements[place + 1]
            if premise is None or conclusion is None:
                yield _error(self.passage, Fault("an arrow without a statement on both sides", chain.relations[at][1],
                                                 "a relation on each side"), arrow, self.shown(chain), "")
                continue
            if arrow in ("=>", "<=>"):
                yield from self.implied(premise, conclusion)
            if arrow in ("<=>", "<=_arrow"):
                yield from self.implied(conclusion, premise)
        self.previous_statement = statements[-1]

    def implied(self, premise: Chain, conclusion: Chain) -> Iterator[Step]:
        """The conclusion, with the premise taken for true."""
        context = self.context
        saved = (dict(context.declared), list(context.facts), dict(context.definitions))
        try:
            Declarations(context).state([], premise, define=False)
        except Fault as fault:
            yield _error(self.passage, fault, "=>", self.shown(premise), self.shown(conclusion))
            return
        finally:
            facts = list(context.facts)
            kept_declared = dict(context.declared)
            context.facts = saved[1]
        context.facts = facts
        context.declared = kept_declared
        relation, offset = conclusion.relations[0]
        if relation in STATED:
            yield from self.plain(conclusion, [], (), define=False)
        else:
            fault = Fault(f"that {self.shown(conclusion)[:60]} follows is a claim of a kind that is not known here", offset)
            yield _error(self.passage, fault, relation, self.shown(conclusion.sides[0]), self.shown(conclusion.sides[-1]),
                         offset)
        context.declared, context.facts, context.definitions = saved

    def plain(self, chain: Chain, names: list[Node], local: tuple[Term, ...], *, define: bool = True) -> Iterator[Step]:
        sides = list(chain.sides)
        if sides[0] is None:
            sides[0] = self.previous
        first_relation, first_offset = chain.relations[0]
        if first_relation in (r"\in", r"\sim", ":", r"\perp", r"\succ", r"\succeq", r"\notin", ":=", "=:", r"\to",
                              r"\mapsto", r"\subset"):
            yield self.declared(Chain(chain.start, chain.end, tuple(sides), chain.relations), names)
            self.previous = sides[-1]
            return
        if self.supposed and define and not (first_relation == "=" and None not in sides and is_definition(
                self.context, sides[0], sides[1])):  # type: ignore[arg-type]
            yield self.declared(Chain(chain.start, chain.end, tuple(sides), chain.relations), names)
            self.previous = sides[-1]
            return
        for at, (relation, offset) in enumerate(chain.relations):
            left, right = sides[at], sides[at + 1]
            if left is None or right is None:
                missing = "left" if left is None else "right"
                yield _error(self.passage, Fault(f"a relation without a {missing} side", offset, "an expression"),
                             relation, self.shown(left), self.shown(right))
                continue
            yield self.step(left, relation, offset, right, define=define and at == 0, local=local)
        self.previous = sides[-1]
        self.previous_statement = Chain(chain.start, chain.end, tuple(sides), chain.relations)

    def declared(self, chain: Chain, names: list[Node]) -> Step:
        relation, offset = chain.relations[0]
        line, column = self.passage.place(offset)
        lhs, rhs = self.shown(chain.sides[0]), self.shown(chain.sides[-1])
        try:
            said = Declarations(self.context).state(names, chain)
        except Fault as fault:
            _mark_unknown(self.context, chain, fault)
            return _error(self.passage, fault, relation, lhs, rhs, offset)
        kind: Kind = "definition" if relation in (":=", "=:") else "assumption"
        return Step(line, column, relation, lhs, rhs, kind, (), (), self.said(said))

    def said(self, text: str) -> str:
        return text[:_SHOWN]

    def step(self, left: Node, relation: str, offset: int, right: Node, *, define: bool,
             local: tuple[Term, ...]) -> Step:
        line, column = self.passage.place(offset)
        lhs, rhs = self.shown(left), self.shown(right)
        try:
            listed = Declarations(self.context).listing(bare(left), bare(right)) if relation == "=" and define else ""
            if listed:
                return Step(line, column, relation, lhs, rhs, "assumption", (), (), listed)
            if relation == "=" and define and is_definition(self.context, left, right):
                said = Declarations(self.context).define(left, right)
                return Step(line, column, relation, lhs, rhs, "definition", (), (), self.said(said))
            if relation not in STATED:
                raise Fault(f"the relation {relation} is not known here", offset, "=, <, >, \\approx, ..")
            meaning = relate(self.context, left, relation, right, self.reader.layout,
                             lambda scope: self.variables(scope, left), local)
        except Fault as fault:
            return _error(self.passage, fault, relation, lhs, rhs, offset)
        except RecursionError:
            return _error(self.passage, Fault("nested too deep", offset), relation, lhs, rhs, offset)
        if relation == "=" and define and self.is_model(meaning.readings[0].claim.left, right):
            self.context.facts.append(meaning.readings[0].claim.statement)
            said = "the density is taken to be this"
            return Step(line, column, relation, lhs, rhs, "assumption", (), meaning.assumed, said)
        return Step(line, column, relation, lhs, rhs, "claim", meaning.readings, meaning.assumed)

    def is_model(self, left: Term, right: Node) -> bool:
        """Whether an equation says what a density is, in terms that have no densities: p(y | m) = N(y; m, 1)."""
        return left.head == "density" and all(arg.head == "symbol" for arg in left.args) and (
            not has_density(self.context, right))

    def variables(self, scope: Probability, left: Node) -> tuple[Term, ...]:
        """What the two sides of a proportionality are functions of."""
        inner = bare(left)
        if isinstance(inner, Product) and isinstance(bare(inner.factors[-1]), Group) and len(inner.factors) == 2:
            called = bare(inner.factors[-1])
            assert isinstance(called, Group)
            cut = next((at + 1 for at, mark in enumerate(called.separators) if mark in ("|", ";")), len(called.items))
            found = [scope.term(item) for item in called.items[:cut]]
            free = [symbol for term in found for symbol in sorted(term.free, key=lambda each: each.digest)]
            if free:
                return tuple(dict.fromkeys(free))
        raise Fault("proportional as functions of what", left.start, "a density or a function of a variable on the left")

    def shown(self, node: Node | None) -> str:
        """A side as it stands in the document."""
        if node is None:
            return ""
        return self.passage.text[node.start : node.end].replace("&", "").strip()[:_SHOWN]


def _first_relation(text: str) -> str:
    found = re.search(r"=|<|>|\\(?:leq?|geq?|approx|propto|equiv|sim|in)\b", text)
    return found.group() if found else ""


def _error(passage: Passage, fault: Fault, relation: str, lhs: str, rhs: str, offset: int | None = None) -> Step:
    """A step that says what cannot be read, and where."""
    line, column = passage.place(fault.offset)
    where = f"{passage.where}: " if passage.where else ""
    error = ReadError(fault.message, line, column, fault.expected, fault.known)
    if offset is not None:
        line, column = passage.place(offset)
    return Step(line, column, relation, lhs, rhs, "error", (), (), f"{where}{error}")


__all__ = ["Reading", "Step", "steps"]
