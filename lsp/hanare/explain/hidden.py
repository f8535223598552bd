"""Characters of code that a reader does not see: shown to everybody, the model included."""

from __future__ import annotations

from dataclasses import dataclass

from hanare.analysis.redaction import visible


@dataclass(frozen=True, slots=True)
class Shown:
    """Code with nothing hidden in it."""

    text: str
    hidden: tuple[int, ...]
    """The lines, from 1, in which something was hidden."""


def shown(code: str) -> Shown:
    """Return code with escapes for what acts without being seen; lines stay lines."""
    lines = code.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    made = [visible(line) for line in lines]
    return Shown(
        "\n".join(made),
        tuple(n for n, (old, new) in enumerate(zip(lines, made, strict=True), 1) if old != new),
    )
