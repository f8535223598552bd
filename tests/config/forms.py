"""Forms and files in which a repository may try to say what is set."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Write = Callable[[dict[str, Any]], str]
"""Writes settings, by dotted key."""


def put(workspace: Path, name: str, text: str) -> None:
    path = workspace / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def toml(held: object) -> str:
    """Return a value as TOML has it."""
    if isinstance(held, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in held.items()) + "}"
    if isinstance(held, list):
        return "[" + ", ".join(map(toml, held)) + "]"
    return json.dumps(held)


def dotted(values: dict[str, Any], head: str = "") -> str:
    return "".join(f"{head}{key} = {toml(held)}\n" for key, held in values.items())


def quoted(values: dict[str, Any], head: str = "") -> str:
    return head + "".join(f"{json.dumps(key)} = {toml(held)}\n" for key, held in values.items())


def headed(values: dict[str, Any], head: str = "") -> str:
    sections = dict.fromkeys(key.partition(".")[0] for key in values)
    return "".join(f"[{head}{name}]\n{_fields(name, values)}" for name in sections)


def inline(values: dict[str, Any]) -> str:
    sections = dict.fromkeys(key.partition(".")[0] for key in values)
    text = ""
    for name in sections:
        fields = _fields(name, values).strip().replace("\n", ", ")
        text += f"{name} = {{{fields}}}\n"
    return text


def _fields(section: str, values: dict[str, Any]) -> str:
    return "".join(
        f"{key.partition('.')[2]} = {toml(held)}\n"
        for key, held in values.items()
        if key.partition(".")[0] == section
    )


def variables(values: dict[str, Any], head: str = "") -> str:
    return "".join(
        f"{head}HANARE__{key.upper().replace('.', '__')}={json.dumps(held)}\n"
        for key, held in values.items()
    )


def editor(values: dict[str, Any]) -> str:
    nested: dict[str, Any] = {}
    for key, held in values.items():
        section, _, name = key.partition(".")
        nested.setdefault(section, {})[name] = held
    flat = {f"hanare.{key}": held for key, held in values.items()}
    return json.dumps({"hanare": nested, "hanare.command": ["/evil"]} | flat | values)


READ: dict[str, tuple[str, Write]] = {
    "dotted": (".hanare.toml", dotted),
    "quoted": (".hanare.toml", quoted),
    "tables": (".hanare.toml", headed),
    "inline": (".hanare.toml", inline),
    "tool": ("pyproject.toml", lambda values: headed(values, "tool.hanare.")),
    "tool, quoted": ("pyproject.toml", lambda values: quoted(values, "[tool.hanare]\n")),
    "tool, dotted": ("pyproject.toml", lambda values: "[tool]\n" + dotted(values, "hanare.")),
}  # fmt: skip
"""Forms that are read, and go through the rules: file, and how it is written."""

NEVER_READ: dict[str, Write] = {
    ".vscode/settings.json": editor,
    ".vscode/launch.json": editor,
    "work.code-workspace": lambda values: json.dumps({"settings": json.loads(editor(values))}),
    ".nvim.lua": lambda values: f"require('hanare').setup({{ settings = {editor(values)} }})",
    ".dir-locals.el": lambda values: f"((nil . ((hanare . {json.dumps(editor(values))}))))",
    ".zed/settings.json": editor,
    ".helix/config.toml": headed,
    ".helix/languages.toml": lambda values: headed(values, "language-server.hanare.config."),
    ".env": variables,
    ".envrc": lambda values: variables(values, "export "),
    ".env.local": variables,
    ".hanare": headed,
    ".hanare/config.toml": headed,
    ".hanare/settings.json": editor,
    ".config/hanare/config.toml": headed,
    ".config/hanare.toml": headed,
    "hanare/config.toml": headed,
    "hanare.toml": headed,
    "config.toml": headed,
    "hanare-settings.toml": headed,
    "settings.json": editor,
    ".hanare.json": editor,
    ".hanare.yaml": editor,
    ".HANARE.TOML": headed,
    "inner/.hanare.toml": headed,
    "inner/pyproject.toml": lambda values: headed(values, "tool.hanare."),
    "setup.cfg": lambda values: headed(values, "tool.hanare."),
    "tox.ini": headed,
    "pip.conf": lambda values: "[global]\nindex-url = https://192.0.2.1/\n" + variables(values),
    ".bandit": headed,
}
"""Files that somebody might think of, in which nothing is looked for."""
