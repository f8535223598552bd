"""Keeps secrets out of the log, and out of what is kept of code.

Messages hold no text of documents; but an address, a proxy or a command may carry a password.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

BLOT = "***"
"""Stands for a secret, however long it was."""

_NAMES = r"pass(?:word|wd|phrase)|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key"
_BY_FORM = (
    re.compile(r"(?P<before>://[^\s/@:]*:)[^\s/@]+(?=@)"),  # the password in an address
    re.compile(r"(?P<before>://)[^\s/@:]{16,}(?=@)"),  # a token in its place
    re.compile(
        r"(?P<before>)\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|pypi-|hf_|AIza|AKIA|ASIA|eyJ)"
        r"[\w.-]{12,}"
    ),
    re.compile(r"(?P<before>-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?=-----END|\Z)", re.DOTALL),
)
_IN_MESSAGES = (
    re.compile(r"(?P<before>\b(?:bearer|basic)\s+)(?=\S*[\d=])[\w.~+/=-]{8,}", re.IGNORECASE),
    re.compile(
        rf"(?P<before>\b[\w.-]*(?:{_NAMES})[\"']?\s*[=:]\s*[\"']?)[^\s\"',;&]{{4,}}",
        re.IGNORECASE,
    ),
)
_IN_CODE = (
    re.compile(
        rf"(?P<before>\b\w*(?:{_NAMES})\w*[\"']?\s*(?::[^=\"'\n]*)?[=:]\s*[\"'])[^\"'\n]+",
        re.IGNORECASE,
    ),
)
"""In code only a literal is a secret: what follows a name may be a type or a call."""


def hidden(message: str) -> str:
    """Return a message with what looks like a secret blotted out."""
    return _blotted(message, (*_BY_FORM, *_IN_MESSAGES))


def hidden_in_code(code: str) -> str:
    """Return a line or two of code with what looks like a secret blotted out."""
    return _blotted(code, (*_BY_FORM, *_IN_CODE))


def _blotted(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    for pattern in patterns:
        text = pattern.sub(rf"\g<before>{BLOT}", text)
    return text


class Formatter(logging.Formatter):
    """Formats records without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text."""
        return hidden(super().format(record))
