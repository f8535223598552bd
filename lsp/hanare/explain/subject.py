"""What is explained: the code, where it is, and what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hanare.analysis.finding import Finding, Replacement, Span
from hanare.explain.docstrings import edit as docstring_edit
from hanare.explain.facts import Facts, facts_of
from hanare.explain.fixes.region import region_of
from hanare.explain.hidden import shown
from hanare.explain.kinds import Kind
from hanare.syntax.elements import Element, around
from hanare.syntax.outline import Definition, Import, Outline, outline, references
from hanare.syntax.tree import Place, SyntaxTree
from hanare.text.lines import LineIndex

_AROUND = 15
"""Lines above and below a place that is in no definition."""
_LONGEST_AROUND = 80
_MOST_RELATED = 8
_FUNCTIONS = ("function", "method")
_INK = re.compile(r"\S")
_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a model is asked about. Texts as they are; what is hidden in them is shown later."""

    kind: Kind
    code: str = ""
    language: str = "plaintext"
    """LSP language id."""
    path: str = ""
    """As a reader would name it."""
    first_line: int = 1
    """Of the code in its file."""
    name: str = ""
    """Of the definition that the code is, or is in."""
    container: str = ""
    """Dotted names of the definitions around that one."""
    signature: str = ""
    """Of that definition, if the code is but a part of it or is it."""
    related: tuple[str, ...] = ()
    """Signatures of what the code uses."""
    facts: Facts | None = None
    """What the syntax tree says for certain."""
    parts: tuple[Definition, ...] = ()
    """The definitions in the code, their offsets those of the whole text."""
    starts: tuple[int, ...] = ()
    """The lines of the code, from 1, that definitions begin with."""
    hidden: tuple[int, ...] = ()
    """The lines of the file, from 1, in which the code holds characters that nobody sees."""
    line_text: str = ""
    """The line that something is said about."""
    asked: str = ""
    """A question, a message, or what else is asked about the code."""
    finding: Finding | None = None
    start: int = 0
    end: int = 0
    """Where the code is in the whole text."""


