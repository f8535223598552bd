"""The settings, with where each comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hanare.config.layers import DEFAULTS, Resolution
from hanare.config.settings import Settings, setting_keys
from hanare.doctor.check import Check, State
from hanare.wording import joined, listed, said

_SHOWN = 5


def configuration_check(resolution: Resolution) -> Check:
    """Tell what is set, by which layer, and what is wrong with it."""
    title = said("Settings")
    values = dict(_values(resolution.settings))
    origins = {key: str(resolution.origins.get(key, DEFAULTS)) for key in values}
    details = {key: f"{values[key]} ({origins[key]})" for key in values}
    chosen = [key for key in values if origins[key] != DEFAULTS]
    if resolution.problems:
        problems = resolution.problems[:_SHOWN]
        return Check(
            "configuration",
            title,
            State.WARNING,
            listed(problems),
            said("Correct or remove what is named; the last good value holds meanwhile."),
            details,
        )
    if not chosen:
        return Check("configuration", title, State.OK, said("all as by default"), details=details)
    parts = [
        joined("", (f"{key} = {values[key]} (", resolution.origins[key], ")")) for key in chosen
    ]
    return Check("configuration", title, State.OK, listed(parts), details=details)


def _values(settings: Settings) -> Iterator[tuple[str, Any]]:
    for key in setting_keys():
        section, _, name = key.partition(".")
        yield key, getattr(getattr(settings, section), name)
