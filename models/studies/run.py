"""The loop: a study, how far it is, and the file that keeps both."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from pickle import UnpicklingError
from typing import Any
from zipfile import BadZipFile, ZipFile

import torch
from torch import Generator

from .study import Study

SEED = 0


@dataclass
class Run:
    """A study in training. One that is saved, loaded and advanced ends as one that was never stopped, bit for bit."""

    name: str
    study: Study
    generator: Generator = field(default_factory=lambda: Generator().manual_seed(SEED))
    losses: dict[str, list[float]] = field(default_factory=dict)
    step: int = 0

    @classmethod
    def start(cls, name: str, study: type[Study]) -> Run:
        """At step 0, with the first weights drawn from a fixed seed.

        On one thread from here on: sums do not then depend on the machine's cores, and networks as small as these are
        no faster on several.
        """
        torch.set_num_threads(1)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(SEED)
            return cls(name, study())

    def advance(self) -> None:
        """One step."""
        for name, loss in self.study.step(self.generator).items():
            self.losses.setdefault(name, []).append(loss)
        self.step += 1

    def save(self, path: Path) -> None:
        """Writes all that the next step hangs on. The file is there as a whole or not at all."""
        state = {
            "study": self.name,
            "step": self.step,
            "losses": self.losses,
            "generator": self.generator.get_state(),
            "parts": {name: part.state_dict() for name, part in self.study.parts.items()},
        }
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            with beside.open("wb") as file:
                torch.save(state, file)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def load(self, path: Path) -> None:
        """Goes on from a saved file. Raises a ValueError that says what is wrong with it; nothing in it is run."""
        state = _read(path)
        if state["study"] != self.name:
            raise ValueError(f"{path} holds the study {state['study']}, not {self.name}")
        try:
            self.generator.set_state(state["generator"])
            for name, part in self.study.parts.items():
                part.load_state_dict(state["parts"][name])
        except (AttributeError, KeyError, RuntimeError, TypeError, ValueError) as wrong:
            raise ValueError(f"{path} does not fit the study {self.name} as it is now: {wrong}") from wrong
        self.losses, self.step = state["losses"], state["step"]


# What zipfile and torch raise for damaged files: found by changing every byte of one.
DAMAGE = (ArithmeticError, BadZipFile, EOFError, LookupError, OSError, RuntimeError, UnpicklingError, ValueError)
KEYS = {"study": str, "step": int, "losses": dict, "generator": torch.Tensor, "parts": dict}


def _read(path: Path) -> dict[str, Any]:
    foreign = f"{path} is not what `probatum train` writes, or is damaged"
    content = BytesIO(path.read_bytes())
    try:
        with ZipFile(content) as archive:  # torch does not look at the checksums
            damaged = archive.testzip()
        if damaged:
            raise ValueError(f"the checksum of {damaged} is wrong")
        content.seek(0)
        state = torch.load(content, weights_only=True)
    except DAMAGE as wrong:
        raise ValueError(f"{foreign}: {str(wrong).partition(chr(10))[0] or 'it ends early'}") from wrong
    if not isinstance(state, dict) or {key: type(state.get(key)) for key in KEYS} != KEYS:
        raise ValueError(f"{foreign}: it lacks some of {', '.join(KEYS)}")
    return state
