"""Which inequalities may show a claim: instances read off its normal form. Proposals need not be right.

`instances` looks at what the difference of the sides is made of (sums of weights times logarithms, squares of sums,
values of convex functions, ..); `combine` searches non-negative weights for a few of them; the kernel decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations

from flint import fmpq

from .claim import Claim
from .errors import ProbatumError
from .kernel import Given, Lemma, Setting, logged, value_of
from .normal import functions
from .normal.poly import (
    ONE,
    Atom,
    Factor,
    Mono,
    Poly,
    Var,
    mono,
    mono_digest,
    natural,
    of_atom,
    of_mono,
    of_var,
    rename,
    to_fraction,
)
from .normal.products import open_binder, powered, times
from .normal.ring import Ring
from .normal.signs import atom_sign, power_sign, sign
from .rules.inequalities import (
    CauchySchwarz,
    CauchySchwarzNorm,
    ExpBound,
    Gibbs,
    Jensen,
    LogBound,
    LogJensen,
    LogRatioBound,
    Magnitude,
    MagnitudeOfSum,
    Markov,
    Monotone,
    MonotoneFunction,
    NamedJensen,
    NonNegative,
    QuadraticForm,
    Square,
    Tangent,
    Triangle,
    total,
)  # fmt: skip
from .terms import build
from .terms.sorts import Function
from .terms.term import ORDERS, Term

Proposal = Lemma | Given
Candidate = tuple[Proposal, Poly]  # with what it says is not negative
_NODES, _MOST = 150, 60
_WEIGHTS = frozenset({"density", "chance", "pdf", "indicator", "event"})


@dataclass(frozen=True)
class _Sum:
    """A sum in the difference: its coefficient, what stands beside it, its variables and what is summed."""

    coefficient: fmpq
    beside: Mono
    bound: tuple[Var, ...]
    factors: Mono

    def split(self, heads: frozenset[str]) -> tuple[Mono, Mono]:
        """The factors of these heads, and the others."""
        return (mono(f for f in self.factors if f[0].head in heads),
                mono(f for f in self.factors if f[0].head not in heads))  # fmt: skip


def instances(claim: Claim, gap: Poly, work: Setting) -> Iterator[Proposal]:
    """Inequalities that may bear on `gap`."""
    ring = work.ring
    for assumption in claim.assumptions:
        if assumption.head == "relation" and assumption.data in ORDERS:
            yield Given(assumption)
    sums = list(_sums(ring, gap))
    yield from _entropies(ring, sums)
    for one in sums:
        yield from _of_sum(ring, one)
    yield from _convex(ring, gap, sums)
    yield from _named_convex(gap, sums)
    yield from _norms(claim, work)
    yield from _log_ratios(gap)
    yield from _of_atoms(ring, gap)
    yield from _squares(ring, gap)
    yield from _completed(gap)


def _sums(ring: Ring, gap: Poly) -> Iterator[_Sum]:
    for factors, c in gap:
        for atom, exponent in factors:
            if atom.head == "sum" and natural(exponent):
                bound, (body,) = open_binder(ring, atom)
                ((inside, _),) = body.terms.items()
                rest = mono(f for f in factors if f[0] != atom)
                yield _Sum(c, rest, bound, inside)


_LOG = frozenset({"log"})


def _entropies(ring: Ring, sums: list[_Sum]) -> Iterator[Proposal]:
    """Weights against everything that the logarithms beside them say: Gibbs, and Jensen for the logarithm."""
    logs = [(one, *one.split(_LOG)) for one in sums]
    logs = [(one, log, rest) for one, log, rest in logs if len(log) == 1 and log[0][1] == 1]
    for one, log, rest in logs:
        weight = of_mono(rest)
        yield Gibbs(one.bound, weight, log[0][0].slots[0])
        yield LogJensen(one.bound, weight, log[0][0].slots[0])
        for marginal in _marginals(log[0][0].slots[0].atom):
            yield Monotone("log", marginal, log[0][0].slots[0], bound=one.bound, weight=weight)
        for other, other_log, other_rest in logs:
            if other is not one:
                names = _onto(other.bound, one.bound)
                if names and rename(of_mono(other_rest), names) == weight:
                    greater, smaller = log[0][0].slots[0], rename(other_log[0][0].slots[0], names)
                    yield Monotone("log", greater, smaller, bound=one.bound, weight=weight)
        value = ONE
        for other, other_log, _ in logs:
            if other is one and log[0][0].slots[0] == weight:
                continue
            names = _onto(other.bound, one.bound)
            if names is None or other.beside != one.beside:
                continue
            power = to_fraction(-other.coefficient / abs(one.coefficient))
            argument = rename(other_log[0][0].slots[0], names)
            value = times(ring, value, functions.raise_to(ring, argument, power))
        yield Gibbs(one.bound, weight, value)
        yield LogJensen(one.bound, weight, functions.raise_to(ring, value, -1) if value else value)


def _marginals(joint: Atom | None) -> Iterator[Poly]:
    """The densities of some of the variables of a joint one."""
    if joint is None or joint.head != "density" or not 2 <= len(joint.data[1]) <= 3:
        return
    family, labels, primes = joint.data
    for count in range(1, len(labels)):
        for chosen in combinations(range(len(labels)), count):
            slots = (*(joint.slots[k] for k in chosen), *joint.slots[len(labels) :])
            yield of_atom(Atom("density", (family, tuple(labels[k] for k in chosen), primes), slots))


def _onto(names: tuple[Var, ...], targets: tuple[Var, ...]) -> dict[Var, Var] | None:
    left = list(targets)
    found: dict[Var, Var] = {}
    for var in names:
        match = next((other for other in left if other.span.digest == var.span.digest), None)
        if match is None:
            return None
        left.remove(match)
        found[var] = match
    return found


def _of_sum(ring: Ring, one: _Sum) -> Iterator[Proposal]:
    events = [of_atom(a) for a, _ in one.factors if a.head in ("indicator", "event")]
    chance = of_mono(mono(f for f in one.factors if f[0].head == "chance"))
    if 1 <= len(events) <= 2:
        yield NonNegative(one.bound, (chance, *(ONE - event for event in events)))
        yield NonNegative(one.bound, (chance, events[0], *(ONE - event for event in events[1:])))
        yield NonNegative(one.bound, (chance, events[-1], *(ONE - event for event in events[:-1])))
    yield from _markov(one, events, chance)
    weights, rest = one.split(_WEIGHTS)
    weight, value = of_mono(weights), of_mono(rest)
    yield from _forms(ring, one)
    if rest and one.factors != weights:
        yield CauchySchwarz(one.bound, weight, value, ONE)
        yield Square(one.bound, weight, value)
    halves = [f for f in rest for _ in range(int(f[1]) if natural(f[1]) else 1)]
    if 2 <= len(halves) <= 4:
        for position in range(1, len(halves)):
            left, right = of_mono(mono(_single(halves[:position]))), of_mono(mono(_single(halves[position:])))
            yield CauchySchwarz(one.bound, weight, left, right)
            yield CauchySchwarz(
                one.bound, weight, _centred(ring, one, weight, left), _centred(ring, one, weight, right)
            )
            yield Square(one.bound, weight, left - right)
            yield Square(one.bound, weight, left + right)


def _markov(one: _Sum, events: list[Poly], weight: Poly) -> Iterator[Proposal]:
    """What a chance of c <= g, or of g <= c, says of the mean of g and of its square: g is what depends on chance."""
    event = events[0].atom if len(events) == 1 and len(one.factors) == 2 else None
    if event is None or event.head != "indicator" or event.data != "<=":
        return
    moving = sum((of_mono(f, c) for f, c in event.slots[0] if not of_mono(f).vars.isdisjoint(one.bound)), Poly({}))
    fixed = event.slots[0] - moving
    for value, least, beyond in ((-moving, fixed, False), (moving, -fixed, True)):
        for power in (1, 2):
            yield Markov(one.bound, weight, value, least, power, beyond)


def _norms(claim: Claim, work: Setting) -> Iterator[Proposal]:
    """The arrays whose norms the claim speaks of, and those in inner products, two by two."""
    sides = [claim.left, claim.right, *(side for fact in claim.assumptions for side in fact.args)]
    arrays = sorted({a for side in sides for a in _measured(side)}, key=lambda a: a.digest)[:5]
    for one in arrays:
        for other in arrays:
            rows, columns = build.shape(one)
            if build.shape(other) != (rows, columns) or columns is not build.ONE:
                continue
            index = work.ring.fresh(work.at.axis(rows))
            f, g = (work.at.entry(array, of_var(index)) for array in (one, other))
            if one.digest < other.digest:
                yield CauchySchwarzNorm((index,), f, g)
                yield CauchySchwarzNorm((index,), f, g, signed=True)
                yield CauchySchwarzNorm((index,), f, -g, signed=True)
                yield Triangle((index,), f, g)
            yield Triangle((index,), f, -g)
            if claim.assumptions and one is not other:
                yield Triangle((index,), g, f - g)


def _measured(term: Term) -> Iterator[Term]:
    if term.head == "norm" and term.data == "2":
        yield term.args[0]
    if term.head == "matmul" and len(term.args) == 2 and not build.is_array(term):
        yield from (build.transpose(term.args[0]), term.args[1])
    for arg in term.args:
        yield from _measured(arg)


def _centred(ring: Ring, one: _Sum, weight: Poly, value: Poly) -> Poly:
    """A value less its mean under the weight."""
    opened = tuple(ring.fresh(var.span) for var in one.bound)
    names = dict(zip(one.bound, opened, strict=True))
    return value - total(ring, opened, rename(times(ring, weight, value), names))


def _forms(ring: Ring, one: _Sum) -> Iterator[Proposal]:
    """f^T S f, and |A f|^2: what is left without S, or without the shared index, is twice the same."""
    for atom, exponent in one.factors:
        places = [slot.variable for slot in atom.slots[-2:]] if atom.head in ("entry", "inverse") else []
        indices = [var for var in places if var is not None and var in one.bound]
        if exponent != 1 or len(indices) != 2:
            continue
        row, column = indices
        left = [f for f in one.factors if f[0] != atom]
        part, bound = _reach(left, one.bound, row, frozenset())
        if column not in bound:
            yield QuadraticForm(atom, row, column, total(ring, tuple(v for v in bound if v is not row), of_mono(part)))
    for shared in one.bound:
        own = mono(f for f in one.factors if f[0].vars.intersection(one.bound) == {shared})
        rest = [f for f in one.factors if f not in own]
        first = next((f for f in rest if shared in f[0].vars), None)
        if first is None:
            yield Square((shared,), ONE, of_mono(own))
            continue
        part, bound = _reach(rest, one.bound, None, frozenset((shared,)), first)
        yield Square((shared,), of_mono(own), total(ring, bound, of_mono(part)))


def _reach(
    factors: list[Factor], bound: tuple[Var, ...], start: Var | None, walls: frozenset[Var], first: Factor | None = None
) -> tuple[Mono, tuple[Var, ...]]:
    """The factors connected to a variable (or a factor) by bound variables other than `walls`, and those variables."""
    reached = {start} if start is not None else set()
    part: list[Factor] = []
    if first is not None:
        part.append((first[0], 1))
        reached |= first[0].vars.intersection(bound) - walls
    grown = True
    while grown:
        grown = False
        for factor in factors:
            if factor not in part and factor != first and factor[0].vars & reached:
                part.append(factor)
                reached |= factor[0].vars.intersection(bound) - walls
                grown = True
    return mono(part), tuple(v for v in bound if v in reached)


def _single(factors: list[tuple[Atom, int | Fraction]]) -> list[tuple[Atom, int | Fraction]]:
    return [(a, 1 if natural(e) else e) for a, e in factors]


def _convex(ring: Ring, gap: Poly, sums: list[_Sum]) -> Iterator[Proposal]:
    for one in sums:
        for atom, exponent in one.factors:
            function = _bent(atom)
            if function is not None and exponent == 1:
                weight = of_mono(mono(f for f in one.factors if f[0] != atom))
                yield Jensen(function, one.bound, ((weight, atom.slots[0]),))
                for at in _points(gap, function):
                    yield Tangent(function, at, atom.slots[0], one.bound, weight)
    values: dict[Term, list[tuple[Poly, Poly, fmpq]]] = {}
    for factors, c in gap:
        for atom, exponent in factors:
            function = _bent(atom)
            if function is not None and exponent == 1:
                weight = of_mono(mono(f for f in factors if f[0] != atom), abs(c))
                values.setdefault(function, []).append((weight, atom.slots[0], c))
    for function, found in values.items():
        convex = "convex" in getattr(function.sort, "traits", ())
        grouped: dict[Poly, Poly] = {}
        for weight, point, c in found:
            signed = weight if (c > 0) == convex else -weight
            grouped[point] = grouped.get(point, Poly({})) + signed
        points = list(grouped)
        for left_out in points:
            rest = tuple((grouped[point], point) for point in points if point != left_out)
            if rest:
                yield Jensen(function, (), rest)
        for at in points:
            for other in points:
                if at != other:
                    yield Tangent(function, at, other)


def _named_convex(gap: Poly, sums: list[_Sum]) -> Iterator[Proposal]:
    """Jensen's inequality for exp, log, |.| and powers: under a sum of weights, and for a few weighted points."""
    for one in sums:
        weights, rest = one.split(_WEIGHTS)
        if weights:
            for name, exponent, point, beside in _curves(rest):
                if not beside:
                    yield NamedJensen(name, one.bound, ((of_mono(weights), point),), exponent)
    grouped: dict[tuple[str, Fraction], dict[Poly, Poly]] = {}
    for factors, c in gap:
        for name, exponent, point, beside in _curves(factors):
            turn = -1 if name == "log" or 0 < exponent < 1 else 1
            points = grouped.setdefault((name, exponent), {})
            points[point] = points.get(point, Poly({})) + of_mono(beside, c * turn)
    for (name, exponent), points in grouped.items():
        for left_out in points if len(points) <= 4 else ():
            yield NamedJensen(name, (), tuple((w, at) for at, w in points.items() if at != left_out), exponent)


