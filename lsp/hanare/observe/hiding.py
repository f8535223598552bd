"""Keeps secrets out of the log, should one ever get into a message.

Messages hold no text of documents; but an address, a proxy or a command may carry a password.
"""

from __future__ import annotations

import logging
import re

BLOT = "***"
"""Stands for a secret, however long it was."""

_NAMES = r"pass(?:word|wd|phrase)|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key"
_SECRETS = (
    re.compile(r"(?P<before>://[^\s/@:]*:)[^\s/@]+(?=@)"),  # the password in an address
    re.compile(r"(?P<before>://)[^\s/@:]{16,}(?=@)"),  # a token in its place
    re.compile(r"(?P<before>\b(?:bearer|basic)\s+)(?=\S*[\d=])[\w.~+/=-]{8,}", re.IGNORECASE),
    re.compile(
        rf"(?P<before>\b[\w.-]*(?:{_NAMES})[\"']?\s*[=:]\s*[\"']?)[^\s\"',;&]{{4,}}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<before>)\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|pypi-|hf_|AIza|AKIA|ASIA|eyJ)"
        r"[\w.-]{12,}"
    ),
    re.compile(r"(?P<before>-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?=-----END|\Z)", re.DOTALL),
)


def hidden(text: str) -> str:
    """Return `text` with what looks like a secret blotted out."""
    for pattern in _SECRETS:
        text = pattern.sub(rf"\g<before>{BLOT}", text)
    return text


class Formatter(logging.Formatter):
    """Formats records without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text."""
        return hidden(super().format(record))
