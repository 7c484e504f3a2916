"""The only maker of `Proved`. Strategies propose; the kernel recomputes what they propose from trusted rules.

Trusted are the rules under `normal` and `rules` and the arithmetic of FLINT, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial, reduce
from itertools import product
from typing import Protocol

from flint import fmpq

from .claim import Claim
from .errors import ProbatumError, UnsupportedNotion
from .normal import blocks, makers
from .normal.chance import density_of
from .normal.distributions import LISTED
from .normal.equations import by_formula, reduced, rewrite_of, vanishes
from .normal.functions import raise_to
from .normal.given_moments import is_about_moments, read_moments
from .normal.last_resort import SIMPLIFIER
from .normal.lower import Lowering
from .normal.poly import ONE, Poly, Span, Var, constant, of_var
from .normal.products import times
from .normal.rational import cancel, note_positive, over_common
from .normal.ring import Ring
from .normal.signs import sign
from .rules.substitution import replaced
from .rules.transformations import Laws, canonical
from .terms import build
from .terms.sorts import Law, Outcome
from .terms.term import ORDERS, Term

_KEY = object()
SPELLED_OUT = 8  # entries along an axis
SEARCHED = 200_000  # what may be spent on an inequality


@dataclass(frozen=True)
class Proved:
    """A claim that follows from trusted rules. `method` is one phrase, `rules` name what was used."""

    claim: Claim
    method: str
    rules: tuple[str, ...]
    key: object = None

    def __post_init__(self) -> None:
        if self.key is not _KEY:
            raise TypeError("only the kernel makes a Proved")


@dataclass
class Setting:
    """Where a claim is worked on: a ring that knows its assumptions, and the way down into it."""

    ring: Ring
    at: Lowering
    context: Context


class Lemma(Protocol):
    """An instance of a named inequality: what is non-negative by it, or None where its conditions fail."""

    @property
    def name(self) -> str: ...

    @property
    def strict(self) -> bool:
        """Whether it is never an equality."""

    def holds(self, ring: Ring) -> Poly | None: ...


@dataclass(frozen=True)
class Given:
    """One of the claim's own assumptions, as something that is not negative."""

    assumption: Term
    name = "the assumption"

    @property
    def strict(self) -> bool:
        return self.assumption.data in ("<", ">")


@dataclass(frozen=True)
class Context:
    """What normal forms are made under: groups of independent variables, the laws that variables follow, what indices
    do not exceed, the moments of variables without a law, and what is positive wherever the claim is defined.
    """

    independent: tuple[frozenset[Term], ...]
    follows: tuple[Term, ...]
    bounds: tuple[Term, ...]
    moments: tuple[Term, ...]
    positive: frozenset[Poly] = frozenset()

    def open(self, budget: int) -> Setting:
        """A new ring, and the way down into it."""
        ring = makers.ring(list(self.independent))
        ring.budget, ring.stuck = budget, stuck(self)
        ring.positive |= self.positive
        at = Lowering(ring, {}, of_var(ring.fresh(Span("chance"))))
        for variable, law in (assumption.args for assumption in self.follows):
            if law.head == "named" and all(not build.is_array(p) for p in law.args):
                ring.laws[variable] = str(law.data), tuple(at.scalar(p) for p in law.args)
            if law.head == "entrywise":
                ring.samples[variable] = _entry_laws(at, law)
            elif law.data not in LISTED:
                ring.densities[variable] = partial(density_of, at, law)  # few claims need it, and it is dear
        ring.moments = read_moments(at, self.moments)
        for index, bound in (assumption.args for assumption in self.bounds):
            ring.reaches[index] = (*ring.reaches.get(index, ()), at.scalar(bound))
        return Setting(ring, at, self)


@lru_cache(maxsize=1 << 6)
def stuck(context: Context) -> set[tuple[Poly, frozenset[Poly]]]:
    """The forms of which rings of a context know that they are stuck."""
    return set()


@dataclass(frozen=True)
class Forms:
    """Normal forms, each with the variables of its place, and what making them used and showed."""

    at: tuple[tuple[Poly, tuple[Var, ...]], ...] = ()
    used: frozenset[str] = frozenset()
    positive: frozenset[Poly] = frozenset()
    error: ProbatumError | None = None


def _formed(work: Setting, make: Callable[[Lowering], Iterable[tuple[Poly, tuple[Var, ...]]]]) -> Forms:
    try:
        found = tuple(make(work.at))
    except ProbatumError as error:
        return Forms(error=error.with_traceback(None))
    return Forms(found, frozenset(work.ring.used), frozenset(work.ring.positive))


