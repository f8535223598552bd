from __future__ import annotations

import json

import pytest
from rich.console import Console

from hanare.bench.replay import report
from hanare.bench.replay.session import Pace
from hanare.bench.replay.summary import Spread, quantile, spread, summarise
from hanare.bench.replay.trace import (
    Account,
    Ask,
    Fate,
    SlotTrace,
    Source,
    TargetTrace,
    Usage,
)

CACHED = Account("cached", "cache", 0, 0, 0, {"total": 1.0})
WARM = Account("shown", "engine", 100, 2, 7, {"queue": 1.0, "prefill": 20.0, "total": 90.0})
COLD = Account("empty", "engine", 100, 90, 3, {"prefill": 300.0, "decode": 100.0, "total": 420.0})
JOINED = Account("shown", "running", 100, 0, 0, {"prefill": 300.0, "total": 50.0})
NOT_ASKED = Account("not-triggered:mid-word", "", 0, 0, 0)

ASKS = (
    Ask(1, 0.0, Fate.CANCELLED),
    Ask(2, 150.0, Fate.ANSWERED, 500.0, "", account=COLD),
    Ask(3, 700.0, Fate.ANSWERED, 100.0, "abcd", accepted=4, account=WARM),
    Ask(7, 900.0, Fate.ANSWERED, 2.0, "wrong", account=CACHED),
    Ask(8, 1000.0, Fate.ANSWERED, 60.0, "efg", accepted=3, account=JOINED),
    Ask(11, 1200.0, Fate.ANSWERED, 401.0, "late", account=WARM),
    Ask(12, 1700.0, Fate.FAILED, error="broken"),
    Ask(13, 1800.0, Fate.ANSWERED, 1.0, "", account=NOT_ASKED),
)
SLOT = SlotTrace("a.py", 20, 18, 14, ASKS, 2.0, Usage(7.0, 50 << 20, 700 << 20))
LATER = SlotTrace("b.py", 5, 5, 5, (), 1.0, Usage(8.0, 60 << 20, 600 << 20))
TRACE = TargetTrace("one", (SLOT, LATER))
SILENT = TargetTrace(
    "two",
    (SlotTrace("a.py", 20, 18, 18, (Ask(1, 0.0, Fate.ANSWERED, 10.0),), None, Usage()),),
)


@pytest.mark.parametrize(
    ("values", "share", "value"),
    [
        ([3.0], 0.95, 3.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([1.0, 2.0], 0.5, 1.5),
        ([float(each) for each in range(101)], 0.95, 95.0),
        ([0.0, 10.0], 0.95, 9.5),
    ],
)
def test_quantiles(values: list[float], share: float, value: float) -> None:
    assert quantile(values, share) == pytest.approx(value)


def test_nothing_has_no_spread() -> None:
    assert spread([]) is None


def test_figures() -> None:
    summary = summarise(TRACE)
    assert (summary.characters, summary.keys, summary.pressed) == (25, 23, 19)
    assert (summary.asked, summary.cancelled, summary.failed) == (8, 1, 1)
    assert summary.answered_share == 6 / 8
    assert (summary.saved, summary.saved_share) == (5, 5 / 25)
    assert (summary.shown, summary.accepted, summary.too_late) == (3, 2, 1)
    assert summary.accepted_share == 2 / 3
    assert summary.latency_ms is not None
    assert summary.latency_ms.count == 6
    assert summary.latency_cache_ms == Spread(1, 2.0, 2.0, 2.0)
    assert summary.latency_model_ms is not None
    assert summary.latency_model_ms.count == 4
    assert summary.first_suggestion_ms == Spread(1, 800.0, 800.0, 800.0)
    assert summary.reused_share == 4 / 5  # all but the cold one; what is nowhere does not count
    assert summary.evaluated_tokens is not None
    assert summary.evaluated_tokens.mean == (90 + 2 + 2) / 6
    assert summary.cpu_seconds_per_100_keys == pytest.approx(100 * 3 / 19)
    assert (summary.server_bytes, summary.children_bytes) == (60 << 20, 700 << 20)
    assert summary.reasons["shown"] == 3
    assert summary.sources == {
        Source.WARM: 2, Source.COLD: 1, Source.CACHE: 1, Source.RUNNING: 1, Source.NOWHERE: 1,
    }  # fmt: skip


def test_stages_add_up() -> None:
    stages = {stage.source: stage for stage in summarise(TRACE).stages}
    for stage in stages.values():
        assert sum(stage.milliseconds.values()) + stage.elsewhere_ms == pytest.approx(
            stage.total_ms
        )
    assert stages[Source.COLD].milliseconds == {"prefill": 300, "decode": 100, "handler": 20}
    assert stages[Source.COLD].elsewhere_ms == 80
    # What an earlier request has waited for is not waited for again.
    assert stages[Source.RUNNING].milliseconds == {"handler": 50}
    assert stages[Source.RUNNING].elsewhere_ms == 10


def test_a_target_that_says_nothing() -> None:
    summary = summarise(SILENT)
    unknown = (
        summary.latency_model_ms,
        summary.reused_share,
        summary.evaluated_tokens,
        summary.cpu_seconds_per_100_keys,
        summary.server_bytes,
    )
    assert set(unknown) == {None}
    assert (summary.reasons, summary.stages) == ({}, ())


def rendered(*traces: TargetTrace) -> dict[str, list[str]]:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(report.figures([summarise(trace) for trace in traces], "title"))
    rows = [row.split("│") for row in capture.get().splitlines() if "│" in row]
    return {row[1].strip(): [cell.strip() for cell in row[2:-1]] for row in rows}


def test_table() -> None:
    rows = rendered(TRACE, SILENT)
    assert rows["characters saved, share"] == ["20.0%", "0.0% (0.00×)"]
    assert rows["keys pressed"] == ["19", "18 (0.95×)"]
    assert rows["from the cache, p50 ms"] == ["2.0", "-"]
    assert rows["resident, server, MiB"] == ["60", "-"]
    assert rows["reasons"] == ["shown 3", "-"]


def test_every_figure_has_a_row_for_every_target() -> None:
    assert {len(cells) for cells in rendered(TRACE, SILENT, TRACE).values()} == {3}


def test_profile() -> None:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(report.profile(summarise(TRACE)))
    (cold,) = [row for row in capture.get().splitlines() if row.startswith("│ cold")]
    cells = [cell.strip() for cell in cold.split("│")[1:-1]]
    assert cells == ["cold", "1", "-", "300.0", "100.0", "20.0", "80.0", "500.0"]


def test_json_has_everything() -> None:
    result = report.as_dict(Pace(7), [TRACE], [summarise(TRACE)])
    read = json.loads(json.dumps(result))
    assert read["pace"] == {"seed": 7, "speed": 1.0, "settle_seconds": 3.0}
    (target,) = read["targets"]
    assert target["summary"]["sources"]["warm"] == 2
    assert target["slots"][0]["asks"][2]["account"]["timings_ms"]["prefill"] == 20.0
