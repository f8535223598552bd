"""What Python's tripwire refuses: what leads off the machine, and nothing else."""

from __future__ import annotations

import pytest

from silence.guarded import run

HELD = "tripwire.set_up()\n"
UDP = "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket(socket.AF_INET).connect(('192.0.2.1', 9))",
        "socket.socket(socket.AF_INET).connect_ex(('192.0.2.1', 9))",
        "socket.socket(socket.AF_INET).connect(('0.0.0.0', 9))",
        "socket.socket(socket.AF_INET).bind(('0.0.0.0', 0))",
        "socket.socket(socket.AF_INET).bind(('', 0))",
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 9))",
        "socket.socket(socket.AF_INET6).connect(('::ffff:192.0.2.1', 9))",
        "socket.socket(socket.AF_INET6).bind(('::', 0))",
        f"{UDP}.sendto(b'x', ('192.0.2.1', 9))",
        f"{UDP}.sendto(b'x', 0, ('192.0.2.1', 9))",
        f"{UDP}.sendmsg([b'x'], [], 0, ('192.0.2.1', 9))",
        "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
        "socket.create_connection(('192.0.2.1', 9))",
        "socket.create_server(('', 0))",
        "socket.getaddrinfo('example.org', 80)",
        "socket.getaddrinfo(b'example.org', 80)",
        "socket.getaddrinfo('localhost.example.org', 80)",
        "socket.gethostbyname('example.org')",
        "socket.gethostbyname_ex('example.org')",
        "socket.gethostbyaddr('192.0.2.1')",
        "socket.getnameinfo(('192.0.2.1', 80), 0)",
        "__import__('urllib.request').request.urlopen('http://192.0.2.1/')",
        "__import__('http.client').client.HTTPConnection('example.org').request('GET', '/')",
    ],
)
def test_refused(attempt: str) -> None:
    code = f"""
try:
    {attempt}
except PermissionError as error:
    print('refused', tripwire.refused())
except OSError as error:  # urllib's, around ours
    print('refused' if isinstance(error.__cause__ or error.reason, PermissionError) else error,
          tripwire.refused())
"""
    assert run(HELD + code) == "refused 1"


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(listener.getsockname())",
        "socket.create_connection(('localhost', listener.getsockname()[1]))",
        f"{UDP}.sendto(b'x', ('127.1.2.3', 9))",
        "socket.socketpair()",
        "socket.socket(socket.AF_UNIX).bind('\\0hanare-tripwire-test')",
        "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).bind(b'\\0hanare-tripwire-test-2')",
        "socket.getaddrinfo('127.0.0.1', 80)",
        "socket.getaddrinfo('::1', 80)",
        "socket.getaddrinfo('::ffff:127.0.0.1', 80, socket.AF_INET6)",
        "socket.getaddrinfo(None, 80)",
        "socket.gethostname()",
        "socket.getservbyname('http')",
        "__import__('asyncio').run(__import__('asyncio').sleep(0))",
        "subprocess.run([sys.executable, '-c', ''], check=True)",
    ],
)
def test_left_alone(attempt: str) -> None:
    code = f"listener = socket.create_server(('127.0.0.1', 0))\n{attempt}\n"
    assert run(f"{HELD}{code}print(tripwire.refused())") == "0"


def test_attempts_are_counted_and_logged_without_the_name() -> None:
    code = """
import logging
logging.basicConfig(stream=sys.stdout, format='%(message)s')
tripwire.set_up()  # a second time changes nothing
for _ in range(2):
    try:
        socket.getaddrinfo('secret.example.org', 80)
    except PermissionError:
        pass
"""
    assert run(HELD + code).splitlines() == [
        "refused socket.getaddrinfo: it leads off this machine (1 so far)",
        "refused socket.getaddrinfo: it leads off this machine (2 so far)",
    ]
