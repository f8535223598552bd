"""Who else can read what Hanare has written, and whether it can write at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hanare.doctor.check import Check, State
from hanare.wording import said

_OTHERS = 0o077
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder of Hanare's."""

    path: Path
    mode: int
    """Permission bits."""


def permissions_check(
    entries: Iterable[Entry], unwritable: Iterable[Path], *, modes: bool
) -> Check:
    """Tell of what others can enter or read, and of folders that cannot be written.

    What lies in a folder that others cannot enter is safe from them.

    `modes` is false where files have none, on Windows.
    """
    title = said("Files")
    entries, unwritable = list(entries), list(unwritable)
    loose = [each for each in entries if modes and each.mode & _OTHERS]
    details = {
        "checked": [str(each.path) for each in entries],
        "open_to_others": [f"{each.path} {each.mode:03o}" for each in loose],
        "unwritable": [str(path) for path in unwritable],
    }
    if unwritable:
        return Check(
            "permissions",
            title,
            State.WARNING,
            said("{paths} cannot be written", paths=_some([str(path) for path in unwritable])),
            said("Make it writable for you. Without it nothing is kept: no index, no results."),
            details,
        )
    if loose:
        return Check(
            "permissions",
            title,
            State.WARNING,
            said(
                "others can read or change {paths}", paths=_some([str(each.path) for each in loose])
            ),
            said("Take that from them: `chmod -R go= PATH`, unless you share it on purpose."),
            details,
        )
    if not entries:
        found = said("nothing is written yet")
    elif modes:
        found = said("what Hanare has written is for you alone")
    else:
        found = said("what Hanare has written is in your own profile")
    return Check("permissions", title, State.OK, found, details=details)


def _some(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f", … (+{more})" if more > 0 else "")
