"""One set of elementary functions over several arithmetics: exact rationals, real balls, complex balls, duals.

A number starts as an exact rational and becomes a ball where a function leaves the rationals. A function raises
DomainError where it is certainly undefined, and Undecided where the ball is too wide to say.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb, isqrt
from typing import Any

from flint import acb, arb, ctx, fmpq

from ..errors import BudgetExceeded, DomainError, UnsupportedNotion
from .code import Code
from .dual import Dual, Number, primal

EXACT_BITS = 4096  # longer rationals turn into balls
LARGEST_EXPONENT = 1 << 30  # of two, in anything computed here
ZERO, ONE, TWO, HALF = fmpq(0), fmpq(1), fmpq(2), fmpq(1, 2)


class Undecided(Exception):
    """A ball is too wide to decide a case; a higher precision or another point may do it."""


class Analytic:
    """While a rigorous quadrature asks for it, functions must certify that they are analytic on their argument."""

    demanded = False


def ball(x: Number) -> arb:
    """A real number as a ball."""
    if isinstance(x, arb):
        return x
    if isinstance(x, fmpq):
        return arb(x)
    raise UnsupportedNotion("an operation on reals inside an integral or derivative")


def slim(x: Number) -> Number:
    """The same number, as a ball where the exact form has grown long."""
    return arb(x) if isinstance(x, fmpq) and x.height_bits() > EXACT_BITS else x


def sign_of(x: Number) -> int:
    """-1, 0 or 1, where that is certain."""
    x = primal(x)
    if isinstance(x, acb):
        raise UnsupportedNotion("an operation on reals inside an integral or derivative")
    if x > 0:
        return 1
    if x < 0:
        return -1
    if x == 0:
        return 0
    raise Undecided


def certainly_zero(x: Number) -> bool:
    x = primal(x)
    return bool(x == 0)


def whole(x: Number) -> int:
    """A whole number as such."""
    x = x if type(x) is fmpq else primal(x)
    if isinstance(x, fmpq):
        number = int(x.p)
        if x != number:
            raise DomainError(f"{x} stands where a whole number belongs")
        if number.bit_length() > 64:
            raise BudgetExceeded("a whole number of more than 64 bits")
        return number
    found = x.unique_fmpz() if isinstance(x, arb) else None
    if found is None or not x.is_exact():
        raise Undecided
    return int(found)


def reciprocal(x: Number) -> Number:
    if isinstance(x, Dual):
        value = reciprocal(x.value)
        return x.chain(value, -(value * value))
    if isinstance(x, acb):
        return ONE / x
    if isinstance(x, Code):
        return x.reciprocal()
    if x == 0:
        raise DomainError("a division by zero")
    if isinstance(x, arb) and x.contains(0):
        raise Undecided
    return ONE / x


def divide(x: Number, y: Number) -> Number:
    if isinstance(y, fmpq) and not isinstance(x, Dual):
        if y == 0:
            raise DomainError("a division by zero")
        return x / y
    return x * reciprocal(y)


def _magnitude(x: fmpq | arb | acb) -> float:
    """An upper bound of log2 of |x|, roughly; inf where it is not known."""
    upper = x if isinstance(x, fmpq) else x.abs_upper()
    if isinstance(upper, fmpq):
        return float(len(bin(int(abs(upper.p)) // int(upper.q) or 1)) - 2)
    if not upper.is_finite():
        raise Undecided
    if upper == 0:
        return 0.0
    mantissa, exponent = upper.man_exp()
    bits = int(mantissa.bit_length()) + int(exponent)
    return float(bits) if abs(bits) < 1 << 60 else float("inf")


def _bounded(x: fmpq | arb | acb) -> None:
    """Refuse to exponentiate what would give a number of more than LARGEST_EXPONENT bits."""
    if _magnitude(x) > 30:
        raise BudgetExceeded("a number with an exponent of more than 30 bits")


# ------------------------------------------------------------------ powers


def whole_power(x: Number, n: int) -> Number:
    """x to the whole power n; 0 to the power 0 is 1."""
    if n < 0:
        return whole_power(reciprocal(x), -n)
    if n == 0:
        return ONE
    if n == 1:
        return x
    if isinstance(x, Dual):
        return x.chain(whole_power(x.value, n), whole_power(x.value, n - 1) * fmpq(n))
    if isinstance(x, fmpq):
        if x.height_bits() * n <= 4 * EXACT_BITS or x in (0, 1, -1):
            return x ** (n if n < 1 << 62 else 2 + n % 2)
        x = arb(x)
    if not isinstance(x, acb) and abs(_magnitude(x)) * n > LARGEST_EXPONENT:  # of a wide path, an integral tries parts
        raise BudgetExceeded("a power with an exponent of more than 30 bits")
    if isinstance(x, arb) and x.contains(0):  # of such a ball FLINT gives no power
        half = whole_power(x, n // 2)
        return half * half * x if n % 2 else half * half
    return x**n


def power(x: Number, y: Number) -> Number:
    """x to the power y: y whole, or x positive (x = 0 where y is positive)."""
    exponent = primal(y)
    if isinstance(exponent, fmpq) and exponent.q == 1 and not isinstance(y, Dual):
        if exponent.height_bits() > 62:
            raise BudgetExceeded("an exponent of more than 62 bits")
        return whole_power(x, int(exponent.p))
    if isinstance(x, Dual) or isinstance(y, Dual):
        return _dual_power(x, y)
    if isinstance(x, acb) or isinstance(y, acb):
        if not isinstance(x, acb):
            return (elementary("log", x) * acb(y)).exp()
        if not Analytic.demanded and x.imag == 0 and x.real < 0:
            raise DomainError("a negative number to a power that is not whole")
        if exponent == HALF:
            return x.sqrt(analytic=Analytic.demanded)
        return x.pow(acb(y), analytic=Analytic.demanded)
    if x == 0:
        if y > 0:
            return ZERO
        if y <= 0:
            raise DomainError("0 to a power that is not positive")
        raise Undecided
    if x < 0:
        if isinstance(y, arb) and y.contains_integer():
            raise Undecided
        raise DomainError("a negative number to a power that is not whole")
    if isinstance(x, arb) and not x > 0 and not (x >= 0 and isinstance(y, fmpq) and y > 0):
        raise Undecided
    if y == HALF:
        return square_root(x)
    if abs(_magnitude(x)) * 2.0 ** min(max(_magnitude(exponent), 0.0), 1000.0) > LARGEST_EXPONENT:
        raise BudgetExceeded("a power with an exponent of more than 30 bits")
    return arb(x) ** y


def _dual_power(x: Number, y: Number) -> Number:
    if not isinstance(y, Dual):
        assert isinstance(x, Dual)
        if certainly_zero(x):
            if y < 1:
                raise DomainError("a power that has no derivative at 0")
            slope = ZERO if y > 1 else ONE
        else:
            slope = y * power(x.value, y - ONE)
        return x.chain(power(x.value, y), slope)
    return elementary("exp", y * elementary("log", x))


def square_root(x: fmpq | arb) -> Number:
    if isinstance(x, fmpq):
        root_p, root_q = _isqrt(x.p), _isqrt(x.q)
        if root_p is not None and root_q is not None:
            return fmpq(root_p, root_q)
        x = arb(x)
    return x.sqrt()


def _isqrt(n: Any) -> int | None:
    value = int(n)
    root = isqrt(value)
    return root if root * root == value else None


# ------------------------------------------------------------------ named functions


def elementary(name: str, x: Number) -> Number:
    """The named function at x; the names are those of `terms.FUNCTIONS`."""
    if isinstance(x, acb):  # nearly all are of integrands
        return _COMPLEX[name](x) if name in _COMPLEX else _no_complex(name)
    if isinstance(x, Dual):
        return x.chain(elementary(name, x.value), slope(name, x.value))
    if isinstance(x, fmpq):
        exact = _EXACT.get(name)
        found = exact(x) if exact else None
        if found is not None:
            return found
        x = arb(x)
    if isinstance(x, Code):
        return x.apply(name)
    return _REAL[name](x)


def polygamma(m: int, x: Number) -> Number:
    """The m-th derivative of digamma, m >= 1."""
    if isinstance(x, Dual):
        return x.chain(polygamma(m, x.value), polygamma(m + 1, x.value))
    factor = -ONE if m % 2 == 0 else ONE
    for k in range(2, m + 1):
        factor *= k
    if isinstance(x, acb):
        return factor * acb(m + 1).zeta(x)
    if not x > 0:
        raise Undecided
    return factor * arb(m + 1).zeta(arb(x))


def slope(name: str, x: Number) -> Number:
    """The derivative of the named function at x."""
    found = _SLOPES.get(name)
    if found is None:
        raise UnsupportedNotion(f"the derivative of {name}")
    return found(x)


def _kink(value: Callable[[int], int]) -> Callable[[Number], Number]:
    def slope_beside_zero(x: Number) -> Number:
        side = sign_of(x)
        if side == 0:
            raise DomainError("a derivative at a kink")
        return fmpq(value(side))

    return slope_beside_zero


def _square(x: Number) -> Number:
    return x * x


_SLOPES: dict[str, Callable[[Number], Number]] = {
    "exp": lambda x: elementary("exp", x),
    "log": lambda x: reciprocal(x),
    "sin": lambda x: elementary("cos", x),
    "cos": lambda x: -elementary("sin", x),
    "tan": lambda x: ONE + _square(elementary("tan", x)),
    "sinh": lambda x: elementary("cosh", x),
    "cosh": lambda x: elementary("sinh", x),
    "tanh": lambda x: ONE - _square(elementary("tanh", x)),
    "sigmoid": lambda x: elementary("sigmoid", x) * elementary("sigmoid", -x),
    "softplus": lambda x: elementary("sigmoid", x),
    "relu": _kink(lambda side: 1 if side > 0 else 0),
    "abs": _kink(lambda side: side),
    "sign": _kink(lambda side: 0),
    "gamma": lambda x: elementary("gamma", x) * elementary("digamma", x),
    "loggamma": lambda x: elementary("digamma", x),
    "digamma": lambda x: polygamma(1, x),
    "erf": lambda x: elementary("exp", -(x * x)) * (TWO / arb.pi().sqrt()),
    "normal_cdf": lambda x: elementary("exp", -(x * x) * HALF) / (arb.pi() * 2).sqrt(),
    "arccos": lambda x: -reciprocal(power(ONE - x * x, HALF)),
    "arcsin": lambda x: reciprocal(power(ONE - x * x, HALF)),
    "arctan": lambda x: reciprocal(ONE + x * x),
    "erfinv": lambda x: elementary("exp", _square(elementary("erfinv", x))) * (arb.pi().sqrt() * HALF),
}


def _log(x: arb) -> arb:
    if x > 0:
        return x.log()
    if x <= 0:
        raise DomainError("the logarithm of a number that is not positive")
    raise Undecided


def _exp(x: arb) -> arb:
    _bounded(x)
    return x.exp()


def _tan(x: arb) -> arb:
    if x.cos().contains(0):
        raise Undecided
    return x.tan()


def _softplus(x: arb) -> arb:
    return x + (-x).exp().log1p() if x > 0 else _exp(x).log1p()


def _sigmoid(x: arb) -> arb:
    if x < 0:
        e = _exp(x)
        return e / (e + 1)
    return 1 / (1 + _exp(-x))


def _off_poles(function: Callable[[arb], arb]) -> Callable[[arb], arb]:
    def guarded(x: arb) -> arb:
        if not x > 0 and x.contains_integer():
            if x.is_exact():
                raise DomainError("a pole of the gamma function")
            raise Undecided
        if _magnitude(x) > 24:
            raise BudgetExceeded("the gamma function of a number of more than 24 bits")
        return function(x)

    return guarded


def _loggamma(x: arb) -> arb:
    if x == 0:
        raise DomainError("a pole of the gamma function")
    if not x > 0:
        raise Undecided if x.contains(0) else UnsupportedNotion("the logarithm of the gamma function left of 0")
    return x.lgamma()


def _unit(function: Callable[[arb], arb]) -> Callable[[arb], arb]:
    def guarded(x: arb) -> arb:
        if x > 1 or x < -1:
            raise DomainError("an inverse sine or cosine outside of [-1, 1]")
        if not (x <= 1 and x >= -1):
            raise Undecided
        return function(x)

    return guarded


def _erfinv(x: arb) -> arb:
    if x >= 1 or x <= -1:
        raise DomainError("the inverse error function outside of (-1, 1)")
    if not (x < 1 and x > -1):
        raise Undecided
    return x.erfinv()


def _floor(x: arb) -> arb:
    found = x.floor()
    if not found.is_exact():
        raise Undecided
    return found


def _relu(x: arb) -> arb:
    return x if x > 0 else arb(0) if x <= 0 else x.max(arb(0))


_REAL: dict[str, Callable[[arb], arb]] = {
    "exp": _exp,
    "log": _log,
    "sin": arb.sin,
    "cos": arb.cos,
    "tan": _tan,
    "sinh": lambda x: (_exp(x) - _exp(-x)) / 2 if _magnitude(x) > 4 else x.sinh(),
    "cosh": lambda x: (_exp(x) + _exp(-x)) / 2,
    "tanh": arb.tanh,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "relu": _relu,
    "abs": lambda x: abs(x),
    "sign": lambda x: arb(sign_of(x)),
    "gamma": _off_poles(arb.gamma),
    "loggamma": _loggamma,
    "digamma": _off_poles(arb.digamma),
    "erf": arb.erf,
    "normal_cdf": lambda x: (-x / arb(2).sqrt()).erfc() / 2,
    "arccos": _unit(arb.acos),
    "arcsin": _unit(arb.asin),
    "arctan": arb.atan,
    "floor": _floor,
    "erfinv": _erfinv,
}


def _at(point: int, value: fmpq) -> Callable[[fmpq], fmpq | None]:
    return lambda x: value if x == point else None


def _exact_gamma(x: fmpq) -> Number:
    if x.q != 1 or x > 300:
        return None
    if x <= 0:
        raise DomainError("a pole of the gamma function")
    return factorial(x - ONE)


_EXACT: dict[str, Callable[[fmpq], fmpq | None]] = {
    "exp": _at(0, ONE),
    "log": _at(1, ZERO),
    "sin": _at(0, ZERO),
    "cos": _at(0, ONE),
    "tan": _at(0, ZERO),
    "sinh": _at(0, ZERO),
    "cosh": _at(0, ONE),
    "tanh": _at(0, ZERO),
    "sigmoid": _at(0, HALF),
    "erf": _at(0, ZERO),
    "normal_cdf": _at(0, HALF),
    "arcsin": _at(0, ZERO),
    "arccos": _at(1, ZERO),
    "arctan": _at(0, ZERO),
    "erfinv": _at(0, ZERO),
    "gamma": _exact_gamma,
    "abs": abs,
    "sign": lambda x: fmpq(sign_of(x)),
    "relu": lambda x: x if x > 0 else ZERO,
    "floor": lambda x: fmpq(x.floor()),
}


def _no_complex(name: str) -> acb:
    raise UnsupportedNotion(f"a certified integral of {name}")


def _complex_sigmoid(x: acb) -> acb:
    return 1 / (1 + (-x).exp())


def _complex_log(x: acb) -> acb:
    if not Analytic.demanded and x.imag == 0 and x.real <= 0:
        raise DomainError("the logarithm of a number that is not positive")
    return x.log(analytic=Analytic.demanded)


def _complex_loggamma(x: acb) -> acb:
    """Analytic off the negative half of the real axis."""
    return acb("nan") if not x.real > 0 else x.lgamma()


def _complex_arctan(x: acb) -> acb:
    """Analytic off the imaginary axis beyond i and -i."""
    if Analytic.demanded and x.real.contains(0) and not abs(x.imag) < 1:
        return acb("nan")
    return x.atan()


_COMPLEX: dict[str, Callable[[acb], acb]] = {
    "exp": acb.exp,
    "log": _complex_log,
    "sin": acb.sin,
    "cos": acb.cos,
    "tan": acb.tan,
    "sinh": acb.sinh,
    "cosh": acb.cosh,
    "tanh": acb.tanh,
    "sigmoid": _complex_sigmoid,
    "softplus": lambda x: (1 + x.exp()).log(analytic=Analytic.demanded),
    "relu": lambda x: (x + x.real_abs(analytic=Analytic.demanded)) / 2,
    "abs": lambda x: x.real_abs(analytic=Analytic.demanded),
    "sign": lambda x: x.real_sgn(analytic=Analytic.demanded),
    "floor": lambda x: x.real_floor(analytic=Analytic.demanded),
    "gamma": acb.gamma,
    "loggamma": _complex_loggamma,
    "digamma": acb.digamma,
    "erf": acb.erf,
    "normal_cdf": lambda x: (-x / arb(2).sqrt()).erfc() / 2,
    "arctan": _complex_arctan,
}


# ------------------------------------------------------------------ combinatorics and order


def factorial(n: Number) -> Number:
    if not isinstance(n, fmpq):
        raise UnsupportedNotion("a factorial of what is no exact number")
    count = whole(n)
    if count < 0:
        raise DomainError("the factorial of a negative number")
    if count > 300:
        return _REAL["gamma"](arb(count + 1))
    result = 1
    for k in range(2, count + 1):
        result *= k
    return fmpq(result)


def binomial(n: Number, k: Number) -> Number:
    top, below = whole(n), whole(k)
    if top < 0 or below < 0:
        raise DomainError("a binomial coefficient of negative numbers")
    if top > 1000:
        raise BudgetExceeded("a binomial coefficient of more than 1000")
    return fmpq(comb(top, below))


def beta(a: Number, b: Number) -> Number:
    return divide(elementary("gamma", a) * elementary("gamma", b), elementary("gamma", a + b))


def _choose(a: Number, b: Number, side: int) -> Number:
    x, y = primal(a), primal(b)
    if isinstance(x, acb) or isinstance(y, acb):
        x, y = acb(x), acb(y)
        return x.real_max(y, analytic=Analytic.demanded) if side > 0 else x.real_min(y, analytic=Analytic.demanded)
    if not isinstance(a, Dual) and not isinstance(b, Dual) and (isinstance(x, arb) or isinstance(y, arb)):
        return arb(x).max(arb(y)) if side > 0 else arb(x).min(arb(y))
    order = sign_of(x - y) * side
    if order == 0 and (isinstance(a, Dual) or isinstance(b, Dual)):
        raise DomainError("a derivative where two maxima meet")
    return a if order >= 0 else b


def largest(numbers: list[Number]) -> Number:
    best = numbers[0]
    for number in numbers[1:]:
        best = _choose(best, number, 1)
    return best


def least(numbers: list[Number]) -> Number:
    best = numbers[0]
    for number in numbers[1:]:
        best = _choose(best, number, -1)
    return best


def at_precision(bits: int) -> None:
    """Set the precision of balls from here on."""
    ctx.prec = bits
