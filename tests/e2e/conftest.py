"""Clients for the end-to-end tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from e2e.wire import WireClient


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
