"""Standard input and output as the client's connection.

Both are served by daemon threads on raw descriptors. asyncio cannot wait for pipes that a
Windows parent made, and a thread that Python has to join would keep the server alive for as
long as some other process holds the client's end open.
"""

from __future__ import annotations

import asyncio
import os
import queue
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

_CHUNK = 65536


def claim_stdout() -> int:
    """Return a private descriptor of standard output, and send other output to stderr.

    A library that prints would otherwise write into the middle of a message.
    """
    sys.stdout.flush()
    private = os.dup(1)
    os.dup2(2, 1)
    return private


def read_in_thread(descriptor: int) -> asyncio.StreamReader:
    """Return a reader of what arrives on `descriptor`, which may be any blocking file."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()

    def read() -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody reads any more
            with suppress(OSError):  # a client that is gone: for us the same as the end
                while chunk := os.read(descriptor, _CHUNK):
                    loop.call_soon_threadsafe(reader.feed_data, chunk)
            loop.call_soon_threadsafe(reader.feed_eof)

    Thread(target=read, name="hanare-stdin", daemon=True).start()
    return reader


class ThreadedWriter:
    """Writes to a blocking descriptor without ever making the event loop wait."""

    def __init__(self, descriptor: int, lost: Callable[[], None]) -> None:
        """Begin to write to `descriptor`; `lost` is called on the loop if that fails."""
        self._descriptor = descriptor
        self._lost = lost
        self._loop = asyncio.get_running_loop()
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = Thread(target=self._write, name="hanare-stdout", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Queue `data`; it is written in the order of the calls."""
        self._waiting.put(data)

    def close(self) -> None:
        """Write nothing that comes after this."""
        self._waiting.put(None)

    def join(self, timeout: float) -> None:
        """Wait until everything is written, for at most `timeout` seconds."""
        self._thread.join(timeout)

    def _write(self) -> None:
        try:
            while (data := self._waiting.get()) is not None:
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
        except OSError:
            with suppress(RuntimeError):  # the loop is closed: the server is ending anyway
                self._loop.call_soon_threadsafe(self._lost)
