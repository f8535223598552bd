"""SQL with parameters, where values are pasted into a statement that is executed at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hanare.analysis.finding import Fix, Replacement, Span
from hanare.analysis.fixes.calls import Call
from hanare.analysis.fixes.code import Site, fix, inserted
from hanare.syntax.elements import Element
from hanare.wording import said

_MARKS = {
    "sqlite3": "?", "aiosqlite": "?", "pyodbc": "?",
    "psycopg": "%s", "psycopg2": "%s", "pymysql": "%s", "MySQLdb": "%s", "mysql": "%s",
    "aiomysql": "%s", "django": "%s",
}  # fmt: skip
# They take statements in other ways, or translate them.
_OTHERS = frozenset(("sqlalchemy", "asyncpg", "cx_Oracle", "oracledb", "duckdb", "peewee"))
_SIMPLE = ("identifier", "attribute", "subscript")
_OPENING = re.compile(r"(?P<prefix>[fFrR]{0,2})(?P<quote>'''|\"\"\"|'|\")")
_BRACES = re.compile(r"\{(?P<name>\w*)\}")
_PERCENT = re.compile(r"%[sd]")
# Where a value must stand. A list in brackets may be names of columns, unless VALUES is before it.
_VALUE_BEFORE = re.compile(
    r"(?:[=<>]|\b(?:like|ilike|between|limit|offset))\s*(?P<quote>'?)\Z", re.IGNORECASE
)
_LISTED_BEFORE = re.compile(r"[(,]\s*(?P<quote>'?)\Z")
# Names of what may be several values in one.
_PLURAL = re.compile(r"(?:s|row|record|tuple|data)\Z", re.IGNORECASE)
_ALL_VALUES = re.compile(r"\bvalues\s*\(\s*\Z", re.IGNORECASE)
_VALUES = re.compile(r"\bvalues\b", re.IGNORECASE)
_AFTER_VALUES = re.compile(r"\b(?:on|select|returning|set|where)\b", re.IGNORECASE)
_LONGEST = 10_000
_MOST = 50


@dataclass(frozen=True, slots=True)
class _Hole:
    """Where a value is pasted into the statement."""

    start: int
    end: int
    value: str


def parameters(site: Site) -> Fix | None:
    """Pass the values beside the statement. Names of tables and columns cannot be passed so."""
    call = _execution(site)
    mark = _mark(site)
    if call is None or not mark:
        return None
    statement = call.values[0]
    if statement.end - statement.start > _LONGEST:
        return None
    read = _interpolated(statement) or _formatted(statement) or _percent(statement)
    if read is None:
        return None
    literal, holes, edits = read
    text = literal.text
    opening = _OPENING.match(text)
    if opening is None or not 0 < len(holes) <= _MOST or any(each in text for each in ("\\", "%%")):
        return None
    begin, end = literal.start + opening.end(), literal.end - len(opening["quote"])
    marked = _marked(site.code.source.text, begin, end, holes, mark)
    if marked is None:
        return None
    values = ", ".join(each.value for each in holes) + ("," if len(holes) == 1 else "")
    return fix(
        said("Pass the values as parameters"),
        *edits,
        *marked,
        inserted(statement.end, f", ({values})"),
    )


def _execution(site: Site) -> Call | None:
    """Return the `execute` around the finding, if the statement is all that it is given."""
    element: Element | None = site.element
    for _ in range(6):
        if element is None:
            return None
        function = element.field("function") if element.kind == "call" else None
        name = function.field("attribute") if function is not None else None
        if name is not None and name.text == "execute":
            call = Call.read(element, site.code.source.text)
            return call if call is not None and len(call.values) == 1 else None
        element = element.parent
    return None


def _mark(site: Site) -> str:
    """Return how the database's module marks a parameter; empty if that is not clear."""
    words = site.code.source.words
    if words & _OTHERS:
        return ""
    used = {module.split(".")[0] for module in site.code.imports}
    marks = {mark for module, mark in _MARKS.items() if module in used}
    return marks.pop() if len(marks) == 1 else ""


_Read = tuple[Element, list[_Hole], list[Replacement]]
"""The literal, what is pasted into it, and what makes it a literal only."""


