"""The same server on a port."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from e2e.clients import capabilities, inline_params, make_client, open_document
from e2e.wire import PATIENCE, SCRIPTED

Server = tuple[asyncio.subprocess.Process, int]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A server on a free port, which it names on standard error."""
    process = await asyncio.create_subprocess_exec(
        *SCRIPTED, "localhost:0", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr
    async with asyncio.timeout(PATIENCE):
        line = (await process.stderr.readline()).decode()
    found = re.fullmatch(r"Hanare listens on 127\.0\.0\.1:(\d+)\n", line)
    assert found, line
    yield process, int(found[1])
    if process.returncode is None:
        process.kill()
    await process.communicate()


@pytest.fixture
async def client(server: Server) -> AsyncIterator[LanguageClient]:
    connected = make_client()
    await connected.start_tcp("127.0.0.1", server[1])
    yield connected
    disconnect(connected)
    await connected.stop()  # type: ignore[no-untyped-call]  # pygls' own


def disconnect(client: LanguageClient) -> None:
    assert client.protocol.writer
    client.protocol.writer.close()


async def exit_code(process: asyncio.subprocess.Process) -> int:
    async with asyncio.timeout(PATIENCE):
        return await process.wait()


async def test_a_session(server: Server, client: LanguageClient) -> None:
    await client.initialize_session(types.InitializeParams(capabilities()))
    open_document(client, "file:///a.py", "abcdef")
    params = inline_params("file:///a.py", types.Position(0, 3))
    answer = await client.text_document_inline_completion_async(params)
    assert isinstance(answer, types.InlineCompletionList)
    assert answer.items[0].insert_text == "abc[abc|def]"
    await client.shutdown_session()
    assert await exit_code(server[0]) == 0


async def test_a_client_that_disconnects(server: Server, client: LanguageClient) -> None:
    await client.initialize_session(types.InitializeParams(capabilities()))
    disconnect(client)
    assert await exit_code(server[0]) == 1


async def test_a_second_client_finds_no_server(server: Server, client: LanguageClient) -> None:
    await client.initialize_session(types.InitializeParams(capabilities()))
    with pytest.raises(OSError):  # noqa: PT011 - which one is the platform's choice
        await asyncio.open_connection("127.0.0.1", server[1])


async def test_the_command_serves_although_it_keeps_silent() -> None:
    """Its port is opened before the kernel refuses others."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "hanare", "serve", "--tcp", "127.0.0.1:0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr
    async with asyncio.timeout(6 * PATIENCE):
        line = (await process.stderr.readline()).decode()
        connected = make_client()
        await connected.start_tcp("127.0.0.1", int(line.rpartition(":")[2]))
        await connected.initialize_session(types.InitializeParams(capabilities()))
        await connected.shutdown_session()
        disconnect(connected)
        await connected.stop()  # type: ignore[no-untyped-call]  # pygls' own
        _, errors = await process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in errors
