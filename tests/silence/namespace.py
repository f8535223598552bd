"""Runs a command in a network namespace of its own, where there is nothing but loopback.

`python namespace.py COMMAND…`. As another user than root a user namespace is made for it.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import subprocess
import sys
from pathlib import Path

_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000
_SIOCSIFFLAGS = 0x8914
_IFF_UP = 1
RUN = (sys.executable, "-P", __file__)
"""What stands before a command that is to be run so."""


def why_not() -> str:
    """Return why there can be no namespace here; empty if there can."""
    done = subprocess.run([*RUN, "true"], capture_output=True, encoding="utf-8", check=False)
    return done.stderr.strip().rpartition("\n")[2]


def enter() -> None:
    """Leave the network for one that has loopback only.

    Raises:
        OSError: the system does not permit it.
    """
    user, group = os.getuid(), os.getgid()
    flags = _CLONE_NEWNET if user == 0 else _CLONE_NEWNET | _CLONE_NEWUSER
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    if flags & _CLONE_NEWUSER:
        own = Path("/proc/self")
        (own / "setgroups").write_text("deny")
        (own / "uid_map").write_text(f"{user} {user} 1")
        (own / "gid_map").write_text(f"{group} {group} 1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", _IFF_UP))


if __name__ == "__main__":
    enter()
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - that is its purpose
