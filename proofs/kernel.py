"""The only maker of `Proved`. Strategies propose; the kernel recomputes what they propose from trusted rules.

Trusted are the rules under `normal` and `rules` and the arithmetic of FLINT, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flint import fmpq

from .claim import Claim
from .errors import UnsupportedNotion
from .normal import makers
from .normal.chance import density_of
from .normal.equations import by_formula, reduced, rewrite_of, vanishes
from .normal.functions import raise_to
from .normal.last_resort import SIMPLIFIER
from .normal.lower import Lowering
from .normal.poly import ONE, Poly, Span, Var, of_var
from .normal.products import times
from .normal.rational import cancel, over_common
from .normal.ring import Ring
from .normal.signs import sign
from .terms import build
from .terms.sorts import Law, Outcome
from .terms.term import Term

_KEY = object()


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


def setting(claim: Claim) -> Setting:
    """The ring of a claim: what is independent, what follows a law, which equations hold."""
    groups = [frozenset(a.args) for a in claim.assumptions if a.head == "independent"]
    ring = makers.ring(groups)
    at = Lowering(ring, {}, of_var(ring.fresh(Span("chance"))))
    for assumption in claim.assumptions:
        if assumption.head == "follows":
            variable, law = assumption.args
            if law.head == "named" and all(not build.is_array(p) for p in law.args):
                ring.laws[variable] = str(law.data), tuple(at.scalar(p) for p in law.args)
            ring.densities[variable] = density_of(at, law)
        if assumption.head == "relation" and assumption.data == "<=" and assumption.args[0].head == "symbol":
            index, bound = assumption.args
            if not build.is_array(bound):
                ring.reaches[index] = (*ring.reaches.get(index, ()), at.scalar(bound))
    equations = [found for a in claim.assumptions if (found := _equation(at, a)) is not None]
    ring.known = tuple(rewrite for gap, places in equations if (rewrite := rewrite_of(ring, gap, places)) is not None)
    ring.equations = tuple(gap for gap, places in equations if not places and gap and not gap.vars)
    ring.apart = tuple(gap for a in claim.assumptions if (gap := _apart(at, a)) is not None)
    ring.ordered = tuple(gap for a in claim.assumptions if (gap := _ordered(at, a)) is not None)
    return Setting(ring, at)


def _equation(at: Lowering, assumption: Term) -> tuple[Poly, tuple[Var, ...]] | None:
    """What an assumption says is zero, at an arbitrary entry, and the variables of that entry."""
    if assumption.head != "relation" or assumption.data != "=":
        return None
    try:
        return difference(at, *assumption.args)
    except UnsupportedNotion:
        return None  # an assumption that cannot be used proves nothing, and only makes the claim harder


def _apart(at: Lowering, assumption: Term) -> Poly | None:
    """What an assumption says is not zero: the difference of two numbers."""
    if assumption.head != "relation" or assumption.data not in ("!=", "<", ">"):
        return None
    if any(build.scalar_sort(side) is None for side in assumption.args):
        return None
    try:
        return difference(at, *assumption.args)[0]
    except UnsupportedNotion:
        return None


def _ordered(at: Lowering, assumption: Term) -> Poly | None:
    """What an assumption says is not negative; none about random variables, which have a value for each outcome."""
    turn = {">=": 1, ">": 1, "<=": -1, "<": -1}.get(str(assumption.data), 0) if assumption.head == "relation" else 0
    if not turn or any(build.scalar_sort(side) is None for side in assumption.args):
        return None
    try:
        gap = cancel(at.ring, difference(at, *assumption.args)[0])
    except UnsupportedNotion:
        return None
    return None if gap.vars else gap.scale(fmpq(turn))


def difference(at: Lowering, left: Term, right: Term) -> tuple[Poly, tuple[Var, ...]]:
    """left - right at an arbitrary entry, and the variables of that entry."""
    sort = build.value_sort(left)
    if isinstance(sort, Law):
        return _laws(at, left, right)
    if isinstance(sort, Outcome):
        raise UnsupportedNotion("an equation between outcomes")
    sides = build.shape(left)
    variables = tuple(at.ring.fresh(at.axis(size)) for size in sides if size is not build.ONE)
    if any(var.span.ends[1].constant is not None for var in variables):
        return _everywhere(at, left, right), ()
    places = iter(variables)
    row, column = (ONE if size is build.ONE else of_var(next(places)) for size in sides)
    return at.entry(left, row, column) - at.entry(right, row, column), variables


def _everywhere(at: Lowering, left: Term, right: Term) -> Poly:
    """For arrays of a size given in numbers: the sum of squares of all differences, zero iff all are."""
    ring = at.ring
    rows, columns = build.shape(left)

    def square(i: Poly, j: Poly) -> Poly:
        gap = over_common(ring, at.entry(left, i, j) - at.entry(right, i, j))[0]
        return times(ring, gap, gap)

    return at.across(rows, lambda i: at.across(columns, lambda j: square(i, j)))


def _laws(at: Lowering, left: Term, right: Term) -> tuple[Poly, tuple[Var, ...]]:
    if left.head != "law" or right.head != "law":
        raise UnsupportedNotion("an equation between distributions")
    variable, domain, density = left.args
    var = at.ring.fresh(at.span(domain, variable))
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
    gap, _ = difference(work.at, claim.left, claim.right)
    if vanishes(work.ring, gap) or _cleared(work, claim.left, claim.right):
        return _proved(claim, "normal form", work)
    return None


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
            product = build.matmul(matrix, other) if end == 0 else build.matmul(other, matrix)
            gap, _ = difference(work.at, product, moved)
            if vanishes(work.ring, gap) or (depth > 1 and _cleared(work, product, moved, depth - 1)):
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
    if greater is None or _speaks_of(claim.left, _NAMED) or _speaks_of(claim.right, _NAMED):
        return None
    left, right = greater
    sort = build.scalar_sort(left if right is build.ZERO else build.sub(left, right))
    strict = claim.relation in ("<", ">")
    if sort is None or not (sort.positive if strict else sort.nonnegative):
        return None
    return Proved(claim, "sign", (), _KEY)


_NAMED = frozenset({"kl", "js", "information", "variance"})


def _speaks_of(term: Term, heads: frozenset[str]) -> bool:
    return term.head in heads or any(_speaks_of(arg, heads) for arg in term.args)


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
    if claim.relation not in ("<", "<=", ">", ">=") or build.is_array(claim.left):
        return None
    left, right = work.at.scalar(claim.left), work.at.scalar(claim.right)
    return right - left if claim.relation in ("<", "<=") else left - right


def _proved(claim: Claim, method: str, work: Setting) -> Proved:
    return Proved(claim, method, tuple(sorted(work.ring.used)), _KEY)


def by_sympy(claim: Claim, seconds: float) -> Proved | None:
    """SymPy simplifies the difference of two scalars to zero; the proof says that it leans on SymPy."""
    if claim.relation != "=" or not SIMPLIFIER.vanishes(claim.left, claim.right, seconds):
        return None
    return Proved(claim, "SymPy", ("SymPy's simplifier",), _KEY)


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
