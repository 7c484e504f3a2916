"""Normalizing flows: exact likelihoods by the change of variables. Layers, and the models built of them."""

from .act_norm import ActNorm
from .bridge import FlowTransform
from .c_flow import CFlow
from .composition import Composition, Flow
from .conditional import ConditionalFlow
from .conditioner import ImageConditioner, VectorConditioner
from .continuous import ContinuousFlow, exact_divergence, quadratic_form, random_signs
from .coupling import AdditiveCoupling, AffineCoupling
from .glow import Glow
from .invertible_convolution import InvertibleConvolution
from .layer import FlowLayer
from .masked_autoregressive import MAF, MaskedAutoregressive
from .multi_scale import MultiScale
from .nice import NICE, Scaling
from .real_nvp import RealNVP
from .squeeze import Squeeze
from .super_resolution import SuperResolutionFlow

__all__ = [
    "FlowLayer",
    "AdditiveCoupling",
    "AffineCoupling",
    "Scaling",
    "ActNorm",
    "InvertibleConvolution",
    "Squeeze",
    "MaskedAutoregressive",
    "VectorConditioner",
    "ImageConditioner",
    "Composition",
    "MultiScale",
    "Flow",
    "NICE",
    "RealNVP",
    "MAF",
    "Glow",
    "ConditionalFlow",
    "SuperResolutionFlow",
    "CFlow",
    "ContinuousFlow",
    "exact_divergence",
    "quadratic_form",
    "random_signs",
    "FlowTransform",
]
