"""The audit hook that refuses what code under test must not do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

Paths = Callable[[tuple[object, ...]], list[tuple[object, object]]]

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_HERE = -1
"""What an event says for a path that is not relative to an open folder."""
_NEVER = frozenset((
    "os.exec", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.posix_spawn", "os.spawn",
    "os.startfile", "os.system", "pty.spawn", "resource.prlimit", "resource.setrlimit",
    "signal.pthread_kill", "sqlite3.enable_load_extension", "sqlite3.load_extension",
    "subprocess.Popen", "syslog.openlog", "syslog.syslog", "webbrowser.open",
))  # fmt: skip
_NEVER_OF = ("ctypes.", "socket.")
_HARMLESS = frozenset(("socket.gethostname",))
_CHANGED: dict[str, Paths] = {
    "os.chmod": lambda args: [(args[0], args[2])],
    "os.chown": lambda args: [(args[0], args[3])],
    "os.link": lambda args: [(args[0], args[2]), (args[1], args[3])],
    "os.mkdir": lambda args: [(args[0], args[2])],
    "os.remove": lambda args: [(args[0], args[1])],
    "os.removexattr": lambda args: [(args[0], _HERE)],
    "os.rename": lambda args: [(args[0], args[2]), (args[1], args[3])],
    "os.rmdir": lambda args: [(args[0], args[1])],
    "os.setxattr": lambda args: [(args[0], _HERE)],
    "os.symlink": lambda args: [(args[1], args[2])],
    "os.truncate": lambda args: [(args[0], _HERE)],
    "os.utime": lambda args: [(args[0], args[3])],
}
"""The events that change files: the paths that they change, and what those are relative to."""


class RefusedError(PermissionError):
    """Raised in the code under test where it goes too far."""


def put_up(folder: str) -> list[str]:
    """Install the hook, which cannot be removed; return the list of what it will have refused.

    `folder` is the only place where files may be written; resolved, without symbolic links.
    """
    refused: list[str] = []

    def hook(event: str, args: tuple[object, ...]) -> None:
        if _is_refused(event, args, folder):
            refused.append(event)
            raise RefusedError(event)

    _close_the_gap(refused)
    sys.addaudithook(hook)
    return refused


def _is_refused(event: str, args: tuple[object, ...], folder: str) -> bool:
    if event == "open":
        return _opens_too_much(args, folder)
    if event in _CHANGED:
        return not all(_is_inside(path, base, folder) for path, base in _CHANGED[event](args))
    if event == "sqlite3.connect":
        return args[0] != ":memory:" and not _is_inside(args[0], _HERE, folder)
    if event == "socket.__new__":  # event loops wake themselves by a pair of sockets
        return args[1] != _unix_family()
    return event in _NEVER or (event.startswith(_NEVER_OF) and event not in _HARMLESS)


def _opens_too_much(args: tuple[object, ...], folder: str) -> bool:
    path, mode, flags = args
    if isinstance(flags, int) and flags & _WRITING:
        return path != os.devnull and not _is_inside(path, _HERE, folder)
    # A later `os.open` may be relative to this folder, which its event does not tell.
    return (
        mode is None
        and not isinstance(path, int)
        and (
            not _is_inside(path, _HERE, folder) and os.path.isdir(path)  # type: ignore[arg-type]  # noqa: PTH112
        )
    )


def _is_inside(path: object, base: object, folder: str) -> bool:
    """Whether a path, relative to an open folder if `base` is one, leads into `folder`."""
    if isinstance(path, int):  # open already: its opening was judged
        return True
    name = os.fsdecode(path)  # type: ignore[arg-type]
    if isinstance(base, int) and base != _HERE:
        name = os.path.join(os.readlink(f"/proc/self/fd/{base}"), name)  # noqa: PTH115, PTH118
    # `pathlib` resolves at ten times the cost.
    real = os.path.realpath(name)
    return real == folder or real.startswith(folder + os.sep)


def _unix_family() -> object:
    return getattr(sys.modules.get("_socket"), "AF_UNIX", None)


def _close_the_gap(refused: list[str]) -> None:
    """Refuse the one way to a new process that raises no audit event."""
    try:
        import _posixsubprocess
    except ImportError:
        return

    def fork_exec(*_: object) -> int:
        refused.append("fork_exec")
        raise RefusedError("fork_exec")

    _posixsubprocess.fork_exec = fork_exec
