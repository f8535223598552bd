"""The client's side of JSON-RPC, as LSP frames it: as little as a replay needs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from itertools import count
from typing import Any

from hanare.server.framing import FramingError, read_message

Message = dict[str, Any]

METHOD_NOT_FOUND = -32601
CANCELLATIONS = frozenset({-32800, -32801, -32802})
"""RequestCancelled, ContentModified, ServerCancelled: no answer, and no fault."""


class ResponseError(Exception):
    """The server answered a request with an error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class ConnectionLostError(Exception):
    """The server has closed the connection or does not speak the protocol."""


class Connection:
    """Requests and notifications to one server; `listen` must run beside them."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        on_message: Callable[[str, Any], Any],
    ) -> None:
        """Begin; `on_message` gets a server's method and parameters, and returns the answer."""
        self._reader = reader
        self._writer = writer
        self._on_message = on_message
        self._ids = count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._lost = False

    def notify(self, method: str, params: object = None) -> None:
        """Send a notification; nothing happens if the connection is lost."""
        self._send({"method": method, "params": params})

    async def request(self, method: str, params: object = None) -> Any:
        """Send a request and return its result. Cancelling tells the server.

        Raises:
            ResponseError: the server refuses.
            ConnectionLostError: there is no server any more.
        """
        if self._lost:
            raise ConnectionLostError
        request_id = next(self._ids)
        answer = self._waiting[request_id] = asyncio.get_running_loop().create_future()
        self._send({"id": request_id, "method": method, "params": params})
        try:
            return await answer
        except asyncio.CancelledError:
            self.notify("$/cancelRequest", {"id": request_id})
            raise
        finally:
            del self._waiting[request_id]

    async def listen(self) -> None:
        """Take messages in until the connection is lost; what still waits is told so."""
        try:
            while (body := await read_message(self._reader)) is not None:
                self._take(json.loads(body))
        except (FramingError, ValueError, OSError):
            pass  # for a client this is the same as an end
        finally:
            self._lost = True
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(ConnectionLostError())

    def _take(self, message: Message) -> None:
        if "method" in message:
            result = self._on_message(message["method"], message.get("params"))
            if "id" in message:
                self._send({"id": message["id"], "result": result})
            return
        # A cancelled request waits no longer; its answer comes all the same.
        answer = self._waiting.get(message.get("id", 0))
        if answer is None or answer.done():
            return
        if error := message.get("error"):
            answer.set_exception(ResponseError(error["code"], error["message"]))
        else:
            answer.set_result(message.get("result"))

    def _send(self, message: Message) -> None:
        if self._lost:
            return
        body = json.dumps({"jsonrpc": "2.0"} | message, separators=(",", ":")).encode()
        self._writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
