"""Normalizing flows: densities under invertible maps, and the determinants that they need. All in nats.

A flow f takes a latent z to x = f(z); p is the density of z.
"""

import math
from typing import Any

from .entry import identity
from .language import (
    Eq,
    Invertible,
    Matrix,
    N,
    Nonzero,
    Positive,
    PositiveVector,
    Real,
    Smooth,
    Smooth2,
    Vector,
    at,
    by_rows,
    density_of,
    derivative,
    det,
    diag,
    exp,
    identity_matrix,
    integral,
    inverse,
    log,
    normal,
    product,
    total,
    tr,
    zero,
)

LOG_TWO_PI = math.log(2 * math.pi)

# ------------------------------------------------------------------ change of variables


@identity("flow.change_of_variables")
def slopes_of_inverses(f: Smooth, g: Smooth, z: Real) -> Any:
    """By the chain rule: where g undoes f, the left side is the derivative of z by z, and the product is one."""
    return Eq(derivative(z, g(f(z))), g.prime(f(z)) * f.prime(z))


@identity("flow.change_of_variables")
def inverse_slope(a: Nonzero, b: Real) -> Any:
    """So the derivative b of the inverse at x = f(z) is one over the derivative a of f at z."""
    return Eq(b, 1 / a), Eq(b * a, 1)


@identity("flow.change_of_variables")
def inverse_jacobian_det(A: Invertible[N]) -> Any:
    """The determinant of the inverse Jacobian is one over that of the Jacobian."""
    return Eq(abs(det(A.I)), 1 / abs(det(A)))


@identity("flow.change_of_variables")
def mass_is_kept(h: Smooth, g: Smooth, a: Real, b: Real) -> Any:
    """The probability of an interval of x is that of the interval of z = g(x) that it comes from; h is z's density."""
    return Eq(integral(a, b, lambda x: h(g(x)) * g.prime(x)), integral(g(a), g(b), lambda z: h(z)))


@mass_is_kept.neighbour("without the derivative: stretching a density without thinning it")
def _(h: Smooth, g: Smooth, a: Real, b: Real) -> Any:
    return Eq(integral(a, b, lambda x: h(g(x))), integral(g(a), g(b), lambda z: h(z)))


@identity("flow.change_of_variables")
def scaled_normal_density(x: Real, m: Real, s: Nonzero) -> Any:
    """The density of x = m + s z for a standard normal z, by change of variables."""
    return Eq(density_of(normal(m, s**2), x), density_of(normal(0, 1), (x - m) / s) * abs(derivative(x, (x - m) / s)))


@scaled_normal_density.printed("the last determinant is by z, and that of the map from z to f^-1(f(z)), which is 1")
def _(x: Real, m: Real, s: Nonzero, z: Real) -> Any:
    return Eq(
        density_of(normal(0, 1), (x - m) / s) * abs(derivative(x, (x - m) / s)),
        density_of(normal(0, 1), (x - m) / s) * abs(derivative(z, (m + s * z - m) / s)),
    )


@scaled_normal_density.neighbour("the determinant of the forward map")
def _(x: Real, m: Real, s: Nonzero, z: Real) -> Any:
    return Eq(density_of(normal(m, s**2), x), density_of(normal(0, 1), (x - m) / s) * abs(derivative(z, m + s * z)))


@identity("flow.change_of_variables")
def log_prob_of_scaled_normal(x: Real, m: Real, s: Positive) -> Any:
    """The log-density of x = m + s z for a standard normal z: that of z, less log s.

    x, m, s: of any shapes that broadcast.
    """
    return Eq(log(density_of(normal(m, s**2), x)), log(density_of(normal(0, 1), (x - m) / s)) - log(s))


@log_prob_of_scaled_normal.computed
def _(a: Any, x: Any, m: Any, s: Any) -> Any:
    return -(((x - m) / s) ** 2 + LOG_TWO_PI) / 2 - a.log(s)


@identity("flow.change_of_variables")
def affine_normal_density(x: Vector[N], m: Vector[N], A: Invertible[N]) -> Any:
    """The density of x = m + A z for a standard normal vector z, by change of variables."""
    return Eq(
        density_of(normal(m, A * A.T), x),
        density_of(normal(zero(N), identity_matrix(N)), A.I * (x - m)) / abs(det(A)),
    )


@affine_normal_density.neighbour("the determinant of the forward map multiplies, where it should divide")
def _(x: Vector[N], m: Vector[N], A: Invertible[N]) -> Any:
    return Eq(
        density_of(normal(m, A * A.T), x),
        density_of(normal(zero(N), identity_matrix(N)), A.I * (x - m)) * abs(det(A)),
    )


