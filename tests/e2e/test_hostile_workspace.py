"""The server in a workspace that tries everything at once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from config.forms import NEVER_READ, put, quoted
from config.values import something_else
from e2e.wire import WITHOUT_NETWORK, WireClient
from hanare.config.settings import PROJECT_RULES, ProjectRule

HANARE = Path(sys.executable).with_name("hanare")
RESTRICTED = [key for key, rule in PROJECT_RULES.items() if rule is ProjectRule.RESTRICTED]
EVIL = ("evil.gguf", "evil.log", "evil.toml", "evil.txt", "models", "imported")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with every file that could mislead a server that is started in it."""
    folder = tmp_path / "work"
    (folder / ".git").mkdir(parents=True)
    evil = {
        "model.path": str(folder / "evil.gguf"),
        "model.directory": str(folder / "models"),
        "log.file": str(folder / "evil.log"),
        "engine.script": str(folder / "evil.toml"),
        "explain.glossary": [str(folder / "evil.txt")],
    }
    values = {key: evil.get(key, something_else(key)) for key in RESTRICTED}
    for name, write in NEVER_READ.items():
        if name != ".hanare":  # which is a folder here
            put(folder, name, write(values))
    put(folder, ".hanare.toml", quoted(values))
    # What Python would import if the folder was on its path.
    for name in ("sitecustomize", "pydantic", "pygls", "socket", "llama_cpp", "bandit"):
        put(folder, f"{name}.py", f"open({str(folder / 'imported')!r}, 'w')\n")
    monkeypatch.chdir(folder)
    return folder


async def test_it_changes_nothing(workspace: Path, tmp_path: Path) -> None:
    homes = dict.fromkeys(("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), str(tmp_path))
    wire = await WireClient.start(command=[*WITHOUT_NETWORK, str(HANARE), "serve"], **homes)
    await wire.initialize(workspaceFolders=[{"uri": workspace.as_uri(), "name": "work"}])
    uri = (workspace / "a.py").as_uri()
    wire.open("eval(x)\n", uri=uri)
    # The checks are not switched off, and the process for them is ours.
    found = await wire.until(
        lambda m: (
            m.get("method") == "textDocument/publishDiagnostics"
            and m["params"]["uri"] == uri
            and m["params"]["diagnostics"]
        )
    )
    assert [each["code"] for each in found["params"]["diagnostics"]] == ["B307"]
    told = (await wire.status())["problems"]
    for key in RESTRICTED:
        assert any(f": {key}: only your own settings" in each for each in told), key
    assert len(told) == len(RESTRICTED)
    assert await wire.leave() == 0
    assert not [name for name in EVIL if (workspace / name).exists()]
    assert 'File "' not in await wire.errors()
