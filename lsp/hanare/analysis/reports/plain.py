"""Untrusted text made harmless: names and code come from whoever wrote the analysed files."""

from __future__ import annotations

import json
import re

from hanare.analysis.redaction import visible

_NOT_PLAIN = re.compile(r"[^\n -~]+")


def one_line(text: str) -> str:
    """Return a text as a reader may see it: on one line, with nothing that a terminal obeys."""
    return visible(text.replace("\t", "\\t"))


def to_json(value: object) -> str:
    """Return JSON that reads well in any script and is safe to print.

    What is not printable is escaped, so names stay exact for programs and inert on terminals. The
    bytes of a name that is not UTF-8 come out as lone surrogates, as Python reads them.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _NOT_PLAIN.sub(lambda found: _escaped(found[0]), text) + "\n"


def _escaped(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
