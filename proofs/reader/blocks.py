"""Documents -> passages -> pieces: displays, inline formulas, prose, `given` lines, with their places in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import Fault
from .notation import DISPLAYS
from .tokens import Macro


@dataclass(frozen=True)
class Piece:
    """A part of a passage: `kind` is display, inline, prose, given, heading or broken; `end` is exclusive."""

    kind: str
    text: str
    start: int
    environment: str = ""


@dataclass
class Passage:
    """Text with the place of each of its characters in the file; a notebook has one a cell."""

    text: str
    markdown: bool
    where: str = ""
    offsets: list[int] | None = None  # of each character in the file, where these are not 0, 1, 2, ..
    starts: list[int] = field(default_factory=list)  # of the file's lines

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, in the file."""
        at = min(max(offset, 0), len(self.text))
        if self.offsets is not None:
            at = self.offsets[min(at, len(self.offsets) - 1)] if self.offsets else 0
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1


_ENVIRONMENTS = "|".join(sorted((re.escape(name) for name in DISPLAYS), key=len, reverse=True))
_OPENERS = re.compile(
    rf"""(?P<skip>\\begin\{{(?P<verb>verbatim|lstlisting|comment|minted)\*?\}})
    |(?P<display>\$\$|\\\[|\\begin\{{(?P<name>{_ENVIRONMENTS})\}})
    |(?P<inline>\\\(|(?<!\\)\$)
    |(?P<given>(?:%|<!--)[ \t]*given[ \t]*:)
    |(?P<html><!--)
    |(?P<macro>\\(?:newcommand|renewcommand|providecommand|DeclareMathOperator|def)(?![A-Za-z])\*?)
    |(?P<heading>\\(?:chapter|section|subsection|subsubsection|paragraph)\*?(?=\{{))
    |(?P<fence>^[ \t]*(?:```|~~~))
    |(?P<hash>^\#{{1,6}}[ \t])
    |(?P<struck>~~|<(?P<tag>del|s)>)
    |(?P<code>`)
    |(?P<comment>(?<!\\)%[^\n]*)
    |(?P<escape>\\[\\$%])""",
    re.VERBOSE | re.MULTILINE,
)
_INLINE_LIMIT = 3000
_BROKEN_MACROS = 20  # definitions that cannot be read, after which no more are looked for


class _Finder:
    """`find` that never looks twice for what is not there: the scan stays linear."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.absent: set[str] = set()

    def __call__(self, what: str, start: int) -> int:
        if what in self.absent:
            return -1
        found = self.text.find(what, start)
        if found < 0:
            self.absent.add(what)
        return found


def _closing(text: str, start: int) -> int:
    """Past the brace that closes the one at `start`, or the end of the line."""
    depth, line = 0, text.find("\n", start)
    line = len(text) if line < 0 else line
    for at in range(start, line):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return at + 1
    return line


def pieces(passage: Passage, macros: dict[str, Macro]) -> Iterator[Piece]:
    """The parts of a passage in order. Macros that it defines are added to `macros`."""
    text, find = passage.text, _Finder(passage.text)
    at = prose = broken = 0
    while match := _OPENERS.search(text, at):
        kind, start = match.lastgroup or "", match.start()
        kind = {"verb": "skip", "name": "display", "tag": "struck"}.get(kind, kind)
        if kind in ("fence", "hash", "code", "struck") and not passage.markdown:
            at = match.end()
            continue
        if kind == "comment" and passage.markdown:
            at = start + 1
            continue
        if kind == "escape":
            at = match.end()
            continue
        end = match.end()
        found: Piece | None = None
        if kind == "display":
            opener = match.group("display")
            closer = {"$$": "$$", r"\[": r"\]"}.get(opener, rf"\end{{{match.group('name')}}}")
            close = find(closer, end)
            if close < 0:
                found = Piece("broken", f"'{opener}' is never closed; expected '{closer}'", start)
            else:
                found = Piece("display", text[end:close], end, match.group("name") or "")
                end = close + len(closer)
        elif kind == "inline":
            closer = r"\)" if match.group() == r"\(" else "$"
            close = _inline_end(text, closer, end)
            if close < 0:
                at = end
                continue
            found = Piece("inline", text[end:close], end)
            end = close + len(closer)
        elif kind == "given":
            close = find("-->", end) if match.group().startswith("<") else find("\n", end)
            close = len(text) if close < 0 else close
            found = Piece("given", text[end:close], end)
            end = close + 3 if match.group().startswith("<") else close
        elif kind == "macro":
            end = _macro(text, match, macros) if broken < _BROKEN_MACROS else match.end()
            broken += end == match.end()
            found = Piece("skipped", "", start)
        elif kind in ("heading", "hash"):
            close = _closing(text, end) if kind == "heading" else find("\n", end)
            end = len(text) if close < 0 else close
            found = Piece("heading", text[start:end], start)
        else:
            closer = {"html": "-->", "code": "`", "comment": "\n"}.get(kind, "")
            if kind == "skip":
                closer = rf"\end{{{match.group('verb')}"
            elif kind == "struck":
                closer = f"</{match.group('tag')}>" if match.group("tag") else match.group()
            elif kind == "fence":
                closer = "\n" + match.group().strip()
            if kind == "comment":
                end = match.end()
            else:
                close = find(closer, end)
                if close < 0:
                    at = end
                    continue
                end = close + len(closer)
            found = Piece("skipped", "", start)
        if start > prose:
            yield Piece("prose", text[prose:start], prose)
        if found.kind != "skipped":
            yield found
        at = prose = max(end, at + 1)
    if len(text) > prose:
        yield Piece("prose", text[prose:], prose)


def _inline_end(text: str, closer: str, start: int) -> int:
    """The end of an inline formula: within its paragraph."""
    close = text.find(closer, start, start + _INLINE_LIMIT)
    while close > 0 and closer == "$" and text[close - 1] == "\\":
        close = text.find(closer, close + 1, start + _INLINE_LIMIT)
    if close < 0 or "\n\n" in text[start:close] or close == start:
        return -1
    return close


_NEW = re.compile(r"\s*\{?\s*(\\(?:[A-Za-z]+|.))\s*\}?\s*(?:\[(\d)\])?(?:\[([^\]]*)\])?\s*", re.DOTALL)
_DEF = re.compile(r"\s*(\\(?:[A-Za-z]+|.))((?:#\d)*)\s*", re.DOTALL)


def _macro(text: str, opened: re.Match[str], macros: dict[str, Macro]) -> int:
    """Read a macro's definition; the offset after it. What is no definition is passed over."""
    is_def = opened.group("macro").startswith(r"\def")
    head = (_DEF if is_def else _NEW).match(text, opened.end())
    if head is None or not text.startswith("{", head.end()):
        return opened.end()
    depth, at = 0, head.end()
    for at in range(head.end(), min(len(text), head.end() + 20_000)):
        if text[at] == "\\":
            continue
        if text[at] in "{}" and text[at - 1] != "\\":
            depth += 1 if text[at] == "{" else -1
        if not depth:
            break
    if depth:
        return opened.end()
    body = text[head.end() + 1 : at]
    name = head.group(1)
    if "DeclareMathOperator" in opened.group("macro"):
        macros[name] = Macro(0, rf"\operatorname{{{body}}}")
    elif is_def:
        macros[name] = Macro(head.group(2).count("#"), body)
    else:
        macros[name] = Macro(int(head.group(2) or 0), body, head.group(3))
    return at + 1


