"""From a cursor to an engine request, with the window of each document kept between requests."""

from __future__ import annotations

from hanare.completion.budget import Affordable
from hanare.completion.extent import Extent
from hanare.completion.types import Query
from hanare.config.settings import CompletionSettings
from hanare.context.window import Window, place
from hanare.engine.protocol import Lane, Request
from hanare.models.layout import FimLayout
from hanare.prompting.fim import fim_prompt

_LINE_TOKENS = 40  # a longer rest of a line is a model that has lost its way


class Prompts:
    """Makes requests whose prompts extend the last one of their document where they can."""

    def __init__(self, layout: FimLayout, settings: CompletionSettings) -> None:
        self._layout = layout
        self.configure(settings)
        self.affordable = Affordable(settings.max_tokens)
        self._windows: dict[str, Window] = {}

    def configure(self, settings: CompletionSettings) -> None:
        """Make requests by these settings from now on."""
        self._block_tokens = settings.max_tokens
        self._line_tokens = min(settings.max_tokens, _LINE_TOKENS)

    def completion(self, query: Query, extent: Extent) -> Request:
        """Return the request for a suggestion at the query's cursor."""
        return self._request(
            query,
            self._place(query),
            max_tokens=self._block_tokens if extent.block else self._line_tokens,
            stop=() if extent.block or extent.to_line_end else ("\n", "\r"),
        )

    def warm_up(self, query: Query) -> Request:
        """Return the request that only evaluates what a completion there would need."""
        return self._request(query, self._place(query), max_tokens=0, lane=Lane.WARM_UP)

    def look_ahead(self, query: Query, suggestion: str) -> Request | None:
        """Return the request for what comes after `suggestion` is accepted.

        None where that would need a new window: looking ahead must not cost the one in use.
        """
        window = self._windows.get(query.document.uri)
        if window is None or len(window.tail) + len(suggestion) > self.affordable.budget().tail:
            return None
        grown = Window(window.head, window.tail + suggestion, window.suffix)
        return self._request(query, grown, max_tokens=self._line_tokens, lane=Lane.WARM_UP)

    def forget(self, uri: str) -> None:
        """Drop a document's window."""
        self._windows.pop(uri, None)

    def _place(self, query: Query) -> Window:
        uri = query.document.uri
        window = place(
            query.document, query.offset, self.affordable.budget(), self._windows.get(uri)
        )
        self._windows[uri] = window
        return window

    def _request(
        self,
        query: Query,
        window: Window,
        *,
        max_tokens: int,
        stop: tuple[str, ...] = (),
        lane: Lane = Lane.INLINE,
    ) -> Request:
        return Request(
            prompt=fim_prompt(
                self._layout, head=window.head, tail=window.tail, suffix=window.suffix
            ),
            max_tokens=max_tokens,
            stop=stop,
            end=self._layout.stop,
            lane=lane,
            document=query.document.uri,
        )
