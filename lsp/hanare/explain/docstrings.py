"""Documentation that a model has written, made true to the code and put where it belongs.

Names of arguments and errors are compared with the code: what it does not have is left out.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator

from hanare.analysis.finding import Replacement, Span
from hanare.explain.facts import Facts
from hanare.syntax.elements import Element
from hanare.text.languages import line_comment

_WIDTH = 96
_ARGUMENTS = re.compile(r"(?:args|arguments|parameters|params|引数)\s*[:：]?\s*$", re.IGNORECASE)
_RETURNS = re.compile(r"(?:returns?|yields?|戻り値|返り値)\s*[:：]?\s*$", re.IGNORECASE)
_RAISES = re.compile(r"(?:raises?|throws?|exceptions?|例外)\s*[:：]?\s*$", re.IGNORECASE)
_OTHER = re.compile(r"(?:examples?|notes?|usage|例|注意|使用例)\s*[:：]?\s*$", re.IGNORECASE)
_ENTRY = re.compile(r"[-*]?\s*`?[*]{0,2}([^\W\d][\w.]*)`?\s*(?:\([^)\n]*\))?\s*[:：]")
_GAP = re.compile(r"\n{3,}")
_END = re.compile(r'"""|\'\'\'|```')


def true_to(text: str, facts: Facts | None) -> str:
    """Return documentation without the arguments, results and errors that the code has not."""
    text = textwrap.dedent("    " + _END.split(text)[0].replace("\\", "\\\\")).strip()
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
    if _ARGUMENTS.match(bare):
        return [name.lstrip("*&") for name in facts.parameters], False
    if _RETURNS.match(bare):
        return None, not (facts.returns or facts.yields)
    if _RAISES.match(bare):
        return [name.rpartition(".")[2] for name, _ in facts.raises], False
    return None


def edit(text: str, definition: Element, language: str, documentation: str) -> Replacement | None:
    """Return the edit that documents a definition; None if there is no place for it.

    In Python it takes the place of a docstring that is there. Elsewhere it goes above.
    """
    inner = definition.field("definition") or definition
    if language == "python":
        return _docstring(text, inner, documentation)
    start = text.rfind("\n", 0, definition.start) + 1
    indentation = text[start : definition.start]
    if indentation.strip():
        return None
    comment = line_comment(language)
    lines = (
        f"{indentation}{comment} {line}".rstrip() for line in _wrapped(documentation, indentation)
    )
    return Replacement(Span(start, start), "".join(f"{line}\n" for line in lines))


def _docstring(text: str, definition: Element, documentation: str) -> Replacement | None:
    body = definition.field("body")
    if body is None or not body.children:
        return None
    line = text.rfind("\n", 0, body.start) + 1
    indentation = text[line : body.start]
    if indentation.strip():  # the body stands in the line of its head
        return None
    lines = _wrapped(documentation, indentation)
    end = f"\n{indentation}" if len(lines) > 1 else ""
    made = f"\n{indentation}".join(lines).replace(f"\n{indentation}\n", "\n\n")
    made = re.sub(r"[ \t]+(?=\n)", "", made)
    docstring = f'"""{made}{end}"""'
    first = body.children[0]
    if first.kind == "expression_statement" and first.children[0].kind == "string":
        return Replacement(Span(first.start, first.end), docstring)
    return Replacement(Span(body.start, body.start), f"{docstring}\n{indentation}")


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
