"""A model's prose as it arrives: ended where it goes round in circles, cut where it breaks off."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field

from hanare.engine.protocol import Delta, Done, Engine, Finish, Prefilled, Request

_SENTENCE = re.compile(r"[^.!?。！？\n]*[.!?。！？\n](?:\s+|(?<=[。！？]))")
_LONG_ENOUGH = 16
"""Characters of a sentence that nobody says twice."""
_ANNOUNCES = re.compile(r"(?:[:：]|(?:説明|示|記載)します。)\s*\Z")
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_CODE = re.compile(r"`[^`]*`|```.*?```", re.DOTALL)
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(slots=True)
class Speech:
    """What was said so far, and how it ended."""

    most_sentences: int
    """0: as many as there are."""
    text: str = ""
    finish: Finish | None = None
    """None while it is being said, and where it was ended: it was enough, or began anew."""
    prefilled: Prefilled | None = None
    tokens: int = 0
    _known: set[str] = field(default_factory=set)
    _sentences: int = 0
    _looked_at: int = 0

    async def listen(self, engine: Engine, request: Request) -> AsyncGenerator[str]:
        """Yield what a model says, until it ends, has said enough or repeats a sentence.

        Raises:
            EngineError: the model cannot answer.
        """
        async with aclosing(engine.stream(request)) as events:
            async for event in events:
                if isinstance(event, Prefilled):
                    self.prefilled = event
                elif isinstance(event, Done):
                    self.finish, self.tokens = event.finish, event.generated_tokens
                elif isinstance(event, Delta) and event.text:
                    known = len(self.text)
                    self.text += event.text
                    if self._repeats():
                        return
                    enough = 0 < self.most_sentences <= self._sentences
                    if enough:
                        self.text = self.text[: self._looked_at]
                    if new := self.text[known:]:
                        yield new
                    if enough:
                        return

    def _repeats(self) -> bool:
        """Whether a sentence has been said before; it is taken back."""
        for match in _SENTENCE.finditer(self.text, self._looked_at):
            sentence = match[0].strip()
            if len(sentence) >= _LONG_ENOUGH and sentence in self._known:
                self.text = self.text[: match.start()]
                return True
            self._known.add(sentence)
            self._sentences += 1
            self._looked_at = match.end()
        return False

    def whole_sentences(self) -> str:
        """Return what was said without what breaks off, or announces what was not said."""
        text = self.text.rstrip()
        if self.finish is Finish.LENGTH:
            text = _up_to_last_sentence(text)
        if _ANNOUNCES.search(text):
            text = _up_to_last_sentence(text) if _SENTENCE.search(text) else ""
        return text


def _up_to_last_sentence(text: str) -> str:
    end = max((match.end() for match in _SENTENCE.finditer(f"{text} ")), default=0)
    while end and _ANNOUNCES.search(text[:end]):
        end = max((match.end() for match in _SENTENCE.finditer(text[: end - 1])), default=0)
    return text[:end].rstrip() or text


def is_japanese(text: str) -> bool:
    """Whether prose is Japanese: it has kana, and more of its script than other words."""
    prose = _CODE.sub("", text)
    ours = len(_CJK.findall(prose))
    return bool(_KANA.search(prose)) and ours > 2 * len(_LATIN_WORD.findall(prose))


def is_english(text: str) -> bool:
    """Whether prose holds nothing in Japanese or Chinese."""
    return not _CJK.search(_CODE.sub("", text))
