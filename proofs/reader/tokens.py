"""LaTeX -> tokens with spans. One pass, linear; macros are expanded under a hard bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from ..errors import Fault
from .notation import BARE_LAWS, BARE_WORDS, DROPPED, IGNORED, LAWS, SIZES, TEXTS, UNICODE, WORDS

MAX_TOKENS = 20_000  # of one display: some ten printed pages
MAX_EXPANSIONS = 10_000
MAX_DIGITS = 1000


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, letter, command, text, word or mark; `start` and `end` are offsets in the passage."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Macro:
    """A command defined in the document; an optional first argument has a `default`."""

    arity: int
    body: str
    default: str | None = None
    tokens: list[Token] | None = field(default=None, repr=False)


_TOKEN = re.compile(
    r"""(?P<space>\s+|~|%[^\n]*\n?)
    |(?P<dots>\.\.\.)
    |(?P<number>\d{1,3}(?:(?:\{,\}|\\,)\d{3})+(?!\d)(?:\.\d+)?|\d+(?:(?:\.|\{,\})\d+)?|\.\d+)
    |(?P<word>(?:"""
    + "|".join(BARE_WORDS)
    + r""")(?![A-Za-z])(?=\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[{]))
    |(?P<law>(?:"""
    + "|".join(sorted(BARE_LAWS, key=len, reverse=True))
    + r""")(?=\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]))
    |(?P<letter>[A-Za-z])
    |(?P<command>\\(?:[A-Za-z]+\*?|.))
    |(?P<parameter>\#\d)
    |(?P<mark>:=|=:|\|\||[^\w\s])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_STARRED = {r"\operatorname*", r"\tag*", r"\hspace*"}


def raw_tokens(text: str, base: int = 0) -> Iterator[Token]:
    """The tokens as written, macros unexpanded. `base` is the offset of `text` in its passage."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        start, end = base + match.start(), base + match.end()
        found = match.group()
        if kind == "space":
            continue
        if kind == "command" and found.endswith("*") and found not in _STARRED and len(found) > 2:
            yield Token("command", found[:-1], start, end - 1)
            yield Token("mark", "*", end - 1, end)
        elif found in UNICODE:
            plain = UNICODE[found]
            yield Token("command" if plain.startswith("\\") else "mark", plain, start, end)
        elif kind == "number":
            yield Token("number", _in_digits(found), start, end)
        elif kind == "dots":
            yield Token("command", r"\dots", start, end)
        elif kind == "law":
            yield Token("letter", found, start, end)
        elif kind == "other":
            yield Token("letter" if found.isalpha() else "mark", found, start, end)
        else:
            yield Token(kind, found, start, end)


def _in_digits(number: str) -> str:
    """10{,}000 and 10\\,000 are ten thousand, 1{,}5 is one and a half."""
    grouped = re.match(r"\d{1,3}(?:(?:\{,\}|\\,)\d{3})+(?!\d)", number)
    return number.replace("{,}", "").replace("\\,", "") if grouped else number.replace("{,}", ".")


def braced(tokens: list[Token], at: int) -> tuple[int, int]:
    """The span (first, past the last) inside the group or single token at `at`; raises Fault where it never ends."""
    if at >= len(tokens):
        where = tokens[-1].end if tokens else 0
        raise Fault("an argument is missing at the end", where)
    if tokens[at].text != "{":
        return at, at + 1
    depth = 0
    for place in range(at, len(tokens)):
        text = tokens[place].text
        depth += (text == "{") - (text == "}")
        if not depth:
            return at + 1, place
    raise Fault("this brace is never closed", tokens[at].start, "'}'")


def tokenize(text: str, base: int = 0, macros: dict[str, Macro] | None = None) -> list[Token]:
    """All tokens, with macros expanded, and spacing, sizes, labels and tags left out."""
    found = list(islice(raw_tokens(text, base), MAX_TOKENS + 1))
    if len(found) > MAX_TOKENS:
        raise Fault(f"a formula of more than {MAX_TOKENS} tokens", base)
    return _settle(_expand(found, macros or {}), text, base)


def _expand(tokens: list[Token], macros: dict[str, Macro]) -> list[Token]:
    if not macros or not any(token.text in macros for token in tokens):
        return tokens
    out: list[Token] = []
    pending = tokens[::-1]
    expansions = 0
    while pending:
        token = pending.pop()
        macro = macros.get(token.text) if token.kind == "command" else None
        if macro is None:
            out.append(token)
            continue
        expansions += 1
        if expansions > MAX_EXPANSIONS or len(out) + len(pending) > MAX_TOKENS:
            raise Fault(f"the macro {token.text} expands without end", token.start)
        pending.extend(reversed(_call(token, macro, pending)))
    return out


def _call(token: Token, macro: Macro, pending: list[Token]) -> list[Token]:
    if macro.tokens is None:
        macro.tokens = list(raw_tokens(macro.body))
    arguments: list[list[Token]] = []
    if macro.default is not None:
        given = _bracketed(pending)
        arguments.append(list(raw_tokens(macro.default)) if given is None else given)
    end = token.end
    while len(arguments) < macro.arity:
        argument, end = _argument(pending, token)
        arguments.append(argument)
    body: list[Token] = []
    for part in macro.tokens:
        if part.kind == "parameter":
            number = int(part.text[1:])
            if not 1 <= number <= len(arguments):
                raise Fault(f"the macro {token.text} has no argument {part.text}", token.start)
            body.extend(arguments[number - 1])
        else:
            body.append(Token(part.kind, part.text, token.start, end))
        if len(body) > MAX_TOKENS:
            raise Fault(f"the macro {token.text} expands without end", token.start)
    return body


def _argument(pending: list[Token], token: Token) -> tuple[list[Token], int]:
    """The tokens of the next argument, and the offset after it."""
    if not pending:
        raise Fault(f"{token.text} lacks an argument", token.start)
    first = pending.pop()
    if first.text != "{":
        return [first], first.end
    found: list[Token] = []
    depth = 1
    while pending:
        part = pending.pop()
        depth += (part.text == "{") - (part.text == "}")
        if not depth:
            return found, part.end
        found.append(part)
    raise Fault(f"the argument of {token.text} is never closed", first.start, "'}'")


def _bracketed(pending: list[Token]) -> list[Token] | None:
    if not pending or pending[-1].text != "[":
        return None
    found: list[Token] = []
    pending.pop()
    while pending:
        part = pending.pop()
        if part.text == "]":
            return found
        found.append(part)
    return found


_EVALUATED = frozenset({"|", r"\vert", r"\rvert"})
_BARS = {"|": (r"\lvert", r"\rvert"), r"\vert": (r"\lvert", r"\rvert"), r"\|": (r"\lVert", r"\rVert"),
         r"\Vert": (r"\lVert", r"\rVert"), "||": (r"\lVert", r"\rVert")}  # fmt: skip


def _settle(tokens: list[Token], text: str, base: int) -> list[Token]:
    """Drop what only sets type; say of each sized bar whether it opens, closes or separates."""
    out: list[Token] = []
    lefts: list[str] = []
    at, count = 0, len(tokens)
    while at < count:
        token = tokens[at]
        at += 1
        name = token.text
        if token.kind == "number" and len(name) > MAX_DIGITS:
            raise Fault(f"a number of more than {MAX_DIGITS} digits", token.start)
        if token.kind != "command":
            out.append(token)
            continue
        if name in IGNORED:
            if name in (r"\quad", r"\qquad"):
                out.append(Token("mark", r"\quad", token.start, token.end))
            continue
        if name in DROPPED:
            for _ in range(DROPPED[name]):
                if at < count:
                    at = _past(tokens, at)
        elif name in TEXTS:
            if at >= count:
                raise Fault(f"{name} lacks its text", token.start)
            first, last = braced(tokens, at)
            begin, end = tokens[at].start, tokens[min(last, count - 1)].end
            inside = "".join(part.text for part in tokens[first:last])
            written = (
                text[begin - base + 1 : end - base - 1] if text[begin - base : begin - base + 1] == "{" else inside
            )
            written = written.strip()
            word = written in WORDS and written not in ("d", "T", "E", "H", "I", "V", "h")
            at = _past(tokens, at)
            called = at < count and tokens[at].text in ("(", "[", r"\left", *SIZES)
            law = called and written in LAWS and (len(written) > 1 or written == "N")
            out.append(Token("word" if word else "letter" if law else "text", written, token.start, end))
        elif name in (r"\left", r"\right", r"\middle") or name in SIZES:
            if at < count:
                braced_array = name == r"\right" and tokens[at].text == "." and lefts[-1:] in ([r"\{"], [r"\lbrace"])
                if braced_array and out and out[-1].text == "}" and r"\end" in [each.text for each in out[-10:]]:
                    out.append(Token("command", r"\right.", tokens[at].start, tokens[at].end))  # of cases
                out.extend(_fence(name, tokens[at], tokens[at + 1] if at + 1 < count else None, lefts))
            at += 1
        else:
            out.append(token)
    return out


def _past(tokens: list[Token], at: int) -> int:
    return braced(tokens, at)[1] + (tokens[at].text == "{")


def _fence(size: str, fence: Token, after: Token | None, lefts: list[str]) -> list[Token]:
    name = fence.text

    def mark(text: str) -> list[Token]:
        return [Token("command", text, fence.start, fence.end)]

    if size == r"\left":
        lefts.append(name)
        if name == ".":
            return []
        return mark(_BARS[name][0]) if name in _BARS else [fence]
    if size == r"\right":
        opened = lefts.pop() if lefts else ""
        if name == ".":
            return []
        if name in _EVALUATED and opened == ".":
            return mark(r"\evaluated" if after is not None and after.text == "_" else r"\mid")
        if name in ("]", ")") and opened == ".":
            return [fence]
        return mark(_BARS[name][1]) if name in _BARS else [fence]
    if size == r"\middle" or size.endswith("m"):
        return mark(r"\mid" if name in _EVALUATED else r"\|" if name in _BARS else name)
    if name in _BARS:
        if name in _EVALUATED and after is not None and after.text == "_" and not size.endswith("l"):
            return mark(r"\evaluated")
        if size.endswith("l"):
            return mark(_BARS[name][0])
        if size.endswith("r"):
            return mark(_BARS[name][1])
    return [fence]
