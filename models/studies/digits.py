"""The handwritten digits that come with scikit-learn: 1797 images of 8 x 8 pixels, grey in 17 steps."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Generator, Tensor

TEST = 360


class Digits(NamedTuple):
    """Images (n, 1, 8, 8) with values in [0, 1] and labels (n), shuffled once and for all; a fifth is for tests."""

    train: Tensor
    train_labels: Tensor
    test: Tensor
    test_labels: Tensor


def digits() -> Digits:
    from sklearn.datasets import load_digits

    loaded = load_digits()
    images = torch.tensor(loaded.images, dtype=torch.float32)[:, None] / 16
    labels = torch.tensor(loaded.target)
    order = torch.randperm(len(images), generator=Generator().manual_seed(0))
    train, test = order[TEST:], order[:TEST]
    return Digits(images[train], labels[train], images[test], labels[test])


def batch(generator: Generator, size: int, *data: Tensor) -> list[Tensor]:
    """As many samples drawn with replacement, the same ones of each tensor."""
    chosen = torch.randint(len(data[0]), (size,), generator=generator)
    return [each[chosen] for each in data]
