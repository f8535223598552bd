"""The settings in force: `hanare.settings`, by `workspace/executeCommand`.

No argument. Result: every setting by its dotted key, e.g. `"completion.enabled": true`, whichever
layer it is from. A client that changes a list starts from it: what the client sends takes the place
of what the user's own file says. What the user allows as no secret is left out: nobody shows it.
"""

from __future__ import annotations

from typing import Any

from hanare.config.settings import setting_keys
from hanare.server.language_server import HanareServer

SETTINGS = "hanare.settings"
_LEFT_OUT = frozenset({"analysis.allowed_secrets"})


def register(server: HanareServer) -> None:
    """Serve the command of this module."""
    server.command(SETTINGS)(on_settings)


def on_settings(ls: HanareServer) -> dict[str, Any]:
    """Answer with the values in force, as JSON has them."""
    sections = ls.configuration.settings.model_dump(mode="json")
    values = {}
    for key in setting_keys():
        section, _, name = key.partition(".")
        if key not in _LEFT_OUT:
            values[key] = sections[section][name]
    return values
