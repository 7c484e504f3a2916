"""What would make a false step true: typical slips, the mends that mathematics has for them, and never a false one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from strategies import samples
from strategies.truth import truth

import probatum
from probatum.proofs.check import steps as reports
from probatum.proofs.decide import decide
from probatum.proofs.document import Step, steps
from probatum.proofs.errors import Fault
from probatum.proofs.mend import mends
from probatum.proofs.source import Options, Source, read_source
from probatum.proofs.terms.show import RELATION_SIGNS, latex
from probatum.proofs.verdict import Mend, StepReport, Verdict

SQUARE = r"x, b \in \mathbb{R}^n; A, B \in \mathbb{R}^{n \times n}"
REGRESSION = r"X \in \mathbb{R}^{n \times d}; y \in \mathbb{R}^n; w \in \mathbb{R}^d"
PAIR = r"p, q densities"
NORMAL = r"\sigma > 0; x \in \mathbb{R}"
TRUE = (Verdict.PROVED, Verdict.CONFIRMED)

# name: (given, what is written, what belongs to the right of the relation)
RIGHT = {
    "sign of a mixed term": ("", r"(a - b)^2 = a^2 + 2 a b + b^2", r"(a - b)^2"),
    "mixed term forgotten": ("", r"(a + b)^2 = a^2 + b^2", r"(a + b)^2"),
    "root of a square": ("", r"\sqrt{x^2} = x", r"|x|"),
    "sum for a product of exponentials": ("", r"e^{a + b} = e^a + e^b", r"e^a e^b"),
    "sigmoid derivative": ("", r"\frac{d}{dx} \sigma(x) = \sigma(x) (1 + \sigma(x))", r"\sigma(x) (1 - \sigma(x))"),
    "sigmoid reflected": ("", r"1 - \sigma(x) = \sigma(x)", r"\sigma(-x)"),
    "tanh by the sigmoid": ("", r"\tanh(x) = 2 \sigma(x) - 1", r"\tanh(x)"),
    "power rule": ("", r"\frac{d}{dx} x^3 = 3 x^3", r"3 x^2"),
    "cosine": ("", r"\frac{d}{dx} \cos(x) = \sin(x)", r"-\sin(x)"),
    "chain rule": ("f a function", r"\frac{d}{dx} f(-x) = f'(-x)", r"-f'(-x)"),
    "inner derivative": ("f a function; a > 0", r"\frac{d}{dx} f(a x) = f'(a x)", r"a f'(a x)"),
    "quotient rule": (
        "f, g functions",
        r"\frac{d}{dx} \frac{f(x)}{g(x)} = \frac{f(x) g'(x) - f'(x) g(x)}{g(x)^2}",
        r"\frac{f'(x) g(x) - f(x) g'(x)}{g(x)^2}",
    ),
    "sum of the first numbers": ("", r"\sum_{i=1}^n i = \frac{n (n - 1)}{2}", r"\frac{n^2 + n}{2}"),
    "constant under a sum": ("", r"\sum_{i=1}^n (x_i - c) = \sum_{i=1}^n x_i - c", r"\sum_{i=1}^n x_i - n c"),
    "geometric sum": ("", r"\sum_{i=0}^{n} r^i = \frac{1 - r^{n}}{1 - r}", r"\frac{1 - r^{n + 1}}{1 - r}"),
    "integral of a square": ("", r"\int_0^1 x^2 \, dx = \frac{1}{2}", r"\frac{1}{3}"),
    "least squares, factor": (REGRESSION, r"\nabla_w \|X w - y\|^2 = X^\top (X w - y)", r"2 X^\top (X w - y)"),
    "least squares, sign": (REGRESSION, r"\nabla_w \|X w - y\|^2 = 2 X^\top (y - X w)", r"2 X^\top (X w - y)"),
    "least squares, transpose": (REGRESSION, r"\nabla_w \|X w - y\|^2 = 2 X (X w - y)", r"2 X^\top (X w - y)"),
    "gradient of a bilinear form": (SQUARE, r"\nabla_x b^\top A x = A b", r"A^\top b"),
    "transpose of a product": (SQUARE, r"(A B)^\top = A^\top B^\top", r"B^\top A^\top"),
    "inverse of a product": (SQUARE + "; A, B invertible", r"(A B)^{-1} = A^{-1} B^{-1}", r"B^{-1} A^{-1}"),
    "Frobenius norm": (SQUARE, r"\|A\|_F^2 = \operatorname{tr}(A^2)", r"\operatorname{tr}(A^\top A)"),
    "norm of a sum": (SQUARE, r"\|x + b\|^2 = \|x\|^2 + \|b\|^2", r"\|x\|^2 + \|b\|^2 + 2 x^\top b"),
    "softmax gradient": (
        r"x \in \mathbb{R}^n", r"\nabla_x \log \sum_{i=1}^n e^{x_i} = -\operatorname{softmax}(x)",
        r"\operatorname{softmax}(x)",
    ),
    "Bayes": (PAIR, r"p(x \mid y) = \frac{p(y \mid x) p(y)}{p(x)}", r"\frac{p(y \mid x) p(x)}{p(y)}"),
    "Bayes for events": ("", r"P(A \mid B) = \frac{P(B \mid A) P(B)}{P(A)}", r"\frac{P(B \mid A) P(A)}{P(B)}"),
    "cross-entropy, divergence swapped": (PAIR, r"H(p, q) = H(p) + D_{KL}(q \| p)", r"H(p) + D_{KL}(p \| q)"),
    "cross-entropy, sign": (PAIR, r"H(p, q) = H(p) - D_{KL}(p \| q)", r"H(p) + D_{KL}(p \| q)"),
    "information, conditional swapped": ("", r"I(X; Y) = H(X) - H(Y \mid X)", r"H(X) - H(X \mid Y)"),
    "information, sign": ("", r"I(X; Y) = H(X) + H(X \mid Y)", r"H(X) - H(X \mid Y)"),
    "normal density, no normaliser": (
        NORMAL, r"\mathcal{N}(x; \mu, \sigma^2) = \exp\left(-\frac{(x - \mu)^2}{2 \sigma^2}\right)",
        r"\mathcal{N}(x; \mu, \sigma^2)",
    ),
    "normal density, no root": (
        NORMAL,
        r"\mathcal{N}(x; \mu, \sigma^2) = \frac{1}{2 \pi \sigma^2} \exp\left(-\frac{(x - \mu)^2}{2 \sigma^2}\right)",
        r"\mathcal{N}(x; \mu, \sigma^2)",
    ),
    "normal density, half forgotten": (
        NORMAL,
        r"\mathcal{N}(x; \mu, \sigma^2) = \frac{1}{\sqrt{2 \pi} \sigma} \exp\left(-\frac{(x - \mu)^2}{\sigma^2}\right)",
        r"\mathcal{N}(x; \mu, \sigma^2)",
    ),
    "normal likelihood, no normaliser": (
        r"\sigma > 0; x \in \mathbb{R}^n",
        r"\sum_{i=1}^n \log \mathcal{N}(x_i; \mu, \sigma^2) = -\frac{1}{2 \sigma^2} \sum_{i=1}^n (x_i - \mu)^2",
        r"-\frac{1}{2 \sigma^2} \sum_{i=1}^n (x_i - \mu)^2 - \frac{n}{2} \log(2 \pi \sigma^2)",
    ),
    "normal divergence, quotient": (
        r"s, t > 0",
        r"D_{KL}(\mathcal{N}(m, s^2) \| \mathcal{N}(m, t^2)) = \log \frac{s}{t} + \frac{s^2}{2 t^2} - \frac{1}{2}",
        r"\log \frac{t}{s} + \frac{s^2}{2 t^2} - \frac{1}{2}",
    ),
    "variance scaled once": (
        r"X \sim \mathcal{N}(\mu, \sigma^2)", r"\operatorname{Var}(a X + b) = a \sigma^2", r"a^2 \sigma^2"
    ),
    "variance doubled": ("", r"\operatorname{Var}(2 X) = 2 \operatorname{Var}(X)", r"4 \operatorname{Var}(X)"),
    "variance, sign": ("", r"\operatorname{Var}(X) = E[X^2] + E[X]^2", r"E[X^2] - E[X]^2"),
    "variance, mean forgotten": ("", r"\operatorname{Var}(X) = E[X^2]", r"E[X^2] - E[X]^2"),
    "variance of a sum": (
        "", r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)",
        r"\operatorname{Var}(X) + \operatorname{Var}(Y) + 2 \operatorname{Cov}(X, Y)",
    ),
}  # fmt: skip
# name: (given, what is written, the relation that belongs there)
RELATION = {
    "Jensen the wrong way": ("f a convex function", r"f(E[X]) \geq E[f(X)]", "<="),
    "evidence bound the wrong way": (
        PAIR, r"\log p(x) \leq \mathbb{E}_{z \sim q(z|x)}\left[\log \frac{p(x, z)}{q(z|x)}\right]", ">="
    ),
    "divergence that may vanish": (PAIR, r"D_{KL}(p \| q) > 0", ">="),
    "conditioning": ("", r"H(X \mid Y) \geq H(X)", "<="),
    "squares": (r"a, b \in \mathbb{R}", r"2 a b \geq a^2 + b^2", "<="),
    "triangle": (SQUARE, r"\|x + b\| = \|x\| + \|b\|", "<="),
    "union": ("", r"P(A \cup B) = P(A) + P(B)", "<="),
}  # fmt: skip
# name: (given, what is written, what has to be assumed besides)
ASSUMED = {
    "symmetric": (SQUARE, r"\nabla_x x^\top A x = 2 A x", r"A = A^\top"),
    "symmetric, for a transpose": (SQUARE, r"\nabla_x b^\top A x = A b", r"A = A^\top"),
    "orthogonal": (SQUARE, r"\|A x\| = \|x\|", r"A^\top A = I"),
    "orthogonal, its inverse": (r"Q \in \mathbb{R}^{n \times n}; Q invertible", r"Q^{-1} = Q^\top", r"Q^\top Q = I"),
    "positive definite": (SQUARE, r"x^\top A x \geq 0", r"A \succ 0"),
    "commuting": (SQUARE, r"(A + B)^2 = A^2 + 2 A B + B^2", r"A B = B A"),
    "orthogonal vectors": (SQUARE, r"\|x + b\| = \sqrt{\|x\|^2 + \|b\|^2}", r"b^\top x = 0"),
    "not negative": (r"x \in \mathbb{R}", r"\sqrt{x^2} = x", r"x \geq 0"),
    "independent": ("", r"E[X Y] = E[X] E[Y]", r"X \perp Y"),
    "independent, for a variance": (
        "", r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)", r"X \perp Y"
    ),
    "independent and centred": ("", r"E[(X + Y)^2] = E[X^2] + E[Y^2]", r"X \perp Y, \mathbb{E}[X] = 0"),
    "centred": ("", r"E[(X + 1)^2] = E[X^2] + 1", r"\mathbb{E}[X] = 0"),
    "disjoint": ("", r"P(A \cup B) = P(A) + P(B)", r"P(A \cap B) = 0"),
    "convex": ("f a function", r"f(E[X]) \leq E[f(X)]", r"f convex"),
    "even": ("f a function", r"f(-x) = f(x)", r"f even"),
    "outcomes independent": ("", r"H(X, Y) = H(X) + H(Y)", r"p(x, y) = p(x) p(y)"),
    "independent given another": (
        PAIR, r"p(x, y, z) = p(x) p(y \mid x) p(z \mid y)", r"p(x \mid y, z) = p(x \mid y)"
    ),
}  # fmt: skip
# false, and not by a slip that is known here, or true only of what the step itself says
NOTHING = {
    "the two sides exchanged": (PAIR, r"D_{KL}(p \| q) = D_{KL}(q \| p)"),
    "what commutes": (SQUARE, r"A B = B A"),
    "what is symmetric": (SQUARE, r"A = A^\top"),
    "what is independent": (PAIR, r"p(x, y) = p(x) p(y)"),
    "what is orthogonal": (r"Q \in \mathbb{R}^{n \times n}", r"Q^\top Q = I"),
    "what is in order": (r"a, b \in \mathbb{R}", r"a \leq b"),
    "a sum that is one": (PAIR, r"\sum_x p(x, y) = 1"),
    "far off": (r"x, y \in \mathbb{R}", r"\sin(x) = \log(1 + y^2) + x y^3"),
}


def refuted(given: str, text: str) -> Step:
    (step,) = steps(Source("", text, "math"), given=(given,) if given else ())
    if step.kind == "claim":
        assert decide(step.readings[0].claim).verdict is Verdict.REFUTED
    assert step.again is not None
    return step


def report(given: str, text: str) -> StepReport:
    (found,) = reports(Source("", text, "math"), Options(given=(given,) if given else ()), (), lambda _: None)
    return found


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_side_that_belongs_there_is_found_and_proved(name: str) -> None:
    given, text, belongs = RIGHT[name]
    step = refuted(given, text)
    found = [mend for mend in mends(step, True, 2.5) if not mend.assume]
    assert [mend.verdict for mend in found] == [Verdict.PROVED]
    assert (found[0].lhs, found[0].relation) == (step.lhs, step.relation)
    assert report(given, f"{found[0].rhs} = {belongs}").verdict is Verdict.PROVED


@pytest.mark.parametrize("name", RELATION)
def test_the_relation_that_belongs_there_is_found_and_proved(name: str) -> None:
    given, text, relation = RELATION[name]
    step = refuted(given, text)
    found = [mend for mend in mends(step, False, 2.5) if not mend.assume]
    assert [(mend.lhs, mend.relation, mend.rhs) for mend in found] == [(step.lhs, relation, step.rhs)]
    assert found[0].verdict is Verdict.PROVED


@pytest.mark.parametrize("name", ASSUMED)
def test_the_assumption_that_is_missing_is_found_and_makes_the_step_stand(name: str) -> None:
    given, text, missing = ASSUMED[name]
    found = [mend for mend in mends(refuted(given, text), False, 2.5) if mend.assume]
    assert missing in [mend.assume for mend in found]
    for mend in found:
        assert mend.verdict in TRUE
        assert report(f"{given}; {mend.assume}" if given else mend.assume, text).verdict in TRUE


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_is_suggested_that_says_nothing(name: str) -> None:
    assert mends(refuted(*NOTHING[name]), False, 2.5) == ()


def test_of_a_step_that_is_true_nothing_is_said() -> None:
    assert report("", r"\frac{d}{dx} \tanh(x) = 1 - \tanh(x)^2").mends == ()


def test_there_are_three_suggestions_at_most() -> None:
    for given, text, _ in (*RIGHT.values(), *RELATION.values(), *ASSUMED.values()):
        assert len(mends(refuted(given, text), False, 2.5)) <= 3


# ------------------------------------------------------------------ never a false one


def claimed(step: Step, mend: Mend, given: str) -> Iterator[Step]:
    """The step as mended, read from scratch where something more is given."""
    assert step.again is not None
    if mend.assume:
        text = f"{step.lhs} {RELATION_SIGNS[step.relation]} {step.rhs}"
        yield from steps(Source("", text, "math"), given=tuple(part for part in (given, mend.assume) if part))
    else:
        yield step.again.read(mend.lhs, mend.relation, mend.rhs)


@pytest.mark.parametrize("table", [RIGHT, RELATION, ASSUMED], ids=["right", "relation", "assumed"])
def test_no_suggestion_is_false_by_another_evaluation(table: dict[str, tuple[str, str, str]]) -> None:
    tried = 0
    for given, text, _ in table.values():
        step = refuted(given, text)
        for mend in mends(step, False, 2.5):
            for mended in claimed(step, mend, given):
                answers = [truth(reading.claim, text) for reading in mended.readings]
                assert True in answers or None in answers, (text, mend)
                tried += True in answers
    assert tried >= 0.6 * len(table)


GIVEN = (
    r"n, m \in \mathbb{N}; a, b, c \in \mathbb{R}; s, t > 0; r \in (0, 1); u \neq 0; w \geq 0; "
    r"x, y, z \in \mathbb{R}^n; v \in \mathbb{R}^m; R \in \mathbb{R}^{m \times n}; "
    r"A, B, C, S, T, Q, M, D \in \mathbb{R}^{n \times n}; "
    "S positive definite; T symmetric; Q orthogonal; M invertible; D diagonal"
)


@pytest.mark.parametrize("sort", ["algebra", "sums", "arrays", "inequalities"])
def test_no_suggestion_for_a_random_false_claim_is_false(sort: str) -> None:
    mended = 0
    for sample in samples((sort,), 7, 150):
        if sample.true:
            continue
        claim = sample.claim
        text = f"{latex(claim.left)} {RELATION_SIGNS[claim.relation]} {latex(claim.right)}"
        found = [step for step in steps(Source("", text, "math"), given=(GIVEN,)) if step.again and step.readings]
        for step in found:
            if truth(step.readings[0].claim, sample.seed) is not False:
                continue
            for mend in mends(step, False, 0.5):
                mended += 1
                for again in claimed(step, mend, GIVEN):
                    answers = [truth(reading.claim, sample.seed) for reading in again.readings]
                    assert not answers or True in answers or None in answers, (text, mend)
    assert mended


# ------------------------------------------------------------------ budgets, and documents of strangers


@pytest.mark.parametrize("seconds", [0.02, 0.2, 1.0])
def test_mending_keeps_to_its_time(seconds: float) -> None:
    long = " + ".join(rf"\int_0^1 e^{{-{k} x^2}} \, dx" for k in range(1, 30))
    step = refuted("", f"{long} = 1")
    began = perf_counter()
    mends(step, False, seconds)
    assert perf_counter() - began < seconds + 1.0


def test_without_time_there_are_no_suggestions() -> None:
    assert mends(refuted("", r"a + a = 3 a"), False, 0.0) == ()


HOSTILE = {
    "deep": "(" * 55 + "x" + ")" * 55 + " = 2 x",
    "long": " + ".join("x" for _ in range(400)) + " = 3 x",
    "a tower": r"x^{2^{2^{2^2}}} = x + 1",
    "an unclosed brace in words": r"x = 2 x \text{ {never} closed }",
    "braces that are characters": r"\{x\} = 2 \{x\}",
    "a side that is cut": "x " * 1200 + "= 2 x",
    "stray marks": r"x_{i}^{2}{}_{j} = 3 x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_steps_end_as_they_would_without_mending(name: str) -> None:
    began = perf_counter()
    for step in steps(Source("", HOSTILE[name], "math")):
        if step.again is not None:
            for mend in mends(step, False, 0.5):
                assert mend.verdict in TRUE
    assert perf_counter() - began < 10


def test_a_macro_that_expands_for_ever_stays_an_error() -> None:
    text = r"\newcommand{\a}{\a \a} $$ \a = 2 $$ $$ x = 2 x $$"
    assert [str(step.verdict) for step in probatum.check(Source("", text, "md"))] == ["error", "refuted"]


# ------------------------------------------------------------------ the homework

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MISTAKES = tomllib.loads((EXAMPLES / "homework.solutions.toml").read_text("utf-8"))["mistake"]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: f"{each['file']}:{each['line']}")
def test_the_mistakes_of_the_homework_are_mended(mistake: dict[str, str]) -> None:
    source = read_source(EXAMPLES / mistake["file"])
    (step,) = [each for each in steps(source) if each.line == mistake["line"] and each.rhs == mistake["written"]]
    (found, *_) = mends(step, False, 2.5)
    assert found.verdict is Verdict.PROVED and not found.assume
    assert found.relation == ("<=" if "relation" in mistake else step.relation)
    assert step.again is not None
    same = step.again.read(found.rhs, "=", mistake["right"])
    assert decide(same.readings[0].claim).verdict is Verdict.PROVED


def test_sides_that_cannot_be_parsed_alone_get_no_edit() -> None:
    step = refuted("", r"a + a = 3 a")
    assert step.again is not None
    with pytest.raises(Fault):
        step.again.parse("a = b, c")
