"""Equal atoms, in every ring, are those that mean the same."""

from __future__ import annotations

from probatum.proofs.normal.poly import ONE, Span, Var, constant, of_var
from probatum.proofs.normal.signs import sign
from probatum.proofs.terms.sorts import POSITIVE, REAL


def test_variables_of_one_name_and_other_ranges_are_told_apart() -> None:
    anywhere = of_var(Var("v", Span("interval", (constant(-1), ONE), sort=REAL)))
    above = of_var(Var("v", Span("interval", (constant(1), constant(2)), sort=POSITIVE)))
    assert anywhere != above
    assert (sign(anywhere), sign(above)) == ((-1, 1), (1, 1))
