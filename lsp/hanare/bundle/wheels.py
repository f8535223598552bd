"""What a wheel says of itself: name, version, licence and the licence's text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path, PurePosixPath

from hanare.errors import HanareError
from hanare.models.sources import normalised
from hanare.wording import said

_OSI = "License :: OSI Approved :: "
_TEXTS = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_UNKNOWN = "UNKNOWN"
"""What setuptools once wrote where an author had written nothing."""
_PAGES = ("homepage", "home", "repository", "source", "source code")
"""Labels of addresses, the best first."""
_LONGEST_NAME = 60
"""Some packages write the whole text where its name belongs."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel's metadata."""

    path: Path
    name: str
    """As PyPI compares names: lower case, with hyphens."""
    version: str
    licence: str
    """SPDX expression if the wheel has one, else the licence's name; empty if it does not say."""
    home: str
    """Its page; empty if it does not say."""
    needs: tuple[str, ...]
    """What it requires, as it writes that, for all systems and with all its extras."""
    texts: Mapping[str, bytes]
    """Texts of licences and notices, by their name in the wheel's metadata."""

    @property
    def pin(self) -> str:
        """Return `name==version`."""
        return f"{self.name}=={self.version}"


def read_wheel(path: Path) -> Wheel:
    """Read a wheel's metadata.

    Raises:
        HanareError: it is no wheel.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            # A top folder, so that a wheel vendored inside another is not mistaken for it.
            (metadata,) = (
                name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)
            )
            message = BytesParser().parsebytes(archive.read(metadata))
            folder = metadata.removesuffix("METADATA")
            texts = {
                name.removeprefix(folder).removeprefix("licenses/"): archive.read(name)
                for name in names
                if name.startswith(folder)
                and not name.endswith("/")
                and (
                    name.startswith(f"{folder}licenses/") or _TEXTS.match(PurePosixPath(name).name)
                )
            }
    except (OSError, ValueError, zipfile.BadZipFile) as failure:
        raise HanareError(
            said("{path} cannot be read as a wheel: {reason}.", path=path, reason=failure),
            said("Name a file that `pip wheel` has made."),
        ) from failure
    return Wheel(
        path,
        normalised(message["Name"]),
        message["Version"],
        _licence(message),
        _home(message),
        tuple(map(str, message.get_all("Requires-Dist", []))),
        texts,
    )


def _licence(message: Message) -> str:
    if expression := message["License-Expression"]:
        return str(expression)
    named = str(message["License"] or "").strip()
    if named != _UNKNOWN and 0 < len(named) <= _LONGEST_NAME and "\n" not in named:
        return named
    classifiers = [str(each) for each in message.get_all("Classifier", [])]
    return next((each.removeprefix(_OSI) for each in classifiers if each.startswith(_OSI)), "")


def _home(message: Message) -> str:
    if page := message["Home-page"]:
        return str(page)
    pages = [str(each).partition(",") for each in message.get_all("Project-URL", [])]
    by_label = {label.strip().lower(): address.strip() for label, _, address in pages}
    return next((by_label[label] for label in _PAGES if label in by_label), "")
