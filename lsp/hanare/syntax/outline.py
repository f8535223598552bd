"""What a text defines, imports and refers to, by the queries of its language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tree_sitter import Node

from hanare.syntax.matching import Part, matches
from hanare.syntax.tree import Place, SyntaxTree

_LONGEST_SIGNATURE = 240
_LONGEST_LINE = 120
_LONGEST_QUALIFIER = 80

_EVERYTHING = (("*", "*"),)
_BY_FIRST_LINE = ("module", "variable", "constant", "field")
_CALLABLE = ("function", "method", "macro")
_TYPES = ("class", "interface", "type", "enum")

_AFTER_HEAD = " \t\r\n:{=;,"
_BREAK_AT_BRACKET = re.compile(r"(?<=[(\[])\s*\n\s*|\s*\n\s*(?=[)\]])")
_BLANKS = re.compile(r"\s+")
# The name that importing a path binds: Go's last part, without a major version.
_LAST_PART = re.compile(r"(\w+)(?:/v\d+)?$")


@dataclass(frozen=True, slots=True)
class Definition:
    """A name that a text defines."""

    name: str
    kind: str
    """class, function, method, interface, type, enum, constant, variable, field, module or macro"""
    start: int
    end: int
    """The whole definition, without decorators and documentation before it."""
    signature: str
    """The head as written, in one line of at most 240 characters; decorators that change how it is
    used come first. Of variables, constants and fields the first line, at most 120 characters."""
    container: str
    """Dotted names of the definitions around it; empty at the top level."""
    exported: bool
    """Whether other files can see it, by the language's rule."""


@dataclass(frozen=True, slots=True)
class Import:
    """A module that a text imports."""

    module: str
    """As written, quotes excluded: `pkg.mod`, `.mod`, `./mod`, `fmt`, `foo/bar.h`."""
    names: tuple[tuple[str, str], ...]
    """(name in the module, local name); `("*", "*")` for all; empty if only the module is bound."""
    alias: str
    """The local name of the module itself, or empty."""
    start: int
    end: int
    """The whole statement."""


