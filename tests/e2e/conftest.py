"""Clients for the end-to-end tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from e2e.wire import SERVE, WireClient

Serve = Callable[..., Awaitable[WireClient]]
"""Starts the real server with a script of answers, and settings by the environment."""


@pytest.fixture
async def serve(tmp_path: Path) -> AsyncIterator[Serve]:
    """Servers with all their processes, and files of their own; none may log a defect."""
    clients: list[WireClient] = []

    async def run(script: str, **environment: str) -> WireClient:
        path = tmp_path / "script.toml"
        path.write_text(script, "utf-8")
        client = await WireClient.start(
            command=SERVE,
            HANARE__ENGINE__KIND="scripted",
            HANARE__ENGINE__SCRIPT=str(path),
            XDG_CACHE_HOME=str(tmp_path),
            XDG_CONFIG_HOME=str(tmp_path),
            XDG_STATE_HOME=str(tmp_path),
            **environment,
        )
        clients.append(client)
        return client

    yield run
    for client in clients:
        if client.process.returncode is None:
            assert await client.leave() == 0
        errors = await client.errors()
        assert 'File "' not in errors, errors


@pytest.fixture
async def wire() -> AsyncIterator[WireClient]:
    """A client whose server must end without a defect in its log, however the test ends it."""
    client = await WireClient.start()
    yield client
    if client.process.stdin:
        client.process.stdin.close()
    try:
        await client.ended()
    finally:
        if client.process.returncode is None:
            client.process.kill()
            await client.process.wait()
        # The transport is closed by the loop; without this its pipes outlive the test.
        await asyncio.sleep(0)
    errors = await client.errors()
    assert ('File "' in errors) == client.expects_defect, errors
