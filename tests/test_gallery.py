"""The gallery shows every study, with its command, what it prints and its picture, and stays small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from probatum.train import studies

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "gallery.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_there_is_a_section_for_every_study() -> None:
    assert list(SECTIONS) == list(studies())


@pytest.mark.parametrize("name", studies())
def test_a_section_has_the_command_its_result_and_the_picture(name: str) -> None:
    line, text = studies()[name], SECTIONS[name]
    assert line in text
    printed = text.partition(f"```\n$ probatum train {name}\n")[2].partition("```")[0].splitlines()
    assert printed[-1] == f"written: trained/{name}/picture.png, trained/{name}/weights.pt"
    assert all(re.fullmatch(r"\S.*  +\S+", row) for row in printed[:-1])
    assert len(printed) > 1
    assert f"![{name}](gallery/{name}.png)" in text
    assert (DOCS / "gallery" / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_the_pictures_are_small() -> None:
    pictures = [*(DOCS / "gallery").iterdir()]
    assert {path.stem for path in pictures} == set(studies())
    assert sum(path.stat().st_size for path in pictures) < 2_000_000
