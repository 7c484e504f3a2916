"""How firmly a sentence says something of a formula: for good, while a condition holds, or not at all."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from ..terms.term import TURNED
from .denials import doubts
from .notation import TRAITS_IN_WORDS
from .prose import CONCLUDES, SENTENCE_END, Block, is_range, phrases_of
from .syntax import Chain, bare, spell
from .vocabulary import unknown_words


class Standing(Enum):
    """Whether what is said holds from here on, for the rest of its sentence, up to the next display, for the rest of
    its case, is not claimed, or may be either: the sentence has words that are not known here, or concludes."""

    FIRM = "firm"
    SENTENCE = "sentence"
    SUBSTITUTION = "substitution"
    CASE = "case"
    NOT = "not"
    UNCLEAR = "unclear"


_FIRM = re.compile(
    r"\b(?:let|suppose|assume|assuming|supposing|where|with|given|define|denote|consider|set|put|take|choose|pick|"
    r"introduce|fix)\b",
    re.IGNORECASE,
)
_CONDITIONS = re.compile(
    r"\b(?:if|when|whenever|for|as|since|because|provided|once|in case|hypothetically)\b", re.IGNORECASE
)
_CASES = re.compile(
    r"\b(?:special case|for (?:instance|example)|as an example|"
    r"cases? (?:where|when|that|of|in which)|"
    r"for (?:simplicity|now|the moment)|temporarily|(?:assume|suppose|consider|let)\s+first)\b"
    r"|\bfirst,?\s+(?:assume|suppose|consider|let)\b|\bcases?\s*$",
    re.IGNORECASE,
)
_CASE = re.compile(r"\bcase\s+(?:\d+|[ivx]+|[a-z])\W*\s*$", re.IGNORECASE)  # `Case 1:`
_ENDS = re.compile(
    r"\b(?:elsewhere|else|outside|in general|general case|generally|other case|otherwise|"
    r"now|next|conversely|finally|arbitrary|remaining|"
    r"(?:both|all|either) cases?|case\s+(?:\d+|[ivx]+|[a-z])\b)",
    re.IGNORECASE,
)
_FOR = re.compile(r"\b(?:at|under)\s+$|\bfor\s+(?:[\w-]+\s+){0,3}(?:\x00\s*(?:and|,)\s*)*$", re.IGNORECASE)
_DIRECTLY = re.compile(r"^\W*(?:With|Given)\s*$|\b(?:[Aa]t|[Uu]nder)\s+$")  # `With $a = 1$, ..`, not `.., with $a > 0$`
_WHERE = re.compile(  # `on the set where $a = 1$, ..`
    r"\b(?:sets?|regions?|events?|parts?|points?|places?)\s+(?:where|when|on which|at which|in which)\s*$",
    re.IGNORECASE,
)
_RESTRICTS = re.compile(  # `$a = 1$ in (3)`
    r"\s*(?:in|at|on|under|during|within|until|when|if|for (?:the|an?|this|that|some))\b", re.IGNORECASE
)
_WHETHER = re.compile(r"\b(?:iff?|when|whenever|case|unless)\b", re.IGNORECASE)
_IF = re.compile(rf"{_WHETHER.pattern}|^\W*(?:with|given)\b", re.IGNORECASE)


_REJECTED = re.compile(  # `let $A$ be symmetric; we will see that this is too strong`
    r"[,;]\W*[^.\x00]*\b(?:too (?:strong|much|restrictive|narrow)|wrong|false|impossible|absurd|contradict\w*|"
    r"not (?:true|the case|hold|so|realistic|needed|necessary))\b",
    re.IGNORECASE,
)


_WITH = re.compile(r"^\W*(?:with|given)\s*(?:\x00\s*(?:,|and|, and)\s*)*$")  # after a display: `with $x = 3$ we get`
_GETS = re.compile(r"\b(?:we|this|it|gives?|yields?|becomes?|reduces?|implies)\b", re.IGNORECASE)


def is_valued(block: Block) -> bool:
    """Whether a formula gives a symbol a value, or is one that something follows from: more than what it may be."""
    chains = [item for row in block.rows for item in map(bare, row.items) if isinstance(item, Chain)]
    return any(relation == "=" for chain in chains for relation, _ in chain.relations) or bool(_GETS.search(block.rest))


_GIVEN = re.compile(r"^\W*Given\b")


def lies_in_space(block: Block) -> bool:
    """Whether a formula says no more than what kind of thing a symbol is: `Given $x \\in \\mathbb{R}^n$, ..`."""
    items = [bare(item) for row in block.rows for item in row.items]
    last = items[-1] if items else None
    if not isinstance(last, Chain) or [relation for relation, _ in last.relations] != [r"\in"]:
        return False
    space = spell(last.sides[1])
    return space.startswith(r"\mathbb{R}") and not space.startswith((r"\mathbb{R}_", r"\mathbb{R}^+"))


def standing(block: Block) -> Standing:
    """How the formula of a block stands in its sentence; the hypotheses of a theorem stand for good."""
    before = block.sentence
    predicate = block.predicate
    firm = list(_FIRM.finditer(before))
    conditions = list(_CONDITIONS.finditer(before))
    own = before[max(0, firm[-1].start() - 20) :] if firm else before  # `we do not assume that`
    if doubts(own) or doubts(predicate) or _REJECTED.search(block.rest):
        return Standing.NOT
    if unclear(block):
        return Standing.UNCLEAR
    relates = any(isinstance(bare(item), Chain) for row in block.rows for item in row.items)
    if relates and holds_only(block.after):
        return Standing.SENTENCE
    if block.stated or is_range(block):
        return Standing.FIRM
    if _CASES.search(before) or _CASE.search(block.before):
        return Standing.CASE
    if _GIVEN.match(before) and lies_in_space(block):
        return Standing.FIRM
    if _DIRECTLY.search(before) or (_WITH.search(before) and is_valued(block)) or _WHERE.search(before):
        return Standing.SENTENCE
    somewhere = re.fullmatch(r"\s*in\s*", block.rest) is not None and block.then.lstrip().startswith(r"\mathbb")
    if relates and _RESTRICTS.match(block.rest) and not somewhere:  # `$x \sim ..$ in $\mathbb{R}^d$` is there for good
        return Standing.SENTENCE
    if conditions and (not firm or conditions[-1].start() > firm[-1].start()):
        return Standing.SENTENCE
    return Standing.FIRM


_ASKS = re.compile(r"\W*(?:Is|Are|Does|Do|Has|Have|Can|May)\b")
_CONCLUDED = re.compile(
    r"\b(?:hence|thus|therefore|then|so(?! that)|consequently|implies|means that|(?:it|that|which) follows|conclude|"
    r"(?<!because )(?<!since )it holds)\b",
    re.IGNORECASE,
)
_BRINGS = re.compile(
    rf"{_FIRM.pattern}|{_CONDITIONS.pattern}|\b(?:by|using|use|apply|insert|under|at|recall|note|from the fact)\b",
    re.IGNORECASE,
)


_DEDUCES = re.compile(
    r"\b(?:hence|thus|therefore|consequently|implies|implying|follows|conclude|deduce|infer|obtain|get|gives|yields|"
    r"rearrang(?:e|ing))\b"
    r"(?!.*\b(?:let|suppose|assume|consider|define|denote|set|put|take|choose|fix|pick|require|need|want|must|should|if|"
    r"solve|system|condition|constraint|whether|where)\b)[^.;]*$",
    re.IGNORECASE | re.DOTALL,
)


def deduces(before: str) -> bool:
    """Whether what follows is claimed of what is known: `From the first equation, we can deduce`."""
    return _DEDUCES.search(SENTENCE_END.split(before.rstrip().rstrip(":"))[-1]) is not None


# one of several things, or what is only spoken of
_ALTERNATIVE = re.compile(
    r"\x00\W*or\b|\bor\W*\x00|\bor (?:that|if|when)\b|\b(?:one|two|three|some|none) of\b"
    r"|(?<!assumption )\bis (?:\w+ )?that\b|\b(?:statement|(?<!null )hypothesis|problem|example|proposition) that\b"
    r"|\b(?:probability|event|evidence|likelihood|risk|cost|score|test|experiment) that\W*\x00"
    r"|\bwith probability\b(?! (?:density|mass|distribution|function|measure))"
    r"|\x00\s*(?:is|are|was)\b[^\x00,;]*\bcases?\b|\b(?:from|to|than|with) the case\b"
    r"|\b(?:of|in|from|about|against|than) (?:assum|suppos|tak|sett|putt|choos|consider)ing\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"[^,;\x00]*(?:,\s*(?:which|but|though|although|while|yet|except|or)\b[^,;\x00]*)?", re.IGNORECASE
)
_MAIN = re.compile(r"\W*(?:we|one|it|this|there|the|then|by)\b", re.IGNORECASE)  # `for $a = 1$ we get`


_SUPPOSE = r"(?:let|suppose|assume|consider|take|set|define|fix|choose|pick|introduce|put|denote|write)\b"
_IMPERATIVE = re.compile(
    rf"[^a-zA-Z]*(?:(?:now|then|so|next|also|finally|further|furthermore|moreover),?\s+)?{_SUPPOSE}", re.IGNORECASE
)
_NEXT_CLAUSE = re.compile(rf"(?:[,;:(]\s*(?:and|but|now|then)?|\band)\s+(?={_SUPPOSE})", re.IGNORECASE)


def _last_clause(lead: str) -> str:
    """The words from the last `let` on, in a sentence of which each clause supposes something."""
    clauses = _NEXT_CLAUSE.split(lead) if _IMPERATIVE.match(lead) else [lead]
    return clauses[-1]


def unclear(block: Block) -> str:
    """The words of a sentence for which it is not clear that it supposes something: a question, a conclusion, words
    that are not known here."""
    before = block.before.rstrip() + " " if block.piece.kind == "display" else block.before
    return _unclear(before, block.rest)


@lru_cache(maxsize=1 << 8)  # several ask, and a section may be read twice
def _unclear(before: str, rest: str) -> str:
    lead = _last_clause(SENTENCE_END.split(before)[-1])
    predicate = _PREDICATE.findall(rest)[0]
    if "(" in predicate:
        predicate = re.split("[,;]", predicate)[0]  # a remark in brackets goes on with something else
    if _ASKS.match(lead) or rest.rstrip().endswith("?"):
        return "a question"
    told = _ALTERNATIVE.search(f"{lead} \x00 {rest}")
    if told is not None:
        return told.group().replace("\x00", "").strip()
    concluded = list(_CONCLUDED.finditer(lead))
    if concluded and not _BRINGS.search(lead, concluded[-1].end()):
        return concluded[-1].group()
    return " ".join(unknown_words(lead if _MAIN.match(predicate) else f"{lead} \x00 {predicate}"))


_DECLARES = re.compile(
    r"\b(?:let|consider|suppose|assume|given)\s+(?:(?:that|now|again|the|an?|two|some|any)\s+)*(?:[\w-]+\s+){0,2}"
    r"(?:\x00\s*(?:,|and|, and)\s*(?:(?:an?|the|let)\s+)?(?:[\w-]+\s+){0,2})*$",
    re.IGNORECASE,
)
_AS_BEFORE = re.compile(
    r"\b(?:as (?:above|before|in|defined)|again|also|further|moreover|additionally)\b", re.IGNORECASE
)
_ANEW = re.compile(r"\s*(?:be|denote|is|are)?\s*(?:an?\s+)?(?:any|arbitrary|general|another|new)\b", re.IGNORECASE)


_REDEFINES = re.compile(r"\bre-?defin(?:e|ing)\s*$", re.IGNORECASE)


def declares(block: Block) -> bool:
    """Whether a sentence begins to say what the symbols of a formula are: `Let $x$ be a real number`."""
    return _DECLARES.search(block.lead) is not None and _AS_BEFORE.search(block.lead + block.rest) is None


def declares_anew(block: Block) -> bool:
    """Whether it says so of a symbol whatever was said of it: `Now let $a$ be arbitrary`."""
    again = _REDEFINES.search(block.lead) is not None
    return again or (declares(block) and _ANEW.match(block.after) is not None)


_AGAIN = re.compile(r"\b(?:now|next|this time|instead)\b[^.;\x00]*\blet\b[^.;\x00]*$", re.IGNORECASE)


def lets_again(block: Block) -> bool:
    """`Now let $f$ be concave`, which may have been convex before."""
    return _AGAIN.search(block.lead) is not None


_LETS = re.compile(r"\b(?:let|consider)\b[^,;]*$", re.IGNORECASE)


def introduces_anew(block: Block) -> bool:
    """Whether it says what they are whatever they were defined as: `Let $A$ be symmetric`, not `assume that $A$ is`."""
    return declares(block) and _LETS.search(block.lead) is not None


_GOVERNS = re.compile(
    r"\b(?:if|when|whenever|provided(?: that)?)\b[^\x00,]*(?:\x00\s*and\b[^\x00,]*)?$|\b(?:at|under)\s+$", re.IGNORECASE
)


def is_condition(block: Block) -> bool:
    """Whether a formula is itself the condition: `if $x > 0$, ..`, `Case 1: $a = b$`."""
    found = _GOVERNS.search(block.sentence)
    governed = found is not None and CONCLUDES.search(found.group()) is None
    return governed or _CASE.search(block.before) is not None


def holds_only(after: str) -> bool:
    """Whether a condition follows: `.. are independent if and only if ..`."""
    return re.match(r"\s*,?\s*(?:only\b|iff?\b|when|unless|provided)", after, re.IGNORECASE) is not None


_REASON = re.compile(
    r"\b(?:since|because|as|given|using|with|where|by|from|under|assum\w+|suppos\w+|let|due to|in view of|recall\w*|"
    r"definition|hypothesis|know\w*|known)\b(?:(?!\b(?:show|prove|claim|whether)\b)[^;])*$",
    re.IGNORECASE,
)
_THEN_ONLY = re.compile(
    r"\s*,?\s*(?:only\s+)?(?:iff?|when|whenever|for|unless|provided|as long as|in case)\b", re.IGNORECASE
)


def is_reason(block: Block) -> bool:
    """Whether a sentence gives an equation as what others rest on: `since $X^\\top X = I$`; not as what is claimed."""
    given = _REASON.search(block.lead) is not None
    return given and _THEN_ONLY.match(block.after) is None


def is_aside(block: Block) -> bool:
    """Whether a sentence brings up an equation, for all that is said without a condition, and may claim it or not."""
    return _THEN_ONLY.match(block.after) is None and not is_condition(block)


_EQUIVALENT = r"(?:iff|(?:if and )?only (?:if|when)|(?:precisely|exactly) (?:if|when))"
_BEFORE_ANOTHER = re.compile(rf"\s*,?\s*{_EQUIVALENT}\b", re.IGNORECASE)
_AFTER_ANOTHER = re.compile(rf"\b{_EQUIVALENT}\s*$", re.IGNORECASE)


def is_equivalent(block: Block) -> bool:
    """Whether a formula is one of two that hold only with each other: `with $a = 0$, if and only if $b = 0$`."""
    last = _AFTER_ANOTHER.search(block.lead) is not None and not block.rest.strip(" .\n")
    return last or _BEFORE_ANOTHER.match(block.after) is not None


def is_hypothetical(block: Block) -> bool:
    """Whether a sentence is about what holds only if something does, as for $x > 0$: nothing later rests on it."""
    before = block.sentence
    items = [bare(item) for row in block.rows for item in row.items]
    bounds = len(items) == 1 and isinstance(items[0], Chain) and items[0].relations[0][0] in TURNED
    narrow = bounds or not TRAITS_IN_WORDS.isdisjoint(phrases_of(block))
    return not block.stated and bool(_IF.search(before) or (narrow and _FOR.search(before)))


_NAMING = re.compile(
    r"\b(?:if|when(?:ever)?) we (?:define|denote|let|set|put|write|call|choose|introduce)\b", re.IGNORECASE
)


def may_not_be(block: Block) -> bool:
    """Whether a sentence says what follows if something holds, which it may not: `if $a = b$`, not `with $a = b$`."""
    return not block.stated and _WHETHER.search(_NAMING.sub(" ", block.sentence)) is not None


def ends_sentence(block: Block) -> bool:
    """Whether the sentence of a formula ends after it. Blank lines around a display end none."""
    if block.ahead:
        return False
    if block.piece.kind != "display":
        return SENTENCE_END.search(block.after.rstrip()) is not None
    after = block.after.strip()
    return (
        re.search(r"\.\W*$", block.piece.text) is not None
        or re.match("[A-Z]", after) is not None
        or SENTENCE_END.search(after) is not None
    )


def ends_case(block: Block) -> bool:
    """Whether the text before a formula leaves a case that was looked at."""
    return _ENDS.search(block.before.rpartition("\x00")[2]) is not None


_SUPPOSING = re.compile(
    r"\b(?:let|assum(?:e|ing)|suppos(?:e|ing)|where|given|consider|if)\b"
    r"(?!.*\b(?:show|prove|impl(?:y|ies)|follows|hence|thus|therefore|then|we have|get|obtain|so|conclude|find)\b)",
    re.IGNORECASE | re.DOTALL,
)


def is_supposed(before: str) -> bool:
    """Whether the words of a sentence before what it speaks of suppose something of that, and conclude nothing."""
    return _SUPPOSING.search(before) is not None
