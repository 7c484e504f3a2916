"""Reading documents within bounds: what is refused, and in what words."""

import os
from pathlib import Path

import pytest

from probatum.proofs.source import MAX_BYTES, Options, Source, SourceError, as_source, read_source

FORMATS_OF_TEXT = {
    r"x + x = 2 x": "math",
    r"A \begin{pmatrix} 1 \\ 2 \end{pmatrix} = b": "math",
    "Thus $$x = x$$": "tex",
    r"Thus \[x = x\]": "tex",
    r"\begin{align*} x &= x \end{align*}": "tex",
    "Let $x > 0$.": "tex",
}


@pytest.mark.parametrize("suffix", ["tex", "md", "ipynb"])
def test_the_suffix_says_the_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix.upper()}"
    path.write_bytes("\ufeffσ\r\nx".encode())
    assert read_source(path) == Source(str(path), "σ\nx", suffix)


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read_source(path)
    return str(caught.value)


def test_unreadable_files_are_named_with_the_reason(tmp_path: Path) -> None:
    missing, folder, other = tmp_path / "missing.tex", tmp_path / "folder.md", tmp_path / "a.pdf"
    folder.mkdir()
    other.touch()
    assert refusal(missing) == f"{missing}: No such file or directory"
    assert refusal(folder) == f"{folder}: not a file"
    assert refusal(other) == f"{other}: expected a file that ends in .tex, .md, .markdown, .ipynb"


def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.tex"
    path.write_bytes(b"one\ntw\xe9\n")
    assert refusal(path) == f"{path}: not UTF-8: byte 0xe9 in line 2"


def test_the_largest_file_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "long.tex"
    path.write_bytes(b" " * MAX_BYTES)
    assert len(read_source(path).text) == MAX_BYTES
    path.write_bytes(b" " * (MAX_BYTES + 1))
    assert refusal(path) == f"{path}: larger than 10 MB"
    with pytest.raises(SourceError, match=r"<text>: longer than 10 million characters"):
        as_source("x" * (MAX_BYTES + 1))


def test_a_pipe_that_nobody_writes_to_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe.tex"
    os.mkfifo(path)
    assert refusal(path) == f"{path}: not a file"


@pytest.mark.parametrize(("text", "expected"), FORMATS_OF_TEXT.items())
def test_text_without_displays_is_one_formula(text: str, expected: str) -> None:
    assert as_source(text).format == expected


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_a_step_has_a_bounded_time(seconds: float) -> None:
    with pytest.raises(ValueError, match="a step takes more than 0 and at most 86400 seconds, not"):
        Options(step_seconds=seconds)
