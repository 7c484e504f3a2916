"""Random variables X_1, .., X_n without a law: what a sentence says that they have in common."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..terms import build
from ..terms.sorts import REAL, RandomVariable, Vector
from ..terms.term import Term
from .context import Context, Sample
from .denials import doubts
from .elaborate import settle
from .probability import Probability
from .prose import Block
from .said import without_points
from .scope import INDEX_LETTERS
from .series import without_ranges, without_series
from .standing import holds_only
from .syntax import Chain, Dots, Name, Node, Script, bare, spell


@dataclass(frozen=True)
class Common:
    """What several random variables have in common."""

    independent: bool = False
    uncorrelated: bool = False
    alike: bool = False
    copies: bool = False  # of another


_COPIED = re.compile(r"\bcopies of\b", re.IGNORECASE)
_COPIES = re.compile(
    r"\x00[^\x00.;]*\b(?:copies of|distributed (?:as|like)|(?:the same )?distribution (?:as|of))\s+(?:an?\s+|the\s+)?"
    r"(?:random variable\s+)?$",
    re.IGNORECASE,
)
DEPENDENCE = "how they depend on each other"
_ELSE = re.compile(
    r"\b(?:vectors?|matrix|matrices|linearly|conditional\w*|events?|exchangeable|(?:without|no) replacement|"
    r"finite population)\b",
    re.IGNORECASE,
)
_ALIKE = re.compile(
    r"\biid\b|\bidentically[- ]distributed\b|\brandom sample\b|\b(?:the same|a common|identical) distributions?\b",
    re.IGNORECASE,
)
_SAMPLED = re.compile(r"\biid\b|\brandom sample\b", re.IGNORECASE)
_INDEPENDENT = re.compile(
    r"(?<!pairwise )(?<!pairwise-)\bindependent(?:ly)?\b(?!\s+(?:of|from)\s+(?!each other|one another))", re.IGNORECASE
)
_PAIRWISE = re.compile(r"\b(?:mutually )?uncorrelated\b|\bpairwise[- ]independent\b", re.IGNORECASE)
_RANDOM = re.compile(
    r"\brandom (?:variables?|samples?|numbers|quantities|draws|errors)\b|\buncorrelated\b", re.IGNORECASE
)


_CLAUSE = re.compile(
    r"[.;:]|\b(?:let|where|then|show|prove|find|compute|derive|define|denotes?|set|consider|so|hence|thus|we|if|when|"
    r"suppose|assume|since|because|but|given|calculate|determine)\b",
    re.IGNORECASE,
)
_SAID = frozenset(
    """a an and all any are as at be being by common constant copies data deviation deviations distributed distribution
    draws drawn each equal errors error every expectation expectations expected finite fixed for from has have having
    identical identically iid in independent independently is it its known least mean means mutually noise nonzero of
    observation observations pairwise population quantities random real real-valued respectively same sample samples
    say second moment moments shared size some standard such that the their these they unknown unit uncorrelated valued
    value variable variables variance variances vector vectors covariance matrix which whose with zero one vanishing
    centered centred zero-mean mean-zero identity another other both not necessarily suppose following terms
    dimensional number numbers sequence defined""".split()
)


def more_of_sample(said: str) -> tuple[str, bool]:
    """The words of the rest of a clause about random variables, after one of its formulas, that are not read as a
    moment or as independence; and whether the clause ends with it."""
    said = without_points(said)
    clause = re.sub(r"\bpositive[- ](?:semi-?)?definite\b", "", _CLAUSE.split(said)[0], flags=re.IGNORECASE)
    words = [word for word in re.findall(r"[A-Za-z][\w'-]*", clause) if word.lower() not in _SAID]
    return " ".join(words), _CLAUSE.search(said) is not None


def common_of(said: str, *, upper: bool) -> Common | None:
    """What words around X_1, .., X_n (a NUL) say that they have in common; None where they are not said to be random.

    Independence alone says so of capital letters: `independent variables` are also arguments of a function.
    """
    said = without_points(said)
    if _ELSE.search(said):
        return None

    def holds(pattern: re.Pattern[str]) -> bool:
        found = pattern.search(said)
        if found is None:
            return False
        before = re.split(r"[,;]|\band\b", said[: found.start()])[-1]
        return not doubts(before) and not holds_only(said[found.end() :])

    alike, sampled, pairwise = holds(_ALIKE) or holds(_COPIED), holds(_SAMPLED), holds(_PAIRWISE)
    independent = sampled or holds(_INDEPENDENT)
    if not (alike or sampled or holds(_RANDOM) or (upper and (independent or pairwise))):
        return None
    return Common(independent, pairwise, alike, _COPIED.search(said) is not None)


def series_in(block: Block, context: Context) -> list[Script]:
    """The X_i of each X_1, .., X_n in a formula; and that of a formula that is X_i."""
    found: list[Script] = []
    for row in block.rows:
        items = tuple(without_ranges(row.items, context))
        listed = any(isinstance(bare(item), Dots) for item in items)
        first = bare(items[0]) if items else None
        endless = listed and isinstance(bare(items[-1]), Dots) and isinstance(first, Script) and spell(first.sub) == "1"
        if endless and isinstance(first, Script):  # X_1, X_2, ..
            items = (Script(first.start, first.end, first.base, Name(first.start, first.end, "i"), first.sup),)
            listed = False
        for item in without_series(items, context) if listed else items:
            inner = bare(item)
            if isinstance(inner, Chain) and {relation for relation, _ in inner.relations} == {r"\in"}:
                inner = bare(inner.sides[0]) if inner.sides[0] is not None else inner
            plain = isinstance(inner, Script) and inner.sup is None and isinstance(bare(inner.base), Name)
            if plain and isinstance(inner, Script) and spell(inner.sub) in INDEX_LETTERS:
                found.append(inner)
    return found


def take(context: Context, series: list[Script], common: Common) -> None:
    """Take it that X_1, .., X_n are random, and have this in common; several such series as well, if independent."""
    names = [spell(each.base) for each in series if _may_be_sampled(context, spell(each.base), common)]
    for name, written in zip(names, series, strict=False):
        if common.copies:  # X itself may be a variable besides
            context.unify_quietly(context.size(rf"n_{{{name}_{{\cdot}}}}"), context.size(f"n_{{{name}}}"))
        if name not in context.samples and (common.copies or not isinstance(context.sort_of(name), RandomVariable)):
            context.samples[name] = Sample(spell(written.sub), None)
            context.touch(name)
        context.cues.running.add(spell(written.sub))
        if common.independent:
            _suppose(context, written, build.independent, name)
        elif common.uncorrelated:
            _suppose(context, written, build.uncorrelated, name)
        else:
            context.unread.setdefault(name, DEPENDENCE)
        if common.independent or common.uncorrelated:
            context.unread = {each: said for each, said in context.unread.items() if (each, said) != (name, DEPENDENCE)}
        if common.alike:
            _suppose(context, written, build.alike, name)
    if common.independent and len(names) > 1:
        _suppose(context, series[0], build.independent, *names)


def copies_of(before: str) -> bool:
    """Whether the formula after some words is the variable that X_1, .., X_n are copies of."""
    return _COPIES.search(without_points(before)) is not None


def take_model(context: Context, written: Script, name: str) -> None:
    """X_1, .., X_n are distributed as X, or as another random number."""
    if context.sort_of(name) is None and name not in context.definitions:
        context.declare(name, RandomVariable(REAL))

    def make() -> Term:
        model = Probability(context).symbol(name, Name(0, 0, name))
        return settle(lambda: build.alike(vector_of(context, spell(written.base)), model), written)

    make()
    context.suppose(make)


def _may_be_sampled(context: Context, name: str, common: Common) -> bool:
    """Whether nothing that is known of a name keeps it from being that of random variables without a law."""
    sort = context.sort_of(name)
    if name in context.definitions or (context.array_name(name) != name and not common.copies):
        return False
    if common.copies and sort == RandomVariable(REAL):
        return name not in context.samples
    value = sort.value if isinstance(sort, RandomVariable) else sort
    return (value is None or isinstance(value, Vector)) and (
        name not in context.samples or not context.samples[name].law
    )


def vector_of(context: Context, name: str) -> Term:
    """The random vector whose entries are X_1, .., X_n."""
    node = Name(0, 0, name)
    scope = Probability(context)
    return scope.sample(name, node) if name in context.samples else scope.symbol(name, node)


def _suppose(context: Context, node: Node, state: Callable[..., Term], *names: str) -> None:
    """Take a statement about random vectors for true, once."""

    def make() -> Term:
        return settle(lambda: state(*(vector_of(context, name) for name in names)), node)

    term = make()
    if all(fact.term is not term for fact in context.facts):
        context.suppose(make)
