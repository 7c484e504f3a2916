"""What holds of every autoregressive model with finitely many events, all of them looked at."""

from __future__ import annotations

import pytest
import torch
from densities.autoregressive import CASES, Case
from densities.dependence import along, measured
from densities.enumeration import chance_of_fit, place_of_event
from densities.weights import randomised
from torch import Generator, nn

from probatum.identities import log_chain_rule
from probatum.models.autoregressive import ancestral_sample

SHOWS = {
    "tabular": pytest.mark.shows("autoregressive.tabular"),
    "FVSBN": pytest.mark.shows("autoregressive.fvsbn"),
    "NADE": pytest.mark.shows("autoregressive.nade"),
    "MADE": pytest.mark.shows("autoregressive.made"),
    "DeepNADE": pytest.mark.shows("autoregressive.deepnade"),
    "ConvNADE": pytest.mark.shows("autoregressive.convnade"),
    "PixelCNN": pytest.mark.shows("autoregressive.pixelcnn"),
    "gated PixelCNN": pytest.mark.shows("autoregressive.pixelcnn"),
    "row LSTM": pytest.mark.shows("autoregressive.pixelrnn"),
    "diagonal BiLSTM": pytest.mark.shows("autoregressive.pixelrnn"),
    "WaveNet": pytest.mark.shows("autoregressive.wavenet"),
    "Transformer": pytest.mark.shows("autoregressive.attention"),
}
each = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
each_shows = pytest.mark.parametrize(
    "case", [pytest.param(case, id=name, marks=SHOWS[name.partition(",")[0]]) for name, case in CASES.items()]
)


@pytest.fixture
def model(case: Case, generator: Generator) -> nn.Module:
    return randomised(case.build(generator), generator)


