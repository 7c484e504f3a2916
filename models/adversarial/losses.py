r"""The losses of the adversarial game, from logits a of the discriminator :math:`D = \sigma(a)`, in nats."""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import logsigmoid


def gan_value(real: Tensor, fake: Tensor) -> Tensor:
    r"""The value :math:`V = E_{p_d}[\log D(x)] + E_{p_g}[\log(1 - D(x))]` of the game, over samples of either law.

    The discriminator raises it, the generator lowers it (Goodfellow et al., 2014). Against the best discriminator
    :math:`p_d / (p_d + p_g)` it is :math:`-\log 4 + 2 D_{JS}(p_d \| p_g)`.

    Shapes: logits of data and of generated samples, any; gives a scalar.

    >>> gan_value(torch.zeros(5), torch.zeros(3))  # -log 4
    tensor(-1.3863)
    """
    return logsigmoid(real).mean() + logsigmoid(-fake).mean()


def discriminator_loss(real: Tensor, fake: Tensor) -> Tensor:
    """The mean cross-entropy of a discriminator that is shown data and generated samples alike often: -V/2.

    Shapes: as above.

    >>> discriminator_loss(torch.zeros(5), torch.zeros(3))  # log 2
    tensor(0.6931)
    """
    return -gan_value(real, fake) / 2


def saturating_loss(fake: Tensor) -> Tensor:
    r"""What the generator minimises in the game itself, :math:`E[\log(1 - D(G(z)))]`.

    Its derivative :math:`-\sigma(a)` in a logit vanishes where the discriminator is sure of itself, as
    :math:`a \to -\infty`.

    Shapes: logits, any; gives a scalar.

    >>> a = torch.tensor([-10.], requires_grad=True)
    >>> torch.autograd.grad(saturating_loss(a), a)
    (tensor([-4.5398e-05]),)
    """
    return logsigmoid(-fake).mean()


def non_saturating_loss(fake: Tensor) -> Tensor:
    r"""What the generator minimises instead, :math:`-E[\log D(G(z))]`.

    Its derivative :math:`\sigma(a) - 1` tends to -1 where that of the game vanishes; both point the same way.

    Shapes: logits, any; gives a scalar.

    >>> a = torch.tensor([-10.], requires_grad=True)
    >>> torch.autograd.grad(non_saturating_loss(a), a)
    (tensor([-1.0000]),)
    """
    return -logsigmoid(fake).mean()
