"""What a sentence says of a symbol in words that have no meaning here: no step over the symbol is refuted then.

A predicate (`.. be an idempotent matrix`, `.. are orthogonal`, `.. commute`) and the words before a name (`normalised
weights $w$`) are cut into modifiers, the noun, and what follows it. Of each only the words of `PLAIN` say nothing of
a value, or nothing that is not read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

# nouns for kinds of things
KINDS = frozenset(
    """matrix matrices vector vectors number numbers integer integers real reals variable variables function functions
    scalar scalars constant constants event events set sets density densities distribution distributions pmf pmfs pdf
    pdfs cdf sample samples point points value values sequence mapping map polynomial weights weight parameter
    parameters maps mappings operator operators functional functionals transformation transformations
    nonlinearity non-linearity""".split()
)
# words that leave open what a symbol is worth, or that are read elsewhere: as a sort, a law, a moment, independence
PLAIN = KINDS | frozenset(
    """a an the any some each every all both common two three four several many given
    fixed arbitrary certain known unknown
    again also now here thus and or its their our his of to in on over for with by following another
    other same new own single different general usual corresponding respective possibly
    random real-valued valued real continuous discrete absolutely jointly multivariate univariate bivariate
    scalar-valued vector-valued matrix-valued finite infinite measurable integrable smooth differentiable continuously
    twice n-dimensional d-dimensional p-dimensional k-dimensional dimensional
    probability mass joint marginal conditional independent mutually distributed law
    observed latent hidden data response target input output feature design regression model training test noise error
    prior posterior likelihood true column row square size length dimension dimensions dimensionality shape entries
    entry components component elements element coefficients coefficient columns rows
    rate location scale shape shapes drift threshold trials degrees freedom support statistic objective loss cost
    non-empty nonempty space outcome outcomes finite-valued mean-field possible measured cumulative moment-generating
    statements statement about n-vector p-vector predictor
    dependent particular paired observations observation statistical
    from population copies draws independently according counts""".split()
)  # fmt: skip
# what a text calls something of which this says no value: `the learning rate`
ROLES = frozenset(
    """learning rate rates step steps size sizes stepsize momentum temperature label labels target targets prediction
    predictions response responses logit logits activation activations pre-activation pre-activations output outputs
    input inputs feature features embedding embeddings query queries key keys token tokens image images pixel pixels
    word words document documents state states action actions reward rewards observation observations measurement
    measurements error errors noise disturbance shock signal drift trend effect treatment loss losses cost costs
    objective penalty regularization regularisation regularizer regulariser strength threshold offset bias biases
    intercept slope gain hyperparameter hyperparameters predictor predictors regressor regressors covariate covariates
    parameters coefficient coefficients regression weight weights constant factor term terms quantity quantities unknown
    data datum example examples input-output time hypothesis class category model small
    large tiny big""".split()
)
# what is no real number, no density
FOREIGN = frozenset(
    """complex complex-valued imaginary quaternion quaternions modulo unnormalised unnormalized un-normalised
    un-normalized improper signed""".split()
)
MOMENTS = frozenset(
    """mean variance expectation expected standard deviation moment moments means variances expectations deviations
    covariance covariances""".split()
)
_LAW = re.compile(
    r"(?:normal|gaussian|exponential|poisson|bernoulli|binomial|uniform|multinomial|categorical|dirichlet|wishart|"
    r"geometric|log-?normal|chi-squared?|beta|gamma|laplace|cauchy|wald|t-?distributed|standard|rademacher|fair|"
    r"take|taking|die|dice)(?:ly|s)?(?:-distributed)?"
)
# what a sentence without a noun may say of a symbol: `is given by`, `is obtained as`
_PARTICIPLE = re.compile(r"(?:\w+ed|given|known|shown|chosen|taken|drawn|written|seen|found|put|set|the|called)$")
# participles that say what values a symbol has
_TELLING = re.compile(
    r"normali[sz]ed|standardi[sz]ed|cent(?:er|r)ed|bounded|ordered|sorted|whitened|constrained|restricted|truncated|"
    r"uncorrelated|related|binary|boolean|dichotomous|unit|zero|weighted|one-hot|encoded|limited"
)
_ROLES = frozenset("probability probabilities fraction proportion angle rotation projection projector reflection "
                   "permutation complement reciprocal negation opposite simplex odds percentage".split())  # fmt: skip
LEADING = frozenset("just only merely simply nothing but".split())  # `is just a normalization factor`
_OF = frozenset("unit norm rank determinant trace modulus ones zeros full period degree order".split())

SUBJECTS = r"\x00(?:\s*(?:,\s*and|,\s*or|,|and|or)\s*\x00)*"
_IS = re.compile(
    rf"(?P<of>{SUBJECTS}),?\s*(?:(?:both|each|all|also|now|again)\s+)*(?P<verb>be|is|are|being|denotes?)\s+"
    r"(?P<said>[^\x00.;:!?]*)$",
    re.IGNORECASE,
)
# the subject of `is` stands before these: `the covariance of $X$ is`, `the covariance of a random vector $X$ is`
_ANOTHER = re.compile(
    r"\b(?:of|in|for|by|from|on|over|to|at|than|with|between|under|probability that)\s*$"
    rf"|\bof\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,2}}(?:{'|'.join(sorted(KINDS))})\s*$",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    rf"(?:\b(?:and|with|where|let|for)|,)\s*(?P<of>{SUBJECTS})(?P<verb>)\s+(?P<said>(?:an?|its|their)\s[^\x00.;:!?]*)$",
    re.IGNORECASE,
)
_DOES = re.compile(
    rf"(?:\b(?:let|suppose|assume|that|if|and|provided|given|the|{'|'.join(sorted(KINDS))})|,)\s*"
    rf"(?P<of>{SUBJECTS})\s+(?P<said>[a-z][^\x00.;:!?]*)$",
    re.IGNORECASE,
)
_POSTPOSED = re.compile(  # `with $A$ idempotent and ..`
    rf"(?:\b(?:and|with|where|let|for)|,)\s*(?P<of>{SUBJECTS})\s+"
    r"(?P<said>(?:real\s+)?(?:circulant|toeplitz|hankel|idempotent|nilpotent|involutory|skew|skew-symmetric|antisymmetric|"
    r"normal|unitary|hermitian|self-adjoint|orthogonal|orthonormal|symmetric|diagonal|tridiagonal|triangular|upper|lower|"
    r"banded|(?:doubly |row-|column-)?stochastic|singular|non-?singular|invertible|positive|negative|non-?negative|"
    r"full|low|convex|concave|odd|even|monotone|increasing|decreasing|periodic|bounded|lipschitz)\b[^\x00.;:!?]*)$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(?:let|suppose|assume|assuming|supposing|given|provided|if)\b", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(?:an?|the|let|for|given|with|suppose|consider|two|all|any|some|every|each|are|be)\s+"
    r"(?P<said>(?:[\w-]+,?\s+){1,5})"
    rf"(?P<of>{SUBJECTS})[^\x00]*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:()]|,\s*(?:and|but|so|which|we|a|an|the|not)\b|\band (?:an?|the|its|their|two|some|let|that|suppose|assume|"
    r"consider|denote|define)\b|\b(?:where|then|so|hence|thus|therefore|because|since|when|if|as|we|while|but|let|"
    r"suppose|assume|consider|denote|define|given)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"an?|the|of|in|on|over|from|by|to|for|at|under|between|with|that|which|and|or|is|are|be|\w+ing")
_LAWS = frozenset("distribution distributions density densities pmf pmfs pdf pdfs cdf".split())
_WORD = re.compile(r"[A-Za-z][\w'.-]*")
_RESTRICTS = frozenset("that which whose with having without satisfying such".split())
_LINKING = frozenset("following resulting specifying describing defining corresponding belonging".split())
_PREPOSITIONS = frozenset("of in on over from by to for at under between among".split())
# verbs after a name that say nothing of its value, or that are read elsewhere
_VERBS = frozenset(
    """be is are denote denotes denoting follow follows has have having as such then we that where under which so can
    also only hold holds""".split()
)


def unread(sentence: str) -> Iterator[tuple[int, str]]:
    """Of how many formulas, counted back from the last, a sentence says something without a meaning here; the words.

    The formulas are NULs; the sentence ends where the words after the last one do.
    """
    sentence = _plain(sentence)
    for pattern in (_IS, _APPOSED):
        found = pattern.search(sentence)
        if found is not None and not (found["verb"] in ("is", "are") and _ANOTHER.search(sentence[: found.start()])):
            words = _of_predicate(found["said"], declared=_SUPPOSED.match(sentence) is not None)
            if words:
                yield found["of"].count("\x00"), words
            break
    else:
        after = _POSTPOSED.search(sentence)
        words = _of_predicate(after["said"], declared=True) if after is not None else ""
        if after is not None and words:
            yield after["of"].count("\x00"), words
        found = _DOES.search(sentence) if _SUPPOSED.match(sentence) and not words else None
        if found is not None and _words(found["said"])[0] not in _VERBS | PLAIN:
            yield found["of"].count("\x00"), _CLAUSE.split(found["said"])[0].strip()
    named = _NAMED.search(sentence)
    if named is not None:
        near = _words(named["said"])
        near = near[max((at + 1 for at, word in enumerate(near) if _ENDS.fullmatch(word)), default=0) :]
        law = near[-1:] and near[-1] in _LAWS and FOREIGN.isdisjoint(near)  # `the gamma distribution f`
        telling = near[-2:-1] == ["one-hot"]  # a one-hot label
        before = _words(sentence[named.start() : named.end("said")])[: -len(near) or None]
        new = near and before[-1:] and before[-1] in _NEW and near[-1] not in PLAIN | MOMENTS | ROLES  # a metric $d$
        if near and (near[-1] in KINDS or telling or new) and not law and _strange(near, declared=True):
            yield named["of"].count("\x00"), " ".join(near)


_NEW = frozenset("a an any some every two all each".split())
_MODIFIERS = r"(?:(?:an?|two|three|some|any|all|both|mutually|pairwise|real|arbitrary|fixed|square|column)\s+)*"
_STATES = re.compile(
    r"\b(?:let|suppose|assume|if|when|since|as|because|for)\s+"
    rf"(?:(?:that|the|both|two|vectors?|matrix|matrices|(?:random )?variables?)\s+)*"
    rf"(?P<of>{SUBJECTS})\s*(?:(?:be|are|is)\s+{_MODIFIERS}|(?=commute\b))"
    r"(?P<said>[\w-]+(?:\s+(?:vectors?|matrix|matrices|random variables?|labels?|targets?))?)"
    r"(?:\s+(?:in|of|from)\s*|\s*"
    r"|\s*,(?!\s*(?:if|unless|provided|only|when|except)\b)[^\x00]*|\s+(?:and|with|where|then)\b[^\x00]*)$",
    re.IGNORECASE,
)


_COLUMNS = re.compile(
    rf"(?P<of>{SUBJECTS})\s*(?:(?:be|is|are)\s+(?:an?\s+)?(?:\w+\s+)?(?:matrix|matrices)\s+with|has|have|with|having)\s+"
    r"orthonormal columns\s*(?:,[^\x00]*)?$",
    re.IGNORECASE,
)


_RANK = re.compile(
    rf"(?P<of>{SUBJECTS})\s*(?:(?:is|be|are)\s+(?:an?\s+)?(?:(?:\x00\s*)?(?:\w+\s+)?matri(?:x|ces)\s+)?(?:of|with|having)"
    r"|has|have|with|having|(?:is|are|be) of)\s+(?:full column rank|linearly independent columns)\s*(?:,[^\x00]*)?$",
    re.IGNORECASE,
)


def adjective(sentence: str) -> tuple[int, str, str]:
    """Of how many formulas, counted back from the last, a sentence supposes an adjective, this, and the noun after it.

    `Let $x$ and $y$ be orthogonal vectors`; not `.. are orthogonal if ..`, `.. be orthogonal to ..`.
    """
    columns = _COLUMNS.search(_plain(sentence))
    if columns is not None:
        return columns["of"].count("\x00"), "orthonormal-columns", ""
    ranked = _RANK.search(_plain(sentence))
    if ranked is not None:
        return ranked["of"].count("\x00"), "full-column-rank", ""
    found = _STATES.search(_plain(sentence))
    if found is None:
        return 0, "", ""
    word, _, noun = found["said"].lower().partition(" ")
    return found["of"].count("\x00"), word, noun.strip()


def strange_words(said: str) -> list[str]:
    """The words that may say what a symbol is worth."""
    words = _words(said)
    plain = PLAIN if any(word in KINDS for word in words) else PLAIN | ROLES
    return [word for word in words if word not in plain or word in _ROLES | _OF | {"integer", "integers"}]


def is_law_word(word: str) -> bool:
    return _LAW.fullmatch(word) is not None


_SINGULAR = re.compile(r"(?<![\w-])(?:singular|non-?invertible|rank-?deficient|nilpotent|not invertible)\b")


def says_singular(said: str) -> bool:
    """Whether words say of a matrix that it has no inverse."""
    return _SINGULAR.search(said) is not None


_STARTS = PLAIN | frozenset(
    """let suppose assume consider given where which that if when as be is are denotes denote define choose pick
    introduce set fix take use have has we there both multiply such case since because any""".split()
)
# what a matrix has besides: `positive definite with eigenvalues ..`
_BESIDES = frozenset(
    """eigenvalue eigenvalues eigenvectors eigendecomposition spectrum trace rank determinant inverse entries minimiser
    minimizer minimum maximiser maximizer maximum gradient hessian derivative""".split()
)
_WHERE = frozenset("on over near at around in from for with under".split())


def is_plain(before: str) -> bool:
    """Whether words that say what something is are not changed by the word before them: `almost symmetric`."""
    words = _words(before)
    return not words or not re.search(r"[\w-]\s*$", before) or words[-1] in _STARTS


def says_more(predicate: str, traits: Collection[str], everywhere: bool) -> tuple[bool, bool]:
    """Whether a predicate says more than that something has some traits (`almost symmetric`, `positive with ..`), and
    whether it says where: `a convex function on \\mathbb{R}` is convex `everywhere`."""
    words = _words(_CLAUSE.split(predicate)[0])
    if words[-1:] == ["with"]:  # symmetric with $A v = v$
        words.pop()
    ends = [at for at, word in enumerate(words) if word in _RESTRICTS | _PREPOSITIONS]
    front, tail = (words[: ends[0]], words[ends[0] :]) if ends else (words, [])
    known = (
        PLAIN
        | MOMENTS
        | {"be", "is", "are", "denote", "denotes", "strictly", "monotonically", "monotone", "mean-zero", "zero-mean"}
        | {word for trait in traits for word in (trait, *trait.split())}
    )
    strange = any(word not in known and word.replace("-", " ") not in known for word in front)
    noun = any(word in KINDS for word in front)
    where = bool(tail) and tail[0] in _WHERE and not (everywhere and tail[0] in ("on", "over"))
    where = where and not (tail[0] == "with" and not _BESIDES.isdisjoint(tail[1:3]))
    return strange or (where and not noun), where


def _words(text: str) -> list[str]:
    return [word.rstrip(".'").lower() for word in _WORD.findall(_plain(text))]


def without_points(text: str) -> str:
    """Without points inside and after abbreviations: iid for i.i.d."""
    return re.sub(r"\b(?:[a-z]\.){2,}", lambda found: found.group().replace(".", ""), text)


def with_marks(text: str) -> str:
    """Without points, and with a # for each formula, of which a text has none of its own."""
    return re.sub(r"\s+", " ", without_points(text)).replace("#", " ").replace("\x00", "#")


