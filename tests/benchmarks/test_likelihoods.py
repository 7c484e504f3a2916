"""The table of log-likelihoods has every model with one, as it is built now, and says which numbers are bounds."""

from __future__ import annotations

import inspect
import math
import re
from pathlib import Path
from pkgutil import resolve_name
from types import ModuleType

import pytest

from probatum import models

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "likelihoods.md").read_text("utf-8")
LINE = re.compile(r"\| (.+) \| (≥ )?(-[\d.]+) ± ([\d.]+) \| (≤ )?([\d.]+) \| (exact|bound) \| ([\d,]+) \| (\d+) \|")
TABLES = [[found.groups() for found in LINE.finditer(part)] for part in PAGE.split("\n## ")[1:]]
ELSEWHERE = {
    models.Flow,  # any layers
    models.BetaVAE,  # as a bound it is the VAE
    models.Tabular,  # the page says why, of this one and the next two
    models.ConditionalFlow,
    models.SuperResolutionFlow,
}


@pytest.fixture
def likelihoods(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    module = resolve_name("likelihoods")
    assert isinstance(module, ModuleType)
    return module


def test_the_page_is_what_the_script_writes(likelihoods: ModuleType) -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| model")]
    assert len(rows) == sum(map(len, TABLES))
    skeleton = likelihoods.page([], []).splitlines()
    assert [line for line in PAGE.splitlines() if line not in rows] == skeleton


def test_every_row_is_a_model_as_it_is_built_now(likelihoods: ModuleType) -> None:
    for rows, shown in zip((likelihoods.BINARY, likelihoods.GREY), TABLES, strict=True):
        built = {row.name: row.build() for row in rows}
        assert {row[0] for row in shown} == set(built)
        for name, _, _, _, _, _, kind, parameters, _ in shown:
            assert (kind == "exact") is built[name].exact, name
            assert int(parameters.replace(",", "")) == sum(each.numel() for each in built[name].parameters()), name


def test_every_model_with_a_likelihood_has_a_row(likelihoods: ModuleType) -> None:
    shown = {type(row.build().model) for row in (*likelihoods.BINARY, *likelihoods.GREY)}
    public = [getattr(models, name) for name in models.__all__]
    densities = {each for each in public if isinstance(each, type) and hasattr(each, "sample")}
    of_what_is_given = {each for each in densities if "x" in inspect.signature(each.sample).parameters}
    laws = {each for each in densities if "output" in inspect.signature(each.sample).parameters}
    adversarial = {each for each in densities if issubclass(each, models.GAN)}
    assert densities - of_what_is_given - laws - adversarial - shown == ELSEWHERE


def test_the_numbers_fit_each_other() -> None:
    for table in TABLES:
        assert [float(row[2]) for row in table] == sorted((float(row[2]) for row in table), reverse=True)
        for name, at_least, nats, error, at_most, bits, kind, _, _ in table:
            assert bool(at_least) is bool(at_most) is (kind == "bound"), name
            assert float(bits) == pytest.approx(-float(nats) / 64 / math.log(2), abs=0.002), name
            assert 0 < float(error) < 1, name
