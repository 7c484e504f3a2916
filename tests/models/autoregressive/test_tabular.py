"""The table: every distribution over binary variables, and nothing shared."""

from __future__ import annotations

import pytest
import torch
from densities.enumeration import every_event
from torch import Generator

from probatum.models import Tabular


@pytest.mark.shows("autoregressive.tabular")
def test_it_can_be_any_distribution(generator: Generator) -> None:
    """Its entries in the order of the tree: the first variable, the second given 0 and given 1, and so on."""
    n = 5
    p = torch.rand(2**n, generator=generator, dtype=torch.float64)
    p /= p.sum()
    model = Tabular(n).double()
    entries = []
    for level in range(n):
        of_prefix = p.reshape(2**level, 2, -1).sum(2)  # prefix, value of the next variable
        entries.append((of_prefix[:, 1] / of_prefix.sum(1)).logit())
    with torch.no_grad():
        model.table.copy_(torch.cat(entries))
    torch.testing.assert_close(model.log_prob(every_event((n,), 2).double()).exp(), p)


@pytest.mark.shows("autoregressive.tabular")
def test_every_prefix_has_an_entry_of_its_own() -> None:
    model = Tabular(6).double()
    with torch.no_grad():
        model.table.copy_(torch.arange(63))
    x = every_event((6,), 2).double()
    entries = model.logits(x).long()
    for i in range(6):
        prefixes = {tuple(row[:i]): int(entry) for row, entry in zip(x.tolist(), entries[:, i], strict=True)}
        assert len(set(prefixes.values())) == len(prefixes) == 2**i
    assert entries.unique().numel() == 63
