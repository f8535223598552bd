"""How soon findings follow an edit, whether they outlast half-typed code, and what it costs others.

A server is spoken to as an editor does: a change, then the request for diagnostics. Whether the
event loop is held is measured in this process, where a clock can tick on the same loop.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import sysconfig
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from hanare.analysis.service import open_text_scanner
from hanare.bench.replay.jsonrpc import Connection
from hanare.config.settings import AnalysisSettings
from hanare.server.diagnosing import Diagnoser
from hanare.text.document import DocumentSnapshot
from hanare.text.edits import Edit

_TYPED = "    result = subprocess.run(command, shell=True, timeout=5)\n"
_KEY_SECONDS = (0.1, 0.3)
"""Between two keys of a person who types."""
_URI = "file:///bench/{}.py"
_LONGEST_LINE = 1 << 26


@dataclass(frozen=True, slots=True)
class Latencies:
    """From edits to their findings."""

    lines: int
    milliseconds: tuple[float, ...]
    findings: int
    """In the file as it is."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of findings in half-typed states."""

    states: int
    broken: int
    """States whose syntax Python does not accept."""
    whole: int
    """States in which every finding outside the line being typed was still shown."""
    findings: int
    shown: int


class Editor:
    """A server and the documents that are open in it."""

    def __init__(self, process: asyncio.subprocess.Process, connection: Connection) -> None:
        self._process = process
        self._connection = connection
        self._version = 0
        self._listening = asyncio.ensure_future(connection.listen())

    @classmethod
    async def start(cls) -> Editor:
        """Start the server, without a model."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "hanare", "serve"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            limit=_LONGEST_LINE,
            env=os.environ | {"HANARE__COMPLETION__ENABLED": "false"},
        )
        reader = cast("asyncio.StreamReader", process.stdout)
        writer = cast("asyncio.StreamWriter", process.stdin)
        editor = cls(process, Connection(reader, writer, lambda method, params: None))
        document: dict[str, object] = {"diagnostic": {}, "synchronization": {}}
        capabilities = {
            "general": {"positionEncodings": ["utf-32"]},
            "textDocument": document,
        }
        await editor._connection.request(
            "initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": capabilities}
        )
        editor._connection.notify("initialized", {})
        return editor

    def open(self, uri: str, text: str) -> None:
        """Open a document."""
        item = {"uri": uri, "languageId": "python", "version": self._version, "text": text}
        self._connection.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, line: int, column: int, end: int, new: str) -> None:
        """Replace a piece of one line."""
        self._version += 1
        span = {
            "start": {"line": line, "character": column},
            "end": {"line": line, "character": end},
        }
        self._connection.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": self._version},
                "contentChanges": [{"range": span, "text": new}],
            },
        )

    def shut(self, uri: str) -> None:
        """Close a document."""
        self._connection.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    async def findings(self, uri: str) -> list[dict[str, Any]]:
        """Ask for the diagnostics of a document."""
        answer = await self._connection.request(
            "textDocument/diagnostic", {"textDocument": {"uri": uri}}
        )
        return cast("list[dict[str, Any]]", answer["items"])

    async def close(self) -> None:
        """End the server."""
        await self._connection.request("shutdown")
        self._connection.notify("exit")
        await self._process.wait()
        await self._listening


async def latencies(sizes: Sequence[int], edits: int, seed: int) -> list[Latencies]:
    """Type a statement at random places of files of so many lines, and time each key."""
    editor = await Editor.start()
    chance = random.Random(seed)  # noqa: S311 - a benchmark has no secrets
    try:
        return [await _latencies(editor, size, edits, chance) for size in sizes]
    finally:
        await editor.close()


async def _latencies(editor: Editor, size: int, edits: int, chance: random.Random) -> Latencies:
    uri = _URI.format(size)
    text = file_of(size)
    editor.open(uri, text)
    found = len(await editor.findings(uri))
    lines = text.split("\n")
    measured: list[float] = []
    while len(measured) < edits:
        line = chance.choice([at for at, each in enumerate(lines) if not each.strip()])
        for column, key in enumerate(_TYPED.rstrip("\n")):
            await asyncio.sleep(chance.uniform(*_KEY_SECONDS))
            started = time.perf_counter()
            editor.change(uri, line, column, column, key)
            await editor.findings(uri)
            measured.append((time.perf_counter() - started) * 1000)
        editor.change(uri, line, 0, len(_TYPED) - 1, lines[line])
        await editor.findings(uri)
    editor.shut(uri)
    return Latencies(size, tuple(measured[:edits]), found)


async def kept(states: int, seed: int) -> Kept:
    """Cut one line of real files at a random column, so often, and see which findings stay."""
    editor = await Editor.start()
    chance = random.Random(seed)  # noqa: S311 - a benchmark has no secrets
    total = Kept(0, 0, 0, 0, 0)
    files = list(_files())
    chance.shuffle(files)
    try:
        for number, path in enumerate(files):
            text = path.read_text("utf-8")
            uri = _URI.format(f"kept-{number}")
            editor.open(uri, text)
            before = await editor.findings(uri)
            lines = text.split("\n")
            if before and len(lines) < 2_000:
                for _ in range(10):
                    total = await _cut(editor, uri, lines, before, chance, total)
            editor.shut(uri)
            if total.states >= states:
                break
    finally:
        await editor.close()
    return total


async def _cut(
    editor: Editor,
    uri: str,
    lines: list[str],
    before: list[dict[str, Any]],
    chance: random.Random,
    total: Kept,
) -> Kept:
    at = chance.choice([number for number, each in enumerate(lines) if len(each.strip()) > 3])
    line = lines[at]
    column = chance.randrange(len(line) - len(line.lstrip()) + 1, len(line))
    wanted = _outside(before, at)
    editor.change(uri, at, column, len(line), "")
    shown = _outside(await editor.findings(uri), at)
    editor.change(uri, at, column, column, line[column:])
    await editor.findings(uri)
    still = sum((wanted & shown).values())
    broken = _is_broken("\n".join([*lines[:at], line[:column], *lines[at + 1 :]]))
    return Kept(
        total.states + 1,
        total.broken + broken,
        total.whole + (still == wanted.total()),
        total.findings + wanted.total(),
        total.shown + still,
    )


def _outside(findings: list[dict[str, Any]], line: int) -> Counter[tuple[str, int]]:
    """Count findings by rule and line, those in the line being typed left out."""
    return Counter(
        (each["code"], each["range"]["start"]["line"])
        for each in findings
        if not each["range"]["start"]["line"] <= line <= each["range"]["end"]["line"]
    )


def _is_broken(text: str) -> bool:
    try:
        compile(text, "<bench>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return True
    return False


class _OneDocument:
    """A client's only open document."""

    def __init__(self, document: DocumentSnapshot) -> None:
        self.newest = document

    def get(self, uri: str) -> DocumentSnapshot | None:
        return self.newest if uri == self.newest.uri else None

    def __iter__(self) -> Iterator[DocumentSnapshot]:
        yield self.newest


