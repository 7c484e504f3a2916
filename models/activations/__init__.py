"""Activation functions, each with its derivative."""

from __future__ import annotations

from .leaky_relu import LeakyReLU
from .randomised_leaky_relu import RandomisedLeakyReLU
from .relu import ReLU
from .sigmoid import Sigmoid
from .tanh import Tanh

__all__ = ["Sigmoid", "Tanh", "ReLU", "LeakyReLU", "RandomisedLeakyReLU"]