def _plain(text: str) -> str:
    """Without points inside and after abbreviations, with one word for `positive definite`."""
    text = without_points(text)
    text = re.sub(r"\b(?:approximate|variational) (?=posterior|densit|distribution)", "", text)
    text = re.sub(r"\b(?:with|of|having) finite (?:mean|variance|expectation|(?:\w+ )?moments?)\b", "", text)
    return re.sub(r"\b(positive|negative)\s+(definite|semi-?definite)\b", r"\1-\2", text, flags=re.IGNORECASE)


_PROPER = re.compile(r"\b(?:an?|the)\s(?:[\w-]+\s)*[A-Z][a-z]+\s*$")  # a graph Laplacian
_EXCEPTS = re.compile(  # reals, not both zero; positive and negative, respectively
    r",\s*(?:not|but not|none|neither|except|excluding|other than|at least|at most|exactly|only|respectively|and not|"
    r"(?:both|each|all) (?:un)?equal)\b(?!\s+(?:necessarily|needed|known|required|assumed|both random))",
    re.IGNORECASE,
)


def _of_predicate(said: str, *, declared: bool) -> str:
    """The words of a predicate where some of them have no meaning here, or ''."""
    words: list[str] = _words(_CLAUSE.split(said)[0])
    if _EXCEPTS.search(said) is not None or _PROPER.search(_CLAUSE.split(said)[0]) is not None:
        return said.strip()
    while words and words[-1] in ("and", "or", "with"):
        words.pop()
    if not words or (not declared and not {"not", "equal", "identical"}.isdisjoint(words)):
        return ""  # `is equal to`, `is not needed` state something
    noun = next((at for at, word in enumerate(words) if word in KINDS), len(words))
    ends = [
        at
        for at, word in enumerate(words)
        if word in _RESTRICTS | _PREPOSITIONS or (at > noun and (word.endswith(("ing", "ed")) or word == "shown"))
    ]
    front, tail = (words[: ends[0]], words[ends[0] :]) if ends else (words, [])
    return " ".join(words) if _strange(front, declared=declared) or _restricts(tail) else ""