def _curves(factors: Mono) -> Iterator[tuple[str, Fraction, Poly, Mono]]:
    """The exponential, logarithm, absolute value or power in a product: name, exponent, argument, what is beside."""
    exps = [(a, e) for a, e in factors if a.head == "exp"]
    if exps:
        point = sum((a.slots[0].scale(fmpq(Fraction(e).numerator, Fraction(e).denominator)) for a, e in exps), Poly({}))
        yield "exp", Fraction(1), point, mono(f for f in factors if f[0].head != "exp")
    for atom, exponent in factors:
        beside = mono(f for f in factors if f[0] != atom)
        if atom.head in ("log", "abs") and exponent == 1:
            yield atom.head, Fraction(1), atom.slots[0], beside
        elif exponent != 1:
            inner = atom.slots[0] if atom.head == "base" else of_atom(atom)
            yield "power", Fraction(exponent), inner, beside


def _points(gap: Poly, function: Term) -> list[Poly]:
    """Where a function is taken outside sums, in a fixed order."""
    found = {a.slots[0] for a in gap.atoms if _bent(a) is function}
    return sorted(found, key=lambda point: point.digest)


def _is_monotone(atom: Atom) -> bool:
    """Whether an atom is f(..) with an f that increases or decreases."""
    if atom.head != "apply" or atom.data[1] or len(atom.slots) != 1:
        return False
    function = atom.data[0]
    assert isinstance(function, Term)
    assert isinstance(function.sort, Function)
    return not function.sort.traits.isdisjoint(("increasing", "decreasing"))


