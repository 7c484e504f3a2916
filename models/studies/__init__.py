"""What `probatum train NAME` runs: models on data that needs no download, one study a file."""

from __future__ import annotations

from importlib import import_module

from .run import Run
from .study import Study

__all__ = ["Run", "Study", "load"]


def load(name: str) -> type[Study]:
    """The study in the file of this name, its underscores written as hyphens. It has to be there."""
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    [found] = [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Study) and each.__module__ == module.__name__
    ]
    return found
