"""A language server that explains what it is told to, step by step.

It speaks the part of our protocol that a model would be slow and inexact for: `hanare.explain`. An
answer is streamed in steps; each waits for the notification `test/goOn`, so that a test sees every
one of them. `hanare.analyze` goes on until it is cancelled. `test/lastArgument` returns what the
command was called with, and where the cursor is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

Message = dict[str, Any]

STEPS: dict[str, list[Message]] = {
    "symbol": [{"append": "# area\n\nIt multiplies"}, {"append": " two numbers.\n"}],
    "file": [{"append": "It is wrong.\n"}, {"replace": "It is right.\n"}],
    "selection": [{"append": "It goes on and"}],
}
SUGGESTIONS = ("alpha beta", "alpha gamma", "delta")
"""For who asks by hand, wherever that is."""
CANCELLED = {"code": -32800, "message": "Request Cancelled"}


def read(stream: BinaryIO) -> Iterator[Message]:
    while header := stream.readline():
        size = int(header.partition(b":")[2])
        while stream.readline().strip():
            pass
        yield json.loads(stream.read(size))


class Server:
    def __init__(self) -> None:
        self._argument: Any = None
        self._open: Message | None = None
        self._steps: list[Message] = []
        self._cursor: Any = None

    def serve(self) -> None:
        for message in read(sys.stdin.buffer):
            method = message.get("method", "")
            name = "on_" + method.replace("/", "_").replace("$", "").lower()
            if handler := getattr(self, name, None):
                handler(message)
            elif "id" in message and method:
                self._answer(message, result=None)

    def on_initialize(self, message: Message) -> None:
        commands = {"commands": ["hanare.explain"]}
        found = {
            "textDocumentSync": 1,
            "executeCommandProvider": commands,
            "inlineCompletionProvider": True,
        }
        self._answer(message, result={"capabilities": found})

    def on_exit(self, _: Message) -> None:
        sys.exit(0)

    def on_workspace_executecommand(self, message: Message) -> None:
        command = message["params"]["command"]
        if command not in {"hanare.explain", "hanare.analyze"}:
            self._answer(message, result=None)
            return
        (self._argument,) = message["params"]["arguments"]
        self._open = message
        if command == "hanare.analyze":
            value = {"kind": "report", "percentage": 40}
            token = message["params"]["workDoneToken"]
            self._send(method="$/progress", params={"token": token, "value": value})
            return
        self._steps = list(STEPS.get(self._argument["kind"], []))
        self.on_test_goon(message)

    def on_test_goon(self, _: Message) -> None:
        if not self._steps:
            self._finish()
            return
        value = {"kind": "hanare.explain"} | self._steps.pop(0)
        self._send(method="$/progress", params={"token": self._argument["stream"], "value": value})

    def on__cancelrequest(self, message: Message) -> None:
        if self._open and self._open["id"] == message["params"]["id"]:
            self._answer(self._open, error=CANCELLED)
            self._open = None
            self._send(method="window/logMessage", params={"type": 3, "message": "was cancelled"})

    def on_textdocument_inlinecompletion(self, message: Message) -> None:
        by_hand = message["params"]["context"]["triggerKind"] == 1
        items = [{"insertText": text} for text in SUGGESTIONS] if by_hand else []
        self._answer(message, result={"items": items})

    def on_test_lastargument(self, message: Message) -> None:
        busy = self._open is not None
        self._answer(
            message, result={"argument": self._argument, "busy": busy, "cursor": self._cursor}
        )

    def on_hanare_didmovecursor(self, message: Message) -> None:
        self._cursor = message["params"]["position"]

    def _finish(self) -> None:
        assert self._open
        kind, line = self._argument["kind"], self._argument["range"]["start"]["line"]
        start = {"line": line + 1, "character": 0}
        inserted = {
            "range": {"start": start, "end": start},
            "newText": '    """Multiply."""\n',
        }
        edit = {"changes": {self._argument["uri"]: [inserted]}} if kind == "docstring" else None
        texts = {
            "symbol": "# area\n\nIt multiplies two numbers.\n",
            "file": "It is right.\n",
            "docstring": "Multiply.",
        }
        self._answer(
            self._open,
            result={
                "markdown": texts.get(kind, f"About {kind}."),
                "code": "area_of" if kind == "name" else "",
                "edit": edit,
                "notes": ["Two lines were left out."] if kind == "file" else [],
                "finished": kind != "test",
            },
        )
        self._open = None

    def _answer(self, message: Message, **answer: Any) -> None:
        self._send(id=message["id"], **answer)

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    Server().serve()
