"""What holds of every layer of flows, and of every flow."""

from __future__ import annotations

import pytest
import torch
from densities.dependence import jacobian_pattern
from densities.enumeration import chance_of_fit, place_of_event
from densities.flows import FLOWS, LAYERS, PLANE, Case
from densities.quadrature import around, integral
from densities.weights import randomised
from torch import Generator, Tensor
from torch.autograd.functional import jacobian
from torch.distributions import Independent, Normal, TransformedDistribution

from probatum.models.flows import Flow, FlowLayer, FlowTransform

ALL = {**LAYERS, **FLOWS}
SHOWS = {
    "additive coupling": pytest.mark.shows("flow.coupling"),
    "affine coupling": pytest.mark.shows("flow.coupling"),
    "NICE": pytest.mark.shows("flow.coupling"),
    "RealNVP": pytest.mark.shows("flow.coupling"),
    "several scales": pytest.mark.shows("flow.multiscale"),
    "Glow": pytest.mark.shows("flow.multiscale"),
    "super-resolution": pytest.mark.shows("flow.super_resolution"),
    "conditional flow": pytest.mark.shows("flow.conditional"),
    "C-Flow": pytest.mark.shows("flow.c_flow"),
    "continuous": pytest.mark.shows("flow.continuous"),
}


def over(cases: dict[str, Case]) -> pytest.MarkDecorator:
    """Each case, marked with the claim that it shows."""
    marks = {name: [SHOWS[key] for key in SHOWS if name == key or name.startswith(f"{key}, ")] for name in cases}
    return pytest.mark.parametrize("case", [pytest.param(cases[name], id=name, marks=marks[name]) for name in cases])


@pytest.fixture
def layer(case: Case, generator: Generator) -> FlowLayer:
    return case.layer(generator)


def one_by_one(x: Tensor, context: Tensor | None) -> list[tuple[Tensor, Tensor | None]]:
    """Batches of one, each with its own context."""
    return [(x[k : k + 1], None if context is None else context[k : k + 1]) for k in range(len(x))]


def log_det_of(function: object, x: Tensor) -> Tensor:
    """Of the Jacobian at one sample [1, ..], by automatic differentiation."""
    assert callable(function)
    size = x.numel()
    return torch.linalg.slogdet(jacobian(function, x).reshape(size, size)).logabsdet.reshape(1)


@over(ALL)
def test_log_determinants_are_those_of_the_jacobian_both_ways(
    case: Case, layer: FlowLayer, generator: Generator
) -> None:
    x, context = case.samples(3, generator), case.contexts(3, generator)
    for sample, given in one_by_one(x, context):
        z, log_det = layer(sample, given)
        assert log_det.shape == (1,)
        expected = log_det_of(lambda one, given=given: layer(one, given)[0], sample)
        torch.testing.assert_close(log_det, expected, rtol=case.accuracy, atol=case.accuracy)
        _, log_det = layer.inverse(z, given)
        expected = log_det_of(lambda one, given=given: layer.inverse(one, given)[0], z.detach())
        torch.testing.assert_close(log_det, expected, rtol=case.accuracy, atol=case.accuracy)


@over(ALL)
def test_each_way_undoes_the_other(case: Case, layer: FlowLayer, generator: Generator) -> None:
    x, context = case.samples(20, generator), case.contexts(20, generator)
    z, there = layer(x, context)
    again, back = layer.inverse(z, context)
    torch.testing.assert_close(again, x, rtol=case.accuracy, atol=case.accuracy)
    torch.testing.assert_close(back, -there, rtol=case.accuracy, atol=case.accuracy)
    latent = case.samples(20, generator).reshape(z.shape)
    again, _ = layer(layer.inverse(latent, context)[0], context)
    torch.testing.assert_close(again, latent, rtol=case.accuracy, atol=case.accuracy)
    with torch.no_grad():  # where some layers go another way
        found, back = layer.inverse(z, context)
    torch.testing.assert_close(found, x, rtol=case.accuracy, atol=case.accuracy)
    torch.testing.assert_close(back, -there, rtol=case.accuracy, atol=case.accuracy)


