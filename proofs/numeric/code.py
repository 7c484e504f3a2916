"""Numbers that write down how they are computed, for the formulas of random functions in replays."""

from __future__ import annotations

from typing import Any


class Code:
    """An expression in Python. Operations on it give longer expressions."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def apply(self, name: str) -> Code:
        return Code(f"{f'np.{name}' if name in ('exp', 'arctan', 'sqrt') else name}({self.text})")

    def reciprocal(self) -> Code:
        return Code(f"(1 / {self.text})")

    def __add__(self, other: Any) -> Code:
        return self if other == 0 else Code(f"({self.text} + {text_of(other)})")

    def __radd__(self, other: Any) -> Code:
        return self if other == 0 else Code(f"({text_of(other)} + {self.text})")

    def __mul__(self, other: Any) -> Code:
        return self if other == 1 else Code(f"{self.text} * {text_of(other)}")

    def __rmul__(self, other: Any) -> Code:
        return self if other == 1 else Code(f"{text_of(other)} * {self.text}")

    def __neg__(self) -> Code:
        return Code(f"(-{self.text})")

    def __sub__(self, other: Any) -> Code:
        return Code(f"({self.text} - {text_of(other)})")

    def __rsub__(self, other: Any) -> Code:
        return Code(f"({text_of(other)} - {self.text})")


def text_of(number: Any) -> str:
    if isinstance(number, Code):
        return number.text
    text = str(number)
    return f"({text})" if "/" in text or text.startswith("-") else text
