"""A call in Python, by what its name means."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class CallMatcher(BaseModel):
    """A call in Python, by what its name means."""

    model_config = ConfigDict(frozen=True, extra="forbid")
