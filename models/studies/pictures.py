"""Drawing that several studies share. Figures without a window, without state and with small files."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from .study import Losses

DPI = 100


def figure(columns: int, rows: int = 1, size: float = 3.2) -> tuple[Any, list[Any]]:
    """A figure with panels of `size` inches in a grid, row by row."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(columns * size, rows * size), dpi=DPI, layout="constrained")
    return made, [made.add_subplot(rows, columns, k + 1) for k in range(rows * columns)]


def show_images(panel: Any, images: Tensor, columns: int, title: str = "") -> None:
    """Images (n, 1, h, w) or (n, 3, h, w) with values in [0, 1], side by side, row by row."""
    height, width = images.shape[-2:]
    rows = -(-len(images) // columns)
    sheet = images.new_ones(rows * (height + 1) - 1, columns * (width + 1) - 1, images.shape[1])
    for k, image in enumerate(images.detach().clamp(0, 1)):
        top, left = k // columns * (height + 1), k % columns * (width + 1)
        sheet[top : top + height, left : left + width] = image.permute(1, 2, 0)
    panel.imshow(sheet.squeeze(-1).numpy(), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    panel.set_title(title)
    panel.set_axis_off()


def show_losses(panel: Any, losses: Losses, label: str, average: int = 1) -> None:
    """Curves over the steps, each point the mean of the last `average` steps."""
    import numpy as np

    for name, values in losses.items():
        width = min(average, len(values))
        smooth = np.convolve(values, np.full(width, 1 / width), mode="valid")
        panel.plot(range(width, len(values) + 1), smooth, linewidth=1, label=name)
    panel.set_xlabel("step")
    panel.set_ylabel(label)
    if losses:
        panel.legend(frameon=False)
