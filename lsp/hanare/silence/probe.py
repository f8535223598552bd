"""Whether the guard holds on this machine: `python -m hanare.silence.probe`.

A process of its own, since the guard cannot be taken away again. It prints one JSON object:
`kernel` and `python` say whether a connection was refused there, `why_not` why not in the kernel.
Nothing is sent, even where the guard does not hold.
"""

from __future__ import annotations

import ctypes
import errno
import json
import socket
import sys

from hanare.silence.guard import keep_silent

_NOBODY = "192.0.2.1"
"""An address for examples, of RFC 5737."""


def main() -> None:
    """Try it, and print what came of it."""
    why_not = keep_silent()
    found = {"kernel": _kernel_refuses(), "python": _python_refuses(), "why_not": why_not}
    json.dump(found, sys.stdout)


def _kernel_refuses() -> bool:
    """Whether a call past Python gets no socket."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    for family in (socket.AF_INET, socket.AF_INET6):
        if libc.socket(int(family), int(socket.SOCK_DGRAM), 0) != -1:
            return False
        if ctypes.get_errno() != errno.EACCES:
            return False
    return True


def _python_refuses() -> bool:
    try:
        socket.getaddrinfo(_NOBODY, 9, flags=socket.AI_NUMERICHOST)
    except PermissionError:
        return True
    return False


if __name__ == "__main__":
    main()
