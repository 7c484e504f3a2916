"""Descriptions: what prose says of a symbol besides its sort. What has no meaning here is kept: no step over such a
symbol is refuted."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from ..errors import Fault, SortError
from ..terms.build import uncorrelated_in
from ..terms.sorts import Function, Law, Matrix, RandomVariable, Scalar, Vector
from ..terms.term import Term
from .adjectives import VECTORS, equations, kind_of
from .context import Context
from .declarations import Declarations
from .everyday import STORY
from .named_functions import told_of_functions
from .notation import FUNCTION_WORDS, MONOTONE_WORDS, NUMBER_WORDS, SIGN_WORDS, TRAIT_WORDS
from .probability import Probability
from .prose import Block
from .roles import defined_name
from .said import FOREIGN, MOMENTS, adjective, is_law_word, strange_words, unread
from .scope import narrow
from .syntax import Chain, Dots, Group, Name, Product, Script, bare, spell
from .words import without_moments

OF_ANY_NUMBERS = ("normal", "normally", "gaussian")  # data of these laws may be any numbers
_ALIKE = frozenset({"iid", "identically"})
_DRAWN = frozenset({"drawn", "sampled", "chosen", "picked"})
_LET = re.compile(r"\b(?:let|suppose|assume|consider)\b", re.IGNORECASE)
_QUALIFIED = re.compile(r"\s*be\s+(?!the\b|its\b|their\b|our\b)", re.IGNORECASE)  # as it is, and not what
_COVARIANCE = re.compile(
    r"\s*(?:be|is|are)\s+(?:an?|two|some)\s+(?:(?:known|given|valid|sample|estimated|population|general|arbitrary)\s+)?"
    r"(?:covariance|precision|gram|kernel)\s+matri(?:x|ces)"
    r"(?!\s+(?:of|for))\b",
    re.IGNORECASE,
)
_NAMED_COVARIANCE = re.compile(r"\b(?:covariance|precision)\s+matri(?:x|ces)\s*$", re.IGNORECASE)
_IS_THE = re.compile(r"\s*(?:be|is|are|denotes?|represents?|counts?|gives?)\s+the\b", re.IGNORECASE)
_SMOOTH = re.compile(  # $L$-smooth, $f$ is smooth with constant $L$
    r"\x00[^\x00.;]*(?:\s-|-Lipschitz[ -])\s*smooth\b[^\x00]*$|\bsmooth(?:ness)?\s(?:\w+\s)?with\s(?:an?\s)?"
    r"(?:smoothness\s)?(?:constant|parameter|modulus|coefficient)\b[^\x00]*$",
    re.IGNORECASE,
)
_SIGNS = frozenset(SIGN_WORDS)
_TO_FOLLOW = MOMENTS | _DRAWN | _ALIKE | _SIGNS | STORY
_MONOTONE = ("increasing", "decreasing")


@dataclass(frozen=True)
class Names:
    """What a formula names, and whether it does nothing else: `A` does not say where A lies. A `series`, x_1, .., x_n,
    names parts of one thing."""

    names: tuple[str, ...]
    bare: bool
    series: bool = False


class Descriptions:
    """Reads the words around the formulas in prose, one after the other, once it is known what these declare."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.named: list[Names | None] = []  # by the last formulas; None for a size
        self.to_follow: dict[str, frozenset[str]] = {}  # what has a law or a moment in words, which may be told yet

    def read(self, block: Block, *, is_size: bool, doubted: bool) -> None:
        """Take what a sentence says up to the words after a formula: `.. be an idempotent matrix`, `.. commute`."""
        context = self.context
        names = names_in(block)
        of_numbers = len(block.rows) == 1 and names.names[:1] != () and names.names[0].startswith(r"\mathbb{R}")
        is_size = is_size or of_numbers or re.match(r"-\w", block.after) is not None  # $n$-dimensional, on $\mathbb{R}$
        self.named = [*self.named[-20:], None if is_size else names]
        places = self.named[-1 - block.lead.count("\x00") :]
        words = f"{block.lead}\x00{block.rest}".split("\x00")[-1 - len(places) :]
        sentence = words[0] + "".join(
            ("" if names is None else "\x00") + after for names, after in zip(places, words[1:], strict=True)
        )
        self.settle()
        if _COVARIANCE.match(block.predicate) and not doubted and self.named[-1] is not None:
            for name in (each for each in self.named[-1].names if context.sort_of(each) is None):
                if name not in context.definitions and name not in context.guesses:
                    with suppress(Fault, SortError):
                        Declarations(context).trait([Name(0, 0, name)], "positive_semidefinite")
        if _NAMED_COVARIANCE.search(block.lead) and not doubted and self.named[-1] is not None:
            for name in self.named[-1].names:
                if isinstance(context.declared.get(name), Matrix) and name not in context.definitions:
                    with suppress(Fault, SortError):
                        Declarations(context).trait([Name(0, 0, name)], "positive_semidefinite")
        if self.named[-1] is not None:
            told_of_functions(context, self.named[-1].names, block.lead, block.predicate)
        if self.named[-1] is not None and _IS_THE.match(block.predicate):
            context.stories.update(self.named[-1].names)
        listed = [names for names in places if names is not None]
        for name in listed[-1].names if listed and _SMOOTH.search(sentence) else ():
            context.described.setdefault(name, "how smooth it is")
        count, word, noun = adjective(sentence)
        supposed = not doubted and self.supposes(word, noun, _names(listed, count))
        for count, said in unread(sentence):
            for name in (name for name in _names(listed, count) if name not in context.definitions):
                random = isinstance(context.sort_of(name), RandomVariable) or name.partition("_")[0] in context.samples
                words_left = strange_words(without_moments(said) if random else said)
                strange = [each for each in words_left if not self.took(name, each)]
                if not FOREIGN.isdisjoint(strange):
                    context.opaque.setdefault(name, said)
                elif strange and not (supposed and set(strange) <= {word, *word.split("-")}):
                    context.described.setdefault(name, said)
                    if _QUALIFIED.match(block.predicate) and _LET.search(block.lead):
                        context.qualified.add(name)
                    if all(is_law_word(each) or each in _TO_FOLLOW for each in strange):
                        self.to_follow[name] = frozenset(strange)  # what it is stands in formulas

    def settle(self) -> None:
        """What words announced is known by now: the law, or the moments, of a variable."""
        for name in [name for name, words in self.to_follow.items() if is_followed(self.context, name, words)]:
            self.context.described.pop(name, None)
            if not STORY.isdisjoint(self.to_follow.pop(name)):
                self.context.stories.add(name)

    def supposes(self, word: str, noun: str, names: list[str]) -> bool:
        """Take the equations that an adjective states: `orthogonal vectors`, `an idempotent matrix`."""
        context = self.context
        trait = TRAIT_WORDS.get(word.replace("-", " "))
        if trait is not None and kind_of(word, len(names)) is None:
            with suppress(Fault, SortError):
                Declarations(context).trait([Name(0, 0, name) for name in names if self.is_matrix(name)], trait)
            return False
        kind = kind_of(word, len(names))
        if word == "uncorrelated":
            names = [name for name in names if isinstance(context.sort_of(name), RandomVariable)]
        elif any("_" in name for name in names):
            kind = None
        if kind is None:
            return False
        new = [name for name in names if context.sort_of(name) is None]
        if new and not (kind and (noun or word in VECTORS)):
            return False
        for name in new:
            size = context.size(f"n_{{{new[0]}}}")
            context.declare(name, Vector(size) if kind == "vector" else Matrix(size, size))

        def stated() -> list[Term]:
            scope = Probability(context)
            return equations(word, [scope.symbol(name, Name(0, 0, name)) for name in names])

        def each(at: int) -> Term:
            return stated()[at]

        with suppress(Fault, SortError):
            found = stated()
            for at in range(len(found)):
                context.suppose(partial(each, at))
            for name in names if found else ():
                context.cues.call(name, word)
                if strange_words(context.described.get(name, "")) == [word]:
                    context.described.pop(name)  # said of it alone, before it was known of what others
            return bool(found)
        return False

    def is_matrix(self, name: str) -> bool:
        return isinstance(self.context.sort_of(name), Matrix)

    def took(self, name: str, word: str) -> bool:
        """Whether a word that is said of a symbol has become part of what it is."""
        sort = self.context.sort_of(name)
        value = sort.value if isinstance(sort, RandomVariable) else sort
        plain = word.replace("-", " ")
        if plain in TRAIT_WORDS and isinstance(value, Matrix):
            return TRAIT_WORDS[plain] in value.traits
        if word in ("covariance", "precision"):  # of $P = V^{-1}$ that says no more than the equation
            return (isinstance(value, Matrix) and "symmetric" in value.traits) or name in self.context.mentioned
        if re.fullmatch("monoton(?:e|ic|ically)", word):
            return self.context.cues.said(name, *_MONOTONE)
        word = (*MONOTONE_WORDS.get(word, ()), word)[0]
        if word in FUNCTION_WORDS:
            told = value is None and self.context.cues.said(name, word)
            return told or (isinstance(value, Function) and word in value.traits)
        if word in _ALIKE | _DRAWN:
            sampled = name.partition("_")[0] in self.context.samples
            alike = any(fact.term.head == "same_law" and name in fact.about for fact in self.context.facts)
            return sampled or alike or follows(self.context, name) or is_told(self.context, name, "alike")
        if word in ("uncorrelated", "pairwise"):
            return is_uncorrelated(self.context, name) or is_told(self.context, name, "independent")
        if word == "natural":
            return isinstance(value, Scalar) and value.integer
        if word == "strictly":
            if isinstance(value, Scalar):
                return True
            return self.context.cues.said(name, word)
        if value is None and word in SIGN_WORDS and name in self.context.cues.called:
            return self.context.cues.said(name, word)  # of the values of a function
        if isinstance(value, Scalar) and (word in SIGN_WORDS or plain in NUMBER_WORDS):
            with suppress(SortError):
                return value.integer if plain in NUMBER_WORDS else narrow(value, SIGN_WORDS[word], Fraction(0)) == value
            return False
        if is_law_word(word) and (
            (word in OF_ANY_NUMBERS and value is sort is not None and not isinstance(value, Matrix))
            or follows(self.context, name)
        ):
            return True
        return word in MOMENTS and has_moments(self.context, name)


