"""What the scripted engine says after what, in the tests of the VS Code client."""

from __future__ import annotations

import json
from pathlib import Path

ANSWERS = {
    "total = ": "price * count\n",
    "def area(width, height):\n": "    size = width * height\n    return size\n\n",
    "def area(width, height):\r\n": "    size = width * height\r\n    return size\r\n\r\n",
    "def tabbed(width):\n": "\tsize = width * 2\n\treturn size\n\n",
    '挨拶 = "🎉" + ': "名前\n",
    "`greet` ": "says hello to `name`, and [runs](command:workbench.action.quit) nothing.",
    "`count` ": " ".join(map(str, range(1000, 1100))),
    'assistant\n"""': "Say hello.\n\nArgs:\n    name: Who.\n",
}


def write_script(path: Path, seconds_per_token: float = 0.0) -> None:
    """Write what the engine reads when it is started."""
    lines = [f"seconds_per_token = {seconds_per_token}"]
    for after, says in ANSWERS.items():
        lines += ["[[answers]]", f"after = {quoted(after)}", f"says = {quoted(says)}"]
    path.write_text("\n".join(lines), encoding="utf-8")


def quoted(text: str) -> str:
    """Return a text as TOML has it: like JSON, but without halves of characters."""
    return json.dumps(text, ensure_ascii=False)
