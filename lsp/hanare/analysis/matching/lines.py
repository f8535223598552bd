"""A regular expression on lines, for languages without a grammar."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class LineMatcher(BaseModel):
    """A regular expression on lines, for languages without a grammar."""

    model_config = ConfigDict(frozen=True, extra="forbid")
