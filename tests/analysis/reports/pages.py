"""HTML as a parser sees it."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = {"input", "meta", "br", "img", "link", "hr"}


class Page(HTMLParser):
    """The elements of a page, in order, with their attributes and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.unclosed: list[str] = []
        self.text = ""
        self._texts: list[tuple[str, list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            opened: tuple[str, list[str]] = (tag, [])
            self._open.append(opened)
            self._texts.append(opened)

    def handle_endtag(self, tag: str) -> None:
        name, _ = self._open.pop()
        if name != tag:
            self.unclosed.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, pieces in self._open:
            pieces.append(data)

    def attributes(self, name: str) -> list[dict[str, str | None]]:
        return [given for tag, given in self.elements if tag == name]

    def texts(self, name: str) -> list[str]:
        return ["".join(pieces) for tag, pieces in self._texts if tag == name]

    def classes(self, words: str) -> int:
        wanted = set(words.split())
        return sum(wanted <= set((given.get("class") or "").split()) for _, given in self.elements)


def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page
