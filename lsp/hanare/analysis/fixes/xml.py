"""Parsing XML with `defusedxml`, which has the same functions for what programs mostly need."""

from __future__ import annotations

from collections.abc import Iterable

from hanare.analysis.finding import Fix, Replacement
from hanare.analysis.fixes.code import Code, Site, fix, replaced
from hanare.analysis.fixes.imported import Import
from hanare.syntax.elements import Element
from hanare.wording import said

_PARSE = frozenset(("parse", "parseString"))
_TREE = frozenset((
    "parse", "iterparse", "fromstring", "XML", "XMLParser", "ParseError", "tostring",
))  # fmt: skip
_MOST_PARTS = 4
"""Of a dotted name that reaches into `xml`, after the first."""
_DEFUSED = {
    "xml.etree.ElementTree": ("defusedxml.ElementTree", _TREE),
    "xml.etree.cElementTree": ("defusedxml.ElementTree", _TREE),
    "xml.sax": ("defusedxml.sax", _PARSE | {"make_parser"}),
    "xml.sax.expatreader": ("defusedxml.expatreader", frozenset(("create_parser",))),
    "xml.dom.expatbuilder": ("defusedxml.expatbuilder", _PARSE),
    "xml.dom.minidom": ("defusedxml.minidom", _PARSE),
    "xml.dom.pulldom": ("defusedxml.pulldom", _PARSE),
}
"""Module, and which of its names the other one has."""


def defused(site: Site) -> Fix | None:
    """Import from defusedxml, if that has everything that the text uses of the module."""
    found = _import_for(site)
    if found is None:
        return None
    edits = _import_edits(site.code, found)
    if edits is None:
        return None
    return fix(
        said("Parse with defusedxml (a package to install)"),
        *edits,
        to_agree=True,
    )


def _import_for(site: Site) -> Import | None:
    """Return what imports the module: what the finding is, or what its function is named by."""
    known = [
        each for among in site.code.imports.values() for each in among if _module(each) in _DEFUSED
    ]
    if site.call is None:
        for each in known:
            if each.statement.start <= site.span.start < each.statement.end:
                return each
        return None
    function = site.call.function
    for _ in range(_MOST_PARTS):
        function = function.field("object") or function
    bound = [each for each in known if each.local == function.text]
    if len(bound) > 1:  # several `import xml.…`
        bound = [each for each in bound if site.called.startswith(f"{each.module}.")]
    return bound[0] if len(bound) == 1 else None


def _module(imported: Import) -> str:
    """Return which module is imported: itself, or names of it."""
    whole = f"{imported.module}.{imported.member}"
    return whole if imported.member and whole in _DEFUSED else imported.module


def _import_edits(code: Code, found: Import) -> list[Replacement] | None:
    module = _module(found)
    defused, offered = _DEFUSED[module]
    if not found.member:
        if found.part.field("alias") is None:
            return _dotted_edits(code, found, defused, offered)
        name = found.part.field("name")
        used = _used(code, found.local, found.part)
        if name is None or used is None or not used <= offered:
            return None
        return [replaced(name, defused)]
    beside = [each for each in code.imports[found.module] if each.statement == found.statement]
    origin = found.statement.field("module_name")
    if origin is None or not all(_is_offered(code, each) for each in beside):
        return None
    if module == found.module:  # from xml.etree.ElementTree import parse
        return [replaced(origin, defused)]
    package = defused.partition(".")[0]
    if any(_DEFUSED[_module(each)][0] != f"{package}.{each.member}" for each in beside):
        return None
    return [replaced(origin, package)]


def _is_offered(code: Code, imported: Import) -> bool:
    module = _module(imported)
    if module not in _DEFUSED:
        return False
    offered = _DEFUSED[module][1]
    if module == imported.module:
        return imported.member in offered
    used = _used(code, imported.local, imported.part)
    return used is not None and used <= offered


def _used(code: Code, local: str, imported: Element) -> set[str] | None:
    """Return what is used of a module; None if the module goes elsewhere as a whole."""
    found = code.occurrences(local)
    if found is None:
        return None
    used = set()
    for each in found:
        if imported.start <= each.start < imported.end:
            continue
        above = each.parent
        attribute = above.field("attribute") if above is not None else None
        if attribute is None:
            return None
        if attribute != each:  # a name of something else's
            used.add(attribute.text)
    return used


def _dotted_edits(
    code: Code, found: Import, defused: str, offered: Iterable[str]
) -> list[Replacement] | None:
    """Change `import xml.dom.minidom` and every `xml.dom.minidom` in the text."""
    occurrences = code.occurrences(found.local)
    edits = [replaced(found.part, defused)]
    for each in occurrences or ():
        above = each.parent
        if above is None or above.kind == "dotted_name":
            continue  # in an import
        if above.field("attribute") == each:
            continue
        named = each
        while named.text != found.module:
            longer = named.parent
            if longer is None or longer.field("object") != named:
                return None
            named = longer
        member = named.parent.field("attribute") if named.parent is not None else None
        if member is None or member.text not in offered:
            return None
        edits.append(replaced(named, defused))
    return edits if occurrences is not None else None
