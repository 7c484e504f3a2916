"""Where the check stands, on one line that is written over: for a terminal only."""

from __future__ import annotations

from typing import TextIO

from ..verdict import Place
from .words import clean

ERASE_LINE = "\r\x1b[K"


class ProgressLine:
    """Callable as the supervisor's `progress`; silent where `file` is not a terminal."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._live = file.isatty()

    def __call__(self, name: str, done: int, place: Place) -> None:
        self.show(f"{clean(name)}: step {done + 1}, line {place.line}")

    def show(self, text: str) -> None:
        if self._live:
            self._file.write(f"{ERASE_LINE}{text}")
            self._file.flush()

    def clear(self) -> None:
        """Leaves nothing of it on the screen."""
        if self._live:
            self._file.write(ERASE_LINE)
            self._file.flush()