def uniform_numbers(case: Case, n: int, seed: int) -> torch.Tensor:
    """Those that a model draws first with this seed."""
    return torch.rand(n, *case.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@each_shows
def test_probabilities_sum_to_one(case: Case, model: nn.Module) -> None:
    log_p = model.log_prob(case.events())
    assert log_p.shape == (case.levels**case.dimension,)
    assert log_p.dtype == torch.float64
    torch.testing.assert_close(log_p.logsumexp(0), torch.zeros((), dtype=torch.float64), rtol=0, atol=1e-11)


@each
def test_conditionals_are_those_of_the_joint(case: Case, model: nn.Module) -> None:
    """Each conditional that the model names is the ratio of two marginals of the distribution that it makes."""
    x = case.events()
    joint = model.log_prob(x).exp().reshape((case.levels,) * case.dimension)
    order = case.factors.tolist()
    known = case.conditional_log_prob(model, x)
    torch.testing.assert_close(log_chain_rule.torch(known), model.log_prob(x))
    places = tuple(x.long().flatten(1).T)
    before = joint.new_ones(len(x))
    for number, i in enumerate(order):
        later = [joint.dim() - len(order) + k for k in order[number + 1 :]]
        marginal = joint.sum(later, keepdim=True).expand_as(joint)[places] if later else joint[places]
        torch.testing.assert_close(known[:, i].exp(), marginal / before, rtol=1e-9, atol=1e-11)
        before = marginal


@each_shows
def test_each_variable_depends_on_what_it_should_and_on_all_of_it(
    case: Case, model: nn.Module, generator: Generator
) -> None:
    events = case.events()

    def logits(x: torch.Tensor) -> torch.Tensor:
        return model.logits(x).reshape(1, case.dimension, -1)

    found = torch.zeros(case.dimension, case.dimension, dtype=torch.bool)
    for _ in range(6):  # as with some weights a ReLU hides what matters
        randomised(model, generator)
        for k in torch.randperm(len(events), generator=generator)[:5]:
            found |= measured(logits, events[k : k + 1], case.levels)
    assert torch.equal(found, case.pattern(model))
    assert not (found & ~along(case.factors)).any()


@each
def test_samples_are_distributed_as_the_density_says(case: Case, model: nn.Module, generator: Generator) -> None:
    """Fails by chance once in a million runs."""
    n = 20_000
    x = model.sample(n, generator)
    assert x.shape == (n, *case.shape)
    counts = place_of_event(x, case.levels).bincount(minlength=case.levels**case.dimension)
    assert chance_of_fit(counts, model.log_prob(case.events()).exp().detach()) > 1e-6


@each
def test_sampling_step_by_step_is_what_full_passes_give(case: Case, model: nn.Module, generator: Generator) -> None:
    """Bit by bit: the same random numbers, through a full pass for each variable."""
    n, seed = 50, generator.initial_seed()
    start = torch.zeros(n, *case.shape, dtype=torch.float64 if case.binary else torch.long)
    slow = ancestral_sample(model.logits, start, uniform_numbers(case, n, seed), case.factors.tolist())
    assert torch.equal(model.sample(n, torch.Generator().manual_seed(seed)), slow)


@each
def test_the_generator_alone_decides(case: Case, model: nn.Module) -> None:
    state = torch.get_rng_state()
    first, again, other = (model.sample(40, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(torch.get_rng_state(), state)


@each
def test_the_expected_score_is_zero(case: Case, model: nn.Module) -> None:
    """sum_x p(x) d log p(x) = 0, which every gradient of a normalised family keeps to; and every weight has one."""
    log_p = model.log_prob(case.events())
    weights = [weight for name, weight in model.named_parameters() if not (case.idle and name.startswith(case.idle))]
    scores = torch.autograd.grad(log_p, weights, log_p.exp().detach(), retain_graph=True)
    for score in scores:
        torch.testing.assert_close(score, torch.zeros_like(score), rtol=0, atol=1e-11)
    assert all(gradient.abs().max() > 0 for gradient in torch.autograd.grad(log_p.square().sum(), weights))


@each
def test_a_sample_is_judged_by_itself(case: Case, model: nn.Module, generator: Generator) -> None:
    x = case.events()
    chosen = torch.randperm(len(x), generator=generator)[:5]
    together = model.log_prob(x)[chosen]
    alone = torch.cat([model.log_prob(x[k : k + 1]) for k in chosen])
    torch.testing.assert_close(together, alone, rtol=1e-12, atol=1e-12)


@each
def test_single_precision_is_enough(case: Case, model: nn.Module, generator: Generator) -> None:
    x = case.events()
    expected = model.log_prob(x)
    model.float()
    single = x.float() if case.binary else x
    found = model.log_prob(single)
    assert found.dtype == torch.float32
    torch.testing.assert_close(found.double(), expected, rtol=1e-4, atol=1e-4)
    drawn = model.sample(3, generator)
    assert drawn.dtype == single.dtype


@each
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_huge_weights_give_probabilities_near_zero_and_one_not_nonsense(
    case: Case, model: nn.Module, dtype: torch.dtype, generator: Generator
) -> None:
    """With logits in the thousands nothing overflows, and the most probable events still carry all."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(30)
    model.to(dtype)
    x = case.events()
    log_p = model.log_prob(x.to(dtype) if case.binary else x)
    assert torch.isfinite(log_p).all()
    assert (log_p <= 0).all()
    assert log_p.min() < -50
    torch.testing.assert_close(log_p.double().logsumexp(0), torch.zeros((), dtype=torch.float64), rtol=0, atol=1e-3)
    assert torch.isfinite(model.log_prob(model.sample(20, generator))).all()


@each
def test_saved_weights_make_the_same_model(case: Case, model: nn.Module, generator: Generator) -> None:
    """Also the order and the masks, of which a new model has others."""
    other = randomised(case.build(torch.Generator().manual_seed(99)), torch.Generator().manual_seed(100))
    if hasattr(other, "set_masks"):
        other.set_masks(torch.arange(case.dimension).flip(0), torch.Generator().manual_seed(101))
    other.load_state_dict(model.state_dict())
    assert torch.equal(other.log_prob(case.events()), model.log_prob(case.events()))
    seed = generator.initial_seed()
    assert torch.equal(*(each.sample(20, torch.Generator().manual_seed(seed)) for each in (model, other)))
