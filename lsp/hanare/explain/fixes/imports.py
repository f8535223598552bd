"""The imports that new Python code lacks."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from hanare.analysis.finding import Replacement
from hanare.analysis.fixes.code import Code
from hanare.analysis.fixes.imports import reference
from hanare.analysis.matching.scopes import Scopes
from hanare.analysis.source import Source
from hanare.explain.fixes.region import Region
from hanare.syntax.elements import Element, around
from hanare.syntax.tree import SyntaxTree

IMPORTABLE = frozenset((
    "ast", "base64", "defusedxml.ElementTree", "defusedxml.minidom", "defusedxml.sax", "hashlib",
    "hmac", "html", "ipaddress", "json", "os", "os.path", "pathlib", "re", "secrets", "shlex",
    "shutil", "ssl", "subprocess", "tempfile", "urllib.parse", "uuid",
))  # fmt: skip
"""Modules that a fix may import. Others may not be there, or be what is dangerous."""
_OWNERS = {
    "Path": "pathlib", "urlparse": "urllib.parse", "urlsplit": "urllib.parse",
    "abort": "flask", "url_for": "flask", "send_from_directory": "flask",
    "secure_filename": "werkzeug.utils", "escape": "markupsafe",
}  # fmt: skip
"""Where names come from that a fix may import alone."""
_WITH_FLASK = ("flask", "werkzeug.utils", "markupsafe")
"""Modules that are there if Flask is."""

_BUILTINS = frozenset((*dir(builtins), "__file__"))
_LONGEST = 3  # parts of a dotted name that may be a module's
_IMPORTS = ("import_statement", "import_from_statement", "future_import_statement")


def missing_imports(
    source: Source, region: Region, new: SyntaxTree, written: Region
) -> tuple[Replacement, ...] | None:
    """Return the edits above a region that import what the code written in its place lacks.

    None if it uses a name that nothing binds and that is no module of `IMPORTABLE`; names that
    were unknown before, from an `import *` perhaps, may stay so.
    """
    assert source.tree is not None  # noqa: S101 - there is no region in what has no tree
    before = {name.text for name in _unbound(source.tree, region)}
    code = Code(source, source.tree)
    edits: dict[Replacement, None] = {}
    for name in _unbound(new, written):
        if name.text not in before:
            found = _import_of(name, code, region.start)
            if found is None:
                return None
            edits.update(dict.fromkeys(found))
    return tuple(edits) if all(each.span.end <= region.start for each in edits) else None


def _import_of(name: Element, code: Code, at: int) -> tuple[Replacement, ...] | None:
    """Return the edits that give a name a meaning; None if that is not known."""
    dotted = _dotted(name)
    module = next((each for each in _beginnings(dotted) if each in IMPORTABLE), None)
    if module is not None and module != dotted:
        member = dotted.removeprefix(f"{module}.").partition(".")[0]
        found = reference(code, module, member, at)
        return found.edits if found is not None and found.text == f"{module}.{member}" else None
    owner = _OWNERS.get(name.text)
    if owner is None or (owner in _WITH_FLASK and not code.imports.get("flask")):
        return None
    found = reference(code, owner, name.text, at)
    if found is None or not found.edits:
        return None
    if found.text == name.text:  # one more name of a statement that is there
        return found.edits
    (edit,) = found.edits
    alone = edit.new.replace(f"import {owner}", f"from {owner} import {name.text}")
    return (Replacement(edit.span, alone),)


def _unbound(tree: SyntaxTree, region: Region) -> Iterator[Element]:
    """Yield the names in a region's code that nothing in the text gives a meaning."""
    scopes = Scopes(tree)
    holder = around(tree, region.start, region.end)[-1]
    unread = 0  # where the last import ends: what it names is not read
    for each in holder.walk():
        if not region.start <= each.start < region.end:
            continue
        if each.kind in _IMPORTS:
            unread = each.end
        elif (
            each.kind == "identifier"
            and each.start >= unread
            and each.text not in _BUILTINS
            and scopes.find(each.text, each.start) is None
            and _is_read(each)
        ):
            yield each


def _is_read(name: Element) -> bool:
    """Whether an identifier stands for a value: neither an attribute's nor a parameter's name."""
    parent = name.parent
    if parent is None:
        return False
    role = {"attribute": "attribute", "keyword_argument": "name"}.get(parent.kind)
    return role is None or parent.field(role) != name


def _dotted(name: Element) -> str:
    """Return the dotted name that begins with an identifier."""
    parts, holder = [name.text], name.parent
    while holder is not None and holder.kind == "attribute" and len(parts) <= _LONGEST:
        attribute = holder.field("attribute")
        if attribute is None or holder.start != name.start:
            break
        parts.append(attribute.text)
        holder = holder.parent
    return ".".join(parts)


def _beginnings(dotted: str) -> Iterator[str]:
    """Yield what a dotted name begins with, longest first."""
    while dotted:
        yield dotted
        dotted = dotted.rpartition(".")[0]
