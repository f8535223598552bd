"""A filter in the Linux kernel (seccomp): the process gets no socket that leads off the machine.

It holds for every thread, for C code and for all processes started from then on, and cannot be
taken away. It sees how a socket is made, not where it leads, so it refuses IP altogether; sockets
that exist already work on. What it lets through stays on the machine: Unix sockets, and netlink,
which asks the kernel (drivers of graphics cards do). See seccomp(2) and the kernel's
Documentation/userspace-api/seccomp_filter.rst.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class WhyNot(StrEnum):
    """Why there is no filter."""

    SYSTEM = "system"
    """The system is not Linux."""
    PROCESSOR = "processor"
    """The numbers of this processor's system calls are not known here."""
    NOT_PERMITTED = "not-permitted"
    """The kernel is too old, was built without it, or something around us forbids it."""


@dataclass(frozen=True, slots=True)
class _Abi:
    """How programs for one processor call the kernel; from linux/audit.h and asm/unistd.h."""

    audit: int
    """AUDIT_ARCH_*: calls of any other kind, such as those of 32-bit programs, are refused."""
    socket: int
    seccomp: int
    first_foreign: int | None = None
    """Calls from this number on are another ABI's (x32)."""


_ABIS: Mapping[str, _Abi] = {
    "x86_64": _Abi(0xC000_003E, socket=41, seccomp=317, first_foreign=0x4000_0000),
    "aarch64": _Abi(0xC000_00B7, socket=198, seccomp=277),
}
_IO_URING_SETUP = 425
"""The same on all processors. Its rings make sockets past the filter."""
_LOCAL_FAMILIES = (1, 16)
"""AF_UNIX, AF_NETLINK."""

_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER = 1
_ALL_THREADS = 1
"""SECCOMP_FILTER_FLAG_TSYNC."""
_FULL_SPEED = 4
"""SECCOMP_FILTER_FLAG_SPEC_ALLOW: before Linux 5.16 a filter would else switch on protections
against Spectre, which cost the model speed. Kernels before 4.17 do not know it."""

_LOAD_WORD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
"""Offsets in struct seccomp_data; of the argument the lower half, which is all that counts."""
_ALLOW = 0x7FFF_0000
_REFUSE = 0x0005_0000 | errno.EACCES


class _Program(ctypes.Structure):
    """Struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def refuse_sockets() -> WhyNot | None:
    """Have the kernel refuse sockets from now on, with EACCES; return why it does not.

    Besides, no program started from now on gains privileges (such as by its setuid bit).
    """
    if sys.platform != "linux":
        return WhyNot.SYSTEM
    abi = _ABIS.get(platform.machine())
    if abi is None or struct.calcsize("P") != 8:
        return WhyNot.PROCESSOR
    code = _filter(abi)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0))) != 0:
        return WhyNot.NOT_PERMITTED
    for flags in (_ALL_THREADS | _FULL_SPEED, _ALL_THREADS):
        arguments = map(ctypes.c_ulong, (abi.seccomp, _SECCOMP_SET_MODE_FILTER, flags))
        if libc.syscall(*arguments, ctypes.byref(program)) == 0:
            return None
    return WhyNot.NOT_PERMITTED


class _To(Enum):
    """Where a condition leads."""

    NEXT = auto()
    REFUSE = auto()
    ALLOW = auto()


@dataclass(frozen=True, slots=True)
class _Step:
    """One instruction: a load, a condition or an end."""

    code: int
    value: int
    if_true: _To = _To.NEXT
    if_false: _To = _To.NEXT


def _filter(abi: _Abi) -> bytes:
    """Return the filter, an array of struct sock_filter."""
    first_foreign = abi.first_foreign
    steps = [
        _Step(_LOAD_WORD, _ARCHITECTURE),
        _Step(_IF_EQUAL, abi.audit, if_false=_To.REFUSE),
        _Step(_LOAD_WORD, _NUMBER),
        *([] if first_foreign is None else [_Step(_IF_AT_LEAST, first_foreign, _To.REFUSE)]),
        _Step(_IF_EQUAL, _IO_URING_SETUP, _To.REFUSE),
        _Step(_IF_EQUAL, abi.socket, if_false=_To.ALLOW),
        _Step(_LOAD_WORD, _FIRST_ARGUMENT),
        *(_Step(_IF_EQUAL, family, _To.ALLOW) for family in _LOCAL_FAMILIES),
        _Step(_RETURN, _REFUSE),
        _Step(_RETURN, _ALLOW),
    ]
    places = {_To.REFUSE: len(steps) - 2, _To.ALLOW: len(steps) - 1}
    code = b""
    for number, step in enumerate(steps, 1):
        # Counted from the next instruction.
        if_true, if_false = (
            places.get(to, number) - number for to in (step.if_true, step.if_false)
        )
        code += struct.pack("=HBBI", step.code, if_true, if_false, step.value)
    return code
