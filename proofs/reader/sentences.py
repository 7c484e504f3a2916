"""What sentences say of symbols: declarations, laws, moments and sizes in words, equations in passing."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from ..errors import Fault, SortError
from ..terms.sorts import Event, RandomVariable, Vector
from .blocks import Passage
from .chances import Chances, single, subjects_of
from .conditions import LAPSED, Conditions
from .context import Context
from .declarations import Declarations
from .decompositions import ORTHONORMAL, decomposed
from .denials import denies, retracts
from .descriptions import names_in
from .eigen import eigenvector
from .exclusive import is_partition
from .independence import PAIRWISE
from .laws import point_of, with_points
from .moments import is_new_moment
from .named_functions import is_function
from .notation import (
    CHANCE_WORDS,
    FAMILY_WORDS,
    FUNCTION_WORDS,
    REAL_WORDS,
    SIGN_WORDS,
    SIZE_NOUNS,
    SPACES,
    STATED,
    TRAIT_WORDS,
    TRAITS_IN_WORDS,
)
from .parser import Parser
from .prose import (
    SENTENCE_END,
    Block,
    Row,
    names_it,
    phrases_in,
    phrases_of,
    plain_names,
    supposes,
)
from .record import Record, Stated
from .relations import mark_unknown
from .roles import defined_name, is_definition, is_no_density, is_reserved
from .said import SUBJECTS
from .same_laws import SameLaws
from .sampling import series_in
from .series import without_ranges, without_series
from .standing import (
    Standing,
    declares,
    declares_anew,
    introduces_anew,
    is_aside,
    is_condition,
    is_equivalent,
    is_hypothetical,
    is_reason,
    standing,
    unclear,
)
from .statistics import statistic
from .substitutions import arguments, substituted
from .syntax import Chain, Dots, Group, Name, Node, Num, Product, Script, bare, form, open_names, spell, walk
from .ties import tie
from .together import Together
from .tokens import tokenize
from .trials import Trials
from .vocabulary import unknown_words
from .words import (
    DIMENSIONS,
    IS_A,
    OF_SIZE,
    ONES,
    description,
    law_of,
)

BESIDE = re.compile(r"(?:[\s*_-]*(?!and\b)[A-Za-z]+){1,5}\s*")  # n \times p `design matrix` X
IN_SPACE = re.compile(
    rf"(?P<of>{SUBJECTS})\s*(?:(?:is|are|be)\s+)?(?:[\w-]+\s+){{0,3}}?"
    r"(?:(?:vectors?|matrix|matrices|points?|numbers?|elements?|variables?)\s+)?(?:in|from|of|with values in)\s*$",
    re.IGNORECASE,
)


_LIMITS = re.compile(r"\s*,?\s*(?:for|if|when|whenever|with|where|provided|at)\b", re.IGNORECASE)
SAYS_MORE = re.compile(r"\s*(?:is|are|be|has|converges)\b", re.IGNORECASE)
SUPPOSED_MOMENT = re.compile(
    r"\b(?:let|assum(?:e|ing)|suppos(?:e|ing)|where|with|given|consider|such that|satisfy(?:ing)?|satisfies)\b"
    r"(?!.*\b(?:show|prove|impl(?:y|ies)|follows|hence|thus|therefore|then|we have|get|obtain|so|conclude|find)\b)",
    re.IGNORECASE | re.DOTALL,
)

_KNOWING = re.compile(
    r"\b(?:given|condition(?:al|ally|ed|ing)?\s+(?:on|upon)|knowing)\s+(?:that\s+|the\s+event\s+)*$", re.IGNORECASE
)
_INSERTS = re.compile(  # `substituting the precision matrix $P = V^{-1}$`
    r"\b(?:substitut|insert|introduc)ing\b(?:\s+(?:the|an?|now|[\w-]+\s+matrix|matrix|abbreviation|notation))*\s*$",
    re.IGNORECASE,
)
_MARKOV = re.compile(r"\bMarkov chains?\b", re.IGNORECASE)
_GOES_ON = re.compile(r"[,;]|\b(?:and|where|let|with|having)\b", re.IGNORECASE)
_IMPOSES = re.compile(r"\b(?:let|assum\w+|suppos\w+|consider|such that|satisf\w+)\b", re.IGNORECASE)
DOUBTED = "what the text does not claim"


WITH_VALUES_IN = re.compile(
    rf"(?P<of>{SUBJECTS})\s*(?:(?:is|are|be)\s+)?(?:[\w-]+,?\s+){{0,8}}?"
    r"(?:(?:with|taking|takes?|has|have|having)\s+(?:(?:all|its|their)\s+)?values\s+in|supported\s+on|"
    r"(?:that|which) maps\s+(?:in)?to|"
    r"(?:variables?|vectors?) on|numbers? (?:in|from))\s*(?:the\s+(?:unit\s+)?(?:interval|set)\s+)?$",
    re.IGNORECASE,
)
_VALUES_IN = re.compile(r"\b(?:values|supported|support|range)\s+(?:in|on|is)\s*(?:the\s+[\w-]+\s*)?$", re.IGNORECASE)


class Sentences(Chances):
    """Reads the formulas in prose, one after the other."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.record = Record()
        self.listed: list[Node] = []  # entries, x_i of $x_1, .., x_n$, of which the sentence goes on to say something
        self.size: Product | None = None  # n \\times p, where that is the formula before
        self.limited: list[str] = []  # functions of which the formula to come says where they are given
        self.conditions = Conditions(context)
        self.together = Together(context)
        self.same_laws = SameLaws(context)
        self.trials = Trials(context)
        self.variables: set[str] = set()  # letters that stood for any value in the formulas so far

    def doubt(self, chain: Chain, because: str) -> None:
        """An equation that is said not to hold, or asked for: no step rests on it, and none is refuted over it.

        Where it gives a value to something new, it says no more than what that is, until more is said of that.
        """
        names, left = self.context.names_in(chain), bare(chain.sides[0])  # type: ignore[arg-type]
        if isinstance(left, (Name, Script)) and self.is_new(chain):
            self.context.asides[spell(left)] = names, because
            names = frozenset({spell(left)})
        for name in names:
            self.context.described.setdefault(name, because)

    def takes_back(self, name: str, *, defined: bool = False) -> None:
        """A sentence may deny what was said of a name before: `now we drop the assumption that $A$ is symmetric`."""
        self.record = self.conditions.widen(name, self.record, defined=defined)

    def is_doubted(self, chain: Chain) -> bool:
        """Whether an equation may follow from what is said not to hold: in a proof by contradiction."""
        return any(self.context.described.get(name) == DOUBTED for name in self.context.names_in(chain))

    def mentioned(self, passage: Passage, block: Block, chain: Chain) -> None:
        """An equation in prose that introduces nothing: later steps may rest on it."""
        self.context.mentioned |= self.context.names_in(chain)
        for left, (relation, offset), right in zip(chain.sides, chain.relations, chain.sides[1:], strict=False):
            if left is not None and right is not None:
                place = passage.place(offset)
                if relation == "=":
                    self.context.ties.append(tie(left, right))
                doubtful = relation not in STATED or self.is_doubtful
                aside = not doubtful and self.standing is Standing.FIRM and is_aside(block)
                said = Stated(
                    place[0], (place,), left, relation, right, self.record.block, frozenset(), block.goal,
                    doubtful or not (is_reason(block) or aside), block.premise, aside=aside and not is_reason(block),
                )  # fmt: skip
                self.record.add(said)

    def in_space(self, block: Block) -> None:
        """`$x$ a vector in $\\mathbb{R}^n$`, `for $A$ in $\\mathbb{R}^{n \\times n}$`."""
        before, item = block.lead, single(block)
        ends = isinstance(item, Group) and len(item.items) == 2 and item.fence in ("[]", "(]", "[)", "()")
        interval = ends or (isinstance(item, Group) and item.fence == r"\{}")
        found = (WITH_VALUES_IN if interval else IN_SPACE).search(before)
        if found is None and item is not None and _VALUES_IN.search(before):
            near = self.formulas[len(self.formulas) - before.count("\x00") :]
            for name in self.context.declared.keys() & set(map(spell, filter(None, near))):
                self.context.described.setdefault(name, f"its values may lie in {spell(item)[:40]}")
        if found is None or item is None or not (interval or spell(item).startswith(SPACES)):
            return
        if self.is_doubtful and not is_space(item):
            return
        for subject in self.formulas[-found["of"].count("\x00") :]:
            if not isinstance(subject, (Name, Script)) or spell(subject).startswith(SPACES):
                continue
            if spell(subject) in self.context.definitions:
                continue
            try:
                if is_function(self.context, spell(subject)):
                    if not Declarations(self.context).has_values(spell(subject), item):
                        self.context.described.setdefault(spell(subject), f"its values lie in {spell(item)[:40]}")
                else:
                    Declarations(self.context).membership([subject], item)
            except (Fault, SortError) as fault:
                self.context.opaque.setdefault(spell(subject), str(fault))

    def sized(self, block: Block, names: list[str]) -> None:
        """`an $n \\times p$ design matrix $X$`: the sizes that stand before a name are those of what it stands for.
        `$X$ is an $n$-dimensional random vector`: and the number that stands after it."""
        _, same, between = block.lead.rpartition("\x00")
        size = self.size if same else None  # that of another sentence is of something else
        item = single(block)
        self.size = item if isinstance(item, Product) and item.marks[1:] == ("times",) else None
        declarations = Declarations(self.context)
        if size is not None and len(names) == 1 and BESIDE.fullmatch(between) is not None:
            if names[0] not in self.context.definitions:
                with suppress(Fault, SortError):
                    declarations.of_size(names[0], size)
        elif self.size is not None and OF_SIZE.match(block.after) and IS_A.fullmatch(between) and self.formulas:
            subject = self.of_columns(self.formulas[-1])  # $X$ be an $n \times p$ random matrix
            named = isinstance(subject, (Name, Script)) and not is_reserved(spell(subject), ())
            if named and spell(subject) not in self.context.definitions:
                with suppress(Fault, SortError):
                    declarations.of_size(spell(subject), self.size)
                    if re.match(r"\s*random", block.after):
                        declarations.words([spell(subject)], ["random variable"])
        elif item is not None and DIMENSIONS.match(block.after) and IS_A.fullmatch(between) and self.formulas:
            subject = self.formulas[-1]
            if isinstance(subject, (Name, Script)) and spell(subject) not in self.context.definitions:
                column = Product(item.start, item.end, (item, Num(item.end, item.end, Fraction(1))), ("", "times"))
                with suppress(Fault, SortError):
                    declarations.of_size(spell(subject), column)
                    if re.match(r"-dimensional (?:\w+ )?random", block.after):
                        declarations.words([spell(subject)], ["random vector"])

    def of_columns(self, formula: Node | None) -> Node | None:
        """The matrix Y of `$Y = [y_1, \\ldots, y_v]$ be an $n \\times v$ matrix`: its columns are no numbers."""
        if not isinstance(formula, Chain) or formula.relations[0][0] != "=" or formula.sides[0] is None:
            return formula
        name, context = spell(formula.sides[0]), self.context
        definition = context.definitions.get(name)
        element = definition.body if definition is not None and not definition.parameters else None
        if not isinstance(element, Name) or not isinstance(context.sort_of(element.text), Vector):
            return formula
        context.definitions.pop(name)
        context.declared.pop(element.text)
        return formula.sides[0]

    def inline(self, passage: Passage, block: Block) -> None:
        """A formula in prose declares what its sentence says it does; it is never a claim."""
        self.standing = standing(block)
        given = substituted(block, self.variables)
        if self.standing is Standing.FIRM and given and not block.stated:
            self.standing = Standing.SUBSTITUTION
            self.conditions.given |= given
        self.context.knowing = self.known_value(block) or self.context.knowing
        if self.context.knowing is not None and self.standing is Standing.SENTENCE:
            self.standing = Standing.FIRM  # the law that X has given N it has for good
        self.unclear = unclear(block) if self.standing is Standing.UNCLEAR else ""
        self.renew(block)
        if "\x00" not in block.lead:
            self.together.begins()
        self.limit(block)
        self.conditions.take(block, self.standing, self.record)
        for name in names_in(block).names if denies(block) else ():
            self.takes_back(name, defined=True)
        self.declares(passage, block)
        self.moments_of(block)
        for name in names_in(block).names:
            if name in self.context.declared:
                self.context.parts_of.setdefault(name, block.part)
        self.decomposition(block)
        count, text = block.lead.count("\x00") + 1, f"{block.lead}\x00{block.rest}"
        whole = not self.is_doubtful and len(self.items) >= count
        goes_on = block.after[len(block.rest) :].lstrip().startswith(":")  # what it is stands in a display
        ended = len(block.after) > len(block.rest) or not block.then or _GOES_ON.search(block.rest) is not None
        whole = whole and ended and not goes_on
        if whole:
            self.same_laws.identical(text, self.items[-count:])
        self.descriptions.read(block, is_size=self.size is not None, doubted=self.is_doubtful)
        if whole:
            self.same_laws.settle()
            self.together.read(text, self.items[-count:])
            self.same_laws.functions(text, self.items[-count:])
        likely = self.unclear.lower() == "with probability" and not unknown_words(text)  # of heads
        if len(self.items) >= count and (whole or likely):
            self.trials.counts(text, self.items[-count:])

    def decomposition(self, block: Block) -> None:
        """`Let $A = Q R$ be its QR decomposition`."""
        for name, told in () if self.is_doubtful else decomposed(block):
            if told == ORTHONORMAL:
                Declarations(self.context).orthonormal(name)
            elif told:
                Declarations(self.context).words([name], [told])
            else:
                self.context.described.setdefault(name, "it is of a decomposition")

    def limit(self, block: Block) -> None:
        """`Let $f(x) = x^2$ for $x > 0$`: it says nothing of f elsewhere."""
        names, self.limited = self.limited, []
        items = [bare(item) for row in block.rows for item in row.items]
        for name in (name for name in names if name in self.context.definitions):
            definition = self.context.definitions[name]
            found = Declarations(self.context).limits(items, definition.parameters)
            if found:
                self.context.define(name, replace(definition, limits=found))

    def renew(self, block: Block) -> None:
        """`Let $x$ be a real number` in another exercise, `now let $a$ be arbitrary`: another x, another a."""
        context = self.context
        if not (declares(block) or declares_anew(block)):
            return
        for name in names_in(block).names:
            if context.is_of_before(name, block.part) or name in context.earlier or declares_anew(block):
                context.earlier = context.earlier - {name}
                context.forget(name)
                said = context.called.get((name, block.part), {})
                begins = block.piece.start if declares_anew(block) else 0
                context.cues.words[name] = {phrase for phrase, last in said.items() if last >= begins}
                self.record = self.record.lapsed_of(name)
            context.parts_of[name] = block.part

    def reaches(self, block: Block) -> None:
        """Before a formula or display is read."""
        since = block.before.rpartition("\x00")[2].strip()  # the words since the formula or display before
        if SENTENCE_END.search(f"{since} ") or since[:1].isupper():
            self.context.knowing = None
        self.descriptions.settle()
        self.unnamed(block)
        for sentence in block.alone:
            self.trials.says(sentence)
        if retracts(block):
            for name in self.context.told_of():
                self.takes_back(name)
        self.record = self.conditions.reaches(block, self.record)

    def passed(self, block: Block) -> None:
        """After it was."""
        self.variables.update(name for row in block.rows for item in row.items for name in arguments(item))
        self.record = self.conditions.passed(block, self.record)

    def end(self) -> None:
        """At the end of a section: no condition outlives it."""
        self.record = self.conditions.end(self.record)

    def declares(self, passage: Passage, block: Block) -> None:
        names = plain_names(block)
        phrases = phrases_of(block)
        if PAIRWISE.search(f"{block.lead} {block.rest}"):
            phrases = [phrase for phrase in phrases if phrase != "independent"]
        if self.is_doubtful:
            near = (re.split(r"[,;\x00]", block.lead)[-1], block.predicate)
            told = {trait for words in near for trait in phrases_in(words)} & TRAITS_IN_WORDS
            for name in names if told else ():
                if self.standing is Standing.NOT or not all(self.is_known_to_be(name, trait) for trait in told):
                    self.takes_back(name)
                if self.unclear:
                    self.context.described.setdefault(name, self.unclear)
            phrases = [phrase for phrase in phrases if phrase not in TRAITS_IN_WORDS]
        if "\x00" not in block.lead:
            self.told = []
        self.moment(block)
        if not self.is_doubtful:
            self.law(block)
            self.named_law(block)
        self.sized(block, names)
        self.in_space(block)
        self.formulas = [*self.formulas[-20:], single(block)]
        self.subjects = [*self.subjects[-20:], subjects_of(block, self.context)]
        if block.piece.kind == "inline" and self.sampled(block):
            self.moments_in_words(block)
        self.masses(block)
        self.cdf(block)
        self.density(block)
        self.noise(block, names)
        self.copied(block, names)
        self.says_more(block)
        noun = description(block.lead, block.after)
        item = single(block)
        if not self.is_doubtful:
            self.stated_law(item, names, law_of(block.after))
            self.law_by_name(block)
        if isinstance(item, Product) and defined_name(item)[1] and self.context.kind(names[0]) in ("outcome", "real"):
            self.context.described.setdefault(names[0], f"it is a function of {', '.join(defined_name(item)[1])}")
        for name in names if noun else ():
            self.called(passage, block, name, noun)
        drawn = any(fact.term.head == "follows" for fact in self.context.facts)
        if drawn and isinstance(item, (Name, Script)) and _LAW_OF_ANOTHER.match(block.after):
            self.context.described.setdefault(spell(item), "of what it is the distribution")
        if isinstance(item, Product) and defined_name(item)[1] and is_process(block):
            self.context.opaque.setdefault(defined_name(item)[0], "it is a random process")
        self.eigenvector(block)
        if self.of_ones(block):
            return
        if names:
            if isinstance(item, Product):  # the positive g(x): no g is a number
                phrases = [phrase for phrase in phrases if phrase not in SIGN_WORDS and phrase not in REAL_WORDS]
            if not introduces_anew(block):
                phrases = self.of_defined(names, phrases)
            if phrases and not self.can_be(names, phrases):
                for name in names:
                    self.takes_back(name)  # `now let $x$ be negative`
                if not self.can_be(names, phrases):
                    return  # the steps will show it
            if not self.is_doubtful:
                self.moments_in_words(block)
            self.independence(block, names)
            return
        if isinstance(item, Group):
            self.independence(block, list(names_in(block).names))  # a pair (X, Y)
            return
        if series_in(block, self.context):
            self.independence(block, [])
        phrases = [phrase for phrase in phrases if phrase not in SIZE_NOUNS]  # of `radius $r = \\sqrt{y}$` that says it
        for row in block.rows:
            self.relations(passage, block, row, phrases)

    def known_value(self, block: Block) -> Node | None:
        """The N = n of `given $N = n$, let $X \\sim ..$` and of `$X \\sim ..$ given $N = n$`; the N of `given $N$`,
        where N is random."""
        item: Node | None = None
        if _KNOWING.search(block.lead):
            item = single(block)
        elif _KNOWING.fullmatch(block.rest.lstrip(" ,")):
            with suppress(Fault):
                items, _ = Parser(tokenize(block.then, 0, {}), len(block.then)).row()
                item = bare(items[0]) if len(items) == 1 else None
        equation = isinstance(item, Chain) and [relation for relation, _ in item.relations] == ["="]
        left = bare(item.sides[0]) if isinstance(item, Chain) and item.sides[0] is not None else item
        if not isinstance(left, (Name, Script)) or not (equation or left is item):
            return None
        random = isinstance(self.context.sort_of(spell(left)), RandomVariable) or spell(left) in self.context.cues.drawn
        return item if random else None

    def of_ones(self, block: Block) -> bool:
        """`$e$ is the vector of ones`, `let $e \\in \\mathbb{R}^n$ be the all-ones vector`."""
        if self.is_doubtful or ONES.match(block.after) is None:
            return False
        item, names = single(block), plain_names(block)
        if isinstance(item, Chain) and [relation for relation, _ in item.relations] == [r"\in"]:
            named = item.sides[0] is not None and isinstance(bare(item.sides[0]), (Name, Script))
            names = [spell(item.sides[0])] if named and self.state([], item) is None else []
        for name in names:
            Declarations(self.context).ones(name)
        return bool(names)

    def eigenvector(self, block: Block) -> None:
        """Take A v = \\lambda v, said in words."""
        found = eigenvector(block, self.formulas) if not self.is_doubtful else None
        if found is not None and all(self.state([], each) is None for each in found[1]):
            for name in map(spell, found[0]):
                if self.context.described.get(name, "").endswith(("eigenvector", "eigenvalue")):
                    del self.context.described[name]

    def called(self, passage: Passage, block: Block, name: str, noun: str) -> None:
        """A noun says what a name stands for: by an equation, or by words without a meaning here."""
        base, line = name.removesuffix("^2"), passage.place(block.piece.start)[0]
        if is_partition(noun) and isinstance(self.context.sort_of(name), Event):
            return
        known = statistic(name, noun, block.rest, block.then, line) if not self.is_doubtful else None
        if known is not None and base not in self.context.described:
            self.context.statistics.setdefault(base, known)
            return
        for each in (name, base):
            if each not in self.context.definitions and not each.startswith(r"\bar"):
                self.context.described.setdefault(each, f"it is {noun}")

    def state(self, names: list[Node], chain: Chain) -> Fault | None:
        """Take a relation; what keeps it from being true, if anything does."""
        try:
            Declarations(self.context).state(names, chain)
        except Fault as fault:
            return fault
        return None

    def is_known_to_be(self, name: str, trait: str) -> bool:
        """Whether a sentence says again what was said of a name."""
        said = self.context.cues.said(name, trait)
        return said if trait in FUNCTION_WORDS else self.descriptions.took(name, trait)

    def can_hold(self, chain: Chain) -> bool:
        """Whether a relation does not contradict what is known."""
        saved = self.context.save()
        fault = self.state([], chain)
        self.context.restore(saved)
        return fault is None

    def of_defined(self, names: list[str], phrases: list[str]) -> list[str]:
        """What is said of what is defined: `since $A$ is symmetric`. It stays what it is; the other words."""
        defined = [name for name in names if name in self.context.definitions]
        traits = [phrase for phrase in phrases if phrase in TRAIT_WORDS or phrase in SIGN_WORDS] if defined else []
        for name in defined:
            for trait in traits:
                if Declarations(self.context).trait_of_defined(name, TRAIT_WORDS.get(trait, trait)):
                    continue
                for each in (name, *self.context.definitions[name].names):
                    self.context.described.setdefault(each, f"{name} is {trait}")
        return [phrase for phrase in phrases if phrase not in traits]

    def can_be(self, names: list[str], phrases: list[str]) -> bool:
        """Take what words say of names, where that can be."""
        try:
            Declarations(self.context).words(names, phrases)
        except (Fault, SortError):
            return False
        return True

    def relations(self, passage: Passage, block: Block, row: Row, phrases: list[str]) -> None:
        """What the relations of a formula say: what something is, and where their sentence supposes it, any."""
        before: list[Node] = []
        items = without_series(tuple(without_ranges(row.items, self.context)), self.context)
        for at, item in enumerate(items):
            inner = bare(item)
            if isinstance(inner, (Name, Script)):
                before.append(inner)
            if not isinstance(inner, Chain) or None in inner.sides:
                continue
            how = {relation for relation, _ in inner.relations}
            several = how == {"="} and any(isinstance(bare(other), Num) for other in items[at + 1 :])  # a = 1, 2, 3
            if how == {r"\to"} and len(inner.relations) > 1:  # X \to Y \to Z: a Markov chain
                self.context.opaque |= {spell(side): "what the arrows between them say" for side in inner.sides if side}
                if _MARKOV.search(f"{block.lead} {block.rest}") and not self.is_doubtful:
                    self.hang_together([spell(side) for side in inner.sides])
            if self.context.knowing is not None and form(inner) == form(self.context.knowing):
                continue
            if how == {r"\to"} or not self.supposes(passage, block, inner, several=several):
                continue  # as n \to \infty
            left = bare(inner.sides[0])  # type: ignore[arg-type]
            of_values = is_function(self.context, defined_name(left)[0]) if isinstance(left, Product) else False
            if how == {r"\in"} and not (isinstance(left, (Name, Script, Group)) or of_values):
                continue
            fault = self.state(before, inner)
            if fault is not None and isinstance(left, (Name, Script)) and spell(left) in self.context.declared:
                self.takes_back(spell(left))  # `now let $x < 0$`
                fault = self.state(before, inner)
            if fault is not None:
                mark_unknown(self.context, inner, fault)
                continue
            if phrases and isinstance(left, (Name, Script)):
                # `random variables, $a \in \mathbb{R}$` speaks of others; `$a \in ..$ be a random vector` of a
                directly = re.search(r"\brandom (?:vector|variable)s?\s*$", block.lead) is not None
                said = phrases_of(block if directly else replace(block, before=""))
                words = [word for word in phrases if "random" not in word or word in said]
                if how <= {"<", "<=", ">", ">="}:  # of `with distribution function $F$ and $a < b$`
                    words = [word for word in words if word not in FAMILY_WORDS]
                self.can_be([*map(spell, before), spell(left)], words)
            if _LIMITS.match(block.rest) and defined_name(left)[1]:
                self.limited.append(defined_name(left)[0])
            if how <= {r"\in", r"\sim"}:
                self.independence(block, [*map(spell, before), spell(left)])
            if not self.is_doubtful:
                self.moments_in_words(block)
            before = []
        if any(isinstance(bare(item), Dots) for item in row.items):
            self.signs(before, phrases, block.after)

    def supposes(self, passage: Passage, block: Block, chain: Chain, *, several: bool) -> bool:
        """Whether a relation is to hold. One that is not is remembered as in doubt, or as mentioned."""
        how = {relation for relation, _ in chain.relations}
        supposed = supposes(block.before) or is_condition(block) or any(decomposed(block))
        doubtful = self.is_doubtful or several
        if is_equivalent(block):
            if _IMPOSES.search(block.lead):
                self.doubt(chain, LAPSED)
            return False  # neither is said to hold
        told = supposed or names_it(block.before, block.after) or (self.standing is Standing.FIRM and is_aside(block))
        if not doubtful and not block.goal and told and self.is_of_density(chain, passage):
            return False
        if doubtful and how <= {r"\in", r"\sim"} and not in_space(chain):
            supposed = True
        elif (
            (supposed and not doubtful)
            or how <= {r"\in", r"\sim", ":", r"\to", ":="}
            or (names_it(block.before, block.after) and self.is_new(chain))
            or (_INSERTS.search(block.lead) and self.is_new(chain) and not self.is_integrated(chain))
            or self.is_statistic(block, chain)
            or (self.gives_moment(block, chain) and not doubtful)
        ):
            return True
        if self.standing is Standing.NOT or (doubtful and supposed) or is_hypothetical(block):
            self.doubt(chain, self.unclear or (DOUBTED if doubtful else LAPSED))
            subject = bare(chain.sides[0])  # type: ignore[arg-type]
            named = doubtful and isinstance(subject, (Name, Script))
            if named and not (is_condition(block) and self.can_hold(chain)):
                self.takes_back(spell(subject), defined=True)
        elif not self.is_doubted(chain):
            self.mentioned(passage, block, chain)
        return False

    def is_of_density(self, chain: Chain, passage: Passage) -> bool:
        """Whether an equation says what the density of one thing is: p(x | m) = m e^{-m x}, p(z) = N(0, 1)."""
        left, right = with_points(chain).sides[:2]
        if left is None or right is None or point_of(left) is None:
            return False
        if [relation for relation, _ in chain.relations] != ["="]:
            return False
        if is_no_density(self.context, defined_name(bare(left))[0]):
            return False
        return Declarations(self.context).density(left, right, passage.text[chain.start : chain.end][:120])

    def is_new(self, chain: Chain) -> bool:
        """Whether a chain gives a value to a symbol of which nothing is known."""
        left, right = chain.sides[:2]
        if left is None or right is None or [relation for relation, _ in chain.relations] != ["="]:
            return False
        named = isinstance(bare(left), (Name, Script)) or bool(defined_name(left)[1])
        return named and is_definition(self.context, left, right)

    def is_integrated(self, chain: Chain) -> bool:
        """Whether the left side is a variable of an integral or a sum, which is substituted there alone."""
        names = open_names(chain.sides[0]) if chain.sides[0] is not None else frozenset()
        return not names.isdisjoint(self.context.cues.integrated | self.context.cues.bounds)

    def is_statistic(self, block: Block, chain: Chain) -> bool:
        """`show that $S^2 = ..$ is unbiased`: whether something is said of what an equation makes of random data."""
        left, right = chain.sides[:2]
        if left is None or right is None or len(chain.relations) > 1 or not SAYS_MORE.match(block.after):
            return False
        if self.context.made_of(right).isdisjoint(self.context.samples):
            return False
        return self.is_new(chain) or Declarations(self.context).root_of_statistic(left, right) is not None

    def gives_moment(self, block: Block, chain: Chain) -> bool:
        """`where $X$ is a matrix and $\\mathrm{E}[e] = 0$`: whether a sentence supposes a moment of a variable."""
        left, right = chain.sides[:2]
        if len(chain.relations) > 1 or chain.relations[0][0] != "=" or left is None or right is None or block.goal:
            return False
        if any(isinstance(part, Name) and part.word in CHANCE_WORDS for part in walk(right)):
            return False
        return is_new_moment(self.context, left) and SUPPOSED_MOMENT.search(block.lead) is not None

    def signs(self, entries: list[Node], phrases: list[str], after: str) -> None:
        """`$a_1, \\ldots, a_n$ be non-negative numbers`: of what sign all entries are."""
        self.listed += entries
        if re.fullmatch(r"[\s,]*(and)?\s*", after):
            return  # what they are stands after the next list
        entries, self.listed = self.listed, []
        for relation in {SIGN_WORDS[phrase] for phrase in phrases if phrase in SIGN_WORDS}:
            for entry in entries:
                zero = Num(entry.end, entry.end, Fraction(0))
                with suppress(Fault, SortError):
                    Declarations(self.context).state(
                        [], Chain(entry.start, entry.end, (entry, zero), ((relation, entry.start),))
                    )


