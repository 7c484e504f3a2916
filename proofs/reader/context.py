"""What the symbols of a document are: declared, defined, or guessed from their use."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

from ..terms.build import ONE, describe, mul, of_shape, power, size_sum
from ..terms.sorts import (
    COUNT,
    EVENT,
    FAMILY,
    NATURAL,
    REAL,
    Matrix,
    Outcome,
    RandomVariable,
    Scalar,
    Sort,
    Vector,
    closure,
)
from ..terms.term import Term, symbol
from .limits import Limit
from .notation import FAMILY_LETTERS, FUNCTION_WORDS, MEASURE_WORDS
from .syntax import Name, Node, Num, Script, Sum, bare, open_names, spell
from .ties import Tie

# what an undeclared symbol may be found to be, each step only towards more structure
RANKS = {"outcome": 0, "real": 1, "natural": 2, "vector": 3, "matrix": 4}


class Again(Exception):
    """A guess was corrected: what was being read has to be read again."""


@dataclass(frozen=True)
class Definition:
    """`name(parameters) := body`, kept as syntax: it takes its meaning where it is used."""

    parameters: tuple[str, ...]
    body: Node
    indexed: bool = False  # y_i := ..: the parameter is an index
    supposed: str = ""  # the equation, where it was not said to define: it holds within its section
    model: bool = False  # Z = X + Y with random X and Y: it is unfolded where that is asked for
    data: bool = False  # y = X b + e with a random e, which is a model as well
    goal: bool = False  # it is what is to be shown
    limits: tuple[Limit, ...] = ()  # where a function is given
    names: frozenset[str] = field(init=False)  # what the body mentions and does not bind itself

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", open_names(self.body) - frozenset(self.parameters))


@dataclass(frozen=True)
class Sample:
    """Data x_i that are said to follow a law, which may speak of i, or one that is not known."""

    index: str
    law: Node | None


@dataclass(frozen=True)
class Factor:
    """A density that the document gives by a formula, p(y | m) = N(y; m, 1).

    `points` are what it is written at, a symbol or an entry of one, and `names` how these are written.
    """

    targets: tuple[str, ...]
    givens: tuple[str, ...]
    points: tuple[Term, ...]
    names: tuple[str, ...]
    body: Node
    supposed: str  # the equation


@dataclass
class Fact:
    """A statement taken for true, kept as the way to read it: it is always over the symbols as they are now.

    `about` are the names in it, `names` also those of their sizes.
    """

    make: Callable[[], Term]
    term: Term
    about: frozenset[str]
    names: frozenset[str]
    version: int
    local: bool = False  # supposed without a word: it holds within its section


@dataclass
class Cues:
    """What the notation of a section says about its symbols before any formula is given a meaning."""

    called: set[str] = field(default_factory=set)  # f in f(x)
    applied: set[str] = field(default_factory=set)  # those in f(x), x a variable
    alone: set[str] = field(default_factory=set)  # a in a x
    signatures: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)  # all ways that a family is called
    families: dict[str, str] = field(default_factory=dict)  # p in p(x | y), with the label it is first seen with
    labels: set[str] = field(default_factory=set)  # x in p(x)
    apart: set[str] = field(default_factory=set)  # X in p(x | X)
    valued: set[str] = field(default_factory=set)  # X and Y in \\sum_X P(Y | X)
    integrated: set[str] = field(default_factory=set)  # x in dx
    summed: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)  # x in a sum over x
    bounds: set[str] = field(default_factory=set)  # n above a sum
    measures: set[str] = field(default_factory=set)  # p in p(A \\cup B)
    parameters: set[str] = field(default_factory=set)  # M in X \\sim N(M, U)
    drawn: set[str] = field(default_factory=set)  # X in it
    dotted: set[str] = field(default_factory=set)  # p in [p_1, .., p_k]
    counts: set[str] = field(default_factory=set)  # n where n_i stands above a sum
    running: set[str] = field(default_factory=set)  # i below a sum, or in i = 1, .., n
    ragged: set[str] = field(default_factory=set)  # y in y_{ij} with j = 1, .., n_i
    shapes: dict[str, str] = field(default_factory=dict)  # what undeclared symbols are found to be, see `shapes`
    indexed: set[str] = field(default_factory=set)  # x in x_i with a running i
    rows: set[str] = field(default_factory=set)  # x, where the x_i are vectors
    shifted: set[tuple[str, str]] = field(default_factory=set)  # a and t where a_{t-1} or a_{t+1} is written
    separate: set[str] = field(default_factory=set)  # n, where n is one thing and the n_i are others
    beside: set[str] = field(default_factory=set)  # mu in mu_i - mu
    numbers: set[str] = field(default_factory=set)  # p in 1 - p and in p^x
    laws: set[str] = field(default_factory=set)  # p in KL(p || q) and in x \\sim p
    moving: set[str] = field(default_factory=set)  # what is differentiated by, or optimised over
    random: set[str] = field(default_factory=set)  # X in E[X], Var(X), P(X > 1)
    moments: set[str] = field(default_factory=set)  # X where E[X], Var(X) or Cov(X, Y) is written
    sole: set[str] = field(default_factory=set)  # X where a mean is written of nothing else: E[X X^T]
    sets: dict[str, str] = field(default_factory=dict)  # \\mathcal{X} in x \\in \\mathcal{X}, with the x
    owners: dict[str, str] = field(default_factory=dict)  # X in f_X(x) and f_{X,Y}(x, y), with the f
    imaginary: bool = False  # i stands in an exponent of e
    e_is_given: bool = False  # a formula says what e is
    words: dict[str, set[str]] = field(default_factory=dict)  # what prose calls a symbol: density, convex, ..
    common: dict[str, frozenset[str]] = field(default_factory=dict)  # what is said of two functions of one name
    measured: set[tuple[str, frozenset[str], str]] = field(default_factory=set)  # p in `pmf p`, x in p(x), and measure

    def extent(self) -> tuple[int, ...]:
        """How much is known: it only ever grows."""
        sets = (self.called, self.alone, self.families, self.labels, self.integrated, self.summed, self.bounds)
        words = sum(map(len, self.words.values()))
        more = (self.apart, self.laws, self.moving, self.random, self.beside, self.numbers, self.applied)
        return *map(len, sets), *map(len, more), len(self.counted), len(self.measured), words

    @property
    def own_e(self) -> bool:
        """Whether e is what the text calls it, and not the base of the exponential function."""
        return self.e_is_given or "e" in self.random or "e" in self.words

    def call(self, name: str, phrase: str) -> None:
        """Prose calls a symbol so."""
        singular = phrase.rstrip("s") if phrase.endswith("s") and phrase != "densities" else phrase
        self.words.setdefault(name, set()).update((phrase, singular))

    def variable_of(self, name: str) -> str:
        """The variable of which a density knows what is drawn: X is one of x, but in p(x | X) they are two."""
        return label(name).lower() if is_upper(name) and label(name) not in self.apart else label(name)

    def measure(self, of: str) -> str:
        """That which the densities of a labelled variable are with respect to, for all that is written and said."""
        if any(self.variable_of(name) == of for name in self.integrated):
            return "lebesgue"
        if any(self.variable_of(name) == of for name in self.counted):
            return "counting"
        families = {name for name, ways in self.signatures.items() if any(of in way for way in ways)}
        kinds = {kind for name, variables, kind in self.measured if self._speaks_of(name, variables, of, families)}
        return kinds.pop() if len(kinds) == 1 else "either"

    @staticmethod
    def _speaks_of(name: str, variables: frozenset[str], of: str, families: set[str]) -> bool:
        """Whether what is said of p(x), of p or of p_X is said of the densities of a labelled variable."""
        if variables:
            return of in variables
        below = [each for each in name.partition("_")[2].strip("{}").split(",") if is_upper(each)]
        return of in [label(each).lower() for each in below] if below else name in families or not families

    def tell(self, name: str, variables: frozenset[str], phrases: Iterable[str]) -> None:
        """Prose calls densities so, which are those of some `variables` where these are written with them."""
        for kind, words in MEASURE_WORDS.items() if name in FAMILY_LETTERS or not is_upper(name) else ():
            if not set(words).isdisjoint(phrases):
                self.measured.add((name, variables, kind))

    def traits(self, name: str) -> frozenset[str]:
        """What prose says that a function is like."""
        found = frozenset(word for word in (*FUNCTION_WORDS, "strictly") if self.said(name, word))
        return found & self.common.get(name, found)

    def said(self, name: str, *words: str) -> bool:
        return not self.words.get(name, set()).isdisjoint(words)


@dataclass(frozen=True)
class Statistic:
    """What a sentence calls a symbol: the sample variance, .., of the data of these letters. By custom on no line."""

    name: str
    noun: str
    letters: tuple[str, ...]
    line: int

    def __str__(self) -> str:
        return f"{self.name} is {self.noun}"


@dataclass
class Guess:
    kind: str
    invertible: bool = False
    definite: bool = False  # a covariance
    within: Scalar | None = None  # a point of a law: its support
    indexed: bool = False  # several random variables, X_i
    tally: bool = False  # an array of whole numbers, which may be 0
    value: Sort | None = None  # of a random variable, where its use shows its size


@dataclass
class Context:
    """The symbols known at a point of a document. `declare` and `define` move it on; guesses only ever grow."""

    declared: dict[str, Sort] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    factors: dict[str, tuple[Factor, ...]] = field(default_factory=dict)  # of a family's joint density
    abstract: frozenset[str] = frozenset()  # families whose factors are not to be written out
    guesses: dict[str, Guess] = field(default_factory=dict)
    functions: dict[str, tuple[Sort, ...]] = field(default_factory=dict)
    sizes: dict[Term, Term] = field(default_factory=dict)  # guessed sizes that were found to be others
    flexible: set[Term] = field(default_factory=set)
    frozen: bool = False  # no guess may change
    cues: Cues = field(default_factory=Cues)
    samples: dict[str, Sample] = field(default_factory=dict)  # data that are said to be drawn, x in x_i \\sim p
    # names of which something was said that the reader does not have, each with what that is:
    opaque: dict[str, str] = field(default_factory=dict)  # what kind of thing they are
    knowing: Node | None = None  # N = n, where a sentence tells of laws given that
    by_density: set[str] = field(default_factory=set)  # of which all that is opaque is said of densities as well
    lawless: dict[str, str] = field(default_factory=dict)  # the law of a random variable
    unread: dict[str, str] = field(default_factory=dict)  # an equation or inequality
    given: set[str] = field(default_factory=set)  # what given lines declare
    goal: bool = False  # whether what is read states what is to be shown
    awaited: dict[str, int] = field(default_factory=dict)  # where the section last says P = .. of a P
    described: dict[str, str] = field(default_factory=dict)  # words that define them
    stories: set[str] = field(default_factory=set)  # what words tell of besides its law, if it has one: a lifetime
    reached: dict[str, Scalar] = field(default_factory=dict)  # by functions: where their values are said to lie
    lapsed: dict[str, tuple[Term, ...]] = field(default_factory=dict)  # what was said of them under conditions
    statistics: dict[str, Statistic] = field(default_factory=dict)  # what nouns say that they are
    asides: dict[str, tuple[frozenset[str], str]] = field(
        default_factory=dict
    )  # what is in doubt of a new name by others
    mentioned: set[str] = field(default_factory=set)  # the names in equations that prose brings up
    earlier: set[str] = field(default_factory=set)  # what other exercises speak of
    given_for: tuple[Node, ...] = ()  # the conditions that the row that is read has
    parts_of: dict[str, int] = field(default_factory=dict)  # in which part of the text prose says what they are
    called: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)  # what parts call a symbol, last where
    base: int | None = None  # of \\log, where the text says so
    qualified: set[str] = field(default_factory=set)  # names of which words say how they are: an equation is a claim
    beside: set[str] = field(default_factory=set)  # letters that may be random, as what they stand beside is
    ties: list[Tie] = field(default_factory=list)  # equations in which symbols that are declared may move together
    processes: dict[str, Node] = field(default_factory=dict)  # X, where X_t is defined by other X_s, and by what
    roles: dict[str, str] = field(default_factory=dict)  # what the text calls a parameter of a law: its scale
    of_all: dict[tuple[type, ...], str] = field(default_factory=dict)  # what the text says of all things of some sorts
    norm: str = ""  # what the text calls a norm without a subscript, if that is not the Euclidean one
    product: str = ""  # and the inner product
    counts_failures: bool = False  # whether a geometric law may begin at 0
    excludes: bool = False  # whether the text says of events that they exclude each other, or exhaust all
    nests: bool = False  # and besides that one is a part of another
    inverts: bool = False  # whether the text speaks of inverse functions, and of no reciprocals
    stated: set[str] = field(default_factory=set)  # names of statements, m in `m: y = X b + e`
    ends: dict[str, str] = field(default_factory=dict)  # of the indices of a row: k of i = 1, .., k
    parts: frozenset[str] = frozenset()  # X_1, where it is taken for a thing of its own
    bounded: set[str] = field(default_factory=set)  # names that a row bounds, `x > 0`, within this section
    seen: set[str] = field(default_factory=set)  # names that earlier formulas used
    version: int = 0  # how often what a name stands for has changed
    changed: dict[str, int] = field(default_factory=dict)  # the version in which a name last changed
    relied: set[str] = field(default_factory=set)  # guesses that the steps read so far in this section rest on
    stale: bool = False  # such a guess was corrected since
    opened: dict[int, tuple[Node, frozenset[str]]] = field(default_factory=dict)  # formulas with their names
    sides: dict[tuple[int, str], object] = field(default_factory=dict)  # sides with their meaning, see `elaborate`
    lent: dict[Hashable, object] = field(default_factory=dict)  # those that snapshots of one version have together

    # ---------------------------------------------------------------- sizes

    def size(self, name: str) -> Term:
        """The guessed size of that name, or what it was found to equal."""
        found = symbol(name, NATURAL)
        if found not in self.sizes:
            self.flexible.add(found)
        return self.settled(found)

    def settled(self, size: Term) -> Term:
        """A size over the symbols as they are now."""
        if size.head == "symbol":
            while size in self.sizes:
                size = self.sizes[size]
            if size.head == "symbol":
                guessed = size.name in self.guesses and size.name not in self.declared
                sort = self.guessed_sort(size.name) if guessed else self.declared.get(size.name)
                return symbol(size.name, sort) if isinstance(sort, Scalar) and sort != size.sort else size
        args = tuple(map(self.settled, size.args))
        if args == size.args and size.head != "add":
            return size
        match size.head:
            case "add":
                return size_sum(args)
            case "mul":
                return mul(*args)
            case "pow":
                return power(*args)
        return size

    def unify(self, left: Term, right: Term) -> bool:
        """Take two sizes for the same where one of them was guessed. Raises Again where that is news."""
        left, right = self.settled(left), self.settled(right)
        if left is right:
            return True
        if left.head == right.head and left.head in ("add", "mul"):  # p_0 + m and p_0 + p_1
            apart = (
                [part for part in left.args if part not in right.args],
                [part for part in right.args if part not in left.args],
            )
            if all(len(each) == 1 for each in apart):
                left, right = apart[0][0], apart[1][0]
        pairs = ((left, right), (right, left))
        for old, new in pairs if "@" in repr(left) or "@" not in repr(right) else pairs[::-1]:
            if old in self.flexible and old not in new.free and new is not ONE and not self.frozen:
                self.sizes[old] = new
                self.flexible.discard(old)
                self.corrected(old.name)
                raise Again
        return False

    def unify_quietly(self, size: Term, other: Term) -> None:
        """A size that was guessed is declared to be another."""
        try:
            self.unify(size, other)
        except Again:
            return

    def same_size(self, old: Term, size: Term) -> bool:
        """`p = p_0 + p_1`: a size that is declared and has no value yet is, from here on, made of others."""
        size = self.settled(size)
        if old.head != "symbol" or self.declared.get(old.name) != NATURAL or size.head != "add" or old in size.free:
            return False
        if not all(part.sort == NATURAL for part in size.args):
            return False
        self.sizes[old] = size
        del self.declared[old.name]
        terms = [Num(0, 0, part.value) if part.head == "number" else Name(0, 0, part.name) for part in size.args]
        self.define(old.name, Definition((), Sum(0, 0, tuple((1, term) for term in terms))))
        return True

    @contextmanager
    def fixed(self) -> Iterator[None]:
        """Guesses stay as they are within."""
        self.frozen = True
        try:
            yield
        finally:
            self.frozen = False

    # ---------------------------------------------------------------- symbols

    def guess(self, name: str, kind: str) -> None:
        """An undeclared symbol turns out to be of a kind. Raises Again where that is news."""
        found = self.guesses.get(name)
        if found is None:
            self.guesses[name] = Guess(kind)
            self.corrected(name)
        elif not self.frozen and found.kind in RANKS and (kind not in RANKS or RANKS[kind] > RANKS[found.kind]):
            found.kind = kind
            self.corrected(name)
            raise Again

    def corrected(self, name: str) -> None:
        """What a name is guessed to be is news."""
        self.stale = self.stale or name in self.relied
        self.touch(name)

    def rely(self, names: frozenset[str]) -> None:
        """A step over these names was read: it rests on the guesses made so far."""
        self.relied.update(names, self.guesses, self.functions, [size.name for size in self.flexible])

    def names_in(self, node: Node) -> frozenset[str]:
        """The names that a formula mentions and does not bind."""
        found = self.opened.get(id(node))
        if found is None or found[0] is not node:
            found = self.opened[id(node)] = (node, open_names(node))
        return found[1]

    def forget_guesses(self) -> None:
        self.opened = {}
        self.forget_sides()
        for name in {*self.guesses, *self.functions}:
            self.touch(name)
        self.guesses, self.functions, self.relied, self.stale = {}, {}, set(), False

    def kind(self, name: str) -> str:
        found = self.guesses.get(name)
        return "" if found is None else found.kind

    def guessed_sort(self, name: str) -> Sort:
        guess = self.guesses[name]
        entry = NATURAL if name.removesuffix(r"_{\cdot}") in self.cues.counts else COUNT if guess.tally else REAL
        match guess.kind:
            case "outcome":
                return Outcome(label(name))
            case "natural":
                return NATURAL
            case "vector":
                return Vector(self.size(f"n_{{{name}}}"), entry)
            case "matrix":
                traits = closure({"invertible"}) if guess.invertible else frozenset()
                if guess.definite:
                    rows = self.size(f"n_{{{name}}}")
                    return Matrix(rows, rows, closure({"positive_definite"}))
                return Matrix(self.size(f"m_{{{name}}}"), self.size(f"n_{{{name}}}"), traits, entry)
            case "random":
                several = Vector(self.size(f"n_{{{name}}}")) if guess.indexed else REAL
                return RandomVariable(self.settle(guess.value or several))
            case "family":
                return FAMILY
            case "event":
                return EVENT
        return guess.within or REAL

    def several(self, name: str) -> None:
        """A random variable that takes an index is a vector of them, if nothing is said of its law."""
        if not name or self.frozen or any(name in fact.about for fact in self.facts):
            return
        size = self.size(f"n_{{{name}}}")
        declared = self.declared.get(name)
        if isinstance(declared, RandomVariable) and isinstance(declared.value, Scalar):
            self.declare(name, RandomVariable(Vector(size, declared.value)))
            self.corrected(name)
            raise Again
        guess = self.guesses.get(name)
        if declared is None and guess is not None and guess.kind == "random" and not guess.indexed:
            guess.indexed = True
            self.corrected(name)
            raise Again

    def one_of_several(self, name: str) -> None:
        """X_i of random variables of which nothing else is said is an entry of the vector of them. Raises Again."""
        base = name.partition("_")[0]
        array, declared = self.array_name(base), self.declared.get(name)
        known = array in self.declared or array in self.definitions or any(name in fact.about for fact in self.facts)
        number = isinstance(declared, RandomVariable) and isinstance(declared.value, Scalar)
        if known or not number or self.frozen or len(name.partition("_")[2]) > 1:
            return
        assert isinstance(declared, RandomVariable)
        assert isinstance(declared.value, Scalar)
        del self.declared[name]
        self.touch(name)
        self.declare(array, RandomVariable(Vector(self.size(f"n_{{{array}}}"), declared.value)))
        self.corrected(name)
        raise Again

    def tallied(self, name: str) -> None:
        """The entries of an array stand in factorials. Raises Again where that is news."""
        guess = self.guesses.get(name)
        if guess is not None and not guess.tally and not self.frozen and guess.kind in ("vector", "matrix"):
            guess.tally = True
            self.corrected(name)
            raise Again

    def random_array(self, name: str, rows: Term, columns: Term) -> None:
        """A random variable of which nothing is said has values of a size. Raises Again where that is news."""
        guess = self.guesses.get(name)
        told = any(name in fact.about and fact.term.head != "relation" for fact in self.facts)  # a law is of some size
        known = self.frozen or name in self.declared or told
        if guess is not None and guess.kind == "random" and guess.value is None and not guess.indexed and not known:
            guess.value = of_shape(rows, columns)
            self.corrected(name)
            raise Again

    def guess_within(self, name: str, support: Scalar) -> None:
        """A guessed number is a point of a support. Raises Again where that is news."""
        guess = self.guesses.get(name)
        if guess is None or guess.kind not in ("real", "outcome") or guess.within == support or self.frozen:
            return
        if support != REAL and guess.within is None:
            guess.within, guess.kind = support, "real"
            self.corrected(name)
            raise Again

    def definite(self, name: str) -> None:
        """A square matrix is the covariance of a law. Raises Again where that is news."""
        guess, sort = self.guesses.get(name), self.declared.get(name)
        if isinstance(sort, Matrix) and not self.frozen:
            self.declare(name, replace(sort, traits=closure(sort.traits | {"positive_definite"})))
            raise Again
        if guess is not None and not guess.definite and not self.frozen:
            guess.definite = True
            self.unify_quietly(self.size(f"m_{{{name}}}"), self.size(f"n_{{{name}}}"))
            self.corrected(name)
            raise Again

    def declare(self, name: str, sort: Sort) -> None:
        """Say what a symbol is; what was known of it before is refined, not lost."""
        old = self.declared.get(name)
        if isinstance(old, Matrix) and isinstance(sort, Matrix):
            sort = replace(sort, traits=closure(sort.traits | old.traits))
        kept = sort.value if isinstance(sort, RandomVariable) else sort  # which is said of all values of a variable
        if old is not None and type(old) not in (type(sort), type(kept)):  # another thing of the same name
            self.facts = [fact for fact in self.facts if name not in fact.names]
        self.declared[name] = self.settle(sort)
        self.definitions.pop(name, None)
        self.touch(name)

    @contextmanager
    def abstracting(self, families: frozenset[str]) -> Iterator[None]:
        """Densities of these families are not written out within, whatever the document gives them as."""
        if families <= self.abstract:
            yield
            return
        before, self.abstract = self.abstract, self.abstract | families
        self.forget_sides()
        try:
            yield
        finally:
            self.abstract = before
            self.forget_sides()

    @contextmanager
    def setting_aside(self, names: frozenset[str], parts: frozenset[str]) -> Iterator[None]:
        """Names stand for any values of theirs within, whatever the document says that they are; so do `parts`, X_1,
        whatever X is."""
        kept = {name: self.definitions.pop(name) for name in sorted(names)}
        self.parts = parts
        self.forget_sides()
        for name in kept:
            self.touch(name)
        try:
            yield
        finally:
            self.parts = frozenset()
            self.forget_sides()
            self.definitions |= kept
            for name in kept:
                self.touch(name)

    def touch(self, name: str) -> None:
        """What a name stands for has changed: facts about it, and sides, are to be read again."""
        self.version += 1
        self.changed[name] = self.version
        self.forget_sides()

    def told(self) -> Hashable:
        """What is known besides what names stand for: what a formula means may hang on it, and the version does not."""
        kept = (
            self.samples, self.opaque, self.lawless, self.unread, self.described, self.lapsed, self.functions,
            self.reached,
        )  # fmt: skip
        names = [tuple(each) for each in kept]
        facts = tuple(fact.term for fact in self.facts)
        row = tuple(map(id, self.given_for))
        more = self.goal, self.base, self.excludes, self.nests, frozenset(self.stated), self.cues.extent()
        return row, facts, *names, *more

    def forget_sides(self) -> None:
        """Sides are to be read again here; what is lent to the snapshots of before stays theirs."""
        self.sides, self.lent = {}, {}

    def drop_supposed(self) -> None:
        """What was taken for true of a symbol without a word ends with its section."""
        for name in [name for name, definition in self.definitions.items() if definition.supposed]:
            del self.definitions[name]
            self.touch(name)
        for name in self.bounded - self.definitions.keys():
            if self.declared.pop(name, None) is not None:
                self.touch(name)
        self.bounded = set()
        self.ties = [each for each in self.ties if not each.local]
        self.facts = [fact for fact in self.facts if not fact.local]

    def said_of_all(self, sort: Sort) -> str:
        """What the text says of all things of a sort, or ''."""
        sorts = (sort, sort.value) if isinstance(sort, RandomVariable) else (sort,)
        return next((said for of, said in self.of_all.items() if any(isinstance(each, of) for each in sorts)), "")

    def is_of_before(self, name: str, part: int) -> bool:
        """Whether it was another part of the text that said what a name is."""
        return self.parts_of.get(name, part) != part

    def forget(self, name: str) -> None:
        """A name is to be declared anew: whatever was said of it is said no more."""
        known: tuple[dict[str, Any], ...] = (
            self.declared, self.definitions, self.samples, self.opaque, self.lawless, self.unread, self.described,
            self.statistics, self.lapsed, self.reached,
        )  # fmt: skip
        for table in known:
            table.pop(name, None)
        self.stories.discard(name)
        self.ties = [each for each in self.ties if name not in each.names]
        self.facts = [fact for fact in self.facts if fact.about.isdisjoint((name, f"{{{name}}}"))]
        self.touch(name)

    def not_known(self, name: str) -> Iterator[str]:
        """What was said of a name and has no meaning here."""
        yield from (table[name] for table in (self.unread, self.lawless, self.described) if name in table)

    def doubts(self, name: str) -> Iterator[str]:
        """Why equations in doubt may say something of a name: they give something a value by it, and more is said of
        that."""
        for new, (names, because) in self.asides.items():
            if name in names and (new in {*self.seen, *self.mentioned, *self.declared, *self.definitions}):
                yield because

    def told_of(self) -> set[str]:
        """The names of which anything is known."""
        about = (name for fact in self.facts for name in fact.about)
        return {*self.declared, *self.definitions, *self.cues.words, *about}

    @contextmanager
    def within_section(self) -> Iterator[None]:
        """What is said within is forgotten at the section's end."""
        facts, declared = list(self.facts), set(self.declared)
        yield
        self.bounded |= self.declared.keys() - declared
        for fact in self.facts:
            fact.local = fact.local or not any(fact is other for other in facts)

    def made_of(self, node: Node) -> set[str]:
        """The names that a formula mentions, itself or by definitions."""
        found = set(self.names_in(node))
        pending = list(found)
        while pending:
            name = pending.pop()
            more = set(self.definitions[name].names) if name in self.definitions else set()
            more = (more | {self.mean_of(name)}) - found - {""}
            pending.extend(more)
            found |= more
        return found

    def closure(self, node: Node) -> set[str]:
        """The names that a formula mentions, itself or by definitions and by what is said of its symbols."""
        found = set(self.names_in(node))
        pending = list(found)
        while pending:
            name = pending.pop()
            more = set(self.definitions[name].names) if name in self.definitions else set()
            more |= {self.mean_of(name)} - {""}
            for factor in self.factors.get(name, ()):
                more |= open_names(factor.body)
            if name in self.samples:
                law = self.samples[name].law
                more |= open_names(law) - {self.samples[name].index} if law is not None else {f"{{{name}}}"}
            for fact in self.facts:
                if name in fact.about:
                    more |= fact.about
            pending.extend(more - found)
            found |= more
        return found

    def is_copied(self, name: str) -> bool:
        """Whether X is a random number beside the X_1, .., X_n that are its copies."""
        sort = self.declared.get(name)
        return name in self.samples and isinstance(sort, RandomVariable) and isinstance(sort.value, Scalar)

    def numbers_name(self, name: str) -> str:
        """What the vector of the values of X_1, .., X_n is called."""
        return name + r"_{\cdot}" if self.is_copied(name) else name

    def mean_of(self, name: str) -> str:
        """The X of \\bar{X}, the mean of X_1, .., X_n that are random or defined one by one; or ''."""
        inner = name.removeprefix(r"\bar{").removesuffix("}") if name.startswith(r"\bar{") else ""
        indexed = inner in self.definitions and self.definitions[inner].indexed
        known = name in self.definitions or name in self.declared
        return inner if (inner in self.samples or indexed) and not known else ""

    def is_named_by_size(self, node: Node) -> bool:
        """Whether \\Sigma_n is a name beside a matrix \\Sigma: n is a size, and an equation says what \\Sigma_n is."""
        node = bare(node)
        sub = bare(node.sub) if isinstance(node, Script) and node.sub is not None else None
        if not isinstance(node, Script) or not isinstance(sub, Name) or sub.text in self.cues.running:
            return False
        whole = spell(Script(node.start, node.end, node.base, node.sub, None))
        return isinstance(self.sort_of(spell(node.base)), Matrix) and whole in self.awaited

    def array_name(self, name: str, places: int = 1) -> str:
        """What the n of n_i is called: by another name where n is something else, and where it is no array."""
        held = isinstance(self.sort_of(name), (Vector, Matrix))
        separate = name in self.cues.separate and not held
        return name + r"_{\cdot}" if separate or self.is_no_array(name, places) else name

    def is_no_array(self, name: str, places: int) -> bool:
        """Whether what has so many indices is a function of them: more than two, or rows that are not equally long."""
        return places > 2 or (places == 2 and name in self.cues.ragged)

    def define(self, name: str, definition: Definition) -> None:
        self.definitions[name] = replace(definition, goal=self.goal)
        self.touch(name)

    def note_points(self, function: str, said: str, parameters: tuple[str, ...]) -> None:
        """What is said of a function may hold at the x that is declared, or at all: no step is refuted by the rest."""
        self.described.setdefault(function, f"{said[:80]}, at this {', '.join(parameters)} or at any")

    # ---------------------------------------------------------------- facts

    def suppose(self, make: Callable[[], Term], *, local: bool = False) -> Term:
        """Take a statement for true."""
        term = make()
        self.facts.append(Fact(make, term, free_names(term), names_of(term), self.version, local))
        return term

    def statement(self, fact: Fact) -> Term:
        """What a fact says, over the symbols as they are now."""
        if fact.version != self.version:
            if any(self.changed.get(name, 0) > fact.version for name in fact.names):
                fact.term = fact.make()
                fact.about = free_names(fact.term)
                fact.names |= names_of(fact.term)
            fact.version = self.version
        return fact.term

    def snapshot(self) -> Context:
        """What is known here, to read other formulas in later: this context goes on by itself."""
        shared = ("cues", "opened", "lent")
        held = {name: copy(value) for name, value in vars(self).items() if name not in (*shared, "sides")}
        held["facts"] = [copy(fact) for fact in self.facts]
        held["guesses"] = {name: copy(guess) for name, guess in self.guesses.items()}
        return Context(**held, cues=self.cues, opened=self.opened, lent=self.lent)

    def save(self) -> Saved:
        """What is known here, to come back to."""
        return Saved(dict(self.declared), dict(self.definitions), list(self.facts), dict(self.factors), list(self.ties))

    def restore(self, saved: Saved) -> None:
        """Forget what was said since, but for the functions that were given under conditions of their own."""
        for name, definition in self.definitions.items():
            if definition.limits and name not in saved.declared:
                saved.definitions.setdefault(name, definition)
        for old, now in ((saved.declared, self.declared), (saved.definitions, self.definitions)):
            for name in {*old, *now}:
                if old.get(name) != now.get(name):
                    self.touch(name)
        self.declared, self.definitions, self.facts = saved.declared, saved.definitions, saved.facts
        self.factors, self.ties = saved.factors, saved.ties

    def settle(self, sort: Sort) -> Sort:
        """The sort with guessed sizes replaced by what they were found to be."""
        if isinstance(sort, Vector):
            return replace(sort, size=self.settled(sort.size))
        if isinstance(sort, Matrix):
            return replace(sort, rows=self.settled(sort.rows), columns=self.settled(sort.columns))
        if isinstance(sort, RandomVariable):
            return RandomVariable(self.settle(sort.value))
        return sort

    def sort_of(self, name: str) -> Sort | None:
        """The sort of a declared symbol, or None."""
        found = self.declared.get(name)
        return None if found is None else self.settle(found)

    def known(self) -> str:
        """The declared symbols in words, for messages."""
        names = [f"{name} is {describe(self.settle(sort))}" for name, sort in list(self.declared.items())[-8:]]
        names += [f"{name} is defined" for name in list(self.definitions)[-4:]]
        return ", ".join(names) or "nothing is declared"


