"""A file from an address: resumed where it broke off, never over an untrusted transport."""

from __future__ import annotations

import re
import time
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from pydantic import BaseModel, ValidationError
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from hanare.errors import HanareError
from hanare.files import private
from hanare.models.part import CHUNK, PartFile
from hanare.models.progress import Progress
from hanare.models.sources import checked_url, is_loopback
from hanare.wording import said

_TIMEOUT = urllib3.Timeout(connect=10, read=60)
"""Seconds; reading: without a single byte."""

_FRUITLESS_ATTEMPTS = 4
"""Give up after so many attempts in a row that brought nothing."""

_FIRST_WAIT = 0.5
"""Seconds before asking again; doubled with every fruitless attempt."""

_REDIRECTS = 5
_RETRIED = frozenset({408, 429, 500, 502, 503, 504})
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")


class _Origin(BaseModel):
    """`<part>.json`: which version of which resource the part is the beginning of."""

    url: str
    validator: str | None = None
    """A strong ETag, else the modification date; goes into If-Range."""


class _TryAgain(Exception):  # noqa: N818  a turn in the conversation, not an error
    """The server cannot deliver right now."""


def download(url: str, part: PartFile, size: int, progress: Progress) -> None:
    """Write `size` bytes from `url` to `part`, going on after what an earlier attempt left.

    The caller compares the digest: the lengths and ranges a server tells are only checked for
    consistency, never trusted.

    Raises:
        HanareError: the server refuses, or cannot be reached any more; the part is kept.
    """
    origin_path = part.path.with_name(f"{part.path.name}.json")
    part.resume(progress)
    if part.size > size:
        part.restart()
    fruitless = 0
    while part.size < size:
        before = part.size
        problem = ""
        try:
            _transfer(url, part, origin_path, size, progress)
        except (HTTPError, _TryAgain) as error:
            problem = str(error) or type(error).__name__
        if part.size >= size:
            break
        fruitless = 0 if part.size > before else fruitless + 1
        if fruitless >= _FRUITLESS_ATTEMPTS:
            raise HanareError(
                said(
                    "{url}: the download stopped at {got:,} of {size:,} bytes ({reason}).",
                    url=url,
                    got=part.size,
                    size=size,
                    reason=problem or said("the server closed the connection"),
                ),
                said(
                    "Run the command again to go on from there, or bring the file and run "
                    "`hanare models import FILE`."
                ),
            )
        time.sleep(_FIRST_WAIT * 2**fruitless)
    origin_path.unlink(missing_ok=True)


def forget(part: PartFile) -> None:
    """Discard a part and what is known of its origin."""
    part.discard()
    part.path.with_name(f"{part.path.name}.json").unlink(missing_ok=True)


def _transfer(url: str, part: PartFile, origin_path: Path, size: int, progress: Progress) -> None:
    """Ask once for what is missing, and write what comes."""
    origin = _read_origin(origin_path)
    if part.size and (origin is None or origin.url != url):
        part.restart()
    headers = {"Accept-Encoding": "identity"}
    if part.size:
        headers["Range"] = f"bytes={part.size}-"
        if origin is not None and origin.validator is not None:
            headers["If-Range"] = origin.validator
    response = _get(url, headers)
    try:
        if response.status == 200:
            part.restart()
        elif not _begins_at(part.size, response):
            part.restart()
            raise _TryAgain("the server sent another range than the one asked for")
        origin = _Origin(url=url, validator=_validator(response))
        private.write_text(origin_path, origin.model_dump_json())
        for block in response.stream(CHUNK, decode_content=False):
            part.write(block)
            progress(said("downloading"), part.size, size)
    finally:
        # What is left of a broken answer must not be taken for the next one.
        response.close()


def _begins_at(offset: int, response: BaseHTTPResponse) -> bool:
    """Tell whether a partial answer begins where the part ends."""
    match = _CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
    return response.status == 206 and match is not None and int(match[1]) == offset


def _get(url: str, headers: dict[str, str]) -> BaseHTTPResponse:
    """Request `url`, following redirects that stay on a trusted transport.

    Raises:
        HanareError: the server refuses for good.
        _TryAgain: it is overloaded or out of order.
    """
    for _ in range(_REDIRECTS):
        response = _client(url).request(
            "GET",
            url,
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=_TIMEOUT,
        )
        if response.status in (200, 206, 416):
            return response
        location = response.headers.get("Location")
        response.close()
        if response.status in _RETRIED:
            raise _TryAgain(f"HTTP {response.status}")
        if not 300 <= response.status < 400 or location is None:
            raise HanareError(
                said(
                    "{url}: the server answered with HTTP {status}.",
                    url=url,
                    status=response.status,
                ),
                said(
                    "Check the address in models.toml, or bring the file and run "
                    "`hanare models import FILE`."
                ),
            )
        url = _redirected(url, location)
    raise HanareError(
        said("{url}: more than {count} redirects.", url=url, count=_REDIRECTS),
        said("Check the address."),
    )


def _redirected(url: str, location: str) -> str:
    target = urljoin(url, location)
    try:
        return checked_url(target)
    except ValueError as error:
        raise HanareError(
            said("{url} redirects to {target}, which is not https.", url=url, target=target),
            said("Nothing was fetched from there; check the address in models.toml."),
        ) from error


def _client(url: str) -> urllib3.PoolManager:
    """Return a client for `url` that goes through the proxy the environment names."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    proxy = getproxies().get(parts.scheme)
    if proxy is None or is_loopback(host) or proxy_bypass(host):
        return urllib3.PoolManager()
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    auth = urllib3.util.parse_url(proxy).auth
    headers = urllib3.make_headers(proxy_basic_auth=auth) if auth else None
    return urllib3.ProxyManager(proxy, proxy_headers=headers)


def _validator(response: BaseHTTPResponse) -> str | None:
    """Return what identifies the version that the server is sending."""
    etag = response.headers.get("ETag")
    if etag is not None and not etag.startswith("W/"):
        return etag
    return response.headers.get("Last-Modified")


def _read_origin(path: Path) -> _Origin | None:
    try:
        return _Origin.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
