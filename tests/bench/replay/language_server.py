"""A language server that knows what is going to be typed: `python language_server.py MODE FILE`.

knows    suggests the rest of FILE, from the cursor to what follows it
fails    answers every request for suggestions with an error
dies     says why and ends when the document changes for the third time
other    does not offer inline completion
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def receive() -> dict[str, Any]:
    length = 0
    while header := sys.stdin.buffer.readline().strip():
        length = int(header.partition(b":")[2])
    if not length:
        sys.exit(1)
    message: dict[str, Any] = json.loads(sys.stdin.buffer.read(length))
    return message


def send(message: dict[str, Any]) -> None:
    body = json.dumps({"jsonrpc": "2.0"} | message).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    sys.stdout.buffer.flush()


def offset(text: str, position: dict[str, int]) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: position["line"]])) + position["character"]


def answer(mode: str, whole: str, text: str, message: dict[str, Any]) -> dict[str, Any]:
    match message["method"]:
        case "initialize":
            capabilities: dict[str, Any] = {"positionEncoding": "utf-32", "textDocumentSync": 2}
            if mode != "other":
                capabilities["inlineCompletionProvider"] = {}
            return {"result": {"capabilities": capabilities}}
        case "textDocument/inlineCompletion" if mode == "fails":
            return {"error": {"code": -32603, "message": "out of order"}}
        case "textDocument/inlineCompletion":
            cursor = offset(text, message["params"]["position"])
            known = text[:cursor] == whole[:cursor]
            rest = whole[cursor : len(whole) - (len(text) - cursor)] if known else ""
            return {"result": {"items": [{"insertText": rest}]}}
        case _:
            return {"result": None}


def main(mode: str, path: str) -> None:
    whole, text, changes = Path(path).read_text(encoding="utf-8"), "", 0
    send({"id": "a", "method": "workspace/configuration", "params": {"items": [{}, {}]}})
    while True:
        message = receive()
        match message.get("method"):
            case "exit":
                sys.exit(0)
            case "textDocument/didOpen":
                text = message["params"]["textDocument"]["text"]
            case "textDocument/didChange":
                changes += 1
                if mode == "dies" and changes == 3:
                    sys.exit("the battery is empty")
                (change,) = message["params"]["contentChanges"]
                start, end = (offset(text, change["range"][side]) for side in ("start", "end"))
                text = text[:start] + change["text"] + text[end:]
            case None:
                assert message["result"] == [None, None]
        if "id" in message and "method" in message:
            send({"id": message["id"]} | answer(mode, whole, text, message))


if __name__ == "__main__":
    main(*sys.argv[1:])
