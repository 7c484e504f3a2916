"""Models: y = X b + e, of which y is data and e the errors, and p(y | m) = N(y; m, 1), which says what a density is."""

from __future__ import annotations

import re
from contextlib import suppress

from ..errors import Fault, SortError
from ..terms.sorts import RandomVariable
from ..terms.term import Term
from .context import Context, Factor
from .densities import root_of
from .elaborate import settle, stated_terms
from .notation import CHANCE_WORDS
from .probability import Probability
from .roles import defined_name
from .syntax import Group, Name, Node, Script, Sum, bare, spell, walk

ERRORS = frozenset({r"\varepsilon", r"\epsilon"})


class Models:
    """What equations say of data, of errors and of densities."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def density(self, left: Node, right: Node, said: str) -> bool:
        """`p(y | m) = N(y; m, 1)`, where it says what a density is: that it is this from here on."""

        def attempt() -> tuple[Term, Term]:
            return stated_terms(Probability(self.context), left, "=", right)

        with suppress(Fault, SortError):
            one, other = settle(attempt, left, right)
            if is_density(one, other):
                self.take_factor(one, left, right, said)
                return True
        return False

    def take_factor(self, left: Term, written: Node, right: Node, said: str) -> None:
        """From here on a density is what the document says it is."""
        targets, givens = left.data
        family, *points = left.args
        called = bare(bare(written).factors[-1])  # type: ignore[attr-defined]
        names = tuple(spell(root_of(item)) for item in called.items) if isinstance(called, Group) else ()
        if len(names) != len(points):
            return
        factor = Factor(tuple(targets), tuple(givens), tuple(points), names, right, said)
        context, name = self.context, family.name.removesuffix(r"(\cdot)")
        context.factors = {**context.factors, name: (*context.factors.get(name, ()), factor)}
        context.touch(name)

    def of_errors(self, left: Node, right: Node) -> tuple[Node, Node] | None:
        """`e` and `y - X b` of `y = X b + e`, where nothing else is said of e."""
        found = self.error_of(right)
        if found is None or defined_name(left)[1]:
            return None
        cues, whole, name = self.context.cues, bare(right), found[0]
        if name in cues.drawn | cues.random | cues.moving or self.is_told_of(name, found[1]):
            return None
        assert isinstance(whole, Sum)
        rest = [(-sign, part) for sign, part in whole.terms if part is not found[1]]
        return found[1], Sum(whole.start, whole.end, ((1, left), *rest))

    @staticmethod
    def error_of(right: Node) -> tuple[str, Node] | None:
        """The error that is a term of a model, by name and as it is written."""
        whole = bare(right)
        for sign, term in whole.terms if isinstance(whole, Sum) else ():
            inner = bare(term)
            name = spell(inner.base if isinstance(inner, Script) else inner)
            if sign == 1 and name in ERRORS:
                return name, term
        return None

    def is_told_of(self, name: str, written: Node) -> bool:
        """Whether more is known of a symbol than what shape it has."""
        context, names = self.context, {name, defined_name(written)[0]}
        drawn = context.samples.keys() | context.lawless.keys() | context.opaque.keys()
        valued = context.definitions.keys() | context.awaited.keys() | context.cues.words.keys()
        told = any(name in fact.about for fact in context.facts) or isinstance(context.sort_of(name), RandomVariable)
        return told or not names.isdisjoint(drawn | valued)

    def has_errors(self, right: Node) -> bool:
        """Whether a term of a sum is an error that is drawn, here or later."""
        error = self.error_of(right)
        return error is not None and (error[0] in self.context.cues.drawn or error[0] in self.context.samples)

    def is_model(self, right: Node) -> bool:
        """Whether a definition is made of random variables, and of data besides; what is made of data alone is none."""
        scope, definitions = Probability(self.context), self.context.definitions
        names = (name for name in self.context.names_in(right) if name not in definitions or not definitions[name].data)
        return any(map(scope.is_chance, names)) and not any(
            isinstance(part, Name) and part.word in CHANCE_WORDS for part in walk(right)
        )

    def awaits_chance(self, left: Node, right: Node) -> bool:
        """Whether a definition is made of what is drawn one by one: y_{ij} = m_i + e_{ij}, and e_{ij} ~ N(0, 1)."""
        cues = self.context.cues
        places = Probability(self.context).all_places(left.sub) or () if isinstance(left, Script) and left.sub else ()
        if not isinstance(left, Script) or not self.context.is_no_array(spell(left.base), len(places)):
            return False
        names = self.context.names_in(right) & cues.drawn - cues.running
        return any(self.context.sort_of(name) is None and name not in self.context.definitions for name in names)


_HAS_MOMENTS = re.compile(
    r"\s*(?:(?:are|is|be)\s+(?:[\w-]+,?\s+){0,5}?)?(?:,?\s*(?:all|each|which|that|both)\s+)*(?:has|have|having|with|of)\s+"
    r"(?:[\w-]+\s+){0,4}?(?:means?|expectations?|(?:co)?variances?)\b", re.IGNORECASE,
)  # fmt: skip


def is_error_with_moments(name: str, after: str) -> bool:
    """Whether words after the name of an error give it a mean or a variance: so it is random, and no rest of data."""
    return name.partition("_")[0] in ERRORS and _HAS_MOMENTS.match(after) is not None


def is_density(left: Term, right: Term) -> bool:
    """Whether an equation says what a density is, in terms that have no densities."""
    plain = left.head == "density" and all(arg.head in ("symbol", "index") for arg in left.args)
    return plain and "density" not in right.heads
