"""What sentences say of symbols: declarations, laws, moments and sizes in words, equations in passing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import TypeGuard

from ..errors import Fault, SortError
from ..terms.sorts import (
    NONNEGATIVE,
    Event,
    RandomVariable,
    Vector,
)
from .blocks import Passage
from .conditions import LAPSED, Conditions
from .context import Context, Definition, is_upper
from .declarations import REAL_WORDS, SIGN_WORDS, TRAITS_IN_WORDS, Declarations, is_square
from .denials import denies, doubts, retracts
from .descriptions import Descriptions, Names, follows, names_in
from .display import mark_unknown, without_ranges, without_series
from .elaborate import settle
from .laws import law_name, point_of, with_points
from .models import ERRORS
from .moments import is_new_moment
from .notation import BARE_LAWS, CHANCE_WORDS, FUNCTION_WORDS, SPACES, STATED
from .probability import Probability
from .prose import (
    INDEPENDENT,
    SENTENCE_END,
    Block,
    Row,
    independence_in,
    independent_places,
    names_it,
    phrases_in,
    phrases_of,
    plain_names,
    supposes,
)
from .record import Record, Stated
from .roles import defined_name, has_law, is_definition, is_reserved
from .said import SUBJECTS
from .sampling import common_of, copies_of, more_of_sample, series_in, take, take_model
from .standing import (
    Standing,
    declares,
    declares_anew,
    holds_only,
    is_condition,
    is_hypothetical,
    is_reason,
    standing,
    unclear,
)
from .syntax import Chain, Dots, Group, Name, Node, Num, Product, Script, bare, spell, walk
from .vocabulary import unknown_words
from .words import (
    DIMENSIONS,
    INTERVAL,
    IS_A,
    OF_SIZE,
    description,
    in_standard_form,
    law_in_words,
    law_of,
    moment,
    moment_noun,
    moments_before,
    moments_in_words,
    standard_law,
)

BESIDE = re.compile(r"(?:[\s*_-]*(?!and\b)[A-Za-z]+){1,5}\s*")  # n \times p `design matrix` X
IN_SPACE = re.compile(
    rf"(?P<of>{SUBJECTS})\s*(?:(?:is|are|be)\s+)?(?:[\w-]+\s+){{0,3}}?"
    r"(?:(?:vectors?|matrix|matrices|points?|numbers?|elements?|variables?)\s+)?(?:in|from|of|with values in)\s*$",
    re.IGNORECASE,
)
# the names of which independence is said begin here: `a sum of independent variables $A$ and $B$`, `where $A$ and ..`
OF_INDEPENDENT = re.compile(r"\bindependent(?:\s+[\w-]+){0,2}\s+variables\s*$|\bwhere\s*$", re.IGNORECASE)


_FROM = re.compile(
    r"\b(?:from|according to|distributed as|distributed like)\s+(?:the\s+|an?\s+)?(?:law\s+|distribution\s+)?$"
)
_NAMED_LAW = re.compile(rf"\b(?P<law>{'|'.join(sorted(BARE_LAWS, key=len, reverse=True))})\s*$")
_THEY = re.compile(
    r"\b(?:suppose|assume|assuming|given|let|further|moreover|also)\b[^.]*\b(?:they|these|them|both|all)\b[^.]*?"
    r"\b(?:are|be|have)\s+(?:also\s+)?(?:mutually\s+)?(?P<said>[\w-]+)", re.IGNORECASE)  # fmt: skip
_PAIRWISE = re.compile(r"\bpair-?wise\b", re.IGNORECASE)
_LIMITS = re.compile(r"\s*,?\s*(?:for|if|when|whenever|with|where|provided|at)\b", re.IGNORECASE)
DENOTED = re.compile(r"\b(?:denote|write|abbreviate)\b[^.;]*\x00\s*(?:by|as)\s*$", re.IGNORECASE)
SAYS_MORE = re.compile(r"\s*(?:is|are|be|has|converges)\b", re.IGNORECASE)
SUPPOSED_MOMENT = re.compile(
    r"\b(?:let|assum(?:e|ing)|suppos(?:e|ing)|where|with|given|consider|such that|satisfy(?:ing)?|satisfies)\b"
    r"(?!.*\b(?:show|prove|impl(?:y|ies)|follows|hence|thus|therefore|then|we have|get|obtain|so|conclude|find)\b)",
    re.IGNORECASE | re.DOTALL,
)

DOUBTED = "what the text does not claim"


WITH_VALUES_IN = re.compile(
    rf"(?P<of>{SUBJECTS})\s*(?:(?:is|are|be)\s+)?(?:[\w-]+\s+){{0,4}}?(?:(?:with|taking|takes?)\s+values\s+in|"
    r"(?:variables?|vectors?) on|numbers? (?:in|from))\s*$",
    re.IGNORECASE,
)


class Sentences:
    """Reads the formulas in prose, one after the other."""

    def __init__(self, context: Context) -> None:
        self.context, self.record = context, Record()
        self.grouped: list[str] = []  # random variables that the sentence has named so far
        self.listed: list[Node] = []  # entries, x_i of $x_1, .., x_n$, of which the sentence goes on to say something
        self.size: Product | None = None  # n \\times p, where that is the formula before
        self.formulas: list[Node | None] = []  # the last ones, as far as they are a single expression
        self.subjects: list[tuple[Node, ...]] = []  # what each of them names, X_i for X_1, .., X_n
        self.series: list[Script] = []  # X_i of those X_1, .., X_n that the sentence has listed so far
        self.words_of_series = ""  # around these
        self.copies: list[Script] = []  # X_i that are copies of what is named next
        self.told: list[str] = []  # random variables of which the clause says more
        self.descriptions = Descriptions(context)
        self.standing = Standing.FIRM  # of what the formula says
        self.unclear = ""  # the words for which that is not clear
        self.limited: list[str] = []  # functions of which the formula to come says where they are given
        self.conditions = Conditions(context)

    def independence(self, block: Block, names: list[str]) -> None:
        """`Let $X$ and $Y$ be independent`: of those next to the word, or of all that the sentence names."""
        context = self.context
        before = block.lead
        sentence = f"{before}\x00{block.rest}"
        if "\x00" not in before or OF_INDEPENDENT.search(before):
            self.grouped = []
        if not isinstance(single(block), Product):  # M_A(t) is no variable
            self.grouped += _random(context, names)
        said = independence_in(sentence)
        if said is None or self.is_doubtful:
            return
        if doubts(re.split(r"[,;\x00]", sentence[: said.start()])[-1]) or holds_only(sentence[said.end() :]):
            return
        if re.search(r"conditional(ly)? independen", sentence, re.IGNORECASE):
            for name in self.grouped:
                context.opaque.setdefault(name, "conditional independence")
            return
        places = independent_places(sentence)
        near = [*self.descriptions.named, names_in(block)][-1 - before.count("\x00") :]
        all_named = self.grouped if INDEPENDENT.search(sentence) else []  # `i.i.d. data` are the parts of one thing
        groups = [all_named] if places is None else [
            [each for place in group if place < len(near) for each in _random(context, _apart(near[place], context))]
            for group in places
        ]  # fmt: skip
        for group in groups:
            chosen = list(dict.fromkeys(group))
            if len(chosen) > 1:
                context.facts = [
                    fact
                    for fact in context.facts
                    if fact.term.head != "independent" or not {arg.name for arg in fact.term.args} < set(chosen)
                ]
                pairwise = _PAIRWISE.search(sentence) is not None
                for some in combinations(chosen, 2) if pairwise else (chosen,):
                    Declarations(context).independent([Name(0, 0, name) for name in some])

    def doubt(self, chain: Chain, because: str) -> None:
        """An equation that is said not to hold, or asked for: no step rests on it, and none is refuted over it."""
        for name in self.context.names_in(chain):
            self.context.described.setdefault(name, because)

    def takes_back(self, name: str, *, defined: bool = False) -> None:
        """A sentence may deny what was said of a name before: `now we drop the assumption that $A$ is symmetric`."""
        self.record = self.conditions.widen(name, self.record, defined=defined)

    def is_doubted(self, chain: Chain) -> bool:
        """Whether an equation may follow from what is said not to hold: in a proof by contradiction."""
        return any(self.context.described.get(name) == DOUBTED for name in self.context.names_in(chain))

    def mentioned(self, passage: Passage, block: Block, chain: Chain) -> None:
        """An equation in prose that introduces nothing: later steps may rest on it."""
        for left, (relation, offset), right in zip(chain.sides, chain.relations, chain.sides[1:], strict=False):
            if left is not None and right is not None:
                place = passage.place(offset)
                unread = relation not in STATED or self.is_doubtful or not is_reason(block)
                goal, premise = block.goal, block.premise
                said = Stated(
                    place[0], (place,), left, relation, right, self.record.block, frozenset(), goal, unread, premise
                )
                self.record.add(said)

    def in_space(self, block: Block) -> None:
        """`$x$ a vector in $\\mathbb{R}^n$`, `for $A$ in $\\mathbb{R}^{n \\times n}$`."""
        before, item = block.lead, single(block)
        interval = isinstance(item, Group) and len(item.items) == 2 and item.fence in ("[]", "(]", "[)", "()")
        found = (WITH_VALUES_IN if interval else IN_SPACE).search(before)
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

    def moment(self, block: Block) -> None:
        """`a random variable $X$ with mean $\\mu$ and variance $\\sigma^2$`: moments of a variable without a law."""
        told, item = moment(block.lead), single(block)
        if isinstance(item, Chain):
            item = item.sides[0]  # variance $\\sigma^2 > 0$, covariance $\\Sigma = L L^T$
        if self.is_doubtful:
            return
        if told is None or item is None or told.places.start > len(self.subjects):
            noun = moment_noun(block.lead)
            first = len(self.subjects) - block.lead.count("\x00")
            self.untold([each for subjects in self.subjects[first:] for each in subjects] if noun else [], noun)
            return
        subjects = [each for back in told.places for each in self.subjects[-back]]
        if told.one is not None and len(subjects) > 1:  # means $\\mu_X$ and $\\mu_Y$
            subjects = subjects[told.one : told.one + 1]
        for subject in subjects:
            self.moment_of(subject, told.noun, item)

    def moments_of(self, block: Block) -> None:
        """`$\\mu$ and $\\Sigma$ denote the mean and the covariance matrix of $x$`, `the mean $\\mu$ of $X$`."""
        value, formula = single(block), self.formulas[-2] if len(self.formulas) > 1 else None
        if value is not None and formula is not None and DENOTED.search(block.lead) and not self.is_doubtful:
            if is_new_moment(self.context, formula):  # denote $\\mathrm{E}[X]$ by $\\mu$
                with suppress(Fault, SortError):
                    Declarations(self.context).relate(formula, "=", value, define=False)
            return
        count, nouns = moments_before(block.lead)
        if not count or not self.subjects[-1] or self.is_doubtful:
            return
        values = [value for subjects in self.subjects[-1 - count : -1] for value in subjects]
        if len(values) != len(nouns):
            return
        for noun, value in zip(nouns, values, strict=True):
            self.moment_of(self.subjects[-1][0], noun, value)

    def copied(self, block: Block, names: list[str]) -> None:
        """`$X_1, \\ldots, X_n$ be i.i.d. copies of $X$`."""
        if not self.copies or not copies_of(block.lead):
            return
        for each in self.copies if len(names) == 1 else ():
            with suppress(Fault, SortError):
                take_model(self.context, each, names[0])
        self.copies = []

    def says_more(self, block: Block) -> None:
        """What else a clause says of random variables with given moments is not known: `.. and a symmetric law`."""
        words, ended = more_of_sample(block.rest)
        for name in self.told if words else ():
            if not follows(self.context, name):
                self.context.unread.setdefault(name, words)
        self.told = [] if ended else self.told

    def untold(self, subjects: Sequence[Node], noun: str) -> None:
        """A moment of random variables that is given and not understood: no step over these is refuted."""
        for subject in subjects:
            name = spell(subject.base if is_entry(self.context, subject) else subject)  # type: ignore[attr-defined]
            if name in self.context.samples or isinstance(self.context.sort_of(name), RandomVariable):
                self.context.unread.setdefault(name, f"its {noun}")

    def moments_in_words(self, block: Block) -> None:
        """`$X$ and $Y$ be random variables with zero mean and unit variance`."""
        listed, moments = moments_in_words(block.lead, block.rest)
        for noun, value in moments:
            for variable in (each for subjects in self.subjects[-1 - listed :] for each in subjects):
                end = variable.end
                self.moment_of(variable, noun, Name(end, end, "I") if value == "I" else Num(end, end, Fraction(value)))

    def moment_of(self, variable: Node, noun: str, item: Node) -> None:
        context, start, end = self.context, item.start, item.end
        name = spell(variable.base if is_entry(context, variable) else variable)  # type: ignore[attr-defined]
        random = name in context.samples or isinstance(context.sort_of(name), RandomVariable)
        new = name not in context.declared and name not in context.definitions
        random = random or (new and (name in ERRORS or name in context.cues.random))
        if not random or has_law(context, f"f_{name}"):
            return
        if noun == "standard deviation":
            item = Script(start, end, Group(start, end, "()", (item,), ()), None, Num(end, end, Fraction(2)))
        if noun != "mean":
            self.deviation(item)
        word = {"mean": "E", "covariance": "Cov"}.get(noun, "Var")
        called = Group(start, end, "()", (variable,), ())
        moment = Product(start, end, (Name(start, start, word, word), called), ("", ""))
        self.told.append(name)
        try:
            Declarations(context).relate(moment, "=", item, define=False)
        except (Fault, SortError):
            self.untold([variable], noun)

    def deviation(self, variance: Node) -> None:
        """The \\sigma of a variance \\sigma^2 is no negative number."""
        if not is_square(variance):
            return
        start, end = variance.start, variance.end
        root = Script(start, end, variance.base, variance.sub, None) if variance.sub is not None else variance.base

        def guessed() -> None:
            scope = Probability(self.context)
            self.context.guess_within(scope.free_guess(scope.numeric(scope.term(root))), NONNEGATIVE)

        with suppress(Fault, SortError):
            settle(guessed, root)

    def sampled(self, block: Block) -> bool:
        """`$X_1, \\ldots, X_n$ be i.i.d. random variables`."""
        if "\x00" not in block.lead:
            self.series, self.words_of_series = [], ""
        series = series_in(block, self.context)
        if not series or self.is_doubtful:
            return False
        self.series += series
        self.words_of_series += block.lead.rpartition("\x00")[2] + "\x00"
        if re.fullmatch(r"[\s,]*(?:and\s*)?", block.rest):
            return False  # what they are stands after the next one
        said, series = self.words_of_series + block.rest, self.series
        self.series, self.words_of_series = [], ""
        common = common_of(said, upper=all(is_upper(spell(each.base)) for each in series))
        if common is None:
            return False
        with suppress(Fault, SortError):
            take(self.context, series, common)
        self.told += [spell(each.base) for each in series]
        self.copies = series if common.copies else []
        words, _ = more_of_sample(said.split("\x00")[0])
        for name in self.told if words else ():
            self.context.unread.setdefault(name, words)
        return True

    def stated_law(self, item: Node | None, names: list[str], law: str) -> None:
        """`$X$ be a random variable following a standard normal distribution`: by its name alone."""
        if not law or item is None:
            return
        if standard_law(law) and isinstance(item, (Name, Script)):
            end = item.end
            ends = Group(end, end, "()", (Num(end, end, Fraction(0)), Num(end, end, Fraction(1))), (",",))
            with suppress(Fault, SortError):
                Declarations(self.context).drawn(
                    [item], Product(end, end, (Name(end, end, standard_law(law)), ends), ("", ""))
                )
                return
        self.context.lawless |= {name: f"the {law}" for name in names if not follows(self.context, name)}

    def named_law(self, block: Block) -> None:
        """`$X_1, \\ldots, X_n$ be i.i.d. from $\\mathcal{N}(0, 1)$`, `i.i.d. Bernoulli$(p)$`."""
        item = single(block)
        _, same, between = block.lead.rpartition("\x00")
        if not same or not self.subjects or item is None:
            return
        law: Node | None = None
        if _FROM.search(between) and isinstance(item, Product) and law_name(item.factors[0]):
            law = item
        found = _NAMED_LAW.search(between)
        if found is not None and isinstance(item, Group) and item.fence == "()":
            law = Product(item.start, item.end, (Name(item.start, item.start, found["law"]), item), ("", ""))
        if law is not None:
            with suppress(Fault, SortError):
                Declarations(self.context).drawn(self.subjects[-1], law)

    def law(self, block: Block) -> None:
        """`$X$ is normally distributed with mean $\\mu$ and variance $\\sigma^2$`, `$g(x)$ is the density of ..`."""
        told, item = law_in_words(block.lead), single(block)
        if told is None or item is None or len(told.parameters) > len(self.formulas):
            return
        count = len(told.parameters)
        found: list[Node | None] = [*self.formulas[len(self.formulas) - count :], item]
        subject, *values = found
        series = self.subjects[len(self.subjects) - count]
        if subject is None and told.independent and len(series) == 1 and is_entry(self.context, series[0]):
            subject = series[0]  # X_i of X_1, .., X_n
        written: list[Node] = []
        for noun, value in zip(told.parameters, values, strict=True):
            if value is None:
                return
            if noun == INTERVAL:
                ends = bare(value)
                if not isinstance(ends, Group) or len(ends.items) != 2 or ends.fence not in ("[]", "()", "(]", "[)"):
                    return
                written += ends.items
            else:
                written.append(in_standard_form(noun, value))
        start, end = item.start, item.end

        def named(*items: Node, marks: tuple[str, ...]) -> Product:
            called = Group(start, end, "()", items, marks)
            return Product(start, end, (Name(start, end, told.law), called), ("", ""))

        with suppress(Fault, SortError):
            if isinstance(subject, (Name, Script)) and not told.density:
                with_law = named(*written, marks=(",",) * (len(written) - 1))
                Declarations(self.context).drawn([subject], with_law)
            elif isinstance(subject, Product) and told.density and defined_name(subject)[1]:
                name, (point,) = defined_name(subject)
                body = named(Name(start, end, point), *written, marks=(";", *(",",) * (count - 1)))
                self.context.declared.pop(name, None)
                self.context.define(name, Definition((point,), body))

    def inline(self, passage: Passage, block: Block) -> None:
        """A formula in prose declares what its sentence says it does; it is never a claim."""
        self.standing = standing(block)
        self.unclear = unclear(block) if self.standing is Standing.UNCLEAR else ""
        self.renew(block)
        self.limit(block)
        self.conditions.take(block, self.standing, self.record)
        for name in names_in(block).names if denies(block) else ():
            self.takes_back(name, defined=True)
        self.declares(passage, block)
        self.moments_of(block)
        for name in names_in(block).names:
            if name in self.context.declared:
                self.context.parts_of.setdefault(name, block.part)
        self.descriptions.read(block, is_size=self.size is not None, doubted=self.is_doubtful)

    @property
    def is_doubtful(self) -> bool:
        """Whether nothing is supposed by the words and relations of the sentence."""
        return self.standing in (Standing.NOT, Standing.UNCLEAR)

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
            if context.is_of_before(name, block.part) or declares_anew(block):
                context.forget(name)
                context.cues.words[name] = set(context.called.get((name, block.part), ()))
                self.record = self.record.lapsed_of(name)
            context.parts_of[name] = block.part

    def they(self, block: Block) -> None:
        """`Suppose they are independent`: what a sentence without a formula says of the names in the one before."""
        *whole, last = SENTENCE_END.split(block.before.rstrip() + " ")
        for sentence in [*whole, last] if block.piece.kind == "display" else whole:
            found = _THEY.search(sentence) if "\x00" not in sentence else None
            if found is None or doubts(sentence):
                continue
            known = found["said"] == "independent" and not unknown_words(sentence)
            if known and len(self.grouped) > 1:
                Declarations(self.context).independent([Name(0, 0, name) for name in dict.fromkeys(self.grouped)])
            for name in self.grouped if not known else ():
                self.context.described.setdefault(name, found.group().strip())

    def reaches(self, block: Block) -> None:
        """Before a formula or display is read."""
        self.they(block)
        if retracts(block):
            for name in self.context.told_of():
                self.takes_back(name)
        self.record = self.conditions.reaches(block, self.record)

    def passed(self, block: Block) -> None:
        """After it was."""
        self.record = self.conditions.passed(block, self.record)

    def end(self) -> None:
        """At the end of a section: no condition outlives it."""
        self.record = self.conditions.end(self.record)

    def declares(self, passage: Passage, block: Block) -> None:
        names = plain_names(block)
        phrases = phrases_of(block)
        if _PAIRWISE.search(f"{block.lead} {block.rest}"):
            phrases = [phrase for phrase in phrases if phrase != "independent"]
        if self.is_doubtful:
            near = (re.split(r"[,;\x00]", block.lead)[-1], re.split(r"[,;\x00]", block.rest)[0])
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
        self.copied(block, names)
        self.says_more(block)
        noun = description(block.lead, block.after)
        item = single(block)
        if not self.is_doubtful:
            self.stated_law(item, names, law_of(block.after))
        if isinstance(item, Product) and defined_name(item)[1] and self.context.kind(names[0]) in ("outcome", "real"):
            self.context.described.setdefault(names[0], f"it is a function of {', '.join(defined_name(item)[1])}")
        for name in (*names, *(name.removesuffix("^2") for name in names)) if noun else ():
            if name not in self.context.definitions and not name.startswith(r"\bar"):
                self.context.described.setdefault(name, f"it is {noun}")
        if names:
            if isinstance(item, Product):  # the positive g(x): no g is a number
                phrases = [phrase for phrase in phrases if phrase not in SIGN_WORDS and phrase not in REAL_WORDS]
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
        for row in block.rows:
            self.relations(passage, block, row, phrases)

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
            if how == {r"\to"} or not self.supposes(passage, block, inner, several=several):
                continue  # as n \to \infty
            left = bare(inner.sides[0])  # type: ignore[arg-type]
            if how == {r"\in"} and not isinstance(left, (Name, Script, Group)):
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
        supposed = supposes(block.before) or is_condition(block)
        doubtful = self.is_doubtful or several
        if not doubtful and (supposed or names_it(block.before)) and self.is_of_density(chain, passage):
            return False
        if doubtful and how <= {r"\in", r"\sim"} and not in_space(chain):
            supposed = True
        elif (
            (supposed and not doubtful)
            or how <= {r"\in", r"\sim", ":", r"\to", ":="}
            or (names_it(block.before) and self.is_new(chain))
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
        return Declarations(self.context).density(left, right, passage.text[chain.start : chain.end][:120])

    def is_new(self, chain: Chain) -> bool:
        """Whether a chain gives a value to a symbol of which nothing is known."""
        left, right = chain.sides[:2]
        if left is None or right is None or [relation for relation, _ in chain.relations] != ["="]:
            return False
        named = isinstance(bare(left), (Name, Script)) or bool(defined_name(left)[1])
        return named and is_definition(self.context, left, right)

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


def subjects_of(block: Block, context: Context) -> tuple[Node, ...]:
    """What a formula names: X_i for X_1, .., X_n."""
    series = series_in(block, context)
    items = [bare(item) for row in block.rows for item in row.items]
    first = [bare(item.sides[0]) if isinstance(item, Chain) and item.sides[0] else item for item in items]
    return tuple(series) or tuple(item for item in first if isinstance(item, (Name, Script)))


def is_entry(context: Context, variable: Node) -> TypeGuard[Script]:
    """Whether X_i is one of random variables X_1, .., X_n."""
    return isinstance(variable, Script) and variable.sup is None and spell(variable.base) in context.samples


def _apart(names: Names | None, context: Context) -> tuple[str, ...]:
    """What a formula names, where these are things of their own: X_1 and X_2, but not all of X_1, .., X_n, unless these
    are random data: then it is the vector of them."""
    if names is None or names.series:
        return tuple(name for name in (names.names if names is not None else ()) if name in context.samples)
    bases = {name.partition("_")[0] for name in names.names if "_" in name}
    return tuple(name for name in names.names if name not in bases)


def _random(context: Context, names: Sequence[str]) -> list[str]:
    """Those of some names that are random variables or events, or may be."""
    found = []
    for name in names:
        base = name.partition("_")[0]
        if base in context.samples:
            found += [base] if base not in found else []
            continue
        known = context.sort_of(name)
        may_be = is_upper(name) or context.kind(name) == "random"
        new = known is None and may_be and name not in context.cues.laws
        if new or isinstance(known, (RandomVariable, Event)):
            found.append(name)
    return found


def single(block: Block) -> Node | None:
    """The one expression that a formula consists of."""
    return bare(block.rows[0].items[0]) if len(block.rows) == 1 and len(block.rows[0].items) == 1 else None
