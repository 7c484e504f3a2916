"""Every exception that probatum raises on purpose. Their texts are for the person who wrote the document."""

from __future__ import annotations

from dataclasses import dataclass


class ProbatumError(Exception):
    """Anything that is wrong with an input, never with the tool."""


class SortError(ProbatumError):
    """An operation is applied to a thing of the wrong sort, as a trace of a vector."""


class ShapeError(SortError):
    """Shapes that do not fit; the text names both."""


class UnsupportedNotion(ProbatumError):
    """A notion of mathematics that the engine (or the part of it that raises) does not have; named."""

    def __init__(self, notion: str) -> None:
        super().__init__(f"no rule here for {notion}")
        self.notion = notion


class BudgetExceeded(ProbatumError):
    """A computation was given up because it grew past its budget."""


class DomainError(ProbatumError):
    """An expression is not defined at a point: a division by zero, the logarithm of a negative number."""


@dataclass
class ReadError(ProbatumError):
    """Text that cannot be read: where, what was expected there, what is known there.

    `line` and `column` count from 1 in the document; `expected` and `known` may be empty.
    """

    message: str
    line: int
    column: int
    expected: str = ""
    known: str = ""

    def __str__(self) -> str:
        parts = [f"line {self.line}, column {self.column}: {self.message}"]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.known:
            parts.append(f"known here: {self.known}")
        return "; ".join(parts)


class Fault(ProbatumError):
    """What cannot be read at an offset of a passage; the document makes a ReadError of it, with line and column."""

    def __init__(self, message: str, offset: int, expected: str = "", known: str = "") -> None:
        super().__init__(message)
        self.message, self.offset, self.expected, self.known = message, offset, expected, known
