"""What tests see of the world outside: the programs that ran, the requests that were sent.

Tests import it as `world`. The stand-ins write into its lists and read what they answer from it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

LOOPBACK = "127.0.0.1"
INTERNAL = "10.1.2.3"
PUBLIC = "151.101.1.69"


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that would have been sent."""

    method: str
    url: str
    verify: object = True
    """False if any certificate would do; else True, or the file of trusted ones."""
    timeout: object = None
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered to a request."""

    text: str = "ok"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


programs: list[list[str]] = []
"""The words of every command that ran, those of a shell's script one by one."""
replies: dict[str, str] = {}
"""What programs print, by their names."""
sent: list[Sent] = []
pages: dict[str, Page] = {}
"""What is answered, by URL; other URLs answer what `*` does, else `Page()`."""
addresses: dict[str, str] = {"localhost": LOOPBACK}
"""By host name; other names have the address `PUBLIC`."""
marks: list[str] = []
"""What was executed that should have stayed data; see `mark`."""


def reset() -> None:
    """Forget what happened while a module was shown to work."""
    for each in (programs, sent, marks):
        each.clear()


def mark(name: str = "mark") -> str:
    """Leave a mark: what hostile data would call."""
    marks.append(name)
    return name


def ran(program: str) -> bool:
    """Whether a program of this name was started, by whatever path."""
    return any(os.path.basename(words[0]) == program for words in programs)  # noqa: PTH119  cheap


def attempt(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Call a function with hostile input, which it may reject: return its result or its error."""
    try:
        return function(*args, **options)
    except Exception as error:  # noqa: BLE001  whatever it rejects input with
        return error


def takes_too_long(function: Callable[..., Any], *args: Any, seconds: float = 0.3) -> bool:
    """Whether a call needs more processor time than this, after which it is stopped.

    Processor time, for a busy machine is no defect of the code. Regular expressions are stopped
    too, since `re` looks for signals while it searches.
    """

    class OutOfTime(BaseException):
        pass

    def stop(number: int, frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        attempt(function, *args)
    except OutOfTime:
        return True
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return False


def is_predictable(function: Callable[..., Any], *args: Any) -> bool:
    """Whether who knows the time and the generator's state knows what a call returns."""
    import random
    import time

    names = ("time", "time_ns", "monotonic", "perf_counter")
    saved = {name: getattr(time, name) for name in names}
    try:
        for name in names:
            setattr(time, name, lambda: 1_700_000_000)
        results = []
        for _ in range(2):
            random.seed(7)
            results.append(function(*args))
    finally:
        for name, real in saved.items():
            setattr(time, name, real)
    return bool(results[0] == results[1])


def log_of(function: Callable[..., Any], *args: Any) -> str:
    """Return what a call logs, at any level, and prints."""
    import io
    import logging
    from contextlib import redirect_stderr, redirect_stdout

    text = io.StringIO()
    handler = logging.StreamHandler(text)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for logger in list(root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.setLevel(logging.DEBUG)
    with redirect_stdout(text), redirect_stderr(text):
        attempt(function, *args)
    root.removeHandler(handler)
    return text.getvalue()


def resolve(host: str) -> str:
    """Return the address of a host, as the name service of this world says."""
    import ipaddress

    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return addresses.get(host.lower().rstrip("."), PUBLIC)


def fetch(request: Sent, follow: bool = True) -> tuple[str, Page]:
    """Send a request and those that its answers redirect to; return the last URL and page."""
    url = request.url
    for _ in range(5):
        sent.append(Sent(request.method, url, request.verify, request.timeout,
                         request.headers, request.body))  # fmt: skip
        page = pages.get(url) or pages.get("*") or Page()
        if not follow or "Location" not in page.headers:
            break
        url = page.headers["Location"]
    return url, page


def reached(address: str) -> bool:
    """Whether a request went to a host with this address."""
    from urllib.parse import urlsplit

    return any(resolve(urlsplit(each.url).hostname or "") == address for each in sent)


def mode(path: str) -> int:
    """Return the permission bits of a file."""
    return os.stat(path).st_mode & 0o777  # noqa: PTH116  cheap
