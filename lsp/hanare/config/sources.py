"""Where layers are read from: files, the environment, an editor and the command line.

Reading never fails: what is wrong with a place becomes a problem of its layer.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hanare.config.layers import Layer, Rank, Values
from hanare.files import places
from hanare.wording import Said, said

INSTALLATION_FILE = "hanare.toml"
PROJECT_FILE = ".hanare.toml"
PYPROJECT_FILE = "pyproject.toml"
ENVIRONMENT_PREFIX = "HANARE__"
_EDITOR_ONLY = frozenset({"command", "trace"})
"""Sections that editors keep beside ours for themselves: how to start and trace a server."""
_MAX_BYTES = 1_000_000  # a settings file is a screenful; a repository may hold anything


def installation_layer() -> Layer:
    """Read the settings of the environment that Hanare is in, which its installer wrote."""
    path = Path(sys.prefix, INSTALLATION_FILE)
    values, problems = _read_toml(path)
    return Layer(Rank.INSTALLATION, str(path), values, problems=problems)


def user_layer(path: Path | None = None) -> Layer:
    """Read the user's own settings file."""
    path = path or places.settings_file()
    values, problems = _read_toml(path)
    return Layer(Rank.USER_FILE, str(path), values, problems=problems)


def project_layer(folder: Path) -> Layer:
    """Read a project's settings: `.hanare.toml`, or else `[tool.hanare]` in pyproject.toml.

    The layer is not trusted: whoever wrote the repository wrote these files.
    """
    path = folder / PROJECT_FILE
    values, problems = _read_toml(path)
    if not values and not problems and not path.exists():
        path = folder / PYPROJECT_FILE
        document, problems = _read_toml(path)
        tool = document.get("tool")
        values = tool.get("hanare", {}) if isinstance(tool, dict) else {}
        if not isinstance(values, dict):
            values, problems = {}, (said("tool.hanare must be a table"),)
    return Layer(Rank.PROJECT_FILE, str(path), values, trusted=False, problems=problems)


def environment_layer(environ: Mapping[str, str]) -> Layer:
    """Read `HANARE__SECTION__KEY` variables; a value is JSON, or else text as it stands."""
    values = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower().replace("__", "."): _json_or_text(value)
        for name, value in environ.items()
        if name.startswith(ENVIRONMENT_PREFIX)
    }
    return Layer(Rank.ENVIRONMENT, said("environment"), values)


def editor_layer(rank: Rank, name: Said | str, values: object) -> Layer:
    """Read what an editor sent; keys may be written `maxTokens` as well as `max_tokens`.

    The layer is trusted: the user configures the editor, and the editor decides what a
    workspace may set (in VS Code by the scope of the setting, which our extension declares).
    """
    if values is None:
        return Layer(rank, name)
    if not isinstance(values, Mapping):
        return Layer(rank, name, problems=(said("settings must be an object"),))
    sections = {
        _snake_case(section): (
            {_snake_case(key): each for key, each in value.items()}
            if isinstance(value, Mapping)
            else value
        )
        for section, value in values.items()
        if section not in _EDITOR_ONLY
    }
    return Layer(rank, name, sections)


def command_line_layer(values: Values) -> Layer:
    """Take options by dotted key; `None` is an option that was not given."""
    return Layer(Rank.COMMAND_LINE, said("command line"), values)


def _read_toml(path: Path) -> tuple[dict[str, Any], tuple[Said, ...]]:
    """Return a TOML file's values and what is wrong with it; neither if there is no file."""
    try:
        if not path.is_file():  # a named pipe would be waited for, forever
            return {}, (said("is not a regular file"),) if path.exists() else ()
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            return {}, (said("is larger than {most:,} bytes and was not read", most=_MAX_BYTES),)
        return tomllib.loads(data.decode("utf-8-sig")), ()
    except OSError as failure:
        return {}, (said("cannot be read: {reason}", reason=failure.strerror or failure),)
    except UnicodeDecodeError:
        return {}, (said("is not UTF-8 text"),)
    except tomllib.TOMLDecodeError as failure:
        return {}, (said("is not valid TOML: {error}", error=failure),)
    except RecursionError:
        return {}, (said("is nested too deeply"),)


def _json_or_text(value: str) -> object:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
