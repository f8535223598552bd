"""Stands in for `lxml.etree`: the standard library's elements, and lxml's switches for entities."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ElementTree, TreeBuilder, tostring
from xml.parsers import expat

__all__ = ["Element", "XMLParser", "XMLSyntaxError", "fromstring", "parse", "tostring"]


class XMLSyntaxError(SyntaxError):
    """The document cannot be parsed."""


class XMLParser:
    """What says how a document is parsed."""

    def __init__(self, *, resolve_entities: Any = "internal", no_network: bool = True,
                 load_dtd: bool = False, dtd_validation: bool = False, huge_tree: bool = False,
                 **_: Any) -> None:  # fmt: skip
        self.reads_files = resolve_entities is True
        self.expands = resolve_entities is not False


def fromstring(text: str | bytes, parser: XMLParser | None = None) -> Element:
    """Parse a document; entities in it are resolved as far as the parser allows."""
    parser = parser or XMLParser()
    builder = TreeBuilder()
    reader = expat.ParserCreate()
    reader.StartElementHandler = builder.start
    reader.EndElementHandler = builder.end
    reader.CharacterDataHandler = builder.data
    if not parser.expands:  # then a reference stays a node of its own
        reader.DefaultHandler = lambda data: None

    def external(context: str, base: Any, system_id: str | None, public_id: Any) -> int:
        if parser.reads_files and system_id:
            with open(system_id.removeprefix("file://"), "rb") as file:  # noqa: PTH123
                reader.ExternalEntityParserCreate(context).Parse(file.read(), True)
        return 1

    reader.ExternalEntityRefHandler = external
    try:
        reader.Parse(text, True)
    except expat.ExpatError as error:
        raise XMLSyntaxError(str(error)) from error
    root: Element = builder.close()
    return root


XML = fromstring


def parse(source: Any, parser: XMLParser | None = None) -> ElementTree[Element]:
    """Parse a file."""
    if hasattr(source, "read"):
        return ElementTree(fromstring(source.read(), parser))
    with open(source, "rb") as file:  # noqa: PTH123
        return ElementTree(fromstring(file.read(), parser))
