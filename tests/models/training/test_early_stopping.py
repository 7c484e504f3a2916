"""Early stopping keeps the best, waits as long as it is patient, and keeps close to where it began."""

from __future__ import annotations

import math
from copy import deepcopy

import pytest
import torch
from torch import Generator, nn

from probatum.models import EarlyStopping, LogisticRegression


def run(losses: list[float], patience: int) -> tuple[EarlyStopping, nn.Linear, int]:
    """The parameter counts the steps; returns how many losses were looked at."""
    model = nn.Linear(1, 1, bias=False)
    nn.init.constant_(model.weight, -1.0)
    stopping = EarlyStopping(model, patience)
    for seen, loss in enumerate(losses, 1):
        with torch.no_grad():
            model.weight.fill_(seen)
        if not stopping.observe(10 * seen, loss):
            return stopping, model, seen
    return stopping, model, len(losses) + 1


# The losses, the patience, how many are looked at, and which is the best, counted from 1.
RUNS = {
    "it gets worse at once": ([1.0, 2.0, 3.0, 0.5], 2, 3, 1),
    "it gets better in time": ([3.0, 4.0, 2.0, 4.0, 1.0, 4.0, 4.0, 0.5], 2, 7, 5),
    "patience 1": ([3.0, 2.0, 2.5, 1.0], 1, 3, 2),
    "standing still is not better": ([2.0, 2.0, 2.0, 2.0], 3, 4, 1),
    "patience counts losses in a row": ([5.0, 6.0, 4.0, 6.0, 3.0, 6.0, 2.0], 2, 8, 7),
    "losses that are no numbers are not better": ([2.0, math.nan, math.nan, 1.0], 2, 3, 1),
}


@pytest.mark.shows("training.early_stopping")
@pytest.mark.parametrize(("losses", "patience", "looked", "best"), RUNS.values(), ids=RUNS)
def test_it_stops_in_time_and_keeps_the_best(losses: list[float], patience: int, looked: int, best: int) -> None:
    stopping, model, seen = run(losses, patience)
    assert seen == looked
    assert (stopping.step, stopping.loss) == (10 * best, losses[best - 1])
    stopping.restore()
    assert model.weight.item() == best
    stopping.rewind()
    assert model.weight.item() == -1.0


@pytest.mark.shows("training.early_stopping")
def test_on_a_loss_that_falls_and_rises_it_finds_the_least(generator: Generator) -> None:
    """Gradient descent on a training loss whose minimum is not that of the validation loss."""
    model = nn.Linear(1, 1, bias=False).double()
    nn.init.zeros_(model.weight)
    stopping, step, seen = EarlyStopping(model, patience=3), 0, []
    while True:
        with torch.no_grad():
            model.weight -= 0.1 * (model.weight - 1.0)  # towards 1, and validation is best at 0.6
        step += 1
        seen.append((model.weight.item() - 0.6) ** 2)
        if not stopping.observe(step, seen[-1]):
            break
    stopping.restore()
    assert step == stopping.step + 3
    assert stopping.loss == min(seen) == (model.weight.item() - 0.6) ** 2

    # The retrain step: as many steps again from the beginning, which here is the same training.
    stopping.rewind()
    for _ in range(stopping.step):
        with torch.no_grad():
            model.weight -= 0.1 * (model.weight - 1.0)
    assert (model.weight.item() - 0.6) ** 2 == stopping.loss


def test_what_is_kept_does_not_move_with_the_model() -> None:
    model = nn.Linear(2, 2)
    stopping = EarlyStopping(model, patience=2)
    first = deepcopy(model.state_dict())
    stopping.observe(1, 1.0)
    with torch.no_grad():
        model.weight.add_(1.0)
    stopping.observe(2, 2.0)
    stopping.restore()
    assert torch.equal(model.weight, first["weight"])
    with torch.no_grad():
        model.weight.add_(1.0)
    stopping.rewind()
    assert torch.equal(model.weight, first["weight"])


def test_its_state_can_be_saved() -> None:
    stopping, _, _ = run([3.0, 2.0, 2.5], 2)
    other = EarlyStopping(nn.Linear(1, 1, bias=False), patience=2)
    other.load_state_dict(stopping.state_dict())
    assert other.state_dict() == stopping.state_dict()
    assert not other.observe(40, 2.1)  # it was waiting already
    assert stopping.waited == 1


@pytest.mark.shows("training.early_stopping_bound")
@pytest.mark.parametrize("epsilon", [0.003, 0.02])
def test_gradient_descent_gets_no_further_than_k_epsilon_i(generator: Generator, epsilon: float) -> None:
    x = torch.randn(40, 3, generator=generator, dtype=torch.float64)
    y = torch.randint(2, (40,), generator=generator).double()
    model = LogisticRegression(3).double()
    nn.init.normal_(model.weight, std=2.0, generator=generator)
    start, steepest = model.weight.detach().clone(), 0.0
    for step in range(1, 200):
        gradient = model.gradient(x, y).detach()
        steepest = max(steepest, gradient.norm().item())
        with torch.no_grad():
            model.weight -= epsilon * gradient
        distance = (model.weight - start).norm().item()
        assert distance <= steepest * epsilon * step * (1 + 1e-12)
        assert step > 1 or distance == pytest.approx(steepest * epsilon * step)  # the first step is all of it
