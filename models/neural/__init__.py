"""Neural basics: linear classifiers, the multilayer perceptron, the losses."""

from __future__ import annotations

from .interpolator import ReLUInterpolator
from .logistic import LogisticRegression
from .losses import accuracy, binary_cross_entropy, negative_log_likelihood, squared_loss
from .maximum_likelihood import fit_lbfgs, fit_sgd
from .multilayer import MLP
from .perceptron import Perceptron, mistake_bound
from .softmax import SoftmaxClassifier

__all__ = [
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
]
