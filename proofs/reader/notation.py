"""The notation that the reader knows, as data. Nothing here is logic: a new spelling is a new row."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from ..terms.sorts import INTEGER, NATURAL, REAL
from ..terms.term import ORDERS

GREEK = frozenset(
    r"""\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu \nu \xi
    \omicron \pi \varpi \rho \varrho \sigma \varsigma \tau \upsilon \phi \varphi \chi \psi \omega \Gamma \Delta \Theta
    \Lambda \Xi \Pi \Sigma \Upsilon \Phi \Psi \Omega \ell \hbar \imath \jmath \nabla \partial \infty \emptyset
    \top \intercal \dagger \ast \star \bullet \cdot \prime \aleph \Re \Im \complement \bot""".split()
) - {r"\cdot"}  # fmt: skip

UNICODE = dict(zip(
    "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ",
    r"""\alpha \beta \gamma \delta \epsilon \zeta \eta \theta \iota \kappa \lambda \mu \nu \xi \pi \rho \sigma \tau
    \upsilon \phi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Phi \Psi \Omega""".split(),
    strict=True,
)) | {
    "≤": r"\leq", "≥": r"\geq", "≠": r"\neq", "≈": r"\approx", "∝": r"\propto", "≡": r"\equiv", "∈": r"\in",
    "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "→": r"\to", "∞": r"\infty", "∇": r"\nabla", "∂": r"\partial",
    "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "·": r"\cdot", "×": r"\times", "⊤": r"\top", "ℝ": r"\reals",
    "−": "-", "‖": r"\|", "∣": "|", "∼": r"\sim", "𝔼": r"\expectation", "⊙": r"\odot", "⊗": r"\otimes", "√": r"\surd",
}  # fmt: skip

# passed over: spacing, size, style
IGNORED = frozenset(
    r"""\, \; \! \: \> \quad \qquad \enspace \thinspace \medspace \thickspace \negthinspace \hfill \notag \nonumber
    \displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \allowbreak \nobreak \noindent \space
    \centering \relax \strut \mathstrut \null \hline \small \normalsize \large \protect \bigskip \medskip \smallskip
    \newline \linebreak \par \forall \hdashline
    \qedhere \qed \square \blacksquare \Box \break \leavevmode \mathsurround""".split()
) | {r"\ "}
SIZES = frozenset(
    r"\big \Big \bigg \Bigg \bigl \Bigl \biggl \Biggl \bigr \Bigr \biggr \Biggr \bigm \Bigm \biggm \Biggm".split()
)
# passed over with their arguments: command -> how many
DROPPED = {r"\label": 1, r"\tag": 1, r"\tag*": 1, r"\hspace": 1, r"\vspace": 1, r"\hspace*": 1, r"\phantom": 1,
           r"\hphantom": 1, r"\vphantom": 1, r"\color": 1, r"\intertext": 1, r"\shortintertext": 1,
           r"\footnote": 1, r"\eqref": 1, r"\ref": 1, r"\cite": 1}  # fmt: skip
TEXTS = frozenset(r"\text \textrm \textit \textbf \mbox \textnormal \textsf \texttt \textsc \emph".split())
TRANSPARENT = frozenset(r"\mathstrut \boxed \ensuremath \cancel \mathop \mathrel \mathbin \mathord \textcolor".split())

# words with a meaning of their own when written upright: \mathrm{tr}, \operatorname{tr}, \tr
WORDS = {
    "E": "E", "Ex": "E", "Expect": "E", "expectation": "E", "Var": "Var", "var": "Var", "V": "Var", "Cov": "Cov",
    "cov": "Cov", "Pr": "Pr", "Prob": "Pr", "KL": "KL", "kl": "KL", "JS": "JS", "JSD": "JS", "CE": "CE", "H": "H",
    "h": "H", "I": "I", "MI": "I", "tr": "tr", "Tr": "tr", "trace": "tr", "det": "det", "Det": "det", "diag": "diag",
    "Diag": "diag", "rank": "rank", "rk": "rank", "exp": "exp", "log": "log", "ln": "log", "sin": "sin", "cos": "cos",
    "tan": "tan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "arcsin": "arcsin", "arccos": "arccos",
    "arctan": "arctan", "erf": "erf", "sign": "sign", "sgn": "sign", "relu": "relu", "ReLU": "relu",
    "softplus": "softplus", "sigmoid": "sigmoid", "softmax": "softmax", "max": "max", "min": "min", "argmax": "argmax",
    "argmin": "argmin", "lim": "lim", "sup": "max", "inf": "min", "T": "T", "d": "d", "logit": "logit",
    "digamma": "digamma", "arg": "arg", "MSE": "MSE", "abs": "abs", "const": "const", "mod": "mod", "lse": "lse",
    "logsumexp": "lse", "LSE": "lse", "Corr": "Corr", "corr": "Corr", "vec": "vec", "ELBO": "ELBO",
    "loggamma": "loggamma", "mean": "E",
}  # fmt: skip
# these words are read as such also where their letters stand bare before a bracket: KL(q || p), Var(X)
BARE_WORDS = ("argmax", "argmin", "softmax", "softplus", "sigmoid", "JSD", "Var", "Cov", "exp", "log", "sin", "cos",
              "tanh", "det", "diag", "KL", "JS", "tr", "Tr", "Pr", "ReLU", "max", "min", "ln", "MSE", "ELBO",
              "rank")  # fmt: skip
COMMAND_WORDS = frozenset(
    r"""\log \ln \exp \sin \cos \tan \sinh \cosh \tanh \arcsin \arccos \arctan \det \max \min \arg \lim \sup \inf \Pr
    \tr \Tr \diag \rank \argmax \argmin \sgn \sign \erf \Var \Cov \KL \softmax \expectation""".split()
)
# entrywise functions of one argument: word -> name in the language of terms
FUNCTIONS = {
    "exp": "exp", "log": "log", "sin": "sin", "cos": "cos", "tan": "tan", "sinh": "sinh", "cosh": "cosh",
    "tanh": "tanh", "arcsin": "arcsin", "arccos": "arccos", "arctan": "arctan", "erf": "erf", "sign": "sign",
    "relu": "relu", "softplus": "softplus", "sigmoid": "sigmoid", "digamma": "digamma", "loggamma": "loggamma",
    "abs": "abs", "erfinv": "erfinv",
}  # fmt: skip
INVERSES = {"sin": "arcsin", "cos": "arccos", "tan": "arctan", "erf": "erfinv"}
# Greek letters that are a function when applied, and a plain symbol when not
BESSEL = frozenset({"I_0", "I_1"})  # modified Bessel functions, where I_0 is written
GREEK_FUNCTIONS = {r"\sigma": "sigmoid", r"\Gamma": "gamma", r"\psi": "digamma", r"\Phi": "normal_cdf"}
# the words for them: what a text calls otherwise is another function
CUSTOMARY = {r"\sigma": ("sigmoid", "logistic", "expit"), r"\Gamma": ("gamma",), r"\psi": ("digamma", "polygamma"),
             r"\Phi": ("normal", "gaussian", "probit")}  # fmt: skip

RELATIONS = {
    "=": "=", r"\equiv": "=", "<": "<", ">": ">", r"\lt": "<", r"\gt": ">", r"\le": "<=", r"\leq": "<=",
    r"\leqslant": "<=", r"\ge": ">=", r"\geq": ">=", r"\geqslant": ">=", r"\ne": "!=", r"\neq": "!=",
    r"\approx": "approx", r"\simeq": "approx", r"\propto": "propto", ":=": ":=", r"\coloneqq": ":=",
    r"\triangleq": ":=",
    r"\defeq": ":=", r"\coloneq": ":=", r"\sim": r"\sim", r"\in": r"\in", r"\notin": r"\notin", r"\to": r"\to",
    r"\rightarrow": r"\to", r"\longrightarrow": r"\to", r"\mapsto": r"\mapsto", r"\Rightarrow": "=>", r"\implies": "=>",
    r"\Longrightarrow": "=>", r"\Leftrightarrow": "<=>", r"\iff": "<=>", r"\Longleftrightarrow": "<=>",
    r"\Leftarrow": "<=_arrow", r"\perp": r"\perp", r"\indep": r"\perp", r"\subset": r"\subset",
    r"\subseteq": r"\subset", r"\colon": ":", ":": ":", r"\succ": r"\succ", r"\succeq": r"\succeq", "=:": "=:",
    r"\succcurlyeq": r"\succeq", r"\prec": r"\prec", r"\preceq": r"\preceq", r"\preccurlyeq": r"\preceq",
    r"\cong": r"\cong", r"\ll": r"\ll", r"\gg": r"\gg",
}  # fmt: skip
UP_TO_CONSTANT = r"\overset{c}{=}"  # what differs by a number that is left out
CONSTANT = frozenset({"+", *(form.format(word) for word in ("c", "C", "const", "const.", "constant")
                             for form in ("{}", r"\mathrm{{{}}}", r"\text{{{}}}"))})  # fmt: skip
IN_LAW = r"\overset{d}{=}"  # of one distribution, and not the same
DISTRIBUTED = frozenset(
    r"""d D law dist dist. \mathrm{d} \mathrm{D} \mathcal{D} \mathcal{d} \mathcal{L} \mathscr{D} \mathscr{L} \text{d}
    \text{D} \text{law} \text{dist} \text{dist.} \mathrm{law} \mathrm{dist}""".split()
)
ARROWS = ("=>", "<=>", "<=_arrow")
STATED = ("=", "!=", *ORDERS, "approx", "propto")  # relations that make a claim
DEFINITE = {r"\succ": ">", r"\succeq": ">=", r"\prec": "<", r"\preceq": "<="}  # of matrices, as of their forms

SURE_TRANSPOSES = frozenset({r"\top", r"\intercal", "T", r"\mathrm{T}", r"\mathsf{T}"})
TRANSPOSES = SURE_TRANSPOSES | {"t", r"\prime"}  # these also number a moment in time, and mark a derivative
INVERSE_TRANSPOSES = frozenset("-" + mark for mark in TRANSPOSES)
IMAGINARY = ("i", r"\mathrm{i}")  # in an exponent of e
CHANCE_WORDS = frozenset({"E", "Var", "Cov", "Pr"})

DECORATIONS = frozenset(
    r"\hat \widehat \bar \overline \tilde \widetilde \vec \dot \ddot \check \breve \underline".split()
)
FONTS = {
    r"\mathbf": "bold", r"\boldsymbol": "bold", r"\bm": "bold", r"\pmb": "bold", r"\mathcal": "cal", r"\mathscr": "cal",
    r"\mathbb": "bb", r"\mathfrak": "frak", r"\mathsf": "upright", r"\mathrm": "upright", r"\operatorname": "upright",
    r"\operatorname*": "upright", r"\mathit": "italic", r"\mathnormal": "italic", r"\rm": "upright", r"\bf": "bold",
    r"\mathds": "bb", r"\mathbbm": "bb", r"\mathtt": "upright",
}  # fmt: skip
BIG = {r"\sum": "sum", r"\prod": "product", r"\int": "integral", r"\iint": "integral", r"\iiint": "integral",
       r"\oint": "integral", r"\bigcup": "union", r"\bigcap": "intersection"}  # fmt: skip
JOINED = {r"\cup": "union", r"\cap": "intersection"}  # signs that stand before what they join, with an index below
PRODUCTS = {r"\cdot": "cdot", r"\times": "times", "*": "cdot", r"\ast": "cdot", "/": "/", r"\div": "/",
            r"\cap": "cap", r"\cup": "cup", r"\wedge": "cap", r"\land": "cap", r"\vee": "cup", r"\lor": "cup",
            r"\odot": "odot", r"\circ": "circ", r"\otimes": "otimes"}  # fmt: skip
OPENERS = {"(": ")", "[": "]", r"\{": r"\}", r"\lbrace": r"\}", r"\langle": r"\rangle", r"\lbrack": "]",
           r"\lvert": r"\rvert", r"\lVert": r"\rVert", r"\lfloor": r"\rfloor", r"\lceil": r"\rceil"}  # fmt: skip
CLOSERS = {")": ")", "]": "]", r"\}": r"\}", r"\rbrace": r"\}", r"\rangle": r"\rangle", r"\rbrack": "]",
           r"\rvert": r"\rvert", r"\rVert": r"\rVert", r"\rfloor": r"\rfloor", r"\rceil": r"\rceil",
           r"\right.": r"\right."}  # fmt: skip
SPACES = (r"\mathcal", r"\mathbb", r"\mathscr", r"\Omega", r"\Theta")  # how names of sample spaces begin
DOTS = frozenset(r"\dots \cdots \ldots \dotsc \dotsb \vdots \ddots \hdots \dotsm \dotso".split())
MATRICES = frozenset("matrix pmatrix bmatrix Bmatrix smallmatrix array vmatrix Vmatrix".split())
DISPLAYS = frozenset(
    """equation align gather multline displaymath eqnarray alignat flalign math dmath subequations
    equation* align* gather* multline* eqnarray* alignat* flalign* dmath*""".split()
)
ROWED = frozenset("aligned split gathered alignedat".split()) | (DISPLAYS - {"math"})
CONSTANTS = {r"\pi": "pi", r"\infty": "infinity"}


class NamedLaw(NamedTuple):
    """A distribution: its name in the language of terms, what its values are, and how many parameters it takes."""

    law: str
    outcome: str
    arity: int


def _rows(table: str) -> dict[str, tuple[NamedLaw, ...]]:
    """Lines of `law outcome arity: names as written (upright, calligraphic or plain)`; a name may be in several."""
    found: dict[str, tuple[NamedLaw, ...]] = {}
    for line in table.strip().splitlines():
        row, names = line.split(":")
        law, outcome, arity = row.split()
        for name in names.split():
            found[name] = (*found.get(name, ()), NamedLaw(law, outcome, int(arity)))
    return found


LAWS = _rows(
    r"""
    normal like 2: N Normal Gaussian
    matrix_normal like 3: MN
    lognormal positive 2: Lognormal LogNormal LN lnN logN
    bernoulli count 1: Bern Bernoulli Ber
    binomial count 2: Bin Binom Binomial B
    categorical natural 1: Cat Categorical
    multinomial table 2: Mult Multinom Multinomial
    poisson count 1: Poisson Pois Poiss Poi
    geometric natural 1: Geom Geometric Geo
    exponential nonnegative 1: Exp Exponential
    uniform real 2: U Unif Uniform
    gamma positive 2: Gamma Gam
    inverse_gamma positive 2: IG InvGamma
    beta unit 2: Beta Bet
    dirichlet simplex 1: Dir Dirichlet
    laplace real 2: Laplace Lap
    chi_square positive 1: \chi^2
    noncentral_chi_square positive 2: \chi^2
    student_t real 1: Student StudentT t
    multivariate_t like 3: t
    fisher_f positive 2: F
    wishart like 2: W Wishart
    wald positive 2: Wald
    von_mises real 2: vM
    rademacher sign 0: Rademacher
