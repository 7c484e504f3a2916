"""The multilayer perceptron: affine layers with a nonlinearity between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Tensor, nn

from ..activations import ReLU


class MLP(nn.Module):
    r"""A multilayer perceptron, :math:`h_{l+1} = f(W_l h_l + b_l)`, the last layer without f (Rumelhart et al., 1986).

    The first weights are drawn from :math:`\mathcal N(0, 2 / n_l)` with :math:`n_l` the inputs of the layer (He et al.,
    2015), which keeps the mean square of the activations through layers of rectified units; the biases are 0.

    Args:
        sizes: of the input, of each hidden layer, of the output.
        activation: makes the nonlinearity.

    Shapes: (.., sizes[0]) to (.., sizes[-1]).

    >>> mlp = MLP([2, 16, 16, 3])
    >>> mlp(torch.randn(5, 2)).shape
    torch.Size([5, 3])
    """

    def __init__(self, sizes: Sequence[int], activation: Callable[[], nn.Module] = ReLU) -> None:
        super().__init__()
        self.layers = nn.ModuleList(map(nn.Linear, sizes[:-1], sizes[1:]))
        self.activation = activation()
        for layer in self.layers:
            nn.init.normal_(layer.weight, std=(2 / layer.in_features) ** 0.5)
            nn.init.zeros_(layer.bias)

    def forward(self, x: Tensor) -> Tensor:
        *hidden, last = self.layers
        for layer in hidden:
            x = self.activation(layer(x))
        return last(x)