def _strange(front: list[str], *, declared: bool) -> bool:
    belittled = front[:1] and front[0] in LEADING  # `is just a factor`
    front = front[next((at for at, word in enumerate(front) if word not in LEADING), len(front)) :]
    if not front:
        return False
    if any(_TELLING.fullmatch(word) for word in front) or not _ROLES.isdisjoint(front[-1:]):
        return True
    noun = front[-1] in KINDS
    phrase = front[0] in ("a", "an", "the", "its", "their", "our", "some", "two", "any", "all", "both", "each")
    if phrase and not noun:
        if belittled:
            return False
        return any(word not in PLAIN | MOMENTS | ROLES for word in front)
    if not noun and not declared and _PARTICIPLE.fullmatch(front[0]):
        return False
    if front[-2:-1] == ["probability"] and front[-1] not in _LAWS:
        return True  # a probability vector
    return any(word not in PLAIN | MOMENTS for word in front)


_BEING = frozenset("such that is are be has have".split())


def _restricts(tail: list[str]) -> bool:
    """Whether what follows a noun says what values it stands for: `that sum to one`, `of unit norm`."""
    if not tail:
        return False
    first = next((at for at, word in enumerate(tail) if word in _RESTRICTS), None)
    if tail[0].endswith("ing") and tail[0] not in _LINKING:
        first = 0
    if first is not None:
        return any(word not in PLAIN for word in tail[first + 1 :] if word not in _BEING)
    return not _OF.isdisjoint(tail) or _TELLING.fullmatch(tail[0]) is not None
