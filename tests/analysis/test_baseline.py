"""Baselines: written, read back, and refused if they are something else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hanare.analysis.baseline import dump, key, load
from hanare.analysis.completing import complete
from hanare.analysis.finding import Detection, Finding, Origin, Span
from hanare.analysis.source import Source
from hanare.errors import UsageError

_TEXT = 'f(x)\nf(x)\nkey = "swordfish"\n'


def found() -> tuple[Finding, ...]:
    secret = Span(_TEXT.index("swordfish"), _TEXT.index("swordfish") + 9)
    return complete(
        Source(_TEXT, "python"),
        [
            Detection("HPY101", Span(0, 4), Origin.RULES),
            Detection("HPY101", Span(5, 9), Origin.RULES),
            Detection("HSC101", secret, Origin.SECRETS, secrets=(secret,)),
        ],
    )


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    rows = [(path, each) for path in ("b/離れ.py", "a.py") for each in found()]
    (tmp_path / "known.json").write_text(dump(rows), encoding="utf-8")
    read = load(tmp_path / "known.json")
    assert sorted(read) == sorted(key(path, each) for path, each in rows)
    assert len(read) == 6  # two that are alike are two


def test_it_depends_on_no_order_and_holds_no_code() -> None:
    rows = [("a.py", each) for each in found()]
    assert dump(rows) == dump(rows[::-1])
    assert not any(word in dump(rows) for word in ("swordfish", "f(x)", "message"))


def test_nothing_is_a_baseline_too(tmp_path: Path) -> None:
    (tmp_path / "known.json").write_text(dump([]))
    assert load(tmp_path / "known.json") == []


_ROW = {"path": "a.py", "rule": "B307", "fingerprint": "0" * 32}

NO_BASELINES: dict[str, tuple[str, str]] = {
    "nothing": ("", "is no baseline"),
    "no JSON": ("{", "is no baseline"),
    "a report": ('{"findings": [], "not_analysed": []}', "is no baseline"),
    "Bandit's": ('{"errors": [], "results": []}', "is no baseline"),
    "a list": ("[]", "is no baseline"),
    "nested without end": ("[" * 100_000, "is no baseline"),
    "a row too short": (
        json.dumps({"hanare_baseline": 1, "findings": [{"path": "a.py"}]}), "is no baseline",
    ),
    "a row too long": (
        json.dumps({"hanare_baseline": 1, "findings": [{**_ROW, "line": 1}]}), "is no baseline",
    ),
    "a later version": (json.dumps({"hanare_baseline": 2, "findings": [_ROW]}), "has version 2"),
    "not UTF-8": ("\udcff", "is no baseline"),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_BASELINES)
def test_what_is_no_baseline(name: str, tmp_path: Path) -> None:
    text, said = NO_BASELINES[name]
    (tmp_path / "known.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=said) as refusal:
        load(tmp_path / "known.json")
    assert "--write-baseline" in refusal.value.remedy


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_what_cannot_be_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / name)
