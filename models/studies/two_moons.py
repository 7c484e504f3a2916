"""Two crescents in the plane, and pictures of densities on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

REACH, PIXELS, LINES = 2.1, 140, 17


def two_moons(n: int, seed: int) -> Tensor:
    """Points [n, 2] around two crescents that reach into each other, about the origin."""
    from sklearn.datasets import make_moons

    points, _ = make_moons(n, noise=0.07, random_state=seed)
    return torch.tensor(points, dtype=torch.float32) * 1.2 - torch.tensor([0.6, 0.3])


def show_density(panel: Any, log_prob: Callable[[Tensor], Tensor], title: str) -> None:
    """A heat map of exp(log_prob)."""
    line = torch.linspace(-REACH, REACH, PIXELS)
    with torch.no_grad():
        density = log_prob(torch.cartesian_prod(line, line)).exp().view(PIXELS, PIXELS).T
    panel.imshow(density.numpy(), origin="lower", extent=(-REACH, REACH, -REACH, REACH), cmap="magma")
    panel.set_title(title)
    panel.set_axis_off()


def show_warped_grid(panel: Any, sent: Callable[[Tensor], Tensor], title: str) -> None:
    """Where a map sends the lines of a square grid."""
    still, along = torch.meshgrid(torch.linspace(-2.4, 2.4, LINES), torch.linspace(-2.4, 2.4, 100), indexing="ij")
    for points, colour in ((torch.stack([along, still], 2), "tab:blue"), (torch.stack([still, along], 2), "tab:red")):
        with torch.no_grad():
            x, y = sent(points.reshape(-1, 2)).T
        panel.plot(x.view(LINES, -1).T.numpy(), y.view(LINES, -1).T.numpy(), color=colour, linewidth=0.6)
    panel.set_xlim(-REACH, REACH)
    panel.set_ylim(-REACH, REACH)
    panel.set_aspect("equal")
    panel.set_title(title)
    panel.set_axis_off()


def show_points(panel: Any, points: Tensor, title: str) -> None:
    x, y = points.T
    panel.plot(x.numpy(), y.numpy(), ".", markersize=1.5)
    panel.set_xlim(-REACH, REACH)
    panel.set_ylim(-REACH, REACH)
    panel.set_aspect("equal")
    panel.set_title(title)
    panel.set_axis_off()