@lru_cache(maxsize=1 << 9)  # a side of a relation is one of the next relation as well
def entries(context: Context, term: Term) -> Forms:
    """A number or array at an arbitrary place along an axis, or place by place where its size is a small number."""

    def make(at: Lowering) -> Iterator[tuple[Poly, tuple[Var, ...]]]:
        for place in product(*(_places(at, name, size) for name, size in zip("rc", build.shape(term), strict=True))):
            yield at.entry(term, *place), tuple(var for p in place if (var := p.variable) is not None)

    return _formed(context.open(_budget(term)), make)


@lru_cache(maxsize=1 << 9)  # the same facts stand beside many claims
def forms(context: Context, left: Term, right: Term) -> Forms:
    """The differences of two sides."""
    sort = build.value_sort(left)
    left, right = blocks.outermost(left), blocks.outermost(right)
    parts = blocks.pairs(left, right)
    if parts is not None:
        return reduce(_together, (forms(context, *part) for part in parts))
    if isinstance(sort, Law):
        return _formed(context.open(_budget(left, right)), lambda at: (_laws(at, left, right),))
    if isinstance(sort, Outcome):
        return Forms(error=UnsupportedNotion("an equation between outcomes"))
    one = entries(context, left)
    if one.error is not None:
        return one
    other = entries(replace(context, positive=context.positive | one.positive), right)
    if other.error is not None:
        return other
    apart = tuple((a - b, variables) for (a, variables), (b, _) in zip(one.at, other.at, strict=True))
    return Forms(apart, one.used | other.used, one.positive | other.positive)


def _together(one: Forms, other: Forms) -> Forms:
    error = one.error or other.error
    return Forms(one.at + other.at, one.used | other.used, one.positive | other.positive, error)


def _budget(*sides: Term) -> int:
    """What may be spent on an equation: linear in its length, with several times what proofs need."""
    return 10_000 + 50 * sum(side.size for side in sides)


def differences(work: Setting, left: Term, right: Term) -> tuple[tuple[Poly, tuple[Var, ...]], ...]:
    """left - right, for every entry: at an arbitrary place along an axis, whose variables are told, or place by place
    where its size is a small number.
    """
    found = forms(work.context, left, right)
    if found.error is not None:
        raise found.error.with_traceback(None)
    work.ring.used |= found.used
    work.ring.positive |= found.positive
    return found.at


def setting(claim: Claim) -> Setting:
    """The ring of a claim: what is independent, what follows a law, which equations hold."""
    drawn = {a.args[0] for a in claim.assumptions if a.head == "follows"}
    context = Context(
        tuple(frozenset(a.args) for a in claim.assumptions if a.head == "independent"),
        tuple(a for a in claim.assumptions if a.head == "follows"),
        tuple(a for a in claim.assumptions if _bounds_an_index(a)),
        tuple(a for a in claim.assumptions if is_about_moments(a) and drawn.isdisjoint(_spoken_of(a))),
    )
    ordered = claim.relation not in ("=", "propto", "~")
    work = context.open(SEARCHED if ordered else _budget(claim.left, claim.right))
    for law in _laws_in(claim.left) + _laws_in(claim.right):
        for place in _POSITIVE.get(str(law.data), ()):
            if law.args[place].free <= claim.free and not build.is_array(law.args[place]):
                note_positive(work.ring, work.at.scalar(law.args[place]))
    ring, at = work.ring, work.at
    work.context = replace(context, positive=frozenset(ring.positive))
    equations = [found for a in claim.assumptions for found in _equations(work, a)]
    solved = (rewrite_of(ring, gap, places, partial(_axes, at)) for gap, places in equations)
    ring.known = tuple(rewrite for rewrite in solved if rewrite is not None)
    ring.equations = tuple(gap for gap, places in equations if not places and gap and not gap.vars)
    ring.apart = tuple(gap for a in claim.assumptions if (gap := _apart(at, a)) is not None)
    ring.ordered = tuple(gap for a in claim.assumptions if (gap := _ordered(at, a)) is not None)
    return work


def _spoken_of(assumption: Term) -> frozenset[Term]:
    """The symbols of an assumption, but for those that entries are alike to."""
    return frozenset(assumption.args[:1]) if assumption.head == "alike" else assumption.free


def _axes(at: Lowering, array: Term) -> tuple[Span, ...]:
    """What the places of an array range over."""
    return tuple(at.axis(size) for size in build.shape(array))


