"""Runs Bandit over one text, whatever the text is."""

from __future__ import annotations

import gc
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager

from hanare.analysis.engines.bandit.driver import Hit, Scan
from hanare.analysis.engines.bandit.outcome import BanditOutcome, Problem
from hanare.analysis.engines.bandit.parsing import TOO_DEEP, parse, prepare, with_deep_stack
from hanare.analysis.engines.bandit.plugins import Options, Plugins
from hanare.analysis.engines.bandit.ranges import Ranges
from hanare.analysis.engines.bandit.salvage import salvage
from hanare.analysis.finding import Detection, Level, Origin
from hanare.analysis.results import Why
from hanare.analysis.source import Source
from hanare.text.lines import LineIndex
from hanare.wording import said

_SECRET = ("B105", "B106", "B107")
"""Rules whose messages quote the secret: their findings show the rule's title."""

# Bandit puts some nodes into its messages as Python shows objects, at a new address each time.
_ADDRESS = re.compile(r" object at 0x[0-9a-fA-F]+")
_LONGEST_MESSAGE = 500
"""Characters; some messages quote an argument, however long."""

_PYTHON = f"Python {platform.python_version()}"
_NESTED = re.compile(r"too many (?:statically )?nested|too many levels|nested too deeply")


class Engine:
    """Bandit with one set of options, for any number of texts."""

    def __init__(self, options: Options) -> None:
        self._plugins = Plugins(options)

    def detect(self, source: Source) -> BanditOutcome:
        """Return what all of Bandit's tests find in a text, suppressed by comments or not."""
        with _no_collection():
            return self._detect(source)

    def _detect(self, source: Source) -> BanditOutcome:
        text = prepare(source.text)
        lines = source.lines if text == source.text else LineIndex(text)
        try:
            return self._scanned(source, text, lines, None)
        except SyntaxError as error:
            problem = _refused(error)
        except TOO_DEEP:
            try:
                return with_deep_stack(lambda: self._scanned(source, text, lines, None))
            except (*TOO_DEEP, RuntimeError):  # there may be no memory for the stack
                problem = Problem(
                    Why.NESTED, said("nested too deeply for {python}", python=_PYTHON)
                )
            except SyntaxError as error:
                problem = _refused(error)
        rest = salvage(text, lines, source.tree)
        return self._scanned(source, rest, lines, problem)

    def _scanned(
        self, source: Source, text: str, lines: LineIndex, problem: Problem | None
    ) -> BanditOutcome:
        scan = Scan(self._plugins, source.path)
        scan.run(parse(text), lines.text)
        if scan.gave_up and problem is None:
            line = min(scan.gave_up)
            detail = said("line {line}: nested too deeply for a test of Bandit's", line=line)
            problem = Problem(Why.NESTED, detail)
        ranges = Ranges(lines)
        found = [_detection(hit, ranges) for hit in scan.hits]
        return BanditOutcome(
            tuple(sorted(found, key=lambda each: (each.span.start, each.span.end, each.rule))),
            problem,
        )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let no garbage be looked for: a tree has none, and looking takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _refused(error: SyntaxError) -> Problem:
    """Say where and why Python refuses a text; its message may name a token, never quote a line."""
    why = Why.NESTED if _NESTED.search(error.msg) else Why.SYNTAX
    detail = said(
        "line {line}: {reason} ({python})",
        line=error.lineno or 1,
        reason=error.msg,
        python=_PYTHON,
    )
    return Problem(why, detail)


def _detection(hit: Hit, ranges: Ranges) -> Detection:
    span = ranges.of(hit)
    secret = hit.rule in _SECRET
    return Detection(
        rule=hit.rule,
        span=span,
        origin=Origin.BANDIT,
        message="" if secret else _message(hit.text),
        severity=Level(hit.severity.lower()),
        confidence=Level(hit.confidence.lower()),
        secrets=(span, *map(ranges.of_node, hit.secrets)) if secret else (),
    )


def _message(text: str) -> str:
    text = _ADDRESS.sub("", text)
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"
