"""The real server with a completer that follows a script: `python scripted_server.py [HOST:PORT]`.

What a document gets depends on its language id:
    waits     nothing until the document changes; says when it starts and is cancelled
    breaks    an exception that is a defect
    fails     an error that is expected
    empty     nothing
    folders   the names of the workspace's folders when the completer was opened
    inserts   `[abc|def]` at the cursor
    loads     the same, while the engine loads and files are indexed
    others    the same, in place of the rest of the line
Who asks by hand gets `1`, twice, and `2` to choose from besides.
The model id chooses how the completer is opened and closed: `missing` does not open, `stuck`
blocks the whole process when it is closed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from hanare.completion.completer import Totals
from hanare.completion.types import Outcome, Query, Suggestion, Trace, Trigger
from hanare.config.settings import Settings
from hanare.config.sources import environment_layer
from hanare.engine.host import Starting, State, Stopped
from hanare.errors import HanareError
from hanare.observe.reasons import Code, Reason
from hanare.server.app import build_server, listen, serve_stdio, serve_tcp
from hanare.text.document import DocumentSnapshot
from hanare.wording import Tellable, verbatim


class ScriptedCompleter:
    """Answers as the module says and shows the user what happens to it."""

    def __init__(
        self,
        settings: Settings,
        notify: Callable[[Tellable], None],
        loading: Callable[[int | None], None],
        indexing: Callable[[tuple[int, int] | None], None],
        folders: Sequence[Path],
    ) -> None:
        if settings.model.id == "missing":
            raise HanareError("The model is missing.", "Fetch it.")
        self._stuck = settings.model.id == "stuck"
        self._notify: Callable[[str], None] = lambda text: notify(verbatim(text))
        self._loading = loading
        self._indexing = indexing
        self._folders = [folder.name for folder in folders]
        self._state: State = Stopped()
        self._changed = asyncio.Event()
        self._notify(f"opened with {settings.completion.max_tokens} tokens")

    async def complete(self, query: Query) -> Outcome:
        document, offset, trace = query.document, query.offset, Trace(source="engine")
        match document.language:
            case "waits":
                await self._wait(query)
            case "breaks":
                raise RuntimeError(f"this quotes {document.text}")
            case "fails":
                raise HanareError("The engine is broken.", "Mend it.")
            case "empty":
                return Outcome(None, Reason(Code.EMPTY))
            case "loads":
                self._load()
        if document.language == "folders":
            return Outcome(Suggestion(str(self._folders), offset, offset), Reason(Code.SHOWN))
        text = f"[{document.text[:offset][-3:]}|{document.text[offset:][:3]}]"
        line_end = document.lines.end(document.lines.line_of(offset))
        end = offset if document.language in {"inserts", "loads"} else line_end
        others = ("1", "1", "2") if query.trigger is Trigger.INVOKED else ()
        return Outcome(
            Suggestion(text, offset, end),
            Reason(Code.SHOWN, query.path),
            trace,
            tuple(Suggestion(other, offset, end) for other in others),
        )

    def _load(self) -> None:
        self._state = Starting(40)
        self._loading(40)
        self._indexing((120, 400))
        self._state = Starting(50)
        self._loading(None)
        self._indexing(None)

    async def _wait(self, query: Query) -> None:
        self._changed.clear()
        self._notify(f"waiting at {query.offset}")
        try:
            await self._changed.wait()
        except asyncio.CancelledError:
            self._notify(f"cancelled at {query.offset}")
            raise

    def edited(self, document: DocumentSnapshot, path: str) -> None:
        self._notify(f"edited {path} {document.version}")
        self._changed.set()

    def configure(self, settings: Settings) -> bool:
        return False

    def cursor_moved(self, query: Query) -> None:
        self._notify(f"cursor at {query.offset}")

    def files_changed(self) -> None:
        self._notify("files changed")

    def folders_changed(self, folders: Sequence[Path]) -> None:
        self._notify(f"folders {[folder.name for folder in folders]}")

    @property
    def engine_state(self) -> State:
        return self._state

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
    settings: Settings,
    *,
    notify: Callable[[Tellable], None],
    loading: Callable[[int | None], None],
    indexing: Callable[[tuple[int, int] | None], None],
    folders: Sequence[Path],
) -> ScriptedCompleter:
    return ScriptedCompleter(settings, notify, loading, indexing, folders)


def main() -> int:
    server = build_server(open_completer, [environment_layer(os.environ)])
    server.configure_log()
    if len(sys.argv) > 1:
        host, _, port = sys.argv[1].rpartition(":")
        return serve_tcp(server, listen(host, int(port)))
    return serve_stdio(server)


if __name__ == "__main__":
    sys.exit(main())
