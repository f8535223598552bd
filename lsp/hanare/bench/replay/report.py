"""A replay's figures as tables and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table

from hanare.bench.replay.session import Pace
from hanare.bench.replay.summary import HANDLER, Spread, Summary
from hanare.bench.replay.trace import PATIENCE_MS, WARM_TOKENS, TargetTrace

UNKNOWN = "-"
_MEBIBYTE = 1 << 20


def as_dict(
    pace: Pace, traces: Sequence[TargetTrace], summaries: Sequence[Summary]
) -> dict[str, Any]:
    """Return everything: how it was typed, the figures and every request."""
    return {
        "pace": asdict(pace),
        "patience_ms": PATIENCE_MS,
        "warm_tokens": WARM_TOKENS,
        "targets": [
            {"summary": asdict(summary), "slots": [asdict(slot) for slot in trace.slots]}
            for trace, summary in zip(traces, summaries, strict=True)
        ],
    }


def figures(summaries: Sequence[Summary], title: str) -> Table:
    """Return one column a target; all but the first also as multiples of the first."""
    table = Table(title=title)
    table.add_column("", no_wrap=True)
    for summary in summaries:
        table.add_column(summary.name, justify="right")
    for label, number, form in _ROWS:
        values = [number(summary) for summary in summaries]
        first, *others = values
        cells = [_form(first, form), *(_compared(value, first, form) for value in others)]
        table.add_row(label, *cells)
    for label, counts in (("answers", _sources), ("reasons", _reasons)):
        table.add_row(label, *(_counts(counts(summary)) for summary in summaries))
    return table


def profile(summary: Summary) -> Table:
    """Return where the milliseconds go, by where the answer came from."""
    names = dict.fromkeys(name for stage in summary.stages for name in stage.milliseconds)
    if HANDLER in names:  # whatever is left over comes last
        names[HANDLER] = names.pop(HANDLER)
    table = Table(title=f"{summary.name}: milliseconds of an answer, on average")
    table.add_column("answered from")
    for heading in ("answers", *names, "wire and event loop", "whole"):
        table.add_column(heading, justify="right")
    for stage in summary.stages:
        parts = [stage.milliseconds.get(name) for name in names]
        table.add_row(
            stage.source,
            str(stage.count),
            *(_form(part, "{:.1f}") for part in [*parts, stage.elsewhere_ms, stage.total_ms]),
        )
    return table


_Number = Callable[[Summary], float | None]


def _of(pick: Callable[[Summary], Spread | None], field: str) -> _Number:
    def number(summary: Summary) -> float | None:
        return None if (values := pick(summary)) is None else float(getattr(values, field))

    return number


def _ms(label: str, pick: Callable[[Summary], Spread | None]) -> list[tuple[str, _Number, str]]:
    return [(f"{label}, {field} ms", _of(pick, field), "{:.1f}") for field in ("p50", "p95")]


def _mebibytes(size: int | None) -> float | None:
    return None if size is None else size / _MEBIBYTE


_ROWS: list[tuple[str, _Number, str]] = [
    ("characters saved, share", lambda s: s.saved_share, "{:.1%}"),
    ("keys pressed", lambda s: s.pressed, "{:.0f}"),
    ("suggestions shown", lambda s: s.shown, "{:.0f}"),
    ("accepted", lambda s: s.accepted, "{:.0f}"),
    ("rejected", lambda s: s.shown - s.accepted, "{:.0f}"),
    ("accepted of shown", lambda s: s.accepted_share, "{:.1%}"),
    (f"later than {PATIENCE_MS:.0f} ms", lambda s: s.too_late, "{:.0f}"),
    ("requests", lambda s: s.asked, "{:.0f}"),
    ("cancelled by the next key", lambda s: s.cancelled, "{:.0f}"),
    ("failed", lambda s: s.failed, "{:.0f}"),
    ("answered of requests", lambda s: s.answered_share, "{:.1%}"),
    *_ms("answered", lambda s: s.latency_ms),
    *_ms("from the cache", lambda s: s.latency_cache_ms),
    *_ms("from the model", lambda s: s.latency_model_ms),
    *_ms("first suggestion in a file", lambda s: s.first_suggestion_ms),
    ("from cache or warm prefix", lambda s: s.reused_share, "{:.1%}"),
    *(
        (f"prompt tokens evaluated, {field}", _of(lambda s: s.evaluated_tokens, field), "{:.1f}")
        for field in ("p50", "p95", "mean")
    ),
    ("CPU seconds per 100 keys", lambda s: s.cpu_seconds_per_100_keys, "{:.1f}"),
    ("resident, server, MiB", lambda s: _mebibytes(s.server_bytes), "{:.0f}"),
    ("resident, its children, MiB", lambda s: _mebibytes(s.children_bytes), "{:.0f}"),
]


def _compared(value: float | None, first: float | None, form: str) -> str:
    text = _form(value, form)
    return f"{text} ({value / first:.2f}×)" if value is not None and first else text


def _form(value: float | None, form: str) -> str:
    return UNKNOWN if value is None else form.format(value)


def _sources(summary: Summary) -> dict[str, int]:
    return {str(source): count for source, count in summary.sources.items()}


def _reasons(summary: Summary) -> dict[str, int]:
    return summary.reasons


def _counts(counts: dict[str, int]) -> str:
    return "\n".join(f"{name} {count}" for name, count in counts.items()) or UNKNOWN
