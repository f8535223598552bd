"""Reports made by hand, with all that a report can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hanare.analysis.finding import (
    Finding,
    Fix,
    FlowStep,
    Level,
    Origin,
    Place,
    Replacement,
    Span,
)
from hanare.analysis.redaction import BLOT
from hanare.analysis.results import (
    Analysed,
    BaselineState,
    Marker,
    NotAnalysed,
    Report,
    Reported,
    Suppression,
    Why,
)
from hanare.text.lines import LineIndex
from hanare.wording import said, verbatim

VIEWS = """\
import subprocess
from flask import request

def ping():
    host = request.args["host"]
    command = f"ping {host}"
    subprocess.run(
        command,
        shell=True,
    )
    eval(host)

def 挨拶():
    表示("🍣 こんにちは"); eval(入力)  # 危険
\tassert host
"""

CONFIG = """\
db_password = "hunter2-hunter2"  # for tests
data = yaml.load(text)
data = yaml.load(text)
"""
SECRET = "hunter2-hunter2"  # noqa: S105 (made up)


def place(text: str, offset: int) -> Place:
    line, column = LineIndex(text).position(offset)
    return Place(line + 1, column + 1)


def found(
    text: str,
    piece: str,
    rule: str,
    severity: Level = Level.MEDIUM,
    *,
    nth: int = 0,
    message: str = "",
    cwe: int = 78,
    origin: Origin = Origin.BANDIT,
    confidence: Level = Level.HIGH,
    secret: str = "",
    flow: Sequence[tuple[str, str]] = (),
    fix: Fix | None = None,
) -> Finding:
    """The finding whose span is the nth occurrence of a piece of the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(piece, start + 1)
    span = Span(start, start + len(piece))
    first, last = place(text, span.start), place(text, span.end)
    lines = LineIndex(text)
    excerpt = "\n".join(
        lines.line_text(number) for number in range(first.line - 1, min(last.line, first.line + 6))
    )
    return Finding(
        rule=rule,
        severity=severity,
        confidence=confidence,
        cwe=cwe,
        message=message or f"{rule} says this.",
        origin=origin,
        span=span,
        start=first,
        end=last,
        fingerprint=f"{rule.lower()}-{len(piece)}",
        excerpt=excerpt.replace(secret, BLOT) if secret else excerpt,
        flow=tuple(
            FlowStep(
                place(text, text.index(at)),
                place(text, text.index(at) + len(at)),
                verbatim(step_message),
            )
            for at, step_message in flow
        ),
        fix=fix,
    )


CALL = VIEWS[VIEWS.index("subprocess.run(") : VIEWS.index("    eval(host)") - 1]
LOAD = CONFIG.index("yaml.load")

SHELL = found(
    VIEWS,
    CALL,
    "B602",
    Level.HIGH,
    message="subprocess call with shell=True identified, security issue.",
)
TAINTED = found(
    VIEWS,
    "eval(host)",
    "HPY601",
    Level.HIGH,
    cwe=95,
    origin=Origin.TAINT,
    message="eval() runs data that a request brought in.",
    flow=(
        ('request.args["host"]', "data of the request enters"),
        ("host = request", "it is assigned to host"),
        ("eval(host)", "it is run as code"),
    ),
)
JAPANESE = found(VIEWS, "eval(入力)", "B307", cwe=95)
ASSERTION = found(VIEWS, "assert host", "B101", Level.LOW, cwe=703)
PASSWORD = found(
    CONFIG,
    f'"{SECRET}"',
    "B105",
    Level.LOW,
    cwe=259,
    confidence=Level.MEDIUM,
    secret=SECRET,
)
YAML = found(
    CONFIG,
    "yaml.load(text)",
    "B506",
    cwe=502,
    fix=Fix(
        said("Use {text}", text="yaml.safe_load"),
        (Replacement(Span(LOAD, LOAD + len("yaml.load")), "yaml.safe_load"),),
    ),
)
AGAIN = found(CONFIG, "yaml.load(text)", "B506", nth=1, cwe=502)
UNKNOWN = found(CONFIG, "data", "X999", Level.LOW, cwe=0, message="A rule without help.")

COMMENT = "# for tests"
AT = CONFIG.index(COMMENT)
SUPPRESSION = Suppression(
    Marker.HANARE,
    ("B105",),
    first_line=1,
    last_line=1,
    span=Span(AT, AT + len(COMMENT)),
    start=place(CONFIG, AT),
    end=place(CONFIG, AT + len(COMMENT)),
    excerpt=COMMENT,
    reason="a password of the test database | not secret",
    author="alice",
    until=date(2027, 3, 31),
)
NOSEC = replace(SUPPRESSION, marker=Marker.NOSEC, rules=(), reason="", author="", until=None)

FILES = (
    Analysed("app/config.py", "python", 3, len(CONFIG.encode()), "c" * 64),
    Analysed("app/設定 #1.py", "python", 15, len(VIEWS.encode()), "a" * 64),
    Analysed("app/views.py", "python", 15, len(VIEWS.encode()), "b" * 64),
)

FULL = Report(
    root="/home/alice/secret project",
    findings=(
        Reported("app/config.py", PASSWORD, 0, suppression=SUPPRESSION, state=BaselineState.NEW),
        Reported("app/config.py", UNKNOWN, 0, state=BaselineState.NEW),
        Reported("app/config.py", YAML, 0, state=BaselineState.UNCHANGED),
        Reported("app/config.py", AGAIN, 1, state=BaselineState.NEW),
        Reported("app/views.py", SHELL, 0, state=BaselineState.NEW),
        Reported("app/views.py", TAINTED, 0, state=BaselineState.NEW),
        Reported("app/views.py", ASSERTION, 0, suppression=NOSEC, state=BaselineState.NEW),
        Reported("app/設定 #1.py", JAPANESE, 0, state=BaselineState.NEW),
    ),
    files=FILES,
    not_analysed=(
        NotAnalysed("app/broken.py", Why.SYNTAX, verbatim("line 7, Python 3.11.7")),
        NotAnalysed("app/huge.py", Why.TOO_LARGE, verbatim("120 MB")),
        NotAnalysed("pipe", Why.NOT_REGULAR),
    ),
    notes=(verbatim("The repository's Bandit settings were not used."),),
    skipped={"excluded": 4, "link": 1},
    revision="0123456789abcdef0123456789abcdef01234567",
    compared_with="main",
)

CLEAN = Report("/srv/app", (), FILES, ())
EMPTY = Report("/srv/app", (), (), ())
INCOMPLETE = replace(CLEAN, not_analysed=FULL.not_analysed)
TIMED = replace(FULL, started="2026-05-04T09:00:00.500000+09:00", seconds=2.25)

REPORTS = {
    "full": FULL,
    "clean": CLEAN,
    "empty": EMPTY,
    "incomplete": INCOMPLETE,
    "timed": TIMED,
}
