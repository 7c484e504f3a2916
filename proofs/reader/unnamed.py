"""What a sentence without a formula says of the names before it: `both are symmetric`, `we assume independence`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..terms.sorts import Event, Function, Matrix, RandomVariable, Scalar, Vector
from .context import Context
from .denials import doubts
from .notation import FUNCTION_WORDS, SIGN_WORDS, TRAIT_WORDS, TRAITS_IN_WORDS
from .prose import phrases_in
from .said import strange_words

_SUBJECT = re.compile(
    r"\b(?:they|these|both|all|it|the (?:\w+ ){0,2}(?:matri\w+|vectors?|numbers?|variables?|functions?|two|events?|"
    r"samples?|data|observations?))\b[^.]*\b(?:is|are|be|has|have)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:assum\w+|suppos\w+|given|under|with|by)\b", re.IGNORECASE)
_NOUNS = {
    "symmetry": "symmetric", "independence": "independent", "positivity": "positive", "convexity": "convex",
    "concavity": "concave", "invertibility": "invertible", "monotonicity": "increasing",
}  # fmt: skip
_OF_CHANCE = ("independent", "uncorrelated", "iid", "i.i.d", "distributed", "mean", "variance", "deviation", "correlat")


_EVERY = re.compile(
    r"\b(?:all|every|each)\s+(?:(?:of\s+)?(?:the|our|these|other)\s+)?(?P<kind>matri(?:x|ces)|vectors?|functions?|"
    r"random variables?|variables?|numbers?|events?)\b(?:\s+(?:here|below|in \w+ \w+))?\s+"
    r"(?:are|is|will be|shall be)\s+(?P<said>(?:(?!\band (?:all|every|each)\b)[^.;:])*)",
    re.IGNORECASE,
)
_OF_KIND: dict[str, tuple[type, ...]] = {
    "matrix": (Matrix,), "matric": (Matrix,), "vector": (Vector,), "functi": (Function,), "random": (RandomVariable,),
    "variab": (Scalar, RandomVariable), "number": (Scalar,), "event": (Event,), "events": (Event,),
}  # fmt: skip


def told_of_all(sentence: str) -> dict[tuple[type, ...], str]:
    """What a sentence says of all things of some sorts: `all matrices are symmetric`."""
    found = {}
    for every in _EVERY.finditer(sentence):
        if strange_words(every["said"].removeprefix("assumed to be ")) and not doubts(sentence):
            found[_OF_KIND[every["kind"].lower()[:6]]] = " ".join(every.group().split())[:80]
    return found


def told_of(context: Context, sentence: str) -> Iterator[str]:
    """The names of which a sentence may say something that is not taken from it."""
    traits = set(phrases_in(sentence)) & TRAITS_IN_WORDS if _SUBJECT.search(sentence) else set()
    traits |= {word for word in _OF_CHANCE if _SUBJECT.search(sentence) and word in sentence.lower()}
    if _SUPPOSED.search(sentence):
        traits |= {trait for noun, trait in _NOUNS.items() if re.search(rf"\b{noun}\b", sentence, re.IGNORECASE)}
    if not traits or doubts(sentence):
        return
    for name in context.told_of():
        if any(_may_be(context, name, trait) for trait in traits):
            yield name


def _may_be(context: Context, name: str, trait: str) -> bool:
    sort = context.sort_of(name)
    value = sort.value if isinstance(sort, RandomVariable) else sort
    if trait in _OF_CHANCE:
        return isinstance(sort, (RandomVariable, Event))
    if trait in TRAIT_WORDS:
        return isinstance(value, Matrix)
    if trait in FUNCTION_WORDS:
        return isinstance(value, Function)
    return trait in SIGN_WORDS and isinstance(value, (Scalar, Vector))
