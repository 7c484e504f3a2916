"""The hyperbolic tangent."""

from __future__ import annotations

from torch import Tensor, nn

from .sigmoid import Sigmoid


class Tanh(nn.Module):
    r"""The hyperbolic tangent :math:`\tanh x = \frac{e^x - e^{-x}}{e^x + e^{-x}} = 2 \sigma(2x) - 1`.

    A sigmoid about zero, four times as steep there: its derivative :math:`1 - \tanh^2 x` is 1 at 0. It saturates too.
    Near 0 the result is right to rounding of 1, not of itself.

    Shapes: any.

    >>> Tanh()(torch.tensor([-1000., 0., 0.5]))
    tensor([-1.0000,  0.0000,  0.4621])
    >>> Tanh().derivative(torch.tensor(0.))
    tensor(1.)
    """

    def __init__(self) -> None:
        super().__init__()
        self.sigmoid = Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return 2 * self.sigmoid(2 * x) - 1

    def derivative(self, x: Tensor) -> Tensor:
        return 4 * self.sigmoid.derivative(2 * x)
