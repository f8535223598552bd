"""A tree-sitter query."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class QueryMatcher(BaseModel):
    """A tree-sitter query."""

    model_config = ConfigDict(frozen=True, extra="forbid")