# ------------------------------------------------------------------ coupling layers


@identity("flow.coupling")
def coupling_inverse(u: Real, v: Real, s: Smooth, t: Smooth) -> Any:
    """An affine coupling layer undone: v passes unchanged, so that its scale and shift are known."""
    return Eq((exp(s(v)) * u + t(v) - t(v)) / exp(s(v)), u)


@coupling_inverse.printed("the scale and shift come from the part that is changed: the inverse sees another one")
def _(u: Real, v: Real, s: Smooth, t: Smooth) -> Any:
    return Eq((exp(s(u)) * u + t(u) - t(v)) / exp(s(v)), u)


@identity("flow.coupling")
def coupling_forward(y: Real, v: Real, s: Smooth, t: Smooth) -> Any:
    """The inverse of an affine coupling layer, done over again."""
    return Eq(exp(s(v)) * ((y - t(v)) / exp(s(v))) + t(v), y)


@identity("flow.coupling_jacobian")
def coupling_jacobian(h: Smooth2, b: Smooth, x: Real, y: Real) -> Any:
    """The determinant of a coupling layer's Jacobian: that of the changed part alone."""
    return Eq(
        det(
            by_rows(
                [derivative(x, h(x, b(y))), derivative(y, h(x, b(y)))],
                [derivative(x, y), derivative(y, y)],
            )
        ),
        h.prime(x, b(y)),
    )


@coupling_jacobian.neighbour("the derivative of the network in the corner never matters")
def _(h: Smooth2, b: Smooth, x: Real, y: Real) -> Any:
    return Eq(
        det(
            by_rows(
                [derivative(x, h(x, b(y))), derivative(y, h(x, b(y)))],
                [derivative(x, y), derivative(y, y)],
            )
        ),
        h.prime(x, b(y)) * b.prime(y),
    )


@identity("flow.coupling_jacobian")
def coupling_corner(h: Smooth2, b: Smooth, x: Real, y: Real) -> Any:
    """What stands in the corner: the chain rule through the network."""
    return Eq(derivative(y, h(x, b(y))), h.prime(x, b(y), by=1) * b.prime(y))


@identity("flow.coupling_jacobian")
def triangular_determinant(a: Real, b: Real, c: Real, d: Real, e: Real, f: Real) -> Any:
    """The determinant of a triangular matrix is the product of its diagonal."""
    return Eq(det(by_rows([a, d, e], [0, b, f], [0, 0, c])), a * b * c)


@triangular_determinant.neighbour("the diagonal is multiplied, not added")
def _(a: Real, b: Real, c: Real, d: Real, e: Real, f: Real) -> Any:
    return Eq(det(by_rows([a, d, e], [0, b, f], [0, 0, c])), a + b + c)


@identity("flow.coupling_jacobian")
def block_determinant(a: Real, b: Real, c: Real, d: Real, p: Real, q: Real, r: Real, s: Real) -> Any:
    """Two coordinates changed, two passed through: the determinant is that of the first block, whatever the corner."""
    return Eq(det(by_rows([a, b, p, q], [c, d, r, s], [0, 0, 1, 0], [0, 0, 0, 1])), det(by_rows([a, b], [c, d])))


@identity("flow.coupling_jacobian")
def affine_coupling_log_det(s: Vector[N]) -> Any:
    """The log-determinant of an affine coupling layer that scales by exp(s).

    s: (.., n). Gives (..).
    """
    return Eq(log(det(diag(exp(s)))), total(N, lambda i: at(s, i)))


@affine_coupling_log_det.computed
def _(a: Any, s: Any) -> Any:
    return a.sum(s, axis=-1)


# ------------------------------------------------------------------ composition


@identity("flow.composition")
def composed_log_det(f: Smooth, g: Smooth, h: Smooth, x: Real) -> Any:
    """Of layers one after another the log-determinants add up, each at its own input."""
    return Eq(
        log(abs(derivative(x, h(g(f(x)))))),
        log(abs(f.prime(x))) + log(abs(g.prime(f(x)))) + log(abs(h.prime(g(f(x))))),
    )


@composed_log_det.neighbour("every layer taken at the first input")
def _(f: Smooth, g: Smooth, h: Smooth, x: Real) -> Any:
    return Eq(log(abs(derivative(x, h(g(f(x)))))), log(abs(f.prime(x))) + log(abs(g.prime(x))) + log(abs(h.prime(x))))


