"""All wheels that Hanare needs, by pip's own resolver."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from hanare.bundle.installer.verifying import digest_of
from hanare.bundle.wheels import Wheel, read_wheel
from hanare.errors import HanareError
from hanare.models.pip import last_words
from hanare.wording import said


def gather(own: Sequence[Path], folder: Path, python: str, constraints: Path | None) -> list[Wheel]:
    """Put wheels that are there already, and all that they need, into `folder`; return them.

    pip is among them. `python` is the interpreter that the wheels must suit, and that decides what
    they need on it. pip follows the user's configuration: a mirror, a proxy.

    Raises:
        HanareError: pip does not get everything as a wheel.
    """
    command = [
        *(sys.executable, "-P", "-m", "pip", "--python", python, "download"),
        *("--only-binary", ":all:", "--dest", str(folder)),
        *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
        *(("--constraint", str(constraints)) if constraints else ()),
        *(str(each) for each in own),
        "pip",
    ]
    done = subprocess.run(  # noqa: S603 - pip of our interpreter
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise HanareError(
            said("pip did not get all wheels:\n{words}", words=last_words(done.stderr)),
            said("Is the network, or your mirror, within reach? `pip download hanare` says more."),
        )
    return sorted(map(read_wheel, folder.glob("*.whl")), key=lambda wheel: wheel.name)


def requirements(wheels: Sequence[Wheel]) -> str:
    """Return the file by which exactly these wheels are installed."""
    return "".join(f"{each.pin} --hash=sha256:{digest_of(each.path)}\n" for each in wheels)


def constraints_of(wheels: Sequence[Wheel]) -> str:
    """Return the file by which pip chooses the same versions another time."""
    return "".join(f"{each.pin}\n" for each in wheels)
