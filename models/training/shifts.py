"""A model that moves with its input, and one that does not mind if it moves."""

from __future__ import annotations

from torch import Tensor, nn

from ..activations import ReLU


class ShiftEquivariant(nn.Module):
    r"""Circular convolutions: for a shift T around the edges, :math:`M(T(I)) = T(M(I))`.

    Equivariance is what regression needs of a model whose labels move with the image, one value for each place.

    Args:
        channels: of the image.
        hidden: channels between the convolutions.
        outputs: channels of the result.

    Shapes: (n, channels, height, width) to (n, outputs, height, width).

    >>> model, image = ShiftEquivariant(3, 8, 2), torch.rand(1, 3, 6, 6)
    >>> torch.allclose(model(image.roll((1, 2), (2, 3))), model(image).roll((1, 2), (2, 3)), atol=1e-6)
    True
    """

    def __init__(self, channels: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, hidden, 3, padding=1, padding_mode="circular")
        self.activation = ReLU()
        self.second = nn.Conv2d(hidden, outputs, 3, padding=1, padding_mode="circular")

    def forward(self, images: Tensor) -> Tensor:
        return self.second(self.activation(self.first(images)))


class ShiftInvariant(nn.Module):
    r"""Circular convolutions and the mean over all places: for a shift T around the edges, :math:`M(T(I)) = M(I)`.

    Invariance is what classification needs of a model whose labels stay as they are.

    Args:
        channels: of the image.
        hidden: channels between the convolutions.
        classes: how many labels there are.

    Shapes: (n, channels, height, width) to logits (n, classes).

    >>> model, image = ShiftInvariant(3, 8, 10), torch.rand(1, 3, 6, 6)
    >>> torch.allclose(model(image.roll((1, 2), (2, 3))), model(image), atol=1e-6)
    True
    """

    def __init__(self, channels: int, hidden: int, classes: int) -> None:
        super().__init__()
        self.features = ShiftEquivariant(channels, hidden, hidden)
        self.activation = ReLU()
        self.head = nn.Linear(hidden, classes)

    def forward(self, images: Tensor) -> Tensor:
        return self.head(self.activation(self.features(images)).mean((-2, -1)))
