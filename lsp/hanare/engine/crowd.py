"""How many threads pay beside what else runs on the machine.

llama.cpp's threads wait for each other, spinning, hundreds of times a token. A thread that has
to share its core is waited for by all others for whole time slices: with a compiler on the same
2 cores, decoding on both fell from 67 to between 1 and 9 tokens/s, on one core it is 49. Making
the threads sleep instead of spin helps then, but halves the speed on a quiet machine (36
tokens/s). So the number of threads follows the cores that others leave free.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

SAMPLE_SECONDS = 0.25
_TOLERATED = 0.3
"""Cores that others may use without costing us a thread: editors, servers, the desktop."""


@dataclass(frozen=True, slots=True)
class CpuTimes:
    """Processor time since some beginning, in seconds over all cores."""

    at: float
    machine: float
    own: float


def read_cpu_times() -> CpuTimes:
    """Return how busy the machine and this process have been."""
    machine = psutil.cpu_times()
    idle = machine.idle + getattr(machine, "iowait", 0.0)
    # `guest` is part of `user` where it exists (psutil's documentation of cpu_times).
    guest = getattr(machine, "guest", 0.0) + getattr(machine, "guest_nice", 0.0)
    process = psutil.Process()
    # What runs at a low priority, such as our own indexing, gives way to us; not if we run at one
    # ourselves. Windows does not tell, and its priorities are other numbers.
    told = getattr(machine, "nice", 0.0)
    polite = told if told and process.nice() <= 0 else 0.0
    own = process.cpu_times()
    return CpuTimes(time.monotonic(), sum(machine) - idle - guest - polite, own.user + own.system)


class Crowd:
    """Watches what others use of the machine, a few times a second at most."""

    def __init__(
        self,
        cores: int,
        read: Callable[[], CpuTimes] = read_cpu_times,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cores = cores
        self._read = read
        self._clock = clock
        self._last = read()
        self._threads = cores

    def threads(self) -> int:
        """Return how many threads to use now, from 1 to all cores."""
        if self._clock() - self._last.at >= SAMPLE_SECONDS:
            self.sample()
        return self._threads

    def sample(self) -> None:
        """Look at the time since the last sample."""
        now, last = self._read(), self._last
        elapsed = now.at - last.at
        if elapsed <= 0:
            return
        others = ((now.machine - last.machine) - (now.own - last.own)) / elapsed
        self._last = now
        self._threads = max(1, self._cores - max(0, math.ceil(others - _TOLERATED)))
