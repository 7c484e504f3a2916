"""The words that a sentence may consist of where something is supposed in it.

What prose supposes is believed only where each word of its sentence up to it is known here: one that is not may take
it back (*pretend that*, *many believe*, *instead of setting*). So a word that is missing here costs a proof, and never
makes one. Words that doubt, deny, ask, or say who thinks so are left out for that.
"""

from __future__ import annotations

import re

from .everyday import EVERYDAY
from .said import MOMENTS, PLAIN

# articles, pronouns, prepositions, conjunctions, and the adverbs of a text that goes on
_GRAMMAR = frozenset(
    """from this that these those such which who whose it them they we us you itself there at into onto across
    between among within via per than under through up down out but ie next further furthermore moreover
    additionally finally lastly similarly likewise analogously correspondingly accordingly equivalently namely
    simply directly still always everywhere elementwise element-wise entrywise entry-wise pointwise
    componentwise before after above below earlier previously later respect together instance first second
    third last previous latter former whole entire themselves is are be been being has have having do does
    will let's was since because if when whenever where while so then hence therefore""".split()
)  # fmt: skip
# verbs that suppose, remind of, name or take, in the forms that they have there
_VERBS = frozenset(
    """let suppose assume consider define denote denotes put take choose pick fix write call use recall remember note
    notice observe know introduce supposing assuming considering defining denoting setting putting taking
    choosing fixing writing calling using recalling noting observing knowing introducing applying plugging
    substituting inserting combining supposed assumed considered defined denoted chosen written called used
    introduced apply plug substitute insert combine follow follows following drawn sampled generated collects
    collecting contains containing consists consisting represents representing corresponds belongs belonging
    depends depending occurs occur describes describing satisfies satisfy satisfying specifies specifying
    obeys obeying holds hold exists exist fulfils fulfilling equals equal becomes composed characterized
    characterised parametrized parametrised parameterized parameterised governed related arising stands
    takes taking indexed obtained derived computed calculated evaluated represented derive compute calculate evaluate
    evaluating deriving computing calculating solving solves controlling gives yields vanishes vanish lies lie
    pull pulling move moving bring bringing split splits splitting carry carrying allowed permitted swap
    swapping exchange exchanging interchange interchanging factoring cancel cancelling canceling add adding
    subtract subtracting multiply multiplying multiplied divide dividing divided integrate integrating
    differentiate differentiating summing expand rearrange rearranging simplifies simplifying get gets obtain
    obtains obtaining maximises maximizes minimises minimizes computes outputs returns
    predicts produces neuron neurons maximise maximize maximising maximizing minimise minimize minimising minimizing
    start starting starts averaging""".split()
)  # fmt: skip
# what is spoken of
_TERMS = frozenset(
    """theorem lemma proposition corollary definition proof solution exercise problem example remark property
    properties rule identity identities equation relation formula inequality assumption hypothesis hypotheses
    condition case special term notation symbol expression result fact convention sense form quantity
    quantities name side part pair subset family families class classes category categories group collection
    series list interval domain range level order sum product ratio difference average total factor multiple
    power root squared logarithm log natural base exponential exponentially exponent limit integral derivative
    gradient hessian jacobian differential partial maximum minimum maxima minima optimum optimal mode median
    quantile upper lower bound lowest highest larger largest smaller smallest least greatest common unique
    distinct equivalent identical identically alike tensor array diagonal block block-diagonal triangular
    bandwidth inverse transpose trace determinant rank eigenvalue eigenvector singular eigendecomposition decomposition
    factorization factorisation cholesky orthogonal orthonormal orthonormality basis norm dot inner outer
    kronecker hadamard projection linear bilinear affine linearity linearly quadratic symmetric symmetry
    idempotent invertible nonsingular non-singular definite semidefinite semi-definite positive negative
    non-negative nonnegative non-positive nonpositive nonzero non-zero zero unit full strictly monotonically
    monotone monotonic weakly increasing decreasing nondecreasing non-decreasing nonincreasing non-increasing
    convex concave convexity concavity transformation probabilities
    probabilistic experiment trial success successes failure stochastic process realization realisation
    generating characteristic conditionally conditioned conditioning independently independence pairwise
    exchangeable exclusive exhaustive disjoint disjointness uncorrelated commute commuting covariance
    cross-covariance correlation precision standardized standardised centered centred mean-centered zero-mean
    mean-zero unit-variance entropy divergence information mutual cross-entropy relative nats bits evidence
    log-likelihood maximum-likelihood estimate estimator estimation unbiased biased bias sampling dataset
    datum measurement population regressor covariate residual signal intercept slope least-squares ordinary
    weighted generalized generalised parametric hyperparameter variational unobserved label layer network
    neural activation risk penalty learning step batch train validation sigmoid logistic softmax softplus relu gelu
    swish silu elu logit probit hinge huber encoder
    decoder generator discriminator classifier score scoring concentration mixture mixing normal normally
    gaussian matrix-variate bernoulli binomial beta-binomial multinomial categorical dirichlet poisson
    geometric uniform uniformly gamma beta chi chi-squared chi-square student's laplace cauchy wald wishart
    normal-wishart normal-gamma inverse-gamma inverse-wishart log-normal lognormal matrix-normal ex-gaussian
    t-distribution f-distribution z-distribution countable small large even odd critical central invariant predicted
    actual alternative desired wise row-by-row column-by-column null one-sample two-sample one-sided two-sided
    unconstrained bayes bayes' bayesian jensen's markov's chebyshev's holder's schur's taylor's
    kullback-leibler jensen-shannon kl js elbo mle gan vae ols iid mgf cgf algorithm method coordinate
    combination count elementary generative compatible exposure exactly th transition sign convolution circle
    sphere radius area angle volume surface ball interior boundary boundaries origin neighbourhood
    neighborhood set-up setup treatment item word token image pixel document time index indices superscript
    subscript permutation partition cluster node edge graph tree path state action reward policy chain markov
    stationary kernel monomial degree truncated rational irrational dice die coin toss tosses roll rolls rolled
    rolling throw throws throwing thrown flip flips flipped flipping tossed tossing coins heads tails tail shows
    lands until appears comes biased needed ones twos threes fours fives sixes six
    shown fair six-sided rademacher respectively draw urn game
    round energy temperature signal-to-noise attention query queries key head logit embedding hidden-layer
    bias-variance pre-activation residual-forming annihilator hat quadratic-form log-odds odds-ratio
    likelihood-ratio test-statistic drift volatility frequency frequencies frequentist hierarchical
    marginalized nuisance predictive calibrated resulting according accordance competing comparing compared
    relating relationship sufficiently regular regularity compact closed open bounded half-open supported
    well-defined nondegenerate non-degenerate proper raw expanding specific accuracy complexity incomplete
    nested structure associated modified bessel kind radii center centre corner quadrant region von width half
    numerator denominator vertical horizontal concatenation estimated reduced indicator constraint constrained
    encompassing operator specified present context interest matching fitted fit centroid quotient increment
    remainder residue variance-covariance autocovariance skewness kurtosis cumulant percentile quartile
    histogram empirical asymptotic consistent efficient sufficient ancillary minimal canonical orthant
    hyperplane half-space cone polytope polyhedron hull lipschitz smoothness strong strongly quasi-convex
    pseudo-inverse pseudoinverse moore-penrose gram spectral spectrum eigenspace nullspace null-space span
    subspace direct rotation reflection orthogonality parallel perpendicular nilpotent unipotent unitary
    hermitian toeplitz hankel circulant sparse dense banded upper-triangular lower-triangular tridiagonal
    diagonalizable diagonalisable congruent positive-definite positive-semidefinite negative-definite iterate
    iteration recursion recursive recurrent convolutional normalization normalisation dropout regularization
    regularisation regularized regularised ridge lasso elastic-net margin hinge perceptron autoencoder
    diffusion flow score-function sampler chain-rule bayes-rule time-step noise-level schedule horizon
    discount optimality fixed-point contraction martingale filtration sigma-algebra algebra measure lebesgue
    borel null-set atom atomic singleton intersection pushforward marginalization marginalisation card deck
    one start line tangent chord direction local global best binary mask code picture table row coupling
    descent update velocity spread distance scaling gain feature stride window filter pool corpus vocabulary
    sentence text frame view camera shape channel rest whole one-hot smoothed
    planar inference importance momentum responsibility responsibilities backpropagation forward backward reverse
    adversarial normalizing normalising mini-batch minibatch lagrangian multiplier newton newton's bellman bandit arm
    regret advantage baseline trajectory episode crossover codeword correct subject minimiser minimizer maximiser
    maximizer""".split()
)  # fmt: skip
_NOUNS = _TERMS | (PLAIN - {"or", "possible", "possibly", "many", "several"}) | MOMENTS
_KNOWN = _NOUNS | _GRAMMAR | _VERBS | EVERYDAY
# several words that say no more than that something is supposed
_PHRASES = (
    "in what follows", "for simplicity", "throughout", "without (?:any )?loss of generality", "if and only if",
    "as well as", "not only", "or equal", "possible (?:values?|outcomes?)", "one-dimensional",
    "(?:mean|expectation|variance|density|distribution|cost|loss|prior|error) or", "no matter", "one-to-one",
    "in terms of", "due to", "is assumed", "are assumed", "(?:does|do) not depend",
    "unless (?:stated|noted|specified|mentioned|said) otherwise",
    "unless otherwise (?:stated|noted|specified|mentioned|said)",
    "(?:can|could|may) (?:also )?be (?:re)?(?:written|expressed|stated|obtained|derived|computed|calculated)",
    "(?:be|is|are|for|with|by|in|of|from|let|denote|take) some",  # not `some matrices are symmetric`
    "until the (?:next|first|last)",
    "(?:want|wish|seek|try|aim|need|like) to (?=(?:mini|maxi|opti)mi[sz]e|find|compute|estimate|solve|fit|learn)",
    "(?:we|you) (?:may|can|shall|will) (?=(?:now |also )?assume)", "must (?:also )?(?:be|exist|hold)",
    "one (?:obtains|gets|has)", "(?:approximate|approximating) (?:posterior|density|distribution|inference)",
    "we can (?:(?:now|also|thus|therefore) )?"
    "(?:use|derive|write|rewrite|express|obtain|compute|calculate|simplify|apply)",
)  # fmt: skip
_PHRASE = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b", re.IGNORECASE)
# what is no word of a sentence: commands, labels, links, tags
_MARKUP = re.compile(r"\\[a-zA-Z]*ref\{[^{}]*\}|\\label\{[^{}]*\}|\\[a-zA-Z]+\*?|<[^<>]*>|https?:\S*|[*_#]+")
_WORD = re.compile(r"[A-Za-zÀ-ÿ](?:[\w'’-]|\.(?=\w))*")
_NAME = re.compile(r"[A-Z]{2,}s?|[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)*(?:'s)?")  # of someone, or short for something
_BEFORE_NAME = re.compile(r"[a-z,(]\s*$")


