"""A language server in a process of its own, spoken to as an editor speaks to it."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, cast

from hanare.bench.project import write_files
from hanare.bench.replay import meter
from hanare.bench.replay.command import Command
from hanare.bench.replay.jsonrpc import (
    CANCELLATIONS,
    Connection,
    ConnectionLostError,
    ResponseError,
)
from hanare.bench.replay.lsp_answers import account_of, insertion
from hanare.bench.replay.target import RequestFailedError, TargetLostError
from hanare.bench.replay.trace import Account, Usage
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit
from hanare.text.units import Encoding, to_units
from hanare.wording import Said, said

_START_SECONDS = 120.0
"""For a server to start and to load its model."""
_END_SECONDS = 5.0
_LAST_WORDS = 5  # lines of a server's log quoted in an error
_LONGEST_LINE = 1 << 24  # bytes that a server may write to standard error in one go
_LOADING = "engine-loading"
_WARM_UP = DocumentSnapshot("warm_up.py", 1, "def add(a, b):\n    return a\n", "python")


class LspTarget:
    """A language server with inline completion.

    A server that calls itself `hanare` is told where the cursor is put, and asked how its
    answers came about; others know neither message.
    """

    def __init__(self, command: Command, files: Mapping[str, str] | None = None) -> None:
        """Prepare; `files` (path, text) are in the server's workspace."""
        self.name = command.name
        self._files = files or {}
        self._command = command
        self._held = ExitStack()
        self._root = Path()
        self._process: asyncio.subprocess.Process | None = None
        self._connection: Connection
        self._writer: asyncio.StreamWriter
        self._background: list[asyncio.Task[None]] = []
        self._shown = ""
        self._logged: deque[str] = deque(maxlen=_LAST_WORDS)
        self._encoding = Encoding.UTF16
        self._is_hanare = False

    # --- its life ---

    async def start(self) -> None:
        """Start the server, initialise it, and have it answer once."""
        # A workspace of its own: no settings, and no code but what is known of the project.
        folder = self._held.enter_context(tempfile.TemporaryDirectory(prefix="hanare-replay-"))
        self._root = Path(folder)
        write_files(self._files, self._root)
        process = self._process = await self._spawn()
        reader = cast("asyncio.StreamReader", process.stdout)
        self._writer = cast("asyncio.StreamWriter", process.stdin)
        self._connection = Connection(reader, self._writer, self._on_message)
        self._background = [
            asyncio.create_task(self._connection.listen()),
            asyncio.create_task(self._read_errors(cast("asyncio.StreamReader", process.stderr))),
        ]
        try:
            async with asyncio.timeout(_START_SECONDS):
                await self._initialise()
                await self._warm_up()
        except TimeoutError as error:
            raise self._lost(
                said("did not answer within {seconds:.0f} seconds", seconds=_START_SECONDS)
            ) from error
        except ResponseError as error:
            raise self._lost(said("cannot be used: {error}", error=error)) from error

    async def close(self) -> None:
        """Let the server shut down, or end it if it does not."""
        process, self._process = self._process, None
        if process:
            with suppress(TimeoutError, ResponseError, ConnectionLostError):
                async with asyncio.timeout(_END_SECONDS):
                    await self._connection.request("shutdown")
                    self._connection.notify("exit")
                    await process.wait()
            self._writer.close()
            with suppress(ProcessLookupError):
                process.kill()  # if it has not ended
            await process.wait()
            # Something it has started may hold its streams open for longer.
            await asyncio.wait(self._background, timeout=_END_SECONDS)
            for task in self._background:
                task.cancel()
        self._held.close()

    async def _spawn(self) -> asyncio.subprocess.Process:
        program, *arguments = self._command.arguments
        try:
            return await asyncio.create_subprocess_exec(
                # Windows finds `server.cmd` by the name `server` only if it is looked up.
                shutil.which(program) or program,
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=_LONGEST_LINE,
                env=os.environ | dict(self._command.environment),
            )
        except OSError as error:
            raise TargetLostError(
                said(
                    "{program} cannot be started: {reason}.",
                    program=program,
                    reason=error.strerror or error,
                ),
                said("Name a program on the search path, or by its whole path."),
            ) from error

    async def _initialise(self) -> None:
        folder = self._uri("")
        parameters = {
            "processId": os.getpid(),
            "clientInfo": {"name": "hanare bench replay"},
            "rootUri": folder,
            "workspaceFolders": [{"uri": folder, "name": "replay"}],
            "initializationOptions": dict(self._command.options),
            "capabilities": {
                "general": {"positionEncodings": ["utf-32", "utf-16"]},
                "textDocument": {"inlineCompletion": {}, "synchronization": {}},
            },
        }
        result = await self._request("initialize", parameters)
        capabilities = result["capabilities"]
        if capabilities.get("inlineCompletionProvider") in (None, False):
            raise TargetLostError(
                said("{name} does not offer inline completion.", name=self.name),
                said("Only servers with textDocument/inlineCompletion (LSP 3.18) can be replayed."),
            )
        self._encoding = Encoding(capabilities.get("positionEncoding", Encoding.UTF16))
        self._is_hanare = (result.get("serverInfo") or {}).get("name") == "hanare"
        self._connection.notify("initialized", {})

    async def _warm_up(self) -> None:
        """Ask until the model is loaded."""
        await self.open(_WARM_UP, len(_WARM_UP.text) - 1)
        while True:
            with suppress(RequestFailedError):
                await self.suggest(_WARM_UP, len(_WARM_UP.text) - 1)
            account = await self.account()
            reason = (account and account.reason) or ""
            if reason == "engine-down":
                raise self._lost(said("has no model to answer with"))
            if reason != _LOADING:
                break
            await asyncio.sleep(0.2)
        await self.leave(_WARM_UP)

    # --- what a target does ---

    async def open(self, document: DocumentSnapshot, offset: int) -> None:
        """Open `document` and put the cursor at `offset`."""
        item = {
            "uri": self._uri(document.uri),
            "languageId": document.language,
            "version": document.version,
            "text": document.text,
        }
        self._connection.notify("textDocument/didOpen", {"textDocument": item})
        if self._is_hanare:
            self._connection.notify("hanare/didMoveCursor", self._place(document, offset))

    def edit(self, before: DocumentSnapshot, edit: Edit, after: DocumentSnapshot) -> None:
        """Send the edit as an incremental change."""
        ends = {
            "start": self._position(before, edit.start),
            "end": self._position(before, edit.end),
        }
        identifier = {"uri": self._uri(after.uri), "version": after.version}
        change = {"range": ends, "text": edit.new}
        self._connection.notify(
            "textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]}
        )

    async def suggest(self, document: DocumentSnapshot, offset: int) -> str | None:
        """Ask for inline completion, as typing does."""
        parameters = self._place(document, offset) | {"context": {"triggerKind": 2}}
        try:
            result = await self._request("textDocument/inlineCompletion", parameters)
        except ResponseError as error:
            if error.code in CANCELLATIONS:
                return None
            raise RequestFailedError(str(error)) from error
        return insertion(result, document, offset, self._encoding)

    async def account(self) -> Account | None:
        """Ask Hanare how its last answer came about."""
        if not self._is_hanare:
            return None
        try:
            return account_of(await self._request("hanare/status"))
        except ResponseError:
            return None

    async def leave(self, document: DocumentSnapshot) -> None:
        """Close the document."""
        self._connection.notify(
            "textDocument/didClose", {"textDocument": {"uri": self._uri(document.uri)}}
        )

    def usage(self) -> Usage:
        """Return what the server and the processes below it use."""
        return meter.usage(self._process.pid) if self._process else Usage()

    # --- messages ---

    async def _request(self, method: str, parameters: object = None) -> Any:
        try:
            return await self._connection.request(method, parameters)
        except ConnectionLostError as error:
            await asyncio.wait(self._background, timeout=_END_SECONDS)
            raise self._lost(said("ended before the replay did")) from error

    def _lost(self, what: Said) -> TargetLostError:
        words = self._shown or "\n".join(self._logged)
        return TargetLostError(
            said("The server `{name}` {what}.", name=self.name, what=what),
            said("The last it said:\n{words}", words=words)
            if words
            else said("It did not say why."),
        )

    def _on_message(self, method: str, params: Any) -> Any:
        """Answer what servers ask of any client, with nothing."""
        if method == "window/showMessage":
            self._shown = params["message"]
        if method == "workspace/configuration":
            return [None for _ in params["items"]]
        return None

    async def _read_errors(self, stream: asyncio.StreamReader) -> None:
        while line := await stream.readline():
            self._logged.append(line.decode(errors="replace").rstrip())

    def _uri(self, path: str) -> str:
        """Return the URI of a file that the editor has open."""
        return (self._root / path).as_uri()

    def _place(self, document: DocumentSnapshot, offset: int) -> dict[str, Any]:
        return {
            "textDocument": {"uri": self._uri(document.uri)},
            "position": self._position(document, offset),
        }

    def _position(self, document: DocumentSnapshot, offset: int) -> dict[str, int]:
        line, column = document.lines.position(offset)
        before = document.text[offset - column : offset]
        return {"line": line, "character": to_units(before, self._encoding)}
