"""Documents to reports: what flows from step to step, layouts, places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from probatum.proofs.check import steps
from probatum.proofs.source import Options, Source
from probatum.proofs.verdict import Place, StepReport, Verdict

CHAIN = r"""
Let $X \in \mathbb{R}^{n \times d}$, $y \in \mathbb{R}^n$, $w \in \mathbb{R}^d$ and let $L(w) = \|Xw - y\|^2$.

$$
\begin{aligned}
\nabla_w L(w) &= 2 X^\top (Xw - y) \\
&= 2 X^\top X w - 2 X^\top y \\
&= 2 X^\top X w
\end{aligned}
$$
"""
JACOBIAN = r"""
<!-- given: A \in \mathbb{R}^{m \times n}; x \in \mathbb{R}^n -->
$$ \frac{\partial}{\partial x} A x = A $$
$$ \frac{\partial}{\partial x} A x = A^\top $$
"""


def reports(
    text: str, options: Options | None = None, done: Sequence[StepReport] = ()
) -> tuple[list[StepReport], list[Place | StepReport]]:
    announced: list[Place | StepReport] = []
    found = list(steps(Source("a.md", text, "md"), options or Options(), done, announced.append))
    return found, announced


def test_definitions_unfold_and_rows_continue() -> None:
    found, announced = reports(CHAIN)
    claims = [step for step in found if step.verdict is not Verdict.DEFINITION]
    assert [step.verdict for step in claims] == [Verdict.PROVED, Verdict.PROVED, Verdict.REFUTED]
    assert [(step.line, step.column) for step in claims] == [(6, 16), (7, 2), (8, 2)]
    assert [(type(news), news.line) for news in announced] == [(Place, 6), (Place, 7), (Place, 8), (StepReport, 8)]


def test_a_check_can_start_later_and_knows_what_was_said_before() -> None:
    whole, _ = reports(CHAIN)
    later, announced = reports(CHAIN, done=whole[:-1])
    assert [step.because for step in later] == [whole[-1].because]
    assert [type(news) for news in announced] == [Place, StepReport]


def test_what_is_refuted_is_announced_before_it_is_mended() -> None:
    found, announced = reports("$$ x + x = 3 x $$")
    assert replace(announced[-1], mends=found[0].mends, seconds=found[0].seconds) == found[0]
    assert found[0].mends


def test_a_step_that_goes_on_with_a_chain_is_not_mended_on_its_left() -> None:
    found, _ = reports(r"""$$ \begin{aligned} 2 x &= \log(1 + x) \\ &= \log(x) + \log(1) \end{aligned} $$""")
    alone, _ = reports(r"$$ \log(1 + x) = \log(x) + \log(1) $$")
    assert found[1].verdict is alone[0].verdict is Verdict.REFUTED
    assert any(mend.lhs != alone[0].lhs for mend in alone[0].mends)
    assert all(mend.lhs == found[1].lhs for mend in found[1].mends)


def test_the_layout_that_makes_a_step_true_is_named() -> None:
    found, _ = reports(JACOBIAN)
    assert [step.verdict for step in found] == [Verdict.PROVED, Verdict.PROVED]
    assert ["numerator layout" in step.assumed for step in found] == [True, False]
    assert "denominator layout" in found[1].assumed


def test_a_layout_asked_for_is_the_only_one() -> None:
    found, _ = reports(JACOBIAN, Options(layout="denominator"))
    assert found[0].verdict is Verdict.ERROR
    assert found[1].verdict is Verdict.PROVED


def test_what_prose_calls_random_is_random() -> None:
    text = r"Let $R \in \mathbb{R}^n$ be a random vector. $$ E[R R^\top] = E[R] E[R]^\top $$"
    found, _ = reports(text)
    assert [step.verdict for step in found] == [Verdict.REFUTED]


def test_an_expectation_of_nothing_random_is_not_proved() -> None:
    found, _ = reports(r"Let $c \in \mathbb{R}$. $$ E[c^2] = E[c]^2 $$")
    assert [step.verdict for step in found] == [Verdict.UNKNOWN]
