"""Statistics by their nouns: `$s_x^2$ is the sample variance of the $x_i$` says what s_x^2 is, but for whether it is
divided by n or by n - 1. Beside data x and y, s_x^2 and s_{xy} are such where nothing says so, or sums. Nothing is
proved from that; a counterexample has to be one with each divisor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from contextlib import suppress

from ..errors import Fault
from ..terms.sorts import RandomVariable, Vector
from .context import Context, Statistic
from .parser import Parser
from .record import Stated
from .syntax import Chain, Name, bare
from .tokens import tokenize

_NAME = re.compile(r"[A-Za-z]_(?:\{(?P<two>[A-Za-z]{2})\}|\{?(?P<one>[A-Za-z])\}?)(?P<square>\^2)?")
_KINDS = {  # whether it is called by the square of a symbol, and of how many kinds of data it is
    "variance": ("one", True), "standard deviation": ("one", False), "covariance": ("two", False),
}  # fmt: skip
_NOUN = re.compile(rf"the sample ({'|'.join(_KINDS)})s?")
_ENDS = re.compile(r"\s*(?:[,;:.)].*|and\b.*)?", re.IGNORECASE | re.DOTALL)  # nothing more is said of it
_OF = re.compile(r"\s*(?:of|between|for)\s+(?:(?:the|all|observations?|data|values)\s+)*")
_BY_CUSTOM = re.compile(r"[sS]_(?:\{([a-z])([a-z])\}|\{?([a-z])\}?)")
DIVISOR = "the divisor"  # of which these are alternatives:
_DIVISORS = ("{n}", "{n} - 1")
_OR_SUMS = (*_DIVISORS, "1")
_EQUATION = r"{name} = \frac{{1}}{{{divisor}}} \sum_{{i=1}}^{{{n}}} {first} {second}"
_DEVIATION = r"\left( {x}_i - \frac{{1}}{{{n}}} \sum_{{j=1}}^{{{n}}} {x}_j \right)"


def statistic(name: str, noun: str, after: str, then: str, line: int) -> Statistic | None:
    """What a sentence says a name is by a noun: with its subscript it names the data, as does the formula `then` that
    follows `of the ..`."""
    found, called = _NAME.fullmatch(name), _NOUN.fullmatch(noun)
    if found is None or called is None:
        return None
    letters, square = _KINDS[called[1]]
    if found[letters] is None or (found["square"] is not None) != square:
        return None
    more = re.split(rf"\b{called[1]}s?\b", after)[-1] if called[1] in after else after
    data = re.match(r"[A-Za-z]", then)
    of_data = _OF.fullmatch(more) and data is not None and data.group() in found[letters]
    if not (of_data or _ENDS.fullmatch(more)):
        return None  # `of the residuals $e_i$`
    return Statistic(name, f"the sample {called[1]}", tuple(found[letters]), line)


def by_custom(context: Context, name: str) -> Statistic | None:
    """What a name of which nothing is known is by custom, if it names data."""
    found = _BY_CUSTOM.fullmatch(name)
    if found is None or name in {*context.declared, *context.definitions, *context.statistics, *context.described}:
        return None
    letters = tuple(filter(None, found.groups()))
    if not all(_is_data(context, each) for each in letters):
        return None
    return Statistic(name if len(letters) > 1 else f"{name}^2", "by custom a sum of squares or products", letters, 0)


def _is_data(context: Context, letter: str) -> bool:
    return letter in context.cues.indexed or isinstance(context.sort_of(letter), Vector)


def statements(context: Context, statistic: Statistic) -> Iterator[Stated]:
    """What a statistic is with each divisor, for data of a known size; nothing where that is not known."""
    first, last = statistic.letters[0], statistic.letters[-1]
    size = _size(context, first) or _size(context, last)
    name = f"{statistic.name}^2" if statistic.noun.endswith("standard deviation") else statistic.name
    for divisor in (_DIVISORS if statistic.line else _OR_SUMS) if size else ():
        text = _EQUATION.format(
            name=name, divisor=divisor.format(n=size), n=size,
            first=_DEVIATION.format(x=first, n=size), second=_DEVIATION.format(x=last, n=size),
        )  # fmt: skip
        with suppress(Fault):
            (item,), _ = Parser(tokenize(text, 0, {}), len(text)).row()
            equation = bare(item)
            left, right = equation.sides if isinstance(equation, Chain) else (None, None)
            if left is not None and right is not None:
                place = ((statistic.line, 0),)
                of = (DIVISOR, divisor)
                yield Stated(
                    statistic.line, place, left, "=", right, -1, alternative=of, aside=True, told=str(statistic)
                )


def called(context: Context, names: Set[str]) -> list[Stated]:
    """What is said of these names, and of those that this speaks of, by the nouns for them: unread where no equation
    says it."""
    found: list[Stated] = []
    for name in sorted(names):
        statistic = context.statistics.get(name) or by_custom(context, name)
        if statistic is not None and context.definitions.keys().isdisjoint((name, statistic.name)):
            told = list(statements(context, statistic))
            found += told or [_unread(statistic)]
    return found


def _unread(statistic: Statistic) -> Stated:
    name = Name(0, 0, statistic.name)
    return Stated(statistic.line, (), name, "=", name, -1, unread=True, told=str(statistic))


def _size(context: Context, letter: str) -> str:
    """The name of how many data there are, where it has one, or ''."""
    for name in (letter, context.numbers_name(letter), rf"{letter}_{{\cdot}}"):
        sort = context.sort_of(name) or (context.guessed_sort(name) if name in context.guesses else None)
        sort = sort.value if isinstance(sort, RandomVariable) else sort
        size = context.settled(sort.size) if isinstance(sort, Vector) else None
        if size is not None and size.head == "symbol" and re.fullmatch(r"[A-Za-z]", size.name):
            return size.name
    return ""
