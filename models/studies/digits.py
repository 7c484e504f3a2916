"""The handwritten digits that come with scikit-learn: 1797 images of 8 x 8 pixels, grey in 17 steps."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Generator, Tensor, nn

from ..neural import SoftmaxClassifier, fit_lbfgs

TEST = 360
SHADES = 16  # above black: each pixel of these images counts the 16 of a finer one that are set
PIXELS = 64


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


def as_counts(images: Tensor) -> Tensor:
    """Images as (n, 64), with whole values up to 16."""
    return (images * SHADES).flatten(1)


def as_images(counts: Tensor) -> Tensor:
    """And back."""
    return (counts / SHADES).view(-1, 1, 8, 8)


class Centred(nn.Module):
    """From counts to values in [-1, 1], which suit a network."""

    def forward(self, counts: Tensor) -> Tensor:
        return 2 * counts / SHADES - 1


def judge(data: Digits) -> SoftmaxClassifier:
    """A classifier that has learned the digits, to say what generated images look like."""
    classifier = SoftmaxClassifier(PIXELS, 10)
    fit_lbfgs(classifier, data.train.flatten(1), data.train_labels, steps=60)
    return classifier