def is_followed(context: Context, name: str, words: frozenset[str]) -> bool:
    """Whether the law, or else the moment, that words speak of is known, and has the sign that they give it."""
    sample = context.samples.get(name.partition("_")[0])
    law = any(is_law_word(each) or each in _ALIKE | STORY for each in words)
    drawn = follows(context, name) or (sample is not None and sample.law is not None)
    if not all(has_sign(context, name, each) for each in words & _SIGNS):
        return False
    return drawn or (not law and has_moments(context, name))


def has_sign(context: Context, name: str, word: str) -> bool:
    """Whether a variable has a sign by its law: of a gamma distribution, it is positive."""
    laws = (fact.term.args[1] for fact in context.facts if fact.term.head == "follows" and name in fact.about)
    values = (law.sort.outcome for law in laws if isinstance(law.sort, Law))
    return any(isinstance(each, Scalar) and narrow(each, SIGN_WORDS[word], Fraction(0)) == each for each in values)


def follows(context: Context, name: str) -> bool:
    return any(fact.term.head == "follows" and name in fact.about for fact in context.facts)


def has_moments(context: Context, name: str) -> bool:
    """Whether a mean or a variance of a symbol is known; of X_1 and X_n, that of each X_i."""
    vector = vector_name(context, name)
    return any(
        fact.term.head == "relation"
        and fact.term.args[0].head in ("mean", "variance", "diagonal")
        and not fact.about.isdisjoint((name, vector))
        for fact in context.facts
    )


