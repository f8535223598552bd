"""An engine in the test's own process: the worker's owner thread without a worker."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator, Callable

from hanare.engine.owner import Loaded, Owner
from hanare.engine.protocol import Done, EngineInfo, Event, Request


class EmbeddedEngine:
    """Runs a model in a thread of this process."""

    def __init__(self, load: Callable[[], Loaded]) -> None:
        self._owner = Owner(load)
        self._numbers = itertools.count(1)

    async def start(self) -> EngineInfo:
        """Load the model; see `Engine.start`."""
        return await asyncio.to_thread(self._owner.start)

    async def stream(self, request: Request) -> AsyncGenerator[Event]:
        """Generate; see `Engine.stream`."""
        await self.start()
        loop = asyncio.get_running_loop()
        events: asyncio.Queue[Event | Exception] = asyncio.Queue()

        def post(event: Event | Exception) -> None:
            loop.call_soon_threadsafe(events.put_nowait, event)

        number = next(self._numbers)
        self._owner.submit(number, request, post)
        try:
            while True:
                event = await events.get()
                if isinstance(event, Exception):
                    raise event
                yield event
                if isinstance(event, Done):
                    return
        finally:
            self._owner.cancel(number)

    async def close(self) -> None:
        """Free the model; see `Engine.close`."""
        await asyncio.to_thread(self._owner.close)
