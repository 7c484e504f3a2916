"""Every test of a model draws from a generator seeded by the test's own name: fixed, and not chosen."""

from __future__ import annotations

from zlib import crc32

import pytest
import torch

torch.set_num_threads(1)  # tests run beside each other


@pytest.fixture
def generator(request: pytest.FixtureRequest) -> torch.Generator:
    return torch.Generator().manual_seed(crc32(request.node.name.encode()))


@pytest.fixture(autouse=True)
def global_generator(request: pytest.FixtureRequest) -> None:
    """The generator that layers draw their first weights from."""
    torch.manual_seed(crc32(request.node.name.encode()))
