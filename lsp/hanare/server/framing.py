"""Messages on a byte stream: LSP's base protocol."""

from __future__ import annotations

import asyncio

_MAX_BYTES = 512 * 1024 * 1024  # far above any document; a wrong length must not eat memory


class FramingError(Exception):
    """The stream is not LSP's base protocol; where the next message begins is unknown."""


async def read_message(reader: asyncio.StreamReader) -> bytes | None:
    """Return the next message's body, or `None` at the end of the stream.

    Raises:
        FramingError: the headers have no usable `Content-Length`.
    """
    length = None
    while header := await _line(reader):
        name, _, value = header.partition(b":")
        if not header.strip():
            if length is None:
                raise FramingError("a message has no Content-Length")
            return await _body(reader, length)
        if name.strip().lower() == b"content-length":
            length = _length(value)
    return None


async def _line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readline()
    except ValueError as failure:  # longer than the reader's limit
        raise FramingError("a header line has no end") from failure


async def _body(reader: asyncio.StreamReader, length: int) -> bytes | None:
    try:
        return await reader.readexactly(length)
    except asyncio.IncompleteReadError:
        return None


def _length(value: bytes) -> int:
    digits = value.strip()
    if not digits.isdigit() or int(digits) > _MAX_BYTES:
        raise FramingError("a message's Content-Length is not a usable number")
    return int(digits)