# who supposes: nobody else than those who write and read
_WHO = re.compile(
    r"(?<![\w'-])(?!(?:we|us|you|and|now|also|then|first|again|always|further|furthermore|moreover|additionally|simply|so|"
    r"thus|hence|therefore|next|finally|instead|here|an?|the|this|each|per|let|will|can|shall|may|must|but|or|where|if|when)\b)"
    r"(?P<who>[A-Za-z]+)\s+(?:assume|suppose|consider|take|define|denote|write|call|know|choose|fix)\b",
    re.IGNORECASE,
)


def unknown_words(text: str) -> list[str]:
    """The words of a sentence, in which formulas are NULs, that are not known here."""
    text = _PHRASE.sub(" ", _MARKUP.sub(" ", text))
    others = [found["who"] for found in _WHO.finditer(text)]
    if others:
        return others
    found = ((each.group().replace("’", "'").rstrip("'-"), each) for each in _WORD.finditer(text))
    return [word for word, each in found if not (_is_known(word) or _is_name(word, text, each.span()))]


def _is_known(word: str) -> bool:
    if len(word) == 1 or re.fullmatch("[ivx]+", word):
        return True  # (a), (ii)
    word = word.lower().replace(".", "").removesuffix("'s")
    parts = word.split("-")
    pieces = len(parts) > 1 and all(part in _KNOWN or len(part) == 1 for part in parts)
    return word in _KNOWN or word.removesuffix("s") in _NOUNS or pieces


def _is_name(word: str, text: str, span: tuple[int, int]) -> bool:
    """Whether a word in a sentence is that of someone, with a thing of theirs: no one who does something."""
    after = _WORD.match(text[span[1] :].lstrip())
    thing = after is None or not (after.group().endswith("s") or after.group() in _VERBS)
    return _NAME.fullmatch(word) is not None and _BEFORE_NAME.search(text[: span[0]]) is not None and thing
