"""The server ends with its client: nothing may outlive an editor that crashed."""

from __future__ import annotations

import asyncio
import logging
import os
import threading

import psutil

log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
GRACE_SECONDS = 4.0
"""How long an ordered end may take before the process is ended without one."""


def visible_process(pid: int) -> psutil.Process | None:
    """Return process `pid`, or `None` if it cannot be seen from here.

    A client in another container or on another host sends a process id too.
    """
    try:
        return psutil.Process(pid)
    except psutil.Error:
        log.warning("the client's process %d cannot be seen; it is not watched", pid)
        return None


async def ended(process: psutil.Process) -> None:
    """Return once `process` has ended."""
    while _is_alive(process):  # noqa: ASYNC110 - an end that no event tells of
        await asyncio.sleep(POLL_SECONDS)


def _is_alive(process: psutil.Process) -> bool:
    try:
        # is_running() compares creation times, so a reused id is no longer our client.
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def end_at_the_latest(seconds: float, exit_code: int) -> None:
    """End this process after `seconds`, even while a thread or a C call refuses to stop."""
    timer = threading.Timer(seconds, os._exit, (exit_code,))
    timer.daemon = True
    timer.start()
