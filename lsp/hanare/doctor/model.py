"""The model: whether it is there and whole, and whether it fits into the memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hanare.doctor.check import Check, State
from hanare.errors import HanareError
from hanare.wording import said


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the settings choose."""

    name: str
    needed: int
    """Resident bytes."""
    path: Path | None
    """Its file; None if it is not on this machine."""
    own: bool
    """Whether it is a file of the user's, whose digest nobody knows."""


def model_check(chosen: Chosen | HanareError, damage: HanareError | None, *, hashed: bool) -> Check:
    """Tell whether the model can be used.

    `damage` is what was wrong with its file; `hashed` whether all of it was looked at.
    """
    title = said("Model")
    if isinstance(chosen, HanareError):
        return Check("model", title, State.FAILED, chosen.what, chosen.advice)
    details = {"id": chosen.name, "path": str(chosen.path or ""), "hashed": hashed}
    if damage is not None:
        return Check("model", title, State.FAILED, damage.what, damage.advice, details)
    if chosen.own:
        found = said(
            "{name}, a file of your own: nobody knows its digest", name=chosen.path or chosen.name
        )
    elif hashed:
        found = said("{name}, and its digest is right", name=chosen.name)
    else:
        found = said("{name}; its digest was not looked at", name=chosen.name)
    return Check("model", title, State.OK, found, details=details)


def memory_check(chosen: Chosen | HanareError, total: int, available: int) -> Check:
    """Compare what the model needs with the machine's memory; bytes."""
    title = said("Memory")
    if isinstance(chosen, HanareError):
        found = said(
            "{total:.1f} GB, {free:.1f} GB of it free", total=total / 1e9, free=available / 1e9
        )
        return Check("memory", title, State.UNKNOWN, found)
    found = said(
        "{total:.1f} GB, {free:.1f} GB of it free; the model needs {needed:.1f} GB",
        total=total / 1e9,
        free=available / 1e9,
        needed=chosen.needed / 1e9,
    )
    details = {"total": total, "available": available, "needed": chosen.needed}
    if chosen.needed > total:
        remedy = said("Choose a smaller model: `hanare models recommend`.")
        return Check("memory", title, State.FAILED, found, remedy, details)
    if chosen.needed > available:
        remedy = said("Close other programs, or choose a smaller model: `hanare models recommend`.")
        return Check("memory", title, State.WARNING, found, remedy, details)
    return Check("memory", title, State.OK, found, details=details)
