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
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hanare.errors import HanareError, UsageError
from hanare.processes import NO_WINDOW
from hanare.wording import Said, said

_SECONDS = 120
_LOOK_SECONDS = 10  # for what Git has only to look up; a pipe may pass for its settings
_MOST_BYTES = 256 * 1024 * 1024  # a few kilobytes of objects can be unpacked to any size
_PORTION_BYTES = 64 * 1024 * 1024
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
        """Return the repository that a folder is in; None without one, or without Git.

        Raises:
            HanareError: Git does not answer.
        """
        git = _executable()
        if git is None:
            return None
        answer = _run([git, "-C", str(folder), "rev-parse", "--show-toplevel"], _LOOK_SECONDS)
        if answer is None:
            return None
        return cls(git, Path(os.path.realpath(os.fsdecode(answer.removesuffix(b"\n")))))

    def head(self) -> str:
        """Return the commit that is checked out; empty before the first one."""
        answer = self._git("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return "" if answer is None else answer.decode("ascii").strip()

    def commit(self, revision: str) -> str:
        """Return the commit that a revision names.

        Raises:
            UsageError: there is none.
        """
        answer = self._git(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        if answer is None:
            raise UsageError(
                said(
                    "{revision!r} is no revision of the repository at {root}.",
                    revision=revision,
                    root=self.root,
                ),
                said("Name a commit, branch or tag; in a shallow clone fetch it first."),
            )
        return answer.decode("ascii").strip()

    def blobs(self, commit: str) -> dict[Path, str]:
        """Return the files of a commit and their objects; links and submodules are left out.

        Raises:
            HanareError: Git cannot read it.
        """
        answer = self._git("ls-tree", "-r", "-z", "--full-tree", commit)
        if answer is None:
            raise HanareError(
                said("Git cannot read the commit {commit}.", commit=commit),
                said("Is the clone whole (`git fsck`)?"),
            )
        found: dict[Path, str] = {}
        for row in filter(None, answer.split(b"\0")):
            about, _, name = row.partition(b"\t")
            mode, kind, oid = about.split()
            if kind == b"blob" and mode != b"120000":
                found[self.root / os.fsdecode(name)] = oid.decode("ascii")
        return found

    def tracked(self) -> list[Path]:
        """Return the files that Git knows of now, by its index; nothing is run for that."""
        answer = self._git("-c", "core.fsmonitor=false", "ls-files", "-z", "--full-name", ":/")
        return [self.root / os.fsdecode(name) for name in (answer or b"").split(b"\0") if name]

    def contents(self, oids: Sequence[str], most_bytes: int) -> Iterator[bytes | None]:
        """Yield what objects hold, in their order; None for one of more than `most_bytes`.

        Raises:
            HanareError: Git cannot read one.
        """
        portion: list[str] = []
        size = 0
        for oid, bytes_ in zip(oids, self._sizes(oids), strict=True):
            if bytes_ > most_bytes or size + bytes_ > _PORTION_BYTES:
                yield from self._read(portion)
                portion, size = [], 0
            if bytes_ > most_bytes:
                yield None
            else:
                portion.append(oid)
                size += bytes_
        yield from self._read(portion)

    def _sizes(self, oids: Sequence[str]) -> list[int]:
        rows = iter((self._git("cat-file", "--batch-check", asked=oids) or b"").splitlines())
        return [_size(oid, next(rows, b"")) for oid in oids]

    def _read(self, oids: Sequence[str]) -> Iterator[bytes]:
        output = self._git("cat-file", "--batch", asked=oids) or b""
        at = 0
        for oid in oids:
            end = output.find(b"\n", at)
            words = output[at:end].split()
            if end < 0 or len(words) != 3:
                raise _unreadable(oid)
            start = end + 1
            at = start + int(words[2]) + 1
            yield output[start : at - 1]

    def _git(self, *words: str, asked: Iterable[str] = ()) -> bytes | None:
        return _run([self.git, "-C", str(self.root), *words], _SECONDS, asked)


def _size(oid: str, row: bytes) -> int:
    words = row.split()
    if len(words) != 3:
        raise _unreadable(oid)
    return int(words[2])


def _unreadable(oid: str) -> HanareError:
    return HanareError(
        said("Git cannot read {oid}.", oid=oid), said("Is the clone whole (`git fsck`)?")
    )


def _run(command: Sequence[str], seconds: float, asked: Iterable[str] = ()) -> bytes | None:
    """Return what Git says to these lines; None if it says that there is no such thing."""
    environment: Mapping[str, str] = os.environ | _ENVIRONMENT
    late = threading.Event()
    with tempfile.TemporaryFile() as questions:
        questions.writelines(f"{line}\n".encode("ascii") for line in asked)
        questions.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - Git, by its whole path, with words of ours
                command,
                stdin=questions,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                creationflags=NO_WINDOW,
            )
        except OSError as failure:
            raise _silent(failure.strerror or type(failure).__name__) from failure
    with process:
        assert process.stdout  # noqa: S101 - it was asked for
        timer = threading.Timer(seconds, _give_up, (process, late))
        timer.start()
        try:
            output = process.stdout.read(_MOST_BYTES + 1)
            if len(output) <= _MOST_BYTES:
                process.wait()
        finally:
            timer.cancel()
            process.kill()
    if late.is_set():
        raise _silent(said("nothing in {seconds:g} s", seconds=seconds))
    if len(output) > _MOST_BYTES:
        raise _silent(said("its answer has no end"))
    return output if process.returncode == 0 else None


def _give_up(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _silent(why: Said | str) -> HanareError:
    return HanareError(
        said("Git does not answer: {why}.", why=why), said("Does `git log` work there?")
    )


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
