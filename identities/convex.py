"""Convexity: chords, tangents, the second derivative, Jensen's inequality, and why a local minimum is global."""

from typing import Any

from .entry import identity
from .language import (
    Convex,
    Eq,
    Ge,
    Gt,
    Le,
    Lt,
    N,
    Positive,
    PositiveVector,
    Random,
    Real,
    Smooth,
    Unit,
    at,
    everywhere,
    log,
    mean,
    total,
)

# ------------------------------------------------------------------ what convex means


@identity("convex.definition", equality="for x = y, or t = 0 or 1, or where f is straight between x and y")
def convex_le_chord(f: Convex, x: Real, y: Real, t: Unit) -> Any:
    """A convex function lies below its chords."""
    return Le(f(t * x + (1 - t) * y), t * f(x) + (1 - t) * f(y))


@convex_le_chord.neighbour("a concave function lies above its chords, a convex one does not")
def _(f: Convex, x: Real, y: Real, t: Unit) -> Any:
    return Ge(f(t * x + (1 - t) * y), t * f(x) + (1 - t) * f(y))


@identity("convex.definition")
def chord_of_point(f: Smooth, x: Real, t: Unit) -> Any:
    """The chord from a point to itself is that point: equality."""
    return Eq(f(t * x + (1 - t) * x), t * f(x) + (1 - t) * f(x))


@identity("convex.second_derivative")
def second_derivative_of_convex_nonneg(f: Convex, x: Real) -> Any:
    """The second derivative of a convex function is not negative, where there is one."""
    return Ge(f.second(x), 0)


@second_derivative_of_convex_nonneg.printed("the sign is that of a concave function")
def _(f: Convex, x: Real) -> Any:
    return Le(f.second(x), 0)


@identity("convex.second_derivative")
def convex_of_second_derivative_nonneg(f: Smooth, x: Real, y: Real, t: Unit) -> Any:
    """A function whose second derivative is nowhere negative is convex: it lies below its chords."""
    return Le(f(t * x + (1 - t) * y), t * f(x) + (1 - t) * f(y)), everywhere(lambda z: Ge(f.second(z), 0))


@convex_of_second_derivative_nonneg.printed("f(x) = -x^2 passes the printed test, and is not convex")
def _(f: Smooth, x: Real, y: Real, t: Unit) -> Any:
    return Le(f(t * x + (1 - t) * y), t * f(x) + (1 - t) * f(y)), everywhere(lambda z: Le(f.second(z), 0))


@identity("convex.second_derivative", equality="at y = x, or where f is straight between x and y")
def convex_ge_tangent(f: Convex, x: Real, y: Real) -> Any:
    """A convex function lies above its tangents, where it has one."""
    return Ge(f(y), f(x) + f.prime(x) * (y - x))


# ------------------------------------------------------------------ a local minimum is global


@identity("convex.local_is_global")
def local_min_is_global(f: Convex, x: Real, y: Real, t: Unit) -> Any:
    """A point that is no worse than the points near it is no worse than any other.

    However close t is to 1: if x is no worse than the point t x + (1 - t) y near it, then x is no worse than y.
    """
    return Ge(f(y), f(x)), Ge(f(t * x + (1 - t) * y), f(x))


@local_min_is_global.neighbour("without convexity, a local minimum may be one of many")
def _(f: Smooth, x: Real, y: Real, t: Unit) -> Any:
    return Ge(f(y), f(x)), Ge(f(t * x + (1 - t) * y), f(x))


@identity("convex.local_is_global")
def better_point_makes_chord_better(f: Smooth, x: Real, y: Real, t: Unit) -> Any:
    """The chord from x to a better point y is better than x: the strict step of the contradiction."""
    return Gt(f(x), t * f(x) + (1 - t) * f(y)), Gt(f(x), f(y))


@identity("convex.local_is_global")
def better_points_are_near(f: Convex, x: Real, y: Real, t: Unit) -> Any:
    """Where y is better than x, so are points as near to x as one likes."""
    return Lt(f(t * x + (1 - t) * y), f(x)), Lt(f(y), f(x))


@identity("convex.local_is_global")
def distance_along_chord(x: Real, y: Real, t: Unit) -> Any:
    """How near they are."""
    return Eq(abs(t * x + (1 - t) * y - x), (1 - t) * abs(y - x))


@identity("convex.local_is_global")
def stationary_point_is_global(f: Convex, x: Real, y: Real) -> Any:
    """A stationary point of a convex function is a global minimum."""
    return Ge(f(y), f(x)), Eq(f.prime(x), 0)


# ------------------------------------------------------------------ Jensen


@identity("convex.jensen", equality="for a constant X, or where phi is straight on the range of X")
def jensen(phi: Convex, X: Random) -> Any:
    """Jensen's inequality: a convex function of the mean is at most the mean of the function."""
    return Le(phi(mean(X)), mean(phi(X)))


@jensen.neighbour("the direction for a concave function")
def _(phi: Convex, X: Random) -> Any:
    return Ge(phi(mean(X)), mean(phi(X)))


@identity("convex.jensen")
def jensen_equality(a: Real, b: Real, X: Random) -> Any:
    """The equality case of Jensen's inequality: a straight function."""
    return Eq(a * mean(X) + b, mean(a * X + b))


@identity("convex.jensen")
def jensen_by_tangent(phi: Convex, X: Random, m: Real) -> Any:
    """The step that proves it: the tangent at m lies below, and so does its mean."""
    return Ge(mean(phi(X)), phi(m) + phi.prime(m) * (mean(X) - m))


@identity("convex.jensen_log", equality="where all x_i with a positive weight are equal: log_mean_of_equal")
def log_mean_ge_mean_log(alpha: PositiveVector[N], x: PositiveVector[N]) -> Any:
    """The logarithm of a weighted mean is at least the weighted mean of the logarithms."""
    return (
        Ge(
            log(total(N, lambda i: at(alpha, i) * at(x, i))),
            total(N, lambda i: at(alpha, i) * log(at(x, i))),
        ),
        Eq(total(N, lambda i: at(alpha, i)), 1),
    )


@log_mean_ge_mean_log.neighbour("the logarithm is concave, not convex")
def _(alpha: PositiveVector[N], x: PositiveVector[N]) -> Any:
    return (
        Le(
            log(total(N, lambda i: at(alpha, i) * at(x, i))),
            total(N, lambda i: at(alpha, i) * log(at(x, i))),
        ),
        Eq(total(N, lambda i: at(alpha, i)), 1),
    )


@identity("convex.jensen_log")
def log_mean_of_equal(alpha: PositiveVector[N], c: Positive) -> Any:
    """Of equal numbers the two are the same."""
    return (
        Eq(log(total(N, lambda i: at(alpha, i) * c)), total(N, lambda i: at(alpha, i) * log(c))),
        Eq(total(N, lambda i: at(alpha, i)), 1),
    )
