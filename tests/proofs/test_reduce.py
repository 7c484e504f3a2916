"""Claims that theorems turn into claims of fewer notions, and that the report names these theorems."""

from __future__ import annotations

import io
import json

import pytest
from strategies.documents import reports

from probatum.proofs.claim import Claim
from probatum.proofs.decide import decide, falls, provable, refutation
from probatum.proofs.reduce import reduced
from probatum.proofs.report.json import as_json
from probatum.proofs.report.text import TextReport
from probatum.proofs.rules.copies import APART, EACH_OF_THEM
from probatum.proofs.rules.distribution_functions import CHANCES, MEANS
from probatum.proofs.rules.hierarchies import MOMENTS
from probatum.proofs.rules.joint_normals import EACH_ALONE, INDEPENDENT_PARTS, KNOWN
from probatum.proofs.terms import build
from probatum.proofs.terms.build import ONE, ZERO, mean, power, probability, relation, variance
from probatum.proofs.terms.sorts import (
    COUNT,
    NATURAL,
    POSITIVE,
    PROBABILITY,
    REAL,
    UNIT,
    Function,
    RandomVariable,
    Vector,
)
from probatum.proofs.terms.term import Term, symbol
from probatum.proofs.verdict import DocumentReport, Report, Verdict

X, Y, Z = (symbol(name, RandomVariable(REAL)) for name in "XYZ")
t, n = symbol("t", REAL), symbol("n", NATURAL)
F = symbol("F", Function((REAL,), PROBABILITY, frozenset({"increasing"})))
V = symbol("V", RandomVariable(Vector(n)))
i = symbol("i", NATURAL)
STANDARD = (
    build.jointly_normal(X, Y),
    *(build.equal(mean(each), ZERO) for each in (X, Y)),
    *(build.equal(variance(each), ONE) for each in (X, Y)),
)
OF_COPIES = (build.independent(V), build.alike(V), build.distributed(V, F))
LARGEST = build.extremum("maximum", i, build.between(ONE, n), build.index(V, i))


def at_most(variable: Term) -> Term:
    return probability(relation("<=", variable, t))


# a claim, and the theorems that it is decided by
BY_THEOREMS = {
    "of both": (Claim(variance(build.add(X, Y)), "<=", build.number(4), STANDARD), (INDEPENDENT_PARTS,)),
    "of one": (Claim(mean(power(X, build.TWO)), "=", ONE, STANDARD), (EACH_ALONE,)),
    "of neither": (Claim(t, "=", t, STANDARD), ()),
    "given one": (Claim(variance(Y, X), "<=", ONE, STANDARD), (INDEPENDENT_PARTS, KNOWN)),
    "a chance": (Claim(at_most(X), "=", build.apply(F, t), (build.distributed(X, F),)), (CHANCES,)),
    "the largest": (Claim(at_most(LARGEST), "=", power(build.apply(F, t), n), OF_COPIES), (EACH_OF_THEM, CHANCES)),
}


@pytest.mark.parametrize("name", BY_THEOREMS)
def test_theorems_are_named(name: str) -> None:
    claim, theorems = BY_THEOREMS[name]
    found = reduced(claim)
    assert found.theorems == theorems
    assert not found.unused
    assert not any(fact.head in ("jointly_normal", "distributed") for fact in found.claim.assumptions)
    assert reduced(found.claim).claim == found.claim
    decision = decide(claim)
    assert decision.verdict in (Verdict.PROVED, Verdict.CONFIRMED)
    assert decision.trusted[: len(theorems)] == theorems


def test_other_theorems() -> None:
    pair = symbol("W", RandomVariable(Vector(build.TWO)))
    first, second = (build.index(pair, place) for place in (ONE, build.TWO))
    both = probability(build.both(relation("<=", first, t), relation("<=", second, t)))
    assert reduced(Claim(both, "=", t, (build.independent(pair), build.alike(pair)))).theorems == (APART,)
    told = build.distributed(X, F, continuous=True)
    assert reduced(Claim(mean(power(X, build.TWO)), "=", t, (told,))).theorems == (MEANS,)


