"""Claims about pmfs told of densities on the line: sums over outcomes become integrals, for some variables or all."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from probatum.proofs.claim import Claim
from probatum.proofs.terms import build
from probatum.proofs.terms.build import ZERO, log
from probatum.proofs.terms.term import Term, space, transform

from . import symbols as sy
from .expressions import Made


def onto_the_line(claim: Claim, labels: frozenset[str]) -> Claim:
    """The claim with the variables of these labels continuous."""
    return _measured(claim, labels, "lebesgue")


def unsaid(claim: Claim) -> Claim:
    """The claim where nothing says any more that variables are continuous."""
    return _measured(claim, frozenset((*continuous(claim.left), *continuous(claim.right))), "either")


def _measured(claim: Claim, labels: frozenset[str], measure: str) -> Claim:
    def change(node: Term) -> Term:
        match node.head:
            case "space" if node.data[0] in labels:
                return space(node.data[0], measure)
            case "sum" | "integral" if node.args[1].head == "space" and node.args[1].data[0] in labels:
                return (build.integral if measure == "lebesgue" else build.total)(*node.args)
            case "uncertainty" | "information":
                data = tuple(tuple(_moved(part, labels, measure) for part in group) for group in node.data)
                return Term(node.head, node.args, data, node.sort)
        return node

    return Claim(transform(claim.left, change), claim.relation, transform(claim.right, change), claim.assumptions)


def _moved(part: tuple[str, object, str], labels: frozenset[str], measure: str) -> tuple[str, object, str]:
    return (*part[:2], measure) if part[0] in labels else part


def continuous(term: Term) -> Iterator[str]:
    """The labels of the variables that a term integrates over the line."""
    if term.head == "space" and term.data[1] == "lebesgue":
        yield str(term.data[0])
    if term.head in ("uncertainty", "information"):
        yield from (label for group in term.data for label, _, measure in group if measure == "lebesgue")
    for arg in term.args:
        yield from continuous(arg)


def bound(rng: Random) -> tuple[Term, str, Term]:
    """Bounds that hold for pmfs, as none of their values is above one; for densities most are false."""
    one, other, _ = ((label, sy.OUTCOMES[label].sort, "counting") for label in sy.LABELS)
    P, at = sy.law_of(sy.p, "x"), sy.OUTCOMES["x"]
    p_x = sy.joint(sy.p, "x")
    return rng.choice(
        (
            (ZERO, "<=", build.entropy(P)),
            (ZERO, "<=", build.uncertainty(sy.p, (one, other))),
            (ZERO, "<=", build.uncertainty(sy.p, (one,), (other,))),
            (build.uncertainty(sy.p, (one,)), "<=", build.uncertainty(sy.p, (one, other))),
            (build.information(sy.p, (one,), (other,)), "<=", build.uncertainty(sy.p, (one,))),
            (build.expect(at, P, log(p_x)), "<=", ZERO),
            (ZERO, "<=", build.cross_entropy(P, sy.law_of(sy.q, "x"))),
            (build.total(at, sy.SPACES["x"], build.power(p_x, build.TWO)), "<=", build.ONE),
        )
    )


def families(rng: Random) -> Made:
    """Families with a parameter, their scores and informations."""
    x, y, a = sy.OUTCOMES["x"], sy.OUTCOMES["y"], sy.a
    over = sy.SPACES["x"]
    family = build.parametrised(sy.p, a)
    other = build.parametrised(rng.choice((sy.p, sy.q)), sy.b)
    p_x = build.density(family, {"x": x})
    given = build.density(family, {"x": x}, {"y": y})
    P, Q = build.law(x, over, p_x), build.law(x, over, build.density(other, {"x": x}))
    body = rng.choice((p_x, given, build.density(family, {"x": x, "y": y})))
    score = build.derivative(a, log(body))
    value = rng.choice((log(p_x), p_x, build.density(other, {"x": x}), build.mul(a, log(p_x))))
    made = rng.choice(
        (
            lambda: score,
            lambda: build.total(x, over, build.mul(body, score)),
            lambda: build.total(x, over, build.mul(p_x, build.power(build.derivative(a, log(p_x)), build.TWO))),
            lambda: build.expect(x, P, build.derivative(a, build.derivative(a, log(p_x)))),
            lambda: build.derivative(a, build.total(x, over, build.mul(p_x, value))),
            lambda: build.derivative(a, build.kl(P, Q)),
            lambda: build.derivative(sy.b, build.kl(P, Q)),
            lambda: build.derivative(a, build.expect(x, P, value)),
            lambda: build.derivative(a, build.entropy(P)),
            lambda: build.kl(P, Q),
            lambda: build.derivative(a, body),
        )
    )()
    return made, ()
