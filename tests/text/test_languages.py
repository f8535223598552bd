"""LSP language ids by file name."""

from __future__ import annotations

import pytest

from hanare.text.languages import language_of

NAMES = {
    "shop.py": "python",
    "SHOP.PY": "python",
    "shop.test.ts": "typescript",
    "Dockerfile": "dockerfile",
    "Dockerfile.prod": "dockerfile",
    "app.dockerfile": "dockerfile",
    "Containerfile": "dockerfile",
    "dockerfile.py": "python",
    "Makefile": "makefile",
    "dockerfiles": "plaintext",
    "my.Dockerfile.old": "plaintext",
    "shop": "plaintext",
    ".gitignore": "plaintext",
    "": "plaintext",
}


@pytest.mark.parametrize(("name", "language"), NAMES.items())
def test_a_name_tells_the_language(name: str, language: str) -> None:
    assert language_of(name) == language
