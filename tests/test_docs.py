"""The documents say what is: whatever they list is compared with the code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

import hanare
from hanare.cli.main import cli
from hanare.completion.filters import RULES
from hanare.config.settings import PROJECT_RULES, SECRET_FILES, ProjectRule, Settings, setting_keys
from hanare.models.catalog import Catalog
from hanare.observe.reasons import Code

PACKAGE = Path(hanare.__file__).parent
ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")

SET_BY = {
    ProjectRule.OPEN: "you and projects",
    ProjectRule.ADD_ONLY: "you; projects add",
    ProjectRule.OFF_ONLY: "you; projects switch off",
    ProjectRule.RESTRICTED: "you",
}


def section(document: str, heading: str) -> str:
    """Return what stands below `## heading`, up to the next one."""
    _, found, rest = document.partition(f"\n## {heading}\n")
    assert found, f"there is no section {heading!r}"
    return rest.partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of every table's rows, headings excluded: those begin with code."""
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def named(text: str) -> list[str]:
    """Return the code in the first cell of every row."""
    return [row[0].strip("` ") for row in rows(text)]


def default_of(key: str) -> str:
    """Return a setting's default as the README writes it."""
    name, _, field = key.partition(".")
    value = getattr(getattr(Settings(), name), field)
    if value == SECRET_FILES:
        return "secret files"
    if value is None:
        return "unset"
    if value in ("", (), {}):
        return "empty" if value == "" else "none"
    return f"`{str(value).lower()}`"


def test_settings() -> None:
    table = {row[0].strip("`"): row[1:3] for row in rows(section(README, "Settings"))}
    expected = {key: [default_of(key), SET_BY[PROJECT_RULES[key]]] for key in setting_keys()}
    assert table == expected


def test_reasons() -> None:
    assert sorted(named(section(README, "Why nothing?"))) == sorted(Code)


def test_filters() -> None:
    assert named(section(README, "Filters")) == list(RULES)


def test_models_that_can_be_pulled() -> None:
    table = {row[0].strip("`"): row[1:4] for row in rows(section(README, "Models"))}
    pullable = [model for model in Catalog.load().models if model.sources]
    assert table == {
        model.id: [f"{model.size:,} bytes", f"{(model.memory or 0) / 1e9:.2f} GB", model.licence]
        for model in pullable
    }
    assert next(iter(table)) == Catalog.load().default


def commands(command: click.Command, path: str = "hanare") -> Iterator[str]:
    """Yield every command that does something, with the groups it is in."""
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner
        yield from commands(inner, f"{path} {name}")


def test_commands() -> None:
    table = [" ".join(re.findall(r"\b[a-z]+\b", name)) for name in named(README)]
    listed = [name for name in table if name.startswith("hanare ")]
    assert sorted(listed) == sorted(commands(cli))


def packages() -> list[str]:
    return [f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")]


def test_the_code_map_has_every_part() -> None:
    code_map = section(ARCHITECTURE, "Code map")
    modules = [path.name for path in PACKAGE.glob("*.py") if not path.name.startswith("__")]
    paragraphs = re.findall(r"\*\*`([^`]+)`\*\*", code_map)
    assert sorted(paragraphs) == sorted(packages() + modules)


def test_files_that_the_architecture_names_exist() -> None:
    named_files = set(re.findall(r"`([a-z_]+/(?:[a-z_/]+\.py|(?:[a-z_]+/)*))`", ARCHITECTURE))
    missing = [
        path
        for path in sorted(named_files)
        if not (PACKAGE / path).exists() and not (ROOT / path).exists()
    ]
    assert not missing


def test_dependencies_have_reasons() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.split(r"[<>=!~;\[ ]", requirement)[0] for requirement in requirements]
    assert sorted(named(section(CONTRIBUTING, "Dependencies"))) == sorted(names)


def test_markers_are_explained() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
    markers = [marker.partition(":")[0] for marker in options["ini_options"]["markers"]]
    assert sorted(named(section(CONTRIBUTING, "Tests"))) == sorted(markers)


def test_the_changelog_has_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{hanare.__version__}]" in changelog


def test_the_readme_names_this_versions_wheel() -> None:
    assert set(re.findall(r"hanare-([0-9.]+)-py3", README)) == {hanare.__version__}


def anchors(path: Path) -> set[str]:
    """Return a document's headings as GitHub links to them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if re.match(r"https?://", target):
            continue
        file, _, anchor = unquote(target).partition("#")
        path = ROOT / (file or name)
        assert path.exists(), f"{name}: {target}"
        assert not anchor or anchor in anchors(path), f"{name}: {target}"
