"""Those errata that are equations in themselves are refuted as they are printed in docs/errata.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import probatum

ROWS = (Path(__file__).parent.parent / "docs" / "errata.md").read_text(encoding="utf-8").splitlines()
GIVEN = {
    "beta-mode": "",
    "beta-f": r"d_1 > 0, d_2 > 0, y \in \mathbb{R}",
    "bsr-spsr": r"p_j \in \mathbb{R}, q_j \in \mathbb{R}, p_K \in \mathbb{R}, q_K \in \mathbb{R}",
    "rsq-mll": r"\hat{\varepsilon} \in \mathbb{R}^n",
    "slr-olsdist": r"x \in \mathbb{R}^n",
}


@pytest.mark.parametrize("proof", GIVEN)
def test_an_equation_that_is_listed_is_refuted(proof: str) -> None:
    row = next(row for row in ROWS if row.startswith(f"| {proof} |"))
    printed = re.findall(r"\$([^$]+)\$", row.split("|")[2])[0]
    given = GIVEN[proof]
    verdicts = [step.verdict for step in probatum.check(printed, given=(given,) if given else ())]
    assert "refuted" in verdicts


def test_the_density_that_is_listed_is_refuted_and_the_right_one_is_not() -> None:
    row = [row for row in ROWS if row.startswith("| beta-f |")][1]
    printed = re.findall(r"\$([^$]+)\$", row.split("|")[2])[0]
    right = printed.replace("d_2+d_2", "d_1+d_2")
    reports = [probatum.check(text, given=(r"X \sim F(d_1, d_2)",)) for text in (printed, right)]
    assert [step.verdict for report in reports for step in report] == ["refuted", "confirmed"]