async def held(size: int, edits: int) -> float:
    """Return for how many milliseconds the event loop was held at most while keys were pressed."""
    uri, text = _URI.format("held"), file_of(size)
    documents = _OneDocument(DocumentSnapshot(uri, 0, text, "python"))
    diagnoser = Diagnoser(
        documents,
        AnalysisSettings(),
        open_text_scanner,
        path_of=lambda uri: uri,
        tell=lambda message: None,
        changed=lambda diagnosis: None,
        clock=time.perf_counter,
        today=date.today,
    )
    await diagnoser.current(uri)
    place = text.index("\n\n") + 1
    worst = 0.0

    async def tick() -> None:
        nonlocal worst
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            worst = max(worst, (time.perf_counter() - before - 0.001) * 1000)

    ticking = asyncio.ensure_future(tick())
    try:
        for version in range(1, edits + 1):
            documents.newest = documents.newest.edited(Edit(place, place, "x"), version)
            diagnoser.edited(uri)
            await diagnoser.current(uri)
    finally:
        ticking.cancel()
        await diagnoser.close()
    return worst


def file_of(lines: int) -> str:
    """Return Python code of about so many lines, cut where a definition ends.

    It is the shortest module of the standard library that is long enough.
    """
    texts = (path.read_text("utf-8") for path in _files())
    text = min((each for each in texts if each.count("\n") >= lines), key=len).split("\n")
    while lines < len(text) and text[lines][:1] in (" ", "\t", ")", "]", "}", ""):
        lines += 1
    return "\n".join(text[:lines]) + "\n"


def _files() -> Iterator[Path]:
    folder = Path(sysconfig.get_path("stdlib"))
    names = sorted(path for path in folder.glob("*.py") if path.stat().st_size > 2_000)
    for path in names:
        if path.read_text("utf-8").isascii():
            yield path
