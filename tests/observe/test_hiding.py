"""What may be a secret does not get into the log; what is none stays readable."""

from __future__ import annotations

import logging

import pytest

from hanare.observe.hiding import Formatter, hidden, hidden_in_code

TOKEN = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://user:hunter22@host/simple", "https://user:***@host/simple"),
        ("proxy http://0123456789abcdef0123@host:80", "proxy http://***@host:80"),
        ("Authorization: Bearer abc.def-123456", "Authorization: Bearer ***"),
        ("engine.api_key=hunter22 and more", "engine.api_key=*** and more"),
        ('"password": "hunter22"', '"password": "***"'),
        ("HANARE_TOKEN=hunter22;x", "HANARE_TOKEN=***;x"),
        (f"git said {TOKEN}.", "git said ***"),
        ("key AKIAIOSFODNN7EXAMPLE1 found", "key *** found"),
        ("-----BEGIN PRIVATE KEY-----\na\n-----END", "-----BEGIN PRIVATE KEY-----***-----END"),
        ("-----BEGIN PRIVATE KEY-----\nabc", "-----BEGIN PRIVATE KEY-----***"),
    ],
)  # fmt: skip
def test_secrets_are_blotted_out(text: str, shown: str) -> None:
    assert hidden(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "request 12: 512 tokens: 18 new, 240 ms",
        "https://pypi.org/simple and http://127.0.0.1:8080/x@y",
        "indexed: Summary(indexed=12, symbols=1200, seconds=0.4)",
        "a scanning process ended: timeout",
        "the author: somebody; secrets: 4 rules",
        "basic authentication is not used",
        "file:///home/user/work/a.py version 12",
    ],
)
def test_what_is_none_stays(text: str) -> None:
    assert hidden(text) == text


def test_records_are_formatted_without_secrets() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "token=%s", (TOKEN,), None)
    assert Formatter("%(levelname)s %(message)s").format(record) == "ERROR token=***"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('API_KEY = "hunter22"', 'API_KEY = "***"'),
        ("db_password: str = 'hunter22'", "db_password: str = '***'"),
        ('const accessKeys = { token: "hunter22" }', 'const accessKeys = { token: "***" }'),
        (f"auth = ({TOKEN!r}, 1)", "auth = ('***', 1)"),
        ('URL = "postgres://me:hunter22@db/x"', 'URL = "postgres://me:***@db/x"'),
        ('def login(user, password="hunter22")', 'def login(user, password="***")'),
    ],
)
def test_secrets_in_code(code: str, shown: str) -> None:
    assert hidden_in_code(code) == shown


@pytest.mark.parametrize(
    "code",
    [
        "def login(user: str, password: bytes, token: Token | None = None) -> None",
        "TOKEN = os.environ['TOKEN']",
        'API_KEY = load("api")',
        'NAME = "hunter22"',
        "type Tokens = Array<string>",
        "MAX_TOKENS = 4096",
    ],
)
def test_code_without_secrets_stays(code: str) -> None:
    assert hidden_in_code(code) == code
