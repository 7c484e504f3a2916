"""The loop, over every study: what is stopped and resumed ends as what never was; what is measured is finite."""

from __future__ import annotations

import math
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import torch

from probatum.models.studies import Run, load
from probatum.train import studies

STUDIES = studies()
each = pytest.mark.parametrize("name", STUDIES)


def start(name: str, steps: int = 0) -> Run:
    run = Run.start(name, load(name))
    for _ in range(steps):
        run.advance()
    return run


def contents(run: Run, path: Path) -> Any:
    run.save(path)
    return torch.load(path, weights_only=True)


def assert_same(a: Any, b: Any) -> None:
    """Bit for bit, whatever is nested in what."""
    assert type(a) is type(b)
    if isinstance(a, dict):
        assert list(a) == list(b)
        for key in a:
            assert_same(a[key], b[key])
    elif isinstance(a, list | tuple):
        assert len(a) == len(b)
        for x, y in zip(a, b, strict=True):
            assert_same(x, y)
    elif isinstance(a, torch.Tensor):
        assert a.dtype == b.dtype
        assert torch.equal(a, b)
    else:
        assert a == b


@each
def test_a_resumed_run_is_the_uninterrupted_one_bit_for_bit(name: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    first = contents(start(name), path)
    start(name, 2).save(path)
    resumed = Run.start(name, load(name))
    resumed.load(path)
    assert resumed.step == 2
    torch.rand(3)  # what others draw does not matter
    resumed.advance()
    resumed.advance()
    uninterrupted = contents(start(name, 4), path)
    assert_same(contents(resumed, path), uninterrupted)
    with pytest.raises(AssertionError):  # training changes something
        assert_same(first["parts"], uninterrupted["parts"])


@each
@pytest.mark.parametrize("steps", [0, 2])
@pytest.mark.filterwarnings("error::UserWarning")
def test_a_study_measures_and_draws_the_same_twice(name: str, steps: int) -> None:
    run = start(name, steps)
    results = run.study.evaluate(run.losses)
    assert results
    assert not any(math.isnan(value) for value in results.values())
    assert run.study.evaluate(run.losses) == results
    pictures = []
    for _ in range(2):
        file = BytesIO()
        run.study.picture(run.losses).savefig(file, metadata={"Software": None})
        pictures.append(file.getvalue())
    assert pictures[0] == pictures[1]
    assert len(pictures[0]) > 5000  # a blank one is less


@each
def test_a_study_says_what_it_does_in_a_line(name: str) -> None:
    assert STUDIES[name].endswith(".")
    assert len(STUDIES[name]) <= 100


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "weights.pt"
    start("perceptron", 1).save(path)
    return path


def refusal(path: Path) -> str:
    """What is said of a file of no use."""
    run = start("perceptron", 1)
    with pytest.raises(ValueError, match=r"weights\.pt ") as raised:
        run.load(path)
    return str(raised.value)


class Hostile:
    """Unpickled by the letter, it would write a file."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.trace,)


def test_a_file_that_would_run_code_is_refused_and_not_run(saved: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    torch.save({"study": "perceptron", "step": Hostile(trace)}, saved)
    assert "is not what `probatum train` writes" in refusal(saved)
    assert not trace.exists()


def test_text_is_refused(saved: Path) -> None:
    saved.write_text("weights")
    assert "File is not a zip file" in refusal(saved)


def test_other_weights_are_refused(saved: Path) -> None:
    torch.save(torch.nn.Linear(2, 3).state_dict(), saved)
    assert "it lacks some of study, step, losses, generator, parts" in refusal(saved)
    torch.save([1, 2], saved)
    assert "it lacks some of" in refusal(saved)


def test_weights_of_another_study_are_refused(saved: Path) -> None:
    run = start("perceptron")
    run.name = "nade"
    run.save(saved)
    assert refusal(saved).endswith("holds the study nade, not perceptron")


def test_weights_of_another_shape_are_refused(saved: Path) -> None:
    state = torch.load(saved, weights_only=True)
    state["parts"]["perceptron"]["weight"] = torch.zeros(3)
    torch.save(state, saved)
    assert "does not fit the study perceptron as it is now" in refusal(saved)
    torch.save(state | {"parts": {}}, saved)
    assert "does not fit the study perceptron as it is now" in refusal(saved)


def test_every_truncated_or_damaged_file_is_refused_or_harmless(saved: Path) -> None:
    whole = saved.read_bytes()
    for length in range(0, len(whole), 101):
        saved.write_bytes(whole[:length])
        assert "is not what `probatum train` writes, or is damaged" in refusal(saved)
    expected = start("perceptron", 1).study.parts["perceptron"].weight
    for place in range(0, len(whole), 53):
        saved.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        run = start("perceptron", 1)
        try:
            run.load(saved)
        except ValueError:
            continue
        assert torch.equal(run.study.parts["perceptron"].weight, expected)


def test_a_write_that_fails_leaves_the_old_file(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = saved.read_bytes()

    def full(state: Any, file: Any) -> None:
        file.write(b"half of ")
        raise OSError("No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(OSError, match="No space left"):
        start("perceptron", 2).save(saved)
    assert saved.read_bytes() == before
    assert [*saved.parent.iterdir()] == [saved]
