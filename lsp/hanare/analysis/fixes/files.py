"""Files: who may touch them, temporary ones, and what archives put where."""

from __future__ import annotations

import re

from hanare.analysis.finding import Fix
from hanare.analysis.fixes.code import Site, fix, inserted, replaced
from hanare.analysis.fixes.imports import renamed
from hanare.analysis.matching.literals import string_in
from hanare.syntax.elements import Element
from hanare.wording import said

_OCTAL = re.compile(r"0o[0-7]{3,4}")
_OTHERS_RUN = 0o011
_OTHERS_WRITE = 0o022
_OWNER = 0o7700
_TAR = ("tarfile.open", "tarfile.TarFile", "tarfile.TarFile.open")
_WRITES = frozenset(("w", "wb", "w+", "wb+", "w+b", "wt", "w+t"))
_DESCRIPTORS = ("fd", "temp_fd", "descriptor")


def fewer_rights(site: Site) -> Fix | None:
    """Take away what others may do: write, or, if they may run or enter it, everything."""
    call = site.call
    if call is None:
        return None
    named = call.value("mode")
    for mode in (*call.positional, *([named] if named is not None else [])):
        if not _OCTAL.fullmatch(mode.text):
            continue
        old = int(mode.text, 8)
        new = old & _OWNER if old & _OTHERS_RUN else old & ~_OTHERS_WRITE
        written = f"0o{new:0{len(mode.text) - 2}o}"
        if new == old:
            return None
        if old & _OTHERS_RUN:
            title = said("Only for the owner ({written})", written=written)
        else:
            title = said("Only the owner may write ({written})", written=written)
        return fix(title, replaced(mode, written), to_agree=True)
    return None


def careful_umask(site: Site) -> Fix | None:
    """Keep others from writing to what the program makes."""
    mask = next(iter(site.call.positional), None) if site.call is not None else None
    if mask is None or mask.text != "0":
        return None
    return fix(
        said("Only the owner may write ({written})", written="0o022"),
        replaced(mask, "0o022"),
    )


def data_filter(site: Site) -> Fix | None:
    """Let `tarfile` refuse what leads out of the folder; only if it surely is a tar archive."""
    call = site.call
    archive = call.function.field("object") if call is not None else None
    if call is None or archive is None or call.spreads:
        return None
    if site.code.names.made_by(archive) not in _TAR:
        return None
    title = said('Extract with filter="data" (Python 3.12, or a patched older one)')
    value = call.value("filter")
    if value is not None:
        text = string_in(value)
        known = text in ("fully_trusted", "tar") or value.kind == "none"
        return fix(title, replaced(value, '"data"')) if known else None
    return fix(title, call.with_argument('filter="data"'))


def made_at_once(site: Site) -> Fix | None:
    """Make the temporary file with its name, where the next statement would open it to write."""
    call = site.call
    assignment = call.element.parent if call is not None else None
    statement = assignment.parent if assignment is not None else None
    if call is None or assignment is None or statement is None:
        return None
    name, value = assignment.field("left"), assignment.field("right")
    if name is None or name.kind != "identifier" or value != call.element:
        return None
    opened = _opened_next(site, statement, name.text)
    descriptor = next((each for each in _DESCRIPTORS if each not in site.code.source.words), None)
    made = renamed(site, call.function, "mkstemp")
    if opened is None or descriptor is None or made is None or assignment.field("type") is not None:
        return None
    return fix(
        said("Use {text}", text=made.text),
        *made.edits,
        inserted(name.start, f"{descriptor}, "),
        replaced(opened, descriptor),
    )


def _opened_next(site: Site, statement: Element, name: str) -> Element | None:
    """Return the name, where the statement after is `with open(name, "w")` or `f = open(…)`."""
    after = _next(statement)
    if after is None or after.has_error:
        return None
    for each in after.walk():
        if each.kind == "block":
            return None
        if each.kind != "call":
            continue
        function, arguments = each.field("function"), each.field("arguments")
        values = arguments.children if arguments is not None else []
        is_open = function is not None and site.name(function) == "open" and len(values) > 1
        writes = is_open and string_in(values[1]) in _WRITES
        return values[0] if writes and values[0].text == name else None
    return None


def _next(statement: Element) -> Element | None:
    holder = statement.parent
    if statement.kind != "expression_statement" or holder is None:
        return None
    among = [each for each in holder.children if each.kind != "comment"]
    at = among.index(statement)
    return among[at + 1] if at + 1 < len(among) else None
