"""Generative adversarial networks: the game, tabular and neural, and what became of it."""

from __future__ import annotations

from .dcgan import DCDiscriminator, DCGenerator, down, up
from .gan import GAN, alternate
from .losses import discriminator_loss, gan_value, non_saturating_loss, saturating_loss
from .pix2pix import PatchDiscriminator, Pix2Pix, UNet
from .ring import covered_modes, ring_centres, ring_sample
from .tabular import TabularGAN
from .wasserstein import WassersteinGAN, gradient_penalty, wasserstein_distance

__all__ = [
    "gan_value",
    "discriminator_loss",
    "saturating_loss",
    "non_saturating_loss",
    "TabularGAN",
    "GAN",
    "alternate",
    "WassersteinGAN",
    "gradient_penalty",
    "wasserstein_distance",
    "DCGenerator",
    "DCDiscriminator",
    "down",
    "up",
    "Pix2Pix",
    "UNet",
    "PatchDiscriminator",
    "ring_centres",
    "ring_sample",
    "covered_modes",
]
