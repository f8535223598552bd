"""Whether anything keeps Hanare from the network."""

from __future__ import annotations

from hanare.doctor.check import Check, State
from hanare.wording import said


def network_check() -> Check:
    """Tell what the guard against connections does; there is none yet."""
    found = said("Hanare opens no connection by itself; nothing in the system enforces it yet")
    return Check("network", said("Network"), State.UNKNOWN, found)
