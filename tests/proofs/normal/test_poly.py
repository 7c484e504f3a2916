"""Equal atoms, in every ring, are those that mean the same."""

from __future__ import annotations

from functools import reduce
from operator import add

from flint import fmpq

from probatum.proofs.normal.poly import ONE, ZERO, Atom, Span, Var, all_added, constant, of_atom, of_var
from probatum.proofs.normal.signs import sign
from probatum.proofs.terms.sorts import POSITIVE, REAL
from probatum.proofs.terms.term import symbol


def test_variables_of_one_name_and_other_ranges_are_told_apart() -> None:
    anywhere = of_var(Var("v", Span("interval", (constant(-1), ONE), sort=REAL)))
    above = of_var(Var("v", Span("interval", (constant(1), constant(2)), sort=POSITIVE)))
    assert anywhere != above
    assert (sign(anywhere), sign(above)) == ((-1, 1), (1, 1))


def test_many_are_added_as_one_by_one() -> None:
    x, y = (of_atom(Atom("symbol", symbol(name))) for name in "xy")
    parts = [x, y, x.scale(fmpq(2)), y.scale(fmpq(-1)), ONE, ZERO]
    assert all_added(parts) == reduce(add, parts) == x.scale(fmpq(3)) + ONE
    assert all_added([x, x.scale(fmpq(-1))]) == all_added([]) == ZERO
    assert all_added([ZERO, x]) is x
