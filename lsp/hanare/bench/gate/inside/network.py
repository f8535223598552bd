"""Stand-ins for the standard library's ways into the network: they answer from `world`."""

from __future__ import annotations

import io
from email.message import Message
from typing import TYPE_CHECKING, Any

from hanare.bench.gate.inside import world

if TYPE_CHECKING:
    import urllib.request


def install(text: str) -> None:
    """Put the stand-ins in the place of the real functions that code like `text` uses."""
    if "socket" in text:
        import socket

        socket.getaddrinfo = _getaddrinfo
        socket.gethostbyname = world.resolve
    if "urllib.request" in text or "urlopen" in text:
        import urllib.request

        urllib.request.urlopen = _urlopen  # type: ignore[assignment]


class Answer(io.BytesIO):
    """What `urlopen` returns."""

    def __init__(self, url: str, page: world.Page) -> None:
        super().__init__(page.text.encode())
        self.url = url
        self.status = self.code = page.status
        self.headers = Message()
        for name, value in page.headers.items():
            self.headers[name] = value

    def geturl(self) -> str:
        """Return the URL of the page, after redirections."""
        return self.url

    def getcode(self) -> int:
        """Return the status."""
        return self.status

    def info(self) -> Message:
        """Return the headers."""
        return self.headers


def _urlopen(
    url: str | urllib.request.Request,
    data: bytes | None = None,
    timeout: float | None = None,
    *,
    context: Any = None,
    **_: Any,
) -> Answer:
    import ssl
    import urllib.request

    request = url if isinstance(url, urllib.request.Request) else urllib.request.Request(url, data)  # noqa: S310  sends nothing
    # Code may have replaced the default.
    used = context or ssl._create_default_https_context()  # noqa: SLF001
    trusted = used.verify_mode == ssl.CERT_REQUIRED
    if request.type == "file":  # as the real one: a URL may mean a file
        with open(request.selector, "rb") as file:  # noqa: PTH123
            return Answer(request.full_url, world.Page(file.read().decode("utf-8", "replace")))
    sent = world.Sent(
        request.get_method(), request.full_url, trusted, timeout, dict(request.headers),
        data or request.data,
    )  # fmt: skip
    return Answer(*world.fetch(sent))


def _getaddrinfo(host: Any, port: Any, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
    import socket

    name = host.decode() if isinstance(host, bytes) else host
    address = (world.resolve(name or "localhost"), int(port or 0))
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address)]
