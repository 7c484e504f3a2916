"""The sheet itself: its claims, as printed there, with what was found out about each by hand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class SheetClaim:
    """A claim of the sheet. `status` is holds, wrong, garbled or vague; `printed` and `correct` are LaTeX."""

    id: str
    kind: str
    status: str
    printed: str = ""
    correct: str = ""
    needs: str = ""
    note: str = ""

    @property
    def section(self) -> str:
        return self.id.partition(".")[0]


@cache
def claims() -> dict[str, SheetClaim]:
    """All claims by id, in the order of the sheet."""
    text = files(__package__).joinpath("sheet.toml").read_text("utf-8")
    return {row["id"]: SheetClaim(**row) for row in tomllib.loads(text)["claim"]}