# ------------------------------------------------------------------ notebooks

_JSON = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def notebook(text: str, starts: list[int]) -> Iterator[Passage]:
    """The Markdown cells of a notebook, each character with its place in the file. Reads the JSON in one pass."""
    path: list[str] = []
    key = ""
    cell: list[tuple[str, int]] | None = None
    kind, number = "", 0
    pending_key: str | None = None
    previous = ""
    for match in _JSON.finditer(text):
        token = match.group()
        if token in "{[":
            path.append(key)
            if token == "{" and path[-2:] == ["cells", ""]:
                cell, kind = [], ""
            key = ""
        elif token in "}]":
            if not path:
                raise Fault("this is no notebook: a bracket closes nothing", match.start(), "a notebook's JSON")
            if token == "}" and path[-2:] == ["cells", ""] and cell is not None:
                number += 1
                if kind == "markdown":
                    yield _cell(text, cell, number, starts)
                cell = None
            path.pop()
            key = ""
        elif token == ":":
            key = pending_key or ""
        elif token == ",":
            if path and path[-1] != "source":
                key = ""
        elif token.startswith('"'):
            pending_key = token[1:-1]
            if cell is not None and previous == ":" and key == "cell_type":
                kind = token[1:-1]
            if cell is not None and ((path and path[-1] == "source") or (key == "source" and previous == ":")):
                cell.append((token[1:-1], match.start() + 1))
        previous = token
    if path:
        raise Fault("this is no notebook: its JSON does not end", len(text), "a notebook's JSON")


def _cell(text: str, parts: list[tuple[str, int]], number: int, starts: list[int]) -> Passage:
    letters: list[str] = []
    offsets: list[int] = []
    for raw, start in parts:
        at = 0
        while at < len(raw):
            letter, step = raw[at], 1
            if letter == "\\" and at + 1 < len(raw):
                escape, step = raw[at + 1], 2
                letter = _ESCAPES.get(escape, escape)
                if escape == "u":
                    digits = raw[at + 2 : at + 6]
                    if not re.fullmatch(r"[0-9a-fA-F]{4}", digits):
                        raise Fault("a broken escape in the notebook's JSON", start + at, r"\uXXXX")
                    letter, step = chr(int(digits, 16)), 6
            letters.append(letter)
            offsets.append(start + at)
            at += step
    offsets.append(offsets[-1] + 1 if offsets else 0)
    return Passage("".join(letters), True, f"cell {number}", offsets, starts)


_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def passages(text: str, form: str) -> Iterator[Passage]:
    """The passages of a document of a format."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    if form == "ipynb":
        yield from notebook(text, starts)
        return
    if form == "md" and (front := _FRONT.match(text)):
        text = re.sub(r"[^\n]", " ", front.group()) + text[front.end() :]
    yield Passage(text, form == "md", "", None, starts)
