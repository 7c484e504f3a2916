"""What a sentence says of a symbol beyond its sort: nouns that give it a value, and the moments of a variable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from .said import LEADING, without_points
from .syntax import Node, Num, Script

# nouns that say by themselves what a symbol is worth: where one is not turned into an equation, no step over the
# symbol is refuted
_DESCRIBING = (
    r"sample (?:mean|variance|covariance|correlation|moment|size|standard deviation)s?|(?:pooled|arithmetic|geometric|"
    r"harmonic|weighted) (?:mean|variance|standard deviation)s?|averages?|medians?|modes?|quantiles?|percentiles?|"
    r"estimat(?:e|es|or|ors)|residuals?|predictions?|statistics?|maxim(?:um|a)|minim(?:um|a)|extremum|"
    r"(?:projection|hat|residual-forming|annihilator|contrast|permutation|rotation|transition|identity|unit|zero|"
    r"centring|centering|indicator|correlation|Fisher information|Hessian|Jacobian|Gram|kernel) (?:matrix|matrices|"
    r"vectors?|function)|Jacobian|Hessian|inverse functions?|inverse|solutions?|roots?|eigenvalues?|eigenvectors?|"
    r"diagonal matri(?:x|ces) (?:with|of|whose|that|containing)|"
    r"famil(?:y|ies) of|singular values?|rank(?!-)|critical values?|p-values?|test statistics?|significance levels?|"
    r"sums? of squares|signal-to-noise ratio|coefficient of determination|"
    r"derivatives?|normali[sz](?:ing|ation) (?:constant|factor)s?|partition function|log-likelihood|likelihood ratio|"
    r"(?:(?:probability )?(?:density|mass) functions?|densit(?:y|ies)|distributions?) of (?:a|an|the) "
    r"(?:[\w-]+ ){1,3}distribution|Bayes factors?|model evidences?|free energy|skewness|kurtosis|odds|support|"
    r"(?:(?:lower|upper|regulari[sz]ed|incomplete|modified|generali[sz]ed|multivariate) )+(?:[\w-]+ )?functions?|"
    r"(?:Bessel|zeta|polygamma|hypergeometric|Heaviside|step) functions?|"
    r"indicator functions?|(?:mutually )?(?:exclusive|disjoint|exhaustive)|partitions?"
)
_BEFORE = re.compile(rf"\b((?:[\w-]+ )?)({_DESCRIBING})\s*(?:\([^()\x00]*\)\s*)?$", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s*(?:is|are|be|denotes?|represents?|means?|refers? to)\s+(?:(?:the|an?|its|their|our|both)\s+)*"
    rf"((?!(?:{'|'.join(sorted(LEADING))})\b)(?:[\w-]+ ){{0,3}}?)({_DESCRIBING})\b",
    re.IGNORECASE,
)
_NOUNS = (
    r"mean(?: vector)?|expected value|expectation|(?:variance-?)?covariance(?: matrix)?|dispersion matrix|variance|"
    r"standard deviation|correlation(?: coefficient)?"
)
_WITH = re.compile(r"\b(?:with|having|whose|has|have)\b", re.IGNORECASE)
_MOMENT = re.compile(
    rf"{_WITH.pattern}(?:(?:[^\x00.;]*\x00)(?:\s*(?:,|and)?))*?[^\x00.;]*?"
    rf"\b(?P<each>(?:equal|same|common)\s+)?(?P<noun>{_NOUNS})(?P<several>s?)(?:\s+(?:is|are))?\s*"
    r"(?P<before>(?:\x00\s*(?:,|and|, and)\s*)*)$",
    re.IGNORECASE,
)
_LISTED = r"(\x00(?!\s*-)(?:\s*(?:,|and|, and)\s*\x00(?!\s*-))*)"  # but $n$-dimensional
_NAMED = (
    r"random (?:variables?|vectors?|samples?)|(?:iid|independent) (?:\w+\s+)?(?:variables|observations|samples|draws)"
)
_KIND = r"(?:random (?:variables?|vectors?|samples?)|iid|independent|uncorrelated|identically distributed)\b"
_HAVING = re.compile(rf"{_LISTED}\s*$")
_SUBJECT = re.compile(
    rf"(?:{_NAMED})\s*{_LISTED}"
    rf"|{_LISTED}(?:[^\x00.;]|\x00\s*-)*\b{_KIND}[^\x00.;]*(?:of size\s*\x00[^\x00.;]*)?$",
    re.IGNORECASE,
)


_INDEPENDENT = re.compile(  # not `the independent variable`, that is what others depend on, nor `trials with` p
    r"\b(?:(?:conditionally|mutually|pairwise) )?independent\b(?! variable\b| (?:trials|experiments|tosses) with\b)"
    r"(?!.*\b(?:random|events?|distributed|copies)\b)[^\x00.;,]*$",
    re.IGNORECASE,
)
OF_OTHERS = "independent of others"  # until it is read of which
_NOISE = (
    r"(?:random\s+(?!variables?|vectors?|samples?|matri|functions?)[\w-]+|noise|disturbances?|perturbations?|"
    r"innovations?|shocks?)"
)
_NOISE_BEFORE = re.compile(rf"\b{_NOISE}(?:\s+(?:terms?|variables?))?\s*$", re.IGNORECASE)
_NOISE_AFTER = re.compile(
    rf"\s*(?:is|be|are|denotes?)\s+(?:(?:an?|the|some)\s+)?(?:[\w-]+\s+){{0,2}}?{_NOISE}\b", re.IGNORECASE
)


def is_noise(before: str, after: str) -> bool:
    """Whether words call the symbol between them noise: `with noise $e$`, `$e$ is a random shock`."""
    return _NOISE_BEFORE.search(before) is not None or _NOISE_AFTER.match(after) is not None


_SAME = re.compile(r"[^\x00.;]*\b(?:with|having) the same\b", re.IGNORECASE)


@lru_cache(maxsize=1 << 8)
def description(before: str, after: str) -> str:
    """The noun that says what the symbol between two parts of a sentence is worth, or ''."""
    found = _BEFORE.search(before) or _AFTER.match(after)
    if found is not None:
        return "the " + re.sub(r"^(?:the|an?) ", "", "".join(found.group(1, 2)).strip())
    if _INDEPENDENT.search(before):
        return OF_OTHERS
    return "something with the same properties as another" if _SAME.match(after) else ""


@dataclass(frozen=True)
class Moment:
    """Which moment of the formulas so many places back the next formula is; of the `one` only where there are several
    values, one each."""

    places: range
    noun: str
    one: int | None


def moment(before: str) -> Moment | None:
    """`random variables $X$ and $Y$ with mean $\\mu$ and variance`: how many formulas back they are, and the moment.

    `before` is what stands before the formula that gives the moment; each earlier formula is a NUL in it.
    """
    before = without_points(before)
    for start, word in [(each.start(), each.group().lower()) for each in _WITH.finditer(before)][::-1]:
        found, subject = _MOMENT.match(before, start), _SUBJECT.search(before[:start])
        if word in ("has", "have"):  # `let $X$ have mean $\\mu$`, be it called random or not
            subject = _HAVING.search(before[:start]) or subject
        if found is not None and subject is not None:
            break
    else:
        return None
    noun, listed = found["noun"].lower(), found["before"].count("\x00")
    if listed and not found["several"]:
        return None
    first = before.count("\x00", subject.start())
    places = range(first, first - next(filter(None, subject.groups())).count("\x00"), -1)
    return Moment(places, _called(noun), listed if found["several"] and not found["each"] else None)


_OF_VARIABLE = r"\s+of\s+(?:the\s+|an?\s+)?(?:random\s+(?:variables?|vectors?)\s+)?$"
_OF_NAMED = re.compile(
    rf"(?P<of>\x00(?:\s*(?:,|and|, and)\s*\x00)*)\s*(?:be|is|are|denotes?)\s+the\s+"
    rf"(?P<nouns>(?:{_NOUNS})(?:\s+and\s+(?:the\s+)?(?:{_NOUNS}))?){_OF_VARIABLE}"
    rf"|\bthe\s+(?P<noun>{_NOUNS})\s*(?P<one>\x00){_OF_VARIABLE}",
    re.IGNORECASE,
)


def moments_before(before: str) -> tuple[int, list[str]]:
    """Of how many formulas before the next one a sentence says that they are its moments, and which these are."""
    found = _OF_NAMED.search(before)
    if found is None:
        return 0, []
    nouns = re.split(r"\s+and\s+(?:the\s+)?", found["nouns"] or found["noun"])
    return (found["of"] or found["one"]).count("\x00"), [_called(noun.lower()) for noun in nouns]


_OF_PAIR = re.compile(
    r"(?:\x00\s*(?:be|is|denotes?)\s+(?:the\s+)?(?P<noun>covariance|correlation(?: coefficient)?)"
    r"|\b(?P<before>covariance|correlation(?: coefficient)?)\s*\x00)\s+(?:of|between)\s+"
    r"(?:(?:the|two)\s+)?(?:random\s+)?(?:variables\s+)?\x00\s*(?:,|and|, and)\s*$",
    re.IGNORECASE,
)


def moment_of_pair(before: str) -> str:
    """`$\\rho$ is the correlation of $X$ and`: which moment of the last formula and the next the one before them is."""
    found = _OF_PAIR.search(before)
    return _called((found["noun"] or found["before"]).lower()) if found is not None else ""


_BEFORE_VALUE = re.compile(rf"(?<!sample )(?<!empirical )\b(?P<noun>{_NOUNS})s?\s*$", re.IGNORECASE)


def moment_noun(before: str) -> str:
    """The moment that the formula after some words may be, or ''."""
    found = _BEFORE_VALUE.search(before)
    return found["noun"].lower() if found is not None else ""


def _called(noun: str) -> str:
    return (
        "mean"
        if noun in ("mean vector", "expected value", "expectation")
        else "covariance"
        if "covariance" in noun or "dispersion" in noun
        else noun.removesuffix(" coefficient")
    )


_WORDED: dict[re.Pattern[str], tuple[str, int | str]] = {
    re.compile(r"\b(?:zero|vanishing)[- ]mean\b|\bmean (?:zero|0)\b|\bcente?red\b", re.IGNORECASE): ("mean", 0),
    re.compile(r"\bunit[- ]variances?\b|\bvariances? (?:one|1)\b", re.IGNORECASE): ("variance", 1),
    re.compile(r"\b(?:identity|unit)[- ]covariance\b", re.IGNORECASE): ("covariance", "I"),
}
_JOINED = r"(?:\x00\s*(?:,|and|, and)\s*)*$"
_OF_BEFORE = re.compile(rf"((?:[\w-]+,? ){{0,6}})random variables?\s*{_JOINED}", re.IGNORECASE)
_OF_AFTER = re.compile(
    rf"\s*(?:(?:be|is|are)\s([^\x00.;]*\b{_KIND}[^\x00.;]*)"
    r"|(?:,?\s*(?:(?:both|all|each)\s+of\s+)?(?:which|that)\s+(?:both\s+|all\s+|each\s+)?)?(?:has|have)\s([^\x00.;]*))",
    re.IGNORECASE,
)


def without_moments(said: str) -> str:
    """Words without those that `moments_in_words` reads."""
    for pattern in _WORDED:
        said = pattern.sub("", said)
    return said


def says_moment(said: str) -> bool:
    """Whether words give a moment by themselves: `with mean zero`."""
    return any(pattern.search(said) for pattern in _WORDED)


def moments_in_words(before: str, after: str) -> tuple[int, list[tuple[str, int | str]]]:
    """`zero-mean random variables $X$ and $Y$`, `$X$ and $Y$ be random variables with unit variance`: of how many
    formulas before the one between the two parts this is said as well, and the moments with their values."""
    before, after = without_points(before), without_points(after)
    found, listed = _OF_AFTER.match(after), 0
    if found is None:
        found = _OF_BEFORE.search(before)
    else:
        joined = re.search(_JOINED, before)
        listed = joined.group().count("\x00") if joined else 0
    said = " ".join(filter(None, found.groups())) if found else ""
    return listed, [told for pattern, told in _WORDED.items() if pattern.search(said)]


_SOME_LAW = re.compile(
    r"\s*(?:be|is|are)\s+(?:[\w,()-]+ ){0,6}?random (?:variables?|vectors?)\s+(?:\w+ )?"
    r"(?:following|having|with|that (?:follows?|has|have)|which (?:follows?|has|have))\s+(?:an?\s+|the\s+)?"
    r"((?:[\w-]+ ){0,3}distribution)(?! function)",
    re.IGNORECASE,
)


def law_of(after: str) -> str:
    """The distribution that a sentence gives to the symbol before it, or ''."""
    found = _SOME_LAW.match(after)
    return found.group(1) if found else ""


DIE = ("1", "2", "3", "4", "5", "6")
# laws whose names say all of them: how they are spelled, and the name with its parameters, or with its values
_BY_NAME: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r"standard (?:normal|Gaussian)(?:s|ly)?", r"\mathcal{N}", ("0", "1")),
    (r"standard uniform(?:ly)?", r"\mathcal{U}", ("0", "1")),
    (r"Rademacher", "Rademacher", ()),
    (
        r"(?:(?:the\s+)?(?:outcomes?|results?|values?|numbers?|scores?)(?:\s+(?:shown|obtained|rolled))?\s+"
        r"(?:of|on|by|from|when)\s+(?:(?:the|rolling|throwing|tossing|a|one|each)\s+)*)?"
        r"(?P<dice>(?:two\s+)?(?:independent\s+)?)fair (?:six-sided |6-sided )?(?:die|dice)(?:\s+(?:rolls?|throws?))?",
        "Uniform",
        DIE,
    ),
)
_NAMED_ALONE = [
    (
        re.compile(
            r"\s*(?:be|is|are|denotes?)\s+(?:(?:an?|the|two|three|several|both|real|mutually|"
            r"(?P<iid>iid|independent(?:(?:,? and|,)? identically distributed)?)),?\s+(?:and\s+)?)*"
            r"(?:(?:(?:real(?:-valued)?|continuous|scalar)\s+)?random\s+variables?,?\s+(?:(?:each|both|all)\s+)?"
            r"(?:following|having|with|(?:that|which)\s+(?:follows?|has|have))\s+(?:(?:an?|the)\s+)?)?"
            rf"(?:{spelled})"
            r"(?:\s+(?:random\s+)?variables?)?(?:\s+distribut(?:ed|ions?))?(?P<more>[^\x00.;:]*)",
            re.IGNORECASE,
        ),
        name,
        values,
    )
    for spelled, name, values in _BY_NAME
]
_NAMED_BEFORE = [
    (
        re.compile(
            r"(?:^|[\x00,;:]|\b(?:an?|the|two|three|let|for|of|by|and|where|consider|suppose|given|iid|independent|mutually))"
            r"\s*(?P<iid>(?:iid|independent(?:(?:,? and|,)? identically distributed)?),?\s+)?"
            rf"(?:{spelled})(?:\s+(?:random\s+)?variables?|\s+rolls?|\s+throws?)\s*$",
            re.IGNORECASE,
        ),
        name,
        values,
    )
    for spelled, name, values in _BY_NAME
]
_MADE_OF = re.compile(
    r"\b(?:sum|average|mean|product|maxim\w+|minim\w+|difference|ratio|mixture|square|function|vector|sequence)s? of\b"
    r"[^\x00,]*$",
    re.IGNORECASE,
)
_GIVES = re.compile(r"\b(?:let|suppose|assum\w+|consider|given|for|where|with|take|be)\b", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:$|,?\s*and\b|,?\s*(?:with|where|so|then|let)\b|,\s*$)", re.IGNORECASE)


@dataclass(frozen=True)
class NamedAlone:
    """A law whose name says all of it: with its parameters, or the set of its values; whether each of several is
    independent of the others."""

    law: str
    values: tuple[str, ...]
    independent: bool


def law_by_name(before: str, after: str) -> NamedAlone | None:
    """The law of the symbols between two parts of a sentence: `.. be iid standard normal`, `a Rademacher variable`."""
    before, after = re.sub(r"\s+", " ", without_points(before)), without_points(after)
    for pattern, name, values in _NAMED_ALONE:
        found = pattern.match(after)
        if found is not None and _ENDS.match(found["more"]):
            return NamedAlone(name, values, _is_independent(found))
    for pattern, name, values in _NAMED_BEFORE:
        found = pattern.search(before)
        if found is not None and not _MADE_OF.search(before) and _GIVES.search(before):
            return NamedAlone(name, values, _is_independent(found))
    return None


def _is_independent(found: re.Match[str]) -> bool:
    return found["iid"] is not None or "independent" in (found.groupdict().get("dice") or "")


_NEXT = r"(?:let|the|an?|that|this|so|we|define|denote|assume|suppose|consider|write|put|set|where|with|which|is|are)"
ONES = re.compile(  # not `a vector of ones and zeros`
    r"\s*(?:is|be|are|denotes?)\s+(?:the|an?)\s+(?:(?:column|constant|\x00-dimensional|[nd]-dimensional|all)[- ]+)*"
    r"(?:(?:all[- ])?ones?[- ]vector|vector (?:of|with)(?: all)? ones|vector whose entries are all (?:ones?|1))\b"
    rf"(?!\s*,?\s*(?:and|or|but|except|save|plus|minus|followed|scaled|times|up to)\s+(?!{_NEXT}\b)\w)",
    re.IGNORECASE,
)
DIMENSIONS = re.compile(r"-dimensional (?:\w+ ){0,2}vector\b", re.IGNORECASE)
OF_SIZE = re.compile(r"\s*(?:real |random |real-valued |data |design )?(?:matrix|vector)\b", re.IGNORECASE)
IS_A = re.compile(
    r"\s*(?:is|be|are|denotes?)\s+(?:an?|the)\s+(?:(?:constant|fixed|deterministic|known|given|real|non-?random)\s+)*",
    re.IGNORECASE,
)

# how a law is spelled, its name, and the nouns of its parameters in their order
_LAWS = (
    (r"normal(?:ly)?|Gaussian", r"\mathcal{N}", ("mean|expected value|expectation", "variance|standard deviation")),
    (r"exponential(?:ly)?", "Exp", ("rate|parameter",)),
    (r"Poisson", "Poiss", ("rate|mean|intensity|expected value|parameter",)),
    (r"Bernoulli", "Bern", ("success probability|probability|mean|parameter",)),
    (r"geometric(?:ally)?", "Geom", ("success probability|parameter",)),
    (r"binomial(?:ly)?", "Bin", ("parameters", "")),
    (r"beta", "Beta", ("parameters", "")),
    (r"gamma", "Gamma", ("parameters", "")),
)
INTERVAL = "interval"
_DRAWN = (
    r"\x00\s*(?:(?:is|be|are|follows?|following|has|have|denotes?)\s+)?"
    r"(?:(?:drawn|sampled|distributed|chosen|picked)\s+(?:(?:from|according to)\s+)?)?(?:(?:an?|the)\s+)?"
)
_UNIFORM = re.compile(
    _DRAWN + r"(?P<independent>(?:iid|independent(?:(?:,? and|,)? identically distributed)?)"
    r"(?: and|,| random variables,?(?: each| both| all)?(?: of which (?:is|are))?)?\s+)?(?:each\s+)?"
    r"uniform(?:ly)?(?: distribut(?:ed|ion)| random variables?| at random)*,? (?:on|over|in|from)"
    r"(?: the)?(?: (?:unit|values|integers|numbers|set))?(?: interval)?\s*$",
    re.IGNORECASE,
)
_PATTERNS = [
    (
        re.compile(
            _DRAWN + r"(?P<independent>(?:iid|independent(?:(?:,? and|,)? identically distributed)?)\s+|"
            r"(?:random )?samples? from an?\s+)?"
            r"(?P<density>(?:probability )?(?:density|mass) (?:function )?(?:of|for) (?:an?|the) )?"
            rf"(?:{spelled})(?: distribut(?:ed|ion)| random variables?| population)?,? with "
            + r"\s*\x00\s*(?:,|and|, and)\s*".join(
                rf"(?:(?:an?|the)\s+)?(?P<noun{at}>{nouns})(?: parameter)?" for at, nouns in enumerate(parameters)
            )
            + r"\s*$",
            re.IGNORECASE,
        ),
        name,
    )
    for spelled, name, parameters in _LAWS
]


@dataclass(frozen=True)
class LawInWords:
    """The name of a law, the nouns that its parameters are called by, and of what it is said."""

    law: str
    parameters: tuple[str, ...]
    density: bool
    independent: bool  # whether it is that of several, each independent of the others


def law_in_words(before: str) -> LawInWords | None:
    """The law that a sentence gives to one of its formulas, where the formula after it is the last parameter.

    The formulas in `before` are NULs; the last as many as there are parameters are what has the law, and all
    parameters but the last.
    """
    before = re.sub(r"\s+", " ", without_points(before))
    uniform = _UNIFORM.search(before)
    if uniform is not None:
        return LawInWords("Uniform", (INTERVAL,), False, uniform["independent"] is not None)
    for pattern, name in _PATTERNS:
        found = pattern.search(before)
        if found is not None:
            nouns = tuple(value.lower() for key, value in found.groupdict().items() if key.startswith("noun"))
            return LawInWords(name, nouns, found["density"] is not None, found["independent"] is not None)
    return None


def in_standard_form(noun: str, value: Node) -> Node:
    """A parameter as its law takes it: the square of a standard deviation."""
    if noun != "standard deviation":
        return value
    return Script(value.start, value.end, value, None, Num(value.end, value.end, Fraction(2)))
