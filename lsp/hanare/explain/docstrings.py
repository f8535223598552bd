"""Documentation that a model has written, made true to the code and put where it belongs.

Names of arguments and errors are compared with the code: what it does not have is left out.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator

from hanare.analysis.finding import Replacement, Span
from hanare.explain.facts import Facts, Known
from hanare.syntax.elements import Element
from hanare.text.languages import has_line_comment, line_comment

_WIDTH = 96
_ARGUMENTS = re.compile(r"(?:args|arguments|parameters|params|引数)\s*[:：]?\s*$", re.IGNORECASE)
_RETURNS = re.compile(r"(?:returns?|yields?|戻り値|返り値)\s*[:：]?\s*$", re.IGNORECASE)
_RAISES = re.compile(r"(?:raises?|throws?|exceptions?|例外)\s*[:：]?\s*$", re.IGNORECASE)
_OTHER = re.compile(r"(?:examples?|notes?|usage|例|注意|使用例)\s*[:：]?\s*$", re.IGNORECASE)
_ENTRY = re.compile(r"[-*]?\s*`?[*$&.]{0,3}([^\W\d][\w.]*)`?\s*(?:\([^)\n]*\))?\s*[:：]")
_GAP = re.compile(r"\n{3,}")
_END = re.compile(r'"""|\'\'\'|```')
_PLAIN_STRING = re.compile(r"[rRuU]?[\"']")
_PYTHONS = ("function_definition", "class_definition")
_AROUND = frozenset((
    "export_statement", "ambient_declaration", "template_declaration", "lexical_declaration",
    "variable_declaration", "variable_declarator",
))  # fmt: skip
"""What may begin in front of a definition that is its last part."""


def true_to(text: str, facts: Facts | None) -> str:
    """Return documentation without the arguments, results and errors that the code has not."""
    text = textwrap.dedent("    " + _END.split(text)[0]).strip()
    return _GAP.sub("\n\n", "\n".join(_kept(text.split("\n"), facts))).strip()


def _kept(lines: list[str], facts: Facts | None) -> Iterator[str]:
    heading: str | None = None
    allowed: Collection[str] | None = None
    dropping = False
    for line in lines:
        bare = line.strip()
        if section := _section(bare, facts):
            heading, (allowed, dropping) = line.rstrip(), section
            continue
        entry = _ENTRY.match(bare)
        if entry is not None and allowed is not None:
            dropping = entry[1].rpartition(".")[2] not in allowed
        if bare and not dropping:
            if heading is not None:
                yield ""
                yield heading
                heading = None
            yield line.rstrip()
        elif not bare and heading is None:
            yield ""


def _section(bare: str, facts: Facts | None) -> tuple[Collection[str] | None, bool] | None:
    """Return the names that a section may have (None for any), and whether it is left out."""
    if _OTHER.match(bare):
        return None, True
    if facts is None:
        return None
    known = facts.known
    if _ARGUMENTS.match(bare):
        named = [name.lstrip("*&.$") for name in facts.parameters]
        return named if Known.PARAMETERS in known else None, False
    if _RETURNS.match(bare):
        return None, Known.RETURNS in known and not (facts.returns or facts.yields)
    if _RAISES.match(bare):
        raised = [name.rpartition(".")[2] for name, _ in facts.raises]
        return raised if Known.RAISES in known else None, False
    return None


def edit(text: str, definition: Element, language: str, documentation: str) -> Replacement | None:
    """Return the edit that documents a definition; None if there is no place for it.

    In Python it takes the place of a docstring that is there. Elsewhere it goes above, as comments
    of lines; None also where it is not known how those begin.
    """
    if language == "python":
        # A body of one definition only is as long as that.
        inner = next((each for each in definition.walk() if each.kind in _PYTHONS), None)
        return _docstring(text, inner, documentation) if inner is not None else None
    if not has_line_comment(language):
        return None
    outer = _outermost(definition)
    start = text.rfind("\n", 0, outer.start) + 1
    indentation = text[start : outer.start]
    if indentation.strip():
        return None
    comment = line_comment(language)
    lines = (
        f"{indentation}{comment} {line}".rstrip() for line in _wrapped(documentation, indentation)
    )
    return Replacement(Span(start, start), "".join(f"{line}\n" for line in lines))


def _outermost(definition: Element) -> Element:
    """Return the statement that a definition is made in, e.g. the one that exports it."""
    outer = definition
    for each in definition.ancestors():
        if each.kind not in _AROUND:
            break
        outer = each
    return outer


def _docstring(text: str, definition: Element, documentation: str) -> Replacement | None:
    body = definition.field("body")
    if body is None or not body.children:
        return None
    line = text.rfind("\n", 0, body.start) + 1
    indentation = text[line : body.start]
    if indentation.strip():  # the body stands in the line of its head
        return None
    lines = _wrapped(documentation.replace("\\", "\\\\"), indentation)
    is_short = len(lines) == 1 and not lines[0].endswith('"')
    end = "" if is_short else f"\n{indentation}"
    made = f"\n{indentation}".join(lines).replace(f"\n{indentation}\n", "\n\n")
    made = re.sub(r"[ \t]+(?=\n)", "", made)
    docstring = f'"""{made}{end}"""'
    there = _docstring_of(body)
    if there is not None:
        return Replacement(Span(there.start, there.end), docstring)
    return Replacement(Span(body.start, body.start), f"{docstring}\n{indentation}")


def _docstring_of(body: Element) -> Element | None:
    """Return the string that documents a body; bytes and strings with holes document nothing."""
    first = next((each for each in body.children if each.kind != "comment"), None)
    if first is None or first.kind != "expression_statement":
        return None
    string = first.children[0]
    pieces = string.children if string.kind == "concatenated_string" else [string]
    is_plain = all(
        each.kind == "string" and _PLAIN_STRING.match(each.text) is not None for each in pieces
    )
    return string if is_plain else None


def _wrapped(documentation: str, indentation: str) -> list[str]:
    made: list[str] = []
    for line in documentation.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        made += textwrap.wrap(
            line,
            max(_WIDTH - len(indentation), 40),
            subsequent_indent=indent + ("  " if indent else ""),
            break_long_words=False,
        ) or [""]
    return made
