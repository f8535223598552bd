"""Processor time and memory of a target's processes."""

from __future__ import annotations

import psutil

from hanare.bench.replay.trace import Usage


def usage(pid: int) -> Usage:
    """Return what process `pid` and those below it use; nothing of what cannot be seen."""
    try:
        server = psutil.Process(pid)
        children = server.children(recursive=True)
        seconds = _seconds(server)
        server_bytes = server.memory_info().rss
    except psutil.Error:
        return Usage()
    children_bytes = 0
    for child in children:
        try:
            seconds += _seconds(child)
            children_bytes += child.memory_info().rss
        except psutil.Error:  # it has just ended
            continue
    return Usage(seconds, server_bytes, children_bytes)


def _seconds(process: psutil.Process) -> float:
    """Return the processor time of a process and of its children that have ended."""
    times = process.cpu_times()
    return times.user + times.system + times.children_user + times.children_system


def listener(port: int) -> int | None:
    """Return the process that listens on a TCP port, or `None` if it cannot be seen.

    Some systems show other processes' sockets to administrators only.
    """
    try:
        connections = psutil.net_connections("tcp")
    except psutil.Error:
        return None
    for connection in connections:
        address = connection.laddr
        if connection.status == psutil.CONN_LISTEN and address and address.port == port:
            return connection.pid
    return None
