"""Templates of what is said to a model: Jinja, in a sandbox.

A template has three parts, with a line `---` between them: the system's, the user's, and how the
answer begins. They are parted before they are filled, so nothing that is put in makes another part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from jinja2 import ChoiceLoader, DictLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hanare.errors import HanareError
from hanare.resources import data_root
from hanare.wording import Language, said

_PARTS = re.compile(r"^---[ \t]*\n", re.MULTILINE)
_MOST_PARTS = 3
_BACKTICKS = re.compile(r"`{3,}")
_FAILURES = (
    TemplateError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What filling a template can raise; the recursion is that of one that includes itself."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a model is told."""

    system: str
    user: str
    begun: str
    """How its answer begins."""


@cache
def shipped() -> Mapping[str, str]:
    """Return the templates that come with Hanare, by the names of their files."""
    folder = data_root() / "prompts"
    return {
        f"{language.name}/{file.name}": file.read_text("utf-8")
        for language in folder.iterdir()
        if language.is_dir()
        for file in language.iterdir()
        if file.name.endswith(".jinja")
    }


class Templates:
    """All templates, by the names of their files, e.g. `ja/symbol.jinja`."""

    def __init__(self, own: Mapping[str, str] = MappingProxyType({})) -> None:
        """Take the user's own templates, which go before those that come with Hanare.

        Raises:
            HanareError: one of the user's cannot be used.
        """
        self._own = frozenset(own)
        lines = {name: source.replace("\r\n", "\n") for name, source in own.items()}
        self._sources = {**shipped(), **lines}
        self._environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([DictLoader(self._sources)]),
            undefined=StrictUndefined,
            autoescape=False,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["fence"] = fenced
        for name in self._own:
            self._checked(name)

    def fill(self, name: str, language: Language, /, **slots: object) -> Wording:
        """Return what a model is told.

        Raises:
            HanareError: a template of the user's own cannot be filled.
        """
        key = f"{language}/{name}.jinja"
        try:
            system, user, begun = (
                self._environment.from_string(part).render(slots)
                for part in _parts(self._sources[key])
            )
        except _FAILURES as failure:
            raise self._unusable(key, failure) from failure
        return Wording(system.strip(), user.strip(), begun.strip("\n"))

    def _checked(self, key: str) -> None:
        try:
            for part in _parts(self._sources[key]):
                self._environment.parse(part)
        except (TemplateSyntaxError, RecursionError) as failure:
            raise self._unusable(key, failure) from failure

    def _unusable(self, key: str, failure: Exception) -> Exception:
        # A template that comes with Hanare and does not work is a defect, not the user's doing.
        if not self._own:
            return AssertionError(f"{key}: {failure}")
        return HanareError(
            said("The template {name} cannot be used: {why}.", name=key, why=str(failure)),
            said("Mend it, or remove it from your configuration's folder `prompts`."),
        )


def _parts(source: str) -> list[str]:
    parts = _PARTS.split(source)
    return (parts + [""] * _MOST_PARTS)[:_MOST_PARTS]


def fenced(code: str, language: str = "") -> str:
    """Return code in a fence that nothing in it can close."""
    longest = max((len(run) for run in _BACKTICKS.findall(code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"
