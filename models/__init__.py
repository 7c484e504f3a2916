"""Reference models and algorithms of machine learning: small, readable, and held to the identities by tests.

The examples in the docstrings suppose `import torch`, `from torch import nn` and `from probatum.models import *`.
"""

from __future__ import annotations

from .activations import LeakyReLU, RandomisedLeakyReLU, ReLU, Sigmoid, Tanh
from .neural import (
    MLP,
    LogisticRegression,
    Perceptron,
    ReLUInterpolator,
    SoftmaxClassifier,
    accuracy,
    binary_cross_entropy,
    fit_lbfgs,
    fit_sgd,
    mistake_bound,
    negative_log_likelihood,
    squared_loss,
)
from .training import (
    Bagging,
    BatchNorm,
    Dropout,
    EarlyStopping,
    MultitaskModel,
    SemiSupervisedClassifier,
    ShiftEquivariant,
    ShiftInvariant,
    Standardisation,
    add_noise,
    bootstrap,
    drop_channels,
    geometric_mask_ensemble,
    mask_ensemble,
    rotation,
    salt_and_pepper,
    scaling,
    warp,
    warp_points,
)
from .variational import (
    VAE,
    BernoulliLikelihood,
    BetaVAE,
    BinomialLikelihood,
    LinearGaussianVAE,
    NormalLikelihood,
    reparameterised_gradient,
    score_function_gradient,
)

__all__ = [
    # neural basics
    "Perceptron",
    "mistake_bound",
    "LogisticRegression",
    "SoftmaxClassifier",
    "MLP",
    "ReLUInterpolator",
    "fit_lbfgs",
    "fit_sgd",
    "squared_loss",
    "binary_cross_entropy",
    "negative_log_likelihood",
    "accuracy",
    # activations
    "Sigmoid",
    "Tanh",
    "ReLU",
    "LeakyReLU",
    "RandomisedLeakyReLU",
    # training
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
    # variational
    "reparameterised_gradient",
    "score_function_gradient",
    "VAE",
    "BetaVAE",
    "LinearGaussianVAE",
    "BernoulliLikelihood",
    "BinomialLikelihood",
    "NormalLikelihood",
]
