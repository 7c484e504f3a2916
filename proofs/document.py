"""Documents and their steps: every relation of every display, in order, with its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from dataclasses import replace
from itertools import takewhile

from .errors import Fault
from .reader.blocks import Passage, Piece, passages, pieces
from .reader.context import Context, Cues
from .reader.conventions import another_norm, counts_failures, given_fence, logarithm_base, of_determinant
from .reader.cues import drawn_from, measures_in, ranges, running_in, scan, valued_in
from .reader.declarations import Declarations
from .reader.descriptions import names_in
from .reader.display import Display
from .reader.elaborate import Reading
from .reader.entries import entries_of_names
from .reader.exclusive import nests
from .reader.increments import increments
from .reader.marginals import open_places
from .reader.models import is_error_with_moments
from .reader.notation import RELATIONS, TRAITS_IN_WORDS
from .reader.parametrisation import role_of
from .reader.parser import Parser
from .reader.prose import (
    CITED,
    LABEL,
    SENTENCE,
    WORDED,
    Block,
    Row,
    asks,
    begins_part,
    concludes,
    concludes_in_words,
    declarations_in,
    excludes,
    exercise_in,
    explains,
    goes_on,
    introduces,
    inverts,
    is_range,
    names_inverse,
    opens_with_givens,
    past_range,
    phrases_in,
    phrases_of,
    plain_names,
    qualifies,
    says_which,
    spaced,
    states,
    supposes,
    variables_in,
    zeroes,
)
from .reader.roles import defined_name
from .reader.rows import rows
from .reader.sentences import Sentences
from .reader.series import without_ranges, without_series
from .reader.shapes import COLUMN, MATRIX, NUMBER, Shapes
from .reader.standing import Standing, declares, lets_again, standing, unclear
from .reader.step import SHOWN, Step, error_step
from .reader.syntax import Chain, Name, Node, Script, Words, bare, open_names, spell
from .reader.tokens import Macro, Token, tokenize
from .source import Source
from .terms import build
from .terms.sorts import Matrix, RandomVariable, Scalar, Vector

# what the context is told in a section, besides what `save` keeps
_TOLD = (
    "opaque", "samples", "lawless", "seen", "unread", "described", "asides", "mentioned", "parts_of", "earlier",
    "qualified", "lapsed", "stories", "by_density",
)  # fmt: skip


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
        self.states = False  # whether the document states what is to be shown
        self.told = ""  # the prose of that
        self.part = 0  # which section, theorem or exercise it is
        self.begin()
        self.supposed = False  # whether the display before was a hypothesis
        self.zeroed = False  # whether it said where a derivative is zero

    def begin(self) -> None:
        """At the top of a section: nothing is stated yet."""
        self.previous: Node | None = None  # the last side of the display above
        self.sentences = Sentences(self.context)

    # ---------------------------------------------------------------- passages and sections

    def passage(self, passage: Passage, formula: bool) -> Iterator[Step]:
        parts = iter([Piece("display", passage.text, 0)]) if formula else pieces(passage, self.macros)
        self.context.base = logarithm_base(passage.text) or self.context.base
        self.context.excludes = self.context.excludes or excludes(passage.text)
        self.context.counts_failures = self.context.counts_failures or counts_failures(passage.text)
        self.context.norm = another_norm(passage.text) or self.context.norm
        self.context.product = given_fence(passage.text, "product") or self.context.product
        self.context.nests = self.context.nests or (self.context.excludes and nests(passage.text))
        self.context.inverts = self.context.inverts or inverts(passage.text)
        section: list[Block] = []
        prose = ""
        pending: Block | None = None
        for part in parts:
            if part.kind == "prose":
                if pending is not None:
                    section.append(replace(pending, after=spaced(part.text)))
                    pending = None
                self.part += begins_part(part.text)
                told = self.told if self.states else ""
                self.states = states(part.text, self.states)
                self.told = told + part.text if self.states else ""
                start = exercise_in(part.text)
                if start is not None:
                    yield from self.section(passage, section)
                    section, prose = [], ""
                    self.context.earlier = self.context.told_of()
                prose = (prose + spaced(part.text[start or 0 :]))[-600:]
                continue
            if pending is not None:
                section.append(pending)
            pending = None
            if part.kind == "heading":
                self.part += 1
                yield from self.section(passage, section)
                section, prose = [], ""
                if exercise_in(part.text) is not None:
                    self.context.earlier = self.context.told_of()
                continue
            pending = self.block(part, prose)
            if section and prose:
                section[-1] = replace(section[-1], then=part.text[:40].strip())
            if is_range(pending):
                prose = past_range(prose)
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
                parsed.append(Row(begun(row), (), fault, start, text))
        labels = frozenset(LABEL.findall(piece.text)) if piece.kind == "display" else frozenset()
        goal = self.states and not (introduces(prose) or explains(prose) or supposes(prose.rstrip().rstrip(":")))
        premise = goal and not concludes(self.told)
        return Block(piece, tuple(parsed), prose, "", labels, goal, premise, self.states, part=self.part)

    def section(self, passage: Passage, blocks: list[Block]) -> Iterator[Step]:
        """The steps of a section. What a later step shows of a symbol holds of earlier ones too: where that is news
        for a step that was read before, all of them are read again."""
        if not blocks:
            return
        blocks = premises(where_first(together(blocks)))
        context = self.context
        words = context.cues.words
        context.cues = Cues(
            words=words,
            measured=context.cues.measured,
            families=dict(context.cues.families),
            labels=set(context.cues.labels),
            integrated=set(context.cues.integrated),
            summed=set(context.cues.summed),
            counted=set(context.cues.counted),
            running=set(context.cues.running),
        )
        context.forget_guesses()
        context.drop_supposed()
        for previous, block in zip((None, *blocks), blocks, strict=False):
            self.prose_words(block, previous)
        said = [block for block in blocks if block.piece.kind != "inline" or not plain_names(block)]
        for block in said:
            for row in block.rows:
                ranges(row.items, context.cues)
        sums = [running_in(item) for block in said for row in block.rows for item in row.items]
        context.cues.measures.update(
            *(measures_in(item, context.cues) for block in said for row in block.rows for item in row.items)
        )
        context.cues.valued = valued_in(item for block in said for row in block.rows for item in row.items)
        context.cues.laws.update(*(drawn_from(item) for block in said for row in block.rows for item in row.items))
        running = context.cues.running.union(*sums)
        blocks = increments(entries_of_names(open_places(blocks, running), running))
        for block in blocks:
            if block.piece.kind == "inline" and (plain_names(block) or names_inverse(block)):
                continue
            for row in block.rows:
                for item in row.items:
                    scan(item, context.cues)
        for block in blocks:
            if block.piece.kind == "given":
                self.scan_given(block.piece)
        context.cues.parameters -= context.cues.drawn
        context.cues.random -= context.cues.called | context.cues.bounds | context.cues.parameters
        context.awaited = awaited(blocks)
        for name in self.differing(blocks):
            context.forget(name)
        self.find_shapes(blocks)
        saved, told = context.save(), {each: copy(getattr(context, each)) for each in _TOLD}
        extent = context.cues.extent()
        self.begin()
        found = [step for block in blocks for step in self.read(passage, block)]
        if not context.stale and context.cues.extent() == extent:
            self.sentences.end()
            yield from found
            return
        self.begin()
        context.restore(saved)
        for each, value in told.items():
            setattr(context, each, value)
        for block in blocks:
            yield from self.read(passage, block)
        self.sentences.end()

    def find_shapes(self, blocks: list[Block]) -> None:
        """Which undeclared symbols of a section are numbers, vectors or matrices."""
        cues = self.context.cues
        found = Shapes(cues)
        for name in (cues.words.keys() | self.context.declared.keys()) - set(self.renewed(blocks)):
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
        self.look(found, blocks)
        found.spread()
        kinds = {NUMBER: "real", COLUMN: "vector", MATRIX: "matrix"}
        cues.shapes = {name: kinds[shape] for name, shape in found.known.items()}
        cues.indexed = {name for name, use in found.uses.items() if use.runs}
        cues.rows = {name for name, shape in found.elements.items() if shape == COLUMN}
        cues.separate = found.separate() | {name for name in cues.dotted & cues.numbers if not found.is_array(name)}

    def look(self, found: Shapes, blocks: list[Block]) -> None:
        """Note what all formulas of a section show of shapes, but for plain names in prose."""
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

    def differing(self, blocks: list[Block]) -> list[str]:
        """The names that another exercise has declared, and that are of another shape here: other things."""
        cues, context = self.context.cues, self.context
        names = context.earlier & context.declared.keys()
        defined = context.earlier & context.definitions.keys() & (cues.called | cues.families.keys())
        called = [name for name in sorted(defined) if not context.definitions[name].parameters]
        if not names:
            return called
        found = Shapes(cues)
        self.look(found, blocks)
        found.spread(by_custom=False)
        return [*called, *(name for name in sorted(names) if self.is_another(name, found))]

    def is_another(self, name: str, found: Shapes) -> bool:
        sort = self.context.sort_of(name)
        value = sort.value if isinstance(sort, RandomVariable) else sort
        shape, runs = found.known.get(name), name in found.uses and found.uses[name].runs
        match value:
            case Scalar():
                return runs or shape in (COLUMN, MATRIX)
            case Vector():
                return shape in (NUMBER, MATRIX)
            case Matrix():
                return shape in (NUMBER, COLUMN)
        return False

    def renewed(self, blocks: list[Block]) -> Iterator[str]:
        """The names that a section declares anew."""
        for block in blocks:
            if block.piece.kind == "inline" and declares(block):
                before = (name for name in names_in(block).names if self.context.is_of_before(name, block.part))
                yield from (*before, *self.context.earlier.intersection(names_in(block).names))

    # ---------------------------------------------------------------- prose

    def prose_words(self, block: Block, previous: Block | None) -> None:
        """Nouns and adjectives around inline names, for the cues: `density $p$`, `$f$ is convex`."""
        if block.piece.kind != "inline":
            return
        names = plain_names(block)
        if (matrix := of_determinant(block)) and self.context.sort_of(matrix) is None:
            self.context.cues.call(matrix, "matrix")
        firm = standing(block) is Standing.FIRM
        for name in names:
            before = self.context.cues.traits(name)
            role = role_of(block, previous, name)
            if role:
                self.context.roles[name] = role
            if firm and is_error_with_moments(name, block.rest):
                self.context.cues.random.add(name.partition("_")[0])
            if firm:
                self.context.cues.tell(name, variables_in(block), phrases_of(block))
            for phrase in phrases_of(block):
                if firm or phrase not in TRAITS_IN_WORDS:
                    self.context.cues.call(name, phrase)
                    self.context.called.setdefault((name, block.part), {})[phrase] = block.piece.start
            told = self.context.cues.traits(name).intersection(phrases_of(block))
            if before and told and told != before and lets_again(block):  # which of the two is meant is not followed
                self.context.cues.common[name] = before & told
                self.context.described.setdefault(name, "one thing, and then another")

    def read(self, passage: Passage, block: Block) -> Iterator[Step]:
        self.sentences.reaches(block)
        if block.piece.kind == "broken":
            yield error_step(passage, Fault(block.piece.text, block.piece.start), "", "", "")
        elif block.piece.kind == "given":
            yield from self.given(passage, block.piece, report=True)
        elif block.piece.kind == "inline":
            try:
                self.sentences.inline(passage, block)
            except Fault as fault:  # what it says is not known: no step over its symbols is decided
                items = [item for row in block.rows for item in row.items]
                for name in frozenset[str]().union(*map(open_names, items)):
                    self.context.opaque.setdefault(name, fault.message)
        else:
            record = self.sentences.record
            gives = says_which(block.before) and names_something(block)
            self.supposed = introduces(block.before) or gives or (self.supposed and goes_on(block.before))
            more = not block.before.strip() or goes_on(block.before)
            zeroed = zeroes(block.before)
            self.zeroed = zeroed or (self.zeroed and more)
            qualified = qualifies(block.before)
            if self.supposed and standing(block) is Standing.UNCLEAR:
                self.supposed, qualified = False, qualified or unclear(block)
            display = Display(
                self.context, passage, self.supposed, asks(block.before), zeroed, self.zeroed, qualified,
                self.previous, self.layout, self.macros, record, block.goal, block.premise,
            )  # fmt: skip
            record.block += 1
            began = len(record.stated)
            record.cited = frozenset(CITED.findall(block.before))
            yield from display.read(block)
            record.since = began
            self.previous = display.previous
        self.sentences.passed(block)

    def given(self, passage: Passage, piece: Piece, *, report: bool) -> Iterator[Step]:
        """A line of declarations; only what cannot be read of it becomes a step."""
        known = set(self.context.declared)
        for text, start in declarations_in(piece.text, piece.start):
            try:
                self.declaration(text, start)
            except Fault as fault:
                yield error_step(passage, fault, "given", text, "")
        self.context.given |= self.context.declared.keys() - known

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
                phrases = phrases_in(worded.group("words"))
                for name in parsed:
                    self.context.cues.tell(name, frozenset(), phrases)
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

    def name_of(self, text: str, start: int) -> str:
        items, _ = Parser(tokenize(text, start, self.macros), start + len(text)).row()
        inner = bare(items[0]) if len(items) == 1 else None
        return spell(inner) if isinstance(inner, (Name, Script)) else ""


def names_something(block: Block) -> bool:
    """Whether a display is one equation for a name."""
    items = [bare(item) for row in block.rows for item in row.items]
    left = items[0].sides[0] if len(items) == 1 and isinstance(items[0], Chain) else None
    return left is not None and isinstance(bare(left), (Name, Script))


def begun(row: list[Token]) -> tuple[Node, ...]:
    """What stands before the first relation of a row that cannot be read: it is said of this."""
    left = list(takewhile(lambda token: token.text not in RELATIONS, row))
    if not 0 < len(left) < len(row):
        return ()
    with suppress(Fault):
        return Parser(left, left[-1].end).row()[0]
    return ()


def awaited(blocks: list[Block]) -> dict[str, int]:
    """The names that equations of a section give a value to, and where the last of these stands."""
    found: dict[str, int] = {}
    for block in blocks:
        for row in block.rows:
            for item in map(bare, row.items):
                if isinstance(item, Chain) and item.relations[0][0] in ("=", ":=") and item.sides[0] is not None:
                    found[defined_name(item.sides[0])[0]] = item.start
    return found


def where_first(blocks: list[Block]) -> list[Block]:
    """What the rest of a display's sentence says, `.. where $0 \\leq t \\leq 1$`, is known to the display."""
    found: list[Block] = []
    display: int | None = None  # where the last display stands
    for block in blocks:
        says = block.piece.kind == "inline" and _WHERE.match(block.before) and not SENTENCE.search(block.before.strip())
        anew = re.match(r"\s*For\b", block.before) is not None and not block.rest.strip().startswith(".")
        if says and not anew and display is not None:  # `For $x < 0$ we have` begins the sentence of the next one
            found.insert(display, replace(block, ahead=True))
            display += 1
            continue
        if block.piece.kind != "inline":
            display = len(found)
        found.append(block)
    return found


def premises(blocks: list[Block]) -> list[Block]:
    """What stands in a statement before its conclusion is no goal, where one follows: `Let .. Then, ..`. In words
    alone it may follow where the statement begins with what is given."""
    found: list[Block] = []
    given = {id(block) for block in _after_givens(blocks)}
    concluded = said = False
    for block in reversed(blocks):
        shown = block.piece.kind != "inline"
        if shown:
            concluded = block.goal and (concluded or not block.premise)
        no_goal = block.goal and block.premise and (concluded or (said and id(block) in given))
        found.append(replace(block, goal=False, premise=False) if no_goal else block)
        said = concludes_in_words(block.before) or (said and block.goal)
    return found[::-1]


def _after_givens(blocks: list[Block]) -> Iterator[Block]:
    """The blocks of statements that begin with what is given."""
    began = False
    for block in blocks:
        began = (began and block.goal) or opens_with_givens(block.before)
        if began:
            yield block


_WHERE = re.compile(r"[\s,.;]*(?:where|in which|for(?: all| any| every)?)\b", re.IGNORECASE)


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
