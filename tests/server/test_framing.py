"""LSP's base protocol, as clients write it and as they should not."""

from __future__ import annotations

import asyncio

import pytest

from hanare.server.framing import FramingError, read_message


def stream(data: bytes) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return reader


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: 2\r\n\r\n",
        b"content-length:2\r\n\r\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
        b"Content-Length: 2\n\n",
    ],
)
async def test_messages_follow_each_other(header: bytes) -> None:
    reader = stream(header + b"{}" + header + b"[]")
    assert [await read_message(reader) for _ in range(3)] == [b"{}", b"[]", None]


@pytest.mark.parametrize("data", [b"", b"Content-", b"Content-Length: 5\r\n\r\n{}"])
async def test_a_stream_that_ends(data: bytes) -> None:
    assert await read_message(stream(data)) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\r\n",
        b"Content-Type: text\r\n\r\n{}",
        b"Content-Length: two\r\n\r\n{}",
        b"Content-Length: -2\r\n\r\n{}",
        b"Content-Length: 99999999999999\r\n\r\n{}",
        b"x" * 100_000,
    ],
)
async def test_what_is_not_the_base_protocol(data: bytes) -> None:
    with pytest.raises(FramingError):
        await read_message(stream(data))
