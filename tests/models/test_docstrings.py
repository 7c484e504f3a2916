"""What the docstrings of the models show is what happens; every public name has such an example."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest
import torch

import probatum.models

OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
SUPPOSED = {"torch": torch, "nn": torch.nn} | {name: getattr(probatum.models, name) for name in probatum.models.__all__}
MODULES = [
    found.name
    for found in walk_packages(probatum.models.__path__, "probatum.models.")
    if not found.name.startswith("probatum.models.studies")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    torch.manual_seed(0)
    result = doctest.testmod(import_module(name), extraglobs=SUPPOSED, optionflags=OPTIONS)
    assert result.failed == 0


@pytest.mark.parametrize("name", probatum.models.__all__)
def test_every_public_name_has_an_example(name: str) -> None:
    found = doctest.DocTestFinder(recurse=False).find(getattr(probatum.models, name), name)
    assert any(test.examples for test in found), f"{name} has no example"
