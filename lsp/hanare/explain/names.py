"""Which names an explanation may use: those of the code, and those of its language."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
import typing
from collections.abc import Iterable

_NAME = re.compile(r"[^\W\d]\w*")
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_ERROR = re.compile(r"(?:Error|Exception|Warning|Interrupt)$")
_PYTHON = frozenset((*dir(builtins), *keyword.kwlist, *keyword.softkwlist, *typing.__all__))
_OF_ANY_LANGUAGE = frozenset((
    "abstract", "async", "await", "boolean", "bool", "break", "case", "catch", "char", "class",
    "const", "continue", "default", "do", "double", "else", "enum", "export", "extends",
    "false", "final", "finally", "float", "for", "func", "function", "if", "implements",
    "import", "in", "instanceof", "int", "interface", "let", "long", "namespace", "new", "nil",
    "null", "number", "object", "private", "protected", "public", "return", "short", "static",
    "string", "struct", "super", "switch", "this", "throw", "throws", "true", "try", "type",
    "typeof", "undefined", "unsigned", "var", "void", "while", "yield",
))  # fmt: skip


class KnownNames:
    """The names that occur in texts, and those that every program of a language has."""

    def __init__(self, texts: Iterable[str], language: str) -> None:
        """Take the names of `texts`: the code, and what was said about it."""
        self._here = frozenset(name for text in texts for name in _NAME.findall(text))
        self._everywhere = _OF_ANY_LANGUAGE
        if language == "python":
            self._everywhere |= _PYTHON | sys.stdlib_module_names

    def unknown(self, quoted: str) -> tuple[str, ...]:
        """Return the names in a piece of code that are neither here nor the language's.

        Which errors a language has says nothing of which are raised: those must be here.
        """
        return tuple(
            name for name in _NAME.findall(_STRING.sub("", quoted)) if not self._is_known(name)
        )

    def _is_known(self, name: str) -> bool:
        if name in self._here:
            return True
        return name in self._everywhere and not _ERROR.search(name)
