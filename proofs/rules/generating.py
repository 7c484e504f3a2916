"""Moment-generating functions of random vectors.

E[exp(t^T x)] of a normal x is exp(t^T m + t^T S t / 2), so the mean of any exponential of a line in x is one as well.
"""

from __future__ import annotations

from dataclasses import replace

from ..claim import Claim
from ..terms import build
from ..terms.build import ONE, TWO
from ..terms.sorts import RandomVariable, Vector
from ..terms.term import Term, chosen_in
from .reduction import Reduction

GENERATING = "the moment-generating function of a multivariate normal distribution"


def by_generating_functions(claim: Claim) -> Reduction:
    """The claim with such means as what they are."""
    laws = {fact.args[0]: fact.args[1] for fact in claim.assumptions if fact.head == "follows"}
    normal = {
        each: law for each, law in laws.items()
        if isinstance(each.sort, RandomVariable) and isinstance(each.sort.value, Vector)
        and law.head == "named" and law.data == "normal" and not chosen_in(law)
    }  # fmt: skip
    left, right = _without(claim.left, normal), _without(claim.right, normal)
    if (left, right) == (claim.left, claim.right):
        return Reduction(claim)
    return Reduction(replace(claim, left=left, right=right), (GENERATING,))


def _without(term: Term, normal: dict[Term, Term]) -> Term:
    if term.head in ("mean", "variance") and len(term.args) == 1:
        random = chosen_in(term)
        (variable,) = random if len(random) == 1 else (None,)
        line = _line(term.args[0], variable) if variable is not None and variable in normal else None
        if line is None or variable is None:
            return term
        mean = _mean(*line, normal[variable])
        if term.head == "mean":
            return mean
        factor, rest, row = build.power(line[0], TWO), build.mul(TWO, line[1]), build.mul(TWO, line[2])
        return build.sub(_mean(factor, rest, row, normal[variable]), build.power(mean, TWO))
    return term.rebuild(tuple(_without(arg, normal) for arg in term.args)) if term.args else term


def _mean(factor: Term, rest: Term, row: Term, law: Term) -> Term:
    """c exp(a + t^T m + t^T S t / 2), the mean of c exp(a + t^T x)."""
    mean, covariance = law.args
    spread = build.mul(build.div(ONE, TWO), build.matmul(row, covariance, build.transpose(row)))
    return build.mul(factor, build.exp(build.add(rest, build.matmul(row, mean), spread)))


def _line(body: Term, variable: Term) -> tuple[Term, Term, Term] | None:
    """The c, a and t^T of c exp(a + t^T x)."""
    factors = body.args if body.head == "mul" else (body,)
    moving = [factor for factor in factors if variable in factor.free]
    if not all(factor.head == "fn" and factor.data == "exp" for factor in moving):
        return None
    terms = [each for factor in moving for each in _terms(factor.args[0])]
    found = [_row(each, variable) for each in terms if variable in each.free]
    rows = [row for row in found if row is not None]
    if len(rows) < len(found):
        return None
    rest = build.add(build.ZERO, *(each for each in terms if variable not in each.free))
    return build.mul(ONE, *(factor for factor in factors if factor not in moving)), rest, build.add(*rows)


def _terms(exponent: Term) -> list[Term]:
    """The terms of a sum, t^T A x and t^T b of t^T (A x + b)."""
    if exponent.head == "add":
        return [each for term in exponent.args for each in _terms(term)]
    if exponent.head == "matmul":
        for at, factor in enumerate(exponent.args):
            if factor.head == "add":
                before, after = exponent.args[:at], exponent.args[at + 1 :]
                return [each for part in factor.args for each in _terms(build.matmul(*before, part, *after))]
    return [exponent]


def _row(term: Term, variable: Term) -> Term | None:
    """The row t^T of c t^T x, or of c x^T t."""
    if term.head == "mul":
        numbers = [factor for factor in term.args if variable not in factor.free]
        others = [factor for factor in term.args if variable in factor.free]
        row = _row(others[0], variable) if len(others) == 1 else None
        return None if row is None else build.mul(*numbers, row)
    if term.head != "matmul":
        return None
    *front, last = term.args
    if last is variable and not any(variable in each.free for each in front):
        return build.matmul(*front) if len(front) > 1 else front[0]
    first, *back = term.args
    if first is build.transpose(variable) and not any(variable in each.free for each in back):
        return build.transpose(build.matmul(*back) if len(back) > 1 else back[0])
    return None
