"""The grammars: which wheel parses which language, and what a broken tree does not tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from tree_sitter import Language


@dataclass(frozen=True, slots=True)
class Grammar:
    """One loaded grammar."""

    language: Language
    queries: str
    """Name of its file in `queries/`, without the suffix."""
    lexis: re.Pattern[str]
    """Finds the comments and strings of a line, for trees of broken text that do not hold them.

    Of a text that ends inside one, the last match has the group `comment`, `block` or `string`.
    """


# Comments of a line, also a block comment that is still open at its end (group `block`).
_BLOCK = r"/\*.*?(?:\*/|(?P<block>\Z))"
_HASH = r"(?P<comment>#.*)"
_WORD_HASH = r"(?P<comment>(?<!\S)#.*)"
_SLASHES = r"(?P<comment>//.*)|" + _BLOCK
_SLASHES_OR_HASH = r"(?P<comment>(?://|#(?!\[)).*)|" + _BLOCK
_DASHES = r"(?P<comment>--.*)|" + _BLOCK
_MARKUP = r"<!--.*?(?:-->|(?P<block>\Z))"

# Quotes that open and close strings.
_PLAIN = r"""["']"""
_BACKTICKS = r"""["'`]"""
_TRIPLE = r'''"""|\'\'\'|["']'''
_DOUBLE = '"'  # where ' also begins a lifetime, or is an apostrophe

# LSP language id: the wheel's module and its function, query file, comments, quotes.
_TABLE = {
    "python": ("python", "language", "python", _HASH, _TRIPLE),
    "javascript": ("javascript", "language", "javascript", _SLASHES, _BACKTICKS),
    "javascriptreact": ("javascript", "language", "javascript", _SLASHES, _BACKTICKS),
    "typescript": ("typescript", "language_typescript", "typescript", _SLASHES, _BACKTICKS),
    "typescriptreact": ("typescript", "language_tsx", "typescript", _SLASHES, _BACKTICKS),
    "go": ("go", "language", "go", _SLASHES, _BACKTICKS),
    "rust": ("rust", "language", "rust", _SLASHES, _DOUBLE),
    "java": ("java", "language", "java", _SLASHES, _TRIPLE),
    "c": ("c", "language", "c", _SLASHES, _PLAIN),
    "cpp": ("cpp", "language", "cpp", _SLASHES, _PLAIN),
    "csharp": ("c_sharp", "language", "csharp", _SLASHES, _TRIPLE),
    "ruby": ("ruby", "language", "ruby", _HASH, _BACKTICKS),
    "php": ("php", "language_php", "php", _SLASHES_OR_HASH, _BACKTICKS),
    "shellscript": ("bash", "language", "bash", _WORD_HASH, _BACKTICKS),
    "html": ("html", "language", "html", _MARKUP, _DOUBLE),
    "css": ("css", "language", "css", _BLOCK, _PLAIN),
    "json": ("json", "language", "json", _SLASHES, _DOUBLE),
    "jsonc": ("json", "language", "json", _SLASHES, _DOUBLE),
    "yaml": ("yaml", "language", "yaml", _WORD_HASH, _PLAIN),
    "toml": ("toml", "language", "toml", _HASH, _TRIPLE),
    "sql": ("sql", "language", "sql", _DASHES, _BACKTICKS),
    "lua": ("lua", "language", "lua", _DASHES, _PLAIN),
    "kotlin": ("kotlin", "language", "kotlin", _SLASHES, _TRIPLE),
}

LANGUAGES = tuple(_TABLE)
"""LSP language ids of all languages that Hanare has a grammar for."""


def has_grammar(language: str) -> bool:
    """Tell whether texts in `language` (an LSP language id) can be parsed here.

    False also where the wheel is missing, broken, or made for another tree-sitter.
    """
    return grammar_of(language) is not None


@cache
def grammar_of(language: str) -> Grammar | None:
    """Return the grammar of an LSP language id, loaded on first use; None if there is none."""
    if language not in _TABLE:
        return None
    module, function, queries, comments, quotes = _TABLE[language]
    try:
        loaded = Language(getattr(import_module(f"tree_sitter_{module}"), function)())
    except (ImportError, AttributeError, ValueError):
        return None  # ValueError: an ABI that this tree-sitter does not run
    lexis = (
        rf"{comments}|(?P<quote>{quotes})"
        r"(?:\\.|(?!(?P=quote)).)*(?:(?P=quote)|(?P<string>\Z))"
    )
    return Grammar(loaded, queries, re.compile(lexis))
