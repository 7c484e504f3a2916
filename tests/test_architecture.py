"""Holds the architecture: who may import whom, what no code that meets a document may call, what ships."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

import probatum

ROOT = Path(__file__).resolve().parents[1]

# What data and pictures of the studies need besides torch.
OF_STUDIES = ("matplotlib", "numpy", "scipy", "sklearn")

# The folders of the house: the name each is installed by, what it may import of ours, and of others'.
HOUSE = {
    "proofs": ("probatum.proofs", {"probatum.proofs"}, {"flint", "numpy", "rich", "sympy"}),
    "identities": (
        "probatum.identities",
        {"probatum.identities", "probatum.proofs.terms", "probatum.proofs.claim"},
        {"numpy", "sympy", "torch"},
    ),
    "models": ("probatum.models", {"probatum.models"}, {"torch", "torchdiffeq", *OF_STUDIES}),
    "probatum": ("probatum", {"probatum"}, {"click", "pytest", "rich"}),
}


def files(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# Imports that only some files may make, in some folders: the files, and whether inside functions only.
SYMPY_BRIDGE = "proofs/terms/sympy_bridge.py"
SYMPY_NOTATION = "proofs/terms/sympy_notation.py"
SYMPY_WORKER = "proofs/normal/sympy_worker.py"
STUDIES = {place(path) for path in files("models") if path.parent.name == "studies"}
RESERVED = {
    ("proofs", "sympy"): {SYMPY_BRIDGE, SYMPY_NOTATION, SYMPY_WORKER},
    ("proofs", "rich"): {"proofs/report/text.py"},
    ("probatum", "pytest"): {"probatum/pytest_plugin.py"},
    ("probatum", "rich"): {"probatum/tables.py", "probatum/train.py"},
    ("models", "torchdiffeq"): {"models/flows/continuous.py"},
    **{("models", library): STUDIES for library in OF_STUDIES},
}
LAZY = {
    ("proofs", "sympy"): {SYMPY_BRIDGE, SYMPY_NOTATION, SYMPY_WORKER},
    ("identities", "torch"): set[str](),
    ("models", "torchdiffeq"): set[str](),
    **{("models", library): set[str]() for library in OF_STUDIES},
}  # and who need not be

# What turns text into code or into a process, and so must be nowhere that text of a document comes.
FORBIDDEN_NAMES = {"eval", "exec", "compile", "__import__", "sympify", "parse_expr", "lambdify", "breakpoint"}
FORBIDDEN_ATTRIBUTES = {
    "eval", "exec", "sympify", "_sympify", "parse_expr", "parse_latex", "lambdify", "import_module",
    "system", "popen", "execv", "execve", "execvp", "execl", "execlp", "spawnv", "spawnl", "posix_spawn",
    "getoutput", "getstatusoutput", "create_subprocess_shell",
}  # fmt: skip
MEETS_DOCUMENTS = ["proofs", "probatum"]

VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "base",
    "core",
    "tools",
}


@dataclass(frozen=True)
class Import:
    """Of a module, by its absolute name; `lazy` if inside a function or for type checkers only."""

    module: str
    line: int
    lazy: bool


ALL_FILES = [path for folder in HOUSE for path in files(folder)]
each_file = pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: str(path.relative_to(ROOT)))


def folder_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def module_of(path: Path) -> str:
    """The name by which the file is imported; that of its folder for an `__init__`."""
    first, *rest = path.relative_to(ROOT).with_suffix("").parts
    return ".".join([HOUSE[first][0], *(part for part in rest if part != "__init__")])


def imports(tree: ast.AST, module: str, is_package: bool) -> Iterator[Import]:
    """Every import in the tree. `from a import b` counts as `a.b`, as b may be a module."""

    def visit(node: ast.AST, lazy: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")
            up = node.level - is_package
            start = package[: len(package) - up] if node.level else []
            stem = ".".join([*start, *([node.module] if node.module else [])])
            yield from (Import(f"{stem}.{alias.name}", node.lineno, lazy) for alias in node.names)
        within = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or (
            isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
        )
        for child in ast.iter_child_nodes(node):
            yield from visit(child, lazy or within)

    return visit(tree, False)


def imports_of(path: Path) -> list[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return list(imports(tree, module_of(path), path.name == "__init__.py"))


def is_below(module: str, prefixes: set[str]) -> bool:
    return any(module == prefix or module.startswith(prefix + ".") for prefix in prefixes)


@each_file
def test_imports_keep_their_direction(path: Path) -> None:
    folder = folder_of(path)
    _, ours, theirs = HOUSE[folder]
    for found in imports_of(path):
        top = found.module.partition(".")[0]
        where = f"{place(path)}:{found.line} imports {found.module}"
        assert top not in HOUSE or top == "probatum", f"{where}: a folder is imported below probatum"
        if top == "probatum":
            assert is_below(found.module, ours), f"{where}: not allowed in {folder}/"
        elif top not in sys.stdlib_module_names:
            assert top in theirs, f"{where}: not allowed in {folder}/"
            assert place(path) in RESERVED.get((folder, top), {place(path)}), f"{where}: reserved for others"
            if (folder, top) in LAZY and place(path) not in LAZY[folder, top]:
                assert found.lazy, f"{where}: import it inside a function, it is slow to load"


def forbidden_calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Lines and names of what must not be used, called or not, and of shells asked for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_ATTRIBUTES:
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name in FORBIDDEN_NAMES | FORBIDDEN_ATTRIBUTES:
                    yield node.lineno, alias.name
        elif isinstance(node, ast.keyword) and node.arg == "shell":
            yield node.value.lineno, "shell="


@each_file
def test_no_text_of_a_document_becomes_code(path: Path) -> None:
    if folder_of(path) in MEETS_DOCUMENTS:
        found = list(forbidden_calls(ast.parse(path.read_text(encoding="utf-8"))))
        assert not found, f"{place(path)}: {found}"


@each_file
def test_names_say_what_is_in_a_file(path: Path) -> None:
    names = {part.lower().strip("_") for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not names & VAGUE, place(path)


@pytest.mark.parametrize("folder", HOUSE)
def test_every_folder_with_code_is_a_package(folder: str) -> None:
    for path in files(folder):
        assert (path.parent / "__init__.py").is_file(), f"{place(path.parent)} would not be installed"


@pytest.mark.parametrize("folder", HOUSE)
def test_what_is_tested_is_what_stands_here(folder: str) -> None:
    installed = Path(probatum.__file__).parent / ("" if folder == "probatum" else folder)
    for path in (ROOT / folder).rglob("*"):
        if path.is_dir() or "__pycache__" in path.parts:
            continue
        copy = installed / path.relative_to(ROOT / folder)
        assert copy.is_file(), f"{place(path)} is not installed"
        assert copy.read_bytes() == path.read_bytes(), f"{place(path)} is installed in another version"


# The rules above, tested themselves: code, and what is found in it.
IMPORTS = {
    "import sympy.abc": [("sympy.abc", False)],
    "from . import verdict": [("probatum.proofs.report.verdict", False)],
    "from ..verdict import Report": [("probatum.proofs.verdict.Report", False)],
    "from ... import check": [("probatum.check", False)],
    "def f():\n    import torch": [("torch", True)],
    "if TYPE_CHECKING:\n    import torch": [("torch", True)],
    "class C:\n    import torch": [("torch", False)],
    "try:\n    import torch\nexcept ImportError:\n    pass": [("torch", False)],
}
CALLS = {
    "eval(text)": ["eval"],
    "f = eval": ["eval"],
    "sympy.sympify(text)": ["sympify"],
    "from sympy import lambdify as f": ["lambdify"],
    "os.system(text)": ["system"],
    "subprocess.run(text, shell=True)": ["shell="],
    "compile(text, '', 'exec')": ["compile"],
    "re.compile(text)": [],
    "subprocess.run([text])": [],
}


@pytest.mark.parametrize(("code", "expected"), IMPORTS.items())
def test_imports_are_found(code: str, expected: list[tuple[str, bool]]) -> None:
    found = imports(ast.parse(code), "probatum.proofs.report.text", is_package=False)
    assert [(each.module, each.lazy) for each in found] == expected


def test_imports_of_a_package_are_found() -> None:
    found = imports(ast.parse("from .text import a"), "probatum.proofs.report", is_package=True)
    assert [each.module for each in found] == ["probatum.proofs.report.text.a"]


@pytest.mark.parametrize(("code", "expected"), CALLS.items())
def test_forbidden_calls_are_found(code: str, expected: list[str]) -> None:
    assert [name for _, name in forbidden_calls(ast.parse(code))] == expected


SLOW = {"sympy", "torch", "numpy", "scipy", "sklearn", "matplotlib", "IPython"}


def loaded_by(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after it ran the code, which may print."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint()\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT / "tests",
        timeout=60,
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


def test_importing_probatum_loads_nothing_slow() -> None:
    loaded = loaded_by("import probatum, probatum.cli")
    assert not loaded & (SLOW | {"flint", "rich"})


@pytest.mark.skipif(find_spec("probatum.proofs.check") is None, reason="the engine is not there yet")
def test_checking_a_small_file_loads_neither_sympy_nor_torch(tmp_path: Path) -> None:
    # Here without the worker, whose modules could not be seen; it runs the same function.
    path = tmp_path / "a.md"
    path.write_text(r"$$(a + b)^2 = a^2 + 2 a b + b^2$$", encoding="utf-8")
    loaded = loaded_by(
        "from pathlib import Path\n"
        "from probatum.proofs.check import steps\n"
        "from probatum.proofs.source import Options, read_source\n"
        f"for step in steps(read_source(Path({str(path)!r})), Options(), (), lambda place: None):\n"
        "    assert step.verdict == 'proved'\n"
    )
    assert not loaded & {"sympy", "torch"}
