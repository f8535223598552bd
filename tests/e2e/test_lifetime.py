"""The server ends with its client, with the right exit code and in time."""

from __future__ import annotations

import asyncio
import sys
import time

import pytest

from e2e.wire import OPENED, WireClient


async def test_shutdown_and_exit(wire: WireClient) -> None:
    await wire.initialize()
    await wire.shown(OPENED)
    assert await wire.leave() == 0


async def test_exit_right_behind_shutdown(wire: WireClient) -> None:
    await wire.initialize()
    wire.request("shutdown")
    wire.notify("exit")
    assert await wire.ended() == 0


@pytest.mark.parametrize("initialized", [True, False])
async def test_exit_without_shutdown(wire: WireClient, initialized: bool) -> None:
    if initialized:
        await wire.initialize()
    wire.notify("exit")
    assert await wire.ended() == 1


@pytest.mark.parametrize("shut_down", [True, False])
async def test_a_client_that_closes_its_end(wire: WireClient, shut_down: bool) -> None:
    await wire.initialize()
    if shut_down:
        await wire.ask("shutdown")
    assert wire.process.stdin
    wire.process.stdin.close()
    assert await wire.ended() == (0 if shut_down else 1)


async def test_a_message_cut_short(wire: WireClient) -> None:
    assert wire.process.stdin
    wire.process.stdin.write(b"Content-Length: 100\r\n\r\n{")
    wire.process.stdin.close()
    assert await wire.ended() == 1


async def test_the_clients_process_is_killed(wire: WireClient) -> None:
    """Its end of the pipe may be held open by another process, as it is here by this one."""
    client = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "input()", stdin=asyncio.subprocess.PIPE
    )
    await wire.initialize(processId=client.pid)
    client.kill()
    await client.wait()
    killed = time.monotonic()
    assert await wire.ended() == 1
    assert time.monotonic() - killed < 5


async def test_a_client_that_cannot_be_seen_is_not_missed(wire: WireClient) -> None:
    await wire.initialize(processId=2**22 + 1)
    assert "state" in await wire.status()
    assert await wire.leave() == 0


@pytest.mark.slow
async def test_even_a_completer_that_hangs_does_not_outlive_its_client(wire: WireClient) -> None:
    await wire.initialize(initializationOptions={"model": {"id": "stuck"}})
    await wire.shown(OPENED)
    assert wire.process.stdin
    left = time.monotonic()
    wire.process.stdin.close()
    assert await wire.ended() == 1
    assert time.monotonic() - left < 5


@pytest.mark.skipif(sys.platform == "win32", reason="terminates without a signal")
async def test_terminated_in_an_orderly_way(wire: WireClient) -> None:
    await wire.initialize()
    await wire.shown(OPENED)
    wire.process.terminate()
    await wire.shown("closed")
    assert await wire.ended() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="closes a pipe through asyncio's transport")
async def test_a_client_that_no_longer_reads(wire: WireClient) -> None:
    await wire.initialize()
    await wire.shown(OPENED)
    transport = wire.process._transport  # type: ignore[attr-defined]  # no public way
    transport.get_pipe_transport(1).close()
    wire.request("hanare/status")
    assert await wire.process.wait() == 1
