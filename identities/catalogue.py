"""All entries, in the order of the files and of what stands in them."""

from __future__ import annotations

from collections.abc import Iterator

from . import (
    activation,
    autoregressive,
    calculus,
    convex,
    divergence,
    flow,
    gan,
    linalg,
    matcalc,
    nn,
    prob,
    training,
    vae,
)
from .entry import Entry

FILES = (linalg, prob, convex, calculus, matcalc, divergence, nn, training, activation, vae, autoregressive, flow, gan)


def entries() -> Iterator[Entry]:
    """Every entry, once."""
    for file in FILES:
        for value in vars(file).values():
            if isinstance(value, Entry) and value.statement.__module__ == file.__name__:
                yield value


def by_name() -> dict[str, Entry]:
    return {entry.name: entry for entry in entries()}
