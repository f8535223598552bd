"""Starts Neovim with the real server and an engine that follows a script."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from editors.nvim.driver import SERVER, Neovim

Start = Callable[..., Neovim]

SAYS = {
    "total = ": "price * count\n",
    "sum_of_all = ": "price_of_all * 2\n",
    "def area(width, height):\n": "    size = width * height\n    return size\n\n",
    "def area(width, height):\r\n": "    size = width * height\r\n    return size\r\n\r\n",
    '挨拶 = "🎉" + ': "名前\n",
    '𠮷野家 = "🎉" + ': "名前 + 𠮷野\n",
    "func area(w int) int {\n": "\tsize := w\t* w\n\treturn size\n",
    "print(": "total",
    "result = ": "area(2, 3)\n",
}
"""What the scripted model says after what."""


def quoted(text: str) -> str:
    """Return `text` as TOML and Lua take it."""
    return json.dumps(text, ensure_ascii=False)


def lua_list(values: list[str]) -> str:
    return "{" + ", ".join(map(quoted, values)) + "}"


def script(home: Path) -> dict[str, str]:
    """Write what the model says; return the environment in which the server follows it."""
    file = home / "script.toml"
    answers = (
        f"[[answers]]\nafter = {quoted(after)}\nsays = {quoted(said)}\n"
        for after, said in SAYS.items()
    )
    file.write_text("\n".join(answers), encoding="utf-8")
    return {"HANARE__ENGINE__KIND": "scripted", "HANARE__ENGINE__SCRIPT": str(file)}


def launch(
    binary: Path,
    home: Path,
    *,
    setup: str = "",
    command: list[str] = SERVER,
    environment: Mapping[str, str] | None = None,
    **options: Any,
) -> Neovim:
    """Start Neovim with the real server, whose engine follows the script."""
    home.mkdir(parents=True, exist_ok=True)
    return Neovim(
        binary,
        home,
        setup=f"{{ cmd = {lua_list(command)}, {setup} }}",
        environment=script(home) | dict(environment or {}),
        **options,
    )