def test_a_claim_of_nothing_of_the_kind_stays() -> None:
    claim = Claim(mean(X), "=", t, (build.follows(X, build.named("normal", REAL, t, ONE)), build.independent(X, Y)))
    assert reduced(claim).claim == claim
    assert not reduced(claim).theorems


def test_the_pair_is_taken_to_be_no_line() -> None:
    assert decide(BY_THEOREMS["of both"][0]).assumed == ("the correlation of X and Y is neither 1 nor -1",)
    assert decide(BY_THEOREMS["of one"][0]).assumed == ()


# What no theorem uses may make a claim true, so nothing refutes it.
UNUSED = {
    "three": Claim(mean(build.mul(X, Y, Z)), "=", ONE, (build.jointly_normal(X, Y, Z),)),
    "jumps": Claim(probability(relation("<", X, t)), "=", t, (build.distributed(X, F),)),
}


@pytest.mark.parametrize("name", UNUSED)
def test_what_is_not_used_refutes_nothing(name: str) -> None:
    claim = UNUSED[name]
    (why,) = reduced(claim).unused
    decision = decide(claim)
    assert decision.verdict is Verdict.UNKNOWN
    assert decision.because.startswith(f"{why}; as it stands, the left side is ")
    assert not falls(claim, 4.0)
    assert refutation(claim, 4.0) is None


IN_A_DOCUMENT = {
    r"Let $(X, Y)$ be bivariate normal with mean zero, unit variances and correlation $\rho$. "
    r"$$ E[X \mid Y] = \rho Y $$": (INDEPENDENT_PARTS, KNOWN),
    r"Let $X_1, \ldots, X_n$ be iid with cdf $F$. $$ P(\max_i X_i \leq t) = F(t)^n $$": (EACH_OF_THEM, CHANCES),
}


@pytest.mark.parametrize("text", IN_A_DOCUMENT)
def test_the_report_names_the_theorems(text: str) -> None:
    steps = reports(text)
    theorems = IN_A_DOCUMENT[text]
    assert steps[-1].verdict is Verdict.PROVED
    document = DocumentReport("a.md", tuple(steps), 0.0)
    (read,) = json.loads(as_json(Report((document,))))["documents"]
    assert set(theorems) <= set(read["steps"][-1]["trusted"])
    shown = io.StringIO()
    TextReport(shown).document(document)
    (trusted,) = (line for line in shown.getvalue().splitlines() if line.strip().startswith("trusted: "))
    assert all(theorem in trusted for theorem in theorems)


@pytest.mark.parametrize("name", sorted(MOMENTS))
def test_the_moments_of_hierarchies_are_those_of_the_table_of_moments(name: str) -> None:
    """The rule has them as terms, the prover as normal forms: both are one."""
    sorts = {
        "bernoulli": (UNIT,),
        "binomial": (NATURAL, UNIT),
        "geometric": (UNIT,),
        "normal": (REAL, POSITIVE),
        "uniform": (REAL, REAL),
    }.get(name, (POSITIVE, POSITIVE)[: 1 if name in ("poisson", "exponential") else 2])
    values = [symbol(letter, sort) for letter, sort in zip("ab", sorts, strict=False)]
    outcome = COUNT if name in ("bernoulli", "binomial", "poisson", "geometric") else REAL
    variable = symbol("X", RandomVariable(outcome))
    law = build.follows(variable, build.named(name, outcome, *values))
    mean, variance = MOMENTS[name](*values)
    assert provable(Claim(build.mean(variable), "=", mean, (law,)))
    assert provable(Claim(build.variance(variable), "=", variance, (law,)))
    assert not provable(Claim(build.variance(variable), "=", build.add(variance, build.ONE), (law,)))
