"""Explanations that were given, for the pointer that comes back to them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from hanare.explain.subject import Subject
from hanare.text.document import DocumentSnapshot
from hanare.wording import Language, said

_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Known:
    code: str
    first_line: int
    """Counted from 1, as the lines that the explanation names are."""
    markdown: str


class Explained:
    """The newest explanations of symbols. They hold as long as the code is in the document."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, Language, str], _Known] = OrderedDict()

    def add(self, uri: str, language: Language, subject: Subject, markdown: str) -> None:
        """Keep the explanation of a piece of a document."""
        key = uri, language, subject.code
        self._known.pop(key, None)
        self._known[key] = _Known(subject.code, subject.first_line, markdown)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)

    def under(self, document: DocumentSnapshot, offset: int, language: Language) -> str:
        """Return what is known of the symbol whose first line an offset is in; or nothing."""
        for (uri, spoken, _), known in reversed(self._known.items()):
            if uri != document.uri or spoken != language:
                continue
            at = document.text.find(known.code)
            if at >= 0 and at <= offset <= at + len(known.code.partition("\n")[0]):
                line = document.lines.line_of(at) + 1
                return known.markdown + _moved(known.first_line, line, language)
        return ""

    def forget(self, uri: str) -> None:
        """Drop what is kept of a document: it is closed."""
        for key in [each for each in self._known if each[0] == uri]:
            del self._known[key]


def _moved(before: int, now: int, language: Language) -> str:
    """Return what is to be said if the lines are no longer the ones that are named."""
    if now == before:
        return ""
    told = said("Since then the code has moved: L{before} is L{now} now.", before=before, now=now)
    return f"\n\n*{told.in_(language)}*"
