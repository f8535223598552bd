"""Whether anything keeps Hanare from the network, and what."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from hanare.doctor.check import Check, State
from hanare.processes import NO_WINDOW, command
from hanare.silence.kernel import WhyNot
from hanare.wording import Said, said

_MOST_SECONDS = 30
_WHY_NOT = {
    WhyNot.SYSTEM: said("this system has no means for it that Hanare knows"),
    WhyNot.PROCESSOR: said("Hanare does not know this processor's system calls"),
    WhyNot.NOT_PERMITTED: said("the system does not permit it"),
}
_ELSEWHERE = said("Deny Hanare the network by a firewall, a container or a network namespace.")


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of connections that a process tried under the guard."""

    kernel: bool
    """Whether the kernel refused one."""
    python: bool
    """Whether Python's tripwire did."""
    why_not: WhyNot | None
    """Why the kernel has no filter."""


_ADAPTER: TypeAdapter[Tried] = TypeAdapter(Tried)


def try_guard() -> Tried | None:
    """Have a process put up the guard and try it; None if that does not work."""
    try:
        process = subprocess.run(  # noqa: S603 - our own module
            command("hanare.silence.probe"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=False,
            creationflags=NO_WINDOW,
        )
        return _ADAPTER.validate_json(process.stdout)
    except (OSError, subprocess.TimeoutExpired, ValidationError):
        return None


def network_check(tried: Tried | None, offline: bool, origin: Said | str) -> Check:
    """Tell what the guard does: `offline` is the setting for it, `origin` who set that."""
    title = said("Network")
    if not offline:
        found = said("connections to other machines are not refused: {who} says so", who=origin)
        remedy = said("Take `network.offline = false` back, unless it is needed.")
        return Check("network", title, State.WARNING, found, remedy, {"status": "off"})
    if tried is None or not (tried.kernel or tried.python):
        found = said("Hanare opens no connection by itself; whether one is refused is not known")
        return Check("network", title, State.WARNING, found, _ELSEWHERE, {"status": "unknown"})
    if tried.kernel:
        found = said(
            "enforced: the kernel refuses connections of the server and of all that it starts"
        )
        details = {"status": "enforced", "means": "seccomp", "tripwire": tried.python}
        return Check("network", title, State.OK, found, details=details)
    found = said(
        "advisory: connections are refused in Python only, since {why}",
        why=_WHY_NOT[tried.why_not or WhyNot.NOT_PERMITTED],
    )
    details = {"status": "advisory", "means": "audit hook", "why_not": tried.why_not}
    return Check("network", title, State.WARNING, found, _ELSEWHERE, details)
