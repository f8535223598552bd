"""What is in the packaged extension."""

from __future__ import annotations

import json
import re
from zipfile import ZipFile

import pytest

from build_hook import RECORD, digest

from editors.vscode import tools

pytestmark = pytest.mark.editor


def test_it_names_the_sources_that_it_was_built_from() -> None:
    """As the wheel's build hook counts them: it takes no other."""
    with ZipFile(tools.vsix()) as archive:
        assert archive.read(RECORD).decode().strip() == digest(tools.EXTENSION)


def needed(package: str) -> set[str]:
    """Return a package with all that it needs, by npm's lock file."""
    lock = json.loads((tools.EXTENSION / "package-lock.json").read_text("utf-8"))["packages"]
    found: set[str] = set()
    todo = [package]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += lock[f"node_modules/{name}"].get("dependencies", {})
    return found


def test_the_licences_of_what_it_contains_go_along() -> None:
    with ZipFile(tools.vsix()) as archive:
        notices = archive.read("extension/ThirdPartyNotices.txt").decode()
    head, *parts = re.split(r"^-{80}$", notices, flags=re.MULTILINE)
    assert head.startswith("Hanare for VS Code contains these packages")
    titles = {part.split()[0]: part for part in parts}
    assert set(titles) == needed("vscode-languageclient")
    for name, part in titles.items():
        assert re.search(
            r"Permission is hereby granted|Permission to use, copy|Blue Oak Model License", part
        ), name
