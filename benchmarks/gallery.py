"""Runs the studies and writes docs/gallery.md: the command, what it prints, the picture.

    python benchmarks/gallery.py [NAME..]      (default: all; the others keep what they have)

The pictures are kept small by a palette of their own.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from probatum.train import PICTURE, studies

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
COLOURS = 256

HEAD = """# Gallery

What `probatum train` draws: the reference models on data that scikit-learn brings along, or that is generated. Each run
has a fixed seed and takes at most about two minutes on two cores; its weights are saved beside the picture, and the
same command goes on from them. `make gallery` makes this page.
"""


def run(name: str, picture: Path) -> str:
    """Trains, keeps the picture, and returns what was printed."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-P", "-m", "probatum", "train", name, "--out", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        Image.open(Path(folder, PICTURE)).convert("RGB").quantize(COLOURS).save(picture, optimize=True)
        return done.stdout.replace(folder, f"trained/{name}")


def section(name: str, printed: str) -> str:
    source = ROOT / "models" / "studies" / f"{name.replace('-', '_')}.py"
    text = str(ast.get_docstring(ast.parse(source.read_text("utf-8"))))
    return f"\n## {name}\n\n{text}\n\n```\n$ probatum train {name}\n{printed}```\n\n![{name}](gallery/{name}.png)\n"


def kept(name: str) -> str:
    """What the page has as printed, from an earlier run."""
    page = (DOCS / "gallery.md").read_text("utf-8")
    return page.partition(f"$ probatum train {name}\n")[2].partition("```")[0]


def main(names: list[str]) -> None:
    (DOCS / "gallery").mkdir(parents=True, exist_ok=True)
    sections = []
    for name in studies():
        chosen = not names or name in names
        if chosen:
            print(f"{name} ..", flush=True)
        printed = run(name, DOCS / "gallery" / f"{name}.png") if chosen else kept(name)
        sections.append(section(name, printed))
    (DOCS / "gallery.md").write_text(HEAD + "".join(sections), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
