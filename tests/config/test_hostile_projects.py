"""A hostile workspace: every setting, in every form and file that a repository may hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from config.forms import NEVER_READ, READ, put, quoted
from config.values import something_else, value
from hanare.cli.configured import layers_for
from hanare.config.layers import DEFAULTS, Resolution, resolve
from hanare.config.settings import PROJECT_RULES, ProjectRule, Settings

KEYS = sorted(PROJECT_RULES)
RESTRICTED = [key for key in KEYS if PROJECT_RULES[key] is ProjectRule.RESTRICTED]
NO_SETTINGS = (
    "engine.url", "engine.executable", "engine.command", "engine.host", "model.url", "model.sha256",
    "models.sources", "network.proxy", "network.allow", "network.offline_", "log.directory",
    "server.command", "command", "proxy", "path", "env.HTTPS_PROXY", "tool.hanare",
)  # fmt: skip
"""What an attacker would like to set, and nobody can."""


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty home, and no variables of whoever runs the tests."""
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name))
    for key in KEYS:
        monkeypatch.delenv(f"HANARE__{key.upper().replace('.', '__')}", raising=False)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, in which the command is run as well."""
    folder = tmp_path / "work"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def resolved(workspace: Path) -> Resolution:
    return resolve(layers_for(workspace))


def problems(found: Resolution, keys: Iterable[str]) -> bool:
    """Whether there is a problem for each of the keys, and no other."""
    told = [str(each).split(": ") for each in found.problems]
    return sorted(each[-2] for each in told) == sorted(keys)


@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize("key", KEYS)
def test_the_rule_of_each_setting_holds_in_each_form(workspace: Path, key: str, form: str) -> None:
    name, write = READ[form]
    set_to = something_else(key)
    put(workspace, name, write({key: set_to}))
    found, default = resolved(workspace), value(Settings(), key)
    match PROJECT_RULES[key]:
        case ProjectRule.RESTRICTED:
            assert found.settings == Settings()
            assert found.origins[key] == DEFAULTS
            assert problems(found, [key])
        case ProjectRule.ADD_ONLY:
            assert value(found.settings, key) == (*default, *set_to)
        case ProjectRule.OPEN | ProjectRule.OFF_ONLY:
            # So the form is read: what is refused above is refused by its rule.
            assert value(found.settings, key) == set_to


@pytest.mark.parametrize("key", RESTRICTED)
@pytest.mark.parametrize(
    "held",
    [None, True, 0, -1, 1e308, "", "../evil", "~/evil", "$HOME/evil", "file:///evil",
     "https://192.0.2.1/", [], ["/evil"], [[{}]], {}, {"value": "/evil"}, {"deep": {"er": 1}}],
    ids=repr,
)  # fmt: skip
def test_nothing_is_gained_by_another_type(workspace: Path, key: str, held: object) -> None:
    put(workspace, ".hanare.toml", quoted({key: "null" if held is None else held}))
    found = resolved(workspace)
    assert found.settings == Settings()
    assert found.problems


@pytest.mark.parametrize("form", READ)
def test_all_at_once(workspace: Path, form: str) -> None:
    name, write = READ[form]
    values = {key: something_else(key) for key in RESTRICTED}
    put(workspace, name, write(values))
    found = resolved(workspace)
    assert found.settings == Settings()
    assert problems(found, values)


@pytest.mark.parametrize("form", ["quoted", "tool, quoted"])
@pytest.mark.parametrize("key", NO_SETTINGS)
def test_what_is_no_setting_cannot_be_set(workspace: Path, key: str, form: str) -> None:
    name, write = READ[form]
    put(workspace, name, write({key: "https://192.0.2.1/"}))
    found = resolved(workspace)
    assert found.settings == Settings()
    assert problems(found, [key])


@pytest.mark.parametrize("name", NEVER_READ)
def test_what_is_never_read(workspace: Path, name: str) -> None:
    put(workspace, name, NEVER_READ[name]({key: something_else(key) for key in KEYS}))
    found = resolved(workspace)
    assert found.settings == Settings()
    assert found.problems == ()


@pytest.mark.parametrize("name", [".hanare.toml", "pyproject.toml"])
def test_a_link_leads_to_what_a_project_may_say(workspace: Path, tmp_path: Path, name: str) -> None:
    """The user's own settings, linked to from a project, are a project's."""
    own = tmp_path / "own.toml"
    own.write_text("[tool.hanare.log]\nfile = '/evil'\n[log]\nfile = '/evil'\n")
    (workspace / name).symlink_to(own)
    found = resolved(workspace)
    assert found.settings == Settings()
    assert any("log.file" in str(each) for each in found.problems)
