"""What every layer of a flow is."""

from __future__ import annotations

from abc import ABC, abstractmethod

from torch import Tensor, nn


class FlowLayer(nn.Module, ABC):
    """An invertible map of samples x [batch, ..] to latents z of the same shape, and how it changes volume.

    Both ways also give the logarithm of the absolute determinant of their own Jacobian for each sample, in nats; that
    of `inverse` at z is the negative of that of `forward` at x. What the map is conditioned on comes as `context`;
    layers that are not pass it by.
    """

    @abstractmethod
    def forward(self, x: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """z = f(x), and log |det dz/dx| [batch]."""

    @abstractmethod
    def inverse(self, z: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The x with f(x) = z, and log |det dx/dz| [batch]."""

    def initialise(self, x: Tensor, context: Tensor | None = None) -> Tensor:
        """Takes from a first batch what the layer wants to know of the data; gives f(x)."""
        z, _ = self(x, context)
        return z
