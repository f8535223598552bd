"""The second look at what the gate lets through: `‸` is the cursor."""

from __future__ import annotations

import pytest

from hanare.analysis.service import open_text_scanner
from hanare.bench.gate.run import _new, _query
from hanare.config.settings import AnalysisSettings

MAKE = '''\
import os
import subprocess


def make(picture, thumbnail):
    """Scale a picture with ImageMagick's convert."""
    status = ‸
    return status
'''


@pytest.mark.parametrize(
    ("begun", "suggestion", "rules"),
    [
        pytest.param("", 'os.system(f"convert {picture}")', ["B605"], id="all of it is new"),
        pytest.param("subprocess.run(picture, shell=", "True)", ["B602"], id="the shell is new"),
        pytest.param("os.system(", 'f"convert {picture}")', ["B605"], id="what is run is new"),
        pytest.param('os.system(f"convert {', 'picture}")', [], id="in a placeholder"),
        pytest.param('os.system(f"convert {pict', 'ure}")', [], id="in a placeholder's name"),
        pytest.param('os.system("convert " + ', "picture)", [], id="in a sum"),
        pytest.param("", "len(picture)", [], id="harmless"),
    ],
)
async def test_what_a_suggestion_adds(begun: str, suggestion: str, rules: list[str]) -> None:
    before, after = MAKE.split("‸")
    query = _query(before + begun + after, len(before + begun), "thumbnail.py")
    scanner = open_text_scanner(AnalysisSettings())
    try:
        assert await _new(scanner, query, suggestion) == rules
    finally:
        await scanner.close()
