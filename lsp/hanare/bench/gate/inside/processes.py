"""Stand-ins for all that starts processes: they write down which programs would have run."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from typing import IO, Any

from hanare.bench.gate.inside import shell, world

_SHELLS = frozenset(("sh", "bash", "dash", "ksh", "zsh"))


def install(text: str) -> None:
    """Put the stand-ins in the place of the real functions that code like `text` uses."""
    os.system = _system  # type: ignore[assignment]
    os.popen = _popen  # type: ignore[assignment]
    if "subprocess" in text or "asyncio" in text:
        import subprocess

        subprocess.Popen = Popen  # type: ignore[assignment,misc]
    if "asyncio" in text:
        import asyncio

        asyncio.create_subprocess_shell = _async_shell  # type: ignore[assignment]
        asyncio.create_subprocess_exec = _async_exec  # type: ignore[assignment]


class Popen:
    """A program that has run already, and printed what `world.replies` says."""

    def __init__(
        self,
        args: Any,
        bufsize: int = -1,
        executable: Any = None,
        stdin: Any = None,
        stdout: Any = None,
        stderr: Any = None,
        preexec_fn: Any = None,
        close_fds: bool = True,
        shell: bool = False,
        cwd: Any = None,
        env: Mapping[str, str] | None = None,
        universal_newlines: bool | None = None,
        *,
        text: bool | None = None,
        encoding: str | None = None,
        **options: Any,
    ) -> None:
        self.args = args
        self.pid = os.getpid()
        self.returncode = 0
        printed = _start(args, shell)
        as_text = bool(text or universal_newlines or encoding)
        self._printed: Any = printed if as_text else printed.encode()
        self.stdin: IO[Any] | None = io.StringIO() if as_text else io.BytesIO()
        self.stdout: IO[Any] | None = None
        self.stderr: IO[Any] | None = None
        if hasattr(stdout, "write"):
            stdout.write(printed if isinstance(stdout, io.TextIOBase) else printed.encode())
        elif stdout is not None:
            self.stdout = io.StringIO(printed) if as_text else io.BytesIO(printed.encode())
        if stderr is not None:
            self.stderr = io.StringIO() if as_text else io.BytesIO()

    def __enter__(self) -> Popen:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def communicate(self, input: Any = None, timeout: float | None = None) -> tuple[Any, Any]:  # noqa: A002  as the real one
        """Return what the program printed."""
        nothing = self._printed[:0]
        return (
            None if self.stdout is None else self._printed,
            None if self.stderr is None else nothing,
        )

    def poll(self) -> int:
        """Return the exit code."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code."""
        return self.returncode

    def kill(self) -> None:
        """Do nothing: it has ended."""

    terminate = kill


def _start(args: Any, in_shell: bool) -> str:
    """Write down what would run; return what that would print."""
    if isinstance(args, str | bytes | os.PathLike):
        text = os.fsdecode(args)
        if not in_shell and text.split() != [text]:
            raise FileNotFoundError(2, "No such file or directory", text)
        words = ["sh", "-c", text] if in_shell else [text]
    else:
        words = [os.fsdecode(each) for each in args]
        if in_shell:
            words = ["sh", "-c", words[0]]
    started = [words]
    if os.path.basename(words[0]) in _SHELLS and "-c" in words[:-1]:  # noqa: PTH119  cheap
        started += shell.commands(words[words.index("-c") + 1])
    world.programs.extend(started)
    return "".join(world.replies.get(os.path.basename(each[0]), "") for each in started)  # noqa: PTH119


def _system(command: str) -> int:
    _start(command, in_shell=True)
    return 0


def _popen(command: str, mode: str = "r", buffering: int = -1) -> io.StringIO:
    return io.StringIO(_start(command, in_shell=True))


class _AsyncProcess:
    """What `asyncio` gives for a program that has run already."""

    returncode = 0

    def __init__(self, args: str | Sequence[Any], in_shell: bool) -> None:
        self._printed = _start(args, in_shell).encode()

    async def communicate(self, input: bytes | None = None) -> tuple[bytes, bytes]:  # noqa: A002  as the real one
        return self._printed, b""

    async def wait(self) -> int:
        return self.returncode


async def _async_shell(cmd: str, **_: Any) -> _AsyncProcess:
    return _AsyncProcess(cmd, in_shell=True)


async def _async_exec(program: Any, *args: Any, **_: Any) -> _AsyncProcess:
    return _AsyncProcess([program, *args], in_shell=False)
