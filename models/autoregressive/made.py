"""The masked autoencoder for distribution estimation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, relu

from .conditionals import bernoulli_draw, bernoulli_log_prob


class MaskedLinear(nn.Linear):
    """An affine map whose weights count only where the mask is one.

    In a MADE the mask is a staircase: the first half of the outputs sees the first inputs only, `reach` of them, and
    what it does not see is not multiplied.
    """

    mask: Tensor

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.register_buffer("mask", torch.ones(outputs, inputs))
        self.reach = inputs

    def set_mask(self, mask: Tensor) -> None:
        self.mask.copy_(mask)
        seen = mask[: len(mask) // 2].any(0).nonzero()
        self.reach = int(seen.max()) + 1 if len(seen) else 0

    @property
    def masked_weight(self) -> Tensor:
        return self.mask * self.weight

    def forward(self, x: Tensor) -> Tensor:
        half = len(self.weight) // 2
        first, second = self.masked_weight.tensor_split([half])
        first_bias, second_bias = self.bias.tensor_split([half])
        seen = linear(x[:, : self.reach], first[:, : self.reach], first_bias)
        return torch.cat([seen, linear(x, second, second_bias)], 1)

    def get_extra_state(self) -> int:
        """What is saved beside weights and mask."""
        return self.reach

    def set_extra_state(self, reach: int) -> None:
        self.reach = reach


class MADE(nn.Module):
    """A multilayer perceptron from x to the parameters of every p(x_i | those before it), in one pass.

    A variable's degree is its place in the order, 1 to D; each hidden unit has a degree from 1 to D - 1. A unit of
    degree m sees the inputs and the units of degrees up to m, and the outputs for variables of degrees above m see
    it. So no path leads to an output from its own variable or a later one; and from every earlier one some path does,
    if each degree occurs in each layer, for which D - 1 units are enough.

    Each variable has `outputs` outputs. Binary variables have one, the logit; other laws (masked autoregressive
    flows) have theirs from `forward` and `fill`, and leave `log_prob` and `sample` alone.

    M. Germain, K. Gregor, I. Murray, H. Larochelle, "MADE: masked autoencoder for distribution estimation", 2015.

    >>> import torch
    >>> model = MADE(dimension=4, hidden=[16, 16], order=torch.tensor([2, 0, 3, 1]))
    >>> x = model.sample(3, torch.Generator().manual_seed(1))
    >>> model.log_prob(x).shape
    torch.Size([3])
    >>> model.set_masks(torch.tensor([3, 2, 1, 0]), torch.Generator().manual_seed(2))
    """

    order: Tensor
    degrees: Tensor

    def __init__(self, dimension: int, hidden: Sequence[int], outputs: int = 1, order: Tensor | None = None) -> None:
        super().__init__()
        self.dimension = dimension
        self.outputs = outputs
        self.hidden = list(hidden)
        widths = [dimension, *hidden, dimension * outputs]
        self.layers = nn.ModuleList(MaskedLinear(*sizes) for sizes in pairwise(widths))
        self.register_buffer("order", torch.arange(dimension))
        self.register_buffer("degrees", torch.zeros(sum(hidden), dtype=torch.long))
        self.set_masks(self.order if order is None else order)

    @torch.no_grad()
    def set_masks(self, order: Tensor, generator: torch.Generator | None = None) -> None:
        """Takes the variables in this order [dimension]. The hidden degrees are drawn if there is a generator, as in
        training with several masks, and spread evenly if not; the units of a layer stand sorted by them."""
        self.order.copy_(order)
        variables = self.order.argsort() + 1
        highest = max(1, self.dimension - 1)
        known = variables
        for layer, degrees in zip(self.layers[:-1], self.degrees.split(self.hidden), strict=True):
            if generator is None:
                degrees.copy_(torch.arange(len(degrees)) * highest // len(degrees) + 1)
            else:
                # A unit below every degree of the layer before would see nothing.
                drawn = torch.randint(int(known.min()), highest + 1, (len(degrees),), generator=generator)
                degrees.copy_(drawn.sort().values)
            layer.set_mask(degrees.unsqueeze(1) >= known)
            known = degrees
        seers = variables.repeat_interleave(self.outputs)
        self.layers[-1].set_mask(seers.unsqueeze(1) > known)

    def forward(self, x: Tensor) -> Tensor:
        """The outputs [batch, dimension, outputs] for x [batch, dimension]."""
        *hidden, last = self.layers
        for layer in hidden:
            x = relu(layer(x))
        return last(x).unflatten(1, (self.dimension, self.outputs))

    def logits(self, x: Tensor) -> Tensor:
        """Of each x_i given those before it in the order, [batch, dimension] both ways, for one output each."""
        return self(x).squeeze(2)

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x) in nats [batch] of x [batch, dimension] in {0, 1}."""
        return bernoulli_log_prob(self.logits(x), x).sum(1)

    @torch.no_grad()
    def fill(self, n: int, choose: Callable[[int, Tensor], Tensor]) -> Tensor:
        """x [n, dimension] with each x_i chosen when its outputs are known: `choose(i, outputs [n, outputs])` is [n].

        A unit of degree m is ready when m variables are: it is computed then, once, and not again with every pass. So
        all D steps together use each weight once, as one pass does.
        """
        weights = [layer.masked_weight for layer in self.layers]
        weights[0] = weights[0][:, self.order]
        biases = [layer.bias.unsqueeze(1) for layer in self.layers]
        places = torch.arange(self.dimension + 1, device=self.order.device)
        # How many inputs, and how many units of each layer, are of degree at most m, for m = 0, .., D.
        hidden = self.degrees.split(self.hidden)
        ready = [torch.searchsorted(degrees, places, right=True).tolist() for degrees in (places[1:], *hidden)]
        # Transposed, so that what is ready lies together: the first rows.
        values = [weights[0].new_empty(len(bias), n) for bias in (self.order, *biases[:-1])]
        for m, i in enumerate(self.order.tolist()):
            own, known = slice(i * self.outputs, (i + 1) * self.outputs), ready[-1][m]
            outputs = torch.addmm(biases[-1][own], weights[-1][own, :known], values[-1][:known])
            values[0][m] = choose(i, outputs.T)
            for layer in range(len(self.hidden)):
                new, known = slice(ready[layer + 1][m], ready[layer + 1][m + 1]), ready[layer][m + 1]
                if new.start < new.stop:
                    before = torch.addmm(biases[layer][new], weights[layer][new, :known], values[layer][:known])
                    values[layer + 1][new] = relu(before)
        return values[0][self.order.argsort()].T.contiguous()

    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n draws [n, dimension] of binary variables."""
        like = self.layers[0].weight
        uniform = torch.rand(n, self.dimension, generator=generator, dtype=like.dtype, device=like.device)
        return self.fill(n, lambda i, outputs: bernoulli_draw(outputs[:, 0], uniform[:, i]))
