"""Sentences that can be told in any language, until somebody must read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from string import Formatter
from typing import Any, Literal, Protocol, Union

from hanare.wording.catalogue import japanese

Language = Literal["en", "ja"]
"""The languages that people are told things in."""

Value = Union[str, int, float, "Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in English with slots, `{name}`, and what stands in them.

    `str()` is the English text, for logs and scripts. It is plain data, so it also goes through
    JSON to another process. A slot is a name alone: a template that comes from elsewhere reaches
    no attribute of a value.

    Raises:
        ValueError: a slot has no value, or a value not the form that its slot asks for.
    """

    template: str
    values: tuple[tuple[str, Value], ...] = ()

    def __post_init__(self) -> None:
        self._filled(self.template, "en")

    def __str__(self) -> str:
        return self._filled(self.template, "en")

    def __bool__(self) -> bool:
        return bool(self.template)

    def in_(self, language: Language) -> str:
        """Return it in a language; in English where the catalogue does not have it."""
        if language == "en":
            return str(self)
        return self._filled(japanese().get(self.template, self.template), language)

    def _filled(self, template: str, language: Language) -> str:
        values = {
            name: value.in_(language) if isinstance(value, Said) else value
            for name, value in self.values
        }
        return _FORMATTER.vformat(template, (), values)


class _Formatter(Formatter):
    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        if field_name not in kwargs:
            raise ValueError(f"there is no value for {{{field_name}}}")
        return kwargs[field_name], field_name


_FORMATTER = _Formatter()


NOTHING = Said("")


class Tellable(Protocol):
    """What can be told in a language: a sentence, or an error. `str()` is English."""

    def in_(self, language: Language, /) -> str:
        """Return it in a language."""
        ...


def translated(text: str, language: Language) -> str:
    """Return a text without slots in a language, such as a command's help or a description."""
    return text if language == "en" else japanese().get(text, text)


def said(template: str, /, **values: object) -> Said:
    """Return a sentence; `{name}` in it is a slot, formatted as `str.format` does.

    The template is the catalogue's key, so it must be a literal: `tests/wording` reads the code.
    """
    return Said(template, tuple((name, _value(value)) for name, value in values.items()))


def joined(separator: str, parts: Iterable[Said | str]) -> Said:
    """Return parts as one, each in the language that is asked for, with `separator` between."""
    values = tuple((f"p{number}", _value(part)) for number, part in enumerate(parts))
    between = separator.replace("{", "{{").replace("}", "}}")
    return Said(between.join(f"{{{name}}}" for name, _ in values), values)


def listed(parts: Sequence[Said]) -> Said:
    """Return parts as a list within a sentence, with what each language puts between them."""
    if not parts:
        return NOTHING
    return reduce(lambda first, next_: said("{first}; {next}", first=first, next=next_), parts)


def verbatim(text: Said | str) -> Said:
    """Return a text that is the same in every language; what is said already stays it."""
    if isinstance(text, Said):
        return text
    return Said("{text}", (("text", text),)) if text else NOTHING


def _value(value: object) -> Value:
    return value if isinstance(value, str | int | float | Said) else str(value)
