"""Only this machine may connect."""

from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner

from hanare.cli.serve import serve
from hanare.errors import HanareError, UsageError
from hanare.server.app import listen, loopback


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1.2.3", "127.1.2.3"),
        ("::1", "::1"),
        ("localhost", "127.0.0.1"),
    ],
)
def test_loopback(host: str, address: str) -> None:
    assert loopback(host) == address


@pytest.mark.parametrize(
    "host",
    [
        "0.0.0.0",  # noqa: S104 - refused
        "::",
        "8.8.8.8",
        "192.168.0.1",
        "::ffff:8.8.8.8",
        "127.0.0.1.evil.com",
        "0x7f.1",
        "127.1",
        "2130706433",
        "example.com",
        "localhost.example.com",
        "",
        " 127.0.0.1",
    ],
)
def test_other_addresses_are_refused(host: str) -> None:
    with pytest.raises(UsageError, match="this machine"):
        loopback(host)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--tcp", "2087"],
        ["--tcp", "127.0.0.1"],
        ["--tcp", "127.0.0.1:http"],
        ["--tcp", "127.0.0.1:65536"],
        ["--tcp", "0.0.0.0:0"],
        ["--tcp", "127.0.0.1:0", "--stdio"],
    ],
)
def test_the_command_refuses_what_makes_no_sense(arguments: list[str]) -> None:
    result = CliRunner().invoke(serve, arguments)
    assert isinstance(result.exception, UsageError)
    assert result.exception.remedy


def test_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HanareError, match=f"Cannot listen on 127.0.0.1:{port}"):
            listen("127.0.0.1", port)
