"""Settings for commands that run without an editor."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from hanare.cli.speaking import say
from hanare.config.layers import Layer, resolve
from hanare.config.settings import Settings
from hanare.config.sources import (
    PROJECT_FILE,
    PYPROJECT_FILE,
    command_line_layer,
    environment_layer,
    installation_layer,
    project_layer,
    user_layer,
)
from hanare.models.store import ModelStore
from hanare.wording import said

_PROJECT_MARKS = (".git", PROJECT_FILE, PYPROJECT_FILE)


def configured_store() -> ModelStore:
    """Return the model store that the user's settings name."""
    return ModelStore(settings_for(Path.cwd()).model.directory)


def project_folder(folder: Path) -> Path | None:
    """Return the nearest folder at or above `folder` that is a project's, if there is one."""
    folder = folder.absolute()
    for candidate in (folder, *folder.parents):
        if any((candidate / mark).exists() for mark in _PROJECT_MARKS):
            return candidate
    return None


def layers_for(folder: Path) -> list[Layer]:
    """Return the layers of settings that hold in `folder`, whatever the command line says."""
    return [
        installation_layer(),
        user_layer(),
        project_layer(project_folder(folder) or folder),
        environment_layer(os.environ),
    ]


def settings_for(folder: Path, command_line: Mapping[str, object] | None = None) -> Settings:
    """Return the settings that hold in `folder`; what is wrong with them goes to stderr.

    `command_line` has dotted keys; None stands for an option that was not given.
    """
    resolution = resolve([*layers_for(folder), command_line_layer(command_line or {})])
    for problem in resolution.problems:
        say(said("Setting ignored: {problem}", problem=problem), err=True, color="yellow")
    return resolution.settings