def _bent(atom: Atom) -> Term | None:
    """The function symbol of f(..), where f is convex or concave."""
    if atom.head != "apply" or atom.data[1]:
        return None
    function = atom.data[0]
    assert isinstance(function, Term)
    assert isinstance(function.sort, Function)
    bent = {"convex", "concave"} & function.sort.traits and len(atom.slots) == 1
    return function if bent else None


def _of_atoms(ring: Ring, gap: Poly) -> Iterator[Proposal]:
    logs = [a for a in gap.atoms if a.head == "log"]
    for atom in sorted(logs, key=lambda a: a.digest):
        argument = atom.slots[0]
        yield LogBound(argument)
        yield LogBound(functions.raise_to(ring, argument, -1))
        yield LogRatioBound(((argument, Fraction(1)),), strict=True)
        inner = argument.atom
        if inner is not None and inner.head == "sum":
            bound, (body,) = open_binder(ring, inner)
            one = _Sum(fmpq(1), (), bound, next(iter(body.terms)))
            weights, rest = one.split(_WEIGHTS)
            for weight, value in ((weights, rest), *_pairs(one.factors)):
                if weight and value:
                    yield LogJensen(bound, of_mono(weight), of_mono(value))
    for big in logs:
        for small in logs:
            if big != small:
                yield Monotone("log", big.slots[0], small.slots[0], strict=True)
                yield Monotone("log", big.slots[0], small.slots[0])
    monotone = sorted(filter(_is_monotone, gap.atoms), key=lambda atom: atom.digest)
    for above, below in permutations(monotone, 2):
        if above.data == below.data:
            yield MonotoneFunction(above.data[0], above.slots[0], below.slots[0], strict=True)
            yield MonotoneFunction(above.data[0], above.slots[0], below.slots[0])
    for atom in gap.atoms:
        if atom.head == "exp":
            for power in {e for m, _ in gap for a, e in m if a == atom}:
                yield ExpBound(atom.slots[0].scale(fmpq(Fraction(power).numerator, Fraction(power).denominator)))
        if atom.head == "abs":
            yield Magnitude(atom.slots[0], 1)
            yield Magnitude(atom.slots[0], -1)
            yield from _parts(atom.slots[0])
    for factors, c in gap:
        if c < 0 and sign(of_mono(factors))[0] < 0:
            yield Magnitude(of_mono(factors), 1)
    for factors, _ in gap:
        if len(factors) > 1 and all(a.head == "exp" for a, _ in factors):
            slots = (a.slots[0].scale(fmpq(Fraction(e).numerator, Fraction(e).denominator)) for a, e in factors)
            yield ExpBound(sum(slots, start=Poly({})))
    yield from _monotone_powers(ring, gap)


