"""HTTP in a thread that can be called back: one request, one JSON answer."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import suppress
from typing import Any

from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 60.0


class Exchange:
    """One HTTP request and its answer; cancelling closes the connection.

    A server that sends nothing before it is done leaves its client waiting in a system call,
    which only the end of the connection ends.
    """

    def __init__(self, host: str, port: int) -> None:
        self._connection = HTTPConnection(host, port, timeout=_CONNECT_SECONDS)
        self._socket: socket.socket | None = None
        self._cancelled = False

    async def run(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Return the JSON that is answered.

        Raises:
            HTTPError, OSError: there is no answer, or one that is not 200.
            ValueError: it is not JSON.
        """
        payload = None if body is None else json.dumps(body).encode()
        try:
            return await asyncio.to_thread(self._run, method, path, payload)
        except asyncio.CancelledError:
            self._cancelled = True
            if self._socket:
                with suppress(OSError):  # it has just been closed
                    self._socket.shutdown(socket.SHUT_RDWR)
            raise

    def _run(self, method: str, path: str, payload: bytes | None) -> Any:
        connection = self._connection
        try:
            connection.connect()
            connection.timeout = _ANSWER_SECONDS  # the socket gets it with the request
            self._socket = connection.sock
            if self._cancelled:  # before there was a socket to shut down
                return None
            connection.request(method, path, payload, {"Content-Type": "application/json"})
            response = connection.getresponse()
            if response.status != 200:
                said = response.data[:200].decode(errors="replace")
                raise HTTPError(f"HTTP {response.status} {said}")
            return json.loads(response.data)
        finally:
            connection.close()
