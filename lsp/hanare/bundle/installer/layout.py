"""What is in a bundle, and by which names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from hanare.errors import HanareError
from hanare.wording import said

SUMS = "SHA256SUMS"
"""Digest and name of every other file, as `sha256sum` writes them."""
SIGNATURE = f"{SUMS}.sig"
NAMESPACE = "hanare-bundle"
"""What signatures are for, in ssh-keygen's sense: one that was made for a letter is none here."""
MANIFEST = "manifest.json"
REQUIREMENTS = "requirements.txt"
CONSTRAINTS = "constraints.txt"
BILL = "sbom.cdx.json"
WHEELS = "wheels"
MODELS = "models"
EDITORS = "editors"
LICENCES = "licences"
INSTALLER = "installer"


@dataclass(frozen=True, slots=True)
class BundledModel:
    """A model in a bundle."""

    id: str
    file: str
    """Its name in `models/` and in the store."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle holds and where it runs."""

    version: str
    """Hanare's."""
    python: str
    """The Python that the wheels are for, such as `3.11`."""
    system: str
    """`platform.system()`."""
    machine: str
    """`platform.machine()`."""
    glibc: str
    """The oldest glibc that will do; empty where there is none."""
    models: tuple[BundledModel, ...]
    default_model: str
    """The model that completes code unless somebody chooses another; empty without models."""
    editors: tuple[str, ...]

    @property
    def name(self) -> str:
        """The bundle's own folder, in its archive."""
        return f"hanare-{self.version}-{self.system}-{self.machine}-py{self.python}".lower()

    def dumped(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), indent=2) + "\n"

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read it from a file of a bundle that is verified.

        Raises:
            HanareError: it cannot be read, or is for another release of the installer.
        """
        try:
            values = json.loads(path.read_bytes())
            return cls.of(values)
        except (OSError, ValueError, TypeError, KeyError) as failure:
            raise HanareError(
                said("{path} cannot be read: {reason}.", path=path, reason=failure),
                said("Fetch the bundle anew."),
            ) from failure

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Manifest:
        """Return what `dumped` wrote."""
        models = tuple(BundledModel(**each) for each in values["models"])
        return cls(**{**values, "models": models, "editors": tuple(values["editors"])})


def is_safe(name: str) -> bool:
    """Tell whether a name stays inside the folder that it is relative to, on every system."""
    path = PurePosixPath(name)
    return (
        name == str(path)
        and not path.is_absolute()
        and not {"..", "."} & set(path.parts)
        and not set('\\:*?"<>|\0\r\n') & set(name)
    )
