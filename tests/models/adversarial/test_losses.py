"""The losses of the game: the value, its two sides, and what is left of their gradients as the discriminator wins."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Generator, Tensor

from probatum import identities as ids
from probatum.models import binary_cross_entropy, discriminator_loss, gan_value, non_saturating_loss, saturating_loss


def logits(generator: Generator, n: int = 50) -> Tensor:
    return 3 * torch.randn(n, generator=generator, dtype=torch.float64)


@pytest.mark.shows("gan.value_function")
def test_the_value_is_its_formula(generator: Generator) -> None:
    real, fake = logits(generator), logits(generator, 70)
    expected = torch.log(real.sigmoid()).mean() + torch.log(1 - fake.sigmoid()).mean()
    torch.testing.assert_close(gan_value(real, fake), expected, rtol=1e-10, atol=1e-12)


@pytest.mark.shows("gan.value_function")
def test_over_all_outcomes_it_is_that_of_the_catalogue(generator: Generator) -> None:
    """Samples that come as often as their probabilities say: the mean over them is the mean under the law."""
    times_real, times_fake = (torch.randint(1, 9, (6,), generator=generator) for _ in range(2))
    a = logits(generator, 6)
    p, g = times_real / times_real.sum(), times_fake / times_fake.sum()
    value = gan_value(a.repeat_interleave(times_real), a.repeat_interleave(times_fake))
    expected = ids.gan_value.torch(p.double(), g.double(), a.sigmoid())
    torch.testing.assert_close(value, expected, rtol=1e-6, atol=1e-6)


@pytest.mark.shows("gan.discriminator_loss")
def test_the_discriminators_loss_is_its_mean_cross_entropy(generator: Generator) -> None:
    real, fake = logits(generator), logits(generator)
    labelled = binary_cross_entropy(torch.cat([real, fake]), torch.cat([torch.ones(50), torch.zeros(50)]))
    torch.testing.assert_close(discriminator_loss(real, fake), labelled.mean(), rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(discriminator_loss(real, fake), -gan_value(real, fake) / 2)


@pytest.mark.shows("gan.value_function", "gan.non_saturating")
def test_the_generators_losses_are_their_formulas(generator: Generator) -> None:
    fake, real = logits(generator), logits(generator)
    d = fake.sigmoid()
    torch.testing.assert_close(saturating_loss(fake), torch.log(1 - d).mean(), rtol=1e-10, atol=1e-12)
    torch.testing.assert_close(non_saturating_loss(fake), -torch.log(d).mean(), rtol=1e-10, atol=1e-12)
    # The saturating one is the generator's part of the value, to be lowered.
    apart = gan_value(real, fake) - saturating_loss(fake)
    torch.testing.assert_close(apart, gan_value(real, 2 * fake) - saturating_loss(2 * fake))


def slope(loss: object, a: Tensor) -> Tensor:
    a = a.clone().requires_grad_()
    return torch.autograd.grad(loss(a) * a.numel(), a)[0]  # type: ignore[operator]


@pytest.mark.shows("gan.non_saturating")
def test_their_gradients_are_those_of_the_catalogue(generator: Generator) -> None:
    a = logits(generator)
    torch.testing.assert_close(slope(saturating_loss, a), ids.saturating_gradient.torch(a), rtol=1e-10, atol=1e-13)
    torch.testing.assert_close(
        slope(non_saturating_loss, a), -ids.non_saturating_gradient.torch(a), rtol=1e-10, atol=1e-13
    )


@pytest.mark.shows("gan.non_saturating")
def test_as_the_discriminator_wins_one_gradient_vanishes_and_the_other_stays() -> None:
    a = -torch.tensor([1.0, 5.0, 20.0, 100.0], dtype=torch.float64)
    torch.testing.assert_close(slope(saturating_loss, a), -torch.exp(a) / (1 + torch.exp(a)), rtol=1e-10, atol=0)
    assert slope(saturating_loss, a)[-1].abs() < 1e-40
    torch.testing.assert_close(slope(non_saturating_loss, a)[2:], torch.tensor([-1.0, -1.0], dtype=torch.float64))
    assert (slope(saturating_loss, a) < 0).all()  # either way the logit has to rise
    assert (slope(non_saturating_loss, a) < 0).all()


def test_an_undecided_discriminator_is_worth_minus_log_4() -> None:
    nothing = torch.zeros(7)
    assert gan_value(nothing, nothing).item() == pytest.approx(-math.log(4))
    assert discriminator_loss(nothing, nothing).item() == pytest.approx(math.log(2))


@pytest.mark.parametrize("size", [19.0, 21.0, 35.0])
def test_a_discriminator_that_is_nearly_sure_is_not_taken_for_sure(size: float) -> None:
    """-log D = log(1 + e^-a), also where the logit a is large."""
    sure = torch.tensor([size], dtype=torch.float64)
    expected = pytest.approx(math.log1p(math.exp(-size)), rel=1e-12)
    assert non_saturating_loss(sure).item() == expected
    assert -saturating_loss(-sure).item() == expected
    assert discriminator_loss(sure, -sure).item() == expected


def test_losses_do_not_overflow() -> None:
    a = torch.tensor([-1e4, 1e4], requires_grad=True)
    for loss in (gan_value(a, a), saturating_loss(a), non_saturating_loss(a)):
        assert loss.isfinite()
        assert torch.autograd.grad(loss, a)[0].isfinite().all()
