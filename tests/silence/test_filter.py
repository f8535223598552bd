"""The filter's program itself, for each processor: also those that no test runs on."""

from __future__ import annotations

import errno
import struct

import pytest

from hanare.silence import kernel

X86_64, I386, AARCH64, ARM = 0xC000_003E, 0x4000_0003, 0xC000_00B7, 0x4000_0028
ALLOW, REFUSE = 0x7FFF_0000, 0x0005_0000 | errno.EACCES
UNIX, INET, INET6, NETLINK, PACKET, VSOCK = 1, 2, 10, 16, 17, 40
X32 = 0x4000_0000


def verdict(machine: str, audit: int, number: int, argument: int = 0) -> int:
    """Run the filter as the kernel does: the classic BPF machine, as far as it is used."""
    code = kernel._filter(kernel._ABIS[machine])
    steps = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]
    data = struct.pack("=IIQ6Q", number, audit, 0, argument, *[0] * 5)
    at, held = 0, 0
    while True:
        operation, if_true, if_false, value = steps[at]
        at += 1
        match operation:
            case 0x20:
                (held,) = struct.unpack_from("=I", data, value)
            case 0x15:
                at += if_true if held == value else if_false
            case 0x35:
                at += if_true if held >= value else if_false
            case 0x06:
                return int(value)
            case _:
                raise AssertionError(hex(operation))


SOCKET = {"x86_64": 41, "aarch64": 198}
OWN = {"x86_64": X86_64, "aarch64": AARCH64}


@pytest.mark.parametrize("machine", kernel._ABIS)
@pytest.mark.parametrize(
    ("family", "expected"),
    [
        (UNIX, ALLOW), (NETLINK, ALLOW), (INET, REFUSE), (INET6, REFUSE), (PACKET, REFUSE),
        (VSOCK, REFUSE), (0, REFUSE), (45, REFUSE),
        # The kernel takes the lower half alone: what stands above hides nothing, nor refuses.
        (INET | 1 << 32, REFUSE), (UNIX | INET << 32, ALLOW),
    ],
)  # fmt: skip
def test_families(machine: str, family: int, expected: int) -> None:
    assert verdict(machine, OWN[machine], SOCKET[machine], family) == expected


@pytest.mark.parametrize(
    ("machine", "audit", "number", "expected"),
    [
        ("x86_64", X86_64, 0, ALLOW),  # read
        ("x86_64", X86_64, 42, ALLOW),  # connect: of a socket that may exist
        ("x86_64", X86_64, 43, ALLOW),  # accept
        ("x86_64", X86_64, 53, ALLOW),  # socketpair, which stays on the machine
        ("x86_64", X86_64, 59, ALLOW),  # execve
        ("x86_64", X86_64, 425, REFUSE),  # io_uring_setup
        ("x86_64", X86_64, X32 | 0, REFUSE),
        ("x86_64", X86_64, X32 | 41, REFUSE),
        ("x86_64", X86_64, 0xFFFF_FFFF, REFUSE),
        ("x86_64", I386, 102, REFUSE),  # socketcall
        ("x86_64", I386, 359, REFUSE),  # socket
        ("x86_64", I386, 3, REFUSE),
        ("aarch64", AARCH64, 63, ALLOW),  # read
        ("aarch64", AARCH64, 41, ALLOW),  # pivot_root, whose number is socket's elsewhere
        ("aarch64", AARCH64, 425, REFUSE),
        ("aarch64", ARM, 281, REFUSE),  # socket
        ("aarch64", X86_64, 198, REFUSE),
    ],
)
def test_calls(machine: str, audit: int, number: int, expected: int) -> None:
    assert verdict(machine, audit, number) == expected
