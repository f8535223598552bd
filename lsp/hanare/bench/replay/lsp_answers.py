"""What language servers answer, as a replay needs it."""

from __future__ import annotations

from typing import Any

from hanare.bench.replay.trace import Account
from hanare.text.document import DocumentSnapshot
from hanare.text.units import Encoding, from_units


def insertion(result: Any, document: DocumentSnapshot, offset: int, encoding: Encoding) -> str:
    """Return what the first item of an inline completion's result inserts at `offset`.

    Items may replace text on the cursor's line. One that repeats it is an insertion; one that
    changes it is not what ghost text can show, and counts as nothing.
    """
    items = result.get("items", []) if isinstance(result, dict) else result or []
    if not items:
        return ""
    text = items[0]["insertText"]
    if isinstance(text, dict):
        text = text["value"]
    start = end = offset
    if replaced := items[0].get("range"):
        line = document.lines.line_of(offset)
        start, end = (
            document.lines.start(line)
            + from_units(document.lines.line_text(line), replaced[side]["character"], encoding)
            for side in ("start", "end")
        )
    before, after = document.text[start:offset], document.text[offset:end]
    if len(text) < len(before) + len(after):
        return ""
    if not text.startswith(before) or not text.endswith(after):
        return ""
    return str(text[len(before) : len(text) - len(after)])


def account_of(status: Any) -> Account:
    """Return what a `hanare/status` says of the last request; versions differ in how much."""
    last = status.get("last") or {}
    return Account(
        reason=last.get("reason", status.get("reason")),
        origin=last.get("source"),
        prompt_tokens=last.get("prompt_tokens"),
        evaluated_tokens=last.get("evaluated_tokens"),
        generated_tokens=last.get("generated_tokens"),
        timings_ms=last.get("timings_ms") or {},
    )
