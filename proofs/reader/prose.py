"""What the prose around formulas says: which displays are hypotheses, what words call a symbol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..errors import Fault
from .blocks import Piece
from .context import label
from .notation import CHANCE_WORDS, FUNCTION_WORDS, INDICES, MONOTONE_WORDS, PHRASE, TRAITS_IN_WORDS
from .said import is_plain, says_more
from .syntax import Chain, Dots, Group, Name, Node, Product, Script, Sum, bare, spell


@dataclass(frozen=True)
class Row:
    """A row of a display (or an inline formula), parsed; or the fault that kept it from being, and its left side."""

    items: tuple[Node, ...]
    separators: tuple[str, ...]
    fault: Fault | None
    start: int
    text: str


@dataclass(frozen=True)
class Block:
    """A piece with its parsed rows."""

    piece: Piece
    rows: tuple[Row, ...]
    before: str  # the prose of the same sentence before it
    after: str  # the prose right after it
    labels: frozenset[str] = frozenset()  # what it is called by
    goal: bool = False  # what is to be shown
    premise: bool = False  # or a premise of that: nothing is concluded yet
    stated: bool = False  # it stands in the statement of a theorem
    then: str = ""  # the formula after it
    ahead: bool = False  # it is read before the display whose sentence it ends
    part: int = 0  # the section, theorem or exercise that it belongs to

    @cached_property
    def lead(self) -> str:
        """The words of its sentence before it; earlier formulas are NULs."""
        return SENTENCE.split(self.before)[-1]

    @cached_property
    def sentence(self) -> str:
        """The same for a display as well, which stands apart from a sentence that has ended."""
        return SENTENCE.split(self.before.rstrip() + " ")[-1] if self.piece.kind == "display" else self.lead

    @cached_property
    def alone(self) -> list[str]:
        """The sentences before it that have no formula."""
        *whole, last = SENTENCE_END.split(self.before.rstrip() + " ")
        sentences = [*whole, last] if self.piece.kind == "display" else whole
        return [sentence for sentence in sentences if "\x00" not in sentence]

    @cached_property
    def rest(self) -> str:
        """The words of its sentence after it, up to the next formula."""
        return SENTENCE.split(self.after)[0]

    @cached_property
    def predicate(self) -> str:
        """The same, as far as its clause goes."""
        return re.split(r"[,;\x00]", self.rest)[0]


CITED = re.compile(r"\\(?:eq|[cC]|auto)?ref\{([^{}]*)\}")
LABEL = re.compile(r"\\label\{([^{}]*)\}")
_PARTS = re.compile(
    r"\b(?P<states>Theorem|Lemma|Proposition|Corollary|Claim|Exercise|Problem|Question|Statement)\b"
    r"|\b(?P<proves>Proof|Solution|Derivation|Answer)\b|\\(?P<edge>begin|end)\{(?P<what>\w+)\*?\}"
)
_STATEMENTS = frozenset("theorem lemma proposition corollary claim exercise problem question".split())


def states(prose: str, before: bool) -> bool:
    """Whether a document is stating what is to be shown, after some more prose of it."""
    for found in _PARTS.finditer(prose):
        if found.group("edge"):
            inside = found.group("what").lower() in _STATEMENTS
            before = found.group("edge") == "begin" if inside else before and found.group("what").lower() != "proof"
        else:
            before = bool(found.group("states")) and _opens(prose, found)
    return before


_ITEM = re.compile(
    r"(?:^|\n)\s*(?:\([a-z\d]{1,3}\)|\d{1,2}[.)]|[-*]|\\item)\s|(?:^|\n)[\s*_#]*(?:Example|Task|Part)\b"
    r"|\\begin\{example\*?\}"
)


def begins_part(prose: str) -> bool:
    """Whether another theorem, exercise or item begins in some prose: what its symbols are, it may say anew."""
    opened = any(_opens(prose, found) if found.group("states") else _begins(found) for found in _PARTS.finditer(prose))
    return opened or _ITEM.search(prose) is not None


_EXERCISE = re.compile(
    r"(?:^|\n|[*{])[\s*_#]*\b(?:Exercise|Problem|Question|Example|Task)\b|\\begin\{(?:exercise|problem|question|example)\*?\}"
)


def exercise_in(prose: str) -> int | None:
    """Where the last exercise in some prose begins, which has notation of its own."""
    starts = [found.start() for found in _EXERCISE.finditer(prose)]
    return starts[-1] if starts else None


def _begins(found: re.Match[str]) -> bool:
    return found.group("edge") == "begin" and found.group("what").lower() in _STATEMENTS


_CONCLUDED = re.compile(r"\b(?:then|hence|thus|therefore|so that|it holds|we have|it follows)\b", re.IGNORECASE)


def concludes(told: str) -> bool:
    """Whether what is told of what is to be shown has come to its conclusion: `Let .. Then, ..`."""
    return _CONCLUDED.search(told) is not None


_THEN = re.compile(r"(?:^|[.;,]\s)\s*(?:Then|then)\b")
_PROOF = re.compile(r"\bProof\b")
_GIVENS = re.compile(r"^\W*(?:Let|Given|Assume|Suppose|Consider)\b")


def concludes_in_words(before: str) -> bool:
    """Whether the text before a formula has the conclusion of a statement: `.. Then, both are the same. Proof: ..`."""
    return _THEN.search(_PROOF.split(before.strip())[0]) is not None


def opens_with_givens(before: str) -> bool:
    """Whether the text before a formula begins a statement with what is given: `Theorem: Let there be ..`."""
    last = None
    for found in _PARTS.finditer(before):
        last = found
    return last is not None and bool(last.group("states")) and _GIVENS.search(before[last.end() :]) is not None


def _opens(prose: str, found: re.Match[str]) -> bool:
    """Whether a word opens a paragraph or stands in bold: `**Theorem:**`; not `by the theorem above`."""
    before = prose[max(0, found.start() - 12) : found.start()]
    return re.search(r"(?:^|\n|[*{])[\s*_#]*$", before) is not None


WORDED = re.compile(r"\s*(?P<names>[^=<>]*?)(?:\s+(?:is|are|be|a|an)\b)*\s+(?P<words>(?:(?:"
                     + PHRASE.pattern.removeprefix(r"\b(").removesuffix(r")\b")
                     + r"|on|over|of|a|an|and|smooth|all)\b[\s,]*)+)[.;]?\s*$", re.IGNORECASE)  # fmt: skip
_TRIGGER = re.compile(
    r"\b(let|assume|assuming|suppose|supposing|where|with(?! respect)|for|given(?! by)|define|denote|"
    r"such that|be|take|consider|setting|put|provided|subject to)\b"
    r"|(?:^\W*|[,;:]\s*(?:and\s+)?)(?:(?:we|now|then|so|next|also|first|let us)\s+)*"
    r"(?:set|choose|pick|introduce|fix)(?=\s*$|\s+\x00)",
    re.IGNORECASE,
)
CONDITION = re.compile(r"\b(if|for|where|with|when|whenever|provided|given|such that|as|all)\b", re.IGNORECASE)
CONCLUDES = re.compile(
    r"\b(show|prove|implies|imply|follows|hence|thus|therefore|get|obtain|then|that is|iff|only if|"
    r"because|have|yields|gives|so|conclude|find|is|equals|holds)\b",
    re.IGNORECASE,
)
_SHORT = ("i.i.d", "i.e", "e.g", "w.r.t", "s.t", "a.s", "cf", "resp", "vs", "Eq", "eq")  # no sentence ends with these
_AFTER_SHORT = "".join(rf"(?<!\b{re.escape(each)})" for each in _SHORT)
_CLOSES = r"[*_)}\]]*(?:\s|$)"  # **Exercise 1 (Softmax).** Let
_IID = (  # of data that are i.i.d. The log-likelihood ..; not i.i.d. Bernoulli variables
    r"(?<=\bi\.i\.d)\.\s+(?=(?:The|Then|We|Let|Show|Find|Assume|Suppose|Consider|It|This|In|For|Define|Denote|By|Hence|"
    r"Thus|Prove|Derive|Compute|Give|If|Write|Set|Their|Here|Now|Calculate|Recall|Note|Using|A|An)\b)"
)
SENTENCE = re.compile(rf"(?:{_AFTER_SHORT}[.!?:]{_CLOSES}|{_IID}|\n\s*\n)")
SENTENCE_END = re.compile(rf"(?:{_AFTER_SHORT}[.!?]{_CLOSES}|{_IID}|\n\s*\n)")  # what follows a colon belongs to it


_ANY = PHRASE.pattern.removeprefix(r"\b").removesuffix(r"\b")
_BEFORE = re.compile(  # not in `with $U$ orthogonal and $D$ diagonal`
    rf"(?:\b{_ANY}[\s,]+(?:and\s+|covariance\s+)?)*\b{_ANY}\s+(?:covariance\s+)?$", re.IGNORECASE
)
_OF_ANOTHER = re.compile(  # x `is a vector and` y, A `is an` n \times n `matrix and` x
    r"\x00\s*(?:is|are|be|denotes?)\b[^\x00]*(?:\x00[^\x00]*)?(?:\band|,)\s*$", re.IGNORECASE
)
_JOINING = (
    "of|in|on|to|by|from|with|that|which|for|at|not|given|the|an?|than|as|about|over|under|between|if|or|when|where|and"
)
_AFTER = re.compile(
    rf"\s*(?:(?:is|are|(?:to )?be|denotes?)\s+|(?=an?\s))"
    rf"(?:(?:an?|the|some|two|and|also|again|thus|strictly|both|all|discrete|continuous|joint|conditional|marginal|prior|posterior|true|probability|real-valued|scalar-valued|zero-mean|mean-zero|cente?red|unit-variance)\s+)*"
    rf"(?:(?:(?!(?:{_JOINING})\b)[\w-]+\s+){{1,2}}?"
    r"(?:random variables?|random vectors?|matrix|matrices|vectors?|integers?(?![- ]valued)|events?)\b"
    rf"|(?:\b{_ANY}(?:\s*,\s*|\s+and\s+|\s+)?(?:(?:an?|strictly)\s+)?)+)",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\s*\b{_ANY}(?:\s+(?:and\s+)?{_ANY})*\s*(?=[.,;]|and\b|$)", re.IGNORECASE)
_APPOSES = re.compile(r"(?:\b(?:and|with|where|let|for)|,)\s*$", re.IGNORECASE)  # `and $x$ a vector`
_LINKS = re.compile(r"\[([^\[\]\n]{0,80})\]\([^()\s]{0,80}\)")
_SPACES = re.compile(r"~|\\[ ,;]|\\quad\b|\\(?:noindent|par|medskip|smallskip|bigskip|item)\b(?:\[[^\[\]]*\])?")


def spaced(text: str) -> str:
    """Prose without links, and with spaces for what sets them: `matrix~$A$`, `i.i.d.\\ variables`."""
    return _SPACES.sub(" ", _LINKS.sub(r"\1", text))


_INTRODUCES = re.compile(
    r"\b(?:let|assume|assuming|suppose|supposing|where|given)\b(?:\s+(?!by\b)[\w\"'-]+){0,4}\s*[:,]?\s*$"
    r"|\b(?:define|denote)\b(?:\s+(?!by\b)[\w\"'\x00-]+){0,8}\s*[:,]?\s*$"
    r"|\b(?:let|choose|consider|take|find|pick|there (?:is|are|be|exists?))\b[^.]*\b(?:such that|with)\s*[:,]?\s*$"
    r"|(?<!only)[\s,]if\s*[:,]?\s*$"
    r"|\bwhere\b[^.\x00]*\b(?:is|are)(?: given by| defined as)?\s*[:,]?\s*$",
    re.IGNORECASE,
)
_SAYS_WHICH = re.compile(
    r"\bwhere\b[^.]*\x00\s+(?:is|are) (?:given|defined)(?: as follows| by| as)?\s*[:,]?\s*$", re.IGNORECASE
)


@lru_cache(maxsize=1 << 8)
def introduces(before: str) -> bool:
    """Whether a display is a hypothesis: it follows `Let`, `where`, `assume that` at once."""
    sentence = SENTENCE.split(before.rstrip().rstrip(":"))[-1]
    found = _INTRODUCES.search(sentence[-120:])
    return found is not None and CONCLUDES.search(found.group()) is None


@lru_cache(maxsize=1 << 8)
def says_which(before: str) -> bool:
    """Whether a display says what something is: it follows `where the matrix $A$ is given as follows`."""
    return _SAYS_WHICH.search(SENTENCE.split(before.rstrip().rstrip(":"))[-1][-120:]) is not None


_EXPLAINS = re.compile(
    r"\bwhere\b(?!.*\b(?:then|hence|thus|therefore|follows|we have|holds)\b)", re.IGNORECASE | re.DOTALL
)


@lru_cache(maxsize=1 << 8)
def explains(before: str) -> bool:
    """Whether a display after a sentence says what a symbol is: `.., where $a$ is the mean`."""
    return _EXPLAINS.search(SENTENCE.split(before.rstrip().rstrip(":"))[-1]) is not None


@lru_cache(maxsize=1 << 8)
def goes_on(before: str) -> bool:
    """Whether the sentence of the display before goes on: `and "posterior additivity":`."""
    return re.match(r"\s*and\b[^.\x00]*$", before, re.IGNORECASE) is not None and CONCLUDES.search(before) is None


_ASKS = re.compile(
    r"\b(?:set(?:ting|s)?|equat\w+|solv\w+|requir\w+|constrain\w+|hypothes\w+|satisf\w+|look(?:ing)? for|"
    r"search(?:ing)? for|seek\w*|(?:first-order|optimality|stationarity) conditions?|normal equations?|"
    r"(?:gradient|derivative)s? (?:vanish\w*|must vanish|(?:is|are|equals?|must be) zero)|has [\w ]*solutions?|"
    r"at (?:the|an?|its) (?:[\w-]+ )?(?:optimum|minimum|maximum|extremum|minimi[sz]er|maximi[sz]er)|"
    r"at (?:the|an?|its) (?:stationary|critical|saddle) points?)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 8)
def asks(before: str) -> bool:
    """Whether the sentence before a display sets up an equation: `setting the derivative to zero`."""
    return _ASKS.search(SENTENCE.split(before.rstrip().rstrip(":"))[-1]) is not None


_ZEROES = re.compile(
    r"\b(?:set(?:ting|s)?|equat\w+|put\w*)\b[^.]*(?:\bzero\b|\x00)|\bvanish\w*|\bsolving (?:this|it|for|the)\b|"
    r"\b(?:stationary|critical) points?\b|\bfirst-order conditions?\b|\b(?:minimi|maximi)[sz]\w+",
    re.IGNORECASE,
)


_ASIDE = re.compile(  # what else is done, or used
    r"\b(?:using|not(?:e|ing)|since|because|where|recall\w*|identity|substitut\w+|subject|under)\b[^,.]*$"
    r"|(?:\bzero\b|\x00)[^.]*\band (?:then )?"
    r"(?!(?:solv|rearrang|simplify|isolat|divid|multiply|cancell?|expand)ing)\w+ing\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 8)
def zeroes(before: str) -> bool:
    """Whether the sentence before a display says that a derivative is zero: what follows then solves that."""
    sentence = SENTENCE.split(before.rstrip().rstrip(":"))[-1]
    return asks(before) and _ZEROES.search(sentence) is not None and _ASIDE.search(sentence) is None


# what a sentence says of the display after it that takes back that both sides are the same
_QUALIFIES = re.compile(
    r"\bup to (?:(?:an?|some|the|irrelevant|additive|multiplicative|unimportant)\s+)*(?:[\w-]+ )?"
    r"(?:constants?|factors?|terms?|signs?|scal\w+|normali[sz]\w+|order|multiples?)\b"
    r"|\b(?:ignor|dropp?|neglect|omitt?|discard|disregard|suppress|leav\w+ out)(?:ing|ed|s)?\b[^\x00]*"
    r"\b(?:constant|term|factor|normali[sz]|order|proportional|depend)\w*"
    r"|\bon the (?:positive|negative|nonnegative|non-negative|unit|support|event|boundary|simplex|sphere|diagonal)\b"
    r"|\b(?:approximate\w*|approximation|roughly|asymptotic\w*|to (?:first|second|third|leading|lowest) order|"
    r"lineari[sz]\w+|Taylor|for (?:sufficiently )?(?:large|small)|in the limit|updat\w+|iterat\w+|"
    r"cannot (?:conclude|say|claim|infer|expect)|"
    r"not true|not the case|does not hold|fails? to hold|false|wrong|incorrect|erroneous\w*|mistake\w*|tempting|"
    r"tempted|might (?:think|guess|expect|hope|believe)|fallac\w+)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 8)
def qualifies(before: str) -> str:
    """The words of the sentence before a display that take back some of what it says: `up to a constant`, or ''."""
    found = _QUALIFIES.search(SENTENCE.split(before.rstrip().rstrip(":"))[-1])
    return " ".join(found.group().replace("\x00", "..").split()) if found is not None else ""


_EXCLUDES = re.compile(
    r"\b(?:exclu\w+|disjoint\w*|exhaust\w+|partition\w*|incompatible|impl(?:y|ies)|(?:sub|super)sets?|"
    r"contain(?:s|ed)|included|entails?|whenever|so does)\b|\\subset|\\supset",
    re.IGNORECASE,
)


def excludes(text: str) -> bool:
    """Whether a text may say of events that they exclude each other, or that one of them happens."""
    return _EXCLUDES.search(text) is not None


_INVERTS = re.compile(r"\binverse (?:\w+ )?(?:functions?|maps?|mappings?|transformations?)\b", re.IGNORECASE)
_RECIPROCAL = re.compile(r"\breciprocals?\b|\bone over\b|\bmultiplicative inverses?\b", re.IGNORECASE)


def inverts(text: str) -> bool:
    """Whether a text that writes g^{-1} means the inverse function: it speaks of such, and of no reciprocal."""
    return _INVERTS.search(text) is not None and _RECIPROCAL.search(text) is None


_CHANGES = re.compile(r"\b(?:becomes?|changes? (?:in)?to|turns? into)\s*[:,]?\s*$", re.IGNORECASE)


def changes(before: str) -> bool:
    """Whether the display after a sentence may give its symbol another value: `the estimates become`."""
    return _CHANGES.search(before.rstrip()) is not None


def supposes(before: str) -> bool:
    """Whether the sentence up to a formula introduces it: `Let`, `where`, `assume that`, .."""
    sentence = SENTENCE.split(before.rstrip())[-1] if before.strip() else ""
    trigger = None
    for trigger in _TRIGGER.finditer(sentence):  # noqa: B007 - the last one
        pass
    if trigger is None or (trigger.group().lower() == "if" and "only if" in sentence.lower()):
        return False
    return CONCLUDES.search(sentence, trigger.end()) is None


_NAMES = re.compile(
    r"\bof(?: (?:the|an?))?(?: [\w-]+){0,3}\s*$"
    r"|^(?!.*\b(?:if|when|unless|whether|as long as|shown?|proved?|claim)\b)"
    r".*\b(?:is|are|is then|(?:given|defined|obtained) (?:by|as))\s*$"
    r"|\b(?:loss|objective|cost|risk|energy|function|estimator|statistic|prediction|output|quantity)\s*$"
    r"|\b(?:computes?|outputs?|returns?|predicts?|produces?|minimi[sz]es?|maximi[sz]es?|optimi[sz]es?)\s*$"
    r"|^\W*(?:(?:we|now|then|to|let us|want to|wish to|seek to)\s+)*(?:mini|maxi|opti)mi[sz](?:e|ing)\s*$"
    r"|(?:^\W*|[,;:]\s*(?:and\s+)?)(?:(?:we|now|then|so|next|also|first|let us)\s+)*(?:write|abbreviate)\s*$",
    re.IGNORECASE | re.DOTALL,
)


_NO_LABEL = (
    "claims?|shows?|proves?|hence|thus|therefore|so|then|cases?|if|when|false|wrong|not|no|goals?|questions?|hints?|"
    "guess|want|need|check|verify|implies|follows|conclusion|result|answer|example|counterexample|mistake|error|"
    "because|since|but|suppose|assume|let|for|at|we|i|you|they|it"
)
_OPENS = re.compile(  # what is defined after `Consider logistic regression:`, `In the network,`, `Momentum:`
    rf"^\W*(?:(?!(?:{_NO_LABEL})\b)[\w-]+\s+){{0,3}}(?!(?:{_NO_LABEL})\b)[A-Za-z][\w-]+:\s*$|"
    r"^\W*(?:(?:now|next|first|we|let us)\s+)*(?:consider|define|recall|take|study|use)\b[^\x00]*:\s*$"
    r"|^\W*(?:in|for|with) (?:an? |the )?(?:[\w-]+ ){0,3}?"
    r"(?:regression|model|network|classifier|layer|cell|unit|algorithm|method|setting|autoencoder|attention),\s*$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\x00\s*(?:,|,?\s*and)\s*$")


def names_it(before: str, after: str = "") -> bool:
    """Whether a sentence names something by the formula after it: `the density of $Y = g(X)$`, `a loss is $L = ..$`,
    `consider logistic regression: $p = ..$ and $L = ..$`."""
    listed = _LISTED.search(before)
    if listed is not None and re.match(r"\s*(?:[,.;]|$|and\b|where\b|with\b)", after):
        return names_it(before[: listed.start()])
    opened = _OPENS.match(SENTENCE_END.split(before)[-1]) is not None
    return opened or _NAMES.search(SENTENCE.split(before)[-1]) is not None


def phrases_of(block: Block) -> list[str]:
    """The words that say what the names of an inline formula are."""
    return list(_phrases(block.lead, block.after, block.then))


@lru_cache(maxsize=1 << 8)  # several ask, and a section may be read twice
def _phrases(lead: str, following: str, then: str) -> list[str]:
    sentence = lead.split("\x00")
    apposes = _APPOSES.search(sentence[-1]) is not None
    listed = len(sentence) > 1 and re.fullmatch(r"\s*(,|and|,\s*and)?\s*", sentence[-1]) is not None
    listed = listed and not re.match(r"\s*is\b", following)
    if listed:  # but in `the matrix $X$ and $n$ is` each is said of its own
        sentence.pop()
    found: list[str] = []
    tail = _BEFORE.search(sentence[-1][-200:])
    if listed and tail is not None and re.search(r"\b(?:an?|one)\s+$", sentence[-1][-200:][: tail.start()]):
        tail = None  # `a matrix $A$, and $B$`
    if tail is not None and not _OF_ANOTHER.search("\x00".join(sentence[-3:])):
        found += _of(phrases_in(tail.group()), is_plain(sentence[-1][-200:][: tail.start()]))
    after = _AFTER.match(following[:300])
    if after is not None and (apposes or not re.match(r"\s*an?\s", following)):
        goes_on = _GOES_ON.match(following, after.end()) is not None
        everywhere = re.match(r"\\(?:mathbb\{)?R\b", then) is not None
        predicate = following.split("\x00")[0].split(".")[0]
        more, within = says_more(predicate, TRAITS_IN_WORDS, everywhere)
        phrases = [] if goes_on else _of(phrases_in(after.group()), not more)
        found += [phrase for phrase in phrases if not (within and phrase in FUNCTION_WORDS)]
    alone = _ALONE.match(following) if apposes and after is None else None  # `with $U$ orthogonal`
    if alone is not None:
        found += [phrase for phrase in phrases_in(alone.group()) if phrase in TRAITS_IN_WORDS]
    return _of(found, _IN_TURN.match(following) is None)


_IN_TURN = re.compile(r"[^\x00.;]*\brespectively\b")  # each of another name


def _of(phrases: list[str], surely: bool) -> list[str]:
    """Those that say what something is; what it is like, only where nothing takes it back."""
    return [phrase for phrase in phrases if surely or phrase not in TRAITS_IN_WORDS]


_GOES_ON = re.compile(r"\s*(?:or|only|iff?|when|whenever|provided|unless)\b")  # `is positive or zero`, `.. if`
_DEFINITE = re.compile(r"[\s-]+(?:semi-?)?definite")  # a `negative` definite matrix is no number


def phrases_in(text: str) -> list[str]:
    """The words of a text that say what something is; `non-symmetric` is none of them, nor `positive or negative`."""
    if re.search(r"\bor\b", text):
        return []
    return [
        word
        for found in PHRASE.finditer(text)
        for word in MONOTONE_WORDS.get(found.group().lower(), (found.group().lower(),))
        if text[found.start() - 1 : found.start()] != "-"
        and not text.startswith("-valued", found.end())
        and not _DEFINITE.match(text, found.end())
    ]


def plain_names(block: Block) -> list[str]:
    """The names in an inline formula that is nothing but names."""
    found = []
    for row in block.rows:
        for item in row.items:
            inner = bare(item)
            if isinstance(inner, Product) and len(inner.factors) == 2 and isinstance(bare(inner.factors[1]), Group):
                inner = bare(inner.factors[0])  # density $p(x)$
                if isinstance(inner, Name) and inner.word in CHANCE_WORDS:
                    return []  # `of the normal distribution, $E(Y)$ becomes`
            if not isinstance(inner, (Name, Script)):
                return []
            if isinstance(inner, Script) and inner.sup is not None and isinstance(bare(inner.sup), Sum):
                return []  # \Sigma^{-1/2} is no name
            found.append(spell(inner))
    return found


def variables_in(block: Block) -> frozenset[str]:
    """The x and y of a formula that is p(x, y), p(x, y \\mid z)."""
    items = [bare(item) for row in block.rows for item in row.items]
    called = bare(items[0].factors[-1]) if len(items) == 1 and isinstance(items[0], Product) else None
    if not isinstance(called, Group):
        return frozenset()
    end = next((at + 1 for at, mark in enumerate(called.separators) if mark in ("|", ";")), None)
    return frozenset(label(spell(item)).lower() for item in called.items[:end])


_EACH = re.compile(r"\bfor\s+(?:(?:all|each|every|any)\s+)?$", re.IGNORECASE)


def past_range(prose: str) -> str:
    """The prose before a range of indices, without its `for each`: what follows is under no condition."""
    return _EACH.sub("", prose)


def is_range(block: Block) -> bool:
    """Whether a formula says no more than where an index runs: i = 1, \\dots, n and i \\in \\{1, \\dots, n\\}."""
    items = [bare(item) for row in block.rows for item in row.items]
    first = items[0] if items else None
    if not isinstance(first, Chain) or len(first.relations) != 1 or None in first.sides:
        return False
    left, right = (bare(side) for side in first.sides if side is not None)
    if not isinstance(left, Name) or left.text not in INDICES or first.relations[0][0] not in ("=", r"\in"):
        return False
    inside = right.items if isinstance(right, Group) and right.fence == r"\{}" else items[1:]
    return any(isinstance(bare(item), Dots) for item in inside)


def names_inverse(block: Block) -> bool:
    """Whether a formula only names an inverse: `the derivative of $g^{-1}$`."""
    items = [bare(item) for row in block.rows for item in row.items]
    only = items[0] if len(items) == 1 else None
    return isinstance(only, Script) and isinstance(bare(only.base), Name) and spell(only.sup) == "-1"


def declarations_in(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The declarations of a given line: separated by semicolons, or by commas outside brackets."""
    depth = begin = since = 0
    for at, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter != ";" and (letter != "," or depth > 0):
            continue
        names_only = letter == "," and _is_list(text[since:at])
        since = at + 1
        if not names_only:
            if text[begin:at].strip():
                yield text[begin:at], start + begin
            begin = at + 1
    if text[begin:].strip():
        yield text[begin:], start + begin


def _is_list(text: str) -> bool:
    """Whether what stands before a comma is only names, so that the declaration is still to come."""
    return (
        re.search(
            r"\\in\b|\\sim\b|[=<>]|\\leq?\b|\\geq?\b|\\perp|\\succ|\\neq?\b|\bis\b|\bare\b|:|" + PHRASE.pattern,
            text,
            re.IGNORECASE,
        )
        is None
    )
