"""hanare/lastReason: "why nothing?" - how the last request ended, in words.

Parameters: { "textDocument"?: { "uri": string } }; without a document, the last request of all.
Result: null if there was no request, or the document is not open, else
{
    "code": string,             see `Code`, e.g. "not-triggered"
    "detail": string,           e.g. "mid-word"; often empty
    "reason": string,           both, as in the log: "not-triggered:mid-word"
    "explanation": { "en": string, "ja": string },   one sentence each
    "document": string,         the URI that was asked about
    "version": integer | null,  of the document when it was asked about; null if it was not open
    "seconds_ago": number       since it ended
}
"""

from __future__ import annotations

from typing import Any

from hanare.observe.explanations import EXPLANATIONS
from hanare.server.history import Ended
from hanare.server.language_server import HanareServer
from hanare.server.messages import LAST_REASON, LastReasonParams


def register(server: HanareServer) -> None:
    """Serve the method of this module."""
    server.feature(LAST_REASON)(on_last_reason)


def on_last_reason(ls: HanareServer, params: LastReasonParams | None) -> dict[str, Any] | None:
    """Answer with the last reason."""
    history, document = ls.session.history, params.text_document if params else None
    ended = history.of(document.uri) if document else history.last
    return _in_words(ended, history.clock()) if ended else None


def _in_words(ended: Ended, now: float) -> dict[str, Any]:
    reason = ended.outcome.reason
    explanation = EXPLANATIONS[reason.code]
    return {
        "code": reason.code,
        "detail": reason.detail,
        "reason": str(reason),
        "explanation": {"en": str(explanation), "ja": explanation.in_("ja")},
        "document": ended.uri,
        "version": ended.version,
        "seconds_ago": round(now - ended.at, 3),
    }
