"""Web handlers as people write them, harmful and harmless ones: a small labelled benchmark.

What the labels say must be found, and nothing else. They judge this engine only: the code was
written by who wrote the engine, so they say that it works, not how much of the world it sees.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.taint.following import examined

_SAMPLES = sorted((Path(__file__).parent / "handlers").glob("*.txt"))
_LABEL = re.compile(r"# unsafe: (\w+)")


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda sample: sample.stem)
def test_handlers(sample: Path) -> None:
    text = sample.read_text("utf-8").replace("\r\n", "\n")
    labels = {
        (number, match[1])
        for number, line in enumerate(text.split("\n"), 1)
        for match in _LABEL.finditer(line)
    }
    found = examined(text)
    assert {
        (text.count("\n", 0, each.span.start) + 1, each.rule) for each in found.detections
    } == labels
    assert found.complete
    assert len(labels) >= 9
    assert len(re.findall(r"def \w+_safe\(", text)) >= 9
