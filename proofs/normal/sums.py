"""Sums, integrals and products over a variable.

A sum is linear; what does not contain the variable comes out; deltas contract; densities that stand alone sum to
their marginals. What is left falls apart into connected components, each an atom `sum` under canonical names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from flint import fmpq

from ..errors import UnsupportedNotion
from .canon import name_bound
from .contractions import is_infinite
from .functions import exponential, gamma, integral, logarithm, raise_to
from .poly import (
    ONE,
    ZERO,
    Atom,
    Exponent,
    Factor,
    Mono,
    Poly,
    Span,
    Var,
    all_added,
    constant,
    mono,
    natural,
    of_atom,
    of_mono,
    rename,
    to_fraction,
)  # fmt: skip
from .products import open_binder, powered, settle, substitute, times
from .rational import cancel, factor
from .ring import Ring
from .signs import nonnegative, positive

_UNROLLED = 8


def sum_over(ring: Ring, var: Var, body: Poly) -> Poly:
    """The sum (or integral) of `body` over the whole span of `var`."""
    values = unrolled(var.span)
    if values is not None:
        return all_added(substitute(ring, body, {var: constant(value)}) for value in values)
    return sum_all(ring, (var,), cancel(ring, body) if var in body.vars else body)


def unrolled(span: Span) -> range | None:
    """The values of a short range of numbers."""
    if span.kind != "range":
        return None
    low, high = (end.constant for end in span.ends)
    if low is None or high is None or low.q != 1 or high.q != 1 or high - low >= _UNROLLED:
        return None
    return range(int(low.p), int(high.p) + 1)


def sum_all(ring: Ring, bound: Sequence[Var], body: Poly) -> Poly:
    """The sum over several variables; spans of later ones may name earlier ones."""
    parts = []
    for factors, c in body:
        ring.spend(1 + len(bound))
        inside = [f for f in factors if not f[0].vars.isdisjoint(bound)]
        outside = tuple([f for f in factors if f[0].vars.isdisjoint(bound)])
        parts.append(times(ring, of_mono(outside, c), _sum_product(ring, tuple(bound), inside)))
    return all_added(parts)


def _sum_product(ring: Ring, bound: tuple[Var, ...], factors: list[Factor]) -> Poly:
    """The sum of one product in which every factor contains a bound variable."""
    bound, product = _flatten(ring, bound, factors)
    only = product.only
    if only is None or only[0] != mono(f for f in only[0] if not f[0].vars.isdisjoint(bound)):
        return sum_all(ring, bound, product)
    inner = only[0]
    for rule in (_contract, _drop_idle, *ring.contractions):
        done = rule(ring, bound, inner)
        if done is not None:
            rest, body = done
            return sum_all(ring, rest, body).scale(only[1])
    result = Poly({(): only[1]})
    for names, part in _components(bound, inner):
        binds, body = name_bound(names, part)
        result = times(ring, result, of_atom(Atom("sum", slots=(body,), binds=binds)))
    return result


def _flatten(ring: Ring, bound: tuple[Var, ...], factors: list[Factor]) -> tuple[tuple[Var, ...], Poly]:
    """Sums within the product opened: their variables join the bound ones."""
    product = ONE
    for atom, exponent in factors:
        if atom.head != "sum" or not natural(exponent):
            product = times(ring, product, settle(ring, ((atom, exponent),)))
            continue
        for _ in range(int(exponent)):
            opened, (body,) = open_binder(ring, atom)
            bound += opened
            product = times(ring, product, body)
    return bound, product


def _contract(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """sum_i delta(i, e) f(i) = f(e), where e lies in the span of i."""
    for atom, _ in factors:
        if atom.head != "delta":
            continue
        for var, value in ((atom.slots[0].variable, atom.slots[1]), (atom.slots[1].variable, atom.slots[0])):
            if var in bound and var not in value.vars and _within(ring, value, var.span):
                rest = tuple(v for v in bound if v is not var)
                others = mono(f for f in factors if f[0] != atom)
                body = substitute(ring, of_mono(others), {var: value})
                return tuple(_respanned(ring, rest, {var: value})), body
    return None


def _respanned(ring: Ring, rest: tuple[Var, ...], values: dict[Var, Poly]) -> tuple[Var, ...]:
    if any(not v.span.vars.isdisjoint(values) for v in rest):
        raise UnsupportedNotion("a sum whose bounds depend on a contracted index")
    return rest


def _within(ring: Ring, value: Poly, span: Span) -> bool:
    """Whether a value surely lies in a span: a variable of it, a number, a free index assumed to reach no further."""
    var = value.variable
    if var is not None:
        return var.span.digest == span.digest
    if span.kind != "range" or not integral(value):
        return False
    low, high = span.ends
    index = value.atom
    if index is not None and index.head == "symbol" and high in ring.reaches.get(index.data, ()):
        return nonnegative(value - low)
    return nonnegative(value - low) and nonnegative(high - value)


def _drop_idle(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """A variable that occurs nowhere contributes the size of its span."""
    used = frozenset().union(*(a.vars for a, _ in factors), *(v.span.vars for v in bound))
    for var in bound:
        if var not in used:
            rest = tuple(v for v in bound if v is not var)
            return rest, times(ring, of_mono(factors), size(var.span))
    return None


def size(span: Span) -> Poly:
    """How much a span holds: of a range, the count, which is an atom where the range may run backwards."""
    match span.kind:
        case "range":
            return count(*span.ends)
        case "interval" if not any(is_infinite(end) for end in span.ends):
            return span.ends[1] - span.ends[0]
        case "space":
            return of_atom(Atom("size", span.data))
    raise UnsupportedNotion("the size of an infinite range")


def count(low: Poly, high: Poly) -> Poly:
    """The number of integers from `low` to `high`."""
    number = high - low + ONE
    return number if nonnegative(number) else of_atom(Atom("count", slots=(low, high)))


def _components(bound: tuple[Var, ...], factors: Mono) -> list[tuple[tuple[Var, ...], Mono]]:
    """The product split where no bound variable joins the parts."""
    groups: list[tuple[set[Var], list[Factor]]] = []
    pieces: list[tuple[set[Var], list[Factor]]] = [(set(f[0].vars.intersection(bound)), [f]) for f in factors]
    pieces += [({v, *v.span.vars.intersection(bound)}, []) for v in bound]
    for names, part in pieces:
        joined = [g for g in groups if g[0] & names]
        for group in joined:
            groups.remove(group)
            names |= group[0]
            part = group[1] + part
        groups.append((names, part))
    return [(tuple(v for v in bound if v in names), mono(part)) for names, part in groups]


# ------------------------------------------------------------------ products over a variable


def product_over(ring: Ring, var: Var, body: Poly) -> Poly:
    """The product of `body` over a range."""
    values = unrolled(var.span)
    if values is not None:
        result = ONE
        for value in values:
            result = times(ring, result, substitute(ring, body, {var: constant(value)}))
        return result
    if var.span.kind not in ("range", "space"):
        raise UnsupportedNotion("a product over a continuous range")
    if any(map(is_infinite, var.span.ends)):  # it may be 0, where no power or exponential of its factors is
        return ONE if body == ONE else _product_atom(var, body)
    length = size(var.span)
    if not body:
        return ZERO if nonnegative(length - ONE) else _power(ring, ZERO, length)  # an empty product is 1
    parts = factor(ring, body)
    result = ring.makers["power"](ring, Atom("power"), (Poly({(): parts.content}), length))
    for atom, exponent in parts.atoms:
        result = times(ring, result, powered(ring, _product_of_atom(ring, var, atom, length), exponent))
    for piece, exponent in parts.sums:
        inner = _product_atom(var, piece) if var in piece.vars else _power(ring, piece, length)
        result = times(ring, result, powered(ring, inner, exponent))
    return result


def _power(ring: Ring, base: Poly, exponent: Poly) -> Poly:
    return ring.makers["power"](ring, Atom("power"), (base, exponent))


def _product_of_atom(ring: Ring, var: Var, atom: Atom, count: Poly) -> Poly:
    if var not in atom.vars:
        return _power(ring, of_atom(atom), count)
    if atom.head == "exp":
        return ring.makers["exp"](ring, Atom("exp"), (sum_over(ring, var, atom.slots[0]),))
    if atom.head == "power" and var not in atom.slots[0].vars:
        return _power(ring, atom.slots[0], sum_over(ring, var, atom.slots[1]))
    if atom.head == "base":
        return _product_atom(var, atom.slots[0])
    if atom.head == "var" and var.span.kind == "range" and positive(var.span.ends[0]):
        low, high = var.span.ends
        if not nonnegative(high - low + ONE):
            return _product_atom(var, of_atom(atom))
        ring.use("a product of consecutive numbers is a ratio of factorials")
        return times(ring, gamma(ring, high + ONE), raise_to(ring, gamma(ring, low), -1))
    return _product_atom(var, of_atom(atom))


def _product_atom(var: Var, body: Poly) -> Poly:
    only = body.only
    if only and var in body.vars:
        binds, named = name_bound((var,), only[0])
    else:
        height = body.height + 1
        canonical = Var(f"#{height}.0", var.span)
        binds, named = (canonical,), rename(body, {var: canonical})
    return of_atom(Atom("product", slots=(named,), binds=binds))


def log_product(ring: Ring, atom: Atom, _slots: tuple[Poly, ...]) -> Poly:
    """log of a product is the sum of logarithms."""
    (var,), (body,) = open_binder(ring, atom)
    return sum_over(ring, var, logarithm(ring, body))


# ------------------------------------------------------------------ closed forms


def power_sum(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """sum_{i=a}^{b} i^k in closed form, and the integral of x^k over a finite interval."""
    for atom, exponent in factors:
        if atom.head != "var" or not isinstance(exponent, int) or not 0 < exponent <= 8:
            continue
        var = atom.data
        assert isinstance(var, Var)
        if var not in bound or any(var in a.vars for a, _ in factors if a != atom):
            continue
        if any(var in v.span.vars for v in bound):
            continue
        rest = tuple(v for v in bound if v is not var)
        others = of_mono(mono(f for f in factors if f[0] != atom))
        low, high = var.span.ends if var.span.ends else (ZERO, ZERO)
        if var.span.kind == "range" and nonnegative(high - low + ONE):
            closed = _faulhaber(ring, high, exponent) - _faulhaber(ring, low - ONE, exponent)
        elif var.span.kind == "interval" and not (is_infinite(low) or is_infinite(high)):
            ends = powered(ring, high, exponent + 1) - powered(ring, low, exponent + 1)
            closed = ends.scale(fmpq(1, exponent + 1))
        else:
            continue
        ring.use("sums and integrals of powers")
        return rest, times(ring, others, closed)
    return None


def geometric(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """sum_{i=a}^{b} r^i = (r^a - r^(b+1)) / (1 - r), for a symbolic r."""
    for atom, exponent in factors:
        var = atom.slots[1].variable if atom.head == "power" else None
        if var is None or var not in bound or var.span.kind != "range" or not isinstance(exponent, int):
            continue
        low, high = var.span.ends
        alone = not any(var in a.vars for a, _ in factors if a != atom) and var not in atom.slots[0].vars
        if (
            not alone
            or is_infinite(high)
            or not nonnegative(high - low + ONE)
            or any(var in v.span.vars for v in bound)
        ):
            continue
        ratio = raise_to(ring, atom.slots[0], exponent)
        ends = _power(ring, ratio, low) - _power(ring, ratio, high + ONE)
        if ratio == ONE or not ends:
            continue
        ring.use("geometric sums")
        value = times(ring, ends, raise_to(ring, ONE - ratio, -1))
        rest = of_mono(mono(f for f in factors if var not in f[0].vars))
        return tuple(v for v in bound if v is not var), times(ring, rest, value)
    return None


def antiderivative(ring: Ring, bound: tuple[Var, ...], factors: Mono) -> tuple[tuple[Var, ...], Poly] | None:
    """The integral of x^k for a symbolic k > -1, and of e^(c x), over a finite interval."""
    for atom, exponent in factors:
        var = next((v for v in atom.vars if v in bound and v.span.kind == "interval"), None)
        if var is None or atom.head not in ("power", "exp") or any(is_infinite(end) for end in var.span.ends):
            continue
        if any(var in v.span.vars for v in bound):
            continue
        plain = [(a, e) for a, e in factors if var in a.vars and a != atom]
        scale = fmpq(Fraction(exponent).numerator, Fraction(exponent).denominator)
        low, high = var.span.ends
        if atom.head == "power" and atom.slots[0].variable is var and var not in atom.slots[1].vars:
            if any(a.head != "var" for a, _ in plain) or not nonnegative(low):
                continue
            power = atom.slots[1].scale(scale) + ONE + sum_of(e for _, e in plain)
            if not positive(power):
                continue
            value = primitive_power(ring, high, power) - primitive_power(ring, low, power)
        elif atom.head == "exp" and not plain:
            rate = times(ring, atom.slots[0].scale(scale), of_mono(((Atom("var", var), -1),)))
            if var in rate.vars:
                continue
            above = exponential(ring, times(ring, rate, high)) - exponential(ring, times(ring, rate, low))
            value = times(ring, above, raise_to(ring, rate, -1))
        else:
            continue
        ring.use("integrals of powers and exponentials")
        rest = of_mono(mono(f for f in factors if var not in f[0].vars))
        return tuple(v for v in bound if v is not var), times(ring, rest, value)
    return None


def sum_of(exponents: Iterable[Exponent]) -> Poly:
    return constant(Fraction(sum(exponents)))


def primitive_power(ring: Ring, x: Poly, power: Poly) -> Poly:
    """x^power / power, where the power is positive."""
    if not x:
        return ZERO
    return times(ring, ring.makers["power"](ring, Atom("power"), (x, power)), raise_to(ring, power, -1))


def _faulhaber(ring: Ring, n: Poly, k: int) -> Poly:
    """1^k + .. + n^k."""
    result = powered(ring, n, k + 1).scale(fmpq(1, k + 1)) + powered(ring, n, k).scale(fmpq(1, 2))
    for j in range(2, k + 1, 2):
        falling = Fraction(1)
        for step in range(j - 1):
            falling *= k - step
        c = _bernoulli(j) * falling / _factorial(j)
        result += powered(ring, n, k - j + 1).scale(fmpq(c.numerator, c.denominator))
    return result


def _factorial(n: int) -> int:
    return n * _factorial(n - 1) if n else 1


def _bernoulli(j: int) -> Fraction:
    return to_fraction(fmpq.bernoulli(j))