def _parts(value: Poly) -> Iterator[Proposal]:
    """The ways to take a short sum apart."""
    terms = [of_mono(factors, c) for factors, c in value]
    if not 2 <= len(terms) <= 4:
        return
    yield MagnitudeOfSum(tuple(terms))
    for chosen in range(1, 2 ** (len(terms) - 1) if len(terms) > 2 else 0):
        parts = [Poly({}), Poly({})]
        for place, term in enumerate(terms):
            parts[chosen >> place & 1] += term
        yield MagnitudeOfSum(tuple(parts))


def _log_ratios(gap: Poly) -> Iterator[Proposal]:
    """The logarithms with one factor beside them, as the logarithm of one product."""
    beside: dict[Mono, list[tuple[Poly, Fraction]]] = {}
    for factors, c in gap:
        logs = [a for a, e in factors if a.head == "log" and e == 1]
        if len(logs) == 1:
            rest = mono(f for f in factors if f[0] != logs[0])
            beside.setdefault(rest, []).append((logs[0].slots[0], -to_fraction(c)))
    for _, found in sorted(beside.items(), key=lambda item: mono_digest(item[0])):
        yield LogRatioBound(tuple(found), strict=True)
        yield LogRatioBound(tuple(found))


def _pairs(factors: Mono) -> Iterator[tuple[Mono, Mono]]:
    for factor in factors:
        yield (factor,), mono(f for f in factors if f != factor)


