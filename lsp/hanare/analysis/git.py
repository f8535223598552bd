"""What Git knows of a folder, asked without running anything that a repository configures.

Only objects are read. `git diff` and `git status` would run filters, monitors and hooks that are
set in `.git/config`, which comes with an unpacked archive; and a partial clone would call its
server.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hanare.errors import HanareError, UsageError
from hanare.processes import NO_WINDOW

_SECONDS = 120
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class Repository:
    """A working tree of Git's."""

    git: str
    root: Path

    @classmethod
    def around(cls, folder: Path) -> Repository | None:
        """Return the repository that a folder is in; None without one, or without Git."""
        git = _executable()
        if git is None:
            return None
        answer = _run([git, "-C", str(folder), "rev-parse", "--show-toplevel"])
        if answer.returncode != 0:
            return None
        return cls(git, Path(os.fsdecode(answer.stdout.removesuffix(b"\n"))).resolve())

    def head(self) -> str:
        """Return the commit that is checked out; empty before the first one."""
        answer = self._git("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return answer.stdout.decode("ascii").strip() if answer.returncode == 0 else ""

    def commit(self, revision: str) -> str:
        """Return the commit that a revision names.

        Raises:
            UsageError: there is none.
        """
        answer = self._git(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        if answer.returncode != 0:
            raise UsageError(
                f"{revision!r} is no revision of the repository at {self.root}.",
                "Name a commit, branch or tag; in a shallow clone fetch it first.",
            )
        return answer.stdout.decode("ascii").strip()

    def blobs(self, commit: str) -> dict[Path, str]:
        """Return the files of a commit and their objects; links and submodules are left out.

        Raises:
            HanareError: Git cannot read it.
        """
        answer = self._git("ls-tree", "-r", "-z", "--full-tree", commit)
        if answer.returncode != 0:
            raise HanareError(
                f"Git cannot read the commit {commit}.", "Is the clone whole (`git fsck`)?"
            )
        found: dict[Path, str] = {}
        for row in filter(None, answer.stdout.split(b"\0")):
            about, _, name = row.partition(b"\t")
            mode, kind, oid = about.split()
            if kind == b"blob" and mode != b"120000":
                found[self.root / os.fsdecode(name)] = oid.decode("ascii")
        return found

    def contents(self, oids: Iterable[str]) -> Iterator[bytes]:
        """Yield what objects hold, in their order.

        Raises:
            HanareError: Git cannot read one.
        """
        asked = "".join(f"{oid}\n" for oid in oids).encode("ascii")
        answer = self._git("cat-file", "--batch", asked=asked)
        output, at = answer.stdout, 0
        for oid in asked.decode("ascii").split():
            end = output.find(b"\n", at)
            words = output[at:end].split()
            if end < 0 or len(words) != 3:
                raise HanareError(f"Git cannot read {oid}.", "Is the clone whole (`git fsck`)?")
            start = end + 1
            at = start + int(words[2]) + 1
            yield output[start : at - 1]

    def _git(self, *words: str, asked: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return _run([self.git, "-C", str(self.root), *words], asked)


def _run(command: list[str], asked: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment: Mapping[str, str] = os.environ | _ENVIRONMENT
    try:
        return subprocess.run(  # noqa: S603 - Git, by its whole path, with words of ours
            command,
            input=asked,
            capture_output=True,
            timeout=_SECONDS,
            env=environment,
            creationflags=NO_WINDOW,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise HanareError(
            f"Git does not answer: {type(failure).__name__}.", "Does `git status` work there?"
        ) from failure


def _executable() -> str | None:
    found = shutil.which("git")
    # Windows looks into the current directory first, which is anybody's.
    if found is None or Path(found).resolve().parent == Path.cwd():
        return None
    return str(Path(found).absolute())


def object_of(data: bytes, like: str) -> str:
    """Return the id that Git gives a file's content, in the format of another id."""
    kind = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return kind(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