@identity("flow.composition")
def composed_log_det_of_matrices(A: Invertible[N], B: Invertible[N]) -> Any:
    """The same with Jacobian matrices."""
    return Eq(log(abs(det(A * B))), log(abs(det(A))) + log(abs(det(B))))


@identity("flow.composition")
def composed_log_det_of_many(d: PositiveVector[N]) -> Any:
    """Of any number of layers with derivatives d_1, .., d_n along the way.

    d: (.., n). Gives (..).
    """
    return Eq(log(product(N, lambda i: at(d, i))), total(N, lambda i: log(at(d, i))))


@composed_log_det_of_many.computed
def _(a: Any, d: Any) -> Any:
    return a.sum(a.log(d), axis=-1)


@identity("flow.composition")
def composed_log_prob(x: Real, a: Positive, b: Positive) -> Any:
    """Two scalings of a standard normal variable: the base density enters once, each layer's derivative too."""
    return Eq(
        log(density_of(normal(0, (b * a) ** 2), x)), log(density_of(normal(0, 1), x / b / a)) + log(1 / b) + log(1 / a)
    )


@composed_log_prob.printed("the base density stands inside the sum, and enters once for each layer")
def _(x: Real, a: Positive, b: Positive) -> Any:
    return Eq(
        log(density_of(normal(0, (b * a) ** 2), x)),
        (log(density_of(normal(0, 1), x / b)) + log(1 / b)) + (log(density_of(normal(0, 1), x / b / a)) + log(1 / a)),
    )


# ------------------------------------------------------------------ continuous time


@identity("flow.continuous")
def log_slope_rate(phi: Smooth2, t: Real, x: Real) -> Any:
    """A flow x(t) = phi(t, x_0) and its slope by the start: the rate of its logarithm, by exchanging derivatives."""
    return Eq(
        derivative(t, log(abs(phi.prime(t, x, by=1)))),
        derivative(x, phi.prime(t, x, by=0)) / phi.prime(t, x, by=1),
    )


@identity("flow.continuous")
def instantaneous_change_of_variables(phi: Smooth2, f: Smooth, t: Real, x: Real) -> Any:
    """With x' = f(x) for the time derivative that rate is f'(x(t)); the log-density falls at it."""
    return Eq(derivative(x, f(phi(t, x))) / phi.prime(t, x, by=1), f.prime(phi(t, x)))


@instantaneous_change_of_variables.neighbour("the velocity itself, where its divergence belongs")
def _(phi: Smooth2, f: Smooth, t: Real, x: Real) -> Any:
    return Eq(derivative(x, f(phi(t, x))) / phi.prime(t, x, by=1), f(phi(t, x)))


@identity("flow.continuous")
def linear_flow_log_det(a: Vector[N], t: Real) -> Any:
    """For x' = diag(a) x the flow is diag(exp(t a)): its log-determinant grows at the rate of the trace."""
    return Eq(derivative(t, log(det(diag(exp(t * a))))), tr(diag(a)))


@linear_flow_log_det.neighbour("the density falls where the flow spreads: the other sign")
def _(a: Vector[N], t: Real) -> Any:
    return Eq(derivative(t, log(det(diag(exp(t * a))))), -tr(diag(a)))


@identity("flow.continuous")
def log_det_rate(A: Matrix[N, N], B: Invertible[N], t: Real) -> Any:
    """Jacobi's formula, along M = B + t A: the rate of the log-determinant is tr(M^-1 M')."""
    return Eq(derivative(t, log(det(B + t * A))), tr(inverse(B + t * A) * A))


@identity("flow.continuous")
def linear_flow_trace(A: Matrix[N, N], B: Invertible[N]) -> Any:
    """The Jacobian M of x' = A x has M' = A M, so that tr(M^-1 M') is the trace of A at all times."""
    return Eq(tr(inverse(B) * A * B), tr(A))


@identity("flow.continuous")
def linear_flow_log_prob(x: Real, a: Real, t: Real) -> Any:
    """A standard normal start carried by x' = a x: along the path the log-density falls at the rate a."""
    return Eq(derivative(t, log(density_of(normal(0, exp(2 * a * t)), x * exp(a * t)))), -a)


@linear_flow_log_prob.neighbour("the rate at a fixed point of space, not along the path")
def _(x: Real, a: Real, t: Real) -> Any:
    return Eq(derivative(t, log(density_of(normal(0, exp(2 * a * t)), x))), -a)
