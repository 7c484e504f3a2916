"""Powers, exponentials, logarithms and the other functions of one scalar, each in its normal form.

`log` atoms stand for log|u|: wherever log(u v) is defined it is log|u| + log|v|. Fractional powers likewise split
into powers of absolute values. Hyperbolic functions and the sigmoid are rational in exponentials.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from flint import fmpq, fmpz

from ..errors import BudgetExceeded
from ..terms.sorts import Function
from ..terms.term import EULER_GAMMA, PI, Term
from .poly import ONE, ZERO, Atom, Exponent, Mono, Poly, constant, mono, of_atom, of_mono, to_fraction
from .products import powered, product_of, settle, times, to_the
from .rational import cancel, factor, known_positive
from .ring import Ring
from .signs import atom_sign, nonnegative, positive, power_sign, sign

HALF = Fraction(1, 2)


# ------------------------------------------------------------------ powers


def raise_to(ring: Ring, base: Poly, exponent: Fraction | int) -> Poly:
    """A polynomial to a rational power."""
    exponent = Fraction(exponent)
    if exponent.denominator == 1 and exponent >= 0:
        return to_the(ring, base, exponent.numerator)
    if not base:
        return ZERO if exponent > 0 else of_atom(Atom("base", slots=(ZERO,)), exponent)
    parts = factor(ring, base)
    result = _number_to(ring, parts.content, exponent)
    fractional = exponent.denominator != 1
    unsure = [a for a, e in parts.atoms if power_sign(a, e)[0] < 0] + [p for p, e in parts.sums if sign(p)[0] < 0]
    below = parts.content < 0  # then the one factor of unknown sign must be negative where the root is defined
    for atom, power in parts.atoms:
        hidden = fractional and atom_sign(atom)[0] < 0 and (below or len(unsure) > 1 or power_sign(atom, power)[0] >= 0)
        if hidden and atom_sign(atom)[1] <= 0 and (whole := power * exponent).denominator == 1 and whole > 0:
            result = times(ring, result, to_the(ring, -of_atom(atom), int(whole)))  # |x| is -x
            continue
        value = absolute_atom(of_atom(atom)) if hidden else of_atom(atom)
        result = times(ring, result, _atom_to(ring, value.atom or atom, power * exponent))
    for piece, power in parts.sums:
        hidden = fractional and sign(piece)[0] < 0 and (len(unsure) > 1 or power % 2 == 0)
        upright = -piece if fractional and below and sign(piece)[0] < 0 and not hidden else piece
        atom = Atom("abs" if hidden else "base", slots=(upright,))
        result = times(ring, result, _atom_to(ring, atom, power * exponent))
    return result


def _atom_to(ring: Ring, atom: Atom, exponent: Exponent | Fraction) -> Poly:
    return settle(ring, mono([(atom, exponent)]))


def _number_to(ring: Ring, value: fmpq, exponent: Fraction) -> Poly:
    if exponent.denominator == 1:
        return Poly({(): value ** int(exponent)})
    result = ONE
    for prime, count in _primes(abs(value)):
        result = times(ring, result, settle(ring, mono([(Atom("prime", prime), count * exponent)])))
    return result


def _primes(value: fmpq) -> list[tuple[int, int]]:
    if value.p.height_bits() > 128 or value.q.height_bits() > 128:
        raise BudgetExceeded("factors of a large number")
    return [(int(p), int(e)) for p, e in fmpz(value.p).factor()] + [
        (int(p), -int(e)) for p, e in fmpz(value.q).factor()
    ]


def power(ring: Ring, base: Poly, exponent: Poly) -> Poly:
    """base ** exponent."""
    number = exponent.constant
    if number is not None:
        return raise_to(ring, base, to_fraction(number))
    base = cancel(ring, base)  # 1 - e^x / (1 + e^x) is positive, and shows it as a fraction only
    if positive(base) or known_positive(ring, base) or (nonnegative(base) and not _of_named_law(base)):
        return exponential(ring, times(ring, exponent, logarithm(ring, base)))
    if not integral(exponent):
        return of_atom(Atom("power", slots=(base, exponent)))
    result = ONE
    for factors, c in exponent:
        if not factors:
            result = times(ring, result, raise_to(ring, base, to_fraction(c)))
        else:
            atom = Atom("power", slots=(base, of_mono(factors)))
            count = int(c) % 2 if base.constant == -1 else int(c)
            result = times(ring, result, settle(ring, mono([(atom, count)])))
    return result


def _of_named_law(base: Poly) -> bool:
    """Whether a density by formula is in it: the logarithm is one on the support only, the power is 0 elsewhere."""
    return any(atom.head == "pdf" for atom in base.atoms)


def integral(poly: Poly) -> bool:
    """Whether a polynomial is surely a whole number."""
    return all(c.q == 1 and all(_whole_atom(a) and e > 0 for a, e in factors) for factors, c in poly)


def _whole_atom(atom: Atom) -> bool:
    if atom.head == "symbol":
        assert isinstance(atom.data, Term)
        return bool(getattr(atom.data.sort, "integer", False))
    if atom.head == "entry":
        return bool(getattr(getattr(atom.data.sort, "entry", None), "integer", False))
    return atom.head == "var" and atom.data.span.kind == "range"


def exponential(ring: Ring, exponent: Poly) -> Poly:
    """exp of a sum: the product of the exponentials of its terms."""
    result = ONE
    for factors, c in _by_logarithms(ring, exponent):
        logs = [(a, e) for a, e in factors if a.head == "log"]
        if len(logs) == 1 and logs[0][1] == 1:
            base = absolute(ring, logs[0][0].slots[0])
            rest = tuple(f for f in factors if f[0] != logs[0][0])
            if not rest:
                part = raise_to(ring, base, to_fraction(c))
            elif base == ONE:
                part = ONE
            else:
                part = of_atom(Atom("power", slots=(base, of_mono(rest))), _exponent(c))
        else:
            part = of_atom(Atom("exp", slots=(of_mono(factors),)), _exponent(c))
        result = times(ring, result, part)
    return result


def _by_logarithms(ring: Ring, exponent: Poly) -> Iterator[tuple[Mono, fmpq]]:
    """The terms of an exponent, those with the same logarithms over one denominator: b log a is the power a^b."""
    groups: dict[Mono, Poly] = {}
    for factors, c in exponent:
        logs = tuple(f for f in factors if f[0].head == "log")
        groups[logs] = groups.get(logs, Poly({})) + of_mono(factors, c)
    for part in groups.values():
        yield from cancel(ring, part)


def _exponent(c: fmpq) -> Exponent:
    value = to_fraction(c)
    return value.numerator if value.denominator == 1 else value


def absolute(ring: Ring, poly: Poly) -> Poly:
    """|poly|, factor by factor."""
    if nonnegative(poly) or not poly or known_positive(ring, poly):
        return poly
    if sign(poly)[1] <= 0:
        return -poly
    parts = factor(ring, poly)
    result = Poly({(): abs(parts.content)})
    for atom, exponent in parts.atoms:
        if atom.head == "orthodet":
            continue  # 1 or -1
        keeps = isinstance(exponent, Fraction) or power_sign(atom, exponent)[0] >= 0
        value = of_atom(atom) if keeps else absolute_atom(of_atom(atom))
        result = times(ring, result, powered(ring, value, exponent))
    for piece, exponent in parts.sums:
        keeps = nonnegative(piece) or exponent % 2 == 0 or known_positive(ring, piece)
        value = piece if keeps else of_atom(Atom("abs", slots=(piece,)))
        result = times(ring, result, raise_to(ring, value, exponent))
    return result


def absolute_atom(poly: Poly) -> Poly:
    """|u| as an atom; of an absolute value, itself."""
    low, high = sign(poly)
    if low >= 0:
        return poly
    if high <= 0 and poly.atom is None:
        return -poly
    return of_atom(Atom("abs", slots=(poly,)))


# ------------------------------------------------------------------ logarithms


def logarithm(ring: Ring, argument: Poly) -> Poly:
    """log|argument|, split into the logarithms of its factors."""
    if not argument:
        return of_atom(Atom("log", slots=(ZERO,)))
    parts = factor(ring, argument)
    result = ZERO
    for prime, count in _primes(abs(parts.content)):
        result += of_atom(Atom("log", slots=(constant(prime),))).scale(fmpq(count))
    for atom, exponent in parts.atoms:
        c = fmpq(Fraction(exponent).numerator, Fraction(exponent).denominator)
        result += log_atom(ring, atom).scale(c)
    for piece, exponent in parts.sums:
        result += of_atom(Atom("log", slots=(piece,))).scale(fmpq(exponent))
    return result


def log_atom(ring: Ring, atom: Atom) -> Poly:
    match atom.head:
        case "exp":
            return atom.slots[0]
        case "power":
            return times(ring, atom.slots[1], logarithm(ring, atom.slots[0]))
        case "abs" | "base":
            return logarithm(ring, atom.slots[0]) if atom.slots[0].only else of_atom(Atom("log", slots=atom.slots))
        case "prime":
            return of_atom(Atom("log", slots=(constant(atom.data),)))
        case "product" | "pdf" | "quotient":
            return ring.makers["log " + atom.head](ring, atom, ())
        case _:
            return of_atom(Atom("log", slots=(of_atom(atom),)))


# ------------------------------------------------------------------ functions of one argument


def _sigmoid(ring: Ring, x: Poly) -> Poly:
    e = exponential(ring, x)
    return times(ring, e, raise_to(ring, ONE + e, -1))


def _tanh(ring: Ring, x: Poly) -> Poly:
    e = exponential(ring, x.scale(fmpq(2)))
    return times(ring, e - ONE, raise_to(ring, e + ONE, -1))


def _cosh(ring: Ring, x: Poly) -> Poly:
    return (exponential(ring, x) + exponential(ring, -x)).scale(fmpq(1, 2))


def _sinh(ring: Ring, x: Poly) -> Poly:
    return (exponential(ring, x) - exponential(ring, -x)).scale(fmpq(1, 2))


def _softplus(ring: Ring, x: Poly) -> Poly:
    return logarithm(ring, ONE + exponential(ring, x))


def _relu(ring: Ring, x: Poly) -> Poly:
    return (x + absolute(ring, x)).scale(fmpq(1, 2))


def _odd(head: str) -> Callable[[Ring, Poly], Poly]:
    def make(ring: Ring, x: Poly) -> Poly:
        if not x:
            return ZERO
        turned, flip = _upright(x)
        value = of_atom(Atom(head, slots=(turned,)))
        return -value if flip else value

    return make


def _erfinv(ring: Ring, x: Poly) -> Poly:
    """The inverse error function: of erf u, u."""
    turned, flip = _upright(x) if x else (x, False)
    if turned.atom is not None and turned.atom.head == "erf":
        inner = turned.atom.slots[0]
        return -inner if flip else inner
    return _odd("erfinv")(ring, x)


def _cos(ring: Ring, x: Poly) -> Poly:
    """Of the angle arccos u, u."""
    if x.atom is not None and x.atom.head == "arccos":
        return x.atom.slots[0]
    return of_atom(Atom("cos", slots=(_upright(x)[0],))) if x else ONE


def _upright(x: Poly) -> tuple[Poly, bool]:
    """x or -x, whichever starts with a positive coefficient, and whether it was turned."""
    first = min(x.terms, key=lambda factors: b"".join(a.digest for a, _ in factors))
    return (x, False) if x.terms[first] > 0 else (-x, True)


def _tan(ring: Ring, x: Poly) -> Poly:
    return times(ring, _odd("sin")(ring, x), raise_to(ring, _cos(ring, x), -1))


def sign_of(ring: Ring, x: Poly) -> Poly:
    low, high = sign(x)
    if low == high:
        return constant(low)
    if x.atom is not None:
        return of_atom(Atom("sign", slots=(x,)))
    turned, flip = _upright(x)
    value = of_atom(Atom("sign", slots=(turned,)))
    return -value if flip else value


def gamma(ring: Ring, x: Poly) -> Poly:
    """Euler's gamma, its argument shifted so that the constant part lies in (0, 1]."""
    shift = _shift(x)
    value = x - constant(shift)
    result = ONE if value == ONE else of_atom(Atom("gamma", slots=(value,)))
    if value.constant is not None and to_fraction(value.constant) == HALF:
        result = of_atom(Atom("constant", PI), HALF)
    for step in range(abs(shift)):
        place = value + constant(step) if shift > 0 else value - constant(step + 1)
        result = times(ring, result, place if shift > 0 else raise_to(ring, place, -1))
    return result