def is_told(context: Context, name: str, word: str) -> bool:
    """Whether it is known of X_1, .., X_n that they are alike or independent."""
    return any(fact.term.head == word and fact.about == {vector_name(context, name)} for fact in context.facts)


def is_uncorrelated(context: Context, name: str) -> bool:
    """Whether it is known of X_1, .., X_n, or of X and others."""
    terms = [fact.term for fact in context.facts if not fact.about.isdisjoint((name, vector_name(context, name)))]
    return any(uncorrelated_in(term) is not None or "covariance" in term.heads for term in terms)


def vector_name(context: Context, name: str) -> str:
    """What the vector of X_1, .., X_n is called, by the name of one of them or of all."""
    base = name.partition("_")[0]
    return f"{{{base}}}" if base in context.samples else base


def _names(listed: list[Names], count: int) -> list[str]:
    """What the last formulas name of which something is said together: in `$s > 0$ and $A$ be ..` this is A alone."""
    last = listed[len(listed) - count :]
    return [name for each in last if each.bare is last[-1].bare for name in each.names]


def names_in(block: Block) -> Names:
    """All that the lists and left sides of a formula name: `A`, `x, y \\in \\mathbb{R}^n`, `x_1, \\ldots, x_n`."""
    found: list[str] = []
    bare_names = True
    items = [bare(item) for row in block.rows for item in row.items]
    if len(items) == 1 and isinstance(items[0], Group) and items[0].fence == "()":
        items = [bare(item) for item in items[0].items]  # a pair (X, Y)
    for item in items:
        bare_names = bare_names and not isinstance(item, Chain)
        left = bare(item.sides[0]) if isinstance(item, Chain) and item.sides[0] is not None else item
        if isinstance(left, Product) and defined_name(left)[1]:
            found.append(defined_name(left)[0])
        elif isinstance(left, (Name, Script)):
            found += dict.fromkeys((spell(left), spell(left.base) if isinstance(left, Script) else spell(left)))
    return Names(tuple(found), bare_names, any(isinstance(item, Dots) for item in items))
