"""What may be logged of a failure that nobody expected."""

from __future__ import annotations

import traceback
from pathlib import Path


def described(failure: BaseException) -> str:
    """Return its type and where it happened; not its text, which may quote a file."""
    frames = traceback.extract_tb(failure.__traceback__)
    way = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(failure).__name__} at {way}"
