"""Multiplications, counted as they are done."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

aten = torch.ops.aten
PRODUCTS = {aten.mm.default: (0, 1), aten.addmm.default: (1, 2), aten.bmm.default: (0, 1), aten.baddbmm.default: (1, 2),
            aten.mv.default: (0, 1), aten.addmv.default: (1, 2), aten.dot.default: (0, 1)}  # fmt: skip
ELEMENTWISE = {aten.mul.Tensor, aten.mul_.Tensor, aten.addcmul.default, aten.addcmul_.default}


class Multiplications(TorchDispatchMode):
    """Counts, while it is entered, every scalar product that matrix products, convolutions and elementwise products
    need. Functions of one number (a sigmoid) do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        if func in PRODUCTS:
            left, right = (args[place] for place in PRODUCTS[func])
            self.count += left.numel() * (right.shape[-1] if right.dim() > 1 else 1)
        elif func in ELEMENTWISE:
            self.count += result.numel()
        elif func is aten.convolution.default:
            weight: Tensor = args[1]
            self.count += result.numel() * math.prod(weight.shape[1:])
        return result


def slope(sizes: list[int], counts: list[int]) -> float:
    """Of log count against log size, between the two largest sizes."""
    return math.log(counts[-1] / counts[-2]) / math.log(sizes[-1] / sizes[-2])