@dataclass(frozen=True, slots=True)
class Outline:
    """All definitions and imports of a text, in order of appearance."""

    definitions: tuple[Definition, ...]
    imports: tuple[Import, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that code uses."""

    name: str
    start: int
    qualifier: str
    """What stands before the dot (`self`, `np`, `a.b`, `f(x)`), at most 80 characters; or empty."""


def outline(tree: SyntaxTree) -> Outline:
    """Return what the text of `tree` defines and imports."""
    return Outline(tuple(_definitions(tree)), tuple(imports(tree, 0, len(tree.text))))


def references(tree: SyntaxTree, start: int, end: int) -> list[Reference]:
    """Return the names that code in `text[start:end]` uses, in order of appearance.

    Names in strings, comments and imports are not used, nor those that are being defined.
    """
    qualifiers: dict[int, str] = {}
    names: dict[int, str] = {}
    defining: list[tuple[int, int]] = []
    for match in matches(tree.grammar, tree.root, Part.REFERENCES, start, end):
        node = match.node
        if match.kind == "not":
            defining.append(node.byte_range)
            continue
        if not start <= node.start_byte < end:
            continue
        names[node.start_byte] = _text(tree, node)
        qualifier = match.first("qualifier")
        if qualifier is not None:
            text = _one_line(_text(tree, qualifier))
            qualifiers[node.start_byte] = text[:_LONGEST_QUALIFIER]
    defining.sort()
    found, reached, following = [], 0, 0
    for at in sorted(names):
        while following < len(defining) and defining[following][0] <= at:
            reached = max(reached, defining[following][1])
            following += 1
        if at >= reached:
            found.append(Reference(names[at], at, qualifiers.get(at, "")))
    return found


def _text(tree: SyntaxTree, node: Node) -> str:
    return tree.text[node.start_byte : node.end_byte]


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", _BREAK_AT_BRACKET.sub("", text)).strip()


# Definitions


@dataclass(frozen=True, slots=True)
class _Found:
    """A match of a definition, before it is known what surrounds it."""

    kind: str
    node: Node
    name: Node
    body: Node | None
    container: Node | None
    pattern: int


@dataclass(slots=True)
class _Matches:
    """All that the patterns of definitions have found in a text."""

    found: dict[int, _Found] = field(default_factory=dict)
    """By where the name begins."""
    decorators: dict[int, str] = field(default_factory=dict)
    """By where the decorated definition begins; with a blank after each."""
    hidden: set[tuple[int, int]] = field(default_factory=set)
    """Where definitions or names stand that other files cannot see."""
    exported: set[str] = field(default_factory=set)
    """Names that are exported by statements of their own."""


def _matched(tree: SyntaxTree) -> _Matches:
    all_found = _Matches()
    for match in matches(tree.grammar, tree.root, Part.DEFINITIONS, 0, len(tree.text)):
        node = match.node
        if match.kind == "hidden":
            all_found.hidden.add(node.byte_range)
        elif match.kind == "exported":
            all_found.exported.add(_text(tree, node))
        elif match.kind == "decorated":
            text = _one_line(_text(tree, match.captures["decorator"][0]))
            known = all_found.decorators.get(node.start_byte, "")
            all_found.decorators[node.start_byte] = f"{known}{text} "
        else:
            name, body = match.captures["name"][0], match.first("body")
            container = match.first("container")
            new = _Found(match.kind, node, name, body, container, match.pattern)
            old = all_found.found.get(name.start_byte)
            # The more particular pattern stands first in its file; an optional body may be left
            # out of one match and be in another.
            if old is None or (new.pattern, body is None) < (old.pattern, old.body is None):
                all_found.found[name.start_byte] = new
    return all_found


def _definitions(tree: SyntaxTree) -> list[Definition]:
    all_found = _matched(tree)
    definitions: dict[tuple[str, str, int], Definition] = {}
    around: list[Definition] = []
    dotted: dict[int, str] = {}
    for found in sorted(all_found.found.values(), key=_outer_first):
        start, end = found.node.byte_range
        while around and around[-1].end < end:
            around.pop()
        # One statement may define several names; none of them is inside another.
        parent = next((one for one in reversed(around) if one.start < start or end < one.end), None)
        name = _name(tree, found.name)
        kind, container = found.kind, _dotted(parent) if parent is not None else ""
        visible = name in all_found.exported or not (
            all_found.hidden & {(start, end), found.name.byte_range}
        )
        if found.container is not None:
            container = dotted.get(found.container.start_byte) or _text(tree, found.container)
        elif parent is not None:
            visible = visible and parent.exported and parent.kind not in _CALLABLE
            if kind == "function" and parent.kind in _TYPES:
                kind = "method"
        signature = all_found.decorators.get(start, "") + _signature(tree, found)
        definition = Definition(name, kind, start, end, signature, container, visible)
        dotted[found.name.start_byte] = _dotted(definition)
        around.append(definition)
        # A field is assigned in many places, and defined by the first.
        place = 0 if kind == "field" else found.name.start_byte
        definitions.setdefault((container, name, place), definition)
    return list(definitions.values())


def _outer_first(found: _Found) -> tuple[int, int, int]:
    return found.node.start_byte, -found.node.end_byte, found.name.start_byte


def _name(tree: SyntaxTree, node: Node) -> str:
    text = _one_line(_text(tree, node)).strip("\"'")
    return text.removeprefix(":") if node.type == "simple_symbol" else text


def _dotted(definition: Definition) -> str:
    if not definition.container:
        return definition.name
    return f"{definition.container}.{definition.name}"


def _signature(tree: SyntaxTree, found: _Found) -> str:
    start, end = found.node.byte_range
    if found.body is not None:
        end = found.body.start_byte
    elif found.kind in _BY_FIRST_LINE:
        line = tree.text[start:end].split("\n", 1)[0]
        return _one_line(line).rstrip(_AFTER_HEAD)[:_LONGEST_LINE]
    head = tree.text[start:end]
    if "\n" in head:
        # Only a head of several lines can hold comments that would swallow what follows them.
        for token in reversed(tree.tokens(start, end)):
            if token.place is Place.COMMENT:
                head = head[: token.start - start] + head[token.end - start :]
    return _one_line(head).rstrip(_AFTER_HEAD)[:_LONGEST_SIGNATURE]


# Imports


def imports(tree: SyntaxTree, start: int, end: int) -> list[Import]:
    """Return the imports in `text[start:end]`, in order."""
    found: dict[int, Import] = {}
    for match in matches(tree.grammar, tree.root, Part.IMPORTS, start, end):
        statement = match.node
        module = match.captures["module"][0]
        path = _text(tree, module).strip("\"'<>")
        names: tuple[tuple[str, str], ...] = ()
        name, local, alias = (match.first(capture) for capture in ("name", "local", "alias"))
        if "everything" in match.captures:
            names = _EVERYTHING
        elif name is not None:
            there = _text(tree, name)
            names = ((there, _text(tree, local) if local is not None else _last_part(there)),)
        elif local is not None:
            names = (("default", _text(tree, local)),)
        bound = _text(tree, alias) if alias is not None else ""
        if "bound" in match.captures:
            bound = _last_part(path)
        start, end = statement.byte_range
        known = found.get(module.start_byte)
        if known is not None:  # one pattern finds one name, or only some of the statement
            start, end = known.start, known.end
            names = known.names + tuple(each for each in names if each not in known.names)
            bound = known.alias or bound
        if names == _EVERYTHING:
            bound = ""
        found[module.start_byte] = Import(path, names, bound, start, end)
    return sorted(found.values(), key=lambda one: one.start)


def _last_part(path: str) -> str:
    last = _LAST_PART.search(path)
    return last[1] if last is not None else path
