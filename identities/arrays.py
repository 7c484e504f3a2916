"""NumPy and torch under one set of names, for rules that are written once. Neither is loaded before it is used.

Functions that both have under one name and meaning (log, exp, sqrt, where, linalg.cholesky, ..) are theirs; those
that differ, or that one of them lacks, stand here.
"""

from __future__ import annotations

from typing import Any


class NumpyArrays:
    """The names of rules, by NumPy."""

    def __init__(self) -> None:
        import numpy

        self._numpy = numpy

    def __getattr__(self, name: str) -> Any:
        return getattr(self._numpy, name)

    def asarray(self, x: Any) -> Any:
        array = self._numpy.asarray(x)
        return array if array.dtype.kind == "f" else array.astype(self._numpy.float64)

    def xlogy(self, x: Any, y: Any) -> Any:
        """x log y, which is 0 at x = 0 whatever y is."""
        zero = x == 0
        with self._numpy.errstate(divide="ignore", invalid="ignore"):
            return self._numpy.where(zero, 0.0, x * self._numpy.log(self._numpy.where(zero, 1.0, y)))

    def logsumexp(self, x: Any) -> Any:
        """log of the sum of exp over the last axis."""
        return self._numpy.logaddexp.reduce(x, axis=-1)

    def log_sigmoid(self, x: Any) -> Any:
        return -self._numpy.logaddexp(0.0, -x)

    def sigmoid(self, x: Any) -> Any:
        small = self._numpy.exp(-self._numpy.abs(x))
        return self._numpy.where(x >= 0, 1.0, small) / (1.0 + small)

    def softmax(self, x: Any) -> Any:
        return self._numpy.exp(x - self.logsumexp(x)[..., None])

    def transpose(self, a: Any) -> Any:
        return self._numpy.swapaxes(a, -1, -2)

    def diagonal(self, a: Any) -> Any:
        return self._numpy.diagonal(a, axis1=-2, axis2=-1)

    def identity_like(self, a: Any) -> Any:
        return self._numpy.eye(a.shape[-1], dtype=a.dtype)

    def lower_solve(self, lower: Any, b: Any) -> Any:
        """x of lower x = b. NumPy has no triangular solver."""
        return self._numpy.linalg.solve(lower, b)


class TorchArrays:
    """The names of rules, by torch; all differentiable."""

    def __init__(self) -> None:
        import torch

        self._torch = torch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._torch, name)

    def asarray(self, x: Any) -> Any:
        tensor = self._torch.as_tensor(x)
        return tensor if tensor.is_floating_point() else tensor.to(self._torch.get_default_dtype())

    def logsumexp(self, x: Any) -> Any:
        return self._torch.logsumexp(x, -1)

    def log_sigmoid(self, x: Any) -> Any:
        return self._torch.nn.functional.logsigmoid(x)

    def softmax(self, x: Any) -> Any:
        return self._torch.softmax(x, -1)

    def transpose(self, a: Any) -> Any:
        return a.mT

    def diagonal(self, a: Any) -> Any:
        return self._torch.diagonal(a, dim1=-2, dim2=-1)

    def identity_like(self, a: Any) -> Any:
        return self._torch.eye(a.shape[-1], dtype=a.dtype, device=a.device)

    def lower_solve(self, lower: Any, b: Any) -> Any:
        return self._torch.linalg.solve_triangular(lower, b, upper=False)
