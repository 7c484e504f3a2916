"""Reference models and algorithms of machine learning: small, readable, and held to the identities by tests."""

from __future__ import annotations

from .neural import Perceptron, mistake_bound

__all__ = ["Perceptron", "mistake_bound"]
