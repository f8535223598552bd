"""Bandit as it is: the engine must find what it finds, and more than it where it fails.

It runs in a process of its own, since ours bounds one of its tests for the whole process.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hanare.analysis.engines.bandit.driver import Scan
from hanare.analysis.engines.bandit.parsing import prepare
from hanare.analysis.engines.bandit.plugins import Plugins

Found = Counter[tuple[str, int, str, str, str]]
"""Id, line, severity, confidence and message; each as often as it is found."""

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_SCRIPT = textwrap.dedent("""
    import io, json, logging, sys, warnings
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    from bandit.core.config import BanditConfig
    from bandit.core.manager import BanditManager
    for text in json.load(sys.stdin):
        manager = BanditManager(BanditConfig(), "file", ignore_nosec=True)
        manager._parse_file("<stdin>", io.BytesIO(text.encode()), ["<stdin>"])
        found = [
            (each.test_id, each.lineno, each.severity, each.confidence, each.text)
            for each in manager.results
        ]
        print(json.dumps([found, [reason for _, reason in manager.skipped]]), flush=True)
""")

PLUGINS = Plugins({})


@dataclass(frozen=True)
class Peer:
    """What Bandit says of one text."""

    found: Found
    skipped: str
    """Why it has not looked at it; empty if it has."""


def by_bandit(texts: Sequence[str], seconds: float = 600) -> list[Peer]:
    """Return what Bandit finds in each text; TimeoutExpired if that takes longer."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        input=json.dumps(texts),
        capture_output=True,
        encoding="utf-8",
        timeout=seconds,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        Peer(_counted([tuple(each) for each in found]), "; ".join(skipped))
        for found, skipped in answers
    ]


def original_sql(text: str) -> bool:
    """Tell whether Bandit's own expression takes a text for SQL."""
    from bandit.plugins.injection_sql import SIMPLE_SQL_RE

    return SIMPLE_SQL_RE.search(text) is not None


def by_us(text: str) -> Found:
    """Return what our driver finds in a text that can be parsed."""
    scan = Scan(PLUGINS, "<stdin>")
    scan.run(ast.parse(prepare(text)), text)
    return _counted(
        [(each.rule, each.line, each.severity, each.confidence, each.text) for each in scan.hits]
    )


def _counted(found: list[tuple[str, int, str, str, str]]) -> Found:
    return Counter((*rest, _ADDRESS.sub("", text)) for *rest, text in found)  # type: ignore[misc]