def _bounds_an_index(assumption: Term) -> bool:
    if assumption.head != "relation" or assumption.data != "<=":
        return False
    return assumption.args[0].head == "symbol" and not build.is_array(assumption.args[1])


# the parameters of laws that are positive where the law has a meaning
_POSITIVE = {
    "normal": (1,), "lognormal": (1,), "poisson": (0,), "exponential": (0,), "gamma": (0, 1), "inverse_gamma": (0, 1),
    "beta": (0, 1), "laplace": (1,), "chi_square": (0,), "student_t": (0,), "fisher_f": (0, 1), "wald": (0, 1),
}  # fmt: skip


def _laws_in(term: Term) -> list[Term]:
    if "named" not in term.heads:
        return []
    own = [term] if term.head == "named" else []
    return own + [law for arg in term.args for law in _laws_in(arg)]


def _entry_laws(at: Lowering, law: Term) -> Callable[[Poly], tuple[str, tuple[Poly, ...]]]:
    index, _, of = law.args

    def at_place(place: Poly) -> tuple[str, tuple[Poly, ...]]:
        inner = at.bind(index, place)
        return str(of.data), tuple(inner.scalar(parameter) for parameter in of.args)

    return at_place


def _equations(work: Setting, assumption: Term) -> tuple[tuple[Poly, tuple[Var, ...]], ...]:
    """What an assumption says is zero, and at which arbitrary entry."""
    if assumption.head != "relation" or assumption.data != "=":
        return ()
    try:
        return differences(work, *assumption.args)
    except UnsupportedNotion:
        return ()  # an assumption that cannot be used proves nothing, and only makes the claim harder


def _apart(at: Lowering, assumption: Term) -> Poly | None:
    """What an assumption says is not zero: the difference of two numbers."""
    if assumption.head != "relation" or assumption.data not in ("!=", "<", ">"):
        return None
    if any(build.scalar_sort(side) is None for side in assumption.args):
        return None
    try:
        return _difference(at, *assumption.args)
    except UnsupportedNotion:
        return None


def _ordered(at: Lowering, assumption: Term) -> Poly | None:
    """What an assumption says is not negative; none about random variables, which have a value for each outcome."""
    turn = {">=": 1, ">": 1, "<=": -1, "<": -1}.get(str(assumption.data), 0) if assumption.head == "relation" else 0
    if not turn or any(build.scalar_sort(side) is None for side in assumption.args):
        return None
    try:
        gap = cancel(at.ring, _difference(at, *assumption.args))
    except UnsupportedNotion:
        return None
    return None if gap.vars else gap.scale(fmpq(turn))


def _places(at: Lowering, name: str, size: Term) -> list[Poly]:
    if size is build.ONE:
        return [ONE]
    axis = at.axis(size)
    number = axis.ends[1].constant
    if number is not None and number <= SPELLED_OUT:
        return [constant(fmpq(place)) for place in range(1, int(number.p) + 1)]
    return [of_var(Var(name, axis))]


def _difference(at: Lowering, left: Term, right: Term) -> Poly:
    return at.scalar(left) - at.scalar(right)


def _equal(work: Setting, left: Term, right: Term) -> bool:
    """Whether two sides have one normal form: whatever the blocks in them are made of, or by what they are."""
    whole = blocks.abstracted(left, right)
    if whole is not None and all(vanishes(work.ring, gap) for gap, _ in differences(work, *whole)):
        return True
    return all(vanishes(work.ring, gap) for gap, _ in differences(work, left, right))


def _laws(at: Lowering, left: Term, right: Term) -> tuple[Poly, tuple[Var, ...]]:
    if left.head != "law" or right.head != "law":
        raise UnsupportedNotion("an equation between distributions")
    variable, domain, density = left.args
    var = Var("x", at.span(domain, variable))
    value = of_var(var)
    one = at.bind(variable, value).scalar(density)
    other = at.bind(right.args[0], value).scalar(right.args[2])
    return one - other, (var,)


# ------------------------------------------------------------------ the two ways to a proof


def by_normal_form(claim: Claim) -> Proved | None:
    """Both sides of an equation have one normal form, under the equations assumed."""
    work = setting(claim)
    if claim.relation == "propto":
        return _proportional(claim, work)
    if claim.relation != "=":
        return None
    if _equal(work, claim.left, claim.right) or _cleared(work, claim.left, claim.right) or _substituted(claim, work):
        return _proved(claim, "normal form", work)
    return None


