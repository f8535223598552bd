"""Explanations that were given, for the pointer that comes back to them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from hanare.text.document import DocumentSnapshot
from hanare.wording import Language

_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Known:
    code: str
    markdown: str


class Explained:
    """The newest explanations of symbols. They hold as long as the code is in the document."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, Language, str], _Known] = OrderedDict()

    def add(self, uri: str, language: Language, code: str, markdown: str) -> None:
        """Keep the explanation of a piece of a document."""
        key = uri, language, code
        self._known.pop(key, None)
        self._known[key] = _Known(code, markdown)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)

    def under(self, document: DocumentSnapshot, offset: int, language: Language) -> str:
        """Return what is known of the symbol whose first line an offset is in; or nothing."""
        for (uri, spoken, _), known in reversed(self._known.items()):
            if uri != document.uri or spoken != language:
                continue
            at = document.text.find(known.code)
            if at >= 0 and at <= offset <= at + len(known.code.partition("\n")[0]):
                return known.markdown
        return ""

    def forget(self, uri: str) -> None:
        """Drop what is kept of a document: it is closed."""
        for key in [each for each in self._known if each[0] == uri]:
            del self._known[key]
