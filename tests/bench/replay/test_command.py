from __future__ import annotations

import sys

import pytest

from hanare.bench.replay.command import Command, parse_command
from hanare.errors import UsageError

OURSELVES = [sys.executable, "-P", "-m", "hanare"]


@pytest.mark.parametrize(
    ("text", "arguments", "environment"),
    [
        ("other-server --stdio", ["other-server", "--stdio"], {}),
        ("'my server' 'an argument'", ["my server", "an argument"], {}),
        ("hanare serve", [*OURSELVES, "serve"], {}),
        ("A=1 B='x y' hanare serve", [*OURSELVES, "serve"], {"A": "1", "B": "x y"}),
        ("server A=1", ["server", "A=1"], {}),
    ],
)
def test_commands(text: str, arguments: list[str], environment: dict[str, str]) -> None:
    assert parse_command(text) == Command(text, arguments, environment)


@pytest.mark.parametrize("text", ["", "A=1", "'unclosed"])
def test_no_command(text: str) -> None:
    with pytest.raises(UsageError):
        parse_command(text)
