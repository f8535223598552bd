"""Values of settings, for tests."""

from __future__ import annotations

from typing import Any

from hanare.config.settings import Settings

_SPECIAL = {
    "engine.kind": "scripted", "engine.flash_attention": "on", "log.level": "debug",
    "explain.language": "ja", "analysis.min_severity": "high", "analysis.min_confidence": "high",
    "gate.high": "off", "gate.medium": "off", "gate.low": "hide", "gate.unscannable": "show",
    "analysis.levels": {"B602": "off"}, "explain.glossary": ["/somewhere/else"],
    "explain.style": ["/somewhere/else"],
}  # fmt: skip
_NUMBERS = ("threads", "context_tokens", "window_characters", "processes")


def value(settings: Settings, key: str) -> Any:
    """Return what a setting is."""
    section, _, name = key.partition(".")
    return getattr(getattr(settings, section), name)


def something_else(key: str) -> Any:
    """Return a value for `key` that is valid and not its default."""
    default = value(Settings(), key)
    if key in _SPECIAL:
        return _SPECIAL[key]
    if isinstance(default, bool):
        return not default
    if isinstance(default, tuple):
        return ["project's"]
    if isinstance(default, str):
        return "other"
    if isinstance(default, float) and default < 1:
        return default / 2
    if isinstance(default, int | float):
        return default + 1
    return 4096 if key.endswith(_NUMBERS) else "/somewhere/else"
