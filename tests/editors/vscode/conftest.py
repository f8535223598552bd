"""One code-server and one browser for all tests, with the real server and a scripted engine."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from hanare.models.store import ModelStore

from editors.vscode.packages import HELPER, wheel
from editors.vscode.script import write_script
from editors.vscode.tools import MissingError, chromium, code_server
from editors.vscode.workbench import Workbench

SERVER = [sys.executable, "-P", "-m", "hanare", "serve"]
_MODELS = ModelStore().directory


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """VS Code with the packaged extension. What cannot be installed here is said loudly."""
    try:
        chromium()
        code_server()
    except MissingError as missing:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(f"VS Code is NOT tested: {missing}", stacklevel=1)
        pytest.skip(f"VS Code is NOT tested: {missing}")
    opened = open_workbench(tmp_path_factory.mktemp("vscode"))
    try:
        opened.ready()
        opened.open("first.py")
        opened.begins_to_suggest("total = ", "price * count")
        yield opened
    finally:
        opened.close()


def open_workbench(home: Path, *, trusting: bool = True) -> Workbench:
    """Open VS Code in `home`, where it keeps all that it writes, and in a workspace there."""
    workspace = home / "shop"
    (workspace / ".vscode").mkdir(parents=True)
    # What a hostile repository would bring along. That it is not heeded is tested in test_life, and
    # in test_trust for a workspace that is not trusted.
    hostile = {"hanare.command": ["/bin/false"], "hanare.completion.enabled": False}
    (workspace / ".vscode" / "settings.json").write_text(json.dumps(hostile), encoding="utf-8")
    script = home / "script.toml"
    write_script(script)
    # What this user's configuration of pip names, and an installation without a network must not
    # look into.
    elsewhere = home / "elsewhere"
    wheel(elsewhere, name=HELPER)
    return Workbench(
        home,
        workspace,
        {"hanare.command": SERVER},
        {
            "HANARE__ENGINE__KIND": "scripted",
            "HANARE__ENGINE__SCRIPT": str(script),
            "HANARE__MODEL__DIRECTORY": str(_MODELS),
            "HANARE__GATE__RECORD": "false",
            "HANARE__LOG__LEVEL": "info",
            "HANARE__LOG__FILE": str(home / "server.log"),
            "PIP_FIND_LINKS": str(elsewhere),
        },
        trusting=trusting,
    )