def _substituted(claim: Claim, work: Setting) -> bool:
    """Both sides are equal once the sides of an assumed equation are exchanged in them, and nothing else is used."""
    plain = work.context.open(_budget(claim.left, claim.right))
    equations = [a for a in claim.assumptions if a.head == "relation" and a.data == "="]
    for equation in equations:
        for one, other in (equation.args, equation.args[::-1]):
            sides = [replaced(side, one, other) for side in (claim.left, claim.right)]
            if sides == [claim.left, claim.right]:
                continue
            if all(not over_common(plain.ring, gap)[0] for gap, _ in differences(plain, *sides)):
                work.ring.used |= plain.ring.used | {"an assumed equation"}
                return True
    return False


def _cleared(work: Setting, left: Term, right: Term, depth: int = 2) -> bool:
    """An equation times a square matrix whose inverse stands at one end of a side: S^-1 M = R where M = S R."""
    for one, other in ((left, right), (right, left)):
        factors = one.args if one.head == "matmul" else (one,)
        for end in (0, -1):
            if factors[end].head != "inverse":
                continue
            matrix = factors[end].args[0]
            rest = factors[1:] if end == 0 else factors[:-1]
            moved = build.matmul(*rest) if rest else build.identity(build.shape(matrix)[0])
            inverted = build.matmul(matrix, other) if end == 0 else build.matmul(other, matrix)
            if _equal(work, inverted, moved) or (depth > 1 and _cleared(work, inverted, moved, depth - 1)):
                work.ring.use("multiplication by an invertible matrix")
                return True
    return False


def _proportional(claim: Claim, work: Setting) -> Proved | None:
    left, right = (by_formula(work.ring, work.at.scalar(side)) for side in (claim.left, claim.right))
    ratio = cancel(work.ring, times(work.ring, left, raise_to(work.ring, right, -1)))
    if not claim.variables or not ratio or not ratio.symbols.isdisjoint(claim.variables):
        return None
    return _proved(claim, "normal form", work)


def by_sort(claim: Claim) -> Proved | None:
    """What the sorts of the two sides say: a sum of squares, a norm, an exponential has a sign.

    Divergences and variances are left to their lemmas, which name the reason.
    """
    greater = {">=": (claim.left, claim.right), ">": (claim.left, claim.right),
               "<=": (claim.right, claim.left), "<": (claim.right, claim.left)}.get(claim.relation)  # fmt: skip
    if greater is None or not _NAMED.isdisjoint(claim.left.heads | claim.right.heads):
        return None
    left, right = greater
    sort = build.scalar_sort(left if right is build.ZERO else build.sub(left, right))
    strict = claim.relation in ("<", ">")
    if sort is None or not (sort.positive if strict else sort.nonnegative):
        return None
    return Proved(claim, "sign", (), _KEY)


_NAMED = frozenset({"kl", "js", "information", "variance"})


def by_lemmas(
    claim: Claim, weights: tuple[tuple[Poly, Lemma | Given], ...], work: Setting, scale: Poly = ONE
) -> Proved | None:
    """The greater side less the smaller is a combination of non-negative things, with non-negative weights.

    What the lemmas leave over has to have a sign by itself; for a strict inequality it must be positive. Both sides
    may be multiplied by a positive `scale` first.
    """
    gap = _gap(claim, work)
    if gap is None or sign(scale)[0] < 1:
        return None
    work.ring.logged = logged(gap)
    gap = times(work.ring, scale, gap)
    names: list[str] = []
    positive = False
    for weight, lemma in weights:
        value = value_of(claim, lemma, work)
        if value is None or sign(weight)[0] < 0:
            return None
        gap = gap - times(work.ring, weight, value)
        names.append(lemma.name)
        positive |= lemma.strict and sign(weight)[0] > 0
    low = max(sign(form)[0] for form in (gap, _settled(gap, work)))
    strict = claim.relation in ("<", ">")
    if low < (1 if strict and not positive else 0):
        return None
    for name in names:
        work.ring.use(name)
    return _proved(claim, names[0] if names else "sign", work)


def logged(gap: Poly) -> frozenset[Poly]:
    """The numbers whose logarithms stand in a claim by themselves: it speaks only of places where they are positive.

    In a product 0 log 0 is 0, so a logarithm with a factor says nothing.
    """
    alone = (factors[0] for factors, _ in gap if len(factors) == 1 and factors[0][1] == 1)
    return frozenset(atom.slots[0] for atom, _ in alone if atom.head == "log")


