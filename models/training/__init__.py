"""Training neural networks: normalisation, regularisation, more from the same data."""

from __future__ import annotations

from .augmentation import add_noise, drop_channels, rotation, salt_and_pepper, scaling, warp, warp_points
from .bagging import Bagging, bootstrap
from .batch_norm import BatchNorm
from .dropout import Dropout, geometric_mask_ensemble, mask_ensemble
from .early_stopping import EarlyStopping
from .multitask import MultitaskModel
from .semi_supervised import SemiSupervisedClassifier
from .shifts import ShiftEquivariant, ShiftInvariant
from .standardisation import Standardisation

__all__ = [
    "Standardisation",
    "BatchNorm",
    "Dropout",
    "mask_ensemble",
    "geometric_mask_ensemble",
    "Bagging",
    "bootstrap",
    "EarlyStopping",
    "rotation",
    "scaling",
    "warp",
    "warp_points",
    "add_noise",
    "salt_and_pepper",
    "drop_channels",
    "ShiftEquivariant",
    "ShiftInvariant",
    "MultitaskModel",
    "SemiSupervisedClassifier",
]
