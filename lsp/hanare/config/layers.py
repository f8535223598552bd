"""Layers of settings, merged and validated into one frozen object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import IntEnum
from typing import Any, TypeGuard

from pydantic import ValidationError

from hanare.config.complaints import complaint
from hanare.config.settings import (
    NOT_FROM_EDITORS,
    PROJECT_RULES,
    ProjectRule,
    Settings,
    setting_keys,
)
from hanare.wording import Said, joined, said

KEYS = frozenset(setting_keys())
DEFAULTS = "defaults"
"""The origin of what no layer sets."""
_LONGEST_SHOWN_KEY = 60

Values = Mapping[str, Any]


class Rank(IntEnum):
    """Where settings come from; a later one wins over an earlier one."""

    INSTALLATION = 0
    USER_FILE = 1
    PROJECT_FILE = 2
    ENVIRONMENT = 3
    INITIALIZATION = 4
    CLIENT = 5
    COMMAND_LINE = 6


_EDITORS = (Rank.INITIALIZATION, Rank.CLIENT)


@dataclass(frozen=True, slots=True)
class Layer:
    """Settings from one place, as they were written there."""

    rank: Rank
    name: Said | str
    """The place as a reader would name it: a path, `environment`, `command line`."""
    values: Values = field(default_factory=dict)
    """Nested by section, or by dotted key; `None` leaves a setting to lower layers."""
    trusted: bool = True
    """Whether the user put it there; a repository's own files are not trusted."""
    problems: tuple[Said, ...] = ()
    """What was wrong with the place itself, e.g. that its TOML does not parse."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a set of layers comes to."""

    settings: Settings
    problems: tuple[Said, ...]
    """What was not taken over and why: one line each, with the layer's name and the key."""
    origins: Mapping[str, Said | str]
    """For every dotted key the name of the layer that set it, else `DEFAULTS`."""


def resolve(layers: Iterable[Layer], last_good: Settings | None = None) -> Resolution:
    """Merge `layers` by rank and validate the outcome.

    Nothing in a layer makes this fail: an unknown key, or one that its layer may not set,
    is left out; one whose value is wrong keeps its value in `last_good`. Each is reported.
    """
    last_good = last_good or Settings()
    merged = _Merged()
    for layer in sorted(layers, key=lambda layer: layer.rank):
        merged.add(layer)
    try:
        settings = Settings.model_validate(_nested(merged.values))
    except ValidationError as failure:
        for key, why in _faults(failure):
            merged.problems.append(_problem(merged.origins[key], why, key))
            merged.values[key] = _value(last_good, key)
            merged.origins[key] = said("{place} (last good value)", place=merged.origins[key])
        settings = Settings.model_validate(_nested(merged.values))
    origins: dict[str, Said | str] = {**dict.fromkeys(sorted(KEYS), DEFAULTS), **merged.origins}
    return Resolution(settings, tuple(merged.problems), origins)


class _Merged:
    """Values by dotted key, and which layer each is from."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.origins: dict[str, Said | str] = {}
        self.problems: list[Said] = []

    def add(self, layer: Layer) -> None:
        self.problems += [_problem(layer.name, problem) for problem in layer.problems]
        for key, value in _flat(layer.values):
            rule = ProjectRule.OPEN if layer.trusted else PROJECT_RULES.get(key)
            if value is None:
                continue
            if key not in KEYS:
                # Only a user's own typing mistakes are worth the search.
                near = get_close_matches(key, KEYS, n=1) if layer.trusted else []
                self._leave_out(layer, key, _unknown(near))
            elif key in NOT_FROM_EDITORS and layer.rank in _EDITORS:
                why = said("an editor says this too late; write it into your settings file")
                self._leave_out(layer, key, why)
            elif rule is ProjectRule.OPEN or (rule is ProjectRule.OFF_ONLY and value is False):
                self._set(layer, key, value)
            elif rule is ProjectRule.ADD_ONLY:
                self._extend(layer, key, value)
            else:
                why = said("only your own settings may say this, not a project's")
                self._leave_out(layer, key, why)

    def _extend(self, layer: Layer, key: str, value: object) -> None:
        present = self.values.get(key, _value(Settings(), key))
        if not _is_texts(value):
            self._leave_out(layer, key, said("must be a list of texts"))
        elif _is_texts(present):  # else validation reports the layer that set it
            self._set(layer, key, [*present, *value])

    def _set(self, layer: Layer, key: str, value: object) -> None:
        self.values[key] = value
        self.origins[key] = layer.name

    def _leave_out(self, layer: Layer, key: str, why: Said) -> None:
        # A project may name its keys as it likes, and this is shown to the user.
        fit = key.isprintable() and len(key) <= _LONGEST_SHOWN_KEY
        self.problems.append(_problem(layer.name, why, key if fit else said("a setting")))


def _problem(place: Said | str, why: Said, key: Said | str = "") -> Said:
    return joined(": ", (place, key, why) if key else (place, why))


def _unknown(near: list[str]) -> Said:
    if not near:
        return said("no such setting")
    return said("no such setting; did you mean {key}?", key=near[0])


def _flat(values: Values) -> Iterator[tuple[str, Any]]:
    """Yield (dotted key, value) for everything in `values`. No setting is nested deeper."""
    for name, value in values.items():
        if isinstance(value, Mapping) and name not in KEYS:  # the value of a setting may be a table
            for key, inner in value.items():
                yield f"{name}.{key}", inner
        else:
            yield name, value


def _nested(flat: Values) -> dict[str, dict[str, Any]]:
    """Return values by section and name. Every setting is in exactly one section."""
    sections: dict[str, dict[str, Any]] = {}
    for key, value in flat.items():
        section, _, name = key.partition(".")
        sections.setdefault(section, {})[name] = value
    return sections


def _faults(failure: ValidationError) -> Iterator[tuple[str, Said]]:
    """Yield each key at fault once, with the first complaint about it."""
    seen = set()
    for error in failure.errors(include_url=False, include_input=False):
        key = ".".join(str(part) for part in error["loc"][:2])
        if key not in seen:
            seen.add(key)
            yield key, complaint(error)


def _value(settings: Settings, key: str) -> Any:
    section, _, name = key.partition(".")
    return getattr(getattr(settings, section), name)


def _is_texts(value: object) -> TypeGuard[list[str] | tuple[str, ...]]:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