@dataclass(frozen=True)
class Saved:
    """What was known at a point of a document."""

    declared: dict[str, Sort]
    definitions: dict[str, Definition]
    facts: list[Fact]
    factors: dict[str, tuple[Factor, ...]]
    ties: list[Tie]


def symbols_of(term: Term) -> frozenset[Term]:
    """The free symbols of a term, with those of the sizes of their sorts."""
    found = term.free
    sizes = [size.free for each in found for size in _sizes(each.sort) if size.head != "number"]
    return found.union(*sizes) if sizes else found


def _sizes(sort: Sort) -> tuple[Term, ...]:
    match sort:
        case Vector(size=size):
            return (size,)
        case Matrix(rows=rows, columns=columns):
            return rows, columns
        case RandomVariable(value=value):
            return _sizes(value)
    return ()


def free_names(term: Term) -> frozenset[str]:
    return frozenset(each.name for each in term.free)


def names_of(term: Term) -> frozenset[str]:
    """The names of symbols and sizes; of data {X} that are drawn, also that of the numbers X."""
    names = {each.name for each in symbols_of(term)}
    return frozenset(names | {name[1:-1] for name in names if name.startswith("{")})


def label(name: str) -> str:
    """The name of the variable that a density knows a symbol by: primes, and decorations, do not count."""
    return name.rstrip("'").removesuffix("^*")


