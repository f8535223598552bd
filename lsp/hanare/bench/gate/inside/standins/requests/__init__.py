"""Stands in for Requests: what it would send is in `world.sent`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from hanare.bench.gate.inside import world

__all__ = [
    "HTTPError", "RequestException", "Response", "Session", "Timeout", "delete", "exceptions",
    "get", "head", "patch", "post", "put", "request",
]  # fmt: skip

exceptions = import_module(f"{__name__}.exceptions")  # by the name that the code under test knows
HTTPError = exceptions.HTTPError
RequestException = exceptions.RequestException
Timeout = exceptions.Timeout


class Response:
    """An answer."""

    def __init__(self, url: str, page: world.Page) -> None:
        self.url = url
        self.status_code = page.status
        self.headers = page.headers
        self.text = page.text
        self.content = page.text.encode()
        self.ok = page.status < 400
        self.is_redirect = "Location" in page.headers

    def __enter__(self) -> Response:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def json(self) -> Any:
        """Return the body, parsed."""
        return json.loads(self.text)

    def raise_for_status(self) -> None:
        """Raise if the server refused."""
        if not self.ok:
            raise HTTPError(f"{self.status_code} for url: {self.url}")

    def iter_content(self, chunk_size: int = 1) -> Iterator[bytes]:
        """Yield the body in pieces."""
        for start in range(0, len(self.content), chunk_size or 1):
            yield self.content[start : start + (chunk_size or 1)]

    def close(self) -> None:
        """Do nothing."""


class Session:
    """What keeps settings for several requests."""

    def __init__(self) -> None:
        self.verify: Any = True
        self.headers: dict[str, str] = {}
        self.auth: Any = None
        self.trust_env = True

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Any = None,
        data: Any = None,
        headers: dict[str, str] | None = None,
        auth: Any = None,
        timeout: Any = None,
        allow_redirects: bool = True,
        verify: Any = None,
        json: Any = None,
        **_: Any,
    ) -> Response:
        """Send a request."""
        if not url.startswith(("http://", "https://")):
            raise exceptions.InvalidSchema(f"No connection adapters were found for {url!r}")
        body = [part for part in (data, json, params, auth or self.auth) if part is not None]
        sent = world.Sent(
            method.upper(), url, self.verify if verify is None else verify, timeout,
            self.headers | (headers or {}), body,
        )  # fmt: skip
        return Response(*world.fetch(sent, allow_redirects))

    def get(self, url: str, params: Any = None, **options: Any) -> Response:
        """Get."""
        return self.request("get", url, params=params, **options)

    def post(self, url: str, data: Any = None, json: Any = None, **options: Any) -> Response:
        """Post."""
        return self.request("post", url, data=data, json=json, **options)

    def put(self, url: str, data: Any = None, **options: Any) -> Response:
        """Put."""
        return self.request("put", url, data=data, **options)

    def patch(self, url: str, data: Any = None, **options: Any) -> Response:
        """Patch."""
        return self.request("patch", url, data=data, **options)

    def delete(self, url: str, **options: Any) -> Response:
        """Delete."""
        return self.request("delete", url, **options)

    def head(self, url: str, **options: Any) -> Response:
        """Ask for the headers, which unlike the other methods follows no redirection."""
        return self.request("head", url, **{"allow_redirects": False, **options})

    def close(self) -> None:
        """Do nothing."""


def request(method: str, url: str, **options: Any) -> Response:
    """Send a request in a session of its own."""
    return Session().request(method, url, **options)


get = Session().get
post = Session().post
put = Session().put
patch = Session().patch
delete = Session().delete
head = Session().head