def value_of(claim: Claim, lemma: Lemma | Given, work: Setting) -> Poly | None:
    """What a lemma says is not negative, in the normal form of differences."""
    if not isinstance(lemma, Given):
        value = lemma.holds(work.ring)
    elif lemma.assumption in claim.assumptions and lemma.assumption.head == "relation":
        left, right = lemma.assumption.args
        value = excess(Claim(left, str(lemma.assumption.data), right), work)
    else:
        return None
    return None if value is None else _settled(value, work)


def _settled(value: Poly, work: Setting) -> Poly:
    return cancel(work.ring, reduced(work.ring, value))


def excess(claim: Claim, work: Setting) -> Poly | None:
    """The side that is claimed to be greater less the other, as one fraction."""
    gap = _gap(claim, work)
    return None if gap is None else _settled(gap, work)


def _gap(claim: Claim, work: Setting) -> Poly | None:
    if claim.relation not in ORDERS or build.is_array(claim.left):
        return None
    left, right = _number(work, claim.left), _number(work, claim.right)
    return right - left if claim.relation in ("<", "<=") else left - right


def _number(work: Setting, term: Term) -> Poly:
    found = entries(work.context, term)
    if found.error is not None:
        return work.at.scalar(term)  # where more may be spent
    work.ring.used |= found.used
    work.ring.positive |= found.positive
    return found.at[0][0]


def _proved(claim: Claim, method: str, work: Setting) -> Proved:
    return Proved(claim, method, tuple(sorted(work.ring.used)), _KEY)


def by_sympy(claim: Claim, seconds: float) -> Proved | None:
    """SymPy simplifies the difference of two scalars to zero; the proof says that it leans on SymPy."""
    if claim.relation != "=" or not SIMPLIFIER.vanishes(claim.left, claim.right, seconds):
        return None
    return Proved(claim, "SymPy", ("SymPy's simplifier",), _KEY)


def by_transformation(claim: Claim) -> Proved | None:
    """What is said to have a law has it by the laws of the random variables in it."""
    if claim.relation != "~":
        return None
    work = setting(claim)

    def equal(one: Term, other: Term) -> bool:
        return build.shape(one) == build.shape(other) and _equal(work, one, other)

    def positive(term: Term) -> bool:
        return sign(work.at.scalar(term))[0] > 0

    follows = {a.args[0]: a.args[1] for a in claim.assumptions if a.head == "follows"}
    found = Laws(follows, work.ring.independent, equal, positive, work.ring.use).of(claim.left)
    wanted = canonical(claim.right)
    if found is None or wanted.head != "named" or (found.data, len(found.args)) != (wanted.data, len(wanted.args)):
        return None
    if not all(equal(one, other) for one, other in zip(found.args, wanted.args, strict=True)):
        return None
    return _proved(claim, "transformation", work)


def by_equality_case(claim: Claim) -> Proved | None:
    """D(p || q) = 0 only for p = q: where a divergence is assumed to vanish, the densities are equal.

    At every outcome for a pmf; almost everywhere for a density, which is what equality of densities means.
    """
    for assumption in claim.assumptions:
        if claim.relation != "=" or assumption.head != "relation" or assumption.data != "=":
            continue
        divergence = next((side for side in assumption.args if side.head in ("kl", "js")), None)
        if divergence is None or build.ZERO not in assumption.args:
            continue
        p, q = divergence.args
        if not (_normalised(p) and _normalised(q)):
            continue
        if {claim.left, claim.right} == {p, q} or _densities_at_one_point(claim, p, q):
            rules = ("Gibbs' inequality is an equality only for equal distributions",)
            return Proved(claim, "equality case", rules, _KEY)
    return None


def _normalised(law: Term) -> bool:
    """Whether a law surely has mass one: a named one, or a density on a whole space that sums to it."""
    if law.head == "named":
        return True
    variable, domain, at = law.args
    if domain.head != "space":
        return False
    work = setting(Claim(law, "=", law))
    mass = work.at.over(variable, work.at.span(domain, variable), lambda inner: inner.scalar(at))
    return vanishes(work.ring, mass - ONE)


def _densities_at_one_point(claim: Claim, p: Term, q: Term) -> bool:
    points = [s for s in claim.left.free | claim.right.free if s.sort == p.args[0].sort] if p.head == "law" else []
    return any({claim.left, claim.right} == {build.pdf(p, point), build.pdf(q, point)} for point in points)
