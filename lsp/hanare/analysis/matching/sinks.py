"""Where untrusted data does harm."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class SinkMatcher(BaseModel):
    """Where untrusted data does harm."""

    model_config = ConfigDict(frozen=True, extra="forbid")