_LAW_OF_ANOTHER = re.compile(  # `let $P$ be its distribution`, `$p$ denotes the density of $X$`
    r"\s*(?:be|is|denotes?|for)\s+(?:(?:its|their)\s+(?:[\w-]+\s+){0,2}(?:distribution|law|density|pdf|pmf)\b"
    r"|the\s+(?:[\w-]+\s+){0,2}(?:distribution|law|density|pdf|pmf)\s+of\s*$)",
    re.IGNORECASE,
)
_PROCESS = r"(?:(?:stochastic |random )?process|Brownian motion|random walk|martingale)"
_PROCESS_BEFORE = re.compile(rf"\b{_PROCESS}\s*$", re.IGNORECASE)
_PROCESS_AFTER = re.compile(rf"\s*(?:is|be|denotes?)\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}{_PROCESS}\b", re.IGNORECASE)


def is_process(block: Block) -> bool:
    """Whether a sentence calls N(t) a random process: `let $N(t)$ be a Poisson process`."""
    return _PROCESS_BEFORE.search(block.lead) is not None or _PROCESS_AFTER.match(block.after) is not None


def in_space(chain: Chain) -> bool:
    """Whether a chain says no more than what kind of thing something is: x \\in \\mathbb{R}^n."""
    right = chain.sides[-1]
    return [relation for relation, _ in chain.relations] == [r"\in"] and is_space(right)


def is_space(node: Node | None) -> bool:
    """Whether a set is \\mathbb{R}^n or one with a name: its elements may have any values."""
    spelt = spell(node)
    if spelt.startswith(r"\mathbb"):
        return spelt.startswith(r"\mathbb{R}") and "_" not in spelt and "+" not in spelt
    return spelt.startswith(SPACES)
