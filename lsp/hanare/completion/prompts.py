"""From a cursor to an engine request, with the window of each document kept between requests."""

from __future__ import annotations

from dataclasses import dataclass

from hanare.completion.budget import Affordable
from hanare.completion.extent import Extent
from hanare.completion.related import Related
from hanare.completion.types import Query
from hanare.config.settings import CompletionSettings
from hanare.context.related import Block, as_code
from hanare.context.window import Window, place
from hanare.engine.protocol import Lane, Request
from hanare.models.layout import FimLayout
from hanare.prompting.fim import fim_prompt
from hanare.syntax.tree import SyntaxTree
from hanare.wording import Said, joined, said

_LINE_TOKENS = 40  # a longer rest of a line is a model that has lost its way


@dataclass(frozen=True, slots=True)
class View:
    """What the model sees for one cursor: a window, and parts of other files."""

    window: Window
    blocks: tuple[Block, ...]
    suffix: str
    """The window's, followed by the blocks."""
    anew: bool
    """Whether it is not the last one, grown."""

    @property
    def shown_of_others(self) -> Said:
        """What is shown of other files, in words."""
        sizes = [
            said("{path} ({count} characters)", path=block.path, count=len(block.text))
            for block in self.blocks
        ]
        return joined(", ", sizes) if sizes else said("nothing of other files")

    @property
    def shown_of_this(self) -> Said:
        """What is shown of the document itself, in words."""
        return said(
            "head {head}, tail {tail}, suffix {suffix} characters, {how}",
            head=len(self.window.head),
            tail=len(self.window.tail),
            suffix=len(self.window.suffix),
            how=said("placed anew") if self.anew else said("grown"),
        )


class Prompts:
    """Makes requests whose prompts extend the last one of their document where they can."""

    def __init__(self, layout: FimLayout, settings: CompletionSettings, related: Related) -> None:
        self._layout = layout
        self._related = related
        self.affordable = Affordable()
        self._views: dict[str, View] = {}
        self.configure(settings)

    def configure(self, settings: CompletionSettings) -> None:
        """Make requests by these settings from now on."""
        self._block_tokens = settings.max_tokens
        self._line_tokens = min(settings.max_tokens, _LINE_TOKENS)
        self.affordable.configure(settings.max_tokens, settings.window_characters)

    async def view(self, query: Query, tree: SyntaxTree | None) -> View:
        """Return what the model should see: the last view of the document, grown, where it fits.

        Other files are looked at only for a new window: while the user types, nothing before the
        tail may change.
        """
        uri, budget = query.document.uri, self.affordable.budget()
        last = self._views.get(uri)
        window = place(query.document, query.offset, budget, last.window if last else None)
        if last and window.only_tail_differs(last.window):
            view = View(window, last.blocks, last.suffix, anew=False)
        else:
            blocks: tuple[Block, ...] = ()
            if self._layout.infills:
                blocks = await self._related.blocks(query, tree, window, budget.context)
            if last and set(blocks) <= set(last.blocks):
                blocks = last.blocks  # nothing new: what is evaluated already stays
            suffix = window.suffix
            if blocks:
                suffix = suffix.rstrip() + "\n" + as_code(blocks, query.document.language)
            view = View(window, blocks, suffix, anew=True)
        if self._views.get(uri) is last:  # nothing newer was made meanwhile
            self._views[uri] = view
        return view

    def completion(self, query: Query, view: View, extent: Extent) -> Request:
        """Return the request for a suggestion at the query's cursor."""
        return self._request(
            query,
            view.window,
            view.suffix,
            max_tokens=self._block_tokens if extent.block else self._line_tokens,
            stop=() if extent.block or extent.to_line_end else ("\n", "\r"),
        )

    def warm_up(self, query: Query, view: View) -> Request:
        """Return the request that only evaluates what a completion there would need."""
        return self._request(query, view.window, view.suffix, max_tokens=0, lane=Lane.WARM_UP)

    def look_ahead(self, query: Query, suggestion: str) -> Request | None:
        """Return the request for what comes after `suggestion` is accepted.

        None where that would need a new window: looking ahead must not cost the one in use.
        """
        view = self._views.get(query.document.uri)
        if view is None:
            return None
        budget = self.affordable.budget()
        window = place(query.document, query.offset, budget, view.window)
        if not window.only_tail_differs(view.window):
            return None
        if len(window.tail) + len(suggestion) > budget.tail:
            return None
        grown = Window(window.head, window.tail + suggestion, window.suffix)
        return self._request(
            query, grown, view.suffix, max_tokens=self._line_tokens, lane=Lane.WARM_UP
        )

    def forget(self, uri: str) -> None:
        """Drop a document's view."""
        self._views.pop(uri, None)

    def forget_all(self) -> None:
        """Drop all views."""
        self._views.clear()

    def _request(
        self,
        query: Query,
        window: Window,
        suffix: str,
        *,
        max_tokens: int,
        stop: tuple[str, ...] = (),
        lane: Lane = Lane.INLINE,
    ) -> Request:
        return Request(
            prompt=fim_prompt(
                self._layout,
                head=window.head,
                tail=window.tail,
                suffix=suffix,
            ),
            max_tokens=max_tokens,
            stop=stop,
            end=self._layout.stop,
            lane=lane,
            document=query.document.uri,
        )
