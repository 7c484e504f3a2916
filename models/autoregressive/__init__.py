"""Autoregressive models: exact likelihoods by the chain rule, in any order; and sequences with latent variables."""

from .ancestral import ancestral_sample
from .attention import SelfAttention, attention, causal_mask
from .causal_convolution import CausalConv1d
from .conv_nade import ConvNADE
from .deep_nade import DeepNADE
from .fvsbn import FVSBN
from .gated_pixel_cnn import GatedPixelCNN
from .linear_ar import LinearAR
from .made import MADE, MaskedLinear
from .masked_convolution import MaskedConv2d
from .nade import NADE
from .pixel_cnn import PixelCNN
from .pixel_rnn import DiagonalBiLSTM, PixelRNN, RowLSTM
from .rnade import RNADE
from .stcn import STCN
from .tabular import Tabular
from .tcn import TCN
from .transformer import Transformer
from .vrnn import VRNN
from .wavenet import WaveNet

__all__ = [
    "LinearAR",
    "Tabular",
    "FVSBN",
    "NADE",
    "RNADE",
    "DeepNADE",
    "ConvNADE",
    "MADE",
    "MaskedLinear",
    "PixelRNN",
    "RowLSTM",
    "DiagonalBiLSTM",
    "PixelCNN",
    "GatedPixelCNN",
    "MaskedConv2d",
    "CausalConv1d",
    "WaveNet",
    "TCN",
    "VRNN",
    "STCN",
    "attention",
    "causal_mask",
    "SelfAttention",
    "Transformer",
    "ancestral_sample",
]
