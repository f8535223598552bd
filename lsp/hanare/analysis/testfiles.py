"""Which files hold tests, by the usual names."""

from __future__ import annotations

import re

_TEST = re.compile(
    r"(?:^|/)(?:tests?|testing|__tests__|spec)/"
    r"|(?:^|/)(?:test_[^/]*|conftest)\.py$"
    r"|[._-](?:test|tests|spec)\.[a-z]+$"
    r"|Tests?\.(?:java|kt|cs)$"
)


def is_test(path: str) -> bool:
    """Whether a file of that path, with forward slashes, holds tests."""
    return _TEST.search(path) is not None
