"""Imports point down, and each outside library has one importer."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

import hanare

ROOT = Path(hanare.__file__).parent

LAYER = {
    "wording": -2,  # even errors are told in each language
    "silence": -2,  # each process begins with it
    "errors": -1,
    "files": 0, "processes": 0, "resources": 0, "text": 0,
    "config": 1, "syntax": 1, "models": 1, "observe": 1,
    "prompting": 2, "context": 2, "index": 2, "engine": 2, "analysis": 2,
    "completion": 3, "explain": 3,
    "server": 4,
    "bench": 5, "bundle": 5, "doctor": 5, "editors": 5,
    # The command line offers everything below it as commands, so it stands alone on top.
    "cli": 6,
    "__init__": 0, "__main__": 7,
}  # fmt: skip

ONLY_IMPORTER = {
    "pygls": "server",
    "lsprotocol": "server",
    "llama_cpp": "engine/llama",
    "tree_sitter": "syntax",
    "bandit": "analysis/engines/bandit",
    "detect_secrets": "analysis/engines/secrets",
    "click": "cli",
}

PURE = ("text", "syntax", "prompting", "context", "completion", "explain")
IMPURE_MODULES = {
    "os", "io", "pathlib", "socket", "subprocess", "time", "datetime", "threading",
    "multiprocessing", "random", "urllib3", "shutil", "tempfile", "sqlite3",
}  # fmt: skip


@dataclass(frozen=True)
class Import:
    importer: Path
    target: str

    @property
    def part(self) -> str:
        return Path(*self.importer.parts[:1]).stem

    def __str__(self) -> str:
        return f"{self.importer} -> {self.target}"


def _imports() -> list[Import]:
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        relative = path.relative_to(ROOT)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found += [Import(relative, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{relative}: relative import"
                found.append(Import(relative, node.module or ""))
    return found


IMPORTS = _imports()


def test_every_part_has_a_layer() -> None:
    parts = {p.stem if p.suffix == ".py" else p.name for p in ROOT.iterdir()}
    assert parts - {"__pycache__", "py.typed"} <= LAYER.keys()


@pytest.mark.parametrize("found", [i for i in IMPORTS if i.target.startswith("hanare.")], ids=str)
def test_imports_point_down(found: Import) -> None:
    target = found.target.split(".")[1]
    if target != found.part:
        assert LAYER[target] < LAYER[found.part], f"{found} points up or sideways"


@pytest.mark.parametrize(
    "found", [i for i in IMPORTS if i.target.split(".")[0] in ONLY_IMPORTER], ids=str
)
def test_each_library_has_one_importer(found: Import) -> None:
    owner = ONLY_IMPORTER[found.target.split(".")[0]]
    assert found.importer.with_suffix("").as_posix().startswith(owner)


@pytest.mark.parametrize("found", [i for i in IMPORTS if i.part in PURE], ids=str)
def test_pure_parts_do_no_io(found: Import) -> None:
    assert found.target.split(".")[0] not in IMPURE_MODULES
