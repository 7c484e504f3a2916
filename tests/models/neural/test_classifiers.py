"""Linear classifiers: their likelihoods are likelihoods, and every fit finds the one maximum."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
import torch
from strategies.sampling import assert_mean
from torch import Generator, Tensor, nn
from torch.func import functional_call, hessian
from torch.nn.functional import one_hot

from probatum import identities as ids
from probatum.models import LogisticRegression, SoftmaxClassifier, fit_lbfgs, fit_sgd

FEATURES, CLASSES, N = 3, 4, 60
MODELS: dict[str, tuple[Callable[[], nn.Module], int]] = {
    "logistic": (lambda: LogisticRegression(FEATURES), 2),
    "softmax": (lambda: SoftmaxClassifier(FEATURES, CLASSES), CLASSES),
}
each = pytest.mark.parametrize("name", MODELS)


def drawn(name: str, generator: Generator, dtype: torch.dtype = torch.float64) -> tuple[Any, Tensor, Tensor]:
    """A model with random weights, samples, and labels that no plane separates from each other."""
    make, classes = MODELS[name]
    model = make().to(dtype)
    for parameter in model.parameters():
        nn.init.normal_(parameter, generator=generator)
    x = torch.randn(N, FEATURES, generator=generator, dtype=torch.float64).to(dtype)
    y = torch.arange(N) % classes
    return model, x, y if name == "softmax" else y.to(dtype)


def weights(model: nn.Module) -> Tensor:
    return nn.utils.parameters_to_vector(model.parameters()).detach()


def gradient(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    return torch.cat([g.flatten() for g in torch.autograd.grad(model.nll(x, y), [*model.parameters()])])


@each
def test_a_new_model_is_nearly_undecided(name: str) -> None:
    """But no two weights are alike; each is beyond ten of its standard deviations with less than 1e-6."""
    first = next(MODELS[name][0]().parameters()).detach()
    assert first.abs().min() > 0
    assert first.abs().max() < 0.1
    assert len(first.unique()) == first.numel()


@each
def test_probabilities_of_labels_sum_to_one(name: str, generator: Generator) -> None:
    model, x, y = drawn(name, generator)
    total = sum(model.log_prob(x, torch.full_like(y, k)).exp() for k in range(MODELS[name][1]))
    torch.testing.assert_close(total, torch.ones(N, dtype=torch.float64), rtol=1e-12, atol=0)


@each
def test_the_loss_is_the_sum_over_samples(name: str, generator: Generator) -> None:
    model, x, y = drawn(name, generator)
    assert model.log_prob(x, y).shape == (N,)
    torch.testing.assert_close(model.nll(x, y), -sum(model.log_prob(x[k : k + 1], y[k : k + 1])[0] for k in range(N)))


@each
def test_the_loss_is_convex(name: str, generator: Generator) -> None:
    model, x, y = drawn(name, generator)
    shapes = dict(model.named_parameters())

    def loss(w: Tensor) -> Tensor:
        split = w.split([p.numel() for p in shapes.values()])
        parameters = {name: part.view_as(shapes[name]) for name, part in zip(shapes, split, strict=True)}
        return -functional_call(_LogProb(model), {f"model.{k}": v for k, v in parameters.items()}, (x, y)).sum()

    assert torch.linalg.eigvalsh(hessian(loss)(weights(model))).min() > -1e-9


class _LogProb(nn.Module):
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return self.model.log_prob(x, y)


@each
def test_lbfgs_finds_the_maximum(name: str, generator: Generator) -> None:
    model, x, y = drawn(name, generator)
    loss = fit_lbfgs(model, x, y)
    assert gradient(model, x, y).norm() < 1e-5
    assert loss == model.nll(x, y).item()


@each
def test_sgd_comes_close_to_it(name: str, generator: Generator) -> None:
    """In the gap of the loss, which is quadratic in what is left of the way."""
    model, x, y = drawn(name, generator)
    before = model.nll(x, y).item()
    losses = fit_sgd(model, x, y, learning_rate=0.05, epochs=200, batch=20, generator=generator)
    after = model.nll(x, y).item()
    best = fit_lbfgs(model, x, y)
    assert len(losses) == 200
    assert best <= after < best + 0.02 * (before - best)
    assert losses[-1] * N == pytest.approx(best, rel=0.05)


@each
def test_an_epoch_of_one_batch_is_one_step_along_the_mean_gradient(name: str, generator: Generator) -> None:
    model, x, y = drawn(name, generator)
    expected = weights(model) - 0.3 * gradient(model, x, y) / N
    before = model.nll(x, y).item() / N
    [loss] = fit_sgd(model, x, y, learning_rate=0.3, epochs=1, batch=N, generator=generator)
    assert loss == pytest.approx(before)
    torch.testing.assert_close(weights(model), expected)


def test_every_sample_comes_once_in_an_epoch_in_an_order_of_its_own(generator: Generator) -> None:
    class Recorder(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(1))
            self.seen: list[list[float]] = []

        def nll(self, x: Tensor, y: Tensor) -> Tensor:
            assert torch.equal(x, 2 * y)
            self.seen.append(x.tolist())
            return (self.weight * x).sum()

    recorder, y = Recorder(), torch.arange(50.0)
    fit_sgd(recorder, 2 * y, y, learning_rate=0.1, epochs=2, batch=20, generator=generator)
    assert [len(batch) for batch in recorder.seen] == [20, 20, 10] * 2
    first, second = ([*chain(*batches)] for batches in (recorder.seen[:3], recorder.seen[3:]))
    assert sorted(first) == sorted(second) == (2 * y).tolist()
    assert first != second
    assert first != sorted(first)


@each
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_precision_stays(name: str, dtype: torch.dtype, generator: Generator) -> None:
    model, x, y = drawn(name, generator, dtype)
    model(1e4 * x).sum().backward()
    assert model.log_prob(1e4 * x, y).isfinite().all()
    assert model.log_prob(x, y).dtype is dtype
    assert fit_lbfgs(model, x, y) == pytest.approx(fit_lbfgs(model.double(), x.double(), y), rel=1e-4)


# ------------------------------------------------------------------ the logistic one


@pytest.mark.shows("nn.logistic_model", "nn.logistic_nll")
def test_loss_gradient_and_hessian_are_those_of_the_catalogue(generator: Generator) -> None:
    model, x, y = drawn("logistic", generator)
    w = model.weight.detach()
    torch.testing.assert_close(model.nll(x, y).detach(), ids.logistic_nll.torch(x, y, w), rtol=1e-12, atol=0)
    torch.testing.assert_close(model.gradient(x, y), ids.logistic_gradient.torch(x, y, w), rtol=1e-10, atol=1e-12)
    torch.testing.assert_close(model.hessian(x), ids.logistic_hessian.torch(x, w), rtol=1e-10, atol=1e-12)


def test_gradient_and_hessian_are_those_of_autograd(generator: Generator) -> None:
    model, x, y = drawn("logistic", generator)
    torch.testing.assert_close(model.gradient(x, y), gradient(model, x, y), rtol=1e-10, atol=1e-12)
    columns = torch.autograd.functional.jacobian(lambda w: ids.logistic_gradient.torch(x, y, w), model.weight.detach())
    torch.testing.assert_close(model.hessian(x), columns, rtol=1e-10, atol=1e-12)
    assert torch.linalg.eigvalsh(model.hessian(x)).min() > 0


@pytest.mark.shows("nn.logistic_model", "nn.logistic_mle")
def test_newton_finds_the_maximum_that_lbfgs_finds(generator: Generator) -> None:
    model, x, y = drawn("logistic", generator)
    model.fit(x, y)
    assert model.gradient(x, y).norm() < 1e-10
    found = weights(model)
    nn.init.normal_(model.weight, generator=generator)
    fit_lbfgs(model, x, y)
    torch.testing.assert_close(found, weights(model), rtol=1e-6, atol=1e-6)


@pytest.mark.shows("nn.logistic_model")
def test_labels_are_bernoulli_with_the_sigmoid_of_the_logit(generator: Generator) -> None:
    """Fails by chance with 1e-6."""
    model, x, _ = drawn("logistic", generator)
    labels = torch.stack([model.sample(x, generator) for _ in range(20_000)])
    assert ((labels == 0) | (labels == 1)).all()
    assert_mean(labels, torch.exp(model.log_prob(x, torch.ones(N, dtype=torch.float64))))
    torch.testing.assert_close(model.log_prob(x, torch.ones(N)), torch.sigmoid(x @ model.weight).log())


@pytest.mark.shows("nn.logistic_model", "nn.logistic_mle")
def test_maximum_likelihood_finds_the_weights_that_drew_the_labels(generator: Generator) -> None:
    """Their distance, in units of the Hessian, is chi-squared with 3 degrees: above 31 with less than 1e-6."""
    truth = torch.tensor([0.5, -1.0, 2.0], dtype=torch.float64)
    x = torch.randn(20_000, FEATURES, generator=generator, dtype=torch.float64)
    model = LogisticRegression(FEATURES).double()
    with torch.no_grad():
        model.weight.copy_(truth)
    y = model.sample(x, generator)
    model.fit(x, y)
    off = weights(model) - truth
    assert 0 < off @ model.hessian(x).detach() @ off < 31.0


def test_separable_labels_have_no_maximum(generator: Generator) -> None:
    """Also where samples lie on the plane, or all labels are alike."""
    model, x, _ = drawn("logistic", generator)
    y = (x @ torch.tensor([1.0, 2.0, -1.0], dtype=torch.float64) > 0).double()
    with_zeros = torch.cat([x, torch.zeros(2, FEATURES)]), torch.cat([y, torch.tensor([0.0, 1.0])])
    one_label = x[:, :1].abs() * torch.ones(FEATURES), torch.zeros(N, dtype=torch.float64)
    for samples, labels in ((x, y), with_zeros, one_label):
        with pytest.raises(RuntimeError, match="a plane separates the labels"):
            model.fit(samples, labels)


def test_newton_says_when_it_has_not_arrived(generator: Generator) -> None:
    model, x, y = drawn("logistic", generator)
    with pytest.raises(RuntimeError, match="no maximum of the likelihood was found in 1 steps"):
        model.fit(x, y, steps=1)


def test_newton_arrives_where_whole_steps_diverge() -> None:
    x = torch.tensor([[0.0, -1.2], [-44.7, -5.2], [-0.5, -0.2], [308.8, 0.2], [-0.1, 10.8]], dtype=torch.float64)
    y = torch.tensor([1.0, 1.0, 0.0, 1.0, 0.0], dtype=torch.float64)
    whole = torch.zeros(2, dtype=torch.float64)
    losses = []
    for _ in range(10):
        losses.append(ids.logistic_nll.torch(x, y, whole).item())
        step = torch.linalg.pinv(ids.logistic_hessian.torch(x, whole)) @ ids.logistic_gradient.torch(x, y, whole)
        whole = whole - step
    assert losses != sorted(losses, reverse=True)
    model = LogisticRegression(2).double()
    model.fit(x, y)
    assert model.gradient(x, y).norm() < 1e-8


def test_dependent_features_leave_a_maximum(generator: Generator) -> None:
    model, x, y = drawn("logistic", generator)
    model.fit(x, y)
    best = model.nll(x, y)
    twice = LogisticRegression(2 * FEATURES).double()
    twice.fit(torch.cat([x, x], 1), y)
    torch.testing.assert_close(twice.nll(torch.cat([x, x], 1), y), best, rtol=1e-10, atol=0)


# ------------------------------------------------------------------ the softmax one


@pytest.mark.shows("nn.softmax", "nn.nll_loss")
def test_loss_and_gradient_are_those_of_the_catalogue(generator: Generator) -> None:
    model, x, y = drawn("softmax", generator)
    labels, logits = one_hot(y, CLASSES).double(), model(x).detach()
    torch.testing.assert_close(-model.log_prob(x, y).detach(), ids.nll_of_logits.torch(logits, labels))
    error = ids.softmax_cross_entropy_gradient.torch(logits, labels)
    expected = torch.cat([(error.mT @ x).flatten(), error.sum(0)])
    torch.testing.assert_close(gradient(model, x, y), expected, rtol=1e-10, atol=1e-12)


@pytest.mark.shows("nn.softmax")
def test_of_two_classes_it_is_logistic_regression(generator: Generator) -> None:
    x = torch.randn(N, FEATURES, generator=generator, dtype=torch.float64)
    softmax = SoftmaxClassifier(FEATURES, 2).double()
    for parameter in softmax.parameters():
        nn.init.normal_(parameter, generator=generator)
    logistic = LogisticRegression(FEATURES + 1).double()
    with torch.no_grad():
        logistic.weight.copy_(torch.cat([softmax.weight, softmax.bias[:, None]], 1).diff(dim=0)[0])
    with_one = torch.cat([x, torch.ones(N, 1)], 1)
    for k in (0, 1):
        y = torch.full((N,), k)
        torch.testing.assert_close(
            softmax.log_prob(x, y), logistic.log_prob(with_one, y.double()), rtol=1e-10, atol=1e-13
        )


@pytest.mark.shows("nn.softmax")
def test_the_same_vector_added_to_every_class_changes_nothing(generator: Generator) -> None:
    model, x, y = drawn("softmax", generator)
    before = model.log_prob(x, y)
    with torch.no_grad():
        model.weight.add_(torch.randn(FEATURES, generator=generator))
        model.bias.add_(3.0)
    torch.testing.assert_close(model.log_prob(x, y), before, rtol=1e-10, atol=1e-12)