""".replace("\\\\", "\\")
)

# laws that have a name for their values and the probabilities of these
BY_VALUES: dict[str, tuple[tuple[Fraction, Fraction], ...]] = {
    "rademacher": ((Fraction(-1), Fraction(1, 2)), (Fraction(1), Fraction(1, 2))),
}

# what a parameter of a law, by its place, is in terms of the one that the law has here
MEANT: dict[tuple[str, int], dict[str, str]] = {
    ("normal", 1): {"standard deviation": "square", "precision": "inverse", "precision matrix": "inverse"},
    ("lognormal", 1): {"standard deviation": "square", "precision": "inverse"},
    ("exponential", 0): {"scale": "inverse", "mean": "inverse", "expectation": "inverse", "expected value": "inverse"},
    ("gamma", 1): {"scale": "inverse"},
}

# these are read as such also where their letters stand bare before a bracket, X \sim Bernoulli(p)
BARE_LAWS = (*(name for name in LAWS if name.isalpha() and len(name) > 3), "Ber", "Bin", "Poi", "Geo", "Exp")

# where the parameters of a law lie, in order; a spread is a covariance; what is not listed may be anything
# whole numbers that a law gives a probability: from where, and to 1, the first parameter, or without end
WHOLE_VALUES = {"bernoulli": (0, "1"), "binomial": (0, "first"), "poisson": (0, "oo"), "geometric": (1, "oo")}
PARAMETERS = {
    "normal": ("any", "spread"), "bernoulli": ("unit",), "binomial": ("natural", "unit"), "poisson": ("positive",),
    "exponential": ("positive",), "gamma": ("positive", "positive"), "beta": ("positive", "positive"),
    "laplace": ("any", "positive"), "chi_square": ("positive",), "student_t": ("positive",), "geometric": ("unit",),
    "lognormal": ("any", "positive"), "fisher_f": ("positive", "positive"), "wald": ("positive", "positive"),
    "inverse_gamma": ("positive", "positive"), "matrix_normal": ("array", "spread", "spread"),
    "wishart": ("spread", "any"), "multivariate_t": ("any", "spread", "positive"), "von_mises": ("any", "positive"),
    "categorical": ("vector",), "dirichlet": ("vector",), "multinomial": ("natural", "vector"),
}  # fmt: skip

# letters that name a density when called, and letters that name a function when called
# what prose calls densities with respect to each measure
MEASURE_WORDS = {
    "lebesgue": ("density", "densities", "pdf", "pdfs", "density function", "density functions", "probability density",
                 "probability densities", "probability density function", "probability density functions",
                 "continuous distribution", "continuous distributions", "continuous probability distribution",
                 "continuous probability distributions"),
    "counting": ("pmf", "pmfs", "mass function", "mass functions",
                 "probability mass function", "probability mass functions",
                 "discrete distribution", "discrete distributions", "discrete probability distribution",
                 "discrete probability distributions"),
}  # fmt: skip
INDICES = frozenset("i j k l m n s t".split())
FAMILY_LETTERS = frozenset(r"p q P Q r \mathrm{p} \mathrm{q}".split())
FUNCTION_LETTERS = frozenset(
    r"""f g h u v F G L J V D U S R T W \phi \psi \varphi \Phi \Psi \ell \eta \rho \kappa k
    \mathcal{L} \mathcal{J} \mathcal{F}""".split()
)
# what prose says of functions, and their sort keeps
FUNCTION_WORDS = ("convex", "concave", "even", "odd", "increasing", "decreasing", "differentiable")
_MONOTONE = ("monotonically", "monotonic", "monotone")
MONOTONE_WORDS = {  # phrases for how a function goes up or down, each in the words that its sort keeps
    "nondecreasing": ("increasing",), "non-decreasing": ("increasing",),
    "nonincreasing": ("decreasing",), "non-increasing": ("decreasing",),
    **{f"{how} {way}": (way,) for how in (*_MONOTONE, "weakly") for way in ("increasing", "decreasing")},
    **{f"strictly {how}{way}": (way, "strictly")
       for how in ("", *(f"{each} " for each in _MONOTONE)) for way in ("increasing", "decreasing")},
}  # fmt: skip
SIZE_NOUNS = {"learning rate": ">", "step size": ">", "bandwidth": ">", "temperature": ">",
              "distance": ">=", "width": ">=", "radius": ">="}  # fmt: skip
SIGNS = {"positive": ">", "nonnegative": ">=", "non-negative": ">=",
         "negative": "<", "nonpositive": "<=", "non-positive": "<="}  # fmt: skip
SIGN_WORDS = SIGNS | SIZE_NOUNS

# what words call a symbol, besides the ones above
TRAIT_WORDS = {
    "symmetric": "symmetric", "positive definite": "positive_definite", "positive-definite": "positive_definite",
    "positive semidefinite": "positive_semidefinite", "positive semi-definite": "positive_semidefinite",
    "positive-semidefinite": "positive_semidefinite", "spd": "positive_definite", "psd": "positive_semidefinite",
    "invertible": "invertible", "nonsingular": "invertible", "non-singular": "invertible", "regular": "invertible",
    "orthogonal": "orthogonal", "diagonal": "diagonal",
}  # fmt: skip
FAMILY_WORDS = (*MEASURE_WORDS["lebesgue"], *MEASURE_WORDS["counting"], "distributions", "distribution",
                "probability distributions")  # fmt: skip
CONTINUOUS = ("continuous", "continuous random variable", "continuous random variables", "continuous random vector")
DISCRETE = tuple(phrase.replace("continuous", "discrete") for phrase in CONTINUOUS)
NUMBER_WORDS = {
    "integer": INTEGER, "integers": INTEGER, "natural number": NATURAL, "positive integer": NATURAL,
    "integer-valued": INTEGER, "integer valued": INTEGER,
    "positive integer-valued": NATURAL, "positive integer valued": NATURAL,
}  # fmt: skip
RANDOM_NUMBERS = {"random number": REAL, "random numbers": REAL, "random integer": INTEGER, "random integers": INTEGER}
REAL_WORDS = frozenset({"scalar", "real", "real number", "constant", "scalars", "real numbers", "constants"})
ARRAY_WORDS = frozenset({"vector", "vectors", "matrix", "matrices"})
TRAITS_IN_WORDS = frozenset({*TRAIT_WORDS, *FUNCTION_WORDS, *MONOTONE_WORDS, "strictly", *SIGN_WORDS, "independent"})
_PHRASES = sorted({*TRAIT_WORDS, *FUNCTION_WORDS, *MONOTONE_WORDS, *FAMILY_WORDS, *NUMBER_WORDS,
                   *RANDOM_NUMBERS, "random variables", "random variable", *CONTINUOUS, *DISCRETE, "estimator",
                   "estimators", "event", "events",
                   "random vector", "random matrix", "random matrices",
                   "independent", "function", "functions", "matrix", "matrices", "vector", "vectors",
                   *SIGN_WORDS, "sigmoid", "logistic", "scalar", "scalars", "real", "real number", "real numbers",
                   "constant", "constants"}, key=len, reverse=True)  # fmt: skip
PHRASE: re.Pattern[str] = re.compile(r"\b(" + "|".join(map(re.escape, _PHRASES)) + r")\b", re.IGNORECASE)
