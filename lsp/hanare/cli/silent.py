"""Which commands keep silent, and from when on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # `hanare --version` needs none of it
    from hanare.silence.kernel import WhyNot

NOT_AT_ONCE: Mapping[str, str] = {
    "bench": "fetches the code that it measures with",
    "bundle": "fetches wheels and models",
    "doctor": "starts editors, and asks another process whether the guard holds",
    "editors": "starts editors",
    "models": "fetches models",
    "serve": "keeps silent once its port is open",
}
"""The commands that do not keep silent from the beginning, and why; all others do."""


@dataclass(frozen=True, slots=True)
class OwnProcess:
    """Says, as click's object, that this process is the command's and ends with it.

    Tests run commands in processes of theirs, which must not be silent for the rest of their lives.
    """


def begin(command: str) -> None:
    """Keep silent from now on, if the command is one that does so at once."""
    if command not in NOT_AT_ONCE:
        be_silent()


def be_silent() -> WhyNot | None:
    """Keep silent from now on, unless the user's own settings say otherwise.

    Returns why the kernel does not enforce it, if it does not although it should.
    """
    context = click.get_current_context(silent=True)
    if context is None or context.find_object(OwnProcess) is None:
        return None
    # Imported here for the same reason.
    from hanare.config.layers import resolve
    from hanare.config.sources import environment_layer, installation_layer, user_layer
    from hanare.silence.guard import keep_silent, speak_freely

    # What a project or an editor says does not count.
    settings = resolve([installation_layer(), user_layer(), environment_layer(os.environ)]).settings
    if settings.network.offline:
        return keep_silent()
    speak_freely()
    return None
