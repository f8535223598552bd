"""Stands in for Paramiko: it connects to `KNOWN`, and elsewhere as its policy allows."""

from __future__ import annotations

import io
from typing import Any

from hanare.bench.gate.inside import world

KNOWN = "known.example.com"
"""The only host whose key is in the system's file."""


class SSHException(Exception):  # noqa: N818  Paramiko's name
    """Any failure."""


class MissingHostKeyPolicy:
    """What is done about the key of a host that nobody knows."""

    def missing_host_key(self, client: SSHClient, hostname: str, key: object) -> None:
        """Accept it, or raise."""


class AutoAddPolicy(MissingHostKeyPolicy):
    """Accepts and keeps it."""


class WarningPolicy(MissingHostKeyPolicy):
    """Accepts it, with a warning."""


class RejectPolicy(MissingHostKeyPolicy):
    """Refuses it."""

    def missing_host_key(self, client: SSHClient, hostname: str, key: object) -> None:
        """Raise."""
        raise SSHException(f"Server {hostname!r} not found in known_hosts")


class SSHClient:
    """A connection."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._policy: MissingHostKeyPolicy = RejectPolicy()

    def __enter__(self) -> SSHClient:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def load_system_host_keys(self, filename: str | None = None) -> None:
        """Read the keys of known hosts."""
        self._known.add(KNOWN)

    load_host_keys = load_system_host_keys

    def set_missing_host_key_policy(self, policy: Any) -> None:
        """Set what is done about other hosts."""
        self._policy = policy() if isinstance(policy, type) else policy

    def connect(self, hostname: str, port: int = 22, **_: Any) -> None:
        """Connect, if the host is known or the policy accepts it."""
        if hostname not in self._known:
            self._policy.missing_host_key(self, hostname, None)
        world.sent.append(world.Sent("SSH", f"ssh://{hostname}:{port}"))

    def exec_command(self, command: str, **_: Any) -> tuple[Any, Any, Any]:
        """Run a command there."""
        return io.StringIO(), io.BytesIO(b"ok\n"), io.BytesIO()

    def close(self) -> None:
        """Do nothing."""
