from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from hanare.engine.crowd import CpuTimes, Crowd, read_cpu_times


@pytest.mark.parametrize(
    ("cores", "others", "own", "threads"),
    [
        (2, 0.0, 0.0, 2),
        (2, 0.2, 2.0, 2),
        (2, 0.8, 1.2, 1),
        (2, 2.0, 0.0, 1),
        (8, 1.0, 4.0, 7),
        (8, 3.9, 4.0, 4),
        (1, 1.0, 1.0, 1),
    ],
)
def test_threads_follow_the_cores_that_others_leave(
    cores: int, others: float, own: float, threads: int
) -> None:
    samples = iter([CpuTimes(0.0, 100.0, 10.0), CpuTimes(1.0, 100.0 + others + own, 10.0 + own)])
    now = 0.0
    crowd = Crowd(cores, lambda: next(samples), lambda: now)
    assert crowd.threads() == cores
    now = 1.0
    assert crowd.threads() == threads


def test_without_time_between_samples_nothing_changes() -> None:
    crowd = Crowd(4, lambda: CpuTimes(0.0, 5.0, 1.0), lambda: 0.0)
    crowd.sample()
    assert crowd.threads() == 4


def test_the_machine_is_at_least_as_busy_as_this_process() -> None:
    before = read_cpu_times()
    sum(range(10**6))
    after = read_cpu_times()
    assert after.machine - before.machine >= -0.02
    assert after.own > before.own


@pytest.mark.skipif(
    not hasattr(psutil.cpu_times(), "nice"),
    reason="Windows tells no time of low priority, and has no os.nice",
)
def test_a_process_of_low_priority_is_not_taken_for_nobody() -> None:
    """An editor that was started with `nice`: its own time is no time that others gave way to."""
    code = (
        "import os, psutil\n"
        "from hanare.engine.crowd import read_cpu_times\n"
        "os.nice(5)\n"
        "before = read_cpu_times()\n"
        "while psutil.Process().cpu_times().user - before.own < 0.3: pass\n"
        "after = read_cpu_times()\n"
        "print(after.machine - before.machine - (after.own - before.own))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert float(told.stdout) >= -0.1
