"""What a text calls a function: it is no number, though it be positive, and none that custom has for its letter unless
the text calls it so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from ..terms.sorts import REAL, Function, Scalar
from .context import Context
from .notation import CUSTOMARY, FUNCTION_LETTERS, FUNCTION_WORDS, SIGNS
from .scope import narrow

_FUNCTION = r"(?:functions?|activations?|non-?linearity|map|transformation)"
_NO_NOUN = r"(?:of|in|on|to|by|for|with|from|that|which|and)"
_IS_FUNCTION = re.compile(
    rf"\s*(?:(?:is|are|be|denotes?)\s+)?(?:an?|some|any|the|its|our|two)?\s*(?:(?!{_NO_NOUN}\b)[\w-]+\s+)*?{_FUNCTION}\b",
    re.IGNORECASE,
)
_CALLED_FUNCTION = re.compile(rf"\b(?:[\w-]+\s+){{0,4}}{_FUNCTION}\s*\Z", re.IGNORECASE)
_NAMED = re.compile(r"beta|cumulative|distribution|cdf", re.IGNORECASE)  # functions that have notation of their own
_IS = re.compile(  # `be tanh`, `is differentiable`; `is applied to` says nothing of what it is
    r"\s*(?:is|are|be|denotes?|means|stands for)\s+(?!(?:(?:then|not|also)\s+)?(?:[\w-]+ed|taken|given|known|here)\b)",
    re.IGNORECASE,
)


def are_of_values(context: Context, name: str, phrases: Sequence[str]) -> bool:
    """Whether words say what the values of a function are: `a positive function`, f of f(x) `be non-negative`."""
    if context.sort_of(name) is not None or name in context.definitions:
        return False
    signed = not SIGNS.keys().isdisjoint(phrases) and not any("integer" in each or "number" in each for each in phrases)
    by_custom = signed and name in FUNCTION_LETTERS and is_only_called(context, name)
    return by_custom or not {"function", "functions", *FUNCTION_WORDS}.isdisjoint(phrases)


def is_function(context: Context, name: str) -> bool:
    """Whether a name that nothing is declared of is called a function, or has arguments wherever it stands."""
    if name in context.declared or name in context.definitions or name in context.cues.random:
        return False
    return context.cues.said(name, "function") or (name in FUNCTION_LETTERS and is_only_called(context, name))


def is_only_called(context: Context, name: str) -> bool:
    return name in context.cues.called and name not in context.cues.alone


def told_of_functions(context: Context, names: Iterable[str], lead: str, predicate: str) -> None:
    """Take what words around names say that they are: functions, or another one than custom has for the letter."""
    found = (_IS_FUNCTION.match(predicate), _CALLED_FUNCTION.search(lead))
    nouns = [each.group() for each in found if each is not None]
    for name in names:
        if name in context.definitions:
            continue
        sort = context.sort_of(name)
        if name in CUSTOMARY and sort is None:
            said = [*nouns, predicate] if is_only_called(context, name) and _IS.match(predicate) else nouns
            if said and not any(word in each.lower() for each in said for word in CUSTOMARY[name]):
                traits = context.cues.traits(name)
                context.declare(name, Function((REAL,), REAL, traits))
        elif nouns and isinstance(sort, Scalar) and not sort.integer:
            context.forget(name)
            signs = [word for word, sign in SIGNS.items() if narrow(REAL, sign, Fraction(0)) == sort]
            for word in ("function", *signs):
                context.cues.call(name, word)
        elif nouns and sort is None and not any(map(_NAMED.search, nouns)):
            context.cues.call(name, "function")