def digamma(ring: Ring, x: Poly) -> Poly:
    shift = _shift(x)
    value = x - constant(shift)
    result = of_atom(Atom("digamma", slots=(value,)))
    if value.constant is not None and to_fraction(value.constant) in (1, HALF):
        twos = logarithm(ring, constant(2)).scale(fmpq(2)) if value.constant != 1 else ZERO
        result = -of_atom(Atom("constant", EULER_GAMMA)) - twos
    for step in range(abs(shift)):
        place = value + constant(step) if shift > 0 else value - constant(step + 1)
        result += raise_to(ring, place, -1).scale(fmpq(1 if shift > 0 else -1))
    return result


def _shift(x: Poly) -> int:
    """The whole number to take off x so that its constant part lies in (0, 1]."""
    part = to_fraction(x.terms.get((), fmpq(0)))
    if abs(part) > 40:
        raise BudgetExceeded("a gamma function far from the origin")
    return -(-part.numerator // part.denominator) - 1


def factorial(ring: Ring, n: Poly) -> Poly:
    return gamma(ring, n + ONE)


def binomial(ring: Ring, n: Poly, k: Poly) -> Poly:
    below = times(ring, factorial(ring, k), factorial(ring, n - k))
    return times(ring, factorial(ring, n), raise_to(ring, below, -1))


def beta(ring: Ring, a: Poly, b: Poly) -> Poly:
    return product_of(ring, gamma(ring, a), gamma(ring, b), raise_to(ring, gamma(ring, a + b), -1))


def _opaque(head: str) -> Callable[[Ring, Poly], Poly]:
    return lambda ring, x: of_atom(Atom(head, slots=(cancel(ring, x),)))


FUNCTIONS: dict[str, Callable[[Ring, Poly], Poly]] = {
    "exp": exponential,
    "log": logarithm,
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "cosh": _cosh,
    "sinh": _sinh,
    "softplus": _softplus,
    "relu": _relu,
    "abs": absolute,
    "sign": sign_of,
    "sin": _odd("sin"),
    "cos": _cos,
    "tan": _tan,
    "arctan": _odd("arctan"),
    "arcsin": _odd("arcsin"),
    "erf": _odd("erf"),
    "erfinv": _erfinv,
    "gamma": gamma,
    "loggamma": lambda ring, x: logarithm(ring, gamma(ring, x)),
    "digamma": digamma,
    "normal_cdf": _opaque("normal_cdf"),
    "arccos": _opaque("arccos"),
    "floor": _opaque("floor"),
}


def apply(ring: Ring, atom: Atom, slots: tuple[Poly, ...]) -> Poly:
    """A function symbol applied to normal forms; an even or odd one takes its argument upright."""
    function, primes = atom.data
    assert isinstance(function, Term)
    assert isinstance(function.sort, Function)
    slots = tuple(cancel(ring, slot) for slot in slots)
    known = function.sort.traits
    parity = ("even" in known) - ("odd" in known)
    if parity and len(slots) == 1 and slots[0]:
        turned, flip = _upright(slots[0])
        swap = flip and (parity < 0) != bool(len(primes) % 2)
        value = of_atom(Atom("apply", atom.data, (turned,)))
        return -value if swap else value
    return of_atom(Atom("apply", atom.data, slots))
