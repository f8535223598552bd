"""A client that sees every message as it is, for what a well-behaved client never does."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hanare.config.settings import Settings

SCRIPTED = [sys.executable, str(Path(__file__).with_name("scripted_server.py"))]


def _without_network() -> Sequence[str]:
    """Return what a command stands behind so that nothing but loopback is there for it."""
    if sys.platform == "linux":
        from silence import namespace  # which needs what other systems have not

        return () if namespace.why_not() else namespace.RUN
    return ()


WITHOUT_NETWORK = _without_network()
"""Empty where the system permits no namespaces, of which tests/silence tells."""
SERVER = [*WITHOUT_NETWORK, *SCRIPTED]
"""The server with scripted answers, in no network."""
SERVE = [*WITHOUT_NETWORK, sys.executable, "-P", "-m", "hanare", "serve"]
"""The command that editors start, in no network."""
URI = "file:///work/a.py"
OPENED = f"opened with {Settings().completion.max_tokens} tokens"
"""What the scripted completer says when it is opened by default."""
PATIENCE = 10.0  # seconds after which a test fails instead of hanging

Message = dict[str, Any]


class WireClient:
    """Talks JSON-RPC to a server process over its standard streams."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.received: list[Message] = []
        self.expects_defect = False
        self._served: set[str] = set()
        self._last_id = 0
        self._errors = ""

    @classmethod
    async def start(cls, *, command: Sequence[str] = SERVER, **environment: str) -> WireClient:
        """Start `command`, by default the scripted server, with no settings but these."""
        inherited = {key: value for key, value in os.environ.items() if "HANARE" not in key}
        # A test's decisions do not belong into the trail of whoever runs it.
        inherited["HANARE__GATE__RECORD"] = "false"
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=2**24,
            env=inherited | environment,
        )
        return cls(process)

    def send_bytes(self, body: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def send(self, **message: Any) -> None:
        self.send_bytes(json.dumps({"jsonrpc": "2.0"} | message).encode())

    def notify(self, method: str, params: Any = None) -> None:
        self.send(method=method, params=params)

    def request(self, method: str, params: Any = None) -> int:
        self._last_id += 1
        self.send(id=self._last_id, method=method, params=params)
        return self._last_id

    async def ask(self, method: str, params: Any = None) -> Message:
        return await self.answer(self.request(method, params))

    async def answer(self, msg_id: int | None) -> Message:
        return await self.until(lambda m: "method" not in m and m["id"] == msg_id)

    async def shown(self, text: str) -> None:
        """Wait until the user is shown `text`."""
        await self.until(lambda m: m.get("params", {}).get("message") == text)

    async def shown_like(self, part: str) -> None:
        """Wait for a message to the user that contains `part`; there must be exactly one."""

        def is_it(message: Message) -> bool:
            return (
                message.get("method") == "window/showMessage"
                and part in message["params"]["message"]
            )

        await self.until(is_it)
        assert sum(map(is_it, self.received)) == 1

    async def until(self, wanted: Callable[[Message], bool]) -> Message:
        """Return the first message, received already or still to come, that is `wanted`."""
        for message in self.received:
            if wanted(message):
                return message
        async with asyncio.timeout(PATIENCE):
            while not wanted(message := await self._receive()):
                pass
        return message

    async def asked(self, method: str) -> Message:
        """Return the server's next request of `method`, each only once."""
        request = await self.until(
            lambda m: m.get("method") == method and "id" in m and m["id"] not in self._served
        )
        self._served.add(request["id"])
        return request

    def answers(self, msg_id: int | None) -> list[Message]:
        return [m for m in self.received if "method" not in m and m["id"] == msg_id]

    async def _receive(self) -> Message:
        assert self.process.stdout
        header = await self.process.stdout.readuntil(b"\r\n\r\n")
        name, _, length = header.strip().partition(b": ")
        assert name == b"Content-Length"
        message: Message = json.loads(await self.process.stdout.readexactly(int(length)))
        self.received.append(message)
        return message

    async def initialize(self, **params: Any) -> Message:
        defaults: Message = {"processId": os.getpid(), "rootUri": None, "capabilities": {}}
        answer = await self.ask("initialize", defaults | params)
        self.notify("initialized", {})
        return answer

    def open(self, text: str, language: str = "python", uri: str = URI) -> None:
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def request_inline(self, line: int = 0, character: int = 0, uri: str = URI) -> int:
        return self.request("textDocument/inlineCompletion", inline(line, character, uri))

    def change(self, text: str, version: int, uri: str = URI) -> None:
        """Replace the whole text."""
        document = {"uri": uri, "version": version}
        self.notify(
            "textDocument/didChange",
            {"textDocument": document, "contentChanges": [{"text": text}]},
        )

    async def status(self) -> Message:
        result: Message = (await self.ask("hanare/status"))["result"]
        return result

    async def leave(self) -> int:
        """Shut down as the specification says and return the exit code."""
        assert (await self.ask("shutdown"))["result"] is None
        self.notify("exit")
        return await self.ended()

    async def ended(self) -> int:
        """Wait until the server has ended, reading what it still says; return its exit code."""
        assert self.process.stdout
        async with asyncio.timeout(PATIENCE):
            await self.process.stdout.read()
            return await self.process.wait()

    async def errors(self) -> str:
        """Return what a server that has ended has written to standard error."""
        assert self.process.stderr
        self._errors += (await self.process.stderr.read()).decode()
        return self._errors


def inline(line: int = 0, character: int = 0, uri: str = URI) -> Message:
    return {
        "textDocument": {"uri": uri},
        "position": {"line": line, "character": character},
        "context": {"triggerKind": 2},
    }