@over(ALL)
def test_the_jacobian_has_the_pattern_that_was_predicted(case: Case, layer: FlowLayer, generator: Generator) -> None:
    """Not only inside it: what may have an influence has one."""
    found = torch.zeros(case.dimension, case.dimension, dtype=torch.bool)
    for _ in range(3):
        randomised(layer, generator, case.gain)
        context = case.contexts(1, generator)
        x = case.samples(3, generator).flatten(1)
        found |= jacobian_pattern(
            lambda one, context=context: layer(one.reshape(1, *case.shape), context)[0].flatten(), x
        )
    assert torch.equal(found, case.pattern())


@over(ALL)
def test_a_sample_is_mapped_by_itself_and_given_its_own_context(
    case: Case, layer: FlowLayer, generator: Generator
) -> None:
    x, context = case.samples(5, generator), case.contexts(5, generator)
    together = layer(x, context)
    alone = [layer(*each) for each in one_by_one(x, context)]
    for whole, parts in zip(together, zip(*alone, strict=True), strict=True):
        torch.testing.assert_close(torch.cat(parts), whole, rtol=case.accuracy, atol=case.accuracy)


@over(ALL)
def test_log_densities_have_the_right_gradients(case: Case, layer: FlowLayer, generator: Generator) -> None:
    """Of the sum of log-determinant and -|z|^2/2, along a random direction of the weights and of x, beside the
    difference quotient; and every weight has one."""
    x, context = case.samples(4, generator).requires_grad_(), case.contexts(4, generator)
    weights = list(layer.parameters())

    def value() -> Tensor:
        z, log_det = layer(x, context)
        return (log_det - z.flatten(1).square().sum(1) / 2).sum()

    directions = [torch.randn(w.shape, generator=generator, dtype=torch.float64) for w in (x, *weights)]
    gradients = torch.autograd.grad(value(), [x, *weights])
    expected = sum((g * d).sum() for g, d in zip(gradients, directions, strict=True))
    step = 1e-5

    def moved(by: float) -> Tensor:
        with torch.no_grad():
            for weight, direction in zip((x, *weights), directions, strict=True):
                weight.add_(direction, alpha=by)
            found = value()
            for weight, direction in zip((x, *weights), directions, strict=True):
                weight.sub_(direction, alpha=by)
        return found

    found = (moved(step) - moved(-step)) / (2 * step)
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)
    for gradient, weight in zip(gradients, (x, *weights), strict=True):
        # Of a triangular factor half the entries do not count.
        assert gradient.abs().max() > 0 or (weight.dim() == 2 and not weight.numel())


@over(ALL)
@pytest.mark.parametrize("size", [1e-6, 1e2, 1e4])
def test_extreme_inputs_come_back(case: Case, layer: FlowLayer, size: float, generator: Generator) -> None:
    """Relative to the largest number on the way: a coupling shifts small numbers by what large ones say."""
    x, context = size * case.samples(20, generator), case.contexts(20, generator)
    z, log_det = layer(x, context)
    again, back = layer.inverse(z, context)
    assert torch.isfinite(z).all() and torch.isfinite(log_det).all()
    largest = max(1.0, size, float(z.detach().abs().max()))
    assert (again - x).abs().max() < 100 * case.accuracy * largest
    torch.testing.assert_close(back, -log_det, rtol=1e-5, atol=1e-5)