def _monotone_powers(ring: Ring, gap: Poly) -> Iterator[Proposal]:
    roots = [(a, e) for a in gap.atoms for e in {p for m, _ in gap for b, p in m if a == b}
             if a.head in ("base", "exp", "symbol", "entry") and (a.head == "exp" or e != 1)]  # fmt: skip
    for one, e in roots[:6]:
        for other, d in roots[:6]:
            if one != other and e == d and one.head == other.head:
                if one.head == "exp":
                    scale = fmpq(Fraction(e).numerator, Fraction(e).denominator)
                    greater, smaller = one.slots[0].scale(scale), other.slots[0].scale(scale)
                    yield Monotone("exp", greater, smaller, strict=True)
                    yield Monotone("exp", greater, smaller)
                else:
                    left, right = (a.slots[0] if a.head == "base" else of_atom(a) for a in (one, other))
                    yield Monotone("power", left, right, Fraction(e), strict=True)
                    yield Monotone("power", left, right, Fraction(e))


def _beside(gap: Poly, atom: Atom, weight: Mono) -> Poly:
    """What stands beside an atom and a weight, in the terms where that atom stands once."""
    return sum(
        (of_mono(mono((*others, (atom, -1), *((a, -e) for a, e in weight))), d)
         for others, d in gap
         if dict(others).get(atom) == 1 and all(dict(others).get(a) == e for a, e in weight)),
        start=Poly({}),
    )  # fmt: skip


