"""Samples: a source with a cursor mark, and what is expected of it, in one text file a language.

SOURCE
=== definitions
KIND DOTTED.NAME | SIGNATURE        (`hidden` after another bar: not exported)
=== imports
MODULE as ALIAS: NAME, NAME as LOCAL
=== references
NAME QUALIFIER::NAME
=== blocks
KIND | FIRST LINE OF THE CONSTRUCT | BODY, as Python writes it       (at the mark)
"""

from __future__ import annotations

import re
from pathlib import Path

from hanare.syntax.outline import Definition, Import, Reference
from hanare.syntax.tree import Block

MARK = "‸"
SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.txt"))

_HEADING = re.compile(r"^=== (\w+)\n", re.MULTILINE)


def at_mark(source: str) -> tuple[str, int]:
    """Return the source without its mark, and the mark's offset."""
    return source.replace(MARK, "", 1), source.index(MARK)


def read(sample: Path) -> tuple[str, dict[str, list[str]]]:
    """Return a sample's source and the expected lines by section."""
    # No translation of line ends: a checkout on Windows must parse the same.
    source, *sections = _HEADING.split(sample.read_bytes().decode("utf-8").replace("\r\n", "\n"))
    lines = [section.splitlines() for section in sections[1::2]]
    return source, dict(zip(sections[::2], lines, strict=True))


def definition(one: Definition) -> str:
    name = f"{one.container}.{one.name}" if one.container else one.name
    return f"{one.kind} {name} | {one.signature}" + ("" if one.exported else " | hidden")


def imported(one: Import) -> str:
    alias = f" as {one.alias}" if one.alias else ""
    names = ", ".join(name if name == local else f"{name} as {local}" for name, local in one.names)
    return f"{one.module}{alias}" + (f": {names}" if names else "")


def reference(one: Reference) -> str:
    return f"{one.qualifier}::{one.name}" if one.qualifier else one.name


def block(one: Block, text: str) -> str:
    first_line = text[one.start : one.end].split("\n", 1)[0]
    return f"{one.kind} | {first_line} | {text[one.body_start : one.body_end]!r}"
