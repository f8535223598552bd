"""hanare/status: what the session and the engine are doing, on request.

Parameters: none. Result:
{
    "state": "off" | "waiting" | "open" | "failed",   see `State`
    "model": string,            its id, or its file's name; empty: the catalogue's default
    "engine": {                 what runs the model
        "state": "stopped" | "starting" | "running" | "broken",
        "percent"?: integer,    while it is starting
        "pid"?: integer, "context_tokens"?: integer, "memory_bytes"?: integer,  while it runs
        "error"?: string        while it is broken
    },
    "reason": string | null,    how the last request ended, e.g. "not-triggered:mid-word";
                                `hanare/lastReason` explains it
    "last": {                   what the last request cost; null before there was one
        "reason": string, "source": "cache" | "running" | "engine" | "", "extent": string,
        "prompt_tokens": integer, "evaluated_tokens": integer, "generated_tokens": integer,
        "timings_ms": { [stage: string]: number }
    } | null,
    "totals": {                 since the server or its settings changed, cancelled ones included
        "requests": integer, "evaluated_tokens": integer, "generated_tokens": integer,
        "filters": { [name: string]: integer }      how many answers each changed or dropped
    },
    "acceptance": {             since the server started, see `Acceptance`
        "offered": integer,     requests answered with a suggestion
        "shown": integer,       suggestions that the client said it has shown
        "accepted": integer,    as a whole
        "accepted_partially": integer,
        "accepted_characters": integer      code points that the model wrote and the user took
    },
    "reasons": { [code: string]: integer }, how many requests ended how, since the server started
    "paused": integer,          documents that are paused
    "problems": string[]        what is wrong with the settings; empty is good
}
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any, TypedDict

import psutil

from hanare.completion.completer import Totals
from hanare.completion.types import Outcome
from hanare.engine.host import Broken, Running, Starting, State
from hanare.server.language_server import HanareServer
from hanare.server.session import Session
from hanare.wording import Language, Said

STATUS = "hanare/status"


class Status(TypedDict):
    """The result of `hanare/status`."""

    state: str
    model: str
    engine: dict[str, Any]
    reason: str | None
    last: dict[str, Any] | None
    totals: dict[str, Any]
    acceptance: dict[str, int]
    reasons: dict[str, int]
    paused: int
    problems: list[str]


def register(server: HanareServer) -> None:
    """Serve the method of this module."""
    server.feature(STATUS)(on_status)


def on_status(ls: HanareServer, params: object) -> Status:
    """Answer with the session's state."""
    return _status(ls.session, ls.configuration.problems, ls.wording.language)


def _status(session: Session, problems: Sequence[Said], language: Language) -> Status:
    model = session.settings.model
    last = session.history.last.outcome if session.history.last else None
    return Status(
        state=session.state,
        model=model.path.name if model.path else model.id,
        engine=_engine(session.engine_state, language),
        reason=str(last.reason) if last else None,
        last=_cost(last) if last else None,
        totals=_totals(session.totals),
        acceptance=asdict(session.offers.counts),
        reasons={str(code): times for code, times in session.history.counts.items()},
        paused=len(session.paused),
        problems=[problem.in_(language) for problem in problems],
    )


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "requests": totals.requests,
        "evaluated_tokens": totals.evaluated_tokens,
        "generated_tokens": totals.generated_tokens,
        "filters": dict(totals.filters),
        "gate": dict(totals.gate),
    }


def _engine(state: State, language: Language) -> dict[str, Any]:
    result: dict[str, Any] = {"state": type(state).__name__.lower()}
    match state:
        case Starting(percent):
            result["percent"] = percent
        case Running(info, pid):
            result |= {"pid": pid, "context_tokens": info.context_tokens}
            with suppress(psutil.Error):  # it has just ended; the next status will say so
                result["memory_bytes"] = psutil.Process(pid).memory_info().rss
        case Broken(error):
            result["error"] = error.in_(language)
    return result


def _cost(outcome: Outcome) -> dict[str, Any]:
    trace = outcome.trace
    return {
        "reason": str(outcome.reason),
        "source": trace.source,
        "extent": trace.extent,
        "prompt_tokens": trace.prompt_tokens,
        "evaluated_tokens": trace.evaluated_tokens,
        "generated_tokens": trace.generated_tokens,
        "timings_ms": {stage: round(ms, 2) for stage, ms in trace.timings_ms.items()},
    }