def _squares(ring: Ring, gap: Poly) -> Iterator[Proposal]:
    """c w v^2 + w v l is completed to c w (v + l / 2c)^2, for a weight w."""
    for factors, c in gap:
        if c > 0 and len(factors) > 1:
            for place, (atom, exponent) in enumerate(factors):
                weight = mono(f for at, f in enumerate(factors) if at != place)
                if exponent == 2 and sign(of_mono(weight))[0] >= 0:
                    yield Square((), of_mono(weight), of_atom(atom) + _beside(gap, atom, weight).scale(1 / (2 * c)))
        if len(factors) == 1 and factors[0][1] == 2 and c > 0:
            atom = factors[0][0]
            cross = Poly({})
            for others, d in gap:
                if dict(others).get(atom) == 1:
                    cross += of_mono(mono(f for f in others if f[0] != atom), d)
            yield Square((), ONE, of_atom(atom) + cross.scale(1 / (2 * c)))
        elif all(isinstance(e, int) and e > 0 for _, e in factors) and c < 0 and len(factors) == 2:
            one, other = (powered(ring, of_atom(a), e) for a, e in factors)
            yield Square((), ONE, one - other)
        elif all(isinstance(e, int) and e % 2 == 0 for _, e in factors) and factors:
            half = of_mono(mono((a, int(e) // 2) for a, e in factors))
            for others, d in gap:
                if others != factors and d > 0 and all(isinstance(e, int) and e % 2 == 0 for _, e in others):
                    other_half = of_mono(mono((a, int(e) // 2) for a, e in others))
                    yield Square((), ONE, half - other_half)
                    yield Square((), ONE, half + other_half)


def _completed(gap: Poly) -> Iterator[Proposal]:
    """c v^2 + d v w is completed to c (v + d w / 2c)^2, where v may be a root, as of s in s - 2 sqrt(s t) + t."""
    for factors, c in gap:
        roots = [(a, Fraction(e) / 2) for a, e in factors]
        if c <= 0 or not factors or any(e.denominator > 1 and atom_sign(a)[0] < 0 for a, e in roots):
            continue
        root = mono((a, int(e) if e.denominator == 1 else e) for a, e in roots)
        inverse = [(a, -e) for a, e in root]
        for others, d in gap:
            beside = mono((*others, *inverse))
            if d < 0 and others and all(power_sign(a, e)[0] >= 0 or natural(e) for a, e in beside):
                yield Square((), ONE, of_mono(root) + of_mono(beside, d / (2 * c)))


# ------------------------------------------------------------------ the search for weights


def candidates_for(claim: Claim, gap: Poly, work: Setting) -> list[Candidate]:
    """Instances that may bear on `gap`, each with what it says is not negative."""
    work.ring.logged = logged(gap)
    candidates: list[Candidate] = []
    seen: set[Poly] = set()
    for proposal in instances(claim, gap, work):
        if len(candidates) >= _MOST:
            break
        try:
            value = value_of(claim, proposal, work)
        except ProbatumError:
            continue  # an instance that cannot be computed is no proposal
        if value and value not in seen:
            seen.add(value)
            candidates.append((proposal, value))
    return candidates


def combine(
    gap: Poly, work: Setting, candidates: list[Candidate], depths: Sequence[int]
) -> Iterator[tuple[tuple[Poly, Proposal], ...]]:
    """Combinations of as many candidates as `depths` say, that leave something with a sign."""
    work.ring.logged = logged(gap)
    for depth in depths:
        yield from _search(work.ring, gap, candidates, (), depth, [_NODES])


def combined_with_assumptions(claim: Claim, gap: Poly, work: Setting) -> Iterator[tuple[Poly, Poly, Given, Poly]]:
    """A positive factor for the claim, a weight for an assumption, the assumption, and what that leaves.

    The factors are 1, and t and 1 - t for a t in (0, 1) that the two speak of.
    """
    for assumption in claim.assumptions:
        if assumption.head != "relation" or assumption.data not in ORDERS:
            continue
        value = value_of(claim, Given(assumption), work)
        if value is None:
            continue
        shares = [of_atom(a) for a in sorted(_numbers(gap) | _numbers(value), key=lambda a: a.digest)]
        factors = [ONE, *(factor for t in shares if sign(ONE - t)[0] > 0 for factor in (t, ONE - t))][:5]
        weighed = [(weight, times(work.ring, weight, value)) for weight in factors]
        for scale in factors:
            scaled = times(work.ring, scale, gap)
            for weight, taken in weighed:
                yield scale, weight, Given(assumption), scaled - taken


def _numbers(gap: Poly) -> set[Atom]:
    """The positive numbers that a claim speaks of, those in arguments too."""
    found: set[Atom] = set()
    todo = [gap]
    while todo:
        for atom in todo.pop().atoms:
            if atom.head == "symbol" and sign(of_atom(atom))[0] > 0:
                found.add(atom)
            todo += atom.slots
    return found


def _search(
    ring: Ring, gap: Poly, candidates: list[Candidate], chosen: tuple[tuple[Poly, Proposal], ...],
    depth: int, nodes: list[int],
) -> Iterator[tuple[tuple[Poly, Proposal], ...]]:  # fmt: skip
    bad = _bad(gap)
    if not bad:
        yield chosen
        return
    if not depth:
        return
    for position, (proposal, value) in enumerate(candidates):
        rest = candidates[position + 1 :] if len(chosen) else candidates[:position] + candidates[position + 1 :]
        tried: set[tuple[Mono, fmpq]] = set()
        for factors, c in bad:
            for own, d in value:
                scale = c / d
                extra = mono((*factors, *((a, -e) for a, e in own)))
                if scale <= 0 or (extra, scale) in tried or any(power_sign(a, e)[0] < 0 for a, e in extra):
                    continue
                tried.add((extra, scale))
                nodes[0] -= 1
                if nodes[0] < 0:
                    return
                if depth == 1 and len(value.terms) < len(bad):
                    continue  # one of these is left as it is
                weight = of_mono(extra, scale)
                left = gap - times(ring, weight, value)
                if depth == 1 or (len(_bad(left)) <= len(bad) and len(left.terms) <= len(gap.terms) + 2):
                    yield from _search(ring, left, rest, (*chosen, (weight, proposal)), depth - 1, nodes)


def _bad(gap: Poly) -> list[tuple[Mono, fmpq]]:
    return [(m, c) for m, c in gap if sign(of_mono(m, c))[0] < 0]