@over(ALL)
def test_single_precision_is_enough(case: Case, layer: FlowLayer, generator: Generator) -> None:
    if hasattr(layer, "tolerance"):
        layer.tolerance = 1e-5
    x, context = case.samples(20, generator), case.contexts(20, generator)
    z, log_det = layer(x, context)
    single = [None if each is None else each.float() for each in (x, context)]
    found, found_log_det = layer.float()(*single)
    assert found.dtype == found_log_det.dtype == torch.float32
    torch.testing.assert_close(found.double(), z, rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(found_log_det.double(), log_det, rtol=1e-3, atol=1e-3)
    again, _ = layer.inverse(found, single[1])
    torch.testing.assert_close(again, single[0], rtol=1e-2, atol=1e-2)


@over(FLOWS)
def test_the_density_is_the_base_density_times_the_determinant(case: Case, layer: Flow, generator: Generator) -> None:
    x, context = case.samples(6, generator), case.contexts(6, generator)
    z, log_det = layer(x, context)
    base = Normal(0.0, 1.0).log_prob(z).flatten(1).sum(1)
    torch.testing.assert_close(layer.log_prob(x, context), base + log_det)


@over(FLOWS)
def test_samples_are_base_noise_sent_back(case: Case, layer: Flow, generator: Generator) -> None:
    context = case.contexts(7, generator)
    state = torch.get_rng_state()
    x, again, other = (layer.sample(7, torch.Generator().manual_seed(seed), context) for seed in (1, 1, 2))
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(x, again)
    assert not torch.equal(x, other)
    assert x.shape == (7, *case.shape)
    noise = torch.randn(7, *case.shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    torch.testing.assert_close(layer(x, context)[0], noise, rtol=case.accuracy, atol=case.accuracy)


@over(FLOWS)
def test_saved_weights_make_the_same_flow(case: Case, layer: Flow, generator: Generator) -> None:
    other = case.layer(torch.Generator().manual_seed(99))
    other.load_state_dict(layer.state_dict())
    x, context = case.samples(6, generator), case.contexts(6, generator)
    assert torch.equal(other.log_prob(x, context), layer.log_prob(x, context))


@over(PLANE)
def test_densities_integrate_to_one(case: Case, layer: Flow, generator: Generator) -> None:
    points, error = case.grid
    for _ in range(1 if case.context is None else 3):
        context = case.contexts(1, generator)

        def given(n: int, context: Tensor | None = context) -> Tensor | None:
            return None if context is None else context.expand(n, -1)

        box = around(layer.sample(4000, generator, given(4000)))
        found = integral(lambda x: layer.log_prob(x, given(len(x))).exp(), *box, points)
        torch.testing.assert_close(found, torch.ones((), dtype=torch.float64), rtol=0, atol=error)


@over(PLANE)
def test_samples_are_distributed_as_the_density_says(case: Case, layer: Flow, generator: Generator) -> None:
    """In squares of the plane, whose probabilities are integrals; fails by chance once in a million runs."""
    n, side, fine = 20_000, 12, 16
    context = case.contexts(1, generator)
    given = None if context is None else context.expand(n, -1)
    x = layer.sample(n, generator, given)
    low, high = x.min() - 1, x.max() + 1
    cells = ((x - low) / (high - low) * side).long().clamp(max=side - 1)
    counts = place_of_event(cells, side).bincount(minlength=side**2)
    width = (high - low) / (side * fine)
    middles = low + (torch.arange(side * fine, dtype=torch.float64) + 0.5) * width
    grid = torch.cartesian_prod(middles, middles)
    given = None if context is None else context.expand(len(grid), -1)
    with torch.no_grad():
        density = layer.log_prob(grid, given).exp().reshape(side, fine, side, fine)
    probabilities = density.sum((1, 3)).flatten() * width**2
    assert probabilities.sum() == pytest.approx(1, abs=1e-4)
    assert chance_of_fit(counts, probabilities / probabilities.sum()) > 1e-6


@over({name: case for name, case in FLOWS.items() if case.context is None})
def test_it_is_one_of_torchs_distributions(case: Case, layer: Flow, generator: Generator) -> None:
    x = case.samples(6, generator)
    density = layer.distribution()
    assert density.event_shape == case.shape
    torch.testing.assert_close(density.log_prob(x), layer.log_prob(x), rtol=case.accuracy, atol=case.accuracy)
    drawn = density.rsample((3, 2))
    assert drawn.shape == (3, 2, *case.shape)
    assert drawn.requires_grad
    torch.testing.assert_close(
        density.log_prob(drawn).flatten(), layer.log_prob(drawn.flatten(0, 1)), rtol=case.accuracy, atol=case.accuracy
    )


@over({name: case for name, case in LAYERS.items() if case.context is None and name != "squeeze"})
def test_layers_are_torchs_transforms(case: Case, layer: FlowLayer, generator: Generator) -> None:
    """From latents to samples, with batches of any shape."""
    event = len(case.shape)
    base = Independent(Normal(torch.zeros(case.shape).double(), torch.ones(case.shape).double()), event)
    transform = FlowTransform(layer, event)
    density = TransformedDistribution(base, [transform])
    z = case.samples(6, generator).reshape(3, 2, *case.shape)
    x = transform(z)
    _, log_det = layer.inverse(z.flatten(0, 1))
    torch.testing.assert_close(transform.log_abs_det_jacobian(z, x), log_det.reshape(3, 2))
    torch.testing.assert_close(transform.inv(x), z)
    torch.testing.assert_close(density.log_prob(x), base.log_prob(z) - log_det.reshape(3, 2))
