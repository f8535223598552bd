"""Who is asked."""

from __future__ import annotations

from dataclasses import dataclass

from hanare.engine.protocol import Engine
from hanare.models.layout import ChatLayout


@dataclass(frozen=True, slots=True)
class Author:
    """A model that can be asked for words and for code."""

    engine: Engine
    layout: ChatLayout
