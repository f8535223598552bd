"""The settings as editors show them, read from `hanare.config.settings`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from hanare.config.settings import (
    NOT_FROM_EDITORS,
    PROJECT_RULES,
    ProjectRule,
    Settings,
    setting_keys,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the server."""

    key: str
    """Dotted, as in a settings file: `completion.max_tokens`."""
    description: str
    """One or two sentences of English, with Markdown's code."""
    default: Any
    """As JSON has it; None where it is unset."""
    rule: ProjectRule
    """What a project's files may do with it."""
    schema: Mapping[str, Any] = field(repr=False)
    """JSON schema of the values, without default and description. One that may be unset has a
    list as `type`, with "null" last."""

    @property
    def editor_key(self) -> str:
        """The key as editors write it: `completion.maxTokens`."""
        section, _, name = self.key.partition(".")
        return f"{section}.{camel_case(name)}"


def settings() -> Iterator[Setting]:
    """Yield every setting that editors offer, in the order of the sections and of their fields."""
    for key in offered_keys():
        section, _, name = key.partition(".")
        info = type(getattr(Settings(), section)).model_fields[name]
        yield Setting(
            key=key,
            description=info.description or "",
            default=_as_json(info),
            rule=PROJECT_RULES[key],
            schema=_schema(info),
        )


def offered_keys() -> Iterator[str]:
    """Yield the dotted key of every setting that editors offer."""
    yield from (key for key in setting_keys() if key not in NOT_FROM_EDITORS)


def sections() -> dict[str, str]:
    """Return the sections in which there are such settings, with their descriptions."""
    offered = {key.partition(".")[0] for key in offered_keys()}
    fields = type(Settings()).model_fields
    return {name: fields[name].description or "" for name in fields if name in offered}


def camel_case(name: str) -> str:
    """Return `max_tokens` as `maxTokens`."""
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


def _adapter(info: FieldInfo) -> TypeAdapter[Any]:
    # The bounds of a number stand in the field, not in its type.
    return TypeAdapter(info.rebuild_annotation())


def _as_json(info: FieldInfo) -> Any:
    return _adapter(info).dump_python(info.default, mode="json")


def _schema(info: FieldInfo) -> dict[str, Any]:
    schema = _plain(_adapter(info).json_schema())
    if "anyOf" in schema:
        (value,) = (each for each in schema["anyOf"] if each != {"type": "null"})
        return {**value, "type": [value["type"], "null"]}
    return schema


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Drop what says nothing to an editor: titles, and the format of paths."""
    return {
        key: _plain(value)
        if isinstance(value, dict)
        else [_plain(each) if isinstance(each, dict) else each for each in value]
        if isinstance(value, list)
        else value
        for key, value in schema.items()
        if key not in {"title", "default", "format"}
    }
