"""An engine that says what a test wants, for what no scripted model says: scores and chance."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable

from hanare.engine.errors import PromptTooLongError
from hanare.engine.protocol import Delta, Done, EngineInfo, Event, Finish, Prefilled, Request
from hanare.models.layout import FimLayout
from hanare.text.prompt import Plain

MARKERS = ("<pre>", "<suf>", "<mid>")
LAYOUT = FimLayout(name="test", markers=MARKERS, fim="<pre>{head}<suf>{suffix}<mid>{tail}")


class SayingEngine:
    """Says `says`, or what it returns for a request, in one token, and remembers the requests."""

    def __init__(
        self,
        says: str | Callable[[Request], str],
        logprob: float = 0.0,
        most_characters: int = 1_000_000,
    ) -> None:
        """`most_characters` is the longest prompt that fits."""
        self.requests: list[Request] = []
        self._says = says
        self._logprob = logprob
        self._most_characters = most_characters

    async def start(self) -> EngineInfo:
        """Load nothing; see `Engine.start`."""
        return EngineInfo("saying", self._most_characters)

    async def stream(self, request: Request) -> AsyncGenerator[Event]:
        """Say it; see `Engine.stream`."""
        self.requests.append(request)
        length = len(prompt_text(request))
        if length > self._most_characters:
            raise PromptTooLongError("too long", "ask for less")
        yield Prefilled(length, length, 1.0)
        if request.max_tokens:
            says = self._says if isinstance(self._says, str) else self._says(request)
            yield Delta(says, self._logprob)
        yield Done(Finish.END, 1, 1.0)

    async def close(self) -> None:
        """Free nothing; see `Engine.close`."""


def prompt_text(request: Request) -> str:
    """Return all of a prompt that is text."""
    return "".join(piece.text for piece in request.prompt if isinstance(piece, Plain))
