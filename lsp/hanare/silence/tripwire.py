"""A tripwire in Python: what would lead off the machine is refused, counted and logged.

It sees what goes through Python's sockets, on every system. Code in C, and other programs, pass it.
So does the lookup of a name that a socket itself is given: Python tells of it only afterwards.
"""

from __future__ import annotations

import errno
import logging
import os
import socket
import sys
from ipaddress import IPv6Address, ip_address

log = logging.getLogger(__name__)

_NAMED = {
    "socket.bind": 1, "socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1,
    "socket.getnameinfo": 0, "socket.getaddrinfo": 0, "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}  # fmt: skip
"""Python's audit events that say where to, and which of their arguments does."""
_MADE = "socket.__new__"
_LOCAL_FAMILIES = frozenset(
    getattr(socket, name) for name in ("AF_UNIX", "AF_NETLINK") if hasattr(socket, name)
)
_FAMILIES = {*_LOCAL_FAMILIES, socket.AF_INET, socket.AF_INET6, -1}
"""Those that may be made; -1 takes over a socket that exists. What an address tells of the others,
such as a virtual machine's to its host, is not known here."""


class _Tripwire:
    """What is installed, once in a process: Python lets nobody take it away."""

    def __init__(self) -> None:
        self.installed = False
        self.refused = 0

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        if not event.startswith("socket.") or _stays_here(event, args):
            return
        self.refused += 1
        # The name of the other machine may be a secret, or what somebody would have told it.
        log.warning("refused %s: it leads off this machine (%d so far)", event, self.refused)
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), event)


_tripwire = _Tripwire()


def set_up() -> None:
    """Refuse from now on, with PermissionError, what would lead off the machine."""
    if not _tripwire.installed:
        _tripwire.installed = True
        sys.addaudithook(_tripwire)


def refused() -> int:
    """Return how many attempts were refused in this process."""
    return _tripwire.refused


def _stays_here(event: str, args: tuple[object, ...]) -> bool:
    if event == _MADE:
        return args[1] in _FAMILIES
    at = _NAMED.get(event)
    if at is None:
        return True
    first = args[0]
    if isinstance(first, socket.socket) and first.family in _LOCAL_FAMILIES:
        return True
    address = args[at]
    if isinstance(address, tuple):
        address = address[0]
    elif event in ("socket.sendto", "socket.sendmsg") and address is None:
        return True  # to where the socket is connected
    return _is_here(address)


def _is_here(host: object) -> bool:
    if host is None:  # the machine's own addresses; nobody is asked
        return True
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii", "replace")
    if host == "localhost":
        return True
    try:
        address = ip_address(str(host))
    except ValueError:  # a name, which would be looked up
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback
