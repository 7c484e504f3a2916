"""Equations that tie symbols to each other: where y is said to be x^2, the derivative of 3 y by x is not 0.

A symbol that the text defines is unfolded, so that derivatives see what it is made of. One that it declares, and of
which it says afterwards what it equals, is a symbol of its own: whether it moves with another has then to be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass

from .syntax import Name, Node, Script, bare, open_names, spell

_VARIABLES = frozenset("xyzuvw")  # by custom, beside constants a, b, c, ..


@dataclass(frozen=True)
class Tie:
    """An equation; of y = f(x) and y^2 = f(x) the y depends on what is written on the right.

    One that is `local`, as it stands in a display, may be a claim: it ties nothing but such a y.
    """

    dependent: str
    right: Node
    names: frozenset[str]
    local: bool


def tie(left: Node, right: Node, *, local: bool = False) -> Tie:
    names = open_names(left) | open_names(right)
    return Tie(_subject(left), right, names, local)


def _subject(left: Node) -> str:
    """The y of y and y^2, or ''."""
    left = bare(left)
    if isinstance(left, Script) and left.sup is not None and spell(left.sup) == "2":
        left = left.base if left.sub is None else Script(left.start, left.end, left.base, left.sub, None, left.primes)
        left = bare(left)
    plain = isinstance(left, Name) or (isinstance(left, Script) and left.sup is None and isinstance(left.base, Name))
    return spell(left) if plain else ""


def moved_by(name: str, ties: Iterable[Tie], made_of: Callable[[Node], Set[str]], *, total: bool) -> set[str]:
    """What may depend on a symbol by what is said.

    x + y = 1 ties variables to each other, but for a partial derivative, which holds all others where they are.
    """
    found: set[str] = set()
    said = [(each, made_of(each.right)) for each in ties]
    while True:
        reached = {name, *found}
        new = {each.dependent for each, names in said if not reached.isdisjoint(names)} - {"", *reached}
        for each, _ in said if total else ():
            tied = _movable(each.names)
            new |= tied - reached if name in tied and not each.local else set()
        if not new:
            return found
        found |= new


def _movable(names: frozenset[str]) -> set[str]:
    """The variables of an equation: by their letters, and several of one letter, p_1 and p_2."""
    letters = [name.partition("_")[0] for name in names if "_" in name]
    several = {letter for letter in letters if letters.count(letter) > 1}
    return {name for name in names if name in _VARIABLES or ("_" in name and name.partition("_")[0] in several)}
