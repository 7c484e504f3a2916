"""Documents and their steps: every relation of every display, in order, with its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from .errors import Fault, SortError
from .reader.blocks import Passage, Piece, passages, pieces
from .reader.context import Context, Cues, is_upper
from .reader.cues import ranges, scan
from .reader.declarations import PHRASE, Declarations
from .reader.display import Display, mark_unknown, without_ranges, without_series
from .reader.elaborate import Reading, settle
from .reader.notation import STATED
from .reader.parser import Parser
from .reader.probability import Probability
from .reader.prose import (
    CITED,
    INDEPENDENT,
    LABEL,
    LINKS,
    SENTENCE,
    WORDED,
    Block,
    Row,
    asks,
    declarations_in,
    goes_on,
    introduces,
    phrases_of,
    plain_names,
    states,
    supposes,
)
from .reader.record import Record, Stated
from .reader.roles import has_law
from .reader.rows import rows
from .reader.shapes import COLUMN, MATRIX, NUMBER, Shapes
from .reader.step import SHOWN, Step, error_step
from .reader.syntax import Chain, Group, Name, Node, Script, Words, bare, spell
from .reader.tokens import Macro, tokenize
from .reader.words import description, moment
from .source import Source
from .terms import build
from .terms.sorts import Matrix, RandomVariable, Scalar, Vector
from .terms.term import Term


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
        yield error_step(Passage(source.text, False, "", None, _starts(source.text)), fault, "", "", "")


def _starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


class _Reader:
    """Reads passages one after the other; holds what is known so far."""

    def __init__(self, layout: build.Layout | None) -> None:
        self.layout = layout
        self.context = Context()
        self.macros: dict[str, Macro] = {}
        self.lines: dict[tuple[str, int], tuple[Node, ...]] = {}
        self.grouped: list[str] = []
        self.previous: Node | None = None  # the last side of the display above
        self.states = False  # whether the document states what is to be shown
        self.record = Record()
        self.supposed = False  # whether the display before was a hypothesis
        self.spoken: list[list[str]] = []  # the names that formulas in prose consist of, the last ones

    # ---------------------------------------------------------------- passages and sections

    def passage(self, passage: Passage, formula: bool) -> Iterator[Step]:
        parts = iter([Piece("display", passage.text, 0)]) if formula else pieces(passage, self.macros)
        section: list[Block] = []
        prose = ""
        pending: Block | None = None
        for part in parts:
            if part.kind == "prose":
                if pending is not None:
                    section.append(replace(pending, after=LINKS.sub(r"\1", part.text)))
                    pending = None
                self.states = states(part.text, self.states)
                prose = (prose + LINKS.sub(r"\1", part.text))[-600:]
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
            return Block(piece, (Row((), (), fault, piece.start, piece.text[:SHOWN]),), prose, "")
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
        labels = frozenset(LABEL.findall(piece.text)) if piece.kind == "display" else frozenset()
        goal = self.states and not (introduces(prose) or supposes(prose.rstrip().rstrip(":")))
        return Block(piece, tuple(parsed), prose, "", labels, goal)

    def section(self, passage: Passage, blocks: list[Block]) -> Iterator[Step]:
        """The steps of a section. What a later step shows of a symbol holds of earlier ones too: where that is news
        for a step that was read before, all of them are read again."""
        if not blocks:
            return
        blocks = together(blocks)
        context = self.context
        words = context.cues.words
        context.cues = Cues(
            words=words,
            families=dict(context.cues.families),
            labels=set(context.cues.labels),
            integrated=set(context.cues.integrated),
            summed=set(context.cues.summed),
            running=set(context.cues.running),
        )
        context.forget_guesses()
        context.drop_supposed()
        for block in blocks:
            self.prose_words(block)
        for block in blocks:
            if block.piece.kind == "inline" and plain_names(block):
                continue
            for row in block.rows:
                ranges(row.items, context.cues)
                for item in row.items:
                    scan(item, context.cues)
        for block in blocks:
            if block.piece.kind == "given":
                self.scan_given(block.piece)
        context.cues.random -= context.cues.called | context.cues.bounds
        self.find_shapes(blocks)
        saved, seen = context.save(), set(context.seen)
        opaque, samples, lawless = dict(context.opaque), set(context.samples), dict(context.lawless)
        unread, described = dict(context.unread), dict(context.described)
        extent = context.cues.extent()
        self.previous, self.record = None, Record()
        found = [step for block in blocks for step in self.read(passage, block)]
        if not context.stale and context.cues.extent() == extent:
            yield from found
            return
        self.previous, self.record = None, Record()
        context.restore(saved)
        context.opaque, context.samples, context.lawless, context.seen = opaque, samples, lawless, seen
        context.unread, context.described = unread, described
        for block in blocks:
            yield from self.read(passage, block)

    def find_shapes(self, blocks: list[Block]) -> None:
        """Which undeclared symbols of a section are numbers, vectors or matrices."""
        cues = self.context.cues
        found = Shapes(cues.running, cues.called, cues.families, cues.alone)
        for name in cues.words.keys() | self.context.declared.keys():
            sort = self.context.sort_of(name)
            value = sort.value if isinstance(sort, RandomVariable) else sort
            if isinstance(value, (Scalar, Vector, Matrix)):
                found.known[name] = (
                    NUMBER if isinstance(value, Scalar) else COLUMN if isinstance(value, Vector) else MATRIX
                )
            elif cues.said(name, "matrix", "matrices"):
                found.known[name] = MATRIX
            elif cues.said(name, "vector", "vectors", "random vector"):
                found.known[name] = COLUMN
            elif cues.said(name, "scalar", "scalars", "number", "numbers"):
                found.known[name] = NUMBER
        for block in blocks:
            if block.piece.kind == "inline" and plain_names(block):
                continue
            for row in block.rows:
                before: list[Node] = []
                for item in row.items:
                    inner = bare(item)
                    if isinstance(inner, Chain) and inner.relations[0][0] == r"\in":
                        found.declared(before, inner.sides[1])
                    before = [*before, inner] if isinstance(inner, (Name, Script)) else []
                    found.look(item)
        found.spread()
        kinds = {NUMBER: "real", COLUMN: "vector", MATRIX: "matrix"}
        cues.shapes = {name: kinds[shape] for name, shape in found.known.items()}
        cues.indexed = {name for name, use in found.uses.items() if use.runs}
        cues.rows = {name for name, shape in found.elements.items() if shape == COLUMN}
        cues.separate = found.separate()

    # ---------------------------------------------------------------- prose

    def prose_words(self, block: Block) -> None:
        """Nouns and adjectives around inline names, for the cues: `density $p$`, `$f$ is convex`."""
        if block.piece.kind != "inline":
            return
        names = plain_names(block)
        for name in names:
            for phrase in phrases_of(block):
                self.context.cues.call(name, phrase)

    def read(self, passage: Passage, block: Block) -> Iterator[Step]:
        if block.piece.kind == "broken":
            yield error_step(passage, Fault(block.piece.text, block.piece.start), "", "", "")
        elif block.piece.kind == "given":
            yield from self.given(passage, block.piece, report=True)
        elif block.piece.kind == "inline":
            self.inline(passage, block)
        else:
            self.supposed = introduces(block.before) or (self.supposed and goes_on(block.before))
            display = Display(
                self.context, passage, self.supposed, asks(block.before), self.previous, self.layout,
                self.macros, self.record, block.goal,
            )  # fmt: skip
            self.record.block += 1
            began = len(self.record.stated)
            self.record.cited = frozenset(CITED.findall(block.before))
            yield from display.read(block)
            self.record.since = began
            self.previous = display.previous

    def given(self, passage: Passage, piece: Piece, *, report: bool) -> Iterator[Step]:
        """A line of declarations; only what cannot be read of it becomes a step."""
        for text, start in declarations_in(piece.text, piece.start):
            try:
                self.declaration(text, start)
            except Fault as fault:
                yield error_step(passage, fault, "given", text, "")

    def parsed(self, text: str, start: int) -> tuple[Node, ...]:
        """The statements of a given line; parsed once."""
        found = self.lines.get((text, start))
        if found is None:
            items, _ = Parser(tokenize(text, start, self.macros), start + len(text)).row()
            found = self.lines[text, start] = items
        return found

    def scan_given(self, piece: Piece) -> None:
        """What the notation of a given line shows; its faults are told where it is read."""
        for text, start in declarations_in(piece.text, piece.start):
            try:
                items = () if WORDED.match(text) else self.parsed(text, start)
            except Fault:
                continue
            for item in items:
                scan(item, self.context.cues)

    def declaration(self, text: str, start: int) -> None:
        worded = WORDED.match(text)
        if worded is not None:
            names = [name.strip() for name in re.split(r",|\band\b", worded.group("names")) if name.strip()]
            parsed = [self.name_of(name, start) for name in names]
            if all(parsed):
                phrases = [found.lower() for found in PHRASE.findall(worded.group("words"))]
                Declarations(self.context).words(parsed, phrases)
                return
        items = self.parsed(text, start)
        for item in items:
            scan(item, self.context.cues)
        names_before: list[Node] = []
        for item in without_series(tuple(without_ranges(items, self.context)), self.context):
            inner = bare(item)
            if isinstance(inner, Chain):
                Declarations(self.context).state(names_before, inner)
                names_before = []
            elif isinstance(inner, (Name, Script)):
                names_before.append(inner)
            elif not isinstance(inner, Words):
                raise Fault(f"'{spell(inner)[:40]}' declares nothing", item.start, r"x \in \mathbb{R}, \sigma > 0, ..")
        if names_before:
            raise Fault(
                f"'{spell(names_before[0])}' without a declaration",
                names_before[0].start,
                r"x \in \mathbb{R}, \sigma > 0, ..",
            )

    def independence(self, block: Block, names: list[str]) -> None:
        """`Let $X$ and $Y$ be independent`: of the random variables that one sentence names."""
        before = SENTENCE.split(block.before)[-1]
        sentence = before + SENTENCE.split(block.after)[0]
        if "\x00" not in before:
            self.grouped = []
        context = self.context
        for name in names:
            known = context.sort_of(name)
            if isinstance(known, RandomVariable) or (known is None and is_upper(name)):
                self.grouped.append(name)
        if INDEPENDENT.search(sentence) is None:
            return
        if re.search(r"conditional(ly)? independen", sentence, re.IGNORECASE):
            for name in self.grouped:
                context.opaque.setdefault(name, "conditional independence")
        elif len(set(self.grouped)) > 1:
            chosen = list(dict.fromkeys(self.grouped))
            context.facts = [
                fact
                for fact in context.facts
                if fact.term.head != "independent" or not {arg.name for arg in fact.term.args} < set(chosen)
            ]
            Declarations(context).independent([Name(0, 0, name) for name in chosen])

    def name_of(self, text: str, start: int) -> str:
        items, _ = Parser(tokenize(text, start, self.macros), start + len(text)).row()
        inner = bare(items[0]) if len(items) == 1 else None
        return spell(inner) if isinstance(inner, (Name, Script)) else ""

    def mentioned(self, passage: Passage, block: Block, chain: Chain) -> None:
        """An equation in prose that introduces nothing: later steps may rest on it."""
        for left, (relation, offset), right in zip(chain.sides, chain.relations, chain.sides[1:], strict=False):
            if relation in STATED and left is not None and right is not None:
                place = passage.place(offset)
                self.record.add(Stated(place[0], (place,), left, relation, right, self.record.block, goal=block.goal))

    def moment(self, block: Block) -> None:
        """`a random variable $X$ with mean $\\mu$ and variance $\\sigma^2$`: moments of a variable without a law."""
        told = moment(SENTENCE.split(block.before)[-1])
        item = bare(block.rows[0].items[0]) if len(block.rows) == 1 and len(block.rows[0].items) == 1 else None
        if told is None or not isinstance(item, (Name, Script)) or told[0] > len(self.spoken):
            return
        back, noun = told
        names, context = self.spoken[-back], self.context
        if len(names) != 1 or not isinstance(context.sort_of(names[0]), RandomVariable):
            return
        variable = Name(item.start, item.start, names[0])
        if has_law(context, f"f_{names[0]}"):
            return

        def make() -> Term:
            scope = Probability(context)
            value = scope.numeric(scope.term(item))
            of = scope.symbol(variable.text, variable)
            if noun == "variance":
                return build.equal(build.variance(of), value)
            if noun == "standard deviation":
                return build.equal(build.variance(of), build.power(value, build.TWO))
            return build.equal(build.mean(of), value)

        with suppress(Fault, SortError):
            context.suppose(lambda: settle(make, item))

    def inline(self, passage: Passage, block: Block) -> None:
        """A formula in prose declares what its sentence says it does; it is never a claim."""
        names = plain_names(block)
        phrases = phrases_of(block)
        declarations = Declarations(self.context)
        self.moment(block)
        self.spoken = [*self.spoken[-20:], names]
        noun = description(SENTENCE.split(block.before)[-1], block.after)
        for name in names if noun else ():
            if name not in self.context.definitions and not name.startswith(r"\bar"):
                self.context.described.setdefault(name, f"it is {noun}")
        if names:
            if phrases:
                try:
                    declarations.words(names, phrases)
                except Fault:
                    return  # prose that says something of a symbol that cannot be: the steps will show it
            self.independence(block, names)
            return
        introduced = supposes(block.before)
        for row in block.rows:
            before: list[Node] = []
            for item in without_series(tuple(without_ranges(row.items, self.context)), self.context):
                inner = bare(item)
                if isinstance(inner, (Name, Script)):
                    before.append(inner)
                if not isinstance(inner, Chain) or None in inner.sides:
                    continue
                relations = {relation for relation, _ in inner.relations}
                if not (introduced or relations <= {r"\in", r"\sim", ":", r"\to", ":="}):
                    self.mentioned(passage, block, inner)
                    continue
                if relations == {r"\in"} and not isinstance(bare(inner.sides[0]), (Name, Script, Group)):  # type: ignore[arg-type]
                    continue
                try:
                    declarations.state(before, inner)
                    if phrases and isinstance(bare(inner.sides[0]), (Name, Script)):  # type: ignore[arg-type]
                        declared = [*map(spell, before), spell(bare(inner.sides[0]))]  # type: ignore[arg-type]
                        # `random variables, $a \in \mathbb{R}$` speaks of others; `$a \in ..$ be a random vector` of a
                        said = {word for word in phrases_of(replace(block, before="")) if "random" in word}
                        declarations.words(declared, [word for word in phrases if "random" not in word or word in said])
                except Fault as fault:
                    mark_unknown(self.context, inner, fault)
                    continue
                self.independence(block, [*map(spell, before), spell(bare(inner.sides[0]))])  # type: ignore[arg-type]
                before = []


def together(blocks: list[Block]) -> list[Block]:
    """`$p$ and $q$ are densities`: what is said of several names after the last of them is said of each."""
    found: list[Block] = []
    for block in reversed(blocks):
        last = found[-1] if found else None
        if (
            last is not None
            and block.piece.kind == last.piece.kind == "inline"
            and re.fullmatch(r"\s*(?:,|and|,\s*and)\s*", block.after)
            and re.match(r"\s*(?:are|be|denote|both)\b", last.after)
            and plain_names(block)
            and plain_names(last)
        ):
            block = replace(block, after=last.after)
        found.append(block)
    return found[::-1]


__all__ = ["Reading", "Step", "steps"]
