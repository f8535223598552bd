"""The wheel holds all it needs, and works where there is no checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

import hanare
from build_hook import unfit

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "lsp" / "hanare"
SCRIPT = '[[answers]]\nafter = "total = "\nsays = "price * count\\n"\n'


def run(
    *command: str, cwd: Path, home: Path | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """Run `python` with `command` as a user without settings; return what it prints."""
    inherited = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("HANARE", "PYTHON", "XDG_"))
    }
    homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(home or cwd))
    done = subprocess.run(
        [sys.executable, "-P", *command],
        cwd=cwd,
        env=inherited | homes | dict(environment or {}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with the build tool that is installed."""
    target = tmp_path_factory.mktemp("dist")
    options = ("--target", "wheel", "--directory", str(target))
    run("-m", "hatchling", "build", *options, cwd=ROOT, home=target)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content and nothing else; dependencies are elsewhere."""
    target = tmp_path_factory.mktemp("installed")
    options = ("--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check")
    run("-m", "pip", "install", *options, "--target", str(target), str(wheel), cwd=wheel.parent)
    return target


def checkout_files(*patterns: str) -> set[str]:
    return {
        f"hanare/{path.relative_to(PACKAGE).as_posix()}"
        for pattern in patterns
        for path in PACKAGE.rglob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }


def prompt_files() -> set[str]:
    prompts = ROOT / "prompts"
    return {
        f"hanare/_data/prompts/{path.relative_to(prompts).as_posix()}"
        for path in prompts.rglob("*")
        if path.is_file()
    }


def client_files() -> set[str]:
    """The editors' clients; VS Code's only where it was built from the sources as they are."""
    editors = ROOT / "editors"
    files = [path for path in (editors / "nvim").rglob("*") if path.is_file()]
    if not unfit(editors / "vscode"):
        files.append(editors / "vscode" / "hanare.vsix")
    return {f"hanare/_data/editors/{path.relative_to(editors).as_posix()}" for path in files}


def test_its_name(wheel: Path) -> None:
    assert wheel.name == f"hanare-{hanare.__version__}-py3-none-any.whl"


def test_it_holds_the_package_and_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    data = {"hanare/_data/models.toml"} | prompt_files() | client_files()
    assert names == checkout_files("*") | data
    # Found by pattern above; these must not silently vanish from the checkout.
    expected = {"hanare/py.typed", "hanare/bench/sample.txt", "hanare/bench/corpus.toml"}
    assert expected | {"hanare/_data/prompts/README.md"} <= names
    assert "hanare/_data/editors/nvim/plugin/hanare.lua" in names


def test_its_metadata(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = f"hanare-{hanare.__version__}.dist-info"
        entry_points = archive.read(f"{info}/entry_points.txt").decode()
        metadata = archive.read(f"{info}/METADATA").decode()
        assert f"{info}/licenses/LICENSE" in archive.namelist()
    assert "hanare = hanare.cli.main:main" in entry_points
    assert "Requires-Python: >=3.11" in metadata
    assert "# Hanare" in metadata


def test_installed_elsewhere_it_finds_its_own_data(installed: Path, tmp_path: Path) -> None:
    code = (
        "import hanare, hanare.resources as r; from hanare.bench.corpus import load_manifest; "
        "from hanare.bench.demo import holes; "
        "print(hanare.__file__); print(r.data_root()); print(len(load_manifest()), len(holes()))"
    )
    printed = run("-c", code, cwd=tmp_path, environment={"PYTHONPATH": str(installed)}).splitlines()
    assert Path(printed[0]) == installed / "hanare" / "__init__.py"
    assert Path(printed[1]) == installed / "hanare" / "_data"
    assert all(int(count) > 0 for count in printed[2].split())


def test_its_commands(installed: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(installed)}
    version = run("-m", "hanare", "--version", cwd=tmp_path, environment=environment)
    assert version.strip() == f"hanare, version {hanare.__version__}"
    listed = run("-m", "hanare", "models", "list", "--json", cwd=tmp_path, environment=environment)
    models = json.loads(listed)
    assert [model["installed"] for model in models] == [False] * len(models)
    assert sum(model["default"] for model in models) == 1


def test_it_installs_its_client(installed: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(installed), "XDG_DATA_HOME": str(tmp_path / "data")}
    run("-m", "hanare", "editors", "install", "nvim", cwd=tmp_path, environment=environment)
    plugin = tmp_path / "data" / "nvim" / "site" / "pack" / "hanare" / "start" / "hanare"
    assert (plugin / "lua" / "hanare" / "init.lua").is_file()


def test_it_completes(installed: Path, tmp_path: Path) -> None:
    """From the command down to the worker process, which must be the wheel's as well."""
    script, source = tmp_path / "script.toml", tmp_path / "shop.py"
    script.write_text(SCRIPT, encoding="utf-8")
    source.write_text("total = \n", encoding="utf-8")
    environment = {
        "PYTHONPATH": str(installed),
        "HANARE__ENGINE__KIND": "scripted",
        "HANARE__ENGINE__SCRIPT": str(script),
    }
    command = ("-m", "hanare", "complete", f"{source}:1:9", "--json")
    printed = run(*command, cwd=tmp_path, environment=environment)
    answer = json.loads(printed)
    assert answer["text"] == "price * count"
    assert answer["reason"] == "shown"
    assert answer["model"] == "scripted"