_SPREADS = frozenset(r"\sigma s S \tau R \varsigma \omega \mathrm{SD}".split())


def is_spread(name: str) -> bool:
    """Whether a letter is one of standard deviations and the like, which are no less than 0."""
    bare_name = re.sub(r"\\(?:hat|widehat|tilde|bar)\{(.+?)\}", r"\1", name)
    return bare_name.split("_")[0] in _SPREADS


_GREEK_CAPITALS = frozenset(r"\Gamma \Delta \Theta \Lambda \Xi \Sigma \Upsilon \Phi \Psi \Omega".split())


def is_capital(name: str) -> bool:
    """Whether a name is a capital letter, Latin or Greek: what a matrix is called."""
    base = name.split("_")[0]
    return is_upper(name) or base in _GREEK_CAPITALS or base[base.find("{") + 1 :].rstrip("}") in _GREEK_CAPITALS


def is_upper(name: str) -> bool:
    """Whether a name is a capital Latin letter, in any font, perhaps with a subscript."""
    base = name.split("_")[0]
    inner = base[base.find("{") + 1 :].rstrip("}'^*") if "{" in base else base.rstrip("'")
    return len(inner) == 1 and inner.isascii() and inner.isupper()


def is_bold(name: str) -> bool:
    return name.startswith((r"\mathbf", r"\vec"))
