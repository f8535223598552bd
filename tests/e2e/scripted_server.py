"""The real server with a completer that follows a script: `python scripted_server.py [HOST:PORT]`.

What a document gets depends on its language id:
    waits     nothing until the document changes; says when it starts and is cancelled
    breaks    an exception that is a defect
    fails     an error that is expected
    others    `[abc|def]`, the text around the cursor, in place of the rest of the line
The model id chooses how the completer is opened and closed: `missing` does not open, `stuck`
blocks the whole process when it is closed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable

from hanare.completion.completer import Totals
from hanare.completion.types import Outcome, Query, Suggestion
from hanare.config.settings import Settings
from hanare.config.sources import environment_layer
from hanare.engine.host import State, Stopped
from hanare.errors import HanareError
from hanare.observe.reasons import Code, Reason
from hanare.server.app import build_server, serve_stdio, serve_tcp
from hanare.text.document import DocumentSnapshot


class ScriptedCompleter:
    """Answers as the module says and shows the user what happens to it."""

    def __init__(self, settings: Settings, notify: Callable[[str], None]) -> None:
        if settings.model.id == "missing":
            raise HanareError("The model is missing.", "Fetch it.")
        self._stuck = settings.model.id == "stuck"
        self._notify = notify
        self._changed = asyncio.Event()
        notify(f"opened with {settings.completion.max_tokens} tokens")

    async def complete(self, query: Query) -> Outcome:
        document, offset = query.document, query.offset
        match document.language:
            case "waits":
                await self._wait(query)
            case "breaks":
                raise RuntimeError(f"this quotes {document.text}")
            case "fails":
                raise HanareError("The engine is broken.", "Mend it.")
        text = f"[{document.text[:offset][-3:]}|{document.text[offset:][:3]}]"
        end = document.lines.end(document.lines.line_of(offset))
        return Outcome(Suggestion(text, offset, end), Reason(Code.SHOWN, query.path))

    async def _wait(self, query: Query) -> None:
        self._changed.clear()
        self._notify(f"waiting at {query.offset}")
        try:
            await self._changed.wait()
        except asyncio.CancelledError:
            self._notify(f"cancelled at {query.offset}")
            raise

    def edited(self, document: DocumentSnapshot) -> None:
        self._changed.set()

    def configure(self, settings: Settings) -> bool:
        return False

    def cursor_moved(self, query: Query) -> None:
        self._notify(f"cursor at {query.offset}")

    @property
    def engine_state(self) -> State:
        return Stopped()

    @property
    def totals(self) -> Totals:
        return Totals()

    def forget(self, uri: str) -> None:
        self._notify(f"forgot {uri}")

    async def close(self) -> None:
        print("this must not get into a message")
        if self._stuck:
            time.sleep(60)  # noqa: ASYNC251 - what no orderly end survives
        self._notify("closed")


def open_completer(
    settings: Settings, *, notify: Callable[[str], None], loading: Callable[[int | None], None]
) -> ScriptedCompleter:
    return ScriptedCompleter(settings, notify)


def main() -> int:
    server = build_server(open_completer, [environment_layer(os.environ)])
    server.configure_log()
    if len(sys.argv) > 1:
        host, _, port = sys.argv[1].rpartition(":")
        return serve_tcp(server, host, int(port))
    return serve_stdio(server)


if __name__ == "__main__":
    sys.exit(main())
