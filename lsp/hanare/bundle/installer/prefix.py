"""The folder that Hanare is installed in: versions side by side, and which of them is used.

versions/0.1.0-1a2b3c4d/   an environment; the number is the version and its bundle's digest
models/                    unless models are elsewhere
current, previous          the version in use, and the one before it
bin/hanare                 starts the one in use
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hanare.bundle.installer.layout import Manifest
from hanare.errors import HanareError, UsageError
from hanare.wording import said

WINDOWS = sys.platform == "win32"
_RECORD = "bundle.json"
_CURRENT = "current"
_PREVIOUS = "previous"
_NAME = re.compile(r"\d.*-[0-9a-f]{8}")
"""What versions are called: Hanare's version, and the beginning of their bundle's digest."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What was installed as one version; kept in its folder, written last."""

    manifest: Manifest
    digest: str
    """Of the bundle's list of digests."""
    models: str
    """The folder of the models."""
    wished: tuple[str, ...] | None
    """The editors whose clients were asked for; None: those that the bundle was made for."""
    editors: tuple[str, ...]
    """Those that its clients are installed in."""

    def dumped(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), indent=2) + "\n"

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Installed:
        """Return what `dumped` wrote."""
        manifest, wished = Manifest.of(values["manifest"]), values["wished"]
        return cls(
            manifest,
            values["digest"],
            values["models"],
            None if wished is None else tuple(wished),
            tuple(values["editors"]),
        )


class Prefix:
    """Versions in one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.versions = root / "versions"
        self.models = root / "models"
        self.program = root / "bin" / ("hanare.cmd" if WINDOWS else "hanare")

    def folder(self, name: str) -> Path:
        """Return where a version is, or would be."""
        return self.versions / name

    def installed(self, name: str) -> Installed | None:
        """Return what is known of a version; None if it is not there, or only begun."""
        try:
            return Installed.of(json.loads((self.folder(name) / _RECORD).read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def runs(self, name: str) -> bool:
        """Tell whether a version is installed, and the Python that it was made with still there."""
        return self.installed(name) is not None and python_of(self.folder(name)).exists()

    def names(self) -> list[str]:
        """Return the versions that are installed, by name."""
        return [name for name in self.begun() if self.installed(name)]

    def begun(self) -> list[str]:
        """Return the versions that are there, interrupted installations among them, by name."""
        if not self.versions.is_dir():
            return []
        found = sorted(each.name for each in self.versions.iterdir())
        return [name for name in found if _NAME.fullmatch(name)]

    def editors(self) -> tuple[str, ...]:
        """Return the editors that any version has installed its client in."""
        versions = filter(None, map(self.installed, self.names()))
        return tuple(sorted({editor for each in versions for editor in each.editors}))

    def current(self) -> str | None:
        """Return the version in use."""
        return self._read(_CURRENT)

    def previous(self) -> str | None:
        """Return the version that was in use before."""
        return self._read(_PREVIOUS)

    def record(self, name: str, installed: Installed) -> None:
        """Note that a version is complete."""
        path = self.folder(name) / _RECORD
        part = path.with_suffix(".part")
        part.write_text(installed.dumped(), encoding="utf-8")
        part.replace(path)

    def use(self, name: str) -> None:
        """Let another version be the one in use, from one moment to the next.

        Raises:
            UsageError: it is not installed.
            HanareError: it does not run any more.
        """
        if self.installed(name) is None:
            raise UsageError(
                said("{name} is not installed in {root}.", name=name, root=self.root),
                said("--list names the versions that are."),
            )
        if not self.runs(name):
            raise HanareError(
                said("The Python that {name} was installed with is gone.", name=name),
                said("Install it anew, from its bundle."),
            )
        before = self.current()
        self._write(_CURRENT, name)
        if before not in {None, name}:
            self._write(_PREVIOUS, str(before))
        self._write_program()

    def remove(self, name: str) -> None:
        """Delete a version that is not in use; nothing happens if it is not there."""
        shutil.rmtree(self.folder(name), ignore_errors=True)
        if self.folder(name).exists():
            raise HanareError(
                said("{path} cannot be deleted.", path=self.folder(name)),
                said("Close your editors, which may use it, and try again."),
            )
        if self.previous() == name:
            self._path(_PREVIOUS).unlink()

    def remove_all(self) -> None:
        """Delete everything that was installed here; what else lies here stays.

        Raises:
            HanareError: something cannot be deleted.
        """
        for name in self.names():
            if (installed := self.installed(name)) and Path(installed.models) == self.models:
                for model in installed.manifest.models:
                    for path in self.models.glob(f"{model.file}*"):
                        path.unlink()
        for path in (self.program, self._path(_CURRENT), self._path(_PREVIOUS)):
            path.unlink(missing_ok=True)
        for name in self.begun():
            self.remove(name)
        for folder in (self.versions, self.models, self.program.parent, self.root):
            with suppress(OSError):  # something of somebody else's is in it
                folder.rmdir()

    def _path(self, pointer: str) -> Path:
        return self.root / (f"{pointer}.txt" if WINDOWS else pointer)

    def _read(self, pointer: str) -> str | None:
        path = self._path(pointer)
        try:
            # Links need a privilege on Windows.
            return path.read_text("utf-8") if WINDOWS else path.readlink().name
        except OSError:
            return None

    def _write(self, pointer: str, name: str) -> None:
        path = self._path(pointer)
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        if WINDOWS:
            part.write_text(name, encoding="utf-8")
        else:
            part.symlink_to(Path("versions", name))
        part.replace(path)

    def _write_program(self) -> None:
        self.program.parent.mkdir(parents=True, exist_ok=True)
        part = self.program.with_name(f".{self.program.name}.part")
        part.unlink(missing_ok=True)
        if WINDOWS:
            target = self.folder(str(self.current())) / "Scripts" / "hanare.exe"
            part.write_text(f'@"{target}" %*\n', encoding="utf-8")
        else:
            part.symlink_to(Path("..", _CURRENT, "bin", "hanare"))
        part.replace(self.program)


def python_of(environment: Path) -> Path:
    """Return the interpreter of an environment."""
    return environment / ("Scripts/python.exe" if WINDOWS else "bin/python")


def absolute(path: Path) -> Path:
    """Return a path that holds in every folder, without following links.

    Raises:
        UsageError: it has no meaning, or cannot be written into a file of settings.
    """
    try:
        found = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - `absolute` keeps `..`
        str(found).encode()
    except (RuntimeError, UnicodeEncodeError) as failure:
        raise UsageError(
            said("{path} is no usable path: {reason}.", path=path, reason=failure),
            said("Name another folder."),
        ) from failure
    return found
