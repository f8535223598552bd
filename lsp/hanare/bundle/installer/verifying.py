"""Whether a bundle is whole and from somebody who is trusted. Writes nothing.

In this order: who signed the list of digests, then that nothing else is there than what is on the
list, then every file's digest.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hanare.bundle.installer.layout import NAMESPACE, SIGNATURE, SUMS, is_safe
from hanare.errors import HanareError, UsageError
from hanare.wording import Said, said

_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_CHUNK = 1 << 20
_SECONDS = 60
_UNTOUCHED = said("Nothing was installed. Fetch the bundle anew, or ask whoever made it.")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose bundles are taken."""

    keys: Path | None = None
    """ssh-keygen's file of allowed signers: `NAME KEYTYPE KEY` a line. Never from the bundle."""
    unsigned: bool = False
    """Whether a bundle is taken whoever made it."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A bundle that is what its maker signed."""

    digest: str
    """The SHA-256 of its list of digests."""
    files: Mapping[str, str]
    """The SHA-256 of each file, by its name in the bundle."""


def verify(bundle: Path, trust: Trust) -> Verified:
    """Find all of a bundle right.

    Raises:
        UsageError: nobody said whom to trust.
        HanareError: it is not signed by anybody trusted, or a file is wrong, missing or too many.
    """
    sums = bundle / SUMS
    try:
        text = sums.read_bytes()
    except OSError as failure:
        raise _refused(said("There is no list of digests, {path}.", path=sums)) from failure
    if trust.keys is not None:
        _check_signature(bundle / SIGNATURE, text, trust.keys)
    elif not trust.unsigned:
        raise UsageError(
            said("Nobody says whose signature this bundle must have."),
            said(
                "Name your file of keys with --key. To install whoever made it: --allow-unsigned."
            ),
        )
    expected = _parsed(text)
    _check_names(bundle, set(expected))
    for name, digest in expected.items():
        if digest_of(bundle / name) != digest:
            raise _refused(
                said("{name} is not the file that the list of digests names.", name=name)
            )
    return Verified(hashlib.sha256(text).hexdigest(), expected)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        HanareError: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                digest.update(block)
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise _refused(
            said("{path} cannot be read: {reason}.", path=path, reason=reason)
        ) from failure
    return digest.hexdigest()


def _check_signature(signature: Path, text: bytes, keys: Path) -> None:
    if not keys.is_file():
        raise UsageError(
            said("There is no file {path}.", path=keys),
            said("Name a file of ssh-keygen's allowed signers: NAME KEYTYPE KEY a line."),
        )
    if not signature.is_file():
        raise _refused(said("The bundle is not signed."))
    program = shutil.which("ssh-keygen")
    if program is None:
        raise HanareError(
            said("There is no `ssh-keygen` on the search path, which checks signatures."),
            said("Install OpenSSH's client. To install whoever made the bundle: --allow-unsigned."),
        )
    common = ("-f", str(keys), "-s", str(signature))
    found = _run(text, program, "-Y", "find-principals", *common)
    signers = found.stdout.decode("utf-8", "replace").splitlines()
    # A line of the file can forbid our namespace, or have expired: only the check tells.
    if not any(
        _run(text, program, "-Y", "verify", "-n", NAMESPACE, "-I", who, *common).returncode == 0
        for who in signers
    ):
        raise _refused(said("The bundle is not signed by any of the keys in {path}.", path=keys))


def _run(text: bytes, *command: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - ssh-keygen, which the search path names
            command, input=text, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise HanareError(
            said("{program} failed: {reason}", program=command[0], reason=failure),
            said("Does `ssh-keygen` work here?"),
        ) from failure


def _parsed(text: bytes) -> Mapping[str, str]:
    """Return the digests by name, in the order of the list."""
    expected: dict[str, str] = {}
    for line in text.decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2] in expected or not is_safe(match[2]):
            raise _refused(said("The list of digests has a line that is none: {line}", line=line))
        expected[match[2]] = match[1]
    return expected


def _check_names(bundle: Path, expected: set[str]) -> None:
    present = set(_files(bundle)) - {SUMS, SIGNATURE}
    if missing := sorted(expected - present):
        raise _refused(said("{name} is missing.", name=missing[0]))
    if extra := sorted(present - expected):
        raise _refused(said("{name} does not belong to the bundle.", name=extra[0]))


def _files(bundle: Path, folder: str = "") -> Iterator[str]:
    """Yield every file by its name below the bundle; what is neither file nor folder is refused."""
    try:
        entries = sorted(os.scandir(bundle / folder), key=lambda entry: entry.name)
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise _refused(
            said("{path} cannot be read: {reason}.", path=bundle / folder, reason=reason)
        ) from failure
    for entry in entries:
        name = f"{folder}{entry.name}"
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            yield from _files(bundle, f"{name}/")
        elif stat.S_ISREG(mode):
            yield name
        else:
            raise _refused(said("{name} does not belong to the bundle.", name=name))


def _refused(what: Said) -> HanareError:
    return HanareError(what, _UNTOUCHED)
