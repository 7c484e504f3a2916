"""What is checked and how: the text of a document, read within bounds, and the options of a check."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .errors import ProbatumError

Format = Literal["tex", "md", "ipynb", "math"]
Layout = Literal["numerator", "denominator"]

FORMATS: dict[str, Format] = {".tex": "tex", ".md": "md", ".markdown": "md", ".ipynb": "ipynb"}
MAX_BYTES = 10_000_000
MARKED = re.compile(r"\$|\\[\[(]|\\begin\{(document|equation|align|gather|multline|displaymath|math)\b")


class SourceError(ProbatumError):
    """A file that is not a readable document: missing, too large, not UTF-8, of an unknown kind."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a document, with the name it goes by in reports. In the format `math` the whole text is one
    display, without delimiters; an `ipynb` text is the notebook's JSON, not looked into here."""

    name: str
    text: str
    format: Format


@dataclass(frozen=True, slots=True)
class Options:
    """`given` are declarations that hold in every document, as in its own `given` lines; without a `layout`,
    a gradient has the shape of its variable. `step_seconds`, up to a day, bounds the wall-clock time of one
    step."""

    step_seconds: float = 5.0
    layout: Layout | None = None
    given: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.step_seconds <= 86_400:
            raise ValueError(f"a step takes more than 0 and at most 86400 seconds, not {self.step_seconds:g}")


def read_source(path: Path) -> Source:
    """The document at `path`; its suffix says its format. Reads at most `MAX_BYTES`, and only a regular file.

    Raises SourceError, which names the path.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise SourceError(f"{path}: expected a file that ends in {', '.join(FORMATS)}")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceError(f"{path}: not a file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as failure:
        raise SourceError(f"{path}: {failure.strerror}") from failure
    if len(content) > MAX_BYTES:
        raise SourceError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = content.count(b"\n", 0, failure.start) + 1
        raise SourceError(f"{path}: not UTF-8: byte {content[failure.start]:#04x} in line {line}") from failure
    return Source(str(path), text.replace("\r\n", "\n"), FORMATS[suffix])


def as_source(text: str, name: str = "<text>") -> Source:
    """Text at hand, as a document: LaTeX where it marks its displays, else one formula without delimiters.

    Raises SourceError where the text is too large.
    """
    if len(text) > MAX_BYTES:
        raise SourceError(f"{name}: longer than {MAX_BYTES // 1_000_000} million characters")
    return Source(name, text, "tex" if MARKED.search(text) else "math")