class Text:
    """One text that is asked about."""

    def __init__(self, text: str, language: str, path: str, tree: SyntaxTree | None = None) -> None:
        """Take a text, and its tree if it is known; it is parsed if not."""
        self.text = text
        self._language = language
        self._path = path
        self.lines = LineIndex(text)
        self._tree = tree or SyntaxTree.parse(text, language)
        self._outline = outline(self._tree) if self._tree else Outline((), ())

    def selection(self, start: int, end: int) -> Subject:
        """Return whole lines, the definition around them, and what they use."""
        start, end = self._whole_lines(start, end)
        made = self._subject(Kind.SELECTION, start, end)
        holder = self._definition(start, end)
        if holder is None:
            return made
        return replace(made, name=holder.name, signature=holder.signature)

    def symbol(self, offset: int, kind: Kind = Kind.SYMBOL) -> Subject | None:
        """Return the smallest definition around an offset, or on its line; None without one."""
        offset = self._below_decorators(offset)
        found = self._definition(offset, offset)
        if found is None:
            start, end = self._whole_lines(offset, offset)
            ink = _INK.search(self.text, start, end)
            inside = (each for each in self._outline.definitions if start <= each.start < end)
            found = next(inside, None) if ink else None
        if found is None:
            return None
        start, end = self._whole_lines(found.start, found.end)
        start = self._above_decorators(start)
        element = self._element(found)
        is_function = found.kind in _FUNCTIONS and element is not None
        return replace(
            self._subject(kind, start, end),
            name=found.name,
            container=found.container,
            signature=found.signature,
            facts=facts_of(element, self.lines) if is_function and element is not None else None,
        )

    def file(self) -> Subject:
        """Return all of it."""
        made = self._subject(Kind.FILE, 0, len(self.text))
        return replace(made, name=self._path.replace("\\", "/").rpartition("/")[2])

    def place(self, kind: Kind, start: int, end: int, asked: str) -> Subject:
        """Return what is around a place that somebody has something to say about."""
        first, last = self._near(start, end)
        made = self._subject(kind, first, last)
        holder = self._definition(start, end)
        name, signature = (holder.name, holder.signature) if holder else ("", "")
        line_text = self.lines.line_text(self.lines.line_of(start)).strip()
        return replace(made, asked=asked, name=name, signature=signature, line_text=line_text)

    def finding(self, finding: Finding) -> Subject:
        """Return the code around a finding, without its comments.

        Nobody needs them to see the problem, and whoever planted it may have written them.
        """
        made = self.place(Kind.FINDING, finding.span.start, finding.span.end, finding.message)
        code = self._uncommented(made.start, made.end)
        line = self.line_of(finding.span.start) - made.first_line
        line_text = code.split("\n")[line].strip()
        return replace(made, code=code, finding=finding, line_text=line_text)

    def uses(self, subject: Subject) -> tuple[tuple[str, ...], tuple[Import, ...]]:
        """Return the names that a subject uses, and what the text imports."""
        if self._tree is None:
            return (), ()
        used = dict.fromkeys(
            each.name for each in references(self._tree, subject.start, subject.end)
        )
        return tuple(used), self._outline.imports

    def documented(self, subject: Subject, documentation: str) -> tuple[Replacement, ...]:
        """Return the edit that documents the definition a subject is; none if it would break."""
        found = self._definition_of(subject)
        element = self._element(found) if found is not None else None
        if element is None or self._tree is None:
            return ()
        edit = docstring_edit(self.text, element, self._language, documentation)
        if edit is None:
            return ()
        text = self.text[: edit.span.start] + edit.new + self.text[edit.span.end :]
        after = SyntaxTree.parse(text, self._language, self._tree)
        is_sound = after is not None and after.problems() <= self._tree.problems()
        return (edit,) if is_sound else ()

    @property
    def names(self) -> frozenset[str]:
        """All names in the text."""
        return frozenset(_NAME.findall(self.text))

    def _definition_of(self, subject: Subject) -> Definition | None:
        inside = (
            each
            for each in self._outline.definitions
            if subject.start <= each.start < subject.end and each.name == subject.name
        )
        return next(inside, None)

    def line_of(self, offset: int) -> int:
        """Return the number, from 1, of the line that an offset is in."""
        return self.lines.line_of(offset) + 1

    def _subject(self, kind: Kind, start: int, end: int) -> Subject:
        parts = tuple(each for each in self._outline.definitions if start <= each.start < end)
        first = self.line_of(start)
        return Subject(
            kind,
            self.text[start:end].rstrip("\r\n"),
            self._language,
            self._path,
            first,
            hidden=tuple(line + first - 1 for line in shown(self.text[start:end]).hidden),
            related=tuple(self._related(start, end)),
            parts=parts,
            starts=tuple(dict.fromkeys(self.line_of(each.start) - first + 1 for each in parts)),
            start=start,
            end=end,
        )

    def _related(self, start: int, end: int) -> Iterable[str]:
        """Return the signatures of what this text defines elsewhere and a piece of it uses."""
        if self._tree is None:
            return ()
        used = {each.name for each in references(self._tree, start, end)}
        signatures = (
            each.signature
            for each in self._outline.definitions
            if each.name in used
            and not (start <= each.start < end)
            and not _holds(each, start, end)
        )
        return tuple(dict.fromkeys(signatures))[:_MOST_RELATED]

    def _definition(self, start: int, end: int) -> Definition | None:
        holders = [each for each in self._outline.definitions if _holds(each, start, end)]
        return min(holders, key=lambda each: each.end - each.start, default=None)

    def _element(self, definition: Definition) -> Element | None:
        assert self._tree is not None  # noqa: S101 - definitions come from it
        # Innermost first: the body of a class with one method begins and ends where that does.
        for element in reversed(around(self._tree, definition.start, definition.end)):
            if (element.start, element.end) == (definition.start, definition.end):
                return element
        return None

    def _near(self, start: int, end: int) -> tuple[int, int]:
        region = region_of(self._tree, Span(start, end)) if self._tree else None
        if region is not None:
            return region.start, region.end
        lines = self.lines
        first = max(lines.line_of(start) - _AROUND, 0)
        last = min(lines.line_of(end) + _AROUND, first + _LONGEST_AROUND, len(lines) - 1)
        return lines.start(first), lines.end(last)

    def _whole_lines(self, start: int, end: int) -> tuple[int, int]:
        lines = self.lines
        last = lines.line_of(end)
        if end > start and end == lines.start(last):  # a selection up to the start of a line
            last -= 1
        return lines.start(lines.line_of(start)), lines.end(last)

    def _below_decorators(self, offset: int) -> int:
        """Return the start of what a decorator at an offset stands above; else the offset."""
        line = self.lines.line_of(offset)
        while _is_decorator(self.lines.line_text(line)) and line + 1 < len(self.lines):
            line += 1
            text = self.lines.line_text(line)
            offset = self.lines.start(line) + len(text) - len(text.lstrip())
        return offset

    def _above_decorators(self, start: int) -> int:
        line = self.lines.line_of(start)
        while line and _is_decorator(self.lines.line_text(line - 1)):
            line -= 1
        return self.lines.start(line)

    def _uncommented(self, start: int, end: int) -> str:
        """Return code without comments and docstrings, each line where it was."""
        parts, at = [], start
        for token in self._tree.tokens(start, end) if self._tree is not None else ():
            if token.place in (Place.COMMENT, Place.DOCSTRING) and token.start >= at:
                first, last = map(self.lines.line_of, (token.start, token.end))
                parts += [self.text[at : token.start], "\n" * (last - first)]
                at = token.end
        text = "".join(parts) + self.text[at:end]
        # Lines as LSP counts them: a lone carriage return ends one, too.
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(line.rstrip() for line in lines)


def _is_decorator(line: str) -> bool:
    return line.lstrip().startswith("@")


def with_related(subject: Subject, signatures: Sequence[str]) -> Subject:
    """Return a subject with signatures of what other files define."""
    merged = tuple(dict.fromkeys((*subject.related, *signatures)))[:_MOST_RELATED]
    return replace(subject, related=merged)


def _holds(definition: Definition, start: int, end: int) -> bool:
    return definition.start <= start and end <= definition.end
