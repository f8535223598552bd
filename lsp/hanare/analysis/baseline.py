"""Baselines: findings that are known and do not count."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from hanare.analysis.finding import Finding
from hanare.errors import UsageError
from hanare.wording import said

_VERSION = 1


class _Known(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    rule: str
    fingerprint: str


class _Baseline(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    hanare_baseline: int
    findings: tuple[_Known, ...]


def key(path: str, finding: Finding) -> str:
    """Return what is compared of a finding in a file."""
    return f"{path}\0{finding.fingerprint}"


def load(path: Path) -> list[str]:
    """Return the keys that a baseline file holds, each as often as it was found.

    Raises:
        UsageError: it cannot be read or is no baseline.
    """
    try:
        document = _Baseline.model_validate_json(path.read_bytes())
    except OSError as failure:
        raise UsageError(
            said(
                "The baseline {path} cannot be read: {reason}.",
                path=path,
                reason=failure.strerror or failure,
            ),
            said("Write one with --write-baseline."),
        ) from failure
    except ValidationError as failure:
        raise UsageError(
            said("{path} is no baseline of Hanare's.", path=path),
            said("Write one with --write-baseline."),
        ) from failure
    if document.hanare_baseline != _VERSION:
        raise UsageError(
            said(
                "The baseline {path} has version {found}, not {version}.",
                path=path,
                found=document.hanare_baseline,
                version=_VERSION,
            ),
            said("Write it anew with --write-baseline."),
        )
    return [f"{each.path}\0{each.fingerprint}" for each in document.findings]


def dump(findings: Iterable[tuple[str, Finding]]) -> str:
    """Return a baseline file of findings; neither code nor messages are in it."""
    known = sorted((path, each.rule, each.fingerprint) for path, each in findings)
    rows = [{"path": path, "rule": rule, "fingerprint": print_} for path, rule, print_ in known]
    return json.dumps({"hanare_baseline": _VERSION, "findings": rows}, indent=1) + "\n"
