"""Globs match names and paths."""

from __future__ import annotations

import pytest

from hanare.text.globs import matches

CASES = [
    ("/home/me/.env", (".env",), True),
    ("/home/me/.ENV", (".env",), True),
    ("/home/me/x.pem", ("*.PEM",), True),
    ("C:\\Users\\me\\id_rsa", ("id_*",), True),
    ("/home/me/secrets/a/b.py", ("*/secrets/*",), True),
    ("/home/me/not-secrets/b.py", ("*/secrets/*",), False),
    ("/home/me/env.py", (".env", ".env.*"), False),
    ("/home/me/.env.local", (".env", ".env.*"), True),
    ("a\nb.py", ("*.py",), True),
    ("b.py", ("[!a].py",), True),
    ("b.py", ("", "["), False),
    ("b.py", (), False),
    ("", (), False),
]


@pytest.mark.parametrize(("path", "patterns", "expected"), CASES)
def test_matches(path: str, patterns: tuple[str, ...], expected: bool) -> None:
    assert matches(path, patterns) is expected
