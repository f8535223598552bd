"""VS Code's manifest: the settings in `package.json`, their texts, and what a workspace may set.

`python -m hanare.editors.manifest --write` brings the files of a checkout up to date; without
`--write` it says which are not. What is written by hand in them stays as it is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hanare.config.settings import ProjectRule
from hanare.editors.generated import GeneratedFiles
from hanare.editors.schema import Setting, sections, settings
from hanare.wording.catalogue import VSCODE, table

SECTION = "hanare"
_OWN_RESTRICTED = ("command",)
"""What no untrusted workspace may set of the extension's own settings, written by hand."""
_SCOPES = {ProjectRule.RESTRICTED: "machine", ProjectRule.OPEN: "window"}
"""Of VS Code's scopes, "machine" and "application" are those that no workspace can set, trusted or
not. What projects may only add to or switch off, they do in files that the server reads itself."""
_SETTING = "setting."
"""How the texts of the server's settings are named in `package.nls.json`."""


def generated() -> dict[str, str]:
    """Return each generated file's text, by its path below the extension."""
    files = {
        "package.json": _package(_read("package.json")),
        "package.nls.json": _texts(_read("package.nls.json"), japanese=False),
        "package.nls.ja.json": _texts(_read("package.nls.ja.json"), japanese=True),
        "l10n/bundle.l10n.ja.json": dict(table(VSCODE)),
    }
    return {
        name: json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        for name, content in files.items()
    }


def _package(package: dict[str, Any]) -> dict[str, Any]:
    ours, *_ = package["contributes"]["configuration"]
    contributed = [ours, *map(_section, sections())]
    package["contributes"]["configuration"] = contributed
    package["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"] = [
        *(f"{SECTION}.{key}" for key in _OWN_RESTRICTED),
        *(
            f"{SECTION}.{each.editor_key}"
            for each in settings()
            if each.rule is not ProjectRule.OPEN
        ),
    ]
    return package


def _section(name: str) -> dict[str, Any]:
    properties = {
        f"{SECTION}.{each.editor_key}": _property(each)
        for each in settings()
        if each.key.startswith(f"{name}.")
    }
    return {"title": f"%{_SETTING}{name}%", "properties": properties}


def _property(setting: Setting) -> dict[str, Any]:
    return {
        **setting.schema,
        "default": setting.default,
        "markdownDescription": f"%{_SETTING}{setting.editor_key}%",
        "scope": _SCOPES.get(setting.rule, "application"),
    }


def _texts(present: Mapping[str, str], *, japanese: bool) -> dict[str, str]:
    by_hand = {key: text for key, text in present.items() if not key.startswith(_SETTING)}
    translations = table("settings") if japanese else {}
    return by_hand | {
        f"{_SETTING}{key}": translations.get(text, text) for key, text in _descriptions()
    }


def _descriptions() -> Iterator[tuple[str, str]]:
    """Yield the text of every section and setting by its key."""
    yield from sections().items()
    for each in settings():
        yield each.editor_key, each.description


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILES.text(name) or "{}")
    return content


FILES = GeneratedFiles(Path(__file__).resolve().parents[3] / "editors" / "vscode", generated)
"""Those of the extension."""


if __name__ == "__main__":
    sys.exit(FILES.main(sys.argv[1:]))
