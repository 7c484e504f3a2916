"""What sentences say of how random numbers are distributed without a law by name: `$X$ and $Y$ are identically
distributed`, `$X_1, \\ldots, X_n$ be iid with distribution function $F$ and density $f$`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from ..errors import Fault, SortError
from ..terms import build
from ..terms.sorts import PROBABILITY, REAL, Function, RandomVariable
from ..terms.term import Term, symbol
from .context import Context, Definition, is_upper
from .said import with_marks
from .sampling import vector_of
from .standing import is_supposed
from .syntax import Chain, Dots, Group, Name, Node, Product, Script, bare, spell
from .vocabulary import unknown_words

_JOINED = r"#(?:\s*(?:,\s*and|,|and)\s*#)*"
_START = r"(?:.*?[\s,(])??"
_SAMELY = re.compile(
    rf"{_START}(?P<of>{_JOINED})\s*(?:be|are)\s+(?:(?:two|real|random)\s+)*(?:(?P<apart>iid)|(?:(?P<also>independent)"
    r"(?:,?\s+and|,)?\s+)?identically\s+distributed)(?:\s+(?:real\s+)?random\s+variables?)?(?P<rest>.*)$",
    re.IGNORECASE,
)
_CDF = r"(?:cumulative\s+)?(?:distribution\s+function|cdf)"
_DENSITY = r"(?:probability\s+)?(?:density(?:\s+function)?|pdf)"
_ARTICLES = r"(?:(?:an?|the|common|same|continuous|marginal)\s+)*"
_HAVING = re.compile(
    rf"{_START}(?P<of>#)(?P<said>(?:\s*(?:be|are|is)\s+|\s*,?\s*)[a-z,\s-]*?)"
    rf"\b(?:with|having|has|have|whose)\s+(?P<how>{_ARTICLES})"
    rf"(?:{_CDF}\s*(?P<cdf>#)(?:\s*,?\s*and\s+{_ARTICLES}{_DENSITY}\s*(?P<then>#))?"
    rf"|{_DENSITY}\s*(?P<density>#)\s*,?\s*and\s+{_ARTICLES}{_CDF}\s*(?P<of_density>#))(?P<rest>.*)$",
    re.IGNORECASE,
)
_KINDS = frozenset(
    """be are is a an and the real real-valued valued continuous absolutely independent identically distributed iid
    random variable variables sample samples numbers two each""".split()
)
_SAME_WORDS = re.compile(
    r"(?:(?:two|real|random|mutually|independent|and|identically|distributed|iid|variables?|,)[\s,]*)+", re.IGNORECASE
)
_END = re.compile(r"\s*(?:[.,;:]|$)")
_MOMENTS_FOLLOW = re.compile(r"\s*,?\s*(?:with|having)\b", re.IGNORECASE)


class SameLaws:
    """Reads that numbers have one law, or a distribution function."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def identical(self, text: str, items: Sequence[tuple[Node, ...]]) -> None:
        """`$X$ and $Y$ are independent and identically distributed`."""
        text = with_marks(text)
        found = _SAMELY.match(text)
        if found is None or not (_END.match(found["rest"]) or _MOMENTS_FOLLOW.match(found["rest"])):
            return
        if unknown_words(found["rest"].split("#")[0]) or not is_supposed(text[: found.start("of")]):
            return
        first = text.count("#", 0, found.start("of"))
        nodes = [each for at in range(first, first + found["of"].count("#")) for each in items[at]]
        names = [spell(each) for each in nodes if isinstance(each, (Name, Script))]
        if len(names) < max(2, len(nodes)) or len({*names}) < len(names) or not all(map(self.may_be_random, names)):
            return
        for name in names:
            if self.context.sort_of(name) is None:
                self.context.declare(name, RandomVariable(REAL))
        variables = [symbol(name, RandomVariable(REAL)) for name in names]
        self.context.suppose(lambda: build.same_law(*variables))
        if found["apart"] or found["also"]:
            self.context.facts = [
                fact for fact in self.context.facts
                if fact.term.head != "independent" or not fact.about <= {*names} or len(fact.about) < 2
            ]  # fmt: skip
            self.context.suppose(lambda: build.independent(*variables))

    def settle(self) -> None:
        """What words said of numbers with one law is known by now."""
        for fact in self.context.facts:
            for name in fact.about if fact.term.head == "same_law" else ():
                if _SAME_WORDS.fullmatch(self.context.described.get(name, "-")):
                    del self.context.described[name]

    def may_be_random(self, name: str) -> bool:
        sort, known = self.context.sort_of(name), self.context
        if "_" in name and name.partition("_")[0] in known.samples:
            return False
        drawn = any(fact.term.head == "follows" and name in fact.about for fact in known.facts)
        new = sort is None and is_upper(name) and name not in known.definitions
        return (new or sort == RandomVariable(REAL)) and not drawn

    def functions(self, text: str, items: Sequence[tuple[Node, ...]]) -> None:
        """`$X$ be a continuous random variable with distribution function $F$ and density $f$`."""
        text = with_marks(text)
        found = _HAVING.match(text)
        if found is None or not _END.match(found["rest"]) or unknown_words(found["rest"]) or "#" in found["rest"]:
            return
        if not is_supposed(text[: found.start("of")]):
            return
        words = re.findall(r"[a-z-]+", found["said"].lower())
        if not _KINDS.issuperset(words):
            return

        def at(group: str) -> tuple[Node, ...]:
            return items[text.count("#", 0, found.start(group))]

        of = at("of")
        cdf = at("cdf" if found["cdf"] else "of_density")
        density = at("then" if found["then"] else "density") if found["then"] or found["density"] else ()
        continuous = bool(density) or "continuous" in words or "continuous" in found["how"].lower().split()
        function = _called(cdf[0]) if len(cdf) == 1 else None
        if not isinstance(function, Name) or len(density) > 1:
            return
        with suppress(Fault, SortError):
            self.take(of, function, _called(density[0]) if density else None, continuous=continuous)

    def take(self, of: tuple[Node, ...], cdf: Node, density: Node | None, *, continuous: bool) -> None:
        """Numbers, X or X_1, .., X_n, have the distribution function F, of which the density is the slope."""
        context, name = self.context, spell(cdf)
        first = of[0]
        series = len(of) > 1 and any(isinstance(each, Dots) for each in of)
        if series and isinstance(first, Script):
            base = spell(first.base)
            if base not in context.samples or context.samples[base].law is not None:
                return
            vector_of(context, base)

            def variable() -> Term:
                return vector_of(context, base)
        elif len(of) == 1 and isinstance(first, Name) and continuous and self.may_be_random(first.text):
            base = first.text
            context.declare(base, RandomVariable(REAL))

            def variable() -> Term:
                return symbol(base, RandomVariable(REAL))
        else:
            return
        if density is not None and not isinstance(density, Name):
            return
        for each in (name, *([density.text] if isinstance(density, Name) else [])):
            context.forget(each)
            for cues in (context.cues.families, context.cues.signatures, context.cues.words):
                cues.pop(each, None)
            for known in (context.cues.laws, context.cues.measures):
                known.discard(each)
        for table in (context.described, context.unread, context.lawless, context.opaque):
            for each in {base, *(spell(item) for item in of)}:
                table.pop(each, None)
        sort = Function((REAL,), PROBABILITY, frozenset({"increasing"}))
        context.declare(name, sort)
        if isinstance(density, Name):
            start, end = density.start, density.end
            point = Group(start, end, "()", (Name(start, end, "t"),), ())
            slope = Product(start, end, (Script(start, end, Name(start, end, name), None, None, 1), point), ("", ""))
            context.define(density.text, Definition(("t",), slope))
        context.suppose(lambda: build.distributed(variable(), symbol(name, sort), continuous=continuous))


def _called(node: Node) -> Node | None:
    """The F of F(x), and of F' = f."""
    inner = bare(node)
    if isinstance(inner, Chain) and inner.sides[0] is not None and len(inner.sides) == 2:
        return _called(inner.sides[0])
    if isinstance(inner, Product) and len(inner.factors) == 2 and isinstance(bare(inner.factors[1]), Group):
        return bare(inner.factors[0])
    return inner
