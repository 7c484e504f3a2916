"""Values of an interpretation in print: exact where they are exact."""

from __future__ import annotations

from typing import Any

from flint import arb, fmpq

from ..terms.show import latex
from ..terms.term import Term
from .code import Code, text_of
from .dual import Number
from .evaluate import Evaluator
from .functions import FunctionValue
from .interpretation import Defined, Interpretation
from .spaces import EventTable, Family, RandomTable, SmoothFamily, bend

DIGITS = 15
MOST_DIGITS = 600
LONGEST = 2000  # characters of one value


def number(x: Number) -> str:
    if isinstance(x, fmpq):
        return str(x) if x.height_bits() < 200 else decimal(x)
    if isinstance(x, arb):
        return decimal(x)
    return str(x)


def decimal(x: Number | None, apart_from: Number | None = None) -> str:
    """A number in decimals, enough of them to see that it is not the other one."""
    if x is None:
        return ""
    if isinstance(x, fmpq) and x.q == 1 and x.height_bits() < 200:
        return str(x)
    digits = DIGITS
    while True:
        text = arb(x).str(digits, radius=False)
        if apart_from is None or digits >= MOST_DIGITS or text != arb(apart_from).str(digits, radius=False):
            return text
        digits *= 2


def value(found: Any) -> str:
    """One value: a number, an array as nested lists, a pmf as a table."""
    match found:
        case bool():
            return str(found).lower()
        case int():
            return f"outcome {found + 1}"
        case list():
            return "[" + ", ".join(map(value, found)) + "]"
        case RandomTable(values=values):
            return "at the points of the space: " + ", ".join(map(value, values))
        case EventTable(points=points):
            return "the points " + ", ".join(str(point + 1) for point in sorted(points)) if points else "no point"
        case Family():
            return _family(found)
        case SmoothFamily():
            return _smooth(found)
        case FunctionValue():
            return found.describe()
    return number(found)


def _family(found: Family) -> str:
    parts = []
    for places, mass in sorted(found.table.items()):
        at = ", ".join(
            f"{label}={value(found.spaces[label].outcomes[place])}"
            for label, place in zip(found.labels, places, strict=True)
        )
        parts.append(f"{at}: {number(mass)}")
    cells = [
        f"{label} in cells of widths {value(list(space.widths))}"
        for label, space in found.spaces.items()
        if space.measure == "lebesgue"
    ]
    bends = [_bend(place, found.parameters) for place in range(len(parts) if found.parameters else 0)]
    return (
        "{" + "; ".join(parts) + "}" + (" with " + ", ".join(cells) if cells else "")
        + (", in proportion to these times " + ", ".join(bends) + " at its parameters" if bends else "")
    )  # fmt: skip


def _bend(place: int, parameters: int) -> str:
    """What the parameters u1, u2, .. multiply one mass by."""
    texts = (text_of(bend(place, turn, Code(f"u{turn + 1}"))) for turn in range(parameters))
    return " * ".join(texts)


def _smooth(found: SmoothFamily) -> str:
    parts = []
    for places, mass in sorted(found.table.items()):
        at = [
            f"{label}={value(found.spaces[label].outcomes[place])}"
            for label, place in zip(found.labels, places, strict=True)
        ]
        bells = [
            f"N({label}; {value(centre)}, {number(found.spreads[label])})"
            for label, centre in sorted(found.centres[places].items())
        ]
        parts.append(", ".join(at) + (": " if at else "") + " ".join([number(mass), *bells]))
    return "{" + "; ".join(parts) + "}"


def printable(found: Interpretation, symbols: list[Term]) -> dict[str, str]:
    """All values by LaTeX name."""
    run = Evaluator(found)
    shown: dict[str, str] = {}
    for symbol in symbols:
        held = found.values.get(symbol)
        if held is None:
            continue
        text = value(run.value(symbol) if isinstance(held, Defined) else held)
        shown[latex(symbol)] = text if len(text) <= LONGEST else text[:LONGEST] + " .."
    if any(isinstance(held, (RandomTable, EventTable)) for held in found.values.values()):
        shown[r"\omega"] = "probabilities of the points of the space: " + ", ".join(map(number, found.weights))
    return shown
