"""What the kernel refuses, whoever asks, and what still works."""

from __future__ import annotations

import pytest

from silence.guarded import run, why_no_filter

WHY_NOT = why_no_filter()
pytestmark = pytest.mark.skipif(
    WHY_NOT is not None, reason=f"the kernel takes no filter here: {WHY_NOT}"
)

FILTERED = "assert kernel.refuse_sockets() is None\n"
MAKE = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def made(family, kind):
    descriptor = libc.socket(int(family), int(kind), 0)
    return 'made' if descriptor >= 0 else errno.errorcode[ctypes.get_errno()]
"""


@pytest.mark.parametrize(
    ("family", "kind", "outcome"),
    [
        ("socket.AF_INET", "socket.SOCK_STREAM", "EACCES"),
        ("socket.AF_INET", "socket.SOCK_DGRAM", "EACCES"),
        ("socket.AF_INET", "socket.SOCK_STREAM | socket.SOCK_CLOEXEC", "EACCES"),
        ("socket.AF_INET6", "socket.SOCK_STREAM", "EACCES"),
        ("socket.AF_INET6", "socket.SOCK_DGRAM", "EACCES"),
        ("socket.AF_PACKET", "socket.SOCK_RAW", "EACCES"),
        ("socket.AF_VSOCK", "socket.SOCK_STREAM", "EACCES"),
        ("31", "socket.SOCK_RAW", "EACCES"),  # AF_BLUETOOTH
        ("socket.AF_UNIX", "socket.SOCK_STREAM", "made"),
        ("socket.AF_NETLINK", "socket.SOCK_RAW", "made"),
    ],
)
def test_sockets_made_past_python(family: str, kind: str, outcome: str) -> None:
    assert run(f"{FILTERED}{MAKE}print(made({family}, {kind}))") == outcome


def test_without_it_they_are_made() -> None:
    """The control: what is tried above would work."""
    assert run(f"{MAKE}print(made(socket.AF_INET, socket.SOCK_DGRAM))") == "made"


@pytest.mark.parametrize(
    "number",
    ["425", "0x4000_0000 | 41"],
    ids=["io_uring_setup", "socket by the x32 ABI"],
)
def test_no_way_around_it(number: str) -> None:
    code = f"""
import ctypes, platform
if platform.machine() != 'x86_64' and {number} != 425:
    print('EACCES')
    sys.exit()
libc = ctypes.CDLL(None, use_errno=True)
arguments = map(ctypes.c_ulong, ({number}, 2, 1, 0))
assert libc.syscall(*arguments) == -1
print(errno.errorcode[ctypes.get_errno()])
"""
    assert run(FILTERED + code) == "EACCES"


def test_processes_inherit_it() -> None:
    """Also a program that knows nothing of Hanare, and one that such a program starts."""
    code = """
inner = "import socket; socket.socket(socket.AF_INET)"
outer = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', {inner!r}]))"
done = subprocess.run([sys.executable, '-I', '-c', outer], stderr=subprocess.PIPE, text=True)
print(done.stderr.splitlines()[-1])
"""
    assert run(FILTERED + code) == "PermissionError: [Errno 13] Permission denied"


def test_threads_that_run_already_are_held_too() -> None:
    code = """
import threading
put_up, told = threading.Event(), []
def late():
    put_up.wait()
    try:
        socket.socket(socket.AF_INET)
        told.append('made')
    except PermissionError:
        told.append('refused')
thread = threading.Thread(target=late)
thread.start()
assert kernel.refuse_sockets() is None
put_up.set()
thread.join()
print(*told)
"""
    assert run(code) == "refused"


def test_a_port_that_is_open_already_is_served() -> None:
    code = """
import signal
listener = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(listener.getsockname())
assert kernel.refuse_sockets() is None
served, _ = listener.accept()
client.sendall(b'hello')
print(served.recv(5).decode())
"""
    assert run(code) == "hello"


def test_it_can_be_put_up_again() -> None:
    assert run(f"{FILTERED}{FILTERED}print('twice')") == "twice"


def test_the_model_is_not_slowed_down() -> None:
    """No mitigation against Spectre is switched on by it, which old kernels would do."""
    code = """
def state():
    with open('/proc/self/status') as status:
        return [line for line in status if line.startswith('Speculation_Store_Bypass')]
before = state()
assert kernel.refuse_sockets() is None
print(before == state())
"""
    assert run(code) == "True"


@pytest.mark.parametrize(
    ("pretence", "why"),
    [
        ("sys.platform = 'darwin'", "system"),
        ("sys.platform = 'win32'", "system"),
        ("kernel.platform.machine = lambda: 'riscv64'", "processor"),
        ("kernel.platform.machine = lambda: 'i686'", "processor"),
        ("kernel._SECCOMP_SET_MODE_FILTER = 99", "not-permitted"),
        ("kernel._PR_SET_NO_NEW_PRIVS = -1", "not-permitted"),
    ],
)
def test_where_it_is_not_possible_it_says_why_and_breaks_nothing(pretence: str, why: str) -> None:
    code = f"""
{pretence}
print(guard.keep_silent())
socket.socket(socket.AF_INET).close()
try:
    socket.create_connection(('192.0.2.1', 9))
except PermissionError:
    print('refused by the tripwire')
"""
    assert run(code).splitlines() == [why, "refused by the tripwire"]
