"""What other files of the workspace say of the names that a piece of code uses."""

from __future__ import annotations

import asyncio
from typing import Protocol

from hanare.explain.subject import Subject, Text, with_related
from hanare.index.lookup import Symbol, Wanted

_MOST = 6


class Definitions(Protocol):
    """Finds the workspace's definitions."""

    async def find(self, wanted: Wanted) -> list[Symbol]:
        """Return the definitions that a file is likely to use, the likeliest first."""
        ...


async def with_other_files(
    subject: Subject, text: Text, definitions: Definitions, path: str
) -> Subject:
    """Return a subject with the signatures of what it uses from other files.

    `path` is the file's, absolute.
    """
    # In a thread: all of the code is searched.
    names, imports = await asyncio.to_thread(text.uses, subject)
    wanted = Wanted(path, subject.language, imports, names, _MOST)
    found = await definitions.find(wanted)
    return with_related(subject, [each.signature for each in found if each.name in names])
