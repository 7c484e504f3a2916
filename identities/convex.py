"""Convexity: Jensen's inequality."""

from typing import Any

from .entry import identity
from .language import Convex, Eq, Ge, Le, N, PositiveVector, Random, Real, Unit, at, log, mean, total


@identity("convex.definition", equality="for x = y, or t = 0 or 1, or where f is straight between x and y")
def convex_le_chord(f: Convex, x: Real, y: Real, t: Unit) -> Any:
    """A convex function lies below its chords."""
    return Le(f(t * x + (1 - t) * y), t * f(x) + (1 - t) * f(y))


@convex_le_chord.neighbour("a concave function lies above its chords, a convex one does not")
def _(f: Convex, x: Real, y: Real, t: Unit) -> Any:
    return Ge(f(t * x + (1 - t) * y), t * f(x) + (1 - t) * f(y))


@identity("convex.jensen", equality="for a constant X, or where phi is straight on the range of X")
def jensen(phi: Convex, X: Random) -> Any:
    """Jensen's inequality: a convex function of the mean is at most the mean of the function."""
    return Le(phi(mean(X)), mean(phi(X)))


@jensen.neighbour("the direction for a concave function")
def _(phi: Convex, X: Random) -> Any:
    return Ge(phi(mean(X)), mean(phi(X)))


@identity("convex.jensen_log", equality="where all x_i with a positive weight are equal")
def log_mean_ge_mean_log(alpha: PositiveVector[N], x: PositiveVector[N]) -> Any:
    """The logarithm of a weighted mean is at least the weighted mean of the logarithms."""
    return (
        Ge(
            log(total(N, lambda i: at(alpha, i) * at(x, i))),
            total(N, lambda i: at(alpha, i) * log(at(x, i))),
        ),
        Eq(total(N, lambda i: at(alpha, i)), 1),
    )
