"""Settings for commands that run without an editor."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click

from hanare.config.layers import resolve
from hanare.config.settings import Settings
from hanare.config.sources import (
    command_line_layer,
    environment_layer,
    project_layer,
    user_layer,
)


def settings_for(folder: Path, command_line: Mapping[str, object] | None = None) -> Settings:
    """Return the settings that hold in `folder`; what is wrong with them goes to stderr.

    `command_line` has dotted keys; None stands for an option that was not given.
    """
    resolution = resolve(
        [
            user_layer(),
            project_layer(folder),
            environment_layer(os.environ),
            command_line_layer(command_line or {}),
        ]
    )
    for problem in resolution.problems:
        click.secho(f"Setting ignored: {problem}", err=True, fg="yellow")
    return resolution.settings
