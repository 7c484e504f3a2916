"""What sentences say of random variables: that they are independent, a sample, of what law, with what moments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from functools import partial
from itertools import combinations, product
from typing import TypeGuard

from ..errors import Fault, SortError
from ..terms.sorts import (
    NONNEGATIVE,
    REAL,
    Event,
    RandomVariable,
    Vector,
)
from . import cdfs
from .context import Context, Definition, is_upper, label
from .declarations import Declarations
from .denials import doubts
from .descriptions import Descriptions, Names, follows, names_in
from .elaborate import settle
from .independence import independences, markov
from .laws import law_name
from .models import ERRORS
from .moments import is_new_moment
from .notation import BARE_LAWS, FAMILY_LETTERS
from .parser import Parser
from .probability import Probability
from .prose import (
    Block,
)
from .roles import defined_name, has_law
from .said import without_points
from .sampling import common_of, copies_of, more_of_sample, series_in, take, take_model
from .scope import INDEX_LETTERS
from .syntax import Chain, Group, Name, Node, Num, Product, Script, bare, is_square, spell
from .tokens import tokenize
from .unnamed import told_of, told_of_all
from .valued import Valued
from .vocabulary import unknown_words
from .words import (
    INTERVAL,
    OF_OTHERS,
    in_standard_form,
    is_noise,
    law_by_name,
    law_in_words,
    moment,
    moment_noun,
    moment_of_pair,
    moments_before,
    moments_in_words,
    says_moment,
)

# the names of which independence is said begin here: `a sum of independent variables $A$ and $B$`, `where $A$ and ..`
OF_INDEPENDENT = re.compile(r"\bindependent(?:\s+[\w-]+){0,2}\s+variables\s*$|\bwhere\s*$", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:from|according to|distributed as|distributed like)\s+(?:the\s+|an?\s+)?(?:law\s+|distribution\s+)?$"
)
_BEING = re.compile(r"\s*(?:(?:is|are|be)\s+)(?:(?:iid|independent(?:ly)?)\s+)?(?:(?:drawn|distributed)\s+)?(?:as\s+)?")
_OF_ONE = re.compile(r"\s*(?:is|was|has|follows|denotes)\b")
_VALUE = re.compile(
    r"\b(?:mean|variance|deviation|rate|covariance|probability|parameters?|and|matrix|vector)\s*$", re.IGNORECASE
)
_OF_TWO = {"covariance": "Cov", "correlation": "Corr"}
_APART = re.compile(r"\b(?:iid|i\.i\.d|independent)", re.IGNORECASE)
_NAMED_LAW = re.compile(rf"\b(?P<law>{'|'.join(sorted(BARE_LAWS, key=len, reverse=True))})\s*$")
_INDEPENDENT = re.compile(
    r"\b(?:suppose|assume|assuming|given|let|further|moreover|also)\b[^.]*\b(?:they|these|them|both|all)\b[^.]*?"
    r"\b(?:are|be)\s+(?:also\s+)?(?:mutually\s+)?independent\b", re.IGNORECASE)  # fmt: skip
_LIES = re.compile(r"\b(?:in|on|from|of)\s*$", re.IGNORECASE)
_OF_DENSITY = re.compile(
    r"\x00[^\x00.;]*\b(?:with|having|has|have|whose)\s+(?:(?:an?|the|joint|marginal|common|probability|cumulative)\s+)*"
    r"(?:densit(?:y|ies)|pdf|pmf|cdf|mass|distribution|law)(?:\s+function)?(?:\s+(?:is|given by))*\s*$",
    re.IGNORECASE,
)
DENOTED = re.compile(r"\b(?:denote|write|abbreviate)\b[^.;]*\x00\s*(?:by|as)\s*$", re.IGNORECASE)


class Chances(Valued):
    """Reads what the words around formulas say of chance."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.grouped: list[str] = []  # random variables that the sentence has named so far
        self.formulas: list[Node | None] = []  # the last ones, as far as they are a single expression
        self.subjects: list[tuple[Node, ...]] = []  # what each of them names, X_i for X_1, .., X_n
        self.series: list[Script] = []  # X_i of those X_1, .., X_n that the sentence has listed so far
        self.words_of_series = ""  # around these
        self.copies: list[Script] = []  # X_i that are copies of what is named next
        self.told: list[str] = []  # random variables of which the clause says more
        self.descriptions = Descriptions(context)

    def independence(self, block: Block, names: list[str]) -> None:
        """`Let $X$ and $Y$ be independent`: of those next to the word, or of all that the sentence names."""
        context = self.context
        before = block.lead
        sentence = f"{before}\x00{block.rest}"
        if "\x00" not in before or OF_INDEPENDENT.search(before):
            self.grouped = []
        if not isinstance(single(block), Product):  # M_A(t) is no variable
            self.grouped += _random(context, names)
        if self.is_doubtful:
            return
        near = [*self.descriptions.named, names_in(block)][-1 - before.count("\x00") :]

        def named(places: tuple[int, ...]) -> list[str]:
            return [each for at in places if at < len(near) for each in _apart(near[at], context)]

        told = list(independences(sentence))
        for each in told:
            if each.conditional or context.knowing is not None:
                apart = self.grouped if each.places is None else named(each.places)
                for name in apart:
                    context.opaque.setdefault(name, "conditional independence")
                if len(apart) == 2 and each.given:
                    self.hang_together([apart[0], *named(each.given), apart[1]])
            elif each.of is not None:
                for pair in product(named(each.of[0]), named(each.of[1])):
                    self.are_independent(_with_random(context, pair), each.pairwise)
            elif each.places is not None:
                self.are_independent(_with_random(context, named(each.places)), each.pairwise)
            elif len(told) == 1 and not each.alike:  # `i.i.d. data` are the parts of one thing
                self.are_independent(self.grouped, each.pairwise)

    def hang_together(self, names: Sequence[str]) -> None:
        """Take a Markov chain: of densities it says that p(z | x, y) = p(z | y), and so on along the chain."""
        context = self.context
        families = [name for name in context.cues.families if name in FAMILY_LETTERS]
        plain = all(is_upper(name) and len(name) == 1 and name not in context.definitions for name in names)
        if not plain or len(names) < 3 or len(families) > 1 or any(self.declared_apart(name) for name in names):
            return
        for equation in markov(families[0] if families else "p", [name.lower() for name in names]):
            (chain,), _ = Parser(tokenize(equation, 0, {}), len(equation)).row()
            assert isinstance(chain, Chain)
            with suppress(Fault):
                Declarations(context).state([], chain)
        context.by_density.update(names)

    def declared_apart(self, name: str) -> bool:
        """Whether a random variable has values or a law of its own, which densities p(x) say nothing of."""
        context = self.context
        followed = any(fact.term.head == "follows" and name in fact.about for fact in context.facts)
        return followed or name in context.samples or name in context.lawless

    def are_independent(self, names: Sequence[str], pairwise: bool) -> None:
        """Take it that some variables are independent; what is said of fewer of them is in it."""
        context, chosen = self.context, list(dict.fromkeys(names))
        if len(chosen) < 2:
            return
        context.facts = [
            fact
            for fact in context.facts
            if fact.term.head != "independent" or not {arg.name for arg in fact.term.args} < set(chosen)
        ]
        for some in combinations(chosen, 2) if pairwise else (chosen,):
            Declarations(context).independent([Name(0, 0, name) for name in some])
        for name in chosen:
            if context.described.get(name) == f"it is {OF_OTHERS}":
                del context.described[name]
            for takes in self.once_random.pop(name, ()):
                takes()

    def moment(self, block: Block) -> None:
        """`a random variable $X$ with mean $\\mu$ and variance $\\sigma^2$`: moments of a variable without a law."""
        lead, before = self.without_spaces(block.lead)
        told, item = moment(lead), single(block)
        if isinstance(item, Chain):
            item = item.sides[0]  # variance $\\sigma^2 > 0$, covariance $\\Sigma = L L^T$
        if self.is_doubtful:
            return
        if told is None or item is None or told.places.start > len(before):
            noun = moment_noun(lead)
            first = len(before) - lead.count("\x00")
            self.untold([each for subjects in before[first:] for each in subjects] if noun else [], noun)
            return
        subjects = [each for back in told.places for each in before[-back]]
        if told.noun in _OF_TWO and len(subjects) == 2 and self.of_two(told.noun, subjects, item):
            return
        if told.one is not None and len(subjects) > 1:  # means $\\mu_X$ and $\\mu_Y$
            subjects = subjects[told.one : told.one + 1]
        if told.noun == "correlation":
            self.untold(subjects, told.noun)
            return
        for subject in subjects:
            self.moment_of(subject, told.noun, item)

    def without_spaces(self, lead: str) -> tuple[str, list[tuple[Node, ...]]]:
        """The words before a formula, and what the formulas in them name, without `in $\\mathbb{R}^n$`."""
        words, count = lead.split("\x00"), lead.count("\x00")
        formulas, subjects = self.formulas[len(self.formulas) - count :], self.subjects[len(self.subjects) - count :]
        if len(formulas) < count or len(subjects) < count:
            return lead, self.subjects
        found = words[0]
        kept: list[tuple[Node, ...]] = []
        for formula, named, after in zip(formulas, subjects, words[1:], strict=True):
            if formula is not None and spell(formula).startswith(r"\mathbb{R}") and _LIES.search(found):
                found = _LIES.sub("", found) + after
            else:
                found, kept = f"{found}\x00{after}", [*kept, named]
        return found, [*self.subjects[: len(self.subjects) - count], *kept]

    def of_two(self, noun: str, subjects: Sequence[Node], item: Node) -> bool:
        """`$X$ and $Y$ with covariance $c$`: of two random numbers it is that of these with each other."""
        self.random_numbers(subjects)
        sorts = [self.context.sort_of(spell(subject)) for subject in subjects]
        if any(sort != RandomVariable(REAL) for sort in sorts) or not isinstance(item, (Num, Name, Script, Product)):
            return False
        start, end = item.start, item.end
        called = Group(start, end, "()", tuple(subjects), (",",))
        moment = Product(start, end, (Name(start, start, _OF_TWO[noun], _OF_TWO[noun]), called), ("", ""))
        with suppress(Fault, SortError):
            Declarations(self.context).relate(moment, "=", item, define=False)
            names = [spell(subject) for subject in subjects]
            self.told += names
            kept = self.context.unread.items()  # by what was said up to the first of them
            self.context.unread = {each: said for each, said in kept if each not in names or said != f"its {noun}"}
            if noun in self.context.described.get(spell(item), ""):
                del self.context.described[spell(item)]
            return True
        self.untold(subjects, noun)
        return True

    def moments_of(self, block: Block) -> None:
        """`$\\mu$ and $\\Sigma$ denote the mean and the covariance matrix of $x$`, `the mean $\\mu$ of $X$`."""
        value, formula = single(block), self.formulas[-2] if len(self.formulas) > 1 else None
        if value is not None and formula is not None and DENOTED.search(block.lead) and not self.is_doubtful:
            if is_new_moment(self.context, formula):  # denote $\\mathrm{E}[X]$ by $\\mu$
                with suppress(Fault, SortError):
                    Declarations(self.context).relate(formula, "=", value, define=False)
            return
        noun = moment_of_pair(block.lead) if len(self.subjects) > 2 and not self.is_doubtful else ""
        if noun:
            moments, one, other = self.subjects[-3:]
            if len(moments) != 1 or not self.of_two(noun, [*one, *other], moments[0]):
                self.untold([*one, *other], noun)
            return
        count, nouns = moments_before(block.lead)
        if not count or not self.subjects[-1] or self.is_doubtful:
            return
        values = [value for subjects in self.subjects[-1 - count : -1] for value in subjects]
        if len(values) != len(nouns) or "correlation" in nouns:
            self.untold(self.subjects[-1], " and ".join(nouns))
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

    def density(self, block: Block) -> None:
        """`$X$ with density $f(x) = 2 x$`: the law of X stands in a formula that is not read as that."""
        item, told = single(block), _OF_DENSITY.search(block.lead)
        if told is None or len(self.subjects) < 2:
            return
        if re.search(r"densit|pdf", told.group()):
            self.context.cues.integrated.update(label(spell(each)).lower() for each in self.subjects[-2])
        if not isinstance(item, Chain):
            return
        for name in map(spell, self.subjects[-2]):
            if not follows(self.context, name) and f"f_{name}" not in self.context.definitions:
                self.context.unread.setdefault(name, "its density")

    def cdf(self, block: Block) -> None:
        """`let $F$ be the cdf of $X$`, `a random variable $X$ with distribution function $F$`."""
        lead, formulas = without_points(block.lead), self.formulas[-2:]
        if not self.is_doubtful and cdfs.is_after_density(lead) and len(self.formulas) > 2 and formulas[1] is not None:
            variable = cdfs.drawn(self.formulas[-3])
            if variable is not None:
                cdfs.define(self.context, formulas[1], variable)
            return
        if not self.is_doubtful and cdfs.is_density(lead) and len(formulas) > 1 and formulas[1] is not None:
            variable = cdfs.drawn(formulas[0])
            if variable is not None:
                cdfs.define_density(self.context, formulas[1], variable)
        if self.is_doubtful or len(formulas) < 2 or formulas[0] is None or formulas[1] is None:
            return
        if cdfs.is_of_next(lead):
            self.random_numbers(formulas[1:])  # type: ignore[arg-type]
            cdfs.define(self.context, *formulas)  # type: ignore[arg-type]
        elif cdfs.is_next(lead):
            cdfs.define(self.context, formulas[1], cdfs.drawn(formulas[0]) or formulas[0])

    def noise(self, block: Block, names: list[str]) -> None:
        """`with noise $e$`: it is random, and e no constant."""
        context = self.context
        for name in names if is_noise(block.lead, block.after) else ():
            new = context.sort_of(name) is None and name not in context.definitions
            if new and name.partition("_")[0] not in context.samples and name not in context.cues.drawn:
                shape = context.cues.shapes.get(name)
                context.declare(
                    name, RandomVariable(Vector(context.size(f"n_{{{name}}}")) if shape == "vector" else REAL)
                )

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
            series = isinstance(subject, Script) and spell(subject.sub) in INDEX_LETTERS
            whole = spell(subject.base) if isinstance(subject, Script) and series else name  # X of X_1, .., X_n
            known = self.context.samples.keys() | {name for name in (name, whole) if self.is_random(name)}
            if name in known or whole in known or (series and whole in self.context.cues.random):
                self.context.unread.setdefault(name if name in known else whole, f"its {noun}")
            else:
                self.once_random.setdefault(name, []).append(partial(self.untold, [subject], noun))

    def is_random(self, name: str) -> bool:
        return isinstance(self.context.sort_of(name), RandomVariable)

    def moments_in_words(self, block: Block) -> None:
        """`$X$ and $Y$ be random variables with zero mean and unit variance`."""
        if unknown_words(block.rest.split("\x00")[0]):
            return  # `.., hopefully with zero mean`
        listed, moments = moments_in_words(block.lead, block.rest)
        if not moments and says_moment(block.rest):  # `noise that is independent of $X$, with mean zero`: of which?
            spoken = self.subjects[-1 - block.lead.count("\x00") :]
            self.untold([each for subjects in spoken for each in subjects], "mean")
        for noun, value in moments:
            for variable in (each for subjects in self.subjects[-1 - listed :] for each in subjects):
                end = variable.end
                self.moment_of(variable, noun, Name(end, end, "I") if value == "I" else Num(end, end, Fraction(value)))

    def moment_of(self, variable: Node, noun: str, item: Node) -> None:
        context, start, end = self.context, item.start, item.end
        name = spell(variable.base if is_entry(context, variable) else variable)  # type: ignore[attr-defined]
        random = name in context.samples or isinstance(context.sort_of(name), RandomVariable)
        new = name not in context.declared and name not in context.definitions
        of_chance = (
            name in ERRORS or name in context.cues.random or (is_upper(name) and not context.cues.words.get(name))
        )
        random = random or (new and of_chance)
        if not random and new:
            self.once_random.setdefault(name, []).append(partial(self.moment_of, variable, noun, item))
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
        if unknown_words(re.split(r"[.;]\s", said)[0]):
            self.series, self.words_of_series = [], ""
            return False
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
        if law and item is not None:
            self.context.lawless |= {name: f"the {law}" for name in names if not follows(self.context, name)}

    def law_by_name(self, block: Block) -> None:
        """`$X$ and $Y$ be iid standard normal`, `independent Rademacher variables $X_1, \\ldots, X_n$`."""
        parts = block.lead.split("\x00")
        first = len(parts) - 1
        while first > 0 and re.fullmatch(r"\s*(?:,|and|, and)\s*", parts[first]):
            if self.is_drawn(first - 1 - len(parts)):
                break
            first -= 1
        told = law_by_name(parts[first], block.rest)
        if told is None or re.fullmatch(r"\s*(?:,|and|, and)\s*", block.rest):
            return  # what they are stands after the next one, or is said there
        end = block.piece.start
        values = tuple(Num(end, end, Fraction(each)) for each in told.values)
        called = Group(end, end, r"\{}" if told.law == "Uniform" else "()", values, (",",) * (len(values) - 1))
        plain = Name(end, end, told.law)
        law = Product(end, end, (plain, called), ("", "")) if values else plain
        subjects = [each for named in self.subjects[first - len(parts) :] for each in named]
        subjects = [each for each in subjects if spell(each) not in self.context.definitions]
        series = [each for each in subjects if isinstance(each, Script) and spell(each.sub) in INDEX_LETTERS]
        if not subjects or (series and not (told.independent and len(subjects) == 1)):
            return
        with suppress(Fault, SortError):
            self.all_drawn(subjects, law, independent=told.independent)
            for name in (spell(each.base) for each in series):
                self.context.unread.pop(name, None)
                said = ("independent", "alike")  # which draws are by themselves
                self.context.facts = [
                    fact for fact in self.context.facts if fact.about != {f"{{{name}}}"} or fact.term.head not in said
                ]

    def named_law(self, block: Block) -> None:
        """`$X_1, \\ldots, X_n$ be i.i.d. from $\\mathcal{N}(0, 1)$`, `i.i.d. Bernoulli$(p)$`."""
        item = single(block)
        _, same, between = block.lead.rpartition("\x00")
        if not same or not self.subjects or item is None:
            return
        law: Node | None = None
        plain = _BEING.fullmatch(without_points(between))
        if (_FROM.search(between) or plain) and isinstance(item, Product) and law_name(item.factors[0]):
            law = item
        found = _NAMED_LAW.search(between)
        if found is not None and isinstance(item, Group) and item.fence == "()":
            law = Product(item.start, item.end, (Name(item.start, item.start, found["law"]), item), ("", ""))
        if law is not None:
            subjects = self.listed_before(block, 0)
            try:
                self.all_drawn(subjects, law, independent=bool(_APART.search(between)))
            except (Fault, SortError) as fault:
                self.context.lawless |= {spell(subject).partition("_")[0]: str(fault) for subject in subjects}

    def listed_before(self, block: Block, since: int) -> list[Node]:
        """What the formulas of its sentence name before a formula and so many others, as far as these are a list."""
        parts = block.lead.split("\x00")
        last = len(parts) - 2 - since
        first = last
        while not _OF_ONE.match(parts[last + 1]) and first > 0 and re.fullmatch(r"\s*(?:,|and|, and)\s*", parts[first]):
            if self.is_drawn(first - len(parts)):
                break
            first -= 1
        if _VALUE.search(parts[first]):  # with variance v, and X ..
            first = last
        back = len(parts) - 1
        return [each for at in range(max(first, 0), last + 1) for each in self.subjects[at - back]]

    def is_drawn(self, at: int) -> bool:
        """Whether a formula, counted from the last, gives a law itself: `$X \\sim ..$ and $Y$ be uniform`."""
        item = self.formulas[at] if -at <= len(self.formulas) else None
        return isinstance(item, Chain) and any(relation == r"\sim" for relation, _ in item.relations)

    def all_drawn(self, subjects: Sequence[Node], law: Node, *, independent: bool) -> None:
        """Several variables have one law; where they are independent, also of each other."""
        declarations = Declarations(self.context)
        for subject in subjects:
            declarations.drawn([subject], law)
        if independent and len(subjects) > 1:
            declarations.independent(subjects)

    def law(self, block: Block) -> None:
        """`$X$ is normally distributed with mean $\\mu$ and variance $\\sigma^2$`, `$g(x)$ is the density of ..`."""
        told, item = law_in_words(block.lead), single(block)
        if told is None or item is None or len(told.parameters) > len(self.formulas):
            return
        count = len(told.parameters)
        found: list[Node | None] = [*self.formulas[len(self.formulas) - count :], item]
        subject, *values = found
        series = self.subjects[len(self.subjects) - count]
        if subject is None and told.independent and len(series) == 1:
            subject = series[0]  # X_i of X_1, .., X_n
        written: list[Node] = []
        for noun, value in zip(told.parameters, values, strict=True):
            value = bare(value.sides[0]) if isinstance(value, Chain) and value.sides[0] else value  # rate $\lambda > 0$
            if value is None or isinstance(value, Chain):
                return
            if noun == INTERVAL:
                ends = bare(value)
                if not isinstance(ends, Group):
                    return
                if ends.fence == r"\{}":
                    written.append(ends)
                elif len(ends.items) == 2 and ends.fence in ("[]", "()", "(]", "[)"):
                    written += ends.items
                else:
                    return
            else:
                written.append(in_standard_form(noun, value))
        start, end = item.start, item.end

        def named(*items: Node, marks: tuple[str, ...]) -> Product:
            called = Group(start, end, "()", items, marks)
            return Product(start, end, (Name(start, end, told.law), called), ("", ""))

        with suppress(Fault, SortError):
            several = self.listed_before(block, count - 1)
            subjects = several if len(several) > 1 else [subject] if isinstance(subject, (Name, Script)) else []
            if not told.density and subjects:
                with_law = named(*written, marks=(",",) * (len(written) - 1))
                self.all_drawn(subjects, with_law, independent=told.independent)
                if isinstance(subject, Script):
                    self.context.unread.pop(spell(subject.base), None)  # the law is what more was said of it
            elif isinstance(subject, Product) and told.density and defined_name(subject)[1]:
                name, (point,) = defined_name(subject)
                body = named(Name(start, end, point), *written, marks=(";", *(",",) * (count - 1)))
                self.context.declared.pop(name, None)
                self.context.define(name, Definition((point,), body))

    def unnamed(self, block: Block) -> None:
        """`Suppose they are independent`: of the names in the sentence before. What else is said so is not taken."""
        for sentence in block.alone:
            found = _INDEPENDENT.search(sentence)
            if found is not None and len(self.grouped) > 1 and not doubts(sentence) and not unknown_words(sentence):
                Declarations(self.context).independent([Name(0, 0, name) for name in dict.fromkeys(self.grouped)])
                continue
            self.context.of_all |= told_of_all(sentence)
            for name in told_of(self.context, sentence):
                self.context.described.setdefault(name, " ".join(sentence.split())[:80])


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


def _with_random(context: Context, names: Sequence[str]) -> list[str]:
    """Names next to each other of which some are of random variables or events: so is what is new among these."""
    found = _random(context, names)
    for name in names if found else ():
        is_part = name.partition("_")[0] in context.samples
        found += [name] if context.sort_of(name) is None and not is_part and name not in found else []
    return found


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
