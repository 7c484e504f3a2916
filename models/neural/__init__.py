"""Neural basics."""

from __future__ import annotations

from .perceptron import Perceptron, mistake_bound

__all__ = ["Perceptron", "mistake_bound"]
