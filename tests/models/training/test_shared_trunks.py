"""Models with a shared trunk: what reaches it from each task, and from samples without labels."""

from __future__ import annotations

import pytest
import torch
from torch import Generator, Tensor, nn

from probatum.models import MLP, MultitaskModel, SemiSupervisedClassifier, Tanh, negative_log_likelihood, squared_loss

WEIGHTS = {"label": 0.7, "slant": 2.5}
LOSSES = {"label": negative_log_likelihood, "slant": lambda y_hat, y: squared_loss(y_hat, y).sum(-1)}


def multitask() -> MultitaskModel:
    heads = {"label": nn.Linear(5, 3), "slant": nn.Linear(5, 2)}
    return MultitaskModel(MLP([4, 6, 5], Tanh), heads).double()


def samples(generator: Generator, n: int = 8) -> tuple[Tensor, dict[str, Tensor]]:
    def normal(k: int) -> Tensor:
        return torch.randn(n, k, generator=generator, dtype=torch.float64)

    return normal(4), {"label": torch.softmax(normal(3), -1), "slant": normal(2)}


def gradients(loss: Tensor, module: nn.Module) -> Tensor:
    found = torch.autograd.grad(loss, [*module.parameters()], retain_graph=True, allow_unused=True)
    pairs = zip(found, module.parameters(), strict=True)
    return torch.cat([(torch.zeros_like(p) if g is None else g).flatten() for g, p in pairs])


@pytest.mark.shows("training.regularisation_kinds")
def test_the_gradient_of_the_trunk_is_the_sum_of_those_of_the_tasks(generator: Generator) -> None:
    model, (x, targets) = multitask(), samples(generator)
    together = gradients(model.loss(x, targets, LOSSES, WEIGHTS), model.trunk)
    apart = [
        WEIGHTS[t] * gradients(LOSSES[t](model.heads[t](model.trunk(x)), targets[t]).mean(), model.trunk)
        for t in ("label", "slant")
    ]
    torch.testing.assert_close(together, apart[0] + apart[1], rtol=1e-10, atol=1e-12)
    assert all(part.norm() > 1e-3 for part in apart)


@pytest.mark.shows("training.regularisation_kinds")
def test_a_head_learns_from_its_own_task_alone(generator: Generator) -> None:
    model, (x, targets) = multitask(), samples(generator)
    loss = model.loss(x, targets, LOSSES, WEIGHTS)
    for t in ("label", "slant"):
        own = WEIGHTS[t] * LOSSES[t](model(x)[t], targets[t]).mean()
        torch.testing.assert_close(gradients(loss, model.heads[t]), gradients(own, model.heads[t]))
    other = LOSSES["slant"](model(x)["slant"], targets["slant"]).mean()
    assert (gradients(other, model.heads["label"]) == 0).all()


def test_outputs_are_those_of_the_heads_on_the_trunk(generator: Generator) -> None:
    model, (x, _) = multitask(), samples(generator)
    outputs = model(x)
    assert [*outputs] == ["label", "slant"]
    for t, output in outputs.items():
        torch.testing.assert_close(output, model.heads[t](model.trunk(x)))


def semi_supervised() -> SemiSupervisedClassifier:
    return SemiSupervisedClassifier(MLP([4, 6, 5], Tanh), nn.Linear(5, 3), nn.Linear(5, 4)).double()


@pytest.mark.shows("training.regularisation_kinds")
def test_the_semi_supervised_loss_is_its_formula(generator: Generator) -> None:
    model, (x, targets), (unlabelled, _) = semi_supervised(), samples(generator), samples(generator, 30)
    labels = -(targets["label"] * torch.log_softmax(model.head(model.trunk(x)), -1)).sum() / 8
    errors = sum(((model.decoder(model.trunk(each)) - each) ** 2).sum() / 2 / 38 for each in (x, unlabelled))
    loss = model.loss(x, targets["label"], unlabelled, weight=0.3)
    torch.testing.assert_close(loss, labels + 0.3 * errors, rtol=1e-11, atol=0)
    torch.testing.assert_close(model(x), model.head(model.trunk(x)))


@pytest.mark.shows("training.regularisation_kinds")
def test_samples_without_labels_teach_the_trunk_and_not_the_head(generator: Generator) -> None:
    model, (x, targets) = semi_supervised(), samples(generator)
    few, many = (model.loss(x, targets["label"], samples(generator, n)[0], weight=1.0) for n in (0, 50))
    assert (gradients(few, model.trunk) - gradients(many, model.trunk)).norm() > 1e-3
    torch.testing.assert_close(gradients(few, model.head), gradients(many, model.head))
    supervised = model.loss(x, targets["label"], x, weight=0.0)
    assert (gradients(supervised, model.decoder) == 0).all()