def _interpolated(statement: Element) -> _Read | None:
    """Read an f-string."""
    if statement.kind != "string":
        return None
    holes = []
    opening = _OPENING.match(statement.text)
    if opening is None or "f" not in opening["prefix"].lower():
        return None
    for each in statement.children:
        if each.kind == "string_content" and ("{" in each.text or "}" in each.text):
            return None
        if each.kind != "interpolation":
            continue
        value = each.field("expression")
        # Nothing else: no conversion, no format, no `=`.
        if value is None or value.kind not in _SIMPLE or each.text != f"{{{value.text}}}":
            return None
        holes.append(_Hole(each.start, each.end, value.text))
    at = statement.start + opening["prefix"].lower().index("f")
    return statement, holes, [Replacement(Span(at, at + 1), "")]


def _formatted(statement: Element) -> _Read | None:
    """Read `"…".format(…)`."""
    function = statement.field("function")
    literal = function.field("object") if function is not None else None
    name = function.field("attribute") if function is not None else None
    arguments = statement.field("arguments")
    if literal is None or name is None or arguments is None or name.text != "format":
        return None
    positional = [each for each in arguments.children if each.kind in _SIMPLE]
    named = {}
    for each in arguments.children:
        key, value = each.field("name"), each.field("value")
        if each.kind == "keyword_argument" and key is not None and value is not None:
            named[key.text] = value
    if len(positional) + len(named) != len(arguments.children):
        return None
    if any(each.kind not in _SIMPLE for each in named.values()):
        return None
    holes = []
    named |= {str(number): value for number, value in enumerate(positional)}
    for number, found in enumerate(_BRACES.finditer(literal.text)):
        value = named.get(found["name"] or str(number))
        if value is None:
            return None
        start = literal.start + found.start()
        holes.append(_Hole(start, literal.start + found.end(), value.text))
    if len(re.findall("[{}]", literal.text)) != 2 * len(holes) or not _is_plain(literal):
        return None
    return literal, holes, [Replacement(Span(literal.end, statement.end), "")]


def _percent(statement: Element) -> _Read | None:
    """Read `"…" % value` and `"…" % (values)`."""
    if statement.kind != "binary_operator":
        return None
    literal, right = statement.field("left"), statement.field("right")
    operator = statement.field("operator")
    if literal is None or right is None or operator is None or operator.kind != "%":
        return None
    values = right.children if right.kind == "tuple" else [right]
    if right.kind != "tuple" and _PLURAL.search(right.text):  # it may be a tuple itself
        return None
    found = [*_PERCENT.finditer(literal.text)]
    simple = all(each.kind in _SIMPLE for each in values)
    if not simple or len(found) != len(values) or literal.text.count("%") != len(found):
        return None
    if not _is_plain(literal):
        return None
    holes = [
        _Hole(literal.start + each.start(), literal.start + each.end(), value.text)
        for each, value in zip(found, values, strict=True)
    ]
    return literal, holes, [Replacement(Span(literal.end, statement.end), "")]


def _is_plain(literal: Element) -> bool:
    opening = _OPENING.match(literal.text) if literal.kind == "string" else None
    return opening is not None and "f" not in opening["prefix"].lower()


def _marked(
    text: str, begin: int, end: int, holes: list[_Hole], mark: str
) -> list[Replacement] | None:
    """Return the edits that put marks where values are; None where it may be more than a value."""
    pieces = [*_pieces(text, begin, end, holes)]
    if any("?" in each or "%" in each or "--" in each or "/*" in each for each in pieces):
        return None
    edits = []
    before = ""
    for hole, piece, after in zip(holes, pieces, pieces[1:], strict=False):
        before += piece
        quote = _value_quote(before)
        if quote is None or before.count("'") % 2 != len(quote):
            return None
        if quote and not after.startswith("'"):
            return None
        if not re.match(r"[\s,;)]|\Z", after[len(quote) :]):
            return None
        if not quote and _ALL_VALUES.search(before) and after.lstrip().startswith(")"):
            return None
        edits.append(Replacement(Span(hole.start - len(quote), hole.end + len(quote)), mark))
        before += "0"
    return edits


def _pieces(text: str, begin: int, end: int, holes: list[_Hole]) -> Iterator[str]:
    for hole in holes:
        yield text[begin : hole.start]
        begin = hole.end
    yield text[begin:end]


def _value_quote(before: str) -> str | None:
    """Return the quote that opens before a value, or none; None where no value may stand."""
    found = _VALUE_BEFORE.search(before)
    if found is None:
        found = _LISTED_BEFORE.search(before)
        values = _VALUES.search(before, before.rfind(";") + 1)
        if found is None or values is None or _AFTER_VALUES.search(before, values.end()):
            return None
    return found["quote"]
